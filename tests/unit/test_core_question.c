/* Questions to the speaker, messages, points parked: rules U and Z. */
#include "support_core_copy.h"

static const struct question *question(const struct kit *kit, int id)
{
    return room_question(kit->room, (uint64_t)id);
}

static bool sees(const struct kit *kit, int id, enum audience audience, enum role role)
{
    uint64_t person = role == ROLE_N ? 0 : kit->person[role];
    return view_sees(kit->room, &question(kit, id)->e, (struct viewer){ audience, person });
}

static void a_question_is_open_at_once_unless_questions_are_moderated(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_make(&kit, ROLE_FACILITATOR, "workshop.live", END);
    int item = kit_make(&kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "T", END);
    kit_make(&kit, ROLE_FACILITATOR, "item.start", "id", item, END);
    int open = kit_make(&kit, ROLE_OBSERVER, "question.create", "text", "Why?", END);
    assert_int_equal(question(&kit, open)->state, QUESTION_OPEN);
    assert_int_equal(question(&kit, open)->item, item);
    assert_int_equal(question(&kit, open)->person, kit.person[ROLE_OBSERVER]);
    assert_int_equal(question(&kit, open)->admitted_at, kit.at);
    kit_make(&kit, ROLE_FACILITATOR, "workshop.edit", "moderated", 1, END);
    int waits = kit_make(&kit, ROLE_DELEGATE, "question.create", "text", "How?", "item", 0, END);
    assert_int_equal(question(&kit, waits)->state, QUESTION_WAITING);
    assert_int_equal(question(&kit, waits)->item, 0);
    int staff = kit_make(&kit, ROLE_COFACILITATOR, "question.create", "text", "Who?", END);
    assert_int_equal(question(&kit, staff)->state, QUESTION_OPEN);
    kit_close(&kit);
}

static void a_waiting_question_is_seen_by_the_staff_and_its_author(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_make(&kit, ROLE_FACILITATOR, "workshop.edit", "moderated", 1, END);
    int id = kit_make(&kit, ROLE_DELEGATE, "question.create", "text", "How?", END);
    assert_true(sees(&kit, id, AUDIENCE_STAFF, ROLE_N));
    assert_true(sees(&kit, id, AUDIENCE_ROOM, ROLE_DELEGATE));
    assert_false(sees(&kit, id, AUDIENCE_ROOM, ROLE_EXPERT));
    assert_false(sees(&kit, id, AUDIENCE_PUBLIC, ROLE_N));
    static const char *const verbs[] = { "question.answer", "question.remove" };
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(kit_do(&kit, ROLE_EXPERT, verbs[i], "id", id, END), CODE_NOT_FOUND);
    assert_int_equal(kit_do(&kit, ROLE_EXPERT, "question.back", "id", id, "on", 1, END), CODE_NOT_FOUND);
    int dismissed = kit_make(&kit, ROLE_DELEGATE, "question.create", "text", "Rude", END);
    kit_make(&kit, ROLE_FACILITATOR, "question.dismiss", "id", dismissed, END);
    assert_false(sees(&kit, dismissed, AUDIENCE_ROOM, ROLE_EXPERT));
    assert_true(sees(&kit, dismissed, AUDIENCE_ROOM, ROLE_DELEGATE));
    kit_make(&kit, ROLE_FACILITATOR, "question.admit", "id", id, END);
    assert_int_equal(question(&kit, id)->state, QUESTION_OPEN);
    assert_true(sees(&kit, id, AUDIENCE_PUBLIC, ROLE_N));
    kit_make(&kit, ROLE_FACILITATOR, "question.dismiss", "id", id, END);
    assert_true(sees(&kit, id, AUDIENCE_ROOM, ROLE_EXPERT));
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "question.admit", "id", id, END), CODE_STATE);
    kit_close(&kit);
}

