/* brackets: open brackets of a text. See include/core/brackets.h; rules B1 and B2 of RULES.md. */
#include "core/brackets.h"

size_t brackets_open(const char *text)
{
    size_t n = 0, depth = 0;
    for (; text != NULL && *text != '\0'; text++) {
        if (*text == '[') {
            n += depth == 0;
            depth++;
        } else if (*text == ']' && depth > 0) {
            depth--;
        }
    }
    return n;
}
