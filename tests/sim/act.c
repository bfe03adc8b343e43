/* act: what simulated people do: a random command of their role's repertoire, now and then of somebody else's. */
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "core/limits.h"
#include "scan.h"
#include "world.h"

/* A random entity of that kind in the replica; 0 when there is none. */
static uint64_t pick(struct world *world, const struct guest *guest, const char *kind)
{
    size_t at = 0, n = 0;
    uint64_t id, chosen = 0;
    void *value;
    while (map_next(&guest->replica, &at, &id, &value)) {
        const struct copy *copy = value;
        if (scan_is(scan_member(slice_of(copy->text), "k"), kind) && world_below(world, ++n) == 0)
            chosen = id;
    }
    return chosen;
}

static const char *const texts[] = {"risk", "مخاطر", "échange", "post", "تنسيق", "data \\\"x\\\"", "🙂", "a"};
static const char *const langs[] = {"ar", "fr", "en"};

static void add_text(struct world *world, struct buf *args, const struct guest *guest, const char *name)
{
    size_t text = world_below(world, sizeof texts / sizeof texts[0]);
    buf_print(args, "\"%s\":{\"%s\":\"%s %llu @%c\"}", name, langs[world_below(world, 3)], texts[text],
              (unsigned long long)world_below(world, 1000), guest->room == 0 ? 'A' : 'B');
}

typedef const char *recipe(struct world *world, const struct guest *guest, struct buf *args);

static const char *create_action(struct world *world, const struct guest *guest, struct buf *args)
{
    uint64_t theme = pick(world, guest, "theme");
    add_text(world, args, guest, "title");
    buf_print(args, ",\"theme\":%llu,\"due\":\"T+%llu months\"", (unsigned long long)theme,
              (unsigned long long)(1 + world_below(world, 20)));
    return "action.create";
}

/* P12: the row that one's own last command made, whether or not it has been answered. */
static const char *edit_own(struct world *world, const struct guest *guest, struct buf *args)
{
    uint64_t number = guest->next_number > 1 ? guest->next_number - 1 : 1;
    buf_print(args, "\"id\":-%llu,", (unsigned long long)number);
    add_text(world, args, guest, "title");
    return "action.edit";
}

static const char *edit_action(struct world *world, const struct guest *guest, struct buf *args)
{
    uint64_t lead = pick(world, guest, "delegation");
    buf_print(args, "\"id\":%llu,", (unsigned long long)pick(world, guest, "action"));
    add_text(world, args, guest, "title");
    if (world_chance(world, 500))
        buf_print(args, ",\"lead\":%llu,\"partners\":[%llu],\"target\":\"%llu %%\"", (unsigned long long)lead,
                  (unsigned long long)lead, (unsigned long long)world_below(world, 100));
    return "action.edit";
}

static const char *move_action(struct world *world, const struct guest *guest, struct buf *args)
{
    buf_print(args, "\"id\":%llu,\"after\":%llu", (unsigned long long)pick(world, guest, "action"),
              (unsigned long long)(world_chance(world, 500) ? 0 : pick(world, guest, "action")));
    if (world_chance(world, 500))
        buf_print(args, ",\"into\":%llu", (unsigned long long)pick(world, guest, "theme"));
    return "action.move";
}

static const char *subject(struct buf *args, uint64_t id, const char *verb)
{
    buf_print(args, "\"id\":%llu", (unsigned long long)id);
    return verb;
}

static const char *remove_action(struct world *world, const struct guest *guest, struct buf *args)
{
    return subject(args, pick(world, guest, "action"), "action.remove");
}

/* Any row of the plan. */
static uint64_t pick_row(struct world *world, const struct guest *guest)
{
    static const char *const kinds[] = {"action", "action", "recommendation", "framework", "paragraph"};
    return pick(world, guest, kinds[world_below(world, sizeof kinds / sizeof kinds[0])]);
}

