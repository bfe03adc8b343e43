/* Tests of words that cannot be taken into a text: rules Q1 to Q8. */
#include "core/rules.h"
#include "core/text.h"
#include "support_core.h"

#define TITLE "field", "title", "lang", "en"

static const struct proposal *proposal_at(const struct kit *kit, int id)
{
    const struct proposal *proposal = room_proposal(kit->room, (uint64_t)id);
    assert_non_null(proposal);
    return proposal;
}

static const char *title_of(const struct kit *kit, int action)
{
    return room_action(kit->room, (uint64_t)action)->title.text[LANG_EN];
}

/* Somebody writes " now" behind the ten letters of the title as it was at revision 1. */
static int write_late(struct kit *kit, enum role role, int action)
{
    return kit_make(kit, role, "text.edit", "id", action, TITLE, "rev", 1, "op", "[10,\" now\"]", END);
}

/* Words that contain those of a proposal. */
static int go_on(struct kit *kit, enum role role, int action, int rev, const char *op, int proposal)
{
    return kit_make(kit, role, "text.edit", "id", action, TITLE, "rev", rev, "op", op, "instead", proposal, END);
}

static int make_action(struct kit *kit)
{
    return kit_make(kit, ROLE_DELEGATE, "action.create", "title", "Share data", END);
}

static void what_meets_a_lock_waits_beside_the_text(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int action = make_action(&kit);
    kit_make(&kit, ROLE_EXPERT, "text.edit", "id", action, TITLE, "rev", 1, "op", "[\"Do: \"]", END);
    kit_make(&kit, ROLE_FACILITATOR, "row.lock", "id", action, "on", true, END);
    const struct proposal *proposal = proposal_at(&kit, write_late(&kit, ROLE_DELEGATE, action));
    assert_string_equal(title_of(&kit, action), "Do: Share data");
    assert_string_equal(proposal->text, "Do: Share data now");
    assert_string_equal(proposal->was, "Do: Share data");
    assert_int_equal(proposal->why, PROPOSAL_LOCKED);
    assert_int_equal(proposal->person, kit.person[ROLE_DELEGATE]);
    assert_int_equal(proposal->of, action);
    assert_int_equal(proposal->rev, 1);
    assert_int_equal(proposal->state, PROPOSAL_OPEN);
    /* L1: planners go on. */
    write_late(&kit, ROLE_RAPPORTEUR, action);
    assert_string_equal(title_of(&kit, action), "Do: Share data now");
    kit_close(&kit);
}

static void what_meets_an_adoption_waits_beside_the_text(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int action = make_action(&kit);
    kit_make(&kit, ROLE_FACILITATOR, "adoption.open", "of", action, "way", "consensus", "seconds", 60, END);
    assert_int_equal(proposal_at(&kit, write_late(&kit, ROLE_DELEGATE, action))->why, PROPOSAL_PROPOSED);
    kit_close(&kit);
    kit_open(&kit);
    action = make_action(&kit);
    kit_make(&kit, ROLE_FACILITATOR, "adoption.open", "of", action, "way", "consensus", END);
    assert_int_equal(proposal_at(&kit, write_late(&kit, ROLE_FACILITATOR, action))->why, PROPOSAL_ADOPTED);
    assert_string_equal(title_of(&kit, action), "Share data");
    kit_close(&kit);
}

static void what_is_too_long_waits_beside_the_text(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int action = make_action(&kit);
    char op[LIMIT_TITLE + 16];
    memset(op, 'x', sizeof(op));
    memcpy(op, "[\"", 2);
    memcpy(op + LIMIT_TITLE - 10 + 2, "\"]", 3);
    kit_make(&kit, ROLE_DELEGATE, "text.edit", "id", action, TITLE, "rev", 1, "op", op, END);
    assert_int_equal(strlen(title_of(&kit, action)), LIMIT_TITLE);
    const struct proposal *proposal = proposal_at(&kit, write_late(&kit, ROLE_DELEGATE, action));
    assert_int_equal(proposal->why, PROPOSAL_TOO_LONG);
    assert_int_equal(strlen(proposal->text), LIMIT_TITLE + 4);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "proposal.accept", "id", (int)proposal->e.id, END), CODE_TOO_LONG);
    kit_close(&kit);
}

