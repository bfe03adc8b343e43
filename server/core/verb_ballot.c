/*
 * verb_ballot: voting. Rules V8 to V14 of RULES.md.
 *
 * What a ballot says is counted with it (V13); an invariant says that the tallies equal the recount.
 */
#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "core/kind_rows.h"
#include "core/limits.h"
#include "core/roll.h"
#include "core/rules.h"
#include "core/secret.h"
#include "core/tally.h"

/* V11: what the head of a delegation decided, only the head changes. */
static bool is_the_heads(const struct room *room, const struct ballot *ballot, const struct person *person)
{
    const struct person *former = ballot == NULL ? NULL : room_person(room, ballot->person);
    return former != NULL && former != person && former->head && former->delegation == ballot->delegation &&
           ballot->delegation != 0 && !person->head;
}

static enum code room_for_answers(const struct room *room, const struct poll *poll, const struct vote *vote)
{
    struct cells cells = cells_of(poll, vote);
    bool fits = room->live[KIND_ANSWER].n + cells_new(room, poll, &cells) <= LIMIT_ANSWERS;
    cells_free(&cells);
    return fits ? CODE_OK : CODE_LIMIT;
}

enum code ballot_check(const struct room *room, const struct actor *actor, const struct poll *poll,
                       const struct person *person, const struct args_ballot *args)
{
    const struct vote vote = vote_of_args(args);
    if (poll->state != POLL_OPEN || (poll->closes_at != 0 && actor->at >= poll->closes_at))
        return CODE_CLOSED;
    struct voter voter = roll_voter(room, poll, person);
    if (voter.id == 0)
        return CODE_NOT_ELIGIBLE;
    if (is_the_heads(room, room_ballot_of(room, poll->e.id, voter.id), person) ||
        (room_secret_of(room, poll->e.id, voter.id).by_head && !person->head))
        return CODE_LOCKED;
    enum code code = vote_check(room, poll, poll_count_options(room, poll->e.id), &vote);
    return code == CODE_OK ? room_for_answers(room, poll, &vote) : code;
}

/* V10: who votes by this command: the sender, or somebody on the sender's device. */
static const struct person *caster(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    uint64_t voter = cmd->u.ballot.voter;
    const struct person *person = room_person(room, voter == 0 ? actor->person : voter);
    bool may = person != NULL && (person->e.id == actor->person || person->device == actor->person);
    return may && actor->person != 0 ? person : NULL;
}

/* S3: 24 characters, of those that travel anywhere. */
static bool is_receipt(const char *receipt)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    return receipt != NULL && strlen(receipt) == RECEIPT_TEXT && strspn(receipt, letters) == RECEIPT_TEXT;
}

enum code ballot_cast_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct poll *poll = room_poll(room, cmd->id);
    const struct person *person = caster(room, actor, cmd);
    if (person == NULL)
        return CODE_FORBIDDEN;
    if (poll->secrecy == POLL_SECRET ? !is_receipt(cmd->u.ballot.receipt) : cmd->u.ballot.receipt != NULL)
        return CODE_BAD_ARGUMENT;
    return ballot_check(room, actor, poll, person, &cmd->u.ballot);
}

/* V14: somebody else writes down what a person says, unless nobody may know what that is. */
enum code ballot_enter_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct poll *poll = room_poll(room, cmd->id);
    const struct person *person = room_person(room, cmd->u.ballot.voter);
    if (person == NULL)
        return CODE_BAD_ARGUMENT;
    if (poll->secrecy == POLL_SECRET)
        return CODE_UNSUPPORTED;
    if (person->mode == PERSON_REMOTE)
        return CODE_STATE;
    return ballot_check(room, actor, poll, person, &cmd->u.ballot);
}

/* Count what a ballot says, with its weight times 1, or times -1 out again. */
static void count_cells(struct room *room, const struct poll *poll, const struct ballot *ballot, int64_t sign)
{
    const struct vote vote = vote_of_ballot(ballot);
    struct cells cells = cells_of(poll, &vote);
    size_t n_options = poll_count_options(room, poll->e.id);
    for (size_t i = 0; i < cells.n; i++)
        cell_count(room, poll, n_options, &cells.v[i], sign * ballot->weight, ballot->advisory);
    cells_free(&cells);
}

/* Count that a ballot is there. */
static void count_voter(struct poll *poll, const struct ballot *ballot, int64_t sign)
{
    if (ballot->advisory) {
        poll->advisers += sign;
        return;
    }
    poll->voters += sign;
    poll->weight += sign * ballot->weight;
    assert(poll->voters >= 0 && poll->weight >= 0);
}

