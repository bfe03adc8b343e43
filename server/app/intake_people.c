/* intake_people: a list of people, a row each. P44 of PROTOCOL.md says what may stand in it. */
#include <assert.h>
#include <string.h>

#include "app/intake.h"
#include "base/utf8.h"
#include "core/limits.h"

enum { NAME, DELEGATION, ROLE, FUNCTION, HEAD, LANGUAGE, MODE, CONTACT, GROUP };

static const struct sheet_name columns[] = {
    [NAME] = { "name", "full name|participant|nom|nom complet|nom et prénom|الاسم|الاسم الكامل" },
    [DELEGATION] = { "delegation", "country|organisation|organization|administration|délégation|Délégation|pays|الوفد|البلد|الجهة" },
    [ROLE] = { "role", "rôle|الدور" },
    [FUNCTION] = { "function", "position|job title|fonction|poste|الوظيفة|المنصب" },
    [HEAD] = { "head", "head of delegation|chef|chef de délégation|رئيس الوفد" },
    [LANGUAGE] = { "language", "langue|اللغة" },
    [MODE] = { "mode", "participation|takes part|طريقة المشاركة|المشاركة" },
    [CONTACT] = { "contact", "email|e-mail|phone|courriel|téléphone|البريد الإلكتروني|جهة الاتصال|الهاتف" },
    [GROUP] = { "group", "working group|groupe|groupe de travail|المجموعة|مجموعة العمل" },
    { NULL, NULL }
};

static const struct sheet_name roles[] = {
    { "facilitator", "facilitateur|facilitatrice|animateur|animatrice|ميسر|ميسّر|ميسرة" },
    { "cofacilitator", "co-facilitator|co-facilitateur|co-facilitatrice|cofacilitateur|co-animateur|co-animatrice|"
                       "ميسر مشارك|ميسّر مشارك" },
    { "rapporteur", "rapporteuse|مقرر|مقرّر|مقررة" },
    { "delegate", "participant|délégué|déléguée|Délégué|Déléguée|مندوب|مندوبة" },
    { "expert", "speaker|experte|intervenant|intervenante|خبير|خبيرة" },
    { "interpreter", "interprète|مترجم|مترجم فوري|مترجمة" },
    { "observer", "observateur|observatrice|مراقب|مراقبة" },
    { NULL, NULL }
};

static const struct sheet_name languages[] = {
    { "ar", "arabic|arabe|العربية|عربي" },
    { "fr", "french|français|francais|الفرنسية|فرنسي" },
    { "en", "english|anglais|الإنجليزية|إنجليزي" },
    { NULL, NULL }
};

static const struct sheet_name modes[] = {
    { "remote", "online|à distance|en ligne|عن بعد|عن بُعد" },
    { "in_room", "room|in the room|en salle|dans la salle|présentiel|في القاعة|حضوري" },
    { "phone", "by phone|téléphone|par téléphone|هاتف|بالهاتف" },
    { NULL, NULL }
};

/* A cell that is one of some words, as a member; nothing when it is empty. False: it is none, which was noted. */
static bool put_word(struct intake *intake, struct json *json, size_t column, const struct sheet_name *words)
{
    const char *cell = sheet_cell(&intake->sheet, column);
    if (cell == NULL)
        return true;
    const char *word = sheet_meant(words, cell);
    if (word == NULL) {
        sheet_fault(&intake->sheet, columns[column].name, SHEET_NOT_POSSIBLE, cell);
        return false;
    }
    json_key(json, columns[column].name);
    json_text(json, word);
    return true;
}

static bool put_head(struct intake *intake, struct json *json)
{
    const char *cell = sheet_cell(&intake->sheet, HEAD);
    bool head = false;
    if (cell != NULL && !sheet_yes_no(cell, &head)) {
        sheet_fault(&intake->sheet, columns[HEAD].name, SHEET_YES_NO, cell);
        return false;
    }
    json_key(json, columns[HEAD].name);
    json_bool(json, head);
    return true;
}

static void put_plain(struct intake *intake, struct json *json, size_t column)
{
    const char *cell = sheet_cell(&intake->sheet, column);
    if (cell == NULL)
        return;
    json_key(json, columns[column].name);
    json_text(json, cell);
}

static bool put_group(struct intake *intake, struct json *json)
{
    const char *cell = sheet_cell(&intake->sheet, GROUP);
    if (cell == NULL)
        return true;
    uint64_t id = intake_group(intake->import.room, cell);
    if (id == 0) {
        sheet_fault(&intake->sheet, columns[GROUP].name, SHEET_UNKNOWN, cell);
        return false;
    }
    json_key(json, columns[GROUP].name);
    json_uint(json, id);
    return true;
}

/* Told whether it is made or not. A country's code names no delegation that could be made of it. */
static bool make_delegation(struct intake *intake, const char *name, uint64_t *id)
{
    struct buf args;
    struct json json;
    struct buf *names = &intake->new_delegations;
    buf_init(&args, LIMIT_BODY);
    json_init(&json, &args);
    json_open_object(&json);
    json_key(&json, "name");
    intake_put_text(intake, &json, name);
    json_close_object(&json);
    const bool made = intake_try(intake, "delegation.create", &args, id);
    buf_free(&args);
    if (!made)
        return false;
    if (names->len > 0)
        buf_char(names, ',');
    json_init(&json, names);
    json_text(&json, name);
    return true;
}

