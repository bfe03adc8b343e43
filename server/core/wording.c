/* wording: texts that read almost the same. See include/core/wording.h; rule K7 of RULES.md. */
#include "core/wording.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

/* Words of one run. */
enum { RUN = 3 };

/* A word as it stands in its text, by the hash of its letters in lower case. */
struct words {
    uint64_t hash[RUN];             /* the last three, the newest last */
    size_t n;
};

/* K7: what stands between words: ASCII but letters and digits, spaces, and quotes, dashes and stops of the three languages. */
static bool is_between(uint32_t cp)
{
    static const uint32_t ranges[][2] = {
        { 0x00, 0x2f }, { 0x3a, 0x40 },   { 0x5b, 0x60 },   { 0x7b, 0x7f },   { 0xa0, 0xa0 },   { 0xab, 0xab },
        { 0xbb, 0xbb }, { 0x60c, 0x60c }, { 0x61b, 0x61b }, { 0x61f, 0x61f }, { 0x640, 0x640 }, { 0x2010, 0x203a },
    };
    for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
        if (cp >= ranges[i][0] && cp <= ranges[i][1])
            return true;
    return false;
}

#define HASH_START 0xcbf29ce484222325u

/* FNV-1a, a code point at a time; the last step of splitmix64 spreads what came together. */
static uint64_t hash_add(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * 0x100000001b3u;
    hash = (hash ^ hash >> 30) * 0xbf58476d1ce4e5b9u;
    return hash ^ hash >> 27;
}

/* The next word at *text; false: there is none. */
static bool next_word(const char **text, uint64_t *hash)
{
    bool any = false;
    *hash = HASH_START;
    while (**text != '\0') {
        uint32_t cp = utf8_next(text);
        if (is_between(cp)) {
            if (any)
                return true;
            continue;
        }
        any = true;
        *hash = hash_add(*hash, cp >= 'A' && cp <= 'Z' ? cp + ('a' - 'A') : cp);
    }
    return any;
}

static void add_run(struct wording *wording, const struct words *words)
{
    uint64_t hash = HASH_START;
    size_t n = words->n < RUN ? words->n : RUN;
    for (size_t i = RUN - n; i < RUN; i++)
        hash = hash_add(hash, words->hash[i]);
    if (wording->n_runs == wording->runs_cap) {
        wording->runs_cap = wording->runs_cap == 0 ? 256 : wording->runs_cap * 2;
        wording->runs = mem_grow(wording->runs, wording->runs_cap, sizeof(wording->runs[0]));
    }
    wording->runs[wording->n_runs++] = (struct wording_run){ hash, (uint32_t)wording->n };
}

void wording_add(struct wording *wording, uint64_t id, const char *text)
{
    struct words words = { 0 };
    uint64_t hash;
    while (text != NULL && next_word(&text, &hash)) {
        memmove(words.hash, words.hash + 1, (RUN - 1) * sizeof(words.hash[0]));
        words.hash[RUN - 1] = hash;
        words.n++;
        if (words.n >= RUN)
            add_run(wording, &words);
    }
    if (words.n == 0)
        return;
    if (words.n < RUN)
        add_run(wording, &words);
    if (wording->n == wording->cap) {
        wording->cap = wording->cap == 0 ? 64 : wording->cap * 2;
        wording->ids = mem_grow(wording->ids, wording->cap, sizeof(wording->ids[0]));
    }
    wording->ids[wording->n++] = id;
}

static int by_hash(const void *a, const void *b)
{
    const struct wording_run *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->text > y->text) - (x->text < y->text);
}

/* Sort the runs, each once in a text; sizes[i] becomes the number of text i. */
static void sort_runs(struct wording *wording, uint32_t *sizes)
{
    size_t kept = 0;
    if (wording->n_runs > 1)
        qsort(wording->runs, wording->n_runs, sizeof(wording->runs[0]), by_hash);
    for (size_t i = 0; i < wording->n_runs; i++) {
        struct wording_run run = wording->runs[i];
        if (kept > 0 && by_hash(&wording->runs[kept - 1], &run) == 0)
            continue;
        wording->runs[kept++] = run;
        sizes[run.text]++;
    }
    wording->n_runs = kept;
}

/* Where the texts that share a run begin, for each run of each text: those of text i stand from begins[i] on. */
static size_t *list_shared(const struct wording *wording, const size_t *begins)
{
    size_t *shared = mem_zero(wording->n_runs, sizeof(*shared));
    size_t *at = mem_zero(wording->n, sizeof(*at));
    size_t first = 0;
    for (size_t i = 0; i < wording->n_runs; i++) {
        const struct wording_run *run = &wording->runs[i];
        if (i > 0 && run->hash != run[-1].hash)
            first = i;
        shared[begins[run->text] + at[run->text]++] = first;
    }
    mem_free(at);
    return shared;
}

/* How many runs each earlier text shares with text `t`. */
static void count_common(const struct wording *wording, const size_t *shared, size_t n, uint32_t t, uint32_t *common)
{
    memset(common, 0, t * sizeof(*common));
    for (size_t i = 0; i < n; i++)
        for (size_t r = shared[i]; wording->runs[r].text < t; r++)
            common[wording->runs[r].text]++;
}

/* K7: ten times what they share is at least four times what they have together. */
void wording_alike(struct wording *wording, struct map *alike)
{
    uint32_t *sizes = mem_zero(wording->n, sizeof(*sizes)), *common = mem_zero(wording->n, sizeof(*common));
    size_t *begins = mem_zero(wording->n, sizeof(*begins));
    sort_runs(wording, sizes);
    for (size_t t = 1; t < wording->n; t++)
        begins[t] = begins[t - 1] + sizes[t - 1];
    size_t *shared = list_shared(wording, begins);
    for (uint32_t t = 1; t < wording->n; t++) {
        count_common(wording, shared + begins[t], sizes[t], t, common);
        for (uint32_t other = 0; other < t; other++) {
            if (common[other] == 0 || 10ull * common[other] < 4ull * (sizes[t] + sizes[other]))
                continue;
            map_put(alike, wording->ids[t], wording->ids);
            map_put(alike, wording->ids[other], wording->ids);
        }
    }
    mem_free(shared);
    mem_free(begins);
    mem_free(common);
    mem_free(sizes);
}

void wording_free(struct wording *wording)
{
    mem_free(wording->runs);
    mem_free(wording->ids);
    *wording = (struct wording){ 0 };
}