/* Their author gets them with a first load from shared pages, and when they are let through everybody does. */
static void a_waiting_question_reaches_its_author_and_nobody_else(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_make(&kit, ROLE_FACILITATOR, "workshop.edit", "moderated", 1, END);
    int id = kit_make(&kit, ROLE_DELEGATE, "question.create", "text", "How?", END);
    struct copy author = { .viewer = view_of(kit.room, kit.person[ROLE_DELEGATE], ROLE_N) };
    struct copy other = { .viewer = view_of(kit.room, kit.person[ROLE_EXPERT], ROLE_N) };
    copy_follow(&author, kit.room, SHARED);
    kit_make(&kit, ROLE_FACILITATOR, "theme.create", "title", "T", END);
    copy_follow(&author, kit.room, CLOSING);
    copy_compare(&author, kit.room);
    copy_follow(&other, kit.room, AS_USUAL);
    copy_compare(&other, kit.room);
    kit_make(&kit, ROLE_FACILITATOR, "question.admit", "id", id, END);
    copy_follow(&author, kit.room, AS_USUAL);
    copy_follow(&other, kit.room, AS_USUAL);
    copy_compare(&author, kit.room);
    copy_compare(&other, kit.room);
    copy_clear(&author);
    copy_clear(&other);
    kit_close(&kit);
}

static void one_person_fills_no_list(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    for (int i = 0; i < LIMIT_QUESTIONS_PERSON; i++)
        kit_make(&kit, ROLE_DELEGATE, "question.create", "text", "Why?", END);
    assert_int_equal(kit_do(&kit, ROLE_DELEGATE, "question.create", "text", "Why?", END), CODE_LIMIT);
    kit_make(&kit, ROLE_FACILITATOR, "question.answer", "id", (int)kit.result, END);
    kit_make(&kit, ROLE_DELEGATE, "question.create", "text", "Why?", END);
    kit_make(&kit, ROLE_FACILITATOR, "workshop.edit", "moderated", 1, END);
    for (int i = 0; i < LIMIT_QUESTIONS_UNSEEN; i++)
        kit_make(&kit, ROLE_OBSERVER, "question.create", "text", "Why?", END);
    assert_int_equal(kit_do(&kit, ROLE_OBSERVER, "question.create", "text", "Why?", END), CODE_LIMIT);
    kit_make(&kit, ROLE_OBSERVER, "question.remove", "id", (int)kit.result, END);
    kit_make(&kit, ROLE_OBSERVER, "question.create", "text", "Why?", END);
    kit_close(&kit);
}

static void others_back_a_question_once(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int id = kit_make(&kit, ROLE_DELEGATE, "question.create", "text", "Why?", END);
    assert_int_equal(kit_do(&kit, ROLE_DELEGATE, "question.back", "id", id, "on", 1, END), CODE_FORBIDDEN);
    for (int i = 0; i < 2; i++)
        kit_make(&kit, ROLE_EXPERT, "question.back", "id", id, "on", 1, END);
    kit_make(&kit, ROLE_OBSERVER, "question.back", "id", id, "on", 1, END);
    assert_int_equal(question(&kit, id)->backers.n, 2);
    for (int i = 0; i < 2; i++)
        kit_make(&kit, ROLE_EXPERT, "question.back", "id", id, "on", 0, END);
    assert_int_equal(question(&kit, id)->backers.n, 1);
    assert_int_equal(question(&kit, id)->backers.v[0], kit.person[ROLE_OBSERVER]);
    kit_make(&kit, ROLE_OBSERVER, "question.back", "id", id, "on", 0, END);
    assert_null(question(&kit, id)->backers.v);
    kit_make(&kit, ROLE_EXPERT, "question.answer", "id", id, END);
    assert_int_equal(kit_do(&kit, ROLE_OBSERVER, "question.back", "id", id, "on", 1, END), CODE_STATE);
    kit_close(&kit);
}

static void an_answer_is_given_aloud_or_in_writing_and_put_right(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int id = kit_make(&kit, ROLE_DELEGATE, "question.create", "text", "Why?", END);
    kit_make(&kit, ROLE_EXPERT, "question.answer", "id", id, END);
    assert_int_equal(question(&kit, id)->answered_by, kit.person[ROLE_EXPERT]);
    assert_int_equal(question(&kit, id)->answered_at, kit.at);
    assert_int_equal(kit_do(&kit, ROLE_EXPERT, "question.answer", "id", id, END), CODE_STATE);
    kit_make(&kit, ROLE_FACILITATOR, "question.answer", "id", id, "reply", "fr:Parce que", END);
    kit_make(&kit, ROLE_FACILITATOR, "question.answer", "id", id, "reply", "fr:Parce qu'il le faut", END);
    assert_string_equal(question(&kit, id)->reply.text[LANG_FR], "Parce qu'il le faut");
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "question.dismiss", "id", id, END), CODE_STATE);
    kit_close(&kit);
}

