/* A small world for the cases of app. See support_app_world.h. */
#include "support_app_world.h"

#include <string.h>

#include "app/codec.h"
#include "base/mem.h"
#include "base/random.h"
#include "core/limits.h"
#include "test.h"

static int64_t world_now(void *self)
{
    struct world *world = self;
    world->now += world->now_step;
    return world->now;
}

static void disk_submit(void *self, struct store_job *job)
{
    struct world *world = self;
    job->next = NULL;
    *world->jobs_end = job;
    world->jobs_end = &job->next;
}

static bool reads_history(const struct store_job *job)
{
    return job->type == STORE_OPS || job->type == STORE_CHANGES || job->type == STORE_REPLAY;
}

static size_t on_shelf(const struct world *world, const char *name)
{
    size_t at = 0;
    while (at < world->n_shelf && strcmp(world->shelf[at].name, name) != 0)
        at++;
    return at;
}

static void shelf_do(struct world *world, struct store_job *job)
{
    size_t at = on_shelf(world, job->name);
    if (job->type == STORE_SHELF) {
        job->shelf = mem_zero(WORLD_SHELF, sizeof *job->shelf);
        for (; job->n_found < world->n_shelf; job->n_found++) {
            job->shelf[job->n_found] = world->shelf[job->n_found];
            job->shelf[job->n_found].json = mem_copy_text(world->shelf[job->n_found].json);
        }
        return;
    }
    if (job->type == STORE_UNSHELVE && at == world->n_shelf) {
        job->result = STORE_MISSING;
        return;
    }
    mem_free(world->shelf[at].json);
    world->shelf[at].json = NULL;
    if (job->type == STORE_UNSHELVE) {
        world->shelf[at] = world->shelf[--world->n_shelf];
        world->shelf[world->n_shelf].json = NULL;
        return;
    }
    assert_true(at < WORLD_SHELF);
    world->n_shelf += at == world->n_shelf;
    memcpy(world->shelf[at].name, job->name, sizeof job->name);
    world->shelf[at].json = mem_copy_bytes(job->json, job->json_n);
    world->shelf[at].n = job->json_n;
}

static bool is_of_shelf(const struct store_job *job)
{
    return job->type == STORE_SHELF || job->type == STORE_SHELVE || job->type == STORE_UNSHELVE;
}

static void disk_do(struct world *world, struct store_job *job)
{
    job->result = job->type == STORE_LOAD ? STORE_MISSING : world->disk_says;
    if (job->type == STORE_CLOSE || job->type == STORE_CHECKPOINT)
        job->result = STORE_OK;
    if (reads_history(job)) {
        world->n_history_jobs++;
        if (world->history != NULL)
            world->history(world, job);
    }
    if (is_of_shelf(job) && job->result == STORE_OK)
        shelf_do(world, job);
    if (world->keeps != NULL && job->result == STORE_OK)
        world->keeps(world->keeper, job);
    if (job->type != STORE_REGISTRY)
        return;
    world->n_registry_jobs++;
    for (size_t i = 0; i < job->n_rows && job->result == STORE_OK; i++)
        records_apply(&world->disk, &job->rows[i]);
}

static size_t disk_reap(void *self)
{
    struct world *world = self;
    struct store_job *job = world->jobs;
    size_t n = 0;
    world->jobs = NULL;
    world->jobs_end = &world->jobs;
    while (job != NULL) {
        struct store_job *next = job->next;
        if (world->hold_history && reads_history(job)) {
            disk_submit(world, job);
        } else {
            disk_do(world, job);
            job->done(job);
            n++;
        }
        job = next;
    }
    return n;
}

static enum store_result disk_read(void *self, void (*row)(void *context, const struct registry_row *row), void *context)
{
    struct world *world = self;
    for (int table = 0; table < REGISTRY_TABLE_N && world->disk_says == STORE_OK; table++) {
        size_t at = 0;
        const struct record *record;
        while ((record = records_next(&world->disk, (enum registry_table)table, &at)) != NULL) {
            struct registry_row read;
            record_row(&read, record);
            row(context, &read);
        }
    }
    return world->disk_says;
}

