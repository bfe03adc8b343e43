/*
 * docx_parts: the archive round the body: styles, footer, settings and what tells Word which is which. Sizes of type are in half
 * points, lengths in twips, and the script of Arabic has sizes of its own (szCs), since its letters are smaller.
 */
#include <string.h>

#include "export/docx.h"
#include "export/write.h"
#include "export/zip.h"

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define W "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define R "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
#define RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define WORD_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml."

/* A4 and its margins in twips. */
enum { PAGE_SHORT = 11906, PAGE_LONG = 16838, MARGIN = 1077, MARGIN_FOOT = 560 };

static const char content_types[] =
    XML "<Types xmlns=\"" PACKAGE "content-types\">"
        "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
        "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
        "<Override PartName=\"/word/document.xml\" ContentType=\"" WORD_TYPE "document.main+xml\"/>"
        "<Override PartName=\"/word/styles.xml\" ContentType=\"" WORD_TYPE "styles+xml\"/>"
        "<Override PartName=\"/word/settings.xml\" ContentType=\"" WORD_TYPE "settings+xml\"/>"
        "<Override PartName=\"/word/footer1.xml\" ContentType=\"" WORD_TYPE "footer+xml\"/>"
        "<Override PartName=\"/docProps/core.xml\" "
        "ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>";

static const char package_relations[] =
    XML "<Relationships xmlns=\"" PACKAGE "relationships\">"
        "<Relationship Id=\"rId1\" Type=\"" RELATION "officeDocument\" Target=\"word/document.xml\"/>"
        "<Relationship Id=\"rId2\" Type=\"" PACKAGE "relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>"
        "</Relationships>";

static const char document_relations[] =
    XML "<Relationships xmlns=\"" PACKAGE "relationships\">"
        "<Relationship Id=\"rId1\" Type=\"" RELATION "styles\" Target=\"styles.xml\"/>"
        "<Relationship Id=\"rId2\" Type=\"" RELATION "settings\" Target=\"settings.xml\"/>"
        "<Relationship Id=\"rId3\" Type=\"" RELATION "footer\" Target=\"footer1.xml\"/></Relationships>";

static const char settings[] =
    XML "<w:settings " W "><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"567\"/>"
        "<w:characterSpacingControl w:val=\"doNotCompress\"/><w:compat><w:compatSetting w:name=\"compatibilityMode\" "
        "w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat></w:settings>";

/* A paragraph style. `look` is what stands in pPr, `size` in half points. */
struct style {
    const char *id, *name, *look;
    int size;
    bool bold;
    const char *colour;
};

#define ACCENT DOCX_ACCENT
static const struct style styles[] = {
    { "Title", "Title", "<w:keepNext/><w:spacing w:before=\"0\" w:after=\"60\"/>", 38, true, ACCENT },
    { "Subtitle", "Subtitle",
      "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"12\" w:space=\"6\" w:color=\"" ACCENT "\"/></w:pBdr>"
      "<w:spacing w:before=\"0\" w:after=\"240\"/>", 23, false, DOCX_SOFT },
    { "CoverTitle", "Cover Title", "<w:keepNext/><w:spacing w:before=\"4200\" w:after=\"160\"/>", 56, true, ACCENT },
    { "CoverSubtitle", "Cover Subtitle",
      "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"12\" w:space=\"14\" w:color=\"" ACCENT "\"/></w:pBdr>"
      "<w:spacing w:before=\"0\" w:after=\"500\"/>", 30, false, DOCX_SOFT },
    { "Heading1", "heading 1", "<w:keepNext/><w:keepLines/><w:spacing w:before=\"360\" w:after=\"120\"/>"
      "<w:outlineLvl w:val=\"0\"/>", 30, true, ACCENT },
    { "Heading2", "heading 2", "<w:keepNext/><w:keepLines/><w:spacing w:before=\"280\" w:after=\"100\"/>"
      "<w:outlineLvl w:val=\"1\"/>", 25, true, DOCX_INK },
    { "Heading3", "heading 3", "<w:keepNext/><w:keepLines/><w:spacing w:before=\"220\" w:after=\"80\"/>"
      "<w:outlineLvl w:val=\"2\"/>", 22, true, DOCX_INK },
    { "TOCHeading", "TOC Heading", "<w:keepNext/><w:spacing w:before=\"0\" w:after=\"240\"/>", 30, true, ACCENT },
    { "TOC1", "toc 1", "<w:spacing w:before=\"120\" w:after=\"40\"/>", 22, true, NULL },
    { "TOC2", "toc 2", "<w:spacing w:before=\"0\" w:after=\"20\"/><w:ind w:left=\"284\"/>", 20, false, NULL },
    { "Note", "Note", "<w:spacing w:before=\"40\" w:after=\"120\"/>", 18, false, DOCX_SOFT },
    { "Cell", "Cell", "<w:spacing w:before=\"0\" w:after=\"30\" w:line=\"252\" w:lineRule=\"auto\"/>", 19, false, NULL },
    { "Value", "Value", "<w:spacing w:before=\"0\" w:after=\"30\"/>", 21, false, NULL },
    { "ColumnHeading", "Column Heading", "<w:keepNext/><w:spacing w:before=\"0\" w:after=\"0\"/>", 19, true, ACCENT },
    { "Band", "Band", "<w:keepNext/><w:spacing w:before=\"0\" w:after=\"0\"/>", 20, true, DOCX_INK },
    { "Gap", "Gap", "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"160\" w:lineRule=\"exact\"/>", 8, false, NULL },
    { "Footer", "footer", "<w:spacing w:before=\"0\" w:after=\"0\"/>", 16, false, DOCX_SOFT },
};

