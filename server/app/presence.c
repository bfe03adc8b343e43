/*
 * presence: who is here. Counts connections of a person and is cleaned up by connection, never by person, so that a second tab or the late
 * close of an old socket removes nobody. Volatile: never stored. Told at most once a second (P10).
 */
#include "app/host.h"

#include <assert.h>
#include <stdlib.h>

#include "base/json.h"
#include "base/mem.h"

static size_t count_of(const struct host *host, uint64_t person)
{
    return (size_t)(uintptr_t)map_get(&host->present, person);
}

static void set_count(struct host *host, uint64_t person, size_t n)
{
    if (n == 0)
        map_remove(&host->present, person);
    else
        map_put(&host->present, person, (void *)(uintptr_t)n);
}

static void note_change(struct host *host, uint64_t person)
{
    if (person != 0)
        map_put(&host->present_changed, person, host);
    host->presence_due = true;
}

void presence_enter(struct link *link)
{
    struct host *host = link->host;
    if (link->seat.person == 0) {
        if (link->seat.role == ROLE_LISTENER)
            host->listeners++;
        note_change(host, 0);
        return;
    }
    size_t n = count_of(host, link->seat.person);
    set_count(host, link->seat.person, n + 1);
    if (n == 0)
        note_change(host, link->seat.person);
}

void presence_leave(struct link *link)
{
    struct host *host = link->host;
    if (!link->greeted)
        return;
    if (link->seat.person == 0) {
        if (link->seat.role == ROLE_LISTENER)
            host->listeners--;
        note_change(host, 0);
        return;
    }
    size_t n = count_of(host, link->seat.person);
    assert(n > 0);
    set_count(host, link->seat.person, n - 1);
    if (n == 1)
        note_change(host, link->seat.person);
}

static int compare_ids(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* The keys of a map for which `here` says whether they must be present; sorted, so that nothing depends on hashing. */
static void write_ids(struct json *json, const struct host *host, const struct map *from, bool here)
{
    uint64_t *ids = mem_zero(from->n + 1, sizeof *ids);
    size_t n = 0, at = 0;
    uint64_t person;
    void *value;
    while (map_next(from, &at, &person, &value)) {
        if ((count_of(host, person) > 0) == here)
            ids[n++] = person;
    }
    qsort(ids, n, sizeof *ids, compare_ids);
    json_open_array(json);
    for (size_t i = 0; i < n; i++)
        json_uint(json, ids[i]);
    json_close_array(json);
    mem_free(ids);
}

static struct frame *make_frame(struct host *host, bool all)
{
    const struct transport *transport = &host_platform(host)->transport;
    struct buf out;
    struct json json;
    buf_init(&out, LIMIT_FRAME_OUT);
    json_init(&json, &out);
    json_open_object(&json);
    json_key(&json, "t");
    json_text(&json, "presence");
    if (all) {
        json_key(&json, "all");
        json_bool(&json, true);
    }
    json_key(&json, "here");
    write_ids(&json, host, all ? &host->present : &host->present_changed, true);
    if (!all) {
        json_key(&json, "gone");
        write_ids(&json, host, &host->present_changed, false);
    }
    json_key(&json, "listeners");
    json_uint(&json, host->listeners);
    json_close_object(&json);
    assert(!out.full);
    struct frame *frame = transport->frame_make(transport->self, out.data, out.len, false);
    buf_free(&out);
    return frame;
}

static void forget(const struct host *host, struct frame **frame)
{
    const struct transport *transport = &host_platform(host)->transport;
    if (*frame != NULL)
        transport->frame_release(transport->self, *frame);
    *frame = NULL;
}

void presence_forget(struct host *host)
{
    forget(host, &host->presence_frame);
    forget(host, &host->presence_all);
}

/*
 * Everybody who is here. When a thousand come at once it is not written for each of them: one a moment old will do, since
 * the next presence frame brings whatever changed since the last.
 */
void presence_tell(struct link *link)
{
    struct host *host = link->host;
    int64_t now = host_now(host);
    if (now > host->presence_all_at + (int64_t)(host->present.n / PRESENCE_READERS))
        forget(host, &host->presence_all);
    if (host->presence_all == NULL) {
        host->presence_all = make_frame(host, true);
        host->presence_all_at = now;
    }
    link->owes_presence = !link_send(link, host->presence_all);
}

static void begin(struct host *host, int64_t now)
{
    forget(host, &host->presence_all);
    host->presence_frame = make_frame(host, false);
    host->presence_link = 0;
    host->presence_at = now;
    host->presence_due = false;
    map_free(&host->present_changed);
}

void presence_slice(struct host *host)
{
    int64_t now = host_now(host);
    if (host->presence_frame == NULL) {
        if (!host->presence_due || now < host->presence_at + PRESENCE_MS)
            return;
        begin(host, now);
    }
    for (size_t i = 0; i < ROUND_SOCKETS && host->presence_link < host->n_links; i++) {
        struct link *link = host->links[host->presence_link++];
        if (link->greeted && !link->owes_presence && !link_send(link, host->presence_frame))
            link->owes_presence = true;
        if (i % 64 == 63 && host_now(host) - now >= ROUND_MS)
            return;
    }
    if (host->presence_link < host->n_links)
        return;
    forget(host, &host->presence_frame);
}

int64_t presence_due(const struct host *host)
{
    if (host->presence_frame != NULL)
        return host_now(host);
    return host->presence_due ? host->presence_at + PRESENCE_MS : 0;
}
