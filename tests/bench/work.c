/*
 * work: a room at work. Its people write in rows of their own, vote, ask for the floor and say where they write, each at moments of
 * their own. Measures the time from each command to its durable acknowledgement, and to every other screen.
 *
 *   work --port P --path /ws/ID --cookies FILE --rows FILE --poll ID --options ID,ID [--rate COMMANDS_PER_SECOND]
 *
 * One member a cookie. They work until standard input ends. A line with a number there asks for a window: what is sent in the
 * so many milliseconds that follow is measured, and one JSON object printed when all of it has arrived.
 */
#include "crowd.h"

#include <fcntl.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PENDING = 50, BEAT_SECONDS = 8, NAP_NS = 1000000, ARRIVE_SECONDS = 30, LINE_BYTES = 32 };

struct worker {
    bool waits, measured;           /* for an answer; to be counted when it comes */
    bool raises;                    /* what waits is a hand that goes up */
    int64_t sent_at;
    uint64_t hand;                  /* that is up; 0: none */
    uint64_t reached;               /* the seq that its screen shows */
    unsigned turns;
};

/* A change on its way to the screens. */
struct trip {
    int64_t sent_at;                /* 0: it is not one of those measured, or not acknowledged yet */
    size_t sender;
    int64_t *got_at;                /* by each member; 0: not yet */
};

struct work {
    struct crowd *crowd;
    struct worker *worker;
    const char **rows;
    size_t n_rows;
    long poll, option[2];
    double rate;
    unsigned short seed[3];
    int64_t next_at, beat_at;
    bool recording, following;      /* commands sent now are measured; changes are followed to the screens */
    uint64_t first;                 /* the seq of trip[0] */
    struct trip *trip;
    size_t n_trips, trips_cap;
    size_t sent, acknowledged;
    struct series ack_ms, screen_ms;
};

static struct trip *trip_of(struct work *work, uint64_t seq)
{
    while (seq - work->first >= work->n_trips) {
        if (work->n_trips == work->trips_cap) {
            work->trips_cap = work->trips_cap == 0 ? 256 : 2 * work->trips_cap;
            work->trip = memory(work->trip, work->trips_cap, sizeof *work->trip);
        }
        struct trip *trip = &work->trip[work->n_trips++];
        *trip = (struct trip){ .got_at = memory(NULL, work->crowd->n, sizeof *trip->got_at) };
        memset(trip->got_at, 0, work->crowd->n * sizeof *trip->got_at);
    }
    return &work->trip[seq - work->first];
}

static void take_ack(struct work *work, size_t at, const struct letter *message)
{
    struct worker *worker = &work->worker[at];
    worker->waits = false;
    if (worker->raises)
        worker->hand = message->id;
    if (!worker->measured)
        return;
    work->acknowledged++;
    series_add(&work->ack_ms, (double)(message->at - worker->sent_at) / 1e6);
    if (message->seq >= work->first) {
        trip_of(work, message->seq)->sent_at = worker->sent_at;
        trip_of(work, message->seq)->sender = at;
    }
}

static void on_message(void *context, struct crowd *crowd, size_t at, const struct letter *message)
{
    struct work *work = context;
    struct worker *worker = &work->worker[at];
    (void)crowd;
    if (message->said == SAID_NO)
        fail("a command was refused: %.*s", (int)message->bytes, message->text);
    if (message->said == SAID_ACK)
        take_ack(work, at, message);
    if (message->said != SAID_DELTA || message->to <= worker->reached)
        return;
    uint64_t from = worker->reached + 1 > work->first ? worker->reached + 1 : work->first;
    for (uint64_t seq = from; work->following && seq <= message->to; seq++)
        trip_of(work, seq)->got_at[at] = message->at;
    worker->reached = message->to;
}

/* Of ten deeds six are words in a row, two are votes, and two are hands that go up or down. */
static void act(struct work *work, size_t at)
{
    struct worker *worker = &work->worker[at];
    char args[256];
    const char *verb;
    const char *row =
        work->rows[(at + worker->turns % (work->n_rows / work->crowd->n) * work->crowd->n) % work->n_rows];
    const int dice = (int)(erand48(work->seed) * 10);
    worker->turns++;
    worker->raises = false;
    if (dice < 6) {
        verb = "action.edit";
        snprintf(args, sizeof args,
                 "{\"id\":%s,\"title\":{\"en\":\"Share advance data on parcels, in step %u of %zu\"}}", row,
                 worker->turns, at);
    } else if (dice < 8) {
        verb = "ballot.cast";
        snprintf(args, sizeof args, "{\"id\":%ld,\"option\":%ld}", work->poll, work->option[worker->turns % 2]);
    } else if (worker->hand == 0) {
        verb = "hand.raise";
        worker->raises = true;
        snprintf(args, sizeof args, "{}");
    } else {
        verb = "hand.lower";
        snprintf(args, sizeof args, "{\"id\":%" PRIu64 "}", worker->hand);
        worker->hand = 0;
    }
    worker->waits = true;
    worker->measured = work->recording;
    worker->sent_at = now_ns();
    work->sent += worker->measured;
    if (dice < 2) {
        char place[128];
        snprintf(place, sizeof place, "{\"t\":\"at\",\"id\":%s,\"field\":\"title\",\"lang\":\"en\"}", row);
        crowd_say(work->crowd, at, place);
    }
    crowd_command(work->crowd, at, verb, args);
}

/*
 * One turn of everybody: what came is read, and whose moment has come acts. Moments are a Poisson process. In between everybody sleeps:
 * two hundred people do not take one of the server's two processors away from it.
 */
