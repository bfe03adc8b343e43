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
#include "core/canon.h"
#include "store/fold.h"
#include "store/load.h"
#include "store/look.h"
#include "store/past.h"
#include "store/schema.h"
#include "store/verify.h"

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

static enum store_result fold_up_to(struct fold *fold, sqlite3 *db, uint64_t seq, char message[MESSAGE_BYTES])
{
    bool stepped = true;
    enum store_result result = fold_begin(fold, db, seq, message);
    while (result == STORE_OK && stepped)
        result = fold_step(fold, &stepped, message);
    return result;
}

struct past_room {
    struct store_question question;
    struct room *room;
};

static enum store_result look_past(sqlite3 *db, void *context, char message[MESSAGE_BYTES])
{
    struct past_room *past = context;
    struct fold fold;
    uint64_t seq;
    room_free(past->room);
    past->room = NULL;
    enum store_result result = schema_check(db, SCHEMA_WORKSHOP, false, message);
    if (result == STORE_OK)
        result = past_moment(db, &past->question, &seq, message);
    if (result != STORE_OK)
        return result;
    result = fold_up_to(&fold, db, seq, message);
    if (result == STORE_OK)
        past->room = replay_take(&fold.replay);
    fold_end(&fold);
    return result;
}

struct room *store_read_past(const char *file, uint64_t seq, int64_t at, char message[MESSAGE_BYTES])
{
    struct past_room past = { .question = { .seq = seq, .at = at } };
    look_at(file, look_past, &past, message);
    return past.room;
}

/* The adoption of that id, or with 0 the last one, that adopted something; NULL: there is none. */
static const struct adoption *sealed_adoption(const struct room *room, uint64_t id)
{
    const struct kind_list *list = &room->live[KIND_ADOPTION];
    const struct adoption *last = NULL;
    for (size_t i = 0; i < list->n; i++) {
        const struct adoption *adoption = (const struct adoption *)list->v[i];
        if (adoption->sealed_seq == 0 || (id != 0 && adoption->e.id != id))
            continue;
        if (last == NULL || adoption->sealed_seq > last->sealed_seq)
            last = adoption;
    }
    return last;
}

struct canon {
    uint64_t adoption;
    struct buf *out;
};

static enum store_result write_canon(struct canon *canon, sqlite3 *db, const struct adoption *stored,
                                     char message[MESSAGE_BYTES])
{
    struct fold fold;
    enum store_result result = fold_up_to(&fold, db, (uint64_t)stored->sealed_seq, message);
    const struct adoption *then =
        result == STORE_OK ? (const struct adoption *)room_find(fold.replay.room, KIND_ADOPTION, stored->e.id) : NULL;
    if (then != NULL) {
        canon_write(canon->out, fold.replay.room, then);
    } else if (result == STORE_OK) {
        snprintf(message, MESSAGE_BYTES, "The history knows nothing of this adoption.");
        result = STORE_DAMAGED;
    }
    fold_end(&fold);
    return result;
}

static enum store_result look_canon(sqlite3 *db, void *context, char message[MESSAGE_BYTES])
{
    struct canon *canon = context;
    struct room *room = NULL;
    buf_reset(canon->out);
    enum store_result result = schema_check(db, SCHEMA_WORKSHOP, false, message);
    if (result == STORE_OK)
        result = load_room(db, &room, message);
    if (result != STORE_OK)
        return result;
    const struct adoption *adoption = sealed_adoption(room, canon->adoption);
    if (adoption != NULL) {
        result = write_canon(canon, db, adoption, message);
    } else {
        snprintf(message, MESSAGE_BYTES,
                 canon->adoption == 0 ? "Nothing was adopted yet."
                                      : "There is no such adoption, or it did not end so.");
        result = STORE_MISSING;
    }
    room_free(room);
    return result;
}

bool store_canon(const char *file, uint64_t adoption, struct buf *out, char message[MESSAGE_BYTES])
{
    struct canon canon = { adoption, out };
    if (look_at(file, look_canon, &canon, message) != STORE_OK)
        return false;
    if (out->full)
        snprintf(message, MESSAGE_BYTES, "the canonical bytes do not fit the memory for them");
    return !out->full;
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
