/* document: building a document and reading its directions. See include/export/document.h. */
#include "export/document.h"

#include <assert.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"

enum {
    RUN_BYTES_MAX = 4 << 20,        /* one text of the workshop is far smaller; so is a line of names */
    ADDRESS_BYTES_MAX = 2000,       /* a URI: what is longer leads nowhere */
    SHORT_LENGTH = 60               /* code points: a name, also in two languages */
};

/* One more zeroed element at the end of a growing array. */
#define GROW(array, n, cap) \
    ((n) == (cap) ? (void)((cap) = (cap) == 0 ? 4 : (cap) * 2, (array) = mem_grow((array), (cap), sizeof *(array))) \
                  : (void)0, \
     memset(&(array)[n], 0, sizeof *(array)), &(array)[(n)++])

/* Code points from first to last. */
struct range {
    uint32_t first, last;
};

static bool within(uint32_t cp, const struct range *ranges, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (cp >= ranges[i].first && cp <= ranges[i].last)
            return true;
    return false;
}

static bool ends_line(uint32_t cp)
{
    return cp == '\n' || cp == '\r' || cp == 0x2028 || cp == 0x2029;
}

char *doc_clean(const char *text, size_t n)
{
    assert(utf8_valid(text, n));
    struct buf out;
    buf_init(&out, RUN_BYTES_MAX);
    for (const char *p = text, *end = text + n; p < end;) {
        const char *from = p;
        const uint32_t cp = utf8_next(&p);
        if (cp == '\r' && p < end && *p == '\n')
            continue;
        if (ends_line(cp))
            buf_char(&out, '\n');
        else if (!utf8_is_kept_out(cp))
            buf_add(&out, from, (size_t)(p - from));
    }
    assert(!out.full);
    if (out.len == 0) {
        buf_free(&out);
        return NULL;
    }
    return buf_take(&out, &n);
}

/* As doc_clean; "" when nothing is left, NULL for NULL. One line. */
static char *clean_line(const char *text)
{
    if (text == NULL)
        return NULL;
    char *copy = doc_clean(text, strlen(text));
    if (copy == NULL)
        return mem_copy_text("");
    for (char *p = copy; *p != '\0'; p++)
        if (*p == '\n' || *p == '\t')
            *p = ' ';
    return copy;
}

static void add_part(struct doc_paragraph *paragraph, const char *text, size_t n, unsigned style, enum lang lang)
{
    char *copy = n == 0 ? NULL : doc_clean(text, n);
    if (copy == NULL)
        return;
    struct doc_run *run = GROW(paragraph->v, paragraph->n, paragraph->cap);
    run->text = copy;
    run->style = (uint8_t)style;
    run->lang = (uint8_t)lang;
}

char *doc_run_address(const struct doc_run *run)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?#@!$&*+,;=%";
    const char *text = run->text;
    const size_t scheme = strncmp(text, "https://", 8) == 0 ? 8 : strncmp(text, "http://", 7) == 0 ? 7 : 0;
    if (!(run->style & RUN_LINK) || scheme == 0 || text[scheme] == '\0' || strpbrk(text, " \t\n\"<>\\") != NULL)
        return NULL;
    struct buf out;
    buf_init(&out, ADDRESS_BYTES_MAX);
    for (const char *p = text; *p != '\0'; p++) {
        if (strchr(plain, *p) != NULL)
            buf_char(&out, *p);
        else
            buf_print(&out, "%%%02X", (unsigned char)*p);
    }
    size_t n;
    char *address = out.full ? NULL : buf_take(&out, &n);
    if (address == NULL)
        buf_free(&out);
    return address;
}

void run_add(struct doc_paragraph *paragraph, const char *text, unsigned style, enum lang lang)
{
    assert((unsigned)lang <= LANG_N);
    if (text != NULL)
        add_part(paragraph, text, strlen(text), style, lang);
}

/* The end of the bracketed piece that begins at `p`: behind its last bracket, or the end of the text (rule B1). */
static const char *bracket_end(const char *p)
{
    size_t depth = 0;
    for (; *p != '\0'; p++) {
        if (*p == '[')
            depth++;
        else if (*p == ']' && --depth == 0)
            return p + 1;
    }
    return p;
}

/* "figures [, by post]" is typed with a space that belongs to the bracket: a comma stands at the word before it, in the runs from `first` on. */
static void draw_closer(struct doc_paragraph *paragraph, size_t first, const char *next)
{
    static const char *const close[] = { ",", ".", ")", "،" };
    char *last = paragraph->n > first ? paragraph->v[paragraph->n - 1].text : NULL;
    const size_t n = last == NULL ? 0 : strlen(last);
    for (size_t i = 0; n > 1 && last[n - 1] == ' ' && i < sizeof close / sizeof close[0]; i++)
        if (strncmp(next, close[i], strlen(close[i])) == 0)
            last[n - 1] = '\0';
}

