/*
 * pdf_text: paragraphs as lines of glyphs. See include/export/pdf.h.
 *
 * A paragraph has one direction, found by the document, and each of its lines is placed at the side where that direction
 * begins: pango's own alignment would turn with the direction of its context. Glyphs stay where the font puts them,
 * unrounded and unhinted, or letters stand unevenly on paper.
 */
#include "export/pdf.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

enum {
    PARAGRAPH_BYTES_MAX = 4 << 20,
    WORD_MAX = 1000,                /* code points without a space */
    LINKS_MAX = 2000,               /* of a document: more is somebody's list */
    HYPHEN_BEFORE = 3,              /* letters that stand before a hyphen at least, and behind it */
    HYPHEN_AFTER = 4,
    LATIN_END = 0x250,
    SOFT_HYPHEN_CP = 0xad
};

#define ARABIC_LEADING 0.9      /* naskh fonts ask for more than a table needs */
#define CODE_SCALE 0.88         /* a hash fits beside its label */

static const char FAMILY[] = "Noto Sans, Noto Naskh Arabic, Noto Sans Arabic, DejaVu Sans, sans-serif";
static const char FAMILY_CODE[] = "Noto Sans Mono, DejaVu Sans Mono, monospace";

static const char NO_BREAK_SPACE[] = "\u00a0", SOFT_HYPHEN[] = "\u00ad";

/* Exact characters run from left to right whatever surrounds them; what is turned follows its own first letter. */
static const char ISOLATE[] = "\u2066", ISOLATE_FIRST[] = "\u2068", ISOLATE_END[] = "\u2069";

static PangoContext *context_new(struct pdf *pdf, PangoDirection direction)
{
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    PangoContext *context = pango_font_map_create_context(pdf->fonts);
    pango_cairo_context_set_font_options(context, options);
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_context_set_base_dir(context, direction);
    pango_context_set_language(context, pango_language_from_string(lang_word(pdf->doc->lang)));
    cairo_font_options_destroy(options);
    return context;
}

/* Whether there is a font: pango names four families that stand for others even where there is none. */
static bool has_fonts(PangoFontMap *fonts)
{
    static const char *const standing_in[] = { "Sans", "Serif", "Monospace", "System-ui" };
    PangoFontFamily **families;
    int n = 0, real = 0;
    pango_font_map_list_families(fonts, &families, &n);
    for (int i = 0; i < n; i++) {
        real++;
        for (size_t k = 0; k < sizeof standing_in / sizeof standing_in[0]; k++)
            if (strcmp(pango_font_family_get_name(families[i]), standing_in[k]) == 0)
                real--;
    }
    g_free(families);
    return real > 0;
}

void pdf_fonts_load(void)
{
    PangoFontMap *fonts = pango_cairo_font_map_new();
    (void)has_fonts(fonts);
    g_object_unref(fonts);
}

/*
 * The thread's own map, which lives as long as the thread: pango looks for fonts in threads of its own, which may still do so when the
 * document is done, and would then write into a map that was freed with it.
 */
void pdf_text_open(struct pdf *pdf)
{
    PangoFontMap *fonts = pango_cairo_font_map_get_default();
    if (!has_fonts(fonts))
        return;
    pdf->fonts = fonts;
    pdf->context_ltr = context_new(pdf, PANGO_DIRECTION_LTR);
    pdf->context_rtl = context_new(pdf, PANGO_DIRECTION_RTL);
}

void pdf_text_close(struct pdf *pdf)
{
    if (pdf->fonts == NULL)
        return;
    g_object_unref(pdf->context_ltr);
    g_object_unref(pdf->context_rtl);
}

void pdf_flow_init(struct pdf_flow *flow, double width)
{
    memset(flow, 0, sizeof *flow);
    flow->width = width < 1 ? 1 : width;
}

void pdf_flow_free(struct pdf_flow *flow)
{
    for (size_t i = 0; i < flow->n; i++)
        pango_layout_line_unref(flow->v[i].line);
    for (size_t i = 0; i < flow->n_layouts; i++)
        g_object_unref(flow->layouts[i]);
    mem_free(flow->v);
    mem_free(flow->layouts);
}

