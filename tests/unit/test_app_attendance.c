/* Attendance: who is kept as there, whatever connections do (Y9, Y10). The clock is set by hand. */
#include "app/app.h"
#include "app/host.h"
#include "support_app_http.h"

enum { MINUTE = 60 * 1000, SAMPLES = 32 };

/* The intervals of one person as the room holds them, oldest first. */
struct sample {
    uint64_t person;
    size_t n;
    struct {
        int64_t since, until;
    } v[SAMPLES];
    uint64_t seq;
    int64_t at;
};

static void take_sample(void *context, enum hub_status status, const struct room *room)
{
    struct sample *sample = context;
    assert_int_equal(status, HUB_OK);
    const struct kind_list *all = &room->live[KIND_ATTENDANCE];
    sample->n = 0;
    sample->seq = room->seq;
    sample->at = room->at;
    for (size_t i = 0; i < all->n; i++) {
        const struct attendance *one = (const struct attendance *)all->v[i];
        if (one->person != sample->person)
            continue;
        assert_true(sample->n < SAMPLES);
        sample->v[sample->n].since = one->since;
        sample->v[sample->n++].until = one->until;
    }
}

static struct sample sample_of(struct fixture *fixture, uint64_t person)
{
    struct sample sample = { .person = person };
    hub_read(fixture->world.app->hub, fixture->id, take_sample, &sample);
    world_settle(&fixture->world);
    return sample;
}

/* Time passes a second at a time; whoever is on one of these connections is heard, as browsers are. */
static void pass(struct fixture *fixture, int64_t ms, const conn_id *alive, size_t n)
{
    for (int64_t t = 0; t < ms; t += 1000) {
        fixture->world.now += 1000;
        for (size_t i = 0; i < n && t % 10000 == 0; i++)
            say(fixture, alive[i], "{\"t\":\"beat\"}");
        world_settle(&fixture->world);
    }
}

static const conn_id chair[] = { 1 };

/* A live workshop with a facilitator on connection 1, and a delegate who is not there yet. */
static uint64_t live(struct fixture *fixture, char token[64])
{
    uint64_t person = join(fixture, fixture->egypt, "Delegate", token);
    enter(fixture, 1, fixture->token);
    run(fixture, "workshop.live", "{}");
    return person;
}

static void whoever_is_there_when_it_goes_live_is_there(void **state)
{
    struct fixture *fixture = *state;
    char token[64] = "";
    uint64_t person = join(fixture, fixture->egypt, "Delegate", token);
    enter(fixture, 1, fixture->token);
    enter(fixture, 2, token);
    pass(fixture, 5000, chair, 1);
    assert_int_equal(sample_of(fixture, person).n, 0);
    run(fixture, "workshop.live", "{}");
    pass(fixture, 2000, chair, 1);
    struct sample sample = sample_of(fixture, person);
    assert_int_equal(sample.n, 1);
    assert_int_equal(sample.v[0].until, 0);
    assert_int_equal(sample_of(fixture, fixture->facilitator).n, 1);
}

static void fifty_drop_outs_are_one_interval(void **state)
{
    struct fixture *fixture = *state;
    char token[64] = "";
    uint64_t person = live(fixture, token);
    int64_t began = fixture->world.now;
    for (int i = 0; i < 50; i++) {
        enter(fixture, 2, token);
        pass(fixture, i % 3 * 20000, chair, 1);
        gate_closed(fixture->world.app, 2);
        pass(fixture, i % 7 * 20000, chair, 1);
        buf_reset(&fixture->world.heard[1]);
        buf_reset(&fixture->world.heard[2]);
    }
    pass(fixture, 2 * MINUTE, chair, 1);
    struct sample sample = sample_of(fixture, person);
    assert_int_equal(sample.n, 1);
    assert_true(sample.v[0].since <= began + 2000);
    assert_true(sample.v[0].until != 0);
}

static void who_went_is_gone_after_35_seconds_since_last_heard(void **state)
{
    struct fixture *fixture = *state;
    char token[64] = "";
    uint64_t person = live(fixture, token);
    enter(fixture, 2, token);
    pass(fixture, 10000, (const conn_id[]){ 1, 2 }, 2);
    int64_t heard_at = fixture->world.now - 9000;
    /* Silence, no close: as when a network dies. */
    pass(fixture, 20000, chair, 1);
    assert_int_equal(fixture->world.closed, 2);
    gate_closed(fixture->world.app, 2);
    pass(fixture, 5000, chair, 1);
    assert_int_equal(sample_of(fixture, person).v[0].until, 0);
    pass(fixture, 3000, chair, 1);
    struct sample sample = sample_of(fixture, person);
    assert_int_equal(sample.n, 1);
    assert_int_equal(sample.v[0].until, heard_at);
}