static uint64_t disk_free(void *self)
{
    return ((struct world *)self)->free_bytes;
}

static bool workers_submit(void *self, struct work *work)
{
    struct world *world = self;
    if (world->queue_full)
        return false;
    work->next = NULL;
    *world->works_end = work;
    world->works_end = &work->next;
    return true;
}

static size_t work_once(struct world *world)
{
    struct work *work = world->works;
    world->works = work->next;
    if (world->works == NULL)
        world->works_end = &world->works;
    world->one_work = false;
    world->hold_works = true;
    work->run(work);
    work->done(work);
    return 1;
}

static size_t workers_reap(void *self)
{
    struct world *world = self;
    struct work *work = world->works;
    size_t n = 0;
    if (world->one_work && work != NULL)
        return work_once(world);
    if (world->hold_works)
        return 0;
    world->works = NULL;
    world->works_end = &world->works;
    while (work != NULL) {
        struct work *next = work->next;
        work->run(work);
        work->done(work);
        work = next;
        n++;
    }
    return n;
}

struct frame {
    int refs;
    char *text;
    size_t n;
};

static struct frame *net_frame_make(void *self, const char *text, size_t n, bool deflate)
{
    (void)self, (void)deflate;
    struct frame *frame = mem_zero(1, sizeof *frame);
    *frame = (struct frame){ .refs = 1, .text = mem_copy_bytes(text, n), .n = n };
    return frame;
}

static void net_frame_release(void *self, struct frame *frame)
{
    (void)self;
    if (--frame->refs > 0)
        return;
    mem_free(frame->text);
    mem_free(frame);
}

static enum send_result net_send(void *self, conn_id conn, struct frame *frame)
{
    struct world *world = self;
    if (conn == world->lags)
        return SEND_LAGGING;
    if (conn >= WORLD_EARS)
        return SEND_TAKEN;
    buf_add(&world->heard[conn], frame->text, frame->n);
    buf_char(&world->heard[conn], '\n');
    return SEND_TAKEN;
}

static void net_close(void *self, conn_id conn, enum close_code code)
{
    struct world *world = self;
    world->closed = conn;
    world->closed_code = code;
}

static void net_reply(void *self, request_id request, struct reply *reply)
{
    struct world *world = self;
    struct answered *answer = &world->answer;
    mem_free(answer->body);
    *answer = (struct answered){ .request = request, .status = reply->status };
    answer->body = mem_copy_bytes(reply->body == NULL ? "" : reply->body, reply->body_n);
    mem_free(reply->body);
    snprintf(answer->type, sizeof answer->type, "%s", reply->type == NULL ? "" : reply->type);
    snprintf(answer->cookie, sizeof answer->cookie, "%s", reply->cookie == NULL ? "" : reply->cookie);
    for (size_t i = 0; i < reply->n_headers; i++)
        if (strcmp(reply->headers[i].name, "content-disposition:") == 0)
            snprintf(answer->disposition, sizeof answer->disposition, "%s", reply->headers[i].value);
        else if (strcmp(reply->headers[i].name, "content-security-policy:") == 0)
            snprintf(answer->policy, sizeof answer->policy, "%s", reply->headers[i].value);
        else if (strcmp(reply->headers[i].name, "etag:") == 0)
            snprintf(answer->etag, sizeof answer->etag, "%s", reply->headers[i].value);
    world->n_replies++;
}

