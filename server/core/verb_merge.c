/*
 * verb_merge: two rows that mean the same become one. Rules G7 to G9 of RULES.md.
 *
 * Nothing that was written is lost: what the kept row lacks it takes over, what differs is kept beside it as proposals, and
 * the other row's history can still be read under its id, which the kept row names.
 */
#include <string.h>

#include "base/mem.h"
#include "core/limits.h"
#include "core/rules.h"
#include "core/text.h"

static bool ids_have(const struct ids *ids, uint64_t id)
{
    for (uint32_t i = 0; i < ids->n; i++)
        if (ids->v[i] == id)
            return true;
    return false;
}

static void ids_add(struct ids *ids, uint64_t id)
{
    if (ids_have(ids, id))
        return;
    ids->v = mem_grow(ids->v, ids->n + 1, sizeof(ids->v[0]));
    ids->v[ids->n++] = id;
}

static void ids_drop(struct ids *ids, uint64_t id)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < ids->n; i++)
        if (ids->v[i] != id)
            ids->v[kept++] = ids->v[i];
    ids->n = kept;
}

static void *member(const struct field *field, struct entity *row)
{
    return (char *)row + field->offset;
}

static const void *member_const(const struct field *field, const struct entity *row)
{
    return (const char *)row + field->offset;
}

/* G8: the place of a row, and what it is in its text, are not content that another row could lack. */
static bool is_content(const struct field *field)
{
    static const char *const own[] = { "group", "framework", "level" };
    for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
        if (strcmp(field->name, own[i]) == 0)
            return false;
    return (field->flags & FIELD_SET) != 0;
}

static bool is_draft(const struct entity *row)
{
    return entity_standing_const(row)->state == ROW_DRAFT;
}

/* R1: what would change with a merge, because it refers to the row that goes or is part of it, is a draft as well. */
static bool binds_no_other(const struct room *room, const struct entity *other)
{
    const struct kind_list *actions = &room->live[KIND_ACTION], *paragraphs = &room->live[KIND_PARAGRAPH];
    for (size_t i = 0; i < actions->n; i++)
        if (ids_have(&((const struct action *)actions->v[i])->recommendations, other->id) && !is_draft(actions->v[i]))
            return false;
    for (size_t i = 0; i < paragraphs->n; i++)
        if (entity_parent(paragraphs->v[i]) == other->id && !is_draft(paragraphs->v[i]))
            return false;
    return true;
}

/* How many a list of the kept row would have. One more: the lead of the other row may become a partner. */
static bool lists_fit(const struct entity *kept, const struct entity *other)
{
    const struct kind_info *info = kind_info((enum kind)kept->kind);
    for (size_t i = 0; i < info->n_fields; i++) {
        const struct field *field = &info->fields[i];
        if (field->type != FIELD_REFS)
            continue;
        const struct ids *a = member_const(field, kept), *b = member_const(field, other);
        uint32_t n = a->n + 1;
        for (uint32_t k = 0; k < b->n; k++)
            n += !ids_have(a, b->v[k]);
        if (n > LIMIT_LIST)
            return false;
    }
    return true;
}

enum code row_merge_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor;
    const struct entity *kept = command_subject(room, cmd);
    const struct entity *other = room_find(room, KIND_ROW, cmd->u.merge.other);
    const size_t proposals = TEXT_FIELD_N * LANG_N;
    if (kept == other || kept->kind != other->kind)
        return CODE_BAD_ARGUMENT;
    if (!is_draft(kept) || !is_draft(other) || !binds_no_other(room, other))
        return CODE_FROZEN;
    if (!lists_fit(kept, other) || proposals_room(room) < proposals || room->last_id + proposals > LIMIT_ID)
        return CODE_LIMIT;
    return CODE_OK;
}

/* What one merge works on. */
struct merge {
    struct room *room;
    const struct actor *actor;
    struct entity *kept, *other;
};

/* G9: words that differ wait beside the text for somebody to decide. */
static void propose(struct merge *merge, const struct field *field, enum lang lang, const char *words)
{
    const struct late late = {
        .of = merge->kept->id,
        .field = (uint8_t)text_field_of(field),
        .lang = (uint8_t)lang,
        .why = PROPOSAL_MERGED,
        .person = merge->actor->person,
        .at = merge->actor->at,
    };
    proposal_keep(merge->room, &late, mem_copy_text(words));
}

