/* Plain editing, and what every command has in common: rules E and C. */
#include "support_core.h"

/* The ids of a kind in their order, as text. */
static void assert_order(const struct kit *kit, enum kind kind, uint64_t parent, const int *ids, size_t n_ids)
{
    size_t n;
    struct entity **v = room_sorted(kit->room, kind, parent, &n);
    assert_int_equal(n, n_ids);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(v[i]->id, ids[i]);
    mem_free(v);
}

#define ORDER(kit, kind, parent, ...) \
    assert_order(kit, kind, parent, (const int[]){ __VA_ARGS__ }, sizeof((const int[]){ __VA_ARGS__ }) / sizeof(int))

static void what_is_not_given_is_empty_or_has_its_first_word(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    uint64_t id = (uint64_t)kit_make(&kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "T", END);
    const struct item *item = room_item(kit.room, id);
    assert_int_equal(item->item_kind, ITEM_DISCUSSION);
    assert_int_equal(item->state, ITEM_PLANNED);
    assert_null(item->presenter);
    uint64_t poll = (uint64_t)kit_make(&kit, ROLE_FACILITATOR, "poll.create", "question", "?", END);
    assert_int_equal(room_poll(kit.room, poll)->type, POLL_SINGLE);
    kit_close(&kit);
}

static void an_edit_changes_what_is_given_and_only_that(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int id = kit_make(&kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "T", "presenter", "Expert", "minutes",
                      30, END);
    const struct item *item = room_item(kit.room, (uint64_t)id);
    kit_make(&kit, ROLE_FACILITATOR, "item.edit", "id", id, "title", "fr:Titre", "minutes", 0, END);
    assert_string_equal(item->title.text[LANG_EN], "T");
    assert_string_equal(item->title.text[LANG_FR], "Titre");
    assert_string_equal(item->presenter, "Expert");
    assert_int_equal(item->minutes, 0);
    kit_make(&kit, ROLE_FACILITATOR, "item.edit", "id", id, "presenter", "", END);
    assert_null(item->presenter);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "item.edit", "id", id, END), CODE_BAD_ARGUMENT);
    kit_close(&kit);
}

static void required_fields_are_given_and_stay(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "item.create", "day", 1, END), CODE_BAD_ARGUMENT);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "item.create", "title", "T", END), CODE_BAD_ARGUMENT);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "item.create", "day", 0, "title", "T", END), CODE_BAD_ARGUMENT);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "", END), CODE_BAD_ARGUMENT);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", " \xc2\xa0", END),
                     CODE_BAD_ARGUMENT);
    int id = kit_make(&kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "T", END);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "item.edit", "id", id, "title", "", END), CODE_BAD_ARGUMENT);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "item.edit", "id", id, "day", 0, END), CODE_BAD_ARGUMENT);
    kit_make(&kit, ROLE_FACILITATOR, "item.edit", "id", id, "title", "", "title", "fr:Titre", "title", "en:", END);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "item.edit", "id", id, "title", "fr:", END), CODE_BAD_ARGUMENT);
    kit_close(&kit);
}

static void ranges_and_lengths_are_refused_by_their_names(void **state)
{
    (void)state;
    struct kit kit;
    char name[LIMIT_NAME + 2];
    kit_open(&kit);
    memset(name, 'n', sizeof(name));
    name[LIMIT_NAME + 1] = '\0';
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "person.create", "name", name, "role", "expert", END),
                     CODE_TOO_LONG);
    name[LIMIT_NAME] = '\0';
    kit_make(&kit, ROLE_FACILITATOR, "person.create", "name", name, "role", "expert", END);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "item.create", "day", LIMIT_DAYS + 1, "title", "T", END),
                     CODE_BAD_ARGUMENT);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "T", "start", "25:00", END),
                     CODE_BAD_ARGUMENT);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "stakeholder.create", "name", "S", "power", 6, END),
                     CODE_BAD_ARGUMENT);
    kit_make(&kit, ROLE_FACILITATOR, "stakeholder.create", "name", "S", "power", 5, END);
    kit_close(&kit);
}

