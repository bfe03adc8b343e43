/*
 * utf8: checks and lengths of UTF-8 text (RFC 3629). The unit of all limits on text is the code point.
 */
#ifndef PLENARY_BASE_UTF8_H
#define PLENARY_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether `n` bytes are well-formed UTF-8: no overlong form, no surrogate, nothing above U+10FFFF. */
bool utf8_valid(const char *text, size_t n);

/* Code points in a valid NUL-terminated text. */
size_t utf8_length(const char *text);

/* Code points in `n` bytes of valid text, which begin and end between code points. */
size_t utf8_count(const char *text, size_t n);

/* The place `n` code points after `p` in valid text that ends at `end`; NULL when fewer are left. */
const char *utf8_skip(const char *p, const char *end, size_t n);

/* Decode one code point of valid text at *p (not at its end) and advance *p. */
uint32_t utf8_next(const char **p);

/* Append a code point (a Unicode scalar value) to out[4]; returns the bytes written, 1 to 4. */
size_t utf8_put(char out[4], uint32_t cp);

/* Whether a valid text holds a control character other than LF and TAB, or a noncharacter. */
bool utf8_has_control(const char *text);

/*
 * Whether a document keeps a code point out: what XML 1.0 forbids or a terminal obeys, noncharacters, and the marks that turn text round
 * beyond their own paragraph.
 */
bool utf8_is_kept_out(uint32_t cp);

/*
 * What a person may be shown of bytes that anybody may have written, at a terminal, in the log or in a sentence: words as they are; what a
 * terminal obeys, what turns the text around it round, ends a line or is not seen, and bytes that are no text, as \x1b, \u202e,
 * \U000e0001. The result is valid, and of one line; it is cut where `size` ends. Returns its length.
 */
size_t utf8_show(char *out, size_t size, const char *text);

/* The next character at *p, before `end`, shown like that; *p is advanced. Returns the bytes written, of which the last is no NUL. */
enum { UTF8_SHOWN_MAX = 11 };
size_t utf8_show_next(char out[UTF8_SHOWN_MAX], const char **p, const char *end);

/* Whether most letters of a valid text are Arabic script. False when it has no letters. */
bool utf8_is_arabic(const char *text);

#endif
