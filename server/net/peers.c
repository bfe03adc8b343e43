/* peers: the dense array of sockets, and the ids by which the app knows them. */
#include "net/inside.h"

#include "base/mem.h"

#include <assert.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

void peers_open(struct net *net, uint32_t peers_max)
{
    assert(peers_max > 0 && peers_max < NET_NO_PEER);
    net->peers = mem_zero(peers_max, sizeof *net->peers);
    net->peers_max = peers_max;
    net->first_free = NET_NO_PEER;
}

void peers_close(struct net *net)
{
    for (uint32_t i = 0; i < net->peers_n; i++)
        assert(net->peers[i].state == PEER_FREE);
    mem_free(net->peers);
    net->peers = NULL;
}

static struct peer *peer_unused(struct net *net)
{
    if (net->first_free != NET_NO_PEER) {
        struct peer *peer = &net->peers[net->first_free];
        net->first_free = peer->next_free;
        return peer;
    }
    if (net->peers_n == net->peers_max)
        return NULL;
    struct peer *peer = &net->peers[net->peers_n];
    peer->index = net->peers_n++;
    return peer;
}

struct peer *peer_take(struct net *net, struct lws *wsi)
{
    struct peer *peer = peer_unused(net);
    if (peer == NULL)
        return NULL;
    assert(peer->state == PEER_FREE);
    *peer = (struct peer){ .net = net,
                           .wsi = wsi,
                           .index = peer->index,
                           .generation = peer->generation,
                           .next_free = NET_NO_PEER,
                           .since = net_now() };
    (void)peer_name(peer);
    peer_set_state(peer, PEER_UNKNOWN);
    net->n_sockets++;
    return peer;
}

void peer_give(struct peer *peer)
{
    struct net *net = peer->net;
    assert(peer->state != PEER_FREE);
    assert(peer->exchange == NULL && !peer->up);
    peer_set_state(peer, PEER_FREE);
    if (peer->counted)
        addresses_give(&net->addresses, &peer->address);
    net->unsent -= peer->unsent;
    mem_free(peer->in);
    peer->in = NULL;
    peer->wsi = NULL;
    peer->next_free = net->first_free;
    net->first_free = peer->index;
    net->n_sockets--;
}

struct peer *peer_of(struct lws *wsi)
{
    return lws_get_opaque_user_data(wsi);
}

uint64_t peer_id(const struct peer *peer)
{
    return (uint64_t)peer->generation << 32 | peer->index;
}

uint64_t peer_name(struct peer *peer)
{
    peer->generation++;
    if (peer->generation == 0) /* 0 is no id, even after four billion of them */
        peer->generation = 1;
    return peer_id(peer);
}

struct peer *peer_named(struct net *net, uint64_t id, enum peer_state state)
{
    uint32_t index = (uint32_t)id;
    if (index >= net->peers_n)
        return NULL;
    struct peer *peer = &net->peers[index];
    return peer->generation == id >> 32 && peer->state == state ? peer : NULL;
}

void peer_set_state(struct peer *peer, enum peer_state state)
{
    struct net *net = peer->net;
    if (peer->state == PEER_UNKNOWN)
        net->n_unknown--;
    if (peer->state == PEER_WS)
        net->n_ws--;
    peer->state = (uint8_t)state;
    if (state == PEER_UNKNOWN)
        net->n_unknown++;
    if (state == PEER_WS)
        net->n_ws++;
}

/* The socket is shut down first: else libwebsockets would wait for unsent bytes to leave. */
void peer_kill(struct peer *peer)
{
    (void)shutdown(lws_get_socket_fd(peer->wsi), SHUT_RDWR);
    lws_set_timeout(peer->wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_SYNC);
}

/* linux/tcp.h has these members, netinet/tcp.h of this libc has not, and the two cannot be included together. */
struct tcp_info_long {
    struct tcp_info start;
    uint64_t pacing_rate, max_pacing_rate, bytes_acked, bytes_received;
};

struct tcp_counts tcp_counts(struct lws *wsi)
{
    struct tcp_info_long info = { .bytes_acked = 0 };
    socklen_t n = sizeof info;
    if (getsockopt(lws_get_socket_fd(wsi), IPPROTO_TCP, TCP_INFO, &info, &n) != 0 || n < sizeof info)
        return (struct tcp_counts){ .taken = 0 };
    return (struct tcp_counts){ .taken = info.bytes_acked, .received = info.bytes_received };
}
