/*
 * intake_plan: a plan that comes back from a spreadsheet. Rows with a key are compared with what the room has, cell by cell, and only
 * cells that say something else become edits; rows without one become new actions. Nothing is taken away: a row that is missing in the
 * sheet stays. Reading goes on after a fault, so that all of them are told at once.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/grid.h"
#include "app/intake.h"
#include "app/plan_sheet.h"
#include "base/mem.h"
#include "core/limits.h"
#include "core/outline.h"

enum { CELL_BYTES_MAX = 1 << 20, ARGS_BYTES_MAX = 4 << 20 };

/* For faults, which name a column by its field. */
static const struct sheet_name names[] = {
    { "theme", "" },     { "title", "" },     { "objective", "" }, { "deliverable", "" }, { "lead", "" },
    { "partners", "" },  { "contact", "" },   { "start", "" },     { "due", "" },         { "milestones", "" },
    { "resources", "" }, { "funding", "" },   { "indicator", "" }, { "baseline", "" },    { "target", "" },
    { "current", "" },   { "priority", "" },  { "risk", "" },      { "status", "" },      { "percent", "" },
    { "recommendations", "" }, { "group", "" }, { "poll", "" },    { NULL, NULL },
};

/* What each column of the grid holds; field NULL: nothing that is read. */
struct columns {
    const struct field *field[GRID_COLUMNS_MAX];
    enum lang lang[GRID_COLUMNS_MAX];
    size_t key, type;               /* columns of ids, and of what a row is; GRID_COLUMNS_MAX: none */
    uint64_t seq;                   /* the change after which the sheet was made; 0: unknown */
    size_t first;                   /* row of the grid with which content begins */
};

struct reading {
    struct intake *intake;
    const struct grid *grid;
    struct columns map;
    struct outline outline;         /* of the room as it is */
    struct buf args, changed;       /* of the row: arguments, and what the answer says about them */
    struct json json, told;
};

/* "title.fr", as the hidden row has it. */
static void map_name(struct columns *map, size_t column, const char *name, enum lang plain)
{
    char field[40];
    const size_t n = strcspn(name, ".");
    if (n >= sizeof field)
        return;
    memcpy(field, name, n);
    field[n] = '\0';
    for (size_t i = 0; names[i].name != NULL; i++) {
        if (strcmp(names[i].name, field) != 0)
            continue;
        map->field[column] = kind_field(KIND_ACTION, field, NULL);
        map->lang[column] = name[n] == '.' ? lang_of(name + n + 1) : plain;
        if (map->lang[column] == LANG_N)
            map->field[column] = NULL;
    }
}

/* Whether a heading of the tables that are taken home is that of the field, in the language. */
static bool heads(const char *heading, const char *field, enum lang lang)
{
    const bool title = strcmp(field, "title") == 0;
    return sheet_same(heading, plan_sheet_word(lang, field)) || sheet_same(heading, field) ||
           (title && (sheet_same(heading, plan_sheet_word(lang, "text")) ||
                      sheet_same(heading, plan_sheet_word(lang, "action"))));
}

/* The columns that a first line names in one language. Returns how many. */
static size_t map_language(struct columns *map, const struct grid_row *row, enum lang lang)
{
    size_t n = 0;
    *map = (struct columns){ .key = GRID_COLUMNS_MAX, .type = GRID_COLUMNS_MAX, .first = 1 };
    for (size_t c = 0; c < GRID_COLUMNS_MAX; c++) {
        const char *heading = row->cell[c].text;
        if (heading != NULL && sheet_same(heading, plan_sheet_word(lang, "type")))
            map->type = c;
        for (size_t i = 0; heading != NULL && map->field[c] == NULL && names[i].name != NULL; i++) {
            if (!heads(heading, names[i].name, lang))
                continue;
            map->field[c] = kind_field(KIND_ACTION, names[i].name, NULL);
            map->lang[c] = lang;
            n++;
        }
    }
    return n;
}

/* The language that most headings are in; of several, that of the workshop. */
static void map_headings(struct columns *map, const struct grid_row *row, enum lang plain)
{
    size_t best = map_language(map, row, plain);
    for (int lang = 0; lang < LANG_N; lang++) {
        struct columns other;
        const size_t n = map_language(&other, row, (enum lang)lang);
        if (n > best) {
            best = n;
            *map = other;
        }
    }
}

/* False: the grid has no columns that are known. */
static bool map_columns(struct reading *reading)
{
    struct columns *map = &reading->map;
    map->key = map->type = GRID_COLUMNS_MAX;
    for (size_t i = 0; i < reading->grid->n; i++) {
        const struct grid_row *row = &reading->grid->rows[i];
        if (row->cell[0].text == NULL || strncmp(row->cell[0].text, PLAN_SHEET_KEY, strlen(PLAN_SHEET_KEY)) != 0)
            continue;
        map->key = 0;
        map->seq = strtoull(row->cell[0].text + strlen(PLAN_SHEET_KEY), NULL, 10);
        map->first = i + 2;
        for (size_t c = 1; c < GRID_COLUMNS_MAX; c++)
            if (row->cell[c].text != NULL)
                map_name(map, c, row->cell[c].text, reading->intake->plain);
        return true;
    }
    if (reading->grid->n > 0)
        map_headings(map, &reading->grid->rows[0], reading->intake->plain);
    for (size_t c = 0; c < GRID_COLUMNS_MAX; c++)
        if (map->field[c] != NULL && strcmp(map->field[c]->name, "title") == 0)
            return true;
    return false;
}

