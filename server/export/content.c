/* content: choosing what a document says, and what all of them say alike. See include/export/content.h. */
#include "export/content.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "core/brackets.h"
#include "export/say.h"

/* What a document is called, how its pages lie, and who fills it. */
static const struct kind_of_document {
    const char *title;
    bool landscape;
    void (*fill)(struct content *content);
} documents[DOCUMENT_KIND_N] = {
    [DOCUMENT_PLAN] = { "plan", true, content_plan_document },
    [DOCUMENT_RECOMMENDATIONS] = { "recommendations", false, content_recommendations_document },
    [DOCUMENT_TEXTS] = { "texts", false, content_texts_document },
    [DOCUMENT_AGENDA] = { "agenda", false, content_agenda_document },
    [DOCUMENT_POLLS] = { "polls", false, content_polls_document },
    [DOCUMENT_PARTICIPATION] = { "participation", false, content_participation },
    [DOCUMENT_REPORT] = { "report", false, content_report },
    [DOCUMENT_ATTENDANCE] = { "attendance", false, content_attendance },
};

/* The workshop, where and when: the line under every title. Of the report its own page tells where and when. */
static void say_workshop(struct buf *out, const struct room *room, const char *title, enum lang lang, bool alone)
{
    const struct workshop *workshop = room->workshop;
    const char *comma = say_word(lang, "doc.", "comma");
    buf_text(out, title);
    if (alone)
        return;
    if (workshop->place != NULL) {
        buf_text(out, comma);
        buf_text(out, workshop->place);
    }
    if (workshop->starts_on != NULL || workshop->ends_on != NULL) {
        buf_text(out, comma);
        say_span(out, lang, workshop->starts_on, workshop->ends_on);
    }
}

/* "22 November 2026, 18:44 (Asia/Riyadh)": the last change of the room as it was. */
static void say_state_of(struct buf *out, const struct content *content, enum lang lang)
{
    const char *zone = content->room->workshop->time_zone;
    say_moment(out, lang, content->zone, content->room->at);
    buf_print(out, " (%s)", content->zone == NULL ? "UTC" : zone);
}

void content_add_moment(struct content *content)
{
    const enum lang langs[] = { content->lang, content->lang2 };
    for (size_t i = 0; content->past && i < 2 && langs[i] != LANG_N; i++) {
        struct doc_paragraph *value = document_fact(content->doc, say_word(langs[i], "doc.", "state_of"));
        const struct doc_facts *facts = content->doc->blocks[content->doc->n_blocks - 1]->facts;
        facts->v[facts->n - 1].label.v[0].lang = (uint8_t)langs[i];
        CONTENT_SAID(text, say_state_of(&text, content, langs[i]), run_add(value, text.data, RUN_BOLD, langs[i]));
    }
}

/* The foot of every page: a page of another time is known as one by itself. */
static void say_footer(struct buf *out, const struct content *content, const char *title)
{
    if (content->past) {
        buf_print(out, "%s ", say_word(content->lang, "doc.", "state_of"));
        say_state_of(out, content, content->lang);
        buf_text(out, " \xe2\x80\x93 ");
    }
    buf_text(out, title);
}

static const char *workshop_title(const struct room *room, enum lang lang)
{
    const char *title = ml_text(&room->workshop->title, lang);
    return title == NULL ? say_word(lang, "doc.", "untitled") : title;
}

struct document *content_make(const struct room *room, const struct export_request *request)
{
    assert(request->document < DOCUMENT_KIND_N && documents[request->document].fill != NULL);
    assert((unsigned)request->lang < LANG_N);
    assert(room->workshop != NULL);
    const struct kind_of_document *kind = &documents[request->document];
    const bool to_come = request->document == DOCUMENT_AGENDA && room->workshop->state == WORKSHOP_PREPARING;
    char message[ZONE_MESSAGE_BYTES];
    const char *title = workshop_title(room, request->lang);
    const enum lang lang2 = request->lang2 == request->lang ? LANG_N : request->lang2;
    struct content content = {
        .room = room, .lang = request->lang, .lang2 = lang2, .clean = request->clean, .past = request->past
    };
    if (room->workshop->time_zone != NULL)
        content.zone = zone_open(ZONE_DIRECTORY, room->workshop->time_zone, message);
    CONTENT_SAID(line, say_workshop(&line, room, title, request->lang, request->document == DOCUMENT_REPORT), {
        const char *word = say_word(request->lang, "doc.", to_come ? "agenda_planned" : kind->title);
        CONTENT_SAID(foot, say_footer(&foot, &content, title),
                     content.doc = document_new(request->lang, word, line.data, foot.data));
    });
    content.doc->landscape = kind->landscape;
    outline_make(&content.outline, room);
    if (request->document != DOCUMENT_REPORT) /* whose title page tells it */
        content_add_moment(&content);
    if (request->document == DOCUMENT_PLAN && request->format == EXPORT_XLSX)
        content_plan_sheet(&content); /* to work in, and to read back */
    else
        kind->fill(&content);
    outline_free(&content.outline);
    zone_close(content.zone);
    return content.doc;
}

