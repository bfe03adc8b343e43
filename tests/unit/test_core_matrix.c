/*
 * The permission matrix: every command by every role in every state of a workshop, against the hand-written table
 * tests/matrix/permissions.txt. A command, a role or a state without a place in the table fails, and so does a row or a column of
 * what there is not.
 */
#include "support_core.h"

/* Who acts: the roles, and persons who are not what their role says. */
enum { SEAT_GUEST = ROLE_N, SEAT_LOBBY, SEAT_GONE, SEATS, STATES = 4 };
static const char *const seat_words[SEATS - ROLE_N] = { "guest", "lobby", "gone" };

struct row {
    char verb[32];
    char may[SEATS];
    char code[STATES][16];
};

struct matrix {
    int seats[SEATS];               /* who each column is about */
    char states[STATES][16];
    struct row rows[256];
    size_t n;
};

/* A workshop with one of everything; `spare` things are in nobody's way when they are removed. */
struct fixture {
    struct kit kit;
    int spare_delegation, spare_person, guest, item, running, theme, spare_theme;
    int poll, option, spare_poll, open_poll, open_option, closed_poll, in_room, late, action, adopted_action, text, adopted_text, meeting, stakeholder;
    int question, waiting_question, message, parked, hand, speech;
    int group, spare_group, group_action, framework, paragraph, remark, adoption, due_adoption, loose, proposal, gone;
};

static const char *seat_word(int seat)
{
    return seat < ROLE_N ? role_word((enum role)seat) : seat_words[seat - ROLE_N];
}

/* Who a column is about: its word begins with that of a role, or of who else may sit there. */
static int seat_of(const char *word)
{
    int found = SEATS;
    for (int seat = 0; seat < SEATS; seat++)
        if (strncmp(seat_word(seat), word, 3) == 0)
            found = seat;
    return found;
}

static void read_columns(struct matrix *matrix, const char *line)
{
    char word[16];
    int used = 0, more = 0;
    (void)sscanf(line, "%*s%n", &used);
    for (int i = 0; i < SEATS; i++, used += more) {
        assert_int_equal(sscanf(line + used, "%15s%n", word, &more), 1);
        matrix->seats[i] = seat_of(word);
    }
    for (int i = 0; i < STATES; i++, used += more)
        assert_int_equal(sscanf(line + used, "%15s%n", matrix->states[i], &more), 1);
}

static void read_row(struct matrix *matrix, const char *line)
{
    struct row *row = &matrix->rows[matrix->n];
    int used = 0, more = 0;
    if (line[0] == '#' || sscanf(line, "%31s%n", row->verb, &used) != 1)
        return;
    if (strcmp(row->verb, "command") == 0) {
        read_columns(matrix, line);
        return;
    }
    assert_true(matrix->n < 255);
    for (int i = 0; i < SEATS; i++, used += more)
        assert_int_equal(sscanf(line + used, " %c%n", &row->may[i], &more), 1);
    for (int i = 0; i < STATES; i++, used += more)
        assert_int_equal(sscanf(line + used, "%15s%n", row->code[i], &more), 1);
    matrix->n++;
}

static int read_matrix(void **state)
{
    struct matrix *matrix = mem_zero(1, sizeof(*matrix));
    char line[256];
    FILE *file = fopen(PLENARY_SOURCE_DIR "/tests/matrix/permissions.txt", "r");
    assert_non_null(file);
    while (fgets(line, sizeof(line), file) != NULL)
        read_row(matrix, line);
    fclose(file);
    *state = matrix;
    return 0;
}

static int free_matrix(void **state)
{
    mem_free(*state);
    return 0;
}

static const struct row *row_of(const struct matrix *matrix, const char *verb)
{
    for (size_t i = 0; i < matrix->n; i++)
        if (strcmp(matrix->rows[i].verb, verb) == 0)
            return &matrix->rows[i];
    return NULL;
}

static void every_command_has_one_row(void **state)
{
    const struct matrix *matrix = *state;
    size_t n;
    const struct verb *verbs = verb_table(&n);
    for (size_t i = 0; i < n; i++)
        if (row_of(matrix, verbs[i].name) == NULL)
            fail_msg("%s has no row in permissions.txt", verbs[i].name);
    for (size_t i = 0; i < matrix->n; i++)
        if (verb_of(matrix->rows[i].verb) == NULL || row_of(matrix, matrix->rows[i].verb) != &matrix->rows[i])
            fail_msg("row %s is of no command, or there twice", matrix->rows[i].verb);
}

