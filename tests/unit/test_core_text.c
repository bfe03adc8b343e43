/* Tests of fields that are drafted together: rules O1 to O12. Sessions of many writers at the end print their seed. */
#include <time.h>

#include "base/utf8.h"
#include "core/text.h"
#include "support_core_copy.h"

#define TITLE "field", "title", "lang", "en"
#define OBJECTIVE "field", "objective", "lang", "en"

static int make_action(struct kit *kit)
{
    return kit_make(kit, ROLE_DELEGATE, "action.create", "title", "Share data", END);
}

static const struct text *text_at(const struct kit *kit, int of, enum text_field field, enum lang lang)
{
    return text_find(kit->room, (uint64_t)of, (uint8_t)field, (uint8_t)lang);
}

static const struct text *title_of(const struct kit *kit, int id)
{
    return text_at(kit, id, TEXT_TITLE, LANG_EN);
}

static const char *words_of(const struct kit *kit, const struct text *text)
{
    assert_non_null(text);
    return text_words(kit->room, text);
}

static void a_text_is_there_from_its_first_word_on(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int action = kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "Share data", "title", "fr:Partager", END);
    assert_int_equal(kit.room->live[KIND_TEXT].n, 2);
    assert_int_equal(title_of(&kit, action)->rev, 1);
    assert_string_equal(words_of(&kit, text_at(&kit, action, TEXT_TITLE, LANG_FR)), "Partager");
    assert_null(text_at(&kit, action, TEXT_OBJECTIVE, LANG_EN));
    int text = kit_make(&kit, ROLE_EXPERT, "text.edit", "id", action, OBJECTIVE, "rev", 0, "op", "[\"Trade\"]", END);
    assert_int_equal(text_at(&kit, action, TEXT_OBJECTIVE, LANG_EN)->e.id, text);
    assert_string_equal(room_action(kit.room, (uint64_t)action)->objective.text[LANG_EN], "Trade");
    kit_make(&kit, ROLE_EXPERT, "text.edit", "id", action, OBJECTIVE, "rev", 1, "op", "[{\"d\":5}]", END);
    assert_null(room_action(kit.room, (uint64_t)action)->objective.text[LANG_EN]);
    assert_int_equal(text_at(&kit, action, TEXT_OBJECTIVE, LANG_EN)->rev, 2);
    kit_close(&kit);
}

static void a_row_is_the_result_and_its_texts_come_with_it(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int action = make_action(&kit);
    assert_int_equal(action + 1, (int)title_of(&kit, action)->e.id);
    int same = kit_make(&kit, ROLE_DELEGATE, "action.edit", "id", action, "title", "ar:تبادل", END);
    assert_int_equal(same, action);
    kit_close(&kit);
}

static void a_whole_edit_is_one_operation_the_difference(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int action = make_action(&kit);
    kit_make(&kit, ROLE_DELEGATE, "action.edit", "id", action, "title", "Share all data", END);
    size_t n;
    const struct text_op *ops = text_since(title_of(&kit, action), kit.room->seq - 1, &n);
    struct ot_op expected = { 0 };
    assert_int_equal(n, 1);
    assert_true(ot_read(&expected, "[6,\"all \"]", 10));
    assert_true(ot_equal(&ops[0].op, &expected));
    ot_clear(&expected);
    assert_int_equal(ops[0].rev, 2);
    kit_make(&kit, ROLE_DELEGATE, "action.edit", "id", action, "title", "Share all data", END);
    assert_int_equal(title_of(&kit, action)->rev, 2);
    kit_close(&kit);
}

static void what_goes_takes_its_texts_along(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int action = make_action(&kit);
    uint64_t text = title_of(&kit, action)->e.id;
    kit_make(&kit, ROLE_RAPPORTEUR, "action.remove", "id", action, END);
    const struct entity *tombstone = map_get(&kit.room->entities, text);
    assert_true(tombstone->removed);
    assert_int_equal(tombstone->seq, kit.room->seq);
    assert_null(title_of(&kit, action));
    room_clean(kit.room);
    assert_int_equal(kit.room->windows_bytes, 0);
    kit_close(&kit);
}

