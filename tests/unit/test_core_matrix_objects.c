/*
 * What a right hangs on in the thing that a command is about: every command that is about something with states, in each of them, against the
 * hand-written table tests/matrix/objects.txt. Such a command without a row, or a state without a column, fails.
 */
#include "support_core_matrix.h"

static const char receipt[] = "ABCDEFGHIJKL-_0123456789";

/* Something in the state of a column, and what commands about it need. */
struct subject {
    struct kit kit;
    int id, parent;
    int late;                       /* a person who came after the poll was opened */
    int other;                      /* a draft of the same kind */
    int option;
    int action;
};

static bool is(const char *word, const char *other)
{
    return strcmp(word, other) == 0;
}

/* --- polls */

static void count(struct subject *s, bool lost)
{
    struct command cmd;
    kit_build(&cmd, "poll.count", "id", s->id, "lost", lost, END);
    assert_int_equal(kit_run(&s->kit, kit_actor(&s->kit, ROLE_SYSTEM), &cmd), CODE_OK);
}

static void make_poll(struct subject *s, const char *column)
{
    struct kit *kit = &s->kit;
    bool secret = is(column, "secret") || is(column, "stopped") || is(column, "void");
    int person =
        kit_make(kit, ROLE_FACILITATOR, "person.create", "name", "P", "role", "delegate", "mode", "in_room", END);
    s->other = person;
    s->action = kit_make(kit, ROLE_FACILITATOR, "action.create", "title", "A", END);
    s->id =
        kit_make(kit, ROLE_FACILITATOR, "poll.create", "question", "?", "secrecy", secret ? "secret" : "named", END);
    s->option = kit_make(kit, ROLE_FACILITATOR, "option.create", "poll", s->id, "text", "A", "action", s->action, END);
    kit_make(kit, ROLE_FACILITATOR, "option.create", "poll", s->id, "text", "B", END);
    if (!is(column, "prepared"))
        kit_make(kit, ROLE_FACILITATOR, "poll.open", "id", s->id, END);
    if (is(column, "closed") || is(column, "stopped"))
        kit_make(kit, ROLE_FACILITATOR, "poll.close", "id", s->id, END);
    if (is(column, "void"))
        count(s, true);
    s->late = kit_make(kit, ROLE_FACILITATOR, "person.create", "name", "L", "role", "delegate", END);
}

/* --- the agenda, the floor, questions */

static void make_item(struct subject *s, const char *column)
{
    struct kit *kit = &s->kit;
    s->id = kit_make(kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "I", END);
    s->other = kit_make(kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "J", END);
    if (is(column, "running") || is(column, "done"))
        kit_make(kit, ROLE_FACILITATOR, "item.start", "id", s->id, END);
    if (is(column, "done"))
        kit_make(kit, ROLE_FACILITATOR, "item.end", "id", s->id, END);
    if (is(column, "skipped"))
        kit_make(kit, ROLE_FACILITATOR, "item.skip", "id", s->id, END);
}

static void make_hand(struct subject *s, const char *column)
{
    struct kit *kit = &s->kit;
    s->id = kit_make(kit, ROLE_DELEGATE, "hand.raise", END);
    if (is(column, "speaking") || is(column, "spoken"))
        kit_make(kit, ROLE_FACILITATOR, "hand.give", "id", s->id, END);
    if (is(column, "spoken"))
        kit_make(kit, ROLE_FACILITATOR, "hand.end", "id", s->id, END);
    if (is(column, "lowered"))
        kit_make(kit, ROLE_FACILITATOR, "hand.lower", "id", s->id, END);
}

static void make_question(struct subject *s, const char *column)
{
    struct kit *kit = &s->kit;
    kit_make(kit, ROLE_FACILITATOR, "workshop.edit", "moderated", is(column, "waiting"), END);
    s->id = kit_make(kit, ROLE_EXPERT, "question.create", "text", "Q", END);
    if (is(column, "answered"))
        kit_make(kit, ROLE_FACILITATOR, "question.answer", "id", s->id, END);
    if (is(column, "dismissed"))
        kit_make(kit, ROLE_FACILITATOR, "question.dismiss", "id", s->id, END);
}

/* --- adoptions and what is said beside a text */