static void every_role_and_state_has_one_column(void **state)
{
    const struct matrix *matrix = *state;
    const char *const *words = kind_field(KIND_WORKSHOP, "state", NULL)->words;
    for (int seat = 0; seat < SEATS; seat++) {
        int n = 0;
        for (int i = 0; i < SEATS; i++)
            n += matrix->seats[i] == seat;
        if (n != 1)
            fail_msg("%s has %d columns in permissions.txt", seat_word(seat), n);
    }
    assert_string_equal(matrix->states[0], "none");
    for (int i = 1; i < STATES; i++) {
        assert_non_null(words[i - 1]);
        assert_string_equal(matrix->states[i], words[i - 1]);
    }
    assert_null(words[STATES - 1]);
}

static int make_poll(struct kit *kit, int *option)
{
    int poll = kit_make(kit, ROLE_FACILITATOR, "poll.create", "question", "?", END);
    *option = kit_make(kit, ROLE_FACILITATOR, "option.create", "poll", poll, "text", "A", END);
    kit_make(kit, ROLE_FACILITATOR, "option.create", "poll", poll, "text", "B", END);
    return poll;
}

static int propose(struct kit *kit, int action, int seconds)
{
    return kit_make(kit, ROLE_FACILITATOR, "adoption.open", "of", action, "way", "consensus", "seconds", seconds, END);
}

/* A draft with an outdated translation, and beside it words that came while it was proposed. */
static void fill_late(struct fixture *f)
{
    struct kit *kit = &f->kit;
    f->loose = kit_make(kit, ROLE_FACILITATOR, "action.create", "title", "A", END);
    kit_make(kit, ROLE_FACILITATOR, "action.edit", "id", f->loose, "title", "fr:B", END);
    kit_make(kit, ROLE_FACILITATOR, "action.edit", "id", f->loose, "title", "en:C", END);
    int adoption = propose(kit, f->loose, 3600);
    f->proposal = kit_make(kit, ROLE_FACILITATOR, "text.edit", "id", f->loose, "field", "title", "lang", "en", "rev", 2,
                           "op", "[\"x\"]", END);
    kit_make(kit, ROLE_FACILITATOR, "adoption.withdraw", "id", adoption, END);
}

/* The drafting room: a group with a row, a framework text, remarks, adoptions that wait. */
static void fill_drafting(struct fixture *f)
{
    struct kit *kit = &f->kit;
    f->group = kit_make(kit, ROLE_FACILITATOR, "group.create", "title", "G", END);
    f->spare_group = kit_make(kit, ROLE_FACILITATOR, "group.create", "title", "G2", END);
    f->group_action = kit_make(kit, ROLE_FACILITATOR, "action.create", "title", "G", "group", f->group, END);
    f->framework = kit_make(kit, ROLE_FACILITATOR, "framework.create", "title", "F", END);
    f->paragraph = kit_make(kit, ROLE_FACILITATOR, "paragraph.create", "framework", f->framework, "text", "P", END);
    f->remark = kit_make(kit, ROLE_FACILITATOR, "remark.create", "of", f->action, "text", "C", END);
    int proposed = kit_make(kit, ROLE_FACILITATOR, "action.create", "title", "P", END);
    int due = kit_make(kit, ROLE_FACILITATOR, "action.create", "title", "D", END);
    f->adoption = propose(kit, proposed, 3600);
    f->due_adoption = propose(kit, due, 1);
    fill_late(f);
}

/* Questions of nobody, points and messages; hands are raised once the workshop is live. */
static void fill_floor(struct fixture *f)
{
    struct kit *kit = &f->kit;
    f->question = kit_make(kit, ROLE_SYSTEM, "question.create", "text", "Q", END);
    kit_make(kit, ROLE_FACILITATOR, "workshop.edit", "moderated", 1, END);
    f->waiting_question = kit_make(kit, ROLE_INTERPRETER, "question.create", "text", "W", END);
    f->message = kit_make(kit, ROLE_FACILITATOR, "message.create", "text", "M", END);
    f->parked = kit_make(kit, ROLE_FACILITATOR, "parked.create", "text", "P", END);
}

