/*
 * verb_adoption: putting a row, a framework text or the whole plan to the room, and what comes of it. Rules D1 to D10 of
 * RULES.md.
 */
#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "core/canon.h"
#include "core/checks.h"
#include "core/limits.h"
#include "core/row.h"
#include "core/rules.h"
#include "core/tally.h"
#include "core/view.h"

/* Rows gathered from the room; free `v`. */
struct rows {
    struct entity **v;
    size_t n, cap;
};

static void gather(struct rows *rows, struct entity *row)
{
    if (rows->n == rows->cap) {
        rows->cap = rows->cap == 0 ? 16 : rows->cap * 2;
        rows->v = mem_grow(rows->v, rows->cap, sizeof(rows->v[0]));
    }
    rows->v[rows->n++] = row;
}

/* D1: what can be adopted is a draft that stands in the plenary plan. */
static bool is_ready(const struct entity *row)
{
    return entity_standing_const(row)->state == ROW_DRAFT && row_group_now(row) == 0;
}

static void gather_ready(struct rows *rows, const struct room *room, enum kind kind, uint64_t parent)
{
    const struct kind_list *list = &room->live[kind];
    for (size_t i = 0; i < list->n; i++)
        if (is_ready(list->v[i]) && (parent == 0 || entity_parent(list->v[i]) == parent))
            gather(rows, list->v[i]);
}

/* D1: what an adoption of `of` covers; the plan is its actions and recommendations, a framework has its paragraphs. */
static struct rows rows_covered(const struct room *room, uint64_t of)
{
    struct rows rows = { 0 };
    if (of == 0) {
        gather_ready(&rows, room, KIND_ACTION, 0);
        gather_ready(&rows, room, KIND_RECOMMENDATION, 0);
        return rows;
    }
    struct entity *row = room_find(room, KIND_ROW, of);
    if (!is_ready(row))
        return rows;
    gather(&rows, row);
    if (row->kind == KIND_FRAMEWORK)
        gather_ready(&rows, room, KIND_PARAGRAPH, of);
    return rows;
}

/* The rows that are proposed in the adoption, or were adopted by it. */
static struct rows rows_in(const struct room *room, const struct adoption *adoption)
{
    struct rows rows = { 0 };
    for (int kind = KIND_NONE + 1; kind < KIND_N; kind++) {
        const struct kind_list *list = &room->live[kind];
        for (size_t i = 0; kind_fits((enum kind)kind, KIND_ROW) && i < list->n; i++)
            if (entity_standing_const(list->v[i])->adoption == adoption->e.id)
                gather(&rows, list->v[i]);
    }
    return rows;
}

/* D2: part of a text that is put to the room on its own is not put to it a second time. */
static bool has_proposed_part(const struct room *room, uint64_t of)
{
    const struct kind_list *paragraphs = &room->live[KIND_PARAGRAPH];
    for (size_t i = 0; i < paragraphs->n; i++) {
        const struct paragraph *paragraph = (const struct paragraph *)paragraphs->v[i];
        if (paragraph->framework == of && paragraph->standing.state == ROW_PROPOSED)
            return true;
    }
    return false;
}

/* D3: a poll that adopts offers the answer that does: an option of it, or yes. */
static enum code poll_check(const struct room *room, const struct args_adoption *args)
{
    const struct poll *poll = room_poll(room, args->poll);
    if (poll->type != POLL_SINGLE && poll->type != POLL_YES_NO_ABSTAIN)
        return CODE_UNSUPPORTED;
    if ((poll->type == POLL_SINGLE) != (args->option != 0))
        return CODE_BAD_ARGUMENT;
    if (args->option != 0 && room_option(room, args->option)->poll != args->poll)
        return CODE_NOT_FOUND;
    if (room->workshop->state != WORKSHOP_LIVE)
        return CODE_STATE;
    return poll_check_open(room, poll, NULL);
}

/* D3: each way has its own arguments. */
static enum code way_check(const struct room *room, const struct actor *actor, const struct args_adoption *args)
{
    bool by_poll = args->way == ADOPTION_POLL;
    if ((args->way == ADOPTION_SILENCE) != (args->until != 0) ||
        (args->way == ADOPTION_SILENCE && args->seconds != 0) || by_poll != (args->poll != 0) ||
        (!by_poll && args->option != 0))
        return CODE_BAD_ARGUMENT;
    if (args->until != 0 && (args->until <= actor->at || args->until > actor->at + LIMIT_SILENCE_MS))
        return CODE_BAD_ARGUMENT;
    return by_poll ? poll_check(room, args) : CODE_OK;
}

