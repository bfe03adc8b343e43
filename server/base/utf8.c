/* utf8: checks and lengths of UTF-8 text (RFC 3629). */
#include "base/utf8.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/*
 * The well-formed sequences, by their first byte (Unicode 15, table 3-7). The bounds of the second byte are what keeps out
 * overlong forms (E0, F0), surrogates (ED) and what lies above U+10FFFF (F4); every later byte is 80..BF.
 */
struct lead {
    uint8_t first, last;
    uint8_t second_min, second_max;
    uint8_t bytes;
};
static const struct lead leads[] = {
    { 0x00, 0x7f, 0x00, 0x00, 1 }, { 0xc2, 0xdf, 0x80, 0xbf, 2 }, { 0xe0, 0xe0, 0xa0, 0xbf, 3 },
    { 0xe1, 0xec, 0x80, 0xbf, 3 }, { 0xed, 0xed, 0x80, 0x9f, 3 }, { 0xee, 0xef, 0x80, 0xbf, 3 },
    { 0xf0, 0xf0, 0x90, 0xbf, 4 }, { 0xf1, 0xf3, 0x80, 0xbf, 4 }, { 0xf4, 0xf4, 0x80, 0x8f, 4 },
};

static const struct lead *lead_of(uint8_t byte)
{
    for (size_t i = 0; i < sizeof leads / sizeof leads[0]; i++)
        if (byte >= leads[i].first && byte <= leads[i].last)
            return &leads[i];
    return NULL;
}

/* Bytes of the sequence at `p`, of which `n` are there; 0 when it is not well-formed. */
static size_t sequence_bytes(const uint8_t *p, size_t n)
{
    const struct lead *lead = lead_of(p[0]);
    if (lead == NULL || lead->bytes > n)
        return 0;
    if (lead->bytes > 1 && (p[1] < lead->second_min || p[1] > lead->second_max))
        return 0;
    for (size_t i = 2; i < lead->bytes; i++)
        if (p[i] < 0x80 || p[i] > 0xbf)
            return 0;
    return lead->bytes;
}

bool utf8_valid(const char *text, size_t n)
{
    assert(text != NULL || n == 0);
    const uint8_t *p = (const uint8_t *)text;
    for (size_t at = 0; at < n;) {
        if (p[at] < 0x80) {
            at++;
            continue;
        }
        /* The second row of the table, ahead of the others: Arabic and accents are most of what comes here. */
        if (p[at] >= 0xc2 && p[at] <= 0xdf && n - at >= 2 && (p[at + 1] & 0xc0) == 0x80) {
            at += 2;
            continue;
        }
        size_t bytes = sequence_bytes(p + at, n - at);
        if (bytes == 0)
            return false;
        at += bytes;
    }
    return true;
}

static bool is_start(char byte)
{
    return ((uint8_t)byte & 0xc0) != 0x80;
}

/* How many of the 8 bytes at `p` start a code point: all but those of the form 10xxxxxx, which are added up in one byte. */
static size_t starts_in_word(const char *p)
{
    const uint64_t ones = 0x0101010101010101;
    uint64_t word;
    memcpy(&word, p, sizeof word);
    uint64_t later = word >> 7 & ~word >> 6 & ones;
    return 8 - (size_t)(later * ones >> 56);
}

size_t utf8_count(const char *text, size_t n)
{
    const char *end = text + n;
    size_t count = 0;
    for (; end - text >= 8; text += 8)
        count += starts_in_word(text);
    for (; text < end; text++)
        count += is_start(*text);
    return count;
}

size_t utf8_length(const char *text)
{
    return utf8_count(text, strlen(text));
}

/* Whole words are stepped over while the start that is looked for cannot be among theirs. */
const char *utf8_skip(const char *p, const char *end, size_t n)
{
    assert(p <= end);
    while (end - p >= 8 && starts_in_word(p) <= n) {
        n -= starts_in_word(p);
        p += 8;
    }
    for (; p < end; p++) {
        if (!is_start(*p))
            continue;
        if (n == 0)
            return p;
        n--;
    }
    return n == 0 ? end : NULL;
}

uint32_t utf8_next(const char **p)
{
    const uint8_t *at = (const uint8_t *)*p;
    assert(at[0] != '\0');
    const struct lead *lead = lead_of(at[0]);
    assert(lead != NULL);
    /* The first byte of a sequence of n > 1 bytes carries 7 - n bits. */
    uint32_t cp = lead->bytes == 1 ? at[0] : at[0] & (0x7fu >> lead->bytes);
    for (size_t i = 1; i < lead->bytes; i++) {
        assert((at[i] & 0xc0) == 0x80);
        cp = cp << 6 | (at[i] & 0x3fu);
    }
    *p += lead->bytes;
    return cp;
}

