/*
 * fuzz_take: a workshop's file from another server is taken in whole, or refused with a sentence that can be sent, and then nothing of
 * it is left.
 *
 * By its first byte an input is the file itself ('S'); changes to the bytes of a sound one, each a place (3 bytes, big-endian, modulo the
 * length) and the byte to put there (even); or changes to what its cells hold (odd), which leave the pages sound, so that they reach
 * the decoders and the history. With its second bit the history is chained anew, as a forger would.
 */
#include <assert.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "core/history.h"
#include "core/limits.h"
#include "store/archive.h"
#include "store/inspect.h"
#include "support_sound.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { PATCH_BYTES = 4, FILE_MAX = 4 << 20, PLACES_MAX = 1000, CHANGES_MAX = 20, CELLS = 1, CHAINED = 2 };

/* A column of a table that is not computed. */
struct place {
    char table[40], column[60];
};

static struct {
    char directory[SOUND_DIRECTORY], path[SOUND_PATH];
    char *bytes;
    size_t n;
    struct place *places;
    size_t n_places;
} sound;

struct input {
    const uint8_t *p, *end;
};

static uint8_t next(struct input *input)
{
    return input->p == input->end ? 0 : *input->p++;
}

/* Up to that many bytes. */
static const char *next_bytes(struct input *input, size_t *n)
{
    const char *bytes = (const char *)input->p;
    if (*n > (size_t)(input->end - input->p))
        *n = (size_t)(input->end - input->p);
    input->p += *n;
    return bytes;
}

static sqlite3 *open_sound(void)
{
    sqlite3 *db;
    int rc = sqlite3_open(":memory:", &db);
    assert(rc == SQLITE_OK);
    unsigned char *copy = sqlite3_malloc64(sound.n);
    assert(copy != NULL);
    memcpy(copy, sound.bytes, sound.n);
    rc = sqlite3_deserialize(db, "main", copy, (sqlite3_int64)sound.n, (sqlite3_int64)sound.n,
                             SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE);
    assert(rc == SQLITE_OK);
    rc = database_run(db,
                      "PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF; PRAGMA journal_mode = MEMORY");
    assert(rc == SQLITE_OK);
    return db;
}

static void find_places(void)
{
    sqlite3 *db = open_sound();
    sqlite3_stmt *stmt;
    int rc = sqlite3_prepare_v2(db,
                                "SELECT t.name, c.name FROM sqlite_schema AS t JOIN pragma_table_xinfo(t.name) AS c"
                                " WHERE t.type = 'table' AND c.hidden = 0 ORDER BY t.name, c.cid",
                                -1, &stmt, NULL);
    assert(rc == SQLITE_OK);
    sound.places = mem_zero(PLACES_MAX, sizeof *sound.places);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        struct place *place = &sound.places[sound.n_places++];
        assert(sound.n_places <= PLACES_MAX);
        (void)snprintf(place->table, sizeof place->table, "%s", (const char *)sqlite3_column_text(stmt, 0));
        (void)snprintf(place->column, sizeof place->column, "%s", (const char *)sqlite3_column_text(stmt, 1));
    }
    sqlite3_finalize(stmt);
    database_close(db);
}

static size_t count_files(void)
{
    size_t n = 0;
    DIR *directory = opendir(sound.directory);
    assert(directory != NULL);
    while (readdir(directory) != NULL)
        n++;
    closedir(directory);
    return n - 2;
}

static void clean(void)
{
    (void)unlink(sound.path);
    (void)rmdir(sound.directory);
    mem_free(sound.bytes);
    mem_free(sound.places);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    support_sound_file(sound.directory, sound.path);
    char message[MESSAGE_BYTES];
    struct buf copy;
    buf_init(&copy, FILE_MAX);
    const enum store_result result = archive_copy(sound.path, false, &copy, message);
    assert(result == STORE_OK);
    sound.bytes = buf_take(&copy, &sound.n);
    (void)unlink(sound.path);
    assert(count_files() == 0);
    find_places();
    return atexit(clean);
}

