/*
 * call: one HTTP request on its way through app, and what its handler may do with it.
 *
 * A handler ends in exactly one of: call_answer, call_refuse (and its relatives), or one of the steps that go on later
 * (call_read, call_run, call_commit, call_work). A step that fails refuses the call by itself, so a continuation runs
 * only when all went well. After any of these the call must not be touched: it may be gone.
 *
 * Internal to endpoint*.c.
 */
#ifndef PLENARY_APP_CALL_H
#define PLENARY_APP_CALL_H

#include "app/codec.h"
#include "app/endpoint.h"
#include "app/passes.h"
#include "app/rate.h"
#include "base/json.h"

enum who {
    WHO_ANYONE,
    WHO_NEWCOMER,       /* anyone who has a session, or for whose new one there is place */
    WHO_ACCOUNT,        /* logged in */
    WHO_PERSON,         /* a person of the workshop in the path */
    WHO_STAFF,          /* a facilitator or co-facilitator of it, as the room says now */
    WHO_HOST            /* staff with an account: the same, who may own workshops */
};

/* What a request carries. Nothing else is sent by a page of another origin without asking first. */
enum carries { CARRIES_JSON = 1, CARRIES_CSV = 2, CARRIES_EITHER = 3, CARRIES_FILE = 4, CARRIES_ANY = 7 };

struct call;

struct route {
    const char *method, *path;          /* "*" stands for one segment of the path, kept in call->param, then call->part */
    enum who who;
    size_t body_max;
    void (*handle)(struct call *call);                                  /* WHO_ANYONE to WHO_ACCOUNT */
    void (*handle_room)(struct call *call, const struct room *room);    /* WHO_PERSON, WHO_STAFF, WHO_HOST */
    enum carries carries;
};

enum { PASSCODE_MIN = 4, PASSCODE_MAX = 64 };     /* characters */
enum { CALL_PARAM_MAX = 64, CALL_PEER_MAX = 64, CALL_HOST_MAX = 255, CALL_QUERY_MAX = 512, CALL_KNOWN_MAX = 200 };

struct call {
    struct call *before, *after;        /* all unanswered calls */
    struct endpoints *endpoints;
    request_id request;
    const struct route *route;
    uint64_t session, account;          /* 0: none */
    char param[CALL_PARAM_MAX + 1], part[CALL_PARAM_MAX + 1];
    char peer[CALL_PEER_MAX + 1], host[CALL_HOST_MAX + 1], query[CALL_QUERY_MAX + 1];
    char known[CALL_KNOWN_MAX + 1];     /* entity tags that whoever asks has already */
    struct body *body;                  /* POST with JSON */
    char *text;                         /* POST of a route that takes CSV or files: what was sent */
    size_t text_n;
    enum carries sent;                  /* which of them it was */
    struct actor actor;                 /* WHO_PERSON, WHO_STAFF, WHO_HOST: who asks */
    char token[TOKEN_TEXT];             /* a session made by this call: becomes a cookie when it is answered */
    bool forget;                        /* the cookie is taken away */
    struct buf out;                     /* the answer being written */
    struct json json;
    struct work work;
    atomic_bool unwanted;               /* who asked is gone, or the server stops: what takes long is given up, if it can be */
    struct room_copying *copying;       /* of call_copy; the handler may take it */
    const char *copied_from;            /* borrowed: the workshop */
    void (*copied)(struct call *call);
    struct store_job job;               /* a question to the store; what it found goes with the call */
    void *own;                          /* the handler's, freed with own_free */
    void (*own_free)(void *own);
    union {
        void (*room)(struct call *call, const struct room *room);
        void (*outcome)(struct call *call, const struct outcome *outcome);
        void (*plain)(struct call *call);
    } then;
};

struct endpoints {
    const struct platform *platform;
    struct registry *registry;
    struct hub *hub;
    struct call *calls;
    size_t n_calls, n_exports, n_feeds, n_replays;
    int64_t turned_away_at;             /* ms; when somebody who had none last found no place for a document; 0: never */
    bool stopping;
    char setup_token[TOKEN_TEXT];
    char *templates;                    /* the answer to GET /api/templates; NULL: it has to be made */
    unsigned shelved;                   /* how often a template was saved or taken away: what is being listed may be old */
    struct passes *passes;              /* passcodes known to be right */
    struct rate *logins, *accounts, *codes;
    struct keymap opened;               /* workshops with a socket since the start: their lists may be stale */
};

/* Send the reply and free the call. For call.c. */
void call_end(struct call *call, struct reply *reply);

/* Milliseconds, by the platform's clock. */
int64_t call_now(const struct call *call);

/* call->json, with its object open, to be filled for call_answer. */
struct json *call_begin(struct call *call);
void call_answer(struct call *call);

/*
 * Another kind of document; takes `body` over. `disposition` is the header's value, or NULL. A page of HTML made from what people
 * wrote is sent so that no browser would run anything in it.
 */
void call_answer_document(struct call *call, const char *type, char *body, size_t n, const char *disposition);

void call_refuse(struct call *call, int status, const char *word);
void call_refuse_code(struct call *call, enum code code);
/* With a sentence that says where, for whoever made the input. */
void call_refuse_detail(struct call *call, enum code code, const char *detail);

