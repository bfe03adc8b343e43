/*
 * export_json: the whole workshop in the shape of a scenario file (tests/scenarios), which import reads.
 *
 * Entities are written by their field rows, so a new field is exported from the day it exists. People write such files by hand,
 * so it looks as they would write it: names instead of ids, a plain string where a text is in one obvious language (I10).
 */
#include <assert.h>
#include <string.h>

#include "app/import.h"
#include "base/json.h"
#include "base/mem.h"
#include "core/field_json.h"
#include "core/outline.h"
#include "export/export.h"

struct sorted {
    struct entity **v;
    size_t n;
};

struct writer {
    struct json json;
    const struct room *room;
    enum lang plain;                /* of plain strings that are not Arabic */
    unsigned reads;                 /* what its reader may read */
    struct sorted items, recommendations;
    struct outline outline;
};

/* A field that the file calls otherwise (key), or writes elsewhere (key NULL). */
struct renamed {
    const char *field, *key;
};

static const struct renamed nothing_renamed[] = { { "pos", NULL }, { NULL, NULL } };
/* When a row was made and brought is of that meeting; that it was brought is put as "brought". */
static const struct renamed row_renamed[] = {
    { "created_at", NULL }, { "brought_at", NULL }, { "pos", NULL }, { NULL, NULL }
};
static const struct renamed action_renamed[] = {
    { "title", "action" }, { "created_at", NULL }, { "brought_at", NULL }, { "pos", NULL }, { NULL, NULL }
};
static const struct renamed paragraph_renamed[] = {
    { "framework", NULL }, { "created_at", NULL }, { "brought_at", NULL }, { "pos", NULL }, { NULL, NULL }
};
static const struct renamed option_renamed[] = { { "poll", NULL }, { "pos", NULL }, { NULL, NULL } };
/* F14: of a poll that is not closed nobody learns more than the room, whatever the poll says about its results. */
static const struct renamed open_option_renamed[] = {
    { "poll", NULL }, { "pos", NULL }, { "votes", NULL }, { "advice", NULL }, { NULL, NULL }
};
static const struct renamed ballot_renamed[] = { { "poll", NULL }, { "weight", NULL }, { NULL, NULL } };
static const struct renamed answer_renamed[] = { { "poll", NULL }, { NULL, NULL } };
static const struct renamed workshop_renamed[] = {
    { "series_name", NULL }, { "series_number", NULL }, { "series_of", NULL }, { NULL, NULL }
};
static const struct renamed series_renamed[] = {
    { "series_name", "name" }, { "series_number", "number" }, { "series_of", "of" }, { NULL, NULL }
};

static enum lang plain_of(const struct room *room)
{
    const struct texts *languages = &room->workshop->languages;
    for (uint32_t i = 0; i < languages->n; i++) {
        const enum lang lang = lang_of(languages->v[i]);
        if (lang != LANG_N && lang != LANG_AR)
            return lang;
    }
    return LANG_EN;
}

/* The source that import would find by itself. */
static enum lang source_by_rule(const struct writer *writer, const struct ml *ml)
{
    static const enum lang order[LANG_N] = { LANG_EN, LANG_FR, LANG_AR };
    if (ml->text[writer->plain] != NULL)
        return writer->plain;
    for (int i = 0; i < LANG_N; i++)
        if (ml->text[order[i]] != NULL)
            return order[i];
    return LANG_EN;
}

static void put_ml(struct writer *writer, const struct ml *ml)
{
    struct json *json = &writer->json;
    bool any_old = false;
    json_open_object(json);
    for (int l = 0; l < LANG_N; l++) {
        if (ml->text[l] == NULL)
            continue;
        json_key(json, lang_word((enum lang)l));
        json_text(json, ml->text[l]);
        any_old = any_old || ml->rev[l] < ml->source_rev;
    }
    if (source_by_rule(writer, ml) != (enum lang)ml->source) {
        json_key(json, "src");
        json_text(json, lang_word((enum lang)ml->source));
    }
    if (any_old) {
        json_key(json, "old");
        json_open_array(json);
        for (int l = 0; l < LANG_N; l++)
            if (ml->text[l] != NULL && ml->rev[l] < ml->source_rev)
                json_text(json, lang_word((enum lang)l));
        json_close_array(json);
    }
    json_close_object(json);
}

