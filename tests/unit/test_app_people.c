/* Passcodes, the lobby, lost seats and devices, over HTTP and sockets. */
#include <string.h>

#include "app/app.h"
#include "base/mem.h"
#include "support_app_http.h"

static bool says(const struct fixture *fixture, const char *text)
{
    if (strstr(fixture->world.answer.body, text) != NULL)
        return true;
    print_message("%s\nis not in\n%s\n", text, fixture->world.answer.body);
    return false;
}

static void set_passcode(struct fixture *fixture, const char *passcode)
{
    char path[128], body[400];
    snprintf(body, sizeof body, "{\"passcode\":\"%s\"}", passcode);
    ask(fixture, "POST", path_of(fixture, path, "passcode"), fixture->token, body);
}

static void try_join(struct fixture *fixture, const char *peer, const char *call, const char *code, const char *passcode)
{
    char body[512];
    snprintf(body, sizeof body, "{\"code\":\"%s\",\"name\":\"Somebody\",\"passcode\":\"%s\"}", code, passcode);
    world_ask_from(&fixture->world, peer, "POST", call, "", body);
}

static void a_passcode_is_asked_of_all_who_come_by_a_code(void **state)
{
    struct fixture *fixture = *state;
    char path[128], link[64], body[128];
    set_passcode(fixture, "olive 12");
    expect(fixture, 200, NULL);
    assert_true(says(fixture, "\"passcode\":true"));
    snprintf(path, sizeof path, "/api/code/%s", fixture->open);
    ask(fixture, "GET", path, "", NULL);
    expect(fixture, 200, NULL);
    assert_true(says(fixture, "\"passcode\":true"));
    assert_true(says(fixture, "\"delegations\":[]"));
    try_join(fixture, "192.0.2.9", "/api/join", fixture->open, "");
    expect(fixture, 403, "passcode");
    try_join(fixture, "192.0.2.9", "/api/join", fixture->egypt, "olive 13");
    expect(fixture, 403, "passcode");
    try_join(fixture, "192.0.2.9", "/api/listen", fixture->open, "olive");
    expect(fixture, 403, "passcode");
    try_join(fixture, "192.0.2.9", "/api/join", fixture->egypt, "olive 12");
    expect(fixture, 200, NULL);
    uint64_t person = world_number(&fixture->world, "person");
    try_join(fixture, "192.0.2.9", "/api/listen", fixture->open, "olive 12");
    expect(fixture, 200, NULL);
    /* A personal link is as good as a passcode. */
    snprintf(body, sizeof body, "{\"person\":%d}", (int)person);
    ask(fixture, "POST", path_of(fixture, path, "links"), fixture->token, body);
    world_text(&fixture->world, "path", link, sizeof link);
    snprintf(body, sizeof body, "{\"token\":\"%s\"}", link + 3);
    ask(fixture, "POST", "/api/link", "", body);
    expect(fixture, 200, NULL);
    /* It is in no file and in no answer. */
    ask(fixture, "GET", path_of(fixture, path, "codes"), fixture->token, NULL);
    assert_true(says(fixture, "\"passcode\":true"));
    assert_null(strstr(fixture->world.answer.body, "olive"));
    const char *stored = registry_note(fixture->world.app->registry, fixture->id, "passcode");
    assert_true(strncmp(stored, "$scrypt$", 8) == 0);
    set_passcode(fixture, "");
    expect(fixture, 200, NULL);
    try_join(fixture, "192.0.2.9", "/api/join", fixture->open, "");
    expect(fixture, 200, NULL);
}

static void another_passcode_is_another(void **state)
{
    struct fixture *fixture = *state;
    set_passcode(fixture, "first one");
    try_join(fixture, "192.0.2.9", "/api/join", fixture->open, "first one");
    expect(fixture, 200, NULL);
    set_passcode(fixture, "second one");
    try_join(fixture, "192.0.2.9", "/api/join", fixture->open, "first one");
    expect(fixture, 403, "passcode");
    try_join(fixture, "192.0.2.9", "/api/join", fixture->open, "second one");
    expect(fixture, 200, NULL);
}

static void who_guesses_passcodes_waits(void **state)
{
    struct fixture *fixture = *state;
    set_passcode(fixture, "right one");
    /* Wrong codes and wrong passcodes are counted together; the former cost no hash. */
    for (int i = 0; i < 9; i++) {
        fixture->world.now += 250;
        try_join(fixture, "192.0.2.66", "/api/join", "AAAA-AAAA", "wrong one");
        expect(fixture, 404, "code_unknown");
    }
    try_join(fixture, "192.0.2.66", "/api/join", fixture->open, "wrong one");
    expect(fixture, 403, "passcode");
    try_join(fixture, "192.0.2.66", "/api/join", fixture->open, "right one");
    expect(fixture, 429, "slow_down");
    try_join(fixture, "192.0.2.67", "/api/join", fixture->open, "right one");
    expect(fixture, 200, NULL);
    /* Known by then, it costs no worker, and many who are right wait for nothing. */
    fixture->world.hold_works = true;
    for (int i = 0; i < 30; i++) {
        try_join(fixture, "192.0.2.68", "/api/join", fixture->open, "right one");
        expect(fixture, 200, NULL);
    }
    fixture->world.hold_works = false;
}