/* Those of the program itself, which knows them by their names; behind a heading the text goes on as plain text. */
static bool is_own(const struct style *style)
{
    static const char *const known[] = { "Title", "Subtitle", "Footer", "TOCHeading", "TOC1", "TOC2" };
    bool own = strncmp(style->id, "Heading", 7) != 0;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        own = own && strcmp(style->id, known[i]) != 0;
    return own;
}

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
    docx->width = (landscape ? PAGE_LONG : PAGE_SHORT) - 2 * MARGIN;
}

void docx_section(struct buf *out, const struct document *doc, bool landscape)
{
    buf_text(out, "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId3\"/>");
    buf_print(out, "<w:pgSz w:w=\"%d\" w:h=\"%d\"%s/>", landscape ? PAGE_LONG : PAGE_SHORT,
              landscape ? PAGE_SHORT : PAGE_LONG, landscape ? " w:orient=\"landscape\"" : "");
    buf_print(out,
              "<w:pgMar w:top=\"%d\" w:right=\"%d\" w:bottom=\"%d\" w:left=\"%d\" w:header=\"%d\" w:footer=\"%d\" "
              "w:gutter=\"0\"/>",
              MARGIN, MARGIN, MARGIN, MARGIN, MARGIN_FOOT, MARGIN_FOOT);
    if (doc_is_rtl(doc))
        buf_text(out, "<w:bidi/>");
    buf_text(out, "</w:sectPr>");
}

/* The order is that of the schema (CT_Style). */
static void put_style(struct buf *out, const struct style *style)
{
    buf_print(out,
              "<w:style w:type=\"paragraph\"%s w:styleId=\"%s\"><w:name w:val=\"%s\"/><w:basedOn w:val=\"Normal\"/>",
              is_own(style) ? " w:customStyle=\"1\"" : "", style->id, style->name);
    if (strncmp(style->id, "Heading", 7) == 0 || strstr(style->id, "itle") != NULL)
        buf_text(out, "<w:next w:val=\"Normal\"/>");
    buf_print(out, "<w:qFormat/><w:pPr>%s</w:pPr><w:rPr>", style->look);
    if (style->bold)
        buf_text(out, "<w:b/><w:bCs/>");
    if (style->colour != NULL)
        buf_print(out, "<w:color w:val=\"%s\"/>", style->colour);
    buf_print(out, "<w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/></w:rPr></w:style>", style->size, style->size + 2);
}

static void put_styles(struct buf *out, const struct document *doc)
{
    static const char *const locales[LANG_N] = { [LANG_AR] = "en-GB", [LANG_FR] = "fr-FR", [LANG_EN] = "en-GB" };
    buf_print(out,
              XML "<w:styles " W
                  "><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Calibri\" w:hAnsi=\"Calibri\" "
                  "w:eastAsia=\"Calibri\" w:cs=\"Arial\"/><w:sz w:val=\"21\"/><w:szCs w:val=\"22\"/>"
                  "<w:lang w:val=\"%s\" w:eastAsia=\"en-GB\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault>",
              locales[doc->lang]);
    buf_text(
        out,
        "<w:pPrDefault><w:pPr><w:spacing w:after=\"120\" w:line=\"269\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault>"
        "</w:docDefaults><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name "
        "w:val=\"Normal\"/><w:qFormat/>");
    buf_print(out, "%s</w:style>", doc_is_rtl(doc) ? "<w:pPr><w:bidi/></w:pPr>" : "");
    for (size_t i = 0; i < sizeof styles / sizeof styles[0]; i++)
        put_style(out, &styles[i]);
    buf_text(out, "</w:styles>");
}

/* The workshop at the beginning of the line, "3 / 12" at its end, which reads from left to right in every language. */
static void put_footer(struct buf *out, const struct document *doc)
{
    const bool rtl = doc_is_rtl(doc), rtl_name = doc_text_is_rtl(doc, doc->footer);
    buf_print(out, XML "<w:ftr " W " " R "><w:tbl><w:tblPr><w:bidiVisual w:val=\"%d\"/>", rtl);
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
    buf_text(out, XML "<cp:coreProperties xmlns:cp=\"" PACKAGE "metadata/core-properties\" "
                      "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>");
    docx_escape(out, doc->title, strlen(doc->title));
    buf_text(out, "</dc:title><dc:subject>");
    docx_escape(out, doc->footer, strlen(doc->footer));
    buf_print(out, "</dc:subject><dc:language>%s</dc:language></cp:coreProperties>", lang_word(doc->lang));
}

static void put_document(struct buf *out, const struct document *doc)
{
    buf_text(out, XML "<w:document " W " " R "><w:body>");
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
    add_part(&zip, "word/styles.xml", put_styles, doc);
    zip_add(&zip, "word/settings.xml", settings, sizeof settings - 1);
    add_part(&zip, "word/footer1.xml", put_footer, doc);
    zip_end(&zip);
}