static void turn(struct work *work)
{
    const int64_t nap = now_ns() + NAP_NS;
    crowd_sleep(work->crowd, nap < work->next_at ? nap : work->next_at);
    crowd_turn(work->crowd);
    const int64_t now = now_ns();
    if (now >= work->beat_at) {
        work->beat_at = now + (int64_t)BEAT_SECONDS * 1000000000;
        crowd_beat(work->crowd);
    }
    if (now < work->next_at)
        return;
    work->next_at = now + (int64_t)(-log(1 - erand48(work->seed)) / work->rate * 1e9);
    const size_t at = (size_t)(erand48(work->seed) * (double)work->crowd->n);
    if (!work->worker[at].waits)
        act(work, at);
}

/* Every change measured is acknowledged, and on all screens. */
static bool all_arrived(const struct work *work)
{
    if (work->acknowledged < work->sent)
        return false;
    for (size_t i = 0; i < work->n_trips; i++)
        for (size_t m = 0; work->trip[i].sent_at != 0 && m < work->crowd->n; m++)
            if (work->trip[i].got_at[m] == 0)
                return false;
    return true;
}

static void begin_window(struct work *work)
{
    work->first = 1;
    for (size_t i = 0; i < work->crowd->n; i++)
        if (work->worker[i].reached >= work->first)
            work->first = work->worker[i].reached + 1;
    work->sent = work->acknowledged = 0;
    work->ack_ms.n = work->screen_ms.n = 0;
    work->recording = work->following = true;
}

static void end_window(struct work *work, long ms)
{
    size_t trips = 0;
    for (size_t i = 0; i < work->n_trips; i++) {
        const struct trip *trip = &work->trip[i];
        trips += trip->sent_at != 0;
        for (size_t m = 0; trip->sent_at != 0 && m < work->crowd->n; m++)
            if (m != trip->sender)
                series_add(&work->screen_ms, (double)(trip->got_at[m] - trip->sent_at) / 1e6);
        free(trip->got_at);
    }
    work->n_trips = 0;
    work->following = false;
    printf(
        "{\"ms\":%ld,\"people\":%zu,\"sent\":%zu,\"acknowledged\":%zu,\"changes\":%zu,\"screens\":%zu,\"ack_ms_p50\":%.2f"
        ",\"ack_ms_p99\":%.2f,\"ack_ms_max\":%.2f,\"screen_ms_p50\":%.2f,\"screen_ms_p99\":%.2f,\"screen_ms_max\":%.2f}\n",
        ms, work->crowd->n, work->sent, work->acknowledged, trips, work->screen_ms.n, series_at(&work->ack_ms, 0.5),
        series_at(&work->ack_ms, 0.99), series_at(&work->ack_ms, 1), series_at(&work->screen_ms, 0.5),
        series_at(&work->screen_ms, 0.99), series_at(&work->screen_ms, 1));
    fflush(stdout);
}

static void measure(struct work *work, long ms)
{
    begin_window(work);
    for (const int64_t end = now_ns() + ms * 1000000; now_ns() < end;)
        turn(work);
    work->recording = false;
    const int64_t deadline = now_ns() + (int64_t)ARRIVE_SECONDS * 1000000000;
    while (!all_arrived(work)) {
        for (int i = 0; i < 100; i++)
            turn(work);
        await(deadline, "everything that was sent to arrive everywhere");
    }
    end_window(work, ms);
}

/* Works until a line comes; false at the end of the input. */
static bool next_window(struct work *work, long *ms)
{
    char line[LINE_BYTES];
    size_t n = 0;
    while (n == 0 || line[n - 1] != '\n') {
        turn(work);
        const ssize_t got = read(STDIN_FILENO, line + n, sizeof line - 1 - n);
        if (got == 0)
            return false;
        n += got > 0 ? (size_t)got : 0;
        if (n == sizeof line - 1)
            fail("a line is too long");
    }
    line[n] = '\0';
    *ms = strtol(line, NULL, 10);
    return true;
}

int main(int argc, char **argv)
{
    struct arguments arguments = { argc, argv };
    struct crowd crowd;
    struct work work = { .crowd = &crowd, .seed = { 1, 2, 3 } };
    size_t n;
    long ms;
    const char **cookies = file_lines(argument_needed(arguments, "--cookies"), &n);
    char *options = (char *)(uintptr_t)argument_needed(arguments, "--options");
    work.rows = file_lines(argument_needed(arguments, "--rows"), &work.n_rows);
    work.rate = (double)argument_number(arguments, "--rate", 50);
    work.poll = argument_number(arguments, "--poll", 1);
    for (int i = 0; i < 2; i++)
        work.option[i] = strtol(options, &options, 10), options++;
    if (work.n_rows < n)
        fail("there are %zu rows for %zu people", work.n_rows, n);
    crowd_init(&crowd, (int)argument_number(arguments, "--port", 0));
    crowd_fill(&crowd, n, argument_needed(arguments, "--path"), cookies, n, PENDING);
    work.worker = memory(NULL, n, sizeof *work.worker);
    memset(work.worker, 0, n * sizeof *work.worker);
    for (size_t i = 0; i < n; i++)
        work.worker[i].reached = crowd.member[i].to;
    crowd.on_message = on_message;
    crowd.context = &work;
    fcntl(STDIN_FILENO, F_SETFL, O_NONBLOCK);
    while (next_window(&work, &ms))
        measure(&work, ms);
    crowd_free(&crowd);
    return 0;
}
