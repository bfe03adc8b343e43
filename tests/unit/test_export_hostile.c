/*
 * export_hostile: whatever people write, a document stays a document: no formula, no script, no broken file, no line turned
 * round. The ZIP archive is read again by unzip, the XML by a reader written here.
 */
#include "test.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "export/write.h"
#include "export/zip.h"

enum { OUT_BYTES_MAX = 64 << 20 };

static const char *const corpus[] = {
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=HYPERLINK(\"http://example.org\",\"x\")", "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>", "</td></table><img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "&lt;b&gt;&amp;",
    "]]>", "<!--", "-->", "</style><script>", "\\3c script\\3e ", "<?xml version=\"1.0\"?>", "<!DOCTYPE a [<!ENTITY b \"c\">]>",
    "a\r\nSet-Cookie: x=1\r\n\r\n<b>", "line one\nline two\rline three", "a\x01\x02\x08\x0b\x0c\x1f\x7f" "b", "\xc2\x85\xc2\x9f",
    "\xe2\x80\xae" "evil\xe2\x80\xac", "\xe2\x81\xa6x\xe2\x81\xa9", "\xe2\x80\xa8\xe2\x80\xa9", "\xef\xbf\xbe\xef\xbf\xbf\xef\xb7\x90",
    "../../etc/passwd", "C:\\con", "# heading", "- item", "1. item", "12) item", "| a | b |", "**bold** _it_ `code` ~~no~~",
    "[link](javascript:alert(1))", "![x](y)", "    code", "===", "---", ":---", "<http://example.org>", "&copy;", "$x$",
    "[open [inner] still", "a ] b [ c", "[]", "عربي (English) 123, عربي", "😀👩‍👩‍👧 \U0001F1F2\U0001F1F1", "", " ", "\n", "\n\n\n",
};

/* Every plane of Unicode, and 20,000 characters of the three scripts. */
static char *planes(void)
{
    struct buf out;
    size_t n;
    buf_init(&out, OUT_BYTES_MAX);
    for (uint32_t cp = 1; cp < 0x110000; cp += cp < 0x3000 ? 1 : 0x7f) {
        char bytes[4];
        if (cp < 0xd800 || cp > 0xdfff)
            buf_add(&out, bytes, utf8_put(bytes, cp));
    }
    return buf_take(&out, &n);
}

static char *long_text(void)
{
    static const char *const words[] = { "é ", "ع", "x", "\n", "[", "] ", "&", "<" };
    struct buf out;
    size_t n;
    buf_init(&out, OUT_BYTES_MAX);
    for (int i = 0; i < 20000; i++)
        buf_text(&out, words[i % 8]);
    return buf_take(&out, &n);
}

static void put_everywhere(struct document *doc, const char *text)
{
    struct doc_paragraph *figures, *label;
    run_add(document_heading(doc, 2), text, 0, LANG_N);
    run_add(document_paragraph(doc), text, RUN_BOLD, LANG_FR);
    run_add_wording(document_paragraph(doc), text, RUN_SOFT, LANG_AR, false);
    run_add_wording(document_note(doc), text, 0, LANG_EN, true);
    run_add(document_item(doc, 2, text), text, 0, LANG_N);
    run_add(document_fact(doc, text), text, RUN_CODE, LANG_N);
    struct doc_table *table = document_table(doc, text);
    run_add(table_column(table, COLUMN_TEXT, 50, LANG_N, text), text, 0, LANG_N);
    run_add(table_column(table, COLUMN_KEY, 1, LANG_N, NULL), text, 0, LANG_N);
    run_add(table_band(table), text, 0, LANG_N);
    table_row(table);
    run_add(table_cell(table, 0), text, RUN_BOLD, LANG_N);
    run_add(table_cell(table, 0), text, 0, LANG_AR);
    label = bars_add(document_bars(doc, 3), 2, &figures);
    run_add(label, text, 0, LANG_N);
    run_add(figures, text, 0, LANG_N);
}

static struct document *hostile(enum lang lang)
{
    char *all = planes(), *wide = long_text();
    struct document *doc = document_new(lang, "</title><script>", "\r\nx: y", "\"}</style><script>");
    for (size_t i = 0; i < sizeof corpus / sizeof corpus[0]; i++)
        put_everywhere(doc, corpus[i]);
    put_everywhere(doc, all);
    put_everywhere(doc, wide);
    mem_free(all);
    mem_free(wide);
    return doc;
}

/* Whether the text holds what no document may. */
static void assert_clean(const char *text, size_t n)
{
    assert_true(utf8_valid(text, n));
    assert_int_equal(strlen(text), n);
    for (const char *p = text; *p != '\0';) {
        const uint32_t cp = utf8_next(&p);
        if ((cp < 0x20 && cp != '\n' && cp != '\t') || (cp >= 0x7f && cp <= 0x9f) || (cp >= 0x202a && cp <= 0x202e) ||
            (cp >= 0x2066 && cp <= 0x2069) || (cp & 0xfffe) == 0xfffe)
            fail_msg("U+%04X got in", cp);
    }
}

/* A reader of XML 1.0 as far as ours goes: every element is closed by its own name, and text holds no bare mark. */
static void assert_well_formed(const char *text, const char *const *single)
{
    static char stack[200][32];
    size_t depth = 0;
    for (const char *p = text; *p != '\0';) {
        if (*p == '&') {
            const size_t n = strspn(p + 1, "abcdefghijklmnopqrstuvwxyz");
            assert_true(n > 0 && p[n + 1] == ';');
            p += n + 2;
        } else if (*p != '<') {
            assert_true(*p != '>' || depth == 0);
            p++;
        } else {
            const char *end = strchr(p, '>');
            const size_t n = strcspn(p + 1 + (p[1] == '/'), " />");
            char name[32] = "";
            assert_non_null(end);
            assert_true(n < sizeof name);
            memcpy(name, p + 1 + (p[1] == '/'), n);
            bool alone = end[-1] == '/' || p[1] == '?' || p[1] == '!';
            for (size_t i = 0; single != NULL && single[i] != NULL; i++)
                alone = alone || strcmp(single[i], name) == 0;
            if (p[1] == '/') {
                assert_true(depth > 0);
                assert_string_equal(stack[--depth], name);
            } else if (!alone) {
                assert_true(depth < 200);
                memcpy(stack[depth++], name, sizeof name);
            }
            p = end + 1;
        }
    }
    assert_int_equal(depth, 0);
}

static void html(void **state)
{
    (void)state;
    static const char *const single[] = { "meta", "br", "col", NULL };
    for (int lang = 0; lang < LANG_N; lang++) {
        struct document *doc = hostile((enum lang)lang);
        struct buf out;
        buf_init(&out, OUT_BYTES_MAX);
        write_html(&out, doc);
        assert_false(out.full);
        assert_clean(out.data, out.len);
        assert_null(strstr(out.data, "<script"));
        assert_null(strstr(out.data, "<svg"));
        assert_null(strstr(out.data, "<img"));
        char *body = strstr(out.data, "</style>");
        assert_non_null(body);
        assert_null(strstr(body + 1, "</style>"));
        assert_well_formed(strstr(out.data, "<html"), single);
        buf_free(&out);
        document_free(doc);
    }
}

/* The part of that name in an archive of ours, unpacked; NULL: none. */
static char *part_of(const struct buf *zip, const char *name, size_t *n)
{
    const unsigned char *p = (const unsigned char *)zip->data, *end = p + zip->len;
    while (end - p > 30 && memcmp(p, "PK\3\4", 4) == 0) {
        const size_t packed = p[18] | (size_t)p[19] << 8 | (size_t)p[20] << 16 | (size_t)p[21] << 24;
        *n = p[22] | (size_t)p[23] << 8 | (size_t)p[24] << 16 | (size_t)p[25] << 24;
        const size_t length = p[26] | (size_t)p[27] << 8;
        const unsigned char *data = p + 30 + length;
        if (length == strlen(name) && memcmp(p + 30, name, length) == 0) {
            char *plain = mem_zero(*n + 1, 1);
            z_stream stream = { .next_in = (Bytef *)(uintptr_t)data,
                                .avail_in = (uInt)packed,
                                .next_out = (Bytef *)plain,
                                .avail_out = (uInt)*n };
            assert_int_equal(inflateInit2(&stream, -MAX_WBITS), Z_OK);
            assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
            inflateEnd(&stream);
            return plain;
        }
        p = data + packed;
    }
    return NULL;
}

/* What `unzip -t` says of the bytes: 0 is all right. */
static int unzip_says(const struct buf *zip)
{
    char path[] = "/tmp/plenary-zip-XXXXXX", command[100];
    const int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, zip->data, zip->len), zip->len);
    close(fd);
    snprintf(command, sizeof command, "unzip -tqq %s >/dev/null 2>&1", path);
    const int status = system(command);
    unlink(path);
    return status;
}

