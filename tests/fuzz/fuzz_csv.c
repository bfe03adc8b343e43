/*
 * fuzz_csv: whatever a file is, its records are read to the end without reading beyond it, lines do not go back, and a list of
 * people or an agenda made of it is refused or leaves the copy of the room whole. The room itself is only read.
 */
#include <assert.h>
#include <string.h>

#include "app/intake.h"
#include "base/csv.h"
#include "base/mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void fixed_salt(void *out, size_t n)
{
    memset(out, 1, n);
}

static const struct import_options options = { .at = 1000, .random = fixed_salt, .lang = LANG_EN };

static void read_records(const char *text, size_t n)
{
    struct csv csv;
    struct csv_record record;
    size_t line = 0;
    if (csv_open(&csv, text, n)) {
        while (csv_next(&csv, &record) == CSV_RECORD) {
            assert(record.n >= 1 && record.n <= CSV_FIELDS_MAX && record.line > line);
            line = record.line;
            for (size_t i = 0; i < record.n; i++)
                assert(strlen(record.field[i]) <= n);
        }
        assert(record.line >= line);
    }
    csv_close(&csv);
}

static void take_in(const struct room *room, const char *text, size_t n, void (*read)(struct intake *intake, const char *text, size_t n))
{
    struct intake intake;
    intake_init(&intake, room, &options);
    intake.delegations = intake.facilitator = n % 2 == 0;
    intake.replace = n % 3 == 0;
    read(&intake, text, n);
    room_check(intake.import.room);
    assert(intake.rows.len > 0 && intake.rows.data[intake.rows.len - 1] == ']');
    intake_free(&intake);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const char scenario[] =
        "{\"name\":\"w\",\"title\":\"W\",\"time_zone\":\"UTC\",\"starts_on\":\"2026-11-16\",\"languages\":[\"fr\",\"ar\"],"
        "\"groups\":[\"Group 1\"],\"delegations\":[{\"name\":\"Egypt\",\"country\":\"EG\"}],"
        "\"people\":[{\"name\":\"Amina\",\"role\":\"facilitator\"}],\"agenda\":[{\"day\":1,\"title\":\"One\"}]}";
    struct import import;
    read_records((const char *)data, n);
    const bool made = import_scenario(&import, scenario, sizeof scenario - 1, &options);
    assert(made);
    const uint64_t seq = import.room->seq;
    take_in(import.room, (const char *)data, n, intake_people);
    take_in(import.room, (const char *)data, n, intake_agenda);
    assert(import.room->seq == seq);
    import_free(&import);
    return 0;
}
