/* endpoint_past: what was, over HTTP (PROTOCOL.md section 1): who is shown what of it. */
#include <inttypes.h>
#include <string.h>

#include "app/app.h"
#include "app/call.h"
#include "app/host.h"
#include "base/mem.h"
#include "support_app_http.h"

/* What the disk is made to say, and what it was asked. */
struct told {
    const struct store_change *changes;
    size_t n;
    bool more;
    enum store_result result;
    const struct room *room;            /* a replay gives a copy of it */
    struct store_question asked;
    uint64_t ids[64];
};

static void tell(struct world *world, struct store_job *job)
{
    struct told *told = world->told;
    told->asked = job->question;
    for (size_t i = 0; i < job->question.n_ids && i < 64; i++)
        told->ids[i] = job->question.ids[i];
    job->result = told->result;
    if (job->result != STORE_OK)
        return;
    if (job->type == STORE_REPLAY) {
        job->loaded = room_copy(told->room);
    } else if (job->type == STORE_OPS) {
        job->ops = mem_zero(1, sizeof *job->ops);
        job->n_found = 1;
        job->ops[0] = (struct store_op){ .rev = job->question.rev + 1, .seq = 7, .at = 1000, .actor = 3 };
        ot_push(&job->ops[0].op, OT_INSERT, 0, "Do");
    } else {
        job->found = mem_zero(told->n + 1, sizeof *job->found);
        job->n_found = told->n;
        for (size_t i = 0; i < told->n; i++) {
            job->found[i] = told->changes[i];
            job->found[i].verb = mem_copy_text(told->changes[i].verb);
            job->found[i].body = mem_copy_text(told->changes[i].body);
        }
    }
    job->more = told->more;
}

static const struct room *room_of(struct fixture *fixture)
{
    enum hub_status status;
    return hub_host(fixture->world.app->hub, fixture->id, &status)->room;
}

static void begin(struct fixture *fixture, struct told *told)
{
    fixture->world.history = tell;
    fixture->world.told = told;
    told->room = room_of(fixture);
}

static void get(struct fixture *fixture, const char *token, const char *what, uint64_t number, const char *query)
{
    char tail[64], path[128];
    snprintf(tail, sizeof tail, "%s%" PRIu64 "%s", what, number, query);
    ask(fixture, "GET", path_of(fixture, path, tail), token, NULL);
}

static bool says(const struct fixture *fixture, const char *what)
{
    return strstr(fixture->world.answer.body, what) != NULL;
}

static bool asked_for(const struct told *told, uint64_t id)
{
    for (size_t i = 0; i < told->asked.n_ids; i++)
        if (told->ids[i] == id)
            return true;
    return false;
}

static uint64_t text_id(struct fixture *fixture, uint64_t owner, uint8_t field, uint8_t lang)
{
    const struct text *text = text_find(room_of(fixture), owner, field, lang);
    assert_non_null(text);
    return text->e.id;
}

static uint64_t item_with_notes(struct fixture *fixture)
{
    return run(fixture, "item.create",
               "{\"title\":\"One\",\"day\":1,\"notes\":{\"en\":\"for all\"},\"staff_notes\":{\"en\":\"whisper\"}}");
}

static void operations_of_a_text(void **state)
{
    struct fixture *fixture = *state;
    struct told told = { 0 };
    char token[64] = "";
    (void)join(fixture, fixture->egypt, "Delegate", token);
    uint64_t action = run(fixture, "action.create", "{\"title\":{\"en\":\"Do\"}}");
    uint64_t text = text_id(fixture, action, TEXT_TITLE, LANG_EN);
    begin(fixture, &told);
    get(fixture, token, "text/", text, "?from=0");
    expect(fixture, 200, NULL);
    assert_true(says(fixture, "\"from\":0,\"ops\":[[7,1000,3,[\"Do\"]]],\"rev\":1,\"more\":false}"));
    get(fixture, token, "text/", text, "?from=2");
    expect(fixture, 400, "bad_argument");
    get(fixture, token, "text/", text, "?from=x");
    expect(fixture, 400, "bad_argument");
    get(fixture, token, "text/", action, "");
    expect(fixture, 404, "not_found");
    get(fixture, "", "text/", text, "");
    expect(fixture, 401, "no_account");
}

