/* reference: PROTOCOL.md and the client's types say what the tables say. */
#include "test.h"

#include "core/command.h"
#include "export/reference.h"
#include "scenario.h"

static void assert_up_to_date(const char *path, const char *committed, const struct buf *made)
{
    if (strcmp(committed, made->data) != 0)
        fail_msg("%s is out of date; bring it up to date with `plenary reference` (see its --help)", path);
}

static void page(void **state)
{
    (void)state;
    size_t n;
    struct buf made;
    char *committed = scenario_file("server/PROTOCOL.md", &n);
    buf_init(&made, REFERENCE_BYTES_MAX);
    reference_page(&made, committed);
    assert_up_to_date("server/PROTOCOL.md", committed, &made);
    buf_free(&made);
    mem_free(committed);
}

static void types(void **state)
{
    (void)state;
    size_t n;
    struct buf made;
    char *committed = scenario_file("client/src/sync/kinds.ts", &n);
    buf_init(&made, REFERENCE_BYTES_MAX);
    reference_types(&made);
    assert_up_to_date("client/src/sync/kinds.ts", committed, &made);
    buf_free(&made);
    mem_free(committed);
}

static void everything_is_named(void **state)
{
    (void)state;
    size_t n, n_verbs;
    char *committed = scenario_file("server/PROTOCOL.md", &n), name[80];
    const struct verb *verbs = verb_table(&n_verbs);
    for (size_t i = 0; i < n_verbs; i++) {
        snprintf(name, sizeof name, "| `%s` |", verbs[i].name);
        assert_non_null(strstr(committed, name));
    }
    for (int kind = KIND_NONE + 1; kind < KIND_N; kind++) {
        snprintf(name, sizeof name, "### %s\n", kind_info((enum kind)kind)->name);
        assert_non_null(strstr(committed, name));
    }
    for (int code = CODE_OK + 1; code < CODE_N; code++) {
        snprintf(name, sizeof name, "| `%s` |", code_word((enum code)code));
        assert_non_null(strstr(committed, name));
    }
    mem_free(committed);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("the tables of PROTOCOL.md are those of the program", page),
        test_case("the client's types are those of the program", types),
        test_case("every command, kind and refusal is on the page", everything_is_named),
    };
    return cmocka_run_group_tests(cases, NULL, NULL);
}