/* Hands of somebody who is none of those who act. */
static void raise_hands(struct fixture *f)
{
    struct kit *kit = &f->kit;
    f->speech = kit_make(kit, ROLE_FACILITATOR, "hand.raise", "for", f->spare_person, END);
    f->hand = kit_make(kit, ROLE_FACILITATOR, "hand.raise", "for", f->spare_person, "type", "reply", END);
    kit_make(kit, ROLE_FACILITATOR, "hand.give", "id", f->speech, END);
    kit_make(kit, ROLE_SYSTEM, "attendance.enter", "id", f->spare_person, END);
}

static void fill(struct fixture *f)
{
    struct kit *kit = &f->kit;
    int unused, closed_option;
    kit_open(kit);
    f->spare_delegation = kit_make(kit, ROLE_FACILITATOR, "delegation.create", "name", "Egypt", END);
    f->spare_person = kit_make(kit, ROLE_FACILITATOR, "person.create", "name", "P", "role", "observer", END);
    f->guest = kit_make(kit, ROLE_SYSTEM, "person.join", "name", "G", "role", "delegate", "guest", 1, END);
    f->gone = kit_make(kit, ROLE_FACILITATOR, "person.create", "name", "G", "role", "delegate", END);
    kit_make(kit, ROLE_FACILITATOR, "person.remove", "id", f->gone, END);
    f->item = kit_make(kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "I", END);
    f->running = kit_make(kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "R", END);
    f->poll = make_poll(kit, &f->option);
    f->spare_poll = make_poll(kit, &unused);
    f->open_poll = make_poll(kit, &f->open_option);
    kit_make(kit, ROLE_FACILITATOR, "poll.edit", "id", f->open_poll, "advisory", 1, END);
    f->closed_poll = make_poll(kit, &closed_option);
    f->in_room =
        kit_make(kit, ROLE_FACILITATOR, "person.create", "name", "R", "role", "delegate", "mode", "in_room", END);
    f->late = f->in_room;
    f->theme = kit_make(kit, ROLE_FACILITATOR, "theme.create", "title", "T", END);
    f->spare_theme = kit_make(kit, ROLE_FACILITATOR, "theme.create", "title", "T2", END);
    f->action = kit_make(kit, ROLE_FACILITATOR, "action.create", "title", "A", "theme", f->theme, END);
    kit_make(kit, ROLE_FACILITATOR, "option.edit", "id", closed_option, "action", f->action, END);
    f->adopted_action = kit_make(kit, ROLE_FACILITATOR, "action.create", "title", "A2", END);
    f->text = kit_make(kit, ROLE_FACILITATOR, "recommendation.create", "text", "R", END);
    f->adopted_text = kit_make(kit, ROLE_FACILITATOR, "recommendation.create", "text", "R2", END);
    f->meeting = kit_make(kit, ROLE_FACILITATOR, "meeting.create", "title", "M", END);
    f->stakeholder = kit_make(kit, ROLE_FACILITATOR, "stakeholder.create", "name", "S", END);
    kit_make(kit, ROLE_FACILITATOR, "adoption.open", "of", f->adopted_action, "way", "consensus", END);
    kit_make(kit, ROLE_FACILITATOR, "adoption.open", "of", f->adopted_text, "way", "consensus", END);
    fill_drafting(f);
    fill_floor(f);
}

/* The fixture in the state of that column, of a workshop or a rehearsal of one. */
static void open_fixture(struct fixture *f, int state, bool rehearsal)
{
    memset(f, 0, sizeof(*f));
    if (state == 0) {
        f->kit = (struct kit){ .room = room_new(), .at = 1 };
        return;
    }
    fill(f);
    kit_make(&f->kit, ROLE_SYSTEM, "workshop.edit", "rehearsal", rehearsal, END);
    if (state >= 2) {
        kit_make(&f->kit, ROLE_FACILITATOR, "workshop.live", END);
        kit_make(&f->kit, ROLE_FACILITATOR, "item.start", "id", f->running, END);
        raise_hands(f);
        kit_make(&f->kit, ROLE_FACILITATOR, "poll.open", "id", f->open_poll, END);
        kit_make(&f->kit, ROLE_FACILITATOR, "poll.open", "id", f->closed_poll, END);
        kit_make(&f->kit, ROLE_FACILITATOR, "poll.close", "id", f->closed_poll, END);
        f->late = kit_make(&f->kit, ROLE_FACILITATOR, "person.create", "name", "L", "role", "delegate", END);
    }
    if (state == 3)
        kit_make(&f->kit, ROLE_FACILITATOR, "workshop.close", END);
}

