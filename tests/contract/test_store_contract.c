/* The contract of app/storage.h, held by the memory store and by the SQLite store. */
#include "test.h"

#include <ftw.h>
#include <poll.h>
#include <sys/eventfd.h>

#include "contract.h"
#include "memory_store.h"
#include "store/store.h"
#include "support_store_disk.h"

static void memory_open(struct subject *subject)
{
    subject->state = memory_store_new(NULL, NULL);
    memory_store_fill(subject->state, &subject->storage);
}

static void memory_reopen(struct subject *subject)
{
    assert_null(memory_store_crash(subject->state));
}

static void memory_turn(struct subject *subject)
{
    memory_store_step(subject->state, (size_t)-1);
}

static void memory_fail(struct subject *subject, bool on)
{
    memory_store_fail(subject->state, STORE_FULL, on ? 1000 : 0);
}

static void memory_close(struct subject *subject)
{
    memory_store_free(subject->state);
}

struct sqlite_state {
    struct store *store;
    int event;
};

static void wake(void *context)
{
    struct sqlite_state *state = context;
    uint64_t one = 1;
    assert_int_equal(write(state->event, &one, sizeof(one)), sizeof(one));
}

static void sqlite_start(struct subject *subject)
{
    struct sqlite_state *state = subject->state;
    char message[200] = "";
    state->store = store_open(subject->path, STORE_THREADS_DEFAULT, wake, state, message);
    if (state->store == NULL)
        fail_msg("%s", message);
    store_fill(state->store, &subject->storage);
}

static void sqlite_open(struct subject *subject)
{
    struct sqlite_state *state = calloc(1, sizeof(*state));
    snprintf(subject->path, sizeof(subject->path), "/tmp/plenary-contract-XXXXXX");
    assert_non_null(mkdtemp(subject->path));
    state->event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    subject->state = state;
    sqlite_start(subject);
}

static void sqlite_reopen(struct subject *subject)
{
    struct sqlite_state *state = subject->state;
    store_close(state->store);
    sqlite_start(subject);
}

static void sqlite_turn(struct subject *subject)
{
    struct sqlite_state *state = subject->state;
    struct pollfd fd = { .fd = state->event, .events = POLLIN };
    uint64_t n;
    if (poll(&fd, 1, 10) == 1)
        assert_int_equal(read(state->event, &n, sizeof(n)), sizeof(n));
}

static void sqlite_fail(struct subject *subject, bool on)
{
    (void)subject;
    disk_fault_set(on ? DISK_FULL : DISK_GOOD, 1);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st, (void)type, (void)ftw;
    return remove(path);
}

static void sqlite_close(struct subject *subject)
{
    struct sqlite_state *state = subject->state;
    store_close(state->store);
    close(state->event);
    free(state);
    assert_int_equal(nftw(subject->path, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
}

int main(void)
{
    struct subject memory = { .name = "contract: memory store",
                              .open = memory_open,
                              .reopen = memory_reopen,
                              .turn = memory_turn,
                              .set_failing = memory_fail,
                              .close = memory_close };
    struct subject sqlite = { .name = "contract: SQLite store",
                              .open = sqlite_open,
                              .reopen = sqlite_reopen,
                              .turn = sqlite_turn,
                              .set_failing = sqlite_fail,
                              .close = sqlite_close };
    int failed = contract_run(&memory);
    return failed + contract_run(&sqlite);
}
