/*
 * secrets: what must hold of secret ballots (S rules of RULES.md), told from what was sent, acknowledged and refused: a ballot that was
 * acknowledged is the one that counts for its voter, or a later one is, or the poll is void and says so; nothing in the rows or the
 * history tells whose it was; and nothing of it is left once it was counted.
 */
#include <stdio.h>
#include <string.h>

#include "core/roll.h"
#include "core/secret.h"
#include "scan.h"
#include "world.h"

static struct slice receipt_of(const struct sent *sent)
{
    return scan_member(scan_member(slice_of(sent->frame), "args"), "receipt");
}

static bool same(struct slice a, struct slice b)
{
    return a.n == b.n && a.text != NULL && b.text != NULL && memcmp(a.text, b.text, a.n) == 0;
}

const struct sent *secrets_sent(const struct world *world, unsigned r, struct slice receipt)
{
    for (size_t i = 0; i < world->n_sent; i++)
        if (world->sent[i].secret != 0 && world->sent[i].room == r && same(receipt_of(&world->sent[i]), receipt))
            return &world->sent[i];
    return NULL;
}

/* By delegation, that of the seat (world.c): nobody changes theirs. */
static uint64_t voter_of(const struct poll *poll, uint64_t person)
{
    if (poll->unit == POLL_BY_PERSON)
        return person;
    return person % 2 == 0 ? 2 : 3;
}

static bool has(const struct ids *ids, uint64_t id)
{
    for (uint32_t i = 0; i < ids->n; i++)
        if (ids->v[i] == id)
            return true;
    return false;
}

/* Each receipt is of one ballot that was sent, and not refused; whose it was is on the roll. */
static void check_receipts(struct world *world, unsigned r, const struct poll *poll, const struct roll *roll)
{
    if (roll->receipts.n != roll->voted.n)
        world_fail(world, "secret poll %llu: %u receipts of %u voters", (unsigned long long)poll->e.id, roll->receipts.n, roll->voted.n);
    for (uint32_t i = 0; i < roll->receipts.n; i++) {
        char quoted[SIM_RECEIPT + 3];
        (void)snprintf(quoted, sizeof quoted, "\"%s\"", roll->receipts.v[i]);
        const struct sent *sent = secrets_sent(world, r, slice_of(quoted));
        if (sent == NULL || sent->secret != poll->e.id)
            world_fail(world, "secret poll %llu counted a ballot that nobody sent", (unsigned long long)poll->e.id);
        else if (sent->fate == FATE_REFUSED)
            world_fail(world, "refused and counted: %.200s", sent->frame);
        else if (!has(&roll->voted, voter_of(poll, sent->person)))
            world_fail(world, "counted, and its voter has not voted: %.200s", sent->frame);
        if (i > 0 && strcmp(roll->receipts.v[i - 1], roll->receipts.v[i]) >= 0)
            world_fail(world, "receipts are not sorted, or there twice");
    }
}

static bool was_counted(const struct roll *roll, const struct sent *sent)
{
    for (uint32_t i = 0; i < roll->receipts.n; i++)
        if (strncmp(roll->receipts.v[i], receipt_of(sent).text + 1, SIM_RECEIPT) == 0)
            return true;
    return false;
}

/* Whether a later ballot of the same voter may have taken its place: one that was acknowledged, or whose answer never came. */
static bool may_be_replaced(const struct world *world, const struct poll *poll, const struct sent *sent, const struct roll *roll)
{
    const bool shared = poll->unit == POLL_BY_DELEGATION;
    for (size_t i = 0; i < world->n_sent; i++) {
        const struct sent *other = &world->sent[i];
        bool later = other > sent || memcmp(other->client, sent->client, CLIENT_ID_BYTES) != 0 || shared;
        if (other != sent && later && other->room == sent->room && other->secret == sent->secret &&
            voter_of(poll, other->person) == voter_of(poll, sent->person) && was_counted(roll, other))
            return true;
    }
    return false;
}