/* The same, with more members beside it; `write` gets call->own. */
void call_refuse_with_more(struct call *call, int status, const char *word, void (*write)(struct json *json, const void *own));

/* The room of a workshop, between commits. */
void call_read(struct call *call, const char *workshop, void (*then)(struct call *call, const struct room *room));
/* A command as the system; `args` is JSON, freed here. */
void call_run(struct call *call, const char *workshop, const char *verb, struct buf *args,
              void (*then)(struct call *call, const struct outcome *outcome));
/* When the registry's changes are on the disk. */
void call_commit(struct call *call, void (*then)(struct call *call));
/* What the store knows of the history: call->job has type and question, answered when `then` runs; or `too_slow`. */
void call_store(struct call *call, const char *workshop, void (*then)(struct call *call));
/* The templates saved on this server: call->job says what is wanted of them. */
void call_shelf(struct call *call, void (*then)(struct call *call));
/* The workshop as it was at that moment (seq, or with 0 the time), in call->job.loaded. `too_slow` when others are being computed. */
void call_replay(struct call *call, const char *workshop, uint64_t seq, int64_t at, void (*then)(struct call *call));
/* Off the loop: run may touch only call->own, and read what the request brought. False, and nothing was done, when the queue is full. */
bool call_work(struct call *call, void (*run)(struct work *work), void (*then)(struct call *call));
/* The same for what may take its time, and seconds of a processor's. */
bool call_work_patiently(struct call *call, void (*run)(struct work *work), void (*then)(struct call *call));
struct call *call_of_work(struct work *work);

/*
 * A copy of the room for a worker, made a piece at a time between commits; it is complete in call->copying when `then` runs, and
 * the worker's to take (room_copying_take). `workshop` has to last as long as the call.
 */
void call_copy(struct call *call, const char *workshop, const struct room *room, void (*then)(struct call *call));
/* Out of such a copy goes what only facilitators or single persons may read. */
void call_redact(struct room *copy);

/*
 * What stands in a name of a file or header: everything that either could mind is a hyphen, and none is the first. At most 60
 * characters; "plenary" where none is left.
 */
void call_write_safe(struct buf *out, const char *text);

/* Own data of the handler: `size` zeroed bytes. */
void *call_own(struct call *call, size_t size, void (*own_free)(void *own));

/* The call's session, made when there is none; its cookie goes with the answer. */
uint64_t call_session(struct call *call);

/* One line of text of at most LIMIT_NAME code points under `key`, or NULL: not acceptable, and the call was refused. */
const char *call_name(struct call *call, const char *key);
/* The language of that word, or `other` when it is NULL or none. */
enum lang language_or(const char *word, enum lang other);

/* The room's title and state, as lists show them, go into the registry. */
void call_note_workshop(struct call *call, const char *workshop, const struct room *room);

/* The decoded value of a query argument; false when it is absent or does not fit. */
bool query_get(const char *query, const char *name, char *out, size_t size);

/* A whole number below 2^53. QUERY_BAD: it is there and is none. */
enum query { QUERY_ABSENT, QUERY_GIVEN, QUERY_BAD };
enum query query_number(const char *query, const char *name, uint64_t *out);
bool decimal_read(const char *text, uint64_t *out);

/* "ABCD2345" as people write it, ABCD-2345. */
enum { CODE_SHOWN = 10 };
void code_show(char out[CODE_SHOWN], const char text[CODE_TEXT]);

/* Handlers; endpoint.c holds the table. */
void endpoint_setup(struct call *call);
void endpoint_login(struct call *call);
void endpoint_logout(struct call *call);
void endpoint_me(struct call *call);
void endpoint_templates(struct call *call);
void endpoint_workshops(struct call *call);
void endpoint_create(struct call *call);
void endpoint_code(struct call *call);
void endpoint_clocks(struct call *call);
void endpoint_join(struct call *call);
void endpoint_listen(struct call *call);
void endpoint_link(struct call *call);
void endpoint_links(struct call *call, const struct room *room);
void endpoint_codes(struct call *call, const struct room *room);
void endpoint_code_new(struct call *call, const struct room *room);
void endpoint_qr(struct call *call, const struct room *room);
void endpoint_export(struct call *call, const struct room *room);
void endpoint_calendars(struct call *call, const struct room *room);
void endpoint_calendar_new(struct call *call, const struct room *room);
void endpoint_calendar_drop(struct call *call, const struct room *room);
void endpoint_feed(struct call *call);
void endpoint_file(struct call *call, const struct room *room);
void endpoint_take(struct call *call);
void endpoint_text(struct call *call, const struct room *room);
void endpoint_links_all(struct call *call, const struct room *room);
void endpoint_passcode(struct call *call, const struct room *room);
void endpoint_import_people(struct call *call, const struct room *room);
void endpoint_import_agenda(struct call *call, const struct room *room);
void endpoint_import_plan(struct call *call, const struct room *room);
void endpoint_clone(struct call *call, const struct room *room);
void endpoint_archive(struct call *call, const struct room *room);
void endpoint_template(struct call *call, const struct room *room);
void endpoint_template_remove(struct call *call);
void endpoint_rehearse(struct call *call, const struct room *room);
void endpoint_simulate(struct call *call, const struct room *room);
void endpoint_history(struct call *call, const struct room *room);
void endpoint_past(struct call *call, const struct room *room);

#endif
