/*
 * hub: the rooms in memory and the connections in them.
 *
 * A room is loaded on first use and closed after ten idle minutes. hub_read and hub_run are how HTTP endpoints reach a
 * room: both may load it first, and answer between commits, so that nothing undurable is ever seen.
 *
 * One loop thread. Owned by struct app.
 */
#ifndef PLENARY_APP_HUB_H
#define PLENARY_APP_HUB_H

#include "app/gate.h"
#include "app/registry.h"
#include "core/history.h"

struct hub;

struct hub *hub_new(const struct platform *platform);
void hub_free(struct hub *hub);

enum hub_status {
    HUB_OK,
    HUB_MISSING,        /* no such workshop */
    HUB_DAMAGED,        /* its file cannot be read; the log says why */
    HUB_BUSY,           /* too many rooms are open */
    HUB_STORAGE,        /* the disk refused */
    HUB_STOPPING
};

/* Call `answer` once, now or later, with the room between commits (NULL unless HUB_OK). The room is borrowed for the call. */
void hub_read(struct hub *hub, const char *workshop,
              void (*answer)(void *context, enum hub_status status, const struct room *room), void *context);

/*
 * Run one command as the system (verb and canonical arguments as JSON text) and call `answer` once it is durable, or was
 * refused. status HUB_OK: look at outcome->code.
 */
void hub_run(struct hub *hub, const char *workshop, const char *verb, const char *args,
             void (*answer)(void *context, enum hub_status status, const struct outcome *outcome), void *context);

/*
 * Run commands as the system, all in one commit and before anything else happens in the room. Only from within an `answer` of hub_read: they
 * were tried there on a copy of that room, so all are taken. The commands are cleared. HUB_BUSY: others of that kind wait.
 */
void hub_run_all(struct hub *hub, const char *workshop, struct command *commands, size_t n,
                 void (*answer)(void *context, enum hub_status status, const struct outcome *outcome), void *context);

/*
 * From hub_hold to hub_release the room takes no command: they wait, as they do while it is written to the disk. For a moment only, by whoever
 * tries on a copy what hub_run_all is to run. hub_hold: only from within an `answer` of hub_read.
 */
void hub_hold(struct hub *hub, const char *workshop);
void hub_release(struct hub *hub, const char *workshop);

/* The same as hub_run for one command in the name of a person, with that person's rights. */
void hub_run_as(struct hub *hub, const char *workshop, uint64_t person, const char *verb, const char *args,
                void (*answer)(void *context, enum hub_status status, const struct outcome *outcome), void *context);

/*
 * Simulated people of a rehearsal are shown as present without a connection, until the room is closed. Only from within an `answer` of
 * hub_read. hub_simulated: whether the person is one, and not here in person as well.
 */
void hub_simulate(struct hub *hub, const char *workshop, uint64_t person, bool here);
bool hub_simulated(const struct hub *hub, const char *workshop, uint64_t person);

/* Close every connection of that person (4003): the seat was given to another device. */
void hub_end_person(struct hub *hub, const char *workshop, uint64_t person);

/* A new workshop: `room` and `changes` (taken over, also on failure) become a file, then a room of the hub. */
void hub_create(struct hub *hub, const char *workshop, struct room *room, struct change *changes, size_t n,
                void (*answer)(void *context, enum hub_status status), void *context);

/* Sockets. The seat was checked by gate_admit and is checked again for the person's existence at hello. */
void hub_opened(struct hub *hub, conn_id conn, const struct seat *seat);
void hub_message(struct hub *hub, conn_id conn, const char *text, size_t n);
void hub_drained(struct hub *hub, conn_id conn);
void hub_closed(struct hub *hub, conn_id conn);

/* Close every connection whose seat is held by that session (4003): somebody logged out, or the session has expired. */
void hub_end_session(struct hub *hub, uint64_t session);

/* See app_turn, app_stop. */
int64_t hub_turn(struct hub *hub);
void hub_stop(struct hub *hub);
bool hub_stopped(const struct hub *hub);

#endif
