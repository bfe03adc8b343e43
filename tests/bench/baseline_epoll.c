/*
 * baseline_epoll: the least a server could do: it accepts the same handshake and sends frames of the same length by a
 * bare epoll loop, without a disk, rights or a protocol of its own. What the server costs is judged beside it.
 *
 *   baseline_epoll [--first-bytes N] [--frame-bytes N] [--merge-ms MS] [--seconds S]
 *
 * The first load and the live deltas are as long as asked for; what stands in them costs nothing. Every command is
 * acknowledged at once; what came within --merge-ms goes to everybody as one frame. Prints READY and its URL, and ends
 * by SIGTERM or after --seconds.
 */
#include "common.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PEERS_MAX = 20000, EVENTS_MAX = 512, SEND_BUFFER = 64 * 1024 };

/* Bytes to send, counted: a peer that could not take all holds on to them. */
struct shared {
    size_t refs, n;
    char *bytes;
};

struct peer {
    int fd;
    bool open, greeted;
    struct shared *rest;
    size_t rest_at;
    size_t in_n;
    char in[1024];
};

struct server {
    int epoll, listener;
    struct peer *peer[PEERS_MAX];
    size_t n;
    size_t first_bytes, frame_bytes;
    struct shared *first; /* ready-made for first_seq */
    uint64_t seq, first_seq;
    bool dirty;
    int64_t merge_ns, published_at;
};

static struct shared *text_frame(const char *text, size_t n)
{
    struct shared *shared = memory(NULL, 1, sizeof *shared);
    size_t header = n < 126 ? 2 : n < 65536 ? 4 : 10;
    *shared = (struct shared){ .refs = 1, .n = header + n, .bytes = memory(NULL, header + n, 1) };
    shared->bytes[0] = (char)0x81;
    shared->bytes[1] = (char)(n < 126 ? n : n < 65536 ? 126 : 127);
    for (size_t i = header, rest = n; i > 2; i--, rest >>= 8)
        shared->bytes[i - 1] = (char)(rest & 0xff);
    memcpy(shared->bytes + header, text, n);
    return shared;
}

/* A delta of that many bytes (or a few more), as a text frame. */
static struct shared *delta_frame(size_t bytes, uint64_t to)
{
    static const char before[] = "{\"t\":\"delta\",\"from\":0,\"set\":[\"", after[] = "\"],\"gone\":[],\"to\":";
    char *text = memory(NULL, bytes + 256, 1), end[64];
    int end_n = snprintf(end, sizeof end, "%llu,\"tag\":\"0000000000000000\"}", (unsigned long long)to);
    size_t around = strlen(before) + strlen(after) + (size_t)end_n, filling = bytes > around ? bytes - around : 0;
    memcpy(text, before, strlen(before));
    memset(text + strlen(before), 'x', filling);
    snprintf(text + strlen(before) + filling, 256, "%s%s", after, end);
    struct shared *shared = text_frame(text, around + filling);
    free(text);
    return shared;
}

static void release(struct shared *shared)
{
    if (--shared->refs > 0)
        return;
    free(shared->bytes);
    free(shared);
}

static void watch(struct server *server, size_t at, bool writable)
{
    struct epoll_event event = { .events = writable ? EPOLLIN | EPOLLOUT : EPOLLIN, .data.u64 = at };
    epoll_ctl(server->epoll, EPOLL_CTL_MOD, server->peer[at]->fd, &event);
}

/* A peer that still has a rest gets nothing more: the measurements wait for everybody before they go on. */
static void send_to(struct server *server, size_t at, struct shared *shared)
{
    struct peer *peer = server->peer[at];
    if (peer->rest != NULL || peer->fd < 0)
        return;
    ssize_t sent = send(peer->fd, shared->bytes, shared->n, MSG_NOSIGNAL);
    if (sent == (ssize_t)shared->n || (sent < 0 && errno != EAGAIN))
        return;
    peer->rest = shared;
    peer->rest_at = sent < 0 ? 0 : (size_t)sent;
    shared->refs++;
    watch(server, at, true);
}

