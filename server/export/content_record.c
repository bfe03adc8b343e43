/*
 * content_record: how far a text is agreed: what is still a draft, who has reservations, and how it was adopted, with the
 * tally and the hash by which an adopted text can be recognised (rules D and H of RULES.md).
 */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "core/brackets.h"
#include "core/canon.h"
#include "core/kind_rows.h"
#include "core/row.h"
#include "export/content.h"
#include "export/say.h"

/* Whether a row is of the kinds wanted; id 0 is the plan as a whole. Paragraphs go with their texts. */
static bool is_wanted(const struct content *content, uint64_t of, uint32_t kinds)
{
    if (of == 0)
        return kinds & 1u << KIND_NONE;
    const struct entity *row = room_find(content->room, KIND_ROW, of);
    return row != NULL && (kinds & 1u << row->kind);
}

/* "1.2", a title, or the plan: what a remark or an adoption is about. */
static void add_subject(struct content *content, struct doc_paragraph *paragraph, uint64_t of)
{
    const struct entity *row = of == 0 ? NULL : room_find(content->room, KIND_ROW, of);
    if (row == NULL) {
        run_add(paragraph, say_word(content->lang, "doc.", of == 0 ? "on_plan" : "gone"), 0, LANG_N);
        return;
    }
    const char *number = outline_number(&content->outline, of);
    run_add(paragraph, number, RUN_BOLD, LANG_N);
    run_add(paragraph, number[0] == '\0' ? "" : " ", 0, LANG_N);
    if (row->kind == KIND_PARAGRAPH)
        content_add_name(content, paragraph, ((const struct paragraph *)row)->framework, 0);
    else
        content_add_ml(content, paragraph,
                       (const struct ml *)(const void *)((const char *)row + kind_info((enum kind)row->kind)->title),
                       content->lang, 0);
}

static bool is_reservation(const struct remark *remark)
{
    return remark->type == REMARK_RESERVATION && !remark->resolved;
}

/* By what they are about in the order of the plan, the plan as a whole first, then by when they were made. */
struct place {
    size_t at;
    const struct remark *remark;
};

static int by_place(const void *a, const void *b)
{
    const struct place *left = a, *right = b;
    if (left->at != right->at)
        return left->at < right->at ? -1 : 1;
    return left->remark->e.id < right->remark->e.id ? -1 : 1;
}

static struct place *places_of(struct content *content, uint32_t kinds, size_t *n)
{
    const struct kind_list *remarks = &content->room->live[KIND_REMARK];
    struct place *places = mem_zero(remarks->n, sizeof *places);
    *n = 0;
    for (size_t i = 0; i < remarks->n; i++) {
        const struct remark *remark = (const struct remark *)remarks->v[i];
        if (is_reservation(remark) && is_wanted(content, remark->of, kinds))
            places[(*n)++] = (struct place){ (size_t)(uintptr_t)map_get(&content->outline.places, remark->of), remark };
    }
    qsort(places, *n, sizeof *places, by_place);
    return places;
}

/* As a table, in two languages side by side where they are asked for. */
static void put_reservation(struct content *content, struct doc_table *table, const struct remark *remark)
{
    table_row(table);
    add_subject(content, table_cell(table, 0), remark->of);
    content_add_name(content, table_cell(table, 1), remark->delegation, 0);
    content_add_text(content, table_cell(table, 2), &remark->text, content->lang, 0);
    if (content->lang2 != LANG_N)
        content_add_text(content, table_cell(table, 3), &remark->text, content->lang2, 0);
}

size_t content_reservations(struct content *content, uint32_t kinds)
{
    size_t n;
    struct place *places = places_of(content, kinds, &n);
    if (n > 0) {
        content_heading(content, 1, "reservations");
        struct doc_table *table = document_table(content->doc, say_word(content->lang, "doc.", "reservations"));
        content_column(content, table, COLUMN_TEXT, 30, "subject");
        content_column(content, table, COLUMN_TEXT, 20, "delegation");
        run_add(table_column(table, COLUMN_TEXT, 50, content->lang, "text"), say_word(content->lang, "export.", "text"),
                0, content->lang);
        if (content->lang2 != LANG_N)
            run_add(table_column(table, COLUMN_TEXT, 50, content->lang2, "text2"),
                    say_word(content->lang2, "export.", "text"), 0, content->lang2);
        for (size_t i = 0; i < n; i++)
            put_reservation(content, table, places[i].remark);
    }
    mem_free(places);
    return n;
}

static const char *state_word(const struct content *content, const struct entity *row)
{
    const enum row_state state = entity_standing_const(row)->state;
    return say_of(content->lang, "export.",
                  state == ROW_DRAFT      ? "draft"
                  : state == ROW_PROPOSED ? "proposed"
                                          : "adopted",
                  (enum kind)row->kind);
}

static void add_version(struct content *content, struct doc_paragraph *paragraph, const struct standing *standing)
{
    char version[24];
    snprintf(version, sizeof version, "%" PRId64, standing->version + 1);
    content_fill(paragraph, content->lang, "version", RUN_SOFT, (const char *const[]){ version, NULL });
    run_add(paragraph, standing->reason, RUN_SOFT, LANG_N);
}

