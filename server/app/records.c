/* records: the rows of the registry in memory, found by key and walked by group. */
#include "app/records.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"

enum { PART_HASH = 1, PART_ID = 2, PART_WORKSHOP = 4, PART_NAME = 8, PART_TEXT = 16, KEY_BYTES_MAX = 255 };

/* What the key and the group of each table consist of. */
static const struct shape {
    uint8_t key, group;
} shapes[REGISTRY_TABLE_N] = {
    [REGISTRY_ACCOUNT] = {PART_ID, 0},
    [REGISTRY_SESSION] = {PART_HASH, PART_ID},
    [REGISTRY_SEAT] = {PART_ID | PART_WORKSHOP, PART_ID},
    [REGISTRY_LINK] = {PART_HASH, PART_WORKSHOP},
    [REGISTRY_CODE] = {PART_TEXT, PART_WORKSHOP},
    [REGISTRY_WORKSHOP] = {PART_WORKSHOP, 0},
    [REGISTRY_MEMBER] = {PART_WORKSHOP | PART_ID, PART_ID},
    [REGISTRY_SETTING] = {PART_NAME, 0},
    [REGISTRY_CALENDAR] = {PART_HASH, PART_WORKSHOP},
    [REGISTRY_NOTE] = {PART_WORKSHOP | PART_NAME, PART_WORKSHOP},
};

struct key {
    uint8_t bytes[KEY_BYTES_MAX];
    size_t n;
};

static void key_add(struct key *key, const void *bytes, size_t n)
{
    assert(n <= sizeof key->bytes - key->n);
    memcpy(key->bytes + key->n, bytes, n);
    key->n += n;
}

/*
 * The table's number comes first, so that groups of all tables share one map. Texts keep their NUL, so that parts
 * cannot run together.
 */
static void key_make(struct key *key, const struct registry_row *row, uint8_t parts)
{
    uint8_t table = (uint8_t)row->table;
    uint8_t id[8];
    hash_be64(id, row->id);
    key->n = 0;
    key_add(key, &table, 1);
    if (parts & PART_HASH)
        key_add(key, row->hash, sizeof row->hash);
    if (parts & PART_ID)
        key_add(key, id, sizeof id);
    if (parts & PART_WORKSHOP)
        key_add(key, row->workshop, strlen(row->workshop) + 1);
    if (parts & PART_NAME)
        key_add(key, row->name, strlen(row->name) + 1);
    if (parts & PART_TEXT)
        key_add(key, row->text, strlen(row->text) + 1);
}

void records_init(struct records *records, uint64_t seed0, uint64_t seed1)
{
    for (int i = 0; i < REGISTRY_TABLE_N; i++)
        keymap_init(&records->by_key[i], seed0, seed1);
    keymap_init(&records->groups, seed0, seed1);
}

void records_free(struct records *records)
{
    for (int i = 0; i < REGISTRY_TABLE_N; i++) {
        size_t at = 0, n;
        const void *key;
        void *record;
        while (keymap_next(&records->by_key[i], &at, &key, &n, &record))
            mem_free(record);
        keymap_free(&records->by_key[i]);
    }
    keymap_free(&records->groups);
}

static struct record *records_find(const struct records *records, const struct registry_row *row)
{
    assert(row->table < REGISTRY_TABLE_N);
    struct key key;
    key_make(&key, row, shapes[row->table].key);
    return keymap_get(&records->by_key[row->table], key.bytes, key.n);
}

const struct record *records_get(const struct records *records, const struct registry_row *key)
{
    return records_find(records, key);
}

const struct record *records_group(const struct records *records, const struct registry_row *key)
{
    assert(key->table < REGISTRY_TABLE_N);
    struct key group;
    key_make(&group, key, shapes[key->table].group);
    return keymap_get(&records->groups, group.bytes, group.n);
}

/* One allocation holds the record and its texts: most records are sessions and seats, which have none. */
static struct record *record_new(const struct registry_row *row)
{
    size_t name_n = strnlen(row->name, sizeof row->name);
    size_t text_n = strnlen(row->text, sizeof row->text);
    assert(name_n < sizeof row->name && text_n < sizeof row->text);
    struct record *record = mem_zero(1, sizeof *record + name_n + 1 + text_n + 1);
    char *texts = (char *)(record + 1);
    memcpy(texts, row->name, name_n);
    memcpy(texts + name_n + 1, row->text, text_n);
    record->name = texts;
    record->text = texts + name_n + 1;
    record->table = row->table;
    memcpy(record->hash, row->hash, sizeof record->hash);
    record->id = row->id;
    record->ref = row->ref;
    record->number = row->number;
    record->at = row->at;
    record->until = row->until;
    _Static_assert(sizeof record->workshop == sizeof row->workshop, "the same id");
    memcpy(record->workshop, row->workshop, sizeof record->workshop);
    return record;
}

void record_row(struct registry_row *row, const struct record *record)
{
    memset(row, 0, sizeof *row);
    row->table = record->table;
    memcpy(row->hash, record->hash, sizeof row->hash);
    row->id = record->id;
    row->ref = record->ref;
    row->number = record->number;
    row->at = record->at;
    row->until = record->until;
    memcpy(row->workshop, record->workshop, sizeof row->workshop);
    memcpy(row->name, record->name, strlen(record->name) + 1);
    memcpy(row->text, record->text, strlen(record->text) + 1);
}

static void records_link(struct records *records, struct record *record, const struct registry_row *row)
{
    struct key group;
    key_make(&group, row, shapes[row->table].group);
    struct record *first = keymap_get(&records->groups, group.bytes, group.n);
    record->after = first;
    if (first != NULL)
        first->before = record;
    keymap_put(&records->groups, group.bytes, group.n, record);
}

static void records_unlink(struct records *records, struct record *record)
{
    if (record->after != NULL)
        record->after->before = record->before;
    if (record->before != NULL) {
        record->before->after = record->after;
        return;
    }
    struct registry_row row;
    struct key group;
    record_row(&row, record);
    key_make(&group, &row, shapes[row.table].group);
    if (record->after != NULL)
        keymap_put(&records->groups, group.bytes, group.n, record->after);
    else
        keymap_remove(&records->groups, group.bytes, group.n);
}

void records_apply(struct records *records, const struct registry_row *row)
{
    assert(row->table < REGISTRY_TABLE_N);
    struct keymap *map = &records->by_key[row->table];
    struct key key;
    key_make(&key, row, shapes[row->table].key);
    struct record *former = keymap_remove(map, key.bytes, key.n);
    if (former != NULL)
        records_unlink(records, former);
    if (!row->removed) {
        struct record *record = record_new(row);
        keymap_put(map, key.bytes, key.n, record);
        records_link(records, record, row);
    }
    mem_free(former);
}

size_t records_count(const struct records *records, enum registry_table table)
{
    assert(table < REGISTRY_TABLE_N);
    return records->by_key[table].n;
}

const struct record *records_next(const struct records *records, enum registry_table table, size_t *at)
{
    assert(table < REGISTRY_TABLE_N);
    const void *key;
    size_t n;
    void *record;
    return keymap_next(&records->by_key[table], at, &key, &n, &record) ? record : NULL;
}
