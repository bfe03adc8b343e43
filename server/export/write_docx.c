/*
 * write_docx: the body of a document for Word (ECMA-376, WordprocessingML). The parts around it are those of docx_parts.c.
 *
 * The order of elements inside a property list is that of the schema: Word refuses a file otherwise. Direction is told three
 * times: of a table (bidiVisual), of a paragraph (bidi) and of each piece of text (rtl). A piece is cut where the direction
 * of its letters turns, and signs between two pieces go with the paragraph.
 */
#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "export/docx.h"
#include "export/write.h"

enum {
    BAR_STEPS = 40,             /* a bar is drawn as cells of a table; so many are a full one */
    BARS_TOGETHER = 12,         /* a longer chart may go on over the page */
    LETTER_WIDTH = 112,         /* twips, of bold letters in a table; */
    CELL_SIDES = 200,           /* what a cell keeps free beside them; */
    WORD_WIDTH_MAX = 1700       /* a longer word is cut */
};

static void put_property(struct buf *out, const char *element, bool wanted)
{
    if (wanted)
        buf_print(out, "<w:%s/>", element);
}

/* The languages Word checks the spelling in. */
static const char *const locales[LANG_N] = { [LANG_AR] = "ar-SA", [LANG_FR] = "fr-FR", [LANG_EN] = "en-GB" };

static void put_run_properties(struct buf *out, const struct document *doc, const struct doc_run *run, unsigned extra,
                               bool rtl)
{
    const unsigned style = run->style | extra;
    const enum lang lang = doc_run_lang(doc, run);
    buf_text(out, "<w:rPr>");
    if (style & RUN_CODE)
        buf_text(out, "<w:rFonts w:ascii=\"Consolas\" w:hAnsi=\"Consolas\" w:cs=\"Consolas\"/>");
    put_property(out, "b", style & RUN_BOLD);
    put_property(out, "bCs", style & RUN_BOLD);
    put_property(out, "noProof", style & RUN_CODE);
    if (style & (RUN_SOFT | RUN_BRACKET))
        buf_print(out, "<w:color w:val=\"%s\"/>", style & RUN_BRACKET ? "7D5200" : DOCX_SOFT);
    if (style & RUN_CODE)
        buf_text(out, "<w:sz w:val=\"17\"/><w:szCs w:val=\"17\"/>");
    if (style & RUN_BRACKET)
        buf_text(out, "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"FDF0CF\"/>");
    put_property(out, "rtl", rtl);
    if (lang != doc->lang)
        buf_print(out, "<w:lang w:%s=\"%s\"/>", lang == LANG_AR ? "bidi" : "val", locales[lang]);
    buf_text(out, "</w:rPr>");
}

/* Text between two line ends. */
static void put_plain(struct buf *out, const char *text, size_t n)
{
    if (n == 0)
        return;
    buf_text(out, "<w:t xml:space=\"preserve\">");
    docx_escape(out, text, n);
    buf_text(out, "</w:t>");
}

static void put_piece(struct buf *out, const struct document *doc, const struct doc_run *run, unsigned extra, const char *text,
                      size_t n, bool rtl)
{
    buf_text(out, "<w:r>");
    put_run_properties(out, doc, run, extra, rtl);
    for (const char *end = text + n; text < end;) {
        size_t plain = 0;
        while (text + plain < end && text[plain] != '\n' && text[plain] != '\t')
            plain++;
        put_plain(out, text, plain);
        text += plain;
        if (text < end)
            buf_text(out, *text++ == '\n' ? "<w:br/>" : "<w:tab/>");
    }
    buf_text(out, "</w:r>");
}

/* Bytes in front of the first letter; *direction is that letter's, or unchanged where there is none. */
static size_t signs_before(const char *text, int *direction)
{
    for (const char *p = text; *p != '\0';) {
        const char *from = p;
        const int one = doc_letter_direction(utf8_next(&p));
        if (one != 0) {
            *direction = one;
            return (size_t)(from - text);
        }
    }
    return strlen(text);
}

/*
 * The bytes up to the next letter that is written the other way, without the signs in front of it. Digits behind letters that go
 * from left to right go with them.
 */
