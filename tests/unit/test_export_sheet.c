/*
 * The plan as a sheet, out and in again: the file that was written is read by the reader of app, untouched cells change nothing, and
 * each cell that was edited is one edit. Files of another program are in tests/documents.
 */
#include "test.h"

#include "app/grid.h"
#include "app/import.h"
#include "app/intake.h"
#include "app/plan_sheet.h"
#include "base/mem.h"
#include "export/export.h"
#include "export/zip.h"
#include "scenario.h"

struct trip {
    struct import import;
    struct intake intake;
    struct grid grid;
};

static void trip_begin(struct trip *trip, const char *scenario, enum lang lang, enum lang lang2)
{
    const struct import_options options = { .at = 1700000000000, .random = scenario_salt };
    char message[GRID_MESSAGE] = "";
    struct buf out;
    size_t n;
    char *text = scenario_text(scenario, &n);
    assert_true(import_scenario(&trip->import, text, n, &options));
    buf_init(&out, EXPORT_BYTES_MAX);
    const struct export_request request = {
        .document = DOCUMENT_PLAN, .format = EXPORT_XLSX, .lang = lang, .lang2 = lang2
    };
    assert_true(export_room(&out, trip->import.room, &request));
    if (!grid_read_xlsx(&trip->grid, out.data, out.len, PLAN_SHEET_KEY, message))
        fail_msg("%s", message);
    intake_init(&trip->intake, trip->import.room, &options);
    buf_free(&out);
    mem_free(text);
}

static void trip_end(struct trip *trip)
{
    intake_free(&trip->intake);
    grid_free(&trip->grid);
    import_free(&trip->import);
}

/* The cell of the field in the first row of content. */
static struct grid_cell *cell_of(struct trip *trip, size_t row, const char *name)
{
    for (size_t c = 0; c < GRID_COLUMNS_MAX; c++)
        if (trip->grid.rows[0].cell[c].text != NULL && strcmp(trip->grid.rows[0].cell[c].text, name) == 0)
            return &trip->grid.rows[2 + row].cell[c];
    fail_msg("there is no column %s", name);
    return NULL;
}

static void set(struct grid_cell *cell, const char *text, bool number)
{
    mem_free(cell->text);
    cell->text = text == NULL ? NULL : mem_copy_text(text);
    cell->number = number;
}

static void an_untouched_sheet_changes_nothing(void **state)
{
    (void)state;
    for (int s = 0; s < SCENARIOS; s++)
        for (int lang = 0; lang < LANG_N; lang++) {
            struct trip trip;
            trip_begin(&trip, scenario_names[s], (enum lang)lang, lang == LANG_EN ? LANG_FR : LANG_N);
            assert_int_equal(trip.grid.n, 2 + trip.import.room->live[KIND_ACTION].n);
            intake_plan(&trip.intake, &trip.grid);
            assert_int_equal(trip.intake.sheet.n_errors, 0);
            assert_string_equal(trip.intake.rows.data, "[]");
            assert_int_equal(trip.intake.import.n, 0);
            trip_end(&trip);
        }
}

static void each_edited_cell_is_one_edit(void **state)
{
    (void)state;
    struct trip trip;
    trip_begin(&trip, "bamako-2021", LANG_FR, LANG_N);
    set(cell_of(&trip, 0, "title.fr"), "Publier un autre calendrier", false);
    set(cell_of(&trip, 0, "due.fr"), "45000", true); /* 15 March 2023 as a sheet counts */
    set(cell_of(&trip, 0, "percent.fr"), "40", true);
    set(cell_of(&trip, 1, "priority.fr"), "High", false);
    intake_plan(&trip.intake, &trip.grid);
    assert_int_equal(trip.intake.sheet.n_errors, 0);
    assert_int_equal(trip.intake.import.n, 2);
    assert_int_equal(trip.intake.changed, 2);
    assert_int_equal(trip.intake.created, 0);
    const char *rows = trip.intake.rows.data;
    assert_non_null(strstr(rows, "\"field\":\"title\",\"lang\":\"fr\",\"was\":\"Publier un calendrier partag"));
    assert_non_null(strstr(rows, "\"now\":\"Publier un autre calendrier\"}"));
    assert_non_null(strstr(rows, "\"now\":\"2023-03-15\"}"));
    const struct action *first = NULL;
    for (size_t i = 0; i < trip.intake.import.room->live[KIND_ACTION].n; i++) {
        const struct action *action = (const struct action *)trip.intake.import.room->live[KIND_ACTION].v[i];
        if (action->percent == 40)
            first = action;
    }
    assert_non_null(first);
    assert_string_equal(first->title.text[LANG_FR], "Publier un autre calendrier");
    assert_non_null(first->title.text[LANG_EN]); /* the other language is as it was */
    assert_string_equal(first->due, "2023-03-15");
    trip_end(&trip);
}

static void a_row_without_a_key_is_new(void **state)
{
    (void)state;
    struct trip trip;
    trip_begin(&trip, "riyadh-2015", LANG_EN, LANG_N);
    set(cell_of(&trip, 0, "title.en"), "Something new", false);
    set(cell_of(&trip, 0, "theme.en"), "A theme nobody had", false);
    set(&trip.grid.rows[2].cell[0], NULL, false);
    const size_t actions = trip.import.room->live[KIND_ACTION].n, themes = trip.import.room->live[KIND_THEME].n;
    intake_plan(&trip.intake, &trip.grid);
    assert_int_equal(trip.intake.sheet.n_errors, 0);
    assert_int_equal(trip.intake.created, 1);
    assert_int_equal(trip.intake.import.room->live[KIND_ACTION].n, actions + 1);
    assert_int_equal(trip.intake.import.room->live[KIND_THEME].n, themes + 1);
    trip_end(&trip);
}

