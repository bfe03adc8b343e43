/* endpoint_copy: workshops made of workshops: clones, templates, rehearsals; and the archive. */
#include <assert.h>
#include <string.h>

#include "app/creation.h"
#include "app/template.h"
#include "base/mem.h"
#include "core/due.h"

bool template_is_ours(const char *name)
{
    for (unsigned i = 0; i < template_table_n; i++)
        if (strcmp(template_table[i].name, name) == 0)
            return true;
    return false;
}

bool template_name_take(char out[SHELF_NAME_MAX + 1], const char *name)
{
    size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");
    if (n < SHELF_NAME_MIN || n > SHELF_NAME_MAX || name[n] != '\0')
        return false;
    memcpy(out, name, n + 1);
    return true;
}

static bool has_place(struct call *call)
{
    if (registry_workshops(call->endpoints->registry) < REGISTRY_WORKSHOPS_MAX)
        return true;
    call_refuse_code(call, CODE_LIMIT);
    return false;
}

/* False: `keep` has a word that is none of them, and the call was refused. */
static bool read_keep(struct call *call, struct clone_wish *wish)
{
    for (size_t i = 0; i < body_count(call->body, "keep"); i++) {
        const char *word = body_text_at(call->body, "keep", i);
        bool *wished = word == NULL                  ? NULL
                       : strcmp(word, "people") == 0 ? &wish->people
                       : strcmp(word, "polls") == 0  ? &wish->polls
                       : strcmp(word, "plan") == 0   ? &wish->plan
                                                     : NULL;
        if (wished == NULL) {
            call_refuse_code(call, CODE_BAD_ARGUMENT);
            return false;
        }
        *wished = true;
    }
    return true;
}

static bool is_date(const char *text)
{
    char again[DUE_DATE];
    if (strlen(text) != DUE_DATE - 1 || strspn(text, "0123456789-") != DUE_DATE - 1)
        return false;
    return due_date_of(again, due_day_of(text)) && strcmp(text, again) == 0;
}

/* The language of a title that somebody types: that of the page, or what the workshop's own is in. */
static enum lang title_lang(const struct call *call, const struct room *room)
{
    return language_or(body_text(call->body, "language"), (enum lang)room->workshop->title.source);
}

void endpoint_clone(struct call *call, const struct room *room)
{
    struct clone_wish wish = { .people = false };
    const char *title = body_text(call->body, "title"), *starts_on = body_text(call->body, "starts_on");
    if (!has_place(call) || !read_keep(call, &wish))
        return;
    if (starts_on != NULL && !is_date(starts_on)) {
        call_refuse_code(call, CODE_BAD_ARGUMENT);
        return;
    }
    struct creation *creation = creation_new(call, title_lang(call, room));
    creation->wish = wish;
    creation->title = title == NULL || *title == '\0' ? NULL : mem_copy_text(title);
    creation->starts_on = mem_copy_text(starts_on);
    creation_start_from(call, call->param, room);
}

static void archive_answer(struct call *call)
{
    struct json *json = call_begin(call);
    json_key(json, "archived");
    json_bool(json, registry_note(call->endpoints->registry, call->param, "archived") != NULL);
    call_answer(call);
}

void endpoint_archive(struct call *call, const struct room *room)
{
    (void)room;
    const bool on = body_flag(call->body, "on");
    registry_note_put(call->endpoints->registry, call->param, "archived", on ? "yes" : NULL);
    call_commit(call, archive_answer);
}

static void shelved(struct call *call)
{
    struct endpoints *endpoints = call->endpoints;
    endpoints->shelved++;
    mem_free(endpoints->templates);
    endpoints->templates = NULL;
}

static void template_answer(struct call *call)
{
    const struct creation *creation = call->own;
    shelved(call);
    struct json *json = call_begin(call);
    json_key(json, "name");
    json_text(json, creation->name);
    call_answer(call);
}

