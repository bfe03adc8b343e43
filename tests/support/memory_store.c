/* memory_store: see memory_store.h. */
#include "memory_store.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "app/replay.h"
#include "base/mem.h"
#include "core/text.h"
#include "memory_ballots.h"
#include "memory_shelf.h"

/* An operation, and the text it is one of. */
struct kept_op {
    uint64_t text;
    struct text_op op;
};

/* The durable image of one workshop. */
struct image {
    char id[WORKSHOP_ID_MAX + 1];
    struct map entities;                /* id -> struct entity, copies, tombstones included */
    struct change *changes;
    size_t n_changes, cap_changes;
    struct kept_op *ops;                /* in the order of their changes */
    size_t n_ops, cap_ops;
    struct memory_ballots ballots;      /* sealed ones of open secret polls */
};

struct row_list {
    struct registry_row *v;
    size_t n, cap;
};

struct memory_store {
    void (*wake)(void *context);
    void *context;
    struct image **images;
    size_t n_images;
    struct row_list rows;
    struct memory_shelf shelf;
    struct store_job *waiting, *finished;       /* oldest first */
    enum store_result failure;
    size_t n_failures;
    uint64_t free_bytes;
};

static void append(struct store_job **list, struct store_job *job)
{
    while (*list != NULL)
        list = &(*list)->next;
    job->next = NULL;
    *list = job;
}

static void entity_free(struct entity *entity)
{
    const struct kind_info *info = kind_info((enum kind)entity->kind);
    for (size_t i = 0; i < info->n_fields; i++)
        field_clear(&info->fields[i], entity);
    mem_free(entity);
}

static struct entity *entity_copy(const struct entity *from)
{
    const struct kind_info *info = kind_info((enum kind)from->kind);
    struct entity *to = room_new_entity((enum kind)from->kind, from->id);
    to->seq = from->seq;
    to->removed = from->removed;
    for (size_t i = 0; !from->removed && i < info->n_fields; i++)
        field_copy(&info->fields[i], to, from);
    return to;
}

static void image_free(struct image *image)
{
    size_t at = 0;
    uint64_t id;
    void *entity;
    while (map_next(&image->entities, &at, &id, &entity))
        entity_free(entity);
    map_free(&image->entities);
    for (size_t i = 0; i < image->n_changes; i++)
        change_clear(&image->changes[i]);
    mem_free(image->changes);
    for (size_t i = 0; i < image->n_ops; i++)
        ot_clear(&image->ops[i].op.op);
    mem_free(image->ops);
    memory_ballots_free(&image->ballots);
    mem_free(image);
}

static void keep_ops(struct image *image, const struct entity *text, uint64_t since)
{
    size_t n;
    const struct text_op *ops = text_since((const struct text *)text, since, &n);
    for (size_t i = 0; i < n; i++) {
        if (image->n_ops == image->cap_ops) {
            image->cap_ops = image->cap_ops == 0 ? 64 : 2 * image->cap_ops;
            image->ops = mem_grow(image->ops, image->cap_ops, sizeof(image->ops[0]));
        }
        struct kept_op *kept = &image->ops[image->n_ops++];
        *kept = (struct kept_op){ .text = text->id, .op = { .rev = ops[i].rev, .seq = ops[i].seq } };
        ot_copy(&kept->op.op, &ops[i].op);
    }
}

static void image_write(struct image *image, const struct store_job *job)
{
    for (size_t i = 0; i < job->n_ballots; i++)
        memory_ballots_keep(&image->ballots, &job->ballots[i]);
    for (size_t i = 0; i < job->room->n_dirty; i++) {
        struct entity *old = map_get(&image->entities, job->room->dirty[i]->id);
        map_put(&image->entities, job->room->dirty[i]->id, entity_copy(job->room->dirty[i]));
        if (old != NULL)
            entity_free(old);
        if (job->room->dirty[i]->kind == KIND_TEXT)
            keep_ops(image, job->room->dirty[i], job->changes[0].seq - 1);
    }
    for (size_t i = 0; i < job->n_changes; i++) {
        assert(job->changes[i].seq == image->n_changes + 1);
        if (image->n_changes == image->cap_changes) {
            image->cap_changes = image->cap_changes == 0 ? 64 : 2 * image->cap_changes;
            image->changes = mem_grow(image->changes, image->cap_changes, sizeof(image->changes[0]));
        }
        struct change *change = &image->changes[image->n_changes++];
        *change = job->changes[i];
        change->body = mem_copy_text(job->changes[i].body);
    }
}

static struct image *find_image(const struct memory_store *store, const char *id)
{
    for (size_t i = 0; i < store->n_images; i++)
        if (strcmp(store->images[i]->id, id) == 0)
            return store->images[i];
    return NULL;
}

