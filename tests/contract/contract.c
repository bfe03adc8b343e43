/* contract: see contract.h. */
#include "test.h"

#include "contract_steps.h"

#include <string.h>

#include "base/mem.h"

/* A closed workshop has nothing on stage, and nothing to take back. */
static bool is_empty_when_closed(enum kind kind, const char *field)
{
    return kind == KIND_WORKSHOP && (strcmp(field, "item") == 0 || strcmp(field, "undo_at") == 0);
}

/* Receipts are of secret polls, whose ballots come another way. */
static bool is_never_filled(enum kind kind, const char *field)
{
    return kind == KIND_ROLL && strcmp(field, "receipts") == 0;
}

static void has_every_field(const struct room *room)
{
    for (int kind = KIND_NONE + 1; kind < KIND_N; kind++) {
        const struct kind_info *info = kind_info((enum kind)kind);
        assert_true(room->live[kind].n > 0);
        for (size_t i = 0; i < info->n_fields; i++) {
            bool filled = false;
            for (size_t j = 0; j < room->live[kind].n; j++)
                filled = filled || !field_is_empty(&info->fields[i], room->live[kind].v[j]);
            if (!filled && !is_empty_when_closed((enum kind)kind, info->fields[i].name) &&
                !is_never_filled((enum kind)kind, info->fields[i].name))
                fail_msg("the script leaves %s.%s empty", info->name, info->fields[i].name);
        }
    }
}

static void test_create_and_load(void **state)
{
    struct subject *subject = *state;
    struct script script;
    script_init(&script, 1);
    script_everything(&script);
    has_every_field(script.room);
    assert_int_equal(subject_write(subject, STORE_CREATE, "all", &script), STORE_OK);
    subject_assert_durable(subject, "all", script.room);
    subject->reopen(subject);
    subject_assert_durable(subject, "all", script.room);
    assert_int_equal(subject_simple(subject, STORE_CLOSE, "all"), STORE_OK);
    subject_assert_durable(subject, "all", script.room);
    script_free(&script);
}

static void test_commit_by_commit(void **state)
{
    struct subject *subject = *state;
    struct script script;
    uint64_t former = 0;
    script_init(&script, 1);
    uint64_t person = script_begin(&script);
    assert_int_equal(subject_write(subject, STORE_CREATE, "steps", &script), STORE_OK);
    for (int i = 0; i < 5; i++) {
        uint64_t theme = script_theme(&script, person, "thème");
        script_theme(&script, person, "autre");
        if (former != 0)
            script_remove(&script, person, "theme.remove", former);
        former = theme;
        assert_int_equal(subject_write(subject, STORE_COMMIT, "steps", &script), STORE_OK);
        subject_assert_durable(subject, "steps", script.room);
    }
    script_free(&script);
}

static void test_removed_in_the_same_commit(void **state)
{
    struct subject *subject = *state;
    struct script script;
    script_init(&script, 1);
    uint64_t person = script_begin(&script);
    uint64_t theme = script_theme(&script, person, "bref");
    script_remove(&script, person, "theme.remove", theme);
    assert_int_equal(subject_write(subject, STORE_CREATE, "brief", &script), STORE_OK);
    struct room *room = subject_load(subject, "brief");
    struct entity *gone = map_get(&room->entities, theme);
    assert_non_null(gone);
    assert_true(gone->removed && gone->kind == KIND_THEME && gone->seq == room->seq);
    assert_int_equal(room->last_id, theme);
    room_free(room);
    script_free(&script);
}

/* The same command with the same number on what was loaded: the first result again. */
static void assert_repeats(struct room *room, uint64_t person, uint64_t number, const char *title, enum code code)
{
    struct origin origin = { .number = number };
    struct command cmd = { .verb = verb_of("theme.create"), .present = 1 };
    struct change change;
    uint8_t salt[SALT_BYTES] = { 0 };
    uint64_t seq = room->seq;
    memset(origin.client, 1, sizeof(origin.client));
    cmd.u.entity.theme.title.text[LANG_FR] = mem_copy_text(title);
    struct actor actor = actor_of(room, person, room->at);
    struct outcome outcome = history_run(room, &actor, &origin, &cmd, salt, &change);
    assert_int_equal(outcome.code, code);
    assert_true(code != CODE_OK || (outcome.repeat && outcome.seq == seq && outcome.result == room->last_id));
    assert_true(room->seq == seq);
}

