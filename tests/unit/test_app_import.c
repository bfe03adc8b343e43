/* import: the scenarios become rooms; files that are wrong say where. */
#include "test.h"

#include <string.h>

#include "app/import.h"
#include "app/template.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "core/limits.h"
#include "scenario.h"

#define HEAD "\"name\":\"w\",\"title\":\"W\",\"time_zone\":\"UTC\""

static struct import import_text(const char *text, bool expected)
{
    struct import import;
    const struct import_options options = { .at = 1000, .random = scenario_salt, .lang = LANG_EN };
    const bool done = import_scenario(&import, text, strlen(text), &options);
    if (done != expected)
        print_error("%s\n", import.message);
    assert_int_equal(done, expected);
    return import;
}

static void assert_fails(const char *text, const char *message)
{
    struct import import = import_text(text, false);
    assert_null(import.room);
    assert_null(import.changes);
    assert_string_equal(import.message, message);
}

static void riyadh(void **state)
{
    (void)state;
    struct import import = scenario_import("riyadh-2015", NULL);
    const struct room *room = import.room;
    room_check(room);
    assert_int_equal(room->live[KIND_DELEGATION].n, 11);
    assert_int_equal(room->live[KIND_ITEM].n, 13);
    assert_int_equal(room->live[KIND_POLL].n, 2);
    assert_int_equal(room->live[KIND_OPTION].n, 5);
    assert_int_equal(room->live[KIND_THEME].n, 3);
    assert_int_equal(room->live[KIND_ACTION].n, 4);
    assert_int_equal(room->live[KIND_RECOMMENDATION].n, 3);
    assert_int_equal(import.n, room->seq);
    assert_int_equal(import.changes[import.n - 1].seq, room->seq);
    size_t n;
    struct entity **actions = room_sorted(room, KIND_ACTION, 0, &n);
    const struct action *first = (const struct action *)actions[0];
    assert_string_equal(ml_text(&room_delegation(room, first->lead)->name, LANG_EN), "Saudi Arabia");
    assert_int_equal(first->partners.n, 2);
    assert_int_equal(first->title.source, LANG_EN);
    assert_string_equal(first->due, "T+6 months");
    mem_free(actions);
    import_free(&import);
}

static void others(void **state)
{
    (void)state;
    struct import import = scenario_import("bamako-2021", NULL);
    assert_int_equal(import.room->live[KIND_MEETING].n, 2);
    assert_int_equal(import.room->live[KIND_STAKEHOLDER].n, 4);
    assert_int_equal(import.room->live[KIND_DELEGATION].n, 5);
    assert_int_equal(((struct action *)import.room->live[KIND_ACTION].v[0])->title.source, LANG_FR);
    import_free(&import);
    import = scenario_import("mena-2023", NULL);
    assert_string_equal(import.room->workshop->series_name, "Regional workshops on disruptive technologies");
    assert_int_equal(import.room->workshop->series_number, 5);
    assert_int_equal(import.room->live[KIND_POLL].n, 3);
    assert_int_equal(import.room->live[KIND_OPTION].n, 8);
    import_free(&import);
}

static void languages_of_plain_strings(void **state)
{
    (void)state;
    struct import import = import_text("{" HEAD ",\"languages\":[\"ar\",\"fr\",\"en\"],"
                                       "\"themes\":[\"Suivi\",\"متابعة\",{\"en\":\"Follow-up\",\"ar\":\"ب\"}]}",
                                       true);
    size_t n;
    struct entity **themes = room_sorted(import.room, KIND_THEME, 0, &n);
    assert_int_equal(n, 3);
    assert_int_equal(((struct theme *)themes[0])->title.source, LANG_FR);
    assert_int_equal(((struct theme *)themes[1])->title.source, LANG_AR);
    assert_int_equal(((struct theme *)themes[2])->title.source, LANG_EN);
    mem_free(themes);
    import_free(&import);
}

static void names_make_delegations_and_themes(void **state)
{
    (void)state;
    struct import import =
        import_text("{" HEAD ",\"delegations\":[{\"name\":{\"en\":\"Egypt\",\"ar\":\"مصر\"}}],"
                    "\"plan\":[{\"action\":\"a\",\"theme\":\"T\",\"lead\":\"مصر\",\"partners\":[\"Somebody\"]},"
                    "{\"action\":\"b\",\"theme\":\"T\",\"lead\":\"Egypt\",\"partners\":[\"Somebody\"]}]}",
                    true);
    const struct kind_list *delegations = &import.room->live[KIND_DELEGATION];
    assert_int_equal(delegations->n, 2);
    assert_int_equal(((struct delegation *)delegations->v[1])->type, DELEGATION_ORGANISATION);
    assert_int_equal(import.room->live[KIND_THEME].n, 1);
    import_free(&import);
}

