/* Tests of core/feed: the frame of a person made from that of the audience. */
#include "support_core.h"

#include "core/feed.h"

static const struct viewer in_room = { .audience = AUDIENCE_ROOM };

/* A poll and what the room and two voters see of it: an open poll in which a delegate and a rapporteur voted just now. */
struct round {
    struct kit kit;
    uint64_t since;
    struct buf shared;
    struct page page;
    struct owned *owned;
    size_t n;
};

static void round_write(struct round *round)
{
    buf_init(&round->shared, LIMIT_FRAME_OUT + LIMIT_ENTITY);
    round->page = feed_page(&round->shared, round->kit.room, (struct cursor){ .seq = round->since, .id = UINT64_MAX }, in_room);
    round->owned = feed_owned(round->kit.room, round->since, &round->n);
}

static int round_open(struct round *round)
{
    struct kit *kit = &round->kit;
    kit_open(kit);
    int poll = kit_make(kit, ROLE_FACILITATOR, "poll.create", "question", "First?", "type", "single", END);
    int option = kit_make(kit, ROLE_FACILITATOR, "option.create", "poll", poll, "text", "Yes", END);
    kit_make(kit, ROLE_FACILITATOR, "option.create", "poll", poll, "text", "No", END);
    kit_make(kit, ROLE_FACILITATOR, "workshop.live", END);
    kit_make(kit, ROLE_FACILITATOR, "poll.open", "id", poll, END);
    round->since = kit->room->seq;
    kit_make(kit, ROLE_DELEGATE, "ballot.cast", "id", poll, "option", option, END);
    kit_make(kit, ROLE_RAPPORTEUR, "ballot.cast", "id", poll, "option", option, END);
    return poll;
}

static void round_close(struct round *round)
{
    buf_free(&round->shared);
    mem_free(round->owned);
    kit_close(&round->kit);
}

static bool own(struct buf *out, const struct round *round, enum role role)
{
    const struct shared_page shared = { round->shared.data, round->shared.len, round->page.set_end };
    uint64_t person = round->kit.person[role];
    size_t at = 0, end;
    buf_init(out, LIMIT_FRAME_OUT + LIMIT_ENTITY);
    while (round->owned[at].person != person)
        at++;
    for (end = at; end < round->n && round->owned[end].person == person; end++)
        continue;
    return feed_own(out, round->kit.room, &shared, view_of(round->kit.room, person, role), &round->owned[at], end - at);
}

static void a_persons_frame_is_the_audiences_and_behind_it_their_own(void **state)
{
    (void)state;
    struct round round;
    struct buf out;
    (void)round_open(&round);
    round_write(&round);
    assert_int_equal(round.n, 2);
    assert_true(own(&out, &round, ROLE_DELEGATE));
    assert_memory_equal(out.data, round.shared.data, round.page.set_end);
    size_t tail = round.shared.len - round.page.set_end;
    assert_memory_equal(out.data + out.len - tail, round.shared.data + round.page.set_end, tail);
    char *ballot = kit_seen(round.kit.room,
                            round.owned[0].person == round.kit.person[ROLE_DELEGATE] ? round.owned[0].entity
                                                                                     : round.owned[1].entity,
                            view_of(round.kit.room, round.kit.person[ROLE_DELEGATE], ROLE_DELEGATE));
    assert_int_equal(out.len, round.shared.len + 1 + strlen(ballot));
    assert_int_equal(out.data[round.page.set_end], ',');
    assert_memory_equal(out.data + round.page.set_end + 1, ballot, strlen(ballot));
    mem_free(ballot);
    buf_free(&out);
    round_close(&round);
}

static void what_stands_alone_in_a_set_has_no_comma_before_it(void **state)
{
    (void)state;
    struct round round;
    struct buf out;
    (void)round_open(&round);
    round_write(&round);
    buf_free(&round.shared);
    buf_init(&round.shared, 1000);
    buf_text(&round.shared, "{\"t\":\"delta\",\"set\":[");
    round.page.set_end = round.shared.len;
    buf_text(&round.shared, "],\"gone\":[]}");
    assert_true(own(&out, &round, ROLE_RAPPORTEUR));
    assert_non_null(strstr(out.data, "\"set\":[{\"k\":\"ballot\""));
    assert_non_null(strstr(out.data, "}],\"gone\":[]}"));
    buf_free(&out);
    round_close(&round);
}

static void who_is_seen_by_others_in_another_form_is_not_written_twice(void **state)
{
    (void)state;
    struct round round;
    struct buf out;
    (void)round_open(&round);
    kit_make(&round.kit, ROLE_DELEGATE, "person.self", "name", "Amal", END);
    round_write(&round);
    assert_false(own(&out, &round, ROLE_DELEGATE));
    assert_int_equal(out.len, 0);
    assert_true(own(&out, &round, ROLE_RAPPORTEUR));
    buf_free(&out);
    round_close(&round);
}

static void what_is_owned_stands_by_person_and_is_nobodys_once_the_poll_is_closed(void **state)
{
    (void)state;
    struct round round;
    int poll = round_open(&round);
    round_write(&round);
    assert_true(round.owned[0].person < round.owned[1].person);
    round_close(&round);
    poll = round_open(&round);
    kit_make(&round.kit, ROLE_FACILITATOR, "poll.close", "id", poll, END);
    round_write(&round);
    assert_int_equal(round.n, 0);
    round_close(&round);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("F11 a person's frame is the audience's and behind it their own",
                  a_persons_frame_is_the_audiences_and_behind_it_their_own),
        test_case("F11 what stands alone in a set has no comma before it",
                  what_stands_alone_in_a_set_has_no_comma_before_it),
        test_case("F11 who is seen by others in another form is not written twice",
                  who_is_seen_by_others_in_another_form_is_not_written_twice),
        test_case("F5 what is owned stands by person, and is nobody's once the poll is closed",
                  what_is_owned_stands_by_person_and_is_nobodys_once_the_poll_is_closed),
    };
    return cmocka_run_group_tests_name("feed", cases, NULL, NULL);
}
