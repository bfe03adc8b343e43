/* memory_ballots: see memory_ballots.h. */
#include "memory_ballots.h"

#include <stdlib.h>

#include "base/mem.h"
#include "core/secret.h"

void memory_ballots_free(struct memory_ballots *ballots)
{
    for (size_t i = 0; i < ballots->n; i++)
        mem_free(ballots->v[i].sealed);
    mem_free(ballots->v);
    mem_free(ballots->numbers);
    *ballots = (struct memory_ballots){ 0 };
}

/* voter 0: everything of the poll. */
static void drop(struct memory_ballots *ballots, uint64_t poll, uint64_t voter)
{
    size_t n = 0;
    for (size_t i = 0; i < ballots->n; i++) {
        struct store_ballot *ballot = &ballots->v[i];
        if (ballot->poll == poll && (voter == 0 || ballot->voter == voter))
            mem_free(ballot->sealed);
        else
            ballots->v[n++] = *ballot;
    }
    ballots->n = n;
    n = 0;
    for (size_t i = 0; i < ballots->n_numbers; i++)
        if (voter != 0 || ballots->numbers[i].poll != poll)
            ballots->numbers[n++] = ballots->numbers[i];
    ballots->n_numbers = n;
}

static void add(struct store_ballot **list, size_t *n, const struct store_ballot *ballot)
{
    *list = mem_grow(*list, *n + 1, sizeof(**list));
    struct store_ballot *added = &(*list)[(*n)++];
    *added = *ballot;
    if (ballot->sealed != NULL)
        added->sealed = (uint8_t *)mem_copy_bytes(ballot->sealed, ballot->n);
}

void memory_ballots_keep(struct memory_ballots *ballots, const struct store_ballot *ballot)
{
    struct store_ballot number = *ballot;
    drop(ballots, ballot->poll, ballot->voter);
    if (ballot->sealed == NULL)
        return;
    add(&ballots->v, &ballots->n, ballot);
    number.sealed = NULL;
    if (ballot->number != 0)
        add(&ballots->numbers, &ballots->n_numbers, &number);
}

void memory_ballots_note(const struct memory_ballots *ballots, struct room *room)
{
    for (size_t i = 0; i < ballots->n; i++)
        room_secret_put(room, ballots->v[i].poll, ballots->v[i].voter, ballots->v[i].by_head);
    for (size_t i = 0; i < ballots->n_numbers; i++)
        room_secret_sent(room, ballots->numbers[i].poll, ballots->numbers[i].client, ballots->numbers[i].number);
}

static int by_voter(const void *a, const void *b)
{
    const struct store_ballot *x = a, *y = b;
    return (x->voter > y->voter) - (x->voter < y->voter);
}

void memory_ballots_find(const struct memory_ballots *ballots, struct store_job *job)
{
    for (size_t i = 0; i < ballots->n; i++)
        if (ballots->v[i].poll == job->question.poll)
            add(&job->sealed, &job->n_found, &ballots->v[i]);
    if (job->n_found > 1)
        qsort(job->sealed, job->n_found, sizeof(*job->sealed), by_voter);
}

size_t memory_ballots_count(const struct memory_ballots *ballots, uint64_t poll)
{
    size_t n = 0;
    for (size_t i = 0; i < ballots->n; i++)
        n += ballots->v[i].poll == poll;
    for (size_t i = 0; i < ballots->n_numbers; i++)
        n += ballots->numbers[i].poll == poll;
    return n;
}

void memory_ballots_copy(struct memory_ballots *to, const struct memory_ballots *from)
{
    for (size_t i = 0; i < from->n; i++)
        add(&to->v, &to->n, &from->v[i]);
    for (size_t i = 0; i < from->n_numbers; i++)
        add(&to->numbers, &to->n_numbers, &from->numbers[i]);
}
