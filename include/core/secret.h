/*
 * secret: what core knows of the ballots of an open secret poll: who has a valid one, and nothing of what it says. S rules.
 *
 * Such a ballot is no entity and has no change. Whoever takes one in (app/secret.c) checks the command as any other
 * (command_check: the form, the roll, the time), seals its words, keeps them with the same commit, and notes the voter here.
 * The notes are volatile: they are loaded with the room from the rows that hold the sealed ballots. When the poll is over
 * ("stopped": still open, but its time has come, S4), poll.count brings the totals and closes it.
 *
 * Numbers of secret ballots are no numbers of exactly-once (X1): a ballot sent again is known by its client and number while
 * the poll is open, and by its receipt afterwards (S6).
 */
#ifndef PLENARY_CORE_SECRET_H
#define PLENARY_CORE_SECRET_H

#include "core/room.h"

enum { COUNT_TEXTS_MAX = 250 };         /* words of one poll.count: at the longest they fill a quarter of a change's row */

/* Whether the command is a ballot for a secret poll, open or not. */
bool secret_is_ballot(const struct room *room, const struct command *cmd);

/* A valid ballot. */
struct secret_note {
    bool there;
    bool by_head;                   /* cast by the head of the delegation: only the head changes it (V11) */
};
struct secret_note room_secret_of(const struct room *room, uint64_t poll, uint64_t voter);

/* How many there are in a poll. O(all secret ballots of the room). */
size_t room_secret_count(const struct room *room, uint64_t poll);

/*
 * Note that the voter has a ballot, and forget that again; that this client's command `number` was a ballot, and whether it was.
 * Not part of applying a command: nothing of it is in the history.
 */
void room_secret_put(struct room *room, uint64_t poll, uint64_t voter, bool by_head);
void room_secret_drop(struct room *room, uint64_t poll, uint64_t voter);
void room_secret_sent(struct room *room, uint64_t poll, const uint8_t client[CLIENT_ID_BYTES], uint64_t number);
bool room_secret_was_sent(const struct room *room, const uint8_t client[CLIENT_ID_BYTES], uint64_t number);

/* S6: whether a later command of the client was a ballot in the poll. O(all ballots sent in open secret polls). */
bool room_secret_is_overtaken(const struct room *room, uint64_t poll, const uint8_t client[CLIENT_ID_BYTES], uint64_t number);

/* Everything noted of a poll that is over. */
void room_secret_forget(struct room *room, uint64_t poll);

/* S4: whether it is an open secret poll whose ballots wait to be counted at `at`. */
bool secret_is_stopped(const struct poll *poll, int64_t at);

/* When the next open secret poll is stopped by its time, in ms; 0: none has one. Those stopped already come first. */
int64_t secret_deadline(const struct room *room);

/* S6: whether a ballot of this receipt was counted in the poll. */
bool secret_was_counted(const struct room *room, const struct poll *poll, const char *receipt);

#endif