static void a_message_is_on_the_screens_until_it_is_ended(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int id = kit_make(&kit, ROLE_FACILITATOR, "message.create", "type", "call_to_order", "text", "Please", END);
    const struct message *message = room_message(kit.room, (uint64_t)id);
    assert_int_equal(message->person, kit.person[ROLE_FACILITATOR]);
    assert_int_equal(message->at, kit.at);
    kit_make(&kit, ROLE_COFACILITATOR, "message.end", "id", id, END);
    assert_int_equal(message->ended_at, kit.at);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "message.end", "id", id, END), CODE_STATE);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "message.create", "type", "link", "text", "Here", END),
                     CODE_BAD_ARGUMENT);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "message.create", "text", "T", "link", "javascript:x", END),
                     CODE_BAD_ARGUMENT);
    kit_make(&kit, ROLE_FACILITATOR, "message.create", "type", "link", "text", "Here", "link", "https://e.org", END);
    kit_close(&kit);
}

static void closing_takes_all_messages_off_the_screens(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_make(&kit, ROLE_FACILITATOR, "workshop.live", END);
    int over = kit_make(&kit, ROLE_FACILITATOR, "message.create", "text", "Over", END);
    kit_make(&kit, ROLE_FACILITATOR, "message.end", "id", over, END);
    const int64_t ended = kit.at;
    int order = kit_make(&kit, ROLE_FACILITATOR, "message.create", "type", "call_to_order", "text", "Please", END);
    int text = kit_make(&kit, ROLE_FACILITATOR, "message.create", "text", "Lunch", END);
    kit.at += 1000;
    kit_make(&kit, ROLE_FACILITATOR, "workshop.close", END);
    const int64_t closed = kit.room->workshop->closed_at;
    assert_int_equal(room_message(kit.room, (uint64_t)order)->ended_at, closed);
    assert_int_equal(room_message(kit.room, (uint64_t)text)->ended_at, closed);
    assert_int_equal(room_message(kit.room, (uint64_t)over)->ended_at, ended);
    kit_make(&kit, ROLE_FACILITATOR, "workshop.reopen", END);
    assert_int_equal(room_message(kit.room, (uint64_t)text)->ended_at, closed);
    kit_close(&kit);
}

static void a_parked_point_keeps_where_it_came_up(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_make(&kit, ROLE_FACILITATOR, "workshop.live", END);
    int item = kit_make(&kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "T", END);
    kit_make(&kit, ROLE_FACILITATOR, "item.start", "id", item, END);
    int id = kit_make(&kit, ROLE_EXPERT, "parked.create", "text", "Funding", END);
    const struct parked *parked = room_parked(kit.room, (uint64_t)id);
    assert_int_equal(parked->item, item);
    assert_int_equal(parked->person, kit.person[ROLE_EXPERT]);
    assert_int_equal(parked->at, kit.at);
    kit_make(&kit, ROLE_RAPPORTEUR, "parked.done", "id", id, "on", 1, END);
    assert_int_equal(parked->done_at, kit.at);
    kit_make(&kit, ROLE_RAPPORTEUR, "parked.done", "id", id, "on", 0, END);
    assert_int_equal(parked->done_at, 0);
    kit_close(&kit);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("U1 a question is open at once unless questions are moderated",
                  a_question_is_open_at_once_unless_questions_are_moderated),
        test_case("U2 U6 a waiting question is seen by the staff and its author",
                  a_waiting_question_is_seen_by_the_staff_and_its_author),
        test_case("U2 F9 a waiting question reaches its author, and nobody else",
                  a_waiting_question_reaches_its_author_and_nobody_else),
        test_case("U3 one person fills no list", one_person_fills_no_list),
        test_case("U4 others back a question, once", others_back_a_question_once),
        test_case("U5 an answer is given aloud or in writing, and put right",
                  an_answer_is_given_aloud_or_in_writing_and_put_right),
        test_case("W5 closing takes all messages off the screens", closing_takes_all_messages_off_the_screens),
        test_case("Z1 Z2 a message is on the screens until it is ended", a_message_is_on_the_screens_until_it_is_ended),
        test_case("Z3 Z4 a parked point keeps where it came up, and is done with",
                  a_parked_point_keeps_where_it_came_up),
    };
    return cmocka_run_group_tests_name("question", cases, NULL, NULL);
}
