/* Who has the floor: rules J; and speaking times. */
#include "core/collate.h"
#include "core/floor.h"
#include "support_core.h"

static void open_live(struct kit *kit)
{
    kit_open(kit);
    kit_make(kit, ROLE_FACILITATOR, "workshop.live", END);
}

static const struct hand *hand(const struct kit *kit, int id)
{
    return room_hand(kit->room, (uint64_t)id);
}

static enum code raise_at(struct kit *kit, enum role role, const char *type, int64_t at)
{
    struct command cmd;
    struct actor actor = kit_actor(kit, role);
    kit_build(&cmd, "hand.raise", "type", type, "at", 1, END);
    cmd.u.hand.at = at;
    return kit_run(kit, actor, &cmd);
}

/* The hands that wait, as a line of their roles' first letters, in the order of the queue. */
static void assert_queue(const struct kit *kit, const char *expected)
{
    char line[64] = { 0 };
    size_t n, at = 0;
    struct entity **hands = room_sorted(kit->room, KIND_HAND, 0, &n);
    for (size_t i = 0; i < n; i++) {
        const struct hand *one = (const struct hand *)hands[i];
        const struct person *person = room_person(kit->room, one->person);
        if (one->state == HAND_WAITING)
            line[at++] = person == NULL ? 'T' : person->name[0];
    }
    assert_string_equal(line, expected);
    mem_free(hands);
}

static void a_hand_is_raised_once_by_oneself_a_device_or_the_staff(void **state)
{
    (void)state;
    struct kit kit;
    open_live(&kit);
    int observer = (int)kit.person[ROLE_OBSERVER];
    int own = kit_make(&kit, ROLE_DELEGATE, "hand.raise", END);
    assert_int_equal(hand(&kit, own)->person, kit.person[ROLE_DELEGATE]);
    assert_int_equal(hand(&kit, own)->delegation, room_person(kit.room, kit.person[ROLE_DELEGATE])->delegation);
    assert_int_equal(kit_do(&kit, ROLE_DELEGATE, "hand.raise", END), CODE_STATE);
    kit_make(&kit, ROLE_DELEGATE, "hand.raise", "type", "reply", END);
    assert_int_equal(kit_do(&kit, ROLE_DELEGATE, "hand.raise", "type", "tour", END), CODE_BAD_ARGUMENT);
    assert_int_equal(kit_do(&kit, ROLE_DELEGATE, "hand.raise", "for", observer, END), CODE_FORBIDDEN);
    kit_make(&kit, ROLE_FACILITATOR, "person.edit", "id", observer, "device", (int)kit.person[ROLE_DELEGATE], END);
    kit_make(&kit, ROLE_DELEGATE, "hand.raise", "for", observer, END);
    kit_make(&kit, ROLE_COFACILITATOR, "hand.raise", "for", (int)kit.person[ROLE_EXPERT], END);
    kit_make(&kit, ROLE_SYSTEM, "hand.raise", "for", (int)kit.person[ROLE_INTERPRETER], END);
    assert_int_equal(kit_do(&kit, ROLE_SYSTEM, "hand.raise", END), CODE_FORBIDDEN);
    assert_int_equal(kit_do(&kit, ROLE_LISTENER, "hand.raise", END), CODE_FORBIDDEN);
    kit_close(&kit);
}

static void a_hand_raised_offline_keeps_its_place_within_ten_minutes(void **state)
{
    (void)state;
    struct kit kit;
    open_live(&kit);
    kit.at += 3600 * 1000;
    int64_t base = kit.at;
    assert_int_equal(raise_at(&kit, ROLE_DELEGATE, "contribution", 0), CODE_OK);
    assert_int_equal(raise_at(&kit, ROLE_EXPERT, "contribution", base - 60 * 1000), CODE_OK);
    assert_int_equal(hand(&kit, (int)kit.result)->at, base - 60 * 1000);
    assert_queue(&kit, "ed");
    assert_int_equal(raise_at(&kit, ROLE_OBSERVER, "contribution", base - 11 * 60 * 1000), CODE_OK);
    assert_int_equal(hand(&kit, (int)kit.result)->at, kit.at);
    assert_int_equal(raise_at(&kit, ROLE_INTERPRETER, "contribution", kit.at + 5000), CODE_OK);
    assert_int_equal(hand(&kit, (int)kit.result)->at, kit.at);
    assert_queue(&kit, "edoi");
    int item = kit_make(&kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "T", END);
    kit_make(&kit, ROLE_FACILITATOR, "item.start", "id", item, END);
    int64_t started = kit.at;
    assert_int_equal(raise_at(&kit, ROLE_RAPPORTEUR, "contribution", started - 1), CODE_OK);
    assert_int_equal(hand(&kit, (int)kit.result)->at, started);
    kit_close(&kit);
}