static void who_looked_in_for_a_moment_was_there(void **state)
{
    struct fixture *fixture = *state;
    char token[64] = "";
    uint64_t person = live(fixture, token);
    pass(fixture, 3000, chair, 1);
    enter(fixture, 2, token);
    gate_closed(fixture->world.app, 2);
    pass(fixture, 3000, chair, 1);
    assert_int_equal(sample_of(fixture, person).n, 1);
    pass(fixture, MINUTE, chair, 1);
    struct sample sample = sample_of(fixture, person);
    assert_int_equal(sample.n, 1);
    assert_int_not_equal(sample.v[0].until, 0);
}

static void a_second_window_keeps_somebody_there(void **state)
{
    struct fixture *fixture = *state;
    char token[64] = "";
    static const conn_id both[] = { 1, 3 };
    uint64_t person = live(fixture, token);
    enter(fixture, 2, token);
    enter(fixture, 3, token);
    pass(fixture, 5000, both, 2);
    gate_closed(fixture->world.app, 2);
    pass(fixture, MINUTE, both, 2);
    assert_int_equal(sample_of(fixture, person).v[0].until, 0);
    /* An old connection that ends late removes nobody. */
    enter(fixture, 4, token);
    gate_closed(fixture->world.app, 3);
    pass(fixture, 20000, (const conn_id[]){ 1, 4 }, 2);
    assert_int_equal(sample_of(fixture, person).v[0].until, 0);
    gate_closed(fixture->world.app, 4);
    pass(fixture, 40000, chair, 1);
    struct sample sample = sample_of(fixture, person);
    assert_int_equal(sample.n, 1);
    assert_int_not_equal(sample.v[0].until, 0);
}

static void whoever_shares_a_device_is_there_with_it(void **state)
{
    struct fixture *fixture = *state;
    char token[64] = "", other[64] = "", args[80];
    uint64_t person = live(fixture, token), shares = join(fixture, fixture->egypt, "Beside", other);
    snprintf(args, sizeof args, "{\"id\":%ju,\"device\":%ju}", (uintmax_t)shares, (uintmax_t)person);
    run(fixture, "person.edit", args);
    enter(fixture, 2, token);
    pass(fixture, 5000, chair, 1);
    assert_int_equal(sample_of(fixture, shares).n, 1);
    gate_closed(fixture->world.app, 2);
    pass(fixture, 45000, chair, 1);
    assert_int_equal(sample_of(fixture, shares).v[0].until, sample_of(fixture, person).v[0].until);
    assert_int_not_equal(sample_of(fixture, shares).v[0].until, 0);
}

static void a_disk_that_refuses_loses_nobody(void **state)
{
    struct fixture *fixture = *state;
    char token[64] = "";
    uint64_t person = live(fixture, token);
    pass(fixture, 3000, chair, 1);
    fixture->world.free_bytes = 0;
    enter(fixture, 2, token);
    pass(fixture, 20000, (const conn_id[]){ 1, 2 }, 2);
    assert_int_equal(sample_of(fixture, person).n, 0);
    fixture->world.free_bytes = 1ull << 40;
    pass(fixture, 5000, (const conn_id[]){ 1, 2 }, 2);
    assert_int_equal(sample_of(fixture, person).n, 1);
}

static void a_quiet_room_says_every_two_minutes_that_somebody_is_there(void **state)
{
    struct fixture *fixture = *state;
    char token[64] = "";
    uint64_t person = live(fixture, token);
    pass(fixture, 5000, chair, 1);
    uint64_t seq = sample_of(fixture, person).seq;
    pass(fixture, 5 * MINUTE, chair, 1);
    assert_int_equal(sample_of(fixture, person).seq, seq + 2);
    gate_closed(fixture->world.app, 1);
    pass(fixture, MINUTE, NULL, 0);
    seq = sample_of(fixture, person).seq;
    pass(fixture, 5 * MINUTE, NULL, 0);
    assert_int_equal(sample_of(fixture, person).seq, seq);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        room_case("Y10 whoever is there when it goes live is there", whoever_is_there_when_it_goes_live_is_there),
        room_case("Y4 Y10 fifty drop-outs are one interval", fifty_drop_outs_are_one_interval),
        room_case("Y10 who fell silent is gone 35 seconds after the last word",
                  who_went_is_gone_after_35_seconds_since_last_heard),
        room_case("Y10 who looked in for a moment was there", who_looked_in_for_a_moment_was_there),
        room_case("Y10 a second window keeps somebody there", a_second_window_keeps_somebody_there),
        room_case("Y10 whoever shares a device is there with it", whoever_shares_a_device_is_there_with_it),
        room_case("Y10 a disk that refuses loses nobody", a_disk_that_refuses_loses_nobody),
        room_case("Y9 a quiet room says every two minutes that somebody is there",
                  a_quiet_room_says_every_two_minutes_that_somebody_is_there),
    };
    return cmocka_run_group_tests_name("attendance", cases, NULL, NULL);
}
