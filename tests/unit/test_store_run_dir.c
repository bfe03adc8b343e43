/* The directory of keys: kept, destroyed, forgotten, and refused where others or a disk could keep them. */
#include "test.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include "base/map.h"
#include "store/run_dir.h"

enum { TMPFS = 0x01021994 };

static void make_place(char path[64], const char *where)
{
    snprintf(path, 64, "%s/plenary-run-XXXXXX", where);
    assert_non_null(mkdtemp(path));
}

static void count(void *context, const char *workshop, uint64_t poll)
{
    struct map *seen = context;
    assert_string_equal(workshop, "room1");
    map_put(seen, poll, seen);
}

static size_t names(const struct vault *vault)
{
    struct map seen = { 0 };
    vault->each(vault->self, count, &seen);
    size_t n = seen.n;
    map_free(&seen);
    return n;
}

static void keys_are_kept(void **state)
{
    (void)state;
    char path[64], message[MESSAGE_BYTES];
    uint8_t key[SEAL_KEY_BYTES], found[SEAL_KEY_BYTES];
    struct vault vault;
    make_place(path, "/dev/shm");
    memset(key, 7, sizeof(key));
    struct run_dir *run = run_dir_open(path, "state", message);
    assert_non_null(run);
    run_dir_fill(run, &vault);
    assert_false(vault.get(vault.self, "room1", 4, found));
    assert_true(vault.put(vault.self, "room1", 4, key));
    assert_true(vault.put(vault.self, "room1", 4, key));
    assert_true(vault.put(vault.self, "room1", 5, key));
    run_dir_close(run);
    run = run_dir_open(path, "state", message); /* the process was killed */
    run_dir_fill(run, &vault);
    assert_true(vault.get(vault.self, "room1", 4, found));
    assert_memory_equal(found, key, sizeof(key));
    assert_int_equal(names(&vault), 2);
    vault.destroy(vault.self, "room1", 4);
    vault.destroy(vault.self, "room1", 6);
    assert_false(vault.get(vault.self, "room1", 4, found));
    assert_int_equal(names(&vault), 2);
    vault.drop(vault.self, "room1", 4);
    memset(key, 0, sizeof(key)); /* overwritten, and then the process was killed */
    assert_true(vault.put(vault.self, "room1", 5, key));
    assert_false(vault.get(vault.self, "room1", 5, found));
    vault.drop(vault.self, "room1", 5);
    assert_int_equal(names(&vault), 0);
    run_dir_close(run);
    assert_int_equal(rmdir(path), 0); /* nothing is left in it */
}

static void states_do_not_mix(void **state)
{
    (void)state;
    char path[64], message[MESSAGE_BYTES];
    uint8_t key[SEAL_KEY_BYTES];
    struct vault vault, other;
    make_place(path, "/dev/shm");
    memset(key, 7, sizeof(key));
    struct run_dir *one = run_dir_open(path, "one", message), *two = run_dir_open(path, "two", message);
    run_dir_fill(one, &vault);
    run_dir_fill(two, &other);
    assert_true(vault.put(vault.self, "room1", 4, key));
    assert_false(other.get(other.self, "room1", 4, key));
    vault.drop(vault.self, "room1", 4);
    run_dir_close(one);
    run_dir_close(two);
    assert_int_equal(rmdir(path), 0);
}

static void others_may_not_look(void **state)
{
    (void)state;
    char path[64], link[80], message[MESSAGE_BYTES];
    make_place(path, "/dev/shm");
    assert_int_equal(chmod(path, 0755), 0);
    assert_null(run_dir_open(path, "state", message));
    assert_non_null(strstr(message, "0700"));
    assert_int_equal(chmod(path, 0750), 0);
    assert_null(run_dir_open(path, "state", message));
    assert_int_equal(chmod(path, 0700), 0);
    snprintf(link, sizeof(link), "%s-link", path);
    assert_int_equal(symlink(path, link), 0);
    assert_null(run_dir_open(link, "state", message));
    assert_null(run_dir_open("/dev/null/nowhere", "state", message));
    assert_int_equal(unlink(link), 0);
    assert_int_equal(rmdir(path), 0);
}

static void a_disk_is_no_place(void **state)
{
    (void)state;
    char path[64], message[MESSAGE_BYTES];
    struct statfs fs;
    make_place(path, ".");
    bool on_disk = statfs(path, &fs) == 0 && fs.f_type != TMPFS;
    if (on_disk) {
        assert_null(run_dir_open(path, "state", message));
        assert_non_null(strstr(message, "tmpfs"));
    }
    assert_int_equal(rmdir(path), 0);
    if (!on_disk)
        skip();
}

static void none_at_all(void **state)
{
    (void)state;
    struct vault vault;
    run_dir_fill(NULL, &vault);
    assert_null(vault.put);
    run_dir_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_case("S2 a key survives the process; destroyed, its name is left; dropped, nothing is", keys_are_kept),
        test_case("S2 two state directories share RUN and no key", states_do_not_mix),
        test_case("S2 a directory that others can look into, or a link to one, is refused", others_may_not_look),
        test_case("S2 a directory on a disk is refused", a_disk_is_no_place),
        test_case("S2 a server without such a directory has no vault", none_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
