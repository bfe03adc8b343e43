/*
 * field: a struct member described by a row.
 *
 * From the rows come decoding and range checks (app/codec), encoding for the wire (core/view), copying, merging and
 * freeing (here), SQL binding (store), export columns, the client's types and the reference page. Rules never read rows;
 * they use the struct. Only field, view, codec, store and export modules do.
 *
 * The zero value of every type means "empty", so a zeroed struct is valid to free, copy and compare.
 */
#ifndef PLENARY_CORE_FIELD_H
#define PLENARY_CORE_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The order is that of the wire's words "ar", "fr", "en". */
enum lang { LANG_AR, LANG_FR, LANG_EN, LANG_N };

/* The two-letter code; LANG_N for a text that is none of them. */
const char *lang_word(enum lang lang);
enum lang lang_of(const char *word);

/*
 * Content text, kept per language. `source` is the language it was first written in. source_rev counts changes of the
 * source text, from 1; rev[l] is the source_rev that text[l] was written or translated at, so text[l] is outdated when
 * rev[l] < source_rev. All zero when there is no text at all.
 */
struct ml {
    char *text[LANG_N];         /* owned; NULL: none; never empty strings */
    uint32_t rev[LANG_N];
    uint32_t source_rev;
    uint8_t source;             /* enum lang; 0 when empty */
};

struct ids {
    uint64_t *v;                /* owned */
    uint32_t n;
};

struct ints {
    int64_t *v;                 /* owned */
    uint32_t n;
};

struct texts {
    char **v;                   /* owned, each owned */
    uint32_t n;
};

enum field_type {
    FIELD_BOOL,         /* bool */
    FIELD_INT,          /* int64_t, min..max; 0 is empty */
    FIELD_TIME,         /* int64_t, milliseconds since 1970 UTC; 0 is none */
    FIELD_ENUM,         /* uint8_t, index into words */
    FIELD_REF,          /* uint64_t, id of an entity of kind `ref`; 0 is none */
    FIELD_REFS,         /* struct ids, of kind `ref`, no doubles, up to `max` (0: LIMIT_LIST) */
    FIELD_INTS,         /* struct ints, up to LIMIT_INTS numbers of min..max */
    FIELD_TEXT,         /* char *, up to max code points, one language-neutral text, no line ends when max <= LIMIT_TITLE */
    FIELD_ML,           /* struct ml, up to max code points per language */
    FIELD_TEXTS,        /* struct texts, up to `min` (0: LIMIT_LIST) of max code points */
    FIELD_LANG,         /* uint8_t, enum lang + 1; 0 is none */
    FIELD_LANGS,        /* struct texts of language codes, in order of preference, no doubles */
    FIELD_DATE,         /* char *, YYYY-MM-DD, a real date */
    FIELD_CLOCK,        /* char *, HH:MM */
    FIELD_LOCAL,        /* char *, YYYY-MM-DDTHH:MM, local to the workshop's zone */
    FIELD_DUE,          /* char *, YYYY-MM-DD, or "T+N days|weeks|months|years" (N 1..999; singular too), or "ongoing" */
    FIELD_COUNTRY,      /* char *, two capital letters */
    FIELD_ZONE,         /* char *, a name of the tz database by its form: Area/Place, or UTC */
    FIELD_WORDS,        /* struct texts, each one of `words`, no doubles */
    FIELD_OP            /* struct ot_op (ot.h): arguments only, never kept in an entity */
};

/* Who may see a field: bits of enum audience (view.h), and the person the entity belongs to. */
enum {
    READ_STAFF = 1,                     /* facilitators */
    READ_ROOM = 2,                      /* everyone who is a person in the room */
    READ_PUBLIC = 4,                    /* listeners and screens */
    READ_OWNER = 8,                     /* the person it belongs to */
    READ_ALL = READ_STAFF | READ_ROOM | READ_PUBLIC | READ_OWNER,
    READ_NONE = 0                       /* internal: stored, never sent */
};

enum {
    FIELD_SET = 1,                      /* may be given in NOUN.create and NOUN.edit */
    FIELD_REQUIRED = 2,                 /* must be given on create and cannot be emptied */
    FIELD_NAMED = 4,                    /* FIELD_REF: the store keeps the name beside the id, for readers of the file */
    FIELD_OPTIONAL = 8,                 /* arguments of other commands: may be absent */
    FIELD_COEDITED = 16,                /* FIELD_ML: drafted together, each language a text of its own (text.h) */
    FIELD_PAST = 32                     /* FIELD_REF, FIELD_REFS: may lead to something removed (I4) */
};

struct field {
    const char *name;                   /* on the wire, in SQL, in exports */
    enum field_type type;
    size_t offset;                      /* in its struct */
    int64_t min, max;                   /* FIELD_INT, FIELD_TIME: value; texts: code points */
    uint8_t ref;                        /* FIELD_REF, FIELD_REFS: enum kind, KIND_ROW and KIND_ANY included */
    uint8_t reads;                      /* READ_* */
    uint8_t flags;                      /* FIELD_* */
    const char *const *words;           /* FIELD_ENUM, FIELD_WORDS: NULL-terminated */
    const char *doc;
};

/* Entries that a list field may have. */
uint32_t field_list_max(const struct field *field);

/* Bytes of the member that `type` describes. */
size_t field_size(enum field_type type);

bool field_is_empty(const struct field *field, const void *object);
bool field_equal(const struct field *field, const void *a, const void *b);

/* Free what the member owns and make it empty. */
void field_clear(const struct field *field, void *object);

/* dst becomes a deep copy of src; what dst held is freed. */
void field_copy(const struct field *field, void *dst, const void *src);

/*
 * dst takes what a command gave in src; src's member is emptied. For FIELD_ML only the languages present in src change:
 * an empty string in src removes that language. When the source language's text changes, source_rev grows and that
 * text's rev follows; a changed translation takes the present source_rev. When the source text is removed while others
 * remain, the source becomes the first remaining language in the order en, fr, ar. A text that had no language yet takes
 * its source from src->source where src->source_rev is not 0 (the sender named it), else the first one in that order.
 * All other types are replaced whole.
 */
void field_merge(const struct field *field, void *dst, void *src);

/* The same for a struct ml alone. */
void ml_merge(struct ml *dst, struct ml *src);

/*
 * Whether a text has the form its type asks for (DATE, CLOCK, LOCAL, DUE, COUNTRY, ZONE; TEXT: length and no control
 * characters). `text` is valid UTF-8. FIELD_ML texts are checked as FIELD_TEXT with max.
 */
bool field_text_ok(const struct field *field, const char *text);

/* The text of `ml` in `lang`, else in its source language, else any; NULL when empty. */
const char *ml_text(const struct ml *ml, enum lang lang);
bool ml_is_empty(const struct ml *ml);

#endif
