/* write_pdf: what pages hold, as another program reads them, and what no text can do to them. */
#include "test.h"

#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "export/pdf.h"
#include "export/say.h"
#include "export/write.h"
#include "support_export_document.h"

enum { BYTES_MAX = 20 << 20 };

/* A sanitizer makes everything slower by ten. */
#ifdef __SANITIZE_ADDRESS__
enum { ROWS = 200 };
#else
enum { ROWS = 2000 };
#endif

static struct buf made(const struct document *doc)
{
    struct buf out;
    buf_init(&out, BYTES_MAX);
    assert_true(write_pdf(&out, doc));
    return out;
}

static char *text_of(const struct document *doc)
{
    struct buf pdf = made(doc);
    assert_false(pdf.full);
    char *text = told_by("pdftotext -enc UTF-8 %s - 2>&1", &pdf);
    buf_free(&pdf);
    return text;
}

static void assert_says(const char *text, const char *piece)
{
    if (strstr(text, piece) == NULL)
        fail_msg("no %s in\n%s", piece, text);
}

static size_t count(const char *text, const char *piece)
{
    size_t n = 0;
    for (const char *p = text; (p = strstr(p, piece)) != NULL; p += strlen(piece))
        n++;
    return n;
}

static void equal_bytes(void **state)
{
    (void)state;
    for (int lang = 0; lang < LANG_N; lang++) {
        struct document *doc = sample_document((enum lang)lang, LANG_FR, 30);
        struct buf first = made(doc), second = made(doc);
        assert_int_equal(first.len, second.len);
        assert_memory_equal(first.data, second.data, first.len);
        assert_null(memmem(first.data, first.len, "CreationDate", 12));
        buf_free(&first);
        buf_free(&second);
        document_free(doc);
    }
}

static void everything_is_read_back(void **state)
{
    (void)state;
    struct document *doc = sample_document(LANG_EN, LANG_N, 12);
    char *text = text_of(doc);
    assert_says(text, "Action plan");
    assert_says(text, "Risk management");
    assert_says(text, "[resting on data]");
    assert_says(text, "31 May 2026");
    assert_says(text, "3.2");
    assert_says(text, "10 (33 %)");
    assert_says(text, "e3b0c44298fc1c149afbf4c8996fb924");
    assert_null(strstr(text, "4096"));
    mem_free(text);
    document_free(doc);
}

static void arabic_is_read_back(void **state)
{
    (void)state;
    struct document *doc = sample_document(LANG_AR, LANG_EN, 3);
    char *text = text_of(doc);
    assert_says(text, "خطة العمل");
    assert_says(text, "إدارة المخاطر");
    assert_says(text, "31");
    assert_says(text, "EAD");
    assert_says(text, "Adopt a risk-based approach");
    mem_free(text);
    document_free(doc);
}

/* Where words stand, by the program that reads the file. */
static double place_of(const char *boxes, const char *word)
{
    char piece[64];
    snprintf(piece, sizeof piece, ">%s</word>", word);
    const char *at = strstr(boxes, piece);
    if (at == NULL)
        fail_msg("no word %s", word);
    while (strncmp(at, "xMin=\"", 6) != 0)
        at--;
    return strtod(at + 6, NULL);
}

static void columns_are_mirrored(void **state)
{
    (void)state;
    for (int lang = 0; lang < LANG_N; lang++) {
        struct document *doc = sample_document((enum lang)lang, LANG_EN, 3);
        struct buf pdf = made(doc);
        char *boxes = told_by("pdftotext -bbox -f 2 -l 2 %s - 2>&1", &pdf);
        const double number = place_of(boxes, "1.1"), second = place_of(boxes, "Adopt"), date = place_of(boxes, "2026");
        if (lang == LANG_AR)
            assert_true(number > second && second > date);
        else
            assert_true(number < second && second < date);
        mem_free(boxes);
        buf_free(&pdf);
        document_free(doc);
    }
}

static void the_second_language_has_its_own_side(void **state)
{
    (void)state;
    struct document *doc = document_new(LANG_AR, "نتائج", NULL, "ورشة");
    run_add(document_paragraph(doc), "Yes", 0, LANG_EN);
    run_add(document_paragraph(doc), "Riyadh", 0, LANG_N);
    struct buf pdf = made(doc);
    char *boxes = told_by("pdftotext -bbox %s - 2>&1", &pdf);
    assert_true(place_of(boxes, "Yes") < 100 && place_of(boxes, "Riyadh") > 400);
    mem_free(boxes);
    buf_free(&pdf);
    document_free(doc);
}