static struct room *image_load(const struct image *image)
{
    struct room *room = room_new();
    size_t at = 0;
    uint64_t id;
    void *entity;
    while (map_next(&image->entities, &at, &id, &entity))
        room_put(room, entity_copy(entity));
    for (size_t i = 0; i < image->n_changes; i++)
        room_put_result(room, &image->changes[i]);
    const char *fault = room_loaded(room);
    if (fault != NULL)
        fprintf(stderr, "memory store: %s: %s\n", image->id, fault);
    assert(fault == NULL);
    memory_ballots_note(&image->ballots, room);
    return room;
}

static void image_ops(const struct image *image, struct store_job *job)
{
    const struct store_question *question = &job->question;
    job->ops = mem_zero(question->max, sizeof(job->ops[0]));
    for (size_t i = 0; i < image->n_ops; i++) {
        const struct kept_op *kept = &image->ops[i];
        if (kept->text != question->text || kept->op.rev <= question->rev)
            continue;
        job->more = job->n_found == question->max;
        if (job->more)
            return;
        const struct change *change = &image->changes[kept->op.seq - 1];
        struct store_op *op = &job->ops[job->n_found++];
        *op = (struct store_op){ .rev = kept->op.rev, .seq = kept->op.seq, .at = change->at, .actor = change->actor };
        ot_copy(&op->op, &kept->op.op);
    }
}

static bool is_asked(const struct store_question *question, const struct change *change)
{
    if (question->before != 0 && change->seq >= question->before)
        return false;
    for (size_t i = 0; i < question->n_ids; i++)
        if (question->ids[i] == change->result)
            return true;
    return false;
}

static void image_changes(const struct image *image, struct store_job *job)
{
    job->found = mem_zero(job->question.max, sizeof(job->found[0]));
    for (size_t i = image->n_changes; i-- > 0;) {
        const struct change *change = &image->changes[i];
        if (!is_asked(&job->question, change))
            continue;
        job->more = job->n_found == job->question.max;
        if (job->more)
            return;
        job->found[job->n_found++] = (struct store_change){ .seq = change->seq,
                                                            .at = change->at,
                                                            .actor = change->actor,
                                                            .result = change->result,
                                                            .verb = mem_copy_text(change->verb),
                                                            .body = mem_copy_text(change->body) };
    }
}

/* How many changes the asked moment is after; 0: there is no such moment. */
static size_t moment(const struct image *image, const struct store_question *question)
{
    size_t n = 0;
    if (question->seq != 0)
        return question->seq <= image->n_changes ? (size_t)question->seq : 0;
    while (n < image->n_changes && image->changes[n].at <= question->at)
        n++;
    return n;
}

static enum store_result image_replay(const struct image *image, struct store_job *job)
{
    size_t n = moment(image, &job->question);
    struct replay replay;
    if (n == 0)
        return STORE_MISSING;
    replay_init(&replay, NULL);
    for (size_t i = 0; i < n; i++) {
        bool stepped = replay_step(&replay, &image->changes[i]);
        if (!stepped)
            fprintf(stderr, "memory store: %s: %s\n", image->id, replay.message);
        assert(stepped);
    }
    job->loaded = replay_take(&replay);
    return STORE_OK;
}

static bool same_key(const struct registry_row *a, const struct registry_row *b)
{
    if (a->table != b->table)
        return false;
    switch (a->table) {
    case REGISTRY_ACCOUNT:
        return a->id == b->id;
    case REGISTRY_SESSION:
    case REGISTRY_LINK:
    case REGISTRY_CALENDAR:
        return memcmp(a->hash, b->hash, HASH_BYTES) == 0;
    case REGISTRY_SEAT:
    case REGISTRY_MEMBER:
        return a->id == b->id && strcmp(a->workshop, b->workshop) == 0;
    case REGISTRY_CODE:
        return strcmp(a->text, b->text) == 0;
    case REGISTRY_WORKSHOP:
        return strcmp(a->workshop, b->workshop) == 0;
    case REGISTRY_NOTE:
        return strcmp(a->workshop, b->workshop) == 0 && strcmp(a->name, b->name) == 0;
    default:
        return strcmp(a->name, b->name) == 0;
    }
}

static void write_row(struct row_list *list, const struct registry_row *row)
{
    size_t i = 0;
    while (i < list->n && !same_key(&list->v[i], row))
        i++;
    if (row->removed) {
        if (i < list->n)
            list->v[i] = list->v[--list->n];
        return;
    }
    if (i == list->n && list->n++ == list->cap) {
        list->cap = list->cap == 0 ? 64 : 2 * list->cap;
        list->v = mem_grow(list->v, list->cap, sizeof(list->v[0]));
    }
    list->v[i] = *row;
}

