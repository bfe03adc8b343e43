/* tally_result: what came of a poll. See include/core/tally.h; rules V15 to V19 of RULES.md. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "core/tally.h"

enum { SCALE_STEPS = 21 };              /* a scale of up to as many values has a line for each */

/* The answers of one poll, the oldest first. */
struct answers {
    const struct answer **v;
    size_t n;
};

static int by_id(const void *a, const void *b)
{
    uint64_t x = (*(const struct answer *const *)a)->e.id, y = (*(const struct answer *const *)b)->e.id;
    return (x > y) - (x < y);
}

static struct answers answers_of(const struct room *room, const struct poll *poll)
{
    const struct kind_list *list = &room->live[KIND_ANSWER];
    struct answers answers = { .v = mem_zero(list->n, sizeof(*answers.v)) };
    for (size_t i = 0; i < list->n; i++)
        if (((const struct answer *)list->v[i])->poll == poll->e.id)
            answers.v[answers.n++] = (const struct answer *)list->v[i];
    if (answers.n > 1)
        qsort(answers.v, answers.n, sizeof(*answers.v), by_id);
    return answers;
}

bool majority_has(enum poll_majority majority, int64_t votes, int64_t base)
{
    static const struct {
        int64_t part, whole;
    } shares[] = {
        [MAJORITY_TWO_THIRDS] = { 2, 3 }, [MAJORITY_THREE_QUARTERS] = { 3, 4 }, [MAJORITY_UNANIMOUS] = { 1, 1 }
    };
    if (majority == MAJORITY_NONE || base <= 0)
        return false;
    if (majority == MAJORITY_SIMPLE)
        return 2 * votes > base;
    return votes * shares[majority].whole >= base * shares[majority].part;
}

static int by_value(const void *a, const void *b)
{
    int64_t x = (*(const struct answer *const *)a)->value, y = (*(const struct answer *const *)b)->value;
    return (x > y) - (x < y);
}

/* The number that stands at a place, from 1, when each is written as often as it was given. */
static int64_t value_at(const struct answers *sorted, int64_t place)
{
    for (size_t i = 0; i < sorted->n; i++) {
        place -= sorted->v[i]->count;
        if (place <= 0)
            return sorted->v[i]->value;
    }
    assert(false && "there are as many numbers as they count");
    return 0;
}

/* Twice the median of `n` numbers that stand behind the first `skip`. */
static int64_t middle(const struct answers *sorted, int64_t skip, int64_t n)
{
    return value_at(sorted, skip + (n + 1) / 2) + value_at(sorted, skip + n / 2 + 1);
}

/* V16: the quartiles are the medians of the halves; the middle number of an odd count is in neither. */
static struct spread spread_of(const struct answers *answers, uint64_t option)
{
    struct answers sorted = { .v = mem_zero(answers->n, sizeof(*sorted.v)) };
    struct spread spread = { 0 };
    int64_t n = 0;
    for (size_t i = 0; i < answers->n; i++) {
        if (answers->v[i]->option != option || answers->v[i]->count == 0)
            continue;
        sorted.v[sorted.n++] = answers->v[i];
        n += answers->v[i]->count;
    }
    if (sorted.n > 1)
        qsort(sorted.v, sorted.n, sizeof(*sorted.v), by_value);
    if (n > 0) {
        int64_t half = n / 2;
        spread = (struct spread){ .known = true, .median = middle(&sorted, 0, n) };
        spread.low = half == 0 ? spread.median : middle(&sorted, 0, half);
        spread.high = half == 0 ? spread.median : middle(&sorted, n - half, half);
    }
    mem_free(sorted.v);
    return spread;
}

static struct tally_line *add_line(struct tally *tally)
{
    tally->lines = mem_grow(tally->lines, tally->n_lines + 1, sizeof(*tally->lines));
    struct tally_line *line = &tally->lines[tally->n_lines++];
    *line = (struct tally_line){ 0 };
    return line;
}

static void add_options(struct tally *tally, const struct room *room, const struct poll *poll,
                        const struct answers *answers)
{
    size_t n;
    struct entity **options = room_sorted(room, KIND_OPTION, poll->e.id, &n);
    for (size_t i = 0; i < n; i++) {
        const struct option *option = (const struct option *)options[i];
        struct tally_line *line = add_line(tally);
        line->option = option->e.id;
        line->votes = option->votes;
        line->advice = option->advice;
        if (poll->type == POLL_SCALE)
            line->spread = spread_of(answers, option->e.id);
    }
    mem_free(options);
}

