/* The workshop's states and its agenda: rules W and A. */
#include "support_core.h"

static void only_the_system_creates_a_workshop_once_and_first(void **state)
{
    (void)state;
    struct kit kit = { .room = room_new(), .at = 1 };
    assert_int_equal(kit_do(&kit, ROLE_SYSTEM, "theme.create", "title", "Too early", END), CODE_STATE);
    kit_make(&kit, ROLE_SYSTEM, "workshop.create", "name", "w", "title", "T", "time_zone", "UTC", END);
    assert_int_equal(kit_do(&kit, ROLE_SYSTEM, "workshop.create", "name", "w", "title", "T", "time_zone", "UTC", END),
                     CODE_STATE);
    kit_close(&kit);
}

static void the_last_day_is_not_before_the_first(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_make(&kit, ROLE_FACILITATOR, "workshop.edit", "starts_on", "2015-11-16", "ends_on", "2015-11-19", END);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "workshop.edit", "ends_on", "2015-11-15", END), CODE_BAD_ARGUMENT);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "workshop.edit", "starts_on", "2015-11-20", END),
                     CODE_BAD_ARGUMENT);
    kit_make(&kit, ROLE_FACILITATOR, "workshop.edit", "ends_on", "", END);
    kit_make(&kit, ROLE_FACILITATOR, "workshop.edit", "starts_on", "2015-11-20", END);
    kit_close(&kit);
}

static void closing_ends_the_item_and_the_polls_and_reopening_goes_on(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int item = kit_make(&kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "Opening", END);
    int poll = kit_make(&kit, ROLE_FACILITATOR, "poll.create", "question", "Which?", END);
    kit_make(&kit, ROLE_FACILITATOR, "option.create", "poll", poll, "text", "A", END);
    kit_make(&kit, ROLE_FACILITATOR, "option.create", "poll", poll, "text", "B", END);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "item.start", "id", item, END), CODE_STATE);
    kit_make(&kit, ROLE_FACILITATOR, "workshop.live", END);
    assert_int_equal(kit.room->workshop->live_at, kit.at);
    kit_make(&kit, ROLE_FACILITATOR, "item.start", "id", item, END);
    kit_make(&kit, ROLE_FACILITATOR, "poll.open", "id", poll, END);
    kit_make(&kit, ROLE_FACILITATOR, "workshop.close", END);
    assert_int_equal(room_item(kit.room, (uint64_t)item)->state, ITEM_DONE);
    assert_int_equal(room_item(kit.room, (uint64_t)item)->ended_at, kit.at);
    assert_int_equal(room_poll(kit.room, (uint64_t)poll)->state, POLL_CLOSED);
    assert_int_equal(kit.room->workshop->item, 0);
    assert_int_equal(kit.room->workshop->closed_at, kit.at);
    assert_int_equal(kit_do(&kit, ROLE_SYSTEM, "theme.create", "title", "Late", END), CODE_CLOSED);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "workshop.live", END), CODE_CLOSED);
    kit_make(&kit, ROLE_COFACILITATOR, "workshop.reopen", END);
    assert_int_equal(kit.room->workshop->closed_at, 0);
    kit_make(&kit, ROLE_FACILITATOR, "theme.create", "title", "In time", END);
    kit_close(&kit);
}

static void a_conference_link_is_a_web_address(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "javascript:alert(1)", "ftp://x", "https://", "https://a b", "http://x\"y", "x"
    };
    struct kit kit;
    kit_open(&kit);
    int item =
        kit_make(&kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "T", "link", "https://meet.example/x", END);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "item.edit", "id", item, "link", bad[i], END),
                         CODE_BAD_ARGUMENT);
    kit_make(&kit, ROLE_FACILITATOR, "item.edit", "id", item, "link", "", END);
    assert_null(room_item(kit.room, (uint64_t)item)->link);
    kit_close(&kit);
}

