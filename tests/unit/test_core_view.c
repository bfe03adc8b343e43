/* What viewers see, and deltas: rules F. */
#include "core/feed.h"
#include "support_core.h"

static const struct viewer staff = { AUDIENCE_STAFF, 0 }, in_room = { AUDIENCE_ROOM, 0 }, in_public = { AUDIENCE_PUBLIC, 0 };

static struct entity *thing(const struct kit *kit, int id)
{
    return map_get(&kit->room->entities, (uint64_t)id);
}

static bool shows(const struct kit *kit, int id, struct viewer viewer, const char *part)
{
    char *text = kit_seen(kit->room, thing(kit, id), viewer);
    bool found = strstr(text, part) != NULL;
    mem_free(text);
    return found;
}

static void roles_have_their_audience(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    assert_int_equal(view_audience(ROLE_FACILITATOR), AUDIENCE_STAFF);
    assert_int_equal(view_audience(ROLE_COFACILITATOR), AUDIENCE_STAFF);
    assert_int_equal(view_audience(ROLE_RAPPORTEUR), AUDIENCE_ROOM);
    assert_int_equal(view_audience(ROLE_OBSERVER), AUDIENCE_ROOM);
    assert_int_equal(view_audience(ROLE_LISTENER), AUDIENCE_PUBLIC);
    assert_int_equal(view_audience(ROLE_SCREEN), AUDIENCE_PUBLIC);
    struct viewer viewer = view_of(kit.room, kit.person[ROLE_DELEGATE], ROLE_FACILITATOR);
    assert_int_equal(viewer.audience, AUDIENCE_ROOM);
    assert_int_equal(viewer.person, kit.person[ROLE_DELEGATE]);
    viewer = view_of(kit.room, 4000, ROLE_FACILITATOR);
    assert_int_equal(viewer.audience, AUDIENCE_PUBLIC);
    assert_int_equal(viewer.person, 0);
    kit_close(&kit);
}

static void an_entity_is_written_without_what_is_empty(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int id = kit_make(&kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "fr:Ouverture", "fixed", 1, END);
    kit_make(&kit, ROLE_FACILITATOR, "item.edit", "id", id, "title", "en:Opening", END);
    kit_make(&kit, ROLE_FACILITATOR, "item.edit", "id", id, "title", "fr:Séance d'ouverture", END);
    char *text = kit_seen(kit.room, thing(&kit, id), in_room), expected[300];
    snprintf(
        expected, sizeof(expected),
        "{\"k\":\"item\",\"id\":%d,\"seq\":%llu,\"day\":1,\"kind\":\"discussion\",\"title\":{\"fr\":\"Séance d'ouverture\","
        "\"en\":\"Opening\",\"src\":\"fr\",\"old\":[\"en\"]},\"fixed\":true,\"state\":\"planned\",\"pos\":1048576}",
        id, (unsigned long long)kit.room->seq);
    assert_string_equal(text, expected);
    mem_free(text);
    kit_close(&kit);
}

static void notes_of_the_staff_and_contacts_stay_with_those_they_are_for(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int item = kit_make(&kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "T", "staff_notes", "Hurry", END);
    int who = kit_make(&kit, ROLE_FACILITATOR, "person.create", "name", "N", "role", "delegate", "contact",
                       "n@example.org", END);
    struct viewer own = view_of(kit.room, (uint64_t)who, ROLE_N);
    struct viewer other = view_of(kit.room, kit.person[ROLE_DELEGATE], ROLE_N);
    assert_true(shows(&kit, item, staff, "staff_notes"));
    assert_false(shows(&kit, item, in_room, "staff_notes"));
    assert_false(shows(&kit, item, in_public, "staff_notes"));
    assert_true(shows(&kit, who, staff, "n@example.org"));
    assert_true(shows(&kit, who, own, "n@example.org"));
    assert_false(shows(&kit, who, other, "contact"));
    assert_false(shows(&kit, who, in_public, "contact"));
    assert_true(shows(&kit, who, in_public, "\"role\":\"delegate\""));
    assert_false(shows(&kit, who, staff, "view"));
    assert_int_equal(view_owner(kit.room, thing(&kit, who)), who);
    assert_int_equal(view_owner(kit.room, thing(&kit, (int)kit.person[ROLE_DELEGATE])), 0);
    kit_close(&kit);
}