static void docx(void **state)
{
    (void)state;
    static const char *const parts[] = { "[Content_Types].xml", "_rels/.rels",
                                         "word/document.xml",   "word/styles.xml",
                                         "word/settings.xml",   "word/footer1.xml",
                                         "docProps/core.xml",   "word/_rels/document.xml.rels" };
    for (int lang = 0; lang < LANG_N; lang++) {
        struct document *doc = hostile((enum lang)lang);
        struct buf out, again;
        buf_init(&out, OUT_BYTES_MAX);
        buf_init(&again, OUT_BYTES_MAX);
        write_docx(&out, doc);
        write_docx(&again, doc);
        assert_false(out.full);
        assert_int_equal(out.len, again.len);
        assert_memory_equal(out.data, again.data, out.len);
        assert_memory_equal(out.data + 30, "[Content_Types].xml", 19);
        assert_int_equal(unzip_says(&out), 0);
        for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
            size_t n;
            char *text = part_of(&out, parts[i], &n);
            assert_non_null(text);
            assert_clean(text, n);
            assert_well_formed(text, NULL);
            mem_free(text);
        }
        buf_free(&out);
        buf_free(&again);
        document_free(doc);
    }
}

/* One text as the first cell of a table and as a paragraph. */
static char *md_of(const char *text)
{
    struct document *doc = document_new(LANG_EN, "T", NULL, "F");
    struct buf out;
    size_t n;
    run_add(document_paragraph(doc), text, 0, LANG_N);
    struct doc_table *table = document_table(doc, NULL);
    run_add(table_column(table, COLUMN_TEXT, 50, LANG_N, NULL), "H", 0, LANG_N);
    table_row(table);
    run_add(table_cell(table, 0), text, 0, LANG_N);
    buf_init(&out, OUT_BYTES_MAX);
    write_md(&out, doc);
    document_free(doc);
    return buf_take(&out, &n);
}

