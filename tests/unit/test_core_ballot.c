/* Voting: who may, in which form, for whom, and what is counted: rules V8 to V14, V22, V23 and N8. */
#include "support_core.h"

#include "core/roll.h"
#include "core/tally.h"

/* A live workshop with one prepared poll of two options, and a second delegation with two delegates. */
struct asked {
    struct kit kit;
    int poll, a, b;
    int delegation;
    uint64_t head, member;
};

static uint64_t make_person(struct asked *t, const char *role, int delegation)
{
    return (uint64_t)kit_make(&t->kit, ROLE_FACILITATOR, "person.create", "name", "P", "role", role, "delegation",
                              delegation, END);
}

static void prepare(struct asked *t)
{
    struct kit *kit = &t->kit;
    kit_open(kit);
    kit_make(kit, ROLE_FACILITATOR, "workshop.live", END);
    t->delegation = kit_make(kit, ROLE_FACILITATOR, "delegation.create", "name", "Egypt", END);
    t->head = make_person(t, "delegate", t->delegation);
    t->member = make_person(t, "delegate", t->delegation);
    kit_make(kit, ROLE_FACILITATOR, "person.edit", "id", (int)t->head, "head", 1, END);
    t->poll = kit_make(kit, ROLE_FACILITATOR, "poll.create", "question", "Which first?", END);
    t->a = kit_make(kit, ROLE_FACILITATOR, "option.create", "poll", t->poll, "text", "A", END);
    t->b = kit_make(kit, ROLE_FACILITATOR, "option.create", "poll", t->poll, "text", "B", END);
}

#define EDIT_POLL(t, ...) kit_make(&(t)->kit, ROLE_FACILITATOR, "poll.edit", "id", (t)->poll, __VA_ARGS__, END)

static void start(struct asked *t)
{
    kit_make(&t->kit, ROLE_FACILITATOR, "poll.open", "id", t->poll, END);
}

/* A prepared poll of the type without options is opened in the place of the first. */
static void ask(struct asked *t, const char *type, int min, int max)
{
    t->poll =
        kit_make(&t->kit, ROLE_FACILITATOR, "poll.create", "question", "?", "type", type, "min", min, "max", max, END);
    start(t);
}

static int64_t votes(const struct asked *t, int option)
{
    return room_option(t->kit.room, (uint64_t)option)->votes;
}

static const struct poll *poll_of(const struct asked *t)
{
    return room_poll(t->kit.room, (uint64_t)t->poll);
}

static const struct ballot *ballot_of(const struct asked *t, uint64_t voter)
{
    return room_ballot_of(t->kit.room, (uint64_t)t->poll, voter);
}

#define CAST(t, ...) kit_do(&(t)->kit, ROLE_DELEGATE, "ballot.cast", "id", (t)->poll, __VA_ARGS__, END)
#define CAST_AS(t, person, ...) kit_do_as(&(t)->kit, person, "ballot.cast", "id", (t)->poll, __VA_ARGS__, END)

static void a_ballot_after_the_time_is_refused_though_nobody_closed(void **state)
{
    (void)state;
    struct asked t;
    prepare(&t);
    assert_int_equal(CAST(&t, "option", t.a), CODE_CLOSED);
    kit_make(&t.kit, ROLE_FACILITATOR, "poll.open", "id", t.poll, "seconds", 2, END);
    assert_int_equal(CAST(&t, "option", t.a), CODE_OK);
    assert_int_equal(CAST(&t, "option", t.b), CODE_CLOSED);
    assert_int_equal(votes(&t, t.a), 1);
    kit_close(&t.kit);
}

static void options_are_those_of_the_poll(void **state)
{
    (void)state;
    struct asked t;
    prepare(&t);
    int other = kit_make(&t.kit, ROLE_FACILITATOR, "poll.create", "question", "Other?", END);
    int foreign = kit_make(&t.kit, ROLE_FACILITATOR, "option.create", "poll", other, "text", "X", END);
    start(&t);
    assert_int_equal(CAST(&t, "option", foreign), CODE_NOT_FOUND);
    assert_int_equal(CAST(&t, "option", t.poll), CODE_NOT_FOUND);
    assert_int_equal(kit_do(&t.kit, ROLE_DELEGATE, "ballot.cast", "id", t.poll, END), CODE_BAD_ARGUMENT);
    assert_int_equal(kit_do(&t.kit, ROLE_SYSTEM, "ballot.cast", "id", t.poll, "option", t.a, END), CODE_FORBIDDEN);
    kit_make(&t.kit, ROLE_FACILITATOR, "poll.close", "id", t.poll, END);
    t.poll = kit_make(&t.kit, ROLE_FACILITATOR, "poll.again", "id", t.poll, END);
    EDIT_POLL(&t, "type", "multiple");
    start(&t);
    assert_int_equal(CAST(&t, "options", t.a), CODE_NOT_FOUND);
    kit_close(&t.kit);
}

