/*
 * fuzz_file: a workshop's file in which bytes were changed is read or refused with a message, by everything that opens such a file:
 * verify, the reading for exports, of the past and of what was adopted, the jobs that read history, the server's own opening and
 * loading, and a commit after it.
 *
 * The input is a list of changes to a sound file: where (3 bytes, big-endian, modulo the length) and the byte to put there. The pages
 * of SQLite have no checksums, so that damaged rows reach the decoders. With a byte left over at its end it is a file of version 1,
 * which is then taken over.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/codec.h"
#include "base/mem.h"
#include "core/canon.h"
#include "store/inspect.h"
#include "store/past.h"
#include "store/workshop_file.h"
#include "support_sound.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { PATCH_BYTES = 4, FILE_MAX = 4 << 20 };

struct sound {
    char *bytes;
    size_t n;
};

static struct {
    char directory[SOUND_DIRECTORY], path[SOUND_PATH];
    struct sound present, former;
    char *damaged;
} files;

/* As version 1 wrote it. */
static void make_former_file(void)
{
    sqlite3 *db;
    char *sql = mem_zero(1, FILE_MAX);
    FILE *file = fopen("tests/unit/store_version_1.sql", "rb");
    assert(file != NULL);
    const size_t n = fread(sql, 1, FILE_MAX - 1, file);
    assert(n > 0);
    (void)fclose(file);
    int rc = sqlite3_open(files.path, &db);
    assert(rc == SQLITE_OK);
    rc = database_run(db, sql);
    assert(rc == SQLITE_OK);
    database_close(db);
    mem_free(sql);
}

static void remove_all(void)
{
    static const char *const endings[] = { "", "-wal", "-shm", "-journal" };
    char path[160];
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        (void)snprintf(path, sizeof path, "%s%s", files.path, endings[i]);
        (void)unlink(path);
    }
}

/* Read the file at files.path, which goes. */
static void take(struct sound *sound)
{
    sound->bytes = mem_zero(1, FILE_MAX);
    FILE *file = fopen(files.path, "rb");
    assert(file != NULL);
    sound->n = fread(sound->bytes, 1, FILE_MAX, file);
    assert(sound->n > 0 && sound->n < FILE_MAX);
    (void)fclose(file);
    remove_all();
}

static void clean(void)
{
    remove_all();
    (void)rmdir(files.directory);
    mem_free(files.present.bytes);
    mem_free(files.former.bytes);
    mem_free(files.damaged);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    support_sound_file(files.directory, files.path);
    take(&files.present);
    make_former_file();
    take(&files.former);
    files.damaged = mem_zero(1, FILE_MAX);
    return atexit(clean);
}

static void write_damaged(const uint8_t *data, size_t n)
{
    const struct sound *sound = n % PATCH_BYTES == 0 ? &files.present : &files.former;
    memcpy(files.damaged, sound->bytes, sound->n);
    for (size_t i = 0; i + PATCH_BYTES <= n; i += PATCH_BYTES) {
        const size_t at = (size_t)data[i] << 16 | (size_t)data[i + 1] << 8 | data[i + 2];
        files.damaged[at % sound->n] = (char)data[i + 3];
    }
    remove_all();
    FILE *file = fopen(files.path, "wb");
    assert(file != NULL);
    const size_t written = fwrite(files.damaged, 1, sound->n, file);
    assert(written == sound->n);
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
    const struct workshop_write write = { .id = "fuzz", .room = room, .changes = &change, .n_changes = 1 };
    if (outcome.code == CODE_OK && workshop_file_commit(file, &write, message) != STORE_OK)
        is_said(message);
    change_clear(&change);
}

static void open_and_load(void)
{
    char message[MESSAGE_BYTES] = "";
    struct workshop_file *file;
    struct room *room = NULL;
    if (workshop_file_open(&file, files.path, message) != STORE_OK) {
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

/* Texts and rows here and there. */
static void read_history(void)
{
    struct store_job job = { .question = { .max = 10 } };
    uint64_t ids[60];
    for (uint64_t i = 0; i < 60; i++)
        ids[i] = i + 1;
    for (job.question.text = 20; job.question.text < 80; job.question.text += 17) {
        if (past_ops(&job, files.path) != STORE_OK)
            is_said(job.message);
        store_job_clear(&job);
    }
    job.question = (struct store_question){ .ids = ids, .n_ids = 60, .max = 100 };
    if (past_changes(&job, files.path) != STORE_OK)
        is_said(job.message);
    store_job_clear(&job);
}

static void look_back(void)
{
    char message[MESSAGE_BYTES] = "";
    struct buf out;
    struct room *past = store_read_past(files.path, 0, INT64_MAX, message);
    if (past == NULL)
        is_said(message);
    else
        room_check(past);
    room_free(past);
    message[0] = '\0';
    buf_init(&out, CANON_BYTES_MAX);
    if (!store_canon(files.path, 0, &out, message))
        is_said(message);
    buf_free(&out);
    read_history();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct store_verify_report report;
    char message[MESSAGE_BYTES] = "";
    write_damaged(data, n);
    if (!store_verify(files.path, &report, message))
        is_said(message);
    message[0] = '\0';
    struct room *room = store_read_room(files.path, message);
    if (room == NULL)
        is_said(message);
    else
        room_check(room);
    room_free(room);
    look_back();
    open_and_load();
    return 0;
}
