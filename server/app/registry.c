/* registry: opening it, accounts, sessions, workshops and settings. */
#include "app/registry.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "app/registry_change.h"
#include "base/log.h"
#include "base/mem.h"

static const int64_t day_ms = 24ll * 3600 * 1000;
static const int64_t session_days = 30;

static void registry_take(void *context, const struct registry_row *row)
{
    struct registry *registry = context;
    assert(!row->removed);
    records_apply(&registry->records, row);
    if (row->table == REGISTRY_ACCOUNT && row->id > registry->last_account)
        registry->last_account = row->id;
    if (row->table == REGISTRY_SESSION && row->id > registry->last_session)
        registry->last_session = row->id;
}

struct registry *registry_open(const struct platform *platform)
{
    struct registry *registry = mem_zero(1, sizeof *registry);
    uint64_t seed[2];
    platform->random(seed, sizeof seed);
    registry->platform = platform;
    registry->swept_at = platform->now(platform->self);
    records_init(&registry->records, seed[0], seed[1]);
    const struct storage *storage = &platform->storage;
    if (storage->registry_read(storage->self, registry_take, registry) == STORE_OK)
        return registry;
    log_line(LOG_ERROR, "the registry of accounts and sessions cannot be read");
    registry_free(registry);
    return NULL;
}

void registry_free(struct registry *registry)
{
    if (registry == NULL)
        return;
    records_free(&registry->records);
    batch_free(&registry->gathering);
    batch_free(&registry->flying);
    mem_free(registry);
}

static int64_t registry_now(const struct registry *registry)
{
    return registry->platform->now(registry->platform->self);
}

static void text_put(char *out, size_t size, const char *text)
{
    size_t n = strlen(text);
    assert(n < size);
    memcpy(out, text, n + 1);
}

size_t registry_accounts(const struct registry *registry)
{
    return records_count(&registry->records, REGISTRY_ACCOUNT);
}

uint64_t registry_account_add(struct registry *registry, const char *name, const char *stored)
{
    struct registry_row row = { .table = REGISTRY_ACCOUNT,
                                .id = ++registry->last_account,
                                .at = registry_now(registry) };
    text_put(row.name, sizeof row.name, name);
    text_put(row.text, sizeof row.text, stored);
    registry_apply(registry, &row);
    return row.id;
}

/* Accounts are facilitators: a walk over them costs nothing beside the password's hash. */
uint64_t registry_account_find(const struct registry *registry, const char *name)
{
    const struct registry_row all = { .table = REGISTRY_ACCOUNT };
    const struct record *account = records_group(&registry->records, &all);
    while (account != NULL && strcmp(account->name, name) != 0)
        account = account->after;
    return account == NULL ? 0 : account->id;
}

static const struct record *account_record(const struct registry *registry, uint64_t account)
{
    const struct registry_row key = { .table = REGISTRY_ACCOUNT, .id = account };
    return records_get(&registry->records, &key);
}

const char *registry_account_name(const struct registry *registry, uint64_t account)
{
    const struct record *record = account_record(registry, account);
    return record == NULL ? NULL : record->name;
}

const char *registry_account_stored(const struct registry *registry, uint64_t account)
{
    const struct record *record = account_record(registry, account);
    return record == NULL ? NULL : record->text;
}

static void token_new(const struct registry *registry, char token[TOKEN_TEXT], uint8_t hash[HASH_BYTES])
{
    uint8_t secret[32];
    registry->platform->random(secret, sizeof secret);
    hash_base64url(token, secret, sizeof secret);
    hash_bytes(hash, token, strlen(token));
}

static const struct record *session_record(const struct registry *registry, uint64_t session)
{
    const struct registry_row key = { .table = REGISTRY_SESSION, .id = session };
    return session == 0 ? NULL : records_group(&registry->records, &key);
}

uint64_t registry_session(const struct registry *registry, const char *token, int64_t now)
{
    if (strlen(token) != TOKEN_TEXT - 1)
        return 0;
    struct registry_row key = { .table = REGISTRY_SESSION };
    hash_bytes(key.hash, token, strlen(token));
    const struct record *session = records_get(&registry->records, &key);
    return session == NULL || session->until <= now ? 0 : session->id;
}

uint64_t registry_session_account(const struct registry *registry, uint64_t session)
{
    const struct record *record = session_record(registry, session);
    return record == NULL ? 0 : record->ref;
}

bool registry_session_exists(const struct registry *registry, uint64_t session)
{
    return session_record(registry, session) != NULL;
}

static void session_fresh(struct registry_row *row, int64_t now)
{
    row->at = now - now % day_ms;
    row->until = row->at + (session_days + 1) * day_ms;
}

uint64_t registry_session_open(struct registry *registry, char token[TOKEN_TEXT])
{
    struct registry_row row = { .table = REGISTRY_SESSION, .id = ++registry->last_session };
    token_new(registry, token, row.hash);
    session_fresh(&row, registry_now(registry));
    registry_apply(registry, &row);
    return row.id;
}

uint64_t registry_session_login(struct registry *registry, uint64_t session, uint64_t account, char token[TOKEN_TEXT])
{
    struct registry_row row = { .table = REGISTRY_SESSION };
    const struct record *former = session_record(registry, session);
    if (former == NULL) {
        row.id = ++registry->last_session;
    } else {
        record_row(&row, former);
        row.removed = true;
        registry_apply(registry, &row);
        row.removed = false;
    }
    row.ref = account;
    token_new(registry, token, row.hash);
    session_fresh(&row, registry_now(registry));
    registry_apply(registry, &row);
    return row.id;
}

