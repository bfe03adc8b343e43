/* hub: which rooms are in memory, and how everybody else reaches them. */
#include "app/hub.h"

#include <assert.h>
#include <string.h>

#include "app/host.h"
#include "base/log.h"
#include "base/mem.h"

struct hub *hub_new(const struct platform *platform)
{
    uint64_t seed[2];
    struct hub *hub = mem_zero(1, sizeof *hub);
    hub->platform = platform;
    platform->random(seed, sizeof seed);
    keymap_init(&hub->hosts, seed[0], seed[1]);
    return hub;
}

void hub_free(struct hub *hub)
{
    if (hub == NULL)
        return;
    while (hub->n > 0)
        host_free(hub->list[0]);
    keymap_free(&hub->hosts);
    map_free(&hub->links);
    mem_free(hub->list);
    mem_free(hub);
}

/* Room for one more: the longest unused empty one is closed. */
static bool make_place(struct hub *hub)
{
    struct host *oldest = NULL;
    if (hub->n < LIMIT_OPEN_WORKSHOPS)
        return true;
    for (size_t i = 0; i < hub->n; i++) {
        if (host_is_idle(hub->list[i]) && (oldest == NULL || hub->list[i]->used_at < oldest->used_at))
            oldest = hub->list[i];
    }
    if (oldest != NULL)
        host_close(oldest);
    return oldest != NULL;
}

struct host *hub_host(struct hub *hub, const char *workshop, enum hub_status *status)
{
    struct host *host = keymap_get(&hub->hosts, workshop, strlen(workshop));
    *status = HUB_OK;
    if (hub->stopping) {
        *status = HUB_STOPPING;
        return NULL;
    }
    if (host != NULL && host->state != HOST_GONE) {
        host->used_at = host_now(host);
        return host;
    }
    if (host == NULL && !make_place(hub)) {
        *status = HUB_BUSY;
        return NULL;
    }
    if (host == NULL)
        host = host_new(hub, workshop);
    host_load(host);
    return host;
}

void hub_read(struct hub *hub, const char *workshop,
              void (*answer)(void *context, enum hub_status status, const struct room *room), void *context)
{
    enum hub_status status;
    struct host *host = hub_host(hub, workshop, &status);
    if (host == NULL) {
        answer(context, status, NULL);
        return;
    }
    if (host->n_readings == host->readings_cap) {
        host->readings_cap = host->readings_cap == 0 ? 8 : host->readings_cap * 2;
        host->readings = mem_grow(host->readings, host->readings_cap, sizeof *host->readings);
    }
    host->readings[host->n_readings++] = (struct reading){ answer, context };
}

void hub_run(struct hub *hub, const char *workshop, const char *verb, const char *args,
             void (*answer)(void *context, enum hub_status status, const struct outcome *outcome), void *context)
{
    enum hub_status status;
    struct errand errand = { .role = ROLE_SYSTEM, .answer = answer, .context = context };
    struct host *host = hub_host(hub, workshop, &status);
    if (host == NULL) {
        answer(context, status, &errand.outcome);
        return;
    }
    errand.code = codec_command(&errand.cmd, verb, args, strlen(args), LANG_EN);
    tick_take(host, &errand);
}

/* What is answered once, by its last command. */
static void answer_later(void *context, enum hub_status status, const struct outcome *outcome)
{
    const struct host *host = context;
    if (status == HUB_OK && outcome->code != CODE_OK)
        log_line(LOG_ERROR, "%s: a planned command was refused: %s", host->workshop, code_word(outcome->code));
}

void hub_run_all(struct hub *hub, const char *workshop, struct command *commands, size_t n,
                 void (*answer)(void *context, enum hub_status status, const struct outcome *outcome), void *context)
{
    struct host *host = keymap_get(&hub->hosts, workshop, strlen(workshop));
    const struct outcome none = { .code = CODE_BUSY };
    assert(host != NULL && host_between_commits(host) && n > 0);
    if (host->n_first > 0) {
        for (size_t i = 0; i < n; i++)
            command_clear(&commands[i]);
        answer(context, HUB_BUSY, &none);
        return;
    }
    struct errand *errands = mem_zero(n, sizeof *errands);
    for (size_t i = 0; i < n; i++) {
        bool last = i + 1 == n;
        errands[i] = (struct errand){ .role = ROLE_SYSTEM, .answer = last ? answer : answer_later };
        errands[i].context = last ? context : host;
        errands[i].cmd = commands[i];
        memset(&commands[i], 0, sizeof commands[i]);
    }
    tick_take_first(host, errands, n);
    mem_free(errands);
}

void hub_hold(struct hub *hub, const char *workshop)
{
    struct host *host = keymap_get(&hub->hosts, workshop, strlen(workshop));
    assert(host != NULL && host_between_commits(host));
    host->holds++;
}

/* The room may have been closed meanwhile, because the server stops. */
void hub_release(struct hub *hub, const char *workshop)
{
    struct host *host = keymap_get(&hub->hosts, workshop, strlen(workshop));
    if (host != NULL && host->holds > 0)
        host->holds--;
}

