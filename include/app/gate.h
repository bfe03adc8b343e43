/*
 * gate: what a transport calls: the one way into app from the network, and from the event loop. All on the loop's thread.
 *
 * Implemented by app; see PROTOCOL.md for what the messages mean.
 */
#ifndef PLENARY_APP_GATE_H
#define PLENARY_APP_GATE_H

#include "app/platform.h"

struct app;

/* Reads the registry. NULL: it cannot be read, and a line was logged. `platform` is borrowed for the app's life. */
struct app *app_open(const struct platform *platform);

/* After app_stop finished (or at once, in tests): frees everything. */
void app_free(struct app *app);

/* Who knocks, as the transport read it from the handshake (or HTTP request). Borrowed for the call. */
struct knock {
    const char *path;               /* "/ws/ID", decoded, at most 200 bytes */
    const char *query;              /* raw query string, or "" */
    const char *token;              /* value of the cookie `plenary`, or "" */
    const char *peer;               /* address, IPv6 cut to /64 for counting; proxy resolved */
    const char *host;               /* Host header, for links */
};

/* May a WebSocket be opened? 0, or the HTTP status of the refusal. Called before the 101. */
int gate_admit(struct app *app, const struct knock *knock);

/* It is open. `knock` as before. */
void gate_opened(struct app *app, conn_id conn, const struct knock *knock);

/* A whole text message; at most LIMIT_FRAME_IN bytes, valid UTF-8. */
void gate_message(struct app *app, conn_id conn, const char *text, size_t n);

/* A lagging connection has nothing unsent any more. */
void gate_drained(struct app *app, conn_id conn);

void gate_closed(struct app *app, conn_id conn);

/* An HTTP request that no asset answers. method and type borrowed for the call; exactly one reply follows, now or later. */
struct request {
    request_id id;
    const char *method;             /* "GET", "POST", "DELETE" */
    struct knock knock;
    const char *type;               /* content type, "" when none */
    const char *known;              /* If-None-Match, NULL or "" when none */
    const char *body;
    size_t body_n;
};
void gate_request(struct app *app, const struct request *request);
/* The client of an unanswered request went away; a later reply to it is dropped by the transport. */
void gate_request_gone(struct app *app, request_id request);

/* Whether a body of `n` bytes, more than a megabyte, is taken from them: of an account any, of a seat as a person what a sheet may have. */
bool gate_trusts(struct app *app, const struct knock *knock, size_t n);

/* How large a body this request may have: LIMIT_BODY, or LIMIT_IMPORT for the import. 0: no such route (404). */
size_t gate_body_max(struct app *app, const char *method, const char *path);

/*
 * End of a turn of the event loop: reap jobs, apply what was queued, submit commits, publish one slice. Returns the
 * moment (ms) at which it wants to be called again at the latest, or 0 for "when something happens". A return value at
 * or before now means "at once, after looking at the sockets".
 */
int64_t app_turn(struct app *app);

/* Begin to stop: no new work is taken, commits are finished, clients are told 4010. True from app_stopped: all done. */
void app_stop(struct app *app);
bool app_stopped(const struct app *app);

/* The one-time set-up token while there is no account yet, for the start-up message; NULL otherwise. */
const char *app_setup_token(const struct app *app);

/* For --demo and the shell: a new workshop from a scenario text; done(ok, workshop id, open code, facilitator link token). */
void app_demo(struct app *app, const char *scenario, size_t n,
              void (*done)(void *context, bool ok, const char *workshop, const char *code, const char *link),
              void *context);

#endif
