/*
 * votes: everybody in the room votes within one second while everybody receives. Measures the time from each vote to its
 * durable acknowledgement, and until every screen holds everything.
 *
 *   votes --port P --pid PID --path /ws/ID --cookies FILE --poll ID --options ID,ID [--within-ms MS] [--rounds R]
 *
 * One member a cookie; each round everybody votes anew. --within-ms 0: all at the same moment. Prints one JSON object.
 */
#include "crowd.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { PENDING = 100, SETTLE_MS = 2500, BETWEEN_MS = 500, ROUND_SECONDS = 20 };

struct vote {
    int64_t due, sent_at;
    size_t member;
};

struct votes {
    struct vote *vote; /* in the order of their time */
    int64_t *sent_at;  /* of each member's */
    size_t n, n_sent, n_acknowledged;
    uint64_t head;
    struct series ack_us, screens_us;
};

static void on_message(void *context, struct crowd *crowd, size_t at, const struct letter *message)
{
    struct votes *votes = context;
    (void)crowd;
    if (message->said == SAID_NO)
        fail("a vote was refused: %.*s", (int)message->bytes, message->text);
    if (message->said != SAID_ACK)
        return;
    votes->n_acknowledged++;
    if (message->seq > votes->head)
        votes->head = message->seq;
    series_add(&votes->ack_us, (double)(message->at - votes->sent_at[at]) / 1000);
}

static int by_due(const void *a, const void *b)
{
    const struct vote *x = a, *y = b;
    return (x->due > y->due) - (x->due < y->due);
}

/* Everybody at a moment of their own within the time, in an order that has nothing to do with that of joining. */
static void plan(struct votes *votes, unsigned short seed[3], long within_ms)
{
    for (size_t i = 0; i < votes->n; i++) {
        votes->vote[i].member = i;
        votes->vote[i].due = within_ms > 0 ? (int64_t)(erand48(seed) * (double)within_ms * 1e6) : 0;
    }
    qsort(votes->vote, votes->n, sizeof *votes->vote, by_due);
    votes->n_sent = votes->n_acknowledged = 0;
}

static bool all_are_at(const struct crowd *crowd, uint64_t seq)
{
    for (size_t i = 0; i < crowd->n; i++)
        if (crowd->member[i].to < seq)
            return false;
    return true;
}

static void one_round(struct votes *votes, struct crowd *crowd, const char *args)
{
    int64_t began = now_ns(), deadline = began + (int64_t)ROUND_SECONDS * 1000000000, last_ack;
    while (votes->n_acknowledged < votes->n) {
        while (votes->n_sent < votes->n && began + votes->vote[votes->n_sent].due <= now_ns()) {
            size_t member = votes->vote[votes->n_sent++].member;
            votes->sent_at[member] = now_ns();
            crowd_command(crowd, member, "ballot.cast", args);
        }
        crowd_turn(crowd);
        await(deadline, "the acknowledgements");
    }
    last_ack = now_ns();
    while (!all_are_at(crowd, votes->head)) {
        crowd_turn(crowd);
        await(deadline, "the votes to reach everybody");
    }
    series_add(&votes->screens_us, (double)(now_ns() - last_ack) / 1000);
}

int main(int argc, char **argv)
{
    struct arguments arguments = { argc, argv };
    unsigned short seed[3] = { 1, 2, 3 };
    char args[2][128];
    const char *path = argument_needed(arguments, "--path");
    char *options = (char *)(uintptr_t)argument_needed(arguments, "--options");
    long pid = argument_number(arguments, "--pid", 0), rounds = argument_number(arguments, "--rounds", 5);
    long within_ms = argument_number(arguments, "--within-ms", 1000), poll = argument_number(arguments, "--poll", 1);
    struct votes votes = { .n = 0 };
    const char **cookies = file_lines(argument_needed(arguments, "--cookies"), &votes.n);
    struct crowd crowd;
    for (int i = 0; i < 2; i++)
        snprintf(args[i], sizeof args[i], "{\"id\":%ld,\"option\":%ld}", poll, strtol(options, &options, 10)),
            options++;
    crowd_init(&crowd, (int)argument_number(arguments, "--port", 0));
    crowd_fill(&crowd, votes.n, path, cookies, votes.n, PENDING);
    crowd_beat(&crowd);
    crowd_run(&crowd, argument_number(arguments, "--settle-ms", SETTLE_MS));

    votes.vote = memory(NULL, votes.n, sizeof *votes.vote);
    votes.sent_at = memory(NULL, votes.n, sizeof *votes.sent_at);
    crowd.on_message = on_message;
    crowd.context = &votes;
    int64_t cpu = process_cpu_ns(pid);
    for (long i = 0; i < rounds; i++) {
        plan(&votes, seed, within_ms);
        one_round(&votes, &crowd, args[i % 2]);
        crowd_beat(&crowd);
        crowd_run(&crowd, BETWEEN_MS);
    }
    cpu = process_cpu_ns(pid) - cpu;
    printf(
        "{\"people\":%zu,\"rounds\":%ld,\"within_ms\":%ld,\"acknowledged\":%zu,\"ack_ms_p50\":%.2f,\"ack_ms_p99\":%.2f"
        ",\"ack_ms_max\":%.2f,\"screens_after_last_ack_ms_max\":%.2f,\"cpu_us_per_vote\":%.1f}\n",
        votes.n, rounds, within_ms, votes.ack_us.n, series_at(&votes.ack_us, 0.5) / 1000,
        series_at(&votes.ack_us, 0.99) / 1000, series_at(&votes.ack_us, 1) / 1000,
        series_at(&votes.screens_us, 1) / 1000, (double)cpu / 1000 / (double)votes.ack_us.n);
    crowd_free(&crowd);
    return 0;
}
