/*
 * secret_count: the words of a secret ballot, sealed and opened, and what all of them come to. See include/app/secret.h.
 *
 * The words are the canonical arguments of ballot.cast, without whose ballot it is, in a field of fixed size. Opened ballots are
 * shuffled before anybody looks at them, and everything that leaves here is sorted: no order tells who said what.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/codec.h"
#include "app/secret.h"
#include "base/json.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/random.h"
#include "core/limits.h"
#include "core/roll.h"
#include "core/secret.h"
#include "core/tally.h"

enum {
    ABOUT_BYTES = 128,
    PART_CELLS = 2000,              /* of one poll.count, and bytes of words, written as JSON at the worst */
    PART_WORDS = LIMIT_ENTITY / 2
};

static bool takes_words(const struct poll *poll)
{
    return poll->type == POLL_OPEN_TEXT || poll->type == POLL_WORDS || poll->type == POLL_CONSENT;
}

size_t secret_bytes(const struct poll *poll)
{
    return takes_words(poll) ? SECRET_WORDS_BYTES : SECRET_BYTES;
}

#ifdef PLENARY_BALLOTS_PLAIN
/* As below: there, a message may have any length. */
size_t secret_frame_bytes(const struct poll *poll)
{
    (void)poll;
    return 0;
}
#else
size_t secret_frame_bytes(const struct poll *poll)
{
    return takes_words(poll) ? SECRET_WORDS_FRAME : SECRET_FRAME;
}
#endif

/* A ballot is one of this poll and this voter, and counts nowhere else. */
static void about(char out[ABOUT_BYTES], const char *workshop, uint64_t poll, uint64_t voter)
{
    const int n = snprintf(out, ABOUT_BYTES, "plenary ballot 1 %s %" PRIu64 " %" PRIu64, workshop, poll, voter);
    assert(n > 0 && n < ABOUT_BYTES);
}

/*
 * The control of the attacks in tests/ballots: a build that keeps ballots as they are and tells what they say in the
 * order of the voters. Never in a release.
 */
#ifdef PLENARY_BALLOTS_PLAIN
static void close_words(uint8_t *out, const uint8_t *key, const char *what, const char *words, size_t n)
{
    (void)key, (void)what;
    memset(out, 0, SEAL_MORE);
    memcpy(out + SEAL_MORE, words, n);
}
static bool open_words(char *out, const uint8_t *key, const char *what, const uint8_t *sealed, size_t n)
{
    (void)key, (void)what;
    memcpy(out, sealed + SEAL_MORE, n - SEAL_MORE);
    return true;
}
#else
static void close_words(uint8_t *out, const uint8_t *key, const char *what, const char *words, size_t n)
{
    seal_close(out, key, what, words, n);
}
static bool open_words(char *out, const uint8_t *key, const char *what, const uint8_t *sealed, size_t n)
{
    return seal_open(out, key, what, sealed, n);
}
#endif

#ifdef PLENARY_BALLOTS_UNSORTED
enum { KEEPS_ORDER = 1 };
#else
enum { KEEPS_ORDER = 0 };
#endif

/* Whose ballot it is stands beside the words, never in them. */
static void write_words(struct buf *out, const struct command *cmd)
{
    struct command words = *cmd;
    words.u.ballot.voter = 0;
    for (size_t i = 0; i < words.verb->n_args; i++)
        if (strcmp(words.verb->args[i].name, "for") == 0)
            words.present &= ~(UINT64_C(1) << i);
    command_write(out, &words);
    mem_wipe(&words, sizeof words);
}

