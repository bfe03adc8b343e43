/* secret: taking in ballots of secret polls, and the order in which one closes. See include/app/secret.h. */
#include "app/secret.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "app/host.h"
#include "base/log.h"
#include "base/mem.h"
#include "core/limits.h"
#include "core/roll.h"
#include "core/secret.h"

enum {
    AGAIN_MS = 1000,                /* after a step that could not be made */
    FOLDS_MAX = 30                  /* times the log is tried to be emptied while somebody reads it; then the close is told, */
                                    /* and the name in the vault has the next start try again */
};

static const struct vault *vault_of(const struct host *host)
{
    return &host_platform(host)->vault;
}

static bool is_open_secret(const struct host *host, uint64_t poll)
{
    const struct poll *found = room_poll(host->room, poll);
    return found != NULL && found->secrecy == POLL_SECRET && found->state == POLL_OPEN;
}

/* --- keys ----------------------------------------------------------------------------------------------------------- */

static void forget_key(struct host *host, uint64_t poll)
{
    mem_free(map_remove(&host->secrets.keys, poll));
}

static void keep_public(struct host *host, uint64_t poll, const uint8_t private_key[SEAL_KEY_BYTES])
{
    uint8_t *key = mem_zero(SEAL_KEY_BYTES, 1);
    seal_public(key, private_key);
    forget_key(host, poll);
    map_put(&host->secrets.keys, poll, key);
}

/* Of each open secret poll the public key. One that is missing is lost: secret_turn sees that. */
static void find_key(struct host *host, uint64_t poll)
{
    uint8_t key[SEAL_KEY_BYTES];
    if (vault_of(host)->get != NULL && vault_of(host)->get(vault_of(host)->self, host->workshop, poll, key))
        keep_public(host, poll, key);
    mem_wipe(key, sizeof key);
}

static void note_over(struct secrets *secrets, uint64_t poll)
{
    for (size_t i = 0; i < secrets->n_over; i++)
        if (secrets->over[i] == poll)
            return;
    secrets->over = mem_grow(secrets->over, secrets->n_over + 1, sizeof *secrets->over);
    secrets->over[secrets->n_over++] = poll;
}

/* A name in the vault of a poll that is not open: its close, or its opening, was cut short. */
static void note_name(void *context, const char *workshop, uint64_t poll)
{
    struct host *host = context;
    if (strcmp(workshop, host->workshop) == 0 && !is_open_secret(host, poll))
        note_over(&host->secrets, poll);
}

static void forget_keys(struct host *host)
{
    size_t at = 0;
    uint64_t poll;
    void *key;
    while (map_next(&host->secrets.keys, &at, &poll, &key))
        mem_free(key);
    map_free(&host->secrets.keys);
}

static void forget_ballots(struct secrets *secrets)
{
    for (size_t i = 0; i < secrets->n_ballots; i++)
        mem_free(secrets->ballots[i].sealed);
    mem_free(secrets->ballots);
    secrets->ballots = NULL;
    secrets->n_ballots = secrets->ballots_cap = 0;
}

void secret_take_room(struct host *host)
{
    const struct kind_list *polls = &host->room->live[KIND_POLL];
    forget_keys(host);
    forget_ballots(&host->secrets);
    for (size_t i = 0; i < polls->n; i++)
        if (is_open_secret(host, polls->v[i]->id))
            find_key(host, polls->v[i]->id);
    if (vault_of(host)->each != NULL)
        vault_of(host)->each(vault_of(host)->self, note_name, host);
    host->secrets.progress_due = true;
}

void secret_free(struct host *host)
{
    struct secrets *secrets = &host->secrets;
    assert(!secrets->busy);
    forget_keys(host);
    forget_ballots(secrets);
    count_free(secrets->count);
    mem_free(secrets->over);
    mem_free(secrets->held);
    map_free(&secrets->told);
    memset(secrets, 0, sizeof *secrets);
}

/* --- in a tick ------------------------------------------------------------------------------------------------------ */

/* The prepared secret poll that the command opens; NULL: none. */
static const struct poll *opened_by(const struct host *host, const struct command *cmd)
{
    uint64_t id = 0;
    if (strcmp(cmd->verb->name, "poll.open") == 0)
        id = cmd->id;
    else if (strcmp(cmd->verb->name, "adoption.open") == 0)
        id = cmd->u.adoption.poll;
    const struct poll *poll = id == 0 ? NULL : room_poll(host->room, id);
    return poll != NULL && poll->secrecy == POLL_SECRET && poll->state == POLL_PREPARED ? poll : NULL;
}

