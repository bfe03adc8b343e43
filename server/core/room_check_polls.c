/*
 * room_check_polls: what is true of polls, their ballots, results and rolls between commands. See room_check.c; I8 to I10 and I16
 * of RULES.md.
 */
#include "base/mem.h"
#include "core/roll.h"
#include "core/room_inside.h"
#include "core/tally.h"

/* What the ballots say, counted anew: by option, by poll and by answer. */
struct recount {
    struct map sizes;                   /* poll -> how many options it has */
    struct map options, advice;         /* option -> votes */
    struct map voters, advisers, weights;
    struct map answers, answers_advice; /* answer -> weight */
};

/* Values are numbers plus a bias, since a map holds no zero. */
#define RECOUNT_BIAS (INT64_C(1) << 62)

static int64_t counted_in(const struct map *map, uint64_t id)
{
    const uintptr_t value = (uintptr_t)map_get(map, id);
    return value == 0 ? 0 : (int64_t)value - RECOUNT_BIAS;
}

static void count_in(struct map *map, uint64_t id, int64_t by)
{
    map_put(map, id, (void *)(uintptr_t)(counted_in(map, id) + by + RECOUNT_BIAS));
}

/* I8: each ballot has the form its poll asks for, in a poll that was opened, and is its voter's only one there. */
static const char *fault_ballot(const struct room *room, const struct recount *recount, const struct ballot *ballot)
{
    const struct poll *poll = room_poll(room, ballot->poll);
    const struct vote vote = vote_of_ballot(ballot);
    if (poll == NULL || poll->state == POLL_PREPARED || poll->secrecy == POLL_SECRET)
        return "A ballot is in the wrong poll.";
    size_t n_options = (size_t)counted_in(&recount->sizes, poll->e.id);
    if (vote_check(room, poll, n_options, &vote) != CODE_OK || ballot->weight < 1)
        return "A ballot does not answer its poll.";
    if (ballot->person == 0 || room_ballot_of(room, ballot->poll, ballot_voter(ballot)) != ballot)
        return "A ballot is there twice, or is nobody's.";
    return NULL;
}

static bool poll_ok(const struct room *room, const struct poll *poll)
{
    bool over = poll->state == POLL_CLOSED || poll->state == POLL_VOID;
    if ((poll->state != POLL_PREPARED) != (poll->opened_at != 0) || over != (poll->closed_at != 0))
        return false;
    /* S4: ballots of a secret poll may still have to be counted when the workshop is closed. */
    bool waits = poll->secrecy == POLL_SECRET && poll->closes_at != 0;
    return poll->state != POLL_OPEN || waits || room->workshop->state == WORKSHOP_LIVE;
}

/* False: a cell that no answer counts. */
static bool recount_ballot(struct recount *recount, const struct room *room, const struct ballot *ballot)
{
    const struct poll *poll = room_poll(room, ballot->poll);
    const struct vote vote = vote_of_ballot(ballot);
    struct cells cells = cells_of(poll, &vote);
    size_t n_options = (size_t)counted_in(&recount->sizes, poll->e.id);
    bool found = true;
    for (size_t i = 0; i < cells.n; i++) {
        const struct cell *cell = &cells.v[i];
        const struct answer *answer = poll_keeps_answers(poll) ? room_answer_of(room, poll, cell) : NULL;
        if (cell->option != 0)
            count_in(ballot->advisory ? &recount->advice : &recount->options, cell->option,
                     ballot->weight * cell_votes(poll, cell, n_options));
        if (answer != NULL)
            count_in(ballot->advisory ? &recount->answers_advice : &recount->answers, answer->e.id, ballot->weight);
        found = found && (answer != NULL || !poll_keeps_answers(poll));
    }
    cells_free(&cells);
    count_in(ballot->advisory ? &recount->advisers : &recount->voters, poll->e.id, 1);
    if (!ballot->advisory)
        count_in(&recount->weights, poll->e.id, ballot->weight);
    return found;
}

static void recount_free(struct recount *recount)
{
    map_free(&recount->sizes);
    map_free(&recount->options);
    map_free(&recount->advice);
    map_free(&recount->voters);
    map_free(&recount->advisers);
    map_free(&recount->weights);
    map_free(&recount->answers);
    map_free(&recount->answers_advice);
}

