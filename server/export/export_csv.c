/* export_csv: actions, recommendations and framework texts as one table in one language. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "core/outline.h"
#include "export/csv.h"
#include "export/export.h"
#include "export/say.h"

struct table {
    struct csv csv;
    const struct room *room;
    struct entity **recommendations;    /* in their order */
};

/* The word of an enumeration of such a row in the reader's language: "export.high". "none" is an empty cell. */
static void put_enum(struct table *table, const struct entity *row, const struct field *field, uint8_t value)
{
    const char *code = field->words[value];
    csv_cell(&table->csv,
             strcmp(code, "none") == 0 ? NULL : say_of(table->csv.lang, "export.", code, (enum kind)row->kind));
}

/* "T+6 months" with the unit in the reader's language; a date stays a date. */
static void put_due(struct table *table, const char *due)
{
    static const char *const units[] = { "day", "week", "month", "year" };
    char text[80];
    if (due == NULL || strcmp(due, "ongoing") == 0) {
        csv_cell(&table->csv, due == NULL ? NULL : csv_word(&table->csv, "ongoing"));
        return;
    }
    const char *space = strchr(due, ' ');
    for (size_t i = 0; space != NULL && i < sizeof units / sizeof units[0]; i++) {
        if (strncmp(space + 1, units[i], strlen(units[i])) != 0)
            continue;
        snprintf(text, sizeof text, "%.*s %s", (int)(space - due), due, csv_word(&table->csv, units[i]));
        csv_cell(&table->csv, text);
        return;
    }
    csv_cell(&table->csv, due);
}

static void put_ml(struct table *table, const struct ml *ml)
{
    csv_cell(&table->csv, ml_text(ml, table->csv.lang));
}

/* What is called so in the reader's language; NULL: nothing is meant. */
static const char *name_of(const struct table *table, const struct field *field, uint64_t id)
{
    const struct entity *entity = room_find(table->room, (enum kind)field->ref, id);
    if (entity == NULL)
        return NULL;
    const ptrdiff_t title = kind_info((enum kind)entity->kind)->title;
    assert(title >= 0);
    return ml_text((const struct ml *)(const void *)((const char *)entity + title), table->csv.lang);
}

/* Recommendations are long, and stand in the table themselves: their numbers are enough. */
static void add_name(struct table *table, struct buf *names, const struct field *field, uint64_t id)
{
    if (field->ref != KIND_RECOMMENDATION) {
        buf_text(names, name_of(table, field, id));
        return;
    }
    size_t place = 0;
    while (table->recommendations[place]->id != id)
        place++;
    buf_print(names, "%zu", place + 1);
}

static void put_names(struct table *table, const struct field *field, const struct ids *ids)
{
    struct buf names;
    buf_init(&names, EXPORT_BYTES_MAX);
    for (uint32_t i = 0; i < ids->n; i++) {
        buf_text(&names, i == 0 ? "" : "; ");
        add_name(table, &names, field, ids->v[i]);
    }
    csv_cell(&table->csv, names.len == 0 ? NULL : names.data);
    buf_free(&names);
}

static void put_field(struct table *table, const struct entity *row, const struct field *field)
{
    const void *member = (const char *)row + field->offset;
    switch (field->type) {
    case FIELD_ML:
        put_ml(table, member);
        return;
    case FIELD_REF:
        csv_cell(&table->csv, name_of(table, field, *(const uint64_t *)member));
        return;
    case FIELD_REFS:
        put_names(table, field, member);
        return;
    case FIELD_ENUM:
        put_enum(table, row, field, *(const uint8_t *)member);
        return;
    case FIELD_TIME:
        csv_time(&table->csv, *(const int64_t *)member);
        return;
    case FIELD_INT:
        csv_count(&table->csv, *(const int64_t *)member);
        return;
    case FIELD_DUE:
        put_due(table, *(char *const *)member);
        return;
    default:
        assert(field->type == FIELD_TEXT);
        csv_cell(&table->csv, *(char *const *)member);
    }
}

/* Behind type and number. What a kind has no field for is an empty cell; "text" is what a row mainly says. */
static const char *const columns[] = { "theme",      "text",      "objective", "deliverable", "lead",     "partners",
                                       "contact",    "start",     "due",       "milestones",  "resources", "funding",
                                       "indicator",  "baseline",  "target",    "current",     "priority", "risk",
                                       "status",     "percent",   "recommendations", "group", "poll",     "state",
                                       "adopted_at" };

static void put_heading(struct table *table)
{
    csv_cell(&table->csv, csv_word(&table->csv, "type"));
    csv_cell(&table->csv, csv_word(&table->csv, "number"));
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        csv_cell(&table->csv, csv_word(&table->csv, columns[i]));
    csv_end_line(&table->csv);
}

/* Paragraphs are told by what they are in their text. */
static const char *type_of(const struct entity *row)
{
    if (row->kind != KIND_PARAGRAPH)
        return kind_info((enum kind)row->kind)->name;
    return kind_field(KIND_PARAGRAPH, "level", NULL)->words[((const struct paragraph *)row)->level];
}

static void put_row(struct table *table, const struct entity *row, const char *number)
{
    const struct kind_info *info = kind_info((enum kind)row->kind);
    csv_cell(&table->csv, csv_word(&table->csv, type_of(row)));
    csv_cell(&table->csv, number);
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        const struct field *field = kind_field((enum kind)row->kind, columns[i], NULL);
        if (strcmp(columns[i], "text") == 0)
            put_ml(table, (const struct ml *)(const void *)((const char *)row + info->title));
        else if (field == NULL)
            csv_cell(&table->csv, NULL);
        else
            put_field(table, row, field);
    }
    csv_end_line(&table->csv);
}

/* Rows are numbered through, each kind from 1 and paragraphs in their text: "1.2" would become a date or a number in a spreadsheet. */
static void put_rows(struct table *table, const struct outline *outline)
{
    size_t place = 0;
    for (size_t i = 0; i < outline->n; i++) {
        const struct entity *row = outline->v[i].row;
        char number[24];
        place = i > 0 && outline->v[i - 1].row->kind == row->kind ? place + 1 : 1;
        snprintf(number, sizeof number, "%zu", place);
        put_row(table, row, row->kind == KIND_FRAMEWORK ? NULL : number);
    }
}

void export_csv(struct buf *out, const struct room *room, enum lang lang)
{
    struct table table = { .room = room };
    struct outline outline;
    size_t n;
    outline_make(&outline, room);
    table.recommendations = room_sorted(room, KIND_RECOMMENDATION, 0, &n);
    csv_begin(&table.csv, out, lang);
    put_heading(&table);
    put_rows(&table, &outline);
    mem_free(table.recommendations);
    outline_free(&outline);
}
