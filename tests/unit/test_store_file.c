/* What lies in the state directory: modes, the lock, leftovers, durability settings, and files that are not ours. */
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "store/database.h"
#include "store/inspect.h"
#include "store/workshop_file.h"
#include "support_store_disk.h"
#include "support_store_runner.h"

static void assert_mode(const struct runner *runner, const char *name, unsigned mode)
{
    char path[128];
    struct stat st;
    runner_path(runner, name, path);
    if (stat(path, &st) != 0)
        fail_msg("%s is not there", name);
    assert_int_equal(st.st_mode & 07777, mode);
}

static bool is_there(const struct runner *runner, const char *name)
{
    char path[128];
    runner_path(runner, name, path);
    return access(path, F_OK) == 0;
}

static void test_modes(void **state)
{
    (void)state;
    static const char *const files[] = { "lock",
                                         "plenary.db",
                                         "plenary.db-wal",
                                         "plenary.db-shm",
                                         "ballast",
                                         "workshops/all.plenary",
                                         "workshops/all.plenary-wal",
                                         "workshops/all.plenary-shm" };
    struct runner runner;
    struct script script;
    struct registry_row row = { .table = REGISTRY_SETTING, .name = "name", .text = "value" };
    struct store_job job = { .type = STORE_REGISTRY, .rows = &row, .n_rows = 1 };
    mode_t old = umask(0);
    runner_with_everything(&runner, &script);
    runner_run(&runner, &job);
    assert_int_equal(job.result, STORE_OK);
    umask(old);
    assert_mode(&runner, "", 0700);
    assert_mode(&runner, "workshops", 0700);
    assert_mode(&runner, "keys", 0700);
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
        assert_mode(&runner, files[i], 0600);
    script_free(&script);
    runner_free(&runner);
}

static void test_closed_is_one_file(void **state)
{
    (void)state;
    struct runner runner;
    struct script script;
    runner_with_everything(&runner, &script);
    assert_int_equal(runner_simple(&runner, STORE_CLOSE, "all"), STORE_OK);
    assert_true(is_there(&runner, "workshops/all.plenary"));
    assert_false(is_there(&runner, "workshops/all.plenary-wal"));
    assert_false(is_there(&runner, "workshops/all.plenary-shm"));
    assert_false(is_there(&runner, "workshops/all.plenary.new"));
    runner_stop(&runner);
    assert_false(is_there(&runner, "plenary.db-wal"));
    script_free(&script);
    runner_free(&runner);
}

static void test_synchronous_is_full(void **state)
{
    (void)state;
    struct runner runner;
    struct script script;
    char path[128], message[MESSAGE_BYTES];
    sqlite3 *db;
    int64_t value = -1;
    runner_with_everything(&runner, &script);
    runner_path(&runner, "workshops/all.plenary", path);
    assert_int_equal(database_open(&db, path, DATABASE_WRITE, message), STORE_OK);
    assert_int_equal(database_use_wal(db, message), STORE_OK);
    assert_int_equal(database_number(db, "PRAGMA synchronous", &value), SQLITE_OK);
    assert_int_equal(value, 2);
    assert_int_equal(database_number(db, "PRAGMA secure_delete", &value), SQLITE_OK);
    assert_int_equal(value, 1);
    assert_int_equal(database_number(db, "PRAGMA wal_autocheckpoint", &value), SQLITE_OK);
    assert_int_equal(value, 0);
    assert_int_equal(database_number(db, "SELECT load_extension('x')", &value), SQLITE_ERROR);
    database_close(db);
    script_free(&script);
    runner_free(&runner);
}

