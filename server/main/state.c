/* state: see include/main/state.h. */
#include "main/state.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

const char *state_path(const char *given, char buffer[STATE_PATH_MAX])
{
    const char *home = getenv("XDG_STATE_HOME");
    if (given != NULL)
        return given;
    if (home == NULL || home[0] != '/')
        return "state";
    const int n = snprintf(buffer, STATE_PATH_MAX, "%s/plenary", home);
    return n > 0 && n < STATE_PATH_MAX ? buffer : "state";
}

/* `format` with a directory of the environment; NULL: it has none, or it does not fit. */
static const char *below(const char *directory, const char *rest, char buffer[STATE_PATH_MAX])
{
    if (directory == NULL || directory[0] != '/' || strchr(directory, ':') != NULL)
        return NULL;
    const int n = snprintf(buffer, STATE_PATH_MAX, "%s%s", directory, rest);
    return n > 0 && n < STATE_PATH_MAX ? buffer : NULL;
}

const char *run_path(const char *given, char buffer[STATE_PATH_MAX])
{
    const char *path = given;
    if (path == NULL)
        path = below(getenv("RUNTIME_DIRECTORY"), "", buffer);
    if (path == NULL)
        path = below(getenv("XDG_RUNTIME_DIR"), "/plenary", buffer);
    if (path != NULL)
        return path;
    snprintf(buffer, STATE_PATH_MAX, "/dev/shm/plenary-%u", (unsigned)geteuid());
    return buffer;
}

int64_t wall_clock_now(void *self)
{
    struct wall_clock *clock = self;
    struct timespec now;
    const int failed = clock_gettime(CLOCK_REALTIME, &now);
    assert(failed == 0);
    const int64_t ms = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
    if (ms > clock->last)
        clock->last = ms;
    return clock->last;
}