/* A live workshop, an open poll and one ballot of the delegate; its id. */
static int cast(struct kit *kit, int *poll)
{
    kit_open(kit);
    kit_make(kit, ROLE_FACILITATOR, "workshop.live", END);
    *poll = kit_make(kit, ROLE_FACILITATOR, "poll.create", "question", "?", END);
    int a = kit_make(kit, ROLE_FACILITATOR, "option.create", "poll", *poll, "text", "A", END);
    kit_make(kit, ROLE_FACILITATOR, "option.create", "poll", *poll, "text", "B", END);
    kit_make(kit, ROLE_FACILITATOR, "poll.open", "id", *poll, END);
    return kit_make(kit, ROLE_DELEGATE, "ballot.cast", "id", *poll, "option", a, END);
}

static void a_ballot_is_seen_by_its_person_and_the_staff_until_the_poll_is_closed(void **state)
{
    (void)state;
    struct kit kit;
    int poll;
    struct owned *owned;
    size_t n;
    int id = cast(&kit, &poll);
    const struct entity *ballot = thing(&kit, id);
    struct viewer own = view_of(kit.room, kit.person[ROLE_DELEGATE], ROLE_N);
    struct viewer other = view_of(kit.room, kit.person[ROLE_RAPPORTEUR], ROLE_N);
    assert_true(view_sees(kit.room, ballot, staff));
    assert_true(view_sees(kit.room, ballot, own));
    assert_false(view_sees(kit.room, ballot, other));
    assert_false(view_sees(kit.room, ballot, in_room));
    assert_false(view_sees(kit.room, ballot, in_public));
    owned = feed_owned(kit.room, kit.room->seq - 1, &n);
    assert_int_equal(n, 1);
    assert_int_equal(owned[0].person, kit.person[ROLE_DELEGATE]);
    mem_free(owned);
    kit_make(&kit, ROLE_FACILITATOR, "poll.close", "id", poll, END);
    assert_true(view_sees(kit.room, ballot, other));
    assert_true(view_sees(kit.room, ballot, in_public));
    assert_int_equal(view_owner(kit.room, ballot), 0);
    owned = feed_owned(kit.room, kit.room->seq - 1, &n);
    assert_int_equal(n, 0);
    mem_free(owned);
    kit_make(&kit, ROLE_OBSERVER, "person.self", "name", "Amal", END);
    owned = feed_owned(kit.room, kit.room->seq - 1, &n);
    assert_int_equal(n, 1);
    assert_int_equal(owned[0].person, kit.person[ROLE_OBSERVER]);
    mem_free(owned);
    kit_close(&kit);
}

/* A live workshop with a poll by delegation without names, whose results come after the close; a ballot of the delegate for A. */
static int cast_unattributed(struct kit *kit, int *poll, int *option)
{
    kit_open(kit);
    kit_make(kit, ROLE_FACILITATOR, "workshop.live", END);
    *poll = kit_make(kit, ROLE_FACILITATOR, "poll.create", "question", "?", "type", "date", "results", "after",
                     "secrecy", "unattributed", "unit", "delegation", END);
    *option = kit_make(kit, ROLE_FACILITATOR, "option.create", "poll", *poll, "text", "A", END);
    kit_make(kit, ROLE_FACILITATOR, "poll.open", "id", *poll, END);
    return kit_make(kit, ROLE_DELEGATE, "ballot.cast", "id", *poll, "options", *option, "values", 0, END);
}

static void a_ballot_without_a_name_is_seen_by_nobody_else(void **state)
{
    (void)state;
    struct kit kit;
    int poll, option;
    size_t n;
    int id = cast_unattributed(&kit, &poll, &option);
    const struct entity *ballot = room_find(kit.room, KIND_BALLOT, kit.room->live[KIND_BALLOT].v[0]->id);
    assert_int_equal(ballot->id, id);
    int other = kit_make(&kit, ROLE_FACILITATOR, "delegation.create", "name", "Egypt", END);
    uint64_t stranger = (uint64_t)kit_make(&kit, ROLE_FACILITATOR, "person.create", "name", "P", "role", "delegate",
                                           "delegation", other, END);
    uint64_t guest = (uint64_t)kit_make(&kit, ROLE_SYSTEM, "person.join", "name", "G", "guest", 1, "delegation",
                                        (int)view_owner(kit.room, ballot), END);
    for (int closed = 0; closed < 2; closed++) {
        assert_true(view_sees(kit.room, ballot, view_of(kit.room, kit.person[ROLE_DELEGATE], ROLE_N)));
        assert_true(view_sees(kit.room, ballot, view_of(kit.room, kit.person[ROLE_RAPPORTEUR], ROLE_N)));
        assert_false(view_sees(kit.room, ballot, view_of(kit.room, stranger, ROLE_N)));
        assert_false(view_sees(kit.room, ballot, view_of(kit.room, guest, ROLE_N)));
        assert_false(view_sees(kit.room, ballot, staff));
        assert_false(view_sees(kit.room, ballot, in_public));
        if (!closed)
            kit_make(&kit, ROLE_FACILITATOR, "poll.close", "id", poll, END);
    }
    struct owned *owned = feed_owned(kit.room, ballot->seq - 1, &n);
    size_t members = 0;
    for (size_t i = 0; i < n; i++)
        members += owned[i].entity == ballot;
    assert_int_equal(members, ROLE_OBSERVER + 1); /* all of the kit's delegation, and neither stranger nor guest */
    mem_free(owned);
    kit_close(&kit);
}

