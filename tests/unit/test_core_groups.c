/* Working groups and merging (rules G), and what delegations say beside the rows (rules M). */
#include "core/text.h"
#include "support_core.h"

/* Two groups: the delegate is of the first, the expert chairs it; the rapporteur is of none. */
struct hall {
    struct kit kit;
    int one, two;
};

static void open_hall(struct hall *hall)
{
    struct kit *kit = &hall->kit;
    kit_open(kit);
    hall->one = kit_make(kit, ROLE_FACILITATOR, "group.create", "title", "Customs", "chair",
                         (int)kit->person[ROLE_EXPERT], END);
    hall->two = kit_make(kit, ROLE_FACILITATOR, "group.create", "title", "Private sector", END);
    kit_make(kit, ROLE_FACILITATOR, "person.edit", "id", (int)kit->person[ROLE_DELEGATE], "group", hall->one, END);
}

static int add_person(struct kit *kit, const char *role, int group)
{
    return kit_make(kit, ROLE_FACILITATOR, "person.create", "name", "N", "role", role, "group", group, END);
}

static const struct standing *standing_of(const struct kit *kit, int row)
{
    return entity_standing_const(map_get(&kit->room->entities, (uint64_t)row));
}

static void a_group_drafts_its_rows_by_itself(void **state)
{
    (void)state;
    struct hall h;
    open_hall(&h);
    uint64_t other = (uint64_t)add_person(&h.kit, "delegate", h.two);
    int a = kit_make(&h.kit, ROLE_DELEGATE, "action.create", "title", "A", "group", h.one, END);
    kit_make(&h.kit, ROLE_DELEGATE, "action.edit", "id", a, "target", "x", END);
    kit_make(&h.kit, ROLE_EXPERT, "action.edit", "id", a, "target", "y", END);
    kit_make(&h.kit, ROLE_RAPPORTEUR, "action.edit", "id", a, "target", "z", END);
    assert_int_equal(kit_do_as(&h.kit, other, "action.edit", "id", a, "target", "no", END), CODE_FORBIDDEN);
    kit_make(&h.kit, ROLE_INTERPRETER, "text.edit", "id", a, "field", "title", "lang", "fr", "rev", 0, "op",
             "[\"Une\"]", END);
    kit_make(&h.kit, ROLE_EXPERT, "row.bring", "id", a, END);
    assert_int_equal(kit_do_as(&h.kit, other, "action.edit", "id", a, "target", "yes", END), CODE_OK);
    kit_close(&h.kit);
}

static void one_creates_rows_for_the_own_group(void **state)
{
    (void)state;
    struct hall h;
    open_hall(&h);
    assert_int_equal(kit_do(&h.kit, ROLE_DELEGATE, "action.create", "title", "A", "group", h.two, END), CODE_FORBIDDEN);
    kit_make(&h.kit, ROLE_EXPERT, "recommendation.create", "text", "R", "group", h.one, END);
    kit_make(&h.kit, ROLE_RAPPORTEUR, "action.create", "title", "A", "group", h.two, END);
    int a = kit_make(&h.kit, ROLE_DELEGATE, "action.create", "title", "A", "group", h.one, END);
    kit_make(&h.kit, ROLE_DELEGATE, "action.edit", "id", a, "group", h.one, END);
    assert_int_equal(kit_do(&h.kit, ROLE_DELEGATE, "action.edit", "id", a, "group", 0, END), CODE_FORBIDDEN);
    kit_make(&h.kit, ROLE_EXPERT, "row.bring", "id", a, END);
    kit_make(&h.kit, ROLE_RAPPORTEUR, "action.edit", "id", a, "group", h.two, END);
    assert_int_equal(standing_of(&h.kit, a)->brought_at, 0);
    assert_int_equal(kit_do(&h.kit, ROLE_FACILITATOR, "group.remove", "id", h.two, END), CODE_IN_USE);
    kit_close(&h.kit);
}

