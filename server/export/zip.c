/* zip: writing an archive. See include/export/zip.h. */
#include "export/zip.h"

#include <assert.h>
#include <string.h>
#include <zlib.h>

#include "base/mem.h"

/* The fields of APPNOTE 4.3.7 and 4.3.12 that every entry has alike. */
enum {
    VERSION = 20,               /* 2.0: deflate */
    UTF8_NAMES = 1 << 11,
    METHOD_STORED = 0,
    METHOD_DEFLATE = 8,
    DOS_TIME = 0,
    DOS_DATE = 1 << 5 | 1       /* 1980-01-01 */
};

static void put16(struct buf *out, unsigned value)
{
    const unsigned char bytes[2] = { (unsigned char)value, (unsigned char)(value >> 8) };
    buf_add(out, bytes, sizeof bytes);
}

static void put32(struct buf *out, uint32_t value)
{
    put16(out, value & 0xffff);
    put16(out, value >> 16);
}

void zip_begin(struct zip *zip, struct buf *out)
{
    *zip = (struct zip){ .out = out, .start = out->len };
}

/* What the local header and the central directory have in common. */
static void put_entry(struct buf *out, const struct zip_entry *entry)
{
    put16(out, VERSION);
    put16(out, UTF8_NAMES);
    put16(out, entry->stored ? METHOD_STORED : METHOD_DEFLATE);
    put16(out, DOS_TIME);
    put16(out, DOS_DATE);
    put32(out, entry->crc);
    put32(out, entry->packed);
    put32(out, entry->plain);
    put16(out, (unsigned)strlen(entry->name));
    put16(out, 0);
}

/* zlib's own bound is enough for one call. */
static unsigned char *deflated(const void *data, size_t n, size_t *packed)
{
    z_stream stream = { 0 };
    int code = deflateInit2(&stream, 6, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    assert(code == Z_OK);
    const size_t room = deflateBound(&stream, n);
    unsigned char *bytes = mem_zero(room, 1);
    stream.next_in = (Bytef *)(uintptr_t)data;
    stream.avail_in = (uInt)n;
    stream.next_out = bytes;
    stream.avail_out = (uInt)room;
    code = deflate(&stream, Z_FINISH);
    assert(code == Z_STREAM_END);
    *packed = stream.total_out;
    (void)deflateEnd(&stream);
    return bytes;
}

static void add_entry(struct zip *zip, const char *name, const void *packed, struct zip_entry made)
{
    assert(zip->n < ZIP_FILES_MAX);
    assert(strlen(name) <= ZIP_NAME_MAX && name[0] != '/');
    if (zip->n == zip->cap) {
        zip->cap = zip->cap == 0 ? 16 : zip->cap * 2;
        zip->v = mem_grow(zip->v, zip->cap, sizeof *zip->v);
    }
    struct zip_entry *entry = &zip->v[zip->n++];
    *entry = made;
    memcpy(entry->name, name, strlen(name));
    entry->offset = (uint32_t)(zip->out->len - zip->start);
    put32(zip->out, 0x04034b50);
    put_entry(zip->out, entry);
    buf_text(zip->out, name);
    buf_add(zip->out, packed, entry->packed);
}

void zip_add_packed(struct zip *zip, const char *name, const void *packed, size_t packed_n, size_t plain_n, uint32_t crc)
{
    assert(packed_n < UINT32_MAX / 2 && plain_n < UINT32_MAX / 2);
    const struct zip_entry entry = { .packed = (uint32_t)packed_n, .plain = (uint32_t)plain_n, .crc = crc };
    add_entry(zip, name, packed, entry);
}

void zip_add_stored(struct zip *zip, const char *name, const void *data, size_t n)
{
    assert(n < UINT32_MAX / 2);
    const uint32_t crc = (uint32_t)crc32(0, data, (uInt)n);
    add_entry(zip, name, data,
              (struct zip_entry){ .packed = (uint32_t)n, .plain = (uint32_t)n, .crc = crc, .stored = true });
}

void zip_add(struct zip *zip, const char *name, const void *data, size_t n)
{
    size_t packed;
    assert(n < UINT32_MAX / 2);
    unsigned char *bytes = deflated(data, n, &packed);
    zip_add_packed(zip, name, bytes, packed, n, (uint32_t)crc32(0, data, (uInt)n));
    mem_free(bytes);
}

/* One row of the central directory (4.3.12). */
static void put_central(struct buf *out, const struct zip_entry *entry)
{
    put32(out, 0x02014b50);
    put16(out, VERSION);
    put_entry(out, entry);
    put16(out, 0); /* comment */
    put16(out, 0); /* disk */
    put16(out, 0); /* internal attributes */
    put32(out, 0); /* external attributes */
    put32(out, entry->offset);
    buf_text(out, entry->name);
}

void zip_end(struct zip *zip)
{
    struct buf *out = zip->out;
    const size_t from = out->len;
    for (size_t i = 0; i < zip->n; i++)
        put_central(out, &zip->v[i]);
    const size_t bytes = out->len - from;
    put32(out, 0x06054b50);
    put16(out, 0);
    put16(out, 0);
    put16(out, (unsigned)zip->n);
    put16(out, (unsigned)zip->n);
    put32(out, (uint32_t)bytes);
    put32(out, (uint32_t)(from - zip->start));
    put16(out, 0);
    mem_free(zip->v);
    *zip = (struct zip){ 0 };
}