static void test_exactly_once(void **state)
{
    struct subject *subject = *state;
    struct script script;
    script_init(&script, 1);
    uint64_t person = script_begin(&script);
    script_theme(&script, person, "premier");
    script_theme(&script, person, "second");
    assert_int_equal(subject_write(subject, STORE_CREATE, "once", &script), STORE_OK);
    subject->reopen(subject);
    struct room *room = subject_load(subject, "once");
    assert_repeats(room, person, 2, "second", CODE_OK);
    assert_repeats(room, person, 2, "autre", CODE_REUSED);
    assert_int_equal(history_last(room, script.origin.client), 2);
    room_free(room);
    script_free(&script);
}

static void test_failed_commit(void **state)
{
    struct subject *subject = *state;
    struct script script;
    script_init(&script, 1);
    uint64_t person = script_begin(&script);
    assert_int_equal(subject_write(subject, STORE_CREATE, "fails", &script), STORE_OK);
    char *before = script_dump(script.room);
    for (int i = 0; i < 50; i++)
        script_theme(&script, person, "perdu");
    subject->set_failing(subject, true);
    enum store_result result = subject_write(subject, STORE_COMMIT, "fails", &script);
    subject->set_failing(subject, false);
    assert_true(result == STORE_FULL || result == STORE_IO);
    struct room *room = subject_load(subject, "fails");
    char *after = script_dump(room);
    assert_string_equal(before, after);
    mem_free(before);
    mem_free(after);
    script_free(&script);

    /* And it goes on from there. */
    script_init(&script, 2);
    room_free(script.room);
    script.room = room;
    script.at = room->at;
    script_theme(&script, person, "retrouvé");
    assert_int_equal(subject_write(subject, STORE_COMMIT, "fails", &script), STORE_OK);
    subject_assert_durable(subject, "fails", script.room);
    script_free(&script);
}

static void test_failed_create(void **state)
{
    struct subject *subject = *state;
    struct script script;
    script_init(&script, 1);
    script_everything(&script);
    subject->set_failing(subject, true);
    enum store_result result = subject_write(subject, STORE_CREATE, "never", &script);
    subject->set_failing(subject, false);
    assert_true(result == STORE_FULL || result == STORE_IO);
    assert_int_equal(subject_simple(subject, STORE_LOAD, "never"), STORE_MISSING);
    assert_int_equal(subject_write(subject, STORE_CREATE, "never", &script), STORE_OK);
    subject_assert_durable(subject, "never", script.room);
    script_free(&script);
}

static void test_many_rooms(void **state)
{
    enum { ROOMS = 12, COMMITS = 6 };
    struct subject *subject = *state;
    struct script scripts[ROOMS];
    struct store_job jobs[ROOMS];
    struct waiting waiting[ROOMS];
    uint64_t person[ROOMS];
    char id[ROOMS][WORKSHOP_ID_MAX + 1];
    for (int i = 0; i < ROOMS; i++) {
        snprintf(id[i], sizeof(id[i]), "room%d", i);
        script_init(&scripts[i], (uint8_t)(i + 1));
        person[i] = script_begin(&scripts[i]);
        assert_int_equal(subject_write(subject, STORE_CREATE, id[i], &scripts[i]), STORE_OK);
    }
    for (int c = 0; c < COMMITS; c++) {
        memset(waiting, 0, sizeof(waiting));
        for (int i = 0; i < ROOMS; i++) {
            script_theme(&scripts[i], person[i], id[i]);
            jobs[i] = subject_job(STORE_COMMIT, id[i], &waiting[i]);
            subject_give(&jobs[i], &scripts[i]);
            subject_submit(subject, &jobs[i]);
        }
        for (int i = 0; i < ROOMS; i++) {
            subject_wait(subject, &waiting[i]);
            assert_int_equal(jobs[i].result, STORE_OK);
            script_commit_done(&scripts[i]);
        }
    }
    subject->reopen(subject);
    for (int i = 0; i < ROOMS; i++) {
        subject_assert_durable(subject, id[i], scripts[i].room);
        script_free(&scripts[i]);
    }
}

