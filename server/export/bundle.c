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

#define PACKED "packed.txt"
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

static void add_line(struct buf *list, const char *name, const void *bytes, size_t n)
{
    uint8_t hash[HASH_BYTES];
    char hex[2 * HASH_BYTES + 1];
    hash_bytes(hash, bytes, n);
    hash_hex(hex, hash, sizeof hash);
    buf_print(list, "%s  %s\n", hex, name);
}

void bundle_begin(struct bundle_making *making, struct buf *out)
{
    buf_init(&making->manifest, MANIFEST_BYTES_MAX);
    buf_init(&making->packed, MANIFEST_BYTES_MAX);
    zip_begin(&making->zip, out);
}

void bundle_add(struct bundle_making *making, const char *name, const void *bytes, size_t n)
{
    const struct buf *out = making->zip.out;
    add_line(&making->manifest, name, bytes, n);
    zip_add(&making->zip, name, bytes, n);
    if (out->full)
        return;
    const size_t packed_n = making->zip.v[making->zip.n - 1].packed;
    add_line(&making->packed, name, out->data + out->len - packed_n, packed_n);
}

static void add_list(struct bundle_making *making, const char *name, const struct buf *list)
{
    zip_add_stored(&making->zip, name, list->data == NULL ? "" : list->data, list->len);
}

void bundle_end(struct bundle_making *making, const struct signer *signer)
{
    uint8_t signature[SIGN_BYTES];
    char pem[SIGN_PEM_BYTES];
    struct buf *manifest = &making->manifest, *packed = &making->packed;
    add_line(manifest, PACKED, packed->data == NULL ? "" : packed->data, packed->len);
    sign_bytes(signature, signer, manifest->data, manifest->len);
    sign_write_public(pem, signer->key);
    add_list(making, PACKED, packed);
    add_list(making, MANIFEST, manifest);
    zip_add_stored(&making->zip, SIGNATURE, signature, sizeof signature);
    zip_add_stored(&making->zip, PUBLIC_KEY, pem, strlen(pem));
    making->zip.out->full |= manifest->full || packed->full;
    zip_end(&making->zip);
    buf_free(manifest);
    buf_free(packed);
}

struct making {
    struct bundle_making bundle;
    const struct room *room;
    const struct export_request *wish;
    size_t max;                         /* bytes of one document */
};

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
        bundle_add(&making->bundle, name, out.data == NULL ? "" : out.data, out.len);
    making->bundle.zip.out->full |= out.full;
    buf_free(&out);
    return done && !making->bundle.zip.out->full;
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
    bundle_add(&making->bundle, "verify.html", bundle_page, (size_t)(bundle_page_end - bundle_page));
    return done;
}

bool export_bundle(struct buf *out, const struct room *room, const struct export_request *request)
{
    struct making making = { .room = room, .wish = request, .max = out->max };
    assert(request->signer != NULL);
    bundle_begin(&making.bundle, out);
    const bool done = add_all(&making);
    bundle_end(&making.bundle, request->signer);
    return done && !out->full;
}

/* Checking. */

struct checking {
    struct unzip zip;
    char *manifest;
    size_t manifest_n;
    struct bundle_report *report;
};

/* Of the files in the archive: what they hold, or how they are packed. */
struct list {
    const char *name, *text;
    bool packed;
    bool *told;                 /* of each: it has a line that is right */
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

static bool hash_file(struct checking *checking, const struct unzip_file *file, bool packed, uint8_t hash[HASH_BYTES])
{
    size_t n = 0;
    if (packed) {
        hash_bytes(hash, file->packed, file->packed_n);
        return true;
    }
    char *content = read_file(checking, file->name, &n);
    if (content == NULL)
        return false;
    hash_bytes(hash, content, n);
    mem_free(content);
    return true;
}

/* One line of a list: "HASH  NAME". */
static bool check_line(struct checking *checking, const struct list *list, const char *line, size_t n)
{
    enum { NAME_AT = 2 * HASH_BYTES + 2 };
    uint8_t expected[HASH_BYTES], found[HASH_BYTES];
    char name[UNZIP_NAME_MAX + 1];
    if (n <= NAME_AT || n - NAME_AT > UNZIP_NAME_MAX || !hash_unhex(expected, HASH_BYTES, line, 2 * HASH_BYTES))
        return wrong(checking, "%s is not one", list->name);
    memcpy(name, line + NAME_AT, n - NAME_AT);
    name[n - NAME_AT] = '\0';
    const struct unzip_file *file = unzip_find(&checking->zip, name);
    if (file == NULL)
        return wrong(checking, "%s is missing", name);
    if (!hash_file(checking, file, list->packed, found))
        return false;
    bool *told = &list->told[file - checking->zip.v];
    if (*told)
        return wrong(checking, "%s stands twice in %s", name, list->name);
    *told = true;
    return hash_equal(expected, found, HASH_BYTES) || wrong(checking, "%s was changed", name);
}

static bool check_list(struct checking *checking, const struct list *list)
{
    for (const char *line = list->text; *line != '\0';) {
        const size_t n = strcspn(line, "\n");
        if (!check_line(checking, list, line, n))
            return false;
        line += n + (line[n] == '\n');
    }
    return true;
}

static bool is_attached(const char *name)
{
    return strcmp(name, MANIFEST) == 0 || strcmp(name, SIGNATURE) == 0 || strcmp(name, PUBLIC_KEY) == 0;
}

static bool is_stored(const char *name)
{
    return strcmp(name, PACKED) == 0 || is_attached(name);
}

/* Each file has a line of its own. */
static bool check_files(struct checking *checking)
{
    const struct list list = { MANIFEST, checking->manifest, .told = mem_zero(checking->zip.n, sizeof *list.told) };
    bool holds = check_list(checking, &list);
    for (size_t i = 0; holds && i < checking->zip.n; i++) {
        checking->report->files += list.told[i];
        if (!list.told[i] && !is_attached(checking->zip.v[i].name))
            holds = wrong(checking, "files were added that nobody signed");
    }
    mem_free(list.told);
    return holds;
}

/* And each that is packed is so as it was when it was signed. */
static bool check_packed(struct checking *checking)
{
    size_t n = 0;
    char *text = read_file(checking, PACKED, &n);
    if (text == NULL)
        return false;
    const struct list list = { PACKED, text, .packed = true, .told = mem_zero(checking->zip.n, sizeof *list.told) };
    bool holds = check_list(checking, &list);
    for (size_t i = 0; holds && i < checking->zip.n; i++)
        if (!list.told[i] && !is_stored(checking->zip.v[i].name))
            holds = wrong(checking, "%s has no line in " PACKED, checking->zip.v[i].name);
    mem_free(list.told);
    mem_free(text);
    return holds;
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
        if (is_stored(file->name))
            zip_add_stored(&zip, file->name, file->packed, file->packed_n);
        else
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
    holds = holds && check_signature(&checking) && check_files(&checking) && check_packed(&checking) &&
            check_archive(&checking, bytes, n);
    mem_free(checking.manifest);
    unzip_close(&checking.zip);
    return holds;
}
