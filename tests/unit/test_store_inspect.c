/* verify, read and backup: on files in use, on copies, on files that somebody changed. */
#include "test.h"

#include <dirent.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "store/inspect.h"
#include "support_store_runner.h"

static size_t n_names(const char *path)
{
    DIR *dir = opendir(path);
    size_t n = 0;
    assert_non_null(dir);
    while (readdir(dir) != NULL)
        n++;
    closedir(dir);
    return n;
}

static void assert_verifies(const char *path, const struct room *room, uint64_t erased)
{
    struct store_verify_report report;
    char message[200];
    if (!store_verify(path, &report, message))
        fail_msg("%s", message);
    assert_int_equal(report.changes, room->seq);
    assert_int_equal(report.erased, erased);
    assert_int_equal(report.broken, 0);
    assert_int_equal(report.wrong_tallies, 0);
    assert_memory_equal(report.chain, room->chain, HASH_BYTES);
    uint64_t live = 0;
    for (int kind = KIND_NONE + 1; kind < KIND_N; kind++) {
        assert_int_equal(report.live[kind], room->live[kind].n);
        live += report.live[kind];
    }
    assert_int_equal(report.tombstones, room->entities.n - live);
}

static void assert_reads(const char *path, const struct room *room)
{
    char message[200];
    struct room *read = store_read_room(path, message);
    if (read == NULL)
        fail_msg("%s", message);
    char *a = script_dump(room), *b = script_dump(read);
    assert_string_equal(a, b);
    mem_free(a);
    mem_free(b);
    room_free(read);
}

static void test_live(void **state)
{
    (void)state;
    struct runner runner;
    struct script script;
    char path[128], copy[128], message[200] = "";
    runner_with_everything(&runner, &script);
    runner_path(&runner, "workshops/all.plenary", path);
    runner_path(&runner, "copy.plenary", copy);
    assert_verifies(path, script.room, 0);
    assert_reads(path, script.room);
    assert_true(store_backup(path, copy, message));
    assert_verifies(copy, script.room, 0);
    script_free(&script);
    runner_free(&runner);
}

/* As after `cp`, or from a memory stick: no log, and a directory that cannot be written. */
static void test_copy_on_read_only_medium(void **state)
{
    (void)state;
    struct runner runner;
    struct script script;
    char path[128], dir[128];
    runner_with_everything(&runner, &script);
    runner_stop(&runner);
    runner_path(&runner, "workshops/all.plenary", path);
    runner_path(&runner, "workshops", dir);
    assert_int_equal(chmod(path, 0400) | chmod(dir, 0500), 0);
    size_t names = n_names(dir);
    assert_verifies(path, script.room, 0);
    assert_reads(path, script.room);
    assert_int_equal(n_names(dir), names);
    assert_int_equal(chmod(dir, 0700), 0);
    script_free(&script);
    runner_free(&runner);
}

/* The file and the log of a server that was killed. */
static void test_killed(void **state)
{
    (void)state;
    struct runner runner;
    struct script script;
    char path[128], command[400];
    runner_with_everything(&runner, &script);
    snprintf(command, sizeof(command), "cd %s && mkdir left && cp workshops/all.plenary workshops/all.plenary-wal left",
             runner.path);
    assert_int_equal(system(command), 0);
    runner_path(&runner, "left/all.plenary", path);
    assert_verifies(path, script.room, 0);
    assert_reads(path, script.room);
    script_free(&script);
    runner_free(&runner);
}

/* Verifies "all" after `sql` was done to its file. */
static bool verify_after(const char *sql, struct store_verify_report *report, char message[200])
{
    struct runner runner;
    struct script script;
    char path[128];
    runner_with_everything(&runner, &script);
    runner_stop(&runner);
    runner_path(&runner, "workshops/all.plenary", path);
    runner_sql(path, sql);
    bool ok = store_verify(path, report, message);
    script_free(&script);
    runner_free(&runner);
    return ok;
}

static void test_tampered_history(void **state)
{
    (void)state;
    static const char *const sets[] = {
        "at = at + 1",
        "actor = actor + 1",
        "verb = 'theme.remove'",
        "body = body || ' '",
        "body = replace(body, 'a', 'b')",
        "salt = x'00112233445566778899aabbccddeeff'",
        "salt = NULL",
        "body_hash = chain",
        "chain = body_hash",
        "hash = x'0011223344556677'",
        "body = NULL",
        "body = body || char(0) || 'x'",
    };
    for (size_t i = 0; i < sizeof(sets) / sizeof(sets[0]); i++) {
        struct store_verify_report report;
        char sql[200], message[200] = "";
        snprintf(sql, sizeof(sql), "UPDATE change SET %s WHERE seq = 5", sets[i]);
        if (verify_after(sql, &report, message))
            fail_msg("not noticed: %s", sql);
        assert_int_equal(report.broken, 5);
        assert_non_null(strstr(message, "change 5 "));
    }
}

static void test_missing_change(void **state)
{
    (void)state;
    struct store_verify_report report;
    char message[200] = "";
    assert_false(verify_after("DELETE FROM change WHERE seq = 7", &report, message));
    assert_int_equal(report.broken, 7);
}

