/*
 * plenary_fill STATE WORKSHOP ROWS CHANGES [LETTERS]: makes an existing workshop large: up to ROWS actions and CHANGES changes, written
 * by its persons as 30 delegates would over some days; with LETTERS every action has five long texts of about so many, in three
 * languages, of words that nothing packs well. The server must not be running. Used by the kill test, the benchmarks and the ceilings of documents.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/codec.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/random.h"
#include "core/limits.h"
#include "store/store.h"

enum { BATCH = 1000, CLIENTS = 30 };

struct filler {
    struct store *store;
    struct storage storage;
    struct store_job job;
    bool done;
    struct room *room;
    struct change changes[BATCH];
    size_t n;
    uint8_t client[CLIENTS][CLIENT_ID_BYTES];
    uint64_t number[CLIENTS];
};

static void wake(void *context)
{
    (void)context;
}

static void done(struct store_job *job)
{
    *(bool *)job->context = true;
}

static void wait_for(struct filler *filler)
{
    struct timespec pause = { .tv_nsec = 200000 };
    filler->done = false;
    filler->storage.submit(filler->storage.self, &filler->job);
    while (!filler->done) {
        if (filler->storage.reap(filler->storage.self) == 0)
            (void)nanosleep(&pause, NULL);
    }
    if (filler->job.result != STORE_OK) {
        (void)fprintf(stderr, "plenary_fill: %s\n", filler->job.message);
        exit(1);
    }
}

static void begin_job(struct filler *filler, enum store_job_type type, const char *workshop)
{
    filler->job = (struct store_job){ .type = type, .done = done, .context = &filler->done };
    (void)snprintf(filler->job.workshop, sizeof filler->job.workshop, "%s", workshop);
}

static void commit(struct filler *filler, const char *workshop)
{
    begin_job(filler, STORE_COMMIT, workshop);
    filler->job.room = filler->room;
    filler->job.changes = filler->changes;
    filler->job.n_changes = filler->n;
    wait_for(filler);
    room_clean(filler->room);
    for (size_t i = 0; i < filler->n; i++)
        change_clear(&filler->changes[i]);
    filler->n = 0;
}

/* Run one command as the k-th person of the room, from that person's own client. */
static void run(struct filler *filler, const char *workshop, size_t k, const char *verb, const char *args)
{
    const struct kind_list *persons = &filler->room->live[KIND_PERSON];
    size_t c = k % CLIENTS < persons->n ? k % CLIENTS : 0;
    struct actor actor = actor_of(filler->room, persons->v[c]->id, filler->room->at + 1);
    struct origin origin = { .number = filler->number[c] + 1 };
    struct command cmd;
    uint8_t salt[SALT_BYTES];
    memcpy(origin.client, filler->client[c], CLIENT_ID_BYTES);
    random_bytes(salt, sizeof salt);
    if (codec_command(&cmd, verb, args, strlen(args), LANG_EN) != CODE_OK)
        abort();
    struct outcome outcome =
        history_run(filler->room, &actor, &origin, &cmd, salt, &filler->changes[filler->n]);
    if (outcome.code != CODE_OK)
        return;
    filler->number[c]++;
    if (++filler->n == BATCH)
        commit(filler, workshop);
}

/* The same sequence in every run (Knuth, MMIX). */
static unsigned drawn(uint64_t *seed, unsigned n)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(*seed >> 33) % n;
}

/* About `letters` letters in words of three to ten: Latin, or Arabic from U+0628 on. */
static void put_text(struct json *json, const char *key, size_t letters, bool arabic, uint64_t *seed)
{
    struct buf text;
    buf_init(&text, LIMIT_ENTITY);
    for (size_t n = 0; n + 11 < letters; n++) {
        for (unsigned word = 3 + drawn(seed, 8); word > 0; word--, n++) {
            const unsigned letter = drawn(seed, 19);
            if (arabic)
                buf_print(&text, "\xd8%c", (int)(0xa8 + letter));
            else
                buf_char(&text, (char)('a' + letter));
        }
        buf_char(&text, ' ');
    }
    buf_text(&text, ".");
    json_key(json, key);
    json_text(json, text.data);
    buf_free(&text);
}

static void write_row(struct buf *out, size_t i, unsigned long long theme, size_t letters)
{
    static const char *const long_texts[] = { "objective", "deliverable", "milestones", "resources", "risk" };
    uint64_t seed = i;
    struct json json;
    buf_print(out, "{\"title\":{\"en\":\"Row %zu of the plan, as long as such rows are\",\"ar\":\"إجراء رقم %zu\"},"
                   "\"theme\":%llu,\"due\":\"T+6 months\",\"target\":\"60 %%\"", i, i, theme);
    for (size_t k = 0; letters > 0 && k < sizeof long_texts / sizeof long_texts[0]; k++) {
        buf_print(out, ",\"%s\":", long_texts[k]);
        json_init(&json, out);
        json_open_object(&json);
        put_text(&json, "ar", letters, true, &seed);
        put_text(&json, "fr", letters, false, &seed);
        put_text(&json, "en", letters, false, &seed);
        json_close_object(&json);
    }
    buf_text(out, "}");
}

int main(int argc, char **argv)
{
    static struct filler filler;
    char message[200], args[512];
    if (argc != 5 && argc != 6) {
        (void)fprintf(stderr, "usage: plenary_fill STATE WORKSHOP ROWS CHANGES [LETTERS]\n");
        return 2;
    }
    size_t rows = strtoul(argv[3], NULL, 10), changes = strtoul(argv[4], NULL, 10);
    size_t letters = argc == 6 ? strtoul(argv[5], NULL, 10) : 0;
    struct buf row;
    buf_init(&row, LIMIT_ENTITY);
    filler.store = store_open(argv[1], 1, wake, NULL, message);
    if (filler.store == NULL) {
        (void)fprintf(stderr, "plenary_fill: %s\n", message);
        return 1;
    }
    store_fill(filler.store, &filler.storage);
    random_bytes(filler.client, sizeof filler.client);
    begin_job(&filler, STORE_LOAD, argv[2]);
    wait_for(&filler);
    filler.room = filler.job.loaded;
    struct kind_list *actions = &filler.room->live[KIND_ACTION];
    if (filler.room->live[KIND_THEME].n == 0 || filler.room->live[KIND_PERSON].n == 0) {
        (void)fprintf(stderr, "plenary_fill: the workshop has no theme to put rows under, or no person to write them\n");
        return 1;
    }
    uint64_t theme = filler.room->live[KIND_THEME].v[0]->id;
    for (size_t i = 0; actions->n < rows && i < 2 * rows; i++) {
        buf_reset(&row);
        write_row(&row, i, (unsigned long long)theme, letters);
        run(&filler, argv[2], i, "action.create", row.data);
    }
    for (size_t i = 0; filler.room->seq < changes && i < 2 * changes; i++) {
        (void)snprintf(args, sizeof args, "{\"id\":%llu,\"title\":{\"en\":\"Row %zu, written again and again\"}}",
                       (unsigned long long)actions->v[i % actions->n]->id, i);
        run(&filler, argv[2], i, "action.edit", args);
    }
    commit(&filler, argv[2]);
    printf("{\"rows\":%zu,\"changes\":%llu}\n", actions->n, (unsigned long long)filler.room->seq);
    buf_free(&row);
    room_free(filler.room);
    store_close(filler.store);
    return 0;
}
