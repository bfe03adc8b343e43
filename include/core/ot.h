/*
 * ot: operations on a text, in the format of ot-text-unicode 4.0.0 (the npm package the page uses).
 *
 * An operation walks over a text from its start: it skips, inserts and deletes, counted in code points; what it does not
 * reach stays. On the wire [5,"abc",{"d":3}]: skip 5, insert "abc", delete 3. A delete carries its count only. Applying,
 * transforming, composing and normalizing give byte for byte what the package gives for the same input (tests/ot).
 *
 * For every text s and operations a and b on it: apply(apply(s, a), transform(b, a, OT_RIGHT)) equals
 * apply(apply(s, b), transform(a, b, OT_LEFT)). Transforming by a and then b is not the same as transforming by their
 * composition: operations that others transform against are never composed.
 *
 * The zero value is the operation that does nothing. All functions but ot_push, ot_form and ot_normalize take and give
 * normal operations (see ot_form), asserted; an operation made by transforming or by ot_diff may be larger than LIMIT_OP_*
 * allow, which bind only what people send. Texts are valid UTF-8; NULL stands for the empty text. Every function is linear
 * in what it reads and writes. Not thread-safe on one operation; no state.
 */
#ifndef PLENARY_CORE_OT_H
#define PLENARY_CORE_OT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/json.h"
#include "core/code.h"

enum ot_type { OT_SKIP, OT_INSERT, OT_DELETE };

struct ot_part {
    enum ot_type type;
    uint32_t n;             /* code points */
    char *text;             /* OT_INSERT: the words, n code points, owned; else NULL */
};

struct ot_op {
    struct ot_part *v;      /* owned */
    uint32_t n;             /* parts */
    uint32_t cap;           /* parts allocated */
};

/* Code points an operation may need of a text and insert into it together: far above any text, so that sums fit 32 bits. */
enum { OT_LENGTH_MAX = 1 << 29 };

/* Free what it owns and make it the operation that does nothing. */
void ot_clear(struct ot_op *op);

/* dst becomes a deep copy of src; what dst held is freed. */
void ot_copy(struct ot_op *dst, const struct ot_op *src);

bool ot_equal(const struct ot_op *a, const struct ot_op *b);

/* Append a part as it is, without joining or judging: for readers, who call ot_form afterwards. An insert's words are
 * copied and counted (n is ignored); other parts take n, and text is NULL. */
void ot_push(struct ot_op *op, enum ot_type type, uint32_t n, const char *text);

/* Join neighbours of one type, drop parts of length 0 and a skip at the end. */
void ot_normalize(struct ot_op *op);

/* Whether ot_normalize would leave it alone, and all its lengths together are at most OT_LENGTH_MAX. */
bool ot_is_normal(const struct ot_op *op);

/*
 * Whether somebody may send this: CODE_BAD_ARGUMENT when it is not normal, does nothing, or reaches further than any text
 * (LIMIT_TEXT); CODE_TOO_LONG beyond LIMIT_OP_PARTS parts or LIMIT_OP_INSERT inserted code points. What characters a field
 * takes is not judged here.
 */
enum code ot_form(const struct ot_op *op);

/* Code points that a text must have at least for ot_apply to succeed. */
uint32_t ot_length_needed(const struct ot_op *op);

/* Code points by which a text becomes longer, or (negative) shorter. */
int64_t ot_growth(const struct ot_op *op);

/* The text after the operation, owned by the caller, never NULL; NULL: it reaches past the end of the text. */
char *ot_apply(const char *text, const struct ot_op *op);

/*
 * The operation that does after `other` what `op` meant before it, both made for the same text. Where both insert at one
 * place, the side decides: OT_LEFT puts the words of `op` first. The caller owns the result.
 */
enum ot_side { OT_LEFT, OT_RIGHT };
struct ot_op ot_transform(const struct ot_op *op, const struct ot_op *other, enum ot_side side);

/* The one operation that does `first` and then `second`, which was made for the text after `first`. Owned by the caller. */
struct ot_op ot_compose(const struct ot_op *first, const struct ot_op *second);

/* What takes `op` back: `text` is the text before it, long enough for it (asserted). Owned by the caller. */
struct ot_op ot_invert(const struct ot_op *op, const char *text);

/*
 * An operation that makes `old` into `new`: one replacement between the longest common beginning and the longest common
 * end of the rest, the new words before the deleted ones. Nothing when they are equal. Owned by the caller.
 */
struct ot_op ot_diff(const char *old, const char *new);

/* The inserted words, a line end between those of different places; "" when there are none. Owned by the caller. */
char *ot_inserted(const struct ot_op *op);

/* Write it as a JSON array, compact: the canonical form that the store keeps. */
void ot_write(struct json *json, const struct ot_op *op);

/*
 * Read exactly what ot_write writes of a normal operation: no spaces, no other escapes. False, and *op does nothing, for
 * any other bytes. *op is overwritten without being freed.
 */
bool ot_read(struct ot_op *op, const char *text, size_t n);

#endif
