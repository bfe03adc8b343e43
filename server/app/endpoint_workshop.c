/* endpoint_workshop: templates, the list of workshops, and new ones. */
#include <assert.h>
#include <string.h>

#include "app/call.h"
#include "app/import.h"
#include "app/template.h"
#include "base/log.h"
#include "base/mem.h"
#include "core/field_json.h"
#include "core/limits.h"

enum { LIST_READS_MAX = 20 };           /* rooms looked at for one list */

static void write_template(struct json *json, const struct template *template, const struct room *room)
{
    int64_t days = 0;
    const struct kind_list *items = &room->live[KIND_ITEM];
    for (size_t i = 0; i < items->n; i++) {
        const struct item *item = (const struct item *)items->v[i];
        days = item->day > days ? item->day : days;
    }
    json_open_object(json);
    json_key(json, "name");
    json_text(json, template->name);
    json_key(json, "title");
    field_write(json, kind_field(KIND_WORKSHOP, "title", NULL), room->workshop);
    json_key(json, "days");
    json_int(json, days);
    json_key(json, "items");
    json_uint(json, items->n);
    json_close_object(json);
}

/* The demonstration is not a workshop to prepare another one from: `serve --demo` shows it (app_demo). */
static bool is_demonstration(const struct template *template)
{
    return strcmp(template->name, "demo") == 0;
}

static void write_templates(struct json *json, const struct import_options *options)
{
    json_open_array(json);
    for (unsigned i = 0; i < template_table_n; i++) {
        struct import import;
        if (is_demonstration(&template_table[i]))
            continue;
        if (!import_scenario(&import, template_table[i].json, template_table[i].n, options)) {
            log_line(LOG_ERROR, "the template %s cannot be read: %s", template_table[i].name, import.message);
            continue;
        }
        write_template(json, &template_table[i], import.room);
        import_free(&import);
    }
    json_close_array(json);
}

/* The templates never change, so they are looked through once, when somebody first asks. */
void endpoint_templates(struct call *call)
{
    struct endpoints *endpoints = call->endpoints;
    if (endpoints->templates == NULL) {
        const struct import_options options = { .at = call_now(call), .random = endpoints->platform->random };
        struct buf out;
        struct json json;
        buf_init(&out, LIMIT_IMPORT);
        json_init(&json, &out);
        write_templates(&json, &options);
        assert(!out.full);
        endpoints->templates = buf_take(&out, NULL);
    }
    struct json *json = call_begin(call);
    json_key(json, "templates");
    json_raw(json, endpoints->templates, strlen(endpoints->templates));
    call_answer(call);
}

static void list_answer(struct call *call)
{
    static const char *const states[] = {
        [WORKSHOP_PREPARING] = "preparing", [WORKSHOP_LIVE] = "live", [WORKSHOP_CLOSED] = "closed"
    };
    struct registry_workshop *list = mem_zero(ENDPOINT_LIST_MAX, sizeof *list);
    size_t n = registry_workshops_of(call->endpoints->registry, call->account, list, ENDPOINT_LIST_MAX);
    struct json *json = call_begin(call);
    json_key(json, "workshops");
    json_open_array(json);
    for (size_t i = 0; i < n; i++) {
        json_open_object(json);
        json_key(json, "id");
        json_text(json, list[i].id);
        json_key(json, "title");
        json_text(json, list[i].title);
        json_key(json, "state");
        json_text(json, states[list[i].state]);
        json_key(json, "created");
        json_int(json, list[i].created);
        json_close_object(json);
    }
    json_close_array(json);
    mem_free(list);
    call_answer(call);
}

/* The workshops whose rooms are looked at before the list is written, the newest first. */
struct listing {
    char id[LIST_READS_MAX][WORKSHOP_ID_MAX + 1];
    size_t n;
};

static void list_next(struct call *call);

static void list_look(void *context, enum hub_status status, const struct room *room)
{
    struct call *call = context;
    struct listing *listing = call->own;
    listing->n--;
    if (status == HUB_OK)
        call_note_workshop(call, listing->id[listing->n], room);
    list_next(call);
}

