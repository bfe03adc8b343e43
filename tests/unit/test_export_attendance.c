/* Attendance sheets, speaking times and questions as documents: rules Y11, J and U2. */
#include "export/export.h"
#include "export/say.h"
#include "support_core.h"

enum { MINUTE = 60 * 1000 };

static char *made(const struct room *room, enum document_kind document, enum export_format format, enum lang lang)
{
    const struct export_request request = { .document = document, .format = format, .lang = lang, .lang2 = LANG_N };
    struct buf out;
    buf_init(&out, EXPORT_BYTES_MAX);
    assert_true(export_room(&out, room, &request));
    return buf_take(&out, NULL);
}

static void assert_says(const char *text, const char *wanted)
{
    if (strstr(text, wanted) == NULL)
        fail_msg("\"%s\" is not in:\n%s", wanted, text);
}

static void leave(struct kit *kit, enum role role)
{
    struct command cmd;
    kit_build(&cmd, "attendance.leave", "id", (int)kit->person[role], "at", 1, END);
    cmd.u.leave.at = kit->at + 1000;
    assert_int_equal(kit_run(kit, kit_actor(kit, ROLE_SYSTEM), &cmd), CODE_OK);
}

/* The same for a sentence of the catalogue; in a build without sentences for its key. */
static void assert_says_word(const char *text, const char *key, enum lang lang)
{
    assert_says(text, say_word(lang, "doc.", key));
}

/* A delegate for an hour, an expert for ten minutes of it, an item of half an hour. Begins on 2023-11-15 01:13 in Riyadh. */
static void fill(struct kit *kit)
{
    kit_open(kit);
    kit_make(kit, ROLE_FACILITATOR, "workshop.live", END);
    kit_make(kit, ROLE_SYSTEM, "attendance.enter", "id", (int)kit->person[ROLE_DELEGATE], END);
    int item = kit_make(kit, ROLE_FACILITATOR, "item.create", "day", 1, "title", "=Opening", END);
    kit_make(kit, ROLE_FACILITATOR, "item.start", "id", item, END);
    int hand = kit_make(kit, ROLE_DELEGATE, "hand.raise", END);
    kit_make(kit, ROLE_FACILITATOR, "hand.give", "id", hand, END);
    kit->at += 3 * MINUTE;
    kit_make(kit, ROLE_FACILITATOR, "hand.end", "id", hand, END);
    kit->at += 27 * MINUTE;
    kit_make(kit, ROLE_FACILITATOR, "item.end", "id", item, END);
    kit_make(kit, ROLE_SYSTEM, "attendance.enter", "id", (int)kit->person[ROLE_EXPERT], END);
    kit->at += 10 * MINUTE;
    leave(kit, ROLE_EXPERT);
    kit->at += 20 * MINUTE;
    leave(kit, ROLE_DELEGATE);
}

static void a_table_has_a_row_a_person_a_day_and_an_item(void **state)
{
    (void)state;
    struct kit kit;
    fill(&kit);
    char *csv = made(kit.room, DOCUMENT_ATTENDANCE, EXPORT_CSV, LANG_EN);
    size_t lines = 0;
    for (const char *at = csv; (at = strstr(at, "\r\n")) != NULL; at += 2)
        lines++;
    assert_int_equal(lines, 1 + 2 + 1);
    assert_says(csv, "2023-11-15,,Jordan,delegate,");
    assert_says(csv, ",2023-11-14T22:13:31Z,2023-11-14T23:13:40Z,61\r\n");
    assert_says(csv, "2023-11-15,\"'=Opening\",Jordan,delegate,");
    mem_free(csv);
    kit_close(&kit);
}

static void a_sheet_tells_days_and_items_in_each_language(void **state)
{
    (void)state;
    struct kit kit;
    fill(&kit);
    kit_make(&kit, ROLE_FACILITATOR, "person.remove", "id", (int)kit.person[ROLE_EXPERT], END);
    for (int lang = 0; lang < LANG_N; lang++) {
        char *page = made(kit.room, DOCUMENT_ATTENDANCE, EXPORT_HTML, (enum lang)lang);
        assert_says_word(page, "by_day", (enum lang)lang);
        assert_says_word(page, "by_item", (enum lang)lang);
        assert_says_word(page, "gone_person", (enum lang)lang);
        assert_says(page, "01:13");
        mem_free(page);
    }
    kit_close(&kit);
}

/* In Riyadh, from when they came until they left, and from the beginning of an item until its end. */
static void hours_are_those_of_the_place(void **state)
{
    (void)state;
    struct kit kit;
    fill(&kit);
    char *sheet = made(kit.room, DOCUMENT_ATTENDANCE, EXPORT_MD, LANG_EN);
    assert_says(sheet, "| 01:13 | 02:13 | 61 |");
    char *agenda = made(kit.room, DOCUMENT_AGENDA, EXPORT_MD, LANG_EN);
    assert_says(agenda, "01:13\xe2\x80\x93"
                        "01:43");
    mem_free(agenda);
    mem_free(sheet);
    kit_close(&kit);
}

static void the_report_tells_speaking_times_questions_and_points(void **state)
{
    (void)state;
    struct kit kit;
    fill(&kit);
    kit_make(&kit, ROLE_FACILITATOR, "workshop.edit", "moderated", 1, END);
    int asked = kit_make(&kit, ROLE_DELEGATE, "question.create", "text", "Who pays?", END);
    kit_make(&kit, ROLE_DELEGATE, "question.create", "text", "Hidden", END);
    kit_make(&kit, ROLE_FACILITATOR, "question.admit", "id", asked, END);
    int answered = kit_make(&kit, ROLE_DELEGATE, "question.create", "text", "Until when?", END);
    kit_make(&kit, ROLE_FACILITATOR, "question.admit", "id", answered, END);
    kit_make(&kit, ROLE_FACILITATOR, "question.answer", "id", answered, "reply", "Until June", END);
    int done = kit_make(&kit, ROLE_FACILITATOR, "parked.create", "text", "Settled", END);
    kit_make(&kit, ROLE_FACILITATOR, "parked.done", "id", done, "on", 1, END);
    kit_make(&kit, ROLE_FACILITATOR, "parked.create", "text", "Tariffs", END);
    char *page = made(kit.room, DOCUMENT_REPORT, EXPORT_HTML, LANG_EN);
    assert_says_word(page, "speaking", LANG_EN);
    assert_says(page, "Who pays?");
    assert_says_word(page, "not_answered", LANG_EN);
    assert_says(page, "Until June");
    assert_says(page, "Tariffs");
    assert_null(strstr(page, "Hidden"));
    assert_null(strstr(page, "Settled"));
    mem_free(page);
    page = made(kit.room, DOCUMENT_REPORT, EXPORT_MD, LANG_EN);
    assert_says(page, " | 1 | 4 |\n");
    mem_free(page);
    kit_close(&kit);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("Y11 a table has a row for each person on each day and at each item",
                  a_table_has_a_row_a_person_a_day_and_an_item),
        test_case("Y11 a sheet tells days and items, in each language", a_sheet_tells_days_and_items_in_each_language),
        test_case("hours are those of the workshop's place, of people as of items", hours_are_those_of_the_place),
        test_case("U2 the report tells speaking times, questions that were let through, and open points",
                  the_report_tells_speaking_times_questions_and_points),
    };
    return cmocka_run_group_tests_name("attendance documents", cases, NULL, NULL);
}
