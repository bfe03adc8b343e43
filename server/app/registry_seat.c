/* registry: who may sit where: seats of sessions, personal links, and codes. */
#include <assert.h>
#include <string.h>

#include "app/registry_change.h"
#include "base/mem.h"

/* Letters and digits that nobody mistakes for another. */
static const char code_letters[] = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

static void workshop_put(struct registry_row *row, const char *workshop)
{
    size_t n = strlen(workshop);
    assert(n > 0 && n < sizeof row->workshop);
    memcpy(row->workshop, workshop, n + 1);
}

static void row_remove(struct registry *registry, const struct record *record)
{
    struct registry_row row;
    record_row(&row, record);
    row.removed = true;
    registry_apply(registry, &row);
}

static void seat_fill(struct seat *seat, const char *workshop, uint64_t person, enum role role)
{
    assert(strlen(workshop) < sizeof seat->workshop);
    memset(seat, 0, sizeof *seat);
    memcpy(seat->workshop, workshop, strlen(workshop) + 1);
    seat->person = person;
    seat->role = role;
}

bool registry_seat(const struct registry *registry, uint64_t session, const char *workshop, struct seat *seat)
{
    if (session == 0 || *workshop == '\0' || strlen(workshop) > WORKSHOP_ID_MAX)
        return false;
    struct registry_row key = { .table = REGISTRY_SEAT, .id = session };
    workshop_put(&key, workshop);
    const struct record *record = records_get(&registry->records, &key);
    if (record != NULL) {
        seat_fill(seat, workshop, record->ref, (enum role)record->number);
        seat->session = session;
        return true;
    }
    key.table = REGISTRY_MEMBER;
    key.id = registry_session_account(registry, session);
    record = key.id == 0 ? NULL : records_get(&registry->records, &key);
    if (record == NULL)
        return false;
    seat_fill(seat, workshop, record->ref, ROLE_FACILITATOR);
    seat->session = session;
    return true;
}

static void seat_make_room(struct registry *registry, const struct registry_row *row)
{
    size_t n = 0;
    const struct record *oldest = NULL;
    for (const struct record *seat = records_group(&registry->records, row); seat != NULL; seat = seat->after) {
        n++;
        if (oldest == NULL || seat->at <= oldest->at)
            oldest = seat;
    }
    if (n >= REGISTRY_SEATS_MAX && records_get(&registry->records, row) == NULL)
        row_remove(registry, oldest);
}

void registry_seat_put(struct registry *registry, uint64_t session, const struct seat *seat)
{
    assert(session != 0);
    struct registry_row row = { .table = REGISTRY_SEAT, .id = session, .ref = seat->person, .number = seat->role };
    row.at = registry->platform->now(registry->platform->self);
    workshop_put(&row, seat->workshop);
    seat_make_room(registry, &row);
    registry_apply(registry, &row);
}

size_t registry_seats(const struct registry *registry, uint64_t session, struct seat *seats, size_t max)
{
    size_t n = 0;
    struct registry_row key = { .table = REGISTRY_SEAT, .id = session };
    const struct record *record = session == 0 ? NULL : records_group(&registry->records, &key);
    for (; record != NULL && n < max; record = record->after)
        seat_fill(&seats[n++], record->workshop, record->ref, (enum role)record->number);
    uint64_t account = registry_session_account(registry, session);
    if (account == 0)
        return n;
    key = (struct registry_row){ .table = REGISTRY_MEMBER, .id = account };
    for (record = records_group(&registry->records, &key); record != NULL && n < max; record = record->after) {
        struct registry_row own = { .table = REGISTRY_SEAT, .id = session };
        workshop_put(&own, record->workshop);
        if (records_get(&registry->records, &own) == NULL)
            seat_fill(&seats[n++], record->workshop, record->ref, ROLE_FACILITATOR);
    }
    return n;
}

/* The next session that sits there, or 0. */
static uint64_t seated(const struct registry *registry, const char *workshop, uint64_t person)
{
    size_t at = 0;
    const struct record *seat;
    while ((seat = records_next(&registry->records, REGISTRY_SEAT, &at)) != NULL)
        if (seat->ref == person && strcmp(seat->workshop, workshop) == 0)
            return seat->id;
    return 0;
}

void registry_seats_drop(struct registry *registry, const char *workshop, uint64_t person)
{
    struct registry_row key = { .table = REGISTRY_SEAT };
    assert(person != 0);
    workshop_put(&key, workshop);
    while ((key.id = seated(registry, workshop, person)) != 0)
        row_remove(registry, records_get(&registry->records, &key));
    key.table = REGISTRY_LINK;
    const struct record *link = records_group(&registry->records, &key);
    while (link != NULL && link->ref != person)
        link = link->after;
    if (link != NULL)
        row_remove(registry, link);
}

