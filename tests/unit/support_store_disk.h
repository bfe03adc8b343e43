/*
 * support_store_disk: a disk that misbehaves on demand, and a count of syncs.
 *
 * The test program's own pwrite, fsync, fdatasync and statvfs stand in front of those of the C library, for SQLite too.
 */
#ifndef PLENARY_TESTS_SUPPORT_STORE_DISK_H
#define PLENARY_TESTS_SUPPORT_STORE_DISK_H

#include <stdbool.h>

enum disk_fault {
    DISK_GOOD,
    DISK_FULL,          /* writes end with ENOSPC */
    DISK_BROKEN,        /* writes end with EIO */
    DISK_SYNC_FAILS,    /* fsync and fdatasync end with EIO */
    DISK_NEARLY_FULL    /* statvfs says that 1 MiB is free */
};

/* `after`: so many writes still go well. */
void disk_fault_set(enum disk_fault fault, int after);

/* Syncs of files and directories so far. */
unsigned disk_syncs(void);

/* Look after the name of that file from now on: whether a directory was synced while the file was there. NULL: no more. */
void disk_watch_name(const char *path);
bool disk_name_synced(void);

#endif
