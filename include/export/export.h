/*
 * export: a workshop as a document. JSON is the whole of it in the shape that import reads; CSV is the plan and the
 * recommendations as one table; ICS is a calendar (export/calendar.h); every other format is written from a document (export/document.h).
 *
 * A document holds what everybody in the room may read and nothing else: no contacts, no notes for the facilitators, no
 * ballot of a poll that is not closed. It holds no time of its own making, so made twice it has equal bytes. Runs on a
 * worker with a private copy of the room.
 */
#ifndef PLENARY_EXPORT_EXPORT_H
#define PLENARY_EXPORT_EXPORT_H

#include "app/platform.h"

enum { EXPORT_BYTES_MAX = 64 << 20 };       /* a document: the largest workshop in three languages, written twice over */

/* Once, before threads make documents: reads what the machine has of fonts, some 30 ms. */
void export_open(void);

/* As in struct platform: false when it does not fit `out`, or cannot be made on this machine (a line in the log says why). */
bool export_room(struct buf *out, const struct room *room, const struct export_request *request);

/* ms of a clock that nobody sets, to see how long a document takes; none of it is ever written. */
int64_t export_clock(void);

/* Somebody waits for it still, and its time is not over: writers that may take seconds ask now and then. `until` is set. */
bool export_goes_on(const struct export_request *request);

void export_json(struct buf *out, const struct room *room, bool staff);
void export_csv(struct buf *out, const struct room *room, enum lang lang);
void export_attendance(struct buf *out, const struct room *room, enum lang lang);

#endif