static void subjects_and_references_are_there(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int theme = kit_make(&kit, ROLE_FACILITATOR, "theme.create", "title", "T", END);
    int gone = kit_make(&kit, ROLE_FACILITATOR, "theme.create", "title", "T", END);
    kit_make(&kit, ROLE_FACILITATOR, "theme.remove", "id", gone, END);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "theme.edit", "id", gone, "title", "X", END), CODE_NOT_FOUND);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "action.edit", "id", theme, "title", "X", END), CODE_NOT_FOUND);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "action.create", "title", "X", "theme", gone, END), CODE_NOT_FOUND);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "action.create", "title", "X", "lead", theme, END), CODE_NOT_FOUND);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "action.create", "title", "X", "partners", theme, END),
                     CODE_NOT_FOUND);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "theme.edit", "title", "X", END), CODE_BAD_ARGUMENT);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "workshop.live", "id", theme, END), CODE_BAD_ARGUMENT);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "theme.move", "id", theme, "into", theme, END), CODE_BAD_ARGUMENT);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "person.create", "name", "N", "role", "expert", "after", 0, END),
                     CODE_BAD_ARGUMENT);
    kit_close(&kit);
}

static void rows_are_put_first_last_or_behind_a_sibling(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int a = kit_make(&kit, ROLE_FACILITATOR, "theme.create", "title", "A", END);
    int b = kit_make(&kit, ROLE_FACILITATOR, "theme.create", "title", "B", END);
    int c = kit_make(&kit, ROLE_FACILITATOR, "theme.create", "title", "C", "after", 0, END);
    int d = kit_make(&kit, ROLE_FACILITATOR, "theme.create", "title", "D", "after", a, END);
    ORDER(&kit, KIND_THEME, 0, c, a, d, b);
    kit_make(&kit, ROLE_FACILITATOR, "theme.move", "id", b, "after", 0, END);
    ORDER(&kit, KIND_THEME, 0, b, c, a, d);
    kit_make(&kit, ROLE_FACILITATOR, "theme.move", "id", b, "after", a, END);
    ORDER(&kit, KIND_THEME, 0, c, a, b, d);
    kit_make(&kit, ROLE_FACILITATOR, "theme.move", "id", c, END);
    ORDER(&kit, KIND_THEME, 0, a, b, d, c);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "theme.move", "id", c, "after", c, END), CODE_BAD_ARGUMENT);
    int x = kit_make(&kit, ROLE_FACILITATOR, "action.create", "title", "X", "theme", a, END);
    int y = kit_make(&kit, ROLE_FACILITATOR, "action.create", "title", "Y", "theme", b, END);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "action.create", "title", "Z", "theme", a, "after", y, END),
                     CODE_NOT_FOUND);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "action.move", "id", x, "after", y, END), CODE_NOT_FOUND);
    kit_make(&kit, ROLE_FACILITATOR, "action.move", "id", x, "after", y, "into", b, END);
    ORDER(&kit, KIND_ACTION, (uint64_t)b, y, x);
    kit_close(&kit);
}

static void siblings_are_numbered_anew_only_when_no_place_is_left(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int a = kit_make(&kit, ROLE_FACILITATOR, "theme.create", "title", "A", END);
    int b = kit_make(&kit, ROLE_FACILITATOR, "theme.create", "title", "B", END);
    int c = kit_make(&kit, ROLE_FACILITATOR, "theme.create", "title", "C", END);
    size_t renumbered = 0;
    for (int i = 0; i < 100; i++) {
        /* b and c change places in front of a's successor again and again: the gap behind a halves each time. */
        int moved = i % 2 == 0 ? c : b, stays = i % 2 == 0 ? b : c;
        uint64_t before =
            map_get(&kit.room->entities, (uint64_t)stays) ? room_theme(kit.room, (uint64_t)stays)->e.seq : 0;
        kit_make(&kit, ROLE_FACILITATOR, "theme.move", "id", moved, "after", a, END);
        ORDER(&kit, KIND_THEME, 0, a, moved, stays);
        renumbered += room_theme(kit.room, (uint64_t)stays)->e.seq != before;
    }
    assert_in_range(renumbered, 1, 10);
    kit_close(&kit);
}

