/*
 * xlsx: inside the XLSX writer. Texts as a cell can hold them (xlsx_text.c), cells and their looks (xlsx_cell.c), sheets and
 * the file (write_xlsx.c).
 */
#ifndef PLENARY_EXPORT_XLSX_H
#define PLENARY_EXPORT_XLSX_H

#include <xlsxwriter.h>

#include "base/buf.h"
#include "export/document.h"

enum {
    XLSX_CELL_UNITS_MAX = 32767,    /* UTF-16 units in a cell: Excel's own limit */
    XLSX_NAME_UNITS_MAX = 31        /* in the name of a sheet; likewise */
};

enum xlsx_style {
    STYLE_NAME, STYLE_HEAD, STYLE_BAND, STYLE_CELL, STYLE_DATE,     /* of tables, */
    STYLE_SHORT,                                                    /* names in cells: keep to the side of the document */
    STYLE_READ,                                                     /* and of cells that are there to be read alone */
    STYLE_TITLE, STYLE_HEADING, STYLE_PLAIN, STYLE_SOFT,            /* of the sheet of everything else */
    STYLE_VALUE,                                                    /* beside a label: keeps to its side */
    STYLE_NOTE,                                                     /* and so does small print there */
    STYLE_LINK,                                                     /* to another sheet */
    STYLE_ADDRESS,                                                  /* of a table: an address that leads out */
    STYLE_N
};

/* The sheet of a table. */
struct xlsx_sheet {
    lxw_worksheet *sheet;
    const char *name;                   /* of the library */
    bool landscape;
};

struct xlsx {
    const struct document *doc;
    lxw_workbook *file;
    bool landscape;                     /* the pages that are printed of the sheet now written */
    lxw_format *formats[STYLE_N][2];    /* by whether the text runs from right to left */
    char **names;                       /* of sheets, case folded */
    size_t n_names;
    struct xlsx_sheet *tables;          /* in the order of the document */
    size_t n_tables;
    bool is_work;                       /* the sheet now written comes back (app/intake_plan.c) */
    size_t *widths;                     /* of the columns of the sheet now written, in letters */
};

/* xlsx_text.c */

/* Cut to `max` UTF-16 units; what was cut ends with an ellipsis. `text` holds something, be it "". */
void xlsx_cut(struct buf *text, size_t max);
/* Append `text` so that a cell shows it as it is: _x0041_ would mean the letter A. */
void xlsx_escape(struct buf *out, const char *text);
/* The lines that a text takes in a column of `width` letters, broken between words. */
size_t xlsx_lines(const char *text, size_t width);
/* How wide the longest word of a text is, in letters. */
size_t xlsx_longest_word(const char *text);
/* "2026-05-31", and a whole number that a sheet keeps exactly; false for everything else. NULL is allowed. */
bool xlsx_date(const char *value, lxw_datetime *date);
bool xlsx_number(const char *value, double *number);
/* Append what a sheet may be called: no []:*?/\ and apostrophe, and `room` units less than a name may have. `out` has 256 bytes. */
void xlsx_sheet_name(struct buf *out, const char *text, size_t room);

/* xlsx_overview.c */

/* What is said outside tables, and where each table is. */
void xlsx_overview(struct xlsx *book, lxw_worksheet *sheet);

/* xlsx_entry.c */

/* In a sheet to work in, from row `first` on: lists of words, ends of numbers; ids are not typed. */
void xlsx_entries(const struct xlsx *book, lxw_worksheet *sheet, const struct doc_table *table, lxw_row_t first);

/* write_xlsx.c: letters over the width of a sheet, and a title or the name of a workshop at the edge of a page. */
size_t xlsx_width(const struct xlsx *book);

/* xlsx_cell.c */
void xlsx_formats(struct xlsx *book);
void xlsx_put_text(struct xlsx *book, lxw_worksheet *sheet, lxw_row_t row, size_t column, const char *text,
                   enum xlsx_style style, bool rtl);
/* Paragraphs below each other in one cell. Returns the lines that they take when the column is `width` letters wide. */
size_t xlsx_put(struct xlsx *book, lxw_worksheet *sheet, lxw_row_t row, size_t column, const struct doc_paragraph *v, size_t n,
                enum xlsx_style style, size_t width);
/* The same in the direction given, whatever it begins with: "T+6 months" in a column of dates. */
size_t xlsx_put_along(struct xlsx *book, lxw_worksheet *sheet, lxw_row_t row, size_t column, const struct doc_paragraph *v,
                      size_t n, enum xlsx_style style, size_t width, bool rtl);
/* Append the text of a paragraph. */
void xlsx_join(struct buf *out, const struct doc_paragraph *paragraph);
/* Make a row as high as `lines` of text: programs that open a sheet do not all find out by themselves. */
void xlsx_fit_row(lxw_worksheet *sheet, lxw_row_t row, size_t lines);

#endif
