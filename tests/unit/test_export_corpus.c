/*
 * export_corpus: what people type to break a file, in every text field of every kind at once, through every document and format: no formula
 * cell, no script, no broken file, no line or header of their making. test_export_hostile does the same to the writers alone.
 */
#include "test.h"

#include <expat.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "app/codec.h"
#include "app/codec_tree.h"
#include "app/export_form.h"
#include "app/import.h"
#include "app/unzip.h"
#include "base/csv.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "core/history.h"
#include "export/export.h"
#include "export/ics.h"
#include "scenario.h"
#include "support_export_run.h"

static const char *const corpus[] = {
    "=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"http://example.org\",\"x\")", "=cmd|' /C calc'!A0", "'=1+1", "<script>alert(1)</script>",
    "</td></table><img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "&lt;b&gt;&amp;", "]]>", "<!--", "</style><script>",
    "<!DOCTYPE a [<!ENTITY b \"c\">]>", "BEGIN:VEVENT", "END:VCALENDAR", "../../etc/passwd", "C:\\con", "a;b,c:d\\n\\", "_x0041_ _x000D_",
    "| a | b |", "[link](javascript:alert(1))", "[open [inner] still", "\xe2\x80\xaa\xd8\xb9\xd8\xb1\xd8\xa8\xd9\x8a",
    "\xd8\xb9\xd8\xb1\xd8\xa8\xd9\x8a (English) 123, \xd8\xb9\xd8\xb1\xd8\xa8\xd9\x8a", "\xf0\x9f\x98\x80\xf0\x9f\x87\xb2\xf0\x9f\x87\xb1",
    "\xf0\x90\x80\x80\xf0\xa0\x80\x80\xf0\xb0\x80\x80\xf3\xa0\x84\x80\xf4\x80\x80\x80", "\xe2\x80\xa8" "after\xe2\x80\xa9", "%s%n%x", "a\tb", " ",
};
enum { CORPUS = sizeof corpus / sizeof corpus[0] };

static size_t n_set;

/* A minute later. */
__attribute__((format(printf, 4, 5))) static uint64_t run(struct room *room, uint64_t person, const char *verb,
                                                         const char *format, ...)
{
    va_list rest;
    va_start(rest, format);
    const uint64_t result = run_at(room, person, room->at + 60000, verb, format, rest);
    va_end(rest);
    return result;
}

/* Words that cannot be said in an answer are passed over. */
static void answer(struct room *room, uint64_t person, uint64_t poll, const char *rest, const char *words)
{
    const struct field plain = { .name = "", .type = FIELD_TEXT, .max = 200 };
    struct buf args;
    struct json json;
    buf_init(&args, 4096);
    json_init(&json, &args);
    json_text(&json, field_text_ok(&plain, words) && words[strspn(words, " ")] != '\0' ? words : "words");
    run(room, person, "ballot.cast", "{\"id\":%" PRIu64 ",\"text\":%s%s}", poll, args.data, rest);
    buf_free(&args);
}

/* A poll of each way in which answers are words, and of options: asked, answered and closed. */
static void play_polls(struct room *room, uint64_t person, size_t first)
{
    static const struct {
        const char *type, *rest;
    } worded[] = { { "open_text", "" }, { "words", "" }, { "consent", ",\"values\":[2]" } };
    for (size_t i = 0; i < CORPUS; i += 5) {
        const size_t way = i % 3;
        const uint64_t poll =
            run(room, 0, "poll.create", "{\"question\":\"Which?\",\"type\":\"%s\"}", worded[way].type);
        run(room, 0, "poll.open", "{\"id\":%" PRIu64 "}", poll);
        answer(room, person, poll, worded[way].rest, corpus[(first + i) % CORPUS]);
        run(room, 0, "poll.close", "{\"id\":%" PRIu64 "}", poll);
    }
    const uint64_t poll = run(room, 0, "poll.create", "{\"question\":\"Which?\"}");
    const uint64_t option = run(room, 0, "option.create", "{\"poll\":%" PRIu64 ",\"text\":\"One\"}", poll);
    run(room, 0, "option.create", "{\"poll\":%" PRIu64 ",\"text\":\"Two\"}", poll);
    run(room, 0, "poll.open", "{\"id\":%" PRIu64 "}", poll);
    run(room, person, "ballot.cast", "{\"id\":%" PRIu64 ",\"option\":%" PRIu64 "}", poll, option);
    run(room, 0, "poll.close", "{\"id\":%" PRIu64 "}", poll);
}

