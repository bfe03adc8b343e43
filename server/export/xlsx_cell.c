/* xlsx_cell: how cells look, and text in them. See include/export/xlsx.h. */
#include "export/xlsx.h"

#include <assert.h>
#include <string.h>

#include "base/utf8.h"

enum {
    CELL_BYTES_MAX = 1 << 20,
    LINE_HEIGHT = 14, ROW_HEIGHT_MAX = 409      /* points; Excel has no higher row */
};

/* Programs do not all go by the direction of a cell. What is read back holds none. */
static const char RIGHT_TO_LEFT[] = "\u200f", LEFT_TO_RIGHT[] = "\u200e";

struct look {
    bool bold, wrap, line;
    bool inset;                 /* a little away from the label before it */
    bool at_side;               /* of the document, whatever it is written in; a title would run out of the sheet on the other */
    int size;
    lxw_color_t ink, fill;
};

static const struct look looks[STYLE_N] = {
    [STYLE_NAME] = { .size = 8, .ink = 0x5a554b },
    [STYLE_HEAD] = { .bold = true, .wrap = true, .line = true, .size = 10, .ink = 0x0b5a5e, .fill = 0xe9f1f0 },
    [STYLE_BAND] = { .at_side = true, .bold = true, .line = true, .size = 10, .ink = 0x24221d, .fill = 0xf4f1ea },
    [STYLE_CELL] = { .wrap = true, .line = true, .size = 10, .ink = 0x24221d },
    [STYLE_DATE] = { .wrap = true, .line = true, .size = 10, .ink = 0x24221d },
    [STYLE_SHORT] = { .at_side = true, .wrap = true, .line = true, .size = 10, .ink = 0x24221d },
    [STYLE_READ] = { .wrap = true, .line = true, .size = 10, .ink = 0x5a554b, .fill = 0xf4f1ea },
    [STYLE_TITLE] = { .at_side = true, .bold = true, .size = 16, .ink = 0x0b5a5e },
    [STYLE_HEADING] = { .at_side = true, .bold = true, .size = 12, .ink = 0x24221d },
    [STYLE_PLAIN] = { .inset = true, .wrap = true, .size = 10, .ink = 0x24221d },
    [STYLE_VALUE] = { .inset = true, .at_side = true, .wrap = true, .size = 10, .ink = 0x24221d },
    [STYLE_LINK] = { .at_side = true, .wrap = true, .size = 10, .ink = 0x0b5a5e },
    [STYLE_ADDRESS] = { .wrap = true, .line = true, .size = 10, .ink = 0x0b5a5e },
    [STYLE_NOTE] = { .inset = true, .at_side = true, .wrap = true, .size = 10, .ink = 0x5a554b },
    [STYLE_SOFT] = { .at_side = true, .wrap = true, .size = 10, .ink = 0x5a554b },
};

/* A date in words, with Latin digits and the Gregorian calendar. */
static const char *const date_formats[LANG_N] = {
    [LANG_AR] = "[$-1010401]d mmmm yyyy",
    [LANG_FR] = "[$-40C]d mmmm yyyy",
    [LANG_EN] = "[$-809]d mmmm yyyy",
};

static lxw_format *format_new(const struct xlsx *book, enum xlsx_style style, bool rtl)
{
    const struct look *look = &looks[style];
    lxw_format *format = workbook_add_format(book->file);
    format_set_font_size(format, look->size);
    format_set_font_color(format, look->ink);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
    const bool right = look->at_side ? doc_is_rtl(book->doc) : rtl;
    format_set_align(format, right ? LXW_ALIGN_RIGHT : LXW_ALIGN_LEFT);
    format_set_reading_order(format, rtl ? 2 : 1);
    /* Or it stands against the text of the next column, which begins where this ends. */
    if (right != doc_is_rtl(book->doc) || look->inset)
        format_set_indent(format, 1);
    if (look->bold)
        format_set_bold(format);
    if (look->wrap)
        format_set_text_wrap(format);
    if (look->fill != 0)
        format_set_bg_color(format, look->fill);
    if (look->line) {
        format_set_bottom(format, LXW_BORDER_THIN);
        format_set_bottom_color(format, 0xd0cabc);
    }
    if (style == STYLE_ADDRESS)
        format_set_underline(format, LXW_UNDERLINE_SINGLE);
    if (style == STYLE_DATE)
        format_set_num_format(format, date_formats[book->doc->lang]);
    return format;
}

