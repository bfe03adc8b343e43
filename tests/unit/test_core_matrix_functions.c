/*
 * What a right hangs on beside the role: whose a thing is, for whom one speaks, what one chairs. Every case by every such person, against the
 * hand-written table tests/matrix/functions.txt. A command that the permission matrix marks with such a right and that has no row there fails.
 */
#include "support_core_matrix.h"

enum { AUTHOR, FELLOW, DEVICE, CHAIR, MEMBER, OBSERVING, OTHER, PEOPLE };
static const char *const people[PEOPLE] = { "author", "fellow", "device", "chair", "member", "obs", "other" };

struct fixture {
    struct kit kit;
    int person[PEOPLE], egypt, group;
    int action, recommendation, paragraph;      /* with the group */
    int plenary, remark, proposal, notes, hand, speech, tour, question, waiting, point;
    int poll, option, head_poll, head_option, adoption;
};

static int make_person(struct kit *kit, const char *name, int delegation)
{
    return kit_make(kit, ROLE_FACILITATOR, "person.create", "name", name, "role", "delegate", "delegation", delegation,
                    END);
}

static int make_delegation(struct kit *kit, const char *name, bool observer)
{
    return kit_make(kit, ROLE_FACILITATOR, "delegation.create", "name", name, "observer", observer, END);
}

static void make_people(struct fixture *f)
{
    struct kit *kit = &f->kit;
    f->egypt = make_delegation(kit, "Egypt", false);
    const int oman = make_delegation(kit, "Oman", false), wco = make_delegation(kit, "WCO", true);
    const int qatar = make_delegation(kit, "Qatar", false), tunisia = make_delegation(kit, "Tunisia", false);
    const int delegations[PEOPLE] = { f->egypt, f->egypt, oman, tunisia, qatar, wco, qatar };
    for (int i = 0; i < PEOPLE; i++)
        f->person[i] = make_person(kit, people[i], delegations[i]);
    f->group = kit_make(kit, ROLE_FACILITATOR, "group.create", "title", "G", "chair", f->person[CHAIR], END);
    kit_make(kit, ROLE_FACILITATOR, "person.edit", "id", f->person[MEMBER], "group", f->group, END);
    kit_make(kit, ROLE_FACILITATOR, "person.edit", "id", f->person[AUTHOR], "device", f->person[DEVICE], "head", 1,
             END);
}

/* By the author. */
#define author_makes(f, ...) \
    (assert_int_equal(kit_do_as(&(f)->kit, (uint64_t)(f)->person[AUTHOR], __VA_ARGS__), CODE_OK), (int)(f)->kit.result)

static void make_rows(struct fixture *f)
{
    struct kit *kit = &f->kit;
    f->action = kit_make(kit, ROLE_FACILITATOR, "action.create", "title", "A", "group", f->group, END);
    kit_make(kit, ROLE_FACILITATOR, "action.edit", "id", f->action, "title", "fr:B", END);
    kit_make(kit, ROLE_FACILITATOR, "action.edit", "id", f->action, "title", "en:C", END);
    f->recommendation = kit_make(kit, ROLE_FACILITATOR, "recommendation.create", "text", "R", "group", f->group, END);
    int framework = kit_make(kit, ROLE_FACILITATOR, "framework.create", "title", "F", END);
    f->paragraph = kit_make(kit, ROLE_FACILITATOR, "paragraph.create", "framework", framework, "text", "P", "group",
                            f->group, END);
    f->plenary = kit_make(kit, ROLE_FACILITATOR, "action.create", "title", "P", END);
    int proposed = kit_make(kit, ROLE_FACILITATOR, "action.create", "title", "P", END);
    f->adoption =
        kit_make(kit, ROLE_FACILITATOR, "adoption.open", "of", proposed, "way", "consensus", "seconds", 3600, END);
    f->remark = author_makes(f, "remark.create", "of", f->plenary, "text", "No", END);
    f->proposal =
        author_makes(f, "text.edit", "id", proposed, "field", "title", "lang", "en", "rev", 1, "op", "[\"x\"]", END);
    assert_non_null(room_proposal(kit->room, (uint64_t)f->proposal));
}

