/* floor: speaking times. See include/core/floor.h. */
#include "core/floor.h"

#include <stdlib.h>

#include "base/mem.h"

static int by_delegation(const void *a, const void *b)
{
    const struct floor_time *x = a, *y = b;
    return (x->delegation > y->delegation) - (x->delegation < y->delegation);
}

static int by_length(const void *a, const void *b)
{
    const struct floor_time *x = a, *y = b;
    if (x->ms != y->ms)
        return x->ms > y->ms ? -1 : 1;
    return by_delegation(a, b);
}

/* The speeches, each as a time of its own. */
static struct floor_time *speeches_of(const struct room *room, uint64_t item, int64_t now, size_t *n)
{
    const struct kind_list *hands = &room->live[KIND_HAND];
    struct floor_time *times = mem_zero(hands->n, sizeof(*times));
    *n = 0;
    for (size_t i = 0; i < hands->n; i++) {
        const struct hand *hand = (const struct hand *)hands->v[i];
        bool speaks = hand->state == HAND_SPEAKING;
        if ((!speaks && hand->state != HAND_SPOKEN) || (item != 0 && hand->item != item))
            continue;
        int64_t until = speaks ? now : hand->ended_at;
        times[(*n)++] = (struct floor_time){ hand->delegation, until - hand->given_at, 1 };
    }
    return times;
}

struct floor_time *floor_times(const struct room *room, uint64_t item, int64_t now, size_t *n)
{
    size_t n_speeches, found = 0;
    struct floor_time *times = speeches_of(room, item, now, &n_speeches);
    if (n_speeches > 1)
        qsort(times, n_speeches, sizeof(*times), by_delegation);
    for (size_t i = 0; i < n_speeches; i++) {
        struct floor_time speech = times[i];
        if (found == 0 || times[found - 1].delegation != speech.delegation) {
            times[found++] = speech;
            continue;
        }
        times[found - 1].ms += speech.ms;
        times[found - 1].speeches++;
    }
    if (found > 1)
        qsort(times, found, sizeof(*times), by_length);
    *n = found;
    return times;
}
