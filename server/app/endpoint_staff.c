/* endpoint_staff: what facilitators hand out: personal links, codes, and both as QR codes. */
#include <assert.h>
#include <qrencode.h>
#include <stdio.h>
#include <string.h>

#include "app/call.h"
#include "base/mem.h"
#include "base/password.h"
#include "base/utf8.h"

/* What is handed out, kept until it is on the disk. */
struct handout {
    char token[TOKEN_TEXT];
    struct registry_code code;
};

static void link_answer(struct call *call)
{
    const struct handout *handout = call->own;
    char path[TOKEN_TEXT + 4];
    snprintf(path, sizeof path, "/j/%s", handout->token);
    struct json *json = call_begin(call);
    json_key(json, "path");
    json_text(json, path);
    call_answer(call);
}

void endpoint_links(struct call *call, const struct room *room)
{
    uint64_t id = 0;
    bool screen = body_flag(call->body, "screen");
    if (!screen && (!body_number(call->body, "person", &id) || id == 0)) {
        call_refuse(call, 400, "missing");
        return;
    }
    const struct person *person = screen ? NULL : room_person(room, id);
    if (!screen && person == NULL) {
        call_refuse_code(call, CODE_NOT_FOUND);
        return;
    }
    /* Whoever holds the link is that person, so nobody gets one for rights above their own. */
    if (!screen && person->role == ROLE_FACILITATOR && call->actor.role != ROLE_FACILITATOR) {
        call_refuse_code(call, CODE_FORBIDDEN);
        return;
    }
    if (!screen && body_flag(call->body, "alone")) {
        registry_seats_drop(call->endpoints->registry, call->param, id);
        hub_end_person(call->endpoints->hub, call->param, id);
    }
    struct handout *handout = call_own(call, sizeof *handout, mem_free);
    registry_link_put(call->endpoints->registry, call->param, id, handout->token);
    call_commit(call, link_answer);
}

/* Links for many, until they are on the disk. */
struct links {
    size_t n;
    struct {
        uint64_t person;
        char token[TOKEN_TEXT];
    } link[];
};

static void links_answer(struct call *call)
{
    const struct links *links = call->own;
    struct json *json = call_begin(call);
    json_key(json, "links");
    json_open_array(json);
    for (size_t i = 0; i < links->n; i++) {
        char path[TOKEN_TEXT + 4];
        snprintf(path, sizeof path, "/j/%s", links->link[i].token);
        json_open_object(json);
        json_key(json, "person");
        json_uint(json, links->link[i].person);
        json_key(json, "path");
        json_text(json, path);
        json_close_object(json);
    }
    json_close_array(json);
    call_answer(call);
}

void endpoint_links_all(struct call *call, const struct room *room)
{
    const struct kind_list *persons = &room->live[KIND_PERSON];
    struct links *links = call_own(call, sizeof *links + (persons->n + 1) * sizeof links->link[0], mem_free);
    uint64_t delegation = 0;
    if (body_number(call->body, "delegation", &delegation) && delegation != 0 &&
        room_delegation(room, delegation) == NULL) {
        call_refuse_code(call, CODE_NOT_FOUND);
        return;
    }
    for (size_t i = 0; i < persons->n; i++) {
        const struct person *person = (const struct person *)persons->v[i];
        if (person->guest || person->role == ROLE_FACILITATOR || (delegation != 0 && person->delegation != delegation))
            continue;
        links->link[links->n].person = person->e.id;
        registry_link_put(call->endpoints->registry, call->param, person->e.id, links->link[links->n].token);
        links->n++;
    }
    if (links->n > 0)
        call_commit(call, links_answer);
    else
        links_answer(call);
}

/* A passcode on its way to the slow hash that is kept of it. */
struct passcode {
    char *text;
    uint8_t salt[PASSWORD_SALT_BYTES];
    char stored[PASSWORD_STORED_MAX];
};

static void passcode_free(void *own)
{
    struct passcode *passcode = own;
    mem_free_wiped(passcode->text);
    mem_free(passcode);
}

static void passcode_answer(struct call *call)
{
    struct json *json = call_begin(call);
    json_key(json, "passcode");
    json_bool(json, registry_note(call->endpoints->registry, call->param, "passcode") != NULL);
    call_answer(call);
}

static void passcode_run(struct work *work)
{
    struct passcode *passcode = call_of_work(work)->own;
    password_store(passcode->stored, passcode->text, passcode->salt);
}

static void passcode_stored(struct call *call)
{
    const struct passcode *passcode = call->own;
    registry_note_put(call->endpoints->registry, call->param, "passcode", passcode->stored);
    call_commit(call, passcode_answer);
}

void endpoint_passcode(struct call *call, const struct room *room)
{
    const char *text = body_text(call->body, "passcode");
    (void)room;
    if (text == NULL) {
        call_refuse(call, 400, "missing");
        return;
    }
    if (*text == '\0') {
        registry_note_put(call->endpoints->registry, call->param, "passcode", NULL);
        call_commit(call, passcode_answer);
        return;
    }
    if (utf8_length(text) < PASSCODE_MIN || utf8_length(text) > PASSCODE_MAX) {
        call_refuse(call, 400, utf8_length(text) < PASSCODE_MIN ? "password_short" : "too_long");
        return;
    }
    struct passcode *passcode = call_own(call, sizeof *passcode, passcode_free);
    passcode->text = mem_copy_text(text);
    call->endpoints->platform->random(passcode->salt, sizeof passcode->salt);
    if (!call_work(call, passcode_run, passcode_stored))
        call_refuse(call, 503, "busy");
}