/* Whose reservation about the row the remark is; NULL: it is none. */
static const char *reservation_of(const struct content *content, const struct entity *remark, const struct entity *row)
{
    const struct remark *of = (const struct remark *)remark;
    return is_reservation(of) && of->of == row->id ? content_name(content, of->delegation, content->lang) : NULL;
}

void content_add_marks(struct content *content, const struct entity *row, struct doc_table *table, size_t state, size_t wide)
{
    const struct kind_list *remarks = &content->room->live[KIND_REMARK];
    run_add(table_cell(table, state), state_word(content, row), RUN_SOFT, LANG_N);
    if (entity_standing_const(row)->version > 0)
        add_version(content, table_cell(table, wide), entity_standing_const(row));
    for (size_t i = 0; i < remarks->n; i++) {
        const char *name = reservation_of(content, remarks->v[i], row);
        if (name == NULL)
            continue;
        struct doc_paragraph *paragraph = table_cell(table, wide);
        content_fill(paragraph, content->lang, "reservation_of", RUN_SOFT, (const char *const[]){ NULL });
        run_add(paragraph, name, RUN_SOFT, LANG_N);
    }
}

/* Parts the marks of a row that stand in one line. */
static void add_gap(struct content *content, struct doc_paragraph *paragraph)
{
    run_add(paragraph, paragraph->n == 0 ? "" : say_word(content->lang, "doc.", "semicolon"), RUN_SOFT, LANG_N);
}

void content_say_marks(struct content *content, struct doc_paragraph *paragraph, const struct entity *row, bool state)
{
    const struct kind_list *remarks = &content->room->live[KIND_REMARK];
    if (state)
        run_add(paragraph, state_word(content, row), RUN_SOFT, LANG_N);
    if (entity_standing_const(row)->version > 0) {
        add_gap(content, paragraph);
        add_version(content, paragraph, entity_standing_const(row));
    }
    for (size_t i = 0; i < remarks->n; i++) {
        const char *name = reservation_of(content, remarks->v[i], row);
        if (name == NULL)
            continue;
        add_gap(content, paragraph);
        content_fill(paragraph, content->lang, "reservation_of", RUN_SOFT, (const char *const[]){ NULL });
        run_add(paragraph, name, RUN_SOFT, LANG_N);
    }
}

bool content_has_marks(const struct content *content, const struct entity *row)
{
    const struct kind_list *remarks = &content->room->live[KIND_REMARK];
    for (size_t i = 0; i < remarks->n; i++)
        if (reservation_of(content, remarks->v[i], row) != NULL)
            return true;
    return entity_standing_const(row)->version > 0;
}

/* Whether a text of the row has open brackets in a language of the document. */
static bool has_brackets(const struct content *content, const struct entity *row)
{
    const struct kind_info *info = kind_info((enum kind)row->kind);
    for (size_t f = 0; f < info->n_fields; f++) {
        if (info->fields[f].type != FIELD_ML)
            continue;
        const struct ml *ml = (const struct ml *)(const void *)((const char *)row + info->fields[f].offset);
        if (brackets_open(ml_text(ml, content->lang)) > 0 ||
            (content->lang2 != LANG_N && brackets_open(ml_text(ml, content->lang2)) > 0))
            return true;
    }
    return false;
}

void content_add_state(struct content *content, uint32_t kinds)
{
    size_t n = 0, n_adopted = 0;
    bool brackets = false;
    for (size_t i = 0; i < content->outline.n; i++) {
        const struct entity *row = content->outline.v[i].row;
        if (!(kinds & 1u << row->kind))
            continue;
        n++;
        n_adopted += entity_standing_const(row)->state == ROW_ADOPTED;
        brackets = brackets || has_brackets(content, row);
    }
    if (n > 0)
        content_say(content, n_adopted == n ? "all_adopted" : n_adopted == 0 ? "all_draft" : "some_draft", RUN_BOLD);
    if (brackets)
        content_say(content, content->clean ? "clean" : "bracketed", RUN_SOFT);
}

static int by_close(const void *a, const void *b)
{
    const struct adoption *left = *(const struct adoption *const *)a, *right = *(const struct adoption *const *)b;
    if (left->closed_at != right->closed_at)
        return left->closed_at < right->closed_at ? -1 : 1;
    return left->e.id < right->e.id ? -1 : 1;
}

/* Every adoption in the order they ended; the caller frees the list. */
static const struct adoption **adoptions_of(const struct content *content, size_t *n)
{
    const struct kind_list *list = &content->room->live[KIND_ADOPTION];
    const struct adoption **adoptions = mem_zero(list->n, sizeof *adoptions);
    for (*n = 0; *n < list->n; ++*n)
        adoptions[*n] = (const struct adoption *)list->v[*n];
    qsort(adoptions, *n, sizeof *adoptions, by_close);
    return adoptions;
}

static const char *way_of(const struct content *content, const struct adoption *adoption)
{
    char key[30];
    snprintf(key, sizeof key, "way_%s", adoption_way_words[adoption->way]);
    return say_word(content->lang, "doc.", key);
}