/* The line of a value; a new one where it has none yet. */
static struct tally_line *line_of_value(struct tally *tally, int64_t value)
{
    for (size_t i = 0; i < tally->n_lines; i++)
        if (tally->lines[i].value == value)
            return &tally->lines[i];
    struct tally_line *line = add_line(tally);
    line->value = value;
    return line;
}

static int lines_by_value(const void *a, const void *b)
{
    const struct tally_line *x = a, *y = b;
    return (x->value > y->value) - (x->value < y->value);
}

/* V15: first the values that can be given, where they are few; then those that were. */
static void add_values(struct tally *tally, const struct poll *poll, const struct answers *answers)
{
    static const int64_t most[] = {
        [POLL_YES_NO_ABSTAIN] = VALUE_ABSTAIN, [POLL_CONSENT] = CONSENT_OBJECTION, [POLL_FIST_TO_FIVE] = FIST_MAX
    };
    bool is_scale = poll->type == POLL_SCALE && poll->max - poll->min < SCALE_STEPS;
    int64_t first = is_scale ? poll->min : 0;
    int64_t last = is_scale ? poll->max : poll->type == POLL_NUMBER || poll->type == POLL_SCALE ? -1 : most[poll->type];
    for (int64_t value = first; value <= last; value++)
        line_of_value(tally, value);
    for (size_t i = 0; i < answers->n; i++) {
        struct tally_line *line = line_of_value(tally, answers->v[i]->value);
        line->votes += answers->v[i]->count;
        line->advice += answers->v[i]->advice;
    }
    if (tally->n_lines > 1)
        qsort(tally->lines, tally->n_lines, sizeof(*tally->lines), lines_by_value);
}

/* The most frequent words first; of equal ones those that were given first. */
static int by_count(const void *a, const void *b)
{
    const struct answer *x = *(const struct answer *const *)a, *y = *(const struct answer *const *)b;
    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    if (x->advice != y->advice)
        return x->advice < y->advice ? 1 : -1;
    return by_id(a, b);
}

static void add_texts(struct tally *tally, const struct answers *answers)
{
    if (answers->n > 1)
        qsort(answers->v, answers->n, sizeof(*answers->v), by_count);
    for (size_t i = 0; i < answers->n; i++) {
        struct tally_line *line = add_line(tally);
        line->text = answers->v[i]->text;
        line->votes = answers->v[i]->count;
        line->advice = answers->v[i]->advice;
    }
}

static bool is_of_words(const struct poll *poll)
{
    return poll->type == POLL_OPEN_TEXT || poll->type == POLL_WORDS;
}

static bool is_of_options(const struct room *room, const struct poll *poll)
{
    return poll_takes_options(poll) && (poll->type != POLL_SCALE || poll_count_options(room, poll->e.id) > 0);
}

/* An abstention leads nothing, and of numbers and free texts none does. */
static bool can_lead(const struct poll *poll, const struct tally_line *line)
{
    if (poll->type == POLL_NUMBER || poll->type == POLL_OPEN_TEXT)
        return false;
    return poll->type != POLL_YES_NO_ABSTAIN || line->value != VALUE_ABSTAIN;
}

static void find_leading(struct tally *tally, const struct poll *poll)
{
    int64_t most = 0;
    for (size_t i = 0; i < tally->n_lines; i++)
        if (can_lead(poll, &tally->lines[i]) && tally->lines[i].votes > most)
            most = tally->lines[i].votes;
    for (size_t i = 0; i < tally->n_lines; i++) {
        struct tally_line *line = &tally->lines[i];
        line->leads = most > 0 && line->votes == most && can_lead(poll, line);
        if (line->leads)
            tally->majority = majority_has((enum poll_majority)poll->majority, most, tally->weight - tally->abstained);
    }
}

/* V17: half of those who answered are as far apart as half of what can be answered. */
static bool is_wide(const struct spread *spread, int64_t range)
{
    return spread->known && range > 0 && spread->high - spread->low >= range;
}

static bool has_dissent(const struct poll *poll, const struct tally *tally)
{
    int64_t range = (poll->max - poll->min) * (poll->type == POLL_NUMBER ? 1000 : 1);
    bool dissent = (poll->type == POLL_SCALE || poll->type == POLL_NUMBER) && is_wide(&tally->spread, range);
    for (size_t i = 0; i < tally->n_lines; i++) {
        const struct tally_line *line = &tally->lines[i];
        bool against = (poll->type == POLL_CONSENT && line->value == CONSENT_OBJECTION) ||
                       (poll->type == POLL_FIST_TO_FIVE && line->value <= FIST_DISSENT);
        dissent =
            dissent || (against && line->votes > 0) || (poll->type == POLL_SCALE && is_wide(&line->spread, range));
    }
    return dissent;
}