static void title_from_outside(void **state)
{
    (void)state;
    struct import import = scenario_import("riyadh-2015", "Series 6");
    assert_string_equal(ml_text(&import.room->workshop->title, LANG_AR), "Series 6");
    assert_int_equal(import.room->workshop->title.source, LANG_EN);
    import_free(&import);
}

static void polls_belong_to_items(void **state)
{
    (void)state;
    struct import import = import_text("{" HEAD ",\"agenda\":[{\"day\":2,\"title\":\"b\"},{\"day\":1,\"title\":\"a\"}],"
                                       "\"polls\":[{\"question\":\"q\",\"item\":2}]}",
                                       true);
    const struct poll *poll = (const struct poll *)import.room->live[KIND_POLL].v[0];
    assert_string_equal(ml_text(&room_item(import.room, poll->item)->title, LANG_EN), "a");
    import_free(&import);
}

static void further_commands(void **state)
{
    (void)state;
    struct import import = import_text("{" HEAD "}", true);
    const struct import_options options = { .at = 1000, .random = scenario_salt, .lang = LANG_EN };
    uint64_t person = 0;
    assert_int_equal(
        import_run(&import, "person.create", "{\"name\":\"A\",\"role\":\"facilitator\"}", &options, &person), CODE_OK);
    assert_string_equal(room_person(import.room, person)->name, "A");
    assert_int_equal(import_run(&import, "person.create", "{\"name\":\"A\"}", &options, &person), CODE_BAD_ARGUMENT);
    assert_int_equal(import.n, 2);
    import_free(&import);
}

static void errors_say_where(void **state)
{
    (void)state;
    assert_fails("{\n\n\"name\" 5}", "line 3: not JSON");
    assert_fails("[1]", "line 1: not one object");
    assert_fails("{}", "name: missing");
    assert_fails("{\"name\":\"w\",\"title\":\"W\"}", "time_zone: missing");
    assert_fails("{" HEAD ",\"format\":2}", "format: this server reads format 1; the file was made by a newer one");
    assert_fails("{" HEAD ",\"flavour\":2}", "flavour: not known here");
    assert_fails("{" HEAD ",\"languages\":[\"de\"]}", "languages: not a list of ar, fr, en, none twice");
    assert_fails("{" HEAD ",\"series\":{\"of\":\"x\"}}", "series.of: not a whole number from 1 to 999");
    assert_fails("{" HEAD ",\"agenda\":{}}", "agenda: not a list");
    assert_fails("{" HEAD ",\"agenda\":[{\"title\":\"a\"}]}", "agenda[0].day: missing");
    assert_fails("{" HEAD ",\"agenda\":[{\"title\":\"a\",\"day\":1,\"start\":\"9\"}]}",
                 "agenda[0].start: not a time of day (09:30)");
    assert_fails("{" HEAD ",\"agenda\":[5]}", "agenda[0]: not an object");
    assert_fails("{" HEAD ",\"plan\":[{\"action\":\"a\"},{\"action\":\"b\",\"due\":\"soon\"}]}",
                 "plan[1].due: not a date, a relative time or ongoing");
    assert_fails("{" HEAD ",\"plan\":[{\"lead\":\"b\"}]}", "plan[0].action: missing");
    assert_fails("{" HEAD ",\"plan\":[{\"action\":\"b\",\"priority\":\"huge\"}]}",
                 "plan[0].priority: not one of: none, low, medium, high");
    assert_fails("{" HEAD ",\"plan\":[{\"action\":\"b\",\"partners\":[5]}]}", "plan[0].partners: not a name");
    assert_fails("{" HEAD ",\"polls\":[{\"question\":\"q\",\"item\":1}]}",
                 "polls[0].item: not the number of an agenda item, from 1");
    assert_fails("{" HEAD ",\"polls\":[{\"question\":\"q\",\"options\":[\"a\",5]}]}",
                 "polls[0].options[1]: not an object");
    assert_fails("{" HEAD ",\"starts_on\":\"2026-02-30\"}", "starts_on: not a date (2026-03-31)");
    assert_fails("{" HEAD ",\"\\u001b[31m\":1}", "?[31m: not known here");
}

/* Keys of any length and bytes leave a message that is whole UTF-8. */
static void long_keys(void **state)
{
    (void)state;
    struct buf text;
    for (int shift = 0; shift < 3; shift++) {
        buf_init(&text, LIMIT_IMPORT);
        buf_text(&text, "{" HEAD ",\"agenda\":[{\"");
        buf_print(&text, "%.*s", shift, "ab");
        for (int i = 0; i < 100; i++)
            buf_text(&text, "ش");
        buf_text(&text, "\":1}]}");
        struct import import = import_text(text.data, false);
        assert_true(utf8_valid(import.message, strlen(import.message)));
        assert_non_null(strstr(import.message, ": not known here"));
        buf_free(&text);
    }
}