static void add_tally(const struct content *content, struct doc_paragraph *paragraph, const struct adoption *adoption)
{
    char counts[3][24];
    const int64_t votes[3] = { adoption->votes_for, adoption->votes_against, adoption->votes_other };
    for (int i = 0; i < 3; i++)
        snprintf(counts[i], sizeof counts[i], "%" PRId64, votes[i]);
    content_fill(paragraph, content->lang, adoption->option == 0 ? "votes_abstain" : "votes", 0,
                 (const char *const[]){ counts[0], counts[1], counts[2], NULL });
}

static void put_count(struct content *content, const char *key, int64_t count)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, count);
    content_fact(content, key, text);
}

static void put_record(struct content *content, const struct adoption *adoption)
{
    add_subject(content, document_fact(content->doc, say_word(content->lang, "doc.", "subject")), adoption->of);
    content_fact(content, "way", way_of(content, adoption));
    CONTENT_SAID(text, say_moment(&text, content->lang, content->zone, adoption->closed_at),
                 content_fact(content, "adopted_on", text.data));
    content_fact(content, "zone", content->room->workshop->time_zone);
    if (adoption->way == ADOPTION_POLL)
        add_tally(content, document_fact(content->doc, say_word(content->lang, "doc.", "tally")), adoption);
    put_count(content, "covers", adoption->rows);
    put_count(content, "reservations_then", adoption->reservations);
    run_add(document_fact(content->doc, say_word(content->lang, "doc.", "hash")), adoption->hash, RUN_CODE, LANG_N);
}

/* Whether the adoption covers a row of these kinds: its own, or one of the plan as a whole. */
static bool covers(const struct content *content, const struct adoption *adoption, uint32_t kinds)
{
    if (adoption->of != 0)
        return is_wanted(content, adoption->of, kinds);
    return kinds & (1u << KIND_ACTION | 1u << KIND_RECOMMENDATION);
}

void content_record(struct content *content, uint32_t kinds)
{
    size_t n, told = 0;
    const struct adoption **adoptions = adoptions_of(content, &n);
    for (size_t i = 0; i < n; i++) {
        if (adoptions[i]->state != ADOPTION_ADOPTED || !covers(content, adoptions[i], kinds))
            continue;
        if (told++ == 0)
            content_heading(content, 1, "record");
        else
            run_add(document_paragraph(content->doc), "", 0, LANG_N);
        put_record(content, adoptions[i]);
    }
    mem_free(adoptions);
}

/* "Objections: 1", below the votes. */
static void add_number(struct content *content, struct doc_table *table, const char *key, int64_t n)
{
    char number[24];
    if (n == 0)
        return;
    snprintf(number, sizeof number, " %" PRId64, n);
    struct doc_paragraph *paragraph = table_cell(table, 3);
    content_fill(paragraph, content->lang, "colon", 0,
                 (const char *const[]){ say_word(content->lang, "doc.", key), NULL });
    run_add(paragraph, number, 0, LANG_N);
}

/* What an adoption is about; of what is gone nobody knows, and it is said as of a text. */
static enum kind subject_kind(const struct content *content, uint64_t of)
{
    const struct entity *row = of == 0 ? NULL : room_find(content->room, KIND_ROW, of);
    return of == 0 ? KIND_NONE : row == NULL ? KIND_FRAMEWORK : (enum kind)row->kind;
}

static void put_decision(struct content *content, struct doc_table *table, const struct adoption *adoption)
{
    char key[30];
    const struct field *state = kind_field(KIND_ADOPTION, "state", NULL);
    snprintf(key, sizeof key, "adoption_%s", state->words[adoption->state]);
    table_row(table);
    add_subject(content, table_cell(table, 0), adoption->of);
    run_add(table_cell(table, 1), way_of(content, adoption), 0, LANG_N);
    struct doc_paragraph *outcome = table_cell(table, 2);
    run_add(outcome, say_of(content->lang, "doc.", key, subject_kind(content, adoption->of)), RUN_BOLD, LANG_N);
    if (adoption->closed_at != 0)
        CONTENT_SAID(text, say_moment(&text, content->lang, content->zone, adoption->closed_at),
                     run_add(table_cell(table, 2), text.data, 0, LANG_N));
    if (adoption->way == ADOPTION_POLL)
        add_tally(content, table_cell(table, 3), adoption);
    add_number(content, table, "reservations", adoption->reservations);
    add_number(content, table, "objections", adoption->objections);
}

void content_decisions(struct content *content)
{
    size_t n;
    const struct adoption **adoptions = adoptions_of(content, &n);
    struct doc_table *table = document_table(content->doc, say_word(content->lang, "doc.", "decisions"));
    content_column(content, table, COLUMN_TEXT, 34, "subject");
    content_column(content, table, COLUMN_TEXT, 18, "way");
    content_column(content, table, COLUMN_TEXT, 28, "outcome");
    content_column(content, table, COLUMN_TEXT, 20, "tally");
    for (size_t i = 0; i < n; i++)
        put_decision(content, table, adoptions[i]);
    mem_free(adoptions);
}
