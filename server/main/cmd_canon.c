/* cmd_canon: the canonical bytes of what was adopted, for `sha256sum`. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/canon.h"
#include "main/commands.h"
#include "main/file.h"
#include "main/options.h"
#include "main/terminal.h"
#include "store/inspect.h"

static const struct usage usage = {
    .name = "canon",
    .operands = "FILE.plenary [ADOPTION]",
    .doc = "Prints the canonical bytes of an adoption, by its number (default: the last one that adopted something),\n"
           "computed from the history of the file. Their SHA-256 is the hash that was kept with it:\n"
           "plenary canon FILE | sha256sum",
    .operands_min = 1,
    .operands_max = 2,
};

/* False: it is no number of an adoption. */
static bool read_adoption(const char *text, uint64_t *out)
{
    char *end;
    errno = 0;
    *out = strtoull(text, &end, 10);
    return text[0] >= '1' && text[0] <= '9' && *end == '\0' && errno == 0;
}

int cmd_canon(int argc, char **argv)
{
    struct operands operands;
    struct buf out;
    char nothing, message[200];
    uint64_t adoption = 0;
    const int status = options_read(&usage, &nothing, &operands, argc, argv);
    if (status >= 0)
        return status;
    if (operands.n == 2 && !read_adoption(operands.v[1], &adoption)) {
        terminal_line(stderr, "plenary canon: '%s' is no number of an adoption", operands.v[1]);
        return EXIT_USAGE;
    }
    buf_init(&out, CANON_BYTES_MAX);
    bool done = store_canon(operands.v[0], adoption, &out, message);
    if (!done)
        terminal_line(stderr, "plenary canon: %s: %s", operands.v[0], message);
    done = done && file_write("-", out.data, out.len);
    buf_free(&out);
    return done ? EXIT_DONE : EXIT_FAILED;
}
