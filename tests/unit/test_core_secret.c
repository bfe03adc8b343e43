/* Secret polls as core knows them: who has a ballot, when one is stopped, what poll.count brings. Rules S of RULES.md. Sealing
 * and the close are in tests/ballots. */
#include "support_core.h"

#include "core/roll.h"
#include "core/secret.h"

struct asked {
    struct kit kit;
    int poll, a, b;
};

static void open_secret(struct asked *t)
{
    kit_open(&t->kit);
    kit_make(&t->kit, ROLE_FACILITATOR, "workshop.live", END);
    t->poll = kit_make(&t->kit, ROLE_FACILITATOR, "poll.create", "question", "Who?", "secrecy", "secret", END);
    t->a = kit_make(&t->kit, ROLE_FACILITATOR, "option.create", "poll", t->poll, "text", "A", END);
    t->b = kit_make(&t->kit, ROLE_FACILITATOR, "option.create", "poll", t->poll, "text", "B", END);
    kit_make(&t->kit, ROLE_FACILITATOR, "poll.open", "id", t->poll, END);
}

static const struct poll *poll_of(const struct asked *t)
{
    return room_poll(t->kit.room, (uint64_t)t->poll);
}

/* poll.count with one cell for each of two options. */
static struct command count_of(const struct asked *t, int64_t of_a, int64_t of_b)
{
    struct command cmd;
    const int64_t cells[] = { t->a, 0, of_a, 0, t->b, 0, of_b, 0 };
    kit_build(&cmd, "poll.count", "id", t->poll, END);
    cmd.present |= 1;
    cmd.u.count.cells = (struct ints){ mem_zero(8, sizeof(int64_t)), 8 };
    memcpy(cmd.u.count.cells.v, cells, sizeof(cells));
    return cmd;
}

static enum code count(struct asked *t, struct command *cmd)
{
    struct actor actor = kit_actor(&t->kit, ROLE_SYSTEM);
    return kit_run(&t->kit, actor, cmd);
}

static enum code count_plain(struct asked *t, int64_t of_a, int64_t of_b)
{
    struct command cmd = count_of(t, of_a, of_b);
    return count(t, &cmd);
}

static void no_weights(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_make(&kit, ROLE_FACILITATOR, "workshop.live", END);
    int poll = kit_make(&kit, ROLE_FACILITATOR, "poll.create", "question", "?", "secrecy", "secret", "type",
                        "yes_no_abstain", "unit", "delegation", "weighted", 1, END);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "poll.open", "id", poll, END), CODE_UNSUPPORTED);
    kit_close(&kit);
}

static void no_history(void **state)
{
    (void)state;
    struct asked t;
    open_secret(&t);
    struct change change;
    struct command cmd;
    const uint8_t salt[SALT_BYTES] = { 0 };
    kit_build(&cmd, "ballot.cast", "id", t.poll, "option", t.a, "receipt", "abcdefghijklmnopqrstuvwx", END);
    struct actor actor = kit_actor(&t.kit, ROLE_DELEGATE);
    assert_true(secret_is_ballot(t.kit.room, &cmd));
    assert_int_equal(command_check(t.kit.room, &actor, &cmd), CODE_OK);
    uint64_t seq = t.kit.room->seq;
    assert_int_equal(history_run(t.kit.room, &actor, NULL, &cmd, salt, &change).code, CODE_UNSUPPORTED);
    assert_int_equal(t.kit.room->seq, seq);
    kit_close(&t.kit);
}

static enum code check_receipt(struct asked *t, const char *receipt)
{
    struct command cmd;
    if (receipt == NULL)
        kit_build(&cmd, "ballot.cast", "id", t->poll, "option", t->a, END);
    else
        kit_build(&cmd, "ballot.cast", "id", t->poll, "option", t->a, "receipt", receipt, END);
    struct actor actor = kit_actor(&t->kit, ROLE_DELEGATE);
    enum code code = command_check(t->kit.room, &actor, &cmd);
    command_clear(&cmd);
    return code;
}

static void receipts_have_a_form(void **state)
{
    (void)state;
    struct asked t;
    open_secret(&t);
    assert_int_equal(check_receipt(&t, "ABCDEFGHIJKL-_0123456789"), CODE_OK);
    assert_int_equal(check_receipt(&t, NULL), CODE_BAD_ARGUMENT);
    assert_int_equal(check_receipt(&t, "short"), CODE_BAD_ARGUMENT);
    assert_int_equal(check_receipt(&t, "ABCDEFGHIJKL-_012345678 "), CODE_BAD_ARGUMENT);
    kit_close(&t.kit);
}

