/* What history records gives the same room again, and what it does not record is found. */
#include "test.h"

#include <string.h>

#include "app/import.h"
#include "app/replay.h"
#include "app/template.h"
#include "base/json.h"
#include "base/mem.h"

static void fixed_salt(void *out, size_t n)
{
    memset(out, 7, n);
}

static void import_named(struct import *import, const char *name)
{
    const struct import_options options = { .at = 1700000000000, .random = fixed_salt, .lang = LANG_EN };
    for (unsigned i = 0; i < template_table_n; i++) {
        if (strcmp(template_table[i].name, name) == 0) {
            if (!import_scenario(import, template_table[i].json, template_table[i].n, &options))
                fail_msg("%s: %s", name, import->message);
            return;
        }
    }
    fail_msg("there is no template %s", name);
}

static void fold(struct replay *replay, const struct import *import)
{
    replay_init(replay, NULL);
    for (size_t i = 0; i < import->n; i++)
        if (!replay_step(replay, &import->changes[i]))
            fail_msg("%s", replay->message);
}

static void test_templates(void **state)
{
    (void)state;
    for (unsigned i = 0; i < template_table_n; i++) {
        struct import import;
        struct replay replay;
        import_named(&import, template_table[i].name);
        fold(&replay, &import);
        if (!replay_equals(&replay, import.room))
            fail_msg("%s: %s", template_table[i].name, replay.message);
        assert_memory_equal(replay.room->chain, import.room->chain, HASH_BYTES);
        struct room *room = replay_take(&replay);
        room_check(room);
        assert_int_equal(room->n_dirty, 0);
        room_free(room);
        import_free(&import);
    }
}

/* The first entity of the kind, to be damaged. */
static struct entity *first(struct room *room, enum kind kind)
{
    assert_true(room->live[kind].n > 0);
    return room->live[kind].v[0];
}

static void assert_differs(struct replay *replay, const struct room *room, const char *sentence)
{
    assert_false(replay_equals(replay, room));
    assert_string_equal(replay->message, sentence);
}

static void test_differences(void **state)
{
    (void)state;
    struct import import;
    struct replay replay;
    char sentence[200];
    import_named(&import, "demo");
    fold(&replay, &import);
    struct theme *theme = (struct theme *)first(import.room, KIND_THEME);
    theme->title.rev[LANG_AR]++;
    snprintf(sentence, sizeof(sentence), "title of theme %ju is not what the history makes of it.",
             (uintmax_t)theme->e.id);
    assert_differs(&replay, import.room, sentence);
    theme->title.rev[LANG_AR]--;
    assert_true(replay_equals(&replay, import.room));
    theme->e.seq--;
    assert_false(replay_equals(&replay, import.room));
    theme->e.seq++;
    import.room->last_id++;
    assert_differs(&replay, import.room, "The history does not end where the tables do.");
    import.room->last_id--;
    struct entity *gone = map_remove(&import.room->entities, theme->e.id);
    snprintf(sentence, sizeof(sentence), "theme %ju is not in its table.", (uintmax_t)theme->e.id);
    assert_differs(&replay, import.room, sentence);
    map_put(&import.room->entities, gone->id, gone);
    assert_true(replay_equals(&replay, import.room));
    replay_free(&replay);
    import_free(&import);
}

/* Runs the history of the demonstration with one change altered; the message says what does not fit. */
static void assert_refused(size_t at, const struct change *altered, const char *part)
{
    struct import import;
    struct replay replay;
    import_named(&import, "demo");
    replay_init(&replay, NULL);
    for (size_t i = 0; i < at; i++)
        assert_true(replay_step(&replay, &import.changes[i]));
    assert_false(replay_step(&replay, altered));
    if (strstr(replay.message, part) == NULL)
        fail_msg("'%s' does not say '%s'", replay.message, part);
    replay_free(&replay);
    import_free(&import);
}

static void test_refusals(void **state)
{
    (void)state;
    struct import import;
    import_named(&import, "demo");
    const size_t at = import.n - 1;
    const struct change sound = import.changes[at];
    struct change change = sound;
    change.seq++;
    assert_refused(at, &change, "is missing");
    change = sound;
    change.at = import.changes[at - 1].at - 1;
    assert_refused(at, &change, "older than the one before");
    change = sound;
    change.body = NULL;
    assert_refused(at, &change, "were erased");
    change.body = (char *)(uintptr_t) "{\"id\":1";
    assert_refused(at, &change, "cannot be read: bad_argument");
    change = sound;
    change.verb = "theme.burn";
    assert_refused(at, &change, "cannot be read: bad_command");
    change = sound;
    change.actor = 4000000000;
    assert_refused(at, &change, "would be refused: forbidden");
    change = sound;
    change.result++;
    assert_refused(at, &change, "is recorded");
    import_free(&import);
}

/* A client's number that does not go up would be taken for a repeat. */
static void test_numbers(void **state)
{
    (void)state;
    struct import import;
    struct replay replay;
    import_named(&import, "demo");
    replay_init(&replay, NULL);
    import.changes[0].number = 3;
    import.changes[0].client[0] = 1;
    assert_true(replay_step(&replay, &import.changes[0]));
    assert_int_equal(history_last(replay.room, import.changes[0].client), 3);
    import.changes[1].number = 3;
    import.changes[1].client[0] = 1;
    assert_false(replay_step(&replay, &import.changes[1]));
    assert_non_null(strstr(replay.message, "does not go up"));
    replay_free(&replay);
    import_free(&import);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("the history of every template folds to its room", test_templates),
        test_case("what differs from the fold is named", test_differences),
        test_case("a change that cannot have happened is refused with a sentence", test_refusals),
        test_case("X5 a client's numbers go up in a history", test_numbers),
    };
    return cmocka_run_group_tests(cases, NULL, NULL);
}
