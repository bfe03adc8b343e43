/*
 * tick: what waits in a room's inbox becomes one transaction; when it is on the disk, and only then, it is answered.
 *
 * Refusals of a tick that changed something wait for the commit as well: they may rest on what is not yet durable.
 */
#include "app/host.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/log.h"
#include "base/mem.h"
#include "core/secret.h"
#include "core/words.h"

/* A command may be a secret ballot: no copy of it stays anywhere (S3). */
static void grow_inbox(struct host *host)
{
    struct errand *former = host->inbox;
    host->inbox_cap = host->inbox_cap == 0 ? 16 : host->inbox_cap * 2;
    host->inbox = mem_zero(host->inbox_cap, sizeof *host->inbox);
    if (host->inbox_n > 0)
        memcpy(host->inbox, former, host->inbox_n * sizeof *host->inbox);
    mem_free_wiped(former);
}

void tick_take(struct host *host, struct errand *errand)
{
    if (host->inbox_n == host->inbox_cap)
        grow_inbox(host);
    host->inbox[host->inbox_n++] = *errand;
    memset(errand, 0, sizeof *errand);
    host->used_at = host_now(host);
}

void tick_take_first(struct host *host, const struct errand *errands, size_t n)
{
    assert(host->n_first == 0);
    struct errand *inbox = mem_zero(n + host->inbox_n, sizeof *inbox);
    memcpy(inbox, errands, n * sizeof *inbox);
    if (host->inbox_n > 0)
        memcpy(&inbox[n], host->inbox, host->inbox_n * sizeof *inbox);
    mem_free_wiped(host->inbox);
    host->inbox = inbox;
    host->inbox_n += n;
    host->inbox_cap = host->inbox_n;
    host->n_first = n;
    host->used_at = host_now(host);
}

/*
 * P14: after a refusal that keeps the command with its sender, what follows it must wait too, or its number is lost. Who sends
 * again may have had the answer meanwhile, and would not come for another one.
 */
static void hold_back(struct link *link, uint64_t number, enum code code)
{
    if (number <= link->answered || (link->held_back && link->held_number <= number))
        return;
    link->held_back = true;
    link->held_number = number;
    link->held_code = code;
}

static void say_ack(struct link *link, const struct errand *errand)
{
    char text[128];
    struct buf out;
    struct json json;
    buf_init(&out, sizeof text);
    json_init(&json, &out);
    json_open_object(&json);
    json_key(&json, "t");
    json_text(&json, "ack");
    json_key(&json, "n");
    json_uint(&json, errand->origin.number);
    json_key(&json, "seq");
    json_uint(&json, errand->outcome.seq);
    json_key(&json, "id");
    json_uint(&json, errand->outcome.result);
    json_close_object(&json);
    link_say(link, out.data, out.len);
    buf_free(&out);
}

void tick_say_no(struct link *link, uint64_t number, enum code code)
{
    char key[64];
    struct buf out;
    struct json json;
    (void)snprintf(key, sizeof key, "refusal.%s", code_word(code));
    const char *sentence = words_text(link->lang, key);
    buf_init(&out, 2048);
    json_init(&json, &out);
    json_open_object(&json);
    json_key(&json, "t");
    json_text(&json, "no");
    json_key(&json, "n");
    json_uint(&json, number);
    json_key(&json, "code");
    json_text(&json, code_word(code));
    json_key(&json, "say");
    json_text(&json, sentence != NULL ? sentence : code_word(code));
    json_close_object(&json);
    if (code == CODE_STORAGE || code == CODE_BUSY)
        hold_back(link, number, code);
    link_say(link, out.data, out.len);
    buf_free(&out);
}

/* The sender of what others wait behind has its answer: all that waits comes again in its order, on a new connection. */
static void settle(struct link *link, uint64_t number)
{
    if (number > link->answered)
        link->answered = number;
    if (link->held_back && link->held_number == number)
        link_end(link, CLOSE_RESTARTING);
}

/* Answer one errand; its command has been cleared. */
void tick_answer(struct host *host, struct errand *errand, enum hub_status status)
{
    if (errand->answer != NULL) {
        errand->answer(errand->context, status, &errand->outcome);
        return;
    }
    struct link *link = map_get(&host->hub->links, errand->conn);
    if (link == NULL)
        return;
    assert(link->waiting > 0);
    link->waiting--;
    const enum code code = errand->outcome.code;
    if (code == CODE_OK)
        say_ack(link, errand);
    else
        tick_say_no(link, errand->origin.number, code);
    if (code != CODE_STORAGE && code != CODE_BUSY)
        settle(link, errand->origin.number);
}

static void answer_all(struct host *host, struct errand *errands, size_t n, enum hub_status status)
{
    for (size_t i = 0; i < n; i++)
        if (status != HUB_OK || !secret_holds(host, &errands[i]))
            tick_answer(host, &errands[i], status);
}

void tick_refuse_all(struct host *host, enum code code, enum hub_status status)
{
    struct errand *errands = host->inbox;
    size_t n = host->inbox_n;
    host->inbox = NULL;
    host->inbox_n = host->inbox_cap = host->n_first = 0;
    for (size_t i = 0; i < n; i++) {
        command_clear(&errands[i].cmd);
        errands[i].outcome = (struct outcome){ .code = code };
    }
    answer_all(host, errands, n, status);
    mem_free(errands);
}

