/* sealed: reading sealed ballots. See include/store/sealed.h. */
#include "store/sealed.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "core/secret.h"

/* Rows of a poll that is over are nobody's: somebody else wrote them into the file. */
static bool is_open(const struct room *room, int64_t id)
{
    const struct poll *poll = id > 0 ? room_poll(room, (uint64_t)id) : NULL;
    return poll != NULL && poll->secrecy == POLL_SECRET && poll->state == POLL_OPEN;
}

static void note_voter(sqlite3_stmt *stmt, struct room *room)
{
    const int64_t poll = sqlite3_column_int64(stmt, 0), voter = sqlite3_column_int64(stmt, 1);
    if (is_open(room, poll) && map_get(&room->entities, (uint64_t)voter) != NULL)
        room_secret_put(room, (uint64_t)poll, (uint64_t)voter, sqlite3_column_int(stmt, 2) != 0);
}

static void note_number(sqlite3_stmt *stmt, struct room *room)
{
    const int64_t poll = sqlite3_column_int64(stmt, 0), number = sqlite3_column_int64(stmt, 1);
    const void *client = sqlite3_column_blob(stmt, 2);
    if (is_open(room, poll) && number > 0 && sqlite3_column_bytes(stmt, 2) == CLIENT_ID_BYTES)
        room_secret_sent(room, (uint64_t)poll, client, (uint64_t)number);
}

static int each_row(sqlite3 *db, struct room *room, const char *sql, void (*note)(sqlite3_stmt *stmt, struct room *room))
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
    while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        note(stmt, room);
        rc = SQLITE_OK;
    }
    sqlite3_finalize(stmt);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

enum store_result sealed_note(sqlite3 *db, struct room *room, char message[MESSAGE_BYTES])
{
    int rc = each_row(db, room, "SELECT poll, voter, head FROM sealed_ballot", note_voter);
    if (rc == SQLITE_OK)
        rc = each_row(db, room, "SELECT poll, number, client FROM sealed_number", note_number);
    return database_result(db, rc, "cannot read who has voted", message);
}

static void take(struct store_job *job, size_t *cap, sqlite3_stmt *stmt)
{
    if (job->n_found == *cap) {
        *cap = *cap == 0 ? 64 : 2 * *cap;
        job->sealed = mem_grow(job->sealed, *cap, sizeof(*job->sealed));
    }
    const int n = sqlite3_column_bytes(stmt, 1);
    job->sealed[job->n_found++] =
        (struct store_ballot){ .poll = job->question.poll,
                               .voter = (uint64_t)sqlite3_column_int64(stmt, 0),
                               .sealed = (uint8_t *)mem_copy_bytes(sqlite3_column_blob(stmt, 1), (size_t)n),
                               .n = (size_t)n };
}

enum store_result sealed_read(sqlite3 *db, struct store_job *job)
{
    sqlite3_stmt *stmt = NULL;
    size_t cap = 0;
    int rc = sqlite3_prepare_v2(db, "SELECT voter, sealed FROM sealed_ballot WHERE poll = ?1 ORDER BY voter", -1, &stmt,
                                NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_bind_int64(stmt, 1, (int64_t)job->question.poll);
    while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        take(job, &cap, stmt);
        rc = SQLITE_OK;
    }
    sqlite3_finalize(stmt);
    enum store_result result =
        database_result(db, rc == SQLITE_DONE ? SQLITE_OK : rc, "cannot read the ballots", job->message);
    if (result != STORE_OK)
        store_job_clear(job);
    return result;
}
