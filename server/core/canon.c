/* canon: the bytes that an adoption is sealed with. See include/core/canon.h; rules H1 to H6 of RULES.md. */
#include "core/canon.h"

#include <assert.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "core/field_json.h"
#include "core/outline.h"

static const char first_line[] = "plenary-canon 1\n";

struct canon {
    struct buf *out;
    const struct room *room;
    const struct adoption *adoption;
    struct outline outline;
};

static bool is_covered(const struct adoption *adoption, const struct entity *row)
{
    return entity_standing_const(row)->adoption == adoption->e.id;
}

bool canon_has_reservation(const struct room *room, const struct adoption *adoption, const struct remark *remark)
{
    if (remark->type != REMARK_RESERVATION || remark->resolved)
        return false;
    const struct entity *row = room_find(room, KIND_ROW, remark->of);
    return row == NULL || is_covered(adoption, row);
}

/* H4: the words of each language there are, in the order of their codes. */
static void put_ml(struct json *json, const struct ml *ml)
{
    json_open_object(json);
    for (int l = 0; l < LANG_N; l++) {
        if (ml->text[l] == NULL)
            continue;
        json_key(json, lang_word((enum lang)l));
        json_text(json, ml->text[l]);
    }
    json_close_object(json);
}

/* H5: rows are told by their number, where they have one; everything else by its name in its source language. */
static void put_ref(struct canon *canon, struct json *json, const struct field *field, uint64_t id)
{
    const struct entity *entity = room_find(canon->room, (enum kind)field->ref, id);
    assert(entity != NULL);
    const char *number = outline_number(&canon->outline, id);
    ptrdiff_t title = kind_info((enum kind)entity->kind)->title;
    assert(title >= 0);
    const struct ml *name = (const struct ml *)(const void *)((const char *)entity + title);
    json_text(json, number[0] != '\0' ? number : ml_text(name, (enum lang)name->source));
}

static void put_refs(struct canon *canon, struct json *json, const struct field *field, const struct ids *ids)
{
    json_open_array(json);
    for (uint32_t i = 0; i < ids->n; i++)
        put_ref(canon, json, field, ids->v[i]);
    json_close_array(json);
}

static void put_value(struct canon *canon, struct json *json, const struct field *field, const struct entity *row)
{
    const void *member = (const char *)row + field->offset;
    switch (field->type) {
    case FIELD_ML:
        put_ml(json, member);
        return;
    case FIELD_REF:
        put_ref(canon, json, field, *(const uint64_t *)member);
        return;
    case FIELD_REFS:
        put_refs(canon, json, field, member);
        return;
    default:
        field_write(json, field, row);
    }
}

static void begin_line(struct json *json, struct buf *out, const char *kind, const char *number)
{
    json_init(json, out);
    json_open_object(json);
    json_key(json, "k");
    json_text(json, kind);
    if (number[0] == '\0')
        return;
    json_key(json, "number");
    json_text(json, number);
}

/* H3: a row, its content in the order of its fields, without what is empty. */
static void put_row(struct canon *canon, const struct outline_row *row)
{
    const struct kind_info *info = kind_info((enum kind)row->row->kind);
    struct json json;
    begin_line(&json, canon->out, info->name, row->number);
    for (size_t i = 0; i < info->n_fields; i++) {
        const struct field *field = &info->fields[i];
        if (!(field->flags & FIELD_SET) || field_is_empty(field, row->row))
            continue;
        json_key(&json, field->name);
        put_value(canon, &json, field, row->row);
    }
    json_close_object(&json);
    buf_char(canon->out, '\n');
}

static void put_reservation(struct canon *canon, const struct remark *remark)
{
    const struct delegation *delegation = room_delegation(canon->room, remark->delegation);
    struct json json;
    assert(delegation != NULL);
    begin_line(&json, canon->out, "reservation", outline_number(&canon->outline, remark->of));
    json_key(&json, "delegation");
    json_text(&json, ml_text(&delegation->name, (enum lang)delegation->name.source));
    json_key(&json, "text");
    put_ml(&json, &remark->text);
    json_close_object(&json);
    buf_char(canon->out, '\n');
}

/* The oldest reservation about the row (0: the plan) that is younger than `behind`; NULL: there is none. */
static const struct remark *next_reservation(const struct canon *canon, uint64_t of, uint64_t behind)
{
    const struct kind_list *remarks = &canon->room->live[KIND_REMARK];
    const struct remark *next = NULL;
    for (size_t i = 0; i < remarks->n; i++) {
        const struct remark *remark = (const struct remark *)remarks->v[i];
        if (remark->of != of || remark->e.id <= behind || (next != NULL && remark->e.id > next->e.id))
            continue;
        if (canon_has_reservation(canon->room, canon->adoption, remark))
            next = remark;
    }
    return next;
}

static void put_reservations(struct canon *canon, uint64_t of)
{
    const struct remark *remark = next_reservation(canon, of, 0);
    for (; remark != NULL; remark = next_reservation(canon, of, remark->e.id))
        put_reservation(canon, remark);
}

void canon_write(struct buf *out, const struct room *room, const struct adoption *adoption)
{
    struct canon canon = { .out = out, .room = room, .adoption = adoption };
    outline_make(&canon.outline, room);
    buf_text(out, first_line);
    for (size_t i = 0; i < canon.outline.n; i++)
        if (is_covered(adoption, canon.outline.v[i].row))
            put_row(&canon, &canon.outline.v[i]);
    for (size_t i = 0; i < canon.outline.n; i++)
        if (is_covered(adoption, canon.outline.v[i].row))
            put_reservations(&canon, canon.outline.v[i].row->id);
    put_reservations(&canon, 0);
    outline_free(&canon.outline);
}

void canon_hash(char out[CANON_HASH], const struct room *room, const struct adoption *adoption)
{
    struct buf bytes;
    uint8_t hash[HASH_BYTES];
    buf_init(&bytes, CANON_BYTES_MAX);
    canon_write(&bytes, room, adoption);
    assert(!bytes.full);
    hash_bytes(hash, bytes.data, bytes.len);
    hash_hex(out, hash, HASH_BYTES);
    buf_free(&bytes);
}