/* Late words of the staff for what the staff alone reads. */
static void make_notes(struct fixture *f)
{
    struct kit *kit = &f->kit;
    int item = kit_make(kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "I", "staff_notes", "N", END);
    kit_make(kit, ROLE_FACILITATOR, "item.remove", "id", item, END);
    f->notes = kit_make(kit, ROLE_FACILITATOR, "text.edit", "id", item, "field", "staff_notes", "lang", "en", "rev", 1,
                        "op", "[\"x\"]", END);
    assert_non_null(room_proposal(kit->room, (uint64_t)f->notes));
}

static int tour_hand(const struct fixture *f)
{
    const struct kind_list *hands = &f->kit.room->live[KIND_HAND];
    for (size_t i = 0; i < hands->n; i++)
        if (((const struct hand *)hands->v[i])->delegation == (uint64_t)f->egypt &&
            ((const struct hand *)hands->v[i])->type == HAND_TOUR)
            return (int)hands->v[i]->id;
    fail_msg("there is no tour");
    return 0;
}

static void make_floor(struct fixture *f)
{
    struct kit *kit = &f->kit;
    f->speech = author_makes(f, "hand.raise", "type", "reply", END);
    f->hand = author_makes(f, "hand.raise", END);
    kit_make(kit, ROLE_FACILITATOR, "hand.give", "id", f->speech, END);
    kit_make(kit, ROLE_FACILITATOR, "tour.start", END);
    f->tour = tour_hand(f);
    f->question = author_makes(f, "question.create", "text", "Q", END);
    kit_make(kit, ROLE_FACILITATOR, "workshop.edit", "moderated", 1, END);
    f->waiting = author_makes(f, "question.create", "text", "W", END);
    f->point = author_makes(f, "parked.create", "text", "P", END);
}

static int open_poll(struct kit *kit, const char *unit, int *option)
{
    int poll = kit_make(kit, ROLE_FACILITATOR, "poll.create", "question", "?", "unit", unit, END);
    *option = kit_make(kit, ROLE_FACILITATOR, "option.create", "poll", poll, "text", "A", END);
    kit_make(kit, ROLE_FACILITATOR, "option.create", "poll", poll, "text", "B", END);
    kit_make(kit, ROLE_FACILITATOR, "poll.open", "id", poll, END);
    return poll;
}

static void open_fixture(struct fixture *f)
{
    kit_open(&f->kit);
    make_people(f);
    kit_make(&f->kit, ROLE_FACILITATOR, "workshop.live", END);
    make_rows(f);
    make_notes(f);
    make_floor(f);
    f->poll = open_poll(&f->kit, "person", &f->option);
    f->head_poll = open_poll(&f->kit, "delegation", &f->head_option);
    author_makes(f, "ballot.cast", "id", f->head_poll, "option", f->head_option, END);
}

#define SAMPLE(name, verb, ...) \
    if (strcmp(row, name) == 0) { \
        kit_build(cmd, verb, __VA_ARGS__); \
        return true; \
    }

static bool sample_rows(struct command *cmd, const struct fixture *f, const char *row)
{
    SAMPLE("group.bring", "group.bring", "id", f->group, END)
    SAMPLE("row.bring", "row.bring", "id", f->recommendation, END)
    SAMPLE("action.create:group", "action.create", "title", "N", "group", f->group, END)
    SAMPLE("action.edit", "action.edit", "id", f->action, "title", "N", END)
    SAMPLE("action.edit:plenary", "action.edit", "id", f->plenary, "title", "N", END)
    SAMPLE("action.move", "action.move", "id", f->action, "after", 0, END)
    SAMPLE("action.move:plenary", "action.move", "id", f->plenary, "after", 0, END)
    SAMPLE("recommendation.edit", "recommendation.edit", "id", f->recommendation, "text", "N", END)
    SAMPLE("recommendation.move", "recommendation.move", "id", f->recommendation, "after", 0, END)
    SAMPLE("paragraph.edit", "paragraph.edit", "id", f->paragraph, "text", "N", END)
    SAMPLE("paragraph.move", "paragraph.move", "id", f->paragraph, "after", 0, END)
    SAMPLE("text.edit", "text.edit", "id", f->action, "field", "title", "lang", "en", "rev", 2, "op", "[\"N\"]", END)
    SAMPLE("text.confirm", "text.confirm", "id", f->action, "field", "title", "lang", "fr", END)
    SAMPLE("remark.create:theirs", "remark.create", "of", f->plenary, "text", "N", "delegation", f->egypt, END)
    SAMPLE("remark.edit", "remark.edit", "id", f->remark, "text", "N", END)
    SAMPLE("remark.remove", "remark.remove", "id", f->remark, END)
    SAMPLE("remark.resolve", "remark.resolve", "id", f->remark, "on", 1, END)
    SAMPLE("proposal.dismiss", "proposal.dismiss", "id", f->proposal, END)
    SAMPLE("proposal.dismiss:notes", "proposal.dismiss", "id", f->notes, END)
    SAMPLE("adoption.object", "adoption.object", "id", f->adoption, "text", "No", END)
    return false;
}

