/* kind_people: the workshop itself, its delegations and its persons, as rows. See include/core/field.h. */
#include <stddef.h>

#include "core/kind_rows.h"
#include "core/limits.h"

static const char *const workshop_mode_words[] = { "hybrid", "in_room", "remote", NULL };
static const char *const workshop_state_words[] = { "preparing", "live", "closed", NULL };

const struct field workshop_rows[ROWS_WORKSHOP] = {
    { .name = "name", .type = FIELD_TEXT, .offset = offsetof(struct workshop, name),
      .max = LIMIT_NAME, .reads = READ_ALL, .flags = FIELD_SET | FIELD_REQUIRED,
      .doc = "A short name, used for files." },
    { .name = "title", .type = FIELD_ML, .offset = offsetof(struct workshop, title),
      .max = LIMIT_TITLE, .reads = READ_ALL, .flags = FIELD_SET | FIELD_REQUIRED,
      .doc = "The full title." },
    { .name = "place", .type = FIELD_TEXT, .offset = offsetof(struct workshop, place),
      .max = LIMIT_TITLE, .reads = READ_ALL, .flags = FIELD_SET, .doc = "Where it takes place." },
    { .name = "mode", .type = FIELD_ENUM, .offset = offsetof(struct workshop, mode),
      .reads = READ_ALL, .flags = FIELD_SET, .words = workshop_mode_words,
      .doc = "In a room, remote, or both." },
    { .name = "time_zone", .type = FIELD_ZONE, .offset = offsetof(struct workshop, time_zone),
      .max = LIMIT_NAME, .reads = READ_ALL, .flags = FIELD_SET | FIELD_REQUIRED,
      .doc = "The zone its times are in." },
    { .name = "starts_on", .type = FIELD_DATE, .offset = offsetof(struct workshop, starts_on),
      .max = 10, .reads = READ_ALL, .flags = FIELD_SET, .doc = "First day." },
    { .name = "ends_on", .type = FIELD_DATE, .offset = offsetof(struct workshop, ends_on),
      .max = 10, .reads = READ_ALL, .flags = FIELD_SET, .doc = "Last day." },
    { .name = "languages", .type = FIELD_LANGS, .offset = offsetof(struct workshop, languages),
      .reads = READ_ALL, .flags = FIELD_SET, .doc = "Working languages, the first preferred." },
    { .name = "source", .type = FIELD_TEXT, .offset = offsetof(struct workshop, source),
      .max = LIMIT_TEXT, .reads = READ_ALL, .flags = FIELD_SET,
      .doc = "Where the content comes from." },
    { .name = "series_name", .type = FIELD_TEXT, .offset = offsetof(struct workshop, series_name),
      .max = LIMIT_TITLE, .reads = READ_ALL, .flags = FIELD_SET,
      .doc = "The series of workshops it belongs to." },
    { .name = "series_number", .type = FIELD_INT, .offset = offsetof(struct workshop, series_number),
      .min = 1, .max = COUNT_MAX, .reads = READ_ALL, .flags = FIELD_SET,
      .doc = "Its number in the series." },
    { .name = "series_of", .type = FIELD_INT, .offset = offsetof(struct workshop, series_of),
      .min = 1, .max = COUNT_MAX, .reads = READ_ALL, .flags = FIELD_SET,
      .doc = "How many workshops the series has." },
    { .name = "state", .type = FIELD_ENUM, .offset = offsetof(struct workshop, state),
      .reads = READ_ALL, .words = workshop_state_words, .doc = "Preparing, live or closed." },
    { .name = "item", .type = FIELD_REF, .offset = offsetof(struct workshop, item),
      .ref = KIND_ITEM, .reads = READ_ALL, .doc = "The agenda item now on stage." },
    { .name = "live_at", .type = FIELD_TIME, .offset = offsetof(struct workshop, live_at),
      .max = INT64_MAX, .reads = READ_ALL, .doc = "When it went live." },
    { .name = "closed_at", .type = FIELD_TIME, .offset = offsetof(struct workshop, closed_at),
      .max = INT64_MAX, .reads = READ_ALL, .doc = "When it was closed." },
};

