/*
 * host: one room with everything around it: its connections, its inbox, its commit in flight, what has been published.
 *
 * The cycle of a room (DESIGN.md section 3, Tick): tick.c applies the inbox and submits one commit; when it is durable, tick.c answers,
 * and the room is "between commits": publish.c begins a round, serve.c answers hellos, first loads and catch-up, and
 * reads are answered; then the next tick begins. While a commit is in flight nobody looks at the room's content.
 *
 * Internal to app: hub.c, tick.c, fetch.c, greet.c, serve.c, publish.c, presence.c, beat.c, secret.c. One loop thread.
 */
#ifndef PLENARY_APP_HOST_H
#define PLENARY_APP_HOST_H

#include "app/codec.h"
#include "app/hub.h"
#include "app/secret.h"
#include "core/feed.h"
#include "core/limits.h"
#include "core/text.h"

enum {
    TICK_COMMANDS = 1024,           /* commands of one commit: an acknowledgement waits for no more than these */
    TICK_FEW = 20,                  /* in a room of up to so many connections a command never waits for a tick; in a larger one */
    TICK_READERS = 5,               /* ticks keep a millisecond apart for so many of them, */
    TICK_GAP_MS = 14,               /* at most this long; */
    TICK_ENOUGH = 64,               /* but not when so many commands wait */
    FETCH_OPS_MAX = 200000,         /* older operations for one command: a day of a text that many write; about 30 MB */
    FETCH_OPS_SECOND = 5000,        /* and so many a second and person on the average: a hundredth of the room's time */
    ROUND_SOCKETS = 1000,           /* sends of one slice of a round, then input comes first */
    ROUND_SOCKETS_BUSY = 64,        /* while somebody waits for an acknowledgement */
    ROUND_MS = 2,                   /* and at most this long */
    ROUND_READERS = 10,             /* rounds of a room keep a millisecond apart for so many readers, */
    ROUND_GAP_MS = 100,             /* at most this long: what happens meanwhile is merged into one frame */
    SERVE_MS = 5,                   /* pages and hellos served in one go */
    PRESENCE_MS = 1000,             /* presence is told at most so often */
    PRESENCE_READERS = 16,          /* all of it is written anew for who comes after a millisecond for so many people */
    BEAT_MS = 15000,                /* silence after which we say something */
    HELLO_MS = 10000,               /* an opened socket must say hello within */
    GONE_MS = 25000,                /* silence after which a link is gone */
    BEATS_SLICE = 500,              /* beats sent in one sweep */
    SWEEP_MS = 1000,
    HELD_MAX = 2 * LIMIT_IN_FLIGHT, /* answers kept for a reader that does not take them */
    RETRY_MS = 1000,                /* after a failed commit; doubled up to RETRY_MS_MAX */
    RETRY_MS_MAX = 10000,
    IDLE_MS = 600000,               /* an empty room is closed after this */
    CHECKPOINT_MS = 2000,           /* quiet time before the log is folded into the file */
    ATTENDANCE_MS = 1000,           /* attendance is compared with who is here at most so often */
    HERE_MS = 120000,               /* in a room where somebody is and nothing happens it is noted so often (Y9) */
    SNAPSHOT_AGE = 64               /* changes after which a shared first load is made anew */
};

/* The pages of a first load that a whole audience shares, made at `seq`. Counted. */
struct snapshot {
    uint64_t seq;
    size_t refs, n;
    struct snapshot_page {
        char *text;                 /* kept until both frames exist */
        size_t bytes;
        struct frame *frame[2];     /* plain, deflated; made when first sent */
    } *page;
};

