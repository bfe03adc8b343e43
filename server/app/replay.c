/* replay: history run again, change by change. See include/app/replay.h. */
#include "app/replay.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "app/codec.h"

void replay_init(struct replay *replay, struct room *base)
{
    *replay = (struct replay){ .room = base != NULL ? base : room_new() };
}

void replay_free(struct replay *replay)
{
    room_free(replay->room);
    replay->room = NULL;
}

__attribute__((format(printf, 2, 3))) static bool failed(struct replay *replay, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    (void)vsnprintf(replay->message, sizeof replay->message, format, args);
    va_end(args);
    return false;
}

/* X5, and what core would assert. */
static bool is_next(struct replay *replay, const struct change *change)
{
    const struct room *room = replay->room;
    if (change->seq != room->seq + 1)
        return failed(replay, "Change %" PRIu64 " is missing.", room->seq + 1);
    if (change->at < 1 || change->at < room->at)
        return failed(replay, "Change %" PRIu64 " is older than the one before.", change->seq);
    if (change->number != 0 && change->number <= history_last(room, change->client))
        return failed(replay, "The client's number of change %" PRIu64 " does not go up.", change->seq);
    if (change->body == NULL)
        return failed(replay, "The words of change %" PRIu64 " were erased: what came of it cannot be computed again.",
                      change->seq);
    return true;
}

bool replay_step(struct replay *replay, const struct change *change)
{
    struct command cmd;
    uint64_t result = 0;
    if (!is_next(replay, change))
        return false;
    enum code code = codec_command(&cmd, change->verb, change->body, strlen(change->body), LANG_EN);
    if (code != CODE_OK)
        return failed(replay, "Change %" PRIu64 " cannot be read: %s.", change->seq, code_word(code));
    const struct actor actor =
        change->actor == 0 ? actor_system(change->at) : actor_of(replay->room, change->actor, change->at);
    const char *verb = cmd.verb->name;
    code = history_replay(replay->room, &actor, &cmd, change, &result);
    if (code != CODE_OK)
        return failed(replay, "Change %" PRIu64 " (%s) would be refused: %s.", change->seq, verb, code_word(code));
    if (result != change->result)
        return failed(replay, "Change %" PRIu64 " (%s) gives %" PRIu64 ", and %" PRIu64 " is recorded.", change->seq,
                      verb, result, change->result);
    return true;
}

/* The first difference of two entities of one id, both there. */
static bool same_entity(struct replay *replay, const struct entity *folded, const struct entity *stored)
{
    const struct kind_info *info = kind_info((enum kind)folded->kind);
    if (folded->kind != stored->kind || folded->removed != stored->removed)
        return failed(replay, "Of %s %" PRIu64 " the history says something else than the tables.", info->name,
                      folded->id);
    if (folded->seq != stored->seq)
        return failed(replay, "%s %" PRIu64 " was last changed by change %" PRIu64 ", not by %" PRIu64 ".", info->name,
                      folded->id, folded->seq, stored->seq);
    for (size_t i = 0; i < info->n_fields; i++)
        if (!folded->removed && !field_equal(&info->fields[i], folded, stored))
            return failed(replay, "%s of %s %" PRIu64 " is not what the history makes of it.", info->fields[i].name,
                          info->name, folded->id);
    return true;
}

bool replay_equals(struct replay *replay, const struct room *stored)
{
    const struct room *folded = replay->room;
    if (folded->seq != stored->seq || folded->at != stored->at || folded->last_id != stored->last_id)
        return failed(replay, "The history does not end where the tables do.");
    for (const struct entity *e = folded->oldest; e != NULL; e = e->after) {
        const struct entity *other = map_get(&stored->entities, e->id);
        if (other == NULL)
            return failed(replay, "%s %" PRIu64 " is not in its table.", kind_info((enum kind)e->kind)->name, e->id);
        if (!same_entity(replay, e, other))
            return false;
    }
    if (folded->entities.n != stored->entities.n)
        return failed(replay, "The tables hold something that the history does not know.");
    return true;
}

struct room *replay_take(struct replay *replay)
{
    struct room *room = replay->room;
    assert(room != NULL);
    replay->room = NULL;
    room_clean(room);
    return room;
}
