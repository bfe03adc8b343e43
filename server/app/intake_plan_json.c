/*
 * intake_plan_json: a plan that comes back as JSON (P51), in the shape in which it is taken home (export_json): "plan", a list of rows.
 *
 * It becomes the grid that a sheet of the same plan would be, the id of the row that is meant in front, and is read as one (intake_plan):
 * so equal cells become equal edits, and equal mistakes are told alike. Which row is meant is told by its number and title together,
 * else by its title, else by its number (its title is what was edited). A member that is not there says what the plan says; null and ""
 * empty one. What came of a row (its state, its adoption) is no member to be set, and passed over; of a new row it is
 * kept that its group had brought it, that it was locked, and in which language its texts were written.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "app/codec_field.h"
#include "app/grid.h"
#include "app/import_entry.h"
#include "app/intake.h"
#include "app/plan_sheet.h"
#include "app/plan_titles.h"
#include "base/mem.h"
#include "core/limits.h"
#include "core/outline.h"

enum { CELL_BYTES_MAX = 1 << 20, FIELDS_MAX = 32 };

/* A field of rows that can be set, and where its cells begin: one, or one for each language and one for that of the source. */
struct spot {
    const struct field *field;
    size_t column;
};

struct spread {
    struct intake *intake;
    const struct room *room;
    const struct node *list;
    const struct action **meant;        /* by each entry; NULL: a new row */
    struct map taken;                   /* rows that an entry means already */
    struct outline outline;
    struct plan_titles titles;          /* by the place of the row in the outline */
    struct keymap numbers;              /* of actions, by the place + 1 of the first that has it */
    struct spot places[FIELDS_MAX];
    size_t n_places;
    size_t brought, locked;             /* columns */
    struct grid grid;
};

/* The file calls the title of a row "action", as people do. */
static const struct node *title_of(const struct node *entry)
{
    return node_get(entry, node_get(entry, "action") != NULL ? "action" : "title");
}

static bool is_called(const struct action *action, const struct node *title)
{
    void *at = NULL;
    const char *key, *text = node_text(title);
    const struct node *value;
    for (int lang = 0; text != NULL && lang < LANG_N; lang++)
        if (action->title.text[lang] != NULL && plan_sheet_same(action->title.text[lang], text))
            return true;
    while (node_next(title, &at, &key, &value)) {
        const enum lang lang = lang_of(key);
        if (lang != LANG_N && action->title.text[lang] != NULL && node_text(value) != NULL &&
            plan_sheet_same(action->title.text[lang], node_text(value)))
            return true;
    }
    return false;
}

static const struct action *numbered(struct spread *spread, const struct node *entry)
{
    const char *number = node_text(node_get(entry, "number"));
    const size_t n = number == NULL ? 0 : strlen(number);
    const size_t place = n == 0 ? 0 : (size_t)(uintptr_t)keymap_get(&spread->numbers, number, n);
    return place == 0 ? NULL : (const struct action *)spread->outline.v[place - 1].row;
}

/* The title in that language, if the row first called so stands before `*place`, which becomes its place. */
static void look_up(struct spread *spread, enum lang lang, const char *title, const struct action **found, size_t *place)
{
    size_t there = SIZE_MAX;
    const struct action *action = plan_titles_find(&spread->titles, lang, title, &spread->taken, &there);
    if (action == NULL || there >= *place)
        return;
    *found = action;
    *place = there;
}

static const struct action *called(struct spread *spread, const struct node *entry)
{
    const struct node *title = title_of(entry), *value;
    const struct action *found = NULL;
    const char *key, *text = node_text(title);
    size_t place = SIZE_MAX;
    void *at = NULL;
    for (int lang = 0; text != NULL && lang < LANG_N; lang++)
        look_up(spread, (enum lang)lang, text, &found, &place);
    while (node_next(title, &at, &key, &value))
        if (lang_of(key) != LANG_N && node_text(value) != NULL)
            look_up(spread, lang_of(key), node_text(value), &found, &place);
    return found;
}

static const struct action *numbered_and_called(struct spread *spread, const struct node *entry)
{
    const struct action *action = numbered(spread, entry);
    return action != NULL && is_called(action, title_of(entry)) ? action : NULL;
}

