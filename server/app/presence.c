/*
 * presence: who is here, and who writes where. Counts connections of a person and is cleaned up by connection, never by person, so that a
 * second tab or the late close of an old socket removes nobody. Volatile: never stored. Told at most once a second (P10, P41).
 *
 * A place is what a client says: nobody looks whether there is such a row, which would need the room between commits; readers ignore what
 * they do not hold. Of a person in two windows the place said last is told.
 */
#include "app/host.h"

#include <assert.h>
#include <stdlib.h>

#include "base/json.h"
#include "base/mem.h"

size_t presence_count(const struct host *host, uint64_t person)
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
    if (person != 0) {
        map_put(&host->present_changed, person, host);
        host->attending.changed = true;
    }
    host->presence_due = true;
}

/* A person has one place however many windows; so all of them fit a frame, beside all who are here. */
enum { PLACE_BYTES = 80, HERE_BYTES = 22 };
_Static_assert(LIMIT_PEOPLE * (PLACE_BYTES + HERE_BYTES) + 200 < LIMIT_FRAME_OUT, "presence fits a frame");

static void note_writing(struct host *host, uint64_t person)
{
    map_put(&host->writing_changed, person, host);
    host->presence_due = true;
}

/* Another window of the same person that writes somewhere; NULL: none. */
static struct link *other_writer(const struct link *link)
{
    const struct host *host = link->host;
    if (presence_count(host, link->seat.person) < 2)
        return NULL;
    for (size_t i = 0; i < host->n_links; i++) {
        struct link *other = host->links[i];
        if (other != link && other->seat.person == link->seat.person && other->place.of != 0 && !other->dead)
            return other;
    }
    return NULL;
}

/* It writes nowhere any more: what is told of the person is another window's place, or none. */
static void leave_place(struct link *link)
{
    struct host *host = link->host;
    uint64_t person = link->seat.person;
    link->place = (struct place){ .of = 0 };
    if (map_get(&host->writing, person) != link)
        return;
    struct link *other = other_writer(link);
    if (other != NULL)
        map_put(&host->writing, person, other);
    else
        map_remove(&host->writing, person);
    note_writing(host, person);
}

/* That facilitators write in what only they may read is nobody's business. */
static bool is_for_everybody(const struct place *place)
{
    return place->field != TEXT_STAFF_NOTES;
}

void presence_place(struct link *link, struct place place)
{
    struct host *host = link->host;
    if (link->seat.person == 0 || link->viewer.audience == AUDIENCE_LOBBY)
        return;
    if (place.of == 0 || !is_for_everybody(&place)) {
        leave_place(link);
        return;
    }
    bool same = link->place.of == place.of && link->place.field == place.field && link->place.lang == place.lang;
    if (same && map_get(&host->writing, link->seat.person) == link)
        return;
    link->place = place;
    map_put(&host->writing, link->seat.person, link);
    note_writing(host, link->seat.person);
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
    size_t n = presence_count(host, link->seat.person);
    set_count(host, link->seat.person, n + 1);
    if (n > 0)
        return;
    note_change(host, link->seat.person);
    attendance_came(host, link->seat.person);
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
    leave_place(link);
    attendance_link_gone(link);
    size_t n = presence_count(host, link->seat.person);
    assert(n > 0);
    set_count(host, link->seat.person, n - 1);
    if (n == 1)
        note_change(host, link->seat.person);
}

void presence_simulate(struct host *host, uint64_t person, bool here)
{
    if ((map_get(&host->simulated, person) != NULL) == here)
        return;
    size_t n = presence_count(host, person);
    if (here)
        map_put(&host->simulated, person, host);
    else
        map_remove(&host->simulated, person);
    set_count(host, person, here ? n + 1 : n - 1);
    if (n == (here ? 0u : 1u))
        note_change(host, person);
}

bool presence_is_simulated(const struct host *host, uint64_t person)
{
    return map_get(&host->simulated, person) != NULL && presence_count(host, person) == 1;
}

static int compare_ids(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* The keys of a map; sorted, so that nothing depends on hashing. The caller frees them. */
static uint64_t *sorted_keys(const struct map *from)
{
    uint64_t *ids = mem_zero(from->n + 1, sizeof *ids);
    size_t n = 0, at = 0;
    void *value;
    while (map_next(from, &at, &ids[n], &value))
        n++;
    qsort(ids, n, sizeof *ids, compare_ids);
    return ids;
}

/* Those of the map's keys for which `here` says whether they must be present. */
static void write_ids(struct json *json, const struct host *host, const struct map *from, bool here)
{
    uint64_t *ids = sorted_keys(from);
    json_open_array(json);
    for (size_t i = 0; i < from->n; i++)
        if ((presence_count(host, ids[i]) > 0) == here)
            json_uint(json, ids[i]);
    json_close_array(json);
    mem_free(ids);
}

static void write_word(struct json *json, const char *key, uint8_t value)
{
    size_t index;
    json_key(json, key);
    json_text(json, kind_field(KIND_TEXT, key, &index)->words[value]);
}

/* P41: where the persons of the map write; of who writes nowhere any more the number alone. */
static void write_places(struct json *json, const struct host *host, const struct map *from)
{
    uint64_t *ids = sorted_keys(from);
    json_key(json, "at");
    json_open_array(json);
    for (size_t i = 0; i < from->n; i++) {
        const struct link *link = map_get(&host->writing, ids[i]);
        json_open_object(json);
        json_key(json, "p");
        json_uint(json, ids[i]);
        if (link != NULL) {
            json_key(json, "id");
            json_uint(json, link->place.of);
            write_word(json, "field", link->place.field);
            write_word(json, "lang", link->place.lang);
        }
        json_close_object(json);
    }
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
    const struct map *writing = all ? &host->writing : &host->writing_changed;
    if (all || writing->n > 0)
        write_places(&json, host, writing);
    secret_write_progress(&json, host, all);
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
    /* P42: who else is here is not for the lobby. */
    if (link->viewer.audience == AUDIENCE_LOBBY) {
        link->owes_presence = false;
        return;
    }
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
    map_free(&host->writing_changed);
}

void presence_slice(struct host *host)
{
    int64_t now = host_now(host);
    if (secret_progress(host, now))
        host->presence_due = true;
    if (host->presence_frame == NULL) {
        if (!host->presence_due || now < host->presence_at + PRESENCE_MS)
            return;
        begin(host, now);
    }
    for (size_t i = 0; i < ROUND_SOCKETS && host->presence_link < host->n_links; i++) {
        struct link *link = host->links[host->presence_link++];
        if (link->viewer.audience == AUDIENCE_LOBBY)
            continue;
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
    int64_t at = host->presence_due ? host->presence_at + PRESENCE_MS : 0, progress = secret_progress_due(host);
    return at == 0 || (progress != 0 && progress < at) ? progress : at;
}
