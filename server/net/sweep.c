/* sweep: once a second over all sockets, whatever has a time limit. */
#include "net/inside.h"

#include <assert.h>

/* A slow link that takes something now and then is served; one that takes nothing is not. */
static void sweep_unsent(struct peer *peer, int64_t now)
{
    uint64_t taken = tcp_counts(peer->wsi).taken;
    if (taken != peer->acknowledged) {
        peer->acknowledged = taken;
        peer->progress_at = now;
    }
    if (now - peer->progress_at >= LIMIT_SLOW_MS)
        ws_close(peer, CLOSE_SLOW);
}

/* A throttled one may go on; its excess is over when a whole second's worth is left. */
static void sweep_rate(struct peer *peer, int64_t now)
{
    int left = meter_left(&peer->meter, now);
    if (left >= LIMIT_MESSAGES_S + 1 && !peer->throttled)
        peer->excess_at = 0;
    else if (now - peer->excess_at >= LIMIT_EXCESS_MS)
        ws_close(peer, CLOSE_TOO_MANY);
    if (peer->throttled && left > 0) {
        peer->throttled = false;
        ws_read(peer);
    }
}

static bool sweep_ws(struct peer *peer, int64_t now)
{
    if (peer->broken)
        return false;
    if (peer->closing)
        return now - peer->since < LIMIT_CLOSE_MS;
    if (peer->unsent > 0)
        sweep_unsent(peer, now);
    if (peer->excess_at != 0)
        sweep_rate(peer, now);
    return true;
}

/* Whether it may stay. */
static bool sweep_peer(struct peer *peer, int64_t now)
{
    switch ((enum peer_state)peer->state) {
    case PEER_UNKNOWN:
    case PEER_ADMITTED:
        return now - peer->since < LIMIT_UNKNOWN_MS;
    case PEER_HTTP:
        return peer->exchange != NULL ? !exchange_overdue(peer, now) : now - peer->since < LIMIT_IDLE_MS;
    case PEER_WS:
        return sweep_ws(peer, now);
    case PEER_FREE:
        return true;
    }
    assert(false && "a peer has a state");
    return true;
}

void sweep_all(struct net *net)
{
    int64_t now = net_now();
    bool killed = false;
    for (uint32_t i = 0; i < net->peers_n; i++) {
        struct peer *peer = &net->peers[i];
        if (sweep_peer(peer, now))
            continue;
        peer_kill(peer);
        killed = true;
    }
    if (killed) /* libwebsockets looks at its own timers only after an event of its own */
        lws_cancel_service(net->context);
}
