/* export_json: nothing of a scenario is lost, and what comes out goes in again. */
#include "test.h"

#include <inttypes.h>

#include "app/codec.h"
#include "app/codec_tree.h"
#include "core/checks.h"
#include "export/export.h"
#include "scenario.h"
#include "support_export_run.h"

static char *exported(const struct room *room, size_t *n)
{
    struct buf out;
    buf_init(&out, EXPORT_BYTES_MAX);
    assert_true(
        export_room(&out, room, &(struct export_request){ .format = EXPORT_JSON, .lang = LANG_EN, .lang2 = LANG_N }));
    return buf_take(&out, n);
}

static bool same_value(const struct node *a, const struct node *b)
{
    struct buf one, other;
    buf_init(&one, LIMIT_IMPORT);
    buf_init(&other, LIMIT_IMPORT);
    node_write(&one, a);
    node_write(&other, b);
    const bool same = strcmp(one.data, other.data) == 0;
    buf_free(&one);
    buf_free(&other);
    return same;
}

static int missing(const char *where, const struct node *given, const struct node *found);

static int missing_members(const char *where, const struct node *given, const struct node *found)
{
    void *at = NULL;
    const char *key;
    const struct node *value;
    int n = 0;
    while (node_next(given, &at, &key, &value)) {
        char path[200];
        snprintf(path, sizeof path, "%s.%s", where, key);
        n += missing(path, value, node_get(found, key));
    }
    return n;
}

static int missing_elements(const char *where, const struct node *given, const struct node *found)
{
    int n = 0;
    for (size_t i = 0; i < node_count(given); i++) {
        char path[200];
        snprintf(path, sizeof path, "%s[%zu]", where, i);
        n += missing(path, node_at(given, i), node_at(found, i));
    }
    return node_count(given) == node_count(found) ? n : n + 1;
}

/* How many members of `given` are not in `found` with the same value. Members that `found` has beside are fine. */
static int missing(const char *where, const struct node *given, const struct node *found)
{
    int n = 0;
    if (found == NULL || node_type(given) != node_type(found))
        n = 1;
    else if (node_type(given) == NODE_OBJECT)
        return missing_members(where, given, found);
    else if (node_type(given) == NODE_LIST)
        return missing_elements(where, given, found);
    else
        n = same_value(given, found) ? 0 : 1;
    if (n > 0)
        print_error("lost: %s\n", where);
    return n;
}

static void scenarios_survive(void **state)
{
    (void)state;
    for (int i = 0; i < SCENARIOS; i++) {
        size_t n, out_n;
        char *text = scenario_text(scenario_names[i], &n);
        struct import import = scenario_import_text(text, n, NULL);
        char *out = exported(import.room, &out_n);
        struct node *given = tree_read(text, n, LIMIT_IMPORT_NODES, NULL);
        struct node *found = tree_read(out, out_n, LIMIT_IMPORT_NODES, NULL);
        assert_int_equal(missing(scenario_names[i], given, found), 0);
        tree_free(given);
        tree_free(found);
        mem_free(text);
        mem_free(out);
        import_free(&import);
    }
}

static void comes_back(void **state)
{
    (void)state;
    for (int i = 0; i < SCENARIOS; i++) {
        size_t n, again_n;
        struct import import = scenario_import(scenario_names[i], NULL);
        char *out = exported(import.room, &n);
        struct import back = scenario_import_text(out, n, NULL);
        char *again = exported(back.room, &again_n);
        assert_string_equal(again, out);
        mem_free(again);
        mem_free(out);
        import_free(&back);
        import_free(&import);
    }
}

/* Run a command as a person, or as the system. */
__attribute__((format(printf, 4, 5))) static uint64_t run(struct room *room, uint64_t person, const char *verb,
                                                         const char *format, ...)
{
    va_list rest;
    va_start(rest, format);
    const uint64_t result = run_at(room, person, 2000, verb, format, rest);
    va_end(rest);
    return result;
}

struct played {
    struct import import;
    uint64_t poll;
};

