/*
 * words: the sentences for people, in three languages. The table is made at build time from client/src/i18n/XX.json,
 * the one catalogue that server and client share; a missing key fails the build.
 */
#ifndef PLENARY_CORE_WORDS_H
#define PLENARY_CORE_WORDS_H

#include "core/field.h"
#include "core/kind.h"

/* The text of `key` ("refusal.closed"); NULL when there is no such key. Only texts without placeholders are kept here. */
const char *words_text(enum lang lang, const char *key);

/*
 * The sentence for the word of a refusal, to whoever asked by HTTP: "http.WORD", else "refusal.WORD", which a command's sender reads
 * as well; a command waits on its device and is sent again, a call is not. The word itself where there is none.
 */
const char *words_http(enum lang lang, const char *word);

/*
 * The same where it has to agree with what it is said of (an action is "adoptée", a text "adopté"): "KEY.KIND", else "KEY". Of the
 * plan as a whole KIND_NONE, whose word is "plan".
 */
const char *words_of(enum lang lang, const char *key, enum kind kind);

/* The made table: sorted by key. */
struct words_row {
    const char *key;
    const char *text[LANG_N];
};
extern const struct words_row words_table[];
extern const unsigned words_table_n;

#endif
