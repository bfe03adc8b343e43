/*
 * feed: what a reader has not yet seen.
 *
 * Every entity carries the sequence number of its last change, tombstones included, so anything a reader lacks can be
 * computed from the number it holds: first load, catch-up and live updates are the same function. Rules P4 to P9.
 *
 * Not thread-safe. Never reads a clock. Limits: LIMIT_FRAME_OUT.
 */
#ifndef PLENARY_CORE_FEED_H
#define PLENARY_CORE_FEED_H

#include "core/view.h"

/* A place in the order by (seq, id). {s, UINT64_MAX} is "everything up to s". */
struct cursor {
    uint64_t seq, id;
};

struct page {
    struct cursor to;               /* where the next page goes on */
    bool more;                      /* false: the reader is now at the room's seq */
    size_t n;                       /* entities and tombstones written */
};

/*
 * Append one delta frame to `out`: what changed after `since`, as `viewer` may see it, oldest first, cut before it
 * passes LIMIT_FRAME_OUT (at least one entity is always written). Tombstones only of kinds and things the viewer could
 * have seen; a reader starting at seq 0 gets none. Applied to a copy correct at `since`, pages until !more make it correct at the
 * room's seq. O(entities changed).
 *   {"t":"delta","from":S,"set":[...],"gone":[ID,...],"to":[SEQ,ID],"more":true}     a page
 *   {"t":"delta","from":S,"set":[...],"gone":[ID,...],"to":SEQ,"tag":HEX16}          complete
 */
struct page feed_page(struct buf *out, const struct room *room, struct cursor since, struct viewer viewer);

/*
 * The same in two parts for a first load that a whole audience shares. feed_first: a page of what the audience sees and
 * nobody's own; every such page says "more", page.more tells whether there is another. feed_last: the closing pages for one viewer:
 * what changed after `since` (the seq the shared pages were made at), and whatever belongs to viewer.person, however
 * old, always on the last of them.
 */
struct page feed_first(struct buf *out, const struct room *room, struct cursor since, enum audience audience);
struct page feed_last(struct buf *out, const struct room *room, struct cursor since, struct viewer viewer);

/*
 * Persons whose copy may differ from their audience's in what changed after `since`: owners (view_owner), and every
 * person changed or removed, whose rights may be others now. Sorted, no doubles; the caller frees it with mem_free.
 */
uint64_t *feed_owners(const struct room *room, uint64_t since, size_t *n);

#endif
