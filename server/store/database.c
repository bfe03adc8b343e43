/* database: opening SQLite files safely, and what SQLite's errors mean. See include/store/database.h. */
#include "store/database.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/utf8.h"

enum {
    BUSY_MS = 2000,             /* another program may hold a lock for a moment; other rooms wait behind this one */
    SHOWN_BYTES = 140           /* of SQLite's words, which quote names in a file that anybody may have made */
};

/* What a file of ours can never need is switched off, in case it is not ours after all. */
static const struct {
    int id, value;
} limits[] = {
    { SQLITE_LIMIT_LENGTH, 16 << 20 },          /* bytes of one value: an import's change row is the largest */
    { SQLITE_LIMIT_SQL_LENGTH, 64 << 10 },      /* the schema is the longest text */
    { SQLITE_LIMIT_COLUMN, 100 },
    { SQLITE_LIMIT_EXPR_DEPTH, 50 },
    { SQLITE_LIMIT_COMPOUND_SELECT, 5 },
    { SQLITE_LIMIT_VDBE_OP, 25000 },
    { SQLITE_LIMIT_FUNCTION_ARG, 8 },
    { SQLITE_LIMIT_ATTACHED, 0 },
    { SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 100 },
    { SQLITE_LIMIT_VARIABLE_NUMBER, 100 },
    { SQLITE_LIMIT_TRIGGER_DEPTH, 1 },
    { SQLITE_LIMIT_WORKER_THREADS, 0 },
};

static const struct {
    int option, value;
} switches[] = {
    { SQLITE_DBCONFIG_DEFENSIVE, 1 },
    { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
    { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
    { SQLITE_DBCONFIG_DQS_DDL, 0 },
    { SQLITE_DBCONFIG_DQS_DML, 0 },
    { SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 },
    { SQLITE_DBCONFIG_ENABLE_VIEW, 0 },
    { SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1 },
};

/* None of these touches the file. */
static const char settings[] =
    "PRAGMA synchronous = FULL;"
    "PRAGMA cell_size_check = 1;"
    "PRAGMA foreign_keys = 1;"
    "PRAGMA secure_delete = 1;"
    "PRAGMA mmap_size = 0;"
    "PRAGMA temp_store = MEMORY;";

int database_run(sqlite3 *db, const char *sql)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL);
}

int database_number(sqlite3 *db, const char *sql, int64_t *out)
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
    if (rc == SQLITE_OK) {
        rc = sqlite3_step(stmt);
        *out = rc == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : 0;
        if (rc == SQLITE_ROW || rc == SQLITE_DONE)
            rc = SQLITE_OK;
    }
    sqlite3_finalize(stmt);
    return rc;
}

static bool is_failed_sync(int rc)
{
    return rc == SQLITE_IOERR_FSYNC || rc == SQLITE_IOERR_DIR_FSYNC;
}

/* Whether the system said something that a person freeing space or remounting can mend. */
static bool is_no_room(sqlite3 *db, int rc)
{
    if ((rc & 0xff) == SQLITE_FULL || (rc & 0xff) == SQLITE_READONLY)
        return true;
    int error = db != NULL && (rc & 0xff) == SQLITE_IOERR ? sqlite3_system_errno(db) : 0;
    return error == ENOSPC || error == EDQUOT || error == EFBIG || error == EROFS;
}

enum store_result database_result(sqlite3 *db, int rc, const char *doing, char message[MESSAGE_BYTES])
{
    if (rc == SQLITE_OK || rc == SQLITE_DONE || rc == SQLITE_ROW)
        return STORE_OK;
    const char *text = db != NULL ? sqlite3_errmsg(db) : sqlite3_errstr(rc);
    char shown[SHOWN_BYTES];
    utf8_show(shown, sizeof(shown), text);
    snprintf(message, MESSAGE_BYTES, "%s: %s (SQLite %d)", doing, shown, rc);
    if (is_failed_sync(rc)) {
        log_line(LOG_ERROR, "the disk failed to sync, stopping: %s", message);
        abort();
    }
    if (is_no_room(db, rc))
        return STORE_FULL;
    switch (rc & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_ERROR: /* a table or column of ours is not there */
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG:
        return STORE_DAMAGED;
    default:
        return STORE_IO;
    }
}

/* file:PATH?immutable=1, with the characters that mean something in it escaped. */
static void uri_of(struct buf *out, const char *path, bool immutable)
{
    buf_text(out, "file:");
    for (const char *p = path; *p != '\0'; p++) {
        if (strchr("%?#", *p) != NULL)
            buf_print(out, "%%%02x", (unsigned)*p);
        else
            buf_char(out, *p);
    }
    buf_text(out, immutable ? "?immutable=1" : "");
}

