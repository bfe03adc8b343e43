/* Documents for the tests of writers. See support_export_document.h. */
#include "support_export_document.h"

#include "test.h"

#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

enum { TOLD_MAX = 64 << 20, LONG = 20000 };

static const char *const words[LANG_N][6] = {
    [LANG_AR] = { "خطة العمل", "إدارة المخاطر", "الإجراء", "اعتماد نهج قائم على المخاطر [يستند إلى بيانات EAD] في أجل 12 شهرا",
                  "31 مايو 2026", "المملكة العربية السعودية" },
    [LANG_FR] = { "Plan d’action", "Gestion des risques", "Mesure",
                  "Adopter une approche [fondée sur les données] ; pourquoi « pas » ?", "31 mai 2026", "Arabie saoudite" },
    [LANG_EN] = { "Action plan", "Risk management", "Action", "Adopt a risk-based approach [resting on data] in 12 months",
                  "31 May 2026", "Saudi Arabia" },
};

const char *const hostile_texts[] = {
    "=HYPERLINK(\"http://x\",\"y\")", "+1+1", "-2+3", "@SUM(A1)", "<script>alert(1)</script>&amp;&lt;", "]]>", "{{7*7}}", "../../etc/passwd",
    "\t\n\n  leading", "a\r\nSet-Cookie: x=1", "\x01\x02\x07\x1b[31m\x7f", "\u202eright\u202c \u2066left\u2069 \u200f\u200e", "_x0041__x000D_",
    "e\u0301\u0302\u0303\u0304\u0305\u0306", "👩‍👩‍👧‍👦 🇫🇷 ☃", "中文字日本語", "עברית", "\U00010000\U0001f600\U00020000\U0003ffff\U0010fffd", "\ue000\uf8ff\ufdd0\uffff",
    "%s%n%d", "&L&P&D", "'", "\"", "\\", "0", "1e9", "2026-05-31", "TRUE", "#REF!", "ﷺ ﻻ", "\u00ad\u200b\u2060\ufeff",
    "   ", "http://example.org/?a=b&c=d#e", "mailto:x@example.org", NULL
};

char *hostile_long(const char *piece)
{
    struct buf out;
    size_t n;
    buf_init(&out, TOLD_MAX);
    for (size_t i = 0; i < LONG; i += utf8_length(piece))
        buf_text(&out, piece);
    return buf_take(&out, &n);
}

static void add_plan(struct document *doc, enum lang lang2, size_t rows)
{
    const char *const *w = words[doc->lang];
    struct doc_table *table = document_table(doc, w[0]);
    run_add(table_column(table, COLUMN_KEY, 1, LANG_N, "id"), "id", 0, LANG_N);
    run_add(table_column(table, COLUMN_NUMBER, 5, LANG_N, "number"), "#", 0, LANG_N);
    run_add(table_column(table, COLUMN_TEXT, 40, LANG_N, "title"), w[2], 0, LANG_N);
    if (lang2 != LANG_N)
        run_add(table_column(table, COLUMN_TEXT, 40, lang2, "title2"), words[lang2][2], 0, lang2);
    run_add(table_column(table, COLUMN_DATE, 10, LANG_N, "due"), w[4], 0, LANG_N);
    for (size_t i = 0; i < rows; i++) {
        char number[32];
        size_t column = 3;
        if (i % 5 == 0)
            run_add(table_band(table), w[1], 0, LANG_N);
        table_row(table);
        snprintf(number, sizeof number, "%zu", 4096 + i);
        table_value(table, 0, number);
        snprintf(number, sizeof number, "%zu.%zu", i / 5 + 1, i % 5 + 1);
        run_add(table_cell(table, 1), number, 0, LANG_N);
        run_add_wording(table_cell(table, 2), w[3], 0, LANG_N, false);
        run_add(table_cell(table, 2), w[5], RUN_SOFT, LANG_N);
        if (lang2 != LANG_N)
            run_add_wording(table_cell(table, column++), words[lang2][3], 0, lang2, false);
        table_value(table, column, "2026-05-31");
        run_add(table_cell(table, column), w[4], 0, LANG_N);
    }
}