#define SAMPLE(name, ...) \
    if (strcmp(verb, name) == 0) { \
        kit_build(cmd, name, __VA_ARGS__); \
        return true; \
    }

static bool sample_people(struct command *cmd, const struct fixture *f, const char *verb)
{
    SAMPLE("workshop.create", "name", "w", "title", "T", "time_zone", "UTC", END)
    SAMPLE("workshop.edit", "place", "Amman", END)
    SAMPLE("workshop.live", END)
    SAMPLE("workshop.close", END)
    SAMPLE("workshop.reopen", END)
    SAMPLE("delegation.create", "name", "Lebanon", END)
    SAMPLE("delegation.edit", "id", f->spare_delegation, "name", "Oman", END)
    SAMPLE("delegation.move", "id", f->spare_delegation, "after", 0, END)
    SAMPLE("delegation.remove", "id", f->spare_delegation, END)
    SAMPLE("person.create", "name", "N", "role", "delegate", END)
    SAMPLE("person.edit", "id", f->spare_person, "role", "expert", END)
    SAMPLE("person.remove", "id", f->spare_person, END)
    SAMPLE("person.self", "name", "Me", END)
    SAMPLE("person.join", "name", "J", "guest", 1, END)
    SAMPLE("person.admit", "id", f->guest, "delegation", f->spare_delegation, END)
    return false;
}

static bool sample_agenda(struct command *cmd, const struct fixture *f, const char *verb)
{
    SAMPLE("item.create", "day", 1, "title", "N", END)
    SAMPLE("item.edit", "id", f->item, "title", "N", END)
    SAMPLE("item.move", "id", f->item, "after", f->running, END)
    SAMPLE("item.remove", "id", f->item, END)
    SAMPLE("item.start", "id", f->item, END)
    SAMPLE("item.end", "id", f->running, END)
    SAMPLE("agenda.next", "id", f->running, END)
    SAMPLE("agenda.undo", "id", f->running, END)
    SAMPLE("item.extend", "id", f->item, "minutes", 5, END)
    SAMPLE("item.skip", "id", f->item, END)
    SAMPLE("item.carry", "id", f->item, "day", 2, END)
    SAMPLE("poll.create", "question", "?", END)
    SAMPLE("poll.edit", "id", f->poll, "question", "!", END)
    SAMPLE("poll.move", "id", f->poll, "after", f->spare_poll, END)
    SAMPLE("poll.remove", "id", f->spare_poll, END)
    SAMPLE("poll.open", "id", f->poll, "seconds", 60, END)
    SAMPLE("poll.close", "id", f->open_poll, END)
    SAMPLE("option.create", "poll", f->poll, "text", "C", END)
    SAMPLE("option.edit", "id", f->option, "text", "C", END)
    SAMPLE("option.move", "id", f->option, END)
    SAMPLE("option.remove", "id", f->option, END)
    SAMPLE("poll.admit", "id", f->open_poll, "person", f->late, END)
    SAMPLE("poll.again", "id", f->closed_poll, END)
    SAMPLE("poll.prioritize", "id", f->closed_poll, END)
    SAMPLE("poll.count", "id", f->closed_poll, END)
    SAMPLE("ballot.cast", "id", f->open_poll, "option", f->open_option, END)
    SAMPLE("ballot.enter", "id", f->open_poll, "option", f->open_option, "for", f->in_room, END)
    return false;
}