/* The proof that does not ask SQLite: each acknowledged commit was preceded by a sync. */
static void test_every_commit_syncs(void **state)
{
    (void)state;
    struct runner runner;
    struct script script;
    runner_init(&runner);
    runner_start(&runner);
    script_init(&script, 1);
    uint64_t person = script_begin(&script);
    assert_int_equal(runner_write(&runner, STORE_CREATE, "sync", &script), STORE_OK);
    for (int i = 0; i < 10; i++) {
        unsigned before = disk_syncs();
        script_theme(&script, person, "sur le disque");
        assert_int_equal(runner_write(&runner, STORE_COMMIT, "sync", &script), STORE_OK);
        assert_true(disk_syncs() > before);
    }
    script_free(&script);
    runner_free(&runner);
}

static void test_one_server(void **state)
{
    (void)state;
    struct runner runner;
    char message[200] = "";
    runner_init(&runner);
    runner_start(&runner);
    assert_null(store_open(runner.path, 1, NULL, NULL, message));
    assert_non_null(strstr(message, "another server uses"));
    runner_stop(&runner);
    runner_start(&runner);
    runner_free(&runner);
}

static void test_not_a_directory(void **state)
{
    (void)state;
    struct runner runner;
    char path[128], message[200] = "";
    runner_init(&runner);
    runner_path(&runner, "file", path);
    close(open(path, O_CREAT | O_WRONLY, 0600));
    assert_null(store_open(path, 1, NULL, NULL, message));
    assert_non_null(strstr(message, "it is a file"));
    runner_path(&runner, "no/such/place", path);
    assert_null(store_open(path, 1, NULL, NULL, message));
    assert_non_null(strstr(message, strerror(ENOENT)));
    runner_free(&runner);
}

/* Loads "all" after `sql` was done to its file; it must be refused, with these words. */
static void assert_refused(const char *sql, const char *words)
{
    struct runner runner;
    struct script script;
    enum store_result result;
    char path[128], message[200];
    runner_with_everything(&runner, &script);
    assert_int_equal(runner_simple(&runner, STORE_CLOSE, "all"), STORE_OK);
    runner_path(&runner, "workshops/all.plenary", path);
    runner_sql(path, sql);
    assert_null(runner_load(&runner, "all", &result, message));
    if (result != STORE_DAMAGED || strstr(message, words) == NULL)
        fail_msg("%s: %d %s", sql, result, message);
    script_free(&script);
    runner_free(&runner);
}

static void test_foreign_files(void **state)
{
    (void)state;
    assert_refused("PRAGMA application_id = 7", "not a workshop file");
    assert_refused("PRAGMA user_version = 0", "not a workshop file");
    assert_refused("PRAGMA user_version = 5", "version 5");
    assert_refused("CREATE TRIGGER t AFTER INSERT ON theme BEGIN DELETE FROM theme; END", "not a workshop file");
    assert_refused("CREATE VIEW v AS SELECT 1", "not a workshop file");
    assert_refused("DROP TABLE meeting", "not those of a workshop file");
    assert_refused("ALTER TABLE meeting DROP COLUMN count", "not those of a workshop file");
    assert_refused("DROP INDEX change_result", "not those of a workshop file");
    assert_refused("CREATE TABLE more (a)", "not those of a workshop file");
    assert_refused("CREATE INDEX slow ON action (abs(id))", "not those of a workshop file");
    assert_refused("PRAGMA user_version = 1", "already exists");
}