static void a_person_has_one_ballot_and_may_change_it(void **state)
{
    (void)state;
    struct asked t;
    prepare(&t);
    start(&t);
    assert_int_equal(CAST(&t, "option", t.a), CODE_OK);
    kit_make(&t.kit, ROLE_RAPPORTEUR, "ballot.cast", "id", t.poll, "option", t.a, END);
    assert_int_equal(CAST(&t, "option", t.b), CODE_OK);
    assert_int_equal(CAST(&t, "option", t.b), CODE_OK);
    assert_int_equal(votes(&t, t.a), 1);
    assert_int_equal(votes(&t, t.b), 1);
    assert_int_equal(poll_of(&t)->voters, 2);
    assert_int_equal(ballot_of(&t, t.kit.person[ROLE_DELEGATE])->cast_at, t.kit.at);
    kit_close(&t.kit);
}

static void one_votes_on_the_device_of_somebody_else(void **state)
{
    (void)state;
    struct asked t;
    prepare(&t);
    start(&t);
    assert_int_equal(CAST_AS(&t, t.head, "option", t.a, "for", (int)t.member), CODE_FORBIDDEN);
    kit_make(&t.kit, ROLE_FACILITATOR, "person.edit", "id", (int)t.member, "device", (int)t.head, END);
    assert_int_equal(CAST_AS(&t, t.head, "option", t.a, "for", (int)t.member), CODE_OK);
    assert_int_equal(CAST_AS(&t, t.head, "option", t.b), CODE_OK);
    assert_int_equal(CAST_AS(&t, t.member, "option", t.b, "for", (int)t.head), CODE_FORBIDDEN);
    assert_int_equal(ballot_of(&t, t.member)->option, t.a);
    assert_int_equal(ballot_of(&t, t.member)->by, 0);
    assert_int_equal(ballot_of(&t, t.head)->option, t.b);
    kit_close(&t.kit);
}

static void any_member_casts_and_the_head_has_the_last_word(void **state)
{
    (void)state;
    struct asked t;
    prepare(&t);
    EDIT_POLL(&t, "unit", "delegation");
    start(&t);
    assert_int_equal(poll_of(&t)->eligible, 2);
    assert_int_equal(CAST_AS(&t, t.member, "option", t.a), CODE_OK);
    assert_int_equal(CAST_AS(&t, t.head, "option", t.b), CODE_OK);
    assert_int_equal(CAST_AS(&t, t.member, "option", t.a), CODE_LOCKED);
    assert_int_equal(votes(&t, t.a), 0);
    assert_int_equal(votes(&t, t.b), 1);
    assert_int_equal(poll_of(&t)->voters, 1);
    const struct ballot *ballot = ballot_of(&t, (uint64_t)t.delegation);
    assert_int_equal(ballot->delegation, t.delegation);
    assert_int_equal(ballot->person, t.head);
    assert_int_equal(CAST_AS(&t, t.head, "option", t.a), CODE_OK);
    kit_make(&t.kit, ROLE_FACILITATOR, "person.edit", "id", (int)t.head, "head", 0, END);
    assert_int_equal(CAST_AS(&t, t.member, "option", t.b), CODE_OK);
    assert_int_equal(votes(&t, t.b), 1);
    kit_close(&t.kit);
}