/* I9: an answer counts what the ballots say; those of secret ones are there no more, so what was counted is believed. */
static const char *fault_answers(const struct room *room, const struct recount *recount)
{
    const struct kind_list *answers = &room->live[KIND_ANSWER];
    for (size_t i = 0; i < answers->n; i++) {
        const struct answer *answer = (const struct answer *)answers->v[i];
        const struct poll *poll = room_poll(room, answer->poll);
        const struct cell cell = { answer->option, answer->value, answer->text };
        if (poll == NULL || room_answer_of(room, poll, &cell) != answer || answer->count + answer->advice <= 0)
            return "An answer is of no poll, there twice, or nobody's.";
        if (poll->secrecy != POLL_SECRET && (answer->count != counted_in(&recount->answers, answer->e.id) ||
                                             answer->advice != counted_in(&recount->answers_advice, answer->e.id)))
            return "An answer does not count what the ballots say.";
    }
    return room->answers.n == answers->n ? NULL : "The answers are not all indexed.";
}

/* I9: the tallies equal the recount. */
static const char *fault_options_votes(const struct room *room, const struct recount *recount)
{
    const struct kind_list *options = &room->live[KIND_OPTION];
    for (size_t i = 0; i < options->n; i++) {
        const struct option *option = (const struct option *)options->v[i];
        const struct poll *poll = room_poll(room, option->poll);
        if (poll != NULL && poll->secrecy == POLL_SECRET)
            continue;
        if (option->votes != counted_in(&recount->options, option->e.id) ||
            option->advice != counted_in(&recount->advice, option->e.id))
            return "The votes for an option are not as many as its ballots.";
    }
    return NULL;
}

/* I9 of polls. I10: a poll's state and times agree, and none is open in a workshop not live. */
static const char *fault_voters(const struct room *room, const struct recount *recount)
{
    const struct kind_list *polls = &room->live[KIND_POLL];
    for (size_t i = 0; i < polls->n; i++) {
        const struct poll *poll = (const struct poll *)polls->v[i];
        bool is_secret = poll->secrecy == POLL_SECRET;
        if (!is_secret && (poll->voters != counted_in(&recount->voters, poll->e.id) ||
                           poll->advisers != counted_in(&recount->advisers, poll->e.id) ||
                           poll->weight != counted_in(&recount->weights, poll->e.id)))
            return "The voters of a poll are not as many as its ballots.";
        if (!poll_ok(room, poll))
            return "The state of a poll and its times do not agree.";
    }
    return NULL;
}

/* I16: a poll that was opened has one roll at most, which has as many on it as the poll says. */
static const char *fault_rolls(const struct room *room)
{
    const struct kind_list *rolls = &room->live[KIND_ROLL];
    for (size_t i = 0; i < rolls->n; i++) {
        const struct roll *roll = (const struct roll *)rolls->v[i];
        const struct poll *poll = room_poll(room, roll->poll);
        if (poll == NULL || poll->state == POLL_PREPARED || room_roll_of(room, poll->e.id) != roll ||
            (roll->voted.n > 0 && poll->state != POLL_CLOSED))
            return "A roll is of no open poll, or there twice.";
        if (poll->eligible != (int64_t)roll->persons.n + (int64_t)roll->delegations.n)
            return "The roll of a poll has not as many on it as the poll says.";
    }
    return NULL;
}

const char *fault_polls(const struct room *room)
{
    static const char *(*const checks[])(const struct room *,
                                         const struct recount *) = { fault_voters, fault_options_votes, fault_answers };
    const struct kind_list *ballots = &room->live[KIND_BALLOT], *options = &room->live[KIND_OPTION];
    struct recount recount = { 0 };
    const char *fault = room->ballots.n == ballots->n ? NULL : "The ballots are not all indexed.";
    for (size_t i = 0; i < options->n; i++)
        count_in(&recount.sizes, ((const struct option *)options->v[i])->poll, 1);
    for (size_t i = 0; i < ballots->n && fault == NULL; i++) {
        const struct ballot *ballot = (const struct ballot *)ballots->v[i];
        fault = fault_ballot(room, &recount, ballot);
        if (fault == NULL && !recount_ballot(&recount, room, ballot))
            fault = "A ballot says what no answer counts.";
    }
    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]) && fault == NULL; i++)
        fault = checks[i](room, &recount);
    recount_free(&recount);
    return fault != NULL ? fault : fault_rolls(room);
}
