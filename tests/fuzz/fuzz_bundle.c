/*
 * fuzz_bundle: whatever a bundle is, bundle_verify takes it or names what is wrong, in words that are safe to show; a bundle in which a
 * byte was changed is never taken; and in one that is taken every file was signed.
 *
 * By its first byte an input is: the archive itself; changes to a sound bundle, each a place (2 bytes, modulo its length) and the byte to
 * put there; or lines of a manifest that is then signed, with the files it names. Of these lines "+NAME CONTENT" is a file with its right
 * line, "=NAME CONTENT" the line alone, "-NAME CONTENT" the file alone; any other stands in the manifest as it is.
 */
#include <assert.h>
#include <string.h>

#include "app/unzip.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "export/bundle.h"
#include "export/zip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { BUNDLE_MAX = 1 << 20, LINES_MAX = 200, CHANGE_BYTES = 3 };

static void write_line(struct buf *list, const char *name, const void *content, size_t n)
{
    uint8_t hash[HASH_BYTES];
    char hex[2 * HASH_BYTES + 1];
    hash_bytes(hash, content, n);
    hash_hex(hex, hash, sizeof hash);
    buf_print(list, "%s  %s\n", hex, name);
}

static void take_line(struct bundle_making *making, const char *line, size_t n)
{
    char name[ZIP_NAME_MAX + 1] = "";
    const char *space = n > 1 && strchr("+=-", line[0]) != NULL ? memchr(line, ' ', n) : NULL;
    const size_t name_n = space == NULL ? 0 : (size_t)(space - line) - 1;
    if (name_n == 0 || name_n > ZIP_NAME_MAX || line[1] == '/' || memchr(line, '\0', name_n + 1) != NULL) {
        buf_add(&making->manifest, line, n);
        buf_char(&making->manifest, '\n');
        return;
    }
    memcpy(name, line + 1, name_n);
    const char *content = space + 1;
    const size_t content_n = n - name_n - 2;
    if (line[0] == '+')
        bundle_add(making, name, content, content_n);
    else if (line[0] == '-')
        zip_add(&making->zip, name, content, content_n);
    else
        write_line(&making->manifest, name, content, content_n);
}

/* The bundle of these lines, signed. */
static void make(struct buf *out, const char *lines, size_t n)
{
    struct bundle_making making;
    struct signer signer;
    uint8_t seed[SIGN_KEY_BYTES] = { 3 };
    buf_init(out, BUNDLE_MAX);
    bundle_begin(&making, out);
    for (size_t i = 0; i < LINES_MAX && n > 0; i++) {
        const char *end = memchr(lines, '\n', n);
        const size_t line_n = end == NULL ? n : (size_t)(end - lines);
        take_line(&making, lines, line_n);
        lines += line_n + (end != NULL);
        n -= line_n + (end != NULL);
    }
    signer_make(&signer, seed);
    bundle_end(&making, &signer);
    assert(!out->full);
}

static bool is_attached(const char *name)
{
    static const char *const names[] = { "manifest.txt", "manifest.sig", "public-key.pem" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

/* Each file stands in the manifest with its hash. */
static void everything_is_signed(const char *bytes, size_t n)
{
    struct unzip zip;
    char message[UNZIP_MESSAGE];
    const bool opened = unzip_open(&zip, bytes, n, BUNDLE_MAX, message);
    assert(opened);
    char *manifest = unzip_read(unzip_find(&zip, "manifest.txt"));
    for (size_t i = 0; i < zip.n; i++) {
        if (is_attached(zip.v[i].name))
            continue;
        struct buf line;
        buf_init(&line, 1000);
        char *content = unzip_read(&zip.v[i]);
        assert(content != NULL);
        write_line(&line, zip.v[i].name, content, zip.v[i].plain_n);
        assert(strstr(manifest, line.data) != NULL);
        buf_free(&line);
        mem_free(content);
    }
    mem_free(manifest);
    unzip_close(&zip);
}

static bool verify(const char *bytes, size_t n)
{
    struct bundle_report report;
    char shown[4 * BUNDLE_MESSAGE];
    const bool holds = bundle_verify(bytes, n, &report);
    assert(holds == (report.message[0] == '\0'));
    const size_t length = utf8_show(shown, sizeof shown, report.message);
    assert(utf8_valid(shown, length) && !utf8_has_control(shown) && strpbrk(shown, "\n\t") == NULL);
    return holds;
}

static void verify_changed(const uint8_t *changes, size_t n)
{
    static const char lines[] = "+en/plan.md Plan of action\n+plan.json {\"plan\":[]}\n";
    struct buf sound;
    make(&sound, lines, sizeof lines - 1);
    char *bytes = mem_copy_bytes(sound.data, sound.len);
    for (size_t i = 0; i + CHANGE_BYTES <= n; i += CHANGE_BYTES)
        bytes[((size_t)changes[i] << 8 | changes[i + 1]) % sound.len] = (char)changes[i + 2];
    const bool same = memcmp(sound.data, bytes, sound.len) == 0, holds = verify(bytes, sound.len);
    assert(holds == same);
    mem_free(bytes);
    buf_free(&sound);
}

static void verify_signed(const char *lines, size_t n)
{
    struct buf bundle;
    make(&bundle, lines, n);
    if (verify(bundle.data, bundle.len))
        everything_is_signed(bundle.data, bundle.len);
    buf_free(&bundle);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (n == 0 || data[0] == 'P')
        (void)verify(n == 0 ? "" : (const char *)data, n);
    else if (data[0] == 'C')
        verify_changed(data + 1, n - 1);
    else
        verify_signed((const char *)data + 1, n - 1);
    return 0;
}
