/* endpoint: the HTTP calls of PROTOCOL.md section 1, against the real hub and registry in a small world. */
#include "app/endpoint.h"

#include <string.h>

#include "app/app.h"
#include "app/codec.h"
#include "base/mem.h"
#include "core/limits.h"
#include "support_app_world.h"
#include "test.h"

static const char scenario[] =
    "{\"name\":\"Ta\\u0301 \\\"x\",\"title\":{\"en\":\"A workshop\",\"fr\":\"Un atelier \\u00e9tendu\"},"
    "\"place\":\"Riyadh\",\"mode\":\"in_room\",\"time_zone\":\"Asia/Riyadh\",\"starts_on\":\"2026-11-16\","
    "\"ends_on\":\"2026-11-17\",\"languages\":[\"en\",\"fr\"],"
    "\"delegations\":[{\"name\":\"Egypt\",\"country\":\"EG\",\"type\":\"member\",\"delegates\":3},"
    "{\"name\":\"WCO\",\"type\":\"organisation\",\"observer\":true}]}";

/* An app with an account, logged in as `token`, and a workshop of the scenario. */
struct fixture {
    struct world world;
    char token[64], id[32], open[16], egypt[16], wco[16];
    uint64_t egypt_id;
};

#define ask(fixture, method, path, token, body) world_ask(&(fixture)->world, method, path, token, body)

static void expect(const struct fixture *fixture, int status, const char *code)
{
    if (fixture->world.answer.status != status)
        print_message("answer %d: %s\n", fixture->world.answer.status, fixture->world.answer.body);
    assert_int_equal(fixture->world.answer.status, status);
    if (code == NULL)
        return;
    char word[64];
    world_text(&fixture->world, "code", word, sizeof word);
    assert_string_equal(word, code);
    assert_non_null(strstr(fixture->world.answer.body, "\"say\":{\"ar\":"));
}

static char *path_of(const struct fixture *fixture, char out[128], const char *tail)
{
    snprintf(out, 128, "/api/w/%s/%s", fixture->id, tail);
    return out;
}

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

/* The same without setting up, which hashes a password. */
static void put_account(struct fixture *fixture)
{
    struct registry *registry = fixture->world.app->registry;
    char token[TOKEN_TEXT];
    registry_session_login(registry, 0, registry_account_add(registry, "Amina", "$scrypt$"), token);
    memcpy(fixture->token, token, sizeof token);
    world_settle(&fixture->world);
}

static void text_after(const char *in, const char *before, char *out, size_t size)
{
    const char *at = strstr(in, before);
    assert_non_null(at);
    at += strlen(before);
    snprintf(out, size, "%.*s", (int)strcspn(at, "\",}"), at);
}

static void make_workshop(struct fixture *fixture)
{
    char body[2048], path[128], number[16];
    snprintf(body, sizeof body, "{\"scenario\":%s}", scenario);
    ask(fixture, "POST", "/api/workshops", fixture->token, body);
    expect(fixture, 200, NULL);
    world_text(&fixture->world, "id", fixture->id, sizeof fixture->id);
    ask(fixture, "GET", path_of(fixture, path, "codes"), fixture->token, NULL);
    expect(fixture, 200, NULL);
    const char *answer = fixture->world.answer.body;
    text_after(answer, "\"open\":\"", fixture->open, sizeof fixture->open);
    const char *first = strstr(answer, "\"delegation\":");
    assert_non_null(first);
    text_after(first, "\"delegation\":", number, sizeof number);
    fixture->egypt_id = strtoull(number, NULL, 10);
    text_after(first, "\"code\":\"", fixture->egypt, sizeof fixture->egypt);
    text_after(strstr(first + 1, "\"delegation\":"), "\"code\":\"", fixture->wco, sizeof fixture->wco);
}

static int set_up_bare(void **state)
{
    struct fixture *fixture = mem_zero(1, sizeof *fixture);
    world_init(&fixture->world);
    fixture->world.app = app_open(&fixture->world.platform);
    assert_non_null(fixture->world.app);
    *state = fixture;
    return 0;
}