/* Acknowledged: it counts, or a later one of the voter does, unless the voter was removed while the poll was open (S8). */
static void check_acked(struct world *world, const struct room *room, const struct poll *poll, const struct roll *roll,
                        const struct sent *sent)
{
    const uint64_t voter = voter_of(poll, sent->person);
    const bool removed = room_find(room, KIND_ANY, voter) == NULL;
    if (poll->state == POLL_OPEN) {
        if (!removed && !room_secret_of(room, poll->e.id, voter).there)
            world_fail(world, "acknowledged and lost: %.200s", sent->frame);
        return;
    }
    if (poll->state != POLL_CLOSED || was_counted(roll, sent) || may_be_replaced(world, poll, sent, roll))
        return;
    if (!removed)
        world_fail(world, "acknowledged and not counted: %.200s", sent->frame);
}

/* A poll that nobody can count any more says so; that takes a lost key. */
static void check_void(struct world *world, const struct poll *poll, const struct roll *roll)
{
    world->voids++;
    if (world->downs + world->restores == 0)
        world_fail(world, "secret poll %llu is void, and no key was lost", (unsigned long long)poll->e.id);
    if (poll->voters != 0 || roll->voted.n != 0 || roll->receipts.n != 0)
        world_fail(world, "secret poll %llu is void, and counts", (unsigned long long)poll->e.id);
}

static void check_left(struct world *world, unsigned r, const struct poll *poll)
{
    const char *workshop = world->workshop[r];
    if (poll->state == POLL_OPEN && secret_is_stopped(poll, world->now))
        world_fail(world, "secret poll %llu was stopped and is not counted", (unsigned long long)poll->e.id);
    if (poll->state != POLL_OPEN && memory_store_ballots(world->store, workshop, poll->e.id) != 0)
        world_fail(world, "ballots of secret poll %llu are left", (unsigned long long)poll->e.id);
    if ((poll->state == POLL_OPEN) != vault_has(world, workshop, poll->e.id))
        world_fail(world, "secret poll %llu is %s, and its key is %s", (unsigned long long)poll->e.id,
                   poll->state == POLL_OPEN ? "open" : "not open", poll->state == POLL_OPEN ? "gone" : "there");
}

static void check_poll(struct world *world, unsigned r, const struct room *room, const struct poll *poll)
{
    const struct roll *roll = room_roll_of(room, poll->e.id);
    check_left(world, r, poll);
    if (poll->state == POLL_PREPARED)
        return;
    if (roll == NULL) {
        world_fail(world, "secret poll %llu has no roll", (unsigned long long)poll->e.id);
        return;
    }
    if (poll->state == POLL_VOID)
        check_void(world, poll, roll);
    if (poll->state == POLL_CLOSED) {
        world->counted++;
        check_receipts(world, r, poll, roll);
    }
    for (size_t i = 0; i < world->n_sent; i++) {
        const struct sent *sent = &world->sent[i];
        if (sent->room == r && sent->secret == poll->e.id && sent->fate == FATE_ACKED)
            check_acked(world, room, poll, roll, sent);
    }
}

/* S3: no row and no change knows a ballot; receipts come with the totals, and with nothing else. */
static void check_no_link(struct world *world, const struct room *room, const struct change *changes, size_t n)
{
    for (size_t i = 0; i < room->live[KIND_BALLOT].n; i++) {
        const struct ballot *ballot = (const struct ballot *)room->live[KIND_BALLOT].v[i];
        if (room_poll(room, ballot->poll)->secrecy == POLL_SECRET)
            world_fail(world, "a secret ballot is a row: %llu", (unsigned long long)ballot->e.id);
    }
    for (size_t i = 0; i < n; i++) {
        const bool count = strcmp(changes[i].verb, "poll.count") == 0;
        if (!count && changes[i].body != NULL && strstr(changes[i].body, "\"receipt") != NULL)
            world_fail(world, "a secret ballot is in the history: %s %.200s", changes[i].verb, changes[i].body);
        if (count && changes[i].actor != 0)
            world_fail(world, "person %llu counted a secret poll", (unsigned long long)changes[i].actor);
    }
}

void secrets_check(struct world *world, unsigned r, const struct room *room, const struct change *changes, size_t n)
{
    check_no_link(world, room, changes, n);
    for (size_t i = 0; i < room->live[KIND_POLL].n; i++) {
        const struct poll *poll = (const struct poll *)room->live[KIND_POLL].v[i];
        if (poll->secrecy == POLL_SECRET)
            check_poll(world, r, room, poll);
    }
}
