/* Polls and their options, what opens them and what becomes of them, and the deadline of a poll: rules V and T. Voting is in
 * test_core_ballot.c, results are in test_app_tally.c. */
#include "support_core.h"

#include "core/roll.h"

/* A live workshop with one prepared poll of two options. */
struct asked {
    struct kit kit;
    int poll, a, b;
};

static void prepare(struct asked *asked)
{
    struct kit *kit = &asked->kit;
    kit_open(kit);
    kit_make(kit, ROLE_FACILITATOR, "workshop.live", END);
    asked->poll = kit_make(kit, ROLE_FACILITATOR, "poll.create", "question", "Which first?", END);
    asked->a = kit_make(kit, ROLE_FACILITATOR, "option.create", "poll", asked->poll, "text", "A", END);
    asked->b = kit_make(kit, ROLE_FACILITATOR, "option.create", "poll", asked->poll, "text", "B", END);
}

static const struct poll *poll_of(const struct asked *asked)
{
    return room_poll(asked->kit.room, (uint64_t)asked->poll);
}

static enum code open_poll(struct asked *t)
{
    return kit_do(&t->kit, ROLE_FACILITATOR, "poll.open", "id", t->poll, END);
}

static void what_was_asked_does_not_change(void **state)
{
    (void)state;
    struct asked t;
    prepare(&t);
    struct kit *kit = &t.kit;
    for (int closed = 0; closed < 2; closed++) {
        kit_make(kit, ROLE_FACILITATOR, closed ? "poll.close" : "poll.open", "id", t.poll, END);
        assert_int_equal(kit_do(kit, ROLE_FACILITATOR, "poll.edit", "id", t.poll, "question", "?", END), CODE_STATE);
        assert_int_equal(kit_do(kit, ROLE_FACILITATOR, "poll.remove", "id", t.poll, END), CODE_STATE);
        assert_int_equal(kit_do(kit, ROLE_FACILITATOR, "poll.open", "id", t.poll, END), CODE_STATE);
        assert_int_equal(kit_do(kit, ROLE_FACILITATOR, "option.create", "poll", t.poll, "text", "C", END), CODE_STATE);
        assert_int_equal(kit_do(kit, ROLE_FACILITATOR, "option.edit", "id", t.a, "text", "C", END), CODE_STATE);
        assert_int_equal(kit_do(kit, ROLE_FACILITATOR, "option.move", "id", t.b, "after", 0, END), CODE_STATE);
        assert_int_equal(kit_do(kit, ROLE_FACILITATOR, "option.remove", "id", t.a, END), CODE_STATE);
    }
    assert_int_equal(kit_do(kit, ROLE_FACILITATOR, "poll.close", "id", t.poll, END), CODE_STATE);
    kit_close(kit);
}

static void ends_are_in_order(void **state)
{
    (void)state;
    struct asked t;
    prepare(&t);
#define EDIT(...) kit_do(&t.kit, ROLE_FACILITATOR, "poll.edit", "id", t.poll, __VA_ARGS__, END)
    assert_int_equal(kit_do(&t.kit, ROLE_FACILITATOR, "poll.create", "question", "?", "min", 5, "max", 1, END),
                     CODE_BAD_ARGUMENT);
    assert_int_equal(EDIT("min", 0, "max", 5), CODE_OK);
    assert_int_equal(EDIT("min", 6), CODE_BAD_ARGUMENT);
    assert_int_equal(EDIT("min", 2, "max", 0, "type", "multiple"), CODE_OK);
    assert_int_equal(EDIT("type", "scale"), CODE_BAD_ARGUMENT);
    assert_int_equal(EDIT("pair", t.poll), CODE_BAD_ARGUMENT);
#undef EDIT
    kit_close(&t.kit);
}

static void options_go_with_their_poll(void **state)
{
    (void)state;
    struct asked t;
    prepare(&t);
    kit_make(&t.kit, ROLE_FACILITATOR, "poll.remove", "id", t.poll, END);
    assert_null(room_option(t.kit.room, (uint64_t)t.a));
    assert_int_equal(t.kit.room->live[KIND_OPTION].n, 0);
    kit_close(&t.kit);
}

