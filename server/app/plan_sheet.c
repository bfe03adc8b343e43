/* plan_sheet: fields as cells, and cells as fields. See include/app/plan_sheet.h. */
#include "app/plan_sheet.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/intake.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "core/limits.h"
#include "core/words.h"

enum { NAME_BYTES_MAX = 2048 };

const struct plan_column plan_sheet_columns[] = {
    { "theme", 12 },     { "title", 24 },    { "objective", 20 }, { "deliverable", 16 }, { "lead", 12 },
    { "partners", 14 },  { "contact", 10 },  { "start", 9 },      { "due", 9 },          { "milestones", 16 },
    { "resources", 14 }, { "funding", 10 },  { "indicator", 14 }, { "baseline", 10 },    { "target", 10 },
    { "current", 10 },   { "priority", 8 },  { "risk", 14 },      { "status", 9 },       { "percent", 6 },
    { "recommendations", 9 }, { "group", 10 }, { "poll", 14 },
    { NULL, 0 },
};

static const char *const units[] = { "day", "week", "month", "year" };

const char *plan_sheet_word(enum lang lang, const char *key)
{
    char name[60];
    const int n = snprintf(name, sizeof name, "export.%s", key);
    assert(n > 0 && (size_t)n < sizeof name);
    const char *text = words_text(lang, name);
    return text == NULL ? key : text;
}

const char *plan_sheet_standing(enum lang lang, const char *key)
{
    char name[60];
    const int n = snprintf(name, sizeof name, "export.%s", key);
    assert(n > 0 && (size_t)n < sizeof name);
    const char *text = words_of(lang, name, KIND_ACTION);
    return text == NULL ? key : text;
}

static void put(struct buf *out, const char *text)
{
    buf_text(out, text == NULL ? "" : text);
}

static const char *title_of(const struct room *room, uint64_t id, enum lang lang)
{
    const struct entity *entity = room_find(room, KIND_ANY, id);
    if (entity == NULL || kind_info((enum kind)entity->kind)->title < 0)
        return NULL;
    return ml_text((const struct ml *)(const void *)((const char *)entity + kind_info((enum kind)entity->kind)->title),
                   lang);
}

/* "T+6 months" with the unit in the language; a date stays a date. */
static void put_due(struct buf *out, const char *due, enum lang lang)
{
    if (due == NULL || strcmp(due, "ongoing") == 0) {
        put(out, due == NULL ? NULL : plan_sheet_word(lang, due));
        return;
    }
    const char *space = strchr(due, ' ');
    for (size_t i = 0; space != NULL && i < sizeof units / sizeof units[0]; i++) {
        if (strncmp(space + 1, units[i], strlen(units[i])) != 0)
            continue;
        buf_print(out, "%.*s %s", (int)(space - due), due, plan_sheet_word(lang, units[i]));
        return;
    }
    put(out, due);
}

/* "R2", or the name of what has no number in the plan. */
static void put_one(struct buf *out, const struct plan_sheet *sheet, const struct field *field, uint64_t id, enum lang lang)
{
    const char *number = field->ref == KIND_RECOMMENDATION ? outline_number(sheet->outline, id) : "";
    put(out, number[0] != '\0' ? number : title_of(sheet->room, id, lang));
}

void plan_sheet_cell(struct buf *out, const struct plan_sheet *sheet, const struct action *action, const struct field *field,
                     enum lang lang)
{
    const void *member = (const char *)action + field->offset;
    buf_text(out, "");
    switch (field->type) {
    case FIELD_ML:
        put(out, ml_text(member, lang));
        return;
    case FIELD_REF:
        put_one(out, sheet, field, *(const uint64_t *)member, lang);
        return;
    case FIELD_REFS:
        for (uint32_t i = 0; i < ((const struct ids *)member)->n; i++) {
            put(out, i == 0 ? "" : "; ");
            put_one(out, sheet, field, ((const struct ids *)member)->v[i], lang);
        }
        return;
    case FIELD_ENUM:
        if (strcmp(field->words[*(const uint8_t *)member], "none") != 0)
            put(out, plan_sheet_standing(lang, field->words[*(const uint8_t *)member]));
        return;
    case FIELD_INT:
        if (*(const int64_t *)member != 0)
            buf_print(out, "%" PRId64, *(const int64_t *)member);
        return;
    case FIELD_DUE:
        put_due(out, *(char *const *)member, lang);
        return;
    default:
        assert(field->type == FIELD_TEXT);
        put(out, *(char *const *)member);
    }
}

/* The next code point that documents keep, every end of a line as LF; 0: none. */
static uint32_t next_kept(const char **p)
{
    while (**p != '\0') {
        const uint32_t cp = utf8_next(p);
        if (cp == '\r' && **p == '\n')
            continue;
        if (cp == '\r' || cp == 0x2028 || cp == 0x2029)
            return '\n';
        if (!utf8_is_kept_out(cp))
            return cp;
    }
    return 0;
}

