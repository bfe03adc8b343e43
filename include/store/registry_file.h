/* registry_file: STATE/plenary.db, read whole at start and written row by row. See app/registry_row.h for the rows. */
#ifndef PLENARY_STORE_REGISTRY_FILE_H
#define PLENARY_STORE_REGISTRY_FILE_H

#include "store/database.h"

/* Open it, or make it. `directory` is the one that holds it. */
enum store_result registry_file_open(sqlite3 **out, const char *directory, const char *path,
                                     char message[MESSAGE_BYTES]);

/* Write or delete rows in one transaction, on the disk when this returns STORE_OK; otherwise nothing is changed. */
enum store_result registry_file_write(sqlite3 *db, const struct registry_row *rows, size_t n_rows,
                                      char message[MESSAGE_BYTES]);

/* Every row, in no order. */
enum store_result registry_file_read(sqlite3 *db, void (*row)(void *context, const struct registry_row *row),
                                     void *context, char message[MESSAGE_BYTES]);

/* Fold its log so that deleted rows are nowhere any more, and close it. */
void registry_file_close(sqlite3 *db);

#endif