static int harden(sqlite3 *db)
{
    sqlite3_extended_result_codes(db, 1);
    sqlite3_busy_timeout(db, BUSY_MS);
    for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
        sqlite3_limit(db, limits[i].id, limits[i].value);
    for (size_t i = 0; i < sizeof(switches) / sizeof(switches[0]); i++) {
        int rc = sqlite3_db_config(db, switches[i].option, switches[i].value, NULL);
        if (rc != SQLITE_OK)
            return rc;
    }
    return database_run(db, settings);
}

enum store_result database_open(sqlite3 **out, const char *path, enum database_mode mode, char message[MESSAGE_BYTES])
{
    *out = NULL;
    if (access(path, F_OK) != 0 && errno == ENOENT) {
        snprintf(message, MESSAGE_BYTES, "there is no file %s", path);
        return STORE_MISSING;
    }
    struct buf uri;
    buf_init(&uri, 3 * DATABASE_PATH_MAX);
    uri_of(&uri, path, mode == DATABASE_READ_ALONE);
    assert(!uri.full);
    int flags = SQLITE_OPEN_URI | (mode == DATABASE_WRITE ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY);
    int rc = sqlite3_open_v2(uri.data, out, flags, NULL);
    buf_free(&uri);
    assert(*out != NULL || rc == SQLITE_NOMEM);
    if (rc == SQLITE_OK)
        rc = harden(*out);
    enum store_result result = database_result(*out, rc, "cannot open the file", message);
    if (result != STORE_OK) {
        database_close(*out);
        *out = NULL;
    }
    return result;
}

void database_close(sqlite3 *db)
{
    int rc = sqlite3_close(db);
    assert(rc == SQLITE_OK); /* otherwise a statement was left open */
}

enum store_result database_make_file(const char *path, char message[MESSAGE_BYTES])
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd >= 0) {
        close(fd);
        return STORE_OK;
    }
    int error = errno;
    snprintf(message, MESSAGE_BYTES, "cannot make the file: %s", strerror(error));
    if (error == EEXIST)
        return STORE_EXISTS;
    return error == ENOSPC || error == EDQUOT || error == EROFS ? STORE_FULL : STORE_IO;
}

#ifdef PLENARY_TEST_HOOKS
/* The power-cut test shows that it would notice: with NORMAL, acknowledged commits are lost. Never in a release. */
static const char *synchronous_word(void)
{
    const char *word = getenv("PLENARY_STORE_SYNCHRONOUS");
    return word != NULL && strcmp(word, "NORMAL") == 0 ? "NORMAL" : "FULL";
}
#else
static const char *synchronous_word(void)
{
    return "FULL";
}
#endif

void database_sync_directory(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || fsync(fd) != 0) {
        log_line(LOG_ERROR, "the directory %s failed to sync, stopping: %s", path, strerror(errno));
        abort();
    }
    close(fd);
}

/* SQLite syncs the directory of a new log as well, but goes on when that fails. */
static void sync_name_of(const char *path)
{
    char copy[DATABASE_PATH_MAX + 16];
    snprintf(copy, sizeof(copy), "%s", path);
    database_sync_directory(dirname(copy));
}

enum store_result database_use_wal(sqlite3 *db, char message[MESSAGE_BYTES])
{
    char sql[160];
    snprintf(sql, sizeof(sql),
             "PRAGMA journal_mode = WAL; PRAGMA synchronous = %s; PRAGMA wal_autocheckpoint = 0; "
             "PRAGMA journal_size_limit = 16777216;",
             synchronous_word());
    int64_t pages;
    int rc = database_run(db, sql);
    if (rc == SQLITE_OK)
        rc = database_number(db, "PRAGMA page_count", &pages); /* reading makes the log */
    enum store_result result = database_result(db, rc, "cannot use the log", message);
    if (result == STORE_OK)
        sync_name_of(sqlite3_filename_wal(sqlite3_db_filename(db, "main")));
    return result;
}

static bool is_busy(int rc)
{
    return (rc & 0xff) == SQLITE_BUSY || (rc & 0xff) == SQLITE_LOCKED;
}

int database_checkpoint(sqlite3 *db)
{
    int rc = sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    return is_busy(rc) ? SQLITE_OK : rc;
}

static int fold(sqlite3 *db, int *pages_left)
{
    *pages_left = -1;
    int rc = sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_TRUNCATE, pages_left, NULL);
    return is_busy(rc) ? SQLITE_OK : rc;
}

int database_fold(sqlite3 *db, bool *empty)
{
    int pages_left;
    int rc = fold(db, &pages_left);
    *empty = rc == SQLITE_OK && pages_left == 0;
    return rc;
}

enum store_result database_fold_and_close(sqlite3 *db, char message[MESSAGE_BYTES])
{
    int pages_left;
    enum store_result result = database_result(db, fold(db, &pages_left), "cannot fold the log into the file", message);
    if (result == STORE_OK && pages_left == 0) /* nothing is left whose failure SQLite's closing could hide */
        sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
    database_close(db);
    return result;
}
