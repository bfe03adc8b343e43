/*
 * baseline_sqlite: the least a store could do: the same rows of the same transactions written again by a bare loop, into a
 * new file beside the old one, with WAL and synchronous=FULL. What the server acknowledges is judged beside it.
 *
 *   baseline_sqlite --file WORKSHOP --after SEQ
 *
 * The changes after SEQ that carry the same time were one transaction; with them goes the row that each of them made or
 * changed, once. Rows are read beforehand and statements prepared once. Prints one JSON object.
 */
#include "common.h"

#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { COLUMNS_MAX = 64, NAME_BYTES = 32, TABLES_MAX = 16 };

/* A row as it is written: bound values. */
struct row {
    sqlite3_stmt *put;
    sqlite3_value *value[COLUMNS_MAX];
    int n;
};

struct table {
    char name[NAME_BYTES];
    sqlite3_stmt *get, *put;
};

struct replay {
    sqlite3 *from, *to;
    struct table table[TABLES_MAX];
    size_t n_tables;
    struct row *row; /* of one transaction */
    size_t n, cap;
    int64_t changes;
    struct series commit_ms;
};

static void check(sqlite3 *db, int rc, const char *what)
{
    if (rc != SQLITE_OK && rc != SQLITE_ROW && rc != SQLITE_DONE)
        fail("%s: %s", what, sqlite3_errmsg(db));
}

static sqlite3 *opened(const char *path, int flags)
{
    sqlite3 *db;
    if (sqlite3_open_v2(path, &db, flags, NULL) != SQLITE_OK)
        fail("cannot open %s: %s", path, sqlite3_errmsg(db));
    return db;
}

static sqlite3_stmt *prepared(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *stmt;
    check(db, sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), sql);
    return stmt;
}

static void run(sqlite3 *db, const char *sql)
{
    check(db, sqlite3_exec(db, sql, NULL, NULL, NULL), sql);
}

static void copy_schema(struct replay *replay)
{
    sqlite3_stmt *each = prepared(replay->from, "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"
                                                " AND name NOT LIKE 'sqlite_%' ORDER BY type DESC");
    while (sqlite3_step(each) == SQLITE_ROW)
        run(replay->to, (const char *)sqlite3_column_text(each, 0));
    sqlite3_finalize(each);
}

/* The statements that read a row by its key and write it; generated columns are not written. */
static struct table *table_of(struct replay *replay, const char *name, const char *key)
{
    char get[4096], put[4096];
    size_t get_n, put_n, n = 0;
    for (size_t i = 0; i < replay->n_tables; i++)
        if (strcmp(replay->table[i].name, name) == 0)
            return &replay->table[i];
    sqlite3_stmt *each = prepared(replay->from, "SELECT name FROM pragma_table_info(?1)");
    sqlite3_bind_text(each, 1, name, -1, SQLITE_STATIC);
    get_n = (size_t)snprintf(get, sizeof get, "SELECT ");
    put_n = (size_t)snprintf(put, sizeof put, "INSERT OR REPLACE INTO \"%s\" (", name);
    for (; sqlite3_step(each) == SQLITE_ROW; n++) {
        const char *column = (const char *)sqlite3_column_text(each, 0);
        get_n += (size_t)snprintf(get + get_n, sizeof get - get_n, "%s\"%s\"", n == 0 ? "" : ",", column);
        put_n += (size_t)snprintf(put + put_n, sizeof put - put_n, "%s\"%s\"", n == 0 ? "" : ",", column);
    }
    sqlite3_finalize(each);
    if (n == 0 || n > COLUMNS_MAX || replay->n_tables == TABLES_MAX)
        fail("table %s cannot be written again", name);
    snprintf(get + get_n, sizeof get - get_n, " FROM \"%s\" WHERE \"%s\" = ?1", name, key);
    put_n += (size_t)snprintf(put + put_n, sizeof put - put_n, ") VALUES (?");
    for (size_t i = 1; i < n; i++)
        put_n += (size_t)snprintf(put + put_n, sizeof put - put_n, ",?");
    snprintf(put + put_n, sizeof put - put_n, ")");
    struct table *table = &replay->table[replay->n_tables++];
    snprintf(table->name, sizeof table->name, "%s", name);
    table->get = prepared(replay->from, get);
    table->put = prepared(replay->to, put);
    return table;
}

static void keep_row(struct replay *replay, struct table *table, int64_t key)
{
    sqlite3_reset(table->get);
    sqlite3_bind_int64(table->get, 1, key);
    if (sqlite3_step(table->get) != SQLITE_ROW)
        return;
    if (replay->n == replay->cap) {
        replay->cap = replay->cap == 0 ? 256 : replay->cap * 2;
        replay->row = memory(replay->row, replay->cap, sizeof *replay->row);
    }
    struct row *row = &replay->row[replay->n++];
    *row = (struct row){ .put = table->put, .n = sqlite3_column_count(table->get) };
    for (int i = 0; i < row->n; i++)
        row->value[i] = sqlite3_value_dup(sqlite3_column_value(table->get, i));
}

