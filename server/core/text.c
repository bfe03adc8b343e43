/* text: fields that are drafted together. See include/core/text.h; rules O1 to O12 of RULES.md. */
#include "core/text.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "core/kind_rows.h"
#include "core/limits.h"
#include "core/room_inside.h"

const struct field *text_row(enum kind kind, uint8_t field)
{
    const struct kind_info *info = kind_info(kind);
    assert(field < TEXT_FIELD_N);
    for (size_t i = 0; i < info->n_fields; i++)
        if ((info->fields[i].flags & FIELD_COEDITED) && strcmp(info->fields[i].name, text_field_words[field]) == 0)
            return &info->fields[i];
    return NULL;
}

enum text_field text_field_of(const struct field *row)
{
    enum text_field field = TEXT_TITLE;
    assert(row->flags & FIELD_COEDITED);
    while (field < TEXT_FIELD_N && strcmp(text_field_words[field], row->name) != 0)
        field++;
    assert(field < TEXT_FIELD_N);
    return field;
}

struct text *text_find(const struct room *room, uint64_t of, uint8_t field, uint8_t lang)
{
    return map_get(&room->texts, text_key(of, field, lang));
}

static struct ml *member(struct entity *owner, const struct field *row)
{
    return (struct ml *)(void *)((char *)owner + row->offset);
}

const char *text_words(const struct room *room, const struct text *text)
{
    const struct entity *owner = map_get(&room->entities, text->of);
    assert(owner != NULL && !owner->removed);
    const struct field *row = text_row((enum kind)owner->kind, text->field);
    assert(row != NULL);
    const struct ml *ml = (const struct ml *)(const void *)((const char *)owner + row->offset);
    return ml->text[text->lang] == NULL ? "" : ml->text[text->lang];
}

/* About what an operation takes in memory; written as JSON it takes less than twice as much. */
static size_t op_bytes(const struct ot_op *op)
{
    size_t bytes = sizeof(struct text_op) + op->n * sizeof(struct ot_part);
    for (uint32_t i = 0; i < op->n; i++)
        if (op->v[i].type == OT_INSERT)
            bytes += strlen(op->v[i].text);
    return bytes;
}

/* The revision that the window starts from. */
static int64_t window_base(const struct text *text)
{
    return text->window == NULL ? text->rev : text->rev - (int64_t)text->window->n;
}

const struct text_op *text_since(const struct text *text, uint64_t since, size_t *n)
{
    const struct text_window *window = text->window;
    size_t at = window == NULL ? 0 : window->n;
    *n = 0;
    while (at > 0 && window->v[at - 1].seq > since) {
        at--;
        ++*n;
    }
    return *n == 0 ? NULL : &window->v[at];
}

bool text_knows(const struct text *text, uint64_t since)
{
    return since >= (text->window == NULL ? text->e.seq : text->window->from);
}

static struct text_window *window_open(struct text *text, const char *words)
{
    if (text->window != NULL)
        return text->window;
    text->window = mem_zero(1, sizeof(*text->window));
    text->window->from = text->e.seq;
#ifdef PLENARY_PARANOID
    text->window->base = mem_copy_text(words);
#else
    (void)words;
#endif
    return text->window;
}

static void window_reserve(struct text_window *window, size_t n)
{
    if (n <= window->cap)
        return;
    while (window->cap < n)
        window->cap = window->cap == 0 ? 2 : window->cap * 2;
    window->v = mem_grow(window->v, window->cap, sizeof(*window->v));
}

void text_forget(struct room *room, struct text *text)
{
    struct text_window *window = text->window;
    if (window == NULL)
        return;
    for (size_t i = 0; i < window->n; i++)
        ot_clear(&window->v[i].op);
    assert(room->windows_bytes >= window->bytes);
    room->windows_bytes -= window->bytes;
#ifdef PLENARY_PARANOID
    mem_free(window->base);
#endif
    mem_free(window->v);
    mem_free(window);
    text->window = NULL;
}

static void window_advance_base(struct text_window *window, const struct ot_op *op)
{
#ifdef PLENARY_PARANOID
    if (window->base == NULL)
        return;
    char *next = ot_apply(window->base, op);
    assert(next != NULL);
    mem_free(window->base);
    window->base = next;
#else
    (void)window, (void)op;
#endif
}

/* Drop the oldest `n` of the window. */
static void window_drop(struct room *room, struct text *text, size_t n)
{
    struct text_window *window = text->window;
    if (n == window->n) {
        text_forget(room, text);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        size_t bytes = op_bytes(&window->v[i].op);
        window_advance_base(window, &window->v[i].op);
        ot_clear(&window->v[i].op);
        window->bytes -= bytes;
        room->windows_bytes -= bytes;
    }
    if (n > 0)
        window->from = window->v[n - 1].seq;
    window->n -= n;
    memmove(window->v, window->v + n, window->n * sizeof(*window->v));
}