static void make_adoption(struct subject *s, const char *column)
{
    struct kit *kit = &s->kit;
    int of = kit_make(kit, ROLE_FACILITATOR, "action.create", "title", "A", END);
    if (is(column, "rejected")) {
        int poll = kit_make(kit, ROLE_FACILITATOR, "poll.create", "question", "?", "type", "yes_no_abstain", END);
        s->id = kit_make(kit, ROLE_FACILITATOR, "adoption.open", "of", of, "way", "poll", "poll", poll, END);
        kit_make(kit, ROLE_FACILITATOR, "poll.close", "id", poll, END);
        return;
    }
    int seconds = is(column, "adopted") ? 0 : is(column, "due") ? 1 : 3600;
    s->id = kit_make(kit, ROLE_FACILITATOR, "adoption.open", "of", of, "way", "consensus", "seconds", seconds, END);
    if (is(column, "objected"))
        kit_make(kit, ROLE_DELEGATE, "adoption.object", "id", s->id, "text", "No", END);
    if (is(column, "withdrawn"))
        kit_make(kit, ROLE_FACILITATOR, "adoption.withdraw", "id", s->id, END);
}

static void make_proposal(struct subject *s, const char *column)
{
    struct kit *kit = &s->kit;
    int of = kit_make(kit, ROLE_FACILITATOR, "action.create", "title", "A", END);
    kit_make(kit, ROLE_FACILITATOR, "row.lock", "id", of, "on", 1, END);
    s->id = kit_make(kit, ROLE_DELEGATE, "text.edit", "id", of, "field", "title", "lang", "en", "rev", 1, "op",
                     "[\"x\"]", END);
    if (is(column, "accepted"))
        kit_make(kit, ROLE_FACILITATOR, "proposal.accept", "id", s->id, END);
    if (is(column, "dismissed"))
        kit_make(kit, ROLE_FACILITATOR, "proposal.dismiss", "id", s->id, END);
    if (is(column, "gone"))
        kit_make(kit, ROLE_FACILITATOR, "action.remove", "id", of, END);
}

static void make_remark(struct subject *s, const char *column)
{
    struct kit *kit = &s->kit;
    int of = kit_make(kit, ROLE_FACILITATOR, "action.create", "title", "A", END);
    s->id = kit_make(kit, ROLE_DELEGATE, "remark.create", "of", of, "text", "C", END);
    if (is(column, "resolved"))
        kit_make(kit, ROLE_FACILITATOR, "remark.resolve", "id", s->id, "on", 1, END);
}

/* --- rows of the plan */

/* A row of the kind; of those that stand under something, under `parent`. */
static int make_one(struct kit *kit, const char *kind, int parent, int group)
{
    if (is(kind, "action"))
        return kit_make(kit, ROLE_FACILITATOR, "action.create", "title", "A", "theme", parent, "group", group, END);
    if (is(kind, "recommendation"))
        return kit_make(kit, ROLE_FACILITATOR, "recommendation.create", "text", "A", "group", group, END);
    if (is(kind, "framework"))
        return kit_make(kit, ROLE_FACILITATOR, "framework.create", "title", "A", "group", group, END);
    return kit_make(kit, ROLE_FACILITATOR, "paragraph.create", "framework", parent, "text", "A", "group", group, END);
}

static const char *field_of(const char *kind)
{
    return is(kind, "action") || is(kind, "framework") ? "title" : "text";
}

/* The French translation is outdated. */
static void translate(struct kit *kit, const char *kind, int id)
{
    char verb[MATRIX_WORD];
    snprintf(verb, sizeof verb, "%.20s.edit", kind);
    kit_make(kit, ROLE_FACILITATOR, verb, "id", id, field_of(kind), "fr:B", END);
    kit_make(kit, ROLE_FACILITATOR, verb, "id", id, field_of(kind), "en:C", END);
}

static void lock(struct subject *s, const char *kind, const char *column)
{
    struct kit *kit = &s->kit;
    if (is(column, "locked"))
        kit_make(kit, ROLE_FACILITATOR, "row.lock", "id", s->id, "on", 1, END);
    if (is(column, "plan"))
        kit_make(kit, ROLE_FACILITATOR, "plan.lock", "on", 1, END);
    if (is(column, "above"))
        kit_make(kit, ROLE_FACILITATOR, is(kind, "action") ? "theme.lock" : "row.lock", "id", s->parent, "on", 1, END);
}

static void make_row(struct subject *s, const char *kind, const char *column)
{
    struct kit *kit = &s->kit;
    int group = kit_make(kit, ROLE_FACILITATOR, "group.create", "title", "G", END);
    if (is(kind, "action"))
        s->parent = kit_make(kit, ROLE_FACILITATOR, "theme.create", "title", "T", END);
    if (is(kind, "paragraph"))
        s->parent = kit_make(kit, ROLE_FACILITATOR, "framework.create", "title", "F", END);
    s->other = make_one(kit, kind, s->parent, 0);
    s->id = make_one(kit, kind, s->parent, is(column, "group") ? group : 0);
    translate(kit, kind, s->id);
    if (is(column, "proposed") || is(column, "adopted"))
        kit_make(kit, ROLE_FACILITATOR, "adoption.open", "of", s->id, "way", "consensus", "seconds",
                 is(column, "proposed") ? 3600 : 0, END);
    lock(s, kind, column);
}