void hub_run_as(struct hub *hub, const char *workshop, uint64_t person, const char *verb, const char *args,
                void (*answer)(void *context, enum hub_status status, const struct outcome *outcome), void *context)
{
    enum hub_status status;
    struct errand errand = { .person = person, .role = ROLE_N, .answer = answer, .context = context };
    struct host *host = hub_host(hub, workshop, &status);
    assert(person != 0);
    if (host == NULL) {
        answer(context, status, &errand.outcome);
        return;
    }
    errand.code = codec_command(&errand.cmd, verb, args, strlen(args), LANG_EN);
    tick_take(host, &errand);
}

void hub_simulate(struct hub *hub, const char *workshop, uint64_t person, bool here)
{
    struct host *host = keymap_get(&hub->hosts, workshop, strlen(workshop));
    assert(host != NULL && host_between_commits(host));
    presence_simulate(host, person, here);
}

bool hub_simulated(const struct hub *hub, const char *workshop, uint64_t person)
{
    const struct host *host = keymap_get(&hub->hosts, workshop, strlen(workshop));
    return host != NULL && presence_is_simulated(host, person);
}

void hub_end_person(struct hub *hub, const char *workshop, uint64_t person)
{
    struct host *host = keymap_get(&hub->hosts, workshop, strlen(workshop));
    assert(person != 0);
    for (size_t i = 0; host != NULL && i < host->n_links; i++)
        if (host->links[i]->seat.person == person)
            link_end(host->links[i], CLOSE_FORBIDDEN);
}

/* A workshop being made: what has to outlive the store's job. */
struct creation {
    struct store_job job;
    struct hub *hub;
    struct room *room;
    struct change *changes;
    size_t n;
    void (*answer)(void *context, enum hub_status status);
    void *context;
};

static void create_done(struct store_job *job)
{
    struct creation *creation = job->context;
    enum hub_status status = host_status_of(job->result);
    if (status != HUB_OK)
        log_line(LOG_ERROR, "%s: cannot be created: %s", job->workshop, job->message);
    for (size_t i = 0; i < creation->n; i++)
        change_clear(&creation->changes[i]);
    mem_free(creation->changes);
    if (status == HUB_OK && !creation->hub->stopping && make_place(creation->hub)) {
        struct host *host = host_new(creation->hub, job->workshop);
        room_clean(creation->room);
        host_take_room(host, creation->room);
    } else {
        room_free(creation->room);
    }
    creation->answer(creation->context, status);
    mem_free(creation);
}

void hub_create(struct hub *hub, const char *workshop, struct room *room, struct change *changes, size_t n,
                void (*answer)(void *context, enum hub_status status), void *context)
{
    const struct storage *storage = &hub->platform->storage;
    struct creation *creation = mem_zero(1, sizeof *creation);
    *creation =
        (struct creation){ .hub = hub, .room = room, .changes = changes, .n = n, .answer = answer, .context = context };
    creation->job = (struct store_job){
        .type = STORE_CREATE, .room = room, .changes = changes, .n_changes = n, .done = create_done, .context = creation
    };
    assert(strlen(workshop) <= WORKSHOP_ID_MAX);
    memcpy(creation->job.workshop, workshop, strlen(workshop) + 1);
    storage->submit(storage->self, &creation->job);
}

void hub_opened(struct hub *hub, conn_id conn, const struct seat *seat)
{
    enum hub_status status;
    struct host *host = hub_host(hub, seat->workshop, &status);
    if (host == NULL) {
        hub->platform->transport.close(hub->platform->transport.self, conn, CLOSE_RESTARTING);
        return;
    }
    link_keep_three(link_open(host, conn, seat));
}

void hub_message(struct hub *hub, conn_id conn, const char *text, size_t n)
{
    struct link *link = map_get(&hub->links, conn);
    if (link != NULL && !link->dead)
        greet_read(link, text, n);
}

void hub_drained(struct hub *hub, conn_id conn)
{
    struct link *link = map_get(&hub->links, conn);
    if (link == NULL || link->dead)
        return;
    link->lagging = false;
    serve_link(link);
}

void hub_closed(struct hub *hub, conn_id conn)
{
    struct link *link = map_get(&hub->links, conn);
    if (link == NULL)
        return;
    link->host->used_at = host_now(link->host);
    link_free(link);
}

void hub_end_session(struct hub *hub, uint64_t session)
{
    size_t at = 0;
    uint64_t conn;
    void *value;
    assert(session != 0);
    while (map_next(&hub->links, &at, &conn, &value)) {
        struct link *link = value;
        if (link->seat.session == session)
            link_end(link, CLOSE_FORBIDDEN);
    }
}

int64_t hub_turn(struct hub *hub)
{
    int64_t at = 0;
    for (size_t i = 0; i < hub->n; i++)
        host_turn(hub->list[i]);
    /* After all turns: what one room answers may ask another that had its turn. */
    for (size_t i = 0; i < hub->n; i++) {
        int64_t wants = host_wants(hub->list[i]);
        if (wants != 0 && (at == 0 || wants < at))
            at = wants;
    }
    for (size_t i = hub->n; i > 0; i--) {
        struct host *host = hub->list[i - 1];
        if (host->state == HOST_GONE && host->n_links == 0 && host->inbox_n == 0 && host->n_readings == 0 &&
            !host->checkpointing && !host->fetch.active && !secret_is_busy(host))
            host_free(host);
    }
    return at;
}

void hub_stop(struct hub *hub)
{
    hub->stopping = true;
}

bool hub_stopped(const struct hub *hub)
{
    return hub->stopping && hub->n == 0;
}