/* archive: copies to take away and files taken in: what they hold, what they leave out, and what is refused. */
#include "test.h"

#include <string.h>

#include "app/import.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "core/limits.h"
#include "scenario.h"
#include "store/archive.h"
#include "store/inspect.h"
#include "store/workshop_file.h"
#include "support_store_runner.h"

struct shop {
    struct runner runner;
    struct script script;
};

static void shop_open(struct shop *shop)
{
    runner_with_everything(&shop->runner, &shop->script);
}

static void shop_close(struct shop *shop)
{
    script_free(&shop->script);
    runner_free(&shop->runner);
}

static void copy_of(struct shop *shop, bool lean, struct store_job *job)
{
    *job = (struct store_job){ .type = STORE_COPY, .workshop = "all", .lean = lean };
    runner_run(&shop->runner, job);
    if (job->result != STORE_OK)
        fail_msg("%s", job->message);
}

static enum store_result take(struct shop *shop, const char *id, const void *bytes, size_t n, char message[200])
{
    struct store_job job = { .type = STORE_TAKE, .given = bytes, .n_given = n };
    snprintf(job.workshop, sizeof job.workshop, "%s", id);
    runner_run(&shop->runner, &job);
    snprintf(message, 200, "%s", job.message);
    return job.result;
}

static void assert_whole(struct shop *shop, const char *name, struct store_verify_report *report)
{
    char path[128], message[200];
    runner_path(&shop->runner, name, path);
    if (!store_verify(path, report, message))
        fail_msg("%s", message);
}

static void what_is_taken_away_is_what_comes_back(void **state)
{
    (void)state;
    struct shop shop;
    struct store_job job;
    struct store_verify_report report;
    enum store_result result;
    char message[200];
    shop_open(&shop);
    copy_of(&shop, false, &job);
    assert_memory_equal(job.bytes, "SQLite format 3", 16);
    result = take(&shop, "other", job.bytes, job.n_bytes, message);
    if (result != STORE_OK)
        fail_msg("%s", message);
    assert_int_equal(take(&shop, "other", job.bytes, job.n_bytes, message), STORE_EXISTS);
    store_job_clear(&job);
    assert_whole(&shop, "workshops/other.plenary", &report);
    assert_int_equal(report.changes, shop.script.room->seq);
    assert_int_equal(report.erased, 0);
    assert_true(report.is_proven);
    struct room *room = runner_load(&shop.runner, "other", &result, message);
    char *a = script_dump(shop.script.room), *b = script_dump(room);
    assert_string_equal(a, b);
    mem_free(a);
    mem_free(b);
    room_free(room);
    shop_close(&shop);
}

static bool contains(const char *bytes, size_t n, const char *text)
{
    return memmem(bytes, n, text, strlen(text)) != NULL;
}

static void a_lean_copy_knows_no_notes_and_no_attendance(void **state)
{
    (void)state;
    struct shop shop;
    struct store_job full, lean;
    struct store_verify_report report;
    enum store_result result;
    char message[200];
    shop_open(&shop);
    const struct kind_list *items = &shop.script.room->live[KIND_ITEM];
    const uint64_t item = items->v[0]->id;
    script_say(&shop.script, 0, "workshop.reopen", "{}");
    script_say(&shop.script, 0, "item.edit", "{\"id\":%llu,\"staff_notes\":{\"en\":\"keep-this-to-us\"}}",
               (unsigned long long)item);
    /* What went with its item speaks of notes no more but in the history. */
    script_say(&shop.script, 0, "item.create",
               "{\"day\":1,\"title\":{\"en\":\"Passing\"},\"staff_notes\":{\"en\":\"keep-this-to-us as well\"}}");
    script_say(&shop.script, 0, "item.remove", "{\"id\":%llu}", (unsigned long long)items->v[items->n - 1]->id);
    assert_int_equal(runner_write(&shop.runner, STORE_COMMIT, "all", &shop.script), STORE_OK);
    copy_of(&shop, false, &full);
    copy_of(&shop, true, &lean);
    assert_true(contains(full.bytes, full.n_bytes, "keep-this-to-us"));
    assert_false(contains(lean.bytes, lean.n_bytes, "keep-this-to-us"));
    /* No page of it is free: how many are stands at byte 36. */
    assert_memory_equal(lean.bytes + 36, "\0\0\0\0", 4);
    assert_true(lean.n_bytes < full.n_bytes);
    result = take(&shop, "lean", lean.bytes, lean.n_bytes, message);
    if (result != STORE_OK)
        fail_msg("%s", message);
    assert_whole(&shop, "workshops/lean.plenary", &report);
    assert_int_equal(report.live[KIND_ATTENDANCE], 0);
    assert_true(report.erased > 0);
    struct room *room = runner_load(&shop.runner, "lean", &result, message);
    assert_non_null(room);
    for (size_t i = 0; i < room->live[KIND_ITEM].n; i++)
        assert_true(ml_is_empty(&((const struct item *)room->live[KIND_ITEM].v[i])->staff_notes));
    assert_int_equal(room->last_id, shop.script.room->last_id);
    room_free(room);
    store_job_clear(&full);
    store_job_clear(&lean);
    shop_close(&shop);
}

static bool holds(const struct store_job *job, const char *words)
{
    const size_t n = strlen(words);
    for (size_t at = 0; at + n <= job->n_bytes; at++)
        if (memcmp(job->bytes + at, words, n) == 0)
            return true;
    return false;
}

