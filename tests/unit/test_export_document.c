/*
 * export_document: the model, what never gets into it, and what the documents of a workshop say, field by field.
 *
 * With PLENARY_DOCUMENTS=DIR every document of the rehearsed workshops is written there, to be looked at.
 */
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/export_form.h"
#include "base/utf8.h"
#include "core/canon.h"
#include "export/content.h"
#include "export/export.h"
#include "export/say.h"
#include "export/write.h"
#include "scenario.h"
#include "support_export_document.h"

/* 11 October 2021, 09:05 UTC, and so many minutes later. */
#define AT(minutes) (INT64_C(1633943100000) + (minutes) * INT64_C(60000))

static void set_text(struct ml *ml, enum lang lang, const char *text)
{
    mem_free(ml->text[lang]);
    ml->text[lang] = mem_copy_text(text);
    if (ml->source_rev == 0) {
        ml->source = (uint8_t)lang;
        ml->source_rev = 1;
    }
    ml->rev[lang] = ml->source_rev;
}

static struct remark *reserve(struct room *room, uint64_t of, const char *fr, const char *ar)
{
    struct remark *remark = (struct remark *)room_create(room, KIND_REMARK);
    remark->of = of;
    remark->type = REMARK_RESERVATION;
    remark->delegation = room->live[KIND_DELEGATION].v[1]->id;
    remark->at = AT(60);
    set_text(&remark->text, LANG_FR, fr);
    set_text(&remark->text, LANG_AR, ar);
    return remark;
}

static void add_people(struct room *room)
{
    static const char *const names[] = { "Aïssata Coulibaly", "فاطمة الزهراء بناني", "John O’Neill", "Moussa Traoré" };
    for (size_t i = 0; i < 4; i++) {
        struct person *person = (struct person *)room_create(room, KIND_PERSON);
        person->name = mem_copy_text(names[i]);
        person->role = i == 0 ? ROLE_FACILITATOR : ROLE_DELEGATE;
        person->delegation = i == 3 ? 0 : room->live[KIND_DELEGATION].v[i]->id;
        person->head = i == 1;
        person->contact = mem_copy_text("secret@example.org");
    }
}

static void run_agenda(struct room *room)
{
    for (size_t i = 0; i < room->live[KIND_ITEM].n; i++) {
        struct item *item = (struct item *)room->live[KIND_ITEM].v[i];
        item->state = ITEM_DONE;
        item->started_at = AT((int64_t)i * 90);
        item->ended_at = AT((int64_t)i * 90 + 85);
        set_text(&item->staff_notes, LANG_EN, "for the facilitators alone");
    }
    room->workshop->state = WORKSHOP_CLOSED;
}

/* The first poll with options is closed with 17 votes. */
static void close_poll(struct room *room)
{
    static const int64_t votes[] = { 12, 3, 2 };
    struct poll *poll = (struct poll *)room->live[KIND_POLL].v[0];
    size_t given = 0;
    for (size_t i = 0; i < room->live[KIND_OPTION].n; i++) {
        struct option *option = (struct option *)room->live[KIND_OPTION].v[i];
        if (option->poll == poll->e.id)
            option->votes = given < 3 ? votes[given++] : 0;
    }
    poll->state = POLL_CLOSED;
    poll->voters = 17;
    poll->weight = 17;
    poll->opened_at = AT(300);
    poll->closed_at = AT(310);
}

static void adopt_plan(struct room *room)
{
    struct adoption *adoption = (struct adoption *)room_create(room, KIND_ADOPTION);
    adoption->way = ADOPTION_POLL;
    adoption->state = ADOPTION_ADOPTED;
    adoption->opened_at = AT(300);
    adoption->closed_at = AT(310);
    adoption->votes_for = 12;
    adoption->votes_against = 3;
    adoption->votes_other = 2;
    adoption->reservations = 1;
    for (int kind = KIND_ACTION; kind <= KIND_RECOMMENDATION; kind++)
        for (size_t i = 0; i < room->live[kind].n; i++) {
            struct standing *standing = entity_standing(room->live[kind].v[i]);
            standing->state = ROW_ADOPTED;
            standing->adopted_at = AT(310);
            standing->adoption = adoption->e.id;
            adoption->rows++;
        }
    adoption->hash = mem_copy_text("3f7a0c1d9be2455c8f6a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60");
}

