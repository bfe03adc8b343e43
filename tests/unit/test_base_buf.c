/* buf: growth, the ceiling, cutting and taking. */
#include "test.h"

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

static void appends(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 1000);
    assert_null(buf.data);
    buf_text(&buf, "one");
    buf_char(&buf, ' ');
    buf_add(&buf, "t\0wo", 4);
    buf_print(&buf, " %d-%s", 3, "four");
    assert_int_equal(buf.len, 15);
    assert_memory_equal(buf.data, "one t\0wo 3-four", 16);
    assert_false(buf.full);
    buf_free(&buf);
    assert_null(buf.data);
}

static void filled_to_the_byte(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 200);
    for (int i = 0; i < 200; i++)
        buf_char(&buf, 'x');
    assert_false(buf.full);
    assert_int_equal(buf.len, 200);
    assert_int_equal(buf.data[200], '\0');
    assert_true(buf.cap <= 201);
    buf_char(&buf, 'y');
    assert_true(buf.full);
    assert_int_equal(buf.len, 200);
    buf_free(&buf);
}

static void all_or_nothing(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 5);
    buf_text(&buf, "abc");
    buf_text(&buf, "def");
    assert_true(buf.full);
    assert_string_equal(buf.data, "abc");
    buf_text(&buf, "g");
    assert_string_equal(buf.data, "abc");
    buf_free(&buf);
}

static void print_is_bounded(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 4);
    buf_print(&buf, "%d", 1234);
    assert_false(buf.full);
    assert_string_equal(buf.data, "1234");
    buf_reset(&buf);
    buf_print(&buf, "%d", 12345);
    assert_true(buf.full);
    assert_int_equal(buf.len, 0);
    buf_free(&buf);
}

static void cutting_reopens(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 4);
    buf_text(&buf, "abcd");
    buf_text(&buf, "e");
    assert_true(buf.full);
    buf_cut(&buf, 2);
    assert_false(buf.full);
    buf_text(&buf, "xy");
    assert_string_equal(buf.data, "abxy");
    buf_free(&buf);
}

static void reset_of_nothing(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 0);
    buf_reset(&buf);
    buf_text(&buf, "");
    assert_false(buf.full);
    buf_char(&buf, 'a');
    assert_true(buf.full);
    buf_free(&buf);
}

static void taking_empties(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 100);
    size_t n = 99;
    char *nothing = buf_take(&buf, &n);
    assert_string_equal(nothing, "");
    assert_int_equal(n, 0);
    buf_text(&buf, "frame");
    char *frame = buf_take(&buf, &n);
    assert_string_equal(frame, "frame");
    assert_int_equal(n, 5);
    assert_null(buf.data);
    buf_text(&buf, "again");
    assert_string_equal(buf.data, "again");
    mem_free(nothing);
    mem_free(frame);
    buf_free(&buf);
}

static void cut_forward(void *with)
{
    buf_cut(with, 4);
}

static void cut_beyond_the_end(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 10);
    buf_text(&buf, "abc");
    assert_true(test_aborts(cut_forward, &buf));
    buf_free(&buf);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_case("buf: pieces follow one another, a NUL byte after them", appends),
        test_case("buf: the ceiling can be filled to the byte", filled_to_the_byte),
        test_case("buf: a piece that does not fit changes nothing but the flag", all_or_nothing),
        test_case("buf: a formatted piece obeys the ceiling", print_is_bounded),
        test_case("buf: after a cut it takes text again", cutting_reopens),
        test_case("buf: a buffer of no bytes takes only the empty text", reset_of_nothing),
        test_case("buf: what is taken is the caller's, and the buffer is empty", taking_empties),
        test_case("buf: cutting to more than there is is our error", cut_beyond_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
