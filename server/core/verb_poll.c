/*
 * verb_poll: asking the room. Rules V1 to V7 and V20 to V23 of RULES.md. Voting is in verb_ballot.c, results are in tally.c.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "core/limits.h"
#include "core/roll.h"
#include "core/row.h"
#include "core/rules.h"
#include "core/tally.h"
#include "core/view.h"

/* V1: what is asked does not change once it was asked, nor does a record go away. */
static enum code prepared_check(const struct poll *poll)
{
    return poll->state == POLL_PREPARED ? CODE_OK : CODE_STATE;
}

/* V2: the ends are in order; where they say how many may be chosen, a `max` of 0 is no end. */
static enum code ends_check(uint8_t type, int64_t min, int64_t max)
{
    bool no_end = max == 0 && type != POLL_SCALE && type != POLL_NUMBER;
    return no_end || min <= max ? CODE_OK : CODE_BAD_ARGUMENT;
}

static enum code poll_check_create(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)room, (void)actor;
    const struct poll *given = &cmd->u.entity.poll;
    return ends_check(given->type, given->min, given->max);
}

static enum code poll_check_edit(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor;
    const struct poll *now = room_poll(room, cmd->id), *given = &cmd->u.entity.poll;
    if (prepared_check(now) != CODE_OK)
        return CODE_STATE;
    if (command_gives(cmd, "pair") && given->pair == cmd->id)
        return CODE_BAD_ARGUMENT;
    return ends_check(command_gives(cmd, "type") ? given->type : now->type,
                      command_gives(cmd, "min") ? given->min : now->min,
                      command_gives(cmd, "max") ? given->max : now->max);
}

/* V3: options go with their poll, but what an action says it comes from stays (E7). */
static enum code poll_check_remove(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor;
    const struct poll *poll = room_poll(room, cmd->id);
    enum code code = prepared_check(poll);
    return code == CODE_OK && is_referred_by(room, KIND_ACTION, &poll->e) ? CODE_IN_USE : code;
}

/* Backwards, since removing fills the gap with the last one. */
static void poll_on_remove(struct room *room, const struct actor *actor, struct entity *entity)
{
    (void)actor;
    const struct kind_list *options = &room->live[KIND_OPTION];
    for (size_t i = options->n; i-- > 0;)
        if (((struct option *)options->v[i])->poll == entity->id)
            room_remove(room, options->v[i]);
}

const struct edit_rule poll_edit_rule = {
    .check_create = poll_check_create,
    .check_edit = poll_check_edit,
    .check_remove = poll_check_remove,
    .on_remove = poll_on_remove,
    .keeps_refs = true,
};

static enum code option_check_create(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor;
    return prepared_check(room_poll(room, cmd->u.entity.option.poll));
}

static enum code option_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor;
    return prepared_check(room_poll(room, room_option(room, cmd->id)->poll));
}

/* V4: an option stays with its poll. */
static enum code option_check_edit(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    if (command_gives(cmd, "poll") && cmd->u.entity.option.poll != room_option(room, cmd->id)->poll)
        return CODE_BAD_ARGUMENT;
    return option_check(room, actor, cmd);
}

const struct edit_rule option_edit_rule = {
    .check_create = option_check_create,
    .check_edit = option_check_edit,
    .check_move = option_check,
    .check_remove = option_check,
    .part = true,
};

/* V6: the numbers that a type needs. `n` options. */
static bool numbers_fit(const struct poll *poll, size_t n)
{
    int64_t most = (int64_t)n;
    switch ((enum poll_type)poll->type) {
    case POLL_MULTIPLE:
    case POLL_RANKING:
        return poll->min >= 0 && poll->min <= most && poll->max >= 0 && poll->max <= most;
    case POLL_SCALE:
        return poll->min < poll->max;
    case POLL_POINTS:
        return poll->points > 0;
    case POLL_WORDS:
        return poll->max >= 0;
    case POLL_NUMBER:
        return poll->min < poll->max || (poll->min == 0 && poll->max == 0);
    default:
        return true;
    }
}

/* V6: as many options as the type needs, and none where it has none. */
static bool options_fit(const struct poll *poll, size_t n)
{
    if (!poll_takes_options(poll))
        return n == 0;
    size_t least = poll->type == POLL_SCALE ? 0 : poll->type == POLL_DATE ? 1 : 2;
    return n >= least;
}

/* V6: a share is asked of answers that one ballot gives or does not give. */
static bool majority_fits(const struct poll *poll)
{
    static const bool of_types[] = { [POLL_SINGLE] = true, [POLL_MULTIPLE] = true, [POLL_YES_NO_ABSTAIN] = true,
                                     [POLL_DATE] = true,   [POLL_CONSENT] = true,  [POLL_FIST_TO_FIVE] = false };
    return poll->majority == MAJORITY_NONE || of_types[poll->type];
}

