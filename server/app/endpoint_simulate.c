/* endpoint_simulate: what the simulated people of a rehearsal do when a facilitator asks for it. */
#include <inttypes.h>
#include <string.h>

#include "app/call.h"
#include "app/rehearsal.h"
#include "base/mem.h"
#include "core/roll.h"

enum { ACTS_MAX = 2000, HANDS = 3 };

/* Commands in the name of simulated people; the call waits for the last of them. */
struct acts {
    struct call *call;
    size_t waiting, done;
    bool storage;                   /* the disk refused one */
};

static void simulate_answer(struct call *call, uint64_t n)
{
    struct json *json = call_begin(call);
    json_key(json, "done");
    json_uint(json, n);
    call_answer(call);
}

/* One act less is waited for; the first one waits for all the others to be asked. */
static void act_over(struct acts *acts)
{
    struct call *call = acts->call;
    if (--acts->waiting > 0)
        return;
    if (acts->storage && acts->done == 0)
        call_refuse_code(call, CODE_STORAGE);
    else
        simulate_answer(call, acts->done);
}

static void acted(void *context, enum hub_status status, const struct outcome *outcome)
{
    struct acts *acts = context;
    if (status == HUB_OK && outcome->code == CODE_OK)
        acts->done++;
    else if (status != HUB_OK)
        acts->storage = true;
    act_over(acts);
}

/* Takes the arguments over. */
static void act(struct acts *acts, uint64_t person, const char *verb, struct buf *args)
{
    char *text = buf_take(args, NULL);
    acts->waiting++;
    hub_run_as(acts->call->endpoints->hub, acts->call->param, person, verb, text, acted, acts);
    mem_free(text);
}

static struct acts *acts_begin(struct call *call)
{
    struct acts *acts = call_own(call, sizeof *acts, mem_free);
    acts->call = call;
    acts->waiting = 1;
    return acts;
}

/* Whoever is there to be simulated: everybody but those who run the room. */
static bool is_extra(const struct person *person)
{
    return !person->guest && person->role != ROLE_FACILITATOR && person->role != ROLE_COFACILITATOR;
}

static void come_or_go(struct call *call, const struct room *room, bool here)
{
    const struct kind_list *persons = &room->live[KIND_PERSON];
    uint64_t n = 0;
    for (size_t i = 0; i < persons->n; i++) {
        const struct person *person = (const struct person *)persons->v[i];
        if (!is_extra(person))
            continue;
        n += hub_simulated(call->endpoints->hub, call->param, person->e.id) != here;
        hub_simulate(call->endpoints->hub, call->param, person->e.id, here);
    }
    simulate_answer(call, n);
}

static void join(struct call *call, const struct room *room)
{
    come_or_go(call, room, true);
}

static void leave(struct call *call, const struct room *room)
{
    come_or_go(call, room, false);
}

/* Those who are here by simulation alone; somebody who sits there in person acts in person. */
static bool is_simulated(const struct call *call, const struct person *person)
{
    return is_extra(person) && hub_simulated(call->endpoints->hub, call->param, person->e.id);
}

static bool has_voted(const struct room *room, const struct poll *poll, const struct person *person)
{
    struct voter voter = roll_voter(room, poll, person);
    return voter.id == 0 || room_ballot_of(room, poll->e.id, voter.id) != NULL;
}

/* In a poll by delegation one of each speaks for it: the first, where nobody has yet. */
static bool speaks(const struct call *call, const struct room *room, const struct poll *poll,
                   const struct person *person)
{
    const struct kind_list *persons = &room->live[KIND_PERSON];
    for (size_t i = 0; poll->unit == POLL_BY_DELEGATION && i < persons->n; i++) {
        const struct person *other = (const struct person *)persons->v[i];
        if (other->e.id < person->e.id && is_simulated(call, other) &&
            roll_voter(room, poll, other).id == roll_voter(room, poll, person).id)
            return false;
    }
    return true;
}

static void vote_in(struct acts *acts, const struct room *room, const struct poll *poll,
                    const struct simulation *simulation)
{
    const struct kind_list *persons = &room->live[KIND_PERSON];
    for (size_t i = 0; i < persons->n && acts->waiting < ACTS_MAX; i++) {
        const struct person *person = (const struct person *)persons->v[i];
        struct buf args;
        if (!is_simulated(acts->call, person) || has_voted(room, poll, person) ||
            !speaks(acts->call, room, poll, person))
            continue;
        buf_init(&args, 16384);
        rehearsal_ballot(&args, simulation, room, poll);
        act(acts, person->e.id, "ballot.cast", &args);
    }
}

static void vote(struct call *call, const struct room *room)
{
    const struct texts *languages = &room->workshop->languages;
    const struct simulation simulation = {
        .random = call->endpoints->platform->random,
        .lang = language_or(languages->n > 0 ? languages->v[0] : NULL, LANG_EN),
    };
    const struct kind_list *polls = &room->live[KIND_POLL];
    struct acts *acts = acts_begin(call);
    for (size_t i = 0; i < polls->n; i++) {
        const struct poll *poll = (const struct poll *)polls->v[i];
        if (poll->state == POLL_OPEN)
            vote_in(acts, room, poll, &simulation);
    }
    act_over(acts);
}

/* A few of them, from a place of chance on. */
static void hands(struct call *call, const struct room *room)
{
    const struct kind_list *persons = &room->live[KIND_PERSON];
    struct acts *acts = acts_begin(call);
    uint32_t from;
    size_t raised = 0;
    call->endpoints->platform->random(&from, sizeof from);
    for (size_t i = 0; i < persons->n && raised < HANDS; i++) {
        const struct person *person = (const struct person *)persons->v[(from + i) % persons->n];
        struct buf args;
        if (!is_simulated(call, person))
            continue;
        buf_init(&args, 16);
        buf_text(&args, "{}");
        act(acts, person->e.id, "hand.raise", &args);
        raised++;
    }
    act_over(acts);
}

void endpoint_simulate(struct call *call, const struct room *room)
{
    static const struct {
        const char *what;
        void (*run)(struct call *call, const struct room *room);
    } acts[] = { { "join", join }, { "leave", leave }, { "vote", vote }, { "hands", hands } };
    const char *what = body_text(call->body, "what");
    if (!room->workshop->rehearsal) {
        call_refuse_code(call, CODE_STATE);
        return;
    }
    for (size_t i = 0; what != NULL && i < sizeof acts / sizeof acts[0]; i++) {
        if (strcmp(acts[i].what, what) != 0)
            continue;
        acts[i].run(call, room);
        return;
    }
    call_refuse_code(call, CODE_BAD_ARGUMENT);
}