/* --- all of them */

static void make_subject(struct subject *s, const char *kind, const char *column)
{
    static const struct {
        const char *kind;
        void (*make)(struct subject *s, const char *column);
    } makers[] = { { "poll", make_poll },         { "item", make_item },         { "hand", make_hand },
                   { "question", make_question }, { "adoption", make_adoption }, { "proposal", make_proposal },
                   { "remark", make_remark } };
    memset(s, 0, sizeof(*s));
    kit_open(&s->kit);
    kit_make(&s->kit, ROLE_FACILITATOR, "workshop.live", END);
    for (size_t i = 0; i < sizeof(makers) / sizeof(makers[0]); i++) {
        if (!is(makers[i].kind, kind))
            continue;
        makers[i].make(s, column);
        return;
    }
    assert_true(kind_fits(kind_of(kind), KIND_ROW));
    make_row(s, kind, column);
}

#define SAMPLE(name, verb, ...) \
    if (is(row, name)) { \
        kit_build(cmd, verb, __VA_ARGS__); \
        return true; \
    }

static bool sample_poll(struct command *cmd, const struct subject *s, const char *row, const char *column)
{
    SAMPLE("poll.edit", "poll.edit", "id", s->id, "question", "!", END)
    SAMPLE("poll.admit", "poll.admit", "id", s->id, "person", s->late, END)
    SAMPLE("poll.count:lost", "poll.count", "id", s->id, "lost", 1, END)
    SAMPLE("option.create", "option.create", "poll", s->id, "text", "C", END)
    SAMPLE("option.edit", "option.edit", "id", s->option, "text", "C", END)
    SAMPLE("option.move", "option.move", "id", s->option, END)
    SAMPLE("option.remove", "option.remove", "id", s->option, END)
    SAMPLE("ballot.enter", "ballot.enter", "id", s->id, "option", s->option, "for", s->other, END)
    SAMPLE("workshop.close", "workshop.close", END)
    if (is(row, "ballot.cast") && !is(column, "secret") && !is(column, "stopped") && !is(column, "void"))
        kit_build(cmd, "ballot.cast", "id", s->id, "option", s->option, END);
    else if (is(row, "ballot.cast"))
        kit_build(cmd, "ballot.cast", "id", s->id, "option", s->option, "receipt", receipt, END);
    else if (is(row, "adoption.open") && s->option != 0)
        kit_build(cmd, "adoption.open", "of", s->action, "way", "poll", "poll", s->id, "option", s->option, END);
    else
        return false;
    return true;
}

static bool sample_room(struct command *cmd, const struct subject *s, const char *row)
{
    SAMPLE("item.edit", "item.edit", "id", s->id, "title", "N", END)
    SAMPLE("item.extend", "item.extend", "id", s->id, "minutes", 5, END)
    SAMPLE("item.skip:back", "item.skip", "id", s->id, "back", 1, END)
    SAMPLE("item.carry", "item.carry", "id", s->id, "day", 2, END)
    SAMPLE("question.back", "question.back", "id", s->id, "on", 1, END)
    SAMPLE("question.answer:reply", "question.answer", "id", s->id, "reply", "Yes", END)
    SAMPLE("adoption.object", "adoption.object", "id", s->id, "text", "No", END)
    SAMPLE("remark.edit", "remark.edit", "id", s->id, "text", "N", END)
    SAMPLE("remark.resolve", "remark.resolve", "id", s->id, "on", 1, END)
    return false;
}

static bool sample_row(struct command *cmd, const struct subject *s, const char *kind, const char *row)
{
    SAMPLE("action.create", "action.create", "title", "N", "theme", s->parent, END)
    SAMPLE("recommendation.create", "recommendation.create", "text", "N", END)
    SAMPLE("paragraph.create", "paragraph.create", "framework", s->id, "text", "N", END)
    SAMPLE("row.lock", "row.lock", "id", s->id, "on", 1, END)
    SAMPLE("row.reopen", "row.reopen", "id", s->id, "reason", "An error", END)
    SAMPLE("row.merge", "row.merge", "id", s->id, "other", s->other, END)
    SAMPLE("row.merge:other", "row.merge", "id", s->other, "other", s->id, END)
    SAMPLE("text.edit", "text.edit", "id", s->id, "field", field_of(kind), "lang", "en", "rev", 2, "op", "[\"N\"]", END)
    SAMPLE("text.confirm", "text.confirm", "id", s->id, "field", field_of(kind), "lang", "fr", END)
    SAMPLE("adoption.open", "adoption.open", "of", s->id, "way", "consensus", "seconds", 60, END)
    SAMPLE("remark.create", "remark.create", "of", s->id, "text", "N", END)
    return false;
}