size_t utf8_put(char out[4], uint32_t cp)
{
    assert(cp <= 0x10ffff);
    assert(cp < 0xd800 || cp > 0xdfff);
    size_t n = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    if (n == 1) {
        out[0] = (char)cp;
        return n;
    }
    for (size_t i = n - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (cp & 0x3f));
        cp >>= 6;
    }
    out[0] = (char)(cp | (0xf00u >> n & 0xff));
    return n;
}

bool utf8_has_control(const char *text)
{
    while (*text != '\0') {
        uint32_t cp = utf8_next(&text);
        if (cp < 0x20 && cp != '\n' && cp != '\t')
            return true;
        if (cp >= 0x7f && cp < 0xa0)
            return true;
        if ((cp & 0xfffe) == 0xfffe || (cp >= 0xfdd0 && cp <= 0xfdef))
            return true;
    }
    return false;
}

/* The blocks of Arabic script: Arabic, Supplement, Extended B and A, Presentation Forms A and B. */
static bool is_arabic(uint32_t cp)
{
    return (cp >= 0x620 && cp <= 0x64a) || (cp >= 0x66e && cp <= 0x6d3) || (cp >= 0x6fa && cp <= 0x6ff) ||
           (cp >= 0x750 && cp <= 0x77f) || (cp >= 0x870 && cp <= 0x8ff) || (cp >= 0xfb50 && cp <= 0xfdcf) ||
           (cp >= 0xfdf0 && cp <= 0xfdff) || (cp >= 0xfe70 && cp <= 0xfefc);
}

/*
 * Letters of other scripts, as far as telling them from Arabic needs it: Latin without its two operators, and everything
 * from Greek on that is neither Arabic, nor punctuation and symbols (U+2000..2BFF), nor above the basic plane (emoji).
 */
static bool is_other_letter(uint32_t cp)
{
    if ((cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z'))
        return true;
    if (cp >= 0xc0 && cp <= 0x24f)
        return cp != 0xd7 && cp != 0xf7;
    return (cp >= 0x370 && cp < 0x600) || (cp >= 0x900 && cp < 0x2000) || (cp >= 0x2c00 && cp < 0xd800);
}

bool utf8_is_arabic(const char *text)
{
    size_t arabic = 0;
    size_t other = 0;
    while (*text != '\0') {
        uint32_t cp = utf8_next(&text);
        if (is_arabic(cp))
            arabic++;
        else if (is_other_letter(cp))
            other++;
    }
    return arabic > other;
}

bool utf8_is_kept_out(uint32_t cp)
{
    static const struct {
        uint32_t first, last;
    } out[] = { { 0x00, 0x08 },     { 0x0b, 0x0c },     { 0x0e, 0x1f },     { 0x7f, 0x9f },
                { 0x202a, 0x202e }, { 0x2066, 0x2069 }, { 0xfdd0, 0xfdef }, { 0xfeff, 0xfeff } };
    for (size_t i = 0; i < sizeof out / sizeof out[0]; i++)
        if (cp >= out[i].first && cp <= out[i].last)
            return true;
    return (cp & 0xfffe) == 0xfffe;
}

/* What documents keep out, and in a line also: its ends, marks of direction, what takes no place and is no part of a word. */
static bool is_shown_as_number(uint32_t cp)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = { { 0x00, 0x1f },     { 0xad, 0xad },     { 0x61c, 0x61c },   { 0x200b, 0x200b },  { 0x200e, 0x200f },
                   { 0x2028, 0x202e }, { 0x2060, 0x206f }, { 0xfff9, 0xfffb }, { 0xe0000, 0xe0fff } };
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++)
        if (cp >= ranges[i].first && cp <= ranges[i].last)
            return true;
    return utf8_is_kept_out(cp);
}

size_t utf8_show_next(char out[UTF8_SHOWN_MAX], const char **p, const char *end)
{
    const char *from = *p;
    assert(from < end);
    const uint8_t byte = (uint8_t)*from;
    const size_t n = sequence_bytes((const uint8_t *)from, (size_t)(end - from));
    if (n <= 1 && (n == 0 || is_shown_as_number(byte))) {
        *p = from + 1;
        return (size_t)snprintf(out, UTF8_SHOWN_MAX, "\\x%02x", (unsigned)byte);
    }
    const uint32_t cp = utf8_next(p);
    if (is_shown_as_number(cp))
        return (size_t)snprintf(out, UTF8_SHOWN_MAX, cp > 0xffff ? "\\U%08x" : "\\u%04x", (unsigned)cp);
    memcpy(out, from, n);
    return n;
}

size_t utf8_show(char *out, size_t size, const char *text)
{
    assert(size > 0);
    const char *end = text + strlen(text);
    size_t length = 0;
    while (text < end) {
        char shown[UTF8_SHOWN_MAX];
        const size_t n = utf8_show_next(shown, &text, end);
        if (n >= size - length)
            break;
        memcpy(out + length, shown, n);
        length += n;
    }
    out[length] = '\0';
    return length;
}