static void a_lowered_hand_is_raised_again_and_not_another_one(void **state)
{
    (void)state;
    struct kit kit;
    open_live(&kit);
    int first = kit_make(&kit, ROLE_DELEGATE, "hand.raise", END);
    kit_make(&kit, ROLE_EXPERT, "hand.raise", END);
    kit_make(&kit, ROLE_DELEGATE, "hand.lower", "id", first, END);
    assert_int_equal(hand(&kit, first)->ended_at, kit.at);
    assert_queue(&kit, "e");
    assert_int_equal(kit_make(&kit, ROLE_DELEGATE, "hand.raise", END), first);
    assert_queue(&kit, "ed");
    assert_int_equal(kit.room->live[KIND_HAND].n, 2);
    kit_close(&kit);
}

static void points_of_order_go_first_then_replies_then_contributions(void **state)
{
    (void)state;
    struct kit kit;
    open_live(&kit);
    int delegate = kit_make(&kit, ROLE_DELEGATE, "hand.raise", END);
    kit_make(&kit, ROLE_OBSERVER, "hand.raise", "type", "reply", END);
    kit_make(&kit, ROLE_EXPERT, "hand.raise", END);
    kit_make(&kit, ROLE_INTERPRETER, "hand.raise", "type", "point_of_order", END);
    assert_queue(&kit, "iode");
    /* Who was moved by the staff stays there. */
    kit_make(&kit, ROLE_FACILITATOR, "hand.move", "id", delegate, "after", 0, END);
    assert_queue(&kit, "dioe");
    kit_make(&kit, ROLE_RAPPORTEUR, "hand.raise", "type", "point_of_order", END);
    assert_queue(&kit, "diroe");
    kit_make(&kit, ROLE_FACILITATOR, "hand.give", "id", delegate, END);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "hand.move", "id", delegate, END), CODE_STATE);
    kit_close(&kit);
}

static void one_speaks_at_a_time_and_whoever_spoke_has_spoken(void **state)
{
    (void)state;
    struct kit kit;
    open_live(&kit);
    int a = kit_make(&kit, ROLE_DELEGATE, "hand.raise", END), b = kit_make(&kit, ROLE_EXPERT, "hand.raise", END);
    kit_make(&kit, ROLE_FACILITATOR, "hand.give", "id", a, "seconds", 120, END);
    assert_int_equal(hand(&kit, a)->seconds, 120);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "hand.give", "id", a, END), CODE_STATE);
    assert_int_equal(kit_do(&kit, ROLE_DELEGATE, "hand.lower", "id", a, END), CODE_STATE);
    kit_make(&kit, ROLE_FACILITATOR, "hand.give", "id", b, END);
    assert_int_equal(hand(&kit, a)->state, HAND_SPOKEN);
    assert_int_equal(hand(&kit, a)->ended_at, kit.at);
    assert_int_equal(kit_do(&kit, ROLE_DELEGATE, "hand.end", "id", b, END), CODE_FORBIDDEN);
    kit_make(&kit, ROLE_EXPERT, "hand.end", "id", b, END);
    assert_int_equal(hand(&kit, b)->state, HAND_SPOKEN);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "hand.end", "id", b, END), CODE_STATE);
    kit_close(&kit);
}

static void hands_go_down_with_their_item_and_up_again_when_it_is_taken_back(void **state)
{
    (void)state;
    struct kit kit;
    open_live(&kit);
    int item = kit_make(&kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "A", END);
    int next = kit_make(&kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "B", END);
    kit_make(&kit, ROLE_FACILITATOR, "item.start", "id", item, END);
    int speaks = kit_make(&kit, ROLE_DELEGATE, "hand.raise", END),
        waits = kit_make(&kit, ROLE_EXPERT, "hand.raise", END);
    int again = kit_make(&kit, ROLE_OBSERVER, "hand.raise", END);
    int former = kit_make(&kit, ROLE_INTERPRETER, "hand.raise", END);
    kit_make(&kit, ROLE_INTERPRETER, "hand.lower", "id", former, END);
    kit_make(&kit, ROLE_FACILITATOR, "hand.give", "id", speaks, END);
    kit_make(&kit, ROLE_FACILITATOR, "agenda.next", "id", item, END);
    assert_int_equal(hand(&kit, speaks)->state, HAND_SPOKEN);
    assert_int_equal(hand(&kit, waits)->state, HAND_LOWERED);
    assert_int_equal(kit_make(&kit, ROLE_OBSERVER, "hand.raise", END), again);
    kit_make(&kit, ROLE_FACILITATOR, "agenda.undo", "id", next, END);
    assert_int_equal(hand(&kit, speaks)->state, HAND_SPEAKING);
    assert_int_equal(hand(&kit, speaks)->ended_at, 0);
    assert_queue(&kit, "eo");
    assert_int_equal(hand(&kit, former)->state, HAND_LOWERED);
    kit_make(&kit, ROLE_FACILITATOR, "workshop.close", END);
    assert_queue(&kit, "");
    kit_close(&kit);
}

