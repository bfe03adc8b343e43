/*
 * member: the columns in which a member of an entity is kept.
 *
 * Most members are one column of the same name. Text kept per language is a column per language (title_ar, title_fr,
 * title_en), one for the source language, one for the revisions, and a generated column `title` for people. A reference
 * with FIELD_NAMED has the name beside the id: lead, lead_id; core touches those who refer to what is renamed. Empty is
 * NULL, but for numbers, flags and words.
 */
#ifndef PLENARY_STORE_MEMBER_H
#define PLENARY_STORE_MEMBER_H

#include <sqlite3.h>

#include "core/room.h"

enum { MEMBER_COLUMNS_MAX = 6 };

struct column {
    char name[40];
    const char *type;           /* INTEGER or TEXT */
    bool not_null;
    bool generated;             /* neither bound nor read */
};

/* The columns of a field in their order; returns how many. */
size_t member_columns(const struct field *field, struct column out[MEMBER_COLUMNS_MAX]);

/*
 * Bind the member to the parameters from *at on, one for each column that is not generated, and advance *at. Texts are
 * borrowed from the object until the statement is reset. `room` gives the names of what is referred to. SQLite's code.
 */
int member_bind(sqlite3_stmt *stmt, int *at, const struct field *field, const void *object, const struct room *room);

/*
 * Read the member from the columns from *at on into an empty member, and advance *at. False: the columns do not hold a
 * value of this field.
 */
bool member_read(sqlite3_stmt *stmt, int *at, const struct field *field, void *object);

#endif