/* One of every kind that a meeting makes, so that there is a text of it to poison. */
static void play(struct room *room, size_t first)
{
    const uint64_t delegation = room->live[KIND_DELEGATION].v[0]->id, item = room->live[KIND_ITEM].v[0]->id;
    const uint64_t row = room->live[KIND_RECOMMENDATION].v[0]->id;
    const uint64_t person = run(room, 0, "person.create",
                                "{\"name\":\"P\",\"role\":\"delegate\",\"delegation\":%" PRIu64
                                ",\"head\":true,\"function\":\"F\",\"contact\":\"C\"}",
                                delegation);
    run(room, 0, "group.create", "{\"title\":\"G\",\"chair\":%" PRIu64 "}", person);
    const uint64_t framework = run(room, 0, "framework.create", "{\"title\":\"F\"}");
    run(room, 0, "paragraph.create", "{\"framework\":%" PRIu64 ",\"level\":\"heading\",\"text\":\"H\"}", framework);
    run(room, 0, "paragraph.create", "{\"framework\":%" PRIu64 ",\"text\":\"T [a / b]\"}", framework);
    run(room, 0, "workshop.live", "{}");
    run(room, 0, "attendance.enter", "{\"id\":%" PRIu64 "}", person);
    run(room, 0, "item.start", "{\"id\":%" PRIu64 "}", item);
    const uint64_t hand = run(room, person, "hand.raise", "{}");
    run(room, 0, "hand.give", "{\"id\":%" PRIu64 "}", hand);
    run(room, 0, "hand.end", "{\"id\":%" PRIu64 "}", hand);
    const uint64_t question = run(room, person, "question.create", "{\"text\":\"Q\"}");
    run(room, 0, "question.answer", "{\"id\":%" PRIu64 ",\"reply\":\"A\"}", question);
    run(room, 0, "message.create", "{\"text\":\"M\"}");
    run(room, 0, "parked.create", "{\"text\":\"K\"}");
    run(room, person, "remark.create", "{\"of\":%" PRIu64 ",\"type\":\"reservation\",\"text\":\"R\"}", row);
    run(room, 0, "adoption.open", "{\"of\":%" PRIu64 ",\"way\":\"consensus\"}", row);
    play_polls(room, person, first);
}

/* None may be passed over without a word; proposals and the heads of texts are in no document. */
static void every_kind_is_there(const struct room *room)
{
    for (int kind = KIND_WORKSHOP; kind < KIND_N; kind++)
        if (room->live[kind].n == 0 && kind != KIND_PROPOSAL)
            fail_msg("nothing of kind %s", kind_info((enum kind)kind)->name);
}

static void set_list(char *member, const char *text)
{
    const struct texts list = { .v = mem_zero(1, sizeof(char *)), .n = 1 };
    list.v[0] = mem_copy_text(text);
    memcpy(member, &list, sizeof list);
}

/* Into the member, where the row of the field allows such a text at all. */
static void set(const struct field *field, void *object, const char *text)
{
    char *member = (char *)object + field->offset;
    const struct field plain = { .name = "", .type = FIELD_TEXT, .max = field->max };
    if ((field->type != FIELD_TEXT && field->type != FIELD_ML && field->type != FIELD_TEXTS) ||
        !field_text_ok(&plain, text))
        return;
    field_clear(field, object);
    n_set++;
    if (field->type == FIELD_TEXTS) {
        set_list(member, text);
        return;
    }
    if (field->type == FIELD_TEXT) {
        *(char **)(void *)member = mem_copy_text(text);
        return;
    }
    struct ml *ml = (struct ml *)(void *)member;
    for (int lang = 0; lang < LANG_N; lang++) {
        ml->text[lang] = mem_copy_text(text);
        ml->rev[lang] = 1;
    }
    ml->source_rev = 1;
}

/* Ballots and what they were counted as have to agree: theirs are cast (play_polls). */
static bool is_cast(int kind)
{
    return kind == KIND_BALLOT || kind == KIND_ANSWER || kind == KIND_ROLL;
}