static void an_operation_on_an_older_revision_is_brought_up_to_date(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int action = make_action(&kit);
    kit_make(&kit, ROLE_EXPERT, "text.edit", "id", action, TITLE, "rev", 1, "op", "[\"Now: \"]", END);
    kit_make(&kit, ROLE_DELEGATE, "text.edit", "id", action, TITLE, "rev", 1, "op", "[5,\" some\"]", END);
    assert_string_equal(words_of(&kit, title_of(&kit, action)), "Now: Share some data");
    /* Both at one place: the one that arrives stands first. */
    kit_make(&kit, ROLE_EXPERT, "text.edit", "id", action, TITLE, "rev", 1, "op", "[\"Then: \"]", END);
    assert_string_equal(words_of(&kit, title_of(&kit, action)), "Then: Now: Share some data");
    /* Deleted by two: once. And the operation that is left of nothing is one. */
    kit_make(&kit, ROLE_DELEGATE, "text.edit", "id", action, TITLE, "rev", 4, "op", "[{\"d\":6}]", END);
    kit_make(&kit, ROLE_EXPERT, "text.edit", "id", action, TITLE, "rev", 4, "op", "[{\"d\":6}]", END);
    assert_string_equal(words_of(&kit, title_of(&kit, action)), "Now: Share some data");
    assert_int_equal(title_of(&kit, action)->rev, 6);
    kit_close(&kit);
}

static void arabic_and_emoji_are_counted_in_code_points(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int action =
        kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "ar:تبادل 👩🏽‍🌾 البيانات", END);
    const struct text *text = text_at(&kit, action, TEXT_TITLE, LANG_AR);
    kit_make(&kit, ROLE_EXPERT, "text.edit", "id", action, "field", "title", "lang", "ar", "rev", 1, "op",
             "[6,\"كل \",{\"d\":4}]", END);
    assert_string_equal(words_of(&kit, text), "تبادل كل  البيانات");
    kit_make(&kit, ROLE_DELEGATE, "text.edit", "id", action, "field", "title", "lang", "ar", "rev", 1, "op",
             "[19,\"é\"]", END);
    assert_string_equal(words_of(&kit, text), "تبادل كل  البيانات"
                                              "é");
    kit_close(&kit);
}

static void what_cannot_be_an_operation_of_the_text_is_refused(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int action = make_action(&kit);
    uint64_t seq = kit.room->seq;
#define REFUSED(code, ...)                                                                                             \
    assert_int_equal(kit_do(&kit, ROLE_DELEGATE, "text.edit", "id", action, __VA_ARGS__, END), code)
    REFUSED(CODE_BAD_ARGUMENT, TITLE, "rev", 2, "op", "[\"x\"]");
    REFUSED(CODE_BAD_ARGUMENT, OBJECTIVE, "rev", 1, "op", "[\"x\"]");
    REFUSED(CODE_BAD_ARGUMENT, OBJECTIVE, "rev", 0, "op", "[{\"d\":1}]");
    REFUSED(CODE_BAD_ARGUMENT, TITLE, "rev", 1, "op", "[11,\"x\"]");
    REFUSED(CODE_BAD_ARGUMENT, TITLE, "rev", 1, "op", "[8,{\"d\":3}]");
    REFUSED(CODE_BAD_ARGUMENT, TITLE, "rev", 1, "op", "[]");
    REFUSED(CODE_BAD_ARGUMENT, TITLE, "rev", 1, "op", "[\"two\\nlines\"]");
    REFUSED(CODE_BAD_ARGUMENT, OBJECTIVE, "rev", 0, "op", "[\"\\u0007\"]");
    REFUSED(CODE_BAD_ARGUMENT, "field", "text", "lang", "en", "rev", 0, "op", "[\"x\"]");
    assert_int_equal(kit_do(&kit, ROLE_DELEGATE, "text.edit", "id", 9999, TITLE, "rev", 0, "op", "[\"x\"]", END),
                     CODE_NOT_FOUND);
    assert_int_equal(kit.room->seq, seq);
    kit_make(&kit, ROLE_DELEGATE, "text.edit", "id", action, OBJECTIVE, "rev", 0, "op", "[\"two\\n\\tlines\"]", END);
    kit_close(&kit);
}

