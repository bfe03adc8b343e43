/* endpoint_import: lists of people, agendas and plans into a workshop that is there already, with a dry run (P43 to P45). */
#include <assert.h>
#include <string.h>

#include "app/call.h"
#include "app/grid.h"
#include "app/intake.h"
#include "app/plan_sheet.h"
#include "base/mem.h"

static void intake_drop(void *own)
{
    intake_free(own);
    mem_free(own);
}

static bool query_is_on(const struct call *call, const char *name)
{
    uint64_t value;
    return query_number(call->query, name, &value) == QUERY_GIVEN && value == 1;
}

static struct import_options options_of(const struct call *call, const struct room *room)
{
    return (struct import_options){
        .at = call_now(call) < room->at ? room->at : call_now(call),
        .random = call->endpoints->platform->random,
        .lang = LANG_EN,
    };
}

static bool is_facilitator(const struct call *call)
{
    return call->actor.role == ROLE_FACILITATOR;
}

static struct intake *intake_begin(struct call *call, const struct room *room)
{
    const struct import_options options = options_of(call, room);
    struct intake *intake = call_own(call, sizeof *intake, intake_drop);
    intake_init(intake, room, &options);
    intake->facilitator = is_facilitator(call);
    intake->delegations = query_is_on(call, "delegations");
    intake->replace = query_is_on(call, "replace");
    return intake;
}

static void write_intake(struct json *json, const void *own)
{
    const struct intake *intake = own;
    const bool done = intake->sheet.n_errors == 0;
    json_key(json, "rows");
    json_raw(json, intake->rows.data, intake->rows.len);
    if (intake->of_people) {
        struct buf names;
        buf_init(&names, intake->new_delegations.len + 2);
        buf_char(&names, '[');
        buf_add(&names, intake->new_delegations.data, intake->new_delegations.len);
        buf_char(&names, ']');
        json_key(json, "delegations");
        json_raw(json, names.data, names.len);
        buf_free(&names);
    }
    sheet_write_errors(&intake->sheet, json);
    if (intake->of_plan)
        sheet_write_notes(&intake->sheet, json);
    json_key(json, "created");
    json_uint(json, done ? intake->created : 0);
    if (intake->of_plan) {
        json_key(json, "changed");
        json_uint(json, done ? intake->changed : 0);
    }
}

static void intake_answer(struct call *call)
{
    struct json *json = call_begin(call);
    write_intake(json, call->own);
    call_answer(call);
}

static void intake_done(void *context, enum hub_status status, const struct outcome *outcome)
{
    struct call *call = context;
    if (status == HUB_OK && outcome->code == CODE_OK)
        intake_answer(call);
    else if (status == HUB_OK)
        call_refuse_code(call, outcome->code);
    else
        call_refuse_code(call, status == HUB_STORAGE ? CODE_STORAGE : CODE_BUSY);
}

/* What was tried on the copy is run in the room itself, before anything else is. */
static void intake_run(struct call *call)
{
    struct intake *intake = call->own;
    const size_t n = intake->import.n;
    struct command *commands = mem_zero(n, sizeof *commands);
    for (size_t i = 0; i < n; i++) {
        const struct change *change = &intake->import.changes[i];
        const enum code code = codec_command(&commands[i], change->verb, change->body, strlen(change->body), LANG_EN);
        assert(code == CODE_OK);
    }
    hub_run_all(call->endpoints->hub, call->param, commands, n, intake_done, call);
    mem_free(commands);
}

static void intake_end(struct call *call)
{
    const struct intake *intake = call->own;
    const bool dry = query_is_on(call, "dry");
    if (intake->rows.full || intake->new_delegations.full)
        call_refuse_code(call, CODE_LIMIT);
    else if (intake->sheet.n_errors > 0 && !dry)
        call_refuse_with_more(call, 400, "bad_rows", write_intake);
    else if (dry || intake->import.n == 0)
        intake_answer(call);
    else
        intake_run(call);
}

void endpoint_import_people(struct call *call, const struct room *room)
{
    intake_people(intake_begin(call, room), call->text, call->text_n);
    intake_end(call);
}