/* What rows are found by, from the last to the first: where several are called alike it is the first that is found. */
static void index_rows(struct spread *spread)
{
    const struct outline *outline = &spread->outline;
    plan_titles_init(&spread->titles, LANG_N * outline->n);
    keymap_init(&spread->numbers, 0, 0);
    for (size_t i = outline->n; i-- > 0;) {
        const struct action *action = (const struct action *)outline->v[i].row;
        const char *number = outline->v[i].number;
        if (action->e.kind != KIND_ACTION)
            continue;
        if (number[0] != '\0')
            keymap_put(&spread->numbers, number, strlen(number), (void *)(uintptr_t)(i + 1));
        for (int lang = 0; lang < LANG_N; lang++)
            if (action->title.text[lang] != NULL)
                plan_titles_add(&spread->titles, (enum lang)lang, action->title.text[lang], action, i);
    }
}

/* The surest way first, for all entries: so that of two rows that are called alike each finds its own. */
static void find_rows(struct spread *spread)
{
    static const struct action *(*const ways[])(struct spread * spread,
                                                const struct node *entry) = { numbered_and_called, called, numbered };
    index_rows(spread);
    for (size_t way = 0; way < sizeof ways / sizeof ways[0]; way++) {
        for (size_t i = 0; i < node_count(spread->list); i++) {
            const struct action *action = spread->meant[i] != NULL ? NULL : ways[way](spread, node_at(spread->list, i));
            if (action == NULL || map_get(&spread->taken, action->e.id) != NULL)
                continue;
            spread->meant[i] = action;
            map_put(&spread->taken, action->e.id, &spread->meant[i]);
        }
    }
    plan_titles_free(&spread->titles);
    keymap_free(&spread->numbers);
}

static void set_cell(struct grid_row *row, size_t column, const char *text)
{
    mem_free(row->cell[column].text);
    row->cell[column].text = mem_copy_text(text);
}

/* `part` of a field in several languages; NULL: of another. */
static void set_header(struct grid_row *row, size_t column, const struct field *field, const char *part)
{
    struct buf name;
    buf_init(&name, 80);
    buf_text(&name, field->name);
    if (part != NULL)
        buf_print(&name, ".%s", part);
    assert(!name.full);
    set_cell(row, column, name.data);
    buf_free(&name);
}

/* The head of a sheet that is taken home: ids in front, names of fields, and a line of headings. */
static void put_head(struct spread *spread)
{
    const struct kind_info *info = kind_info(KIND_ACTION);
    struct grid_row *row = grid_add_row(&spread->grid, 0);
    size_t column = 1;
    set_cell(row, 0, PLAN_SHEET_KEY);
    for (size_t i = 0; i < info->n_fields; i++) {
        const struct field *field = &info->fields[i];
        if ((field->flags & FIELD_SET) == 0)
            continue;
        const bool texts = field->type == FIELD_ML;
        assert(spread->n_places < FIELDS_MAX && column + LANG_N + 1 <= GRID_COLUMNS_MAX);
        spread->places[spread->n_places++] = (struct spot){ field, column };
        for (int l = 0; texts && l < LANG_N; l++)
            set_header(row, column++, field, lang_word((enum lang)l));
        set_header(row, column++, field, texts ? PLAN_SHEET_SOURCE : NULL);
    }
    assert(column + 2 <= GRID_COLUMNS_MAX);
    spread->brought = column++;
    spread->locked = column;
    set_cell(row, spread->brought, PLAN_SHEET_BROUGHT);
    set_cell(row, spread->locked, PLAN_SHEET_LOCKED);
    (void)grid_add_row(&spread->grid, 0);
}

/* Until the file says something else, a row says what the plan says. */
static void put_as_it_is(struct spread *spread, struct grid_row *row, const struct action *action)
{
    for (size_t i = 0; i < spread->n_places; i++) {
        const struct spot *place = &spread->places[i];
        const int languages = place->field->type == FIELD_ML ? LANG_N : 1;
        for (int l = 0; l < languages; l++) {
            struct buf cell;
            buf_init(&cell, CELL_BYTES_MAX);
            plan_sheet_cell(&cell, &(struct plan_sheet){ spread->room, &spread->outline }, action, place->field,
                            place->field->type == FIELD_ML ? (enum lang)l : spread->intake->plain);
            set_cell(row, place->column + (size_t)l, cell.data);
            buf_free(&cell);
        }
    }
}

/* Of a new row: the language that its text was written in, or the one that the file would not name (export_json). */
static void put_source(const struct spread *spread, struct grid_row *row, const struct spot *place, const struct node *value)
{
    const char *source = node_text(node_get(value, PLAN_SHEET_SOURCE)), *plain = lang_word(spread->intake->plain);
    if (source != NULL || node_text(node_get(value, plain)) != NULL)
        set_cell(row, place->column + LANG_N, source == NULL ? plain : source);
}