static void an_operation_at_the_limits_passes_and_beyond_them_not(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int action = make_action(&kit);
    char op[LIMIT_OP_INSERT + 16];
    memset(op, 'x', sizeof(op));
    memcpy(op, "[\"", 2);
    memcpy(op + 2 + LIMIT_OP_INSERT, "\"]", 3);
    kit_make(&kit, ROLE_DELEGATE, "text.edit", "id", action, OBJECTIVE, "rev", 0, "op", op, END);
    memcpy(op + 2 + LIMIT_OP_INSERT, "x\"]", 4);
    assert_int_equal(kit_do(&kit, ROLE_DELEGATE, "text.edit", "id", action, OBJECTIVE, "rev", 1, "op", op, END),
                     CODE_TOO_LONG);
    kit_close(&kit);
}

static void the_staffs_notes_are_written_by_the_staff(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int item = kit_make(&kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "Opening", END);
#define NOTE(role, field_word)                                                                                         \
    kit_do(&kit, role, "text.edit", "id", item, "field", field_word, "lang", "en", "rev", 0, "op", "[\"x\"]", END)
    assert_int_equal(NOTE(ROLE_RAPPORTEUR, "staff_notes"), CODE_FORBIDDEN);
    assert_int_equal(NOTE(ROLE_FACILITATOR, "staff_notes"), CODE_OK);
    assert_int_equal(NOTE(ROLE_RAPPORTEUR, "notes"), CODE_OK);
    assert_int_equal(NOTE(ROLE_OBSERVER, "notes"), CODE_FORBIDDEN);
    const struct viewer room = { .audience = AUDIENCE_ROOM }, staff = { .audience = AUDIENCE_STAFF };
    const struct text *text = text_at(&kit, item, TEXT_STAFF_NOTES, LANG_EN);
    assert_false(view_sees(kit.room, &text->e, room));
    assert_true(view_sees(kit.room, &text->e, staff));
    assert_true(view_sees(kit.room, &text_at(&kit, item, TEXT_NOTES, LANG_EN)->e, room));
    kit_close(&kit);
}

static void an_interpreter_writes_translations(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int action = make_action(&kit);
#define TRANSLATE(field_word, lang_word, revision)                                                                     \
    kit_do(&kit, ROLE_INTERPRETER, "text.edit", "id", action, "field", field_word, "lang", lang_word, "rev", revision, \
           "op", "[\"x\"]", END)
    assert_int_equal(TRANSLATE("title", "en", 1), CODE_FORBIDDEN);
    assert_int_equal(TRANSLATE("objective", "fr", 0), CODE_FORBIDDEN);
    assert_int_equal(TRANSLATE("title", "fr", 0), CODE_OK);
    kit_close(&kit);
}

/* What readers of the row see of its title. */
static char *marks_of(const struct kit *kit, int action)
{
    char *seen = kit_seen(kit->room, &room_action(kit->room, (uint64_t)action)->e, (struct viewer){ AUDIENCE_ROOM, 0 });
    char *at = strstr(seen, "\"title\":"), *end = at == NULL ? NULL : strchr(at, '}');
    char *marks = at == NULL ? mem_copy_text("") : mem_copy_bytes(at + 8, (size_t)(end + 1 - at - 8));
    mem_free(seen);
    return marks;
}

#define assert_marks(kit, action, text) \
    do { \
        char *marks = marks_of(kit, action); \
        assert_string_equal(marks, text); \
        mem_free(marks); \
    } while (0)

