/* Fields: forms, ranges, copies and texts in several languages (rules C4 and E4), and the tables of kinds. */
#include "core/checks.h"
#include "core/field_check.h"
#include "core/kind_rows.h"
#include "support_core.h"

static void check_forms(enum field_type type, const char *const *good, const char *const *bad)
{
    const struct field field = { .name = "f", .type = type, .max = LIMIT_NAME };
    for (; *good != NULL; good++)
        if (!field_text_ok(&field, *good))
            fail_msg("\"%s\" should be taken", *good);
    for (; *bad != NULL; bad++)
        if (field_text_ok(&field, *bad))
            fail_msg("\"%s\" should be refused", *bad);
}

#define TEXTS(...) (const char *const[]){ __VA_ARGS__, NULL }

static void texts_have_the_form_of_their_type(void **state)
{
    (void)state;
    check_forms(FIELD_DATE, TEXTS("2015-11-16", "2016-02-29", "2000-02-29", "0001-01-01", "2023-12-31"),
                TEXTS("", "2015-02-29", "1900-02-29", "2015-13-01", "2015-00-10", "2015-11-31", "2015-1-01",
                      "2015-11-16 ", "0000-01-01", "15-11-2016", "2015/11/16"));
    check_forms(FIELD_CLOCK, TEXTS("00:00", "09:30", "23:59"),
                TEXTS("", "24:00", "9:30", "09:60", "09:30:00", "0930", "-1:00"));
    check_forms(
        FIELD_LOCAL, TEXTS("2021-12-07T10:00"),
        TEXTS("", "2021-12-07 10:00", "2021-12-07T10:00Z", "2021-12-07T24:00", "2021-02-30T10:00", "2021-12-07"));
    check_forms(FIELD_DUE, TEXTS("2016-12-31", "ongoing", "T+6 months", "T+1 year", "T+1 day", "T+999 weeks"),
                TEXTS("", "soon", "T+0 days", "T+ 6 months", "T+6months", "T+1000 days", "T+6 monthss", "T+6 ",
                      "t+6 months", "T+06 months", "Ongoing", "T+6 months "));
    check_forms(FIELD_COUNTRY, TEXTS("JO", "SA"), TEXTS("", "jo", "JOR", "J", "J1"));
    check_forms(
        FIELD_ZONE, TEXTS("UTC", "Asia/Riyadh", "America/Argentina/Ushuaia", "Etc/GMT+3", "Africa/Porto-Novo"),
        TEXTS("", "Riyadh", "/etc/passwd", "Asia/", "../x", "Asia/../x", "Asia/Riyadh ", "a/b/c/d", "Asia//Riyadh"));
}

static void a_line_is_one_line_and_nothing_is_a_control_character(void **state)
{
    (void)state;
    const struct field line = { .name = "f", .type = FIELD_TEXT, .max = LIMIT_TITLE };
    const struct field text = { .name = "f", .type = FIELD_TEXT, .max = LIMIT_TEXT };
    static const char *const ends[] = { "a\nb", "a\tb",
                                        "a\xe2\x80\xa8"
                                        "b",
                                        "a\xe2\x80\xa9"
                                        "b" };
    for (size_t i = 0; i < 4; i++) {
        assert_false(field_text_ok(&line, ends[i]));
        assert_true(field_text_ok(&text, ends[i]));
    }
    assert_false(field_text_ok(&text, "a\x01"
                                      "b"));
    assert_false(field_text_ok(&text, "a\x7f"
                                      "b"));
    assert_true(field_text_ok(&line, "ورشة عمل"));
}

static void lengths_are_counted_in_code_points(void **state)
{
    (void)state;
    const struct field line = { .name = "f", .type = FIELD_TEXT, .max = 3 };
    char *fits = mem_copy_text("ورش"), *longer = mem_copy_text("ورشة");
    assert_int_equal(field_check(&line, &fits), CODE_OK);
    assert_int_equal(field_check(&line, &longer), CODE_TOO_LONG);
    mem_free(fits);
    mem_free(longer);
}

