/*
 * Secret ballots in a room: taken in, counted by a worker, and nothing left of them. The disk keeps what commits say of ballots,
 * the vault is a list. Rules S2 to S9 of RULES.md. Attacks on a real server, and kills, are in tests/ballots.
 */
#include <string.h>

#include "app/app.h"
#include "app/host.h"
#include "base/mem.h"
#include "core/roll.h"
#include "support_app_http.h"

enum { VOTERS = 4, ADVISER = VOTERS, SEATS, KEPT_MAX = 16, FIRST_EAR = 2, SECOND = 1000 };

struct kept_key {
    uint64_t poll;                  /* 0: there is none */
    uint8_t key[SEAL_KEY_BYTES];
    bool destroyed;
};

struct asked {
    struct fixture *fixture;
    uint64_t poll, a, b, person[SEATS];
    struct kept_key vault[4];
    struct store_ballot kept[KEPT_MAX];     /* on the disk, by voter */
    size_t n_kept;
    unsigned n_folds;
    bool key_at_fold;               /* there was one when the log was emptied */
    struct room *room;              /* as it was looked at */
};

/* --- the vault ------------------------------------------------------------------------------------------------------ */

static struct kept_key *key_of(struct asked *t, uint64_t poll)
{
    for (size_t i = 0; i < sizeof t->vault / sizeof t->vault[0]; i++)
        if (t->vault[i].poll == poll)
            return &t->vault[i];
    return NULL;
}

static bool vault_put(void *self, const char *workshop, uint64_t poll, const uint8_t key[SEAL_KEY_BYTES])
{
    struct kept_key *former = key_of(self, poll), *kept = former != NULL ? former : key_of(self, 0);
    (void)workshop;
    assert_non_null(kept);
    *kept = (struct kept_key){ .poll = poll };
    memcpy(kept->key, key, SEAL_KEY_BYTES);
    return true;
}

static bool vault_get(void *self, const char *workshop, uint64_t poll, uint8_t key[SEAL_KEY_BYTES])
{
    const struct kept_key *kept = key_of(self, poll);
    (void)workshop;
    if (kept == NULL || kept->destroyed)
        return false;
    memcpy(key, kept->key, SEAL_KEY_BYTES);
    return true;
}

static void vault_destroy(void *self, const char *workshop, uint64_t poll)
{
    struct kept_key *kept = key_of(self, poll);
    (void)workshop;
    if (kept != NULL)
        kept->destroyed = true;
}

static void vault_drop(void *self, const char *workshop, uint64_t poll)
{
    struct kept_key *kept = key_of(self, poll);
    (void)workshop;
    if (kept != NULL)
        *kept = (struct kept_key){ 0 };
}

static void vault_each(void *self, void (*tell)(void *context, const char *workshop, uint64_t poll), void *context)
{
    struct asked *t = self;
    for (size_t i = 0; i < sizeof t->vault / sizeof t->vault[0]; i++)
        if (t->vault[i].poll != 0)
            tell(context, t->fixture->id, t->vault[i].poll);
}

/* --- the disk ------------------------------------------------------------------------------------------------------- */

static void forget(struct asked *t, size_t at)
{
    mem_free(t->kept[at].sealed);
    t->n_kept--;
    memmove(&t->kept[at], &t->kept[at + 1], (t->n_kept - at) * sizeof t->kept[0]);
}

/* A ballot of a voter takes the place of the former one. */
static void keep(struct asked *t, const struct store_ballot *ballot)
{
    size_t at = 0;
    for (size_t i = t->n_kept; i-- > 0;)
        if (t->kept[i].poll == ballot->poll && (ballot->voter == 0 || t->kept[i].voter == ballot->voter))
            forget(t, i);
    if (ballot->sealed == NULL)
        return;
    assert_true(t->n_kept < KEPT_MAX);
    while (at < t->n_kept && t->kept[at].voter < ballot->voter)
        at++;
    memmove(&t->kept[at + 1], &t->kept[at], (t->n_kept - at) * sizeof t->kept[0]);
    t->kept[at] = *ballot;
    t->kept[at].sealed = (uint8_t *)mem_copy_bytes((const char *)ballot->sealed, ballot->n);
    t->n_kept++;
}

