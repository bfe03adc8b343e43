/*
 * replay: a room folded from its history.
 *
 * Each change is decoded from its row as it came from a client (codec_command), run through core by the actor it was
 * recorded with and at that time, and must give the seq and the result that were recorded. So the room after change N is
 * what it was then, and a file proves its own state: `plenary verify` compares the two. The chain is taken over as
 * recorded: whether it is right is checked by who reads the rows.
 *
 * Texts keep every operation while a room is folded (nothing is trimmed), so that one that is based on any older revision
 * finds what it needs. Whatever is in a row, nothing here asserts on it. Owned by one thread; no clock.
 */
#ifndef PLENARY_APP_REPLAY_H
#define PLENARY_APP_REPLAY_H

#include "core/history.h"

struct replay {
    struct room *room;          /* as it is after the last step that succeeded; read it between steps */
    char message[200];          /* why a step failed, a sentence */
};

/* From nothing, or from `base`: what a room was when its history began to be foldable. The replay takes it over. */
void replay_init(struct replay *replay, struct room *base);
void replay_free(struct replay *replay);

/*
 * Run the next change. `change` is only borrowed: its verb is any text, its body JSON or NULL when erased; chain, client
 * and number are those recorded. False: it cannot be run, or gives something else than was recorded; the message says
 * what, and the replay is then only good for freeing.
 */
bool replay_step(struct replay *replay, const struct change *change);

/*
 * Whether `stored` is what the history folds to: every entity and tombstone, through the field rows, and where the numbers
 * stand. False: the message names the first difference.
 */
bool replay_equals(struct replay *replay, const struct room *stored);

/* The room, clean, for the caller to own; the replay is empty afterwards. */
struct room *replay_take(struct replay *replay);

#endif