/* One connection. What a round looks at comes first: with ten thousand readers, memory is what it waits for. */
struct link {
    conn_id conn;
    struct host *host;
    int64_t sent_at;
    struct cursor cursor;
    struct viewer viewer;
    bool said_hello, greeted;       /* hello came; welcome went */
    bool deflate;
    bool lagging;                   /* the transport holds an unsent rest */
    bool live;                      /* the cursor is complete: takes rounds */
    bool dead;                      /* closed by us, waits for hub_closed */
    bool owes_presence;             /* missed a presence frame */
    bool owes_last;                 /* the closing pages of a first load are still to come */
    bool wants_start;               /* its rights changed: everything anew */
    bool held_back;                 /* commands above held_number wait until it comes again (P14) */
    enum code held_code;
    uint64_t held_number;
    uint64_t answered;              /* the highest number that was answered for good */
    size_t at;                      /* its place in host->links */
    enum lang lang;
    unsigned waiting;               /* commands in the inbox or in flight */
    int64_t view;
    int64_t heard_at, opened_at;
    struct place place;             /* where its person writes; of 0: nowhere */
    struct snapshot *snapshot;      /* first load under way */
    size_t snapshot_at;
    struct cursor own;              /* how far the closing pages have come in what is its person's alone */
    struct frame **held;            /* answers not yet taken, oldest first */
    size_t n_held;
    struct seat seat;
    struct hello hello;
};

/* A command on its way: from a connection, or from inside (answer != NULL). */
struct errand {
    conn_id conn;
    uint64_t person;
    enum role role;                 /* of a seat without a person, or ROLE_SYSTEM */
    struct origin origin;           /* number 0: none */
    struct command cmd;
    enum code code;                 /* CODE_OK, or already refused */
    size_t bytes;                   /* of the message it came in; 0: in none */
    uint64_t until;                 /* answered when the close of this secret poll is done; 0: at once */
    struct outcome outcome;
    void (*answer)(void *context, enum hub_status status, const struct outcome *outcome);
    void *context;
};

struct reading {
    void (*answer)(void *context, enum hub_status status, const struct room *room);
    void *context;
};

struct personal {                   /* what one person gets in a round instead of the audience's frame */
    char *text;
    size_t bytes;
    struct frame *frame[2];
    int64_t view;
    enum role role;
    enum audience audience;
    bool removed;
};

struct round {
    bool active;
    uint64_t from, to;
    size_t at;                      /* next link */
    int64_t began;
    struct {
        char *text;
        size_t bytes, set_end;      /* see struct page */
        struct frame *frame[2];
    } shared[AUDIENCE_N];
    struct map personal;            /* person -> struct personal */
};

/* What a person may have fetched: so many operations, as counted at that time (ms). A new one begins with all of it. */
struct allowance {
    int64_t ops, at;
};

/* Operations of a text on their way from the disk, for the first errand of the inbox. */
struct fetch {
    bool active;
    uint64_t text;
    int64_t rev, until;             /* those after `rev`, up to `until` */
    struct text_op *ops;            /* what came so far */
    size_t n;
    struct store_job job;
    struct map allowances;          /* person -> struct allowance */
};

/* Who is kept as attending, see attendance.c. */
struct attending {
    struct map heard;               /* person -> when one who has no connection was last heard of (ms) */
    int64_t loaded_at;              /* the room's last change when it was read */
    bool fresh;                     /* it was not compared since */
    bool changed;                   /* somebody came or went since it was compared */
    uint64_t seq;                   /* of the room when it was compared last, */
    int64_t at;                     /* and when that was */
    int64_t due;                    /* somebody who is not here will have been away long enough then; 0: nobody */
    size_t waiting;                 /* commands on their way */
};

enum host_state { HOST_LOADING, HOST_READY, HOST_COMMITTING, HOST_CLOSING, HOST_GONE };

