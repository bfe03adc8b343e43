/* registry_note: what the server keeps about a workshop beside its file: a passcode, the archive, what it rehearses. */
#include <assert.h>
#include <string.h>

#include "app/registry_change.h"

static struct registry_row note_row(const char *workshop, const char *name)
{
    struct registry_row row = { .table = REGISTRY_NOTE };
    assert(strlen(workshop) < sizeof row.workshop && strlen(name) < sizeof row.name);
    memcpy(row.workshop, workshop, strlen(workshop) + 1);
    memcpy(row.name, name, strlen(name) + 1);
    return row;
}

const char *registry_note(const struct registry *registry, const char *workshop, const char *name)
{
    const struct registry_row key = note_row(workshop, name);
    const struct record *record = records_get(&registry->records, &key);
    return record == NULL ? NULL : record->text;
}

void registry_note_put(struct registry *registry, const char *workshop, const char *name, const char *text)
{
    struct registry_row row = note_row(workshop, name);
    row.removed = text == NULL;
    if (text != NULL) {
        assert(strlen(text) < sizeof row.text);
        memcpy(row.text, text, strlen(text) + 1);
    } else if (records_get(&registry->records, &row) == NULL) {
        return;
    }
    registry_apply(registry, &row);
}

size_t registry_noted(const struct registry *registry, const char *name, const char *text,
                      char ids[][WORKSHOP_ID_MAX + 1], size_t max)
{
    size_t n = 0, at = 0;
    const struct record *record;
    while (n < max && (record = records_next(&registry->records, REGISTRY_NOTE, &at)) != NULL) {
        if (strcmp(record->name, name) == 0 && strcmp(record->text, text) == 0)
            memcpy(ids[n++], record->workshop, strlen(record->workshop) + 1);
    }
    return n;
}
