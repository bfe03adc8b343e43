/*
 * document: what a document says, before anybody knows whether it becomes a page, a sheet or a file for Word.
 *
 * Contents (export/content.h) build one from a room; writers (export/write.h) read it. A document knows nothing of rooms, a
 * writer nothing of workshops, so every format says the same. Text is kept as paragraphs of runs. Everything is copied in
 * and owned by the document. What is built in the same way is equal: nothing holds a time or an address.
 *
 * Whatever comes in passes run_add (or its sisters below), the one place that keeps out what could break a file or turn a
 * line round: control characters other than TAB and LF, noncharacters, and the bidirectional embeddings, overrides and
 * isolates, which a paragraph's own direction makes unnecessary. CR LF, CR, U+2028 and U+2029 become LF. An LF inside a run
 * is a new line of the same paragraph.
 */
#ifndef PLENARY_EXPORT_DOCUMENT_H
#define PLENARY_EXPORT_DOCUMENT_H

#include "core/field.h"

enum run_style {
    RUN_BOLD = 1,
    RUN_SOFT = 2,                   /* less important: grey */
    RUN_BRACKET = 4,                /* wording that is not agreed; the brackets are in the text */
    RUN_CODE = 8,                   /* exact characters: a hash; always left to right */
    RUN_LINK = 16                   /* what a field of addresses holds, and nothing else: see doc_run_address */
};

struct doc_run {
    char *text;                     /* never empty */
    uint8_t style;                  /* bits of enum run_style */
    uint8_t lang;                   /* enum lang; LANG_N: the document's */
};

struct doc_paragraph {
    struct doc_run *v;
    size_t n, cap;
};

enum doc_column_kind {
    COLUMN_TEXT,
    COLUMN_NUMBER,                  /* figures and numbers of rows: narrow, not broken */
    COLUMN_DATE,
    COLUMN_KEY                      /* for reading back: hidden in XLSX, left out everywhere else */
};

struct doc_column {
    struct doc_paragraph heading;
    char *name;                     /* what it holds, for reading back: "title.fr"; NULL: nothing that is read back */
    uint8_t kind;
    uint8_t weight;                 /* share of the width, 1 to 100 */
    uint8_t lang;                   /* of a column in one language of two; LANG_N: the document's */
    int64_t most;                   /* where one works in it: the largest number that can stand there; 0: no such end, */
    char **choices;                 /* and the words that can; none: any */
    size_t n_choices, choices_cap;
};

struct doc_cell {
    struct doc_paragraph *v;        /* one below the other */
    size_t n, cap;
    char *value;                    /* the same for a program: "2026-05-31", "25"; NULL: what the paragraphs say */
};

struct doc_row {
    struct doc_cell *cells;         /* one for each column; NULL: a band */
    struct doc_paragraph band;      /* a line over the full width: the theme */
};

struct doc_table {
    struct doc_column *columns;
    size_t n_columns, columns_cap;
    struct doc_row *rows;
    size_t n_rows, rows_cap;
    size_t n_sums;                  /* rows at the end that sum up those above, and are not sorted or filtered with them */
    char *name;                     /* of its sheet; NULL: the heading before it */
};

struct doc_bar {
    struct doc_paragraph label;
    struct doc_paragraph figures;   /* "12 (60 %)": what the bar shows, in words */
    int64_t value;                  /* 0 to most */
};

/* A chart: one bar below the other, each with its figures beside it. */
struct doc_bars {
    struct doc_bar *v;
    size_t n, cap;
    int64_t most;                   /* the length of a full bar; at least 1 */
};

struct doc_fact {
    struct doc_paragraph label, value;
};

struct doc_facts {
    struct doc_fact *v;
    size_t n, cap;
};

enum doc_block_type {
    BLOCK_HEADING, BLOCK_PARAGRAPH, BLOCK_ITEM, BLOCK_NOTE, BLOCK_TITLE_PAGE, BLOCK_PAGE_BREAK, BLOCK_FACTS, BLOCK_TABLE,
    BLOCK_BARS
};

struct doc_block {
    uint8_t type;                   /* enum doc_block_type */
    uint8_t level;                  /* headings 1 to 3, list items 1 to 4, PAGE_BREAK: 1 when landscape pages follow */
    char *number;                   /* BLOCK_ITEM: "1.2", "(b)"; NULL: a bullet */
    struct doc_paragraph text;      /* HEADING, PARAGRAPH, ITEM, and NOTE: small print */
    struct doc_facts *facts;        /* FACTS and TITLE_PAGE: a title page sets the document's title and subtitle large */
    struct doc_table *table;
    struct doc_bars *bars;
};

