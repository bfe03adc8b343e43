/*
 * clone: a workshop made of another one: what was prepared, not what happened. The same commands that people use, as the
 * system's actor, with the fields that can be set; ids are new. Delegations, working groups, the agenda and the workshop's
 * settings always; the rest as wished. Guests, states, times, ballots, remarks and adoptions stay behind.
 */
#ifndef PLENARY_APP_CLONE_H
#define PLENARY_APP_CLONE_H

#include "app/import.h"

struct clone_wish {
    bool people, polls, plan;
    bool undated;                   /* without its days: for a template */
    const char *starts_on;          /* its first day; NULL: as it was. The last one moves along. */
    const char *title;              /* in place of its own, in options->lang; NULL: as it was */
};

/* A room and its changes in `import`, as import_scenario makes them. False: it is refused, and the message says what. */
bool clone_room(struct import *import, const struct room *from, const struct clone_wish *wish,
                const struct import_options *options);

#endif
