/* base_zone: clocks of places, held to the C library, which reads the same files. */
#include "test.h"

#include <time.h>

#include "base/zone.h"

static const char *const names[] = { "Europe/Paris", "Africa/Casablanca", "Asia/Riyadh", "Africa/Bamako", "Asia/Amman",
                                     "America/New_York", "Australia/Lord_Howe", "Pacific/Auckland", "Europe/Dublin",
                                     "America/Santiago", "Africa/Cairo", "UTC" };

static void as_the_c_library(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct zone *zone = zone_load(names[i]);
        assert_non_null(zone);
        setenv("TZ", names[i], 1);
        tzset();
        for (int64_t at = -1000000000; at < 4000000000; at += 1801 * 37) {
            struct tm tm;
            const time_t seconds = (time_t)at;
            localtime_r(&seconds, &tm);
            if (tm.tm_gmtoff != zone_offset(zone, at))
                fail_msg("%s at %lld: %ld, not %d", names[i], (long long)at, tm.tm_gmtoff, zone_offset(zone, at));
        }
        zone_free(zone);
    }
    unsetenv("TZ");
}

static void to_the_second(void **state)
{
    (void)state;
    struct zone *zone = zone_load("Europe/Paris");
    assert_int_equal(zone_offset(zone, 1459040399), 3600);      /* 27 March 2016, 01:00 UTC */
    assert_int_equal(zone_offset(zone, 1459040400), 7200);
    zone_free(zone);
}

static void refused(void **state)
{
    (void)state;
    static const char *const bad[] = { "", "../../etc/passwd", "/etc/passwd", "Europe/Nowhere", "Europe", "Europe/Par is",
                                       "tzdata.zi" };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_null(zone_load(bad[i]));
    zone_free(NULL);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("offsets are those of the C library, years ahead of the listed transitions too", as_the_c_library),
        test_case("a clock turns at the second", to_the_second),
        test_case("names that lead elsewhere, and files that are no zones, are refused", refused),
    };
    return cmocka_run_group_tests(cases, NULL, NULL);
}
