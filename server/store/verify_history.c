/* verify_history: whether the history of a file gives what its tables hold (X7). See include/store/verify.h. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "core/canon.h"
#include "core/text.h"
#include "store/fold.h"
#include "store/verify.h"

enum { OP_BYTES_MAX = 1 << 20 };

/* What is compared while the history is run. */
struct proof {
    struct fold fold;
    struct buf op;                          /* an operation as it is kept */
    sqlite3_stmt *ops;                      /* of a text, from a revision on */
    sqlite3_stmt *hash;                     /* of an adoption */
    struct store_verify_report *report;
    uint64_t n_ops;                         /* rows of text_op seen */
};

static enum store_result prepare(struct proof *proof, sqlite3 *db, char message[MESSAGE_BYTES])
{
    int rc = sqlite3_prepare_v2(db, "SELECT op, seq FROM text_op WHERE text = ?1 AND rev >= ?2 ORDER BY rev", -1,
                                &proof->ops, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_prepare_v2(db, "SELECT hash FROM adoption WHERE id = ?1", -1, &proof->hash, NULL);
    return database_result(db, rc, "cannot read the file", message);
}

/* The next row of proof->ops is this operation. */
static bool is_kept(struct proof *proof, const struct text_op *op)
{
    struct json json;
    if (sqlite3_step(proof->ops) != SQLITE_ROW)
        return false;
    buf_reset(&proof->op);
    json_init(&json, &proof->op);
    ot_write(&json, &op->op);
    const void *kept = sqlite3_column_text(proof->ops, 0);
    proof->n_ops++;
    return kept != NULL && (size_t)sqlite3_column_bytes(proof->ops, 0) == proof->op.len &&
           memcmp(kept, proof->op.data, proof->op.len) == 0 && (uint64_t)sqlite3_column_int64(proof->ops, 1) == op->seq;
}

/* What the last change did to a text, which is one operation or more. */
static enum store_result check_ops(struct proof *proof, const struct text *text, char message[MESSAGE_BYTES])
{
    size_t n;
    const struct text_op *ops = text_since(text, text->e.seq - 1, &n);
    if (n == 0)
        return STORE_OK;
    sqlite3_bind_int64(proof->ops, 1, (int64_t)text->e.id);
    sqlite3_bind_int64(proof->ops, 2, ops[0].rev);
    enum store_result result = STORE_OK;
    for (size_t i = 0; i < n && result == STORE_OK; i++) {
        if (is_kept(proof, &ops[i]))
            continue;
        snprintf(message, MESSAGE_BYTES,
                 "Operation %" PRId64 " of text %" PRIu64 " is not what change %" PRIu64 " did.", ops[i].rev,
                 text->e.id, ops[i].seq);
        result = STORE_DAMAGED;
    }
    sqlite3_reset(proof->ops);
    proof->report->ops += result == STORE_OK ? n : 0;
    return result;
}

/* H1: the hash is that of the bytes as they were when it was sealed, which is now. */
static enum store_result check_hash(struct proof *proof, const struct adoption *adoption, char message[MESSAGE_BYTES])
{
    char hash[CANON_HASH];
    canon_hash(hash, proof->fold.replay.room, adoption);
    sqlite3_bind_int64(proof->hash, 1, (int64_t)adoption->e.id);
    const char *kept =
        sqlite3_step(proof->hash) == SQLITE_ROW ? (const char *)sqlite3_column_text(proof->hash, 0) : NULL;
    bool same = kept != NULL && strcmp(kept, hash) == 0;
    sqlite3_reset(proof->hash);
    if (!same) {
        snprintf(message, MESSAGE_BYTES, "The hash of adoption %" PRIu64 " is not that of what was adopted.",
                 adoption->e.id);
        return STORE_DAMAGED;
    }
    proof->report->hashes++;
    return STORE_OK;
}

/* What the last change touched stands at the end of the room's list. */
static enum store_result check_touched(struct proof *proof, char message[MESSAGE_BYTES])
{
    const struct room *room = proof->fold.replay.room;
    enum store_result result = STORE_OK;
    for (const struct entity *e = room->newest; e != NULL && e->seq == room->seq && result == STORE_OK; e = e->before) {
        const struct adoption *adoption = (const struct adoption *)e;
        if (e->kind == KIND_TEXT && !e->removed)
            result = check_ops(proof, (const struct text *)e, message);
        else if (e->kind == KIND_ADOPTION && !e->removed && (uint64_t)adoption->sealed_seq == room->seq)
            result = check_hash(proof, adoption, message);
    }
    return result;
}

/* The words that the first `rev` operations give, NULL when they are not operations that fit. */
static char *fold_words(struct proof *proof, const struct text *text)
{
    char *words = mem_copy_text("");
    sqlite3_bind_int64(proof->ops, 1, (int64_t)text->e.id);
    sqlite3_bind_int64(proof->ops, 2, 1);
    for (int64_t i = 0; i < text->rev && words != NULL; i++) {
        struct ot_op op = { 0 };
        char *next = NULL;
        const char *kept =
            sqlite3_step(proof->ops) == SQLITE_ROW ? (const char *)sqlite3_column_text(proof->ops, 0) : NULL;
        if (kept != NULL && ot_read(&op, kept, (size_t)sqlite3_column_bytes(proof->ops, 0)))
            next = ot_apply(words, &op);
        ot_clear(&op);
        mem_free(words);
        words = next;
        proof->n_ops++;
    }
    sqlite3_reset(proof->ops);
    return words;
}

/* Operations of texts that had been removed by then stay as they are. */
static enum store_result count_ops_gone(struct proof *proof, char message[MESSAGE_BYTES])
{
    sqlite3 *db = sqlite3_db_handle(proof->ops);
    int64_t n = 0;
    int rc = database_number(db,
                             "SELECT count(*) FROM text_op WHERE text IN (SELECT id FROM base WHERE kind = 'text' AND"
                             " \"row\" IS NULL)",
                             &n);
    proof->n_ops += (uint64_t)n;
    return database_result(db, rc, "cannot read the operations", message);
}

/* Of an older version only the outcome is known: its operations give the words that its file held. */
static enum store_result check_base(struct proof *proof, char message[MESSAGE_BYTES])
{
    const struct room *room = proof->fold.replay.room;
    const struct kind_list *texts = &room->live[KIND_TEXT];
    for (size_t i = 0; i < texts->n; i++) {
        const struct text *text = (const struct text *)texts->v[i];
        char *words = fold_words(proof, text);
        bool same = words != NULL && strcmp(words, text_words(room, text)) == 0;
        mem_free(words);
        if (!same) {
            snprintf(message, MESSAGE_BYTES, "The operations of text %" PRIu64 " do not give its words.", text->e.id);
            return STORE_DAMAGED;
        }
    }
    proof->report->base = proof->fold.base;
    return count_ops_gone(proof, message);
}

static enum store_result run_all(struct proof *proof, char message[MESSAGE_BYTES])
{
    enum store_result result = STORE_OK;
    while (result == STORE_OK) {
        bool stepped;
        result = fold_step(&proof->fold, &stepped, message);
        if (result != STORE_OK || !stepped)
            break;
        proof->report->folded++;
        result = check_touched(proof, message);
    }
    return result;
}

static enum store_result compare(struct proof *proof, sqlite3 *db, const struct room *stored,
                                 char message[MESSAGE_BYTES])
{
    int64_t n = 0;
    int rc = database_number(db, "SELECT count(*) FROM text_op", &n);
    if (rc != SQLITE_OK)
        return database_result(db, rc, "cannot read the operations", message);
    if ((uint64_t)n != proof->n_ops) {
        snprintf(message, MESSAGE_BYTES, "There are operations of texts that no change made.");
        return STORE_DAMAGED;
    }
    if (replay_equals(&proof->fold.replay, stored))
        return STORE_OK;
    snprintf(message, MESSAGE_BYTES, "%s", proof->fold.replay.message);
    return STORE_DAMAGED;
}

enum store_result verify_history(sqlite3 *db, const struct room *stored, struct store_verify_report *report,
                                 char message[MESSAGE_BYTES])
{
    struct proof proof = { .report = report };
    buf_init(&proof.op, OP_BYTES_MAX);
    enum store_result result = fold_begin(&proof.fold, db, 0, message);
    if (result == STORE_OK)
        result = prepare(&proof, db, message);
    if (result == STORE_OK)
        result = check_base(&proof, message);
    if (result == STORE_OK)
        result = run_all(&proof, message);
    if (result == STORE_OK) {
        result = compare(&proof, db, stored, message);
        report->is_proven = result == STORE_OK;
    } else if (proof.fold.is_erased) {
        result = STORE_OK; /* the chain proves what remains; the rest cannot be computed again */
        message[0] = '\0';
    }
    sqlite3_finalize(proof.ops);
    sqlite3_finalize(proof.hash);
    buf_free(&proof.op);
    fold_end(&proof.fold);
    return result;
}
