/* server: the context, the loop, and the table of functions through which the app reaches its sockets. */
#include "net/server.h"

#include "base/log.h"
#include "base/mem.h"
#include "net/inside.h"

#include <assert.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum {
    FILES_WANTED = LIMIT_CONNECTIONS + LIMIT_UNKNOWN + 2 * LIMIT_FILES_RESERVED,
    DRAIN_MS = 1000                         /* after the app has stopped: for the last replies and closes to leave */
};

int64_t net_now(void)
{
    struct timespec now;
    int failed = clock_gettime(CLOCK_MONOTONIC, &now);
    assert(failed == 0);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* libwebsockets' lines begin with a time and a level: "[2026/11/22 10:00:00:0000] W: ". */
static void log_lws(int level, const char *line)
{
    const char *text = strstr(line, ": ");
    text = text != NULL ? text + 2 : line;
    log_line(level == LLL_ERR ? LOG_ERROR : LOG_WARN, "libwebsockets: %.*s", (int)strcspn(text, "\n"), text);
}

/* As many files as are wanted, if the machine lets us; returns how many there are. */
static uint64_t files_raise(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return 1024;
    rlim_t wanted = limit.rlim_max < FILES_WANTED ? limit.rlim_max : FILES_WANTED;
    if (limit.rlim_cur >= wanted)
        return limit.rlim_cur;
    struct rlimit raised = { .rlim_cur = wanted, .rlim_max = limit.rlim_max };
    return setrlimit(RLIMIT_NOFILE, &raised) == 0 ? wanted : limit.rlim_cur;
}

static uint32_t sockets_max(const struct net_options *options)
{
    uint64_t files = files_raise();
    uint64_t sockets = options->connections_max > 0 ? options->connections_max : LIMIT_CONNECTIONS + LIMIT_UNKNOWN;
    uint64_t room = files > 2 * LIMIT_FILES_RESERVED ? files - LIMIT_FILES_RESERVED : files / 2;
    return (uint32_t)(sockets < room ? sockets : room);
}

static void on_wake(struct ev_loop *loop, struct ev_async *watcher, int events)
{
    (void)loop, (void)watcher, (void)events; /* the turn that follows is all there is to it */
}

static void on_signal(struct ev_loop *loop, struct ev_signal *watcher, int events)
{
    (void)loop, (void)events;
    struct net *net = watcher->data;
    atomic_store(&net->stop_asked, true);
}

static void on_due(struct ev_loop *loop, struct ev_timer *watcher, int events)
{
    (void)loop, (void)watcher, (void)events;
}

static void on_sweep(struct ev_loop *loop, struct ev_timer *watcher, int events)
{
    (void)loop, (void)events;
    sweep_all(watcher->data);
}

static void watchers_start(struct net *net)
{
    (void)signal(SIGPIPE, SIG_IGN);
    ev_async_init(&net->wake, on_wake);
    ev_async_start(net->loop, &net->wake);
    ev_init(&net->due, on_due);
    ev_timer_init(&net->sweep, on_sweep, 1.0, 1.0);
    net->sweep.data = net;
    ev_timer_start(net->loop, &net->sweep);
}

static void watchers_stop(struct net *net)
{
    ev_async_stop(net->loop, &net->wake);
    ev_timer_stop(net->loop, &net->due);
    ev_timer_stop(net->loop, &net->sweep);
}

/* A signal belongs to one loop of the process: the one that runs. */
static void signals_start(struct net *net)
{
    ev_signal_init(&net->terminate, on_signal, SIGTERM);
    ev_signal_init(&net->interrupt, on_signal, SIGINT);
    net->terminate.data = net->interrupt.data = net;
    ev_signal_start(net->loop, &net->terminate);
    ev_signal_start(net->loop, &net->interrupt);
}

static void signals_stop(struct net *net)
{
    ev_signal_stop(net->loop, &net->terminate);
    ev_signal_stop(net->loop, &net->interrupt);
}

static bool context_open(struct net *net, char message[NET_MESSAGE_BYTES])
{
    void *loops[] = { net->loop };
    struct lws_context_creation_info info = {
        .port = CONTEXT_PORT_NO_LISTEN,
        .options = LWS_SERVER_OPTION_LIBEV | LWS_SERVER_OPTION_EXPLICIT_VHOSTS | LWS_SERVER_OPTION_VALIDATE_UTF8,
        .foreign_loops = loops,
        .user = net,
        .pcontext = &net->context,
        .timeout_secs = LIMIT_UNKNOWN_MS / 1000,
        .max_http_header_data = LIMIT_HEADER,
        .count_threads = 1,
    };
    if (net->options.cert_pem != NULL)
        info.options |= LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
    lws_set_log_level(LLL_ERR | LLL_WARN, log_lws);
    net->context = lws_create_context(&info);
    if (net->context != NULL)
        return true;
    (void)snprintf(message, NET_MESSAGE_BYTES,
                   "libwebsockets does not start: is the package libwebsockets-evlib-ev installed?");
    return false;
}

struct net *net_open(const struct net_options *options, char message[NET_MESSAGE_BYTES])
{
    assert(options->bind == NULL || !options->public_bind);
    assert((options->cert_pem == NULL) == (options->key_pem == NULL));
    assert(options->now != NULL);
    struct net *net = mem_zero(1, sizeof *net);
    net->options = *options;
    peers_open(net, sockets_max(options));
    net->loop = ev_loop_new(EVFLAG_AUTO);
    assert(net->loop != NULL);
    watchers_start(net);
    if (!context_open(net, message) || !listen_open(net, message)) {
        net_close(net);
        return NULL;
    }
    return net;
}

/* The transport ------------------------------------------------------------------------------------------------------ */

static struct frame *net_frame_make(void *self, const char *text, size_t n, bool deflate)
{
    struct net *net = self;
    return frame_new(text, n, deflate ? &net->deflater : NULL);
}

static void net_frame_release(void *self, struct frame *frame)
{
    (void)self;
    frame_free(frame);
}

static enum send_result net_send(void *self, conn_id conn, struct frame *frame)
{
    return ws_send(self, conn, frame);
}

static void net_close_conn(void *self, conn_id conn, enum close_code code)
{
    struct peer *peer = peer_named(self, conn, PEER_WS);
    if (peer != NULL)
        ws_close(peer, code);
}

static void net_reply(void *self, request_id request, struct reply *reply)
{
    http_reply(self, request, reply);
}

void net_fill(struct net *net, struct transport *transport)
{
    *transport = (struct transport){ .self = net,
                                     .frame_make = net_frame_make,
                                     .frame_release = net_frame_release,
                                     .send = net_send,
                                     .close = net_close_conn,
                                     .reply = net_reply };
}

/* The loop ----------------------------------------------------------------------------------------------------------- */

/* Whether everything that was begun is finished, or patience is at its end. */
static bool net_finished(struct net *net)
{
    int64_t now = net_now();
    if (now >= net->stop_at) {
        log_line(LOG_INFO, "%u clients did not answer the good-bye", net->n_ws);
        return true;
    }
    if (!app_stopped(net->app))
        return false;
    if (net->n_ws == 0 && net->n_exchanges == 0)
        return true;
    net->stop_at = net->stop_at < now + DRAIN_MS ? net->stop_at : now + DRAIN_MS;
    return false;
}

/* Sleeps until something happens or the app's moment comes; does not sleep when that is now. */
static void net_turn(struct net *net, int64_t due)
{
    int64_t wait_ms = due == 0 ? INT64_MAX : due - net->options.now(net->options.now_self);
    ev_timer_stop(net->loop, &net->due);
    if (wait_ms > 0 && due != 0) {
        ev_timer_set(&net->due, (double)wait_ms / 1000.0, 0.0);
        ev_now_update(net->loop);
        ev_timer_start(net->loop, &net->due);
    }
    ev_run(net->loop, wait_ms > 0 ? EVRUN_ONCE : EVRUN_NOWAIT);
}

void net_run(struct net *net, struct app *app)
{
    assert(net->app == NULL);
    net->app = app;
    signals_start(net);
    for (;;) {
        int64_t due = app_turn(app);
        if (atomic_load(&net->stop_asked) && !net->stopping) {
            net->stopping = true;
            net->stop_at = net_now() + NET_STOP_MS;
            app_stop(app);
            due = net->options.now(net->options.now_self);
        }
        if (net->stopping && net_finished(net))
            break;
        net_turn(net, due);
    }
    signals_stop(net);
    net->app = NULL;
}

void net_wake(struct net *net)
{
    ev_async_send(net->loop, &net->wake);
}

void net_stop(struct net *net)
{
    atomic_store(&net->stop_asked, true);
    ev_async_send(net->loop, &net->wake);
}

struct net_load net_load(const struct net *net)
{
    return (struct net_load){
        .sockets = net->n_sockets, .unknown = net->n_unknown, .websockets = net->n_ws, .unsent_bytes = net->unsent
    };
}

void net_close(struct net *net)
{
    if (net == NULL)
        return;
    net->app = NULL;
    for (int i = 0; i < 2 && net->context != NULL; i++) /* the second call finishes what the first began */
        lws_context_destroy(net->context);
    watchers_stop(net);
    peers_close(net);
    addresses_free(&net->addresses);
    deflater_free(&net->deflater);
    ev_loop_destroy(net->loop);
    mem_free(net);
}
