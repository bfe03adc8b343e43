/* endpoint_join: codes and personal links: how people come into a room without an account. */
#include <assert.h>
#include <string.h>

#include "app/call.h"
#include "base/mem.h"
#include "base/password.h"
#include "base/utf8.h"
#include "core/field_json.h"

/* What joining remembers between its steps. */
struct join {
    struct registry_code code;
    uint64_t wanted;                /* the delegation somebody with the open code says they belong to; 0: none */
    uint64_t person;
    enum role role;
    enum lang lang;
    char *name;
    char *passcode;                 /* what was given, where one is asked for */
    char stored[PASSWORD_STORED_MAX];
    bool right;
    void (*go)(struct call *call);  /* once the passcode is right */
};

static void join_free(void *own)
{
    struct join *join = own;
    mem_free(join->name);
    mem_free_wiped(join->passcode);
    mem_free(join);
}

/* P3: the workshop a code opens; false when the call was refused. Failures count, success does not. */
static bool code_look_up(struct call *call, const char *text, struct registry_code *code)
{
    struct endpoints *endpoints = call->endpoints;
    int64_t now = call_now(call);
    if (!rate_allows(endpoints->codes, call->peer, now)) {
        call_refuse(call, 429, "slow_down");
        return false;
    }
    if (text != NULL && registry_code(endpoints->registry, text, code))
        return true;
    rate_failed(endpoints->codes, call->peer, now);
    call_refuse(call, 404, "code_unknown");
    return false;
}

static void passcode_run(struct work *work)
{
    struct join *join = call_of_work(work)->own;
    join->right = password_check(join->stored, join->passcode);
}

static void passcode_done(struct call *call)
{
    struct endpoints *endpoints = call->endpoints;
    const struct join *join = call->own;
    if (!join->right) {
        call_refuse(call, 403, "passcode");
        return;
    }
    rate_forgive(endpoints->codes, call->peer, call_now(call));
    passes_note(endpoints->passes, join->stored, join->passcode);
    join->go(call);
}

/* Checked off the loop, but for one that was right before. A try counts as failed until it is known not to be. */
static void passcode_check(struct call *call)
{
    struct endpoints *endpoints = call->endpoints;
    struct join *join = call->own;
    if (passes_known(endpoints->passes, join->stored, join->passcode)) {
        join->go(call);
        return;
    }
    if (!call_work(call, passcode_run, passcode_done)) {
        call_refuse(call, 503, "busy");
        return;
    }
    rate_failed(endpoints->codes, call->peer, call_now(call));
}

/* Go on with `go` when the workshop asks for no passcode, or was given the right one. */
static void passcode_ask(struct call *call, void (*go)(struct call *call))
{
    struct join *join = call->own;
    const char *stored = registry_note(call->endpoints->registry, join->code.workshop, "passcode");
    const char *given = body_text(call->body, "passcode");
    if (stored == NULL) {
        go(call);
        return;
    }
    if (given == NULL || *given == '\0' || utf8_length(given) > PASSCODE_MAX || strlen(stored) >= sizeof join->stored) {
        call_refuse(call, 403, "passcode");
        return;
    }
    join->go = go;
    join->passcode = mem_copy_text(given);
    memcpy(join->stored, stored, strlen(stored) + 1);
    passcode_check(call);
}

static void write_field(struct json *json, enum kind kind, const char *name, const void *entity)
{
    const struct field *field = kind_field(kind, name, NULL);
    assert(field != NULL);
    if (field_is_empty(field, entity))
        return;
    json_key(json, name);
    field_write(json, field, entity);
}

static void write_delegation(struct json *json, const struct delegation *delegation, bool country)
{
    json_open_object(json);
    json_key(json, "id");
    json_uint(json, delegation->e.id);
    write_field(json, KIND_DELEGATION, "name", delegation);
    if (country)
        write_field(json, KIND_DELEGATION, "country", delegation);
    json_close_object(json);
}