static void test_order_in_a_room(void **state)
{
    struct subject *subject = *state;
    struct script script;
    unsigned counter = 0;
    struct waiting waiting[4] = {
        { .counter = &counter }, { .counter = &counter }, { .counter = &counter }, { .counter = &counter }
    };
    script_init(&script, 1);
    script_theme(&script, script_begin(&script), "ordre");
    struct store_job jobs[4] = { subject_job(STORE_CREATE, "order", &waiting[0]),
                                 subject_job(STORE_LOAD, "order", &waiting[1]),
                                 subject_job(STORE_CLOSE, "order", &waiting[2]),
                                 subject_job(STORE_LOAD, "order", &waiting[3]) };
    subject_give(&jobs[0], &script);
    for (int i = 0; i < 4; i++)
        subject_submit(subject, &jobs[i]);
    for (int i = 0; i < 4; i++) {
        subject_wait(subject, &waiting[i]);
        assert_int_equal(jobs[i].result, STORE_OK);
        assert_int_equal(waiting[i].order, i + 1);
    }
    subject_assert_same(jobs[1].loaded, script.room);
    subject_assert_same(jobs[3].loaded, script.room);
    room_free(jobs[1].loaded);
    room_free(jobs[3].loaded);
    script_free(&script);
}

static void test_missing_and_existing(void **state)
{
    static const char *const wrong[] = { "", "../all", "a/b", "a.b", "Upper", "a b", "a\nb", "-", "\xc3\xa9" };
    struct subject *subject = *state;
    struct script script;
    script_init(&script, 1);
    script_begin(&script);
    assert_int_equal(subject_simple(subject, STORE_LOAD, "nowhere"), STORE_MISSING);
    assert_int_equal(subject_simple(subject, STORE_CLOSE, "nowhere"), STORE_OK);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        assert_int_equal(subject_simple(subject, STORE_LOAD, wrong[i]), STORE_MISSING);
        assert_int_equal(subject_write(subject, STORE_CREATE, wrong[i], &script), STORE_MISSING);
    }
    assert_int_equal(subject_write(subject, STORE_CREATE, "abcdefghijklmnopqrstuvwx", &script), STORE_OK);
    struct script other;
    script_init(&other, 2);
    script_begin(&other);
    assert_int_equal(subject_write(subject, STORE_CREATE, "abcdefghijklmnopqrstuvwx", &other), STORE_EXISTS);
    subject_assert_durable(subject, "abcdefghijklmnopqrstuvwx", script.room);
    script_free(&other);
    script_free(&script);
}

static void test_checkpoint_beside_commits(void **state)
{
    struct subject *subject = *state;
    struct script script;
    script_init(&script, 1);
    uint64_t person = script_begin(&script);
    assert_int_equal(subject_write(subject, STORE_CREATE, "fold", &script), STORE_OK);
    for (int i = 0; i < 10; i++) {
        struct waiting waiting[2] = { 0 };
        struct store_job jobs[2] = { subject_job(STORE_CHECKPOINT, "fold", &waiting[0]),
                                     subject_job(STORE_COMMIT, "fold", &waiting[1]) };
        script_theme(&script, person, "pli");
        subject_give(&jobs[1], &script);
        subject_submit(subject, &jobs[0]);
        subject_submit(subject, &jobs[1]);
        subject_wait(subject, &waiting[0]);
        subject_wait(subject, &waiting[1]);
        assert_int_equal(jobs[0].result, STORE_OK);
        assert_int_equal(jobs[1].result, STORE_OK);
        script_commit_done(&script);
    }
    assert_int_equal(subject_simple(subject, STORE_CLOSE, "fold"), STORE_OK);
    subject->reopen(subject);
    subject_assert_durable(subject, "fold", script.room);
    script_free(&script);
}

static struct registry_row row_of(enum registry_table table, uint8_t salt)
{
    struct registry_row row = {
        .table = table, .id = 7u + salt, .ref = 9, .number = 1, .at = 1700000000123, .until = 5
    };
    memset(row.hash, salt, sizeof(row.hash));
    snprintf(row.workshop, sizeof(row.workshop), "ws%u", salt);
    snprintf(row.name, sizeof(row.name), "nom \u0627\u0633\u0645 %u", salt);
    snprintf(row.text, sizeof(row.text), "ABCD%u", salt);
    return row;
}

static enum store_result shelve(struct subject *subject, const char *name, const char *json)
{
    struct store_job job = subject_job(STORE_SHELVE, "", NULL);
    snprintf(job.name, sizeof(job.name), "%s", name);
    job.json = json;
    job.json_n = strlen(json);
    return subject_run(subject, &job);
}

