/* intake_agenda: an agenda, an item a row. P45 of PROTOCOL.md says what may stand in it. */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "app/import_entry.h"
#include "app/intake.h"
#include "base/mem.h"
#include "core/due.h"
#include "core/field_json.h"
#include "core/limits.h"

enum {
    DAY, START, MINUTES, KIND, TITLE, TITLE_AR, TITLE_FR, TITLE_EN, PRESENTER, FIXED, NOTES, LINK, DOCUMENTS, GROUP
};

static const struct sheet_name columns[] = {
    [DAY] = { "day", "date|jour|اليوم|التاريخ" },
    [START] = { "start", "time|starts|from|début|heure|البداية|الوقت|الساعة" },
    [MINUTES] = { "minutes", "min|duration|durée|الدقائق|المدة" },
    [KIND] = { "kind", "type|genre|النوع" },
    [TITLE] = { "title", "item|session|titre|point|العنوان|البند" },
    [TITLE_AR] = { "title_ar", "arabic title|titre arabe|العنوان بالعربية" },
    [TITLE_FR] = { "title_fr", "french title|titre français|العنوان بالفرنسية" },
    [TITLE_EN] = { "title_en", "english title|titre anglais|العنوان بالإنجليزية" },
    [PRESENTER] = { "presenter", "speaker|who|intervenant|orateur|المتحدث|مقدم العرض" },
    [FIXED] = { "fixed", "fixe|heure fixe|ثابت" },
    [NOTES] = { "notes", "note|remarques|ملاحظات" },
    [LINK] = { "link", "conference link|lien|الرابط" },
    [DOCUMENTS] = { "documents", "document|الوثائق|المستندات" },
    [GROUP] = { "group", "working group|groupe|groupe de travail|المجموعة|مجموعة العمل" },
    { NULL, NULL }
};

static const struct sheet_name kinds[] = {
    { "opening", "ouverture|افتتاح|الافتتاح" },
    { "presentation", "présentation|exposé|عرض|عرض تقديمي" },
    { "tour_de_table", "round of contributions|tour de table|round table|جولة مداخلات|جولة حول الطاولة|جولة الطاولة" },
    { "discussion", "débat|نقاش|مناقشة" },
    { "case_study", "case study|étude de cas|دراسة حالة" },
    { "groups", "working groups|group work|groupes|groupes de travail|مجموعات العمل|مجموعات عمل" },
    { "report_back", "report to plenary|restitution|restitution en plénière|تقارير إلى الجلسة العامة|عرض النتائج|عرض نتائج المجموعات" },
    { "poll", "vote|sondage|تصويت|استطلاع" },
    { "drafting", "rédaction|صياغة" },
    { "adoption", "اعتماد" },
    { "break", "lunch|coffee|pause|déjeuner|استراحة|غداء" },
    { "calendar", "calendrier|الجدول الزمني|التقويم|رزنامة" },
    { "evaluation", "évaluation|تقييم" },
    { "closing", "clôture|الاختتام|ختام|الختام" },
    { NULL, NULL }
};

static bool fail(struct intake *intake, size_t column, enum sheet_problem problem)
{
    sheet_fault(&intake->sheet, columns[column].name, problem, sheet_cell(&intake->sheet, column));
    return false;
}

/* A whole number of at most six digits. */
static bool read_number(const char *text, int64_t *out)
{
    size_t n = strspn(text, "0123456789");
    *out = 0;
    for (size_t i = 0; i < n && n <= 6; i++)
        *out = *out * 10 + (text[i] - '0');
    return n > 0 && n <= 6 && text[n] == '\0';
}

static bool is_date(const char *text)
{
    static const char form[] = "dddd-dd-dd";
    for (size_t i = 0; i < sizeof form - 1; i++)
        if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != '-')
            return false;
    char again[DUE_DATE];
    return text[sizeof form - 1] == '\0' && due_date_of(again, due_day_of(text)) && strcmp(text, again) == 0;
}

/* A number, a date counted from the first day, or as in the row before. */
static bool put_day(struct intake *intake, struct json *json, int64_t *day)
{
    const char *cell = sheet_cell(&intake->sheet, DAY);
    const char *starts_on = intake->room->workshop->starts_on;
    if (cell != NULL && is_date(cell)) {
        if (starts_on == NULL)
            return fail(intake, DAY, SHEET_DATE);
        *day = due_day_of(cell) - due_day_of(starts_on) + 1;
    } else if (cell != NULL && !read_number(cell, day)) {
        return fail(intake, DAY, SHEET_NUMBER);
    }
    json_key(json, "day");
    json_int(json, *day);
    return true;
}

