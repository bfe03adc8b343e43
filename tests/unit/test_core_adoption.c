/* Adoption: what it covers, how it is decided, what it is sealed with. Rules D, H, T1 and W5. */
#include "core/canon.h"
#include "core/rules.h"
#include "support_core.h"

static const struct adoption *adoption_of(const struct kit *kit, int id)
{
    const struct adoption *adoption = room_adoption(kit->room, (uint64_t)id);
    assert_non_null(adoption);
    return adoption;
}

static uint8_t state_of(const struct kit *kit, int row)
{
    return entity_standing_const(map_get(&kit->room->entities, (uint64_t)row))->state;
}

static int action(struct kit *kit, const char *title)
{
    return kit_make(kit, ROLE_DELEGATE, "action.create", "title", title, END);
}

static int consensus(struct kit *kit, int of, int seconds)
{
    return kit_make(kit, ROLE_FACILITATOR, "adoption.open", "of", of, "way", "consensus", "seconds", seconds, END);
}

/* Silence until so many milliseconds from now. */
static enum code silence(struct kit *kit, int of, int64_t ms)
{
    struct command cmd;
    kit_build(&cmd, "adoption.open", "of", of, "way", "silence", "until", 1, END);
    struct actor actor = kit_actor(kit, ROLE_COFACILITATOR);
    cmd.u.adoption.until = actor.at + ms;
    return kit_run(kit, actor, &cmd);
}

/* What the system does when its time has come. */
static void run_due(struct kit *kit, int64_t at)
{
    struct command cmd;
    kit->at = at;
    while (room_due(kit->room, at, &cmd))
        assert_int_equal(kit_run(kit, actor_system(at), &cmd), CODE_OK);
}

static void consensus_without_a_time_adopts_at_once(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int a = action(&kit, "A");
    int id = kit_make(&kit, ROLE_FACILITATOR, "adoption.open", "of", a, "way", "consensus", END);
    const struct adoption *adoption = adoption_of(&kit, id);
    assert_int_equal(adoption->state, ADOPTION_ADOPTED);
    assert_int_equal(adoption->opened_by, kit.person[ROLE_FACILITATOR]);
    assert_int_equal(adoption->rows, 1);
    assert_int_equal(adoption->closed_at, kit.at);
    assert_int_equal(adoption->sealed_seq, kit.room->seq);
    assert_int_equal(state_of(&kit, a), ROW_ADOPTED);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "adoption.open", "of", a, "way", "consensus", END), CODE_STATE);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "adoption.withdraw", "id", id, END), CODE_STATE);
    kit_close(&kit);
}

static void the_plan_is_its_drafts_that_are_not_with_a_group(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "adoption.open", "way", "consensus", END), CODE_STATE);
    int group = kit_make(&kit, ROLE_FACILITATOR, "group.create", "title", "G", END);
    int a = action(&kit, "A"), other = action(&kit, "B");
    int r = kit_make(&kit, ROLE_DELEGATE, "recommendation.create", "text", "R", END);
    int f = kit_make(&kit, ROLE_RAPPORTEUR, "framework.create", "title", "F", END);
    int g = kit_make(&kit, ROLE_RAPPORTEUR, "action.create", "title", "G", "group", group, END);
    consensus(&kit, other, 60);
    int id = kit_make(&kit, ROLE_FACILITATOR, "adoption.open", "way", "consensus", END);
    assert_int_equal(adoption_of(&kit, id)->rows, 2);
    assert_int_equal(state_of(&kit, a), ROW_ADOPTED);
    assert_int_equal(state_of(&kit, r), ROW_ADOPTED);
    assert_int_equal(state_of(&kit, other), ROW_PROPOSED);
    assert_int_equal(state_of(&kit, f), ROW_DRAFT);
    assert_int_equal(state_of(&kit, g), ROW_DRAFT);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "adoption.open", "of", g, "way", "consensus", END), CODE_STATE);
    kit_make(&kit, ROLE_RAPPORTEUR, "row.bring", "id", g, END);
    consensus(&kit, g, 0);
    kit_close(&kit);
}