uint8_t *secret_seal(const char *workshop, const struct poll *poll, uint64_t voter, const uint8_t key[SEAL_KEY_BYTES],
                     const struct command *cmd)
{
    const size_t n = secret_bytes(poll);
    char what[ABOUT_BYTES];
    struct buf words;
    uint8_t *sealed = NULL;
    buf_init(&words, n);
    write_words(&words, cmd);
    /* One byte is left for the end of the text. */
    if (!words.full && words.len < n) {
        char *plain = mem_zero(n, 1);
        memcpy(plain, words.data, words.len);
        about(what, workshop, poll->e.id, voter);
        sealed = mem_zero(n + SEAL_MORE, 1);
        close_words(sealed, key, what, plain, n);
        mem_free_wiped(plain);
    }
    mem_wipe(words.data, words.len);
    buf_free(&words);
    return sealed;
}

static void wipe_text(char *text)
{
    if (text != NULL)
        mem_wipe(text, strlen(text));
}

void secret_wipe(struct command *cmd)
{
    struct args_ballot *ballot = &cmd->u.ballot;
    wipe_text(ballot->text);
    wipe_text(ballot->receipt);
    mem_wipe(ballot->options.v, ballot->options.n * sizeof *ballot->options.v);
    mem_wipe(ballot->values.v, ballot->values.n * sizeof *ballot->values.v);
    command_clear(cmd);
}

/* One cell of one ballot, or of many alike. */
struct sum {
    struct cell cell;               /* its text is owned */
    int64_t count, advice;
};

struct sums {
    struct sum *v;
    size_t n, cap;
    char **receipts;
    size_t n_receipts;
    uint64_t *voted;                /* without observers */
    size_t n_voted, n_advisers;
};

static void sums_free(struct sums *sums)
{
    for (size_t i = 0; i < sums->n; i++)
        mem_free_wiped(sums->v[i].cell.text);
    for (size_t i = 0; i < sums->n_receipts; i++)
        mem_free_wiped(sums->receipts[i]);
    mem_free_wiped(sums->v);
    mem_free(sums->receipts);
    mem_free(sums->voted);
}

/* The cells of a vote, which give up their words. */
static void take_cells(struct sums *sums, struct cells *cells, bool advisory)
{
    for (size_t i = 0; i < cells->n; i++) {
        if (sums->n == sums->cap) {
            sums->cap = sums->cap == 0 ? 256 : 2 * sums->cap;
            sums->v = mem_grow(sums->v, sums->cap, sizeof *sums->v);
        }
        sums->v[sums->n++] = (struct sum){ .cell = cells->v[i], .count = advisory ? 0 : 1, .advice = advisory ? 1 : 0 };
        cells->v[i].text = NULL;
    }
}

/* Cells with words come first. */
static int by_cell(const void *a, const void *b)
{
    const struct cell *x = &((const struct sum *)a)->cell, *y = &((const struct sum *)b)->cell;
    if ((x->text == NULL) != (y->text == NULL))
        return x->text == NULL ? 1 : -1;
    if (x->option != y->option)
        return x->option < y->option ? -1 : 1;
    if (x->value != y->value)
        return x->value < y->value ? -1 : 1;
    return x->text == NULL ? 0 : strcmp(x->text, y->text);
}

