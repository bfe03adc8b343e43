/*
 * swarm: fan-out. Many connections in one room receive what one writer changes. Measures the server's CPU for one
 * delivery, the time from command to acknowledgement, and to the delta on every screen; checks that every connection got
 * every change.
 *
 *   swarm --port P --pid PID --path /ws/ID --cookie C --writer-cookie C --connections N [--rounds R]
 *
 * Prints one JSON object.
 */
#include "crowd.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
    PENDING = 100,    /* handshakes under way at once */
    SETTLE_MS = 2500, /* for presence to calm down after the last join */
    WARM_UP = 3,
    PACE_MS = 110, /* between two commands: two rounds of a large room are kept less apart */
    ROUND_SECONDS = 10,
    BEAT_SECONDS = 8
};

struct swarm {
    uint64_t target; /* the seq that everybody is to reach */
    int64_t sent_at, beat_at;
    size_t reached;
    bool acknowledged, recording;
    struct series ack_us, screen_us, last_us;
    uint64_t frame_bytes;
};

static void on_message(void *context, struct crowd *crowd, size_t at, const struct letter *message)
{
    struct swarm *swarm = context;
    double us = (double)(message->at - swarm->sent_at) / 1000;
    (void)crowd;
    if (message->said == SAID_NO)
        fail("a command was refused: %.*s", (int)message->bytes, message->text);
    if (message->said == SAID_ACK) {
        if (message->seq != swarm->target)
            fail("acknowledged at %" PRIu64 " instead of %" PRIu64, message->seq, swarm->target);
        swarm->acknowledged = true;
        if (swarm->recording)
            series_add(&swarm->ack_us, us);
    }
    if (message->said != SAID_DELTA || message->to != swarm->target)
        return;
    swarm->reached++;
    swarm->frame_bytes = message->bytes;
    if (swarm->recording && at != 0)
        series_add(&swarm->screen_us, us);
}

static void one_round(struct swarm *swarm, struct crowd *crowd, unsigned long number)
{
    char args[256];
    const char *verb = number == 0 ? "recommendation.create" : "recommendation.edit";
    snprintf(args, sizeof args, "{%s\"text\":{\"en\":\"Share advance electronic data on parcels, in step %lu.\"}}",
             number == 0 ? "" : "\"id\":-1,", number);
    int64_t deadline = now_ns() + (int64_t)ROUND_SECONDS * 1000000000;
    swarm->target = crowd->member[0].to + 1;
    swarm->reached = 0;
    swarm->acknowledged = false;
    swarm->sent_at = now_ns();
    crowd_command(crowd, 0, verb, args);
    while (swarm->reached < crowd->n || !swarm->acknowledged) {
        crowd_turn(crowd);
        await(deadline, "the change to reach everybody");
    }
    if (swarm->recording)
        series_add(&swarm->last_us, (double)(now_ns() - swarm->sent_at) / 1000);
    while (now_ns() - swarm->sent_at < (int64_t)PACE_MS * 1000000)
        crowd_turn(crowd);
}

/* Who is silent too long is cut off; the heartbeat is no part of what is measured. */
static void keep_alive(struct swarm *swarm, struct crowd *crowd, long settle_ms)
{
    if (now_ns() - swarm->beat_at < (int64_t)BEAT_SECONDS * 1000000000)
        return;
    swarm->beat_at = now_ns();
    crowd_beat(crowd);
    crowd_run(crowd, settle_ms);
}

/* Everybody holds the same seq, and got each change exactly once. */
static void check_all(const struct crowd *crowd)
{
    for (size_t i = 0; i < crowd->n; i++)
        if (crowd->member[i].to != crowd->member[0].to)
            fail("member %zu is at %" PRIu64 ", the writer at %" PRIu64, i, crowd->member[i].to, crowd->member[0].to);
}

int main(int argc, char **argv)
{
    struct arguments arguments = { argc, argv };
    long pid = argument_number(arguments, "--pid", 0), rounds = argument_number(arguments, "--rounds", 30);
    size_t n = (size_t)argument_number(arguments, "--connections", 100);
    const char *path = argument_needed(arguments, "--path");
    long settle_ms = argument_number(arguments, "--settle-ms", SETTLE_MS);
    const char *cookie = argument_needed(arguments, "--cookie");
    const char *writer_cookie = argument_needed(arguments, "--writer-cookie");
    struct swarm swarm = { .target = 0 };
    struct crowd crowd;
    crowd_init(&crowd, (int)argument_number(arguments, "--port", 0));
    crowd_fill(&crowd, 1, path, &writer_cookie, 1, 1);
    crowd_fill(&crowd, n - 1, path, &cookie, 1, PENDING);
    crowd.on_message = on_message;
    crowd.context = &swarm;
    keep_alive(&swarm, &crowd, settle_ms);

    for (unsigned long i = 0; i < WARM_UP; i++)
        one_round(&swarm, &crowd, i);
    swarm.recording = true;
    uint64_t deltas = crowd.deltas;
    int64_t cpu = 0;
    for (unsigned long i = 0; i < (unsigned long)rounds; i++) {
        keep_alive(&swarm, &crowd, settle_ms);
        int64_t before = process_cpu_ns(pid);
        one_round(&swarm, &crowd, WARM_UP + i);
        cpu += process_cpu_ns(pid) - before;
    }
    deltas = crowd.deltas - deltas;
    check_all(&crowd);
    printf("{\"connections\":%zu,\"rounds\":%ld,\"deliveries\":%" PRIu64 ",\"expected\":%zu,\"frame_bytes\":%" PRIu64
           ",\"cpu_us_per_delivery\":%.3f,\"ack_ms_p50\":%.2f,\"ack_ms_p99\":%.2f,\"screen_ms_p50\":%.2f"
           ",\"screen_ms_p99\":%.2f,\"last_screen_ms_p50\":%.2f}\n",
           n, rounds, deltas, n * (size_t)rounds, swarm.frame_bytes, (double)cpu / 1000 / (double)deltas,
           series_at(&swarm.ack_us, 0.5) / 1000, series_at(&swarm.ack_us, 0.99) / 1000,
           series_at(&swarm.screen_us, 0.5) / 1000, series_at(&swarm.screen_us, 0.99) / 1000,
           series_at(&swarm.last_us, 0.5) / 1000);
    crowd_free(&crowd);
    return 0;
}
