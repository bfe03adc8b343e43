/*
 * ws: the WebSocket half of the transport.
 *
 * Ready-made frames are written straight to the socket, outside of WRITEABLE: a third cheaper than libwebsockets' own way.
 * It keeps an unsent rest itself, so a connection with a rest is sent nothing more until WRITEABLE says that it is gone;
 * then at most one frame is ever kept per connection.
 */
#include "net/inside.h"

#include "base/mem.h"
#include "base/utf8.h"

#include <assert.h>
#include <string.h>

enum { CLOSE_PROTOCOL = 1002, CLOSE_NOT_UTF8 = 1007 };

enum send_result ws_send(struct net *net, conn_id conn, struct frame *frame)
{
    struct peer *peer = peer_named(net, conn, PEER_WS);
    if (peer == NULL || peer->closing || peer->broken)
        return SEND_GONE;
    if (peer->lagging || lws_partial_buffered(peer->wsi)) {
        peer->lagging = true;
        return SEND_LAGGING;
    }
    if (lws_write(peer->wsi, frame->wire, frame->n, LWS_WRITE_HTTP) < 0) {
        peer->broken = true; /* the sweep ends it, if the loop has not noticed before */
        return SEND_GONE;
    }
    if (!lws_partial_buffered(peer->wsi))
        return SEND_TAKEN;
    net->unsent -= peer->unsent; /* a former rest that is out, and of which WRITEABLE has not told yet */
    peer->unsent = (uint32_t)frame->n;
    peer->acknowledged = 0;
    peer->progress_at = net_now();
    net->unsent += peer->unsent;
    if (net->unsent > LIMIT_UNSENT)
        ws_close(peer, CLOSE_SLOW);
    return SEND_TAKEN;
}

void ws_close(struct peer *peer, enum close_code code)
{
    if (peer->closing)
        return;
    peer->closing = true;
    peer->close_code = (uint16_t)code;
    peer->since = net_now();
    lws_callback_on_writable(peer->wsi);
}

/* Everything left over from the last frame is out, or there was nothing. */
static int ws_writable(struct peer *peer)
{
    if (peer->broken)
        return -1;
    if (lws_partial_buffered(peer->wsi))
        return 0;
    peer->net->unsent -= peer->unsent;
    peer->unsent = 0;
    if (peer->told) /* a second -1 would cut it before it has read why */
        return 0;
    if (peer->closing) {
        peer->told = true;
        lws_close_reason(peer->wsi, (enum lws_close_status)peer->close_code, NULL, 0);
        return -1;
    }
    if (peer->lagging) {
        peer->lagging = false;
        gate_drained(peer->net->app, peer_id(peer));
    }
    return 0;
}

void ws_read(struct peer *peer)
{
    lws_rx_flow_control(peer->wsi, !peer->throttled);
}

/* Any message may have been a secret ballot. */
static void ws_forget_message(struct peer *peer)
{
    mem_free_wiped(peer->in);
    peer->in = NULL;
    peer->in_n = peer->in_cap = 0;
    peer->pieces = 0;
}

static void ws_refuse(struct peer *peer, enum close_code code)
{
    ws_forget_message(peer);
    ws_close(peer, code);
}

/* A whole message: count it, look at it, hand it over. */
static void ws_message(struct peer *peer, const char *text, size_t n)
{
    if (!utf8_valid(text, n)) { /* libwebsockets misses a character cut by an empty last fragment */
        ws_close(peer, (enum close_code)CLOSE_NOT_UTF8);
        return;
    }
    int64_t now = net_now();
    if (!meter_take(&peer->meter, now)) {
        peer->throttled = true;
        if (peer->excess_at == 0)
            peer->excess_at = now;
        ws_read(peer);
    }
    gate_message(peer->net->app, peer_id(peer), text, n);
}

static void ws_append(struct peer *peer, const void *bytes, size_t n)
{
    if (peer->in_n + n > peer->in_cap) {
        peer->in_cap = (uint32_t)(peer->in_n + n + 1024 < LIMIT_FRAME_IN ? peer->in_n + n + 1024 : LIMIT_FRAME_IN);
        char *former = peer->in;
        peer->in = mem_zero(peer->in_cap, 1);
        if (peer->in_n > 0)
            memcpy(peer->in, former, peer->in_n);
        mem_free_wiped(former);
    }
    assert(peer->in_n + n <= peer->in_cap);
    memcpy(peer->in + peer->in_n, bytes, n);
    peer->in_n += (uint32_t)n;
}

/*
 * A client waits for the 101 (RFC 6455 4.1). libwebsockets writes the 101 over what came with the handshake, so a first
 * message without any byte received since the check of the handshake is not what was sent.
 */
static bool ws_too_eager(struct peer *peer)
{
    bool eager = peer->received != 0 && peer->received == tcp_counts(peer->wsi).received;
    peer->received = 0;
    return eager;
}

/* A piece of a message: its frame may come in several, and the message in several frames. */
static int ws_receive(struct peer *peer, const void *bytes, size_t n)
{
    struct lws *wsi = peer->wsi;
    if (peer->closing)
        return 0;
    if (ws_too_eager(peer)) {
        ws_refuse(peer, (enum close_code)CLOSE_PROTOCOL);
        return 0;
    }
    if (lws_frame_is_binary(wsi)) {
        ws_refuse(peer, CLOSE_POLICY);
        return 0;
    }
    size_t rest = lws_remaining_packet_payload(wsi);
    if (rest > LIMIT_FRAME_IN || peer->in_n + n + rest > LIMIT_FRAME_IN || ++peer->pieces > LIMIT_PIECES) {
        ws_refuse(peer, CLOSE_TOO_BIG);
        return 0;
    }
    bool last = rest == 0 && lws_is_final_fragment(wsi);
    if (last && peer->in_n == 0) {
        peer->pieces = 0;
        ws_message(peer, n > 0 ? bytes : "", n);
        return 0;
    }
    if (n > 0)
        ws_append(peer, bytes, n);
    if (last) {
        char *text = peer->in;
        size_t text_n = peer->in_n;
        peer->in = NULL;
        ws_forget_message(peer);
        ws_message(peer, text, text_n);
        mem_free_wiped(text);
    }
    return 0;
}

static int ws_established(struct peer *peer)
{
    struct knock_text text;
    if (peer->state != PEER_ADMITTED || knock_read(&text, peer) != 0)
        return -1;
    peer_set_state(peer, PEER_WS);
    peer->up = true;
    meter_init(&peer->meter, net_now());
    struct knock knock = knock_of(&text);
    gate_opened(peer->net->app, peer_name(peer), &knock);
    return 0;
}

void ws_gone(struct peer *peer)
{
    if (!peer->up)
        return;
    peer->up = false;
    ws_forget_message(peer);
    if (peer->net->app != NULL)
        gate_closed(peer->net->app, peer_id(peer));
}

int ws_callback(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t n)
{
    (void)user;
    struct peer *peer = peer_of(wsi);
    if (peer == NULL || peer->net->app == NULL)
        return 0;
    switch (reason) {
    case LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION:
        return peer->state == PEER_ADMITTED ? 0 : -1;
    case LWS_CALLBACK_ESTABLISHED:
        return ws_established(peer);
    case LWS_CALLBACK_RECEIVE:
        return peer->up ? ws_receive(peer, in, n) : -1;
    case LWS_CALLBACK_SERVER_WRITEABLE:
        return peer->up ? ws_writable(peer) : -1;
    case LWS_CALLBACK_CLOSED:
        ws_gone(peer);
        return 0;
    default:
        return 0;
    }
}
