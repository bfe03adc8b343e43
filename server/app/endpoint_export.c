/* endpoint_export: a workshop as a document, made on a worker from a private copy of the room. */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "app/call.h"
#include "app/export_form.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "core/view.h"
#include "core/words.h"

enum { LARGE_BYTES = 4 << 20 };         /* a PDF of that size needs some 200 MiB, in pieces that the C library would keep */

struct export {
    struct endpoints *endpoints;    /* whose place among the running exports this one holds */
    const struct platform *platform;
    struct room_copying *copying;   /* of the room as it is, complete; NULL: */
    struct room *room;              /* as it was */
    bool staff;                     /* who asks may read what facilitators read */
    struct export_request request;
    struct buf out;
    int64_t began;                  /* ms */
    bool made;
    char disposition[1024];
};

static void export_free(void *own)
{
    struct export *export = own;
    assert(export->endpoints->n_exports > 0);
    export->endpoints->n_exports--;
    room_copying_free(export->copying);
    room_free(export->room);
    buf_free(&export->out);
    mem_free(export);
}

/*
 * What only facilitators may read is emptied in the copy, so that a document shows nobody more than the screen does. A
 * person's own members stay away as well: a document is passed on.
 */
void call_redact(struct room *room)
{
    for (int kind = KIND_WORKSHOP; kind < KIND_N; kind++) {
        const struct kind_info *info = kind_info((enum kind)kind);
        for (size_t f = 0; f < info->n_fields; f++) {
            const struct field *field = &info->fields[f];
            if (field->reads == READ_NONE || (field->reads & READ_ROOM))
                continue;
            for (size_t i = 0; i < room->live[kind].n; i++)
                field_clear(field, room->live[kind].v[i]);
        }
    }
}

static const char NAMELESS[] = "plenary", NOT_IN_NAMES[] = "/\\:*?\"<>|";

/*
 * The title as RFC 5987 wants it: only letters and digits plain. At most `max` bytes, cut at a whole character. It is the name of a
 * file on every system: no path, nothing that one of them keeps for itself, none hidden by a dot, read backwards, or taken by a
 * command for one of its options, as what begins with a stroke is.
 */
static void write_escaped(struct buf *out, const char *text, size_t max)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
    const char *next = text;
    bool begun = false;
    for (const char *p = text; *p != '\0'; p = next) {
        const uint32_t cp = utf8_next(&next);
        if ((size_t)(next - text) > max)
            break;
        const bool replaced = strchr(NOT_IN_NAMES, *p) != NULL;
        if (utf8_is_kept_out(cp) || (!begun && (replaced || strchr(" .-", *p) != NULL)))
            continue;
        begun = true;
        if (replaced)
            buf_char(out, '-');
        else if (strchr(plain, *p) != NULL)
            buf_char(out, *p);
        else
            for (; p < next; p++)
                buf_print(out, "%%%02X", (unsigned char)*p);
    }
    buf_text(out, begun ? "" : NAMELESS);
}

void call_write_safe(struct buf *out, const char *text)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    size_t begin = 0;
    while (text[begin] != '\0' && (text[begin] == '-' || strchr(plain, text[begin]) == NULL))
        begin++;
    for (size_t i = begin; text[i] != '\0' && i < begin + 60; i++)
        buf_char(out, strchr(plain, text[i]) != NULL ? text[i] : '-');
    buf_text(out, text[begin] == '\0' ? NAMELESS : "");
}

/* "Action plan", which the file's name ends with; NULL for the data of the workshop, which is called as the workshop is. */
static const char *kind_said(const struct export_request *request)
{
    char key[40];
    if (request->format == EXPORT_JSON || request->format == EXPORT_CSV)
        return NULL;
    snprintf(key, sizeof key, "doc.%s", document_kind_word(request->document));
    const char *said = words_text(request->lang, key);
    return said == NULL ? document_kind_word(request->document) : said;
}

static void name_document(struct export *export, const char *workshop, const struct room *room)
{
    const struct export_request *request = &export->request;
    const char *word = export_format_word(request->format), *kind = kind_said(request);
    const char *name = room->workshop->name == NULL ? workshop : room->workshop->name;
    const char *title = ml_text(&room->workshop->title, request->lang);
    struct buf out;
    buf_init(&out, sizeof export->disposition - 1);
    buf_text(&out, "attachment; filename=\"");
    call_write_safe(&out, name);
    if (kind != NULL)
        buf_print(&out, "-%s-%s", document_kind_word(request->document), lang_word(request->lang));
    buf_print(&out, ".%s\"; filename*=UTF-8''", word);
    write_escaped(&out, title == NULL ? name : title, 200);
    if (kind != NULL) {
        buf_text(&out, "%20-%20");
        write_escaped(&out, kind, 60);
    }
    buf_print(&out, ".%s", word);
    assert(!out.full);
    memcpy(export->disposition, out.data, out.len + 1);
    buf_free(&out);
}

/* The loop has copied the words; what else a room is made of, and its end, are the worker's part. */
static void export_run(struct work *work)
{
    struct export *export = call_of_work(work)->own;
    struct room *room = export->room;
    if (room == NULL)
        room = room_copying_take(export->copying);
    export->room = NULL;
    export->copying = NULL;
    if (!export->staff)
        call_redact(room);
    export->made = export->platform->export_room(&export->out, room, &export->request);
    room_free(room);
    if (export->out.full || export->out.len > LARGE_BYTES)
        mem_give_back();
}