static void an_option_stays_with_its_poll(void **state)
{
    (void)state;
    struct asked t;
    prepare(&t);
    int other = kit_make(&t.kit, ROLE_FACILITATOR, "poll.create", "question", "Other?", END);
    assert_int_equal(kit_do(&t.kit, ROLE_FACILITATOR, "option.edit", "id", t.a, "poll", other, END), CODE_BAD_ARGUMENT);
    kit_make(&t.kit, ROLE_FACILITATOR, "option.edit", "id", t.a, "poll", t.poll, "text", "A2", END);
    kit_close(&t.kit);
}

static void opening_needs_what_the_sender_saw(void **state)
{
    (void)state;
    struct asked t;
    char tag[VIEW_TAG];
    prepare(&t);
    view_tag(tag, t.kit.room, &room_poll(t.kit.room, (uint64_t)t.poll)->e);
    kit_make(&t.kit, ROLE_FACILITATOR, "option.move", "id", t.b, "after", 0, END);
    assert_int_equal(kit_do(&t.kit, ROLE_FACILITATOR, "poll.open", "id", t.poll, "seen", tag, END), CODE_CHANGED);
    kit_make(&t.kit, ROLE_FACILITATOR, "option.move", "id", t.b, "after", t.a, END);
    kit_make(&t.kit, ROLE_FACILITATOR, "poll.open", "id", t.poll, "seen", tag, END);
    kit_close(&t.kit);
}

static void the_timer_is_the_one_it_was_prepared_with(void **state)
{
    (void)state;
    struct asked t;
    prepare(&t);
    kit_make(&t.kit, ROLE_FACILITATOR, "poll.edit", "id", t.poll, "seconds", 90, END);
    int other =
        kit_make(&t.kit, ROLE_FACILITATOR, "poll.create", "question", "?", "type", "consent", "seconds", 90, END);
    kit_make(&t.kit, ROLE_FACILITATOR, "poll.open", "id", t.poll, END);
    assert_int_equal(poll_of(&t)->closes_at, t.kit.at + 90000);
    kit_make(&t.kit, ROLE_FACILITATOR, "poll.open", "id", other, "seconds", 0, END);
    assert_int_equal(room_poll(t.kit.room, (uint64_t)other)->closes_at, 0);
    kit_close(&t.kit);
}

/* How a poll has to be changed so that it can be opened, and how it cannot. */
static void what_is_not_whole_is_not_opened(void **state)
{
    (void)state;
    static const struct {
        const char *type;
        int options, min, max, points;
        enum code code;
    } polls[] = {
        { "single", 1, 0, 0, 0, CODE_INCOMPLETE },
        { "single", 2, 0, 0, 0, CODE_OK },
        { "multiple", 1, 0, 0, 0, CODE_INCOMPLETE },
        { "multiple", 2, 0, 3, 0, CODE_INCOMPLETE },
        { "multiple", 2, 3, 0, 0, CODE_INCOMPLETE },
        { "multiple", 3, 1, 2, 0, CODE_OK },
        { "multiple", 2, -1, 2, 0, CODE_INCOMPLETE },
        { "yes_no_abstain", 1, 0, 0, 0, CODE_INCOMPLETE },
        { "yes_no_abstain", 0, 0, 0, 0, CODE_OK },
        { "scale", 0, 1, 1, 0, CODE_INCOMPLETE },
        { "scale", 0, 1, 5, 0, CODE_OK },
        { "scale", 3, 1, 5, 0, CODE_OK },
        { "ranking", 2, 0, 3, 0, CODE_INCOMPLETE },
        { "ranking", 2, 0, 0, 0, CODE_OK },
        { "points", 2, 0, 0, 0, CODE_INCOMPLETE },
        { "points", 2, 0, 0, 5, CODE_OK },
        { "open_text", 1, 0, 0, 0, CODE_INCOMPLETE },
        { "open_text", 0, 0, 0, 0, CODE_OK },
        { "words", 0, -2, -1, 0, CODE_INCOMPLETE },
        { "words", 0, 0, 0, 0, CODE_OK },
        { "number", 0, 5, 5, 0, CODE_INCOMPLETE },
        { "number", 0, 0, 0, 0, CODE_OK },
        { "date", 0, 0, 0, 0, CODE_INCOMPLETE },
        { "date", 1, 0, 0, 0, CODE_OK },
        { "consent", 0, 0, 0, 0, CODE_OK },
        { "fist_to_five", 0, 0, 0, 0, CODE_OK },
    };
    struct asked t;
    prepare(&t);
    for (size_t i = 0; i < sizeof(polls) / sizeof(polls[0]); i++) {
        t.poll = kit_make(&t.kit, ROLE_FACILITATOR, "poll.create", "question", "?", "type", polls[i].type, "min",
                          polls[i].min, "max", polls[i].max, "points", polls[i].points, END);
        for (int option = 0; option < polls[i].options; option++)
            kit_make(&t.kit, ROLE_FACILITATOR, "option.create", "poll", t.poll, "text", "O", END);
        assert_int_equal(open_poll(&t), polls[i].code);
    }
    kit_close(&t.kit);
}

