/*
 * A file of version 1, as that version wrote it (store_version_1.sql), is taken over whole or left alone; one of version 3 as it
 * was, which is one of today without the columns that came since.
 */
#include "test.h"

#include <string.h>

#include "base/mem.h"
#include "core/text.h"
#include "store/inspect.h"
#include "support_store_runner.h"

enum { CHANGES = 43 };          /* in that file */

/* A started store with the file in it, after `sql` was done to it. */
static void open_old(struct runner *runner, const char *sql, char path[128])
{
    FILE *file = fopen(PLENARY_SOURCE_DIR "/tests/unit/store_version_1.sql", "rb");
    assert_non_null(file);
    char *text = mem_zero(1, 1 << 17);
    size_t n = fread(text, 1, (1 << 17) - 1, file);
    assert_true(n > 0 && n < (1 << 17) - 1);
    fclose(file);
    runner_init(runner);
    runner_start(runner);
    runner_path(runner, "workshops/all.plenary", path);
    runner_sql(path, text);
    runner_sql(path, sql);
    mem_free(text);
}

static struct room *load(struct runner *runner)
{
    enum store_result result;
    char message[200];
    struct room *room = runner_load(runner, "all", &result, message);
    if (room == NULL)
        fail_msg("%s", message);
    room_check(room);
    return room;
}

/* The words of every field drafted together, by their text's one operation. */
static size_t n_texts(const struct room *room)
{
    size_t n = 0;
    for (const struct entity *e = room->oldest; e != NULL; e = e->after) {
        const struct kind_info *info = kind_info((enum kind)e->kind);
        for (size_t i = 0; !e->removed && i < info->n_fields; i++) {
            const struct ml *ml = (const struct ml *)(const void *)((const char *)e + info->fields[i].offset);
            for (int l = 0; (info->fields[i].flags & FIELD_COEDITED) != 0 && l < LANG_N; l++)
                n += ml->text[l] != NULL;
        }
    }
    return n;
}

static void assert_one_op(struct runner *runner, const struct room *room, const struct text *text)
{
    struct store_job job = { .type = STORE_OPS, .workshop = "all" };
    job.question = (struct store_question){ .text = text->e.id, .max = 5 };
    assert_int_equal(text->rev, 1);
    runner_run(runner, &job);
    assert_int_equal(job.result, STORE_OK);
    assert_int_equal(job.n_found, 1);
    char *words = ot_apply("", &job.ops[0].op);
    assert_string_equal(words, text_words(room, text));
    mem_free(words);
    store_job_clear(&job);
}

static void test_taken_over(void **state)
{
    (void)state;
    struct runner runner;
    char path[128];
    open_old(&runner, "", path);
    struct room *room = load(&runner);
    assert_int_equal(room->seq, CHANGES);
    const struct item *item = room_item(room, 11);
    assert_string_equal(item->title.text[LANG_EN], "Another title");
    assert_string_equal(item->staff_notes.text[LANG_FR], "staff_notes \u00e9\u0651 '%\\");
    assert_int_equal(item->staff_notes.source, LANG_FR);
    assert_int_equal(room->live[KIND_TEXT].n, n_texts(room));
    assert_true(room->live[KIND_TEXT].n > 20);
    for (size_t i = 0; i < room->live[KIND_TEXT].n; i++)
        assert_one_op(&runner, room, (const struct text *)room->live[KIND_TEXT].v[i]);
    size_t adopted = 0;
    for (size_t i = 0; i < room->live[KIND_ACTION].n; i++) {
        const struct action *action = (const struct action *)room->live[KIND_ACTION].v[i];
        adopted += action->standing.state == ROW_ADOPTED && action->standing.adopted_at > 0;
    }
    assert_int_equal(adopted, 1);
    room_free(room);
    runner_free(&runner);
}

static void assert_proven(const char *path, uint64_t folded)
{
    struct store_verify_report report;
    char message[200] = "";
    if (!store_verify(path, &report, message))
        fail_msg("%s", message);
    assert_true(report.is_proven);
    assert_int_equal(report.base, CHANGES);
    assert_int_equal(report.folded, folded);
}

static struct room *past(struct runner *runner, uint64_t seq, enum store_result *result)
{
    struct store_job job = { .type = STORE_REPLAY, .workshop = "all", .question = { .seq = seq } };
    runner_run(runner, &job);
    *result = job.result;
    return job.loaded;
}

static void assert_past(struct runner *runner, uint64_t seq, const char *dump)
{
    enum store_result result;
    struct room *room = past(runner, seq, &result);
    assert_int_equal(result, STORE_OK);
    char *text = script_dump(room);
    assert_string_equal(text, dump);
    mem_free(text);
    room_free(room);
}