/* A workshop that was run: everything a document can tell. */
static struct import rehearsed(const char *name)
{
    struct import import = scenario_import(name, NULL);
    struct room *room = import.room;
    struct action *action = (struct action *)room->live[KIND_ACTION].v[0];
    add_people(room);
    run_agenda(room);
    if (room->live[KIND_POLL].n > 0)
        close_poll(room);
    adopt_plan(room);
    set_text(&action->objective, LANG_FR, "Donner de la visibilité aux opérateurs [et aux usagers]");
    set_text(&action->objective, LANG_AR, "توضيح الرؤية للمتعاملين [والمستخدمين] (WCO, 2021)");
    set_text(&action->milestones, LANG_EN, "1. List\n2. Agree\n3. Publish");
    set_text(&action->risk, LANG_FR, "Retards");
    mem_free(action->start);
    action->start = mem_copy_text("2021-11-01");
    action->percent = 25;
    action->status = ACTION_UNDER_WAY;
    reserve(room, action->e.id, "Sous réserve de l’accord du ministère.", "بشرط موافقة الوزارة.");
    for (; room->n_touched > 0; room->n_touched--)
        room->touched[room->n_touched - 1]->touched = false;
    return import;
}

static struct document *made(const struct room *room, enum document_kind kind, enum lang lang, enum lang lang2)
{
    const struct export_request request = { .document = kind, .lang = lang, .lang2 = lang2 };
    return content_make(room, &request);
}

/* Every document in every format as an editor would get it. */
static struct buf written(const struct room *room, enum document_kind kind, enum export_format format, enum lang lang,
                          enum lang lang2)
{
    const struct export_request request = { .document = kind, .format = format, .lang = lang, .lang2 = lang2 };
    struct buf out;
    buf_init(&out, EXPORT_BYTES_MAX);
    assert_true(export_room(&out, room, &request));
    return out;
}

static void keep(const char *name, enum document_kind kind, enum export_format format, enum lang lang, enum lang lang2,
                 const struct buf *out)
{
    char path[500];
    const char *directory = getenv("PLENARY_DOCUMENTS");
    if (directory == NULL)
        return;
    snprintf(path, sizeof path, "%s/%s-%s-%s%s.%s", directory, name, document_kind_word(kind), lang_word(lang),
             lang2 == LANG_N ? "" : "-2", export_format_word(format));
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(out->data, 1, out->len, file), out->len);
    fclose(file);
}

static const enum export_format formats[] = { EXPORT_DOCX, EXPORT_HTML, EXPORT_MD };

/* Calendars and bundles are no texts. */
static bool is_made(enum document_kind kind, enum export_format format)
{
    return export_request_ok(&(struct export_request){ .document = kind, .format = format, .lang2 = LANG_N });
}

static void made_twice(const char *name, const struct room *room, const struct room *again, enum document_kind kind,
                       enum export_format format)
{
    for (int lang = 0; lang < LANG_N; lang++) {
        const enum lang lang2 = lang == LANG_EN ? LANG_AR : LANG_N;
        struct buf one = written(room, kind, format, (enum lang)lang, lang2);
        struct buf two = written(again, kind, format, (enum lang)lang, lang2);
        assert_int_equal(one.len, two.len);
        assert_memory_equal(one.data, two.data, one.len);
        keep(name, kind, format, (enum lang)lang, lang2, &one);
        if (lang2 != LANG_N) {
            struct buf single = written(again, kind, format, LANG_EN, LANG_N);
            keep(name, kind, format, LANG_EN, LANG_N, &single);
            buf_free(&single);
        }
        buf_free(&one);
        buf_free(&two);
    }
}

static void equal_bytes(void **state)
{
    (void)state;
    for (int w = 0; w < SCENARIOS; w++) {
        struct import import = rehearsed(scenario_names[w]);
        struct import again = rehearsed(scenario_names[w]);
        for (int kind = 0; kind < DOCUMENT_KIND_N; kind++)
            for (size_t f = 0; f < sizeof formats / sizeof formats[0]; f++)
                if (is_made((enum document_kind)kind, formats[f]))
                    made_twice(scenario_names[w], import.room, again.room, (enum document_kind)kind, formats[f]);
        import_free(&again);
        import_free(&import);
    }
}

static void nothing_private(void **state)
{
    (void)state;
    struct import import = rehearsed("bamako-2021");
    for (int kind = 0; kind < DOCUMENT_KIND_N; kind++) {
        if (!is_made((enum document_kind)kind, EXPORT_HTML))
            continue;
        struct buf out = written(import.room, (enum document_kind)kind, EXPORT_HTML, LANG_EN, LANG_FR);
        assert_null(strstr(out.data, "secret@example.org"));
        assert_null(strstr(out.data, "for the facilitators alone"));
        buf_free(&out);
    }
    import_free(&import);
}