struct actor tick_actor(const struct host *host, const struct errand *errand, int64_t at)
{
    if (errand->role == ROLE_SYSTEM)
        return actor_system(at);
    if (errand->person != 0)
        return actor_of(host->room, errand->person, at);
    return (struct actor){ .person = 0, .role = errand->role, .at = at };
}

/* The place of the next change; kept once n_changes counts it. */
static struct change *next_change(struct host *host)
{
    if (host->n_changes == host->changes_cap) {
        host->changes_cap *= 2;
        host->changes = mem_grow(host->changes, host->changes_cap, sizeof *host->changes);
    }
    memset(&host->changes[host->n_changes], 0, sizeof *host->changes);
    return &host->changes[host->n_changes];
}

static void refuse(struct errand *errand, enum code code)
{
    command_clear(&errand->cmd);
    errand->outcome = (struct outcome){ .code = code };
}

/* When the command changed the room its change is kept for the commit. */
static void run_recorded(struct host *host, struct errand *errand, const struct actor *actor)
{
    uint8_t salt[SALT_BYTES];
    uint64_t subject = errand->cmd.id, opened;
    const struct verb *verb = errand->cmd.verb;
    const struct origin *origin = errand->origin.number != 0 ? &errand->origin : NULL;
    struct change *change = next_change(host);
    enum code code = secret_prepare(host, actor, &errand->cmd, &opened);
    if (code != CODE_OK) {
        refuse(errand, code);
        return;
    }
    host_platform(host)->random(salt, sizeof salt);
    errand->outcome = history_run(host->room, actor, origin, &errand->cmd, salt, change);
    bool taken = errand->outcome.code == CODE_OK;
    if (taken && !errand->outcome.repeat)
        host->n_changes++;
    else
        secret_undo(host, opened);
    if (taken)
        secret_ran(host, errand, verb, subject);
}

/* Run one command. A secret ballot leaves no change. */
static void run(struct host *host, struct errand *errand, const struct actor *actor)
{
    enum code code = errand->code;
    if (code == CODE_OK && errand->origin.number != 0)
        code = codec_resolve(&errand->cmd, host->room, errand->origin.client);
    if (code != CODE_OK)
        refuse(errand, code);
    else if (secret_is_ballot(host->room, &errand->cmd))
        secret_cast(host, errand, actor);
    else
        run_recorded(host, errand, actor);
}

enum code tick_run_own(struct host *host, const char *verb, const char *args, int64_t at)
{
    struct errand errand = { .role = ROLE_SYSTEM };
    struct actor actor = actor_system(at);
    errand.code = codec_command(&errand.cmd, verb, args, strlen(args), LANG_EN);
    run(host, &errand, &actor);
    return errand.outcome.code;
}

/* What the clock asks for goes first, so that a vote after the end of its poll is late. */
static void run_due(struct host *host, int64_t at)
{
    struct errand errand = { .role = ROLE_SYSTEM };
    struct actor actor = actor_system(at);
    while (host->n_changes < TICK_COMMANDS && room_due(host->room, at, &errand.cmd)) {
        run(host, &errand, &actor);
        if (errand.outcome.code != CODE_OK) {
            log_line(LOG_ERROR, "%s: a due command was refused: %s", host->workshop, code_word(errand.outcome.code));
            return;
        }
    }
}

static void take_batch(struct host *host)
{
    size_t max = host->n_first > TICK_COMMANDS ? host->n_first : TICK_COMMANDS;
    size_t n = host->inbox_n < max ? host->inbox_n : max;
    assert(host->flight == NULL);
    host->n_first = 0;
    host->flight = mem_zero(n + 1, sizeof *host->flight);
    host->flight_n = n;
    if (n > 0)
        memcpy(host->flight, host->inbox, n * sizeof *host->flight);
    host->inbox_n -= n;
    if (host->inbox_n > 0)
        memmove(host->inbox, host->inbox + n, host->inbox_n * sizeof *host->inbox);
    mem_wipe(host->inbox + host->inbox_n, n * sizeof *host->inbox);
    host->changes_cap = n + 1;
    host->changes = mem_zero(host->changes_cap, sizeof *host->changes);
    host->n_changes = 0;
}

/* From there on the batch goes back to the head of the inbox, in its order. */
static void put_back(struct host *host, size_t from)
{
    size_t n = host->flight_n - from;
    struct errand *inbox = mem_zero(n + host->inbox_n, sizeof *inbox);
    memcpy(inbox, &host->flight[from], n * sizeof *inbox);
    if (host->inbox_n > 0)
        memcpy(&inbox[n], host->inbox, host->inbox_n * sizeof *inbox);
    mem_free_wiped(host->inbox);
    mem_wipe(&host->flight[from], n * sizeof *inbox);
    host->inbox = inbox;
    host->inbox_n += n;
    host->inbox_cap = host->inbox_n;
    host->flight_n = from;
}

