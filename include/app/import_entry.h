/*
 * import_entry: one entry of a scenario (a delegation, an agenda item, a row of the plan) as the arguments of the
 * command that creates it. Internal to import.
 *
 * The members of the file have the names of the fields; what differs stands in a section's table. Fields that no command
 * sets (states, times, tallies) are results of a meeting that took place elsewhere: known, and left behind.
 */
#ifndef PLENARY_APP_IMPORT_ENTRY_H
#define PLENARY_APP_IMPORT_ENTRY_H

#include "app/codec.h"
#include "app/codec_tree.h"
#include "app/import.h"

struct alias {
    const char *key;                /* in the file */
    const char *field;              /* of the command; NULL: read elsewhere, or not at all */
};

struct section {
    const char *key;                /* the list's name in the file; NULL: the entry is the file's root */
    const char *verb;
    const char *plain;              /* the field that an entry sets which is only a text; NULL: there is none */
    const struct alias *aliases;    /* ends with key NULL */
};

/* Entries that the file tells by their number, from 1. */
struct numbered {
    uint64_t *v;                    /* ids, in the order of the file */
    size_t n;
};

struct importer {
    struct import *import;
    const struct import_options *options;
    enum lang plain;                /* of plain strings that are not Arabic (I10) */
    struct numbered items, recommendations;
    char where[64];                 /* "plan[3]" */
};

/* Set the message "plan[3].due: REASON"; `key` may be NULL. Always false. */
bool import_fail(struct importer *importer, const char *key, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Run the section's command with arguments written as JSON; *result (may be NULL) is what it created. */
bool import_command(struct importer *importer, const struct section *section, const struct buf *args, uint64_t *result);

/*
 * Create what `entry` describes, under `parent_id` where the file nests it (`parent` is then the field that says so, else
 * NULL). False: refused, the message is set.
 */
bool import_entry(struct importer *importer, const struct section *section, const struct node *entry, const char *parent,
                  uint64_t parent_id, uint64_t *result);

/* The name that a field of the section's command has in the file; NULL for NULL. */
const char *import_key(const struct section *section, const struct field *field);

#endif
