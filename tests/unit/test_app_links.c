/* Links: what a connection is owed that the simulation cannot show, since its people have one window each and a small room. */
#include "app/hub.h"

#include <string.h>

#include "app/app.h"
#include "app/host.h"
#include "support_app_http.h"

enum { CROWD = 100 };           /* connections from here on are deaf: only those below WORLD_EARS are written down */

static struct host *host_of(struct fixture *fixture)
{
    enum hub_status status;
    return hub_host(fixture->world.app->hub, fixture->id, &status);
}

static void leave(struct fixture *fixture, conn_id conn)
{
    gate_closed(fixture->world.app, conn);
    fixture->world.now += PRESENCE_MS;
    world_settle(&fixture->world);
}

static void only_a_seat_opens_a_socket(void **state)
{
    struct fixture *fixture = *state;
    char path[64], stranger[TOKEN_TEXT];
    snprintf(path, sizeof path, "/ws/%s", fixture->id);
    struct knock knock = { .path = path, .query = "", .token = "", .peer = "192.0.2.1", .host = "localhost" };
    assert_int_equal(gate_admit(fixture->world.app, &knock), 401);
    assert_true(registry_session_open(fixture->world.app->registry, stranger) != 0);
    knock.token = stranger;
    assert_int_equal(gate_admit(fixture->world.app, &knock), 403);
    gate_opened(fixture->world.app, 1, &knock);
    assert_int_equal(fixture->world.closed, 1);
    assert_int_equal(fixture->world.closed_code, CLOSE_FORBIDDEN);
    knock.token = fixture->token;
    assert_int_equal(gate_admit(fixture->world.app, &knock), 0);
    knock.path = "/ws/elsewhere";
    assert_int_equal(gate_admit(fixture->world.app, &knock), 404);
    world_settle(&fixture->world);
}

static void second_window_closes_and_the_person_stays(void **state)
{
    struct fixture *fixture = *state;
    char token[64] = "", gone[32];
    uint64_t person = join(fixture, fixture->egypt, "Delegate", token);
    enter(fixture, 1, fixture->token);
    enter(fixture, 2, token);
    enter(fixture, 3, token);
    leave(fixture, 3);
    snprintf(gone, sizeof gone, "\"gone\":[%d]", (int)person);
    assert_null(strstr(heard(fixture, 1), gone));
    leave(fixture, 2);
    assert_non_null(strstr(heard(fixture, 1), gone));
}

/* Listeners that nobody writes down. */
static void crowd(struct fixture *fixture, size_t n)
{
    char body[64], token[64];
    snprintf(body, sizeof body, "{\"code\":\"%s\"}", fixture->open);
    ask(fixture, "POST", "/api/listen", "", body);
    world_token(&fixture->world, token);
    for (size_t i = 0; i < n; i++) {
        socket_open(fixture, CROWD + i, token);
        hello(fixture, CROWD + i, 0, nobody_tag, 0);
    }
    world_settle(&fixture->world);
}

/* Turns of the loop until a round is on its way and has not come to its end. */
static void run_into_a_round(struct fixture *fixture, const char *verb, const char *args, uint64_t *result)
{
    const struct host *host = host_of(fixture);
    fixture->world.now += 2 * ROUND_GAP_MS;
    hub_run(fixture->world.app->hub, fixture->id, verb, args, ran, result);
    for (int i = 0; i < 20 && !host->round.active; i++)
        (void)app_turn(fixture->world.app);
    assert_true(host->round.active && host->round.at > 0 && host->round.at < host->n_links);
}

/* More listeners than a slice of a round reaches; one who was told leaves, and who comes last takes the free place. */
static void who_changes_places_in_a_round_misses_nothing(void **state)
{
    struct fixture *fixture = *state;
    uint64_t theme = 0;
    crowd(fixture, ROUND_SOCKETS);
    enter(fixture, 1, fixture->token);
    run_into_a_round(fixture, "theme.create", "{\"title\":{\"en\":\"Told in a round\"}}", &theme);
    gate_closed(fixture->world.app, CROWD);
    world_settle(&fixture->world);
    assert_true(theme != 0);
    assert_non_null(strstr(heard(fixture, 1), "Told in a round"));
}

