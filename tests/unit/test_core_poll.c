/* Polls, options and ballots, and the deadline of a poll: rules V and T. */
#include "support_core.h"

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

static int64_t votes(const struct asked *asked, int option)
{
    return room_option(asked->kit.room, (uint64_t)option)->votes;
}

static const struct poll *poll_of(const struct asked *asked)
{
    return room_poll(asked->kit.room, (uint64_t)asked->poll);
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

static void the_ends_of_a_scale_are_in_order(void **state)
{
    (void)state;
    struct asked t;
    prepare(&t);
    assert_int_equal(kit_do(&t.kit, ROLE_FACILITATOR, "poll.create", "question", "?", "min", 5, "max", 1, END),
                     CODE_BAD_ARGUMENT);
    kit_make(&t.kit, ROLE_FACILITATOR, "poll.edit", "id", t.poll, "min", 0, "max", 5, END);
    assert_int_equal(kit_do(&t.kit, ROLE_FACILITATOR, "poll.edit", "id", t.poll, "min", 6, END), CODE_BAD_ARGUMENT);
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

static void a_poll_of_another_type_or_with_one_option_is_unsupported(void **state)
{
    (void)state;
    struct asked t;
    prepare(&t);
    kit_make(&t.kit, ROLE_FACILITATOR, "option.remove", "id", t.a, END);
    assert_int_equal(kit_do(&t.kit, ROLE_FACILITATOR, "poll.open", "id", t.poll, END), CODE_UNSUPPORTED);
    kit_make(&t.kit, ROLE_FACILITATOR, "option.create", "poll", t.poll, "text", "C", END);
    static const char *const changes[][2] = { { "type", "ranking" },
                                              { "secrecy", "secret" },
                                              { "unit", "delegation" } };
    static const char *const back[] = { "single", "named", "person" };
    for (size_t i = 0; i < 3; i++) {
        kit_make(&t.kit, ROLE_FACILITATOR, "poll.edit", "id", t.poll, changes[i][0], changes[i][1], END);
        assert_int_equal(kit_do(&t.kit, ROLE_FACILITATOR, "poll.open", "id", t.poll, END), CODE_UNSUPPORTED);
        kit_make(&t.kit, ROLE_FACILITATOR, "poll.edit", "id", t.poll, changes[i][0], back[i], END);
    }
    kit_make(&t.kit, ROLE_FACILITATOR, "poll.open", "id", t.poll, END);
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
    kit_close(&t.kit);
}

static void a_ballot_after_the_time_is_refused_though_nobody_closed(void **state)
{
    (void)state;
    struct asked t;
    prepare(&t);
    assert_int_equal(kit_do(&t.kit, ROLE_DELEGATE, "ballot.cast", "id", t.poll, "option", t.a, END), CODE_CLOSED);
    kit_make(&t.kit, ROLE_FACILITATOR, "poll.open", "id", t.poll, "seconds", 2, END);
    kit_make(&t.kit, ROLE_DELEGATE, "ballot.cast", "id", t.poll, "option", t.a, END);
    assert_int_equal(kit_do(&t.kit, ROLE_DELEGATE, "ballot.cast", "id", t.poll, "option", t.b, END), CODE_CLOSED);
    assert_int_equal(votes(&t, t.a), 1);
    kit_close(&t.kit);
}

static void the_option_is_one_of_the_poll(void **state)
{
    (void)state;
    struct asked t;
    prepare(&t);
    int other = kit_make(&t.kit, ROLE_FACILITATOR, "poll.create", "question", "Other?", END);
    int foreign = kit_make(&t.kit, ROLE_FACILITATOR, "option.create", "poll", other, "text", "X", END);
    kit_make(&t.kit, ROLE_FACILITATOR, "poll.open", "id", t.poll, END);
    assert_int_equal(kit_do(&t.kit, ROLE_DELEGATE, "ballot.cast", "id", t.poll, "option", foreign, END),
                     CODE_NOT_FOUND);
    assert_int_equal(kit_do(&t.kit, ROLE_DELEGATE, "ballot.cast", "id", t.poll, "option", t.poll, END), CODE_NOT_FOUND);
    assert_int_equal(kit_do(&t.kit, ROLE_DELEGATE, "ballot.cast", "id", t.poll, END), CODE_BAD_ARGUMENT);
    assert_int_equal(kit_do(&t.kit, ROLE_SYSTEM, "ballot.cast", "id", t.poll, "option", t.a, END), CODE_FORBIDDEN);
    kit_close(&t.kit);
}

static void a_person_has_one_ballot_and_may_change_it(void **state)
{
    (void)state;
    struct asked t;
    prepare(&t);
    kit_make(&t.kit, ROLE_FACILITATOR, "poll.open", "id", t.poll, END);
    kit_make(&t.kit, ROLE_DELEGATE, "ballot.cast", "id", t.poll, "option", t.a, END);
    kit_make(&t.kit, ROLE_RAPPORTEUR, "ballot.cast", "id", t.poll, "option", t.a, END);
    kit_make(&t.kit, ROLE_DELEGATE, "ballot.cast", "id", t.poll, "option", t.b, END);
    kit_make(&t.kit, ROLE_DELEGATE, "ballot.cast", "id", t.poll, "option", t.b, END);
    assert_int_equal(votes(&t, t.a), 1);
    assert_int_equal(votes(&t, t.b), 1);
    assert_int_equal(poll_of(&t)->voters, 2);
    const struct ballot *own = room_ballot_of(t.kit.room, (uint64_t)t.poll, t.kit.person[ROLE_DELEGATE]);
    assert_int_equal(own->cast_at, t.kit.at);
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
        test_case("V2 the ends of a scale are in order", the_ends_of_a_scale_are_in_order),
        test_case("V3 options go with their poll", options_go_with_their_poll),
        test_case("V4 an option stays with its poll", an_option_stays_with_its_poll),
        test_case("V5 opening needs what the sender saw", opening_needs_what_the_sender_saw),
        test_case("V6 another type or one option is unsupported",
                  a_poll_of_another_type_or_with_one_option_is_unsupported),
        test_case("V7 closing feeds all ballots again", closing_feeds_all_ballots_again),
        test_case("V8 a ballot after the time is refused", a_ballot_after_the_time_is_refused_though_nobody_closed),
        test_case("V9 the option is one of the poll", the_option_is_one_of_the_poll),
        test_case("V10 a person has one ballot and may change it", a_person_has_one_ballot_and_may_change_it),
        test_case("T1 due polls close in the order of their ends", due_polls_close_in_the_order_of_their_ends),
        test_case("T2 a poll stays open for a day at most", a_poll_stays_open_for_a_day_at_most),
    };
    return cmocka_run_group_tests_name("poll", cases, NULL, NULL);
}
