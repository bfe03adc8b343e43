/*
 * room_check: what is true of a room between commands. The ids are those of section Invariants in RULES.md.
 *
 * A room that breaks one in memory is our error and stops the process; one that was just loaded comes from a damaged
 * file, so there the sentence is told. Each check relies on those before it.
 */
#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "core/field_check.h"
#include "core/limits.h"
#include "core/room_inside.h"
#include "core/text.h"

/* I1: a room in which something happened is a workshop, and one that is new is empty. */
static const char *fault_workshop(const struct room *room)
{
    if (room->seq == 0)
        return room->entities.n == 0 && room->workshop == NULL ? NULL : "There are things before the first change.";
    if (room->workshop == NULL || room->live[KIND_WORKSHOP].n != 1)
        return "There is not exactly one workshop.";
    return NULL;
}

/* I2: the list holds every entity once, in the order of (seq, id), and nothing is in the middle of a change. */
static const char *fault_list(const struct room *room)
{
    const struct entity *last = NULL;
    size_t n = 0, live = 0;
    for (const struct entity *e = room->oldest; e != NULL; last = e, e = e->after) {
        n++;
        live += !e->removed;
        if (e->before != last || map_get(&room->entities, e->id) != e)
            return "The list of changes is broken.";
        if (e->seq < 1 || e->seq > room->seq || e->id < 1 || e->id > room->last_id)
            return "Something has an impossible id or sequence number.";
        if (last != NULL && (last->seq > e->seq || (last->seq == e->seq && last->id >= e->id)))
            return "The list of changes is out of order.";
        if (e->touched)
            return "Something is marked as being changed.";
    }
    for (int kind = 0; kind < KIND_N; kind++)
        live -= room->live[kind].n;
    if (n != room->entities.n || last != room->newest || live != 0 || room->n_touched != 0)
        return "The list of changes is incomplete.";
    return NULL;
}

/* I4: what is kept as a record may name what was removed since. */
static bool is_there(const struct room *room, const struct field *field, uint64_t id)
{
    const struct entity *entity = map_get(&room->entities, id);
    if (entity == NULL || !kind_fits((enum kind)entity->kind, (enum kind)field->ref))
        return false;
    return !entity->removed || (field->flags & FIELD_PAST);
}

static bool refs_ok(const struct room *room, const struct field *field, const struct entity *entity)
{
    const void *member = (const char *)entity + field->offset;
    if (field->type == FIELD_REF)
        return *(const uint64_t *)member == 0 || is_there(room, field, *(const uint64_t *)member);
    if (field->type != FIELD_REFS)
        return true;
    const struct ids *ids = member;
    for (uint32_t i = 0; i < ids->n; i++)
        if (!is_there(room, field, ids->v[i]))
            return false;
    return true;
}

static bool text_ok(const char *text)
{
    return text == NULL || (text[0] != '\0' && utf8_valid(text, strlen(text)));
}

/* Texts in several languages have a source among them, and revisions that do not run ahead of it. */
static bool ml_ok(const struct ml *ml)
{
    if (ml_is_empty(ml))
        return ml->source == 0 && ml->source_rev == 0;
    if (ml->source >= LANG_N || ml->text[ml->source] == NULL || ml->rev[ml->source] != ml->source_rev)
        return false;
    for (int l = 0; l < LANG_N; l++)
        if (!text_ok(ml->text[l]) || ml->rev[l] > ml->source_rev || (ml->text[l] == NULL) != (ml->rev[l] == 0))
            return false;
    return true;
}

static bool texts_ok(const struct texts *texts)
{
    for (uint32_t i = 0; i < texts->n; i++)
        if (texts->v[i] == NULL || !utf8_valid(texts->v[i], strlen(texts->v[i])))
            return false;
    return true;
}

