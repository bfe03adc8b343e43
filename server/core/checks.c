/* checks: what is worth a second look in the plan. See include/core/checks.h; rules K1 to K7 of RULES.md. */
#include "core/checks.h"

#include <assert.h>
#include <string.h>

#include "core/brackets.h"
#include "core/due.h"
#include "core/kind_rows.h"
#include "core/limits.h"
#include "core/wording.h"

/* What the checks look at beside the row itself. */
struct plan {
    const struct room *room;
    struct map leads;               /* delegation -> how many rows it leads */
    struct map linked;              /* recommendations that an action carries out */
    struct map alike;               /* rows that read almost as another one */
};

static uint32_t bit(enum check check, bool fails)
{
    return fails ? 1u << check : 0;
}

static void read_action(struct plan *plan, const struct action *action)
{
    if (action->lead != 0) {
        uintptr_t n = (uintptr_t)map_get(&plan->leads, action->lead);
        map_put(&plan->leads, action->lead, (void *)(n + 1));
    }
    for (uint32_t i = 0; i < action->recommendations.n; i++)
        map_put(&plan->linked, action->recommendations.v[i], (void *)(uintptr_t)1);
}

/* What a row mainly says. */
static const struct ml *main_text(const struct entity *row)
{
    ptrdiff_t title = kind_info((enum kind)row->kind)->title;
    assert(title >= 0);
    return (const struct ml *)(const void *)((const char *)row + title);
}

/* K6: every working language has the text, and what it says is what the source says now. */
static bool misses_translation(const struct workshop *workshop, const struct ml *ml)
{
    for (uint32_t i = 0; i < workshop->languages.n; i++) {
        enum lang lang = lang_of(workshop->languages.v[i]);
        assert(lang != LANG_N);
        if (ml->text[lang] == NULL || ml->rev[lang] < ml->source_rev)
            return true;
    }
    return false;
}

static bool has_open_bracket(const struct entity *row)
{
    const struct kind_info *info = kind_info((enum kind)row->kind);
    for (size_t f = 0; f < info->n_fields; f++) {
        const struct field *field = &info->fields[f];
        const struct ml *ml = (const struct ml *)(const void *)((const char *)row + field->offset);
        for (int l = 0; field->type == FIELD_ML && l < LANG_N; l++)
            if (brackets_open(ml->text[l]) > 0)
                return true;
    }
    return false;
}

static uint32_t check_words_of(const struct plan *plan, const struct entity *row)
{
    const struct ml *ml = main_text(row);
    bool empty = ml_is_empty(ml);
    return bit(CHECK_NO_TEXT, empty) |
           bit(CHECK_MISSING_TRANSLATION, !empty && misses_translation(plan->room->workshop, ml)) |
           bit(CHECK_OPEN_BRACKETS, has_open_bracket(row)) |
           bit(CHECK_DUPLICATE_WORDING, map_get(&plan->alike, row->id) != NULL);
}

/* K3: T+ counts from the last day of the workshop; without one it is compared with T+ alone. */
static bool ends_before_start(const struct workshop *workshop, const struct action *action)
{
    const char *base = due_base(workshop);
    int64_t from, to;
    if (action->start == NULL || action->due == NULL)
        return false;
    if (base == NULL && due_is_after(action->start) && due_is_after(action->due))
        base = "2000-01-01";
    return due_day(action->start, base, &from) && due_day(action->due, base, &to) && to < from;
}

static uint32_t check_action(const struct plan *plan, const struct action *action)
{
    const struct workshop *workshop = plan->room->workshop;
    int64_t most = workshop->lead_max == 0 ? LEAD_MAX_USUAL : workshop->lead_max;
    int64_t leads = action->lead == 0 ? 0 : (int64_t)(uintptr_t)map_get(&plan->leads, action->lead);
    bool high = action->priority == PRIORITY_HIGH;
    return bit(CHECK_NO_LEAD, action->lead == 0) | bit(CHECK_LEAD_OVERLOADED, leads > most) |
           bit(CHECK_NO_DATE, action->due == NULL) | bit(CHECK_END_BEFORE_START, ends_before_start(workshop, action)) |
           bit(CHECK_NO_INDICATOR, ml_is_empty(&action->indicator)) |
           bit(CHECK_HIGH_WITHOUT_RESOURCES, high && ml_is_empty(&action->resources));
}

static uint32_t check_row(const struct plan *plan, const struct entity *row)
{
    uint32_t failed = check_words_of(plan, row);
    if (row->kind == KIND_ACTION)
        failed |= check_action(plan, (const struct action *)row);
    if (row->kind == KIND_RECOMMENDATION)
        failed |= bit(CHECK_RECOMMENDATION_WITHOUT_ACTION, map_get(&plan->linked, row->id) == NULL);
    return failed;
}

/* K7: rows of one kind are compared with each other, language by language. */
static void find_alike(struct plan *plan)
{
    for (int kind = KIND_NONE + 1; kind < KIND_N; kind++) {
        const struct kind_list *rows = &plan->room->live[kind];
        for (int l = 0; kind_fits((enum kind)kind, KIND_ROW) && l < LANG_N; l++) {
            struct wording wording = { 0 };
            for (size_t i = 0; i < rows->n; i++)
                wording_add(&wording, rows->v[i]->id, main_text(rows->v[i])->text[l]);
            wording_alike(&wording, &plan->alike);
            wording_free(&wording);
        }
    }
}

void checks_run(struct map *found, const struct room *room, uint32_t wanted)
{
    struct plan plan = { .room = room };
    const struct kind_list *actions = &room->live[KIND_ACTION];
    for (size_t i = 0; i < actions->n; i++)
        read_action(&plan, (const struct action *)actions->v[i]);
    if (wanted & 1u << CHECK_DUPLICATE_WORDING)
        find_alike(&plan);
    for (int kind = KIND_NONE + 1; kind < KIND_N; kind++) {
        const struct kind_list *rows = &room->live[kind];
        for (size_t i = 0; kind_fits((enum kind)kind, KIND_ROW) && i < rows->n; i++) {
            uint32_t failed = check_row(&plan, rows->v[i]) & wanted;
            if (failed != 0)
                map_put(found, rows->v[i]->id, (void *)(uintptr_t)failed);
        }
    }
    map_free(&plan.leads);
    map_free(&plan.linked);
    map_free(&plan.alike);
}

uint32_t checks_found(const struct map *found, uint64_t row)
{
    return (uint32_t)(uintptr_t)map_get(found, row);
}

uint32_t checks_required(const struct workshop *workshop)
{
    uint32_t required = 0;
    for (uint32_t i = 0; i < workshop->adoption_requires.n; i++)
        for (int check = 0; check < CHECK_N; check++)
            required |= bit((enum check)check, strcmp(workshop->adoption_requires.v[i], check_words[check]) == 0);
    return required;
}