static void heads_and_numbers_repeat(void **state)
{
    (void)state;
    struct document *doc = sample_document(LANG_EN, LANG_FR, 100);
    char *text = text_of(doc);
    const size_t pages = count(text, "\f");
    struct buf last;
    buf_init(&last, 64);
    say_page(&last, LANG_EN, pages, pages);
    assert_true(pages > 5);
    assert_says(text, last.data);
    buf_free(&last);
    assert_int_equal(count(text, "Mesure"), pages - 2);
    assert_int_equal(count(text, "Adopter une"), 100);
    mem_free(text);
    document_free(doc);
}

static void long_rows_break(void **state)
{
    (void)state;
    struct document *doc = document_new(LANG_EN, "T", NULL, "W");
    struct doc_table *table = document_table(doc, "T");
    run_add(table_column(table, COLUMN_TEXT, 50, LANG_N, NULL), "Heading", 0, LANG_N);
    run_add(table_column(table, COLUMN_TEXT, 50, LANG_N, NULL), "Other", 0, LANG_N);
    table_row(table);
    for (int i = 0; i < 400; i++) {
        char line[32];
        snprintf(line, sizeof line, "line%d.", i);
        run_add(table_cell(table, 0), line, 0, LANG_N);
    }
    char *text = text_of(doc);
    for (int i = 0; i < 400; i++) {
        char line[32];
        snprintf(line, sizeof line, "line%d.", i);
        assert_int_equal(count(text, line), 1);
    }
    assert_int_equal(count(text, "Heading"), count(text, "\f"));
    mem_free(text);
    document_free(doc);
}

/* A table of `n` columns; `weight` is that of the first one. */
static struct doc_table *table_of(struct document *doc, size_t n, int weight)
{
    struct doc_table *table = document_table(doc, "T");
    for (size_t c = 0; c < n; c++)
        run_add(table_column(table, COLUMN_TEXT, c == 0 ? weight : 50, LANG_N, NULL), "H", 0, LANG_N);
    return table;
}

static void words_stay_whole(void **state)
{
    (void)state;
    struct document *doc = document_new(LANG_FR, "T", NULL, "W");
    struct doc_table *table = table_of(doc, 2, 1);
    table_row(table);
    run_add(table_cell(table, 0), "un établissement interministériel", 0, LANG_N);
    table->columns[0].kind = COLUMN_DATE;
    run_add(table_cell(table, 0), "6 mois après l’atelier", 0, LANG_N);
    run_add(table_cell(table, 0), "du 31 décembre 2016", 0, LANG_N);
    run_add(table_cell(table, 0), "18:44–18:45", 0, LANG_N);
    for (int i = 0; i < 40; i++)
        run_add(table_cell(table, 1), "une phrase qui prendrait toute la place que la première colonne lui laisserait ",
                0, LANG_N);
    char *text = text_of(doc);
    assert_says(text, "établissement");
    assert_says(text, "interministériel");
    assert_says(text, "31 décembre 2016");
    assert_says(text, "18:44–18:45");
    mem_free(text);
    document_free(doc);
}

static void cut_words_have_hyphens(void **state)
{
    (void)state;
    struct document *doc = document_new(LANG_FR, "T", NULL, "W");
    struct doc_table *table = table_of(doc, 8, 50);
    table_row(table);
    for (size_t c = 0; c < 8; c++)
        run_add(table_cell(table, c),
                c == 0 ? "https://customs.example/anticonstitutionnellement" : "anticonstitutionnellement", 0, LANG_N);
    char *text = text_of(doc);
    assert_int_equal(count(text, "\u00ad"), 14);
    mem_free(text);
    document_free(doc);
}

/* Rows until a page is full: one more is never alone on the next page. */
static void last_rows_have_company(void **state)
{
    (void)state;
    for (int rows = 20; rows < 40; rows++) {
        struct document *doc = document_new(LANG_EN, "T", NULL, "W");
        struct doc_table *table = table_of(doc, 2, 50);
        for (int i = 0; i < rows; i++) {
            table_row(table);
            run_add(table_cell(table, 0), "row.", 0, LANG_N);
        }
        char *text = text_of(doc);
        const char *second = strchr(text, '\f') + 1;
        assert_true(*second == '\0' || count(second, "row.") >= 2);
        mem_free(text);
        document_free(doc);
    }
}

