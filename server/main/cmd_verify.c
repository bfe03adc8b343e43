/* cmd_verify: whether a workshop's file is whole, and its history what was chained; whether a bundle is as it was signed. */
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "export/bundle.h"
#include "main/commands.h"
#include "main/file.h"
#include "main/options.h"
#include "main/terminal.h"
#include "store/inspect.h"

enum { BUNDLE_FILE_MAX = 256 << 20 };

struct verify_line {
    const char *key;
};

static const struct option_row rows[] = {
    { "--key", OPTION_TEXT, offsetof(struct verify_line, key), .value = "HEX",
      .doc = "Fingerprint of the key that has to have signed a bundle." },
};

static const struct usage usage = {
    .name = "verify",
    .operands = "FILE.plenary|BUNDLE.zip",
    .rows = rows,
    .n_rows = sizeof rows / sizeof rows[0],
    .doc = "Checks a bundle of documents: its signature, and every file that was signed. Or a workshop's file: structure,\n"
           "the chain of its history, tallies, every row; and runs the history again, which must give every row, every\n"
           "operation of the texts, and the hash of everything that was adopted. A server may be using the file. The exit\n"
           "status is 0 when all is well, 1 when not.",
    .operands_min = 1,
    .operands_max = 1,
};

static void print_report(const struct store_verify_report *report)
{
    char chain[2 * HASH_BYTES + 1];
    hash_hex(chain, report->chain, HASH_BYTES);
    terminal_line(stdout, "changes   %" PRIu64 " (%" PRIu64 " erased, proven by their hash)", report->changes,
                  report->erased);
    terminal_line(stdout, "chain     %s", chain);
    for (int kind = KIND_NONE + 1; kind < KIND_N; kind++)
        if (report->live[kind] > 0)
            terminal_line(stdout, "  %-16s %" PRIu64, kind_info((enum kind)kind)->name, report->live[kind]);
    terminal_line(stdout, "removed   %" PRIu64, report->tombstones);
    if (report->base > 0)
        terminal_line(stdout, "before    %" PRIu64 " changes of an older version, proven by the chain alone",
                      report->base);
    terminal_line(stdout,
                  "run again %" PRIu64 " changes, %" PRIu64 " operations on texts, %" PRIu64 " hashes of adoptions",
                  report->folded, report->ops, report->hashes);
    if (!report->is_proven)
        terminal_line(stdout, "          up to words that were erased: what came later is proven by the chain alone");
}

/* The whole file, where it is an archive; NULL: it is not one. */
static char *read_bundle(const char *path, size_t *n)
{
    char head[4] = "";
    FILE *file = fopen(path, "rb");
    const bool zip = file != NULL && fread(head, 1, sizeof head, file) == sizeof head && memcmp(head, "PK\3\4", 4) == 0;
    if (file != NULL)
        fclose(file);
    return zip ? file_read(path, BUNDLE_FILE_MAX, n) : NULL;
}

static int verify_bundle(const char *path, const char *bytes, size_t n, const char *key)
{
    struct bundle_report report;
    char fingerprint[SIGN_FINGERPRINT];
    const bool holds = bundle_verify(bytes, n, &report);
    if (!holds) {
        terminal_line(stderr, "plenary verify: %s: %s", path, report.message);
        return EXIT_FAILED;
    }
    sign_fingerprint(fingerprint, report.key);
    if (key != NULL && strcmp(key, fingerprint) != 0) {
        terminal_line(stderr, "plenary verify: %s: it was signed with another key, %s", path, fingerprint);
        return EXIT_FAILED;
    }
    terminal_line(stdout, "files     %zu", report.files);
    terminal_line(stdout, "key       %s", fingerprint);
    terminal_line(stdout, "%s is as it was signed with this key.", path);
    if (key == NULL)
        terminal_line(stdout, "Whose key it is has to be known another way: compare its fingerprint.");
    return EXIT_DONE;
}

int cmd_verify(int argc, char **argv)
{
    struct operands operands;
    struct store_verify_report report;
    struct verify_line line = { 0 };
    char message[200];
    size_t n = 0;
    const int status = options_read(&usage, &line, &operands, argc, argv);
    if (status >= 0)
        return status;
    char *bundle = read_bundle(operands.v[0], &n);
    if (bundle != NULL) {
        const int result = verify_bundle(operands.v[0], bundle, n, line.key);
        mem_free(bundle);
        return result;
    }
    if (line.key != NULL) {
        terminal_line(stderr, "plenary verify: %s: this is no bundle, so that no key has signed it", operands.v[0]);
        return EXIT_FAILED;
    }
    const bool whole = store_verify(operands.v[0], &report, message);
    if (!whole) {
        terminal_line(stderr, "plenary verify: %s: %s", operands.v[0], message);
        return EXIT_FAILED;
    }
    print_report(&report);
    terminal_line(stdout, "%s is whole.", operands.v[0]);
    return EXIT_DONE;
}
