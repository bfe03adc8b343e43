/*
 * verb_poll: asking the room. Rules V1 to V11 of RULES.md.
 *
 * The tallies option.votes and poll.voters are kept with each ballot; an invariant says that they equal the recount.
 */
#include <assert.h>
#include <string.h>

#include "core/limits.h"
#include "core/rules.h"
#include "core/view.h"

/* V1: what is asked does not change once it was asked, nor does a record go away. */
static enum code prepared_check(const struct poll *poll)
{
    return poll->state == POLL_PREPARED ? CODE_OK : CODE_STATE;
}

/* V2: the ends of a scale are in order. */
static enum code scale_check(int64_t min, int64_t max)
{
    return min <= max ? CODE_OK : CODE_BAD_ARGUMENT;
}

static enum code poll_check_create(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)room, (void)actor;
    return scale_check(cmd->u.entity.poll.min, cmd->u.entity.poll.max);
}

static enum code poll_check_edit(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor;
    const struct poll *now = room_poll(room, cmd->id), *given = &cmd->u.entity.poll;
    if (prepared_check(now) != CODE_OK)
        return CODE_STATE;
    return scale_check(command_gives(cmd, "min") ? given->min : now->min,
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

static size_t count_options(const struct room *room, uint64_t poll)
{
    const struct kind_list *options = &room->live[KIND_OPTION];
    size_t n = 0;
    for (size_t i = 0; i < options->n; i++)
        if (((const struct option *)options->v[i])->poll == poll)
            n++;
    return n;
}

static bool is_supported(const struct poll *poll)
{
    return poll->type == POLL_SINGLE && poll->secrecy == POLL_NAMED && poll->unit == POLL_BY_PERSON;
}

/* V5: what the sender saw is what the room will be asked. V6: there is something to choose from. */
enum code poll_check_open(const struct room *room, const struct poll *poll, const char *seen)
{
    char tag[VIEW_TAG];
    if (poll->state != POLL_PREPARED)
        return CODE_STATE;
    view_tag(tag, room, &poll->e);
    if (seen != NULL && strcmp(seen, tag) != 0)
        return CODE_CHANGED;
    return is_supported(poll) && count_options(room, poll->e.id) >= 2 ? CODE_OK : CODE_UNSUPPORTED;
}

void poll_start(struct room *room, struct poll *poll, int64_t seconds, int64_t at)
{
    assert(poll->state == POLL_PREPARED);
    room_touch(room, &poll->e);
    poll->state = POLL_OPEN;
    poll->opened_at = at;
    poll->closes_at = seconds == 0 ? 0 : at + seconds * 1000;
}

enum code poll_open_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor;
    return poll_check_open(room, room_poll(room, cmd->id), cmd->u.poll_open.seen);
}

void poll_open_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    poll_start(room, room_poll(room, cmd->id), cmd->u.poll_open.seconds, actor->at);
}

/* V7: on closing, ballots become visible to everybody, so all of them are fed again. */
void poll_end(struct room *room, struct poll *poll, int64_t at)
{
    const struct kind_list *ballots = &room->live[KIND_BALLOT];
    room_touch(room, &poll->e);
    poll->state = POLL_CLOSED;
    poll->closed_at = at;
    for (size_t i = 0; i < ballots->n; i++)
        if (((const struct ballot *)ballots->v[i])->poll == poll->e.id)
            room_touch(room, ballots->v[i]);
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

/*
 * V8: the poll is open, and its time is not over, whether or not the system has closed it yet. V9: the option is one of
 * the poll's. Only a person casts a ballot.
 */
enum code ballot_cast_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct poll *poll = room_poll(room, cmd->id);
    const struct option *option = room_option(room, cmd->u.ballot.option);
    if (room_person(room, actor->person) == NULL)
        return CODE_FORBIDDEN;
    if (poll->state != POLL_OPEN || (poll->closes_at != 0 && actor->at >= poll->closes_at))
        return CODE_CLOSED;
    if (option == NULL)
        return CODE_BAD_ARGUMENT;
    if (option->poll != poll->e.id)
        return CODE_NOT_FOUND;
    bool votes_first = room_ballot_of(room, poll->e.id, actor->person) == NULL;
    return votes_first && room->last_id >= LIMIT_ID ? CODE_LIMIT : CODE_OK;
}

static void count_vote(struct room *room, uint64_t option, int64_t by)
{
    struct option *counted = room_option(room, option);
    assert(counted != NULL);
    room_touch(room, &counted->e);
    counted->votes += by;
    assert(counted->votes >= 0);
}

/* V10: one ballot a person; casting again replaces it. */
void ballot_cast_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    struct poll *poll = room_poll(room, cmd->id);
    struct ballot *ballot = room_ballot_of(room, poll->e.id, actor->person);
    if (ballot == NULL) {
        ballot = (struct ballot *)room_create(room, KIND_BALLOT);
        ballot->poll = poll->e.id;
        ballot->person = actor->person;
        room_index_ballot(room, ballot);
        room_touch(room, &poll->e);
        poll->voters++;
    }
    room_touch(room, &ballot->e);
    ballot->cast_at = actor->at;
    if (ballot->option == cmd->u.ballot.option)
        return;
    if (ballot->option != 0)
        count_vote(room, ballot->option, -1);
    ballot->option = cmd->u.ballot.option;
    count_vote(room, ballot->option, 1);
}

const struct poll *poll_first_due(const struct room *room)
{
    const struct kind_list *polls = &room->live[KIND_POLL];
    const struct poll *first = NULL;
    for (size_t i = 0; i < polls->n; i++) {
        const struct poll *poll = (const struct poll *)polls->v[i];
        if (poll->state != POLL_OPEN || poll->closes_at == 0)
            continue;
        if (first == NULL || poll->closes_at < first->closes_at ||
            (poll->closes_at == first->closes_at && poll->e.id < first->e.id))
            first = poll;
    }
    return first;
}
