/*
 * What the cases of the HTTP calls start from: an app in a small world, an account that is logged in, and a workshop.
 */
#ifndef PLENARY_SUPPORT_APP_HTTP_H
#define PLENARY_SUPPORT_APP_HTTP_H

#include "app/hub.h"
#include "support_app_world.h"
#include "test.h"

/* The file the workshop is made of. */
extern const char http_scenario[];

/* An app with an account, logged in as `token`, and a workshop of the scenario. */
struct fixture {
    struct world world;
    char token[64], id[32], open[16], egypt[16], wco[16];
    uint64_t egypt_id, facilitator;
};

/* Set-up and tear-down of a case: an app alone, or with account and workshop. */
int http_bare(void **state);
int http_room(void **state);
int http_end(void **state);

#define bare_case(sentence, function) { sentence, function, http_bare, http_end, NULL }
#define room_case(sentence, function) { sentence, function, http_room, http_end, NULL }

/* One request; the answer is in fixture->world.answer. */
void ask(struct fixture *fixture, const char *method, const char *path, const char *token, const char *body);

/* The answer has this status, and, unless NULL, is a refusal with this code and its three sentences. */
void expect(const struct fixture *fixture, int status, const char *code);

/* A command of the system in the workshop, which must be taken; what it created. */
uint64_t run(struct fixture *fixture, const char *verb, const char *args);
/* The answer of such a command when one does not wait for it: `context` is where the id goes. */
void ran(void *context, enum hub_status status, const struct outcome *outcome);

/* "/api/w/ID/TAIL" in `out`, which is returned. */
char *path_of(const struct fixture *fixture, char out[128], const char *tail);

/* An account that is logged in, without setting up, which hashes a password. */
void put_account(struct fixture *fixture);

/* Join by a code; `token` goes with the request and takes the new one. Returns the person. */
uint64_t join(struct fixture *fixture, const char *code, const char *name, char token[64]);

/* Sockets of the workshop: open one with that cookie, say hello on it as client number `conn`, both at once, say something else. */
extern const char nobody_tag[];
void socket_open(struct fixture *fixture, conn_id conn, const char *token);
void hello(struct fixture *fixture, conn_id conn, uint64_t seq, const char *tag, int64_t view);
void enter(struct fixture *fixture, conn_id conn, const char *token);
void say(struct fixture *fixture, conn_id conn, const char *text);

/* What it was sent, a line a frame; how often a text stands in another. */
const char *heard(const struct fixture *fixture, conn_id conn);
size_t count_of(const char *text, const char *what);

#endif
