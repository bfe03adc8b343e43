/*
 * kind_record: what is kept beside the rows of the plan, as rows: texts drafted together, remarks, late proposals and
 * adoptions. See include/core/field.h.
 */
#include <stddef.h>

#include "core/kind_rows.h"
#include "core/limits.h"

const char *const text_field_words[] = { "title", "objective", "deliverable", "milestones",
    "resources", "indicator", "risk", "text", "notes", "staff_notes", NULL };
const char *const text_lang_words[] = { "ar", "fr", "en", NULL };
const char *const adoption_way_words[] = { "consensus", "silence", "poll", NULL };
const char *const check_words[] = { "no_lead", "no_date", "end_before_start", "no_indicator",
    "high_without_resources", "lead_overloaded", "duplicate_wording", "open_brackets",
    "recommendation_without_action", "missing_translation", "no_text", NULL };

static const char *const remark_type_words[] = { "comment", "reservation", "objection", NULL };
static const char *const why_words[] = { "locked", "proposed", "adopted", "removed", "too_long",
    "group", "merged", NULL };
static const char *const proposal_state_words[] = { "open", "accepted", "dismissed", NULL };
static const char *const adoption_state_words[] = { "open", "adopted", "objected", "rejected",
    "withdrawn", NULL };

#define COLUMN(kind_name, member) \
    .name = #member, .offset = offsetof(struct kind_name, member), .reads = READ_ALL
#define WHO(kind_name, member) \
    COLUMN(kind_name, member), .type = FIELD_REF, .ref = KIND_PERSON, .flags = FIELD_PAST
#define WHEN(kind_name, member) COLUMN(kind_name, member), .type = FIELD_TIME, .max = INT64_MAX
#define COUNT(kind_name, member) COLUMN(kind_name, member), .type = FIELD_INT, .max = INT64_MAX

const struct field text_rows[ROWS_TEXT] = {
    { COLUMN(text, of), .type = FIELD_REF, .ref = KIND_ANY, .doc = "What it is a field of." },
    { COLUMN(text, field), .type = FIELD_ENUM, .words = text_field_words, .doc = "The field." },
    { COLUMN(text, lang), .type = FIELD_ENUM, .words = text_lang_words, .doc = "Its language." },
    { COUNT(text, rev), .doc = "Operations so far." },
};

const struct field remark_rows[ROWS_REMARK] = {
    { COLUMN(remark, of), .type = FIELD_REF, .ref = KIND_ROW, .flags = FIELD_SET,
      .doc = "The row it is about; none: the plan." },
    { COLUMN(remark, type), .type = FIELD_ENUM, .words = remark_type_words, .flags = FIELD_SET,
      .doc = "A comment, a reservation, or an objection to an adoption." },
    { COLUMN(remark, delegation), .type = FIELD_REF, .ref = KIND_DELEGATION, .flags = FIELD_SET,
      .doc = "In whose name it is made." },
    { COLUMN(remark, text), .type = FIELD_ML, .max = DETAIL_MAX,
      .flags = FIELD_SET | FIELD_REQUIRED, .doc = "What is said." },
    { WHO(remark, person), .doc = "Who made it." },
    { WHEN(remark, at), .doc = "When it was made." },
    { COLUMN(remark, resolved), .type = FIELD_BOOL, .doc = "It is settled." },
    { WHEN(remark, resolved_at), .doc = "When it was settled." },
    { WHO(remark, resolved_by), .doc = "Who settled it." },
    { COLUMN(remark, adoption), .type = FIELD_REF, .ref = KIND_ADOPTION, .flags = FIELD_PAST,
      .doc = "The adoption it objects to." },
};

const struct field proposal_rows[ROWS_PROPOSAL] = {
    { COLUMN(proposal, of), .type = FIELD_REF, .ref = KIND_ANY, .flags = FIELD_PAST,
      .doc = "What it was written in; it may be gone." },
    { COLUMN(proposal, field), .type = FIELD_ENUM, .words = text_field_words, .doc = "The field." },
    { COLUMN(proposal, lang), .type = FIELD_ENUM, .words = text_lang_words,
      .doc = "Its language." },
    { COUNT(proposal, rev), .doc = "The revision of the text that they were written on." },
    { COLUMN(proposal, text), .type = FIELD_TEXT, .max = LIMIT_PROPOSAL,
      .doc = "How the text would read." },
    { COLUMN(proposal, was), .type = FIELD_TEXT, .max = LIMIT_TITLE,
      .doc = "What the row was called then." },
    { WHO(proposal, person), .doc = "Who wrote it." },
    { WHEN(proposal, at), .doc = "When it was written." },
    { COLUMN(proposal, why), .type = FIELD_ENUM, .words = why_words,
      .doc = "Why it could not be taken into the text." },
    { COLUMN(proposal, state), .type = FIELD_ENUM, .words = proposal_state_words,
      .doc = "Open, accepted or dismissed." },
    { WHO(proposal, decided_by), .doc = "Who decided it." },
    { WHEN(proposal, decided_at), .doc = "When it was decided." },
};

const struct field adoption_rows[ROWS_ADOPTION] = {
    { COLUMN(adoption, of), .type = FIELD_REF, .ref = KIND_ROW, .flags = FIELD_PAST,
      .doc = "The row that is adopted; none: the plan." },
    { COLUMN(adoption, way), .type = FIELD_ENUM, .words = adoption_way_words,
      .doc = "By consensus, by silence or by poll." },
    { WHEN(adoption, until), .doc = "When it is adopted unless somebody objects." },
    { COLUMN(adoption, poll), .type = FIELD_REF, .ref = KIND_POLL, .flags = FIELD_PAST,
      .doc = "The vote that decides." },
    { COLUMN(adoption, option), .type = FIELD_REF, .ref = KIND_OPTION, .flags = FIELD_PAST,
      .doc = "The answer that adopts." },
    { WHO(adoption, opened_by), .doc = "Who opened it." },
    { WHEN(adoption, opened_at), .doc = "When it was opened." },
    { COLUMN(adoption, state), .type = FIELD_ENUM, .words = adoption_state_words,
      .doc = "Open, or how it ended." },
    { WHEN(adoption, closed_at), .doc = "When it ended." },
    { COUNT(adoption, rows), .doc = "How many rows it covers." },
    { COUNT(adoption, votes_for), .doc = "Votes for it." },
    { COUNT(adoption, votes_against), .doc = "Votes against it." },
    { COUNT(adoption, votes_other), .doc = "Votes that are neither." },
    { COUNT(adoption, reservations), .doc = "Reservations not settled when it was adopted." },
    { COUNT(adoption, objections), .doc = "Objections made to it." },
    { COUNT(adoption, sealed_seq), .doc = "Number of the change that adopted." },
    { COLUMN(adoption, hash), .type = FIELD_TEXT, .max = HASH_TEXT,
      .doc = "SHA-256 of the canonical bytes of what was adopted." },
};
