/* cmd_export: a workshop's file as a document; the same code as the server's download. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/export_form.h"
#include "export/export.h"
#include "main/commands.h"
#include "main/file.h"
#include "main/keys.h"
#include "main/options.h"
#include "main/state.h"
#include "store/archive.h"
#include "store/inspect.h"

struct export_line {
    const char *document, *format, *lang, *lang2, *at, *out, *state;
    bool clean, lean;
};

#define AT(member) .offset = offsetof(struct export_line, member)

static const struct option_row rows[] = {
    { "--document", OPTION_TEXT, AT(document), .value = "WORD",
      .doc = "plan, recommendations, texts, agenda, polls, participation, report,\nattendance, calendar or bundle (default: plan)." },
    { "--format", OPTION_TEXT, AT(format), .value = "WORD",
      .doc = "docx, xlsx, pdf, html or md; of the plan and attendance also csv,\njson for all of the workshop; ics for the calendar, zip for the signed\nbundle of all of them; plenary for a copy of the file (default: json)." },
    { "--lang", OPTION_TEXT, AT(lang), .value = "LANG", .doc = "Language of the document: ar, fr or en (default: en)." },
    { "--lang2", OPTION_TEXT, AT(lang2), .value = "LANG", .doc = "A second language, side by side." },
    { "--clean", OPTION_FLAG, AT(clean), .doc = "Without the brackets around wording that is not agreed." },
    { "--lean", OPTION_FLAG, AT(lean),
      .doc = "With --format plenary: without the facilitators' notes and attendance." },
    { "--at", OPTION_TEXT, AT(at), .value = "SEQ|TIME",
      .doc = "As it was after this change, or at this time: 2026-05-31T14:30Z." },
    { "--state", OPTION_TEXT, AT(state), .value = "DIR",
      .doc = "Whose key signs a bundle (default: $XDG_STATE_HOME/plenary, else ./state)." },
    { "--out", OPTION_TEXT, AT(out), .value = "FILE", .doc = "Where to write it (default: standard output)." },
};

static const struct usage usage = {
    .name = "export",
    .operands = "FILE.plenary",
    .doc = "Writes the workshop in a file as a document: what everybody in its room may read, or attendance.\n"
           "A server may be using the file. Files lie in STATE/workshops/.",
    .rows = rows,
    .n_rows = sizeof rows / sizeof rows[0],
    .operands_min = 1,
    .operands_max = 1,
};

static int write_document(const struct room *room, const struct export_request *request, const char *path)
{
    struct buf out;
    buf_init(&out, EXPORT_BYTES_MAX);
    bool done = export_room(&out, room, request);
    if (!done && out.full)
        fprintf(stderr, "plenary export: the document would be larger than %d MiB\n", EXPORT_BYTES_MAX >> 20);
    else if (!done)
        fprintf(stderr, "plenary export: this machine cannot make a document of that format\n");
    done = done && file_write(path, out.data, out.len);
    buf_free(&out);
    return done ? EXIT_DONE : EXIT_FAILED;
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
        fprintf(stderr, "plenary export: --at is the number of a change, or a time such as 2026-05-31T14:30Z\n");
        *status = EXIT_USAGE;
        return NULL;
    }
    struct room *room = moment == NULL ? store_read_room(file, message) : store_read_past(file, seq, at, message);
    if (room == NULL)
        fprintf(stderr, "plenary export: %s: %s\n", file, message);
    return room;
}

static bool read_request(struct export_request *request, const struct export_line *line)
{
    *request = (struct export_request){
        .document = document_kind_of(line->document),
        .format = export_format_of(line->format),
        .lang = lang_of(line->lang),
        .lang2 = line->lang2 == NULL ? LANG_N : lang_of(line->lang2),
        .clean = line->clean,
    };
    return (line->lang2 == NULL || request->lang2 != LANG_N) && export_request_ok(request);
}

/* A copy of the file, whether a server uses it or not. */
static int copy_file(const char *file, bool lean, const char *path)
{
    struct buf out;
    char message[200];
    buf_init(&out, STORE_COPY_MAX);
    bool done = archive_copy(file, lean, &out, message) == STORE_OK;
    if (!done)
        fprintf(stderr, "plenary export: %s: %s\n", file, message);
    done = done && file_write(path, out.data, out.len);
    buf_free(&out);
    return done ? EXIT_DONE : EXIT_FAILED;
}

int cmd_export(int argc, char **argv)
{
    struct export_line line = { .document = "plan", .format = "json", .lang = "en" };
    struct export_request request;
    struct operands operands;
    int status = options_read(&usage, &line, &operands, argc, argv);
    if (status >= 0)
        return status;
    if (strcmp(line.format, "plenary") == 0)
        return copy_file(operands.v[0], line.lean, line.out);
    if (!read_request(&request, &line)) {
        fprintf(stderr,
                "plenary export: no such document, format or language, or not together: see plenary export --help\n");
        return EXIT_USAGE;
    }
    struct signer signer;
    char state[STATE_PATH_MAX];
    if (request.document == DOCUMENT_BUNDLE && !keys_signer(&signer, state_path(line.state, state)))
        return EXIT_FAILED;
    request.signer = &signer;
    struct room *room = read_room(operands.v[0], line.at, &status);
    if (room == NULL)
        return status;
    const int result = write_document(room, &request, line.out);
    room_free(room);
    return result;
}