static const char *switch_of(struct world *world, struct buf *args, uint64_t id, const char *verb)
{
    buf_print(args, "\"id\":%llu,\"on\":%s", (unsigned long long)id, world_chance(world, 400) ? "true" : "false");
    return verb;
}

static const char *lock_row(struct world *world, const struct guest *guest, struct buf *args)
{
    if (world_chance(world, 300))
        return switch_of(world, args, pick(world, guest, "theme"), "theme.lock");
    return switch_of(world, args, pick_row(world, guest), "row.lock");
}

static const char *lock_plan(struct world *world, const struct guest *guest, struct buf *args)
{
    (void)guest;
    buf_print(args, "\"on\":%s", world_chance(world, 200) ? "true" : "false");
    return "plan.lock";
}

/* The three ways of adoption; now and then of the whole plan. */
static const char *open_adoption(struct world *world, const struct guest *guest, struct buf *args)
{
    if (!world_chance(world, 100))
        buf_print(args, "\"of\":%llu,", (unsigned long long)pick_row(world, guest));
    switch (world_below(world, 3)) {
    case 0:
        buf_print(args, "\"way\":\"consensus\",\"seconds\":%llu", (unsigned long long)world_below(world, 6));
        break;
    case 1:
        buf_print(args, "\"way\":\"silence\",\"until\":%lld", (long long)world->now + 1000 + (long long)world_below(world, 9000));
        break;
    default:
        buf_print(args, "\"way\":\"poll\",\"poll\":%llu,\"option\":%llu", (unsigned long long)pick(world, guest, "poll"),
                  (unsigned long long)pick(world, guest, "option"));
    }
    return "adoption.open";
}

static const char *end_adoption(struct world *world, const struct guest *guest, struct buf *args)
{
    if (world_chance(world, 500))
        return subject(args, pick(world, guest, "adoption"), "adoption.withdraw");
    buf_print(args, "\"id\":%llu,\"reason\":\"reason %llu\"", (unsigned long long)pick_row(world, guest),
              (unsigned long long)world_below(world, 99));
    return "row.reopen";
}

static const char *object(struct world *world, const struct guest *guest, struct buf *args)
{
    buf_print(args, "\"id\":%llu,", (unsigned long long)pick(world, guest, "adoption"));
    add_text(world, args, guest, "text");
    return "adoption.object";
}

static const char *remark(struct world *world, const struct guest *guest, struct buf *args)
{
    uint64_t id = pick(world, guest, "remark");
    if (id != 0 && world_chance(world, 300))
        return switch_of(world, args, id, "remark.resolve");
    if (id != 0 && world_chance(world, 100))
        return subject(args, id, "remark.remove");
    buf_print(args, "\"of\":%llu,\"type\":\"%s\",", (unsigned long long)(world_chance(world, 900) ? pick_row(world, guest) : 0),
              world_chance(world, 500) ? "reservation" : "comment");
    add_text(world, args, guest, "text");
    return "remark.create";
}

static const char *decide_proposal(struct world *world, const struct guest *guest, struct buf *args)
{
    return subject(args, pick(world, guest, "proposal"), world_chance(world, 500) ? "proposal.accept" : "proposal.dismiss");
}

static const char *confirm(struct world *world, const struct guest *guest, struct buf *args)
{
    buf_print(args, "\"id\":%llu,\"field\":\"title\",\"lang\":\"%s\"", (unsigned long long)pick(world, guest, "action"),
              langs[world_below(world, 3)]);
    return "text.confirm";
}

static const char *merge(struct world *world, const struct guest *guest, struct buf *args)
{
    const char *kind = world_chance(world, 700) ? "action" : "recommendation";
    buf_print(args, "\"id\":%llu,\"other\":%llu", (unsigned long long)pick(world, guest, kind),
              (unsigned long long)pick(world, guest, kind));
    return "row.merge";
}

static const char *bring(struct world *world, const struct guest *guest, struct buf *args)
{
    if (world_chance(world, 300))
        return subject(args, pick(world, guest, "group"), "group.bring");
    return subject(args, pick_row(world, guest), "row.bring");
}