static void add_without_marks(struct doc_paragraph *paragraph, size_t first, const char *text, size_t n, unsigned style,
                              enum lang lang)
{
    for (size_t at = 0; at < n;) {
        size_t plain = 0;
        while (at + plain < n && text[at + plain] != '[' && text[at + plain] != ']')
            plain++;
        if (plain > 0)
            draw_closer(paragraph, first, text + at);
        add_part(paragraph, text + at, plain, style, lang);
        at += plain + 1;
    }
}

void run_add_wording(struct doc_paragraph *paragraph, const char *text, unsigned style, enum lang lang, bool clean)
{
    const size_t first = paragraph->n;
    assert((unsigned)lang <= LANG_N);
    while (text != NULL && *text != '\0') {
        const size_t plain = strcspn(text, "[");
        if (clean && plain > 0)
            draw_closer(paragraph, first, text);
        add_part(paragraph, text, plain, style, lang);
        text += plain;
        const char *end = bracket_end(text);
        if (clean)
            add_without_marks(paragraph, first, text, (size_t)(end - text), style, lang);
        else
            add_part(paragraph, text, (size_t)(end - text), style | RUN_BRACKET, lang);
        text = end;
    }
}

struct document *document_new(enum lang lang, const char *title, const char *subtitle, const char *footer)
{
    assert((unsigned)lang < LANG_N);
    assert(title != NULL && footer != NULL);
    struct document *doc = mem_zero(1, sizeof *doc);
    doc->lang = lang;
    doc->title = clean_line(title);
    doc->subtitle = clean_line(subtitle);
    doc->footer = clean_line(footer);
    return doc;
}

static void paragraph_free(struct doc_paragraph *paragraph)
{
    for (size_t i = 0; i < paragraph->n; i++)
        mem_free(paragraph->v[i].text);
    mem_free(paragraph->v);
}

static void row_free(struct doc_row *row, size_t n_columns)
{
    paragraph_free(&row->band);
    for (size_t c = 0; row->cells != NULL && c < n_columns; c++) {
        for (size_t i = 0; i < row->cells[c].n; i++)
            paragraph_free(&row->cells[c].v[i]);
        mem_free(row->cells[c].v);
        mem_free(row->cells[c].value);
    }
    mem_free(row->cells);
}

static void column_free(struct doc_column *column)
{
    paragraph_free(&column->heading);
    mem_free(column->name);
    for (size_t i = 0; i < column->n_choices; i++)
        mem_free(column->choices[i]);
    mem_free(column->choices);
}

static void table_free(struct doc_table *table)
{
    if (table == NULL)
        return;
    for (size_t i = 0; i < table->n_rows; i++)
        row_free(&table->rows[i], table->n_columns);
    for (size_t i = 0; i < table->n_columns; i++)
        column_free(&table->columns[i]);
    mem_free(table->rows);
    mem_free(table->columns);
    mem_free(table->name);
    mem_free(table);
}

static void bars_free(struct doc_bars *bars)
{
    for (size_t i = 0; bars != NULL && i < bars->n; i++) {
        paragraph_free(&bars->v[i].label);
        paragraph_free(&bars->v[i].figures);
    }
    if (bars != NULL)
        mem_free(bars->v);
    mem_free(bars);
}

static void facts_free(struct doc_facts *facts)
{
    for (size_t i = 0; facts != NULL && i < facts->n; i++) {
        paragraph_free(&facts->v[i].label);
        paragraph_free(&facts->v[i].value);
    }
    if (facts != NULL)
        mem_free(facts->v);
    mem_free(facts);
}

void document_free(struct document *doc)
{
    if (doc == NULL)
        return;
    for (size_t i = 0; i < doc->n_blocks; i++) {
        struct doc_block *block = doc->blocks[i];
        paragraph_free(&block->text);
        facts_free(block->facts);
        table_free(block->table);
        bars_free(block->bars);
        mem_free(block->number);
        mem_free(block);
    }
    mem_free(doc->blocks);
    mem_free(doc->title);
    mem_free(doc->subtitle);
    mem_free(doc->footer);
    mem_free(doc);
}

static struct doc_block *add_block(struct document *doc, enum doc_block_type type)
{
    struct doc_block **place = GROW(doc->blocks, doc->n_blocks, doc->blocks_cap);
    *place = mem_zero(1, sizeof **place);
    (*place)->type = (uint8_t)type;
    return *place;
}

struct doc_paragraph *document_heading(struct document *doc, int level)
{
    assert(level >= 1 && level <= 3);
    struct doc_block *block = add_block(doc, BLOCK_HEADING);
    block->level = (uint8_t)level;
    return &block->text;
}

