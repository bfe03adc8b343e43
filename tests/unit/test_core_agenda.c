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

static void a_document_is_an_address_and_a_name(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "javascript:alert(1) Paper", "Paper",        "https://", "https:// Paper", "https://x\"y Paper",
        " https://example.org/a",    "ftp://x Paper"
    };
    struct kit kit;
    kit_open(&kit);
    int item = kit_make(&kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "T", "documents",
                        "https://example.org/a The paper \"in\" English", END);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "item.edit", "id", item, "documents", bad[i], END),
                         CODE_BAD_ARGUMENT);
    kit_make(&kit, ROLE_FACILITATOR, "item.edit", "id", item, "documents", "http://example.org/b", END);
    assert_int_equal(room_item(kit.room, (uint64_t)item)->documents.n, 1);
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

static struct item *item_of(const struct kit *kit, int id)
{
    return room_item(kit->room, (uint64_t)id);
}

/* A live workshop with an opening, two items of one group and one of another side by side, and a closing. */
struct tracks {
    struct kit kit;
    int opening, a, a_more, b, closing;
};

static void open_tracks(struct tracks *t)
{
    struct kit *kit = &t->kit;
    kit_open(kit);
    int red = kit_make(kit, ROLE_FACILITATOR, "group.create", "title", "Red", END);
    int blue = kit_make(kit, ROLE_FACILITATOR, "group.create", "title", "Blue", END);
    t->opening = kit_make(kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "O", "minutes", 30, END);
    t->a = kit_make(kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "A", "group", red, END);
    t->a_more = kit_make(kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "A2", "group", red, END);
    t->b = kit_make(kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "B", "group", blue, END);
    t->closing = kit_make(kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "C", END);
    kit_make(kit, ROLE_FACILITATOR, "workshop.live", END);
    kit_make(kit, ROLE_FACILITATOR, "agenda.next", END);
    kit_make(kit, ROLE_FACILITATOR, "agenda.next", "id", t->opening, END);
    assert_int_equal(kit->room->workshop->item, t->a);
}

static void what_runs_beside_the_item_on_stage_is_done_with_it(void **state)
{
    (void)state;
    struct tracks t;
    open_tracks(&t);
    kit_make(&t.kit, ROLE_FACILITATOR, "item.start", "id", t.b, END);
    assert_int_equal(item_of(&t.kit, t.a)->state, ITEM_DONE);
    assert_int_equal(item_of(&t.kit, t.a_more)->state, ITEM_PLANNED);
    int64_t began = item_of(&t.kit, t.b)->started_at;
    kit_make(&t.kit, ROLE_FACILITATOR, "agenda.next", "id", t.b, END);
    assert_int_equal(t.kit.room->workshop->item, t.closing);
    assert_int_equal(item_of(&t.kit, t.a_more)->state, ITEM_DONE);
    assert_int_equal(item_of(&t.kit, t.a_more)->started_at, began);
    assert_int_equal(item_of(&t.kit, t.a_more)->ended_at, t.kit.at);
    kit_close(&t.kit);
}

static void items_of_one_group_follow_each_other(void **state)
{
    (void)state;
    struct tracks t;
    open_tracks(&t);
    kit_make(&t.kit, ROLE_FACILITATOR, "item.edit", "id", t.b, "group", 0, END);
    kit_make(&t.kit, ROLE_FACILITATOR, "agenda.next", "id", t.a, END);
    assert_int_equal(t.kit.room->workshop->item, t.a_more);
    kit_close(&t.kit);
}

static void undo_takes_back_a_next_whole(void **state)
{
    (void)state;
    struct tracks t;
    open_tracks(&t);
    int64_t began = item_of(&t.kit, t.a)->started_at;
    assert_int_equal(kit_do(&t.kit, ROLE_FACILITATOR, "agenda.undo", "id", t.opening, END), CODE_CHANGED);
    kit_make(&t.kit, ROLE_FACILITATOR, "agenda.next", "id", t.a, END);
    kit_make(&t.kit, ROLE_COFACILITATOR, "agenda.undo", "id", t.closing, END);
    assert_int_equal(t.kit.room->workshop->item, t.a);
    assert_int_equal(item_of(&t.kit, t.a)->started_at, began);
    assert_int_equal(item_of(&t.kit, t.a)->ended_at, 0);
    assert_int_equal(item_of(&t.kit, t.b)->state, ITEM_PLANNED);
    assert_int_equal(item_of(&t.kit, t.b)->started_at, 0);
    assert_int_equal(item_of(&t.kit, t.closing)->state, ITEM_PLANNED);
    assert_int_equal(item_of(&t.kit, t.closing)->started_at, 0);
    assert_int_equal(kit_do(&t.kit, ROLE_FACILITATOR, "agenda.undo", "id", t.a, END), CODE_STATE);
    kit_close(&t.kit);
}

