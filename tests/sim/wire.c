/* wire: the simulated network: two delayed queues a connection, cuts, and readers that stop reading. */
#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "world.h"

struct frame {
    char *text;
    size_t n, refs;
};

static struct frame *frame_make(void *self, const char *text, size_t n, bool deflate)
{
    struct frame *frame = mem_zero(1, sizeof *frame);
    (void)self;
    (void)deflate;
    frame->text = mem_copy_bytes(text, n);
    frame->n = n;
    frame->refs = 1;
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

static void push(struct queue *queue, int64_t at, const char *text, size_t n)
{
    assert(queue->n < WORLD_QUEUE_MAX);
    if (queue->v == NULL)
        queue->v = mem_zero(WORLD_QUEUE_MAX, sizeof *queue->v);
    struct letter *last = queue->n == 0 ? NULL : &queue->v[(queue->head + queue->n - 1) % WORLD_QUEUE_MAX];
    if (last != NULL && last->at > at)
        at = last->at;
    queue->v[(queue->head + queue->n++) % WORLD_QUEUE_MAX] = (struct letter){at, mem_copy_bytes(text, n), n};
}

static bool pop(struct queue *queue, int64_t now, struct letter *out)
{
    if (queue->n == 0 || queue->v[queue->head].at > now)
        return false;
    *out = queue->v[queue->head];
    queue->head = (queue->head + 1) % WORLD_QUEUE_MAX;
    queue->n--;
    return true;
}

static void drop_all(struct queue *queue)
{
    struct letter message;
    while (pop(queue, INT64_MAX, &message))
        mem_free(message.text);
}

void wire_free(struct pipe *pipe)
{
    drop_all(&pipe->up);
    drop_all(&pipe->down);
    mem_free(pipe->up.v);
    mem_free(pipe->down.v);
    memset(pipe, 0, sizeof *pipe);
}

static struct guest *guest_of(struct world *world, conn_id conn)
{
    for (size_t i = 0; i < WORLD_CLIENTS; i++) {
        if (world->guests[i].pipe.id == conn && world->guests[i].pipe.open_server)
            return &world->guests[i];
    }
    return NULL;
}

/* A reader that has stopped takes a few frames more (buffers), then the server finds it lagging. */
static enum send_result send_frame(void *self, conn_id conn, struct frame *frame)
{
    struct world *world = self;
    struct guest *guest = guest_of(world, conn);
    if (guest == NULL)
        return SEND_GONE;
    if (guest->pipe.stopped && guest->pipe.down.n > 3) {
        guest->pipe.lagging = true;
        return SEND_LAGGING;
    }
    push(&guest->pipe.down, world->now + 1 + (int64_t)world_below(world, 80), frame->text, frame->n);
    return SEND_TAKEN;
}

static void close_conn(void *self, conn_id conn, enum close_code code)
{
    struct world *world = self;
    struct guest *guest = guest_of(world, conn);
    if (guest == NULL)
        return;
    guest->pipe.close_at = world->now + 100;
    guest->pipe.close_code = (int)code;
    guest->pipe.gone_at = world->now + 1;
}

static void reply(void *self, request_id request, struct reply *what)
{
    (void)self;
    (void)request;
    mem_free(what->body);
}

void wire_fill(struct world *world, struct transport *out)
{
    *out = (struct transport){.self = world, .frame_make = frame_make, .frame_release = frame_release,
                              .send = send_frame, .close = close_conn, .reply = reply};
}

void wire_open(struct world *world, struct guest *guest)
{
    wire_free(&guest->pipe);
    guest->pipe.id = ++world->last_conn;
    guest->pipe.open_server = guest->pipe.open_client = true;
    hub_opened(world->hub, guest->pipe.id, &guest->seat);
    guest_connected(world, guest);
}

/* The link dies: what is under way is lost; the server notices later, or not before its own silence timer. */
void wire_cut(struct world *world, struct guest *guest)
{
    if (!guest->pipe.open_client)
        return;
    drop_all(&guest->pipe.down);
    while (guest->pipe.up.n > 0 && world_chance(world, 500)) {
        struct queue *up = &guest->pipe.up;
        mem_free(up->v[(up->head + --up->n) % WORLD_QUEUE_MAX].text);
    }
    guest->pipe.open_client = false;
    if (guest->pipe.open_server && guest->pipe.gone_at == 0)
        guest->pipe.gone_at = world->now + (int64_t)world_below(world, 2000);
    guest_closed(world, guest, 1006);
}

void wire_send(struct world *world, struct guest *guest, const char *text)
{
    assert(guest->pipe.open_client);
    push(&guest->pipe.up, world->now + 1 + (int64_t)world_below(world, 80), text, strlen(text));
}

static void deliver_up(struct world *world, struct guest *guest)
{
    struct letter message;
    while (guest->pipe.open_server && pop(&guest->pipe.up, world->now, &message)) {
        hub_message(world->hub, guest->pipe.id, message.text, message.n);
        mem_free(message.text);
    }
}

static void deliver_down(struct world *world, struct guest *guest)
{
    struct letter message;
    while (!guest->pipe.stopped && guest->pipe.open_client && pop(&guest->pipe.down, world->now, &message)) {
        guest_receive(world, guest, message.text, message.n);
        mem_free(message.text);
    }
    if (guest->pipe.lagging && guest->pipe.down.n == 0 && guest->pipe.open_server) {
        guest->pipe.lagging = false;
        hub_drained(world->hub, guest->pipe.id);
    }
}

static void deliver_ends(struct world *world, struct guest *guest)
{
    struct pipe *pipe = &guest->pipe;
    if (pipe->open_server && pipe->gone_at != 0 && pipe->gone_at <= world->now) {
        hub_closed(world->hub, pipe->id);
        pipe->open_server = false;
    }
    if (pipe->open_client && pipe->close_at != 0 && pipe->close_at <= world->now) {
        pipe->open_client = false;
        guest_closed(world, guest, pipe->close_code);
    }
}

void wire_deliver(struct world *world)
{
    for (size_t i = 0; i < WORLD_CLIENTS; i++) {
        deliver_up(world, &world->guests[i]);
        deliver_down(world, &world->guests[i]);
        deliver_ends(world, &world->guests[i]);
    }
}
