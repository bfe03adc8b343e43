/* cmd_backup: a copy of the state, each file as of one moment, also while a server uses it. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "main/commands.h"
#include "main/options.h"
#include "main/state.h"
#include "main/terminal.h"
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
           "running. TO has its name only once all is in it. Long-lived keys (DIR/keys) are not copied: keep them apart.",
    .rows = rows,
    .n_rows = sizeof rows / sizeof rows[0],
    .operands_min = 1,
    .operands_max = 1,
};

enum { FILE_PATH_MAX = 2 * STATE_PATH_MAX };

static bool complain(const char *path)
{
    terminal_line(stderr, "plenary backup: %s: %s", path, strerror(errno));
    return false;
}

static bool copy(const char *from_directory, const char *to_directory, const char *name)
{
    char from[FILE_PATH_MAX + 512], to[FILE_PATH_MAX + 512], message[200];
    snprintf(from, sizeof from, "%s/%s", from_directory, name);
    snprintf(to, sizeof to, "%s/%s", to_directory, name);
    if (store_backup(from, to, message))
        return true;
    terminal_line(stderr, "plenary backup: %s: %s", from, message);
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
    if (directory == NULL)
        return complain(from);
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

/* A directory of its own beside TO, which gets its name when all is in it: whatever is called TO is complete. */
static bool begin(const char *to, char *draft, char *draft_workshops)
{
    struct stat st;
    size_t n = strlen(to);
    while (n > 1 && to[n - 1] == '/')
        n--;
    errno = lstat(to, &st) == 0 ? EEXIST : n > STATE_PATH_MAX ? ENAMETOOLONG : 0;
    if (errno != 0)
        return complain(to);
    snprintf(draft, FILE_PATH_MAX, "%.*s.XXXXXX", (int)n, to);
    if (mkdtemp(draft) == NULL)
        return complain(draft);
    snprintf(draft_workshops, FILE_PATH_MAX + 16, "%s/workshops", draft);
    return mkdir(draft_workshops, 0700) == 0 || complain(draft_workshops);
}

static bool sync_directory(const char *path)
{
    const int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool done = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    return done;
}

/* An empty directory that came to be there meanwhile is replaced, anything else is not. */
static bool finish(char *draft, const char *to)
{
    if (rename(draft, to) != 0)
        return complain(to);
    return sync_directory(dirname(draft)) || complain(to);
}

int cmd_backup(int argc, char **argv)
{
    struct backup_options options = { 0 };
    struct operands operands;
    char buffer[STATE_PATH_MAX], from[FILE_PATH_MAX], draft[FILE_PATH_MAX], draft_workshops[FILE_PATH_MAX + 16];
    size_t n = 0;
    const int status = options_read(&usage, &options, &operands, argc, argv);
    if (status >= 0)
        return status;
    const char *state = state_path(options.state, buffer), *to = operands.v[0];
    snprintf(from, sizeof from, "%s/workshops", state);
    if (!begin(to, draft, draft_workshops))
        return EXIT_FAILED;
    bool done = copy(state, draft, "plenary.db");
    done = copy_workshops(from, draft_workshops, &n) && done;
    if (!done && (rmdir(draft_workshops) != 0 || rmdir(draft) != 0))
        terminal_line(stderr, "plenary backup: what could be copied is in %s", draft);
    if (!done || !finish(draft, to))
        return EXIT_FAILED;
    terminal_line(stdout, "%zu %s copied to %s", n, n == 1 ? "workshop" : "workshops", to);
    return EXIT_DONE;
}
