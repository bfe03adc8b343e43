/* rate: how many failures an address (or an account's name) may have. */
#include "app/rate.h"

#include <assert.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"

enum { RATE_KEY_MAX = 255 };

static const int64_t minute_ms = 60000;
static const int64_t day_ms = 24ll * 3600 * 1000;

/* What is left of failures. One is minute_ms, `drain` of it runs out in each ms: a full bucket lasts a minute. */
struct level {
    int64_t value, at;
};

struct rate_entry {
    struct rate_entry *newer, *older;
    struct level level;
    bool known;
    int64_t used_at;
    size_t n;
    char key[];
};

struct rate {
    struct rate_limits limits;
    struct keymap entries;
    struct rate_entry *newest, *oldest;
    struct level all;               /* failures of everybody: one is 1000, per_second_all run out in each ms */
};

struct rate *rate_new(const struct rate_limits *limits, uint64_t seed0, uint64_t seed1)
{
    assert(limits->per_minute > 0 && limits->per_minute_known >= limits->per_minute && limits->keys_max > 0);
    struct rate *rate = mem_zero(1, sizeof *rate);
    rate->limits = *limits;
    keymap_init(&rate->entries, seed0, seed1);
    return rate;
}

void rate_free(struct rate *rate)
{
    if (rate == NULL)
        return;
    while (rate->oldest != NULL) {
        struct rate_entry *entry = rate->oldest;
        rate->oldest = entry->newer;
        mem_free(entry);
    }
    keymap_free(&rate->entries);
    mem_free(rate);
}

static int64_t level_now(const struct level *level, int64_t drain, int64_t now)
{
    int64_t passed = now - level->at;
    if (passed <= 0)
        return level->value;
    if (passed > minute_ms * 60 || level->value <= passed * drain)
        return 0;
    return level->value - passed * drain;
}

static unsigned rate_limit_of(const struct rate *rate, const struct rate_entry *entry)
{
    return entry->known ? rate->limits.per_minute_known : rate->limits.per_minute;
}

static int64_t entry_level(const struct rate *rate, const struct rate_entry *entry, int64_t now)
{
    return level_now(&entry->level, rate_limit_of(rate, entry), now);
}

static size_t key_length(const char *key)
{
    return strnlen(key, RATE_KEY_MAX);
}

static struct rate_entry *rate_find(const struct rate *rate, const char *key)
{
    return keymap_get(&rate->entries, key, key_length(key));
}

bool rate_allows(const struct rate *rate, const char *key, int64_t now)
{
    const struct rate_entry *entry = rate_find(rate, key);
    int64_t level = entry == NULL ? 0 : entry_level(rate, entry, now);
    if (level == 0)
        return true;
    int64_t all_max = 1000ll * rate->limits.per_second_all;
    if (all_max > 0 && level_now(&rate->all, rate->limits.per_second_all, now) >= all_max)
        return false;
    return level + minute_ms <= minute_ms * (int64_t)rate_limit_of(rate, entry);
}

static void rate_unlink(struct rate *rate, struct rate_entry *entry)
{
    *(entry->newer == NULL ? &rate->newest : &entry->newer->older) = entry->older;
    *(entry->older == NULL ? &rate->oldest : &entry->older->newer) = entry->newer;
}

static void rate_push(struct rate *rate, struct rate_entry *entry)
{
    entry->newer = NULL;
    entry->older = rate->newest;
    *(rate->newest == NULL ? &rate->oldest : &rate->newest->newer) = entry;
    rate->newest = entry;
}

static void rate_drop(struct rate *rate, struct rate_entry *entry)
{
    rate_unlink(rate, entry);
    keymap_remove(&rate->entries, entry->key, entry->n);
    mem_free(entry);
}

/* The entry of a key, made where there is none, and now the newest. */
static struct rate_entry *rate_use(struct rate *rate, const char *key, int64_t now)
{
    struct rate_entry *entry = rate_find(rate, key);
    if (entry != NULL) {
        rate_unlink(rate, entry);
    } else {
        if (rate->entries.n >= rate->limits.keys_max)
            rate_drop(rate, rate->oldest);
        size_t n = key_length(key);
        entry = mem_zero(1, sizeof *entry + n + 1);
        entry->n = n;
        memcpy(entry->key, key, n);
        keymap_put(&rate->entries, key, n, entry);
    }
    rate_push(rate, entry);
    entry->used_at = now;
    entry->level = (struct level){ entry_level(rate, entry, now), now };
    return entry;
}

void rate_failed(struct rate *rate, const char *key, int64_t now)
{
    rate_use(rate, key, now)->level.value += minute_ms;
    int64_t all = level_now(&rate->all, rate->limits.per_second_all, now);
    int64_t all_max = 2000ll * rate->limits.per_second_all;
    rate->all = (struct level){ all + 1000 > all_max ? all_max : all + 1000, now };
}

void rate_forgive(struct rate *rate, const char *key, int64_t now)
{
    struct rate_entry *entry = rate_use(rate, key, now);
    entry->level.value = entry->level.value > minute_ms ? entry->level.value - minute_ms : 0;
}

void rate_known(struct rate *rate, const char *key, int64_t now)
{
    rate_use(rate, key, now)->known = true;
}

void rate_expire(struct rate *rate, int64_t now)
{
    enum { EXPIRE_AT_ONCE = 16 };
    for (int i = 0; i < EXPIRE_AT_ONCE && rate->oldest != NULL; i++) {
        struct rate_entry *entry = rate->oldest;
        int64_t kept = entry->known ? day_ms : minute_ms;
        if (now - entry->used_at < kept || entry_level(rate, entry, now) > 0)
            return;
        rate_drop(rate, entry);
    }
}

size_t rate_keys(const struct rate *rate)
{
    return rate->entries.n;
}