static void an_option_changes_its_poll(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int id = kit_make(&kit, ROLE_FACILITATOR, "poll.create", "question", "?", END);
    const struct poll *poll = room_poll(kit.room, (uint64_t)id);
    int a = kit_make(&kit, ROLE_FACILITATOR, "option.create", "poll", id, "text", "A", END);
    assert_int_equal(poll->e.seq, kit.room->seq);
    kit_make(&kit, ROLE_FACILITATOR, "option.edit", "id", a, "text", "B", END);
    assert_int_equal(poll->e.seq, kit.room->seq);
    kit_make(&kit, ROLE_FACILITATOR, "option.move", "id", a, "after", 0, END);
    assert_int_equal(poll->e.seq, kit.room->seq);
    kit_make(&kit, ROLE_FACILITATOR, "option.remove", "id", a, END);
    assert_int_equal(poll->e.seq, kit.room->seq);
    kit_close(&kit);
}

static void ids_are_never_used_again(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int a = kit_make(&kit, ROLE_FACILITATOR, "theme.create", "title", "A", END);
    kit_make(&kit, ROLE_FACILITATOR, "theme.remove", "id", a, END);
    const struct entity *gone = map_get(&kit.room->entities, (uint64_t)a);
    assert_true(gone->removed);
    assert_int_equal(gone->seq, kit.room->seq);
    assert_null(((const struct theme *)gone)->title.text[LANG_EN]);
    assert_int_equal(kit_make(&kit, ROLE_FACILITATOR, "theme.create", "title", "B", END), a + 1);
    kit_close(&kit);
}

static void a_kind_has_a_ceiling_and_options_have_theirs_in_a_poll(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    for (int i = 0; i < LIMIT_THEMES; i++)
        kit_make(&kit, ROLE_FACILITATOR, "theme.create", "title", "T", END);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "theme.create", "title", "T", END), CODE_LIMIT);
    int poll = kit_make(&kit, ROLE_FACILITATOR, "poll.create", "question", "?", END);
    int other = kit_make(&kit, ROLE_FACILITATOR, "poll.create", "question", "?", END);
    for (int i = 0; i < LIMIT_OPTIONS; i++)
        kit_make(&kit, ROLE_FACILITATOR, "option.create", "poll", poll, "text", "O", END);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "option.create", "poll", poll, "text", "O", END), CODE_LIMIT);
    kit_make(&kit, ROLE_FACILITATOR, "option.create", "poll", other, "text", "O", END);
    kit_close(&kit);
}

static void an_item_that_a_poll_refers_to_stays(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int item = kit_make(&kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "T", END);
    int poll = kit_make(&kit, ROLE_FACILITATOR, "poll.create", "question", "?", "item", item, END);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "item.remove", "id", item, END), CODE_IN_USE);
    kit_make(&kit, ROLE_FACILITATOR, "poll.edit", "id", poll, "item", 0, END);
    kit_make(&kit, ROLE_FACILITATOR, "item.remove", "id", item, END);
    kit_close(&kit);
}

static void ids_end_somewhere(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    uint64_t last_id = kit.room->last_id;
    kit.room->last_id = LIMIT_ID - 100;
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "theme.create", "title", "Trade", END), CODE_LIMIT);
    assert_int_equal(kit_do(&kit, ROLE_SYSTEM, "workshop.live", END), CODE_OK);
    kit.room->last_id = last_id;
    kit_close(&kit);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("E1 what is not given is empty or has its first word",
                  what_is_not_given_is_empty_or_has_its_first_word),
        test_case("E2 an edit changes what is given and only that", an_edit_changes_what_is_given_and_only_that),
        test_case("C4 required fields are given and stay", required_fields_are_given_and_stay),
        test_case("C4 ranges and lengths are refused by their names", ranges_and_lengths_are_refused_by_their_names),
        test_case("C3 C5 subjects and references are there", subjects_and_references_are_there),
        test_case("E5 rows are put first, last or behind a sibling", rows_are_put_first_last_or_behind_a_sibling),
        test_case("E6 siblings are numbered anew only when needed",
                  siblings_are_numbered_anew_only_when_no_place_is_left),
        test_case("E9 an option changes its poll", an_option_changes_its_poll),
        test_case("E10 ids are never used again", ids_are_never_used_again),
        test_case("E3 ids end somewhere", ids_end_somewhere),
        test_case("E3 a kind has a ceiling", a_kind_has_a_ceiling_and_options_have_theirs_in_a_poll),
        test_case("E7 an item that a poll refers to stays", an_item_that_a_poll_refers_to_stays),
    };
    return cmocka_run_group_tests_name("edit", cases, NULL, NULL);
}