/* A template is a workshop without its people and days, as a file that is imported like any other. */
static void template_run(struct work *work)
{
    struct creation *creation = call_of_work(work)->own;
    const struct export_request request = {
        .document = DOCUMENT_PLAN, .format = EXPORT_JSON, .lang = LANG_EN, .lang2 = LANG_N, .staff = true
    };
    struct buf out;
    creation->code = CODE_LIMIT;
    creation_open_copy(creation);
    const bool cloned = clone_room(&creation->import, creation->from, &creation->wish, &creation->options);
    room_free(creation->from);
    creation->from = NULL;
    if (!cloned)
        return;
    buf_init(&out, LIMIT_IMPORT);
    if (creation->platform->export_room(&out, creation->import.room, &request)) {
        creation->text = buf_take(&out, &creation->n);
        creation->code = CODE_OK;
    }
    buf_free(&out);
}

static void template_made(struct call *call)
{
    struct creation *creation = call->own;
    if (creation->code != CODE_OK) {
        call_refuse_detail(call, creation->code, creation->import.message);
        return;
    }
    store_job_clear(&call->job);
    call->job = (struct store_job){ .type = STORE_SHELVE, .json = creation->text, .json_n = creation->n };
    memcpy(call->job.name, creation->name, sizeof call->job.name);
    call_shelf(call, template_answer);
}

/* There are only so many; one of the same name is replaced. */
static void template_shelf_came(struct call *call)
{
    const struct creation *creation = call->own;
    const struct store_job *job = &call->job;
    bool there = false;
    for (size_t i = 0; i < job->n_found; i++)
        there = there || strcmp(job->shelf[i].name, creation->name) == 0;
    if (!there && job->n_found >= SHELF_MAX)
        call_refuse_code(call, CODE_LIMIT);
    else if (!call_work(call, template_run, template_made))
        call_refuse(call, 503, "busy");
}

static void template_copied(struct call *call)
{
    creation_take_copy(call);
    call->job = (struct store_job){ .type = STORE_SHELF };
    call_shelf(call, template_shelf_came);
}

void endpoint_template(struct call *call, const struct room *room)
{
    struct clone_wish wish = { .undated = true };
    const char *name = body_text(call->body, "name");
    if (!read_keep(call, &wish))
        return;
    wish.people = false;
    struct creation *creation = creation_new(call, (enum lang)room->workshop->title.source);
    if (name == NULL || !template_name_take(creation->name, name)) {
        call_refuse_code(call, CODE_BAD_ARGUMENT);
        return;
    }
    if (template_is_ours(name)) {
        call_refuse_code(call, CODE_IN_USE);
        return;
    }
    creation->wish = wish;
    call_copy(call, call->param, room, template_copied);
}

static void template_gone(struct call *call)
{
    shelved(call);
    call_begin(call);
    call_answer(call);
}

void endpoint_template_remove(struct call *call)
{
    call->job = (struct store_job){ .type = STORE_UNSHELVE };
    if (template_is_ours(call->param))
        call_refuse_code(call, CODE_FORBIDDEN);
    else if (!template_name_take(call->job.name, call->param))
        call_refuse_code(call, CODE_NOT_FOUND);
    else
        call_shelf(call, template_gone);
}

/* `room` is what is rehearsed, creation->original. */
static void rehearse(struct call *call, const struct room *room)
{
    struct creation *creation = call->own;
    creation->options.lang = (enum lang)room->workshop->title.source;
    creation->wish = (struct clone_wish){ .people = true, .polls = true, .plan = true };
    creation->rehearses = true;
    creation_start_from(call, creation->original, room);
}

/* A rehearsal begins again from what it rehearses, by whoever is of its staff too. */
static void rehearse_original(struct call *call, const struct room *room)
{
    const struct creation *creation = call->own;
    struct seat seat;
    bool has = registry_seat(call->endpoints->registry, call->session, creation->original, &seat);
    enum role role = has ? actor_of(room, seat.person, call_now(call)).role : ROLE_N;
    if (role == ROLE_FACILITATOR || role == ROLE_COFACILITATOR)
        rehearse(call, room);
    else
        call_refuse_code(call, CODE_FORBIDDEN);
}

void endpoint_rehearse(struct call *call, const struct room *room)
{
    const char *original = registry_note(call->endpoints->registry, call->param, "rehearsal_of");
    if (!has_place(call))
        return;
    struct creation *creation = creation_new(call, LANG_EN);
    const char *id = original == NULL ? call->param : original;
    assert(strlen(id) < sizeof creation->original);
    memcpy(creation->original, id, strlen(id) + 1);
    if (original == NULL)
        rehearse(call, room);
    else
        call_read(call, creation->original, rehearse_original);
}