static void find(const struct asked *t, struct store_job *job)
{
    job->sealed = mem_zero(t->n_kept, sizeof *job->sealed);
    for (size_t i = 0; i < t->n_kept; i++) {
        if (t->kept[i].poll != job->question.poll)
            continue;
        struct store_ballot *found = &job->sealed[job->n_found++];
        *found = t->kept[i];
        found->sealed = (uint8_t *)mem_copy_bytes((const char *)t->kept[i].sealed, t->kept[i].n);
    }
}

static void disk(void *keeper, struct store_job *job)
{
    struct asked *t = keeper;
    for (size_t i = 0; job->type == STORE_COMMIT && i < job->n_ballots; i++)
        keep(t, &job->ballots[i]);
    if (job->type == STORE_BALLOTS)
        find(t, job);
    if (job->type != STORE_FOLD)
        return;
    t->n_folds++;
    for (size_t i = 0; i < sizeof t->vault / sizeof t->vault[0]; i++)
        t->key_at_fold = t->key_at_fold || (t->vault[i].poll != 0 && !t->vault[i].destroyed);
}

/* --- a room with voters --------------------------------------------------------------------------------------------- */

/* A live workshop, four delegates of Egypt and an observer, all of them connected. */
static int secret_room(void **state)
{
    struct asked *t = mem_zero(1, sizeof *t);
    void *fixture;
    http_room(&fixture);
    t->fixture = fixture;
    *state = t;
    t->fixture->world.platform.vault = (struct vault){ t, vault_put, vault_get, vault_destroy, vault_drop, vault_each };
    t->fixture->world.keeps = disk;
    t->fixture->world.keeper = t;
    enter(t->fixture, 1, t->fixture->token);
    run(t->fixture, "workshop.live", "{}");
    for (size_t i = 0; i < SEATS; i++) {
        char name[16], token[64] = "";
        snprintf(name, sizeof name, "Voter %zu", i);
        t->person[i] = join(t->fixture, i == ADVISER ? t->fixture->wco : t->fixture->egypt, name, token);
        enter(t->fixture, FIRST_EAR + i, token);
    }
    return 0;
}

static int secret_end(void **state)
{
    struct asked *t = *state;
    void *fixture = t->fixture;
    room_free(t->room);
    while (t->n_kept > 0)
        forget(t, 0);
    mem_free(t);
    return http_end(&fixture);
}

static uint64_t add_option(struct asked *t, const char *text)
{
    char args[80];
    snprintf(args, sizeof args, "{\"poll\":%d,\"text\":\"%s\"}", (int)t->poll, text);
    return run(t->fixture, "option.create", args);
}

static void run_on_poll(struct asked *t, const char *verb)
{
    char args[32];
    snprintf(args, sizeof args, "{\"id\":%d}", (int)t->poll);
    run(t->fixture, verb, args);
}

/* A prepared secret poll: `more` are further members, each after a comma. */
static void prepare(struct asked *t, const char *more)
{
    char args[160];
    snprintf(args, sizeof args, "{\"question\":\"Who?\",\"secrecy\":\"secret\"%s}", more);
    t->poll = run(t->fixture, "poll.create", args);
}

static void open_two(struct asked *t, const char *more)
{
    prepare(t, more);
    t->a = add_option(t, "A");
    t->b = add_option(t, "B");
    run_on_poll(t, "poll.open");
}

/* Receipts are in another order than voters. */
static void receipt_of(size_t voter, unsigned number, char out[25])
{
    snprintf(out, 25, "%02u%02u-------------------x", (unsigned)(90 - voter), number);
    out[24] = '\0';
}

