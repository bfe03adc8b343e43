/* Calendars that programs subscribe to: who gets an address, what it gives, and when it is dead. */
#include <string.h>

#include "app/app.h"
#include "support_app_http.h"

/* An address for `of`; *path holds it. */
static void subscribe(struct fixture *fixture, const char *token, uint64_t of, char path[96], char key[32])
{
    char body[40], tail[128];
    snprintf(body, sizeof body, "{\"of\":%d}", (int)of);
    ask(fixture, "POST", path_of(fixture, tail, "calendars"), token, body);
    expect(fixture, 200, NULL);
    world_text(&fixture->world, "path", path, 96);
    world_text(&fixture->world, "key", key, 32);
}

static void fetch(struct fixture *fixture, const char *path)
{
    ask(fixture, "GET", path, "", NULL);
}

static void an_address_gives_a_calendar_to_whoever_has_it(void **state)
{
    struct fixture *fixture = *state;
    char path[96], key[32], etag[WORLD_TEXT];
    subscribe(fixture, fixture->token, 0, path, key);
    assert_int_equal(strncmp(path, "/cal/", 5), 0);
    fetch(fixture, path);
    expect(fixture, 200, NULL);
    assert_string_equal(fixture->world.answer.type, "text/calendar; charset=utf-8");
    assert_non_null(strstr(fixture->world.answer.body, "contact 0"));
    snprintf(etag, sizeof etag, "%s", fixture->world.answer.etag);
    assert_int_equal(strlen(etag), 66);
    /* Who has it already takes nothing. */
    fixture->world.known = etag;
    fetch(fixture, path);
    assert_int_equal(fixture->world.answer.status, 304);
    assert_string_equal(fixture->world.answer.body, "");
    fixture->world.known = "*";
    fetch(fixture, path);
    assert_int_equal(fixture->world.answer.status, 304);
    fixture->world.known = "\"other\"";
    fetch(fixture, path);
    expect(fixture, 200, NULL);
}

static void another_address_is_no_calendar(void **state)
{
    struct fixture *fixture = *state;
    char path[96], key[32];
    subscribe(fixture, fixture->token, 0, path, key);
    path[9] = path[9] == 'A' ? 'B' : 'A';
    fetch(fixture, path);
    expect(fixture, 404, "link_unknown");
    fetch(fixture, "/cal/x.ics");
    expect(fixture, 404, "link_unknown");
    fetch(fixture, "/cal/x");
    expect(fixture, 404, "link_unknown");
}

static void a_new_address_takes_the_place_of_the_former_one(void **state)
{
    struct fixture *fixture = *state;
    char first[96], second[96], other[96], key[32];
    subscribe(fixture, fixture->token, 0, first, key);
    subscribe(fixture, fixture->token, fixture->egypt_id, other, key);
    subscribe(fixture, fixture->token, 0, second, key);
    fetch(fixture, first);
    expect(fixture, 404, "link_unknown");
    fetch(fixture, other);
    expect(fixture, 200, NULL);
    fetch(fixture, second);
    expect(fixture, 200, NULL);
}

static void an_address_can_be_taken_back(void **state)
{
    struct fixture *fixture = *state;
    char path[96], key[32], tail[64], address[128], token[64] = "";
    join(fixture, fixture->egypt, "Delegate", token);
    subscribe(fixture, token, fixture->egypt_id, path, key);
    ask(fixture, "GET", path_of(fixture, address, "calendars"), fixture->token, NULL);
    assert_non_null(strstr(fixture->world.answer.body, key));
    snprintf(tail, sizeof tail, "calendars/%s", key);
    char stranger[64] = "";
    join(fixture, fixture->egypt, "Another", stranger);
    ask(fixture, "DELETE", path_of(fixture, address, tail), stranger, NULL);
    expect(fixture, 404, "not_found");
    ask(fixture, "GET", path_of(fixture, address, "calendars"), stranger, NULL);
    assert_string_equal(fixture->world.answer.body, "{\"calendars\":[]}");
    ask(fixture, "DELETE", path_of(fixture, address, tail), token, NULL);
    expect(fixture, 200, NULL);
    fetch(fixture, path);
    expect(fixture, 404, "link_unknown");
}

/* Revoked while a worker writes it. */
static void what_was_taken_back_is_not_sent_any_more(void **state)
{
    struct fixture *fixture = *state;
    char path[96], key[32], tail[64], address[128];
    subscribe(fixture, fixture->token, 0, path, key);
    snprintf(tail, sizeof tail, "calendars/%s", key);
    fixture->world.hold_works = true;
    fetch(fixture, path);
    assert_int_equal(fixture->world.answer.status, 0);
    ask(fixture, "DELETE", path_of(fixture, address, tail), fixture->token, NULL);
    expect(fixture, 200, NULL);
    fixture->world.hold_works = false;
    world_settle(&fixture->world);
    expect(fixture, 404, "link_unknown");
}

static void nobody_gets_the_calendar_of_others(void **state)
{
    struct fixture *fixture = *state;
    char body[40], address[128], token[64] = "", path[96], key[32];
    const uint64_t person = join(fixture, fixture->wco, "Observer", token);
    snprintf(body, sizeof body, "{\"of\":%d}", (int)fixture->egypt_id);
    ask(fixture, "POST", path_of(fixture, address, "calendars"), token, body);
    expect(fixture, 403, "forbidden");
    snprintf(body, sizeof body, "{\"of\":%d}", (int)fixture->facilitator);
    ask(fixture, "POST", path_of(fixture, address, "calendars"), token, body);
    expect(fixture, 403, "forbidden");
    ask(fixture, "POST", path_of(fixture, address, "calendars"), token, "{\"of\":4000000}");
    expect(fixture, 403, "forbidden");
    ask(fixture, "POST", path_of(fixture, address, "calendars"), "", "{\"of\":0}");
    expect(fixture, 401, NULL);
    subscribe(fixture, token, person, path, key);
    subscribe(fixture, fixture->token, person, path, key);
}

static void who_is_not_in_the_room_any_more_reads_nothing(void **state)
{
    struct fixture *fixture = *state;
    char path[96], key[32], args[40], token[64] = "";
    const uint64_t person = join(fixture, fixture->egypt, "Delegate", token);
    subscribe(fixture, token, 0, path, key);
    fetch(fixture, path);
    expect(fixture, 200, NULL);
    snprintf(args, sizeof args, "{\"id\":%d}", (int)person);
    run(fixture, "person.remove", args);
    fetch(fixture, path);
    expect(fixture, 404, "link_unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        room_case("an address gives a calendar to whoever has it, once", an_address_gives_a_calendar_to_whoever_has_it),
        room_case("another address is no calendar", another_address_is_no_calendar),
        room_case("a new address takes the place of the former one for the same",
                  a_new_address_takes_the_place_of_the_former_one),
        room_case("an address can be taken back by whose it is, and by facilitators", an_address_can_be_taken_back),
        room_case("what was taken back while it was written is not sent any more",
                  what_was_taken_back_is_not_sent_any_more),
        room_case("nobody gets the calendar of others", nobody_gets_the_calendar_of_others),
        room_case("who is not in the room any more reads nothing", who_is_not_in_the_room_any_more_reads_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