/* The text of a paragraph, appended. */
static void add_text(struct buf *out, const struct doc_paragraph *paragraph)
{
    for (size_t i = 0; i < paragraph->n; i++)
        buf_text(out, paragraph->v[i].text);
    buf_char(out, '\n');
}

static void add_table(struct buf *out, const struct doc_table *table)
{
    for (size_t r = 0; r < table->n_rows; r++) {
        add_text(out, &table->rows[r].band);
        for (size_t c = 0; table->rows[r].cells != NULL && c < table->n_columns; c++)
            for (size_t i = 0; i < table->rows[r].cells[c].n; i++)
                add_text(out, &table->rows[r].cells[c].v[i]);
    }
}

/* All that a document says, one paragraph a line. */
static char *told(const struct document *doc)
{
    struct buf out;
    size_t n;
    buf_init(&out, EXPORT_BYTES_MAX);
    for (size_t i = 0; i < doc->n_blocks; i++) {
        const struct doc_block *block = doc->blocks[i];
        buf_text(&out, block->number == NULL ? "" : block->number);
        add_text(&out, &block->text);
        for (size_t f = 0; block->facts != NULL && f < block->facts->n; f++)
            add_text(&out, &block->facts->v[f].value);
        if (block->table != NULL)
            add_table(&out, block->table);
        for (size_t b = 0; block->bars != NULL && b < block->bars->n; b++) {
            add_text(&out, &block->bars->v[b].label);
            add_text(&out, &block->bars->v[b].figures);
        }
    }
    return buf_take(&out, &n);
}

/* Where a field of addresses leads that holds such a text; the caller frees it. */
static char *leads_to(const char *text, unsigned style)
{
    char copy[4096];
    snprintf(copy, sizeof copy, "%s", text);
    const struct doc_run run = { .text = copy, .style = (uint8_t)style };
    return doc_run_address(&run);
}

static void addresses_of_fields_lead(void **state)
{
    (void)state;
    static const char *const nowhere[] = { "javascript:alert(1)",
                                           "JaVaScRiPt://x",
                                           "data:text/html,x",
                                           "file:///etc/passwd",
                                           "mailto:a@example.org",
                                           "vbscript:x",
                                           "https://",
                                           "//example.org",
                                           "www.example.org",
                                           " https://example.org",
                                           "https://a b",
                                           "https://a\"b",
                                           "https://a<b",
                                           "https://a\\b",
                                           "https://a\nb",
                                           "a https://example.org",
                                           "" };
    char long_one[2100] = "https://example.org/";
    for (size_t i = 0; i < sizeof nowhere / sizeof nowhere[0]; i++)
        if (leads_to(nowhere[i], RUN_LINK) != NULL)
            fail_msg("%s leads somewhere", nowhere[i]);
    assert_null(leads_to("https://example.org", RUN_SOFT));
    memset(long_one + strlen(long_one), 'a', 2010);
    assert_null(leads_to(long_one, RUN_LINK));
    char *plain = leads_to("http://example.org/a_b?c=1&d=%20#e", RUN_LINK | RUN_SOFT);
    char *escaped = leads_to("https://example.org/(a)|'\xc3\xa9]`", RUN_LINK);
    assert_string_equal(plain, "http://example.org/a_b?c=1&d=%20#e");
    assert_string_equal(escaped, "https://example.org/%28a%29%7C%27%C3%A9%5D%60");
    mem_free(plain);
    mem_free(escaped);
}

static void assert_has(const char *all, const char *piece)
{
    if (strstr(all, piece) == NULL)
        fail_msg("no \"%s\" in:\n%s", piece, all);
}

/* Fields that a document tells as they are: texts in its language, and plain texts. The others are told in words. */
static void assert_tells_row(const char *all, const struct entity *row, enum lang lang)
{
    const struct kind_info *info = kind_info((enum kind)row->kind);
    for (size_t f = 0; f < info->n_fields; f++) {
        const struct field *field = &info->fields[f];
        const void *member = (const char *)row + field->offset;
        const char *text = field->type == FIELD_ML     ? ml_text(member, lang)
                           : field->type == FIELD_TEXT ? *(char *const *)member
                                                       : NULL;
        if (text != NULL && strcmp(field->name, "staff_notes") != 0 && strcmp(field->name, "contact") != 0 &&
            strcmp(field->name, "link") != 0)
            assert_has(all, text);
    }
}