static bool same_words(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

/* Whether a language of the other row can be taken: the text is empty here, or this is a translation of the same words. */
static bool can_take(const struct ml *now, const struct ml *given, enum lang lang)
{
    return ml_is_empty(now) ||
           (now->text[lang] == NULL && same_words(now->text[given->source], given->text[given->source]));
}

/* The source first, so that it is the source here as well. */
static void merge_words(struct merge *merge, const struct field *field)
{
    const struct ml *given = member_const(field, merge->other), *now = member_const(field, merge->kept);
    for (int i = 0; i < LANG_N; i++) {
        enum lang lang = (enum lang)((given->source + i) % LANG_N);
        const char *words = given->text[lang];
        if (words == NULL || same_words(now->text[lang], words))
            continue;
        if (can_take(now, given, lang))
            text_set(merge->room, merge->kept, field, lang, words);
        else
            propose(merge, field, lang, words);
    }
}

/* An action that gets a theme goes to its end (R3). */
static void merge_theme(struct merge *merge)
{
    struct action *kept = (struct action *)merge->kept;
    const struct action *other = (const struct action *)merge->other;
    if (kept->theme != 0 || other->theme == 0)
        return;
    kept->theme = other->theme;
    kept->pos = room_pos_last(merge->room, KIND_ACTION, kept->theme, merge->kept);
}

static void merge_ids(struct ids *into, const struct ids *from)
{
    for (uint32_t i = 0; i < from->n; i++)
        ids_add(into, from->v[i]);
}

static void merge_field(struct merge *merge, const struct field *field)
{
    if (field->flags & FIELD_COEDITED)
        merge_words(merge, field);
    else if (field->type == FIELD_REFS)
        merge_ids(member(field, merge->kept), member_const(field, merge->other));
    else if (field_is_empty(field, merge->kept))
        field_copy(field, merge->kept, merge->other);
}

/* G8: who leads the row that goes works on the one that stays; who leads that one is not its partner as well. */
static void merge_leads(struct merge *merge)
{
    struct action *kept = (struct action *)merge->kept;
    const struct action *other = (const struct action *)merge->other;
    if (other->lead != 0)
        ids_add(&kept->partners, other->lead);
    ids_drop(&kept->partners, kept->lead);
}

static void merge_content(struct merge *merge)
{
    const struct kind_info *info = kind_info((enum kind)merge->kept->kind);
    if (merge->kept->kind == KIND_ACTION)
        merge_theme(merge);
    for (size_t i = 0; i < info->n_fields; i++)
        if (is_content(&info->fields[i]))
            merge_field(merge, &info->fields[i]);
    if (merge->kept->kind == KIND_ACTION)
        merge_leads(merge);
}

/* What was said about the row that goes is about the one that stays. */
static void turn_records(struct merge *merge)
{
    const struct kind_list *remarks = &merge->room->live[KIND_REMARK], *proposals = &merge->room->live[KIND_PROPOSAL];
    for (size_t i = 0; i < remarks->n; i++) {
        struct remark *remark = (struct remark *)remarks->v[i];
        if (remark->of != merge->other->id)
            continue;
        room_touch(merge->room, &remark->e);
        remark->of = merge->kept->id;
    }
    for (size_t i = 0; i < proposals->n; i++) {
        struct proposal *proposal = (struct proposal *)proposals->v[i];
        if (proposal->of != merge->other->id)
            continue;
        room_touch(merge->room, &proposal->e);
        proposal->of = merge->kept->id;
    }
}

/* Actions that carry out the recommendation that goes carry out the one that stays. */
static void turn_links(struct merge *merge)
{
    const struct kind_list *actions = &merge->room->live[KIND_ACTION];
    for (size_t i = 0; i < actions->n; i++) {
        struct action *action = (struct action *)actions->v[i];
        if (!ids_have(&action->recommendations, merge->other->id))
            continue;
        room_touch(merge->room, &action->e);
        ids_drop(&action->recommendations, merge->other->id);
        ids_add(&action->recommendations, merge->kept->id);
    }
}

/* Paragraphs follow their text, behind those that stand there. */
static void turn_paragraphs(struct merge *merge)
{
    size_t n;
    struct entity **parts = room_sorted(merge->room, KIND_PARAGRAPH, merge->other->id, &n);
    for (size_t i = 0; i < n; i++) {
        struct paragraph *paragraph = (struct paragraph *)parts[i];
        room_touch(merge->room, parts[i]);
        paragraph->framework = merge->kept->id;
        paragraph->pos = room_pos_last(merge->room, KIND_PARAGRAPH, merge->kept->id, parts[i]);
    }
    mem_free(parts);
}

void row_merge_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    struct merge merge = { room, actor, command_subject(room, cmd), room_find(room, KIND_ROW, cmd->u.merge.other) };
    struct standing *standing = entity_standing(merge.kept);
    room_touch(room, merge.kept);
    merge_content(&merge);
    turn_records(&merge);
    turn_links(&merge);
    turn_paragraphs(&merge);
    ids_add(&standing->merged, merge.other->id);
    merge_ids(&standing->merged, &entity_standing(merge.other)->merged);
    room_remove(room, merge.other);
    cmd->result = merge.kept->id;
}
