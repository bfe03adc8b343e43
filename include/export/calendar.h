/*
 * calendar: the workshop as iCalendar (RFC 5545): its agenda at the times that it keeps now, the dates and milestones of the plan,
 * and the meetings that were agreed.
 *
 * An event keeps its UID as long as its row lives, also on another server (it is made from the first change of the history), so that a
 * calendar that reads it again changes what it has. SEQUENCE is the number of the last change that could have moved it, DTSTAMP and
 * LAST-MODIFIED the time of that change: nothing is of the moment of making, and what did not change reads as before. "Now" of the
 * agenda is the last time that an item began or ended.
 */
#ifndef PLENARY_EXPORT_CALENDAR_H
#define PLENARY_EXPORT_CALENDAR_H

#include "app/platform.h"

/* `request->of` picks a delegation (what it leads or takes part in) or a person (likewise, with the items of the own group). */
void export_calendar(struct buf *out, const struct room *room, const struct export_request *request);

#endif