static void operations_of_staff_notes(void **state)
{
    struct fixture *fixture = *state;
    struct told told = { 0 };
    char token[64] = "";
    (void)join(fixture, fixture->egypt, "Delegate", token);
    uint64_t text = text_id(fixture, item_with_notes(fixture), TEXT_STAFF_NOTES, LANG_EN);
    begin(fixture, &told);
    get(fixture, token, "text/", text, "");
    expect(fixture, 404, "not_found");
    get(fixture, fixture->token, "text/", text, "");
    expect(fixture, 200, NULL);
}

static char verb_edit[] = "item.edit", verb_adopt[] = "action.adopt";
static char body_both[] = "{\"id\":5,\"minutes\":10,\"staff_notes\":{\"en\":\"whisper\"}}";
static char body_hidden[] = "{\"id\":5,\"staff_notes\":{\"en\":\"whisper\"}}";
static const struct store_change item_changes[] = {
    { .seq = 40, .at = 4000, .actor = 3, .result = 5, .verb = verb_edit, .body = body_both },
    { .seq = 39, .at = 3900, .actor = 3, .result = 5, .verb = verb_edit, .body = body_hidden },
    { .seq = 38, .at = 3800, .actor = 3, .result = 5, .verb = verb_adopt, .body = body_hidden },
    { .seq = 37, .at = 3700, .actor = 3, .result = 5, .verb = verb_edit, .body = NULL },
};

static void history_keeps_what_is_for_the_staff(void **state)
{
    struct fixture *fixture = *state;
    struct told told = { .changes = item_changes, .n = 4, .more = true };
    char token[64] = "";
    (void)join(fixture, fixture->egypt, "Delegate", token);
    uint64_t item = item_with_notes(fixture);
    begin(fixture, &told);
    get(fixture, token, "history/", item, "?before=41");
    expect(fixture, 200, NULL);
    assert_false(says(fixture, "whisper") || says(fixture, "staff_notes"));
    assert_true(says(
        fixture, "{\"seq\":40,\"at\":4000,\"person\":3,\"verb\":\"item.edit\",\"args\":{\"id\":5,\"minutes\":10}}"));
    assert_false(says(fixture, "\"seq\":39"));
    assert_true(says(fixture, "\"verb\":\"action.adopt\",\"args\":{}}"));
    assert_true(says(fixture, "{\"seq\":37,\"at\":3700,\"person\":3,\"verb\":\"item.edit\",\"args\":{}}"));
    assert_true(says(fixture, "\"more\":true,\"before\":37}"));
    assert_int_equal(told.asked.before, 41);
    assert_true(asked_for(&told, item));
    assert_true(asked_for(&told, text_id(fixture, item, TEXT_NOTES, LANG_EN)));
    assert_false(asked_for(&told, text_id(fixture, item, TEXT_STAFF_NOTES, LANG_EN)));
    get(fixture, fixture->token, "history/", item, "");
    assert_true(says(fixture, "\"seq\":39") && says(fixture, "whisper"));
    assert_true(asked_for(&told, text_id(fixture, item, TEXT_STAFF_NOTES, LANG_EN)));
}

static void history_of_a_row(void **state)
{
    struct fixture *fixture = *state;
    struct told told = { 0 };
    char args[128];
    uint64_t kept = run(fixture, "action.create", "{\"title\":{\"en\":\"Do\"}}");
    uint64_t other = run(fixture, "action.create", "{\"title\":{\"en\":\"Do it\"}}");
    snprintf(args, sizeof args, "{\"of\":%" PRIu64 ",\"type\":\"comment\",\"text\":\"Why?\"}", kept);
    uint64_t remark = run(fixture, "remark.create", args);
    snprintf(args, sizeof args, "{\"id\":%" PRIu64 ",\"other\":%" PRIu64 "}", kept, other);
    uint64_t merged = text_id(fixture, other, TEXT_TITLE, LANG_EN);
    (void)run(fixture, "row.merge", args);
    begin(fixture, &told);
    get(fixture, fixture->token, "history/", kept, "");
    expect(fixture, 200, NULL);
    assert_true(asked_for(&told, kept) && asked_for(&told, other) && asked_for(&told, remark));
    assert_true(asked_for(&told, text_id(fixture, kept, TEXT_TITLE, LANG_EN)));
    assert_true(asked_for(&told, merged));
    get(fixture, fixture->token, "history/", other, "");
    expect(fixture, 200, NULL);
    assert_true(asked_for(&told, other) && asked_for(&told, merged));
}