static bool is_one_line(const struct field *field)
{
    return (field->type == FIELD_ML || field->type == FIELD_TEXT) && field->max <= LIMIT_TITLE;
}

/* Words as documents keep them; a line that was broken to fit its cell is one line again where the field has one. */
static void put_clean(struct buf *out, const char *text, bool one_line)
{
    uint32_t cp;
    for (const char *p = text; (cp = next_kept(&p)) != 0;) {
        char bytes[4];
        if (one_line && (cp == '\n' || cp == '\t'))
            cp = ' ';
        buf_add(out, bytes, utf8_put(bytes, cp));
    }
}

static bool all_digits(const char *text, size_t from, size_t n)
{
    return strspn(text + from, "0123456789") >= n;
}

/* "31/05/2026", as spreadsheets write days into CSV in French and Arabic. In English nobody knows which of them is the month. */
static bool slashed_day(char out[GRID_NUMBER], const char *text, enum lang lang)
{
    const bool day = lang != LANG_EN && strlen(text) == 10 && text[2] == '/' && text[5] == '/' &&
                     all_digits(text, 0, 2) && all_digits(text, 3, 2) && all_digits(text, 6, 4);
    if (day)
        snprintf(out, GRID_NUMBER, "%.4s-%.2s-%.2s", text + 6, text + 3, text);
    return day;
}

void plan_sheet_said(struct buf *out, const struct field *field, const struct grid_cell *cell, enum lang lang)
{
    char text[GRID_NUMBER];
    struct grid_cell number = *cell;
    const bool counted = cell->look == GRID_PLAIN || cell->look == GRID_PERCENT || cell->look == GRID_DAY;
    const bool day = field->type == FIELD_DUE ? counted : cell->look == GRID_DAY && field->type != FIELD_INT;
    buf_text(out, "");
    if (cell->text == NULL)
        return;
    if (field->type == FIELD_INT && cell->look == GRID_DAY)
        number.look = GRID_PLAIN;
    if ((day && grid_date(text, cell->text)) || (counted && grid_number(text, &number)) ||
        (field->type == FIELD_DUE && slashed_day(text, cell->text, lang)))
        buf_text(out, text);
    else
        put_clean(out, cell->text, is_one_line(field));
}

static bool is_blank(uint32_t cp)
{
    return cp == 0 || cp == ' ' || cp == '\n' || cp == '\t';
}

bool plan_sheet_same(const char *a, const char *b)
{
    a = a == NULL ? "" : a;
    b = b == NULL ? "" : b;
    for (;;) {
        uint32_t one = next_kept(&a), other = next_kept(&b);
        if (one == other && one != 0)
            continue;
        while (one != 0 && is_blank(one))
            one = next_kept(&a);
        while (other != 0 && is_blank(other))
            other = next_kept(&b);
        return one == 0 && other == 0;
    }
}

void plan_sheet_gist(struct buf *out, const char *text)
{
    struct buf said;
    uint32_t cp;
    size_t end = 0;
    buf_init(&said, strlen(text) + 1);
    while ((cp = next_kept(&text)) != 0) {
        char bytes[4];
        buf_add(&said, bytes, utf8_put(bytes, cp));
        if (!is_blank(cp))
            end = said.len;
    }
    if (end > 0)
        buf_add(out, said.data, end);
    buf_free(&said);
}

/* Whether the cell is that word in any of the languages, whether or not it agrees with what it stands at, or as the protocol has it. */
static bool is_word(const char *cell, const char *key)
{
    bool same = sheet_same(cell, key);
    for (int lang = 0; !same && lang < LANG_N; lang++)
        same = sheet_same(cell, plan_sheet_standing((enum lang)lang, key)) ||
               sheet_same(cell, plan_sheet_word((enum lang)lang, key));
    return same;
}

/* "T+6 mois" as "T+6 months". */
static bool read_after(struct json *json, const char *cell)
{
    char text[40];
    const size_t digits = strncmp(cell, "T+", 2) == 0 ? strspn(cell + 2, "0123456789") : 0;
    if (digits == 0 || digits > 3 || cell[2 + digits] != ' ')
        return false;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        const char *word = cell + 3 + digits;
        char plural[16];
        snprintf(plural, sizeof plural, "%ss", units[i]);
        if (!is_word(word, units[i]) && !sheet_same(word, plural))
            continue;
        snprintf(text, sizeof text, "%.*s %s", (int)(2 + digits), cell, plural);
        json_text(json, text);
        return true;
    }
    return false;
}

