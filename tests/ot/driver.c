/*
 * plenary_ot: core/ot and the codec behind lines of text, so that another program can compare them with its own.
 *
 * A line is a word and what it needs, each after a tab (tabs within JSON are escaped); the answer is one line. Operations
 * are in the canonical form of ot_write; a text is given and answered as the operation that writes it into an empty one.
 *   pair TEXT A B     everything two operations on a text give: see `pair`
 *   apply TEXT A      the text after an operation, none when it reaches past the end
 *   normal PART...    parts as they come, s5 (skip), d3 (delete) or i and an operation of one insert (i alone: no words):
 *                     what ot_form says of them, whether they are normal, and the operation after ot_normalize
 *   diff TEXT TEXT    the operation between two texts
 *   stored BYTES      what ot_read says of them: ok and the operation written again, or refused
 *   sent JSON         what the codec says of them: a code, and if that is ok the operation
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/codec_field.h"
#include "base/buf.h"
#include "base/mem.h"
#include "core/limits.h"
#include "core/ot.h"

enum { WORDS_MAX = 4096, OUT_MAX = 64 << 20 };

static void put_op(struct buf *out, const struct ot_op *op)
{
    struct json json;
    json_init(&json, out);
    ot_write(&json, op);
}

static void put_op_tab(struct buf *out, struct ot_op *op)
{
    put_op(out, op);
    buf_char(out, '\t');
    ot_clear(op);
}

/* Takes the text; "none" for what was refused. */
static void put_text_tab(struct buf *out, char *text)
{
    struct ot_op op = { 0 };
    if (text == NULL)
        buf_text(out, "none\t");
    else if (text[0] != '\0')
        ot_push(&op, OT_INSERT, 0, text);
    if (text != NULL)
        put_op_tab(out, &op);
    mem_free(text);
}

static struct ot_op need_op(const char *text)
{
    struct ot_op op;
    if (ot_read(&op, text, strlen(text)))
        return op;
    fprintf(stderr, "not an operation: %s\n", text);
    exit(2);
}

static char *need_text(const char *text)
{
    struct ot_op op = need_op(text);
    char *result = ot_apply("", &op);
    ot_clear(&op);
    if (result != NULL)
        return result;
    fprintf(stderr, "not a text: %s\n", text);
    exit(2);
}

/* The text after one operation and the other; the first one's inverse; the text after it; both as one; the other transformed. */
static void one_then_other(struct buf *out, const char *text, const struct ot_op *first, const struct ot_op *other, enum ot_side side)
{
    struct ot_op later = ot_transform(other, first, side);
    struct ot_op both = ot_compose(first, &later);
    struct ot_op back = ot_invert(first, text);
    char *after = ot_apply(text, first);
    put_text_tab(out, ot_apply(after, &later));
    put_op_tab(out, &back);
    put_text_tab(out, after);
    put_op_tab(out, &both);
    put_op_tab(out, &later);
}

/* Both operations reach no further than the text. B comes right of A, then A left of B, then B left of A; then ot_form of A. */
static void pair(struct buf *out, char **words, size_t n)
{
    assert(n == 4);
    char *text = need_text(words[1]);
    struct ot_op a = need_op(words[2]);
    struct ot_op b = need_op(words[3]);
    one_then_other(out, text, &a, &b, OT_RIGHT);
    one_then_other(out, text, &b, &a, OT_LEFT);
    one_then_other(out, text, &a, &b, OT_LEFT);
    buf_text(out, code_word(ot_form(&a)));
    ot_clear(&b);
    ot_clear(&a);
    mem_free(text);
}

static void apply(struct buf *out, char **words, size_t n)
{
    assert(n == 3);
    char *text = need_text(words[1]);
    struct ot_op op = need_op(words[2]);
    put_text_tab(out, ot_apply(text, &op));
    ot_clear(&op);
    mem_free(text);
}