/* The same while presence is told. */
static void who_changes_places_learns_who_is_gone(void **state)
{
    struct fixture *fixture = *state;
    const struct host *host = host_of(fixture);
    char token[64] = "";
    join(fixture, fixture->egypt, "Delegate", token);
    crowd(fixture, ROUND_SOCKETS);
    enter(fixture, 3, token);
    enter(fixture, 1, fixture->token);
    fixture->world.now += PRESENCE_MS;
    world_settle(&fixture->world);
    gate_closed(fixture->world.app, 3);
    buf_reset(&fixture->world.heard[1]);
    fixture->world.now += PRESENCE_MS;
    (void)app_turn(fixture->world.app);
    assert_true(host->presence_frame != NULL && host->presence_link > 0 && host->presence_link < host->n_links);
    gate_closed(fixture->world.app, CROWD);
    world_settle(&fixture->world);
    assert_non_null(strstr(heard(fixture, 1), "\"t\":\"presence\""));
}

/* Who comes while a round is under way may know more than it does. */
static void late_round_gives_nobody_older_rights(void **state)
{
    struct fixture *fixture = *state;
    char token[64] = "", args[128];
    uint64_t first = 0, second = 0, person = join(fixture, fixture->egypt, "Delegate", token);
    enter(fixture, 1, token);
    crowd(fixture, ROUND_SOCKETS + 3 * ROUND_SOCKETS_BUSY);
    snprintf(args, sizeof args, "{\"id\":%d,\"role\":\"observer\"}", (int)person);
    run_into_a_round(fixture, "person.edit", args, &first);
    snprintf(args, sizeof args, "{\"id\":%d,\"role\":\"expert\"}", (int)person);
    fixture->world.now += TICK_GAP_MS;
    hub_run(fixture->world.app->hub, fixture->id, "person.edit", args, ran, &second);
    (void)app_turn(fixture->world.app);
    assert_true(host_of(fixture)->round.active);
    enter(fixture, 2, token);
    assert_true(first != 0 && second != 0);
    assert_non_null(strstr(heard(fixture, 2), "\"role\":\"expert\""));
    assert_null(strstr(heard(fixture, 2), "\"t\":\"view\""));
}

static void only_a_copy_of_this_history_is_kept(void **state)
{
    struct fixture *fixture = *state;
    char tag[17];
    socket_open(fixture, 1, fixture->token);
    world_settle(&fixture->world);
    const struct room *room = host_of(fixture)->room;
    int64_t view = room_person(room, fixture->facilitator)->view;
    snprintf(tag, sizeof tag, "%016llx", (unsigned long long)room_tag(room, room->seq));
    hello(fixture, 1, room->seq, tag, view);
    world_settle(&fixture->world);
    assert_non_null(strstr(heard(fixture, 1), "\"reset\":false"));
    /* An older backup was restored, and other things were done since: as many changes, another tag. */
    tag[0] = tag[0] == '0' ? '1' : '0';
    socket_open(fixture, 2, fixture->token);
    hello(fixture, 2, room->seq, tag, view);
    world_settle(&fixture->world);
    assert_non_null(strstr(heard(fixture, 2), "\"reset\":true"));
    /* The rights were others when the copy was made. */
    snprintf(tag, sizeof tag, "%016llx", (unsigned long long)room_tag(room, room->seq));
    socket_open(fixture, 3, fixture->token);
    hello(fixture, 3, room->seq, tag, view + 1);
    world_settle(&fixture->world);
    assert_non_null(strstr(heard(fixture, 3), "\"reset\":true"));
}

static void role_lost_while_away_costs_the_copy(void **state)
{
    struct fixture *fixture = *state;
    char token[64] = "", args[128], tag[17];
    uint64_t person = join(fixture, fixture->egypt, "Delegate", token);
    const struct room *room = host_of(fixture)->room;
    int64_t view = room_person(room, person)->view;
    uint64_t seq = room->seq;
    snprintf(tag, sizeof tag, "%016llx", (unsigned long long)room_tag(room, seq));
    snprintf(args, sizeof args, "{\"id\":%d,\"role\":\"observer\"}", (int)person);
    run(fixture, "person.edit", args);
    socket_open(fixture, 1, token);
    hello(fixture, 1, seq, tag, view);
    world_settle(&fixture->world);
    assert_non_null(strstr(heard(fixture, 1), "\"reset\":true"));
}