static bool sample_plan(struct command *cmd, const struct fixture *f, const char *verb)
{
    SAMPLE("theme.create", "title", "N", END)
    SAMPLE("theme.edit", "id", f->theme, "title", "N", END)
    SAMPLE("theme.move", "id", f->theme, "after", f->spare_theme, END)
    SAMPLE("theme.remove", "id", f->spare_theme, END)
    SAMPLE("action.create", "title", "N", "theme", f->theme, END)
    SAMPLE("action.edit", "id", f->action, "title", "N", END)
    SAMPLE("action.move", "id", f->action, "into", f->spare_theme, END)
    SAMPLE("action.remove", "id", f->action, END)
    SAMPLE("recommendation.create", "text", "N", END)
    SAMPLE("recommendation.edit", "id", f->text, "text", "N", END)
    SAMPLE("recommendation.move", "id", f->text, "after", 0, END)
    SAMPLE("recommendation.remove", "id", f->text, END)
    SAMPLE("meeting.create", "title", "N", END)
    SAMPLE("meeting.edit", "id", f->meeting, "title", "N", END)
    SAMPLE("meeting.move", "id", f->meeting, "after", 0, END)
    SAMPLE("meeting.remove", "id", f->meeting, END)
    SAMPLE("stakeholder.create", "name", "N", END)
    SAMPLE("stakeholder.edit", "id", f->stakeholder, "name", "N", END)
    SAMPLE("stakeholder.move", "id", f->stakeholder, "after", 0, END)
    SAMPLE("stakeholder.remove", "id", f->stakeholder, END)
    return false;
}

static bool sample_drafting(struct command *cmd, const struct fixture *f, const char *verb)
{
    SAMPLE("theme.lock", "id", f->theme, "on", 1, END)
    SAMPLE("plan.lock", "on", 1, END)
    SAMPLE("group.create", "title", "N", END)
    SAMPLE("group.edit", "id", f->group, "title", "N", END)
    SAMPLE("group.move", "id", f->group, "after", f->spare_group, END)
    SAMPLE("group.remove", "id", f->spare_group, END)
    SAMPLE("group.bring", "id", f->group, END)
    SAMPLE("framework.create", "title", "N", END)
    SAMPLE("framework.edit", "id", f->framework, "title", "N", END)
    SAMPLE("framework.move", "id", f->framework, "after", 0, END)
    SAMPLE("framework.remove", "id", f->framework, END)
    SAMPLE("paragraph.create", "framework", f->framework, END)
    SAMPLE("paragraph.edit", "id", f->paragraph, "text", "N", END)
    SAMPLE("paragraph.move", "id", f->paragraph, "after", 0, END)
    SAMPLE("paragraph.remove", "id", f->paragraph, END)
    SAMPLE("row.lock", "id", f->action, "on", 1, END)
    SAMPLE("row.reopen", "id", f->adopted_action, "reason", "An error", END)
    SAMPLE("row.bring", "id", f->group_action, END)
    SAMPLE("row.merge", "id", f->action, "other", f->loose, END)
    SAMPLE("remark.create", "of", f->action, "text", "N", END)
    SAMPLE("remark.edit", "id", f->remark, "text", "N", END)
    SAMPLE("remark.remove", "id", f->remark, END)
    SAMPLE("remark.resolve", "id", f->remark, "on", 1, END)
    SAMPLE("adoption.open", "way", "consensus", END)
    SAMPLE("adoption.object", "id", f->adoption, "text", "No", END)
    SAMPLE("adoption.withdraw", "id", f->adoption, END)
    SAMPLE("adoption.close", "id", f->due_adoption, END)
    SAMPLE("text.edit", "id", f->action, "field", "title", "lang", "fr", "rev", 0, "op", "[\"N\"]", END)
    SAMPLE("text.confirm", "id", f->loose, "field", "title", "lang", "fr", END)
    SAMPLE("proposal.accept", "id", f->proposal, END)
    SAMPLE("proposal.dismiss", "id", f->proposal, END)
    return false;
}

static bool sample_floor(struct command *cmd, const struct fixture *f, const char *verb)
{
    SAMPLE("hand.raise", "type", "point_of_order", END)
    SAMPLE("hand.lower", "id", f->hand, END)
    SAMPLE("hand.give", "id", f->hand, END)
    SAMPLE("hand.end", "id", f->speech, END)
    SAMPLE("hand.move", "id", f->hand, "after", 0, END)
    SAMPLE("tour.start", "seconds", 60, END)
    SAMPLE("tour.end", END)
    SAMPLE("question.create", "text", "N", END)
    SAMPLE("question.remove", "id", f->question, END)
    SAMPLE("question.back", "id", f->question, "on", 1, END)
    SAMPLE("question.admit", "id", f->waiting_question, END)
    SAMPLE("question.answer", "id", f->question, END)
    SAMPLE("question.dismiss", "id", f->question, END)
    SAMPLE("message.create", "text", "N", END)
    SAMPLE("message.remove", "id", f->message, END)
    SAMPLE("message.end", "id", f->message, END)
    SAMPLE("parked.create", "text", "N", END)
    SAMPLE("parked.edit", "id", f->parked, "text", "N", END)
    SAMPLE("parked.move", "id", f->parked, "after", 0, END)
    SAMPLE("parked.remove", "id", f->parked, END)
    SAMPLE("parked.done", "id", f->parked, "on", 1, END)
    SAMPLE("person.ready", "on", 1, END)
    SAMPLE("control.take", END)
    SAMPLE("attendance.enter", "id", f->guest, END)
    SAMPLE("attendance.leave", "id", f->spare_person, "at", 1, END)
    SAMPLE("attendance.here", END)
    return false;
}

