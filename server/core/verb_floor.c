/*
 * verb_floor: who asks for the floor, who has it, and a tour de table. Rules J1 to J10 of RULES.md.
 *
 * A hand is the request and the speech that comes of it. Those that wait stand in a queue, which is their order by `pos`.
 */
#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "core/collate.h"
#include "core/limits.h"
#include "core/rules.h"

/* J2: a clock that runs wrong, or an outbox that waited for hours, gives nobody a better place than these ten minutes. */
enum { RAISED_BEFORE_MS = 10 * 60 * 1000 };

static bool is_up(const struct hand *hand)
{
    return hand->state == HAND_WAITING || hand->state == HAND_SPEAKING;
}

static struct hand *hand_at(const struct room *room, size_t i)
{
    return (struct hand *)room->live[KIND_HAND].v[i];
}

/* The person's hand of that type which is up, or with `up` false the one that was lowered; NULL: there is none. */
static struct hand *hand_of(const struct room *room, uint64_t person, uint8_t type, bool up)
{
    for (size_t i = 0; i < room->live[KIND_HAND].n; i++) {
        struct hand *hand = hand_at(room, i);
        if (hand->person == person && hand->type == type && (up ? is_up(hand) : hand->state == HAND_LOWERED))
            return hand;
    }
    return NULL;
}

static struct hand *speaking(const struct room *room)
{
    for (size_t i = 0; i < room->live[KIND_HAND].n; i++)
        if (hand_at(room, i)->state == HAND_SPEAKING)
            return hand_at(room, i);
    return NULL;
}

static bool is_tour_under_way(const struct room *room)
{
    for (size_t i = 0; i < room->live[KIND_HAND].n; i++)
        if (hand_at(room, i)->type == HAND_TOUR && is_up(hand_at(room, i)))
            return true;
    return false;
}

/* J4: what goes first. */
static bool goes_before(const struct hand *a, const struct hand *b)
{
    static const int ranks[] = {
        [HAND_POINT_OF_ORDER] = 0, [HAND_TOUR] = 1, [HAND_REPLY] = 2, [HAND_CONTRIBUTION] = 3
    };
    if (a->type != b->type)
        return ranks[a->type] < ranks[b->type];
    return a->at != b->at ? a->at < b->at : a->e.id < b->e.id;
}

/* The hand that stands directly before `pos`, whatever its state; 0: none. */
static uint64_t directly_before(const struct room *room, int64_t pos, const struct hand *except)
{
    const struct hand *before = NULL;
    for (size_t i = 0; i < room->live[KIND_HAND].n; i++) {
        const struct hand *hand = hand_at(room, i);
        if (hand != except && hand->pos < pos && (before == NULL || hand->pos > before->pos))
            before = hand;
    }
    return before == NULL ? 0 : before->e.id;
}

/*
 * J4: its place is behind the last of those that go before it, so that who was moved by the staff stays there; when none does it is
 * before all that wait.
 */
static void queue(struct room *room, struct hand *hand)
{
    const struct hand *behind = NULL, *first = NULL;
    for (size_t i = 0; i < room->live[KIND_HAND].n; i++) {
        const struct hand *other = hand_at(room, i);
        if (other == hand || other->state != HAND_WAITING)
            continue;
        if (first == NULL || other->pos < first->pos)
            first = other;
        if (goes_before(other, hand) && (behind == NULL || other->pos > behind->pos))
            behind = other;
    }
    if (behind != NULL)
        room_place(room, &hand->e, behind->e.id);
    else if (first != NULL)
        room_place(room, &hand->e, directly_before(room, first->pos, hand));
    else
        hand->pos = room_pos_last(room, KIND_HAND, 0, &hand->e);
}

/* J1: one's own hand; that of somebody on one's device; through the staff anybody's. */
static enum code person_check(const struct room *room, const struct actor *actor, uint64_t whose)
{
    const struct person *person = room_person(room, whose == 0 ? actor->person : whose);
    if (person == NULL)
        return CODE_FORBIDDEN;
    bool own = person->e.id == actor->person || (person->device != 0 && person->device == actor->person);
    return own || actor_is_staff(actor) ? CODE_OK : CODE_FORBIDDEN;
}