static void test_erased(void **state)
{
    (void)state;
    struct store_verify_report report;
    char message[200] = "";
    if (!verify_after("UPDATE change SET body = NULL, salt = NULL, hash = NULL WHERE seq = 5", &report, message))
        fail_msg("%s", message);
    assert_int_equal(report.erased, 1);
    assert_int_equal(report.broken, 0);
    assert_int_equal(report.folded, 4);
    assert_false(report.is_proven);
}

static void test_wrong_tally(void **state)
{
    (void)state;
    struct store_verify_report report;
    char message[200] = "";
    assert_false(verify_after("UPDATE \"option\" SET votes = votes + 1 WHERE id = (SELECT min(id) FROM \"option\")",
                              &report, message));
    assert_int_equal(report.wrong_tallies, 1);
    assert_false(verify_after("UPDATE poll SET voters = voters + 1", &report, message));
    assert_int_equal(report.wrong_tallies, 7);
    assert_false(verify_after("DELETE FROM ballot", &report, message));
    assert_int_equal(report.wrong_tallies, 6 + 4);
}

static void test_not_a_file_of_ours(void **state)
{
    (void)state;
    struct store_verify_report report;
    struct runner runner;
    char path[128], message[200] = "";
    runner_init(&runner);
    runner_path(&runner, "other.db", path);
    assert_false(store_verify(path, &report, message));
    assert_non_null(strstr(message, "there is no file"));
    runner_sql(path, "CREATE TABLE t (a)");
    assert_false(store_verify(path, &report, message));
    assert_non_null(strstr(message, "not a workshop file"));
    assert_null(store_read_room(path, message));
    assert_null(store_read_room(runner.path, message));
    assert_false(store_verify("/dev/null", &report, message));
    runner_free(&runner);
}

/* Commits go on while the copies are made; each copy is the room as it was at some moment. */
static void test_backup_of_a_live_file(void **state)
{
    (void)state;
    struct runner runner;
    struct script script;
    char path[128], copy[128], message[200] = "";
    runner_init(&runner);
    runner_start(&runner);
    script_init(&script, 1);
    uint64_t person = script_begin(&script);
    assert_int_equal(runner_write(&runner, STORE_CREATE, "live", &script), STORE_OK);
    runner_path(&runner, "workshops/live.plenary", path);
    for (int i = 0; i < 5; i++) {
        char name[16];
        struct stat st;
        script_theme(&script, person, "pendant ce temps");
        assert_int_equal(runner_write(&runner, STORE_COMMIT, "live", &script), STORE_OK);
        snprintf(name, sizeof(name), "copy%d", i);
        runner_path(&runner, name, copy);
        if (!store_backup(path, copy, message))
            fail_msg("%s", message);
        assert_int_equal(stat(copy, &st), 0);
        assert_int_equal(st.st_mode & 07777, 0600);
        assert_verifies(copy, script.room, 0);
        assert_reads(copy, script.room);
    }
    assert_false(store_backup(path, copy, message));
    assert_non_null(strstr(message, "File exists"));
    assert_verifies(copy, script.room, 0);
    script_free(&script);
    runner_free(&runner);
}

static void test_backup_that_fails(void **state)
{
    (void)state;
    struct runner runner;
    char from[128], to[128], message[200] = "";
    runner_init(&runner);
    runner_start(&runner);
    runner_path(&runner, "nothing", from);
    runner_path(&runner, "copy", to);
    assert_false(store_backup(from, to, message));
    assert_int_equal(access(to, F_OK), -1);
    runner_path(&runner, "plenary.db", from);
    assert_true(store_backup(from, to, message));
    runner_path(&runner, "other", from);
    runner_sql(from, "CREATE TABLE t (a)");
    runner_path(&runner, "copy2", to);
    assert_false(store_backup(from, to, message));
    assert_int_equal(access(to, F_OK), -1);
    runner_free(&runner);
}

/* A copy put back in place is a workshop like any other. */
static void test_backup_comes_back(void **state)
{
    (void)state;
    struct runner runner;
    struct script script;
    enum store_result result;
    char path[128], copy[128], message[200] = "";
    runner_with_everything(&runner, &script);
    runner_path(&runner, "workshops/all.plenary", path);
    runner_path(&runner, "workshops/again.plenary", copy);
    assert_true(store_backup(path, copy, message));
    struct room *room = runner_load(&runner, "again", &result, message);
    assert_int_equal(result, STORE_OK);
    assert_memory_equal(room->chain, script.room->chain, HASH_BYTES);
    room_free(room);
    script_free(&script);
    runner_free(&runner);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("a file that a server writes to is verified and read", test_live),
        test_case("a copy on a read-only medium is verified and read, and nothing is left beside it",
                  test_copy_on_read_only_medium),
        test_case("what a killed server left is verified and read", test_killed),
        test_case("a tampered change is named", test_tampered_history),
        test_case("a missing change is named", test_missing_change),
        test_case("erased words are counted and the chain holds", test_erased),
        test_case("a tally that is not that of the ballots is found", test_wrong_tally),
        test_case("other files are refused with a sentence", test_not_a_file_of_ours),
        test_case("copies of a file in use are complete, and never overwrite", test_backup_of_a_live_file),
        test_case("a copy that fails leaves nothing", test_backup_that_fails),
        test_case("a copy can be put in place", test_backup_comes_back),
    };
    return cmocka_run_group_tests(cases, NULL, NULL);
}