static const char *join_group(struct world *world, const struct guest *guest, struct buf *args)
{
    uint64_t person = pick(world, guest, "person");
    buf_print(args, "\"id\":%llu,\"group\":%llu", (unsigned long long)person, (unsigned long long)pick(world, guest, "group"));
    return "person.edit";
}

static const char *create_in_group(struct world *world, const struct guest *guest, struct buf *args)
{
    buf_print(args, "\"group\":%llu,", (unsigned long long)pick(world, guest, "group"));
    add_text(world, args, guest, "title");
    return "action.create";
}

static const char *create_paragraph(struct world *world, const struct guest *guest, struct buf *args)
{
    buf_print(args, "\"framework\":%llu,", (unsigned long long)pick(world, guest, "framework"));
    add_text(world, args, guest, "text");
    return "paragraph.create";
}

static const char *create_theme(struct world *world, const struct guest *guest, struct buf *args)
{
    add_text(world, args, guest, "title");
    return "theme.create";
}

static const char *edit_item(struct world *world, const struct guest *guest, struct buf *args)
{
    buf_print(args, "\"id\":%llu,\"staff_notes\":{\"en\":\"staff-only %llu\"},\"minutes\":%llu,",
              (unsigned long long)pick(world, guest, "item"), (unsigned long long)world_below(world, 99),
              (unsigned long long)(1 + world_below(world, 99)));
    add_text(world, args, guest, "title");
    return "item.edit";
}

static const char *start_item(struct world *world, const struct guest *guest, struct buf *args)
{
    return subject(args, pick(world, guest, "item"), "item.start");
}

/* Every type with what it takes to open it; its options come later, from others. The first take options. */
static const char *const poll_types[] = { "single", "single", "single", "multiple", "ranking", "points", "date", "scale",
                                          "yes_no_abstain", "consent", "fist_to_five", "words", "open_text", "number" };

enum { TYPES_WITH_OPTIONS = 8, TYPES = sizeof poll_types / sizeof poll_types[0] };

static const char *create_poll(struct world *world, const struct guest *guest, struct buf *args)
{
    add_text(world, args, guest, "question");
    const char *type = poll_types[world_below(world, TYPES)];
    buf_print(args, ",\"type\":\"%s\",\"max\":%d,\"points\":4", type, strcmp(type, "scale") == 0 ? 4 : 0);
    if (world_chance(world, 500))
        buf_print(args, ",\"secrecy\":\"%s\"", world_chance(world, 500) ? "secret" : "unattributed");
    if (world_chance(world, 300))
        buf_text(args, ",\"unit\":\"delegation\"");
    if (world_chance(world, 300))
        buf_text(args, ",\"results\":\"after\"");
    if (world_chance(world, 300))
        buf_text(args, ",\"weighted\":true");
    return "poll.create";
}

static struct slice member_of(const struct guest *guest, uint64_t id, const char *member)
{
    const struct copy *copy = id == 0 ? NULL : map_get(&guest->replica, id);
    return copy == NULL ? (struct slice){NULL, 0} : scan_member(slice_of(copy->text), member);
}

/* Which of poll_types a poll is; TYPES: it is not there. */
static size_t type_of(const struct guest *guest, uint64_t poll)
{
    size_t type = 0;
    while (type < TYPES && !scan_is(member_of(guest, poll, "type"), poll_types[type]))
        type++;
    return type;
}

static const char *create_option(struct world *world, const struct guest *guest, struct buf *args)
{
    uint64_t poll = pick(world, guest, "poll");
    for (int i = 0; i < 4 && type_of(guest, poll) >= TYPES_WITH_OPTIONS; i++)
        poll = pick(world, guest, "poll");
    buf_print(args, "\"poll\":%llu,", (unsigned long long)poll);
    add_text(world, args, guest, "text");
    return "option.create";
}

