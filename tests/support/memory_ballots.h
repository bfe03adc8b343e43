/* memory_ballots: the sealed ballots of one workshop in the memory store, one a voter, and the commands they came by. */
#ifndef PLENARY_SUPPORT_MEMORY_BALLOTS_H
#define PLENARY_SUPPORT_MEMORY_BALLOTS_H

#include "app/storage.h"

struct memory_ballots {
    struct store_ballot *v;
    size_t n;
    struct store_ballot *numbers;       /* poll, client, number */
    size_t n_numbers;
};

void memory_ballots_free(struct memory_ballots *ballots);

/* What one entry of a commit says: put, replace, take away. */
void memory_ballots_keep(struct memory_ballots *ballots, const struct store_ballot *ballot);

/* Note in a loaded room who has one; find those of a poll for STORE_BALLOTS. */
void memory_ballots_note(const struct memory_ballots *ballots, struct room *room);
void memory_ballots_find(const struct memory_ballots *ballots, struct store_job *job);

/* How many there are of a poll, numbers included. */
size_t memory_ballots_count(const struct memory_ballots *ballots, uint64_t poll);

/* `to` is empty before. */
void memory_ballots_copy(struct memory_ballots *to, const struct memory_ballots *from);

#endif