static void a_share_is_asked_of_answers_that_are_given_or_not(void **state)
{
    (void)state;
    struct asked t;
    prepare(&t);
    kit_make(&t.kit, ROLE_FACILITATOR, "poll.edit", "id", t.poll, "type", "ranking", "majority", "simple", END);
    assert_int_equal(open_poll(&t), CODE_UNSUPPORTED);
    kit_make(&t.kit, ROLE_FACILITATOR, "poll.edit", "id", t.poll, "type", "multiple", END);
    assert_int_equal(open_poll(&t), CODE_OK);
    kit_close(&t.kit);
}

static void closing_feeds_all_ballots_again(void **state)
{
    (void)state;
    struct asked t;
    prepare(&t);
    kit_make(&t.kit, ROLE_FACILITATOR, "poll.open", "id", t.poll, END);
    uint64_t ballot = (uint64_t)kit_make(&t.kit, ROLE_DELEGATE, "ballot.cast", "id", t.poll, "option", t.a, END);
    kit_make(&t.kit, ROLE_FACILITATOR, "theme.create", "title", "T", END);
    kit_make(&t.kit, ROLE_FACILITATOR, "poll.close", "id", t.poll, END);
    assert_int_equal(room_ballot(t.kit.room, ballot)->e.seq, t.kit.room->seq);
    assert_int_equal(poll_of(&t)->closed_at, t.kit.at);
    const struct roll *roll = room_roll_of(t.kit.room, (uint64_t)t.poll);
    assert_int_equal(roll->e.seq, t.kit.room->seq);
    assert_int_equal(roll->voted.n, 1);
    assert_int_equal(roll->voted.v[0], t.kit.person[ROLE_DELEGATE]);
    kit_close(&t.kit);
}

static void closing_feeds_results_that_waited(void **state)
{
    (void)state;
    struct asked t;
    prepare(&t);
    kit_make(&t.kit, ROLE_FACILITATOR, "poll.edit", "id", t.poll, "type", "date", "results", "after", "secrecy",
             "unattributed", END);
    kit_make(&t.kit, ROLE_FACILITATOR, "poll.open", "id", t.poll, END);
    uint64_t ballot =
        (uint64_t)kit_make(&t.kit, ROLE_DELEGATE, "ballot.cast", "id", t.poll, "options", t.a, "values", 0, END);
    kit_make(&t.kit, ROLE_FACILITATOR, "poll.close", "id", t.poll, END);
    assert_int_equal(room_option(t.kit.room, (uint64_t)t.b)->e.seq, t.kit.room->seq);
    assert_int_equal(t.kit.room->live[KIND_ANSWER].v[0]->seq, t.kit.room->seq);
    assert_int_equal(room_ballot(t.kit.room, ballot)->e.seq, t.kit.room->seq - 1);
    kit_close(&t.kit);
}

