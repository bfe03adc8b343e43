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

static void say_hello(struct fixture *fixture, conn_id conn)
{
    const char hello[] = "{\"t\":\"hello\",\"client\":\"00112233445566778899aabbccddeeff\"}";
    gate_message(fixture->world.app, conn, hello, sizeof hello - 1);
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
    open_socket(fixture, 1, fixture->token);
    say_hello(fixture, 1);
    fixture->world.now += 40ll * 24 * 3600 * 1000;
    gate_message(fixture->world.app, 1, "{\"t\":\"beat\"}", 12);
    world_settle(&fixture->world);
    assert_int_equal(fixture->world.closed, 1);
    assert_int_equal(fixture->world.closed_code, CLOSE_FORBIDDEN);
    close_socket(fixture, 1);
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

/* With ten readers rounds keep a millisecond apart, and the clock of this world stands still. */
static void pages_go_by_rights_of_now(void **state)
{
    struct fixture *fixture = *state;
    struct world *world = &fixture->world;
    char guest[64] = "", listener[64] = "", args[128];
    uint64_t person = join(fixture, fixture->open, "Layla", guest);
    snprintf(args, sizeof args, "{\"id\":%d,\"role\":\"cofacilitator\"}", (int)person);
    run(fixture, "person.admit", args);
    snprintf(args, sizeof args, "{\"code\":\"%s\"}", fixture->open);
    ask(fixture, "POST", "/api/listen", "", args);
    world_token(world, listener);
    open_socket(fixture, 1, guest);
    say_hello(fixture, 1);
    for (conn_id conn = 2; conn <= 10; conn++)
        open_socket(fixture, conn, listener);
    world->now += 1000;
    world->lags = 1;
    run(fixture, "theme.create", "{\"title\":{\"en\":\"Missed\"}}");
    snprintf(args, sizeof args, "{\"id\":%d,\"role\":\"observer\"}", (int)person);
    run(fixture, "person.edit", args);
    world->lags = 0;
    buf_reset(&world->heard[1]);
    gate_drained(world->app, 1);
    const char *view = strstr(world->heard[1].data, "\"t\":\"view\"");
    const char *delta = strstr(world->heard[1].data, "\"t\":\"delta\"");
    assert_true(view != NULL && delta != NULL && view < delta);
    assert_non_null(strstr(view, "\"role\":\"observer\""));
    for (conn_id conn = 1; conn <= 10; conn++)
        close_socket(fixture, conn);
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
        room_case("P9 who catches up between a commit and its round is served by the rights of now",
                  pages_go_by_rights_of_now),
        room_case("A poll whose time is over does not turn the loop while the disk is full", waits_for_full_disk),
    };
    return cmocka_run_group_tests(cases, NULL, NULL);
}
