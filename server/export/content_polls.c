/*
 * content_polls: what was asked, and what came of it: bars with figures, how far apart the answers are, what delegations said.
 * Nothing of a poll that is still open is told. In two languages whole lines (terms, result, turnout) stand one below the other, and
 * what is short, as answers and figures are, side by side; headings of columns are in the first, as everywhere.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "core/kind_rows.h"
#include "core/tally.h"
#include "export/content.h"
#include "export/say.h"

enum { FIGURE_BYTES = 32 };

/* A number given in thousandths, or twice a whole one: "2.5", in French "2,5". */
static void say_number(char out[FIGURE_BYTES], enum lang lang, int64_t value, int64_t parts)
{
    int64_t whole = value / parts, rest = value % parts;
    if (rest == 0) {
        snprintf(out, FIGURE_BYTES, "%" PRId64, whole);
        return;
    }
    int n = snprintf(out, FIGURE_BYTES, "%s%" PRId64 "%c%03" PRId64, value < 0 ? "-" : "", (int64_t)llabs(whole),
                     say_word(lang, "doc.", "decimal")[0], (int64_t)llabs(rest) * 1000 / parts);
    while (out[n - 1] == '0')
        out[--n] = '\0';
}

/* The word for a value, where values are words; NULL: they are numbers. */
static const char *value_word(const struct poll *poll, int64_t value)
{
    static const char *const decisions[] = { "value_yes", "value_no", "value_abstain" };
    static const char *const consents[] = { "value_agree", "value_concern", "value_objection" };
    if (poll->type == POLL_YES_NO_ABSTAIN)
        return decisions[value];
    return poll->type == POLL_CONSENT ? consents[value] : NULL;
}

/* The document as it is in one of its languages. */
static struct content in_one(const struct content *content, enum lang lang)
{
    struct content one = *content;
    one.lang = lang;
    one.lang2 = LANG_N;
    return one;
}

typedef void put_lines(struct content *content, const struct poll *poll, const struct tally *tally);

/* What is told in whole lines, in each language of the document. */
static void put_each(struct content *content, put_lines *put, const struct poll *poll, const struct tally *tally)
{
    struct content first = in_one(content, content->lang);
    put(&first, poll, tally);
    if (content->lang2 == LANG_N)
        return;
    struct content second = in_one(content, content->lang2);
    const size_t told = content->doc->n_blocks;
    put(&second, poll, tally);
    for (size_t b = told; b < content->doc->n_blocks; b++) {
        struct doc_paragraph *paragraph = &content->doc->blocks[b]->text;
        for (size_t r = 0; r < paragraph->n; r++)
            if (paragraph->v[r].lang == LANG_N)
                paragraph->v[r].lang = (uint8_t)content->lang2;
    }
}

/* Behind what was said in the first language: in the other, parted by a stroke where it differs. */
static void add_other(const struct content *content, struct doc_paragraph *paragraph, unsigned style, const char *said,
                      const char *other)
{
    if (content->lang2 == LANG_N || strcmp(said, other) == 0)
        return;
    run_add(paragraph, " / ", style, LANG_N);
    run_add(paragraph, other, style, content->lang2);
}

/* A word of the catalogue in both languages. */
static void add_words(const struct content *content, struct doc_paragraph *paragraph, unsigned style, const char *head,
                      const char *key)
{
    const enum lang lang2 = content->lang2 == LANG_N ? content->lang : content->lang2;
    const char *said = say_word(content->lang, head, key);
    run_add(paragraph, said, style, LANG_N);
    add_other(content, paragraph, style, said, say_word(lang2, head, key));
}

/* "4", and at the ends of a scale what they mean; of a fist to five what every number means. */
static void add_value(const struct content *content, struct doc_paragraph *paragraph, const struct poll *poll, int64_t value)
{
    char number[FIGURE_BYTES];
    const char *word = value_word(poll, value);
    if (word != NULL) {
        add_words(content, paragraph, 0, "doc.", word);
        return;
    }
    say_number(number, content->lang, value, poll->type == POLL_NUMBER ? 1000 : 1);
    run_add(paragraph, number, 0, LANG_N);
    if (poll->type == POLL_FIST_TO_FIVE) {
        run_add(paragraph, " ", 0, LANG_N);
        add_words(content, paragraph, RUN_SOFT, "ui.poll.fist.", number);
    }
    uint32_t end = value == poll->min ? 0 : 1;
    if (poll->type != POLL_SCALE || (value != poll->min && value != poll->max) || end >= poll->labels.n)
        return;
    run_add(paragraph, " ", 0, LANG_N);
    run_add(paragraph, poll->labels.v[end], RUN_SOFT, LANG_N);
}