static void the_row_is_touched_only_when_its_marks_change(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int action = make_action(&kit);
    const struct entity *row = &room_action(kit.room, (uint64_t)action)->e;
    room_clean(kit.room);
    uint64_t seq = row->seq;
    kit_make(&kit, ROLE_DELEGATE, "text.edit", "id", action, TITLE, "rev", 1, "op", "[10,\"!\"]", END);
    assert_int_equal(row->seq, seq);
    assert_true(row->dirty);
    assert_marks(&kit, action, "{\"src\":\"en\"}");
    kit_make(&kit, ROLE_INTERPRETER, "text.edit", "id", action, "field", "title", "lang", "fr", "rev", 0, "op",
             "[\"Partager\"]", END);
    assert_int_equal(row->seq, kit.room->seq);
    kit_make(&kit, ROLE_DELEGATE, "text.edit", "id", action, TITLE, "rev", 2, "op", "[11,\"!\"]", END);
    assert_int_equal(row->seq, kit.room->seq);
    assert_marks(&kit, action, "{\"src\":\"en\",\"old\":[\"fr\"]}");
    seq = row->seq;
    kit_make(&kit, ROLE_DELEGATE, "text.edit", "id", action, TITLE, "rev", 3, "op", "[12,\"!\"]", END);
    assert_int_equal(row->seq, seq);
    kit_close(&kit);
}

static void a_translation_is_confirmed_beside_the_source_one_saw(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int action = kit_make(&kit, ROLE_DELEGATE, "action.create", "title", "Share data", "title", "fr:Partager", END);
#define CONFIRM(lang_word, revision)                                                                                   \
    kit_do(&kit, ROLE_INTERPRETER, "text.confirm", "id", action, "field", "title", "lang", lang_word, "rev", revision, \
           END)
    assert_int_equal(CONFIRM("fr", 1), CODE_STATE);
    kit_make(&kit, ROLE_DELEGATE, "text.edit", "id", action, TITLE, "rev", 1, "op", "[10,\"!\"]", END);
    assert_int_equal(CONFIRM("fr", 1), CODE_CHANGED);
    assert_int_equal(CONFIRM("ar", 2), CODE_STATE);
    assert_int_equal(CONFIRM("en", 2), CODE_STATE);
    assert_int_equal(CONFIRM("fr", 2), CODE_OK);
    assert_marks(&kit, action, "{\"src\":\"en\"}");
    assert_int_equal(kit.result, action);
    assert_int_equal(text_at(&kit, action, TEXT_TITLE, LANG_FR)->rev, 1);
    kit_close(&kit);
}

static void a_title_may_be_emptied_by_typing_but_not_by_an_edit(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int action = make_action(&kit);
    assert_int_equal(kit_do(&kit, ROLE_DELEGATE, "action.edit", "id", action, "title", "", END), CODE_BAD_ARGUMENT);
    kit_make(&kit, ROLE_DELEGATE, "text.edit", "id", action, TITLE, "rev", 1, "op", "[{\"d\":10}]", END);
    assert_marks(&kit, action, "");
    kit_make(&kit, ROLE_EXPERT, "text.edit", "id", action, TITLE, "rev", 2, "op", "[\"Anew\"]", END);
    assert_string_equal(words_of(&kit, title_of(&kit, action)), "Anew");
    kit_close(&kit);
}

/* Type `n` operations, each in a commit of its own. */
static void type_on(struct kit *kit, int action, int64_t n)
{
    for (int64_t i = 0; i < n; i++) {
        kit_make(kit, ROLE_DELEGATE, "text.edit", "id", action, TITLE, "rev", (int)title_of(kit, action)->rev, "op",
                 i % 2 ? "[{\"d\":1}]" : "[\"x\"]", END);
        room_clean(kit->room);
    }
}

