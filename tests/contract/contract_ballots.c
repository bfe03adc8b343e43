/* contract_ballots: sealed ballots of open secret polls, beside changes and alone. */
#include "test.h"

#include <string.h>

#include "base/mem.h"
#include "contract_steps.h"
#include "core/secret.h"

#define N(id) ((uintmax_t)(id))

/* A live workshop with an open secret poll. Returns the poll; *staff is who runs it. */
static uint64_t open_poll(struct script *script, uint64_t *staff)
{
    script_init(script, 1);
    *staff = script_begin(script);
    script_say(script, *staff, "workshop.live", "{}");
    uint64_t poll = script_say(script, *staff, "poll.create",
                               "{\"question\":\"?\",\"type\":\"yes_no_abstain\",\"secrecy\":\"secret\"}");
    script_say(script, *staff, "poll.open", "{\"id\":%ju}", N(poll));
    return poll;
}

static enum store_result commit(struct subject *subject, struct script *script, const struct store_ballot *ballots, size_t n)
{
    struct store_job job = subject_job(STORE_COMMIT, "secret", NULL);
    subject_give(&job, script);
    job.ballots = ballots;
    job.n_ballots = n;
    enum store_result result = subject_run(subject, &job);
    if (result == STORE_OK)
        script_commit_done(script);
    return result;
}

static struct store_ballot ballot_of(uint64_t poll, uint64_t voter, uint8_t *words, size_t n, uint64_t number)
{
    struct store_ballot ballot = { .poll = poll, .voter = voter, .sealed = words, .n = n, .number = number };
    ballot.client[0] = 9;
    return ballot;
}

/* The poll's ballots are these, "" being none; in the order of voters. */
static void assert_ballots(struct subject *subject, uint64_t poll, const char *first, const char *second)
{
    const char *const wanted[] = { first, second };
    struct store_job job = subject_job(STORE_BALLOTS, "secret", NULL);
    size_t n = 0;
    job.question.poll = poll;
    assert_int_equal(subject_run(subject, &job), STORE_OK);
    for (size_t i = 0; i < 2; i++) {
        if (wanted[i][0] == '\0')
            continue;
        assert_true(n < job.n_found);
        assert_int_equal(job.sealed[n].n, strlen(wanted[i]));
        assert_memory_equal(job.sealed[n].sealed, wanted[i], strlen(wanted[i]));
        n++;
    }
    assert_int_equal(job.n_found, n);
    store_job_clear(&job);
}

void ballots_case(void **state)
{
    struct subject *subject = *state;
    struct script script;
    uint64_t staff, poll = open_poll(&script, &staff);
    uint64_t other = script_say(&script, staff, "person.create", "{\"name\":\"B\",\"role\":\"observer\"}");
    uint8_t one[] = "first", two[] = "second", three[] = "third";
    assert_int_equal(subject_write(subject, STORE_CREATE, "secret", &script), STORE_OK);
    struct store_ballot both[] = { ballot_of(poll, staff, one, 5, 3), ballot_of(poll, other, two, 6, 4) };
    both[1].by_head = true;
    assert_int_equal(commit(subject, &script, both, 2), STORE_OK);
    assert_ballots(subject, poll, "first", "second");
    assert_ballots(subject, poll + 1, "", "");
    subject->reopen(subject);
    struct room *room = subject_load(subject, "secret");
    assert_int_equal(room_secret_count(room, poll), 2);
    assert_true(room_secret_of(room, poll, other).by_head);
    assert_false(room_secret_of(room, poll, staff).by_head);
    assert_true(room_secret_was_sent(room, both[0].client, 3));
    assert_false(room_secret_was_sent(room, both[0].client, 5));
    room_free(room);
    struct store_ballot again = ballot_of(poll, staff, three, 5, 5);
    script_theme(&script, staff, "beside");
    assert_int_equal(commit(subject, &script, &again, 1), STORE_OK);
    assert_ballots(subject, poll, "third", "second");
    struct store_ballot gone = { .poll = poll, .voter = other };
    assert_int_equal(commit(subject, &script, &gone, 1), STORE_OK);
    assert_ballots(subject, poll, "third", "");
    script_free(&script);
}

void ballots_end_case(void **state)
{
    struct subject *subject = *state;
    struct script script;
    uint64_t staff, poll = open_poll(&script, &staff);
    uint8_t words[] = "words";
    assert_int_equal(subject_write(subject, STORE_CREATE, "secret", &script), STORE_OK);
    struct store_ballot cast = ballot_of(poll, staff, words, 5, 3), all = { .poll = poll };
    subject->set_failing(subject, true);
    assert_int_not_equal(commit(subject, &script, &cast, 1), STORE_OK);
    subject->set_failing(subject, false);
    room_free(subject_load(subject, "secret"));
    assert_ballots(subject, poll, "", "");
    assert_int_equal(commit(subject, &script, &cast, 1), STORE_OK);
    assert_ballots(subject, poll, "words", "");
    assert_int_equal(commit(subject, &script, &all, 1), STORE_OK);
    assert_ballots(subject, poll, "", "");
    assert_int_equal(subject_simple(subject, STORE_FOLD, "secret"), STORE_OK);
    struct room *room = subject_load(subject, "secret");
    assert_int_equal(room_secret_count(room, poll), 0);
    assert_false(room_secret_was_sent(room, cast.client, 3));
    room_free(room);
    script_free(&script);
}
