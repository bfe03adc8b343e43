/* verify: the chain, the tallies and the rows of a workshop's file. What the history gives is in verify_history.c. */
#include "store/verify.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "core/history.h"
#include "store/load.h"
#include "store/schema.h"

/*
 * Counts that nobody but the server may have changed (V13). Secret polls keep no ballots, so there is nothing to recount; answers are
 * recounted when the rows are loaded (I9).
 */
static const char wrong_options[] =
    "WITH said (\"option\", votes, advisory) AS ("
    " SELECT b.\"option\", b.weight, b.advisory FROM ballot AS b WHERE b.\"option\" IS NOT NULL"
    " UNION ALL"
    " SELECT o.value, b.weight * CASE p.type"
    "  WHEN 'ranking' THEN (SELECT count(*) FROM \"option\" AS x WHERE x.poll = p.id) - o.key - 1"
    "  WHEN 'points' THEN json_extract(b.\"values\", '$[' || o.key || ']')"
    "  WHEN 'scale' THEN json_extract(b.\"values\", '$[' || o.key || ']')"
    "  WHEN 'date' THEN json_extract(b.\"values\", '$[' || o.key || ']') = 0"
    "  ELSE 1 END, b.advisory"
    " FROM ballot AS b JOIN poll AS p ON p.id = b.poll JOIN json_each(b.options) AS o)"
    " SELECT count(*) FROM \"option\" AS o JOIN poll AS p ON p.id = o.poll"
    " LEFT JOIN (SELECT \"option\" AS id, sum(votes * (advisory = 0)) AS n, sum(votes * advisory) AS a"
    "  FROM said GROUP BY \"option\") AS b ON b.id = o.id"
    " WHERE p.secrecy <> 'secret' AND (o.votes <> coalesce(b.n, 0) OR o.advice <> coalesce(b.a, 0))";
static const char wrong_polls[] =
    "SELECT count(*) FROM poll AS p"
    " LEFT JOIN (SELECT poll AS id, sum(advisory = 0) AS n, sum(advisory) AS a, sum(weight * (advisory = 0)) AS w"
    "  FROM ballot GROUP BY poll) AS b ON b.id = p.id"
    " WHERE p.secrecy <> 'secret' AND (p.voters <> coalesce(b.n, 0) OR p.advisers <> coalesce(b.a, 0)"
    "  OR p.weight <> coalesce(b.w, 0))";

