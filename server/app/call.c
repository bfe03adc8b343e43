/* call: what a handler may do with a request: answer, refuse, or go on later. */
#include "app/call.h"

#include <assert.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/codec_tree.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "core/limits.h"
#include "core/words.h"

int64_t call_now(const struct call *call)
{
    const struct platform *platform = call->endpoints->platform;
    return platform->now(platform->self);
}

struct json *call_begin(struct call *call)
{
    buf_reset(&call->out);
    json_init(&call->json, &call->out);
    json_open_object(&call->json);
    return &call->json;
}

/* The longest life browsers allow; when a session is over is for the server to say. */
static void cookie_write(struct call *call, char *out, size_t size)
{
    const char *secure = call->endpoints->platform->tls ? "; Secure" : "";
    const char *token = call->forget ? "" : call->token;
    int age = call->forget ? 0 : 400 * 24 * 3600;
    int n = snprintf(out, size, "plenary=%s; Path=/; HttpOnly; SameSite=Lax; Max-Age=%d%s", token, age, secure);
    assert(n > 0 && (size_t)n < size);
}

static void call_send(struct call *call, int status, const char *type, char *body, size_t n, const char *disposition)
{
    char cookie[160];
    struct reply reply = { .status = status, .type = type, .body = body, .body_n = n };
    if (disposition != NULL)
        reply.headers[reply.n_headers++] = (struct reply_header){ "content-disposition:", disposition };
    if (strncmp(type, "text/html", strlen("text/html")) == 0)
        reply.headers[reply.n_headers++] =
            (struct reply_header){ "content-security-policy:",
                                   "sandbox; default-src 'none'; style-src 'unsafe-inline'" };
    if (status < 400 && (call->forget || call->token[0] != '\0')) {
        cookie_write(call, cookie, sizeof cookie);
        reply.cookie = cookie;
    }
    call_end(call, &reply);
}

void call_answer(struct call *call)
{
    size_t n;
    json_close_object(&call->json);
    if (call->out.full) {
        call_refuse(call, 500, "limit");
        return;
    }
    char *body = buf_take(&call->out, &n);
    call_send(call, 200, "application/json", body, n, NULL);
}

void call_answer_document(struct call *call, const char *type, char *body, size_t n, const char *disposition)
{
    call_send(call, 200, type, body, n, disposition);
}

/* The members of every refusal; the object stays open. */
static struct json *refusal_begin(struct call *call, const char *word)
{
    struct json *json = call_begin(call);
    json_key(json, "code");
    json_text(json, word);
    json_key(json, "say");
    json_open_object(json);
    for (int lang = 0; lang < LANG_N; lang++) {
        json_key(json, lang_word((enum lang)lang));
        json_text(json, words_http((enum lang)lang, word));
    }
    json_close_object(json);
    return json;
}

static void refusal_send(struct call *call, int status)
{
    size_t n;
    json_close_object(&call->json);
    assert(!call->out.full);
    char *body = buf_take(&call->out, &n);
    call_send(call, status, "application/json", body, n, NULL);
}

static void call_refuse_with(struct call *call, int status, const char *word, const char *detail)
{
    struct json *json = refusal_begin(call, word);
    if (detail != NULL) {
        json_key(json, "detail");
        json_text(json, detail);
    }
    refusal_send(call, status);
}

void call_refuse_with_more(struct call *call, int status, const char *word, void (*write)(struct json *json, const void *own))
{
    write(refusal_begin(call, word), call->own);
    refusal_send(call, status);
}

void call_refuse(struct call *call, int status, const char *word)
{
    call_refuse_with(call, status, word, NULL);
}

/* What an HTTP client makes of a code without reading the word: 4xx is final, 5xx may pass. */
static int status_of(enum code code)
{
    switch (code) {
    case CODE_FORBIDDEN:
        return 403;
    case CODE_NOT_FOUND:
        return 404;
    case CODE_TOO_LONG:
    case CODE_BAD_FRAME:
    case CODE_BAD_COMMAND:
    case CODE_BAD_ARGUMENT:
        return 400;
    case CODE_STORAGE:
        return 507;
    case CODE_BUSY:
        return 503;
    default:
        return 409;
    }
}

void call_refuse_detail(struct call *call, enum code code, const char *detail)
{
    call_refuse_with(call, status_of(code), code_word(code), detail);
}

void call_refuse_code(struct call *call, enum code code)
{
    call_refuse_detail(call, code, NULL);
}

static void call_refuse_hub(struct call *call, enum hub_status status)
{
    static const enum code codes[] = {
        [HUB_OK] = CODE_STATE,  [HUB_MISSING] = CODE_NOT_FOUND, [HUB_DAMAGED] = CODE_STORAGE,
        [HUB_BUSY] = CODE_BUSY, [HUB_STORAGE] = CODE_STORAGE,   [HUB_STOPPING] = CODE_BUSY,
    };
    assert(status != HUB_OK && status < sizeof codes / sizeof codes[0]);
    call_refuse_code(call, codes[status]);
}

