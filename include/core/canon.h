/*
 * canon: what was adopted, as bytes that everybody can make again. Rules H1 to H6 of RULES.md say which, so that a program
 * written from them alone gets the same hash from the same workshop.
 *
 * The bytes are those of the room as it stands. For an adoption of the past that is the room as it was at its sealed_seq:
 * fold the history up to there first.
 */
#ifndef PLENARY_CORE_CANON_H
#define PLENARY_CORE_CANON_H

#include "base/buf.h"
#include "core/room.h"

enum { CANON_HASH = 2 * HASH_BYTES + 1 };

/* A ceiling for canon_write that no workshop within the limits reaches. */
#define CANON_BYTES_MAX ((size_t)1 << 30)

/* Append the canonical bytes of the adoption: the rows it covers, and the reservations that stand. */
void canon_write(struct buf *out, const struct room *room, const struct adoption *adoption);

/* SHA-256 of them in lower-case hexadecimal. */
void canon_hash(char out[CANON_HASH], const struct room *room, const struct adoption *adoption);

/* Whether the remark is a reservation that stands, about what the adoption covers. */
bool canon_has_reservation(const struct room *room, const struct adoption *adoption, const struct remark *remark);

#endif
