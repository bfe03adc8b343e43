/* plan_columns: columns by their names or headings. See include/app/plan_columns.h. */
#include "app/plan_columns.h"

#include <stdlib.h>
#include <string.h>

#include "app/plan_sheet.h"

const struct sheet_name plan_columns_names[] = {
    { "theme", "" },     { "title", "" },     { "objective", "" }, { "deliverable", "" }, { "lead", "" },
    { "partners", "" },  { "contact", "" },   { "start", "" },     { "due", "" },         { "milestones", "" },
    { "resources", "" }, { "funding", "" },   { "indicator", "" }, { "baseline", "" },    { "target", "" },
    { "current", "" },   { "priority", "" },  { "risk", "" },      { "status", "" },      { "percent", "" },
    { "recommendations", "" }, { "group", "" }, { "poll", "" },    { NULL, NULL },
};
_Static_assert(sizeof plan_columns_names / sizeof plan_columns_names[0] <= SHEET_COLUMNS_MAX, "a sheet has room for them");

static struct plan_columns no_columns(void)
{
    return (struct plan_columns){ .key = GRID_COLUMNS_MAX,
                                  .number = GRID_COLUMNS_MAX,
                                  .state = GRID_COLUMNS_MAX,
                                  .type = GRID_COLUMNS_MAX,
                                  .brought = GRID_COLUMNS_MAX,
                                  .locked = GRID_COLUMNS_MAX };
}

/* "title.fr", as the hidden row has it. */
static void map_name(struct plan_columns *map, size_t column, const char *name, enum lang plain)
{
    char field[40];
    const size_t n = strcspn(name, ".");
    if (n >= sizeof field)
        return;
    memcpy(field, name, n);
    field[n] = '\0';
    if (strcmp(field, PLAN_SHEET_NUMBER) == 0)
        map->number = column;
    if (strcmp(field, PLAN_SHEET_STATE) == 0)
        map->state = column;
    if (strcmp(name, PLAN_SHEET_BROUGHT) == 0)
        map->brought = column;
    if (strcmp(name, PLAN_SHEET_LOCKED) == 0)
        map->locked = column;
    for (const struct sheet_name *known = plan_columns_names; known->name != NULL; known++) {
        if (strcmp(known->name, field) != 0)
            continue;
        map->lang[column] = name[n] == '.' ? lang_of(name + n + 1) : plain;
        map->field[column] = map->lang[column] == LANG_N ? NULL : kind_field(KIND_ACTION, field, NULL);
        if (name[n] == '.' && strcmp(name + n + 1, PLAN_SHEET_SOURCE) == 0)
            map->source[column] = kind_field(KIND_ACTION, field, NULL);
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

/*
 * The columns that a first line names in one language. Returns how many. Links are taken by the sheet that was made here alone: a
 * table numbers its rows as it likes.
 */
static size_t map_language(struct plan_columns *map, const struct grid_row *row, enum lang lang)
{
    static const char *const links[] = { "recommendations", "group", "poll" };
    size_t n = 0;
    *map = no_columns();
    for (size_t c = 0; c < GRID_COLUMNS_MAX; c++) {
        const char *heading = row->cell[c].text;
        bool link = false;
        if (heading != NULL && sheet_same(heading, plan_sheet_word(lang, "type")))
            map->type = c;
        for (size_t i = 0; heading != NULL && i < sizeof links / sizeof links[0]; i++)
            link = link || heads(heading, links[i], lang);
        const struct sheet_name *known = plan_columns_names;
        while (heading != NULL && known->name != NULL && !heads(heading, known->name, lang))
            known++;
        if (heading == NULL || link || known->name == NULL)
            continue;
        map->field[c] = kind_field(KIND_ACTION, known->name, NULL);
        map->lang[c] = lang;
        n++;
    }
    return n;
}

/* The language that most headings are in; of several, that of the workshop. */
static void map_headings(struct plan_columns *map, const struct grid_row *row, enum lang plain)
{
    size_t best = map_language(map, row, plain);
    for (int lang = 0; lang < LANG_N; lang++) {
        struct plan_columns other;
        const size_t n = map_language(&other, row, (enum lang)lang);
        if (n > best) {
            best = n;
            *map = other;
        }
    }
}

static bool has_title(const struct plan_columns *map)
{
    for (size_t c = 0; c < GRID_COLUMNS_MAX; c++)
        if (map->field[c] != NULL && strcmp(map->field[c]->name, "title") == 0)
            return true;
    return false;
}

/* Behind the names stand the headings, unless somebody deleted them: an id heads nothing. */
static size_t head_behind(const struct grid *grid, size_t names)
{
    const char *key = names + 1 < grid->n ? grid->rows[names + 1].cell[0].text : NULL;
    const bool is_id = key != NULL && key[0] != '\0' && key[strspn(key, "0123456789")] == '\0';
    return is_id ? names : names + 1;
}

bool plan_columns_find(struct plan_columns *map, const struct grid *grid, enum lang plain)
{
    *map = no_columns();
    for (size_t i = 0; i < grid->n; i++) {
        const struct grid_row *row = &grid->rows[i];
        if (row->cell[0].text == NULL || strncmp(row->cell[0].text, PLAN_SHEET_KEY, strlen(PLAN_SHEET_KEY)) != 0)
            continue;
        map->key = 0;
        map->seq = strtoull(row->cell[0].text + strlen(PLAN_SHEET_KEY), NULL, 10);
        map->head = head_behind(grid, i);
        for (size_t c = 1; c < GRID_COLUMNS_MAX; c++)
            if (row->cell[c].text != NULL)
                map_name(map, c, row->cell[c].text, plain);
        return true;
    }
    if (grid->n > 0)
        map_headings(map, &grid->rows[0], plain);
    return has_title(map);
}