static int set_up(void **state)
{
    set_up_bare(state);
    put_account(*state);
    make_workshop(*state);
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    assert_true(endpoints_idle(fixture->world.app->endpoints));
    world_free(&fixture->world);
    mem_free(fixture);
    return 0;
}

static uint64_t join(struct fixture *fixture, const char *code, const char *name, char token[64])
{
    char body[256];
    snprintf(body, sizeof body, "{\"code\":\"%s\",\"name\":\"%s\",\"language\":\"fr\"}", code, name);
    ask(fixture, "POST", "/api/join", token, body);
    expect(fixture, 200, NULL);
    char given[64];
    world_token(&fixture->world, given);
    if (given[0] != '\0')
        memcpy(token, given, sizeof given);
    return world_number(&fixture->world, "person");
}

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
    expect(fixture, 400, "missing");
    ask(fixture, "POST", "/api/workshops", fixture->token, "{\"scenario\":[]}");
    expect(fixture, 400, "missing");
}

static void renamed_workshop_is_listed_so(void **state)
{
    struct fixture *fixture = *state;
    struct knock knock = { .query = "", .token = fixture->token, .peer = "", .host = "" };
    char path[64], body[2048];
    snprintf(body, sizeof body, "{\"scenario\":%s,\"title\":\"Other\",\"language\":\"fr\"}", scenario);
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
    snprintf(body, sizeof body, "{\"scenario\":%s}", scenario);
    fixture->world.disk_says = STORE_FULL;
    ask(fixture, "POST", "/api/workshops", fixture->token, body);
    expect(fixture, 507, "storage");
    fixture->world.disk_says = STORE_OK;
    ask(fixture, "GET", "/api/workshops", fixture->token, NULL);
    const char *first = strstr(fixture->world.answer.body, "\"id\"");
    assert_non_null(first);
    assert_null(strstr(first + 1, "\"id\""));
}

/* ---- coming in */

static void code_shows_what_it_opens(void **state)
{
    struct fixture *fixture = *state;
    char path[64];
    snprintf(path, sizeof path, "/api/code/%s", fixture->open);
    ask(fixture, "GET", path, "", NULL);
    expect(fixture, 200, NULL);
    const char *body = fixture->world.answer.body;
    assert_non_null(strstr(body, "\"title\":{"));
    assert_non_null(strstr(body, "\"languages\":[\"en\",\"fr\"],\"delegation\":null,\"delegations\":[{\"id\":"));
    assert_non_null(strstr(body, "\"country\":\"EG\""));
    snprintf(path, sizeof path, "/api/code/%s", fixture->egypt);
    ask(fixture, "GET", path, "", NULL);
    assert_non_null(strstr(fixture->world.answer.body, "\"delegation\":{\"id\":"));
}

static void open_code_makes_guests(void **state)
{
    struct fixture *fixture = *state;
    char guest[64] = "", delegate[64] = "", observer[64] = "", role[32];
    uint64_t person = join(fixture, fixture->open, "Guest", guest);
    world_text(&fixture->world, "role", role, sizeof role);
    assert_string_equal(role, "observer");
    assert_true(join(fixture, fixture->egypt, "Delegate", delegate) != person);
    world_text(&fixture->world, "role", role, sizeof role);
    assert_string_equal(role, "delegate");
    join(fixture, fixture->wco, "Observer", observer);
    world_text(&fixture->world, "role", role, sizeof role);
    assert_string_equal(role, "observer");
    /* A guest who finds the delegation's code is admitted, and stays who they are. */
    assert_int_equal(join(fixture, fixture->egypt, "Guest", guest), person);
    world_text(&fixture->world, "role", role, sizeof role);
    assert_string_equal(role, "delegate");
}

static void joining_again_is_the_same_person(void **state)
{
    struct fixture *fixture = *state;
    char token[64] = "";
    uint64_t person = join(fixture, fixture->open, "Guest", token);
    char before[64];
    memcpy(before, token, sizeof before);
    assert_int_equal(join(fixture, fixture->open, "Guest", token), person);
    assert_string_equal(token, before);
    char path[64];
    struct knock knock = { .query = "", .token = token, .peer = "", .host = "" };
    snprintf(path, sizeof path, "/ws/%s", fixture->id);
    knock.path = path;
    assert_int_equal(gate_admit(fixture->world.app, &knock), 0);
}

