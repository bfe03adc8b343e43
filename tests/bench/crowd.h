/*
 * crowd: many WebSocket clients of PROTOCOL.md in one thread. It spins instead of sleeping, so that waking it up costs
 * the server nothing, and it holds no replicas: of a delta it keeps only how far it goes.
 */
#ifndef BENCH_CROWD_H
#define BENCH_CROWD_H

#include "common.h"

/* What a message is, after its "t". */
enum said { SAID_ACK, SAID_NO, SAID_WELCOME, SAID_DELTA, SAID_OTHER };

struct letter {
    enum said said;
    uint64_t n, seq, id;            /* SAID_ACK, SAID_NO: of the command; SAID_WELCOME: seq is the head */
    uint64_t to;                    /* SAID_DELTA: the seq it completes; 0 for a page that says "more" */
    int64_t at;                     /* ns: when it was read */
    const char *text;
    size_t bytes;
};

struct member {
    int fd;
    bool open, complete;            /* handshake done; first load done */
    uint64_t to;                    /* seq up to which it is correct */
    uint64_t deltas, delta_bytes;
    uint64_t number;                /* of its last command */
    char *rest;                     /* of a frame that came in part */
    size_t rest_n, rest_cap;
};

struct crowd {
    int epoll, port;
    struct member *member;
    size_t n, cap;
    size_t n_open, n_complete;
    uint64_t deltas;                /* deltas received by all */
    char *scratch;
    void (*on_message)(void *context, struct crowd *crowd, size_t member, const struct letter *message);
    void *context;                  /* borrowed */
};

void crowd_init(struct crowd *crowd, int port);
void crowd_free(struct crowd *crowd);

/* A further member with that cookie ("plenary=..."); it says hello as soon as it may. */
void crowd_join(struct crowd *crowd, const char *path, const char *cookie);
/* `n` members, the cookies going round, at most `pending` unfinished at a time, until all have their first load. */
void crowd_fill(struct crowd *crowd, size_t n, const char *path, const char *const *cookies, size_t n_cookies,
                size_t pending);
/* Read what there is, without waiting. */
void crowd_turn(struct crowd *crowd);
/* Sleep until there is something to read, at most until `until` (now_ns): who only measures leaves the processor to the server. */
void crowd_sleep(struct crowd *crowd, int64_t until);
/* Turns for `ms`. */
void crowd_run(struct crowd *crowd, long ms);

/* P12: the next command of a member; returns its number. */
uint64_t crowd_command(struct crowd *crowd, size_t member, const char *verb, const char *args);
/* Any other message of a member. */
void crowd_say(struct crowd *crowd, size_t member, const char *text);
/* P11: every member says that it is there; who is silent for 25 s is cut off. */
void crowd_beat(struct crowd *crowd);

#endif
