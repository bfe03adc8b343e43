/* guest: a client of the protocol, written from PROTOCOL.md alone. Rule ids in the comments are of that page. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "scan.h"
#include "world.h"

static void clear_replica(struct guest *guest)
{
    size_t at = 0;
    uint64_t id;
    void *value;
    while (map_next(&guest->replica, &at, &id, &value)) {
        mem_free(((struct copy *)value)->text);
        mem_free(value);
    }
    map_free(&guest->replica);
    guest->seq = guest->tag = 0;
    guest->loaded = false;
}

void guest_forget(struct world *world, struct guest *guest)
{
    clear_replica(guest);
    pads_free(guest);
    map_free(&guest->here);
    map_free(&guest->places);
    for (size_t i = 0; i < CLIENT_ID_BYTES; i++)
        guest->client[i] = (uint8_t)world_random(world);
    guest->next_number = 1;
    guest->view = 0;
    guest->held_from = 0;
    guest->loaded = false;
    guest->first_open = world->n_sent;
}

void guest_connected(struct world *world, struct guest *guest)
{
    char hex[2 * CLIENT_ID_BYTES + 1];
    char text[256];
    guest->welcome = false;
    hash_hex(hex, guest->client, sizeof guest->client);
    (void)snprintf(text, sizeof text,
                   "{\"t\":\"hello\",\"client\":\"%s\",\"seq\":%llu,\"tag\":\"%016llx\",\"view\":%lld,\"deflate\":false}",
                   hex, (unsigned long long)guest->seq, (unsigned long long)guest->tag, (long long)guest->view);
    wire_send(world, guest, text);
}

static bool is_mine(const struct guest *guest, const struct sent *sent)
{
    return sent->room == guest->room && memcmp(sent->client, guest->client, CLIENT_ID_BYTES) == 0;
}

/* P15: every unanswered command again, as it was, in order. */
static void send_again(struct world *world, struct guest *guest)
{
    guest->held_from = 0;
    for (size_t i = guest->first_open; i < world->n_sent; i++) {
        if (is_mine(guest, &world->sent[i]) && world->sent[i].fate == FATE_OPEN) {
            wire_send(world, guest, world->sent[i].frame);
            world->sent[i].under_way++;
        }
    }
}

static uint64_t read_hex(struct slice value)
{
    uint8_t bytes[8];
    uint64_t number = 0;
    if (value.n != 18 || !hash_unhex(bytes, sizeof bytes, value.text + 1, 16))
        return 0;
    for (size_t i = 0; i < sizeof bytes; i++)
        number = number << 8 | bytes[i];
    return number;
}

static void on_welcome(struct world *world, struct guest *guest, struct slice frame)
{
    for (size_t i = guest->first_open; i < world->n_sent; i++)
        if (is_mine(guest, &world->sent[i]))
            world->sent[i].under_way = 0;
    bool reset = scan_is(scan_member(frame, "reset"), "true");
    guest->welcome = true;
    guest->view = (int64_t)scan_number(scan_member(frame, "view"), 0);
    pads_welcome(world, guest, reset, scan_is(scan_member(frame, "lost"), "true"),
                 scan_number(scan_member(frame, "last"), 0));
    if (reset)
        clear_replica(guest);
    else
        guest->loaded = true;
    send_again(world, guest);
}

static void keep_tag(struct copy *copy, struct slice tag)
{
    if (copy == NULL || tag.n >= sizeof copy->tag)
        return;
    (void)snprintf(copy->tag, sizeof copy->tag, "%.*s", (int)tag.n, tag.text == NULL ? "" : tag.text);
}

/* P36: the tag of a row comes with its texts. */
static void put_text(struct world *world, struct guest *guest, struct slice entity)
{
    struct slice tag = scan_member(entity, "tag");
    pads_put(world, guest, entity);
    const struct pad *pad = pad_of_text(guest, scan_number(scan_member(entity, "id"), 0));
    if (pad != NULL && tag.text != NULL)
        keep_tag(map_get(&guest->replica, pad->of), tag);
}

