/*
 * export_calendar: a workshop as iCalendar, line by line. What calendar programs make of it is seen in tests/documents, with a library
 * that others wrote.
 */
#include "test.h"

#include "app/import.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "core/due.h"
#include "export/export.h"
#include "export/ics.h"
#include "scenario.h"

enum { HOUR = 3600 };

struct shop {
    struct import import;
    struct import_options options;
};

static void shop_open(struct shop *shop, const char *scenario)
{
    shop->options = (struct import_options){ .at = 1700000000000, .random = scenario_salt };
    if (!import_scenario(&shop->import, scenario, strlen(scenario), &shop->options))
        fail_msg("%s", shop->import.message);
}

static uint64_t run(struct shop *shop, const char *verb, const char *args)
{
    uint64_t result = 0;
    shop->options.at += 1000;
    assert_int_equal(import_run(&shop->import, verb, args, &shop->options, &result), CODE_OK);
    return result;
}

/* The calendar with its folded lines joined again; the caller frees it. */
static char *calendar(const struct shop *shop, enum lang lang, uint64_t of)
{
    struct buf out, plain;
    buf_init(&out, EXPORT_BYTES_MAX);
    buf_init(&plain, EXPORT_BYTES_MAX);
    const struct export_request request = {
        .document = DOCUMENT_CALENDAR, .format = EXPORT_ICS, .lang = lang, .lang2 = LANG_N, .of = of
    };
    assert_true(export_room(&out, shop->import.room, &request));
    assert_true(utf8_valid(out.data, out.len));
    for (const char *line = out.data; *line != '\0';) {
        const size_t n = strcspn(line, "\r\n");
        assert_true(n <= ICS_LINE_BYTES);
        assert_true(utf8_valid(line, n));
        assert_int_equal(strncmp(line + n, "\r\n", 2), 0);
        if (line[0] == ' ')
            buf_add(&plain, line + 1, n - 1);
        else
            buf_print(&plain, "%s%.*s", plain.len == 0 ? "" : "\n", (int)n, line);
        line += n + 2;
    }
    buf_free(&out);
    return buf_take(&plain, NULL);
}

static size_t count(const char *text, const char *piece)
{
    size_t n = 0;
    for (const char *p = text; (p = strstr(p, piece)) != NULL; p++)
        n++;
    return n;
}

static void assert_has(const char *text, const char *line)
{
    if (strstr(text, line) == NULL)
        fail_msg("'%s' is not in\n%s", line, text);
}

static const char casablanca[] =
    "{\"name\":\"rabat\",\"title\":\"Rabat\",\"time_zone\":\"Africa/Casablanca\",\"place\":\"Rabat\",\"languages\":[\"fr\",\"en\"],"
    "\"starts_on\":\"2026-02-12\",\"ends_on\":\"2026-02-13\","
    "\"delegations\":[{\"name\":\"Morocco\"},{\"name\":\"Mali\"}],"
    "\"agenda\":[{\"day\":1,\"start\":\"09:00\",\"minutes\":60,\"kind\":\"opening\",\"title\":\"Opening; a, b \\\\ c\"},"
    "{\"day\":1,\"minutes\":30,\"kind\":\"discussion\",\"title\":\"Talk\",\"notes\":\"Amina\\nX-EVIL:1\"}],"
    "\"plan\":[{\"action\":\"Publish\",\"lead\":\"Morocco\",\"due\":\"T+1 month\",\"start\":\"2026-03-01\","
    "\"milestones\":\"2026-02-29: no such day\\n2026-03-10: draft sent\\nlater\"},"
    "{\"action\":\"Train\",\"lead\":\"Mali\",\"due\":\"ongoing\"}],"
    "\"meetings\":[{\"title\":\"Check\",\"starts\":\"2026-02-09T10:00\",\"minutes\":45,\"repeat\":\"weekly\",\"count\":10},"
    "{\"title\":\"Month\",\"starts\":\"2026-01-31T10:00\",\"repeat\":\"monthly\"},{\"title\":\"Once\",\"starts\":\"2026-02-20T08:30\"},"
    "{\"title\":\"Some day\"}]}";