/* The history goes on where it was, and is folded from there. */
static void test_goes_on(void **state)
{
    (void)state;
    struct runner runner;
    struct script script;
    enum store_result result;
    char path[128];
    open_old(&runner, "", path);
    script_init(&script, 9);
    room_free(script.room);
    script.room = load(&runner);
    script.at = script.room->at;
    assert_proven(path, 0);
    char *before = script_dump(script.room);
    script_say(&script, 2, "workshop.reopen", "{}");
    script_say(&script, 2, "text.edit",
               "{\"id\":11,\"field\":\"notes\",\"lang\":\"en\",\"rev\":1,\"op\":[6,\"and more \"]}");
    script_theme(&script, 2, "nouveau");
    assert_int_equal(runner_write(&runner, STORE_COMMIT, "all", &script), STORE_OK);
    char *after = script_dump(script.room);
    assert_proven(path, 3);
    assert_past(&runner, CHANGES, before);
    assert_past(&runner, CHANGES + 3, after);
    assert_null(past(&runner, CHANGES - 1, &result));
    assert_int_equal(result, STORE_MISSING);
    mem_free(before);
    mem_free(after);
    script_free(&script);
    runner_free(&runner);
}

/* Whether the file is as version 1 left it. */
static void assert_untouched(const char *path)
{
    struct store_verify_report report;
    char message[200] = "";
    assert_false(store_verify(path, &report, message));
    assert_string_equal(message, "the file has the older version 1: let the server open it once");
    runner_sql(path, "SELECT staff_notes FROM item; SELECT title FROM theme");
}

static void test_left_alone(void **state)
{
    (void)state;
    static const char *const damages[] = {
        "UPDATE item SET kind = 'dancing'",
        "UPDATE action SET title_en = CAST(x'c328' AS TEXT)",
        "UPDATE action SET title_fr = 'a' || char(10) || 'b'",
        "UPDATE workshop SET languages = '[1'",
        "UPDATE change SET at = 5 WHERE seq = 9",
        "UPDATE recommendation SET text_fr = hex(zeroblob(200000))",
        "DROP TABLE meeting",
        "CREATE TABLE more (a)",
        "ALTER TABLE theme RENAME COLUMN pos TO place",
    };
    for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
        struct runner runner;
        enum store_result result;
        char path[128], message[200];
        open_old(&runner, damages[i], path);
        if (runner_load(&runner, "all", &result, message) != NULL || result != STORE_DAMAGED)
            fail_msg("%s: %d %s", damages[i], result, message);
        assert_untouched(path);
        runner_free(&runner);
    }
}

static void test_named_before(void **state)
{
    (void)state;
    struct runner runner;
    char path[128];
    open_old(&runner, "", path);
    assert_untouched(path);
    room_free(load(&runner));
    assert_proven(path, 0);
    runner_stop(&runner);
    runner_start(&runner);
    room_free(load(&runner));
    assert_proven(path, 0);
    runner_free(&runner);
}

/* What was taken over is held against what is in the tables, and the operations against the words. */
static void test_tampered_base(void **state)
{
    (void)state;
    static const char *const tampers[] = {
        "UPDATE base SET \"row\" = replace(\"row\", 'Another', 'Some') WHERE id = 11",
        "DELETE FROM base WHERE id = 11",
        "UPDATE text_op SET op = '[\"Other words\"]' WHERE text = (SELECT max(id) FROM text)",
        "UPDATE meta SET value = 42 WHERE name = 'base'",
        "UPDATE meta SET value = 44 WHERE name = 'base'",
        "UPDATE item SET seq = seq - 1 WHERE id = 11",
    };
    for (size_t i = 0; i < sizeof(tampers) / sizeof(tampers[0]); i++) {
        struct runner runner;
        struct store_verify_report report;
        char path[128], message[200];
        open_old(&runner, "", path);
        room_free(load(&runner));
        runner_stop(&runner);
        runner_sql(path, tampers[i]);
        if (store_verify(path, &report, message))
            fail_msg("not noticed: %s", tampers[i]);
        runner_free(&runner);
    }
}