/* Each text of the room another one of the corpus, beginning with the one at `first`. */
static void poison(struct room *room, size_t first)
{
    size_t next = first;
    for (int kind = KIND_NONE + 1; kind < KIND_N; kind++)
        for (size_t i = 0; !is_cast(kind) && i < room->live[kind].n; i++)
            for (size_t f = 0; f < kind_info((enum kind)kind)->n_fields; f++)
                set(&kind_info((enum kind)kind)->fields[f], room->live[kind].v[i], corpus[next++ % CORPUS]);
}

/* A link inside of the file leads from the overview of a workbook to its sheets. */
static void see_element(void *data, const XML_Char *name, const XML_Char **attributes)
{
    bool outside = false;
    for (; *attributes != NULL; attributes += 2)
        outside = outside || strcmp(attributes[0], "r:id") == 0;
    if (strcmp(name, "f") == 0 || (strcmp(name, "hyperlink") == 0 && outside))
        ++*(size_t *)data;
}

/* Every part of an archive is whole, and those in XML are well-formed and hold no formula. */
static void check_archive(const struct buf *out)
{
    struct unzip zip;
    char message[UNZIP_MESSAGE];
    size_t formulas = 0;
    assert_true(unzip_open(&zip, out->data, out->len, 200 << 20, message));
    for (size_t i = 0; i < zip.n; i++) {
        char *part = unzip_read(&zip.v[i]);
        assert_non_null(part);
        if (strstr(zip.v[i].name, ".xml") != NULL || strstr(zip.v[i].name, ".rels") != NULL) {
            XML_Parser parser = XML_ParserCreate(NULL);
            XML_SetUserData(parser, &formulas);
            XML_SetStartElementHandler(parser, see_element);
            if (XML_Parse(parser, part, (int)zip.v[i].plain_n, 1) != XML_STATUS_OK)
                fail_msg("%s: %s", zip.v[i].name, XML_ErrorString(XML_GetErrorCode(parser)));
            XML_ParserFree(parser);
        }
        mem_free(part);
    }
    assert_int_equal(formulas, 0);
    unzip_close(&zip);
}

/* Only elements that the writer makes. */
static void check_html(const struct buf *out)
{
    static const char *const never[] = { "<script", "<img",  "<svg",       "<iframe",  "<a ",
                                         "<object", "<link", "onerror=\"", "onload=\"" };
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
        if (strcasestr(out->data, never[i]) != NULL)
            fail_msg("%s in a page", never[i]);
}

static void check_csv(const struct buf *out)
{
    struct csv csv;
    struct csv_record record;
    size_t width = 0;
    assert_true(csv_open(&csv, out->data, out->len));
    while (csv_next(&csv, &record) == CSV_RECORD) {
        width = width == 0 ? record.n : width;
        assert_int_equal(record.n, width);
        for (size_t i = 0; i < record.n; i++)
            assert_true(record.field[i][0] == '\0' || strchr("=+-@\t\r", record.field[i][0]) == NULL);
    }
    csv_close(&csv);
}

/* Lines are of properties that we write, and events begin and end as often. */
static void check_ics(const struct buf *out)
{
    size_t begun = 0, ended = 0;
    for (const char *line = out->data; *line != '\0'; line = strstr(line, "\r\n") + 2) {
        const size_t n = strcspn(line, "\r\n");
        assert_true(n > 0 && n <= ICS_LINE_BYTES && utf8_valid(line, n) && strncmp(line + n, "\r\n", 2) == 0);
        begun += strncmp(line, "BEGIN:VEVENT", 12) == 0;
        ended += strncmp(line, "END:VEVENT", 10) == 0;
        assert_true(line[0] == ' ' || strcspn(line, ":;") < n);
    }
    assert_int_equal(begun, ended);
    assert_string_equal(out->data + out->len - 15, "END:VCALENDAR\r\n");
}

static void check_pdf(const struct buf *out)
{
    assert_int_equal(strncmp(out->data, "%PDF-", 5), 0);
    assert_non_null(memmem(out->data + out->len - 32, 32, "%%EOF", 5));
}

static void check_json(const struct buf *out)
{
    struct tree_error error = { 0 };
    struct node *root = tree_read(out->data, out->len, LIMIT_IMPORT_NODES, &error);
    if (root == NULL)
        fail_msg("line %d: %s", error.line, error.reason);
    tree_free(root);
}

