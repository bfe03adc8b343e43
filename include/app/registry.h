/*
 * registry: accounts, sessions, seats, links and codes in memory, written to plenary.db through storage.
 *
 * Reads are immediate. A change is visible at once in memory and its reply waits for the commit (registry_write); when
 * the disk refuses, the change is taken back, with every later one that was waiting, and the caller answers `storage`.
 * All changes made in one turn of the loop share one commit. Secrets are looked up by their SHA-256. No libwebsockets,
 * no SQL.
 *
 * One loop thread. Texts and pointers returned are borrowed until the next change.
 */
#ifndef PLENARY_APP_REGISTRY_H
#define PLENARY_APP_REGISTRY_H

#include "app/platform.h"
#include "core/kind.h"

struct registry;

enum {
    TOKEN_TEXT = 44,                    /* 32 random bytes in base64url, and a NUL */
    CODE_TEXT = 9,                      /* 8 characters and a NUL; people see a hyphen in the middle */
    REGISTRY_SEATS_MAX = 64,            /* of one session; the oldest makes room */
    REGISTRY_SCREENS_MAX = 20,          /* screen links of one workshop; the oldest makes room */
    REGISTRY_SESSIONS_MAX = 200000,     /* about 50 MB; beyond it only those who log in get one */
    REGISTRY_WORKSHOPS_MAX = 10000,
    REGISTRY_CALENDARS_MAX = 5000,      /* addresses of calendars of one workshop; the oldest makes room */
    REGISTRY_ROWS_WAITING_MAX = 10000   /* rows waiting for the commit in flight */
};

/* A place in one workshop: a person (with the role the room gives them), or a listener or screen without one. */
struct seat {
    char workshop[WORKSHOP_ID_MAX + 1];
    uint64_t person;
    enum role role;                 /* ROLE_LISTENER or ROLE_SCREEN when person is 0 */
    uint64_t session;               /* that holds it; 0 where the seat was not taken from one */
};

struct registry_workshop {
    char id[WORKSHOP_ID_MAX + 1];
    const char *title;
    enum workshop_state state;
    int64_t created;                /* ms */
};

struct registry_code {
    char text[CODE_TEXT];
    char workshop[WORKSHOP_ID_MAX + 1];
    uint64_t delegation;            /* 0: the open code */
};

/* An address under which a calendar is read. */
struct registry_calendar {
    char workshop[WORKSHOP_ID_MAX + 1];
    uint64_t of;                    /* the delegation or person it is for; 0: all of the workshop */
    uint64_t person;                /* who made it */
    int64_t made;                   /* ms */
    char key[17];                   /* names it in lists, where the token is not known any more */
};

/* Reads everything; NULL when storage says no. */
struct registry *registry_open(const struct platform *platform);
void registry_free(struct registry *registry);

/* Whether so much waits for the disk that a new request has to come again later; whether there is no place for a session. */
bool registry_busy(const struct registry *registry);
bool registry_full(const struct registry *registry);

/*
 * Call `done` once, never at once, when all changes made so far are durable (true) or were taken back (false). The
 * commit is submitted by registry_turn.
 */
void registry_write(struct registry *registry, void (*done)(void *context, bool ok), void *context);

/* End of a turn: drop some sessions that are over, and submit what was changed. */
void registry_turn(struct registry *registry);

/* Nothing is changed and not yet on the disk. */
bool registry_idle(const struct registry *registry);

/* Accounts. The name is one line of text; `stored` comes from password_store. account_add returns the account's id. */
size_t registry_accounts(const struct registry *registry);
uint64_t registry_account_add(struct registry *registry, const char *name, const char *stored);
uint64_t registry_account_find(const struct registry *registry, const char *name);      /* 0: none */
const char *registry_account_name(const struct registry *registry, uint64_t account);   /* NULL: none */
const char *registry_account_stored(const struct registry *registry, uint64_t account); /* NULL: none */

/* Sessions. The session a cookie's token names: its number, or 0. */
uint64_t registry_session(const struct registry *registry, const char *token, int64_t now);
uint64_t registry_session_account(const struct registry *registry, uint64_t session);   /* 0: none */
bool registry_session_exists(const struct registry *registry, uint64_t session);

