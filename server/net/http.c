/*
 * http: the HTTP half of the transport. One `struct exchange` is a request from its headers to the end of its reply.
 *
 * While a request waits or its reply is written, its socket is not read from: libwebsockets would spin on whatever a client
 * sends ahead. As it does not write either while it may not read, replies are written by a watcher of our own, in pieces
 * that fit the send buffer.
 */
#include "net/inside.h"

#include "base/json.h"
#include "base/media.h"
#include "base/mem.h"
#include "core/code.h"
#include "core/words.h"

#include <assert.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

enum phase {
    PHASE_BODY,                             /* its body is coming */
    PHASE_WAITING,                          /* the app has it */
    PHASE_WRITING,
    PHASE_DISCARD                           /* refused, and the rest of its body thrown away so that the refusal arrives */
};

enum { TYPE_BYTES = 64, KNOWN_BYTES = 200, LARGE_BYTES = 1 << 20, HEAD_BYTES_MAX = 8192, REFUSAL_BYTES_MAX = 4096, ALLOW_BYTES_MAX = 40 };

struct exchange {
    struct peer *peer;
    struct ev_io writable;
    enum phase phase;
    const char *method;
    struct knock_text text;
    char type[TYPE_BYTES], known[KNOWN_BYTES];
    char *body;
    size_t body_n, body_expected;
    struct buf head;
    const unsigned char *data;              /* of the reply, after the head */
    size_t data_n, at;                      /* `at`: bytes of head and data written */
    char *owned;                            /* data that is freed with the exchange */
    bool close;
    int64_t deadline;
};

static const struct {
    enum lws_token_indexes token;
    const char *name;
} methods[] = {{WSI_TOKEN_GET_URI, "GET"}, {WSI_TOKEN_HEAD_URI, "HEAD"}, {WSI_TOKEN_POST_URI, "POST"},
               {WSI_TOKEN_DELETE_URI, "DELETE"}, {WSI_TOKEN_PUT_URI, "PUT"}, {WSI_TOKEN_PATCH_URI, "PATCH"},
               {WSI_TOKEN_OPTIONS_URI, "OPTIONS"}};

static const char *method_of(struct lws *wsi)
{
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++)
        if (lws_hdr_total_length(wsi, methods[i].token) > 0)
            return methods[i].name;
    return "";
}

static bool method_is(const struct exchange *exchange, const char *name)
{
    return strcmp(exchange->method, name) == 0;
}

/* What the app answers: its calls, and calendars. */
static bool path_is_api(const struct exchange *exchange)
{
    return strncmp(exchange->text.path, "/api/", 5) == 0 || strncmp(exchange->text.path, "/cal/", 5) == 0;
}

/* A large body takes its room in memory for as long as it comes. */
static void exchange_count_body(struct exchange *exchange, size_t n)
{
    struct net *net = exchange->peer->net;
    if (exchange->body_expected > LARGE_BYTES)
        net->bodies -= exchange->body_expected;
    exchange->body_expected = n;
    if (n > LARGE_BYTES)
        net->bodies += n;
}

void exchange_free(struct peer *peer)
{
    struct exchange *exchange = peer->exchange;
    if (exchange == NULL)
        return;
    struct net *net = peer->net;
    peer->exchange = NULL;
    peer->since = net_now();
    net->n_exchanges--;
    exchange_count_body(exchange, 0);
    ev_io_stop(net->loop, &exchange->writable);
    if (exchange->phase == PHASE_WAITING && net->app != NULL)
        gate_request_gone(net->app, peer_id(peer));
    buf_free(&exchange->head);
    mem_free(exchange->body);
    mem_free(exchange->owned);
    mem_free(exchange);
}

/* Writing ------------------------------------------------------------------------------------------------------------ */

enum pumped { PUMP_FAILED, PUMP_WAITS, PUMP_DONE };

/*
 * Writes as much as the socket takes and a turn is for. Done means that it would take more: between two requests libwebsockets spins
 * on a socket that it cannot write to.
 */
