/* Who is there, who is done, who runs the room: rules Y. PLENARY_SEED repeats the random run. */
#include <inttypes.h>
#include <time.h>

#include "core/attendance.h"
#include "support_core.h"

enum { MINUTE = 60 * 1000, HOUR = 60 * MINUTE };

static void open_live(struct kit *kit)
{
    kit_open(kit);
    kit_make(kit, ROLE_FACILITATOR, "workshop.live", END);
}

static int enter(struct kit *kit, enum role role)
{
    return kit_make(kit, ROLE_SYSTEM, "attendance.enter", "id", (int)kit->person[role], END);
}

static enum code leave(struct kit *kit, enum role role, int64_t at)
{
    struct command cmd;
    kit_build(&cmd, "attendance.leave", "id", (int)kit->person[role], "at", 1, END);
    cmd.u.leave.at = at;
    return kit_run(kit, kit_actor(kit, ROLE_SYSTEM), &cmd);
}

static const struct attendance *interval(const struct kit *kit, int id)
{
    return (const struct attendance *)room_find(kit->room, KIND_ATTENDANCE, (uint64_t)id);
}

static void one_is_done_with_what_runs(void **state)
{
    (void)state;
    struct kit kit;
    open_live(&kit);
    const struct person *person = room_person(kit.room, kit.person[ROLE_DELEGATE]);
    assert_int_equal(kit_do(&kit, ROLE_DELEGATE, "person.ready", "on", 1, END), CODE_STATE);
    int item = kit_make(&kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "T", END);
    kit_make(&kit, ROLE_FACILITATOR, "item.start", "id", item, END);
    kit_make(&kit, ROLE_DELEGATE, "person.ready", "on", 1, END);
    assert_int_equal(person->ready, item);
    kit_make(&kit, ROLE_DELEGATE, "person.ready", "on", 0, END);
    assert_int_equal(person->ready, 0);
    kit_close(&kit);
}

static void whoever_turns_the_agenda_runs_the_room(void **state)
{
    (void)state;
    struct kit kit;
    open_live(&kit);
    const struct workshop *workshop = kit.room->workshop;
    int item = kit_make(&kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "T", END);
    kit_make(&kit, ROLE_FACILITATOR, "control.take", END);
    assert_int_equal(workshop->control, kit.person[ROLE_FACILITATOR]);
    kit_make(&kit, ROLE_COFACILITATOR, "agenda.next", END);
    assert_int_equal(workshop->control, kit.person[ROLE_COFACILITATOR]);
    kit_make(&kit, ROLE_FACILITATOR, "agenda.undo", "id", item, END);
    assert_int_equal(workshop->control, kit.person[ROLE_FACILITATOR]);
    kit_make(&kit, ROLE_SYSTEM, "item.start", "id", item, END);
    assert_int_equal(workshop->control, kit.person[ROLE_FACILITATOR]);
    kit_close(&kit);
}

static void an_interval_keeps_who_it_was_and_for_whom(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    assert_int_equal(kit_do(&kit, ROLE_SYSTEM, "attendance.enter", "id", (int)kit.person[ROLE_EXPERT], END),
                     CODE_STATE);
    kit_make(&kit, ROLE_FACILITATOR, "workshop.live", END);
    kit_make(&kit, ROLE_EXPERT, "person.self", "mode", "in_room", END);
    int id = enter(&kit, ROLE_EXPERT);
    assert_int_equal(interval(&kit, id)->since, kit.at);
    assert_int_equal(interval(&kit, id)->until, 0);
    assert_int_equal(interval(&kit, id)->mode, PERSON_IN_ROOM);
    assert_int_equal(interval(&kit, id)->delegation, room_person(kit.room, kit.person[ROLE_EXPERT])->delegation);
    assert_int_equal(kit_do(&kit, ROLE_SYSTEM, "attendance.enter", "id", (int)kit.person[ROLE_EXPERT], END),
                     CODE_STATE);
    assert_false(view_sees(kit.room, &interval(&kit, id)->e, view_of(kit.room, kit.person[ROLE_EXPERT], ROLE_N)));
    assert_true(view_sees(kit.room, &interval(&kit, id)->e, (struct viewer){ AUDIENCE_STAFF, 0 }));
    kit_close(&kit);
}

