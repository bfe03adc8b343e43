/* A disk that is full, broken or lies: what was acknowledged stays, what was refused is not there, work goes on. */
#include "test.h"

#include <string.h>

#include "base/mem.h"
#include "support_store_disk.h"
#include "support_store_runner.h"
#include "store/workshop_file.h"

enum { WRITES_MAX = 40 };       /* writes of one commit: frames of the log, header, index */

static bool is_there(const struct runner *runner, const char *name)
{
    char path[128];
    runner_path(runner, name, path);
    return access(path, F_OK) == 0;
}

/*
 * Commit while the disk fails after `good` writes. The room in the file is then exactly the old or exactly the
 * new one.
 */
static bool commit_with(struct runner *runner, struct script *script, enum disk_fault fault, int good)
{
    enum store_result loaded;
    char message[200];
    char *after = script_dump(script->room);
    disk_fault_set(fault, good);
    enum store_result result = runner_write(runner, STORE_COMMIT, "disk", script);
    disk_fault_set(DISK_GOOD, 0);
    struct room *room = runner_load(runner, "disk", &loaded, message);
    assert_int_equal(loaded, STORE_OK);
    char *found = script_dump(room);
    assert_int_equal(strcmp(found, after) == 0, result == STORE_OK);
    assert_true(result == STORE_OK || result == (fault == DISK_FULL ? STORE_FULL : STORE_IO));
    mem_free(after);
    mem_free(found);
    if (result != STORE_OK) { /* as the app does: the room is thrown away */
        room_free(script->room);
        script->room = NULL;
        script_commit_done(script);
        script->room = room;
        script->origin.number = history_last(room, script->origin.client);
        return false;
    }
    room_free(room);
    return true;
}

static void fail_at_every_write(enum disk_fault fault)
{
    struct runner runner;
    struct script script;
    int n_failed = 0;
    runner_init(&runner);
    runner_start(&runner);
    script_init(&script, 1);
    uint64_t person = script_begin(&script);
    assert_int_equal(runner_write(&runner, STORE_CREATE, "disk", &script), STORE_OK);
    for (int good = 0; good < WRITES_MAX; good++) {
        for (int i = 0; i < 3; i++)
            script_theme(&script, person, "un titre assez long pour remplir les pages");
        n_failed += !commit_with(&runner, &script, fault, good);
    }
    assert_in_range(n_failed, 5, WRITES_MAX - 1);
    runner_stop(&runner);
    runner_start(&runner);
    script_theme(&script, person, "encore");
    enum store_result result;
    char message[200];
    room_free(runner_load(&runner, "disk", &result, message));
    assert_int_equal(result, STORE_OK);
    assert_int_equal(runner_write(&runner, STORE_COMMIT, "disk", &script), STORE_OK);
    script_free(&script);
    runner_free(&runner);
}

static void test_full(void **state)
{
    (void)state;
    fail_at_every_write(DISK_FULL);
}

static void test_broken(void **state)
{
    (void)state;
    fail_at_every_write(DISK_BROKEN);
}

/* The app reads the room again first: a commit on what was not loaded since is refused, and nothing is written. */
static void test_commit_needs_a_load(void **state)
{
    (void)state;
    struct runner runner;
    struct script script;
    enum store_result result;
    char message[200];
    runner_init(&runner);
    runner_start(&runner);
    script_init(&script, 1);
    uint64_t person = script_begin(&script);
    assert_int_equal(runner_write(&runner, STORE_CREATE, "disk", &script), STORE_OK);
    script_theme(&script, person, "un");
    disk_fault_set(DISK_FULL, 0);
    assert_int_equal(runner_write(&runner, STORE_COMMIT, "disk", &script), STORE_FULL);
    disk_fault_set(DISK_GOOD, 0);
    assert_int_equal(runner_write(&runner, STORE_COMMIT, "disk", &script), STORE_IO);
    struct room *room = runner_load(&runner, "disk", &result, message);
    assert_int_equal(room->seq + 1, script.room->seq);
    room_free(room);
    script_free(&script);
    runner_free(&runner);
}