static void wrong_joining_is_refused(void **state)
{
    struct fixture *fixture = *state;
    char body[512];
    ask(fixture, "POST", "/api/join", "", "{\"code\":\"ABCD2345\",\"name\":\"x\"}");
    expect(fixture, 404, "code_unknown");
    snprintf(body, sizeof body, "{\"code\":\"%s\",\"name\":\"\"}", fixture->open);
    ask(fixture, "POST", "/api/join", "", body);
    expect(fixture, 400, "missing");
    snprintf(body, sizeof body, "{\"code\":\"%s\",\"name\":\"%080d\"}", fixture->open, 0);
    ask(fixture, "POST", "/api/join", "", body);
    expect(fixture, 400, "too_long");
    snprintf(body, sizeof body, "{\"code\":\"%s\",\"name\":\"a\\u0007b\"}", fixture->open);
    ask(fixture, "POST", "/api/join", "", body);
    expect(fixture, 400, "bad_argument");
    snprintf(body, sizeof body, "{\"code\":\"%s\",\"name\":\"a\",\"delegation\":9999}", fixture->open);
    ask(fixture, "POST", "/api/join", "", body);
    expect(fixture, 404, "not_found");
}

static void guessing_codes_waits(void **state)
{
    struct fixture *fixture = *state;
    char token[64] = "";
    for (int i = 0; i < 10; i++) {
        ask(fixture, "GET", "/api/code/AAAA-2222", "", NULL);
        expect(fixture, 404, "code_unknown");
        fixture->world.now += 300;
    }
    ask(fixture, "GET", "/api/code/AAAA-2222", "", NULL);
    expect(fixture, 429, "slow_down");
    char path[64];
    snprintf(path, sizeof path, "/api/code/%s", fixture->open);
    world_ask_from(&fixture->world, "192.0.2.9", "GET", path, "", NULL);
    expect(fixture, 200, NULL);
    fixture->world.now += 61000;
    join(fixture, fixture->open, "Guest", token);
    for (int i = 0; i < 40; i++) {
        ask(fixture, "GET", "/api/code/AAAA-2222", "", NULL);
        expect(fixture, 404, "code_unknown");
        fixture->world.now += 300;
    }
}

static void full_disk_gives_no_seat(void **state)
{
    struct fixture *fixture = *state;
    char body[128];
    snprintf(body, sizeof body, "{\"code\":\"%s\"}", fixture->open);
    fixture->world.disk_says = STORE_IO;
    ask(fixture, "POST", "/api/listen", "", body);
    expect(fixture, 507, "storage");
    assert_string_equal(fixture->world.answer.cookie, "");
    fixture->world.disk_says = STORE_OK;
    ask(fixture, "POST", "/api/listen", "", body);
    expect(fixture, 200, NULL);
    char token[64];
    world_token(&fixture->world, token);
    ask(fixture, "GET", "/api/me", token, NULL);
    assert_non_null(strstr(fixture->world.answer.body, "\"role\":\"listener\""));
}

/* ---- what staff hand out */

static void only_staff_hand_out(void **state)
{
    struct fixture *fixture = *state;
    char path[128], token[64] = "";
    join(fixture, fixture->egypt, "Delegate", token);
    ask(fixture, "GET", path_of(fixture, path, "codes"), token, NULL);
    expect(fixture, 403, "forbidden");
    ask(fixture, "POST", path_of(fixture, path, "codes"), token, "{\"delegation\":0}");
    expect(fixture, 403, "forbidden");
    ask(fixture, "POST", path_of(fixture, path, "links"), token, "{\"screen\":true}");
    expect(fixture, 403, "forbidden");
    ask(fixture, "GET", path_of(fixture, path, "qr?path=/j/x"), token, NULL);
    expect(fixture, 403, "forbidden");
    ask(fixture, "GET", "/api/w/nowhere/codes", fixture->token, NULL);
    expect(fixture, 404, "not_found");
}

