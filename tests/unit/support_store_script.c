/*
 * support_store_script: see support_store_script.h. Values are made from the name of the field, so that one in
 * the wrong column shows.
 */
#include "support_store_script.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "app/codec.h"
#include "base/mem.h"
#include "core/limits.h"
#include "core/view.h"

enum { START = 1700000000 };        /* a second in November 2023 */

void script_init(struct script *script, uint8_t client)
{
    *script = (struct script){ .room = room_new(), .at = (int64_t)START * 1000 };
    memset(script->origin.client, client, CLIENT_ID_BYTES);
}

void script_commit_done(struct script *script)
{
    for (size_t i = 0; i < script->n; i++)
        change_clear(&script->changes[i]);
    script->n = 0;
    if (script->room != NULL)
        room_clean(script->room);
}

void script_free(struct script *script)
{
    room_free(script->room);
    script->room = NULL;
    script_commit_done(script);
    mem_free(script->changes);
}

uint64_t script_run(struct script *script, uint64_t person, struct command *cmd)
{
    uint8_t salt[SALT_BYTES];
    struct change change;
    const char *verb = cmd->verb->name;
    script->at += 1000;
    memset(salt, (int)(script->room->seq + 1) & 0xff, sizeof(salt));
    struct actor actor = person == 0 ? actor_system(script->at) : actor_of(script->room, person, script->at);
    if (person != 0)
        script->origin.number++;
    struct outcome outcome =
        history_run(script->room, &actor, person == 0 ? NULL : &script->origin, cmd, salt, &change);
    if (outcome.code != CODE_OK)
        fprintf(stderr, "%s was refused: %s\n", verb, code_word(outcome.code));
    assert(outcome.code == CODE_OK && !outcome.repeat);
    if (script->n == script->cap) {
        script->cap = script->cap == 0 ? 64 : 2 * script->cap;
        script->changes = mem_grow(script->changes, script->cap, sizeof(script->changes[0]));
    }
    script->changes[script->n++] = change;
    return outcome.result;
}

/* A client of its own for each person but the script's, whose numbers go on where history left off. */
static uint64_t run_as(struct script *script, uint64_t person, struct command *cmd)
{
    const struct client *own = history_client(script->room, script->origin.client);
    if (person == 0 || own == NULL || own->person == person)
        return script_run(script, person, cmd);
    struct origin origin = script->origin;
    memset(script->origin.client, 0x80 | (int)(person & 0x7f), CLIENT_ID_BYTES);
    script->origin.number = history_last(script->room, script->origin.client);
    uint64_t result = script_run(script, person, cmd);
    script->origin = origin;
    return result;
}

uint64_t script_say(struct script *script, uint64_t person, const char *verb, const char *format, ...)
{
    char args[2048];
    struct command cmd;
    va_list list;
    va_start(list, format);
    int n = vsnprintf(args, sizeof(args), format, list);
    va_end(list);
    assert(n > 0 && (size_t)n < sizeof(args));
    enum code code = codec_command(&cmd, verb, args, (size_t)n, LANG_EN);
    if (code != CODE_OK)
        fprintf(stderr, "%s cannot be read: %s: %s\n", verb, code_word(code), args);
    assert(code == CODE_OK);
    return run_as(script, person, &cmd);
}

static struct texts texts_of(const char *a, const char *b)
{
    struct texts texts = { mem_zero(2, sizeof(char *)), 2 };
    texts.v[0] = mem_copy_text(a);
    texts.v[1] = mem_copy_text(b);
    return texts;
}

static struct ints ints_of(int64_t a, int64_t b)
{
    struct ints ints = { mem_zero(2, sizeof(int64_t)), 2 };
    ints.v[0] = a;
    ints.v[1] = b;
    return ints;
}

