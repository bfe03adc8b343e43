/* export: choosing the writer. See include/export/export.h. */
#include "export/export.h"

#include <assert.h>
#include <time.h>

#include "app/export_form.h"
#include "export/bundle.h"
#include "export/calendar.h"
#include "export/content.h"
#include "export/write.h"

/* The writers that cannot fail, and those that need something of the machine. */
static const struct writer {
    void (*write)(struct buf *out, const struct document *doc);
    bool (*try)(struct buf *out, const struct document *doc);
} writers[EXPORT_FORMAT_N] = {
    [EXPORT_DOCX] = { .write = write_docx },
    [EXPORT_PDF] = { .try = write_pdf },
    [EXPORT_XLSX] = { .try = write_xlsx },
    [EXPORT_HTML] = { .write = write_html },
    [EXPORT_MD] = { .write = write_md },
};

void export_open(void)
{
    write_pdf_prepare();
}

static bool write_document(struct buf *out, const struct room *room, const struct export_request *request)
{
    const struct writer *writer = &writers[request->format];
    bool done = writer->write != NULL;
    struct document *doc = content_make(room, request);
    doc->request = request;
    if (writer->write != NULL)
        writer->write(out, doc);
    else if (writer->try != NULL)
        done = writer->try(out, doc);
    document_free(doc);
    return done;
}

int64_t export_clock(void)
{
    struct timespec now;
    const int failed = clock_gettime(CLOCK_MONOTONIC, &now);
    assert(failed == 0);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool export_goes_on(const struct export_request *request)
{
    return export_clock() < request->until && (request->unwanted == NULL || !atomic_load(request->unwanted));
}

static bool write_request(struct buf *out, const struct room *room, const struct export_request *request)
{
    bool done = true;
    if (request->format == EXPORT_JSON)
        export_json(out, room, request->staff);
    else if (request->format == EXPORT_CSV && request->document == DOCUMENT_ATTENDANCE)
        export_attendance(out, room, request->lang);
    else if (request->format == EXPORT_CSV)
        export_csv(out, room, request->lang);
    else if (request->format == EXPORT_ICS)
        export_calendar(out, room, request);
    else if (request->format == EXPORT_ZIP)
        done = request->signer != NULL && export_bundle(out, room, request);
    else
        done = write_document(out, room, request);
    return done && !out->full;
}

bool export_room(struct buf *out, const struct room *room, const struct export_request *request)
{
    struct export_request timed = *request;
    assert(export_request_ok(request));
    if (timed.until == 0)
        timed.until = export_clock() + EXPORT_MS_MAX;
    return export_goes_on(&timed) && write_request(out, room, &timed);
}
