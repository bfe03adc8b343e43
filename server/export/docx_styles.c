/*
 * docx_styles: the looks of a document for Word, each under a name, so that a secretariat changes one in one place: of paragraphs,
 * of pieces of text, of tables and of bullets. Sizes of type are in half points, lengths in twips, and the script of Arabic has
 * sizes of its own (szCs), since its letters are smaller.
 */
#include <string.h>

#include "export/docx.h"

/* A paragraph style. `look` is what stands in pPr, `size` in half points. */
struct style {
    const char *id, *name, *look;
    int size;
    bool bold;
    const char *colour;
};

#define ACCENT DOCX_ACCENT
#define SPACE(before, after) "<w:spacing w:before=\"" before "\" w:after=\"" after "\"/>"
#define RULE(space) "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"12\" w:space=\"" space "\" w:color=\"" ACCENT "\"/></w:pBdr>"
#define HEADING(before, after, level) \
    "<w:keepNext/><w:keepLines/>" SPACE(before, after) "<w:outlineLvl w:val=\"" level "\"/>"
/* Numbers of pages stand at the end of the line of an upright page. */
#define PAGE_TAB "<w:tabs><w:tab w:val=\"right\" w:pos=\"9732\"/></w:tabs>"
#define BULLET(level) "<w:numPr><w:ilvl w:val=\"" level "\"/><w:numId w:val=\"1\"/></w:numPr>"
#define HANGING(left) "<w:ind w:left=\"" left "\" w:hanging=\"567\"/>"

static const struct style styles[] = {
    { "Title", "Title", "<w:keepNext/>" SPACE("0", "60"), 38, true, ACCENT },
    { "Subtitle", "Subtitle", RULE("6") SPACE("0", "240"), 23, false, DOCX_SOFT },
    { "CoverTitle", "Cover Title", "<w:keepNext/>" SPACE("4200", "160"), 56, true, ACCENT },
    { "CoverSubtitle", "Cover Subtitle", RULE("14") SPACE("0", "500"), 30, false, DOCX_SOFT },
    { "Heading1", "heading 1", HEADING("360", "120", "0"), 30, true, ACCENT },
    { "Heading2", "heading 2", HEADING("280", "100", "1"), 25, true, DOCX_INK },
    { "Heading3", "heading 3", HEADING("220", "80", "2"), 22, true, DOCX_INK },
    { "TOCHeading", "TOC Heading", "<w:keepNext/>" SPACE("0", "240"), 30, true, ACCENT },
    { "TOC1", "toc 1", PAGE_TAB SPACE("120", "40"), 22, true, NULL },
    { "TOC2", "toc 2", PAGE_TAB SPACE("0", "20") "<w:ind w:left=\"284\"/>", 20, false, NULL },
    { "Caption", "caption", SPACE("40", "120"), 18, false, DOCX_SOFT },
    { "Note", "Note", SPACE("40", "120"), 18, false, DOCX_SOFT },
    { DOCX_BULLET "1", "Bulleted Text 1", BULLET("0"), 21, false, NULL },
    { DOCX_BULLET "2", "Bulleted Text 2", BULLET("1"), 21, false, NULL },
    { DOCX_BULLET "3", "Bulleted Text 3", BULLET("2"), 21, false, NULL },
    { DOCX_BULLET "4", "Bulleted Text 4", BULLET("3"), 21, false, NULL },
    { DOCX_NUMBERED "1", "Numbered Text 1", HANGING("567"), 21, false, NULL },
    { DOCX_NUMBERED "2", "Numbered Text 2", HANGING("1134"), 21, false, NULL },
    { DOCX_NUMBERED "3", "Numbered Text 3", HANGING("1701"), 21, false, NULL },
    { DOCX_NUMBERED "4", "Numbered Text 4", HANGING("2268"), 21, false, NULL },
    { "Cell", "Cell", "<w:spacing w:before=\"0\" w:after=\"30\" w:line=\"252\" w:lineRule=\"auto\"/>", 19, false, NULL },
    { "Label", "Label", SPACE("0", "30"), 19, false, DOCX_SOFT },
    { "Value", "Value", SPACE("0", "30"), 20, false, NULL },
    { "ColumnHeading", "Column Heading", "<w:keepNext/>" SPACE("0", "0"), 19, true, ACCENT },
    { "Band", "Band", "<w:keepNext/>" SPACE("0", "0"), 20, true, DOCX_INK },
    { "Gap", "Gap", "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"160\" w:lineRule=\"exact\"/>", 8, false, NULL },
    { "End", "End", "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"20\" w:lineRule=\"exact\"/>", 2, false, NULL },
    { "Footer", "footer", SPACE("0", "0"), 16, false, DOCX_SOFT },
};

