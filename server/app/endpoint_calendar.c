/*
 * endpoint_calendar: calendars that programs read by themselves: GET /cal/TOKEN.ics, and the addresses for it.
 *
 * Whoever holds an address reads what the person who made it may take home, and only as long as that person is in the room and what
 * it is about is there. The token stands in no log: nothing writes paths of requests down.
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "app/call.h"
#include "app/export_form.h"
#include "base/mem.h"

static bool is_staff(enum role role)
{
    return role == ROLE_FACILITATOR || role == ROLE_COFACILITATOR;
}

/* Everybody reads the workshop's and one's own; a delegation's is for its people, and staff read all. */
static bool may_read(const struct room *room, const struct actor *actor, uint64_t of)
{
    const struct person *person = room_person(room, actor->person);
    if (person == NULL)
        return false;
    if (of == 0)
        return true;
    if (room_delegation(room, of) == NULL && room_person(room, of) == NULL)
        return false;
    return is_staff(actor->role) || of == actor->person || (of == person->delegation && !person->guest);
}

struct handout {
    char token[TOKEN_TEXT];
};

static void handout_answer(struct call *call)
{
    const struct handout *handout = call->own;
    struct registry_calendar calendar;
    char path[TOKEN_TEXT + 16];
    snprintf(path, sizeof path, "/cal/%s.ics", handout->token);
    struct json *json = call_begin(call);
    json_key(json, "path");
    json_text(json, path);
    if (registry_calendar(call->endpoints->registry, handout->token, &calendar)) {
        json_key(json, "key");
        json_text(json, calendar.key);
    }
    call_answer(call);
}

void endpoint_calendar_new(struct call *call, const struct room *room)
{
    uint64_t of;
    if (!body_number(call->body, "of", &of)) {
        call_refuse(call, 400, "missing");
        return;
    }
    if (!may_read(room, &call->actor, of)) {
        call_refuse_code(call, CODE_FORBIDDEN);
        return;
    }
    struct handout *handout = call_own(call, sizeof *handout, mem_free);
    registry_calendar_put(call->endpoints->registry, call->param, call->actor.person, of, handout->token);
    call_commit(call, handout_answer);
}

void endpoint_calendars(struct call *call, const struct room *room)
{
    struct registry_calendar *list = mem_zero(REGISTRY_CALENDARS_MAX, sizeof *list);
    const size_t n = registry_calendars(call->endpoints->registry, call->param, list, REGISTRY_CALENDARS_MAX);
    struct json *json = call_begin(call);
    json_key(json, "calendars");
    json_open_array(json);
    for (size_t i = 0; i < n; i++) {
        if (list[i].person != call->actor.person && !is_staff(call->actor.role))
            continue;
        json_open_object(json);
        json_key(json, "key");
        json_text(json, list[i].key);
        json_key(json, "of");
        json_uint(json, list[i].of);
        json_key(json, "person");
        json_uint(json, room_person(room, list[i].person) == NULL ? 0 : list[i].person);
        json_key(json, "made");
        json_int(json, list[i].made);
        json_close_object(json);
    }
    json_close_array(json);
    mem_free(list);
    call_answer(call);
}

static void drop_answer(struct call *call)
{
    (void)call_begin(call);
    call_answer(call);
}

void endpoint_calendar_drop(struct call *call, const struct room *room)
{
    (void)room;
    const uint64_t whose = is_staff(call->actor.role) ? 0 : call->actor.person;
    if (registry_calendar_drop(call->endpoints->registry, call->param, call->part, whose))
        call_commit(call, drop_answer);
    else
        call_refuse_code(call, CODE_NOT_FOUND);
}

/* A calendar being written. */
struct feed {
    struct endpoints *endpoints;
    const struct platform *platform;
    struct registry_calendar calendar;
    char token[TOKEN_TEXT];
    enum lang lang;                 /* LANG_N: the first of the workshop */
    struct room_copying *copying;   /* complete */
    struct buf out;
    bool fits;
    char etag[2 * HASH_BYTES + 3];
};

static void feed_free(void *own)
{
    struct feed *feed = own;
    assert(feed->endpoints->n_feeds > 0);
    feed->endpoints->n_feeds--;
    room_copying_free(feed->copying);
    buf_free(&feed->out);
    mem_free(feed);
}