/* Send a ballot in a message of so many bytes; what is answered. */
static const char *cast_in(struct asked *t, size_t voter, unsigned number, const char *words, size_t bytes)
{
    char *frame = mem_zero(bytes + 1, 1), receipt[25];
    struct buf *ear = &t->fixture->world.heard[FIRST_EAR + voter];
    receipt_of(voter, number, receipt);
    const int n = snprintf(frame, bytes,
                           "{\"t\":\"cmd\",\"n\":%u,\"do\":\"ballot.cast\",\"args\":{\"id\":%d,%s,\"receipt\":\"%s\"}}",
                           number, (int)t->poll, words, receipt);
    assert_true(n > 0 && (size_t)n < bytes);
    memset(frame + n, ' ', bytes - (size_t)n);
    buf_reset(ear);
    say(t->fixture, FIRST_EAR + voter, frame);
    mem_free(frame);
    return heard(t->fixture, FIRST_EAR + voter);
}

static const char *cast(struct asked *t, size_t voter, unsigned number, uint64_t option)
{
    char words[40];
    snprintf(words, sizeof words, "\"option\":%d", (int)option);
    return cast_in(t, voter, number, words, SECRET_FRAME);
}

#define assert_taken(answer) assert_non_null(strstr(answer, "\"t\":\"ack\""))
#define assert_refused(answer, word) assert_non_null(strstr(answer, "\"code\":\"" word "\""))

static void take_look(void *context, enum hub_status status, const struct room *room)
{
    struct asked *t = context;
    assert_int_equal(status, HUB_OK);
    room_free(t->room);
    t->room = room_copy(room);
}

static const struct poll *look(struct asked *t)
{
    hub_read(t->fixture->world.app->hub, t->fixture->id, take_look, t);
    world_settle(&t->fixture->world);
    return room_poll(t->room, t->poll);
}

/* What came of a choice between two. */
static void assert_votes(struct asked *t, int64_t of_a, int64_t of_b)
{
    assert_int_equal(look(t)->state, POLL_CLOSED);
    assert_int_equal(room_option(t->room, t->a)->votes, of_a);
    assert_int_equal(room_option(t->room, t->b)->votes, of_b);
    assert_int_equal(room_poll(t->room, t->poll)->voters, of_a + of_b);
}

/* Neither ballots nor a key, nor a name of one; and the key went before the log was emptied. */
static void assert_nothing_left(const struct asked *t)
{
    assert_int_equal(t->n_kept, 0);
    assert_true(t->n_folds > 0);
    assert_false(t->key_at_fold);
    for (size_t i = 0; i < sizeof t->vault / sizeof t->vault[0]; i++)
        assert_int_equal(t->vault[i].poll, 0);
}

/* --- cases ---------------------------------------------------------------------------------------------------------- */

static void ballots_are_counted_and_nothing_is_left(void **state)
{
    struct asked *t = *state;
    open_two(t, "");
    assert_non_null(key_of(t, t->poll));
    assert_taken(cast(t, 2, 1, t->b));
    assert_taken(cast(t, 0, 1, t->a));
    assert_taken(cast(t, 1, 1, t->a));
    assert_taken(cast(t, 1, 2, t->b));
    assert_int_equal(t->n_kept, 3);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(t->kept[i].n, SECRET_BYTES + SEAL_MORE);
    assert_int_equal(look(t)->voters, 0); /* who counts before the close knows */
    run_on_poll(t, "poll.close");
    assert_votes(t, 1, 2);
    assert_nothing_left(t);
    const struct roll *roll = room_roll_of(t->room, t->poll);
    char receipt[25];
    assert_int_equal(roll->receipts.n, 3);
    for (size_t i = 0; i < 3; i++) {
        receipt_of(2 - i, i == 1 ? 2 : 1, receipt);
        assert_string_equal(roll->receipts.v[i], receipt);
        assert_int_equal(roll->voted.v[i], t->person[i]);
    }
}

static void ballots_are_counted_in_a_large_room(void **state)
{
    struct asked *t = *state;
    for (int i = 0; i < 2 * ROOM_PIECE; i++)
        run(t->fixture, "recommendation.create", "{\"text\":\"Do it\"}");
    open_two(t, "");
    assert_taken(cast(t, 2, 1, t->b));
    assert_taken(cast(t, 0, 1, t->a));
    run_on_poll(t, "poll.close");
    assert_votes(t, 1, 1);
}

