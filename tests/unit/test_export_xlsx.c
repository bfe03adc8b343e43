/* write_xlsx: what cells hold, as an unpacked file shows it, and what no text can do to them. */
#include "test.h"

#include <string.h>

#include "base/mem.h"
#include "export/write.h"
#include "export/xlsx.h"
#include "support_export_document.h"

enum { BYTES_MAX = 20 << 20 };

static struct buf made(const struct document *doc)
{
    struct buf out;
    buf_init(&out, BYTES_MAX);
    assert_true(write_xlsx(&out, doc));
    assert_false(out.full);
    return out;
}

static char *part_of(const struct document *doc, const char *part)
{
    char command[128];
    struct buf xlsx = made(doc);
    snprintf(command, sizeof command, "unzip -p %%s '%s'", part);
    char *text = told_by(command, &xlsx);
    buf_free(&xlsx);
    return text;
}

static void assert_says(const char *text, const char *piece)
{
    if (strstr(text, piece) == NULL)
        fail_msg("no %s in\n%.4000s", piece, text);
}

static void equal_bytes(void **state)
{
    (void)state;
    struct document *doc = sample_document(LANG_AR, LANG_FR, 30);
    struct buf first = made(doc);
    sleep(1);
    struct buf second = made(doc);
    assert_int_equal(first.len, second.len);
    assert_memory_equal(first.data, second.data, first.len);
    buf_free(&first);
    buf_free(&second);
    document_free(doc);
}

static void sheets_run_as_the_language(void **state)
{
    (void)state;
    for (int lang = 0; lang < LANG_N; lang++) {
        struct document *doc = sample_document((enum lang)lang, LANG_AR, 7);
        char *sheet = part_of(doc, "xl/worksheets/sheet1.xml"), *styles = part_of(doc, "xl/styles.xml");
        assert_true((strstr(sheet, "rightToLeft=\"1\"") != NULL) == (lang == LANG_AR));
        assert_says(styles, "readingOrder=\"2\"");
        assert_says(sheet, "orientation=\"landscape\"");
        assert_says(sheet, "state=\"frozen\"");
        assert_says(sheet, "<autoFilter ref=\"A2:E11\"/>");
        assert_says(sheet, "<col min=\"1\" max=\"1\" width=\"12.7109375\" hidden=\"1\" customWidth=\"1\"/>");
        assert_says(sheet, "<row r=\"1\" spans=\"1:5\" hidden=\"1\"");
        assert_says(sheet, "<v>46173</v>");
        mem_free(sheet);
        mem_free(styles);
        document_free(doc);
    }
}

/* A document of two tables and a word outside of them. */
static struct document *told_document(bool to_work_in)
{
    struct document *doc = document_new(LANG_FR, "Bilan & suite", NULL, "W & Co");
    run_add(document_paragraph(doc), "Un mot", 0, LANG_N);
    for (int i = 0; i < 2; i++) {
        run_add(document_heading(doc, 1), i == 0 ? "Ceux qui étaient là tous les jours, et d'autres" : "Votes", 0,
                LANG_N);
        struct doc_table *table = document_table(doc, NULL);
        if (to_work_in)
            run_add(table_column(table, COLUMN_KEY, 1, LANG_N, "key@7"), "Id", 0, LANG_N);
        run_add(table_column(table, COLUMN_TEXT, 1, LANG_N, "status.fr"), "Avancement", 0, LANG_N);
        run_add(table_column(table, COLUMN_NUMBER, 1, LANG_N, "percent.fr"), "Réalisé", 0, LANG_N);
        table_choice(table, table->n_columns - 2, "Prévu");
        table_choice(table, table->n_columns - 2, "Réalisé");
        table_most(table, table->n_columns - 1, 100);
        table_row(table);
        run_add(table_cell(table, table->n_columns - 2), "une.adresse.bien.longue@exemple.org", 0, LANG_N);
    }
    return doc;
}

