/*
 * fuzz_xlsx: whatever a spreadsheet file is, its archive is read without reading beyond it, its cells are words within their limits, and
 * a plan made of them is refused with a sentence, or leaves the copy of the room whole.
 *
 * An input that begins with "PK" is the file. Any other is what is packed in one, so that mutations need not get a checksum right:
 * parts divided by "\f", each its name, a line feed and its content.
 */
#include <assert.h>
#include <string.h>

#include "app/intake.h"
#include "app/plan_sheet.h"
#include "app/unzip.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "export/zip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { PARTS_MAX = 20 };

static void fixed_salt(void *out, size_t n)
{
    memset(out, 1, n);
}

static const struct import_options options = { .at = 1000, .random = fixed_salt, .lang = LANG_EN };

static void add_part(struct zip *zip, const char *part, size_t n)
{
    char name[ZIP_NAME_MAX + 1] = "";
    const char *end = memchr(part, '\n', n);
    const size_t name_n = end == NULL ? 0 : (size_t)(end - part);
    if (name_n == 0 || name_n > ZIP_NAME_MAX || part[0] == '/')
        return;
    memcpy(name, part, name_n);
    zip_add(zip, name, end + 1, n - name_n - 1);
}

static void pack(struct buf *out, const char *parts, size_t n)
{
    struct zip zip;
    buf_init(out, n + 65536);
    zip_begin(&zip, out);
    for (size_t i = 0; i < PARTS_MAX && n > 0; i++) {
        const char *end = memchr(parts, '\f', n);
        const size_t part_n = end == NULL ? n : (size_t)(end - parts);
        add_part(&zip, parts, part_n);
        parts += part_n + (end != NULL);
        n -= part_n + (end != NULL);
    }
    zip_end(&zip);
    assert(!out->full);
}

static void read_names(const char *bytes, size_t n)
{
    struct unzip zip;
    char message[UNZIP_MESSAGE] = "";
    if (!unzip_open(&zip, bytes, n, 1 << 20, message))
        assert(message[0] != '\0');
    size_t plain = 0;
    for (size_t i = 0; i < zip.n; i++) {
        char *content = unzip_read(&zip.v[i]);
        assert(utf8_valid(zip.v[i].name, strlen(zip.v[i].name)) && unzip_find(&zip, zip.v[i].name) == &zip.v[i]);
        plain += zip.v[i].plain_n;
        mem_free(content);
    }
    assert(plain <= 1 << 20);
    unzip_close(&zip);
}

static void look_at_cell(const struct grid_cell *cell)
{
    char date[11], number[GRID_NUMBER];
    if (cell->text == NULL)
        return;
    assert(cell->look <= GRID_BROKEN && utf8_valid(cell->text, strlen(cell->text)));
    if (grid_date(date, cell->text))
        assert(strlen(date) == 10);
    if (grid_number(number, cell))
        assert(number[0] != '\0');
}

static void look_at(const struct grid *grid)
{
    size_t line = 0;
    assert(grid->n <= GRID_ROWS_MAX && grid->n_merges <= GRID_MERGES_MAX);
    for (size_t i = 0; i < grid->n; i++) {
        assert(grid->rows[i].line > line);
        line = grid->rows[i].line;
        for (size_t column = 0; column < GRID_COLUMNS_MAX; column++)
            look_at_cell(&grid->rows[i].cell[column]);
    }
}

static void take_in(const struct room *room, const struct grid *grid, enum grid_fault fault)
{
    struct intake intake;
    intake_init(&intake, room, &options);
    if (fault == GRID_FINE)
        intake_plan(&intake, grid);
    else
        intake_plan_unread(&intake, grid, fault);
    assert(fault == GRID_FINE || intake.sheet.n_errors > 0);
    room_check(intake.import.room);
    intake_finish(&intake);
    intake_free(&intake);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const char scenario[] =
        "{\"name\":\"w\",\"title\":\"W\",\"time_zone\":\"UTC\",\"starts_on\":\"2026-11-16\",\"languages\":[\"en\",\"ar\"],"
        "\"delegations\":[{\"name\":\"Egypt\",\"country\":\"EG\"}],\"people\":[{\"name\":\"Amina\",\"role\":\"facilitator\"}],"
        "\"plan\":[{\"action\":\"Publish\",\"due\":\"2026-05-31\"},{\"action\":\"Train\"}]}";
    struct buf packed;
    struct grid grid;
    struct import import;
    if (n >= 2 && memcmp(data, "PK", 2) == 0) {
        buf_init(&packed, n);
        buf_add(&packed, data, n);
    } else {
        pack(&packed, (const char *)data, n);
    }
    read_names(packed.data, packed.len);
    const enum grid_fault fault = grid_read_xlsx(&grid, packed.data, packed.len, PLAN_SHEET_KEY);
    look_at(&grid);
    const bool made = import_scenario(&import, scenario, sizeof scenario - 1, &options);
    assert(made);
    const uint64_t seq = import.room->seq;
    take_in(import.room, &grid, fault);
    assert(import.room->seq == seq);
    import_free(&import);
    grid_free(&grid);
    buf_free(&packed);
    return 0;
}
