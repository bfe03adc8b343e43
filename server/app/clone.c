/* clone: a workshop made of another one, command by command. See include/app/clone.h. */
#include "app/clone.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/map.h"
#include "base/mem.h"
#include "core/due.h"
#include "core/field_json.h"
#include "core/limits.h"

struct cloner {
    struct import *import;
    const struct room *from;
    const struct clone_wish *wish;
    const struct import_options *options;
    struct map ids;                 /* of the one it is made of -> in the new one, as a pointer-sized number */
};

enum part { PART_ALWAYS, PART_PEOPLE, PART_POLLS, PART_PLAN };

/* In the order in which they refer to each other. `later` names a field that refers to what comes behind. */
static const struct step {
    enum kind kind;
    enum part part;
    const char *create, *edit, *later;
} steps[] = {
    { KIND_DELEGATION, PART_ALWAYS, "delegation.create", NULL, NULL },
    { KIND_GROUP, PART_ALWAYS, "group.create", "group.edit", "chair" },
    { KIND_PERSON, PART_PEOPLE, "person.create", "person.edit", "device" },
    { KIND_ITEM, PART_ALWAYS, "item.create", NULL, NULL },
    { KIND_POLL, PART_POLLS, "poll.create", "poll.edit", "pair" },
    { KIND_THEME, PART_PLAN, "theme.create", NULL, NULL },
    { KIND_RECOMMENDATION, PART_PLAN, "recommendation.create", NULL, NULL },
    { KIND_ACTION, PART_PLAN, "action.create", NULL, NULL },
    { KIND_FRAMEWORK, PART_PLAN, "framework.create", NULL, NULL },
    { KIND_PARAGRAPH, PART_PLAN, "paragraph.create", NULL, NULL },
    { KIND_OPTION, PART_POLLS, "option.create", NULL, NULL },
    { KIND_MEETING, PART_PLAN, "meeting.create", NULL, NULL },
    { KIND_STAKEHOLDER, PART_PLAN, "stakeholder.create", NULL, NULL },
};

static bool is_wished(const struct clone_wish *wish, enum part part)
{
    const bool wished[] = {
        [PART_ALWAYS] = true, [PART_PEOPLE] = wish->people, [PART_POLLS] = wish->polls, [PART_PLAN] = wish->plan
    };
    return wished[part];
}

/* 0: it stayed behind. */
static uint64_t new_id(const struct cloner *cloner, uint64_t id)
{
    return (uint64_t)(uintptr_t)map_get(&cloner->ids, id);
}

static void put_words(struct json *json, const struct ml *ml)
{
    json_open_object(json);
    for (int l = 0; l < LANG_N; l++) {
        if (ml->text[l] == NULL)
            continue;
        json_key(json, lang_word((enum lang)l));
        json_text(json, ml->text[l]);
    }
    json_key(json, "src");
    json_text(json, lang_word((enum lang)ml->source));
    json_close_object(json);
}

static void put_ids(const struct cloner *cloner, struct json *json, const struct ids *ids)
{
    json_open_array(json);
    for (uint32_t i = 0; i < ids->n; i++)
        if (new_id(cloner, ids->v[i]) != 0)
            json_uint(json, new_id(cloner, ids->v[i]));
    json_close_array(json);
}

static void put_field(const struct cloner *cloner, struct json *json, const struct field *field, const void *entity)
{
    const void *member = (const char *)entity + field->offset;
    if (field->type == FIELD_REF && new_id(cloner, *(const uint64_t *)member) == 0)
        return;
    json_key(json, field->name);
    if (field->type == FIELD_REF)
        json_uint(json, new_id(cloner, *(const uint64_t *)member));
    else if (field->type == FIELD_REFS)
        put_ids(cloner, json, member);
    else if (field->type == FIELD_ML)
        put_words(json, member);
    else
        field_write(json, field, entity);
}

/* Zero is an end of a scale like any other, so numbers and words are always said. */
static bool is_said(const struct field *field, const void *entity)
{
    if ((field->flags & FIELD_SET) == 0)
        return false;
    return field->type == FIELD_ENUM || !field_is_empty(field, entity) || (field->type == FIELD_INT && field->min <= 0);
}

static void put_fields(const struct cloner *cloner, struct json *json, const struct entity *entity,
                       const char *const *but)
{
    const struct kind_info *info = kind_info((enum kind)entity->kind);
    for (size_t i = 0; i < info->n_fields; i++) {
        const struct field *field = &info->fields[i];
        bool left_out = !is_said(field, entity);
        for (size_t k = 0; !left_out && but[k] != NULL; k++)
            left_out = strcmp(but[k], field->name) == 0;
        if (!left_out)
            put_field(cloner, json, field, entity);
    }
}

/* Takes `args`, a whole object, over. */
static bool run(struct cloner *cloner, const char *verb, struct buf *args, uint64_t *result)
{
    bool fits = !args->full;
    char *text = buf_take(args, NULL);
    enum code code = fits ? import_run(cloner->import, verb, text, cloner->options, result) : CODE_TOO_LONG;
    mem_free(text);
    if (code == CODE_OK)
        return true;
    snprintf(cloner->import->message, sizeof cloner->import->message, "%s: %s", verb, code_word(code));
    return false;
}

