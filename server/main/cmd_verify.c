/* cmd_verify: whether a workshop's file is whole, and its history what was chained. */
#include <inttypes.h>
#include <stdio.h>

#include "base/hash.h"
#include "main/commands.h"
#include "main/options.h"
#include "store/inspect.h"

static const struct usage usage = {
    .name = "verify",
    .operands = "FILE.plenary",
    .doc = "Checks a workshop's file: structure, the chain of its history, tallies, every row; and runs the history again,\n"
           "which must give every row, every operation of the texts, and the hash of everything that was adopted. A server\n"
           "may be using the file. The exit status is 0 when all is well, 1 when not.",
    .operands_min = 1,
    .operands_max = 1,
};

static void print_report(const struct store_verify_report *report)
{
    char chain[2 * HASH_BYTES + 1];
    hash_hex(chain, report->chain, HASH_BYTES);
    printf("changes   %" PRIu64 " (%" PRIu64 " erased, proven by their hash)\n", report->changes, report->erased);
    printf("chain     %s\n", chain);
    for (int kind = KIND_NONE + 1; kind < KIND_N; kind++)
        if (report->live[kind] > 0)
            printf("  %-16s %" PRIu64 "\n", kind_info((enum kind)kind)->name, report->live[kind]);
    printf("removed   %" PRIu64 "\n", report->tombstones);
    if (report->base > 0)
        printf("before    %" PRIu64 " changes of an older version, proven by the chain alone\n", report->base);
    printf("run again %" PRIu64 " changes, %" PRIu64 " operations on texts, %" PRIu64 " hashes of adoptions\n",
           report->folded, report->ops, report->hashes);
    if (!report->is_proven)
        printf("          up to words that were erased: what came later is proven by the chain alone\n");
}

int cmd_verify(int argc, char **argv)
{
    struct operands operands;
    struct store_verify_report report;
    char nothing, message[200];
    const int status = options_read(&usage, &nothing, &operands, argc, argv);
    if (status >= 0)
        return status;
    const bool whole = store_verify(operands.v[0], &report, message);
    if (!whole) {
        fprintf(stderr, "plenary verify: %s: %s\n", operands.v[0], message);
        return EXIT_FAILED;
    }
    print_report(&report);
    printf("%s is whole.\n", operands.v[0]);
    return EXIT_DONE;
}
