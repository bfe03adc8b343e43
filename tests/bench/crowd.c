/* crowd: see crowd.h. */
#include "crowd.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

enum { SCRATCH_BYTES = 1 << 20, EVENTS_MAX = 512, JOIN_SECONDS = 60, BEAT_SECONDS = 10 };

void crowd_init(struct crowd *crowd, int port)
{
    *crowd = (struct crowd){ .port = port, .epoll = epoll_create1(EPOLL_CLOEXEC) };
    crowd->scratch = memory(NULL, SCRATCH_BYTES, 1);
    if (crowd->epoll < 0)
        fail("epoll_create1: %s", strerror(errno));
}

/* The sockets are reset, so that ten thousand of them do not linger until the next measurement. */
void crowd_free(struct crowd *crowd)
{
    struct linger reset = { .l_onoff = 1 };
    for (size_t i = 0; i < crowd->n; i++) {
        setsockopt(crowd->member[i].fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        close(crowd->member[i].fd);
        free(crowd->member[i].rest);
    }
    close(crowd->epoll);
    free(crowd->member);
    free(crowd->scratch);
}

static void send_all(int fd, const char *bytes, size_t n)
{
    ssize_t sent = send(fd, bytes, n, MSG_NOSIGNAL);
    if (sent != (ssize_t)n)
        fail("a small message could not be sent: %s", sent < 0 ? strerror(errno) : "the socket is full");
}

/* A text frame with a mask of zeros (RFC 6455 5.3: a client's frames carry one). */
static void send_text(int fd, const char *text, size_t n)
{
    char frame[4096] = { (char)0x81, (char)(0x80 | (n < 126 ? n : 126)) };
    size_t at = 2;
    if (n >= 126) {
        frame[at++] = (char)(n >> 8);
        frame[at++] = (char)(n & 0xff);
    }
    at += 4;
    if (at + n > sizeof frame)
        fail("a message of %zu bytes is too long for the crowd", n);
    memcpy(frame + at, text, n);
    send_all(fd, frame, at + n);
}

static int connected_socket(int port)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
    int on = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) != 0)
        fail("cannot connect to port %d: %s", port, strerror(errno));
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    return fd;
}

void crowd_join(struct crowd *crowd, const char *path, const char *cookie)
{
    char request[1024];
    if (crowd->n == crowd->cap) {
        crowd->cap = crowd->cap == 0 ? 64 : crowd->cap * 2;
        crowd->member = memory(crowd->member, crowd->cap, sizeof *crowd->member);
    }
    int n = snprintf(request, sizeof request,
                     "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                     "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                     "Sec-WebSocket-Protocol: plenary.v1\r\nCookie: %s\r\n\r\n",
                     path, crowd->port, cookie);
    struct member *member = &crowd->member[crowd->n];
    *member = (struct member){ .fd = connected_socket(crowd->port) };
    struct epoll_event event = { .events = EPOLLIN, .data.u64 = crowd->n++ };
    epoll_ctl(crowd->epoll, EPOLL_CTL_ADD, member->fd, &event);
    send_all(member->fd, request, (size_t)n);
}

static void say_hello(struct member *member)
{
    unsigned char id[16];
    char hex[33], text[256];
    if (getrandom(id, sizeof id, 0) != (ssize_t)sizeof id)
        fail("getrandom: %s", strerror(errno));
    for (size_t i = 0; i < sizeof id; i++)
        snprintf(hex + 2 * i, 3, "%02x", id[i]);
    int n = snprintf(
        text, sizeof text,
        "{\"t\":\"hello\",\"client\":\"%s\",\"seq\":0,\"tag\":\"0000000000000000\",\"view\":0,\"deflate\":false}", hex);
    send_text(member->fd, text, (size_t)n);
}

/* The number behind the last `"key":` in the text, 0 when there is none. */
static uint64_t number_behind(const char *text, size_t n, const char *key)
{
    size_t length = strlen(key);
    for (size_t at = n; at-- > 0;)
        if (at + length < n && text[at] == '"' && memcmp(text + at, key, length) == 0)
            return strtoull(text + at + length, NULL, 10);
    return 0;
}

static struct letter message_of(const char *text, size_t n)
{
    static const char *const begins[] = { "{\"t\":\"ack\"", "{\"t\":\"no\"", "{\"t\":\"welcome\"", "{\"t\":\"delta\"" };
    struct letter message = { .said = SAID_OTHER, .at = now_ns(), .text = text, .bytes = n };
    for (unsigned said = SAID_ACK; said < SAID_OTHER; said++)
        if (n > strlen(begins[said]) && memcmp(text, begins[said], strlen(begins[said])) == 0)
            message.said = said;
    if (message.said == SAID_DELTA)
        message.to = number_behind(text, n, "\"to\":");
    else if (message.said != SAID_OTHER)
        message.seq = number_behind(text, n, "\"seq\":");
    if (message.said == SAID_ACK || message.said == SAID_NO) {
        message.n = number_behind(text, n, "\"n\":");
        message.id = number_behind(text, n, "\"id\":");
    }
    return message;
}

static void take_text(struct crowd *crowd, size_t at, const char *text, size_t n)
{
    struct letter message = message_of(text, n);
    struct member *member = &crowd->member[at];
    if (message.said == SAID_DELTA) {
        member->deltas++;
        member->delta_bytes += n;
        crowd->deltas++;
        if (message.to > member->to)
            member->to = message.to;
        if (message.to != 0 && !member->complete) {
            member->complete = true;
            crowd->n_complete++;
        }
    }
    if (crowd->on_message != NULL)
        crowd->on_message(crowd->context, crowd, at, &message);
}

