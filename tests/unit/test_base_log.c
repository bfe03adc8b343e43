/* log: what one line looks like, and which lines are dropped. */
#include "test.h"

#include <string.h>

#include "base/log.h"

static char logged[4096];

/* Runs `act` with standard error going into `logged`. */
static void capture(void (*act)(void))
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    int kept = dup(STDERR_FILENO);
    assert_true(kept >= 0);
    assert_true(dup2(ends[1], STDERR_FILENO) >= 0);
    act();
    assert_true(dup2(kept, STDERR_FILENO) >= 0);
    close(kept);
    close(ends[1]);
    size_t n = 0;
    for (ssize_t got; (got = read(ends[0], logged + n, sizeof logged - 1 - n)) > 0;)
        n += (size_t)got;
    logged[n] = '\0';
    close(ends[0]);
}

static void write_plain(void)
{
    log_line(LOG_ERROR, "disk %s at %d%%", "full", 99);
    log_line(LOG_INFO, "ready");
    log_line(LOG_DEBUG, "unseen");
}

static void lines(void **state)
{
    (void)state;
    capture(write_plain);
    assert_string_equal(logged, "ERROR disk full at 99%\nINFO ready\n");
}

static void write_forged(void)
{
    log_line(LOG_WARN, "path %s", "a\nERROR forged\x1b[2J\x7f\xc2\x9b\xff \xc3\xa9");
}

static void forged(void **state)
{
    (void)state;
    capture(write_forged);
    assert_string_equal(logged, "WARN path a\\x0aERROR forged\\x1b[2J\\x7f\\u009b\\xff \xc3\xa9\n");
}

static void write_long(void)
{
    char text[3000];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    log_line(LOG_INFO, "%s", text);
    log_line(LOG_INFO, "next");
}

static void long_lines(void **state)
{
    (void)state;
    capture(write_long);
    const char *end = strchr(logged, '\n');
    assert_non_null(end);
    assert_true(end - logged < 1024);
    assert_string_equal(end + 1, "INFO next\n");
}

static void write_levels(void)
{
    log_set_level(LOG_ERROR);
    log_line(LOG_WARN, "dropped");
    log_line(LOG_ERROR, "kept");
    log_set_level(LOG_DEBUG);
    log_line(LOG_DEBUG, "detail");
    log_set_level(LOG_INFO);
}

static void levels(void **state)
{
    (void)state;
    capture(write_levels);
    assert_string_equal(logged, "ERROR kept\nDEBUG detail\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_case("log: a line is a level and a message; debug is silent by default", lines),
        test_case("log: control characters cannot forge a line", forged),
        test_case("log: a long line is cut, the next one is whole", long_lines),
        test_case("log: lines above the level are dropped", levels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
