/* past: history read for people who look back, and for words that were written on an old text. See include/store/past.h. */
#include "store/past.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "store/fold.h"
#include "store/look.h"

enum { IDS_BYTES_MAX = 1 << 20 };       /* ids as JSON: as many as a workshop can have of what belongs to one row */

static bool read_op(sqlite3_stmt *stmt, struct store_op *op)
{
    const char *text = (const char *)sqlite3_column_text(stmt, 4);
    op->rev = sqlite3_column_int64(stmt, 0);
    op->seq = (uint64_t)sqlite3_column_int64(stmt, 1);
    op->at = sqlite3_column_int64(stmt, 2);
    op->actor = (uint64_t)sqlite3_column_int64(stmt, 3);
    return text != NULL && ot_read(&op->op, text, (size_t)sqlite3_column_bytes(stmt, 4));
}

/* One more than asked for is read, to know whether there are more. */
static int prepare_ops(sqlite3 *db, sqlite3_stmt **stmt, const struct store_question *question)
{
    int rc = sqlite3_prepare_v2(db,
                                "SELECT o.rev, o.seq, c.at, c.actor, o.op FROM text_op AS o"
                                " LEFT JOIN change AS c ON c.seq = o.seq"
                                " WHERE o.text = ?1 AND o.rev > ?2 ORDER BY o.rev LIMIT ?3",
                                -1, stmt, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_bind_int64(*stmt, 1, (int64_t)question->text);
    if (rc == SQLITE_OK)
        rc = sqlite3_bind_int64(*stmt, 2, question->rev);
    return rc == SQLITE_OK ? sqlite3_bind_int64(*stmt, 3, (int64_t)question->max + 1) : rc;
}

static enum store_result look_ops(sqlite3 *db, void *context, char message[MESSAGE_BYTES])
{
    struct store_job *job = context;
    const struct store_question *question = &job->question;
    sqlite3_stmt *stmt = NULL;
    enum store_result result = STORE_OK;
    store_job_clear(job);
    job->ops = mem_zero(question->max, sizeof(*job->ops));
    int rc = prepare_ops(db, &stmt, question);
    while (rc == SQLITE_OK || rc == SQLITE_ROW) {
        rc = sqlite3_step(stmt);
        job->more = rc == SQLITE_ROW && job->n_found == question->max;
        if (rc != SQLITE_ROW || job->more)
            break;
        struct store_op *op = &job->ops[job->n_found++];
        if (!read_op(stmt, op) || op->rev != question->rev + (int64_t)job->n_found) {
            snprintf(message, MESSAGE_BYTES, "the operations of text %" PRIu64 " are damaged", question->text);
            result = STORE_DAMAGED;
            break;
        }
    }
    if (result == STORE_OK)
        result = database_result(db, rc, "cannot read the operations", message);
    sqlite3_finalize(stmt);
    return result;
}

/* What was found before something failed is nobody's. */
static enum store_result look_for(struct store_job *job, const char *path, look_fn *look)
{
    assert(job->question.max >= 1 && job->question.max <= STORE_READ_MAX);
    enum store_result result = look_at(path, look, job, job->message);
    if (result != STORE_OK) {
        store_job_clear(job);
        job->more = false;
    }
    return result;
}

enum store_result past_ops(struct store_job *job, const char *path)
{
    return look_for(job, path, look_ops);
}

/* Text that may be sent on: valid UTF-8 without NUL bytes. NULL: none, or not that. */
static char *copy_text(sqlite3_stmt *stmt, int column)
{
    const char *text = (const char *)sqlite3_column_text(stmt, column);
    size_t n = (size_t)sqlite3_column_bytes(stmt, column);
    if (text == NULL || memchr(text, '\0', n) != NULL || !utf8_valid(text, n))
        return NULL;
    return mem_copy_bytes(text, n);
}

static bool read_found(sqlite3_stmt *stmt, struct store_change *change)
{
    change->seq = (uint64_t)sqlite3_column_int64(stmt, 0);
    change->at = sqlite3_column_int64(stmt, 1);
    change->actor = (uint64_t)sqlite3_column_int64(stmt, 2);
    change->result = (uint64_t)sqlite3_column_int64(stmt, 3);
    change->verb = copy_text(stmt, 4);
    change->body = copy_text(stmt, 5);
    return change->verb != NULL && (change->body != NULL || sqlite3_column_type(stmt, 5) == SQLITE_NULL);
}

static char *write_ids(const uint64_t *ids, size_t n)
{
    struct buf out;
    struct json json;
    buf_init(&out, IDS_BYTES_MAX);
    json_init(&json, &out);
    json_open_array(&json);
    for (size_t i = 0; i < n; i++)
        json_uint(&json, ids[i]);
    json_close_array(&json);
    assert(!out.full);
    return buf_take(&out, NULL);
}

static int prepare_changes(sqlite3 *db, sqlite3_stmt **stmt, const struct store_question *question)
{
    int rc = sqlite3_prepare_v2(db,
                                "SELECT seq, at, actor, result, verb, body FROM change"
                                " WHERE result IN (SELECT value FROM json_each(?1)) AND seq < ?2"
                                " ORDER BY seq DESC LIMIT ?3",
                                -1, stmt, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_bind_text(*stmt, 1, write_ids(question->ids, question->n_ids), -1, mem_free);
    if (rc == SQLITE_OK)
        rc = sqlite3_bind_int64(*stmt, 2, question->before == 0 ? INT64_MAX : (int64_t)question->before);
    return rc == SQLITE_OK ? sqlite3_bind_int64(*stmt, 3, (int64_t)question->max + 1) : rc;
}

static enum store_result look_changes(sqlite3 *db, void *context, char message[MESSAGE_BYTES])
{
    struct store_job *job = context;
    sqlite3_stmt *stmt = NULL;
    enum store_result result = STORE_OK;
    store_job_clear(job);
    job->found = mem_zero(job->question.max, sizeof(*job->found));
    int rc = prepare_changes(db, &stmt, &job->question);
    while (rc == SQLITE_OK || rc == SQLITE_ROW) {
        rc = sqlite3_step(stmt);
        job->more = rc == SQLITE_ROW && job->n_found == job->question.max;
        if (rc != SQLITE_ROW || job->more)
            break;
        if (!read_found(stmt, &job->found[job->n_found++])) {
            snprintf(message, MESSAGE_BYTES, "change %" PRIu64 " is damaged", job->found[job->n_found - 1].seq);
            result = STORE_DAMAGED;
            break;
        }
    }
    if (result == STORE_OK)
        result = database_result(db, rc, "cannot read the history", message);
    sqlite3_finalize(stmt);
    return result;
}

enum store_result past_changes(struct store_job *job, const char *path)
{
    return look_for(job, path, look_changes);
}

enum store_result past_moment(sqlite3 *db, const struct store_question *question, uint64_t *seq,
                              char message[MESSAGE_BYTES])
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(db, "SELECT seq FROM change WHERE seq <= ?1 AND at <= ?2 ORDER BY seq DESC LIMIT 1", -1,
                                &stmt, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_bind_int64(stmt, 1, question->seq == 0 ? INT64_MAX : (int64_t)question->seq);
    if (rc == SQLITE_OK)
        rc = sqlite3_bind_int64(stmt, 2, question->seq == 0 ? question->at : INT64_MAX);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(stmt);
    *seq = rc == SQLITE_ROW ? (uint64_t)sqlite3_column_int64(stmt, 0) : 0;
    sqlite3_finalize(stmt);
    enum store_result result = database_result(db, rc, "cannot read the history", message);
    if (result != STORE_OK)
        return result;
    if (*seq == 0 || (question->seq != 0 && *seq != question->seq)) {
        snprintf(message, MESSAGE_BYTES,
                 *seq == 0 ? "The workshop did not exist then." : "There is no such change yet.");
        return STORE_MISSING;
    }
    return STORE_OK;
}

struct replaying {
    struct store_job *job;
    const struct past_watch *watch;
};

static bool may_go_on(const struct past_watch *watch)
{
    return watch == NULL || watch->may_go_on(watch->context);
}

static enum store_result fold_all(struct fold *fold, const struct past_watch *watch, char message[MESSAGE_BYTES])
{
    bool stepped = true;
    enum store_result result = STORE_OK;
    while (result == STORE_OK && stepped) {
        if (!may_go_on(watch)) {
            snprintf(message, MESSAGE_BYTES, "Computing that moment takes too long.");
            return STORE_SLOW;
        }
        result = fold_step(fold, &stepped, message);
    }
    return result;
}

static enum store_result look_replay(sqlite3 *db, void *context, char message[MESSAGE_BYTES])
{
    const struct replaying *replaying = context;
    struct store_job *job = replaying->job;
    struct fold fold;
    uint64_t seq;
    room_free(job->loaded);
    job->loaded = NULL;
    enum store_result result = past_moment(db, &job->question, &seq, message);
    if (result != STORE_OK)
        return result;
    result = fold_begin(&fold, db, seq, message);
    if (result == STORE_OK)
        result = fold_all(&fold, replaying->watch, message);
    if (result == STORE_OK)
        job->loaded = replay_take(&fold.replay);
    fold_end(&fold);
    return result;
}

enum store_result past_replay(struct store_job *job, const char *path, const struct past_watch *watch)
{
    struct replaying replaying = { job, watch };
    enum store_result result = look_at(path, look_replay, &replaying, job->message);
    if (result != STORE_OK) {
        room_free(job->loaded);
        job->loaded = NULL;
    }
    return result;
}
