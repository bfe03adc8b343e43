/*
 * fuzz_file: a workshop's file in which bytes were changed is read or refused with a message, by everything that opens such a file:
 * verify, the reading for exports, the server's own opening and loading, and a commit after it.
 *
 * The input is a list of changes to a sound file: where (3 bytes, big-endian, modulo the length) and the byte to put there. The pages
 * of SQLite have no checksums, so that damaged rows reach the decoders.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/codec.h"
#include "app/import.h"
#include "app/template.h"
#include "base/mem.h"
#include "store/inspect.h"
#include "store/workshop_file.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { PATCH_BYTES = 4, FILE_MAX = 4 << 20 };

static struct {
    char directory[64], path[128];
    char *bytes, *damaged;
    size_t n;
} sound;

static void fixed_salt(void *out, size_t n)
{
    memset(out, 1, n);
}

static const struct template *demonstration(void)
{
    for (unsigned i = 0; i < template_table_n; i++)
        if (strcmp(template_table[i].name, "demo") == 0)
            return &template_table[i];
    abort();
}

static void make_sound_file(void)
{
    const struct import_options options = { .at = 1000, .random = fixed_salt, .lang = LANG_EN };
    const struct template *demo = demonstration();
    struct import import;
    char message[MESSAGE_BYTES];
    const bool imported = import_scenario(&import, demo->json, demo->n, &options);
    assert(imported);
    const struct workshop_write write = { "fuzz", import.room, import.changes, import.n };
    const enum store_result result = workshop_file_make(sound.directory, sound.path, &write, message);
    assert(result == STORE_OK);
    import_free(&import);
}

static void remove_all(void)
{
    static const char *const endings[] = { "", "-wal", "-shm", "-journal" };
    char path[160];
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        (void)snprintf(path, sizeof path, "%s%s", sound.path, endings[i]);
        (void)unlink(path);
    }
}

static void clean(void)
{
    remove_all();
    (void)rmdir(sound.directory);
    mem_free(sound.bytes);
    mem_free(sound.damaged);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    const char *memory = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    (void)snprintf(sound.directory, sizeof sound.directory, "%s/plenary-fuzz-XXXXXX", memory);
    if (mkdtemp(sound.directory) == NULL)
        abort();
    (void)snprintf(sound.path, sizeof sound.path, "%s/fuzz.plenary", sound.directory);
    make_sound_file();
    sound.bytes = mem_zero(1, FILE_MAX);
    FILE *file = fopen(sound.path, "rb");
    assert(file != NULL);
    sound.n = fread(sound.bytes, 1, FILE_MAX, file);
    assert(sound.n > 0 && sound.n < FILE_MAX);
    (void)fclose(file);
    sound.damaged = mem_zero(1, sound.n);
    return atexit(clean);
}

static void write_damaged(const uint8_t *data, size_t n)
{
    memcpy(sound.damaged, sound.bytes, sound.n);
    for (size_t i = 0; i + PATCH_BYTES <= n; i += PATCH_BYTES) {
        const size_t at = (size_t)data[i] << 16 | (size_t)data[i + 1] << 8 | data[i + 2];
        sound.damaged[at % sound.n] = (char)data[i + 3];
    }
    remove_all();
    FILE *file = fopen(sound.path, "wb");
    assert(file != NULL);
    const size_t written = fwrite(sound.damaged, 1, sound.n, file);
    assert(written == sound.n);
    (void)fclose(file);
}

static void is_said(const char *message)
{
    assert(message[0] != '\0');
}

/* One more command of the system, as the server would write it. */
static void commit_one(struct workshop_file *file, struct room *room)
{
    static const char title[] = "{\"title\":\"One more\"}";
    static const uint8_t salt[SALT_BYTES] = { 1 };
    char message[MESSAGE_BYTES];
    struct command cmd;
    struct change change;
    const struct actor system = actor_system(room->at + 1);
    if (codec_command(&cmd, "theme.create", title, sizeof title - 1, LANG_EN) != CODE_OK)
        abort();
    const struct outcome outcome = history_run(room, &system, NULL, &cmd, salt, &change);
    const struct workshop_write write = { "fuzz", room, &change, 1 };
    if (outcome.code == CODE_OK && workshop_file_commit(file, &write, message) != STORE_OK)
        is_said(message);
    change_clear(&change);
}

static void open_and_load(void)
{
    char message[MESSAGE_BYTES] = "";
    struct workshop_file *file;
    struct room *room = NULL;
    if (workshop_file_open(&file, sound.path, message) != STORE_OK) {
        is_said(message);
        return;
    }
    if (workshop_file_load(file, &room, message) != STORE_OK) {
        is_said(message);
        workshop_file_close(file);
        return;
    }
    room_check(room);
    commit_one(file, room);
    room_free(room);
    message[0] = '\0';
    if (workshop_file_fold_and_close(file, message) != STORE_OK)
        is_said(message);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct store_verify_report report;
    char message[MESSAGE_BYTES] = "";
    write_damaged(data, n);
    if (!store_verify(sound.path, &report, message))
        is_said(message);
    message[0] = '\0';
    struct room *room = store_read_room(sound.path, message);
    if (room == NULL)
        is_said(message);
    else
        room_check(room);
    room_free(room);
    open_and_load();
    return 0;
}
