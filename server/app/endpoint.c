/* endpoint: the table of HTTP calls, and the way of a request to its handler. */
#include "app/endpoint.h"

#include <assert.h>
#include <string.h>

#include "app/call.h"
#include "app/grid.h"
#include "base/media.h"
#include "base/mem.h"
#include "core/limits.h"

static void endpoint_health(struct call *call)
{
    struct json *json = call_begin(call);
    json_key(json, "ok");
    json_bool(json, true);
    call_answer(call);
}

static const struct route routes[] = {
    {"POST", "/api/setup", WHO_ANYONE, LIMIT_BODY, endpoint_setup, NULL, CARRIES_JSON},
    {"POST", "/api/login", WHO_ANYONE, LIMIT_BODY, endpoint_login, NULL, CARRIES_JSON},
    {"POST", "/api/logout", WHO_ANYONE, LIMIT_BODY, endpoint_logout, NULL, CARRIES_JSON},
    {"GET", "/api/me", WHO_ANYONE, LIMIT_BODY, endpoint_me, NULL, CARRIES_JSON},
    {"GET", "/api/templates", WHO_ANYONE, LIMIT_BODY, endpoint_templates, NULL, CARRIES_JSON},
    {"DELETE", "/api/templates/*", WHO_ACCOUNT, LIMIT_BODY, endpoint_template_remove, NULL, CARRIES_JSON},
    {"GET", "/api/workshops", WHO_ACCOUNT, LIMIT_BODY, endpoint_workshops, NULL, CARRIES_JSON},
    {"POST", "/api/workshops", WHO_ACCOUNT, LIMIT_IMPORT, endpoint_create, NULL, CARRIES_JSON},
    {"POST", "/api/workshops/file", WHO_ACCOUNT, STORE_COPY_MAX, endpoint_take, NULL, CARRIES_FILE},
    {"GET", "/api/code/*", WHO_ANYONE, LIMIT_BODY, endpoint_code, NULL, CARRIES_JSON},
    {"POST", "/api/join", WHO_NEWCOMER, LIMIT_BODY, endpoint_join, NULL, CARRIES_JSON},
    {"POST", "/api/listen", WHO_NEWCOMER, LIMIT_BODY, endpoint_listen, NULL, CARRIES_JSON},
    {"POST", "/api/link", WHO_NEWCOMER, LIMIT_BODY, endpoint_link, NULL, CARRIES_JSON},
    {"POST", "/api/w/*/links", WHO_STAFF, LIMIT_BODY, NULL, endpoint_links, CARRIES_JSON},
    {"POST", "/api/w/*/links/all", WHO_STAFF, LIMIT_BODY, NULL, endpoint_links_all, CARRIES_JSON},
    {"POST", "/api/w/*/passcode", WHO_STAFF, LIMIT_BODY, NULL, endpoint_passcode, CARRIES_JSON},
    {"POST", "/api/w/*/import/people", WHO_STAFF, LIMIT_IMPORT, NULL, endpoint_import_people, CARRIES_CSV},
    {"POST", "/api/w/*/import/agenda", WHO_STAFF, LIMIT_IMPORT, NULL, endpoint_import_agenda, CARRIES_EITHER},
    {"POST", "/api/w/*/import/plan", WHO_STAFF, GRID_FILE_MAX, NULL, endpoint_import_plan, CARRIES_ANY},
    {"POST", "/api/w/*/clone", WHO_HOST, LIMIT_BODY, NULL, endpoint_clone, CARRIES_JSON},
    {"POST", "/api/w/*/archive", WHO_HOST, LIMIT_BODY, NULL, endpoint_archive, CARRIES_JSON},
    {"POST", "/api/w/*/template", WHO_HOST, LIMIT_BODY, NULL, endpoint_template, CARRIES_JSON},
    {"POST", "/api/w/*/rehearse", WHO_HOST, LIMIT_BODY, NULL, endpoint_rehearse, CARRIES_JSON},
    {"POST", "/api/w/*/simulate", WHO_STAFF, LIMIT_BODY, NULL, endpoint_simulate, CARRIES_JSON},
    {"GET", "/api/w/*/codes", WHO_STAFF, LIMIT_BODY, NULL, endpoint_codes, CARRIES_JSON},
    {"POST", "/api/w/*/codes", WHO_STAFF, LIMIT_BODY, NULL, endpoint_code_new, CARRIES_JSON},
    {"GET", "/api/w/*/qr", WHO_STAFF, LIMIT_BODY, NULL, endpoint_qr, CARRIES_JSON},
    {"GET", "/api/w/*/export", WHO_PERSON, LIMIT_BODY, NULL, endpoint_export, CARRIES_JSON},
    {"GET", "/api/w/*/export/*", WHO_PERSON, LIMIT_BODY, NULL, endpoint_export, CARRIES_JSON},
    {"GET", "/api/w/*/file", WHO_STAFF, LIMIT_BODY, NULL, endpoint_file, CARRIES_JSON},
    {"GET", "/api/w/*/calendars", WHO_PERSON, LIMIT_BODY, NULL, endpoint_calendars, CARRIES_JSON},
    {"POST", "/api/w/*/calendars", WHO_PERSON, LIMIT_BODY, NULL, endpoint_calendar_new, CARRIES_JSON},
    {"DELETE", "/api/w/*/calendars/*", WHO_PERSON, LIMIT_BODY, NULL, endpoint_calendar_drop, CARRIES_JSON},
    {"GET", "/cal/*", WHO_ANYONE, LIMIT_BODY, endpoint_feed, NULL, CARRIES_JSON},
    {"GET", "/api/w/*/text/*", WHO_PERSON, LIMIT_BODY, NULL, endpoint_text, CARRIES_JSON},
    {"GET", "/api/w/*/history/*", WHO_PERSON, LIMIT_BODY, NULL, endpoint_history, CARRIES_JSON},
    {"GET", "/api/w/*/past", WHO_PERSON, LIMIT_BODY, NULL, endpoint_past, CARRIES_JSON},
    {"GET", "/api/clocks", WHO_ANYONE, LIMIT_BODY, endpoint_clocks, NULL, CARRIES_JSON},
    {"GET", "/api/health", WHO_ANYONE, LIMIT_BODY, endpoint_health, NULL, CARRIES_JSON},
};

