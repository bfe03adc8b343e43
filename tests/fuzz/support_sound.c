/* support_sound: see support_sound.h. */
#include "support_sound.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/import.h"
#include "store/workshop_file.h"

static void fixed_salt(void *out, size_t n)
{
    memset(out, 1, n);
}

/* A little of everything; "%" is the row created last, "#" the delegation. Small, since it is folded again and again. */
static const char *const commands[][2] = {
    { "delegation.create", "{\"name\":{\"en\":\"Mali\",\"ar\":\"\u0645\u0627\u0644\u064a\"},\"country\":\"ML\"}" },
    { "person.create", "{\"name\":\"Amina\",\"role\":\"facilitator\",\"delegation\":#}" },
    { "item.create", "{\"day\":1,\"title\":\"Opening\",\"start\":\"09:00\",\"minutes\":30,\"staff_notes\":\"Doors\"}" },
    { "poll.create", "{\"question\":\"Yes?\",\"type\":\"single\",\"labels\":[\"a\",\"b\"]}" },
    { "theme.create", "{\"title\":\"Theme\"}" },
    { "theme.remove", "{\"id\":%}" },
    { "group.create", "{\"title\":\"Group\"}" },
    { "framework.create", "{\"title\":\"Text\"}" },
    { "paragraph.create", "{\"framework\":%,\"text\":\"One\"}" },
    { "recommendation.create", "{\"text\":{\"en\":\"Words\",\"fr\":\"Mots\"}}" },
    { "text.edit", "{\"id\":%,\"field\":\"text\",\"lang\":\"en\",\"rev\":1,\"op\":[2,\"x\",{\"d\":1}]}" },
    { "text.edit", "{\"id\":%,\"field\":\"text\",\"lang\":\"en\",\"rev\":1,\"op\":[\"\u0645\"]}" },
    { "remark.create", "{\"of\":%,\"type\":\"reservation\",\"delegation\":#,\"text\":\"Well\"}" },
    { "adoption.open", "{\"of\":%,\"way\":\"consensus\"}" },
    { "text.edit", "{\"id\":%,\"field\":\"text\",\"lang\":\"en\",\"rev\":2,\"op\":[\"late\"]}" },
    { "action.create", "{\"title\":\"Act\",\"lead\":#,\"partners\":[#],\"due\":\"T+6 months\",\"objective\":\"Aim\"}" },
};

/* Commands that speak about a row speak about the last one of these. */
static bool makes_row(const char *verb)
{
    static const char *const verbs[] = { "theme.create", "framework.create", "recommendation.create" };
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        if (strcmp(verbs[i], verb) == 0)
            return true;
    return false;
}

static void run_commands(struct import *import, const struct import_options *options)
{
    uint64_t row = 0, delegation = 0, result = 0;
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        struct buf args;
        buf_init(&args, 1000);
        for (const char *p = commands[i][1]; *p != '\0'; p++) {
            if (*p == '%' || *p == '#')
                buf_print(&args, "%llu", (unsigned long long)(*p == '%' ? row : delegation));
            else
                buf_char(&args, *p);
        }
        const enum code code = import_run(import, commands[i][0], args.data, options, &result);
        assert(code == CODE_OK);
        buf_free(&args);
        if (makes_row(commands[i][0]))
            row = result;
        if (i == 0)
            delegation = result;
    }
}

void support_sound_file(char directory[SOUND_DIRECTORY], char path[SOUND_PATH])
{
    const char *memory = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    (void)snprintf(directory, SOUND_DIRECTORY, "%s/plenary-fuzz-XXXXXX", memory);
    if (mkdtemp(directory) == NULL)
        abort();
    (void)snprintf(path, SOUND_PATH, "%s/fuzz.plenary", directory);
    const struct import_options options = { .at = 1000, .random = fixed_salt, .lang = LANG_EN };
    static const char scenario[] =
        "{\"name\":\"fuzz\",\"title\":\"Fuzz\",\"time_zone\":\"UTC\",\"languages\":[\"en\",\"fr\"]}";
    struct import import;
    char message[MESSAGE_BYTES];
    const bool imported = import_scenario(&import, scenario, sizeof scenario - 1, &options);
    assert(imported);
    run_commands(&import, &options);
    const struct workshop_write write = {
        .id = "fuzz", .room = import.room, .changes = import.changes, .n_changes = import.n
    };
    const enum store_result result = workshop_file_make(directory, path, &write, message);
    assert(result == STORE_OK);
    import_free(&import);
}
