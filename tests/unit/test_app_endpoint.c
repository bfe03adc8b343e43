/* endpoint: requests, accounts and workshops of PROTOCOL.md section 1, against the real hub and registry. */
#include "app/endpoint.h"

#include <string.h>

#include "app/app.h"
#include "core/limits.h"
#include "support_app_http.h"

/* ---- the shape of requests */

static void wrong_requests_are_refused(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        const char *method, *path, *body;
        int status;
        const char *code;
    } wrong[] = {
        { "GET", "/api/nothing", NULL, 404, "not_found" },
        { "PUT", "/api/me", "{}", 404, "not_found" },
        { "GET", "/api/login", NULL, 404, "not_found" },
        { "GET", "/api/code/", NULL, 404, "not_found" },
        { "GET", "/api/code/A/B", NULL, 404, "not_found" },
        { "POST", "/api/login", "", 400, "bad_frame" },
        { "POST", "/api/login", "[]", 400, "bad_frame" },
        { "POST", "/api/login", "{\"name\":\"a\",\"name\":\"b\"}", 400, "bad_frame" },
        { "POST", "/api/login", "{}", 400, "missing" },
        { "POST", "/api/login", "{\"name\":1,\"password\":2}", 400, "missing" },
        { "POST", "/api/workshops", "{}", 401, "no_account" },
        { "GET", "/api/workshops", NULL, 401, "no_account" },
        { "GET", "/api/w/abc/codes", NULL, 401, "no_account" },
        { "POST", "/api/link", "{\"token\":\"x\"}", 404, "link_unknown" },
        { "POST", "/api/setup", "{\"token\":\"x\",\"name\":\"a\",\"password\":\"correct horse\"}", 403,
          "link_unknown" },
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        ask(fixture, wrong[i].method, wrong[i].path, "", wrong[i].body);
        expect(fixture, wrong[i].status, wrong[i].code);
        assert_string_equal(fixture->world.answer.cookie, "");
    }
}

static void only_json_changes_something(void **state)
{
    struct fixture *fixture = *state;
    struct request request = { .id = 99, .method = "POST", .type = "text/plain", .body = "{}", .body_n = 2 };
    request.knock = (struct knock){ .path = "/api/logout", .query = "", .token = "", .peer = "", .host = "" };
    gate_request(fixture->world.app, &request);
    expect(fixture, 415, "bad_frame");
}

static void body_ceilings(void **state)
{
    struct fixture *fixture = *state;
    struct app *app = fixture->world.app;
    assert_int_equal(gate_body_max(app, "POST", "/api/workshops"), LIMIT_IMPORT);
    assert_int_equal(gate_body_max(app, "POST", "/api/w/abc/links"), LIMIT_BODY);
    assert_int_equal(gate_body_max(app, "POST", "/api/w//links"), 0);
    assert_int_equal(gate_body_max(app, "DELETE", "/api/workshops"), 0);
}

/* ---- accounts */

static void enter_account(struct fixture *fixture)
{
    char body[256];
    snprintf(body, sizeof body, "{\"token\":\"%s\",\"name\":\"Amina\",\"password\":\"correct horse\"}",
             app_setup_token(fixture->world.app));
    ask(fixture, "POST", "/api/setup", "", body);
    expect(fixture, 200, NULL);
    world_token(&fixture->world, fixture->token);
    assert_int_equal(strlen(fixture->token), 43);
}

static void setting_up_happens_once(void **state)
{
    struct fixture *fixture = *state;
    char body[256], token[64];
    ask(fixture, "GET", "/api/me", "", NULL);
    assert_string_equal(fixture->world.answer.body, "{\"setup\":true,\"account\":null,\"seats\":[]}");
    snprintf(token, sizeof token, "%s", app_setup_token(fixture->world.app));
    snprintf(body, sizeof body, "{\"token\":\"%s\",\"name\":\"Amina\",\"password\":\"short\"}", token);
    ask(fixture, "POST", "/api/setup", "", body);
    expect(fixture, 400, "password_short");
    snprintf(body, sizeof body, "{\"token\":\"%s\",\"name\":\" \",\"password\":\"correct horse\"}", token);
    ask(fixture, "POST", "/api/setup", "", body);
    expect(fixture, 400, "missing");
    enter_account(fixture);
    assert_null(app_setup_token(fixture->world.app));
    assert_string_equal(fixture->world.answer.body, "{\"account\":{\"name\":\"Amina\"}}");
    ask(fixture, "GET", "/api/me", fixture->token, NULL);
    assert_string_equal(fixture->world.answer.body, "{\"setup\":false,\"account\":{\"name\":\"Amina\"},\"seats\":[]}");
    snprintf(body, sizeof body, "{\"token\":\"%s\",\"name\":\"Eve\",\"password\":\"correct horse\"}", token);
    ask(fixture, "POST", "/api/setup", "", body);
    expect(fixture, 409, "setup_done");
}

