/* The hand-written schema says the same as the field rows, and people can read the file. */
#include "test.h"

#include <string.h>

#include "store/database.h"
#include "store/member.h"
#include "store/schema.h"
#include "support_store_runner.h"

static sqlite3 *fresh(enum schema schema)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    assert_int_equal(database_run(db, "BEGIN"), SQLITE_OK);
    assert_int_equal(schema_make(db, schema), SQLITE_OK);
    assert_int_equal(database_run(db, "COMMIT"), SQLITE_OK);
    return db;
}

/* The next row of table_xinfo is this column. */
static void assert_column(sqlite3_stmt *stmt, const char *table, const struct column *column)
{
    if (sqlite3_step(stmt) != SQLITE_ROW)
        fail_msg("%s has no column %s", table, column->name);
    const char *name = (const char *)sqlite3_column_text(stmt, 1);
    if (strcmp(name, column->name) != 0)
        fail_msg("%s: column %s stands where %s is expected", table, name, column->name);
    if (strcmp((const char *)sqlite3_column_text(stmt, 2), column->type) != 0)
        fail_msg("%s.%s has another type", table, name);
    if (sqlite3_column_int(stmt, 3) != column->not_null)
        fail_msg("%s.%s: NOT NULL is wrong", table, name);
    if ((sqlite3_column_int(stmt, 6) != 0) != column->generated)
        fail_msg("%s.%s: generated or not is wrong", table, name);
}

static void test_columns_equal_rows(void **state)
{
    (void)state;
    sqlite3 *db = fresh(SCHEMA_WORKSHOP);
    for (int kind = KIND_NONE + 1; kind < KIND_N; kind++) {
        const struct kind_info *info = kind_info((enum kind)kind);
        struct column id = { "id", "INTEGER", false, false }, seq = { "seq", "INTEGER", true, false };
        sqlite3_stmt *stmt;
        assert_int_equal(sqlite3_prepare_v2(db, "SELECT * FROM pragma_table_xinfo(?1)", -1, &stmt, NULL), SQLITE_OK);
        sqlite3_bind_text(stmt, 1, info->name, -1, SQLITE_STATIC);
        assert_column(stmt, info->name, &id);
        assert_column(stmt, info->name, &seq);
        for (size_t i = 0; i < info->n_fields; i++) {
            struct column columns[MEMBER_COLUMNS_MAX];
            size_t n = member_columns(&info->fields[i], columns);
            for (size_t c = 0; c < n; c++)
                assert_column(stmt, info->name, &columns[c]);
        }
        assert_int_equal(sqlite3_step(stmt), SQLITE_DONE);
        sqlite3_finalize(stmt);
    }
    sqlite3_close(db);
}

static void test_tables_are_strict(void **state)
{
    (void)state;
    for (int schema = 0; schema < SCHEMA_N; schema++) {
        sqlite3 *db = fresh((enum schema)schema);
        int64_t loose = -1, tables = 0;
        assert_int_equal(database_number(db,
                                         "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND"
                                         " name NOT LIKE 'sqlite_%' AND strict = 0",
                                         &loose),
                         SQLITE_OK);
        assert_int_equal(loose, 0);
        assert_int_equal(database_number(db, "SELECT count(*) FROM sqlite_schema WHERE type = 'table'", &tables),
                         SQLITE_OK);
        assert_int_equal(tables, schema == SCHEMA_WORKSHOP ? KIND_N - 1 + 7 : REGISTRY_TABLE_N);
        sqlite3_close(db);
    }
}

/* DESIGN.md section 4: this just works for a person with any SQLite tool. */
static void test_people_can_read_it(void **state)
{
    (void)state;
    struct runner runner;
    struct script script;
    char path[128];
    sqlite3 *db;
    sqlite3_stmt *stmt;
    runner_with_everything(&runner, &script);
    runner_path(&runner, "workshops/all.plenary", path);
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT title, lead, due FROM action", -1, &stmt, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    assert_string_equal(sqlite3_column_text(stmt, 0), "title \"in\" English \U0001f30d");
    assert_string_equal(sqlite3_column_text(stmt, 1), "name, en fran\u00e7ais");
    assert_string_equal(sqlite3_column_text(stmt, 2), "T+6 months");
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    script_free(&script);
    runner_free(&runner);
}

/* The registry of version 1 lacks what was added since. */
static void test_older_registry(void **state)
{
    (void)state;
    char message[MESSAGE_BYTES] = "";
    sqlite3 *db = fresh(SCHEMA_REGISTRY);
    int64_t version = 0;
    assert_int_equal(database_run(db, "INSERT INTO setting (name, value) VALUES ('demo', 'kept'); DROP TABLE note;"
                                      "PRAGMA user_version = 1"),
                     SQLITE_OK);
    assert_int_equal(schema_check(db, SCHEMA_REGISTRY, false, message), STORE_DAMAGED);
    assert_int_equal(schema_check(db, SCHEMA_REGISTRY, true, message), STORE_OK);
    assert_int_equal(schema_compare(db, SCHEMA_REGISTRY, message), STORE_OK);
    assert_int_equal(database_number(db, "PRAGMA user_version", &version), SQLITE_OK);
    assert_int_equal(version, schema_version(SCHEMA_REGISTRY));
    assert_int_equal(database_number(db, "SELECT count(*) FROM setting WHERE value = 'kept'", &version), SQLITE_OK);
    assert_int_equal(version, 1);
    sqlite3_close(db);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("columns have the names, types and order of the field rows", test_columns_equal_rows),
        test_case("every table is STRICT, and there are no others", test_tables_are_strict),
        test_case("an older registry gets what it lacks, and keeps what it has", test_older_registry),
        test_case("SELECT title, lead, due FROM action just works", test_people_can_read_it),
    };
    return cmocka_run_group_tests(cases, NULL, NULL);
}