/* A poll that was only prepared, once the workshop is closed. */
static bool is_left_out(const struct entity *row)
{
    return row->kind == KIND_POLL && ((const struct poll *)row)->state == POLL_PREPARED;
}

static void every_field(void **state)
{
    (void)state;
    static const struct {
        enum document_kind document;
        enum kind kind;
    } cases[] = {
        { DOCUMENT_PLAN, KIND_ACTION },
        { DOCUMENT_PLAN, KIND_THEME },
        { DOCUMENT_AGENDA, KIND_ITEM },
        { DOCUMENT_TEXTS, KIND_PARAGRAPH },
        { DOCUMENT_TEXTS, KIND_FRAMEWORK },
        { DOCUMENT_POLLS, KIND_POLL },
        { DOCUMENT_PARTICIPATION, KIND_PERSON },
        { DOCUMENT_PARTICIPATION, KIND_DELEGATION },
        { DOCUMENT_RECOMMENDATIONS, KIND_RECOMMENDATION },
        { DOCUMENT_REPORT, KIND_ACTION },
        { DOCUMENT_REPORT, KIND_RECOMMENDATION },
        { DOCUMENT_REPORT, KIND_ITEM },
        { DOCUMENT_REPORT, KIND_MEETING },
        { DOCUMENT_REPORT, KIND_DELEGATION },
        { DOCUMENT_REPORT, KIND_PARAGRAPH },
    };
    for (int w = 0; w < SCENARIOS; w++) {
        struct import import = rehearsed(scenario_names[w]);
        for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++)
            for (int lang = 0; lang < LANG_N; lang++) {
                const enum lang lang2 = (enum lang)((lang + 1) % LANG_N);
                struct document *one = made(import.room, cases[c].document, (enum lang)lang, LANG_N);
                struct document *two = made(import.room, cases[c].document, (enum lang)lang, lang2);
                char *all = told(one), *both = told(two);
                const struct kind_list *rows = &import.room->live[cases[c].kind];
                for (size_t i = 0; i < rows->n; i++) {
                    if (is_left_out(rows->v[i]))
                        continue;
                    assert_tells_row(all, rows->v[i], (enum lang)lang);
                    assert_tells_row(both, rows->v[i], (enum lang)lang);
                    if (cases[c].document != DOCUMENT_REPORT)
                        assert_tells_row(both, rows->v[i], lang2);
                }
                mem_free(all);
                mem_free(both);
                document_free(one);
                document_free(two);
            }
        import_free(&import);
    }
}

/* Whether, in Word, the small print below a chart of `n` bars stays with the table of votes behind it. */
static bool keeps_votes(int n)
{
    struct doc_paragraph *figures;
    struct buf out;
    struct document *doc = document_new(LANG_EN, "T", NULL, "W");
    struct doc_bars *bars = document_bars(doc, 10);
    for (int i = 0; i < n; i++) {
        run_add(bars_add(bars, i, &figures), "Bar", 0, LANG_N);
        run_add(figures, "1", 0, LANG_N);
    }
    run_add(document_note(doc), "Voters", 0, LANG_N);
    struct doc_table *table = document_table(doc, "T");
    run_add(table_column(table, COLUMN_TEXT, 10, LANG_N, NULL), "H", 0, LANG_N);
    buf_init(&out, 1 << 20);
    write_docx(&out, doc);
    char *body = told_by("unzip -p %s word/document.xml", &out);
    const bool kept = strstr(body, "<w:pStyle w:val=\"Note\"/><w:keepNext/>") != NULL;
    assert_non_null(strstr(body, "<w:pStyle w:val=\"Note\"/>"));
    assert_non_null(strstr(body, "<w:pStyle w:val=\"Gap\"/><w:keepNext/>"));
    mem_free(body);
    buf_free(&out);
    document_free(doc);
    return kept;
}

static void votes_stay_with_short_charts(void **state)
{
    (void)state;
    assert_true(keeps_votes(2));
    assert_true(keeps_votes(4));
    assert_false(keeps_votes(5));
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("every document of every scenario, made twice, has equal bytes", equal_bytes),
        test_case("what rows of the workshop say stands in their documents, in one language and in two", every_field),
        test_case("only http and https addresses of fields of addresses lead anywhere, as plain URIs",
                  addresses_of_fields_lead),
        test_case("in Word, votes stay with a short chart, and a chain of what stays together is no page long",
                  votes_stay_with_short_charts),
        test_case("contacts of people and notes for the facilitators are in no document", nothing_private),
    };
    return cmocka_run_group_tests(cases, NULL, NULL);
}
