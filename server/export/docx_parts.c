/*
 * docx_parts: the archive round the body: footer, settings, sections and what tells Word which is which.
 */
#include <string.h>

#include "export/docx.h"
#include "export/write.h"
#include "export/zip.h"

#define R "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
#define RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define WORD_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml."

static const char content_types[] =
    DOCX_XML "<Types xmlns=\"" PACKAGE "content-types\">"
        "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
        "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
        "<Override PartName=\"/word/document.xml\" ContentType=\"" WORD_TYPE "document.main+xml\"/>"
        "<Override PartName=\"/word/styles.xml\" ContentType=\"" WORD_TYPE "styles+xml\"/>"
        "<Override PartName=\"/word/numbering.xml\" ContentType=\"" WORD_TYPE "numbering+xml\"/>"
        "<Override PartName=\"/word/fontTable.xml\" ContentType=\"" WORD_TYPE "fontTable+xml\"/>"
        "<Override PartName=\"/word/settings.xml\" ContentType=\"" WORD_TYPE "settings+xml\"/>"
        "<Override PartName=\"/word/footer1.xml\" ContentType=\"" WORD_TYPE "footer+xml\"/>"
        "<Override PartName=\"/docProps/core.xml\" "
        "ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>";

static const char package_relations[] =
    DOCX_XML "<Relationships xmlns=\"" PACKAGE "relationships\">"
        "<Relationship Id=\"rId1\" Type=\"" RELATION "officeDocument\" Target=\"word/document.xml\"/>"
        "<Relationship Id=\"rId2\" Type=\"" PACKAGE "relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>"
        "</Relationships>";

static const char document_relations[] =
    DOCX_XML "<Relationships xmlns=\"" PACKAGE "relationships\">"
        "<Relationship Id=\"rId1\" Type=\"" RELATION "styles\" Target=\"styles.xml\"/>"
        "<Relationship Id=\"rId2\" Type=\"" RELATION "settings\" Target=\"settings.xml\"/>"
        "<Relationship Id=\"rId3\" Type=\"" RELATION "footer\" Target=\"footer1.xml\"/>"
        "<Relationship Id=\"rId4\" Type=\"" RELATION "numbering\" Target=\"numbering.xml\"/>"
        "<Relationship Id=\"rId5\" Type=\"" RELATION "fontTable\" Target=\"fontTable.xml\"/></Relationships>";

/* What kind of letters stand in where one of them is missing. */
static const char fonts[] =
    DOCX_XML "<w:fonts " DOCX_W "><w:font w:name=\"Calibri\"><w:family w:val=\"swiss\"/><w:pitch w:val=\"variable\"/></w:font>"
             "<w:font w:name=\"Arial\"><w:family w:val=\"swiss\"/><w:pitch w:val=\"variable\"/></w:font>"
             "<w:font w:name=\"Consolas\"><w:family w:val=\"modern\"/><w:pitch w:val=\"fixed\"/></w:font></w:fonts>";

static const char settings[] =
    DOCX_XML "<w:settings " DOCX_W "><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"567\"/>"
        "<w:characterSpacingControl w:val=\"doNotCompress\"/><w:compat><w:compatSetting w:name=\"compatibilityMode\" "
        "w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat></w:settings>";

void docx_escape(struct buf *out, const char *text, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (text[i] == '&')
            buf_text(out, "&amp;");
        else if (text[i] == '<')
            buf_text(out, "&lt;");
        else if (text[i] == '>')
            buf_text(out, "&gt;");
        else if (text[i] == '"')
            buf_text(out, "&quot;");
        else
            buf_char(out, text[i]);
    }
}

void docx_turn(struct docx *docx, bool landscape)
{
    docx->landscape = landscape;
    docx->width = (landscape ? DOCX_PAGE_LONG : DOCX_PAGE_SHORT) - 2 * DOCX_MARGIN;
}

void docx_section(struct buf *out, const struct document *doc, bool landscape, bool cover)
{
    buf_text(out, "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId3\"/>");
    buf_print(out, "<w:pgSz w:w=\"%d\" w:h=\"%d\"%s/>", landscape ? DOCX_PAGE_LONG : DOCX_PAGE_SHORT,
              landscape ? DOCX_PAGE_SHORT : DOCX_PAGE_LONG, landscape ? " w:orient=\"landscape\"" : "");
    buf_print(out,
              "<w:pgMar w:top=\"%d\" w:right=\"%d\" w:bottom=\"%d\" w:left=\"%d\" w:header=\"%d\" w:footer=\"%d\" "
              "w:gutter=\"0\"/>",
              DOCX_MARGIN, DOCX_MARGIN, DOCX_MARGIN, DOCX_MARGIN, DOCX_MARGIN_FOOT, DOCX_MARGIN_FOOT);
    if (cover)
        buf_text(out, "<w:titlePg/>");
    if (doc_is_rtl(doc))
        buf_text(out, "<w:bidi/>");
    buf_text(out, "</w:sectPr>");
}

