/*
 * fold: the history in a file, run again change by change (app/replay.h).
 *
 * It begins with nothing, or, in a file taken over from an older version, with what the table `base` holds. Texts are not
 * read: their operations come out of the commands.
 */
#ifndef PLENARY_STORE_FOLD_H
#define PLENARY_STORE_FOLD_H

#include "app/replay.h"
#include "store/database.h"

struct fold {
    struct replay replay;       /* replay.room: what the changes so far give */
    sqlite3_stmt *next;
    uint64_t base;              /* the change it began after */
    bool is_erased;             /* it cannot go on: the words of the next change were erased */
};

/*
 * Begin, inside the caller's transaction, with the changes up to `until` (0: all). In any case fold_end has to be called
 * once.
 */
enum store_result fold_begin(struct fold *fold, sqlite3 *db, uint64_t until, char message[MESSAGE_BYTES]);

/*
 * Run the next change; *stepped is false at the end. STORE_MISSING: is_erased. STORE_DAMAGED: it is not a change that can
 * have happened. `message` says what in both cases.
 */
enum store_result fold_step(struct fold *fold, bool *stepped, char message[MESSAGE_BYTES]);

void fold_end(struct fold *fold);

#endif
