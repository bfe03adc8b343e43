/* world: the clock, the dice, the faults, and the two workshops that everything happens in. */
#include "world.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "app/codec.h"
#include "app/host.h"
#include "base/mem.h"

uint64_t world_random(struct world *world)
{
    uint64_t z = (world->rng += 0x9e3779b97f4a7c15ull);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    return z ^ (z >> 31);
}

uint64_t world_below(struct world *world, uint64_t n)
{
    return n == 0 ? 0 : world_random(world) % n;
}

bool world_chance(struct world *world, unsigned per_mille)
{
    return world_below(world, 1000) < per_mille;
}

void world_fail(struct world *world, const char *format, ...)
{
    va_list args;
    if (world->failure[0] != '\0')
        return;
    va_start(args, format);
    (void)vsnprintf(world->failure, sizeof world->failure, format, args);
    va_end(args);
}

static int64_t world_now(void *self)
{
    const struct world *world = self;
    return world->now;
}

/* Salts need no seed of their own: they only have to be there. */
static void world_salt(void *out, size_t n)
{
    memset(out, 0x5a, n);
}

static void seed_command(struct room *room, struct change *changes, size_t *n, const char *verb, const char *args)
{
    struct command cmd;
    uint8_t salt[SALT_BYTES] = {0};
    struct actor actor = actor_system(1000);
    enum code code = codec_command(&cmd, verb, args, strlen(args), LANG_EN);
    assert(code == CODE_OK);
    struct outcome outcome = history_run(room, &actor, NULL, &cmd, salt, &changes[*n]);
    assert(outcome.code == CODE_OK);
    (*n)++;
}

static const char *const seats[] = {"facilitator", "cofacilitator", "delegate", "delegate", "delegate", "rapporteur",
                                    "observer"};

enum { SEED_COMMANDS = 80 };

/* Open polls of the types that two options answer, and of those without any; by person and by delegation, with weights and without. */
static void seed_polls(struct room *room, struct change *changes, size_t *n)
{
    static const struct {
        const char *args;
        bool options;
    } polls[] = {
        {"\"type\":\"multiple\",\"unit\":\"delegation\",\"weighted\":true", true}, {"\"type\":\"ranking\",\"weighted\":true", true},
        {"\"type\":\"points\",\"points\":4,\"secrecy\":\"unattributed\"", true},
        {"\"type\":\"date\",\"results\":\"after\",\"unit\":\"delegation\"", true}, {"\"type\":\"scale\",\"max\":4", true},
        {"\"type\":\"words\",\"secrecy\":\"unattributed\",\"unit\":\"delegation\"", false},
        {"\"type\":\"consent\",\"weighted\":true", false}, {"\"type\":\"open_text\",\"results\":\"after\"", false},
    };
    char args[256];
    for (size_t i = 0; i < sizeof polls / sizeof polls[0]; i++) {
        (void)snprintf(args, sizeof args, "{\"question\":{\"en\":\"Which?\"},%s}", polls[i].args);
        seed_command(room, changes, n, "poll.create", args);
        const unsigned long long poll = changes[*n - 1].result;
        (void)snprintf(args, sizeof args, "{\"poll\":%llu,\"text\":{\"en\":\"One\"}}", poll);
        for (int option = 0; polls[i].options && option < 2; option++)
            seed_command(room, changes, n, "option.create", args);
        (void)snprintf(args, sizeof args, "{\"id\":%llu}", poll);
        seed_command(room, changes, n, "poll.open", args);
    }
}

/* Prepared secret polls: only the server itself opens them, since their keys have to be made. */
static void seed_secret_polls(struct room *room, struct change *changes, size_t *n)
{
    static const char *const polls[] = { "\"type\":\"yes_no_abstain\"", "\"type\":\"consent\",\"results\":\"after\"",
                                         "\"type\":\"words\",\"unit\":\"delegation\"", "\"type\":\"fist_to_five\"" };
    char args[256];
    for (size_t i = 0; i < sizeof polls / sizeof polls[0]; i++) {
        (void)snprintf(args, sizeof args, "{\"question\":{\"en\":\"Who?\"},\"secrecy\":\"secret\",%s}", polls[i]);
        seed_command(room, changes, n, "poll.create", args);
    }
}