static void feed_run(struct work *work)
{
    struct feed *feed = call_of_work(work)->own;
    struct room *room = room_copying_take(feed->copying);
    uint8_t hash[HASH_BYTES];
    const struct export_request request = { .document = DOCUMENT_CALENDAR,
                                            .format = EXPORT_ICS,
                                            .lang = feed->lang,
                                            .lang2 = LANG_N,
                                            .of = feed->calendar.of };
    feed->copying = NULL;
    call_redact(room);
    feed->fits = feed->platform->export_room(&feed->out, room, &request);
    room_free(room);
    hash_bytes(hash, feed->out.data == NULL ? "" : feed->out.data, feed->out.len);
    feed->etag[0] = '"';
    hash_hex(feed->etag + 1, hash, sizeof hash);
    feed->etag[sizeof feed->etag - 2] = '"';
    feed->etag[sizeof feed->etag - 1] = '\0';
}

/* A program that has it already is told so, and takes nothing (RFC 9110 13.1.2). What was taken back meanwhile is not sent any more. */
static void feed_done(struct call *call)
{
    struct feed *feed = call->own;
    struct registry_calendar now;
    size_t n;
    if (!registry_calendar(feed->endpoints->registry, feed->token, &now)) {
        call_refuse(call, 404, "link_unknown");
        return;
    }
    if (!feed->fits || feed->out.full) {
        call_refuse_code(call, CODE_LIMIT);
        return;
    }
    const bool known = strstr(call->known, feed->etag) != NULL || strcmp(call->known, "*") == 0;
    struct reply reply = { .status = known ? 304 : 200 };
    reply.headers[reply.n_headers++] = (struct reply_header){ "etag:", feed->etag };
    reply.headers[reply.n_headers++] = (struct reply_header){ "cache-control:", "private, no-cache" };
    if (!known) {
        reply.type = export_format_media(EXPORT_ICS);
        reply.body = buf_take(&feed->out, &n);
        reply.body_n = n;
        reply.headers[reply.n_headers++] =
            (struct reply_header){ "content-disposition:", "attachment; filename=\"calendar.ics\"" };
    }
    call_end(call, &reply);
}

static enum lang first_language(const struct room *room)
{
    const struct texts *languages = &room->workshop->languages;
    return languages->n == 0 ? LANG_EN : lang_of(languages->v[0]);
}

static void feed_copied(struct call *call)
{
    struct feed *feed = call->own;
    feed->copying = call->copying;
    call->copying = NULL;
    if (!call_work(call, feed_run, feed_done))
        call_refuse_code(call, CODE_BUSY);
}

static void feed_with_room(struct call *call, const struct room *room)
{
    struct feed *feed = call->own;
    const struct actor actor = actor_of(room, feed->calendar.person, call_now(call));
    if (!may_read(room, &actor, feed->calendar.of) || room_waits(room, actor.person)) {
        call_refuse(call, 404, "link_unknown");
        return;
    }
    if (feed->lang == LANG_N)
        feed->lang = first_language(room);
    call_copy(call, feed->calendar.workshop, room, feed_copied);
}

/* "TOKEN.ics" as the path has it. */
static bool read_token(const struct call *call, char token[TOKEN_TEXT])
{
    const size_t n = strlen(call->param);
    if (n != TOKEN_TEXT - 1 + 4 || strcmp(call->param + TOKEN_TEXT - 1, ".ics") != 0)
        return false;
    memcpy(token, call->param, TOKEN_TEXT - 1);
    token[TOKEN_TEXT - 1] = '\0';
    return true;
}

void endpoint_feed(struct call *call)
{
    struct endpoints *endpoints = call->endpoints;
    struct registry_calendar calendar;
    char token[TOKEN_TEXT], lang[8] = "";
    if (!read_token(call, token) || !registry_calendar(endpoints->registry, token, &calendar)) {
        call_refuse(call, 404, "link_unknown");
        return;
    }
    if (endpoints->n_feeds >= ENDPOINT_FEEDS_MAX) {
        call_refuse_code(call, CODE_BUSY);
        return;
    }
    struct feed *feed = call_own(call, sizeof *feed, feed_free);
    endpoints->n_feeds++;
    feed->endpoints = endpoints;
    feed->platform = endpoints->platform;
    feed->calendar = calendar;
    memcpy(feed->token, token, sizeof feed->token);
    (void)query_get(call->query, "lang", lang, sizeof lang);
    feed->lang = lang_of(lang);
    buf_init(&feed->out, ENDPOINT_EXPORT_BYTES);
    call_read(call, calendar.workshop, feed_with_room);
}
