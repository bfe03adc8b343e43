/* history: running commands exactly once. See include/core/history.h; rules X1 to X6 of RULES.md. */
#include "core/history.h"

#include <assert.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "core/limits.h"
#include "core/rules.h"
#include "core/secret.h"

static const uint8_t no_client[CLIENT_ID_BYTES];

const struct client *history_client(const struct room *room, const uint8_t client[CLIENT_ID_BYTES])
{
    return keymap_get(&room->clients, client, CLIENT_ID_BYTES);
}

uint64_t history_last(const struct room *room, const uint8_t client[CLIENT_ID_BYTES])
{
    const struct client *known = history_client(room, client);
    return known == NULL ? 0 : known->last;
}

/* Results stand in the order of their numbers. */
static const struct result *find_result(const struct client *client, uint64_t number)
{
    size_t low = 0, high = client->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (client->results[middle].number == number)
            return &client->results[middle];
        if (client->results[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

uint64_t history_created(const struct room *room, const uint8_t client[CLIENT_ID_BYTES], uint64_t number)
{
    const struct client *known = history_client(room, client);
    const struct result *result = known == NULL ? NULL : find_result(known, number);
    return result == NULL ? 0 : result->result;
}

static void add_result(struct client *client, const struct change *change)
{
    assert(change->number > client->last);
    if (client->n == client->cap) {
        client->cap = client->cap == 0 ? 8 : client->cap * 2;
        client->results = mem_grow(client->results, client->cap, sizeof(*client->results));
    }
    struct result *result = &client->results[client->n++];
    *result = (struct result){ .number = change->number, .seq = change->seq, .result = change->result };
    memcpy(result->hash, change->hash, sizeof(result->hash));
    client->last = change->number;
}

static struct client *client_for(struct room *room, const struct change *change)
{
    struct client *client = keymap_get(&room->clients, change->client, CLIENT_ID_BYTES);
    if (client != NULL)
        return client;
    client = mem_zero(1, sizeof(*client));
    memcpy(client->id, change->client, CLIENT_ID_BYTES);
    client->person = change->actor;
    keymap_put(&room->clients, client->id, CLIENT_ID_BYTES, client);
    return client;
}

static void keep_tag(struct room *room, const struct change *change)
{
    uint64_t tag = 0;
    if (change->seq >= room->tags_cap) {
        room->tags_cap = room->tags_cap == 0 ? 256 : room->tags_cap * 2;
        room->tags = mem_grow(room->tags, room->tags_cap, sizeof(*room->tags));
        room->times = mem_grow(room->times, room->tags_cap, sizeof(*room->times));
        room->tags[0] = 0;
        room->times[0] = 0;
    }
    for (int i = 0; i < 8; i++)
        tag = tag << 8 | change->chain[i];
    room->tags[change->seq] = tag;
    room->times[change->seq] = change->at;
}

void room_record(struct room *room, const struct change *change)
{
    memcpy(room->chain, change->chain, HASH_BYTES);
    keep_tag(room, change);
    if (change->number != 0)
        add_result(client_for(room, change), change);
}

void change_clear(struct change *change)
{
    mem_free(change->body);
    memset(change, 0, sizeof(*change));
}

void change_seal(struct change *change, const uint8_t previous[HASH_BYTES])
{
    uint8_t seq[8], at[8], actor[8];
    if (change->body != NULL)
        hash_pieces(change->body_hash,
                    (struct hash_piece[]){ { change->salt, SALT_BYTES }, { change->body, strlen(change->body) } }, 2);
    hash_be64(seq, change->seq);
    hash_be64(at, (uint64_t)change->at);
    hash_be64(actor, change->actor);
    const struct hash_piece pieces[] = {
        { previous, HASH_BYTES },
        { seq, sizeof(seq) },
        { at, sizeof(at) },
        { actor, sizeof(actor) },
        { change->verb, strlen(change->verb) },
        { change->body_hash, HASH_BYTES },
    };
    hash_pieces(change->chain, pieces, sizeof(pieces) / sizeof(pieces[0]));
}

/* X2: what two sendings of one number must have in common. The NUL ends the verb. */
static void hash_command(uint8_t out[8], const char *verb, const char *body)
{
    uint8_t hash[HASH_BYTES];
    hash_pieces(hash, (struct hash_piece[]){ { verb, strlen(verb) + 1 }, { body, strlen(body) } }, 2);
    memcpy(out, hash, 8);
}

/* X1 to X4: whether this number may run now; a command applied before gets its first result again. */
static struct outcome look_up(const struct room *room, const struct actor *actor, const struct origin *origin,
                              const uint8_t hash[8])
{
    const struct client *client = history_client(room, origin->client);
    if (origin->number == 0 || memcmp(origin->client, no_client, CLIENT_ID_BYTES) == 0)
        return (struct outcome){ .code = CODE_BAD_ARGUMENT };
    if (client == NULL)
        return (struct outcome){ .code = CODE_OK };
    if (client->person != actor->person)
        return (struct outcome){ .code = CODE_FORBIDDEN };
    const struct result *first = find_result(client, origin->number);
    if (first == NULL)
        return (struct outcome){ .code = origin->number <= client->last ? CODE_REFUSED_BEFORE : CODE_OK };
    if (!hash_equal(first->hash, hash, sizeof(first->hash)))
        return (struct outcome){ .code = CODE_REUSED };
    return (struct outcome){ .code = CODE_OK, .repeat = true, .seq = first->seq, .result = first->result };
}

/* Arguments whose form was checked fit. */
static char *write_body(const struct command *cmd)
{
    struct buf body;
    size_t n;
    buf_init(&body, LIMIT_ENTITY);
    command_write(&body, cmd);
    assert(!body.full);
    return buf_take(&body, &n);
}

/* Apply what was checked and record it. `change` holds body and hash already. */
static struct outcome run(struct room *room, const struct actor *actor, const struct origin *origin,
                          struct command *cmd, struct change *change)
{
    change->verb = cmd->verb->name;
    change->actor = actor->person;
    change->at = actor->at;
    if (origin != NULL) {
        memcpy(change->client, origin->client, CLIENT_ID_BYTES);
        change->number = origin->number;
    }
    change->result = command_apply(room, actor, cmd);
    change->seq = room->seq;
    change_seal(change, room->chain);
    room_record(room, change);
    return (struct outcome){ .code = CODE_OK, .seq = change->seq, .result = change->result };
}

/* S3: a secret ballot has no history; whoever takes one in has not come here. */
static enum code check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    return secret_is_ballot(room, cmd) ? CODE_UNSUPPORTED : command_check(room, actor, cmd);
}

struct outcome history_run(struct room *room, const struct actor *actor, const struct origin *origin,
                           struct command *cmd, const uint8_t salt[SALT_BYTES], struct change *change)
{
    struct outcome outcome = { .code = command_form(cmd) };
    memset(change, 0, sizeof(*change));
    if (outcome.code == CODE_OK) {
        change->body = write_body(cmd);
        memcpy(change->salt, salt, SALT_BYTES);
        hash_command(change->hash, cmd->verb->name, change->body);
        if (origin != NULL)
            outcome = look_up(room, actor, origin, change->hash);
    }
    if (outcome.code == CODE_OK && !outcome.repeat)
        outcome.code = check(room, actor, cmd);
    if (outcome.code == CODE_OK && !outcome.repeat)
        outcome = run(room, actor, origin, cmd, change);
    else
        change_clear(change);
    command_clear(cmd);
    return outcome;
}

enum code history_replay(struct room *room, const struct actor *actor, struct command *cmd, const struct change *change,
                         uint64_t *result)
{
    assert(change->seq == room->seq + 1 && change->at == actor->at);
    const enum code code = check(room, actor, cmd);
    if (code == CODE_OK) {
        *result = command_apply(room, actor, cmd);
        room_record(room, change);
    }
    command_clear(cmd);
    return code;
}