static void code_answer(struct call *call, const struct room *room)
{
    const struct join *join = call->own;
    const struct delegation *delegation = room_delegation(room, join->code.delegation);
    if (join->code.delegation != 0 && delegation == NULL) {
        call_refuse(call, 404, "code_unknown");
        return;
    }
    struct json *json = call_begin(call);
    json_key(json, "workshop");
    json_text(json, join->code.workshop);
    write_field(json, KIND_WORKSHOP, "title", room->workshop);
    json_key(json, "languages");
    json_open_array(json);
    for (uint32_t i = 0; i < room->workshop->languages.n; i++)
        json_text(json, room->workshop->languages.v[i]);
    json_close_array(json);
    json_key(json, "delegation");
    if (delegation == NULL)
        json_null(json);
    else
        write_delegation(json, delegation, false);
    json_key(json, "delegations");
    json_open_array(json);
    const bool passcode = registry_note(call->endpoints->registry, join->code.workshop, "passcode") != NULL;
    const bool lobby = room->workshop->lobby;
    size_t n = 0;
    struct entity **sorted = passcode || lobby ? NULL : room_sorted(room, KIND_DELEGATION, 0, &n);
    for (size_t i = 0; i < n; i++)
        write_delegation(json, (const struct delegation *)sorted[i], true);
    mem_free(sorted);
    json_close_array(json);
    json_key(json, "passcode");
    json_bool(json, passcode);
    json_key(json, "lobby");
    json_bool(json, lobby);
    call_answer(call);
}

void endpoint_code(struct call *call)
{
    struct registry_code code;
    if (!code_look_up(call, call->param, &code))
        return;
    struct join *join = call_own(call, sizeof *join, join_free);
    join->code = code;
    call_read(call, code.workshop, code_answer);
}

static void seat_answer(struct call *call)
{
    const struct join *join = call->own;
    struct json *json = call_begin(call);
    json_key(json, "workshop");
    json_text(json, join->code.workshop);
    if (join->role != ROLE_LISTENER) {
        json_key(json, "person");
        json_uint(json, join->person);
        json_key(json, "role");
        json_text(json, role_word(join->role));
    }
    call_answer(call);
}

/* The seat goes into the session; whoever has one opens the wider limit of failures for their hall. */
static void seat_take(struct call *call)
{
    const struct join *join = call->own;
    struct seat seat = { .person = join->person, .role = join->role };
    memcpy(seat.workshop, join->code.workshop, sizeof seat.workshop);
    rate_known(call->endpoints->codes, call->peer, call_now(call));
    registry_seat_put(call->endpoints->registry, call_session(call), &seat);
    call_commit(call, seat_answer);
}

static void joined(struct call *call, const struct outcome *outcome)
{
    struct join *join = call->own;
    join->person = outcome->result;
    seat_take(call);
}

/* Somebody who came as a guest holds a delegation's code now: that admits at once. */
static void join_admit(struct call *call)
{
    const struct join *join = call->own;
    struct buf args;
    struct json json;
    buf_init(&args, 1024);
    json_init(&json, &args);
    json_open_object(&json);
    json_key(&json, "id");
    json_uint(&json, join->person);
    json_key(&json, "delegation");
    json_uint(&json, join->code.delegation);
    json_key(&json, "role");
    json_text(&json, role_word(join->role));
    json_close_object(&json);
    call_run(call, join->code.workshop, "person.admit", &args, joined);
}

static void join_create(struct call *call)
{
    const struct join *join = call->own;
    uint64_t delegation = join->code.delegation != 0 ? join->code.delegation : join->wanted;
    struct buf args;
    struct json json;
    buf_init(&args, 4096);
    json_init(&json, &args);
    json_open_object(&json);
    json_key(&json, "name");
    json_text(&json, join->name);
    json_key(&json, "role");
    json_text(&json, role_word(join->role));
    if (delegation != 0) {
        json_key(&json, "delegation");
        json_uint(&json, delegation);
    }
    json_key(&json, "language");
    json_text(&json, lang_word(join->lang));
    if (join->code.delegation == 0) {
        json_key(&json, "guest");
        json_bool(&json, true);
    }
    json_close_object(&json);
    call_run(call, join->code.workshop, "person.join", &args, joined);
}

