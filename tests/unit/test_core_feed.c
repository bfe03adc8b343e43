/* Tests of core/feed: the frame of a person made from that of the audience, and texts by operations or whole. */
#include "core/kind_rows.h"
#include "core/text.h"
#include "support_core_copy.h"

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
    round->page =
        feed_page(&round->shared, round->kit.room, (struct cursor){ .seq = round->since, .id = UINT64_MAX }, in_room);
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

#define TITLE "field", "title", "lang", "en"

/* What a reader who is complete at `since` gets. The caller frees it. */
static char *news(const struct kit *kit, uint64_t since)
{
    struct buf out;
    buf_init(&out, LIMIT_FRAME_OUT + LIMIT_ENTITY);
    feed_page(&out, kit->room, (struct cursor){ .seq = since, .id = UINT64_MAX }, in_room);
    return buf_take(&out, NULL);
}

#define assert_news(kit, since, holds, text) \
    do { \
        char *frame = news(kit, since); \
        assert_int_equal(strstr(frame, text) != NULL, holds); \
        mem_free(frame); \
    } while (0)

static void a_text_comes_by_the_operations_one_by_one(void **state)
{
    (void)state;
    struct kit kit;
    char before[VIEW_TAG], tag[VIEW_TAG], expected[300];
    kit_open(&kit);
    int action = kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "Share", END);
    uint64_t since = kit.room->seq;
    view_tag(before, kit.room, &room_action(kit.room, (uint64_t)action)->e);
    int text = kit_make(&kit, ROLE_DELEGATE, "text.edit", "id", action, TITLE, "rev", 1, "op", "[5,\" it\"]", END);
    kit_make(&kit, ROLE_EXPERT, "text.edit", "id", action, TITLE, "rev", 1, "op", "[\"Do: \",{\"d\":5}]", END);
    view_tag(tag, kit.room, &room_action(kit.room, (uint64_t)action)->e);
    assert_string_not_equal(tag, before);
    int seq = (int)kit.room->seq;
    snprintf(
        expected, sizeof(expected),
        "\"set\":[{\"k\":\"text\",\"id\":%d,\"seq\":%d,\"rev\":3,\"ops\":[[%d,[5,\" it\"]],[%d,[\"Do: \",{\"d\":5}]]],"
        "\"tag\":\"%s\"}],\"gone\":[]",
        text, seq, seq - 1, seq, tag);
    assert_news(&kit, since, true, expected);
    kit_close(&kit);
}

static void a_text_comes_whole_to_who_has_not_what_it_began_with(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    uint64_t before = kit.room->seq;
    int action = kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "Share", END);
    uint64_t since = kit.room->seq;
    kit_make(&kit, ROLE_DELEGATE, "text.edit", "id", action, TITLE, "rev", 1, "op", "[5,\" it\"]", END);
    assert_news(&kit, before, true, "\"rev\":2,\"text\":\"Share it\",\"tag\":");
    assert_news(&kit, 0, true, "\"rev\":2,\"text\":\"Share it\"}");
    assert_news(&kit, since, false, "\"text\":");
    /* Loaded from its file the room knows no operations. */
    struct room *copy = room_copy(kit.room);
    room_free(kit.room);
    kit.room = copy;
    assert_news(&kit, since, true, "\"rev\":2,\"text\":\"Share it\",\"tag\":");
    kit_close(&kit);
}

static void readers_who_were_away_longer_than_the_window_get_it_whole(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int action = kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "Share", END);
    uint64_t since = kit.room->seq;
    for (int i = 0; i < LIMIT_WINDOW_OPS + 1; i++) {
        kit_make(&kit, ROLE_DELEGATE, "text.edit", "id", action, TITLE, "rev", i + 1, "op",
                 i % 2 ? "[{\"d\":1}]" : "[\"x\"]", END);
        room_clean(kit.room);
    }
    assert_news(&kit, since, true, "\"text\":\"xShare\",\"tag\":");
    assert_news(&kit, since + 1, false, "\"text\":");
    kit_close(&kit);
}