/* For each type: what answers it, and what does not. */
static void a_choice_has_its_form(void **state)
{
    (void)state;
    struct asked t;
    prepare(&t);
    EDIT_POLL(&t, "type", "multiple", "min", 1, "max", 1);
    start(&t);
    assert_int_equal(CAST(&t, "option", t.a), CODE_BAD_ARGUMENT);
    assert_int_equal(CAST(&t, "options", t.a, "options", t.b), CODE_BAD_ARGUMENT);
    assert_int_equal(CAST(&t, "options", t.a, "options", t.a), CODE_BAD_ARGUMENT);
    assert_int_equal(CAST(&t, "options", t.a, "values", 1), CODE_BAD_ARGUMENT);
    assert_int_equal(CAST(&t, "options", t.a, "text", "x"), CODE_BAD_ARGUMENT);
    assert_int_equal(CAST(&t, "options", t.a, "receipt", "x"), CODE_BAD_ARGUMENT);
    assert_int_equal(kit_do(&t.kit, ROLE_DELEGATE, "ballot.cast", "id", t.poll, END), CODE_BAD_ARGUMENT);
    assert_int_equal(CAST(&t, "options", t.a), CODE_OK);
    kit_close(&t.kit);
}

static void a_value_has_its_form(void **state)
{
    (void)state;
    static const struct {
        const char *type;
        int min, max, low, high;
    } types[] = { { "yes_no_abstain", 0, 0, 0, 2 },
                  { "scale", -2, 3, -2, 3 },
                  { "number", 1, 2, 1000, 2000 },
                  { "consent", 0, 0, 0, 1 },
                  { "fist_to_five", 0, 0, 0, 5 } };
    struct asked t;
    prepare(&t);
    int option = t.a;
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        ask(&t, types[i].type, types[i].min, types[i].max);
        assert_int_equal(CAST(&t, "values", types[i].low - 1), CODE_BAD_ARGUMENT);
        assert_int_equal(CAST(&t, "values", types[i].high + 1), CODE_BAD_ARGUMENT);
        assert_int_equal(CAST(&t, "values", types[i].low, "values", types[i].low), CODE_BAD_ARGUMENT);
        assert_int_not_equal(CAST(&t, "values", types[i].low, "options", option), CODE_OK);
        assert_int_equal(CAST(&t, "option", option), CODE_BAD_ARGUMENT);
        assert_int_equal(CAST(&t, "values", types[i].low), CODE_OK);
        assert_int_equal(CAST(&t, "values", types[i].high), CODE_OK);
        assert_int_equal(t.kit.room->live[KIND_ANSWER].n, i + 1);
    }
    ask(&t, "number", 0, 0);
    assert_int_equal(CAST(&t, "values", -2000000000), CODE_OK);
    kit_close(&t.kit);
}

static void an_objection_has_a_reason(void **state)
{
    (void)state;
    struct asked t;
    prepare(&t);
    ask(&t, "consent", 0, 0);
    assert_int_equal(CAST(&t, "values", 2), CODE_BAD_ARGUMENT);
    assert_int_equal(CAST(&t, "values", 2, "text", " \n "), CODE_BAD_ARGUMENT);
    assert_int_equal(CAST(&t, "values", 2, "text", "Too soon"), CODE_OK);
    assert_int_equal(CAST(&t, "values", 1), CODE_OK);
    kit_close(&t.kit);
}

static void points_are_not_more_than_there_are(void **state)
{
    (void)state;
    struct asked t;
    prepare(&t);
    EDIT_POLL(&t, "type", "points", "points", 10, "per_option_max", 6);
    start(&t);
    assert_int_equal(CAST(&t, "options", t.a, "values", 7), CODE_BAD_ARGUMENT);
    assert_int_equal(CAST(&t, "options", t.a, "values", -1), CODE_BAD_ARGUMENT);
    assert_int_equal(CAST(&t, "options", t.a, "values", 6, "options", t.b, "values", 5), CODE_BAD_ARGUMENT);
    assert_int_equal(CAST(&t, "options", t.a, "values", 6, "options", t.b), CODE_BAD_ARGUMENT);
    assert_int_equal(CAST(&t, "options", t.a, "values", 6, "options", t.b, "values", 4), CODE_OK);
    assert_int_equal(votes(&t, t.a), 6);
    assert_int_equal(CAST(&t, "options", t.b, "values", 1), CODE_OK);
    assert_int_equal(votes(&t, t.a), 0);
    assert_int_equal(votes(&t, t.b), 1);
    assert_int_equal(t.kit.room->live[KIND_ANSWER].n, 1);
    kit_close(&t.kit);
}

