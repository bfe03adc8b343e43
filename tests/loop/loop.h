/*
 * loop: the whole of the product's app layer on a disk in memory, driven by lines of text in virtual time, so that a client written
 * in another language meets the real server in thousands of sessions a minute. `plenary_loop SEED`; the same seed and the same lines
 * give the same answers. Nothing happens between two commands: time stands still.
 *
 * One command a line on standard input, arguments separated by one space, the last one runs to the end of the line. Each command is
 * answered by any number of lines and then `done MS`, the virtual time (ms since 1970). A command that makes no sense ends the
 * program with a message on standard error. Connections are numbers 1 to 63 chosen by the caller, free again once closed.
 *
 *   open C PERSON        a socket of that person (0: a listener); say hello next
 *   send C JSON          a message of the client, under way from now
 *   pass MS              time goes on; prints what arrives meanwhile, in the order of its arrival
 *   lag C MS             from now on each message takes MS/2 to MS each way, order kept (5 at first)
 *   stop C / go C        the client stops reading, as a sleeping phone does: the server finds it lagging / reads again
 *   cut C                the link dies: all that is under way is lost, both ways; the server learns of it within 2 s
 *   crash                the process is killed: what was not committed is gone, all links die; it runs again at once
 *   disk MS              a commit takes MS/2 to MS from now on (4 at first)
 *   refuse N             the disk refuses the next N commits
 *   save NAME            a backup of the workshop as it is on the disk
 *   restore NAME         crash, and the backup is put back in place of the workshop's file
 *   get R PERSON PATH    HTTP: GET /api/... in that person's name; R is any number, told with the reply
 *   system VERB JSON     run a command as the system (person.create, action.create ...) until it is on the disk
 *   view PERSON          what that person may see of what is on the disk, computed from scratch
 *
 * What is told:
 *
 *   ready JSON           first of all: {"workshop":"loop","persons":[..],"roles":[..],"theme":N,"action":N,"recommendation":N,"item":N}
 *   frame C JSON         a message reached the client
 *   closed C CODE        its connection is over: a close code of the server, or 1006 where the link died
 *   reply R STATUS JSON
 *   outcome CODE SEQ ID  of `system`
 *   view JSON            one delta frame from 0, several where it is long (PROTOCOL.md P6)
 *   done MS
 */
#ifndef PLENARY_LOOP_LOOP_H
#define PLENARY_LOOP_LOOP_H

#include "app/app.h"
#include "support/memory_store.h"

enum { LOOP_CONNS = 64, LOOP_PERSONS = 128, LOOP_BACKUPS = 16, LOOP_NAME = 32 };

#define LOOP_WORKSHOP "loop"

/* A message under way. */
struct letter {
    int64_t at;                     /* when it arrives */
    char *text;                     /* owned */
    size_t n;
    struct letter *next;
};

struct queue {
    struct letter *first, **end;
    size_t n;
};

struct line {                       /* one connection, both ends */
    conn_id id;                     /* the server's name for it */
    bool open_client, open_server;
    bool stopped, lagging;
    int64_t lag;
    int64_t gone_at;                /* the server learns of its end; 0: not yet */
    int64_t close_at;               /* a close of the server reaches the client; 0: none */
    int close_code;
    struct queue up, down;
};

struct loop {
    uint64_t rng;
    int64_t now;
    struct memory_store *store;
    struct platform platform;
    struct app *app;
    struct line lines[LOOP_CONNS];
    conn_id last_conn;
    int64_t disk_ms, disk_at;       /* disk_at: when the job at work is done; 0: none is */
    struct work *works, **works_end;
    struct {
        uint64_t person;
        char token[TOKEN_TEXT];
    } seats[LOOP_PERSONS];
    size_t n_seats;
    struct {
        char name[LOOP_NAME];
        struct memory_backup *backup;
    } backups[LOOP_BACKUPS];
    size_t n_backups;
};

uint64_t loop_below(struct loop *loop, uint64_t n);             /* 0 .. n - 1; 0 for n 0 */
int64_t loop_delay(struct loop *loop, int64_t ms);              /* ms / 2 .. ms */

/* town.c: the platform, the process and its workshop */
void town_init(struct loop *loop, uint64_t seed);               /* prints `ready` */
void town_free(struct loop *loop);
void town_turn(struct loop *loop);                              /* whatever is due now */
int64_t town_wants(const struct loop *loop);                    /* when something is due, after now; INT64_MAX: never */
void town_crash(struct loop *loop);
const char *town_token(struct loop *loop, uint64_t person);     /* the cookie of a person's seat, taken when first asked for */

/* line.c: connections */
void line_transport(struct loop *loop, struct transport *out);
void line_open(struct loop *loop, size_t at, uint64_t person);
void line_send(struct loop *loop, size_t at, const char *text);
void line_cut(struct loop *loop, size_t at);
void line_die(struct loop *loop, size_t at);                    /* the process is gone, so is its end */
void line_deliver(struct loop *loop);
int64_t line_wants(const struct loop *loop);
void line_free(struct line *line);

#endif