static bool encoding_ok(const struct field *field, const void *member)
{
    switch (field->type) {
    case FIELD_ML:
        return ml_ok(member);
    case FIELD_TEXTS:
    case FIELD_LANGS:
    case FIELD_WORDS:
        return texts_ok(member);
    case FIELD_TEXT:
    case FIELD_DATE:
    case FIELD_CLOCK:
    case FIELD_LOCAL:
    case FIELD_DUE:
    case FIELD_COUNTRY:
    case FIELD_ZONE:
        return text_ok(*(char *const *)member);
    default:
        return true;
    }
}

/* I3: every field has a value its row allows. I4: references lead to things that are there. */
static const char *fault_fields(const struct room *room, const struct entity *entity)
{
    const struct kind_info *info = kind_info((enum kind)entity->kind);
    for (size_t i = 0; i < info->n_fields; i++) {
        const struct field *field = &info->fields[i];
        bool required =
            (field->flags & FIELD_REQUIRED) && field->type != FIELD_ENUM && !(field->flags & FIELD_COEDITED);
        if (!encoding_ok(field, (const char *)entity + field->offset) || field_check(field, entity) != CODE_OK)
            return "A field has a value that it cannot have.";
        if (required && field_is_empty(field, entity))
            return "A field that is required is empty.";
        if (!refs_ok(room, field, entity))
            return "Something refers to what is not there.";
    }
    return NULL;
}

static const char *fault_content(const struct room *room)
{
    for (int kind = KIND_NONE + 1; kind < KIND_N; kind++) {
        const struct kind_list *list = &room->live[kind];
        if (kind != KIND_OPTION && list->n > kind_info((enum kind)kind)->limit)
            return "There is more of a kind than its limit allows.";
        for (size_t i = 0; i < list->n; i++) {
            const struct entity *entity = list->v[i];
            if (entity->kind != kind || entity->removed)
                return "Something is listed that is not live.";
            const char *fault = fault_fields(room, entity);
            if (fault != NULL)
                return fault;
        }
    }
    return NULL;
}

/* I6: siblings stand in different places, all positive. */
static const char *fault_order(const struct room *room, enum kind kind)
{
    if (kind_info(kind)->pos < 0)
        return NULL;
    size_t n;
    struct entity **v = room_sorted(room, kind, 0, &n);
    const char *fault = NULL;
    for (size_t i = 0; i < n && fault == NULL; i++) {
        bool twins =
            i > 0 && entity_group(v[i - 1]) == entity_group(v[i]) && *entity_pos(v[i - 1]) == *entity_pos(v[i]);
        if (twins || *entity_pos(v[i]) < 1)
            fault = "Two siblings stand in the same place, or one in none.";
    }
    mem_free(v);
    return fault;
}

/* I7: at most one item runs, only in a live workshop, and the workshop names it. */
static const char *fault_agenda(const struct room *room)
{
    const struct workshop *workshop = room->workshop;
    const struct kind_list *items = &room->live[KIND_ITEM];
    for (size_t i = 0; i < items->n; i++) {
        const struct item *item = (const struct item *)items->v[i];
        if ((item->state == ITEM_RUNNING) != (item->e.id == workshop->item))
            return "The running item is not the one on stage.";
    }
    if (workshop->undo_at != 0 && workshop->undo_to != workshop->item)
        return "The turn of the agenda that can be taken back is not the last one.";
    return workshop->item != 0 && workshop->state != WORKSHOP_LIVE ? "An item runs in a workshop that is not live."
                                                                   : NULL;
}

/* How often something is named. Values are counts plus one. */
static void count_one(struct map *counts, uint64_t id)
{
    uintptr_t n = (uintptr_t)map_get(counts, id);
    map_put(counts, id, (void *)(n == 0 ? 2 : n + 1));
}

static int64_t counted(const struct map *counts, uint64_t id)
{
    uintptr_t n = (uintptr_t)map_get(counts, id);
    return n == 0 ? 0 : (int64_t)n - 1;
}

