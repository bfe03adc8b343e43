/*
 * failing: preloaded into the real server, makes its disk fail. Only files below a directory are touched, so that sockets, logs and
 * libraries work as ever. Settings, all in the environment:
 *
 *     FAILING_UNDER   the directory; without it nothing fails
 *     FAILING_CALL    what is counted: write (write, pwrite, ftruncate) or sync (fsync, fdatasync)
 *     FAILING_NTH     the first of these calls that fails; 0: none, they are only counted
 *     FAILING_TIMES   how many in a row fail (1)
 *     FAILING_ERRNO   with which error number
 *     FAILING_LOG     a file that gets a line for each failure (call, number, file), and the count of calls at the end
 *     FAILING_FULL    while this file exists the disk is full: writes end with ENOSPC and nothing is free
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

typedef ssize_t write_fn(int fd, const void *bytes, size_t n);
typedef ssize_t pwrite_fn(int fd, const void *bytes, size_t n, off_t at);
typedef int ftruncate_fn(int fd, off_t n);
typedef int sync_fn(int fd);
typedef int fallocate_fn(int fd, off_t at, off_t n);
typedef int statvfs_fn(const char *path, struct statvfs *out);

static _Atomic long n_calls;

static const char *setting(const char *name)
{
    const char *text = getenv(name);
    return text == NULL ? "" : text;
}

static long number(const char *name, long otherwise)
{
    const char *text = getenv(name);
    return text == NULL ? otherwise : strtol(text, NULL, 10);
}

/* The file is opened and written anew each time: what fails is rare, and the process may end at once. */
static void note(const char *what, const char *path, long n)
{
    char line[PATH_MAX + 64];
    write_fn *really = (write_fn *)dlsym(RTLD_NEXT, "write");
    int fd = open(setting("FAILING_LOG"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    int length = snprintf(line, sizeof line, "%s %ld %s\n", what, n, path);
    if (fd < 0)
        return;
    (void)!really(fd, line, (size_t)length);
    close(fd);
}

/* Whether the open file lies below the directory; `path` is where. */
static bool is_ours(int fd, char path[PATH_MAX])
{
    char link[64];
    const char *under = setting("FAILING_UNDER");
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = under[0] == '\0' ? -1 : readlink(link, path, PATH_MAX - 1);
    if (n < 0)
        return false;
    path[n] = '\0';
    return strncmp(path, under, strlen(under)) == 0;
}

static bool is_full(void)
{
    const char *flag = setting("FAILING_FULL");
    return flag[0] != '\0' && access(flag, F_OK) == 0;
}

/* The error with which this call is to end, or 0. */
static int fault(int fd, const char *call, const char *name)
{
    char path[PATH_MAX];
    const int saved = errno;
    bool ours = is_ours(fd, path);
    bool full = ours && strcmp(call, "write") == 0 && is_full();
    errno = saved;
    if (full)
        return ENOSPC;
    if (!ours || strcmp(setting("FAILING_CALL"), call) != 0)
        return 0;
    long n = atomic_fetch_add(&n_calls, 1) + 1, first = number("FAILING_NTH", 0);
    if (first == 0 || n < first || n >= first + number("FAILING_TIMES", 1))
        return 0;
    note(name, path, n);
    return (int)number("FAILING_ERRNO", EIO);
}

static bool fails(int fd, const char *call, const char *name)
{
    int error = fault(fd, call, name);
    if (error != 0)
        errno = error;
    return error != 0;
}

ssize_t write(int fd, const void *bytes, size_t n)
{
    return fails(fd, "write", "write") ? -1 : ((write_fn *)dlsym(RTLD_NEXT, "write"))(fd, bytes, n);
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at)
{
    return fails(fd, "write", "pwrite") ? -1 : ((pwrite_fn *)dlsym(RTLD_NEXT, "pwrite"))(fd, bytes, n, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t at)
{
    return pwrite(fd, bytes, n, at);
}

int ftruncate(int fd, off_t n)
{
    return fails(fd, "write", "ftruncate") ? -1 : ((ftruncate_fn *)dlsym(RTLD_NEXT, "ftruncate"))(fd, n);
}

int ftruncate64(int fd, off64_t n)
{
    return ftruncate(fd, n);
}

int fsync(int fd)
{
    return fails(fd, "sync", "fsync") ? -1 : ((sync_fn *)dlsym(RTLD_NEXT, "fsync"))(fd);
}

int fdatasync(int fd)
{
    return fails(fd, "sync", "fdatasync") ? -1 : ((sync_fn *)dlsym(RTLD_NEXT, "fdatasync"))(fd);
}

int posix_fallocate(int fd, off_t at, off_t n)
{
    return is_full() ? ENOSPC : ((fallocate_fn *)dlsym(RTLD_NEXT, "posix_fallocate"))(fd, at, n);
}

int statvfs(const char *path, struct statvfs *out)
{
    int result = ((statvfs_fn *)dlsym(RTLD_NEXT, "statvfs"))(path, out);
    if (result == 0 && is_full())
        out->f_bavail = 0;
    return result;
}

__attribute__((destructor)) static void tell_count(void)
{
    if (setting("FAILING_LOG")[0] != '\0')
        note("counted", "calls", n_calls);
}
