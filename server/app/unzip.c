/* unzip: reading an archive. See include/app/unzip.h. */
#include "app/unzip.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include "base/mem.h"
#include "base/utf8.h"

enum { END_BYTES = 22, CENTRAL_BYTES = 46, LOCAL_BYTES = 30, COMMENT_MAX = 65535, METHOD_STORED = 0, METHOD_DEFLATE = 8, ENCRYPTED = 1 };

static uint32_t get16(const uint8_t *p)
{
    return p[0] | (uint32_t)p[1] << 8;
}

static uint32_t get32(const uint8_t *p)
{
    return get16(p) | get16(p + 2) << 16;
}

static bool fail(char message[UNZIP_MESSAGE], const char *why)
{
    snprintf(message, UNZIP_MESSAGE, "%s", why);
    return false;
}

/* The end of the central directory (4.3.16), which a comment may follow. NULL: there is none. */
static const uint8_t *find_end(const uint8_t *bytes, size_t n)
{
    for (size_t back = END_BYTES; back <= n && back <= END_BYTES + COMMENT_MAX; back++) {
        const uint8_t *p = bytes + n - back;
        if (get32(p) == 0x06054b50 && get16(p + 20) == back - END_BYTES)
            return p;
    }
    return NULL;
}

static bool name_ok(const char *name, size_t n)
{
    if (n == 0 || n > UNZIP_NAME_MAX || !utf8_valid(name, n) || memchr(name, '\0', n) != NULL)
        return false;
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)name[i] < 0x20 || name[i] == '\\' || name[i] == ':')
            return false;
    for (size_t at = 0; at < n;) {
        size_t part = 0;
        while (at + part < n && name[at + part] != '/')
            part++;
        const bool last = at + part == n, dots = strspn(name + at, ".") == part;
        if ((part == 0 && !last) || (dots && part > 0 && part <= 2))
            return false;
        at += part + 1;
    }
    return true;
}

/* Where the content of an entry lies, by its local header (4.3.7). */
static bool find_content(struct unzip_file *file, const uint8_t *bytes, size_t limit)
{
    if (file->offset > limit || limit - file->offset < LOCAL_BYTES)
        return false;
    const uint8_t *local = bytes + file->offset;
    const size_t skip = LOCAL_BYTES + get16(local + 26) + get16(local + 28), room = limit - file->offset;
    if (get32(local) != 0x04034b50 || skip > room || file->packed_n > room - skip || get16(local + 8) != file->method)
        return false;
    file->packed = local + skip;
    return file->method == METHOD_DEFLATE || (file->method == METHOD_STORED && file->packed_n == file->plain_n);
}

/* One row of the central directory (4.3.12). Returns its bytes; 0: it is not one. */
static size_t read_entry(struct unzip_file *file, const uint8_t *p, size_t n)
{
    if (n < CENTRAL_BYTES || get32(p) != 0x02014b50 || (get16(p + 8) & ENCRYPTED) != 0)
        return 0;
    const size_t name_n = get16(p + 28), size = CENTRAL_BYTES + name_n + get16(p + 30) + get16(p + 32);
    if (size > n || !name_ok((const char *)p + CENTRAL_BYTES, name_n))
        return 0;
    *file = (struct unzip_file){ .method = (uint16_t)get16(p + 10), .crc = get32(p + 16), .packed_n = get32(p + 20) };
    file->plain_n = get32(p + 24);
    file->offset = get32(p + 42);
    memcpy(file->name, p + CENTRAL_BYTES, name_n);
    return size;
}

static bool read_all(struct unzip *zip, const uint8_t *bytes, const uint8_t *end, size_t plain_max, char message[UNZIP_MESSAGE])
{
    const size_t n = get16(end + 10), from = get32(end + 16), limit = (size_t)(end - bytes);
    size_t plain = 0;
    if (get16(end + 4) != 0 || get16(end + 8) != n || n > UNZIP_FILES_MAX || from > limit ||
        get32(end + 12) > limit - from)
        return fail(message, "the list of its files is broken");
    zip->v = mem_zero(n, sizeof *zip->v);
    for (size_t at = from; zip->n < n;) {
        struct unzip_file *file = &zip->v[zip->n];
        const size_t size = read_entry(file, bytes + at, limit - at);
        if (size == 0 || !find_content(file, bytes, from))
            return fail(message, "the list of its files is broken");
        if (unzip_find(zip, file->name) != NULL)
            return fail(message, "a name stands in it twice");
        zip->too_large = file->plain_n > plain_max - plain;
        if (zip->too_large)
            return fail(message, "what is packed in it is too large");
        plain += file->plain_n;
        at += size;
        zip->n++;
    }
    return true;
}

bool unzip_open(struct unzip *zip, const void *bytes, size_t n, size_t plain_max, char message[UNZIP_MESSAGE])
{
    *zip = (struct unzip){ 0 };
    const uint8_t *end = n < END_BYTES || n > UINT32_MAX ? NULL : find_end(bytes, n);
    if (end == NULL)
        return fail(message, "it is no ZIP archive");
    return read_all(zip, bytes, end, plain_max, message);
}

void unzip_close(struct unzip *zip)
{
    mem_free(zip->v);
    *zip = (struct unzip){ 0 };
}

const struct unzip_file *unzip_find(const struct unzip *zip, const char *name)
{
    for (size_t i = 0; i < zip->n; i++)
        if (strcmp(zip->v[i].name, name) == 0)
            return &zip->v[i];
    return NULL;
}

/* Exactly as many bytes as the archive says, from exactly as many. */
static bool inflate_all(const struct unzip_file *file, char *out)
{
    z_stream stream = { .next_in = (Bytef *)(uintptr_t)file->packed, .avail_in = file->packed_n };
    int code = inflateInit2(&stream, -MAX_WBITS);
    assert(code == Z_OK);
    stream.next_out = (Bytef *)out;
    stream.avail_out = file->plain_n + 1; /* one more, so that what is longer is seen */
    code = inflate(&stream, Z_FINISH);
    const bool whole = code == Z_STREAM_END && stream.total_out == file->plain_n && stream.avail_in == 0;
    (void)inflateEnd(&stream);
    return whole;
}

char *unzip_read(const struct unzip_file *file)
{
    char *out = mem_zero((size_t)file->plain_n + 2, 1);
    bool ok = true;
    if (file->method == METHOD_STORED)
        memcpy(out, file->packed, file->plain_n);
    else
        ok = inflate_all(file, out);
    if (ok && crc32(0, (const Bytef *)out, file->plain_n) == file->crc) {
        out[file->plain_n] = '\0';
        return out;
    }
    mem_free(out);
    return NULL;
}
