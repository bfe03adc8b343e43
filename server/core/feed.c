/* feed: what a reader has not yet seen. See include/core/feed.h; rules F6 to F12 of RULES.md. */
#include "core/feed.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "core/limits.h"

/* Bytes kept free in a frame for what follows the entities: the end of the page and the brackets. */
enum { TAIL_BYTES = 128, HEX_TAG = 17 };

static bool is_after(const struct entity *entity, struct cursor cursor)
{
    return entity->seq > cursor.seq || (entity->seq == cursor.seq && entity->id > cursor.id);
}

/* The oldest entity behind the cursor, or NULL. Readers are mostly near the newest, so look from there. */
static const struct entity *first_after(const struct room *room, struct cursor cursor)
{
    const struct entity *first = NULL;
    if (cursor.seq == 0)
        return room->oldest;
    for (const struct entity *e = room->newest; e != NULL && is_after(e, cursor); e = e->before)
        first = e;
    return first;
}

/*
 * F7: a removal is told to those who could have seen the thing. Ballots go away only while their poll is open and
 * together with who cast them, so of those the staff alone is told, and of attendance too. Of a question everybody is.
 */
static bool is_told_gone(const struct entity *entity, struct viewer viewer)
{
    if (viewer.audience == AUDIENCE_LOBBY)
        return false;
    return entity->kind != KIND_BALLOT || viewer.audience == AUDIENCE_STAFF;
}

struct writer {
    struct json json;               /* into the frame: entities */
    struct buf gone;                /* ids of tombstones, written behind them */
    size_t start;                   /* where the frame begins in its buffer */
    size_t n;
    uint64_t base, began;           /* of the cursor, see feed.h */
};

/* F12: a text comes as operations to who has it as it was; with the tag of its owner, which that reader may not get. */
static void write_entity(struct writer *w, const struct room *room, const struct entity *entity, struct viewer viewer)
{
    if (entity->kind == KIND_TEXT)
        view_write_text(&w->json, room, (const struct text *)entity, w->base, w->base > 0 || entity->seq > w->began);
    else
        view_write(&w->json, room, entity, viewer);
}

/* Write an entity or note a tombstone; false: it does not fit this page any more and nothing was written. */
static bool write_one(struct writer *w, const struct room *room, const struct entity *entity, struct viewer viewer)
{
    struct buf *out = w->json.out;
    if (entity->removed ? !is_told_gone(entity, viewer) : !view_sees(room, entity, viewer))
        return true;
    struct json before = w->json;
    size_t len = out->len, gone_len = w->gone.len;
    if (entity->removed)
        buf_print(&w->gone, "%s%" PRIu64, gone_len == 1 ? "" : ",", entity->id);
    else
        write_entity(w, room, entity, viewer);
    if (w->n > 0 && (out->full || out->len - w->start + w->gone.len + TAIL_BYTES > LIMIT_FRAME_OUT)) {
        buf_cut(out, len);
        buf_cut(&w->gone, gone_len);
        w->json = before;
        return false;
    }
    w->n++;
    return true;
}

/* A page says where the next goes on; the last one says what the replica now is. */
static void write_end(struct writer *w, const struct page *page, const struct room *room, bool more)
{
    struct json *json = &w->json;
    json_close_array(json);
    buf_char(&w->gone, ']');
    json_key(json, "gone");
    json_raw(json, w->gone.data, w->gone.len);
    json_key(json, "to");
    if (more) {
        json_open_array(json);
        json_uint(json, page->to.seq);
        json_uint(json, page->to.id < LIMIT_ID ? page->to.id : LIMIT_ID);
        json_close_array(json);
        json_key(json, "more");
        json_bool(json, true);
    } else {
        char tag[HEX_TAG];
        uint8_t bytes[8];
        hash_be64(bytes, room_tag(room, room->seq));
        hash_hex(tag, bytes, sizeof(bytes));
        json_uint(json, room->seq);
        json_key(json, "tag");
        json_text(json, tag);
    }
    json_close_object(json);
}

