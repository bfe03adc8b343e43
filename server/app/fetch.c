/*
 * fetch: a command written on a revision so old that memory has no more what happened since: the store reads it while the command waits.
 *
 * The room waits with it, between commits: it is read and published meanwhile, but nothing changes, so that what came keeps its order and
 * what was fetched still fits when it is there. Somebody who asks for ever more history cannot hold up the others: everybody has an
 * allowance of operations, which grows with time; who has used it up is told to come again later (P14).
 */
#include "app/host.h"

#include <assert.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"

static struct allowance *allowance_of(struct host *host, uint64_t person)
{
    struct allowance *allowance = map_get(&host->fetch.allowances, person);
    int64_t now = host_now(host);
    if (allowance == NULL) {
        allowance = mem_zero(1, sizeof *allowance);
        *allowance = (struct allowance){ FETCH_OPS_MAX, now };
        map_put(&host->fetch.allowances, person, allowance);
    }
    allowance->ops += (now - allowance->at) * FETCH_OPS_SECOND / 1000;
    allowance->at = now;
    if (allowance->ops > FETCH_OPS_MAX)
        allowance->ops = FETCH_OPS_MAX;
    return allowance;
}

static void drop_ops(struct fetch *fetch)
{
    for (size_t i = 0; i < fetch->n; i++)
        ot_clear(&fetch->ops[i].op);
    mem_free(fetch->ops);
    fetch->ops = NULL;
    fetch->n = 0;
}

void fetch_forget(struct host *host)
{
    size_t at = 0;
    uint64_t person;
    void *allowance;
    while (map_next(&host->fetch.allowances, &at, &person, &allowance))
        mem_free(allowance);
    map_free(&host->fetch.allowances);
    drop_ops(&host->fetch);
}

static bool lacks(const struct host *host, struct errand *errand, uint64_t *text, int64_t *rev)
{
    const struct origin *origin = &errand->origin;
    if (errand->code != CODE_OK || origin->number == 0)
        return false;
    /* Applied before: its first result is the answer, whatever it was written on. */
    if (history_created(host->room, origin->client, origin->number) != 0)
        return false;
    if (codec_resolve(&errand->cmd, host->room, origin->client) != CODE_OK ||
        !room_lacks(host->room, &errand->cmd, text, rev))
        return false;
    /* Nobody else makes the room wait: what would be refused for another reason is refused at once. */
    struct actor actor = tick_actor(host, errand, host->room->at);
    return command_check(host->room, &actor, &errand->cmd) == CODE_BUSY;
}

bool fetch_is_needed(const struct host *host, struct errand *errand)
{
    uint64_t text;
    int64_t rev;
    return lacks(host, errand, &text, &rev);
}

/* Take the errand at `at` out of the inbox and answer it; nothing is in flight, so the answer rests on what is durable. */
static void refuse_at(struct host *host, size_t at, enum code code)
{
    struct errand errand = host->inbox[at];
    host->inbox_n--;
    memmove(&host->inbox[at], &host->inbox[at + 1], (host->inbox_n - at) * sizeof *host->inbox);
    command_clear(&errand.cmd);
    errand.outcome = (struct outcome){ .code = code };
    tick_answer(host, &errand, HUB_OK);
}

/* P14: what the same client sent behind it must not overtake it. Nothing is left to refuse when the server stops meanwhile. */
static void refuse_for_now(struct host *host)
{
    uint8_t client[CLIENT_ID_BYTES];
    if (host->inbox_n == 0)
        return;
    memcpy(client, host->inbox[0].origin.client, sizeof client);
    for (size_t i = 0; i < host->inbox_n;) {
        const struct origin *origin = &host->inbox[i].origin;
        if (origin->number != 0 && memcmp(origin->client, client, sizeof client) == 0)
            refuse_at(host, i, CODE_BUSY);
        else
            i++;
    }
}

/* The revision at which the text's window begins: what is up to there has to come from the disk. */
static int64_t window_rev(const struct text *text)
{
    size_t n;
    const struct text_op *ops = text_since(text, 0, &n);
    return n == 0 ? text->rev : ops[0].rev - 1;
}

static void submit(struct host *host);

/*
 * Nothing came that the first errand could be run with. What may pass by itself is worth coming again for; a history that is not
 * whole stays so, and its sender makes a new operation from what it shows (P40).
 */
static void give_up(struct host *host, bool for_good)
{
    if (for_good && host->inbox_n > 0)
        refuse_at(host, 0, CODE_CHANGED);
    else
        refuse_for_now(host);
}

static void fetch_done(struct store_job *job)
{
    struct host *host = job->context;
    struct fetch *fetch = &host->fetch;
    bool ok = job->result == STORE_OK && job->n_found > 0;
    bool damaged = job->result == STORE_OK || job->result == STORE_DAMAGED;
    assert(fetch->active && host->state == HOST_READY);
    fetch->active = false;
    if (ok) {
        fetch->ops = mem_grow(fetch->ops, fetch->n + job->n_found, sizeof *fetch->ops);
        for (size_t i = 0; i < job->n_found; i++) {
            fetch->ops[fetch->n++] = (struct text_op){ job->ops[i].rev, job->ops[i].seq, job->ops[i].op };
            memset(&job->ops[i].op, 0, sizeof job->ops[i].op);
        }
        fetch->rev = fetch->ops[fetch->n - 1].rev;
    } else {
        log_line(LOG_ERROR, "%s: older operations of text %llu cannot be read: %s", host->workshop,
                 (unsigned long long)fetch->text, job->message);
    }
    store_job_clear(job);
    if (ok && fetch->rev < fetch->until && !host->hub->stopping) {
        submit(host);
        return;
    }
    if (!ok || !text_put_older(host->room, fetch->text, fetch->ops, fetch->n))
        give_up(host, damaged && !host->hub->stopping);
    drop_ops(fetch);
}

static void submit(struct host *host)
{
    const struct storage *storage = &host_platform(host)->storage;
    struct fetch *fetch = &host->fetch;
    int64_t rest = fetch->until - fetch->rev;
    assert(rest > 0);
    fetch->active = true;
    fetch->job = (struct store_job){ .type = STORE_OPS, .done = fetch_done, .context = host };
    fetch->job.question = (struct store_question){ .text = fetch->text,
                                                   .rev = fetch->rev,
                                                   .max = rest < STORE_READ_MAX ? (size_t)rest : STORE_READ_MAX };
    memcpy(fetch->job.workshop, host->workshop, sizeof fetch->job.workshop);
    storage->submit(storage->self, &fetch->job);
}

void fetch_begin(struct host *host)
{
    struct fetch *fetch = &host->fetch;
    struct errand *errand = &host->inbox[0];
    assert(host_between_commits(host) && !fetch->active && host->inbox_n > 0);
    if (!lacks(host, errand, &fetch->text, &fetch->rev))
        return;
    const struct text *text = (const struct text *)room_find(host->room, KIND_TEXT, fetch->text);
    assert(text != NULL);
    fetch->until = window_rev(text);
    struct allowance *allowance = allowance_of(host, errand->person);
    if (fetch->until - fetch->rev > FETCH_OPS_MAX) {
        refuse_at(host, 0, CODE_CHANGED);
    } else if (allowance->ops <= 0) {
        refuse_for_now(host);
    } else {
        allowance->ops -= fetch->until - fetch->rev;
        submit(host);
    }
}
