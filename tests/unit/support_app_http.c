/* An app, an account and a workshop for the cases of the HTTP calls. See support_app_http.h. */
#include "support_app_http.h"

#include <string.h>

#include "app/app.h"
#include "app/hub.h"
#include "base/mem.h"

const char http_scenario[] =
    "{\"name\":\"Ta\\u0301 \\\"x\",\"title\":{\"en\":\"A workshop\",\"fr\":\"Un atelier \\u00e9tendu\"},"
    "\"place\":\"Riyadh\",\"mode\":\"in_room\",\"time_zone\":\"Asia/Riyadh\",\"starts_on\":\"2026-11-16\","
    "\"ends_on\":\"2026-11-17\",\"languages\":[\"en\",\"fr\"],"
    "\"delegations\":[{\"name\":\"Egypt\",\"country\":\"EG\",\"type\":\"member\",\"delegates\":3},"
    "{\"name\":\"WCO\",\"type\":\"organisation\",\"observer\":true}]}";

void ask(struct fixture *fixture, const char *method, const char *path, const char *token, const char *body)
{
    world_ask(&fixture->world, method, path, token, body);
}

void expect(const struct fixture *fixture, int status, const char *code)
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

char *path_of(const struct fixture *fixture, char out[128], const char *tail)
{
    snprintf(out, 128, "/api/w/%s/%s", fixture->id, tail);
    return out;
}

void put_account(struct fixture *fixture)
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
    snprintf(body, sizeof body, "{\"scenario\":%s}", http_scenario);
    ask(fixture, "POST", "/api/workshops", fixture->token, body);
    expect(fixture, 200, NULL);
    world_text(&fixture->world, "id", fixture->id, sizeof fixture->id);
    struct seat seat;
    struct registry *registry = fixture->world.app->registry;
    uint64_t session = registry_session(registry, fixture->token, fixture->world.now);
    assert_true(registry_seat(registry, session, fixture->id, &seat));
    fixture->facilitator = seat.person;
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

int http_bare(void **state)
{
    struct fixture *fixture = mem_zero(1, sizeof *fixture);
    world_init(&fixture->world);
    fixture->world.app = app_open(&fixture->world.platform);
    assert_non_null(fixture->world.app);
    *state = fixture;
    return 0;
}

int http_room(void **state)
{
    http_bare(state);
    put_account(*state);
    make_workshop(*state);
    return 0;
}

int http_end(void **state)
{
    struct fixture *fixture = *state;
    assert_true(endpoints_idle(fixture->world.app->endpoints));
    world_free(&fixture->world);
    mem_free(fixture);
    return 0;
}

uint64_t join(struct fixture *fixture, const char *code, const char *name, char token[64])
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

void ran(void *context, enum hub_status status, const struct outcome *outcome)
{
    uint64_t *result = context;
    assert_int_equal(status, HUB_OK);
    assert_int_equal(outcome->code, CODE_OK);
    *result = outcome->result;
}

uint64_t run(struct fixture *fixture, const char *verb, const char *args)
{
    uint64_t result = UINT64_MAX;
    hub_run(fixture->world.app->hub, fixture->id, verb, args, ran, &result);
    world_settle(&fixture->world);
    assert_true(result != UINT64_MAX);
    return result;
}

const char nobody_tag[] = "0000000000000000";

const char *heard(const struct fixture *fixture, conn_id conn)
{
    return fixture->world.heard[conn].data == NULL ? "" : fixture->world.heard[conn].data;
}

size_t count_of(const char *text, const char *what)
{
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, what)) != NULL; at++)
        n++;
    return n;
}

void say(struct fixture *fixture, conn_id conn, const char *text)
{
    gate_message(fixture->world.app, conn, text, strlen(text));
    world_settle(&fixture->world);
}

void socket_open(struct fixture *fixture, conn_id conn, const char *token)
{
    char path[64];
    snprintf(path, sizeof path, "/ws/%s", fixture->id);
    const struct knock knock = { .path = path, .query = "", .token = token, .peer = "192.0.2.1", .host = "localhost" };
    assert_int_equal(gate_admit(fixture->world.app, &knock), 0);
    gate_opened(fixture->world.app, conn, &knock);
}

void hello(struct fixture *fixture, conn_id conn, uint64_t seq, const char *tag, int64_t view)
{
    char text[256];
    snprintf(text, sizeof text, "{\"t\":\"hello\",\"client\":\"%032x\",\"seq\":%d,\"tag\":\"%s\",\"view\":%d}",
             (unsigned)conn, (int)seq, tag, (int)view);
    gate_message(fixture->world.app, conn, text, strlen(text));
}

void enter(struct fixture *fixture, conn_id conn, const char *token)
{
    socket_open(fixture, conn, token);
    hello(fixture, conn, 0, nobody_tag, 0);
    world_settle(&fixture->world);
    if (conn < WORLD_EARS)
        assert_non_null(strstr(heard(fixture, conn), "\"t\":\"welcome\""));
}
