/*
 * inside: what the files of net share, and nobody else sees.
 *
 * Every accepted socket has a `struct peer` in one dense array, from accept to close, whether it speaks HTTP or WebSocket.
 * An id handed to the app is generation << 32 | index, so a lookup is one comparison, and an id is never used twice: the
 * generation goes up with every socket, request and WebSocket of the slot. A sweep over the array once a second enforces
 * all times; libwebsockets' own timers are kept in a sorted list and cost too much for 10,000 sockets.
 *
 * All on the loop's thread, but for `stop_asked` and the async watcher.
 */
#ifndef PLENARY_NET_INSIDE_H
#define PLENARY_NET_INSIDE_H

#include "base/buf.h"
#include "net/frame.h"
#include "net/limits.h"
#include "net/meter.h"
#include "net/server.h"

#include <ev.h>
#include <libwebsockets.h>
#include <stdatomic.h>

struct exchange;                            /* an HTTP request being read, answered and written: http.c */

enum peer_state {
    PEER_FREE,
    PEER_UNKNOWN,                           /* accepted, no whole request yet */
    PEER_HTTP,
    PEER_ADMITTED,                          /* its WebSocket handshake passed all checks, the 101 follows */
    PEER_WS
};

struct peer {
    struct net *net;
    struct lws *wsi;
    uint32_t index;                         /* in net->peers */
    uint32_t generation;
    uint32_t next_free;
    uint8_t state;                          /* enum peer_state */
    bool counted;                           /* in net->addresses */
    bool up;                                /* the app was told of the WebSocket */
    bool lagging;                           /* the app waits for gate_drained */
    bool closing;                           /* the app or a limit closed it: nothing goes in or out */
    bool told;                              /* the close frame is on its way, its answer is waited for */
    bool broken;                            /* a write failed */
    bool throttled;                         /* over its rate: not read from until the sweep */
    uint16_t close_code;
    uint16_t pieces;                        /* of the message being put together */
    uint32_t unsent;                        /* at most so many bytes are left of the last frame */
    uint64_t acknowledged;                  /* bytes the peer's kernel had at the last sweep while some were unsent */
    uint64_t received;                      /* bytes when it was admitted; 0 after its first message */
    int64_t since;                          /* ms: accepted, or end of the last exchange, or closing */
    int64_t progress_at;                    /* ms: when `acknowledged` last grew */
    int64_t excess_at;                      /* ms: since when it sends too much; 0: it does not */
    struct meter meter;
    struct address address;
    struct exchange *exchange;              /* while PEER_HTTP serves a request */
    char *in;                               /* the message being put together */
    uint32_t in_n, in_cap;
};

enum { NET_LISTENERS_MAX = 2, NET_NO_PEER = UINT32_MAX };

struct net {
    struct net_options options;
    struct ev_loop *loop;
    struct lws_context *context;
    struct lws_vhost *vhosts[NET_LISTENERS_MAX];
    int listeners[NET_LISTENERS_MAX];       /* the listening sockets */
    unsigned n_listeners;
    struct app *app;                        /* NULL outside net_run */
    struct ev_async wake;
    struct ev_signal terminate, interrupt;
    struct ev_timer due, sweep;
    _Atomic bool stop_asked;
    bool stopping;
    int64_t stop_at;                        /* ms: when patience ends */
    struct peer *peers;
    uint32_t peers_max, peers_n;            /* slots, and how many of them were ever in use */
    uint32_t first_free;
    unsigned n_sockets, n_unknown, n_ws, n_exchanges;
    uint64_t unsent, bodies;                /* bytes: of frames not taken yet; of large bodies that are coming */
    struct addresses addresses;
    struct deflater deflater;
};

/* ms on the monotonic clock: a change of the wall clock closes nobody. */
int64_t net_now(void);

/* peers.c: the array. */
void peers_open(struct net *net, uint32_t peers_max);
void peers_close(struct net *net);
struct peer *peer_take(struct net *net, struct lws *wsi);       /* NULL: all are in use */
void peer_give(struct peer *peer);
struct peer *peer_of(struct lws *wsi);                          /* NULL: not one of ours */
/* The id by which the app knows the peer's WebSocket or request now. */
uint64_t peer_id(const struct peer *peer);
/* A new id for the peer; ids handed out before name nothing any more. */
uint64_t peer_name(struct peer *peer);
struct peer *peer_named(struct net *net, uint64_t id, enum peer_state state);
void peer_set_state(struct peer *peer, enum peer_state state);
/* Cuts the connection now. Never from within a callback of its own. */
void peer_kill(struct peer *peer);

/* What the kernel has counted of a connection: zeros when it does not say. */
struct tcp_counts {
    uint64_t taken;                         /* bytes the peer's kernel has acknowledged */
    uint64_t received;
};
struct tcp_counts tcp_counts(struct lws *wsi);

/* sweep.c: once a second. */
void sweep_all(struct net *net);

/* listen.c: what listens, and who may come in. */
bool listen_open(struct net *net, char message[NET_MESSAGE_BYTES]);
bool listen_admits(struct net *net, int fd);                    /* just accepted: shall it stay? */
void listen_accepted(struct net *net, struct lws *wsi);         /* it has a wsi now */
void listen_gone(struct lws *wsi);
bool address_trusted(const struct net *net, const struct address *address);     /* our proxy */

/* handshake.c: reading and checking requests. */
enum { PATH_BYTES = 200, QUERY_BYTES = 1024, TOKEN_BYTES = 128, PEER_BYTES = 64, HOST_BYTES = 256 };
struct knock_text {
    char path[PATH_BYTES + 1];
    char query[QUERY_BYTES + 1];
    char token[TOKEN_BYTES + 1];
    char peer[PEER_BYTES];
    char host[HOST_BYTES];
};
/* 0, or the HTTP status of the refusal. */
int knock_read(struct knock_text *text, const struct peer *peer);
struct knock knock_of(const struct knock_text *text);
bool origin_allowed(const struct peer *peer, const char *host);
/* The Content-Length: -1 when there is none, -2 when it is not one plain number. */
int64_t content_length(struct lws *wsi);
/* All checks of a WebSocket handshake up to gate_admit. 0, or the HTTP status of the refusal. */
int upgrade_check(struct peer *peer);

/* ws.c and http.c: the callbacks of the two protocols, and their halves of the transport. */
int ws_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t n);
int http_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t n);
enum send_result ws_send(struct net *net, conn_id conn, struct frame *frame);
void ws_close(struct peer *peer, enum close_code code);
void ws_gone(struct peer *peer);
void ws_read(struct peer *peer);            /* go on reading, unless it is throttled */
void http_reply(struct net *net, request_id request, struct reply *reply);
void exchange_free(struct peer *peer);
/* Its time is up, or its client is gone. */
bool exchange_overdue(const struct peer *peer, int64_t now);

/* http_asset.c: the files of the client. False: no such file. */
struct served {
    const unsigned char *data;
    size_t n;
    int status;                             /* 200 or 304 */
};
bool asset_serve(struct buf *head, struct served *served, struct lws *wsi, const char *path);

/* http_head.c: the first lines of a reply. */
extern const struct lws_protocol_vhost_options head_security[];
/* `reply` may be NULL; a header of its own takes the place of ours of the same name. */
void head_begin(struct buf *head, const struct net *net, int status, const struct reply *reply);
/* Whether the reply brings that header itself. */
bool reply_has(const struct reply *reply, const char *name);
void head_text(struct buf *head, const char *name, const char *value);
void head_end(struct buf *head, size_t body_n, bool close);

#endif