/* The one text of `ml`, where import would take it for the same language; else NULL. */
static const char *only_text(const struct writer *writer, const struct ml *ml)
{
    const char *text = ml_text(ml, writer->plain);
    for (int l = 0; l < LANG_N; l++)
        if (ml->text[l] != NULL && (ml->text[l] != text || import_lang(text, writer->plain) != (enum lang)l))
            return NULL;
    return text;
}

static const struct ml *title_of(const struct entity *entity)
{
    return (const struct ml *)((const char *)entity + kind_info((enum kind)entity->kind)->title);
}

static void put_number(struct writer *writer, const struct sorted *list, const struct entity *entity)
{
    size_t place = 0;
    while (list->v[place] != entity)
        place++;
    json_uint(&writer->json, place + 1);
}

/* What has no short name is told by its number in its list, everything else by its name in its source language. */
static void put_ref(struct writer *writer, enum kind kind, uint64_t id)
{
    const struct entity *entity = room_find(writer->room, kind, id);
    assert(entity != NULL);
    if (kind == KIND_ITEM) {
        put_number(writer, &writer->items, entity);
    } else if (kind == KIND_RECOMMENDATION) {
        put_number(writer, &writer->recommendations, entity);
    } else if (kind == KIND_PERSON) {
        json_text(&writer->json, ((const struct person *)entity)->name);
    } else if (kind == KIND_ROW && outline_number(&writer->outline, id)[0] != '\0') {
        json_text(&writer->json, outline_number(&writer->outline, id));
    } else {
        const struct ml *title = title_of(entity);
        json_text(&writer->json, ml_text(title, (enum lang)title->source));
    }
}

static void put_refs(struct writer *writer, enum kind kind, const struct ids *ids)
{
    json_open_array(&writer->json);
    for (uint32_t i = 0; i < ids->n; i++)
        put_ref(writer, kind, ids->v[i]);
    json_close_array(&writer->json);
}

/* The workshop's title and the actions are always given by language, as people do in such files. */
static bool is_always_by_language(const struct entity *entity, const struct field *field)
{
    return (entity->kind == KIND_WORKSHOP || entity->kind == KIND_ACTION) && strcmp(field->name, "title") == 0;
}

static void put_value(struct writer *writer, const struct field *field, const struct entity *entity)
{
    const void *member = (const char *)entity + field->offset;
    if (field->type == FIELD_REF) {
        put_ref(writer, (enum kind)field->ref, *(const uint64_t *)member);
    } else if (field->type == FIELD_REFS) {
        put_refs(writer, (enum kind)field->ref, member);
    } else if (field->type == FIELD_ML) {
        const char *text = is_always_by_language(entity, field) ? NULL : only_text(writer, member);
        if (text != NULL)
            json_text(&writer->json, text);
        else
            put_ml(writer, member);
    } else {
        field_write(&writer->json, field, entity);
    }
}

/* Zero is an end of a scale like any other. */
static bool is_scale_end(const struct entity *entity, const struct field *field)
{
    return entity->kind == KIND_POLL && ((const struct poll *)entity)->type == POLL_SCALE &&
           (strcmp(field->name, "min") == 0 || strcmp(field->name, "max") == 0);
}

/* Remarks and adoptions name who and what they are about, as long as it is there; where a row comes from is left behind. */
static bool is_record(const struct writer *writer, const struct entity *entity, const struct field *field)
{
    if ((entity->kind != KIND_REMARK && entity->kind != KIND_ADOPTION) || field->ref == KIND_ADOPTION)
        return false;
    assert(field->type == FIELD_REF);
    const uint64_t id = *(const uint64_t *)(const void *)((const char *)entity + field->offset);
    return room_find(writer->room, (enum kind)field->ref, id) != NULL;
}

