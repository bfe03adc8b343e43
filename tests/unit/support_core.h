/*
 * support_core: what tests of core share: a small workshop, and commands written on one line.
 *
 *     code = kit_do(&kit, FACILITATOR, "item.create", "day", 1, "title", "Opening", END);
 *
 * Arguments are name and value by the row's type: int for INT, BOOL and ids (id, after, into, REF), a word for ENUM and
 * LANG, a text for the rest; FIELD_ML takes "fr:Ouverture", or English without a prefix; FIELD_REFS and lists take one
 * entry. An empty text empties.
 */
#ifndef PLENARY_SUPPORT_CORE_H
#define PLENARY_SUPPORT_CORE_H

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "core/history.h"
#include "core/limits.h"
#include "core/view.h"
#include "test.h"

#define END ((const char *)NULL)

/* Persons of kit_open, one a role, under these names. Those without a person have none. */
struct kit {
    struct room *room;
    int64_t at;
    uint64_t person[ROLE_N];
    uint64_t result;            /* of the last command that went through */
};

/* A command from its name and the arguments up to END. */
void kit_build(struct command *cmd, const char *verb, ...);

/* The kit's person of that role, or the system, or somebody who is no person; a second passes. */
struct actor kit_actor(struct kit *kit, enum role role);

/* Run a command outside exactly-once; it is cleared. */
enum code kit_run(struct kit *kit, struct actor actor, struct command *cmd);

/* Run a command as the kit's person of that role, or as a certain person. */
enum code kit_do(struct kit *kit, enum role role, const char *verb, ...);
enum code kit_do_as(struct kit *kit, uint64_t person, const char *verb, ...);

/* A command that must go through; its result. An `int`, so that it can be an argument of the next one. */
#define kit_make(kit, ...) (assert_int_equal(kit_do(kit, __VA_ARGS__), CODE_OK), (int)(kit)->result)

/* A workshop being prepared, with one delegation, Jordan, and one person of it a role. */
void kit_open(struct kit *kit);
void kit_close(struct kit *kit);

/* One entity as a viewer gets it; the caller frees the text. */
char *kit_seen(const struct room *room, const struct entity *entity, struct viewer viewer);

#endif