static void lists_have_a_limit_and_no_doubles(void **state)
{
    (void)state;
    const struct field refs = { .name = "f", .type = FIELD_REFS };
    const struct field langs = { .name = "f", .type = FIELD_LANGS };
    uint64_t v[LIMIT_LIST + 1];
    for (uint64_t i = 0; i <= LIMIT_LIST; i++)
        v[i] = i + 1;
    struct ids ids = { v, LIMIT_LIST };
    assert_int_equal(field_check(&refs, &ids), CODE_OK);
    ids.n++;
    assert_int_equal(field_check(&refs, &ids), CODE_TOO_LONG);
    ids.n = 2;
    v[1] = v[0];
    assert_int_equal(field_check(&refs, &ids), CODE_BAD_ARGUMENT);
    char ar[] = "ar", fr[] = "fr", de[] = "de";
    char *words[] = { ar, fr, ar };
    struct texts texts = { words, 2 };
    assert_int_equal(field_check(&langs, &texts), CODE_OK);
    texts.n = 3;
    assert_int_equal(field_check(&langs, &texts), CODE_BAD_ARGUMENT);
    words[1] = de;
    texts.n = 2;
    assert_int_equal(field_check(&langs, &texts), CODE_BAD_ARGUMENT);
}

static const struct field ml_field = { .name = "title", .type = FIELD_ML, .max = LIMIT_TITLE };

/* Merge what a command gives: language and text in turn. */
static void merge(struct ml *ml, ...)
{
    struct ml given = { 0 };
    va_list rest;
    va_start(rest, ml);
    for (int lang = va_arg(rest, int); lang != LANG_N; lang = va_arg(rest, int))
        given.text[lang] = mem_copy_text(va_arg(rest, const char *));
    va_end(rest);
    field_merge(&ml_field, ml, &given);
    for (int l = 0; l < LANG_N; l++)
        assert_null(given.text[l]);
}

static void the_first_language_is_the_source_and_translations_grow_old(void **state)
{
    (void)state;
    struct ml ml = { 0 };
    merge(&ml, LANG_FR, "Un", LANG_N);
    assert_int_equal(ml.source, LANG_FR);
    assert_int_equal(ml.source_rev, 1);
    merge(&ml, LANG_EN, "One", LANG_N);
    assert_int_equal(ml.source_rev, 1);
    assert_int_equal(ml.rev[LANG_EN], 1);
    merge(&ml, LANG_FR, "Un et demi", LANG_N);
    assert_int_equal(ml.source_rev, 2);
    assert_int_equal(ml.rev[LANG_FR], 2);
    assert_int_equal(ml.rev[LANG_EN], 1);
    merge(&ml, LANG_EN, "One", LANG_FR, "Un et demi", LANG_N);
    assert_int_equal(ml.rev[LANG_EN], 1);
    merge(&ml, LANG_EN, "One and a half", LANG_N);
    assert_int_equal(ml.rev[LANG_EN], 2);
    merge(&ml, LANG_EN, "Two", LANG_FR, "Deux", LANG_N);
    assert_int_equal(ml.source_rev, 3);
    assert_int_equal(ml.rev[LANG_EN], 3);
    field_clear(&ml_field, &ml);
}

static void the_source_moves_on_when_it_is_removed(void **state)
{
    (void)state;
    struct ml ml = { 0 };
    merge(&ml, LANG_AR, "واحد", LANG_FR, "Un", LANG_EN, "One", LANG_N);
    assert_int_equal(ml.source, LANG_EN);
    merge(&ml, LANG_EN, "", LANG_N);
    assert_int_equal(ml.source, LANG_FR);
    assert_null(ml.text[LANG_EN]);
    assert_int_equal(ml.rev[LANG_EN], 0);
    assert_string_equal(ml_text(&ml, LANG_EN), "Un");
    merge(&ml, LANG_FR, "", LANG_AR, "", LANG_N);
    assert_true(ml_is_empty(&ml));
    assert_int_equal(ml.source_rev, 0);
    assert_null(ml_text(&ml, LANG_EN));
}

