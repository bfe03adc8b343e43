/* greet: hello and welcome (P4, P5), and the reading of a connection's other messages. */
#include "app/host.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"

static void write_tag(struct json *json, uint64_t tag)
{
    char text[17];
    (void)snprintf(text, sizeof text, "%016llx", (unsigned long long)tag);
    json_text(json, text);
}

static void write_limits(struct json *json)
{
    json_key(json, "limits");
    json_open_object(json);
    json_key(json, "frame");
    json_int(json, LIMIT_FRAME_IN);
    json_key(json, "in_flight");
    json_int(json, LIMIT_IN_FLIGHT);
    json_key(json, "rate");
    json_int(json, LIMIT_RATE_CLIENT);
    json_close_object(json);
}

static void say_welcome(struct link *link, bool reset, bool lost, enum role role)
{
    const struct room *room = link->host->room;
    const struct client *client = history_client(room, link->hello.client);
    struct buf out;
    struct json json;
    buf_init(&out, 1024);
    json_init(&json, &out);
    json_open_object(&json);
    json_key(&json, "t");
    json_text(&json, "welcome");
    json_key(&json, "person");
    json_uint(&json, link->seat.person);
    json_key(&json, "role");
    json_text(&json, role_word(role));
    json_key(&json, "seq");
    json_uint(&json, room->seq);
    json_key(&json, "tag");
    write_tag(&json, room_tag(room, room->seq));
    json_key(&json, "view");
    json_int(&json, link->view);
    json_key(&json, "time");
    json_int(&json, host_now(link->host));
    json_key(&json, "reset");
    json_bool(&json, reset);
    json_key(&json, "lost");
    json_bool(&json, lost);
    json_key(&json, "last");
    json_uint(&json, client == NULL ? 0 : client->last);
    write_limits(&json);
    json_close_object(&json);
    link_say(link, out.data, out.len);
    buf_free(&out);
}

/* P5: the history that the client knows is a beginning of ours; it is not after an older backup was restored. */
static bool history_is_ours(const struct link *link)
{
    const struct room *room = link->host->room;
    return link->hello.seq <= room->seq && room_tag(room, link->hello.seq) == link->hello.tag;
}

/* Who they are today; false when they may not be here any more. */
static bool identify(struct link *link, enum role *role)
{
    const struct room *room = link->host->room;
    const struct client *client = history_client(room, link->hello.client);
    *role = link->seat.role;
    link->view = 0;
    if (link->seat.person != 0) {
        const struct person *person = room_person(room, link->seat.person);
        if (person == NULL)
            return false;
        *role = actor_of(room, link->seat.person, 0).role;
        link->view = person->view;
        if (person->language != 0)
            link->lang = (enum lang)(person->language - 1);
    }
    link->viewer = view_of(room, link->seat.person, *role);
    return client == NULL || client->person == link->seat.person;
}

static bool is_client_of(const struct link *link, uint64_t person, const uint8_t client[CLIENT_ID_BYTES])
{
    return link->seat.person == person && memcmp(link->hello.client, client, CLIENT_ID_BYTES) == 0;
}

/* P5: `last` is the last word, so it is not said while the inbox holds what the client said on an earlier connection. */
static bool is_not_through(const struct link *link)
{
    const struct host *host = link->host;
    for (size_t i = 0; i < host->inbox_n; i++) {
        const struct errand *errand = &host->inbox[i];
        if (errand->origin.number != 0 && is_client_of(link, errand->person, errand->origin.client))
            return true;
    }
    return false;
}

void greet_serve(struct link *link)
{
    enum role role = ROLE_N;
    assert(host_between_commits(link->host));
    assert(link->said_hello && !link->greeted);
    if (is_not_through(link))
        return;
    if (!identify(link, &role)) {
        link_end(link, CLOSE_FORBIDDEN);
        return;
    }
    /* A client at 0 may hold pages of a first load that was cut short: nobody would tell it what was removed since. */
    bool lost = !history_is_ours(link);
    bool ours = link->hello.seq > 0 && !lost && link->hello.view == link->view;
    link->deflate = link->hello.deflate;
    link->greeted = true;
    link->host->n_waiting_hello--;
    link->host->n_catching_up++;
    say_welcome(link, !ours, lost, role);
    presence_enter(link);
    presence_tell(link);
    if (ours)
        link->cursor = (struct cursor){ .seq = link->hello.seq, .id = UINT64_MAX };
    else
        serve_from_start(link);
    serve_link(link);
}

