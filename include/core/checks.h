/*
 * checks: what is worth a second look in the rows of the plan. They advise; a workshop can require them of what it adopts.
 * The page computes the same (client/src/rules/checks.ts); both are held to tests/vectors/checks.json. Rules K1 to K8 of
 * RULES.md.
 */
#ifndef PLENARY_CORE_CHECKS_H
#define PLENARY_CORE_CHECKS_H

#include "core/room.h"

/* In the order of check_words. */
enum check {
    CHECK_NO_LEAD, CHECK_NO_DATE, CHECK_END_BEFORE_START, CHECK_NO_INDICATOR, CHECK_HIGH_WITHOUT_RESOURCES,
    CHECK_LEAD_OVERLOADED, CHECK_DUPLICATE_WORDING, CHECK_OPEN_BRACKETS, CHECK_RECOMMENDATION_WITHOUT_ACTION,
    CHECK_MISSING_TRANSLATION, CHECK_NO_TEXT, CHECK_N
};

/*
 * Look at every row of the plan for the checks in `wanted`: *found gets an entry for each row with something to look at;
 * ask checks_found, and free it with map_free. O(words of the plan), but rows that share many words cost their pairs.
 */
void checks_run(struct map *found, const struct room *room, uint32_t wanted);

/* Bits 1u << enum check found for a row; 0: nothing. */
uint32_t checks_found(const struct map *found, uint64_t row);

/* Bits of the checks that the workshop requires of what it adopts. */
uint32_t checks_required(const struct workshop *workshop);

#endif