static void a_grid_is_answered_whole_and_a_ranking_in_part(void **state)
{
    (void)state;
    struct asked t;
    prepare(&t);
    EDIT_POLL(&t, "type", "scale", "min", 1, "max", 5);
    start(&t);
    assert_int_equal(CAST(&t, "values", 3), CODE_BAD_ARGUMENT);
    assert_int_equal(CAST(&t, "options", t.a, "values", 3), CODE_BAD_ARGUMENT);
    assert_int_equal(CAST(&t, "options", t.a, "values", 3, "options", t.b, "values", 6), CODE_BAD_ARGUMENT);
    assert_int_equal(CAST(&t, "options", t.a, "values", 3, "options", t.b, "values", 5), CODE_OK);
    kit_make(&t.kit, ROLE_FACILITATOR, "poll.close", "id", t.poll, END);
    int ranking = kit_make(&t.kit, ROLE_FACILITATOR, "poll.create", "question", "?", "type", "ranking", "max", 2, END);
    int options[3];
    for (int i = 0; i < 3; i++)
        options[i] = kit_make(&t.kit, ROLE_FACILITATOR, "option.create", "poll", ranking, "text", "O", END);
    t.poll = ranking;
    start(&t);
    assert_int_equal(kit_do(&t.kit, ROLE_DELEGATE, "ballot.cast", "id", t.poll, END), CODE_BAD_ARGUMENT);
    assert_int_equal(CAST(&t, "options", options[0], "options", options[1], "options", options[2]), CODE_BAD_ARGUMENT);
    assert_int_equal(CAST(&t, "options", options[2], "options", options[0]), CODE_OK);
    assert_int_equal(votes(&t, options[2]), 2);
    assert_int_equal(votes(&t, options[0]), 1);
    kit_close(&t.kit);
}

static void words_are_few_and_short(void **state)
{
    (void)state;
    char word[66];
    memset(word, 'x', sizeof(word));
    word[65] = '\0';
    struct asked t;
    prepare(&t);
    ask(&t, "words", 0, 2);
    assert_int_equal(CAST(&t, "text", " \n\n"), CODE_BAD_ARGUMENT);
    assert_int_equal(CAST(&t, "text", "a\nb\nc"), CODE_BAD_ARGUMENT);
    assert_int_equal(CAST(&t, "text", word), CODE_TOO_LONG);
    assert_int_equal(CAST(&t, "text", word + 1), CODE_OK);
    assert_int_equal(CAST(&t, "text", "a\nA\n a \nb"), CODE_OK);
    assert_int_equal(t.kit.room->live[KIND_ANSWER].n, 2);
    ask(&t, "words", 0, 0);
    assert_int_equal(CAST(&t, "text", "a\nb\nc\nd\ne"), CODE_OK);
    assert_int_equal(CAST(&t, "text", "a\nb\nc\nd\ne\nf"), CODE_BAD_ARGUMENT);
    ask(&t, "open_text", 0, 0);
    assert_int_equal(CAST(&t, "text", " "), CODE_BAD_ARGUMENT);
    assert_int_equal(CAST(&t, "text", "A sentence.\nAnother."), CODE_OK);
    kit_close(&t.kit);
}

/* Answers come and go with the ballots that give them; one that somebody else gives stays. */
static void an_answer_goes_with_its_last_ballot(void **state)
{
    (void)state;
    struct asked t;
    prepare(&t);
    ask(&t, "words", 0, 0);
    assert_int_equal(CAST(&t, "text", "Trust\nData"), CODE_OK);
    kit_make(&t.kit, ROLE_RAPPORTEUR, "ballot.cast", "id", t.poll, "text", "trust", END);
    assert_int_equal(CAST(&t, "text", "Time"), CODE_OK);
    /* What is told of a vote is its ballot, whatever answers are new. */
    assert_int_equal(t.kit.result, ballot_of(&t, t.kit.person[ROLE_DELEGATE])->e.id);
    const struct kind_list *answers = &t.kit.room->live[KIND_ANSWER];
    assert_int_equal(answers->n, 2);
    const struct cell trust = { .text = (char *)"TRUST" }, data = { .text = (char *)"data" };
    assert_int_equal(room_answer_of(t.kit.room, poll_of(&t), &trust)->count, 1);
    assert_string_equal(room_answer_of(t.kit.room, poll_of(&t), &trust)->text, "Trust");
    assert_null(room_answer_of(t.kit.room, poll_of(&t), &data));
    kit_close(&t.kit);
}