static void too_large(void **state)
{
    (void)state;
    struct import import;
    char *text = mem_zero(LIMIT_IMPORT + 2, 1);
    const struct import_options options = { .at = 1000, .random = scenario_salt, .lang = LANG_EN };
    memset(text, ' ', LIMIT_IMPORT + 1);
    memcpy(text, "{" HEAD "}", strlen("{" HEAD "}"));
    assert_true(import_scenario(&import, text, LIMIT_IMPORT, &options));
    import_free(&import);
    assert_false(import_scenario(&import, text, LIMIT_IMPORT + 1, &options));
    assert_string_equal(import.message, "larger than 1024 KiB");
    mem_free(text);
}

static void a_mark_is_skipped(void **state)
{
    (void)state;
    struct import import = import_text("\xef\xbb\xbf{" HEAD "}", true);
    import_free(&import);
}

static void assert_in_every_language(const struct room *room, enum kind kind)
{
    const struct kind_list *list = &room->live[kind];
    for (size_t i = 0; i < list->n; i++)
        for (int l = 0; l < LANG_N; l++)
            assert_non_null(((const struct ml *)((const char *)list->v[i] + kind_info(kind)->title))->text[l]);
}

static void templates(void **state)
{
    (void)state;
    static const enum kind kinds[] = { KIND_WORKSHOP, KIND_ITEM, KIND_POLL, KIND_OPTION, KIND_THEME };
    assert_int_equal(template_table_n, 6);
    for (unsigned i = 0; i < template_table_n; i++) {
        struct import import = scenario_import_text(template_table[i].json, template_table[i].n, NULL);
        if (strcmp(template_table[i].name, "demo") != 0) {
            assert_string_equal(import.room->workshop->name, template_table[i].name);
            for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
                assert_true(import.room->live[kinds[k]].n > 0);
                assert_in_every_language(import.room, kinds[k]);
            }
            assert_in_every_language(import.room, KIND_GROUP);
            assert_in_every_language(import.room, KIND_PARAGRAPH);
            assert_int_equal(import.room->live[KIND_DELEGATION].n, 0);
            assert_int_equal(import.room->live[KIND_ACTION].n, 0);
            assert_int_equal(import.room->live[KIND_FRAMEWORK].n, strcmp(template_table[i].name, "bamako-2021") == 0);
        }
        import_free(&import);
    }
}

/* What the scenario says in one language, the demonstration says in three. */
static void assert_same_titles(const struct room *demo, const struct room *scenario, enum kind kind)
{
    const ptrdiff_t at = kind_info(kind)->title;
    const struct kind_list *ours = &demo->live[kind];
    const struct kind_list *theirs = &scenario->live[kind];
    assert_int_equal(ours->n, theirs->n);
    for (size_t i = 0; i < ours->n; i++)
        assert_string_equal(((const struct ml *)((const char *)ours->v[i] + at))->text[LANG_EN],
                            ((const struct ml *)((const char *)theirs->v[i] + at))->text[LANG_EN]);
}

static void demonstration(void **state)
{
    (void)state;
    static const enum kind same[] = { KIND_DELEGATION, KIND_ITEM, KIND_THEME, KIND_ACTION, KIND_RECOMMENDATION };
    assert_string_equal(template_table[2].name, "demo");
    struct import demo = scenario_import_text(template_table[2].json, template_table[2].n, NULL);
    struct import scenario = scenario_import("riyadh-2015", NULL);
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
        assert_same_titles(demo.room, scenario.room, same[i]);
        assert_in_every_language(demo.room, same[i]);
    }
    assert_in_every_language(demo.room, KIND_POLL);
    assert_in_every_language(demo.room, KIND_OPTION);
    assert_true(demo.room->live[KIND_PERSON].n > 0);
    for (size_t i = 0; i < demo.room->live[KIND_POLL].n; i++) {
        const struct poll *poll = (const struct poll *)demo.room->live[KIND_POLL].v[i];
        assert_int_equal(poll->type, POLL_SINGLE);
        assert_int_equal(poll->secrecy, POLL_NAMED);
        assert_int_not_equal(poll->item, 0);
    }
    import_free(&scenario);
    import_free(&demo);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("riyadh-2015 becomes a room", riyadh),
        test_case("bamako-2021 and mena-2023 become rooms", others),
        test_case("I10 the language of a plain string is found", languages_of_plain_strings),
        test_case("names resolve in any language, and unknown ones are created", names_make_delegations_and_themes),
        test_case("a title from outside replaces that of the file", title_from_outside),
        test_case("a poll names its agenda item by number in the file", polls_belong_to_items),
        test_case("further commands run on an import under way", further_commands),
        test_case("errors say where and what", errors_say_where),
        test_case("errors are valid UTF-8 whatever the file holds", long_keys),
        test_case("a file beyond its limit is refused", too_large),
        test_case("every template is a workshop in three languages without delegations or plan", templates),
        test_case("the demonstration is riyadh-2015 in three languages, with polls that open", demonstration),
        test_case("a byte order mark is skipped", a_mark_is_skipped),
    };
    return cmocka_run_group_tests(cases, NULL, NULL);
}
