/* fold: rows of history into a replay. See include/store/fold.h. */
#include "store/fold.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "store/load.h"

enum { SEQ, AT, ACTOR, CLIENT, NUMBER, HASH, RESULT, CHAIN, VERB, BODY };   /* columns of the query */

static int prepare(struct fold *fold, sqlite3 *db, uint64_t until)
{
    int rc = sqlite3_prepare_v2(db,
                                "SELECT seq, at, actor, client, number, hash, result, chain, verb, body FROM change"
                                " WHERE seq > ?1 AND seq <= ?2 ORDER BY seq",
                                -1, &fold->next, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_bind_int64(fold->next, 1, (int64_t)fold->base);
    if (rc == SQLITE_OK)
        rc = sqlite3_bind_int64(fold->next, 2, until == 0 ? INT64_MAX : (int64_t)until);
    return rc;
}

enum store_result fold_begin(struct fold *fold, sqlite3 *db, uint64_t until, char message[MESSAGE_BYTES])
{
    struct room *base = NULL;
    *fold = (struct fold){ 0 };
    enum store_result result = load_base(db, &base, message);
    replay_init(&fold->replay, base);
    fold->base = fold->replay.room->seq;
    if (result == STORE_OK && until != 0 && until < fold->base) {
        snprintf(message, MESSAGE_BYTES,
                 "Changes up to %" PRIu64 " were made by an older version: what was then can no longer be computed.",
                 fold->base);
        result = STORE_MISSING;
    }
    return result != STORE_OK ? result
                              : database_result(db, prepare(fold, db, until), "cannot read the history", message);
}

void fold_end(struct fold *fold)
{
    sqlite3_finalize(fold->next);
    replay_free(&fold->replay);
}

static uint64_t read_number(sqlite3_stmt *stmt, int column)
{
    return (uint64_t)sqlite3_column_int64(stmt, column);
}

/* Bytes of just that length; other ones are left as they are, and cannot be what was recorded. */
static void read_bytes(sqlite3_stmt *stmt, int column, uint8_t *out, size_t n)
{
    const void *bytes = sqlite3_column_blob(stmt, column);
    if (bytes != NULL && (size_t)sqlite3_column_bytes(stmt, column) == n)
        memcpy(out, bytes, n);
}

/* Verb and body are borrowed from the statement. */
static void read_change(sqlite3_stmt *stmt, struct change *change)
{
    *change = (struct change){ .seq = read_number(stmt, SEQ),
                               .at = sqlite3_column_int64(stmt, AT),
                               .actor = read_number(stmt, ACTOR),
                               .number = read_number(stmt, NUMBER),
                               .result = read_number(stmt, RESULT),
                               .verb = (const char *)sqlite3_column_text(stmt, VERB),
                               .body = (char *)(uintptr_t)sqlite3_column_text(stmt, BODY) };
    read_bytes(stmt, CLIENT, change->client, sizeof(change->client));
    read_bytes(stmt, HASH, change->hash, sizeof(change->hash));
    read_bytes(stmt, CHAIN, change->chain, sizeof(change->chain));
}

enum store_result fold_step(struct fold *fold, bool *stepped, char message[MESSAGE_BYTES])
{
    struct change change;
    int rc = sqlite3_step(fold->next);
    *stepped = rc == SQLITE_ROW;
    if (!*stepped)
        return database_result(sqlite3_db_handle(fold->next), rc, "cannot read the history", message);
    read_change(fold->next, &change);
    if (change.verb == NULL)
        change.verb = "";
    fold->is_erased = change.body == NULL;
    if (replay_step(&fold->replay, &change))
        return STORE_OK;
    snprintf(message, MESSAGE_BYTES, "%s", fold->replay.message);
    return fold->is_erased ? STORE_MISSING : STORE_DAMAGED;
}
