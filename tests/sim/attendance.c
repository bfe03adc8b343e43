/*
 * attendance: the oracle's own account of who was there, from the recorded changes: intervals by person, merged over short gaps (rules
 * Y3 to Y7 of RULES.md). In the end they are those of the room, and whoever is there is in one that is open.
 */
#include <string.h>

#include "base/mem.h"
#include "core/limits.h"
#include "scan.h"
#include "world.h"

enum { GAP_MS = 5 * 60 * 1000 };

struct stay {
    uint64_t person, delegation;
    int64_t since, until;           /* until 0: still there */
};

struct account {
    struct stay *v;
    size_t n;
};

static struct stay *last_stay(const struct account *account, uint64_t person)
{
    for (size_t i = account->n; i > 0; i--)
        if (account->v[i - 1].person == person)
            return &account->v[i - 1];
    return NULL;
}

static void begin(struct account *account, uint64_t person, uint64_t delegation, int64_t at)
{
    account->v = mem_grow(account->v, account->n + 1, sizeof *account->v);
    account->v[account->n++] = (struct stay){.person = person, .delegation = delegation, .since = at};
}

static void enter(struct account *account, uint64_t person, uint64_t delegation, int64_t at)
{
    struct stay *last = last_stay(account, person);
    if (last != NULL && at - last->until <= GAP_MS && last->delegation == delegation)
        last->until = 0;
    else
        begin(account, person, delegation, at);
}

static void leave(struct account *account, uint64_t person, int64_t at, int64_t now)
{
    struct stay *last = last_stay(account, person);
    if (last == NULL || last->until != 0)
        return;
    last->until = at > now ? now : at;
    if (last->until < last->since)
        last->until = last->since;
}

/* Y6: the delegation that the person speaks for from now on. */
static void move(struct account *account, struct map *delegations, uint64_t person, uint64_t delegation, int64_t at)
{
    struct stay *last = last_stay(account, person);
    uint64_t former = (uint64_t)(uintptr_t)map_get(delegations, person);
    map_put(delegations, person, (void *)(uintptr_t)delegation);
    if (last == NULL || last->until != 0 || former == delegation)
        return;
    if (last->since == at) {
        last->delegation = delegation;
        return;
    }
    last->until = at;
    begin(account, person, delegation, at);
}

/* One change, as far as it says who is there. */
static void tell(struct account *account, struct map *delegations, const struct change *change)
{
    struct slice body = slice_of(change->body);
    uint64_t person = scan_number(scan_member(body, "id"), 0);
    struct slice delegation = scan_member(body, "delegation");
    if (strcmp(change->verb, "person.create") == 0 || strcmp(change->verb, "person.join") == 0)
        map_put(delegations, change->result, (void *)(uintptr_t)scan_number(delegation, 0));
    else if (strcmp(change->verb, "person.admit") == 0)
        move(account, delegations, person, scan_number(delegation, 0), change->at);
    else if (strcmp(change->verb, "person.edit") == 0 && delegation.text != NULL)
        move(account, delegations, person, scan_number(delegation, 0), change->at);
    else if (strcmp(change->verb, "person.remove") == 0)
        leave(account, person, change->at, change->at);
    else if (strcmp(change->verb, "attendance.enter") == 0)
        enter(account, person, (uint64_t)(uintptr_t)map_get(delegations, person), change->at);
    else if (strcmp(change->verb, "attendance.leave") == 0)
        leave(account, person, (int64_t)scan_number(scan_member(body, "at"), 0), change->at);
}

static void compare(struct world *world, const struct account *account, const struct room *room)
{
    const struct kind_list *all = &room->live[KIND_ATTENDANCE];
    if (all->n != account->n)
        world_fail(world, "%zu intervals of attendance instead of %zu", all->n, account->n);
    for (size_t i = 0; i < account->n; i++) {
        const struct stay *stay = &account->v[i];
        bool found = false;
        for (size_t k = 0; k < all->n; k++) {
            const struct attendance *one = (const struct attendance *)all->v[k];
            found = found || (one->person == stay->person && one->delegation == stay->delegation &&
                              one->since == stay->since && one->until == stay->until);
        }
        if (!found)
            world_fail(world, "person %llu was not kept as there from %lld to %lld", (unsigned long long)stay->person,
                       (long long)stay->since, (long long)stay->until);
    }
}

/* Y10: everybody with a seat in the room came back long ago, and who was removed is not there. */
static void compare_present(struct world *world, unsigned r, const struct account *account)
{
    for (size_t i = 0; i < WORLD_CLIENTS; i++) {
        const struct guest *guest = &world->guests[i];
        if (guest->room != r || guest->seat.person == 0)
            continue;
        const struct stay *last = last_stay(account, guest->seat.person);
        bool there = last != NULL && last->until == 0;
        if (there == guest->removed)
            world_fail(world, "person %llu is kept as %s", (unsigned long long)guest->seat.person,
                       there ? "there" : "away");
    }
}

void attendance_check(struct world *world, unsigned r, const struct room *room, const struct change *changes, size_t n)
{
    struct account account = {0};
    struct map delegations = {0};
    for (size_t i = 0; i < n; i++)
        tell(&account, &delegations, &changes[i]);
    compare(world, &account, room);
    compare_present(world, r, &account);
    mem_free(account.v);
    map_free(&delegations);
}
