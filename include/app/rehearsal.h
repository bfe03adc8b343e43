/*
 * rehearsal: a copy of a workshop to try things out in, with simulated people: those of the list, and one for every planned
 * seat that nobody has. What they say is drawn by chance, in the form that each type of poll asks for (V12).
 */
#ifndef PLENARY_APP_REHEARSAL_H
#define PLENARY_APP_REHEARSAL_H

#include "app/import.h"
#include "base/json.h"

/* Simulated people for the planned seats that nobody has; then it is marked and live. False: refused. */
bool rehearsal_fill(struct import *import, const struct import_options *options);

struct simulation {
    void (*random)(void *out, size_t n);
    enum lang lang;                 /* in which simulated people write */
};

/* The arguments of a ballot.cast that somebody might send. */
void rehearsal_ballot(struct buf *args, const struct simulation *simulation, const struct room *room,
                      const struct poll *poll);

#endif
