/*
 * wording: which texts read almost the same. Rule K7 of RULES.md says exactly when; the page finds the same pairs
 * (client/src/rules/checks.ts).
 *
 * A text is taken as the set of its runs of three words. Sets are compared by 64-bit hashes of the runs, so that a plan of
 * 2,000 rows takes a moment; only texts that share a run are compared at all.
 */
#ifndef PLENARY_CORE_WORDING_H
#define PLENARY_CORE_WORDING_H

#include "base/map.h"

/* One run of three words, and the text it stands in. */
struct wording_run {
    uint64_t hash;
    uint32_t text;              /* index */
};

struct wording {
    struct wording_run *runs;
    size_t n_runs, runs_cap;
    uint64_t *ids;              /* of the texts, by index */
    size_t n, cap;
};

/* Take up a text under an id; NULL and texts without words are left out. */
void wording_add(struct wording *wording, uint64_t id, const char *text);

/* Put the ids of all texts that read almost as another one into `alike`, with a value that is not NULL. */
void wording_alike(struct wording *wording, struct map *alike);

void wording_free(struct wording *wording);

#endif
