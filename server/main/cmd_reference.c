/* cmd_reference: prints PROTOCOL.md or the client's types from the program's own tables, for those who change them. */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "export/reference.h"
#include "main/commands.h"
#include "main/file.h"
#include "main/options.h"
#include "main/terminal.h"

static const struct usage usage = {
    .name = "reference",
    .operands = "page FILE | types FILE",
    .doc = "Brings a file up to date with the tables of commands, kinds and refusals: server/PROTOCOL.md (page) or\n"
           "client/src/sync/kinds.ts (types).",
    .operands_min = 2,
    .operands_max = 2,
};

static int write_page(const char *path)
{
    struct buf out;
    size_t n;
    char *page = file_read(path, REFERENCE_BYTES_MAX, &n);
    if (page == NULL)
        return EXIT_FAILED;
    buf_init(&out, REFERENCE_BYTES_MAX);
    reference_page(&out, page);
    const bool done = file_write(path, out.data, out.len);
    buf_free(&out);
    mem_free(page);
    return done ? EXIT_DONE : EXIT_FAILED;
}

static int write_types(const char *path)
{
    struct buf out;
    buf_init(&out, REFERENCE_BYTES_MAX);
    reference_types(&out);
    const bool done = file_write(path, out.data, out.len);
    buf_free(&out);
    return done ? EXIT_DONE : EXIT_FAILED;
}

int cmd_reference(int argc, char **argv)
{
    struct operands operands;
    char nothing;
    const int status = options_read(&usage, &nothing, &operands, argc, argv);
    if (status >= 0)
        return status;
    if (strcmp(operands.v[0], "page") == 0)
        return write_page(operands.v[1]);
    if (strcmp(operands.v[0], "types") == 0)
        return write_types(operands.v[1]);
    terminal_line(stderr, "plenary reference: %s", usage.operands);
    return EXIT_USAGE;
}