static void cookie_is_kept_from_scripts(void **state)
{
    struct fixture *fixture = *state;
    fixture->world.platform.tls = true;
    enter_account(fixture);
    const char *cookie = fixture->world.answer.cookie;
    assert_non_null(strstr(cookie, "; HttpOnly"));
    assert_non_null(strstr(cookie, "; SameSite=Lax"));
    assert_non_null(strstr(cookie, "; Secure"));
    assert_non_null(strstr(cookie, "; Path=/"));
}

static void full_disk_takes_setting_up_back(void **state)
{
    struct fixture *fixture = *state;
    char body[256];
    snprintf(body, sizeof body, "{\"token\":\"%s\",\"name\":\"Amina\",\"password\":\"correct horse\"}",
             app_setup_token(fixture->world.app));
    fixture->world.disk_says = STORE_FULL;
    ask(fixture, "POST", "/api/setup", "", body);
    expect(fixture, 507, "storage");
    assert_string_equal(fixture->world.answer.cookie, "");
    fixture->world.disk_says = STORE_OK;
    ask(fixture, "POST", "/api/setup", "", body);
    expect(fixture, 200, NULL);
}

static void logging_in_changes_the_token(void **state)
{
    struct fixture *fixture = *state;
    char planted[64], token[64];
    enter_account(fixture);
    memcpy(planted, fixture->token, sizeof planted);
    ask(fixture, "POST", "/api/login", planted, "{\"name\":\"Amina\",\"password\":\"wrong horse\"}");
    expect(fixture, 401, "login");
    ask(fixture, "POST", "/api/login", planted, "{\"name\":\"Nobody\",\"password\":\"correct horse\"}");
    expect(fixture, 401, "login");
    ask(fixture, "POST", "/api/login", planted, "{\"name\":\"Amina\",\"password\":\"correct horse\"}");
    expect(fixture, 200, NULL);
    world_token(&fixture->world, token);
    assert_string_not_equal(token, planted);
    ask(fixture, "GET", "/api/workshops", planted, NULL);
    expect(fixture, 401, "no_account");
    ask(fixture, "GET", "/api/workshops", token, NULL);
    expect(fixture, 200, NULL);
    ask(fixture, "POST", "/api/logout", token, "{}");
    expect(fixture, 200, NULL);
    assert_non_null(strstr(fixture->world.answer.cookie, "plenary=; "));
    assert_non_null(strstr(fixture->world.answer.cookie, "Max-Age=0"));
    ask(fixture, "GET", "/api/workshops", token, NULL);
    expect(fixture, 401, "no_account");
}

static void guessing_passwords_waits(void **state)
{
    struct fixture *fixture = *state;
    /* So long that it is wrong without being hashed. */
    char wrong[1200];
    snprintf(wrong, sizeof wrong, "{\"name\":\"Nobody\",\"password\":\"%01100d\"}", 0);
    put_account(fixture);
    fixture->world.hold_works = true;
    for (int i = 0; i < 10; i++) {
        ask(fixture, "POST", "/api/login", "", wrong);
        assert_int_equal(fixture->world.answer.status, 0);
    }
    ask(fixture, "POST", "/api/login", "", "{\"name\":\"Amina\",\"password\":\"correct horse\"}");
    expect(fixture, 429, "slow_down");
    world_ask_from(&fixture->world, "192.0.2.2", "POST", "/api/login", "", wrong);
    expect(fixture, 429, "slow_down");
    fixture->world.now += 61000;
    fixture->world.queue_full = true;
    ask(fixture, "POST", "/api/login", "", wrong);
    expect(fixture, 503, "busy");
    fixture->world.hold_works = false;
    world_settle(&fixture->world);
    assert_int_equal(fixture->world.answer.status, 401);
}

/* ---- workshops */