static void call_room(void *context, enum hub_status status, const struct room *room)
{
    struct call *call = context;
    if (status == HUB_OK)
        call->then.room(call, room);
    else
        call_refuse_hub(call, status);
}

void call_read(struct call *call, const char *workshop, void (*then)(struct call *call, const struct room *room))
{
    call->then.room = then;
    hub_read(call->endpoints->hub, workshop, call_room, call);
}

static void call_ran(void *context, enum hub_status status, const struct outcome *outcome)
{
    struct call *call = context;
    if (status != HUB_OK)
        call_refuse_hub(call, status);
    else if (outcome->code != CODE_OK)
        call_refuse_code(call, outcome->code);
    else
        call->then.outcome(call, outcome);
}

void call_run(struct call *call, const char *workshop, const char *verb, struct buf *args,
              void (*then)(struct call *call, const struct outcome *outcome))
{
    assert(!args->full && args->data != NULL);
    call->then.outcome = then;
    char *text = buf_take(args, NULL);
    hub_run(call->endpoints->hub, workshop, verb, text, call_ran, call);
    mem_free(text);
}

static void call_committed(void *context, bool ok)
{
    struct call *call = context;
    if (ok)
        call->then.plain(call);
    else
        call_refuse_code(call, CODE_STORAGE);
}

void call_commit(struct call *call, void (*then)(struct call *call))
{
    call->then.plain = then;
    registry_write(call->endpoints->registry, call_committed, call);
}

static void call_stored(struct store_job *job)
{
    struct call *call = job->context;
    if (job->type == STORE_REPLAY)
        call->endpoints->n_replays--;
    switch (job->result) {
    case STORE_OK:
        call->then.plain(call);
        return;
    case STORE_MISSING:
        call_refuse(call, 404, job->type == STORE_REPLAY ? "no_past" : "not_found");
        return;
    case STORE_SLOW:
        call_refuse(call, 503, "too_slow");
        return;
    case STORE_FULL:
        if (job->type == STORE_COPY)
            call_refuse(call, 413, "file_large");
        else
            call_refuse_code(call, CODE_STORAGE);
        return;
    default:
        log_line(LOG_ERROR, "%s: history cannot be read: %s", job->workshop, job->message);
        /* What is damaged stays so: nobody has to ask for it again and again. */
        call_refuse_code(call, job->result == STORE_DAMAGED ? CODE_NOT_FOUND : CODE_STORAGE);
    }
}

static bool asks_shelf(const struct call *call)
{
    return call->job.type == STORE_SHELF || call->job.type == STORE_SHELVE || call->job.type == STORE_UNSHELVE;
}

/* Unanswered calls of the same session that asked history as well; with `replays` only those that have the past computed. */
static size_t asked_before(const struct call *call, bool replays)
{
    size_t n = 0;
    for (const struct call *other = call->endpoints->calls; other != NULL; other = other->after)
        n += other != call && other->session == call->session && other->job.done != NULL && !asks_shelf(other) &&
             (!replays || other->job.type == STORE_REPLAY);
    return n;
}

void call_store(struct call *call, const char *workshop, void (*then)(struct call *call))
{
    const struct storage *storage = &call->endpoints->platform->storage;
    assert(strlen(workshop) <= WORKSHOP_ID_MAX);
    if (asked_before(call, false) >= ENDPOINT_READS_MAX) {
        call_refuse(call, 503, "too_slow");
        return;
    }
    call->endpoints->n_replays += call->job.type == STORE_REPLAY;
    call->then.plain = then;
    call->job.done = call_stored;
    call->job.context = call;
    memcpy(call->job.workshop, workshop, strlen(workshop) + 1);
    storage->submit(storage->self, &call->job);
}

static void call_shelved(struct store_job *job)
{
    struct call *call = job->context;
    if (job->result == STORE_OK) {
        call->then.plain(call);
        return;
    }
    if (job->result != STORE_MISSING)
        log_line(LOG_ERROR, "templates: %s", job->message);
    call_refuse_code(call, job->result == STORE_MISSING ? CODE_NOT_FOUND : CODE_STORAGE);
}

void call_shelf(struct call *call, void (*then)(struct call *call))
{
    const struct storage *storage = &call->endpoints->platform->storage;
    call->then.plain = then;
    call->job.done = call_shelved;
    call->job.context = call;
    storage->submit(storage->self, &call->job);
}

void call_replay(struct call *call, const char *workshop, uint64_t seq, int64_t at, void (*then)(struct call *call))
{
    if (call->endpoints->n_replays >= ENDPOINT_REPLAYS_MAX || asked_before(call, true) > 0) {
        call_refuse(call, 503, "too_slow");
        return;
    }
    call->job = (struct store_job){ .type = STORE_REPLAY, .question = { .seq = seq, .at = at } };
    call_store(call, workshop, then);
}

struct call *call_of_work(struct work *work)
{
    return (struct call *)((char *)work - offsetof(struct call, work));
}

static void call_worked(struct work *work)
{
    struct call *call = call_of_work(work);
    call->then.plain(call);
}