static void put(struct world *world, struct guest *guest, struct slice entity)
{
    uint64_t id = scan_number(scan_member(entity, "id"), 0);
    struct copy *copy = map_get(&guest->replica, id);
    if (copy == NULL) {
        copy = mem_zero(1, sizeof *copy);
        map_put(&guest->replica, id, copy);
    }
    mem_free(copy->text);
    copy->text = mem_copy_bytes(entity.text, entity.n);
    copy->seq = scan_number(scan_member(entity, "seq"), 0);
    if (scan_is(scan_member(entity, "k"), "text"))
        put_text(world, guest, entity);
    else
        keep_tag(copy, scan_member(entity, "tag"));
    if (scan_is(scan_member(entity, "k"), "proposal"))
        pads_put(world, guest, entity);
}

static void drop(struct guest *guest, uint64_t id)
{
    struct copy *copy = map_remove(&guest->replica, id);
    pads_gone(guest, id);
    if (copy == NULL)
        return;
    mem_free(copy->text);
    mem_free(copy);
}

/* P6 */
static void on_delta(struct world *world, struct guest *guest, struct slice frame)
{
    struct slice element;
    size_t at = 0;
    uint64_t from = scan_number(scan_member(frame, "from"), UINT64_MAX);
    if (guest->loaded && from > guest->seq)
        world_fail(world, "a delta from %llu reached a client at %llu", (unsigned long long)from,
                   (unsigned long long)guest->seq);
    while (scan_element(scan_member(frame, "set"), &at, &element))
        put(world, guest, element);
    at = 0;
    while (scan_element(scan_member(frame, "gone"), &at, &element))
        drop(guest, scan_number(element, 0));
    if (scan_is(scan_member(frame, "more"), "true"))
        return;
    uint64_t to = scan_number(scan_member(frame, "to"), 0);
    if (to < guest->seq)
        world_fail(world, "a delta to %llu reached a client at %llu", (unsigned long long)to,
                   (unsigned long long)guest->seq);
    guest->seq = to;
    guest->tag = read_hex(scan_member(frame, "tag"));
    guest->loaded = true;
    pads_complete(world, guest);
}

struct sent *guest_sent(struct world *world, struct guest *guest, uint64_t number)
{
    for (size_t i = guest->first_open; i < world->n_sent; i++) {
        if (is_mine(guest, &world->sent[i]) && world->sent[i].number == number)
            return &world->sent[i];
    }
    return NULL;
}

/* P14: nothing overtakes a command that was refused for now and has not been sent again since. */
static void check_order(struct world *world, struct guest *guest, const struct sent *sent)
{
    const struct sent *held = guest->held_from == 0 ? NULL : guest_sent(world, guest, guest->held_from);
    if (held != NULL && held->under_way == 0 && held->fate == FATE_OPEN && sent->number > held->number)
        world_fail(world, "command %llu overtook %llu, which waits", (unsigned long long)sent->number,
                   (unsigned long long)held->number);
}

static void on_ack(struct world *world, struct guest *guest, struct slice frame)
{
    struct sent *sent = guest_sent(world, guest, scan_number(scan_member(frame, "n"), 0));
    uint64_t seq = scan_number(scan_member(frame, "seq"), 0);
    if (sent == NULL) {
        world_fail(world, "an acknowledgement for nothing sent");
        return;
    }
    sent->under_way -= sent->under_way > 0;
    check_order(world, guest, sent);
    if (sent->nonsense)
        world_fail(world, "nonsense was taken: %s", sent->frame);
    /* P47: of a secret ballot the seq is where the room was. */
    if (sent->fate == FATE_REFUSED || (sent->fate == FATE_ACKED && sent->seq != seq && sent->secret == 0))
        world_fail(world, "command %llu was answered in two ways", (unsigned long long)sent->number);
    sent->fate = FATE_ACKED;
    sent->seq = seq;
    sent->acked_at = world->now;
    world->secret_acks += sent->secret != 0;
    sent->id = scan_number(scan_member(frame, "id"), 0);
    world->acks++;
    pads_answered(world, guest, sent, false);
}