/* One frame at the start of the bytes; returns its length, 0 when it is not whole. */
static size_t take_frame(struct crowd *crowd, size_t at, const char *bytes, size_t n)
{
    const unsigned char *head = (const unsigned char *)bytes;
    size_t header = n < 2 || head[1] < 126 ? 2 : head[1] == 126 ? 4 : 10, payload = 0;
    if (n < header)
        return 0;
    if (header == 2)
        payload = head[1];
    for (size_t i = 2; i < header; i++)
        payload = payload << 8 | head[i];
    if (n - header < payload)
        return 0;
    if (head[0] == 0x88)
        fail("member %zu was closed with code %d", at, payload >= 2 ? head[header] << 8 | head[header + 1] : 0);
    if (head[0] != 0x81)
        fail("member %zu got a frame that starts with %02x", at, head[0]);
    take_text(crowd, at, bytes + header, payload);
    return header + payload;
}

static size_t take_handshake(struct crowd *crowd, size_t at, const char *bytes, size_t n)
{
    const char *end = memmem(bytes, n, "\r\n\r\n", 4);
    if (end == NULL)
        return 0;
    if (n < 12 || memcmp(bytes, "HTTP/1.1 101", 12) != 0)
        fail("member %zu was refused: %.*s", at, (int)(end - bytes), bytes);
    crowd->member[at].open = true;
    crowd->n_open++;
    say_hello(&crowd->member[at]);
    return (size_t)(end + 4 - bytes);
}

static void take_bytes(struct crowd *crowd, size_t at, const char *bytes, size_t n)
{
    struct member *member = &crowd->member[at];
    size_t used = 0;
    bool from_rest = member->rest_n > 0;
    if (from_rest) {
        if (member->rest_n + n > member->rest_cap) {
            member->rest_cap = 2 * (member->rest_n + n);
            member->rest = memory(member->rest, member->rest_cap, 1);
        }
        memcpy(member->rest + member->rest_n, bytes, n);
        n += member->rest_n;
        bytes = member->rest;
    }
    for (size_t one = 1; one > 0 && used < n; used += one)
        one = member->open ? take_frame(crowd, at, bytes + used, n - used)
                           : take_handshake(crowd, at, bytes + used, n - used);
    member = &crowd->member[at];
    if (!from_rest && used < n && n - used > member->rest_cap) {
        member->rest_cap = n - used;
        member->rest = memory(member->rest, member->rest_cap, 1);
    }
    memmove(member->rest != NULL ? member->rest : crowd->scratch, bytes + used, n - used);
    member->rest_n = n - used;
}

void crowd_turn(struct crowd *crowd)
{
    struct epoll_event events[EVENTS_MAX];
    int n = epoll_wait(crowd->epoll, events, EVENTS_MAX, 0);
    for (int i = 0; i < n; i++) {
        size_t at = events[i].data.u64;
        ssize_t got = recv(crowd->member[at].fd, crowd->scratch, SCRATCH_BYTES, 0);
        if (got < 0 && (errno == EAGAIN || errno == EINTR))
            continue;
        if (got <= 0)
            fail("member %zu lost its link: %s", at, got == 0 ? "it was closed" : strerror(errno));
        take_bytes(crowd, at, crowd->scratch, (size_t)got);
    }
}

void crowd_sleep(struct crowd *crowd, int64_t until)
{
    const int64_t left = until - now_ns();
    struct pollfd waits = { .fd = crowd->epoll, .events = POLLIN };
    if (left > 0)
        ppoll(&waits, 1, &(struct timespec){ left / 1000000000, left % 1000000000 }, NULL);
}

void crowd_run(struct crowd *crowd, long ms)
{
    for (int64_t end = now_ns() + ms * 1000000; now_ns() < end;)
        crowd_turn(crowd);
}

void crowd_fill(struct crowd *crowd, size_t n, const char *path, const char *const *cookies, size_t n_cookies,
                size_t pending)
{
    size_t target = crowd->n + n, began = crowd->n;
    int64_t deadline = now_ns() + (int64_t)JOIN_SECONDS * 1000000000, beat_at = now_ns();
    while (crowd->n_complete < target) {
        while (crowd->n < target && crowd->n - crowd->n_complete < pending)
            crowd_join(crowd, path, cookies[(crowd->n - began) % n_cookies]);
        crowd_turn(crowd);
        if (now_ns() - beat_at > (int64_t)BEAT_SECONDS * 1000000000) {
            crowd_beat(crowd);
            beat_at = now_ns();
        }
        await(deadline, "everybody's first load");
    }
}

uint64_t crowd_command(struct crowd *crowd, size_t member, const char *verb, const char *args)
{
    char text[2048];
    uint64_t number = ++crowd->member[member].number;
    int n = snprintf(text, sizeof text, "{\"t\":\"cmd\",\"n\":%llu,\"do\":\"%s\",\"args\":%s}",
                     (unsigned long long)number, verb, args);
    if (n < 0 || (size_t)n >= sizeof text)
        fail("the arguments of %s are too long", verb);
    send_text(crowd->member[member].fd, text, (size_t)n);
    return number;
}

void crowd_say(struct crowd *crowd, size_t member, const char *text)
{
    send_text(crowd->member[member].fd, text, strlen(text));
}

void crowd_beat(struct crowd *crowd)
{
    static const char beat[] = "{\"t\":\"beat\"}";
    for (size_t i = 0; i < crowd->n; i++)
        if (crowd->member[i].complete)
            send_text(crowd->member[i].fd, beat, sizeof beat - 1);
}
