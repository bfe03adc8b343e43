/* kind_poll: polls, their options and named ballots, as rows. See include/core/field.h. */
#include <stddef.h>

#include "core/kind_rows.h"
#include "core/limits.h"

static const char *const poll_type_words[] = { "single", "multiple", "yes_no_abstain", "scale",
    "ranking", "points", "open_text", "words", "number", "date", "consent", "fist_to_five", NULL };
static const char *const poll_secrecy_words[] = { "named", "unattributed", "secret", NULL };
static const char *const poll_unit_words[] = { "person", "delegation", NULL };
static const char *const poll_results_words[] = { "live", "after", NULL };
static const char *const poll_purpose_words[] = { "decision", "pulse", "evaluation", "before", "after", NULL };
static const char *const poll_majority_words[] = { "none", "simple", "two_thirds", "three_quarters",
    "unanimous", NULL };
static const char *const poll_state_words[] = { "prepared", "open", "closed", "void", NULL };

const struct field poll_rows[ROWS_POLL] = {
    { .name = "item", .type = FIELD_REF, .offset = offsetof(struct poll, item),
      .ref = KIND_ITEM, .reads = READ_ALL, .flags = FIELD_SET,
      .doc = "The agenda item it belongs to." },
    { .name = "question", .type = FIELD_ML, .offset = offsetof(struct poll, question),
      .max = LIMIT_TITLE, .reads = READ_ALL, .flags = FIELD_SET | FIELD_REQUIRED,
      .doc = "What is asked." },
    { .name = "type", .type = FIELD_ENUM, .offset = offsetof(struct poll, type),
      .reads = READ_ALL, .flags = FIELD_SET, .words = poll_type_words,
      .doc = "How it is answered." },
    { .name = "secrecy", .type = FIELD_ENUM, .offset = offsetof(struct poll, secrecy),
      .reads = READ_ALL, .flags = FIELD_SET, .words = poll_secrecy_words,
      .doc = "Who can know who answered what." },
    { .name = "unit", .type = FIELD_ENUM, .offset = offsetof(struct poll, unit),
      .reads = READ_ALL, .flags = FIELD_SET, .words = poll_unit_words,
      .doc = "Whose answer counts once." },
    { .name = "points", .type = FIELD_INT, .offset = offsetof(struct poll, points),
      .min = 0, .max = POINTS_MAX, .reads = READ_ALL, .flags = FIELD_SET,
      .doc = "Points each voter gives." },
    { .name = "per_option_max", .type = FIELD_INT, .offset = offsetof(struct poll, per_option_max),
      .min = 0, .max = POINTS_MAX, .reads = READ_ALL, .flags = FIELD_SET,
      .doc = "Most points for one option." },
    { .name = "min", .type = FIELD_INT, .offset = offsetof(struct poll, min),
      .min = -SCALE_MAX, .max = SCALE_MAX, .reads = READ_ALL, .flags = FIELD_SET,
      .doc = "Low end of a scale or number; of several: fewest that are chosen." },
    { .name = "max", .type = FIELD_INT, .offset = offsetof(struct poll, max),
      .min = -SCALE_MAX, .max = SCALE_MAX, .reads = READ_ALL, .flags = FIELD_SET,
      .doc = "High end of a scale or number; of several: most that are chosen." },
    { .name = "labels", .type = FIELD_TEXTS, .offset = offsetof(struct poll, labels),
      .max = LIMIT_TITLE, .reads = READ_ALL, .flags = FIELD_SET,
      .doc = "Words for the ends of a scale." },
    { .name = "results", .type = FIELD_ENUM, .offset = offsetof(struct poll, results),
      .reads = READ_ALL, .flags = FIELD_SET, .words = poll_results_words,
      .doc = "Whether the room sees them while it is open, or after." },
    { .name = "purpose", .type = FIELD_ENUM, .offset = offsetof(struct poll, purpose),
      .reads = READ_ALL, .flags = FIELD_SET, .words = poll_purpose_words,
      .doc = "A decision, the pulse of a day, the closing evaluation, or a question asked before and after." },
    { .name = "pair", .type = FIELD_REF, .offset = offsetof(struct poll, pair),
      .ref = KIND_POLL, .reads = READ_ALL, .flags = FIELD_SET | FIELD_PAST,
      .doc = "Of one asked after: the poll that asked the same before." },
    { .name = "quorum", .type = FIELD_INT, .offset = offsetof(struct poll, quorum),
      .min = 0, .max = PERCENT_MAX, .reads = READ_ALL, .flags = FIELD_SET,
      .doc = "Percent of the roll who have to vote." },
    { .name = "majority", .type = FIELD_ENUM, .offset = offsetof(struct poll, majority),
      .reads = READ_ALL, .flags = FIELD_SET, .words = poll_majority_words,
      .doc = "What the leading answer needs of the votes that are no abstention." },
    { .name = "weighted", .type = FIELD_BOOL, .offset = offsetof(struct poll, weighted),
      .reads = READ_ALL, .flags = FIELD_SET, .doc = "By the weights of the delegations." },
    { .name = "advisory", .type = FIELD_BOOL, .offset = offsetof(struct poll, advisory),
      .reads = READ_ALL, .flags = FIELD_SET, .doc = "Observers answer too, counted apart." },
    { .name = "seconds", .type = FIELD_INT, .offset = offsetof(struct poll, seconds),
      .min = 0, .max = LIMIT_DURATION_S, .reads = READ_ALL, .flags = FIELD_SET,
      .doc = "The timer it is prepared with." },
    { .name = "state", .type = FIELD_ENUM, .offset = offsetof(struct poll, state),
      .reads = READ_ALL, .words = poll_state_words, .doc = "Prepared, open, closed or void." },
    { .name = "opened_at", .type = FIELD_TIME, .offset = offsetof(struct poll, opened_at),
      .max = INT64_MAX, .reads = READ_ALL, .doc = "When it was opened." },
    { .name = "closes_at", .type = FIELD_TIME, .offset = offsetof(struct poll, closes_at),
      .max = INT64_MAX, .reads = READ_ALL, .doc = "When its timer closes it." },
    { .name = "closed_at", .type = FIELD_TIME, .offset = offsetof(struct poll, closed_at),
      .max = INT64_MAX, .reads = READ_ALL, .doc = "When it was closed." },
    { .name = "voters", .type = FIELD_INT, .offset = offsetof(struct poll, voters),
      .max = INT64_MAX, .reads = READ_ALL, .doc = "Ballots cast, advisory ones aside." },
    { .name = "weight", .type = FIELD_INT, .offset = offsetof(struct poll, weight),
      .max = INT64_MAX, .reads = READ_ALL, .doc = "Weight of these ballots together." },
    { .name = "advisers", .type = FIELD_INT, .offset = offsetof(struct poll, advisers),
      .max = INT64_MAX, .reads = READ_ALL, .doc = "Advisory ballots cast." },
    { .name = "eligible", .type = FIELD_INT, .offset = offsetof(struct poll, eligible),
      .max = INT64_MAX, .reads = READ_ALL, .doc = "How many are on the roll." },
    { .name = "round", .type = FIELD_INT, .offset = offsetof(struct poll, round),
      .max = INT64_MAX, .reads = READ_ALL, .doc = "How many rounds there were before." },
    { .name = "previous", .type = FIELD_REF, .offset = offsetof(struct poll, previous),
      .ref = KIND_POLL, .reads = READ_ALL, .flags = FIELD_PAST, .doc = "The round before." },
    { .name = "pos", .type = FIELD_INT, .offset = offsetof(struct poll, pos),
      .min = 1, .max = INT64_MAX, .reads = READ_ALL, .doc = "Its place in the list." },
};