/* Signs that would mean something stand behind a backslash. */
static void check_md(const struct buf *out)
{
    static const char *const never[] = { "<script", "<img", "<svg", "](javascript:" };
    assert_true(utf8_valid(out->data, out->len));
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
        for (const char *p = out->data; (p = strstr(p, never[i])) != NULL; p++)
            assert_true(p > out->data && p[-1] == '\\');
}

static void (*const checks[EXPORT_FORMAT_N])(const struct buf *out) = {
    [EXPORT_JSON] = check_json, [EXPORT_CSV] = check_csv, [EXPORT_DOCX] = check_archive, [EXPORT_XLSX] = check_archive,
    [EXPORT_PDF] = check_pdf,   [EXPORT_HTML] = check_html, [EXPORT_MD] = check_md,      [EXPORT_ICS] = check_ics,
};

/* `all`: also PDF, which takes its time. */
static void check_everything(const struct room *room, enum lang lang, bool all)
{
    for (int document = 0; document < DOCUMENT_KIND_N; document++)
        for (int format = 0; format < EXPORT_FORMAT_N; format++) {
            struct buf out, again;
            const struct export_request request = { .document = (enum document_kind)document,
                                                    .format = (enum export_format)format,
                                                    .lang = lang,
                                                    .lang2 = LANG_N };
            if (!export_request_ok(&request) || document == DOCUMENT_BUNDLE || (format == EXPORT_PDF && !all))
                continue;
            buf_init(&out, EXPORT_BYTES_MAX);
            buf_init(&again, EXPORT_BYTES_MAX);
            assert_true(export_room(&out, room, &request));
            assert_true(export_room(&again, room, &request));
            assert_int_equal(out.len, again.len);
            assert_memory_equal(out.data, again.data, out.len);
            if (checks[format] != NULL)
                checks[format](&out);
            buf_free(&out);
            buf_free(&again);
        }
}

static void no_text_breaks_a_document(void **state)
{
    (void)state;
    size_t n;
    struct import import;
    const struct import_options options = { .at = 1700000000000, .random = scenario_salt };
    char *text = scenario_text("bamako-2021", &n);
    assert_true(import_scenario(&import, text, n, &options));
    play(import.room, 0);
    every_kind_is_there(import.room);
    for (size_t first = 0; first < CORPUS; first += 7) {
        poison(import.room, first);
        check_everything(import.room, (enum lang)(first / 7 % LANG_N), first == 7);
    }
    print_message("%zu texts set\n", n_set);
    assert_true(n_set > 500);
    import_free(&import);
    mem_free(text);
}

/* 20,000 code points where they fit, of letters that take four bytes and of marks. */
static void nor_does_a_long_one(void **state)
{
    (void)state;
    size_t n;
    struct import import;
    struct buf wide;
    const struct import_options options = { .at = 1700000000000, .random = scenario_salt };
    char *text = scenario_text("bamako-2021", &n);
    assert_true(import_scenario(&import, text, n, &options));
    buf_init(&wide, 1 << 20);
    for (int i = 0; i < 4000; i++)
        buf_text(&wide, "\xf0\x9f\x98\x80=<&\xd8\xb9 ");
    for (int kind = KIND_NONE + 1; kind < KIND_N; kind++)
        for (size_t i = 0; !is_cast(kind) && i < import.room->live[kind].n && i < 2; i++)
            for (size_t f = 0; f < kind_info((enum kind)kind)->n_fields; f++) {
                const struct field *field = &kind_info((enum kind)kind)->fields[f];
                char *piece = mem_copy_text(wide.data);
                const char *end = utf8_skip(piece, piece + wide.len,
                                            (size_t)(field->max > 0 && field->max < 20000 ? field->max : 20000));
                piece[end == NULL ? wide.len : (size_t)(end - piece)] = '\0';
                set(field, import.room->live[kind].v[i], piece);
                mem_free(piece);
            }
    check_everything(import.room, LANG_AR, true);
    buf_free(&wide);
    import_free(&import);
    mem_free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_case("no text in any field breaks a document of any format, and each is the same twice",
                  no_text_breaks_a_document),
        test_case("nor does one of 20,000 characters", nor_does_a_long_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
