/* kind_plan: the plan with its texts and groups, meetings and stakeholders, as rows. See include/core/field.h. */
#include <stddef.h>

#include "core/kind_rows.h"
#include "core/limits.h"

static const char *const priority_words[] = { "none", "low", "medium", "high", NULL };
static const char *const status_words[] = { "planned", "under_way", "delayed", "done", "dropped",
    NULL };
static const char *const level_words[] = { "paragraph", "heading", "subparagraph", NULL };
static const char *const row_state_words[] = { "draft", "proposed", "adopted", NULL };
static const char *const repeat_words[] = { "none", "weekly", "monthly", "quarterly", "yearly",
    NULL };
static const char *const attitude_words[] = { "unknown", "supportive", "mixed", "neutral",
    "opposed", NULL };

const struct field theme_rows[ROWS_THEME] = {
    { .name = "title", .type = FIELD_ML, .offset = offsetof(struct theme, title),
      .max = LIMIT_TITLE, .reads = READ_ALL, .flags = FIELD_SET | FIELD_REQUIRED,
      .doc = "What the actions under it are about." },
    { .name = "locked", .type = FIELD_BOOL, .offset = offsetof(struct theme, locked),
      .reads = READ_ALL, .doc = "Only facilitators and rapporteurs write under it." },
    { .name = "pos", .type = FIELD_INT, .offset = offsetof(struct theme, pos),
      .min = 1, .max = INT64_MAX, .reads = READ_ALL, .doc = "Its place in the plan." },
};

const struct field group_rows[ROWS_GROUP] = {
    { .name = "title", .type = FIELD_ML, .offset = offsetof(struct group, title),
      .max = LIMIT_TITLE, .reads = READ_ALL, .flags = FIELD_SET | FIELD_REQUIRED,
      .doc = "What the group is called." },
    { .name = "chair", .type = FIELD_REF, .offset = offsetof(struct group, chair),
      .ref = KIND_PERSON, .reads = READ_ALL, .flags = FIELD_SET,
      .doc = "Who brings its rows to the plenary." },
    { .name = "pos", .type = FIELD_INT, .offset = offsetof(struct group, pos),
      .min = 1, .max = INT64_MAX, .reads = READ_ALL, .doc = "Its place in the list." },
};

/* What every row of the plan has: `group` can be set, the others are the server's. */
#define OF(kind_name, member) .offset = offsetof(struct kind_name, standing.member)
#define GROUP_ROW(kind_name) \
    { .name = "group", .type = FIELD_REF, OF(kind_name, group), .ref = KIND_GROUP, \
      .reads = READ_ALL, .flags = FIELD_SET, .doc = "The working group it comes from." }
#define STANDING_ROWS(kind_name) \
    { .name = "item", .type = FIELD_REF, OF(kind_name, item), .ref = KIND_ITEM, \
      .reads = READ_ALL, .flags = FIELD_PAST, .doc = "The agenda item that ran when it was created." }, \
    { .name = "created_by", .type = FIELD_REF, OF(kind_name, created_by), .ref = KIND_PERSON, \
      .reads = READ_ALL, .flags = FIELD_PAST, .doc = "Who created it." }, \
    { .name = "created_at", .type = FIELD_TIME, OF(kind_name, created_at), .max = INT64_MAX, \
      .reads = READ_ALL, .doc = "When it was created." }, \
    { .name = "state", .type = FIELD_ENUM, OF(kind_name, state), .words = row_state_words, \
      .reads = READ_ALL, .doc = "Draft, proposed for adoption, or adopted." }, \
    { .name = "adopted_at", .type = FIELD_TIME, OF(kind_name, adopted_at), .max = INT64_MAX, \
      .reads = READ_ALL, .doc = "When it was adopted." }, \
    { .name = "adoption", .type = FIELD_REF, OF(kind_name, adoption), .ref = KIND_ADOPTION, \
      .reads = READ_ALL, .flags = FIELD_PAST, .doc = "The adoption it is in, or was adopted by." }, \
    { .name = "version", .type = FIELD_INT, OF(kind_name, version), .max = INT64_MAX, \
      .reads = READ_ALL, .doc = "How often it was opened again after an adoption." }, \
    { .name = "reason", .type = FIELD_TEXT, OF(kind_name, reason), .max = LIMIT_TITLE, \
      .reads = READ_ALL, .doc = "Why this version was opened." }, \
    { .name = "locked", .type = FIELD_BOOL, OF(kind_name, locked), \
      .reads = READ_ALL, .doc = "Only facilitators and rapporteurs write in it." }, \
    { .name = "brought_at", .type = FIELD_TIME, OF(kind_name, brought_at), .max = INT64_MAX, \
      .reads = READ_ALL, .doc = "When its group brought it to the plenary." }, \
    { .name = "merged", .type = FIELD_REFS, OF(kind_name, merged), .ref = KIND_ROW, \
      .reads = READ_ALL, .flags = FIELD_PAST, .doc = "Rows that became part of it." }