static void undo_takes_back_a_start_again_and_an_end(void **state)
{
    (void)state;
    struct tracks t;
    open_tracks(&t);
    struct item was = *item_of(&t.kit, t.opening);
    kit_make(&t.kit, ROLE_FACILITATOR, "item.start", "id", t.opening, END);
    kit_make(&t.kit, ROLE_FACILITATOR, "agenda.undo", "id", t.opening, END);
    assert_int_equal(item_of(&t.kit, t.opening)->state, ITEM_DONE);
    assert_int_equal(item_of(&t.kit, t.opening)->started_at, was.started_at);
    assert_int_equal(item_of(&t.kit, t.opening)->ended_at, was.ended_at);
    kit_make(&t.kit, ROLE_FACILITATOR, "item.end", "id", t.a, END);
    kit_make(&t.kit, ROLE_FACILITATOR, "agenda.undo", END);
    assert_int_equal(t.kit.room->workshop->item, t.a);
    kit_close(&t.kit);
}

static void what_is_long_ago_or_was_closed_is_not_taken_back(void **state)
{
    (void)state;
    struct tracks t;
    open_tracks(&t);
    kit_make(&t.kit, ROLE_FACILITATOR, "workshop.close", END);
    kit_make(&t.kit, ROLE_FACILITATOR, "workshop.reopen", END);
    assert_int_equal(kit_do(&t.kit, ROLE_FACILITATOR, "agenda.undo", END), CODE_STATE);
    kit_make(&t.kit, ROLE_FACILITATOR, "item.start", "id", t.closing, END);
    t.kit.at += 13 * 3600 * 1000;
    assert_int_equal(kit_do(&t.kit, ROLE_FACILITATOR, "agenda.undo", "id", t.closing, END), CODE_STATE);
    kit_close(&t.kit);
}

static void undo_needs_what_ran_then(void **state)
{
    (void)state;
    struct tracks t;
    open_tracks(&t);
    kit_make(&t.kit, ROLE_FACILITATOR, "item.remove", "id", t.opening, END);
    assert_int_equal(kit_do(&t.kit, ROLE_FACILITATOR, "agenda.undo", "id", t.a, END), CODE_STATE);
    kit_close(&t.kit);
}

static void minutes_are_added_to_what_is_not_over(void **state)
{
    (void)state;
    struct tracks t;
    open_tracks(&t);
    assert_int_equal(kit_do(&t.kit, ROLE_FACILITATOR, "item.extend", "id", t.opening, "minutes", 5, END), CODE_STATE);
    kit_make(&t.kit, ROLE_FACILITATOR, "item.edit", "id", t.a, "minutes", 20, END);
    kit_make(&t.kit, ROLE_FACILITATOR, "item.extend", "id", t.a, "minutes", 17, END);
    kit_make(&t.kit, ROLE_FACILITATOR, "item.extend", "id", t.a, "minutes", -37, END);
    assert_int_equal(item_of(&t.kit, t.a)->extra, -20);
    assert_int_equal(item_of(&t.kit, t.a)->minutes, 20);
    assert_int_equal(kit_do(&t.kit, ROLE_FACILITATOR, "item.extend", "id", t.a, "minutes", -1, END), CODE_BAD_ARGUMENT);
    assert_int_equal(kit_do(&t.kit, ROLE_FACILITATOR, "item.extend", "id", t.a, "minutes", 1441, END),
                     CODE_BAD_ARGUMENT);
    kit_make(&t.kit, ROLE_FACILITATOR, "item.edit", "id", t.a, "minutes", 20, END);
    assert_int_equal(item_of(&t.kit, t.a)->extra, -20);
    kit_make(&t.kit, ROLE_FACILITATOR, "item.edit", "id", t.a, "minutes", 15, END);
    assert_int_equal(item_of(&t.kit, t.a)->extra, 0);
    kit_close(&t.kit);
}

