/* kind_plan: themes, actions, recommendations, meetings and stakeholders, as rows. See include/core/field.h. */
#include <stddef.h>

#include "core/kind_rows.h"
#include "core/limits.h"

static const char *const priority_words[] = { "none", "low", "medium", "high", NULL };
static const char *const row_state_words[] = { "draft", "adopted", NULL };
static const char *const repeat_words[] = { "none", "weekly", "monthly", "quarterly", "yearly",
    NULL };
static const char *const attitude_words[] = { "unknown", "supportive", "mixed", "neutral",
    "opposed", NULL };

const struct field theme_rows[ROWS_THEME] = {
    { .name = "title", .type = FIELD_ML, .offset = offsetof(struct theme, title),
      .max = LIMIT_TITLE, .reads = READ_ALL, .flags = FIELD_SET | FIELD_REQUIRED,
      .doc = "What the actions under it are about." },
    { .name = "pos", .type = FIELD_INT, .offset = offsetof(struct theme, pos),
      .min = 1, .max = INT64_MAX, .reads = READ_ALL, .doc = "Its place in the plan." },
};

const struct field action_rows[ROWS_ACTION] = {
    { .name = "theme", .type = FIELD_REF, .offset = offsetof(struct action, theme),
      .ref = KIND_THEME, .reads = READ_ALL, .flags = FIELD_SET,
      .doc = "The theme it stands under." },
    { .name = "title", .type = FIELD_ML, .offset = offsetof(struct action, title),
      .max = LIMIT_TITLE, .reads = READ_ALL, .flags = FIELD_SET | FIELD_REQUIRED,
      .doc = "What is to be done." },
    { .name = "lead", .type = FIELD_REF, .offset = offsetof(struct action, lead),
      .ref = KIND_DELEGATION, .reads = READ_ALL, .flags = FIELD_SET | FIELD_NAMED,
      .doc = "Who answers for it." },
    { .name = "partners", .type = FIELD_REFS, .offset = offsetof(struct action, partners),
      .ref = KIND_DELEGATION, .reads = READ_ALL, .flags = FIELD_SET,
      .doc = "Who works on it as well." },
    { .name = "due", .type = FIELD_DUE, .offset = offsetof(struct action, due),
      .max = 16, .reads = READ_ALL, .flags = FIELD_SET, .doc = "By when." },
    { .name = "indicator", .type = FIELD_ML, .offset = offsetof(struct action, indicator),
      .max = LIMIT_TITLE, .reads = READ_ALL, .flags = FIELD_SET, .doc = "How progress is seen." },
    { .name = "baseline", .type = FIELD_TEXT, .offset = offsetof(struct action, baseline),
      .max = LIMIT_TITLE, .reads = READ_ALL, .flags = FIELD_SET, .doc = "The indicator today." },
    { .name = "target", .type = FIELD_TEXT, .offset = offsetof(struct action, target),
      .max = LIMIT_TITLE, .reads = READ_ALL, .flags = FIELD_SET,
      .doc = "The indicator when it is done." },
    { .name = "priority", .type = FIELD_ENUM, .offset = offsetof(struct action, priority),
      .reads = READ_ALL, .flags = FIELD_SET, .words = priority_words, .doc = "How urgent it is." },
    { .name = "state", .type = FIELD_ENUM, .offset = offsetof(struct action, state),
      .reads = READ_ALL, .words = row_state_words, .doc = "Draft or adopted." },
    { .name = "adopted_at", .type = FIELD_TIME, .offset = offsetof(struct action, adopted_at),
      .max = INT64_MAX, .reads = READ_ALL, .doc = "When it was adopted." },
    { .name = "pos", .type = FIELD_INT, .offset = offsetof(struct action, pos),
      .min = 1, .max = INT64_MAX, .reads = READ_ALL, .doc = "Its place under its theme." },
};

const struct field recommendation_rows[ROWS_RECOMMENDATION] = {
    { .name = "text", .type = FIELD_ML, .offset = offsetof(struct recommendation, text),
      .max = LIMIT_TEXT, .reads = READ_ALL, .flags = FIELD_SET | FIELD_REQUIRED,
      .doc = "What is recommended." },
    { .name = "state", .type = FIELD_ENUM, .offset = offsetof(struct recommendation, state),
      .reads = READ_ALL, .words = row_state_words, .doc = "Draft or adopted." },
    { .name = "adopted_at", .type = FIELD_TIME, .offset = offsetof(struct recommendation, adopted_at),
      .max = INT64_MAX, .reads = READ_ALL, .doc = "When it was adopted." },
    { .name = "pos", .type = FIELD_INT, .offset = offsetof(struct recommendation, pos),
      .min = 1, .max = INT64_MAX, .reads = READ_ALL, .doc = "Its place in the list." },
};

const struct field meeting_rows[ROWS_MEETING] = {
    { .name = "title", .type = FIELD_ML, .offset = offsetof(struct meeting, title),
      .max = LIMIT_TITLE, .reads = READ_ALL, .flags = FIELD_SET | FIELD_REQUIRED,
      .doc = "What the meeting is." },
    { .name = "starts", .type = FIELD_LOCAL, .offset = offsetof(struct meeting, starts),
      .max = 16, .reads = READ_ALL, .flags = FIELD_SET,
      .doc = "Its first start, in the zone of the workshop." },
    { .name = "minutes", .type = FIELD_INT, .offset = offsetof(struct meeting, minutes),
      .min = 0, .max = MINUTES_MAX, .reads = READ_ALL, .flags = FIELD_SET,
      .doc = "How long it lasts." },
    { .name = "repeat", .type = FIELD_ENUM, .offset = offsetof(struct meeting, repeat),
      .reads = READ_ALL, .flags = FIELD_SET, .words = repeat_words,
      .doc = "How often it comes back." },
    { .name = "count", .type = FIELD_INT, .offset = offsetof(struct meeting, count),
      .min = 0, .max = COUNT_MAX, .reads = READ_ALL, .flags = FIELD_SET,
      .doc = "How many times in all." },
    { .name = "pos", .type = FIELD_INT, .offset = offsetof(struct meeting, pos),
      .min = 1, .max = INT64_MAX, .reads = READ_ALL, .doc = "Its place in the list." },
};

const struct field stakeholder_rows[ROWS_STAKEHOLDER] = {
    { .name = "name", .type = FIELD_ML, .offset = offsetof(struct stakeholder, name),
      .max = LIMIT_TITLE, .reads = READ_ALL, .flags = FIELD_SET | FIELD_REQUIRED,
      .doc = "Who it is." },
    { .name = "power", .type = FIELD_INT, .offset = offsetof(struct stakeholder, power),
      .min = 1, .max = 5, .reads = READ_ALL, .flags = FIELD_SET,
      .doc = "How much it can move, 1 to 5." },
    { .name = "interest", .type = FIELD_INT, .offset = offsetof(struct stakeholder, interest),
      .min = 1, .max = 5, .reads = READ_ALL, .flags = FIELD_SET,
      .doc = "How much it cares, 1 to 5." },
    { .name = "attitude", .type = FIELD_ENUM, .offset = offsetof(struct stakeholder, attitude),
      .reads = READ_ALL, .flags = FIELD_SET, .words = attitude_words, .doc = "Where it stands." },
    { .name = "pos", .type = FIELD_INT, .offset = offsetof(struct stakeholder, pos),
      .min = 1, .max = INT64_MAX, .reads = READ_ALL, .doc = "Its place in the list." },
};