static PangoLayout *layout_new(struct pdf *pdf, bool rtl, struct pdf_face face)
{
    PangoFontDescription *font = pango_font_description_from_string(FAMILY);
    pango_font_description_set_absolute_size(font, face.size * (rtl ? PDF_ARABIC_SCALE : 1) * PANGO_SCALE);
    pango_font_description_set_weight(font, face.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    PangoLayout *layout = pango_layout_new(rtl ? pdf->context_rtl : pdf->context_ltr);
    pango_layout_set_auto_dir(layout, FALSE);
    pango_layout_set_font_description(layout, font);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_font_description_free(font);
    return layout;
}

static void add_attribute(PangoAttrList *list, PangoAttribute *attribute, size_t from, size_t to)
{
    attribute->start_index = (guint)from;
    attribute->end_index = (guint)to;
    pango_attr_list_insert(list, attribute);
}

/* A paragraph while its runs are put together. */
struct builder {
    struct buf text;
    PangoAttrList *list;
    size_t unbroken;                /* code points since the last space */
    size_t plain;                   /* letters of the word, where it may have hyphens */
    uint32_t last;
};

static bool ends_in_digit(const struct buf *before)
{
    return before->len > 0 && before->data[before->len - 1] >= '0' && before->data[before->len - 1] <= '9';
}

static bool is_letter(const char *next)
{
    return *next != '\0' && doc_letter_direction(utf8_next(&next)) != 0;
}

/* Whether a space before `next`, after `before`, stands between a number and what it counts: "30 %", "30 June", "4 against". */
static bool binds_number(const struct buf *before, const char *next)
{
    return ends_in_digit(before) && (*next == '%' || is_letter(next));
}

/* Whether it stands before the year of a date. */
static bool binds_year(const struct buf *before, const char *next)
{
    static const char digits[] = "0123456789";
    return before->len > 0 && before->data[before->len - 1] != ':' && strspn(next, digits) == 4;
}

/* Whether it is one at which French never breaks: inside guillemets, before ; : ! ?, and between thousands. */
static bool binds_french(const struct buf *before, const char *next)
{
    static const char digits[] = "0123456789";
    if (ends_in_digit(before) && strspn(next, digits) == 3)
        return true;
    const bool opened = before->len >= 2 && memcmp(before->data + before->len - 2, "«", 2) == 0;
    return opened || (*next != '\0' && strchr(";:!?", *next) != NULL) || strncmp(next, "»", 2) == 0;
}

static bool is_vowel(uint32_t cp)
{
    static const char vowels[] = "aeiouyàâäéèêëîïôöùûüœæAEIOUYÀÂÉÈÊÎÔÙÛŒ";
    for (const char *p = vowels; *p != '\0';)
        if (utf8_next(&p) == cp)
            return true;
    return false;
}

/* The letters at the beginning of a word of Latin ones, such as may have a hyphen; 0 for an address, a number and other scripts. */
static size_t plain_letters(const char *word)
{
    size_t n = 0;
    for (const char *p = word; *p != '\0' && strchr(" \n\t.,;:!?)]", *p) == NULL; n++) {
        const uint32_t cp = utf8_next(&p);
        if (doc_letter_direction(cp) != 1 || cp >= LATIN_END)
            return 0;
    }
    return n;
}

/* Whether a hyphen may stand before the letter `cp` that is followed by `next`: between two syllables, and not near the ends. */
static bool may_hyphenate(const struct builder *builder, uint32_t cp, const char *next)
{
    const size_t before = builder->unbroken - 1;
    return before >= HYPHEN_BEFORE && before + HYPHEN_AFTER <= builder->plain && !is_vowel(cp) && *next != '\0' &&
           is_vowel(utf8_next(&next)) && is_vowel(builder->last);
}

/* A word without end is cut where its layout would begin to take a time that grows with the square of its length. */
static void add_letters(struct builder *builder, const char *text, bool french, struct pdf_face face)
{
    const struct buf *before = &builder->text;
    for (const char *p = text; *p != '\0';) {
        const char *from = p;
        const uint32_t cp = utf8_next(&p);
        const bool bound =
            binds_number(before, p) || (face.dates && binds_year(before, p)) || (french && binds_french(before, p));
        builder->unbroken = cp == ' ' || cp == '\n' ? 0 : builder->unbroken + 1;
        if (builder->unbroken > WORD_MAX) {
            buf_char(&builder->text, '\n');
            builder->unbroken = 1;
        }
        if (builder->unbroken == 1)
            builder->plain = face.hyphens ? plain_letters(from) : 0;
        if (builder->unbroken > 1 && may_hyphenate(builder, cp, p))
            buf_text(&builder->text, SOFT_HYPHEN);
        if (cp == ' ' && bound)
            buf_text(&builder->text, NO_BREAK_SPACE);
        else
            buf_add(&builder->text, from, (size_t)(p - from));
        builder->last = cp;
    }
}

static void add_colour(PangoAttrList *list, enum pdf_colour colour, size_t from, size_t to)
{
    enum { FULL = 0x101 }; /* pango counts to 65,535 */
    uint8_t rgb[3];
    pdf_colour_of(colour, rgb);
    add_attribute(list, pango_attr_foreground_new(FULL * rgb[0], FULL * rgb[1], FULL * rgb[2]), from, to);
}

/* `latin`: turned to the left in a text of Arabic, whose letters are made larger. */
static void add_run(struct pdf *pdf, struct builder *builder, const struct doc_run *run, struct pdf_face face,
                    bool latin)
{
    PangoAttrList *list = builder->list;
    const size_t from = builder->text.len;
    const enum lang lang = doc_run_lang(pdf->doc, run);
    if (run->style & RUN_CODE)
        buf_text(&builder->text, ISOLATE);
    add_letters(builder, run->text, lang == LANG_FR && !(run->style & RUN_CODE), face);
    if (run->style & RUN_CODE)
        buf_text(&builder->text, ISOLATE_END);
    const size_t to = builder->text.len;
    if (lang != pdf->doc->lang)
        add_attribute(list, pango_attr_language_new(pango_language_from_string(lang_word(lang))), from, to);
    if (latin)
        add_attribute(list, pango_attr_size_new_absolute((int)(face.size * PANGO_SCALE)), from, to);
    char *address = doc_run_address(run);
    if (address != NULL) { /* no line is drawn: by what nothing else is marked with it is found again (next_address) */
        add_attribute(list, pango_attr_underline_new(PANGO_UNDERLINE_SINGLE), from, to);
        add_colour(list, PDF_ACCENT, from, to);
    }
    if (run->style & RUN_BOLD)
        add_attribute(list, pango_attr_weight_new(PANGO_WEIGHT_BOLD), from, to);
    if ((run->style & RUN_SOFT) && address == NULL)
        add_colour(list, PDF_SOFT, from, to);
    mem_free(address);
    if (run->style & RUN_BRACKET)
        add_colour(list, PDF_WARN, from, to);
    if (run->style & RUN_CODE) {
        add_attribute(list, pango_attr_family_new(FAMILY_CODE), from, to);
        add_attribute(list, pango_attr_size_new_absolute((int)(face.size * CODE_SCALE * PANGO_SCALE)), from, to);
    }
}

/* Neighbours that are turned and of one language are one piece: what stands in brackets stays where it is in its text. */
static bool goes_on(const struct document *doc, const struct doc_paragraph *paragraph, size_t i)
{
    return i > 0 && i < paragraph->n && doc_run_is_turned(doc, paragraph, i - 1) &&
           doc_run_is_turned(doc, paragraph, i) &&
           doc_run_lang(doc, &paragraph->v[i - 1]) == doc_run_lang(doc, &paragraph->v[i]);
}

static PangoLayout *paragraph_layout(struct pdf *pdf, const struct doc_paragraph *paragraph, struct pdf_face face)
{
    struct builder builder = { .list = pango_attr_list_new() };
    const bool rtl = doc_paragraph_is_rtl(pdf->doc, paragraph);
    buf_init(&builder.text, PARAGRAPH_BYTES_MAX);
    for (size_t i = 0; i < paragraph->n; i++) {
        const bool turned = doc_run_is_turned(pdf->doc, paragraph, i);
        const bool latin = turned && rtl && !doc_text_is_rtl(pdf->doc, paragraph->v[i].text);
        buf_text(&builder.text, turned && !goes_on(pdf->doc, paragraph, i) ? ISOLATE_FIRST : "");
        add_run(pdf, &builder, &paragraph->v[i], face, latin);
        buf_text(&builder.text, turned && !goes_on(pdf->doc, paragraph, i + 1) ? ISOLATE_END : "");
    }
    if (builder.text.full)
        pdf->too_large = true;
    PangoLayout *layout = layout_new(pdf, rtl, face);
    pango_layout_set_text(layout, builder.text.data == NULL ? "" : builder.text.data, (int)builder.text.len);
    pango_layout_set_attributes(layout, builder.list);
    pango_attr_list_unref(builder.list);
    buf_free(&builder.text);
    return layout;
}

static void add_line(struct pdf_flow *flow, PangoLayoutLine *line, struct pdf_face face, double space)
{
    PangoRectangle logical;
    pango_layout_line_get_extents(line, NULL, &logical);
    const double height = (double)logical.height / PANGO_SCALE;
    const bool rtl = pango_layout_line_get_resolved_direction(line) == PANGO_DIRECTION_RTL;
    const double extra = height * (face.leading * (rtl ? ARABIC_LEADING : 1) - 1);
    if (flow->n == flow->cap) {
        flow->cap = flow->cap == 0 ? 4 : 2 * flow->cap;
        flow->v = mem_grow(flow->v, flow->cap, sizeof *flow->v);
    }
    flow->v[flow->n++] = (struct pdf_line){
        .line = pango_layout_line_ref(line),
        .space = space,
        .height = height + extra,
        .baseline = extra / 2 - (double)logical.y / PANGO_SCALE,
        .width = (double)logical.width / PANGO_SCALE,
        .rtl = rtl,
        .colour = face.colour,
    };
}

/* Takes the layout. */
static void add_layout(struct pdf_flow *flow, PangoLayout *layout, struct pdf_face face, double space)
{
    pango_layout_set_width(layout, (int)(flow->width * PANGO_SCALE));
    if (flow->n_layouts == flow->layouts_cap) {
        flow->layouts_cap = flow->layouts_cap == 0 ? 2 : 2 * flow->layouts_cap;
        flow->layouts = mem_grow(flow->layouts, flow->layouts_cap, sizeof(PangoLayout *));
    }
    flow->layouts[flow->n_layouts++] = layout;
    for (GSList *at = pango_layout_get_lines_readonly(layout); at != NULL; at = at->next) {
        add_line(flow, at->data, face, space);
        space = 0;
    }
}

void pdf_flow_add(struct pdf *pdf, struct pdf_flow *flow, const struct doc_paragraph *paragraph, struct pdf_face face,
                  double space)
{
    if (pdf_goes_on(pdf))
        add_layout(flow, paragraph_layout(pdf, paragraph, face), face, flow->n == 0 ? 0 : space);
}

void pdf_flow_text(struct pdf *pdf, struct pdf_flow *flow, const char *text, struct pdf_face face, bool shorten)
{
    PangoLayout *layout = layout_new(pdf, doc_text_is_rtl(pdf->doc, text), face);
    pango_layout_set_text(layout, text, -1);
    if (shorten) {
        pango_layout_set_single_paragraph_mode(layout, TRUE);
        pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
    }
    add_layout(flow, layout, face, 0);
}

double pdf_flow_height(const struct pdf_flow *flow, size_t from, size_t to)
{
    double height = 0;
    for (size_t i = from; i < to; i++)
        height += flow->v[i].height + (i == from ? 0 : flow->v[i].space);
    return height;
}

size_t pdf_flow_fit(const struct pdf_flow *flow, size_t from, double room)
{
    size_t to = from;
    for (double height = 0; to < flow->n; to++) {
        height += flow->v[to].height + (to == from ? 0 : flow->v[to].space);
        if (height > room)
            break;
    }
    return to;
}

/* The address that stands there in a layout, without where it may be broken over lines. */
static char *address_at(const char *text, size_t from, size_t to)
{
    struct buf plain;
    struct doc_run run = { .style = RUN_LINK };
    buf_init(&plain, to - from + 1);
    for (const char *p = text + from; p < text + to;) {
        const char *letter = p;
        const uint32_t cp = utf8_next(&p);
        if (cp != '\n' && cp != SOFT_HYPHEN_CP)
            buf_add(&plain, letter, (size_t)(p - letter));
    }
    buf_text(&plain, "");
    run.text = plain.data;
    char *address = doc_run_address(&run);
    buf_free(&plain);
    return address;
}

/* The part of an address between those bytes of the line's text leads there. */
static void link_part(struct pdf *pdf, const struct pdf_line *line, const PangoAttribute *address, double x, double y)
{
    const char *text = pango_layout_get_text(line->line->layout);
    const int begin = line->line->start_index, end = begin + line->line->length;
    const int from = (int)address->start_index > begin ? (int)address->start_index : begin;
    const int to = (int)address->end_index < end ? (int)address->end_index : end;
    int left, right;
    if (to <= from)
        return;
    pango_layout_line_index_to_x(line->line, from, FALSE, &left);
    pango_layout_line_index_to_x(line->line, to, FALSE, &right);
    const int least = left < right ? left : right;
    pdf_open_link(pdf, (struct pdf_link){ .x = x + (double)least / PANGO_SCALE,
                                          .y = y,
                                          .height = line->height,
                                          .width = (double)(left + right - 2 * least) / PANGO_SCALE,
                                          .address = address_at(text, address->start_index, address->end_index) });
    pdf_close(pdf, PDF_LINK);
}

/* The next address of the line from the piece of letters *at on, which is moved behind it; NULL: none. */
static const PangoAttribute *next_address(GSList **at)
{
    while (*at != NULL) {
        GSList *one = ((PangoLayoutRun *)(*at)->data)->item->analysis.extra_attrs;
        *at = (*at)->next;
        for (; one != NULL; one = one->next)
            if (((const PangoAttribute *)one->data)->klass->type == PANGO_ATTR_UNDERLINE)
                return one->data;
    }
    return NULL;
}

/* Each address of the line, once, however many pieces of letters it is of. */
static void link_line(struct pdf *pdf, const struct pdf_line *line, double x, double y)
{
    guint told = G_MAXUINT;
    const PangoAttribute *address;
    for (GSList *at = line->line->runs; (address = next_address(&at)) != NULL;)
        if (address->start_index != told) {
            told = address->start_index;
            link_part(pdf, line, address, x, y);
        }
}

static bool any_address(const struct pdf_flow *flow, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        GSList *at = flow->v[i].line->runs;
        if (next_address(&at) != NULL)
            return true;
    }
    return false;
}