static void maker_of_a_workshop_is_its_facilitator(void **state)
{
    struct fixture *fixture = *state;
    struct knock knock = { .query = "", .token = fixture->token, .peer = "", .host = "" };
    char path[64];
    assert_int_equal(strlen(fixture->id), 10);
    assert_int_equal(strspn(fixture->id, "abcdefghijklmnopqrstuvwxyz0123456789"), 10);
    assert_true(fixture->id[0] >= 'a');
    ask(fixture, "GET", "/api/workshops", fixture->token, NULL);
    assert_non_null(
        strstr(fixture->world.answer.body, "\"title\":\"A workshop\",\"state\":\"preparing\",\"created\":"));
    ask(fixture, "GET", "/api/me", fixture->token, NULL);
    assert_non_null(strstr(fixture->world.answer.body, "\"title\":\"A workshop\",\"role\":\"facilitator\""));
    snprintf(path, sizeof path, "/ws/%s", fixture->id);
    knock.path = path;
    assert_int_equal(gate_admit(fixture->world.app, &knock), 0);
    knock.path = "/ws/nowhere";
    assert_int_equal(gate_admit(fixture->world.app, &knock), 404);
    knock.path = path;
    knock.token = "";
    assert_int_equal(gate_admit(fixture->world.app, &knock), 401);
    char stranger[TOKEN_TEXT];
    registry_session_open(fixture->world.app->registry, stranger);
    knock.token = stranger;
    assert_int_equal(gate_admit(fixture->world.app, &knock), 403);
}

static void wrong_scenario_says_where(void **state)
{
    struct fixture *fixture = *state;
    ask(fixture, "POST", "/api/workshops", fixture->token, "{\"scenario\":{\"name\":\"x\",\"mode\":\"sideways\"}}");
    expect(fixture, 400, "bad_argument");
    char detail[300];
    world_text(&fixture->world, "detail", detail, sizeof detail);
    assert_true(strlen(detail) > 0);
    ask(fixture, "POST", "/api/workshops", fixture->token, "{\"template\":\"no-such\"}");
    expect(fixture, 404, "not_found");
    ask(fixture, "POST", "/api/workshops", fixture->token, "{\"scenario\":[]}");
    expect(fixture, 400, "missing");
}

static void renamed_workshop_is_listed_so(void **state)
{
    struct fixture *fixture = *state;
    struct knock knock = { .query = "", .token = fixture->token, .peer = "", .host = "" };
    char path[64], body[2048];
    snprintf(body, sizeof body, "{\"scenario\":%s,\"title\":\"Other\",\"language\":\"fr\"}", http_scenario);
    ask(fixture, "POST", "/api/workshops", fixture->token, body);
    expect(fixture, 200, NULL);
    snprintf(path, sizeof path, "/ws/%s", fixture->id);
    knock.path = path;
    gate_opened(fixture->world.app, 5, &knock);
    struct registry_workshop stale = { .title = "Stale", .state = WORKSHOP_CLOSED, .created = 1 };
    memcpy(stale.id, fixture->id, strlen(fixture->id) + 1);
    registry_workshop_put(fixture->world.app->registry, &stale, 1);
    ask(fixture, "GET", "/api/workshops", fixture->token, NULL);
    assert_null(strstr(fixture->world.answer.body, "Stale"));
    assert_non_null(strstr(fixture->world.answer.body, "\"title\":\"A workshop\",\"state\":\"preparing\""));
    assert_non_null(strstr(fixture->world.answer.body, "\"title\":\"Other\""));
    gate_closed(fixture->world.app, 5);
}

static void full_disk_makes_no_workshop(void **state)
{
    struct fixture *fixture = *state;
    char body[2048];
    snprintf(body, sizeof body, "{\"scenario\":%s}", http_scenario);
    fixture->world.disk_says = STORE_FULL;
    ask(fixture, "POST", "/api/workshops", fixture->token, body);
    expect(fixture, 507, "storage");
    fixture->world.disk_says = STORE_OK;
    ask(fixture, "GET", "/api/workshops", fixture->token, NULL);
    const char *first = strstr(fixture->world.answer.body, "\"id\"");
    assert_non_null(first);
    assert_null(strstr(first + 1, "\"id\""));
}

/* ---- the demonstration, and the end */

struct shown {
    int n;
    bool ok;
    char workshop[32], code[16], link[64];
};

static void show(void *context, bool ok, const char *workshop, const char *code, const char *link)
{
    struct shown *shown = context;
    shown->n++;
    shown->ok = ok;
    snprintf(shown->workshop, sizeof shown->workshop, "%s", ok ? workshop : "");
    snprintf(shown->code, sizeof shown->code, "%s", ok ? code : "");
    snprintf(shown->link, sizeof shown->link, "%s", ok ? link : "");
}

