/* Themes, actions, recommendations and their adoption: rules R. */
#include "support_core.h"

static void adopted_text_does_not_change(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    static const char *const nouns[] = { "action", "recommendation" }, *const fields[] = { "title", "text" };
    for (int i = 0; i < 2; i++) {
        char create[40], edit[40], move[40], remove[40], adopt[40], reopen[40];
        snprintf(create, sizeof(create), "%s.create", nouns[i]);
        snprintf(edit, sizeof(edit), "%s.edit", nouns[i]);
        snprintf(move, sizeof(move), "%s.move", nouns[i]);
        snprintf(remove, sizeof(remove), "%s.remove", nouns[i]);
        snprintf(adopt, sizeof(adopt), "%s.adopt", nouns[i]);
        snprintf(reopen, sizeof(reopen), "%s.reopen", nouns[i]);
        int row = kit_make(&kit, ROLE_DELEGATE, create, fields[i], "Draft", END);
        assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, reopen, "id", row, END), CODE_STATE);
        kit_make(&kit, ROLE_FACILITATOR, adopt, "id", row, END);
        assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, adopt, "id", row, END), CODE_STATE);
        assert_int_equal(kit_do(&kit, ROLE_DELEGATE, edit, "id", row, fields[i], "Other", END), CODE_FROZEN);
        assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, remove, "id", row, END), CODE_FROZEN);
        kit_make(&kit, ROLE_FACILITATOR, move, "id", row, "after", 0, END);
        kit_make(&kit, ROLE_FACILITATOR, reopen, "id", row, END);
        kit_make(&kit, ROLE_DELEGATE, edit, "id", row, fields[i], "Other", END);
        kit_make(&kit, ROLE_FACILITATOR, remove, "id", row, END);
    }
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
    kit_make(&kit, ROLE_FACILITATOR, "action.adopt", "id", a, END);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "action.move", "id", a, "into", two, END), CODE_FROZEN);
    kit_make(&kit, ROLE_FACILITATOR, "action.move", "id", a, "into", one, "after", 0, END);
    kit_make(&kit, ROLE_FACILITATOR, "action.reopen", "id", a, END);
    kit_make(&kit, ROLE_FACILITATOR, "action.move", "id", a, "into", two, END);
    assert_int_equal(room_action(kit.room, (uint64_t)a)->theme, two);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "action.move", "id", a, "into", a, END), CODE_NOT_FOUND);
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

static void what_is_adopted_is_what_the_sender_saw(void **state)
{
    (void)state;
    struct kit kit;
    char tag[VIEW_TAG];
    kit_open(&kit);
    int a = kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "A", END);
    view_tag(tag, kit.room, &room_action(kit.room, (uint64_t)a)->e);
    kit_make(&kit, ROLE_DELEGATE, "action.edit", "id", a, "title", "fr:Une action", END);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "action.adopt", "id", a, "seen", tag, END), CODE_CHANGED);
    kit_make(&kit, ROLE_DELEGATE, "action.edit", "id", a, "title", "fr:", END);
    kit_make(&kit, ROLE_FACILITATOR, "action.move", "id", a, "after", 0, END);
    kit_make(&kit, ROLE_FACILITATOR, "action.adopt", "id", a, "seen", tag, END);
    assert_int_equal(room_action(kit.room, (uint64_t)a)->adopted_at, kit.at);
    kit_close(&kit);
}

static void the_plan_is_adopted_as_it_stands(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "plan.adopt", END), CODE_STATE);
    int a = kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "A", END);
    kit_make(&kit, ROLE_FACILITATOR, "action.adopt", "id", a, END);
    int64_t first = kit.at;
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "plan.adopt", END), CODE_STATE);
    int b = kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "B", END);
    int r = kit_make(&kit, ROLE_DELEGATE, "recommendation.create", "text", "R", END);
    kit_make(&kit, ROLE_FACILITATOR, "plan.adopt", END);
    assert_int_equal(room_action(kit.room, (uint64_t)a)->adopted_at, first);
    assert_int_equal(room_action(kit.room, (uint64_t)b)->adopted_at, kit.at);
    assert_int_equal(room_recommendation(kit.room, (uint64_t)r)->state, ROW_ADOPTED);
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

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("R1 adopted text does not change", adopted_text_does_not_change),
        test_case("R2 the theme is part of what was adopted", the_theme_is_part_of_what_was_adopted),
        test_case("R3 an action given another theme goes to its end", an_action_given_another_theme_goes_to_its_end),
        test_case("R4 what is adopted is what the sender saw", what_is_adopted_is_what_the_sender_saw),
        test_case("R6 the plan is adopted as it stands", the_plan_is_adopted_as_it_stands),
        test_case("E8 a delegation renamed changes what it leads", a_delegation_renamed_changes_what_it_leads),
    };
    return cmocka_run_group_tests_name("plan", cases, NULL, NULL);
}
