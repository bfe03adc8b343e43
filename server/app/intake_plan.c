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
#include "app/plan_columns.h"
#include "app/plan_sheet.h"
#include "app/plan_titles.h"
#include "base/mem.h"
#include "core/field_json.h"
#include "core/limits.h"
#include "core/outline.h"

enum { CELL_BYTES_MAX = 1 << 20, ARGS_BYTES_MAX = 4 << 20, TOLD_BYTES_MAX = 256 << 10 };

struct reading {
    struct intake *intake;
    const struct grid *grid;
    struct plan_columns map;
    struct outline outline;         /* of the room as it is */
    struct plan_sheet was, now;     /* the room as it is, and the copy in which rows are tried */
    struct map seen;                /* ids of rows, by the line they stand in */
    struct plan_titles titles;      /* of a table without ids */
    struct buf args, changed;       /* of the row: arguments, and what the answer says about them */
    struct json json, told;
};

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

/* What the cell said when the sheet was made, as far as nobody changed it since. */
static void put_was(const struct reading *reading, struct buf *was, const struct action *action, size_t column)
{
    buf_text(was, "");
    if (action != NULL)
        plan_sheet_cell(was, &reading->was, action, reading->map.field[column], reading->map.lang[column]);
}

/* Of a new row: the language in which a text was written, where it is told. */
static void put_source(struct reading *reading, const struct grid_row *row, const struct field *field)
{
    for (size_t c = 0; c < GRID_COLUMNS_MAX; c++) {
        if (reading->map.source[c] != field || row->cell[c].text == NULL)
            continue;
        json_key(&reading->json, PLAN_SHEET_SOURCE);
        json_text(&reading->json, row->cell[c].text);
    }
}

/* The same field in another language stands in another column: its object is written once, with all that changed. */
static size_t put_texts(struct reading *reading, const struct grid_row *row, const struct action *action, size_t column)
{
    const struct field *field = reading->map.field[column];
    size_t n = 0;
    for (size_t c = 0; c < GRID_COLUMNS_MAX; c++) {
        struct buf was, now;
        if (reading->map.field[c] != field)
            continue;
        buf_init(&was, CELL_BYTES_MAX);
        buf_init(&now, CELL_BYTES_MAX);
        put_was(reading, &was, action, c);
        plan_sheet_said(&now, field, &row->cell[c], reading->map.lang[c]);
        if (!plan_sheet_same(was.data, now.data)) {
            if (n++ == 0) {
                json_key(&reading->json, field->name);
                json_open_object(&reading->json);
            }
            json_key(&reading->json, lang_word(reading->map.lang[c]));
            json_text(&reading->json, now.data);
            tell_change(reading, field, reading->map.lang[c], was.data, now.data);
        }
        buf_free(&was);
        buf_free(&now);
    }
    if (n > 0 && action == NULL)
        put_source(reading, row, field);
    if (n > 0)
        json_close_object(&reading->json);
    return n;
}

/* Whether what was read is what the action has, in other words: "High" for "Élevée", "2" for "R2". */
static bool is_as_it_is(const struct field *field, const struct action *action, const struct buf *value)
{
    struct buf own;
    struct json json;
    if (action == NULL)
        return false;
    buf_init(&own, ARGS_BYTES_MAX);
    json_init(&json, &own);
    field_write(&json, field, action);
    const bool same = own.len == value->len && memcmp(own.data, value->data, own.len) == 0;
    buf_free(&own);
    return same;
}

/* A cell that says something else than it did, as an argument. Returns how many there are: none where it only says it differently. */
static size_t put_other(struct reading *reading, const struct action *action, size_t column, const char *was, const char *now)
{
    struct intake *intake = reading->intake;
    const struct field *field = reading->map.field[column];
    struct buf value;
    struct json json;
    buf_init(&value, ARGS_BYTES_MAX);
    json_init(&json, &value);
    if (strcmp(field->name, "theme") == 0 && now[0] != '\0')
        make_theme(reading, now);
    const bool read = plan_sheet_read(&json, &reading->now, field, now);
    const bool same = read && is_as_it_is(field, action, &value);
    if (!read)
        sheet_fault(&intake->sheet, field->name,
                    field->type == FIELD_INT    ? SHEET_NUMBER
                    : field->type == FIELD_ENUM ? SHEET_NOT_POSSIBLE
                                                : SHEET_UNKNOWN,
                    now);
    if (!same) {
        json_key(&reading->json, field->name);
        json_raw(&reading->json, value.data, value.len);
        tell_change(reading, field, reading->map.lang[column], was, now);
    }
    buf_free(&value);
    return same ? 0 : 1;
}

