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
    SET_WORKSHOP = 12, ROWS_WORKSHOP = 16,
    SET_DELEGATION = 5, ROWS_DELEGATION = 6,
    SET_PERSON = 7, ROWS_PERSON = 9,
    SET_ITEM = 10, ROWS_ITEM = 14,
    SET_POLL = 10, ROWS_POLL = 16,
    SET_OPTION = 2, ROWS_OPTION = 4,
    SET_BALLOT = 0, ROWS_BALLOT = 4,
    SET_THEME = 1, ROWS_THEME = 2,
    SET_ACTION = 9, ROWS_ACTION = 12,
    SET_RECOMMENDATION = 1, ROWS_RECOMMENDATION = 4,
    SET_MEETING = 5, ROWS_MEETING = 6,
    SET_STAKEHOLDER = 4, ROWS_STAKEHOLDER = 5
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

/* The words of a person's roles, and of how a person takes part: shared by kinds and by other commands' arguments. */
extern const char *const person_role_words[];
extern const char *const person_mode_words[];

/* The largest values of fields that count or measure something. Times and tallies have no other ceiling than int64_t. */
enum { MINUTES_MAX = 24 * 60, POINTS_MAX = 1000, SCALE_MAX = 1000, COUNT_MAX = 999, LINK_MAX = 2000 };

#endif
