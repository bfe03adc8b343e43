/* json: commas, escapes, numbers, and the order of calls that is asserted. */
#include "test.h"

#include <string.h>

#include "base/json.h"

enum { OUT_BYTES = 4096 };

static void nested(void **state)
{
    (void)state;
    struct buf buf;
    struct json json;
    buf_init(&buf, OUT_BYTES);
    json_init(&json, &buf);
    json_open_object(&json);
    json_key(&json, "a");
    json_open_array(&json);
    json_int(&json, 1);
    json_open_object(&json);
    json_close_object(&json);
    json_open_array(&json);
    json_close_array(&json);
    json_null(&json);
    json_close_array(&json);
    json_key(&json, "b");
    json_bool(&json, true);
    json_key(&json, "c");
    json_open_object(&json);
    json_key(&json, "d");
    json_raw(&json, "[1,2]", 5);
    json_key(&json, "e");
    json_bool(&json, false);
    json_close_object(&json);
    json_key(&json, "f");
    json_text(&json, NULL);
    json_close_object(&json);
    assert_string_equal(buf.data, "{\"a\":[1,{},[],null],\"b\":true,\"c\":{\"d\":[1,2],\"e\":false},\"f\":null}");
    assert_int_equal(json.depth, 0);
    buf_free(&buf);
}

/* What json_bytes writes for a text, between its quotes. */
static void assert_written(const char *text, size_t n, const char *expected)
{
    struct buf buf;
    struct json json;
    buf_init(&buf, OUT_BYTES);
    json_init(&json, &buf);
    json_bytes(&json, text, n);
    assert_true(buf.len >= 2);
    assert_int_equal(buf.data[0], '"');
    assert_int_equal(buf.data[buf.len - 1], '"');
    buf_cut(&buf, buf.len - 1);
    assert_string_equal(buf.data + 1, expected);
    buf_free(&buf);
}

static void escapes(void **state)
{
    (void)state;
    assert_written("", 0, "");
    assert_written("a/b", 3, "a/b");
    assert_written("say \"hi\" \\ bye", 14, "say \\\"hi\\\" \\\\ bye");
    assert_written("\b\f\n\r\t", 5, "\\b\\f\\n\\r\\t");
    assert_written("x\0y\x1f", 4, "x\\u0000y\\u001f");
    assert_written("\x7f<", 2, "\x7f<");
    assert_written("\xd8\xae\xc3\xa9\xf0\x9f\x98\x80", 8, "\xd8\xae\xc3\xa9\xf0\x9f\x98\x80");
}

static void line_separators(void **state)
{
    (void)state;
    assert_written("\xe2\x80\xa8", 3, "\\u2028");
    assert_written("a\xe2\x80\xa9z", 5, "a\\u2029z");
    assert_written("\xe2\x80\x99\xe2\x82\xac", 6, "\xe2\x80\x99\xe2\x82\xac");
    assert_written("\xe2\x80\xa8\xe2\x80\xa8\n", 7, "\\u2028\\u2028\\n");
}

static void numbers(void **state)
{
    (void)state;
    struct buf buf;
    struct json json;
    buf_init(&buf, OUT_BYTES);
    json_init(&json, &buf);
    json_open_array(&json);
    json_int(&json, INT64_MIN);
    json_int(&json, INT64_MAX);
    json_int(&json, 0);
    json_uint(&json, UINT64_MAX);
    json_close_array(&json);
    assert_string_equal(buf.data, "[-9223372036854775808,9223372036854775807,0,18446744073709551615]");
    buf_free(&buf);
}

static void ceiling(void **state)
{
    (void)state;
    struct buf buf;
    struct json json;
    buf_init(&buf, 6);
    json_init(&json, &buf);
    json_open_array(&json);
    json_text(&json, "longer than that");
    json_close_array(&json);
    assert_true(buf.full);
    assert_true(buf.len <= 6);
    buf_free(&buf);
}

static void deepest(void **state)
{
    (void)state;
    struct buf buf;
    struct json json;
    buf_init(&buf, OUT_BYTES);
    json_init(&json, &buf);
    for (int i = 0; i < JSON_DEPTH_MAX; i++)
        json_open_array(&json);
    for (int i = 0; i < JSON_DEPTH_MAX; i++)
        json_close_array(&json);
    assert_string_equal(buf.data, "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]");
    buf_free(&buf);
}

static void too_deep(void *with)
{
    for (int i = 0; i <= JSON_DEPTH_MAX; i++)
        json_open_array(with);
}

static void value_without_key(void *with)
{
    json_open_object(with);
    json_int(with, 1);
}

static void key_in_array(void *with)
{
    json_open_array(with);
    json_key(with, "a");
}

static void two_keys(void *with)
{
    json_open_object(with);
    json_key(with, "a");
    json_key(with, "b");
}

static void key_without_value(void *with)
{
    json_open_object(with);
    json_key(with, "a");
    json_close_object(with);
}

static void wrong_bracket(void *with)
{
    json_open_object(with);
    json_close_array(with);
}

static void two_values(void *with)
{
    json_null(with);
    json_null(with);
}

static void bad_text(void *with)
{
    json_text(with, "\xff");
}

static void wrong_order(void **state)
{
    (void)state;
    void (*const wrongs[])(void *) = { too_deep,          value_without_key, key_in_array, two_keys,
                                       key_without_value, wrong_bracket,     two_values,   bad_text };
    for (size_t i = 0; i < sizeof wrongs / sizeof wrongs[0]; i++) {
        struct buf buf;
        struct json json;
        buf_init(&buf, OUT_BYTES);
        json_init(&json, &buf);
        assert_true(test_aborts(wrongs[i], &json));
        buf_free(&buf);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_case("json: commas and colons stand where they belong", nested),
        test_case("json: quotes, backslashes and control characters are escaped, nothing else", escapes),
        test_case("json: U+2028 and U+2029 are escaped, their neighbours are not", line_separators),
        test_case("json: the whole range of integers is written", numbers),
        test_case("json: a document that does not fit sets the flag of its buffer", ceiling),
        test_case("json: sixteen levels are allowed", deepest),
        test_case("json: calls in a wrong order, and bytes that are no text, are our error", wrong_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