/* A small workshop that took place: a closed poll, an adopted row, a person with a contact. */
static struct played play(void)
{
    static const char head[] = "{\"name\":\"w\",\"title\":\"W\",\"time_zone\":\"UTC\",\"delegations\":[\"Egypt\"],"
                               "\"agenda\":[{\"day\":1,\"title\":\"One\",\"staff_notes\":\"whisper\"}],"
                               "\"plan\":[{\"action\":\"Do\",\"theme\":\"T\"}],\"recommendations\":[\"R\"]}";
    struct played played = { .import = scenario_import_text(head, sizeof head - 1, NULL) };
    struct room *room = played.import.room;
    const uint64_t egypt = room->live[KIND_DELEGATION].v[0]->id;
    const uint64_t leila = run(room, 0, "person.create",
                               "{\"name\":\"Leila\",\"role\":\"delegate\",\"delegation\":%" PRIu64 ","
                               "\"contact\":\"leila@example.org\"}",
                               egypt);
    played.poll = run(room, 0, "poll.create", "{\"question\":\"Which?\"}");
    const uint64_t yes = run(room, 0, "option.create", "{\"poll\":%" PRIu64 ",\"text\":\"This\"}", played.poll);
    run(room, 0, "option.create", "{\"poll\":%" PRIu64 ",\"text\":\"That\"}", played.poll);
    run(room, 0, "workshop.live", "{}");
    run(room, 0, "agenda.next", "{}");
    run(room, 0, "poll.open", "{\"id\":%" PRIu64 "}", played.poll);
    run(room, leila, "ballot.cast", "{\"id\":%" PRIu64 ",\"option\":%" PRIu64 "}", played.poll, yes);
    run(room, leila, "remark.create", "{\"of\":%" PRIu64 ",\"type\":\"reservation\",\"text\":\"Not yet\"}",
        room->live[KIND_RECOMMENDATION].v[0]->id);
    run(room, 0, "adoption.open", "{\"of\":%" PRIu64 ",\"way\":\"consensus\"}",
        room->live[KIND_RECOMMENDATION].v[0]->id);
    return played;
}

static void what_happened_is_told(void **state)
{
    (void)state;
    struct played played = play();
    size_t n;
    run(played.import.room, 0, "poll.close", "{\"id\":%" PRIu64 "}", played.poll);
    char *out = exported(played.import.room, &n);
    assert_non_null(strstr(out, "\"state\":\"live\",\"item\":1"));
    assert_non_null(strstr(out, "{\"name\":\"Leila\",\"role\":\"delegate\",\"delegation\":\"Egypt\""));
    assert_non_null(strstr(out, "\"options\":[{\"text\":\"This\",\"votes\":1},{\"text\":\"That\"}]"));
    assert_non_null(strstr(out, "\"ballots\":[{\"person\":\"Leila\",\"delegation\":\"Egypt\",\"option\":\"This\","));
    assert_non_null(strstr(out, "{\"text\":\"R\",\"state\":\"adopted\",\"adopted_at\":2000}"));
    assert_non_null(strstr(out, "\"title\":\"One\",\"state\":\"running\",\"started_at\":2000"));
    assert_non_null(strstr(out, "\"remarks\":[{\"of\":\"R1\",\"type\":\"reservation\",\"delegation\":\"Egypt\","
                                "\"text\":\"Not yet\",\"person\":\"Leila\",\"at\":2000}]"));
    assert_non_null(strstr(out, "\"adoptions\":[{\"of\":\"R1\",\"way\":\"consensus\",\"opened_at\":2000,"
                                "\"state\":\"adopted\",\"closed_at\":2000,\"rows\":1,\"reservations\":1,"));
    struct import back = scenario_import_text(out, n, NULL);
    assert_int_equal(back.room->live[KIND_PERSON].n, 1);
    assert_int_equal(back.room->workshop->state, WORKSHOP_PREPARING);
    import_free(&back);
    mem_free(out);
    import_free(&played.import);
}

/* Everything that the drafting room adds to a file, written by hand. */
static const char drafting[] =
    "{\"name\":\"w\",\"title\":{\"fr\":\"W\"},\"time_zone\":\"UTC\",\"languages\":[\"fr\",\"en\"],"
    "\"adoption_requires\":[\"no_lead\",\"open_brackets\"],\"lead_max\":3,"
    "\"groups\":[{\"title\":\"Douane\"},{\"title\":\"Secteur privé\",\"chair\":\"Awa\"}],"
    "\"people\":[{\"name\":\"Awa\",\"role\":\"delegate\",\"group\":\"Secteur privé\"}],"
    "\"agenda\":[{\"day\":1,\"title\":\"Un\",\"notes\":\"Note\"}],"
    "\"polls\":[{\"question\":\"Laquelle ?\"}],"
    "\"plan\":[{\"action\":{\"fr\":\"Faire\"},\"objective\":\"But\",\"deliverable\":\"Rapport\",\"contact\":\"a@example.org\","
    "\"start\":\"T+1 month\",\"due\":\"ongoing\",\"milestones\":\"Un\\nDeux\",\"resources\":\"Experts\",\"funding\":\"Budget\","
    "\"current\":\"10 %\",\"risk\":\"Retard\",\"status\":\"under_way\",\"percent\":25,\"recommendations\":[2],"
    "\"group\":\"Douane\",\"poll\":\"Laquelle ?\",\"brought_at\":5}],"
    "\"recommendations\":[\"Première\",{\"text\":\"Deuxième\",\"group\":\"Douane\"}],"
    "\"frameworks\":[{\"title\":\"Instruction\",\"paragraphs\":[{\"level\":\"heading\",\"text\":\"Objet\"},"
    "{\"fr\":\"Les membres [doivent / peuvent] agir.\",\"en\":\"Members [shall / may] act.\"},"
    "{\"level\":\"subparagraph\",\"text\":\"vite\"}]}]}";

