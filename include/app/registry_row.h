/*
 * registry_row: what STATE/plenary.db keeps, row by row. The registry holds what must never be in a workshop file:
 * accounts, sessions, links, codes. Secrets are kept as SHA-256 only (a session, link or code cannot be read back), but for join codes,
 * which facilitators must be able to show again.
 */
#ifndef PLENARY_APP_REGISTRY_ROW_H
#define PLENARY_APP_REGISTRY_ROW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/hash.h"

enum registry_table {
    REGISTRY_ACCOUNT,       /* id, name, text = stored password, at = created */
    REGISTRY_SESSION,       /* hash = of the token, id = session number, ref = account id or 0, at = last used day, until = expiry */
    REGISTRY_SEAT,          /* id = session number, workshop, ref = person id (0: listener or screen), number = enum role, at */
    REGISTRY_LINK,          /* hash = of the token, workshop, ref = person id, at: a personal link */
    REGISTRY_CODE,          /* text = "ABCD2345", workshop, ref = delegation id or 0 (the open code), number = enum role it gives, at */
    REGISTRY_WORKSHOP,      /* workshop, name = title for lists, ref = account id of the owner, number = state, at = created */
    REGISTRY_MEMBER,        /* workshop, id = account id, ref = person id of the account's person there */
    REGISTRY_SETTING,       /* name, text */
    REGISTRY_NOTE,          /* workshop, name, text: what is kept about a workshop beside its file */
    REGISTRY_CALENDAR,      /* hash = of the token, workshop, ref = delegation or person id or 0, id = person id of who made it, at */
    REGISTRY_TABLE_N
};

struct registry_row {
    enum registry_table table;
    bool removed;                   /* delete the row with this key */
    uint8_t hash[HASH_BYTES];
    uint64_t id, ref;
    int64_t number, at, until;
    char workshop[25];
    char name[260];
    char text[260];
};

#endif
