/*
 * archive: a workshop's file as bytes to take away, and bytes from elsewhere as a file of ours.
 *
 * A copy is of one moment, whole without a log, and holds no open ballot. A lean one leaves out the notes of the facilitators and who
 * was present when: from the tables, and from the history, where their words are erased and their hashes stay, so that the chain
 * proves the rest.
 *
 * Bytes from elsewhere are never opened in place: they are read only, have to have exactly our tables and no others, no trigger and no
 * view, and to be sound; their rows go into a new file one by one, with types checked; and that file is read and proven as a whole
 * (store_verify) before it gets its name.
 */
#ifndef PLENARY_STORE_ARCHIVE_H
#define PLENARY_STORE_ARCHIVE_H

#include "base/buf.h"
#include "store/database.h"

/* STORE_FULL: it does not fit `out`. */
enum store_result archive_copy(const char *path, bool lean, struct buf *out, char message[MESSAGE_BYTES]);

/* A new file at `path` in `directory` for the workshop `id`. STORE_DAMAGED: `message` is a sentence for whoever sent the bytes. */
enum store_result archive_take(const char *directory, const char *path, const char *id, const void *bytes, size_t n,
                               char message[MESSAGE_BYTES]);

#endif
