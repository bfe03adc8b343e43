/* content_polls: what was asked, and what came of it: bars with figures. Nothing of a poll that is still open is told. */
#include <inttypes.h>
#include <stdio.h>

#include "base/mem.h"
#include "core/kind_rows.h"
#include "export/content.h"
#include "export/say.h"

/* The longest bar is full where one may choose several answers or give points; else all votes are. */
static int64_t full_bar(const struct poll *poll, struct entity *const *options, size_t n)
{
    int64_t most = poll->voters;
    for (size_t i = 0; i < n; i++) {
        const int64_t votes = ((const struct option *)options[i])->votes;
        most = votes > most ? votes : most;
    }
    return most;
}

static void put_option(const struct content *content, struct doc_bars *bars, const struct poll *poll,
                       const struct option *option)
{
    char votes[24], share[24];
    struct doc_paragraph *figures, *label = bars_add(bars, option->votes, &figures);
    content_add_ml(content, label, &option->text, content->lang, 0);
    if (content->lang2 != LANG_N && option->text.text[content->lang2] != NULL &&
        ml_text(&option->text, content->lang) != option->text.text[content->lang2]) {
        run_add(label, " / ", 0, LANG_N);
        content_add_ml(content, label, &option->text, content->lang2, 0);
    }
    snprintf(votes, sizeof votes, "%" PRId64, option->votes);
    if (poll->voters == 0) {
        run_add(figures, votes, 0, LANG_N);
        return;
    }
    snprintf(share, sizeof share, "%" PRId64, (200 * option->votes + poll->voters) / (2 * poll->voters));
    content_fill(figures, content->lang, "share", 0, (const char *const[]){ votes, share, NULL });
}

static void put_results(struct content *content, const struct poll *poll)
{
    size_t n;
    char voters[24];
    struct entity **options = room_sorted(content->room, KIND_OPTION, poll->e.id, &n);
    struct doc_bars *bars = n == 0 ? NULL : document_bars(content->doc, full_bar(poll, options, n));
    for (size_t i = 0; i < n; i++)
        put_option(content, bars, poll, (const struct option *)options[i]);
    mem_free(options);
    snprintf(voters, sizeof voters, "%" PRId64, poll->voters);
    content_fill(document_note(content->doc), content->lang, "turnout", 0, (const char *const[]){ voters, NULL });
}

/* "Named, one vote per delegation. Closed: 12 October 2021, 14:30". */
static void put_terms(struct content *content, const struct poll *poll)
{
    char secrecy[40], unit[40];
    struct doc_paragraph *paragraph = document_paragraph(content->doc);
    snprintf(secrecy, sizeof secrecy, "secrecy_%s", kind_field(KIND_POLL, "secrecy", NULL)->words[poll->secrecy]);
    snprintf(unit, sizeof unit, "unit_%s", kind_field(KIND_POLL, "unit", NULL)->words[poll->unit]);
    run_add(paragraph, say_word(content->lang, "doc.", secrecy), RUN_SOFT, LANG_N);
    run_add(paragraph, say_word(content->lang, "doc.", "comma"), RUN_SOFT, LANG_N);
    run_add(paragraph, say_word(content->lang, "doc.", unit), RUN_SOFT, LANG_N);
    run_add(paragraph, ". ", RUN_SOFT, LANG_N);
    if (poll->state == POLL_CLOSED)
        CONTENT_SAID(
            text, say_moment(&text, content->lang, content->zone, poll->closed_at),
            content_fill(paragraph, content->lang, "poll_closed", RUN_SOFT, (const char *const[]){ text.data, NULL }));
    else
        run_add(paragraph, say_word(content->lang, "doc.", poll->state == POLL_OPEN ? "poll_open" : "poll_prepared"),
                RUN_SOFT, LANG_N);
}

static void put_poll(struct content *content, const struct poll *poll, int level)
{
    content_add_name(content, document_heading(content->doc, level), poll->e.id, 0);
    put_terms(content, poll);
    if (poll->state == POLL_CLOSED)
        put_results(content, poll);
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

static bool every_poll(const struct content *content, const struct poll *poll)
{
    (void)content, (void)poll;
    return true;
}

void content_polls_document(struct content *content)
{
    if (content_polls(content, every_poll, 2) == 0)
        content_say(content, "none", RUN_SOFT);
}
