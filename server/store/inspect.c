/* inspect: reading files without touching them. See include/store/inspect.h. */
#include "store/inspect.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "store/load.h"
#include "store/schema.h"
#include "store/verify.h"

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

typedef enum store_result look_fn(sqlite3 *db, void *context, char message[MESSAGE_BYTES]);

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

/*
 * A file that nobody has open is read without a log and without locks, which leaves nothing behind. If somebody
 * did open it meanwhile, what was read may be torn: then it is read again, as a file in use.
 */
static enum store_result look_at(const char *path, look_fn *look, void *context, char message[MESSAGE_BYTES])
{
    struct stat before;
    message[0] = '\0';
    if (strlen(path) >= DATABASE_PATH_MAX) {
        snprintf(message, MESSAGE_BYTES, "the path is too long");
        return STORE_MISSING;
    }
    if (is_alone(path, &before)) {
        enum store_result result = look_once(path, DATABASE_READ_ALONE, look, context, message);
        if (is_unchanged(path, &before))
            return result;
    }
    return look_once(path, DATABASE_READ, look, context, message);
}

static enum store_result look_verify(sqlite3 *db, void *context, char message[MESSAGE_BYTES])
{
    return verify_database(db, context, message);
}

bool store_verify(const char *file, struct store_verify_report *report, char message[MESSAGE_BYTES])
{
    *report = (struct store_verify_report){ 0 };
    return look_at(file, look_verify, report, message) == STORE_OK;
}

static enum store_result look_room(sqlite3 *db, void *context, char message[MESSAGE_BYTES])
{
    struct room **out = context;
    room_free(*out);
    *out = NULL;
    enum store_result result = schema_check(db, SCHEMA_WORKSHOP, false, message);
    return result == STORE_OK ? load_room(db, out, message) : result;
}

struct room *store_read_room(const char *file, char message[MESSAGE_BYTES])
{
    struct room *room = NULL;
    look_at(file, look_room, &room, message);
    return room;
}

/* All pages in one go, so that the copy is of one moment; a server that writes meanwhile does not wait. */
static enum store_result look_copy(sqlite3 *db, void *context, char message[MESSAGE_BYTES])
{
    sqlite3 *to = context;
    if (schema_check(db, SCHEMA_WORKSHOP, false, message) != STORE_OK &&
        schema_check(db, SCHEMA_REGISTRY, false, message) != STORE_OK) {
        snprintf(message, MESSAGE_BYTES, "this is not a file of Plenary, or one of another version");
        return STORE_DAMAGED;
    }
    message[0] = '\0';
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", db, "main");
    if (backup == NULL)
        return database_result(to, sqlite3_errcode(to), "cannot begin the copy", message);
    int step = sqlite3_backup_step(backup, -1);
    int rc = sqlite3_backup_finish(backup);
    if (rc == SQLITE_OK && step != SQLITE_DONE)
        rc = step;
    return database_result(to, rc, "cannot copy", message);
}

static void sync_copy(const char *path)
{
    char copy[DATABASE_PATH_MAX];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fsync(fd) != 0) {
        log_line(LOG_ERROR, "the copy failed to sync: %s", strerror(errno));
        abort();
    }
    close(fd);
    snprintf(copy, sizeof(copy), "%s", path);
    database_sync_directory(dirname(copy));
}

bool store_backup(const char *from, const char *to, char message[MESSAGE_BYTES])
{
    sqlite3 *db = NULL;
    if (strlen(to) >= DATABASE_PATH_MAX) {
        snprintf(message, MESSAGE_BYTES, "the path is too long");
        return false;
    }
    enum store_result result = database_make_file(to, message);
    if (result != STORE_OK)
        return false;
    result = database_open(&db, to, DATABASE_WRITE, message);
    if (result == STORE_OK)
        result = look_at(from, look_copy, db, message);
    /* One file, readable everywhere: a server that opens it takes up a log again by itself. */
    if (result == STORE_OK)
        result =
            database_result(db, database_run(db, "PRAGMA journal_mode = DELETE"), "cannot finish the copy", message);
    database_close(db);
    if (result != STORE_OK) {
        unlink(to);
        return false;
    }
    sync_copy(to);
    return true;
}
