/* cmd_export: a workshop's file as a document; the same code as the server's download. */
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "app/export_form.h"
#include "export/export.h"
#include "main/commands.h"
#include "main/file.h"
#include "main/keys.h"
#include "main/options.h"
#include "main/progress.h"
#include "main/state.h"
#include "main/terminal.h"
#include "store/archive.h"
#include "store/inspect.h"

struct export_line {
    const char *document, *format, *lang, *lang2, *at, *out, *state;
    bool clean, lean;
};

#define AT(member) .offset = offsetof(struct export_line, member)

static const struct option_row rows[] = {
    { "--document", OPTION_TEXT, AT(document), .value = "WORD",
      .doc = "plan, recommendations, texts, agenda, polls, participation, report,\n"
             "attendance, calendar or bundle (default: plan)." },
    { "--format", OPTION_TEXT, AT(format), .value = "WORD",
      .doc = "docx, xlsx, pdf, html or md; of the plan and attendance also csv; json\n"
             "for all of the workshop; ics for the calendar, zip for the signed bundle\n"
             "of all documents; plenary for a copy of the file (default: json of the\n"
             "plan, ics of the calendar, zip of the bundle, else docx)." },
    { "--lang", OPTION_TEXT, AT(lang), .value = "LANG", .doc = "Language of the document: ar, fr or en (default: en)." },
    { "--lang2", OPTION_TEXT, AT(lang2), .value = "LANG", .doc = "A second language, side by side." },
    { "--clean", OPTION_FLAG, AT(clean), .doc = "Without the brackets around wording that is not agreed." },
    { "--lean", OPTION_FLAG, AT(lean),
      .doc = "With --format plenary: without the facilitators' notes and attendance." },
    { "--at", OPTION_TEXT, AT(at), .value = "SEQ|TIME",
      .doc = "As it was after this change, or at this time: 2026-05-31T14:30Z." },
    { "--state", OPTION_TEXT, AT(state), .value = "DIR",
      .doc = "Whose key signs a bundle (default: that of the server the file lies in, then\n"
             "$XDG_STATE_HOME/plenary, else ./state)." },
    { "--out", OPTION_TEXT, AT(out), .value = "FILE", .doc = "Where to write it (default: standard output)." },
};

static const struct usage usage = {
    .name = "export",
    .operands = "FILE.plenary",
    .doc = "Writes the workshop in a file as a document: what everybody in its room may read, or attendance.\n"
           "A server may be using the file. Files lie in STATE/workshops/. A document has 64 MiB at most, and all the\n"
           "time it takes. The exit status is 0 when it was written, 1 when not, 2 when the line says nothing possible.",
    .rows = rows,
    .n_rows = sizeof rows / sizeof rows[0],
    .operands_min = 1,
    .operands_max = 1,
};

static int complain(int status, const char *format, ...) __attribute__((format(printf, 2, 3)));

static int complain(int status, const char *format, ...)
{
    char text[TERMINAL_LINE_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    terminal_line(stderr, "plenary export: %s", text);
    return status;
}

static int write_document(const struct room *room, const struct export_request *request, const char *path)
{
    struct buf out;
    struct progress progress;
    int status = EXIT_DONE;
    char what[64];
    snprintf(what, sizeof what, "%s.%s", document_kind_word(request->document), export_format_word(request->format));
    buf_init(&out, EXPORT_BYTES_MAX);
    progress_begin(&progress, what);
    const bool done = export_room(&out, room, request);
    progress_end(&progress);
    if (!done && out.full)
        status = complain(EXIT_FAILED, "the document would be larger than %d MiB", EXPORT_BYTES_MAX >> 20);
    else if (!done)
        status = complain(EXIT_FAILED, "this machine cannot make a document of that format");
    else if (!file_write(path, out.data, out.len))
        status = EXIT_FAILED;
    buf_free(&out);
    return status;
}

/* A number of a change, or a time in UTC with or without seconds. False: neither. */
static bool read_moment(const char *text, uint64_t *seq, int64_t *at)
{
    static const char *const forms[] = { "%Y-%m-%dT%H:%MZ", "%Y-%m-%dT%H:%M:%SZ" };
    *seq = 0;
    *at = 0;
    if (text[0] != '\0' && strspn(text, "0123456789") == strlen(text)) {
        *seq = strlen(text) <= 15 ? strtoull(text, NULL, 10) : 0;
        return *seq > 0;
    }
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        struct tm tm = { 0 };
        const char *end = strptime(text, forms[i], &tm);
        *at = (int64_t)timegm(&tm) * 1000;
        if (end != NULL && *end == '\0')
            return *at > 0;
    }
    return false;
}

/* NULL: a line on standard error said why, and *status is the exit status. */
static struct room *read_room(const char *file, const char *moment, int *status)
{
    char message[200];
    uint64_t seq;
    int64_t at;
    *status = EXIT_FAILED;
    if (moment != NULL && !read_moment(moment, &seq, &at)) {
        *status = complain(EXIT_USAGE, "--at is the number of a change, or a time such as 2026-05-31T14:30Z");
        return NULL;
    }
    struct room *room = moment == NULL ? store_read_room(file, message) : store_read_past(file, seq, at, message);
    if (room == NULL)
        complain(EXIT_FAILED, "%s: %s", file, message);
    return room;
}