static void a_named_source_is_taken_when_the_text_is_new(void **state)
{
    (void)state;
    struct ml ml = { 0 };
    struct ml given = { .source = LANG_FR, .source_rev = 1 };
    given.text[LANG_EN] = mem_copy_text("One");
    given.text[LANG_FR] = mem_copy_text("Un");
    field_merge(&ml_field, &ml, &given);
    assert_int_equal(ml.source, LANG_FR);
    given = (struct ml){ .source = LANG_EN, .source_rev = 1 };
    given.text[LANG_EN] = mem_copy_text("Uno");
    field_merge(&ml_field, &ml, &given);
    assert_int_equal(ml.source, LANG_FR);
    field_clear(&ml_field, &ml);
}

static void a_copy_is_deep_and_equal(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_make(&kit, ROLE_FACILITATOR, "workshop.edit", "languages", "ar", "languages", "fr", "ends_on", "2015-11-19",
             END);
    struct room *copy = room_copy(kit.room);
    const struct kind_info *info = kind_info(KIND_WORKSHOP);
    for (size_t i = 0; i < info->n_fields; i++)
        assert_true(field_equal(&info->fields[i], kit.room->workshop, copy->workshop));
    assert_ptr_not_equal(kit.room->workshop->name, copy->workshop->name);
    assert_ptr_not_equal(kit.room->workshop->languages.v[1], copy->workshop->languages.v[1]);
    kit_make(&kit, ROLE_FACILITATOR, "workshop.edit", "languages", "ar", END);
    assert_int_equal(copy->workshop->languages.n, 2);
    room_free(copy);
    kit_close(&kit);
}

static const size_t set_rows[KIND_N] = {
    [KIND_WORKSHOP] = SET_WORKSHOP, [KIND_DELEGATION] = SET_DELEGATION, [KIND_PERSON] = SET_PERSON,
    [KIND_ITEM] = SET_ITEM, [KIND_POLL] = SET_POLL, [KIND_OPTION] = SET_OPTION, [KIND_BALLOT] = SET_BALLOT,
    [KIND_THEME] = SET_THEME, [KIND_ACTION] = SET_ACTION, [KIND_RECOMMENDATION] = SET_RECOMMENDATION,
    [KIND_MEETING] = SET_MEETING, [KIND_STAKEHOLDER] = SET_STAKEHOLDER, [KIND_GROUP] = SET_GROUP,
    [KIND_FRAMEWORK] = SET_FRAMEWORK, [KIND_PARAGRAPH] = SET_PARAGRAPH, [KIND_TEXT] = SET_TEXT,
    [KIND_REMARK] = SET_REMARK, [KIND_PROPOSAL] = SET_PROPOSAL, [KIND_ADOPTION] = SET_ADOPTION,
    [KIND_ROLL] = SET_ROLL, [KIND_ANSWER] = SET_ANSWER, [KIND_HAND] = SET_HAND, [KIND_QUESTION] = SET_QUESTION,
    [KIND_MESSAGE] = SET_MESSAGE, [KIND_PARKED] = SET_PARKED, [KIND_ATTENDANCE] = SET_ATTENDANCE,
};

static void the_rows_of_a_kind_lie_in_its_struct_and_those_that_can_be_set_come_first(void **state)
{
    (void)state;
    for (int kind = KIND_NONE + 1; kind < KIND_N; kind++) {
        const struct kind_info *info = kind_info((enum kind)kind);
        size_t index;
        assert_int_equal(kind_of(info->name), kind);
        assert_true(info->n_fields <= 64 && info->size <= sizeof(union any_entity));
        for (size_t i = 0; i < info->n_fields; i++) {
            const struct field *field = &info->fields[i];
            assert_non_null(field->name);
            assert_non_null(field->doc);
            assert_true(field->offset >= sizeof(struct entity));
            assert_true(field->offset + field_size(field->type) <= info->size);
            assert_int_equal((field->flags & FIELD_SET) != 0, i < set_rows[kind]);
            assert_int_equal(field->type == FIELD_ENUM || field->type == FIELD_WORDS, field->words != NULL);
            assert_int_equal(field->type == FIELD_REF || field->type == FIELD_REFS, field->ref != KIND_NONE);
            assert_ptr_equal(kind_field((enum kind)kind, field->name, &index), field);
            assert_int_equal(index, i);
        }
        assert_null(kind_field((enum kind)kind, "nothing", NULL));
    }
    assert_int_equal(kind_of("nothing"), KIND_NONE);
}