/* The transaction of that time: every change, and every row behind it once. */
static void keep_transaction(struct replay *replay, int64_t at, int64_t after)
{
    static const char sql[] = "SELECT DISTINCT substr(verb, 1, instr(verb, '.') - 1), result FROM change"
                              " WHERE at = ?1 AND seq > ?2";
    sqlite3_stmt *changes = prepared(replay->from, "SELECT seq FROM change WHERE at = ?1 AND seq > ?2 ORDER BY seq");
    sqlite3_stmt *subjects = prepared(replay->from, sql);
    sqlite3_bind_int64(changes, 1, at);
    sqlite3_bind_int64(changes, 2, after);
    sqlite3_bind_int64(subjects, 1, at);
    sqlite3_bind_int64(subjects, 2, after);
    while (sqlite3_step(subjects) == SQLITE_ROW)
        keep_row(replay, table_of(replay, (const char *)sqlite3_column_text(subjects, 0), "id"),
                 sqlite3_column_int64(subjects, 1));
    while (sqlite3_step(changes) == SQLITE_ROW) {
        keep_row(replay, table_of(replay, "change", "seq"), sqlite3_column_int64(changes, 0));
        replay->changes++;
    }
    sqlite3_finalize(changes);
    sqlite3_finalize(subjects);
}

static void write_transaction(struct replay *replay)
{
    int64_t began = now_ns();
    run(replay->to, "BEGIN IMMEDIATE");
    for (size_t i = 0; i < replay->n; i++) {
        struct row *row = &replay->row[i];
        for (int c = 0; c < row->n; c++)
            sqlite3_bind_value(row->put, c + 1, row->value[c]);
        check(replay->to, sqlite3_step(row->put), "a row");
        sqlite3_reset(row->put);
    }
    run(replay->to, "COMMIT");
    series_add(&replay->commit_ms, (double)(now_ns() - began) / 1e6);
}

static void drop_rows(struct replay *replay)
{
    for (size_t i = 0; i < replay->n; i++)
        for (int c = 0; c < replay->row[i].n; c++)
            sqlite3_value_free(replay->row[i].value[c]);
    replay->n = 0;
}

static void replay_all(struct replay *replay, int64_t after)
{
    sqlite3_stmt *each = prepared(replay->from, "SELECT DISTINCT at FROM change WHERE seq > ?1 ORDER BY at");
    sqlite3_bind_int64(each, 1, after);
    while (sqlite3_step(each) == SQLITE_ROW) {
        keep_transaction(replay, sqlite3_column_int64(each, 0), after);
        write_transaction(replay);
        drop_rows(replay);
    }
    sqlite3_finalize(each);
}

int main(int argc, char **argv)
{
    struct arguments arguments = { argc, argv };
    const char *file = argument_needed(arguments, "--file"), *const ends[] = { "", "-wal", "-shm" };
    char copy[1024], end[1040];
    double sum = 0;
    struct replay replay = { 0 };
    snprintf(copy, sizeof copy, "%s.again", file);
    replay.from = opened(file, SQLITE_OPEN_READONLY);
    replay.to = opened(copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    run(replay.to, "PRAGMA journal_mode = WAL");
    run(replay.to, "PRAGMA synchronous = FULL");
    run(replay.to, "PRAGMA wal_autocheckpoint = 0");
    copy_schema(&replay);
    replay_all(&replay, argument_number(arguments, "--after", 0));
    for (size_t i = 0; i < replay.commit_ms.n; i++)
        sum += replay.commit_ms.v[i];
    printf("{\"transactions\":%zu,\"changes\":%" PRId64 ",\"ms\":%.1f,\"changes_per_s\":%.0f,\"commit_ms_p50\":%.2f"
           ",\"commit_ms_p99\":%.2f,\"commit_ms_max\":%.2f}\n",
           replay.commit_ms.n, replay.changes, sum, (double)replay.changes * 1000 / sum,
           series_at(&replay.commit_ms, 0.5), series_at(&replay.commit_ms, 0.99), series_at(&replay.commit_ms, 1));
    for (size_t i = 0; i < replay.n_tables; i++) {
        sqlite3_finalize(replay.table[i].get);
        sqlite3_finalize(replay.table[i].put);
    }
    sqlite3_close(replay.from);
    sqlite3_close(replay.to);
    for (size_t i = 0; i < 3; i++) {
        snprintf(end, sizeof end, "%s%s", copy, ends[i]);
        unlink(end);
    }
    return 0;
}