static void push_part(struct ot_op *op, const char *part)
{
    if (part[0] != 'i') {
        ot_push(op, part[0] == 'd' ? OT_DELETE : OT_SKIP, (uint32_t)strtoul(part + 1, NULL, 10), NULL);
        return;
    }
    char *words = part[1] != '\0' ? need_text(part + 1) : mem_copy_text("");
    ot_push(op, OT_INSERT, 0, words);
    mem_free(words);
}

static void normal(struct buf *out, char **words, size_t n)
{
    struct ot_op op = { 0 };
    for (size_t i = 1; i < n; i++)
        push_part(&op, words[i]);
    buf_text(out, code_word(ot_form(&op)));
    buf_text(out, ot_is_normal(&op) ? "\tnormal\t" : "\tother\t");
    ot_normalize(&op);
    put_op(out, &op);
    ot_clear(&op);
}

static void diff(struct buf *out, char **words, size_t n)
{
    assert(n == 3);
    char *old = need_text(words[1]);
    char *new = need_text(words[2]);
    struct ot_op op = ot_diff(old, new);
    put_op(out, &op);
    ot_clear(&op);
    mem_free(new);
    mem_free(old);
}

static void stored(struct buf *out, char **words, size_t n)
{
    struct ot_op op;
    const char *text = n > 1 ? words[1] : "";
    const bool is_read = ot_read(&op, text, strlen(text));
    buf_text(out, is_read ? "ok\t" : "refused");
    if (is_read)
        put_op(out, &op);
    ot_clear(&op);
}

struct args {
    struct ot_op op;
};

static void sent(struct buf *out, char **words, size_t n)
{
    static const struct field row = { .name = "op", .type = FIELD_OP, .offset = offsetof(struct args, op) };
    assert(n == 2);
    struct buf frame;
    buf_init(&frame, OUT_MAX);
    buf_print(&frame, "{\"op\":%s}", words[1]);
    struct node *root = frame.len <= LIMIT_FRAME_IN ? tree_read(frame.data, frame.len, LIMIT_FRAME_IN, NULL) : NULL;
    struct args args = { 0 };
    const enum code code = root == NULL ? CODE_BAD_FRAME : codec_field(&row, &args, node_get(root, "op"), LANG_EN);
    buf_text(out, code_word(code));
    buf_char(out, '\t');
    if (code == CODE_OK)
        put_op(out, &args.op);
    ot_clear(&args.op);
    tree_free(root);
    buf_free(&frame);
}

static const struct {
    const char *word;
    void (*answer)(struct buf *out, char **words, size_t n);
} answers[] = {
    { "pair", pair }, { "apply", apply }, { "normal", normal }, { "diff", diff }, { "stored", stored }, { "sent", sent }
};

static void answer(struct buf *out, char **words, size_t n)
{
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        if (strcmp(words[0], answers[i].word) == 0) {
            answers[i].answer(out, words, n);
            return;
        }
    }
    fprintf(stderr, "no such word: %s\n", words[0]);
    exit(2);
}

static size_t split(char *line, char **words)
{
    size_t n = 0;
    char *tab = line;
    for (; tab != NULL && n < WORDS_MAX; line = tab + 1) {
        words[n++] = line;
        tab = strchr(line, '\t');
        if (tab != NULL)
            *tab = '\0';
    }
    assert(tab == NULL);
    return n;
}

int main(void)
{
    char *line = NULL;
    size_t cap = 0;
    struct buf out;
    buf_init(&out, OUT_MAX);
    for (ssize_t n; (n = getline(&line, &cap, stdin)) > 0;) {
        assert(line[n - 1] == '\n');
        line[n - 1] = '\0';
        char *words[WORDS_MAX];
        const size_t words_n = split(line, words);
        buf_reset(&out);
        answer(&out, words, words_n);
        buf_char(&out, '\n');
        assert(!out.full);
        if (fwrite(out.data, 1, out.len, stdout) != out.len)
            return 1;
    }
    buf_free(&out);
    free(line);
    return 0;
}