static bool is_id(const char *id)
{
    size_t n = strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789");
    return n >= 1 && n <= WORKSHOP_ID_MAX && id[n] == '\0';
}

static enum store_result create(struct memory_store *store, const struct store_job *job)
{
    if (find_image(store, job->workshop) != NULL)
        return STORE_EXISTS;
    struct image *image = mem_zero(1, sizeof(*image));
    memcpy(image->id, job->workshop, sizeof(image->id));
    image_write(image, job);
    store->images = mem_grow(store->images, store->n_images + 1, sizeof(struct image *));
    store->images[store->n_images++] = image;
    return STORE_OK;
}

static enum store_result perform(struct memory_store *store, struct store_job *job)
{
    struct image *image = find_image(store, job->workshop);
    bool writes = job->type == STORE_CREATE || job->type == STORE_COMMIT || job->type == STORE_REGISTRY ||
                  job->type == STORE_SHELVE || job->type == STORE_UNSHELVE;
    job->loaded = NULL;
    job->ops = NULL;
    job->found = NULL;
    job->sealed = NULL;
    job->n_found = 0;
    job->more = false;
    if (job->type != STORE_REGISTRY && !memory_shelf_has(job) && !is_id(job->workshop))
        return STORE_MISSING;
    if (writes && store->n_failures > 0) {
        store->n_failures--;
        return store->failure;
    }
    if (job->type == STORE_CREATE)
        return create(store, job);
    if (job->type == STORE_REGISTRY) {
        for (size_t i = 0; i < job->n_rows; i++)
            write_row(&store->rows, &job->rows[i]);
        return STORE_OK;
    }
    if (memory_shelf_has(job))
        return memory_shelf_do(&store->shelf, job);
    if (job->type == STORE_COPY || job->type == STORE_TAKE)
        return STORE_IO; /* it has no files */
    if (image == NULL)
        return job->type == STORE_CLOSE ? STORE_OK : STORE_MISSING;
    if (job->type == STORE_COMMIT)
        image_write(image, job);
    if (job->type == STORE_LOAD)
        job->loaded = image_load(image);
    if (job->type == STORE_BALLOTS)
        memory_ballots_find(&image->ballots, job);
    if (job->type == STORE_OPS)
        image_ops(image, job);
    if (job->type == STORE_CHANGES)
        image_changes(image, job);
    return job->type == STORE_REPLAY ? image_replay(image, job) : STORE_OK;
}

static const char *const messages[] = {
    [STORE_OK] = "", [STORE_FULL] = "made to be full", [STORE_IO] = "made to fail",
    [STORE_MISSING] = "no such workshop",
    [STORE_DAMAGED] = "made to be damaged", [STORE_EXISTS] = "there is one already",
    [STORE_SLOW] = "made to be slow",
};

/* Whether an older job of the same workshop, or of the registry, has to come first. */
static bool has_older(const struct memory_store *store, const struct store_job *job)
{
    for (const struct store_job *older = store->waiting; older != job; older = older->next) {
        bool registry = job->type == STORE_REGISTRY, older_registry = older->type == STORE_REGISTRY;
        if (registry == older_registry && (registry || strcmp(job->workshop, older->workshop) == 0))
            return true;
    }
    return false;
}

bool memory_store_step(struct memory_store *store, size_t which)
{
    size_t n_ready = 0;
    for (const struct store_job *job = store->waiting; job != NULL; job = job->next)
        n_ready += !has_older(store, job);
    if (n_ready == 0)
        return false;
    which %= n_ready;
    struct store_job **at = &store->waiting;
    while (has_older(store, *at) || which-- > 0)
        at = &(*at)->next;
    struct store_job *job = *at;
    *at = job->next;
    job->result = perform(store, job);
    snprintf(job->message, sizeof(job->message), "%s", messages[job->result]);
    append(&store->finished, job);
    if (store->wake != NULL)
        store->wake(store->context);
    return true;
}

static void submit(void *self, struct store_job *job)
{
    struct memory_store *store = self;
    assert(job->done != NULL);
    append(&store->waiting, job);
}

static size_t reap(void *self)
{
    struct memory_store *store = self;
    struct store_job *job = store->finished;
    size_t n = 0;
    store->finished = NULL;
    while (job != NULL) {
        struct store_job *next = job->next;
        job->next = NULL;
        job->done(job);
        job = next;
        n++;
    }
    return n;
}

