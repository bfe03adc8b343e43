/* verify runs the history again; canonical bytes and past rooms come out of it. */
#include "test.h"

#include <string.h>

#include "base/mem.h"
#include "core/canon.h"
#include "store/inspect.h"
#include "store/past.h"
#include "support_store_runner.h"

static void test_proven(void **state)
{
    (void)state;
    struct runner runner;
    struct script script;
    struct store_verify_report report;
    char path[128], message[200] = "";
    runner_with_everything(&runner, &script);
    runner_path(&runner, "workshops/all.plenary", path);
    if (!store_verify(path, &report, message))
        fail_msg("%s", message);
    assert_true(report.is_proven);
    assert_int_equal(report.base, 0);
    assert_int_equal(report.folded, script.room->seq);
    size_t sealed = 0;
    uint64_t ops = 0;
    for (size_t i = 0; i < script.room->live[KIND_ADOPTION].n; i++)
        sealed += ((const struct adoption *)script.room->live[KIND_ADOPTION].v[i])->sealed_seq != 0;
    for (size_t i = 0; i < script.room->live[KIND_TEXT].n; i++)
        ops += (uint64_t)((const struct text *)script.room->live[KIND_TEXT].v[i])->rev;
    assert_true(sealed > 0 && report.hashes == sealed);
    assert_true(ops > 0 && report.ops > ops); /* those of removed texts as well */
    script_free(&script);
    runner_free(&runner);
}

#define LEAST(table) "(SELECT min(id) FROM " table ")"

