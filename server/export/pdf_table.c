/*
 * pdf_table: rows of cells that break over pages, and tables made of them. See include/export/pdf.h.
 *
 * A row is kept whole where a page is enough for it; a longer one is cut between lines, and a fresh page always takes at
 * least one line of it, so that every loop here ends.
 */
#include "export/pdf.h"

#include <string.h>

#include "base/mem.h"

static const struct pdf_face BAND = { .size = 9, .bold = true, .colour = PDF_INK, .leading = 1 };

#define CELL_PAD 4.0            /* above and below */
#define CELL_SPACE 3.0          /* between paragraphs */
#define HEAD_SHARE 0.3          /* of a page: a taller head is not repeated */
#define SMALL_SHARE 0.36        /* of a page: a table that is no taller stays whole */
#define ROOM_SHARE 0.25         /* of a page: with less room a row that must be cut begins on the next one */

void pdf_row_init(struct pdf_row *row, size_t n, double pad)
{
    *row = (struct pdf_row){ .cells = mem_zero(n, sizeof *row->cells), .n = n, .pad = pad };
}

void pdf_row_free(struct pdf_row *row)
{
    for (size_t i = 0; i < row->n; i++)
        pdf_flow_free(&row->cells[i].flow);
    mem_free(row->cells);
}

void pdf_row_align(struct pdf_row *row)
{
    double most = 0;
    for (size_t i = 0; i < row->n; i++)
        if (row->cells[i].flow.n > 0 && row->cells[i].flow.v[0].baseline > most)
            most = row->cells[i].flow.v[0].baseline;
    for (size_t i = 0; i < row->n; i++)
        if (row->cells[i].flow.n > 0) {
            struct pdf_line *first = &row->cells[i].flow.v[0];
            first->height += most - first->baseline;
            first->baseline = most;
        }
}

double pdf_row_height(const struct pdf_row *row)
{
    double most = 0;
    for (size_t i = 0; i < row->n; i++) {
        const double height = pdf_flow_height(&row->cells[i].flow, 0, row->cells[i].flow.n);
        most = height > most ? height : most;
    }
    return most + 2 * row->pad;
}

static double head_height(const struct pdf_frame *frame)
{
    return frame == NULL ? 0 : frame->head_height;
}

static void next_page(struct pdf *pdf, const struct pdf_frame *frame)
{
    pdf_page_next(pdf);
    pdf->quiet = true;
    if (frame != NULL && frame->head_height > 0)
        frame->head(pdf, frame->with);
    pdf->quiet = false;
}

/* Nothing but the head stands on the page. */
static bool is_fresh(const struct pdf *pdf, const struct pdf_frame *frame)
{
    return pdf->y <= pdf->top + head_height(frame) + 0.01;
}

/* What is on the page of a row: its lines up to `to`, those before `at` being on earlier pages. */
struct piece {
    size_t *at, *to;
    bool some, all;                 /* it has a line; it has all the rest */
};

static void piece_fit(const struct pdf_row *row, struct piece *piece, double room)
{
    piece->some = false;
    piece->all = true;
    for (size_t i = 0; i < row->n; i++) {
        const struct pdf_flow *flow = &row->cells[i].flow;
        piece->to[i] = pdf_flow_fit(flow, piece->at[i], room);
        piece->some |= piece->to[i] > piece->at[i];
        piece->all &= piece->to[i] == flow->n;
    }
}

/* A line more in each cell that has one: higher than the page it is on, but never left out. */
static void piece_force(const struct pdf_row *row, struct piece *piece)
{
    piece->all = true;
    for (size_t i = 0; i < row->n; i++) {
        piece->to[i] += piece->to[i] < row->cells[i].flow.n;
        piece->all &= piece->to[i] == row->cells[i].flow.n;
    }
}

/* No single line of a longer text at the foot of a page, and none at the head of the next. */
static void piece_avoid_single(const struct pdf_row *row, struct piece *piece, bool fresh)
{
    if (piece->all || row->n != 1)
        return;
    if (piece->to[0] + 1 == row->cells[0].flow.n && piece->to[0] > piece->at[0] + 2)
        piece->to[0]--;
    if (piece->to[0] == piece->at[0] + 1 && piece->at[0] == 0 && !fresh) {
        piece->to[0] = 0;
        piece->some = false;
    }
}

static void piece_draw(struct pdf *pdf, const struct pdf_row *row, const struct piece *piece, const struct pdf_frame *frame)
{
    double height = 0;
    for (size_t i = 0; i < row->n; i++) {
        const double own = pdf_flow_height(&row->cells[i].flow, piece->at[i], piece->to[i]);
        height = own > height ? own : height;
    }
    height += 2 * row->pad;
    if (frame != NULL)
        frame->piece(pdf, frame->with, pdf->y, height);
    pdf_open(pdf, row->tag);
    for (size_t i = 0; i < row->n; i++) {
        pdf_open(pdf, row->cells[i].tag);
        pdf_flow_draw(pdf, &row->cells[i].flow, piece->at[i], piece->to[i], pdf->left + row->cells[i].x,
                      pdf->y + row->pad);
        pdf_close(pdf, row->cells[i].tag);
        piece->at[i] = piece->to[i];
    }
    pdf_close(pdf, row->tag);
    pdf->y += height;
}