static void a_weight_stays_as_it_was_when_the_poll_opened(void **state)
{
    (void)state;
    struct asked t;
    prepare(&t);
#define WEIGH(n) kit_do(&t.kit, ROLE_FACILITATOR, "delegation.edit", "id", t.delegation, "weight", n, END)
    assert_int_equal(WEIGH(3), CODE_OK);
    EDIT_POLL(&t, "weighted", 1);
    start(&t);
    assert_int_equal(WEIGH(4), CODE_STATE);
    assert_int_equal(CAST_AS(&t, t.member, "option", t.a), CODE_OK);
    assert_int_equal(CAST(&t, "option", t.b), CODE_OK);
    assert_int_equal(votes(&t, t.a), 3);
    assert_int_equal(poll_of(&t)->weight, 4);
    assert_int_equal(poll_of(&t)->voters, 2);
    kit_make(&t.kit, ROLE_FACILITATOR, "delegation.edit", "id", t.delegation, "name", "fr:Égypte", END);
    kit_make(&t.kit, ROLE_FACILITATOR, "poll.close", "id", t.poll, END);
    assert_int_equal(WEIGH(4), CODE_OK);
    assert_int_equal(votes(&t, t.a), 3);
#undef WEIGH
    kit_close(&t.kit);
}

static void who_moves_to_a_lighter_delegation_counts_less_when_casting_again(void **state)
{
    (void)state;
    struct asked t;
    prepare(&t);
    kit_make(&t.kit, ROLE_FACILITATOR, "delegation.edit", "id", t.delegation, "weight", 3, END);
    int light = kit_make(&t.kit, ROLE_FACILITATOR, "delegation.create", "name", "Oman", END);
    EDIT_POLL(&t, "weighted", 1);
    start(&t);
    assert_int_equal(CAST_AS(&t, t.member, "option", t.a), CODE_OK);
    kit_make(&t.kit, ROLE_FACILITATOR, "person.edit", "id", (int)t.member, "delegation", light, END);
    assert_int_equal(CAST_AS(&t, t.member, "option", t.a), CODE_OK);
    assert_int_equal(votes(&t, t.a), 1);
    assert_int_equal(poll_of(&t)->weight, 1);
    kit_close(&t.kit);
}

static void advice_is_counted_apart(void **state)
{
    (void)state;
    struct asked t;
    prepare(&t);
    assert_int_equal(kit_do(&t.kit, ROLE_OBSERVER, "ballot.cast", "id", t.poll, "option", t.a, END), CODE_CLOSED);
    int watching = kit_make(&t.kit, ROLE_FACILITATOR, "delegation.create", "name", "WCO", "observer", 1, END);
    uint64_t watcher = make_person(&t, "delegate", watching);
    EDIT_POLL(&t, "type", "date", "advisory", 1);
    start(&t);
    assert_int_equal(CAST_AS(&t, watcher, "options", t.a, "values", 0), CODE_OK);
    assert_int_equal(CAST_AS(&t, t.kit.person[ROLE_OBSERVER], "options", t.a, "values", 0), CODE_OK);
    assert_int_equal(CAST(&t, "options", t.a, "values", 0), CODE_OK);
    const struct option *option = room_option(t.kit.room, (uint64_t)t.a);
    assert_int_equal(option->votes, 1);
    assert_int_equal(option->advice, 2);
    assert_int_equal(poll_of(&t)->voters, 1);
    assert_int_equal(poll_of(&t)->advisers, 2);
    const struct answer *answer = (const struct answer *)t.kit.room->live[KIND_ANSWER].v[0];
    assert_int_equal(answer->count, 1);
    assert_int_equal(answer->advice, 2);
    assert_int_equal(CAST(&t, "options", t.b, "values", 0), CODE_OK);
    assert_int_equal(answer->count, 0);
    assert_false(answer->e.removed);
    kit_close(&t.kit);
}

