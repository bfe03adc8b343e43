/*
 * verb_count: the end of a secret poll. Rules S4 and S5 of RULES.md.
 *
 * The totals come in as cells, like those of any ballot (tally.h), in an order that is nobody's: sorted. Many words may take
 * several commands; they are one transaction.
 */
#include <assert.h>
#include <string.h>

#include "core/kind_rows.h"
#include "core/limits.h"
#include "core/roll.h"
#include "core/rules.h"
#include "core/secret.h"
#include "core/tally.h"

enum { CELL_NUMBERS = 4 };

/* Cell i as the arguments have it; its words are borrowed. */
struct counted {
    struct cell cell;
    int64_t count, advice;
};

static struct counted counted_at(const struct args_count *args, uint32_t i)
{
    const int64_t *numbers = &args->cells.v[(size_t)i * CELL_NUMBERS];
    return (struct counted){ .cell = { .option = (uint64_t)numbers[0],
                                       .value = numbers[1],
                                       .text = i < args->texts.n ? args->texts.v[i] : NULL },
                             .count = numbers[2],
                             .advice = numbers[3] };
}

/* What one ballot can say of an option; places of a ranking begin with 1. */
static bool value_fits(const struct poll *poll, size_t n_options, int64_t value)
{
    if (poll->type == POLL_RANKING)
        return value >= 1 && value <= (int64_t)n_options;
    return value >= -SCALE_MAX && value <= (POINTS_MAX > SCALE_MAX ? POINTS_MAX : SCALE_MAX);
}

/* A cell is about an option of the poll or none, and was given at least once, by no more than there are people. */
static enum code cell_check(const struct room *room, const struct poll *poll, size_t n_options,
                            const struct counted *counted)
{
    const struct option *option = room_option(room, counted->cell.option);
    if (counted->count < 0 || counted->count > LIMIT_PEOPLE || counted->advice < 0 || counted->advice > LIMIT_PEOPLE ||
        counted->count + counted->advice < 1)
        return CODE_BAD_ARGUMENT;
    if (counted->cell.option == 0)
        return CODE_OK;
    if (option == NULL || option->poll != poll->e.id)
        return CODE_NOT_FOUND;
    return value_fits(poll, n_options, counted->cell.value) ? CODE_OK : CODE_BAD_ARGUMENT;
}

static enum code cells_check(const struct room *room, const struct poll *poll, const struct args_count *args)
{
    const size_t n_options = poll_count_options(room, poll->e.id);
    if (args->cells.n % CELL_NUMBERS != 0 || args->texts.n > args->cells.n / CELL_NUMBERS)
        return CODE_BAD_ARGUMENT;
    if (room->live[KIND_ANSWER].n + args->cells.n / CELL_NUMBERS > LIMIT_ANSWERS)
        return CODE_LIMIT;
    for (uint32_t i = 0; i < args->cells.n / CELL_NUMBERS; i++) {
        struct counted counted = counted_at(args, i);
        enum code code = cell_check(room, poll, n_options, &counted);
        if (code != CODE_OK)
            return code;
    }
    return CODE_OK;
}

/* Receipts and voters say nothing by their order. */
static bool are_sorted(const struct args_count *args)
{
    for (uint32_t i = 1; i < args->receipts.n; i++)
        if (strcmp(args->receipts.v[i - 1], args->receipts.v[i]) > 0)
            return false;
    for (uint32_t i = 1; i < args->voted.n; i++)
        if (args->voted.v[i - 1] >= args->voted.v[i])
            return false;
    return true;
}

/* S4: a secret poll that is open; it need not be stopped when its ballots are lost. */
enum code poll_count_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct poll *poll = room_poll(room, cmd->id);
    const struct roll *roll = room_roll_of(room, cmd->id);
    const struct args_count *args = &cmd->u.count;
    if (roll == NULL || roll->voted.n != 0 || roll->receipts.n != 0)
        return CODE_STATE;
    if (poll->secrecy != POLL_SECRET || poll->state != POLL_OPEN)
        return CODE_STATE;
    if (args->lost)
        return args->cells.n + args->receipts.n + args->voted.n == 0 && args->advisers == 0 && !args->more
                   ? CODE_OK
                   : CODE_BAD_ARGUMENT;
    if (!secret_is_stopped(poll, actor->at))
        return CODE_STATE;
    return are_sorted(args) ? cells_check(room, poll, args) : CODE_BAD_ARGUMENT;
}

/* Who voted, and whose receipts there are: known from now on. */
static void tell_roll(struct room *room, struct poll *poll, struct args_count *args)
{
    struct roll *roll = room_roll_of(room, poll->e.id);
    assert(roll != NULL && roll->voted.n == 0 && roll->receipts.n == 0);
    room_touch(room, &roll->e);
    poll->voters = args->voted.n;
    poll->weight = poll->voters;
    poll->advisers = args->advisers;
    roll->voted = args->voted;
    roll->receipts = args->receipts;
    args->voted = (struct ids){ 0 };
    args->receipts = (struct texts){ 0 };
}

static void count_cells(struct room *room, const struct poll *poll, const struct args_count *args)
{
    const size_t n_options = poll_count_options(room, poll->e.id);
    for (uint32_t i = 0; i < args->cells.n / CELL_NUMBERS; i++) {
        struct counted counted = counted_at(args, i);
        if (counted.count > 0)
            cell_count(room, poll, n_options, &counted.cell, counted.count, false);
        if (counted.advice > 0)
            cell_count(room, poll, n_options, &counted.cell, counted.advice, true);
    }
}

/* S5: the totals, then the end of the poll. S7: ballots that cannot be opened any more void it. */
void poll_count_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    struct poll *poll = room_poll(room, cmd->id);
    struct args_count *args = &cmd->u.count;
    count_cells(room, poll, args);
    room_touch(room, &poll->e);
    if (args->more)
        return;
    if (!args->lost)
        tell_roll(room, poll, args);
    poll->state = args->lost ? POLL_VOID : POLL_CLOSED;
    poll->closed_at = actor->at;
    adoptions_decide(room, poll, actor->at);
}