/* All operations of a text, as a store would give them back. */
static struct text_op *all_ops(const struct text *text, size_t *n)
{
    const struct text_op *ops = text_since(text, 0, n);
    struct text_op *copy = mem_zero(*n, sizeof(*copy));
    for (size_t i = 0; i < *n; i++) {
        copy[i].rev = ops[i].rev;
        copy[i].seq = ops[i].seq;
        ot_copy(&copy[i].op, &ops[i].op);
    }
    return copy;
}

static void an_operation_older_than_the_window_waits_for_what_happened_since(void **state)
{
    (void)state;
    struct kit kit;
    struct command cmd;
    uint64_t id;
    int64_t rev;
    size_t n;
    kit_open(&kit);
    int action = make_action(&kit);
    room_clean(kit.room);
    type_on(&kit, action, 200);
    struct text_op *older = all_ops(title_of(&kit, action), &n);
    type_on(&kit, action, LIMIT_WINDOW_OPS);
    kit_build(&cmd, "text.edit", "id", action, TITLE, "rev", 1, "op", "[10,\" now\"]", END);
    assert_true(room_lacks(kit.room, &cmd, &id, &rev));
    assert_int_equal(id, title_of(&kit, action)->e.id);
    assert_int_equal(rev, 1);
    assert_int_equal(kit_run(&kit, kit_actor(&kit, ROLE_EXPERT), &cmd), CODE_BUSY);
    /* What does not reach the window is not taken; what is there already is skipped. */
    assert_false(text_put_older(kit.room, id, older, 100));
    assert_true(text_put_older(kit.room, id, older + 100, n - 100));
    kit_build(&cmd, "text.edit", "id", action, TITLE, "rev", 101, "op", "[10,\" now\"]", END);
    assert_false(room_lacks(kit.room, &cmd, &id, &rev));
    assert_int_equal(kit_run(&kit, kit_actor(&kit, ROLE_EXPERT), &cmd), CODE_OK);
    assert_string_equal(words_of(&kit, title_of(&kit, action)), "Share data now");
    room_clean(kit.room);
    text_since(title_of(&kit, action), 0, &n);
    assert_int_equal(n, LIMIT_WINDOW_OPS);
    mem_free(older);
    kit_close(&kit);
}

static void after_loading_a_text_starts_without_a_window(void **state)
{
    (void)state;
    struct kit kit;
    struct command cmd;
    uint64_t id;
    int64_t rev;
    kit_open(&kit);
    int action = make_action(&kit);
    type_on(&kit, action, 5);
    struct room *copy = room_copy(kit.room);
    room_free(kit.room);
    kit.room = copy;
    assert_null(title_of(&kit, action)->window);
    assert_int_equal(title_of(&kit, action)->rev, 6);
    kit_build(&cmd, "text.edit", "id", action, TITLE, "rev", 5, "op", "[\"x\"]", END);
    assert_true(room_lacks(kit.room, &cmd, &id, &rev));
    command_clear(&cmd);
    type_on(&kit, action, 3);
    assert_int_equal(title_of(&kit, action)->window->n, 3);
    kit_close(&kit);
}

static void a_copy_in_pieces_has_the_letters_that_came_meanwhile(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int action = make_action(&kit);
    struct room_copying *copying = room_copying_new();
    assert_false(room_copying_go(copying, kit.room, kit.room->entities.n - 1));
    const uint64_t seq = room_action(kit.room, (uint64_t)action)->e.seq;
    type_on(&kit, action, 1);
    assert_int_equal(room_action(kit.room, (uint64_t)action)->e.seq, seq);
    while (!room_copying_go(copying, kit.room, 1))
        continue;
    struct room *copy = room_copying_take(copying);
    room_check(copy);
    room_free(kit.room);
    kit.room = copy;
    assert_int_equal(title_of(&kit, action)->rev, 2);
    assert_int_equal(words_of(&kit, title_of(&kit, action))[0], 'x');
    kit_close(&kit);
}