/* A theme that is not there yet is made: it is how people name one in a sheet. */
static void make_theme(struct reading *reading, const char *title)
{
    struct intake *intake = reading->intake;
    const struct room *room = intake->import.room;
    struct buf args;
    struct json json;
    uint64_t id;
    for (size_t i = 0; i < room->live[KIND_THEME].n; i++) {
        const struct ml *ml = &((const struct theme *)room->live[KIND_THEME].v[i])->title;
        for (int lang = 0; lang < LANG_N; lang++)
            if (ml->text[lang] != NULL && sheet_same(ml->text[lang], title))
                return;
    }
    buf_init(&args, ARGS_BYTES_MAX);
    json_init(&json, &args);
    json_open_object(&json);
    json_key(&json, "title");
    intake_put_text(intake, &json, title);
    json_close_object(&json);
    (void)intake_try(intake, "theme.create", &args, &id);
    buf_free(&args);
}

static void tell_change(struct reading *reading, const struct field *field, enum lang lang, const char *was, const char *now)
{
    struct json *told = &reading->told;
    json_open_object(told);
    json_key(told, "field");
    json_text(told, field->name);
    if (field->type == FIELD_ML) {
        json_key(told, "lang");
        json_text(told, lang_word(lang));
    }
    json_key(told, "was");
    json_text(told, was == NULL ? "" : was);
    json_key(told, "now");
    json_text(told, now == NULL ? "" : now);
    json_close_object(told);
}

/* The same field in another language stands in another column: its object is written once, with all that changed. */
static size_t put_texts(struct reading *reading, const struct grid_row *row, const struct action *action, size_t column)
{
    const struct field *field = reading->map.field[column];
    struct buf was;
    size_t n = 0;
    buf_init(&was, CELL_BYTES_MAX);
    for (size_t c = 0; c < GRID_COLUMNS_MAX; c++) {
        const char *now = row->cell[c].text;
        if (reading->map.field[c] != field)
            continue;
        buf_reset(&was);
        buf_text(&was, "");
        if (action != NULL)
            plan_sheet_cell(&was, reading->intake->room, action, field, reading->map.lang[c]);
        if (plan_sheet_same(was.data, now))
            continue;
        if (n++ == 0) {
            json_key(&reading->json, field->name);
            json_open_object(&reading->json);
        }
        json_key(&reading->json, lang_word(reading->map.lang[c]));
        json_text(&reading->json, now == NULL ? "" : now);
        tell_change(reading, field, reading->map.lang[c], was.data, now);
    }
    if (n > 0)
        json_close_object(&reading->json);
    buf_free(&was);
    return n;
}

static size_t put_cell(struct reading *reading, const struct grid_row *row, const struct action *action, size_t column)
{
    struct intake *intake = reading->intake;
    const struct field *field = reading->map.field[column];
    const struct grid_cell *cell = &row->cell[column];
    struct buf was;
    char date[11];
    buf_init(&was, CELL_BYTES_MAX);
    buf_text(&was, "");
    if (action != NULL)
        plan_sheet_cell(&was, intake->room, action, field, reading->map.lang[column]);
    const char *now = field->type == FIELD_DUE && cell->number && grid_date(date, cell->text) ? date : cell->text;
    const bool same = plan_sheet_same(was.data, now);
    if (!same) {
        if (strcmp(field->name, "theme") == 0 && now != NULL)
            make_theme(reading, now);
        json_key(&reading->json, field->name);
        if (!plan_sheet_read(&reading->json, intake->import.room, field, reading->map.lang[column], cell->text,
                             cell->number)) {
            sheet_fault(&intake->sheet, field->name, field->type == FIELD_INT ? SHEET_NUMBER : SHEET_UNKNOWN, now);
            if (field->type == FIELD_ENUM || field->type == FIELD_INT)
                json_null(&reading->json);
        }
        tell_change(reading, field, reading->map.lang[column], was.data, now);
    }
    buf_free(&was);
    return same ? 0 : 1;
}

/* Whether an earlier column holds the same field, which then was written with it. */
static bool is_written(const struct columns *map, size_t column)
{
    for (size_t c = 0; c < column; c++)
        if (map->field[c] == map->field[column])
            return true;
    return false;
}

/* The arguments that the row gives, *n of them. */
static void put_row(struct reading *reading, const struct grid_row *row, const struct action *action, size_t *n)
{
    buf_reset(&reading->args);
    buf_reset(&reading->changed);
    json_init(&reading->json, &reading->args);
    json_init(&reading->told, &reading->changed);
    json_open_array(&reading->told);
    json_open_object(&reading->json);
    if (action != NULL) {
        json_key(&reading->json, "id");
        json_uint(&reading->json, action->e.id);
    }
    *n = 0;
    for (size_t c = 0; c < GRID_COLUMNS_MAX; c++) {
        if (reading->map.field[c] == NULL || is_written(&reading->map, c))
            continue;
        *n += reading->map.field[c]->type == FIELD_ML ? put_texts(reading, row, action, c)
                                                      : put_cell(reading, row, action, c);
    }
    json_close_object(&reading->json);
    json_close_array(&reading->told);
}