static void a_passcode_has_a_length_and_only_staff_set_it(void **state)
{
    struct fixture *fixture = *state;
    char path[128], token[64] = "", longest[80];
    set_passcode(fixture, "abc");
    expect(fixture, 400, "password_short");
    memset(longest, 'x', 65);
    longest[65] = '\0';
    set_passcode(fixture, longest);
    expect(fixture, 400, "too_long");
    ask(fixture, "POST", path_of(fixture, path, "passcode"), fixture->token, "{\"passcode\":7}");
    expect(fixture, 400, "missing");
    join(fixture, fixture->egypt, "Delegate", token);
    ask(fixture, "POST", path_of(fixture, path, "passcode"), token, "{\"passcode\":\"mine now\"}");
    expect(fixture, 403, "forbidden");
    assert_null(registry_note(fixture->world.app->registry, fixture->id, "passcode"));
}

static void nothing_leaks_into_the_lobby(void **state)
{
    struct fixture *fixture = *state;
    char path[128], guest_token[64] = "", token[64] = "", args[128];
    run(fixture, "workshop.edit", "{\"lobby\":true}");
    run(fixture, "item.create", "{\"day\":1,\"title\":\"TOPSECRET item\"}");
    uint64_t guest = join(fixture, fixture->open, "Guest", guest_token);
    join(fixture, fixture->egypt, "TOPSECRET delegate", token);
    enter(fixture, 1, guest_token);
    enter(fixture, 2, token);
    fixture->world.now += 2000;
    world_settle(&fixture->world);
    /* The live room: changes, presence, who writes where. */
    run(fixture, "theme.create", "{\"title\":\"TOPSECRET theme\"}");
    run(fixture, "workshop.live", "{}");
    uint64_t item = run(fixture, "item.create", "{\"day\":1,\"title\":\"TOPSECRET two\"}");
    snprintf(args, sizeof args, "{\"t\":\"at\",\"id\":%d,\"field\":\"title\",\"lang\":\"en\"}", (int)item);
    say(fixture, 2, args);
    snprintf(args, sizeof args, "{\"id\":%d}", (int)item);
    run(fixture, "item.remove", args);
    fixture->world.now += 2000;
    world_settle(&fixture->world);
    const char *seen = heard(fixture, 1);
    assert_non_null(strstr(seen, "\"en\":\"A workshop\""));
    assert_non_null(strstr(seen, "\"name\":\"Guest\""));
    assert_null(strstr(seen, "TOPSECRET"));
    assert_null(strstr(seen, "presence"));
    assert_null(strstr(seen, "Riyadh"));
    assert_null(strstr(seen, "Egypt"));
    assert_null(strstr(seen, "Amina"));
    assert_int_equal(count_of(seen, "\"k\":\"person\""), count_of(seen, "\"name\":\"Guest\""));
    assert_null(strstr(seen, "\"gone\":[1"));
    assert_null(strstr(seen, "\"k\":\"item\""));
    /* Nor by other doors. */
    static const char *const doors[] = {
        "export?format=json&lang=en", "export/plan.csv", "past?seq=1", "history/3", "text/9", "codes", "calendars"
    };
    for (size_t i = 0; i < sizeof doors / sizeof doors[0]; i++) {
        ask(fixture, "GET", path_of(fixture, path, doors[i]), guest_token, NULL);
        expect(fixture, 403, "forbidden");
    }
    snprintf(args, sizeof args, "{\"code\":\"%s\"}", fixture->open);
    ask(fixture, "POST", "/api/listen", "", args);
    expect(fixture, 403, "lobby");
    /* Commands: their own name, and no more. */
    say(fixture, 1, "{\"t\":\"cmd\",\"n\":1,\"do\":\"hand.raise\",\"args\":{}}");
    assert_non_null(strstr(heard(fixture, 1), "\"t\":\"no\",\"n\":1,\"code\":\"forbidden\""));
    say(fixture, 1, "{\"t\":\"cmd\",\"n\":1,\"do\":\"person.self\",\"args\":{\"name\":\"Guest One\"}}");
    assert_non_null(strstr(heard(fixture, 1), "\"t\":\"ack\",\"n\":1"));
    /* Admitted: everything, at once, on the same connection. */
    buf_reset(&fixture->world.heard[1]);
    snprintf(args, sizeof args, "{\"id\":%d,\"delegation\":%d}", (int)guest, (int)fixture->egypt_id);
    run(fixture, "person.admit", args);
    assert_non_null(strstr(heard(fixture, 1), "\"t\":\"view\""));
    assert_non_null(strstr(heard(fixture, 1), "TOPSECRET theme"));
    assert_non_null(strstr(heard(fixture, 1), "\"t\":\"presence\",\"all\":true"));
}

