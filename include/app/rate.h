/*
 * rate: how many failures an address (or an account's name) may have.
 *
 * A bucket per key takes `per_minute` failures at once and empties evenly within a minute; a key that succeeded once may
 * have `per_minute_known`: many people share the address of a conference hall. When all keys together fail more than
 * `per_second_all` times a second, keys that have failed wait until theirs is forgotten; the others go on.
 * The table is bounded: the key unused for longest is forgotten first. Never reads a clock.
 */
#ifndef PLENARY_APP_RATE_H
#define PLENARY_APP_RATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rate_limits {
    unsigned per_minute, per_minute_known;
    unsigned per_second_all;        /* 0: no such limit */
    size_t keys_max;
};

struct rate;

struct rate *rate_new(const struct rate_limits *limits, uint64_t seed0, uint64_t seed1);
void rate_free(struct rate *rate);

/* Whether `key` (at most 255 bytes) may try now; `now` in ms. */
bool rate_allows(const struct rate *rate, const char *key, int64_t now);

void rate_failed(struct rate *rate, const char *key, int64_t now);
/* Take back one failure: for work whose end is not known when it begins, counted as failed first. */
void rate_forgive(struct rate *rate, const char *key, int64_t now);
/* Somebody was let in from there. */
void rate_known(struct rate *rate, const char *key, int64_t now);

/* Forget some keys that have no failures left and were not used for a day. */
void rate_expire(struct rate *rate, int64_t now);
size_t rate_keys(const struct rate *rate);

#endif