static void what_has_no_history_to_ask_for(void **state)
{
    struct fixture *fixture = *state;
    struct told told = { 0 };
    uint64_t poll = run(fixture, "poll.create", "{\"question\":\"Which?\"}");
    begin(fixture, &told);
    get(fixture, fixture->token, "history/", poll, "");
    expect(fixture, 404, "not_found");
    get(fixture, fixture->token, "history/", fixture->facilitator, "");
    expect(fixture, 404, "not_found");
    get(fixture, fixture->token, "history/", 0, "");
    expect(fixture, 404, "not_found");
    get(fixture, fixture->token, "history/", poll, "?before=-1");
    expect(fixture, 400, "bad_argument");
    assert_int_equal(fixture->world.n_history_jobs, 0);
}

static void the_past_is_seen_as_the_present_is(void **state)
{
    struct fixture *fixture = *state;
    struct told told = { 0 };
    char token[64] = "";
    (void)join(fixture, fixture->egypt, "Delegate", token);
    (void)item_with_notes(fixture);
    (void)run(fixture, "action.create", "{\"title\":{\"en\":\"Do\"}}");
    begin(fixture, &told);
    get(fixture, token, "past?seq=", 5, "");
    expect(fixture, 200, NULL);
    assert_int_equal(told.asked.seq, 5);
    assert_true(says(fixture, "\"set\":[{\"k\":") && says(fixture, "\"text\":\"Do\"") && says(fixture, "for all"));
    assert_false(says(fixture, "whisper"));
    get(fixture, fixture->token, "past?time=", 1700000000000, "");
    assert_int_equal(told.asked.at, 1700000000000);
    assert_true(says(fixture, "whisper"));
    get(fixture, token, "export?format=json&lang=en&at=", 5, "");
    expect(fixture, 200, NULL);
    assert_true(says(fixture, "notes 0") && says(fixture, " past"));
    assert_int_equal(told.asked.seq, 5);
}

static void the_past_has_its_limits(void **state)
{
    struct fixture *fixture = *state;
    struct told told = { 0 };
    char one[64] = "", other[64] = "";
    (void)join(fixture, fixture->egypt, "One", one);
    (void)join(fixture, fixture->egypt, "Other", other);
    uint64_t row = run(fixture, "action.create", "{\"title\":{\"en\":\"Do\"}}");
    begin(fixture, &told);
    get(fixture, fixture->token, "past?seq=", told.room->seq + 1, "");
    expect(fixture, 404, "no_past");
    get(fixture, fixture->token, "past?seq=1&time=", 1, "");
    expect(fixture, 400, "bad_argument");
    get(fixture, fixture->token, "export?at=", told.room->seq + 1, "");
    expect(fixture, 404, "no_past");
    told.result = STORE_MISSING;
    get(fixture, fixture->token, "past?time=", 1, "");
    expect(fixture, 404, "no_past");
    told.result = STORE_SLOW;
    get(fixture, fixture->token, "past?seq=", 1, "");
    expect(fixture, 503, "too_slow");
    told.result = STORE_OK;
    fixture->world.hold_history = true;
    get(fixture, fixture->token, "past?seq=", 1, "");
    assert_int_equal(fixture->world.answer.status, 0);
    get(fixture, fixture->token, "past?seq=", 1, "");
    expect(fixture, 503, "too_slow");
    get(fixture, one, "past?seq=", 1, "");
    assert_int_equal(fixture->world.answer.status, 0);
    get(fixture, other, "past?seq=", 1, "");
    expect(fixture, 503, "too_slow");
    for (int i = 0; i < ENDPOINT_READS_MAX; i++)
        get(fixture, other, "history/", row, "");
    assert_int_equal(fixture->world.answer.status, 0);
    get(fixture, other, "history/", row, "");
    expect(fixture, 503, "too_slow");
    fixture->world.hold_history = false;
    world_settle(&fixture->world);
    get(fixture, fixture->token, "past?seq=", 1, "");
    expect(fixture, 200, NULL);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        room_case("P35 operations of a text are told to persons of the room", operations_of_a_text),
        room_case("F3 operations of staff notes are told to the staff alone", operations_of_staff_notes),
        room_case("F3 history keeps what is for the staff from the others", history_keeps_what_is_for_the_staff),
        room_case("The history of a row is that of its texts, remarks and merged rows too", history_of_a_row),
        room_case("Polls, ballots and persons have no history to ask for", what_has_no_history_to_ask_for),
        room_case("F3 the past is seen as the present is", the_past_is_seen_as_the_present_is),
        room_case("The past has its limits, each with a sentence", the_past_has_its_limits),
    };
    return cmocka_run_group_tests(cases, NULL, NULL);
}