static void the_running_item_cannot_be_removed(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int item = kit_make(&kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "T", END);
    kit_make(&kit, ROLE_FACILITATOR, "workshop.live", END);
    kit_make(&kit, ROLE_FACILITATOR, "item.start", "id", item, END);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "item.remove", "id", item, END), CODE_STATE);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "item.start", "id", item, END), CODE_STATE);
    kit_make(&kit, ROLE_FACILITATOR, "item.end", "id", item, END);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "item.end", "id", item, END), CODE_STATE);
    kit_make(&kit, ROLE_FACILITATOR, "item.start", "id", item, END);
    assert_int_equal(room_item(kit.room, (uint64_t)item)->ended_at, 0);
    kit_make(&kit, ROLE_FACILITATOR, "item.end", "id", item, END);
    kit_make(&kit, ROLE_FACILITATOR, "item.remove", "id", item, END);
    kit_close(&kit);
}

static void an_item_given_another_day_goes_to_its_end(void **state)
{
    (void)state;
    struct kit kit;
    size_t n;
    kit_open(&kit);
    int a = kit_make(&kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "A", END);
    int b = kit_make(&kit, ROLE_FACILITATOR, "item.create", "day", 2, "title", "B", END);
    int c = kit_make(&kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "C", END);
    kit_make(&kit, ROLE_FACILITATOR, "item.edit", "id", a, "day", 2, END);
    struct entity **v = room_sorted(kit.room, KIND_ITEM, 0, &n);
    assert_int_equal(n, 3);
    assert_int_equal(v[0]->id, c);
    assert_int_equal(v[1]->id, b);
    assert_int_equal(v[2]->id, a);
    mem_free(v);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "item.move", "id", a, "after", c, END), CODE_NOT_FOUND);
    kit_close(&kit);
}

static void next_advances_once_for_two_who_press_at_once(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int later = kit_make(&kit, ROLE_FACILITATOR, "item.create", "day", 2, "title", "Later", END);
    int first = kit_make(&kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "First", END);
    kit_make(&kit, ROLE_FACILITATOR, "workshop.live", END);
    kit_make(&kit, ROLE_FACILITATOR, "agenda.next", END);
    assert_int_equal(kit_do(&kit, ROLE_COFACILITATOR, "agenda.next", END), CODE_CHANGED);
    assert_int_equal(kit.room->workshop->item, first);
    kit_make(&kit, ROLE_FACILITATOR, "agenda.next", "id", first, END);
    assert_int_equal(kit_do(&kit, ROLE_COFACILITATOR, "agenda.next", "id", first, END), CODE_CHANGED);
    assert_int_equal(kit.room->workshop->item, later);
    assert_int_equal(room_item(kit.room, (uint64_t)first)->state, ITEM_DONE);
    kit_make(&kit, ROLE_FACILITATOR, "agenda.next", "id", later, END);
    assert_int_equal(kit.room->workshop->item, 0);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "agenda.next", END), CODE_STATE);
    kit_close(&kit);
}

static void next_starts_what_is_planned_behind_the_running_item(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int a = kit_make(&kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "A", END);
    int b = kit_make(&kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "B", END);
    int c = kit_make(&kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "C", END);
    kit_make(&kit, ROLE_FACILITATOR, "workshop.live", END);
    kit_make(&kit, ROLE_FACILITATOR, "item.start", "id", b, END);
    kit_make(&kit, ROLE_FACILITATOR, "agenda.next", "id", b, END);
    assert_int_equal(kit.room->workshop->item, c);
    kit_make(&kit, ROLE_FACILITATOR, "agenda.next", "id", c, END);
    assert_int_equal(kit.room->workshop->item, 0);
    assert_int_equal(room_item(kit.room, (uint64_t)a)->state, ITEM_PLANNED);
    kit_close(&kit);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("W1 only the system creates a workshop, once and first",
                  only_the_system_creates_a_workshop_once_and_first),
        test_case("W2 the last day is not before the first", the_last_day_is_not_before_the_first),
        test_case("W5 closing ends the item and the polls", closing_ends_the_item_and_the_polls_and_reopening_goes_on),
        test_case("A1 a conference link is a web address", a_conference_link_is_a_web_address),
        test_case("A2 A4 the running item cannot be removed", the_running_item_cannot_be_removed),
        test_case("A3 an item given another day goes to its end", an_item_given_another_day_goes_to_its_end),
        test_case("A5 next advances once for two who press at once", next_advances_once_for_two_who_press_at_once),
        test_case("A6 next starts what is planned behind", next_starts_what_is_planned_behind_the_running_item),
    };
    return cmocka_run_group_tests_name("agenda", cases, NULL, NULL);
}