/* A secret poll in that state, or any poll when after some looks there is none. */
static uint64_t pick_secret(struct world *world, const struct guest *guest, const char *state)
{
    uint64_t poll = pick(world, guest, "poll");
    for (int i = 0; i < 20 && !(scan_is(member_of(guest, poll, "secrecy"), "secret") && scan_is(member_of(guest, poll, "state"), state)); i++)
        poll = pick(world, guest, "poll");
    return poll;
}

static const char *open_secret(struct world *world, const struct guest *guest, struct buf *args)
{
    buf_print(args, "\"id\":%llu", (unsigned long long)pick_secret(world, guest, "prepared"));
    if (world_chance(world, 300))
        buf_print(args, ",\"seconds\":%llu", (unsigned long long)(1 + world_below(world, 20)));
    return "poll.open";
}

static const char *close_secret(struct world *world, const struct guest *guest, struct buf *args)
{
    return subject(args, pick_secret(world, guest, "open"), world_chance(world, 100) ? "poll.again" : "poll.close");
}

static const char *open_poll(struct world *world, const struct guest *guest, struct buf *args)
{
    buf_print(args, "\"id\":%llu", (unsigned long long)pick(world, guest, "poll"));
    if (world_chance(world, 300))
        buf_print(args, ",\"seconds\":%llu", (unsigned long long)(1 + world_below(world, 20)));
    return "poll.open";
}

static const char *close_poll(struct world *world, const struct guest *guest, struct buf *args)
{
    return subject(args, pick(world, guest, "poll"), "poll.close");
}

enum { OPTIONS_MAX = 8 };

/* The options of a poll as far as they are known here. */
static size_t options_of(const struct guest *guest, uint64_t poll, uint64_t options[OPTIONS_MAX])
{
    size_t at = 0, n = 0;
    uint64_t id;
    void *value;
    while (n < OPTIONS_MAX && map_next(&guest->replica, &at, &id, &value))
        if (scan_is(member_of(guest, id, "k"), "option") && scan_number(member_of(guest, id, "poll"), 0) == poll)
            options[n++] = id;
    return n;
}

/* Some of the options, or all, from any of them on; beside each a value, where there are values. */
static void add_answers(struct world *world, struct buf *args, const uint64_t *options, size_t n, uint64_t values)
{
    size_t from = n == 0 ? 0 : world_below(world, n), given = world_chance(world, 500) && values != 5 ? 1 : n;
    buf_text(args, ",\"options\":[");
    for (size_t i = 0; i < given && n > 0; i++)
        buf_print(args, "%s%llu", i == 0 ? "" : ",", (unsigned long long)options[(from + i) % n]);
    buf_text(args, values == 0 ? "]" : "],\"values\":[");
    for (size_t i = 0; values > 0 && i < given; i++)
        buf_print(args, "%s%llu", i == 0 ? "" : ",", (unsigned long long)world_below(world, values));
    buf_text(args, values == 0 ? "" : "]");
}

/* V12: what answers a poll of that type, mostly. */
static void add_vote(struct world *world, const struct guest *guest, struct buf *args, uint64_t poll)
{
    static const char *const said[] = { "Trust", "trust\\nData", " data \\n ثقة", "Time\\ntime\\nTIME" };
    static const char *const reasons[] = { " Too fast", "too FAST", "No budget " };
    size_t type = type_of(guest, poll);
    uint64_t options[OPTIONS_MAX];
    size_t n = options_of(guest, poll, options);
    const char *name = type == TYPES ? "single" : poll_types[type];
    if (strcmp(name, "single") == 0)
        buf_print(args, ",\"option\":%llu", (unsigned long long)(n == 0 ? 0 : options[world_below(world, n)]));
    else if (strcmp(name, "multiple") == 0 || strcmp(name, "ranking") == 0)
        add_answers(world, args, options, n, 0);
    else if (strcmp(name, "points") == 0 || strcmp(name, "date") == 0)
        add_answers(world, args, options, n, 3);
    else if (strcmp(name, "scale") == 0)
        add_answers(world, args, options, n, 5);
    else if (strcmp(name, "words") == 0)
        buf_print(args, ",\"text\":\"%s\"", said[world_below(world, 4)]);
    else if (strcmp(name, "open_text") == 0)
        buf_print(args, ",\"text\":\"%s\"", reasons[world_below(world, 3)]);
    else
        buf_print(args, ",\"values\":[%llu]", (unsigned long long)world_below(world, 3));
    if (strcmp(name, "consent") == 0 && world_chance(world, 600))
        buf_print(args, ",\"text\":\"%s\"", reasons[world_below(world, 3)]);
}

