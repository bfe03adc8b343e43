/* fetch: commands written on revisions that memory has no more. The text of these cases is "a"; an "x" before it comes and goes many times. */
#include <inttypes.h>
#include <string.h>

#include "app/app.h"
#include "app/host.h"
#include "base/mem.h"
#include "support_app_http.h"

enum { LATER = LIMIT_WINDOW_OPS + 20 };     /* operations after the first: more than a window holds */

static struct host *host_of(struct fixture *fixture)
{
    enum hub_status status;
    return hub_host(fixture->world.app->hub, fixture->id, &status);
}

/* What the disk would say. */
static void tell_ops(struct world *world, struct store_job *job)
{
    (void)world;
    assert_int_equal(job->type, STORE_OPS);
    job->ops = mem_zero(job->question.max, sizeof *job->ops);
    job->n_found = job->question.max;
    for (size_t i = 0; i < job->n_found; i++) {
        int64_t rev = job->question.rev + 1 + (int64_t)i;
        job->ops[i] = (struct store_op){ .rev = rev, .seq = 1 };
        if (rev == 1 || rev % 2 == 0)
            ot_push(&job->ops[i].op, OT_INSERT, 0, rev == 1 ? "a" : "x");
        else
            ot_push(&job->ops[i].op, OT_DELETE, 1, NULL);
    }
}

static void tell_trouble(struct world *world, struct store_job *job)
{
    (void)world;
    job->result = STORE_IO;
}

/* An operation is missing among them. */
static void tell_damage(struct world *world, struct store_job *job)
{
    (void)world;
    job->result = STORE_DAMAGED;
}

/* Both only arrive: what arrives before a turn of the loop is one batch. */
static void write_as(struct fixture *fixture, conn_id conn, unsigned number, uint64_t row, int64_t rev, const char *op)
{
    char text[256];
    snprintf(text, sizeof text,
             "{\"t\":\"cmd\",\"n\":%u,\"do\":\"text.edit\",\"args\":{\"id\":%" PRIu64
             ",\"field\":\"title\",\"lang\":\"en\",\"rev\":%" PRId64 ",\"op\":%s}}",
             number, row, rev, op);
    gate_message(fixture->world.app, conn, text, strlen(text));
}

static void add_row(struct fixture *fixture, conn_id conn, unsigned number)
{
    char text[200];
    snprintf(text, sizeof text,
             "{\"t\":\"cmd\",\"n\":%u,\"do\":\"recommendation.create\",\"args\":{\"text\":{\"en\":\"Share\"}}}",
             number);
    gate_message(fixture->world.app, conn, text, strlen(text));
}

static void write_on(struct fixture *fixture, uint64_t row)
{
    char args[160];
    uint64_t result = 0;
    for (int i = 0; i < LATER; i++) {
        snprintf(args, sizeof args, "{\"id\":%" PRIu64 ",\"field\":\"title\",\"lang\":\"en\",\"rev\":%d,\"op\":[%s]}",
                 row, i + 1, i % 2 == 0 ? "\"x\"" : "{\"d\":1}");
        hub_run(fixture->world.app->hub, fixture->id, "text.edit", args, ran, &result);
        if (i % 20 == 19)
            world_settle(&fixture->world);
    }
    world_settle(&fixture->world);
}

static uint64_t old_text(struct fixture *fixture)
{
    uint64_t row = run(fixture, "action.create", "{\"title\":{\"en\":\"a\"}}");
    write_on(fixture, row);
    return row;
}

static const char *words_of(struct fixture *fixture, uint64_t row)
{
    const struct room *room = host_of(fixture)->room;
    const struct text *text = text_find(room, row, TEXT_TITLE, LANG_EN);
    assert_non_null(text);
    return text_words(room, text);
}

static uint64_t seq_of_ack(const struct fixture *fixture, conn_id conn, unsigned number)
{
    char start[64];
    snprintf(start, sizeof start, "{\"t\":\"ack\",\"n\":%u,\"seq\":", number);
    const char *at = strstr(heard(fixture, conn), start);
    assert_non_null(at);
    return strtoull(at + strlen(start), NULL, 10);
}