/* What stands in a path where a route has "*". */
enum { PATH_PARTS = 2 };
typedef char path_part[CALL_PARAM_MAX + 1];

/* Whether `path` is of that form; what stands for "*" goes to `parts`. */
static bool path_matches(const char *pattern, const char *path, path_part parts[PATH_PARTS])
{
    size_t found = 0;
    parts[0][0] = parts[1][0] = '\0';
    for (; *pattern != '\0'; pattern++) {
        if (*pattern != '*') {
            if (*path++ != *pattern)
                return false;
            continue;
        }
        size_t n = strcspn(path, "/");
        if (n == 0 || n > CALL_PARAM_MAX)
            return false;
        assert(found < PATH_PARTS);
        memcpy(parts[found], path, n);
        parts[found++][n] = '\0';
        path += n;
    }
    return *path == '\0';
}

static const struct route *route_find(const char *method, const char *path, path_part parts[PATH_PARTS])
{
    for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++)
        if (strcmp(routes[i].method, method) == 0 && path_matches(routes[i].path, path, parts))
            return &routes[i];
    return NULL;
}

size_t endpoints_body_max(const char *method, const char *path)
{
    path_part parts[PATH_PARTS];
    const struct route *route = route_find(method, path, parts);
    return route == NULL ? 0 : route->body_max;
}

