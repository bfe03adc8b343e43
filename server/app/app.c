/* app: what a transport calls (gate.h), handed on to the hub and the endpoints. */
#include "app/app.h"

#include <assert.h>
#include <string.h>

#include "app/codec_tree.h"
#include "app/grid.h"
#include "base/mem.h"

/* P30: its sockets go with a session. */
static void session_over(void *context, uint64_t session)
{
    struct app *app = context;
    hub_end_session(app->hub, session);
}

static void nothing_more(void *context, enum hub_status status, const struct room *room)
{
    (void)context, (void)status, (void)room;
}

/* S5, S7: a workshop with a secret poll under way is loaded at once, which finishes what a killed server could not. */
static void wake_workshop(void *context, const char *workshop, uint64_t poll)
{
    struct app *app = context;
    if (registry_workshop(app->registry, workshop, NULL))
        hub_read(app->hub, workshop, nothing_more, NULL);
    else
        app->platform->vault.drop(app->platform->vault.self, workshop, poll);
}

static void finish_closes(struct app *app)
{
    const struct vault *vault = &app->platform->vault;
    if (vault->each != NULL)
        vault->each(vault->self, wake_workshop, app);
}

struct app *app_open(const struct platform *platform)
{
    struct registry *registry = registry_open(platform);
    if (registry == NULL)
        return NULL;
    struct app *app = mem_zero(1, sizeof *app);
    app->platform = platform;
    app->registry = registry;
    app->hub = hub_new(platform);
    app->endpoints = endpoints_new(platform, registry, app->hub);
    tree_wipe_what_is_freed();
    finish_closes(app);
    registry_watch_sessions(registry, session_over, app);
    return app;
}

void app_free(struct app *app)
{
    if (app == NULL)
        return;
    endpoints_free(app->endpoints);
    hub_free(app->hub);
    registry_free(app->registry);
    mem_free(app);
}

/* The workshop that a socket's path names; NULL when it is not such a path. */
static const char *workshop_of_path(const char *path)
{
    static const char prefix[] = "/ws/";
    size_t n = sizeof prefix - 1;
    if (strncmp(path, prefix, n) != 0 || path[n] == '\0' || strchr(path + n, '/') != NULL)
        return NULL;
    return path + n;
}

static int admit(const struct app *app, const struct knock *knock, struct seat *seat)
{
    const char *workshop = workshop_of_path(knock->path);
    int64_t now = app->platform->now(app->platform->self);
    uint64_t session = registry_session(app->registry, knock->token, now);
    if (app->stopping)
        return 503;
    if (session == 0)
        return 401;
    if (workshop == NULL || !registry_workshop(app->registry, workshop, NULL))
        return 404;
    if (!registry_seat(app->registry, session, workshop, seat))
        return 403;
    registry_session_touch(app->registry, session);
    return 0;
}

int gate_admit(struct app *app, const struct knock *knock)
{
    struct seat seat;
    return admit(app, knock, &seat);
}

void gate_opened(struct app *app, conn_id conn, const struct knock *knock)
{
    struct seat seat;
    const struct transport *transport = &app->platform->transport;
    int refusal = admit(app, knock, &seat);
    if (refusal != 0) {
        transport->close(transport->self, conn, refusal == 503 ? CLOSE_RESTARTING : CLOSE_FORBIDDEN);
        return;
    }
    endpoints_opened(app->endpoints, seat.workshop);
    hub_opened(app->hub, conn, &seat);
}

void gate_message(struct app *app, conn_id conn, const char *text, size_t n)
{
    hub_message(app->hub, conn, text, n);
}

void gate_drained(struct app *app, conn_id conn)
{
    hub_drained(app->hub, conn);
}

void gate_closed(struct app *app, conn_id conn)
{
    hub_closed(app->hub, conn);
}

void gate_request(struct app *app, const struct request *request)
{
    endpoints_request(app->endpoints, request);
}

/* The call goes on to its end: it may have changed something already, and its reply to nobody is dropped by the transport. */
void gate_request_gone(struct app *app, request_id request)
{
    endpoints_request_gone(app->endpoints, request);
}

bool gate_trusts(struct app *app, const struct knock *knock, size_t bytes)
{
    struct seat seats[REGISTRY_SEATS_MAX];
    const int64_t now = app->platform->now(app->platform->self);
    const uint64_t session = registry_session(app->registry, knock->token, now);
    bool trusted = registry_session_account(app->registry, session) != 0;
    const size_t n = bytes > GRID_FILE_MAX ? 0 : registry_seats(app->registry, session, seats, REGISTRY_SEATS_MAX);
    for (size_t i = 0; !trusted && i < n; i++)
        trusted = seats[i].person != 0;
    return trusted;
}

size_t gate_body_max(struct app *app, const char *method, const char *path)
{
    (void)app;
    return endpoints_body_max(method, path);
}

int64_t app_turn(struct app *app)
{
    const struct platform *platform = app->platform;
    platform->storage.reap(platform->storage.self);
    platform->workers.reap(platform->workers.self);
    int64_t at = hub_turn(app->hub);
    endpoints_turn(app->endpoints);
    registry_turn(app->registry);
    return at;
}

void app_stop(struct app *app)
{
    app->stopping = true;
    endpoints_stop(app->endpoints);
    hub_stop(app->hub);
}

bool app_stopped(const struct app *app)
{
    return app->stopping && hub_stopped(app->hub) && endpoints_idle(app->endpoints) && registry_idle(app->registry);
}

const char *app_setup_token(const struct app *app)
{
    return endpoints_setup_token(app->endpoints);
}
