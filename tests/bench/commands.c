/*
 * commands: how many commands a second are acknowledged, durably, when 30 people send all they may at once: three
 * connections each, and as many messages as the server takes in one burst.
 *
 *   commands --port P --pid PID --path /ws/ID --cookies FILE [--people N] [--bursts B]
 *
 * Every connection edits a row of its own. Prints one JSON object.
 */
#include "crowd.h"

#include <inttypes.h>
#include <stdio.h>

enum {
    EACH = 3,         /* connections of one person */
    BURST = 38,       /* messages at once; 40 are allowed */
    REFILL_MS = 2200, /* until so many are allowed again */
    BURST_SECONDS = 20
};

struct load {
    size_t answered;
};

static void on_message(void *context, struct crowd *crowd, size_t at, const struct letter *message)
{
    struct load *load = context;
    (void)crowd, (void)at;
    if (message->said == SAID_NO)
        fail("a command was refused: %.*s", (int)message->bytes, message->text);
    if (message->said == SAID_ACK)
        load->answered++;
}

static void answer_all(struct crowd *crowd, const struct load *load, size_t target)
{
    int64_t deadline = now_ns() + (int64_t)BURST_SECONDS * 1000000000;
    while (load->answered < target) {
        crowd_turn(crowd);
        await(deadline, "the acknowledgements");
    }
}

static void create_rows(struct crowd *crowd, struct load *load)
{
    for (size_t i = 0; i < crowd->n; i++)
        crowd_command(crowd, i, "recommendation.create", "{\"text\":{\"en\":\"Draft.\"}}");
    answer_all(crowd, load, crowd->n);
}

/* Acknowledged commands a second, from the first sent to the last answered. */
static double one_burst(struct crowd *crowd, struct load *load, long number)
{
    char args[128];
    size_t target = load->answered + crowd->n * BURST;
    int64_t began = now_ns();
    for (int k = 0; k < BURST; k++) {
        snprintf(args, sizeof args, "{\"id\":-1,\"text\":{\"en\":\"Draft %ld.%d\"}}", number, k);
        for (size_t i = 0; i < crowd->n; i++)
            crowd_command(crowd, i, "recommendation.edit", args);
        crowd_turn(crowd);
    }
    answer_all(crowd, load, target);
    return (double)(crowd->n * BURST) * 1e9 / (double)(now_ns() - began);
}

int main(int argc, char **argv)
{
    struct arguments arguments = { argc, argv };
    long pid = argument_number(arguments, "--pid", 0), bursts = argument_number(arguments, "--bursts", 5);
    size_t people = (size_t)argument_number(arguments, "--people", 30), n_cookies;
    const char **cookies = file_lines(argument_needed(arguments, "--cookies"), &n_cookies);
    struct load load = { 0 };
    struct series rate = { 0 };
    struct crowd crowd;
    if (people > n_cookies)
        fail("there are %zu cookies for %zu people", n_cookies, people);
    crowd_init(&crowd, (int)argument_number(arguments, "--port", 0));
    crowd_fill(&crowd, people * EACH, argument_needed(arguments, "--path"), cookies, people, people);
    crowd.on_message = on_message;
    crowd.context = &load;
    create_rows(&crowd, &load);
    int64_t cpu = process_cpu_ns(pid);
    for (long i = 0; i < bursts; i++) {
        crowd_beat(&crowd);
        crowd_run(&crowd, REFILL_MS);
        series_add(&rate, one_burst(&crowd, &load, i));
    }
    cpu = process_cpu_ns(pid) - cpu;
    size_t sent = crowd.n * BURST * (size_t)bursts;
    printf(
        "{\"people\":%zu,\"connections\":%zu,\"created\":%zu,\"sent\":%zu,\"acknowledged\":%zu,\"commands_per_s\":%.0f"
        ",\"cpu_us_per_command\":%.1f}\n",
        people, crowd.n, crowd.n, sent, load.answered - crowd.n, series_at(&rate, 0.5),
        (double)cpu / 1000 / (double)sent);
    crowd_free(&crowd);
    return 0;
}
