/*
 * zone: the clock of a place, from the system's TZif files (RFC 8536).
 *
 * A zone is read once and never changes, so threads may share it. Names that could lead out of the directory of zones are
 * refused. "UTC" needs no file.
 */
#ifndef PLENARY_BASE_ZONE_H
#define PLENARY_BASE_ZONE_H

#include <stdint.h>

struct zone;

/* NULL: there is no such zone on this machine, or its file is damaged. Free with zone_free, which accepts NULL. */
struct zone *zone_load(const char *name);
void zone_free(struct zone *zone);

/* Seconds east of UTC at that moment, in seconds since 1970. */
int32_t zone_offset(const struct zone *zone, int64_t at);

#endif