/* A question that is asked again names the one before. */
static bool is_pair(const struct writer *writer, const struct entity *entity, const struct field *field)
{
    return entity->kind == KIND_POLL && strcmp(field->name, "pair") == 0 &&
           room_poll(writer->room, ((const struct poll *)entity)->pair) != NULL;
}

/* F14: results that wait for the close of their poll. */
static bool waits(const struct writer *writer, const struct entity *entity, const struct field *field)
{
    if (entity->kind != KIND_OPTION || (strcmp(field->name, "votes") != 0 && strcmp(field->name, "advice") != 0))
        return false;
    const struct poll *poll = room_poll(writer->room, ((const struct option *)entity)->poll);
    return poll->results == RESULTS_AFTER && poll->state != POLL_CLOSED;
}

static bool is_written(const struct writer *writer, const struct entity *entity, const struct field *field)
{
    if ((field->reads & writer->reads) == 0 || waits(writer, entity, field))
        return false;
    if ((field->flags & FIELD_PAST) && !is_record(writer, entity, field) && !is_pair(writer, entity, field))
        return false;
    return field->type == FIELD_ENUM || is_scale_end(entity, field) || !field_is_empty(field, entity);
}

static const struct renamed *renamed_of(const struct renamed *renamed, const char *field)
{
    for (; renamed->field != NULL; renamed++)
        if (strcmp(renamed->field, field) == 0)
            return renamed;
    return NULL;
}

/* The members of an entity into the open object; `only` the renamed ones, or all. */
static void put_fields(struct writer *writer, const struct entity *entity, const struct renamed *renamed, bool only)
{
    const struct kind_info *info = kind_info((enum kind)entity->kind);
    for (size_t i = 0; i < info->n_fields; i++) {
        const struct field *field = &info->fields[i];
        const struct renamed *other = renamed_of(renamed, field->name);
        if (!is_written(writer, entity, field) || (other != NULL && other->key == NULL) || (only && other == NULL))
            continue;
        json_key(&writer->json, other == NULL ? field->name : other->key);
        put_value(writer, field, entity);
    }
}

static void put_brought(struct writer *writer, const struct entity *entity)
{
    const struct standing *standing = entity_standing_const(entity);
    if (standing == NULL || standing->brought_at == 0)
        return;
    json_key(&writer->json, "brought");
    json_bool(&writer->json, true);
}

/* By its number a row is found again when its title was edited (intake_plan_json). */
static void put_row_number(struct writer *writer, const struct entity *entity)
{
    const char *number = entity->kind == KIND_ACTION ? outline_number(&writer->outline, entity->id) : "";
    if (number[0] == '\0')
        return;
    json_key(&writer->json, "number");
    json_text(&writer->json, number);
}

static void put_object(struct writer *writer, const struct entity *entity, const struct renamed *renamed)
{
    json_open_object(&writer->json);
    put_row_number(writer, entity);
    put_fields(writer, entity, renamed, false);
    put_brought(writer, entity);
    json_close_object(&writer->json);
}

static struct sorted sort(const struct writer *writer, enum kind kind, uint64_t parent)
{
    struct sorted sorted;
    sorted.v = room_sorted(writer->room, kind, parent, &sorted.n);
    return sorted;
}

static void put_list(struct writer *writer, const char *key, enum kind kind, const struct renamed *renamed)
{
    struct sorted list = sort(writer, kind, 0);
    if (list.n > 0) {
        json_key(&writer->json, key);
        json_open_array(&writer->json);
        for (size_t i = 0; i < list.n; i++)
            put_object(writer, list.v[i], renamed);
        json_close_array(&writer->json);
    }
    mem_free(list.v);
}

/* What is only a text and nothing has happened to is written as only a text. */
static void put_plain_or_object(struct writer *writer, const struct entity *entity, const struct renamed *renamed,
                                bool is_only_text)
{
    const struct ml *title = title_of(entity);
    const char *text = only_text(writer, title);
    if (!is_only_text)
        put_object(writer, entity, renamed);
    else if (text != NULL)
        json_text(&writer->json, text);
    else
        put_ml(writer, title);
}