/* Nothing of this breaks the chain, a tally, or what a row may hold. */
static void test_tampered_tables(void **state)
{
    (void)state;
    static const struct {
        const char *sql, *words;
    } cases[] = {
        { "UPDATE theme SET title_fr = title_fr || '!'", "title of theme" },
        { "UPDATE action SET percent = percent + 1", "percent of action" },
        { "UPDATE action SET lead_id = NULL, lead = NULL", "lead of action" },
        { "UPDATE action SET lead = 'Somebody else'", "Names kept beside references" },
        { "UPDATE recommendation SET text_fr = text_fr || '!'", "text of recommendation" },
        { "UPDATE item SET title_revs = '[3,3,3,3]'", "title of item" },
        { "UPDATE remark SET resolved_at = resolved_at + 1 WHERE resolved_at > 0", "resolved_at of remark" },
        { "UPDATE person SET seq = seq - 1 WHERE id = (SELECT max(id) FROM person)", "was last changed by" },
        { "DELETE FROM tombstone WHERE kind = 'meeting'", "is not in its table" },
        { "UPDATE tombstone SET kind = 'theme' WHERE kind = 'meeting'", "the history says something else" },
        { "UPDATE proposal SET text = 'Never said'", "text of proposal" },
        { "UPDATE adoption SET reservations = 7", "reservations of adoption" },
        { "UPDATE adoption SET hash = replace(replace(hash, '1', '2'), 'a', 'b')", "The hash of adoption" },
        { "UPDATE text_op SET op = '[\"Other words\"]' WHERE text = " LEAST("text"), "is not what change" },
        { "UPDATE text_op SET op = op || ' ' WHERE text = " LEAST("text"), "is not what change" },
        { "UPDATE text_op SET seq = seq + 1 WHERE text = " LEAST("text"), "is not what change" },
        { "DELETE FROM text_op WHERE text = " LEAST("text"), "is not what change" },
        { "INSERT INTO text_op VALUES (" LEAST("text") ", 99, 9, '[\"x\"]')", "that no change made" },
        { "INSERT INTO text_op VALUES (" LEAST("theme") ", 1, 9, '[\"x\"]')", "that no change made" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct runner runner;
        struct script script;
        struct store_verify_report report;
        char path[128], message[200] = "";
        runner_with_everything(&runner, &script);
        runner_stop(&runner);
        runner_path(&runner, "workshops/all.plenary", path);
        runner_sql(path, cases[i].sql);
        if (store_verify(path, &report, message))
            fail_msg("not noticed: %s", cases[i].sql);
        if (strstr(message, cases[i].words) == NULL)
            fail_msg("%s: '%s'", cases[i].sql, message);
        assert_false(report.is_proven);
        script_free(&script);
        runner_free(&runner);
    }
}

static void assert_canon(const char *path, uint64_t asked, const struct adoption *adoption)
{
    struct buf out;
    uint8_t hash[HASH_BYTES];
    char hex[2 * HASH_BYTES + 1], message[200] = "";
    buf_init(&out, CANON_BYTES_MAX);
    if (!store_canon(path, asked, &out, message))
        fail_msg("%s", message);
    hash_bytes(hash, out.data, out.len);
    hash_hex(hex, hash, HASH_BYTES);
    assert_string_equal(hex, adoption->hash);
    buf_free(&out);
}

/* The rows have changed since most of these adoptions. */
static void test_canon(void **state)
{
    (void)state;
    struct runner runner;
    struct script script;
    char path[128], message[200] = "";
    runner_with_everything(&runner, &script);
    runner_path(&runner, "workshops/all.plenary", path);
    const struct kind_list *adoptions = &script.room->live[KIND_ADOPTION];
    const struct adoption *last = NULL;
    struct buf out;
    buf_init(&out, CANON_BYTES_MAX);
    for (size_t i = 0; i < adoptions->n; i++) {
        const struct adoption *adoption = (const struct adoption *)adoptions->v[i];
        if (adoption->sealed_seq == 0) {
            assert_false(store_canon(path, adoption->e.id, &out, message));
            continue;
        }
        assert_canon(path, adoption->e.id, adoption);
        if (last == NULL || adoption->sealed_seq > last->sealed_seq)
            last = adoption;
    }
    assert_non_null(last);
    assert_canon(path, 0, last);
    assert_false(store_canon(path, 1, &out, message));
    assert_string_equal(message, "There is no such adoption, or it did not end so.");
    buf_free(&out);
    script_free(&script);
    runner_free(&runner);
}

static void assert_past(const char *path, uint64_t seq, int64_t at, const char *dump)
{
    char message[200] = "";
    struct room *past = store_read_past(path, seq, at, message);
    if (past == NULL)
        fail_msg("%s", message);
    char *text = script_dump(past);
    assert_string_equal(text, dump);
    mem_free(text);
    room_free(past);
}

static void test_past(void **state)
{
    (void)state;
    struct runner runner;
    struct script script;
    char path[128], message[200] = "";
    runner_init(&runner);
    runner_start(&runner);
    script_init(&script, 1);
    uint64_t person = script_begin(&script);
    assert_int_equal(runner_write(&runner, STORE_CREATE, "all", &script), STORE_OK);
    char *then = script_dump(script.room);
    uint64_t seq = script.room->seq;
    int64_t at = script.room->at;
    script_theme(&script, person, "plus tard");
    assert_int_equal(runner_write(&runner, STORE_COMMIT, "all", &script), STORE_OK);
    runner_path(&runner, "workshops/all.plenary", path);
    assert_past(path, seq, 0, then);
    assert_past(path, 0, at, then);
    runner_stop(&runner);
    assert_past(path, seq, 0, then);
    char *now = script_dump(script.room);
    assert_past(path, seq + 1, 0, now);
    assert_past(path, 0, INT64_MAX, now);
    assert_null(store_read_past(path, seq + 2, 0, message));
    assert_string_equal(message, "There is no such change yet.");
    assert_null(store_read_past(path, 0, 5, message));
    assert_string_equal(message, "The workshop did not exist then.");
    mem_free(now);
    mem_free(then);
    script_free(&script);
    runner_free(&runner);
}

/* Words that were erased end what can be computed, and what was before still can. */
static void test_past_of_erased(void **state)
{
    (void)state;
    struct runner runner;
    struct script script;
    char path[128], message[200] = "";
    runner_with_everything(&runner, &script);
    runner_stop(&runner);
    runner_path(&runner, "workshops/all.plenary", path);
    runner_sql(path, "UPDATE change SET body = NULL, salt = NULL, hash = NULL WHERE seq = 5");
    struct room *past = store_read_past(path, 4, 0, message);
    assert_non_null(past);
    room_free(past);
    assert_null(store_read_past(path, 5, 0, message));
    assert_non_null(strstr(message, "The words of change 5 were erased"));
    script_free(&script);
    runner_free(&runner);
}

/* Somebody put an operation behind the last one of a text: whoever writes there next is not kept from it. */
static void test_operation_put_in(void **state)
{
    (void)state;
    struct runner runner;
    struct script script;
    char path[128];
    runner_init(&runner);
    runner_start(&runner);
    script_init(&script, 1);
    uint64_t person = script_begin(&script);
    uint64_t row = script_say(&script, person, "recommendation.create", "{\"text\":\"One\"}");
    assert_int_equal(runner_write(&runner, STORE_CREATE, "all", &script), STORE_OK);
    runner_path(&runner, "workshops/all.plenary", path);
    runner_sql(path, "INSERT INTO text_op (text, rev, seq, op) SELECT id, 2, 1, '[\"Not said\"]' FROM text");
    script_say(&script, person, "text.edit",
               "{\"id\":%ju,\"field\":\"text\",\"lang\":\"en\",\"rev\":1,\"op\":[3,\" more\"]}", (uintmax_t)row);
    assert_int_equal(runner_write(&runner, STORE_COMMIT, "all", &script), STORE_OK);
    struct store_verify_report report;
    char message[200] = "";
    if (!store_verify(path, &report, message))
        fail_msg("%s", message);
    assert_true(report.is_proven && report.ops == 2);
    script_free(&script);
    runner_free(&runner);
}

static bool allow_some(void *context)
{
    int *left = context;
    return (*left)-- > 0;
}

static void test_too_slow(void **state)
{
    (void)state;
    struct runner runner;
    struct script script;
    char path[128];
    runner_with_everything(&runner, &script);
    runner_path(&runner, "workshops/all.plenary", path);
    for (int steps = 0; steps < 10; steps++) {
        int left = steps;
        const struct past_watch watch = { allow_some, &left };
        struct store_job job = { .type = STORE_REPLAY, .question = { .seq = script.room->seq } };
        assert_int_equal(past_replay(&job, path, &watch), STORE_SLOW);
        assert_string_equal(job.message, "Computing that moment takes too long.");
        assert_null(job.loaded);
    }
    script_free(&script);
    runner_free(&runner);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("the history gives every row, every operation and every hash", test_proven),
        test_case("a table that does not follow from the history is named", test_tampered_tables),
        test_case("the hash of every adoption is that of its canonical bytes", test_canon),
        test_case("a room is read as it was after a change and at a time", test_past),
        test_case("erased words end what can be computed again", test_past_of_erased),
        test_case("an operation that somebody put into a file gives way to a real one", test_operation_put_in),
        test_case("computing the past is given up when it takes too long", test_too_slow),
    };
    return cmocka_run_group_tests(cases, NULL, NULL);
}