static void a_framework_text_is_adopted_with_its_paragraphs(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int f = kit_make(&kit, ROLE_RAPPORTEUR, "framework.create", "title", "F", END);
    int one = kit_make(&kit, ROLE_DELEGATE, "paragraph.create", "framework", f, "text", "One", END);
    int two = kit_make(&kit, ROLE_DELEGATE, "paragraph.create", "framework", f, "text", "Two", END);
    int alone = consensus(&kit, one, 60);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "adoption.open", "of", f, "way", "consensus", END), CODE_STATE);
    kit_make(&kit, ROLE_FACILITATOR, "adoption.withdraw", "id", alone, END);
    consensus(&kit, one, 0);
    int id = consensus(&kit, f, 0);
    assert_int_equal(adoption_of(&kit, id)->rows, 2);
    assert_int_equal(state_of(&kit, two), ROW_ADOPTED);
    assert_int_equal(room_paragraph(kit.room, (uint64_t)one)->standing.adoption, (uint64_t)id - 1);
    kit_close(&kit);
}

static void each_way_has_its_own_arguments(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int a = action(&kit, "A");
    int poll = kit_make(&kit, ROLE_FACILITATOR, "poll.create", "question", "?", END);
    int yes = kit_make(&kit, ROLE_FACILITATOR, "option.create", "poll", poll, "text", "Yes", END);
    int second = kit_make(&kit, ROLE_FACILITATOR, "poll.create", "question", "?", END);
    int foreign = kit_make(&kit, ROLE_FACILITATOR, "option.create", "poll", second, "text", "Yes", END);
    assert_int_equal(silence(&kit, a, 0), CODE_BAD_ARGUMENT);
    assert_int_equal(silence(&kit, a, LIMIT_SILENCE_MS + 1), CODE_BAD_ARGUMENT);
#define OPEN(...) kit_do(&kit, ROLE_FACILITATOR, "adoption.open", "of", a, "way", __VA_ARGS__, END)
    assert_int_equal(OPEN("silence"), CODE_BAD_ARGUMENT);
    assert_int_equal(OPEN("poll"), CODE_BAD_ARGUMENT);
    assert_int_equal(OPEN("poll", "poll", poll), CODE_BAD_ARGUMENT);
    assert_int_equal(OPEN("consensus", "poll", poll, "option", yes), CODE_BAD_ARGUMENT);
    assert_int_equal(OPEN("poll", "poll", poll, "option", foreign), CODE_NOT_FOUND);
    assert_int_equal(OPEN("poll", "poll", poll, "option", yes), CODE_STATE);
    kit_make(&kit, ROLE_FACILITATOR, "workshop.live", END);
    assert_int_equal(OPEN("poll", "poll", poll, "option", yes), CODE_INCOMPLETE);
    kit_make(&kit, ROLE_FACILITATOR, "option.create", "poll", poll, "text", "No", END);
    assert_int_equal(OPEN("poll", "poll", poll, "option", yes), CODE_OK);
    assert_int_equal(room_poll(kit.room, (uint64_t)poll)->state, POLL_OPEN);
#undef OPEN
    kit_close(&kit);
}

static void what_is_adopted_is_what_the_sender_saw(void **state)
{
    (void)state;
    struct kit kit;
    char tag[VIEW_TAG], seen[VIEW_TAG];
    kit_open(&kit);
    int a = action(&kit, "A"), b = action(&kit, "A");
    struct entity *rows[2] = { map_get(&kit.room->entities, (uint64_t)a), map_get(&kit.room->entities, (uint64_t)b) };
    view_tag(tag, kit.room, rows[0]);
    view_seen(seen, kit.room, rows, 1);
    assert_string_equal(seen, tag);
    view_seen(seen, kit.room, rows, 2);
#define OPEN(of, tag) kit_do(&kit, ROLE_FACILITATOR, "adoption.open", "of", of, "way", "consensus", "seen", tag, END)
    kit_make(&kit, ROLE_DELEGATE, "action.edit", "id", a, "title", "fr:Une action", END);
    assert_int_equal(OPEN(a, tag), CODE_CHANGED);
    assert_int_equal(OPEN(0, seen), CODE_CHANGED);
    kit_make(&kit, ROLE_DELEGATE, "action.edit", "id", a, "title", "fr:", END);
    kit_make(&kit, ROLE_FACILITATOR, "action.move", "id", a, END);
    assert_int_equal(OPEN(0, seen), CODE_OK);
#undef OPEN
    kit_close(&kit);
}