struct host {
    struct hub *hub;
    char workshop[WORKSHOP_ID_MAX + 1];
    enum host_state state;
    bool loading;                   /* a load job is under way; without one HOST_LOADING waits for retry_at */
    bool serve_more;                /* somebody is owed a page and could take it */
    struct room *room;              /* NULL while loading */
    uint64_t durable;               /* seq that is on the disk */
    uint64_t published;             /* seq up to which rounds have gone, or the active one goes */
    struct link **links;
    size_t n_links, links_cap;
    size_t n_waiting_hello, n_catching_up;
    struct errand *inbox;
    size_t inbox_n, inbox_cap;
    size_t n_first;                 /* at the head of the inbox: they go in one commit */
    unsigned holds;                 /* who wants no tick to begin (hub_hold) */
    struct errand *flight;          /* the commands of the tick in flight */
    size_t flight_n;
    struct change *changes;
    size_t n_changes, changes_cap;
    struct secrets secrets;
    struct store_job job;           /* load, commit or close in flight */
    struct store_job checkpoint;
    bool checkpointing;
    struct fetch fetch;
    struct reading *readings;
    size_t n_readings, readings_cap;
    struct round round;
    struct snapshot *snapshots[AUDIENCE_N];
    struct map present;             /* person -> number of links, as a pointer-sized count */
    struct map simulated;           /* person -> non-NULL: shown as present without a link; counted in `present` */
    struct map present_changed;     /* person -> non-NULL, since the last presence frame */
    struct map writing;             /* person -> the link whose place is told of that person */
    struct map writing_changed;     /* person -> non-NULL, since the last presence frame */
    struct attending attending;
    size_t listeners;
    bool presence_due;
    int64_t presence_at;            /* when the last one began */
    struct frame *presence_frame;   /* being told */
    struct frame *presence_all;     /* for who comes; as old as the last presence frame at the most */
    int64_t presence_all_at;
    size_t presence_link;
    int64_t sweep_at;
    size_t sweep_link;
    int64_t used_at, committed_at;
    int64_t tick_at;                /* when the last tick began */
    bool wants_checkpoint;
    int64_t retry_at;               /* commands are refused `storage` until then */
    int64_t retry_ms;
};

static inline bool host_between_commits(const struct host *host)
{
    return host->state == HOST_READY;
}

static inline const struct platform *host_platform(const struct host *host);

struct hub {
    const struct platform *platform;
    struct keymap hosts;            /* workshop id -> struct host */
    struct host **list;
    size_t n, cap;
    struct map links;               /* conn_id -> struct link */
    bool stopping;
};

static inline const struct platform *host_platform(const struct host *host)
{
    return host->hub->platform;
}

static inline int64_t host_now(const struct host *host)
{
    return host_platform(host)->now(host_platform(host)->self);
}

/* hub.c: the host of a workshop, loaded or loading; NULL: *status says why. */
struct host *hub_host(struct hub *hub, const char *workshop, enum hub_status *status);

/* host.c */
struct host *host_new(struct hub *hub, const char *workshop);
void host_free(struct host *host);
void host_load(struct host *host);                                  /* host->room is NULL */
void host_take_room(struct host *host, struct room *room);          /* it is ready; owns the room */
void host_close(struct host *host);                                 /* between commits; checkpoint and close the file */
bool host_is_idle(const struct host *host);
void host_answer_readings(struct host *host, enum hub_status status);
void host_end_links(struct host *host, enum close_code code);
enum hub_status host_status_of(enum store_result result);
void host_turn(struct host *host);
int64_t host_wants(const struct host *host);                        /* the next turn: when; 0: when something happens */

/* link.c: sending to one connection, and its life. */
struct link *link_open(struct host *host, conn_id conn, const struct seat *seat);
void link_free(struct link *link);                                  /* also takes it out of its host */
void link_fall_behind(struct link *link);                           /* no rounds; its cursor goes on by itself */
void link_catch_up(struct link *link);                              /* its cursor is complete: rounds again */
/* A counted frame for all variants: *slot is made from text when NULL. */
struct frame *link_frame(struct link *link, struct frame *slot[2], const char *text, size_t n);
bool link_send(struct link *link, struct frame *frame);             /* false: not taken, the link lags or is gone */
void link_say(struct link *link, const char *text, size_t n);       /* an answer: kept when not taken */
void link_flush(struct link *link);                                 /* what was kept */
/*
 * P13: no delta overtakes an answer. Answers are given when a commit is done, before anything shows what it changed, and one that was not
 * taken is kept only while the link takes nothing at all. Asserted before each delta.
 */
