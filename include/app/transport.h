/*
 * transport: the interface through which app reaches sockets. net (libwebsockets) and the simulator implement it. All
 * calls on the loop's thread. Connections and requests are named by ids that are never used again, so a late call
 * about a dead one is harmless.
 */
#ifndef PLENARY_APP_TRANSPORT_H
#define PLENARY_APP_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint64_t conn_id;           /* a WebSocket connection; 0 is none */
typedef uint64_t request_id;        /* an HTTP request waiting for its reply; 0 is none */

struct frame;                       /* bytes ready to send, shared and counted; made by frame_make */

enum send_result {
    SEND_TAKEN,         /* on its way (the transport keeps an unsent rest itself) */
    SEND_LAGGING,       /* an earlier rest is still unsent: nothing was taken, gate_drained will tell */
    SEND_GONE           /* no such connection */
};

/* Close codes of the protocol (PROTOCOL.md P30). */
enum close_code {
    CLOSE_NORMAL = 1000,
    CLOSE_POLICY = 1008,
    CLOSE_TOO_BIG = 1009,
    CLOSE_REPLACED = 4001,
    CLOSE_FORBIDDEN = 4003,
    CLOSE_SLOW = 4008,
    CLOSE_RESTARTING = 4010,
    CLOSE_TOO_MANY = 4029
};

struct reply_header {
    const char *name;               /* lower case, with the colon: "content-disposition:" */
    const char *value;
};

struct reply {
    int status;
    const char *type;               /* content type; NULL: no body */
    char *body;                     /* the transport takes it over and frees it with mem_free */
    size_t body_n;
    struct reply_header headers[4]; /* copied; the transport adds what every reply carries: no-store, unless cache-control is here */
    size_t n_headers;
    const char *cookie;             /* whole Set-Cookie value, or NULL; copied */
};

struct transport {
    void *self;
    /* A text frame of `n` bytes, one reference. With `deflate`, a raw-deflate binary frame (P8). */
    struct frame *(*frame_make)(void *self, const char *text, size_t n, bool deflate);
    void (*frame_release)(void *self, struct frame *frame);
    enum send_result (*send)(void *self, conn_id conn, struct frame *frame);
    /* Close with a code; the connection gets no more messages, gate_closed follows. */
    void (*close)(void *self, conn_id conn, enum close_code code);
    void (*reply)(void *self, request_id request, struct reply *reply);
};

#endif