static bool has_quorum(const struct poll *poll)
{
    return poll->quorum == 0 || (poll->eligible > 0 && poll->voters * 100 >= poll->quorum * poll->eligible);
}

struct tally tally_of(const struct room *room, const struct poll *poll)
{
    struct tally tally = { .voters = poll->voters,
                           .advisers = poll->advisers,
                           .eligible = poll->eligible,
                           .weight = poll->weight,
                           .quorum = has_quorum(poll) };
    struct answers answers = answers_of(room, poll);
    if (is_of_options(room, poll)) {
        add_options(&tally, room, poll, &answers);
    } else if (is_of_words(poll)) {
        add_texts(&tally, &answers);
    } else {
        add_values(&tally, poll, &answers);
        if (poll->type == POLL_SCALE || poll->type == POLL_NUMBER || poll->type == POLL_FIST_TO_FIVE)
            tally.spread = spread_of(&answers, 0);
    }
    if (poll->type == POLL_YES_NO_ABSTAIN)
        tally.abstained = line_of_value(&tally, VALUE_ABSTAIN)->votes;
    find_leading(&tally, poll);
    tally.dissent = has_dissent(poll, &tally);
    mem_free(answers.v);
    return tally;
}

void tally_free(struct tally *tally)
{
    mem_free(tally->lines);
    *tally = (struct tally){ 0 };
}

/* In whose name a ballot was cast: its delegation's, or that of the person who cast it. */
static uint64_t delegation_of(const struct room *room, const struct ballot *ballot)
{
    const struct person *person = room_person(room, ballot->person);
    uint64_t delegation = ballot->delegation != 0 ? ballot->delegation : person == NULL ? 0 : person->delegation;
    return room_delegation(room, delegation) == NULL ? 0 : delegation;
}

/* Which line counts a cell; NULL: none. */
static const struct tally_line *line_of_cell(const struct room *room, const struct poll *poll,
                                             const struct tally *tally, const struct cell *cell)
{
    const struct answer *answer = is_of_words(poll) ? room_answer_of(room, poll, cell) : NULL;
    for (size_t i = 0; i < tally->n_lines; i++) {
        const struct tally_line *line = &tally->lines[i];
        bool is = answer != NULL ? line->text == answer->text
                                 : line->option == cell->option && (cell->option != 0 || line->value == cell->value);
        if (is)
            return line;
    }
    return NULL;
}

static void share_ballot(struct tally_share *share, const struct room *room, const struct poll *poll,
                         const struct tally *tally, const struct ballot *ballot)
{
    const struct vote vote = vote_of_ballot(ballot);
    struct cells cells = cells_of(poll, &vote);
    share->voters++;
    for (size_t i = 0; i < cells.n; i++) {
        const struct tally_line *line = line_of_cell(room, poll, tally, &cells.v[i]);
        assert(line != NULL);
        int64_t each = line->option == 0 ? 1 : cell_votes(poll, &cells.v[i], tally->n_lines);
        share->votes[line - tally->lines] += each * ballot->weight;
    }
    cells_free(&cells);
}

struct tally_share *tally_shares(const struct room *room, const struct poll *poll, const struct tally *tally, size_t *n)
{
    size_t n_delegations, at = 0;
    struct entity **delegations = room_sorted(room, KIND_DELEGATION, 0, &n_delegations);
    struct tally_share *shares = mem_zero(n_delegations + 1, sizeof(*shares));
    struct map places = { 0 };
    for (size_t i = 0; i <= n_delegations; i++) {
        shares[i].delegation = i < n_delegations ? delegations[i]->id : 0;
        map_put(&places, shares[i].delegation, &shares[i]);
    }
    mem_free(delegations);
    const struct kind_list *ballots = &room->live[KIND_BALLOT];
    for (size_t i = 0; i < ballots->n; i++) {
        const struct ballot *ballot = (const struct ballot *)ballots->v[i];
        if (ballot->poll != poll->e.id || ballot->advisory)
            continue;
        struct tally_share *share = map_get(&places, delegation_of(room, ballot));
        if (share->votes == NULL)
            share->votes = mem_zero(tally->n_lines, sizeof(*share->votes));
        share_ballot(share, room, poll, tally, ballot);
    }
    map_free(&places);
    for (size_t i = 0; i <= n_delegations; i++)
        if (shares[i].voters > 0)
            shares[at++] = shares[i];
    *n = at;
    return shares;
}

void tally_shares_free(struct tally_share *shares, size_t n)
{
    for (size_t i = 0; i < n; i++)
        mem_free(shares[i].votes);
    mem_free(shares);
}
