/*
 * kind_floor: what happens in the room beside agenda and polls, as rows: the floor, questions to the speaker, messages,
 * points parked, attendance. See include/core/field.h.
 */
#include <stddef.h>

#include "core/kind_rows.h"
#include "core/limits.h"

const char *const hand_type_words[] = { "contribution", "reply", "point_of_order", "tour", NULL };

static const char *const hand_state_words[] = { "waiting", "speaking", "spoken", "lowered", NULL };
static const char *const question_state_words[] = { "waiting", "open", "answered", "dismissed", NULL };
static const char *const message_type_words[] = { "text", "call_to_order", "link", NULL };

#define COLUMN(kind_name, member) \
    .name = #member, .offset = offsetof(struct kind_name, member), .reads = READ_ALL
#define WHO(kind_name, member) \
    COLUMN(kind_name, member), .type = FIELD_REF, .ref = KIND_PERSON, .flags = FIELD_PAST
#define WHEN(kind_name, member) COLUMN(kind_name, member), .type = FIELD_TIME, .max = INT64_MAX
#define POS(kind_name) COLUMN(kind_name, pos), .type = FIELD_INT, .min = 1, .max = INT64_MAX

const struct field hand_rows[ROWS_HAND] = {
    { COLUMN(hand, type), .type = FIELD_ENUM, .words = hand_type_words, .doc = "What it is raised for." },
    { WHO(hand, person), .doc = "Whose it is; of a tour de table nobody's in particular." },
    { COLUMN(hand, delegation), .type = FIELD_REF, .ref = KIND_DELEGATION, .flags = FIELD_PAST,
      .doc = "For whom the person speaks." },
    { COLUMN(hand, item), .type = FIELD_REF, .ref = KIND_ITEM, .flags = FIELD_PAST,
      .doc = "The agenda item that ran then." },
    { COLUMN(hand, state), .type = FIELD_ENUM, .words = hand_state_words,
      .doc = "Waiting, speaking, spoken or lowered." },
    { WHEN(hand, at), .doc = "When it was raised." },
    { WHEN(hand, given_at), .doc = "When the floor was given." },
    { WHEN(hand, ended_at), .doc = "When the speech ended." },
    { COLUMN(hand, seconds), .type = FIELD_INT, .max = LIMIT_DURATION_S,
      .doc = "How long the speech may take." },
    { POS(hand), .doc = "Its place in the queue." },
};

const struct field question_rows[ROWS_QUESTION] = {
    { COLUMN(question, item), .type = FIELD_REF, .ref = KIND_ITEM, .flags = FIELD_SET | FIELD_PAST,
      .doc = "The agenda item it is about." },
    { COLUMN(question, text), .type = FIELD_ML, .max = DETAIL_MAX, .flags = FIELD_SET | FIELD_REQUIRED,
      .doc = "What is asked." },
    { WHO(question, person), .doc = "Who asks." },
    { WHEN(question, at), .doc = "When it was asked." },
    { COLUMN(question, state), .type = FIELD_ENUM, .words = question_state_words,
      .doc = "Waiting to be let through, open, answered or dismissed." },
    { COLUMN(question, backers), .type = FIELD_REFS, .ref = KIND_PERSON, .max = LIMIT_PEOPLE,
      .flags = FIELD_PAST, .doc = "Who wants it answered too." },
    { WHEN(question, admitted_at), .doc = "Since when the room sees it; none: the staff and who asks alone." },
    { COLUMN(question, reply), .type = FIELD_ML, .max = DETAIL_MAX, .doc = "The answer in writing." },
    { WHO(question, answered_by), .doc = "Who marked or wrote the answer." },
    { WHEN(question, answered_at), .doc = "When it was answered." },
};

const struct field message_rows[ROWS_MESSAGE] = {
    { COLUMN(message, type), .type = FIELD_ENUM, .words = message_type_words, .flags = FIELD_SET,
      .doc = "A text, a call to order, or a link." },
    { COLUMN(message, text), .type = FIELD_ML, .max = DETAIL_MAX, .flags = FIELD_SET | FIELD_REQUIRED,
      .doc = "What is said." },
    { COLUMN(message, link), .type = FIELD_TEXT, .max = LINK_MAX, .flags = FIELD_SET,
      .doc = "Where it leads, http or https." },
    { WHO(message, person), .doc = "Who said it." },
    { WHEN(message, at), .doc = "When it was said." },
    { WHEN(message, ended_at), .doc = "When it was taken off the screens." },
};

const struct field parked_rows[ROWS_PARKED] = {
    { COLUMN(parked, text), .type = FIELD_ML, .max = DETAIL_MAX, .flags = FIELD_SET | FIELD_REQUIRED,
      .doc = "The point." },
    { COLUMN(parked, item), .type = FIELD_REF, .ref = KIND_ITEM, .flags = FIELD_SET | FIELD_PAST,
      .doc = "The agenda item at which it came up." },
    { WHO(parked, person), .doc = "Who parked it." },
    { WHEN(parked, at), .doc = "When it was parked." },
    { COLUMN(parked, done), .type = FIELD_BOOL, .doc = "It was come back to." },
    { WHEN(parked, done_at), .doc = "When." },
    { POS(parked), .doc = "Its place in the list." },
};

#undef COLUMN
#define COLUMN(kind_name, member) \
    .name = #member, .offset = offsetof(struct kind_name, member), .reads = READ_STAFF

const struct field attendance_rows[ROWS_ATTENDANCE] = {
    { WHO(attendance, person), .doc = "Who was there." },
    { COLUMN(attendance, delegation), .type = FIELD_REF, .ref = KIND_DELEGATION, .flags = FIELD_PAST,
      .doc = "The person's delegation then." },
    { COLUMN(attendance, mode), .type = FIELD_ENUM, .words = person_mode_words,
      .doc = "How the person took part." },
    { WHEN(attendance, since), .doc = "From when." },
    { WHEN(attendance, until), .doc = "Until when; none: still there." },
};
