/*
 * field: copying, comparing, merging and freeing members by their rows. See include/core/field.h.
 *
 * Types that are kept the same way in memory share one row of operations.
 */
#include "core/field.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "core/limits.h"
#include "core/ot.h"

struct member_ops {
    size_t size;
    bool (*is_empty)(const void *p);
    bool (*equal)(const void *a, const void *b);
    void (*clear)(void *p);
    void (*copy)(void *dst, const void *src);       /* dst is empty */
};

/* Numbers and flags: empty is all zero. */
#define PLAIN(name, type) \
    static bool name##_is_empty(const void *p) \
    { \
        return *(const type *)p == 0; \
    } \
    static bool name##_equal(const void *a, const void *b) \
    { \
        return *(const type *)a == *(const type *)b; \
    } \
    static void name##_clear(void *p) \
    { \
        *(type *)p = 0; \
    } \
    static void name##_copy(void *dst, const void *src) \
    { \
        *(type *)dst = *(const type *)src; \
    } \
    static const struct member_ops name##_ops = { sizeof(type), name##_is_empty, name##_equal, \
                                                  name##_clear, name##_copy }

PLAIN(flag, bool);
PLAIN(small, uint8_t);
PLAIN(number, int64_t);
PLAIN(id, uint64_t);

static bool same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool text_is_empty(const void *p)
{
    const char *text = *(char *const *)p;
    return text == NULL || text[0] == '\0';
}

static bool text_equal(const void *a, const void *b)
{
    return same_text(*(char *const *)a, *(char *const *)b);
}

static void text_clear(void *p)
{
    mem_free(*(char **)p);
    *(char **)p = NULL;
}

static void text_copy(void *dst, const void *src)
{
    *(char **)dst = mem_copy_text(*(char *const *)src);
}

static const struct member_ops text_ops = { sizeof(char *), text_is_empty, text_equal, text_clear,
                                            text_copy };

static bool ids_is_empty(const void *p)
{
    return ((const struct ids *)p)->n == 0;
}

static bool ids_equal(const void *a, const void *b)
{
    const struct ids *x = a, *y = b;
    return x->n == y->n && (x->n == 0 || memcmp(x->v, y->v, x->n * sizeof(*x->v)) == 0);
}

static void ids_clear(void *p)
{
    struct ids *ids = p;
    mem_free(ids->v);
    *ids = (struct ids){ 0 };
}

static void ids_copy(void *dst, const void *src)
{
    const struct ids *from = src;
    struct ids *to = dst;
    if (from->n == 0)
        return;
    to->v = mem_zero(from->n, sizeof(*to->v));
    memcpy(to->v, from->v, from->n * sizeof(*to->v));
    to->n = from->n;
}

static const struct member_ops ids_ops = { sizeof(struct ids), ids_is_empty, ids_equal, ids_clear,
                                           ids_copy };

static bool ints_is_empty(const void *p)
{
    return ((const struct ints *)p)->n == 0;
}

static bool ints_equal(const void *a, const void *b)
{
    const struct ints *x = a, *y = b;
    return x->n == y->n && (x->n == 0 || memcmp(x->v, y->v, x->n * sizeof(*x->v)) == 0);
}

static void ints_clear(void *p)
{
    struct ints *ints = p;
    mem_free(ints->v);
    *ints = (struct ints){ 0 };
}

static void ints_copy(void *dst, const void *src)
{
    const struct ints *from = src;
    struct ints *to = dst;
    if (from->n == 0)
        return;
    to->v = mem_zero(from->n, sizeof(*to->v));
    memcpy(to->v, from->v, from->n * sizeof(*to->v));
    to->n = from->n;
}

static const struct member_ops ints_ops = { sizeof(struct ints), ints_is_empty, ints_equal, ints_clear, ints_copy };

static bool texts_is_empty(const void *p)
{
    return ((const struct texts *)p)->n == 0;
}

static bool texts_equal(const void *a, const void *b)
{
    const struct texts *x = a, *y = b;
    if (x->n != y->n)
        return false;
    for (uint32_t i = 0; i < x->n; i++)
        if (!same_text(x->v[i], y->v[i]))
            return false;
    return true;
}