const struct field option_rows[ROWS_OPTION] = {
    { .name = "poll", .type = FIELD_REF, .offset = offsetof(struct option, poll),
      .ref = KIND_POLL, .reads = READ_ALL, .flags = FIELD_SET | FIELD_REQUIRED,
      .doc = "The poll it belongs to." },
    { .name = "text", .type = FIELD_ML, .offset = offsetof(struct option, text),
      .max = LIMIT_TITLE, .reads = READ_ALL, .flags = FIELD_SET | FIELD_REQUIRED,
      .doc = "The answer." },
    { .name = "action", .type = FIELD_REF, .offset = offsetof(struct option, action),
      .ref = KIND_ROW, .reads = READ_ALL, .flags = FIELD_SET | FIELD_PAST,
      .doc = "The row of the plan that it stands for." },
    { .name = "votes", .type = FIELD_INT, .offset = offsetof(struct option, votes),
      .min = -INT64_MAX, .max = INT64_MAX, .reads = READ_ALL,
      .doc = "Weights of the ballots for it; ranking: by places; points and grids: their sum." },
    { .name = "advice", .type = FIELD_INT, .offset = offsetof(struct option, advice),
      .min = -INT64_MAX, .max = INT64_MAX, .reads = READ_ALL, .doc = "The same of advisory ballots." },
    { .name = "pos", .type = FIELD_INT, .offset = offsetof(struct option, pos),
      .min = 1, .max = INT64_MAX, .reads = READ_ALL, .doc = "Its place in the poll." },
};