void content_heading(struct content *content, int level, const char *key)
{
    run_add(document_heading(content->doc, level), say_word(content->lang, "doc.", key), 0, LANG_N);
}

void content_say(struct content *content, const char *key, unsigned style)
{
    run_add(document_paragraph(content->doc), say_word(content->lang, "doc.", key), style, LANG_N);
}

void content_fill(struct doc_paragraph *paragraph, enum lang lang, const char *key, unsigned style,
                  const char *const *args)
{
    CONTENT_SAID(text, say_fill(&text, lang, key, args), run_add(paragraph, text.data, style, lang));
}

/* The language that ml_text gives the text in. */
static enum lang lang_found(const struct ml *ml, const char *text)
{
    for (int l = 0; l < LANG_N; l++)
        if (ml->text[l] == text)
            return (enum lang)l;
    return LANG_N;
}

void content_add_ml(const struct content *content, struct doc_paragraph *paragraph, const struct ml *ml, enum lang lang,
                    unsigned style)
{
    const char *text = ml_text(ml, lang);
    if (text == NULL)
        return;
    if (brackets_open(text) > 0)
        run_add_wording(paragraph, text, style, lang_found(ml, text), content->clean);
    else
        run_add(paragraph, text, style, lang_found(ml, text));
}

/* " (English)", told in `lang`. */
static void mark_language(struct doc_paragraph *paragraph, enum lang lang, enum lang found)
{
    char key[] = "ui.lang.xx";
    memcpy(key + strlen("ui.lang."), lang_word(found), 2);
    run_add(paragraph, " ", RUN_SOFT, LANG_N);
    CONTENT_SAID(mark, buf_print(&mark, "(%s)", say_word(lang, "", key)),
                 run_add(paragraph, mark.data, RUN_SOFT, LANG_N));
}

void content_mark_language(const struct content *content, struct doc_paragraph *paragraph, enum lang found)
{
    mark_language(paragraph, content->lang, found);
}

void content_add_text(const struct content *content, struct doc_paragraph *paragraph, const struct ml *ml, enum lang lang,
                      unsigned style)
{
    const char *text = ml_text(ml, lang);
    const enum lang found = text == NULL ? lang : lang_found(ml, text);
    const bool beside = content->lang2 != LANG_N && (found == content->lang || found == content->lang2 ||
                                                     (lang == content->lang2 && text == ml_text(ml, content->lang)));
    if (found != lang && found != LANG_N && beside) {
        run_add(paragraph, say_word(lang, "doc.", "untranslated"), RUN_SOFT, lang);
        return;
    }
    content_add_ml(content, paragraph, ml, lang, style);
    if (found == lang || found == LANG_N)
        return;
    mark_language(paragraph, lang, found);
}

void content_add_both(const struct content *content, struct doc_paragraph *paragraph, const struct ml *ml)
{
    content_add_ml(content, paragraph, ml, content->lang, 0);
    if (content->lang2 == LANG_N || ml->text[content->lang2] == NULL ||
        ml_text(ml, content->lang) == ml->text[content->lang2])
        return;
    run_add(paragraph, " / ", 0, LANG_N);
    content_add_ml(content, paragraph, ml, content->lang2, 0);
}

/* What names an entity; NULL: nothing is there, or it has no name. */
static const struct ml *name_of(const struct room *room, uint64_t id)
{
    const struct entity *entity = id == 0 ? NULL : room_find(room, KIND_ANY, id);
    if (entity == NULL || kind_info((enum kind)entity->kind)->title < 0)
        return NULL;
    return (const struct ml *)(const void *)((const char *)entity + kind_info((enum kind)entity->kind)->title);
}

const char *content_name(const struct content *content, uint64_t id, enum lang lang)
{
    const struct ml *name = name_of(content->room, id);
    return name == NULL ? NULL : ml_text(name, lang);
}

void content_add_name(const struct content *content, struct doc_paragraph *paragraph, uint64_t id, unsigned style)
{
    const struct ml *name = name_of(content->room, id);
    if (name == NULL)
        return;
    const char *text = ml_text(name, content->lang);
    const char *other = content->lang2 == LANG_N ? text : ml_text(name, content->lang2);
    run_add(paragraph, text, style, text == NULL ? LANG_N : lang_found(name, text));
    if (other == NULL || text == NULL || strcmp(text, other) == 0)
        return;
    run_add(paragraph, " / ", style, LANG_N);
    run_add(paragraph, other, style, lang_found(name, other));
}

size_t content_column(struct content *content, struct doc_table *table, enum doc_column_kind kind, int weight,
                      const char *key)
{
    run_add(table_column(table, kind, weight, LANG_N, key), say_word(content->lang, "doc.", key), 0, LANG_N);
    return table->n_columns - 1;
}

void content_fact(struct content *content, const char *key, const char *value)
{
    if (value != NULL && value[0] != '\0')
        run_add(document_fact(content->doc, say_word(content->lang, "doc.", key)), value, 0, LANG_N);
}

void content_add_zone(struct content *content)
{
    content_fact(content, "zone", content->room->workshop->time_zone);
}
