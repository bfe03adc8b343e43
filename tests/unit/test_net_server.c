/* The server over real sockets on loopback, with a stand-in for the app: what goes in, what comes out, what it promises. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "support_net_gate.h"

#include "base/mem.h"
#include "base/random.h"
#include "core/limits.h"
#include "net/limits.h"

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { WAIT_MS = 30000, REPLY_BYTES = 4 * 1024 * 1024 };

static int64_t clock_now(void *self)
{
    (void)self;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The server in a thread of its own ---------------------------------------------------------------------------------- */

struct fixture {
    struct net *net;
    struct app *app;
    struct transport transport;
    pthread_t thread;
};

static void *fixture_run(void *argument)
{
    struct fixture *fixture = argument;
    net_run(fixture->net, fixture->app);
    return NULL;
}

static struct fixture *fixture_start(struct net_options options)
{
    char message[NET_MESSAGE_BYTES] = "";
    struct fixture *fixture = mem_zero(1, sizeof *fixture);
    options.now = clock_now;
    options.random = random_bytes;
    fixture->net = net_open(&options, message);
    assert_string_equal(message, "");
    assert_non_null(fixture->net);
    net_fill(fixture->net, &fixture->transport);
    fixture->app = fake_open(&fixture->transport);
    assert_int_equal(pthread_create(&fixture->thread, NULL, fixture_run, fixture), 0);
    return fixture;
}

/* Stops the loop; what the app saw can be looked at until fixture_free. */
static void fixture_stop(struct fixture *fixture)
{
    net_stop(fixture->net);
    assert_int_equal(pthread_join(fixture->thread, NULL), 0);
}

static void fixture_free(struct fixture *fixture)
{
    fake_free(fixture->app);
    net_close(fixture->net);
    mem_free(fixture);
}

static int setup(void **state)
{
    *state = fixture_start((struct net_options){ .port = 0 });
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    fixture_stop(fixture);
    fixture_free(fixture);
    return 0;
}

/* A client ----------------------------------------------------------------------------------------------------------- */

static int client_open(const struct fixture *fixture)
{
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)net_port(fixture->net)) };
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    return fd;
}

static void client_send(int fd, const void *bytes, size_t n)
{
    assert_int_equal(send(fd, bytes, n, MSG_NOSIGNAL), (ssize_t)n);
}

/* Exactly `n` bytes, or fewer when the connection ends or nothing comes. */
static size_t client_read(int fd, void *out, size_t n)
{
    size_t got = 0;
    while (got < n) {
        struct pollfd readable = { .fd = fd, .events = POLLIN };
        if (poll(&readable, 1, WAIT_MS) != 1)
            break;
        ssize_t some = recv(fd, (char *)out + got, n - got, 0);
        if (some <= 0)
            break;
        got += (size_t)some;
    }
    return got;
}

/* The head of a reply, NUL-terminated; what follows stays in the socket. */
static void client_head(int fd, char *out, size_t size)
{
    size_t n = 0;
    out[0] = '\0';
    while (n + 1 < size && strstr(out, "\r\n\r\n") == NULL) {
        if (client_read(fd, out + n, 1) != 1)
            break;
        out[++n] = '\0';
    }
}

static size_t head_length(const char *head)
{
    const char *length = strstr(head, "content-length: ");
    assert_non_null(length);
    return strtoul(length + 16, NULL, 10);
}

/* A request on a connection of its own; returns the body, which the caller frees, and its head. */
static char *ask(const struct fixture *fixture, const char *request, char *head, size_t head_size, size_t *n)
{
    int fd = client_open(fixture);
    client_send(fd, request, strlen(request));
    client_head(fd, head, head_size);
    *n = head_length(head);
    char *body = mem_zero(*n + 1, 1);
    *n = client_read(fd, body, *n);
    close(fd);
    return body;
}

static void expect(const struct fixture *fixture, const char *request, const char *status, const char *line)
{
    char head[4096];
    size_t n;
    char *body = ask(fixture, request, head, sizeof head, &n);
    assert_non_null(strstr(head, status));
    if (line != NULL && strstr(head, line) == NULL)
        assert_string_equal(head, line);
    mem_free(body);
}

