/*
 * endpoint_past: what was: the operations of a text, the changes of a row, the workshop at a past moment. Nobody is shown more of the past
 * than the room shows of the present: who may not read a field may not read what it once held.
 */
#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "app/call.h"
#include "app/codec_tree.h"
#include "base/mem.h"
#include "core/limits.h"
#include "core/text.h"
#include "core/view.h"

static struct viewer viewer_of(const struct call *call)
{
    return (struct viewer){ view_audience(call->actor.role), call->actor.person };
}

/* ---- the operations of a text */

static void write_op(struct json *json, const struct store_op *op)
{
    json_open_array(json);
    json_uint(json, op->seq);
    json_int(json, op->at);
    json_uint(json, op->actor);
    ot_write(json, &op->op);
    json_close_array(json);
}

static void text_done(struct call *call)
{
    const struct store_job *job = &call->job;
    struct json *json = call_begin(call);
    size_t n = 0;
    json_key(json, "id");
    json_uint(json, job->question.text);
    json_key(json, "from");
    json_int(json, job->question.rev);
    json_key(json, "ops");
    json_open_array(json);
    while (n < job->n_found && call->out.len < ENDPOINT_REPLY_BYTES)
        write_op(json, &job->ops[n++]);
    json_close_array(json);
    json_key(json, "rev");
    json_int(json, job->question.rev + (int64_t)n);
    json_key(json, "more");
    json_bool(json, job->more || n < job->n_found);
    call_answer(call);
}

void endpoint_text(struct call *call, const struct room *room)
{
    uint64_t id, from = 0;
    if (!decimal_read(call->part, &id) || query_number(call->query, "from", &from) == QUERY_BAD) {
        call_refuse_code(call, CODE_BAD_ARGUMENT);
        return;
    }
    const struct text *text = (const struct text *)room_find(room, KIND_TEXT, id);
    if (text == NULL || !view_sees(room, &text->e, viewer_of(call))) {
        call_refuse_code(call, CODE_NOT_FOUND);
        return;
    }
    if (from > (uint64_t)text->rev) {
        call_refuse_code(call, CODE_BAD_ARGUMENT);
        return;
    }
    call->job = (struct store_job){ .type = STORE_OPS };
    call->job.question = (struct store_question){ .text = id, .rev = (int64_t)from, .max = ENDPOINT_OPS_MAX };
    call_store(call, call->param, text_done);
}

/* ---- the changes of a row */

struct history {
    struct endpoints *endpoints;
    enum audience audience;
    uint64_t *ids;
    size_t n, cap;
};

static void history_free(void *own)
{
    struct history *history = own;
    mem_free(history->ids);
    mem_free(history);
}

static void add_id(struct history *history, uint64_t id)
{
    if (id == 0)
        return;
    if (history->n == history->cap) {
        history->cap = history->cap == 0 ? 64 : 2 * history->cap;
        history->ids = mem_grow(history->ids, history->cap, sizeof *history->ids);
    }
    history->ids[history->n++] = id;
}

/* Its texts, as far as the viewer may read their fields. */
static void add_texts(struct history *history, const struct room *room, uint64_t row, struct viewer viewer)
{
    for (uint8_t field = 0; field < TEXT_FIELD_N; field++) {
        for (uint8_t lang = 0; lang < LANG_N; lang++) {
            const struct text *text = text_find(room, row, field, lang);
            if (text != NULL && view_sees(room, &text->e, viewer))
                add_id(history, text->e.id);
        }
    }
}

/*
 * The texts of a row that is gone: a tombstone does not say whose it was, but they went with the row, by the same change. Where one change
 * took several rows away nobody can tell them apart, and none is taken.
 */
static void add_texts_gone(struct history *history, const struct entity *row)
{
    const struct entity *first = row;
    size_t rows = 0;
    while (first->before != NULL && first->before->seq == row->seq)
        first = first->before;
    for (const struct entity *e = first; e != NULL && e->seq == row->seq; e = e->after)
        rows += e->removed && kind_fits((enum kind)e->kind, KIND_ROW);
    for (const struct entity *e = first; rows == 1 && e != NULL && e->seq == row->seq; e = e->after)
        if (e->removed && e->kind == KIND_TEXT)
            add_id(history, e->id);
}

