/*
 * serve: first load and catch-up of one connection. A connection owns a cursor, not a queue: however slow its reader, it is
 * owed one merged delta from there.
 *
 * The first load is shared: the pages an audience sees are made once per version and sent to everybody who joins; one
 * closing page of each person's own brings what belongs to that person alone and what changed since; more pages where it is much.
 */
#include "app/host.h"

#include <assert.h>

#include "base/mem.h"

void snapshot_release(const struct platform *platform, struct snapshot *snapshot)
{
    const struct transport *transport = &platform->transport;
    if (snapshot == NULL || --snapshot->refs > 0)
        return;
    for (size_t i = 0; i < snapshot->n; i++) {
        for (size_t k = 0; k < 2; k++) {
            if (snapshot->page[i].frame[k] != NULL)
                transport->frame_release(transport->self, snapshot->page[i].frame[k]);
        }
        mem_free(snapshot->page[i].text);
    }
    mem_free(snapshot->page);
    mem_free(snapshot);
}

static struct snapshot *snapshot_make(const struct room *room, enum audience audience)
{
    struct snapshot *snapshot = mem_zero(1, sizeof *snapshot);
    struct cursor cursor = { .seq = 0 };
    struct page page;
    snapshot->seq = room->seq;
    snapshot->refs = 1;
    do {
        struct buf out;
        buf_init(&out, LIMIT_FRAME_OUT + LIMIT_ENTITY);
        page = feed_first(&out, room, cursor, audience);
        assert(!out.full);
        snapshot->page = mem_grow(snapshot->page, snapshot->n + 1, sizeof *snapshot->page);
        snapshot->page[snapshot->n] = (struct snapshot_page){ 0 };
        snapshot->page[snapshot->n].text = buf_take(&out, &snapshot->page[snapshot->n].bytes);
        snapshot->n++;
        cursor = page.to;
    } while (page.more);
    return snapshot;
}

/* The shared first load of the link's audience, made anew when it has aged. Between commits. */
static struct snapshot *snapshot_of(struct host *host, enum audience audience)
{
    struct snapshot *snapshot = host->snapshots[audience];
    if (snapshot != NULL && snapshot->seq + SNAPSHOT_AGE >= host->room->seq)
        return snapshot;
    snapshot_release(host_platform(host), snapshot);
    host->snapshots[audience] = snapshot_make(host->room, audience);
    return host->snapshots[audience];
}

void serve_from_start(struct link *link)
{
    assert(host_between_commits(link->host));
    snapshot_release(host_platform(link->host), link->snapshot);
    link->snapshot = snapshot_of(link->host, link->viewer.audience);
    link->snapshot->refs++;
    link->snapshot_at = 0;
    link->cursor = (struct cursor){ .seq = 0 };
    link->owes_last = false;
    link_fall_behind(link);
}

static void send_snapshot(struct link *link)
{
    struct snapshot *snapshot = link->snapshot;
    struct snapshot_page *page = &snapshot->page[link->snapshot_at];
    if (!link_send(link, link_frame(link, page->frame, page->text, page->bytes)))
        return;
    link->snapshot_at++;
    if (link->snapshot_at < snapshot->n)
        return;
    link->cursor = (struct cursor){ .seq = snapshot->seq, .id = UINT64_MAX };
    link->owes_last = true;
    link->own = (struct cursor){ 0 };
    link->snapshot = NULL;
    snapshot_release(host_platform(link->host), snapshot);
}

static void send_page(struct link *link)
{
    const struct transport *transport = &host_platform(link->host)->transport;
    const struct room *room = link->host->room;
    struct frame *slot[2] = { NULL, NULL };
    struct buf out;
    struct cursor own = link->own;
    struct page page;
    buf_init(&out, LIMIT_FRAME_OUT + LIMIT_ENTITY);
    page = link->owes_last ? feed_last(&out, room, link->cursor, &own, link->viewer)
                           : feed_page(&out, room, link->cursor, link->viewer);
    assert(!out.full);
    struct frame *frame = link_frame(link, slot, out.data, out.len);
    link_expect_answered(link);
    if (link_send(link, frame)) {
        link->cursor = page.to;
        link->own = own;
        if (!page.more) {
            link->cursor = (struct cursor){ .seq = room->seq, .id = UINT64_MAX };
            link->owes_last = false;
            link_catch_up(link);
        }
    }
    transport->frame_release(transport->self, frame);
    buf_free(&out);
}

void serve_link(struct link *link)
{
    if (link->n_held > 0)
        link_flush(link);
    if (link->owes_presence && link->greeted && !link->lagging)
        presence_tell(link);
    /* A page shows the room as it is now, so it goes by the rights of now: the round that tells of them may come later. */
    if (link->greeted && !link->live && !link->dead && host_between_commits(link->host))
        greet_again(link);
    if (link->wants_start && host_between_commits(link->host)) {
        link->wants_start = false;
        serve_from_start(link);
    }
    while (link->greeted && !link->live && !link->lagging && !link->dead && !link->wants_start) {
        if (link->snapshot != NULL)
            send_snapshot(link);
        else if (host_between_commits(link->host))
            send_page(link);
        else
            return;
    }
}

static void serve_some(struct host *host, int64_t until)
{
    host->serve_more = false;
    for (size_t i = 0; i < host->n_links; i++) {
        struct link *link = host->links[i];
        if (link->dead)
            continue;
        if (link->said_hello && !link->greeted)
            greet_serve(link);
        else if (link->greeted && !link->live && !link->lagging)
            serve_link(link);
        else
            continue;
        if (host_now(host) >= until) {
            host->serve_more = true;
            return;
        }
    }
}

void serve_all(struct host *host)
{
    assert(host_between_commits(host));
    if (host->n_waiting_hello + host->n_catching_up > 0)
        serve_some(host, host_now(host) + SERVE_MS);
}