static void the_staff_enter_what_somebody_in_the_room_says(void **state)
{
    (void)state;
    struct asked t;
    prepare(&t);
    start(&t);
#define ENTER(person, ...)                                                                                             \
    kit_do(&t.kit, ROLE_COFACILITATOR, "ballot.enter", "id", t.poll, "for", (int)(person), __VA_ARGS__, END)
    assert_int_equal(ENTER(t.member, "option", t.a), CODE_STATE);
    kit_make(&t.kit, ROLE_FACILITATOR, "person.edit", "id", (int)t.member, "mode", "phone", END);
    assert_int_equal(ENTER(t.member, "option", t.poll), CODE_NOT_FOUND);
    assert_int_equal(ENTER(t.member, "option", t.a), CODE_OK);
    assert_int_equal(ballot_of(&t, t.member)->by, t.kit.person[ROLE_COFACILITATOR]);
    assert_int_equal(CAST_AS(&t, t.member, "option", t.b), CODE_OK);
    assert_int_equal(ballot_of(&t, t.member)->by, 0);
    kit_make(&t.kit, ROLE_FACILITATOR, "person.edit", "id", (int)t.kit.person[ROLE_EXPERT], "mode", "in_room", END);
    assert_int_equal(ENTER(t.kit.person[ROLE_EXPERT], "option", t.a), CODE_NOT_ELIGIBLE);
#undef ENTER
    kit_close(&t.kit);
}

static void the_roll_is_frozen_and_a_late_arrival_is_admitted(void **state)
{
    (void)state;
    struct asked t;
    prepare(&t);
    start(&t);
    assert_int_equal(poll_of(&t)->eligible, 4); /* the kit's delegate and rapporteur, and the two of Egypt */
    uint64_t late = make_person(&t, "delegate", t.delegation), expert = t.kit.person[ROLE_EXPERT];
#define ADMIT(person) kit_do(&t.kit, ROLE_FACILITATOR, "poll.admit", "id", t.poll, "person", (int)(person), END)
    assert_int_equal(CAST_AS(&t, late, "option", t.a), CODE_NOT_ELIGIBLE);
    assert_int_equal(ADMIT(expert), CODE_NOT_ELIGIBLE);
    assert_int_equal(ADMIT(t.kit.person[ROLE_OBSERVER]), CODE_NOT_ELIGIBLE);
    assert_int_equal(ADMIT(t.member), CODE_STATE);
    assert_int_equal(ADMIT(late), CODE_OK);
    assert_int_equal(ADMIT(late), CODE_STATE);
    assert_int_equal(poll_of(&t)->eligible, 5);
    assert_int_equal(CAST_AS(&t, late, "option", t.a), CODE_OK);
    kit_make(&t.kit, ROLE_FACILITATOR, "person.remove", "id", (int)t.member, END);
    assert_int_equal(poll_of(&t)->eligible, 5);
    kit_make(&t.kit, ROLE_FACILITATOR, "poll.close", "id", t.poll, END);
    assert_int_equal(ADMIT(make_person(&t, "delegate", t.delegation)), CODE_STATE);
#undef ADMIT
    kit_close(&t.kit);
}

static void a_late_delegation_is_admitted_with_whoever_came_first(void **state)
{
    (void)state;
    struct asked t;
    prepare(&t);
    EDIT_POLL(&t, "unit", "delegation");
    int late = kit_make(&t.kit, ROLE_FACILITATOR, "delegation.create", "name", "Oman", END);
    start(&t);
    uint64_t first = make_person(&t, "delegate", late), second = make_person(&t, "rapporteur", late);
    uint64_t third = make_person(&t, "delegate", t.delegation);
    assert_int_equal(CAST_AS(&t, third, "option", t.a), CODE_OK); /* the delegation is on it, whoever comes */
    assert_int_equal(CAST_AS(&t, first, "option", t.a), CODE_NOT_ELIGIBLE);
    kit_make(&t.kit, ROLE_FACILITATOR, "poll.admit", "id", t.poll, "person", (int)second, END);
    assert_int_equal(CAST_AS(&t, first, "option", t.b), CODE_OK);
    assert_int_equal(poll_of(&t)->eligible, 3);
    uint64_t loose =
        (uint64_t)kit_make(&t.kit, ROLE_FACILITATOR, "person.create", "name", "P", "role", "delegate", END);
    assert_int_equal(CAST_AS(&t, loose, "option", t.b), CODE_NOT_ELIGIBLE);
    kit_close(&t.kit);
}

