/*
 * content: what each document says, from a room: struct room in, struct document out.
 *
 * A document holds what everybody in the room may read, nothing of its own making, and no time but those of the workshop: the
 * same room gives the same document. Content is told in the language asked for, else in the one it was written in.
 */
#ifndef PLENARY_EXPORT_CONTENT_H
#define PLENARY_EXPORT_CONTENT_H

#include "app/platform.h"
#include "base/zone.h"
#include "core/outline.h"
#include "export/document.h"

/* The caller frees it with document_free. */
struct document *content_make(const struct room *room, const struct export_request *request);

/* The rest is for the content_*.c files. */
struct content {
    const struct room *room;
    struct document *doc;
    struct outline outline;
    struct zone *zone;              /* of the workshop; NULL: UTC */
    enum lang lang, lang2;          /* lang2: LANG_N when there is one language */
    bool clean, past;
};

/* Whole documents, as content_make calls them. */
void content_plan_document(struct content *content);
void content_plan_sheet(struct content *content);
void content_recommendations_document(struct content *content);
void content_texts_document(struct content *content);
void content_agenda_document(struct content *content);
void content_polls_document(struct content *content);
void content_participation(struct content *content);
void content_report(struct content *content);
void content_attendance(struct content *content);

/* Sections, for the documents above and the report. Each writes below a heading that the caller has put. */
void content_agenda(struct content *content);
void content_plan(struct content *content);
void content_recommendations(struct content *content);
void content_texts(struct content *content, int level);         /* `level`: of the headings of texts */

typedef bool content_poll_wanted(const struct content *content, const struct poll *poll);
size_t content_polls(struct content *content, content_poll_wanted *wanted, int level);      /* how many it told */

/* What is said about rows of these kinds (bits 1u << enum kind), and with KIND_NONE about the plan as a whole. */
size_t content_reservations(struct content *content, uint32_t kinds);       /* how many it told */
void content_record(struct content *content, uint32_t kinds);               /* adoptions, with tally and hash */
void content_decisions(struct content *content);                            /* all adoptions, of which there is one, as a table */

/* What was said in the room; each puts its own heading, where there is anything to tell. */
void content_speaking(struct content *content);
void content_questions(struct content *content);
void content_parked(struct content *content);

/* How far the rows of these kinds are agreed, and what brackets mean where there are any. */
void content_add_state(struct content *content, uint32_t kinds);

/* Marks of the row the table is at: its state into one column, versions and reservations into a wider one. */
void content_add_marks(struct content *content, const struct entity *row, struct doc_table *table, size_t state, size_t wide);

/* The same in one line, where there is no table. `state`: with its state. Whether there is more to tell than that. */
void content_say_marks(struct content *content, struct doc_paragraph *paragraph, const struct entity *row, bool state);
bool content_has_marks(const struct content *content, const struct entity *row);

/* A paragraph that says one sentence of the catalogue, a heading, and one with holes filled in (`args` ends with NULL). */
void content_heading(struct content *content, int level, const char *key);
void content_say(struct content *content, const char *key, unsigned style);
void content_fill(struct doc_paragraph *paragraph, enum lang lang, const char *key, unsigned style,
                  const char *const *args);

/* A content text in `lang`, else in the language it was written in. Brackets are marked, or left out where clean. */
void content_add_ml(const struct content *content, struct doc_paragraph *paragraph, const struct ml *ml, enum lang lang,
                    unsigned style);

/* The same in both languages of the document, parted by a stroke where they differ. */
void content_add_both(const struct content *content, struct doc_paragraph *paragraph, const struct ml *ml);

/*
 * The same for what a row mainly says, with a quiet mark where it is not in `lang`: the language it is in, or, where that is the
 * other one of the document and so stands beside it, that it is not translated.
 */
void content_add_text(const struct content *content, struct doc_paragraph *paragraph, const struct ml *ml, enum lang lang,
                      unsigned style);

/* That mark: " (English)". */
void content_mark_language(const struct content *content, struct doc_paragraph *paragraph, enum lang found);

/* The name of what has one, in the language; NULL when it is gone. Borrowed. */
const char *content_name(const struct content *content, uint64_t id, enum lang lang);

/* The same in both languages of the document, parted by a stroke where they differ. */
void content_add_name(const struct content *content, struct doc_paragraph *paragraph, uint64_t id, unsigned style);

/* A column with the heading "doc.KEY"; KEY is its name as well. Returns its index. */
size_t content_column(struct content *content, struct doc_table *table, enum doc_column_kind kind, int weight,
                      const char *key);

/* A line of facts "doc.KEY: value"; nothing for NULL and "". */
void content_fact(struct content *content, const char *key, const char *value);

/* Of a document of another time: as of which moment it tells the workshop, in each of its languages. Else nothing. */
void content_add_moment(struct content *content);

/* By which clocks the document tells times; nothing where no zone is set. */
void content_add_zone(struct content *content);

/* Call say_...(&text, ...) and then use text.data: see CONTENT_SAID. */
#define CONTENT_SAID(text, put, use) \
    do { \
        struct buf text; \
        buf_init(&text, CONTENT_TEXT_BYTES); \
        buf_text(&text, ""); \
        put; \
        use; \
        buf_free(&text); \
    } while (0)

enum { CONTENT_TEXT_BYTES = 256 << 10 };

#endif
