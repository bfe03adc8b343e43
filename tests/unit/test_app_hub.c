/* hub: rooms and their connections, through the gate, in a small world. The simulation looks at everything else. */
#include <string.h>

#include "app/app.h"
#include "app/registry.h"
#include "core/limits.h"
#include "support_app_http.h"

/* A socket of the fixture's workshop, opened with that cookie. */
static void open_socket(struct fixture *fixture, conn_id conn, const char *token)
{
    char path[64];
    snprintf(path, sizeof path, "/ws/%s", fixture->id);
    const struct knock knock = { .path = path, .query = "", .token = token, .peer = "192.0.2.1", .host = "localhost" };
    assert_int_equal(gate_admit(fixture->world.app, &knock), 0);
    gate_opened(fixture->world.app, conn, &knock);
    world_settle(&fixture->world);
    fixture->world.closed = 0;
}

static void close_socket(struct fixture *fixture, conn_id conn)
{
    gate_closed(fixture->world.app, conn);
    world_settle(&fixture->world);
}

static void ends_with_logout(void **state)
{
    struct fixture *fixture = *state;
    char guest[64] = "";
    join(fixture, fixture->open, "Layla", guest);
    open_socket(fixture, 1, fixture->token);
    open_socket(fixture, 2, guest);
    ask(fixture, "POST", "/api/logout", guest, "{}");
    expect(fixture, 200, NULL);
    assert_int_equal(fixture->world.closed, 2);
    assert_int_equal(fixture->world.closed_code, CLOSE_FORBIDDEN);
    fixture->world.closed = 0;
    ask(fixture, "POST", "/api/logout", fixture->token, "{}");
    assert_int_equal(fixture->world.closed, 1);
    assert_int_equal(fixture->world.closed_code, CLOSE_FORBIDDEN);
    close_socket(fixture, 1);
    close_socket(fixture, 2);
}

static void ends_with_expiry(void **state)
{
    struct fixture *fixture = *state;
    const char hello[] = "{\"t\":\"hello\",\"client\":\"00112233445566778899aabbccddeeff\"}";
    open_socket(fixture, 1, fixture->token);
    gate_message(fixture->world.app, 1, hello, sizeof hello - 1);
    fixture->world.now += 40ll * 24 * 3600 * 1000;
    gate_message(fixture->world.app, 1, "{\"t\":\"beat\"}", 12);
    world_settle(&fixture->world);
    assert_int_equal(fixture->world.closed, 1);
    assert_int_equal(fixture->world.closed_code, CLOSE_FORBIDDEN);
    close_socket(fixture, 1);
}

static void ran(void *context, enum hub_status status, const struct outcome *outcome)
{
    uint64_t *result = context;
    assert_int_equal(status, HUB_OK);
    assert_int_equal(outcome->code, CODE_OK);
    *result = outcome->result;
}

static uint64_t run(struct fixture *fixture, const char *verb, const char *args)
{
    uint64_t result = 0;
    hub_run(fixture->world.app->hub, fixture->id, verb, args, ran, &result);
    world_settle(&fixture->world);
    return result;
}

static void open_timed_poll(struct fixture *fixture)
{
    char args[128];
    uint64_t poll = run(fixture, "poll.create", "{\"question\":{\"en\":\"Now?\"}}");
    for (int i = 0; i < 2; i++) {
        snprintf(args, sizeof args, "{\"poll\":%d,\"text\":{\"en\":\"Answer %d\"}}", (int)poll, i);
        run(fixture, "option.create", args);
    }
    run(fixture, "workshop.live", "{}");
    snprintf(args, sizeof args, "{\"id\":%d,\"seconds\":10}", (int)poll);
    run(fixture, "poll.open", args);
}

static void waits_for_full_disk(void **state)
{
    struct fixture *fixture = *state;
    struct world *world = &fixture->world;
    open_timed_poll(fixture);
    world->free_bytes = LIMIT_FREE_DISK - 1;
    world->now += 11000;
    world_settle(world);
    int64_t wants = app_turn(world->app);
    assert_true(wants > world->now);
    assert_true(wants <= world->now + 10000);
    world->free_bytes = LIMIT_FREE_DISK;
    world->now = wants;
    world_settle(world);
    wants = app_turn(world->app);
    assert_true(wants == 0 || wants > world->now);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        room_case("P30 logging out closes the sockets of that session and no other", ends_with_logout),
        room_case("P30 a session that has expired closes its sockets", ends_with_expiry),
        room_case("A poll whose time is over does not turn the loop while the disk is full", waits_for_full_disk),
    };
    return cmocka_run_group_tests(cases, NULL, NULL);
}
