/* room_check_floor: the part of room_check that is about hands, questions, points parked and attendance (I17 to I20). */
#include "base/mem.h"
#include "core/room_inside.h"

static bool is_up(const struct hand *hand)
{
    return hand->state == HAND_WAITING || hand->state == HAND_SPEAKING;
}

/* I17: who asks is there, of a tour de table the delegation; the times agree with the state. */
static bool hand_ok(const struct room *room, const struct hand *hand)
{
    bool is_tour = hand->type == HAND_TOUR;
    if ((hand->person == 0) != is_tour || (is_tour && hand->delegation == 0) || hand->at == 0)
        return false;
    if ((hand->given_at != 0) != (hand->state == HAND_SPEAKING || hand->state == HAND_SPOKEN) ||
        (hand->ended_at != 0) == is_up(hand) || (hand->ended_at != 0 && hand->ended_at < hand->given_at))
        return false;
    if (!is_up(hand))
        return true;
    bool there = is_tour ? room_delegation(room, hand->delegation) != NULL : room_person(room, hand->person) != NULL;
    return there && room->workshop->state == WORKSHOP_LIVE;
}

/* I17: one speaks at a time, and nobody waits twice for the same. */
static const char *fault_hands(const struct room *room)
{
    const struct kind_list *hands = &room->live[KIND_HAND];
    struct map up = { 0 };
    const char *fault = NULL;
    size_t speaking = 0;
    for (size_t i = 0; i < hands->n && fault == NULL; i++) {
        struct hand *hand = (struct hand *)hands->v[i];
        uint64_t key = (hand->person == 0 ? hand->delegation : hand->person) << 8 | hand->type;
        if (!hand_ok(room, hand))
            fault = "A hand is nobody's, or its times do not agree with its state.";
        else if (is_up(hand) && map_get(&up, key) != NULL)
            fault = "Somebody waits for the floor twice.";
        if (is_up(hand))
            map_put(&up, key, hand);
        speaking += hand->state == HAND_SPEAKING;
    }
    map_free(&up);
    return fault == NULL && speaking > 1 ? "Two have the floor." : fault;
}

/* I18: what waits was not seen, what is open or answered was; what was answered has a time. */
static const char *fault_questions(const struct room *room)
{
    const struct kind_list *questions = &room->live[KIND_QUESTION];
    for (size_t i = 0; i < questions->n; i++) {
        const struct question *question = (const struct question *)questions->v[i];
        bool seen = question->admitted_at != 0, dismissed = question->state == QUESTION_DISMISSED;
        bool answered = question->state == QUESTION_ANSWERED;
        if ((!dismissed && seen == (question->state == QUESTION_WAITING)) || answered != (question->answered_at != 0))
            return "The state of a question and its times do not agree.";
    }
    return NULL;
}

/* I19: a point that is done has a time. */
static const char *fault_parked(const struct room *room)
{
    const struct kind_list *points = &room->live[KIND_PARKED];
    for (size_t i = 0; i < points->n; i++) {
        const struct parked *parked = (const struct parked *)points->v[i];
        if (parked->done != (parked->done_at != 0))
            return "A point that was parked is done without a time.";
    }
    return NULL;
}

/* I20: nobody leaves before coming; who is there is there once, and in a live workshop. */
static const char *fault_attendance(const struct room *room)
{
    const struct kind_list *all = &room->live[KIND_ATTENDANCE];
    struct map there = { 0 };
    const char *fault = NULL;
    for (size_t i = 0; i < all->n && fault == NULL; i++) {
        struct attendance *one = (struct attendance *)all->v[i];
        if (one->person == 0 || one->since == 0 || (one->until != 0 && one->until < one->since))
            fault = "Somebody left before coming.";
        if (one->until != 0)
            continue;
        if (map_get(&there, one->person) != NULL || room_person(room, one->person) == NULL ||
            room->workshop->state != WORKSHOP_LIVE)
            fault = "Somebody is there twice, or in a workshop that is not live.";
        map_put(&there, one->person, one);
    }
    map_free(&there);
    return fault;
}

const char *fault_floor(const struct room *room)
{
    static const char *(*const checks[])(const struct room *room) = { fault_hands, fault_questions, fault_parked,
                                                                      fault_attendance };
    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
        const char *fault = checks[i](room);
        if (fault != NULL)
            return fault;
    }
    return NULL;
}
