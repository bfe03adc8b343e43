/* ot: applying, transforming, composing and inverting operations on texts; the parts they are made of. */
#include "core/ot.h"

#include <assert.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"

void ot_clear(struct ot_op *op)
{
    for (uint32_t i = 0; i < op->n; i++)
        mem_free(op->v[i].text);
    mem_free(op->v);
    *op = (struct ot_op){ 0 };
}

void ot_copy(struct ot_op *dst, const struct ot_op *src)
{
    assert(dst != src);
    ot_clear(dst);
    for (uint32_t i = 0; i < src->n; i++)
        ot_push(dst, src->v[i].type, src->v[i].n, src->v[i].text);
}

bool ot_equal(const struct ot_op *a, const struct ot_op *b)
{
    if (a->n != b->n)
        return false;
    for (uint32_t i = 0; i < a->n; i++) {
        const struct ot_part *x = &a->v[i];
        const struct ot_part *y = &b->v[i];
        if (x->type != y->type || x->n != y->n || (x->type == OT_INSERT && strcmp(x->text, y->text) != 0))
            return false;
    }
    return true;
}

/* The part takes over `text`. */
static void push_take(struct ot_op *op, enum ot_type type, uint32_t n, char *text)
{
    if (op->n == op->cap) {
        op->cap = op->cap > 0 ? op->cap * 2 : 4;
        op->v = mem_grow(op->v, op->cap, sizeof *op->v);
    }
    op->v[op->n++] = (struct ot_part){ .type = type, .n = n, .text = text };
}

void ot_push(struct ot_op *op, enum ot_type type, uint32_t n, const char *text)
{
    assert((type == OT_INSERT) == (text != NULL));
    if (type == OT_INSERT) {
        size_t length = utf8_length(text);
        assert(length <= OT_LENGTH_MAX);
        n = (uint32_t)length;
    }
    push_take(op, type, n, mem_copy_text(text));
}

uint32_t ot_length_needed(const struct ot_op *op)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < op->n; i++)
        if (op->v[i].type != OT_INSERT)
            n += op->v[i].n;
    return n;
}

int64_t ot_growth(const struct ot_op *op)
{
    int64_t n = 0;
    for (uint32_t i = 0; i < op->n; i++) {
        if (op->v[i].type == OT_INSERT)
            n += op->v[i].n;
        else if (op->v[i].type == OT_DELETE)
            n -= op->v[i].n;
    }
    return n;
}

/*
 * A piece of an operation or of a text: a whole part, or what was cut off one. Its words are borrowed.
 */
struct piece {
    enum ot_type type;
    uint32_t n;                 /* code points */
    const char *text;           /* OT_INSERT */
    size_t bytes;               /* of text */
};

/* Pieces put together to a normal operation. The words of an insert gather in `words` until another type follows. */
struct build {
    struct ot_op op;
    struct buf words;
    uint32_t words_n;           /* code points in words */
};

static void build_init(struct build *build)
{
    *build = (struct build){ .words_n = 0 };
    buf_init(&build->words, (size_t)4 * OT_LENGTH_MAX);
}

static void build_end_words(struct build *build)
{
    if (build->words_n == 0)
        return;
    assert(!build->words.full);
    push_take(&build->op, OT_INSERT, build->words_n, buf_take(&build->words, NULL));
    build->words_n = 0;
}

static void build_add(struct build *build, struct piece piece)
{
    if (piece.n == 0)
        return;
    if (piece.type == OT_INSERT) {
        buf_add(&build->words, piece.text, piece.bytes);
        build->words_n += piece.n;
        return;
    }
    build_end_words(build);
    struct ot_op *op = &build->op;
    if (op->n > 0 && op->v[op->n - 1].type == piece.type)
        op->v[op->n - 1].n += piece.n;
    else
        push_take(op, piece.type, piece.n, NULL);
}

/* The operation, which the caller owns. A skip at the end says nothing. */
static struct ot_op build_take(struct build *build)
{
    build_end_words(build);
    buf_free(&build->words);
    struct ot_op *op = &build->op;
    if (op->n > 0 && op->v[op->n - 1].type == OT_SKIP)
        op->n--;
    if (op->n == 0)
        ot_clear(op);
    assert(ot_is_normal(op));
    return *op;
}

