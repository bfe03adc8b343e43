/* Each of the five reference workshops, from the template to the closed workshop: every item comes on stage, every poll is voted in. */
#include <inttypes.h>
#include <string.h>

#include "app/codec.h"
#include "app/import.h"
#include "app/rehearsal.h"
#include "app/template.h"
#include "base/mem.h"
#include "core/schedule.h"
#include "test.h"
#include "scenario.h"

enum { VOTERS = 6 };

struct run {
    struct room *room;
    int64_t at;
    uint64_t facilitator, voter[VOTERS];
    size_t polls, ballots;
};

/* Chance that is the same every time. */
static void counted_random(void *out, size_t n)
{
    static const uint8_t order[] = { 3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4, 6, 2, 6, 4, 3 };
    static size_t at;
    for (size_t i = 0; i < n; i++)
        ((uint8_t *)out)[i] = order[at++ % sizeof order];
}

static uint64_t act(struct run *run, uint64_t person, const char *verb, const char *args)
{
    struct command cmd;
    struct change change = { 0 };
    run->at += 1000;
    const struct actor actor = person == 0 ? actor_system(run->at) : actor_of(run->room, person, run->at);
    enum code code = codec_command(&cmd, verb, args, strlen(args), LANG_EN);
    if (code == CODE_OK) {
        const struct outcome outcome =
            history_run(run->room, &actor, NULL, &cmd, (const uint8_t[SALT_BYTES]){ 1 }, &change);
        change_clear(&change);
        if (outcome.code == CODE_OK)
            return outcome.result;
        code = outcome.code;
    }
    fail_msg("%s %s: %s", verb, args, code_word(code));
    return 0;
}

static uint64_t act_on(struct run *run, uint64_t person, const char *verb, uint64_t id)
{
    char args[64];
    snprintf(args, sizeof args, "{\"id\":%" PRIu64 "}", id);
    return act(run, person, verb, args);
}

/* Three delegations of two, and somebody who runs the room. */
static void seat_everybody(struct run *run)
{
    run->facilitator = act(run, 0, "person.create", "{\"name\":\"Amina\",\"role\":\"facilitator\"}");
    for (size_t d = 0; d < VOTERS / 2; d++) {
        char args[128];
        snprintf(args, sizeof args, "{\"name\":\"Delegation %zu\"}", d);
        uint64_t delegation = act(run, 0, "delegation.create", args);
        for (size_t i = 0; i < 2; i++) {
            snprintf(args, sizeof args, "{\"name\":\"Delegate %zu\",\"role\":\"delegate\",\"delegation\":%" PRIu64 "}",
                     i, delegation);
            run->voter[2 * d + i] = act(run, 0, "person.create", args);
        }
    }
}

/* Everybody who may votes in all polls that are open, as the simulated people of a rehearsal do. */
static void vote(struct run *run, const struct poll *poll)
{
    const struct simulation simulation = { .random = counted_random, .lang = LANG_FR };
    for (size_t i = 0; i < VOTERS; i += poll->unit == POLL_BY_DELEGATION ? 2 : 1) {
        struct buf args;
        buf_init(&args, 4096);
        rehearsal_ballot(&args, &simulation, run->room, poll);
        act(run, run->voter[i], "ballot.cast", args.data);
        buf_free(&args);
        run->ballots++;
    }
}

/* The polls of the item on stage, all at once, as an evaluation has them. Secret ones are for the store and a disk. */
static void hold_polls(struct run *run)
{
    size_t n;
    struct entity **polls = room_sorted(run->room, KIND_POLL, 0, &n);
    for (int step = 0; step < 3; step++)
        for (size_t i = 0; i < n; i++) {
            struct poll *poll = (struct poll *)polls[i];
            if (poll->item != run->room->workshop->item || poll->secrecy == POLL_SECRET)
                continue;
            if (step == 0)
                act_on(run, run->facilitator, "poll.open", poll->e.id);
            else if (step == 1)
                vote(run, poll);
            else
                act_on(run, run->facilitator, "poll.close", poll->e.id);
            run->polls += step == 2;
        }
    mem_free(polls);
}

