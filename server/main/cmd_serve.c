/* cmd_serve: puts the layers together and serves. The only place that knows store, net, export and app at once. */
#include <stdio.h>
#include <string.h>

#include "app/gate.h"
#include "app/template.h"
#include "base/mem.h"
#include "base/random.h"
#include "export/export.h"
#include "main/commands.h"
#include "main/keys.h"
#include "main/options.h"
#include "main/state.h"
#include "main/terminal.h"
#include "net/server.h"
#include "net/tls.h"
#include "net/workers.h"
#include "store/run_dir.h"
#include "store/store.h"

struct serve_options {
    const char *state, *run, *bind, *cert, *key, *proxy, *origin;
    int port, threads;
    bool public, tls, demo;
};

#define AT(member) .offset = offsetof(struct serve_options, member)

static const struct option_row rows[] = {
    { "--state", OPTION_TEXT, AT(state), .value = "DIR",
      .doc = "Where everything is kept (default: $XDG_STATE_HOME/plenary, else ./state)." },
    { "--run", OPTION_TEXT, AT(run), .value = "DIR",
      .doc = "Where keys of open secret polls lie, in memory (default: $RUNTIME_DIRECTORY, else $XDG_RUNTIME_DIR/plenary,\n"
             "else /dev/shm/plenary-UID). It has to be on tmpfs." },
    { "--port", OPTION_NUMBER, AT(port), 0, 65535, "N", "Port (default: 8080; 0: any that is free)." },
    { "--bind", OPTION_TEXT, AT(bind), .value = "ADDR", .doc = "Listen on this address (default: loopback only)." },
    { "--public", OPTION_FLAG, AT(public), .doc = "Listen on all addresses of this machine." },
    { "--tls", OPTION_FLAG, AT(tls), .doc = "HTTPS with a certificate of our own making, kept in the state." },
    { "--cert", OPTION_TEXT, AT(cert), .value = "FILE", .doc = "HTTPS with this certificate (PEM, the whole chain)." },
    { "--key", OPTION_TEXT, AT(key), .value = "FILE", .doc = "The key of that certificate (PEM)." },
    { "--proxy", OPTION_TEXT, AT(proxy), .value = "ADDR", .doc = "Trust X-Forwarded-For from this address." },
    { "--origin", OPTION_TEXT, AT(origin), .value = "URL",
      .doc = "How people reach this server, behind a proxy: https://plenary.example.org" },
    { "--threads", OPTION_NUMBER, AT(threads), 1, STORE_THREADS_MAX, "N", "Threads that write to the disk (default: 2)." },
    { "--demo", OPTION_FLAG, AT(demo), .doc = "Also serve a demonstration workshop, and print links to it." },
};

static const struct usage usage = {
    .name = "serve",
    .operands = "",
    .doc = "Serves workshops to browsers until it is stopped (Ctrl-C, SIGTERM). Prints the addresses it listens on, and\n"
           "a line READY URL when it serves.",
    .rows = rows,
    .n_rows = sizeof rows / sizeof rows[0],
};

enum { URL_MAX = 400, WORKER_THREADS = 2 };

struct serving {
    const struct serve_options *options;
    char state_buffer[STATE_PATH_MAX], run_buffer[STATE_PATH_MAX];
    const char *state;
    struct run_dir *run;                /* NULL: there is no place for keys of secret polls */
    struct wall_clock clock;
    struct tls_pair tls;
    struct net *net;
    struct store *store;
    struct pool *pool;
    struct app *app;
    struct platform platform;
    struct signer signer;
    char url[URL_MAX];                  /* where people reach us from this machine, or the origin */
    bool demo_failed;
};

static bool complain(const char *message)
{
    terminal_line(stderr, "plenary serve: %s", message);
    return false;
}

static bool has_tls(const struct serve_options *options)
{
    return options->tls || options->cert != NULL;
}

static bool is_https(const char *origin)
{
    return origin != NULL && strncmp(origin, "https://", 8) == 0;
}

static bool is_origin(const char *origin)
{
    const char *host = is_https(origin) ? origin + 8 : strncmp(origin, "http://", 7) == 0 ? origin + 7 : "";
    return host[0] != '\0' && strpbrk(host, "/ ?#") == NULL && strlen(origin) < URL_MAX / 2;
}