static struct ml ml_of(const char *name, uint8_t source)
{
    char text[96];
    struct ml ml = { .source = source, .source_rev = 1 };
    snprintf(text, sizeof(text), "\u0627\u0644\u0639\u0631\u0628\u064a\u0629 %s", name);
    ml.text[LANG_AR] = mem_copy_text(text);
    snprintf(text, sizeof(text), "%s, en fran\u00e7ais", name);
    ml.text[LANG_FR] = mem_copy_text(text);
    if (source == LANG_EN) {
        snprintf(text, sizeof(text), "%s \"in\" English \U0001f30d", name);
        ml.text[LANG_EN] = mem_copy_text(text);
    }
    return ml;
}

static char *text_of(const struct field *field)
{
    static const char *const forms[] = {
        [FIELD_DATE] = "2024-02-29", [FIELD_CLOCK] = "08:30", [FIELD_LOCAL] = "2024-02-29T08:30",
        [FIELD_DUE] = "T+6 months",  [FIELD_COUNTRY] = "ML",  [FIELD_ZONE] = "Africa/Bamako",
    };
    char text[96];
    if (field->type != FIELD_TEXT)
        return mem_copy_text(forms[field->type]);
    if (strcmp(field->name, "link") == 0)
        return mem_copy_text("https://example.org/room?a=1&b=%20");
    snprintf(text, sizeof(text), "%s \u00e9\u0651 '%%\\", field->name);
    return mem_copy_text(text);
}

/* A value that is not empty. References are left to the caller, and so are words, whose second is taken. */
static void fill(const struct field *field, void *object)
{
    void *member = (char *)object + field->offset;
    switch (field->type) {
    case FIELD_BOOL:
        *(bool *)member = true;
        break;
    case FIELD_INT:
        *(int64_t *)member = field->max < 5 ? field->max : 5;
        break;
    case FIELD_ENUM:
    case FIELD_LANG:
        *(uint8_t *)member = 1;
        break;
    case FIELD_ML:
        *(struct ml *)member = ml_of(field->name, strlen(field->name) % 2 == 0 ? LANG_FR : LANG_EN);
        break;
    case FIELD_TEXTS:
        if (strcmp(field->name, "documents") == 0)
            *(struct texts *)member = texts_of("https://example.org/a?b=1 L'ordre du jour", "http://example.org/");
        else
            *(struct texts *)member = texts_of("peu, \"ou\" rien", "\u0643\u062b\u064a\u0631");
        break;
    case FIELD_LANGS:
        *(struct texts *)member = texts_of("fr", "ar");
        break;
    case FIELD_WORDS:
        *(struct texts *)member = texts_of(field->words[0], field->words[1]);
        break;
    case FIELD_INTS:
        *(struct ints *)member = ints_of(-3, field->max);
        break;
    case FIELD_REF:
    case FIELD_REFS:
    case FIELD_TIME:
        break;
    default:
        *(char **)member = text_of(field);
    }
}

static struct command command_of(const char *verb)
{
    struct command cmd = { .verb = verb_of(verb) };
    assert(cmd.verb != NULL);
    return cmd;
}

struct command script_full(const char *verb)
{
    struct command cmd = command_of(verb);
    for (size_t i = 0; i < cmd.verb->n_args; i++) {
        fill(&cmd.verb->args[i], &cmd.u);
        cmd.present |= UINT64_C(1) << i;
    }
    return cmd;
}

static void give(struct command *cmd, const char *name)
{
    for (size_t i = 0; i < cmd->verb->n_args; i++)
        if (strcmp(cmd->verb->args[i].name, name) == 0)
            cmd->present |= UINT64_C(1) << i;
}

uint64_t script_begin(struct script *script)
{
    struct command cmd = script_full("workshop.create");
    script_run(script, 0, &cmd);
    cmd = command_of("person.create");
    cmd.u.entity.person.name = mem_copy_text("Aminata");
    cmd.u.entity.person.role = ROLE_FACILITATOR;
    give(&cmd, "name");
    give(&cmd, "role");
    return script_run(script, 0, &cmd);
}

