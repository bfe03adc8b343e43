/* loop: the commands of plenary_loop, read from standard input. See loop.h for the protocol. */
#include "loop.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "core/feed.h"
#include "core/limits.h"

/* The next word of the line, which is cut off; "" at its end. */
static char *next_word(char **rest)
{
    char *word = *rest;
    char *end = word + strcspn(word, " ");
    *rest = *end == '\0' ? end : end + 1;
    *end = '\0';
    return word;
}

static int64_t next_number(char **rest)
{
    const char *word = next_word(rest);
    char *end;
    int64_t number = strtoll(word, &end, 10);
    if (end == word || *end != '\0' || number < 0) {
        fprintf(stderr, "plenary_loop: not a number: %s\n", word);
        exit(2);
    }
    return number;
}

static size_t next_line(char **rest)
{
    int64_t at = next_number(rest);
    if (at < 1 || at >= LOOP_CONNS) {
        fprintf(stderr, "plenary_loop: connections are 1 to %d\n", LOOP_CONNS - 1);
        exit(2);
    }
    return (size_t)at;
}

static void do_open(struct loop *loop, char *rest)
{
    size_t at = next_line(&rest);
    line_open(loop, at, (uint64_t)next_number(&rest));
}

static void do_send(struct loop *loop, char *rest)
{
    size_t at = next_line(&rest);
    line_send(loop, at, rest);
}

static void pass(struct loop *loop, int64_t ms)
{
    int64_t end = loop->now + ms;
    town_turn(loop);
    while (loop->now < end) {
        int64_t at = town_wants(loop);
        loop->now = at < end ? at : end;
        town_turn(loop);
    }
}

static void do_pass(struct loop *loop, char *rest)
{
    pass(loop, next_number(&rest));
}

static void do_lag(struct loop *loop, char *rest)
{
    size_t at = next_line(&rest);
    loop->lines[at].lag = next_number(&rest);
}

static void do_stop(struct loop *loop, char *rest)
{
    loop->lines[next_line(&rest)].stopped = true;
}

static void do_go(struct loop *loop, char *rest)
{
    loop->lines[next_line(&rest)].stopped = false;
}

static void do_cut(struct loop *loop, char *rest)
{
    line_cut(loop, next_line(&rest));
}

static void do_crash(struct loop *loop, char *rest)
{
    (void)rest;
    town_crash(loop);
}

static void do_disk(struct loop *loop, char *rest)
{
    loop->disk_ms = next_number(&rest);
}

static void do_refuse(struct loop *loop, char *rest)
{
    memory_store_fail(loop->store, STORE_FULL, (size_t)next_number(&rest));
}

static size_t backup_at(const struct loop *loop, const char *name)
{
    size_t i = 0;
    while (i < loop->n_backups && strcmp(loop->backups[i].name, name) != 0)
        i++;
    return i;
}

static void do_save(struct loop *loop, char *rest)
{
    const char *name = next_word(&rest);
    size_t i = backup_at(loop, name);
    assert(i < LOOP_BACKUPS && strlen(name) < LOOP_NAME);
    if (i == loop->n_backups)
        loop->n_backups++;
    memcpy(loop->backups[i].name, name, strlen(name) + 1);
    memory_backup_free(loop->backups[i].backup);
    loop->backups[i].backup = memory_store_save(loop->store, LOOP_WORKSHOP);
}

static void do_restore(struct loop *loop, char *rest)
{
    size_t i = backup_at(loop, next_word(&rest));
    assert(i < loop->n_backups);
    town_crash(loop);
    memory_store_restore(loop->store, loop->backups[i].backup);
}

static void do_get(struct loop *loop, char *rest)
{
    struct request request = {.id = (request_id)next_number(&rest), .method = "GET", .type = "", .body = ""};
    const char *token = town_token(loop, (uint64_t)next_number(&rest));
    char *path = next_word(&rest);
    char *query = strchr(path, '?');
    if (query != NULL)
        *query++ = '\0';
    request.knock = (struct knock){.path = path, .query = query == NULL ? "" : query, .token = token, .peer = "192.0.2.1",
                                   .host = "localhost"};
    gate_request(loop->app, &request);
}

struct answered {
    bool came;
};

static void answered(void *context, enum hub_status status, const struct outcome *outcome)
{
    struct answered *answer = context;
    printf("outcome %s %" PRIu64 " %" PRIu64 "\n", status == HUB_OK ? code_word(outcome->code) : "storage", outcome->seq,
           outcome->result);
    answer->came = true;
}

static void do_system(struct loop *loop, char *rest)
{
    struct answered answer = {false};
    const char *verb = next_word(&rest);
    hub_run(loop->app->hub, LOOP_WORKSHOP, verb, rest, answered, &answer);
    while (!answer.came)
        pass(loop, 1);
}

static void do_view(struct loop *loop, char *rest)
{
    uint64_t person = (uint64_t)next_number(&rest);
    struct room *room = memory_store_room(loop->store, LOOP_WORKSHOP);
    struct viewer viewer = view_of(room, person, ROLE_LISTENER);
    struct page page = {.more = true};
    while (page.more) {
        struct buf out;
        buf_init(&out, LIMIT_FRAME_OUT + LIMIT_ENTITY);
        page = feed_page(&out, room, page.to, viewer);
        assert(!out.full);
        printf("view %s\n", out.data);
        buf_free(&out);
    }
    room_free(room);
}

static const struct {
    const char *name;
    void (*run)(struct loop *loop, char *rest);
} commands[] = {
    {"open", do_open}, {"send", do_send},   {"pass", do_pass},     {"lag", do_lag}, {"stop", do_stop},
    {"go", do_go},     {"cut", do_cut},     {"crash", do_crash},   {"disk", do_disk}, {"refuse", do_refuse},
    {"save", do_save}, {"restore", do_restore}, {"get", do_get}, {"system", do_system}, {"view", do_view},
};

static bool run(struct loop *loop, char *line)
{
    const char *name = next_word(&line);
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        if (strcmp(commands[i].name, name) == 0) {
            commands[i].run(loop, line);
            return true;
        }
    }
    fprintf(stderr, "plenary_loop: no such command: %s\n", name);
    return false;
}

static void done(const struct loop *loop)
{
    printf("done %" PRId64 "\n", loop->now);
    (void)fflush(stdout);
}

int main(int argc, char **argv)
{
    static struct loop loop;
    char *line = NULL;
    size_t size = 0;
    ssize_t n;
    bool ok = true;
    log_set_level(LOG_ERROR);
    town_init(&loop, argc > 1 ? strtoull(argv[1], NULL, 10) : 1);
    done(&loop);
    while (ok && (n = getline(&line, &size, stdin)) > 0) {
        if (line[n - 1] == '\n')
            line[n - 1] = '\0';
        ok = run(&loop, line);
        if (ok)
            done(&loop);
    }
    free(line);
    town_free(&loop);
    return ok ? 0 : 2;
}