static void add_label(const struct content *content, struct doc_paragraph *paragraph, const struct poll *poll,
                      const struct tally_line *line)
{
    if (line->option != 0)
        content_add_both(content, paragraph, &room_option(content->room, line->option)->text);
    else if (line->text != NULL)
        run_add(paragraph, line->text, 0, LANG_N);
    else
        add_value(content, paragraph, poll, line->value);
}

/* Sums of points, places and ratings are no shares of the votes. */
static bool counts_ballots(const struct poll *poll, const struct tally_line *line)
{
    return poll->type != POLL_RANKING && poll->type != POLL_POINTS && (poll->type != POLL_SCALE || line->option == 0);
}

static void add_spread(const struct content *content, struct doc_paragraph *paragraph, const struct poll *poll,
                       const struct spread *spread)
{
    char median[FIGURE_BYTES], low[FIGURE_BYTES], high[FIGURE_BYTES];
    const enum lang langs[] = { content->lang, content->lang2 };
    int64_t parts = poll->type == POLL_NUMBER ? 2000 : 2;
    for (size_t i = 0; i < 2 && langs[i] != LANG_N; i++) {
        say_number(median, langs[i], spread->median, parts);
        say_number(low, langs[i], spread->low, parts);
        say_number(high, langs[i], spread->high, parts);
        run_add(paragraph, i == 0 ? "" : " / ", RUN_SOFT, LANG_N);
        content_fill(paragraph, langs[i], "median", RUN_SOFT, (const char *const[]){ median, low, high, NULL });
    }
}

/* "120 points", in both languages unless they say it alike. */
static void add_points(const struct content *content, struct doc_paragraph *paragraph, int64_t points)
{
    const enum lang lang2 = content->lang2 == LANG_N ? content->lang : content->lang2;
    CONTENT_SAID(said, say_count(&said, content->lang, "points", points), {
        run_add(paragraph, said.data, 0, LANG_N);
        CONTENT_SAID(other, say_count(&other, lang2, "points", points),
                     add_other(content, paragraph, 0, said.data, other.data));
    });
}

/* Sums of points and places are said to be such, and of ratings only the spread tells anything. */
static void add_sum(const struct content *content, struct doc_paragraph *figures, const struct poll *poll,
                    const struct tally_line *line)
{
    if (poll->type != POLL_SCALE)
        add_points(content, figures, line->votes);
    if (line->spread.known)
        add_spread(content, figures, poll, &line->spread);
}

static void add_figure(const struct content *content, struct doc_paragraph *figures, int64_t votes, int64_t base)
{
    char text[FIGURE_BYTES], share[FIGURE_BYTES];
    snprintf(text, sizeof text, "%" PRId64, votes);
    if (base <= 0) {
        run_add(figures, text, 0, LANG_N);
        return;
    }
    snprintf(share, sizeof share, "%" PRId64, (200 * votes + base) / (2 * base));
    content_fill(figures, content->lang, "share", 0, (const char *const[]){ text, share, NULL });
}

/* How many could come if they had to. */
static void add_if_need_be(const struct content *content, struct doc_paragraph *figures, const struct poll *poll,
                           const struct tally_line *line)
{
    char n[FIGURE_BYTES];
    const enum lang langs[] = { content->lang, content->lang2 };
    const struct cell cell = { .option = line->option, .value = DATE_IF_NEED_BE };
    const struct answer *answer = room_answer_of(content->room, poll, &cell);
    if (answer == NULL || answer->count == 0)
        return;
    snprintf(n, sizeof n, "%" PRId64, answer->count);
    for (size_t i = 0; i < 2 && langs[i] != LANG_N; i++) {
        run_add(figures, i == 0 ? say_word(content->lang, "doc.", "comma") : " / ", RUN_SOFT, LANG_N);
        content_fill(figures, langs[i], "if_need_be", RUN_SOFT, (const char *const[]){ n, NULL });
    }
}

