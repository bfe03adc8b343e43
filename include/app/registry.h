/*
 * registry: accounts, sessions, seats, links and codes in memory, written to plenary.db through storage.
 *
 * Reads are immediate. A change is visible at once in memory and its reply waits for the commit (registry_write); when the disk refuses, the change
 * is taken back and the caller answers `storage`. Secrets are looked up by their SHA-256. No libwebsockets, no SQL.
 */
#ifndef PLENARY_APP_REGISTRY_H
#define PLENARY_APP_REGISTRY_H

#include "app/platform.h"
#include "core/kind.h"

struct registry;

/* A place in one workshop: a person (with the role the room gives them), or a listener or screen without one. */
struct seat {
    char workshop[WORKSHOP_ID_MAX + 1];
    uint64_t person;
    enum role role;                 /* ROLE_LISTENER or ROLE_SCREEN when person is 0 */
};

/* Reads everything; NULL when storage says no. */
struct registry *registry_open(const struct platform *platform);
void registry_free(struct registry *registry);

/* The session a cookie's token names: its number, or 0. */
uint64_t registry_session(const struct registry *registry, const char *token, int64_t now);

/* The session's seat in a workshop; an account's member seat counts too. */
bool registry_seat(const struct registry *registry, uint64_t session, const char *workshop, struct seat *seat);

#endif