static void overview_comes_first(void **state)
{
    (void)state;
    struct document *doc = told_document(false);
    char *book = part_of(doc, "xl/workbook.xml"), *first = part_of(doc, "xl/worksheets/sheet1.xml"),
         *second = part_of(doc, "xl/worksheets/sheet2.xml");
    assert_says(book,
                "<sheet name=\"Vue d’ensemble\" sheetId=\"1\" r:id=\"rId1\"/>"
                "<sheet name=\"Ceux qui étaient là tous les…\" sheetId=\"2\" r:id=\"rId2\"/><sheet name=\"Votes\"");
    assert_says(first, "location=\"'Ceux qui étaient là tous les…'!A1\" display=\"Feuille\"/>");
    assert_says(first, "location=\"'Votes'!A1\"");
    assert_says(second, "<oddHeader>&amp;L&amp;\"-,Bold\"Ceux qui étaient là tous les jours, et d'autres</oddHeader>");
    assert_null(strstr(second, "<dataValidation"));
    mem_free(book);
    mem_free(first);
    mem_free(second);
    document_free(doc);
}

static void work_comes_first(void **state)
{
    (void)state;
    struct document *doc = told_document(true);
    char *book = part_of(doc, "xl/workbook.xml"), *sheet = part_of(doc, "xl/worksheets/sheet1.xml"),
         *core = part_of(doc, "docProps/core.xml");
    assert_says(book, "<sheet name=\"Votes\" sheetId=\"2\" r:id=\"rId2\"/><sheet name=\"Vue d’ensemble\"");
    assert_says(sheet, "<dataValidation type=\"textLength\" operator=\"equal\"");
    assert_says(sheet, "sqref=\"A3:A2004\"><formula1>0</formula1>");
    assert_says(sheet, "sqref=\"B3:B2004\"><formula1>\"Prévu,Réalisé\"</formula1>");
    assert_says(sheet, "sqref=\"C3:C2004\"><formula1>0</formula1><formula2>100</formula2>");
    assert_says(sheet, "error=\"Veuillez choisir un mot de la liste.\"");
    assert_says(sheet, "<col min=\"2\" max=\"2\" width=\"31.7109375\"");
    assert_says(core, "<dc:title>Bilan &amp; suite</dc:title><dc:subject>W &amp; Co</dc:subject>");
    mem_free(book);
    mem_free(sheet);
    mem_free(core);
    document_free(doc);
}

static void texts_are_kept(void **state)
{
    (void)state;
    struct document *doc = sample_document(LANG_FR, LANG_AR, 2);
    char *strings = part_of(doc, "xl/sharedStrings.xml");
    assert_says(strings, "<t>title2</t>");
    assert_says(strings, "<t>4097</t>");
    assert_says(strings, "<t>1.2</t>");
    assert_says(strings, "[fondée sur les données]");
    assert_says(strings, "اعتماد نهج قائم على المخاطر [يستند إلى بيانات EAD] في أجل 12 شهرا");
    assert_says(strings, "<t>10 (33 %)</t>");
    mem_free(strings);
    document_free(doc);
}

static void no_text_becomes_more(void **state)
{
    (void)state;
    for (size_t i = 0; hostile_texts[i] != NULL; i++) {
        struct document *doc = sample_of_text(i % 2 ? LANG_AR : LANG_EN, hostile_texts[i]);
        struct buf xlsx = made(doc);
        char *all = told_by("unzip -tq %s > /dev/null && unzip -p %s", &xlsx);
        assert_null(strstr(all, "<f>"));
        assert_null(strstr(all, "relationships/hyperlink"));
        for (const char *link = all; (link = strstr(link, "<hyperlink ")) != NULL; link++)
            assert_memory_equal(strstr(link, " location=\"") + strlen(" location=\""), "'", 1);
        assert_null(strstr(all, "<script"));
        mem_free(all);
        buf_free(&xlsx);
        document_free(doc);
    }
}

static void codes_are_text(void **state)
{
    (void)state;
    struct document *doc = sample_of_text(LANG_EN, "a_x0041_b _x12 _xZZZZ_");
    char *strings = part_of(doc, "xl/sharedStrings.xml");
    assert_says(strings, "<t>a_x005F_x0041_b _x12 _xZZZZ_</t>");
    mem_free(strings);
    document_free(doc);
}

