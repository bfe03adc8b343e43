/* zone: offsets and local times against dates that are known, from the system's files. */
#include <string.h>

#include "base/zone.h"
#include "test.h"

enum { HOUR = 3600 };

/* Seconds since 1970 of a date and time as clocks that show UTC would have it. */
static int64_t moment(int year, int month, int day, int hour, int minute)
{
    static const int before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334 };
    int64_t days = 365 * (int64_t)(year - 1970) + (year - 1969) / 4 + before[month - 1] + day - 1;
    if (month > 2 && year % 4 == 0)
        days++;
    return ((days * 24 + hour) * 60 + minute) * 60;
}

static struct zone *zone_named(const char *name)
{
    char message[ZONE_MESSAGE_BYTES] = "";
    struct zone *zone = zone_open(ZONE_DIRECTORY, name, message);
    if (zone == NULL)
        fail_msg("%s", message);
    return zone;
}

static void assert_offset(const char *name, int64_t at, int expected)
{
    struct zone *zone = zone_named(name);
    assert_int_equal(zone_offset(zone, at), expected);
    zone_close(zone);
}

static void assert_utc(const char *name, int64_t local, int64_t expected)
{
    struct zone *zone = zone_named(name);
    assert_int_equal(zone_to_utc(zone, local), expected);
    zone_close(zone);
}

static void offsets_change_when_they_changed(void **state)
{
    (void)state;
    /* Egypt: the last Friday of April at 00:00, back on the last Thursday of October at 24:00. */
    assert_offset("Africa/Cairo", moment(2023, 4, 27, 21, 59), 2 * HOUR);
    assert_offset("Africa/Cairo", moment(2023, 4, 27, 22, 0), 3 * HOUR);
    assert_offset("Africa/Cairo", moment(2023, 10, 26, 20, 59), 3 * HOUR);
    assert_offset("Africa/Cairo", moment(2023, 10, 26, 21, 0), 2 * HOUR);
    assert_offset("Africa/Cairo", moment(2021, 7, 1, 12, 0), 2 * HOUR);
    /* Morocco: +1 but in Ramadan, which began on 11 March 2024 and ended on 9 April. */
    assert_offset("Africa/Casablanca", moment(2024, 3, 10, 1, 59), HOUR);
    assert_offset("Africa/Casablanca", moment(2024, 3, 10, 2, 0), 0);
    assert_offset("Africa/Casablanca", moment(2024, 4, 14, 1, 59), 0);
    assert_offset("Africa/Casablanca", moment(2024, 4, 14, 2, 0), HOUR);
    /* Lebanon: the last Sunday of March at 00:00; in 2023 it was that date in the end. */
    assert_offset("Asia/Beirut", moment(2024, 3, 30, 21, 59), 2 * HOUR);
    assert_offset("Asia/Beirut", moment(2024, 3, 30, 22, 0), 3 * HOUR);
    assert_offset("Asia/Riyadh", moment(2015, 11, 3, 12, 0), 3 * HOUR);
    assert_offset("Europe/Paris", moment(2024, 3, 31, 0, 59), HOUR);
    assert_offset("Europe/Paris", moment(2024, 3, 31, 1, 0), 2 * HOUR);
    assert_offset("UTC", moment(2024, 3, 31, 1, 0), 0);
}

static void the_rule_of_the_footer_goes_on(void **state)
{
    (void)state;
    assert_offset("Africa/Cairo", moment(2060, 4, 29, 22, 0), 3 * HOUR);
    assert_offset("Africa/Cairo", moment(2060, 4, 29, 21, 59), 2 * HOUR);
    assert_offset("Asia/Beirut", moment(2090, 7, 1, 0, 0), 3 * HOUR);
    assert_offset("Asia/Beirut", moment(2090, 12, 1, 0, 0), 2 * HOUR);
    assert_offset("Asia/Riyadh", moment(2090, 7, 1, 0, 0), 3 * HOUR);
    assert_offset("Europe/Paris", moment(2050, 10, 30, 0, 59), 2 * HOUR);
    assert_offset("Europe/Paris", moment(2050, 10, 30, 1, 0), HOUR);
    /* South of the equator summer lies over the turn of the year. */
    assert_offset("Pacific/Auckland", moment(2061, 1, 1, 0, 0), 13 * HOUR);
    assert_offset("Pacific/Auckland", moment(2061, 7, 1, 0, 0), 12 * HOUR);
    assert_offset("America/Nuuk", moment(2060, 7, 1, 0, 0), -HOUR);
}

