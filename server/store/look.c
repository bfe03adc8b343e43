/* look: see include/store/look.h. */
#include "store/look.h"

#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool has_beside(const char *path, const char *ending)
{
    char beside[DATABASE_PATH_MAX + 16];
    snprintf(beside, sizeof(beside), "%s%s", path, ending);
    return access(beside, F_OK) == 0;
}

/* Nobody has the file open: whoever has keeps a log beside it. */
static bool is_alone(const char *path, struct stat *st)
{
    return !has_beside(path, "-wal") && !has_beside(path, "-journal") && stat(path, st) == 0;
}

static bool is_unchanged(const char *path, const struct stat *before)
{
    struct stat now;
    return is_alone(path, &now) && now.st_size == before->st_size && now.st_ino == before->st_ino &&
           now.st_mtim.tv_sec == before->st_mtim.tv_sec && now.st_mtim.tv_nsec == before->st_mtim.tv_nsec;
}

static enum store_result look_once(const char *path, enum database_mode mode, look_fn *look, void *context,
                                   char message[MESSAGE_BYTES])
{
    sqlite3 *db;
    enum store_result result = database_open(&db, path, mode, message);
    if (result != STORE_OK)
        return result;
    result = database_result(db, database_run(db, "BEGIN"), "cannot read the file", message);
    if (result == STORE_OK)
        result = look(db, context, message);
    database_run(db, "ROLLBACK");
    database_close(db);
    return result;
}

/* SQLite wants to make the index of a log, and may not. */
static bool lacks_index(const char *path)
{
    char copy[DATABASE_PATH_MAX];
    snprintf(copy, sizeof(copy), "%s", path);
    return has_beside(path, "-wal") && !has_beside(path, "-shm") && access(dirname(copy), W_OK) != 0;
}

enum store_result look_at(const char *path, look_fn *look, void *context, char message[MESSAGE_BYTES])
{
    struct stat before;
    message[0] = '\0';
    if (strlen(path) >= DATABASE_PATH_MAX) {
        snprintf(message, MESSAGE_BYTES, "the path is too long");
        return STORE_MISSING;
    }
    if (stat(path, &before) == 0 && (!S_ISREG(before.st_mode) || access(path, R_OK) != 0)) {
        snprintf(message, MESSAGE_BYTES, S_ISREG(before.st_mode) ? "it may not be read" : "this is no file");
        return STORE_IO;
    }
    if (is_alone(path, &before)) {
        enum store_result result = look_once(path, DATABASE_READ_ALONE, look, context, message);
        if (is_unchanged(path, &before))
            return result;
    }
    message[0] = '\0';
    const enum store_result result = look_once(path, DATABASE_READ, look, context, message);
    if (result == STORE_IO && lacks_index(path))
        snprintf(message, MESSAGE_BYTES,
                 "its log (-wal) can only be read where its directory may be written: copy both");
    return result;
}