static void what_is_drafted_comes_back(void **state)
{
    (void)state;
    struct import import = scenario_import_text(drafting, sizeof drafting - 1, NULL);
    const struct room *room = import.room;
    const struct action *action = (const struct action *)room->live[KIND_ACTION].v[0];
    const struct person *awa = (const struct person *)room->live[KIND_PERSON].v[0];
    size_t n, again_n;
    assert_int_equal(action->recommendations.n, 1);
    assert_string_equal(room_recommendation(room, action->recommendations.v[0])->text.text[LANG_FR], "Deuxième");
    assert_int_equal(action->standing.brought_at, 1000);
    assert_int_equal(room_group(room, awa->group)->chair, awa->e.id);
    assert_int_equal(room->live[KIND_PARAGRAPH].n, 3);
    assert_int_equal(checks_required(room->workshop), 1u << CHECK_NO_LEAD | 1u << CHECK_OPEN_BRACKETS);
    char *out = exported(room, &n);
    struct node *given = tree_read(drafting, sizeof drafting - 1, LIMIT_IMPORT_NODES, NULL);
    struct node *found = tree_read(out, n, LIMIT_IMPORT_NODES, NULL);
    /* Only the moment at which the row was brought is another. */
    assert_int_equal(missing("drafting", given, found), 1);
    tree_free(given);
    tree_free(found);
    struct import back = scenario_import_text(out, n, NULL);
    char *again = exported(back.room, &again_n);
    assert_string_equal(again, out);
    mem_free(again);
    mem_free(out);
    import_free(&back);
    import_free(&import);
}

static void what_is_not_for_all_stays(void **state)
{
    (void)state;
    struct played played = play();
    size_t n;
    char *out = exported(played.import.room, &n);
    assert_null(strstr(out, "leila@example.org"));
    assert_null(strstr(out, "whisper"));
    assert_null(strstr(out, "ballots"));
    mem_free(out);
    import_free(&played.import);
}

/* F14: how the options stand is told when the poll is closed, and not by a document before that. */
static void how_a_poll_stands_is_told_when_it_is_closed(void **state)
{
    (void)state;
    struct room *room = room_new();
    size_t n;
    run(room, 0, "workshop.create", "{\"name\":\"w\",\"title\":\"W\",\"time_zone\":\"UTC\"}");
    run(room, 0, "workshop.live", "{}");
    uint64_t delegate = run(room, 0, "person.create", "{\"name\":\"P\",\"role\":\"delegate\"}");
    uint64_t poll = run(room, 0, "poll.create", "{\"question\":\"Which?\",\"results\":\"after\"}");
    uint64_t a = run(room, 0, "option.create", "{\"poll\":%" PRIu64 ",\"text\":\"A\"}", poll);
    run(room, 0, "option.create", "{\"poll\":%" PRIu64 ",\"text\":\"B\"}", poll);
    run(room, 0, "poll.open", "{\"id\":%" PRIu64 "}", poll);
    run(room, delegate, "ballot.cast", "{\"id\":%" PRIu64 ",\"option\":%" PRIu64 "}", poll, a);
    char *before = exported(room, &n);
    run(room, 0, "poll.close", "{\"id\":%" PRIu64 "}", poll);
    char *after = exported(room, &n);
    assert_null(strstr(before, "\"votes\""));
    assert_non_null(strstr(after, "\"votes\""));
    mem_free(before);
    mem_free(after);
    room_free(room);
}

static void made_twice(void **state)
{
    (void)state;
    size_t n, again_n;
    struct import import = scenario_import("riyadh-2015", NULL);
    struct room *copy = room_copy(import.room);
    char *out = exported(import.room, &n), *again = exported(copy, &again_n);
    assert_string_equal(out, again);
    mem_free(out);
    mem_free(again);
    room_free(copy);
    import_free(&import);
}

static void too_small(void **state)
{
    (void)state;
    struct import import = scenario_import("riyadh-2015", NULL);
    struct buf out;
    for (size_t max = 0; max < 4000; max += 500) {
        buf_init(&out, max);
        assert_false(export_room(&out, import.room,
                                 &(struct export_request){ .format = EXPORT_JSON, .lang = LANG_EN, .lang2 = LANG_N }));
        buf_free(&out);
    }
    import_free(&import);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("every field of the three scenarios survives import and export", scenarios_survive),
        test_case("an exported workshop comes back in and is exported the same", comes_back),
        test_case("groups, framework texts and all fields of actions come back", what_is_drafted_comes_back),
        test_case("states, tallies and named ballots of closed polls are told", what_happened_is_told),
        test_case("contacts, staff notes and ballots of open polls are not told", what_is_not_for_all_stays),
        test_case("F14 how a poll stands is told when it is closed", how_a_poll_stands_is_told_when_it_is_closed),
        test_case("a document made twice has equal bytes", made_twice),
        test_case("a document that does not fit is refused", too_small),
    };
    return cmocka_run_group_tests(cases, NULL, NULL);
}
