/*
 * docx_columns: how wide the columns of a table are for Word. Programs measure letters only when they lay out the pages, so widths
 * are reckoned by counting letters: a column that needs less than its share gives to those whose texts would break, and no
 * column is narrower than its longest word.
 */
#include <assert.h>

#include "base/utf8.h"
#include "export/docx.h"

enum {
    LATIN_WIDTH = 106,          /* twips, of a letter in a table, */
    ARABIC_WIDTH = 124,         /* also where a wider font stands in for one that is missing */
    CAPITAL_WIDTH = 140,
    DIGIT_WIDTH = 134,
    SPACE_WIDTH = 70,
    BOLD_MORE = 14,             /* per cent */
    CELL_SIDES = 200,           /* what a cell keeps free beside them */
    WORD_WIDTH_MAX = 2400,      /* a longer word is cut */
    LINE_WIDTH_MAX = 9000,
    WHOLE_MAX = 1550,           /* a line of figures that is not broken: "09:00-09:30" */
    SHORT_LACK = 450            /* a line that lacks so little is not broken where a longer text is anyway */
};

/* What a column wants: so that no word is cut, and so that no line is broken; and what it was meant to have. */
struct wish {
    int least, most, share, width;
};

static int letter_width(uint32_t cp)
{
    const int direction = doc_letter_direction(cp);
    if (direction < 0)
        return ARABIC_WIDTH;
    if (direction == 0)
        return cp == ' ' ? SPACE_WIDTH : DIGIT_WIDTH;
    return cp <= 'Z' ? CAPITAL_WIDTH : LATIN_WIDTH;
}

static int capped(int width, int most)
{
    return width < most ? width : most;
}

/* A heading is bold, and words of numbers and dates stay beside each other: `whole`. */
static void wish_for(struct wish *wish, const struct doc_paragraph *paragraph, bool bold, bool whole)
{
    int line = 0, word = 0, longest = 0;
    for (size_t i = 0; i < paragraph->n; i++) {
        const bool strong = bold || (paragraph->v[i].style & RUN_BOLD);
        for (const char *p = paragraph->v[i].text; *p != '\0' && line < LINE_WIDTH_MAX;) {
            const uint32_t cp = utf8_next(&p);
            const int width = letter_width(cp) * (strong ? 100 + BOLD_MORE : 100) / 100;
            line = cp == '\n' ? 0 : line + width;
            word = cp == ' ' || cp == '\n' || cp == '-' ? 0 : word + width;
            longest = word > longest ? word : longest;
        }
    }
    const int most = line + CELL_SIDES,
              least = capped((whole && line <= WHOLE_MAX ? line : longest) + CELL_SIDES, WORD_WIDTH_MAX);
    wish->most = most > wish->most ? most : wish->most;
    wish->least = least > wish->least ? least : wish->least;
}

static struct wish wish_of(const struct docx *docx, const struct doc_table *table, size_t column)
{
    const bool whole = table->columns[column].kind != COLUMN_TEXT;
    const int share = docx->width * doc_column_share(table, column) / 10000;
    struct wish wish = { .share = share, .width = share };
    wish_for(&wish, &table->columns[column].heading, true, false);
    for (size_t r = 0; r < table->n_rows; r++)
        for (size_t i = 0; table->rows[r].cells != NULL && i < table->rows[r].cells[column].n; i++)
            wish_for(&wish, &table->rows[r].cells[column].v[i], false, whole);
    wish.most = wish.most > wish.least ? wish.most : wish.least;
    return wish;
}

/* What is left goes where it is lacked, up to `most` (or `least`) of each, a part to each as large as its lack. */
static int hand_out(struct wish *wishes, size_t n, int left, bool least)
{
    int lacked = 0, given = 0;
    for (size_t i = 0; i < n; i++) {
        const int lack = (least ? wishes[i].least : wishes[i].most) - wishes[i].width;
        lacked += lack > 0 ? lack : 0;
    }
    for (size_t i = 0; i < n && lacked > 0 && left > 0; i++) {
        const int lack = (least ? wishes[i].least : wishes[i].most) - wishes[i].width;
        const int more = lack <= 0 ? 0 : left >= lacked ? lack : (int)((int64_t)left * lack / lacked);
        wishes[i].width += more;
        given += more;
    }
    return left - given;
}

/* Columns give what they do not need. */
static int take_back(struct wish *wishes, size_t n)
{
    int left = 0;
    for (size_t i = 0; i < n; i++)
        if (wishes[i].width > wishes[i].most) {
            left += wishes[i].width - wishes[i].most;
            wishes[i].width = wishes[i].most;
        }
    return left;
}

/* The widest column gives what others lack still, as long as it stays the widest: their words, or what short lines lack. */
static void widen_narrow(struct wish *wishes, size_t n, bool words)
{
    for (size_t i = 0; i < n; i++) {
        size_t widest = 0;
        for (size_t k = 1; k < n; k++)
            widest = wishes[k].width > wishes[widest].width ? k : widest;
        const int lack = (words ? wishes[i].least : wishes[i].most) - wishes[i].width;
        const bool gives = words || (lack <= SHORT_LACK && wishes[widest].width - lack > wishes[widest].share * 9 / 10);
        if (lack > 0 && widest != i && gives && wishes[widest].width - lack > wishes[i].width + lack) {
            wishes[i].width += lack;
            wishes[widest].width -= lack;
        }
    }
}

size_t docx_columns(const struct docx *docx, const struct doc_table *table, int widths[DOCX_COLUMNS_MAX])
{
    struct wish wishes[DOCX_COLUMNS_MAX];
    size_t n = 0;
    int left = docx->width, all = 0;
    for (size_t c = 0; c < table->n_columns; c++) {
        if (table->columns[c].kind == COLUMN_KEY)
            continue;
        assert(n < DOCX_COLUMNS_MAX);
        wishes[n] = wish_of(docx, table, c);
        left -= wishes[n++].width;
    }
    assert(n > 0);
    left += take_back(wishes, n);
    left = hand_out(wishes, n, left, true);
    (void)hand_out(wishes, n, left, false);
    widen_narrow(wishes, n, true);
    widen_narrow(wishes, n, false);
    for (size_t i = 0; i < n; i++) /* where nothing is lacked any more, all grow alike */
        all += wishes[i].width;
    left = docx->width;
    for (size_t i = 0; i < n; i++) {
        widths[i] = (int)((int64_t)wishes[i].width * docx->width / all);
        left -= widths[i];
    }
    widths[n - 1] += left;
    return n;
}