/* Texts by language, or one text in the language that it has (I10). False: it is neither. */
static bool put_texts(const struct spread *spread, struct grid_row *row, const struct spot *place,
                      const struct action *action, const struct node *value)
{
    const struct ml *ml =
        action == NULL ? NULL : (const struct ml *)(const void *)((const char *)action + place->field->offset);
    const size_t column = place->column;
    void *at = NULL;
    const char *key, *text = node_text(value);
    const struct node *one;
    const bool empties = node_type(value) == NODE_NULL || (text != NULL && text[0] == '\0');
    for (int l = 0; empties && l < LANG_N; l++)
        if (ml != NULL && ml->text[l] != NULL)
            set_cell(row, column + (size_t)l, "");
    if (text != NULL && !empties)
        set_cell(row, column + (size_t)import_lang(text, spread->intake->plain), text);
    while (node_next(value, &at, &key, &one)) {
        const enum lang lang = lang_of(key);
        if (lang == LANG_N && strcmp(key, "src") != 0 && strcmp(key, "old") != 0)
            return false;
        if (lang != LANG_N && node_text(one) == NULL && node_type(one) != NODE_NULL)
            return false;
        if (lang != LANG_N)
            set_cell(row, column + (size_t)lang, node_text(one) == NULL ? "" : node_text(one));
    }
    if (action == NULL && node_type(value) == NODE_OBJECT)
        put_source(spread, row, place, value);
    return empties || text != NULL || node_type(value) == NODE_OBJECT;
}

/* What is called so, whatever the language; a recommendation is told by its number. False: neither a name nor a number. */
static bool put_name(struct buf *out, const struct node *value)
{
    int64_t number;
    void *at = NULL;
    const char *key, *text = node_text(value);
    const struct node *one;
    while (text == NULL && node_next(value, &at, &key, &one))
        text = lang_of(key) == LANG_N ? NULL : node_text(one);
    if (text != NULL)
        buf_text(out, text);
    else if (node_int(value, &number))
        buf_print(out, "%" PRId64, number);
    return text != NULL || node_type(value) == NODE_INT;
}

/* Whether the name is that of what the row refers to already, in whatever language. */
static bool is_named(const struct spread *spread, const struct field *field, const char *name, uint64_t id)
{
    return plan_sheet_named(spread->room, (enum kind)field->ref, name) == id && id != 0;
}

static bool put_ref(const struct spread *spread, struct grid_row *row, const struct spot *place,
                    const struct action *action, const struct node *value)
{
    const void *member = action == NULL ? NULL : (const char *)action + place->field->offset;
    struct buf name;
    buf_init(&name, CELL_BYTES_MAX);
    buf_text(&name, "");
    const bool done = node_type(value) == NODE_NULL || put_name(&name, value);
    if (done && (action == NULL || !is_named(spread, place->field, name.data, *(const uint64_t *)member)))
        set_cell(row, place->column, name.data);
    buf_free(&name);
    return done;
}

static bool put_refs(const struct spread *spread, struct grid_row *row, const struct spot *place,
                     const struct action *action, const struct node *value)
{
    const struct ids *ids =
        action == NULL ? NULL : (const struct ids *)(const void *)((const char *)action + place->field->offset);
    bool done = node_type(value) == NODE_LIST || node_type(value) == NODE_NULL;
    bool same = ids != NULL && ids->n == node_count(value);
    struct buf names;
    buf_init(&names, CELL_BYTES_MAX);
    buf_text(&names, "");
    for (size_t i = 0; done && i < node_count(value); i++) {
        buf_text(&names, i == 0 ? "" : "; ");
        const size_t from = names.len;
        done = put_name(&names, node_at(value, i));
        same = done && same && is_named(spread, place->field, names.data + from, ids->v[i]);
    }
    if (done && !same)
        set_cell(row, place->column, names.data);
    buf_free(&names);
    return done;
}

/* As a sheet would say it; what the field cannot hold is put as it came, for the reader of sheets to refuse. */
static bool put_plain(const struct spread *spread, struct grid_row *row, const struct spot *place,
                      const struct node *value)
{
    struct action scratch = { .e.kind = KIND_ACTION };
    struct buf cell;
    buf_init(&cell, CELL_BYTES_MAX);
    if (codec_field(place->field, &scratch, value, spread->intake->plain) == CODE_OK)
        plan_sheet_cell(&cell, &(struct plan_sheet){ spread->room, &spread->outline }, &scratch, place->field,
                        spread->intake->plain);
    else if (node_text(value) != NULL)
        buf_text(&cell, node_text(value));
    else
        node_write(&cell, value);
    set_cell(row, place->column, cell.data);
    field_clear(place->field, &scratch);
    buf_free(&cell);
    return true;
}

