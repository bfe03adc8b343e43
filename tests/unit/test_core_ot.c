/* ot: operations on texts, by example and by random ones: the diamond closes, composing and inverting keep their word. */
#include "test.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "core/limits.h"
#include "core/ot.h"

static struct ot_op op_of(const char *json)
{
    struct ot_op op;
    if (!ot_read(&op, json, strlen(json)))
        fail_msg("not an operation: %s", json);
    return op;
}

/* Compares with the canonical form, and frees what is given. */
static void assert_op(struct ot_op op, const char *json)
{
    struct buf out;
    buf_init(&out, 1 << 20);
    struct json writer;
    json_init(&writer, &out);
    ot_write(&writer, &op);
    assert_string_equal(out.data, json);
    buf_free(&out);
    ot_clear(&op);
}

static void assert_text(char *text, const char *expected)
{
    if (expected == NULL)
        assert_null(text);
    else
        assert_string_equal(text, expected);
    mem_free(text);
}

static void applied(void **state)
{
    (void)state;
    static const struct {
        const char *text, *op, *result;
    } cases[] = {
        { "", "[]", "" },
        { "plan", "[]", "plan" },
        { "", "[\"word\"]", "word" },
        { NULL, "[\"word\"]", "word" },
        { "one three", "[4,\"two \"]", "one two three" },
        { "one two three", "[4,{\"d\":4}]", "one three" },
        { "abc", "[{\"d\":1},1,\"x\",{\"d\":1},\"y\"]", "bxy" },
        { "abc", "[3,\"d\"]", "abcd" },
        { "خطة العمل", "[4,\"ورش \",{\"d\":5}]", "خطة ورش " },
        { "a😀b👍🏽c", "[2,{\"d\":1},2,\"é\"]", "a😀👍🏽éc" },
        { "e\xcc\x81t\xcc\x81", "[1,{\"d\":1},1,\"-\"]", "et-\xcc\x81" },
        { "one\r\ntwo", "[4,{\"d\":1}]", "one\rtwo" },
        { "abc", "[4,\"d\"]", NULL },
        { "abc", "[2,{\"d\":2}]", NULL },
        { "", "[{\"d\":1}]", NULL },
        { NULL, "[1,\"x\"]", NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct ot_op op = op_of(cases[i].op);
        assert_text(ot_apply(cases[i].text, &op), cases[i].result);
        ot_clear(&op);
    }
}

static void transformed(void **state)
{
    (void)state;
    static const struct {
        const char *op, *other, *left, *right;
    } cases[] = {
        { "[\"a\"]", "[\"b\"]", "[\"a\"]", "[1,\"a\"]" },
        { "[3,\"a\"]", "[3,\"bcd\"]", "[3,\"a\"]", "[6,\"a\"]" },
        { "[3,\"a\"]", "[1,\"😀\"]", "[4,\"a\"]", "[4,\"a\"]" },
        { "[3,\"a\"]", "[1,{\"d\":5}]", "[1,\"a\"]", "[1,\"a\"]" },
        { "[{\"d\":4}]", "[2,\"x\"]", "[{\"d\":2},1,{\"d\":2}]", "[{\"d\":2},1,{\"d\":2}]" },
        { "[{\"d\":4}]", "[2,{\"d\":4}]", "[{\"d\":2}]", "[{\"d\":2}]" },
        { "[2,{\"d\":1}]", "[{\"d\":9}]", "[]", "[]" },
        { "[2,\"a\",{\"d\":1}]", "[2,\"b\",{\"d\":1}]", "[2,\"a\"]", "[3,\"a\"]" },
        { "[2,{\"d\":1},\"a\"]", "[3,\"b\"]", "[2,{\"d\":1},\"a\"]", "[2,{\"d\":1},1,\"a\"]" },
        { "[]", "[\"b\"]", "[]", "[]" },
        { "[5,\"a\"]", "[]", "[5,\"a\"]", "[5,\"a\"]" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct ot_op op = op_of(cases[i].op);
        struct ot_op other = op_of(cases[i].other);
        assert_op(ot_transform(&op, &other, OT_LEFT), cases[i].left);
        assert_op(ot_transform(&op, &other, OT_RIGHT), cases[i].right);
        ot_clear(&op);
        ot_clear(&other);
    }
}

static void composed(void **state)
{
    (void)state;
    static const struct {
        const char *first, *second, *both;
    } cases[] = {
        { "[\"a\"]", "[1,\"b\"]", "[\"ab\"]" },
        { "[3,\"خطة\"]", "[4,\"-\",{\"d\":1}]", "[3,\"خ-ة\"]" },
        { "[3,\"abc\"]", "[3,{\"d\":3}]", "[]" },
        { "[2,{\"d\":2}]", "[1,{\"d\":2}]", "[1,{\"d\":4}]" },
        { "[{\"d\":1},\"x\"]", "[\"y\"]", "[\"y\",{\"d\":1},\"x\"]" },
        { "[]", "[2,\"a\"]", "[2,\"a\"]" },
        { "[2,\"a\"]", "[]", "[2,\"a\"]" },
        { "[5,\"a\"]", "[2,{\"d\":1}]", "[2,{\"d\":1},2,\"a\"]" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct ot_op first = op_of(cases[i].first);
        struct ot_op second = op_of(cases[i].second);
        assert_op(ot_compose(&first, &second), cases[i].both);
        ot_clear(&first);
        ot_clear(&second);
    }
}

static void inverted(void **state)
{
    (void)state;
    struct ot_op op = op_of("[1,{\"d\":2},\"xy\",1,\"z\"]");
    assert_op(ot_invert(&op, "a😀édf"), "[1,\"😀é\",{\"d\":2},1,{\"d\":1}]");
    ot_clear(&op);
}

static void differences(void **state)
{
    (void)state;
    static const struct {
        const char *old, *new, *op;
    } cases[] = {
        { "", "", "[]" },
        { NULL, "a", "[\"a\"]" },
        { "a", NULL, "[{\"d\":1}]" },
        { "plan", "plan", "[]" },
        { "one three", "one two three", "[5,\"wo t\"]" },
        { "aaa", "aa", "[2,{\"d\":1}]" },
        { "aa", "aaa", "[2,\"a\"]" },
        { "é", "è", "[\"è\",{\"d\":1}]" }, /* one byte in common, no code point */
        { "ة", "ح", "[\"ح\",{\"d\":1}]" },
        { "é", "ũ", "[\"ũ\",{\"d\":1}]" }, /* the last byte in common */
        { "😀", "😁", "[\"😁\",{\"d\":1}]" },
        { "a😀b", "a😁b", "[1,\"😁\",{\"d\":1}]" },
        { "خطة العمل", "خطة عمل", "[4,{\"d\":2}]" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_op(ot_diff(cases[i].old, cases[i].new), cases[i].op);
}

static void normalized(void **state)
{
    (void)state;
    struct ot_op op = { 0 };
    ot_push(&op, OT_SKIP, 0, NULL);
    ot_push(&op, OT_SKIP, 2, NULL);
    ot_push(&op, OT_SKIP, 3, NULL);
    ot_push(&op, OT_INSERT, 0, "a");
    ot_push(&op, OT_INSERT, 0, "");
    ot_push(&op, OT_DELETE, 0, NULL);
    ot_push(&op, OT_INSERT, 0, "é");
    ot_push(&op, OT_DELETE, 1, NULL);
    ot_push(&op, OT_DELETE, 1, NULL);
    ot_push(&op, OT_SKIP, 9, NULL);
    assert_false(ot_is_normal(&op));
    ot_normalize(&op);
    assert_true(ot_is_normal(&op));
    assert_int_equal(ot_length_needed(&op), 7);
    assert_int_equal(ot_growth(&op), 0);
    assert_op(op, "[5,\"aé\",{\"d\":2}]");

    struct ot_op nothing = { 0 };
    ot_push(&nothing, OT_SKIP, 4, NULL);
    ot_normalize(&nothing);
    assert_op(nothing, "[]");
}

/* One part after another in short: s skip, i insert, d delete, each of `n` code points. */
static enum code form_of(const char *types, uint32_t n)
{
    struct ot_op op = { 0 };
    char *words = mem_zero(n + 1, 1);
    memset(words, 'a', n);
    for (; *types != '\0'; types++) {
        enum ot_type type = *types == 's' ? OT_SKIP : *types == 'i' ? OT_INSERT : OT_DELETE;
        ot_push(&op, type, n, type == OT_INSERT ? words : NULL);
    }
    enum code code = ot_form(&op);
    mem_free(words);
    ot_clear(&op);
    return code;
}

static void form(void **state)
{
    (void)state;
    static const char *const bad[] = { "", "s", "is", "ds", "ss", "ssi", "ii", "dd", "siid" };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(form_of(bad[i], 1), CODE_BAD_ARGUMENT);
    static const char *const good[] = { "i", "d", "si", "id", "di", "sisd", "idi", "did" };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_int_equal(form_of(good[i], 1), CODE_OK);
        assert_int_equal(form_of(good[i], 0), CODE_BAD_ARGUMENT);
    }
    assert_int_equal(form_of("i", LIMIT_OP_INSERT), CODE_OK);
    assert_int_equal(form_of("i", LIMIT_OP_INSERT + 1), CODE_TOO_LONG);
    assert_int_equal(form_of("isi", LIMIT_OP_INSERT / 2 + 1), CODE_TOO_LONG);
    assert_int_equal(form_of("d", LIMIT_TEXT), CODE_OK);
    assert_int_equal(form_of("d", LIMIT_TEXT + 1), CODE_BAD_ARGUMENT);
    assert_int_equal(form_of("sd", LIMIT_TEXT / 2 + 1), CODE_BAD_ARGUMENT);
    assert_int_equal(form_of("sdsd", 1u << 30), CODE_BAD_ARGUMENT); /* sums beyond 32 bits */

    char many[LIMIT_OP_PARTS + 2];
    for (size_t i = 0; i < sizeof many; i++)
        many[i] = "id"[i % 2];
    many[LIMIT_OP_PARTS] = '\0';
    assert_int_equal(form_of(many, 1), CODE_OK);
    many[LIMIT_OP_PARTS] = 'i';
    many[LIMIT_OP_PARTS + 1] = '\0';
    assert_int_equal(form_of(many, 1), CODE_TOO_LONG);
}

static void written_and_read(void **state)
{
    (void)state;
    static const char *const same[] = {
        "[]",
        "[\"a\"]",
        "[5,\"abc\",{\"d\":3}]",
        "[{\"d\":536870912}]",
        "[\"\\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u001f\"]",
        "[\"\\u2028خطة\\u2029\"]",
        "[\"😀\x7f\xef\xbf\xbf\"]",
        "[1,\"/\",{\"d\":1},\"b\",{\"d\":2}]",
    };
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
        assert_op(op_of(same[i]), same[i]);
}

/* Among them what a general reader of JSON would take: spaces, other escapes, numbers written otherwise. */
static const char *const not_canonical[] = {
    "", "[", "]", "{}", "null", "[]]", "[] ", " []", "[ ]", "[,]", "[\"a\",]", "[,\"a\"]", "[\"a\"", "[\"a", "['a']",
    "[1]", "[0,\"a\"]", "[01,\"a\"]", "[-1,\"a\"]", "[1.0,\"a\"]", "[1e1,\"a\"]", "[1,1,\"a\"]", "[1, \"a\"]",
    "[536870913,\"a\"]", "[536870912,\"a\"]", "[99999999999999999999,\"a\"]", "[\"\"]", "[\"a\",\"b\"]", "[\"a\",1]",
    "[{\"d\":0}]", "[{\"d\":-1}]", "[{\"d\":\"x\"}]", "[{\"d\":1},{\"d\":1}]", "[{}]", "[{\"d\":1]", "[{\"d\":}]",
    "[{\"i\":1}]", "[{\"d\":1,\"e\":1}]", "[{ \"d\":1}]", "[[1]]", "[null]", "[true]",
    "[\"\\ud800\"]", "[\"\\udc00\"]", "[\"\\ud83d\\ude00\"]", "[\"\xed\xa0\x80\"]", "[\"\xff\"]", "[\"\xc3\"]",
    "[\"\\u0000\"]", "[\"\\u0041\"]", "[\"\\u000a\"]", "[\"\\u001F\"]", "[\"\\/\"]", "[\"\\x\"]", "[\"\\u00\"]",
    "[\"\\\"]", "[\"\n\"]", "[\"\xe2\x80\xa8\"]",
};

static void not_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof not_canonical / sizeof not_canonical[0]; i++) {
        struct ot_op op;
        if (ot_read(&op, not_canonical[i], strlen(not_canonical[i])))
            fail_msg("read: %s", not_canonical[i]);
        assert_int_equal(op.n, 0);
    }
    struct ot_op op;
    assert_false(ot_read(&op, "[\"a\0b\"]", 7));
}

static void words(void **state)
{
    (void)state;
    static const struct {
        const char *op, *words;
    } cases[] = {
        { "[]", "" },
        { "[3,{\"d\":2}]", "" },
        { "[3,\"خطة\"]", "خطة" },
        { "[\"a\",{\"d\":1},\"b\",2,\"c\",1,{\"d\":1},1,\"d\",1,{\"d\":1}]", "ab\nc\nd" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct ot_op op = op_of(cases[i].op);
        assert_text(ot_inserted(&op), cases[i].words);
        ot_clear(&op);
    }
}

/* xorshift64: the same operations for the same seed. */
static uint32_t dice(uint64_t *seed, uint32_t sides)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return (uint32_t)(*seed >> 32) % sides;
}

static char *random_words(uint64_t *seed, uint32_t max)
{
    static const char *const letters[] = { "a", "b", " ", "é", "خ", "ة", "\xcc\x81", "\xe2\x80\x8f", "\n", "😀", "語" };
    struct buf out;
    buf_init(&out, 1 << 16);
    for (uint32_t n = dice(seed, max + 1); n > 0; n--)
        buf_text(&out, letters[dice(seed, sizeof letters / sizeof letters[0])]);
    return buf_take(&out, NULL);
}

/* A normal operation on a text of `length` code points. */
static struct ot_op random_op(uint64_t *seed, uint32_t length)
{
    struct ot_op op = { 0 };
    for (uint32_t parts = dice(seed, 8); parts > 0; parts--) {
        enum ot_type type = (enum ot_type)dice(seed, 3);
        uint32_t n = length > 0 && type != OT_INSERT ? dice(seed, length < 9 ? length + 1 : 9) : 0;
        char *inserted = type == OT_INSERT ? random_words(seed, 4) : NULL;
        ot_push(&op, type, n, inserted);
        mem_free(inserted);
        length -= n;
    }
    ot_normalize(&op);
    return op;
}

static void diamond(const char *text, const struct ot_op *a, const struct ot_op *b)
{
    char *after_a = ot_apply(text, a);
    char *after_b = ot_apply(text, b);
    struct ot_op b_later = ot_transform(b, a, OT_RIGHT);
    struct ot_op a_later = ot_transform(a, b, OT_LEFT);
    char *ab = ot_apply(after_a, &b_later);
    assert_non_null(ab);
    assert_int_equal((int64_t)utf8_length(ab) - (int64_t)utf8_length(after_a), ot_growth(&b_later));
    assert_text(ot_apply(after_b, &a_later), ab);
    struct ot_op both = ot_compose(a, &b_later);
    assert_text(ot_apply(text, &both), ab);
    struct ot_op back = ot_invert(&both, text);
    assert_text(ot_apply(ab, &back), text);
    struct ot_op difference = ot_diff(text, ab);
    assert_text(ot_apply(text, &difference), ab);
    ot_clear(&difference);
    ot_clear(&back);
    ot_clear(&both);
    ot_clear(&a_later);
    ot_clear(&b_later);
    mem_free(ab);
    mem_free(after_b);
    mem_free(after_a);
}

static void random_pairs(void **state)
{
    (void)state;
    uint64_t seed = 20150;
    print_message("seed %llu\n", (unsigned long long)seed);
    for (int round = 0; round < 20000; round++) {
        char *text = random_words(&seed, 40);
        uint32_t length = (uint32_t)utf8_length(text);
        struct ot_op a = random_op(&seed, length);
        struct ot_op b = random_op(&seed, length);
        diamond(text, &a, &b);
        struct ot_op copy = { 0 };
        ot_copy(&copy, &b);
        assert_true(ot_equal(&copy, &b));
        ot_clear(&copy);
        ot_clear(&b);
        ot_clear(&a);
        mem_free(text);
    }
}

/* A keystroke in a text of the greatest length, and 20,000 parts against 20,000: quadratic work would take minutes. */
static void large(void **state)
{
    (void)state;
    struct ot_op write = { 0 };
    for (int i = 0; i < LIMIT_TEXT; i++) {
        ot_push(&write, OT_INSERT, 0, "خ");
        ot_push(&write, OT_SKIP, 1, NULL);
    }
    ot_normalize(&write);
    struct ot_op once = ot_transform(&write, &write, OT_RIGHT);
    assert_int_equal(ot_length_needed(&once), 2 * LIMIT_TEXT - 1);
    struct ot_op both = ot_compose(&write, &once);
    assert_int_equal(ot_growth(&both), 2 * LIMIT_TEXT);

    struct ot_op all = { 0 };
    char *spaces = mem_zero(LIMIT_TEXT + 1, 1);
    memset(spaces, ' ', LIMIT_TEXT);
    char *text = ot_apply(spaces, &both);
    assert_int_equal(utf8_length(text), 3 * LIMIT_TEXT);
    ot_push(&all, OT_SKIP, LIMIT_TEXT, NULL);
    ot_push(&all, OT_INSERT, 0, "x");
    for (int i = 0; i < 2000; i++) {
        char *next = ot_apply(text, &all);
        mem_free(text);
        text = next;
    }
    assert_int_equal(utf8_length(text), 3 * LIMIT_TEXT + 2000);
    mem_free(text);
    mem_free(spaces);
    ot_clear(&all);
    ot_clear(&both);
    ot_clear(&once);
    ot_clear(&write);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_case("ot: applying counts code points and refuses to reach past the end", applied),
        test_case("ot: at a tie the side decides; what was deleted by the other is not deleted twice", transformed),
        test_case("ot: composing joins what belongs together", composed),
        test_case("ot: inverting brings deleted words back", inverted),
        test_case("ot: a difference never cuts a code point", differences),
        test_case("ot: normalizing joins, drops and trims", normalized),
        test_case("ot: what may be sent is normal, does something and keeps the limits", form),
        test_case("ot: the canonical form is read as it is written", written_and_read),
        test_case("ot: nothing but the canonical form is read", not_read),
        test_case("ot: inserted words of different places stand on lines of their own", words),
        test_case("ot: 20,000 random pairs converge, compose, invert and differ", random_pairs),
        test_case("ot: long texts and many parts take no time to speak of", large),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
