/* words: looking a sentence up in the made table. See include/core/words.h. */
#include "core/words.h"

#include <assert.h>
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
