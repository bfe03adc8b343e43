/* bundle: making and checking a signed archive. See include/export/bundle.h. */
#include "export/bundle.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "app/export_form.h"
#include "app/unzip.h"
#include "base/hash.h"
#include "base/mem.h"
#include "export/export.h"
#include "export/zip.h"

#define MANIFEST "manifest.txt"
#define SIGNATURE "manifest.sig"
#define PUBLIC_KEY "public-key.pem"

enum { MANIFEST_BYTES_MAX = 1 << 20, PLAIN_BYTES_MAX = 512 << 20 };

extern const char bundle_page[], bundle_page_end[];         /* bundle.S */

/* The formats that each document comes in; the page offers the same (client/src/view/take_home.tsx). */
static const struct {
    enum document_kind document;
    uint32_t formats;
} contents[] = {
#define F(format) 1u << EXPORT_##format
    { DOCUMENT_PLAN, F(DOCX) | F(XLSX) | F(PDF) | F(HTML) | F(MD) | F(CSV) },
    { DOCUMENT_REPORT, F(DOCX) | F(PDF) | F(HTML) | F(MD) },
    { DOCUMENT_RECOMMENDATIONS, F(DOCX) | F(XLSX) | F(PDF) | F(HTML) | F(MD) },
    { DOCUMENT_TEXTS, F(DOCX) | F(PDF) | F(HTML) | F(MD) },
    { DOCUMENT_AGENDA, F(DOCX) | F(XLSX) | F(PDF) | F(HTML) | F(MD) },
    { DOCUMENT_POLLS, F(DOCX) | F(PDF) | F(HTML) | F(MD) },
    { DOCUMENT_PARTICIPATION, F(DOCX) | F(XLSX) | F(PDF) | F(HTML) | F(MD) },
    { DOCUMENT_CALENDAR, F(ICS) },
#undef F
};

struct making {
    struct zip zip;
    struct buf manifest;
    const struct room *room;
    const struct export_request *wish;
    size_t max;                         /* bytes of one document */
};

static void add(struct making *making, const char *name, const void *bytes, size_t n)
{
    uint8_t hash[HASH_BYTES];
    char hex[2 * HASH_BYTES + 1];
    hash_bytes(hash, bytes, n);
    hash_hex(hex, hash, sizeof hash);
    buf_print(&making->manifest, "%s  %s\n", hex, name);
    zip_add(&making->zip, name, bytes, n);
}

static bool add_document(struct making *making, enum document_kind document, enum export_format format, enum lang lang,
                         const char *name)
{
    struct buf out;
    struct export_request request = *making->wish;
    request.document = document;
    request.format = format;
    request.lang = lang;
    request.lang2 = LANG_N;
    request.of = 0;
    buf_init(&out, making->max);
    const bool done = export_room(&out, making->room, &request);
    if (done)
        add(making, name, out.data == NULL ? "" : out.data, out.len);
    making->zip.out->full |= out.full;
    buf_free(&out);
    return done && !making->zip.out->full;
}

static bool add_language(struct making *making, enum lang lang)
{
    bool done = true;
    for (size_t i = 0; i < sizeof contents / sizeof contents[0]; i++) {
        for (int format = 0; done && format < EXPORT_FORMAT_N; format++) {
            char name[ZIP_NAME_MAX];
            if ((contents[i].formats >> format & 1) == 0)
                continue;
            snprintf(name, sizeof name, "%s/%s.%s", lang_word(lang), document_kind_word(contents[i].document),
                     export_format_word((enum export_format)format));
            done = add_document(making, contents[i].document, (enum export_format)format, lang, name);
        }
    }
    return done;
}

static bool add_all(struct making *making)
{
    const struct texts *languages = &making->room->workshop->languages;
    bool done = add_document(making, DOCUMENT_PLAN, EXPORT_JSON, making->wish->lang, "plan.json");
    for (uint32_t i = 0; done && i < languages->n; i++)
        done = add_language(making, lang_of(languages->v[i]));
    if (done && languages->n == 0)
        done = add_language(making, making->wish->lang);
    add(making, "verify.html", bundle_page, (size_t)(bundle_page_end - bundle_page));
    return done;
}

bool export_bundle(struct buf *out, const struct room *room, const struct export_request *request)
{
    uint8_t signature[SIGN_BYTES];
    char pem[SIGN_PEM_BYTES];
    struct making making = { .room = room, .wish = request, .max = out->max };
    assert(request->signer != NULL);
    buf_init(&making.manifest, MANIFEST_BYTES_MAX);
    zip_begin(&making.zip, out);
    const bool done = add_all(&making) && !making.manifest.full;
    sign_bytes(signature, request->signer, making.manifest.data, making.manifest.len);
    sign_write_public(pem, request->signer->key);
    zip_add(&making.zip, MANIFEST, making.manifest.data, making.manifest.len);
    zip_add(&making.zip, SIGNATURE, signature, sizeof signature);
    zip_add(&making.zip, PUBLIC_KEY, pem, strlen(pem));
    zip_end(&making.zip);
    buf_free(&making.manifest);
    return done && !out->full;
}

/* Checking. */

struct checking {
    struct unzip zip;
    char *manifest;
    size_t manifest_n;
    bool *is_signed;            /* of each file in `zip`: it has a line that is right */
    struct bundle_report *report;
};