static void args_begin(struct buf *args, struct json *json)
{
    buf_init(args, LIMIT_ENTITY);
    json_init(json, args);
    json_open_object(json);
}

static void put_text(struct json *json, const char *key, const char *text)
{
    json_key(json, key);
    json_text(json, text);
}

/* The days as wished; the last one as long after the first as it was. */
static void put_days(const struct cloner *cloner, struct json *json)
{
    const struct workshop *workshop = cloner->from->workshop;
    const char *starts_on = cloner->wish->starts_on;
    if (cloner->wish->undated)
        return;
    if (starts_on == NULL || workshop->starts_on == NULL || workshop->ends_on == NULL) {
        const char *first = starts_on != NULL ? starts_on : workshop->starts_on;
        if (first != NULL)
            put_text(json, "starts_on", first);
        if (workshop->ends_on != NULL && starts_on == NULL)
            put_text(json, "ends_on", workshop->ends_on);
        return;
    }
    char ends_on[DUE_DATE];
    int64_t length = due_day_of(workshop->ends_on) - due_day_of(workshop->starts_on);
    put_text(json, "starts_on", starts_on);
    if (due_date_of(ends_on, due_day_of(starts_on) + length))
        put_text(json, "ends_on", ends_on);
}

static bool clone_workshop(struct cloner *cloner)
{
    static const char *const own[] = { "title", "starts_on", "ends_on", "rehearsal", NULL };
    const struct workshop *workshop = cloner->from->workshop;
    struct buf args;
    struct json json;
    args_begin(&args, &json);
    put_fields(cloner, &json, &workshop->e, own);
    json_key(&json, "title");
    if (cloner->wish->title == NULL) {
        put_words(&json, &workshop->title);
    } else {
        json_open_object(&json);
        put_text(&json, lang_word(cloner->options->lang), cloner->wish->title);
        json_close_object(&json);
    }
    put_days(cloner, &json);
    json_close_object(&json);
    return run(cloner, "workshop.create", &args, NULL);
}

static bool clone_one(struct cloner *cloner, const struct step *step, const struct entity *entity)
{
    const char *const later[] = { step->later, NULL };
    struct buf args;
    struct json json;
    uint64_t id;
    args_begin(&args, &json);
    put_fields(cloner, &json, entity, later);
    json_close_object(&json);
    if (!run(cloner, step->create, &args, &id))
        return false;
    map_put(&cloner->ids, entity->id, (void *)(uintptr_t)id);
    return true;
}

static bool stays_behind(const struct entity *entity)
{
    return entity->kind == KIND_PERSON && ((const struct person *)entity)->guest;
}

static bool clone_kind(struct cloner *cloner, const struct step *step)
{
    size_t n;
    struct entity **list = room_sorted(cloner->from, step->kind, 0, &n);
    bool done = true;
    for (size_t i = 0; done && i < n; i++)
        done = stays_behind(list[i]) || clone_one(cloner, step, list[i]);
    mem_free(list);
    return done;
}

/* References to what came behind. */
static bool clone_later(struct cloner *cloner, const struct step *step)
{
    const struct field *field = kind_field(step->kind, step->later, NULL);
    const struct kind_list *list = &cloner->from->live[step->kind];
    bool done = true;
    for (size_t i = 0; done && i < list->n; i++) {
        uint64_t id = new_id(cloner, list->v[i]->id);
        uint64_t to = new_id(cloner, *(const uint64_t *)(const void *)((const char *)list->v[i] + field->offset));
        struct buf args;
        if (id == 0 || to == 0)
            continue;
        buf_init(&args, 200);
        buf_print(&args, "{\"id\":%" PRIu64 ",\"%s\":%" PRIu64 "}", id, step->later, to);
        done = run(cloner, step->edit, &args, NULL);
    }
    return done;
}

static bool clone_all(struct cloner *cloner)
{
    bool done = clone_workshop(cloner);
    for (size_t i = 0; done && i < sizeof steps / sizeof steps[0]; i++)
        if (is_wished(cloner->wish, steps[i].part))
            done = clone_kind(cloner, &steps[i]);
    for (size_t i = 0; done && i < sizeof steps / sizeof steps[0]; i++)
        if (steps[i].later != NULL && is_wished(cloner->wish, steps[i].part))
            done = clone_later(cloner, &steps[i]);
    return done;
}

bool clone_room(struct import *import, const struct room *from, const struct clone_wish *wish,
                const struct import_options *options)
{
    struct cloner cloner = { .import = import, .from = from, .wish = wish, .options = options };
    *import = (struct import){ 0 };
    import->room = room_new();
    bool done = clone_all(&cloner);
    map_free(&cloner.ids);
    if (!done)
        import_free(import);
    return done;
}
