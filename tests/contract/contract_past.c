/* contract_past: operations, changes and past rooms, as every store gives them back. */
#include "test.h"

#include "contract_steps.h"

#include <string.h>

#include "base/mem.h"
#include "core/text.h"

#define N(id) ((uintmax_t)(id))

enum { OPS = 7 };

/* A recommendation whose English text is written in one operation after the other; *text is its text. */
static uint64_t write_text(struct script *script, uint64_t person, uint64_t *text)
{
    uint64_t row = script_say(script, person, "recommendation.create", "{\"text\":\"0\"}");
    for (int i = 1; i < OPS; i++)
        *text = script_say(script, person, "text.edit",
                           "{\"id\":%ju,\"field\":\"text\",\"lang\":\"en\",\"rev\":%d,\"op\":[%d,\"%d\"]}", N(row), i,
                           i, i);
    return row;
}

static struct store_job ask_ops(struct subject *subject, uint64_t text, int64_t rev, size_t max)
{
    struct store_job job = subject_job(STORE_OPS, "past", NULL);
    job.question = (struct store_question){ .text = text, .rev = rev, .max = max };
    assert_int_equal(subject_run(subject, &job), STORE_OK);
    return job;
}

/* Those after `rev`, each of which puts its own number behind the others. */
static void assert_ops(struct subject *subject, uint64_t text, int64_t rev, size_t max, size_t n, uint64_t person)
{
    struct store_job job = ask_ops(subject, text, rev, max);
    assert_int_equal(job.n_found, n);
    assert_int_equal(job.more, rev + (int64_t)n < OPS);
    for (size_t i = 0; i < n; i++) {
        const struct store_op *op = &job.ops[i];
        char digit[2] = { (char)('0' + op->rev - 1), '\0' };
        assert_int_equal(op->rev, rev + 1 + (int64_t)i);
        assert_int_equal(op->actor, person);
        assert_true(op->seq > 0 && op->at == (INT64_C(1700000000) + (int64_t)op->seq) * 1000);
        assert_string_equal(op->op.v[op->op.n - 1].text, digit);
    }
    store_job_clear(&job);
}

void past_ops_case(void **state)
{
    struct subject *subject = *state;
    struct script script;
    uint64_t text = 0;
    script_init(&script, 1);
    uint64_t person = script_begin(&script);
    assert_int_equal(subject_write(subject, STORE_CREATE, "past", &script), STORE_OK);
    write_text(&script, person, &text);
    assert_int_equal(subject_write(subject, STORE_COMMIT, "past", &script), STORE_OK);
    for (int round = 0; round < 2; round++) {
        assert_ops(subject, text, 0, STORE_READ_MAX, OPS, person);
        assert_ops(subject, text, 0, OPS, OPS, person);
        assert_ops(subject, text, 2, 3, 3, person);
        assert_ops(subject, text, OPS - 1, 3, 1, person);
        assert_ops(subject, text, OPS, 3, 0, person);
        subject->reopen(subject);
    }
    struct store_job job = ask_ops(subject, text + 1000, 0, 5);
    assert_int_equal(job.n_found, 0);
    assert_false(job.more);
    store_job_clear(&job);
    script_free(&script);
}

void past_removed_case(void **state)
{
    struct subject *subject = *state;
    struct script script;
    uint64_t text = 0;
    script_init(&script, 1);
    uint64_t person = script_begin(&script);
    assert_int_equal(subject_write(subject, STORE_CREATE, "past", &script), STORE_OK);
    script_remove(&script, person, "recommendation.remove", write_text(&script, person, &text));
    assert_int_equal(subject_write(subject, STORE_COMMIT, "past", &script), STORE_OK);
    assert_ops(subject, text, 0, STORE_READ_MAX, OPS, person);
    subject_assert_durable(subject, "past", script.room);
    script_free(&script);
}

static struct store_job ask_changes(struct subject *subject, const uint64_t *ids, size_t n, uint64_t before, size_t max)
{
    struct store_job job = subject_job(STORE_CHANGES, "past", NULL);
    job.question = (struct store_question){ .ids = ids, .n_ids = n, .before = before, .max = max };
    assert_int_equal(subject_run(subject, &job), STORE_OK);
    return job;
}

void past_changes_case(void **state)
{
    struct subject *subject = *state;
    struct script script;
    uint64_t ids[2] = { 0 };
    script_init(&script, 1);
    uint64_t person = script_begin(&script);
    ids[0] = write_text(&script, person, &ids[1]);
    uint64_t first = script.room->seq - OPS + 1, theme = script_theme(&script, person, "autre");
    assert_int_equal(subject_write(subject, STORE_CREATE, "past", &script), STORE_OK);
    struct store_job job = ask_changes(subject, ids, 2, 0, STORE_READ_MAX);
    assert_int_equal(job.n_found, OPS);
    assert_false(job.more);
    for (size_t i = 0; i < OPS; i++) {
        assert_int_equal(job.found[i].seq, first + OPS - 1 - i);
        assert_int_equal(job.found[i].actor, person);
        assert_int_equal(job.found[i].result, i == OPS - 1 ? ids[0] : ids[1]);
        assert_string_equal(job.found[i].verb, i == OPS - 1 ? "recommendation.create" : "text.edit");
    }
    assert_string_equal(job.found[OPS - 1].body, "{\"text\":{\"en\":\"0\"}}");
    store_job_clear(&job);
    job = ask_changes(subject, ids, 2, first + 3, 2);
    assert_int_equal(job.n_found, 2);
    assert_true(job.more && job.found[0].seq == first + 2 && job.found[1].seq == first + 1);
    store_job_clear(&job);
    job = ask_changes(subject, &theme, 1, 0, 1);
    assert_true(job.n_found == 1 && !job.more && job.found[0].seq == script.room->seq);
    store_job_clear(&job);
    job = ask_changes(subject, NULL, 0, 0, 1);
    assert_true(job.n_found == 0 && !job.more);
    store_job_clear(&job);
    script_free(&script);
}

