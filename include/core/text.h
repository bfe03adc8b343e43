/*
 * text: fields that are drafted together.
 *
 * The words of such a field (FIELD_COEDITED) stand where they always stood, in the struct ml of their owner: rules, exports
 * and columns read them there. Beside it there is one entity of kind text for each (owner, field, language) that ever had
 * a word. It is the head of a history: its words are the fold of its operations over the empty text, and `rev` counts them.
 * Every change of the words, whoever makes it and by whatever command, is one operation, so that whoever holds an older
 * revision can be told what happened since, and whoever wrote on one can be understood.
 *
 * The newest operations are kept in memory, in the text's window. It is no part of the room's state: it may hold more or
 * less, or nothing (after loading), and only readers and late writers notice. It always ends at the text's rev.
 *
 * Rules O1 to O12 of RULES.md; P33 to P40 of PROTOCOL.md. Limits: LIMIT_WINDOW_OPS, LIMIT_WINDOW_BYTES, LIMIT_WINDOWS_BYTES.
 */
#ifndef PLENARY_CORE_TEXT_H
#define PLENARY_CORE_TEXT_H

#include "core/ot.h"
#include "core/room.h"

/* One operation of a text, leading from rev - 1 to rev. */
struct text_op {
    int64_t rev;
    uint64_t seq;               /* of the change that made it */
    struct ot_op op;
};

/* What of a text's history is in memory: without gaps, ascending, the last one leads to the text's rev. */
struct text_window {
    struct text_op *v;
    size_t n, cap;
    size_t bytes;               /* about what the operations take */
    uint64_t from;              /* every operation with a seq above this is here */
#ifdef PLENARY_PARANOID
    char *base;                 /* the text before the first of them; NULL: not known */
#endif
};

/* The row of that co-edited field (enum text_field) in a kind; NULL: the kind has none. And the other way round. */
const struct field *text_row(enum kind kind, uint8_t field);
enum text_field text_field_of(const struct field *row);

/* The text of a live owner's field in a language; NULL: it never had a word. */
struct text *text_find(const struct room *room, uint64_t of, uint8_t field, uint8_t lang);

/* What it says now; "" when nothing. Borrowed from its owner. */
const char *text_words(const struct room *room, const struct text *text);

/*
 * The operations of the window with a seq above `since`, ascending; *n how many. Only when text_knows is true are they all
 * there are. For the store: those of a commit are the ones with a seq above that before its first change, and all are
 * there until room_clean, also those of a text that was removed after they were made.
 */
const struct text_op *text_since(const struct text *text, uint64_t since, size_t *n);
bool text_knows(const struct text *text, uint64_t since);

/*
 * Whether the command needs operations that are not in memory, because it was written on an old revision: those of *text
 * after *rev. Then it must not be run before text_put_older, or it is refused `busy`. False for a command that is refused
 * anyway for its form, for all other commands, and for what is not there.
 */
bool room_lacks(const struct room *room, const struct command *cmd, uint64_t *text, int64_t *rev);

/*
 * Put older operations before the window: `ops` are ascending without gaps, as the store gives them; those that are there
 * already are skipped. The operations are taken over, and the array's elements emptied. False, and nothing is put: they do
 * not reach the window (it was trimmed meanwhile, or not all were fetched), or the text is gone; ask room_lacks again.
 */
bool text_put_older(struct room *room, uint64_t text, struct text_op *ops, size_t n);

/*
 * Whether the window is as it says: without gaps up to the text's rev, the last operation of the text's last change. A
 * paranoid build also folds it, from the text before it where that is known, and compares the words.
 */
bool text_window_ok(const struct room *room, const struct text *text);

/* For room.c: free the window of a text; after a commit, free those of texts that are gone, bring the others
 * back to their limits. */
void text_forget(struct room *room, struct text *text);
void text_trim(struct room *room);

/*
 * For apply functions only. Each makes at most one operation for each text, touches the texts that change, and touches the
 * owner when readers must see another source, other outdated marks or another set of languages; otherwise it is saved only.
 * A text that gets its first word is created. Nothing happens where the words are the same.
 *
 * text_put: `op` is applied to the words as they are now, which are long enough for it.
 * text_set: the words become `words` ("" empties), by the operation that ot_diff gives.
 * text_merge: field_merge for a co-edited row: `given` is what a command gave in its member, emptied. The caller touches.
 */
void text_put(struct room *room, struct entity *owner, const struct field *row, enum lang lang, const struct ot_op *op);
void text_set(struct room *room, struct entity *owner, const struct field *row, enum lang lang, const char *words);
void text_merge(struct room *room, struct entity *owner, const struct field *row, struct ml *given);

/*
 * `op`, written on revision `rev` of the text (NULL: of the empty text), as it reads now: transformed against every
 * operation since, on the left side (an arriving insert stands before what is there). The window reaches back to rev. The
 * caller clears the result.
 */
struct ot_op text_arrive(const struct text *text, int64_t rev, const struct ot_op *op);

#endif
