/*
 * secret: ballots of secret polls in one room, from the sealing to the close (DESIGN.md section 4, S rules of RULES.md).
 *
 * A ballot is checked like any command, sealed under the poll's public key and kept in the tick's commit; nothing of its words
 * stays here. The private key lies in the vault and is read only to count. When a poll is stopped, the close goes
 *
 *     READING     its sealed ballots are read from the disk
 *     OPENING     a worker opens and shuffles them, and makes totals and receipts, sorted
 *     COUNTED     the next tick runs poll.count, and the same commit deletes the ballots
 *     COMMITTING  that commit is in flight
 *     FOLDING     the key is destroyed; the log is folded into the file and emptied, then the key's name goes
 *
 * and then poll.close is acknowledged. Killed before the commit, a start begins again from READING; after it, from FOLDING:
 * the name in the vault says so. One poll closes at a time. Part of a host, on the loop's thread but for the opening.
 */
#ifndef PLENARY_APP_SECRET_H
#define PLENARY_APP_SECRET_H

#include "app/platform.h"
#include "app/vault.h"
#include "base/json.h"

struct host;
struct errand;
struct count;

enum secret_step { SECRET_IDLE, SECRET_READING, SECRET_READ, SECRET_OPENING, SECRET_COUNTED, SECRET_COMMITTING, SECRET_FOLDING };

struct secrets {
    struct map keys;                    /* open secret poll -> its public key */
    struct store_ballot *ballots;       /* what the tick does to sealed ballots */
    size_t n_ballots, ballots_cap;
    enum secret_step step;
    uint64_t poll;                      /* the one being closed */
    struct store_job job;               /* BALLOTS or FOLD */
    bool busy;                          /* that job, or the worker, is under way */
    struct count *count;                /* from READING on: ballots, then totals */
    unsigned folds;                     /* tried */
    int64_t retry_at;                   /* ms; a step that could not be made is tried again then */
    uint64_t *over;                     /* polls whose close a former process did not finish */
    size_t n_over;
    struct errand *held;                /* answered when their poll's close is done */
    size_t n_held, held_cap;
    struct map told;                    /* open secret poll -> ballots as presence frames say; 0 is not in it */
    bool progress_due, progress_fresh;  /* there are new ones; the next presence frame tells of them */
    int64_t progress_at;                /* when they were last counted */
};

/* The room was loaded or thrown away: which keys there are, and what is left to be done. */
void secret_take_room(struct host *host);
void secret_free(struct host *host);

/*
 * In a tick. Take in a ballot for a secret poll (secret_is_ballot): its outcome is set, its words are wiped and the command
 * cleared. What must stand before a command runs: when it opens a secret poll the key is made, or the code says why not; after
 * a refusal secret_undo takes it away.
 */
void secret_cast(struct host *host, struct errand *errand, const struct actor *actor);
enum code secret_prepare(struct host *host, const struct actor *actor, const struct command *cmd, uint64_t *opened);
void secret_undo(struct host *host, uint64_t opened);
/* Another command was taken, now or before: of poll.close the answer waits, and whoever is removed takes their ballot along. */
void secret_ran(struct host *host, struct errand *errand, const struct verb *verb, uint64_t subject);

/* What a tick does before anything else: the totals of a poll that was counted. */
bool secret_is_counted(const struct host *host);
void secret_run_count(struct host *host, int64_t at);

/* The commit is done, or failed. */
void secret_committed(struct host *host);
void secret_commit_failed(struct host *host);

/* Whether the answer waits for the close of its poll; then the errand is kept. */
bool secret_holds(struct host *host, const struct errand *errand);

/* Between commits: the next step of a close. When it wants that, in ms; 0: nothing to do. Whether a job or worker is under way. */
void secret_turn(struct host *host);
int64_t secret_wants(const struct host *host);
bool secret_is_busy(const struct host *host);

/* Progress (S9): once in two seconds how many ballots there are. True: there is news for a presence frame. */
bool secret_progress(struct host *host, int64_t now);
int64_t secret_progress_due(const struct host *host);
void secret_write_progress(struct json *json, struct host *host, bool all);

/*
 * secret_count.c: the words of a ballot, in SECRET_BYTES or SECRET_WORDS_BYTES, whatever they are; and what many of them
 * come to.
 */
enum {
    SECRET_BYTES = 2048,                /* 50 options with a value each, as JSON */
    SECRET_WORDS_BYTES = 12288,         /* and the longest text */
    SECRET_FRAME = 2048,                /* bytes of a message with a ballot (P46); */
    SECRET_WORDS_FRAME = 16384          /* where it may hold words */
};
size_t secret_bytes(const struct poll *poll);
size_t secret_frame_bytes(const struct poll *poll);      /* 0: any, in the control of tests/ballots */

/* Seal what the command says for the poll, as the ballot of that voter. NULL: too long. The caller owns it; secret_bytes + SEAL_MORE. */
uint8_t *secret_seal(const char *workshop, const struct poll *poll, uint64_t voter, const uint8_t key[SEAL_KEY_BYTES],
                     const struct command *cmd);

/* Overwrite the words of a command, then clear it. */
void secret_wipe(struct command *cmd);

/* Arguments of the poll.count commands, in order. */
struct count {
    struct work work;                   /* the receiver of done sets it */
    char workshop[WORKSHOP_ID_MAX + 1];
    uint64_t poll;
    struct room_copying *copying;       /* being made for the worker, who makes of it */
    struct room *room;                  /* a private copy; NULL when it is not needed any more */
    uint8_t key[SEAL_KEY_BYTES];        /* wiped as soon as it was used */
    struct store_ballot *ballots;       /* owned */
    size_t n_ballots;
    bool lost;                          /* they cannot be opened: `parts` says so */
    char **parts;                       /* owned */
    size_t n_parts, n_cells;            /* all of them together have so many cells */
    void *context;
};

/* Open, shuffle, count: fills parts. On a worker. */
void count_run(struct count *count);
/* Instead of what parts there are: the poll cannot be counted. */
void count_lose(struct count *count);
void count_free(struct count *count);

#endif