/* A rating's bar is as long as its median is high, at both ends of the scale twice that. */
static bool is_rating(const struct poll *poll, const struct tally_line *line)
{
    return poll->type == POLL_SCALE && line->option != 0;
}

static int64_t bar_of(const struct poll *poll, const struct tally_line *line)
{
    if (is_rating(poll, line))
        return line->spread.known ? line->spread.median - 2 * poll->min : 0;
    return line->votes < 0 ? 0 : line->votes;
}

/* The longest bar is full where one may choose several answers or give points; else all votes are. */
static int64_t full_bar(const struct poll *poll, const struct tally *tally)
{
    if (tally->n_lines > 0 && is_rating(poll, &tally->lines[0]))
        return 2 * (poll->max - poll->min);
    int64_t most = tally->weight;
    for (size_t i = 0; i < tally->n_lines; i++)
        most = tally->lines[i].votes > most ? tally->lines[i].votes : most;
    return most;
}

static void put_line(const struct content *content, struct doc_bars *bars, const struct poll *poll,
                     const struct tally *tally, const struct tally_line *line)
{
    struct doc_paragraph *figures, *label = bars_add(bars, bar_of(poll, line), &figures);
    add_label(content, label, poll, line);
    if (!counts_ballots(poll, line)) {
        add_sum(content, figures, poll, line);
        return;
    }
    add_figure(content, figures, line->votes, tally->weight);
    if (poll->type == POLL_DATE)
        add_if_need_be(content, figures, poll, line);
}

static void put_advisers(struct content *content, const struct poll *poll, const struct tally *tally)
{
    char advisers[FIGURE_BYTES];
    (void)poll;
    snprintf(advisers, sizeof advisers, "%" PRId64, tally->advisers);
    content_fill(document_paragraph(content->doc), content->lang, "advice", RUN_BOLD,
                 (const char *const[]){ advisers, NULL });
}

/* What observers said stands apart, since it counts for nothing. */
static void put_advice(struct content *content, const struct poll *poll, const struct tally *tally)
{
    if (tally->advisers == 0)
        return;
    put_each(content, put_advisers, poll, tally);
    struct doc_bars *bars = document_bars(content->doc, tally->advisers);
    for (size_t i = 0; i < tally->n_lines; i++) {
        const struct tally_line *line = &tally->lines[i];
        struct doc_paragraph *figures;
        if (line->advice <= 0)
            continue;
        int64_t length = line->advice < tally->advisers ? line->advice : tally->advisers;
        add_label(content, bars_add(bars, length, &figures), poll, line);
        add_figure(content, figures, line->advice, counts_ballots(poll, line) ? tally->advisers : 0);
    }
}

static int by_value_and_age(const void *a, const void *b)
{
    const struct answer *x = *(const struct answer *const *)a, *y = *(const struct answer *const *)b;
    if (x->value != y->value)
        return x->value > y->value ? -1 : 1;
    return (x->e.id > y->e.id) - (x->e.id < y->e.id);
}

/* The reasons of a consent: objections first. */
static void put_reasons(struct content *content, const struct poll *poll)
{
    const struct kind_list *answers = &content->room->live[KIND_ANSWER];
    const struct answer **reasons = mem_zero(answers->n, sizeof(*reasons));
    const char *colon = strstr(say_word(content->lang, "doc.", "colon"), "%1");
    size_t n = 0;
    for (size_t i = 0; i < answers->n; i++) {
        const struct answer *answer = (const struct answer *)answers->v[i];
        if (answer->poll == poll->e.id && answer->text != NULL)
            reasons[n++] = answer;
    }
    if (n > 1)
        qsort(reasons, n, sizeof(*reasons), by_value_and_age);
    for (size_t i = 0; i < n; i++) {
        struct doc_paragraph *item = document_item(content->doc, 1, NULL);
        add_value(content, item, poll, reasons[i]->value);
        run_add(item, colon == NULL ? ":" : colon + strlen("%1"), 0, LANG_N);
        run_add(item, " ", 0, LANG_N);
        run_add(item, reasons[i]->text, 0, LANG_N);
    }
    mem_free(reasons);
}

/*
 * "Yes (2); No (1)": what one delegation said, and "Yes" where it has one voice. The bars above are in both languages of the
 * document, this is in the first.
 */