static void texts_clear(void *p)
{
    struct texts *texts = p;
    for (uint32_t i = 0; i < texts->n; i++)
        mem_free(texts->v[i]);
    mem_free(texts->v);
    *texts = (struct texts){ 0 };
}

static void texts_copy(void *dst, const void *src)
{
    const struct texts *from = src;
    struct texts *to = dst;
    if (from->n == 0)
        return;
    to->v = mem_zero(from->n, sizeof(*to->v));
    for (uint32_t i = 0; i < from->n; i++)
        to->v[i] = mem_copy_text(from->v[i]);
    to->n = from->n;
}

static const struct member_ops texts_ops = { sizeof(struct texts), texts_is_empty, texts_equal,
                                             texts_clear, texts_copy };

static bool ml_member_is_empty(const void *p)
{
    return ml_is_empty(p);
}

static bool ml_equal(const void *a, const void *b)
{
    const struct ml *x = a, *y = b;
    for (int l = 0; l < LANG_N; l++)
        if (!same_text(x->text[l], y->text[l]) || x->rev[l] != y->rev[l])
            return false;
    return x->source == y->source && x->source_rev == y->source_rev;
}

static void ml_clear(void *p)
{
    struct ml *ml = p;
    for (int l = 0; l < LANG_N; l++)
        mem_free(ml->text[l]);
    *ml = (struct ml){ 0 };
}

static void ml_copy(void *dst, const void *src)
{
    struct ml *to = dst;
    *to = *(const struct ml *)src;
    for (int l = 0; l < LANG_N; l++)
        to->text[l] = mem_copy_text(to->text[l]);
}

static const struct member_ops ml_ops = { sizeof(struct ml), ml_member_is_empty, ml_equal, ml_clear,
                                          ml_copy };

static bool op_is_empty(const void *p)
{
    return ((const struct ot_op *)p)->n == 0;
}

static bool op_equal(const void *a, const void *b)
{
    return ot_equal(a, b);
}

static void op_clear(void *p)
{
    ot_clear(p);
}

static void op_copy(void *dst, const void *src)
{
    ot_copy(dst, src);
}

static const struct member_ops op_ops = { sizeof(struct ot_op), op_is_empty, op_equal, op_clear, op_copy };

static const struct member_ops *ops_of(enum field_type type)
{
    static const struct member_ops *const ops[] = {
        [FIELD_BOOL] = &flag_ops,   [FIELD_INT] = &number_ops,  [FIELD_TIME] = &number_ops, [FIELD_ENUM] = &small_ops,
        [FIELD_REF] = &id_ops,      [FIELD_REFS] = &ids_ops,    [FIELD_TEXT] = &text_ops,   [FIELD_ML] = &ml_ops,
        [FIELD_TEXTS] = &texts_ops, [FIELD_LANG] = &small_ops,  [FIELD_LANGS] = &texts_ops, [FIELD_DATE] = &text_ops,
        [FIELD_CLOCK] = &text_ops,  [FIELD_LOCAL] = &text_ops,  [FIELD_DUE] = &text_ops,    [FIELD_COUNTRY] = &text_ops,
        [FIELD_ZONE] = &text_ops,   [FIELD_WORDS] = &texts_ops, [FIELD_OP] = &op_ops,       [FIELD_INTS] = &ints_ops,
    };
    assert((size_t)type < sizeof(ops) / sizeof(ops[0]));
    assert(ops[type] != NULL);
    return ops[type];
}

uint32_t field_list_max(const struct field *field)
{
    if (field->type == FIELD_INTS)
        return LIMIT_INTS;
    int64_t own = field->type == FIELD_REFS ? field->max : field->type == FIELD_TEXTS ? field->min : 0;
    return own == 0 ? LIMIT_LIST : (uint32_t)own;
}

size_t field_size(enum field_type type)
{
    return ops_of(type)->size;
}

bool field_is_empty(const struct field *field, const void *object)
{
    return ops_of(field->type)->is_empty((const char *)object + field->offset);
}

