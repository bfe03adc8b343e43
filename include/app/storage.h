/*
 * storage: the interface through which app reaches the disk. The SQLite store, the memory store and the simulator
 * implement it, and pass one contract suite (tests/contract).
 *
 * Every job is asynchronous: submit returns at once, the work runs elsewhere (a room is pinned to one thread, jobs of one
 * room run in the order given, but for STORE_CHECKPOINT and the jobs that read history, which run beside them), and `done`
 * runs on the loop's thread inside reap(). The store calls the wake function it was opened with, from any thread, when
 * something is ready to reap.
 *
 * The jobs that read history (STORE_OPS, STORE_CHANGES, STORE_REPLAY) hold up no commit, see everything whose commit was
 * done before they were submitted, and need no loaded room: a closed file will do. Two replays run at once, others wait
 * behind them.
 *
 * While a commit job is in flight its room must not be changed or freed: the store reads the room directly.
 */
#ifndef PLENARY_APP_STORAGE_H
#define PLENARY_APP_STORAGE_H

#include "app/registry_row.h"
#include "core/history.h"
#include "core/ot.h"

enum { WORKSHOP_ID_MAX = 24 };          /* characters: lower-case letters and digits, safe as a file name */

enum store_result {
    STORE_OK,
    STORE_FULL,         /* disk full or below LIMIT_FREE_DISK, quota, read-only file system: may pass by itself */
    STORE_IO,           /* another I/O error */
    STORE_MISSING,      /* no such workshop; REPLAY: no such moment, or one that cannot be folded; `message` says why */
    STORE_DAMAGED,      /* the file is not ours, or inconsistent; `message` says how */
    STORE_EXISTS,       /* create: there is one already */
    STORE_SLOW          /* REPLAY: not done within LIMIT_REPLAY_MS, or the store is closing; FOLD: somebody reads the log */
};

enum store_job_type {
    STORE_CREATE,       /* a new workshop file with the dirty entities of `room` and `changes`, in one transaction */
    STORE_COMMIT,       /* the dirty entities of `room` and `changes`, one transaction, durable when done */
    STORE_LOAD,         /* read the file into a new room */
    STORE_CLOSE,        /* checkpoint and close the file; done even when it fails */
    STORE_CHECKPOINT,   /* when nobody waits: fold the write-ahead log into the file */
    STORE_BALLOTS,      /* read the sealed ballots of one poll */
    STORE_FOLD,         /* fold the log into the file and empty it: nothing that was deleted is left in either */
    STORE_REGISTRY,     /* write registry rows (plenary.db), one transaction */
    STORE_OPS,          /* read the operations of one text, oldest first */
    STORE_CHANGES,      /* read changes, newest first */
    STORE_REPLAY,       /* the room as it was at a moment, folded from its history */
    STORE_SHELF,        /* read the templates saved on this server, all of them, by name */
    STORE_SHELVE,       /* save one, in the place of the one of that name */
    STORE_UNSHELVE,     /* take one away; STORE_MISSING: there is none of that name */
    STORE_COPY,         /* the file as bytes, as of one moment, without open ballots; STORE_FULL: above STORE_COPY_MAX */
    STORE_TAKE          /* a new workshop file from bytes of one; STORE_DAMAGED: `message` says to whoever sent them what is wrong */
};

/* Templates saved on this server: names of lower-case letters, digits and hyphens, which are file names. */
enum { SHELF_NAME_MIN = 2, SHELF_NAME_MAX = 40, SHELF_MAX = 100 };

struct store_template {
    char name[SHELF_NAME_MAX + 1];
    char *json;                         /* owned; followed by a NUL byte that n does not count */
    size_t n;
};

enum { STORE_COPY_MAX = 64 << 20 };     /* bytes of a file that is sent or taken */
enum { STORE_READ_MAX = 5000 };         /* rows of history one job may read */

