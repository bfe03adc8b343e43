/*
 * zone: time zones from the system's TZif files (RFC 8536), without libc's TZ environment.
 *
 * A zone answers two questions: how far its clocks are from UTC at a moment, and which moment a local time is. The second is
 * decided where clocks jump: a local time that does not exist (clocks went forward) is read with the offset before, so that
 * 02:30 in a gap of an hour is 03:30; of a local time that comes twice (clocks went back) the first one is meant.
 *
 * Versions 2 and later are read, with the rule of their footer for what lies behind the last transition; version 1, which ends
 * in 2037 and which nobody has made for years, is refused. Immutable once open; may be shared between threads.
 * Limits: ZONE_FILE_MAX bytes.
 */
#ifndef PLENARY_BASE_ZONE_H
#define PLENARY_BASE_ZONE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ZONE_DIRECTORY "/usr/share/zoneinfo"

enum { ZONE_FILE_MAX = 256 << 10, ZONE_MESSAGE_BYTES = 160 };

struct zone;

/*
 * The zone `name` (Area/Place, or UTC) from the files below `directory`. NULL when there is no such file or it is broken;
 * `message` then says so in words. The caller frees it with zone_close.
 */
struct zone *zone_open(const char *directory, const char *name, char message[ZONE_MESSAGE_BYTES]);

/* The same from the bytes of a file. */
struct zone *zone_read(const void *bytes, size_t n, char message[ZONE_MESSAGE_BYTES]);

void zone_close(struct zone *zone);         /* NULL is fine */

/* Seconds that local clocks are ahead of UTC at `at`, in seconds since 1970 UTC. */
int32_t zone_offset(const struct zone *zone, int64_t at);

/*
 * The first moment behind `at` at which the clocks are set, within the 100 years that follow: then they are *offset seconds ahead of UTC.
 * False: they are not set any more.
 */
bool zone_next(const struct zone *zone, int64_t at, int64_t *next, int32_t *offset);

/* The moment of a local time, which is given as the seconds since 1970 of clocks that show UTC; gaps and folds as above. */
int64_t zone_to_utc(const struct zone *zone, int64_t local);

#endif