/* A live workshop with two delegations, seven persons, two themes, an item and some polls. Person ids are 4 to 10. */
static struct room *seed_room(char letter, struct change **changes, size_t *n)
{
    struct room *room = room_new();
    char args[256];
    *changes = mem_zero(SEED_COMMANDS, sizeof **changes);
    *n = 0;
    (void)snprintf(args, sizeof args, "{\"title\":{\"en\":\"Workshop @%c\"},\"name\":\"sim\",\"time_zone\":\"UTC\"}", letter);
    seed_command(room, *changes, n, "workshop.create", args);
    seed_command(room, *changes, n, "delegation.create", "{\"name\":{\"en\":\"Egypt\"},\"country\":\"EG\"}");
    seed_command(room, *changes, n, "delegation.create", "{\"name\":{\"fr\":\"Tunisie\"},\"country\":\"TN\",\"weight\":3}");
    for (size_t i = 0; i < sizeof seats / sizeof seats[0]; i++) {
        (void)snprintf(args, sizeof args,
                       "{\"name\":\"P%zu @%c\",\"role\":\"%s\",\"delegation\":%d,\"contact\":\"contact-%zu-0\"}", i,
                       letter, seats[i], i % 2 == 0 ? 2 : 3, i + 4);
        seed_command(room, *changes, n, "person.create", args);
    }
    seed_command(room, *changes, n, "theme.create", "{\"title\":{\"en\":\"Risk\"}}");
    seed_command(room, *changes, n, "theme.create", "{\"title\":{\"ar\":\"تنسيق\"}}");
    seed_command(room, *changes, n, "item.create", "{\"title\":{\"en\":\"Opening\"},\"day\":1,\"minutes\":30,\"kind\":\"opening\"}");
    seed_command(room, *changes, n, "poll.create", "{\"question\":{\"en\":\"Which?\"}}");
    seed_command(room, *changes, n, "action.create", "{\"title\":{\"en\":\"Do\"},\"theme\":11}");
    seed_command(room, *changes, n, "recommendation.create", "{\"text\":{\"fr\":\"Faire\"}}");
    seed_command(room, *changes, n, "framework.create", "{\"title\":{\"en\":\"Framework\"}}");
    (void)snprintf(args, sizeof args, "{\"framework\":%llu,\"text\":{\"ar\":\"نص\"}}", (unsigned long long)(*changes)[*n - 1].result);
    seed_command(room, *changes, n, "paragraph.create", args);
    seed_command(room, *changes, n, "group.create", "{\"title\":{\"en\":\"Group\"},\"chair\":6}");
    seed_command(room, *changes, n, "workshop.live", "{}");
    seed_polls(room, *changes, n);
    seed_secret_polls(room, *changes, n);
    assert(*n <= SEED_COMMANDS);
    return room;
}

static void created(void *context, enum hub_status status)
{
    size_t *waiting = context;
    assert(status == HUB_OK);
    (*waiting)--;
}

static void make_workshops(struct world *world)
{
    size_t waiting = WORLD_ROOMS;
    for (unsigned r = 0; r < WORLD_ROOMS; r++) {
        struct change *changes;
        size_t n;
        struct room *room = seed_room((char)('A' + r), &changes, &n);
        (void)snprintf(world->workshop[r], sizeof world->workshop[r], "room%u", r);
        hub_create(world->hub, world->workshop[r], room, changes, n, created, &waiting);
    }
    while (waiting > 0) {
        (void)memory_store_step(world->store, 0);
        (void)world->platform.storage.reap(world->platform.storage.self);
    }
}

/* Guests 0 to 6 sit in room A as its persons, 7 is its listener, 8 the facilitator of room B. */
static void make_guests(struct world *world)
{
    for (unsigned i = 0; i < WORLD_CLIENTS; i++) {
        struct guest *guest = &world->guests[i];
        guest->index = i;
        guest->room = i == 8 ? 1 : 0;
        memcpy(guest->seat.workshop, world->workshop[guest->room], sizeof world->workshop[guest->room]);
        guest->seat.person = i == 7 ? 0 : i == 8 ? 4 : i + 4;
        guest->seat.role = i == 7 ? ROLE_LISTENER : ROLE_OBSERVER;
        guest->staff = i < 2 || i == 8;
        guest->connect_at = world->now + (int64_t)world_below(world, 2000);
        guest_forget(world, guest);
    }
}

void world_init(struct world *world, uint64_t seed)
{
    memset(world, 0, sizeof *world);
    world->seed = seed;
    world->rng = seed * 0x2545f4914f6cdd1dull + 1;
    world->now = 1000000;
    world->store = memory_store_new(NULL, NULL);
    world->platform.self = world;
    world->platform.now = world_now;
    world->platform.random = world_salt;
    memory_store_fill(world->store, &world->platform.storage);
    wire_fill(world, &world->platform.transport);
    vault_fill(world, &world->platform);
    world->letters[0] = LETTERS_A;
    world->letters[1] = LETTERS_B;
    world->letters[2] = LETTERS_STAFF;
    world->sent = mem_zero(WORLD_SENT_MAX, sizeof *world->sent);
    world->hub = hub_new(&world->platform);
    make_workshops(world);
    make_guests(world);
}

/* Whatever the process had in hand is gone with it: jobs of the disk, work of the workers. */
static void end_process(struct world *world)
{
    (void)memory_store_crash(world->store);
    world->works = NULL;
    for (size_t i = 0; i < world->hub->n; i++)
        world->hub->list[i]->secrets.busy = false;
    hub_free(world->hub);
}