static void a_new_round_asks_the_same_again(void **state)
{
    (void)state;
    struct asked t;
    prepare(&t);
    struct kit *kit = &t.kit;
    int row = kit_make(kit, ROLE_FACILITATOR, "action.create", "title", "X", END);
    kit_make(kit, ROLE_FACILITATOR, "option.edit", "id", t.a, "action", row, END);
    kit_make(kit, ROLE_FACILITATOR, "option.move", "id", t.b, "after", 0, END);
    kit_make(kit, ROLE_FACILITATOR, "poll.edit", "id", t.poll, "quorum", 50, "question", "fr:Laquelle ?", END);
    int last = kit_make(kit, ROLE_FACILITATOR, "poll.create", "question", "Last?", END);
    assert_int_equal(kit_do(kit, ROLE_FACILITATOR, "poll.again", "id", t.poll, END), CODE_STATE);
    kit_make(kit, ROLE_FACILITATOR, "poll.open", "id", t.poll, END);
    kit_make(kit, ROLE_DELEGATE, "ballot.cast", "id", t.poll, "option", t.a, END);
    kit_make(kit, ROLE_FACILITATOR, "poll.close", "id", t.poll, END);
    uint64_t id = (uint64_t)kit_make(kit, ROLE_FACILITATOR, "poll.again", "id", t.poll, END);
    const struct poll *again = room_poll(kit->room, id);
    assert_int_equal(again->state, POLL_PREPARED);
    assert_int_equal(again->round, 1);
    assert_int_equal(again->previous, t.poll);
    assert_int_equal(again->quorum, 50);
    assert_string_equal(again->question.text[LANG_FR], "Laquelle ?");
    assert_int_equal(again->voters + again->opened_at + again->eligible + again->weight, 0);
    assert_true(again->pos > poll_of(&t)->pos && again->pos < room_poll(kit->room, (uint64_t)last)->pos);
    size_t n;
    struct entity **options = room_sorted(kit->room, KIND_OPTION, id, &n);
    assert_int_equal(n, 2);
    assert_string_equal(((const struct option *)options[0])->text.text[LANG_EN], "B");
    assert_int_equal(((const struct option *)options[1])->action, row);
    assert_int_equal(((const struct option *)options[1])->votes, 0);
    mem_free(options);
    char first[VIEW_TAG], second[VIEW_TAG];
    view_tag(first, kit->room, &poll_of(&t)->e);
    view_tag(second, kit->room, &again->e);
    assert_string_not_equal(first, second); /* options name their poll */
    t.poll = (int)id;
    assert_int_equal(open_poll(&t), CODE_OK);
    kit_close(kit);
}

enum { RANKED = 7 };

static void a_result_becomes_the_priority_of_actions(void **state)
{
    (void)state;
    static const uint8_t expected[RANKED] = { PRIORITY_HIGH,   PRIORITY_HIGH, PRIORITY_HIGH, PRIORITY_MEDIUM,
                                              PRIORITY_MEDIUM, PRIORITY_LOW,  PRIORITY_NONE };
    static const int points[RANKED] = { 30, 20, 20, 8, 6, 1, 0 };
    struct asked t;
    prepare(&t);
    struct kit *kit = &t.kit;
    int rows[RANKED], options[RANKED];
    struct command cmd;
    t.poll = kit_make(kit, ROLE_FACILITATOR, "poll.create", "question", "?", "type", "points", "points", 100, END);
    for (int i = 0; i < RANKED; i++) {
        rows[i] = kit_make(kit, ROLE_FACILITATOR, "action.create", "title", "X", END);
        options[i] =
            kit_make(kit, ROLE_FACILITATOR, "option.create", "poll", t.poll, "text", "O", "action", rows[i], END);
    }
    kit_make(kit, ROLE_FACILITATOR, "option.create", "poll", t.poll, "text", "None of these", END);
    assert_int_equal(kit_do(kit, ROLE_FACILITATOR, "poll.prioritize", "id", t.poll, END), CODE_STATE);
    assert_int_equal(open_poll(&t), CODE_OK);
    kit_build(&cmd, "ballot.cast", "id", t.poll, "options", options[0], "values", points[0], "options", options[1],
              "values", points[1], "options", options[2], "values", points[2], "options", options[3], "values",
              points[3], "options", options[4], "values", points[4], "options", options[5], "values", points[5], END);
    assert_int_equal(kit_run(kit, kit_actor(kit, ROLE_DELEGATE), &cmd), CODE_OK);
    kit_make(kit, ROLE_FACILITATOR, "poll.close", "id", t.poll, END);
    kit_make(kit, ROLE_FACILITATOR, "adoption.open", "of", rows[6], "way", "consensus", END);
    kit_make(kit, ROLE_FACILITATOR, "poll.prioritize", "id", t.poll, END);
    for (int i = 0; i < RANKED; i++)
        assert_int_equal(room_action(kit->room, (uint64_t)rows[i])->priority, expected[i]);
    kit_close(kit);
}