static void of_many_windows_the_older_half_goes(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    char words[LIMIT_TEXT + 1];
    memset(words, 'x', sizeof(words) - 1);
    words[LIMIT_TEXT] = '\0';
    /* Each whole text is one operation of 20,000 bytes. */
    for (size_t i = 0; i < LIMIT_WINDOWS_BYTES / LIMIT_TEXT + 1; i++)
        kit_make(&kit, ROLE_DELEGATE, "recommendation.create", "text", words, END);
    assert_true(kit.room->windows_bytes > LIMIT_WINDOWS_BYTES);
    room_clean(kit.room);
    assert_true(kit.room->windows_bytes <= LIMIT_WINDOWS_BYTES);
    kit_close(&kit);
}

/* Sessions: writers with copies of their own, each as old as its link. */

enum { WRITERS = 5, ROUNDS = 400 };

struct session {
    struct kit kit;
    uint64_t random;
    int row;
    struct copy *copies[WRITERS];
    size_t merged;                  /* operations that arrived on an older revision */
};

static uint64_t below(struct session *s, uint64_t n)
{
    s->random ^= s->random << 13;
    s->random ^= s->random >> 7;
    s->random ^= s->random << 17;
    return s->random % n;
}

static void random_op(struct session *s, struct ot_op *op, const char *words)
{
    static const char *const pieces[] = { "a",       "العربية ", "é", "👩🏽‍🌾", "[", "]", " / ",
                                          "\"q\\\"", "été ",     "\n" };
    uint64_t left = words == NULL ? 0 : utf8_length(words);
    for (uint64_t parts = 1 + below(s, 3); parts > 0; parts--) {
        uint64_t skip = left == 0 ? 0 : below(s, left + 1);
        left -= skip;
        if (skip > 0)
            ot_push(op, OT_SKIP, (uint32_t)skip, NULL);
        if (left > 0 && below(s, 3) == 0) {
            uint64_t n = 1 + below(s, left < 9 ? left : 9);
            left -= n;
            ot_push(op, OT_DELETE, (uint32_t)n, NULL);
        } else {
            ot_push(op, OT_INSERT, 0, pieces[below(s, sizeof(pieces) / sizeof(pieces[0]))]);
        }
    }
    ot_normalize(op);
}

/* The revision of a text held. */
static int64_t held_rev(const struct copy *copy, uint64_t text)
{
    return strtoll(strstr(copy->text[text], ",\"rev\":") + 7, NULL, 10);
}

static void write_something(struct session *s)
{
    const struct copy *copy = s->copies[below(s, WRITERS)];
    uint8_t lang = (uint8_t)below(s, LANG_N);
    const struct text *text = text_find(s->kit.room, (uint64_t)s->row, TEXT_TEXT, lang);
    bool held = text != NULL && copy->text[text->e.id] != NULL;
    char *words = held ? copy_words(copy, text->e.id) : NULL;
    struct command cmd = { .verb = verb_of("text.edit"), .id = (uint64_t)s->row, .present = 15 };
    cmd.u.text_edit.field = TEXT_TEXT;
    cmd.u.text_edit.lang = lang;
    cmd.u.text_edit.rev = held ? held_rev(copy, text->e.id) : 0;
    random_op(s, &cmd.u.text_edit.op, words);
    s->merged += text != NULL && cmd.u.text_edit.rev < text->rev;
    mem_free(words);
    struct command whole;
    kit_build(&whole, "recommendation.edit", "id", s->row, "text", below(s, 2) ? "fr:Un texte entier" : "A whole text",
              END);
    bool typing = below(s, 20) != 0;
    assert_int_equal(kit_run(&s->kit, kit_actor(&s->kit, ROLE_EXPERT), typing ? &cmd : &whole), CODE_OK);
    command_clear(typing ? &whole : &cmd);
    if (below(s, 3) == 0)
        room_clean(s->kit.room);
}