/* Whoever wants all documents at once can still have each of them, and is told so. */
static void export_refuse(struct call *call, const struct export *export)
{
    const bool bundle = export->request.document == DOCUMENT_BUNDLE;
    if (atomic_load(&call->unwanted))
        call_refuse(call, 503, "document_busy"); /* the server stops: in a moment it can be asked again */
    else if (call_now(call) - export->began >= ENDPOINT_EXPORT_MS)
        call_refuse(call, 503, bundle ? "bundle_slow" : "document_slow");
    else if (export->out.full)
        call_refuse(call, 413, bundle ? "bundle_large" : "document_large");
    else
        call_refuse(call, 500, "document_failed");
}

static void export_done(struct call *call)
{
    struct export *export = call->own;
    if (!export->made) {
        export_refuse(call, export);
        return;
    }
    size_t n;
    char *body = buf_take(&export->out, &n);
    call_answer_document(call, export_format_media(export->request.format), body, n, export->disposition);
}

static void export_begin(struct call *call)
{
    if (!call_work_patiently(call, export_run, export_done))
        call_refuse(call, 503, "document_busy");
}

static void export_copied(struct call *call)
{
    struct export *export = call->own;
    export->copying = call->copying;
    call->copying = NULL;
    export_begin(call);
}

/* As it was: nobody else has that room. */
static void export_past(struct call *call)
{
    struct export *export = call->own;
    export->room = call->job.loaded;
    export->request.past = true;
    call->job.loaded = NULL;
    name_document(export, call->param, export->room);
    export_begin(call);
}

/* As it is. */
static void export_present(struct call *call, const struct room *room)
{
    name_document(call->own, call->param, room);
    call_copy(call, call->param, room, export_copied);
}

/* The language that the query names; `otherwise` without one, and LANG_N + 1 for a word that is none. */
static int query_lang(const char *query, const char *name, enum lang otherwise)
{
    char word[8];
    if (!query_get(query, name, word, sizeof word))
        return (int)otherwise;
    const enum lang lang = lang_of(word);
    return lang == LANG_N ? LANG_N + 1 : (int)lang;
}

/* "/export?format=json" is the older name of "/export/plan.json". */
static bool read_request(struct export_request *request, const struct call *call)
{
    char name[CALL_PARAM_MAX + 8] = "json", brackets[4] = "1";
    if (call->part[0] == '\0') {
        char format[16] = "json";
        (void)query_get(call->query, "format", format, sizeof format);
        snprintf(name, sizeof name, "plan.%s", format);
    } else {
        snprintf(name, sizeof name, "%s", call->part);
    }
    (void)query_get(call->query, "brackets", brackets, sizeof brackets);
    const int lang = query_lang(call->query, "lang", LANG_EN), lang2 = query_lang(call->query, "lang2", LANG_N);
    *request = (struct export_request){ .clean = brackets[0] == '0' };
    if (lang >= LANG_N || lang2 > LANG_N || (strcmp(brackets, "0") != 0 && strcmp(brackets, "1") != 0))
        return false;
    request->lang = (enum lang)lang;
    request->lang2 = (enum lang)lang2;
    return export_request_read(request, name);
}

static bool has_one_made(const struct call *call)
{
    for (const struct call *other = call->endpoints->calls; other != NULL; other = other->after)
        if (other != call && other->session == call->session && other->own_free == export_free)
            return true;
    return false;
}

/* Two at a time; and both of one person only while nobody else wants one. False: the call was refused. */
static bool has_place(struct call *call)
{
    struct endpoints *endpoints = call->endpoints;
    const bool full = endpoints->n_exports >= ENDPOINT_EXPORTS_MAX, has_one = has_one_made(call);
    const bool awaited =
        endpoints->turned_away_at != 0 && call_now(call) - endpoints->turned_away_at < ENDPOINT_TURN_MS;
    if (!full && !(has_one && awaited))
        return true;
    if (full && !has_one)
        endpoints->turned_away_at = call_now(call);
    call_refuse(call, 503, "document_busy");
    return false;
}

void endpoint_export(struct call *call, const struct room *room)
{
    struct endpoints *endpoints = call->endpoints;
    struct export_request request;
    uint64_t seq = 0;
    enum query at = query_number(call->query, "at", &seq);
    if (!read_request(&request, call) || at == QUERY_BAD) {
        call_refuse_code(call, CODE_BAD_ARGUMENT);
        return;
    }
    if (request.document == DOCUMENT_ATTENDANCE && view_audience(call->actor.role) != AUDIENCE_STAFF) {
        call_refuse_code(call, CODE_FORBIDDEN);
        return;
    }
    if (at == QUERY_GIVEN && (seq == 0 || seq > room->seq)) {
        call_refuse(call, 404, "no_past");
        return;
    }
    if (!has_place(call))
        return;
    /* Who was where and when is for few to read: whoever runs the server can find out who took it away. */
    if (request.document == DOCUMENT_ATTENDANCE)
        log_line(LOG_INFO, "%s: person %" PRIu64 " takes the attendance", call->param, call->actor.person);
    struct export *export = call_own(call, sizeof *export, export_free);
    endpoints->n_exports++;
    export->endpoints = endpoints;
    export->platform = endpoints->platform;
    export->request = request;
    export->request.signer = endpoints->platform->signer;
    export->request.unwanted = &call->unwanted;
    export->staff = view_audience(call->actor.role) == AUDIENCE_STAFF;
    export->began = call_now(call);
    buf_init(&export->out, ENDPOINT_EXPORT_BYTES);
    if (at == QUERY_GIVEN)
        call_replay(call, call->param, seq, 0, export_past);
    else
        export_present(call, room);
}