static void put_themes(struct writer *writer)
{
    struct sorted themes = sort(writer, KIND_THEME, 0);
    if (themes.n > 0) {
        json_key(&writer->json, "themes");
        json_open_array(&writer->json);
        for (size_t i = 0; i < themes.n; i++)
            put_plain_or_object(writer, themes.v[i], nothing_renamed, true);
        json_close_array(&writer->json);
    }
    mem_free(themes.v);
}

/* Whether a row is only its text: nobody did anything with it but write. */
static bool is_only_text(const struct entity *row)
{
    const struct standing *standing = entity_standing_const(row);
    const bool is_paragraph = row->kind == KIND_PARAGRAPH;
    const struct ml *text = title_of(row);
    return standing->state == ROW_DRAFT && standing->group == 0 && standing->version == 0 && !standing->locked &&
           !ml_is_empty(text) && (!is_paragraph || ((const struct paragraph *)row)->level == PARAGRAPH_TEXT);
}

/* The rows of one kind as a list, those that are only their text as that. */
static void put_text_rows(struct writer *writer, const char *key, enum kind kind, uint64_t parent,
                          const struct renamed *renamed)
{
    struct sorted rows = sort(writer, kind, parent);
    if (rows.n > 0) {
        json_key(&writer->json, key);
        json_open_array(&writer->json);
        for (size_t i = 0; i < rows.n; i++)
            put_plain_or_object(writer, rows.v[i], renamed, is_only_text(rows.v[i]));
        json_close_array(&writer->json);
    }
    mem_free(rows.v);
}

static void put_frameworks(struct writer *writer)
{
    struct sorted frameworks = sort(writer, KIND_FRAMEWORK, 0);
    if (frameworks.n > 0) {
        json_key(&writer->json, "frameworks");
        json_open_array(&writer->json);
        for (size_t i = 0; i < frameworks.n; i++) {
            json_open_object(&writer->json);
            put_fields(writer, frameworks.v[i], row_renamed, false);
            put_brought(writer, frameworks.v[i]);
            put_text_rows(writer, "paragraphs", KIND_PARAGRAPH, frameworks.v[i]->id, paragraph_renamed);
            json_close_object(&writer->json);
        }
        json_close_array(&writer->json);
    }
    mem_free(frameworks.v);
}

static void put_ballot(struct writer *writer, const struct ballot *ballot)
{
    struct json *json = &writer->json;
    const struct person *person = room_person(writer->room, ballot->person);
    json_open_object(json);
    if (person != NULL) {
        json_key(json, "person");
        json_text(json, person->name);
    }
    if (person != NULL && person->delegation != 0) {
        json_key(json, "delegation");
        put_ref(writer, KIND_DELEGATION, person->delegation);
    }
    if (ballot->weight != 1) {
        json_key(json, "weight");
        json_int(json, ballot->weight);
    }
    put_fields(writer, &ballot->e, ballot_renamed, false);
    json_close_object(json);
}

static void put_ballots(struct writer *writer, const struct poll *poll, const struct sorted *ballots)
{
    json_key(&writer->json, "ballots");
    json_open_array(&writer->json);
    for (size_t i = 0; i < ballots->n; i++) {
        const struct ballot *ballot = (const struct ballot *)ballots->v[i];
        if (ballot->poll == poll->e.id)
            put_ballot(writer, ballot);
    }
    json_close_array(&writer->json);
}

/* What was answered beside the choice of an option, the oldest first. */
static void put_answers(struct writer *writer, const struct poll *poll, const struct sorted *answers)
{
    bool first = true;
    for (size_t i = 0; i < answers->n; i++) {
        if (((const struct answer *)answers->v[i])->poll != poll->e.id)
            continue;
        if (first) {
            json_key(&writer->json, "answers");
            json_open_array(&writer->json);
        }
        first = false;
        put_object(writer, answers->v[i], answer_renamed);
    }
    if (!first)
        json_close_array(&writer->json);
}