void world_free(struct world *world)
{
    end_process(world);
    vault_free(world);
    memory_backup_free(world->backup);
    for (size_t i = 0; i < WORLD_CLIENTS; i++) {
        wire_free(&world->guests[i].pipe);
        guest_forget(world, &world->guests[i]);
    }
    for (size_t i = 0; i < world->n_sent; i++) {
        mem_free(world->sent[i].frame);
        words_clear(&world->sent[i].inserted);
        words_clear(&world->sent[i].deleted);
    }
    mem_free(world->sent);
    memory_store_free(world->store);
}

/* The process dies: memory is gone, what the disk had not finished is gone or done, all links break. */
static void crash(struct world *world)
{
    world->crashes++;
    for (size_t i = 0; i < WORLD_CLIENTS; i++) {
        struct guest *guest = &world->guests[i];
        guest->pipe.open_server = false;
        if (guest->pipe.open_client)
            wire_cut(world, guest);
        wire_free(&guest->pipe);
    }
    end_process(world);
    world->hub = hub_new(&world->platform);
}

/* The machine goes down: the keys of open secret polls go with it. */
static void go_down(struct world *world)
{
    crash(world);
    vault_lose(world);
    world->downs++;
}

/* An operator keeps a copy of room A, or puts the last one back after something bad has happened. */
static void take_backup(struct world *world)
{
    memory_backup_free(world->backup);
    world->backup = memory_store_save(world->store, world->workshop[0]);
    struct room *room = memory_store_room(world->store, world->workshop[0]);
    world->backup_seq = room->seq;
    world->backup_at = world->now;
    room_free(room);
}

static void restore_backup(struct world *world)
{
    crash(world);
    memory_store_restore(world->store, world->backup);
    world->restores++;
    for (size_t i = 0; i < world->n_sent; i++) {
        struct sent *sent = &world->sent[i];
        bool later = sent->secret == 0 ? sent->seq > world->backup_seq : sent->acked_at >= world->backup_at;
        if (sent->room == 0 && sent->fate == FATE_ACKED && later)
            sent->fate = FATE_LOST;
    }
}

static void ops_came(struct store_job *job)
{
    *(bool *)job->context = true;
}

void world_ops(struct world *world, unsigned room, uint64_t text, int64_t from, struct store_job *job)
{
    bool came = false;
    const struct storage *storage = &world->platform.storage;
    *job = (struct store_job){.type = STORE_OPS, .done = ops_came, .context = &came};
    job->question = (struct store_question){.text = text, .rev = from, .max = STORE_READ_MAX};
    memcpy(job->workshop, world->workshop[room], sizeof world->workshop[room]);
    storage->submit(storage->self, job);
    world->fetches++;
    while (!came) {
        (void)memory_store_step(world->store, 0);
        (void)storage->reap(storage->self);
    }
}

static void fault(struct world *world, struct guest *guest)
{
    uint64_t dice = world_below(world, 100);
    if (dice < 6) {
        crash(world);
    } else if (dice == 99) {
        go_down(world);
    } else if (dice < 11) {
        take_backup(world);
    } else if (dice < 15 && world->backup != NULL) {
        restore_backup(world);
    } else if (dice < 24) {
        world->failures++;
        memory_store_fail(world->store, world_chance(world, 500) ? STORE_FULL : STORE_IO, 1 + world_below(world, 3));
        if (world_chance(world, 500))
            world->disk_slow_until = world->now + (int64_t)world_below(world, 8000);
    } else if (dice < 60) {
        world->cuts++;
        wire_cut(world, guest);
    } else if (dice < 85) {
        guest->pipe.stopped = !guest->pipe.stopped;
    } else if (!guest->pipe.open_client && !guest->pipe.open_server) {
        guest_forget(world, guest);
    }
}

static void turn(struct world *world)
{
    wire_deliver(world);
    if (world->calm || world_chance(world, world->now < world->disk_slow_until ? 15 : 700))
        (void)memory_store_step(world->store, world_below(world, 2));
    (void)world->platform.storage.reap(world->platform.storage.self);
    (void)world->platform.workers.reap(world);
    (void)hub_turn(world->hub);
    for (size_t i = 0; i < WORLD_CLIENTS; i++)
        guest_turn(world, &world->guests[i]);
}

void world_step(struct world *world)
{
    struct guest *guest = &world->guests[world_below(world, WORLD_CLIENTS)];
    world->now += (int64_t)world_below(world, 40);
    if (world_chance(world, 400))
        guest_act(world, guest);
    else if (world_chance(world, 40))
        fault(world, guest);
    turn(world);
}

/* Long enough for every retry, for silence to be noticed and for presence to be told: 35 s after the last fault. */
void world_settle(struct world *world)
{
    int64_t end = world->now + 60000;
    world->calm = true;
    for (size_t i = 0; i < WORLD_CLIENTS; i++)
        world->guests[i].pipe.stopped = false;
    while (world->now < end) {
        world->now += 50;
        turn(world);
    }
}