/* D4: what is put to the room is what the sender saw. D5: and passes the checks that the workshop requires. */
static enum code rows_check(const struct room *room, const struct rows *rows, const char *seen)
{
    char tag[VIEW_TAG];
    uint32_t required = checks_required(room->workshop), failed = 0;
    view_seen(tag, room, rows->v, rows->n);
    if (seen != NULL && strcmp(seen, tag) != 0)
        return CODE_CHANGED;
    if (required == 0)
        return CODE_OK;
    struct map found = { 0 };
    checks_run(&found, room, required);
    for (size_t i = 0; i < rows->n; i++)
        failed |= checks_found(&found, rows->v[i]->id);
    map_free(&found);
    return failed != 0 ? CODE_UNMET : CODE_OK;
}

enum code adoption_open_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct args_adoption *args = &cmd->u.adoption;
    enum code code = way_check(room, actor, args);
    struct rows rows = rows_covered(room, args->of);
    if (code == CODE_OK && (rows.n == 0 || has_proposed_part(room, args->of)))
        code = CODE_STATE;
    if (code == CODE_OK)
        code = rows_check(room, &rows, args->seen);
    if (code == CODE_OK && (room->live[KIND_ADOPTION].n >= LIMIT_ADOPTIONS || room->last_id >= LIMIT_ID))
        code = CODE_LIMIT;
    mem_free(rows.v);
    return code;
}

/* D8: the reservations that stand when it is adopted are part of what was adopted. */
static int64_t reservations_now(const struct room *room, const struct adoption *adoption)
{
    const struct kind_list *remarks = &room->live[KIND_REMARK];
    int64_t n = 0;
    for (size_t i = 0; i < remarks->n; i++)
        n += canon_has_reservation(room, adoption, (const struct remark *)remarks->v[i]);
    return n;
}

/* D7: what was proposed is adopted, and sealed with the hash of its canonical bytes. */
static void adopt(struct room *room, struct adoption *adoption, int64_t at)
{
    struct rows rows = rows_in(room, adoption);
    char hash[CANON_HASH];
    for (size_t i = 0; i < rows.n; i++) {
        struct standing *standing = entity_standing(rows.v[i]);
        assert(standing->state == ROW_PROPOSED);
        room_touch(room, rows.v[i]);
        standing->state = ROW_ADOPTED;
        standing->adopted_at = at;
    }
    mem_free(rows.v);
    room_touch(room, &adoption->e);
    adoption->state = ADOPTION_ADOPTED;
    adoption->closed_at = at;
    adoption->reservations = reservations_now(room, adoption);
    adoption->sealed_seq = (int64_t)room->seq + 1;
    canon_hash(hash, room, adoption);
    assert(adoption->hash == NULL);
    adoption->hash = mem_copy_text(hash);
}

/* D6: what is not adopted is a draft again. */
static void give_back(struct room *room, struct adoption *adoption, enum adoption_state state, int64_t at)
{
    struct rows rows = rows_in(room, adoption);
    for (size_t i = 0; i < rows.n; i++) {
        struct standing *standing = entity_standing(rows.v[i]);
        room_touch(room, rows.v[i]);
        standing->state = ROW_DRAFT;
        standing->adoption = 0;
    }
    mem_free(rows.v);
    room_touch(room, &adoption->e);
    adoption->state = (uint8_t)state;
    adoption->closed_at = at;
}

static void propose(struct room *room, struct adoption *adoption, const struct rows *rows)
{
    adoption->rows = (int64_t)rows->n;
    for (size_t i = 0; i < rows->n; i++) {
        struct standing *standing = entity_standing(rows->v[i]);
        room_touch(room, rows->v[i]);
        standing->state = ROW_PROPOSED;
        standing->adoption = adoption->e.id;
    }
}

void adoption_open_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    const struct args_adoption *args = &cmd->u.adoption;
    struct rows rows = rows_covered(room, args->of);
    struct adoption *adoption = (struct adoption *)room_create(room, KIND_ADOPTION);
    adoption->of = args->of;
    adoption->way = args->way;
    adoption->opened_by = actor->person;
    adoption->opened_at = actor->at;
    adoption->until = args->until;
    propose(room, adoption, &rows);
    mem_free(rows.v);
    if (args->way == ADOPTION_POLL) {
        adoption->poll = args->poll;
        adoption->option = args->option;
        struct poll *poll = room_poll(room, args->poll);
        poll_start(room, poll, args->seconds != 0 ? args->seconds : poll->seconds, actor->at);
    } else if (args->way == ADOPTION_CONSENSUS && args->seconds == 0) {
        adopt(room, adoption, actor->at);
    } else if (args->way == ADOPTION_CONSENSUS) {
        adoption->until = actor->at + args->seconds * 1000;
    }
}