static void what_is_written_in_a_row_of_another_group_waits(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int group = kit_make(&kit, ROLE_FACILITATOR, "group.create", "title", "Data", END);
    int action = kit_make(&kit, ROLE_FACILITATOR, "action.create", "title", "Share data", "group", group, END);
    assert_int_equal(proposal_at(&kit, write_late(&kit, ROLE_DELEGATE, action))->why, PROPOSAL_GROUP);
    kit_make(&kit, ROLE_FACILITATOR, "person.edit", "id", (int)kit.person[ROLE_DELEGATE], "group", group, END);
    write_late(&kit, ROLE_DELEGATE, action);
    assert_string_equal(title_of(&kit, action), "Share data now");
    kit_close(&kit);
}

static void of_what_is_gone_the_new_words_are_kept(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int action = make_action(&kit);
    kit_make(&kit, ROLE_RAPPORTEUR, "action.remove", "id", action, END);
    const struct proposal *proposal =
        proposal_at(&kit, kit_make(&kit, ROLE_DELEGATE, "text.edit", "id", action, TITLE, "rev", 1, "op",
                                   "[\"At once\",5,{\"d\":5},\"everything\"]", END));
    assert_int_equal(proposal->why, PROPOSAL_REMOVED);
    assert_string_equal(proposal->text, "At once\neverything");
    assert_null(proposal->was);
    assert_int_equal(proposal->of, action);
    assert_int_equal(kit_do(&kit, ROLE_DELEGATE, "text.edit", "id", action, TITLE, "rev", 1, "op", "[{\"d\":5}]", END),
                     CODE_NOT_FOUND);
    assert_int_equal(kit_do(&kit, ROLE_DELEGATE, "text.edit", "id", action, "field", "notes", "lang", "en", "rev", 1,
                            "op", "[\"x\"]", END),
                     CODE_BAD_ARGUMENT);
    assert_int_equal(kit_do(&kit, ROLE_DELEGATE, "text.confirm", "id", action, TITLE, END), CODE_NOT_FOUND);
    assert_int_equal(kit_do(&kit, ROLE_RAPPORTEUR, "proposal.accept", "id", (int)proposal->e.id, END), CODE_NOT_FOUND);
    kit_close(&kit);
}

static void what_was_written_in_a_merged_row_stands_at_the_one_kept(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int kept = kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "Exchange data", END);
    int other = make_action(&kit);
    kit_make(&kit, ROLE_RAPPORTEUR, "row.merge", "id", kept, "other", other, END);
    const struct proposal *proposal = proposal_at(&kit, write_late(&kit, ROLE_DELEGATE, other));
    assert_int_equal(proposal->of, kept);
    assert_int_equal(proposal->why, PROPOSAL_MERGED);
    assert_string_equal(proposal->text, " now");
    assert_string_equal(proposal->was, "Exchange data");
    kit_close(&kit);
}

static void what_one_goes_on_to_write_takes_the_place_of_what_waits(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int action = make_action(&kit);
    kit_make(&kit, ROLE_FACILITATOR, "row.lock", "id", action, "on", true, END);
    int first = write_late(&kit, ROLE_DELEGATE, action);
    int again = go_on(&kit, ROLE_DELEGATE, action, 1, "[10,\" now!\"]", first);
    assert_int_equal(first, again);
    assert_string_equal(proposal_at(&kit, first)->text, "Share data now!");
    /* On another revision it is other words. */
    kit_make(&kit, ROLE_RAPPORTEUR, "text.edit", "id", action, TITLE, "rev", 1, "op", "[\"y\"]", END);
    int later = go_on(&kit, ROLE_DELEGATE, action, 2, "[\"z\"]", first);
    assert_int_not_equal(later, first);
    /* What was decided stays decided, and what there never was has no place to take. */
    kit_make(&kit, ROLE_RAPPORTEUR, "proposal.dismiss", "id", first, END);
    assert_true(go_on(&kit, ROLE_DELEGATE, action, 1, "[10,\" now!\"]", first) > later);
    assert_true(go_on(&kit, ROLE_DELEGATE, action, 1, "[10,\" now!\"]", 999999) > later);
    kit_close(&kit);
}

