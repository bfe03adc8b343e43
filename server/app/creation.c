/* creation: a workshop being made. See include/app/creation.h. */
#include "app/creation.h"

#include <assert.h>
#include <string.h>

#include "app/rehearsal.h"
#include "base/mem.h"

static void creation_free(void *own)
{
    struct creation *creation = own;
    import_free(&creation->import);
    room_copying_free(creation->copying);
    room_free(creation->from);
    mem_free(creation->text);
    mem_free(creation->title);
    mem_free(creation->starts_on);
    mem_free(creation);
}

static void write_person(struct creation *creation, const char *name)
{
    struct buf out;
    struct json json;
    buf_init(&out, sizeof creation->person_args - 1);
    json_init(&json, &out);
    json_open_object(&json);
    json_key(&json, "name");
    json_text(&json, name);
    json_key(&json, "role");
    json_text(&json, role_word(ROLE_FACILITATOR));
    json_key(&json, "language");
    json_text(&json, lang_word(creation->options.lang));
    json_close_object(&json);
    assert(!out.full);
    memcpy(creation->person_args, out.data, out.len + 1);
    buf_free(&out);
}

struct creation *creation_new(struct call *call, enum lang lang)
{
    const struct endpoints *endpoints = call->endpoints;
    struct creation *creation = call_own(call, sizeof *creation, creation_free);
    creation->platform = endpoints->platform;
    creation->options =
        (struct import_options){ .at = call_now(call), .random = endpoints->platform->random, .lang = lang };
    write_person(creation, registry_account_name(endpoints->registry, call->account));
    return creation;
}

/* The same person of the account is not there twice: whoever has its name and rights becomes it. */
static uint64_t facilitator_named(const struct room *room, const char *name)
{
    const struct kind_list *persons = &room->live[KIND_PERSON];
    for (size_t i = 0; i < persons->n; i++) {
        const struct person *person = (const struct person *)persons->v[i];
        if (person->role == ROLE_FACILITATOR && strcmp(person->name, name) == 0)
            return person->e.id;
    }
    return 0;
}

static enum code make_person(struct creation *creation)
{
    struct import *import = &creation->import;
    struct command cmd;
    enum code code =
        codec_command(&cmd, "person.create", creation->person_args, strlen(creation->person_args), LANG_EN);
    assert(code == CODE_OK);
    creation->person = facilitator_named(import->room, cmd.u.entity.person.name);
    command_clear(&cmd);
    if (creation->person != 0)
        return CODE_OK;
    return import_run(import, "person.create", creation->person_args, &creation->options, &creation->person);
}

void creation_take_copy(struct call *call)
{
    struct creation *creation = call->own;
    creation->copying = call->copying;
    call->copying = NULL;
}

void creation_open_copy(struct creation *creation)
{
    if (creation->copying != NULL)
        creation->from = room_copying_take(creation->copying);
    creation->copying = NULL;
}

static void creation_run(struct work *work)
{
    struct creation *creation = call_of_work(work)->own;
    struct import *import = &creation->import;
    bool made;
    creation->code = CODE_BAD_ARGUMENT;
    creation->options.title = creation->wish.title = creation->title;
    creation->wish.starts_on = creation->starts_on;
    creation_open_copy(creation);
    if (creation->from != NULL)
        made = clone_room(import, creation->from, &creation->wish, &creation->options);
    else
        made = import_scenario(import, creation->text, creation->n, &creation->options);
    if (made)
        creation->code = make_person(creation);
    if (creation->code == CODE_OK && creation->rehearses && !rehearsal_fill(import, &creation->options))
        creation->code = CODE_LIMIT;
    room_free(creation->from);
    creation->from = NULL;
}

static void creation_answer(struct call *call)
{
    const struct creation *creation = call->own;
    struct json *json = call_begin(call);
    json_key(json, "id");
    json_text(json, creation->id);
    call_answer(call);
}

/* What was rehearsed before makes room in the list. */
static void note_rehearsal(struct registry *registry, const struct creation *creation)
{
    enum { FORMER_MAX = 100 };
    char former[FORMER_MAX][WORKSHOP_ID_MAX + 1];
    if (!creation->rehearses)
        return;
    size_t n = registry_noted(registry, "rehearsal_of", creation->original, former, FORMER_MAX);
    for (size_t i = 0; i < n; i++)
        registry_note_put(registry, former[i], "archived", "yes");
    registry_note_put(registry, creation->id, "rehearsal_of", creation->original);
}

static void creation_written(void *context, enum hub_status status)
{
    struct call *call = context;
    const struct creation *creation = call->own;
    struct registry *registry = call->endpoints->registry;
    if (status != HUB_OK) {
        call_refuse_code(call, status == HUB_STOPPING ? CODE_BUSY : CODE_STORAGE);
        return;
    }
    struct registry_workshop workshop = { .title = creation->shown, .created = creation->options.at };
    memcpy(workshop.id, creation->id, sizeof workshop.id);
    registry_workshop_put(registry, &workshop, call->account);
    registry_member_put(registry, creation->id, call->account, creation->person);
    note_rehearsal(registry, creation);
    call_commit(call, creation_answer);
}

static void creation_made(struct call *call)
{
    struct creation *creation = call->own;
    struct import *import = &creation->import;
    if (creation->code != CODE_OK) {
        call_refuse_detail(call, creation->code, import->message);
        return;
    }
    const char *title = ml_text(&import->room->workshop->title, creation->options.lang);
    assert(title != NULL && strlen(title) < sizeof creation->shown);
    memcpy(creation->shown, title, strlen(title) + 1);
    struct room *room = import->room;
    struct change *changes = import->changes;
    size_t n = import->n;
    import->room = NULL;
    import->changes = NULL;
    import->n = import->cap = 0;
    registry_workshop_new_id(call->endpoints->registry, creation->id);
    hub_create(call->endpoints->hub, creation->id, room, changes, n, creation_written, call);
}

void creation_start(struct call *call)
{
    if (!call_work(call, creation_run, creation_made))
        call_refuse(call, 503, "busy");
}

static void creation_copied(struct call *call)
{
    creation_take_copy(call);
    creation_start(call);
}

void creation_start_from(struct call *call, const char *workshop, const struct room *room)
{
    call_copy(call, workshop, room, creation_copied);
}