static void the_events_are_those_of_the_record(void **state)
{
    (void)state;
    struct shop shop;
    shop_open(&shop, casablanca);
    char *text = calendar(&shop, LANG_EN, 0);
    assert_int_equal(count(text, "BEGIN:VEVENT"), 8);
    assert_has(text, "\nSUMMARY:Opening\\; a\\, b \\\\ c\n");
    assert_has(text,
               "\nDTSTART;TZID=Africa/Casablanca:20260212T090000\nDTEND;TZID=Africa/Casablanca:20260212T100000\n");
    assert_has(text,
               "\nDTSTART;TZID=Africa/Casablanca:20260212T100000\nDTEND;TZID=Africa/Casablanca:20260212T103000\n");
    assert_has(text, "\nDESCRIPTION:Amina\\nX-EVIL:1\n");
    assert_has(text, "\nDTSTART;VALUE=DATE:20260313\nDTEND;VALUE=DATE:20260314\n");
    assert_has(text, "\nDTSTART;VALUE=DATE:20260310\nDTEND;VALUE=DATE:20260311\nSUMMARY:draft sent\n");
    assert_int_equal(count(text, "-milestone-"), 1);
    assert_has(text, "\nDTSTART;TZID=Africa/Casablanca:20260209T100000\nDURATION:PT45M\nRRULE:FREQ=WEEKLY;COUNT=10\n");
    assert_has(text, "\nRRULE:FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1\n");
    assert_has(text, "\nDTSTART;TZID=Africa/Casablanca:20260220T083000\nSUMMARY:Once\n");
    assert_null(strstr(text, "Some day"));
    mem_free(text);
    import_free(&shop.import);
}

/* Ramadan 2026: from 15 February 03:00 (+01) to 22 March 02:00 (+00). */
static void the_zone_tells_the_hours_of_ramadan(void **state)
{
    (void)state;
    struct shop shop;
    shop_open(&shop, casablanca);
    char *text = calendar(&shop, LANG_FR, 0);
    /* What the clocks say before is told too: the first meeting is on 31 January. */
    assert_has(text, "\nBEGIN:STANDARD\nDTSTART:20260129T100000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0100\n");
    assert_has(text, "\nBEGIN:STANDARD\nDTSTART:20260215T030000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0000\n");
    assert_has(text, "\nBEGIN:DAYLIGHT\nDTSTART:20260322T020000\nTZOFFSETFROM:+0000\nTZOFFSETTO:+0100\n");
    assert_int_equal(count(text, "BEGIN:VTIMEZONE"), 1);
    mem_free(text);
    import_free(&shop.import);
}

/* The line that begins with `name` in the event whose UID begins with `uid`; the caller frees it. */
static char *property(const char *text, const char *uid, const char *name)
{
    char key[80];
    snprintf(key, sizeof key, "\nUID:%s", uid);
    const char *event = strstr(text, key);
    assert_non_null(event);
    snprintf(key, sizeof key, "\n%s", name);
    const char *line = strstr(event, key);
    assert_non_null(line);
    assert_true(line < strstr(event, "\nEND:VEVENT"));
    return mem_copy_bytes(line + 1, strcspn(line + 1, "\n"));
}

static void assert_property(const char *text, const char *uid, const char *name, const char *expected)
{
    char *line = property(text, uid, name);
    assert_string_equal(line, expected);
    mem_free(line);
}

