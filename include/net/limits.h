/*
 * limits: the ceilings of the network side, each with unit and reason (core/limits.h has those of the workshop).
 *
 * A test build may lower a limit by defining it on the command line.
 */
#ifndef PLENARY_NET_LIMITS_H
#define PLENARY_NET_LIMITS_H

#include "core/limits.h"

#ifndef LIMIT_CONNECTIONS
#define LIMIT_CONNECTIONS 10000             /* WebSockets: one room with all its listeners */
#endif
#ifndef LIMIT_UNKNOWN
#define LIMIT_UNKNOWN 2000                  /* sockets without a request yet: as many as join in the same ten seconds */
#endif
#ifndef LIMIT_PER_ADDRESS
#define LIMIT_PER_ADDRESS 256               /* sockets of an address (IPv6: a /64): a hall behind one router */
#endif
#ifndef LIMIT_UNSENT
#define LIMIT_UNSENT (256ull << 20)         /* bytes that all clients together have not taken yet */
#endif
#ifndef LIMIT_BODIES
#define LIMIT_BODIES (256ull << 20)         /* bytes of bodies above a megabyte that are coming in at one time */
#endif
#ifndef LIMIT_SLOW_MS
#define LIMIT_SLOW_MS 30000                 /* a client that takes nothing for so long is cut off (4008) */
#endif

enum {
    LIMIT_FILES_RESERVED = 512,             /* files kept for workshops, their logs, exports */
    LIMIT_UNKNOWN_MS = 10000,               /* from accept to a whole request */
    LIMIT_BODY_MS = 10000,                  /* from the headers to the end of a body: 64 KiB at 2G speed */
    LIMIT_REPLY_MS = 40000,                 /* from a request to its reply: a document has 30 s, and its refusal comes then */
    LIMIT_TAKE_MS = 30000,                  /* between two pieces of a reply */
    LIMIT_IDLE_MS = 30000,                  /* between two requests on one socket; libwebsockets cuts at 15 s already */
    LIMIT_DISCARD_MS = 2000,                /* reading what follows a refused request, so that the refusal arrives */
    LIMIT_CLOSE_MS = 5000,                  /* for the answer to a close */
    LIMIT_MESSAGES_S = 20,                  /* messages per second and WebSocket; the client keeps to 15 */
    LIMIT_MESSAGES_BURST = 40,
    LIMIT_EXCESS_MS = 10000,                /* of too many messages, then 4029 */
    LIMIT_PIECES = 2048,                    /* pieces in which one message may come: 16 KiB on the worst of links are 700 */
    LIMIT_HEADER = 8192,                    /* bytes of request line and headers */
    LIMIT_FRAME = 1024 * 1024,              /* bytes of a message we send */
    LIMIT_SEND_BUFFER = 64 * 1024,          /* SO_SNDBUF: 100 clients that never read pin 22 MiB of kernel memory, not 281 */
    LIMIT_WRITE = 16 * 1024,                /* bytes of a reply written at once: one TLS record, always fits the send buffer */
    LIMIT_WRITE_TURN = 128 * 1024           /* bytes of a reply in one turn: who reads as fast as we write holds up nobody */
};

_Static_assert(LIMIT_FRAME >= LIMIT_ENTITY + LIMIT_FRAME_OUT, "the largest page must fit a frame");

#endif