/* A row that does not fit goes on to a fresh page, if that is enough for it; a longer one begins here where there is some room. */
static bool goes_over(const struct pdf *pdf, const struct pdf_row *row, const struct pdf_frame *frame)
{
    const double height = pdf_row_height(row), fresh_room = pdf_page_room(pdf) - head_height(frame);
    if (!row->whole || height <= pdf_room(pdf) || is_fresh(pdf, frame))
        return false;
    return height <= fresh_room || pdf_room(pdf) < ROOM_SHARE * fresh_room;
}

/* A paragraph that goes over to the next page stays one, of several pieces. Returns the tag that was opened around them. */
static enum pdf_tag open_parts(struct pdf *pdf, struct pdf_row *row)
{
    const enum pdf_tag tag = row->cells[0].tag;
    if (row->n > 1 || row->tag != PDF_UNTAGGED || tag == PDF_SPAN)
        return PDF_UNTAGGED;
    pdf_open(pdf, tag);
    row->cells[0].tag = PDF_SPAN;
    return tag;
}

void pdf_row_put(struct pdf *pdf, struct pdf_row *row, const struct pdf_frame *frame)
{
    enum pdf_tag around = PDF_UNTAGGED;
    if (goes_over(pdf, row, frame))
        next_page(pdf, frame);
    struct piece piece = { .at = mem_zero(row->n, sizeof(size_t)), .to = mem_zero(row->n, sizeof(size_t)) };
    while (pdf_goes_on(pdf)) {
        const bool fresh = is_fresh(pdf, frame);
        piece_fit(row, &piece, pdf_room(pdf) - 2 * row->pad);
        piece_avoid_single(row, &piece, fresh);
        if (!piece.some && !piece.all && fresh)
            piece_force(row, &piece);
        const bool drawn = piece.some || piece.all || fresh;
        if (drawn && !piece.all && around == PDF_UNTAGGED)
            around = open_parts(pdf, row);
        if (drawn)
            piece_draw(pdf, row, &piece, frame);
        if (piece.all)
            break;
        next_page(pdf, frame);
    }
    pdf_close(pdf, around);
    mem_free(piece.at);
    mem_free(piece.to);
}

double pdf_mirrored(const struct pdf *pdf, double start, double width)
{
    return doc_is_rtl(pdf->doc) ? pdf->inner - start - width : start;
}

/* A table while it is put. Columns that are not shown have no width. */
struct sheet {
    const struct doc_table *table;
    double *start, *width;          /* of each column, from the side where lines begin */
    bool narrow;                    /* than its longest words */
    struct pdf_row head;
};

static bool is_shown(const struct doc_table *table, size_t column)
{
    return table->columns[column].kind != COLUMN_KEY;
}

static void open_cell(struct pdf *pdf, const struct sheet *sheet, struct pdf_row *row, size_t column, enum pdf_tag tag)
{
    struct pdf_cell *cell = &row->cells[column];
    cell->tag = (uint8_t)(is_shown(sheet->table, column) ? tag : PDF_UNTAGGED);
    cell->x = pdf_mirrored(pdf, sheet->start[column], sheet->width[column]) + PDF_CELL_GAP;
    pdf_flow_init(&cell->flow, sheet->width[column] - 2 * PDF_CELL_GAP);
    const uint8_t lang = sheet->table->columns[column].lang;
    cell->flow.one_side = true;
    cell->flow.right = lang == LANG_N ? doc_is_rtl(pdf->doc) : lang == LANG_AR;
}

static struct sheet sheet_open(struct pdf *pdf, const struct doc_table *table)
{
    struct sheet sheet = { .table = table };
    sheet.start = mem_zero(table->n_columns, sizeof *sheet.start);
    sheet.width = mem_zero(table->n_columns, sizeof *sheet.width);
    sheet.narrow = !pdf_lay_columns(pdf, table, sheet.start, sheet.width);
    pdf_row_init(&sheet.head, table->n_columns, CELL_PAD);
    sheet.head.whole = true;
    sheet.head.tag = PDF_ROW;
    for (size_t c = 0; c < table->n_columns; c++) {
        open_cell(pdf, &sheet, &sheet.head, c, PDF_HEADER);
        if (is_shown(table, c))
            pdf_flow_add(pdf, &sheet.head.cells[c].flow, &table->columns[c].heading, PDF_HEAD, 0);
    }
    pdf_row_align(&sheet.head);
    return sheet;
}

static void sheet_close(struct sheet *sheet)
{
    pdf_row_free(&sheet->head);
    mem_free(sheet->start);
    mem_free(sheet->width);
}

static void head_piece(struct pdf *pdf, const void *with, double y, double height)
{
    (void)with;
    pdf_fill(pdf, pdf->left, y, pdf->inner, height, PDF_TINT);
    pdf_fill(pdf, pdf->left, y + height - 0.5, pdf->inner, 1, PDF_ACCENT);
}

