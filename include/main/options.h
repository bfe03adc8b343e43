/*
 * options: command lines by a table. "--name VALUE" and "--name=VALUE" are the same; "--" ends the options; everything
 * else is an operand.
 */
#ifndef PLENARY_MAIN_OPTIONS_H
#define PLENARY_MAIN_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

enum option_type { OPTION_FLAG, OPTION_TEXT, OPTION_NUMBER };

struct option_row {
    const char *name;           /* "--port" */
    enum option_type type;
    size_t offset;              /* in the struct of the subcommand: bool, const char * or int */
    int min, max;               /* OPTION_NUMBER */
    const char *value;          /* how help calls its value: "DIR" */
    const char *doc;
};

/* What a subcommand is, for its help and for reading its line. */
struct usage {
    const char *name;           /* "import" */
    const char *operands;       /* "FILE", "" when there are none */
    const char *doc;            /* sentences */
    const struct option_row *rows;
    size_t n_rows;
    int operands_min, operands_max;
};

enum { OPERANDS_MAX = 3, EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

struct operands {
    const char *v[OPERANDS_MAX];
    int n;
};

/*
 * Read argv[0] to argv[argc - 1] (the words behind the subcommand) into the struct `out`, which holds the defaults. -1: go on;
 * otherwise the exit status: --help was asked for and printed, or something was wrong and a line said what.
 */
int options_read(const struct usage *usage, void *out, struct operands *operands, int argc, char **argv);

#endif
