/*
 * publish: what became durable goes to every screen: one frame per audience, encoded once, in slices, so that acknowledgements and input never wait behind
 * a large room. A person whose own copy differs gets a frame of their own; a person whose rights changed loads anew (P9).
 *
 * A round goes from `from` to `to`. Who is live holds at least `from`; who already holds a part of the round loses nothing by getting it again, since an
 * entity replaces the former one whole, and of a text's operations the reader leaves out those it has (P34).
 */
#include "app/host.h"

#include <assert.h>

#include "base/mem.h"

static void release(const struct platform *platform, struct frame *frame[2])
{
    for (size_t k = 0; k < 2; k++) {
        if (frame[k] != NULL)
            platform->transport.frame_release(platform->transport.self, frame[k]);
        frame[k] = NULL;
    }
}

void publish_end(struct host *host)
{
    const struct platform *platform = host_platform(host);
    struct round *round = &host->round;
    size_t at = 0;
    uint64_t person;
    void *value;
    for (size_t a = 0; a < AUDIENCE_N; a++) {
        release(platform, round->shared[a].frame);
        mem_free(round->shared[a].text);
        round->shared[a].text = NULL;
    }
    while (map_next(&round->personal, &at, &person, &value)) {
        struct personal *personal = value;
        release(platform, personal->frame);
        mem_free(personal->text);
        mem_free(personal);
    }
    map_free(&round->personal);
    round->active = false;
}

/* The delta of the round for one viewer; NULL when it does not fit one frame, then its readers catch up by pages. */
static char *delta_text(const struct host *host, struct viewer viewer, size_t *bytes, size_t *set_end)
{
    struct buf out;
    struct cursor since = { .seq = host->round.from, .id = UINT64_MAX };
    buf_init(&out, LIMIT_FRAME_OUT + LIMIT_ENTITY);
    struct page page = feed_page(&out, host->room, since, viewer);
    assert(!out.full);
    if (page.more) {
        buf_free(&out);
        return NULL;
    }
    *set_end = page.set_end;
    return buf_take(&out, bytes);
}

/* The same for one person; mostly it is what the audience gets and a ballot. */
static char *own_text(const struct host *host, struct viewer viewer, const struct owned *owned, size_t n, size_t *bytes)
{
    struct buf out;
    size_t set_end;
    const struct shared_page shared = { .text = host->round.shared[viewer.audience].text,
                                        .bytes = host->round.shared[viewer.audience].bytes,
                                        .set_end = host->round.shared[viewer.audience].set_end };
    buf_init(&out, LIMIT_FRAME_OUT + LIMIT_ENTITY);
    if (shared.text != NULL && feed_own(&out, host->room, &shared, viewer, owned, n))
        return buf_take(&out, bytes);
    buf_free(&out);
    return delta_text(host, viewer, bytes, &set_end);
}

static struct personal *personal_new(const struct host *host, const struct owned *owned, size_t n)
{
    struct personal *personal = mem_zero(1, sizeof *personal);
    const struct person *person = room_person(host->room, owned->person);
    personal->removed = person == NULL;
    if (personal->removed)
        return personal;
    personal->view = person->view;
    personal->role = actor_of(host->room, owned->person, 0).role;
    struct viewer viewer = view_of(host->room, owned->person, personal->role);
    personal->audience = viewer.audience;
    personal->text = own_text(host, viewer, owned, n, &personal->bytes);
    return personal;
}

static void prepare_personal(struct host *host)
{
    size_t n = 0, end;
    struct owned *owned = feed_owned(host->room, host->round.from, &n);
    for (size_t i = 0; i < n; i = end) {
        for (end = i + 1; end < n && owned[end].person == owned[i].person; end++)
            continue;
        if (map_get(&host->present, owned[i].person) != NULL)
            map_put(&host->round.personal, owned[i].person, personal_new(host, &owned[i], end - i));
    }
    mem_free(owned);
}

static bool audience_is_here(const struct host *host, enum audience audience)
{
    for (size_t i = 0; i < host->n_links; i++) {
        if (host->links[i]->live && host->links[i]->viewer.audience == audience)
            return true;
    }
    return false;
}

/*
 * When the next round may begin. Each costs a send per reader whatever it carries, so in a large room what happens within
 * a tenth of a second goes out together; in a small one nobody waits.
 */
static int64_t round_due(const struct host *host)
{
    int64_t gap = (int64_t)(host->n_links / ROUND_READERS);
    return host->round.began + (gap < ROUND_GAP_MS ? gap : ROUND_GAP_MS);
}

void publish_begin(struct host *host)
{
    struct round *round = &host->round;
    int64_t now = host_now(host);
    assert(host_between_commits(host));
    if (round->active || host->published == host->durable || now < round_due(host))
        return;
    round->active = true;
    round->from = host->published;
    round->to = host->durable;
    round->at = 0;
    round->began = now;
    host->published = host->durable;
    for (unsigned a = 0; a < AUDIENCE_N; a++) {
        struct viewer viewer = { .audience = (enum audience)a };
        round->shared[a].text = NULL;
        if (audience_is_here(host, viewer.audience))
            round->shared[a].text = delta_text(host, viewer, &round->shared[a].bytes, &round->shared[a].set_end);
    }
    prepare_personal(host);
}

static void send_round(struct link *link)
{
    struct round *round = &link->host->round;
    struct personal *personal = NULL;
    char *text = round->shared[link->viewer.audience].text;
    size_t bytes = round->shared[link->viewer.audience].bytes;
    struct frame **slot = round->shared[link->viewer.audience].frame;
    if (round->personal.n > 0 && link->seat.person != 0)
        personal = map_get(&round->personal, link->seat.person);
    if (personal != NULL && personal->removed) {
        link_end(link, CLOSE_FORBIDDEN);
        return;
    }
    /* P9: other rights, another replica. A link that has newer rights already learned of them from a later state. */
    if (personal != NULL && personal->view > link->view) {
        greet_change_view(link, personal->view, personal->role, personal->audience);
        return;
    }
    if (personal != NULL) {
        text = personal->text;
        bytes = personal->bytes;
        slot = personal->frame;
    }
    if (!link->live || link->cursor.seq >= round->to)
        return;
    link_expect_answered(link);
    if (text == NULL || !link_send(link, link_frame(link, slot, text, bytes)))
        link_fall_behind(link);
    else
        link->cursor = (struct cursor){ .seq = round->to, .id = UINT64_MAX };
}

void publish_slice(struct host *host)
{
    struct round *round = &host->round;
    const size_t most = host->inbox_n > 0 || host->flight_n > 0 ? ROUND_SOCKETS_BUSY : ROUND_SOCKETS;
    int64_t now = host_now(host);
    if (!round->active)
        return;
    for (size_t i = 0; i < most && round->at < host->n_links; i++) {
        struct link *link = host->links[round->at++];
        if (link->greeted && !link->dead)
            send_round(link);
        if (i % 64 == 63 && host_now(host) - now >= ROUND_MS)
            return;
    }
    if (round->at >= host->n_links)
        publish_end(host);
}

int64_t publish_due(const struct host *host)
{
    if (host->round.active)
        return host_now(host);
    if (host->published == host->durable || !host_between_commits(host))
        return 0;
    return round_due(host);
}
