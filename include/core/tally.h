/*
 * tally: what ballots say, and what came of a poll. Rules V12 to V19 of RULES.md.
 *
 * Whatever its type, a ballot says a few cells: "3 for this option", "second place", "these words". Cells are what is counted:
 * into option.votes and into answers. Named and secret ballots are counted by the same functions; the page computes results
 * alike (client/src/rules/tally.ts, with the same vectors in tests/vectors/tally).
 */
#ifndef PLENARY_CORE_TALLY_H
#define PLENARY_CORE_TALLY_H

#include "core/room.h"

/* The values of answers that are words of their own (V12). */
enum { VALUE_YES, VALUE_NO, VALUE_ABSTAIN };
enum { DATE_YES, DATE_IF_NEED_BE, DATE_NO };
enum { CONSENT_AGREE, CONSENT_CONCERN, CONSENT_OBJECTION };
enum { FIST_MAX = 5, FIST_DISSENT = 1 };    /* fist to five: up to this one cannot live with it */

/* The words of one vote, borrowed from a ballot or from the arguments of a command. */
struct vote {
    uint64_t option;
    const struct ids *options;
    const struct ints *values;
    const char *text;               /* NULL: none */
};

struct vote vote_of_args(const struct args_ballot *args);
struct vote vote_of_ballot(const struct ballot *ballot);

/*
 * V12: whether a vote has the form that the type of its poll asks for. CODE_BAD_ARGUMENT, CODE_NOT_FOUND (an option of
 * another poll), CODE_TOO_LONG (a word of more than 64 code points). `n_options`: of the poll (poll_count_options).
 */
enum code vote_check(const struct room *room, const struct poll *poll, size_t n_options, const struct vote *vote);

/* One thing that a vote says. */
struct cell {
    uint64_t option;                /* 0: none */
    int64_t value;
    char *text;                     /* owned; NULL: none */
};

struct cells {
    struct cell *v;                 /* owned */
    size_t n, cap;
};

/* The cells of a vote that passed vote_check, in its order. Free with cells_free. */
struct cells cells_of(const struct poll *poll, const struct vote *vote);
void cells_free(struct cells *cells);

/*
 * For apply functions: count a cell with the weight `by`, below 0 out again (V13). Touches the option and the answer, and makes
 * or removes the answer. The caller sees to poll.voters, poll.weight and poll.advisers.
 */
void cell_count(struct room *room, const struct poll *poll, size_t n_options, const struct cell *cell, int64_t by,
                bool advisory);

/* How many new answers the cells would need; with those there are they stay below LIMIT_ANSWERS. */
size_t cells_new(const struct room *room, const struct poll *poll, const struct cells *cells);

/* What one unit of weight adds to the votes of the cell's option: 0 where it has none (V13). `n_options`: of the poll. */
int64_t cell_votes(const struct poll *poll, const struct cell *cell, size_t n_options);

/* Whether polls of the type keep answers beside option.votes, and whether they have options at all. */
bool poll_keeps_answers(const struct poll *poll);
bool poll_takes_options(const struct poll *poll);

size_t poll_count_options(const struct room *room, uint64_t poll);

/* The answer that counts such cells, or NULL. Words are the same but for the case of A to Z; the first spelling is kept. */
struct answer *room_answer_of(const struct room *room, const struct poll *poll, const struct cell *cell);

/* V16: median and quartiles of numbers, as twice their values, so that halves are whole. */
struct spread {
    bool known;                     /* there was a number */
    int64_t median, low, high;
};

/* One possible answer and what it got (V15). */
struct tally_line {
    uint64_t option;                /* 0: it is a value or words */
    int64_t value;
    const char *text;               /* borrowed from an answer */
    int64_t votes, advice;
    bool leads;                     /* the most votes, more than one line where they tie */
    struct spread spread;           /* of the ratings of this option */
};

struct tally {
    int64_t voters, advisers, eligible;
    int64_t weight;                 /* of all ballots, advisory ones aside */
    int64_t abstained;              /* weight of abstentions */
    bool quorum;                    /* it is met, or none is asked */
    bool majority;                  /* what leads has the share that is asked; false where none is */
    bool dissent;                   /* V17 */
    struct spread spread;           /* of the numbers given, where the poll has no options */
    struct tally_line *lines;       /* owned */
    size_t n_lines;
};

/* The result as the room holds it now, whoever may see it. Free with tally_free. */
struct tally tally_of(const struct room *room, const struct poll *poll);
void tally_free(struct tally *tally);

/* V18: whether `votes` of `base` are the share that the majority asks for; MAJORITY_NONE: false. */
bool majority_has(enum poll_majority majority, int64_t votes, int64_t base);

/* V19: what the ballots of one delegation said, by the lines of the tally. */
struct tally_share {
    uint64_t delegation;            /* 0: those who speak for none */
    int64_t voters;
    int64_t *votes;                 /* owned; as many as the tally has lines */
};

/*
 * The breakdown of a poll whose ballots are kept, advisory ones aside, in the order of the delegations, those without any
 * ballot left out. The caller frees it with tally_shares_free.
 */
struct tally_share *tally_shares(const struct room *room, const struct poll *poll, const struct tally *tally, size_t *n);
void tally_shares_free(struct tally_share *shares, size_t n);

#endif