enum code hand_raise_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct args_hand *args = &cmd->u.hand;
    uint64_t person = args->person == 0 ? actor->person : args->person;
    enum code code = person_check(room, actor, args->person);
    if (code != CODE_OK)
        return code;
    if (args->type == HAND_TOUR)
        return CODE_BAD_ARGUMENT;
    if (hand_of(room, person, args->type, true) != NULL)
        return CODE_STATE;
    bool fits = room->live[KIND_HAND].n < LIMIT_HANDS || hand_of(room, person, args->type, false) != NULL;
    return fits ? CODE_OK : CODE_LIMIT;
}

/* J2: offline, it was raised when the device says; but not before what it is about began. */
static int64_t raised_at(const struct room *room, const struct actor *actor, int64_t at)
{
    const struct item *item = room_item(room, room->workshop->item);
    if (at > actor->at || at < actor->at - RAISED_BEFORE_MS)
        return actor->at;
    return item != NULL && at < item->started_at ? item->started_at : at;
}

/* J3: whoever lowered a hand raises that one again, so that raising and lowering fills no list. */
void hand_raise_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    const struct args_hand *args = &cmd->u.hand;
    const struct person *person = room_person(room, args->person == 0 ? actor->person : args->person);
    struct hand *hand = hand_of(room, person->e.id, args->type, false);
    if (hand == NULL)
        hand = (struct hand *)room_create(room, KIND_HAND);
    room_touch(room, &hand->e);
    hand->type = args->type;
    hand->person = person->e.id;
    hand->delegation = person->delegation;
    hand->item = room->workshop->item;
    hand->state = HAND_WAITING;
    hand->at = raised_at(room, actor, args->at);
    hand->ended_at = 0;
    queue(room, hand);
    cmd->result = hand->e.id;
}

/* J5: a hand is of whom it says, of a tour de table of everybody in the delegation; the staff may do it for them. */
static enum code own_check(const struct room *room, const struct actor *actor, const struct hand *hand)
{
    const struct person *person = room_person(room, actor->person);
    if (actor_is_staff(actor))
        return CODE_OK;
    if (hand->type == HAND_TOUR)
        return person != NULL && !person->guest && person->delegation == hand->delegation ? CODE_OK : CODE_FORBIDDEN;
    return person_check(room, actor, hand->person);
}

static void lower(struct room *room, struct hand *hand, int64_t at)
{
    assert(hand->state == HAND_WAITING);
    room_touch(room, &hand->e);
    hand->state = HAND_LOWERED;
    hand->ended_at = at;
}

static void end_speech(struct room *room, struct hand *hand, int64_t at)
{
    assert(hand->state == HAND_SPEAKING);
    room_touch(room, &hand->e);
    hand->state = HAND_SPOKEN;
    hand->ended_at = at;
}

enum code hand_lower_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct hand *hand = room_hand(room, cmd->id);
    enum code code = own_check(room, actor, hand);
    return code == CODE_OK && hand->state != HAND_WAITING ? CODE_STATE : code;
}

void hand_lower_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    lower(room, room_hand(room, cmd->id), actor->at);
}

enum code hand_give_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor;
    return room_hand(room, cmd->id)->state == HAND_WAITING ? CODE_OK : CODE_STATE;
}

/* J6: one speaks at a time. */
void hand_give_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    struct hand *hand = room_hand(room, cmd->id), *before = speaking(room);
    if (before != NULL)
        end_speech(room, before, actor->at);
    room_touch(room, &hand->e);
    hand->state = HAND_SPEAKING;
    hand->given_at = actor->at;
    if (command_gives(cmd, "seconds"))
        hand->seconds = cmd->u.give.seconds;
}

enum code hand_end_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct hand *hand = room_hand(room, cmd->id);
    enum code code = own_check(room, actor, hand);
    return code == CODE_OK && hand->state != HAND_SPEAKING ? CODE_STATE : code;
}

void hand_end_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    end_speech(room, room_hand(room, cmd->id), actor->at);
}

/* Only what waits has a place in the queue. */
static enum code hand_check_move(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor;
    return room_hand(room, cmd->id)->state == HAND_WAITING ? CODE_OK : CODE_STATE;
}

const struct edit_rule hand_edit_rule = {
    .check_move = hand_check_move,
};

/* A delegation and where it stands in the tour. */
struct turn {
    const struct delegation *delegation;
    char *key;
};

