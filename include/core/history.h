/*
 * history: running commands exactly once, and the record of them.
 *
 * chain = H(previous chain, seq, time, actor, verb, H(salt, body)). Erasing a person's words deletes body and salt and
 * keeps the hash, so the chain still proves the rest. Rules P20-P24 of PROTOCOL.md.
 */
#ifndef PLENARY_CORE_HISTORY_H
#define PLENARY_CORE_HISTORY_H

#include "core/room.h"

/* Who sent a command under which number. NULL for the system. */
struct origin {
    uint8_t client[CLIENT_ID_BYTES];
    uint64_t number;                /* from 1 */
};

struct outcome {
    enum code code;
    bool repeat;                    /* applied before: this is the first result again, nothing changed */
    uint64_t seq;                   /* of the change; 0 when refused */
    uint64_t result;                /* id, see command_apply */
};

/*
 * Run one command: look the number up (REUSED, REFUSED_BEFORE, or the first result again), check it, apply it, and fill
 * *change (owned by the caller; free with change_clear) when it was applied now. Refused: nothing changed, *change is
 * zeroed. A client bound to another person is FORBIDDEN. `cmd` is cleared in every case.
 */
struct outcome history_run(struct room *room, const struct actor *actor, const struct origin *origin, struct command *cmd,
                           const uint8_t salt[SALT_BYTES], struct change *change);

/*
 * Run the next command of a history again: it is checked and applied, and recorded with the chain, client and number that
 * `change` has, so that the room ends as it was then. Requires change->seq to be the room's next, change->at to be the
 * actor's time, and a number (if it has one) above the client's last. Refused: nothing changed. *result is what
 * command_apply returns. `cmd` is cleared in every case.
 */
enum code history_replay(struct room *room, const struct actor *actor, struct command *cmd, const struct change *change,
                         uint64_t *result);

void change_clear(struct change *change);

/* Fill body_hash and chain of a change from the rest of it and the previous chain. */
void change_seal(struct change *change, const uint8_t previous[HASH_BYTES]);

/* What was created by this client's command `number`; 0 when unknown. Arguments may name things so (P12). */
uint64_t history_created(const struct room *room, const uint8_t client[CLIENT_ID_BYTES], uint64_t number);

/* The client, or NULL. */
const struct client *history_client(const struct room *room, const uint8_t client[CLIENT_ID_BYTES]);

/*
 * The next free number for a client that numbers its commands on its own: last + 1. For HTTP clients and the shell.
 */
uint64_t history_last(const struct room *room, const uint8_t client[CLIENT_ID_BYTES]);

#endif
