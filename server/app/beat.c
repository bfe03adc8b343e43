/* beat: the heartbeat of the protocol (P11). One sweep over the connections; no timer per connection. */
#include "app/host.h"

#include "base/json.h"
#include "base/mem.h"

static char *beat_text(const struct host *host, size_t *n)
{
    struct buf out;
    struct json json;
    buf_init(&out, 256);
    json_init(&json, &out);
    json_open_object(&json);
    json_key(&json, "t");
    json_text(&json, "beat");
    json_key(&json, "seq");
    json_uint(&json, host->published);
    json_key(&json, "time");
    json_int(&json, host_now(host));
    json_close_object(&json);
    return buf_take(&out, n);
}

void beat_answer(struct link *link)
{
    size_t n;
    char *text = beat_text(link->host, &n);
    link_say(link, text, n);
    mem_free(text);
}

/* A hello must come within ten seconds of the socket. */
static bool is_gone(const struct link *link, int64_t now)
{
    return now - link->heard_at > GONE_MS || (!link->said_hello && now - link->opened_at > HELLO_MS);
}

void beat_sweep(struct host *host)
{
    int64_t now = host_now(host);
    size_t n = 0, beats = 0;
    if (now < host->sweep_at)
        return;
    char *text = beat_text(host, &n);
    struct frame *slot[2] = { NULL, NULL };
    if (host->sweep_link >= host->n_links)
        host->sweep_link = 0;
    while (host->sweep_link < host->n_links && beats < BEATS_SLICE) {
        struct link *link = host->links[host->sweep_link++];
        if (link->dead)
            continue;
        if (is_gone(link, now)) {
            link_end(link, link->said_hello ? CLOSE_NORMAL : CLOSE_POLICY);
        } else if (link->greeted && now - link->sent_at >= BEAT_MS) {
            (void)link_send(link, link_frame(link, slot, text, n));
            beats++;
        }
    }
    host->sweep_at = host->sweep_link < host->n_links ? now : now + SWEEP_MS;
    if (slot[0] != NULL)
        host_platform(host)->transport.frame_release(host_platform(host)->transport.self, slot[0]);
    mem_free(text);
}