static void read_due(struct json *json, const char *said)
{
    if (is_word(said, "ongoing"))
        json_text(json, "ongoing");
    else if (!read_after(json, said))
        json_text(json, said);
}

static bool read_enum(struct json *json, const struct field *field, const char *cell)
{
    for (size_t i = 0; field->words[i] != NULL; i++) {
        if (!is_word(cell, field->words[i]))
            continue;
        json_text(json, field->words[i]);
        return true;
    }
    return false;
}

static uint64_t recommendation_of(const struct room *room, const char *number)
{
    const size_t digits = strspn(number, "0123456789");
    const uint64_t place = digits == 0 || digits > 6 || number[digits] != '\0' ? 0 : strtoull(number, NULL, 10);
    size_t n;
    struct entity **list = room_sorted(room, KIND_RECOMMENDATION, 0, &n);
    const uint64_t id = place >= 1 && place <= n ? list[place - 1]->id : 0;
    mem_free(list);
    return id;
}

uint64_t plan_sheet_named(const struct room *room, enum kind kind, const char *name)
{
    if (kind == KIND_RECOMMENDATION)
        return recommendation_of(room, name);
    const ptrdiff_t title = kind_info(kind)->title;
    for (size_t i = 0; i < room->live[kind].n; i++) {
        const struct ml *ml = (const struct ml *)(const void *)((const char *)room->live[kind].v[i] + title);
        for (int lang = 0; lang < LANG_N; lang++)
            if (ml->text[lang] != NULL && sheet_same(ml->text[lang], name))
                return room->live[kind].v[i]->id;
    }
    return kind == KIND_DELEGATION ? intake_delegation(room, name) : 0;
}

/* "R2": the recommendation that has this number in the plan. */
static uint64_t numbered(const struct outline *outline, const char *number)
{
    for (size_t i = 0; i < outline->n; i++)
        if (outline->v[i].row->kind == KIND_RECOMMENDATION && sheet_same(outline->v[i].number, number))
            return outline->v[i].row->id;
    return 0;
}

static uint64_t meant(const struct plan_sheet *sheet, enum kind kind, const char *name)
{
    const uint64_t id = kind == KIND_RECOMMENDATION ? numbered(sheet->outline, name) : 0;
    return id != 0 ? id : plan_sheet_named(sheet->room, kind, name);
}

/* Numbers may be parted by commas as well: no name is a number. */
static size_t name_length(const char *said, enum kind kind)
{
    const bool numbers = kind == KIND_RECOMMENDATION && strspn(said, "Rr0123456789,; \n") == strlen(said);
    return strcspn(said, numbers ? ",;\n" : ";\n");
}

/* Names parted by semicolons; each has to be known. */
static bool read_names(struct json *json, const struct plan_sheet *sheet, const struct field *field, const char *said)
{
    bool known = true;
    json_open_array(json);
    while (known && *said != '\0') {
        char name[NAME_BYTES_MAX];
        const size_t n = name_length(said, (enum kind)field->ref), from = strspn(said, " ");
        size_t end = n;
        while (end > from && said[end - 1] == ' ')
            end--;
        if (end > from) {
            snprintf(name, sizeof name, "%.*s", (int)(end - from), said + from);
            const uint64_t id = meant(sheet, (enum kind)field->ref, name);
            known = id != 0;
            if (known)
                json_uint(json, id);
        }
        said += n + (said[n] != '\0');
    }
    json_close_array(json);
    return known;
}

static bool read_number(struct json *json, const char *said)
{
    char *end;
    const double value = strtod(said, &end);
    const bool any = end != said;
    end += strspn(end, " %");
    if (!any || *end != '\0' || !(value >= -1e9 && value <= 1e9) || value != (double)(int64_t)value)
        return false;
    json_int(json, (int64_t)value);
    return true;
}

static bool read_name(struct json *json, const struct plan_sheet *sheet, const struct field *field, const char *said)
{
    const uint64_t id = meant(sheet, (enum kind)field->ref, said);
    if (id != 0)
        json_uint(json, id);
    return id != 0;
}

bool plan_sheet_read(struct json *json, const struct plan_sheet *sheet, const struct field *field, const char *said)
{
    bool read = true;
    assert(field->type != FIELD_ML);
    if (said[strspn(said, " \t\n")] == '\0')
        json_null(json);
    else if (field->type == FIELD_DUE)
        read_due(json, said);
    else if (field->type == FIELD_TEXT)
        json_text(json, said);
    else if (field->type == FIELD_REFS)
        return read_names(json, sheet, field, said);
    else if (field->type == FIELD_ENUM)
        read = read_enum(json, field, said);
    else if (field->type == FIELD_INT)
        read = read_number(json, said);
    else
        read = read_name(json, sheet, field, said);
    if (!read)
        json_null(json);
    return read;
}