/* O9: of one text so many operations are kept, and so many bytes. */
static void window_trim(struct room *room, struct text *text)
{
    const struct text_window *window = text->window;
    if (window == NULL)
        return;
    size_t n = window->n > LIMIT_WINDOW_OPS ? window->n - LIMIT_WINDOW_OPS : 0;
    size_t bytes = window->bytes;
    for (size_t i = 0; i < n; i++)
        bytes -= op_bytes(&window->v[i].op);
    while (n < window->n && bytes > LIMIT_WINDOW_BYTES)
        bytes -= op_bytes(&window->v[n++].op);
    window_drop(room, text, n);
}

void text_trim(struct room *room)
{
    const struct kind_list *texts = &room->live[KIND_TEXT];
    for (size_t i = 0; i < room->n_dirty; i++) {
        struct text *text = (struct text *)room->dirty[i];
        if (text->e.kind == KIND_TEXT && text->e.removed)
            text_forget(room, text);
        else if (text->e.kind == KIND_TEXT)
            window_trim(room, text);
    }
    while (room->windows_bytes > LIMIT_WINDOWS_BYTES) {
        for (size_t i = 0; i < texts->n; i++) {
            struct text *text = (struct text *)texts->v[i];
            if (text->window != NULL)
                window_drop(room, text, text->window->n - text->window->n / 2);
        }
    }
}

#ifdef PLENARY_PARANOID
static bool folds(const struct room *room, const struct text *text)
{
    const struct text_window *window = text->window;
    char *words = mem_copy_text(window->base);
    for (size_t i = 0; i < window->n && words != NULL; i++) {
        char *next = ot_apply(words, &window->v[i].op);
        mem_free(words);
        words = next;
    }
    bool same = window->base == NULL || (words != NULL && strcmp(words, text_words(room, text)) == 0);
    mem_free(words);
    return same;
}
#endif

bool text_window_ok(const struct room *room, const struct text *text)
{
    const struct text_window *window = text->window;
    (void)room;
    if (window == NULL)
        return true;
    size_t bytes = 0;
    for (size_t i = 0; i < window->n; i++) {
        bytes += op_bytes(&window->v[i].op);
        if (window->v[i].rev != text->rev - (int64_t)(window->n - 1 - i))
            return false;
        if (i > 0 && window->v[i - 1].seq > window->v[i].seq)
            return false;
    }
    if (window->n == 0 || bytes != window->bytes || window->v[window->n - 1].seq != text->e.seq)
        return false;
#ifdef PLENARY_PARANOID
    return folds(room, text);
#else
    return true;
#endif
}

bool room_lacks(const struct room *room, const struct command *cmd, uint64_t *text_id, int64_t *rev)
{
    if (strcmp(cmd->verb->name, "text.edit") != 0)
        return false;
    const struct args_text_edit *args = &cmd->u.text_edit;
    if (args->field >= TEXT_FIELD_N || args->lang >= LANG_N || cmd->id > LIMIT_ID)
        return false;
    const struct text *text = text_find(room, cmd->id, args->field, args->lang);
    if (text == NULL || args->rev < 0 || args->rev >= window_base(text) || ot_form(&args->op) != CODE_OK)
        return false;
    *text_id = text->e.id;
    *rev = args->rev;
    return true;
}

/* Of operations read back, those that stand directly before `base`: how many of the first ones do. 0: they do not reach it. */
static size_t count_older(const struct text_op *ops, size_t n, int64_t base)
{
    if (n == 0 || ops[0].rev > base || ops[n - 1].rev < base)
        return 0;
    for (size_t i = 0; i < n; i++)
        if (ops[i].rev != ops[0].rev + (int64_t)i)
            return 0;
    return (size_t)(base - ops[0].rev) + 1;
}

bool text_put_older(struct room *room, uint64_t id, struct text_op *ops, size_t n)
{
    struct text *text = (struct text *)room_find(room, KIND_TEXT, id);
    size_t older = text == NULL ? 0 : count_older(ops, n, window_base(text));
    if (older > 0) {
        struct text_window *window = window_open(text, NULL);
        window_reserve(window, window->n + older);
        memmove(window->v + older, window->v, window->n * sizeof(*window->v));
        memcpy(window->v, ops, older * sizeof(*ops));
        window->n += older;
        window->from = ops[0].rev == 1 ? 0 : ops[0].seq;
        for (size_t i = 0; i < older; i++) {
            window->bytes += op_bytes(&ops[i].op);
            room->windows_bytes += op_bytes(&ops[i].op);
        }
#ifdef PLENARY_PARANOID
        mem_free(window->base);
        window->base = ops[0].rev == 1 ? mem_copy_text("") : NULL;
#endif
    }
    for (size_t i = older; i < n; i++)
        ot_clear(&ops[i].op);
    memset(ops, 0, n * sizeof(*ops));
    return older > 0;
}