#define COEDITED(kind_name, member, length) \
    .name = #member, .type = FIELD_ML, .offset = offsetof(struct kind_name, member), \
    .max = length, .reads = READ_ALL

const struct field action_rows[ROWS_ACTION] = {
    { .name = "theme", .type = FIELD_REF, .offset = offsetof(struct action, theme),
      .ref = KIND_THEME, .reads = READ_ALL, .flags = FIELD_SET,
      .doc = "The theme it stands under." },
    { COEDITED(action, objective, DETAIL_MAX), .flags = FIELD_SET | FIELD_COEDITED,
      .doc = "What it is to achieve." },
    { COEDITED(action, title, LIMIT_TITLE), .flags = FIELD_SET | FIELD_REQUIRED | FIELD_COEDITED,
      .doc = "What is to be done." },
    { COEDITED(action, deliverable, DETAIL_MAX), .flags = FIELD_SET | FIELD_COEDITED,
      .doc = "What will be there when it is done." },
    { .name = "lead", .type = FIELD_REF, .offset = offsetof(struct action, lead),
      .ref = KIND_DELEGATION, .reads = READ_ALL, .flags = FIELD_SET | FIELD_NAMED,
      .doc = "Who answers for it." },
    { .name = "partners", .type = FIELD_REFS, .offset = offsetof(struct action, partners),
      .ref = KIND_DELEGATION, .reads = READ_ALL, .flags = FIELD_SET,
      .doc = "Who works on it as well." },
    { .name = "contact", .type = FIELD_TEXT, .offset = offsetof(struct action, contact),
      .max = LIMIT_TITLE, .reads = READ_ALL, .flags = FIELD_SET, .doc = "Whom to ask about it." },
    { .name = "start", .type = FIELD_DUE, .offset = offsetof(struct action, start),
      .max = 16, .reads = READ_ALL, .flags = FIELD_SET, .doc = "From when." },
    { .name = "due", .type = FIELD_DUE, .offset = offsetof(struct action, due),
      .max = 16, .reads = READ_ALL, .flags = FIELD_SET, .doc = "By when." },
    { COEDITED(action, milestones, DETAIL_MAX), .flags = FIELD_SET | FIELD_COEDITED,
      .doc = "Steps on the way." },
    { COEDITED(action, resources, DETAIL_MAX), .flags = FIELD_SET | FIELD_COEDITED,
      .doc = "What it needs." },
    { .name = "funding", .type = FIELD_TEXT, .offset = offsetof(struct action, funding),
      .max = LIMIT_TITLE, .reads = READ_ALL, .flags = FIELD_SET,
      .doc = "Where the resources come from." },
    { COEDITED(action, indicator, LIMIT_TITLE), .flags = FIELD_SET | FIELD_COEDITED,
      .doc = "How progress is seen." },
    { .name = "baseline", .type = FIELD_TEXT, .offset = offsetof(struct action, baseline),
      .max = LIMIT_TITLE, .reads = READ_ALL, .flags = FIELD_SET,
      .doc = "The indicator at the beginning." },
    { .name = "target", .type = FIELD_TEXT, .offset = offsetof(struct action, target),
      .max = LIMIT_TITLE, .reads = READ_ALL, .flags = FIELD_SET,
      .doc = "The indicator when it is done." },
    { .name = "current", .type = FIELD_TEXT, .offset = offsetof(struct action, current),
      .max = LIMIT_TITLE, .reads = READ_ALL, .flags = FIELD_SET, .doc = "The indicator now." },
    { .name = "priority", .type = FIELD_ENUM, .offset = offsetof(struct action, priority),
      .reads = READ_ALL, .flags = FIELD_SET, .words = priority_words, .doc = "How urgent it is." },
    { COEDITED(action, risk, DETAIL_MAX), .flags = FIELD_SET | FIELD_COEDITED,
      .doc = "What could stand in its way." },
    { .name = "status", .type = FIELD_ENUM, .offset = offsetof(struct action, status),
      .reads = READ_ALL, .flags = FIELD_SET, .words = status_words, .doc = "How far it has come." },
    { .name = "percent", .type = FIELD_INT, .offset = offsetof(struct action, percent),
      .min = 0, .max = 100, .reads = READ_ALL, .flags = FIELD_SET, .doc = "How much of it is done." },
    { .name = "recommendations", .type = FIELD_REFS, .offset = offsetof(struct action, recommendations),
      .ref = KIND_RECOMMENDATION, .reads = READ_ALL, .flags = FIELD_SET,
      .doc = "The recommendations it carries out." },
    GROUP_ROW(action),
    { .name = "poll", .type = FIELD_REF, .offset = offsetof(struct action, poll),
      .ref = KIND_POLL, .reads = READ_ALL, .flags = FIELD_SET, .doc = "The vote it comes from." },
    STANDING_ROWS(action),
    { .name = "pos", .type = FIELD_INT, .offset = offsetof(struct action, pos),
      .min = 1, .max = INT64_MAX, .reads = READ_ALL, .doc = "Its place under its theme." },
};