static void the_lobby_opens_and_closes_for_guests(void **state)
{
    struct fixture *fixture = *state;
    char token[64] = "";
    join(fixture, fixture->open, "Guest", token);
    enter(fixture, 1, token);
    assert_non_null(strstr(heard(fixture, 1), "Egypt"));
    buf_reset(&fixture->world.heard[1]);
    run(fixture, "workshop.edit", "{\"lobby\":true}");
    assert_non_null(strstr(heard(fixture, 1), "\"t\":\"view\""));
    assert_null(strstr(heard(fixture, 1), "Egypt"));
    run(fixture, "theme.create", "{\"title\":\"Hidden\"}");
    assert_null(strstr(heard(fixture, 1), "Hidden"));
    buf_reset(&fixture->world.heard[1]);
    run(fixture, "workshop.edit", "{\"lobby\":false}");
    assert_non_null(strstr(heard(fixture, 1), "Hidden"));
}

static void a_removed_person_is_out_at_once(void **state)
{
    struct fixture *fixture = *state;
    char token[64] = "", args[64];
    uint64_t person = join(fixture, fixture->egypt, "Delegate", token);
    enter(fixture, 1, token);
    int64_t at = fixture->world.now;
    snprintf(args, sizeof args, "{\"id\":%d}", (int)person);
    run(fixture, "person.remove", args);
    assert_int_equal(fixture->world.closed, 1);
    assert_int_equal(fixture->world.closed_code, CLOSE_FORBIDDEN);
    assert_true(fixture->world.now - at < 1000);
}

static void a_lost_device_is_out_and_the_new_link_leads_in(void **state)
{
    struct fixture *fixture = *state;
    char path[128], token[64] = "", body[128], link[64];
    uint64_t person = join(fixture, fixture->egypt, "Delegate", token);
    enter(fixture, 1, token);
    snprintf(body, sizeof body, "{\"person\":%d,\"alone\":true}", (int)person);
    ask(fixture, "POST", path_of(fixture, path, "links"), fixture->token, body);
    expect(fixture, 200, NULL);
    assert_int_equal(fixture->world.closed, 1);
    assert_int_equal(fixture->world.closed_code, CLOSE_FORBIDDEN);
    world_text(&fixture->world, "path", link, sizeof link);
    ask(fixture, "GET", path_of(fixture, path, "past?seq=1"), token, NULL);
    expect(fixture, 403, "forbidden");
    snprintf(body, sizeof body, "{\"token\":\"%s\"}", link + 3);
    ask(fixture, "POST", "/api/link", "", body);
    expect(fixture, 200, NULL);
    assert_int_equal(world_number(&fixture->world, "person"), person);
}

static void links_for_a_whole_delegation(void **state)
{
    struct fixture *fixture = *state;
    char path[128], token[64] = "", other[64] = "", guest[64] = "", body[64];
    uint64_t first = join(fixture, fixture->egypt, "One", token);
    join(fixture, fixture->wco, "Two", other);
    join(fixture, fixture->open, "Guest", guest);
    path_of(fixture, path, "links/all");
    ask(fixture, "POST", path, fixture->token, "{}");
    expect(fixture, 200, NULL);
    assert_int_equal(count_of(fixture->world.answer.body, "\"path\":\"/j/"), 2);
    snprintf(body, sizeof body, "{\"delegation\":%d}", (int)fixture->egypt_id);
    ask(fixture, "POST", path, fixture->token, body);
    assert_int_equal(count_of(fixture->world.answer.body, "\"path\":\"/j/"), 1);
    snprintf(body, sizeof body, "{\"person\":%d,", (int)first);
    assert_true(says(fixture, body));
    ask(fixture, "POST", path, fixture->token, "{\"delegation\":99999}");
    expect(fixture, 404, "not_found");
    ask(fixture, "POST", path, token, "{}");
    expect(fixture, 403, "forbidden");
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        room_case("P3 a passcode is asked of all who come by a code", a_passcode_is_asked_of_all_who_come_by_a_code),
        room_case("P3 when another passcode is set the former is none", another_passcode_is_another),
        room_case("P3 who guesses passcodes waits; a hall that knows it does not", who_guesses_passcodes_waits),
        room_case("P3 a passcode has a length, and only staff set it", a_passcode_has_a_length_and_only_staff_set_it),
        room_case("F13 nothing leaks into the lobby, by no door; who is admitted sees all",
                  nothing_leaks_into_the_lobby),
        room_case("W7 the lobby closes and opens for guests that are there", the_lobby_opens_and_closes_for_guests),
        room_case("N8 a removed person is out at once", a_removed_person_is_out_at_once),
        room_case("P2 a lost device is out, and the new link leads in", a_lost_device_is_out_and_the_new_link_leads_in),
        room_case("P2 links for everybody, or for a delegation", links_for_a_whole_delegation),
    };
    return cmocka_run_group_tests(cases, NULL, NULL);
}