static void write_begin(struct writer *w, struct buf *out, const struct room *room, struct cursor since)
{
    bool complete = since.id == UINT64_MAX;
    w->base = complete ? since.seq : since.base;
    w->began = complete || since.seq == 0 ? room->seq : since.began;
    buf_init(&w->gone, LIMIT_FRAME_OUT * 2);
    buf_char(&w->gone, '[');
    json_init(&w->json, out);
    json_open_object(&w->json);
    json_key(&w->json, "t");
    json_text(&w->json, "delta");
    json_key(&w->json, "from");
    json_uint(&w->json, since.seq);
    json_key(&w->json, "set");
    json_open_array(&w->json);
}

/* It is somebody's, or the audience does not see it at all, as in the lobby nobody sees a person but the own one (F13). */
static void add_mine(const struct entity **mine, size_t *n, const struct room *room, const struct entity *entity,
                     struct viewer viewer)
{
    const struct viewer others = { .audience = viewer.audience };
    if (entity == NULL || !view_sees(room, entity, viewer))
        return;
    if (view_owner(room, entity) != 0 || !view_sees(room, entity, others))
        mine[(*n)++] = entity;
}

static int by_place(const void *a, const void *b)
{
    const struct entity *x = *(const struct entity *const *)a, *y = *(const struct entity *const *)b;
    if (x->seq != y->seq)
        return x->seq < y->seq ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

/* What belongs to the viewer alone, by (seq, id): the person, questions that wait, ballots that the audience does not see. */
static const struct entity **gather_mine(const struct room *room, struct viewer viewer, size_t *n)
{
    const struct kind_list *polls = &room->live[KIND_POLL], *questions = &room->live[KIND_QUESTION];
    const struct person *person = room_person(room, viewer.person);
    const struct entity **mine = mem_zero(1 + questions->n + 2 * polls->n, sizeof(const struct entity *));
    *n = 0;
    if (person == NULL)
        return mine;
    add_mine(mine, n, room, &person->e, viewer);
    for (size_t i = 0; i < questions->n; i++)
        add_mine(mine, n, room, view_owner(room, questions->v[i]) == viewer.person ? questions->v[i] : NULL, viewer);
    for (size_t i = 0; i < polls->n; i++) {
        const struct ballot *own = room_ballot_of(room, polls->v[i]->id, viewer.person);
        const struct ballot *shared = room_ballot_of(room, polls->v[i]->id, person->delegation);
        add_mine(mine, n, room, own == NULL ? NULL : &own->e, viewer);
        add_mine(mine, n, room, shared == NULL ? NULL : &shared->e, viewer);
    }
    qsort(mine, *n, sizeof(*mine), by_place);
    return mine;
}

/* Of that what is no news, from *own on, as much as fits; false: there is more. */
static bool write_mine(struct writer *w, const struct room *room, struct cursor since, struct cursor *own,
                       struct viewer viewer)
{
    bool fits = true;
    size_t n;
    if (own->seq == UINT64_MAX)
        return true;
    const struct entity **mine = gather_mine(room, viewer, &n);
    for (size_t i = 0; i < n && fits; i++) {
        if (!is_after(mine[i], *own) || is_after(mine[i], since))
            continue;
        fits = write_one(w, room, mine[i], viewer);
        if (fits)
            *own = (struct cursor){ .seq = mine[i]->seq, .id = mine[i]->id };
    }
    mem_free(mine);
    if (fits)
        own->seq = UINT64_MAX;
    return fits;
}

/* Write what fits; page->more and page->to say where it stopped. */
static void write_changes(struct writer *w, struct page *page, const struct room *room, struct cursor since,
                          struct viewer viewer)
{
    struct cursor at = { .seq = since.seq, .id = since.id, .base = w->base, .began = w->began };
    for (const struct entity *e = first_after(room, since); e != NULL; e = e->after) {
        /* F8: whoever starts from nothing has nothing to lose. */
        bool old_tombstone = e->removed && since.seq == 0;
        if (!old_tombstone && !write_one(w, room, e, viewer)) {
            page->more = true;
            page->to = at;
            return;
        }
        at.seq = e->seq;
        at.id = e->id;
    }
}

/* `own`: how far the viewer has what is theirs alone; NULL: it is not asked for. A page that is `shared` says that others follow. */
static struct page write_page(struct buf *out, const struct room *room, struct cursor since, struct viewer viewer,
                              struct cursor *own, bool shared)
{
    struct writer w = { .start = out->len };
    struct page page = { .to = { .seq = room->seq, .id = UINT64_MAX } };
    assert(since.seq <= room->seq);
    write_begin(&w, out, room, since);
    if (own == NULL || write_mine(&w, room, since, own, viewer)) {
        write_changes(&w, &page, room, since, viewer);
    } else {
        page.more = true;
        page.to = since;
    }
    page.n = w.n;
    page.set_end = out->len - w.start;
    write_end(&w, &page, room, page.more || shared);
    buf_free(&w.gone);
    return page;
}

struct page feed_page(struct buf *out, const struct room *room, struct cursor since, struct viewer viewer)
{
    return write_page(out, room, since, viewer, NULL, false);
}

struct page feed_first(struct buf *out, const struct room *room, struct cursor since, enum audience audience)
{
    return write_page(out, room, since, (struct viewer){ .audience = audience }, NULL, true);
}

struct page feed_last(struct buf *out, const struct room *room, struct cursor since, struct cursor *own,
                      struct viewer viewer)
{
    return write_page(out, room, since, viewer, own, false);
}

static int by_person(const void *a, const void *b)
{
    const struct owned *x = a, *y = b;
    if (x->person != y->person)
        return x->person > y->person ? 1 : -1;
    if (x->entity->seq != y->entity->seq)
        return x->entity->seq < y->entity->seq ? 1 : -1;
    return (x->entity->id < y->entity->id) - (x->entity->id > y->entity->id);
}

/* What has owners, as it is gathered. */
struct gathered {
    struct owned *v;
    size_t n, cap;
};

static void gather(struct gathered *gathered, uint64_t person, const struct entity *entity)
{
    if (gathered->n == gathered->cap) {
        gathered->cap = gathered->cap == 0 ? 16 : gathered->cap * 2;
        gathered->v = mem_grow(gathered->v, gathered->cap, sizeof(*gathered->v));
    }
    gathered->v[gathered->n++] = (struct owned){ person, entity };
}

/* What belongs to a delegation is every member's (F2). */
static void gather_members(struct gathered *gathered, const struct room *room, uint64_t delegation,
                           const struct entity *entity)
{
    const struct kind_list *persons = &room->live[KIND_PERSON];
    for (size_t i = 0; i < persons->n; i++) {
        const struct person *person = (const struct person *)persons->v[i];
        if (person->delegation == delegation && !person->guest)
            gather(gathered, person->e.id, entity);
    }
}

struct owned *feed_owned(const struct room *room, uint64_t since, size_t *n)
{
    struct gathered gathered = { 0 };
    struct cursor cursor = { .seq = since, .id = UINT64_MAX };
    for (const struct entity *e = room->newest; e != NULL && is_after(e, cursor); e = e->before) {
        uint64_t owner = e->kind == KIND_PERSON ? e->id : view_owner(room, e);
        if (owner == 0)
            continue;
        if (room_delegation(room, owner) != NULL)
            gather_members(&gathered, room, owner, e);
        else
            gather(&gathered, owner, e);
    }
    if (gathered.n > 1)
        qsort(gathered.v, gathered.n, sizeof(*gathered.v), by_person);
    *n = gathered.n;
    return gathered.v;
}

bool feed_own(struct buf *out, const struct room *room, const struct shared_page *shared, struct viewer viewer,
              const struct owned *owned, size_t n)
{
    struct viewer others = { .audience = viewer.audience };
    size_t start = out->len;
    bool first = shared->text[shared->set_end - 1] == '[';
    for (size_t i = 0; i < n; i++)
        if (owned[i].entity->removed || view_sees(room, owned[i].entity, others))
            return false;
    buf_add(out, shared->text, shared->set_end);
    for (size_t i = 0; i < n; i++) {
        struct json json;
        assert(owned[i].person == viewer.person);
        if (i > 0 || !first)
            buf_char(out, ',');
        json_init(&json, out);
        view_write(&json, room, owned[i].entity, viewer);
    }
    buf_add(out, shared->text + shared->set_end, shared->bytes - shared->set_end);
    if (!out->full && out->len - start <= LIMIT_FRAME_OUT)
        return true;
    buf_cut(out, start);
    return false;
}
