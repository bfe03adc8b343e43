/* presence: who writes where (P41). Who is here is with the links. */
#include <inttypes.h>
#include <string.h>

#include "app/app.h"
#include "app/host.h"
#include "support_app_http.h"

/* A facilitator on connection 1, a delegate on 2. */
static uint64_t two_people(struct fixture *fixture, char token[64])
{
    uint64_t person = join(fixture, fixture->egypt, "Delegate", token);
    enter(fixture, 1, fixture->token);
    enter(fixture, 2, token);
    return person;
}

static void let_it_be_told(struct fixture *fixture)
{
    fixture->world.now += PRESENCE_MS;
    world_settle(&fixture->world);
}

static void write_at(struct fixture *fixture, conn_id conn, unsigned row, const char *field)
{
    char text[128];
    snprintf(text, sizeof text, "{\"t\":\"at\",\"id\":%u,\"field\":\"%s\",\"lang\":\"en\"}", row, field);
    say(fixture, conn, text);
}

/* What presence says of one person: the place, or nowhere with row 0. */
static bool tells(const struct fixture *fixture, conn_id conn, uint64_t person, unsigned row)
{
    char text[128];
    if (row == 0)
        snprintf(text, sizeof text, "{\"p\":%" PRIu64 "}", person);
    else
        snprintf(text, sizeof text, "{\"p\":%" PRIu64 ",\"id\":%u,\"field\":\"title\",\"lang\":\"en\"}", person, row);
    return strstr(heard(fixture, conn), text) != NULL;
}

static void where_somebody_writes_is_told_once_a_second(void **state)
{
    struct fixture *fixture = *state;
    char token[64] = "";
    uint64_t person = two_people(fixture, token);
    let_it_be_told(fixture);
    buf_reset(&fixture->world.heard[1]);
    for (unsigned row = 5; row < 15; row++)
        write_at(fixture, 2, row, "title");
    let_it_be_told(fixture);
    assert_true(tells(fixture, 1, person, 14));
    assert_false(tells(fixture, 1, person, 5));
    assert_int_equal(count_of(heard(fixture, 1), "\"at\":"), 1);
    say(fixture, 2, "{\"t\":\"at\"}");
    let_it_be_told(fixture);
    assert_true(tells(fixture, 1, person, 0));
    assert_int_equal(count_of(heard(fixture, 2), "\"t\":\"no\""), 0);
}

static void it_goes_with_the_connection(void **state)
{
    struct fixture *fixture = *state;
    char token[64] = "";
    uint64_t person = two_people(fixture, token);
    write_at(fixture, 2, 5, "title");
    let_it_be_told(fixture);
    gate_closed(fixture->world.app, 2);
    let_it_be_told(fixture);
    assert_true(tells(fixture, 1, person, 0));
}

static void of_two_windows_the_last_word_counts(void **state)
{
    struct fixture *fixture = *state;
    char token[64] = "";
    uint64_t person = two_people(fixture, token);
    enter(fixture, 3, token);
    write_at(fixture, 2, 5, "title");
    write_at(fixture, 3, 6, "title");
    let_it_be_told(fixture);
    assert_true(tells(fixture, 1, person, 6));
    assert_false(tells(fixture, 1, person, 5));
    gate_closed(fixture->world.app, 3);
    let_it_be_told(fixture);
    assert_true(tells(fixture, 1, person, 5));
    assert_false(tells(fixture, 1, person, 0));
}

static void who_comes_learns_all_places(void **state)
{
    struct fixture *fixture = *state;
    char token[64] = "", late[64] = "";
    uint64_t person = two_people(fixture, token);
    (void)join(fixture, fixture->egypt, "Late", late);
    write_at(fixture, 2, 5, "title");
    let_it_be_told(fixture);
    enter(fixture, 3, late);
    assert_true(tells(fixture, 3, person, 5));
}

static void notes_of_the_staff_are_nobodys_business(void **state)
{
    struct fixture *fixture = *state;
    char token[64] = "";
    (void)two_people(fixture, token);
    let_it_be_told(fixture);
    buf_reset(&fixture->world.heard[2]);
    write_at(fixture, 1, 5, "title");
    let_it_be_told(fixture);
    assert_true(tells(fixture, 2, fixture->facilitator, 5));
    write_at(fixture, 1, 5, "staff_notes");
    let_it_be_told(fixture);
    assert_true(tells(fixture, 2, fixture->facilitator, 0));
    assert_null(strstr(heard(fixture, 2), "staff_notes"));
}

static void listeners_write_nowhere(void **state)
{
    struct fixture *fixture = *state;
    char body[64], token[64];
    enter(fixture, 1, fixture->token);
    snprintf(body, sizeof body, "{\"code\":\"%s\"}", fixture->open);
    ask(fixture, "POST", "/api/listen", "", body);
    world_token(&fixture->world, token);
    enter(fixture, 2, token);
    write_at(fixture, 2, 5, "title");
    let_it_be_told(fixture);
    assert_null(strstr(heard(fixture, 1), "\"p\":"));
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        room_case("P41 where somebody writes is told once a second", where_somebody_writes_is_told_once_a_second),
        room_case("P41 it goes with the connection", it_goes_with_the_connection),
        room_case("P41 of a person in two windows the last word counts", of_two_windows_the_last_word_counts),
        room_case("P41 who comes learns all places", who_comes_learns_all_places),
        room_case("P41 notes of the staff are nobody's business", notes_of_the_staff_are_nobodys_business),
        room_case("P41 listeners write nowhere", listeners_write_nowhere),
    };
    return cmocka_run_group_tests(cases, NULL, NULL);
}
