/* rate: failures by address. Rule P3 of PROTOCOL.md. */
#include "app/rate.h"

#include "test.h"

static const struct rate_limits limits = {10, 60, 5, 100};

static void fail_times(struct rate *rate, const char *key, unsigned n, int64_t now)
{
    while (n-- > 0)
        rate_failed(rate, key, now);
}

static void takes_ten_a_minute(void **state)
{
    (void)state;
    static const struct rate_limits alone = { 10, 60, 0, 100 };
    struct rate *rate = rate_new(&alone, 1, 2);
    for (int i = 0; i < 10; i++) {
        assert_true(rate_allows(rate, "a", 1000));
        rate_failed(rate, "a", 1000);
    }
    assert_false(rate_allows(rate, "a", 1000));
    assert_true(rate_allows(rate, "b", 1000));
    assert_false(rate_allows(rate, "a", 1000 + 5999));
    assert_true(rate_allows(rate, "a", 1000 + 6000));
    rate_failed(rate, "a", 7000);
    assert_false(rate_allows(rate, "a", 7000));
    assert_true(rate_allows(rate, "a", 7000 + 60000));
    rate_free(rate);
}

static void takes_sixty_where_somebody_is_known(void **state)
{
    (void)state;
    static const struct rate_limits alone = { 10, 60, 0, 100 };
    struct rate *rate = rate_new(&alone, 1, 2);
    rate_known(rate, "hall", 1000);
    fail_times(rate, "hall", 59, 1000);
    assert_true(rate_allows(rate, "hall", 1000));
    fail_times(rate, "hall", 1, 1000);
    assert_false(rate_allows(rate, "hall", 1000));
    rate_free(rate);
}

static void makes_only_failed_keys_wait_when_all_fail(void **state)
{
    (void)state;
    struct rate *rate = rate_new(&limits, 1, 2);
    const char *keys[] = { "a", "b", "c", "d", "e", "f" };
    for (int i = 0; i < 6; i++)
        fail_times(rate, keys[i], 1, 1000);
    assert_false(rate_allows(rate, "a", 1000));
    assert_true(rate_allows(rate, "honest", 1000));
    assert_true(rate_allows(rate, "a", 3000));
    rate_free(rate);
}

static void forgives_a_success(void **state)
{
    (void)state;
    struct rate *rate = rate_new(&limits, 1, 2);
    for (int i = 0; i < 50; i++) {
        assert_true(rate_allows(rate, "a", 1000));
        rate_failed(rate, "a", 1000);
        rate_forgive(rate, "a", 1000);
    }
    rate_free(rate);
}

static void keeps_a_bounded_table(void **state)
{
    (void)state;
    struct rate *rate = rate_new(&limits, 1, 2);
    fail_times(rate, "first", 10, 1000);
    for (int i = 0; i < 1000; i++) {
        char key[16];
        snprintf(key, sizeof key, "%d", i);
        rate_failed(rate, key, 1000);
        if (i == 50)
            rate_failed(rate, "first", 1000);
    }
    assert_int_equal(rate_keys(rate), 100);
    for (int i = 0; i < 20; i++)
        rate_expire(rate, 1000 + 120000);
    assert_int_equal(rate_keys(rate), 0);
    rate_free(rate);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_case("P3 ten failures a minute are taken from one address", takes_ten_a_minute),
        test_case("P3 sixty are taken where somebody was let in", takes_sixty_where_somebody_is_known),
        test_case("P3 beyond five a second in all only those who failed wait",
                  makes_only_failed_keys_wait_when_all_fail),
        test_case("a failure taken back does not count", forgives_a_success),
        test_case("the table is bounded and old keys are forgotten", keeps_a_bounded_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