/* *id 0: the row names none. */
static bool find_delegation(struct intake *intake, uint64_t *id)
{
    const char *cell = sheet_cell(&intake->sheet, DELEGATION);
    *id = cell == NULL ? 0 : intake_delegation(intake->import.room, cell);
    if (cell == NULL || *id != 0)
        return true;
    /* It is made in the copy in any case: told once is enough. */
    if (utf8_length(cell) > 2 && !make_delegation(intake, cell, id))
        return false;
    if (*id != 0 && intake->delegations)
        return true;
    sheet_fault(&intake->sheet, columns[DELEGATION].name, SHEET_UNKNOWN, cell);
    return false;
}

static const struct person *find_person(const struct room *room, const char *name, uint64_t delegation)
{
    const struct kind_list *persons = &room->live[KIND_PERSON];
    for (size_t i = 0; i < persons->n; i++) {
        const struct person *person = (const struct person *)persons->v[i];
        if (person->delegation == delegation && !person->guest && sheet_same(person->name, name))
            return person;
    }
    return NULL;
}

static const char *role_given(const struct intake *intake, uint64_t delegation)
{
    const char *cell = sheet_cell(&intake->sheet, ROLE);
    if (cell != NULL)
        return sheet_meant(roles, cell);
    const struct delegation *of = room_delegation(intake->import.room, delegation);
    return of != NULL && !of->observer ? "delegate" : "observer";
}

static bool create_person(struct intake *intake, const char *name, uint64_t delegation, const char *role)
{
    struct buf args;
    struct json json;
    buf_init(&args, LIMIT_BODY);
    json_init(&json, &args);
    json_open_object(&json);
    json_key(&json, "name");
    json_text(&json, name);
    json_key(&json, "role");
    json_text(&json, role);
    if (delegation != 0) {
        json_key(&json, "delegation");
        json_uint(&json, delegation);
    }
    put_plain(intake, &json, FUNCTION);
    put_plain(intake, &json, CONTACT);
    bool done = put_head(intake, &json) && put_word(intake, &json, LANGUAGE, languages) &&
                put_word(intake, &json, MODE, modes) && put_group(intake, &json);
    json_close_object(&json);
    done = done && intake_try(intake, "person.create", &args, NULL);
    buf_free(&args);
    return done;
}

static void write_row(struct intake *intake, const char *name, const char *role, bool known)
{
    struct json *json = &intake->json;
    const char *delegation = sheet_cell(&intake->sheet, DELEGATION);
    json_open_object(json);
    json_key(json, "line");
    json_uint(json, intake->sheet.line);
    json_key(json, "name");
    json_text(json, name);
    json_key(json, "delegation");
    json_text(json, delegation == NULL ? "" : delegation);
    json_key(json, "role");
    json_text(json, role);
    json_key(json, "known");
    json_bool(json, known);
    json_close_object(json);
}

/* N2: what the system may do for a facilitator it does not do for others. */
static bool may_give(struct intake *intake, const char *role)
{
    const char *cell = sheet_cell(&intake->sheet, ROLE);
    const enum role given = role == NULL ? ROLE_N : role_of(role);
    if (given == ROLE_N) {
        sheet_fault(&intake->sheet, columns[ROLE].name, SHEET_NOT_POSSIBLE, cell);
        return false;
    }
    if (intake->facilitator || (given != ROLE_FACILITATOR && given != ROLE_COFACILITATOR))
        return true;
    sheet_fault(&intake->sheet, columns[ROLE].name, SHEET_FORBIDDEN, cell);
    return false;
}

static void read_row(struct intake *intake)
{
    const char *name = sheet_cell(&intake->sheet, NAME);
    uint64_t delegation;
    if (name == NULL) {
        sheet_fault(&intake->sheet, columns[NAME].name, SHEET_MISSING, NULL);
        return;
    }
    if (!find_delegation(intake, &delegation))
        return;
    const char *role = role_given(intake, delegation);
    if (!may_give(intake, role))
        return;
    const bool known = find_person(intake->room, name, delegation) != NULL;
    if (!known && find_person(intake->import.room, name, delegation) != NULL) {
        sheet_fault(&intake->sheet, columns[NAME].name, SHEET_TWICE, name);
        return;
    }
    if (!known && !create_person(intake, name, delegation, role))
        return;
    intake->created += !known;
    write_row(intake, name, role, known);
}

void intake_people(struct intake *intake, const char *text, size_t n)
{
    _Static_assert(sizeof columns / sizeof columns[0] <= SHEET_COLUMNS_MAX, "a sheet has room for them");
    intake->of_people = true;
    json_open_array(&intake->json);
    if (sheet_open(&intake->sheet, text, n, columns)) {
        if (!sheet_has(&intake->sheet, NAME))
            sheet_fault(&intake->sheet, columns[NAME].name, SHEET_COLUMN_MISSING, NULL);
        else
            while (sheet_next(&intake->sheet))
                read_row(intake);
    }
    json_close_array(&intake->json);
}