/* Two windows of one person, each with words that the other one does not know. */
static void what_is_sent_without_a_word_of_another_stands_beside_it(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int action = make_action(&kit);
    kit_make(&kit, ROLE_FACILITATOR, "row.lock", "id", action, "on", true, END);
    int phone = write_late(&kit, ROLE_DELEGATE, action);
    int laptop = kit_make(&kit, ROLE_DELEGATE, "text.edit", "id", action, TITLE, "rev", 1, "op", "[\"Do: \"]", END);
    assert_int_not_equal(laptop, phone);
    assert_int_equal(go_on(&kit, ROLE_DELEGATE, action, 1, "[10,\" now!\"]", phone), phone);
    assert_string_equal(proposal_at(&kit, phone)->text, "Share data now!");
    assert_string_equal(proposal_at(&kit, laptop)->text, "Do: Share data");
    /* Nobody takes the place of what another person wrote. */
    assert_int_not_equal(go_on(&kit, ROLE_EXPERT, action, 1, "[\"x\"]", phone), phone);
    assert_string_equal(proposal_at(&kit, phone)->text, "Share data now!");
    kit_close(&kit);
}

static void an_accepted_proposal_becomes_the_text(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int action = make_action(&kit);
    kit_make(&kit, ROLE_FACILITATOR, "row.lock", "id", action, "on", true, END);
    int id = write_late(&kit, ROLE_DELEGATE, action);
    assert_int_equal(kit_do(&kit, ROLE_DELEGATE, "proposal.accept", "id", id, END), CODE_FORBIDDEN);
    assert_int_equal(kit_make(&kit, ROLE_RAPPORTEUR, "proposal.accept", "id", id, "rev", 1, END), id);
    assert_string_equal(title_of(&kit, action), "Share data now");
    assert_int_equal(text_find(kit.room, (uint64_t)action, TEXT_TITLE, LANG_EN)->rev, 2);
    assert_int_equal(proposal_at(&kit, id)->state, PROPOSAL_ACCEPTED);
    assert_int_equal(proposal_at(&kit, id)->decided_by, kit.person[ROLE_RAPPORTEUR]);
    assert_int_equal(proposal_at(&kit, id)->decided_at, kit.at);
    assert_int_equal(kit_do(&kit, ROLE_RAPPORTEUR, "proposal.accept", "id", id, END), CODE_STATE);
    assert_int_equal(kit_do(&kit, ROLE_RAPPORTEUR, "proposal.dismiss", "id", id, END), CODE_STATE);
    kit_close(&kit);
}

/* Accepting puts the whole text in the place of what stands there. */
static void what_was_written_since_one_looked_is_not_written_over(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int action = make_action(&kit);
    kit_make(&kit, ROLE_FACILITATOR, "row.lock", "id", action, "on", true, END);
    int id = write_late(&kit, ROLE_DELEGATE, action);
    kit_make(&kit, ROLE_FACILITATOR, "text.edit", "id", action, TITLE, "rev", 1, "op", "[\"Do: \"]", END);
    assert_int_equal(kit_do(&kit, ROLE_RAPPORTEUR, "proposal.accept", "id", id, "rev", 1, END), CODE_CHANGED);
    assert_string_equal(title_of(&kit, action), "Do: Share data");
    kit_make(&kit, ROLE_RAPPORTEUR, "proposal.accept", "id", id, "rev", 2, END);
    assert_string_equal(title_of(&kit, action), "Share data now");
    kit_close(&kit);
}

static void a_proposal_for_frozen_text_waits_until_it_is_reopened(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int action = make_action(&kit);
    kit_make(&kit, ROLE_FACILITATOR, "adoption.open", "of", action, "way", "consensus", END);
    int id = write_late(&kit, ROLE_DELEGATE, action);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "proposal.accept", "id", id, END), CODE_FROZEN);
    kit_make(&kit, ROLE_FACILITATOR, "row.reopen", "id", action, "reason", "Late words", END);
    kit_make(&kit, ROLE_FACILITATOR, "proposal.accept", "id", id, END);
    assert_string_equal(title_of(&kit, action), "Share data now");
    kit_close(&kit);
}