static void add_share(const struct content *content, struct doc_paragraph *cell, const struct poll *poll,
                      const struct tally *tally, const struct tally_share *share)
{
    bool first = true;
    const struct content one = in_one(content, content->lang);
    for (size_t i = 0; i < tally->n_lines; i++) {
        char votes[FIGURE_BYTES];
        if (share->votes[i] == 0)
            continue;
        if (!first)
            run_add(cell, say_word(content->lang, "doc.", "semicolon"), 0, LANG_N);
        first = false;
        add_label(&one, cell, poll, &tally->lines[i]);
        if (poll->unit == POLL_BY_DELEGATION && share->votes[i] == 1 && counts_ballots(poll, &tally->lines[i]))
            continue;
        snprintf(votes, sizeof votes, " (%" PRId64 ")", share->votes[i]);
        run_add(cell, votes, 0, LANG_N);
    }
}

/* V19: of a poll under names, whose question names the table. */
static void put_shares(struct content *content, const struct poll *poll, const struct tally *tally)
{
    size_t n;
    if (poll->secrecy != POLL_NAMED || tally->voters == 0)
        return;
    struct tally_share *shares = tally_shares(content->room, poll, tally, &n);
    struct doc_table *table = document_table(content->doc, NULL);
    content_column(content, table, COLUMN_TEXT, 35, "delegation");
    content_column(content, table, COLUMN_TEXT, 65, "said");
    for (size_t i = 0; i < n; i++) {
        table_row(table);
        if (shares[i].delegation == 0)
            run_add(table_cell(table, 0), say_word(content->lang, "doc.", "no_delegation"), RUN_SOFT, LANG_N);
        else
            content_add_name(content, table_cell(table, 0), shares[i].delegation, 0);
        add_share(content, table_cell(table, 1), poll, tally, &shares[i]);
    }
    tally_shares_free(shares, n);
}

/* What was asked so that one answer comes out of it; the others tell where people stand. */
static bool has_outcome(const struct poll *poll)
{
    switch (poll->type) {
    case POLL_SCALE:
    case POLL_OPEN_TEXT:
    case POLL_WORDS:
    case POLL_NUMBER:
    case POLL_FIST_TO_FIVE:
        return false;
    default:
        return poll->purpose == PURPOSE_DECISION;
    }
}

static bool has_terms(const struct poll *poll)
{
    return poll->quorum > 0 || poll->majority != MAJORITY_NONE;
}

/* "Yes", or of answers that tie "Tie: Yes; No". */
static void add_leading(const struct content *content, struct doc_paragraph *paragraph, const struct poll *poll,
                        const struct tally *tally)
{
    size_t n = 0;
    for (size_t i = 0; i < tally->n_lines; i++)
        n += tally->lines[i].leads;
    if (n > 1)
        run_add(paragraph, say_word(content->lang, "doc.", "tie"), RUN_BOLD, LANG_N);
    for (size_t i = 0, told = 0; i < tally->n_lines; i++) {
        if (!tally->lines[i].leads)
            continue;
        if (told++ > 0)
            run_add(paragraph, say_word(content->lang, "doc.", "semicolon"), RUN_BOLD, LANG_N);
        const size_t first = paragraph->n;
        add_label(content, paragraph, poll, &tally->lines[i]);
        for (size_t r = first; r < paragraph->n; r++)
            paragraph->v[r].style |= RUN_BOLD;
    }
}

/* The result in words. A consent is one unless somebody objects; quorum and majority come before what leads. */
static void put_outcome(struct content *content, const struct poll *poll, const struct tally *tally)
{
    if (!has_outcome(poll) || tally->voters == 0)
        return;
    const bool missed = !tally->quorum || (poll->majority != MAJORITY_NONE && !tally->majority);
    const int64_t objections = poll->type == POLL_CONSENT ? tally->lines[CONSENT_OBJECTION].votes : 0;
    struct doc_paragraph *paragraph = document_paragraph(content->doc);
    run_add(paragraph, say_word(content->lang, "doc.", "result"), RUN_SOFT, LANG_N);
    if (missed)
        run_add(paragraph, say_word(content->lang, "doc.", "result_none"), RUN_BOLD, LANG_N);
    else if (objections > 0)
        CONTENT_SAID(text, say_count(&text, content->lang, "result_objections", objections),
                     run_add(paragraph, text.data, RUN_BOLD, LANG_N));
    else if (poll->type == POLL_CONSENT && !has_terms(poll))
        run_add(paragraph, say_word(content->lang, "doc.", "result_consent"), RUN_BOLD, LANG_N);
    else
        add_leading(content, paragraph, poll, tally);
}