/* S2: nobody on the way can read ballots, and the key can be kept where no disk is. */
static bool can_keep_secrets(const struct host *host)
{
    const struct platform *platform = host_platform(host);
    return (platform->loopback_only || platform->tls) && vault_of(host)->put != NULL;
}

enum code secret_prepare(struct host *host, const struct actor *actor, const struct command *cmd, uint64_t *opened)
{
    uint8_t private_key[SEAL_KEY_BYTES], public_key[SEAL_KEY_BYTES];
    const struct poll *poll = opened_by(host, cmd);
    *opened = 0;
    if (poll == NULL || command_check(host->room, actor, cmd) != CODE_OK)
        return CODE_OK;
    if (!can_keep_secrets(host))
        return CODE_NO_SECRECY;
    seal_pair(private_key, public_key);
    const bool kept = vault_of(host)->put(vault_of(host)->self, host->workshop, poll->e.id, private_key);
    if (kept) {
        keep_public(host, poll->e.id, private_key);
        *opened = poll->e.id;
    }
    mem_wipe(private_key, sizeof private_key);
    return kept ? CODE_OK : CODE_NO_SECRECY;
}

void secret_undo(struct host *host, uint64_t opened)
{
    if (opened == 0)
        return;
    forget_key(host, opened);
    vault_of(host)->drop(vault_of(host)->self, host->workshop, opened);
}

static void add_ballot(struct secrets *secrets, const struct store_ballot *ballot)
{
    if (secrets->n_ballots == secrets->ballots_cap) {
        secrets->ballots_cap = secrets->ballots_cap == 0 ? 16 : 2 * secrets->ballots_cap;
        secrets->ballots = mem_grow(secrets->ballots, secrets->ballots_cap, sizeof *secrets->ballots);
    }
    secrets->ballots[secrets->n_ballots++] = *ballot;
}

/* S6: this very command was a ballot before, whose answer was lost; or the poll is over and the receipt tells that it counted. */
static bool was_taken(const struct host *host, const struct errand *errand, const struct poll *poll)
{
    if (poll->state != POLL_OPEN)
        return secret_was_counted(host->room, poll, errand->cmd.u.ballot.receipt);
    return errand->origin.number != 0 && room_secret_was_sent(host->room, errand->origin.client, errand->origin.number);
}

/* X3: a client is one person's. */
static bool is_anothers(const struct host *host, const struct errand *errand, const struct actor *actor)
{
    const struct client *client = errand->origin.number == 0 ? NULL : history_client(host->room, errand->origin.client);
    return client != NULL && client->person != actor->person;
}

/* S3: all ballots of a poll come in messages of one length. Commands from inside come in none. */
static bool has_length(const struct errand *errand, const struct poll *poll)
{
    const size_t bytes = secret_frame_bytes(poll);
    return errand->answer != NULL || bytes == 0 || errand->bytes == bytes;
}

static enum code check(const struct host *host, const struct errand *errand, const struct actor *actor,
                       const struct poll *poll)
{
    if (is_anothers(host, errand, actor))
        return CODE_FORBIDDEN;
    /* S6: it was refused before, its answer was lost, and the voter has chosen anew since. */
    if (errand->origin.number != 0 &&
        room_secret_is_overtaken(host->room, poll->e.id, errand->origin.client, errand->origin.number))
        return CODE_REFUSED_BEFORE;
    const enum code code = command_check(host->room, actor, &errand->cmd);
    return code == CODE_OK && !has_length(errand, poll) ? CODE_BAD_FRAME : code;
}

/* What was checked, sealed and noted. */
static enum code take(struct host *host, const struct errand *errand, const struct actor *actor, const struct poll *poll)
{
    const uint64_t caster = errand->cmd.u.ballot.voter != 0 ? errand->cmd.u.ballot.voter : actor->person;
    const struct person *person = room_person(host->room, caster);
    const struct voter voter = roll_voter(host->room, poll, person);
    const uint8_t *key = map_get(&host->secrets.keys, poll->e.id);
    assert(voter.id != 0); /* command_check has seen the roll */
    if (key == NULL)
        return CODE_CLOSED; /* S7: it was lost; the poll is about to be void */
    struct store_ballot ballot = { .poll = poll->e.id, .voter = voter.id, .number = errand->origin.number };
    ballot.by_head = voter.id != person->e.id && person->head;
    memcpy(ballot.client, errand->origin.client, sizeof ballot.client);
    ballot.n = secret_bytes(poll) + SEAL_MORE;
    ballot.sealed = secret_seal(host->workshop, poll, voter.id, key, &errand->cmd);
    if (ballot.sealed == NULL)
        return CODE_TOO_LONG;
    add_ballot(&host->secrets, &ballot);
    room_secret_put(host->room, ballot.poll, ballot.voter, ballot.by_head);
    if (ballot.number != 0)
        room_secret_sent(host->room, ballot.poll, ballot.client, ballot.number);
    return CODE_OK;
}