static enum store_result registry_read(void *self, void (*row)(void *context, const struct registry_row *row),
                                       void *context)
{
    const struct memory_store *store = self;
    for (size_t i = 0; i < store->rows.n; i++)
        row(context, &store->rows.v[i]);
    return STORE_OK;
}

static uint64_t free_bytes(void *self)
{
    return ((const struct memory_store *)self)->free_bytes;
}

struct memory_store *memory_store_new(void (*wake)(void *context), void *context)
{
    struct memory_store *store = mem_zero(1, sizeof(*store));
    store->wake = wake;
    store->context = context;
    store->free_bytes = UINT64_C(1) << 40;
    return store;
}

void memory_store_free(struct memory_store *store)
{
    assert(store->waiting == NULL && store->finished == NULL);
    for (size_t i = 0; i < store->n_images; i++)
        image_free(store->images[i]);
    mem_free(store->images);
    memory_shelf_free(&store->shelf);
    mem_free(store->rows.v);
    mem_free(store);
}

void memory_store_fill(struct memory_store *store, struct storage *out)
{
    *out = (struct storage){ store, submit, reap, registry_read, free_bytes };
}

size_t memory_store_waiting(const struct memory_store *store)
{
    size_t n = 0;
    for (const struct store_job *job = store->waiting; job != NULL; job = job->next)
        n++;
    return n;
}

void memory_store_fail(struct memory_store *store, enum store_result result, size_t n)
{
    store->failure = result;
    store->n_failures = n;
}

struct store_job *memory_store_crash(struct memory_store *store)
{
    struct store_job *jobs = store->finished, **end = &jobs;
    for (; *end != NULL; end = &(*end)->next)
        store_job_clear(*end);
    *end = store->waiting;
    store->waiting = store->finished = NULL;
    return jobs;
}

struct room *memory_store_room(const struct memory_store *store, const char *workshop)
{
    const struct image *image = find_image(store, workshop);
    return image == NULL ? NULL : image_load(image);
}

const struct change *memory_store_changes(const struct memory_store *store, const char *workshop, size_t *n)
{
    const struct image *image = find_image(store, workshop);
    *n = image == NULL ? 0 : image->n_changes;
    return image == NULL ? NULL : image->changes;
}

size_t memory_store_ballots(const struct memory_store *store, const char *workshop, uint64_t poll)
{
    const struct image *image = find_image(store, workshop);
    return image == NULL ? 0 : memory_ballots_count(&image->ballots, poll);
}

/* A backup is an image that belongs to no store. */
struct memory_backup {
    struct image *image;
};

static struct image *image_copy(const struct image *from)
{
    struct image *to = mem_zero(1, sizeof(*to));
    size_t at = 0;
    uint64_t id;
    void *entity;
    memcpy(to->id, from->id, sizeof(to->id));
    while (map_next(&from->entities, &at, &id, &entity))
        map_put(&to->entities, id, entity_copy(entity));
    to->n_changes = to->cap_changes = from->n_changes;
    to->changes = mem_zero(from->n_changes + 1, sizeof(to->changes[0]));
    for (size_t i = 0; i < from->n_changes; i++) {
        to->changes[i] = from->changes[i];
        to->changes[i].body = mem_copy_text(from->changes[i].body);
    }
    to->n_ops = to->cap_ops = from->n_ops;
    to->ops = mem_zero(from->n_ops + 1, sizeof(to->ops[0]));
    for (size_t i = 0; i < from->n_ops; i++) {
        to->ops[i] = (struct kept_op){ .text = from->ops[i].text,
                                       .op = { .rev = from->ops[i].op.rev, .seq = from->ops[i].op.seq } };
        ot_copy(&to->ops[i].op.op, &from->ops[i].op.op);
    }
    memory_ballots_copy(&to->ballots, &from->ballots);
    return to;
}

struct memory_backup *memory_store_save(const struct memory_store *store, const char *workshop)
{
    const struct image *image = find_image(store, workshop);
    if (image == NULL)
        return NULL;
    struct memory_backup *backup = mem_zero(1, sizeof(*backup));
    backup->image = image_copy(image);
    return backup;
}

void memory_store_restore(struct memory_store *store, const struct memory_backup *backup)
{
    size_t i = 0;
    while (i < store->n_images && strcmp(store->images[i]->id, backup->image->id) != 0)
        i++;
    assert(i < store->n_images);
    image_free(store->images[i]);
    store->images[i] = image_copy(backup->image);
}

void memory_backup_free(struct memory_backup *backup)
{
    if (backup == NULL)
        return;
    image_free(backup->image);
    mem_free(backup);
}

void memory_store_set_free_bytes(struct memory_store *store, uint64_t bytes)
{
    store->free_bytes = bytes;
}
