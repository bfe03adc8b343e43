/* script: see the header. */
#include "script.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"

void words_add(struct words *words, uint32_t letter)
{
    if (words->n == words->cap) {
        words->cap = words->cap == 0 ? 32 : 2 * words->cap;
        words->v = mem_grow(words->v, words->cap, sizeof *words->v);
    }
    words->v[words->n++] = letter;
}

void words_clear(struct words *words)
{
    mem_free(words->v);
    memset(words, 0, sizeof *words);
}

void words_copy(struct words *dst, const struct words *src)
{
    struct words copy = {0};
    for (size_t i = 0; i < src->n; i++)
        words_add(&copy, src->v[i]);
    words_clear(dst);
    *dst = copy;
}

bool words_equal(const struct words *a, const struct words *b)
{
    return a->n == b->n && (a->n == 0 || memcmp(a->v, b->v, a->n * sizeof *a->v) == 0);
}

bool words_have(const struct words *words, uint32_t letter)
{
    for (size_t i = 0; i < words->n; i++)
        if (words->v[i] == letter)
            return true;
    return false;
}

static uint32_t hex4(const char *text)
{
    uint32_t value = 0;
    for (int i = 0; i < 4; i++) {
        char c = text[i];
        value = value * 16 + (uint32_t)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return value;
}

/* One letter behind a backslash; *at stands on what follows it. */
static uint32_t read_escape(struct slice s, size_t *at)
{
    static const char named[] = "b\bf\fn\nr\rt\t";
    char c = s.text[(*at)++];
    if (c != 'u') {
        const char *found = strchr(named, c);
        return (uint8_t)(found != NULL && (found - named) % 2 == 0 ? found[1] : c);
    }
    uint32_t letter = hex4(s.text + *at);
    *at += 4;
    if (letter >= 0xd800 && letter < 0xdc00) {
        uint32_t low = hex4(s.text + *at + 2);
        *at += 6;
        letter = 0x10000 + ((letter - 0xd800) << 10) + (low - 0xdc00);
    }
    return letter;
}

static uint32_t read_utf8(struct slice s, size_t *at)
{
    uint8_t first = (uint8_t)s.text[(*at)++];
    int more = first < 0x80 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
    uint32_t letter = more == 0 ? first : first & (0x3fu >> more);
    for (int i = 0; i < more; i++)
        letter = letter << 6 | ((uint8_t)s.text[(*at)++] & 0x3f);
    return letter;
}

void words_read(struct words *words, struct slice string)
{
    if (string.text == NULL || string.n < 2 || string.text[0] != '"')
        return;
    for (size_t at = 1; at < string.n - 1;) {
        if (string.text[at] == '\\') {
            at++;
            words_add(words, read_escape(string, &at));
        } else {
            words_add(words, read_utf8(string, &at));
        }
    }
}

static void write_letter(struct buf *out, uint32_t letter)
{
    static const uint8_t lead[] = {0, 0xc0, 0xe0, 0xf0};
    int more = letter < 0x80 ? 0 : letter < 0x800 ? 1 : letter < 0x10000 ? 2 : 3;
    buf_char(out, (char)(lead[more] | letter >> (6 * more)));
    while (more-- > 0)
        buf_char(out, (char)(0x80 | (letter >> (6 * more) & 0x3f)));
}

void words_write(struct buf *out, const struct words *words)
{
    for (size_t i = 0; i < words->n; i++)
        write_letter(out, words->v[i]);
}

void script_add(struct script *script, char what, uint32_t letter)
{
    if (script->n == script->cap) {
        script->cap = script->cap == 0 ? 32 : 2 * script->cap;
        script->v = mem_grow(script->v, script->cap, sizeof *script->v);
    }
    script->v[script->n++] = (struct cell){letter, what};
}

void script_clear(struct script *script)
{
    mem_free(script->v);
    memset(script, 0, sizeof *script);
}

void script_copy(struct script *dst, const struct script *src)
{
    struct script copy = {0};
    for (size_t i = 0; i < src->n; i++)
        script_add(&copy, src->v[i].what, src->v[i].letter);
    script_clear(dst);
    *dst = copy;
}

bool script_does_nothing(const struct script *script)
{
    for (size_t i = 0; i < script->n; i++)
        if (script->v[i].what != '=')
            return false;
    return true;
}

struct script script_of(const struct words *text)
{
    struct script script = {0};
    for (size_t i = 0; i < text->n; i++)
        script_add(&script, '=', text->v[i]);
    return script;
}

static bool walk(struct script *script, const struct words *text, size_t *at, char what, uint64_t n)
{
    if (n > text->n - *at)
        return false;
    for (uint64_t i = 0; i < n; i++)
        script_add(script, what, text->v[(*at)++]);
    return true;
}

bool script_read(struct script *script, const struct words *text, struct slice array)
{
    struct slice part;
    size_t place = 0, at = 0;
    bool ok = array.text != NULL && array.text[0] == '[';
    *script = (struct script){0};
    while (ok && scan_element(array, &place, &part)) {
        if (part.text[0] == '"') {
            struct words words = {0};
            words_read(&words, part);
            for (size_t i = 0; i < words.n; i++)
                script_add(script, '+', words.v[i]);
            words_clear(&words);
        } else if (part.text[0] == '{') {
            ok = walk(script, text, &at, '-', scan_number(scan_member(part, "d"), UINT64_MAX));
        } else {
            ok = walk(script, text, &at, '=', scan_number(part, UINT64_MAX));
        }
    }
    return ok && walk(script, text, &at, '=', text->n - at);
}

void script_write(struct buf *out, const struct script *script)
{
    size_t end = script->n, to;
    while (end > 0 && script->v[end - 1].what == '=')
        end--;
    buf_char(out, '[');
    for (size_t i = 0; i < end; i = to) {
        char what = script->v[i].what;
        for (to = i; to < end && script->v[to].what == what; to++)
            continue;
        buf_text(out, i == 0 ? "" : ",");
        if (what == '=') {
            buf_print(out, "%zu", to - i);
        } else if (what == '-') {
            buf_print(out, "{\"d\":%zu}", to - i);
        } else {
            buf_char(out, '"');
            for (size_t k = i; k < to; k++) {
                if (script->v[k].letter == '"' || script->v[k].letter == '\\')
                    buf_char(out, '\\');
                write_letter(out, script->v[k].letter);
            }
            buf_char(out, '"');
        }
    }
    buf_char(out, ']');
}

struct script script_between(const struct words *from, const struct words *to)
{
    struct script script = {0};
    size_t head = 0, tail = 0;
    while (head < from->n && head < to->n && from->v[head] == to->v[head])
        head++;
    while (tail < from->n - head && tail < to->n - head && from->v[from->n - 1 - tail] == to->v[to->n - 1 - tail])
        tail++;
    for (size_t i = 0; i < head; i++)
        script_add(&script, '=', from->v[i]);
    for (size_t i = head; i < to->n - tail; i++)
        script_add(&script, '+', to->v[i]);
    for (size_t i = head; i < from->n; i++)
        script_add(&script, i < from->n - tail ? '-' : '=', from->v[i]);
    return script;
}

static void gather(struct words *out, const struct script *script, const char *which)
{
    for (size_t i = 0; i < script->n; i++)
        if (strchr(which, script->v[i].what) != NULL)
            words_add(out, script->v[i].letter);
}

void script_result(struct words *out, const struct script *script)
{
    gather(out, script, "=+");
}

void script_inserted(struct words *out, const struct script *script)
{
    gather(out, script, "+");
}

void script_deleted(struct words *out, const struct script *script)
{
    gather(out, script, "-");
}

/* Copy what is inserted before the next letter of the text both are made for, as `what`. */
static void take_inserted(struct script *out, const struct script *from, size_t *at, char what)
{
    for (; *at < from->n && from->v[*at].what == '+'; (*at)++)
        script_add(out, what, from->v[*at].letter);
}

struct script script_transform(const struct script *script, const struct script *other, bool first)
{
    struct script out = {0};
    size_t a = 0, b = 0;
    for (;;) {
        if (first)
            take_inserted(&out, script, &a, '+');
        take_inserted(&out, other, &b, '=');
        if (!first)
            take_inserted(&out, script, &a, '+');
        assert((a == script->n) == (b == other->n));
        if (a == script->n)
            return out;
        assert(script->v[a].letter == other->v[b].letter);
        if (other->v[b].what == '=')
            script_add(&out, script->v[a].what, script->v[a].letter);
        a++;
        b++;
    }
}

struct script script_compose(const struct script *first, const struct script *second)
{
    struct script out = {0};
    size_t b = 0;
    for (size_t a = 0; a < first->n; a++) {
        if (first->v[a].what == '-') {
            script_add(&out, '-', first->v[a].letter);
            continue;
        }
        take_inserted(&out, second, &b, '+');
        assert(b < second->n && second->v[b].letter == first->v[a].letter);
        if (second->v[b].what == '=')
            script_add(&out, first->v[a].what, first->v[a].letter);
        else if (first->v[a].what == '=')
            script_add(&out, '-', first->v[a].letter);
        b++;
    }
    take_inserted(&out, second, &b, '+');
    assert(b == second->n);
    return out;
}