static void a_copy_holds_no_ballot_of_an_open_secret_poll(void **state)
{
    (void)state;
    static const char words[] = "sealed words of somebody";
    struct shop shop;
    struct store_job job;
    char path[128], sql[200];
    shop_open(&shop);
    assert_int_equal(runner_simple(&shop.runner, STORE_CLOSE, "all"), STORE_OK);
    runner_path(&shop.runner, "workshops/all.plenary", path);
    snprintf(sql, sizeof sql,
             "INSERT INTO sealed_ballot (poll, voter, head, sealed) VALUES (1, 2, 0, CAST('%s' AS BLOB))", words);
    runner_sql(path, sql);
    for (int lean = 0; lean < 2; lean++) {
        copy_of(&shop, lean, &job);
        assert_false(holds(&job, words));
        assert_true(holds(&job, "sealed_ballot"));
        store_job_clear(&job);
    }
    shop_close(&shop);
}

/* Bytes that are no workshop, and those of files that somebody worked on. */
static void what_is_not_a_workshop_is_refused(void **state)
{
    (void)state;
    static const char *const works[] = {
        "CREATE TRIGGER t AFTER INSERT ON action BEGIN DELETE FROM action; END",
        "CREATE VIEW v AS SELECT 1",
        "CREATE TABLE more (a)",
        "CREATE INDEX i ON action (id)",
        "PRAGMA user_version = 3",
        "PRAGMA application_id = 1",
        "UPDATE action SET percent = 2000",
        "UPDATE change SET body = '{}' WHERE seq = 3",
        "DELETE FROM change WHERE seq = 3",
        "DELETE FROM workshop",
        "UPDATE person SET role = 'emperor'",
        "DELETE FROM person",
        /* SQLite quotes the name in its message, and what is sent has to be text. */
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET name = CAST(x'1b5b324aff' AS TEXT), sql = 'CREATE x' WHERE name = 'action'",
    };
    struct shop shop;
    struct store_job job;
    char message[200], path[128], id[16], sql[200];
    shop_open(&shop);
    copy_of(&shop, false, &job);
    assert_int_equal(take(&shop, "none", "", 0, message), STORE_DAMAGED);
    assert_int_equal(take(&shop, "none", "SQLite format 3", 16, message), STORE_DAMAGED);
    assert_int_equal(take(&shop, "none", job.bytes, job.n_bytes / 2, message), STORE_DAMAGED);
    runner_path(&shop.runner, "worked.db", path);
    for (size_t i = 0; i < sizeof works / sizeof works[0]; i++) {
        FILE *file = fopen(path, "wb");
        assert_int_equal(fwrite(job.bytes, 1, job.n_bytes, file), job.n_bytes);
        fclose(file);
        snprintf(sql, sizeof sql, "%s", works[i]);
        runner_sql(path, sql);
        file = fopen(path, "rb");
        char *bytes = mem_zero(2 * job.n_bytes, 1);
        const size_t n = fread(bytes, 1, 2 * job.n_bytes, file);
        fclose(file);
        snprintf(id, sizeof id, "w%zu", i);
        if (take(&shop, id, bytes, n, message) != STORE_DAMAGED)
            fail_msg("taken in after: %s", works[i]);
        assert_true(message[0] != '\0' && utf8_valid(message, strlen(message)) && !utf8_has_control(message));
        mem_free(bytes);
    }
    store_job_clear(&job);
    shop_close(&shop);
}

/* A file whose chain holds, made by somebody whose clock stood behind the year 9999: nothing could say when it was. */
static void a_time_that_has_no_name_is_refused(void **state)
{
    (void)state;
    static const char scenario[] = "{\"name\":\"late\",\"title\":\"Late\",\"time_zone\":\"UTC\","
                                   "\"people\":[{\"name\":\"Amina\",\"role\":\"facilitator\"}]}";
    static const int64_t times[] = { LIMIT_NOW, LIMIT_NOW + 1, INT64_MAX };
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        const struct import_options options = { .at = times[i], .random = scenario_salt, .lang = LANG_EN };
        struct runner runner;
        struct import import;
        struct store_verify_report report;
        char path[128], directory[128], message[200];
        runner_init(&runner);
        assert_true(import_scenario(&import, scenario, sizeof scenario - 1, &options));
        const struct workshop_write write = {
            .id = "late", .room = import.room, .changes = import.changes, .n_changes = import.n
        };
        runner_path(&runner, "", directory);
        runner_path(&runner, "late.plenary", path);
        assert_int_equal(workshop_file_make(directory, path, &write, message), STORE_OK);
        assert_int_equal(store_verify(path, &report, message), i == 0);
        import_free(&import);
        runner_free(&runner);
    }
}

/* One byte of each page and a few of its head: taken in or refused, never more than that. */
static void a_changed_byte_does_no_harm(void **state)
{
    (void)state;
    struct shop shop;
    struct store_job job;
    char message[200], id[16];
    unsigned n = 0;
    shop_open(&shop);
    copy_of(&shop, false, &job);
    for (size_t at = 0; at < job.n_bytes; at += at < 200 ? 7 : job.n_bytes / 60 + 1) {
        job.bytes[at] ^= 0x15;
        snprintf(id, sizeof id, "b%u", n++);
        const enum store_result result = take(&shop, id, job.bytes, job.n_bytes, message);
        assert_true(result == STORE_OK || result == STORE_DAMAGED);
        job.bytes[at] ^= 0x15;
    }
    store_job_clear(&job);
    shop_close(&shop);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_case("what is taken away is what comes back", what_is_taken_away_is_what_comes_back),
        test_case("a lean copy knows no notes of the facilitators and no attendance",
                  a_lean_copy_knows_no_notes_and_no_attendance),
        test_case("S5 a copy holds no ballot of an open secret poll", a_copy_holds_no_ballot_of_an_open_secret_poll),
        test_case("what is not a workshop's file is refused, and says why", what_is_not_a_workshop_is_refused),
        test_case("a time that has no name is refused", a_time_that_has_no_name_is_refused),
        test_case("a changed byte does no harm", a_changed_byte_does_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