/* A document that tells which members of the room it could see. */
static bool export_fake(struct buf *out, const struct room *room, const struct export_request *request)
{
    bool notes = false, contact = false;
    if (request->unwanted != NULL && atomic_load(request->unwanted))
        return false;
    for (size_t i = 0; i < room->live[KIND_ITEM].n; i++)
        notes |= ((const struct item *)room->live[KIND_ITEM].v[i])->staff_notes.source_rev != 0;
    for (size_t i = 0; i < room->live[KIND_PERSON].n; i++)
        contact |= ((const struct person *)room->live[KIND_PERSON].v[i])->contact != NULL;
    buf_print(out, "document %d format %d lang %d lang2 %d clean %d notes %d contact %d%s", (int)request->document,
              (int)request->format, (int)request->lang, (int)request->lang2, request->clean, notes, contact,
              request->past ? " past" : "");
    return true;
}

void world_init(struct world *world)
{
    *world = (struct world){ .now = 1800000000000, .last_request = 1, .free_bytes = 1ull << 40 };
    world->jobs_end = &world->jobs;
    world->works_end = &world->works;
    records_init(&world->disk, 1, 2);
    for (size_t i = 0; i < WORLD_EARS; i++)
        buf_init(&world->heard[i], 1 << 20);
    world->platform = (struct platform){
        .self = world,
        .now = world_now,
        .random = random_bytes,
        .storage = { world, disk_submit, disk_reap, disk_read, disk_free },
        .transport = { world, net_frame_make, net_frame_release, net_send, net_close, net_reply },
        .workers = { world, workers_submit, workers_reap },
        .export_room = export_fake,
        .loopback_only = true,
    };
}

void world_free(struct world *world)
{
    app_free(world->app);
    records_free(&world->disk);
    mem_free(world->answer.body);
    for (size_t i = 0; i < world->n_shelf; i++)
        mem_free(world->shelf[i].json);
    for (size_t i = 0; i < WORLD_EARS; i++)
        buf_free(&world->heard[i]);
}

void world_settle(struct world *world)
{
    for (int i = 0; i < 20; i++)
        app_turn(world->app);
}

void world_ask_from(struct world *world, const char *peer, const char *method, const char *path, const char *token,
                    const char *body)
{
    char plain[256];
    size_t n = strcspn(path, "?");
    assert_true(n < sizeof plain);
    memcpy(plain, path, n);
    plain[n] = '\0';
    struct request request = {
        .id = ++world->last_request,
        .method = method,
        .knock = { .path = plain,
                   .query = path[n] == '?' ? path + n + 1 : "",
                   .token = token,
                   .peer = peer,
                   .host = "localhost:8080" },
        .type = body == NULL          ? ""
                : world->type != NULL ? world->type
                                      : "application/json",
        .known = world->known,
        .body = body == NULL ? "" : body,
        .body_n = body == NULL ? 0 : strlen(body),
    };
    world->answer.status = 0;
    world->answer.request = 0;
    gate_request(world->app, &request);
    world_settle(world);
    if (world->answer.request != request.id)
        world->answer.status = 0;
}

void world_ask(struct world *world, const char *method, const char *path, const char *token, const char *body)
{
    world_ask_from(world, "192.0.2.1", method, path, token, body);
}

void world_token(const struct world *world, char token[64])
{
    static const char name[] = "plenary=";
    const char *cookie = world->answer.cookie;
    token[0] = '\0';
    if (strncmp(cookie, name, sizeof name - 1) != 0)
        return;
    size_t n = strcspn(cookie + sizeof name - 1, ";");
    assert_true(n < 64);
    memcpy(token, cookie + sizeof name - 1, n);
    token[n] = '\0';
}

static struct body *answer_read(const struct world *world)
{
    struct body *body = body_read(world->answer.body, strlen(world->answer.body), LIMIT_IMPORT);
    assert_non_null(body);
    return body;
}

void world_text(const struct world *world, const char *key, char *out, size_t size)
{
    struct body *body = answer_read(world);
    const char *text = body_text(body, key);
    assert_non_null(text);
    snprintf(out, size, "%s", text);
    body_free(body);
}

uint64_t world_number(const struct world *world, const char *key)
{
    struct body *body = answer_read(world);
    uint64_t number;
    assert_true(body_number(body, key, &number));
    body_free(body);
    return number;
}