static void planners_dismiss_and_everybody_what_they_wrote(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int action = make_action(&kit);
    kit_make(&kit, ROLE_FACILITATOR, "row.lock", "id", action, "on", true, END);
    int id = write_late(&kit, ROLE_DELEGATE, action);
    assert_int_equal(kit_do(&kit, ROLE_EXPERT, "proposal.dismiss", "id", id, END), CODE_FORBIDDEN);
    assert_int_equal(kit_do(&kit, ROLE_DELEGATE, "proposal.dismiss", "id", id, END), CODE_OK);
    assert_int_equal(proposal_at(&kit, id)->state, PROPOSAL_DISMISSED);
    id = write_late(&kit, ROLE_EXPERT, action);
    assert_int_equal(kit_do(&kit, ROLE_RAPPORTEUR, "proposal.dismiss", "id", id, END), CODE_OK);
    kit_close(&kit);
}

static void a_text_that_one_wanted_empty_is_proposed_so(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int action = make_action(&kit);
    kit_make(&kit, ROLE_FACILITATOR, "row.lock", "id", action, "on", true, END);
    int id = kit_make(&kit, ROLE_DELEGATE, "text.edit", "id", action, TITLE, "rev", 1, "op", "[{\"d\":10}]", END);
    assert_null(proposal_at(&kit, id)->text);
    kit_make(&kit, ROLE_RAPPORTEUR, "proposal.accept", "id", id, END);
    assert_null(title_of(&kit, action));
    kit_close(&kit);
}

static void a_long_name_is_one_short_line(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    char words[LIMIT_TITLE + 100];
    memset(words, 'x', sizeof(words));
    memcpy(words + 3, "\n\xe2\x80\xa8", 4);
    words[sizeof(words) - 1] = '\0';
    int id = kit_make(&kit, ROLE_DELEGATE, "recommendation.create", "text", words, END);
    kit_make(&kit, ROLE_FACILITATOR, "row.lock", "id", id, "on", true, END);
    const struct proposal *proposal = proposal_at(&kit, kit_make(&kit, ROLE_DELEGATE, "text.edit", "id", id, "field",
                                                                 "text", "lang", "en", "rev", 1, "op", "[\"y\"]", END));
    assert_memory_equal(proposal->was, "xxx  xxx", 8);
    assert_int_equal(strlen(proposal->was), LIMIT_TITLE);
    kit_close(&kit);
}

static void what_was_proposed_for_the_staffs_notes_is_for_the_staff(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int item =
        kit_make(&kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "Opening", "staff_notes", "Hush", END);
    kit_make(&kit, ROLE_FACILITATOR, "item.remove", "id", item, END);
    int id = kit_make(&kit, ROLE_FACILITATOR, "text.edit", "id", item, "field", "staff_notes", "lang", "en", "rev", 1,
                      "op", "[\"x\"]", END);
    const struct entity *entity = &proposal_at(&kit, id)->e;
    assert_false(view_sees(kit.room, entity, (struct viewer){ .audience = AUDIENCE_ROOM }));
    assert_false(view_sees(kit.room, entity, (struct viewer){ .audience = AUDIENCE_PUBLIC }));
    assert_true(view_sees(kit.room, entity, (struct viewer){ .audience = AUDIENCE_STAFF }));
    kit_close(&kit);
}

static void there_are_not_more_than_the_limit(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int action = make_action(&kit), id = 0;
    kit_make(&kit, ROLE_FACILITATOR, "row.lock", "id", action, "on", true, END);
    /* By hand, since a paranoid build checks the whole room after each command. The chain knows nothing of that change. */
    for (int i = 0; i < LIMIT_PROPOSALS - 1; i++) {
        struct late late = { .of = (uint64_t)action, .why = PROPOSAL_LOCKED, .lang = LANG_EN, .at = 1 };
        proposal_keep(kit.room, &late, mem_copy_text("x"));
    }
    room_stamp(kit.room, ++kit.at);
    kit.room->tags[kit.room->seq] = 0;
    id = write_late(&kit, ROLE_EXPERT, action);
    assert_int_equal(kit.room->live[KIND_PROPOSAL].n, LIMIT_PROPOSALS);
    assert_int_equal(kit_do(&kit, ROLE_OBSERVER, "text.edit", "id", action, TITLE, "rev", 1, "op", "[\"x\"]", END),
                     CODE_FORBIDDEN);
    assert_int_equal(kit_do(&kit, ROLE_DELEGATE, "text.edit", "id", action, TITLE, "rev", 1, "op", "[\"x\"]", END),
                     CODE_LIMIT);
    assert_int_equal(go_on(&kit, ROLE_EXPERT, action, 1, "[10,\" now!\"]", id), id);
    /* What is decided gives way, the oldest first. */
    kit_make(&kit, ROLE_FACILITATOR, "proposal.dismiss", "id", id, END);
    int first = (int)kit.room->live[KIND_PROPOSAL].v[0]->id;
    kit_make(&kit, ROLE_FACILITATOR, "proposal.dismiss", "id", first, END);
    write_late(&kit, ROLE_DELEGATE, action);
    assert_int_equal(kit.room->live[KIND_PROPOSAL].n, LIMIT_PROPOSALS);
    assert_null(room_proposal(kit.room, (uint64_t)first));
    proposal_at(&kit, id);
    kit_close(&kit);
}