/* As much of the batch as can be run: what needs operations that are only on the disk waits, with all that came behind it. */
static void run_batch(struct host *host, int64_t at)
{
    for (size_t i = 0; i < host->flight_n; i++) {
        if (fetch_is_needed(host, &host->flight[i])) {
            put_back(host, i);
            return;
        }
        struct actor actor = tick_actor(host, &host->flight[i], at);
        run(host, &host->flight[i], &actor);
    }
}

static void drop_batch(struct host *host)
{
    for (size_t i = 0; i < host->n_changes; i++)
        change_clear(&host->changes[i]);
    mem_free(host->changes);
    host->changes = NULL;
    host->n_changes = host->changes_cap = 0;
}

static void finish(struct host *host, enum hub_status status)
{
    struct errand *errands = host->flight;
    size_t n = host->flight_n;
    host->flight = NULL;
    host->flight_n = 0;
    drop_batch(host);
    answer_all(host, errands, n, status);
    mem_free(errands);
}

/* Nothing of the tick happened: the room is thrown away and read again, its senders keep their commands. */
static void commit_failed(struct host *host)
{
    log_line(LOG_ERROR, "%s: the disk refused a commit: %s", host->workshop, host->job.message);
    host->retry_ms = host->retry_ms == 0 ? RETRY_MS : host->retry_ms * 2;
    if (host->retry_ms > RETRY_MS_MAX)
        host->retry_ms = RETRY_MS_MAX;
    host->retry_at = host_now(host) + host->retry_ms;
    secret_commit_failed(host);
    for (size_t i = 0; i < host->flight_n; i++)
        host->flight[i].outcome = (struct outcome){ .code = CODE_STORAGE };
    finish(host, HUB_STORAGE);
    /* What waits behind goes back too: applied after a slow reload it would overtake what was refused (P14). */
    tick_refuse_all(host, CODE_STORAGE, HUB_STORAGE);
    room_free(host->room);
    host->room = NULL;
    host->state = HOST_GONE;
    if (!host->hub->stopping)
        host_load(host);
}

static void commit_done(struct store_job *job)
{
    struct host *host = job->context;
    assert(host->state == HOST_COMMITTING);
    if (job->result != STORE_OK) {
        commit_failed(host);
        return;
    }
    host->state = HOST_READY;
    host->durable = host->room->seq;
    host->committed_at = host_now(host);
    host->wants_checkpoint = true;
    host->retry_at = host->retry_ms = 0;
    room_clean(host->room);
    secret_committed(host);
    finish(host, HUB_OK);
}

static void submit(struct host *host)
{
    const struct storage *storage = &host_platform(host)->storage;
    host->state = HOST_COMMITTING;
    host->job = (struct store_job){ .type = STORE_COMMIT,
                                    .room = host->room,
                                    .changes = host->changes,
                                    .n_changes = host->n_changes,
                                    .ballots = host->secrets.ballots,
                                    .n_ballots = host->secrets.n_ballots,
                                    .done = commit_done,
                                    .context = host };
    memcpy(host->job.workshop, host->workshop, sizeof host->job.workshop);
    storage->submit(storage->self, &host->job);
}

/* A full disk is asked again after a while, not at every turn: a poll whose time is over would turn without end. */
static bool disk_refuses(struct host *host)
{
    const struct storage *storage = &host_platform(host)->storage;
    int64_t now = host_now(host);
    if (now < host->retry_at)
        return true;
    if (storage->free_bytes(storage->self) >= LIMIT_FREE_DISK)
        return false;
    host->retry_at = now + RETRY_MS;
    return true;
}

/*
 * A commit costs a write to the disk and then a send per reader, whatever it carries. Where dozens type at once, what they
 * type within a few milliseconds goes together, which is less than a screen takes to show it. The first after a pause waits
 * for nothing.
 */
int64_t tick_due(const struct host *host)
{
    int64_t gap = (int64_t)(host->n_links / TICK_READERS);
    if (host->n_links <= TICK_FEW || host->inbox_n >= TICK_ENOUGH)
        return host->tick_at;
    return host->tick_at + (gap < TICK_GAP_MS ? gap : TICK_GAP_MS);
}

bool tick_begin(struct host *host)
{
    int64_t at = host_now(host);
    int64_t deadline = room_deadline(host->room);
    bool due = deadline != 0 && deadline <= at;
    bool wanted = due || secret_is_counted(host) || (host->inbox_n > 0 && tick_due(host) <= at);
    if (!host_between_commits(host) || host->holds > 0 || host->fetch.active || !wanted)
        return false;
    host->tick_at = at;
    if (disk_refuses(host)) {
        tick_refuse_all(host, CODE_STORAGE, HUB_STORAGE);
        return false;
    }
    if (at < host->room->at)
        at = host->room->at;
    take_batch(host);
    secret_run_count(host, at);
    run_due(host, at);
    run_batch(host, at);
    if (host->n_changes > 0 || host->secrets.n_ballots > 0) {
        submit(host);
        return true;
    }
    bool stuck = host->flight_n == 0 && host->inbox_n > 0;
    finish(host, HUB_OK);
    if (stuck)
        fetch_begin(host);
    return true;
}
