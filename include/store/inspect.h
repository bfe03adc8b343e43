/*
 * inspect: a file looked at from outside the server, for `plenary verify`, `export` and `backup`.
 *
 * All of it works on a file that a server is writing at the moment, on one left by a killed server, and on a
 * copy without its log, also on a read-only medium. Nothing is written to the file, and nothing is left beside
 * it, but the index that SQLite makes (FILE-shm) where there is a log without one.
 */
#ifndef PLENARY_STORE_INSPECT_H
#define PLENARY_STORE_INSPECT_H

#include "app/storage.h"
#include "base/buf.h"

struct store_verify_report {
    uint64_t changes;           /* rows of history */
    uint64_t erased;            /* of these, those whose words were erased; they are proven by their hash alone */
    uint64_t broken;            /* the first change that is not what was chained; 0: none */
    uint64_t wrong_tallies;     /* options and polls whose count is not that of the ballots */
    uint64_t live[KIND_N];      /* entities */
    uint64_t tombstones;
    uint64_t base;              /* changes of an older version, which cannot be run again */
    uint64_t folded;            /* changes behind them that were run again */
    bool is_proven;             /* all of these: they give what the tables hold. False: erased words ended it */
    uint64_t ops;               /* operations of texts that came out of them as they are kept */
    uint64_t hashes;            /* adoptions whose hash is that of what was adopted */
    uint8_t chain[HASH_BYTES];  /* at the last change */
};

/*
 * Check a workshop's file: its kind, version and tables, SQLite's own structure, the chain of its history, its tallies,
 * every row, and that running the history again gives every row, every operation of the texts drafted together, and the
 * hash of everything that was adopted. True when all is well; otherwise `message` is a sentence that says what is not, and the report
 * holds what was counted until then.
 */
bool store_verify(const char *file, struct store_verify_report *report, char message[200]);

/* The room in a file, for exports; NULL with a message. The caller owns it. */
struct room *store_read_room(const char *file, char message[200]);

/* The same as it was at a moment: after change `seq`, or with 0 at the time `at` (ms). */
struct room *store_read_past(const char *file, uint64_t seq, int64_t at, char message[200]);

/*
 * Append to `out` the canonical bytes of what an adoption adopted (core/canon.h), computed from the history; 0: of the last
 * one. False with a message.
 */
bool store_canon(const char *file, uint64_t adoption, struct buf *out, char message[200]);

/*
 * Copy a workshop's file, or plenary.db, as of one moment into a new file, synced, mode 0600, complete without a log.
 * False with a message: `to` exists, or something failed; then there is no `to`.
 */
bool store_backup(const char *from, const char *to, char message[200]);

#endif