/* One more sentence of the small print. */
static void add_sentence(const struct content *content, struct doc_paragraph *note, const char *key, const char *const *args)
{
    run_add(note, ". ", 0, LANG_N);
    content_fill(note, content->lang, key, 0, args);
}

/* The votes of what leads. */
static int64_t most_votes(const struct tally *tally)
{
    for (size_t i = 0; i < tally->n_lines; i++)
        if (tally->lines[i].leads)
            return tally->lines[i].votes;
    return 0;
}

/* "Majority of two thirds: reached (6 of 7)": of the votes that are no abstention. */
static void add_majority(const struct content *content, struct doc_paragraph *note, const struct poll *poll,
                         const struct tally *tally)
{
    char votes[FIGURE_BYTES], base[FIGURE_BYTES], majority[40];
    if (poll->majority == MAJORITY_NONE)
        return;
    snprintf(votes, sizeof votes, "%" PRId64, most_votes(tally));
    snprintf(base, sizeof base, "%" PRId64, tally->weight - tally->abstained);
    snprintf(majority, sizeof majority, "majority_%s", kind_field(KIND_POLL, "majority", NULL)->words[poll->majority]);
    add_sentence(content, note, tally->majority ? "majority_reached" : "majority_missed",
                 (const char *const[]){ say_word(content->lang, "doc.", majority), votes, base, NULL });
}

/* "Abstentions: 1"; of votes with weights also what those cast weigh together. */
static void add_sums(const struct content *content, struct doc_paragraph *note, const struct poll *poll,
                     const struct tally *tally)
{
    char n[FIGURE_BYTES];
    if (poll->weighted) {
        snprintf(n, sizeof n, "%" PRId64, tally->weight);
        add_sentence(content, note, "weight", (const char *const[]){ n, NULL });
    }
    if (poll->type == POLL_YES_NO_ABSTAIN) {
        snprintf(n, sizeof n, "%" PRId64, tally->abstained);
        add_sentence(content, note, "abstentions", (const char *const[]){ n, NULL });
    }
}

/* Who voted, and whether that and what leads were enough. */
static void put_turnout(struct content *content, const struct poll *poll, const struct tally *tally)
{
    char voters[FIGURE_BYTES], eligible[FIGURE_BYTES], quorum[FIGURE_BYTES];
    struct doc_paragraph *note = document_note(content->doc);
    snprintf(voters, sizeof voters, "%" PRId64, tally->voters);
    snprintf(eligible, sizeof eligible, "%" PRId64, tally->eligible);
    content_fill(note, content->lang, tally->eligible == 0 ? "turnout" : "turnout_of", 0,
                 (const char *const[]){ voters, eligible, NULL });
    add_sums(content, note, poll, tally);
    if (poll->quorum > 0) {
        snprintf(quorum, sizeof quorum, "%" PRId64, poll->quorum);
        add_sentence(content, note, tally->quorum ? "quorum_met" : "quorum_missed",
                     (const char *const[]){ quorum, NULL });
    }
    add_majority(content, note, poll, tally);
    if (tally->spread.known) {
        run_add(note, ". ", 0, LANG_N);
        add_spread(content, note, poll, &tally->spread);
    }
    if (tally->dissent && poll->purpose == PURPOSE_DECISION && poll->type != POLL_CONSENT)
        add_sentence(content, note, "dissent", (const char *const[]){ NULL });
}

static void put_results(struct content *content, const struct poll *poll)
{
    struct tally tally = tally_of(content->room, poll);
    put_each(content, put_outcome, poll, &tally);
    struct doc_bars *bars = tally.n_lines == 0 ? NULL : document_bars(content->doc, full_bar(poll, &tally));
    for (size_t i = 0; i < tally.n_lines; i++)
        if (tally.lines[i].votes != 0 || tally.lines[i].text == NULL)
            put_line(content, bars, poll, &tally, &tally.lines[i]);
    put_each(content, put_turnout, poll, &tally);
    if (poll->type == POLL_CONSENT)
        put_reasons(content, poll);
    put_advice(content, poll, &tally);
    put_shares(content, poll, &tally);
    tally_free(&tally);
}

