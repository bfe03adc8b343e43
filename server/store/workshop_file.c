/* workshop_file: making, opening, writing and folding one workshop's file. See include/store/workshop_file.h. */
#include "store/workshop_file.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/load.h"
#include "store/schema.h"

static int note_log_length(void *context, sqlite3 *db, const char *name, int pages)
{
    struct workshop_file *file = context;
    (void)db;
    (void)name;
    file->log_is_long = pages > file->log_pages_max;
    return SQLITE_OK;
}

static int write_meta(sqlite3 *db, const char *id)
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(db, "INSERT INTO meta (name, value) VALUES ('workshop', ?1)", -1, &stmt, NULL);
    if (rc != SQLITE_OK)
        return rc;
    sqlite3_bind_text(stmt, 1, id, -1, SQLITE_STATIC);
    rc = sqlite3_step(stmt);
    sqlite3_finalize(stmt);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int write_first(sqlite3 *db, const struct workshop_write *write)
{
    struct saver saver;
    saver_init(&saver, db);
    int rc = database_run(db, "BEGIN IMMEDIATE");
    if (rc == SQLITE_OK)
        rc = schema_make(db, SCHEMA_WORKSHOP);
    if (rc == SQLITE_OK)
        rc = write_meta(db, write->id);
    if (rc == SQLITE_OK)
        rc = saver_write(&saver, write->room, write->changes, write->n_changes);
    if (rc == SQLITE_OK)
        rc = database_run(db, "COMMIT");
    saver_free(&saver);
    return rc;
}

/* Leftovers of a making that was cut short are nobody's. */
static void remove_draft(const char *draft)
{
    static const char *const endings[] = { "", "-journal", "-wal", "-shm" };
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        char path[DATABASE_PATH_MAX + 16];
        snprintf(path, sizeof(path), "%s%s", draft, endings[i]);
        unlink(path);
    }
}

/* It takes up the log before it has its name: a journal beside a named file would keep readers out after a kill. */
static enum store_result write_draft(const char *draft, const struct workshop_write *write,
                                     char message[MESSAGE_BYTES])
{
    sqlite3 *db = NULL;
    enum store_result result = database_make_file(draft, message);
    if (result == STORE_OK)
        result = database_open(&db, draft, DATABASE_WRITE, message);
    if (result == STORE_OK)
        result = database_result(db, write_first(db, write), "cannot write the new workshop", message);
    if (result == STORE_OK)
        result = database_use_wal(db, message);
    if (result == STORE_OK)
        return database_fold_and_close(db, message);
    database_close(db);
    return result;
}

enum store_result workshop_file_make(const char *directory, const char *path, const struct workshop_write *write,
                                     char message[MESSAGE_BYTES])
{
    char draft[DATABASE_PATH_MAX + 8];
    snprintf(draft, sizeof(draft), "%s.new", path);
    if (access(path, F_OK) == 0) {
        snprintf(message, MESSAGE_BYTES, "there is a workshop of this id already");
        return STORE_EXISTS;
    }
    remove_draft(draft);
    enum store_result result = write_draft(draft, write, message);
    if (result == STORE_OK && rename(draft, path) != 0) {
        snprintf(message, MESSAGE_BYTES, "cannot name the new file: %s", strerror(errno));
        result = STORE_IO;
    }
    if (result != STORE_OK) {
        remove_draft(draft);
        return result;
    }
    database_sync_directory(directory);
    return STORE_OK;
}

enum store_result workshop_file_open(struct workshop_file **out, const char *path, char message[MESSAGE_BYTES])
{
    sqlite3 *db;
    int64_t seq = 0;
    *out = NULL;
    enum store_result result = database_open(&db, path, DATABASE_WRITE, message);
    if (result == STORE_OK)
        result = schema_check(db, SCHEMA_WORKSHOP, true, message);
    if (result == STORE_OK)
        result = database_use_wal(db, message);
    if (result == STORE_OK)
        result = database_result(db, database_number(db, "SELECT coalesce(max(seq), 0) FROM change", &seq),
                                 "cannot read the file", message);
    if (result != STORE_OK) {
        database_close(db);
        return result;
    }
    struct workshop_file *file = mem_zero(1, sizeof(*file));
    file->db = db;
    file->seq = (uint64_t)seq;
    file->log_pages_max = LOG_PAGES_MAX;
    saver_init(&file->saver, db);
    sqlite3_wal_hook(db, note_log_length, file);
    *out = file;
    return STORE_OK;
}

enum store_result workshop_file_load(struct workshop_file *file, struct room **out, char message[MESSAGE_BYTES])
{
    enum store_result result = load_room(file->db, out, message);
    assert(result != STORE_OK || (*out)->seq == file->seq);
    return result;
}

static int write_changes(struct workshop_file *file, const struct workshop_write *write)
{
    int rc = database_run(file->db, "BEGIN IMMEDIATE");
    if (rc == SQLITE_OK && write->n_changes > 0)
        rc = saver_write(&file->saver, write->room, write->changes, write->n_changes);
    if (rc == SQLITE_OK)
        rc = saver_write_ballots(&file->saver, write->ballots, write->n_ballots);
    if (rc == SQLITE_OK)
        rc = database_run(file->db, "COMMIT");
    return rc;
}

enum store_result workshop_file_commit(struct workshop_file *file, const struct workshop_write *write,
                                       char message[MESSAGE_BYTES])
{
    assert(write->n_changes + write->n_ballots > 0);
    /* A room that is not the file's must never be written. */
    assert(write->n_changes == 0 || write->changes[0].seq == file->seq + 1);
    assert(write->n_changes > 0 || write->room->seq == file->seq);
    enum store_result result = database_result(file->db, write_changes(file, write), "cannot commit", message);
    if (result == STORE_OK && write->n_changes > 0)
        file->seq = write->changes[write->n_changes - 1].seq;
    if (!sqlite3_get_autocommit(file->db))
        database_run(file->db, "ROLLBACK");
    return result;
}

enum store_result workshop_file_shorten(struct workshop_file *file, char message[MESSAGE_BYTES])
{
    if (!file->log_is_long)
        return STORE_OK;
    file->log_is_long = false;
    return database_result(file->db, database_checkpoint(file->db), "cannot write the log back", message);
}

enum store_result workshop_file_fold(struct workshop_file *file, char message[MESSAGE_BYTES])
{
    bool empty = false;
    enum store_result result =
        database_result(file->db, database_fold(file->db, &empty), "cannot fold the log into the file", message);
    if (result != STORE_OK || empty)
        return result;
    snprintf(message, MESSAGE_BYTES, "somebody reads the log");
    return STORE_SLOW;
}

enum store_result workshop_file_fold_and_close(struct workshop_file *file, char message[MESSAGE_BYTES])
{
    saver_free(&file->saver);
    enum store_result result = database_fold_and_close(file->db, message);
    mem_free(file);
    return result;
}

void workshop_file_close(struct workshop_file *file)
{
    if (file == NULL)
        return;
    saver_free(&file->saver);
    database_close(file->db);
    mem_free(file);
}