/* The tables as version 3 had them. */
static const char as_version_3[] =
    "ALTER TABLE workshop DROP COLUMN lobby; ALTER TABLE workshop DROP COLUMN moderated; "
    "ALTER TABLE workshop DROP COLUMN screen_languages; "
    "ALTER TABLE workshop DROP COLUMN rehearsal; ALTER TABLE workshop DROP COLUMN control; "
    "ALTER TABLE delegation DROP COLUMN weight; "
    "ALTER TABLE person DROP COLUMN function; ALTER TABLE person DROP COLUMN device; "
    "ALTER TABLE person DROP COLUMN ready; "
    "ALTER TABLE item DROP COLUMN documents; "
    "ALTER TABLE poll DROP COLUMN results; ALTER TABLE poll DROP COLUMN purpose; "
    "ALTER TABLE poll DROP COLUMN pair; ALTER TABLE poll DROP COLUMN quorum; "
    "ALTER TABLE poll DROP COLUMN majority; ALTER TABLE poll DROP COLUMN weighted; "
    "ALTER TABLE poll DROP COLUMN advisory; ALTER TABLE poll DROP COLUMN seconds; "
    "ALTER TABLE poll DROP COLUMN weight; "
    "ALTER TABLE poll DROP COLUMN advisers; ALTER TABLE poll DROP COLUMN eligible; "
    "ALTER TABLE poll DROP COLUMN round; ALTER TABLE poll DROP COLUMN previous; "
    "ALTER TABLE option DROP COLUMN action; ALTER TABLE option DROP COLUMN advice; "
    "ALTER TABLE ballot DROP COLUMN delegation; ALTER TABLE ballot DROP COLUMN options; "
    "ALTER TABLE ballot DROP COLUMN \"values\"; ALTER TABLE ballot DROP COLUMN text; "
    "ALTER TABLE ballot DROP COLUMN weight; ALTER TABLE ballot DROP COLUMN advisory; "
    "ALTER TABLE ballot DROP COLUMN \"by\"; "
    "ALTER TABLE meeting DROP COLUMN place; ALTER TABLE meeting DROP COLUMN link; "
    "DROP TABLE sealed_ballot; DROP TABLE sealed_number; DROP TABLE answer; DROP TABLE roll; DROP TABLE hand; DROP TABLE question; DROP TABLE message;"
    "DROP TABLE parked; DROP TABLE attendance; PRAGMA user_version = 3";

/* What version 3 could not hold. */
static const char emptied[] =
    "DELETE FROM ballot WHERE poll IN (SELECT id FROM poll WHERE type <> 'single');"
    "UPDATE option SET votes = (SELECT count(*) FROM ballot WHERE ballot.option = option.id);"
    "UPDATE poll SET voters = 0 WHERE type <> 'single'; UPDATE poll SET weight = voters;"
    "UPDATE workshop SET lobby = 0, moderated = 0, screen_languages = NULL, rehearsal = 0, control = NULL;"
    "UPDATE delegation SET weight = 0; UPDATE person SET function = NULL, device = NULL, ready = NULL;"
    "UPDATE item SET documents = NULL; UPDATE option SET action = NULL, advice = 0;"
    "UPDATE poll SET results = 'live', purpose = 'decision', pair = NULL, quorum = 0, majority = 'none', weighted = 0,"
    " advisory = 0, seconds = 0, advisers = 0, eligible = 0, round = 0, previous = NULL;"
    "UPDATE ballot SET delegation = NULL, options = NULL, \"values\" = NULL, text = NULL, weight = 1, advisory = 0,"
    " \"by\" = NULL; UPDATE meeting SET place = NULL, link = NULL;"
    "DELETE FROM answer; DELETE FROM roll; DELETE FROM hand; DELETE FROM question; DELETE FROM message;"
    "DELETE FROM parked; DELETE FROM attendance";

static void test_version_3(void **state)
{
    (void)state;
    struct runner runner;
    struct script script;
    struct store_verify_report report;
    char path[128], message[200] = "";
    runner_with_everything(&runner, &script);
    assert_int_equal(runner_simple(&runner, STORE_CLOSE, "all"), STORE_OK);
    runner_path(&runner, "workshops/all.plenary", path);
    runner_sql(path, emptied);
    struct room *room = load(&runner);
    char *before = script_dump(room);
    room_free(room);
    assert_int_equal(runner_simple(&runner, STORE_CLOSE, "all"), STORE_OK);
    runner_sql(path, as_version_3);
    assert_false(store_verify(path, &report, message));
    assert_non_null(strstr(message, "older version 3"));
    room = load(&runner);
    char *after = script_dump(room);
    assert_string_equal(after, before);
    if (!store_verify(path, &report, message))
        fail_msg("%s", message);
    assert_true(report.is_proven);
    assert_true(report.base > 0);
    mem_free(before);
    mem_free(after);
    room_free(room);
    script_free(&script);
    runner_free(&runner);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("a file of version 1 is taken over with everything in it", test_taken_over),
        test_case("its history goes on and is folded from there", test_goes_on),
        test_case("a file that cannot be taken over stays as it was", test_left_alone),
        test_case("it is refused by name until the server has opened it, and taken over once", test_named_before),
        test_case("what was taken over is verified as well", test_tampered_base),
        test_case("a file of version 3 is what it was, and its history is folded from where it was taken over",
                  test_version_3),
    };
    return cmocka_run_group_tests(cases, NULL, NULL);
}