static void send_rest(struct server *server, size_t at)
{
    struct peer *peer = server->peer[at];
    if (peer->rest == NULL)
        return;
    ssize_t sent = send(peer->fd, peer->rest->bytes + peer->rest_at, peer->rest->n - peer->rest_at, MSG_NOSIGNAL);
    if (sent > 0)
        peer->rest_at += (size_t)sent;
    if (peer->rest_at < peer->rest->n)
        return;
    release(peer->rest);
    peer->rest = NULL;
    watch(server, at, false);
}

static void say(struct server *server, size_t at, const char *text)
{
    struct shared *shared = text_frame(text, strlen(text));
    send_to(server, at, shared);
    release(shared);
}

static void publish(struct server *server)
{
    if (!server->dirty || now_ns() < server->published_at + server->merge_ns)
        return;
    struct shared *shared = delta_frame(server->frame_bytes, server->seq);
    server->dirty = false;
    server->published_at = now_ns();
    for (size_t i = 0; i < server->n; i++)
        if (server->peer[i]->greeted)
            send_to(server, i, shared);
    release(shared);
}

/* Made once for all who join at the same seq. */
static struct shared *first_load(struct server *server)
{
    if (server->first != NULL && server->first_seq == server->seq)
        return server->first;
    if (server->first != NULL)
        release(server->first);
    server->first_seq = server->seq;
    server->first = delta_frame(server->first_bytes, server->seq);
    return server->first;
}

static void take_message(struct server *server, size_t at, const char *text)
{
    char answer[256];
    if (strstr(text, "\"t\":\"hello\"") != NULL) {
        snprintf(answer, sizeof answer, "{\"t\":\"welcome\",\"person\":0,\"role\":\"listener\",\"seq\":%llu}",
                 (unsigned long long)server->seq);
        server->peer[at]->greeted = true;
        say(server, at, answer);
        send_to(server, at, first_load(server));
    } else if (strstr(text, "\"t\":\"cmd\"") != NULL) {
        const char *number = strstr(text, "\"n\":");
        snprintf(answer, sizeof answer, "{\"t\":\"ack\",\"n\":%llu,\"seq\":%llu,\"id\":1}",
                 number == NULL ? 0ull : strtoull(number + 4, NULL, 10), (unsigned long long)++server->seq);
        server->dirty = true;
        say(server, at, answer);
    }
}

/* One masked frame at the start of what was read; returns its length, 0 when it is not whole. */
static size_t take_frame(struct server *server, size_t at)
{
    struct peer *peer = server->peer[at];
    unsigned char *in = (unsigned char *)peer->in;
    size_t header = peer->in_n > 1 && (in[1] & 0x7f) == 126 ? 4 : 2, n;
    char text[sizeof peer->in + 1];
    if (peer->in_n < header + 4)
        return 0;
    n = header == 4 ? (size_t)in[2] << 8 | in[3] : in[1] & 0x7f;
    if (peer->in_n < header + 4 + n)
        return 0;
    for (size_t i = 0; i < n; i++)
        text[i] = (char)(in[header + 4 + i] ^ in[header + i % 4]);
    text[n] = '\0';
    take_message(server, at, text);
    return header + 4 + n;
}

