/* state_dir: directories, the lock, free space and the ballast. See include/store/state_dir.h. */
#include "store/state_dir.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "core/limits.h"

enum { FREE_AGE_MS = 500, PATH_ROOM = 256 };        /* PATH_ROOM: bytes kept for names below the state directory */

static int64_t monotonic_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool make_directory(const char *path, char message[MESSAGE_BYTES])
{
    struct stat st;
    if (mkdir(path, 0700) == 0)
        return true;
    if (errno == EEXIST && stat(path, &st) == 0 && S_ISDIR(st.st_mode) && chmod(path, 0700) == 0)
        return true;
    snprintf(message, MESSAGE_BYTES, "cannot use the directory %.100s: %s", path,
             errno == EEXIST ? "it is a file" : strerror(errno));
    return false;
}

void state_dir_path(const struct state_dir *dir, const char *name, char out[DATABASE_PATH_MAX])
{
    int n = snprintf(out, DATABASE_PATH_MAX, "%s/%s", dir->path, name);
    assert(n > 0 && n < DATABASE_PATH_MAX);
}

bool state_dir_workshop(const struct state_dir *dir, const char *id, char out[DATABASE_PATH_MAX])
{
    size_t n = strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789");
    if (n == 0 || n > WORKSHOP_ID_MAX || id[n] != '\0')
        return false;
    char name[WORKSHOP_ID_MAX + 32];
    snprintf(name, sizeof(name), "workshops/%s.plenary", id);
    state_dir_path(dir, name, out);
    return true;
}

/* The lock lives as long as the descriptor, so a killed server leaves none behind. */
static bool take_lock(struct state_dir *dir, char message[MESSAGE_BYTES])
{
    char path[DATABASE_PATH_MAX];
    state_dir_path(dir, "lock", path);
    dir->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (dir->lock < 0) {
        snprintf(message, MESSAGE_BYTES, "cannot make %.100s: %s", path, strerror(errno));
        return false;
    }
    if (flock(dir->lock, LOCK_EX | LOCK_NB) == 0)
        return true;
    snprintf(message, MESSAGE_BYTES,
             errno == EWOULDBLOCK ? "another server uses %.100s: stop it, or choose another directory"
                                  : "cannot lock %.100s",
             dir->path);
    close(dir->lock);
    return false;
}

static bool make_below(const struct state_dir *dir, const char *name, char message[MESSAGE_BYTES])
{
    char path[DATABASE_PATH_MAX];
    state_dir_path(dir, name, path);
    return make_directory(path, message);
}

/* The directory's own name, and those in it, last from now on. */
static void sync_names(const char *path)
{
    char copy[DATABASE_PATH_MAX];
    snprintf(copy, sizeof(copy), "%s", path);
    database_sync_directory(path);
    database_sync_directory(dirname(copy));
}

/* What a killed server was making when it died was never acknowledged: it goes. */
static void drop_drafts(const struct state_dir *dir)
{
    char path[DATABASE_PATH_MAX];
    state_dir_path(dir, "workshops", path);
    DIR *workshops = opendir(path);
    for (struct dirent *entry; workshops != NULL && (entry = readdir(workshops)) != NULL;) {
        if (strstr(entry->d_name, ".plenary.new") != NULL)
            unlinkat(dirfd(workshops), entry->d_name, 0);
    }
    if (workshops != NULL)
        closedir(workshops);
}

bool state_dir_open(struct state_dir *dir, const char *path, char message[MESSAGE_BYTES])
{
    *dir = (struct state_dir){ .lock = -1 };
    if (path[0] == '\0' || strlen(path) + PATH_ROOM > sizeof(dir->path)) {
        snprintf(message, MESSAGE_BYTES, "the path of the state directory is empty or too long");
        return false;
    }
    memcpy(dir->path, path, strlen(path) + 1);
    if (!make_directory(path, message) || !take_lock(dir, message))
        return false;
    if (!make_below(dir, "workshops", message) || !make_below(dir, "templates", message) ||
        !make_below(dir, "keys", message)) {
        close(dir->lock);
        return false;
    }
    drop_drafts(dir);
    sync_names(path);
    pthread_mutex_init(&dir->mutex, NULL);
    dir->free_at = monotonic_ms() - FREE_AGE_MS;
    return true;
}

void state_dir_close(struct state_dir *dir)
{
    pthread_mutex_destroy(&dir->mutex);
    close(dir->lock);
}

uint64_t state_dir_free(struct state_dir *dir)
{
    int64_t now = monotonic_ms();
    pthread_mutex_lock(&dir->mutex);
    if (now - dir->free_at >= FREE_AGE_MS) {
        struct statvfs vfs;
        bool ok = statvfs(dir->path, &vfs) == 0;
        dir->free_bytes = ok ? (uint64_t)vfs.f_bavail * vfs.f_frsize : 0;
        dir->free_at = now;
    }
    uint64_t bytes = dir->free_bytes;
    pthread_mutex_unlock(&dir->mutex);
    return bytes;
}

bool state_dir_drop_ballast(struct state_dir *dir)
{
    char path[DATABASE_PATH_MAX];
    state_dir_path(dir, "ballast", path);
    if (unlink(path) != 0)
        return false;
    log_line(LOG_WARN, "the disk is full: the ballast was given up to finish what had begun");
    return true;
}

void state_dir_keep_ballast(struct state_dir *dir)
{
    char path[DATABASE_PATH_MAX];
    if (state_dir_free(dir) < LIMIT_FREE_DISK + BALLAST_BYTES)
        return;
    state_dir_path(dir, "ballast", path);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return; /* it is there */
    bool ok = posix_fallocate(fd, 0, BALLAST_BYTES) == 0;
    close(fd);
    if (!ok)
        unlink(path);
}