struct endpoints *endpoints_new(const struct platform *platform, struct registry *registry, struct hub *hub)
{
    /* 10 failures a minute from one address, more from where people were let in (P3). */
    static const struct rate_limits by_address = { 10, 10, 0, 4096 };
    static const struct rate_limits by_account = { 10, 10, 0, 4096 };
    static const struct rate_limits by_code = { 10, 60, 5, 16384 };
    struct endpoints *endpoints = mem_zero(1, sizeof *endpoints);
    uint64_t seed[2];
    uint8_t secret[32], key[32];
    platform->random(seed, sizeof seed);
    platform->random(secret, sizeof secret);
    endpoints->platform = platform;
    endpoints->registry = registry;
    endpoints->hub = hub;
    endpoints->logins = rate_new(&by_address, seed[0], seed[1]);
    endpoints->accounts = rate_new(&by_account, seed[0], seed[1]);
    endpoints->codes = rate_new(&by_code, seed[0], seed[1]);
    platform->random(key, sizeof key);
    endpoints->passes = passes_new(key, seed[0], seed[1]);
    keymap_init(&endpoints->opened, seed[0], seed[1]);
    hash_base64url(endpoints->setup_token, secret, sizeof secret);
    return endpoints;
}

static void call_free(struct call *call)
{
    struct endpoints *endpoints = call->endpoints;
    if (call->before != NULL)
        call->before->after = call->after;
    else
        endpoints->calls = call->after;
    if (call->after != NULL)
        call->after->before = call->before;
    endpoints->n_calls--;
    body_free(call->body);
    mem_free(call->text);
    buf_free(&call->out);
    store_job_clear(&call->job);
    room_free(call->job.loaded);
    room_copying_free(call->copying);
    if (call->own_free != NULL)
        call->own_free(call->own);
    mem_free(call);
}

void endpoints_free(struct endpoints *endpoints)
{
    if (endpoints == NULL)
        return;
    while (endpoints->calls != NULL)
        call_free(endpoints->calls);
    rate_free(endpoints->logins);
    rate_free(endpoints->accounts);
    rate_free(endpoints->codes);
    passes_free(endpoints->passes);
    keymap_free(&endpoints->opened);
    mem_free(endpoints->templates);
    mem_free(endpoints);
}

void call_end(struct call *call, struct reply *reply)
{
    const struct transport *transport = &call->endpoints->platform->transport;
    transport->reply(transport->self, call->request, reply);
    call_free(call);
}

static void text_cut(char *out, size_t size, const char *text)
{
    size_t n = strnlen(text, size - 1);
    memcpy(out, text, n);
    out[n] = '\0';
}

static struct call *call_new(struct endpoints *endpoints, const struct request *request)
{
    struct call *call = mem_zero(1, sizeof *call);
    const struct knock *knock = &request->knock;
    call->endpoints = endpoints;
    call->request = request->id;
    call->after = endpoints->calls;
    if (call->after != NULL)
        call->after->before = call;
    endpoints->calls = call;
    endpoints->n_calls++;
    buf_init(&call->out, LIMIT_IMPORT);
    call->session = registry_session(endpoints->registry, knock->token, call_now(call));
    call->account = registry_session_account(endpoints->registry, call->session);
    text_cut(call->peer, sizeof call->peer, knock->peer);
    text_cut(call->host, sizeof call->host, knock->host);
    text_cut(call->query, sizeof call->query, knock->query);
    text_cut(call->known, sizeof call->known, request->known == NULL ? "" : request->known);
    return call;
}

/* P1: what changes something carries one JSON object. False: the call was refused. */
static bool call_read_body(struct call *call, const struct request *request)
{
    if (strcmp(call->route->method, "POST") != 0)
        return true;
    const enum carries carries = call->route->carries;
    if (media_is_json(request->type))
        call->sent = CARRIES_JSON;
    else if (media_is_csv(request->type))
        call->sent = CARRIES_CSV;
    else if (media_is_file(request->type))
        call->sent = CARRIES_FILE;
    if ((call->sent & carries) == 0) {
        call_refuse(call, 415, "bad_frame");
        return false;
    }
    if (request->body_n > call->route->body_max) {
        call_refuse(call, 413, "too_long");
        return false;
    }
    if (carries != CARRIES_JSON) {
        call->text = mem_copy_bytes(request->body, request->body_n);
        call->text_n = request->body_n;
    }
    if (call->sent != CARRIES_JSON)
        return true;
    call->body = body_read(request->body, request->body_n, call->route->body_max);
    if (call->body == NULL) {
        call_refuse(call, 400, "bad_frame");
        return false;
    }
    return true;
}