static enum export_format usual_format(enum document_kind document)
{
    return document == DOCUMENT_PLAN       ? EXPORT_JSON
           : document == DOCUMENT_CALENDAR ? EXPORT_ICS
           : document == DOCUMENT_BUNDLE   ? EXPORT_ZIP
                                           : EXPORT_DOCX;
}

/* -1: go on; otherwise the exit status. */
static int read_request(struct export_request *request, const struct export_line *line)
{
    *request = (struct export_request){
        .document = document_kind_of(line->document),
        .lang = lang_of(line->lang),
        .lang2 = line->lang2 == NULL ? LANG_N : lang_of(line->lang2),
        .clean = line->clean,
        .past = line->at != NULL,
        .until = INT64_MAX,
    };
    request->format = line->format == NULL ? usual_format(request->document) : export_format_of(line->format);
    if (request->document == DOCUMENT_KIND_N)
        return complain(EXIT_USAGE, "there is no document '%s'. See: plenary export --help", line->document);
    if (request->format == EXPORT_FORMAT_N)
        return complain(EXIT_USAGE, "there is no format '%s'. See: plenary export --help", line->format);
    if (request->lang == LANG_N || (line->lang2 != NULL && request->lang2 == LANG_N))
        return complain(EXIT_USAGE, "--lang and --lang2 are ar, fr or en");
    if (!export_request_ok(request))
        return complain(EXIT_USAGE, "%s is not written as %s. See: plenary export --help", line->document,
                        line->format);
    return -1;
}

static bool is_text(const char *format)
{
    static const char *const texts[] = { "json", "csv", "html", "md", "ics" };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (strcmp(texts[i], format) == 0)
            return true;
    return false;
}

/* A copy of the file, whether a server uses it or not. */
static int copy_file(const char *file, bool lean, const char *path)
{
    struct buf out;
    char message[200];
    int status = EXIT_DONE;
    buf_init(&out, STORE_COPY_MAX);
    if (archive_copy(file, lean, &out, message) != STORE_OK)
        status = complain(EXIT_FAILED, "%s: %s", file, message);
    else if (!file_write(path, out.data, out.len))
        status = EXIT_FAILED;
    buf_free(&out);
    return status;
}

static bool has_key(const char *state)
{
    char key[STATE_PATH_MAX + 32];
    snprintf(key, sizeof key, "%s/keys/signing.pem", state);
    return access(key, F_OK) == 0;
}

/*
 * The key of the state that is named; else of that in which the file lies, as STATE/workshops/ID.plenary; else of the usual one. A key
 * that nobody knows is made only where somebody says in so many words whose it is to be. False: a line said why.
 */
static bool find_signer(struct signer *signer, const char *given, const char *file)
{
    char beside[STATE_PATH_MAX], usual[STATE_PATH_MAX];
    const char *name = strrchr(file, '/'), *state = state_path(given, usual);
    snprintf(beside, sizeof beside, "%.*s/..", name == NULL ? 1 : (int)(name - file), name == NULL ? "." : file);
    if (given == NULL && has_key(beside))
        state = beside;
    if (given == NULL && !has_key(state)) {
        complain(EXIT_FAILED, "a bundle is signed with a server's key: say --state DIR");
        return false;
    }
    return keys_signer(signer, state);
}

static int export_document(const struct export_line *line, struct export_request *request, const char *file)
{
    int status;
    struct signer signer;
    if (request->document == DOCUMENT_BUNDLE && !find_signer(&signer, line->state, file))
        return EXIT_FAILED;
    request->signer = &signer;
    struct room *room = read_room(file, line->at, &status);
    if (room == NULL)
        return status;
    status = write_document(room, request, line->out);
    room_free(room);
    return status;
}

/* Whether words would be lost that stand nowhere else: `out` is the file itself, or one that a server has open, or its log. */
static bool is_kept_there(const char *file, const char *out)
{
    struct stat own, other;
    char real[PATH_MAX], log[PATH_MAX + 8];
    if (out == NULL || stat(out, &other) != 0 || !S_ISREG(other.st_mode) || realpath(out, real) == NULL)
        return false;
    const char *name = strrchr(real, '/'), *ending = strstr(name, ".plenary-");
    snprintf(log, sizeof log, "%s-wal", real);
    return (stat(file, &own) == 0 && own.st_dev == other.st_dev && own.st_ino == other.st_ino) ||
           access(log, F_OK) == 0 || ending != NULL;
}

int cmd_export(int argc, char **argv)
{
    struct export_line line = { .document = "plan", .lang = "en" };
    struct export_request request;
    struct operands operands;
    int status = options_read(&usage, &line, &operands, argc, argv);
    const bool copy = status < 0 && line.format != NULL && strcmp(line.format, "plenary") == 0;
    if (status < 0 && !copy)
        status = read_request(&request, &line);
    if (status >= 0)
        return status;
    if (copy ? line.at != NULL : line.lean)
        return complain(EXIT_USAGE,
                        copy ? "--at is for documents, not for the file" : "--lean is for --format plenary");
    if (is_kept_there(operands.v[0], line.out))
        return complain(EXIT_USAGE, "%s is a workshop's own file, which would be lost; say another FILE", line.out);
    if (file_is_terminal(line.out) && (copy || !is_text(export_format_word(request.format))))
        return complain(EXIT_USAGE, "this is no text for a terminal; say --out FILE, or send it on with > or |");
    return copy ? copy_file(operands.v[0], line.lean, line.out) : export_document(&line, &request, operands.v[0]);
}
