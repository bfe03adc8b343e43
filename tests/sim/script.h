/*
 * script: operations on a text, a second time and otherwise than the server has them: as the text they are for, letter by letter, each
 * kept or deleted, with what is inserted between. Slow and plain, so that one can see that it is right (PROTOCOL.md P34 to P36).
 */
#ifndef PLENARY_SIM_SCRIPT_H
#define PLENARY_SIM_SCRIPT_H

#include "base/buf.h"
#include "scan.h"

struct words {                      /* a text as code points */
    uint32_t *v;                    /* owned */
    size_t n, cap;
};

struct cell {
    uint32_t letter;
    char what;                      /* '=' kept, '-' deleted, '+' inserted */
};

struct script {
    struct cell *v;                 /* owned */
    size_t n, cap;
};

void words_add(struct words *words, uint32_t letter);
void words_copy(struct words *dst, const struct words *src);
void words_clear(struct words *words);
bool words_equal(const struct words *a, const struct words *b);
bool words_have(const struct words *words, uint32_t letter);
/* A JSON string, escapes included; nothing for what is none. */
void words_read(struct words *words, struct slice string);
/* As UTF-8, not escaped: for letters that need no escape. */
void words_write(struct buf *out, const struct words *words);

void script_add(struct script *script, char what, uint32_t letter);
void script_clear(struct script *script);
void script_copy(struct script *dst, const struct script *src);
bool script_does_nothing(const struct script *script);

/* The operation that keeps all of the text. */
struct script script_of(const struct words *text);
/* The operation of a frame ([5,"abc",{"d":3}]) on that text. False: it reaches past its end, or is none. */
bool script_read(struct script *script, const struct words *text, struct slice array);
void script_write(struct buf *out, const struct script *script);
/* One replacement that makes `to` of `from`: what stands between their common beginning and their common end. */
struct script script_between(const struct words *from, const struct words *to);

/* The text after it; the letters it inserts; those it deletes. Each appends. */
void script_result(struct words *out, const struct script *script);
void script_inserted(struct words *out, const struct script *script);
void script_deleted(struct words *out, const struct script *script);

/* What `script` does after `other`, both made for one text. At one place its words come first, or those of `other`. */
struct script script_transform(const struct script *script, const struct script *other, bool first);
/* `first` and then `second`, which was made for the text after it. */
struct script script_compose(const struct script *first, const struct script *second);

#endif
