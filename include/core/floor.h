/*
 * floor: who waits, who speaks, and how long each delegation has spoken. Rules J1 to J10 of RULES.md.
 */
#ifndef PLENARY_CORE_FLOOR_H
#define PLENARY_CORE_FLOOR_H

#include "core/room.h"

/* How long the members of a delegation had the floor. */
struct floor_time {
    uint64_t delegation;            /* may be gone; 0: speakers of none */
    int64_t ms;                     /* the present speech until now included */
    size_t speeches;
};

/*
 * Speaking times while `item` ran (0: in the whole workshop): who spoke longest first, of equal ones by the delegation's number. The caller
 * frees them; *n is how many. O(hands).
 */
struct floor_time *floor_times(const struct room *room, uint64_t item, int64_t now, size_t *n);

#endif
