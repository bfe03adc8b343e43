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

/*
 * A place in the order by (seq, id). {s, UINT64_MAX} is "everything up to s": the reader is complete there, and has texts
 * as they were then, so they come by operations. A page that is not the last hands on what the reader was complete at
 * (`base`) and the room's seq when its first page was made (`began`); a caller starts with both 0.
 */
struct cursor {
    uint64_t seq, id;
    uint64_t base, began;
};

struct page {
    struct cursor to;               /* where the next page goes on */
    bool more;                      /* false: the reader is now at the room's seq */
    size_t n;                       /* entities and tombstones written */
    size_t set_end;                 /* bytes from the frame's start to the end of what stands in "set" */
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
 * first whatever belongs to viewer.person alone and is not newer than `since` (the seq the shared pages were made at), then what
 * changed after it. *own is how far the first part has come: all 0 for the first page, handed on for the others.
 */
struct page feed_first(struct buf *out, const struct room *room, struct cursor since, enum audience audience);
struct page feed_last(struct buf *out, const struct room *room, struct cursor since, struct cursor *own, struct viewer viewer);

/* Something changed that belongs to a person: that person's copy may differ from the audience's. */
struct owned {
    uint64_t person;
    const struct entity *entity;    /* what they own (view_owner); or the person, whose rights may be others now */
};

/* Everything of that kind changed after `since`, persons removed included; by person, then the newest first. The caller frees it. */
struct owned *feed_owned(const struct room *room, uint64_t since, size_t *n);

/*
 * F11: append to `out` the frame of one person: `shared`, a complete page for the audience of `viewer` and nobody in it, and in
 * its set the person's own. A thousand who vote at once so cost a thousand ballots, not their square. False, and nothing is
 * appended: it would pass LIMIT_FRAME_OUT, or the audience sees something of the person's own in another form; feed_page can do it.
 */
struct shared_page {
    const char *text;
    size_t bytes, set_end;
};
bool feed_own(struct buf *out, const struct room *room, const struct shared_page *shared, struct viewer viewer,
              const struct owned *owned, size_t n);

#endif
