/* endpoint_file: a workshop's own file: a copy to take away, and one from another server that goes on here. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "app/call.h"
#include "base/log.h"
#include "base/mem.h"
#include "core/limits.h"

struct taking {
    char name[200];                 /* of a copy, as a header has it */
    char id[WORKSHOP_ID_MAX + 1];   /* of a workshop taken in */
    uint64_t person;
};

static void file_answer(struct call *call)
{
    const struct taking *taking = call->own;
    char *bytes = call->job.bytes;
    call->job.bytes = NULL;
    call_answer_document(call, "application/vnd.sqlite3", bytes, call->job.n_bytes, taking->name);
}

void endpoint_file(struct call *call, const struct room *room)
{
    uint64_t lean = 0;
    if (query_number(call->query, "lean", &lean) == QUERY_BAD || lean > 1) {
        call_refuse_code(call, CODE_BAD_ARGUMENT);
        return;
    }
    struct taking *taking = call_own(call, sizeof *taking, mem_free);
    struct buf name;
    buf_init(&name, sizeof taking->name - 1);
    buf_text(&name, "attachment; filename=\"");
    call_write_safe(&name, room->workshop->name == NULL ? call->param : room->workshop->name);
    buf_text(&name, ".plenary\"");
    memcpy(taking->name, name.data, name.len + 1);
    buf_free(&name);
    /* It holds what few may read: whoever runs the server can find out who took it away. */
    log_line(LOG_INFO, "%s: person %" PRIu64 " takes the workshop's file%s", call->param, call->actor.person,
             lean == 1 ? ", the lean one" : "");
    call->job = (struct store_job){ .type = STORE_COPY, .lean = lean == 1 };
    call_store(call, call->param, file_answer);
}

static void take_answer(struct call *call)
{
    const struct taking *taking = call->own;
    struct json *json = call_begin(call);
    json_key(json, "id");
    json_text(json, taking->id);
    call_answer(call);
}

static void take_enter(struct call *call, const struct room *room)
{
    struct taking *taking = call->own;
    struct registry *registry = call->endpoints->registry;
    const char *title = ml_text(&room->workshop->title, LANG_EN);
    const struct registry_workshop workshop = { .title = title == NULL ? taking->id : title,
                                                .state = room->workshop->state,
                                                .created = call_now(call) };
    struct registry_workshop entry = workshop;
    memcpy(entry.id, taking->id, sizeof entry.id);
    registry_workshop_put(registry, &entry, call->account);
    registry_member_put(registry, taking->id, call->account, taking->person);
    call_commit(call, take_answer);
}

/* Whoever takes a file in is its facilitator of that name, else the first one: links and codes of the other server do not come along. */
static uint64_t facilitator_of(const struct room *room, const char *name)
{
    uint64_t found = 0;
    const struct kind_list *persons = &room->live[KIND_PERSON];
    for (size_t i = 0; i < persons->n; i++) {
        const struct person *person = (const struct person *)persons->v[i];
        if (person->role != ROLE_FACILITATOR)
            continue;
        if (strcmp(person->name, name) == 0)
            return person->e.id;
        if (found == 0 || person->e.id < found)
            found = person->e.id;
    }
    return found;
}

static void take_read(struct call *call, const struct room *room)
{
    struct taking *taking = call->own;
    taking->person = facilitator_of(room, registry_account_name(call->endpoints->registry, call->account));
    if (taking->person == 0)
        call_refuse_detail(call, CODE_BAD_ARGUMENT, "nobody in this workshop is a facilitator");
    else
        take_enter(call, room);
}

static void taken(struct store_job *job)
{
    struct call *call = job->context;
    const struct taking *taking = call->own;
    if (job->result == STORE_OK)
        call_read(call, taking->id, take_read);
    else if (job->result == STORE_DAMAGED)
        call_refuse_detail(call, CODE_BAD_ARGUMENT, job->message);
    else
        call_refuse_code(call, CODE_STORAGE);
}

void endpoint_take(struct call *call)
{
    struct endpoints *endpoints = call->endpoints;
    const struct storage *storage = &endpoints->platform->storage;
    if (registry_workshops(endpoints->registry) >= REGISTRY_WORKSHOPS_MAX) {
        call_refuse_code(call, CODE_LIMIT);
        return;
    }
    struct taking *taking = call_own(call, sizeof *taking, mem_free);
    registry_workshop_new_id(endpoints->registry, taking->id);
    call->job = (struct store_job){
        .type = STORE_TAKE, .given = call->text, .n_given = call->text_n, .done = taken, .context = call
    };
    memcpy(call->job.workshop, taking->id, sizeof taking->id);
    storage->submit(storage->self, &call->job);
}