static void results_that_come_after_are_the_staffs_until_then(void **state)
{
    (void)state;
    struct kit kit;
    int poll, option;
    cast_unattributed(&kit, &poll, &option);
    const struct entity *answer = kit.room->live[KIND_ANSWER].v[0];
    assert_true(shows(&kit, option, staff, "\"votes\":1"));
    assert_false(shows(&kit, option, in_room, "votes"));
    assert_true(view_sees(kit.room, answer, staff));
    assert_false(view_sees(kit.room, answer, view_of(kit.room, kit.person[ROLE_DELEGATE], ROLE_N)));
    assert_true(shows(&kit, poll, in_public, "\"voters\":1"));
    kit_make(&kit, ROLE_FACILITATOR, "poll.close", "id", poll, END);
    assert_true(shows(&kit, option, in_public, "\"votes\":1"));
    assert_true(view_sees(kit.room, answer, in_public));
    kit_close(&kit);
}

static void a_tag_is_of_the_content_alone(void **state)
{
    (void)state;
    struct kit kit;
    char first[VIEW_TAG], now[VIEW_TAG];
    kit_open(&kit);
    int a = kit_make(&kit, ROLE_FACILITATOR, "action.create", "title", "A", END);
    kit_make(&kit, ROLE_FACILITATOR, "action.create", "title", "B", END);
    view_tag(first, kit.room, thing(&kit, a));
    assert_int_equal(strlen(first), VIEW_TAG - 1);
    assert_true(shows(&kit, a, in_room, first));
    kit_make(&kit, ROLE_FACILITATOR, "action.move", "id", a, END);
    kit_make(&kit, ROLE_FACILITATOR, "adoption.open", "of", a, "way", "consensus", END);
    view_tag(now, kit.room, thing(&kit, a));
    assert_string_equal(now, first);
    kit_make(&kit, ROLE_FACILITATOR, "row.reopen", "id", a, "reason", "An error", END);
    kit_make(&kit, ROLE_FACILITATOR, "action.edit", "id", a, "priority", "high", END);
    view_tag(now, kit.room, thing(&kit, a));
    assert_string_not_equal(now, first);
    struct room *copy = room_copy(kit.room);
    view_tag(first, copy, map_get(&copy->entities, (uint64_t)a));
    assert_string_equal(now, first);
    room_free(copy);
    kit_close(&kit);
}

/* One page as text; the caller frees it. */
static char *page_text(const struct room *room, struct cursor since, struct viewer viewer, struct page *page)
{
    struct buf out;
    size_t n;
    buf_init(&out, LIMIT_FRAME_OUT + LIMIT_ENTITY);
    *page = feed_page(&out, room, since, viewer);
    assert_false(out.full);
    return buf_take(&out, &n);
}

static void a_delta_holds_what_changed_and_what_is_gone(void **state)
{
    (void)state;
    struct kit kit;
    struct page page;
    char expected[200];
    kit_open(&kit);
    int theme = kit_make(&kit, ROLE_FACILITATOR, "theme.create", "title", "T", END);
    struct cursor since = { .seq = kit.room->seq, .id = UINT64_MAX };
    char *text = page_text(kit.room, since, in_room, &page);
    assert_false(page.more);
    assert_int_equal(page.n, 0);
    assert_non_null(strstr(text, "\"set\":[],\"gone\":[],\"to\":"));
    mem_free(text);
    kit_make(&kit, ROLE_FACILITATOR, "theme.remove", "id", theme, END);
    text = page_text(kit.room, since, in_public, &page);
    snprintf(expected, sizeof(expected),
             "{\"t\":\"delta\",\"from\":%llu,\"set\":[],\"gone\":[%d],\"to\":%llu,\"tag\":\"%016llx\"}",
             (unsigned long long)since.seq, theme, (unsigned long long)kit.room->seq,
             (unsigned long long)room_tag(kit.room, kit.room->seq));
    assert_string_equal(text, expected);
    mem_free(text);
    text = page_text(kit.room, (struct cursor){ .seq = 0 }, staff, &page);
    assert_non_null(strstr(text, "\"gone\":[]"));
    assert_null(strstr(text, "\"k\":\"theme\""));
    mem_free(text);
    kit_close(&kit);
}

