/* cmd_export: a workshop's file as a document; the same code as the server's download. */
#include <stdio.h>
#include <string.h>

#include "export/export.h"
#include "main/commands.h"
#include "main/file.h"
#include "main/options.h"
#include "store/inspect.h"

struct export_line {
    const char *format, *lang, *out;
};

#define AT(member) .offset = offsetof(struct export_line, member)

static const struct option_row rows[] = {
    { "--format", OPTION_TEXT, AT(format), .value = "WORD", .doc = "json (all of it) or csv (the plan) (default: json)." },
    { "--lang", OPTION_TEXT, AT(lang), .value = "LANG", .doc = "Language of a CSV: ar, fr or en (default: en)." },
    { "--out", OPTION_TEXT, AT(out), .value = "FILE", .doc = "Where to write it (default: standard output)." },
};

static const struct usage usage = {
    .name = "export",
    .operands = "FILE.plenary",
    .doc = "Writes the workshop in a file as a document: what everybody in its room may read. A server may be using the\n"
           "file. Files lie in STATE/workshops/.",
    .rows = rows,
    .n_rows = sizeof rows / sizeof rows[0],
    .operands_min = 1,
    .operands_max = 1,
};

static int write_document(const struct room *room, enum export_format format, enum lang lang, const char *path)
{
    struct buf out;
    buf_init(&out, EXPORT_BYTES_MAX);
    bool done = export_room(&out, room, format, lang);
    if (!done)
        fprintf(stderr, "plenary export: the document would be larger than %d MiB\n", EXPORT_BYTES_MAX >> 20);
    done = done && file_write(path, out.data, out.len);
    buf_free(&out);
    return done ? EXIT_DONE : EXIT_FAILED;
}

int cmd_export(int argc, char **argv)
{
    struct export_line line = { .format = "json", .lang = "en" };
    struct operands operands;
    char message[200];
    const int status = options_read(&usage, &line, &operands, argc, argv);
    if (status >= 0)
        return status;
    const enum export_format format = export_format_of(line.format);
    const enum lang lang = lang_of(line.lang);
    if (format == EXPORT_FORMAT_N || lang == LANG_N) {
        fprintf(stderr, "plenary export: --format is json or csv, --lang is ar, fr or en\n");
        return EXIT_USAGE;
    }
    struct room *room = store_read_room(operands.v[0], message);
    if (room == NULL) {
        fprintf(stderr, "plenary export: %s: %s\n", operands.v[0], message);
        return EXIT_FAILED;
    }
    const int result = write_document(room, format, lang, line.out);
    room_free(room);
    return result;
}