static enum store_result unshelve(struct subject *subject, const char *name)
{
    struct store_job job = subject_job(STORE_UNSHELVE, "", NULL);
    snprintf(job.name, sizeof(job.name), "%s", name);
    return subject_run(subject, &job);
}

/* "name=text;" of all templates, in their order. */
static void assert_shelf(struct subject *subject, const char *wanted)
{
    char all[200] = "";
    size_t used = 0;
    struct store_job job = subject_job(STORE_SHELF, "", NULL);
    assert_int_equal(subject_run(subject, &job), STORE_OK);
    for (size_t i = 0; i < job.n_found; i++) {
        assert_int_equal(job.shelf[i].n, strlen(job.shelf[i].json));
        used += (size_t)snprintf(all + used, sizeof(all) - used, "%s=%s;", job.shelf[i].name, job.shelf[i].json);
    }
    store_job_clear(&job);
    assert_string_equal(all, wanted);
}

static void test_shelf(void **state)
{
    struct subject *subject = *state;
    assert_shelf(subject, "");
    assert_int_equal(shelve(subject, "series", "{1}"), STORE_OK);
    assert_int_equal(shelve(subject, "a-b", "{}"), STORE_OK);
    assert_int_equal(shelve(subject, "series", "{\u00e9}"), STORE_OK);
    assert_shelf(subject, "a-b={};series={\u00e9};");
    subject->reopen(subject);
    assert_shelf(subject, "a-b={};series={\u00e9};");
    assert_int_equal(unshelve(subject, "a-b"), STORE_OK);
    assert_int_equal(unshelve(subject, "a-b"), STORE_MISSING);
    assert_shelf(subject, "series={\u00e9};");
}

struct found {
    struct registry_row v[64];
    size_t n;
};

static void note_row(void *context, const struct registry_row *row)
{
    struct found *found = context;
    assert_true(found->n < 64);
    found->v[found->n++] = *row;
}

static enum store_result write_rows(struct subject *subject, const struct registry_row *rows, size_t n)
{
    struct store_job job = subject_job(STORE_REGISTRY, "", NULL);
    job.rows = rows;
    job.n_rows = n;
    return subject_run(subject, &job);
}

/* What each table keeps of a row, beside its key; see registry_row.h. */
static void assert_kept(const struct registry_row *row, const struct registry_row *found)
{
    static const struct {
        bool hash, id, ref, number, at, until, workshop, name, text;
    } keeps[REGISTRY_TABLE_N] = {
        [REGISTRY_ACCOUNT] = { .id = true, .name = true, .text = true, .at = true },
        [REGISTRY_SESSION] = { .hash = true, .id = true, .ref = true, .at = true, .until = true },
        [REGISTRY_SEAT] = { .id = true, .workshop = true, .ref = true, .number = true, .at = true },
        [REGISTRY_LINK] = { .hash = true, .workshop = true, .ref = true, .at = true },
        [REGISTRY_CODE] = { .text = true, .workshop = true, .ref = true, .number = true, .at = true },
        [REGISTRY_WORKSHOP] = { .workshop = true, .name = true, .ref = true, .number = true, .at = true },
        [REGISTRY_MEMBER] = { .workshop = true, .id = true, .ref = true },
        [REGISTRY_SETTING] = { .name = true, .text = true },
        [REGISTRY_CALENDAR] = { .hash = true, .workshop = true, .ref = true, .id = true, .at = true },
        [REGISTRY_NOTE] = { .workshop = true, .name = true, .text = true },
    };
    enum registry_table t = row->table;
    assert_false(found->removed);
    assert_true(!keeps[t].hash || memcmp(row->hash, found->hash, sizeof(row->hash)) == 0);
    assert_true(!keeps[t].id || row->id == found->id);
    assert_true(!keeps[t].ref || row->ref == found->ref);
    assert_true(!keeps[t].number || row->number == found->number);
    assert_true(!keeps[t].at || row->at == found->at);
    assert_true(!keeps[t].until || row->until == found->until);
    assert_true(!keeps[t].workshop || strcmp(row->workshop, found->workshop) == 0);
    assert_true(!keeps[t].name || strcmp(row->name, found->name) == 0);
    assert_true(!keeps[t].text || strcmp(row->text, found->text) == 0);
}