static void test_impossible_rows(void **state)
{
    (void)state;
    assert_refused("UPDATE item SET kind = 'dancing'", "of item is damaged");
    assert_refused("UPDATE item SET title_source = 'de'", "of item is damaged");
    assert_refused("UPDATE item SET title_revs = '[1,1,1]'", "of item is damaged");
    assert_refused("UPDATE item SET title_revs = '[1,1,1,99999999999]'", "of item is damaged");
    assert_refused("UPDATE item SET title_fr = CAST(x'c328' AS TEXT) WHERE id = (SELECT min(id) FROM item)",
                   "of item is damaged");
    assert_refused("UPDATE item SET presenter = ''", "of item is damaged");
    assert_refused("UPDATE delegation SET observer = 2", "of delegation is damaged");
    assert_refused("UPDATE action SET partners = '[1,2'", "of action is damaged");
    assert_refused("UPDATE action SET partners = '[-1]'", "of action is damaged");
    assert_refused("UPDATE action SET theme = -1", "of action is damaged");
    assert_refused("UPDATE poll SET labels = '[1,2]'", "of poll is damaged");
    assert_refused("UPDATE poll SET labels = '{'", "of poll is damaged");
    assert_refused("UPDATE person SET language = 'xx'", "of person is damaged");
    assert_refused("UPDATE theme SET id = 5000000000", "of theme is damaged");
    assert_refused("UPDATE theme SET seq = 0", "of theme is damaged");
    assert_refused("UPDATE tombstone SET kind = 'nothing'", "of tombstone is damaged");
    assert_refused("INSERT INTO tombstone (id, kind, seq) SELECT id, 'theme', seq FROM theme",
                   "of tombstone is damaged");
    assert_refused("UPDATE change SET chain = x'00' WHERE seq = 3", "row 3 of change is damaged");
    assert_refused("UPDATE change SET at = 1 WHERE seq = 3", "row 3 of change is damaged");
    assert_refused("DELETE FROM change WHERE seq = 3", "row 4 of change is damaged");
}

static void test_contradicting_rows(void **state)
{
    (void)state;
    assert_refused("DELETE FROM change WHERE seq = (SELECT max(seq) FROM change)", "contradict each other");
    assert_refused("UPDATE action SET theme = 4000000", "contradict each other");
    assert_refused("UPDATE poll SET voters = 77 WHERE state = 'closed'", "contradict each other");
    assert_refused("DELETE FROM workshop", "contradict each other");
}

static void overwrite(const char *path, off_t at, size_t n)
{
    char *junk = mem_zero(n, 1);
    memset(junk, 0xa5, n);
    int fd = open(path, O_WRONLY);
    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, junk, n, at), n);
    close(fd);
    mem_free(junk);
}

static void test_damaged_file(void **state)
{
    (void)state;
    static const struct {
        off_t at;
        size_t n;
    } places[] = { { 0, 16 }, { 0, 4096 }, { 12288, 65536 }, { 100, 8 } };
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        struct runner runner;
        struct script script;
        enum store_result result;
        char path[128], message[200];
        runner_with_everything(&runner, &script);
        assert_int_equal(runner_simple(&runner, STORE_CLOSE, "all"), STORE_OK);
        runner_path(&runner, "workshops/all.plenary", path);
        overwrite(path, places[i].at, places[i].n);
        assert_null(runner_load(&runner, "all", &result, message));
        assert_int_equal(result, STORE_DAMAGED);
        script_free(&script);
        runner_free(&runner);
    }
}

/* The main file alone, as `cp` would take it. */
static uint64_t changes_without_log(const struct runner *runner, const char *workshop)
{
    struct store_verify_report report;
    char command[300], copy[128], message[200];
    snprintf(command, sizeof(command), "cp %s/workshops/%s.plenary %s/alone", runner->path, workshop, runner->path);
    assert_int_equal(system(command), 0);
    runner_path(runner, "alone", copy);
    if (!store_verify(copy, &report, message))
        fail_msg("%s", message);
    return report.changes;
}

static void test_checkpoint_folds(void **state)
{
    (void)state;
    struct runner runner;
    struct script script;
    runner_init(&runner);
    runner_start(&runner);
    script_init(&script, 1);
    uint64_t person = script_begin(&script);
    assert_int_equal(runner_write(&runner, STORE_CREATE, "fold", &script), STORE_OK);
    uint64_t created = script.room->seq;
    script_theme(&script, person, "encore dans le journal");
    assert_int_equal(runner_write(&runner, STORE_COMMIT, "fold", &script), STORE_OK);
    assert_int_equal(changes_without_log(&runner, "fold"), created);
    assert_int_equal(runner_simple(&runner, STORE_CHECKPOINT, "fold"), STORE_OK);
    assert_int_equal(changes_without_log(&runner, "fold"), script.room->seq);
    script_free(&script);
    runner_free(&runner);
}

