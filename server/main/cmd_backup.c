/* cmd_backup: a copy of the state, each file as of one moment, also while a server uses it. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "main/commands.h"
#include "main/options.h"
#include "main/state.h"
#include "store/inspect.h"

struct backup_options {
    const char *state;
};

static const struct option_row rows[] = {
    { "--state", OPTION_TEXT, offsetof(struct backup_options, state), .value = "DIR",
      .doc = "The state directory (default: $XDG_STATE_HOME/plenary, else ./state)." },
};

static const struct usage usage = {
    .name = "backup",
    .operands = "TO",
    .doc = "Copies accounts and workshops into the new directory TO, from which a server can be started. A server may be\n"
           "running. Long-lived keys (DIR/keys) are not copied: keep them apart.",
    .rows = rows,
    .n_rows = sizeof rows / sizeof rows[0],
    .operands_min = 1,
    .operands_max = 1,
};

enum { FILE_PATH_MAX = 2 * STATE_PATH_MAX };

static bool copy(const char *from_directory, const char *to_directory, const char *name)
{
    char from[FILE_PATH_MAX], to[FILE_PATH_MAX], message[200];
    snprintf(from, sizeof from, "%s/%s", from_directory, name);
    snprintf(to, sizeof to, "%s/%s", to_directory, name);
    if (store_backup(from, to, message))
        return true;
    fprintf(stderr, "plenary backup: %s: %s\n", from, message);
    return false;
}

static bool is_workshop(const char *name)
{
    static const char ending[] = ".plenary";
    const size_t n = strlen(name), ending_n = sizeof ending - 1;
    return n > ending_n && strcmp(name + n - ending_n, ending) == 0;
}

/* A workshop that cannot be copied does not keep the others from being copied. */
static bool copy_workshops(const char *from, const char *to, size_t *n)
{
    DIR *directory = opendir(from);
    if (directory == NULL) {
        fprintf(stderr, "plenary backup: %s: %s\n", from, strerror(errno));
        return false;
    }
    bool done = true;
    for (const struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        if (!is_workshop(entry->d_name))
            continue;
        if (copy(from, to, entry->d_name))
            ++*n;
        else
            done = false;
    }
    closedir(directory);
    return done;
}

static bool make_directory(const char *path)
{
    if (mkdir(path, 0700) == 0)
        return true;
    fprintf(stderr, "plenary backup: %s: %s\n", path, strerror(errno));
    return false;
}

int cmd_backup(int argc, char **argv)
{
    struct backup_options options = { 0 };
    struct operands operands;
    char buffer[STATE_PATH_MAX], from[FILE_PATH_MAX], to[FILE_PATH_MAX];
    size_t n = 0;
    const int status = options_read(&usage, &options, &operands, argc, argv);
    if (status >= 0)
        return status;
    const char *state = state_path(options.state, buffer);
    snprintf(from, sizeof from, "%s/workshops", state);
    snprintf(to, sizeof to, "%s/workshops", operands.v[0]);
    if (!make_directory(operands.v[0]) || !make_directory(to))
        return EXIT_FAILED;
    bool done = copy(state, operands.v[0], "plenary.db");
    done = copy_workshops(from, to, &n) && done;
    printf("%zu %s copied to %s\n", n, n == 1 ? "workshop" : "workshops", operands.v[0]);
    return done ? EXIT_DONE : EXIT_FAILED;
}
