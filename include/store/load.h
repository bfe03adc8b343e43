/* load: a room read from its file. Every value is checked; nothing in a file can make the program assert or abort. */
#ifndef PLENARY_STORE_LOAD_H
#define PLENARY_STORE_LOAD_H

#include "store/database.h"

/*
 * Read the whole room, as of one moment (that of the caller's transaction, if there is one). *out is the caller's.
 * STORE_DAMAGED: rows that cannot be, or that contradict each other; `message` says which. O(entities + changes); the
 * bodies of changes are not read.
 */
enum store_result load_room(sqlite3 *db, struct room **out, char message[MESSAGE_BYTES]);

#endif