/* The person this session already is in the room, or NULL: nobody becomes two by joining again. */
static const struct person *join_former(const struct call *call, const struct room *room, const char *workshop)
{
    struct seat seat;
    if (!registry_seat(call->endpoints->registry, call->session, workshop, &seat) || seat.person == 0)
        return NULL;
    return room_person(room, seat.person);
}

static void join_with_room(struct call *call, const struct room *room)
{
    struct join *join = call->own;
    const struct delegation *delegation = room_delegation(room, join->code.delegation);
    const struct person *former = join_former(call, room, join->code.workshop);
    if (join->code.delegation != 0 && delegation == NULL) {
        call_refuse(call, 404, "code_unknown");
        return;
    }
    const bool closed = room->workshop->state == WORKSHOP_CLOSED;
    join->role = delegation == NULL || delegation->observer ? ROLE_OBSERVER : ROLE_DELEGATE;
    if (former == NULL && closed) {
        call_refuse(call, 409, "join_closed");
        return;
    }
    if (former == NULL) {
        join_create(call);
        return;
    }
    join->person = former->e.id;
    if (former->guest && delegation != NULL && !closed) {
        join_admit(call);
        return;
    }
    join->role = former->guest ? ROLE_OBSERVER : (enum role)former->role;
    seat_take(call);
}

static void join_go(struct call *call)
{
    const struct join *join = call->own;
    call_read(call, join->code.workshop, join_with_room);
}

void endpoint_join(struct call *call)
{
    struct registry_code code;
    if (!code_look_up(call, body_text(call->body, "code"), &code))
        return;
    const char *name = call_name(call, "name");
    if (name == NULL)
        return;
    struct join *join = call_own(call, sizeof *join, join_free);
    join->code = code;
    join->name = mem_copy_text(name);
    join->lang = language_or(body_text(call->body, "language"), LANG_EN);
    if (!body_number(call->body, "delegation", &join->wanted))
        join->wanted = 0;
    passcode_ask(call, join_go);
}

/* Whoever only listens cannot be admitted, so a lobby has no place for them. */
static void listen_with_room(struct call *call, const struct room *room)
{
    if (room->workshop->lobby)
        call_refuse(call, 403, "lobby");
    else
        seat_take(call);
}

static void listen_go(struct call *call)
{
    const struct join *join = call->own;
    call_read(call, join->code.workshop, listen_with_room);
}

void endpoint_listen(struct call *call)
{
    struct registry_code code;
    struct seat seat;
    if (!code_look_up(call, body_text(call->body, "code"), &code))
        return;
    struct join *join = call_own(call, sizeof *join, join_free);
    join->code = code;
    join->role = ROLE_LISTENER;
    /* A person does not lose their seat by a wrong button. */
    if (registry_seat(call->endpoints->registry, call->session, code.workshop, &seat) && seat.person != 0)
        seat_answer(call);
    else
        passcode_ask(call, listen_go);
}

static void link_with_room(struct call *call, const struct room *room)
{
    struct join *join = call->own;
    const struct person *person = room_person(room, join->person);
    if (person == NULL) {
        call_refuse(call, 404, "link_unknown");
        return;
    }
    join->role = person->guest ? ROLE_OBSERVER : (enum role)person->role;
    seat_take(call);
}

void endpoint_link(struct call *call)
{
    struct seat seat;
    const char *token = body_text(call->body, "token");
    if (token == NULL || !registry_link(call->endpoints->registry, token, &seat)) {
        call_refuse(call, 404, "link_unknown");
        return;
    }
    struct join *join = call_own(call, sizeof *join, join_free);
    join->person = seat.person;
    join->role = seat.role;
    memcpy(join->code.workshop, seat.workshop, sizeof join->code.workshop);
    if (seat.person == 0)
        seat_take(call);
    else
        call_read(call, seat.workshop, link_with_room);
}