void secret_cast(struct host *host, struct errand *errand, const struct actor *actor)
{
    const struct poll *poll = room_poll(host->room, errand->cmd.id);
    enum code code = CODE_OK;
    if (!was_taken(host, errand, poll)) {
        code = check(host, errand, actor, poll);
        if (code == CODE_OK)
            code = take(host, errand, actor, poll);
    }
    errand->outcome = (struct outcome){ .code = code };
    if (code == CODE_OK) {
        errand->outcome.seq = host->room->seq;
        errand->outcome.result = poll->e.id;
    }
    secret_wipe(&errand->cmd);
}

/* S8: a ballot goes with who cast it. */
static void drop_ballots_of(struct host *host, uint64_t voter)
{
    const struct kind_list *polls = &host->room->live[KIND_POLL];
    for (size_t i = 0; i < polls->n; i++) {
        const struct poll *poll = (const struct poll *)polls->v[i];
        if (!room_secret_of(host->room, poll->e.id, voter).there)
            continue;
        room_secret_drop(host->room, poll->e.id, voter);
        add_ballot(&host->secrets, &(struct store_ballot){ .poll = poll->e.id, .voter = voter });
    }
}

void secret_ran(struct host *host, struct errand *errand, const struct verb *verb, uint64_t subject)
{
    const struct poll *poll = strcmp(verb->name, "poll.close") == 0 ? room_poll(host->room, subject) : NULL;
    if (poll != NULL && poll->secrecy == POLL_SECRET)
        errand->until = subject;
    if (strcmp(verb->name, "person.remove") == 0 || strcmp(verb->name, "delegation.remove") == 0)
        drop_ballots_of(host, subject);
}

bool secret_is_counted(const struct host *host)
{
    return host->secrets.step == SECRET_COUNTED;
}

/* As many answers as there are room for: a poll that has more is void, which is better than a room that cannot be closed. */
static bool has_place(const struct host *host, const struct count *count)
{
    return host->room->live[KIND_ANSWER].n + count->n_cells <= LIMIT_ANSWERS;
}

/* The totals and the end of the ballots go into one commit. */
void secret_run_count(struct host *host, int64_t at)
{
    struct secrets *secrets = &host->secrets;
    struct count *count = secrets->count;
    if (secrets->step != SECRET_COUNTED)
        return;
    if (!count->lost && !has_place(host, count)) {
        log_line(LOG_ERROR, "%s: there are too many answers to count secret poll %" PRIu64, host->workshop,
                 secrets->poll);
        count_lose(count);
    }
    for (size_t i = 0; i < count->n_parts; i++) {
        const enum code code = tick_run_own(host, "poll.count", count->parts[i], at);
        if (code != CODE_OK)
            log_line(LOG_ERROR, "%s: what came of secret poll %" PRIu64 " is refused: %s", host->workshop,
                     secrets->poll, code_word(code));
        assert(code == CODE_OK); /* nothing of it comes from outside */
    }
    add_ballot(secrets, &(struct store_ballot){ .poll = secrets->poll });
    room_secret_forget(host->room, secrets->poll);
    secrets->step = SECRET_COMMITTING;
}

/* --- the close ------------------------------------------------------------------------------------------------------ */

static void wait_a_moment(struct host *host, enum secret_step step)
{
    host->secrets.step = step;
    host->secrets.retry_at = host_now(host) + AGAIN_MS;
}

static void submit(struct host *host, enum store_job_type type, void (*done)(struct store_job *job))
{
    struct secrets *secrets = &host->secrets;
    const struct storage *storage = &host_platform(host)->storage;
    assert(!secrets->busy);
    secrets->busy = true;
    secrets->job = (struct store_job){ .type = type, .done = done, .context = host };
    secrets->job.question.poll = secrets->poll;
    memcpy(secrets->job.workshop, host->workshop, sizeof secrets->job.workshop);
    storage->submit(storage->self, &secrets->job);
}