void xlsx_formats(struct xlsx *book)
{
    for (int style = 0; style < STYLE_N; style++)
        for (int rtl = 0; rtl < 2; rtl++)
            book->formats[style][rtl] = format_new(book, (enum xlsx_style)style, rtl == 1);
}

void xlsx_put_text(struct xlsx *book, lxw_worksheet *sheet, lxw_row_t row, size_t column, const char *text, enum xlsx_style style,
                     bool rtl)
{
    struct buf plain, escaped;
    lxw_format *format = book->formats[style][rtl];
    buf_init(&plain, strlen(text) + 4);
    buf_text(&plain, text);
    xlsx_cut(&plain, XLSX_CELL_UNITS_MAX);
    buf_init(&escaped, 7 * plain.len + 1);
    xlsx_escape(&escaped, plain.data);
    assert(!plain.full && !escaped.full);
    if (escaped.len == 0)
        worksheet_write_blank(sheet, row, (lxw_col_t)column, format);
    else
        worksheet_write_string(sheet, row, (lxw_col_t)column, escaped.data, format);
    buf_free(&plain);
    buf_free(&escaped);
}

void xlsx_join(struct buf *out, const struct doc_paragraph *paragraph)
{
    for (size_t i = 0; i < paragraph->n; i++)
        buf_text(out, paragraph->v[i].text);
}

/* The same as xlsx_join with marks of direction around what runs the other way: "12 janvier" within Arabic. */
static void join_marked(struct buf *out, const struct document *doc, const struct doc_paragraph *paragraph)
{
    for (size_t i = 0; i < paragraph->n; i++) {
        const char *text = paragraph->v[i].text;
        const bool turned = doc_run_is_turned(doc, paragraph, i);
        const char *mark = !turned ? "" : doc_text_is_rtl(doc, text) ? RIGHT_TO_LEFT : LEFT_TO_RIGHT;
        buf_print(out, "%s%s%s", mark, text, mark);
    }
}

/* "19 (66 %)": figures alone, which no letter tells the direction of. */
static bool is_figures(const char *text)
{
    bool brackets = false;
    for (const char *p = text; *p != '\0';) {
        const uint32_t cp = utf8_next(&p);
        brackets = brackets || cp == '(';
        if (doc_letter_direction(cp) != 0)
            return false;
    }
    return brackets;
}

size_t xlsx_put_along(struct xlsx *book, lxw_worksheet *sheet, lxw_row_t row, size_t column, const struct doc_paragraph *v,
                      size_t n, enum xlsx_style style, size_t width, bool rtl)
{
    struct buf text;
    buf_init(&text, CELL_BYTES_MAX);
    buf_text(&text, rtl && !book->is_work && n == 1 && v[0].n > 0 && is_figures(v[0].v[0].text) ? RIGHT_TO_LEFT : "");
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            buf_char(&text, '\n');
        if (book->is_work)
            xlsx_join(&text, &v[i]);
        else
            join_marked(&text, book->doc, &v[i]);
    }
    xlsx_put_text(book, sheet, row, column, text.data, style, rtl);
    const size_t lines = xlsx_lines(text.data, width);
    buf_free(&text);
    return lines;
}

size_t xlsx_put(struct xlsx *book, lxw_worksheet *sheet, lxw_row_t row, size_t column, const struct doc_paragraph *v, size_t n,
                enum xlsx_style style, size_t width)
{
    const bool rtl = n == 0 ? doc_is_rtl(book->doc) : doc_paragraph_is_rtl(book->doc, &v[0]);
    return xlsx_put_along(book, sheet, row, column, v, n, style, width, rtl);
}

void xlsx_fit_row(lxw_worksheet *sheet, lxw_row_t row, size_t lines)
{
    const size_t height = lines * LINE_HEIGHT + 4;
    worksheet_set_row(sheet, row, height > ROW_HEIGHT_MAX ? ROW_HEIGHT_MAX : (double)height, NULL);
}
