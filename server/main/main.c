/* main: `plenary SUBCOMMAND ...`. */
#include <stdio.h>
#include <string.h>

#include "main/commands.h"
#include "main/options.h"
#include "main/terminal.h"

struct subcommand {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *doc;            /* NULL: not for the help */
};

static const struct subcommand subcommands[] = {
    { "serve", cmd_serve, "Serve workshops to browsers." },
    { "user", cmd_user, "Add facilitators' accounts, change passwords, list them." },
    { "import", cmd_import, "Make a workshop from a JSON file." },
    { "export", cmd_export, "Write documents from a workshop's file." },
    { "verify", cmd_verify, "Check that a workshop's file is whole and its history untouched." },
    { "canon", cmd_canon, "Print what was adopted as the bytes that its hash is made of." },
    { "backup", cmd_backup, "Copy the state, also while a server uses it." },
    { "reference", cmd_reference, NULL },
};

enum { N_SUBCOMMANDS = sizeof subcommands / sizeof subcommands[0] };

static void print_help(FILE *out)
{
    fprintf(
        out,
        "Usage: plenary COMMAND [OPTION...]\nRemote and hybrid workshops, from the agenda to the adopted plan.\n\n");
    for (size_t i = 0; i < N_SUBCOMMANDS; i++)
        if (subcommands[i].doc != NULL)
            fprintf(out, "  %-8s %s\n", subcommands[i].name, subcommands[i].doc);
    fprintf(out, "\nplenary COMMAND --help tells more. To try it: plenary serve --demo\n");
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        print_help(stderr);
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0) {
        print_help(stdout);
        return EXIT_DONE;
    }
    for (size_t i = 0; i < N_SUBCOMMANDS; i++)
        if (strcmp(subcommands[i].name, argv[1]) == 0)
            return subcommands[i].run(argc - 2, argv + 2);
    terminal_line(stderr, "plenary: there is no command '%s'. See: plenary --help", argv[1]);
    return EXIT_USAGE;
}
