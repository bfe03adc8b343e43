/* state: where the state directory and that for keys are when nobody says, and the clock. */
#ifndef PLENARY_MAIN_STATE_H
#define PLENARY_MAIN_STATE_H

#include <stddef.h>
#include <stdint.h>

enum { STATE_PATH_MAX = 4096 };

/* `given`, else $XDG_STATE_HOME/plenary, else ./state. The result is `given` or `buffer`. */
const char *state_path(const char *given, char buffer[STATE_PATH_MAX]);

/*
 * `given`, else $RUNTIME_DIRECTORY (which systemd sets), else $XDG_RUNTIME_DIR/plenary, else a directory of the user in /dev/shm. The
 * result is `given` or `buffer`.
 */
const char *run_path(const char *given, char buffer[STATE_PATH_MAX]);

/* ms since 1970 UTC, never backwards. Zero it before the first use; one thread. */
struct wall_clock {
    int64_t last;
};
int64_t wall_clock_now(void *clock);

#endif