static void the_chair_moves_the_rows_of_the_group(void **state)
{
    (void)state;
    struct hall h;
    open_hall(&h);
    int theme = kit_make(&h.kit, ROLE_FACILITATOR, "theme.create", "title", "T", END);
    int a = kit_make(&h.kit, ROLE_DELEGATE, "action.create", "title", "A", "group", h.one, END);
    int b = kit_make(&h.kit, ROLE_DELEGATE, "action.create", "title", "B", END);
    assert_int_equal(kit_do(&h.kit, ROLE_DELEGATE, "action.move", "id", a, "into", theme, END), CODE_FORBIDDEN);
    assert_int_equal(kit_do(&h.kit, ROLE_EXPERT, "action.move", "id", b, "into", theme, END), CODE_FORBIDDEN);
    kit_make(&h.kit, ROLE_EXPERT, "action.move", "id", a, "into", theme, END);
    kit_make(&h.kit, ROLE_FACILITATOR, "theme.lock", "id", theme, "on", 1, END);
    assert_int_equal(kit_do(&h.kit, ROLE_EXPERT, "action.move", "id", a, "after", 0, END), CODE_LOCKED);
    kit_make(&h.kit, ROLE_FACILITATOR, "theme.lock", "id", theme, "on", 0, END);
    kit_make(&h.kit, ROLE_EXPERT, "row.bring", "id", a, END);
    assert_int_equal(kit_do(&h.kit, ROLE_EXPERT, "action.move", "id", a, "after", 0, END), CODE_FORBIDDEN);
    kit_close(&h.kit);
}

static void what_is_brought_keeps_where_it_comes_from(void **state)
{
    (void)state;
    struct hall h;
    open_hall(&h);
    int a = kit_make(&h.kit, ROLE_DELEGATE, "action.create", "title", "A", "group", h.one, END);
    int r = kit_make(&h.kit, ROLE_DELEGATE, "recommendation.create", "text", "R", "group", h.one, END);
    int loose = kit_make(&h.kit, ROLE_DELEGATE, "action.create", "title", "L", END);
    assert_int_equal(kit_do(&h.kit, ROLE_DELEGATE, "row.bring", "id", a, END), CODE_FORBIDDEN);
    assert_int_equal(kit_do(&h.kit, ROLE_RAPPORTEUR, "row.bring", "id", loose, END), CODE_STATE);
    kit_make(&h.kit, ROLE_FACILITATOR, "plan.lock", "on", 1, END);
    assert_int_equal(kit_do(&h.kit, ROLE_EXPERT, "row.bring", "id", a, END), CODE_LOCKED);
    kit_make(&h.kit, ROLE_FACILITATOR, "plan.lock", "on", 0, END);
    kit_make(&h.kit, ROLE_EXPERT, "row.bring", "id", a, END);
    assert_int_equal(standing_of(&h.kit, a)->brought_at, h.kit.at);
    assert_int_equal(standing_of(&h.kit, a)->group, h.one);
    assert_int_equal(kit_do(&h.kit, ROLE_EXPERT, "row.bring", "id", a, END), CODE_STATE);
    assert_int_equal(kit_do(&h.kit, ROLE_EXPERT, "group.bring", "id", h.two, END), CODE_FORBIDDEN);
    kit_make(&h.kit, ROLE_EXPERT, "group.bring", "id", h.one, END);
    assert_int_equal(standing_of(&h.kit, r)->brought_at, h.kit.at);
    assert_int_not_equal(standing_of(&h.kit, a)->brought_at, h.kit.at);
    assert_int_equal(kit_do(&h.kit, ROLE_RAPPORTEUR, "group.bring", "id", h.one, END), CODE_STATE);
    kit_close(&h.kit);
}

static void a_chair_who_goes_leaves_a_group_without_chair(void **state)
{
    (void)state;
    struct hall h;
    open_hall(&h);
    kit_make(&h.kit, ROLE_FACILITATOR, "person.remove", "id", (int)h.kit.person[ROLE_EXPERT], END);
    assert_int_equal(room_group(h.kit.room, (uint64_t)h.one)->chair, 0);
    kit_close(&h.kit);
}