static void a_drop_out_of_five_minutes_is_no_absence(void **state)
{
    (void)state;
    struct kit kit;
    open_live(&kit);
    int first = enter(&kit, ROLE_DELEGATE);
    kit.at += HOUR;
    int64_t heard = kit.at;
    kit.at += 35 * 1000;
    assert_int_equal(leave(&kit, ROLE_DELEGATE, heard), CODE_OK);
    assert_int_equal(interval(&kit, first)->until, heard);
    kit.at = heard + LIMIT_MERGE_MS - 1000;
    assert_int_equal(enter(&kit, ROLE_DELEGATE), first);
    assert_int_equal(interval(&kit, first)->until, 0);
    heard = kit.at;
    assert_int_equal(leave(&kit, ROLE_DELEGATE, heard), CODE_OK);
    kit.at = heard + LIMIT_MERGE_MS;
    int second = enter(&kit, ROLE_DELEGATE);
    assert_int_not_equal(second, first);
    assert_int_equal(leave(&kit, ROLE_EXPERT, kit.at), CODE_STATE);
    kit_close(&kit);
}

static void nobody_leaves_before_coming_nor_later_than_now(void **state)
{
    (void)state;
    struct kit kit;
    open_live(&kit);
    int id = enter(&kit, ROLE_DELEGATE);
    int64_t since = kit.at;
    assert_int_equal(leave(&kit, ROLE_DELEGATE, since - HOUR), CODE_OK);
    assert_int_equal(interval(&kit, id)->until, since);
    id = enter(&kit, ROLE_EXPERT);
    assert_int_equal(leave(&kit, ROLE_EXPERT, kit.at + HOUR), CODE_OK);
    assert_int_equal(interval(&kit, id)->until, kit.at);
    kit_close(&kit);
}

static void another_delegation_is_another_interval(void **state)
{
    (void)state;
    struct kit kit;
    open_live(&kit);
    int other = kit_make(&kit, ROLE_FACILITATOR, "delegation.create", "name", "Oman", END);
    int id = enter(&kit, ROLE_DELEGATE);
    kit_make(&kit, ROLE_DELEGATE, "person.self", "mode", "phone", END);
    assert_int_equal(interval(&kit, id)->mode, PERSON_PHONE);
    kit_make(&kit, ROLE_FACILITATOR, "person.edit", "id", (int)kit.person[ROLE_DELEGATE], "delegation", other, END);
    assert_int_equal(interval(&kit, id)->until, kit.at);
    assert_int_equal(kit.room->live[KIND_ATTENDANCE].n, 2);
    const struct attendance *now = (const struct attendance *)kit.room->live[KIND_ATTENDANCE].v[1];
    assert_int_equal(now->delegation, other);
    assert_int_equal(now->until, 0);
    /* Who comes back for the first one was away from it. */
    assert_int_equal(leave(&kit, ROLE_DELEGATE, kit.at), CODE_OK);
    kit_make(&kit, ROLE_FACILITATOR, "person.edit", "id", (int)kit.person[ROLE_DELEGATE], "delegation",
             (int)interval(&kit, id)->delegation, END);
    assert_int_not_equal(enter(&kit, ROLE_DELEGATE), id);
    int guest = kit_make(&kit, ROLE_SYSTEM, "person.join", "name", "G", "guest", 1, END);
    kit_make(&kit, ROLE_SYSTEM, "attendance.enter", "id", guest, END);
    kit_make(&kit, ROLE_FACILITATOR, "person.admit", "id", guest, "delegation", other, END);
    assert_int_equal(kit.room->live[KIND_ATTENDANCE].n, 5);
    kit_close(&kit);
}

static void whoever_is_removed_or_sent_home_is_not_there(void **state)
{
    (void)state;
    struct kit kit;
    open_live(&kit);
    int a = enter(&kit, ROLE_DELEGATE), b = enter(&kit, ROLE_EXPERT);
    kit_make(&kit, ROLE_FACILITATOR, "person.remove", "id", (int)kit.person[ROLE_DELEGATE], END);
    assert_int_equal(interval(&kit, a)->until, kit.at);
    kit_make(&kit, ROLE_SYSTEM, "attendance.here", END);
    kit_make(&kit, ROLE_FACILITATOR, "workshop.close", END);
    assert_int_equal(interval(&kit, b)->until, kit.at);
    kit_close(&kit);
}

/* Clocks two hours ahead of UTC, from a certain minute on three. */
struct clocks {
    int64_t change;
};

static int64_t to_local(const void *data, int64_t utc)
{
    const struct clocks *clocks = data;
    return utc + (utc < clocks->change ? 120 : 180);
}

static int64_t to_utc(const void *data, int64_t local)
{
    const struct clocks *clocks = data;
    return local - 120 < clocks->change ? local - 120 : local - 180;
}

/* 1700179200000 is the 17th of November 2023 at 00:00 UTC. */
#define DAY_UTC INT64_C(1700179200000)
static const struct clocks clocks = { DAY_UTC / MINUTE };
static const struct schedule_zone zone = { &clocks, to_utc, to_local };

