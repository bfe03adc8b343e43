/* verify: whether a workshop's database holds what it says. The part of store_verify (inspect.h) that reads rows. */
#ifndef PLENARY_STORE_VERIFY_H
#define PLENARY_STORE_VERIFY_H

#include "store/database.h"
#include "store/inspect.h"

/*
 * Within the caller's read transaction. Fills the report from nothing; STORE_DAMAGED says in `message` what is
 * wrong.
 */
enum store_result verify_database(sqlite3 *db, struct store_verify_report *report, char message[MESSAGE_BYTES]);

/*
 * The part that runs the history again: whether it gives `stored`, which is what the tables hold, the rows of text_op, and
 * the hashes of adoptions. Adds to the report.
 */
enum store_result verify_history(sqlite3 *db, const struct room *stored, struct store_verify_report *report,
                                 char message[MESSAGE_BYTES]);

#endif
