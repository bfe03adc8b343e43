/* secret: who has a valid ballot in an open secret poll. See include/core/secret.h; S rules of RULES.md. */
#include "core/secret.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "core/roll.h"
#include "core/room_inside.h"

/* The values of room->secrets, which are no pointers. */
enum { BY_MEMBER = 1, BY_HEAD };

bool secret_is_ballot(const struct room *room, const struct command *cmd)
{
    if (strcmp(cmd->verb->name, "ballot.cast") != 0)
        return false;
    const struct poll *poll = room_poll(room, cmd->id);
    return poll != NULL && poll->secrecy == POLL_SECRET;
}

struct secret_note room_secret_of(const struct room *room, uint64_t poll, uint64_t voter)
{
    const uintptr_t note = (uintptr_t)map_get(&room->secrets, ballot_key(poll, voter));
    return (struct secret_note){ .there = note != 0, .by_head = note == BY_HEAD };
}

size_t room_secret_count(const struct room *room, uint64_t poll)
{
    size_t at = 0, n = 0;
    uint64_t key;
    void *note;
    while (map_next(&room->secrets, &at, &key, &note))
        n += key >> 32 == poll;
    return n;
}

void room_secret_put(struct room *room, uint64_t poll, uint64_t voter, bool by_head)
{
    assert(poll != 0 && voter != 0);
    map_put(&room->secrets, ballot_key(poll, voter), (void *)(uintptr_t)(by_head ? BY_HEAD : BY_MEMBER));
}

void room_secret_drop(struct room *room, uint64_t poll, uint64_t voter)
{
    (void)map_remove(&room->secrets, ballot_key(poll, voter));
}

enum { SENT_KEY_BYTES = CLIENT_ID_BYTES + 8 };

static void sent_key(uint8_t out[SENT_KEY_BYTES], const uint8_t client[CLIENT_ID_BYTES], uint64_t number)
{
    memcpy(out, client, CLIENT_ID_BYTES);
    hash_be64(out + CLIENT_ID_BYTES, number);
}

void room_secret_sent(struct room *room, uint64_t poll, const uint8_t client[CLIENT_ID_BYTES], uint64_t number)
{
    uint8_t key[SENT_KEY_BYTES];
    assert(poll != 0);
    sent_key(key, client, number);
    keymap_put(&room->secrets_sent, key, sizeof(key), (void *)(uintptr_t)poll);
}

bool room_secret_was_sent(const struct room *room, const uint8_t client[CLIENT_ID_BYTES], uint64_t number)
{
    uint8_t key[SENT_KEY_BYTES];
    sent_key(key, client, number);
    return keymap_get(&room->secrets_sent, key, sizeof(key)) != NULL;
}

bool room_secret_is_overtaken(const struct room *room, uint64_t poll, const uint8_t client[CLIENT_ID_BYTES],
                              uint64_t number)
{
    uint8_t own[SENT_KEY_BYTES];
    size_t at = 0, key_n;
    const void *key;
    void *of;
    sent_key(own, client, number);
    while (keymap_next(&room->secrets_sent, &at, &key, &key_n, &of))
        if ((uintptr_t)of == poll && memcmp(key, own, CLIENT_ID_BYTES) == 0 && memcmp(key, own, SENT_KEY_BYTES) > 0)
            return true;
    return false;
}

static void forget_voters(struct room *room, uint64_t poll)
{
    uint64_t *keys = mem_zero(room->secrets.n, sizeof(*keys)), key;
    size_t at = 0, n = 0;
    void *note;
    while (map_next(&room->secrets, &at, &key, &note))
        if (key >> 32 == poll)
            keys[n++] = key;
    while (n > 0)
        (void)map_remove(&room->secrets, keys[--n]);
    mem_free(keys);
}

static void forget_sent(struct room *room, uint64_t poll)
{
    uint8_t(*keys)[SENT_KEY_BYTES] = mem_zero(room->secrets_sent.n, sizeof(*keys));
    size_t at = 0, n = 0, key_n;
    const void *key;
    void *of;
    while (keymap_next(&room->secrets_sent, &at, &key, &key_n, &of))
        if ((uintptr_t)of == poll)
            memcpy(keys[n++], key, SENT_KEY_BYTES);
    while (n > 0)
        (void)keymap_remove(&room->secrets_sent, keys[--n], SENT_KEY_BYTES);
    mem_free(keys);
}

void room_secret_forget(struct room *room, uint64_t poll)
{
    forget_voters(room, poll);
    forget_sent(room, poll);
}

bool secret_is_stopped(const struct poll *poll, int64_t at)
{
    return poll->secrecy == POLL_SECRET && poll->state == POLL_OPEN && poll->closes_at != 0 && poll->closes_at <= at;
}

int64_t secret_deadline(const struct room *room)
{
    const struct kind_list *polls = &room->live[KIND_POLL];
    int64_t first = 0;
    for (size_t i = 0; i < polls->n; i++) {
        const struct poll *poll = (const struct poll *)polls->v[i];
        if (secret_is_stopped(poll, INT64_MAX) && (first == 0 || poll->closes_at < first))
            first = poll->closes_at;
    }
    return first;
}

static int by_letters(const void *key, const void *entry)
{
    return strcmp(key, *(char *const *)entry);
}

bool secret_was_counted(const struct room *room, const struct poll *poll, const char *receipt)
{
    const struct roll *roll = room_roll_of(room, poll->e.id);
    if (receipt == NULL || roll == NULL || roll->receipts.n == 0)
        return false;
    return bsearch(receipt, roll->receipts.v, roll->receipts.n, sizeof(roll->receipts.v[0]), by_letters) != NULL;
}