static void write_code(struct json *json, const char *key, const char *text)
{
    char shown[CODE_SHOWN];
    code_show(shown, text);
    json_key(json, key);
    json_text(json, shown);
}

/* The codes of a workshop: the open one, then those of the delegations in their order. */
struct codes {
    size_t n;
    struct registry_code code[];
};

static void codes_answer(struct call *call)
{
    const struct codes *codes = call->own;
    struct json *json = call_begin(call);
    write_code(json, "open", codes->code[0].text);
    json_key(json, "delegations");
    json_open_array(json);
    for (size_t i = 1; i < codes->n; i++) {
        json_open_object(json);
        json_key(json, "delegation");
        json_uint(json, codes->code[i].delegation);
        write_code(json, "code", codes->code[i].text);
        json_close_object(json);
    }
    json_close_array(json);
    json_key(json, "passcode");
    json_bool(json, registry_note(call->endpoints->registry, call->param, "passcode") != NULL);
    call_answer(call);
}

/* A code is made when it is first asked for. */
static bool code_ensure(struct call *call, uint64_t delegation, struct registry_code *code)
{
    struct registry *registry = call->endpoints->registry;
    if (registry_code_of(registry, call->param, delegation, code))
        return false;
    registry_code_put(registry, call->param, delegation, code);
    return true;
}

void endpoint_codes(struct call *call, const struct room *room)
{
    size_t n;
    struct entity **delegations = room_sorted(room, KIND_DELEGATION, 0, &n);
    struct codes *codes = call_own(call, sizeof *codes + (n + 1) * sizeof codes->code[0], mem_free);
    bool made = code_ensure(call, 0, &codes->code[codes->n++]);
    for (size_t i = 0; i < n; i++)
        if (code_ensure(call, delegations[i]->id, &codes->code[codes->n++]))
            made = true;
    mem_free(delegations);
    if (made)
        call_commit(call, codes_answer);
    else
        codes_answer(call);
}

static void code_answer(struct call *call)
{
    const struct handout *handout = call->own;
    write_code(call_begin(call), "code", handout->code.text);
    call_answer(call);
}

void endpoint_code_new(struct call *call, const struct room *room)
{
    uint64_t delegation;
    if (!body_number(call->body, "delegation", &delegation)) {
        call_refuse(call, 400, "missing");
        return;
    }
    if (delegation != 0 && room_delegation(room, delegation) == NULL) {
        call_refuse_code(call, CODE_NOT_FOUND);
        return;
    }
    struct handout *handout = call_own(call, sizeof *handout, mem_free);
    registry_code_put(call->endpoints->registry, call->param, delegation, &handout->code);
    call_commit(call, code_answer);
}

/* Only the paths we hand out, of characters that mean nothing in an address or in SVG. */
static bool path_is_ours(const char *path)
{
    static const char safe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    size_t prefix = strncmp(path, "/j/", 3) == 0 ? 3 : strncmp(path, "/join/", 6) == 0 ? 6 : 0;
    return prefix > 0 && path[prefix] != '\0' && path[prefix + strspn(path + prefix, safe)] == '\0';
}

/* Where the browser came to us, or what the operator says. False: the Host header is not one. */
static bool origin_write(struct buf *out, const struct call *call)
{
    static const char safe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-:[]";
    const struct platform *platform = call->endpoints->platform;
    if (platform->public_origin != NULL) {
        buf_text(out, platform->public_origin);
        return true;
    }
    buf_print(out, "%s://%s", platform->tls ? "https" : "http", call->host);
    return call->host[0] != '\0' && call->host[strspn(call->host, safe)] == '\0';
}

/* One path of horizontal strokes; a quiet zone of four modules (ISO/IEC 18004). */
static void qr_write(struct buf *out, const QRcode *qr)
{
    enum { QUIET = 4 };
    int width = qr->width, side = width + 2 * QUIET;
    buf_print(out,
              "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\">"
              "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/><path fill=\"#000\" d=\"",
              side, side, side, side);
    for (int y = 0; y < width; y++) {
        const unsigned char *row = qr->data + (size_t)y * (size_t)width;
        for (int x = 0; x < width;) {
            int n = 0;
            while (x + n < width && (row[x + n] & 1))
                n++;
            if (n > 0)
                buf_print(out, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, n, n);
            x += n + 1;
        }
    }
    buf_text(out, "\"/></svg>\n");
}

/* The address as an image; NULL when it does not fit a code. */
static char *qr_draw(const char *address, size_t *n)
{
    QRcode *qr = QRcode_encodeString8bit(address, 0, QR_ECLEVEL_M);
    if (qr == NULL)
        return NULL;
    struct buf out;
    buf_init(&out, 1 << 20);
    qr_write(&out, qr);
    QRcode_free(qr);
    assert(!out.full);
    return buf_take(&out, n);
}

void endpoint_qr(struct call *call, const struct room *room)
{
    (void)room;
    char path[128];
    struct buf address;
    buf_init(&address, 1024);
    bool ok = query_get(call->query, "path", path, sizeof path) && path_is_ours(path) && origin_write(&address, call);
    size_t n = 0;
    char *svg = NULL;
    if (ok) {
        buf_text(&address, path);
        svg = qr_draw(address.data, &n);
    }
    buf_free(&address);
    if (svg == NULL)
        call_refuse_code(call, CODE_BAD_ARGUMENT);
    else
        call_answer_document(call, "image/svg+xml", svg, n, NULL);
}