struct document *sample_document(enum lang lang, enum lang lang2, size_t rows)
{
    const char *const *w = words[lang];
    struct doc_paragraph *figures;
    struct document *doc = document_new(lang, w[0], w[5], w[0]);
    doc->landscape = true;
    document_title_page(doc);
    run_add(document_fact(doc, w[2]), w[5], 0, LANG_N);
    run_add(document_heading(doc, 1), w[0], 0, LANG_N);
    add_plan(doc, lang2, rows);
    document_page_break(doc, false);
    run_add(document_heading(doc, 2), w[1], 0, LANG_N);
    run_add_wording(document_paragraph(doc), w[3], 0, LANG_N, false);
    run_add(document_item(doc, 1, NULL), w[3], 0, LANG_N);
    run_add(document_item(doc, 2, "1.2"), w[3], RUN_BOLD, LANG_N);
    struct doc_bars *bars = document_bars(doc, 30);
    for (int i = 0; i < 3; i++) {
        run_add(bars_add(bars, 10 * i, &figures), w[5], 0, LANG_N);
        run_add(figures, "10 (33 %)", 0, LANG_N);
    }
    run_add(document_note(doc), "e3b0c44298fc1c149afbf4c8996fb924", RUN_CODE, LANG_N);
    return doc;
}

struct document *sample_of_text(enum lang lang, const char *text)
{
    struct doc_paragraph *figures;
    struct document *doc = document_new(lang, text, text, text);
    run_add(document_fact(doc, text), text, 0, LANG_N);
    for (int level = 1; level <= 3; level++)
        run_add_wording(document_heading(doc, level), text, 0, LANG_N, false);
    run_add_wording(document_paragraph(doc), text, RUN_CODE, LANG_FR, false);
    run_add(document_item(doc, 4, text), text, RUN_BOLD | RUN_SOFT, LANG_AR);
    run_add(bars_add(document_bars(doc, 1), 1, &figures), text, 0, LANG_N);
    run_add(figures, text, 0, LANG_N);
    struct doc_table *table = document_table(doc, text);
    for (int kind = COLUMN_TEXT; kind <= COLUMN_KEY; kind++)
        run_add(table_column(table, (enum doc_column_kind)kind, 10, LANG_N, text), text, 0, LANG_N);
    run_add(table_band(table), text, 0, LANG_N);
    table_row(table);
    for (size_t c = 0; c < 4; c++) {
        run_add(table_cell(table, c), text, 0, LANG_N);
        table_value(table, c, text);
    }
    run_add(document_note(doc), text, 0, LANG_N);
    return doc;
}

char *told_by(const char *command, const struct buf *bytes)
{
    char path[] = "/tmp/plenary-document-XXXXXX", line[512], piece[4096];
    struct buf out;
    size_t n;
    const int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, bytes->data, bytes->len), bytes->len);
    close(file);
    struct buf filled;
    buf_init(&filled, sizeof line - 1);
    for (const char *hole; (hole = strstr(command, "%s")) != NULL; command = hole + 2) {
        buf_add(&filled, command, (size_t)(hole - command));
        buf_text(&filled, path);
    }
    buf_text(&filled, command);
    snprintf(line, sizeof line, "%s", filled.data);
    buf_free(&filled);
    FILE *from = popen(line, "r");
    assert_non_null(from);
    buf_init(&out, TOLD_MAX);
    buf_text(&out, "");
    while ((n = fread(piece, 1, sizeof piece, from)) > 0)
        buf_add(&out, piece, n);
    const int status = pclose(from);
    unlink(path);
    if (status != 0)
        fail_msg("%s: status %d\n%s", line, status, out.data);
    return buf_take(&out, &n);
}