static bool options_agree(const struct serve_options *options)
{
    if ((options->cert == NULL) != (options->key == NULL))
        return complain("--cert and --key go together");
    if (options->tls && options->cert != NULL)
        return complain("either --tls, for a certificate of our own making, or --cert and --key");
    if (options->public && options->bind != NULL)
        return complain("either --public, for all addresses, or --bind with one");
    if (options->origin != NULL && !is_origin(options->origin))
        return complain("--origin is a scheme and a host, without a path: https://plenary.example.org");
    return true;
}

static bool is_loopback(const char *address)
{
    return strncmp(address, "127.", 4) == 0 || strcmp(address, "::1") == 0 || strcmp(address, "localhost") == 0;
}

static bool is_loopback_only(const struct serve_options *options)
{
    return !options->public && (options->bind == NULL || is_loopback(options->bind));
}

static void warn_in_the_clear(const struct serve_options *options)
{
    if (is_loopback_only(options) || has_tls(options) || is_https(options->origin))
        return;
    complain("warning: without --tls, names, links and votes cross the network readable for everybody on the way");
}

/* Called from other threads, which get their first work when everything is open. */
static void wake(void *context)
{
    struct serving *serving = context;
    net_wake(serving->net);
}

static bool open_tls(struct serving *serving)
{
    const struct serve_options *options = serving->options;
    char keys[STATE_PATH_MAX + 8], message[TLS_MESSAGE_BYTES];
    if (options->cert != NULL)
        return tls_load(&serving->tls, options->cert, options->key, message) || complain(message);
    if (!options->tls)
        return true;
    const char *host = options->origin == NULL ? NULL : strstr(options->origin, "://") + 3;
    const char *names[2];
    size_t n = 0;
    if (host != NULL)
        names[n++] = host;
    if (options->bind != NULL)
        names[n++] = options->bind;
    snprintf(keys, sizeof keys, "%s/keys", serving->state);
    return tls_self_made(&serving->tls, keys, names, n, message) || complain(message);
}

static bool open_net(struct serving *serving)
{
    const struct serve_options *options = serving->options;
    char message[NET_MESSAGE_BYTES];
    const struct net_options net_options = {
        .bind = options->bind,
        .public_bind = options->public,
        .port = options->port,
        .cert_pem = serving->tls.cert_pem,
        .key_pem = serving->tls.key_pem,
        .hsts = options->cert != NULL,
        .origins = options->origin,
        .trusted_proxy = options->proxy,
        .now = wall_clock_now,
        .now_self = &serving->clock,
        .random = random_bytes,
    };
    serving->net = net_open(&net_options, message);
    return serving->net != NULL || complain(message);
}

/* Where links lead: the origin people use, else this machine, else the address we were told. */
static void set_url(struct serving *serving)
{
    const struct serve_options *options = serving->options;
    const char *scheme = has_tls(options) ? "https" : "http";
    char bound[NET_ADDRESS_BYTES];
    if (options->origin != NULL)
        snprintf(serving->url, sizeof serving->url, "%s", options->origin);
    else if (options->bind != NULL && net_bound(serving->net, 0, bound))
        snprintf(serving->url, sizeof serving->url, "%s://%s", scheme, bound);
    else
        snprintf(serving->url, sizeof serving->url, "%s://127.0.0.1:%d", scheme, net_port(serving->net));
}

static bool open_store(struct serving *serving)
{
    char message[200];
    serving->store = store_open(serving->state, (unsigned)serving->options->threads, wake, serving, message);
    if (serving->store == NULL)
        return complain(message);
    return keys_signer(&serving->signer, serving->state);
}

/* Without it everything works but secret polls, which are refused when somebody opens one. */
static void open_run(struct serving *serving)
{
    char message[200];
    const char *path = run_path(serving->options->run, serving->run_buffer);
    serving->run = run_dir_open(path, serving->state, message);
    if (serving->run == NULL)
        terminal_line(stderr, "plenary serve: warning: no secret polls: %s", message);
}