static void a_change_moves_the_event_and_nothing_else(void **state)
{
    (void)state;
    struct shop shop;
    char args[120], uid[40];
    shop_open(&shop, casablanca);
    const struct room *room = shop.import.room;
    const uint64_t id = room->live[KIND_MEETING].v[0]->id;
    char *before = calendar(&shop, LANG_EN, 0), *same = calendar(&shop, LANG_EN, 0);
    assert_string_equal(before, same);
    mem_free(same);
    snprintf(uid, sizeof uid, "meeting-%llu@", (unsigned long long)id);
    snprintf(args, sizeof args, "{\"id\":%llu,\"starts\":\"2026-02-10T11:00\"}", (unsigned long long)id);
    char *old_uid = property(before, uid, "UID"), *old = property(before, uid, "SEQUENCE");
    run(&shop, "meeting.edit", args);
    char *after = calendar(&shop, LANG_EN, 0), number[40], *new_uid = property(after, uid, "UID");
    assert_string_equal(old_uid, new_uid);
    snprintf(number, sizeof number, "SEQUENCE:%llu", (unsigned long long)room->seq);
    assert_property(after, uid, "SEQUENCE", number);
    assert_property(after, uid, "DTSTART", "DTSTART;TZID=Africa/Casablanca:20260210T110000");
    assert_property(after, uid, "DTSTAMP", "DTSTAMP:20231114T221321Z");
    assert_string_not_equal(old, number);
    assert_int_equal(count(before, number), 0);
    assert_int_equal(count(after, number), 1);
    /* What has nothing to do with it changes nothing. */
    run(&shop, "person.create", "{\"name\":\"Amina\",\"role\":\"facilitator\"}");
    char *later = calendar(&shop, LANG_EN, 0);
    assert_string_equal(after, later);
    char *texts[] = { before, after, later, old, old_uid, new_uid };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        mem_free(texts[i]);
    import_free(&shop.import);
}

static void the_agenda_keeps_the_times_of_the_room(void **state)
{
    (void)state;
    struct shop shop;
    char args[80];
    shop_open(&shop, casablanca);
    const uint64_t first = shop.import.room->live[KIND_ITEM].v[0]->id;
    shop.options.at = 1770886800000; /* 12 February 2026, 10:00 by the clocks of Rabat: an hour late */
    run(&shop, "workshop.live", "{}");
    snprintf(args, sizeof args, "{\"id\":%llu}", (unsigned long long)first);
    run(&shop, "item.start", args);
    char *text = calendar(&shop, LANG_EN, 0);
    assert_has(text,
               "\nDTSTART;TZID=Africa/Casablanca:20260212T100000\nDTEND;TZID=Africa/Casablanca:20260212T110000\n");
    assert_has(text,
               "\nDTSTART;TZID=Africa/Casablanca:20260212T110000\nDTEND;TZID=Africa/Casablanca:20260212T113000\n");
    mem_free(text);
    snprintf(args, sizeof args, "{\"id\":%llu}", (unsigned long long)shop.import.room->live[KIND_ITEM].v[1]->id);
    run(&shop, "item.skip", args);
    text = calendar(&shop, LANG_EN, 0);
    assert_int_equal(count(text, "STATUS:CANCELLED"), 1);
    mem_free(text);
    import_free(&shop.import);
}

static void a_delegation_gets_what_concerns_it(void **state)
{
    (void)state;
    struct shop shop;
    char args[80];
    shop_open(&shop, casablanca);
    const uint64_t morocco = shop.import.room->live[KIND_DELEGATION].v[0]->id,
                   mali = shop.import.room->live[KIND_DELEGATION].v[1]->id;
    snprintf(args, sizeof args, "{\"name\":\"Amina\",\"role\":\"delegate\",\"delegation\":%llu}",
             (unsigned long long)mali);
    const uint64_t person = run(&shop, "person.create", args);
    char *theirs = calendar(&shop, LANG_EN, morocco), *others = calendar(&shop, LANG_EN, mali);
    char *own = calendar(&shop, LANG_EN, person);
    assert_int_equal(count(theirs, "BEGIN:VEVENT"), 8);
    assert_int_equal(count(others, "BEGIN:VEVENT"), 5);
    assert_string_equal(others, own);
    mem_free(theirs);
    mem_free(others);
    mem_free(own);
    import_free(&shop.import);
}