static void a_ballot_of_another_length_is_refused(void **state)
{
    struct asked *t = *state;
    open_two(t, "");
    char words[40];
    snprintf(words, sizeof words, "\"option\":%d", (int)t->a);
    assert_refused(cast_in(t, 0, 1, words, SECRET_FRAME - 1), "bad_frame");
    assert_refused(cast_in(t, 0, 2, words, SECRET_FRAME + 1), "bad_frame");
    assert_refused(cast_in(t, 0, 3, words, SECRET_WORDS_FRAME), "bad_frame");
    assert_int_equal(t->n_kept, 0);
    assert_taken(cast_in(t, 0, 4, words, SECRET_FRAME));
}

static void the_longest_reason_fits(void **state)
{
    struct asked *t = *state;
    struct buf words;
    prepare(t, ",\"type\":\"consent\"");
    run_on_poll(t, "poll.open");
    buf_init(&words, SECRET_WORDS_FRAME);
    buf_text(&words, "\"values\":[2],\"text\":\"");
    for (int i = 0; i < 2000; i++)
        buf_text(&words, "\xd8\xb9");
    buf_char(&words, '"');
    assert_taken(cast_in(t, 0, 1, words.data, SECRET_WORDS_FRAME));
    assert_taken(cast_in(t, 1, 1, "\"values\":[0]", SECRET_WORDS_FRAME));
    assert_int_equal(t->kept[0].n, t->kept[1].n);
    run_on_poll(t, "poll.close");
    assert_int_equal(look(t)->voters, 2);
    buf_free(&words);
}

static void what_is_sent_again_is_not_taken_again(void **state)
{
    struct asked *t = *state;
    open_two(t, "");
    assert_taken(cast(t, 0, 1, t->a));
    assert_taken(cast(t, 0, 2, t->b));
    assert_taken(cast(t, 0, 1, t->a)); /* its answer had been lost */
    assert_taken(cast(t, 1, 2, t->b));
    assert_refused(cast(t, 1, 1, t->a), "refused_before"); /* as its refusal had been, which was lost */
    run_on_poll(t, "poll.close");
    assert_votes(t, 0, 2);
    assert_taken(cast(t, 0, 2, t->b));
    assert_refused(cast(t, 0, 3, t->b), "closed");
}

static void who_is_removed_takes_their_ballot_along(void **state)
{
    struct asked *t = *state;
    char args[32];
    open_two(t, "");
    for (size_t i = 0; i < 3; i++)
        assert_taken(cast(t, i, 1, t->a));
    struct store_ballot theirs = t->kept[1];
    theirs.sealed = (uint8_t *)mem_copy_bytes((const char *)theirs.sealed, theirs.n);
    snprintf(args, sizeof args, "{\"id\":%d}", (int)t->person[1]);
    run(t->fixture, "person.remove", args);
    assert_int_equal(t->n_kept, 2);
    /* Not even when somebody has put it back into the file. */
    keep(t, &theirs);
    mem_free(theirs.sealed);
    run_on_poll(t, "poll.close");
    assert_votes(t, 2, 0);
    assert_int_equal(room_roll_of(t->room, t->poll)->voted.n, 2);
}

static void a_ballot_counts_for_its_voter_alone(void **state)
{
    struct asked *t = *state;
    open_two(t, "");
    assert_taken(cast(t, 0, 1, t->a));
    assert_taken(cast(t, 1, 1, t->b));
    uint8_t *first = t->kept[0].sealed;
    t->kept[0].sealed = t->kept[1].sealed;
    t->kept[1].sealed = first;
    run_on_poll(t, "poll.close");
    assert_int_equal(look(t)->state, POLL_VOID);
    assert_int_equal(look(t)->voters, 0);
    assert_nothing_left(t);
}

static void without_its_key_a_poll_is_void(void **state)
{
    struct asked *t = *state;
    open_two(t, "");
    assert_taken(cast(t, 0, 1, t->a));
    vault_destroy(t, "", t->poll);
    run_on_poll(t, "poll.close");
    assert_int_equal(look(t)->state, POLL_VOID);
    assert_int_equal(room_option(t->room, t->a)->votes, 0);
    assert_nothing_left(t);
}