static void put_options(struct writer *writer, const struct poll *poll)
{
    const struct renamed *renamed = poll->state == POLL_CLOSED ? option_renamed : open_option_renamed;
    struct sorted options = sort(writer, KIND_OPTION, poll->e.id);
    if (options.n > 0) {
        json_key(&writer->json, "options");
        json_open_array(&writer->json);
        for (size_t i = 0; i < options.n; i++)
            put_plain_or_object(writer, options.v[i], renamed, poll->state == POLL_PREPARED);
        json_close_array(&writer->json);
    }
    mem_free(options.v);
}

static void put_polls(struct writer *writer)
{
    struct sorted polls = sort(writer, KIND_POLL, 0);
    struct sorted ballots = sort(writer, KIND_BALLOT, 0), answers = sort(writer, KIND_ANSWER, 0);
    if (polls.n > 0) {
        json_key(&writer->json, "polls");
        json_open_array(&writer->json);
    }
    for (size_t i = 0; i < polls.n; i++) {
        const struct poll *poll = (const struct poll *)polls.v[i];
        json_open_object(&writer->json);
        put_fields(writer, polls.v[i], nothing_renamed, false);
        put_options(writer, poll);
        if (poll->state == POLL_CLOSED)
            put_answers(writer, poll, &answers);
        if (poll->state == POLL_CLOSED && poll->secrecy == POLL_NAMED)
            put_ballots(writer, poll, &ballots);
        json_close_object(&writer->json);
    }
    if (polls.n > 0)
        json_close_array(&writer->json);
    mem_free(answers.v);
    mem_free(ballots.v);
    mem_free(polls.v);
}

static void put_workshop(struct writer *writer)
{
    const struct workshop *workshop = writer->room->workshop;
    json_key(&writer->json, "format");
    json_int(&writer->json, IMPORT_FORMAT);
    put_fields(writer, &workshop->e, workshop_renamed, false);
    if (workshop->series_name == NULL && workshop->series_number == 0 && workshop->series_of == 0)
        return;
    json_key(&writer->json, "series");
    json_open_object(&writer->json);
    put_fields(writer, &workshop->e, series_renamed, true);
    json_close_object(&writer->json);
}

void export_json(struct buf *out, const struct room *room, bool staff)
{
    assert(room->workshop != NULL);
    struct writer writer = { .room = room, .plain = plain_of(room), .reads = staff ? READ_STAFF : READ_ROOM };
    json_init(&writer.json, out);
    writer.items = sort(&writer, KIND_ITEM, 0);
    writer.recommendations = sort(&writer, KIND_RECOMMENDATION, 0);
    outline_make(&writer.outline, room);
    json_open_object(&writer.json);
    put_workshop(&writer);
    put_list(&writer, "delegations", KIND_DELEGATION, nothing_renamed);
    put_list(&writer, "groups", KIND_GROUP, nothing_renamed);
    put_list(&writer, "people", KIND_PERSON, nothing_renamed);
    put_list(&writer, "agenda", KIND_ITEM, nothing_renamed);
    put_polls(&writer);
    put_themes(&writer);
    put_list(&writer, "plan", KIND_ACTION, action_renamed);
    put_text_rows(&writer, "recommendations", KIND_RECOMMENDATION, 0, row_renamed);
    put_frameworks(&writer);
    put_list(&writer, "remarks", KIND_REMARK, nothing_renamed);
    put_list(&writer, "adoptions", KIND_ADOPTION, nothing_renamed);
    put_list(&writer, "meetings", KIND_MEETING, nothing_renamed);
    put_list(&writer, "stakeholders", KIND_STAKEHOLDER, nothing_renamed);
    json_close_object(&writer.json);
    buf_char(out, '\n');
    mem_free(writer.items.v);
    mem_free(writer.recommendations.v);
    outline_free(&writer.outline);
}
