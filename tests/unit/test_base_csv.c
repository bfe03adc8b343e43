/* Tables as text, as spreadsheets write them. */
#include "base/csv.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "test.h"

/* All records in one text: fields in brackets, records by lines that begin with their line number; what ended it last. */
static void shown(const char *text, size_t n, char *out, size_t size)
{
    static const char *const ends[] = { [CSV_END] = "end", [CSV_QUOTES] = "quotes", [CSV_FIELDS] = "fields" };
    struct csv csv;
    struct csv_record record;
    enum csv_result result;
    struct buf all;
    buf_init(&all, size - 1);
    if (!csv_open(&csv, text, n)) {
        snprintf(out, size, "not utf-8");
        csv_close(&csv);
        return;
    }
    while ((result = csv_next(&csv, &record)) == CSV_RECORD) {
        buf_print(&all, "%zu", record.line);
        for (size_t i = 0; i < record.n; i++)
            buf_print(&all, "[%s]", record.field[i]);
        buf_char(&all, '|');
    }
    buf_print(&all, "%zu %s", record.line, ends[result]);
    assert_false(all.full);
    memcpy(out, all.data, all.len + 1);
    buf_free(&all);
    csv_close(&csv);
}

static void expect_shown(const char *text, const char *wanted)
{
    char out[2000];
    shown(text, strlen(text), out, sizeof out);
    assert_string_equal(out, wanted);
}

static void test_records(void **state)
{
    (void)state;
    expect_shown("name,role\nAmina,delegate\n", "1[name][role]|2[Amina][delegate]|3 end");
    expect_shown("a,b\r\nc,d", "1[a][b]|2[c][d]|2 end");
    expect_shown("a,b\rc,d\r", "1[a][b]|2[c][d]|3 end");
    expect_shown("a,,\n,b,", "1[a][][]|2[][b][]|2 end");
    expect_shown("", "1 end");
    expect_shown("\n\r\n \n", "3[ ]|4 end");
}

static void test_separators(void **state)
{
    (void)state;
    expect_shown("nom;rôle\nA, B;x", "1[nom][rôle]|2[A, B][x]|2 end");
    expect_shown("a\tb\nc;d\te", "1[a][b]|2[c;d][e]|2 end");
    expect_shown("\"a;b;c\",d\n1,2", "1[a;b;c][d]|2[1][2]|2 end");
    expect_shown("sep=;\na,b;c\n", "2[a,b][c]|3 end");
    expect_shown("sep=;x\n", "1[sep=][x]|2 end");
    expect_shown("single\nother", "1[single]|2[other]|2 end");
}

static void test_quotes(void **state)
{
    (void)state;
    expect_shown("\"a\"\"b\",\"\"\n\"c,d\",e", "1[a\"b][]|2[c,d][e]|2 end");
    expect_shown("\"one\r\ntwo\",x\ny,z", "1[one\ntwo][x]|3[y][z]|3 end");
    expect_shown("a\"b,c", "1[a\"b][c]|1 end");
    expect_shown("a,b\n\"open,c\nd", "1[a][b]|2 quotes");
    expect_shown("a\n\"b\"c", "1[a]|2 quotes");
    expect_shown("\"", "1 quotes");
}

static void test_marks(void **state)
{
    (void)state;
    char out[200];
    expect_shown("\xef\xbb\xbf\"a\",b", "1[a][b]|1 end");
    expect_shown("الاسم;الوفد\nأمينة;تونس", "1[الاسم][الوفد]|2[أمينة][تونس]|2 end");
    shown("a\0b", 3, out, sizeof out);
    assert_string_equal(out, "not utf-8");
    shown("\xff\xfe"
          "a\0",
          4, out, sizeof out);
    assert_string_equal(out, "not utf-8");
    shown("d\xe9l\xe9gu\xe9", 7, out, sizeof out);
    assert_string_equal(out, "not utf-8");
}

static void test_many_fields(void **state)
{
    (void)state;
    char text[CSV_FIELDS_MAX + 1], out[2000];
    memset(text, ',', sizeof text);
    shown(text, CSV_FIELDS_MAX - 1, out, sizeof out);
    assert_non_null(strstr(out, "|1 end"));
    shown(text, CSV_FIELDS_MAX, out, sizeof out);
    assert_string_equal(out, "1 fields");
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("records end with any line end, and empty lines are none", test_records),
        test_case("the first line says what parts fields", test_separators),
        test_case("quotes hold separators, line ends and quotes; one that is not closed is told", test_quotes),
        test_case("a byte order mark is skipped, other encodings are told", test_marks),
        test_case("more fields than a record may have are told", test_many_fields),
    };
    return cmocka_run_group_tests(cases, NULL, NULL);
}