struct doc_paragraph *document_paragraph(struct document *doc)
{
    return &add_block(doc, BLOCK_PARAGRAPH)->text;
}

struct doc_paragraph *document_item(struct document *doc, int level, const char *number)
{
    assert(level >= 1 && level <= 4);
    struct doc_block *block = add_block(doc, BLOCK_ITEM);
    block->level = (uint8_t)level;
    block->number = clean_line(number);
    return &block->text;
}

struct doc_paragraph *document_note(struct document *doc)
{
    return &add_block(doc, BLOCK_NOTE)->text;
}

void document_title_page(struct document *doc)
{
    assert(doc->n_blocks == 0);
    doc->title_page = true;
    add_block(doc, BLOCK_TITLE_PAGE)->facts = mem_zero(1, sizeof(struct doc_facts));
}

void document_page_break(struct document *doc, bool landscape)
{
    add_block(doc, BLOCK_PAGE_BREAK)->level = landscape;
}

struct doc_paragraph *document_fact(struct document *doc, const char *label)
{
    struct doc_block *block = doc->n_blocks == 0 ? NULL : doc->blocks[doc->n_blocks - 1];
    if (block == NULL || block->facts == NULL) {
        block = add_block(doc, BLOCK_FACTS);
        block->facts = mem_zero(1, sizeof *block->facts);
    }
    struct doc_fact *fact = GROW(block->facts->v, block->facts->n, block->facts->cap);
    run_add(&fact->label, label, 0, LANG_N);
    return &fact->value;
}

struct doc_table *document_table(struct document *doc, const char *name)
{
    struct doc_block *block = add_block(doc, BLOCK_TABLE);
    block->table = mem_zero(1, sizeof *block->table);
    block->table->name = clean_line(name);
    return block->table;
}

struct doc_paragraph *table_column(struct doc_table *table, enum doc_column_kind kind, int weight, enum lang lang,
                                   const char *name)
{
    assert(weight >= 1 && weight <= 100);
    assert(table->n_rows == 0);
    struct doc_column *column = GROW(table->columns, table->n_columns, table->columns_cap);
    column->kind = (uint8_t)kind;
    column->weight = (uint8_t)weight;
    column->lang = (uint8_t)lang;
    column->name = clean_line(name);
    return &column->heading;
}

void table_choice(struct doc_table *table, size_t column, const char *word)
{
    assert(column < table->n_columns && word != NULL);
    struct doc_column *of = &table->columns[column];
    char **choice = GROW(of->choices, of->n_choices, of->choices_cap);
    *choice = clean_line(word);
}

void table_most(struct doc_table *table, size_t column, int64_t most)
{
    assert(column < table->n_columns);
    table->columns[column].most = most;
}

struct doc_paragraph *table_band(struct doc_table *table)
{
    struct doc_row *row = GROW(table->rows, table->n_rows, table->rows_cap);
    return &row->band;
}

static void add_row(struct doc_table *table)
{
    assert(table->n_columns > 0);
    struct doc_row *row = GROW(table->rows, table->n_rows, table->rows_cap);
    row->cells = mem_zero(table->n_columns, sizeof *row->cells);
}

void table_row(struct doc_table *table)
{
    assert(table->n_sums == 0);
    add_row(table);
}

void table_sum(struct doc_table *table)
{
    add_row(table);
    table->n_sums++;
}

static struct doc_cell *last_cell(struct doc_table *table, size_t column)
{
    assert(table->n_rows > 0 && column < table->n_columns);
    struct doc_row *row = &table->rows[table->n_rows - 1];
    assert(row->cells != NULL);
    return &row->cells[column];
}

struct doc_paragraph *table_cell(struct doc_table *table, size_t column)
{
    struct doc_cell *cell = last_cell(table, column);
    return GROW(cell->v, cell->n, cell->cap);
}

void table_value(struct doc_table *table, size_t column, const char *value)
{
    struct doc_cell *cell = last_cell(table, column);
    mem_free(cell->value);
    cell->value = clean_line(value);
}

struct doc_bars *document_bars(struct document *doc, int64_t most)
{
    struct doc_block *block = add_block(doc, BLOCK_BARS);
    block->bars = mem_zero(1, sizeof *block->bars);
    block->bars->most = most < 1 ? 1 : most;
    return block->bars;
}

struct doc_paragraph *bars_add(struct doc_bars *bars, int64_t value, struct doc_paragraph **figures)
{
    assert(value >= 0 && value <= bars->most);
    struct doc_bar *bar = GROW(bars->v, bars->n, bars->cap);
    bar->value = value;
    *figures = &bar->figures;
    return &bar->label;
}

