/* state: see include/main/state.h. */
#include "main/state.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

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