/* 9:00, 09:00, 9h00 and 09:00:00, as people and spreadsheets write it. */
static bool read_clock(const char *text, char out[6])
{
    unsigned hour = 0, minute = 0;
    size_t n = strspn(text, "0123456789");
    const char *rest = text + n;
    if (n < 1 || n > 2 || (*rest != ':' && *rest != 'h' && *rest != '.'))
        return false;
    for (size_t i = 0; i < n; i++)
        hour = hour * 10 + (unsigned)(text[i] - '0');
    rest++;
    n = strspn(rest, "0123456789");
    for (size_t i = 0; i < n && i < 2; i++)
        minute = minute * 10 + (unsigned)(rest[i] - '0');
    bool ends = rest[n] == '\0' || strcmp(rest + n, ":00") == 0;
    if (n != 2 || !ends || hour > 23 || minute > 59)
        return false;
    snprintf(out, 6, "%02u:%02u", hour, minute);
    return true;
}

static bool put_start(struct intake *intake, struct json *json)
{
    const char *cell = sheet_cell(&intake->sheet, START);
    char clock[6];
    if (cell == NULL)
        return true;
    if (!read_clock(cell, clock))
        return fail(intake, START, SHEET_TIME);
    json_key(json, "start");
    json_text(json, clock);
    return true;
}

static bool put_minutes(struct intake *intake, struct json *json)
{
    const char *cell = sheet_cell(&intake->sheet, MINUTES);
    int64_t minutes;
    if (cell == NULL)
        return true;
    if (!read_number(cell, &minutes))
        return fail(intake, MINUTES, SHEET_NUMBER);
    json_key(json, "minutes");
    json_int(json, minutes);
    return true;
}

static bool put_kind(struct intake *intake, struct json *json)
{
    const char *cell = sheet_cell(&intake->sheet, KIND);
    const char *kind = cell == NULL ? "discussion" : sheet_meant(kinds, cell);
    if (kind == NULL)
        return fail(intake, KIND, SHEET_NOT_POSSIBLE);
    json_key(json, "kind");
    json_text(json, kind);
    return true;
}

static bool put_title(struct intake *intake, struct json *json)
{
    static const size_t by_language[LANG_N] = { [LANG_AR] = TITLE_AR, [LANG_FR] = TITLE_FR, [LANG_EN] = TITLE_EN };
    const char *plain = sheet_cell(&intake->sheet, TITLE);
    const enum lang own = plain == NULL ? LANG_N : import_lang(plain, intake->plain);
    size_t n = 0;
    json_key(json, "title");
    json_open_object(json);
    for (int l = 0; l < LANG_N; l++) {
        const char *cell = sheet_cell(&intake->sheet, by_language[l]);
        const char *text = cell != NULL ? cell : (enum lang)l == own ? plain : NULL;
        if (text == NULL)
            continue;
        json_key(json, lang_word((enum lang)l));
        json_text(json, text);
        n++;
    }
    json_close_object(json);
    return n > 0 || fail(intake, TITLE, SHEET_MISSING);
}

static bool put_fixed(struct intake *intake, struct json *json)
{
    const char *cell = sheet_cell(&intake->sheet, FIXED);
    bool fixed = false;
    if (cell != NULL && !sheet_yes_no(cell, &fixed))
        return fail(intake, FIXED, SHEET_YES_NO);
    json_key(json, "fixed");
    json_bool(json, fixed);
    return true;
}

/* A1, of the first n bytes. */
static bool is_address(const char *text, size_t n)
{
    const size_t scheme = strncmp(text, "https://", 8) == 0 ? 8 : strncmp(text, "http://", 7) == 0 ? 7 : 0;
    return scheme > 0 && n > scheme && strcspn(text, " \t\r\n\"<>\\") >= n;
}

static bool put_link(struct intake *intake, struct json *json)
{
    const char *cell = sheet_cell(&intake->sheet, LINK);
    if (cell == NULL)
        return true;
    if (!is_address(cell, strlen(cell)))
        return fail(intake, LINK, SHEET_LINK);
    json_key(json, "link");
    json_text(json, cell);
    return true;
}

/* Addresses parted by line ends or bars. */
static bool put_documents(struct intake *intake, struct json *json)
{
    const char *cell = sheet_cell(&intake->sheet, DOCUMENTS);
    bool done = true;
    if (cell == NULL)
        return true;
    json_key(json, "documents");
    json_open_array(json);
    while (done && *cell != '\0') {
        cell += strspn(cell, " \n|");
        size_t n = strcspn(cell, "\n|"), trimmed = n;
        while (trimmed > 0 && cell[trimmed - 1] == ' ')
            trimmed--;
        const size_t address = strcspn(cell, " \n|");
        done = n == 0 || is_address(cell, address < n ? address : n);
        if (n > 0)
            json_bytes(json, cell, trimmed);
        cell += n;
    }
    json_close_array(json);
    return done || fail(intake, DOCUMENTS, SHEET_LINK);
}

