/* endpoint_workshop: templates, the list of workshops, and new ones. */
#include <assert.h>
#include <string.h>

#include "app/creation.h"
#include "app/template.h"
#include "base/log.h"
#include "base/mem.h"
#include "core/field_json.h"
#include "core/limits.h"

enum { LIST_READS_MAX = 20 };           /* rooms looked at for one list */

static void write_template(struct json *json, const char *name, const struct room *room, bool own)
{
    int64_t days = 0;
    const struct kind_list *items = &room->live[KIND_ITEM];
    for (size_t i = 0; i < items->n; i++) {
        const struct item *item = (const struct item *)items->v[i];
        days = item->day > days ? item->day : days;
    }
    json_open_object(json);
    json_key(json, "name");
    json_text(json, name);
    json_key(json, "title");
    field_write(json, kind_field(KIND_WORKSHOP, "title", NULL), room->workshop);
    json_key(json, "days");
    json_int(json, days);
    json_key(json, "items");
    json_uint(json, items->n);
    json_key(json, "polls");
    json_uint(json, room->live[KIND_POLL].n);
    json_key(json, "own");
    json_bool(json, own);
    json_close_object(json);
}

/* The demonstration is not a workshop to prepare another one from: `serve --demo` shows it (app_demo). */
static bool is_demonstration(const struct template *template)
{
    return strcmp(template->name, "demo") == 0;
}

static void write_shelved(struct json *json, const char *name, const char *text, size_t n, bool own,
                          const struct import_options *options)
{
    struct import import;
    if (!import_scenario(&import, text, n, options)) {
        log_line(LOG_ERROR, "the template %s cannot be read: %s", name, import.message);
        return;
    }
    write_template(json, name, import.room, own);
    import_free(&import);
}

/* What the list of templates is made of: those saved on this server, looked through on a worker with those of the product. */
struct shelf {
    struct store_template *v;
    size_t n;
    struct import_options options;
    unsigned shelved;               /* see struct endpoints */
    char *text;
};

static void shelf_free(void *own)
{
    struct shelf *shelf = own;
    for (size_t i = 0; i < shelf->n; i++)
        mem_free(shelf->v[i].json);
    mem_free(shelf->v);
    mem_free(shelf->text);
    mem_free(shelf);
}

static void shelf_look(struct work *work)
{
    struct shelf *shelf = call_of_work(work)->own;
    struct buf out;
    struct json json;
    buf_init(&out, LIMIT_IMPORT);
    json_init(&json, &out);
    json_open_array(&json);
    for (unsigned i = 0; i < template_table_n; i++)
        if (!is_demonstration(&template_table[i]))
            write_shelved(&json, template_table[i].name, template_table[i].json, template_table[i].n, false,
                          &shelf->options);
    for (size_t i = 0; i < shelf->n; i++)
        write_shelved(&json, shelf->v[i].name, shelf->v[i].json, shelf->v[i].n, true, &shelf->options);
    json_close_array(&json);
    assert(!out.full);
    shelf->text = buf_take(&out, NULL);
}

static void templates_answer(struct call *call, const char *text)
{
    struct json *json = call_begin(call);
    json_key(json, "templates");
    json_raw(json, text, strlen(text));
    call_answer(call);
}

static void shelf_looked(struct call *call)
{
    const struct shelf *shelf = call->own;
    struct endpoints *endpoints = call->endpoints;
    if (endpoints->templates == NULL && shelf->shelved == endpoints->shelved)
        endpoints->templates = mem_copy_text(shelf->text);
    templates_answer(call, shelf->text);
}

static void shelf_came(struct call *call)
{
    struct shelf *shelf = call->own;
    shelf->options = (struct import_options){ .at = call_now(call), .random = call->endpoints->platform->random };
    shelf->v = call->job.shelf;
    shelf->n = call->job.n_found;
    call->job.shelf = NULL;
    call->job.n_found = 0;
    if (!call_work(call, shelf_look, shelf_looked))
        call_refuse(call, 503, "busy");
}

/* They are looked through when somebody first asks, and again when one was saved or taken away. */
void endpoint_templates(struct call *call)
{
    if (call->endpoints->templates != NULL) {
        templates_answer(call, call->endpoints->templates);
        return;
    }
    struct shelf *shelf = call_own(call, sizeof *shelf, shelf_free);
    shelf->shelved = call->endpoints->shelved;
    call->job = (struct store_job){ .type = STORE_SHELF };
    call_shelf(call, shelf_came);
}

static void write_notes(const struct call *call, struct json *json, const char *id)
{
    const struct registry *registry = call->endpoints->registry;
    json_key(json, "archived");
    json_bool(json, registry_note(registry, id, "archived") != NULL);
    json_key(json, "rehearsal_of");
    json_text(json, registry_note(registry, id, "rehearsal_of"));
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
        write_notes(call, json, list[i].id);
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

/* One of those saved on this server. */
static void create_from_shelf(struct call *call)
{
    struct creation *creation = call->own;
    struct store_job *job = &call->job;
    for (size_t i = 0; i < job->n_found; i++) {
        if (strcmp(job->shelf[i].name, creation->name) != 0)
            continue;
        creation->text = job->shelf[i].json;
        creation->n = job->shelf[i].n;
        job->shelf[i].json = NULL;
        creation_start(call);
        return;
    }
    call_refuse_code(call, CODE_NOT_FOUND);
}

void endpoint_create(struct call *call)
{
    const char *title = body_text(call->body, "title");
    const char *template = body_text(call->body, "template");
    size_t n = 0;
    if (registry_workshops(call->endpoints->registry) >= REGISTRY_WORKSHOPS_MAX) {
        call_refuse_code(call, CODE_LIMIT);
        return;
    }
    char *text = create_text(call, &n);
    if (text == NULL && template == NULL) {
        call_refuse(call, 400, "missing");
        return;
    }
    struct creation *creation = creation_new(call, language_or(body_text(call->body, "language"), LANG_EN));
    creation->text = text;
    creation->n = n;
    creation->title = title == NULL || *title == '\0' ? NULL : mem_copy_text(title);
    if (text != NULL) {
        creation_start(call);
        return;
    }
    if (!template_name_take(creation->name, template)) {
        call_refuse_code(call, CODE_NOT_FOUND);
        return;
    }
    call->job = (struct store_job){ .type = STORE_SHELF };
    call_shelf(call, create_from_shelf);
}
