/* Ceilings of documents: what does not fit, or takes too long, is given up with nothing lost but time, in every format. */
#include "test.h"

#include "app/export_form.h"
#include "app/import.h"
#include "base/buf.h"
#include "export/export.h"
#include "scenario.h"

enum { ROWS = 150 };

static struct signer signer;

/* A workshop in one language with many rows, each with words of its own. */
static int make_room(void **state)
{
    static struct import import;
    const struct import_options options = { .at = 1700000000000, .random = scenario_salt };
    uint8_t seed[SIGN_KEY_BYTES];
    struct buf text;
    buf_init(&text, LIMIT_IMPORT);
    buf_text(&text, "{\"name\":\"x\",\"title\":\"X\",\"time_zone\":\"UTC\",\"languages\":[\"fr\"],\"plan\":[");
    for (unsigned i = 0; i < ROWS; i++)
        buf_print(&text, "%s{\"action\":\"Publier %u\",\"deliverable\":\"%x %x %x\",\"due\":\"2026-05-31\"}",
                  i == 0 ? "" : ",", i, i * 2654435761u, i * 40503u * 65537u, i * 2246822519u);
    buf_text(&text, "]}");
    assert_false(text.full);
    const bool made = import_scenario(&import, text.data, text.len, &options);
    buf_free(&text);
    assert_true(made);
    memset(seed, 3, sizeof seed);
    signer_make(&signer, seed);
    *state = &import;
    return 0;
}

static int free_room(void **state)
{
    import_free(*state);
    return 0;
}

static struct export_request next_request(enum export_format format)
{
    return (struct export_request){
        .document = format == EXPORT_ICS   ? DOCUMENT_CALENDAR
                    : format == EXPORT_ZIP ? DOCUMENT_BUNDLE
                                           : DOCUMENT_PLAN,
        .format = format,
        .lang = LANG_FR,
        .lang2 = LANG_N,
        .signer = &signer,
        .until = INT64_MAX,
    };
}

/* Its length; 0: it was refused, and says that it is too large. */
static size_t length_in(const struct room *room, enum export_format format, size_t max)
{
    const struct export_request request = next_request(format);
    struct buf out;
    buf_init(&out, max);
    const bool made = export_room(&out, room, &request);
    const size_t n = out.len;
    assert_true(n <= max && out.cap <= max + 1);
    assert_int_equal(made, !out.full);
    buf_free(&out);
    return made ? n : 0;
}

/* A buffer that is as large as the document is large enough; a byte less, or half of it, is not. */
static void no_format_passes_the_ceiling(void **state)
{
    const struct room *room = ((const struct import *)*state)->room;
    for (int format = 0; format < EXPORT_FORMAT_N; format++) {
        const size_t n = length_in(room, (enum export_format)format, EXPORT_BYTES_MAX);
        print_message("%s: %zu bytes\n", export_format_word((enum export_format)format), n);
        assert_true(n > 0);
        assert_int_equal(length_in(room, (enum export_format)format, n / 2), 0);
        if (format == EXPORT_ZIP) /* no document of it may be larger than all of it may be: the JSON is */
            continue;
        assert_int_equal(length_in(room, (enum export_format)format, n - 1), 0);
        assert_int_equal(length_in(room, (enum export_format)format, n), n);
    }
}

static void what_takes_seconds_ends_when_its_time_is_over(void **state)
{
    static const enum export_format slow[] = { EXPORT_PDF, EXPORT_ZIP };
    const struct room *room = ((const struct import *)*state)->room;
    for (size_t i = 0; i < sizeof slow / sizeof slow[0]; i++) {
        struct export_request request = next_request(slow[i]);
        struct buf out;
        const int64_t began = export_clock();
        request.until = began + 5;
        buf_init(&out, EXPORT_BYTES_MAX);
        assert_false(export_room(&out, room, &request));
        print_message("%s: given up after %d ms\n", export_format_word(slow[i]), (int)(export_clock() - began));
        buf_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_case("no format passes the ceiling, and at it every document still fits", no_format_passes_the_ceiling),
        test_case("what takes seconds ends when its time is over", what_takes_seconds_ends_when_its_time_is_over),
    };
    return cmocka_run_group_tests(tests, make_room, free_room);
}