/* V5: what the sender saw is what the room will be asked. V6: the poll is whole, and can be counted. */
enum code poll_check_open(const struct room *room, const struct poll *poll, const char *seen)
{
    char tag[VIEW_TAG];
    if (poll->state != POLL_PREPARED)
        return CODE_STATE;
    view_tag(tag, room, &poll->e);
    if (seen != NULL && strcmp(seen, tag) != 0)
        return CODE_CHANGED;
    size_t n = poll_count_options(room, poll->e.id);
    if (!options_fit(poll, n) || !numbers_fit(poll, n))
        return CODE_INCOMPLETE;
    if (poll->secrecy == POLL_SECRET && poll->weighted)
        return CODE_UNSUPPORTED; /* S1: a weight would tell whose vote it is */
    return majority_fits(poll) ? CODE_OK : CODE_UNSUPPORTED;
}

void poll_start(struct room *room, struct poll *poll, int64_t seconds, int64_t at)
{
    assert(poll->state == POLL_PREPARED);
    room_touch(room, &poll->e);
    poll->state = POLL_OPEN;
    poll->opened_at = at;
    poll->closes_at = seconds == 0 ? 0 : at + seconds * 1000;
    roll_make(room, poll);
}

enum code poll_open_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor;
    return poll_check_open(room, room_poll(room, cmd->id), cmd->u.poll_open.seen);
}

/* V5: without a word about it, the time is the one the poll was prepared with. */
void poll_open_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    struct poll *poll = room_poll(room, cmd->id);
    poll_start(room, poll, command_gives(cmd, "seconds") ? cmd->u.poll_open.seconds : poll->seconds, actor->at);
}

/* The poll that an option, a ballot or an answer is of. */
static uint64_t poll_of(const struct entity *entity)
{
    switch (entity->kind) {
    case KIND_OPTION:
        return ((const struct option *)entity)->poll;
    case KIND_BALLOT:
        return ((const struct ballot *)entity)->poll;
    default:
        assert(entity->kind == KIND_ANSWER);
        return ((const struct answer *)entity)->poll;
    }
}

static void touch_parts(struct room *room, enum kind kind, const struct poll *poll)
{
    const struct kind_list *list = &room->live[kind];
    for (size_t i = 0; i < list->n; i++)
        if (poll_of(list->v[i]) == poll->e.id)
            room_touch(room, list->v[i]);
}

/* V7: after the close everybody may know who voted; in the order of ids, which says nothing. */
static void write_voted(struct room *room, const struct poll *poll)
{
    const struct kind_list *ballots = &room->live[KIND_BALLOT];
    struct roll *roll = room_roll_of(room, poll->e.id);
    if (roll == NULL || poll->secrecy == POLL_SECRET)
        return;
    room_touch(room, &roll->e);
    for (size_t i = 0; i < ballots->n; i++) {
        const struct ballot *ballot = (const struct ballot *)ballots->v[i];
        if (ballot->poll == poll->e.id && !ballot->advisory)
            roll_add(&roll->voted, ballot_voter(ballot));
    }
}

/* S4: no more ballots; it stays open until those there are were counted (poll.count). */
static void poll_stop(struct poll *poll, int64_t at)
{
    if (poll->closes_at == 0 || poll->closes_at > at)
        poll->closes_at = at;
}

/* V7: what may be seen from now on is fed again: ballots under a name, and results that waited for the close. */
void poll_end(struct room *room, struct poll *poll, int64_t at)
{
    room_touch(room, &poll->e);
    if (poll->secrecy == POLL_SECRET) {
        poll_stop(poll, at);
        return;
    }
    poll->state = POLL_CLOSED;
    poll->closed_at = at;
    if (poll->secrecy == POLL_NAMED)
        touch_parts(room, KIND_BALLOT, poll);
    if (poll->results == RESULTS_AFTER) {
        touch_parts(room, KIND_OPTION, poll);
        touch_parts(room, KIND_ANSWER, poll);
    }
    write_voted(room, poll);
    adoptions_decide(room, poll, at);
}

void polls_close_open(struct room *room, int64_t at)
{
    const struct kind_list *polls = &room->live[KIND_POLL];
    for (size_t i = 0; i < polls->n; i++) {
        struct poll *poll = (struct poll *)polls->v[i];
        if (poll->state == POLL_OPEN)
            poll_end(room, poll, at);
    }
}

enum code poll_close_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor;
    return room_poll(room, cmd->id)->state == POLL_OPEN ? CODE_OK : CODE_STATE;
}

void poll_close_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    poll_end(room, room_poll(room, cmd->id), actor->at);
}

/* V23: somebody who came after the opening, and can still vote. */
enum code poll_admit_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct poll *poll = room_poll(room, cmd->id);
    const struct person *person = room_person(room, cmd->u.poll_admit.person);
    if (person == NULL)
        return CODE_BAD_ARGUMENT;
    bool open = poll->state == POLL_OPEN && (poll->closes_at == 0 || actor->at < poll->closes_at);
    return open ? roll_admit_check(room, poll, person) : CODE_STATE;
}