static size_t letters_one_way(const char *text, int direction)
{
    const char *last = text;
    for (const char *p = text; *p != '\0';) {
        const bool digit = *p >= '0' && *p <= '9';
        const int one = doc_letter_direction(utf8_next(&p));
        if (one == -direction)
            break;
        if (one == direction || (digit && direction > 0))
            last = p;
    }
    return (size_t)(last - text);
}

/* A mark with a direction: the number or sign beside it goes with it. */
static void put_mark(struct buf *out, bool rtl)
{
    buf_print(out, "<w:r>%s<w:t>%s</w:t></w:r>", rtl ? "<w:rPr><w:rtl/></w:rPr>" : "",
              rtl ? "\xe2\x80\x8f" : "\xe2\x80\x8e");
}

/* One line of a run, in pieces of one direction; signs between two of them go with the line. */
static void put_line_of(struct buf *out, const struct document *doc, const struct doc_run *run, unsigned extra, bool rtl)
{
    for (const char *text = run->text; *text != '\0';) {
        const int own = rtl ? -1 : 1;
        int direction = own;
        size_t signs = signs_before(text, &direction);
        if (direction != own && signs > 0) {
            put_piece(out, doc, run, extra, text, signs, rtl);
            text += signs;
            signs = 0;
        }
        const size_t n = signs + letters_one_way(text + signs, direction);
        if (n > 0)
            put_piece(out, doc, run, extra, text, n, direction < 0);
        text += n;
    }
}

/* `turned`: each of its lines begins and ends with a mark of its own direction, which is not the paragraph's. */
static void put_run(struct buf *out, const struct document *doc, const struct doc_run *run, unsigned extra, bool rtl,
                    bool turned)
{
    if (run->style & RUN_CODE) {
        put_piece(out, doc, run, extra, run->text, strlen(run->text), false);
        return;
    }
    if (!turned) {
        put_line_of(out, doc, run, extra, rtl);
        return;
    }
    for (const char *text = run->text; *text != '\0';) {
        const size_t n = strcspn(text, "\n");
        struct doc_run line = *run;
        line.text = mem_copy_bytes(text, n);
        put_mark(out, !rtl);
        put_line_of(out, doc, &line, extra, !rtl);
        put_mark(out, !rtl);
        mem_free(line.text);
        text += n;
        if (*text == '\n')
            put_piece(out, doc, run, extra, text++, 1, false);
    }
}

/* `extra`: a style that all runs get. */
static void put_runs(struct buf *out, const struct document *doc, const struct doc_paragraph *paragraph, unsigned extra)
{
    const bool rtl = doc_paragraph_is_rtl(doc, paragraph);
    for (size_t i = 0; i < paragraph->n; i++) {
        const struct doc_run *run = &paragraph->v[i];
        const bool turned = doc_run_is_turned(doc, paragraph, i) && doc_text_is_rtl(doc, run->text) != rtl;
        put_run(out, doc, run, extra, rtl, turned);
    }
}

/*
 * The order in pPr is style, keepNext, bidi, jc. Direction is always told: a document that runs from right to left has it in its
 * styles, so that what a secretariat writes there runs likewise. Names, and values beside their labels, keep to the side of the
 * document, whatever they are written in.
 */
static void begin_paragraph(struct docx *docx, const char *style, bool rtl)
{
    struct buf *out = docx->out;
    buf_text(out, "<w:p><w:pPr>");
    if (style != NULL)
        buf_print(out, "<w:pStyle w:val=\"%s\"/>", style);
    put_property(out, "keepNext", docx->keep);
    if (rtl != doc_is_rtl(docx->doc))
        buf_print(out, "<w:bidi w:val=\"%d\"/>", rtl);
    if (docx->at_side && rtl != doc_is_rtl(docx->doc))
        buf_text(out, "<w:jc w:val=\"end\"/>");
}

static void put_paragraph(struct docx *docx, const struct doc_paragraph *paragraph, const char *style, unsigned extra)
{
    begin_paragraph(docx, style, doc_paragraph_is_rtl(docx->doc, paragraph));
    buf_text(docx->out, "</w:pPr>");
    put_runs(docx->out, docx->doc, paragraph, extra);
    buf_text(docx->out, "</w:p>");
}

