/* Rows of the plan: what is frozen, where rows stand, where they come from. Rules R and L. */
#include "core/outline.h"
#include "support_core.h"

static const char *const nouns[] = { "action", "recommendation", "framework" };
static const char *const fields[] = { "title", "text", "title" };

/* "action" and "edit" make "action.edit". */
static const char *verb_for(char out[40], const char *noun, const char *verb)
{
    snprintf(out, 40, "%s.%s", noun, verb);
    return out;
}

static int adopt(struct kit *kit, int row)
{
    return kit_make(kit, ROLE_FACILITATOR, "adoption.open", "of", row, "way", "consensus", END);
}

static const struct standing *standing_of(const struct kit *kit, int row)
{
    return entity_standing_const(map_get(&kit->room->entities, (uint64_t)row));
}

static void adopted_text_does_not_change(void **state)
{
    (void)state;
    struct kit kit;
    char verb[40];
    kit_open(&kit);
    for (int i = 0; i < 3; i++) {
        int row = kit_make(&kit, ROLE_RAPPORTEUR, verb_for(verb, nouns[i], "create"), fields[i], "Draft", END);
        assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "row.reopen", "id", row, "reason", "R", END), CODE_STATE);
        adopt(&kit, row);
        assert_int_equal(standing_of(&kit, row)->adopted_at, kit.at);
        verb_for(verb, nouns[i], "edit");
        assert_int_equal(kit_do(&kit, ROLE_RAPPORTEUR, verb, "id", row, fields[i], "Other", END), CODE_FROZEN);
        verb_for(verb, nouns[i], "remove");
        assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, verb, "id", row, END), CODE_FROZEN);
        kit_make(&kit, ROLE_FACILITATOR, verb_for(verb, nouns[i], "move"), "id", row, "after", 0, END);
        assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "row.reopen", "id", row, "reason", " ", END),
                         CODE_BAD_ARGUMENT);
        kit_make(&kit, ROLE_FACILITATOR, "row.reopen", "id", row, "reason", "An error in the date", END);
        kit_make(&kit, ROLE_RAPPORTEUR, verb_for(verb, nouns[i], "edit"), "id", row, fields[i], "Other", END);
        kit_make(&kit, ROLE_FACILITATOR, verb_for(verb, nouns[i], "remove"), "id", row, END);
    }
    kit_close(&kit);
}

static void what_is_proposed_is_frozen_until_it_is_decided(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int a = kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "A", END);
    int adoption = kit_make(&kit, ROLE_FACILITATOR, "adoption.open", "of", a, "way", "consensus", "seconds", 60, END);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "action.edit", "id", a, "title", "B", END), CODE_FROZEN);
    kit_make(&kit, ROLE_FACILITATOR, "adoption.withdraw", "id", adoption, END);
    kit_make(&kit, ROLE_DELEGATE, "action.edit", "id", a, "title", "B", END);
    kit_close(&kit);
}

static void the_theme_is_part_of_what_was_adopted(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int one = kit_make(&kit, ROLE_FACILITATOR, "theme.create", "title", "One", END);
    int two = kit_make(&kit, ROLE_FACILITATOR, "theme.create", "title", "Two", END);
    int a = kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "A", "theme", one, END);
    adopt(&kit, a);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "action.move", "id", a, "into", two, END), CODE_FROZEN);
    kit_make(&kit, ROLE_FACILITATOR, "action.move", "id", a, "into", one, "after", 0, END);
    kit_make(&kit, ROLE_FACILITATOR, "row.reopen", "id", a, "reason", "The wrong theme", END);
    kit_make(&kit, ROLE_FACILITATOR, "action.move", "id", a, "into", two, END);
    assert_int_equal(room_action(kit.room, (uint64_t)a)->theme, two);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "action.move", "id", a, "into", a, END), CODE_NOT_FOUND);
    kit_close(&kit);
}