/* Those of the program itself, which knows them by their names; behind a heading the text goes on as plain text. */
static bool is_own(const struct style *style)
{
    static const char *const known[] = { "Title", "Subtitle", "Footer", "TOCHeading", "TOC1", "TOC2", "Caption" };
    bool own = strncmp(style->id, "Heading", 7) != 0;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        own = own && strcmp(style->id, known[i]) != 0;
    return own;
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

#define CHARACTER(id, name, look) \
    "<w:style w:type=\"character\"" id "\"><w:name w:val=\"" name "\"/><w:basedOn w:val=\"DefaultParagraphFont\"/>" \
    "<w:qFormat/><w:rPr>" look "</w:rPr></w:style>"
#define OWN " w:customStyle=\"1\" w:styleId=\""

static const char character_styles[] =
    "<w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\"><w:name w:val=\"Default Paragraph Font\"/>"
    "<w:uiPriority w:val=\"1\"/><w:semiHidden/><w:unhideWhenUsed/></w:style>"
    CHARACTER(" w:styleId=\"" DOCX_STRONG, "Strong", "<w:b/><w:bCs/>")
    CHARACTER(" w:styleId=\"" DOCX_LINK, "Hyperlink", "<w:color w:val=\"" DOCX_ACCENT "\"/><w:u w:val=\"single\"/>")
    CHARACTER(OWN DOCX_SECONDARY, "Secondary Text", "<w:color w:val=\"" DOCX_SOFT "\"/>")
    CHARACTER(OWN DOCX_UNAGREED, "Unagreed Wording",
              "<w:color w:val=\"7D5200\"/><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"FDF0CF\"/>")
    CHARACTER(OWN DOCX_CODE, "Fingerprint",
              "<w:rFonts w:ascii=\"Consolas\" w:hAnsi=\"Consolas\" w:cs=\"Consolas\"/><w:noProof/>"
              "<w:sz w:val=\"17\"/><w:szCs w:val=\"17\"/>");

#define SIDE(side, width, colour) \
    "<w:" side " w:val=\"single\" w:sz=\"" width "\" w:space=\"0\" w:color=\"" colour "\"/>"
#define FREE(side, width) "<w:" side " w:w=\"" width "\" w:type=\"dxa\"/>"
#define CELLS \
    "<w:tblCellMar>" FREE("top", "57") FREE("left", "85") FREE("bottom", "57") FREE("right", "85") "</w:tblCellMar>"
#define TABLE(id, name, look) \
    "<w:style w:type=\"table\" w:customStyle=\"1\" w:styleId=\"" id "\"><w:name w:val=\"" name "\"/>" \
    "<w:basedOn w:val=\"TableNormal\"/><w:qFormat/><w:tblPr>" look "</w:tblPr>"

/* The head of a ruled table is part of its style: a table that is added to the document gets the same. */
static const char table_styles[] =
    "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/>"
    "<w:uiPriority w:val=\"99\"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr>" FREE("tblInd", "0") "<w:tblCellMar>"
    FREE("top", "0") FREE("left", "108") FREE("bottom", "0") FREE("right", "108") "</w:tblCellMar></w:tblPr></w:style>"
    TABLE(DOCX_PLAIN_TABLE, "Plain Table", CELLS) "</w:style>"
    TABLE(DOCX_RULED_TABLE, "Ruled Table",
          "<w:tblBorders>" SIDE("top", "4", DOCX_LINE) SIDE("bottom", "4", DOCX_LINE) SIDE("insideH", "4", DOCX_LINE)
          "</w:tblBorders>" CELLS)
    "<w:tblStylePr w:type=\"firstRow\"><w:tblPr/><w:tcPr><w:tcBorders>" SIDE("bottom", "8", ACCENT)
    "</w:tcBorders><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"" DOCX_TINT "\"/><w:vAlign w:val=\"bottom\"/></w:tcPr>"
    "</w:tblStylePr></w:style>"
    "<w:style w:type=\"numbering\" w:default=\"1\" w:styleId=\"NoList\"><w:name w:val=\"No List\"/><w:uiPriority w:val=\"99\"/>"
    "<w:semiHidden/><w:unhideWhenUsed/></w:style>";

void docx_styles(struct buf *out, const struct document *doc)
{
    static const char *const locales[LANG_N] = { [LANG_AR] = "en-GB", [LANG_FR] = "fr-FR", [LANG_EN] = "en-GB" };
    buf_print(out,
              DOCX_XML "<w:styles " DOCX_W
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
    buf_text(out, character_styles);
    buf_text(out, table_styles);
    buf_text(out, "</w:styles>");
}

void docx_numbering(struct buf *out, const struct document *doc)
{
    const int step = 567;
    (void)doc;
    buf_text(out, DOCX_XML "<w:numbering " DOCX_W
                           "><w:abstractNum w:abstractNumId=\"0\"><w:multiLevelType w:val=\"multilevel\"/>");
    for (int level = 0; level < DOCX_LEVELS; level++)
        buf_print(
            out,
            "<w:lvl w:ilvl=\"%d\"><w:start w:val=\"1\"/><w:numFmt w:val=\"bullet\"/><w:pStyle w:val=\"" DOCX_BULLET
            "%d\"/><w:lvlText w:val=\"\xe2\x80\xa2\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"%d\" "
            "w:hanging=\"%d\"/></w:pPr></w:lvl>",
            level, level + 1, step * (level + 1), step);
    buf_text(out, "</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>");
}