static void the_file_says_what_it_is(void **state)
{
    (void)state;
    for (int lang = 0; lang < LANG_N; lang++) {
        struct document *doc = sample_document((enum lang)lang, LANG_N, 30);
        struct buf pdf = made(doc);
        char *facts = told_by("pdfinfo %s 2>&1", &pdf), sign[16];
        assert_says(facts, doc->title);
        assert_says(facts, "Author:");
        assert_null(strstr(facts, "rror"));
        snprintf(sign, sizeof sign, "/Lang (%s)", lang_word((enum lang)lang));
        assert_non_null(memmem(pdf.data, pdf.len, sign, strlen(sign)));
        assert_true((memmem(pdf.data, pdf.len, "/R2L", 4) != NULL) == (lang == LANG_AR));
        mem_free(facts);
        buf_free(&pdf);
        document_free(doc);
    }
}

/* The page that holds `piece`, from 1. */
static size_t page_with(const char *text, const char *piece)
{
    const char *at = strstr(text, piece);
    size_t page = 1;
    for (const char *p = text; p < at; p++)
        page += *p == '\f';
    return page;
}

static void contents_lead_to_pages(void **state)
{
    (void)state;
    for (int headings = 3; headings < 130; headings += 63) {
        struct document *doc = document_new(LANG_EN, "Report", NULL, "W");
        char line[96];
        document_title_page(doc);
        for (int i = 0; i < headings; i++) {
            snprintf(line, sizeof line, "Heading %d.", i);
            run_add(document_heading(doc, 1), line, 0, LANG_N);
            snprintf(line, sizeof line, "Below %d. See https://typed.example/ and ", i);
            struct doc_paragraph *below = document_paragraph(doc);
            run_add(below, line, 0, LANG_N);
            run_add(below, "https://customs.example/a?b=(1)", RUN_LINK, LANG_N);
            run_add(below, " javascript:alert(1)", RUN_LINK, LANG_N);
        }
        struct buf pdf = made(doc);
        char *text = told_by("pdftotext -layout -enc UTF-8 %s - 2>&1", &pdf);
        size_t links = 0;
        for (const char *p = pdf.data; (p = memmem(p, pdf.len - (size_t)(p - pdf.data), "/Subtype /Link", 14)) != NULL;
             p++)
            links++;
        assert_int_equal(links, headings < 5 ? headings : 2 * headings);
        assert_non_null(memmem(pdf.data, pdf.len, "(https://customs.example/a?b=%281%29)", 37));
        assert_null(memmem(pdf.data, pdf.len, "/URI (https://typed", 19));
        assert_null(memmem(pdf.data, pdf.len, "/URI (javascript", 16));
        snprintf(line, sizeof line, "Below %d.", headings - 1);
        const size_t page = page_with(text, line);
        snprintf(line, sizeof line, "Heading %d.", headings - 1);
        if (headings > 5)
            assert_int_equal(strtoul(strstr(text, line) + strlen(line), NULL, 10), page);
        mem_free(text);
        buf_free(&pdf);
        document_free(doc);
    }
}

/* The structure without its texts, in one line: "Document H1 P Table TR TH TH". */
static char *structure_of(const struct document *doc, bool texts)
{
    struct buf pdf = made(doc), out;
    size_t n;
    char *told =
        told_by(texts ? "pdfinfo -enc UTF-8 -struct-text %s 2>/dev/null" : "pdfinfo -struct %s 2>/dev/null", &pdf);
    buf_init(&out, BYTES_MAX);
    for (char *rest = told, *line; (line = strsep(&rest, "\n")) != NULL;) {
        line += strspn(line, " ");
        if (strncmp(line, "Object", 6) == 0)
            continue;
        char *kind = *line == '"' ? NULL : strstr(line, " (");
        if (kind != NULL)
            *kind = '\0';
        if (*line != '\0')
            buf_print(&out, "%s%s", out.len == 0 ? "" : " ", line);
    }
    mem_free(told);
    buf_free(&pdf);
    return buf_take(&out, &n);
}

