/*
 * fuzz_codec: whatever a client sends ends in a refusal or in a command; a command that the room accepts leaves it whole,
 * and its canonical arguments read back as the same command.
 */
#include <assert.h>
#include <string.h>

#include "app/codec.h"
#include "base/buf.h"
#include "core/limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const uint8_t salt[SALT_BYTES] = { 1 };

static void must_run(struct room *room, const char *verb, const char *args)
{
    struct command cmd;
    struct change change;
    const struct actor system = actor_system(1);
    const enum code code = codec_command(&cmd, verb, args, strlen(args), LANG_EN);
    assert(code == CODE_OK);
    const struct outcome outcome = history_run(room, &system, NULL, &cmd, salt, &change);
    assert(outcome.code == CODE_OK);
    change_clear(&change);
}

/* Ids: 1 workshop, 2 delegation, 3 facilitator, 4 item, 5 poll, 6 and 7 options, 8 theme, 9 action. */
static struct room *small_room(void)
{
    struct room *room = room_new();
    must_run(room, "workshop.create", "{\"name\":\"w\",\"title\":\"W\",\"time_zone\":\"UTC\"}");
    must_run(room, "delegation.create", "{\"name\":\"Egypt\"}");
    must_run(room, "person.create", "{\"name\":\"A\",\"role\":\"facilitator\",\"delegation\":2}");
    must_run(room, "item.create", "{\"title\":\"One\",\"day\":1}");
    must_run(room, "poll.create", "{\"question\":\"q\"}");
    must_run(room, "option.create", "{\"poll\":5,\"text\":\"a\"}");
    must_run(room, "option.create", "{\"poll\":5,\"text\":\"b\"}");
    must_run(room, "theme.create", "{\"title\":\"T\"}");
    must_run(room, "action.create", "{\"theme\":8,\"title\":\"Do\"}");
    must_run(room, "workshop.live", "{}");
    return room;
}

static void canonical_again(const struct command *cmd)
{
    struct command back;
    struct buf first, second;
    buf_init(&first, LIMIT_ENTITY);
    buf_init(&second, LIMIT_ENTITY);
    command_write(&first, cmd);
    const enum code code = codec_command(&back, cmd->verb->name, first.data, first.len, LANG_AR);
    assert(code == CODE_OK);
    command_write(&second, &back);
    assert(first.len == second.len && memcmp(first.data, second.data, first.len) == 0);
    command_clear(&back);
    buf_free(&first);
    buf_free(&second);
}

static void try_frame(struct room *room, const char *text, size_t n)
{
    static const uint8_t client[CLIENT_ID_BYTES] = { 9 };
    struct incoming in;
    codec_read(&in, text, n, LANG_FR);
    if (in.type != INCOMING_COMMAND || in.code != CODE_OK) {
        assert(in.cmd.verb == NULL);
        return;
    }
    if (codec_resolve(&in.cmd, room, client) != CODE_OK) {
        command_clear(&in.cmd);
        return;
    }
    canonical_again(&in.cmd);
    struct change change;
    struct origin origin = { .number = in.number };
    memcpy(origin.client, client, sizeof client);
    const struct actor actor = actor_of(room, 3, 1000);
    history_run(room, &actor, &origin, &in.cmd, salt, &change);
    change_clear(&change);
    room_check(room);
}

/* Frames stand one on a line. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct room *room = small_room();
    const char *at = (const char *)data, *end = at + n;
    for (int frames = 0; at < end && frames < 20; frames++) {
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        if (line_end == NULL)
            line_end = end;
        try_frame(room, at, (size_t)(line_end - at));
        at = line_end + 1;
    }
    room_free(room);
    return 0;
}
