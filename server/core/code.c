/* code: the words of refusals. See include/core/code.h. */
#include "core/code.h"

#include <assert.h>

static const char *const code_words[CODE_N] = {
#define X(name, word) [CODE_##name] = word,
    CODE_TABLE(X)
#undef X
};

const char *code_word(enum code code)
{
    assert((unsigned)code < CODE_N);
    return code_words[code];
}