static void what_is_wrong_is_told_by_row_and_column(void **state)
{
    (void)state;
    struct trip trip;
    trip_begin(&trip, "riyadh-2015", LANG_EN, LANG_N);
    set(cell_of(&trip, 0, "lead.en"), "Atlantis", false);
    set(cell_of(&trip, 1, "percent.en"), "many", false);
    set(cell_of(&trip, 2, "due.en"), "soon", false);
    set(&trip.grid.rows[5].cell[0], "4000000000", false);
    intake_plan(&trip.intake, &trip.grid);
    assert_int_equal(trip.intake.sheet.n_errors, 4);
    static const struct {
        size_t line;
        const char *column;
    } expected[] = { { 3, "lead" }, { 4, "percent" }, { 5, "due" }, { 6, "key" } };
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(trip.intake.sheet.errors[i].line, expected[i].line);
        assert_string_equal(trip.intake.sheet.errors[i].column, expected[i].column);
    }
    trip_end(&trip);
}

/* CSV as it is taken home: by the headings of a language; what is called the same is the same row. */
static void a_table_in_csv_comes_back_too(void **state)
{
    (void)state;
    struct trip trip;
    struct buf out;
    char message[GRID_MESSAGE];
    trip_begin(&trip, "riyadh-2015", LANG_EN, LANG_N);
    grid_free(&trip.grid);
    buf_init(&out, EXPORT_BYTES_MAX);
    export_csv(&out, trip.import.room, LANG_EN);
    assert_true(grid_read_csv(&trip.grid, out.data, out.len, message));
    intake_plan(&trip.intake, &trip.grid);
    assert_int_equal(trip.intake.sheet.n_errors, 0);
    assert_string_equal(trip.intake.rows.data, "[]");
    buf_free(&out);
    trip_end(&trip);
}

static void pack(struct buf *out, const char *sheet)
{
    struct zip zip;
    buf_init(out, 80 << 20);
    zip_begin(&zip, out);
    zip_add(&zip, "xl/worksheets/sheet1.xml", sheet, strlen(sheet));
    zip_end(&zip);
}

static void files_of_others_are_read_or_refused(void **state)
{
    (void)state;
    struct grid grid;
    struct buf out;
    char message[GRID_MESSAGE];
    pack(
        &out,
        "<worksheet><sheetData><row r=\"2\"><c r=\"B2\" t=\"inlineStr\"><is><r><t>two </t></r><rPh><t>x</t></rPh><r><t>runs</t></r></is></c>"
        "<c><v>42</v></c><c r=\"E2\" t=\"str\"><f>A1</f><v>a_x0041_b</v></c></row></sheetData></worksheet>");
    assert_true(grid_read_xlsx(&grid, out.data, out.len, PLAN_SHEET_KEY, message));
    assert_int_equal(grid.n, 1);
    assert_int_equal(grid.rows[0].line, 2);
    assert_string_equal(grid.rows[0].cell[1].text, "two runs");
    assert_string_equal(grid.rows[0].cell[2].text, "42");
    assert_true(grid.rows[0].cell[2].number);
    assert_string_equal(grid.rows[0].cell[4].text, "aAb");
    grid_free(&grid);
    buf_free(&out);
    static const char *const bad[] = {
        "<!DOCTYPE a [<!ENTITY b \"c\">]><worksheet><sheetData><row><c t=\"str\"><v>&b;</v></c></row></sheetData></worksheet>",
        "<worksheet><sheetData><row r=\"1\"><c t=\"s\"><v>7</v></c></row></sheetData></worksheet>",
        "<worksheet><sheetData><row r=\"3\"/><row r=\"2\"/></sheetData></worksheet>",
        "<worksheet>",
        "",
        "\xff\xfe",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        pack(&out, bad[i]);
        assert_false(grid_read_xlsx(&grid, out.data, out.len, PLAN_SHEET_KEY, message));
        grid_free(&grid);
        buf_free(&out);
    }
}

/* A file of a few kilobytes that would be 60 MiB. */
static void what_is_packed_too_tightly_is_refused(void **state)
{
    (void)state;
    struct grid grid;
    struct buf out;
    char message[GRID_MESSAGE];
    char *wide = mem_zero(60 << 20, 1);
    memset(wide, ' ', (60 << 20) - 1);
    pack(&out, wide);
    assert_true(out.len < 1 << 20);
    assert_false(grid_read_xlsx(&grid, out.data, out.len, PLAN_SHEET_KEY, message));
    assert_string_equal(message, "what is packed in it is too large");
    grid_free(&grid);
    buf_free(&out);
    mem_free(wide);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_case("an untouched sheet changes nothing, in each language", an_untouched_sheet_changes_nothing),
        test_case("each edited cell is one edit, told as it was and is", each_edited_cell_is_one_edit),
        test_case("a row without a key is new, and so may be its theme", a_row_without_a_key_is_new),
        test_case("what is wrong is told by row and column, all at once", what_is_wrong_is_told_by_row_and_column),
        test_case("a table in CSV comes back too", a_table_in_csv_comes_back_too),
        test_case("files of others are read, or refused", files_of_others_are_read_or_refused),
        test_case("what is packed too tightly is refused", what_is_packed_too_tightly_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
