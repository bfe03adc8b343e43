/*
 * row: what the rows of the plan have in common, whatever their kind (KIND_ROW): who may write in them, and what goes with
 * them. Shared by plain editing, texts, remarks, merging and adoption. Rules R, L and G of RULES.md.
 */
#ifndef PLENARY_CORE_ROW_H
#define PLENARY_CORE_ROW_H

#include "core/room.h"

/* Facilitators, rapporteurs and the system order the plan: locks and groups do not bind them. */
bool role_is_planner(enum role role);

/*
 * Whether the actor may write in a live row now. If not, *why says which rule is against it, the first of: CODE_FROZEN (R1:
 * it is proposed or adopted), CODE_LOCKED (L1), CODE_FORBIDDEN (G1: it is with a group that the actor is not of). An
 * interpreter may write for every group: translations only, which is the caller's to see to. `why` may be NULL.
 */
bool row_writable(const struct room *room, const struct actor *actor, const struct entity *row, enum code *why);

/* Whether the row is locked: itself, its theme, its framework or the whole plan. */
bool row_is_locked(const struct room *room, const struct entity *row);

/* The group the row is still with; 0: it stands in the plenary plan. */
uint64_t row_group_now(const struct entity *row);

/* Whether the actor chairs that group (0: none). */
bool actor_chairs(const struct room *room, const struct actor *actor, uint64_t group);

#endif