static void end_of_a_poll_wakes_the_loop(void **state)
{
    struct fixture *fixture = *state;
    char args[128];
    uint64_t poll = run(fixture, "poll.create", "{\"question\":{\"en\":\"Which?\"}}");
    snprintf(args, sizeof args, "{\"poll\":%d,\"text\":{\"en\":\"This\"}}", (int)poll);
    run(fixture, "option.create", args);
    run(fixture, "option.create", args);
    run(fixture, "workshop.live", "{}");
    snprintf(args, sizeof args, "{\"id\":%d,\"seconds\":90}", (int)poll);
    run(fixture, "poll.open", args);
    int64_t end = fixture->world.now + 90000;
    /* The loop sleeps for as long as it is told to, and nobody comes. */
    for (int i = 0; i < 100 && fixture->world.now < end; i++) {
        int64_t due = app_turn(fixture->world.app);
        assert_true(due != 0 && due <= end);
        if (due > fixture->world.now)
            fixture->world.now = due;
    }
    int64_t due = app_turn(fixture->world.app);
    for (int i = 0; i < 20 && due != 0 && due <= end; i++)
        due = app_turn(fixture->world.app);
    world_settle(&fixture->world);
    assert_int_equal(room_poll(host_of(fixture)->room, poll)->state, POLL_CLOSED);
}

static void first_load_that_has_aged_is_made_anew(void **state)
{
    struct fixture *fixture = *state;
    enter(fixture, 1, fixture->token);
    for (int i = 0; i <= SNAPSHOT_AGE; i++)
        run(fixture, "theme.create", "{\"title\":{\"en\":\"Another\"}}");
    enter(fixture, 2, fixture->token);
    const char *page = strstr(heard(fixture, 2), "\"to\":[");
    assert_non_null(page);
    uint64_t seq = strtoull(page + strlen("\"to\":["), NULL, 10);
    assert_true(seq + SNAPSHOT_AGE >= host_of(fixture)->room->seq);
}

static const char first_command[] =
    "{\"t\":\"cmd\",\"n\":1,\"do\":\"theme.create\",\"args\":{\"title\":{\"en\":\"First\"}}}";
static const char second_command[] =
    "{\"t\":\"cmd\",\"n\":2,\"do\":\"theme.create\",\"args\":{\"title\":{\"en\":\"Second\"}}}";

static void what_follows_a_refused_command_waits_for_it(void **state)
{
    struct fixture *fixture = *state;
    enter(fixture, 1, fixture->token);
    uint64_t before = fixture->world.free_bytes;
    fixture->world.free_bytes = 0;
    say(fixture, 1, first_command);
    assert_non_null(strstr(heard(fixture, 1), "{\"t\":\"no\",\"n\":1,\"code\":\"storage\""));
    fixture->world.free_bytes = before;
    fixture->world.now += RETRY_MS;
    say(fixture, 1, second_command);
    assert_non_null(strstr(heard(fixture, 1), "{\"t\":\"no\",\"n\":2,\"code\":\"storage\""));
    say(fixture, 1, first_command);
    say(fixture, 1, second_command);
    assert_non_null(strstr(heard(fixture, 1), "{\"t\":\"ack\",\"n\":1,"));
    assert_non_null(strstr(heard(fixture, 1), "{\"t\":\"ack\",\"n\":2,"));
}

/* It came twice, and only the second time met a full disk. */
static void what_was_answered_holds_nothing_back(void **state)
{
    struct fixture *fixture = *state;
    enter(fixture, 1, fixture->token);
    say(fixture, 1, first_command);
    assert_non_null(strstr(heard(fixture, 1), "{\"t\":\"ack\",\"n\":1,"));
    uint64_t before = fixture->world.free_bytes;
    fixture->world.free_bytes = 0;
    say(fixture, 1, first_command);
    fixture->world.free_bytes = before;
    fixture->world.now += RETRY_MS;
    say(fixture, 1, second_command);
    assert_non_null(strstr(heard(fixture, 1), "{\"t\":\"ack\",\"n\":2,"));
}

/* What came on the earlier connection counts when the last number is told, and what comes on it later is not heard. */
static void hello_is_answered_when_what_the_client_said_before_is_through(void **state)
{
    static const char command[] =
        "{\"t\":\"cmd\",\"n\":%d,\"do\":\"theme.create\",\"args\":{\"title\":{\"en\":\"One\"}}}";
    struct fixture *fixture = *state;
    char text[256];
    enter(fixture, 1, fixture->token);
    uint64_t seq = host_of(fixture)->room->seq;
    snprintf(text, sizeof text, command, 1);
    gate_message(fixture->world.app, 1, text, strlen(text));
    socket_open(fixture, 2, fixture->token);
    snprintf(text, sizeof text, "{\"t\":\"hello\",\"client\":\"%032x\"}", 1U);
    gate_message(fixture->world.app, 2, text, strlen(text));
    snprintf(text, sizeof text, command, 2);
    gate_message(fixture->world.app, 1, text, strlen(text));
    world_settle(&fixture->world);
    assert_int_equal(host_of(fixture)->room->seq, seq + 1);
    assert_non_null(strstr(heard(fixture, 2), "\"last\":1,"));
    assert_int_equal(fixture->world.closed, 1);
    assert_int_equal(fixture->world.closed_code, CLOSE_RESTARTING);
}

