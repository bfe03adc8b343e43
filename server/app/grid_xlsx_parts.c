/*
 * grid_xlsx_parts: what the cells of a spreadsheet file refer to: shared strings, and how numbers are shown. A number is a date or a
 * percentage by its style alone: "50 %" typed into a cell is kept as 0.5.
 */
#include "app/grid_xlsx.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

enum { FORMATS_MAX = 10000 };

const char *xlsx_local(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon == NULL ? name : colon + 1;
}

const char *xlsx_attribute(const XML_Char **attributes, const char *name)
{
    for (; attributes[0] != NULL; attributes += 2)
        if (strcmp(attributes[0], name) == 0)
            return attributes[1];
    return NULL;
}

void xlsx_fail(struct xlsx_reading *reading, enum grid_fault fault)
{
    if (reading->fault == GRID_FINE)
        reading->fault = fault;
    (void)XML_StopParser(reading->parser, XML_FALSE);
}

/* Without a document type there are no entities, and nothing expands. */
static void refuse_doctype(void *data, const XML_Char *name, const XML_Char *sysid, const XML_Char *pubid, int internal)
{
    (void)name, (void)sysid, (void)pubid, (void)internal;
    xlsx_fail(data, GRID_DAMAGED);
}

static void take_text(void *data, const XML_Char *text, int n)
{
    struct xlsx_reading *reading = data;
    if (reading->gathers != NULL && reading->silent == 0)
        buf_add(reading->gathers, text, (size_t)n);
}

/* _x000D_ is how a cell says a character that XML cannot; _x005F_ is an underscore that would look so. */
char *xlsx_unescaped(struct buf *text)
{
    struct buf out;
    size_t n;
    buf_init(&out, XLSX_CELL_BYTES + 4);
    buf_text(&out, "");
    for (const char *p = text->data == NULL ? "" : text->data; *p != '\0';) {
        char digits[5] = "", bytes[4];
        const bool code = p[0] == '_' && p[1] == 'x' && strspn(p + 2, "0123456789abcdefABCDEF") >= 4 && p[6] == '_';
        if (!code) {
            buf_char(&out, *p++);
            continue;
        }
        memcpy(digits, p + 2, 4);
        const uint32_t cp = (uint32_t)strtoul(digits, NULL, 16);
        if (cp != 0 && (cp < 0xd800 || cp > 0xdfff))
            buf_add(&out, bytes, utf8_put(bytes, cp));
        p += 7;
    }
    return buf_take(&out, &n);
}

static void element_begin(void *data, const XML_Char *name, const XML_Char **attributes)
{
    struct xlsx_reading *reading = data;
    if (++reading->depth > XLSX_DEPTH_MAX)
        xlsx_fail(reading, GRID_DAMAGED);
    else
        reading->begin(data, name, attributes);
}

static void element_end(void *data, const XML_Char *name)
{
    struct xlsx_reading *reading = data;
    reading->depth--;
    reading->end(data, name);
}

bool xlsx_parse(struct xlsx_reading *reading, const struct unzip_file *file, XML_StartElementHandler begin,
                XML_EndElementHandler end)
{
    char *text = unzip_read(file);
    if (text == NULL) {
        reading->fault = GRID_DAMAGED;
        return false;
    }
    reading->parser = XML_ParserCreate("UTF-8");
    reading->begin = begin;
    reading->end = end;
    reading->depth = 0;
    reading->silent = 0;
    reading->gathers = NULL;
    XML_SetUserData(reading->parser, reading);
    XML_SetElementHandler(reading->parser, element_begin, element_end);
    XML_SetCharacterDataHandler(reading->parser, take_text);
    XML_SetStartDoctypeDeclHandler(reading->parser, refuse_doctype);
    if (XML_Parse(reading->parser, text, (int)file->plain_n, 1) != XML_STATUS_OK && reading->fault == GRID_FINE)
        reading->fault = GRID_DAMAGED;
    XML_ParserFree(reading->parser);
    reading->parser = NULL;
    mem_free(text);
    return reading->fault == GRID_FINE;
}

/* Shared strings. */

static void string_begin(void *data, const XML_Char *name, const XML_Char **attributes)
{
    struct xlsx_reading *reading = data;
    const char *local = xlsx_local(name);
    (void)attributes;
    if (strcmp(local, "si") == 0)
        buf_reset(&reading->text);
    if (strcmp(local, "rPh") == 0)
        reading->silent++;
    reading->gathers = strcmp(local, "t") == 0 ? &reading->text : NULL;
}

static void string_end(void *data, const XML_Char *name)
{
    struct xlsx_reading *reading = data;
    const char *local = xlsx_local(name);
    reading->gathers = NULL;
    if (strcmp(local, "rPh") == 0 && reading->silent > 0)
        reading->silent--;
    if (strcmp(local, "si") != 0)
        return;
    if (reading->n_strings == XLSX_STRINGS_MAX || reading->text.full) {
        xlsx_fail(reading, GRID_MANY);
        return;
    }
    if (reading->n_strings == reading->strings_cap) {
        reading->strings_cap = reading->strings_cap == 0 ? 256 : reading->strings_cap * 2;
        reading->strings = mem_grow(reading->strings, reading->strings_cap, sizeof *reading->strings);
    }
    reading->strings[reading->n_strings++] = xlsx_unescaped(&reading->text);
}