static void closing_stops(void **state)
{
    (void)state;
    struct asked t;
    open_secret(&t);
    assert_int_equal(secret_deadline(t.kit.room), 0);
    assert_int_equal(count_plain(&t, 1, 1), CODE_STATE);
    kit_make(&t.kit, ROLE_FACILITATOR, "poll.close", "id", t.poll, END);
    assert_int_equal(poll_of(&t)->state, POLL_OPEN);
    assert_true(secret_is_stopped(poll_of(&t), t.kit.at));
    assert_int_equal(secret_deadline(t.kit.room), poll_of(&t)->closes_at);
    assert_int_equal(check_receipt(&t, "ABCDEFGHIJKL-_0123456789"), CODE_CLOSED);
    assert_int_equal(room_deadline(t.kit.room), 0);
    int64_t stopped = poll_of(&t)->closes_at;
    kit_make(&t.kit, ROLE_FACILITATOR, "poll.close", "id", t.poll, END);
    assert_int_equal(poll_of(&t)->closes_at, stopped);
    assert_int_equal(count_plain(&t, 1, 1), CODE_OK);
    kit_close(&t.kit);
}

static enum code close_workshop(struct asked *t)
{
    return kit_do(&t->kit, ROLE_FACILITATOR, "workshop.close", END);
}

/* The close of the workshop ends what else is open; ballots that nobody can read yet have to be counted before. */
static void a_workshop_waits_for_its_secret_polls(void **state)
{
    (void)state;
    struct asked t;
    open_secret(&t);
    int named = kit_make(&t.kit, ROLE_FACILITATOR, "poll.create", "question", "Named?", "type", "yes_no_abstain", END);
    kit_make(&t.kit, ROLE_FACILITATOR, "poll.open", "id", named, END);
    assert_int_equal(close_workshop(&t), CODE_SECRET_OPEN);
    assert_int_equal(kit_do(&t.kit, ROLE_SYSTEM, "workshop.close", END), CODE_SECRET_OPEN);
    assert_int_equal(poll_of(&t)->closes_at, 0);
    kit_make(&t.kit, ROLE_FACILITATOR, "poll.close", "id", t.poll, END);
    assert_int_equal(close_workshop(&t), CODE_SECRET_OPEN);
    assert_int_equal(count_plain(&t, 1, 1), CODE_OK);
    assert_int_equal(close_workshop(&t), CODE_OK);
    assert_int_equal(room_poll(t.kit.room, (uint64_t)named)->state, POLL_CLOSED);
    kit_close(&t.kit);
}

/* Older servers closed it all the same. */
static void what_an_older_server_left_is_counted(void **state)
{
    (void)state;
    struct asked t;
    open_secret(&t);
    kit_make(&t.kit, ROLE_FACILITATOR, "poll.close", "id", t.poll, END);
    t.kit.room->workshop->state = WORKSHOP_CLOSED;
    t.kit.room->workshop->closed_at = t.kit.at;
    room_check(t.kit.room);
    assert_int_equal(count_plain(&t, 1, 1), CODE_OK);
    assert_int_equal(poll_of(&t)->state, POLL_CLOSED);
    kit_close(&t.kit);
}

static void counting_closes(void **state)
{
    (void)state;
    struct asked t;
    open_secret(&t);
    uint64_t voter = t.kit.person[ROLE_DELEGATE];
    kit_make(&t.kit, ROLE_FACILITATOR, "poll.close", "id", t.poll, END);
    struct command cmd = count_of(&t, 2, 1);
    cmd.u.count.voted = (struct ids){ mem_zero(1, sizeof(uint64_t)), 1 };
    cmd.u.count.voted.v[0] = voter;
    cmd.u.count.receipts = (struct texts){ mem_zero(2, sizeof(char *)), 2 };
    cmd.u.count.receipts.v[0] = mem_copy_text("abc");
    cmd.u.count.receipts.v[1] = mem_copy_text("abd");
    assert_int_equal(count(&t, &cmd), CODE_OK);
    assert_int_equal(poll_of(&t)->state, POLL_CLOSED);
    assert_int_equal(poll_of(&t)->voters, 1);
    assert_int_equal(room_option(t.kit.room, (uint64_t)t.a)->votes, 2);
    assert_true(secret_was_counted(t.kit.room, poll_of(&t), "abd"));
    assert_false(secret_was_counted(t.kit.room, poll_of(&t), "abe"));
    assert_false(secret_was_counted(t.kit.room, poll_of(&t), NULL));
    assert_int_equal(room_roll_of(t.kit.room, (uint64_t)t.poll)->voted.v[0], voter);
    assert_int_equal(count_plain(&t, 1, 1), CODE_STATE);
    kit_close(&t.kit);
}

