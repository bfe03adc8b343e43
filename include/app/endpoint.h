/*
 * endpoint: the HTTP requests of PROTOCOL.md section 1.
 *
 * A table of routes says for each call who may make it and how large its body may be. A request becomes a struct call,
 * which is answered and freed exactly once, now or after rooms, workers and the disk have answered. Calls are counted:
 * above ENDPOINT_CALLS_MAX the answer is `busy`.
 *
 * One loop thread. Owned by struct app. No I/O, clock or randomness but through platform.
 */
#ifndef PLENARY_APP_ENDPOINT_H
#define PLENARY_APP_ENDPOINT_H

#include "app/gate.h"
#include "app/hub.h"
#include "app/registry.h"

enum {
    ENDPOINT_CALLS_MAX = 4096,          /* unanswered requests, about 2 KB each */
    ENDPOINT_EXPORTS_MAX = 2,           /* documents made at the same time */
    ENDPOINT_TURN_MS = 10000,           /* nobody has both places so soon after somebody was turned away, who asks again meanwhile */
    ENDPOINT_FEEDS_MAX = 4,             /* calendars written at the same time */
    ENDPOINT_REPLAYS_MAX = 2,           /* past states folded at the same time: each reads a whole history */
    ENDPOINT_READS_MAX = 16,            /* questions to history that one session may have unanswered: rooms wait in the same row */
    ENDPOINT_HISTORY_MAX = 200,         /* changes in one reply */
    ENDPOINT_OPS_MAX = 2000,            /* operations of a text in one reply */
    ENDPOINT_REPLY_BYTES = 512 * 1024,  /* a reply of history is cut after the entry that passes this */
    ENDPOINT_EXPORT_BYTES = 20 << 20,   /* of one document */
    ENDPOINT_EXPORT_MS = EXPORT_MS_MAX,       /* and as long may it take */
    ENDPOINT_LIST_MAX = 500             /* workshops and seats in one reply */
};

struct endpoints;

/* All three are borrowed for its life. */
struct endpoints *endpoints_new(const struct platform *platform, struct registry *registry, struct hub *hub);
/* Calls that were not answered are dropped. No worker may be busy with one. */
void endpoints_free(struct endpoints *endpoints);

void endpoints_request(struct endpoints *endpoints, const struct request *request);

/* See gate_request_gone: what only makes an answer is given up. */
void endpoints_request_gone(struct endpoints *endpoints, request_id request);

/* See gate_body_max. */
size_t endpoints_body_max(const char *method, const char *path);

/* A socket of this workshop was opened: lists look at its room again. */
void endpoints_opened(struct endpoints *endpoints, const char *workshop);

/* End of a turn: forget old failures. */
void endpoints_turn(struct endpoints *endpoints);

/* New requests are answered `busy` from now on, and so are documents that are being made. */
void endpoints_stop(struct endpoints *endpoints);

/* No request waits for its answer. */
bool endpoints_idle(const struct endpoints *endpoints);

/* See app_setup_token. */
const char *endpoints_setup_token(const struct endpoints *endpoints);

#endif