static void what_is_skipped_does_not_come_next(void **state)
{
    (void)state;
    struct tracks t;
    open_tracks(&t);
    assert_int_equal(kit_do(&t.kit, ROLE_FACILITATOR, "item.skip", "id", t.a, END), CODE_STATE);
    kit_make(&t.kit, ROLE_FACILITATOR, "item.skip", "id", t.closing, END);
    assert_int_equal(kit_do(&t.kit, ROLE_FACILITATOR, "item.skip", "id", t.closing, END), CODE_STATE);
    kit_make(&t.kit, ROLE_FACILITATOR, "agenda.next", "id", t.a, END);
    assert_int_equal(t.kit.room->workshop->item, 0);
    kit_make(&t.kit, ROLE_FACILITATOR, "item.skip", "id", t.closing, "back", 1, END);
    assert_int_equal(kit_do(&t.kit, ROLE_FACILITATOR, "item.skip", "id", t.closing, "back", 1, END), CODE_STATE);
    kit_make(&t.kit, ROLE_FACILITATOR, "item.skip", "id", t.closing, END);
    kit_make(&t.kit, ROLE_FACILITATOR, "item.start", "id", t.closing, END);
    kit_close(&t.kit);
}

static void an_item_is_carried_over_to_another_day(void **state)
{
    (void)state;
    struct tracks t;
    open_tracks(&t);
    int last = kit_make(&t.kit, ROLE_FACILITATOR, "item.create", "day", 2, "title", "Last", END);
    kit_make(&t.kit, ROLE_FACILITATOR, "item.edit", "id", t.closing, "start", "16:00", "fixed", 1, END);
    kit_make(&t.kit, ROLE_FACILITATOR, "item.skip", "id", t.closing, END);
    assert_int_equal(kit_do(&t.kit, ROLE_FACILITATOR, "item.carry", "id", t.a, "day", 2, END), CODE_STATE);
    assert_int_equal(kit_do(&t.kit, ROLE_FACILITATOR, "item.carry", "id", t.closing, "day", 1, END), CODE_BAD_ARGUMENT);
    assert_int_equal(kit_do(&t.kit, ROLE_FACILITATOR, "item.carry", "id", t.closing, "day", 2, "after", t.b, END),
                     CODE_NOT_FOUND);
    kit_make(&t.kit, ROLE_FACILITATOR, "item.carry", "id", t.closing, "day", 2, "after", 0, END);
    const struct item *item = item_of(&t.kit, t.closing);
    assert_int_equal(item->day, 2);
    assert_int_equal(item->state, ITEM_PLANNED);
    assert_null(item->start);
    assert_false(item->fixed);
    assert_true(item->pos < item_of(&t.kit, last)->pos);
    kit_make(&t.kit, ROLE_FACILITATOR, "item.carry", "id", t.b, "day", 2, END);
    assert_true(item_of(&t.kit, t.b)->pos > item_of(&t.kit, last)->pos);
    kit_close(&t.kit);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("W1 only the system creates a workshop, once and first",
                  only_the_system_creates_a_workshop_once_and_first),
        test_case("W2 the last day is not before the first", the_last_day_is_not_before_the_first),
        test_case("W5 closing ends the item and the polls", closing_ends_the_item_and_the_polls_and_reopening_goes_on),
        test_case("A1 a conference link is a web address", a_conference_link_is_a_web_address),
        test_case("A21 a document is an address, and behind a space a name", a_document_is_an_address_and_a_name),
        test_case("A2 A4 the running item cannot be removed", the_running_item_cannot_be_removed),
        test_case("A3 an item given another day goes to its end", an_item_given_another_day_goes_to_its_end),
        test_case("A5 next advances once for two who press at once", next_advances_once_for_two_who_press_at_once),
        test_case("A6 next starts what is planned behind", next_starts_what_is_planned_behind_the_running_item),
        test_case("A8 what runs beside the item on stage is done with it",
                  what_runs_beside_the_item_on_stage_is_done_with_it),
        test_case("A7 items of one group follow each other", items_of_one_group_follow_each_other),
        test_case("A10 minutes are added to what is not over", minutes_are_added_to_what_is_not_over),
        test_case("A11 what is skipped does not come next", what_is_skipped_does_not_come_next),
        test_case("A12 an item is carried over to another day", an_item_is_carried_over_to_another_day),
        test_case("A13 undo takes back a next whole", undo_takes_back_a_next_whole),
        test_case("A13 undo takes back a start again and an end", undo_takes_back_a_start_again_and_an_end),
        test_case("A13 what is long ago or was closed is not taken back",
                  what_is_long_ago_or_was_closed_is_not_taken_back),
        test_case("A13 undo needs what ran then", undo_needs_what_ran_then),
    };
    return cmocka_run_group_tests_name("agenda", cases, NULL, NULL);
}