static void the_order_of_paragraphs_is_part_of_what_was_adopted(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int f = kit_make(&kit, ROLE_RAPPORTEUR, "framework.create", "title", "One", END);
    int a = kit_make(&kit, ROLE_DELEGATE, "paragraph.create", "framework", f, "text", "A", END);
    int b = kit_make(&kit, ROLE_DELEGATE, "paragraph.create", "framework", f, "text", "B", END);
    kit_make(&kit, ROLE_RAPPORTEUR, "paragraph.move", "id", b, "after", 0, END);
    adopt(&kit, f);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "paragraph.move", "id", a, "after", 0, END), CODE_FROZEN);
    /* One of them opened again stays where it is, among those that were adopted. */
    kit_make(&kit, ROLE_FACILITATOR, "row.reopen", "id", a, "reason", "A word", END);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "paragraph.move", "id", a, "after", 0, END), CODE_FROZEN);
    kit_make(&kit, ROLE_FACILITATOR, "row.reopen", "id", f, "reason", "The order", END);
    kit_make(&kit, ROLE_FACILITATOR, "paragraph.move", "id", a, "after", 0, END);
    kit_close(&kit);
}

static void an_action_given_another_theme_goes_to_its_end(void **state)
{
    (void)state;
    struct kit kit;
    size_t n;
    kit_open(&kit);
    int one = kit_make(&kit, ROLE_FACILITATOR, "theme.create", "title", "One", END);
    int two = kit_make(&kit, ROLE_FACILITATOR, "theme.create", "title", "Two", END);
    int a = kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "A", "theme", one, END);
    int b = kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "B", "theme", two, END);
    int c = kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "C", END);
    kit_make(&kit, ROLE_DELEGATE, "action.edit", "id", a, "theme", two, END);
    struct entity **v = room_sorted(kit.room, KIND_ACTION, 0, &n);
    assert_int_equal(n, 3);
    assert_int_equal(v[0]->id, c);
    assert_int_equal(v[1]->id, b);
    assert_int_equal(v[2]->id, a);
    mem_free(v);
    kit_make(&kit, ROLE_FACILITATOR, "theme.move", "id", two, "after", 0, END);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "theme.remove", "id", two, END), CODE_IN_USE);
    kit_make(&kit, ROLE_FACILITATOR, "theme.remove", "id", one, END);
    kit_close(&kit);
}

static void a_framework_text_goes_with_its_paragraphs(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int f = kit_make(&kit, ROLE_RAPPORTEUR, "framework.create", "title", "Instruction", END);
    int p = kit_make(&kit, ROLE_DELEGATE, "paragraph.create", "framework", f, "text", "One", END);
    kit_make(&kit, ROLE_DELEGATE, "paragraph.create", "framework", f, "text", "Two", END);
    kit_make(&kit, ROLE_DELEGATE, "remark.create", "of", p, "text", "Why?", END);
    adopt(&kit, p);
    assert_int_equal(kit_do(&kit, ROLE_RAPPORTEUR, "framework.remove", "id", f, END), CODE_FROZEN);
    kit_make(&kit, ROLE_FACILITATOR, "row.reopen", "id", p, "reason", "R", END);
    kit_make(&kit, ROLE_RAPPORTEUR, "framework.remove", "id", f, END);
    assert_int_equal(kit.room->live[KIND_PARAGRAPH].n, 0);
    assert_int_equal(kit.room->live[KIND_REMARK].n, 0);
    kit_close(&kit);
}

static void a_paragraph_stays_with_its_text(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int f = kit_make(&kit, ROLE_RAPPORTEUR, "framework.create", "title", "One", END);
    int g = kit_make(&kit, ROLE_RAPPORTEUR, "framework.create", "title", "Two", END);
    int p = kit_make(&kit, ROLE_DELEGATE, "paragraph.create", "framework", f, "text", "P", END);
    assert_int_equal(kit_do(&kit, ROLE_DELEGATE, "paragraph.edit", "id", p, "framework", g, END), CODE_BAD_ARGUMENT);
    kit_make(&kit, ROLE_DELEGATE, "paragraph.edit", "id", p, "framework", f, "level", "heading", END);
    adopt(&kit, f);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "paragraph.create", "framework", f, END), CODE_FROZEN);
    kit_make(&kit, ROLE_FACILITATOR, "row.lock", "id", g, "on", 1, END);
    assert_int_equal(kit_do(&kit, ROLE_DELEGATE, "paragraph.create", "framework", g, END), CODE_LOCKED);
    kit_make(&kit, ROLE_RAPPORTEUR, "paragraph.create", "framework", g, END);
    kit_close(&kit);
}