/* A calendar program that reads two workshops tells their events apart by nothing else. */
static void each_workshop_has_uids_of_its_own(void **state)
{
    (void)state;
    static const char *const scenarios[] = {
        "{\"name\":\"a\",\"title\":\"A\",\"time_zone\":\"UTC\",\"meetings\":[{\"title\":\"Check\",\"starts\":\"2026-02-09T10:00\"}]}",
        "{\"name\":\"b\",\"title\":\"B\",\"time_zone\":\"UTC\",\"meetings\":[{\"title\":\"Check\",\"starts\":\"2026-02-09T10:00\"}]}",
    };
    char *uids[2];
    for (size_t i = 0; i < 2; i++) {
        struct shop shop;
        shop_open(&shop, scenarios[i]);
        char *text = calendar(&shop, LANG_EN, 0);
        uids[i] = property(text, "meeting-", "UID");
        mem_free(text);
        import_free(&shop.import);
    }
    assert_string_not_equal(uids[0], uids[1]);
    assert_int_equal(strcspn(uids[0], "@"), strcspn(uids[1], "@"));
    mem_free(uids[0]);
    mem_free(uids[1]);
}

/* Items of a working group are for its people, and for those of none. */
static void people_get_the_items_of_their_group(void **state)
{
    (void)state;
    struct shop shop;
    char args[120];
    uint64_t groups[2];
    shop_open(&shop, casablanca);
    for (size_t i = 0; i < 2; i++) {
        groups[i] = run(&shop, "group.create", i == 0 ? "{\"title\":\"Data\"}" : "{\"title\":\"Risk\"}");
        snprintf(args, sizeof args,
                 "{\"day\":1,\"minutes\":30,\"kind\":\"groups\",\"title\":\"Of group %zu\",\"group\":%llu}", i,
                 (unsigned long long)groups[i]);
        run(&shop, "item.create", args);
    }
    for (size_t i = 0; i < 3; i++) {
        size_t n = (size_t)snprintf(args, sizeof args, "{\"name\":\"P\",\"role\":\"expert\"");
        if (i < 2)
            n += (size_t)snprintf(args + n, sizeof args - n, ",\"group\":%llu", (unsigned long long)groups[i]);
        snprintf(args + n, sizeof args - n, "}");
        char *own = calendar(&shop, LANG_EN, run(&shop, "person.create", args));
        assert_int_equal(count(own, "SUMMARY:Of group 0"), i != 1);
        assert_int_equal(count(own, "SUMMARY:Of group 1"), i != 0);
        assert_has(own, "SUMMARY:Talk");
        mem_free(own);
    }
    import_free(&shop.import);
}

static void without_a_zone_times_are_in_utc(void **state)
{
    (void)state;
    struct shop shop;
    shop_open(
        &shop,
        "{\"name\":\"x\",\"title\":\"X\",\"time_zone\":\"UTC\",\"agenda\":[{\"day\":1,\"start\":\"09:00\",\"minutes\":60,"
        "\"kind\":\"opening\",\"title\":\"Opening\"}],"
        "\"meetings\":[{\"title\":\"Leap\",\"starts\":\"2028-02-29T09:00\",\"repeat\":\"yearly\",\"count\":3}]}");
    char *text = calendar(&shop, LANG_EN, 0);
    assert_null(strstr(text, "VTIMEZONE"));
    assert_null(strstr(text, "SUMMARY:Opening")); /* without a date there is no day to put it on */
    assert_has(text, "\nDTSTART:20280229T090000Z\n");
    assert_has(text, "\nRRULE:FREQ=YEARLY;COUNT=3;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1\n");
    mem_free(text);
    import_free(&shop.import);
}

static void long_lines_are_folded_between_characters(void **state)
{
    (void)state;
    struct buf out;
    buf_init(&out, 1 << 20);
    ics_text(
        &out, "SUMMARY",
        "\xd8\xa7\xd9\x84\xd8\xa7\xd8\xac\xd8\xaa\xd9\x85\xd8\xa7\xd8\xb9 \xd8\xa7\xd9\x84\xd8\xa3\xd9\x88\xd9\x84 "
        "\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80"
        "\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80");
    for (const char *line = out.data; *line != '\0'; line = strstr(line, "\r\n") + 2) {
        const size_t n = strcspn(line, "\r");
        assert_true(n <= ICS_LINE_BYTES && utf8_valid(line, n));
    }
    assert_true(count(out.data, "\r\n ") >= 1);
    buf_reset(&out);
    ics_text(&out, "SUMMARY", "a\r\nEND:VCALENDAR\r\xe2\x80\xa8x\x01\xe2\x80\xaey\t;");
    assert_string_equal(out.data, "SUMMARY:a\\nEND:VCALENDAR\\n\\nxy \\;\r\n");
    buf_free(&out);
}