/* The rights of a person are those the room gives them now, not those of the day the seat was taken. */
static void call_with_person(struct call *call, const struct room *room)
{
    struct seat seat;
    if (!registry_seat(call->endpoints->registry, call->session, call->param, &seat)) {
        call_refuse(call, 403, "forbidden");
        return;
    }
    call->actor = actor_of(room, seat.person, call_now(call));
    bool staff = call->actor.role == ROLE_FACILITATOR || call->actor.role == ROLE_COFACILITATOR;
    bool outside = seat.person == 0 || call->actor.role == ROLE_N || room_waits(room, seat.person);
    if (outside || (call->route->who != WHO_PERSON && !staff)) {
        call_refuse(call, 403, "forbidden");
        return;
    }
    call_note_workshop(call, call->param, room);
    call->route->handle_room(call, room);
}

static void call_dispatch(struct call *call)
{
    struct seat seat;
    struct registry *registry = call->endpoints->registry;
    switch (call->route->who) {
    case WHO_ANYONE:
        call->route->handle(call);
        return;
    case WHO_NEWCOMER:
        if (call->session == 0 && registry_full(registry))
            call_refuse_code(call, CODE_BUSY);
        else
            call->route->handle(call);
        return;
    case WHO_ACCOUNT:
        if (registry_account_name(registry, call->account) == NULL)
            call_refuse(call, 401, "no_account");
        else
            call->route->handle(call);
        return;
    case WHO_PERSON:
    case WHO_STAFF:
    case WHO_HOST:
        if (call->session == 0 ||
            (call->route->who == WHO_HOST && registry_account_name(registry, call->account) == NULL))
            call_refuse(call, 401, "no_account");
        else if (!registry_workshop(registry, call->param, NULL))
            call_refuse(call, 404, "not_found");
        else if (!registry_seat(registry, call->session, call->param, &seat))
            call_refuse(call, 403, "forbidden");
        else
            call_read(call, call->param, call_with_person);
        return;
    }
    assert(false);
}

void endpoints_request(struct endpoints *endpoints, const struct request *request)
{
    struct call *call = call_new(endpoints, request);
    path_part parts[PATH_PARTS];
    call->route = route_find(request->method, request->knock.path, parts);
    memcpy(call->param, parts[0], sizeof call->param);
    memcpy(call->part, parts[1], sizeof call->part);
    if (call->route == NULL) {
        call_refuse(call, 404, "not_found");
        return;
    }
    bool full = endpoints->n_calls > ENDPOINT_CALLS_MAX || registry_busy(endpoints->registry);
    if (endpoints->stopping || (full && strcmp(request->knock.path, "/api/health") != 0)) {
        call_refuse(call, 503, "busy");
        return;
    }
    if (call->session != 0)
        registry_session_touch(endpoints->registry, call->session);
    if (call_read_body(call, request))
        call_dispatch(call);
}

void endpoints_request_gone(struct endpoints *endpoints, request_id request)
{
    for (struct call *call = endpoints->calls; call != NULL; call = call->after)
        if (call->request == request)
            atomic_store(&call->unwanted, true);
}

void endpoints_opened(struct endpoints *endpoints, const char *workshop)
{
    keymap_put(&endpoints->opened, workshop, strlen(workshop), endpoints);
}

void endpoints_turn(struct endpoints *endpoints)
{
    int64_t now = endpoints->platform->now(endpoints->platform->self);
    rate_expire(endpoints->logins, now);
    rate_expire(endpoints->accounts, now);
    rate_expire(endpoints->codes, now);
}

void endpoints_stop(struct endpoints *endpoints)
{
    endpoints->stopping = true;
    for (struct call *call = endpoints->calls; call != NULL; call = call->after)
        atomic_store(&call->unwanted, true);
}

bool endpoints_idle(const struct endpoints *endpoints)
{
    return endpoints->n_calls == 0;
}

const char *endpoints_setup_token(const struct endpoints *endpoints)
{
    return registry_accounts(endpoints->registry) == 0 ? endpoints->setup_token : NULL;
}
