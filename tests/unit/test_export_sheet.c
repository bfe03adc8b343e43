/*
 * The plan as a sheet, out and in again: the file that was written is read by the reader of app, untouched cells change nothing, and
 * each cell that was edited is one edit. Files of another program are in tests/documents.
 */
#include "test.h"

#include <stdlib.h>

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
    struct buf out;
    size_t n;
    char *text = scenario_text(scenario, &n);
    assert_true(import_scenario(&trip->import, text, n, &options));
    buf_init(&out, EXPORT_BYTES_MAX);
    const struct export_request request = {
        .document = DOCUMENT_PLAN, .format = EXPORT_XLSX, .lang = lang, .lang2 = lang2
    };
    assert_true(export_room(&out, trip->import.room, &request));
    assert_int_equal(grid_read_xlsx(&trip->grid, out.data, out.len, PLAN_SHEET_KEY), GRID_FINE);
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

static void set(struct grid_cell *cell, const char *text, enum grid_look look)
{
    mem_free(cell->text);
    cell->text = text == NULL ? NULL : mem_copy_text(text);
    cell->look = (uint8_t)look;
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
    set(cell_of(&trip, 0, "title.fr"), "Publier un autre calendrier", GRID_WORDS);
    set(cell_of(&trip, 0, "due.fr"), "45000", GRID_PLAIN); /* 15 March 2023 as a sheet counts */
    set(cell_of(&trip, 0, "percent.fr"), "40", GRID_PLAIN);
    set(cell_of(&trip, 1, "priority.fr"), "Low", GRID_WORDS);
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

/* "High" for "Élevée", a name in another language, a number with its sign: the plan says so already. */
static void other_words_for_the_same_are_no_edit(void **state)
{
    (void)state;
    struct trip trip;
    trip_begin(&trip, "bamako-2021", LANG_FR, LANG_N);
    const struct action *action = room_action(trip.import.room, strtoull(trip.grid.rows[2].cell[0].text, NULL, 10));
    const struct field *status = kind_field(KIND_ACTION, "status", NULL);
    set(cell_of(&trip, 0, "status.fr"), plan_sheet_word(LANG_AR, status->words[action->status]), GRID_WORDS);
    set(cell_of(&trip, 0, "percent.fr"), "0", GRID_PERCENT);
    intake_plan(&trip.intake, &trip.grid);
    assert_int_equal(trip.intake.sheet.n_errors, 0);
    assert_string_equal(trip.intake.rows.data, "[]");
    trip_end(&trip);
}

static void a_row_without_a_key_is_new(void **state)
{
    (void)state;
    struct trip trip;
    trip_begin(&trip, "riyadh-2015", LANG_EN, LANG_N);
    set(cell_of(&trip, 0, "title.en"), "Something new", GRID_WORDS);
    set(cell_of(&trip, 0, "theme.en"), "A theme nobody had", GRID_WORDS);
    set(&trip.grid.rows[2].cell[0], NULL, GRID_WORDS);
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
    set(cell_of(&trip, 0, "lead.en"), "Atlantis", GRID_WORDS);
    set(cell_of(&trip, 1, "percent.en"), "many", GRID_WORDS);
    set(cell_of(&trip, 2, "due.en"), "soon", GRID_WORDS);
    set(&trip.grid.rows[5].cell[0], "4000000000", GRID_WORDS);
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

/* Whoever takes a sheet in sees which rows others worked on meanwhile, before they are written over. */
static void what_changed_since_the_sheet_was_made_is_told(void **state)
{
    (void)state;
    struct trip trip;
    char args[80];
    uint64_t result;
    struct import_options options = { .at = 1700000100000, .random = scenario_salt };
    trip_begin(&trip, "bamako-2021", LANG_FR, LANG_N);
    snprintf(args, sizeof args, "{\"id\":%s,\"percent\":70}", trip.grid.rows[3].cell[0].text);
    assert_int_equal(import_run(&trip.import, "action.edit", args, &options, &result), CODE_OK);
    intake_free(&trip.intake);
    intake_init(&trip.intake, trip.import.room, &options);
    set(cell_of(&trip, 0, "percent.fr"), "40", GRID_PLAIN);
    set(cell_of(&trip, 1, "percent.fr"), "40", GRID_PLAIN);
    intake_plan(&trip.intake, &trip.grid);
    assert_int_equal(trip.intake.changed, 2);
    const char *first = strstr(trip.intake.rows.data, "\"since\":"), *second = strstr(first + 1, "\"since\":");
    assert_int_equal(strncmp(first, "\"since\":false", 13), 0);
    assert_non_null(second);
    assert_int_equal(strncmp(second, "\"since\":true", 12), 0);
    assert_non_null(strstr(second, "\"was\":\"70\",\"now\":\"40\""));
    trip_end(&trip);
}

/* The apostrophe keeps spreadsheet programs from taking a text for a formula; it is no part of it. */
static void what_was_protected_comes_back_as_it_was(void **state)
{
    (void)state;
    static const char table[] = "'=a,'+a,'-a,'@a,'a,'\n", *const expected[] = { "=a", "+a", "-a", "@a", "'a", "'" };
    struct grid grid;
    assert_int_equal(grid_read_csv(&grid, table, strlen(table)), GRID_FINE);
    for (size_t c = 0; c < sizeof expected / sizeof expected[0]; c++)
        assert_string_equal(grid.rows[0].cell[c].text, expected[c]);
    grid_free(&grid);
}

/* CSV as it is taken home: by the headings of a language; what is called the same is the same row. */
static void a_table_in_csv_comes_back_too(void **state)
{
    (void)state;
    struct trip trip;
    struct buf out;
    trip_begin(&trip, "riyadh-2015", LANG_EN, LANG_N);
    grid_free(&trip.grid);
    buf_init(&out, EXPORT_BYTES_MAX);
    export_csv(&out, trip.import.room, LANG_EN);
    assert_int_equal(grid_read_csv(&trip.grid, out.data, out.len), GRID_FINE);
    intake_plan(&trip.intake, &trip.grid);
    assert_int_equal(trip.intake.sheet.n_errors, 0);
    assert_string_equal(trip.intake.rows.data, "[]");
    buf_free(&out);
    trip_end(&trip);
}

static void pack_with(struct buf *out, const char *sheet, const char *name, const char *part)
{
    struct zip zip;
    buf_init(out, 80 << 20);
    zip_begin(&zip, out);
    zip_add(&zip, "xl/worksheets/sheet1.xml", sheet, strlen(sheet));
    if (name != NULL)
        zip_add(&zip, name, part, strlen(part));
    zip_end(&zip);
}

static void pack(struct buf *out, const char *sheet)
{
    pack_with(out, sheet, NULL, NULL);
}

static void expect_fault(const struct trip *trip, size_t index, size_t line, const char *column, enum sheet_problem problem)
{
    assert_true(index < trip->intake.sheet.n_errors);
    const struct sheet_error *error = &trip->intake.sheet.errors[index];
    assert_int_equal(error->line, line);
    assert_int_equal(error->problem, problem);
    assert_string_equal(error->column, column);
}

/* A row that was copied has brought its id along; so has one that is no longer there; and cells can be broken or merged. */
static void what_programs_do_to_rows_is_told(void **state)
{
    (void)state;
    struct trip trip;
    trip_begin(&trip, "riyadh-2015", LANG_AR, LANG_N);
    set(&trip.grid.rows[3].cell[0], trip.grid.rows[2].cell[0].text, GRID_WORDS);
    set(&trip.grid.rows[4].cell[0], "x12", GRID_WORDS);
    set(cell_of(&trip, 3, "target.ar"), "#REF!", GRID_BROKEN);
    struct grid_merge merges[] = { { .line = 7, .line_last = 8, .column = 2, .column_last = 2 },
                                   { .line = 1, .line_last = 2, .column = 2, .column_last = 3 } };
    trip.grid.merges = mem_zero(2, sizeof *merges);
    memcpy(trip.grid.merges, merges, sizeof merges);
    trip.grid.n_merges = 2;
    intake_plan(&trip.intake, &trip.grid);
    expect_fault(&trip, 0, 7, "theme", SHEET_MERGED);
    expect_fault(&trip, 1, 4, "key", SHEET_KEY_TWICE);
    assert_string_equal(trip.intake.sheet.errors[1].value, "3");
    expect_fault(&trip, 2, 5, "key", SHEET_KEY);
    expect_fault(&trip, 3, 6, "target", SHEET_BROKEN);
    assert_int_equal(trip.intake.sheet.n_errors, 4);
    trip_end(&trip);
}

/* People delete the line that they read, and the one with the names of fields is hidden. */
static void a_sheet_without_its_headings_loses_no_row(void **state)
{
    (void)state;
    struct trip trip;
    trip_begin(&trip, "riyadh-2015", LANG_EN, LANG_N);
    set(cell_of(&trip, 0, "title.en"), "The first of all", GRID_WORDS);
    const struct grid_row headings = trip.grid.rows[1];
    memmove(&trip.grid.rows[1], &trip.grid.rows[2], (trip.grid.n - 2) * sizeof headings);
    trip.grid.rows[trip.grid.n - 1] = headings;
    trip.grid.n--;
    intake_plan(&trip.intake, &trip.grid);
    assert_int_equal(trip.intake.sheet.n_errors, 0);
    assert_int_equal(trip.intake.changed, 1);
    assert_non_null(strstr(trip.intake.rows.data, "\"now\":\"The first of all\"}"));
    trip.grid.n++;
    trip_end(&trip);
}

/* In English nobody knows which of two numbers is the month. */
static void a_day_with_strokes_is_asked_for_again_in_english(void **state)
{
    (void)state;
    struct trip trip;
    trip_begin(&trip, "riyadh-2015", LANG_FR, LANG_N);
    set(cell_of(&trip, 0, "due.fr"), "03/05/2026", GRID_WORDS);
    intake_plan(&trip.intake, &trip.grid);
    assert_non_null(strstr(trip.intake.rows.data, "\"now\":\"2026-05-03\"}"));
    trip_end(&trip);
    trip_begin(&trip, "riyadh-2015", LANG_EN, LANG_N);
    set(cell_of(&trip, 0, "due.en"), "03/05/2026", GRID_WORDS);
    intake_plan(&trip.intake, &trip.grid);
    expect_fault(&trip, 0, 3, "due", SHEET_DUE);
    trip_end(&trip);
}

/* "50 %" typed into a cell is 0.5 shown as a percentage; a date where words stand is told as people see it. */
static void numbers_are_what_people_see(void **state)
{
    (void)state;
    struct trip trip;
    trip_begin(&trip, "bamako-2021", LANG_FR, LANG_N);
    set(cell_of(&trip, 0, "percent.fr"), "0.57", GRID_PERCENT);
    set(cell_of(&trip, 0, "baseline.fr"), "0.80000000000000004", GRID_PERCENT);
    set(cell_of(&trip, 0, "target.fr"), "45000", GRID_DAY);
    set(cell_of(&trip, 0, "current.fr"), "0.30000000000000004", GRID_PLAIN);
    set(cell_of(&trip, 0, "contact.fr"),
        "\u202e"
        "A\r\nB\x07",
        GRID_WORDS);
    intake_plan(&trip.intake, &trip.grid);
    assert_int_equal(trip.intake.sheet.n_errors, 0);
    const uint64_t id = strtoull(trip.grid.rows[2].cell[0].text, NULL, 10);
    const struct action *action = room_action(trip.intake.import.room, id);
    assert_int_equal(action->percent, 57);
    assert_string_equal(action->baseline, "80%");
    assert_string_equal(action->target, "2023-03-15");
    assert_string_equal(action->current, "0.3");
    assert_string_equal(action->contact, "A B");
    trip_end(&trip);
}

/* Recommendations by their numbers, the working group and the vote by their names; what only the server writes is passed over. */
static void links_come_back_and_the_rest_is_told(void **state)
{
    (void)state;
    struct trip trip;
    trip_begin(&trip, "riyadh-2015", LANG_EN, LANG_N);
    assert_true(trip.import.room->live[KIND_RECOMMENDATION].n >= 2);
    set(cell_of(&trip, 0, "recommendations.en"), "2, R1", GRID_WORDS);
    set(cell_of(&trip, 1, "recommendations.en"), "R99", GRID_WORDS);
    set(cell_of(&trip, 2, "state"), "Adopted", GRID_WORDS);
    set(cell_of(&trip, 2, "number"), "7.7", GRID_WORDS);
    set(&trip.grid.rows[1].cell[60], "Our own remarks", GRID_WORDS);
    intake_plan(&trip.intake, &trip.grid);
    expect_fault(&trip, 0, 4, "recommendations", SHEET_UNKNOWN);
    assert_int_equal(trip.intake.sheet.n_errors, 1);
    assert_int_equal(trip.intake.sheet.n_notes, 3);
    assert_int_equal(trip.intake.sheet.notes[0].problem, SHEET_NOT_READ);
    assert_string_equal(trip.intake.sheet.notes[0].value, "Our own remarks");
    assert_int_equal(trip.intake.sheet.notes[1].problem, SHEET_READ_ONLY);
    assert_string_equal(trip.intake.sheet.notes[2].column, "number");
    const struct action *action =
        room_action(trip.intake.import.room, strtoull(trip.grid.rows[2].cell[0].text, NULL, 10));
    assert_int_equal(action->recommendations.n, 2);
    trip_end(&trip);
}

static void looks_of_numbers_are_read(void **state)
{
    (void)state;
    static const char sheet[] =
        "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" s=\"0\"><v>1</v></c><c s=\"1\"><v>1</v></c><c s=\"2\"><v>1</v></c>"
        "<c s=\"3\"><v>1</v></c><c s=\"4\"><v>1</v></c><c s=\"9\"><v>1</v></c><c t=\"e\"><v>#REF!</v></c>"
        "<c><f>1+1</f></c><c t=\"str\"><f>\"\"</f><v></v></c></row><row r=\"1048576\"/></sheetData>"
        "<mergeCells><mergeCell ref=\"B2:C4\"/></mergeCells></worksheet>";
    static const char styles[] =
        "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"[$-40C]d mmmm yyyy\"/>"
        "<numFmt numFmtId=\"165\" formatCode=\"0.0&quot;day %&quot;;-0%\"/></numFmts><cellStyleXfs><xf numFmtId=\"9\"/></cellStyleXfs>"
        "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"9\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf "
        "numFmtId=\"165\"/></cellXfs></styleSheet>";
    static const uint8_t looks[] = { GRID_PLAIN, GRID_PERCENT, GRID_DAY,    GRID_DAY,  GRID_PLAIN,
                                     GRID_PLAIN, GRID_BROKEN,  GRID_BROKEN, GRID_WORDS };
    struct grid grid;
    struct buf out;
    pack_with(&out, sheet, "xl/styles.xml", styles);
    assert_int_equal(grid_read_xlsx(&grid, out.data, out.len, PLAN_SHEET_KEY), GRID_FINE);
    assert_int_equal(grid.n, 1);
    for (size_t c = 0; c < sizeof looks; c++)
        assert_int_equal(grid.rows[0].cell[c].look, looks[c]);
    assert_null(grid.rows[0].cell[8].text);
    assert_int_equal(grid.n_merges, 1);
    assert_int_equal(grid.merges[0].line, 2);
    assert_int_equal(grid.merges[0].line_last, 4);
    assert_int_equal(grid.merges[0].column, 1);
    assert_int_equal(grid.merges[0].column_last, 2);
    grid_free(&grid);
    buf_free(&out);
}

/* A million lines without a word are nothing; more than 20,000 that say something are too many. */
static void lines_are_counted_where_they_say_something(void **state)
{
    (void)state;
    for (int full = 0; full < 2; full++) {
        struct grid grid;
        struct buf sheet, out;
        buf_init(&sheet, 64 << 20);
        buf_text(&sheet, "<worksheet><sheetData>");
        for (int i = 1; i <= (full ? GRID_ROWS_MAX + 1 : 1000000); i++)
            buf_print(&sheet, full ? "<row r=\"%d\"><c><v>1</v></c></row>" : "<row r=\"%d\"/>", i);
        buf_text(&sheet, "</sheetData></worksheet>");
        pack(&out, sheet.data);
        assert_int_equal(grid_read_xlsx(&grid, out.data, out.len, PLAN_SHEET_KEY), full ? GRID_MANY : GRID_FINE);
        assert_true(grid.n <= GRID_ROWS_MAX);
        grid_free(&grid);
        buf_free(&out);
        buf_free(&sheet);
    }
}

static void files_of_others_are_read_or_refused(void **state)
{
    (void)state;
    struct grid grid;
    struct buf out;
    pack(
        &out,
        "<worksheet><sheetData><row r=\"2\"><c r=\"B2\" t=\"inlineStr\"><is><r><t>two </t></r><rPh><t>x</t></rPh><r><t>runs</t></r></is></c>"
        "<c><v>42</v></c><c r=\"E2\" t=\"str\"><f>A1</f><v>a_x0041_b</v></c></row></sheetData></worksheet>");
    assert_int_equal(grid_read_xlsx(&grid, out.data, out.len, PLAN_SHEET_KEY), GRID_FINE);
    assert_int_equal(grid.n, 1);
    assert_int_equal(grid.rows[0].line, 2);
    assert_string_equal(grid.rows[0].cell[1].text, "two runs");
    assert_string_equal(grid.rows[0].cell[2].text, "42");
    assert_int_equal(grid.rows[0].cell[2].look, GRID_PLAIN);
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
        assert_int_equal(grid_read_xlsx(&grid, out.data, out.len, PLAN_SHEET_KEY), GRID_DAMAGED);
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
    char *wide = mem_zero(60 << 20, 1);
    memset(wide, ' ', (60 << 20) - 1);
    pack(&out, wide);
    assert_true(out.len < 1 << 20);
    assert_int_equal(grid_read_xlsx(&grid, out.data, out.len, PLAN_SHEET_KEY), GRID_LARGE);
    grid_free(&grid);
    buf_free(&out);
    mem_free(wide);
}

/* One string of a megabyte, which each of 6,400 cells is said to be: 6 GiB of a file of a few kilobytes. */
static void one_text_in_every_cell_is_refused(void **state)
{
    (void)state;
    struct grid grid;
    struct buf sheet, strings, out;
    buf_init(&sheet, 1 << 20);
    buf_init(&strings, 2 << 20);
    buf_text(&sheet, "<worksheet><sheetData>");
    for (int i = 0; i < 100; i++) {
        buf_text(&sheet, "<row>");
        for (int c = 0; c < GRID_COLUMNS_MAX; c++)
            buf_text(&sheet, "<c t=\"s\"><v>0</v></c>");
        buf_text(&sheet, "</row>");
    }
    buf_text(&sheet, "</sheetData></worksheet>");
    buf_text(&strings, "<sst><si><t>");
    for (int i = 0; i < 1000000; i++)
        buf_char(&strings, 'a');
    buf_text(&strings, "</t></si></sst>");
    pack_with(&out, sheet.data, "xl/sharedStrings.xml", strings.data);
    assert_int_equal(grid_read_xlsx(&grid, out.data, out.len, PLAN_SHEET_KEY), GRID_LARGE);
    assert_true(grid.n <= 1);
    grid_free(&grid);
    buf_free(&out);
    buf_free(&strings);
    buf_free(&sheet);
}

/* Elements that are open are kept: 48 MiB of them took 2.4 GiB. No program nests a sheet so. */
static void what_is_nested_too_deep_is_refused(void **state)
{
    (void)state;
    for (int deep = 0; deep < 2; deep++) {
        struct grid grid;
        struct buf sheet, out;
        const int n = deep ? 101 : 99;
        buf_init(&sheet, 1 << 20);
        buf_text(&sheet, "<worksheet>");
        for (int i = 0; i < n; i++)
            buf_text(&sheet, "<a>");
        for (int i = 0; i < n; i++)
            buf_text(&sheet, "</a>");
        buf_text(&sheet, "</worksheet>");
        pack(&out, sheet.data);
        assert_int_equal(grid_read_xlsx(&grid, out.data, out.len, PLAN_SHEET_KEY), deep ? GRID_DAMAGED : GRID_FINE);
        grid_free(&grid);
        buf_free(&out);
        buf_free(&sheet);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_case("an untouched sheet changes nothing, in each language", an_untouched_sheet_changes_nothing),
        test_case("each edited cell is one edit, told as it was and is", each_edited_cell_is_one_edit),
        test_case("other words for the same are no edit", other_words_for_the_same_are_no_edit),
        test_case("a row without a key is new, and so may be its theme", a_row_without_a_key_is_new),
        test_case("what is wrong is told by row and column, all at once", what_is_wrong_is_told_by_row_and_column),
        test_case("what changed since the sheet was made is told", what_changed_since_the_sheet_was_made_is_told),
        test_case("what was protected from being a formula comes back as it was",
                  what_was_protected_comes_back_as_it_was),
        test_case("a table in CSV comes back too", a_table_in_csv_comes_back_too),
        test_case("what programs do to rows is told: copies, errors, merged cells", what_programs_do_to_rows_is_told),
        test_case("a sheet whose headings were deleted loses no row", a_sheet_without_its_headings_loses_no_row),
        test_case("a day with strokes is read in French, and asked for again in English",
                  a_day_with_strokes_is_asked_for_again_in_english),
        test_case("numbers are taken as people see them", numbers_are_what_people_see),
        test_case("links come back by number and name; what is only shown is passed over and told",
                  links_come_back_and_the_rest_is_told),
        test_case("how numbers are shown is read", looks_of_numbers_are_read),
        test_case("lines are counted where they say something", lines_are_counted_where_they_say_something),
        test_case("files of others are read, or refused", files_of_others_are_read_or_refused),
        test_case("what is packed too tightly is refused", what_is_packed_too_tightly_is_refused),
        test_case("one text in every cell is refused", one_text_in_every_cell_is_refused),
        test_case("what is nested too deep is refused", what_is_nested_too_deep_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