static void days_and_dates_are_each_others_inverse(void **state)
{
    (void)state;
    char date[DUE_DATE];
    assert_int_equal(due_day_of("1970-01-01"), 0);
    assert_int_equal(due_day_of("2026-11-22"), 20779);
    for (int64_t day = due_day_of("1890-01-01"); day < due_day_of("2410-01-01"); day++) {
        assert_true(due_date_of(date, day));
        assert_int_equal(due_day_of(date), day);
    }
    assert_string_equal(date, "2409-12-31");
    assert_true(due_date_of(date, due_day_of("9999-12-31")) && due_date_of(date, due_day_of("0001-01-01")));
    assert_false(due_date_of(date, due_day_of("9999-12-31") + 1) || due_date_of(date, due_day_of("0001-01-01") - 1));
}

/* "0026" is what a year looks like while it is typed, and 9999-12-31 is how people say "never". */
static void the_first_and_the_last_days_there_are_can_be_said(void **state)
{
    (void)state;
    static const char form[] =
        "{\"name\":\"x\",\"title\":\"X\",\"time_zone\":\"America/New_York\",\"starts_on\":\"%s\",\"ends_on\":\"%s\","
        "\"agenda\":[{\"day\":1,\"start\":\"23:00\",\"minutes\":180,\"kind\":\"opening\",\"title\":\"Opening\"}],"
        "\"meetings\":[{\"title\":\"Check\",\"starts\":\"%sT23:59\",\"minutes\":45,\"repeat\":\"weekly\",\"count\":10}],"
        "\"plan\":[{\"action\":\"Guide\",\"due\":\"%s\"},{\"action\":\"Book\",\"due\":\"T+6 months\"}]}";
    static const char *const days[] = { "0001-01-01", "0026-06-01", "9999-12-31" };
    static const char *const said[] = { "00010101", "00260601", "99991231" };
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        struct shop shop;
        char scenario[1000], line[60];
        snprintf(scenario, sizeof scenario, form, days[i], days[i], days[i], days[i]);
        shop_open(&shop, scenario);
        char *text = calendar(&shop, LANG_EN, 0);
        snprintf(line, sizeof line, "\nDTSTART;VALUE=DATE:%s\n", said[i]);
        assert_has(text, line);
        snprintf(line, sizeof line, "\nDTSTART;TZID=America/New_York:%sT", said[i]);
        assert_has(text, line);
        mem_free(text);
        import_free(&shop.import);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_case("the events are those of the record", the_events_are_those_of_the_record),
        test_case("the zone tells the hours of Ramadan", the_zone_tells_the_hours_of_ramadan),
        test_case("a change moves the event and nothing else", a_change_moves_the_event_and_nothing_else),
        test_case("the agenda keeps the times of the room", the_agenda_keeps_the_times_of_the_room),
        test_case("a delegation gets what concerns it, and so does each of its people",
                  a_delegation_gets_what_concerns_it),
        test_case("each workshop has UIDs of its own", each_workshop_has_uids_of_its_own),
        test_case("people get the items of their working group", people_get_the_items_of_their_group),
        test_case("without a zone times are in UTC", without_a_zone_times_are_in_utc),
        test_case("long lines are folded between characters, and no text becomes a line",
                  long_lines_are_folded_between_characters),
        test_case("days and dates are each other's inverse", days_and_dates_are_each_others_inverse),
        test_case("the first and the last days there are can be said",
                  the_first_and_the_last_days_there_are_can_be_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