static void silent_link_is_ended(void **state)
{
    struct fixture *fixture = *state;
    enter(fixture, 1, fixture->token);
    for (int i = 0; i < GONE_MS / SWEEP_MS + 2; i++) {
        fixture->world.now += SWEEP_MS;
        world_settle(&fixture->world);
        assert_true(fixture->world.closed != 1 || i >= GONE_MS / SWEEP_MS - 1);
    }
    assert_int_equal(fixture->world.closed, 1);
}

/* The acknowledgement was lost, the person removed, the command sent again: seed 716 of the simulation. */
static void who_is_removed_learns_what_was_applied(void **state)
{
    static const char command[] =
        "{\"t\":\"cmd\",\"n\":1,\"do\":\"recommendation.create\",\"args\":{\"text\":{\"en\":\"Share data\"}}}";
    struct fixture *fixture = *state;
    char token[64] = "", args[64];
    uint64_t result;
    uint64_t person = join(fixture, fixture->egypt, "Delegate", token);
    enter(fixture, 2, token);
    say(fixture, 2, command);
    assert_int_equal(count_of(heard(fixture, 2), "\"t\":\"ack\""), 1);
    snprintf(args, sizeof args, "{\"id\":%d}", (int)person);
    hub_run(fixture->world.app->hub, fixture->id, "person.remove", args, ran, &result);
    say(fixture, 2, command);
    assert_int_equal(count_of(heard(fixture, 2), "\"t\":\"ack\""), 2);
    assert_int_equal(count_of(heard(fixture, 2), "\"t\":\"no\""), 0);
}

static void add_theme(struct fixture *fixture, uint64_t *result)
{
    static const char args[] = "{\"title\":{\"en\":\"One more\"}}";
    *result = 0;
    hub_run(fixture->world.app->hub, fixture->id, "theme.create", args, ran, result);
    world_settle(&fixture->world);
}

/* A command after a pause is taken at once, the next one a few milliseconds later, and many do not wait. */
static void a_large_room_takes_breath(void **state)
{
    struct fixture *fixture = *state;
    uint64_t first, second, rest[TICK_ENOUGH];
    crowd(fixture, (size_t)TICK_READERS * TICK_GAP_MS);
    fixture->world.now += 1000;
    add_theme(fixture, &first);
    assert_true(first != 0);
    add_theme(fixture, &second);
    assert_true(second == 0);
    assert_int_equal(app_turn(fixture->world.app) - fixture->world.now, TICK_GAP_MS);
    fixture->world.now += TICK_GAP_MS;
    world_settle(&fixture->world);
    assert_true(second != 0);
    for (size_t i = 0; i < TICK_ENOUGH; i++)
        add_theme(fixture, &rest[i]);
    assert_true(rest[0] != 0 && rest[TICK_ENOUGH - 1] != 0);
}

static void a_small_room_does_not_wait(void **state)
{
    struct fixture *fixture = *state;
    uint64_t first, second;
    crowd(fixture, TICK_FEW);
    add_theme(fixture, &first);
    add_theme(fixture, &second);
    assert_true(first != 0 && second != 0);
}

/* One who takes nothing just then: the answer is kept, and the delta that holds the change does not overtake it. */
static void an_answer_is_not_overtaken(void **state)
{
    static const char command[] =
        "{\"t\":\"cmd\",\"n\":%d,\"do\":\"theme.create\",\"args\":{\"title\":{\"en\":\"Told %d\"}}}";
    struct fixture *fixture = *state;
    char text[160];
    enter(fixture, 1, fixture->token);
    for (int n = 1; n <= 4; n++) {
        snprintf(text, sizeof text, command, n, n);
        fixture->world.now += 2 * ROUND_GAP_MS;
        fixture->world.lags = n % 2 == 0 ? 1 : 0;
        buf_reset(&fixture->world.heard[1]);
        say(fixture, 1, text);
        fixture->world.lags = 0;
        gate_drained(fixture->world.app, 1);
        world_settle(&fixture->world);
        const char *ack = strstr(heard(fixture, 1), "\"t\":\"ack\"");
        const char *delta = strstr(heard(fixture, 1), "Told");
        assert_true(ack != NULL && delta != NULL && ack < delta);
    }
}

/* Another browser that holds the person's seat. */
static void take_seat(struct fixture *fixture, uint64_t person, char token[TOKEN_TEXT])
{
    struct registry *registry = fixture->world.app->registry;
    struct seat seat = { .person = person, .role = ROLE_DELEGATE };
    memcpy(seat.workshop, fixture->id, sizeof seat.workshop);
    registry_seat_put(registry, registry_session_open(registry, token), &seat);
}