/* I5: no poll has more options than its limit. */
static const char *fault_options(const struct room *room)
{
    const struct kind_list *options = &room->live[KIND_OPTION];
    struct map counts = { 0 };
    bool ok = true;
    for (size_t i = 0; i < options->n; i++) {
        uint64_t poll = ((const struct option *)options->v[i])->poll;
        count_one(&counts, poll);
        ok = ok && counted(&counts, poll) <= LIMIT_OPTIONS;
    }
    map_free(&counts);
    return ok ? NULL : "A poll has more options than its limit allows.";
}

/* I11: the state of a row, its time of adoption and the adoption it is in say the same. */
static bool standing_ok(const struct room *room, const struct standing *standing)
{
    const struct adoption *adoption = room_adoption(room, standing->adoption);
    if ((standing->state == ROW_ADOPTED) != (standing->adopted_at != 0))
        return false;
    if (standing->state == ROW_DRAFT && standing->adoption != 0)
        return false;
    if (standing->state == ROW_PROPOSED && (adoption == NULL || adoption->state != ADOPTION_OPEN))
        return false;
    if (standing->state == ROW_ADOPTED && adoption != NULL && adoption->state != ADOPTION_ADOPTED)
        return false;
    return standing->brought_at == 0 || standing->group != 0;
}

static const char *fault_rows(const struct room *room, struct map *counts)
{
    for (int kind = KIND_NONE + 1; kind < KIND_N; kind++) {
        const struct kind_list *rows = &room->live[kind];
        for (size_t i = 0; kind_fits((enum kind)kind, KIND_ROW) && i < rows->n; i++) {
            const struct standing *standing = entity_standing_const(rows->v[i]);
            if (!standing_ok(room, standing))
                return "The state of a row and its adoption do not agree.";
            if (standing->state == ROW_PROPOSED)
                count_one(counts, standing->adoption);
        }
    }
    return NULL;
}

/* I14: an adoption's state agrees with its times and its seal; what it covers while it is open is proposed. */
static bool adoption_ok(const struct room *room, const struct adoption *adoption, int64_t proposed)
{
    bool is_open = adoption->state == ADOPTION_OPEN, is_sealed = adoption->state == ADOPTION_ADOPTED;
    if (is_open != (adoption->closed_at == 0) || is_sealed != (adoption->sealed_seq != 0) ||
        is_sealed != (adoption->hash != NULL) || adoption->rows < 1 || adoption->sealed_seq > (int64_t)room->seq)
        return false;
    if (!is_open)
        return proposed == 0;
    const struct poll *poll = room_poll(room, adoption->poll);
    bool waits = adoption->way == ADOPTION_POLL ? poll != NULL && poll->state == POLL_OPEN : adoption->until != 0;
    return waits && proposed == adoption->rows && room->workshop->state != WORKSHOP_CLOSED;
}

static const char *fault_adoptions(const struct room *room, const struct map *counts)
{
    const struct kind_list *adoptions = &room->live[KIND_ADOPTION];
    for (size_t i = 0; i < adoptions->n; i++)
        if (!adoption_ok(room, (const struct adoption *)adoptions->v[i], counted(counts, adoptions->v[i]->id)))
            return "The state of an adoption does not agree with what it covers, its times or its seal.";
    return NULL;
}

static const char *fault_plan(const struct room *room)
{
    struct map counts = { 0 };
    const char *fault = fault_rows(room, &counts);
    if (fault == NULL)
        fault = fault_adoptions(room, &counts);
    map_free(&counts);
    return fault;
}

/* I15: reservations and objections are a delegation's, objections to an adoption; what is settled has a time. */
static const char *fault_remarks(const struct room *room)
{
    const struct kind_list *remarks = &room->live[KIND_REMARK];
    for (size_t i = 0; i < remarks->n; i++) {
        const struct remark *remark = (const struct remark *)remarks->v[i];
        bool ok = remark->resolved == (remark->resolved_at != 0) &&
                  (remark->type == REMARK_COMMENT || remark->delegation != 0) &&
                  (remark->type == REMARK_OBJECTION) == (remark->adoption != 0);
        if (!ok)
            return "A remark is nobody's, or is settled without a time.";
    }
    return NULL;
}