/* P14 */
static void on_no(struct world *world, struct guest *guest, struct slice frame)
{
    struct slice code = scan_member(frame, "code");
    uint64_t number = scan_number(scan_member(frame, "n"), 0);
    struct sent *sent = guest_sent(world, guest, number);
    if (scan_is(code, "bad_frame") || scan_is(code, "bad_command") || scan_is(code, "reused"))
        world_fail(world, "the server did not understand us: %.*s", (int)frame.n, frame.text);
    if (sent == NULL)
        return;
    sent->under_way -= sent->under_way > 0;
    if (scan_is(code, "storage") || scan_is(code, "busy")) {
        if (guest->held_from == 0 || number < guest->held_from)
            guest->held_from = number;
        guest->retry_at = world->now + 1000;
        return;
    }
    if (sent->fate == FATE_ACKED)
        world_fail(world, "acknowledged command %llu was refused later: %.*s", (unsigned long long)number,
                   (int)code.n, code.text);
    sent->fate = FATE_REFUSED;
    pads_answered(world, guest, sent, scan_is(code, "refused_before"));
}

static uint64_t packed_place(uint64_t of, unsigned field, unsigned lang)
{
    return of << 16 | field << 8 | (lang + 1);
}

static unsigned word_at(struct slice word, const char *const *words, unsigned n)
{
    unsigned i = 0;
    while (i < n && !scan_is(word, words[i]))
        i++;
    return i;
}

/* P41 */
static void take_place(struct guest *guest, struct slice place)
{
    uint64_t person = scan_number(scan_member(place, "p"), 0);
    uint64_t of = scan_number(scan_member(place, "id"), 0);
    unsigned field = word_at(scan_member(place, "field"), pad_fields, PAD_FIELDS);
    unsigned lang = word_at(scan_member(place, "lang"), pad_langs, PAD_LANGS);
    if (of == 0)
        (void)map_remove(&guest->places, person);
    else
        map_put(&guest->places, person, (void *)(uintptr_t)packed_place(of, field, lang));
}

void guest_place(struct world *world, struct guest *guest, uint64_t of, unsigned field, unsigned lang)
{
    char text[128];
    if (!guest->welcome || !guest->pipe.open_client)
        return;
    if (of == 0)
        (void)snprintf(text, sizeof text, "{\"t\":\"at\"}");
    else
        (void)snprintf(text, sizeof text, "{\"t\":\"at\",\"id\":%llu,\"field\":\"%s\",\"lang\":\"%s\"}", (unsigned long long)of,
                       pad_fields[field], pad_langs[lang]);
    wire_send(world, guest, text);
    guest->place = of == 0 || strcmp(pad_fields[field], "staff_notes") == 0 ? 0 : packed_place(of, field, lang);
}

static void on_presence(struct guest *guest, struct slice frame)
{
    struct slice element;
    size_t at = 0;
    if (scan_is(scan_member(frame, "all"), "true")) {
        map_free(&guest->here);
        map_free(&guest->places);
    }
    while (scan_element(scan_member(frame, "at"), &at, &element))
        take_place(guest, element);
    at = 0;
    while (scan_element(scan_member(frame, "here"), &at, &element))
        map_put(&guest->here, scan_number(element, 0), guest);
    at = 0;
    while (scan_element(scan_member(frame, "gone"), &at, &element))
        (void)map_remove(&guest->here, scan_number(element, 0));
}