static void personal_link_admits(void **state)
{
    struct fixture *fixture = *state;
    char path[128], link[64], body[128], token[64] = "";
    uint64_t person = join(fixture, fixture->egypt, "Delegate", token);
    snprintf(body, sizeof body, "{\"person\":%d}", (int)person);
    ask(fixture, "POST", path_of(fixture, path, "links"), fixture->token, body);
    expect(fixture, 200, NULL);
    world_text(&fixture->world, "path", link, sizeof link);
    assert_int_equal(strncmp(link, "/j/", 3), 0);
    snprintf(body, sizeof body, "{\"token\":\"%s\"}", link + 3);
    ask(fixture, "POST", "/api/link", "", body);
    expect(fixture, 200, NULL);
    assert_int_equal(world_number(&fixture->world, "person"), person);
    ask(fixture, "POST", path_of(fixture, path, "links"), fixture->token, "{\"person\":9999}");
    expect(fixture, 404, "not_found");
    ask(fixture, "POST", path_of(fixture, path, "links"), fixture->token, "{\"screen\":true}");
    world_text(&fixture->world, "path", link, sizeof link);
    snprintf(body, sizeof body, "{\"token\":\"%s\"}", link + 3);
    ask(fixture, "POST", "/api/link", "", body);
    expect(fixture, 200, NULL);
    assert_int_equal(world_number(&fixture->world, "person"), 0);
    assert_non_null(strstr(fixture->world.answer.body, "\"role\":\"screen\""));
}

static void new_code_kills_the_former(void **state)
{
    struct fixture *fixture = *state;
    char path[128], body[64], code[16];
    snprintf(body, sizeof body, "{\"delegation\":%d}", (int)fixture->egypt_id);
    ask(fixture, "POST", path_of(fixture, path, "codes"), fixture->token, body);
    expect(fixture, 200, NULL);
    world_text(&fixture->world, "code", code, sizeof code);
    assert_string_not_equal(code, fixture->egypt);
    snprintf(path, sizeof path, "/api/code/%s", fixture->egypt);
    ask(fixture, "GET", path, "", NULL);
    expect(fixture, 404, "code_unknown");
    snprintf(path, sizeof path, "/api/code/%s", code);
    ask(fixture, "GET", path, "", NULL);
    expect(fixture, 200, NULL);
}

static void qr_is_drawn_for_our_paths_only(void **state)
{
    struct fixture *fixture = *state;
    char path[128];
    ask(fixture, "GET", path_of(fixture, path, "qr?path=%2Fjoin%2FABCD-2345"), fixture->token, NULL);
    expect(fixture, 200, NULL);
    assert_string_equal(fixture->world.answer.type, "image/svg+xml");
    assert_int_equal(strncmp(fixture->world.answer.body, "<svg ", 5), 0);
    static const char *const wrong[] = { "qr",          "qr?path=",         "qr?path=/etc",
                                         "qr?path=/j/", "qr?path=/j/a%22b", "qr?path=/j/../x",
                                         "qr?path=%zz", "qr?path=/j/a%00b" };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        ask(fixture, "GET", path_of(fixture, path, wrong[i]), fixture->token, NULL);
        expect(fixture, 400, "bad_argument");
    }
}

/* ---- documents */

static void ran(void *context, enum hub_status status, const struct outcome *outcome)
{
    assert_int_equal(status, HUB_OK);
    assert_int_equal(outcome->code, CODE_OK);
    *(bool *)context = true;
}

static void run(struct fixture *fixture, const char *verb, const char *args)
{
    bool done = false;
    hub_run(fixture->world.app->hub, fixture->id, verb, args, ran, &done);
    world_settle(&fixture->world);
    assert_true(done);
}