/* A new session; `token` is the only copy of its secret. */
uint64_t registry_session_open(struct registry *registry, char token[TOKEN_TEXT]);
/* The session (0: a new one) gets an account and a new token; the former token is dead. Returns its number. */
uint64_t registry_session_login(struct registry *registry, uint64_t session, uint64_t account, char token[TOKEN_TEXT]);
/* It was used: once a day its end moves to 30 days from now. */
void registry_session_touch(struct registry *registry, uint64_t session);
void registry_session_close(struct registry *registry, uint64_t session);
/* Call `over` when a session is closed or has expired, at once: the disk may still refuse, then it comes back. */
void registry_watch_sessions(struct registry *registry, void (*over)(void *context, uint64_t session), void *context);

/* Nobody sits as that person of the workshop any more: sessions lose the seat, the personal link is dead. Members stay. */
void registry_seats_drop(struct registry *registry, const char *workshop, uint64_t person);

/* The session's seat in a workshop; an account's member seat counts too. */
bool registry_seat(const struct registry *registry, uint64_t session, const char *workshop, struct seat *seat);
void registry_seat_put(struct registry *registry, uint64_t session, const struct seat *seat);
/* All its seats, member seats included; at most `max`. Returns how many. */
size_t registry_seats(const struct registry *registry, uint64_t session, struct seat *seats, size_t max);

/* Personal links; person 0 is a screen. A new link for a person replaces the former one. */
void registry_link_put(struct registry *registry, const char *workshop, uint64_t person, char token[TOKEN_TEXT]);
bool registry_link(const struct registry *registry, const char *token, struct seat *seat);

/* Codes. `text` as people type it, any case, with or without hyphen. A new code for the same purpose replaces the former one. */
bool registry_code(const struct registry *registry, const char *text, struct registry_code *code);
bool registry_code_of(const struct registry *registry, const char *workshop, uint64_t delegation,
                      struct registry_code *code);
void registry_code_put(struct registry *registry, const char *workshop, uint64_t delegation, struct registry_code *code);

/* Addresses of calendars. A new one for the same takes the place of the person's former one. `person` 0 drops anybody's. */
bool registry_calendar(const struct registry *registry, const char *token, struct registry_calendar *calendar);
void registry_calendar_put(struct registry *registry, const char *workshop, uint64_t person, uint64_t of,
                           char token[TOKEN_TEXT]);
size_t registry_calendars(const struct registry *registry, const char *workshop, struct registry_calendar *list, size_t max);
bool registry_calendar_drop(struct registry *registry, const char *workshop, const char *key, uint64_t person);

/* Workshops, as lists show them. `person` is the account's person there. */
size_t registry_workshops(const struct registry *registry);
bool registry_workshop(const struct registry *registry, const char *id, struct registry_workshop *workshop);
void registry_workshop_new_id(const struct registry *registry, char id[WORKSHOP_ID_MAX + 1]);
void registry_workshop_put(struct registry *registry, const struct registry_workshop *workshop, uint64_t owner);
void registry_member_put(struct registry *registry, const char *workshop, uint64_t account, uint64_t person);
/* Those an account is a member of, newest first, at most `max`. Returns how many. */
size_t registry_workshops_of(const struct registry *registry, uint64_t account, struct registry_workshop *list,
                             size_t max);

/* What is kept about a workshop beside its file; NULL: nothing of that name. Putting NULL takes it away. */
const char *registry_note(const struct registry *registry, const char *workshop, const char *name);
void registry_note_put(struct registry *registry, const char *workshop, const char *name, const char *text);

/* The workshops whose note of that name says `text`: at most `max`, in no order. Returns how many. */
size_t registry_noted(const struct registry *registry, const char *name, const char *text,
                      char ids[][WORKSHOP_ID_MAX + 1], size_t max);

const char *registry_setting(const struct registry *registry, const char *name);        /* NULL: not set */
void registry_setting_put(struct registry *registry, const char *name, const char *text);

#endif
