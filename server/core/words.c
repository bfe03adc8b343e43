/* words: looking a sentence up in the made table. See include/core/words.h. */
#include "core/words.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

const char *words_text(enum lang lang, const char *key)
{
    assert((unsigned)lang < LANG_N);
    assert(key != NULL);
    unsigned low = 0, high = words_table_n;
    while (low < high) {
        unsigned middle = low + (high - low) / 2;
        int order = strcmp(key, words_table[middle].key);
        if (order == 0)
            return words_table[middle].text[lang];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

const char *words_of(enum lang lang, const char *key, enum kind kind)
{
    char name[96];
    const int n = snprintf(name, sizeof name, "%s.%s", key, kind == KIND_NONE ? "plan" : kind_info(kind)->name);
    assert(n > 0 && (size_t)n < sizeof name);
    const char *text = words_text(lang, name);
    return text == NULL ? words_text(lang, key) : text;
}

const char *words_http(enum lang lang, const char *word)
{
    static const char *const of[] = { "http", "refusal" };
    char key[64];
    for (size_t i = 0; i < sizeof of / sizeof of[0]; i++) {
        snprintf(key, sizeof key, "%s.%s", of[i], word);
        const char *text = words_text(lang, key);
        if (text != NULL)
            return text;
    }
    return word;
}