void greet_change_view(struct link *link, int64_t view, enum role role, enum audience audience)
{
    struct buf out;
    struct json json;
    link->view = view;
    link->viewer.audience = audience;
    link->owes_presence = true;
    buf_init(&out, 256);
    json_init(&json, &out);
    json_open_object(&json);
    json_key(&json, "t");
    json_text(&json, "view");
    json_key(&json, "view");
    json_int(&json, view);
    json_key(&json, "role");
    json_text(&json, role_word(role));
    json_close_object(&json);
    link_fall_behind(link);
    link->wants_start = true;
    link_say(link, out.data, out.len);
    buf_free(&out);
}

void greet_again(struct link *link)
{
    enum role role = ROLE_N;
    int64_t view = link->view;
    assert(host_between_commits(link->host) && link->greeted);
    if (!identify(link, &role))
        link_end(link, CLOSE_FORBIDDEN);
    else if (link->view != view)
        greet_change_view(link, link->view, role, link->viewer.audience);
}

static void read_command(struct link *link, struct incoming *in, size_t bytes)
{
    enum code code = CODE_OK;
    if (link->held_back && in->number > link->held_number)
        code = link->held_code;
    else if (link->waiting >= LIMIT_IN_FLIGHT)
        code = CODE_BUSY;
    if (code != CODE_OK || in->number == 0) {
        command_clear(&in->cmd);
        tick_say_no(link, in->number, code != CODE_OK ? code : CODE_BAD_FRAME);
        return;
    }
    link->held_back = false;
    struct errand errand = {
        .conn = link->conn, .person = link->seat.person, .role = link->seat.role, .cmd = in->cmd, .code = in->code
    };
    errand.origin.number = in->number;
    errand.bytes = bytes;
    memcpy(errand.origin.client, link->hello.client, CLIENT_ID_BYTES);
    link->waiting++;
    tick_take(link->host, &errand);
}

/* P5: nor is anything heard any more that comes on an earlier connection of the client. Listeners have no commands. */
static void end_earlier(const struct link *link)
{
    const struct host *host = link->host;
    if (link->seat.person == 0)
        return;
    for (size_t i = 0; i < host->n_links; i++) {
        struct link *other = host->links[i];
        if (other != link && other->said_hello && is_client_of(other, link->seat.person, link->hello.client))
            link_end(other, CLOSE_RESTARTING);
    }
}

static void read_hello(struct link *link, const struct hello *hello)
{
    if (link->said_hello) {
        tick_say_no(link, 0, CODE_BAD_FRAME);
        return;
    }
    link->hello = *hello;
    link->said_hello = true;
    link->host->n_waiting_hello++;
    end_earlier(link);
    link_keep_three(link);
}

void greet_read(struct link *link, const char *text, size_t n)
{
    struct incoming in;
    link->heard_at = host_now(link->host);
    codec_read(&in, text, n, link->lang);
    if (in.type == INCOMING_HELLO) {
        read_hello(link, &in.hello);
    } else if (in.type == INCOMING_BEAT && link->said_hello) {
        beat_answer(link); /* also while the room is still being read */
    } else if (!link->greeted) {
        command_clear(&in.cmd);
        link_end(link, CLOSE_POLICY);
    } else if (in.type == INCOMING_COMMAND) {
        read_command(link, &in, n);
    } else if (in.type == INCOMING_AT) {
        presence_place(link, in.at);
    } else {
        tick_say_no(link, in.number, CODE_BAD_FRAME);
    }
    mem_wipe(&in, sizeof in); /* it may have been a secret ballot */
}