static uint64_t seed_of(void)
{
    const char *given = getenv("PLENARY_SEED");
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return given != NULL ? strtoull(given, NULL, 10) : (uint64_t)now.tv_nsec * 2654435761u + (uint64_t)now.tv_sec;
}

static void readers_by_operations_and_whole_hold_the_texts_of_the_room(void **state)
{
    (void)state;
    struct session s = { 0 };
    uint64_t seed = seed_of();
    size_t by_ops = 0;
    s.random = (seed * 2 + 1) * UINT64_C(0x9e3779b97f4a7c15);
    print_message("PLENARY_SEED=%llu\n", (unsigned long long)seed);
    kit_open(&s.kit);
    s.row = kit_make(&s.kit, ROLE_DELEGATE, "recommendation.create", "text", "Begin.", END);
    for (size_t i = 0; i < WRITERS; i++) {
        s.copies[i] = mem_zero(1, sizeof(*s.copies[i]));
        s.copies[i]->viewer = (struct viewer){ i == 0 ? AUDIENCE_PUBLIC : AUDIENCE_ROOM, 0 };
    }
    for (size_t round = 0; round < ROUNDS; round++) {
        write_something(&s);
        for (size_t i = 0; i < WRITERS; i++) {
            if (below(&s, 1 + 3 * i) != 0)
                continue;
            if (below(&s, 50) == 0)
                copy_clear(s.copies[i]);
            copy_follow(s.copies[i], s.kit.room, AS_USUAL);
            copy_compare(s.copies[i], s.kit.room);
        }
    }
    for (size_t i = 0; i < WRITERS; i++) {
        by_ops += s.copies[i]->by_ops;
        copy_clear(s.copies[i]);
        mem_free(s.copies[i]);
    }
    assert_true(by_ops > ROUNDS / 2 && s.merged > ROUNDS / 4);
    kit_close(&s.kit);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("O1 a text is there from its first word on", a_text_is_there_from_its_first_word_on),
        test_case("O1 a row is the result, and its texts come with it", a_row_is_the_result_and_its_texts_come_with_it),
        test_case("O2 a whole edit is one operation: the difference", a_whole_edit_is_one_operation_the_difference),
        test_case("O3 what goes takes its texts along", what_goes_takes_its_texts_along),
        test_case("O8 an operation on an older revision is brought up to date",
                  an_operation_on_an_older_revision_is_brought_up_to_date),
        test_case("O8 Arabic and emoji are counted in code points", arabic_and_emoji_are_counted_in_code_points),
        test_case("O4 what cannot be an operation of the text is refused",
                  what_cannot_be_an_operation_of_the_text_is_refused),
        test_case("O4 an operation at the limits passes, and beyond them not",
                  an_operation_at_the_limits_passes_and_beyond_them_not),
        test_case("O6 the staff's notes are written by the staff", the_staffs_notes_are_written_by_the_staff),
        test_case("O7 an interpreter writes translations", an_interpreter_writes_translations),
        test_case("O5 the row is touched only when its marks change", the_row_is_touched_only_when_its_marks_change),
        test_case("O10 a translation is confirmed beside the source one saw",
                  a_translation_is_confirmed_beside_the_source_one_saw),
        test_case("O11 a title may be emptied by typing, but not by an edit",
                  a_title_may_be_emptied_by_typing_but_not_by_an_edit),
        test_case("O9 an operation older than the window waits for what happened since",
                  an_operation_older_than_the_window_waits_for_what_happened_since),
        test_case("O9 after loading a text starts without a window", after_loading_a_text_starts_without_a_window),
        test_case("O5 a copy in pieces has the letters that came meanwhile",
                  a_copy_in_pieces_has_the_letters_that_came_meanwhile),
        test_case("O9 of many windows the older half goes", of_many_windows_the_older_half_goes),
        test_case("F12 readers by operations and whole hold the texts of the room",
                  readers_by_operations_and_whole_hold_the_texts_of_the_room),
    };
    return cmocka_run_group_tests_name("text", cases, NULL, NULL);
}
