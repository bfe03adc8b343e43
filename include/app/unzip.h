/*
 * unzip: reading a ZIP archive in memory (PKWARE APPNOTE 6.3) that anybody may have sent.
 *
 * Everything is checked against the bytes that are there before it is used, and nothing is inflated beyond the ceiling that the caller
 * gives. Left out are parts of the format that no document needs: encryption, several disks, ZIP64, methods other than stored and
 * deflate; and names that could lead out of a directory, or stand twice.
 */
#ifndef PLENARY_APP_UNZIP_H
#define PLENARY_APP_UNZIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { UNZIP_FILES_MAX = 4000, UNZIP_NAME_MAX = 250, UNZIP_MESSAGE = 120 };

struct unzip_file {
    char name[UNZIP_NAME_MAX + 1];
    const uint8_t *packed;          /* in the archive */
    uint32_t packed_n, plain_n, crc, offset;
    uint16_t method;
};

struct unzip {
    struct unzip_file *v;
    size_t n;
    bool too_large;                 /* why it was refused: there is more in it than the ceiling */
};

/* The list of files; all of them together may be `plain_max` bytes. False with a message. Free with unzip_close in any case. */
bool unzip_open(struct unzip *zip, const void *bytes, size_t n, size_t plain_max, char message[UNZIP_MESSAGE]);
void unzip_close(struct unzip *zip);

const struct unzip_file *unzip_find(const struct unzip *zip, const char *name);    /* NULL: no such file */

/* Its content, followed by a NUL byte, which the caller frees with mem_free. NULL: it is not what the archive says it is. */
char *unzip_read(const struct unzip_file *file);

#endif