static void only_drafts_of_one_kind_are_merged(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int a = kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "A", END);
    int b = kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "B", END);
    int r = kit_make(&kit, ROLE_DELEGATE, "recommendation.create", "text", "R", END);
    int s = kit_make(&kit, ROLE_DELEGATE, "recommendation.create", "text", "S", END);
    assert_int_equal(kit_do(&kit, ROLE_RAPPORTEUR, "row.merge", "id", a, "other", a, END), CODE_BAD_ARGUMENT);
    assert_int_equal(kit_do(&kit, ROLE_RAPPORTEUR, "row.merge", "id", a, "other", r, END), CODE_BAD_ARGUMENT);
    kit_make(&kit, ROLE_DELEGATE, "action.edit", "id", b, "recommendations", s, END);
    kit_make(&kit, ROLE_FACILITATOR, "adoption.open", "of", b, "way", "consensus", END);
    assert_int_equal(kit_do(&kit, ROLE_RAPPORTEUR, "row.merge", "id", a, "other", b, END), CODE_FROZEN);
    assert_int_equal(kit_do(&kit, ROLE_RAPPORTEUR, "row.merge", "id", b, "other", a, END), CODE_FROZEN);
    assert_int_equal(kit_do(&kit, ROLE_RAPPORTEUR, "row.merge", "id", r, "other", s, END), CODE_FROZEN);
    kit_close(&kit);
}

static void the_kept_row_takes_over_what_it_lacks(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int x = kit_make(&kit, ROLE_FACILITATOR, "delegation.create", "name", "X", END);
    int y = kit_make(&kit, ROLE_FACILITATOR, "delegation.create", "name", "Y", END);
    int theme = kit_make(&kit, ROLE_FACILITATOR, "theme.create", "title", "T", END);
    int a = kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "Share data", "lead", x, "target", "One", END);
    int b = kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "Share data", "lead", y, "partners", x, "due",
                     "ongoing", "target", "Two", "indicator", "fr:Nombre", "theme", theme, END);
    kit_make(&kit, ROLE_DELEGATE, "action.edit", "id", b, "title", "fr:Partager", END);
    int c = kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "C", END);
    kit_make(&kit, ROLE_RAPPORTEUR, "row.merge", "id", b, "other", c, END);
    assert_int_equal(kit.result, b);
    kit_make(&kit, ROLE_RAPPORTEUR, "row.merge", "id", a, "other", b, END);
    const struct action *action = room_action(kit.room, (uint64_t)a);
    assert_string_equal(action->due, "ongoing");
    assert_string_equal(action->target, "One");
    assert_int_equal(action->theme, theme);
    assert_int_equal(action->lead, x);
    assert_int_equal(action->partners.n, 1);
    assert_int_equal(action->partners.v[0], y);
    assert_string_equal(action->indicator.text[LANG_FR], "Nombre");
    assert_int_equal(action->indicator.source, LANG_FR);
    assert_string_equal(action->title.text[LANG_FR], "Partager");
    assert_int_equal(action->standing.merged.n, 2);
    assert_int_equal(action->standing.merged.v[0], b);
    assert_int_equal(action->standing.merged.v[1], c);
    assert_null(room_action(kit.room, (uint64_t)b));
    assert_int_equal(kit.room->live[KIND_PROPOSAL].n, 1);
    kit_close(&kit);
}

static void words_that_differ_become_proposals(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int a = kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "Share data", END);
    int b = kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "Exchange data", END);
    kit_make(&kit, ROLE_DELEGATE, "action.edit", "id", b, "title", "fr:Echanger", END);
    kit_make(&kit, ROLE_RAPPORTEUR, "row.merge", "id", a, "other", b, END);
    assert_string_equal(room_action(kit.room, (uint64_t)a)->title.text[LANG_EN], "Share data");
    assert_null(room_action(kit.room, (uint64_t)a)->title.text[LANG_FR]);
    const struct kind_list *proposals = &kit.room->live[KIND_PROPOSAL];
    assert_int_equal(proposals->n, 2);
    for (size_t i = 0; i < 2; i++) {
        const struct proposal *proposal = (const struct proposal *)proposals->v[i];
        assert_int_equal(proposal->of, a);
        assert_int_equal(proposal->why, PROPOSAL_MERGED);
        assert_string_equal(proposal->text, proposal->lang == LANG_EN ? "Exchange data" : "Echanger");
    }
    kit_make(&kit, ROLE_RAPPORTEUR, "proposal.accept", "id", (int)proposals->v[0]->id, END);
    kit_close(&kit);
}