static void tell_row(struct reading *reading, const struct grid_row *row, const struct action *action)
{
    struct json *json = &reading->intake->json;
    const char *title = action == NULL ? NULL : ml_text(&action->title, reading->intake->plain);
    json_open_object(json);
    json_key(json, "line");
    json_uint(json, row->line);
    json_key(json, "id");
    json_uint(json, action == NULL ? 0 : action->e.id);
    json_key(json, "number");
    json_text(json, action == NULL ? "" : outline_number(&reading->outline, action->e.id));
    json_key(json, "title");
    json_text(json, title == NULL ? "" : title);
    json_key(json, "since");
    json_bool(json, action != NULL && reading->map.seq != 0 && action->e.seq > reading->map.seq);
    json_key(json, "changed");
    json_raw(json, reading->changed.data, reading->changed.len);
    json_close_object(json);
}

static bool is_empty(const struct reading *reading, const struct grid_row *row)
{
    for (size_t c = 0; c < GRID_COLUMNS_MAX; c++)
        if (reading->map.field[c] != NULL && row->cell[c].text != NULL)
            return false;
    return true;
}

/* A table without keys says of which kind its rows are, where there are several. */
static bool is_action(const struct reading *reading, const struct grid_row *row)
{
    const char *type = reading->map.type == GRID_COLUMNS_MAX ? NULL : row->cell[reading->map.type].text;
    bool action = type == NULL;
    for (int lang = 0; !action && lang < LANG_N; lang++)
        action = sheet_same(type, plan_sheet_word((enum lang)lang, "action"));
    return action;
}

/* Without keys, an action that is called the same is the one that is meant. */
static const struct action *action_called(const struct reading *reading, const struct grid_row *row)
{
    const struct kind_list *actions = &reading->intake->room->live[KIND_ACTION];
    for (size_t c = 0; c < GRID_COLUMNS_MAX; c++) {
        const struct field *field = reading->map.field[c];
        if (field == NULL || strcmp(field->name, "title") != 0)
            continue;
        for (size_t i = 0; i < actions->n; i++) {
            const struct action *action = (const struct action *)actions->v[i];
            if (plan_sheet_same(ml_text(&action->title, reading->map.lang[c]), row->cell[c].text))
                return action;
        }
    }
    return NULL;
}

static void read_row(struct reading *reading, const struct grid_row *row)
{
    struct intake *intake = reading->intake;
    const char *key = reading->map.key == GRID_COLUMNS_MAX ? NULL : row->cell[reading->map.key].text;
    const size_t faults = intake->sheet.n_errors;
    const struct action *action = NULL;
    uint64_t result = 0;
    size_t n = 0;
    intake->sheet.line = row->line;
    if (is_empty(reading, row) || !is_action(reading, row))
        return;
    if (key != NULL)
        action = room_action(intake->room, strtoull(key, NULL, 10));
    else if (reading->map.key == GRID_COLUMNS_MAX)
        action = action_called(reading, row);
    if (key != NULL && action == NULL) {
        sheet_fault(&intake->sheet, "key", SHEET_UNKNOWN, key);
        return;
    }
    put_row(reading, row, action, &n);
    if (n == 0)
        return;
    tell_row(reading, row, action);
    if (intake->sheet.n_errors == faults &&
        intake_try(intake, action == NULL ? "action.create" : "action.edit", &reading->args, &result)) {
        intake->created += action == NULL;
        intake->changed += action != NULL;
    }
}

void intake_plan_begin(struct intake *intake)
{
    _Static_assert(sizeof names / sizeof names[0] <= SHEET_COLUMNS_MAX, "a sheet has room for them");
    intake->of_plan = true;
    intake->sheet.columns = names;
    if (intake->sheet.errors == NULL)
        intake->sheet.errors = mem_zero(SHEET_ERRORS_MAX, sizeof *intake->sheet.errors);
    for (size_t i = 0; i < SHEET_COLUMNS_MAX; i++)
        intake->sheet.place[i] = -1;
}

void intake_plan(struct intake *intake, const struct grid *grid)
{
    struct reading reading = { .intake = intake, .grid = grid };
    intake_plan_begin(intake);
    buf_init(&reading.args, ARGS_BYTES_MAX);
    buf_init(&reading.changed, ARGS_BYTES_MAX);
    outline_make(&reading.outline, intake->room);
    json_open_array(&intake->json);
    if (!map_columns(&reading))
        sheet_fault(&intake->sheet, "title", SHEET_COLUMN_MISSING, NULL);
    else
        for (size_t i = reading.map.first; i < grid->n; i++)
            read_row(&reading, &grid->rows[i]);
    json_close_array(&intake->json);
    outline_free(&reading.outline);
    buf_free(&reading.args);
    buf_free(&reading.changed);
}
