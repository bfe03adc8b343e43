/*
 * import: a workshop from JSON (the shape of tests/scenarios, which export_json writes as well) through the same
 * commands that people use, as the system's actor. Nothing is half imported: on an error there is no room.
 *
 * A plain string where several languages are possible: Arabic script is Arabic; anything else is the first language of
 * the workshop that is not Arabic, or English (rule I10 of RULES.md).
 */
#ifndef PLENARY_APP_IMPORT_H
#define PLENARY_APP_IMPORT_H

#include "app/codec.h"

enum { IMPORT_FORMAT = 1 };         /* the member "format", which export writes; a file without it is taken as this one */

struct import {
    struct room *room;              /* owned by the caller on success */
    struct change *changes;         /* owned, n of them */
    size_t n, cap;
    char message[300];              /* on failure: where and what, "plan[3].due: not a date" */
};

struct import_options {
    int64_t at;
    void (*random)(void *out, size_t n);
    const char *title;              /* replaces the title when not NULL */
    enum lang lang;                 /* of that title */
};

bool import_scenario(struct import *import, const char *json, size_t n, const struct import_options *options);

/* Run one more command as the system on an import under way (for example person.create); CODE_OK and its result. */
enum code import_run(struct import *import, const char *verb, const char *args, const struct import_options *options,
                     uint64_t *result);

/* The same, telling which argument was refused; `plain` is the language of texts that come without one and are not Arabic. */
enum code import_try(struct import *import, const char *verb, const struct buf *args, enum lang plain,
                     const struct import_options *options, struct codec_fault *fault, uint64_t *result);

/* I10: the language of a text that comes without one; `plain` is that of texts which are not in Arabic script. */
enum lang import_lang(const char *text, enum lang plain);

/* Frees what the caller did not take over (and set to NULL); the message stays. */
void import_free(struct import *import);

#endif