static void sample(struct command *cmd, const struct fixture *f, const char *verb)
{
    if (!sample_people(cmd, f, verb) && !sample_agenda(cmd, f, verb) && !sample_plan(cmd, f, verb) &&
        !sample_drafting(cmd, f, verb) && !sample_floor(cmd, f, verb))
        fail_msg("%s has no sample", verb);
}

static struct actor actor_for(struct fixture *f, int seat)
{
    static const enum role instead[] = { ROLE_OBSERVER, ROLE_OBSERVER, ROLE_N };
    uint64_t person = seat == SEAT_GONE ? (uint64_t)f->gone : (uint64_t)f->guest;
    if (f->kit.room->workshop == NULL)
        return (struct actor){ .role = seat < ROLE_N ? (enum role)seat : instead[seat - ROLE_N], .at = f->kit.at };
    return seat < ROLE_N ? kit_actor(&f->kit, (enum role)seat) : actor_of(f->kit.room, person, f->kit.at);
}

static const char *expectation(const struct row *row, int column, int state)
{
    bool is_ok = strcmp(row->code[state], "ok") == 0;
    if (row->may[column] == 'n')
        return is_ok ? "not_eligible" : row->code[state];
    if (row->may[column] == 'y' || (row->may[column] == 'f' && !is_ok))
        return row->code[state];
    return "forbidden";
}

/* Run the command of one cell on a copy; a refusal must change nothing. */
static void check_cell(struct fixture *f, const struct matrix *matrix, const struct row *row, int column, int state)
{
    struct fixture copy = *f;
    struct command cmd;
    const char *expected = expectation(row, column, state);
    copy.kit.room = room_copy(f->kit.room);
    if (state > 0)
        copy.kit.room->workshop->lobby = matrix->seats[column] == SEAT_LOBBY;
    sample(&cmd, &copy, row->verb);
    enum code code = kit_run(&copy.kit, actor_for(&copy, matrix->seats[column]), &cmd);
    if (strcmp(code_word(code), expected) != 0)
        fail_msg("%s by %s, %s: %s, not %s", row->verb, seat_word(matrix->seats[column]), matrix->states[state],
                 code_word(code), expected);
    assert_int_equal(copy.kit.room->seq, f->kit.room->seq + (code == CODE_OK));
    kit_close(&copy.kit);
}

static void check_state(const struct matrix *matrix, int state, bool rehearsal)
{
    struct fixture f;
    open_fixture(&f, state, rehearsal);
    for (size_t i = 0; i < matrix->n; i++)
        for (int column = 0; column < SEATS; column++)
            if (state > 0 || matrix->seats[column] != SEAT_LOBBY) /* nobody waits where there is no lobby */
                check_cell(&f, matrix, &matrix->rows[i], column, state);
    kit_close(&f.kit);
}

static void every_cell_is_as_the_table_says(void **state)
{
    for (int s = 0; s < STATES; s++)
        check_state(*state, s, false);
}

static void a_rehearsal_has_the_same_rights(void **state)
{
    for (int s = 1; s < STATES; s++)
        check_state(*state, s, true);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("C1 every command has one row in the permission matrix", every_command_has_one_row),
        test_case("C1 C2 every role and every state of a workshop has one column", every_role_and_state_has_one_column),
        test_case("C1 C2 every cell of the matrix is as the table says", every_cell_is_as_the_table_says),
        test_case("C1 C2 a rehearsal has the same rights", a_rehearsal_has_the_same_rights),
    };
    return cmocka_run_group_tests_name("matrix", cases, read_matrix, free_matrix);
}
