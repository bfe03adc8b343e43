/* town: the process that the clients meet: its clock, disk and workers, its one workshop, its death and its return. */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "app/codec.h"
#include "base/mem.h"
#include "loop.h"

enum { DELEGATES = 26, COMMANDS_MAX = 64 };

uint64_t loop_below(struct loop *loop, uint64_t n)
{
    uint64_t z = (loop->rng += 0x9e3779b97f4a7c15ull);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    return n == 0 ? 0 : (z ^ (z >> 31)) % n;
}

int64_t loop_delay(struct loop *loop, int64_t ms)
{
    return ms / 2 + (int64_t)loop_below(loop, (uint64_t)(ms - ms / 2 + 1));
}

static int64_t town_now(void *self)
{
    return ((const struct loop *)self)->now;
}

/* Tokens and salts: no two alike, and always the same. */
static void town_random(void *out, size_t n)
{
    static uint64_t counter;
    uint8_t *bytes = out;
    uint64_t z = 0;
    for (size_t i = 0; i < n; i++) {
        if (i % 8 == 0) {
            z = ++counter * 0x9e3779b97f4a7c15ull;
            z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
        }
        bytes[i] = (uint8_t)(z >> (8 * (i % 8)));
    }
}

static bool work_submit(void *self, struct work *work)
{
    struct loop *loop = self;
    work->next = NULL;
    *loop->works_end = work;
    loop->works_end = &work->next;
    return true;
}

static size_t work_reap(void *self)
{
    struct loop *loop = self;
    struct work *work = loop->works;
    size_t n = 0;
    loop->works = NULL;
    loop->works_end = &loop->works;
    while (work != NULL) {
        struct work *next = work->next;
        work->run(work);
        work->done(work);
        work = next;
        n++;
    }
    return n;
}

static bool export_nothing(struct buf *out, const struct room *room, const struct export_request *request)
{
    (void)room, (void)request;
    buf_text(out, "{}");
    return true;
}

/* The workshop as it is made: what stands in it, for the first line. */
struct making {
    struct room *room;
    struct change changes[COMMANDS_MAX];
    size_t n;
};

static uint64_t make(struct making *making, int64_t at, const char *verb, const char *args)
{
    struct command cmd;
    const uint8_t salt[SALT_BYTES] = {0};
    const struct actor actor = actor_system(at);
    enum code code = codec_command(&cmd, verb, args, strlen(args), LANG_EN);
    assert(code == CODE_OK && making->n < COMMANDS_MAX);
    struct outcome outcome = history_run(making->room, &actor, NULL, &cmd, salt, &making->changes[making->n++]);
    assert(outcome.code == CODE_OK);
    return outcome.result;
}

static void make_people(struct making *making, int64_t at, const uint64_t delegations[2], struct buf *out)
{
    static const char *const first[] = {"facilitator", "cofacilitator", "rapporteur", "interpreter"};
    struct buf roles;
    buf_init(&roles, 4096);
    for (size_t i = 0; i < 4 + DELEGATES; i++) {
        char args[160];
        const char *role = i < 4 ? first[i] : "delegate";
        (void)snprintf(args, sizeof args, "{\"name\":\"Person %zu\",\"role\":\"%s\",\"delegation\":%" PRIu64 "}", i, role,
                       delegations[i % 2]);
        buf_print(out, "%s%" PRIu64, i == 0 ? "" : ",", make(making, at, "person.create", args));
        buf_print(&roles, "%s\"%s\"", i == 0 ? "" : ",", role);
    }
    buf_print(out, "],\"roles\":[%s]", roles.data);
    buf_free(&roles);
}

static void make_plan(struct making *making, int64_t at, struct buf *out)
{
    char args[160];
    uint64_t theme = make(making, at, "theme.create", "{\"title\":{\"en\":\"Risk\"}}");
    (void)snprintf(args, sizeof args, "{\"title\":{\"en\":\"Adopt a risk-based approach\"},\"theme\":%" PRIu64 "}", theme);
    buf_print(out, ",\"theme\":%" PRIu64, theme);
    buf_print(out, ",\"action\":%" PRIu64, make(making, at, "action.create", args));
    buf_print(out, ",\"recommendation\":%" PRIu64,
              make(making, at, "recommendation.create", "{\"text\":{\"fr\":\"Renforcer l'échange de données.\"}}"));
    buf_print(out, ",\"item\":%" PRIu64 "}\n",
              make(making, at, "item.create", "{\"title\":{\"en\":\"Drafting\"},\"day\":1,\"minutes\":60,\"kind\":\"drafting\"}"));
}

static void made(void *context, enum hub_status status)
{
    bool *waiting = context;
    assert(status == HUB_OK);
    *waiting = false;
}