static void what_was_said_of_the_other_row_is_said_of_the_kept_one(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int r = kit_make(&kit, ROLE_DELEGATE, "recommendation.create", "text", "R", END);
    int s = kit_make(&kit, ROLE_DELEGATE, "recommendation.create", "text", "S", END);
    int a =
        kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "A", "recommendations", r, "recommendations", s, END);
    int b = kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "B", "recommendations", s, END);
    int remark = kit_make(&kit, ROLE_DELEGATE, "remark.create", "of", s, "type", "reservation", "text", "No", END);
    kit_make(&kit, ROLE_RAPPORTEUR, "row.merge", "id", r, "other", s, END);
    assert_int_equal(room_remark(kit.room, (uint64_t)remark)->of, r);
    assert_int_equal(room_action(kit.room, (uint64_t)a)->recommendations.n, 1);
    assert_int_equal(room_action(kit.room, (uint64_t)b)->recommendations.v[0], r);
    int f = kit_make(&kit, ROLE_RAPPORTEUR, "framework.create", "title", "F", END);
    int g = kit_make(&kit, ROLE_RAPPORTEUR, "framework.create", "title", "G", END);
    int p = kit_make(&kit, ROLE_DELEGATE, "paragraph.create", "framework", g, "text", "P", END);
    kit_make(&kit, ROLE_RAPPORTEUR, "row.merge", "id", f, "other", g, END);
    assert_int_equal(room_paragraph(kit.room, (uint64_t)p)->framework, f);
    kit_close(&kit);
}

static void a_remark_is_made_for_the_own_delegation(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int x = kit_make(&kit, ROLE_FACILITATOR, "delegation.create", "name", "X", END);
    int a = kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "A", END);
    int lone = kit_make(&kit, ROLE_FACILITATOR, "person.create", "name", "N", "role", "expert", END);
    uint64_t own = room_person(kit.room, kit.person[ROLE_DELEGATE])->delegation;
    int c = kit_make(&kit, ROLE_DELEGATE, "remark.create", "of", a, "text", "C", END);
    const struct remark *remark = room_remark(kit.room, (uint64_t)c);
    assert_int_equal(remark->delegation, own);
    assert_int_equal(remark->person, kit.person[ROLE_DELEGATE]);
    assert_int_equal(remark->at, kit.at);
#define REMARK(...) "remark.create", "of", a, "text", "T", __VA_ARGS__, END
    assert_int_equal(kit_do(&kit, ROLE_DELEGATE, REMARK("delegation", x)), CODE_FORBIDDEN);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, REMARK("delegation", x, "type", "reservation")), CODE_OK);
    assert_int_equal(kit_do(&kit, ROLE_DELEGATE, REMARK("type", "objection")), CODE_BAD_ARGUMENT);
    assert_int_equal(kit_do_as(&kit, (uint64_t)lone, REMARK("type", "reservation")), CODE_BAD_ARGUMENT);
    assert_int_equal(kit_do_as(&kit, (uint64_t)lone, REMARK("type", "comment")), CODE_OK);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, REMARK("delegation", 0, "type", "reservation")), CODE_BAD_ARGUMENT);
#undef REMARK
    kit_close(&kit);
}

static void a_remark_is_its_authors_and_the_staffs(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int a = kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "A", END);
    int b = kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "B", END);
    int x = kit_make(&kit, ROLE_FACILITATOR, "delegation.create", "name", "X", END);
    uint64_t other = (uint64_t)kit_make(&kit, ROLE_FACILITATOR, "person.create", "name", "N", "role", "delegate",
                                        "delegation", x, END);
    int c = kit_make(&kit, ROLE_DELEGATE, "remark.create", "of", a, "type", "reservation", "text", "C", END);