/* D6: a delegation that decides objects while there is time to; a poll has its own way to say no. */
enum code adoption_object_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct adoption *adoption = room_adoption(room, cmd->id);
    const struct person *person = room_person(room, actor->person);
    if (person == NULL || person->delegation == 0 || room_delegation(room, person->delegation)->observer)
        return CODE_FORBIDDEN;
    if (adoption->way == ADOPTION_POLL)
        return CODE_STATE;
    if (adoption->state != ADOPTION_OPEN || actor->at >= adoption->until)
        return CODE_CLOSED;
    return room->live[KIND_REMARK].n < LIMIT_REMARKS + LIMIT_ADOPTIONS && room->last_id < LIMIT_ID ? CODE_OK
                                                                                                   : CODE_LIMIT;
}

void adoption_object_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    struct adoption *adoption = room_adoption(room, cmd->id);
    struct remark *remark = (struct remark *)room_create(room, KIND_REMARK);
    remark->of = adoption->of;
    remark->type = REMARK_OBJECTION;
    remark->delegation = room_person(room, actor->person)->delegation;
    remark->person = actor->person;
    remark->at = actor->at;
    remark->adoption = adoption->e.id;
    ml_merge(&remark->text, &cmd->u.object.text);
    adoption->objections++;
    give_back(room, adoption, ADOPTION_OBJECTED, actor->at);
}

enum code adoption_withdraw_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor;
    return room_adoption(room, cmd->id)->state == ADOPTION_OPEN ? CODE_OK : CODE_STATE;
}

/* D10: the poll of a withdrawn adoption ends with it, and decides nothing. */
static void withdraw(struct room *room, struct adoption *adoption, int64_t at)
{
    struct poll *poll = room_poll(room, adoption->poll);
    give_back(room, adoption, ADOPTION_WITHDRAWN, at);
    if (poll != NULL && poll->state == POLL_OPEN)
        poll_end(room, poll, at);
}

void adoption_withdraw_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    withdraw(room, room_adoption(room, cmd->id), actor->at);
}

void adoptions_withdraw_open(struct room *room, int64_t at)
{
    const struct kind_list *adoptions = &room->live[KIND_ADOPTION];
    for (size_t i = 0; i < adoptions->n; i++) {
        struct adoption *adoption = (struct adoption *)adoptions->v[i];
        if (adoption->state == ADOPTION_OPEN)
            withdraw(room, adoption, at);
    }
}

/* D7: its time is over. */
enum code adoption_close_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct adoption *adoption = room_adoption(room, cmd->id);
    bool due = adoption->state == ADOPTION_OPEN && adoption->until != 0 && adoption->until <= actor->at;
    return due ? CODE_OK : CODE_STATE;
}

void adoption_close_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    adopt(room, room_adoption(room, cmd->id), actor->at);
}

/* D9: votes for what adopts, for the first of the others, and for all further ones: those for no before abstentions. */
static void count_votes(const struct tally *tally, struct adoption *adoption)
{
    bool against = true;
    for (size_t i = 0; i < tally->n_lines; i++) {
        const struct tally_line *line = &tally->lines[i];
        if (adoption->option != 0 ? line->option == adoption->option : line->value == VALUE_YES) {
            adoption->votes_for = line->votes;
            continue;
        }
        *(against ? &adoption->votes_against : &adoption->votes_other) += line->votes;
        against = false;
    }
}

/* D9: the share that the poll asks for, else more than half, of the votes that are no abstention; and its quorum. */
void adoptions_decide(struct room *room, const struct poll *poll, int64_t at)
{
    const struct kind_list *adoptions = &room->live[KIND_ADOPTION];
    enum poll_majority majority =
        poll->majority == MAJORITY_NONE ? MAJORITY_SIMPLE : (enum poll_majority)poll->majority;
    for (size_t i = 0; i < adoptions->n; i++) {
        struct adoption *adoption = (struct adoption *)adoptions->v[i];
        if (adoption->state != ADOPTION_OPEN || adoption->poll != poll->e.id)
            continue;
        struct tally tally = tally_of(room, poll);
        count_votes(&tally, adoption);
        if (poll->state == POLL_VOID)
            give_back(room, adoption, ADOPTION_WITHDRAWN, at); /* S7: nobody has decided anything */
        else if (tally.quorum && majority_has(majority, adoption->votes_for, tally.weight - tally.abstained))
            adopt(room, adoption, at);
        else
            give_back(room, adoption, ADOPTION_REJECTED, at);
        tally_free(&tally);
    }
}

const struct adoption *adoption_first_due(const struct room *room)
{
    const struct kind_list *adoptions = &room->live[KIND_ADOPTION];
    const struct adoption *first = NULL;
    for (size_t i = 0; i < adoptions->n; i++) {
        const struct adoption *adoption = (const struct adoption *)adoptions->v[i];
        if (adoption->state != ADOPTION_OPEN || adoption->until == 0)
            continue;
        if (first == NULL || adoption->until < first->until ||
            (adoption->until == first->until && adoption->e.id < first->e.id))
            first = adoption;
    }
    return first;
}
