/* scan: see the header. Recursive descent without recursion: nesting is counted, strings are skipped. */
#include "scan.h"

#include <assert.h>
#include <string.h>

struct slice slice_of(const char *text)
{
    return (struct slice){text, strlen(text)};
}

static size_t skip_string(struct slice s, size_t at)
{
    assert(s.text[at] == '"');
    for (at++; at < s.n && s.text[at] != '"'; at++) {
        if (s.text[at] == '\\')
            at++;
    }
    return at + 1;
}

/* The end of the value that starts at `at`. */
static size_t skip_value(struct slice s, size_t at)
{
    int depth = 0;
    while (at < s.n) {
        char c = s.text[at];
        if (c == '"') {
            at = skip_string(s, at);
        } else {
            if (depth == 0 && (c == ',' || c == '}' || c == ']'))
                return at;
            depth += (c == '{' || c == '[') - (c == '}' || c == ']');
            at++;
        }
        if (depth == 0 && (at >= s.n || s.text[at - 1] == '}' || s.text[at - 1] == ']' || s.text[at - 1] == '"'))
            return at;
    }
    return at;
}

struct slice scan_member(struct slice object, const char *key)
{
    size_t at = 1;
    size_t key_n = strlen(key);
    if (object.text == NULL || object.n < 2 || object.text[0] != '{')
        return (struct slice){NULL, 0};
    while (at < object.n && object.text[at] == '"') {
        size_t name = at + 1;
        at = skip_string(object, at);
        size_t name_n = at - 1 - name;
        assert(object.text[at] == ':');
        size_t value = ++at;
        at = skip_value(object, at);
        if (name_n == key_n && memcmp(object.text + name, key, key_n) == 0)
            return (struct slice){object.text + value, at - value};
        if (at < object.n && object.text[at] == ',')
            at++;
    }
    return (struct slice){NULL, 0};
}

bool scan_element(struct slice array, size_t *at, struct slice *element)
{
    if (array.text == NULL)
        return false;
    if (*at == 0)
        *at = 1;
    if (*at >= array.n || array.text[*at] == ']')
        return false;
    size_t end = skip_value(array, *at);
    *element = (struct slice){array.text + *at, end - *at};
    *at = end < array.n && array.text[end] == ',' ? end + 1 : end;
    return true;
}

uint64_t scan_number(struct slice value, uint64_t otherwise)
{
    uint64_t number = 0;
    if (value.text == NULL || value.n == 0 || value.text[0] < '0' || value.text[0] > '9')
        return otherwise;
    for (size_t i = 0; i < value.n && value.text[i] >= '0' && value.text[i] <= '9'; i++)
        number = number * 10 + (uint64_t)(value.text[i] - '0');
    return number;
}

bool scan_is(struct slice value, const char *text)
{
    size_t n = strlen(text);
    if (value.text == NULL)
        return false;
    if (value.n == n + 2 && value.text[0] == '"')
        return memcmp(value.text + 1, text, n) == 0;
    return value.n == n && memcmp(value.text, text, n) == 0;
}
