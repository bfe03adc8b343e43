/* support_store_disk: see support_store_disk.h. */
#include "support_store_disk.h"

#include <errno.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

static atomic_int current, writes_left;
static atomic_uint syncs;
static const char *_Atomic watched;
static atomic_bool name_synced;

void disk_fault_set(enum disk_fault fault, int after)
{
    atomic_store(&writes_left, after);
    atomic_store(&current, (int)fault);
}

unsigned disk_syncs(void)
{
    return atomic_load(&syncs);
}

void disk_watch_name(const char *path)
{
    atomic_store(&name_synced, false);
    atomic_store(&watched, path);
}

bool disk_name_synced(void)
{
    return atomic_load(&name_synced);
}

static void note_name(int fd)
{
    struct stat st;
    const char *path = atomic_load(&watched);
    if (path != NULL && fstat(fd, &st) == 0 && S_ISDIR(st.st_mode) && access(path, F_OK) == 0)
        atomic_store(&name_synced, true);
}

static ssize_t write_at(int fd, const void *bytes, size_t n, off_t at)
{
    int fault = atomic_load(&current);
    if ((fault == DISK_FULL || fault == DISK_BROKEN) && atomic_fetch_sub(&writes_left, 1) <= 0) {
        errno = fault == DISK_FULL ? ENOSPC : EIO;
        return -1;
    }
    return syscall(SYS_pwrite64, fd, bytes, n, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at)
{
    return write_at(fd, bytes, n, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t at)
{
    return write_at(fd, bytes, n, at);
}

static int sync_file(long number, int fd)
{
    atomic_fetch_add(&syncs, 1);
    note_name(fd);
    if (atomic_load(&current) == DISK_SYNC_FAILS) {
        errno = EIO;
        return -1;
    }
    return (int)syscall(number, fd);
}

int fsync(int fd)
{
    return sync_file(SYS_fsync, fd);
}

int fdatasync(int fd)
{
    return sync_file(SYS_fdatasync, fd);
}

int statvfs(const char *restrict path, struct statvfs *restrict out)
{
    struct statfs now;
    if (statfs(path, &now) != 0)
        return -1;
    *out = (struct statvfs){ .f_bsize = (unsigned long)now.f_bsize,
                             .f_frsize = (unsigned long)now.f_frsize,
                             .f_blocks = now.f_blocks,
                             .f_bfree = now.f_bfree,
                             .f_bavail = now.f_bavail };
    if (atomic_load(&current) == DISK_NEARLY_FULL)
        out->f_bavail = (1 << 20) / out->f_frsize;
    return 0;
}