static void the_end_of_a_ballot_is_told_to_the_staff(void **state)
{
    (void)state;
    struct kit kit;
    struct page page;
    int poll, id = cast(&kit, &poll);
    char gone[40];
    struct cursor since = { .seq = kit.room->seq, .id = UINT64_MAX };
    kit_make(&kit, ROLE_FACILITATOR, "person.remove", "id", (int)kit.person[ROLE_DELEGATE], END);
    snprintf(gone, sizeof(gone), "\"gone\":[%llu,%d]", (unsigned long long)kit.person[ROLE_DELEGATE], id);
    char *text = page_text(kit.room, since, staff, &page);
    assert_non_null(strstr(text, gone));
    mem_free(text);
    snprintf(gone, sizeof(gone), "\"gone\":[%llu]", (unsigned long long)kit.person[ROLE_DELEGATE]);
    text = page_text(kit.room, since, in_room, &page);
    assert_non_null(strstr(text, gone));
    mem_free(text);
    kit_close(&kit);
}

static void a_page_ends_before_its_limit_and_the_next_goes_on(void **state)
{
    (void)state;
    struct kit kit;
    struct page page;
    struct cursor at = { .seq = 0 };
    size_t pages = 0, entities = 0;
    kit_open(&kit);
    char *long_text = mem_zero(LIMIT_TEXT + 1, 1);
    memset(long_text, 'x', LIMIT_TEXT);
    for (int i = 0; i < 40; i++)
        kit_make(&kit, ROLE_FACILITATOR, "recommendation.create", "text", long_text, END);
    do {
        char *text = page_text(kit.room, at, in_room, &page);
        assert_true(strlen(text) <= LIMIT_FRAME_OUT);
        assert_true(page.n > 0);
        assert_int_equal(strstr(text, "\"more\":true") != NULL, page.more);
        mem_free(text);
        at = page.to;
        entities += page.n;
        pages++;
    } while (page.more);
    assert_int_equal(pages, 4);
    assert_int_equal(entities, kit.room->entities.n);
    assert_int_equal(at.seq, kit.room->seq);
    mem_free(long_text);
    kit_close(&kit);
}

/* Nothing within the limits is larger than a page today; the feed does not rely on it. */
static void an_entity_above_the_limit_of_a_page_is_sent_alone(void **state)
{
    (void)state;
    struct kit kit;
    struct page page;
    kit_open(&kit);
    struct cursor at = { .seq = kit.room->seq, .id = UINT64_MAX };
    kit_make(&kit, ROLE_FACILITATOR, "theme.create", "title", "T", END);
    kit_make(&kit, ROLE_FACILITATOR, "workshop.edit", "source", "S", END);
    kit_make(&kit, ROLE_FACILITATOR, "theme.create", "title", "U", END);
    mem_free(kit.room->workshop->source);
    kit.room->workshop->source = mem_zero(1, LIMIT_FRAME_OUT + 1);
    memset(kit.room->workshop->source, 'x', LIMIT_FRAME_OUT);
    for (int i = 0; i < 3; i++) {
        char *text = page_text(kit.room, at, staff, &page);
        assert_int_equal(page.n, 1);
        assert_int_equal(page.more, i < 2);
        assert_int_equal(strlen(text) > LIMIT_FRAME_OUT, i == 1);
        mem_free(text);
        at = page.to;
    }
    kit.room->workshop->source[1] = '\0';
    kit_close(&kit);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("F1 roles have their audience", roles_have_their_audience),
        test_case("P7 an entity is written without what is empty", an_entity_is_written_without_what_is_empty),
        test_case("F3 notes of the staff and contacts", notes_of_the_staff_and_contacts_stay_with_those_they_are_for),
        test_case("F2 F5 ballots until the poll is closed",
                  a_ballot_is_seen_by_its_person_and_the_staff_until_the_poll_is_closed),
        test_case("F2 a ballot without a name is seen by nobody else", a_ballot_without_a_name_is_seen_by_nobody_else),
        test_case("F14 results that come after are the staff's until then",
                  results_that_come_after_are_the_staffs_until_then),
        test_case("F4 a tag is of the content alone", a_tag_is_of_the_content_alone),
        test_case("F6 F8 a delta holds what changed and what is gone", a_delta_holds_what_changed_and_what_is_gone),
        test_case("F7 the end of a ballot is told to the staff", the_end_of_a_ballot_is_told_to_the_staff),
        test_case("F10 a page ends before its limit", a_page_ends_before_its_limit_and_the_next_goes_on),
        test_case("F10 an entity above the limit is sent alone", an_entity_above_the_limit_of_a_page_is_sent_alone),
    };
    return cmocka_run_group_tests_name("view", cases, NULL, NULL);
}