static size_t put_cell(struct reading *reading, const struct grid_row *row, const struct action *action, size_t column)
{
    struct buf was, now;
    buf_init(&was, CELL_BYTES_MAX);
    buf_init(&now, CELL_BYTES_MAX);
    put_was(reading, &was, action, column);
    plan_sheet_said(&now, reading->map.field[column], &row->cell[column], reading->map.lang[column]);
    const size_t n = plan_sheet_same(was.data, now.data) ? 0 : put_other(reading, action, column, was.data, now.data);
    buf_free(&was);
    buf_free(&now);
    return n;
}

/* Whether an earlier column holds the same field, which then was written with it. */
static bool is_written(const struct plan_columns *map, size_t column)
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

static void put_told(struct reading *reading, const struct grid_row *row, const struct action *action)
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

/* Of a large edit the first rows are told, more than anybody reads, and of the others how many they are. All of them are tried. */
static void tell_row(struct reading *reading, const struct grid_row *row, const struct action *action)
{
    struct intake *intake = reading->intake;
    const struct json before = intake->json;
    const size_t n = intake->rows.len;
    if (intake->more == 0 && !reading->changed.full) {
        put_told(reading, row, action);
        if (!intake->rows.full && intake->rows.len <= TOLD_BYTES_MAX)
            return;
        buf_cut(&intake->rows, n);
        intake->json = before;
    }
    intake->more++;
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

/* What rows of a table without ids are found by: what their titles say in each language. */
static void index_titles(struct reading *reading)
{
    const struct kind_list *actions = &reading->intake->room->live[KIND_ACTION];
    plan_titles_init(&reading->titles, LANG_N * actions->n);
    for (size_t i = actions->n; i-- > 0;) {
        const struct action *action = (const struct action *)actions->v[i];
        for (int lang = 0; lang < LANG_N; lang++)
            plan_titles_add(&reading->titles, (enum lang)lang, ml_text(&action->title, (enum lang)lang), action, i);
    }
}

/* Without keys, an action that is called the same is the one that is meant. */
static const struct action *action_called(struct reading *reading, const struct grid_row *row)
{
    static const struct map none = { 0 };
    const struct action *action = NULL;
    for (size_t c = 0; action == NULL && c < GRID_COLUMNS_MAX; c++) {
        const struct field *field = reading->map.field[c];
        if (field != NULL && strcmp(field->name, "title") == 0)
            action = plan_titles_find(&reading->titles, reading->map.lang[c], row->cell[c].text, &none, NULL);
    }
    return action;
}

/* Cells that hold no content but an error, or a formula that no program worked out. */
static bool is_broken(struct reading *reading, const struct grid_row *row)
{
    bool broken = false;
    for (size_t c = 0; c < GRID_COLUMNS_MAX; c++) {
        if (reading->map.field[c] == NULL || row->cell[c].text == NULL || row->cell[c].look != GRID_BROKEN)
            continue;
        sheet_fault(&reading->intake->sheet, reading->map.field[c]->name, SHEET_BROKEN, row->cell[c].text);
        broken = true;
    }
    return broken;
}

/* What the row is called in the sheet, for faults of the row as a whole. NULL: nothing. */
static const char *title_in(const struct reading *reading, const struct grid_row *row)
{
    for (size_t c = 0; c < GRID_COLUMNS_MAX; c++)
        if (reading->map.field[c] != NULL && strcmp(reading->map.field[c]->name, "title") == 0 &&
            row->cell[c].text != NULL)
            return row->cell[c].text;
    return NULL;
}

/* The action whose id stands in the row. NULL: a fault was noted. A row that was copied has brought its id along. */
static const struct action *action_keyed(struct reading *reading, const struct grid_row *row, const char *key)
{
    struct sheet *sheet = &reading->intake->sheet;
    char line[24];
    const size_t digits = strspn(key, "0123456789");
    const uint64_t id = digits == strlen(key) && digits < 20 ? strtoull(key, NULL, 10) : 0;
    const struct action *action = room_action(reading->intake->room, id);
    const size_t before = (size_t)(uintptr_t)map_get(&reading->seen, id);
    if (id == 0)
        sheet_fault(sheet, "key", SHEET_KEY, key);
    else if (action == NULL)
        sheet_fault(sheet, "key", SHEET_GONE, title_in(reading, row));
    if (action == NULL || before == 0) {
        map_put(&reading->seen, id, (void *)(uintptr_t)(row->line + 1));
        return action;
    }
    snprintf(line, sizeof line, "%zu", before - 1);
    sheet_fault(sheet, "key", SHEET_KEY_TWICE, line);
    return NULL;
}

/* What was written where only the server writes. An older sheet may rightly say something else there. */
static void note_passed(struct reading *reading, const struct grid_row *row, const struct action *action)
{
    const struct plan_columns *map = &reading->map;
    const struct field *state = kind_field(KIND_ACTION, "state", NULL);
    if (action == NULL || map->seq != reading->intake->room->seq)
        return;
    const char *number = map->number == GRID_COLUMNS_MAX ? NULL : row->cell[map->number].text;
    const char *said = map->state == GRID_COLUMNS_MAX ? NULL : row->cell[map->state].text;
    bool same = map->state == GRID_COLUMNS_MAX;
    for (int lang = 0; lang < LANG_N; lang++)
        same =
            same || plan_sheet_same(said, plan_sheet_standing((enum lang)lang, state->words[action->standing.state]));
    if (!same)
        sheet_note(&reading->intake->sheet, PLAN_SHEET_STATE, SHEET_READ_ONLY, said);
    if (map->number != GRID_COLUMNS_MAX && !plan_sheet_same(number, outline_number(&reading->outline, action->e.id)))
        sheet_note(&reading->intake->sheet, PLAN_SHEET_NUMBER, SHEET_READ_ONLY, number);
}

/* Beside the fault of a cell stands what it says. */
static void tell_value(struct reading *reading, const struct grid_row *row)
{
    struct sheet *sheet = &reading->intake->sheet;
    struct sheet_error *error = &sheet->errors[sheet->n_errors - 1];
    for (size_t c = 0; error->column != NULL && error->value[0] == '\0' && c < GRID_COLUMNS_MAX; c++) {
        const struct field *field = reading->map.field[c];
        if (field == NULL || strcmp(field->name, error->column) != 0 || row->cell[c].text == NULL)
            continue;
        struct buf said;
        buf_init(&said, CELL_BYTES_MAX);
        plan_sheet_said(&said, field, &row->cell[c], reading->map.lang[c]);
        sheet_set_value(error, said.data);
        buf_free(&said);
    }
}

static bool is_told(const struct grid_row *row, size_t column)
{
    return column != GRID_COLUMNS_MAX && row->cell[column].text != NULL;
}

static void run_on_row(struct reading *reading, const char *verb, uint64_t id, const char *more)
{
    struct buf args;
    buf_init(&args, 60);
    buf_print(&args, "{\"id\":%" PRIu64 "%s}", id, more);
    (void)intake_try(reading->intake, verb, &args, &id);
    buf_free(&args);
}

/* What happened to a new row where it comes from (import.c does likewise). */
static void settle(struct reading *reading, const struct grid_row *row, uint64_t id)
{
    const struct room *room = reading->intake->import.room;
    if (is_told(row, reading->map.brought) && room_action(room, id)->standing.group != 0)
        run_on_row(reading, "row.bring", id, "");
    if (is_told(row, reading->map.locked))
        run_on_row(reading, "row.lock", id, ",\"on\":true");
}

/* The commands that the row comes to. */
static void try_row(struct reading *reading, const struct grid_row *row, const struct action *action)
{
    struct intake *intake = reading->intake;
    uint64_t result = 0;
    if (intake_try(intake, action == NULL ? "action.create" : "action.edit", &reading->args, &result)) {
        if (action == NULL)
            settle(reading, row, result);
        intake->created += action == NULL;
        intake->changed += action != NULL;
    } else if (intake->sheet.n_errors < SHEET_ERRORS_MAX) {
        tell_value(reading, row);
    }
}

static void read_row(struct reading *reading, const struct grid_row *row)
{
    struct intake *intake = reading->intake;
    const bool keyed = reading->map.key != GRID_COLUMNS_MAX;
    const char *key = keyed ? row->cell[reading->map.key].text : NULL;
    const size_t faults = intake->sheet.n_errors;
    const struct action *action = NULL;
    size_t n = 0;
    intake->sheet.line = row->line;
    if (is_empty(reading, row) || !is_action(reading, row) || is_broken(reading, row))
        return;
    if (key != NULL)
        action = action_keyed(reading, row, key);
    else if (!keyed)
        action = action_called(reading, row);
    if (key != NULL && action == NULL)
        return;
    note_passed(reading, row, action);
    put_row(reading, row, action, &n);
    if (n == 0)
        return;
    tell_row(reading, row, action);
    if (intake->sheet.n_errors == faults)
        try_row(reading, row, action);
}

/* Of merged cells only the first says anything: the others would seem to be emptied. */
static void refuse_merged(struct reading *reading)
{
    const struct grid *grid = reading->grid;
    const size_t head = reading->map.head < grid->n ? grid->rows[reading->map.head].line : 0;
    for (size_t i = 0; i < grid->n_merges; i++) {
        const struct grid_merge *merge = &grid->merges[i];
        const struct field *field = NULL;
        for (size_t c = merge->column; c <= merge->column_last && c < GRID_COLUMNS_MAX && field == NULL; c++)
            field = reading->map.field[c];
        if (field == NULL || merge->line_last <= head)
            continue;
        reading->intake->sheet.line = merge->line;
        sheet_fault(&reading->intake->sheet, field->name, SHEET_MERGED, NULL);
    }
}

/* Columns that somebody added to a sheet made here are theirs. */
static void note_columns(struct reading *reading)
{
    const struct plan_columns *map = &reading->map;
    const struct grid *grid = reading->grid;
    if (map->key == GRID_COLUMNS_MAX || map->head >= grid->n)
        return;
    reading->intake->sheet.line = grid->rows[map->head].line;
    for (size_t c = 0; c < GRID_COLUMNS_MAX; c++) {
        const char *heading = grid->rows[map->head].cell[c].text;
        if (heading != NULL && map->field[c] == NULL && c != map->key && c != map->number && c != map->state)
            sheet_note(&reading->intake->sheet, NULL, SHEET_NOT_READ, heading);
    }
}

static void read_rows(struct reading *reading)
{
    const struct grid *grid = reading->grid;
    if (!plan_columns_find(&reading->map, grid, reading->intake->plain)) {
        sheet_fault(&reading->intake->sheet, "title", SHEET_COLUMN_MISSING, NULL);
        return;
    }
    refuse_merged(reading);
    note_columns(reading);
    if (reading->map.key == GRID_COLUMNS_MAX)
        index_titles(reading);
    for (size_t i = reading->map.head + 1; i < grid->n; i++)
        read_row(reading, &grid->rows[i]);
}

void intake_plan_begin(struct intake *intake)
{
    intake->of_plan = true;
    intake->sheet.columns = plan_columns_names;
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
    reading.was = (struct plan_sheet){ intake->room, &reading.outline };
    reading.now = (struct plan_sheet){ intake->import.room, &reading.outline };
    json_open_array(&intake->json);
    read_rows(&reading);
    json_close_array(&intake->json);
    outline_free(&reading.outline);
    map_free(&reading.seen);
    plan_titles_free(&reading.titles);
    buf_free(&reading.args);
    buf_free(&reading.changed);
}

void intake_plan_unread(struct intake *intake, const struct grid *grid, enum grid_fault fault)
{
    static const enum sheet_problem problems[] = {
        [GRID_ENCODING] = SHEET_ENCODING, [GRID_QUOTES] = SHEET_QUOTES,   [GRID_FIELDS] = SHEET_FIELDS,
        [GRID_NO_SHEET] = SHEET_NO_SHEET, [GRID_DAMAGED] = SHEET_DAMAGED, [GRID_LARGE] = SHEET_LARGE,
        [GRID_MANY] = SHEET_MANY,
    };
    assert(fault > GRID_FINE && (size_t)fault < sizeof problems / sizeof problems[0]);
    intake_plan_begin(intake);
    intake->sheet.line = grid->line;
    sheet_fault(&intake->sheet, NULL, problems[fault], NULL);
    json_open_array(&intake->json);
    json_close_array(&intake->json);
}
