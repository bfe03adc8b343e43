/* registry_calendar: the addresses under which calendars are read without an account. */
#include <assert.h>
#include <string.h>

#include "app/registry_change.h"

static struct registry_row group_row(const char *workshop)
{
    struct registry_row row = { .table = REGISTRY_CALENDAR };
    assert(strlen(workshop) < sizeof row.workshop);
    memcpy(row.workshop, workshop, strlen(workshop) + 1);
    return row;
}

static void fill(struct registry_calendar *out, const struct record *record)
{
    memset(out, 0, sizeof *out);
    memcpy(out->workshop, record->workshop, strlen(record->workshop) + 1);
    out->of = record->ref;
    out->person = record->id;
    out->made = record->at;
    hash_hex(out->key, record->hash, (sizeof out->key - 1) / 2);
}

static void drop(struct registry *registry, const struct record *record)
{
    struct registry_row row;
    record_row(&row, record);
    row.removed = true;
    registry_apply(registry, &row);
}

bool registry_calendar(const struct registry *registry, const char *token, struct registry_calendar *out)
{
    struct registry_row key = { .table = REGISTRY_CALENDAR };
    if (strlen(token) != TOKEN_TEXT - 1)
        return false;
    hash_bytes(key.hash, token, strlen(token));
    const struct record *record = records_get(&registry->records, &key);
    if (record != NULL)
        fill(out, record);
    return record != NULL;
}

size_t registry_calendars(const struct registry *registry, const char *workshop, struct registry_calendar *list, size_t max)
{
    const struct registry_row key = group_row(workshop);
    size_t n = 0;
    for (const struct record *record = records_group(&registry->records, &key); record != NULL && n < max;
         record = record->after)
        fill(&list[n++], record);
    return n;
}

/* The address that the person has for the same already; or, where the workshop has too many, the oldest. */
static const struct record *to_replace(const struct registry *registry, const struct registry_row *row)
{
    const struct record *oldest = NULL;
    size_t n = 0;
    for (const struct record *record = records_group(&registry->records, row); record != NULL; record = record->after) {
        if (record->id == row->id && record->ref == row->ref)
            return record;
        if (oldest == NULL || record->at <= oldest->at)
            oldest = record;
        n++;
    }
    return n >= REGISTRY_CALENDARS_MAX ? oldest : NULL;
}

void registry_calendar_put(struct registry *registry, const char *workshop, uint64_t person, uint64_t of,
                           char token[TOKEN_TEXT])
{
    struct registry_row row = group_row(workshop);
    uint8_t secret[32];
    row.id = person;
    row.ref = of;
    row.at = registry->platform->now(registry->platform->self);
    const struct record *former = to_replace(registry, &row);
    if (former != NULL)
        drop(registry, former);
    registry->platform->random(secret, sizeof secret);
    hash_base64url(token, secret, sizeof secret);
    hash_bytes(row.hash, token, strlen(token));
    registry_apply(registry, &row);
}

bool registry_calendar_drop(struct registry *registry, const char *workshop, const char *key, uint64_t person)
{
    const struct registry_row group = group_row(workshop);
    struct registry_calendar calendar;
    for (const struct record *record = records_group(&registry->records, &group); record != NULL;
         record = record->after) {
        fill(&calendar, record);
        if (strcmp(calendar.key, key) != 0 || (person != 0 && calendar.person != person))
            continue;
        drop(registry, record);
        return true;
    }
    return false;
}
