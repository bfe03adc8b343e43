/*
 * assets: the files of the browser client, as data of the program.
 *
 * The table is made at build time (server/build/embed.cmake) from the built client and sorted by path. A form that would
 * not be smaller than the plain one is absent: {NULL, 0}. Every form is followed by a NUL byte that n does not count.
 */
#ifndef PLENARY_NET_ASSETS_H
#define PLENARY_NET_ASSETS_H

#include <stdbool.h>
#include <stddef.h>

enum { ASSET_ETAG_LENGTH = 32 };

struct asset_bytes {
    const unsigned char *data;
    size_t n;
};

struct asset {
    const char *path;                       /* "/app-5XQ2N7ZB.js"; the page itself is "/index.html" */
    const char *type;                       /* Content-Type, with charset where it is text */
    struct asset_bytes plain;
    struct asset_bytes gzip;
    struct asset_bytes brotli;
    char etag[ASSET_ETAG_LENGTH + 1];       /* first half of SHA-256 of the plain bytes, hexadecimal, without quotes */
    bool immutable;                         /* its name holds a hash of its content */
};

extern const struct asset asset_table[];
extern const unsigned asset_table_n;

#endif