static void a_row_keeps_where_it_comes_from(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int item = kit_make(&kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "Drafting", END);
    kit_make(&kit, ROLE_FACILITATOR, "workshop.live", END);
    kit_make(&kit, ROLE_FACILITATOR, "item.start", "id", item, END);
    int a = kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "A", END);
    assert_int_equal(standing_of(&kit, a)->item, item);
    assert_int_equal(standing_of(&kit, a)->created_by, kit.person[ROLE_DELEGATE]);
    assert_int_equal(standing_of(&kit, a)->created_at, kit.at);
    kit_make(&kit, ROLE_FACILITATOR, "item.end", "id", item, END);
    kit_make(&kit, ROLE_FACILITATOR, "item.remove", "id", item, END);
    kit_make(&kit, ROLE_FACILITATOR, "person.remove", "id", (int)kit.person[ROLE_DELEGATE], END);
    assert_int_equal(standing_of(&kit, a)->item, item);
    kit_close(&kit);
}

static void a_new_version_has_a_reason(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int f = kit_make(&kit, ROLE_RAPPORTEUR, "framework.create", "title", "One", END);
    int p = kit_make(&kit, ROLE_DELEGATE, "paragraph.create", "framework", f, "text", "P", END);
    adopt(&kit, f);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "row.reopen", "id", f, END), CODE_BAD_ARGUMENT);
    kit_make(&kit, ROLE_FACILITATOR, "row.reopen", "id", f, "reason", "New law", END);
    assert_int_equal(standing_of(&kit, f)->version, 1);
    assert_string_equal(standing_of(&kit, p)->reason, "New law");
    assert_int_equal(standing_of(&kit, p)->state, ROW_DRAFT);
    adopt(&kit, p);
    kit_make(&kit, ROLE_FACILITATOR, "row.reopen", "id", p, "reason", "Again", END);
    assert_int_equal(standing_of(&kit, p)->version, 2);
    assert_int_equal(standing_of(&kit, f)->version, 1);
    kit_close(&kit);
}

static void assert_number(const struct outline *outline, int row, const char *number)
{
    assert_string_equal(outline_number(outline, (uint64_t)row), number);
}

static void rows_are_numbered_as_they_are_quoted(void **state)
{
    (void)state;
    struct kit kit;
    struct outline outline;
    int p[7];
    static const char *const levels[7] = { "paragraph",    "subparagraph", "heading",  "paragraph",
                                           "subparagraph", "subparagraph", "paragraph" };
    kit_open(&kit);
    int loose = kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "L", END);
    int one = kit_make(&kit, ROLE_FACILITATOR, "theme.create", "title", "One", END);
    int two = kit_make(&kit, ROLE_FACILITATOR, "theme.create", "title", "Two", END);
    int b = kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "B", "theme", two, END);
    int group = kit_make(&kit, ROLE_FACILITATOR, "group.create", "title", "G", END);
    int g = kit_make(&kit, ROLE_FACILITATOR, "action.create", "title", "G", "theme", two, "group", group, END);
    int c = kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "C", "theme", two, END);
    int r = kit_make(&kit, ROLE_DELEGATE, "recommendation.create", "text", "R", END);
    int f = kit_make(&kit, ROLE_RAPPORTEUR, "framework.create", "title", "F", END);
    for (int i = 0; i < 7; i++)
        p[i] = kit_make(&kit, ROLE_DELEGATE, "paragraph.create", "framework", f, "level", levels[i], END);
    outline_make(&outline, kit.room);
    static const char *const numbers[7] = { "1", "(a)", "1", "1.1", "(a)", "(b)", "1.2" };
    for (int i = 0; i < 7; i++)
        assert_number(&outline, p[i], numbers[i]);
    assert_number(&outline, b, "2.1");
    assert_number(&outline, g, "");
    assert_number(&outline, c, "2.2");
    assert_number(&outline, loose, "3.1");
    assert_number(&outline, r, "R1");
    assert_number(&outline, f, "");
    assert_int_equal(outline.v[0].row->id, b);
    assert_int_equal(outline.v[3].row->id, loose);
    outline_free(&outline);
    (void)one;
    kit_close(&kit);
}