void endpoint_import_agenda(struct call *call, const struct room *room)
{
    struct intake *intake = intake_begin(call, room);
    if (call->body == NULL)
        intake_agenda(intake, call->text, call->text_n);
    else if (!intake_agenda_json(intake, call->text, call->text_n)) {
        call_refuse(call, 400, "missing");
        return;
    }
    intake_end(call);
}

/* A sheet being read on a worker: taking a file apart takes a while, and so does looking for what it changes, where that is all. */
struct unpacking {
    struct grid grid;
    const char *text;
    size_t n;
    bool is_csv;
    enum grid_fault fault;
    struct room_copying *copying;   /* of a dry run: what it is compared with, complete */
    struct import_options options;
    bool facilitator;
    struct intake *intake;          /* what came of it */
};

static void unpacking_drop(void *own)
{
    struct unpacking *unpacking = own;
    grid_free(&unpacking->grid);
    room_copying_free(unpacking->copying);
    if (unpacking->intake != NULL)
        intake_drop(unpacking->intake);
    mem_free(unpacking);
}

static void plan_unpack(struct work *work)
{
    struct unpacking *unpacking = call_of_work(work)->own;
    unpacking->fault = unpacking->is_csv
                           ? grid_read_csv(&unpacking->grid, unpacking->text, unpacking->n)
                           : grid_read_xlsx(&unpacking->grid, unpacking->text, unpacking->n, PLAN_SHEET_KEY);
}

/* The room as it is now, which may be later than when the file came. */
static void plan_compare(struct call *call, const struct room *room)
{
    struct unpacking *unpacking = call->own;
    call->own = NULL;
    call->own_free = NULL;
    struct intake *intake = intake_begin(call, room);
    if (unpacking->fault == GRID_FINE)
        intake_plan(intake, &unpacking->grid);
    else
        intake_plan_unread(intake, &unpacking->grid, unpacking->fault);
    unpacking_drop(unpacking);
    intake_end(call);
}

/* A dry run changes nothing, so it may be about a copy; all but the answer is the worker's. */
static void preview_run(struct work *work)
{
    struct unpacking *unpacking = call_of_work(work)->own;
    struct room *room = room_copying_take(unpacking->copying);
    struct intake *intake = mem_zero(1, sizeof *intake);
    unpacking->copying = NULL;
    unpacking->intake = intake;
    intake_init(intake, room, &unpacking->options);
    intake->facilitator = unpacking->facilitator;
    intake_plan(intake, &unpacking->grid);
    import_free(&intake->import);
    intake->room = NULL;
    room_free(room);
}

static void preview_done(struct call *call)
{
    struct unpacking *unpacking = call->own;
    call->own = unpacking->intake;
    call->own_free = intake_drop;
    unpacking->intake = NULL;
    unpacking_drop(unpacking);
    intake_end(call);
}

static void preview_copied(struct call *call)
{
    struct unpacking *unpacking = call->own;
    unpacking->copying = call->copying;
    call->copying = NULL;
    if (!call_work(call, preview_run, preview_done))
        call_refuse_code(call, CODE_BUSY);
}

static void plan_preview(struct call *call, const struct room *room)
{
    struct unpacking *unpacking = call->own;
    unpacking->options = options_of(call, room);
    unpacking->facilitator = is_facilitator(call);
    call_copy(call, call->param, room, preview_copied);
}

static void plan_unpacked(struct call *call)
{
    const struct unpacking *unpacking = call->own;
    const bool preview = unpacking->fault == GRID_FINE && query_is_on(call, "dry");
    call_read(call, call->param, preview ? plan_preview : plan_compare);
}

static void plan_compare_json(struct call *call, const struct room *room)
{
    if (intake_plan_json(intake_begin(call, room), body_tree(call->body)))
        intake_end(call);
    else
        call_refuse(call, 400, "no_plan"); /* or one of more rows than a plan can have */
}

void endpoint_import_plan(struct call *call, const struct room *room)
{
    if (call->sent == CARRIES_JSON) {
        plan_compare_json(call, room);
        return;
    }
    struct unpacking *unpacking = call_own(call, sizeof *unpacking, unpacking_drop);
    unpacking->text = call->text;
    unpacking->n = call->text_n;
    unpacking->is_csv = call->sent == CARRIES_CSV;
    if (!call_work(call, plan_unpack, plan_unpacked))
        call_refuse_code(call, CODE_BUSY);
}
