/*
 * platform: everything app needs from the world outside, handed to it at start: clock, randomness, workers, disk,
 * sockets, exporters. The simulator hands it other ones, and nothing in app can tell.
 */
#ifndef PLENARY_APP_PLATFORM_H
#define PLENARY_APP_PLATFORM_H

#include <stdatomic.h>

#include "app/storage.h"
#include "app/transport.h"
#include "app/vault.h"
#include "base/buf.h"
#include "base/sign.h"

/*
 * A piece of work off the loop: run() on a worker, then done() on the loop's thread. Owned by who submits it. What takes seconds and
 * nobody's next step waits for (documents) is `patient`: it has threads of its own, which leave the processors to everything else.
 */
struct work {
    void (*run)(struct work *work);
    void (*done)(struct work *work);
    bool patient;
    struct work *next;
};

struct workers {
    void *self;
    /* False when the short queue is full: the caller answers "busy". */
    bool (*submit)(void *self, struct work *work);
    size_t (*reap)(void *self);
};

/*
 * What a document is about. JSON is the whole workshop, under DOCUMENT_PLAN only; CSV is its plan, or attendance; a calendar is ICS only,
 * and the bundle of all documents ZIP. Attendance is for the facilitators.
 */
enum document_kind {
    DOCUMENT_PLAN, DOCUMENT_RECOMMENDATIONS, DOCUMENT_TEXTS, DOCUMENT_AGENDA, DOCUMENT_POLLS, DOCUMENT_PARTICIPATION,
    DOCUMENT_REPORT, DOCUMENT_ATTENDANCE, DOCUMENT_CALENDAR, DOCUMENT_BUNDLE, DOCUMENT_KIND_N
};
enum export_format {
    EXPORT_JSON, EXPORT_CSV, EXPORT_DOCX, EXPORT_XLSX, EXPORT_PDF, EXPORT_HTML, EXPORT_MD, EXPORT_ICS, EXPORT_ZIP, EXPORT_FORMAT_N
};

/* The wishes of whoever asks for a document. */
struct export_request {
    enum document_kind document;
    enum export_format format;
    enum lang lang;                 /* headings, and texts where they are in it */
    enum lang lang2;                /* side by side with it; LANG_N: one language */
    bool clean;                     /* without the brackets around wording that is not agreed */
    bool past;                      /* of the room as it was: the document tells at which moment, that of its last change */
    bool staff;                     /* JSON: with what only facilitators may read, for a template */
    uint64_t of;                    /* of a calendar: the delegation or person it is for; 0: all of it */
    const struct signer *signer;    /* of a bundle; borrowed */
    int64_t until;                  /* when it is given up, by export_clock; 0: EXPORT_MS_MAX from its beginning */
    const atomic_bool *unwanted;    /* true: nobody waits for it any more; NULL: somebody does to the end */
};

enum { EXPORT_MS_MAX = 25000 };         /* ms after which a document is given up, of the 30 s until it is answered */

struct platform {
    void *self;
    int64_t (*now)(void *self);                             /* ms since 1970 UTC, never backwards */
    void (*random)(void *out, size_t n);
    struct storage storage;
    struct transport transport;
    struct workers workers;
    struct vault vault;             /* keys of open secret polls; all NULL: this server can have none */
    /* Write `room` as a document into `out`; called on a worker with a private copy. False: does not fit `out`. */
    bool (*export_room)(struct buf *out, const struct room *room, const struct export_request *request);
    const struct signer *signer;                            /* this server's; NULL: it signs nothing */
    bool loopback_only;             /* no TLS needed for what needs privacy */
    bool tls;                       /* cookies get Secure */
    const char *public_origin;      /* "https://example.org" for links; NULL: the request's own Host */
};

#endif