bool xlsx_read_strings(struct xlsx_reading *reading, const struct unzip *zip)
{
    const struct unzip_file *file = unzip_find(zip, "xl/sharedStrings.xml");
    return file == NULL || xlsx_parse(reading, file, string_begin, string_end);
}

/* Styles. */

/* Behind what stands at `p` in a format when it is not a letter of it: quoted words, one letter behind a stroke, [colours]. */
static const char *behind_words(const char *p)
{
    const char close = *p == '"' ? '"' : ']';
    if (*p == '\\' || *p == '_' || *p == '*')
        return p[1] == '\0' ? p + 1 : p + 2;
    if (*p != '"' && *p != '[')
        return p;
    const char *end = strchr(p + 1, close);
    return end == NULL ? p + strlen(p) : end + 1;
}

/* What a format such as [$-40C]d mmmm yyyy makes of a number; its first part is that of positive ones. */
static enum grid_look look_of_code(const char *code)
{
    bool percent = false, day = false;
    for (const char *p = code; *p != '\0' && *p != ';';) {
        const char *next = behind_words(p);
        if (next != p) {
            p = next;
            continue;
        }
        percent = percent || *p == '%';
        day = day || strchr("dDyY", *p) != NULL;
        p++;
    }
    return day ? GRID_DAY : percent ? GRID_PERCENT : GRID_PLAIN;
}

/* Those that every program knows by number (18.8.30): some count as dates only in East Asian languages. */
static enum grid_look look_of_number(unsigned long id)
{
    if (id == 9 || id == 10)
        return GRID_PERCENT;
    const bool day = (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58);
    return day ? GRID_DAY : GRID_PLAIN;
}

static void take_format(struct xlsx_reading *reading, const char *id, const char *code)
{
    if (id == NULL || code == NULL)
        return;
    if (reading->n_formats == FORMATS_MAX) {
        xlsx_fail(reading, GRID_MANY);
        return;
    }
    if (reading->n_formats == reading->formats_cap) {
        reading->formats_cap = reading->formats_cap == 0 ? 32 : reading->formats_cap * 2;
        reading->formats = mem_grow(reading->formats, reading->formats_cap, sizeof *reading->formats);
    }
    reading->formats[reading->n_formats++] =
        (struct xlsx_format){ .id = strtoul(id, NULL, 10), .look = (uint8_t)look_of_code(code) };
}

static void take_look(struct xlsx_reading *reading, const char *format)
{
    const unsigned long id = format == NULL ? 0 : strtoul(format, NULL, 10);
    uint8_t look = (uint8_t)look_of_number(id);
    for (size_t i = 0; i < reading->n_formats; i++)
        if (reading->formats[i].id == id)
            look = reading->formats[i].look;
    if (reading->n_looks == XLSX_LOOKS_MAX) {
        xlsx_fail(reading, GRID_MANY);
        return;
    }
    if (reading->n_looks == reading->looks_cap) {
        reading->looks_cap = reading->looks_cap == 0 ? 64 : reading->looks_cap * 2;
        reading->looks = mem_grow(reading->looks, reading->looks_cap, sizeof *reading->looks);
    }
    reading->looks[reading->n_looks++] = look;
}

static void look_begin(void *data, const XML_Char *name, const XML_Char **attributes)
{
    struct xlsx_reading *reading = data;
    const char *local = xlsx_local(name);
    if (strcmp(local, "numFmt") == 0)
        take_format(reading, xlsx_attribute(attributes, "numFmtId"), xlsx_attribute(attributes, "formatCode"));
    if (strcmp(local, "cellXfs") == 0)
        reading->in_looks = true;
    else if (strcmp(local, "xf") == 0 && reading->in_looks)
        take_look(reading, xlsx_attribute(attributes, "numFmtId"));
}

static void look_end(void *data, const XML_Char *name)
{
    struct xlsx_reading *reading = data;
    if (strcmp(xlsx_local(name), "cellXfs") == 0)
        reading->in_looks = false;
}

bool xlsx_read_looks(struct xlsx_reading *reading, const struct unzip *zip)
{
    const struct unzip_file *file = unzip_find(zip, "xl/styles.xml");
    return file == NULL || xlsx_parse(reading, file, look_begin, look_end);
}

/* The book. */

static void book_begin(void *data, const XML_Char *name, const XML_Char **attributes)
{
    struct xlsx_reading *reading = data;
    const char *said = strcmp(xlsx_local(name), "workbookPr") == 0 ? xlsx_attribute(attributes, "date1904") : NULL;
    if (said != NULL)
        reading->days_of_1904 = strcmp(said, "1") == 0 || strcmp(said, "true") == 0;
}

static void book_end(void *data, const XML_Char *name)
{
    (void)data, (void)name;
}

bool xlsx_read_days(struct xlsx_reading *reading, const struct unzip *zip)
{
    const struct unzip_file *file = unzip_find(zip, "xl/workbook.xml");
    return file == NULL || xlsx_parse(reading, file, book_begin, book_end);
}