static enum pumped exchange_pump(struct exchange *exchange)
{
    struct lws *wsi = exchange->peer->wsi;
    unsigned char piece[LIMIT_WRITE];
    size_t total = exchange->head.len + exchange->data_n;
    const size_t until = exchange->at + LIMIT_WRITE_TURN;
    while (exchange->at < until && !lws_send_pipe_choked(wsi)) {
        if (exchange->at == total)
            return PUMP_DONE;
        size_t n = 0;
        if (exchange->at < exchange->head.len) {
            n = exchange->head.len - exchange->at;
            n = n < sizeof piece ? n : sizeof piece;
            memcpy(piece, exchange->head.data + exchange->at, n);
        }
        size_t from = exchange->at + n - exchange->head.len;
        size_t rest = exchange->at + n < exchange->head.len ? 0 : exchange->data_n - from;
        rest = rest < sizeof piece - n ? rest : sizeof piece - n;
        if (rest > 0)
            memcpy(piece + n, exchange->data + from, rest);
        if (lws_write(wsi, piece, n + rest, LWS_WRITE_HTTP) < 0)
            return PUMP_FAILED;
        exchange->at += n + rest;
        exchange->deadline = net_now() + LIMIT_TAKE_MS;
    }
    return PUMP_WAITS;
}

static int exchange_finish(struct peer *peer)
{
    struct lws *wsi = peer->wsi;
    bool close = peer->exchange->close;
    exchange_free(peer);
    return close || lws_http_transaction_completed(wsi) ? -1 : 0;
}

static void exchange_writable(struct ev_loop *loop, struct ev_io *watcher, int events)
{
    (void)events;
    struct exchange *exchange = watcher->data;
    struct peer *peer = exchange->peer;
    enum pumped pumped = exchange_pump(exchange);
    if (pumped == PUMP_FAILED) {
        peer_kill(peer);
        return;
    }
    if (pumped == PUMP_WAITS && !lws_partial_buffered(peer->wsi))
        return;
    /* The end, or a rest that libwebsockets keeps: both go on in HTTP_WRITEABLE. */
    ev_io_stop(loop, watcher);
    lws_rx_flow_control(peer->wsi, 1);
    lws_callback_on_writable(peer->wsi);
}

/* Write on, from a callback of the socket; what does not fit now goes out by the watcher. */
static int exchange_go(struct peer *peer)
{
    struct exchange *exchange = peer->exchange;
    switch (exchange_pump(exchange)) {
    case PUMP_FAILED:
        return -1;
    case PUMP_DONE:
        return exchange_finish(peer);
    case PUMP_WAITS:
        break;
    }
    if (!lws_partial_buffered(peer->wsi)) {
        lws_rx_flow_control(peer->wsi, 0);
        ev_io_set(&exchange->writable, lws_get_socket_fd(peer->wsi), EV_WRITE);
        ev_io_start(peer->net->loop, &exchange->writable);
    }
    return 0;
}

/* Refusing ----------------------------------------------------------------------------------------------------------- */

static const struct {
    int status;
    enum code code;
} codes[] = {{HTTP_STATUS_FORBIDDEN, CODE_FORBIDDEN}, {HTTP_STATUS_NOT_FOUND, CODE_NOT_FOUND},
             {HTTP_STATUS_METHOD_NOT_ALLOWED, CODE_BAD_COMMAND}, {HTTP_STATUS_REQ_ENTITY_TOO_LARGE, CODE_TOO_LONG},
             {HTTP_STATUS_SERVICE_UNAVAILABLE, CODE_BUSY}};

static enum code code_of(int status)
{
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        if (codes[i].status == status)
            return codes[i].code;
    return CODE_BAD_FRAME;
}

/* The body of every refusal: {"code":WORD,"say":{"ar":TEXT,"fr":TEXT,"en":TEXT}} (P1). */
static void refusal_body(struct buf *body, int status)
{
    static const char *const names[LANG_N] = { [LANG_AR] = "ar", [LANG_FR] = "fr", [LANG_EN] = "en" };
    const char *word = code_word(code_of(status));
    struct json json;
    json_init(&json, body);
    json_open_object(&json);
    json_key(&json, "code");
    json_text(&json, word);
    json_key(&json, "say");
    json_open_object(&json);
    for (int lang = 0; lang < LANG_N; lang++) {
        json_key(&json, names[lang]);
        json_text(&json, words_http((enum lang)lang, word));
    }
    json_close_object(&json);
    json_close_object(&json);
}

/* What can be done there instead (RFC 9110 15.5.6). */
static void allow_write(struct buf *allow, const struct exchange *exchange)
{
    static const char *const verbs[] = { "GET", "POST", "DELETE" };
    buf_text(allow, path_is_api(exchange) ? "" : "GET, HEAD");
    for (size_t i = 0; path_is_api(exchange) && i < sizeof verbs / sizeof verbs[0]; i++)
        if (gate_body_max(exchange->peer->net->app, verbs[i], exchange->text.path) > 0)
            buf_print(allow, "%s%s", allow->len == 0 ? "" : ", ", verbs[i]);
}