/* What the jobs that read history are asked. */
struct store_question {
    uint64_t text;                      /* OPS: this text, */
    int64_t rev;                        /* the operations after this revision of it */
    const uint64_t *ids;                /* CHANGES: those whose result is one of these; borrowed until done */
    size_t n_ids;
    uint64_t before;                    /* CHANGES: with a smaller seq; 0: from the newest */
    size_t max;                         /* OPS, CHANGES: at most so many, 1 to STORE_READ_MAX */
    uint64_t poll;                      /* BALLOTS: of this poll */
    uint64_t seq;                       /* REPLAY: as it was after this change; */
    int64_t at;                         /* with seq 0: as it was at this time (ms) */
};

/* One operation of a text, and who did it when. */
struct store_op {
    int64_t rev;                        /* the revision it led to; without gaps */
    uint64_t seq;
    int64_t at;                         /* ms */
    uint64_t actor;                     /* person id, 0: the system */
    struct ot_op op;                    /* owned */
};

/* One change as it is read back. Its verb may be one of an older version, unknown to verb_of. */
struct store_change {
    uint64_t seq;
    int64_t at;                         /* ms */
    uint64_t actor, result;
    char *verb;                         /* owned */
    char *body;                         /* owned: a JSON object; NULL: erased */
};

/*
 * What a commit does to the ballots of secret polls, beside entities and changes (DESIGN.md section 4): a ballot is put, and replaces
 * the voter's former one; with `sealed` NULL it is deleted, and with voter 0 as well everything of the poll is.
 */
struct store_ballot {
    uint64_t poll, voter;
    bool by_head;                       /* cast by the head of the delegation */
    uint8_t *sealed;                    /* owned by whoever has it */
    size_t n;
    uint8_t client[CLIENT_ID_BYTES];    /* the command that it came by; number 0: none to be kept */
    uint64_t number;
};

struct store_job {
    enum store_job_type type;
    char workshop[WORKSHOP_ID_MAX + 1];
    const struct room *room;                /* CREATE, COMMIT: borrowed until done */
    const struct change *changes;           /* CREATE, COMMIT: borrowed until done, ascending seq */
    size_t n_changes;
    const struct store_ballot *ballots;     /* COMMIT: borrowed until done, in their order; there may be these and no changes */
    size_t n_ballots;
    char name[SHELF_NAME_MAX + 1];          /* SHELVE, UNSHELVE */
    const char *json;                       /* SHELVE: borrowed until done */
    size_t json_n;
    const struct registry_row *rows;        /* REGISTRY: borrowed until done */
    size_t n_rows;
    struct store_question question;         /* OPS, CHANGES, REPLAY */
    enum store_result result;               /* set before done; when it is not STORE_OK nothing is found or loaded */
    struct room *loaded;                    /* LOAD, REPLAY: the receiver owns it. A replayed one is only to be read. */
    struct store_op *ops;                   /* OPS: what was found; the receiver owns it (store_job_clear) */
    struct store_change *found;             /* CHANGES: likewise */
    struct store_template *shelf;           /* SHELF: likewise */
    struct store_ballot *sealed;            /* BALLOTS: likewise, by voter; without what they came by */
    size_t n_found;
    bool lean;                              /* COPY: without the facilitators' notes and without attendance */
    const void *given;                      /* TAKE: borrowed until done */
    size_t n_given;
    char *bytes;                            /* COPY: likewise */
    size_t n_bytes;
    bool more;                              /* OPS, CHANGES: `max` was not enough */
    char message[200];                      /* for the log, when result is not STORE_OK */
    void (*done)(struct store_job *job);    /* on the loop's thread; may free the job and submit others */
    void *context;
    struct store_job *next;                 /* the store's, while it has the job */
};

/* Free what OPS, CHANGES or BALLOTS found; for done functions, and harmless for all other jobs. */
void store_job_clear(struct store_job *job);

struct storage {
    void *self;
    void (*submit)(void *self, struct store_job *job);
    /* Run the done functions of finished jobs. Returns how many. */
    size_t (*reap)(void *self);
    /* Read the whole registry: calls row() for each. Only at start, synchronous. */
    enum store_result (*registry_read)(void *self, void (*row)(void *context, const struct registry_row *row),
                                       void *context);
    /* Bytes free on the file system of the state directory; a cached figure at most 5 s old. */
    uint64_t (*free_bytes)(void *self);
};

#endif
