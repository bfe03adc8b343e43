/* export_csv: one table that spreadsheet programs read as it was written. */
#include "test.h"

#include "export/export.h"
#include "scenario.h"

#define HEAD "\"name\":\"w\",\"title\":\"W\",\"time_zone\":\"UTC\""

static char *exported(const struct room *room, enum lang lang)
{
    struct buf out;
    size_t n;
    buf_init(&out, EXPORT_BYTES_MAX);
    assert_true(
        export_room(&out, room, &(struct export_request){ .format = EXPORT_CSV, .lang = lang, .lang2 = LANG_N }));
    return buf_take(&out, &n);
}

static char *exported_text(const char *text, enum lang lang)
{
    struct import import = scenario_import_text(text, strlen(text), NULL);
    char *out = exported(import.room, lang);
    import_free(&import);
    return out;
}

static void assert_has(const char *out, const char *piece)
{
    if (strstr(out, piece) == NULL)
        fail_msg("no %s in\n%s", piece, out);
}

static void plan_of_riyadh(void **state)
{
    (void)state;
    struct import import = scenario_import("riyadh-2015", NULL);
    char *out = exported(import.room, LANG_FR);
    assert_memory_equal(out, "\xef\xbb\xbf", 3);
    assert_has(out, ",1,Risk management,\"Adopter une approche fondée sur les risques reposant sur les données "
                    "électroniques préalables, y compris postales\",,,Saudi Arabia,Saudi Post; RILO Middle East,");
    assert_has(out, ",Share of postal items with advance data,0 %,60 %,");
    assert_has(out, "\r\n");
    int lines = 0;
    for (const char *p = out; (p = strstr(p, "\r\n")) != NULL; p += 2)
        lines++;
    assert_int_equal(lines, 1 + 4 + 3);
    mem_free(out);
    import_free(&import);
}

static void every_language(void **state)
{
    (void)state;
    struct import import = scenario_import("riyadh-2015", NULL);
    for (int l = 0; l < LANG_N; l++) {
        char *out = exported(import.room, (enum lang)l);
        assert_has(out, ",T+6 ");
        assert_has(out, l == LANG_AR   ? "تعزيز التنسيق مع الجهات الحكومية الشريكة"
                        : l == LANG_FR ? "Renforcer la coordination"
                                       : "Enhance coordination");
        assert_has(out, "Keep a network of contact points in the region");
        mem_free(out);
    }
    import_free(&import);
}

static void formulas(void **state)
{
    (void)state;
    char *out = exported_text("{" HEAD ",\"plan\":["
                              "{\"action\":\"=1+1\",\"baseline\":\"+1\",\"target\":\"-1\",\"indicator\":\"@SUM(A1)\"},"
                              "{\"action\":\"a=b\"}]}",
                              LANG_EN);
    assert_has(out, ",\"'=1+1\",");
    assert_has(out, ",\"'@SUM(A1)\",\"'+1\",\"'-1\",");
    assert_has(out, ",a=b,");
    mem_free(out);
}

static void quotes(void **state)
{
    (void)state;
    char *out = exported_text("{" HEAD ",\"plan\":[{\"action\":\"Say \\\"yes\\\", then\"}],"
                              "\"recommendations\":[\"one\\ntwo\"]}",
                              LANG_EN);
    assert_has(out, ",\"Say \"\"yes\"\", then\",");
    assert_has(out, ",\"one\ntwo\",");
    mem_free(out);
}

static void every_field(void **state)
{
    (void)state;
    char *out = exported_text(
        "{" HEAD ",\"groups\":[\"Customs\"],\"recommendations\":[\"R1\",\"R2\"],\"polls\":[{\"question\":\"Which?\"}],"
        "\"plan\":[{\"action\":\"Act\",\"objective\":\"O\",\"deliverable\":\"D\",\"contact\":\"C\",\"start\":\"T+1 week\","
        "\"milestones\":\"M\",\"resources\":\"S\",\"funding\":\"F\",\"current\":\"10 %\",\"risk\":\"Late\","
        "\"status\":\"under_way\",\"percent\":25,\"recommendations\":[2,1],\"group\":\"Customs\",\"poll\":\"Which?\"}],"
        "\"frameworks\":[{\"title\":\"Instruction\",\"paragraphs\":[{\"level\":\"heading\",\"text\":\"Purpose\"},\"One\"]}]}",
        LANG_EN);
    assert_has(out, ",1,,Act,O,D,,,C,T+1 ");
    assert_has(out, ",,M,S,F,,,,10 %,,Late,");
    assert_has(out, ",25,2; 1,Customs,Which?,");
    assert_has(out, ",,,Instruction,");
    assert_has(out, ",1,,Purpose,");
    assert_has(out, ",2,,One,");
    mem_free(out);
}

static void order_of_the_plan(void **state)
{
    (void)state;
    char *out = exported_text("{" HEAD ",\"themes\":[\"Data\"],\"plan\":[{\"action\":\"Loose\"},"
                              "{\"action\":\"Firm\",\"theme\":\"Data\"}]}",
                              LANG_EN);
    assert_has(out, ",1,Data,Firm,");
    assert_has(out, ",2,,Loose,");
    mem_free(out);
}

static void adopted(void **state)
{
    (void)state;
    struct import import = scenario_import("riyadh-2015", NULL);
    struct recommendation *row = (struct recommendation *)import.room->live[KIND_RECOMMENDATION].v[0];
    row->standing.state = ROW_ADOPTED;
    row->standing.adopted_at = INT64_C(1447840800000);
    char *out = exported(import.room, LANG_EN), *again = exported(import.room, LANG_EN);
    assert_has(out, ",2015-11-18T10:00:00Z\r\n");
    assert_string_equal(out, again);
    mem_free(out);
    mem_free(again);
    import_free(&import);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("the plan of riyadh-2015 is one table with a byte order mark and CRLF", plan_of_riyadh),
        test_case("texts come in the language asked for, else in their own", every_language),
        test_case("a cell that looks like a formula is disarmed", formulas),
        test_case("RFC 4180 quotes, commas and line ends are quoted", quotes),
        test_case("every field of an action has a column, framework texts follow", every_field),
        test_case("R8 rows without a theme stand last", order_of_the_plan),
        test_case("times of adoption are told, and made twice the bytes are equal", adopted),
    };
    return cmocka_run_group_tests(cases, NULL, NULL);
}