static bool wrong(struct checking *checking, const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool wrong(struct checking *checking, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(checking->report->message, sizeof checking->report->message, format, args);
    va_end(args);
    return false;
}

/* A file of the bundle; NULL: it is not there, or broken, and the message names it. */
static char *read_file(struct checking *checking, const char *name, size_t *n)
{
    const struct unzip_file *file = unzip_find(&checking->zip, name);
    char *content = file == NULL ? NULL : unzip_read(file);
    if (content == NULL)
        wrong(checking, file == NULL ? "%s is missing" : "%s was changed: it cannot be unpacked", name);
    else
        *n = file->plain_n;
    return content;
}

static bool check_signature(struct checking *checking)
{
    size_t pem_n = 0, signature_n = 0;
    char *pem = read_file(checking, PUBLIC_KEY, &pem_n), *signature = NULL;
    bool holds = pem != NULL && strlen(pem) == pem_n && sign_read_public(checking->report->key, pem);
    if (pem != NULL && !holds)
        wrong(checking, PUBLIC_KEY " was changed: it is no key");
    if (holds)
        holds = (signature = read_file(checking, SIGNATURE, &signature_n)) != NULL;
    if (holds)
        holds = (checking->manifest = read_file(checking, MANIFEST, &checking->manifest_n)) != NULL;
    if (holds && (signature_n != SIGN_BYTES || !sign_holds(checking->report->key, (const uint8_t *)signature,
                                                           checking->manifest, checking->manifest_n)))
        holds = wrong(checking, MANIFEST " was changed, or its signature or key: the signature does not hold");
    mem_free(pem);
    mem_free(signature);
    return holds;
}

/* One line of the manifest: "HASH  NAME". */
static bool check_line(struct checking *checking, const char *line, size_t n)
{
    enum { NAME_AT = 2 * HASH_BYTES + 2 };
    uint8_t expected[HASH_BYTES], found[HASH_BYTES];
    char name[UNZIP_NAME_MAX + 1];
    if (n <= NAME_AT || n - NAME_AT > UNZIP_NAME_MAX || !hash_unhex(expected, HASH_BYTES, line, 2 * HASH_BYTES))
        return wrong(checking, MANIFEST " is not one");
    memcpy(name, line + NAME_AT, n - NAME_AT);
    name[n - NAME_AT] = '\0';
    size_t content_n = 0;
    char *content = read_file(checking, name, &content_n);
    if (content == NULL)
        return false;
    hash_bytes(found, content, content_n);
    mem_free(content);
    bool *is_signed = &checking->is_signed[unzip_find(&checking->zip, name) - checking->zip.v];
    if (*is_signed)
        return wrong(checking, "%s stands twice in " MANIFEST, name);
    *is_signed = true;
    checking->report->files++;
    return hash_equal(expected, found, HASH_BYTES) || wrong(checking, "%s was changed", name);
}

static bool is_attached(const char *name)
{
    return strcmp(name, MANIFEST) == 0 || strcmp(name, SIGNATURE) == 0 || strcmp(name, PUBLIC_KEY) == 0;
}

static bool check_files(struct checking *checking)
{
    checking->is_signed = mem_zero(checking->zip.n, sizeof *checking->is_signed);
    for (const char *line = checking->manifest; *line != '\0';) {
        const size_t n = strcspn(line, "\n");
        if (!check_line(checking, line, n))
            return false;
        line += n + (line[n] == '\n');
    }
    for (size_t i = 0; i < checking->zip.n; i++)
        if (!checking->is_signed[i] && !is_attached(checking->zip.v[i].name))
            return wrong(checking, "files were added that nobody signed");
    return true;
}

/* The archive written once more from what is packed in it has to be the same: headers are nobody's hiding place. */
static bool check_archive(struct checking *checking, const char *bytes, size_t n)
{
    struct buf again;
    struct zip zip;
    size_t same = 0;
    buf_init(&again, n + (1 << 16));
    zip_begin(&zip, &again);
    for (size_t i = 0; i < checking->zip.n; i++) {
        const struct unzip_file *file = &checking->zip.v[i];
        zip_add_packed(&zip, file->name, file->packed, file->packed_n, file->plain_n, file->crc);
    }
    zip_end(&zip);
    while (same < n && same < again.len && again.data[same] == bytes[same])
        same++;
    const bool equal = !again.full && same == n && again.len == n;
    const char *name = NULL;
    for (size_t i = 0; i < checking->zip.n && checking->zip.v[i].offset <= same; i++)
        name = checking->zip.v[i].name;
    if (!equal)
        wrong(checking, "the archive was changed, at %s or in its list of files",
              name == NULL ? "its beginning" : name);
    buf_free(&again);
    return equal;
}

bool bundle_verify(const void *bytes, size_t n, struct bundle_report *report)
{
    char message[UNZIP_MESSAGE];
    struct checking checking = { .report = report };
    *report = (struct bundle_report){ 0 };
    bool holds = unzip_open(&checking.zip, bytes, n, PLAIN_BYTES_MAX, message) || wrong(&checking, "%s", message);
    holds = holds && check_signature(&checking) && check_files(&checking) && check_archive(&checking, bytes, n);
    mem_free(checking.manifest);
    mem_free(checking.is_signed);
    unzip_close(&checking.zip);
    return holds;
}
