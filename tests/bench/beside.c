/*
 * beside: what a small request and a command cost the server while many connections of another room do nothing.
 *
 *   beside --port P --pid PID --path /ws/IDLE --cookie C --connections N --writer-path /ws/OTHER --writer-cookie C
 *          [--requests R]
 *
 * Prints one JSON object.
 */
#include "crowd.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    PENDING = 100,
    SETTLE_MS = 2500,
    WARM_UP = 100,
    WRITERS = 3,        /* connections of one person */
    COMMANDS_EACH = 35, /* 40 at once are allowed, the hello and the first one included */
    ANSWER_SECONDS = 10
};

struct writer {
    size_t answered;
};

static void on_message(void *context, struct crowd *crowd, size_t at, const struct letter *message)
{
    struct writer *writer = context;
    (void)crowd, (void)at;
    if (message->said == SAID_NO)
        fail("a command was refused: %.*s", (int)message->bytes, message->text);
    if (message->said == SAID_ACK)
        writer->answered++;
}

static int connected(int port)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
    int on = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) != 0)
        fail("cannot connect to port %d: %s", port, strerror(errno));
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}

/* One GET on a kept connection; reads without sleeping. */
static void one_request(int fd, int port)
{
    char text[2048];
    size_t n = 0;
    int64_t deadline = now_ns() + (int64_t)ANSWER_SECONDS * 1000000000;
    int bytes = snprintf(text, sizeof text, "GET /api/health HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n", port);
    if (send(fd, text, (size_t)bytes, MSG_NOSIGNAL) != bytes)
        fail("a request could not be sent");
    while (n < 12 || memmem(text, n, "{\"ok\":true}", 11) == NULL) {
        ssize_t got = recv(fd, text + n, sizeof text - n, MSG_DONTWAIT);
        if (got == 0 || (got < 0 && errno != EAGAIN))
            fail("no answer to a request");
        n += got > 0 ? (size_t)got : 0;
        await(deadline, "the answer to a request");
    }
    if (memcmp(text, "HTTP/1.1 200", 12) != 0)
        fail("a request was answered %.12s", text);
}

static double request_cpu_us(int port, long pid, long requests)
{
    int fd = connected(port);
    for (int i = 0; i < WARM_UP; i++)
        one_request(fd, port);
    int64_t cpu = process_cpu_ns(pid);
    for (long i = 0; i < requests; i++)
        one_request(fd, port);
    cpu = process_cpu_ns(pid) - cpu;
    close(fd);
    return (double)cpu / 1000 / (double)requests;
}

static void one_command(struct crowd *crowd, struct writer *writer, size_t member, const char *verb, const char *args)
{
    int64_t deadline = now_ns() + (int64_t)ANSWER_SECONDS * 1000000000;
    size_t before = writer->answered;
    crowd_command(crowd, member, verb, args);
    while (writer->answered == before) {
        crowd_turn(crowd);
        await(deadline, "an acknowledgement");
    }
}

static double command_cpu_us(struct crowd *writers, long pid)
{
    struct writer writer = { 0 };
    char args[128];
    writers->on_message = on_message;
    writers->context = &writer;
    for (size_t i = 0; i < writers->n; i++)
        one_command(writers, &writer, i, "recommendation.create", "{\"text\":{\"en\":\"Draft.\"}}");
    int64_t cpu = process_cpu_ns(pid);
    for (int i = 0; i < WRITERS * COMMANDS_EACH; i++) {
        snprintf(args, sizeof args, "{\"id\":-1,\"text\":{\"en\":\"Draft %d.\"}}", i);
        one_command(writers, &writer, (size_t)i % WRITERS, "recommendation.edit", args);
    }
    return (double)(process_cpu_ns(pid) - cpu) / 1000 / (WRITERS * COMMANDS_EACH);
}

int main(int argc, char **argv)
{
    struct arguments arguments = { argc, argv };
    long pid = argument_number(arguments, "--pid", 0), requests = argument_number(arguments, "--requests", 3000);
    int port = (int)argument_number(arguments, "--port", 0);
    size_t n = (size_t)argument_number(arguments, "--connections", 100);
    const char *cookie = argument_needed(arguments, "--cookie");
    const char *writer_cookie = argument_needed(arguments, "--writer-cookie");
    struct crowd crowd, writers;
    crowd_init(&crowd, port);
    crowd_init(&writers, port);
    crowd_fill(&writers, WRITERS, argument_needed(arguments, "--writer-path"), &writer_cookie, 1, 1);
    crowd_fill(&crowd, n, argument_needed(arguments, "--path"), &cookie, 1, PENDING);
    crowd_beat(&crowd);
    crowd_run(&crowd, argument_number(arguments, "--settle-ms", SETTLE_MS));
    double request = request_cpu_us(port, pid, requests), command = command_cpu_us(&writers, pid);
    printf("{\"connections\":%zu,\"requests\":%ld,\"commands\":%d,\"cpu_us_per_request\":%.2f"
           ",\"cpu_us_per_command\":%.2f}\n",
           n, requests, WRITERS * COMMANDS_EACH, request, command);
    crowd_free(&crowd);
    crowd_free(&writers);
    return 0;
}
