/* line: virtual connections: messages under way in both directions, links that die, readers that stop reading. */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "loop.h"

enum { TAKEN_STOPPED = 4 };         /* frames that buffers on the way still take for who reads nothing */

struct frame {
    char *text;
    size_t n, refs;
};

static struct frame *frame_make(void *self, const char *text, size_t n, bool deflate)
{
    struct frame *frame = mem_zero(1, sizeof *frame);
    (void)self, (void)deflate;
    *frame = (struct frame){.text = mem_copy_bytes(text, n), .n = n, .refs = 1};
    return frame;
}

static void frame_release(void *self, struct frame *frame)
{
    (void)self;
    assert(frame->refs > 0);
    if (--frame->refs > 0)
        return;
    mem_free(frame->text);
    mem_free(frame);
}

static void push(struct loop *loop, struct line *line, struct queue *queue, const char *text, size_t n)
{
    struct letter *message = mem_zero(1, sizeof *message);
    if (queue->first == NULL)
        queue->end = &queue->first;
    struct letter *last = queue->first;
    while (last != NULL && last->next != NULL)
        last = last->next;
    *message = (struct letter){.at = loop->now + loop_delay(loop, line->lag), .text = mem_copy_bytes(text, n), .n = n};
    if (last != NULL && last->at > message->at)
        message->at = last->at;
    *queue->end = message;
    queue->end = &message->next;
    queue->n++;
}

static struct letter *pop(struct queue *queue, int64_t now)
{
    struct letter *message = queue->first;
    if (message == NULL || message->at > now)
        return NULL;
    queue->first = message->next;
    if (queue->first == NULL)
        queue->end = &queue->first;
    queue->n--;
    return message;
}

static void message_free(struct letter *message)
{
    mem_free(message->text);
    mem_free(message);
}

static void drop_all(struct queue *queue)
{
    struct letter *message;
    while ((message = pop(queue, INT64_MAX)) != NULL)
        message_free(message);
}

void line_free(struct line *line)
{
    drop_all(&line->up);
    drop_all(&line->down);
    memset(line, 0, sizeof *line);
}

static struct line *line_of(struct loop *loop, conn_id conn)
{
    for (size_t i = 0; i < LOOP_CONNS; i++)
        if (loop->lines[i].id == conn && loop->lines[i].open_server)
            return &loop->lines[i];
    return NULL;
}

static enum send_result send_frame(void *self, conn_id conn, struct frame *frame)
{
    struct loop *loop = self;
    struct line *line = line_of(loop, conn);
    if (line == NULL)
        return SEND_GONE;
    if (line->stopped && line->down.n >= TAKEN_STOPPED) {
        line->lagging = true;
        return SEND_LAGGING;
    }
    push(loop, line, &line->down, frame->text, frame->n);
    return SEND_TAKEN;
}

static void close_conn(void *self, conn_id conn, enum close_code code)
{
    struct loop *loop = self;
    struct line *line = line_of(loop, conn);
    if (line == NULL)
        return;
    line->gone_at = loop->now;
    line->close_at = loop->now + line->lag;
    line->close_code = (int)code;
}

static void reply(void *self, request_id request, struct reply *what)
{
    (void)self;
    printf("reply %" PRIu64 " %d %.*s\n", request, what->status, (int)what->body_n, what->body == NULL ? "" : what->body);
    mem_free(what->body);
}

void line_transport(struct loop *loop, struct transport *out)
{
    *out = (struct transport){.self = loop, .frame_make = frame_make, .frame_release = frame_release, .send = send_frame,
                              .close = close_conn, .reply = reply};
}

void line_open(struct loop *loop, size_t at, uint64_t person)
{
    struct line *line = &loop->lines[at];
    const struct knock knock = {.path = "/ws/" LOOP_WORKSHOP, .query = "", .token = town_token(loop, person),
                                .peer = "192.0.2.1", .host = "localhost"};
    int64_t lag = line->lag == 0 ? 5 : line->lag;
    assert(!line->open_client);
    line_free(line);
    line->id = ++loop->last_conn;
    line->lag = lag;
    line->open_client = line->open_server = true;
    gate_opened(loop->app, line->id, &knock);
}

void line_send(struct loop *loop, size_t at, const char *text)
{
    struct line *line = &loop->lines[at];
    if (line->open_client)
        push(loop, line, &line->up, text, strlen(text));
}

static void tell_closed(const struct loop *loop, const struct line *line, int code)
{
    printf("closed %td %d\n", line - loop->lines, code);
}

void line_cut(struct loop *loop, size_t at)
{
    struct line *line = &loop->lines[at];
    if (!line->open_client)
        return;
    drop_all(&line->up);
    drop_all(&line->down);
    line->open_client = false;
    if (line->open_server && line->gone_at == 0)
        line->gone_at = loop->now + 1 + (int64_t)loop_below(loop, 2000);
    tell_closed(loop, line, 1006);
}

void line_die(struct loop *loop, size_t at)
{
    loop->lines[at].open_server = false;
    line_cut(loop, at);
}

static void deliver_up(struct loop *loop, struct line *line)
{
    struct letter *message;
    while (line->open_server && (message = pop(&line->up, loop->now)) != NULL) {
        gate_message(loop->app, line->id, message->text, message->n);
        message_free(message);
    }
}

static void deliver_down(struct loop *loop, struct line *line)
{
    struct letter *message;
    while (!line->stopped && line->open_client && (message = pop(&line->down, loop->now)) != NULL) {
        printf("frame %td %.*s\n", line - loop->lines, (int)message->n, message->text);
        message_free(message);
    }
    if (line->lagging && line->down.n == 0 && line->open_server) {
        line->lagging = false;
        gate_drained(loop->app, line->id);
    }
}

static void deliver_ends(struct loop *loop, struct line *line)
{
    if (line->open_server && line->gone_at != 0 && line->gone_at <= loop->now) {
        line->open_server = false;
        gate_closed(loop->app, line->id);
    }
    if (line->open_client && line->close_at != 0 && line->close_at <= loop->now) {
        line->open_client = false;
        tell_closed(loop, line, line->close_code);
    }
}

void line_deliver(struct loop *loop)
{
    for (size_t i = 0; i < LOOP_CONNS; i++) {
        deliver_up(loop, &loop->lines[i]);
        deliver_down(loop, &loop->lines[i]);
        deliver_ends(loop, &loop->lines[i]);
    }
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

int64_t line_wants(const struct loop *loop)
{
    int64_t at = INT64_MAX;
    for (size_t i = 0; i < LOOP_CONNS; i++) {
        const struct line *line = &loop->lines[i];
        if (line->open_server && line->up.first != NULL)
            at = earlier(at, line->up.first->at);
        if (line->open_client && !line->stopped && line->down.first != NULL)
            at = earlier(at, line->down.first->at);
        if (line->open_server && line->gone_at != 0)
            at = earlier(at, line->gone_at);
        if (line->open_client && line->close_at != 0)
            at = earlier(at, line->close_at);
    }
    return at;
}