static void put_line(struct docx *docx, const char *text, const char *style)
{
    struct doc_paragraph paragraph = { 0 };
    struct doc_run run = { .text = (char *)(uintptr_t)text, .lang = LANG_N };
    if (text == NULL || text[0] == '\0')
        return;
    paragraph.v = &run;
    paragraph.n = 1;
    put_paragraph(docx, &paragraph, style, 0);
}

static void put_empty(struct docx *docx, const char *style)
{
    begin_paragraph(docx, style, doc_is_rtl(docx->doc));
    buf_text(docx->out, "</w:pPr></w:p>");
}

/* A heading can be gone to: from the table of contents, and in the navigation of Word. */
static void put_heading(struct docx *docx, const struct doc_block *block)
{
    char style[] = "Heading1";
    const unsigned place = ++docx->headings;
    style[strlen("Heading")] = (char)('0' + block->level);
    begin_paragraph(docx, style, doc_paragraph_is_rtl(docx->doc, &block->text));
    buf_print(docx->out, "</w:pPr><w:bookmarkStart w:id=\"%u\" w:name=\"" DOCX_BOOKMARK "\"/>", place, place);
    put_runs(docx->out, docx->doc, &block->text, 0);
    buf_print(docx->out, "<w:bookmarkEnd w:id=\"%u\"/></w:p>", place);
}

/* What stands between a heading and its table or chart stays with both. */
static void put_text(struct docx *docx, const struct doc_block *block)
{
    const struct doc_block *next = docx->next;
    docx->keep = next != NULL && (next->table != NULL || next->bars != NULL || next->facts != NULL);
    put_paragraph(docx, &block->text, block->type == BLOCK_NOTE ? "Note" : NULL, 0);
    docx->keep = false;
}

/* The number people quote, a tab, and the text hanging behind it. */
static void put_item(struct docx *docx, const struct doc_block *block)
{
    struct buf *out = docx->out;
    const struct doc_run number = { .text = block->number == NULL ? "\xe2\x80\xa2" : block->number, .lang = LANG_N };
    const int step = 567;
    begin_paragraph(docx, NULL, doc_paragraph_is_rtl(docx->doc, &block->text));
    buf_print(out, "<w:ind w:left=\"%d\" w:hanging=\"%d\"/></w:pPr>", step * block->level, step);
    put_piece(out, docx->doc, &number, 0, number.text, strlen(number.text), false);
    buf_text(out, "<w:r><w:tab/></w:r>");
    put_runs(out, docx->doc, &block->text, 0);
    buf_text(out, "</w:p>");
}

static void put_sides(struct buf *out, const char *const *sides, size_t n, const char *colour)
{
    for (size_t i = 0; i < n; i++)
        buf_print(out, "<w:%s w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"%s\"/>", sides[i], colour);
}

/*
 * Columns in twips; the table is as wide as the text on the page. The direction is told in every language: a program that finds
 * none may take that of the first cell.
 */
static void begin_table(struct docx *docx, const int *widths, size_t n, bool lined)
{
    static const char *const sides[] = { "top", "bottom", "insideH" };
    struct buf *out = docx->out;
    int all = 0;
    for (size_t i = 0; i < n; i++)
        all += widths[i];
    buf_print(out, "<w:tbl><w:tblPr><w:bidiVisual w:val=\"%d\"/><w:tblW w:w=\"%d\" w:type=\"dxa\"/>",
              doc_is_rtl(docx->doc), all);
    if (lined) {
        buf_text(out, "<w:tblBorders>");
        put_sides(out, sides, sizeof sides / sizeof sides[0], DOCX_LINE);
        buf_text(out, "</w:tblBorders>");
    }
    buf_text(out,
             "<w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:top w:w=\"57\" w:type=\"dxa\"/><w:left w:w=\"85\" "
             "w:type=\"dxa\"/><w:bottom w:w=\"57\" w:type=\"dxa\"/><w:right w:w=\"85\" w:type=\"dxa\"/></w:tblCellMar>"
             "</w:tblPr><w:tblGrid>");
    for (size_t i = 0; i < n; i++)
        buf_print(out, "<w:gridCol w:w=\"%d\"/>", widths[i]);
    buf_text(out, "</w:tblGrid>");
}