/* Reading an operation piece by piece. Beyond its end it skips for ever. */
struct walk {
    const struct ot_op *op;
    uint32_t part;              /* index of the part that comes next, or is partly taken */
    uint32_t left;              /* code points of it not yet taken */
    const char *words;          /* OT_INSERT: those of them not yet taken, */
    const char *end;            /* and where they end */
};

static void walk_part(struct walk *walk, uint32_t part)
{
    walk->part = part;
    if (part >= walk->op->n)
        return;
    const struct ot_part *now = &walk->op->v[part];
    walk->left = now->n;
    walk->words = now->text;
    walk->end = now->text != NULL ? now->text + strlen(now->text) : NULL;
}

static void walk_init(struct walk *walk, const struct ot_op *op)
{
    assert(ot_is_normal(op));
    *walk = (struct walk){ .op = op };
    walk_part(walk, 0);
}

static bool walk_at_end(const struct walk *walk)
{
    return walk->part == walk->op->n;
}

static bool walk_at_insert(const struct walk *walk)
{
    return !walk_at_end(walk) && walk->op->v[walk->part].type == OT_INSERT;
}

/* The next piece, at most n code points of it, except that a part of type `whole` is never cut. */
static struct piece walk_take(struct walk *walk, uint32_t n, enum ot_type whole)
{
    assert(n > 0);
    if (walk_at_end(walk))
        return (struct piece){ .type = OT_SKIP, .n = n };
    struct piece piece = { .type = walk->op->v[walk->part].type, .n = walk->left, .text = walk->words };
    bool cut = piece.type != whole && n < walk->left;
    if (cut)
        piece.n = n;
    if (piece.type == OT_INSERT) {
        walk->words = cut ? utf8_skip(walk->words, walk->end, n) : walk->end;
        assert(walk->words != NULL);
        piece.bytes = (size_t)(walk->words - piece.text);
    }
    walk->left -= piece.n;
    if (walk->left == 0)
        walk_part(walk, walk->part + 1);
    return piece;
}

/* The next part, or what is left of it. */
static struct piece walk_take_part(struct walk *walk)
{
    return walk_take(walk, walk->left, OT_SKIP);
}

static void build_rest(struct build *build, struct walk *walk)
{
    while (!walk_at_end(walk))
        build_add(build, walk_take_part(walk));
}

void ot_normalize(struct ot_op *op)
{
    struct build build;
    build_init(&build);
    for (uint32_t i = 0; i < op->n; i++) {
        const struct ot_part *part = &op->v[i];
        size_t bytes = part->type == OT_INSERT ? strlen(part->text) : 0;
        build_add(&build, (struct piece){ part->type, part->n, part->text, bytes });
    }
    ot_clear(op);
    *op = build_take(&build);
}

/* Where `at` comes to after n code points of the text's rest; false, leaving it, when there are fewer. */
static bool text_skip(const char **at, const char *end, uint32_t n)
{
    const char *next = utf8_skip(*at, end, n);
    if (next == NULL)
        return false;
    *at = next;
    return true;
}

static size_t inserted_bytes(const struct ot_op *op)
{
    size_t bytes = 0;
    for (uint32_t i = 0; i < op->n; i++)
        if (op->v[i].type == OT_INSERT)
            bytes += strlen(op->v[i].text);
    return bytes;
}

static char *append(char *to, const char *bytes, size_t n)
{
    memcpy(to, bytes, n);
    return to + n;
}

char *ot_apply(const char *text, const struct ot_op *op)
{
    assert(ot_is_normal(op));
    const char *at = text != NULL ? text : "";
    const char *end = at + strlen(at);
    char *result = mem_grow(NULL, (size_t)(end - at) + inserted_bytes(op) + 1, 1);
    char *to = result;
    for (uint32_t i = 0; i < op->n; i++) {
        const struct ot_part *part = &op->v[i];
        const char *from = at;
        if (part->type == OT_INSERT) {
            to = append(to, part->text, strlen(part->text));
        } else if (!text_skip(&at, end, part->n)) {
            mem_free(result);
            return NULL;
        } else if (part->type == OT_SKIP) {
            to = append(to, from, (size_t)(at - from));
        }
    }
    to = append(to, at, (size_t)(end - at));
    *to = '\0';
    return result;
}