static void commit_without_sync(void *context)
{
    struct runner *runner = context;
    struct script script;
    runner_start(runner);
    script_init(&script, 1);
    uint64_t person = script_begin(&script);
    assert_int_equal(runner_write(runner, STORE_CREATE, "disk", &script), STORE_OK);
    script_theme(&script, person, "jamais sur le disque");
    disk_fault_set(DISK_SYNC_FAILS, 0);
    runner_write(runner, STORE_COMMIT, "disk", &script);
}

static void test_failed_sync(void **state)
{
    (void)state;
    struct runner runner;
    runner_init(&runner);
    assert_true(test_aborts(commit_without_sync, &runner));
    runner_free(&runner);
}

/* Else the machine may come up without the file, however often its content was synced. */
static void test_new_name(void **state)
{
    (void)state;
    struct runner runner;
    struct script script;
    char directory[128], path[128], message[200] = "";
    runner_init(&runner);
    runner_start(&runner);
    runner_stop(&runner);
    script_init(&script, 1);
    (void)script_begin(&script);
    runner_path(&runner, "workshops", directory);
    runner_path(&runner, "workshops/name.plenary", path);
    const struct workshop_write write = {
        .id = "name", .room = script.room, .changes = script.changes, .n_changes = script.n
    };
    disk_watch_name(path);
    assert_int_equal(workshop_file_make(directory, path, &write, message), STORE_OK);
    assert_true(disk_name_synced());
    disk_watch_name(NULL);
    script_free(&script);
    runner_free(&runner);
}

static void test_nearly_full(void **state)
{
    (void)state;
    struct runner runner;
    struct script script;
    struct registry_row row = { .table = REGISTRY_SETTING, .name = "name", .text = "value" };
    struct store_job job = { .type = STORE_REGISTRY, .rows = &row, .n_rows = 1 };
    runner_init(&runner);
    disk_fault_set(DISK_NEARLY_FULL, 0);
    runner_start(&runner);
    script_init(&script, 1);
    script_begin(&script);
    assert_true(runner.storage.free_bytes(runner.storage.self) <= 1 << 20);
    assert_false(is_there(&runner, "ballast"));
    assert_int_equal(runner_write(&runner, STORE_CREATE, "disk", &script), STORE_FULL);
    assert_int_equal(runner_simple(&runner, STORE_LOAD, "disk"), STORE_MISSING);
    runner_run(&runner, &job); /* sessions still work: reading goes on */
    assert_int_equal(job.result, STORE_OK);
    disk_fault_set(DISK_GOOD, 0);
    script_free(&script);
    runner_free(&runner);
}

static void test_ballast(void **state)
{
    (void)state;
    struct runner runner;
    struct script script;
    struct registry_row row = { .table = REGISTRY_SETTING, .name = "name", .text = "value" };
    struct store_job job = { .type = STORE_REGISTRY, .rows = &row, .n_rows = 1 };
    runner_with_everything(&runner, &script);
    assert_true(is_there(&runner, "ballast"));
    disk_fault_set(DISK_FULL, 0);
    runner_run(&runner, &job);
    disk_fault_set(DISK_GOOD, 0);
    assert_int_equal(job.result, STORE_FULL);
    assert_false(is_there(&runner, "ballast"));
    runner_run(&runner, &job);
    assert_int_equal(job.result, STORE_OK);
    assert_int_equal(runner_simple(&runner, STORE_CHECKPOINT, "all"), STORE_OK);
    assert_true(is_there(&runner, "ballast"));
    script_free(&script);
    runner_free(&runner);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("a full disk refuses a commit whole, at whichever write", test_full),
        test_case("a broken disk refuses a commit whole, at whichever write", test_broken),
        test_case("after a failed commit the room has to be loaded first", test_commit_needs_a_load),
        test_case("a failed sync stops the process", test_failed_sync),
        test_case("the name of a new file is synced with it", test_new_name),
        test_case("with little space left nothing new is written, and sessions go on", test_nearly_full),
        test_case("on a full disk the ballast is given up, and comes back", test_ballast),
    };
    return cmocka_run_group_tests(cases, NULL, NULL);
}