bool doc_is_rtl(const struct document *doc)
{
    return doc->lang == LANG_AR;
}

/* Hebrew to Arabic Extended, presentation forms, and the right-to-left scripts of the first supplementary plane. */
static bool is_rtl_letter(uint32_t cp)
{
    static const struct range rtl[] = { { 0x0590, 0x08ff }, { 0x200f, 0x200f },   { 0xfb1d, 0xfdff },
                                        { 0xfe70, 0xfefc }, { 0x10800, 0x10fff }, { 0x1e800, 0x1efff } };
    static const struct range weak[] = { { 0x0600, 0x0605 }, { 0x060c, 0x060c }, { 0x064b, 0x066c },
                                         { 0x0670, 0x0670 }, { 0x06dd, 0x06dd }, { 0x06f0, 0x06f9 } };
    return within(cp, rtl, sizeof rtl / sizeof rtl[0]) && !within(cp, weak, sizeof weak / sizeof weak[0]);
}

/* Letters of every other script; what lies between U+2000 and U+2BFF is punctuation, signs and arrows. */
static bool is_ltr_letter(uint32_t cp)
{
    static const struct range neutral[] = {
        { 0x00, 0x40 },       { 0x5b, 0x60 },      { 0x7b, 0xa9 },     { 0xab, 0xb4 },       { 0xb6, 0xb9 },
        { 0xbb, 0xbf },       { 0xd7, 0xd7 },      { 0xf7, 0xf7 },     { 0x02b9, 0x036f },   { 0x0590, 0x08ff },
        { 0x2000, 0x200d },   { 0x200f, 0x2070 },  { 0x2074, 0x207e }, { 0x2080, 0x2bff },   { 0x2e00, 0x2e7f },
        { 0x3000, 0x3004 },   { 0x3008, 0x3020 },  { 0xfb1d, 0xfeff }, { 0x10800, 0x10fff }, { 0x1e800, 0x1efff },
        { 0x1f000, 0x1faff }, { 0xe0000, 0xeffff }
    };
    return !within(cp, neutral, sizeof neutral / sizeof neutral[0]);
}

int doc_letter_direction(uint32_t cp)
{
    return is_rtl_letter(cp) ? -1 : is_ltr_letter(cp);
}

/* That of the first strong letter. */
static int first_strong(const char *text)
{
    int direction = 0;
    while (direction == 0 && *text != '\0')
        direction = doc_letter_direction(utf8_next(&text));
    return direction;
}

bool doc_text_is_rtl(const struct document *doc, const char *text)
{
    const int direction = first_strong(text);
    return direction == 0 ? doc_is_rtl(doc) : direction < 0;
}

bool doc_paragraph_is_rtl(const struct document *doc, const struct doc_paragraph *paragraph)
{
    for (size_t i = 0; i < paragraph->n; i++) {
        const int direction = first_strong(paragraph->v[i].text);
        if (direction != 0)
            return direction < 0;
    }
    return doc_is_rtl(doc);
}

enum lang doc_run_lang(const struct document *doc, const struct doc_run *run)
{
    return run->lang == LANG_N ? doc->lang : (enum lang)run->lang;
}

bool doc_run_is_turned(const struct document *doc, const struct doc_paragraph *paragraph, size_t index)
{
    assert(index < paragraph->n);
    const struct doc_run *run = &paragraph->v[index];
    if (index == 0 || (run->style & RUN_CODE))
        return false;
    if (run->lang == LANG_N)
        return first_strong(run->text) == (doc_paragraph_is_rtl(doc, paragraph) ? 1 : -1);
    return doc_run_lang(doc, run) != doc_run_lang(doc, &paragraph->v[0]);
}

static bool is_short(const struct doc_paragraph *paragraph)
{
    size_t length = 0;
    for (size_t i = 0; i < paragraph->n; i++)
        length += utf8_length(paragraph->v[i].text);
    return length <= SHORT_LENGTH;
}

bool doc_column_is_short(const struct doc_table *table, size_t column)
{
    assert(column < table->n_columns);
    if (table->columns[column].lang != LANG_N)
        return false;
    for (size_t r = 0; r < table->n_rows; r++)
        for (size_t i = 0; table->rows[r].cells != NULL && i < table->rows[r].cells[column].n; i++)
            if (!is_short(&table->rows[r].cells[column].v[i]))
                return false;
    return true;
}

int doc_column_share(const struct doc_table *table, size_t column)
{
    int all = 0;
    assert(column < table->n_columns);
    if (table->columns[column].kind == COLUMN_KEY)
        return 0;
    for (size_t c = 0; c < table->n_columns; c++)
        all += table->columns[c].kind == COLUMN_KEY ? 0 : table->columns[c].weight;
    return 10000 * table->columns[column].weight / all;
}