static void hold_workshop(struct run *run)
{
    act(run, run->facilitator, "workshop.live", "{}");
    uint64_t item = 0;
    do {
        char args[40];
        snprintf(args, sizeof args, "{\"id\":%" PRIu64 "}", item);
        act(run, run->facilitator, "agenda.next", args);
        item = run->room->workshop->item;
        if (item != 0)
            hold_polls(run);
    } while (item != 0);
    act(run, run->facilitator, "workshop.close", "{}");
    room_check(run->room);
    for (size_t i = 0; i < run->room->live[KIND_ITEM].n; i++)
        assert_int_equal(((const struct item *)run->room->live[KIND_ITEM].v[i])->state, ITEM_DONE);
    for (size_t i = 0; i < run->room->live[KIND_POLL].n; i++) {
        const struct poll *poll = (const struct poll *)run->room->live[KIND_POLL].v[i];
        assert_true(poll->state == (poll->secrecy == POLL_SECRET ? POLL_PREPARED : POLL_CLOSED));
    }
}

static int64_t same_minute(const void *data, int64_t minute)
{
    (void)data;
    return minute;
}

/* Nothing fixed is in danger before anything has begun, and every item has a time. */
static void assert_fits_its_days(const struct room *room, const char *name)
{
    const struct schedule_zone zone = { NULL, same_minute, same_minute };
    struct schedule schedule;
    schedule_make(&schedule, room, &zone, 1000);
    for (size_t i = 0; i < schedule.n; i++) {
        const struct schedule_item *item = &schedule.items[i];
        bool fits = item->planned_start != SCHEDULE_NONE && !item->endangered && item->item->minutes > 0;
        if (i > 0 && schedule.items[i - 1].item->day == item->item->day && item->item->fixed)
            fits = fits && schedule.items[i - 1].planned_end <= item->planned_start;
        if (!fits)
            fail_msg("%s: %s", name, ml_text(&item->item->title, LANG_EN));
    }
    schedule_free(&schedule);
}

/* What each is for stands in DESIGN.md section 1. */
static void assert_composed(const struct room *room, const char *name)
{
    static const struct {
        const char *name;
        int64_t days;
        size_t items, polls, groups;
    } wanted[] = { { "riyadh-2015", 4, 31, 18, 3 },
                   { "mena-2023", 3, 21, 17, 0 },
                   { "bamako-2021", 4, 27, 20, 2 },
                   { "amman-2023", 5, 39, 24, 3 },
                   { "niamey-2020", 2, 19, 14, 3 } };
    size_t evaluations = 0, pairs = 0, pulses = 0;
    int64_t days = 0;
    for (size_t i = 0; i < room->live[KIND_ITEM].n; i++)
        days = ((const struct item *)room->live[KIND_ITEM].v[i])->day > days
                   ? ((const struct item *)room->live[KIND_ITEM].v[i])->day
                   : days;
    for (size_t i = 0; i < room->live[KIND_POLL].n; i++) {
        const struct poll *poll = (const struct poll *)room->live[KIND_POLL].v[i];
        assert_true(room_item(room, poll->item) != NULL);
        evaluations += poll->purpose == PURPOSE_EVALUATION;
        pulses += poll->purpose == PURPOSE_PULSE;
        const struct poll *pair = room_poll(room, poll->pair);
        pairs += pair != NULL && pair->purpose == PURPOSE_BEFORE && poll->purpose == PURPOSE_AFTER;
    }
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
        if (strcmp(wanted[i].name, name) != 0)
            continue;
        assert_int_equal(days, wanted[i].days);
        assert_int_equal(room->live[KIND_ITEM].n, wanted[i].items);
        assert_int_equal(room->live[KIND_POLL].n, wanted[i].polls);
        assert_int_equal(room->live[KIND_GROUP].n, wanted[i].groups);
        assert_true(evaluations >= 4 && pairs == 1 && pulses == 3 * ((size_t)days - 1));
        return;
    }
    fail_msg("%s is none of the five", name);
}

static void test_from_the_template_to_the_close(void **state)
{
    (void)state;
    size_t n = 0;
    for (unsigned i = 0; i < template_table_n; i++) {
        const struct template *template = &template_table[i];
        if (strcmp(template->name, "demo") == 0)
            continue;
        struct import import = scenario_import_text(template->json, template->n, NULL);
        struct run run = { .room = import.room, .at = 1800000000000 };
        assert_composed(run.room, template->name);
        assert_fits_its_days(run.room, template->name);
        seat_everybody(&run);
        hold_workshop(&run);
        assert_true(run.polls >= 14 && run.ballots >= 3 * run.polls);
        import_free(&import);
        n++;
    }
    assert_int_equal(n, 5);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("each of the five runs from its template to the close, with all of its polls",
                  test_from_the_template_to_the_close),
    };
    return cmocka_run_group_tests(cases, NULL, NULL);
}