static void a_plan_has_a_structure(void **state)
{
    (void)state;
    struct document *doc = sample_document(LANG_EN, LANG_N, 2);
    char *told = structure_of(doc, true);
    assert_int_equal(strncmp(told, "Document H1 \"Action plan\" P \"Saudi Arabia\" L LI Lbl \"Action\"", 60), 0);
    assert_says(
        told, "H2 \"Action plan\" Table TR TH \"#\" TH \"Action\" TH \"31 May 2026\" TR TH \"Risk management\" "
              "TR TD \"1.1\" TD P \"Adopt a risk-based approach [resting on data] in 12 months\" P \"Saudi Arabia\" TD "
              "\"31 May 2026\" TR TD \"1.2\"");
    assert_says(told, "H3 \"Risk management\" P \"Adopt");
    assert_says(told, "L LI Lbl \"•\" LBody \"Adopt");
    assert_says(told, "L LI Lbl \"1.2\" LBody \"Adopt");
    assert_says(told, "LI Lbl \"Saudi Arabia\" LBody \"10 (33 %)\"");
    assert_null(strstr(told, "Page "));
    mem_free(told);
    document_free(doc);
}

/* What repeats on every page is read once, and a table that goes over pages is one. */
static void a_table_over_pages_is_one(void **state)
{
    (void)state;
    struct document *doc = sample_document(LANG_FR, LANG_EN, 100);
    char *told = structure_of(doc, true);
    assert_int_equal(count(told, "Table"), 1);
    assert_int_equal(count(told, "TH \"Mesure\""), 1);
    assert_int_equal(count(told, " TD"), 400);
    assert_int_equal(count(told, " TR"), 1 + 20 + 100);
    mem_free(told);
    document_free(doc);
}

/* Words and figures of a line come as they are read, not as they stand. */
static void arabic_is_read_in_its_order(void **state)
{
    (void)state;
    struct document *doc = sample_document(LANG_AR, LANG_N, 1);
    run_add(document_paragraph(doc), "من 16 إلى 19 نوفمبر 2015، Riyadh.", 0, LANG_N);
    char *told = structure_of(doc, true);
    assert_says(told, "P \"من 16 إلى 19 نوفمبر 2015، Riyadh.\"");
    assert_says(told, "TD \"31 مايو 2026\"");
    mem_free(told);
    document_free(doc);
}

/* Paragraphs that go over pages, contents and addresses. */
static void a_report_has_a_structure(void **state)
{
    (void)state;
    struct document *doc = document_new(LANG_EN, "Report", NULL, "W");
    document_title_page(doc);
    for (int i = 0; i < 5; i++) {
        run_add(document_heading(doc, 1), "Heading", 0, LANG_N);
        struct doc_paragraph *below = document_paragraph(doc);
        run_add(below, "See ", 0, LANG_N);
        run_add(below, "https://customs.example/a", RUN_LINK, LANG_N);
    }
    struct doc_paragraph *last = &doc->blocks[doc->n_blocks - 1]->text;
    for (int i = 0; i < 1000; i++)
        run_add(last, " again and on", 0, LANG_N);
    char *told = structure_of(doc, false);
    assert_says(told, "Document H1 H2 TOC TOCI Link Span TOCI Link Span");
    assert_says(told, "Span H2 P Span Link H2");
    assert_says(told, "H2 P Span Span Link Span");
    assert_null(strstr(told, "Link TR"));
    mem_free(told);
    document_free(doc);
}

static void hostile_texts_are_drawn(void **state)
{
    (void)state;
    for (size_t i = 0; hostile_texts[i] != NULL; i++) {
        struct document *doc = sample_of_text(i % 2 ? LANG_AR : LANG_FR, hostile_texts[i]);
        struct buf pdf = made(doc);
        assert_false(pdf.full);
        if (i % 6 == 0)
            mem_free(told_by("pdftoppm -r 20 -png %s > /dev/null 2>&1", &pdf));
        buf_free(&pdf);
        document_free(doc);
    }
}

