/*
 * idle: what the server itself holds for a connection that only listens, the kernel's share aside. The first hundred are
 * not counted: with them come the things that exist once.
 *
 *   idle --port P --pid PID --path /ws/ID --cookie C --connections N
 *
 * Prints one JSON object.
 */
#include "crowd.h"

#include <stdio.h>

enum { FIRST = 100, PENDING = 100, SETTLE_MS = 2500 };

int main(int argc, char **argv)
{
    struct arguments arguments = { argc, argv };
    long pid = argument_number(arguments, "--pid", 0);
    size_t n = (size_t)argument_number(arguments, "--connections", 1000);
    const char *path = argument_needed(arguments, "--path"), *cookie = argument_needed(arguments, "--cookie");
    struct crowd crowd;
    if (n <= FIRST)
        fail("idle needs more than %d connections", FIRST);
    crowd_init(&crowd, (int)argument_number(arguments, "--port", 0));
    crowd_fill(&crowd, FIRST, path, &cookie, 1, PENDING);
    crowd_run(&crowd, argument_number(arguments, "--settle-ms", SETTLE_MS));
    int64_t before = process_memory_bytes(pid);
    crowd_fill(&crowd, n - FIRST, path, &cookie, 1, PENDING);
    crowd_run(&crowd, argument_number(arguments, "--settle-ms", SETTLE_MS));
    int64_t after = process_memory_bytes(pid);
    printf("{\"connections\":%zu,\"complete\":%zu,\"memory_mb\":%.1f,\"bytes_per_connection\":%.0f}\n", n,
           crowd.n_complete, (double)after / 1048576, (double)(after - before) / (double)(n - FIRST));
    crowd_free(&crowd);
    return 0;
}
