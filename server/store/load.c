/* load: rows into entities, tombstones and results. See include/store/load.h. */
#include "store/load.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "core/limits.h"
#include "store/member.h"
#include "store/sealed.h"

enum { SQL_MAX = 8192 };

static enum store_result damaged(char message[MESSAGE_BYTES], const char *table, int64_t id)
{
    snprintf(message, MESSAGE_BYTES, "row %" PRId64 " of %s is damaged", id, table);
    return STORE_DAMAGED;
}

/* Entities stand in their tables, or as JSON in `base`. */
enum source { SOURCE_TABLES, SOURCE_BASE };

static void select_columns(struct buf *out, const struct field *field, enum source source)
{
    struct column columns[MEMBER_COLUMNS_MAX];
    size_t n = member_columns(field, columns);
    for (size_t c = 0; c < n; c++) {
        if (columns[c].generated)
            continue;
        if (source == SOURCE_TABLES)
            buf_print(out, ", \"%s\"", columns[c].name);
        else
            buf_print(out, ", json_extract(\"row\", '$.%s')", columns[c].name);
    }
}

static void select_sql(struct buf *out, const struct kind_info *info, enum source source)
{
    buf_text(out, "SELECT id, seq");
    for (size_t i = 0; i < info->n_fields; i++)
        select_columns(out, &info->fields[i], source);
    if (source == SOURCE_TABLES)
        buf_print(out, " FROM \"%s\"", info->name);
    else
        buf_print(out, " FROM base WHERE kind = '%s' AND \"row\" IS NOT NULL", info->name);
    assert(!out->full);
}

static bool is_free_id(const struct room *room, int64_t id)
{
    return id >= 1 && (uint64_t)id <= LIMIT_ID && map_get(&room->entities, (uint64_t)id) == NULL;
}

/* The room owns the entity also when its row is bad, and is thrown away whole. */
static bool read_entity(sqlite3_stmt *stmt, struct room *room, enum kind kind)
{
    const struct kind_info *info = kind_info(kind);
    int64_t id = sqlite3_column_int64(stmt, 0), seq = sqlite3_column_int64(stmt, 1);
    if (!is_free_id(room, id) || seq < 1)
        return false;
    struct entity *entity = room_new_entity(kind, (uint64_t)id);
    entity->seq = (uint64_t)seq;
    bool ok = true;
    int at = 2;
    for (size_t i = 0; ok && i < info->n_fields; i++)
        ok = member_read(stmt, &at, &info->fields[i], entity);
    assert(!ok || at == sqlite3_column_count(stmt));
    room_put(room, entity);
    return ok;
}

static enum store_result load_kind(sqlite3 *db, struct room *room, enum kind kind, enum source source,
                                   char message[MESSAGE_BYTES])
{
    const struct kind_info *info = kind_info(kind);
    enum store_result result = STORE_OK;
    sqlite3_stmt *stmt = NULL;
    struct buf sql;
    buf_init(&sql, SQL_MAX);
    select_sql(&sql, info, source);
    int rc = sqlite3_prepare_v2(db, sql.data, -1, &stmt, NULL);
    buf_free(&sql);
    while (rc == SQLITE_OK && result == STORE_OK) {
        int step = sqlite3_step(stmt);
        if (step != SQLITE_ROW) {
            rc = step;
            break;
        }
        if (!read_entity(stmt, room, kind))
            result = damaged(message, info->name, sqlite3_column_int64(stmt, 0));
    }
    if (result == STORE_OK)
        result = database_result(db, rc, "cannot read the entities", message);
    sqlite3_finalize(stmt);
    return result;
}

static bool read_tombstone(sqlite3_stmt *stmt, struct room *room)
{
    int64_t id = sqlite3_column_int64(stmt, 0), seq = sqlite3_column_int64(stmt, 2);
    const char *name = (const char *)sqlite3_column_text(stmt, 1);
    enum kind kind = name == NULL ? KIND_NONE : kind_of(name);
    if (!is_free_id(room, id) || seq < 1 || kind == KIND_NONE)
        return false;
    struct entity *entity = room_new_entity(kind, (uint64_t)id);
    entity->seq = (uint64_t)seq;
    entity->removed = true;
    room_put(room, entity);
    return true;
}

/* Bytes of exactly this length, or all zero when the column is empty and may be. */
static bool read_bytes(sqlite3_stmt *stmt, int at, uint8_t *out, size_t n, bool may_be_empty)
{
    if (sqlite3_column_type(stmt, at) == SQLITE_NULL) {
        memset(out, 0, n);
        return may_be_empty;
    }
    const void *bytes = sqlite3_column_blob(stmt, at);
    if (bytes == NULL || (size_t)sqlite3_column_bytes(stmt, at) != n)
        return false;
    memcpy(out, bytes, n);
    return true;
}