struct document {
    enum lang lang;                 /* of headings and words; Arabic: right to left */
    bool landscape;                 /* the pages up to the first page break */
    bool title_page;                /* the first block is one; else writers set the title above the first block */
    char *title, *subtitle;         /* subtitle may be NULL */
    char *footer;                   /* what stands beside the page number: the workshop; never NULL */
    const struct export_request *request;   /* whose patience slow writers ask for (export_goes_on); borrowed; NULL: endless */
    struct doc_block **blocks;
    size_t n_blocks, blocks_cap;
};

/* `subtitle` may be NULL. Free with document_free, which accepts NULL. */
struct document *document_new(enum lang lang, const char *title, const char *subtitle, const char *footer);
void document_free(struct document *doc);

/*
 * Append a block and return what is to be filled in. A returned paragraph stays where it is until the next one is added to the
 * same block; tables and bars stay.
 */
struct doc_paragraph *document_heading(struct document *doc, int level);
struct doc_paragraph *document_paragraph(struct document *doc);
struct doc_paragraph *document_item(struct document *doc, int level, const char *number);
struct doc_paragraph *document_note(struct document *doc);
void document_title_page(struct document *doc);         /* first of all; facts that follow at once are its lines */
void document_page_break(struct document *doc, bool landscape);     /* and how the pages from here on lie */
struct doc_paragraph *document_fact(struct document *doc, const char *label);   /* the value; joins the facts before it */
struct doc_table *document_table(struct document *doc, const char *name);
struct doc_bars *document_bars(struct document *doc, int64_t most);

/* A copy without what is kept out (above), for writers that need no document; NULL when nothing is left. The caller frees it. */
char *doc_clean(const char *text, size_t n);

/* Append a run; NULL and what is empty after cleaning is left out. `text` is valid UTF-8. */
void run_add(struct doc_paragraph *paragraph, const char *text, unsigned style, enum lang lang);

/*
 * Append a text of the workshop. Pieces in square brackets become runs of style RUN_BRACKET. With `clean` the brackets
 * themselves are left out, so that one can see how the text would read.
 */
void run_add_wording(struct doc_paragraph *paragraph, const char *text, unsigned style, enum lang lang, bool clean);

/* A column comes before the first row. Returns its heading. `name` may be NULL. */
struct doc_paragraph *table_column(struct doc_table *table, enum doc_column_kind kind, int weight, enum lang lang,
                                   const char *name);
/* What can be typed into a column of a sheet to work in. */
void table_choice(struct doc_table *table, size_t column, const char *word);
void table_most(struct doc_table *table, size_t column, int64_t most);
struct doc_paragraph *table_band(struct doc_table *table);
void table_row(struct doc_table *table);
void table_sum(struct doc_table *table);        /* a row of sums: only others of them follow */

/* A paragraph more in that cell of the last row. */
struct doc_paragraph *table_cell(struct doc_table *table, size_t column);
void table_value(struct doc_table *table, size_t column, const char *value);

/* A bar; *figures is filled in like the label that is returned. */
struct doc_paragraph *bars_add(struct doc_bars *bars, int64_t value, struct doc_paragraph **figures);

/*
 * For writers. The direction of a paragraph is that of its first strong letter, and where it has none (a date, a number) that
 * of the document. doc_text_is_rtl is the same for a plain text.
 */
bool doc_is_rtl(const struct document *doc);
bool doc_paragraph_is_rtl(const struct document *doc, const struct doc_paragraph *paragraph);
bool doc_text_is_rtl(const struct document *doc, const char *text);

/* 1: a letter that is written from left to right, -1: from right to left, 0: neither (digits, signs, spaces). */
int doc_letter_direction(uint32_t cp);

/*
 * Where a run leads; NULL: nowhere. One rule for all formats: what a field of addresses holds (the link and the documents of an item,
 * the link of a meeting) is a link where it is an http or https address, and nothing else is one, whatever it looks like: no free text,
 * no contact, no other scheme. PDF, DOCX, HTML and Markdown lead from the address itself; in XLSX a link is of a whole cell, so there
 * it is one where the address stands alone. What a reader makes of plain text is the reader's. As a URI: everything in it
 * that could mean anything to a format is an escape. The caller frees it.
 */
char *doc_run_address(const struct doc_run *run);

/* The language of a run, with the document's in place of none. */
enum lang doc_run_lang(const struct document *doc, const struct doc_run *run);

/*
 * Whether the run at `index` is turned against what stands before it, so that numbers and signs at its ends need to be told which
 * way they go: a text in another language behind a label, or a plain text of the other direction.
 */
bool doc_run_is_turned(const struct document *doc, const struct doc_paragraph *paragraph, size_t index);

/*
 * Whether the column is one of names and other short texts: they stand below each other at the side of the document, whatever they
 * are written in. Longer texts stand as their own direction has it, and so do columns of one language of two.
 */
bool doc_column_is_short(const struct doc_table *table, size_t column);

/* The share of a column in 1/10,000 of the width of the table; key columns have none. */
int doc_column_share(const struct doc_table *table, size_t column);

#endif