static void make_workshop(struct loop *loop)
{
    struct making *making = mem_zero(1, sizeof *making);
    struct buf out;
    bool waiting = true;
    int64_t at = loop->now - 1000;
    making->room = room_new();
    buf_init(&out, 8192);
    buf_text(&out, "ready {\"workshop\":\"" LOOP_WORKSHOP "\",\"persons\":[");
    make(making, at, "workshop.create",
         "{\"title\":{\"en\":\"Loop\"},\"name\":\"loop\",\"time_zone\":\"UTC\",\"languages\":[\"en\",\"ar\",\"fr\"]}");
    uint64_t delegations[2];
    delegations[0] = make(making, at, "delegation.create", "{\"name\":{\"en\":\"Egypt\"},\"country\":\"EG\"}");
    delegations[1] = make(making, at, "delegation.create", "{\"name\":{\"fr\":\"Tunisie\"},\"country\":\"TN\"}");
    make_people(making, at, delegations, &out);
    make_plan(making, at, &out);
    make(making, at, "workshop.live", "{}");
    struct change *changes = mem_zero(making->n, sizeof *changes);
    memcpy(changes, making->changes, making->n * sizeof *changes);
    hub_create(loop->app->hub, LOOP_WORKSHOP, making->room, changes, making->n, made, &waiting);
    const struct registry_workshop known = {.id = LOOP_WORKSHOP, .title = "Loop", .state = WORKSHOP_LIVE, .created = at};
    registry_workshop_put(loop->app->registry, &known, 0);
    while (waiting) {
        (void)memory_store_step(loop->store, 0);
        (void)app_turn(loop->app);
    }
    mem_free(making);
    fputs(out.data, stdout);
    buf_free(&out);
}

void town_init(struct loop *loop, uint64_t seed)
{
    memset(loop, 0, sizeof *loop);
    loop->rng = seed * 0x2545f4914f6cdd1dull + 1;
    loop->now = INT64_C(1700000000000);
    loop->disk_ms = 4;
    loop->works_end = &loop->works;
    loop->store = memory_store_new(NULL, NULL);
    loop->platform = (struct platform){.self = loop,
                                       .now = town_now,
                                       .random = town_random,
                                       .workers = {loop, work_submit, work_reap},
                                       .export_room = export_nothing,
                                       .loopback_only = true};
    memory_store_fill(loop->store, &loop->platform.storage);
    line_transport(loop, &loop->platform.transport);
    loop->app = app_open(&loop->platform);
    assert(loop->app != NULL);
    make_workshop(loop);
}

/* What the disk has not begun is forgotten with the process; what a finished reading brought goes with it. */
static void kill_process(struct loop *loop)
{
    for (size_t i = 0; i < LOOP_CONNS; i++)
        line_die(loop, i);
    (void)memory_store_crash(loop->store);
    loop->works = NULL;
    loop->works_end = &loop->works;
    loop->disk_at = 0;
    app_free(loop->app);
    loop->app = NULL;
}

void town_crash(struct loop *loop)
{
    kill_process(loop);
    loop->app = app_open(&loop->platform);
    assert(loop->app != NULL);
}

void town_free(struct loop *loop)
{
    for (size_t i = 0; i < LOOP_CONNS; i++)
        line_free(&loop->lines[i]);
    kill_process(loop);
    for (size_t i = 0; i < loop->n_backups; i++)
        memory_backup_free(loop->backups[i].backup);
    memory_store_free(loop->store);
}

const char *town_token(struct loop *loop, uint64_t person)
{
    for (size_t i = 0; i < loop->n_seats; i++)
        if (loop->seats[i].person == person)
            return loop->seats[i].token;
    assert(loop->n_seats < LOOP_PERSONS);
    char *token = loop->seats[loop->n_seats].token;
    struct registry *registry = loop->app->registry;
    struct seat seat = {.workshop = LOOP_WORKSHOP, .person = person, .role = ROLE_LISTENER};
    seat.session = registry_session_open(registry, token);
    registry_seat_put(registry, seat.session, &seat);
    loop->seats[loop->n_seats++].person = person;
    while (!registry_idle(registry)) {
        (void)memory_store_step(loop->store, 0);
        (void)app_turn(loop->app);
    }
    return token;
}

void town_turn(struct loop *loop)
{
    line_deliver(loop);
    if (loop->disk_at != 0 && loop->disk_at <= loop->now) {
        (void)memory_store_step(loop->store, 0);
        loop->disk_at = 0;
    }
    (void)app_turn(loop->app);
    if (loop->disk_at == 0 && memory_store_waiting(loop->store) > 0)
        loop->disk_at = loop->now + loop_delay(loop, loop->disk_ms);
}

/* The app's own wish is asked for by a turn, which does no harm: whatever was due has happened. */
int64_t town_wants(const struct loop *loop)
{
    int64_t at = line_wants(loop);
    int64_t app = app_turn(loop->app);
    if (loop->disk_at != 0 && loop->disk_at < at)
        at = loop->disk_at;
    if (app != 0 && app < at)
        at = app;
    return at > loop->now ? at : loop->now + 1;
}