static bool read_change(sqlite3_stmt *stmt, struct room *room)
{
    struct change change = { .at = sqlite3_column_int64(stmt, 1) };
    int64_t seq = sqlite3_column_int64(stmt, 0), actor = sqlite3_column_int64(stmt, 2);
    int64_t number = sqlite3_column_int64(stmt, 4), result = sqlite3_column_int64(stmt, 6);
    if (seq < 1 || (uint64_t)seq != room->seq + 1 || change.at < room->at || change.at > LIMIT_NOW || actor < 0 ||
        number < 0 || result < 0)
        return false;
    change.seq = (uint64_t)seq;
    change.actor = (uint64_t)actor;
    change.number = (uint64_t)number;
    change.result = (uint64_t)result;
    if (!read_bytes(stmt, 3, change.client, sizeof(change.client), true) ||
        !read_bytes(stmt, 5, change.hash, sizeof(change.hash), true) ||
        !read_bytes(stmt, 7, change.chain, sizeof(change.chain), false))
        return false;
    room_put_result(room, &change);
    return true;
}

/* Runs a query and gives each row to `take`; a row it does not take is damage in `table`. */
static enum store_result each_row(sqlite3 *db, struct room *room, const char *sql, const char *table,
                                  bool (*take)(sqlite3_stmt *stmt, struct room *room), char message[MESSAGE_BYTES])
{
    enum store_result result = STORE_OK;
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(stmt);
    for (; rc == SQLITE_ROW; rc = sqlite3_step(stmt)) {
        if (!take(stmt, room)) {
            result = damaged(message, table, sqlite3_column_int64(stmt, 0));
            break;
        }
    }
    if (result == STORE_OK)
        result = database_result(db, rc, "cannot read the history", message);
    sqlite3_finalize(stmt);
    return result;
}

/* Where the rest of a room stands, beside its entities. */
struct origin_sql {
    enum source source;
    const char *tombstones;
    const char *changes;
};

#define SELECT_CHANGES "SELECT seq, at, actor, client, number, hash, result, chain FROM change"

static const struct origin_sql from_tables = {
    .source = SOURCE_TABLES,
    .tombstones = "SELECT id, kind, seq FROM tombstone",
    .changes = SELECT_CHANGES " ORDER BY seq",
};
static const struct origin_sql from_base = {
    .source = SOURCE_BASE,
    .tombstones = "SELECT id, kind, seq FROM base WHERE \"row\" IS NULL",
    .changes = SELECT_CHANGES " WHERE seq <= (" LOAD_BASE_SEQ ") ORDER BY seq",
};

static enum store_result load_rows(sqlite3 *db, struct room *room, const struct origin_sql *from,
                                   char message[MESSAGE_BYTES])
{
    enum store_result result = STORE_OK;
    for (int kind = KIND_NONE + 1; result == STORE_OK && kind < KIND_N; kind++)
        result = load_kind(db, room, (enum kind)kind, from->source, message);
    if (result == STORE_OK)
        result = each_row(db, room, from->tombstones, "tombstone", read_tombstone, message);
    if (result == STORE_OK)
        result = each_row(db, room, from->changes, "change", read_change, message);
    if (result != STORE_OK)
        return result;
    const char *fault = room_loaded(room);
    if (fault == NULL)
        return STORE_OK;
    snprintf(message, MESSAGE_BYTES, "the rows contradict each other: %s", fault);
    return STORE_DAMAGED;
}

static enum store_result load_from(sqlite3 *db, const struct origin_sql *from, struct room **out,
                                   char message[MESSAGE_BYTES])
{
    struct room *room = room_new();
    enum store_result result = load_rows(db, room, from, message);
    if (result == STORE_OK)
        *out = room;
    else
        room_free(room);
    return result;
}

enum store_result load_room(sqlite3 *db, struct room **out, char message[MESSAGE_BYTES])
{
    *out = NULL;
    bool begun = sqlite3_get_autocommit(db) != 0;
    int rc = begun ? database_run(db, "BEGIN") : SQLITE_OK;
    if (rc != SQLITE_OK)
        return database_result(db, rc, "cannot read the file", message);
    enum store_result result = load_from(db, &from_tables, out, message);
    if (result == STORE_OK)
        result = sealed_note(db, *out, message);
    if (result != STORE_OK) {
        room_free(*out);
        *out = NULL;
    }
    if (begun)
        database_run(db, "COMMIT");
    return result;
}

enum store_result load_base(sqlite3 *db, struct room **out, char message[MESSAGE_BYTES])
{
    int64_t seq = 0;
    *out = NULL;
    assert(!sqlite3_get_autocommit(db));
    enum store_result result =
        database_result(db, database_number(db, LOAD_BASE_SEQ, &seq), "cannot read the file", message);
    if (result == STORE_OK && seq != 0)
        result = load_from(db, &from_base, out, message);
    if (*out == NULL || (*out)->seq == (uint64_t)seq)
        return result;
    snprintf(message, MESSAGE_BYTES, "the history ends before the change at which it was taken over");
    room_free(*out);
    *out = NULL;
    return STORE_DAMAGED;
}
