/*
 * attendance: who was there on a day, or while an agenda item ran, and for how long. Rules Y3 to Y10 of RULES.md.
 *
 * The intervals are kept (kind attendance); this cuts them to a stretch of time and adds them up. Pure: the moment and the zone
 * are arguments. O(intervals) a stretch.
 */
#ifndef PLENARY_CORE_ATTENDANCE_H
#define PLENARY_CORE_ATTENDANCE_H

#include "core/room.h"
#include "core/schedule.h"

/* From one moment to before another, in ms. */
struct stretch {
    int64_t from, until;
};

/* One person of one delegation in a stretch. */
struct attended {
    uint64_t person;                    /* may be gone */
    uint64_t delegation;                /* then; 0: none */
    uint8_t mode;                       /* enum person_mode, the last in the stretch */
    int64_t first, last;                /* from when until when, cut to the stretch */
    int64_t ms;                         /* there in all */
    size_t times;                       /* intervals it is made of */
};

/*
 * Who was there in the stretch, whoever is still there until `now`: by delegation in the order of the list, those of none and of
 * removed ones behind, then by person's number. The caller frees it; *n is how many. Whoever was there for no moment of it
 * is left out.
 */
struct attended *attendance_in(const struct room *room, struct stretch stretch, int64_t now, size_t *n);

/* The local days on which anybody was there, oldest first. The caller frees them. */
struct stretch *attendance_days(const struct room *room, const struct schedule_zone *zone, int64_t now, size_t *n);

/* When an agenda item ran: until now if it still does. False: it has not begun. */
bool attendance_item(const struct item *item, int64_t now, struct stretch *out);

#endif