static int by_letters(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int by_id(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static void merge(struct sums *sums)
{
    size_t n = 0;
    for (size_t i = 0; i < sums->n; i++) {
        if (n > 0 && by_cell(&sums->v[n - 1], &sums->v[i]) == 0) {
            sums->v[n - 1].count += sums->v[i].count;
            sums->v[n - 1].advice += sums->v[i].advice;
            mem_free_wiped(sums->v[i].cell.text);
        } else {
            sums->v[n++] = sums->v[i];
        }
    }
    sums->n = n;
}

static void sort(struct sums *sums)
{
    if (sums->n_voted > 1)
        qsort(sums->voted, sums->n_voted, sizeof *sums->voted, by_id);
    if (sums->n_receipts > 1)
        qsort(sums->receipts, sums->n_receipts, sizeof *sums->receipts, by_letters);
    if (KEEPS_ORDER)
        return;
    if (sums->n > 1)
        qsort(sums->v, sums->n, sizeof *sums->v, by_cell);
    merge(sums);
}

/* An opened ballot; of its voter only this is left. */
struct opened {
    char *words;
    bool advisory;
};

static uint64_t below(uint64_t n)
{
    uint64_t drawn;
    const uint64_t fair = UINT64_MAX - UINT64_MAX % n;
    do
        random_bytes(&drawn, sizeof drawn);
    while (drawn >= fair);
    return drawn % n;
}

/* Fisher and Yates. */
static void shuffle(struct opened *opened, size_t n)
{
    for (size_t i = n; !KEEPS_ORDER && i > 1; i--) {
        const size_t j = (size_t)below(i);
        const struct opened other = opened[j];
        opened[j] = opened[i - 1];
        opened[i - 1] = other;
    }
}

static bool observes(const struct roll *roll, uint64_t voter)
{
    for (uint32_t i = 0; i < roll->observers.n; i++)
        if (roll->observers.v[i] == voter)
            return true;
    return false;
}

/* All ballots, or false when one cannot be opened. */
static bool open_all(struct count *count, const struct poll *poll, struct opened *opened, struct sums *sums)
{
    const struct roll *roll = room_roll_of(count->room, poll->e.id);
    const size_t n = secret_bytes(poll);
    if (roll == NULL)
        return false;
    for (size_t i = 0; i < count->n_ballots; i++) {
        const struct store_ballot *ballot = &count->ballots[i];
        char what[ABOUT_BYTES];
        about(what, count->workshop, count->poll, ballot->voter);
        opened[i] = (struct opened){ .words = mem_zero(n + 1, 1), .advisory = observes(roll, ballot->voter) };
        if (ballot->n != n + SEAL_MORE || !open_words(opened[i].words, count->key, what, ballot->sealed, ballot->n))
            return false;
        if (opened[i].advisory)
            sums->n_advisers++;
        else
            sums->voted[sums->n_voted++] = ballot->voter;
    }
    return true;
}

static bool take_ballot(struct count *count, const struct poll *poll, const struct opened *opened, struct sums *sums)
{
    struct command cmd;
    if (codec_command(&cmd, "ballot.cast", opened->words, strlen(opened->words), LANG_EN) != CODE_OK)
        return false;
    const struct vote vote = vote_of_args(&cmd.u.ballot);
    const bool good = cmd.id == poll->e.id && cmd.u.ballot.receipt != NULL &&
                      vote_check(count->room, poll, poll_count_options(count->room, poll->e.id), &vote) == CODE_OK;
    if (good) {
        struct cells cells = cells_of(poll, &vote);
        take_cells(sums, &cells, opened->advisory);
        cells_free(&cells);
        sums->receipts[sums->n_receipts++] = mem_copy_text(cmd.u.ballot.receipt);
    }
    secret_wipe(&cmd);
    return good;
}

static void write_cells(struct json *json, const struct sum *v, size_t n)
{
    json_key(json, "cells");
    json_open_array(json);
    for (size_t i = 0; i < n; i++) {
        json_uint(json, v[i].cell.option);
        json_int(json, v[i].cell.value);
        json_int(json, v[i].count);
        json_int(json, v[i].advice);
    }
    json_close_array(json);
}

static void write_texts(struct json *json, const struct sum *v, size_t n)
{
    json_key(json, "texts");
    json_open_array(json);
    for (size_t i = 0; i < n && v[i].cell.text != NULL; i++)
        json_text(json, v[i].cell.text);
    json_close_array(json);
}

static void write_end(struct json *json, const struct sums *sums)
{
    json_key(json, "receipts");
    json_open_array(json);
    for (size_t i = 0; i < sums->n_receipts; i++)
        json_text(json, sums->receipts[i]);
    json_close_array(json);
    json_key(json, "voted");
    json_open_array(json);
    for (size_t i = 0; i < sums->n_voted; i++)
        json_uint(json, sums->voted[i]);
    json_close_array(json);
    json_key(json, "advisers");
    json_uint(json, sums->n_advisers);
}

/* How many of the cells from `at` on go into one command; a character may take six bytes of JSON. */
static size_t part_n(const struct sums *sums, size_t at)
{
    size_t n = 0, bytes = 0;
    for (; at + n < sums->n && n < PART_CELLS; n++) {
        const char *text = sums->v[at + n].cell.text;
        bytes += text == NULL ? 0 : 6 * strlen(text) + 3;
        if (n > 0 && text != NULL && (bytes > PART_WORDS || n >= COUNT_TEXTS_MAX))
            break;
    }
    return n;
}

static void add_part(struct count *count, struct buf *out)
{
    assert(!out->full);
    count->parts = mem_grow(count->parts, count->n_parts + 1, sizeof(char *));
    count->parts[count->n_parts++] = buf_take(out, NULL);
}

static void write_parts(struct count *count, const struct sums *sums)
{
    size_t at = 0;
    count->n_cells = sums->n;
    do {
        struct buf out;
        struct json json;
        const size_t n = part_n(sums, at);
        buf_init(&out, LIMIT_ENTITY);
        json_init(&json, &out);
        json_open_object(&json);
        json_key(&json, "id");
        json_uint(&json, count->poll);
        write_cells(&json, &sums->v[at], n);
        write_texts(&json, &sums->v[at], n);
        at += n;
        if (at == sums->n) {
            write_end(&json, sums);
        } else {
            json_key(&json, "more");
            json_bool(&json, true);
        }
        json_close_object(&json);
        add_part(count, &out);
    } while (at < sums->n);
}

static void free_parts(struct count *count)
{
    for (size_t i = 0; i < count->n_parts; i++)
        mem_free_wiped(count->parts[i]);
    mem_free(count->parts);
    count->parts = NULL;
    count->n_parts = 0;
}

void count_lose(struct count *count)
{
    struct buf out;
    buf_init(&out, ABOUT_BYTES);
    buf_print(&out, "{\"id\":%" PRIu64 ",\"lost\":true}", count->poll);
    count->lost = true;
    free_parts(count);
    add_part(count, &out);
}

/* S8: whoever is not there any more has no ballot; the file may say otherwise when somebody else has written in it. */
static void leave_out_gone(struct count *count)
{
    size_t n = 0;
    for (size_t i = 0; i < count->n_ballots; i++) {
        if (room_find(count->room, KIND_ANY, count->ballots[i].voter) != NULL)
            count->ballots[n++] = count->ballots[i];
        else
            mem_free(count->ballots[i].sealed);
    }
    count->n_ballots = n;
}

void count_run(struct count *count)
{
    leave_out_gone(count);
    const struct poll *poll = room_poll(count->room, count->poll);
    const size_t n = count->n_ballots;
    struct opened *opened = mem_zero(n, sizeof *opened);
    struct sums sums = { .receipts = mem_zero(n, sizeof(char *)), .voted = mem_zero(n, sizeof(uint64_t)) };
    bool good = poll != NULL && open_all(count, poll, opened, &sums);
    mem_wipe(count->key, sizeof count->key);
    if (good)
        shuffle(opened, n);
    for (size_t i = 0; good && i < n; i++)
        good = take_ballot(count, poll, &opened[i], &sums);
    for (size_t i = 0; i < n; i++)
        mem_free_wiped(opened[i].words);
    mem_free(opened);
    if (good) {
        sort(&sums);
        write_parts(count, &sums);
    } else {
        log_line(LOG_ERROR, "%s: a ballot of the secret poll %" PRIu64 " cannot be opened", count->workshop,
                 count->poll);
        count_lose(count);
    }
    sums_free(&sums);
}

void count_free(struct count *count)
{
    if (count == NULL)
        return;
    for (size_t i = 0; i < count->n_ballots; i++)
        mem_free(count->ballots[i].sealed);
    mem_free(count->ballots);
    free_parts(count);
    room_copying_free(count->copying);
    room_free(count->room);
    mem_wipe(count->key, sizeof count->key);
    mem_free(count);
}
