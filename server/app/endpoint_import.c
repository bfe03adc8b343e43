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
        json_key(json, "more");
        json_uint(json, intake->more);
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
    hub_run_all(call->endpoints->hub, call->param, intake->commands, intake->n_commands, intake_done, call);
}

static bool is_dry(const struct call *call)
{
    return query_is_on(call, "dry");
}

/* After intake_finish. */
static void intake_end(struct call *call)
{
    const struct intake *intake = call->own;
    if (intake->rows.full || intake->new_delegations.full)
        call_refuse_code(call, CODE_LIMIT);
    else if (intake->sheet.n_errors > 0 && !is_dry(call))
        call_refuse_with_more(call, 400, "bad_rows", write_intake);
    else if (is_dry(call) || intake->n_commands == 0)
        intake_answer(call);
    else
        intake_run(call);
}

void endpoint_import_people(struct call *call, const struct room *room)
{
    struct intake *intake = intake_begin(call, room);
    intake_people(intake, call->text, call->text_n);
    intake_finish(intake);
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
    intake_finish(intake);
    intake_end(call);
}

enum { TRIES_MAX = 3 };

/*
 * A plan being taken in. Taking a file apart takes a while, and so does looking for what it changes: a worker does both, on a copy of the
 * room. What came of it is run only in a room that is still as the copy was. Where people went on working it is tried once more, and the
 * room takes no command meanwhile.
 */
struct taking {
    struct call *call;
    struct grid grid;
    enum grid_fault fault;
    bool no_plan;                   /* of JSON: there is no list of rows in it, or a longer one than a plan can have */
    struct room_copying *copying;   /* what it is tried on, complete */
    uint8_t chain[HASH_BYTES];      /* of that room */
    struct import_options options;
    struct intake *intake;          /* what came of it */
    unsigned tries;
    bool holds;                     /* the room waits (hub_hold) */
};

static void taking_drop(void *own)
{
    struct taking *taking = own;
    if (taking->holds)
        hub_release(taking->call->endpoints->hub, taking->call->param);
    grid_free(&taking->grid);
    room_copying_free(taking->copying);
    if (taking->intake != NULL)
        intake_drop(taking->intake);
    mem_free(taking);
}

static void plan_unpack(struct work *work)
{
    const struct call *call = call_of_work(work);
    struct taking *taking = call->own;
    taking->fault = call->sent == CARRIES_CSV ? grid_read_csv(&taking->grid, call->text, call->text_n)
                                              : grid_read_xlsx(&taking->grid, call->text, call->text_n, PLAN_SHEET_KEY);
}

static void plan_try(struct work *work)
{
    const struct call *call = call_of_work(work);
    struct taking *taking = call->own;
    struct room *room = room_copying_take(taking->copying);
    struct intake *intake = mem_zero(1, sizeof *intake);
    taking->copying = NULL;
    taking->intake = intake;
    /* The copy may be younger than the first of its pieces. */
    if (taking->options.at < room->at)
        taking->options.at = room->at;
    memcpy(taking->chain, room->chain, sizeof taking->chain);
    intake_init(intake, room, &taking->options);
    intake->facilitator = is_facilitator(call);
    if (call->sent == CARRIES_JSON)
        taking->no_plan = !intake_plan_json(intake, body_tree(call->body));
    else if (taking->fault == GRID_FINE)
        intake_plan(intake, &taking->grid);
    else
        intake_plan_unread(intake, &taking->grid, taking->fault);
    intake_finish(intake);
    room_free(room);
}

static void plan_end(struct call *call)
{
    struct taking *taking = call->own;
    call->own = taking->intake;
    call->own_free = intake_drop;
    taking->intake = NULL;
    taking_drop(taking);
    intake_end(call);
}

static void plan_copy(struct call *call, const struct room *room);

/* Nothing has happened in the room since; or it is tried again, and now nothing will. */
static void plan_run(struct call *call, const struct room *room)
{
    struct taking *taking = call->own;
    if (memcmp(taking->chain, room->chain, sizeof taking->chain) == 0) {
        plan_end(call);
        return;
    }
    if (++taking->tries == TRIES_MAX) {
        call_refuse_code(call, CODE_BUSY);
        return;
    }
    if (!taking->holds)
        hub_hold(call->endpoints->hub, call->param);
    taking->holds = true;
    intake_drop(taking->intake);
    taking->intake = NULL;
    plan_copy(call, room);
}

static void plan_tried(struct call *call)
{
    const struct taking *taking = call->own;
    if (taking->no_plan)
        call_refuse(call, 400, "no_plan");
    else if (is_dry(call) || taking->intake->n_commands == 0)
        plan_end(call);
    else
        call_read(call, call->param, plan_run);
}

static void plan_copied(struct call *call)
{
    struct taking *taking = call->own;
    taking->copying = call->copying;
    call->copying = NULL;
    if (!call_work(call, plan_try, plan_tried))
        call_refuse_code(call, CODE_BUSY);
}

static void plan_copy(struct call *call, const struct room *room)
{
    struct taking *taking = call->own;
    taking->options = options_of(call, room);
    call_copy(call, call->param, room, plan_copied);
}

static void plan_unpacked(struct call *call)
{
    call_read(call, call->param, plan_copy);
}

void endpoint_import_plan(struct call *call, const struct room *room)
{
    struct taking *taking = call_own(call, sizeof *taking, taking_drop);
    taking->call = call;
    if (call->sent == CARRIES_JSON)
        plan_copy(call, room);
    else if (!call_work(call, plan_unpack, plan_unpacked))
        call_refuse_code(call, CODE_BUSY);
}
