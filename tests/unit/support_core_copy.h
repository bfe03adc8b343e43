/*
 * support_core_copy: what a client holds, filled only from frames, to compare with the view computed from scratch. Texts
 * that come by operations are applied to those held, as PROTOCOL.md says (P34).
 */
#ifndef PLENARY_SUPPORT_CORE_COPY_H
#define PLENARY_SUPPORT_CORE_COPY_H

#include "core/feed.h"
#include "support_core.h"

enum { COPY_IDS = 8192 };

struct copy {
    struct viewer viewer;
    int64_t view;
    uint64_t seq;
    struct cursor own;              /* how far the closing pages have come in what is the viewer's alone */
    char *text[COPY_IDS];           /* each entity by id, as the wire has it; texts whole and without a tag */
    size_t by_ops, whole;           /* texts that came the one way and the other */
};

/* How pages are made: for one reader, for an audience that shares them, or to close those for one. */
enum way { AS_USUAL, SHARED, CLOSING };

void copy_clear(struct copy *copy);

/* One page from where `at` is, which starts as copy_cursor. Whether there is another. */
struct cursor copy_cursor(const struct copy *copy);
bool copy_page(struct copy *copy, const struct room *room, struct cursor *at, enum way way);

/* Follow up to the room's seq. */
void copy_follow(struct copy *copy, const struct room *room, enum way way);

/* The viewer of a copy may have changed: then it starts anew, as a client does on a new view number. */
void copy_review(struct copy *copy, const struct room *room);

void copy_compare(const struct copy *copy, const struct room *room);

/* The words of a text held; the caller frees them. NULL: it is not held. */
char *copy_words(const struct copy *copy, uint64_t text);

#endif