/* Head and body of a refusal, into `out`. `allow`: what a 405 says can be done instead. */
static void refusal_write(struct buf *out, const struct net *net, int status, bool close, const char *allow)
{
    struct buf body;
    buf_init(&body, REFUSAL_BYTES_MAX);
    refusal_body(&body, status);
    head_begin(out, net, status, NULL);
    head_text(out, "content-type:", "application/json");
    head_text(out, "cache-control:", "no-store");
    if (status == HTTP_STATUS_METHOD_NOT_ALLOWED)
        head_text(out, "allow:", allow);
    head_end(out, body.len, close);
    buf_add(out, body.data, body.len);
    buf_free(&body);
}

/* Refused before its body: the reply must not be lost to the reset that closing on unread bytes would cause. */
static int exchange_refuse(struct peer *peer, int status, bool body_follows)
{
    struct exchange *exchange = peer->exchange;
    struct buf allow;
    exchange->close = exchange->close || body_follows || status == HTTP_STATUS_BAD_REQUEST;
    buf_init(&allow, ALLOW_BYTES_MAX);
    allow_write(&allow, exchange);
    refusal_write(&exchange->head, peer->net, status, exchange->close, allow.data);
    buf_free(&allow);
    if (method_is(exchange, "HEAD"))
        buf_cut(&exchange->head, (size_t)(strstr(exchange->head.data, "\r\n\r\n") + 4 - exchange->head.data));
    exchange->phase = PHASE_WRITING;
    if (!body_follows)
        return exchange_go(peer);
    if (exchange_pump(exchange) != PUMP_DONE)
        return -1;
    exchange->phase = PHASE_DISCARD;
    exchange->deadline = net_now() + LIMIT_DISCARD_MS;
    (void)shutdown(lws_get_socket_fd(peer->wsi), SHUT_WR);
    return 0;
}

/* Reading ------------------------------------------------------------------------------------------------------------ */

/* The app's turn. Its reply may come before gate_request returns. */
static void exchange_dispatch(struct peer *peer)
{
    struct exchange *exchange = peer->exchange;
    exchange->phase = PHASE_WAITING;
    exchange->deadline = net_now() + LIMIT_REPLY_MS;
    lws_rx_flow_control(peer->wsi, 0);
    struct request request = { .id = peer_name(peer),
                               .method = exchange->method,
                               .knock = knock_of(&exchange->text),
                               .type = exchange->type,
                               .known = exchange->known,
                               .body = exchange->body != NULL ? exchange->body : "",
                               .body_n = exchange->body_n };
    gate_request(peer->net->app, &request);
    exchange_count_body(exchange, 0);
    mem_free(exchange->body);
    exchange->body = NULL;
}

/* Types that no page of another origin can send without asking first; which of them a call takes is the app's to say. */
static bool media_is_asked(const char *type)
{
    return media_is_json(type) || media_is_csv(type) || media_is_file(type);
}

/*
 * What a request to the app must be. Content-Type and Origin keep other sites out: a form of theirs cannot send JSON, and a
 * script of theirs is not let through. 0, or the status of the refusal.
 */
static int exchange_check_api(const struct peer *peer, const struct exchange *exchange, int64_t length)
{
    bool get = method_is(exchange, "GET"), post = method_is(exchange, "POST");
    if (!get && !post && !method_is(exchange, "DELETE"))
        return HTTP_STATUS_METHOD_NOT_ALLOWED;
    size_t max = gate_body_max(peer->net->app, exchange->method, exchange->text.path);
    if (max == 0)
        return HTTP_STATUS_NOT_FOUND;
    if (post && length < 0)
        return HTTP_STATUS_LENGTH_REQUIRED;
    const struct knock knock = knock_of(&exchange->text);
    const bool large = length > LARGE_BYTES;
    if (length > 0 && ((uint64_t)length > max || (large && !gate_trusts(peer->net->app, &knock, (size_t)length))))
        return HTTP_STATUS_REQ_ENTITY_TOO_LARGE;
    if (large && peer->net->bodies + (uint64_t)length > LIMIT_BODIES)
        return HTTP_STATUS_SERVICE_UNAVAILABLE;
    if ((post || length > 0) && !media_is_asked(exchange->type))
        return HTTP_STATUS_UNSUPPORTED_MEDIA_TYPE;
    return get || origin_allowed(peer, exchange->text.host) ? 0 : HTTP_STATUS_FORBIDDEN;
}

