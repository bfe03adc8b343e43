/* file: whole files in and out. */
#ifndef PLENARY_MAIN_FILE_H
#define PLENARY_MAIN_FILE_H

#include <stdbool.h>
#include <stddef.h>

/* At most `max` bytes, for mem_free; "-" is standard input. NULL: a line on standard error said why. */
char *file_read(const char *path, size_t max, size_t *n);

/*
 * All of it or nothing: written beside and renamed, and as open to others as the shell's umask, or the file that was there, says. NULL
 * or "-" is standard output; a device or pipe is written to, a terminal is shown what it would obey. False: a line said why, and what was at `path`
 * is as it was.
 */
bool file_write(const char *path, const char *bytes, size_t n);

/* Whether that is a terminal, which bytes that are no text would fill with signs. */
bool file_is_terminal(const char *path);

#endif
