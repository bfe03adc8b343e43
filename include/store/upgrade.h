/*
 * upgrade: workshop files of older versions.
 *
 * The tables are put aside, those of the present version are made (schema.sql), the rows are copied over, with what is
 * new filled in, and the room is read as a whole: a file that cannot be read afterwards stays as it was.
 *
 * What older versions did followed other rules, so that the history before cannot be folded. What the file holds when it
 * is taken over is therefore kept in the table `base`, from where folding begins.
 */
#ifndef PLENARY_STORE_UPGRADE_H
#define PLENARY_STORE_UPGRADE_H

#include "store/database.h"

/*
 * Version 1 had one text where facilitators' notes now have one per language, no texts drafted together, no groups, and
 * rows of the plan without a standing. Inside the caller's transaction, which is rolled back unless this is STORE_OK.
 */
enum store_result upgrade_from_1(sqlite3 *db, char message[MESSAGE_BYTES]);

/*
 * Versions 2 and 3 had no rolls, answers, floor, questions, messages or attendance, and followed other rules in polls and on
 * the agenda. Inside the caller's transaction, as above.
 */
enum store_result upgrade_from_later(sqlite3 *db, char message[MESSAGE_BYTES]);

#endif