struct ot_op text_arrive(const struct text *text, int64_t rev, const struct ot_op *op)
{
    struct ot_op now = { 0 };
    ot_copy(&now, op);
    assert(rev >= 0 && rev <= (text == NULL ? 0 : text->rev));
    if (text == NULL || rev == text->rev)
        return now;
    assert(rev >= window_base(text));
    for (size_t i = (size_t)(rev - window_base(text)); i < text->window->n; i++) {
        struct ot_op next = ot_transform(&now, &text->window->v[i].op, OT_LEFT);
        ot_clear(&now);
        now = next;
    }
    return now;
}

/* O1: the text of a field that gets a word, there from its first one on. */
static struct text *text_for(struct room *room, const struct entity *owner, const struct field *row, enum lang lang)
{
    uint8_t field = (uint8_t)text_field_of(row);
    struct text *text = text_find(room, owner->id, field, (uint8_t)lang);
    if (text != NULL)
        return text;
    text = (struct text *)room_create(room, KIND_TEXT);
    text->of = owner->id;
    text->field = field;
    text->lang = (uint8_t)lang;
    room_index_text(room, text);
    return text;
}

/* O2: one more operation, which is taken over. `words` are those before it. */
static void record(struct room *room, struct text *text, struct ot_op op, const char *words)
{
    struct text_window *window = window_open(text, words);
    size_t bytes = op_bytes(&op);
    window_reserve(window, window->n + 1);
    text->rev++;
    window->v[window->n++] = (struct text_op){ .rev = text->rev, .seq = room->seq + 1, .op = op };
    window->bytes += bytes;
    room->windows_bytes += bytes;
    room_touch(room, &text->e);
}

/* What readers of the owner's row see of the field: everything but the words. */
struct marks {
    int source;
    unsigned there, old;
};

static struct marks marks_of(const struct ml *ml)
{
    struct marks marks = { .source = ml_is_empty(ml) ? -1 : ml->source };
    for (int l = 0; l < LANG_N; l++) {
        if (ml->text[l] == NULL)
            continue;
        marks.there |= 1u << l;
        if (ml->rev[l] < ml->source_rev)
            marks.old |= 1u << l;
    }
    return marks;
}

/* O5: most operations leave the owner's row as readers have it. */
static void tell_owner(struct room *room, struct entity *owner, const struct marks *before, const struct marks *now)
{
    if (before->source == now->source && before->there == now->there && before->old == now->old)
        room_save(room, owner);
    else
        room_touch(room, owner);
}

void text_put(struct room *room, struct entity *owner, const struct field *row, enum lang lang, const struct ot_op *op)
{
    struct ml *ml = member(owner, row);
    struct marks before = marks_of(ml), now;
    struct ml given = { 0 };
    struct ot_op copy = { 0 };
    given.text[lang] = ot_apply(ml->text[lang], op);
    assert(given.text[lang] != NULL);
    ot_copy(&copy, op);
    record(room, text_for(room, owner, row, lang), copy, ml->text[lang] == NULL ? "" : ml->text[lang]);
    ml_merge(ml, &given);
    now = marks_of(ml);
    tell_owner(room, owner, &before, &now);
}

void text_set(struct room *room, struct entity *owner, const struct field *row, enum lang lang, const char *words)
{
    struct ot_op op = ot_diff(member(owner, row)->text[lang], words);
    if (op.n > 0)
        text_put(room, owner, row, lang, &op);
    ot_clear(&op);
}

void text_merge(struct room *room, struct entity *owner, const struct field *row, struct ml *given)
{
    struct ml *ml = member(owner, row);
    char *before[LANG_N] = { NULL };
    bool is_given[LANG_N];
    for (int l = 0; l < LANG_N; l++) {
        is_given[l] = given->text[l] != NULL;
        before[l] = is_given[l] ? mem_copy_text(ml->text[l]) : NULL;
    }
    ml_merge(ml, given);
    for (int l = 0; l < LANG_N; l++) {
        struct ot_op op = { 0 };
        if (is_given[l])
            op = ot_diff(before[l], ml->text[l]);
        if (op.n > 0)
            record(room, text_for(room, owner, row, (enum lang)l), op, before[l] == NULL ? "" : before[l]);
        else
            ot_clear(&op);
        mem_free(before[l]);
    }
}