static void document_shows_what_its_reader_may_see(void **state)
{
    struct fixture *fixture = *state;
    char path[128], token[64] = "", args[128];
    uint64_t person = join(fixture, fixture->egypt, "Delegate", token);
    snprintf(args, sizeof args, "{\"id\":%d,\"contact\":\"secret@example.org\"}", (int)person);
    run(fixture, "person.edit", args);
    run(fixture, "item.create",
        "{\"day\":1,\"kind\":\"opening\",\"title\":{\"en\":\"Opening\"},\"staff_notes\":\"x\"}");
    ask(fixture, "GET", path_of(fixture, path, "export?format=csv&lang=fr"), fixture->token, NULL);
    expect(fixture, 200, NULL);
    assert_string_equal(fixture->world.answer.type, "text/csv; charset=utf-8");
    assert_string_equal(fixture->world.answer.body, "format 1 lang 1 notes 1 contact 1");
    assert_string_equal(fixture->world.answer.disposition, "attachment; filename=\"Ta----x.csv\"; "
                                                           "filename*=UTF-8''Un%20atelier%20%C3%A9tendu.csv");
    ask(fixture, "GET", path_of(fixture, path, "export"), token, NULL);
    expect(fixture, 200, NULL);
    assert_string_equal(fixture->world.answer.body, "format 0 lang 2 notes 0 contact 0");
    ask(fixture, "GET", path_of(fixture, path, "export?format=exe"), token, NULL);
    expect(fixture, 400, "bad_argument");
    snprintf(args, sizeof args, "{\"id\":%d}", (int)person);
    run(fixture, "person.remove", args);
    ask(fixture, "GET", path_of(fixture, path, "export"), token, NULL);
    expect(fixture, 403, "forbidden");
}

static void two_documents_at_a_time(void **state)
{
    struct fixture *fixture = *state;
    char path[128];
    path_of(fixture, path, "export");
    fixture->world.hold_works = true;
    ask(fixture, "GET", path, fixture->token, NULL);
    ask(fixture, "GET", path, fixture->token, NULL);
    assert_int_equal(fixture->world.answer.status, 0);
    ask(fixture, "GET", path, fixture->token, NULL);
    expect(fixture, 503, "busy");
    unsigned before = fixture->world.n_replies;
    fixture->world.hold_works = false;
    world_settle(&fixture->world);
    assert_int_equal(fixture->world.n_replies, before + 2);
    ask(fixture, "GET", path, fixture->token, NULL);
    expect(fixture, 200, NULL);
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
    app_demo(fixture->world.app, scenario, strlen(scenario), show, &first);
    world_settle(&fixture->world);
    assert_true(first.ok);
    app_demo(fixture->world.app, scenario, strlen(scenario), show, &second);
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
    }
    ask(fixture, "GET", "/api/health", "", NULL);
    assert_string_equal(fixture->world.answer.body, "{\"ok\":true}");
}

#define bare_case(sentence, function) { sentence, function, set_up_bare, tear_down, NULL }
#define room_case(sentence, function) { sentence, function, set_up, tear_down, NULL }

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
        room_case("whoever makes a workshop is its facilitator and may open a socket",
                  maker_of_a_workshop_is_its_facilitator),
        room_case("a scenario that cannot be read is refused, saying where", wrong_scenario_says_where),
        room_case("the list shows title and state of the room as they are", renamed_workshop_is_listed_so),
        room_case("on a full disk no workshop is made", full_disk_makes_no_workshop),
        room_case("a code shows what it opens", code_shows_what_it_opens),
        room_case("the open code makes guests, a delegation's code admits", open_code_makes_guests),
        room_case("joining again is the same person", joining_again_is_the_same_person),
        room_case("wrong joining is refused", wrong_joining_is_refused),
        room_case("P3 guessing codes waits, less so where somebody was let in", guessing_codes_waits),
        room_case("on a full disk nobody gets a seat", full_disk_gives_no_seat),
        room_case("only staff hand out codes, links and pictures of them", only_staff_hand_out),
        room_case("a personal link admits as that person, a screen's link as a screen", personal_link_admits),
        room_case("a new code kills the former one", new_code_kills_the_former),
        room_case("a QR code is drawn for our own paths only", qr_is_drawn_for_our_paths_only),
        room_case("a document shows what its reader may see, under a safe name",
                  document_shows_what_its_reader_may_see),
        room_case("two documents are made at a time", two_documents_at_a_time),
        bare_case("the demonstration is made once and gets a new link each time", demonstration_is_made_once),
        room_case("stopping answers whoever waits", stopping_answers_everybody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