static void advice_is_counted_apart(void **state)
{
    struct asked *t = *state;
    open_two(t, ",\"advisory\":true");
    assert_taken(cast(t, 0, 1, t->a));
    assert_taken(cast(t, ADVISER, 1, t->b));
    run_on_poll(t, "poll.close");
    assert_votes(t, 1, 0);
    assert_int_equal(room_option(t->room, t->b)->advice, 1);
    assert_int_equal(room_poll(t->room, t->poll)->advisers, 1);
    assert_int_equal(room_roll_of(t->room, t->poll)->voted.n, 1);
}

static void only_the_head_changes_what_the_head_decided(void **state)
{
    struct asked *t = *state;
    char args[48];
    snprintf(args, sizeof args, "{\"id\":%d,\"head\":true}", (int)t->person[0]);
    run(t->fixture, "person.edit", args);
    open_two(t, ",\"unit\":\"delegation\"");
    assert_taken(cast(t, 1, 1, t->b));
    assert_taken(cast(t, 0, 1, t->a));
    assert_refused(cast(t, 2, 1, t->b), "locked");
    assert_int_equal(t->n_kept, 1);
    assert_true(t->kept[0].by_head);
    run_on_poll(t, "poll.close");
    assert_votes(t, 1, 0);
}

static void note_code(void *context, enum hub_status status, const struct outcome *outcome)
{
    assert_int_equal(status, HUB_OK);
    *(enum code *)context = outcome->code;
}

static enum code open_now(struct asked *t)
{
    enum code code = CODE_OK;
    char args[32];
    snprintf(args, sizeof args, "{\"id\":%d}", (int)t->poll);
    hub_run(t->fixture->world.app->hub, t->fixture->id, "poll.open", args, note_code, &code);
    world_settle(&t->fixture->world);
    return code;
}

static void without_a_place_for_keys_or_a_safe_way_none_is_opened(void **state)
{
    struct asked *t = *state;
    struct platform *platform = &t->fixture->world.platform;
    const struct vault vault = platform->vault;
    prepare(t, "");
    (void)add_option(t, "A");
    (void)add_option(t, "B");
    platform->vault = (struct vault){ 0 };
    assert_int_equal(open_now(t), CODE_NO_SECRECY);
    platform->vault = vault;
    platform->loopback_only = false;
    assert_int_equal(open_now(t), CODE_NO_SECRECY);
    assert_null(key_of(t, t->poll));
    platform->tls = true;
    assert_int_equal(open_now(t), CODE_OK);
    assert_non_null(key_of(t, t->poll));
}

/* After an opening that the disk refused the room is read again: what is left is put in order while the poll is opened once more. */
static void what_a_refused_opening_left_costs_the_next_one_nothing(void **state)
{
    struct asked *t = *state;
    enum hub_status status;
    prepare(t, "");
    t->a = add_option(t, "A");
    t->b = add_option(t, "B");
    assert_true(vault_put(t, "", t->poll, (const uint8_t[SEAL_KEY_BYTES]){ 1 }));
    secret_take_room(hub_host(t->fixture->world.app->hub, t->fixture->id, &status));
    assert_int_equal(open_now(t), CODE_OK);
    assert_taken(cast(t, 0, 1, t->a));
    run_on_poll(t, "poll.close");
    assert_votes(t, 1, 0);
    assert_null(key_of(t, t->poll));
}

/* Words stand by their letters, whoever gave them when. */
static void assert_in_order(const char *totals)
{
    static const char *const words[] = { "apple", "banana", "cherry", "date", "fig", "lemon", "pear", "quince" };
    const char *at = totals;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        const char *found = strstr(totals, words[i]);
        assert_non_null(found);
        assert_true(found > at);
        at = found;
    }
}

static void already_run(struct work *work)
{
    (void)work;
}