#define COLUMN(kind_name, member) \
    .name = #member, .offset = offsetof(struct kind_name, member), .reads = READ_ALL
#define WHO(kind_name, member) \
    COLUMN(kind_name, member), .type = FIELD_REF, .ref = KIND_PERSON, .flags = FIELD_PAST
#define COUNT(kind_name, member) COLUMN(kind_name, member), .type = FIELD_INT, .max = INT64_MAX

const struct field ballot_rows[ROWS_BALLOT] = {
    { COLUMN(ballot, poll), .type = FIELD_REF, .ref = KIND_POLL, .doc = "The poll it was cast in." },
    { WHO(ballot, person), .doc = "Who cast it, or for whom it was entered." },
    { COLUMN(ballot, option), .type = FIELD_REF, .ref = KIND_OPTION,
      .doc = "What was chosen, where only one can be." },
    { COLUMN(ballot, delegation), .type = FIELD_REF, .ref = KIND_DELEGATION, .flags = FIELD_PAST,
      .doc = "Whose vote it is, in a poll by delegation." },
    { COLUMN(ballot, options), .type = FIELD_REFS, .ref = KIND_OPTION,
      .doc = "What was chosen or answered to; ranking: best first." },
    { COLUMN(ballot, values), .type = FIELD_INTS, .min = -VALUE_MAX, .max = VALUE_MAX,
      .doc = "The value of each of `options`, or of the one answer." },
    { COLUMN(ballot, text), .type = FIELD_TEXT, .max = DETAIL_MAX, .doc = "Words, or a reason." },
    { COUNT(ballot, weight), .doc = "How much it counts." },
    { COLUMN(ballot, advisory), .type = FIELD_BOOL, .doc = "An observer's: counted apart." },
    { WHO(ballot, by), .doc = "Who entered it for the person." },
    { COLUMN(ballot, cast_at), .type = FIELD_TIME, .max = INT64_MAX, .doc = "When it was last cast." },
};

const struct field answer_rows[ROWS_ANSWER] = {
    { COLUMN(answer, poll), .type = FIELD_REF, .ref = KIND_POLL, .doc = "The poll it was given in." },
    { COLUMN(answer, option), .type = FIELD_REF, .ref = KIND_OPTION, .doc = "To which option." },
    { COLUMN(answer, value), .type = FIELD_INT, .min = -VALUE_MAX, .max = VALUE_MAX,
      .doc = "Its value." },
    { COLUMN(answer, text), .type = FIELD_TEXT, .max = DETAIL_MAX, .doc = "Its words." },
    { COUNT(answer, count), .doc = "Weights of the ballots that say so." },
    { COUNT(answer, advice), .doc = "The same of advisory ballots." },
};

const struct field roll_rows[ROWS_ROLL] = {
    { COLUMN(roll, poll), .type = FIELD_REF, .ref = KIND_POLL, .doc = "The poll it is for." },
    { COLUMN(roll, persons), .type = FIELD_REFS, .ref = KIND_PERSON, .max = LIMIT_PEOPLE,
      .flags = FIELD_PAST, .doc = "Who votes, in a poll by person." },
    { COLUMN(roll, delegations), .type = FIELD_REFS, .ref = KIND_DELEGATION, .max = LIMIT_DELEGATIONS,
      .flags = FIELD_PAST, .doc = "Which delegations vote, in a poll by delegation." },
    { COLUMN(roll, observers), .type = FIELD_REFS, .ref = KIND_PERSON, .max = LIMIT_PEOPLE,
      .flags = FIELD_PAST, .doc = "Whose ballots are advisory." },
    { COLUMN(roll, voted), .type = FIELD_REFS, .ref = KIND_ANY, .max = LIMIT_PEOPLE,
      .flags = FIELD_PAST, .doc = "After the close: persons or delegations that voted." },
    { COLUMN(roll, receipts), .type = FIELD_TEXTS, .min = LIMIT_PEOPLE, .max = RECEIPT_TEXT,
      .doc = "Of a secret poll after the close, sorted." },
};