void registry_session_touch(struct registry *registry, uint64_t session)
{
    const struct record *record = session_record(registry, session);
    int64_t now = registry_now(registry);
    if (record == NULL || record->at + day_ms > now)
        return;
    struct registry_row row;
    record_row(&row, record);
    session_fresh(&row, now);
    registry_apply(registry, &row);
}

void registry_session_close(struct registry *registry, uint64_t session)
{
    struct registry_row row;
    const struct registry_row seats = { .table = REGISTRY_SEAT, .id = session };
    for (const struct record *seat; (seat = records_group(&registry->records, &seats)) != NULL;) {
        record_row(&row, seat);
        row.removed = true;
        registry_apply(registry, &row);
    }
    const struct record *record = session_record(registry, session);
    if (record == NULL)
        return;
    record_row(&row, record);
    row.removed = true;
    registry_apply(registry, &row);
    if (registry->session_over != NULL)
        registry->session_over(registry->session_over_context, session);
}

void registry_watch_sessions(struct registry *registry, void (*over)(void *context, uint64_t session), void *context)
{
    registry->session_over = over;
    registry->session_over_context = context;
}

size_t registry_workshops(const struct registry *registry)
{
    return records_count(&registry->records, REGISTRY_WORKSHOP);
}

static void workshop_of_record(struct registry_workshop *workshop, const struct record *record)
{
    text_put(workshop->id, sizeof workshop->id, record->workshop);
    workshop->title = record->name;
    workshop->state = (enum workshop_state)record->number;
    workshop->created = record->at;
}

bool registry_workshop(const struct registry *registry, const char *id, struct registry_workshop *workshop)
{
    struct registry_row key = { .table = REGISTRY_WORKSHOP };
    if (strlen(id) > WORKSHOP_ID_MAX)
        return false;
    text_put(key.workshop, sizeof key.workshop, id);
    const struct record *record = records_get(&registry->records, &key);
    if (record != NULL && workshop != NULL)
        workshop_of_record(workshop, record);
    return record != NULL;
}

/* Ten characters, a letter first: 51 bits, and safe as a file name and in a path. */
void registry_workshop_new_id(const struct registry *registry, char id[WORKSHOP_ID_MAX + 1])
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    do {
        size_t n = 0;
        while (n < 10) {
            uint8_t byte;
            registry->platform->random(&byte, 1);
            unsigned choice = byte % 64;
            if (choice < (n == 0 ? 26u : 36u))
                id[n++] = letters[choice];
        }
        id[n] = '\0';
    } while (registry_workshop(registry, id, NULL));
}

void registry_workshop_put(struct registry *registry, const struct registry_workshop *workshop, uint64_t owner)
{
    struct registry_row row = { .table = REGISTRY_WORKSHOP, .ref = owner, .number = workshop->state };
    row.at = workshop->created;
    text_put(row.workshop, sizeof row.workshop, workshop->id);
    const struct record *former = records_get(&registry->records, &row);
    if (former != NULL)
        row.ref = former->ref;
    /* A title is cut at a whole character. */
    size_t n = strlen(workshop->title);
    if (n >= sizeof row.name)
        for (n = sizeof row.name - 1; ((unsigned char)workshop->title[n] & 0xc0) == 0x80;)
            n--;
    memcpy(row.name, workshop->title, n);
    registry_apply(registry, &row);
}

void registry_member_put(struct registry *registry, const char *workshop, uint64_t account, uint64_t person)
{
    struct registry_row row = { .table = REGISTRY_MEMBER, .id = account, .ref = person };
    text_put(row.workshop, sizeof row.workshop, workshop);
    registry_apply(registry, &row);
}

static void workshop_insert(struct registry_workshop *list, size_t *n, size_t max, const struct record *record)
{
    size_t at = *n;
    while (at > 0 && list[at - 1].created < record->at)
        at--;
    if (at >= max)
        return;
    size_t moved = *n - at;
    if (*n == max)
        moved--;
    else
        (*n)++;
    memmove(&list[at + 1], &list[at], moved * sizeof *list);
    workshop_of_record(&list[at], record);
}

size_t registry_workshops_of(const struct registry *registry, uint64_t account, struct registry_workshop *list,
                             size_t max)
{
    size_t n = 0;
    const struct registry_row members = { .table = REGISTRY_MEMBER, .id = account };
    for (const struct record *member = records_group(&registry->records, &members); member != NULL;
         member = member->after) {
        struct registry_row key = { .table = REGISTRY_WORKSHOP };
        text_put(key.workshop, sizeof key.workshop, member->workshop);
        const struct record *record = records_get(&registry->records, &key);
        if (record != NULL)
            workshop_insert(list, &n, max, record);
    }
    return n;
}

const char *registry_setting(const struct registry *registry, const char *name)
{
    struct registry_row key = { .table = REGISTRY_SETTING };
    text_put(key.name, sizeof key.name, name);
    const struct record *record = records_get(&registry->records, &key);
    return record == NULL ? NULL : record->text;
}

void registry_setting_put(struct registry *registry, const char *name, const char *text)
{
    struct registry_row row = { .table = REGISTRY_SETTING };
    text_put(row.name, sizeof row.name, name);
    text_put(row.text, sizeof row.text, text);
    registry_apply(registry, &row);
}