static void words_and_their_numbers_belong_together(void **state)
{
    (void)state;
    for (int role = 0; role < ROLE_N; role++)
        assert_int_equal(role_of(role_word((enum role)role)), role);
    for (int role = 0; role <= ROLE_OBSERVER; role++)
        assert_string_equal(person_role_words[role], role_word((enum role)role));
    assert_null(person_role_words[ROLE_OBSERVER + 1]);
    for (int l = 0; l < LANG_N; l++)
        assert_int_equal(lang_of(lang_word((enum lang)l)), l);
    assert_int_equal(role_of("nobody"), ROLE_N);
    assert_int_equal(lang_of("de"), LANG_N);
    const struct field *kinds = kind_field(KIND_ITEM, "kind", NULL), *types = kind_field(KIND_POLL, "type", NULL);
    assert_string_equal(kinds->words[ITEM_CLOSING], "closing");
    assert_string_equal(kinds->words[ITEM_TOUR_DE_TABLE], "tour_de_table");
    assert_string_equal(types->words[POLL_FIST_TO_FIVE], "fist_to_five");
    assert_string_equal(kind_field(KIND_DELEGATION, "type", NULL)->words[DELEGATION_OTHER], "other");
    assert_string_equal(kind_field(KIND_WORKSHOP, "mode", NULL)->words[MODE_IN_ROOM], "in_room");
    assert_string_equal(kind_field(KIND_PERSON, "mode", NULL)->words[PERSON_IN_ROOM], "in_room");
    assert_string_equal(kind_field(KIND_ACTION, "status", NULL)->words[ACTION_DROPPED], "dropped");
    assert_string_equal(kind_field(KIND_PARAGRAPH, "level", NULL)->words[PARAGRAPH_SUB], "subparagraph");
    assert_string_equal(kind_field(KIND_FRAMEWORK, "state", NULL)->words[ROW_ADOPTED], "adopted");
    assert_string_equal(kind_field(KIND_REMARK, "type", NULL)->words[REMARK_OBJECTION], "objection");
    assert_string_equal(kind_field(KIND_PROPOSAL, "why", NULL)->words[PROPOSAL_MERGED], "merged");
    assert_string_equal(kind_field(KIND_ADOPTION, "way", NULL)->words[ADOPTION_POLL], "poll");
    assert_string_equal(kind_field(KIND_ADOPTION, "state", NULL)->words[ADOPTION_WITHDRAWN], "withdrawn");
    assert_string_equal(text_field_words[TEXT_STAFF_NOTES], "staff_notes");
    assert_null(text_field_words[TEXT_FIELD_N]);
    assert_string_equal(check_words[CHECK_NO_TEXT], "no_text");
    assert_null(check_words[CHECK_N]);
    assert_string_equal(code_word(CODE_REFUSED_BEFORE), "refused_before");
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("C4 texts have the form of their type", texts_have_the_form_of_their_type),
        test_case("C4 a line is one line", a_line_is_one_line_and_nothing_is_a_control_character),
        test_case("C4 lengths are counted in code points", lengths_are_counted_in_code_points),
        test_case("C4 lists have a limit and no doubles", lists_have_a_limit_and_no_doubles),
        test_case("E4 translations grow old", the_first_language_is_the_source_and_translations_grow_old),
        test_case("E4 the source moves on when it is removed", the_source_moves_on_when_it_is_removed),
        test_case("E4 a named source is taken when the text is new", a_named_source_is_taken_when_the_text_is_new),
        test_case("a copy is deep and equal", a_copy_is_deep_and_equal),
        test_case("rows that can be set come first",
                  the_rows_of_a_kind_lie_in_its_struct_and_those_that_can_be_set_come_first),
        test_case("words and their numbers belong together", words_and_their_numbers_belong_together),
    };
    return cmocka_run_group_tests_name("field", cases, NULL, NULL);
}
