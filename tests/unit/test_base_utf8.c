/* utf8: well-formedness at every border, lengths, decoding, control characters, script. */
#include "test.h"

#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"

struct sample {
    const char *bytes;
    size_t n;
};

static void well_formed(void **state)
{
    (void)state;
    static const struct sample good[] = {
        { "", 0 },
        { "a\0b", 3 },
        { "\x7f", 1 },
        { "\xc2\x80", 2 },
        { "\xdf\xbf", 2 },
        { "\xe0\xa0\x80", 3 },
        { "\xed\x9f\xbf", 3 },
        { "\xee\x80\x80", 3 },
        { "\xef\xbf\xbf", 3 },
        { "\xf0\x90\x80\x80", 4 },
        { "\xf4\x8f\xbf\xbf", 4 },
        { "\xd8\xb3\xd9\x84\xd8\xa7\xd9\x85", 8 },
    };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_true(utf8_valid(good[i].bytes, good[i].n));
}

static void ill_formed(void **state)
{
    (void)state;
    static const struct sample bad[] = {
        { "\x80", 1 },
        { "\xbf", 1 }, /* a later byte alone */
        { "\xc0\x80", 2 },
        { "\xc1\xbf", 2 }, /* overlong, two bytes */
        { "\xe0\x9f\xbf", 3 },
        { "\xf0\x8f\xbf\xbf", 4 }, /* overlong, three and four */
        { "\xed\xa0\x80", 3 },
        { "\xed\xbf\xbf", 3 }, /* surrogates */
        { "\xf4\x90\x80\x80", 4 },
        { "\xf5\x80\x80\x80", 4 }, /* above U+10FFFF */
        { "\xf8\x88\x80\x80\x80", 5 },
        { "\xff", 1 },
        { "\xfe", 1 },
        { "\xc3", 1 },
        { "\xe2\x82", 2 },
        { "\xf0\x9f\x98", 3 }, /* cut off */
        { "\xc3(", 2 },
        { "\xe2(\xa1", 3 },
        { "\xe2\x82(", 3 },
        { "\xf0\x9f\x98(", 4 },
        { "abc\xc3", 4 },
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(utf8_valid(bad[i].bytes, bad[i].n));
}

static void every_scalar_value(void **state)
{
    (void)state;
    for (uint32_t cp = 1; cp <= 0x10ffff; cp++) {
        if (cp == 0xd800)
            cp = 0xe000;
        char text[5] = { 0 };
        size_t n = utf8_put(text, cp);
        const char *at = text;
        bool same = utf8_valid(text, n) && utf8_next(&at) == cp && at == text + n;
        assert_true(same);
    }
}

static void lengths(void **state)
{
    (void)state;
    assert_int_equal(utf8_length(""), 0);
    assert_int_equal(utf8_length("plan"), 4);
    assert_int_equal(utf8_length("\xc3\xa9t\xc3\xa9"), 3);
    assert_int_equal(utf8_length("\xd8\xae\xd8\xb7\xd8\xa9"), 3);
    assert_int_equal(utf8_length("a\xf0\x9f\x98\x80z"), 3);
}

/* Against stepping one by one, from every place, over text whose code points take 1 to 4 bytes and straddle words. */
static void skipping(void **state)
{
    (void)state;
    const char *text =
        "plan d'action 2024: \xd8\xae\xd8\xb7\xd8\xa9\xe8\xaa\x9e\xe8\xaa\x9e\xf0\x9f\x98\x80\xf0\x9f\x98\x80z\xcc\x81, end";
    const char *end = text + strlen(text);
    for (const char *from = text; from < end; utf8_next(&from)) {
        const char *at = from;
        size_t n = 0;
        for (; at < end; utf8_next(&at), n++) {
            assert_ptr_equal(utf8_skip(from, end, n), at);
            assert_int_equal(utf8_count(from, (size_t)(at - from)), n);
        }
        assert_int_equal(utf8_length(from), n);
        assert_ptr_equal(utf8_skip(from, end, n), end);
        assert_null(utf8_skip(from, end, n + 1));
        assert_null(utf8_skip(from, end, n + 100));
    }
}

static void put_surrogate(void *with)
{
    utf8_put(with, 0xd800);
}

static void next_at_end(void *with)
{
    const char *at = with;
    utf8_next(&at);
}

static void our_errors(void **state)
{
    (void)state;
    char out[4] = { 0 };
    assert_true(test_aborts(put_surrogate, out));
    assert_true(test_aborts(next_at_end, out));
}

static void controls(void **state)
{
    (void)state;
    assert_false(utf8_has_control(""));
    assert_false(utf8_has_control("one\n\ttwo"));
    assert_false(utf8_has_control("\xc2\xa0\xe2\x80\x8f\xef\xbf\xbd")); /* no-break space, right-to-left mark, U+FFFD */
    assert_true(utf8_has_control("a\rb"));
    assert_true(utf8_has_control("\x1b[31m"));
    assert_true(utf8_has_control("\x7f"));
    assert_true(utf8_has_control("\xc2\x85"));
    assert_true(utf8_has_control("\xef\xb7\x90"));     /* U+FDD0 */
    assert_true(utf8_has_control("\xef\xbf\xbe"));     /* U+FFFE */
    assert_true(utf8_has_control("\xf0\x9f\xbf\xbf")); /* U+1FFFF */
}

struct shown {
    const char *from, *to;
};

static void shown(void **state)
{
    (void)state;
    static const struct shown cases[] = {
        { "", "" },
        { "plan d'\xc3\xa9t\xc3\xa9 \xd8\xae\xd8\xb7\xd8\xa9 \xf0\x9f\x98\x80 \xef\xbf\xbd a\\b", NULL },
        { "\xd9\x85\xe2\x80\x8c\xd9\x85 \xe2\x80\x8d", NULL }, /* joiners are parts of words */
        { "a\x1b[2Jb\n\r\t\x7f\x01", "a\\x1b[2Jb\\x0a\\x0d\\x09\\x7f\\x01" },
        { "\xc2\x80\xc2\x9b\xc2\x9f\xc2\xa0", "\\u0080\\u009b\\u009f\xc2\xa0" },
        { "\xd8\x9c\xe2\x80\x8e\xe2\x80\x8f", "\\u061c\\u200e\\u200f" },
        { "\xe2\x80\xaa\xe2\x80\xae\xe2\x81\xa6\xe2\x81\xa9", "\\u202a\\u202e\\u2066\\u2069" },
        { "\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\x8b\xc2\xad", "\\u2028\\u2029\\u200b\\u00ad" },
        { "\xf3\xa0\x81\x81", "\\U000e0041" },
        { "\xef\xbb\xbf\xef\xb7\x90\xef\xbf\xbf\xf0\xbf\xbf\xbf", "\\ufeff\\ufdd0\\uffff\\U0003ffff" },
        { "\xff\x9bx\xc0\xaf\xed\xa0\x80", "\\xff\\x9bx\\xc0\\xaf\\xed\\xa0\\x80" },
        { "cut \xe2\x80", "cut \\xe2\\x80" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *expected = cases[i].to == NULL ? cases[i].from : cases[i].to;
        char out[100];
        assert_int_equal(utf8_show(out, sizeof out, cases[i].from), strlen(expected));
        assert_string_equal(out, expected);
    }
}

/* Wherever `size` ends, nothing of what is shown is half there. */
static void shown_and_cut(void **state)
{
    (void)state;
    static const char text[] = "a\x1b\xd8\xae\xe2\x80\xae\xf3\xa0\x81\x81";
    static const size_t lengths[] = { 0, 1, 5, 7, 13, 23 };
    char out[30];
    for (size_t size = 1, at = 0; size <= sizeof out; size++) {
        if (at + 1 < sizeof lengths / sizeof lengths[0] && size > lengths[at + 1])
            at++;
        memset(out, '?', sizeof out);
        assert_int_equal(utf8_show(out, size, text), lengths[at]);
        assert_int_equal(strlen(out), lengths[at]);
    }
}

/* Every pair of bytes, and every scalar value: valid, and nothing a terminal obeys. */
static void shown_is_harmless(void **state)
{
    (void)state;
    char text[5], out[40];
    for (unsigned pair = 0; pair < 0x10000; pair++) {
        const size_t n = (size_t)snprintf(text, sizeof text, "%c%c", (char)(pair >> 8), (char)pair);
        assert_true(n == 2);
        assert_true(utf8_valid(out, utf8_show(out, sizeof out, text)) && !utf8_has_control(out));
    }
    for (uint32_t cp = 1; cp <= 0x10ffff; cp++) {
        if (cp == 0xd800)
            cp = 0xe000;
        text[utf8_put(text, cp)] = '\0';
        const size_t n = utf8_show(out, sizeof out, text);
        assert_true(utf8_valid(out, n) && !utf8_has_control(out) && strpbrk(out, "\n\t") == NULL);
        assert_true((strcmp(out, text) == 0) == (out[0] != '\\' || cp == '\\'));
        if (strcmp(out, text) == 0)
            assert_false(cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || (cp >= 0x2028 && cp <= 0x202e) ||
                         (cp >= 0x2066 && cp <= 0x2069) || cp == 0x200e || cp == 0x200f);
    }
}

static void script(void **state)
{
    (void)state;
    assert_true(utf8_is_arabic("\xd8\xae\xd8\xb7\xd8\xa9 \xd8\xa7\xd9\x84\xd8\xb9\xd9\x85\xd9\x84 2024"));
    assert_true(utf8_is_arabic("\xd8\xae\xd8\xb7\xd8\xa9 (WCO) \xd8\xa7\xd9\x84\xd8\xb9\xd9\x85\xd9\x84"));
    assert_false(utf8_is_arabic("Plan d'action (\xd8\xae\xd8\xb7\xd8\xa9)"));
    assert_false(utf8_is_arabic(""));
    assert_false(utf8_is_arabic("2024 - 10%"));
    assert_false(utf8_is_arabic("\xd9\xa1\xd9\xa2\xd9\xa3")); /* digits are no letters */
    assert_false(utf8_is_arabic("\xd8\x8c\xd8\x9f"));         /* nor is punctuation */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_case("utf8: the borders of every length are well-formed", well_formed),
        test_case("utf8: overlong, surrogate, too high, cut off and stray bytes are refused", ill_formed),
        test_case("utf8: every scalar value is decoded as it was written", every_scalar_value),
        test_case("utf8: skipping and counting by words is skipping and counting one by one", skipping),
        test_case("utf8: a length counts code points", lengths),
        test_case("utf8: a surrogate to write, or reading past the end, is our error", our_errors),
        test_case("utf8: controls and noncharacters are found, line ends and tabs are not", controls),
        test_case("utf8: what a terminal obeys, and what is no text, is shown", shown),
        test_case("utf8: what is shown is cut between its characters", shown_and_cut),
        test_case("utf8: whatever the bytes are, what is shown is valid and harmless", shown_is_harmless),
        test_case("utf8: a text is Arabic when most of its letters are", script),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