static void local_times_are_moments(void **state)
{
    (void)state;
    assert_utc("Africa/Cairo", moment(2023, 7, 3, 9, 0), moment(2023, 7, 3, 6, 0));
    assert_utc("Africa/Casablanca", moment(2024, 3, 20, 9, 0), moment(2024, 3, 20, 9, 0));
    assert_utc("Africa/Casablanca", moment(2024, 5, 20, 9, 0), moment(2024, 5, 20, 8, 0));
    assert_utc("Asia/Riyadh", moment(2015, 11, 3, 9, 0), moment(2015, 11, 3, 6, 0));
    assert_utc("UTC", moment(2024, 2, 29, 9, 0), moment(2024, 2, 29, 9, 0));
}

static void a_time_in_a_gap_is_read_with_the_offset_before(void **state)
{
    (void)state;
    assert_utc("Africa/Cairo", moment(2023, 4, 28, 0, 30), moment(2023, 4, 27, 22, 30));
    assert_utc("Europe/Paris", moment(2024, 3, 31, 2, 30), moment(2024, 3, 31, 1, 30));
    assert_utc("Europe/Paris", moment(2024, 3, 31, 3, 0), moment(2024, 3, 31, 1, 0));
}

static void of_a_time_that_comes_twice_the_first_is_meant(void **state)
{
    (void)state;
    assert_utc("Africa/Cairo", moment(2023, 10, 26, 23, 30), moment(2023, 10, 26, 20, 30));
    assert_utc("Europe/Paris", moment(2024, 10, 27, 2, 30), moment(2024, 10, 27, 0, 30));
    assert_utc("Africa/Casablanca", moment(2024, 3, 10, 2, 30), moment(2024, 3, 10, 1, 30));
}

static void what_is_missing_is_said_in_words(void **state)
{
    char message[ZONE_MESSAGE_BYTES];
    static const char *const names[] = { "Africa/Nowhere", "../passwd", "", "Africa", "/etc/passwd", "a/../../b" };
    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        message[0] = '\0';
        assert_null(zone_open(ZONE_DIRECTORY, names[i], message));
        assert_non_null(strstr(message, "time zone"));
    }
    assert_null(zone_open("/nowhere", "UTC", message));
    assert_non_null(strstr(message, "tzdata"));
}

static size_t read_file(const char *name, char *bytes, size_t max)
{
    char path[128];
    snprintf(path, sizeof(path), "%s/%s", ZONE_DIRECTORY, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t n = fread(bytes, 1, max, file);
    fclose(file);
    return n;
}

static void a_broken_file_is_refused(void **state)
{
    static char bytes[ZONE_FILE_MAX];
    char message[ZONE_MESSAGE_BYTES];
    size_t n = read_file("Africa/Cairo", bytes, sizeof(bytes));
    (void)state;
    for (size_t cut = 0; cut < n; cut++) {
        assert_null(zone_read(bytes, cut, message));
        assert_non_null(strstr(message, "broken"));
    }
    bytes[4] = '\0'; /* version 1 */
    assert_null(zone_read(bytes, n, message));
    bytes[4] = '2';
    bytes[n - 2] = '!'; /* a rule with something behind it */
    assert_null(zone_read(bytes, n, message));
}

/* Whatever a byte becomes: an answer or a refusal, and no reading beside the bytes (the sanitizers look). */
static void a_changed_byte_does_no_harm(void **state)
{
    static char bytes[ZONE_FILE_MAX];
    char message[ZONE_MESSAGE_BYTES];
    size_t n = read_file("Europe/Paris", bytes, sizeof(bytes));
    (void)state;
    for (size_t i = 0; i < n; i++) {
        char was = bytes[i];
        bytes[i] = (char)(was ^ 0x81);
        struct zone *zone = zone_read(bytes, n, message);
        if (zone != NULL)
            zone_to_utc(zone, moment(2024, 3, 31, 2, 30));
        zone_close(zone);
        bytes[i] = was;
    }
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("offsets change when they changed", offsets_change_when_they_changed),
        test_case("the rule of the footer goes on behind the last transition", the_rule_of_the_footer_goes_on),
        test_case("local times are moments", local_times_are_moments),
        test_case("a time in a gap is read with the offset before", a_time_in_a_gap_is_read_with_the_offset_before),
        test_case("of a time that comes twice the first is meant", of_a_time_that_comes_twice_the_first_is_meant),
        test_case("a zone that is missing is said in words", what_is_missing_is_said_in_words),
        test_case("a broken file is refused", a_broken_file_is_refused),
        test_case("a changed byte does no harm", a_changed_byte_does_no_harm),
    };
    return cmocka_run_group_tests(cases, NULL, NULL);
}