static void long_texts_end(void **state)
{
    (void)state;
    static const char *const pieces[] = { "a", "ع ", "\n", "[", "\U0001f600", "a ? ", "[a] ", "\u0301", NULL };
    for (size_t i = 0; pieces[i] != NULL; i++) {
        struct document *doc = document_new(LANG_FR, "T", NULL, "W");
        char *text = hostile_long(pieces[i]);
        struct doc_table *table = document_table(doc, "T");
        run_add(table_column(table, COLUMN_TEXT, 10, LANG_N, NULL), "H", 0, LANG_N);
        run_add(table_column(table, COLUMN_TEXT, 90, LANG_N, NULL), "H", 0, LANG_N);
        table_row(table);
        run_add_wording(table_cell(table, 0), text, 0, LANG_N, false);
        struct buf pdf = made(doc);
        assert_true(pdf.len > 0 || pdf.full);
        buf_free(&pdf);
        document_free(doc);
        mem_free(text);
    }
}

static void ceilings_hold(void **state)
{
    (void)state;
    struct document *doc = sample_document(LANG_EN, LANG_N, 200);
    struct buf out;
    buf_init(&out, 20000);
    assert_true(write_pdf(&out, doc));
    assert_true(out.full);
    assert_true(out.len <= 20000);
    buf_free(&out);
    for (int i = 0; i <= PDF_PAGES_MAX; i++) {
        run_add(document_paragraph(doc), "x", 0, LANG_N);
        document_page_break(doc, i % 2 == 0);
    }
    out = made(doc);
    assert_true(out.full);
    buf_free(&out);
    document_free(doc);
}

static void refused_without_fonts(void *with)
{
    struct buf out;
    buf_init(&out, BYTES_MAX);
    char path[] = "/tmp/plenary-no-fonts-XXXXXX";
    const int file = mkstemp(path);
    if (write(file, "<fontconfig/>", 13) != 13)
        return;
    close(file);
    setenv("FONTCONFIG_FILE", path, 1);
    /* test_aborts says whether it ends so: here that stands for "refused, and nothing written". */
    const bool refused = !write_pdf(&out, with) && out.len == 0;
    unlink(path);
    if (refused)
        abort();
}

static void no_fonts(void **state)
{
    (void)state;
    struct document *doc = sample_document(LANG_EN, LANG_N, 1);
    assert_true(test_aborts(refused_without_fonts, doc));
    document_free(doc);
}

static void two_thousand_rows(void **state)
{
    (void)state;
    struct document *doc = sample_document(LANG_AR, LANG_FR, ROWS);
    const clock_t from = clock();
    struct buf pdf = made(doc);
    print_message("%d rows: %zu bytes, %.1f s of a processor\n", ROWS, pdf.len,
                  (double)(clock() - from) / CLOCKS_PER_SEC);
    assert_false(pdf.full);
    buf_free(&pdf);
    document_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_case("no fonts, no PDF", no_fonts),
        test_case("made twice, equal bytes, and no time inside", equal_bytes),
        test_case("another program reads all of it", everything_is_read_back),
        test_case("another program reads Arabic", arabic_is_read_back),
        test_case("columns begin at the right in Arabic", columns_are_mirrored),
        test_case("what is said in the second language stands at its own side", the_second_language_has_its_own_side),
        test_case("each page has the head of the table and its number", heads_and_numbers_repeat),
        test_case("a row longer than a page goes on, and loses no line", long_rows_break),
        test_case("a narrow column is as wide as its longest word", words_stay_whole),
        test_case("a word that must be cut has a hyphen, an address has none", cut_words_have_hyphens),
        test_case("the last row of a table is not alone on its page", last_rows_have_company),
        test_case("the file says its title, its language and the side it is read from", the_file_says_what_it_is),
        test_case("a report with headings has contents that lead to its pages, and fields of addresses lead out",
                  contents_lead_to_pages),
        test_case("a plan has a structure: title, headings, table with its heads, lists", a_plan_has_a_structure),
        test_case("a table over pages is one, and what repeats is read once", a_table_over_pages_is_one),
        test_case("Arabic is read in the order of its words", arabic_is_read_in_its_order),
        test_case("a report has contents, paragraphs over pages and links in its structure", a_report_has_a_structure),
        test_case("hostile texts are drawn", hostile_texts_are_drawn),
        test_case("texts of 20,000 code points come to an end", long_texts_end),
        test_case("bytes and pages have a ceiling", ceilings_hold),
        test_case("a plan of 2,000 rows (200 under a sanitizer) in two languages fits", two_thousand_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