static struct store_job replay_job(uint64_t seq, int64_t at)
{
    struct store_job job = subject_job(STORE_REPLAY, "past", NULL);
    job.question = (struct store_question){ .seq = seq, .at = at };
    return job;
}

static void assert_past(struct subject *subject, uint64_t seq, int64_t at, const char *dump)
{
    struct store_job job = replay_job(seq, at);
    if (subject_run(subject, &job) != STORE_OK)
        fail_msg("%s", job.message);
    char *past = script_dump(job.loaded);
    assert_string_equal(past, dump);
    assert_int_equal(job.loaded->n_dirty, 0);
    room_check(job.loaded);
    mem_free(past);
    room_free(job.loaded);
}

void past_replay_case(void **state)
{
    enum { MOMENTS = 12 };
    struct subject *subject = *state;
    struct script script;
    char *dumps[MOMENTS];
    uint64_t seqs[MOMENTS], text = 0;
    script_init(&script, 1);
    uint64_t person = script_begin(&script);
    assert_int_equal(subject_write(subject, STORE_CREATE, "past", &script), STORE_OK);
    for (int i = 0; i < MOMENTS; i++) {
        uint64_t row = write_text(&script, person, &text);
        if (i % 3 == 0)
            script_remove(&script, person, "recommendation.remove", row);
        assert_int_equal(subject_write(subject, STORE_COMMIT, "past", &script), STORE_OK);
        dumps[i] = script_dump(script.room);
        seqs[i] = script.room->seq;
    }
    for (int i = 0; i < MOMENTS; i++) {
        int64_t at = (INT64_C(1700000000) + (int64_t)seqs[i]) * 1000;
        assert_past(subject, seqs[i], 0, dumps[i]);
        assert_past(subject, 0, at, dumps[i]);
        assert_past(subject, 0, at + 999, dumps[i]);
    }
    assert_past(subject, 0, INT64_MAX, dumps[MOMENTS - 1]);
    for (int i = 0; i < MOMENTS; i++)
        mem_free(dumps[i]);
    script_free(&script);
}

void past_moments_case(void **state)
{
    struct subject *subject = *state;
    struct script script;
    script_init(&script, 1);
    struct store_job job = replay_job(1, 0);
    assert_int_equal(subject_run(subject, &job), STORE_MISSING);
    script_begin(&script);
    assert_int_equal(subject_write(subject, STORE_CREATE, "past", &script), STORE_OK);
    job = replay_job(script.room->seq + 1, 0);
    assert_int_equal(subject_run(subject, &job), STORE_MISSING);
    assert_null(job.loaded);
    job = replay_job(0, 1000);
    assert_int_equal(subject_run(subject, &job), STORE_MISSING);
    job = subject_job(STORE_OPS, "nowhere", NULL);
    job.question = (struct store_question){ .text = 1, .max = 1 };
    assert_int_equal(subject_run(subject, &job), STORE_MISSING);
    script_free(&script);
}

/* Everything submitted at once: commits do not wait for what is read, and what is read is what was committed before. */
void past_beside_case(void **state)
{
    enum { READERS = 3 };
    struct subject *subject = *state;
    struct script script;
    uint64_t text = 0;
    script_init(&script, 1);
    uint64_t person = script_begin(&script);
    write_text(&script, person, &text);
    assert_int_equal(subject_write(subject, STORE_CREATE, "past", &script), STORE_OK);
    char *before = script_dump(script.room);
    uint64_t seq = script.room->seq;
    for (int i = 0; i < 5; i++) {
        struct waiting waiting[READERS + 1] = { 0 };
        struct store_job jobs[READERS + 1];
        script_theme(&script, person, "pendant ce temps");
        for (int k = 0; k < READERS; k++) {
            jobs[k] = replay_job(seq, 0);
            jobs[k].context = &waiting[k];
        }
        jobs[READERS] = subject_job(STORE_COMMIT, "past", &waiting[READERS]);
        subject_give(&jobs[READERS], &script);
        for (int k = 0; k <= READERS; k++)
            subject_submit(subject, &jobs[k]);
        for (int k = READERS; k >= 0; k--) {
            subject_wait(subject, &waiting[k]);
            assert_int_equal(jobs[k].result, STORE_OK);
        }
        script_commit_done(&script);
        for (int k = 0; k < READERS; k++) {
            char *past = script_dump(jobs[k].loaded);
            assert_string_equal(past, before);
            mem_free(past);
            room_free(jobs[k].loaded);
        }
    }
    assert_int_equal(subject_simple(subject, STORE_CLOSE, "past"), STORE_OK);
    assert_ops(subject, text, 0, STORE_READ_MAX, OPS, person);
    assert_past(subject, seq, 0, before);
    subject_assert_durable(subject, "past", script.room);
    mem_free(before);
    script_free(&script);
}