/* A busy room never has a quiet moment for a checkpoint: then the commit path does it. */
static void test_log_is_bounded(void **state)
{
    enum { PAGES_MAX = 256, COMMITS = 60, SLACK = 64 };
    (void)state;
    struct runner runner;
    struct script script;
    struct workshop_file *file;
    struct stat st;
    char path[128], log[160], message[200] = "";
    runner_init(&runner);
    runner_start(&runner);
    script_init(&script, 1);
    uint64_t person = script_begin(&script);
    assert_int_equal(runner_write(&runner, STORE_CREATE, "log", &script), STORE_OK);
    runner_stop(&runner);
    runner_path(&runner, "workshops/log.plenary", path);
    snprintf(log, sizeof(log), "%s-wal", path);
    assert_int_equal(workshop_file_open(&file, path, message), STORE_OK);
    file->log_pages_max = PAGES_MAX;
    for (int i = 0; i < COMMITS; i++) {
        script_long_text(&script, person);
        struct workshop_write write = { "log", script.room, script.changes, script.n, NULL, 0 };
        assert_int_equal(workshop_file_commit(file, &write, message), STORE_OK);
        assert_int_equal(workshop_file_shorten(file, message), STORE_OK);
        script_commit_done(&script);
        assert_int_equal(stat(log, &st), 0);
        assert_true(st.st_size < (PAGES_MAX + SLACK) * 4200);
    }
    assert_int_equal(workshop_file_fold_and_close(file, message), STORE_OK);
    assert_int_equal(changes_without_log(&runner, "log"), script.room->seq);
    script_free(&script);
    runner_free(&runner);
}

/* A server that was killed while it made a workshop. */
static void test_half_made(void **state)
{
    (void)state;
    struct runner runner;
    struct script script;
    char path[128];
    runner_init(&runner);
    runner_start(&runner);
    runner_path(&runner, "workshops/half.plenary.new", path);
    runner_sql(path, "CREATE TABLE rest (a)");
    assert_int_equal(runner_simple(&runner, STORE_LOAD, "half"), STORE_MISSING);
    script_init(&script, 1);
    script_begin(&script);
    assert_int_equal(runner_write(&runner, STORE_CREATE, "half", &script), STORE_OK);
    assert_false(is_there(&runner, "workshops/half.plenary.new"));
    script_free(&script);
    runner_free(&runner);
}

static void test_drafts_go(void **state)
{
    (void)state;
    struct runner runner;
    char path[128];
    runner_init(&runner);
    runner_start(&runner);
    runner_stop(&runner);
    runner_path(&runner, "workshops/left.plenary.new", path);
    runner_sql(path, "CREATE TABLE rest (a)");
    runner_start(&runner);
    assert_false(is_there(&runner, "workshops/left.plenary.new"));
    runner_free(&runner);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("directories have mode 0700 and files 0600, whatever the umask", test_modes),
        test_case("a closed workshop is one file", test_closed_is_one_file),
        test_case("connections are durable and hardened", test_synchronous_is_full),
        test_case("every acknowledged commit was synced", test_every_commit_syncs),
        test_case("one server per state directory", test_one_server),
        test_case("a state directory that cannot be is explained", test_not_a_directory),
        test_case("a file that is not ours, or newer, is refused", test_foreign_files),
        test_case("a row that cannot be is refused and named", test_impossible_rows),
        test_case("rows that contradict each other are refused", test_contradicting_rows),
        test_case("an overwritten file is refused", test_damaged_file),
        test_case("a checkpoint writes the log back while the workshop is open", test_checkpoint_folds),
        test_case("the log stays below a bound without any checkpoint", test_log_is_bounded),
        test_case("what a cut-short making left is no workshop and does no harm", test_half_made),
        test_case("what a cut-short making left is gone after the next start", test_drafts_go),
    };
    return cmocka_run_group_tests(cases, NULL, NULL);
}