/* What was said about it, proposed for it, decided on it, as far as the viewer sees that. */
static void add_records(struct history *history, const struct room *room, uint64_t row, struct viewer viewer)
{
    static const struct {
        enum kind kind;
        size_t of;
    } records[] = { { KIND_REMARK, offsetof(struct remark, of) },
                    { KIND_PROPOSAL, offsetof(struct proposal, of) },
                    { KIND_ADOPTION, offsetof(struct adoption, of) } };
    for (size_t r = 0; r < sizeof records / sizeof records[0]; r++) {
        const struct kind_list *list = &room->live[records[r].kind];
        for (size_t i = 0; i < list->n; i++) {
            const uint64_t *of = (const uint64_t *)(const void *)((const char *)list->v[i] + records[r].of);
            if (*of == row && view_sees(room, list->v[i], viewer))
                add_id(history, list->v[i]->id);
        }
    }
}

/* What became part of it, and the adoption that covered it with others. */
static void add_standing(struct history *history, const struct room *room, const struct standing *standing)
{
    add_id(history, standing->adoption);
    for (uint32_t i = 0; i < standing->merged.n; i++) {
        const struct entity *merged = map_get(&room->entities, standing->merged.v[i]);
        add_id(history, standing->merged.v[i]);
        if (merged != NULL && merged->removed)
            add_texts_gone(history, merged);
    }
}

/* Arguments that repeat a field are read by who reads the field; those of other commands by everybody in the room. */
static bool may_read(const struct verb *verb, const char *key, enum audience audience)
{
    if (audience == AUDIENCE_STAFF || !(verb->is_create || verb->is_edit))
        return true;
    for (size_t i = 0; i < verb->n_args; i++)
        if (strcmp(verb->args[i].name, key) == 0)
            return (verb->args[i].reads & READ_ROOM) != 0;
    return true;
}

/* The arguments as they were given, less what the reader may not read; *hidden whether that took all that there was. */
static void write_args(struct buf *out, const struct store_change *change, enum audience audience, bool *hidden)
{
    const struct verb *verb = verb_of(change->verb);
    struct node *body = change->body == NULL || verb == NULL
                            ? NULL
                            : tree_read(change->body, strlen(change->body), LIMIT_IMPORT_NODES, NULL);
    void *at = NULL;
    const char *key;
    const struct node *value;
    size_t shown = 0, left_out = 0;
    struct json json;
    json_init(&json, out);
    json_open_object(&json);
    while (body != NULL && node_next(body, &at, &key, &value)) {
        if (!may_read(verb, key, audience)) {
            left_out++;
            continue;
        }
        shown += strcmp(key, "id") != 0;
        struct buf text;
        buf_init(&text, LIMIT_ENTITY);
        node_write(&text, value);
        json_key(&json, key);
        json_raw(&json, text.data, text.len);
        buf_free(&text);
    }
    json_close_object(&json);
    tree_free(body);
    *hidden = left_out > 0 && shown == 0;
}

static void write_change(struct json *json, const struct store_change *change, enum audience audience)
{
    struct buf args;
    bool hidden;
    buf_init(&args, LIMIT_ENTITY);
    write_args(&args, change, audience, &hidden);
    assert(!args.full);
    if (!hidden) {
        json_open_object(json);
        json_key(json, "seq");
        json_uint(json, change->seq);
        json_key(json, "at");
        json_int(json, change->at);
        json_key(json, "person");
        json_uint(json, change->actor);
        json_key(json, "verb");
        json_text(json, change->verb);
        json_key(json, "args");
        json_raw(json, args.data, args.len);
        json_close_object(json);
    }
    buf_free(&args);
}

static void history_done(struct call *call)
{
    const struct history *history = call->own;
    const struct store_job *job = &call->job;
    struct json *json = call_begin(call);
    size_t n = 0;
    uint64_t before = job->question.before;
    json_key(json, "changes");
    json_open_array(json);
    for (; n < job->n_found && call->out.len < ENDPOINT_REPLY_BYTES; n++) {
        write_change(json, &job->found[n], history->audience);
        before = job->found[n].seq;
    }
    json_close_array(json);
    json_key(json, "more");
    json_bool(json, job->more || n < job->n_found);
    json_key(json, "before");
    json_uint(json, before);
    call_answer(call);
}