/* `op` passes over n code points that stay: its own words among them come along, whole. */
static void transform_over_kept(struct build *build, struct walk *op, uint32_t n)
{
    while (n > 0) {
        struct piece piece = walk_take(op, n, OT_INSERT);
        build_add(build, piece);
        if (piece.type != OT_INSERT)
            n -= piece.n;
    }
}

/* `op` passes over n code points that are gone: what it did with them is void, its own words stay. */
static void transform_over_deleted(struct build *build, struct walk *op, uint32_t n)
{
    while (n > 0) {
        struct piece piece = walk_take(op, n, OT_INSERT);
        if (piece.type == OT_INSERT)
            build_add(build, piece);
        else
            n -= piece.n;
    }
}

struct ot_op ot_transform(const struct ot_op *op, const struct ot_op *other, enum ot_side side)
{
    assert(ot_is_normal(other));
    struct build build;
    build_init(&build);
    struct walk walk;
    walk_init(&walk, op);
    for (uint32_t i = 0; i < other->n; i++) {
        const struct ot_part *part = &other->v[i];
        if (part->type == OT_SKIP) {
            transform_over_kept(&build, &walk, part->n);
        } else if (part->type == OT_DELETE) {
            transform_over_deleted(&build, &walk, part->n);
        } else {
            if (side == OT_LEFT && walk_at_insert(&walk))
                build_add(&build, walk_take_part(&walk));
            build_add(&build, (struct piece){ .type = OT_SKIP, .n = part->n });
        }
    }
    build_rest(&build, &walk);
    return build_take(&build);
}

/* The second operation skips n code points of what the first one leaves. */
static void compose_skip(struct build *build, struct walk *first, uint32_t n)
{
    while (n > 0) {
        struct piece piece = walk_take(first, n, OT_DELETE);
        build_add(build, piece);
        if (piece.type != OT_DELETE)
            n -= piece.n;
    }
}

/* The second operation deletes n code points of what the first one leaves: its inserts vanish, what it skipped goes. */
static void compose_delete(struct build *build, struct walk *first, uint32_t n)
{
    while (n > 0) {
        struct piece piece = walk_take(first, n, OT_DELETE);
        if (piece.type != OT_DELETE)
            n -= piece.n;
        if (piece.type != OT_INSERT)
            build_add(build, (struct piece){ .type = OT_DELETE, .n = piece.n });
    }
}

struct ot_op ot_compose(const struct ot_op *first, const struct ot_op *second)
{
    assert(ot_is_normal(second));
    struct build build;
    build_init(&build);
    struct walk walk;
    walk_init(&walk, first);
    for (uint32_t i = 0; i < second->n; i++) {
        const struct ot_part *part = &second->v[i];
        if (part->type == OT_SKIP)
            compose_skip(&build, &walk, part->n);
        else if (part->type == OT_DELETE)
            compose_delete(&build, &walk, part->n);
        else
            build_add(&build, (struct piece){ OT_INSERT, part->n, part->text, strlen(part->text) });
    }
    build_rest(&build, &walk);
    return build_take(&build);
}

struct ot_op ot_invert(const struct ot_op *op, const char *text)
{
    assert(ot_is_normal(op));
    const char *at = text != NULL ? text : "";
    const char *end = at + strlen(at);
    struct build build;
    build_init(&build);
    for (uint32_t i = 0; i < op->n; i++) {
        const struct ot_part *part = &op->v[i];
        const char *from = at;
        bool there = part->type == OT_INSERT || text_skip(&at, end, part->n);
        assert(there);
        if (part->type == OT_INSERT)
            build_add(&build, (struct piece){ .type = OT_DELETE, .n = part->n });
        else if (part->type == OT_DELETE)
            build_add(&build, (struct piece){ OT_INSERT, part->n, from, (size_t)(at - from) });
        else
            build_add(&build, (struct piece){ .type = OT_SKIP, .n = part->n });
    }
    return build_take(&build);
}