/* J10: observers speak when the others have spoken. */
static int by_turn(const void *a, const void *b)
{
    const struct turn *x = a, *y = b;
    if (x->delegation->observer != y->delegation->observer)
        return x->delegation->observer ? 1 : -1;
    return collate_compare(x->key, x->delegation->e.id, y->key, y->delegation->e.id);
}

static struct turn *turns_of(const struct room *room, enum lang lang)
{
    const struct kind_list *delegations = &room->live[KIND_DELEGATION];
    struct turn *turns = mem_zero(delegations->n, sizeof(*turns));
    for (size_t i = 0; i < delegations->n; i++) {
        turns[i].delegation = (const struct delegation *)delegations->v[i];
        turns[i].key = collate_key(ml_text(&turns[i].delegation->name, lang));
    }
    qsort(turns, delegations->n, sizeof(*turns), by_turn);
    return turns;
}

static enum lang tour_lang(const struct room *room, const struct args_tour *args)
{
    const struct texts *languages = &room->workshop->languages;
    if (args->lang != 0)
        return (enum lang)(args->lang - 1);
    return languages->n > 0 ? lang_of(languages->v[0]) : LANG_EN;
}

enum code tour_start_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor, (void)cmd;
    size_t n = room->live[KIND_DELEGATION].n;
    if (n == 0 || is_tour_under_way(room))
        return CODE_STATE;
    return room->live[KIND_HAND].n + n <= LIMIT_HANDS ? CODE_OK : CODE_LIMIT;
}

/* The delegations are queued one by one, each behind the one before, since all are raised at one moment. */
void tour_start_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    size_t n = room->live[KIND_DELEGATION].n;
    struct turn *turns = turns_of(room, tour_lang(room, &cmd->u.tour));
    for (size_t i = 0; i < n; i++) {
        struct hand *hand = (struct hand *)room_create(room, KIND_HAND);
        hand->type = HAND_TOUR;
        hand->delegation = turns[i].delegation->e.id;
        hand->item = room->workshop->item;
        hand->at = actor->at;
        hand->seconds = cmd->u.tour.seconds;
        queue(room, hand);
        mem_free(turns[i].key);
    }
    mem_free(turns);
}

enum code tour_end_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor, (void)cmd;
    return is_tour_under_way(room) ? CODE_OK : CODE_STATE;
}

static void put_down(struct room *room, struct hand *hand, int64_t at)
{
    if (hand->state == HAND_WAITING)
        lower(room, hand, at);
    else if (hand->state == HAND_SPEAKING)
        end_speech(room, hand, at);
}

void tour_end_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    (void)cmd;
    for (size_t i = 0; i < room->live[KIND_HAND].n; i++)
        if (hand_at(room, i)->type == HAND_TOUR)
            put_down(room, hand_at(room, i), actor->at);
}

void floor_end(struct room *room, int64_t at)
{
    for (size_t i = 0; i < room->live[KIND_HAND].n; i++)
        put_down(room, hand_at(room, i), at);
}

/* J8: what went down with the item waits again, and who spoke speaks on, unless the floor or the person went on meanwhile. */
void floor_resume(struct room *room, int64_t ended_at)
{
    bool other_tour = is_tour_under_way(room);
    for (size_t i = 0; i < room->live[KIND_HAND].n; i++) {
        struct hand *hand = hand_at(room, i);
        bool spoke = hand->state == HAND_SPOKEN;
        bool there = hand->type == HAND_TOUR ? !other_tour && room_delegation(room, hand->delegation) != NULL
                                             : room_person(room, hand->person) != NULL &&
                                                   hand_of(room, hand->person, hand->type, true) == NULL;
        if (is_up(hand) || hand->ended_at != ended_at || !there || (spoke && speaking(room) != NULL))
            continue;
        room_touch(room, &hand->e);
        hand->state = spoke ? HAND_SPEAKING : HAND_WAITING;
        hand->ended_at = 0;
    }
}

void floor_leave(struct room *room, const struct entity *gone, int64_t at)
{
    for (size_t i = 0; i < room->live[KIND_HAND].n; i++) {
        struct hand *hand = hand_at(room, i);
        if (hand->person == gone->id || (hand->person == 0 && hand->delegation == gone->id))
            put_down(room, hand, at);
    }
}