/* Somebody types between the pages of a first load, in a row that was on the first one. */
static void who_loads_while_others_write_has_the_tags_of_now(void **state)
{
    (void)state;
    struct kit kit;
    struct copy *copy = mem_zero(1, sizeof(*copy));
    char words[LIMIT_TEXT + 1];
    int pages = 0;
    kit_open(&kit);
    int action = kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "Share", END);
    memset(words, 'x', sizeof(words) - 1);
    words[LIMIT_TEXT] = '\0';
    for (int i = 0; i < 40; i++)
        kit_make(&kit, ROLE_DELEGATE, "recommendation.create", "text", words, END);
    copy->viewer = in_room;
    struct cursor at = copy_cursor(copy);
    while (copy_page(copy, kit.room, &at, AS_USUAL)) {
        int64_t rev = text_find(kit.room, (uint64_t)action, TEXT_TITLE, LANG_EN)->rev;
        kit_make(&kit, ROLE_DELEGATE, "text.edit", "id", action, TITLE, "rev", (int)rev, "op", "[\"x\"]", END);
        pages++;
    }
    assert_true(pages > 2);
    copy_compare(copy, kit.room);
    assert_int_equal(copy->by_ops, 0);
    /* And a catch-up in pages goes on from what was complete before its first one. */
    for (int i = 0; i < 40; i++)
        kit_make(&kit, ROLE_DELEGATE, "recommendation.create", "text", words, END);
    at = copy_cursor(copy);
    while (copy_page(copy, kit.room, &at, AS_USUAL)) {
        int64_t rev = text_find(kit.room, (uint64_t)action, TEXT_TITLE, LANG_EN)->rev;
        kit_make(&kit, ROLE_DELEGATE, "text.edit", "id", action, TITLE, "rev", (int)rev, "op", "[\"y\"]", END);
    }
    copy_compare(copy, kit.room);
    assert_true(copy->by_ops > 0);
    copy_clear(copy);
    mem_free(copy);
    kit_close(&kit);
}

/* Polls without names, in each of which a delegate said as much as one can. */
static void say_much(struct kit *kit, int n_polls)
{
    char *words = mem_zero((size_t)2 * DETAIL_MAX + 1, 1);
    for (size_t i = 0; i < DETAIL_MAX; i++)
        memcpy(words + 2 * i, "\xd8\xb9", 2);
    for (int i = 0; i < n_polls; i++) {
        int poll = kit_make(kit, ROLE_FACILITATOR, "poll.create", "question", "What?", "type", "open_text", "secrecy",
                            "unattributed", "results", "after", END);
        kit_make(kit, ROLE_FACILITATOR, "poll.open", "id", poll, END);
        kit_make(kit, ROLE_DELEGATE, "ballot.cast", "id", poll, "text", words, END);
    }
    mem_free(words);
}

/* More than a frame holds: it comes in pages, while the room goes on. */
static void however_much_is_ones_own_it_comes_in_pages(void **state)
{
    (void)state;
    struct kit kit;
    struct copy copy = { 0 };
    size_t pages = 0;
    kit_open(&kit);
    kit_make(&kit, ROLE_FACILITATOR, "workshop.live", END);
    say_much(&kit, 2 * LIMIT_FRAME_OUT / (2 * DETAIL_MAX));
    copy.viewer = view_of(kit.room, kit.person[ROLE_DELEGATE], ROLE_DELEGATE);
    struct cursor at = copy_cursor(&copy);
    while (copy_page(&copy, kit.room, &at, SHARED))
        continue;
    at = copy_cursor(&copy);
    do {
        kit_make(&kit, ROLE_FACILITATOR, "theme.create", "title", "Meanwhile", END);
        pages++;
    } while (copy_page(&copy, kit.room, &at, CLOSING));
    assert_true(pages >= 3);
    copy_compare(&copy, kit.room);
    copy_clear(&copy);
    kit_close(&kit);
}

static void who_waits_in_the_lobby_has_the_workshop_and_themselves(void **state)
{
    (void)state;
    struct kit kit;
    struct copy copy = { 0 };
    kit_open(&kit);
    copy.viewer = view_of(kit.room, kit.person[ROLE_DELEGATE], ROLE_DELEGATE);
    copy.viewer.audience = AUDIENCE_LOBBY;
    for (enum way way = SHARED; way <= CLOSING; way++) {
        struct cursor at = copy_cursor(&copy);
        while (copy_page(&copy, kit.room, &at, way))
            continue;
    }
    assert_non_null(copy.text[kit.person[ROLE_DELEGATE]]);
    copy_compare(&copy, kit.room);
    copy_clear(&copy);
    kit_close(&kit);
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
        test_case("F9 F10 however much is one's own, it comes in pages", however_much_is_ones_own_it_comes_in_pages),
        test_case("F9 F13 who waits in the lobby has the workshop, and themselves",
                  who_waits_in_the_lobby_has_the_workshop_and_themselves),
        test_case("F12 a text comes by the operations, one by one", a_text_comes_by_the_operations_one_by_one),
        test_case("F12 a text comes whole to who has not what it began with",
                  a_text_comes_whole_to_who_has_not_what_it_began_with),
        test_case("F12 readers who were away longer than the window get it whole",
                  readers_who_were_away_longer_than_the_window_get_it_whole),
        test_case("F12 who loads while others write has the tags of now",
                  who_loads_while_others_write_has_the_tags_of_now),
    };
    return cmocka_run_group_tests_name("feed", cases, NULL, NULL);
}
