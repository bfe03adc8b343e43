/* kind_poll: polls, their options and named ballots, as rows. See include/core/field.h. */
#include <stddef.h>

#include "core/kind_rows.h"
#include "core/limits.h"

static const char *const poll_type_words[] = { "single", "multiple", "yes_no_abstain", "scale",
    "ranking", "points", "open_text", "words", "number", "date", "consent", "fist_to_five", NULL };
static const char *const poll_secrecy_words[] = { "named", "unattributed", "secret", NULL };
static const char *const poll_unit_words[] = { "person", "delegation", NULL };
static const char *const poll_state_words[] = { "prepared", "open", "closed", NULL };

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
      .doc = "Low end of a scale." },
    { .name = "max", .type = FIELD_INT, .offset = offsetof(struct poll, max),
      .min = -SCALE_MAX, .max = SCALE_MAX, .reads = READ_ALL, .flags = FIELD_SET,
      .doc = "High end of a scale." },
    { .name = "labels", .type = FIELD_TEXTS, .offset = offsetof(struct poll, labels),
      .max = LIMIT_TITLE, .reads = READ_ALL, .flags = FIELD_SET,
      .doc = "Words for the ends of a scale." },
    { .name = "state", .type = FIELD_ENUM, .offset = offsetof(struct poll, state),
      .reads = READ_ALL, .words = poll_state_words, .doc = "Prepared, open or closed." },
    { .name = "opened_at", .type = FIELD_TIME, .offset = offsetof(struct poll, opened_at),
      .max = INT64_MAX, .reads = READ_ALL, .doc = "When it was opened." },
    { .name = "closes_at", .type = FIELD_TIME, .offset = offsetof(struct poll, closes_at),
      .max = INT64_MAX, .reads = READ_ALL, .doc = "When its timer closes it." },
    { .name = "closed_at", .type = FIELD_TIME, .offset = offsetof(struct poll, closed_at),
      .max = INT64_MAX, .reads = READ_ALL, .doc = "When it was closed." },
    { .name = "voters", .type = FIELD_INT, .offset = offsetof(struct poll, voters),
      .max = INT64_MAX, .reads = READ_ALL, .doc = "Ballots cast." },
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
    { .name = "votes", .type = FIELD_INT, .offset = offsetof(struct option, votes),
      .max = INT64_MAX, .reads = READ_ALL, .doc = "Ballots for it." },
    { .name = "pos", .type = FIELD_INT, .offset = offsetof(struct option, pos),
      .min = 1, .max = INT64_MAX, .reads = READ_ALL, .doc = "Its place in the poll." },
};

const struct field ballot_rows[ROWS_BALLOT] = {
    { .name = "poll", .type = FIELD_REF, .offset = offsetof(struct ballot, poll),
      .ref = KIND_POLL, .reads = READ_ALL, .doc = "The poll it was cast in." },
    { .name = "person", .type = FIELD_REF, .offset = offsetof(struct ballot, person),
      .ref = KIND_PERSON, .reads = READ_ALL, .flags = FIELD_PAST, .doc = "Who cast it." },
    { .name = "option", .type = FIELD_REF, .offset = offsetof(struct ballot, option),
      .ref = KIND_OPTION, .reads = READ_ALL, .doc = "What was chosen." },
    { .name = "cast_at", .type = FIELD_TIME, .offset = offsetof(struct ballot, cast_at),
      .max = INT64_MAX, .reads = READ_ALL, .doc = "When it was last cast." },
};
