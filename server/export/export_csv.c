/*
 * export_csv: actions and recommendations as one table (RFC 4180, CRLF) in one language. A byte order mark tells spreadsheet
 * programs that it is UTF-8, and a cell that one of them would take for a formula begins with an apostrophe.
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "core/words.h"
#include "export/export.h"

struct table {
    struct buf *out;
    const struct room *room;
    enum lang lang;
    bool begun;                     /* the line has a cell */
};

static bool is_formula(const char *text)
{
    return text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL;
}

/* NULL is an empty cell. */
static void put_cell(struct table *table, const char *text)
{
    struct buf *out = table->out;
    if (table->begun)
        buf_char(out, ',');
    table->begun = true;
    if (text == NULL)
        return;
    const bool quoted = is_formula(text) || strpbrk(text, ",\"\r\n") != NULL;
    if (quoted)
        buf_char(out, '"');
    if (is_formula(text))
        buf_char(out, '\'');
    for (; *text != '\0'; text++) {
        if (*text == '"')
            buf_char(out, '"');
        buf_char(out, *text);
    }
    if (quoted)
        buf_char(out, '"');
}

static void end_line(struct table *table)
{
    buf_text(table->out, "\r\n");
    table->begun = false;
}

/* The sentence "export.KEY"; the key itself in a build without sentences. */
static const char *word(const struct table *table, const char *key)
{
    char name[60];
    const int n = snprintf(name, sizeof name, "export.%s", key);
    assert(n > 0 && (size_t)n < sizeof name);
    const char *text = words_text(table->lang, name);
    return text == NULL ? key : text;
}

/* The word of an enumeration in the reader's language: "export.high". "none" is an empty cell. */
static void put_enum(struct table *table, enum kind kind, const char *name, uint8_t value)
{
    size_t index;
    const struct field *field = kind_field(kind, name, &index);
    assert(field != NULL && field->type == FIELD_ENUM);
    const char *code = field->words[value];
    put_cell(table, strcmp(code, "none") == 0 ? NULL : word(table, code));
}

/* "T+6 months" with the unit in the reader's language; a date stays a date. */
static void put_due(struct table *table, const char *due)
{
    static const char *const units[] = { "day", "week", "month", "year" };
    char text[80];
    if (due == NULL || strcmp(due, "ongoing") == 0) {
        put_cell(table, due == NULL ? NULL : word(table, "ongoing"));
        return;
    }
    const char *space = strchr(due, ' ');
    for (size_t i = 0; space != NULL && i < sizeof units / sizeof units[0]; i++) {
        if (strncmp(space + 1, units[i], strlen(units[i])) != 0)
            continue;
        snprintf(text, sizeof text, "%.*s %s", (int)(space - due), due, word(table, units[i]));
        put_cell(table, text);
        return;
    }
    put_cell(table, due);
}

static void put_ml(struct table *table, const struct ml *ml)
{
    put_cell(table, ml_text(ml, table->lang));
}

static void put_delegation(struct table *table, uint64_t id)
{
    const struct delegation *delegation = room_delegation(table->room, id);
    put_cell(table, delegation == NULL ? NULL : ml_text(&delegation->name, table->lang));
}

static void put_partners(struct table *table, const struct ids *partners)
{
    struct buf names;
    buf_init(&names, EXPORT_BYTES_MAX);
    for (uint32_t i = 0; i < partners->n; i++) {
        const struct delegation *delegation = room_delegation(table->room, partners->v[i]);
        assert(delegation != NULL);
        buf_text(&names, i == 0 ? "" : "; ");
        buf_text(&names, ml_text(&delegation->name, table->lang));
    }
    put_cell(table, names.len == 0 ? NULL : names.data);
    buf_free(&names);
}

/* RFC 3339, UTC. */
static void put_time(struct table *table, int64_t at)
{
    char text[40];
    struct tm parts;
    const time_t seconds = (time_t)(at / 1000);
    if (at == 0 || gmtime_r(&seconds, &parts) == NULL ||
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts) == 0) {
        put_cell(table, NULL);
        return;
    }
    put_cell(table, text);
}

static void put_heading(struct table *table)
{
    static const char *const keys[] = { "type",      "number",   "theme",  "text",     "lead",  "partners",  "due",
                                        "indicator", "baseline", "target", "priority", "state", "adopted_at" };
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        put_cell(table, word(table, keys[i]));
    end_line(table);
}

static void put_action(struct table *table, const struct action *action, const char *number)
{
    const struct theme *theme = room_theme(table->room, action->theme);
    put_cell(table, word(table, "action"));
    put_cell(table, number);
    put_cell(table, theme == NULL ? NULL : ml_text(&theme->title, table->lang));
    put_ml(table, &action->title);
    put_delegation(table, action->lead);
    put_partners(table, &action->partners);
    put_due(table, action->due);
    put_ml(table, &action->indicator);
    put_cell(table, action->baseline);
    put_cell(table, action->target);
    put_enum(table, KIND_ACTION, "priority", action->priority);
    put_enum(table, KIND_ACTION, "state", action->standing.state);
    put_time(table, action->standing.adopted_at);
    end_line(table);
}

/* Rows are numbered through: "1.2" would become a date or a number in a spreadsheet. */
static void put_actions(struct table *table)
{
    size_t n;
    struct entity **rows = room_sorted(table->room, KIND_ACTION, 0, &n);
    for (size_t i = 0; i < n; i++) {
        char number[24];
        snprintf(number, sizeof number, "%zu", i + 1);
        put_action(table, (const struct action *)rows[i], number);
    }
    mem_free(rows);
}

static void put_recommendation(struct table *table, const struct recommendation *row, const char *number)
{
    enum { EMPTY_BEFORE_STATE = 7 }; /* lead to priority belong to actions */
    put_cell(table, word(table, "recommendation"));
    put_cell(table, number);
    put_cell(table, NULL);
    put_ml(table, &row->text);
    for (int i = 0; i < EMPTY_BEFORE_STATE; i++)
        put_cell(table, NULL);
    put_enum(table, KIND_RECOMMENDATION, "state", row->standing.state);
    put_time(table, row->standing.adopted_at);
    end_line(table);
}

static void put_recommendations(struct table *table)
{
    size_t n;
    struct entity **rows = room_sorted(table->room, KIND_RECOMMENDATION, 0, &n);
    for (size_t i = 0; i < n; i++) {
        char number[24];
        snprintf(number, sizeof number, "%zu", i + 1);
        put_recommendation(table, (const struct recommendation *)rows[i], number);
    }
    mem_free(rows);
}

void export_csv(struct buf *out, const struct room *room, enum lang lang)
{
    struct table table = { .out = out, .room = room, .lang = lang };
    buf_text(out, "\xef\xbb\xbf");
    put_heading(&table);
    put_actions(&table);
    put_recommendations(&table);
}
