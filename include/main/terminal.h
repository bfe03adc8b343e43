/*
 * terminal: lines for people. What stands in one may come from a file that nobody vouches for, or be such a file's name: nothing in it
 * begins another line, is obeyed by a terminal or turns the rest round (utf8_show).
 */
#ifndef PLENARY_MAIN_TERMINAL_H
#define PLENARY_MAIN_TERMINAL_H

#include <stdio.h>

/* Print one line, without its end in `format`; at most TERMINAL_LINE_MAX bytes of it. */
enum { TERMINAL_LINE_MAX = 12000 };     /* two paths and a sentence */
void terminal_line(FILE *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