static void a_guest_is_on_no_roll(void **state)
{
    (void)state;
    struct asked t;
    prepare(&t);
    EDIT_POLL(&t, "advisory", 1);
    uint64_t guest = (uint64_t)kit_make(&t.kit, ROLE_SYSTEM, "person.join", "name", "G", "guest", 1, END);
    start(&t);
    assert_int_equal(CAST_AS(&t, guest, "option", t.a), CODE_NOT_ELIGIBLE);
    kit_close(&t.kit);
}

static void ballots_under_a_name_go_with_it(void **state)
{
    (void)state;
    static const char *const secrecy[] = { "named", "unattributed" };
    for (int i = 0; i < 2; i++) {
        struct asked t;
        prepare(&t);
        EDIT_POLL(&t, "secrecy", secrecy[i], "type", "date");
        start(&t);
        assert_int_equal(CAST_AS(&t, t.member, "options", t.a, "values", 0), CODE_OK);
        kit_make(&t.kit, ROLE_FACILITATOR, "person.remove", "id", (int)t.member, END);
        assert_int_equal(votes(&t, t.a), i);
        assert_int_equal(poll_of(&t)->voters, i);
        assert_int_equal(poll_of(&t)->weight, i);
        assert_int_equal(t.kit.room->live[KIND_ANSWER].n, i);
        kit_close(&t.kit);
    }
}

static void the_ballot_of_a_delegation_outlives_who_cast_it(void **state)
{
    (void)state;
    struct asked t;
    prepare(&t);
    EDIT_POLL(&t, "unit", "delegation");
    start(&t);
    assert_int_equal(CAST_AS(&t, t.head, "option", t.a), CODE_OK);
    kit_make(&t.kit, ROLE_FACILITATOR, "person.remove", "id", (int)t.head, END);
    assert_int_equal(votes(&t, t.a), 1);
    assert_int_equal(CAST_AS(&t, t.member, "option", t.b), CODE_OK);
    assert_int_equal(votes(&t, t.a), 0);
    kit_close(&t.kit);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("V8 a ballot after the time is refused", a_ballot_after_the_time_is_refused_though_nobody_closed),
        test_case("V9 options are those of the poll", options_are_those_of_the_poll),
        test_case("V10 a person has one ballot and may change it", a_person_has_one_ballot_and_may_change_it),
        test_case("V10 one votes on the device of somebody else", one_votes_on_the_device_of_somebody_else),
        test_case("V11 any member casts and the head has the last word",
                  any_member_casts_and_the_head_has_the_last_word),
        test_case("V12 a choice has its form", a_choice_has_its_form),
        test_case("V12 a value has its form", a_value_has_its_form),
        test_case("V12 an objection has a reason", an_objection_has_a_reason),
        test_case("V12 points are not more than there are", points_are_not_more_than_there_are),
        test_case("V12 a grid is answered whole, a ranking in part", a_grid_is_answered_whole_and_a_ranking_in_part),
        test_case("V12 words are few and short", words_are_few_and_short),
        test_case("V13 an answer goes with its last ballot", an_answer_goes_with_its_last_ballot),
        test_case("V13 a weight stays as it was when the poll opened", a_weight_stays_as_it_was_when_the_poll_opened),
        test_case("V13 who moves to a lighter delegation counts less when casting again",
                  who_moves_to_a_lighter_delegation_counts_less_when_casting_again),
        test_case("V13 advice is counted apart", advice_is_counted_apart),
        test_case("V14 the staff enter what somebody in the room says", the_staff_enter_what_somebody_in_the_room_says),
        test_case("V22 V23 the roll is frozen, a late arrival is admitted",
                  the_roll_is_frozen_and_a_late_arrival_is_admitted),
        test_case("V23 a late delegation is admitted", a_late_delegation_is_admitted_with_whoever_came_first),
        test_case("V22 a guest is on no roll", a_guest_is_on_no_roll),
        test_case("N8 ballots under a name go with it", ballots_under_a_name_go_with_it),
        test_case("N8 the ballot of a delegation outlives who cast it",
                  the_ballot_of_a_delegation_outlives_who_cast_it),
    };
    return cmocka_run_group_tests_name("ballot", cases, NULL, NULL);
}
