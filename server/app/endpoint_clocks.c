/*
 * endpoint_clocks: when the clocks of a time zone are set, for pages. A browser brings zones of its own, as old as itself: on a telephone of
 * 2022 Cairo has no summer time.
 */
#include "app/call.h"
#include "base/zone.h"

enum {
    YEARS_BEFORE = 15,              /* a workshop held then is still shown at its hours, */
    YEARS_BEHIND = 10,              /* and a meeting that repeats until then */
    SET_MAX = 256                   /* ten a year: more than any zone ever had */
};

static const int64_t YEAR_S = 365 * 86400;

/* From the minute `at` (since 1970 UTC) clocks are `offset` seconds ahead of UTC. */
static void write_set(struct json *json, int64_t at, int32_t offset)
{
    json_open_array(json);
    json_int(json, at / 60);
    json_int(json, offset / 60);
    json_close_array(json);
}

static void write_clocks(struct json *json, const struct zone *zone, int64_t from, int64_t until)
{
    int32_t offset = zone_offset(zone, from);
    json_key(json, "set");
    json_open_array(json);
    write_set(json, from, offset);
    int64_t next;
    for (int n = 1; n < SET_MAX && zone_next(zone, from, &next, &offset) && next < until; n++, from = next)
        write_set(json, next, offset);
    json_close_array(json);
    json_key(json, "until");
    json_int(json, until / 60);
}

void endpoint_clocks(struct call *call)
{
    char name[64], message[ZONE_MESSAGE_BYTES];
    struct zone *zone =
        query_get(call->query, "zone", name, sizeof name) ? zone_open(ZONE_DIRECTORY, name, message) : NULL;
    if (zone == NULL) {
        call_refuse_code(call, CODE_NOT_FOUND);
        return;
    }
    const int64_t today = call_now(call) / 86400000 * 86400;
    struct json *json = call_begin(call);
    json_key(json, "zone");
    json_text(json, name);
    write_clocks(json, zone, today - YEARS_BEFORE * YEAR_S, today + YEARS_BEHIND * YEAR_S);
    zone_close(zone);
    call_answer(call);
}