static void checks_that_the_workshop_requires_are_met(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_make(&kit, ROLE_FACILITATOR, "workshop.edit", "adoption_requires", "open_brackets", "adoption_requires",
             "no_date", END);
    int a = action(&kit, "Members [shall] act");
    action(&kit, "Another");
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "adoption.open", "of", a, "way", "consensus", END), CODE_UNMET);
    kit_make(&kit, ROLE_DELEGATE, "action.edit", "id", a, "due", "ongoing", END);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "adoption.open", "of", a, "way", "consensus", END), CODE_UNMET);
    kit_make(&kit, ROLE_DELEGATE, "action.edit", "id", a, "title", "Members shall act", END);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "adoption.open", "way", "consensus", END), CODE_UNMET);
    consensus(&kit, a, 0);
    kit_close(&kit);
}

static void an_objection_makes_drafts_of_what_was_proposed(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int a = action(&kit, "A");
    int id = consensus(&kit, a, 60);
    uint64_t guest = (uint64_t)kit_make(&kit, ROLE_FACILITATOR, "person.create", "name", "N", "role", "expert", END);
    assert_int_equal(kit_do_as(&kit, guest, "adoption.object", "id", id, "text", "No", END), CODE_FORBIDDEN);
    assert_int_equal(kit_do(&kit, ROLE_DELEGATE, "adoption.object", "id", id, "text", " ", END), CODE_BAD_ARGUMENT);
    int objection = kit_make(&kit, ROLE_DELEGATE, "adoption.object", "id", id, "text", "Not like this", END);
    const struct remark *remark = room_remark(kit.room, (uint64_t)objection);
    assert_non_null(remark);
    assert_int_equal(remark->type, REMARK_OBJECTION);
    assert_int_equal(remark->of, a);
    assert_int_equal(remark->adoption, id);
    assert_int_not_equal(remark->delegation, 0);
    assert_int_equal(adoption_of(&kit, id)->state, ADOPTION_OBJECTED);
    assert_int_equal(adoption_of(&kit, id)->objections, 1);
    assert_int_equal(state_of(&kit, a), ROW_DRAFT);
    assert_int_equal(kit_do(&kit, ROLE_RAPPORTEUR, "adoption.object", "id", id, "text", "No", END), CODE_CLOSED);
    assert_int_equal(room_deadline(kit.room), 0);
    kit_close(&kit);
}

static void silence_adopts_when_its_time_is_over(void **state)
{
    (void)state;
    struct kit kit;
    struct command cmd;
    kit_open(&kit);
    int a = action(&kit, "A"), b = action(&kit, "B");
    assert_int_equal(silence(&kit, a, 50000), CODE_OK);
    int id = (int)kit.result;
    int64_t until = adoption_of(&kit, id)->until;
    int later = consensus(&kit, b, 3600);
    assert_int_equal(room_deadline(kit.room), until);
    assert_false(room_due(kit.room, until - 1, &cmd));
    assert_int_equal(kit_do(&kit, ROLE_SYSTEM, "adoption.close", "id", id, END), CODE_STATE);
    struct actor actor = actor_of(kit.room, kit.person[ROLE_DELEGATE], until);
    kit_build(&cmd, "adoption.object", "id", id, "text", "Too late", END);
    assert_int_equal(kit_run(&kit, actor, &cmd), CODE_CLOSED);
    run_due(&kit, until);
    assert_int_equal(adoption_of(&kit, id)->state, ADOPTION_ADOPTED);
    assert_int_equal(state_of(&kit, a), ROW_ADOPTED);
    assert_int_equal(state_of(&kit, b), ROW_PROPOSED);
    assert_int_equal(room_deadline(kit.room), adoption_of(&kit, later)->until);
    kit_close(&kit);
}

