/*
 * secret_progress: how many ballots an open secret poll has, told once in two seconds (rule S9). More often, or when somebody asks,
 * the number would tell who has just voted.
 */
#include "app/host.h"
#include "base/mem.h"
#include "core/secret.h"

enum { PROGRESS_MS = 2000 };

static const struct poll *open_secret(const struct entity *entity)
{
    const struct poll *poll = (const struct poll *)entity;
    return poll->secrecy == POLL_SECRET && poll->state == POLL_OPEN ? poll : NULL;
}

bool secret_progress(struct host *host, int64_t now)
{
    struct secrets *secrets = &host->secrets;
    if (!secrets->progress_due || now < secrets->progress_at + PROGRESS_MS || !host_between_commits(host))
        return false;
    const struct kind_list *polls = &host->room->live[KIND_POLL];
    bool any = false;
    map_free(&secrets->told);
    for (size_t i = 0; i < polls->n; i++) {
        const struct poll *poll = open_secret(polls->v[i]);
        const size_t n = poll == NULL ? 0 : room_secret_count(host->room, poll->e.id);
        any = any || poll != NULL;
        if (n > 0)
            map_put(&secrets->told, poll->e.id, (void *)(uintptr_t)n);
    }
    secrets->progress_due = false;
    secrets->progress_at = now;
    secrets->progress_fresh = any;
    return any;
}

int64_t secret_progress_due(const struct host *host)
{
    const struct secrets *secrets = &host->secrets;
    return secrets->progress_due && host->state == HOST_READY ? secrets->progress_at + PROGRESS_MS : 0;
}

/* Who comes is told what was told last, not what is. In the order of ids. */
static void write_told(struct json *json, const struct host *host)
{
    size_t n = host->secrets.told.n, at = 0, told_n = 0;
    struct pair {
        uint64_t poll, n;
    } *told = mem_zero(n, sizeof *told);
    uint64_t poll;
    void *count;
    while (map_next(&host->secrets.told, &at, &poll, &count)) {
        size_t i = told_n++;
        for (; i > 0 && told[i - 1].poll > poll; i--)
            told[i] = told[i - 1];
        told[i] = (struct pair){ poll, (uintptr_t)count };
    }
    for (size_t i = 0; i < told_n; i++) {
        json_open_object(json);
        json_key(json, "poll");
        json_uint(json, told[i].poll);
        json_key(json, "n");
        json_uint(json, told[i].n);
        json_close_object(json);
    }
    mem_free(told);
}

void secret_write_progress(struct json *json, struct host *host, bool all)
{
    if (all ? host->secrets.told.n == 0 : !host->secrets.progress_fresh)
        return;
    if (!all) {
        host->secrets.progress_fresh = false;
        host->secrets.progress_at = host_now(host); /* the frame may have waited for its turn */
    }
    json_key(json, "cast");
    json_open_array(json);
    write_told(json, host);
    json_close_array(json);
}
