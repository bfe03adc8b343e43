/* What documents say about the result of a poll: rules V13 to V19. The figures themselves are those of tests/vectors/tally. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "test.h"

#include "app/codec.h"
#include "base/mem.h"
#include "core/history.h"
#include "core/limits.h"
#include "export/export.h"
#include "support_export_run.h"

struct stage {
    struct room *room;
    int64_t at;
    uint64_t poll;
    uint64_t delegates[3], observer;
};

/* A second later. */
__attribute__((format(printf, 4, 5))) static uint64_t run(struct stage *stage, uint64_t person, const char *verb,
                                                         const char *format, ...)
{
    va_list rest;
    stage->at += 1000;
    va_start(rest, format);
    const uint64_t result = run_at(stage->room, person, stage->at, verb, format, rest);
    va_end(rest);
    return result;
}

/* A live workshop with three delegates of two delegations, and an observer; `fields` of a poll that is open. */
static void prepare(struct stage *stage, const char *fields)
{
    static const char *const names[] = { "Egypt", "Egypt", "Mali" };
    uint64_t delegations[3];
    *stage = (struct stage){ .room = room_new(), .at = 1700000000000 };
    run(stage, 0, "workshop.create", "{\"name\":\"w\",\"title\":\"W\",\"time_zone\":\"UTC\"}");
    run(stage, 0, "workshop.live", "{}");
    for (int i = 0; i < 3; i++) {
        delegations[i] = i == 1 ? delegations[0] : run(stage, 0, "delegation.create", "{\"name\":\"%s\"}", names[i]);
        stage->delegates[i] = run(stage, 0, "person.create",
                                  "{\"name\":\"P\",\"role\":\"delegate\",\"delegation\":%" PRIu64 "}", delegations[i]);
    }
    stage->observer = run(stage, 0, "person.create", "{\"name\":\"O\",\"role\":\"observer\"}");
    stage->poll = run(stage, 0, "poll.create", "{\"question\":\"Which?\",%s}", fields);
}

static void start(struct stage *stage)
{
    run(stage, 0, "poll.open", "{\"id\":%" PRIu64 "}", stage->poll);
}

#define SAY(stage, person, format, ...) \
    run(stage, person, "ballot.cast", "{\"id\":%" PRIu64 "," format "}", (stage)->poll, __VA_ARGS__)

/* The document about polls as a page. Sentences may be missing in a build without the client, so nothing here looks for one. */
static char *told(const struct stage *stage)
{
    const struct export_request request = {
        .document = DOCUMENT_POLLS, .format = EXPORT_HTML, .lang = LANG_EN, .lang2 = LANG_N
    };
    struct buf out;
    size_t n;
    buf_init(&out, EXPORT_BYTES_MAX);
    assert_true(export_room(&out, stage->room, &request));
    return buf_take(&out, &n);
}

static void assert_told(const char *text, const char *what)
{
    if (strstr(text, what) == NULL)
        fail_msg("\"%s\" is not in\n%s", what, text);
}

static void finish(struct stage *stage, char *text)
{
    mem_free(text);
    room_free(stage->room);
}

static void reasons_and_advice(void **state)
{
    (void)state;
    struct stage stage;
    prepare(&stage, "\"type\":\"consent\",\"advisory\":true,\"quorum\":50,\"majority\":\"two_thirds\"");
    start(&stage);
    SAY(&stage, stage.delegates[0], "\"values\":[%d]", 0);
    SAY(&stage, stage.delegates[1], "\"values\":[%d]", 0);
    SAY(&stage, stage.delegates[2], "\"values\":[%d],\"text\":\"%s\"", 2, "No budget");
    SAY(&stage, stage.observer, "\"values\":[%d]", 1);
    char *text = told(&stage);
    assert_null(strstr(text, "No budget")); /* nothing of a poll that is open */
    mem_free(text);
    run(&stage, 0, "poll.close", "{\"id\":%" PRIu64 "}", stage.poll);
    text = told(&stage);
    assert_told(text, "No budget");
    assert_told(text, "Egypt");
    assert_told(text, "(2)");
    finish(&stage, text);
}