void poll_admit_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    (void)actor;
    roll_admit(room, room_poll(room, cmd->id), room_person(room, cmd->u.poll_admit.person));
}

static bool is_over(const struct poll *poll)
{
    return poll->state == POLL_CLOSED || poll->state == POLL_VOID;
}

/* V20: what was asked can be asked again, as a poll of its own. */
enum code poll_again_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor;
    if (!is_over(room_poll(room, cmd->id)))
        return CODE_STATE;
    return room->live[KIND_POLL].n < LIMIT_POLLS ? CODE_OK : CODE_LIMIT;
}

/* A new thing with the content of another, and nothing of what became of it. */
static struct entity *copy_content(struct room *room, const struct entity *from)
{
    const struct kind_info *info = kind_info((enum kind)from->kind);
    struct entity *to = room_create(room, (enum kind)from->kind);
    for (size_t i = 0; i < info->n_fields; i++)
        if (info->fields[i].flags & FIELD_SET)
            field_copy(&info->fields[i], to, from);
    return to;
}

void poll_again_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    (void)actor;
    const struct poll *former = room_poll(room, cmd->id);
    struct poll *poll = (struct poll *)copy_content(room, &former->e);
    size_t n;
    struct entity **options = room_sorted(room, KIND_OPTION, former->e.id, &n);
    poll->round = former->round + 1;
    poll->previous = former->e.id;
    room_place(room, &poll->e, former->e.id);
    for (size_t i = 0; i < n; i++) {
        struct option *option = (struct option *)copy_content(room, options[i]);
        option->poll = poll->e.id;
        option->pos = ((const struct option *)options[i])->pos;
    }
    mem_free(options);
}

/* The action that an option stands for, if the actor may write in it; else NULL. */
static struct action *action_of(const struct room *room, const struct actor *actor, const struct option *option)
{
    struct action *action = room_action(room, option->action);
    return action != NULL && row_writable(room, actor, &action->e, NULL) ? action : NULL;
}

/* V21: results that put options in an order. */
static bool can_prioritize(const struct poll *poll)
{
    return poll->type == POLL_MULTIPLE || poll->type == POLL_RANKING || poll->type == POLL_POINTS ||
           poll->type == POLL_SCALE || poll->type == POLL_SINGLE;
}

enum code poll_prioritize_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct poll *poll = room_poll(room, cmd->id);
    const struct kind_list *options = &room->live[KIND_OPTION];
    if (poll->state != POLL_CLOSED)
        return CODE_STATE;
    if (!can_prioritize(poll))
        return CODE_UNSUPPORTED;
    for (size_t i = 0; i < options->n; i++) {
        const struct option *option = (const struct option *)options->v[i];
        if (option->poll == poll->e.id && action_of(room, actor, option) != NULL)
            return CODE_OK;
    }
    return CODE_INCOMPLETE;
}

static int by_votes(const void *a, const void *b)
{
    const struct option *x = *(struct option *const *)a, *y = *(struct option *const *)b;
    if (x->votes != y->votes)
        return x->votes < y->votes ? 1 : -1;
    return (x->e.id > y->e.id) - (x->e.id < y->e.id);
}

/* V21: by thirds; equal votes give an equal priority, the higher one. */
void poll_prioritize_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    static const uint8_t priorities[] = { PRIORITY_HIGH, PRIORITY_MEDIUM, PRIORITY_LOW };
    size_t n, ranked = 0, place = 0;
    struct entity **options = room_sorted(room, KIND_OPTION, cmd->id, &n);
    for (size_t i = 0; i < n; i++)
        if (room_action(room, ((const struct option *)options[i])->action) != NULL)
            options[ranked++] = options[i];
    if (ranked > 1)
        qsort(options, ranked, sizeof(*options), by_votes);
    for (size_t i = 0; i < ranked; i++) {
        const struct option *option = (const struct option *)options[i];
        struct action *action = action_of(room, actor, option);
        if (option->votes != ((const struct option *)options[place])->votes)
            place = i;
        if (action == NULL)
            continue;
        room_touch(room, &action->e);
        action->priority = priorities[place * 3 / ranked];
    }
    mem_free(options);
}

const struct poll *poll_first_due(const struct room *room)
{
    const struct kind_list *polls = &room->live[KIND_POLL];
    const struct poll *first = NULL;
    for (size_t i = 0; i < polls->n; i++) {
        const struct poll *poll = (const struct poll *)polls->v[i];
        /* S4: a secret poll is not closed by its time alone. */
        if (poll->state != POLL_OPEN || poll->closes_at == 0 || poll->secrecy == POLL_SECRET)
            continue;
        if (first == NULL || poll->closes_at < first->closes_at ||
            (poll->closes_at == first->closes_at && poll->e.id < first->e.id))
            first = poll;
    }
    return first;
}