static void demonstration_is_made_once(void **state)
{
    struct fixture *fixture = *state;
    struct shown first = { 0 }, second = { 0 }, wrong = { 0 };
    char body[128];
    app_demo(fixture->world.app, "{", 1, show, &wrong);
    world_settle(&fixture->world);
    assert_int_equal(wrong.n, 1);
    assert_false(wrong.ok);
    app_demo(fixture->world.app, http_scenario, strlen(http_scenario), show, &first);
    world_settle(&fixture->world);
    assert_true(first.ok);
    app_demo(fixture->world.app, http_scenario, strlen(http_scenario), show, &second);
    world_settle(&fixture->world);
    assert_true(second.ok);
    assert_string_equal(second.workshop, first.workshop);
    assert_string_equal(second.code, first.code);
    assert_int_equal(strlen(first.code), 9);
    assert_int_equal(first.n + second.n, 2);
    snprintf(body, sizeof body, "{\"token\":\"%s\"}", first.link);
    ask(fixture, "POST", "/api/link", "", body);
    expect(fixture, 404, "link_unknown");
    snprintf(body, sizeof body, "{\"token\":\"%s\"}", second.link);
    ask(fixture, "POST", "/api/link", "", body);
    expect(fixture, 200, NULL);
    assert_non_null(strstr(fixture->world.answer.body, "\"role\":\"facilitator\""));
}

static void stopping_answers_everybody(void **state)
{
    struct fixture *fixture = *state;
    char path[128];
    fixture->world.hold_works = true;
    ask(fixture, "GET", path_of(fixture, path, "export"), fixture->token, NULL);
    app_stop(fixture->world.app);
    world_settle(&fixture->world);
    assert_false(app_stopped(fixture->world.app));
    ask(fixture, "GET", "/api/me", fixture->token, NULL);
    expect(fixture, 503, "busy");
    fixture->world.hold_works = false;
    world_settle(&fixture->world);
    assert_true(app_stopped(fixture->world.app));
}

static void templates_are_listed(void **state)
{
    struct fixture *fixture = *state;
    for (int i = 0; i < 2; i++) {
        ask(fixture, "GET", "/api/templates", "", NULL);
        expect(fixture, 200, NULL);
        assert_int_equal(strncmp(fixture->world.answer.body, "{\"templates\":[", 14), 0);
        assert_null(strstr(fixture->world.answer.body, "\"name\":\"demo\""));
    }
    ask(fixture, "GET", "/api/health", "", NULL);
    assert_string_equal(fixture->world.answer.body, "{\"ok\":true}");
}

/* Egypt has summer time again since 2023: from the last Friday of April, 00:00, until the last Thursday of October, 24:00. */
static void clocks_of_a_zone_are_told(void **state)
{
    struct fixture *fixture = *state;
    static const char *const unknown[] = { "", "?zone=", "?zone=Africa/Nowhere", "?zone=../../etc/passwd",
                                           "?zone=Africa" };
    const int64_t april = 1776981600 / 60, october = 1793307600 / 60;
    char text[80];
    fixture->world.now = 1782000000000; /* in June 2026 */
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        snprintf(text, sizeof text, "/api/clocks%s", unknown[i]);
        ask(fixture, "GET", text, "", NULL);
        expect(fixture, 404, "not_found");
    }
    ask(fixture, "GET", "/api/clocks?zone=Africa%2FCairo", "", NULL);
    expect(fixture, 200, NULL);
    snprintf(text, sizeof text, "[%lld,180],[%lld,120]", (long long)april, (long long)october);
    assert_non_null(strstr(fixture->world.answer.body, text));
    assert_non_null(strstr(fixture->world.answer.body, "{\"zone\":\"Africa/Cairo\",\"set\":[["));
    ask(fixture, "GET", "/api/clocks?zone=Asia/Riyadh", "", NULL);
    expect(fixture, 200, NULL);
    assert_int_equal(count_of(fixture->world.answer.body, ",180]"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        bare_case("P1 what is not a call is refused with a code and three sentences", wrong_requests_are_refused),
        bare_case("P1 only JSON changes something", only_json_changes_something),
        bare_case("P1 a workshop may be large, other bodies not", body_ceilings),
        bare_case("P2 setting up happens once", setting_up_happens_once),
        bare_case("P2 the cookie is kept from scripts, other sites and plain connections", cookie_is_kept_from_scripts),
        bare_case("setting up on a full disk is taken back and may be repeated", full_disk_takes_setting_up_back),
        bare_case("logging in changes the token, logging out ends it", logging_in_changes_the_token),
        bare_case("guessing passwords waits, by address and by account", guessing_passwords_waits),
        bare_case("templates and health are for everybody", templates_are_listed),
        bare_case("P52 when the clocks of a zone are set is told to anybody", clocks_of_a_zone_are_told),
        room_case("whoever makes a workshop is its facilitator and may open a socket",
                  maker_of_a_workshop_is_its_facilitator),
        room_case("a scenario that cannot be read is refused, saying where", wrong_scenario_says_where),
        room_case("the list shows title and state of the room as they are", renamed_workshop_is_listed_so),
        room_case("on a full disk no workshop is made", full_disk_makes_no_workshop),
        bare_case("the demonstration is made once and gets a new link each time", demonstration_is_made_once),
        room_case("stopping answers whoever waits", stopping_answers_everybody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