/* What is done to a cell, "#" in the table "@": ?1 is which row, ?2 a value, ?3 and ?4 small numbers. */
#define ROW(n) " (SELECT rowid FROM \"@\" ORDER BY rowid LIMIT 1 OFFSET " n ")"
static const char *const works[] = {
    "UPDATE \"@\" SET \"#\" = NULL WHERE rowid = " ROW("?1"),
    "UPDATE \"@\" SET \"#\" = ?2 WHERE rowid = " ROW("?1"),
    "UPDATE \"@\" SET \"#\" = substr(\"#\", 1, ?3) || ?2 || substr(\"#\", ?3 + ?4) WHERE rowid = " ROW("?1"),
    "UPDATE \"@\" SET \"#\" = (SELECT \"#\" FROM \"@\" WHERE rowid = " ROW("?3") ") WHERE rowid = " ROW("?1"),
    "UPDATE \"@\" SET \"#\" = \"#\" + ?3 WHERE rowid = " ROW("?1"),
    "DELETE FROM \"@\" WHERE rowid = " ROW("?1"),
    "INSERT OR REPLACE INTO base (id, kind, seq, row) VALUES (?1, '@', ?3, ?2)",
    "INSERT OR REPLACE INTO meta (name, value) VALUES ('base', ?3)",
};
enum { N_WORKS = sizeof works / sizeof works[0] };

static void write_sql(struct buf *out, const char *work, const struct place *place)
{
    buf_init(out, 2000);
    for (const char *p = work; *p != '\0'; p++) {
        if (*p == '@' || *p == '#')
            buf_text(out, *p == '@' ? place->table : place->column);
        else
            buf_char(out, *p);
    }
    assert(!out->full);
}

static int64_t number_of(uint8_t byte)
{
    static const int64_t far[] = { INT64_MAX, INT64_MIN, INT32_MAX, UINT32_MAX, LIMIT_NOW, LIMIT_NOW + 1, 1000, 20000 };
    return byte < 240 ? (int64_t)byte - 20 : far[byte % (sizeof far / sizeof far[0])];
}

/* A number, a text or bytes, by the next byte. */
static void bind_value(sqlite3_stmt *stmt, int at, struct input *input)
{
    const uint8_t form = next(input);
    size_t n = form / 3;
    if (form % 3 == 0) {
        sqlite3_bind_int64(stmt, at, number_of(next(input)));
        return;
    }
    const char *bytes = next_bytes(input, &n);
    if (form % 3 == 1)
        sqlite3_bind_text(stmt, at, bytes, (int)n, SQLITE_TRANSIENT);
    else
        sqlite3_bind_blob(stmt, at, bytes, (int)n, SQLITE_TRANSIENT);
}

/* One cell; what the table does not take stays as it was. */
static void change_cell(sqlite3 *db, struct input *input)
{
    const size_t high = next(input);
    const struct place *place = &sound.places[(high << 8 | next(input)) % sound.n_places];
    struct buf sql;
    sqlite3_stmt *stmt = NULL;
    write_sql(&sql, works[next(input) % N_WORKS], place);
    if (sqlite3_prepare_v2(db, sql.data, -1, &stmt, NULL) == SQLITE_OK) {
        sqlite3_bind_int64(stmt, 1, next(input));
        sqlite3_bind_int64(stmt, 3, number_of(next(input)));
        sqlite3_bind_int64(stmt, 4, next(input) % 8);
        if (sqlite3_bind_parameter_count(stmt) >= 2)
            bind_value(stmt, 2, input);
        (void)sqlite3_step(stmt);
    }
    sqlite3_finalize(stmt);
    buf_free(&sql);
}

static void read_change(sqlite3_stmt *from, struct change *change)
{
    *change = (struct change){ .seq = (uint64_t)sqlite3_column_int64(from, 0), .at = sqlite3_column_int64(from, 1) };
    change->actor = (uint64_t)sqlite3_column_int64(from, 2);
    change->verb = (const char *)sqlite3_column_text(from, 3);
    change->body = (char *)(uintptr_t)sqlite3_column_text(from, 4);
    if (change->verb == NULL)
        change->verb = "";
    if (sqlite3_column_bytes(from, 5) == SALT_BYTES)
        memcpy(change->salt, sqlite3_column_blob(from, 5), SALT_BYTES);
    if (sqlite3_column_bytes(from, 6) == HASH_BYTES)
        memcpy(change->body_hash, sqlite3_column_blob(from, 6), HASH_BYTES);
}