/* Nothing of the other room, nothing for staff, nobody else's contact. */
static void look_for_leaks(struct world *world, struct guest *guest, struct slice frame)
{
    char *text = mem_copy_bytes(frame.text, frame.n);
    char other[8], mine[32];
    (void)snprintf(other, sizeof other, "@%c", guest->room == 0 ? 'B' : 'A');
    if (strstr(text, other) != NULL)
        world_fail(world, "room %u was told of the other room: %.300s", guest->room, text);
    if (!guest->staff && strstr(text, "staff-only") != NULL)
        world_fail(world, "a %s was told a note of the staff", role_word(guest->seat.role));
    (void)snprintf(mine, sizeof mine, "contact-%llu-", (unsigned long long)guest->seat.person);
    for (const char *p = text; !guest->staff && (p = strstr(p, "contact-")) != NULL; p++) {
        if (guest->seat.person == 0 || strncmp(p, mine, strlen(mine)) != 0)
            world_fail(world, "person %llu was told a contact: %.60s", (unsigned long long)guest->seat.person, p);
    }
    mem_free(text);
}

/* The same for what is typed: room, and staff notes, by the letters. */
static void look_for_letters(struct world *world, const struct guest *guest, struct slice frame)
{
    for (size_t i = 0; i + 3 < frame.n; i++) {
        uint8_t c = (uint8_t)frame.text[i];
        uint32_t plane = c == 0xf3 ? LETTERS_A : c == 0xf4 ? LETTERS_B : 0;
        if (plane != 0 && (plane == LETTERS_A) != (guest->room == 0))
            world_fail(world, "room %u was told what was typed in the other", guest->room);
        bool notes = c == 0xee || (c == 0xef && (uint8_t)frame.text[i + 1] < 0xa4);
        if (notes && !guest->staff)
            world_fail(world, "a %s was told what was typed for the staff", role_word(guest->seat.role));
    }
}

void guest_receive(struct world *world, struct guest *guest, const char *text, size_t n)
{
    struct slice frame = {text, n};
    struct slice type = scan_member(frame, "t");
    look_for_leaks(world, guest, frame);
    look_for_letters(world, guest, frame);
    if (scan_is(type, "welcome")) {
        on_welcome(world, guest, frame);
    } else if (scan_is(type, "delta")) {
        on_delta(world, guest, frame);
    } else if (scan_is(type, "ack")) {
        on_ack(world, guest, frame);
    } else if (scan_is(type, "no")) {
        on_no(world, guest, frame);
    } else if (scan_is(type, "presence")) {
        on_presence(guest, frame);
    } else if (scan_is(type, "view")) {
        clear_replica(guest);
        pads_cleared(guest);
        guest->view = (int64_t)scan_number(scan_member(frame, "view"), 0);
    } else if (!scan_is(type, "beat")) {
        world_fail(world, "an unknown frame: %.*s", (int)n, text);
    }
}

void guest_closed(struct world *world, struct guest *guest, int code)
{
    guest->welcome = false;
    guest->place = 0;
    map_free(&guest->here);
    map_free(&guest->places);
    guest->connect_at = world->now + 300 + (int64_t)world_below(world, 3000);
    if (code == CLOSE_FORBIDDEN)
        guest->removed = true;
    else if (code != 1006 && code != CLOSE_RESTARTING && code != CLOSE_NORMAL && code != CLOSE_SLOW)
        world_fail(world, "a connection was closed with %d", code);
}

void guest_turn(struct world *world, struct guest *guest)
{
    if (guest->removed)
        return;
    if (!guest->pipe.open_client && !guest->pipe.open_server && world->now >= guest->connect_at) {
        wire_open(world, guest);
        return;
    }
    if (guest->pipe.open_client && guest->welcome && world->now >= guest->beat_at) {
        wire_send(world, guest, "{\"t\":\"beat\"}");
        guest->beat_at = world->now + 10000;
    }
    if (guest->welcome && guest->held_from != 0 && world->now >= guest->retry_at)
        send_again(world, guest);
    pads_flush(world, guest);
}