static enum store_result check_structure(sqlite3 *db, char message[MESSAGE_BYTES])
{
    sqlite3_stmt *stmt = NULL;
    enum store_result result = STORE_OK;
    int rc = sqlite3_prepare_v2(db, "PRAGMA quick_check(1)", -1, &stmt, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(stmt);
    const char *text = rc == SQLITE_ROW ? (const char *)sqlite3_column_text(stmt, 0) : NULL;
    if (text == NULL || strcmp(text, "ok") != 0) {
        char shown[120];
        utf8_show(shown, sizeof(shown), text == NULL ? sqlite3_errmsg(db) : text);
        snprintf(message, MESSAGE_BYTES, "the file is damaged: %s", shown);
        result = STORE_DAMAGED;
    }
    sqlite3_finalize(stmt);
    return result;
}

static bool take_bytes(sqlite3_stmt *stmt, int at, uint8_t *out, size_t n)
{
    const void *bytes = sqlite3_column_blob(stmt, at);
    if (bytes == NULL || (size_t)sqlite3_column_bytes(stmt, at) != n)
        return false;
    memcpy(out, bytes, n);
    return true;
}

static bool same_command(sqlite3_stmt *stmt, const struct change *change)
{
    uint8_t hash[HASH_BYTES];
    const struct hash_piece pieces[] = { { change->verb, strlen(change->verb) + 1 },
                                         { change->body, strlen(change->body) } };
    hash_pieces(hash, pieces, 2);
    return sqlite3_column_bytes(stmt, 8) == sizeof(change->hash) &&
           memcmp(sqlite3_column_blob(stmt, 8), hash, sizeof(change->hash)) == 0;
}

/* Whether a row is the change that was chained after `previous`, which becomes its chain. */
static bool is_chained(sqlite3_stmt *stmt, uint8_t previous[HASH_BYTES], bool *erased)
{
    struct change change = { .seq = (uint64_t)sqlite3_column_int64(stmt, 0),
                             .at = sqlite3_column_int64(stmt, 1),
                             .actor = (uint64_t)sqlite3_column_int64(stmt, 2),
                             .verb = (const char *)sqlite3_column_text(stmt, 3) };
    uint8_t chain[HASH_BYTES], body_hash[HASH_BYTES];
    /* Borrowed: sealing only reads it. A text with a NUL byte inside would be longer than what is hashed. */
    change.body = (char *)(uintptr_t)sqlite3_column_text(stmt, 7);
    *erased = change.body == NULL;
    if (change.verb == NULL || !take_bytes(stmt, 4, chain, sizeof(chain)) ||
        !take_bytes(stmt, 5, body_hash, sizeof(body_hash)))
        return false;
    memcpy(change.body_hash, body_hash, sizeof(body_hash));
    if (*erased ? sqlite3_column_type(stmt, 6) != SQLITE_NULL
                : !take_bytes(stmt, 6, change.salt, sizeof(change.salt)) || !same_command(stmt, &change) ||
                      strlen(change.body) != (size_t)sqlite3_column_bytes(stmt, 7))
        return false;
    change_seal(&change, previous);
    memcpy(previous, change.chain, HASH_BYTES);
    return hash_equal(change.chain, chain, sizeof(chain)) && hash_equal(change.body_hash, body_hash, sizeof(body_hash));
}

static enum store_result check_chain(sqlite3 *db, struct store_verify_report *report, char message[MESSAGE_BYTES])
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(
        db, "SELECT seq, at, actor, verb, chain, body_hash, salt, body, hash FROM change ORDER BY seq", -1, &stmt,
        NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(stmt);
    for (; rc == SQLITE_ROW; rc = sqlite3_step(stmt)) {
        bool erased = false;
        uint64_t seq = (uint64_t)sqlite3_column_int64(stmt, 0);
        if (seq != report->changes + 1 || !is_chained(stmt, report->chain, &erased)) {
            report->broken = report->changes + 1;
            snprintf(message, MESSAGE_BYTES, "change %" PRIu64 " is not what was recorded, or is missing",
                     report->broken);
            break;
        }
        report->changes++;
        report->erased += erased;
    }
    enum store_result result = report->broken != 0 ? STORE_DAMAGED : database_result(db, rc, "cannot read", message);
    sqlite3_finalize(stmt);
    return result;
}

static enum store_result check_tallies(sqlite3 *db, struct store_verify_report *report, char message[MESSAGE_BYTES])
{
    int64_t options = 0, polls = 0;
    int rc = database_number(db, wrong_options, &options);
    if (rc == SQLITE_OK)
        rc = database_number(db, wrong_polls, &polls);
    if (rc != SQLITE_OK)
        return database_result(db, rc, "cannot recount the ballots", message);
    report->wrong_tallies = (uint64_t)(options + polls);
    if (report->wrong_tallies == 0)
        return STORE_OK;
    snprintf(message, MESSAGE_BYTES, "the ballots were recounted: %" PRIu64 " tallies are wrong",
             report->wrong_tallies);
    return STORE_DAMAGED;
}

/* The name beside a reference is for people who read the file; the program reads the reference. */
static int count_wrong_names(sqlite3 *db, const char *table, const struct field *field, int64_t *wrong)
{
    char sql[400];
    const struct kind_info *of = kind_info((enum kind)field->ref);
    const char *title = NULL;
    for (size_t i = 0; i < of->n_fields; i++)
        if ((ptrdiff_t)of->fields[i].offset == of->title)
            title = of->fields[i].name;
    assert(title != NULL);
    snprintf(sql, sizeof(sql),
             "SELECT count(*) FROM \"%s\" AS a LEFT JOIN \"%s\" AS b ON b.id = a.\"%s_id\""
             " WHERE a.\"%s\" IS NOT b.\"%s\"",
             table, of->name, field->name, field->name, title);
    return database_number(db, sql, wrong);
}

static enum store_result check_names(sqlite3 *db, char message[MESSAGE_BYTES])
{
    int64_t wrong = 0;
    int rc = SQLITE_OK;
    for (int kind = KIND_NONE + 1; kind < KIND_N; kind++) {
        const struct kind_info *info = kind_info((enum kind)kind);
        for (size_t i = 0; i < info->n_fields && rc == SQLITE_OK && wrong == 0; i++)
            if ((info->fields[i].flags & FIELD_NAMED) != 0)
                rc = count_wrong_names(db, info->name, &info->fields[i], &wrong);
    }
    if (rc != SQLITE_OK || wrong == 0)
        return database_result(db, rc, "cannot read the file", message);
    snprintf(message, MESSAGE_BYTES, "Names kept beside references are not those of what is referred to.");
    return STORE_DAMAGED;
}

static enum store_result check_rows(sqlite3 *db, struct store_verify_report *report, char message[MESSAGE_BYTES])
{
    struct room *room;
    enum store_result result = load_room(db, &room, message);
    if (result != STORE_OK)
        return result;
    for (int kind = KIND_NONE + 1; kind < KIND_N; kind++) {
        report->live[kind] = room->live[kind].n;
        report->tombstones -= room->live[kind].n;
    }
    report->tombstones += room->entities.n;
    result = verify_history(db, room, report, message);
    room_free(room);
    return result;
}

enum store_result verify_database(sqlite3 *db, struct store_verify_report *report, char message[MESSAGE_BYTES])
{
    *report = (struct store_verify_report){ 0 };
    enum store_result result = schema_check(db, SCHEMA_WORKSHOP, false, message);
    if (result == STORE_OK)
        result = check_structure(db, message);
    if (result == STORE_OK)
        result = check_chain(db, report, message);
    if (result == STORE_OK)
        result = check_tallies(db, report, message);
    if (result == STORE_OK)
        result = check_names(db, message);
    if (result == STORE_OK)
        result = check_rows(db, report, message);
    return result;
}
