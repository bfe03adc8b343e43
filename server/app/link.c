/* link: one connection: sending to it, what it has not taken yet, its end. */
#include "app/host.h"

#include <assert.h>

#include "base/mem.h"

struct link *link_open(struct host *host, conn_id conn, const struct seat *seat)
{
    struct link *link = mem_zero(1, sizeof *link);
    link->conn = conn;
    link->host = host;
    link->seat = *seat;
    link->lang = LANG_EN;
    link->opened_at = link->sent_at = link->heard_at = host_now(host);
    if (host->n_links == host->links_cap) {
        host->links_cap = host->links_cap == 0 ? 16 : host->links_cap * 2;
        host->links = mem_grow(host->links, host->links_cap, sizeof *host->links);
    }
    link->at = host->n_links;
    host->links[host->n_links++] = link;
    map_put(&host->hub->links, conn, link);
    return link;
}

static void release_held(struct link *link)
{
    const struct transport *transport = &host_platform(link->host)->transport;
    for (size_t i = 0; i < link->n_held; i++)
        transport->frame_release(transport->self, link->held[i]);
    mem_free(link->held);
    link->held = NULL;
    link->n_held = 0;
}

/*
 * The last link takes the free place. A walk over the array that is between the two would skip it, so it is told the presence
 * anew and catches up by itself.
 */
static void leave_array(struct host *host, struct link *link)
{
    struct link *last = host->links[host->n_links - 1];
    assert(host->links[link->at] == link);
    bool misses_presence =
        host->presence_frame != NULL && link->at < host->presence_link && last->at >= host->presence_link;
    bool misses_round = host->round.active && link->at < host->round.at && last->at >= host->round.at;
    if (last != link && misses_presence)
        last->owes_presence = true;
    if (last != link && (misses_presence || misses_round))
        link_fall_behind(last);
    host->links[link->at] = last;
    last->at = link->at;
    host->n_links--;
}

void link_free(struct link *link)
{
    struct host *host = link->host;
    presence_leave(link);
    if (link->said_hello && !link->greeted)
        host->n_waiting_hello--;
    if (link->greeted && !link->live)
        host->n_catching_up--;
    release_held(link);
    snapshot_release(host_platform(host), link->snapshot);
    leave_array(host, link);
    map_remove(&host->hub->links, link->conn);
    mem_free(link);
}

void link_fall_behind(struct link *link)
{
    if (!link->live)
        return;
    link->live = false;
    link->host->serve_more = true;
    link->host->n_catching_up++;
}

void link_catch_up(struct link *link)
{
    assert(!link->live);
    link->live = true;
    link->host->n_catching_up--;
}

struct frame *link_frame(struct link *link, struct frame *slot[2], const char *text, size_t n)
{
    const struct transport *transport = &host_platform(link->host)->transport;
    bool deflate = link->deflate && n > 2048;
    if (slot[deflate] == NULL)
        slot[deflate] = transport->frame_make(transport->self, text, n, deflate);
    return slot[deflate];
}

void link_expect_answered(const struct link *link)
{
    assert(link->n_held == 0 || link->lagging || link->dead);
}

bool link_send(struct link *link, struct frame *frame)
{
    const struct transport *transport = &host_platform(link->host)->transport;
    if (link->dead || link->lagging)
        return false;
    switch (transport->send(transport->self, link->conn, frame)) {
    case SEND_TAKEN:
        link->sent_at = host_now(link->host);
        return true;
    case SEND_LAGGING:
        link->lagging = true;
        return false;
    case SEND_GONE:
        link->dead = true;
        return false;
    }
    return false;
}

void link_say(struct link *link, const char *text, size_t n)
{
    const struct transport *transport = &host_platform(link->host)->transport;
    if (link->dead)
        return;
    struct frame *frame = transport->frame_make(transport->self, text, n, false);
    if (link->n_held == 0 && link_send(link, frame)) {
        transport->frame_release(transport->self, frame);
        return;
    }
    if (link->dead || link->n_held == HELD_MAX) {
        transport->frame_release(transport->self, frame);
        link_end(link, CLOSE_SLOW);
        return;
    }
    if (link->held == NULL)
        link->held = mem_zero(HELD_MAX, sizeof *link->held);
    link->held[link->n_held++] = frame;
}

void link_flush(struct link *link)
{
    const struct transport *transport = &host_platform(link->host)->transport;
    size_t sent = 0;
    while (sent < link->n_held && link_send(link, link->held[sent]))
        transport->frame_release(transport->self, link->held[sent++]);
    for (size_t i = sent; i < link->n_held; i++)
        link->held[i - sent] = link->held[i];
    link->n_held -= sent;
}

void link_end(struct link *link, enum close_code code)
{
    const struct transport *transport = &host_platform(link->host)->transport;
    if (link->dead)
        return;
    link->dead = true;
    transport->close(transport->self, link->conn, code);
}

/* Whether it was there before the other one. */
static bool is_older(const struct link *link, const struct link *other)
{
    return other == NULL || link->opened_at < other->opened_at ||
           (link->opened_at == other->opened_at && link->conn < other->conn);
}

/*
 * The fourth takes the place of the oldest of the same browser, else of the oldest of all. By the hello it is known which earlier link of the
 * client itself is over, so those that have said hello are counted by themselves: who comes back before the server knows that the
 * former link broke takes no other device's place.
 */
void link_keep_three(const struct link *newest)
{
    const struct host *host = newest->host;
    struct link *oldest = NULL, *same = NULL;
    size_t n = 1;
    for (size_t i = 0; newest->seat.person != 0 && i < host->n_links; i++) {
        struct link *link = host->links[i];
        if (link == newest || link->dead || link->seat.person != newest->seat.person ||
            link->said_hello != newest->said_hello)
            continue;
        n++;
        if (is_older(link, oldest))
            oldest = link;
        if (link->seat.session != 0 && link->seat.session == newest->seat.session && is_older(link, same))
            same = link;
    }
    if (n > LIMIT_CONNECTIONS_PERSON)
        link_end(same != NULL ? same : oldest, CLOSE_REPLACED);
}