/* RFC 6455 4.2.2 */
static size_t take_handshake(struct server *server, size_t at)
{
    static const char guid[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", name[] = "Sec-WebSocket-Key: ";
    struct peer *peer = server->peer[at];
    unsigned char digest[SHA_DIGEST_LENGTH], accept[32];
    char text[256], *end = memmem(peer->in, peer->in_n, "\r\n\r\n", 4);
    if (end == NULL)
        return 0;
    const char *key = memmem(peer->in, peer->in_n, name, strlen(name));
    if (key == NULL)
        fail("a handshake without a key");
    snprintf(text, sizeof text, "%.24s%s", key + strlen(name), guid);
    SHA1((const unsigned char *)text, strlen(text), digest);
    EVP_EncodeBlock(accept, digest, sizeof digest);
    int n = snprintf(text, sizeof text,
                     "HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\nConnection: Upgrade\r\n"
                     "Sec-WebSocket-Accept: %s\r\nSec-WebSocket-Protocol: plenary.v1\r\n\r\n",
                     (const char *)accept);
    peer->open = true;
    if (send(peer->fd, text, (size_t)n, MSG_NOSIGNAL) != n)
        fail("a handshake could not be sent");
    return (size_t)(end + 4 - peer->in);
}

static void read_from(struct server *server, size_t at)
{
    struct peer *peer = server->peer[at];
    ssize_t got = recv(peer->fd, peer->in + peer->in_n, sizeof peer->in - peer->in_n, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0) {
        close(peer->fd);
        peer->fd = -1;
        peer->greeted = false;
        return;
    }
    peer->in_n += (size_t)got;
    for (size_t used = 1; used > 0 && peer->in_n > 0;) {
        used = peer->open ? take_frame(server, at) : take_handshake(server, at);
        memmove(peer->in, peer->in + used, peer->in_n - used);
        peer->in_n -= used;
    }
}

static void accept_all(struct server *server)
{
    int fd, on = 1, bytes = SEND_BUFFER;
    while ((fd = accept4(server->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        if (server->n == PEERS_MAX)
            fail("too many connections");
        struct peer *peer = memory(NULL, 1, sizeof *peer);
        *peer = (struct peer){ .fd = fd };
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
        struct epoll_event event = { .events = EPOLLIN, .data.u64 = server->n };
        server->peer[server->n++] = peer;
        epoll_ctl(server->epoll, EPOLL_CTL_ADD, fd, &event);
    }
}

static void listen_on_any(struct server *server)
{
    struct sockaddr_in address = { .sin_family = AF_INET };
    socklen_t n = sizeof address;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    server->listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    server->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (bind(server->listener, (struct sockaddr *)&address, n) != 0 || listen(server->listener, 4096) != 0)
        fail("cannot listen: %s", strerror(errno));
    getsockname(server->listener, (struct sockaddr *)&address, &n);
    struct epoll_event event = { .events = EPOLLIN, .data.u64 = PEERS_MAX };
    epoll_ctl(server->epoll, EPOLL_CTL_ADD, server->listener, &event);
    printf("READY http://127.0.0.1:%d\n", ntohs(address.sin_port));
    fflush(stdout);
}

static void one_turn(struct server *server)
{
    struct epoll_event events[EVENTS_MAX];
    int n = epoll_wait(server->epoll, events, EVENTS_MAX, server->dirty ? 1 : 1000);
    for (int i = 0; i < n; i++) {
        size_t at = events[i].data.u64;
        if (at == PEERS_MAX) {
            accept_all(server);
            continue;
        }
        if (events[i].events & EPOLLOUT)
            send_rest(server, at);
        if ((events[i].events & ~(unsigned)EPOLLOUT) && server->peer[at]->fd >= 0)
            read_from(server, at);
    }
    publish(server);
}

int main(int argc, char **argv)
{
    struct arguments arguments = { argc, argv };
    static struct server server;
    int64_t end = now_ns() + argument_number(arguments, "--seconds", 300) * 1000000000;
    server.first_bytes = (size_t)argument_number(arguments, "--first-bytes", 0);
    server.frame_bytes = (size_t)argument_number(arguments, "--frame-bytes", 0);
    server.merge_ns = argument_number(arguments, "--merge-ms", 0) * 1000000;
    server.seq = 1;
    listen_on_any(&server);
    while (now_ns() < end)
        one_turn(&server);
    return 0;
}