static const char *cast_in(struct world *world, const struct guest *guest, struct buf *args, uint64_t poll)
{
    buf_print(args, "\"id\":%llu", (unsigned long long)poll);
    add_vote(world, guest, args, poll);
    if (scan_is(member_of(guest, poll, "secrecy"), "secret"))
        buf_print(args, ",\"receipt\":\"%0*zu\"", SIM_RECEIPT, world->n_sent);
    return "ballot.cast";
}

static const char *cast(struct world *world, const struct guest *guest, struct buf *args)
{
    uint64_t poll = pick(world, guest, "poll");
    for (int i = 0; i < 6 && !scan_is(member_of(guest, poll, "state"), "open"); i++)
        poll = pick(world, guest, "poll");
    return cast_in(world, guest, args, poll);
}

static const char *cast_secret(struct world *world, const struct guest *guest, struct buf *args)
{
    return cast_in(world, guest, args, pick_secret(world, guest, "open"));
}

static const char *change_person(struct world *world, const struct guest *guest, struct buf *args)
{
    static const char *const roles[] = {"delegate", "observer", "rapporteur", "expert"};
    uint64_t person = pick(world, guest, "person");
    buf_print(args, "\"id\":%llu,\"contact\":\"contact-%llu-%llu\"", (unsigned long long)person,
              (unsigned long long)person, (unsigned long long)world_below(world, 99));
    if (world_chance(world, 400) && person > WORLD_CLIENTS / 2)
        buf_print(args, ",\"role\":\"%s\"", roles[world_below(world, 4)]);
    return "person.edit";
}

static const char *remove_person(struct world *world, const struct guest *guest, struct buf *args)
{
    return subject(args, world_chance(world, 30) ? pick(world, guest, "person") : 0, "person.remove");
}

static const char *create_recommendation(struct world *world, const struct guest *guest, struct buf *args)
{
    add_text(world, args, guest, "text");
    return "recommendation.create";
}

static const char *edit_self(struct world *world, const struct guest *guest, struct buf *args)
{
    (void)guest;
    buf_print(args, "\"language\":\"%s\"", langs[world_below(world, 3)]);
    return "person.self";
}

/* What everybody does on the floor: one's own hand, a question, somebody else's, being done. */
static const char *take_part(struct world *world, const struct guest *guest, struct buf *args)
{
    static const char *const types[] = {"contribution", "reply", "point_of_order"};
    switch (world_below(world, 7)) {
    case 0:
    case 1:
        buf_print(args, "\"type\":\"%s\",\"at\":%lld", types[world_below(world, 3)],
                  (long long)world->now - (long long)world_below(world, 9000));
        return "hand.raise";
    case 2:
        return subject(args, pick(world, guest, "hand"), world_chance(world, 500) ? "hand.lower" : "hand.end");
    case 3:
        add_text(world, args, guest, "text");
        return "question.create";
    case 4:
        return switch_of(world, args, pick(world, guest, "question"), "question.back");
    case 5:
        return subject(args, pick(world, guest, "question"), "question.remove");
    default:
        buf_print(args, "\"on\":%s", world_chance(world, 500) ? "true" : "false");
        return "person.ready";
    }
}