static void band_piece(struct pdf *pdf, const void *with, double y, double height)
{
    (void)with;
    pdf_fill(pdf, pdf->left, y, pdf->inner, height, PDF_BAND);
    pdf_fill(pdf, pdf->left, y + height - 0.25, pdf->inner, 0.5, PDF_LINE);
}

static void row_piece(struct pdf *pdf, const void *with, double y, double height)
{
    (void)with;
    pdf_fill(pdf, pdf->left, y + height - 0.25, pdf->inner, 0.5, PDF_LINE);
}

static void put_head(struct pdf *pdf, const void *with)
{
    const struct pdf_frame alone = { .piece = head_piece };
    /* Drawing does not change a row. */
    pdf_row_put(pdf, (struct pdf_row *)&((const struct sheet *)with)->head, &alone);
}

static struct pdf_row build_row(struct pdf *pdf, const struct sheet *sheet, const struct doc_row *from)
{
    struct pdf_row row;
    if (from->cells == NULL) {
        pdf_row_init(&row, 1, CELL_PAD);
        row.cells[0].x = PDF_CELL_GAP;
        row.cells[0].tag = PDF_HEADER;
        pdf_flow_init(&row.cells[0].flow, pdf->inner - 2 * PDF_CELL_GAP);
        row.cells[0].flow.one_side = true;
        row.cells[0].flow.right = doc_is_rtl(pdf->doc);
        pdf_flow_add(pdf, &row.cells[0].flow, &from->band, BAND, 0);
    } else {
        pdf_row_init(&row, sheet->table->n_columns, CELL_PAD);
        for (size_t c = 0; c < row.n; c++) {
            open_cell(pdf, sheet, &row, c, PDF_DATA);
            for (size_t i = 0; is_shown(sheet->table, c) && i < from->cells[c].n; i++)
                pdf_flow_add(pdf, &row.cells[c].flow, &from->cells[c].v[i],
                             pdf_cell_face(&sheet->table->columns[c], sheet->narrow), CELL_SPACE);
        }
    }
    row.whole = true;
    row.tag = PDF_ROW;
    pdf_row_align(&row);
    return row;
}

static void put_rows(struct pdf *pdf, const struct sheet *sheet, const struct pdf_frame *frame)
{
    const struct doc_table *table = sheet->table;
    const struct pdf_frame band = {
        .piece = band_piece, .head = frame->head, .with = frame->with, .head_height = frame->head_height
    };
    const double fresh_room = pdf_page_room(pdf) - frame->head_height;
    struct pdf_row row = { .n = 0 }, next = { .n = 0 };
    for (size_t r = 0; r < table->n_rows && pdf_goes_on(pdf); r++) {
        const bool is_band = table->rows[r].cells == NULL;
        row = r == 0 ? build_row(pdf, sheet, &table->rows[r]) : next;
        next = (struct pdf_row){ .n = 0 };
        if (r + 1 < table->n_rows)
            next = build_row(pdf, sheet, &table->rows[r + 1]);
        /* A band stays with the first row below it, and no last row is alone on its page. */
        const double both = pdf_row_height(&row) + pdf_row_height(&next);
        const bool together = is_band || (r > 0 && r + 2 == table->n_rows && both <= pdf_page_room(pdf) * ROOM_SHARE);
        if (together && both > pdf_room(pdf) && both <= fresh_room && !is_fresh(pdf, frame))
            next_page(pdf, frame);
        pdf_row_put(pdf, &row, is_band ? &band : frame);
        pdf_row_free(&row);
        row = (struct pdf_row){ .n = 0 };
    }
    pdf_row_free(&next);
}

void pdf_table(struct pdf *pdf, const struct doc_table *table)
{
    struct sheet sheet = sheet_open(pdf, table);
    const double height = pdf_row_height(&sheet.head);
    const bool repeats = height <= HEAD_SHARE * pdf_page_room(pdf);
    const struct pdf_frame frame = {
        .piece = row_piece, .head = put_head, .with = &sheet, .head_height = repeats ? height : 0
    };
    pdf_need(pdf, pdf_table_start(pdf, table));
    pdf_open(pdf, PDF_TABLE);
    put_head(pdf, &sheet);
    put_rows(pdf, &sheet, &frame);
    pdf_close(pdf, PDF_TABLE);
    sheet_close(&sheet);
}

double pdf_table_start(struct pdf *pdf, const struct doc_table *table)
{
    struct sheet sheet = sheet_open(pdf, table);
    const double small = SMALL_SHARE * pdf_page_room(pdf);
    double height = pdf_row_height(&sheet.head), first = 0;
    for (size_t r = 0; r < table->n_rows && (first == 0 || height <= small); r++) {
        struct pdf_row row = build_row(pdf, &sheet, &table->rows[r]);
        height += pdf_row_height(&row);
        pdf_row_free(&row);
        if (first == 0 && table->rows[r].cells != NULL)
            first = height;
    }
    sheet_close(&sheet);
    return height <= small ? height : first;
}