static void add_word(const struct content *content, struct doc_paragraph *paragraph, const char *key)
{
    run_add(paragraph, say_word(content->lang, "doc.", key), RUN_SOFT, LANG_N);
}

/* What became of it: "Closed: 12 October 2021, 14:30". */
static void add_end(struct content *content, struct doc_paragraph *paragraph, const struct poll *poll)
{
    if (poll->state == POLL_CLOSED)
        CONTENT_SAID(
            text, say_moment(&text, content->lang, content->zone, poll->closed_at),
            content_fill(paragraph, content->lang, "poll_closed", RUN_SOFT, (const char *const[]){ text.data, NULL }));
    else
        add_word(content, paragraph,
                 poll->state == POLL_OPEN   ? "poll_open"
                 : poll->state == POLL_VOID ? "poll_void"
                                            : "poll_prepared");
}

/* "Named, one vote per delegation, weighted. Round 2. Closed: 12 October 2021, 14:30". */
static void put_terms(struct content *content, const struct poll *poll, const struct tally *tally)
{
    (void)tally;
    char secrecy[40], unit[40], round[FIGURE_BYTES];
    struct doc_paragraph *paragraph = document_paragraph(content->doc);
    snprintf(secrecy, sizeof secrecy, "secrecy_%s", kind_field(KIND_POLL, "secrecy", NULL)->words[poll->secrecy]);
    snprintf(unit, sizeof unit, "unit_%s", kind_field(KIND_POLL, "unit", NULL)->words[poll->unit]);
    add_word(content, paragraph, secrecy);
    add_word(content, paragraph, "comma");
    add_word(content, paragraph, unit);
    if (poll->weighted) {
        add_word(content, paragraph, "comma");
        add_word(content, paragraph, "weighted");
    }
    run_add(paragraph, ". ", RUN_SOFT, LANG_N);
    if (poll->round > 0) {
        snprintf(round, sizeof round, "%" PRId64, poll->round + 1);
        content_fill(paragraph, content->lang, "round", RUN_SOFT, (const char *const[]){ round, NULL });
        run_add(paragraph, ". ", RUN_SOFT, LANG_N);
    }
    add_end(content, paragraph, poll);
}

/* "Asked before and after: median 2 before, 4 afterwards", where the question has a median. */
static void put_compared(struct content *content, const struct poll *poll, const struct tally *tally)
{
    (void)tally;
    const struct poll *before = room_poll(content->room, poll->pair);
    if (poll->purpose != PURPOSE_AFTER || before == NULL || before->state != POLL_CLOSED || before->type != poll->type)
        return;
    char medians[2][FIGURE_BYTES];
    const int64_t parts = poll->type == POLL_NUMBER ? 2000 : 2;
    struct tally was = tally_of(content->room, before), is = tally_of(content->room, poll);
    if (was.spread.known && is.spread.known) {
        say_number(medians[0], content->lang, was.spread.median, parts);
        say_number(medians[1], content->lang, is.spread.median, parts);
        content_fill(document_paragraph(content->doc), content->lang, "compared", 0,
                     (const char *const[]){ medians[0], medians[1], NULL });
    }
    tally_free(&was);
    tally_free(&is);
}

static void put_poll(struct content *content, const struct poll *poll, int level)
{
    content_add_name(content, document_heading(content->doc, level), poll->e.id, 0);
    put_each(content, put_terms, poll, NULL);
    if (poll->state != POLL_CLOSED)
        return;
    put_results(content, poll);
    put_each(content, put_compared, poll, NULL);
}

size_t content_polls(struct content *content, content_poll_wanted *wanted, int level)
{
    size_t n, told = 0;
    struct entity **polls = room_sorted(content->room, KIND_POLL, 0, &n);
    for (size_t i = 0; i < n; i++) {
        const struct poll *poll = (const struct poll *)polls[i];
        if (!wanted(content, poll))
            continue;
        put_poll(content, poll, level);
        told++;
    }
    mem_free(polls);
    return told;
}

/* What was only prepared may still be asked, until the workshop is closed. */
static bool is_told(const struct content *content, const struct poll *poll)
{
    return poll->state != POLL_PREPARED || content->room->workshop->state != WORKSHOP_CLOSED;
}

void content_polls_document(struct content *content)
{
    content_add_zone(content);
    if (content_polls(content, is_told, 1) == 0)
        content_say(content, "none", RUN_SOFT);
}
