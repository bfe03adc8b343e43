/* kind_agenda: the items of the agenda, as rows. See include/core/field.h. */
#include <stddef.h>

#include "core/kind_rows.h"
#include "core/limits.h"

static const char *const item_kind_words[] = { "opening", "presentation", "tour_de_table",
    "discussion", "case_study", "groups", "report_back", "poll", "drafting", "adoption", "break",
    "calendar", "evaluation", "closing", NULL };
const char *const item_state_words[] = { "planned", "running", "done", "skipped", NULL };

const struct field item_rows[ROWS_ITEM] = {
    { .name = "day", .type = FIELD_INT, .offset = offsetof(struct item, day),
      .min = 1, .max = LIMIT_DAYS, .reads = READ_ALL, .flags = FIELD_SET | FIELD_REQUIRED,
      .doc = "Day of the workshop, from 1." },
    { .name = "start", .type = FIELD_CLOCK, .offset = offsetof(struct item, start),
      .max = 5, .reads = READ_ALL, .flags = FIELD_SET,
      .doc = "Planned start, in the zone of the workshop." },
    { .name = "minutes", .type = FIELD_INT, .offset = offsetof(struct item, minutes),
      .min = 0, .max = MINUTES_MAX, .reads = READ_ALL, .flags = FIELD_SET,
      .doc = "Planned length." },
    { .name = "kind", .type = FIELD_ENUM, .offset = offsetof(struct item, item_kind),
      .reads = READ_ALL, .flags = FIELD_SET, .words = item_kind_words,
      .doc = "What the room does." },
    { .name = "title", .type = FIELD_ML, .offset = offsetof(struct item, title),
      .max = LIMIT_TITLE, .reads = READ_ALL, .flags = FIELD_SET | FIELD_REQUIRED,
      .doc = "What it is about." },
    { .name = "presenter", .type = FIELD_TEXT, .offset = offsetof(struct item, presenter),
      .max = LIMIT_TITLE, .reads = READ_ALL, .flags = FIELD_SET, .doc = "Who leads or speaks." },
    { .name = "fixed", .type = FIELD_BOOL, .offset = offsetof(struct item, fixed),
      .reads = READ_ALL, .flags = FIELD_SET, .doc = "Its start does not move." },
    { .name = "notes", .type = FIELD_ML, .offset = offsetof(struct item, notes),
      .max = LIMIT_TEXT, .reads = READ_ALL, .flags = FIELD_SET | FIELD_COEDITED,
      .doc = "For everybody in the room." },
    { .name = "staff_notes", .type = FIELD_ML, .offset = offsetof(struct item, staff_notes),
      .max = LIMIT_TEXT, .reads = READ_STAFF, .flags = FIELD_SET | FIELD_COEDITED,
      .doc = "For the facilitators." },
    { .name = "link", .type = FIELD_TEXT, .offset = offsetof(struct item, link),
      .max = LINK_MAX, .reads = READ_ALL, .flags = FIELD_SET,
      .doc = "Conference link, http or https." },
    { .name = "group", .type = FIELD_REF, .offset = offsetof(struct item, group),
      .ref = KIND_GROUP, .reads = READ_ALL, .flags = FIELD_SET,
      .doc = "The working group whose item it is; it runs beside those of other groups." },
    { .name = "documents", .type = FIELD_TEXTS, .offset = offsetof(struct item, documents),
      .max = LINK_MAX, .reads = READ_ALL, .flags = FIELD_SET,
      .doc = "Links: each an address, and behind a space the name of what is there." },
    { .name = "state", .type = FIELD_ENUM, .offset = offsetof(struct item, state),
      .reads = READ_ALL, .words = item_state_words, .doc = "Planned, running, done or skipped." },
    { .name = "extra", .type = FIELD_INT, .offset = offsetof(struct item, extra),
      .min = -MINUTES_MAX, .max = MINUTES_MAX, .reads = READ_ALL,
      .doc = "Minutes added to the planned ones in the room; below 0: taken off them." },
    { .name = "started_at", .type = FIELD_TIME, .offset = offsetof(struct item, started_at),
      .max = INT64_MAX, .reads = READ_ALL, .doc = "When it last started." },
    { .name = "ended_at", .type = FIELD_TIME, .offset = offsetof(struct item, ended_at),
      .max = INT64_MAX, .reads = READ_ALL, .doc = "When it last ended." },
    { .name = "pos", .type = FIELD_INT, .offset = offsetof(struct item, pos),
      .min = 1, .max = INT64_MAX, .reads = READ_ALL, .doc = "Its place in its day." },
};