/* A live workshop in which an adoption by poll of two actions is open: rapporteur, delegate and one more can vote. */
struct vote {
    struct kit kit;
    int poll, yes, no, abstain, adoption, row;
    uint64_t third;
};

static void open_vote(struct vote *v, int seconds)
{
    struct kit *kit = &v->kit;
    kit_open(kit);
    kit_make(kit, ROLE_FACILITATOR, "workshop.live", END);
    v->third = (uint64_t)kit_make(kit, ROLE_FACILITATOR, "person.create", "name", "N", "role", "delegate", END);
    v->row = action(kit, "A");
    v->poll = kit_make(kit, ROLE_FACILITATOR, "poll.create", "question", "?", END);
    v->yes = kit_make(kit, ROLE_FACILITATOR, "option.create", "poll", v->poll, "text", "Yes", END);
    v->no = kit_make(kit, ROLE_FACILITATOR, "option.create", "poll", v->poll, "text", "No", END);
    v->abstain = kit_make(kit, ROLE_FACILITATOR, "option.create", "poll", v->poll, "text", "Abstain", END);
    v->adoption = kit_make(kit, ROLE_FACILITATOR, "adoption.open", "of", v->row, "way", "poll", "poll", v->poll,
                           "option", v->yes, "seconds", seconds, END);
}

static void vote(struct vote *v, uint64_t person, int option)
{
    assert_int_equal(kit_do_as(&v->kit, person, "ballot.cast", "id", v->poll, "option", option, END), CODE_OK);
}

static void more_than_half_of_the_votes_adopt(void **state)
{
    (void)state;
    struct vote v;
    open_vote(&v, 60);
    vote(&v, v.kit.person[ROLE_DELEGATE], v.yes);
    vote(&v, v.kit.person[ROLE_RAPPORTEUR], v.yes);
    vote(&v, v.third, v.abstain);
    assert_int_equal(kit_do(&v.kit, ROLE_DELEGATE, "adoption.object", "id", v.adoption, "text", "No", END), CODE_STATE);
    run_due(&v.kit, room_deadline(v.kit.room));
    const struct adoption *adoption = adoption_of(&v.kit, v.adoption);
    assert_int_equal(adoption->state, ADOPTION_ADOPTED);
    assert_int_equal(adoption->votes_for, 2);
    assert_int_equal(adoption->votes_against, 0);
    assert_int_equal(adoption->votes_other, 1);
    assert_int_equal(state_of(&v.kit, v.row), ROW_ADOPTED);
    kit_close(&v.kit);
}

static void half_of_the_votes_reject(void **state)
{
    (void)state;
    struct vote v;
    open_vote(&v, 0);
    vote(&v, v.kit.person[ROLE_DELEGATE], v.yes);
    vote(&v, v.third, v.no);
    kit_make(&v.kit, ROLE_FACILITATOR, "poll.close", "id", v.poll, END);
    const struct adoption *adoption = adoption_of(&v.kit, v.adoption);
    assert_int_equal(adoption->state, ADOPTION_REJECTED);
    assert_int_equal(adoption->votes_against, 1);
    assert_null(adoption->hash);
    assert_int_equal(state_of(&v.kit, v.row), ROW_DRAFT);
    kit_close(&v.kit);
}

