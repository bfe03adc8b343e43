/* file: whole files in and out. */
#ifndef PLENARY_MAIN_FILE_H
#define PLENARY_MAIN_FILE_H

#include <stdbool.h>
#include <stddef.h>

/* At most `max` bytes, for mem_free; "-" is standard input. NULL: a line on standard error said why. */
char *file_read(const char *path, size_t max, size_t *n);

/* All of it or nothing: written beside and renamed. NULL or "-" is standard output. False: a line said why. */
bool file_write(const char *path, const char *bytes, size_t n);

#endif
