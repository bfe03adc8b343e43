/*
 * server: the transport over real sockets: HTTP/1.1 and WebSockets by libwebsockets, on an event loop of our own.
 *
 * One thread runs everything: net_run is the loop of the program. Only net_wake and net_stop may be called from
 * elsewhere. libwebsockets 4.1.6 is used behind the checks that server/net/handshake.c and server/net/http.c describe;
 * the table of probes in tests/hostile/ shows that each holds.
 *
 * Order of use: net_open, net_fill, app_open, net_run, app_free, net_close.
 */
#ifndef PLENARY_NET_SERVER_H
#define PLENARY_NET_SERVER_H

#include "app/gate.h"
#include "app/transport.h"

struct net;

/* Everything is borrowed for the life of the server. */
struct net_options {
    const char *bind;                       /* an address; NULL or "localhost": 127.0.0.1 and ::1 alone */
    bool public_bind;                       /* all addresses of the machine; bind must be NULL */
    int port;                               /* 0: any, see net_port */
    const char *cert_pem;                   /* TLS, see net/tls.h; NULL: plain */
    const char *key_pem;
    bool hsts;                              /* the certificate is a trusted one: browsers may insist on it */
    const char *origins;                    /* origins allowed besides our own, separated by spaces; NULL: none */
    const char *trusted_proxy;              /* addresses whose X-Forwarded-For counts, separated by spaces; or NULL */
    unsigned connections_max;               /* sockets; 0: LIMIT_CONNECTIONS; less when files are short */
    int64_t (*now)(void *self);             /* the clock of app_turn's result, ms since 1970 */
    void *now_self;
    void (*random)(void *out, size_t n);
};

enum { NET_MESSAGE_BYTES = 200 };

/*
 * Listens, but serves nothing before net_run. NULL: `message` says why and what to do. Raises the soft limit of open files as
 * far as it needs and may; ignores SIGPIPE.
 */
struct net *net_open(const struct net_options *options, char message[NET_MESSAGE_BYTES]);
void net_fill(struct net *net, struct transport *transport);

/*
 * The loop: serves until a SIGTERM, a SIGINT or net_stop, then calls app_stop, and returns when app_stopped and everybody
 * has been told, at the latest after NET_STOP_MS. app_turn is called after each turn and when its deadline comes.
 */
enum { NET_STOP_MS = 10000 };
void net_run(struct net *net, struct app *app);

/* A further turn, please: something is to be reaped. From any thread. */
void net_wake(struct net *net);
/* Asks net_run to end. From any thread or signal handler. */
void net_stop(struct net *net);

int net_port(const struct net *net);

/*
 * The n-th address really listened on ("127.0.0.1:8080", "[::1]:8080"), read back from the socket. False: there are fewer.
 */
enum { NET_ADDRESS_BYTES = 64 };
bool net_bound(const struct net *net, unsigned n, char out[NET_ADDRESS_BYTES]);

/* Open sockets, and bytes that clients have not taken yet: for the log and for tests. */
struct net_load {
    unsigned sockets;
    unsigned unknown;                       /* of these: not one request yet */
    unsigned websockets;
    uint64_t unsent_bytes;
};
struct net_load net_load(const struct net *net);

/* Closes all sockets. The app may be gone already: it is not called any more. */
void net_close(struct net *net);

#endif