static void answer_held(struct host *host, uint64_t poll)
{
    struct secrets *secrets = &host->secrets;
    size_t n = 0;
    for (size_t i = 0; i < secrets->n_held; i++) {
        struct errand errand = secrets->held[i];
        if (errand.until != poll)
            secrets->held[n++] = errand;
        else
            tick_answer(host, &errand, HUB_OK);
    }
    secrets->n_held = n;
}

/*
 * What is put in order was left by an opening that the disk refused, and meanwhile the poll was opened again: the key under that name
 * is the new one's, and so are those who wait for its close.
 */
static bool is_opened_again(const struct host *host)
{
    return host->room != NULL && is_open_secret(host, host->secrets.poll);
}

/* S5: the end. Nothing of a ballot is left, and whoever closed the poll is told. */
static void finish(struct host *host)
{
    struct secrets *secrets = &host->secrets;
    const uint64_t poll = secrets->poll;
    const bool over = !is_opened_again(host);
    count_free(secrets->count);
    secrets->count = NULL;
    secrets->step = SECRET_IDLE;
    secrets->poll = 0;
    secrets->folds = 0;
    if (over)
        answer_held(host, poll);
}

static void fold_done(struct store_job *job)
{
    struct host *host = job->context;
    struct secrets *secrets = &host->secrets;
    secrets->busy = false;
    if (job->result == STORE_OK) {
        /* While the room is being read nobody knows whose the name is: it stays, and is looked at again then. */
        if (vault_of(host)->drop != NULL && host->room != NULL && !is_opened_again(host))
            vault_of(host)->drop(vault_of(host)->self, host->workshop, secrets->poll);
        finish(host);
    } else if (++secrets->folds < FOLDS_MAX && !host->hub->stopping) {
        wait_a_moment(host, SECRET_FOLDING);
    } else {
        log_line(LOG_WARN, "%s: sealed ballots of a closed poll are still in the log: %s", host->workshop,
                 job->message);
        finish(host);
    }
}

/* The key first: from then on nobody can open what may still be in the log or in a copy of it. */
static void fold(struct host *host)
{
    struct secrets *secrets = &host->secrets;
    if (is_opened_again(host)) {
        finish(host);
        return;
    }
    forget_key(host, secrets->poll);
    if (vault_of(host)->destroy != NULL)
        vault_of(host)->destroy(vault_of(host)->self, host->workshop, secrets->poll);
    secrets->step = SECRET_FOLDING;
    submit(host, STORE_FOLD, fold_done);
}

static struct count *new_count(const struct host *host)
{
    struct count *count = mem_zero(1, sizeof *count);
    memcpy(count->workshop, host->workshop, sizeof count->workshop);
    count->poll = host->secrets.poll;
    return count;
}

static void read_done(struct store_job *job)
{
    struct host *host = job->context;
    struct secrets *secrets = &host->secrets;
    secrets->busy = false;
    if (job->result != STORE_OK) {
        log_line(LOG_ERROR, "%s: the ballots of a secret poll cannot be read: %s", host->workshop, job->message);
        wait_a_moment(host, SECRET_IDLE);
        return;
    }
    assert(secrets->count == NULL);
    secrets->count = new_count(host);
    secrets->count->ballots = job->sealed;
    secrets->count->n_ballots = job->n_found;
    secrets->step = SECRET_READ;
}

static void run_work(struct work *work)
{
    struct count *count = (struct count *)(void *)work;
    count->room = room_copying_take(count->copying);
    count->copying = NULL;
    count_run(count);
    room_free(count->room);
    count->room = NULL;
}

static void work_done(struct work *work)
{
    struct count *count = (struct count *)(void *)work;
    struct host *host = count->context;
    host->secrets.busy = false;
    host->secrets.step = SECRET_COUNTED;
}
_Static_assert(offsetof(struct count, work) == 0, "a count is found by its work");

/*
 * Hand the ballots and the key to a worker, with a copy of the room, which tells what the options are and who is on the roll. It is made
 * a piece at a time; the step stays until it is complete.
 */
static void open_ballots(struct host *host)
{
    struct secrets *secrets = &host->secrets;
    const struct workers *workers = &host_platform(host)->workers;
    struct count *count = secrets->count;
    if (count->copying == NULL)
        count->copying = room_copying_new();
    if (!room_copying_go(count->copying, host->room, ROOM_PIECE))
        return;
    if (!vault_of(host)->get(vault_of(host)->self, host->workshop, secrets->poll, count->key)) {
        log_line(LOG_ERROR, "%s: the key of secret poll %" PRIu64 " is lost", host->workshop, secrets->poll);
        count_lose(count);
        secrets->step = SECRET_COUNTED;
        return;
    }
    count->context = host;
    count->work = (struct work){ .run = run_work, .done = work_done };
    secrets->busy = true;
    secrets->step = SECRET_OPENING;
    if (workers->submit(workers->self, &count->work))
        return;
    secrets->busy = false;
    mem_wipe(count->key, sizeof count->key);
    room_copying_free(count->copying);
    count->copying = NULL;
    wait_a_moment(host, SECRET_READ);
}