static void long_texts_are_cut(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, 1 << 20);
    for (int i = 0; i < XLSX_CELL_UNITS_MAX / 2; i++)
        buf_text(&text, "\U0001f600");
    const size_t whole = text.len;
    xlsx_cut(&text, XLSX_CELL_UNITS_MAX);
    assert_int_equal(text.len, whole);
    buf_text(&text, "ab");
    xlsx_cut(&text, XLSX_CELL_UNITS_MAX);
    assert_int_equal(text.len, whole + strlen("…"));
    assert_string_equal(text.data + whole, "…");
    buf_free(&text);
}

static void names_of_sheets_differ(void **state)
{
    (void)state;
    static const char *const names[] = { "Plan",
                                         "PLAN",
                                         "Été",
                                         "ÉTÉ",
                                         "[]:*?/\\",
                                         "",
                                         "'q'",
                                         "l'atelier",
                                         "History",
                                         "a name that is longer than a sheet may have",
                                         "a name that is longer than a sheet may be called" };
    struct document *doc = document_new(LANG_FR, "T", NULL, "W & Co");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct doc_table *table = document_table(doc, names[i]);
        run_add(table_column(table, COLUMN_TEXT, 1, LANG_N, NULL), "H", 0, LANG_N);
    }
    char *book = part_of(doc, "xl/workbook.xml"), *sheet = part_of(doc, "xl/worksheets/sheet1.xml");
    assert_says(book, "name=\"Plan\"");
    assert_says(book, "name=\"PLAN (2)\"");
    assert_says(book, "name=\"ÉTÉ (2)\"");
    assert_says(book, "name=\"1\"");
    assert_says(book, "name=\"q\"");
    assert_says(book, "name=\"l’atelier\"");
    assert_says(book, "name=\"History (2)\"");
    assert_says(book, "name=\"a name that is longer… (2)\"");
    assert_says(sheet, "W &amp;&amp; Co");
    mem_free(book);
    mem_free(sheet);
    document_free(doc);
}

static void dates_and_numbers(void **state)
{
    (void)state;
    lxw_datetime date;
    double number;
    assert_true(xlsx_date("2026-05-31", &date) && date.year == 2026 && date.month == 5 && date.day == 31);
    assert_false(xlsx_date("T+6 months", &date) || xlsx_date(NULL, &date) || xlsx_date("2026-13-01", &date));
    assert_false(xlsx_date("1900-02-28", &date) || xlsx_date("2026-5-31 ", &date));
    assert_true(xlsx_number("25", &number) && number > 24.5 && number < 25.5);
    assert_false(xlsx_number("1.2", &number) || xlsx_number("007", &number) || xlsx_number("1e9", &number));
    assert_false(xlsx_number("", &number) || xlsx_number("-1", &number) || xlsx_number("1234567890", &number));
}

static void lines_are_counted(void **state)
{
    (void)state;
    assert_int_equal(xlsx_lines("", 10), 1);
    assert_int_equal(xlsx_lines("one two three", 20), 1);
    assert_int_equal(xlsx_lines("one two three", 8), 2);
    assert_int_equal(xlsx_lines("a\nb\nc", 10), 3);
    assert_true(xlsx_lines("abcdefghijklmnopqrstuvwxyz", 5) >= 5);
}

static void ceiling_holds(void **state)
{
    (void)state;
    struct document *doc = sample_document(LANG_EN, LANG_FR, 2000);
    struct buf out;
    buf_init(&out, 4000);
    write_xlsx(&out, doc);
    assert_true(out.full);
    buf_free(&out);
    out = made(doc);
    print_message("2,000 rows: %zu bytes\n", out.len);
    buf_free(&out);
    document_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_case("made twice, equal bytes", equal_bytes),
        test_case("a sheet runs as its language does, with a head, a filter, hidden keys and dates",
                  sheets_run_as_the_language),
        test_case("what is no table stands first, and leads to the sheets of the tables", overview_comes_first),
        test_case("a sheet to work in stands first, and says what can be typed", work_comes_first),
        test_case("texts are kept as they are", texts_are_kept),
        test_case("no text becomes a formula, a link or a script", no_text_becomes_more),
        test_case("what looks like a code of a letter stays text", codes_are_text),
        test_case("a text is cut where a cell is full, between letters", long_texts_are_cut),
        test_case("sheets have different names", names_of_sheets_differ),
        test_case("dates and numbers are read strictly", dates_and_numbers),
        test_case("rows are as high as their text", lines_are_counted),
        test_case("bytes have a ceiling", ceiling_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
