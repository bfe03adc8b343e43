/* Rates and addresses: 20 messages a second with bursts of 40; IPv6 clients are counted by their /64. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "net/limits.h"
#include "net/meter.h"

#include <string.h>

static void a_burst_of_forty_passes_and_no_more(void **state)
{
    (void)state;
    struct meter meter;
    meter_init(&meter, 1000);
    for (int i = 1; i < LIMIT_MESSAGES_BURST; i++)
        assert_true(meter_take(&meter, 1000));
    assert_false(meter_take(&meter, 1000));
    assert_int_equal(meter_left(&meter, 1000), 0);
}

static void twenty_a_second_pass_for_ever(void **state)
{
    (void)state;
    struct meter meter;
    meter_init(&meter, 0);
    for (int i = 0; i < 10000; i++)
        assert_true(meter_take(&meter, i * 50));
    assert_true(meter_left(&meter, 10000 * 50) >= LIMIT_MESSAGES_BURST - 1);
}

static void twenty_five_a_second_do_not(void **state)
{
    (void)state;
    struct meter meter;
    meter_init(&meter, 0);
    int i = 0;
    while (meter_take(&meter, i * 40))
        i++;
    assert_in_range(i, 150, 250);
}

static void a_long_silence_saves_up_forty_and_no_more(void **state)
{
    (void)state;
    struct meter meter;
    meter_init(&meter, 0);
    assert_int_equal(meter_left(&meter, INT64_C(1000) * 3600 * 24 * 365), LIMIT_MESSAGES_BURST);
}

static void addresses_are_counted_each_for_itself(void **state)
{
    (void)state;
    struct addresses addresses = { .counts = { .slots = NULL } };
    struct address four = address_parse("192.0.2.7"), other = address_parse("192.0.2.8");
    addresses_take(&addresses, &four);
    addresses_take(&addresses, &four);
    addresses_take(&addresses, &other);
    assert_int_equal(addresses_count(&addresses, &four), 2);
    assert_int_equal(addresses_count(&addresses, &other), 1);
    addresses_give(&addresses, &four);
    addresses_give(&addresses, &four);
    addresses_give(&addresses, &other);
    assert_int_equal(addresses_count(&addresses, &four), 0);
    assert_int_equal(addresses.counts.n, 0);
    addresses_free(&addresses);
}

static void an_ipv6_client_is_its_64(void **state)
{
    (void)state;
    struct addresses addresses = { .counts = { .slots = NULL } };
    struct address one = address_parse("2001:db8:1:2::1"), two = address_parse("2001:db8:1:2:ffff::2");
    struct address other = address_parse("2001:db8:1:3::1");
    addresses_take(&addresses, &one);
    assert_int_equal(addresses_count(&addresses, &two), 1);
    assert_int_equal(addresses_count(&addresses, &other), 0);
    addresses_free(&addresses);
}

static void addresses_are_printed_as_they_are_counted(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        { "192.0.2.7", "192.0.2.7" },
        { "::ffff:192.0.2.7", "192.0.2.7" },
        { "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64" },
        { "::1", "::1" },
        { "127.0.0.1", "127.0.0.1" },
        { "elsewhere", "" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char out[ADDRESS_BYTES];
        struct address address = address_parse(rows[i][0]);
        address_print(&address, out);
        assert_string_equal(out, rows[i][1]);
    }
    assert_true(address_parse("127.8.8.8").loopback);
    assert_true(address_parse("::1").loopback);
    assert_true(address_parse("::ffff:127.0.0.1").loopback);
    assert_false(address_parse("::2").loopback);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_burst_of_forty_passes_and_no_more),
        cmocka_unit_test(twenty_a_second_pass_for_ever),
        cmocka_unit_test(twenty_five_a_second_do_not),
        cmocka_unit_test(a_long_silence_saves_up_forty_and_no_more),
        cmocka_unit_test(addresses_are_counted_each_for_itself),
        cmocka_unit_test(an_ipv6_client_is_its_64),
        cmocka_unit_test(addresses_are_printed_as_they_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