static int exchange_serve_asset(struct peer *peer)
{
    struct exchange *exchange = peer->exchange;
    struct served served;
    if (!asset_serve(&exchange->head, &served, peer->wsi, exchange->text.path))
        return exchange_refuse(peer, HTTP_STATUS_NOT_FOUND, false);
    head_end(&exchange->head, served.n, false);
    exchange->data = served.data;
    exchange->data_n = method_is(exchange, "HEAD") ? 0 : served.n;
    exchange->phase = PHASE_WRITING;
    return exchange_go(peer);
}

/* Chunked bodies are not decoded by libwebsockets, and a second length would be a second request to somebody else. */
static int exchange_check(struct peer *peer, int64_t length)
{
    struct exchange *exchange = peer->exchange;
    int status = knock_read(&exchange->text, peer);
    if (status != 0)
        return status;
    if (lws_hdr_total_length(peer->wsi, WSI_TOKEN_HTTP_TRANSFER_ENCODING) > 0)
        return HTTP_STATUS_LENGTH_REQUIRED;
    bool reads = method_is(exchange, "GET") || method_is(exchange, "HEAD");
    if (length == -2 || (reads && length > 0))
        return HTTP_STATUS_BAD_REQUEST;
    if (path_is_api(exchange))
        return exchange_check_api(peer, exchange, length);
    return reads ? 0 : HTTP_STATUS_METHOD_NOT_ALLOWED;
}

/* Whether libwebsockets will read on as a body: only then may the rest be discarded, else it would spin on it. */
static bool exchange_body_follows(const struct exchange *exchange, int64_t length)
{
    bool post = method_is(exchange, "POST");
    bool writes = post || method_is(exchange, "PUT") || method_is(exchange, "PATCH");
    return length > 0 || (length == -1 && writes) || (length == -2 && post);
}

/* The headers are there. */
static int exchange_begin(struct peer *peer)
{
    struct net *net = peer->net;
    if (peer->exchange != NULL)
        return -1;
    lws_set_timeout(peer->wsi, NO_PENDING_TIMEOUT, 0); /* the sweep has its own: one that sees progress */
    peer_set_state(peer, PEER_HTTP);
    struct exchange *exchange = mem_zero(1, sizeof *exchange);
    exchange->peer = peer;
    exchange->method = method_of(peer->wsi);
    exchange->deadline = net_now() + LIMIT_BODY_MS;
    ev_init(&exchange->writable, exchange_writable);
    exchange->writable.data = exchange;
    buf_init(&exchange->head, HEAD_BYTES_MAX);
    peer->exchange = exchange;
    net->n_exchanges++;

    int64_t length = content_length(peer->wsi);
    (void)lws_hdr_copy(peer->wsi, exchange->type, sizeof exchange->type, WSI_TOKEN_HTTP_CONTENT_TYPE);
    (void)lws_hdr_copy(peer->wsi, exchange->known, sizeof exchange->known, WSI_TOKEN_HTTP_IF_NONE_MATCH);
    int status = exchange_check(peer, length);
    bool post = method_is(exchange, "POST");
    if (status != 0)
        return exchange_refuse(peer, status, exchange_body_follows(exchange, length));
    if (!path_is_api(exchange))
        return exchange_serve_asset(peer);
    if (post || length > 0)
        exchange_count_body(exchange, (size_t)length); /* PHASE_BODY */
    else
        exchange_dispatch(peer);
    return 0;
}

static int exchange_body(struct peer *peer, const void *bytes, size_t n)
{
    struct exchange *exchange = peer->exchange;
    if (exchange == NULL)
        return -1;
    if (exchange->phase == PHASE_DISCARD)
        return 0;
    if (exchange->phase != PHASE_BODY || n > exchange->body_expected - exchange->body_n)
        return -1;
    if (n == 0)
        return 0;
    if (exchange->body_expected > LARGE_BYTES)
        exchange->deadline = net_now() + LIMIT_BODY_MS; /* a large one takes as long as it takes while it comes */
    if (exchange->body == NULL)
        exchange->body = mem_grow(NULL, exchange->body_expected, 1);
    memcpy(exchange->body + exchange->body_n, bytes, n);
    exchange->body_n += n;
    return 0;
}

static int exchange_body_end(struct peer *peer)
{
    struct exchange *exchange = peer->exchange;
    if (exchange == NULL || exchange->phase != PHASE_BODY || exchange->body_n != exchange->body_expected)
        return -1;
    exchange_dispatch(peer);
    return 0;
}

bool exchange_overdue(const struct peer *peer, int64_t now)
{
    const struct exchange *exchange = peer->exchange;
    if (now >= exchange->deadline)
        return true;
    if (exchange->phase != PHASE_WAITING)
        return false;
    struct pollfd gone = { .fd = lws_get_socket_fd(peer->wsi), .events = POLLRDHUP };
    return poll(&gone, 1, 0) > 0;
}