/* Word wants a paragraph between two tables, and one behind the last. */
static void end_table(struct docx *docx)
{
    buf_text(docx->out, "</w:tbl>");
    put_empty(docx, "Gap");
}

static void begin_cell(struct buf *out, int width, size_t span, const char *fill)
{
    buf_print(out, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>", width);
    if (span > 1)
        buf_print(out, "<w:gridSpan w:val=\"%zu\"/>", span);
    if (fill != NULL)
        buf_print(out, "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"%s\"/>", fill);
    buf_text(out, "</w:tcPr>");
}

static void begin_head_cell(struct buf *out, int width)
{
    buf_print(
        out,
        "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/><w:tcBorders><w:bottom w:val=\"single\" w:sz=\"8\" w:space=\"0\" "
        "w:color=\"" DOCX_ACCENT "\"/></w:tcBorders><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"" DOCX_TINT "\"/>"
        "<w:vAlign w:val=\"bottom\"/></w:tcPr>",
        width);
}

static void put_facts(struct docx *docx, const struct doc_block *block)
{
    struct buf *out = docx->out;
    const int widths[2] = { docx->width * 30 / 100, docx->width - docx->width * 30 / 100 };
    if (block->facts->n == 0)
        return;
    begin_table(docx, widths, 2, false);
    for (size_t i = 0; i < block->facts->n; i++) {
        docx->keep = i + 1 < block->facts->n;
        docx->at_side = true;
        buf_text(out, "<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        begin_cell(out, widths[0], 1, NULL);
        put_paragraph(docx, &block->facts->v[i].label, "Cell", RUN_SOFT);
        buf_text(out, "</w:tc>");
        begin_cell(out, widths[1], 1, NULL);
        put_paragraph(docx, &block->facts->v[i].value, "Value", 0);
        buf_text(out, "</w:tc></w:tr>");
    }
    docx->keep = docx->at_side = false;
    end_table(docx);
}

static void put_title(struct docx *docx, bool cover)
{
    put_line(docx, docx->doc->title, cover ? "CoverTitle" : "Title");
    put_line(docx, docx->doc->subtitle, cover ? "CoverSubtitle" : "Subtitle");
}

static void put_cover(struct docx *docx, const struct doc_block *block)
{
    put_title(docx, true);
    put_facts(docx, block);
}

/* The pages so far are a section of their own, with the size they have. */
static void end_pages(struct docx *docx)
{
    begin_paragraph(docx, "Gap", doc_is_rtl(docx->doc));
    docx_section(docx->out, docx->doc, docx->landscape);
    buf_text(docx->out, "</w:pPr></w:p>");
}

/* Behind the title page stands what is in the document. */
static void put_break(struct docx *docx, const struct doc_block *block)
{
    end_pages(docx);
    if (docx->doc->title_page && !docx->listed && docx_contents(docx))
        end_pages(docx);
    docx->listed = true;
    docx_turn(docx, block->level == 1);
}

/* A cell without a paragraph is no cell. */
static void put_cell(struct docx *docx, const struct doc_cell *cell, int width)
{
    begin_cell(docx->out, width, 1, NULL);
    size_t put = 0;
    for (size_t i = 0; i < cell->n; i++) {
        if (cell->v[i].n == 0)
            continue;
        put_paragraph(docx, &cell->v[i], "Cell", 0);
        put++;
    }
    if (put == 0)
        put_empty(docx, "Cell");
    buf_text(docx->out, "</w:tc>");
}

static void put_row(struct docx *docx, const struct doc_table *table, const struct doc_row *row, const int *widths,
                    const bool *at_side)
{
    struct buf *out = docx->out;
    buf_text(out, "<w:tr><w:trPr><w:cantSplit/></w:trPr>");
    if (row->cells == NULL) {
        size_t shown = 0;
        for (size_t c = 0; c < table->n_columns; c++)
            shown += table->columns[c].kind != COLUMN_KEY;
        begin_cell(out, docx->width, shown, DOCX_BAND);
        put_paragraph(docx, &row->band, "Band", 0);
        buf_text(out, "</w:tc>");
    }
    for (size_t c = 0, at = 0; row->cells != NULL && c < table->n_columns; c++) {
        if (table->columns[c].kind == COLUMN_KEY)
            continue;
        docx->at_side = at_side[at];
        put_cell(docx, &row->cells[c], widths[at++]);
    }
    docx->at_side = false;
    buf_text(out, "</w:tr>");
}

/* The width in twips that the longest word wants, between the margins of its cell. */
static int word_width(const struct doc_paragraph *paragraph)
{
    int longest = 0, word = 0;
    for (size_t i = 0; i < paragraph->n; i++)
        for (const char *p = paragraph->v[i].text; *p != '\0';) {
            const uint32_t cp = utf8_next(&p);
            word = cp == ' ' || cp == '\n' || cp == '-' ? 0 : word + LETTER_WIDTH;
            longest = word > longest ? word : longest;
        }
    return longest + CELL_SIDES < WORD_WIDTH_MAX ? longest + CELL_SIDES : WORD_WIDTH_MAX;
}

/* What a column wants so that no word of its heading is cut, and in one of numbers and dates none at all. */
static int least_width(const struct doc_table *table, size_t column)
{
    int least = word_width(&table->columns[column].heading);
    if (table->columns[column].kind == COLUMN_TEXT)
        return least;
    for (size_t r = 0; r < table->n_rows; r++)
        for (size_t i = 0; table->rows[r].cells != NULL && i < table->rows[r].cells[column].n; i++) {
            const int own = word_width(&table->rows[r].cells[column].v[i]);
            least = own > least ? own : least;
        }
    return least;
}

/* The widest column gives what others lack, as long as it stays the widest. */
static void widen_narrow(const struct doc_table *table, int *widths, size_t n)
{
    for (size_t c = 0, at = 0; c < table->n_columns; c++) {
        if (table->columns[c].kind == COLUMN_KEY)
            continue;
        size_t widest = 0;
        for (size_t i = 1; i < n; i++)
            widest = widths[i] > widths[widest] ? i : widest;
        const int lacks = least_width(table, c) - widths[at];
        if (lacks > 0 && widest != at && widths[widest] - lacks > widths[at] + lacks) {
            widths[at] += lacks;
            widths[widest] -= lacks;
        }
        at++;
    }
}

/* Widths of the columns that are shown; the last one takes what rounding leaves. Returns how many there are. */
static size_t column_widths(const struct docx *docx, const struct doc_table *table, int widths[DOCX_COLUMNS_MAX])
{
    size_t n = 0;
    int left = docx->width;
    for (size_t c = 0; c < table->n_columns; c++) {
        if (table->columns[c].kind == COLUMN_KEY)
            continue;
        assert(n < DOCX_COLUMNS_MAX);
        widths[n] = docx->width * doc_column_share(table, c) / 10000;
        left -= widths[n++];
    }
    assert(n > 0);
    widths[n - 1] += left;
    widen_narrow(table, widths, n);
    return n;
}

/* The head is repeated on every page. */
static void put_table(struct docx *docx, const struct doc_block *block)
{
    struct buf *out = docx->out;
    const struct doc_table *table = block->table;
    int widths[DOCX_COLUMNS_MAX];
    bool at_side[DOCX_COLUMNS_MAX] = { false };
    const size_t n = column_widths(docx, table, widths);
    begin_table(docx, widths, n, true);
    buf_text(out, "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (size_t c = 0, at = 0; c < table->n_columns; c++) {
        if (table->columns[c].kind == COLUMN_KEY)
            continue;
        begin_head_cell(out, widths[at++]);
        put_paragraph(docx, &table->columns[c].heading, "ColumnHeading", 0);
        buf_text(out, "</w:tc>");
    }
    buf_text(out, "</w:tr>");
    for (size_t c = 0, at = 0; c < table->n_columns; c++)
        if (table->columns[c].kind != COLUMN_KEY)
            at_side[at++] = doc_column_is_short(table, c);
    for (size_t i = 0; i < table->n_rows; i++)
        put_row(docx, table, &table->rows[i], widths, at_side);
    end_table(docx);
}

/* The bar itself: cells in colour, then pale ones, with white above and below that parts it from the next. */
static void put_bar(struct docx *docx, size_t steps, int step)
{
    const size_t parts[2] = { steps, BAR_STEPS - steps };
    static const char *const fills[2] = { DOCX_BAR, DOCX_BAND };
    struct buf *out = docx->out;
    for (int i = 0; i < 2; i++) {
        if (parts[i] == 0)
            continue;
        buf_print(out, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/><w:gridSpan w:val=\"%zu\"/>",
                  step * (int)parts[i], parts[i]);
        buf_print(out,
                  "<w:tcBorders><w:top w:val=\"single\" w:sz=\"48\" w:space=\"0\" w:color=\"FFFFFF\"/><w:bottom "
                  "w:val=\"single\" w:sz=\"48\" w:space=\"0\" w:color=\"FFFFFF\"/></w:tcBorders><w:shd w:val=\"clear\" "
                  "w:color=\"auto\" w:fill=\"%s\"/></w:tcPr>",
                  fills[i]);
        put_empty(docx, "Cell");
        buf_text(out, "</w:tc>");
    }
}

static void put_bar_row(struct docx *docx, const struct doc_bar *bar, int64_t most, const int *widths)
{
    struct buf *out = docx->out;
    const size_t steps = (size_t)((bar->value * BAR_STEPS * 2 + most) / (2 * most));
    buf_text(out, "<w:tr><w:trPr><w:cantSplit/></w:trPr>");
    begin_cell(out, widths[0], 1, NULL);
    put_paragraph(docx, &bar->label, "Cell", 0);
    buf_text(out, "</w:tc>");
    put_bar(docx, steps, widths[1]);
    begin_cell(out, widths[BAR_STEPS + 1], 1, NULL);
    put_paragraph(docx, &bar->figures, "Cell", 0);
    buf_text(out, "</w:tc></w:tr>");
}

/* A chart of few bars stays on one page, with the small print below it. */
static void put_bars(struct docx *docx, const struct doc_block *block)
{
    const struct doc_bars *bars = block->bars;
    const bool note = docx->next != NULL && docx->next->type == BLOCK_NOTE;
    int widths[BAR_STEPS + 2];
    const int step = docx->width * 40 / 100 / BAR_STEPS;
    widths[0] = docx->width * 34 / 100;
    for (int i = 1; i <= BAR_STEPS; i++)
        widths[i] = step;
    widths[BAR_STEPS + 1] = docx->width - widths[0] - step * BAR_STEPS;
    begin_table(docx, widths, BAR_STEPS + 2, false);
    for (size_t i = 0; i < bars->n; i++) {
        docx->keep = bars->n <= BARS_TOGETHER && (note || i + 1 < bars->n);
        put_bar_row(docx, &bars->v[i], bars->most, widths);
    }
    docx->keep = note;
    end_table(docx);
    docx->keep = false;
}

typedef void put_block(struct docx *docx, const struct doc_block *block);

static put_block *const puts_of[] = {
    [BLOCK_HEADING] = put_heading, [BLOCK_PARAGRAPH] = put_text,   [BLOCK_ITEM] = put_item,
    [BLOCK_NOTE] = put_text,       [BLOCK_TITLE_PAGE] = put_cover, [BLOCK_PAGE_BREAK] = put_break,
    [BLOCK_FACTS] = put_facts,     [BLOCK_TABLE] = put_table,      [BLOCK_BARS] = put_bars,
};

void docx_body(struct buf *out, const struct document *doc)
{
    struct docx docx = { .out = out, .doc = doc };
    docx_turn(&docx, doc->landscape);
    if (!doc->title_page)
        put_title(&docx, false);
    for (size_t i = 0; i < doc->n_blocks; i++) {
        docx.next = i + 1 < doc->n_blocks ? doc->blocks[i + 1] : NULL;
        puts_of[doc->blocks[i]->type](&docx, doc->blocks[i]);
    }
    docx_section(out, doc, docx.landscape);
}