static void names_are_not_told_without_names(void **state)
{
    (void)state;
    struct stage stage;
    prepare(&stage, "\"type\":\"fist_to_five\",\"secrecy\":\"unattributed\"");
    start(&stage);
    SAY(&stage, stage.delegates[0], "\"values\":[%d]", 1);
    SAY(&stage, stage.delegates[2], "\"values\":[%d]", 4);
    run(&stage, 0, "poll.close", "{\"id\":%" PRIu64 "}", stage.poll);
    char *text = told(&stage);
    assert_told(text, "Which?");
    assert_null(strstr(text, "Egypt"));
    finish(&stage, text);
}

static void numbers_have_their_decimals(void **state)
{
    (void)state;
    struct stage stage;
    prepare(&stage, "\"type\":\"number\"");
    start(&stage);
    SAY(&stage, stage.delegates[0], "\"values\":[%d]", -250);
    SAY(&stage, stage.delegates[2], "\"values\":[%d]", 1500);
    run(&stage, 0, "poll.close", "{\"id\":%" PRIu64 "}", stage.poll);
    char *text = told(&stage);
    assert_told(text, "-0.25");
    assert_told(text, "1.5");
    finish(&stage, text);
}

static void sums_of_ratings_are_no_shares(void **state)
{
    (void)state;
    struct stage stage;
    prepare(&stage, "\"type\":\"points\",\"points\":9,\"unit\":\"delegation\"");
    uint64_t one = run(&stage, 0, "option.create", "{\"poll\":%" PRIu64 ",\"text\":\"First\"}", stage.poll);
    run(&stage, 0, "option.create", "{\"poll\":%" PRIu64 ",\"text\":\"Second\"}", stage.poll);
    start(&stage);
    SAY(&stage, stage.delegates[2], "\"options\":[%" PRIu64 "],\"values\":[9]", one);
    run(&stage, 0, "poll.close", "{\"id\":%" PRIu64 "}", stage.poll);
    char *text = told(&stage);
    assert_told(text, "First");
    assert_null(strstr(text, "900"));
    finish(&stage, text);
}

/* A choice of two that asks for more than half of at least so many percent; those who vote chose `votes`. */
static char *decided(struct stage *stage, const char *fields, const int votes[3])
{
    uint64_t options[2];
    prepare(stage, fields);
    for (int i = 0; i < 2; i++)
        options[i] = run(stage, 0, "option.create", "{\"poll\":%" PRIu64 ",\"text\":\"%s\"}", stage->poll,
                         i == 0 ? "First" : "Second");
    start(stage);
    for (int i = 0; i < 3; i++)
        if (votes[i] >= 0)
            SAY(stage, stage->delegates[i], "\"option\":%" PRIu64, options[votes[i]]);
    run(stage, 0, "poll.close", "{\"id\":%" PRIu64 "}", stage->poll);
    return told(stage);
}

static void result_in_words(void **state)
{
    (void)state;
    struct stage stage;
    char *text = decided(&stage, "\"type\":\"single\",\"majority\":\"simple\",\"quorum\":60", (const int[]){ 0, 1, 0 });
    assert_told(text, "<b>First</b>");
    assert_null(strstr(text, "<b>Second</b>"));
    finish(&stage, text);
    text = decided(&stage, "\"type\":\"single\"", (const int[]){ 0, 1, -1 });
    assert_told(text, "<b>First</b>");
    assert_told(text, "<b>Second</b>");
    finish(&stage, text);
}

static void no_result_without_quorum_or_majority(void **state)
{
    (void)state;
    static const char *const fields[] = { "\"type\":\"single\",\"quorum\":60",
                                          "\"type\":\"single\",\"majority\":\"two_thirds\"",
                                          "\"type\":\"single\",\"purpose\":\"pulse\"" };
    static const int votes[][3] = { { 0, -1, -1 }, { 0, 1, -1 }, { 0, 0, 0 } };
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        struct stage stage;
        char *text = decided(&stage, fields[i], votes[i]);
        assert_told(text, "First");
        assert_null(strstr(text, "<b>First</b>"));
        finish(&stage, text);
    }
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("V13 V19 reasons, advice apart, what delegations said; nothing while it is open", reasons_and_advice),
        test_case("V19 names are not told where there are none", names_are_not_told_without_names),
        test_case("V16 numbers have their decimals", numbers_have_their_decimals),
        test_case("V13 sums of points are no shares", sums_of_ratings_are_no_shares),
        test_case("V18 the result is told in words, also that two tie", result_in_words),
        test_case("V18 without the quorum or the majority nothing carries, and a pulse decides nothing",
                  no_result_without_quorum_or_majority),
    };
    return cmocka_run_group_tests_name("export polls", cases, NULL, NULL);
}
