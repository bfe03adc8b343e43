/* export_form: documents and formats by their words. See include/app/export_form.h. */
#include "app/export_form.h"

#include <assert.h>
#include <string.h>

static const char *const kinds[DOCUMENT_KIND_N] = {
    [DOCUMENT_PLAN] = "plan",     [DOCUMENT_RECOMMENDATIONS] = "recommendations",
    [DOCUMENT_TEXTS] = "texts",   [DOCUMENT_AGENDA] = "agenda",
    [DOCUMENT_POLLS] = "polls",   [DOCUMENT_PARTICIPATION] = "participation",
    [DOCUMENT_REPORT] = "report",     [DOCUMENT_CALENDAR] = "calendar",
    [DOCUMENT_BUNDLE] = "bundle", [DOCUMENT_ATTENDANCE] = "attendance",
};

static const struct form {
    const char *word, *media;
} formats[EXPORT_FORMAT_N] = {
    [EXPORT_JSON] = { "json", "application/json" },
    [EXPORT_CSV] = { "csv", "text/csv; charset=utf-8" },
    [EXPORT_DOCX] = { "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
    [EXPORT_XLSX] = { "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
    [EXPORT_PDF] = { "pdf", "application/pdf" },
    [EXPORT_HTML] = { "html", "text/html; charset=utf-8" },
    [EXPORT_MD] = { "md", "text/markdown; charset=utf-8" },
    [EXPORT_ICS] = { "ics", "text/calendar; charset=utf-8" },
    [EXPORT_ZIP] = { "zip", "application/zip" },
};

const char *document_kind_word(enum document_kind kind)
{
    assert(kind < DOCUMENT_KIND_N);
    return kinds[kind];
}

enum document_kind document_kind_of(const char *word)
{
    enum document_kind kind = 0;
    while (kind < DOCUMENT_KIND_N && strcmp(kinds[kind], word) != 0)
        kind++;
    return kind;
}

const char *export_format_word(enum export_format format)
{
    assert(format < EXPORT_FORMAT_N);
    return formats[format].word;
}

enum export_format export_format_of(const char *word)
{
    enum export_format format = 0;
    while (format < EXPORT_FORMAT_N && strcmp(formats[format].word, word) != 0)
        format++;
    return format;
}

const char *export_format_media(enum export_format format)
{
    assert(format < EXPORT_FORMAT_N);
    return formats[format].media;
}

bool export_request_ok(const struct export_request *request)
{
    const bool plan = request->document == DOCUMENT_PLAN;
    const bool fits = request->format == EXPORT_CSV ? plan || request->document == DOCUMENT_ATTENDANCE
                                                    : request->format != EXPORT_JSON || plan;
    return request->document < DOCUMENT_KIND_N && request->format < EXPORT_FORMAT_N &&
           (unsigned)request->lang < LANG_N && (unsigned)request->lang2 <= LANG_N && fits &&
           (request->document == DOCUMENT_CALENDAR) == (request->format == EXPORT_ICS) &&
           (request->document == DOCUMENT_BUNDLE) == (request->format == EXPORT_ZIP);
}

bool export_request_read(struct export_request *request, const char *name)
{
    char word[32];
    const char *dot = strchr(name, '.');
    if (dot == NULL || (size_t)(dot - name) >= sizeof word)
        return false;
    memcpy(word, name, (size_t)(dot - name));
    word[dot - name] = '\0';
    request->document = document_kind_of(word);
    request->format = export_format_of(dot + 1);
    return export_request_ok(request);
}