static bool same_ids(const struct ids *a, const struct ids *b)
{
    return a->n == b->n && (a->n == 0 || memcmp(a->v, b->v, a->n * sizeof(*a->v)) == 0);
}

static bool same_ints(const struct ints *a, const struct ints *b)
{
    return a->n == b->n && (a->n == 0 || memcmp(a->v, b->v, a->n * sizeof(*a->v)) == 0);
}

static bool same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool counts_the_same(const struct ballot *a, const struct ballot *b)
{
    return a->weight == b->weight && a->advisory == b->advisory;
}

static bool says_the_same(const struct ballot *a, const struct ballot *b)
{
    return a->option == b->option && same_ids(&a->options, &b->options) && same_ints(&a->values, &b->values) &&
           same_text(a->text, b->text) && counts_the_same(a, b);
}

/* V13: in a weighted poll a ballot has the weight of its delegation; advice has none. */
static int64_t weight_of(const struct room *room, const struct poll *poll, const struct person *person, bool advisory)
{
    const struct delegation *delegation = room_delegation(room, person->delegation);
    bool has_weight = poll->weighted && !advisory && delegation != NULL && delegation->weight != 0;
    return has_weight ? delegation->weight : 1;
}

/* The words of the ballot become those of the command, which owns them no more. */
static void take_words(struct ballot *ballot, struct args_ballot *args)
{
    ballot->option = args->option;
    ballot->options = args->options;
    ballot->values = args->values;
    ballot->text = args->text;
    args->options = (struct ids){ 0 };
    args->values = (struct ints){ 0 };
    args->text = NULL;
}

static void drop_words(struct ballot *ballot)
{
    mem_free(ballot->options.v);
    mem_free(ballot->values.v);
    mem_free(ballot->text);
}

static struct ballot *make_ballot(struct room *room, const struct poll *poll, const struct person *person,
                                  struct voter voter)
{
    struct ballot *ballot = (struct ballot *)room_create(room, KIND_BALLOT);
    ballot->poll = poll->e.id;
    ballot->person = person->e.id;
    ballot->delegation = voter.id == person->e.id ? 0 : voter.id;
    room_index_ballot(room, ballot);
    return ballot;
}

/* V10: one ballot a voter; casting again replaces it. The new one is counted first, so that answers both give stay. Its id. */
static uint64_t cast(struct room *room, struct poll *poll, const struct person *person, uint64_t by, int64_t at,
                 struct args_ballot *args)
{
    struct voter voter = roll_voter(room, poll, person);
    struct ballot *ballot = room_ballot_of(room, poll->e.id, voter.id);
    bool is_first = ballot == NULL;
    if (is_first)
        ballot = make_ballot(room, poll, person, voter);
    struct ballot former = *ballot;
    room_touch(room, &ballot->e);
    ballot->person = person->e.id;
    ballot->advisory = voter.advisory;
    ballot->weight = weight_of(room, poll, person, voter.advisory);
    ballot->by = by;
    ballot->cast_at = at;
    take_words(ballot, args);
    if (is_first || !says_the_same(ballot, &former))
        count_cells(room, poll, ballot, 1);
    if (!is_first && !says_the_same(ballot, &former))
        count_cells(room, poll, &former, -1);
    if (is_first || !counts_the_same(ballot, &former)) {
        room_touch(room, &poll->e);
        count_voter(poll, ballot, 1);
        if (!is_first)
            count_voter(poll, &former, -1);
    }
    drop_words(&former);
    return ballot->e.id;
}

void ballot_cast_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    struct poll *poll = room_poll(room, cmd->id);
    assert(poll->secrecy != POLL_SECRET); /* S3: those are sealed */
    cmd->result = cast(room, poll, caster(room, actor, cmd), 0, actor->at, &cmd->u.ballot);
}

void ballot_enter_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    struct poll *poll = room_poll(room, cmd->id);
    cmd->result = cast(room, poll, room_person(room, cmd->u.ballot.voter), actor->person, actor->at, &cmd->u.ballot);
}

/* N8: a ballot under a name goes with its person while the poll is open; one of a delegation is the delegation's. */
void ballots_leave(struct room *room, uint64_t person)
{
    const struct kind_list *ballots = &room->live[KIND_BALLOT];
    for (size_t i = ballots->n; i-- > 0;) {
        struct ballot *ballot = (struct ballot *)ballots->v[i];
        struct poll *poll = room_poll(room, ballot->poll);
        if (ballot->person != person || ballot->delegation != 0 || poll->state != POLL_OPEN ||
            poll->secrecy != POLL_NAMED)
            continue;
        room_touch(room, &poll->e);
        count_cells(room, poll, ballot, -1);
        count_voter(poll, ballot, -1);
        room_remove(room, &ballot->e);
    }
}