/* The rows that are drafted; who voted what, and what persons told of themselves, has no history to be asked for. */
static const struct entity *find_row(const struct room *room, uint64_t id)
{
    const struct entity *entity = map_get(&room->entities, id);
    static const uint32_t kinds = 1u << KIND_ACTION | 1u << KIND_RECOMMENDATION | 1u << KIND_FRAMEWORK |
                                  1u << KIND_PARAGRAPH | 1u << KIND_ITEM | 1u << KIND_THEME | 1u << KIND_GROUP;
    return entity != NULL && (kinds >> entity->kind & 1) != 0 ? entity : NULL;
}

void endpoint_history(struct call *call, const struct room *room)
{
    uint64_t id, before = 0;
    if (!decimal_read(call->part, &id) || query_number(call->query, "before", &before) == QUERY_BAD) {
        call_refuse_code(call, CODE_BAD_ARGUMENT);
        return;
    }
    const struct entity *row = find_row(room, id);
    if (row == NULL) {
        call_refuse_code(call, CODE_NOT_FOUND);
        return;
    }
    struct history *history = call_own(call, sizeof *history, history_free);
    const struct standing *standing = row->removed ? NULL : entity_standing_const(row);
    history->audience = viewer_of(call).audience;
    add_id(history, id);
    add_texts(history, room, id, viewer_of(call));
    add_records(history, room, id, viewer_of(call));
    if (standing != NULL)
        add_standing(history, room, standing);
    if (row->removed && kind_fits((enum kind)row->kind, KIND_ROW))
        add_texts_gone(history, row);
    call->job = (struct store_job){ .type = STORE_CHANGES };
    call->job.question = (struct store_question){
        .ids = history->ids, .n_ids = history->n, .before = before, .max = ENDPOINT_HISTORY_MAX
    };
    call_store(call, call->param, history_done);
}

/* ---- the workshop at a past moment */

struct past {
    const struct room *room;        /* the call's */
    struct viewer viewer;
    struct buf out;
};

static void past_free(void *own)
{
    struct past *past = own;
    buf_free(&past->out);
    mem_free(past);
}

static void past_run(struct work *work)
{
    struct past *past = call_of_work(work)->own;
    struct json json;
    json_init(&json, &past->out);
    json_open_object(&json);
    json_key(&json, "seq");
    json_uint(&json, past->room->seq);
    json_key(&json, "at");
    json_int(&json, past->room->at);
    json_key(&json, "set");
    json_open_array(&json);
    for (const struct entity *e = past->room->oldest; e != NULL; e = e->after)
        if (!e->removed && view_sees(past->room, e, past->viewer))
            view_write(&json, past->room, e, past->viewer);
    json_close_array(&json);
    json_close_object(&json);
}

static void past_written(struct call *call)
{
    struct past *past = call->own;
    size_t n;
    if (past->out.full) {
        call_refuse_code(call, CODE_LIMIT);
        return;
    }
    char *body = buf_take(&past->out, &n);
    call_answer_document(call, "application/json", body, n, NULL);
}

static void past_folded(struct call *call)
{
    struct past *past = call->own;
    past->room = call->job.loaded;
    if (!call_work(call, past_run, past_written))
        call_refuse_code(call, CODE_BUSY);
}

void endpoint_past(struct call *call, const struct room *room)
{
    uint64_t seq = 0, time = 0;
    enum query by_seq = query_number(call->query, "seq", &seq);
    enum query by_time = query_number(call->query, "time", &time);
    bool one = (by_seq == QUERY_GIVEN && by_time == QUERY_ABSENT && seq > 0) ||
               (by_time == QUERY_GIVEN && by_seq == QUERY_ABSENT && time > 0);
    if (!one) {
        call_refuse_code(call, CODE_BAD_ARGUMENT);
        return;
    }
    if (seq > room->seq) {
        call_refuse(call, 404, "no_past");
        return;
    }
    struct past *past = call_own(call, sizeof *past, past_free);
    past->viewer = viewer_of(call);
    buf_init(&past->out, ENDPOINT_EXPORT_BYTES);
    call_replay(call, call->param, seq, (int64_t)time, past_folded);
}
