/*
 * memory_store: the storage interface without a disk, for tests and the simulator.
 *
 * Nothing happens by itself: each memory_store_step does the oldest waiting job of one workshop (or the registry), so
 * that whoever steps decides which commit is durable when. What is durable is kept apart as deep copies; a crash throws
 * everything else away. Deterministic; one thread.
 */
#ifndef PLENARY_TESTS_MEMORY_STORE_H
#define PLENARY_TESTS_MEMORY_STORE_H

#include "app/storage.h"

struct memory_store;

/* `wake` may be NULL. */
struct memory_store *memory_store_new(void (*wake)(void *context), void *context);
void memory_store_free(struct memory_store *store);
void memory_store_fill(struct memory_store *store, struct storage *out);

/* Jobs that wait to be done. */
size_t memory_store_waiting(const struct memory_store *store);

/*
 * Do the job at place `which` (0: the oldest) among those that may run now: the oldest of each workshop. False: none
 * waits. Its done function runs at the next reap.
 */
bool memory_store_step(struct memory_store *store, size_t which);

/* The next `n` CREATE, COMMIT and REGISTRY jobs that are done fail with `result` and change nothing. */
void memory_store_fail(struct memory_store *store, enum store_result result, size_t n);

/*
 * The power goes: jobs not yet done are forgotten and done functions not yet run never run; the durable state stays.
 * Returns the jobs, linked by next, for whoever owns them; a done LOAD or REPLAY among them holds its room. What OPS and
 * CHANGES found is gone.
 */
struct store_job *memory_store_crash(struct memory_store *store);

/* What is durable of a workshop as a fresh room, and its changes; NULL: no such workshop. The room is the caller's. */
struct room *memory_store_room(const struct memory_store *store, const char *workshop);
const struct change *memory_store_changes(const struct memory_store *store, const char *workshop, size_t *n);

/* How many sealed ballots of a secret poll are kept there, and commands they came by. */
size_t memory_store_ballots(const struct memory_store *store, const char *workshop, uint64_t poll);

/*
 * A backup: what is durable of a workshop now (NULL: no such workshop), and putting it back in place of what is there. No room
 * may hold the workshop meanwhile: crash first. Free with memory_backup_free; it may be put back more than once.
 */
struct memory_backup;
struct memory_backup *memory_store_save(const struct memory_store *store, const char *workshop);
void memory_store_restore(struct memory_store *store, const struct memory_backup *backup);
void memory_backup_free(struct memory_backup *backup);

/* What free_bytes answers; plenty at first. */
void memory_store_set_free_bytes(struct memory_store *store, uint64_t bytes);

#endif
