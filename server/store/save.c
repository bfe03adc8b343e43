/* save: entities, tombstones and history as rows. See include/store/save.h. */
#include "store/save.h"

#include <assert.h>
#include <limits.h>

#include "base/json.h"
#include "base/mem.h"
#include "core/text.h"
#include "store/member.h"

enum {
    SQL_MAX = 8192,             /* bytes of a made statement: the widest kind needs about two thousand */
    OP_BYTES_MAX = 1 << 20      /* an operation as JSON: the longest text, every letter escaped, fits */
};

void saver_init(struct saver *saver, sqlite3 *db)
{
    *saver = (struct saver){ .db = db };
}

void saver_free(struct saver *saver)
{
    for (int kind = 0; kind < KIND_N; kind++) {
        sqlite3_finalize(saver->put[kind]);
        sqlite3_finalize(saver->drop[kind]);
    }
    sqlite3_finalize(saver->bury);
    sqlite3_finalize(saver->op);
    sqlite3_finalize(saver->record);
    sqlite3_finalize(saver->seal);
    sqlite3_finalize(saver->seal_number);
    *saver = (struct saver){ 0 };
}

static int prepare(sqlite3 *db, sqlite3_stmt **stmt, const char *sql)
{
    if (*stmt != NULL)
        return SQLITE_OK;
    return sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, stmt, NULL);
}

/* INSERT OR REPLACE INTO "kind" ("id", "seq", ...) VALUES (?, ?, ...) */
static void put_sql(struct buf *out, const struct kind_info *info)
{
    struct buf marks;
    buf_init(&marks, SQL_MAX);
    buf_print(out, "INSERT OR REPLACE INTO \"%s\" (\"id\", \"seq\"", info->name);
    for (size_t i = 0; i < info->n_fields; i++) {
        struct column columns[MEMBER_COLUMNS_MAX];
        size_t n = member_columns(&info->fields[i], columns);
        for (size_t c = 0; c < n; c++) {
            if (columns[c].generated)
                continue;
            buf_print(out, ", \"%s\"", columns[c].name);
            buf_text(&marks, ", ?");
        }
    }
    buf_print(out, ") VALUES (?, ?%s)", marks.data);
    assert(!out->full && !marks.full);
    buf_free(&marks);
}

static int prepare_put(struct saver *saver, enum kind kind)
{
    if (saver->put[kind] != NULL)
        return SQLITE_OK;
    struct buf sql;
    buf_init(&sql, SQL_MAX);
    put_sql(&sql, kind_info(kind));
    int rc = prepare(saver->db, &saver->put[kind], sql.data);
    buf_free(&sql);
    return rc;
}

static int prepare_drop(struct saver *saver, enum kind kind)
{
    struct buf sql;
    buf_init(&sql, SQL_MAX);
    buf_print(&sql, "DELETE FROM \"%s\" WHERE \"id\" = ?1", kind_info(kind)->name);
    int rc = prepare(saver->db, &saver->drop[kind], sql.data);
    buf_free(&sql);
    return rc;
}