static void counting_is_checked(void **state)
{
    (void)state;
    struct asked t;
    open_secret(&t);
    kit_make(&t.kit, ROLE_FACILITATOR, "poll.close", "id", t.poll, END);
    struct command cmd = count_of(&t, 1, 1);
    cmd.u.count.cells.v[0] = t.poll;
    assert_int_equal(count(&t, &cmd), CODE_NOT_FOUND);
    cmd = count_of(&t, 1, 1);
    cmd.u.count.cells.n = 7;
    assert_int_equal(count(&t, &cmd), CODE_BAD_ARGUMENT);
    cmd = count_of(&t, 1, 1);
    cmd.u.count.receipts = (struct texts){ mem_zero(2, sizeof(char *)), 2 };
    cmd.u.count.receipts.v[0] = mem_copy_text("b");
    cmd.u.count.receipts.v[1] = mem_copy_text("a");
    assert_int_equal(count(&t, &cmd), CODE_BAD_ARGUMENT);
    assert_int_equal(count_plain(&t, 0, 1), CODE_BAD_ARGUMENT);
    assert_int_equal(count_plain(&t, LIMIT_PEOPLE + 1, 1), CODE_BAD_ARGUMENT);
    assert_int_equal(kit_do(&t.kit, ROLE_FACILITATOR, "poll.count", "id", t.poll, END), CODE_FORBIDDEN);
    assert_int_equal(poll_of(&t)->state, POLL_OPEN);
    kit_close(&t.kit);
}

static void a_lost_key_voids(void **state)
{
    (void)state;
    struct asked t;
    open_secret(&t);
    assert_int_equal(kit_do(&t.kit, ROLE_SYSTEM, "poll.count", "id", t.poll, "lost", 1, END), CODE_OK);
    assert_int_equal(poll_of(&t)->state, POLL_VOID);
    assert_int_equal(poll_of(&t)->voters, 0);
    kit_make(&t.kit, ROLE_FACILITATOR, "poll.again", "id", t.poll, END);
    kit_close(&t.kit);
}

static void notes(void **state)
{
    (void)state;
    static const uint8_t client[CLIENT_ID_BYTES] = { 1 };
    struct room *room = room_new();
    room_secret_put(room, 7, 1, false);
    room_secret_put(room, 7, 2, true);
    room_secret_put(room, 7, 1, false);
    room_secret_put(room, 8, 1, false);
    room_secret_sent(room, 7, client, 3);
    assert_int_equal(room_secret_count(room, 7), 2);
    assert_true(room_secret_of(room, 7, 2).by_head);
    assert_false(room_secret_of(room, 7, 1).by_head);
    assert_false(room_secret_of(room, 8, 2).there);
    assert_true(room_secret_was_sent(room, client, 3));
    assert_false(room_secret_was_sent(room, client, 2));
    room_secret_drop(room, 7, 2);
    assert_int_equal(room_secret_count(room, 7), 1);
    room_secret_forget(room, 7);
    assert_int_equal(room_secret_count(room, 7), 0);
    assert_int_equal(room_secret_count(room, 8), 1);
    assert_false(room_secret_was_sent(room, client, 3));
    room_free(room);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_case("S1 a secret poll has no weights", no_weights),
        test_case("S3 a secret ballot is checked like any other and has no history", no_history),
        test_case("S3 a receipt has 24 characters that travel anywhere", receipts_have_a_form),
        test_case("S4 closing stops a secret poll, which stays open until it is counted", closing_stops),
        test_case("W5 S4 a workshop is closed when its secret polls are counted, and not before",
                  a_workshop_waits_for_its_secret_polls),
        test_case("S4 what an older server left uncounted in a closed workshop is counted",
                  what_an_older_server_left_is_counted),
        test_case("S5 the totals close it, and tell receipts and who voted", counting_closes),
        test_case("S5 totals of other options, unsorted or impossible ones are refused", counting_is_checked),
        test_case("S7 a lost key makes the poll void, and there may be a new round", a_lost_key_voids),
        test_case("S6 who has a ballot, and by which command, is noted and forgotten", notes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
