/*
 * pdf_columns: how wide the columns of a table are. See include/export/pdf.h.
 *
 * Each has a share by its weight. A column gets at least what its longest word needs, as long as the paper is wide enough for the
 * longest words of all, and what a column of short texts does not need goes to those whose texts would break into lines.
 */
#include "export/pdf.h"

#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

enum {
    MEASURED_MAX = 60,              /* texts of a column: each that is nearly as long as those before it, or longer */
    LETTERS_MAX = 1500              /* a longer text is not measured: it breaks into lines in any case */
};

#define PART_MAX 1000.0         /* the smallest share, times this, is more than the paper */
#define WORD_SHARE 0.3          /* of the width: a longer word, such as an address, may be cut */

/* What a column asks for: room for its longest word, and for its longest text on one line. */
struct wish {
    bool shown;
    double share, least, most;
};

/* The widest so far of what was measured. All texts are too many to be laid out, so letters are counted first. */
struct widest {
    size_t letters;
    int measured;
    double width;
};

static void measure(struct pdf *pdf, struct widest *widest, size_t letters, const struct doc_paragraph *text,
                    struct pdf_face face, bool whole)
{
    if (4 * letters < 3 * widest->letters || widest->measured == MEASURED_MAX)
        return;
    const double width = pdf_text_width(pdf, text, face, whole);
    widest->letters = letters > widest->letters ? letters : widest->letters;
    widest->measured++;
    widest->width = width > widest->width ? width : widest->width;
}

struct pdf_face pdf_cell_face(const struct doc_column *column, bool narrow)
{
    struct pdf_face face = PDF_CELL;
    face.dates = column->kind == COLUMN_DATE;
    face.hyphens = narrow;
    return face;
}

/* The letters of a text, and of its longest word. In dates a number stands with its neighbours. */
static size_t count_letters(const struct doc_paragraph *text, bool dates, size_t *word)
{
    static const char digits[] = "0123456789";
    size_t all = 0, here = 0;
    *word = 0;
    for (size_t i = 0; i < text->n; i++)
        for (const char *p = text->v[i].text; *p != '\0';) {
            const char *at = p;
            const uint32_t cp = utf8_next(&p);
            const bool beside = (at > text->v[i].text && strchr(digits, at[-1]) != NULL) || strspn(p, digits) == 4;
            here = cp == '\n' || (cp == ' ' && !(dates && beside)) ? 0 : here + 1;
            *word = here > *word ? here : *word;
            all++;
        }
    return all;
}

static void wish_for(struct pdf *pdf, const struct doc_column *column, const struct doc_paragraph *text, struct widest *word,
                     struct widest *line)
{
    size_t longest;
    const bool dates = column->kind == COLUMN_DATE;
    const size_t all = count_letters(text, dates, &longest);
    if (all > LETTERS_MAX) {
        line->width = pdf->inner;
        return;
    }
    /* From one time to another: there is no space, and no need for a second line. */
    const bool whole = column->kind == COLUMN_NUMBER || (dates && longest == all);
    measure(pdf, word, longest, text, pdf_cell_face(column, false), whole);
    measure(pdf, line, all, text, pdf_cell_face(column, false), true);
}

static struct wish wish_of(struct pdf *pdf, const struct doc_table *table, size_t c)
{
    const struct doc_column *column = &table->columns[c];
    struct wish wish = { .shown = column->kind != COLUMN_KEY,
                         .share = pdf->inner * doc_column_share(table, c) / 10000 };
    if (!wish.shown)
        return wish;
    struct widest word = { 0 }, line = { 0 };
    for (size_t r = 0; r < table->n_rows; r++)
        for (size_t i = 0; table->rows[r].cells != NULL && i < table->rows[r].cells[c].n; i++)
            wish_for(pdf, column, &table->rows[r].cells[c].v[i], &word, &line);
    const double head = pdf_text_width(pdf, &column->heading, PDF_HEAD, false);
    const double head_line = pdf_text_width(pdf, &column->heading, PDF_HEAD, true);
    wish.least = word.width > WORD_SHARE * pdf->inner ? WORD_SHARE * pdf->inner : word.width;
    wish.least = (head > wish.least ? head : wish.least) + 2 * PDF_CELL_GAP + 1;
    wish.most = (head_line > line.width ? head_line : line.width) + 2 * PDF_CELL_GAP + 1;
    wish.most = wish.most > wish.least ? wish.most : wish.least;
    return wish;
}

/* Which of the wishes there is room for. */
enum room_for { FOR_LINES, FOR_WORDS, FOR_LESS };

/* A share `part` times as large, but no line broken that need not be, else no word. Where not even words have room, all give way. */
static double width_at(const struct wish *wish, enum room_for room, double part)
{
    const double width = wish->share * part;
    if (!wish->shown)
        return 0;
    if (room == FOR_LINES)
        return width > wish->most ? width : wish->most;
    const double least = room == FOR_LESS ? 0 : wish->least, most = room == FOR_LESS ? wish->least : wish->most;
    return width < least ? least : width > most ? most : width;
}

/* The part with which the widths together are that of the table. */
static double find_part(const struct wish *wishes, size_t n, enum room_for room, double inner)
{
    double low = 0, high = PART_MAX;
    for (int turn = 0; turn < 60; turn++) {
        const double middle = (low + high) / 2;
        double all = 0;
        for (size_t c = 0; c < n; c++)
            all += width_at(&wishes[c], room, middle);
        *(all > inner ? &high : &low) = middle;
    }
    return low;
}

bool pdf_lay_columns(struct pdf *pdf, const struct doc_table *table, double *start, double *width)
{
    struct wish *wishes = mem_zero(table->n_columns, sizeof *wishes);
    double words = 0, lines = 0, at = 0;
    for (size_t c = 0; c < table->n_columns; c++) {
        wishes[c] = wish_of(pdf, table, c);
        words += wishes[c].least;
        lines += wishes[c].most;
    }
    const enum room_for room = lines <= pdf->inner ? FOR_LINES : words <= pdf->inner ? FOR_WORDS : FOR_LESS;
    const double part = find_part(wishes, table->n_columns, room, pdf->inner);
    for (size_t c = 0; c < table->n_columns; c++) {
        start[c] = at;
        width[c] = width_at(&wishes[c], room, part);
        at += width[c];
    }
    mem_free(wishes);
    return room != FOR_LESS;
}