static void a_worker_leaves_no_key_and_no_order(void **state)
{
    struct asked *t = *state;
    static const char *const words[VOTERS] = { "quince\\nfig", "cherry\\nbanana", "lemon\\napple", "pear\\ndate" };
    static const uint8_t zeros[SEAL_KEY_BYTES];
    char said[40], args[32];
    uint64_t closed = 0;
    prepare(t, ",\"type\":\"words\"");
    run_on_poll(t, "poll.open");
    for (size_t i = 0; i < VOTERS; i++) {
        snprintf(said, sizeof said, "\"text\":\"%s\"", words[i]);
        assert_taken(cast_in(t, i, 1, said, SECRET_WORDS_FRAME));
    }
    struct world *world = &t->fixture->world;
    world->hold_works = true;
    snprintf(args, sizeof args, "{\"id\":%d}", (int)t->poll);
    hub_run(world->app->hub, t->fixture->id, "poll.close", args, ran, &closed);
    world_settle(world);
    struct count *count = (struct count *)(void *)world->works;
    assert_non_null(count);
    const bool had_key = memcmp(count->key, zeros, sizeof zeros) != 0;
    count->work.run(&count->work);
    const bool has_key = memcmp(count->key, zeros, sizeof zeros) != 0;
    char *totals = mem_copy_text(count->parts[0]);
    count->work.run = already_run;
    world->hold_works = false;
    world_settle(world);
    assert_true(had_key && !has_key);
    assert_in_order(totals);
    mem_free(totals);
    assert_int_equal(closed, t->poll); /* told when all of it is done, and not before */
    assert_int_equal(look(t)->voters, VOTERS);
    assert_nothing_left(t);
}

/* Somebody comes and goes: who is there is told more often. */
static void come_or_go(struct asked *t, bool come)
{
    if (come)
        enter(t->fixture, FIRST_EAR + SEATS, t->fixture->token);
    else
        gate_closed(t->fixture->world.app, FIRST_EAR + SEATS);
}

static void how_many_there_are_is_told_once_in_two_seconds(void **state)
{
    struct asked *t = *state;
    struct world *world = &t->fixture->world;
    size_t told = 0, n_cast = 0;
    int64_t told_at = 0;
    open_two(t, "");
    buf_reset(&world->heard[1]);
    for (unsigned i = 0; i < 32; i++) {
        if (i % 3 == 0 && n_cast < VOTERS)
            assert_taken(cast(t, n_cast++, 1, t->a));
        come_or_go(t, i % 2 == 0);
        world->now += SECOND / 4;
        world_settle(world);
        const size_t n = count_of(heard(t->fixture, 1), "\"cast\":[");
        if (n == told)
            continue;
        assert_true(told == 0 || world->now - told_at >= 2 * SECOND);
        told = n;
        told_at = world->now;
    }
    assert_true(told >= 2);
    assert_non_null(strstr(heard(t->fixture, 1), "\"n\":4}]"));
}

#define secret_case(sentence, function) { sentence, function, secret_room, secret_end, NULL }

int main(void)
{
    const struct CMUnitTest tests[] = {
        secret_case("S3 S5 V10 ballots are counted, and nothing is left of them",
                    ballots_are_counted_and_nothing_is_left),
        secret_case("S5 ballots are counted in a large room, which is copied in pieces",
                    ballots_are_counted_in_a_large_room),
        secret_case("S3 P46 a ballot of another length is refused", a_ballot_of_another_length_is_refused),
        secret_case("S3 the longest reason fits, at the length of the shortest", the_longest_reason_fits),
        secret_case("S6 what is sent again is not taken again", what_is_sent_again_is_not_taken_again),
        secret_case("S8 who is removed takes their ballot along", who_is_removed_takes_their_ballot_along),
        secret_case("S3 S7 a ballot counts for its voter alone", a_ballot_counts_for_its_voter_alone),
        secret_case("S7 without its key a poll is void", without_its_key_a_poll_is_void),
        secret_case("S5 V13 advice is counted apart", advice_is_counted_apart),
        secret_case("V11 only the head changes what the head decided", only_the_head_changes_what_the_head_decided),
        secret_case("S2 without a place for keys or a safe way none is opened",
                    without_a_place_for_keys_or_a_safe_way_none_is_opened),
        secret_case("S2 what a refused opening left costs the next one nothing",
                    what_a_refused_opening_left_costs_the_next_one_nothing),
        secret_case("S5 a worker leaves no key, and no order", a_worker_leaves_no_key_and_no_order),
        secret_case("S9 how many there are is told once in two seconds",
                    how_many_there_are_is_told_once_in_two_seconds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