static void days_are_those_of_the_zone_and_items_what_they_took(void **state)
{
    (void)state;
    struct kit kit;
    size_t n;
    open_live(&kit);
    kit.at = DAY_UTC - 3 * HOUR - 1000;
    enter(&kit, ROLE_DELEGATE);
    struct stretch item_time;
    int item = kit_make(&kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "T", END);
    assert_false(attendance_item(room_item(kit.room, (uint64_t)item), kit.at, &item_time));
    kit_make(&kit, ROLE_FACILITATOR, "item.start", "id", item, END);
    int64_t started = kit.at, now = DAY_UTC + 23 * HOUR;
    struct stretch *days = attendance_days(kit.room, &zone, now, &n);
    assert_int_equal(n, 3);
    assert_int_equal(days[1].from, DAY_UTC - 2 * HOUR);
    assert_int_equal(days[1].until - days[1].from, 23 * HOUR);
    size_t people;
    struct attended *there = attendance_in(kit.room, days[0], now, &people);
    assert_int_equal(people, 1);
    assert_int_equal(there[0].ms, HOUR);
    mem_free(there);
    there = attendance_in(kit.room, days[2], now, &people);
    assert_int_equal(there[0].ms, 2 * HOUR);
    mem_free(there);
    mem_free(days);
    assert_true(attendance_item(room_item(kit.room, (uint64_t)item), started + HOUR, &item_time));
    there = attendance_in(kit.room, item_time, started + HOUR, &people);
    assert_int_equal(there[0].ms, HOUR);
    mem_free(there);
    kit_close(&kit);
}

/* Until midnight is not on the next day, and from midnight on not on the one before. */
static void midnight_belongs_to_the_day_that_begins(void **state)
{
    (void)state;
    struct kit kit;
    size_t n, people;
    const int64_t midnight = DAY_UTC - 2 * HOUR, now = midnight + HOUR;
    open_live(&kit);
    kit.at = midnight - HOUR;
    enter(&kit, ROLE_DELEGATE);
    kit.at = midnight - 1000;
    assert_int_equal(leave(&kit, ROLE_DELEGATE, midnight), CODE_OK);
    assert_int_equal(kit.at, midnight);
    struct stretch *days = attendance_days(kit.room, &zone, now, &n);
    assert_int_equal(n, 1);
    mem_free(days);
    kit.at = midnight - 1000;
    assert_int_equal(interval(&kit, enter(&kit, ROLE_EXPERT))->since, midnight);
    days = attendance_days(kit.room, &zone, now, &n);
    assert_int_equal(n, 2);
    for (size_t i = 0; i < n; i++) {
        struct attended *there = attendance_in(kit.room, days[i], now, &people);
        assert_int_equal(people, 1);
        assert_int_equal(there[0].person, kit.person[i == 0 ? ROLE_DELEGATE : ROLE_EXPERT]);
        mem_free(there);
    }
    mem_free(days);
    kit_close(&kit);
}

/* What the history says of one person: computed from the changes alone. */
enum { PERSONS = 5 };

struct event {
    int64_t at;                     /* came then, or was last heard then */
    bool comes;
};

struct record {
    struct event events[400];
    size_t n;
};

struct diary {
    struct kit kit;
    struct record records[PERSONS];
    uint64_t random, people[PERSONS];
    bool here[PERSONS];
};

static uint64_t below(struct diary *diary, uint64_t n)
{
    diary->random ^= diary->random << 13;
    diary->random ^= diary->random >> 7;
    diary->random ^= diary->random << 17;
    return diary->random % n;
}

/* Run a command of the system and note what its change says: the words that are in the file. */
static void note(struct diary *diary, struct command *cmd, size_t person)
{
    static const uint8_t salt[SALT_BYTES] = { 1 };
    struct change change;
    struct actor actor = actor_system(diary->kit.at);
    struct outcome outcome = history_run(diary->kit.room, &actor, NULL, cmd, salt, &change);
    struct record *record = &diary->records[person];
    uint64_t id;
    int64_t at = 0;
    assert_int_equal(outcome.code, CODE_OK);
    int read = sscanf(change.body, "{\"id\":%" SCNu64 ",\"at\":%" SCNd64 "}", &id, &at);
    assert_int_equal(id, diary->people[person]);
    bool comes = strcmp(change.verb, "attendance.enter") == 0;
    assert_int_equal(read, comes ? 1 : 2);
    assert_true(record->n < sizeof(record->events) / sizeof(record->events[0]));
    record->events[record->n++] = (struct event){ comes ? change.at : at, comes };
    change_clear(&change);
}

