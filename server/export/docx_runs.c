/*
 * docx_runs: the text inside a paragraph for Word. A run is cut where the direction of its letters turns, each piece tells its own
 * (rtl), and signs between two pieces go with the paragraph. Looks are those of character styles, so that who edits the document
 * changes them in one place.
 */
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "export/docx.h"
#include "export/write.h"

/* The languages Word checks the spelling in. */
static const char *const locales[LANG_N] = { [LANG_AR] = "ar-SA", [LANG_FR] = "fr-FR", [LANG_EN] = "en-GB" };

/* The first that a run has is its style; bold goes with any of them. */
static const struct {
    unsigned bit;
    const char *id;
} looks[] = { { RUN_LINK, DOCX_LINK }, { RUN_BRACKET, DOCX_UNAGREED }, { RUN_CODE, DOCX_CODE }, { RUN_SOFT, DOCX_SECONDARY }, { RUN_BOLD, DOCX_STRONG } };

static void put_look(struct buf *out, unsigned style)
{
    unsigned told = 0;
    for (size_t i = 0; told == 0 && i < sizeof looks / sizeof looks[0]; i++)
        if (style & looks[i].bit) {
            buf_print(out, "<w:rStyle w:val=\"%s\"/>", looks[i].id);
            told = looks[i].bit;
        }
    if (style & RUN_CODE) /* LibreOffice gives a text in a table the letters of the document otherwise */
        buf_text(out, "<w:rFonts w:ascii=\"Consolas\" w:hAnsi=\"Consolas\" w:cs=\"Consolas\"/>");
    if ((style & RUN_BOLD) && told != RUN_BOLD)
        buf_text(out, "<w:b/><w:bCs/>");
}

static void put_run_properties(struct buf *out, const struct document *doc, const struct doc_run *run, bool rtl)
{
    const enum lang lang = doc_run_lang(doc, run);
    buf_text(out, "<w:rPr>");
    put_look(out, run->style);
    if (rtl)
        buf_text(out, "<w:rtl/>");
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

static void put_piece(struct buf *out, const struct document *doc, const struct doc_run *run, const char *text, size_t n,
                      bool rtl)
{
    buf_text(out, "<w:r>");
    put_run_properties(out, doc, run, rtl);
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
static void put_line_of(struct buf *out, const struct document *doc, const struct doc_run *run, bool rtl)
{
    for (const char *text = run->text; *text != '\0';) {
        const int own = rtl ? -1 : 1;
        int direction = own;
        size_t signs = signs_before(text, &direction);
        if (direction != own && signs > 0) {
            put_piece(out, doc, run, text, signs, rtl);
            text += signs;
            signs = 0;
        }
        const size_t n = signs + letters_one_way(text + signs, direction);
        if (n > 0)
            put_piece(out, doc, run, text, n, direction < 0);
        text += n;
    }
}

/*
 * `turned`: each of its lines begins and ends with a mark of its own direction, which is not the paragraph's. One of the paragraph's
 * follows, so that figures behind it go with the paragraph.
 */
static void put_run(struct buf *out, const struct document *doc, const struct doc_run *run, bool rtl, bool turned)
{
    if (run->style & RUN_CODE) {
        put_piece(out, doc, run, run->text, strlen(run->text), false);
        return;
    }
    if (!turned) {
        put_line_of(out, doc, run, rtl);
        return;
    }
    for (const char *text = run->text; *text != '\0';) {
        const size_t n = strcspn(text, "\n");
        struct doc_run line = *run;
        line.text = mem_copy_bytes(text, n);
        put_mark(out, !rtl);
        put_line_of(out, doc, &line, !rtl);
        put_mark(out, !rtl);
        put_mark(out, rtl);
        mem_free(line.text);
        text += n;
        if (*text == '\n')
            put_piece(out, doc, run, text++, 1, false);
    }
}

/* An address is a field, which needs no list of relations beside the text; nothing in it ends its quotes. */
static void begin_field(struct buf *out, const char *address)
{
    buf_text(out, "<w:fldSimple w:instr=\" HYPERLINK &quot;");
    docx_escape(out, address, strlen(address));
    buf_text(out, "&quot; \">");
}

void docx_runs(struct buf *out, const struct document *doc, const struct doc_paragraph *paragraph)
{
    const bool rtl = doc_paragraph_is_rtl(doc, paragraph);
    for (size_t i = 0; i < paragraph->n; i++) {
        struct doc_run run = paragraph->v[i];
        const bool turned = doc_run_is_turned(doc, paragraph, i) && doc_text_is_rtl(doc, run.text) != rtl;
        char *address = doc_run_address(&run);
        if (address != NULL)
            begin_field(out, address);
        else
            run.style &= (uint8_t)~RUN_LINK;
        put_run(out, doc, &run, rtl, turned);
        buf_text(out, address == NULL ? "" : "</w:fldSimple>");
        mem_free(address);
    }
}

void docx_number(struct buf *out, const struct document *doc, const char *text)
{
    const struct doc_run number = { .lang = LANG_N };
    put_piece(out, doc, &number, text, strlen(text), false);
}