static void write_change(sqlite3_stmt *to, const struct change *change)
{
    uint8_t hash[HASH_BYTES];
    const char *body = change->body == NULL ? "" : change->body;
    const struct hash_piece pieces[] = { { change->verb, strlen(change->verb) + 1 }, { body, strlen(body) } };
    hash_pieces(hash, pieces, 2);
    sqlite3_bind_int64(to, 1, (sqlite3_int64)change->seq);
    sqlite3_bind_blob(to, 2, change->chain, HASH_BYTES, SQLITE_STATIC);
    sqlite3_bind_blob(to, 3, change->body_hash, HASH_BYTES, SQLITE_STATIC);
    sqlite3_bind_blob(to, 4, hash, sizeof change->hash, SQLITE_STATIC);
    (void)sqlite3_step(to);
    sqlite3_reset(to);
}

/* The chain is no secret: whoever changes the history can chain it again. */
static void chain_anew(sqlite3 *db)
{
    uint8_t previous[HASH_BYTES] = { 0 };
    sqlite3_stmt *from = NULL, *to = NULL;
    int rc = sqlite3_prepare_v2(db, "SELECT seq, at, actor, verb, body, salt, body_hash FROM change ORDER BY seq", -1,
                                &from, NULL);
    assert(rc == SQLITE_OK);
    rc = sqlite3_prepare_v2(
        db, "UPDATE change SET chain = ?2, body_hash = ?3, hash = iif(body IS NULL, NULL, ?4) WHERE seq = ?1", -1, &to,
        NULL);
    assert(rc == SQLITE_OK);
    while (sqlite3_step(from) == SQLITE_ROW) {
        struct change change;
        read_change(from, &change);
        change_seal(&change, previous);
        memcpy(previous, change.chain, HASH_BYTES);
        write_change(to, &change);
    }
    sqlite3_finalize(from);
    sqlite3_finalize(to);
}

static char *changed_cells(struct input *input, bool chained, size_t *n)
{
    sqlite3 *db = open_sound();
    sqlite3_int64 length = 0;
    for (size_t i = 0; i < CHANGES_MAX && input->p < input->end; i++)
        change_cell(db, input);
    if (chained)
        chain_anew(db);
    unsigned char *bytes = sqlite3_serialize(db, "main", &length, 0);
    assert(bytes != NULL);
    *n = (size_t)length;
    char *copy = mem_copy_bytes(bytes, *n);
    sqlite3_free(bytes);
    database_close(db);
    return copy;
}

static char *changed_bytes(const struct input *input, size_t *n)
{
    char *bytes = mem_copy_bytes(sound.bytes, sound.n);
    for (const uint8_t *p = input->p; input->end - p >= PATCH_BYTES; p += PATCH_BYTES)
        bytes[((size_t)p[0] << 16 | (size_t)p[1] << 8 | p[2]) % sound.n] = (char)p[3];
    *n = sound.n;
    return bytes;
}

/* It is a workshop as any other. */
static void is_whole(void)
{
    struct store_verify_report report;
    char message[MESSAGE_BYTES] = "";
    const bool whole = store_verify(sound.path, &report, message);
    assert(whole);
    struct room *room = store_read_room(sound.path, message);
    assert(room != NULL);
    room_check(room);
    room_free(room);
}

static void take(const void *bytes, size_t n)
{
    char message[MESSAGE_BYTES] = "";
    const enum store_result result = archive_take(sound.directory, sound.path, "fuzz", bytes, n, message);
    if (result == STORE_OK) {
        is_whole();
        (void)unlink(sound.path);
    } else {
        assert(result == STORE_DAMAGED && message[0] != '\0');
        assert(utf8_valid(message, strlen(message)) && !utf8_has_control(message));
    }
    assert(count_files() == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct input input = { data, data + n };
    if (n == 0 || data[0] == 'S') {
        take(n == 0 ? "" : (const char *)data, n);
        return 0;
    }
    const uint8_t form = next(&input);
    size_t length;
    char *bytes =
        (form & CELLS) != 0 ? changed_cells(&input, (form & CHAINED) != 0, &length) : changed_bytes(&input, &length);
    take(bytes, length);
    mem_free(bytes);
    return 0;
}
