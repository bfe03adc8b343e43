/* outline: the plan in its order. See include/core/outline.h; rule R8 of RULES.md. */
#include "core/outline.h"

#include <assert.h>
#include <stdio.h>

#include "base/mem.h"
#include "core/row.h"

static struct outline_row *add(struct outline *outline, const struct entity *row)
{
    struct outline_row *added = &outline->v[outline->n++];
    added->row = row;
    map_put(&outline->places, row->id, (void *)(uintptr_t)outline->n);
    return added;
}

/* The number of a theme: its place among them, from 1; those without a theme stand behind the last. */
static size_t theme_number(const struct map *numbers, size_t n_themes, uint64_t theme)
{
    return theme == 0 ? n_themes + 1 : (size_t)(uintptr_t)map_get(numbers, theme);
}

/* `loose`: those without a theme, which the room sorts to the front, or all others. */
static void add_actions(struct outline *outline, const struct room *room, bool loose)
{
    size_t n, n_themes, last = 0, place = 0;
    struct entity **themes = room_sorted(room, KIND_THEME, 0, &n_themes);
    struct entity **rows = room_sorted(room, KIND_ACTION, 0, &n);
    struct map numbers = { 0 };
    for (size_t i = 0; i < n_themes; i++)
        map_put(&numbers, themes[i]->id, (void *)(uintptr_t)(i + 1));
    for (size_t i = 0; i < n; i++) {
        uint64_t theme = ((const struct action *)rows[i])->theme;
        size_t number = theme_number(&numbers, n_themes, theme);
        if ((theme == 0) != loose)
            continue;
        struct outline_row *row = add(outline, rows[i]);
        if (row_group_now(rows[i]) != 0)
            continue;
        place = number == last ? place + 1 : 1;
        last = number;
        snprintf(row->number, sizeof(row->number), "%zu.%zu", number, place);
    }
    map_free(&numbers);
    mem_free(rows);
    mem_free(themes);
}

static void add_recommendations(struct outline *outline, const struct room *room)
{
    size_t n, place = 0;
    struct entity **rows = room_sorted(room, KIND_RECOMMENDATION, 0, &n);
    for (size_t i = 0; i < n; i++) {
        struct outline_row *row = add(outline, rows[i]);
        if (row_group_now(rows[i]) == 0)
            snprintf(row->number, sizeof(row->number), "R%zu", ++place);
    }
    mem_free(rows);
}

/* Where the numbering of a framework text stands. */
struct count {
    size_t heading, paragraph, sub;
};

/* a, b, ... z, aa, ab, ... */
static void put_letters(char *out, size_t size, size_t n)
{
    char letters[16];
    size_t at = sizeof(letters) - 1;
    letters[at] = '\0';
    for (; n > 0; n = (n - 1) / 26)
        letters[--at] = (char)('a' + (n - 1) % 26);
    snprintf(out, size, "(%s)", &letters[at]);
}

static void number_paragraph(struct outline_row *row, struct count *count)
{
    enum paragraph_level level = ((const struct paragraph *)row->row)->level;
    char *out = row->number;
    if (level == PARAGRAPH_HEADING) {
        *count = (struct count){ .heading = count->heading + 1 };
        snprintf(out, sizeof(row->number), "%zu", count->heading);
    } else if (level == PARAGRAPH_SUB) {
        put_letters(out, sizeof(row->number), ++count->sub);
    } else {
        count->paragraph++;
        count->sub = 0;
        if (count->heading == 0)
            snprintf(out, sizeof(row->number), "%zu", count->paragraph);
        else
            snprintf(out, sizeof(row->number), "%zu.%zu", count->heading, count->paragraph);
    }
}

static void add_frameworks(struct outline *outline, const struct room *room)
{
    size_t n, n_paragraphs;
    struct entity **frameworks = room_sorted(room, KIND_FRAMEWORK, 0, &n);
    for (size_t i = 0; i < n; i++) {
        struct entity **paragraphs = room_sorted(room, KIND_PARAGRAPH, frameworks[i]->id, &n_paragraphs);
        struct count count = { 0 };
        add(outline, frameworks[i]);
        for (size_t p = 0; p < n_paragraphs; p++) {
            struct outline_row *row = add(outline, paragraphs[p]);
            if (row_group_now(paragraphs[p]) == 0)
                number_paragraph(row, &count);
        }
        mem_free(paragraphs);
    }
    mem_free(frameworks);
}

void outline_make(struct outline *outline, const struct room *room)
{
    const struct kind_list *live = room->live;
    size_t n = live[KIND_ACTION].n + live[KIND_RECOMMENDATION].n + live[KIND_FRAMEWORK].n + live[KIND_PARAGRAPH].n;
    *outline = (struct outline){ .v = mem_zero(n, sizeof(outline->v[0])) };
    add_actions(outline, room, false);
    add_actions(outline, room, true);
    add_recommendations(outline, room);
    add_frameworks(outline, room);
    assert(outline->n == n);
}

void outline_free(struct outline *outline)
{
    mem_free(outline->v);
    map_free(&outline->places);
    *outline = (struct outline){ 0 };
}

const char *outline_number(const struct outline *outline, uint64_t row)
{
    size_t place = (size_t)(uintptr_t)map_get(&outline->places, row);
    return place == 0 ? "" : outline->v[place - 1].number;
}