/* The workshop at the beginning of the line, "3 / 12" at its end, which reads from left to right in every language. */
static void put_footer(struct buf *out, const struct document *doc)
{
    const bool rtl = doc_is_rtl(doc), rtl_name = doc_text_is_rtl(doc, doc->footer);
    buf_print(out, DOCX_XML "<w:ftr " DOCX_W " " R "><w:tbl><w:tblPr><w:bidiVisual w:val=\"%d\"/>", rtl);
    buf_text(out, "<w:tblW w:w=\"5000\" w:type=\"pct\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid><w:gridCol "
                  "w:w=\"8000\"/><w:gridCol w:w=\"2000\"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:tcW w:w=\"4000\" "
                  "w:type=\"pct\"/></w:tcPr><w:p><w:pPr><w:pStyle w:val=\"Footer\"/>");
    buf_print(out, "<w:bidi w:val=\"%d\"/>%s</w:pPr><w:r><w:rPr>%s</w:rPr><w:t xml:space=\"preserve\">", rtl_name,
              rtl_name == rtl ? "" : "<w:jc w:val=\"end\"/>", rtl_name ? "<w:rtl/>" : "");
    docx_escape(out, doc->footer, strlen(doc->footer));
    buf_print(out,
              "</w:t></w:r></w:p></w:tc><w:tc><w:tcPr><w:tcW w:w=\"1000\" w:type=\"pct\"/></w:tcPr><w:p><w:pPr>"
              "<w:pStyle w:val=\"Footer\"/><w:bidi w:val=\"0\"/><w:jc w:val=\"%s\"/></w:pPr>",
              rtl ? "start" : "end");
    buf_text(out,
             "<w:fldSimple w:instr=\" PAGE \"><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t "
             "xml:space=\"preserve\"> / </w:t></w:r><w:fldSimple w:instr=\" NUMPAGES \"><w:r><w:t>1</w:t></w:r>"
             "</w:fldSimple></w:p></w:tc></w:tr></w:tbl><w:p><w:pPr><w:pStyle w:val=\"Gap\"/></w:pPr></w:p></w:ftr>");
}

static void put_core(struct buf *out, const struct document *doc)
{
    buf_text(out, DOCX_XML "<cp:coreProperties xmlns:cp=\"" PACKAGE "metadata/core-properties\" "
                           "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>");
    docx_escape(out, doc->title, strlen(doc->title));
    buf_text(out, "</dc:title><dc:subject>");
    docx_escape(out, doc->footer, strlen(doc->footer));
    buf_print(out, "</dc:subject><dc:language>%s</dc:language></cp:coreProperties>", lang_word(doc->lang));
}

static void put_document(struct buf *out, const struct document *doc)
{
    buf_text(out, DOCX_XML "<w:document " DOCX_W " " R "><w:body>");
    docx_body(out, doc);
    buf_text(out, "</w:body></w:document>");
}

static void add_part(struct zip *zip, const char *name, void (*put)(struct buf *out, const struct document *doc),
                     const struct document *doc)
{
    struct buf part;
    buf_init(&part, DOCX_PART_BYTES);
    put(&part, doc);
    zip->out->full = zip->out->full || part.full;
    zip_add(zip, name, part.data, part.len);
    buf_free(&part);
}

void write_docx(struct buf *out, const struct document *doc)
{
    struct zip zip;
    zip_begin(&zip, out);
    zip_add(&zip, "[Content_Types].xml", content_types, sizeof content_types - 1);
    zip_add(&zip, "_rels/.rels", package_relations, sizeof package_relations - 1);
    add_part(&zip, "docProps/core.xml", put_core, doc);
    add_part(&zip, "word/document.xml", put_document, doc);
    zip_add(&zip, "word/_rels/document.xml.rels", document_relations, sizeof document_relations - 1);
    add_part(&zip, "word/styles.xml", docx_styles, doc);
    add_part(&zip, "word/numbering.xml", docx_numbering, doc);
    zip_add(&zip, "word/fontTable.xml", fonts, sizeof fonts - 1);
    zip_add(&zip, "word/settings.xml", settings, sizeof settings - 1);
    add_part(&zip, "word/footer1.xml", put_footer, doc);
    zip_end(&zip);
}