static void who_is_removed_has_no_hand_up(void **state)
{
    (void)state;
    struct kit kit;
    open_live(&kit);
    int waits = kit_make(&kit, ROLE_EXPERT, "hand.raise", END),
        speaks = kit_make(&kit, ROLE_OBSERVER, "hand.raise", END);
    kit_make(&kit, ROLE_FACILITATOR, "hand.give", "id", speaks, END);
    kit_make(&kit, ROLE_FACILITATOR, "person.remove", "id", (int)kit.person[ROLE_EXPERT], END);
    kit_make(&kit, ROLE_FACILITATOR, "person.remove", "id", (int)kit.person[ROLE_OBSERVER], END);
    assert_int_equal(hand(&kit, waits)->state, HAND_LOWERED);
    assert_int_equal(hand(&kit, speaks)->state, HAND_SPOKEN);
    int spare = kit_make(&kit, ROLE_FACILITATOR, "delegation.create", "name", "Oman", END);
    int tour = kit_make(&kit, ROLE_FACILITATOR, "tour.start", END);
    kit_make(&kit, ROLE_FACILITATOR, "delegation.remove", "id", spare, END);
    assert_queue(&kit, "T");
    assert_int_equal(hand(&kit, tour)->state, HAND_WAITING);
    kit_close(&kit);
}

/* The names of the tour, joined, in the language. */
static void assert_tour(struct kit *kit, const char *lang, const char *expected)
{
    char line[256] = { 0 };
    size_t n;
    kit_make(kit, ROLE_FACILITATOR, "tour.start", "lang", lang, "seconds", 180, END);
    struct entity **hands = room_sorted(kit->room, KIND_HAND, 0, &n);
    for (size_t i = 0; i < n; i++) {
        const struct hand *one = (const struct hand *)hands[i];
        if (one->state != HAND_WAITING)
            continue;
        const struct delegation *delegation = room_delegation(kit->room, one->delegation);
        size_t at = strlen(line);
        snprintf(line + at, sizeof(line) - at, "%s ", ml_text(&delegation->name, lang_of(lang)));
        assert_int_equal(one->seconds, 180);
    }
    assert_string_equal(line, expected);
    mem_free(hands);
    kit_make(kit, ROLE_FACILITATOR, "tour.end", END);
}

static void a_tour_follows_the_names_in_the_language_observers_last(void **state)
{
    (void)state;
    static const char *const names[][3] = {
        { "Egypt", "fr:Égypte", "ar:مصر" },
        { "Algeria", "fr:Algérie", "ar:الجزائر" },
        { "Germany", "fr:Allemagne", "ar:ألمانيا" },
    };
    struct kit kit;
    open_live(&kit);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "tour.end", END), CODE_STATE);
    for (size_t i = 0; i < 3; i++) {
        int id = kit_make(&kit, ROLE_FACILITATOR, "delegation.create", "name", names[i][0], END);
        kit_make(&kit, ROLE_FACILITATOR, "delegation.edit", "id", id, "name", names[i][1], "observer", i == 2, END);
        kit_make(&kit, ROLE_FACILITATOR, "delegation.edit", "id", id, "name", names[i][2], END);
    }
    int jordan = (int)room_person(kit.room, kit.person[ROLE_DELEGATE])->delegation;
    kit_make(&kit, ROLE_FACILITATOR, "delegation.edit", "id", jordan, "name", "fr:Jordanie", END);
    kit_make(&kit, ROLE_FACILITATOR, "delegation.edit", "id", jordan, "name", "ar:الأردن", END);
    assert_tour(&kit, "en", "Algeria Egypt Jordan Germany ");
    assert_tour(&kit, "fr", "Algérie Égypte Jordanie Allemagne ");
    assert_tour(&kit, "ar", "الأردن الجزائر مصر ألمانيا ");
    kit_close(&kit);
}