static void what_nobody_voted_for_is_rejected(void **state)
{
    (void)state;
    static const char *const majorities[] = { "simple", "two_thirds", "unanimous" };
    for (size_t i = 0; i < sizeof(majorities) / sizeof(majorities[0]); i++) {
        struct kit kit;
        kit_open(&kit);
        kit_make(&kit, ROLE_FACILITATOR, "workshop.live", END);
        int row = action(&kit, "A");
        int poll = kit_make(&kit, ROLE_FACILITATOR, "poll.create", "question", "?", "type", "yes_no_abstain",
                            "majority", majorities[i], END);
        int id = kit_make(&kit, ROLE_FACILITATOR, "adoption.open", "of", row, "way", "poll", "poll", poll, END);
        if (i == 1) /* an abstention is no vote either */
            kit_make(&kit, ROLE_DELEGATE, "ballot.cast", "id", poll, "values", 2, END);
        kit_make(&kit, ROLE_FACILITATOR, "poll.close", "id", poll, END);
        assert_int_equal(adoption_of(&kit, id)->state, ADOPTION_REJECTED);
        assert_int_equal(state_of(&kit, row), ROW_DRAFT);
        kit_close(&kit);
    }
}

static void a_withdrawn_adoption_decides_nothing(void **state)
{
    (void)state;
    struct vote v;
    open_vote(&v, 0);
    vote(&v, v.kit.person[ROLE_DELEGATE], v.yes);
    kit_make(&v.kit, ROLE_FACILITATOR, "adoption.withdraw", "id", v.adoption, END);
    assert_int_equal(adoption_of(&v.kit, v.adoption)->state, ADOPTION_WITHDRAWN);
    assert_int_equal(room_poll(v.kit.room, (uint64_t)v.poll)->state, POLL_CLOSED);
    assert_int_equal(state_of(&v.kit, v.row), ROW_DRAFT);
    kit_close(&v.kit);
}

static void closing_the_workshop_ends_what_is_open(void **state)
{
    (void)state;
    struct vote v;
    open_vote(&v, 0);
    vote(&v, v.kit.person[ROLE_DELEGATE], v.yes);
    int b = action(&v.kit, "B");
    int waiting = consensus(&v.kit, b, 3600);
    kit_make(&v.kit, ROLE_FACILITATOR, "workshop.close", END);
    assert_int_equal(adoption_of(&v.kit, v.adoption)->state, ADOPTION_ADOPTED);
    assert_int_equal(adoption_of(&v.kit, waiting)->state, ADOPTION_WITHDRAWN);
    assert_int_equal(state_of(&v.kit, b), ROW_DRAFT);
    kit_close(&v.kit);
}

static void a_removed_row_leaves_its_adoption(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int a = action(&kit, "A");
    int id = consensus(&kit, a, 60);
    kit_make(&kit, ROLE_FACILITATOR, "adoption.withdraw", "id", id, END);
    kit_make(&kit, ROLE_RAPPORTEUR, "action.remove", "id", a, END);
    assert_int_equal(adoption_of(&kit, id)->of, a);
    kit_close(&kit);
}

static char *canon_of(const struct kit *kit, int adoption)
{
    struct buf out;
    size_t n;
    buf_init(&out, CANON_BYTES_MAX);
    canon_write(&out, kit->room, adoption_of(kit, adoption));
    return buf_take(&out, &n);
}

