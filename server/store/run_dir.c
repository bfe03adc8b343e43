/* run_dir: keys of open secret polls, as files in memory. See include/store/run_dir.h. */
#include "store/run_dir.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/log.h"
#include "base/mem.h"
#include "core/limits.h"

enum { NAME_BYTES = WORKSHOP_ID_MAX + 32, HASH_NAME = 8 };

struct run_dir {
    int parent, dir;                    /* RUN, and RUN/HASH */
    char name[2 * HASH_NAME + 1];       /* HASH */
};

#ifdef PLENARY_TEST_HOOKS
/* A test looks at what is left on a real disk. Never in a release. */
static bool is_any_place_good(void)
{
    return getenv("PLENARY_RUN_ANYWHERE") != NULL;
}
#else
static bool is_any_place_good(void)
{
    return false;
}
#endif

/* Why the open directory is no place for keys; NULL: it is one. */
static const char *fault_of(int dir)
{
    struct statfs fs;
    struct stat st;
    if (fstat(dir, &st) != 0 || fstatfs(dir, &fs) != 0)
        return "it cannot be looked at";
    if (st.st_uid != geteuid())
        return "it belongs to somebody else";
    if ((st.st_mode & 077) != 0)
        return "others may look into it (its mode is not 0700)";
    if (fs.f_type != TMPFS_MAGIC && fs.f_type != RAMFS_MAGIC && !is_any_place_good())
        return "it is not a file system in memory (tmpfs)";
    return NULL;
}

/* Whoever made it before us may have made it a link to somewhere else: that is not followed. */
static int open_directory(int at, const char *name)
{
    if (mkdirat(at, name, 0700) != 0 && errno != EEXIST)
        return -1;
    return openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

static void name_state(char out[2 * HASH_NAME + 1], const char *state_dir)
{
    uint8_t hash[HASH_BYTES];
    char path[PATH_MAX];
    const char *named = realpath(state_dir, path) != NULL ? path : state_dir;
    hash_bytes(hash, named, strlen(named));
    hash_hex(out, hash, HASH_NAME);
}

struct run_dir *run_dir_open(const char *path, const char *state_dir, char message[MESSAGE_BYTES])
{
    struct run_dir *run = mem_zero(1, sizeof(*run));
    name_state(run->name, state_dir);
    run->dir = -1;
    run->parent = open_directory(AT_FDCWD, path);
    const char *fault = run->parent < 0 ? strerror(errno) : fault_of(run->parent);
    if (fault == NULL) {
        run->dir = open_directory(run->parent, run->name);
        fault = run->dir < 0 ? strerror(errno) : fault_of(run->dir);
    }
    if (fault == NULL)
        return run;
    snprintf(message, MESSAGE_BYTES, "%.100s is no place for the keys of secret polls: %s", path, fault);
    run_dir_close(run);
    return NULL;
}

void run_dir_close(struct run_dir *run)
{
    if (run == NULL)
        return;
    if (run->dir >= 0) {
        close(run->dir);
        (void)unlinkat(run->parent, run->name, AT_REMOVEDIR); /* with keys in it, it stays */
    }
    if (run->parent >= 0)
        close(run->parent);
    mem_free(run);
}

static void file_name(char out[NAME_BYTES], const char *workshop, uint64_t poll)
{
    const int n = snprintf(out, NAME_BYTES, "%s-%" PRIu64 ".key", workshop, poll);
    assert(n > 0 && n < NAME_BYTES);
}

static bool write_key(int fd, const uint8_t key[SEAL_KEY_BYTES])
{
    return pwrite(fd, key, SEAL_KEY_BYTES, 0) == SEAL_KEY_BYTES;
}

static bool put(void *self, const char *workshop, uint64_t poll, const uint8_t key[SEAL_KEY_BYTES])
{
    const struct run_dir *run = self;
    char name[NAME_BYTES];
    file_name(name, workshop, poll);
    (void)unlinkat(run->dir, name, 0);
    const int fd = openat(run->dir, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    const bool kept = fd >= 0 && write_key(fd, key);
    if (!kept) {
        log_line(LOG_ERROR, "%s: the key of a secret poll cannot be kept: %s", workshop, strerror(errno));
        (void)unlinkat(run->dir, name, 0);
    }
    if (fd >= 0)
        close(fd);
    return kept;
}

static bool is_zero(const uint8_t key[SEAL_KEY_BYTES])
{
    static const uint8_t zeros[SEAL_KEY_BYTES];
    return memcmp(key, zeros, SEAL_KEY_BYTES) == 0;
}

static bool get(void *self, const char *workshop, uint64_t poll, uint8_t key[SEAL_KEY_BYTES])
{
    const struct run_dir *run = self;
    char name[NAME_BYTES];
    file_name(name, workshop, poll);
    const int fd = openat(run->dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return false;
    const bool whole = read(fd, key, SEAL_KEY_BYTES) == SEAL_KEY_BYTES && !is_zero(key);
    close(fd);
    return whole;
}

/* Overwritten first: the pages of a file that is only cut off go back to the kernel as they are. */
static void destroy(void *self, const char *workshop, uint64_t poll)
{
    static const uint8_t zeros[SEAL_KEY_BYTES];
    const struct run_dir *run = self;
    char name[NAME_BYTES];
    file_name(name, workshop, poll);
    const int fd = openat(run->dir, name, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return;
    if (!write_key(fd, zeros) || ftruncate(fd, 0) != 0)
        log_line(LOG_ERROR, "%s: the key of a secret poll cannot be overwritten: %s", workshop, strerror(errno));
    close(fd);
}

static void drop(void *self, const char *workshop, uint64_t poll)
{
    const struct run_dir *run = self;
    char name[NAME_BYTES];
    file_name(name, workshop, poll);
    destroy(self, workshop, poll);
    (void)unlinkat(run->dir, name, 0);
}

/* WORKSHOP-POLL.key */
static bool parse(const char *name, char workshop[WORKSHOP_ID_MAX + 1], uint64_t *poll)
{
    const size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789");
    int end = 0;
    if (n < 1 || n > WORKSHOP_ID_MAX || sscanf(name + n, "-%10" SCNu64 ".key%n", poll, &end) != 1)
        return false;
    memcpy(workshop, name, n);
    workshop[n] = '\0';
    return end > 0 && name[n + (size_t)end] == '\0' && *poll >= 1 && *poll <= LIMIT_ID;
}

static void each(void *self, void (*tell)(void *context, const char *workshop, uint64_t poll), void *context)
{
    const struct run_dir *run = self;
    const int again = openat(run->dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *names = again < 0 ? NULL : fdopendir(again);
    if (names == NULL) {
        log_line(LOG_ERROR, "the keys of secret polls cannot be listed: %s", strerror(errno));
        return;
    }
    for (const struct dirent *entry; (entry = readdir(names)) != NULL;) {
        char workshop[WORKSHOP_ID_MAX + 1];
        uint64_t poll;
        if (parse(entry->d_name, workshop, &poll))
            tell(context, workshop, poll);
    }
    closedir(names);
}

void run_dir_fill(struct run_dir *run, struct vault *out)
{
    *out = (struct vault){ 0 };
    if (run != NULL)
        *out = (struct vault){ run, put, get, destroy, drop, each };
}