/* The command of a row; many take nothing but their subject. */
static void sample(struct command *cmd, const struct subject *s, const char *kind, const struct matrix_row *row,
                   const char *column)
{
    if (sample_poll(cmd, s, row->name, column) || sample_room(cmd, s, row->name) || sample_row(cmd, s, kind, row->name))
        return;
    if (is(strchr(row->verb, '.'), ".edit"))
        kit_build(cmd, row->verb, "id", s->id, field_of(kind), "N", END);
    else
        kit_build(cmd, row->verb, "id", s->id, END);
}

static void check_column(const struct matrix_section *section, size_t column)
{
    struct subject s;
    const enum role role = role_of(section->actor);
    assert_true(role != ROLE_N);
    make_subject(&s, section->name, section->column[column]);
    for (size_t i = 0; i < section->n_rows; i++) {
        const struct matrix_row *row = &section->row[i];
        struct command cmd;
        sample(&cmd, &s, section->name, row, section->column[column]);
        const char *outcome = matrix_outcome(&s.kit, kit_actor(&s.kit, role), &cmd);
        if (!is(outcome, row->code[column]))
            fail_msg("%s by %s, %s %s: %s, not %s", row->name, section->actor, section->name, section->column[column],
                     outcome, row->code[column]);
    }
    kit_close(&s.kit);
}

static void every_cell_is_as_the_table_says(void **state)
{
    const struct matrix_table *table = *state;
    for (size_t i = 0; i < table->n; i++)
        for (size_t column = 0; column < table->section[i].n_columns; column++)
            check_column(&table->section[i], column);
}

static bool has_column(const struct matrix_section *section, const char *word)
{
    for (size_t i = 0; i < section->n_columns; i++)
        if (is(section->column[i], word))
            return true;
    return false;
}

/* The states of a kind; NULL: it has none, or they are the workshop's, which permissions.txt is about. */
static const char *const *states_of(int kind)
{
    const struct field *field = kind == KIND_WORKSHOP ? NULL : kind_field((enum kind)kind, "state", NULL);
    return field == NULL ? NULL : field->words;
}

static void every_state_has_a_column(void **state)
{
    const struct matrix_table *table = *state;
    for (size_t i = 0; i < table->n; i++) {
        const struct matrix_section *section = &table->section[i];
        const char *const *words = states_of(kind_of(section->name));
        for (size_t w = 0; words != NULL && words[w] != NULL; w++)
            if (!has_column(section, words[w]))
                fail_msg("%s by %s has no column %s in objects.txt", section->name, section->actor, words[w]);
    }
}

static bool kind_has_row(const struct matrix_table *table, const char *kind, const char *verb)
{
    for (size_t i = 0; i < table->n; i++)
        if (is(table->section[i].name, kind) && matrix_has(&table->section[i], verb))
            return true;
    return false;
}

static void every_command_about_something_with_states_has_a_row(void **state)
{
    const struct matrix_table *table = *state;
    size_t n;
    const struct verb *verbs = verb_table(&n);
    for (size_t i = 0; i < n; i++) {
        for (int kind = KIND_NONE + 1; kind < KIND_N && (verbs[i].takes & VERB_TAKES_ID); kind++) {
            if (verbs[i].kind == KIND_ANY || !kind_fits((enum kind)kind, (enum kind)verbs[i].kind) ||
                states_of(kind) == NULL)
                continue;
            if (!kind_has_row(table, kind_info((enum kind)kind)->name, verbs[i].name))
                fail_msg("%s has no row for %s in objects.txt", verbs[i].name, kind_info((enum kind)kind)->name);
        }
    }
}

static int read_table(void **state)
{
    *state = matrix_read("objects.txt");
    return 0;
}

static int free_table(void **state)
{
    mem_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("C6 every command about something with states has a row",
                  every_command_about_something_with_states_has_a_row),
        test_case("C6 every state has a column", every_state_has_a_column),
        test_case("C6 every cell is as the table says", every_cell_is_as_the_table_says),
    };
    return cmocka_run_group_tests_name("matrix_objects", cases, read_table, free_table);
}
