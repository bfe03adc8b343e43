/*
 * save: what changed in a room, written into its file inside the caller's transaction: entities, tombstones, the operations
 * of texts, history.
 *
 * Statements are prepared when first needed and kept as long as the connection.
 */
#ifndef PLENARY_STORE_SAVE_H
#define PLENARY_STORE_SAVE_H

#include <sqlite3.h>

#include "app/storage.h"

struct saver {
    sqlite3 *db;                        /* borrowed */
    sqlite3_stmt *put[KIND_N];          /* insert or replace an entity */
    sqlite3_stmt *drop[KIND_N];         /* delete one */
    sqlite3_stmt *bury;                 /* its tombstone */
    sqlite3_stmt *op;                   /* an operation of a text */
    sqlite3_stmt *record;               /* a row of history */
    sqlite3_stmt *seal, *seal_number;   /* a sealed ballot, and the number it came by */
};

void saver_init(struct saver *saver, sqlite3 *db);
void saver_free(struct saver *saver);

/*
 * Write the dirty entities, the operations that the changes made, and the changes, of which there is one at least. Returns SQLite's code; on failure the transaction must be rolled back.
 */
int saver_write(struct saver *saver, const struct room *room, const struct change *changes, size_t n_changes);

/* Put and delete sealed ballots, in their order. secure_delete leaves nothing of what is deleted in the file's pages. */
int saver_write_ballots(struct saver *saver, const struct store_ballot *ballots, size_t n);

#endif