static void what_is_old_waits_and_nothing_overtakes_it(void **state)
{
    struct fixture *fixture = *state;
    char token[64] = "", late[64] = "";
    uint64_t row = old_text(fixture);
    (void)join(fixture, fixture->egypt, "Delegate", token);
    (void)join(fixture, fixture->egypt, "Late", late);
    enter(fixture, 1, fixture->token);
    enter(fixture, 2, token);
    fixture->world.history = tell_ops;
    fixture->world.hold_history = true;
    write_as(fixture, 1, 1, row, 1, "[1,\"z\"]");
    add_row(fixture, 1, 2);
    add_row(fixture, 2, 1);
    world_settle(&fixture->world);
    assert_true(host_of(fixture)->fetch.active);
    assert_int_equal(count_of(heard(fixture, 1), "\"t\":\"ack\""), 0);
    assert_int_equal(count_of(heard(fixture, 2), "\"t\":\"ack\""), 0);
    enter(fixture, 3, late);
    assert_non_null(strstr(heard(fixture, 3), "\"tag\":"));
    fixture->world.hold_history = false;
    world_settle(&fixture->world);
    uint64_t first = seq_of_ack(fixture, 1, 1);
    assert_int_equal(seq_of_ack(fixture, 1, 2), first + 1);
    assert_int_equal(seq_of_ack(fixture, 2, 1), first + 2);
    assert_string_equal(words_of(fixture, row), "az");
    assert_int_equal(fixture->world.n_history_jobs, 1);
}

static void who_waits_in_vain_comes_again(void **state)
{
    struct fixture *fixture = *state;
    char token[64] = "";
    uint64_t row = old_text(fixture);
    (void)join(fixture, fixture->egypt, "Delegate", token);
    enter(fixture, 1, fixture->token);
    enter(fixture, 2, token);
    fixture->world.history = tell_trouble;
    fixture->world.hold_history = true;
    write_as(fixture, 1, 1, row, 1, "[1,\"z\"]");
    add_row(fixture, 1, 2);
    add_row(fixture, 2, 1);
    world_settle(&fixture->world);
    fixture->world.hold_history = false;
    world_settle(&fixture->world);
    assert_int_equal(count_of(heard(fixture, 1), "\"code\":\"busy\""), 2);
    assert_int_equal(count_of(heard(fixture, 2), "\"t\":\"ack\""), 1);
    fixture->world.history = tell_ops;
    write_as(fixture, 1, 1, row, 1, "[1,\"z\"]");
    add_row(fixture, 1, 2);
    world_settle(&fixture->world);
    assert_int_equal(seq_of_ack(fixture, 1, 2), seq_of_ack(fixture, 1, 1) + 1);
    assert_string_equal(words_of(fixture, row), "az");
}

/* Its sender would wait for ever, with everything behind it. */
static void a_history_that_is_not_whole_holds_nobody_up(void **state)
{
    struct fixture *fixture = *state;
    uint64_t row = old_text(fixture);
    enter(fixture, 1, fixture->token);
    fixture->world.history = tell_damage;
    write_as(fixture, 1, 1, row, 1, "[1,\"z\"]");
    add_row(fixture, 1, 2);
    world_settle(&fixture->world);
    assert_int_equal(count_of(heard(fixture, 1), "\"code\":\"changed\""), 1);
    assert_int_equal(count_of(heard(fixture, 1), "\"t\":\"ack\",\"n\":2"), 1);
}

