/*
 * joins: a storm of people who come at once: socket, hello, first load. Measures the server's CPU for one of them.
 *
 *   joins --port P --pid PID --path /ws/ID --cookies FILE --connections N [--pending N]
 *
 * Prints one JSON object; first_load_bytes is what one of them was sent as deltas.
 */
#include "crowd.h"

#include <inttypes.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    struct arguments arguments = { argc, argv };
    long pid = argument_number(arguments, "--pid", 0), pending = argument_number(arguments, "--pending", 250);
    size_t n = (size_t)argument_number(arguments, "--connections", 1000), n_cookies;
    const char *path = argument_needed(arguments, "--path");
    const char **cookies = file_lines(argument_needed(arguments, "--cookies"), &n_cookies);
    struct crowd crowd;
    crowd_init(&crowd, (int)argument_number(arguments, "--port", 0));
    crowd_fill(&crowd, 1, path, &cookies[n_cookies - 1], 1, 1); /* the room is in memory now */
    int64_t cpu = process_cpu_ns(pid), began = now_ns();
    crowd_fill(&crowd, n, path, cookies, n_cookies, (size_t)pending);
    cpu = process_cpu_ns(pid) - cpu;
    printf("{\"joins\":%zu,\"complete\":%zu,\"first_load_bytes\":%" PRIu64
           ",\"cpu_us_per_join\":%.1f,\"seconds\":%.3f}\n",
           n, crowd.n_complete - 1, crowd.member[n].delta_bytes, (double)cpu / 1000 / (double)n,
           (double)(now_ns() - began) / 1e9);
    crowd_free(&crowd);
    return 0;
}