/* What the facilitators do with it. */
static const char *run_the_floor(struct world *world, const struct guest *guest, struct buf *args)
{
    static const char *const of_hand[] = {"hand.give", "hand.give", "hand.end", "hand.move"};
    static const char *const of_question[] = {"question.admit", "question.admit", "question.answer", "question.dismiss"};
    switch (world_below(world, 5)) {
    case 0:
    case 1:
        return subject(args, pick(world, guest, "hand"), of_hand[world_below(world, 4)]);
    case 2:
        return subject(args, pick(world, guest, "question"), of_question[world_below(world, 4)]);
    case 3:
        buf_text(args, "");
        return world_chance(world, 300) ? "tour.start" : "tour.end";
    default:
        buf_print(args, "\"moderated\":%s", world_chance(world, 700) ? "true" : "false");
        return "workshop.edit";
    }
}

static recipe *const of_everybody[] = {create_action, edit_own, edit_action,     edit_action, create_recommendation,
                                       cast,          cast,     cast,            edit_self,   object,
                                       cast_secret,   cast_secret, cast_secret,
                                       remark,        remark,   create_in_group, bring,       confirm,
                                       decide_proposal, create_paragraph, take_part, take_part};
static recipe *const of_staff[] = {create_theme,  move_action,   remove_action,   open_adoption, edit_item,
                                   start_item,    create_poll,   create_option,   create_option, open_poll,
                                   open_secret,   close_secret,
                                   open_poll,     close_poll,    change_person,   remove_person, lock_row,
                                   lock_row,      lock_plan,     open_adoption,   end_adoption,  end_adoption,
                                   merge,         join_group,    decide_proposal, bring,         run_the_floor, run_the_floor};

/* P46: all ballots of a secret poll come in messages of one length. */
static void pad_secret(const struct guest *guest, struct sent *sent, struct buf *frame)
{
    const struct slice args = scan_member((struct slice){ frame->data, frame->len }, "args");
    const uint64_t poll = scan_number(scan_member(args, "id"), 0);
    if (scan_member(args, "receipt").text == NULL)
        return;
    const struct slice type = member_of(guest, poll, "type");
    const bool words = scan_is(type, "words") || scan_is(type, "open_text") || scan_is(type, "consent");
    sent->secret = poll;
    sent->person = guest->seat.person;
    while (frame->len < (words ? 16384 : 2048))
        buf_char(frame, ' ');
}

struct sent *guest_send(struct world *world, struct guest *guest, const char *verb, const struct buf *args)
{
    struct buf frame;
    if (world->n_sent == WORLD_SENT_MAX)
        return NULL;
    buf_init(&frame, LIMIT_FRAME_IN);
    struct sent *sent = &world->sent[world->n_sent++];
    sent->room = guest->room;
    memcpy(sent->client, guest->client, CLIENT_ID_BYTES);
    sent->number = guest->next_number++;
    buf_print(&frame, "{\"t\":\"cmd\",\"n\":%llu,\"do\":\"%s\",\"args\":{%s}}", (unsigned long long)sent->number, verb,
              args->data);
    pad_secret(guest, sent, &frame);
    assert(!args->full && !frame.full);
    sent->frame = buf_take(&frame, NULL);
    if (guest->welcome && guest->pipe.open_client && guest->held_from == 0) {
        wire_send(world, guest, sent->frame);
        sent->under_way++;
    }
    return sent;
}

void guest_act(struct world *world, struct guest *guest)
{
    struct buf args;
    bool staff = guest->staff || world_chance(world, 20);
    size_t n = staff && world_chance(world, 600) ? sizeof of_staff / sizeof of_staff[0] : 0;
    if (world_chance(world, 400)) {
        guest_type(world, guest);
        return;
    }
    buf_init(&args, 4096);
    recipe *make = n > 0 ? of_staff[world_below(world, n)]
                         : of_everybody[world_below(world, sizeof of_everybody / sizeof of_everybody[0])];
    const char *verb = make(world, guest, &args);
    (void)guest_send(world, guest, verb, &args);
    buf_free(&args);
}