void link_expect_answered(const struct link *link);
void link_end(struct link *link, enum close_code code);
void link_keep_three(const struct link *newest);                    /* P30: of a person; when it opened, and when it said hello */

/* tick.c */
void tick_take(struct host *host, struct errand *errand);           /* into the inbox; moves the errand's contents */
void tick_take_first(struct host *host, const struct errand *errands, size_t n);   /* before all others, in one commit; moves them */
int64_t tick_due(const struct host *host);                          /* ms at which what waits in the inbox is taken */
bool tick_begin(struct host *host);                                 /* apply and submit; false: nothing to do yet */
void tick_refuse_all(struct host *host, enum code code, enum hub_status status);
void tick_answer(struct host *host, struct errand *errand, enum hub_status status);
/* In a tick: a command of the system that something else has made; kept with the commit when it is taken. */
enum code tick_run_own(struct host *host, const char *verb, const char *args, int64_t at);
struct actor tick_actor(const struct host *host, const struct errand *errand, int64_t at);      /* with the rights of now */

void tick_say_no(struct link *link, uint64_t number, enum code code);

/*
 * fetch.c: operations that a command needs and memory has no more. Whether the tick has to stop before this errand. fetch_begin has the
 * store read them for the first errand of the inbox, which stays there; until they came no tick begins, so that the order stays.
 */
bool fetch_is_needed(const struct host *host, struct errand *errand);
void fetch_begin(struct host *host);                                /* between commits */
void fetch_forget(struct host *host);

/* greet.c */
void greet_read(struct link *link, const char *text, size_t n);     /* one message */
void greet_serve(struct link *link);                                /* between commits: welcome, if nothing of it waits */
void greet_again(struct link *link);                                /* between commits: its rights as they are now */
/* P9: other rights, another replica. Presence is told to who leaves the lobby. */
void greet_change_view(struct link *link, int64_t view, enum role role, enum audience audience);

/* serve.c: first load and catch-up of one link; may stop when it lags or a commit is in flight. */
void serve_link(struct link *link);
void serve_all(struct host *host);                                  /* between commits: hellos, pages, within SERVE_MS */
void serve_from_start(struct link *link);
void snapshot_release(const struct platform *platform, struct snapshot *snapshot);

/* publish.c */
void publish_begin(struct host *host);                              /* between commits: a round from published to durable */
void publish_slice(struct host *host);
void publish_end(struct host *host);                                /* drop the active round */
int64_t publish_due(const struct host *host);                       /* ms at which it wants to go on, 0: not at all */

/* presence.c */
void presence_enter(struct link *link);
void presence_leave(struct link *link);
void presence_place(struct link *link, struct place place);         /* its person writes there now; of 0: nowhere */
void presence_tell(struct link *link);                              /* everything, to one */
void presence_slice(struct host *host);
void presence_simulate(struct host *host, uint64_t person, bool here);
bool presence_is_simulated(const struct host *host, uint64_t person);       /* and not here in person as well */
void presence_forget(struct host *host);                            /* the frames it keeps */
int64_t presence_due(const struct host *host);

size_t presence_count(const struct host *host, uint64_t person);           /* links of a person */

/* attendance.c */
void attendance_came(struct host *host, uint64_t person);
void attendance_link_gone(const struct link *link);
void attendance_take_room(struct host *host);                       /* a room was read */
void attendance_turn(struct host *host);                            /* between commits: commands for what differs */
int64_t attendance_due(const struct host *host);
bool attendance_is_settled(const struct host *host);                /* between commits: nothing is going to be said */
void attendance_free(struct host *host);

/* beat.c */
void beat_answer(struct link *link);
void beat_sweep(struct host *host);

#endif
