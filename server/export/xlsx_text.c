/* xlsx_text: texts as cells and names of sheets can hold them. See include/export/xlsx.h. */
#include "export/xlsx.h"

#include <string.h>

#include "base/utf8.h"

enum { NAME_BYTES = 200 };   /* more than 31 units have */

/* Cut to `max` UTF-16 units; what was cut ends with an ellipsis. */
void xlsx_cut(struct buf *text, size_t max)
{
    size_t units = 0, keep = 0;
    for (const char *p = text->data, *end = p + text->len; p < end;) {
        units += utf8_next(&p) > 0xffff ? 2 : 1;
        if (units > max) {
            buf_cut(text, keep);
            buf_text(text, "…");
            return;
        }
        if (units < max)
            keep = (size_t)(p - text->data);
    }
}

/* _x0041_ in a cell means the letter A: an underscore that looks so is written as such a code itself. */
void xlsx_escape(struct buf *out, const char *text)
{
    for (const char *p = text; *p != '\0'; p++) {
        const bool code = p[0] == '_' && p[1] == 'x' && strspn(p + 2, "0123456789abcdefABCDEF") >= 4 && p[6] == '_';
        if (code)
            buf_text(out, "_x005F_");
        else
            buf_char(out, *p);
    }
}

/* Tenths of the width of a digit, rather too many, as most letters are narrower: marks have none, ideographs two digits. */
static size_t letter_width(uint32_t cp)
{
    static const char narrow[] = " !'(),.:;[]fijlrt|", wide[] = "%@MWmw";
    if ((cp >= 0x0300 && cp <= 0x036f) || (cp >= 0x064b && cp <= 0x065f) || (cp >= 0x200b && cp <= 0x200f))
        return 0;
    if (cp >= 0x2e80 && cp < 0xfb00)
        return 20;
    if (cp < 0x80 && strchr(narrow, (int)cp) != NULL)
        return 6;
    if (cp < 0x80 && strchr(wide, (int)cp) != NULL)
        return 14;
    return (cp >= 'A' && cp <= 'Z') || cp > 0xffff ? 12 : 9;
}

/* How wide the longest word of a text is, in letters. */
size_t xlsx_longest_word(const char *text)
{
    size_t most = 0, word = 0;
    for (const char *p = text; *p != '\0';) {
        const uint32_t cp = utf8_next(&p);
        word = cp == ' ' || cp == '\n' || cp == 0xa0 ? 0 : word + letter_width(cp);
        most = word > most ? word : most;
    }
    return (most + 9) / 10;
}

/* The lines that a text takes in a column of `width` letters, broken between words. */
size_t xlsx_lines(const char *text, size_t width)
{
    const size_t most = 10 * width;
    size_t lines = 1, at = 0, word = 0;
    for (const char *p = text;;) {
        const uint32_t cp = *p == '\0' ? 0 : utf8_next(&p);
        if (cp != 0 && cp != ' ' && cp != '\n') {
            word += letter_width(cp);
            continue;
        }
        if (at > 0 && at + word > most) {
            lines++;
            at = 0;
        }
        lines += word / (most + 1);
        at += word % (most + 1) + letter_width(' ');
        word = 0;
        if (cp == '\n') {
            lines++;
            at = 0;
        }
        if (cp == 0)
            return lines;
    }
}

static bool digits(const char *text, size_t from, size_t n, int *value)
{
    *value = 0;
    for (size_t i = from; i < from + n; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        *value = *value * 10 + (text[i] - '0');
    }
    return true;
}

/* "2026-05-31"; the serial days of a sheet are certain only from March 1900 on. */
bool xlsx_date(const char *value, lxw_datetime *date)
{
    *date = (lxw_datetime){ .hour = 0 };
    return value != NULL && strlen(value) == 10 && value[4] == '-' && value[7] == '-' &&
           digits(value, 0, 4, &date->year) && digits(value, 5, 2, &date->month) && digits(value, 8, 2, &date->day) &&
           date->year > 1900 && date->month >= 1 && date->month <= 12 && date->day >= 1 && date->day <= 31;
}

/* A whole number that a sheet keeps exactly, written as we would write it. */
bool xlsx_number(const char *value, double *number)
{
    int n = 0;
    const size_t length = value == NULL ? 0 : strlen(value);
    if (length == 0 || length > 9 || (length > 1 && value[0] == '0') || !digits(value, 0, length, &n))
        return false;
    *number = n;
    return true;
}

/* One letter of a name: none of []:*?/\ and controls; an apostrophe, which would quote, as the sign that looks like one. */
static void put_name_letter(struct buf *out, const char *from, const char *next)
{
    const uint32_t cp = utf8_next(&(const char *){ from });
    const bool kept_out = cp < 0x20 || (cp < 0x80 && strchr("[]:*?/\\", (int)cp) != NULL);
    const bool inside = out->len > 0 && *next != '\0' && *next != ' ';
    if (cp == '\'' && inside)
        buf_text(out, "’");
    else if (kept_out || cp == '\'' || cp == ' ')
        buf_text(out, out->len == 0 ? "" : " ");
    else
        buf_add(out, from, (size_t)(next - from));
}

static void trim_end(struct buf *out)
{
    while (out->len > 0 && out->data[out->len - 1] == ' ')
        buf_cut(out, out->len - 1);
}

/* Where `max` units end, and with them *words of the text that are whole; the end of the text where they suffice. */
static size_t units_end(const struct buf *text, size_t max, size_t *words)
{
    size_t units = 0;
    *words = 0;
    for (const char *p = text->data, *end = p + text->len; p < end;) {
        const char *from = p;
        units += utf8_next(&p) > 0xffff ? 2 : 1;
        if (*from == ' ' && units <= max)
            *words = (size_t)(from - text->data);
        if (units > max)
            return (size_t)(from - text->data);
    }
    return text->len;
}

/* What a sheet may be called: 31 units, less `room`; what is longer ends behind a word, where one ends late enough, and with dots. */
void xlsx_sheet_name(struct buf *out, const char *text, size_t room)
{
    const size_t most = XLSX_NAME_UNITS_MAX - room;
    size_t words;
    buf_text(out, "");
    for (const char *p = text, *next = p; *p != '\0' && out->len < NAME_BYTES; p = next) {
        (void)utf8_next(&next);
        put_name_letter(out, p, next);
    }
    trim_end(out);
    if (units_end(out, most, &words) == out->len)
        return;
    const size_t end = units_end(out, most - 1, &words);
    buf_cut(out, words > end / 2 ? words : end);
    trim_end(out);
    buf_text(out, "…");
}