static bool sample_floor(struct command *cmd, const struct fixture *f, const char *row)
{
    SAMPLE("hand.raise", "hand.raise", "type", "point_of_order", "for", f->person[AUTHOR], END)
    SAMPLE("hand.lower", "hand.lower", "id", f->hand, END)
    SAMPLE("hand.lower:tour", "hand.lower", "id", f->tour, END)
    SAMPLE("hand.end", "hand.end", "id", f->speech, END)
    SAMPLE("question.remove", "question.remove", "id", f->question, END)
    SAMPLE("question.remove:waiting", "question.remove", "id", f->waiting, END)
    SAMPLE("question.back", "question.back", "id", f->question, "on", 1, END)
    SAMPLE("question.back:waiting", "question.back", "id", f->waiting, "on", 1, END)
    SAMPLE("parked.edit", "parked.edit", "id", f->point, "text", "N", END)
    SAMPLE("parked.remove", "parked.remove", "id", f->point, END)
    SAMPLE("ballot.cast", "ballot.cast", "id", f->poll, "option", f->option, END)
    SAMPLE("ballot.cast:theirs", "ballot.cast", "id", f->poll, "option", f->option, "for", f->person[AUTHOR], END)
    SAMPLE("ballot.cast:head", "ballot.cast", "id", f->head_poll, "option", f->head_option, END)
    return false;
}

static void check_row(struct fixture *f, const struct matrix_section *section, const struct matrix_row *row)
{
    for (int i = 0; i < PEOPLE; i++) {
        struct command cmd;
        assert_string_equal(section->column[i], people[i]);
        if (!sample_rows(&cmd, f, row->name) && !sample_floor(&cmd, f, row->name))
            fail_msg("%s has no sample", row->name);
        f->kit.at++;
        const char *outcome = matrix_outcome(&f->kit, actor_of(f->kit.room, (uint64_t)f->person[i], f->kit.at), &cmd);
        if (strcmp(outcome, row->code[i]) != 0)
            fail_msg("%s by %s: %s, not %s", row->name, people[i], outcome, row->code[i]);
    }
}

static void every_case_is_as_the_table_says(void **state)
{
    (void)state;
    struct matrix_table *table = matrix_read("functions.txt");
    struct fixture f;
    assert_int_equal(table->n, 1);
    assert_int_equal(table->section[0].n_columns, PEOPLE);
    open_fixture(&f);
    for (size_t i = 0; i < table->section[0].n_rows; i++)
        check_row(&f, &table->section[0], &table->section[0].row[i]);
    kit_close(&f.kit);
    mem_free(table);
}

/* A line of permissions.txt whose command some may by what they are beside their role. */
static bool has_function(const char *line, char verb[MATRIX_WORD])
{
    int used = 0, more = 0;
    if (line[0] == '#' || sscanf(line, "%31s%n", verb, &used) != 1)
        return false;
    for (char word[MATRIX_WORD]; sscanf(line + used, "%31s%n", word, &more) == 1; used += more)
        if (strcmp(word, "f") == 0)
            return true;
    return false;
}

static void every_right_by_function_has_a_row(void **state)
{
    (void)state;
    struct matrix_table *table = matrix_read("functions.txt");
    char line[256], verb[MATRIX_WORD];
    size_t n = 0;
    FILE *file = fopen(PLENARY_SOURCE_DIR "/tests/matrix/permissions.txt", "r");
    assert_non_null(file);
    while (fgets(line, sizeof(line), file) != NULL) {
        if (!has_function(line, verb))
            continue;
        n++;
        if (!matrix_has(&table->section[0], verb))
            fail_msg("%s has no row in functions.txt", verb);
    }
    assert_true(n > 10);
    fclose(file);
    mem_free(table);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("C1 every right that is no role's has a row", every_right_by_function_has_a_row),
        test_case("C1 every case is as the table says, by every person it could hang on",
                  every_case_is_as_the_table_says),
    };
    return cmocka_run_group_tests_name("matrix_functions", cases, NULL, NULL);
}