/* A small plan with most of what the bytes can hold; returns its adoption. */
static int adopt_small_plan(struct kit *kit)
{
    kit_open(kit);
    int egypt = kit_make(kit, ROLE_FACILITATOR, "delegation.create", "name", "ar:مصر", END);
    int theme = kit_make(kit, ROLE_FACILITATOR, "theme.create", "title", "Risk", END);
    int loose = kit_make(kit, ROLE_DELEGATE, "action.create", "title", "Loose", "percent", 0, "status", "planned", END);
    int r = kit_make(kit, ROLE_DELEGATE, "recommendation.create", "text", "Say \"yes\"\nor\tno", END);
    int a = kit_make(kit, ROLE_DELEGATE, "action.create", "title", "fr:Analyser", "theme", theme, "lead", egypt, "due",
                     "T+6 months", "priority", "high", "percent", 25, "recommendations", r, END);
    kit_make(kit, ROLE_DELEGATE, "action.edit", "id", a, "title", "en:Analyse", END);
    kit_make(kit, ROLE_DELEGATE, "action.edit", "id", a, "title", "ar:تحليل", END);
    kit_make(kit, ROLE_DELEGATE, "remark.create", "of", loose, "type", "reservation", "text", "Later", END);
    int settled =
        kit_make(kit, ROLE_DELEGATE, "remark.create", "of", loose, "type", "reservation", "text", "Settled", END);
    kit_make(kit, ROLE_DELEGATE, "remark.resolve", "id", settled, "on", 1, END);
    kit_make(kit, ROLE_DELEGATE, "remark.create", "of", a, "text", "Only a comment", END);
    kit_make(kit, ROLE_DELEGATE, "remark.create", "type", "reservation", "text", "The whole", END);
    /* Of what is adopted another time nothing is told. */
    int text = kit_make(kit, ROLE_RAPPORTEUR, "framework.create", "title", "Beside", END);
    kit_make(kit, ROLE_DELEGATE, "remark.create", "of", text, "type", "reservation", "text", "Not now", END);
    return kit_make(kit, ROLE_FACILITATOR, "adoption.open", "way", "consensus", END);
}

static void the_bytes_are_as_the_rules_say(void **state)
{
    (void)state;
    struct kit kit;
    int id = adopt_small_plan(&kit);
    char *bytes = canon_of(&kit, id);
    assert_string_equal(
        bytes,
        "plenary-canon 1\n"
        "{\"k\":\"action\",\"number\":\"1.1\",\"theme\":\"Risk\",\"title\":{\"ar\":\"تحليل\",\"fr\":\"Analyser\",\"en\":\"Analyse\"},"
        "\"lead\":\"مصر\",\"due\":\"T+6 months\",\"priority\":\"high\",\"percent\":25,\"recommendations\":[\"R1\"]}\n"
        "{\"k\":\"action\",\"number\":\"2.1\",\"title\":{\"en\":\"Loose\"}}\n"
        "{\"k\":\"recommendation\",\"number\":\"R1\",\"text\":{\"en\":\"Say \\\"yes\\\"\\nor\\tno\"}}\n"
        "{\"k\":\"reservation\",\"number\":\"2.1\",\"delegation\":\"Jordan\",\"text\":{\"en\":\"Later\"}}\n"
        "{\"k\":\"reservation\",\"delegation\":\"Jordan\",\"text\":{\"en\":\"The whole\"}}\n");
    mem_free(bytes);
    kit_close(&kit);
}

static void an_adoption_is_sealed_with_the_hash_of_its_bytes(void **state)
{
    (void)state;
    struct kit kit;
    uint8_t hash[HASH_BYTES];
    char hex[CANON_HASH];
    int id = adopt_small_plan(&kit);
    char *bytes = canon_of(&kit, id);
    hash_bytes(hash, bytes, strlen(bytes));
    hash_hex(hex, hash, HASH_BYTES);
    assert_string_equal(adoption_of(&kit, id)->hash, hex);
    assert_int_equal(adoption_of(&kit, id)->reservations, 2);
    assert_int_equal(adoption_of(&kit, id)->rows, 3);
    struct room *copy = room_copy(kit.room);
    canon_hash(hex, copy, (const struct adoption *)room_find(copy, KIND_ADOPTION, (uint64_t)id));
    assert_string_equal(adoption_of(&kit, id)->hash, hex);
    room_free(copy);
    mem_free(bytes);
    kit_close(&kit);
}