uint64_t script_theme(struct script *script, uint64_t person, const char *title)
{
    struct command cmd = command_of("theme.create");
    cmd.u.entity.theme.title.text[LANG_FR] = mem_copy_text(title);
    give(&cmd, "title");
    return script_run(script, person, &cmd);
}

static uint64_t act(struct script *script, uint64_t person, const char *verb, uint64_t id)
{
    struct command cmd = command_of(verb);
    cmd.id = id;
    return script_run(script, person, &cmd);
}

uint64_t script_remove(struct script *script, uint64_t person, const char *verb, uint64_t id)
{
    return act(script, person, verb, id);
}

void script_long_text(struct script *script, uint64_t person)
{
    struct command cmd = command_of("recommendation.create");
    char *text = mem_zero(4 * LIMIT_TEXT + 1, 1);
    for (size_t i = 0; i < LIMIT_TEXT; i++)
        memcpy(text + 4 * i, "\U0001f30d", 4);
    cmd.u.entity.recommendation.text.text[LANG_EN] = text;
    give(&cmd, "text");
    act(script, person, "recommendation.remove", script_run(script, person, &cmd));
}

static uint64_t add_person(struct script *script, uint64_t staff, uint64_t delegation, enum role role)
{
    struct command cmd = script_full("person.create");
    cmd.u.entity.person.delegation = delegation;
    cmd.u.entity.person.role = (uint8_t)role;
    return script_run(script, staff, &cmd);
}

static uint64_t add_option(struct script *script, uint64_t staff, uint64_t poll)
{
    struct command cmd = script_full("option.create");
    cmd.u.entity.option.poll = poll;
    return script_run(script, staff, &cmd);
}

static uint64_t add_poll(struct script *script, uint64_t staff, uint64_t item)
{
    struct command cmd = script_full("poll.create");
    cmd.u.entity.poll.item = item;
    cmd.u.entity.poll.type = POLL_SINGLE;
    cmd.u.entity.poll.secrecy = POLL_NAMED;
    cmd.u.entity.poll.unit = POLL_BY_PERSON;
    return script_run(script, staff, &cmd);
}

static void hold_poll(struct script *script, uint64_t staff, uint64_t item, const uint64_t voters[2])
{
    uint64_t poll = add_poll(script, staff, item);
    uint64_t yes = add_option(script, staff, poll), no = add_option(script, staff, poll);
    struct command cmd = command_of("poll.open");
    cmd.id = poll;
    cmd.u.poll_open.seconds = 600;
    give(&cmd, "seconds");
    script_run(script, staff, &cmd);
    script_say(script, voters[0], "ballot.cast", "{\"id\":%ju,\"option\":%ju}", (uintmax_t)poll, (uintmax_t)yes);
    script_say(script, voters[1], "ballot.cast", "{\"id\":%ju,\"option\":%ju}", (uintmax_t)poll, (uintmax_t)no);
    act(script, staff, "poll.close", poll);
    act(script, staff, "poll.remove", add_poll(script, staff, item));
    cmd = script_full("poll.create");
    cmd.u.entity.poll.item = item;
    add_option(script, staff, script_run(script, staff, &cmd));
}

/* A meeting and a stakeholder, and one of each that is removed. */
static void add_others(struct script *script, uint64_t staff)
{
    static const char *const verbs[][2] = { { "meeting.create", "meeting.remove" },
                                            { "stakeholder.create", "stakeholder.remove" } };
    for (size_t i = 0; i < 2; i++) {
        struct command cmd = script_full(verbs[i][0]);
        script_run(script, staff, &cmd);
        cmd = script_full(verbs[i][0]);
        act(script, staff, verbs[i][1], script_run(script, staff, &cmd));
    }
}

static void run_agenda(struct script *script, uint64_t staff, uint64_t items[3])
{
    for (int i = 0; i < 3; i++) {
        struct command cmd = script_full("item.create");
        cmd.u.entity.item.day = i + 1;
        items[i] = script_run(script, staff, &cmd);
    }
    act(script, staff, "item.start", items[0]);
    act(script, staff, "item.start", items[1]);
    act(script, staff, "item.start", items[0]);
}