/* I12: a text is of a co-edited field of something live, and has a history. */
static const char *fault_text(const struct room *room, const struct text *text)
{
    const struct entity *owner = room_find(room, KIND_ANY, text->of);
    if (owner == NULL || text_find(room, text->of, text->field, text->lang) != text ||
        text_row((enum kind)owner->kind, text->field) == NULL)
        return "A text is of nothing, or is there twice.";
    return text->rev >= 1 && text_window_ok(room, text) ? NULL : "A text and its history do not agree.";
}

/* I12: and there is one for all words of such a field. */
static bool has_texts(const struct room *room, const struct entity *owner, const struct field *row)
{
    const struct ml *ml = (const struct ml *)(const void *)((const char *)owner + row->offset);
    for (uint8_t lang = 0; lang < LANG_N; lang++)
        if (ml->text[lang] != NULL && text_find(room, owner->id, (uint8_t)text_field_of(row), lang) == NULL)
            return false;
    return true;
}

static const char *fault_texts(const struct room *room)
{
    const struct kind_list *texts = &room->live[KIND_TEXT];
    for (size_t i = 0; i < texts->n; i++) {
        const char *fault = fault_text(room, (const struct text *)texts->v[i]);
        if (fault != NULL)
            return fault;
    }
    if (room->texts.n != texts->n)
        return "The texts are not all indexed.";
    size_t bytes = 0;
    for (const struct entity *e = room->oldest; e != NULL; e = e->after) {
        const struct kind_info *info = kind_info((enum kind)e->kind);
        const struct text *text = (const struct text *)e;
        if (e->kind == KIND_TEXT && text->window != NULL)
            bytes += text->window->bytes;
        for (size_t i = 0; !e->removed && i < info->n_fields; i++)
            if ((info->fields[i].flags & FIELD_COEDITED) && !has_texts(room, e, &info->fields[i]))
                return "Words of a field that is drafted together have no text.";
    }
    return bytes == room->windows_bytes ? NULL : "The windows of texts are not counted right.";
}

/* I13: a late proposal is for a field that its row has, or had. */
static const char *fault_proposals(const struct room *room)
{
    const struct kind_list *proposals = &room->live[KIND_PROPOSAL];
    for (size_t i = 0; i < proposals->n; i++) {
        const struct proposal *proposal = (const struct proposal *)proposals->v[i];
        const struct entity *owner = map_get(&room->entities, proposal->of);
        if (owner == NULL || text_row((enum kind)owner->kind, proposal->field) == NULL)
            return "A proposal is for nothing.";
    }
    return NULL;
}

const char *room_fault(const struct room *room)
{
    static const char *(*const checks[])(const struct room *room) = {
        fault_workshop,
        fault_list,
        fault_content,
        fault_options,
    };
    static const char *(*const rules[])(const struct room *room) = { fault_agenda,  fault_polls, fault_plan,
                                                                     fault_remarks, fault_texts, fault_proposals,
                                                                     fault_floor };
    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
        const char *fault = checks[i](room);
        if (fault != NULL || room->seq == 0)
            return fault;
    }
    for (int kind = KIND_NONE + 1; kind < KIND_N; kind++) {
        const char *fault = fault_order(room, (enum kind)kind);
        if (fault != NULL)
            return fault;
    }
    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
        const char *fault = rules[i](room);
        if (fault != NULL)
            return fault;
    }
    return NULL;
}

void room_check(const struct room *room)
{
    const char *fault = room_fault(room);
    /* The sentence is in the core dump and the debugger; a comparison is all that an assertion can print. */
    assert(fault == NULL);
}