static bool put_value(const struct spread *spread, struct grid_row *row, const struct spot *place,
                      const struct action *action, const struct node *value)
{
    switch (place->field->type) {
    case FIELD_ML:
        return put_texts(spread, row, place, action, value);
    case FIELD_REF:
        return put_ref(spread, row, place, action, value);
    case FIELD_REFS:
        return put_refs(spread, row, place, action, value);
    default:
        return put_plain(spread, row, place, value);
    }
}

static const struct spot *spot_of(const struct spread *spread, const char *key)
{
    const char *name = strcmp(key, "action") == 0 ? "title" : key;
    for (size_t i = 0; i < spread->n_places; i++)
        if (strcmp(spread->places[i].field->name, name) == 0)
            return &spread->places[i];
    return NULL;
}

/* What the server alone says of a row. */
static bool is_passed_over(const char *key)
{
    return strcmp(key, "number") == 0 || strcmp(key, PLAN_SHEET_BROUGHT) == 0 ||
           kind_field(KIND_ACTION, key, NULL) != NULL;
}

static void tell_settled(struct grid_row *row, size_t column, const struct node *entry, const char *member)
{
    bool told = false;
    if (node_bool(node_get(entry, member), &told) && told)
        set_cell(row, column, member);
}

static void put_entry(struct spread *spread, size_t index)
{
    struct sheet *sheet = &spread->intake->sheet;
    const struct node *entry = node_at(spread->list, index), *value;
    const struct action *action = spread->meant[index];
    struct grid_row *row = grid_add_row(&spread->grid, index + 1);
    void *at = NULL;
    const char *key;
    sheet->line = index + 1;
    if (node_type(entry) != NODE_OBJECT)
        sheet_fault(sheet, NULL, SHEET_NOT_POSSIBLE, node_text(entry));
    if (action != NULL) {
        char id[24];
        snprintf(id, sizeof id, "%" PRIu64, action->e.id);
        set_cell(row, 0, id);
        put_as_it_is(spread, row, action);
    }
    tell_settled(row, spread->brought, entry, PLAN_SHEET_BROUGHT);
    tell_settled(row, spread->locked, entry, PLAN_SHEET_LOCKED);
    while (node_next(entry, &at, &key, &value)) {
        const struct spot *place = spot_of(spread, key);
        const bool known = place != NULL || is_passed_over(key);
        if (!known)
            sheet_fault(sheet, NULL, SHEET_COLUMN_UNKNOWN, key);
        else if (place != NULL && !put_value(spread, row, place, action, value))
            sheet_fault(sheet, place->field->name, SHEET_NOT_POSSIBLE, node_text(value));
    }
}

/* Some were noted before the rows were read as those of a sheet: people look for them in the order of the file. */
static void sort_faults(struct sheet *sheet)
{
    const size_t n = sheet->n_errors < SHEET_ERRORS_MAX ? sheet->n_errors : SHEET_ERRORS_MAX;
    for (size_t i = 1; i < n; i++) {
        const struct sheet_error moved = sheet->errors[i];
        size_t at = i;
        for (; at > 0 && sheet->errors[at - 1].line > moved.line; at--)
            sheet->errors[at] = sheet->errors[at - 1];
        sheet->errors[at] = moved;
    }
}

bool intake_plan_json(struct intake *intake, const struct node *root)
{
    struct spread spread = { .intake = intake, .room = intake->room, .list = node_get(root, "plan") };
    const size_t n = node_count(spread.list);
    if (spread.list == NULL || node_type(spread.list) != NODE_LIST || n > LIMIT_ROWS)
        return false;
    intake_plan_begin(intake);
    spread.meant = mem_zero(n, sizeof(const struct action *));
    outline_make(&spread.outline, spread.room);
    find_rows(&spread);
    put_head(&spread);
    for (size_t i = 0; i < n; i++)
        put_entry(&spread, i);
    intake_plan(intake, &spread.grid);
    sort_faults(&intake->sheet);
    grid_free(&spread.grid);
    outline_free(&spread.outline);
    map_free(&spread.taken);
    mem_free(spread.meant);
    return true;
}
