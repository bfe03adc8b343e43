/* tally: the form of votes, and counting what they say. See include/core/tally.h; rules V12 and V13 of RULES.md. */
#include "core/tally.h"

#include <assert.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "core/field_check.h"
#include "core/kind_rows.h"
#include "core/limits.h"
#include "core/room_inside.h"

enum { WORDS_USUAL = 5 };               /* words that one may give where the poll does not say */

/* What a type takes; a rating grid is a scale with options. */
struct form {
    bool option, options, values, text;
};

static const struct form forms[] = {
    [POLL_SINGLE] = { .option = true },
    [POLL_MULTIPLE] = { .options = true },
    [POLL_YES_NO_ABSTAIN] = { .values = true },
    [POLL_SCALE] = { .options = true, .values = true },
    [POLL_RANKING] = { .options = true },
    [POLL_POINTS] = { .options = true, .values = true },
    [POLL_OPEN_TEXT] = { .text = true },
    [POLL_WORDS] = { .text = true },
    [POLL_NUMBER] = { .values = true },
    [POLL_DATE] = { .options = true, .values = true },
    [POLL_CONSENT] = { .values = true, .text = true },
    [POLL_FIST_TO_FIVE] = { .values = true },
};

struct vote vote_of_args(const struct args_ballot *args)
{
    return (struct vote){ args->option, &args->options, &args->values, args->text };
}

struct vote vote_of_ballot(const struct ballot *ballot)
{
    return (struct vote){ ballot->option, &ballot->options, &ballot->values, ballot->text };
}

bool poll_keeps_answers(const struct poll *poll)
{
    return poll->type != POLL_SINGLE && poll->type != POLL_MULTIPLE;
}

bool poll_takes_options(const struct poll *poll)
{
    return forms[poll->type].option || forms[poll->type].options;
}

size_t poll_count_options(const struct room *room, uint64_t poll)
{
    const struct kind_list *options = &room->live[KIND_OPTION];
    size_t n = 0;
    for (size_t i = 0; i < options->n; i++)
        n += ((const struct option *)options->v[i])->poll == poll;
    return n;
}

/* V9: every option is one of the poll's. */
static bool options_fit(const struct room *room, const struct poll *poll, const struct ids *options)
{
    for (uint32_t i = 0; i < options->n; i++) {
        const struct option *option = room_option(room, options->v[i]);
        if (option == NULL || option->poll != poll->e.id)
            return false;
    }
    return true;
}

static bool values_between(const struct ints *values, int64_t min, int64_t max)
{
    for (uint32_t i = 0; i < values->n; i++)
        if (values->v[i] < min || values->v[i] > max)
            return false;
    return true;
}

/* One value, for a poll that asks for no more. */
static bool one_between(const struct vote *vote, int64_t min, int64_t max)
{
    return vote->values->n == 1 && values_between(vote->values, min, max);
}

/* One value for each option that is answered to. */
static bool each_between(const struct vote *vote, int64_t min, int64_t max)
{
    return vote->options->n > 0 && vote->values->n == vote->options->n && values_between(vote->values, min, max);
}

static bool scale_fits(const struct poll *poll, const struct vote *vote, size_t n_options)
{
    if (n_options == 0)
        return vote->options->n == 0 && one_between(vote, poll->min, poll->max);
    return vote->options->n == n_options && each_between(vote, poll->min, poll->max);
}

static bool points_fit(const struct poll *poll, const struct vote *vote)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < vote->values->n; i++)
        sum += vote->values->v[i];
    int64_t most = poll->per_option_max == 0 ? poll->points : poll->per_option_max;
    return each_between(vote, 0, most) && sum <= poll->points;
}

static bool number_fits(const struct poll *poll, const struct vote *vote)
{
    if (poll->min == 0 && poll->max == 0)
        return one_between(vote, -VALUE_MAX, VALUE_MAX);
    return one_between(vote, poll->min * 1000, poll->max * 1000);
}

/* Of several: from `least` to `most` (0: all there are). */
static bool number_of_options_fits(const struct vote *vote, int64_t least, int64_t most, size_t n_options)
{
    int64_t n = (int64_t)vote->options->n;
    return n >= least && n <= (most == 0 ? (int64_t)n_options : most);
}

/* Without white space around it; NULL when nothing is left. The caller owns it. */
static char *trimmed(const char *text, size_t n)
{
    static const char space[] = " \t\r\n";
    while (n > 0 && strchr(space, text[0]) != NULL)
        text++, n--;
    while (n > 0 && strchr(space, text[n - 1]) != NULL)
        n--;
    return n == 0 ? NULL : mem_copy_bytes(text, n);
}

