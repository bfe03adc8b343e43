/* roll: who may vote in a poll. See include/core/roll.h. */
#include "core/roll.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "core/limits.h"
#include "core/room_inside.h"

struct roll *room_roll_of(const struct room *room, uint64_t poll)
{
    const struct kind_list *rolls = &room->live[KIND_ROLL];
    for (size_t i = 0; i < rolls->n; i++)
        if (((const struct roll *)rolls->v[i])->poll == poll)
            return (struct roll *)rolls->v[i];
    return NULL;
}

/* Where an id stands in a list, or would stand. */
static uint32_t place_of(const struct ids *ids, uint64_t id)
{
    uint32_t low = 0, high = ids->n;
    while (low < high) {
        uint32_t at = low + (high - low) / 2;
        if (ids->v[at] < id)
            low = at + 1;
        else
            high = at;
    }
    return low;
}

static bool has(const struct ids *ids, uint64_t id)
{
    uint32_t at = place_of(ids, id);
    return at < ids->n && ids->v[at] == id;
}

void roll_add(struct ids *ids, uint64_t id)
{
    uint32_t at = place_of(ids, id);
    if (at < ids->n && ids->v[at] == id)
        return;
    ids->v = mem_grow(ids->v, ids->n + 1u, sizeof(*ids->v));
    memmove(ids->v + at + 1, ids->v + at, (ids->n - at) * sizeof(*ids->v));
    ids->v[at] = id;
    ids->n++;
}

static bool has_voting_role(const struct person *person)
{
    return !person->guest && (person->role == ROLE_DELEGATE || person->role == ROLE_RAPPORTEUR);
}

static bool is_of_observers(const struct room *room, const struct person *person)
{
    const struct delegation *delegation = room_delegation(room, person->delegation);
    return delegation != NULL && delegation->observer;
}

/* The lists of a roll. */
enum place { PLACE_NONE, PLACE_PERSONS, PLACE_DELEGATIONS, PLACE_OBSERVERS };

/* V22: where the person would stand if the poll opened now. */
static enum place place_for(const struct room *room, const struct poll *poll, const struct person *person)
{
    bool votes = has_voting_role(person) && !is_of_observers(room, person);
    bool observes = !person->guest && (person->role == ROLE_OBSERVER || (has_voting_role(person) && !votes));
    if (observes)
        return poll->advisory ? PLACE_OBSERVERS : PLACE_NONE;
    if (!votes)
        return PLACE_NONE;
    if (poll->unit == POLL_BY_PERSON)
        return PLACE_PERSONS;
    return person->delegation == 0 ? PLACE_NONE : PLACE_DELEGATIONS;
}

static uint64_t id_at(enum place place, const struct person *person)
{
    return place == PLACE_DELEGATIONS ? person->delegation : person->e.id;
}

/* What of the roll has that place; the same member whether it is read or written. */
static struct ids *list_at(struct roll *roll, enum place place)
{
    return place == PLACE_PERSONS ? &roll->persons : place == PLACE_DELEGATIONS ? &roll->delegations : &roll->observers;
}

static void set_eligible(struct poll *poll, const struct roll *roll)
{
    poll->eligible = (int64_t)(poll->unit == POLL_BY_PERSON ? roll->persons.n : roll->delegations.n);
}

void roll_make(struct room *room, struct poll *poll)
{
    const struct kind_list *persons = &room->live[KIND_PERSON];
    struct roll *roll = (struct roll *)room_create(room, KIND_ROLL);
    assert(room_roll_of(room, poll->e.id) == NULL);
    roll->poll = poll->e.id;
    for (size_t i = 0; i < persons->n; i++) {
        const struct person *person = (const struct person *)persons->v[i];
        enum place place = place_for(room, poll, person);
        if (place != PLACE_NONE)
            roll_add(list_at(roll, place), id_at(place, person));
    }
    set_eligible(poll, roll);
}

enum code roll_admit_check(const struct room *room, const struct poll *poll, const struct person *person)
{
    struct roll *roll = room_roll_of(room, poll->e.id);
    enum place place = place_for(room, poll, person);
    if (place == PLACE_NONE)
        return CODE_NOT_ELIGIBLE;
    if (roll == NULL || roll_voter(room, poll, person).id == id_at(place, person))
        return CODE_STATE;
    return list_at(roll, place)->n < (place == PLACE_DELEGATIONS ? LIMIT_DELEGATIONS : LIMIT_PEOPLE) ? CODE_OK
                                                                                                     : CODE_LIMIT;
}

void roll_admit(struct room *room, struct poll *poll, const struct person *person)
{
    struct roll *roll = room_roll_of(room, poll->e.id);
    enum place place = place_for(room, poll, person);
    assert(roll != NULL && place != PLACE_NONE);
    room_touch(room, &roll->e);
    room_touch(room, &poll->e);
    roll_add(list_at(roll, place), id_at(place, person));
    set_eligible(poll, roll);
}

/* Whoever has a vote has no advice to give beside it. */
struct voter roll_voter(const struct room *room, const struct poll *poll, const struct person *person)
{
    const struct roll *roll = room_roll_of(room, poll->e.id);
    if (roll == NULL) {
        enum place now = place_for(room, poll, person);
        return (struct voter){ now == PLACE_NONE ? 0 : id_at(now, person), now == PLACE_OBSERVERS };
    }
    if (has(&roll->persons, person->e.id))
        return (struct voter){ person->e.id, false };
    if (has_voting_role(person) && has(&roll->delegations, person->delegation))
        return (struct voter){ person->delegation, false };
    return has(&roll->observers, person->e.id) ? (struct voter){ person->e.id, true } : (struct voter){ 0 };
}
