/*
 * A small world for the cases of app: a clock that is set by hand, a disk that keeps the registry's rows and can refuse,
 * workers and jobs that run when they are reaped, and a transport that remembers the last reply. Rooms live in memory.
 */
#ifndef PLENARY_SUPPORT_APP_WORLD_H
#define PLENARY_SUPPORT_APP_WORLD_H

#include "app/gate.h"
#include "app/records.h"
#include "base/buf.h"

enum { WORLD_TEXT = 200, WORLD_EARS = 8, WORLD_SHELF = 4 };

/* The last reply. */
struct answered {
    request_id request;
    int status;
    char *body;                     /* NUL-terminated */
    char type[WORLD_TEXT], cookie[WORLD_TEXT], disposition[4 * WORLD_TEXT], policy[WORLD_TEXT];
    char etag[WORLD_TEXT];
};

struct world {
    struct platform platform;
    struct app *app;
    int64_t now, now_step;          /* the clock moves on by so much whenever it is looked at */
    struct records disk;            /* the rows of plenary.db */
    struct store_job *jobs, **jobs_end;
    struct work *works, **works_end;
    enum store_result disk_says;    /* to every job */
    uint64_t free_bytes;            /* on the disk */
    bool hold_works;                /* workers do not finish */
    bool one_work;                  /* one does, and from then on none */
    bool hold_history;              /* nor do jobs that read history */
    void (*history)(struct world *world, struct store_job *job);    /* fills in what such a job finds; NULL: nothing */
    void *told;                     /* its own */
    void (*keeps)(void *keeper, struct store_job *job);     /* is shown every job that goes well; NULL: nobody is */
    void *keeper;
    unsigned n_history_jobs;
    bool queue_full;                /* workers take nothing */
    unsigned n_registry_jobs, n_replies;
    request_id last_request;
    const char *known;              /* entity tags sent with the next requests; NULL: none */
    struct answered answer;
    const char *type;               /* of the bodies sent; NULL: application/json */
    struct store_template shelf[WORLD_SHELF];
    size_t n_shelf;
    conn_id lags;                   /* takes nothing now */
    conn_id closed;                 /* the last connection closed, and how */
    enum close_code closed_code;
    struct buf heard[WORLD_EARS];   /* what connections below that number were sent, a line a frame */
};

void world_init(struct world *world);
void world_free(struct world *world);

/* Run turns of the loop until nothing moves. */
void world_settle(struct world *world);

/*
 * One request and the turns it takes; the answer is in world->answer, status 0 while there is none. `cookie` is a token
 * or "", `body` NULL for GET.
 */
void world_ask(struct world *world, const char *method, const char *path, const char *token, const char *body);
void world_ask_from(struct world *world, const char *peer, const char *method, const char *path, const char *token,
                    const char *body);

/* The token in the answer's cookie; "" when there is none. */
void world_token(const struct world *world, char token[64]);

/* The text of a member of the answer's object, copied; fails the case when it is not there. */
void world_text(const struct world *world, const char *key, char *out, size_t size);
uint64_t world_number(const struct world *world, const char *key);

#endif