/* Spaces inside become single ones. */
static void single_spaces(char *text)
{
    char *to = text;
    for (const char *from = text; *from != '\0'; from++)
        if ((*from != ' ' && *from != '\t') || to[-1] != ' ')
            *to++ = *from == '\t' ? ' ' : *from;
    *to = '\0';
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool same_words(const char *a, const char *b)
{
    if (a == NULL || b == NULL)
        return a == b;
    while (*a != '\0' && lower(*a) == lower(*b))
        a++, b++;
    return *a == *b;
}

static void push(struct cells *cells, uint64_t option, int64_t value, char *text)
{
    if (cells->n == cells->cap) {
        cells->cap = cells->cap == 0 ? 4 : cells->cap * 2;
        cells->v = mem_grow(cells->v, cells->cap, sizeof(*cells->v));
    }
    cells->v[cells->n++] = (struct cell){ option, value, text };
}

static bool has_word(const struct cells *cells, const char *word)
{
    for (size_t i = 0; i < cells->n; i++)
        if (same_words(cells->v[i].text, word))
            return true;
    return false;
}

/* A word or phrase a line; the same one twice says it once. */
static void push_words(struct cells *cells, const char *text)
{
    while (text != NULL) {
        const char *end = strchr(text, '\n');
        char *word = trimmed(text, end == NULL ? strlen(text) : (size_t)(end - text));
        if (word != NULL)
            single_spaces(word);
        if (word != NULL && !field_text_blank(word) && !has_word(cells, word))
            push(cells, 0, 0, word);
        else
            mem_free(word);
        text = end == NULL ? NULL : end + 1;
    }
}

static enum code words_check(const struct poll *poll, const struct vote *vote)
{
    struct cells cells = { 0 };
    push_words(&cells, vote->text);
    int64_t most = poll->max == 0 ? WORDS_USUAL : poll->max;
    enum code code = cells.n >= 1 && (int64_t)cells.n <= most ? CODE_OK : CODE_BAD_ARGUMENT;
    for (size_t i = 0; i < cells.n && code == CODE_OK; i++)
        if (utf8_length(cells.v[i].text) > LIMIT_NAME)
            code = CODE_TOO_LONG;
    cells_free(&cells);
    return code;
}

static bool type_fits(const struct poll *poll, const struct vote *vote, size_t n_options)
{
    switch ((enum poll_type)poll->type) {
    case POLL_SINGLE:
        return vote->option != 0;
    case POLL_MULTIPLE:
        return number_of_options_fits(vote, poll->min, poll->max, n_options);
    case POLL_YES_NO_ABSTAIN:
        return one_between(vote, VALUE_YES, VALUE_ABSTAIN);
    case POLL_SCALE:
        return scale_fits(poll, vote, n_options);
    case POLL_RANKING:
        return number_of_options_fits(vote, 1, poll->max, n_options);
    case POLL_POINTS:
        return points_fit(poll, vote);
    case POLL_OPEN_TEXT:
        return !field_text_blank(vote->text);
    case POLL_WORDS:
        return true;
    case POLL_NUMBER:
        return number_fits(poll, vote);
    case POLL_DATE:
        return each_between(vote, DATE_YES, DATE_NO);
    case POLL_CONSENT:
        return one_between(vote, CONSENT_AGREE, CONSENT_OBJECTION) &&
               (vote->values->v[0] != CONSENT_OBJECTION || !field_text_blank(vote->text));
    case POLL_FIST_TO_FIVE:
        return one_between(vote, 0, FIST_MAX);
    }
    return false;
}

enum code vote_check(const struct room *room, const struct poll *poll, size_t n_options, const struct vote *vote)
{
    const struct form *form = &forms[poll->type];
    if ((vote->option != 0 && !form->option) || (vote->options->n > 0 && !form->options) ||
        (vote->values->n > 0 && !form->values) || (vote->text != NULL && !form->text))
        return CODE_BAD_ARGUMENT;
    const struct ids one = { .v = &(uint64_t){ vote->option }, .n = vote->option != 0 };
    if (!options_fit(room, poll, vote->options) || !options_fit(room, poll, &one))
        return CODE_NOT_FOUND;
    if (!type_fits(poll, vote, n_options))
        return CODE_BAD_ARGUMENT;
    return poll->type == POLL_WORDS ? words_check(poll, vote) : CODE_OK;
}

struct cells cells_of(const struct poll *poll, const struct vote *vote)
{
    struct cells cells = { 0 };
    char *text = vote->text == NULL || field_text_blank(vote->text) ? NULL : trimmed(vote->text, strlen(vote->text));
    if (poll->type == POLL_SINGLE)
        push(&cells, vote->option, 0, NULL);
    for (uint32_t i = 0; i < vote->options->n; i++)
        push(&cells, vote->options->v[i],
             poll->type == POLL_RANKING ? (int64_t)i + 1
             : vote->values->n > i      ? vote->values->v[i]
                                        : 0,
             NULL);
    if (poll->type == POLL_WORDS) {
        push_words(&cells, vote->text);
    } else if (vote->options->n == 0 && (vote->values->n > 0 || text != NULL)) {
        push(&cells, 0, vote->values->n > 0 ? vote->values->v[0] : 0, text);
        text = NULL;
    }
    mem_free(text);
    return cells;
}

void cells_free(struct cells *cells)
{
    for (size_t i = 0; i < cells->n; i++)
        mem_free(cells->v[i].text);
    mem_free(cells->v);
    *cells = (struct cells){ 0 };
}

int64_t cell_votes(const struct poll *poll, const struct cell *cell, size_t n_options)
{
    if (cell->option == 0)
        return 0;
    switch ((enum poll_type)poll->type) {
    case POLL_RANKING:
        return (int64_t)n_options - cell->value;
    case POLL_POINTS:
    case POLL_SCALE:
        return cell->value;
    case POLL_DATE:
        return cell->value == DATE_YES;
    default:
        return 1;
    }
}

/* The key of room->answers: words as a hash of them in lower case, since a key is short. */
enum { ANSWER_KEY = 24 + HASH_BYTES };

static void answer_key(uint8_t key[ANSWER_KEY], uint64_t poll, const struct cell *cell)
{
    size_t n = cell->text == NULL ? 0 : strlen(cell->text);
    char *words = mem_copy_bytes(cell->text == NULL ? "" : cell->text, n);
    for (size_t i = 0; i < n; i++)
        words[i] = lower(words[i]);
    hash_be64(key, poll);
    hash_be64(key + 8, cell->option);
    hash_be64(key + 16, (uint64_t)cell->value);
    hash_bytes(key + 24, words, n);
    mem_free(words);
}

static struct cell cell_of_answer(const struct answer *answer)
{
    return (struct cell){ answer->option, answer->value, answer->text };
}

struct answer *room_answer_of(const struct room *room, const struct poll *poll, const struct cell *cell)
{
    uint8_t key[ANSWER_KEY];
    answer_key(key, poll->e.id, cell);
    return keymap_get(&room->answers, key, sizeof(key));
}

bool room_index_answer(struct room *room, struct answer *answer)
{
    uint8_t key[ANSWER_KEY];
    const struct cell cell = cell_of_answer(answer);
    answer_key(key, answer->poll, &cell);
    if (keymap_get(&room->answers, key, sizeof(key)) != NULL)
        return false;
    keymap_put(&room->answers, key, sizeof(key), answer);
    return true;
}

void room_unindex_answer(struct room *room, const struct answer *answer)
{
    uint8_t key[ANSWER_KEY];
    const struct cell cell = cell_of_answer(answer);
    answer_key(key, answer->poll, &cell);
    keymap_remove(&room->answers, key, sizeof(key));
}

size_t cells_new(const struct room *room, const struct poll *poll, const struct cells *cells)
{
    size_t n = 0;
    for (size_t i = 0; poll_keeps_answers(poll) && i < cells->n; i++)
        n += room_answer_of(room, poll, &cells->v[i]) == NULL;
    return n;
}

static struct answer *make_answer(struct room *room, const struct poll *poll, const struct cell *cell)
{
    struct answer *answer = (struct answer *)room_create(room, KIND_ANSWER);
    answer->poll = poll->e.id;
    answer->option = cell->option;
    answer->value = cell->value;
    answer->text = mem_copy_text(cell->text);
    bool is_new = room_index_answer(room, answer);
    assert(is_new);
    return answer;
}

static void count_answer(struct room *room, const struct poll *poll, const struct cell *cell, int64_t by, bool advisory)
{
    struct answer *answer = room_answer_of(room, poll, cell);
    if (answer == NULL)
        answer = make_answer(room, poll, cell);
    room_touch(room, &answer->e);
    *(advisory ? &answer->advice : &answer->count) += by;
    assert(answer->count >= 0 && answer->advice >= 0);
    if (answer->count == 0 && answer->advice == 0)
        room_remove(room, &answer->e);
}

void cell_count(struct room *room, const struct poll *poll, size_t n_options, const struct cell *cell, int64_t by,
                bool advisory)
{
    int64_t votes = by * cell_votes(poll, cell, n_options);
    struct option *option = room_option(room, cell->option);
    assert((option != NULL) == (cell->option != 0));
    if (votes != 0) {
        room_touch(room, &option->e);
        *(advisory ? &option->advice : &option->votes) += votes;
    }
    if (poll_keeps_answers(poll))
        count_answer(room, poll, cell, by, advisory);
}