/* Remove the former link of a person; of screens, which have none of their own, the oldest beyond the ceiling. */
static void link_make_room(struct registry *registry, const struct registry_row *row)
{
    size_t n = 0;
    const struct record *oldest = NULL;
    for (const struct record *link = records_group(&registry->records, row); link != NULL; link = link->after) {
        if (link->ref != row->ref)
            continue;
        n++;
        if (oldest == NULL || link->at <= oldest->at)
            oldest = link;
    }
    if (oldest != NULL && (row->ref != 0 || n >= REGISTRY_SCREENS_MAX))
        row_remove(registry, oldest);
}

void registry_link_put(struct registry *registry, const char *workshop, uint64_t person, char token[TOKEN_TEXT])
{
    struct registry_row row = { .table = REGISTRY_LINK, .ref = person };
    row.at = registry->platform->now(registry->platform->self);
    workshop_put(&row, workshop);
    link_make_room(registry, &row);
    uint8_t secret[32];
    registry->platform->random(secret, sizeof secret);
    hash_base64url(token, secret, sizeof secret);
    hash_bytes(row.hash, token, strlen(token));
    registry_apply(registry, &row);
}

bool registry_link(const struct registry *registry, const char *token, struct seat *seat)
{
    if (strlen(token) != TOKEN_TEXT - 1)
        return false;
    struct registry_row key = { .table = REGISTRY_LINK };
    hash_bytes(key.hash, token, strlen(token));
    const struct record *link = records_get(&registry->records, &key);
    if (link != NULL)
        seat_fill(seat, link->workshop, link->ref, link->ref == 0 ? ROLE_SCREEN : ROLE_DELEGATE);
    return link != NULL;
}

/* What people typed, as the code is kept; false when it cannot be one. */
static bool code_normal(char out[CODE_TEXT], const char *text)
{
    size_t n = 0;
    for (; *text != '\0'; text++) {
        char c = *text >= 'a' && *text <= 'z' ? (char)(*text - 'a' + 'A') : *text;
        if (c == '-' || c == ' ')
            continue;
        if (n == CODE_TEXT - 1 || strchr(code_letters, c) == NULL)
            return false;
        out[n++] = c;
    }
    out[n] = '\0';
    return n == CODE_TEXT - 1;
}

static void code_fill(struct registry_code *code, const struct record *record)
{
    assert(strlen(record->text) == CODE_TEXT - 1);
    memset(code, 0, sizeof *code);
    memcpy(code->text, record->text, CODE_TEXT);
    memcpy(code->workshop, record->workshop, strlen(record->workshop) + 1);
    code->delegation = record->ref;
}

bool registry_code(const struct registry *registry, const char *text, struct registry_code *code)
{
    struct registry_row key = { .table = REGISTRY_CODE };
    if (!code_normal(key.text, text))
        return false;
    const struct record *record = records_get(&registry->records, &key);
    if (record != NULL)
        code_fill(code, record);
    return record != NULL;
}

static const struct record *code_record(const struct registry *registry, const char *workshop, uint64_t delegation)
{
    struct registry_row key = { .table = REGISTRY_CODE };
    workshop_put(&key, workshop);
    const struct record *record = records_group(&registry->records, &key);
    while (record != NULL && record->ref != delegation)
        record = record->after;
    return record;
}

bool registry_code_of(const struct registry *registry, const char *workshop, uint64_t delegation,
                      struct registry_code *code)
{
    const struct record *record = code_record(registry, workshop, delegation);
    if (record != NULL)
        code_fill(code, record);
    return record != NULL;
}

static void code_draw(const struct registry *registry, char text[CODE_TEXT])
{
    size_t n = 0;
    while (n < CODE_TEXT - 1) {
        uint8_t byte;
        registry->platform->random(&byte, 1);
        unsigned choice = byte % 32;
        if (choice < sizeof code_letters - 1)
            text[n++] = code_letters[choice];
    }
    text[n] = '\0';
}

void registry_code_put(struct registry *registry, const char *workshop, uint64_t delegation, struct registry_code *code)
{
    const struct record *former = code_record(registry, workshop, delegation);
    if (former != NULL)
        row_remove(registry, former);
    struct registry_row row = { .table = REGISTRY_CODE, .ref = delegation };
    row.at = registry->platform->now(registry->platform->self);
    row.number = delegation == 0 ? ROLE_OBSERVER : ROLE_DELEGATE;
    workshop_put(&row, workshop);
    do {
        code_draw(registry, row.text);
    } while (records_get(&registry->records, &row) != NULL);
    registry_apply(registry, &row);
    code_fill(code, records_get(&registry->records, &row));
}
