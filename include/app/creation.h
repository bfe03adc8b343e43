/*
 * creation: a workshop being made, from a file or from another workshop: on a worker, then written by the hub, then
 * entered in the registry with the account as its facilitator. Internal to endpoint_workshop.c and endpoint_copy.c.
 */
#ifndef PLENARY_APP_CREATION_H
#define PLENARY_APP_CREATION_H

#include "app/call.h"
#include "app/clone.h"
#include "core/limits.h"

struct creation {
    const struct platform *platform;
    struct import import;
    struct import_options options;
    char *text;                     /* a file, */
    size_t n;
    struct room_copying *copying;   /* or a copy of another workshop, complete, of which the worker makes */
    struct room *from;              /* this room, and frees it */
    struct clone_wish wish;
    char name[SHELF_NAME_MAX + 1];  /* of the template that it becomes, or is made from */
    char *title;                    /* in its place; NULL: as it is */
    char *starts_on;
    bool rehearses;                 /* live, with simulated people, and marked so */
    char original[WORKSHOP_ID_MAX + 1];     /* what it rehearses */
    char id[WORKSHOP_ID_MAX + 1];
    char person_args[1024];         /* of the command that makes the account's person */
    uint64_t person;
    char shown[LIMIT_TITLE * 4 + 1];
    enum code code;
};

/* An empty one in call->own, in that language. */
struct creation *creation_new(struct call *call, enum lang lang);

/* Whether `name` can be that of a template, which is then in `out`. */
bool template_name_take(char out[SHELF_NAME_MAX + 1], const char *name);
/* Whether the product has a template of that name. */
bool template_is_ours(const char *name);

/* Make it, and answer with its id; of a room: of a copy of it, which is made first. `workshop` as in call_copy. */
void creation_start(struct call *call);
void creation_start_from(struct call *call, const char *workshop, const struct room *room);

/* A copy that is complete in the call becomes the creation's; on the worker the room is made of it. */
void creation_take_copy(struct call *call);
void creation_open_copy(struct creation *creation);

#endif