/* S7: a poll without its key says that it is void. */
static void lose(struct host *host, uint64_t poll)
{
    log_line(LOG_WARN, "%s: the key of secret poll %" PRIu64 " is gone; the poll is void", host->workshop, poll);
    host->secrets.poll = poll;
    host->secrets.count = new_count(host);
    count_lose(host->secrets.count);
    host->secrets.step = SECRET_COUNTED;
}

/* The first open secret poll, by id, that is stopped or has lost its key. */
static const struct poll *next_to_close(const struct host *host)
{
    const struct kind_list *polls = &host->room->live[KIND_POLL];
    const struct poll *next = NULL;
    for (size_t i = 0; i < polls->n; i++) {
        const struct poll *poll = (const struct poll *)polls->v[i];
        const bool is_next = is_open_secret(host, poll->e.id) && (secret_is_stopped(poll, host_now(host)) ||
                                                                  map_get(&host->secrets.keys, poll->e.id) == NULL);
        if (is_next && (next == NULL || poll->e.id < next->e.id))
            next = poll;
    }
    return next;
}

static void begin(struct host *host)
{
    struct secrets *secrets = &host->secrets;
    if (secrets->n_over > 0) {
        secrets->poll = secrets->over[--secrets->n_over];
        fold(host);
        return;
    }
    const struct poll *poll = next_to_close(host);
    if (poll == NULL)
        return;
    if (map_get(&secrets->keys, poll->e.id) == NULL) {
        lose(host, poll->e.id);
        return;
    }
    secrets->poll = poll->e.id;
    secrets->step = SECRET_READING;
    submit(host, STORE_BALLOTS, read_done);
}

void secret_turn(struct host *host)
{
    struct secrets *secrets = &host->secrets;
    assert(host_between_commits(host));
    if (secrets->busy || host_now(host) < secrets->retry_at)
        return;
    if (secrets->step == SECRET_IDLE)
        begin(host);
    else if (secrets->step == SECRET_READ)
        open_ballots(host);
    else if (secrets->step == SECRET_FOLDING)
        fold(host);
}

int64_t secret_wants(const struct host *host)
{
    const struct secrets *secrets = &host->secrets;
    if (host->state != HOST_READY || secrets->busy)
        return 0;
    const int64_t now = host_now(host);
    int64_t at = now;
    if (secrets->step == SECRET_IDLE && secrets->n_over == 0 && next_to_close(host) == NULL)
        at = secret_deadline(host->room);
    if (secrets->step == SECRET_COUNTED && at < host->retry_at)
        at = host->retry_at;
    return at != 0 && at < secrets->retry_at ? secrets->retry_at : at;
}

bool secret_is_busy(const struct host *host)
{
    return host->secrets.busy;
}

void secret_committed(struct host *host)
{
    struct secrets *secrets = &host->secrets;
    if (secrets->n_ballots > 0)
        secrets->progress_due = true;
    forget_ballots(secrets);
    if (secrets->step == SECRET_COMMITTING)
        fold(host);
}

/* The room is read again; what was counted is still right, since nobody can vote any more. */
void secret_commit_failed(struct host *host)
{
    forget_ballots(&host->secrets);
    if (host->secrets.step == SECRET_COMMITTING)
        host->secrets.step = SECRET_COUNTED;
}

bool secret_holds(struct host *host, const struct errand *errand)
{
    struct secrets *secrets = &host->secrets;
    if (errand->until == 0 || errand->outcome.code != CODE_OK)
        return false;
    const bool closing = secrets->step != SECRET_IDLE && secrets->poll == errand->until;
    if (!closing && !is_open_secret(host, errand->until))
        return false;
    if (secrets->n_held == secrets->held_cap) {
        secrets->held_cap = secrets->held_cap == 0 ? 4 : 2 * secrets->held_cap;
        secrets->held = mem_grow(secrets->held, secrets->held_cap, sizeof *secrets->held);
    }
    secrets->held[secrets->n_held++] = *errand;
    return true;
}