static bool put_rest(struct intake *intake, struct json *json)
{
    const char *presenter = sheet_cell(&intake->sheet, PRESENTER), *notes = sheet_cell(&intake->sheet, NOTES);
    const char *group = sheet_cell(&intake->sheet, GROUP);
    uint64_t id = group == NULL ? 0 : intake_group(intake->import.room, group);
    if (group != NULL && id == 0)
        return fail(intake, GROUP, SHEET_UNKNOWN);
    if (presenter != NULL) {
        json_key(json, "presenter");
        json_text(json, presenter);
    }
    if (notes != NULL) {
        json_key(json, "notes");
        intake_put_text(intake, json, notes);
    }
    if (id != 0) {
        json_key(json, "group");
        json_uint(json, id);
    }
    return true;
}

static void write_row(struct intake *intake, uint64_t id)
{
    struct json *json = &intake->json;
    const struct item *item = room_item(intake->import.room, id);
    static const char *const shown[] = { "day", "start", "minutes", "kind", "title" };
    assert(item != NULL);
    intake->created++;
    json_open_object(json);
    json_key(json, "line");
    json_uint(json, intake->sheet.line);
    for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++) {
        json_key(json, shown[i]);
        field_write(json, kind_field(KIND_ITEM, shown[i], NULL), item);
    }
    json_close_object(json);
}

static void read_row(struct intake *intake, int64_t *day)
{
    struct buf args;
    struct json json;
    uint64_t id;
    buf_init(&args, LIMIT_IMPORT);
    json_init(&json, &args);
    json_open_object(&json);
    bool done = put_day(intake, &json, day) && put_start(intake, &json) && put_minutes(intake, &json) &&
                put_kind(intake, &json) && put_title(intake, &json) && put_fixed(intake, &json) &&
                put_link(intake, &json) && put_documents(intake, &json) && put_rest(intake, &json);
    json_close_object(&json);
    if (done && intake_try(intake, "item.create", &args, &id))
        write_row(intake, id);
    buf_free(&args);
}

/* What is planned makes room for another plan; what runs or is over stays. */
static void remove_planned(struct intake *intake)
{
    size_t n;
    struct entity **items = room_sorted(intake->import.room, KIND_ITEM, 0, &n);
    for (size_t i = 0; intake->replace && i < n; i++) {
        struct buf args;
        if (((const struct item *)items[i])->state != ITEM_PLANNED)
            continue;
        buf_init(&args, 64);
        buf_print(&args, "{\"id\":%" PRIu64 "}", items[i]->id);
        (void)intake_try(intake, "item.remove", &args, NULL);
        buf_free(&args);
    }
    mem_free(items);
}

void intake_agenda(struct intake *intake, const char *text, size_t n)
{
    _Static_assert(sizeof columns / sizeof columns[0] <= SHEET_COLUMNS_MAX, "a sheet has room for them");
    int64_t day = 1;
    json_open_array(&intake->json);
    if (sheet_open(&intake->sheet, text, n, columns)) {
        const struct sheet *sheet = &intake->sheet;
        intake->sheet.line = 0;
        remove_planned(intake);
        if (!sheet_has(sheet, TITLE) && !sheet_has(sheet, TITLE_AR) && !sheet_has(sheet, TITLE_FR) &&
            !sheet_has(sheet, TITLE_EN))
            sheet_fault(&intake->sheet, columns[TITLE].name, SHEET_COLUMN_MISSING, NULL);
        else
            while (sheet_next(&intake->sheet))
                read_row(intake, &day);
    }
    json_close_array(&intake->json);
}

/* The entries are those of a scenario file, and read by the same reader. */
bool intake_agenda_json(struct intake *intake, const char *text, size_t n)
{
    static const struct section section = { "agenda", "item.create", NULL, NULL };
    struct importer importer = { .import = &intake->import, .options = &intake->options, .plain = intake->plain };
    struct node *root = tree_read(text, n, LIMIT_IMPORT_NODES, NULL);
    const struct node *list = node_get(root, "agenda");
    const bool is_list = list != NULL && node_type(list) == NODE_LIST;
    intake->sheet.errors = mem_zero(SHEET_ERRORS_MAX, sizeof *intake->sheet.errors);
    json_open_array(&intake->json);
    remove_planned(intake);
    for (size_t i = 0; is_list && i < node_count(list); i++) {
        uint64_t id;
        intake->sheet.line = i + 1;
        if (import_entry(&importer, &section, node_at(list, i), NULL, 0, &id))
            write_row(intake, id);
        else
            sheet_fault(&intake->sheet, NULL, SHEET_NOT_POSSIBLE, intake->import.message);
    }
    json_close_array(&intake->json);
    tree_free(root);
    return is_list;
}
