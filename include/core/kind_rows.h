/*
 * kind_rows: the field rows of every kind, for kind.c and the command table. Everybody else asks kind_info.
 *
 * In each table the rows with FIELD_SET come first, so that they are the arguments of NOUN.create and NOUN.edit as they
 * stand; SET_x is how many they are. test_core_kind asserts both.
 */
#ifndef PLENARY_CORE_KIND_ROWS_H
#define PLENARY_CORE_KIND_ROWS_H

#include "core/kind.h"

enum {
    SET_WORKSHOP = 18, ROWS_WORKSHOP = 30,
    SET_DELEGATION = 6, ROWS_DELEGATION = 7,
    SET_PERSON = 10, ROWS_PERSON = 13,
    SET_ITEM = 12, ROWS_ITEM = 17,
    SET_POLL = 18, ROWS_POLL = 29,
    SET_OPTION = 3, ROWS_OPTION = 6,
    SET_BALLOT = 0, ROWS_BALLOT = 11,
    SET_THEME = 1, ROWS_THEME = 3,
    /* What a standing adds behind those that can be set; `group` is one of these. */
    ROWS_STANDING = 11,
    SET_ACTION = 23, ROWS_ACTION = SET_ACTION + ROWS_STANDING + 1,
    SET_RECOMMENDATION = 2, ROWS_RECOMMENDATION = SET_RECOMMENDATION + ROWS_STANDING + 1,
    SET_MEETING = 7, ROWS_MEETING = 8,
    SET_STAKEHOLDER = 4, ROWS_STAKEHOLDER = 5,
    SET_GROUP = 2, ROWS_GROUP = 3,
    SET_FRAMEWORK = 2, ROWS_FRAMEWORK = SET_FRAMEWORK + ROWS_STANDING + 1,
    SET_PARAGRAPH = 4, ROWS_PARAGRAPH = SET_PARAGRAPH + ROWS_STANDING + 1,
    SET_TEXT = 0, ROWS_TEXT = 4,
    SET_REMARK = 4, ROWS_REMARK = 10,
    SET_PROPOSAL = 0, ROWS_PROPOSAL = 12,
    SET_ADOPTION = 0, ROWS_ADOPTION = 17,
    SET_ROLL = 0, ROWS_ROLL = 6,
    SET_ANSWER = 0, ROWS_ANSWER = 6,
    SET_HAND = 0, ROWS_HAND = 10,
    SET_QUESTION = 2, ROWS_QUESTION = 10,
    SET_MESSAGE = 3, ROWS_MESSAGE = 6,
    SET_PARKED = 2, ROWS_PARKED = 7,
    SET_ATTENDANCE = 0, ROWS_ATTENDANCE = 5
};

extern const struct field workshop_rows[ROWS_WORKSHOP];
extern const struct field delegation_rows[ROWS_DELEGATION];
extern const struct field person_rows[ROWS_PERSON];
extern const struct field item_rows[ROWS_ITEM];
extern const struct field poll_rows[ROWS_POLL];
extern const struct field option_rows[ROWS_OPTION];
extern const struct field ballot_rows[ROWS_BALLOT];
extern const struct field theme_rows[ROWS_THEME];
extern const struct field action_rows[ROWS_ACTION];
extern const struct field recommendation_rows[ROWS_RECOMMENDATION];
extern const struct field meeting_rows[ROWS_MEETING];
extern const struct field stakeholder_rows[ROWS_STAKEHOLDER];
extern const struct field group_rows[ROWS_GROUP];
extern const struct field framework_rows[ROWS_FRAMEWORK];
extern const struct field paragraph_rows[ROWS_PARAGRAPH];
extern const struct field text_rows[ROWS_TEXT];
extern const struct field remark_rows[ROWS_REMARK];
extern const struct field proposal_rows[ROWS_PROPOSAL];
extern const struct field adoption_rows[ROWS_ADOPTION];
extern const struct field roll_rows[ROWS_ROLL];
extern const struct field answer_rows[ROWS_ANSWER];
extern const struct field hand_rows[ROWS_HAND];
extern const struct field question_rows[ROWS_QUESTION];
extern const struct field message_rows[ROWS_MESSAGE];
extern const struct field parked_rows[ROWS_PARKED];
extern const struct field attendance_rows[ROWS_ATTENDANCE];

/* The words of a person's roles, and of how a person takes part: shared by kinds and by other commands' arguments. */
extern const char *const person_role_words[];
extern const char *const item_state_words[];
extern const char *const person_mode_words[];
extern const char *const hand_type_words[];

/* Names of co-edited fields (enum text_field), the languages of texts, ways of adopting and checks (enum check). */
extern const char *const text_field_words[];
extern const char *const text_lang_words[];
extern const char *const adoption_way_words[];
extern const char *const check_words[];

/* The largest values of fields that count or measure something. Times and tallies have no other ceiling than int64_t. */
enum { MINUTES_MAX = 24 * 60, POINTS_MAX = 1000, SCALE_MAX = 1000, COUNT_MAX = 999, LINK_MAX = 2000,
       DETAIL_MAX = 2000, HASH_TEXT = 64, WEIGHT_MAX = 1000, PERCENT_MAX = 100, RECEIPT_TEXT = 24 };
#define VALUE_MAX (INT64_C(1) << 52)    /* answers that are numbers, in thousandths */
#define REV_MAX (INT64_C(1) << 52)      /* revisions of a text: numbers in JavaScript too */

#endif
