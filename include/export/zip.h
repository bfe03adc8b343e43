/*
 * zip: an archive in memory (PKWARE APPNOTE 6.3), raw deflate by zlib or stored. Every file has the same time, 1980-01-01, so the same
 * files give the same bytes. Names are UTF-8, relative, and come from the program or are made safe by the caller. No archive
 * above 4 GiB: buf has a ceiling far below.
 */
#ifndef PLENARY_EXPORT_ZIP_H
#define PLENARY_EXPORT_ZIP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

enum { ZIP_FILES_MAX = 4000, ZIP_NAME_MAX = 250 };

struct zip_entry {
    char name[ZIP_NAME_MAX + 1];
    uint32_t crc, packed, plain, offset;
    bool stored;                /* as it is, not deflated */
};

struct zip {
    struct buf *out;
    size_t start;               /* where the archive begins in `out` */
    struct zip_entry *v;
    size_t n, cap;
};

/* Then zip_add for each file, in their order, and zip_end, which frees what zip holds. If it does not fit, out->full is set. */
void zip_begin(struct zip *zip, struct buf *out);
void zip_add(struct zip *zip, const char *name, const void *data, size_t n);
void zip_add_stored(struct zip *zip, const char *name, const void *data, size_t n);
/* A file that is deflated already, as it lies in another archive. */
void zip_add_packed(struct zip *zip, const char *name, const void *packed, size_t packed_n, size_t plain_n, uint32_t crc);
void zip_end(struct zip *zip);

#endif
