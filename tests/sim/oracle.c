/*
 * oracle: what must hold when everything has come to rest (DESIGN.md section 9, Invariants). Its models of polls (polls.c, secrets.c) and texts
 * (texts.c) are its own, made from RULES.md and the recorded bodies with another JSON reader.
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "app/codec.h"
#include "base/mem.h"
#include "core/feed.h"
#include "core/limits.h"
#include "core/text.h"
#include "scan.h"
#include "world.h"

static bool same_sender(const struct change *change, const struct sent *sent)
{
    return change->number == sent->number && memcmp(change->client, sent->client, CLIENT_ID_BYTES) == 0;
}

/* Acknowledged: exactly once, where the ack said. Refused: never. Unknown: at most once. */
static void check_once(struct world *world, unsigned r, const struct change *changes, size_t n)
{
    for (size_t i = 0; i < world->n_sent; i++) {
        const struct sent *sent = &world->sent[i];
        size_t found = 0;
        uint64_t seq = 0;
        if (sent->room != r || sent->secret != 0)
            continue;
        for (size_t c = 0; c < n; c++) {
            if (same_sender(&changes[c], sent)) {
                found++;
                seq = changes[c].seq;
            }
        }
        if (found > 1)
            world_fail(world, "command %s was applied %zu times", sent->frame, found);
        if (sent->fate == FATE_ACKED && found == 0)
            world_fail(world, "acknowledged and lost: %s", sent->frame);
        if (sent->fate == FATE_ACKED && seq != sent->seq)
            world_fail(world, "acknowledged at %llu, recorded at %llu: %s", (unsigned long long)sent->seq,
                       (unsigned long long)seq, sent->frame);
        if (sent->fate == FATE_REFUSED && found != 0)
            world_fail(world, "refused and applied: %s", sent->frame);
    }
}

/* State equals the fold of history: every field of every entity, the chain included. */
static struct room *fold(struct world *world, const struct change *changes, size_t n)
{
    struct room *room = room_new();
    for (size_t i = 0; i < n; i++) {
        const struct change *change = &changes[i];
        struct command cmd;
        struct change again;
        struct origin origin = {.number = change->number};
        struct actor actor = change->actor == 0 ? actor_system(change->at) : actor_of(room, change->actor, change->at);
        memcpy(origin.client, change->client, CLIENT_ID_BYTES);
        enum code code = codec_command(&cmd, change->verb, change->body, strlen(change->body), LANG_EN);
        struct outcome outcome = {.code = code};
        if (code == CODE_OK)
            outcome = history_run(room, &actor, change->number != 0 ? &origin : NULL, &cmd, change->salt, &again);
        if (outcome.code != CODE_OK || outcome.repeat || memcmp(again.chain, change->chain, HASH_BYTES) != 0) {
            world_fail(world, "history cannot be run again at %llu: %s %s", (unsigned long long)change->seq,
                       change->verb, code_word(outcome.code));
            return room;
        }
        change_clear(&again);
    }
    return room;
}

static void compare_entity(struct world *world, const struct entity *a, const struct room *other)
{
    const struct kind_info *info = kind_info((enum kind)a->kind);
    const struct entity *b = map_get(&other->entities, a->id);
    if (b == NULL || b->kind != a->kind || b->seq != a->seq || b->removed != a->removed) {
        world_fail(world, "entity %llu differs from the fold of history", (unsigned long long)a->id);
        return;
    }
    for (size_t f = 0; !a->removed && f < info->n_fields; f++) {
        if (!field_equal(&info->fields[f], a, b))
            world_fail(world, "%s %llu: %s differs from the fold of history", info->name, (unsigned long long)a->id,
                       info->fields[f].name);
    }
}

static void check_fold(struct world *world, const struct room *room, const struct change *changes, size_t n)
{
    struct room *again = fold(world, changes, n);
    if (again->seq != room->seq || again->last_id != room->last_id)
        world_fail(world, "the fold of history ends elsewhere");
    for (const struct entity *e = room->oldest; e != NULL; e = e->after)
        compare_entity(world, e, again);
    room_check(room);
    room_free(again);
}

static void check_no_more(struct world *world, const struct guest *guest, const struct room *room)
{
    size_t at = 0;
    uint64_t id;
    void *value;
    while (map_next(&guest->replica, &at, &id, &value)) {
        const struct entity *e = map_get(&room->entities, id);
        if (e == NULL || e->removed)
            world_fail(world, "guest %u still holds %s, removed at %llu", guest->index, ((struct copy *)value)->text,
                       e == NULL ? 0 : (unsigned long long)e->seq);
    }
}

/* The tag apart: it may have come with a text (P36). */
static void cut_tag(char *text, char tag[20])
{
    struct slice found = scan_member(slice_of(text), "tag");
    tag[0] = '\0';
    if (found.text == NULL || found.n >= 20)
        return;
    memcpy(tag, found.text, found.n);
    tag[found.n] = '\0';
    memset(text + (found.text - text), '-', found.n);
}

