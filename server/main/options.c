/* options: reading a command line, and the help that its table makes. See include/main/options.h. */
#include "main/options.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "main/terminal.h"

static void print_row(const char *name, const char *value, const char *doc)
{
    enum { DOC_AT = 21 }; /* where its lines begin */
    char left[60];
    snprintf(left, sizeof left, "%s%s%s", name, value == NULL ? "" : " ", value == NULL ? "" : value);
    printf("  %-*s ", DOC_AT - 3, left);
    for (const char *end; (end = strchr(doc, '\n')) != NULL; doc = end + 1)
        printf("%.*s\n%*s", (int)(end - doc), doc, DOC_AT, "");
    printf("%s\n", doc);
}

static void print_help(const struct usage *usage)
{
    printf("Usage: plenary %s [OPTION...]%s%s\n%s\n\n", usage->name, usage->operands[0] == '\0' ? "" : " ",
           usage->operands, usage->doc);
    for (size_t i = 0; i < usage->n_rows; i++)
        print_row(usage->rows[i].name, usage->rows[i].value, usage->rows[i].doc);
    print_row("--help", NULL, "This text.");
}

static int refuse(const struct usage *usage, const char *what, const char *word)
{
    terminal_line(stderr, "plenary %s: %s%s%s. See: plenary %s --help", usage->name, what, word[0] == '\0' ? "" : " ",
                  word, usage->name);
    return EXIT_USAGE;
}

/* The row that `word` names, up to "=" if it has one; *value is what stands behind it, or NULL. */
static const struct option_row *find_row(const struct usage *usage, const char *word, const char **value)
{
    const char *equals = strchr(word, '=');
    const size_t n = equals == NULL ? strlen(word) : (size_t)(equals - word);
    *value = equals == NULL ? NULL : equals + 1;
    for (size_t i = 0; i < usage->n_rows; i++)
        if (strlen(usage->rows[i].name) == n && strncmp(usage->rows[i].name, word, n) == 0)
            return &usage->rows[i];
    return NULL;
}

static bool read_number(const struct option_row *row, const char *value, int *out)
{
    char *end;
    errno = 0;
    const long number = strtol(value, &end, 10);
    if (errno != 0 || end == value || *end != '\0' || number < row->min || number > row->max)
        return false;
    *out = (int)number;
    return true;
}

static int store_value(const struct usage *usage, const struct option_row *row, const char *value, void *out)
{
    void *member = (char *)out + row->offset;
    char range[80];
    if (row->type == OPTION_TEXT) {
        *(const char **)member = value;
        return -1;
    }
    assert(row->type == OPTION_NUMBER);
    if (read_number(row, value, member))
        return -1;
    snprintf(range, sizeof range, "%s takes a number from %d to %d, not", row->name, row->min, row->max);
    return refuse(usage, range, value);
}

/* One option at argv[*at]; *at is left at its last word. */
static int read_option(const struct usage *usage, void *out, int argc, char **argv, int *at)
{
    const char *value;
    const struct option_row *row = find_row(usage, argv[*at], &value);
    if (row == NULL)
        return refuse(usage, "there is no option", argv[*at]);
    if (row->type == OPTION_FLAG) {
        if (value != NULL)
            return refuse(usage, "no value belongs to", row->name);
        *(bool *)((char *)out + row->offset) = true;
        return -1;
    }
    if (value == NULL && *at + 1 < argc)
        value = argv[++*at];
    if (value == NULL)
        return refuse(usage, "a value is missing behind", row->name);
    return store_value(usage, row, value, out);
}

static bool asks_for_help(int argc, char **argv)
{
    for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    return false;
}

int options_read(const struct usage *usage, void *out, struct operands *operands, int argc, char **argv)
{
    bool ended = false;
    *operands = (struct operands){ 0 };
    if (asks_for_help(argc, argv)) {
        print_help(usage);
        return EXIT_DONE;
    }
    for (int i = 0; i < argc; i++) {
        if (!ended && strcmp(argv[i], "--") == 0) {
            ended = true;
        } else if (!ended && argv[i][0] == '-' && argv[i][1] != '\0') {
            const int status = read_option(usage, out, argc, argv, &i);
            if (status >= 0)
                return status;
        } else if (operands->n == usage->operands_max) {
            return refuse(usage, "one word too many:", argv[i]);
        } else {
            operands->v[operands->n++] = argv[i];
        }
    }
    return operands->n < usage->operands_min ? refuse(usage, "missing:", usage->operands) : -1;
}
