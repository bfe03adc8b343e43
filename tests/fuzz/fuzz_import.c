/*
 * fuzz_import: a file becomes a whole room or is refused with a message that is valid UTF-8; what was imported is
 * exported, and the export is imported again and exported the same.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "app/import.h"
#include "base/utf8.h"
#include "core/limits.h"
#include "export/export.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void fixed_salt(void *out, size_t n)
{
    memset(out, 1, n);
}

static const struct import_options options = { .at = 1000, .random = fixed_salt, .lang = LANG_EN };

static void exported(struct buf *out, const struct room *room, enum export_format format)
{
    buf_init(out, EXPORT_BYTES_MAX);
    const bool fits = export_room(out, room, &(struct export_request){ .format = format, .lang = LANG_AR, .lang2 = LANG_N });
    assert(fits);
}

static void comes_back(const struct room *room)
{
    struct import back;
    struct buf out, again, csv;
    exported(&csv, room, EXPORT_CSV);
    buf_free(&csv);
    exported(&out, room, EXPORT_JSON);
    if (import_scenario(&back, out.data, out.len, &options)) {
        exported(&again, back.room, EXPORT_JSON);
        assert(again.len == out.len && memcmp(again.data, out.data, out.len) == 0);
        buf_free(&again);
        import_free(&back);
    } else {
        assert(out.len > LIMIT_IMPORT);
    }
    buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct import import;
    if (!import_scenario(&import, (const char *)data, n, &options)) {
        assert(import.room == NULL && import.changes == NULL);
        assert(import.message[0] != '\0' && utf8_valid(import.message, strlen(import.message)));
        return 0;
    }
    room_check(import.room);
    comes_back(import.room);
    import_free(&import);
    return 0;
}
