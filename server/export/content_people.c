/* content_people: who took part: delegations with counts, and the list of participants. No contacts: a document is passed on. */
#include <inttypes.h>
#include <stdio.h>

#include "base/mem.h"
#include "core/kind_rows.h"
#include "export/content.h"
#include "export/say.h"

static int64_t people_of(const struct room *room, uint64_t delegation)
{
    const struct kind_list *people = &room->live[KIND_PERSON];
    int64_t n = 0;
    for (size_t i = 0; i < people->n; i++)
        n += ((const struct person *)people->v[i])->delegation == delegation;
    return n;
}

static void put_count(struct doc_table *table, size_t column, int64_t n, unsigned style)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, n);
    run_add(table_cell(table, column), text, style, LANG_N);
    table_value(table, column, text);
}

static void put_delegation(struct content *content, struct doc_table *table, const struct delegation *delegation)
{
    char key[40];
    snprintf(key, sizeof key, "type_%s", kind_field(KIND_DELEGATION, "type", NULL)->words[delegation->type]);
    const char *type = say_word(content->lang, "doc.", key);
    table_row(table);
    content_add_name(content, table_cell(table, 0), delegation->e.id, 0);
    if (delegation->observer)
        content_fill(table_cell(table, 1), content->lang, "type_observer", 0, (const char *const[]){ type, NULL });
    else
        run_add(table_cell(table, 1), type, 0, LANG_N);
    put_count(table, 2, delegation->delegates, 0);
    put_count(table, 3, people_of(content->room, delegation->e.id), 0);
}

static void put_sums(struct content *content, struct doc_table *table, struct entity *const *delegations, size_t n)
{
    int64_t seats = 0;
    const int64_t loose = people_of(content->room, 0);
    for (size_t i = 0; i < n; i++)
        seats += ((const struct delegation *)delegations[i])->delegates;
    if (loose > 0) {
        table_row(table);
        run_add(table_cell(table, 0), say_word(content->lang, "doc.", "no_delegation"), 0, LANG_N);
        put_count(table, 3, loose, 0);
    }
    table_sum(table);
    run_add(table_cell(table, 0), say_word(content->lang, "doc.", "total"), RUN_BOLD, LANG_N);
    put_count(table, 2, seats, RUN_BOLD);
    put_count(table, 3, (int64_t)content->room->live[KIND_PERSON].n, RUN_BOLD);
}

static void put_person(struct content *content, struct doc_table *table, const struct person *person)
{
    table_row(table);
    run_add(table_cell(table, 0), person->name, 0, LANG_N);
    if (person->function != NULL)
        run_add(table_cell(table, 0), person->function, RUN_SOFT, LANG_N);
    if (person->delegation != 0)
        content_add_name(content, table_cell(table, 1), person->delegation, 0);
    run_add(table_cell(table, 2),
            person->guest ? say_word(content->lang, "ui.role.", "guest")
                          : say_word(content->lang, "ui.role.", role_word((enum role)person->role)),
            0, LANG_N);
    if (person->head)
        run_add(table_cell(table, 2), say_word(content->lang, "doc.", "head"), RUN_SOFT, LANG_N);
}

/* By delegation, then in the order they came. */
static void put_people(struct content *content, struct entity *const *delegations, size_t n)
{
    size_t n_people;
    struct entity **people = room_sorted(content->room, KIND_PERSON, 0, &n_people);
    content_heading(content, content->doc->title_page ? 2 : 1, "people"); /* in the report below its chapter */
    struct doc_table *table = document_table(content->doc, say_word(content->lang, "doc.", "people"));
    content_column(content, table, COLUMN_TEXT, 40, "name");
    content_column(content, table, COLUMN_TEXT, 36, "delegation");
    content_column(content, table, COLUMN_TEXT, 24, "role");
    for (size_t d = 0; d <= n; d++)
        for (size_t i = 0; i < n_people; i++)
            if (((const struct person *)people[i])->delegation == (d < n ? delegations[d]->id : 0))
                put_person(content, table, (const struct person *)people[i]);
    mem_free(people);
}

/* How many of the delegations came, and in a hybrid workshop how many people took part from where. */
static void put_presence(struct content *content, struct entity *const *delegations, size_t n)
{
    const struct kind_list *people = &content->room->live[KIND_PERSON];
    const bool hybrid = content->room->workshop->mode == MODE_HYBRID;
    int64_t modes[PERSON_PHONE + 1] = { 0 }, there = 0;
    char number[24], of[24];
    for (size_t i = 0; i < people->n; i++)
        modes[((const struct person *)people->v[i])->mode]++;
    for (size_t i = 0; i < n; i++)
        there += people_of(content->room, delegations[i]->id) > 0;
    snprintf(number, sizeof number, "%" PRId64, there);
    snprintf(of, sizeof of, "%zu", n);
    if (n > 0)
        content_fill(document_fact(content->doc, say_word(content->lang, "doc.", "represented")), content->lang, "of",
                     0, (const char *const[]){ number, of, NULL });
    for (size_t m = 0; hybrid && m <= PERSON_PHONE; m++) {
        snprintf(number, sizeof number, "%" PRId64, modes[m]);
        if (modes[m] > 0)
            run_add(document_fact(content->doc, say_word(content->lang, "doc.mode_", person_mode_words[m])), number, 0,
                    LANG_N);
    }
}

void content_participation(struct content *content)
{
    size_t n;
    struct entity **delegations = room_sorted(content->room, KIND_DELEGATION, 0, &n);
    put_presence(content, delegations, n);
    struct doc_table *table = document_table(content->doc, say_word(content->lang, "doc.", "participation"));
    content_column(content, table, COLUMN_TEXT, 46, "delegation");
    content_column(content, table, COLUMN_TEXT, 24, "delegation_type");
    content_column(content, table, COLUMN_NUMBER, 15, "seats");
    content_column(content, table, COLUMN_NUMBER, 15, "registered");
    for (size_t i = 0; i < n; i++)
        put_delegation(content, table, (const struct delegation *)delegations[i]);
    put_sums(content, table, delegations, n);
    if (content->room->live[KIND_PERSON].n > 0)
        put_people(content, delegations, n);
    mem_free(delegations);
}