static void a_tour_is_of_the_delegations_and_there_is_one_at_a_time(void **state)
{
    (void)state;
    struct kit kit;
    open_live(&kit);
    kit_make(&kit, ROLE_EXPERT, "hand.raise", END);
    kit_make(&kit, ROLE_OBSERVER, "hand.raise", "type", "point_of_order", END);
    int tour = kit_make(&kit, ROLE_FACILITATOR, "tour.start", "seconds", 60, END);
    assert_queue(&kit, "oTe");
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "tour.start", END), CODE_STATE);
    kit_make(&kit, ROLE_FACILITATOR, "hand.give", "id", tour, END);
    assert_int_equal(hand(&kit, tour)->seconds, 60);
    int guest = kit_make(&kit, ROLE_SYSTEM, "person.join", "name", "G", "delegation", (int)hand(&kit, tour)->delegation,
                         "guest", 1, END);
    assert_int_equal(kit_do_as(&kit, (uint64_t)guest, "hand.end", "id", tour, END), CODE_FORBIDDEN);
    kit_make(&kit, ROLE_DELEGATE, "hand.end", "id", tour, END);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "tour.end", END), CODE_STATE);
    kit_close(&kit);
}

static void speaking_times_are_summed_by_delegation(void **state)
{
    (void)state;
    struct kit kit;
    size_t n;
    open_live(&kit);
    int other = kit_make(&kit, ROLE_FACILITATOR, "delegation.create", "name", "Oman", END);
    kit_make(&kit, ROLE_FACILITATOR, "person.edit", "id", (int)kit.person[ROLE_EXPERT], "delegation", other, END);
    for (int i = 0; i < 2; i++) {
        int a = kit_make(&kit, ROLE_DELEGATE, "hand.raise", END);
        kit_make(&kit, ROLE_FACILITATOR, "hand.give", "id", a, END);
        kit.at += 10000;
        kit_make(&kit, ROLE_FACILITATOR, "hand.end", "id", a, END);
    }
    int b = kit_make(&kit, ROLE_EXPERT, "hand.raise", END);
    kit_make(&kit, ROLE_FACILITATOR, "hand.give", "id", b, END);
    struct floor_time *times = floor_times(kit.room, 0, kit.at + 60000, &n);
    assert_int_equal(n, 2);
    assert_int_equal(times[0].delegation, other);
    assert_int_equal(times[0].ms, 60000);
    assert_int_equal(times[1].ms, 22000);
    assert_int_equal(times[1].speeches, 2);
    mem_free(times);
    mem_free(floor_times(kit.room, 77, kit.at, &n));
    assert_int_equal(n, 0);
    kit_close(&kit);
}

static void names_sort_by_their_letters(void **state)
{
    (void)state;
    static const char *const order[] = { "Algérie", "Côte d'Ivoire", "cote-d’ivoire", "Égypte",    "Émirats", "Zambie",
                                         "الأردن",  "ألمانيا",       "إيران",         "الباكستان", "مَصر",     "مصرف" };
    for (size_t i = 0; i + 1 < sizeof(order) / sizeof(order[0]); i++) {
        char *a = collate_key(order[i]), *b = collate_key(order[i + 1]);
        if (collate_compare(a, i, b, i + 1) >= 0)
            fail_msg("%s (%s) is not before %s (%s)", order[i], a, order[i + 1], b);
        mem_free(a);
        mem_free(b);
    }
    char *nothing = collate_key(NULL), *signs = collate_key(" -- ");
    assert_string_equal(nothing, "");
    assert_string_equal(signs, "");
    mem_free(nothing);
    mem_free(signs);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("J1 a hand is raised once, by oneself, on one's device or through the staff",
                  a_hand_is_raised_once_by_oneself_a_device_or_the_staff),
        test_case("J2 a hand raised offline keeps its place within ten minutes and the running item",
                  a_hand_raised_offline_keeps_its_place_within_ten_minutes),
        test_case("J3 a lowered hand is raised again, and not another one",
                  a_lowered_hand_is_raised_again_and_not_another_one),
        test_case("J4 points of order go first, then replies, then contributions; what was moved stays",
                  points_of_order_go_first_then_replies_then_contributions),
        test_case("J5 J6 one speaks at a time, and whoever spoke has spoken",
                  one_speaks_at_a_time_and_whoever_spoke_has_spoken),
        test_case("J7 J8 hands go down with their item, and up again when its end is taken back",
                  hands_go_down_with_their_item_and_up_again_when_it_is_taken_back),
        test_case("J9 who is removed has no hand up", who_is_removed_has_no_hand_up),
        test_case("J10 a tour follows the names in the language, observers last",
                  a_tour_follows_the_names_in_the_language_observers_last),
        test_case("J5 J10 a tour is of the delegations, and there is one at a time",
                  a_tour_is_of_the_delegations_and_there_is_one_at_a_time),
        test_case("Speaking times are summed by delegation, the present speech included",
                  speaking_times_are_summed_by_delegation),
        test_case("J10 names sort by their letters, without accents and article", names_sort_by_their_letters),
    };
    return cmocka_run_group_tests_name("floor", cases, NULL, NULL);
}