const struct field recommendation_rows[ROWS_RECOMMENDATION] = {
    { COEDITED(recommendation, text, LIMIT_TEXT),
      .flags = FIELD_SET | FIELD_REQUIRED | FIELD_COEDITED, .doc = "What is recommended." },
    GROUP_ROW(recommendation),
    STANDING_ROWS(recommendation),
    { .name = "pos", .type = FIELD_INT, .offset = offsetof(struct recommendation, pos),
      .min = 1, .max = INT64_MAX, .reads = READ_ALL, .doc = "Its place in the list." },
};

const struct field framework_rows[ROWS_FRAMEWORK] = {
    { .name = "title", .type = FIELD_ML, .offset = offsetof(struct framework, title),
      .max = LIMIT_TITLE, .reads = READ_ALL, .flags = FIELD_SET | FIELD_REQUIRED,
      .doc = "What the text is called." },
    GROUP_ROW(framework),
    STANDING_ROWS(framework),
    { .name = "pos", .type = FIELD_INT, .offset = offsetof(struct framework, pos),
      .min = 1, .max = INT64_MAX, .reads = READ_ALL, .doc = "Its place in the list." },
};

const struct field paragraph_rows[ROWS_PARAGRAPH] = {
    { .name = "framework", .type = FIELD_REF, .offset = offsetof(struct paragraph, framework),
      .ref = KIND_FRAMEWORK, .reads = READ_ALL, .flags = FIELD_SET | FIELD_REQUIRED,
      .doc = "The text it belongs to." },
    { .name = "level", .type = FIELD_ENUM, .offset = offsetof(struct paragraph, level),
      .reads = READ_ALL, .flags = FIELD_SET, .words = level_words,
      .doc = "A paragraph, a heading, or part of the paragraph before." },
    { COEDITED(paragraph, text, LIMIT_TEXT), .flags = FIELD_SET | FIELD_COEDITED,
      .doc = "Its words." },
    GROUP_ROW(paragraph),
    STANDING_ROWS(paragraph),
    { .name = "pos", .type = FIELD_INT, .offset = offsetof(struct paragraph, pos),
      .min = 1, .max = INT64_MAX, .reads = READ_ALL, .doc = "Its place in the text." },
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
    { .name = "place", .type = FIELD_TEXT, .offset = offsetof(struct meeting, place),
      .max = LIMIT_TITLE, .reads = READ_ALL, .flags = FIELD_SET, .doc = "Where it is held." },
    { .name = "link", .type = FIELD_TEXT, .offset = offsetof(struct meeting, link),
      .max = LINK_MAX, .reads = READ_ALL, .flags = FIELD_SET,
      .doc = "Conference link, http or https." },
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