static bool open_app(struct serving *serving)
{
    struct platform *platform = &serving->platform;
    const struct serve_options *options = serving->options;
    export_open();
    serving->pool = workers_open(WORKER_THREADS, wake, serving);
    *platform = (struct platform){
        .self = &serving->clock,
        .now = wall_clock_now,
        .random = random_bytes,
        .export_room = export_room,
        .signer = &serving->signer,
        .loopback_only = is_loopback_only(options),
        .tls = has_tls(options) || is_https(options->origin),
        .public_origin = options->origin,
    };
    store_fill(serving->store, &platform->storage);
    net_fill(serving->net, &platform->transport);
    workers_fill(serving->pool, &platform->workers);
    run_dir_fill(serving->run, &platform->vault);
    serving->app = app_open(platform);
    return serving->app != NULL || complain("the accounts in the state directory cannot be read; the log says why");
}

static void print_addresses(const struct serving *serving)
{
    char bound[NET_ADDRESS_BYTES];
    for (unsigned i = 0; net_bound(serving->net, i, bound); i++)
        terminal_line(stdout, "Listening on %s://%s", has_tls(serving->options) ? "https" : "http", bound);
    const char *token = app_setup_token(serving->app);
    if (token != NULL)
        terminal_line(stdout, "First account (this link works once): %s/setup?token=%s", serving->url, token);
}

static void print_ready(const struct serving *serving)
{
    const char *scheme = has_tls(serving->options) ? "https" : "http";
    char bound[NET_ADDRESS_BYTES];
    if (serving->options->bind != NULL && net_bound(serving->net, 0, bound))
        terminal_line(stdout, "READY %s://%s", scheme, bound);
    else
        terminal_line(stdout, "READY %s://127.0.0.1:%d", scheme, net_port(serving->net));
    fflush(stdout);
}

static void demo_made(void *context, bool ok, const char *workshop, const char *code, const char *link)
{
    struct serving *serving = context;
    (void)workshop;
    if (!ok) {
        serving->demo_failed = true;
        complain("the demonstration workshop could not be made; the log says why");
        net_stop(serving->net);
        return;
    }
    terminal_line(stdout, "Demonstration, as its facilitator: %s/j/%s", serving->url, link);
    terminal_line(stdout, "Demonstration, to join it:         %s/join/%s", serving->url, code);
    print_ready(serving);
}

static const struct template *find_template(const char *name)
{
    for (unsigned i = 0; i < template_table_n; i++)
        if (strcmp(template_table[i].name, name) == 0)
            return &template_table[i];
    return NULL;
}

static bool begin(struct serving *serving)
{
    const struct template *demo = find_template("demo");
    print_addresses(serving);
    if (!serving->options->demo) {
        print_ready(serving);
        return true;
    }
    if (demo == NULL)
        return complain("this build holds no demonstration");
    app_demo(serving->app, demo->json, demo->n, demo_made, serving);
    return true;
}

static bool open_all(struct serving *serving)
{
    if (!open_store(serving) || !open_tls(serving) || !open_net(serving))
        return false;
    set_url(serving);
    open_run(serving);
    return open_app(serving) && begin(serving);
}

/* The store finishes what it was given, telling the app, so it goes before the app and after the workers. */
static void close_all(struct serving *serving)
{
    workers_close(serving->pool);
    store_close(serving->store);
    app_free(serving->app);
    run_dir_close(serving->run);
    if (serving->net != NULL)
        net_close(serving->net);
    tls_free(&serving->tls);
}

int cmd_serve(int argc, char **argv)
{
    struct serve_options options = { .port = 8080, .threads = STORE_THREADS_DEFAULT };
    struct operands operands;
    const int status = options_read(&usage, &options, &operands, argc, argv);
    if (status >= 0)
        return status;
    if (!options_agree(&options))
        return EXIT_USAGE;
    warn_in_the_clear(&options);
    struct serving *serving = mem_zero(1, sizeof *serving);
    serving->options = &options;
    serving->state = state_path(options.state, serving->state_buffer);
    const bool opened = open_all(serving);
    if (opened)
        net_run(serving->net, serving->app);
    close_all(serving);
    const bool done = opened && !serving->demo_failed;
    mem_free(serving);
    return done ? EXIT_DONE : EXIT_FAILED;
}