static void md(void **state)
{
    (void)state;
    static const struct {
        const char *text, *paragraph, *cell;
    } cases[] = {
        { "# heading", "\\# heading", "| # heading |" },
        { "- item\n+ item", "\\- item  \n\\+ item", "| - item<br>+ item |" },
        { "12. item", "12\\. item", "| 12. item |" },
        { "3.5 percent", "\n3.5 percent", "| 3.5 percent |" },
        { "a | b", "a \\| b", "| a \\| b |" },
        { "    code", "code", "| code |" },
        { "<b>&amp;", "\\<b\\>\\&amp;", "| \\<b\\>\\&amp; |" },
        { "[x](javascript:1)", "\\[x\\](javascript:1)", "| \\[x\\](javascript:1) |" },
        { "`a` *b* _c_ ~d~ \\", "\\`a\\` \\*b\\* \\_c\\_ \\~d\\~ \\\\", NULL },
        { "===", "\\===", "| === |" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *out = md_of(cases[i].text);
        if (strstr(out, cases[i].paragraph) == NULL || (cases[i].cell != NULL && strstr(out, cases[i].cell) == NULL))
            fail_msg("%s became %s", cases[i].text, out);
        mem_free(out);
    }
}

/* What follows each other stays apart, and what is loud stays loud whatever it ends with. */
static void md_blocks(void **state)
{
    (void)state;
    struct document *doc = document_new(LANG_EN, "About C #", NULL, "F");
    struct buf out;
    size_t n;
    run_add(document_heading(doc, 1), "1. In F ##", 0, LANG_N);
    run_add(document_fact(doc, "Way"), "1. One", 0, LANG_N);
    run_add(document_paragraph(doc), "Which first?", RUN_BOLD, LANG_N);
    run_add(document_fact(doc, "Way"), "Two", 0, LANG_N);
    run_add(document_item(doc, 1, NULL), "# one\n2. two", 0, LANG_N);
    buf_init(&out, OUT_BYTES_MAX);
    write_md(&out, doc);
    document_free(doc);
    char *text = buf_take(&out, &n);
    assert_string_equal(text, "# About C \\#\n\n## 1. In F #\\#\n\n- Way: 1. One\n\n**Which first?**\n\n* Way: Two\n\n"
                              "- \\# one<br>2\\. two\n\n");
    mem_free(text);
}

static void model(void **state)
{
    (void)state;
    struct document *doc = document_new(LANG_AR, "T\nU", NULL, "F");
    struct doc_paragraph *paragraph = document_paragraph(doc);
    assert_string_equal(doc->title, "T U");
    run_add(paragraph,
            "a\r\nb\rc\xe2\x80\xa8"
            "d\x07",
            0, LANG_N);
    assert_string_equal(paragraph->v[0].text, "a\nb\nc\nd");
    run_add(paragraph, "\x01", 0, LANG_N);
    run_add(paragraph, NULL, 0, LANG_N);
    assert_int_equal(paragraph->n, 1);
    assert_false(doc_paragraph_is_rtl(doc, paragraph));
    assert_true(doc_text_is_rtl(doc, "12.5 % (…)"));
    assert_true(doc_text_is_rtl(doc, "(123) عربي English"));
    assert_false(doc_text_is_rtl(doc, "«Élan» عربي"));
    paragraph = document_paragraph(doc);
    run_add_wording(paragraph, "We [shall [soon]] act [now", 0, LANG_EN, false);
    assert_int_equal(paragraph->n, 4);
    assert_string_equal(paragraph->v[1].text, "[shall [soon]]");
    assert_int_equal(paragraph->v[1].style, RUN_BRACKET);
    assert_string_equal(paragraph->v[3].text, "[now");
    document_free(doc);
}

/* What stands between brackets was typed with the space before it; without them a comma stands at the word before it. */
static void wording_without_brackets(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        { "We [shall [soon]] act [now", "We shall soon act now" },
        { "Share figures [, including post] monthly", "Share figures, including post monthly" },
        { "Every month [or quarter ], in print [.]", "Every month or quarter, in print." },
        { "نشر الأرقام [، بما في ذلك البريد]", "نشر الأرقام، بما في ذلك البريد" },
        { "Yes , as typed [: soon]", "Yes , as typed : soon" },
        { "[, only this]", ", only this" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct document *doc = document_new(LANG_EN, "Title", NULL, "");
        struct doc_paragraph *paragraph = document_paragraph(doc);
        struct buf out;
        buf_init(&out, 1000);
        run_add_wording(paragraph, cases[i][0], 0, LANG_EN, true);
        for (size_t k = 0; k < paragraph->n; k++)
            buf_text(&out, paragraph->v[k].text);
        assert_string_equal(out.data, cases[i][1]);
        buf_free(&out);
        document_free(doc);
    }
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("control characters and marks that turn lines never get into a document; brackets are found", model),
        test_case("wording without its brackets has no space before a comma", wording_without_brackets),
        test_case("HTML: nothing of the corpus becomes an element, and every element is closed", html),
        test_case("DOCX: the archive passes unzip, every part is well-formed, made twice it is equal", docx),
        test_case("Markdown: what would be a mark is escaped in paragraphs and cells", md),
        test_case("Markdown: headings keep their strokes, and lists that follow each other stay two", md_blocks),
    };
    return cmocka_run_group_tests(cases, NULL, NULL);
}
