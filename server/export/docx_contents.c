/*
 * docx_contents: the table of contents of a document for Word: a field (TOC) that was worked out here, so that nobody is asked to do
 * so when the document is opened. Page numbers are known only when pages are laid out: they are fields of their own (PAGEREF).
 */
#include <stdio.h>
#include <string.h>

#include "export/docx.h"
#include "export/say.h"

enum { LEVELS = 2 };

static void put_field_begin(struct buf *out, const char *code)
{
    buf_print(
        out,
        "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> %s </w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>",
        code);
}

static void put_field_end(struct buf *out)
{
    buf_text(out, "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>");
}

static bool is_listed(const struct doc_block *block)
{
    return block->type == BLOCK_HEADING && block->level <= LEVELS;
}

/* Entries keep to the side of the document, whatever they are written in; the page stands at the other end of the line. */
static void put_entry(struct docx *docx, const struct doc_block *block, unsigned place)
{
    struct buf *out = docx->out;
    const bool rtl = doc_is_rtl(docx->doc);
    char code[60];
    snprintf(code, sizeof code, "PAGEREF " DOCX_BOOKMARK " \\h", place);
    buf_print(out, "<w:p><w:pPr><w:pStyle w:val=\"TOC%d\"/></w:pPr>", block->level);
    buf_print(out, "<w:hyperlink w:anchor=\"" DOCX_BOOKMARK "\" w:history=\"1\">", place);
    for (size_t i = 0; i < block->text.n; i++) {
        const bool own = doc_text_is_rtl(docx->doc, block->text.v[i].text);
        buf_print(out, "<w:r>%s<w:t xml:space=\"preserve\">", own ? "<w:rPr><w:rtl/></w:rPr>" : "");
        docx_escape(out, block->text.v[i].text, strcspn(block->text.v[i].text, "\n"));
        buf_text(out, "</w:t></w:r>");
    }
    buf_print(out, "<w:r>%s<w:tab/></w:r>", rtl ? "<w:rPr><w:rtl/></w:rPr>" : "");
    put_field_begin(out, code);
    put_field_end(out);
    buf_text(out, "</w:hyperlink>");
}

static void put_words(struct docx *docx, const char *words)
{
    struct buf *out = docx->out;
    buf_print(out, "<w:r>%s<w:t>", doc_is_rtl(docx->doc) ? "<w:rPr><w:rtl/></w:rPr>" : "");
    docx_escape(out, words, strlen(words));
    buf_text(out, "</w:t></w:r>");
}

/* What tells how to get the numbers of pages is part of the field, and goes as soon as they are there. */
static void put_beginning(struct docx *docx)
{
    const enum lang lang = docx->doc->lang;
    buf_text(docx->out,
             "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/><w:docPartUnique/>"
             "</w:docPartObj></w:sdtPr><w:sdtContent><w:p><w:pPr><w:pStyle w:val=\"TOCHeading\"/></w:pPr>");
    put_words(docx, say_word(lang, "doc.", "contents"));
    buf_text(docx->out, "</w:p><w:p><w:pPr><w:pStyle w:val=\"Note\"/></w:pPr>");
    put_field_begin(docx->out, "TOC \\o &quot;1-2&quot; \\h \\z \\u");
    put_words(docx, say_word(lang, "doc.", "contents_pages"));
    buf_text(docx->out, "</w:p>");
}

bool docx_contents(struct docx *docx)
{
    const struct document *doc = docx->doc;
    unsigned place = 0, listed = 0;
    for (size_t i = 0; i < doc->n_blocks; i++) {
        const struct doc_block *block = doc->blocks[i];
        place += block->type == BLOCK_HEADING;
        if (!is_listed(block))
            continue;
        if (listed++ == 0)
            put_beginning(docx);
        else
            buf_text(docx->out, "</w:p>");
        put_entry(docx, block, place);
    }
    if (listed == 0)
        return false;
    put_field_end(docx->out);
    buf_text(docx->out, "</w:p></w:sdtContent></w:sdt>");
    return true;
}