/* Whether the server takes the connection for a WebSocket. */
static bool socket_shake(int fd)
{
    static const char handshake[] =
        "GET /ws/x HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Protocol: plenary.v1\r\n\r\n";
    char head[1024];
    if (send(fd, handshake, sizeof handshake - 1, MSG_NOSIGNAL) != (ssize_t)(sizeof handshake - 1))
        return false;
    client_head(fd, head, sizeof head);
    return strstr(head, "101 ") != NULL && strstr(head, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") != NULL; /* RFC 6455 1.3 */
}

static int socket_open(const struct fixture *fixture)
{
    int fd = client_open(fixture);
    assert_true(socket_shake(fd));
    return fd;
}

/* When every place is taken, but one is about to become free. */
static int socket_open_soon(const struct fixture *fixture)
{
    for (int waited = 0; waited < WAIT_MS; waited += 20) {
        int fd = client_open(fixture);
        if (socket_shake(fd))
            return fd;
        close(fd);
        usleep(20000);
    }
    fail_msg("no place became free");
    return -1;
}

static void socket_say(int fd, const char *text)
{
    unsigned char frame[256];
    size_t n = strlen(text);
    assert_true(n < 126);
    frame[0] = 0x81;
    frame[1] = (unsigned char)(0x80 | n);
    memcpy(frame + 2, "\1\2\3\4", 4);
    for (size_t i = 0; i < n; i++)
        frame[6 + i] = (unsigned char)text[i] ^ (unsigned char)(i % 4 + 1);
    client_send(fd, frame, 6 + n);
}

/* The next frame's payload length and opcode; the payload is read into `out` when there is one. */
static size_t socket_frame(int fd, int *opcode, char *out, size_t size)
{
    unsigned char head[10] = { 0 };
    if (client_read(fd, head, 2) != 2) {
        *opcode = -1;
        return 0;
    }
    *opcode = head[0] & 15;
    size_t n = head[1], more = n == 126 ? 2 : n == 127 ? 8 : 0;
    assert_int_equal(client_read(fd, head + 2, more), more);
    if (more > 0)
        n = 0;
    for (size_t i = 0; i < more; i++)
        n = n << 8 | head[2 + i];
    assert_true(n < size);
    assert_int_equal(client_read(fd, out, n), n);
    out[n] = '\0';
    return n;
}

static void socket_expect(int fd, const char *text)
{
    char out[512];
    int opcode;
    (void)socket_frame(fd, &opcode, out, sizeof out);
    assert_int_equal(opcode, 1);
    assert_string_equal(out, text);
}

static void socket_expect_close(int fd, int code)
{
    char out[512];
    int opcode;
    size_t n = socket_frame(fd, &opcode, out, sizeof out);
    assert_int_equal(opcode, 8);
    assert_true(n >= 2);
    assert_int_equal((unsigned char)out[0] << 8 | (unsigned char)out[1], code);
}

/* Cases -------------------------------------------------------------------------------------------------------------- */

static void by_default_it_listens_on_loopback_alone(void **state)
{
    struct fixture *fixture = *state;
    char address[NET_ADDRESS_BYTES], wanted[NET_ADDRESS_BYTES];
    assert_true(net_bound(fixture->net, 0, address));
    snprintf(wanted, sizeof wanted, "127.0.0.1:%d", net_port(fixture->net));
    assert_string_equal(address, wanted);
    snprintf(wanted, sizeof wanted, "[::1]:%d", net_port(fixture->net));
    if (net_bound(fixture->net, 1, address))
        assert_string_equal(address, wanted);
    assert_false(net_bound(fixture->net, 2, address));
}

static void a_port_in_use_is_said(void **state)
{
    struct fixture *fixture = *state;
    char message[NET_MESSAGE_BYTES];
    struct net_options options = { .port = net_port(fixture->net), .now = clock_now, .random = random_bytes };
    assert_null(net_open(&options, message));
    assert_non_null(strstr(message, "in use"));
    options.bind = "somewhere";
    assert_null(net_open(&options, message));
    assert_non_null(strstr(message, "not an IP address"));
}

static void messages_go_both_ways_and_to_everybody(void **state)
{
    struct fixture *fixture = *state;
    int one = socket_open(fixture), two = socket_open(fixture);
    socket_say(one, "good morning");
    socket_expect(one, "good morning");
    socket_say(two, "all the same");
    socket_expect(one, "the same");
    socket_expect(two, "the same");
    close(one);
    close(two);
}

static void a_frame_larger_than_every_buffer_arrives_whole(void **state)
{
    struct fixture *fixture = *state;
    char *out = mem_zero(REPLY_BYTES, 1);
    int opcode, fd = socket_open(fixture);
    socket_say(fd, "big 1048576");
    usleep(100000); /* it does not fit what the kernel takes: the rest follows as we read */
    assert_int_equal(socket_frame(fd, &opcode, out, REPLY_BYTES), 1048576);
    for (size_t i = 0; i < 1048576; i++)
        assert_int_equal(out[i], 'a' + (int)(i % 26));
    mem_free(out);
    close(fd);
}

static void a_lagging_reader_gets_every_frame_it_was_promised(void **state)
{
    struct fixture *fixture = *state;
    enum { FRAMES = 100 };
    char *out = mem_zero(REPLY_BYTES, 1);
    int opcode, fd = socket_open(fixture);
    socket_say(fd, "flood 100");
    for (int i = 0; i < FRAMES; i++) {
        if (i % 20 == 0)
            usleep(20000);
        assert_int_equal(socket_frame(fd, &opcode, out, REPLY_BYTES), 65536);
    }
    socket_say(fd, "after");
    socket_expect(fd, "after");
    close(fd);
    mem_free(out);
    fixture_stop(fixture);
    assert_true(fake_counts(fixture->app)->drained > 0);
    fixture_free(fixture);
    *state = fixture_start((struct net_options){ .port = 0 });
}

static void p30_a_connection_is_closed_with_the_code_the_app_gives(void **state)
{
    struct fixture *fixture = *state;
    int fd = socket_open(fixture);
    socket_say(fd, "close 4003");
    socket_expect_close(fd, CLOSE_FORBIDDEN);
    close(fd);
}

static void every_opened_connection_is_closed_once(void **state)
{
    struct fixture *fixture = *state;
    enum { CONNECTIONS = 50 };
    int fds[CONNECTIONS];
    for (int i = 0; i < CONNECTIONS; i++)
        fds[i] = socket_open(fixture);
    for (int i = 0; i < CONNECTIONS; i += 2)
        close(fds[i]);
    fixture_stop(fixture);
    const struct fake_counts *counts = fake_counts(fixture->app);
    assert_int_equal(counts->opened, CONNECTIONS);
    assert_in_range(counts->closed, CONNECTIONS / 2, CONNECTIONS);
    for (int i = 1; i < CONNECTIONS; i += 2)
        close(fds[i]);
    fixture_free(fixture);
    *state = fixture_start((struct net_options){ .port = 0 });
}

static void p30_at_the_end_everybody_is_told_4010(void **state)
{
    struct fixture *fixture = *state;
    int fd = socket_open(fixture);
    net_stop(fixture->net);
    socket_expect_close(fd, CLOSE_RESTARTING);
    close(fd);
    assert_int_equal(pthread_join(fixture->thread, NULL), 0);
    assert_int_equal(fake_counts(fixture->app)->closed, 1);
    fixture_free(fixture);
    *state = fixture_start((struct net_options){ .port = 0 });
}

static void too_many_messages_are_held_back_and_none_is_lost(void **state)
{
    struct fixture *fixture = *state;
    enum { MESSAGES = 70 };
    int fd = socket_open(fixture);
    struct timespec from, to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (int i = 0; i < MESSAGES; i++) {
        char text[16];
        snprintf(text, sizeof text, "message %d", i);
        socket_say(fd, text);
    }
    for (int i = 0; i < MESSAGES; i++) {
        char text[16];
        snprintf(text, sizeof text, "message %d", i);
        socket_expect(fd, text);
    }
    clock_gettime(CLOCK_MONOTONIC, &to);
    assert_true((to.tv_sec - from.tv_sec) * 1000 + (to.tv_nsec - from.tv_nsec) / 1000000 >= 1000);
    close(fd);
}

static void a_large_reply_arrives_whole(void **state)
{
    struct fixture *fixture = *state;
    char head[4096];
    size_t n;
    char *body = ask(fixture, "GET /api/large HTTP/1.1\r\nHost: x\r\n\r\n", head, sizeof head, &n);
    assert_int_equal(n, 3 * 1024 * 1024);
    mem_free(body);
}

static void replies_carry_protection_and_are_not_stored(void **state)
{
    struct fixture *fixture = *state;
    static const char request[] = "GET /api/health HTTP/1.1\r\nHost: x\r\n\r\n";
    expect(fixture, request, "200 OK", "content-security-policy: default-src 'none'; script-src 'self'");
    expect(fixture, request, "200 OK", "frame-ancestors 'none'");
    expect(fixture, request, "200 OK", "x-content-type-options: nosniff");
    expect(fixture, request, "200 OK", "referrer-policy: no-referrer");
    expect(fixture, request, "200 OK", "cache-control: no-store");
    expect(fixture, request, "200 OK", "set-cookie: plenary=fake");
    expect(fixture, "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n", "404 ", "content-security-policy:");
}

static void the_app_is_told_who_knocks(void **state)
{
    struct fixture *fixture = *state;
    char head[4096];
    size_t n;
    char *body = ask(fixture,
                     "GET /api/knock?path=/j/x&b=1%202 HTTP/1.1\r\nHost: Room.example:8080\r\n"
                     "Cookie: a=b; plenary=abc-DEF_1; c=d\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n",
                     head, sizeof head, &n);
    assert_string_equal(body, "path=/api/knock\nquery=path=/j/x&b=1%202\ntoken=abc-DEF_1\npeer=127.0.0.1\n"
                              "host=Room.example:8080\n");
    mem_free(body);
}

static void behind_a_trusted_proxy_the_last_entry_is_the_client(void **state)
{
    (void)state;
    struct fixture *fixture = fixture_start((struct net_options){ .trusted_proxy = "192.0.2.9 127.0.0.1" });
    static const char *const rows[][2] = {
        { "198.51.100.4, 2001:db8:1:2:3::4", "peer=2001:db8:1:2::/64\n" },
        { "2001:db8::1, 198.51.100.4", "peer=198.51.100.4\n" },
        { "junk", "peer=127.0.0.1\n" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char head[4096], request[256];
        size_t n;
        snprintf(request, sizeof request, "GET /api/knock HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: %s\r\n\r\n",
                 rows[i][0]);
        char *body = ask(fixture, request, head, sizeof head, &n);
        assert_non_null(strstr(body, rows[i][1]));
        mem_free(body);
    }
    fixture_stop(fixture);
    fixture_free(fixture);
}

static void other_origins_come_in_only_when_allowed(void **state)
{
    (void)state;
    struct fixture *fixture =
        fixture_start((struct net_options){ .origins = "https://room.example https://two.example:444" });
    static const char *const rows[][2] = {
        { "https://room.example", "200 " },
        { "https://two.example:444", "200 " },
        { "https://two.example", "403 " },
        { "http://x", "200 " },
        { "http://x:80", "200 " },
        { "https://x", "200 " },
        { "http://x:81", "403 " },
        { "http://x.example", "403 " },
        { "null", "403 " },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char request[256];
        snprintf(request, sizeof request,
                 "POST /api/echo HTTP/1.1\r\nHost: x\r\nOrigin: %s\r\nContent-Type: application/json\r\n"
                 "Content-Length: 2\r\n\r\n{}",
                 rows[i][0]);
        expect(fixture, request, rows[i][1], NULL);
    }
    fixture_stop(fixture);
    fixture_free(fixture);
}

static void one_connection_serves_many_requests(void **state)
{
    struct fixture *fixture = *state;
    static const char post[] = "POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json; charset=utf-8\r\n"
                               "Content-Length: 7\r\n\r\n{\"a\":1}";
    int fd = client_open(fixture);
    for (int i = 0; i < 200; i++) {
        char head[4096], body[16] = "";
        client_send(fd, post, sizeof post - 1);
        client_head(fd, head, sizeof head);
        assert_non_null(strstr(head, "200 OK"));
        assert_int_equal(client_read(fd, body, head_length(head)), 7);
        assert_string_equal(body, "{\"a\":1}");
    }
    close(fd);
}

static void a_client_that_leaves_is_told_to_the_app(void **state)
{
    struct fixture *fixture = *state;
    static const char request[] = "POST /api/never HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                  "Content-Length: 2\r\n\r\n{}";
    int fd = client_open(fixture);
    client_send(fd, request, sizeof request - 1);
    for (int waited = 0; waited < WAIT_MS && fake_counts(fixture->app)->requests == 0; waited += 20)
        usleep(20000);
    close(fd);
    for (int waited = 0; waited < WAIT_MS && fake_counts(fixture->app)->gone == 0; waited += 20)
        usleep(20000); /* the sweep comes once a second */
    fixture_stop(fixture);
    assert_int_equal(fake_counts(fixture->app)->requests, 1);
    assert_int_equal(fake_counts(fixture->app)->gone, 1);
    fixture_free(fixture);
    *state = fixture_start((struct net_options){ .port = 0 });
}

/* A file of 64 MiB begins to come: whether it is refused with that status before `ms` are over. */
static bool is_refused(const struct fixture *fixture, int *fd, const char *session, const char *status, int ms)
{
    char head[200], line[16] = "";
    const int n = snprintf(head, sizeof head,
                           "POST /api/file HTTP/1.1\r\nHost: x\r\nCookie: plenary=%s\r\n"
                           "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n{",
                           session, 64 << 20);
    *fd = client_open(fixture);
    client_send(*fd, head, (size_t)n);
    struct pollfd waits = { .fd = *fd, .events = POLLIN };
    return poll(&waits, 1, ms) > 0 && client_read(*fd, line, 12) == 12 && strcmp(line, status) == 0;
}

static void large_bodies_have_a_ceiling_together(void **state)
{
    int fds[7], n = 0, waited = 0;
    assert_true(is_refused(*state, &fds[n++], "stranger", "HTTP/1.1 413", WAIT_MS));
    while (n < 5)
        assert_false(is_refused(*state, &fds[n++], "trusted", "HTTP/1.1 503", 100));
    assert_true(is_refused(*state, &fds[n++], "trusted", "HTTP/1.1 503", WAIT_MS));
    close(fds[--n]);
    close(fds[--n]);
    for (; waited < WAIT_MS && is_refused(*state, &fds[n], "trusted", "HTTP/1.1 503", 100); waited += 20)
        close(fds[n]);
    assert_true(waited < WAIT_MS);
    for (; n >= 0; n--)
        close(fds[n]);
}

static void beyond_its_limit_of_sockets_it_drops_and_recovers(void **state)
{
    (void)state;
    struct fixture *fixture = fixture_start((struct net_options){ .connections_max = 10 });
    int fds[10];
    for (int i = 0; i < 10; i++)
        fds[i] = socket_open(fixture);
    int over = client_open(fixture);
    char byte;
    assert_int_equal(client_read(over, &byte, 1), 0);
    close(over);
    close(fds[0]);
    fds[0] = socket_open_soon(fixture);
    for (int i = 0; i < 10; i++)
        close(fds[i]);
    fixture_stop(fixture);
    fixture_free(fixture);
}

#define net_test(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        net_test(by_default_it_listens_on_loopback_alone),
        net_test(a_port_in_use_is_said),
        net_test(messages_go_both_ways_and_to_everybody),
        net_test(a_frame_larger_than_every_buffer_arrives_whole),
        net_test(a_lagging_reader_gets_every_frame_it_was_promised),
        net_test(p30_a_connection_is_closed_with_the_code_the_app_gives),
        net_test(every_opened_connection_is_closed_once),
        net_test(p30_at_the_end_everybody_is_told_4010),
        net_test(too_many_messages_are_held_back_and_none_is_lost),
        net_test(a_large_reply_arrives_whole),
        net_test(replies_carry_protection_and_are_not_stored),
        net_test(the_app_is_told_who_knocks),
        cmocka_unit_test(behind_a_trusted_proxy_the_last_entry_is_the_client),
        cmocka_unit_test(other_origins_come_in_only_when_allowed),
        net_test(one_connection_serves_many_requests),
        net_test(a_client_that_leaves_is_told_to_the_app),
        net_test(large_bodies_have_a_ceiling_together),
        cmocka_unit_test(beyond_its_limit_of_sockets_it_drops_and_recovers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
