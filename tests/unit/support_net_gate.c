/* support_net_gate: a stand-in for the app, to test the transport alone. */
#include "support_net_gate.h"

#include "base/buf.h"
#include "base/mem.h"
#include "core/limits.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CONNS_MAX = 16384, FLOOD_BYTES = 65536, LARGE_BYTES = 3 * 1024 * 1024, FILE_BYTES = 64 << 20 };

struct app {
    struct transport transport;
    conn_id conns[CONNS_MAX];
    unsigned floods[CONNS_MAX];
    unsigned n_conns;
    bool stopping;
    struct fake_counts counts;
};

struct app *fake_open(const struct transport *transport)
{
    struct app *app = mem_zero(1, sizeof *app);
    app->transport = *transport;
    return app;
}

void fake_free(struct app *app)
{
    mem_free(app);
}

const struct fake_counts *fake_counts(const struct app *app)
{
    return &app->counts;
}

static unsigned conn_find(const struct app *app, conn_id conn)
{
    for (unsigned i = 0; i < app->n_conns; i++)
        if (app->conns[i] == conn)
            return i;
    assert(!"the transport named a connection that is not open");
    return 0;
}

static enum send_result say(struct app *app, conn_id conn, const char *text, size_t n, bool deflate)
{
    const struct transport *net = &app->transport;
    struct frame *frame = net->frame_make(net->self, text, n, deflate);
    enum send_result result = net->send(net->self, conn, frame);
    net->frame_release(net->self, frame);
    return result;
}

static void say_bytes(struct app *app, conn_id conn, size_t n, bool deflate)
{
    char *text = mem_zero(n + 1, 1);
    for (size_t i = 0; i < n; i++)
        text[i] = (char)('a' + i % 26);
    (void)say(app, conn, text, n, deflate);
    mem_free(text);
}

static void say_all(struct app *app, const char *text, size_t n)
{
    const struct transport *net = &app->transport;
    struct frame *frame = net->frame_make(net->self, text, n, false);
    for (unsigned i = 0; i < app->n_conns; i++)
        (void)net->send(net->self, app->conns[i], frame);
    net->frame_release(net->self, frame);
}

static void flood(struct app *app, unsigned i)
{
    static const char block[FLOOD_BYTES];
    while (app->floods[i] > 0) {
        app->floods[i]--;
        if (say(app, app->conns[i], block, sizeof block, false) == SEND_LAGGING) {
            app->floods[i]++;
            return;
        }
    }
}

int gate_admit(struct app *app, const struct knock *knock)
{
    assert(strncmp(knock->path, "/ws/", 4) == 0);
    if (app->n_conns == CONNS_MAX)
        return 503;
    return strcmp(knock->token, "refuse") == 0 ? 403 : 0;
}

void gate_opened(struct app *app, conn_id conn, const struct knock *knock)
{
    (void)knock;
    app->counts.opened++;
    app->floods[app->n_conns] = 0;
    app->conns[app->n_conns++] = conn;
}

void gate_message(struct app *app, conn_id conn, const char *text, size_t n)
{
    assert(n <= LIMIT_FRAME_IN);
    unsigned i = conn_find(app, conn);
    const struct transport *net = &app->transport;
    char *copy = mem_copy_bytes(text, n);
    app->counts.messages++;
    if (strncmp(copy, "all ", 4) == 0)
        say_all(app, copy + 4, n - 4);
    else if (strncmp(copy, "big ", 4) == 0)
        say_bytes(app, conn, strtoul(copy + 4, NULL, 10), false);
    else if (strncmp(copy, "small ", 6) == 0)
        say_bytes(app, conn, strtoul(copy + 6, NULL, 10), true);
    else if (strncmp(copy, "close ", 6) == 0)
        net->close(net->self, conn, (enum close_code)strtoul(copy + 6, NULL, 10));
    else if (strncmp(copy, "flood ", 6) == 0)
        app->floods[i] = (unsigned)strtoul(copy + 6, NULL, 10);
    else
        (void)say(app, conn, text, n, false);
    flood(app, i);
    mem_free(copy);
}

void gate_drained(struct app *app, conn_id conn)
{
    app->counts.drained++;
    flood(app, conn_find(app, conn));
}

void gate_closed(struct app *app, conn_id conn)
{
    unsigned i = conn_find(app, conn);
    app->counts.closed++;
    app->n_conns--;
    app->conns[i] = app->conns[app->n_conns];
    app->floods[i] = app->floods[app->n_conns];
}

static void answer(struct app *app, request_id id, const char *type, const void *body, size_t n)
{
    struct reply reply = {
        .status = 200, .type = type, .body = mem_copy_bytes(body, n), .body_n = n, .cookie = "plenary=fake; HttpOnly"
    };
    app->transport.reply(app->transport.self, id, &reply);
}

static void answer_knock(struct app *app, const struct request *request)
{
    char text[2048];
    int n = snprintf(text, sizeof text, "path=%s\nquery=%s\ntoken=%s\npeer=%s\nhost=%s\n", request->knock.path,
                     request->knock.query, request->knock.token, request->knock.peer, request->knock.host);
    answer(app, request->id, "text/plain", text, (size_t)n);
}

void gate_request(struct app *app, const struct request *request)
{
    app->counts.requests++;
    const char *path = request->knock.path;
    if (strcmp(path, "/api/never") == 0)
        return;
    if (strcmp(path, "/api/large") == 0) {
        char *large = mem_zero(LARGE_BYTES, 1);
        answer(app, request->id, "application/octet-stream", large, LARGE_BYTES);
        mem_free(large);
    } else if (strcmp(path, "/api/echo") == 0) {
        answer(app, request->id, "application/json", request->body, request->body_n);
    } else if (strcmp(path, "/api/knock") == 0) {
        answer_knock(app, request);
    } else {
        answer(app, request->id, "application/json", "{\"ok\":true}", 11);
    }
}

void gate_request_gone(struct app *app, request_id request)
{
    (void)request;
    app->counts.gone++;
}

bool gate_trusts(struct app *app, const struct knock *knock, size_t n)
{
    (void)app;
    (void)n;
    return strcmp(knock->token, "trusted") == 0;
}

size_t gate_body_max(struct app *app, const char *method, const char *path)
{
    (void)app;
    static const char *const routes[] = { "GET /api/health", "GET /api/large", "GET /api/knock", "POST /api/echo",
                                          "POST /api/never", "GET /api/never", "POST /api/join", "DELETE /api/thing" };
    char route[256];
    (void)snprintf(route, sizeof route, "%s %s", method, path);
    for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++)
        if (strcmp(route, routes[i]) == 0)
            return LIMIT_BODY;
    return strcmp(route, "POST /api/file") == 0 ? FILE_BYTES : 0;
}

int64_t app_turn(struct app *app)
{
    app->counts.turns++;
    return 0;
}

void app_stop(struct app *app)
{
    app->stopping = true;
    for (unsigned i = 0; i < app->n_conns; i++)
        app->transport.close(app->transport.self, app->conns[i], CLOSE_RESTARTING);
}

bool app_stopped(const struct app *app)
{
    return app->stopping;
}