static void nobody_has_ever_more_fetched(void **state)
{
    struct fixture *fixture = *state;
    uint64_t row = old_text(fixture);
    struct host *host = host_of(fixture);
    enter(fixture, 1, fixture->token);
    fixture->world.history = tell_ops;
    write_as(fixture, 1, 1, row, 1, "[1,\"z\"]");
    world_settle(&fixture->world);
    assert_int_equal(count_of(heard(fixture, 1), "\"t\":\"ack\""), 1);
    struct allowance *allowance = map_get(&host->fetch.allowances, fixture->facilitator);
    assert_non_null(allowance);
    assert_true(allowance->ops < FETCH_OPS_MAX);
    allowance->ops = -FETCH_OPS_SECOND;
    write_as(fixture, 1, 2, row, 1, "[1,\"y\"]");
    world_settle(&fixture->world);
    assert_int_equal(count_of(heard(fixture, 1), "\"code\":\"busy\""), 1);
    assert_int_equal(fixture->world.n_history_jobs, 1);
    fixture->world.now += 2000;
    write_as(fixture, 1, 2, row, 1, "[1,\"y\"]");
    world_settle(&fixture->world);
    assert_int_equal(count_of(heard(fixture, 1), "\"t\":\"ack\""), 2);
}

static void who_may_not_write_makes_nobody_wait(void **state)
{
    struct fixture *fixture = *state;
    char token[64] = "", args[80];
    uint64_t row = old_text(fixture);
    uint64_t person = join(fixture, fixture->egypt, "Observer", token);
    snprintf(args, sizeof args, "{\"id\":%" PRIu64 ",\"role\":\"observer\"}", person);
    (void)run(fixture, "person.edit", args);
    enter(fixture, 1, token);
    fixture->world.history = tell_ops;
    write_as(fixture, 1, 1, row, 1, "[1,\"z\"]");
    world_settle(&fixture->world);
    assert_int_equal(count_of(heard(fixture, 1), "\"code\":\"forbidden\""), 1);
    assert_int_equal(fixture->world.n_history_jobs, 0);
}

static void what_was_applied_is_answered_from_memory(void **state)
{
    struct fixture *fixture = *state;
    uint64_t row = run(fixture, "action.create", "{\"title\":{\"en\":\"a\"}}");
    enter(fixture, 1, fixture->token);
    write_as(fixture, 1, 1, row, 1, "[1,\"z\"]");
    world_settle(&fixture->world);
    write_on(fixture, row);
    write_as(fixture, 1, 1, row, 1, "[1,\"z\"]");
    world_settle(&fixture->world);
    assert_int_equal(count_of(heard(fixture, 1), "{\"t\":\"ack\",\"n\":1,"), 2);
    assert_int_equal(fixture->world.n_history_jobs, 0);
}

static void a_stop_waits_for_the_disk(void **state)
{
    struct fixture *fixture = *state;
    uint64_t row = old_text(fixture);
    enter(fixture, 1, fixture->token);
    fixture->world.history = tell_ops;
    fixture->world.hold_history = true;
    write_as(fixture, 1, 1, row, 1, "[1,\"z\"]");
    world_settle(&fixture->world);
    app_stop(fixture->world.app);
    world_settle(&fixture->world);
    gate_closed(fixture->world.app, 1);
    world_settle(&fixture->world);
    assert_false(app_stopped(fixture->world.app));
    fixture->world.hold_history = false;
    world_settle(&fixture->world);
    assert_true(app_stopped(fixture->world.app));
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        room_case("P37 what was written on an old revision waits for the disk, and nothing overtakes it",
                  what_is_old_waits_and_nothing_overtakes_it),
        room_case("P14 who waits in vain is told to come again, with all that follows", who_waits_in_vain_comes_again),
        room_case("P40 a history that is not whole holds nobody up", a_history_that_is_not_whole_holds_nobody_up),
        room_case("P40 nobody has ever more history fetched", nobody_has_ever_more_fetched),
        room_case("C1 who may not write makes nobody wait for the disk", who_may_not_write_makes_nobody_wait),
        room_case("P15 what was applied is answered without the disk", what_was_applied_is_answered_from_memory),
        room_case("A server that stops waits for what is being fetched", a_stop_waits_for_the_disk),
    };
    return cmocka_run_group_tests(cases, NULL, NULL);
}