static double line_left(const struct pdf_flow *flow, const struct pdf_line *line, double x)
{
    const bool right = flow->one_side ? flow->right : line->rtl;
    return right ? x + flow->width - line->width : x;
}

/* Lines of one paragraph; what in it leads elsewhere is told behind its words. */
static void draw_paragraph(struct pdf *pdf, const struct pdf_flow *flow, size_t from, size_t to, double x, double y)
{
    const bool leads = !pdf->quiet && pdf->n_links < LINKS_MAX && any_address(flow, from, to);
    const double top = y;
    pdf_open(pdf, leads ? PDF_SPAN : PDF_UNTAGGED);
    for (size_t i = from; i < to; i++) {
        const struct pdf_line *line = &flow->v[i];
        pdf_line(pdf, line->line, line_left(flow, line, x), y + line->baseline, line->colour);
        y += line->height;
    }
    pdf_close(pdf, leads ? PDF_SPAN : PDF_UNTAGGED);
    y = top;
    for (size_t i = from; leads && i < to; i++) {
        link_line(pdf, &flow->v[i], line_left(flow, &flow->v[i], x), y);
        y += flow->v[i].height;
    }
}

static size_t paragraph_end(const struct pdf_flow *flow, size_t from, size_t to)
{
    size_t end = from + 1;
    while (end < to && flow->v[end].line->layout == flow->v[from].line->layout)
        end++;
    return end;
}

void pdf_flow_draw(struct pdf *pdf, const struct pdf_flow *flow, size_t from, size_t to, double x, double y)
{
    const enum pdf_tag tag = from < to && paragraph_end(flow, from, to) < to ? PDF_P : PDF_UNTAGGED;
    for (size_t i = from, end; i < to; i = end) {
        end = paragraph_end(flow, i, to);
        y += i == from ? 0 : flow->v[i].space;
        pdf_open(pdf, tag);
        draw_paragraph(pdf, flow, i, end, x, y);
        pdf_close(pdf, tag);
        y += pdf_flow_height(flow, i, end);
    }
}

double pdf_text_width(struct pdf *pdf, const struct doc_paragraph *paragraph, struct pdf_face face, bool whole)
{
    int width = 0;
    PangoLayout *layout = paragraph_layout(pdf, paragraph, face);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD);
    pango_layout_set_width(layout, whole ? -1 : 0);
    pango_layout_get_size(layout, &width, NULL);
    g_object_unref(layout);
    return (double)width / PANGO_SCALE;
}