#define EDIT(...) "remark.edit", "id", c, __VA_ARGS__, END
    assert_int_equal(kit_do(&kit, ROLE_EXPERT, EDIT("text", "N")), CODE_FORBIDDEN);
    assert_int_equal(kit_do(&kit, ROLE_DELEGATE, EDIT("text", "N")), CODE_OK);
    assert_int_equal(kit_do(&kit, ROLE_COFACILITATOR, EDIT("text", "M")), CODE_OK);
    assert_int_equal(kit_do(&kit, ROLE_DELEGATE, EDIT("of", b)), CODE_BAD_ARGUMENT);
    assert_int_equal(kit_do(&kit, ROLE_DELEGATE, EDIT("delegation", x)), CODE_FORBIDDEN);
    assert_int_equal(kit_do(&kit, ROLE_DELEGATE, EDIT("type", "objection")), CODE_BAD_ARGUMENT);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, EDIT("delegation", 0)), CODE_BAD_ARGUMENT);
    assert_int_equal(kit_do_as(&kit, other, "remark.resolve", "id", c, "on", 1, END), CODE_FORBIDDEN);
    kit_make(&kit, ROLE_EXPERT, "remark.resolve", "id", c, "on", 1, END);
    assert_int_equal(room_remark(kit.room, (uint64_t)c)->resolved_at, kit.at);
    assert_int_equal(room_remark(kit.room, (uint64_t)c)->resolved_by, kit.person[ROLE_EXPERT]);
    assert_int_equal(kit_do(&kit, ROLE_DELEGATE, EDIT("text", "N")), CODE_STATE);
    kit_make(&kit, ROLE_DELEGATE, "remark.resolve", "id", c, "on", 0, END);
    assert_int_equal(kit_do(&kit, ROLE_DELEGATE, EDIT("text", "N")), CODE_OK);
#undef EDIT
    assert_int_equal(kit_do(&kit, ROLE_EXPERT, "remark.remove", "id", c, END), CODE_FORBIDDEN);
    kit_make(&kit, ROLE_DELEGATE, "remark.remove", "id", c, END);
    kit_close(&kit);
}

static void remarks_go_with_their_row(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int a = kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "A", END);
    int b = kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "B", END);
    for (int i = 0; i < 3; i++)
        kit_make(&kit, ROLE_DELEGATE, "remark.create", "of", i == 1 ? b : a, "text", "C", END);
    kit_make(&kit, ROLE_DELEGATE, "remark.create", "text", "The whole plan", END);
    kit_make(&kit, ROLE_RAPPORTEUR, "action.remove", "id", a, END);
    assert_int_equal(kit.room->live[KIND_REMARK].n, 2);
    kit_close(&kit);
}

static void an_objection_stays_one(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int a = kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "A", END);
    int id = kit_make(&kit, ROLE_FACILITATOR, "adoption.open", "of", a, "way", "consensus", "seconds", 60, END);
    int o = kit_make(&kit, ROLE_DELEGATE, "adoption.object", "id", id, "text", "No", END);
    assert_int_equal(kit_do(&kit, ROLE_DELEGATE, "remark.edit", "id", o, "type", "comment", END), CODE_BAD_ARGUMENT);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "remark.edit", "id", o, "delegation", 0, END), CODE_BAD_ARGUMENT);
    kit_make(&kit, ROLE_DELEGATE, "remark.edit", "id", o, "text", "Not like this", END);
    kit_close(&kit);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("G1 a group drafts its rows by itself", a_group_drafts_its_rows_by_itself),
        test_case("G2 G4 E7 one creates rows for the own group", one_creates_rows_for_the_own_group),
        test_case("G3 the chair moves the rows of the group", the_chair_moves_the_rows_of_the_group),
        test_case("G5 G6 what is brought keeps where it comes from", what_is_brought_keeps_where_it_comes_from),
        test_case("N8 a chair who goes leaves a group without chair", a_chair_who_goes_leaves_a_group_without_chair),
        test_case("G7 only drafts of one kind are merged", only_drafts_of_one_kind_are_merged),
        test_case("G8 G9 the kept row takes over what it lacks", the_kept_row_takes_over_what_it_lacks),
        test_case("G9 words that differ become proposals", words_that_differ_become_proposals),
        test_case("G8 what was said of the other row is said of the kept one",
                  what_was_said_of_the_other_row_is_said_of_the_kept_one),
        test_case("M1 M2 M3 a remark is made for the own delegation", a_remark_is_made_for_the_own_delegation),
        test_case("M4 M5 M6 a remark is its author's and the staff's", a_remark_is_its_authors_and_the_staffs),
        test_case("M7 remarks go with their row", remarks_go_with_their_row),
        test_case("M5 an objection stays one", an_objection_stays_one),
    };
    return cmocka_run_group_tests_name("groups", cases, NULL, NULL);
}
