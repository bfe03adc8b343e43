/* What the agenda as run says beside titles and planned times: what slipped, whose an item is, what is to be had at it. */
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "test.h"

#include "base/mem.h"
#include "core/history.h"
#include "core/limits.h"
#include "export/export.h"
#include "support_export_run.h"

enum { MINUTE_MS = 60000 };

/* 14 November 2023, 09:00 UTC. */
static const int64_t NINE = INT64_C(1699952400000);

__attribute__((format(printf, 4, 5))) static uint64_t run(struct room *room, int64_t at, const char *verb,
                                                         const char *format, ...)
{
    va_list rest;
    va_start(rest, format);
    const uint64_t result = run_at(room, 0, at, verb, format, rest);
    va_end(rest);
    return result;
}

/* A workshop from the 14th on with one item at nine. */
static struct room *prepared(const char *fields)
{
    struct room *room = room_new();
    run(room, NINE - 5000, "workshop.create",
        "{\"name\":\"w\",\"title\":\"W\",\"time_zone\":\"UTC\",\"starts_on\":\"2023-11-14\"}");
    run(room, NINE - 4000, "group.create", "{\"title\":\"Customs group\"}");
    run(room, NINE - 3000, "item.create",
        "{\"day\":1,\"start\":\"09:00\",\"minutes\":30,\"kind\":\"discussion\",\"title\":\"Opening\"%s}", fields);
    run(room, NINE - 2000, "workshop.live", "{}");
    return room;
}

/* The document as a page; sentences may be missing in a build without the client, so nothing here looks for one. */
static char *told(struct room *room)
{
    const struct export_request request = {
        .document = DOCUMENT_AGENDA, .format = EXPORT_HTML, .lang = LANG_EN, .lang2 = LANG_N
    };
    struct buf out;
    size_t n;
    buf_init(&out, EXPORT_BYTES_MAX);
    assert_true(export_room(&out, room, &request));
    room_free(room);
    return buf_take(&out, &n);
}

static void assert_told(const char *text, const char *what)
{
    if (strstr(text, what) == NULL)
        fail_msg("\"%s\" is not in\n%s", what, text);
}

static char *begun_at(int64_t at)
{
    struct room *room = prepared("");
    run(room, at, "agenda.next", "{}");
    run(room, at + 20 * MINUTE_MS, "agenda.next", "{\"id\":3}");
    return told(room);
}

static void slips(void **state)
{
    (void)state;
    static const char quiet[] = "</p>\n<p><span class=\"soft\">";
    char *text = begun_at(NINE + 2 * MINUTE_MS);
    assert_told(text, "09:02\xe2\x80\x93"
                      "09:22</p>\n</td>");
    mem_free(text);
    text = begun_at(NINE + 13 * MINUTE_MS);
    assert_told(text, "09:13\xe2\x80\x93"
                      "09:33");
    assert_told(strstr(text, "09:33") + strlen("09:33"), quiet);
    mem_free(text);
    text = begun_at(NINE + INT64_C(25) * 60 * MINUTE_MS);
    assert_told(text, "10:00\xe2\x80\x93"
                      "10:20</p>\n<p><span class=\"soft\">");
    mem_free(text);
}

static void documents_and_group(void **state)
{
    (void)state;
    char *text = told(prepared(",\"link\":\"https://example.org/call\",\"group\":2,"
                               "\"documents\":[\"https://example.org/a.pdf The slides\",\"https://example.org/b\"]"));
    assert_told(text, "https://example.org/a.pdf");
    assert_told(text, "https://example.org/b");
    assert_told(text, "https://example.org/call");
    assert_told(text, "Customs group");
    mem_free(text);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("what began late, or on another day, says so; what was punctual does not", slips),
        test_case("whose an item is, its documents and the way in are told", documents_and_group),
    };
    return cmocka_run_group_tests_name("export agenda", cases, NULL, NULL);
}