static void a_delegation_renamed_changes_what_it_leads(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int d = kit_make(&kit, ROLE_FACILITATOR, "delegation.create", "name", "Egypt", END);
    int a = kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "A", "lead", d, END);
    int b = kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "B", "partners", d, END);
    kit_make(&kit, ROLE_FACILITATOR, "delegation.edit", "id", d, "country", "EG", END);
    assert_int_not_equal(room_action(kit.room, (uint64_t)a)->e.seq, kit.room->seq);
    kit_make(&kit, ROLE_FACILITATOR, "delegation.edit", "id", d, "name", "ar:مصر", END);
    assert_int_equal(room_action(kit.room, (uint64_t)a)->e.seq, kit.room->seq);
    assert_int_not_equal(room_action(kit.room, (uint64_t)b)->e.seq, kit.room->seq);
    kit_make(&kit, ROLE_DELEGATE, "action.edit", "id", a, "lead", 0, END);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "delegation.remove", "id", d, END), CODE_IN_USE);
    kit_make(&kit, ROLE_RAPPORTEUR, "action.remove", "id", b, END);
    kit_make(&kit, ROLE_FACILITATOR, "delegation.remove", "id", d, END);
    kit_close(&kit);
}

/* Each lock binds delegates and not rapporteurs: one that is set by `verb` on `id` (0: none to name). */
static void check_lock(struct kit *kit, const char *verb, int id, int theme, int action)
{
    struct command cmd;
    for (int on = 1; on >= 0; on--) {
        enum code code = on ? CODE_LOCKED : CODE_OK;
        kit_build(&cmd, verb, "on", on, END);
        cmd.id = (uint64_t)id;
        assert_int_equal(kit_run(kit, kit_actor(kit, ROLE_COFACILITATOR), &cmd), CODE_OK);
        assert_int_equal(kit_do(kit, ROLE_DELEGATE, "action.edit", "id", action, "target", "x", END), code);
        kit_make(kit, ROLE_RAPPORTEUR, "action.edit", "id", action, "target", "y", END);
        if (id == action)
            continue;
        assert_int_equal(kit_do(kit, ROLE_EXPERT, "action.create", "title", "N", "theme", theme, END), code);
        kit_make(kit, ROLE_RAPPORTEUR, "action.create", "title", "N", "theme", theme, END);
    }
}

static void locks_bind_everybody_but_planners(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int theme = kit_make(&kit, ROLE_FACILITATOR, "theme.create", "title", "T", END);
    int action = kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "A", "theme", theme, END);
    int loose = kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "L", END);
    check_lock(&kit, "plan.lock", 0, theme, action);
    check_lock(&kit, "theme.lock", theme, theme, action);
    check_lock(&kit, "row.lock", action, theme, action);
    kit_make(&kit, ROLE_FACILITATOR, "theme.lock", "id", theme, "on", 1, END);
    kit_make(&kit, ROLE_FACILITATOR, "theme.lock", "id", theme, "on", 1, END);
    assert_int_equal(kit_do(&kit, ROLE_DELEGATE, "action.edit", "id", loose, "theme", theme, END), CODE_LOCKED);
    kit_make(&kit, ROLE_DELEGATE, "remark.create", "of", action, "text", "Still", END);
    kit_make(&kit, ROLE_FACILITATOR, "plan.lock", "on", 1, END);
    assert_int_equal(kit_do(&kit, ROLE_DELEGATE, "recommendation.create", "text", "R", END), CODE_LOCKED);
    kit_make(&kit, ROLE_RAPPORTEUR, "recommendation.create", "text", "R", END);
    kit_close(&kit);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("R1 R7 adopted text does not change", adopted_text_does_not_change),
        test_case("R1 what is proposed is frozen until it is decided", what_is_proposed_is_frozen_until_it_is_decided),
        test_case("R2 the theme is part of what was adopted", the_theme_is_part_of_what_was_adopted),
        test_case("R2 the order of paragraphs is part of what was adopted",
                  the_order_of_paragraphs_is_part_of_what_was_adopted),
        test_case("R3 an action given another theme goes to its end", an_action_given_another_theme_goes_to_its_end),
        test_case("R4 M7 a framework text goes with its paragraphs", a_framework_text_goes_with_its_paragraphs),
        test_case("R5 a paragraph stays with its text", a_paragraph_stays_with_its_text),
        test_case("R6 I4 a row keeps where it comes from", a_row_keeps_where_it_comes_from),
        test_case("R7 a new version has a reason", a_new_version_has_a_reason),
        test_case("R8 rows are numbered as they are quoted", rows_are_numbered_as_they_are_quoted),
        test_case("E8 a delegation renamed changes what it leads", a_delegation_renamed_changes_what_it_leads),
        test_case("L1 L2 locks bind everybody but planners", locks_bind_everybody_but_planners),
    };
    return cmocka_run_group_tests_name("plan", cases, NULL, NULL);
}