static void enter_as(struct fixture *fixture, conn_id conn, const char *token, unsigned client)
{
    char text[128];
    socket_open(fixture, conn, token);
    snprintf(text, sizeof text, "{\"t\":\"hello\",\"client\":\"%032x\",\"seq\":0,\"tag\":\"%s\",\"view\":0}", client,
             nobody_tag);
    say(fixture, conn, text);
    assert_non_null(strstr(heard(fixture, conn), "\"t\":\"welcome\""));
}

static void assert_closed(const struct fixture *fixture, conn_id conn, enum close_code code)
{
    assert_int_equal(fixture->world.closed, conn);
    assert_int_equal(fixture->world.closed_code, code);
}

/* All of it within a millisecond: nobody has learned yet that a link is broken. */
static void who_comes_back_takes_no_other_device_s_place(void **state)
{
    struct fixture *fixture = *state;
    char phone[64] = "", laptop[TOKEN_TEXT], desk[TOKEN_TEXT], tablet[TOKEN_TEXT];
    uint64_t person = join(fixture, fixture->egypt, "Delegate", phone);
    take_seat(fixture, person, laptop);
    take_seat(fixture, person, desk);
    take_seat(fixture, person, tablet);
    enter_as(fixture, 1, phone, 1);
    enter_as(fixture, 2, laptop, 2);
    enter_as(fixture, 3, desk, 3);
    assert_int_equal(fixture->world.closed, 0);
    /* The link of the desk broke, and it is back: its own former link is over, and no other. */
    enter_as(fixture, 4, desk, 3);
    assert_closed(fixture, 3, CLOSE_RESTARTING);
    /* The laptop's page is loaded anew, as another client: it takes the place of its former page. */
    enter_as(fixture, 5, laptop, 5);
    assert_closed(fixture, 2, CLOSE_REPLACED);
    /* A fourth device takes that of the one that has been there longest. */
    enter_as(fixture, 6, tablet, 6);
    assert_closed(fixture, 1, CLOSE_REPLACED);
}

/* Sockets that never say hello cost those that did nothing, and there are three of them at most. */
static void who_says_nothing_takes_nobody_s_place(void **state)
{
    struct fixture *fixture = *state;
    char token[64] = "";
    join(fixture, fixture->egypt, "Delegate", token);
    enter_as(fixture, 1, token, 1);
    for (conn_id conn = 2; conn < 5; conn++)
        socket_open(fixture, conn, token);
    assert_int_equal(fixture->world.closed, 0);
    socket_open(fixture, 5, token);
    assert_closed(fixture, 2, CLOSE_REPLACED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        room_case("P4 only a seat in the workshop opens a socket", only_a_seat_opens_a_socket),
        room_case("P10 a second window closes and the person stays", second_window_closes_and_the_person_stays),
        room_case("who changes places in a round misses nothing", who_changes_places_in_a_round_misses_nothing),
        room_case("P10 who changes places while presence is told learns of it", who_changes_places_learns_who_is_gone),
        room_case("P9 a late round gives nobody older rights", late_round_gives_nobody_older_rights),
        room_case("P5 only a copy of this history, with today's rights, is kept", only_a_copy_of_this_history_is_kept),
        room_case("N6 a role lost while away costs the copy", role_lost_while_away_costs_the_copy),
        room_case("T1 the end of a poll wakes the loop", end_of_a_poll_wakes_the_loop),
        room_case("F9 a first load that has aged is made anew", first_load_that_has_aged_is_made_anew),
        room_case("P14 what follows a refused command waits for it", what_follows_a_refused_command_waits_for_it),
        room_case("P14 what was answered holds nothing back when it comes again", what_was_answered_holds_nothing_back),
        room_case("P15 who is removed learns what was applied before", who_is_removed_learns_what_was_applied),
        room_case("a large room gathers what comes within milliseconds", a_large_room_takes_breath),
        room_case("in a small room no command waits", a_small_room_does_not_wait),
        room_case("P38 an answer is not overtaken by the delta of its change", an_answer_is_not_overtaken),
        room_case("P5 a hello is answered when what the client said before is through",
                  hello_is_answered_when_what_the_client_said_before_is_through),
        room_case("P30 who comes back takes no other device's place", who_comes_back_takes_no_other_device_s_place),
        room_case("P30 who says nothing takes nobody's place", who_says_nothing_takes_nobody_s_place),
        room_case("P11 a silent link is ended", silent_link_is_ended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