static void check_copy(struct world *world, const struct guest *guest, char *told, const struct copy *copy)
{
    char tag[20], own[20];
    if (copy == NULL) {
        world_fail(world, "guest %u holds nothing instead of %s", guest->index, told);
        return;
    }
    cut_tag(told, tag);
    char *text = mem_copy_text(copy->text);
    cut_tag(text, own);
    if (strcmp(text, told) != 0)
        world_fail(world, "guest %u holds %s instead of %s", guest->index, copy->text, told);
    if (strcmp(copy->tag, tag) != 0)
        world_fail(world, "guest %u holds the tag %s instead of %s: %s", guest->index, copy->tag, tag, told);
    mem_free(text);
}

/* A text: its words are those of the room, and nothing of one's own waits any more. */
static void check_pad(struct world *world, struct guest *guest, const struct room *room, const struct text *text)
{
    const struct pad *pad = pad_of_text(guest, text->e.id);
    struct buf words;
    buf_init(&words, LIMIT_ENTITY);
    if (pad != NULL)
        words_write(&words, &pad->words);
    const char *said = words.data == NULL ? "" : words.data;
    if (pad == NULL || pad->rev != text->rev || strcmp(said, text_words(room, text)) != 0)
        world_fail(world, "guest %u holds text %llu as \"%s\" at %lld instead of \"%s\" at %lld", guest->index,
                   (unsigned long long)text->e.id, said, pad == NULL ? -1ll : (long long)pad->rev, text_words(room, text),
                   (long long)text->rev);
    if (pad != NULL && pad->typing)
        world_fail(world, "guest %u still waits with words for text %llu", guest->index, (unsigned long long)text->e.id);
    buf_free(&words);
}

/* Every viewer's copy equals the view computed from scratch. */
static void check_view(struct world *world, struct guest *guest, const struct room *room)
{
    enum role role = guest->seat.person == 0 ? guest->seat.role : actor_of(room, guest->seat.person, room->at).role;
    struct viewer viewer = view_of(room, guest->seat.person, role);
    size_t n = 0;
    if (guest->removed)
        return;
    if (guest->seq != room->seq)
        world_fail(world, "guest %u rests at %llu of %llu", guest->index, (unsigned long long)guest->seq,
                   (unsigned long long)room->seq);
    for (const struct entity *e = room->oldest; e != NULL; e = e->after) {
        struct buf out;
        struct json json;
        if (e->removed || !view_sees(room, e, viewer))
            continue;
        n++;
        if (e->kind == KIND_TEXT) {
            check_pad(world, guest, room, (const struct text *)e);
            continue;
        }
        buf_init(&out, LIMIT_ENTITY);
        json_init(&json, &out);
        view_write(&json, room, e, viewer);
        check_copy(world, guest, out.data, map_get(&guest->replica, e->id));
        buf_free(&out);
    }
    check_no_more(world, guest, room);
    if (n != guest->replica.n)
        world_fail(world, "guest %u holds %zu entities instead of %zu", guest->index, guest->replica.n, n);
}

/* Presence is exact 35 s after the last fault. */
static void check_presence(struct world *world, const struct guest *guest)
{
    for (size_t i = 0; !guest->removed && i < WORLD_CLIENTS; i++) {
        const struct guest *other = &world->guests[i];
        if (other->room != guest->room || other->seat.person == 0)
            continue;
        bool here = map_get(&guest->here, other->seat.person) != NULL;
        if (here == other->removed)
            world_fail(world, "guest %u thinks that person %llu is %s", guest->index,
                       (unsigned long long)other->seat.person, here ? "here" : "away");
        if ((uint64_t)(uintptr_t)map_get(&guest->places, other->seat.person) != other->place)
            world_fail(world, "guest %u is wrong about where person %llu writes", guest->index,
                       (unsigned long long)other->seat.person);
    }
}

void oracle_check(struct world *world)
{
    for (unsigned r = 0; r < WORLD_ROOMS; r++) {
        size_t n = 0;
        const struct change *changes = memory_store_changes(world->store, world->workshop[r], &n);
        struct room *room = memory_store_room(world->store, world->workshop[r]);
        check_once(world, r, changes, n);
        check_fold(world, room, changes, n);
        polls_check(world, r, room, changes, n);
        secrets_check(world, r, room, changes, n);
        attendance_check(world, r, room, changes, n);
        texts_check(world, r, room, changes, n);
        for (size_t i = 0; i < WORLD_CLIENTS; i++) {
            if (world->guests[i].room == r) {
                check_view(world, &world->guests[i], room);
                check_presence(world, &world->guests[i]);
            }
        }
        room_free(room);
    }
    for (size_t i = 0; i < world->n_sent; i++) {
        const struct sent *sent = &world->sent[i];
        for (size_t g = 0; g < WORLD_CLIENTS; g++) {
            const struct guest *guest = &world->guests[g];
            if (sent->fate == FATE_OPEN && !guest->removed && guest->room == sent->room &&
                memcmp(guest->client, sent->client, CLIENT_ID_BYTES) == 0)
                world_fail(world, "never answered: %s", sent->frame);
        }
    }
}