void http_reply(struct net *net, request_id request, struct reply *reply)
{
    struct peer *peer = peer_named(net, request, PEER_HTTP);
    struct exchange *exchange = peer != NULL ? peer->exchange : NULL;
    if (exchange == NULL || exchange->phase != PHASE_WAITING) {
        mem_free(reply->body);
        return;
    }
    assert(reply->n_headers <= sizeof reply->headers / sizeof reply->headers[0]);
    struct buf *head = &exchange->head;
    head_begin(head, net, reply->status, reply);
    if (reply->type != NULL)
        head_text(head, "content-type:", reply->type);
    for (size_t i = 0; i < reply->n_headers; i++)
        head_text(head, reply->headers[i].name, reply->headers[i].value);
    if (reply->cookie != NULL)
        head_text(head, "set-cookie:", reply->cookie);
    if (!reply_has(reply, "cache-control:"))
        head_text(head, "cache-control:", "no-store");
    exchange->close = net->stopping;
    exchange->owned = reply->body;
    exchange->data = (const unsigned char *)reply->body;
    exchange->data_n = reply->body != NULL ? reply->body_n : 0;
    head_end(head, exchange->data_n, exchange->close);
    assert(!head->full);
    exchange->phase = PHASE_WRITING;
    exchange->deadline = net_now() + LIMIT_TAKE_MS;
    lws_rx_flow_control(peer->wsi, 1);
    lws_callback_on_writable(peer->wsi);
}

/*
 * libwebsockets may hand a dangling `in` to this callback when the upgrade is to something else (fixed in 4.5): it is not
 * looked at. h2c is refused here too: its HTTP/2 can be hung and overrun by anybody.
 */
static int http_upgrade(struct peer *peer)
{
    char upgrade[16];
    if (lws_hdr_copy(peer->wsi, upgrade, sizeof upgrade, WSI_TOKEN_UPGRADE) <= 0 ||
        strcasecmp(upgrade, "websocket") != 0 || peer->exchange != NULL)
        return -1;
    int status = upgrade_check(peer);
    if (status == 0) {
        peer_set_state(peer, PEER_ADMITTED);
        peer->received = tcp_counts(peer->wsi).received;
        peer->since = net_now();
        return 0;
    }
    struct buf refusal;
    buf_init(&refusal, HEAD_BYTES_MAX);
    refusal_write(&refusal, peer->net, status, true, "GET");
    (void)lws_write(peer->wsi, (unsigned char *)refusal.data, refusal.len, LWS_WRITE_HTTP);
    buf_free(&refusal);
    return -1;
}

static int http_accepted(struct net *net, struct lws *wsi)
{
    listen_accepted(net, wsi);
    return peer_of(wsi) != NULL ? 0 : -1;
}

static int http_writable(struct peer *peer)
{
    return peer->exchange != NULL && peer->exchange->phase == PHASE_WRITING ? exchange_go(peer) : 0;
}

int http_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t n)
{
    (void)user;
    struct net *net = lws_context_user(lws_get_context(wsi));
    if (reason == LWS_CALLBACK_FILTER_NETWORK_CONNECTION)
        return listen_admits(net, (int)(intptr_t)in) ? 0 : -1;
    if (reason == LWS_CALLBACK_SERVER_NEW_CLIENT_INSTANTIATED)
        return http_accepted(net, wsi);
    struct peer *peer = peer_of(wsi);
    if (peer == NULL)
        return 0;
    switch (reason) {
    case LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION: /* a WebSocket without our subprotocol */
    case LWS_CALLBACK_RAW_ADOPT:                  /* CONNECT */
    case LWS_CALLBACK_RAW_RX:
        return -1;
    case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE:
        return http_upgrade(peer);
    case LWS_CALLBACK_HTTP:
        return exchange_begin(peer);
    case LWS_CALLBACK_HTTP_BODY:
        return exchange_body(peer, in, n);
    case LWS_CALLBACK_HTTP_BODY_COMPLETION:
        return exchange_body_end(peer);
    case LWS_CALLBACK_HTTP_WRITEABLE:
        return http_writable(peer);
    case LWS_CALLBACK_HTTP_DROP_PROTOCOL:
    case LWS_CALLBACK_CLOSED_HTTP:
        exchange_free(peer);
        return 0;
    case LWS_CALLBACK_WSI_DESTROY:
        listen_gone(wsi);
        return 0;
    default:
        return 0;
    }
}
