/*
 * records: the rows of the registry in memory, found by key and walked by group.
 *
 * Every change is one row, whichever table it belongs to, so reading at start, changing and taking a change back are the
 * same function. Keys: account id; session hash; seat session id and workshop; link and calendar hash; code text; workshop id; member
 * workshop and account id; setting name. Groups: sessions and seats by session id, members by account id, links,
 * calendars and codes by workshop, all others in one group each.
 *
 * A record is borrowed until the next records_apply. Owned by registry.
 */
#ifndef PLENARY_APP_RECORDS_H
#define PLENARY_APP_RECORDS_H

#include "app/registry_row.h"
#include "base/map.h"

struct record {
    struct record *before, *after;      /* its group, the latest change first */
    enum registry_table table;
    uint8_t hash[HASH_BYTES];
    uint64_t id, ref;
    int64_t number, at, until;
    char workshop[25];
    const char *name, *text;            /* "" when there is none */
};

struct records {
    struct keymap by_key[REGISTRY_TABLE_N];
    struct keymap groups;
};

void records_init(struct records *records, uint64_t seed0, uint64_t seed1);
void records_free(struct records *records);

/* The record with the key that `key` holds (its other members do not matter), or NULL. */
const struct record *records_get(const struct records *records, const struct registry_row *key);

/* The first of the group that `key` names; the others follow by ->after. NULL: an empty group. */
const struct record *records_group(const struct records *records, const struct registry_row *key);

/* Put a row in the place of the one with its key, or remove that one. Removing what is not there does nothing. */
void records_apply(struct records *records, const struct registry_row *row);

size_t records_count(const struct records *records, enum registry_table table);

/* Walk a table as map_next does: no records_apply meanwhile. NULL: no more. */
const struct record *records_next(const struct records *records, enum registry_table table, size_t *at);

/* The record as a row. */
void record_row(struct registry_row *row, const struct record *record);

#endif