static void test_registry(void **state)
{
    struct subject *subject = *state;
    struct registry_row rows[2 * REGISTRY_TABLE_N];
    struct found *found = mem_zero(1, sizeof(*found));
    for (int t = 0; t < REGISTRY_TABLE_N; t++) {
        rows[2 * t] = row_of((enum registry_table)t, 1);
        rows[2 * t + 1] = row_of((enum registry_table)t, 2);
    }
    assert_int_equal(write_rows(subject, rows, 2 * REGISTRY_TABLE_N), STORE_OK);
    for (int t = 0; t < REGISTRY_TABLE_N; t++) {
        rows[2 * t].at++; /* not a key anywhere: replaces */
        rows[2 * t].ref++;
        rows[2 * t + 1].removed = true;
    }
    assert_int_equal(write_rows(subject, rows, 2 * REGISTRY_TABLE_N), STORE_OK);
    assert_int_equal(write_rows(subject, &rows[1], 1), STORE_OK); /* removing twice is nothing */
    subject->reopen(subject);
    assert_int_equal(subject->storage.registry_read(subject->storage.self, note_row, found), STORE_OK);
    assert_int_equal(found->n, REGISTRY_TABLE_N);
    for (size_t i = 0; i < found->n; i++)
        assert_kept(&rows[2 * found->v[i].table], &found->v[i]);
    mem_free(found);
}

static void test_failed_registry(void **state)
{
    struct subject *subject = *state;
    struct registry_row rows[2] = { row_of(REGISTRY_SETTING, 1), row_of(REGISTRY_SETTING, 2) };
    struct found *found = mem_zero(1, sizeof(*found));
    assert_int_equal(write_rows(subject, &rows[0], 1), STORE_OK);
    subject->set_failing(subject, true);
    enum store_result result = write_rows(subject, rows, 2);
    subject->set_failing(subject, false);
    assert_true(result == STORE_FULL || result == STORE_IO);
    assert_int_equal(subject->storage.registry_read(subject->storage.self, note_row, found), STORE_OK);
    assert_int_equal(found->n, 1);
    assert_int_equal(write_rows(subject, rows, 2), STORE_OK);
    found->n = 0;
    assert_int_equal(subject->storage.registry_read(subject->storage.self, note_row, found), STORE_OK);
    assert_int_equal(found->n, 2);
    mem_free(found);
}

static void test_free_bytes(void **state)
{
    struct subject *subject = *state;
    assert_true(subject->storage.free_bytes(subject->storage.self) > 0);
}

static int set_up(void **state)
{
    struct subject *subject = *state;
    subject->open(subject);
    return 0;
}

static int tear_down(void **state)
{
    struct subject *subject = *state;
    subject->close(subject);
    return 0;
}

int contract_run(struct subject *subject)
{
#define CASE(name, function)                                                                                           \
    {                                                                                                                  \
        name, function, set_up, tear_down, subject                                                                     \
    }
    const struct CMUnitTest cases[] = {
        CASE("a workshop with everything in it loads back equal", test_create_and_load),
        CASE("after each commit exactly what was committed is durable", test_commit_by_commit),
        CASE("what was made and removed in one commit is a tombstone", test_removed_in_the_same_commit),
        CASE("a repeated command is known after loading", test_exactly_once),
        CASE("a failed commit leaves the old state, and work goes on", test_failed_commit),
        CASE("a failed create leaves nothing", test_failed_create),
        CASE("many rooms commit at once", test_many_rooms),
        CASE("jobs of one room are done in their order", test_order_in_a_room),
        CASE("missing, existing and impossible ids", test_missing_and_existing),
        CASE("sealed ballots are put, replaced and taken away, with changes and alone", ballots_case),
        CASE("sealed ballots of a poll that is over are gone, and none is half there", ballots_end_case),
        CASE("operations of a text are read in pages", past_ops_case),
        CASE("operations of a text removed in the same commit are kept", past_removed_case),
        CASE("changes are found by what they are about, newest first", past_changes_case),
        CASE("every past moment is as the room was", past_replay_case),
        CASE("there is no past before the first change or after the last", past_moments_case),
        CASE("history is read beside commits, and of a closed room", past_beside_case),
        CASE("checkpoints run beside commits", test_checkpoint_beside_commits),
        CASE("registry rows are written, replaced, removed and read", test_registry),
        CASE("a failed registry write changes nothing", test_failed_registry),
        CASE("templates are saved, replaced, read by name and taken away", test_shelf),
        CASE("free space is told", test_free_bytes),
    };
    return cmocka_run_group_tests_name(subject->name, cases, NULL, NULL);
}