/* Run a bound statement that returns no rows, and let go of what was bound to it. */
static int run(sqlite3_stmt *stmt)
{
    int rc = sqlite3_step(stmt);
    sqlite3_reset(stmt);
    sqlite3_clear_bindings(stmt);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int put_entity(struct saver *saver, const struct room *room, const struct entity *entity)
{
    enum kind kind = (enum kind)entity->kind;
    const struct kind_info *info = kind_info(kind);
    int rc = prepare_put(saver, kind);
    if (rc != SQLITE_OK)
        return rc;
    sqlite3_stmt *stmt = saver->put[kind];
    int at = 3;
    sqlite3_bind_int64(stmt, 1, (int64_t)entity->id);
    sqlite3_bind_int64(stmt, 2, (int64_t)entity->seq);
    for (size_t i = 0; rc == SQLITE_OK && i < info->n_fields; i++)
        rc = member_bind(stmt, &at, &info->fields[i], entity, room);
    if (rc != SQLITE_OK) {
        sqlite3_clear_bindings(stmt);
        return rc;
    }
    assert(at == sqlite3_bind_parameter_count(stmt) + 1);
    return run(stmt);
}

static int bury_entity(struct saver *saver, const struct entity *entity)
{
    enum kind kind = (enum kind)entity->kind;
    int rc = prepare_drop(saver, kind);
    if (rc == SQLITE_OK)
        rc = prepare(saver->db, &saver->bury, "INSERT OR REPLACE INTO tombstone (id, kind, seq) VALUES (?1, ?2, ?3)");
    if (rc != SQLITE_OK)
        return rc;
    sqlite3_bind_int64(saver->drop[kind], 1, (int64_t)entity->id);
    rc = run(saver->drop[kind]);
    if (rc != SQLITE_OK)
        return rc;
    sqlite3_bind_int64(saver->bury, 1, (int64_t)entity->id);
    sqlite3_bind_text(saver->bury, 2, kind_info(kind)->name, -1, SQLITE_STATIC);
    sqlite3_bind_int64(saver->bury, 3, (int64_t)entity->seq);
    return run(saver->bury);
}

static char *write_op(const struct ot_op *op)
{
    struct buf out;
    struct json json;
    buf_init(&out, OP_BYTES_MAX);
    json_init(&json, &out);
    ot_write(&json, op);
    assert(!out.full);
    return buf_take(&out, NULL);
}

/* One of that revision that is there already was made by no change: somebody put it into the file. */
static int put_op(struct saver *saver, uint64_t text, const struct text_op *op)
{
    int rc =
        prepare(saver->db, &saver->op, "INSERT OR REPLACE INTO text_op (text, rev, seq, op) VALUES (?1, ?2, ?3, ?4)");
    if (rc != SQLITE_OK)
        return rc;
    sqlite3_bind_int64(saver->op, 1, (int64_t)text);
    sqlite3_bind_int64(saver->op, 2, op->rev);
    sqlite3_bind_int64(saver->op, 3, (int64_t)op->seq);
    rc = sqlite3_bind_text(saver->op, 4, write_op(&op->op), -1, mem_free);
    return rc == SQLITE_OK ? run(saver->op) : rc;
}

/* Until room_clean a text that changed has every operation since the last commit, also when it was removed meanwhile. */
static int put_ops(struct saver *saver, const struct entity *entity, uint64_t since)
{
    size_t n;
    int rc = SQLITE_OK;
    const struct text_op *ops = text_since((const struct text *)entity, since, &n);
    for (size_t i = 0; rc == SQLITE_OK && i < n; i++)
        rc = put_op(saver, entity->id, &ops[i]);
    return rc;
}

static bool is_zero(const uint8_t *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (bytes[i] != 0)
            return false;
    return true;
}

static int record_change(struct saver *saver, const struct change *change)
{
    int rc =
        prepare(saver->db, &saver->record,
                "INSERT INTO change (seq, at, actor, client, number, hash, result, chain, body_hash, salt, verb, body)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");
    if (rc != SQLITE_OK)
        return rc;
    assert(change->verb != NULL && change->body != NULL);
    sqlite3_stmt *stmt = saver->record;
    sqlite3_bind_int64(stmt, 1, (int64_t)change->seq);
    sqlite3_bind_int64(stmt, 2, change->at);
    sqlite3_bind_int64(stmt, 3, (int64_t)change->actor);
    if (!is_zero(change->client, sizeof(change->client)))
        sqlite3_bind_blob(stmt, 4, change->client, sizeof(change->client), SQLITE_STATIC);
    sqlite3_bind_int64(stmt, 5, (int64_t)change->number);
    sqlite3_bind_blob(stmt, 6, change->hash, sizeof(change->hash), SQLITE_STATIC);
    sqlite3_bind_int64(stmt, 7, (int64_t)change->result);
    sqlite3_bind_blob(stmt, 8, change->chain, sizeof(change->chain), SQLITE_STATIC);
    sqlite3_bind_blob(stmt, 9, change->body_hash, sizeof(change->body_hash), SQLITE_STATIC);
    sqlite3_bind_blob(stmt, 10, change->salt, sizeof(change->salt), SQLITE_STATIC);
    sqlite3_bind_text(stmt, 11, change->verb, -1, SQLITE_STATIC);
    rc = sqlite3_bind_text(stmt, 12, change->body, -1, SQLITE_STATIC);
    return rc == SQLITE_OK ? run(stmt) : rc;
}

/* A ballot and the number it came by. */
static int put_ballot(struct saver *saver, const struct store_ballot *ballot)
{
    int rc = prepare(saver->db, &saver->seal,
                     "INSERT OR REPLACE INTO sealed_ballot (poll, voter, head, sealed) VALUES (?1, ?2, ?3, ?4)");
    if (rc == SQLITE_OK)
        rc = prepare(saver->db, &saver->seal_number,
                     "INSERT OR REPLACE INTO sealed_number (client, number, poll) VALUES (?1, ?2, ?3)");
    if (rc != SQLITE_OK)
        return rc;
    assert(ballot->voter != 0 && ballot->n > 0 && ballot->n <= INT_MAX);
    sqlite3_bind_int64(saver->seal, 1, (int64_t)ballot->poll);
    sqlite3_bind_int64(saver->seal, 2, (int64_t)ballot->voter);
    sqlite3_bind_int(saver->seal, 3, ballot->by_head);
    sqlite3_bind_blob(saver->seal, 4, ballot->sealed, (int)ballot->n, SQLITE_STATIC);
    rc = run(saver->seal);
    if (rc != SQLITE_OK || ballot->number == 0)
        return rc;
    sqlite3_bind_blob(saver->seal_number, 1, ballot->client, sizeof(ballot->client), SQLITE_STATIC);
    sqlite3_bind_int64(saver->seal_number, 2, (int64_t)ballot->number);
    sqlite3_bind_int64(saver->seal_number, 3, (int64_t)ballot->poll);
    return run(saver->seal_number);
}

/* Rare: one row of whoever was removed, or all when the poll is over. */
static int drop_ballots(struct saver *saver, const struct store_ballot *ballot)
{
    static const char *const all[] = { "DELETE FROM sealed_ballot WHERE poll = ?1",
                                       "DELETE FROM sealed_number WHERE poll = ?1" };
    static const char *const one[] = { "DELETE FROM sealed_ballot WHERE poll = ?1 AND voter = ?2" };
    const char *const *sql = ballot->voter == 0 ? all : one;
    int rc = SQLITE_OK;
    for (size_t i = 0; rc == SQLITE_OK && i < (ballot->voter == 0 ? 2u : 1u); i++) {
        sqlite3_stmt *stmt = NULL;
        rc = sqlite3_prepare_v2(saver->db, sql[i], -1, &stmt, NULL);
        if (rc == SQLITE_OK) {
            sqlite3_bind_int64(stmt, 1, (int64_t)ballot->poll);
            if (ballot->voter != 0)
                sqlite3_bind_int64(stmt, 2, (int64_t)ballot->voter);
            rc = run(stmt);
        }
        sqlite3_finalize(stmt);
    }
    return rc;
}

int saver_write_ballots(struct saver *saver, const struct store_ballot *ballots, size_t n)
{
    int rc = SQLITE_OK;
    assert(!sqlite3_get_autocommit(saver->db));
    for (size_t i = 0; rc == SQLITE_OK && i < n; i++)
        rc = ballots[i].sealed != NULL ? put_ballot(saver, &ballots[i]) : drop_ballots(saver, &ballots[i]);
    return rc;
}

int saver_write(struct saver *saver, const struct room *room, const struct change *changes, size_t n_changes)
{
    assert(!sqlite3_get_autocommit(saver->db) && n_changes > 0);
    int rc = SQLITE_OK;
    for (size_t i = 0; rc == SQLITE_OK && i < room->n_dirty; i++) {
        const struct entity *entity = room->dirty[i];
        rc = entity->removed ? bury_entity(saver, entity) : put_entity(saver, room, entity);
        if (rc == SQLITE_OK && entity->kind == KIND_TEXT)
            rc = put_ops(saver, entity, changes[0].seq - 1);
    }
    for (size_t i = 0; rc == SQLITE_OK && i < n_changes; i++) {
        assert(i == 0 || changes[i].seq == changes[i - 1].seq + 1);
        rc = record_change(saver, &changes[i]);
    }
    return rc;
}