static void what_ranks_nothing_gives_no_priorities(void **state)
{
    (void)state;
    struct asked t;
    prepare(&t);
    kit_make(&t.kit, ROLE_FACILITATOR, "poll.open", "id", t.poll, END);
    kit_make(&t.kit, ROLE_FACILITATOR, "poll.close", "id", t.poll, END);
    assert_int_equal(kit_do(&t.kit, ROLE_FACILITATOR, "poll.prioritize", "id", t.poll, END), CODE_INCOMPLETE);
    t.poll = kit_make(&t.kit, ROLE_FACILITATOR, "poll.create", "question", "?", "type", "words", END);
    assert_int_equal(open_poll(&t), CODE_OK);
    kit_make(&t.kit, ROLE_FACILITATOR, "poll.close", "id", t.poll, END);
    assert_int_equal(kit_do(&t.kit, ROLE_FACILITATOR, "poll.prioritize", "id", t.poll, END), CODE_UNSUPPORTED);
    kit_close(&t.kit);
}

static void due_polls_close_in_the_order_of_their_ends(void **state)
{
    (void)state;
    struct asked t;
    struct command cmd;
    prepare(&t);
    int64_t at = t.kit.at;
    int other = kit_make(&t.kit, ROLE_FACILITATOR, "poll.create", "question", "Other?", END);
    kit_make(&t.kit, ROLE_FACILITATOR, "option.create", "poll", other, "text", "X", END);
    kit_make(&t.kit, ROLE_FACILITATOR, "option.create", "poll", other, "text", "Y", END);
    assert_int_equal(room_deadline(t.kit.room), 0);
    kit_make(&t.kit, ROLE_FACILITATOR, "poll.open", "id", t.poll, "seconds", 60, END);
    assert_int_equal(room_deadline(t.kit.room), t.kit.at + 60000);
    kit_make(&t.kit, ROLE_FACILITATOR, "poll.open", "id", other, "seconds", 30, END);
    int64_t first = t.kit.at + 30000;
    assert_int_equal(room_deadline(t.kit.room), first);
    assert_false(room_due(t.kit.room, first - 1, &cmd));
    assert_true(room_due(t.kit.room, at + 3600000, &cmd));
    assert_int_equal(cmd.id, other);
    t.kit.at += 3600000;
    assert_int_equal(kit_run(&t.kit, actor_system(t.kit.at), &cmd), CODE_OK);
    assert_true(room_due(t.kit.room, t.kit.at, &cmd));
    assert_int_equal(cmd.id, t.poll);
    assert_int_equal(kit_run(&t.kit, actor_system(t.kit.at), &cmd), CODE_OK);
    assert_false(room_due(t.kit.room, t.kit.at, &cmd));
    kit_close(&t.kit);
}

static void a_poll_stays_open_for_a_day_at_most(void **state)
{
    (void)state;
    struct asked t;
    prepare(&t);
    assert_int_equal(kit_do(&t.kit, ROLE_FACILITATOR, "poll.open", "id", t.poll, "seconds", LIMIT_DURATION_S + 1, END),
                     CODE_BAD_ARGUMENT);
    assert_int_equal(kit_do(&t.kit, ROLE_FACILITATOR, "poll.open", "id", t.poll, "seconds", -1, END),
                     CODE_BAD_ARGUMENT);
    kit_close(&t.kit);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("V1 what was asked does not change", what_was_asked_does_not_change),
        test_case("V2 ends are in order", ends_are_in_order),
        test_case("V3 options go with their poll", options_go_with_their_poll),
        test_case("V4 an option stays with its poll", an_option_stays_with_its_poll),
        test_case("V5 opening needs what the sender saw", opening_needs_what_the_sender_saw),
        test_case("V5 the timer is the one it was prepared with", the_timer_is_the_one_it_was_prepared_with),
        test_case("V6 what is not whole is not opened", what_is_not_whole_is_not_opened),
        test_case("V6 a share is asked of answers that are given or not",
                  a_share_is_asked_of_answers_that_are_given_or_not),
        test_case("V7 closing feeds all ballots again", closing_feeds_all_ballots_again),
        test_case("V7 closing feeds results that waited", closing_feeds_results_that_waited),
        test_case("V20 a new round asks the same again", a_new_round_asks_the_same_again),
        test_case("V21 a result becomes the priority of actions", a_result_becomes_the_priority_of_actions),
        test_case("V21 what ranks nothing gives no priorities", what_ranks_nothing_gives_no_priorities),
        test_case("T1 due polls close in the order of their ends", due_polls_close_in_the_order_of_their_ends),
        test_case("T2 a poll stays open for a day at most", a_poll_stays_open_for_a_day_at_most),
    };
    return cmocka_run_group_tests_name("poll", cases, NULL, NULL);
}