bool field_equal(const struct field *field, const void *a, const void *b)
{
    return ops_of(field->type)->equal((const char *)a + field->offset, (const char *)b + field->offset);
}

void field_clear(const struct field *field, void *object)
{
    ops_of(field->type)->clear((char *)object + field->offset);
}

void field_copy(const struct field *field, void *dst, const void *src)
{
    if (dst == src)
        return;
    field_clear(field, dst);
    ops_of(field->type)->copy((char *)dst + field->offset, (const char *)src + field->offset);
}

/* The order in which a language without a better claim becomes the source. */
static enum lang ml_first(const struct ml *ml)
{
    static const enum lang order[LANG_N] = { LANG_EN, LANG_FR, LANG_AR };
    for (int i = 0; i < LANG_N; i++)
        if (ml->text[order[i]] != NULL)
            return order[i];
    return LANG_N;
}

/* Take over the languages given in src. Returns bits of those whose text is new. */
static unsigned ml_take_texts(struct ml *dst, struct ml *src)
{
    unsigned changed = 0;
    for (int l = 0; l < LANG_N; l++) {
        char *given = src->text[l];
        src->text[l] = NULL;
        if (given == NULL)
            continue;
        if (given[0] == '\0' || same_text(given, dst->text[l])) {
            if (given[0] == '\0') {
                mem_free(dst->text[l]);
                dst->text[l] = NULL;
                dst->rev[l] = 0;
            }
            mem_free(given);
            continue;
        }
        mem_free(dst->text[l]);
        dst->text[l] = given;
        changed |= 1u << l;
    }
    return changed;
}

void ml_merge(struct ml *dst, struct ml *src)
{
    bool was_empty = ml_is_empty(dst);
    bool named = src->source_rev != 0;
    enum lang asked = (enum lang)src->source;
    unsigned changed = ml_take_texts(dst, src);
    *src = (struct ml){ 0 };
    if (ml_is_empty(dst)) {
        *dst = (struct ml){ 0 };
        return;
    }
    if (was_empty) {
        bool usable = named && asked < LANG_N && dst->text[asked] != NULL;
        dst->source = (uint8_t)(usable ? asked : ml_first(dst));
        dst->source_rev = 1;
    } else if (dst->text[dst->source] == NULL) {
        dst->source = (uint8_t)ml_first(dst);
        dst->rev[dst->source] = dst->source_rev;
    } else if (changed & (1u << dst->source)) {
        dst->source_rev++;
    }
    for (int l = 0; l < LANG_N; l++)
        if (changed & (1u << l))
            dst->rev[l] = dst->source_rev;
}

void field_merge(const struct field *field, void *dst, void *src)
{
    assert(dst != src);
    if (field->type == FIELD_ML) {
        ml_merge((struct ml *)((char *)dst + field->offset), (struct ml *)((char *)src + field->offset));
        return;
    }
    size_t size = field_size(field->type);
    field_clear(field, dst);
    memcpy((char *)dst + field->offset, (char *)src + field->offset, size);
    memset((char *)src + field->offset, 0, size);
    if (field_is_empty(field, dst))
        field_clear(field, dst);
}

const char *ml_text(const struct ml *ml, enum lang lang)
{
    assert((unsigned)lang < LANG_N);
    if (ml_is_empty(ml))
        return NULL;
    if (ml->text[lang] != NULL)
        return ml->text[lang];
    if (ml->text[ml->source] != NULL)
        return ml->text[ml->source];
    return ml->text[ml_first(ml)];
}

bool ml_is_empty(const struct ml *ml)
{
    for (int l = 0; l < LANG_N; l++)
        if (ml->text[l] != NULL)
            return false;
    return true;
}

static const char *const lang_words[LANG_N] = { [LANG_AR] = "ar", [LANG_FR] = "fr", [LANG_EN] = "en" };

const char *lang_word(enum lang lang)
{
    assert((unsigned)lang < LANG_N);
    return lang_words[lang];
}

enum lang lang_of(const char *word)
{
    assert(word != NULL);
    for (int l = 0; l < LANG_N; l++)
        if (strcmp(lang_words[l], word) == 0)
            return (enum lang)l;
    return LANG_N;
}