/* Somebody whose rights change: the view number grows. */
static uint64_t promote(struct script *script, uint64_t staff, uint64_t person)
{
    struct command cmd = command_of("person.edit");
    cmd.id = person;
    cmd.u.entity.person.role = ROLE_RAPPORTEUR;
    give(&cmd, "role");
    return script_run(script, staff, &cmd);
}

/* An edit in the source language makes the translations outdated. */
static void edit_title(struct script *script, uint64_t staff, uint64_t item)
{
    struct command cmd = command_of("item.edit");
    cmd.id = item;
    cmd.u.entity.item.title.text[LANG_EN] = mem_copy_text("Another title");
    give(&cmd, "title");
    script_run(script, staff, &cmd);
}

/* An item that a working group has to itself, with more time than planned. */
static void give_group(struct script *script, uint64_t staff, uint64_t item)
{
    struct command cmd = command_of("item.edit");
    cmd.id = item;
    cmd.u.entity.item.group = script->room->live[KIND_GROUP].v[0]->id;
    give(&cmd, "group");
    script_run(script, staff, &cmd);
    cmd = command_of("item.extend");
    cmd.id = item;
    cmd.u.extend.minutes = 17;
    give(&cmd, "minutes");
    script_run(script, staff, &cmd);
}

void script_everything(struct script *script)
{
    uint64_t delegations[2], voters[2], items[3];
    uint64_t staff = script_begin(script);
    for (int i = 0; i < 2; i++) {
        struct command cmd = script_full("delegation.create");
        cmd.u.entity.delegation.observer = false;
        delegations[i] = script_run(script, staff, &cmd);
        voters[i] = add_person(script, staff, delegations[i], ROLE_DELEGATE);
    }
    struct command cmd = script_full("delegation.create");
    script_run(script, staff, &cmd);
    script_remove(script, staff, "person.remove", add_person(script, staff, 0, ROLE_OBSERVER));
    cmd = command_of("person.join");
    cmd.u.entity.person.name = mem_copy_text("Guest");
    cmd.u.entity.person.guest = true;
    give(&cmd, "name");
    give(&cmd, "guest");
    script_run(script, 0, &cmd);
    struct script_people people = { .staff = staff };
    people.rapporteur = promote(script, staff, add_person(script, staff, delegations[0], ROLE_DELEGATE));
    memcpy(people.delegations, delegations, sizeof(delegations));
    memcpy(people.delegates, voters, sizeof(voters));
    act(script, staff, "workshop.live", 0);
    run_agenda(script, staff, items);
    edit_title(script, staff, items[0]);
    hold_poll(script, staff, items[1], voters);
    script_plan(script, &people);
    script_polls(script, &people);
    script_floor(script, &people);
    give_group(script, staff, items[2]);
    add_others(script, staff);
    act(script, staff, "workshop.close", 0);
}

char *script_dump(const struct room *room)
{
    struct buf out;
    struct json json;
    char chain[2 * HASH_BYTES + 1];
    struct viewer staff = { AUDIENCE_STAFF, 0 };
    buf_init(&out, 64 << 20);
    hash_hex(chain, room->chain, HASH_BYTES);
    buf_print(&out, "seq %ju at %jd last %ju chain %s\n", (uintmax_t)room->seq, (intmax_t)room->at,
              (uintmax_t)room->last_id, chain);
    for (const struct entity *e = room->oldest; e != NULL; e = e->after) {
        if (e->removed) {
            buf_print(&out, "gone %s %ju %ju\n", kind_info((enum kind)e->kind)->name, (uintmax_t)e->id,
                      (uintmax_t)e->seq);
            continue;
        }
        json_init(&json, &out);
        view_write(&json, room, e, staff);
        buf_char(&out, '\n');
    }
    assert(!out.full);
    return buf_take(&out, NULL);
}
