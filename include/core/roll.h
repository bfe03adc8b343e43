/*
 * roll: who may vote in a poll, frozen when it opens. Rules V22 and V23 of RULES.md.
 *
 * It names persons, or delegations whose delegates vote for them, and beside them the observers whose ballots are advisory. Its
 * lists are in the order of ids.
 */
#ifndef PLENARY_CORE_ROLL_H
#define PLENARY_CORE_ROLL_H

#include "core/room.h"

/* Whose ballot a person casts: a person's own, or that of a delegation. id 0: nobody's, the person is not on the roll. */
struct voter {
    uint64_t id;
    bool advisory;
};

/* The roll of a poll, or NULL: it was not opened, or by a server that had no rolls. */
struct roll *room_roll_of(const struct room *room, uint64_t poll);

/* For whom the person votes in an open poll. */
struct voter roll_voter(const struct room *room, const struct poll *poll, const struct person *person);

/* For apply functions. V22: write the roll of a poll that opens, and how many are on it. */
void roll_make(struct room *room, struct poll *poll);

/*
 * V23: put a late arrival, or their delegation, on the roll. CODE_NOT_ELIGIBLE: it is no place for such a person; CODE_STATE: they
 * are on it; CODE_LIMIT.
 */
enum code roll_admit_check(const struct room *room, const struct poll *poll, const struct person *person);
void roll_admit(struct room *room, struct poll *poll, const struct person *person);

/* Add an id to a list in the order of ids. */
void roll_add(struct ids *ids, uint64_t id);

#endif