static void paragraphs_follow_their_text_in_the_bytes(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int f = kit_make(&kit, ROLE_RAPPORTEUR, "framework.create", "title", "fr:Instruction", END);
    kit_make(&kit, ROLE_DELEGATE, "paragraph.create", "framework", f, "level", "heading", "text", "fr:Objet", END);
    kit_make(&kit, ROLE_DELEGATE, "paragraph.create", "framework", f, "text", "fr:Un", END);
    int action_id = action(&kit, "Not covered");
    char *bytes = canon_of(&kit, consensus(&kit, f, 0));
    assert_string_equal(bytes,
                        "plenary-canon 1\n"
                        "{\"k\":\"framework\",\"title\":{\"fr\":\"Instruction\"}}\n"
                        "{\"k\":\"paragraph\",\"number\":\"1\",\"framework\":\"Instruction\",\"level\":\"heading\","
                        "\"text\":{\"fr\":\"Objet\"}}\n"
                        "{\"k\":\"paragraph\",\"number\":\"1.1\",\"framework\":\"Instruction\","
                        "\"text\":{\"fr\":\"Un\"}}\n");
    assert_int_equal(state_of(&kit, action_id), ROW_DRAFT);
    mem_free(bytes);
    kit_close(&kit);
}

/* By hand, since a paranoid build checks the whole room after each command. The chain knows nothing of that change. */
static void whoever_fills_the_list_of_remarks_leaves_room_for_an_objection(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int a = action(&kit, "A"), id = consensus(&kit, a, 60);
    for (int i = 0; i < LIMIT_REMARKS; i++) {
        struct remark *remark = (struct remark *)room_create(kit.room, KIND_REMARK);
        struct ml given = { .text[LANG_EN] = mem_copy_text("x") };
        ml_merge(&remark->text, &given);
        remark->of = (uint64_t)a;
        remark->at = 1;
    }
    room_stamp(kit.room, ++kit.at);
    kit.room->tags[kit.room->seq] = 0;
    assert_int_equal(kit_do(&kit, ROLE_DELEGATE, "remark.create", "of", a, "text", "Why?", END), CODE_LIMIT);
    assert_int_equal(kit_do(&kit, ROLE_DELEGATE, "adoption.object", "id", id, "text", "No.", END), CODE_OK);
    assert_int_equal(adoption_of(&kit, id)->state, ADOPTION_OBJECTED);
    kit_close(&kit);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("D7 D8 consensus without a time adopts at once", consensus_without_a_time_adopts_at_once),
        test_case("D1 D2 the plan is its drafts that are not with a group",
                  the_plan_is_its_drafts_that_are_not_with_a_group),
        test_case("D1 D2 a framework text is adopted with its paragraphs",
                  a_framework_text_is_adopted_with_its_paragraphs),
        test_case("D3 each way has its own arguments", each_way_has_its_own_arguments),
        test_case("D4 F4 what is adopted is what the sender saw", what_is_adopted_is_what_the_sender_saw),
        test_case("D5 checks that the workshop requires are met", checks_that_the_workshop_requires_are_met),
        test_case("D6 an objection makes drafts of what was proposed", an_objection_makes_drafts_of_what_was_proposed),
        test_case("M8 whoever fills the list of remarks leaves room for an objection",
                  whoever_fills_the_list_of_remarks_leaves_room_for_an_objection),
        test_case("D7 T1 silence adopts when its time is over", silence_adopts_when_its_time_is_over),
        test_case("D9 more than half of the votes adopt", more_than_half_of_the_votes_adopt),
        test_case("D9 half of the votes reject", half_of_the_votes_reject),
        test_case("D9 V18 what nobody voted for is rejected", what_nobody_voted_for_is_rejected),
        test_case("D10 a withdrawn adoption decides nothing", a_withdrawn_adoption_decides_nothing),
        test_case("W5 closing the workshop ends what is open", closing_the_workshop_ends_what_is_open),
        test_case("I4 a removed row leaves its adoption", a_removed_row_leaves_its_adoption),
        test_case("H2 H3 H4 H5 H6 the bytes are as the rules say", the_bytes_are_as_the_rules_say),
        test_case("H1 D8 an adoption is sealed with the hash of its bytes",
                  an_adoption_is_sealed_with_the_hash_of_its_bytes),
        test_case("H2 paragraphs follow their text in the bytes", paragraphs_follow_their_text_in_the_bytes),
    };
    return cmocka_run_group_tests_name("adoption", cases, NULL, NULL);
}