static const char *const delegation_type_words[] = { "member", "organisation", "private_sector",
    "other", NULL };

const struct field delegation_rows[ROWS_DELEGATION] = {
    { .name = "name", .type = FIELD_ML, .offset = offsetof(struct delegation, name),
      .max = LIMIT_TITLE, .reads = READ_ALL, .flags = FIELD_SET | FIELD_REQUIRED,
      .doc = "The administration or organisation." },
    { .name = "country", .type = FIELD_COUNTRY, .offset = offsetof(struct delegation, country),
      .max = 2, .reads = READ_ALL, .flags = FIELD_SET, .doc = "Its country (ISO 3166-1)." },
    { .name = "type", .type = FIELD_ENUM, .offset = offsetof(struct delegation, type),
      .reads = READ_ALL, .flags = FIELD_SET, .words = delegation_type_words,
      .doc = "What it is to the workshop." },
    { .name = "observer", .type = FIELD_BOOL, .offset = offsetof(struct delegation, observer),
      .reads = READ_ALL, .flags = FIELD_SET, .doc = "It observes and does not decide." },
    { .name = "delegates", .type = FIELD_INT, .offset = offsetof(struct delegation, delegates),
      .min = 0, .max = LIMIT_PEOPLE, .reads = READ_ALL, .flags = FIELD_SET,
      .doc = "Planned seats." },
    { .name = "pos", .type = FIELD_INT, .offset = offsetof(struct delegation, pos),
      .min = 1, .max = INT64_MAX, .reads = READ_ALL, .doc = "Its place in the list." },
};

const char *const person_role_words[] = { "facilitator", "cofacilitator", "rapporteur",
    "delegate", "expert", "interpreter", "observer", NULL };
const char *const person_mode_words[] = { "remote", "in_room", "phone", NULL };

const struct field person_rows[ROWS_PERSON] = {
    { .name = "name", .type = FIELD_TEXT, .offset = offsetof(struct person, name),
      .max = LIMIT_NAME, .reads = READ_ALL, .flags = FIELD_SET | FIELD_REQUIRED,
      .doc = "As the person wants to be called." },
    { .name = "role", .type = FIELD_ENUM, .offset = offsetof(struct person, role),
      .reads = READ_ALL, .flags = FIELD_SET | FIELD_REQUIRED, .words = person_role_words,
      .doc = "What the person may do." },
    { .name = "delegation", .type = FIELD_REF, .offset = offsetof(struct person, delegation),
      .ref = KIND_DELEGATION, .reads = READ_ALL, .flags = FIELD_SET,
      .doc = "The delegation the person speaks for." },
    { .name = "head", .type = FIELD_BOOL, .offset = offsetof(struct person, head),
      .reads = READ_ALL, .flags = FIELD_SET, .doc = "Head of that delegation." },
    { .name = "language", .type = FIELD_LANG, .offset = offsetof(struct person, language),
      .reads = READ_ALL, .flags = FIELD_SET, .doc = "The language the person reads." },
    { .name = "mode", .type = FIELD_ENUM, .offset = offsetof(struct person, mode),
      .reads = READ_ALL, .flags = FIELD_SET, .words = person_mode_words,
      .doc = "How the person takes part." },
    { .name = "contact", .type = FIELD_TEXT, .offset = offsetof(struct person, contact),
      .max = LIMIT_TITLE, .reads = READ_STAFF | READ_OWNER, .flags = FIELD_SET,
      .doc = "For the secretariat." },
    { .name = "guest", .type = FIELD_BOOL, .offset = offsetof(struct person, guest),
      .reads = READ_ALL,
      .doc = "Came by the open code and is not admitted yet: an observer's rights." },
    { .name = "view", .type = FIELD_INT, .offset = offsetof(struct person, view),
      .max = INT64_MAX, .reads = READ_NONE,
      .doc = "Grows when rights change, so that the replica is loaded anew." },
};