static void list_next(struct call *call)
{
    struct listing *listing = call->own;
    if (listing->n == 0)
        list_answer(call);
    else
        hub_read(call->endpoints->hub, listing->id[listing->n - 1], list_look, call);
}

/*
 * Title and state belong to the room, and lists show the registry's copy: so the rooms that somebody was in since the
 * start are asked first. A room that cannot be read keeps the copy it has.
 */
void endpoint_workshops(struct call *call)
{
    struct endpoints *endpoints = call->endpoints;
    struct listing *listing = call_own(call, sizeof *listing, mem_free);
    struct registry_workshop *list = mem_zero(ENDPOINT_LIST_MAX, sizeof *list);
    size_t n = registry_workshops_of(endpoints->registry, call->account, list, ENDPOINT_LIST_MAX);
    for (size_t i = 0; i < n && listing->n < LIST_READS_MAX; i++)
        if (keymap_get(&endpoints->opened, list[i].id, strlen(list[i].id)) != NULL)
            memcpy(listing->id[listing->n++], list[i].id, sizeof list[i].id);
    mem_free(list);
    list_next(call);
}

/* A workshop being made: imported on a worker, then written by the hub, then entered in the registry. */
struct creation {
    struct import import;
    struct import_options options;
    char *text, *title;
    size_t n;
    char id[WORKSHOP_ID_MAX + 1];
    char person_args[1024];         /* of the command that makes the account's person */
    uint64_t person;
    char shown[LIMIT_TITLE * 4 + 1];
    enum code code;
};

static void creation_free(void *own)
{
    struct creation *creation = own;
    import_free(&creation->import);
    mem_free(creation->text);
    mem_free(creation->title);
    mem_free(creation);
}

static void create_run(struct work *work)
{
    struct creation *creation = call_of_work(work)->own;
    creation->code = CODE_BAD_ARGUMENT;
    if (!import_scenario(&creation->import, creation->text, creation->n, &creation->options))
        return;
    creation->code =
        import_run(&creation->import, "person.create", creation->person_args, &creation->options, &creation->person);
}

static void create_answer(struct call *call)
{
    const struct creation *creation = call->own;
    struct json *json = call_begin(call);
    json_key(json, "id");
    json_text(json, creation->id);
    call_answer(call);
}

static void create_written(void *context, enum hub_status status)
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
    call_commit(call, create_answer);
}

static void create_imported(struct call *call)
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
    hub_create(call->endpoints->hub, creation->id, room, changes, n, create_written, call);
}

/* The file to import: a template by its name, or the object that was sent. NULL: neither. */
static char *create_text(const struct call *call, size_t *n)
{
    const char *name = body_text(call->body, "template");
    if (name == NULL)
        return body_object(call->body, "scenario", n);
    for (unsigned i = 0; i < template_table_n; i++)
        if (strcmp(template_table[i].name, name) == 0) {
            *n = template_table[i].n;
            return mem_copy_bytes(template_table[i].json, *n);
        }
    return NULL;
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

void endpoint_create(struct call *call)
{
    const struct endpoints *endpoints = call->endpoints;
    const char *title = body_text(call->body, "title");
    size_t n = 0;
    if (registry_workshops(endpoints->registry) >= REGISTRY_WORKSHOPS_MAX) {
        call_refuse_code(call, CODE_LIMIT);
        return;
    }
    char *text = create_text(call, &n);
    if (text == NULL && body_text(call->body, "template") != NULL) {
        call_refuse_code(call, CODE_NOT_FOUND);
        return;
    }
    if (text == NULL) {
        call_refuse(call, 400, "missing");
        return;
    }
    struct creation *creation = call_own(call, sizeof *creation, creation_free);
    creation->text = text;
    creation->n = n;
    creation->title = title == NULL || *title == '\0' ? NULL : mem_copy_text(title);
    creation->options = (struct import_options){
        .at = call_now(call),
        .random = endpoints->platform->random,
        .title = creation->title,
        .lang = language_or(body_text(call->body, "language"), LANG_EN),
    };
    write_person(creation, registry_account_name(endpoints->registry, call->account));
    if (!call_work(call, create_run, create_imported))
        call_refuse(call, 503, "busy");
}