static bool submit(struct call *call, struct work work, void (*then)(struct call *call))
{
    const struct workers *workers = &call->endpoints->platform->workers;
    call->then.plain = then;
    call->work = work;
    return workers->submit(workers->self, &call->work);
}

bool call_work(struct call *call, void (*run)(struct work *work), void (*then)(struct call *call))
{
    return submit(call, (struct work){ .run = run, .done = call_worked }, then);
}

bool call_work_patiently(struct call *call, void (*run)(struct work *work), void (*then)(struct call *call))
{
    return submit(call, (struct work){ .run = run, .done = call_worked, .patient = true }, then);
}

static void copy_piece(struct call *call, const struct room *room)
{
    if (atomic_load(&call->unwanted))
        call_refuse_code(call, CODE_BUSY);
    else if (room_copying_go(call->copying, room, ROOM_PIECE))
        call->copied(call);
    else
        call_read(call, call->copied_from, copy_piece);
}

void call_copy(struct call *call, const char *workshop, const struct room *room, void (*then)(struct call *call))
{
    assert(call->copying == NULL);
    call->copying = room_copying_new();
    call->copied_from = workshop;
    call->copied = then;
    copy_piece(call, room);
}

void *call_own(struct call *call, size_t size, void (*own_free)(void *own))
{
    assert(call->own == NULL);
    call->own = mem_zero(1, size);
    call->own_free = own_free;
    return call->own;
}

uint64_t call_session(struct call *call)
{
    /* It may have ended while the call waited for a room. */
    if (!registry_session_exists(call->endpoints->registry, call->session))
        call->session = registry_session_open(call->endpoints->registry, call->token);
    return call->session;
}

const char *call_name(struct call *call, const char *key)
{
    const char *name = body_text(call->body, key);
    if (name == NULL || name[strspn(name, " \t\n")] == '\0') {
        call_refuse(call, 400, "missing");
        return NULL;
    }
    if (utf8_length(name) > LIMIT_NAME) {
        call_refuse_code(call, CODE_TOO_LONG);
        return NULL;
    }
    if (utf8_has_control(name) || strpbrk(name, "\n\t") != NULL) {
        call_refuse_code(call, CODE_BAD_ARGUMENT);
        return NULL;
    }
    return name;
}

enum lang language_or(const char *word, enum lang other)
{
    enum lang lang = word == NULL ? LANG_N : lang_of(word);
    return lang == LANG_N ? other : lang;
}

void call_note_workshop(struct call *call, const char *workshop, const struct room *room)
{
    struct registry_workshop known;
    const char *title = ml_text(&room->workshop->title, LANG_EN);
    struct registry *registry = call->endpoints->registry;
    if (title == NULL || !registry_workshop(registry, workshop, &known))
        return;
    size_t n = strlen(known.title);
    bool same = strncmp(known.title, title, n) == 0 && (title[n] == '\0' || n > 250);
    if (same && known.state == room->workshop->state)
        return;
    known.title = title;
    known.state = room->workshop->state;
    registry_workshop_put(registry, &known, 0);
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool query_decode(const char *text, size_t n, char *out, size_t size)
{
    size_t length = 0;
    for (size_t i = 0; i < n; i++) {
        char c = text[i] == '+' ? ' ' : text[i];
        if (c == '%') {
            if (i + 2 >= n || hex_value(text[i + 1]) < 0 || hex_value(text[i + 2]) < 0)
                return false;
            c = (char)(hex_value(text[i + 1]) << 4 | hex_value(text[i + 2]));
            i += 2;
        }
        if (c == '\0' || length + 1 >= size)
            return false;
        out[length++] = c;
    }
    out[length] = '\0';
    return utf8_valid(out, length);
}

bool query_get(const char *query, const char *name, char *out, size_t size)
{
    size_t name_n = strlen(name);
    while (*query != '\0') {
        size_t n = strcspn(query, "&");
        if (n > name_n && strncmp(query, name, name_n) == 0 && query[name_n] == '=')
            return query_decode(query + name_n + 1, n - name_n - 1, out, size);
        query += n;
        query += *query == '&';
    }
    return false;
}

bool decimal_read(const char *text, uint64_t *out)
{
    size_t n = strspn(text, "0123456789");
    if (n == 0 || n > 16 || text[n] != '\0')
        return false;
    *out = strtoull(text, NULL, 10);
    return *out <= NODE_INT_MAX;
}

enum query query_number(const char *query, const char *name, uint64_t *out)
{
    char text[24];
    size_t n = strlen(name);
    bool there = strncmp(query, name, n) == 0 && query[n] == '=';
    for (const char *at = query; !there && (at = strchr(at, '&')) != NULL;)
        there = strncmp(++at, name, n) == 0 && at[n] == '=';
    if (!there)
        return QUERY_ABSENT;
    return query_get(query, name, text, sizeof text) && decimal_read(text, out) ? QUERY_GIVEN : QUERY_BAD;
}

void code_show(char out[CODE_SHOWN], const char text[CODE_TEXT])
{
    snprintf(out, CODE_SHOWN, "%.4s-%.4s", text, text + 4);
}