/* X2: the words are kept once, however often they are sent. */
static void what_is_sent_again_gets_its_first_result(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int action = make_action(&kit);
    struct origin origin = { .client = { 7 }, .number = 1 };
    static const uint8_t salt[SALT_BYTES] = { 1 };
    struct outcome outcome[3];
    for (int i = 0; i < 3; i++) {
        struct command cmd;
        struct change change;
        struct actor actor = kit_actor(&kit, ROLE_DELEGATE);
        if (i == 2)
            kit_make(&kit, ROLE_FACILITATOR, "row.lock", "id", action, "on", true, END);
        actor.at = kit.at;
        kit_build(&cmd, "text.edit", "id", action, TITLE, "rev", 1, "op", "[10,\" now\"]", END);
        outcome[i] = history_run(kit.room, &actor, &origin, &cmd, salt, &change);
        change_clear(&change);
        assert_int_equal(outcome[i].code, CODE_OK);
    }
    uint64_t text = text_find(kit.room, (uint64_t)action, TEXT_TITLE, LANG_EN)->e.id;
    assert_int_equal(outcome[0].result, text);
    assert_false(outcome[0].repeat);
    assert_true(outcome[1].repeat && outcome[2].repeat);
    assert_int_equal(outcome[2].result, text);
    assert_string_equal(title_of(&kit, action), "Share data now");
    kit_close(&kit);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("Q1 what meets a lock waits beside the text", what_meets_a_lock_waits_beside_the_text),
        test_case("Q1 what meets an adoption waits beside the text", what_meets_an_adoption_waits_beside_the_text),
        test_case("Q1 what is too long waits beside the text", what_is_too_long_waits_beside_the_text),
        test_case("Q1 what is written in a row of another group waits",
                  what_is_written_in_a_row_of_another_group_waits),
        test_case("Q4 of what is gone the new words are kept", of_what_is_gone_the_new_words_are_kept),
        test_case("Q2 what was written in a merged row stands at the one kept",
                  what_was_written_in_a_merged_row_stands_at_the_one_kept),
        test_case("Q3 what one goes on to write takes the place of what waits",
                  what_one_goes_on_to_write_takes_the_place_of_what_waits),
        test_case("Q3 what is sent without a word of another stands beside it",
                  what_is_sent_without_a_word_of_another_stands_beside_it),
        test_case("Q7 what was written since one looked is not written over",
                  what_was_written_since_one_looked_is_not_written_over),
        test_case("Q7 an accepted proposal becomes the text", an_accepted_proposal_becomes_the_text),
        test_case("Q7 a proposal for frozen text waits until it is reopened",
                  a_proposal_for_frozen_text_waits_until_it_is_reopened),
        test_case("Q8 planners dismiss, and everybody what they wrote", planners_dismiss_and_everybody_what_they_wrote),
        test_case("Q1 a text that one wanted empty is proposed so", a_text_that_one_wanted_empty_is_proposed_so),
        test_case("Q5 a long name is one short line", a_long_name_is_one_short_line),
        test_case("F3 what was proposed for the staff's notes is for the staff",
                  what_was_proposed_for_the_staffs_notes_is_for_the_staff),
        test_case("Q6 there are not more than the limit", there_are_not_more_than_the_limit),
        test_case("X2 what is sent again gets its first result", what_is_sent_again_gets_its_first_result),
    };
    return cmocka_run_group_tests_name("proposal", cases, NULL, NULL);
}
