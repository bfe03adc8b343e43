/* support_export_run: see the header. */
#include "support_export_run.h"

#include <stdio.h>
#include <string.h>

#include "test.h"

#include "app/codec.h"
#include "core/history.h"

uint64_t run_at(struct room *room, uint64_t person, int64_t at, const char *verb, const char *format, va_list rest)
{
    static const uint8_t salt[SALT_BYTES] = { 1 };
    char args[2000];
    struct command cmd;
    struct change change;
    const int n = vsnprintf(args, sizeof args, format, rest);
    assert_in_range(n, 0, sizeof args - 1);
    struct actor actor = person == 0 ? actor_system(at) : actor_of(room, person, at);
    assert_int_equal(codec_command(&cmd, verb, args, strlen(args), LANG_EN), CODE_OK);
    struct outcome outcome = history_run(room, &actor, NULL, &cmd, salt, &change);
    if (outcome.code != CODE_OK)
        fail_msg("%s %s: %s", verb, args, code_word(outcome.code));
    change_clear(&change);
    return outcome.result;
}