static void come_or_go(struct diary *diary, size_t i)
{
    struct command cmd;
    kit_build(&cmd, diary->here[i] ? "attendance.leave" : "attendance.enter", "id", (int)diary->people[i], END);
    if (diary->here[i]) {
        cmd.present = 1;
        cmd.u.leave.at = diary->kit.at - (int64_t)below(diary, 35) * 1000;
        if (cmd.u.leave.at < diary->records[i].events[diary->records[i].n - 1].at)
            cmd.u.leave.at = diary->records[i].events[diary->records[i].n - 1].at;
    }
    diary->here[i] = !diary->here[i];
    note(diary, &cmd, i);
}

/* Whether the record says that the person was there at a moment: between a coming and a going, or in a short gap. */
static bool was_there(const struct record *record, int64_t at)
{
    for (size_t i = 0; i < record->n; i++) {
        const struct event *event = &record->events[i];
        int64_t next = i + 1 < record->n ? event[1].at : INT64_MAX;
        bool spans = event->comes || (next != INT64_MAX && next - event->at <= LIMIT_MERGE_MS);
        if (at >= event->at && at < next)
            return spans;
    }
    return false;
}

static int64_t seconds_there(const struct record *record, struct stretch stretch, int64_t now)
{
    int64_t n = 0, end = stretch.until < now ? stretch.until : now;
    for (int64_t at = stretch.from; at < end; at += 1000)
        n += was_there(record, at);
    return n;
}

static void compare_days(struct diary *diary)
{
    size_t n, people;
    struct stretch *days = attendance_days(diary->kit.room, &zone, diary->kit.at, &n);
    assert_true(n >= 2);
    for (size_t d = 0; d < n; d++) {
        struct attended *there = attendance_in(diary->kit.room, days[d], diary->kit.at, &people);
        size_t found = 0;
        for (size_t i = 0; i < PERSONS; i++) {
            int64_t expected = seconds_there(&diary->records[i], days[d], diary->kit.at), ms = 0;
            for (size_t k = 0; k < people; k++)
                if (there[k].person == diary->people[i])
                    ms += there[k].ms;
            assert_int_equal(ms, expected * 1000);
            found += expected > 0;
        }
        assert_int_equal(found, people);
        mem_free(there);
    }
    mem_free(days);
}

static uint64_t seed_of_run(void)
{
    const char *given = getenv("PLENARY_SEED");
    struct timespec now;
    if (given != NULL)
        return strtoull(given, NULL, 10);
    clock_gettime(CLOCK_REALTIME, &now);
    return (uint64_t)now.tv_nsec * 2 + 1;
}

static void sheets_equal_what_the_history_says(void **state)
{
    (void)state;
    struct diary *diary = mem_zero(1, sizeof(*diary));
    diary->random = seed_of_run();
    print_message("seed %" PRIu64 "\n", diary->random);
    open_live(&diary->kit);
    for (size_t i = 0; i < PERSONS; i++)
        diary->people[i] = diary->kit.person[ROLE_RAPPORTEUR + i];
    diary->kit.at = DAY_UTC - 6 * HOUR;
    for (int step = 0; step < 300; step++) {
        diary->kit.at += (int64_t)below(diary, step % 50 == 49 ? 36000 : 200) * 1000;
        come_or_go(diary, below(diary, PERSONS));
    }
    compare_days(diary);
    kit_close(&diary->kit);
    mem_free(diary);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("Y1 one is done with what runs", one_is_done_with_what_runs),
        test_case("Y2 whoever turns the agenda runs the room", whoever_turns_the_agenda_runs_the_room),
        test_case("Y3 an interval keeps who it was and for whom, and is the staff's to see",
                  an_interval_keeps_who_it_was_and_for_whom),
        test_case("Y4 a drop-out of five minutes is no absence", a_drop_out_of_five_minutes_is_no_absence),
        test_case("Y5 nobody leaves before coming, nor later than now", nobody_leaves_before_coming_nor_later_than_now),
        test_case("Y6 another delegation is another interval", another_delegation_is_another_interval),
        test_case("Y7 Y8 Y9 whoever is removed or sent home is not there",
                  whoever_is_removed_or_sent_home_is_not_there),
        test_case("Y11 days are those of the zone, and items what they took",
                  days_are_those_of_the_zone_and_items_what_they_took),
        test_case("Y11 midnight belongs to the day that begins", midnight_belongs_to_the_day_that_begins),
        test_case("Y4 Y11 the sheets equal what the history says", sheets_equal_what_the_history_says),
    };
    return cmocka_run_group_tests_name("attendance", cases, NULL, NULL);
}
