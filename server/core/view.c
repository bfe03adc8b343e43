/* view: what a viewer may see of an entity. See include/core/view.h; rules F1 to F5, F13 and F14 of RULES.md. */
#include "core/view.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "core/field_json.h"
#include "core/limits.h"
#include "core/room_inside.h"
#include "core/text.h"

enum { TAG_BYTES = (VIEW_TAG - 1) / 2 };
_Static_assert((int)KNOWN_TAG_TEXT == (int)VIEW_TAG, "a known tag has the length of a tag");

enum audience view_audience(enum role role)
{
    switch (role) {
    case ROLE_FACILITATOR:
    case ROLE_COFACILITATOR:
    case ROLE_SYSTEM:
        return AUDIENCE_STAFF;
    case ROLE_LISTENER:
    case ROLE_SCREEN:
    case ROLE_N:
        return AUDIENCE_PUBLIC;
    default:
        return AUDIENCE_ROOM;
    }
}

struct viewer view_of(const struct room *room, uint64_t person, enum role role)
{
    if (person == 0)
        return (struct viewer){ view_audience(role), 0 };
    enum role acting = actor_of(room, person, 0).role;
    if (room_waits(room, person))
        return (struct viewer){ AUDIENCE_LOBBY, person };
    return (struct viewer){ view_audience(acting), acting == ROLE_N ? 0 : person };
}

static uint64_t person_of(const struct entity *entity)
{
    ptrdiff_t owner = kind_info((enum kind)entity->kind)->owner;
    return owner < 0 ? 0 : *(const uint64_t *)((const char *)entity + owner);
}

static const struct poll *poll_of(const struct room *room, uint64_t id)
{
    const struct poll *poll = room_poll(room, id);
    assert(poll != NULL);
    return poll;
}

/* F2: a ballot under a name is seen by all once its poll is closed; one without never. */
static bool is_unseen_ballot(const struct room *room, const struct entity *entity)
{
    if (entity->kind != KIND_BALLOT)
        return false;
    const struct poll *poll = poll_of(room, ((const struct ballot *)entity)->poll);
    return poll->state != POLL_CLOSED || poll->secrecy != POLL_NAMED;
}

/* F14: results that the poll keeps for after the close. */
static bool hides_results(const struct room *room, uint64_t poll)
{
    const struct poll *asked = poll_of(room, poll);
    return asked->results == RESULTS_AFTER && asked->state != POLL_CLOSED;
}

/* F2: whose ballot it is, a delegation's being that of all its members; of anything else, to whom it belongs. */
static uint64_t owner_of(const struct entity *entity)
{
    return entity->kind == KIND_BALLOT ? ballot_voter((const struct ballot *)entity) : person_of(entity);
}

static bool owns(const struct room *room, uint64_t person, const struct entity *entity)
{
    uint64_t owner = owner_of(entity);
    const struct person *who = room_person(room, person);
    return owner != 0 && who != NULL && (owner == person || (owner == who->delegation && !who->guest));
}

/* U2: a question that was not let through is the staff's and its author's. */
static bool is_unseen_question(const struct entity *entity)
{
    return entity->kind == KIND_QUESTION && ((const struct question *)entity)->admitted_at == 0;
}

/* What the audience does not see, but the person it belongs to. */
static bool is_private(const struct room *room, const struct entity *entity)
{
    return is_unseen_ballot(room, entity) || is_unseen_question(entity);
}

static const unsigned audience_reads[AUDIENCE_N] = {
    [AUDIENCE_STAFF] = READ_STAFF,
    [AUDIENCE_ROOM] = READ_ROOM,
    [AUDIENCE_PUBLIC] = READ_PUBLIC,
    [AUDIENCE_LOBBY] = READ_ROOM,       /* of the little it sees */
};

/* F13: from the lobby one sees what it is called, and oneself. */
static bool sees_from_lobby(const struct entity *entity, uint64_t person)
{
    return entity->kind == KIND_WORKSHOP || (entity->kind == KIND_PERSON && entity->id == person);
}

static bool reads_from_lobby(const struct entity *entity, const char *field)
{
    static const char *const shown[] = { "title", "languages", "lobby" };
    for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++)
        if (entity->kind != KIND_WORKSHOP || strcmp(field, shown[i]) == 0)
            return true;
    return false;
}

/* F3: a text, and what was proposed for it, is seen by who may read its field, also when the owner is gone. */
static bool reads_field(const struct room *room, uint64_t of, uint8_t field, enum audience audience)
{
    const struct entity *owner = map_get(&room->entities, of);
    assert(owner != NULL);
    const struct field *row = text_row((enum kind)owner->kind, field);
    assert(row != NULL);
    return (row->reads & audience_reads[audience]) != 0;
}

/* F2: without names not even the staff sees a ballot; all else they do. */
static bool staff_sees(const struct room *room, const struct entity *entity, uint64_t person)
{
    if (entity->kind != KIND_BALLOT)
        return true;
    const struct poll *poll = poll_of(room, ((const struct ballot *)entity)->poll);
    return poll->secrecy == POLL_NAMED || owns(room, person, entity);
}

bool view_sees(const struct room *room, const struct entity *entity, struct viewer viewer)
{
    const struct text *text = (const struct text *)entity;
    const struct proposal *proposal = (const struct proposal *)entity;
    assert(!entity->removed);
    if (viewer.audience == AUDIENCE_STAFF)
        return staff_sees(room, entity, viewer.person);
    if (viewer.audience == AUDIENCE_LOBBY)
        return sees_from_lobby(entity, viewer.person);
    if (entity->kind == KIND_TEXT)
        return reads_field(room, text->of, text->field, viewer.audience);
    if (entity->kind == KIND_PROPOSAL)
        return reads_field(room, proposal->of, proposal->field, viewer.audience);
    if (entity->kind == KIND_ATTENDANCE)
        return false;
    if (entity->kind == KIND_ANSWER)
        return !hides_results(room, ((const struct answer *)entity)->poll);
    return !is_private(room, entity) || owns(room, viewer.person, entity);
}

/* Whether a member that everybody in the room lacks is there for the owner to read. */
static bool has_owned_field(const struct entity *entity)
{
    const struct kind_info *info = kind_info((enum kind)entity->kind);
    for (size_t i = 0; i < info->n_fields; i++) {
        unsigned reads = info->fields[i].reads;
        if ((reads & READ_OWNER) && !(reads & READ_ROOM) && !field_is_empty(&info->fields[i], entity))
            return true;
    }
    return false;
}

uint64_t view_owner(const struct room *room, const struct entity *entity)
{
    if (entity->removed)
        return 0;
    return is_private(room, entity) || has_owned_field(entity) ? owner_of(entity) : 0;
}

static unsigned reads_of(const struct entity *entity, struct viewer viewer)
{
    bool own = viewer.person != 0 && person_of(entity) == viewer.person;
    return audience_reads[viewer.audience] | (own ? READ_OWNER : 0);
}

/* F4: those that are opened or adopted as somebody saw them. */
static bool has_tag(const struct entity *entity)
{
    return entity->kind == KIND_POLL || kind_fits((enum kind)entity->kind, KIND_ROW);
}

/* What every entity begins with: its kind, id and seq. */
static void write_head(struct json *json, const struct entity *entity)
{
    json_open_object(json);
    json_key(json, "k");
    json_text(json, kind_info((enum kind)entity->kind)->name);
    json_key(json, "id");
    json_uint(json, entity->id);
    json_key(json, "seq");
    json_uint(json, entity->seq);
}

/* Fields that this viewer does not get of something that is seen: F13 and F14. */
static bool is_hidden(const struct room *room, const struct entity *entity, const char *field, struct viewer viewer)
{
    if (viewer.audience == AUDIENCE_LOBBY)
        return !reads_from_lobby(entity, field);
    return entity->kind == KIND_OPTION && viewer.audience != AUDIENCE_STAFF &&
           (strcmp(field, "votes") == 0 || strcmp(field, "advice") == 0) &&
           hides_results(room, ((const struct option *)entity)->poll);
}

static void write_fields(struct json *json, const struct room *room, const struct entity *entity, unsigned reads,
                         struct viewer viewer)
{
    const struct kind_info *info = kind_info((enum kind)entity->kind);
    for (size_t i = 0; i < info->n_fields; i++) {
        const struct field *field = &info->fields[i];
        if (!(field->reads & reads) || (field->type != FIELD_ENUM && field_is_empty(field, entity)))
            continue;
        if (is_hidden(room, entity, field->name, viewer))
            continue;
        json_key(json, field->name);
        if (field->flags & FIELD_COEDITED)
            field_write_marks(json, field, entity);
        else
            field_write(json, field, entity);
    }
}

static void write_tag(struct json *json, const struct room *room, const struct entity *entity)
{
    char tag[VIEW_TAG];
    if (!has_tag(entity))
        return;
    view_tag(tag, room, entity);
    json_key(json, "tag");
    json_text(json, tag);
}

void view_write(struct json *json, const struct room *room, const struct entity *entity, struct viewer viewer)
{
    assert(view_sees(room, entity, viewer));
    write_head(json, entity);
    write_fields(json, room, entity, reads_of(entity, viewer), viewer);
    if (entity->kind == KIND_TEXT) {
        json_key(json, "text");
        json_text(json, text_words(room, (const struct text *)entity));
    }
    write_tag(json, room, entity);
    json_close_object(json);
}

/* The operations since `base`, when they are all known and the reader had the text by then; else NULL. */
static const struct text_op *ops_since(const struct text *text, uint64_t base, size_t *n)
{
    if (base == 0 || !text_knows(text, base) || text->window == NULL || text->window->bytes > LIMIT_WINDOW_BYTES)
        return NULL;
    const struct text_op *ops = text_since(text, base, n);
    return ops != NULL && ops[0].rev > 1 ? ops : NULL;
}

static void write_ops(struct json *json, const struct text *text, const struct text_op *ops, size_t n)
{
    json_key(json, "rev");
    json_int(json, text->rev);
    json_key(json, "ops");
    json_open_array(json);
    for (size_t i = 0; i < n; i++) {
        json_open_array(json);
        json_uint(json, ops[i].seq);
        ot_write(json, &ops[i].op);
        json_close_array(json);
    }
    json_close_array(json);
}

void view_write_text(struct json *json, const struct room *room, const struct text *text, uint64_t base, bool tagged)
{
    size_t n;
    const struct text_op *ops = ops_since(text, base, &n);
    write_head(json, &text->e);
    if (ops != NULL) {
        write_ops(json, text, ops, n);
    } else {
        write_fields(json, room, &text->e, READ_ALL, (struct viewer){ .audience = AUDIENCE_ROOM });
        json_key(json, "text");
        json_text(json, text_words(room, text));
    }
    if (tagged)
        write_tag(json, room, map_get(&room->entities, text->of));
    json_close_object(json);
}

/* Content is what somebody wrote: the fields that can be set. */
static void write_content(struct json *json, const struct entity *entity)
{
    const struct kind_info *info = kind_info((enum kind)entity->kind);
    json_open_array(json);
    for (size_t i = 0; i < info->n_fields; i++)
        if (info->fields[i].flags & FIELD_SET)
            field_write_given(json, &info->fields[i], entity);
    json_close_array(json);
}

static void write_options(struct json *json, const struct room *room, uint64_t poll)
{
    size_t n;
    struct entity **options = room_sorted(room, KIND_OPTION, poll, &n);
    for (size_t i = 0; i < n; i++)
        write_content(json, options[i]);
    mem_free(options);
}

static void make_tag(char out[VIEW_TAG], const struct room *room, const struct entity *entity)
{
    struct buf text;
    struct json json;
    uint8_t hash[HASH_BYTES];
    buf_init(&text, LIMIT_ENTITY);
    json_init(&json, &text);
    json_open_array(&json);
    write_content(&json, entity);
    if (entity->kind == KIND_POLL)
        write_options(&json, room, entity->id);
    json_close_array(&json);
    assert(!text.full);
    hash_bytes(hash, text.data, text.len);
    hash_hex(out, hash, TAG_BYTES);
    buf_free(&text);
}

void view_tag(char out[VIEW_TAG], const struct room *room, const struct entity *entity)
{
    struct known_tag *known = room_known_tag(room, entity->id);
    if (known->id != entity->id)
        make_tag(known->text, room, entity);
    known->id = entity->id;
    memcpy(out, known->text, VIEW_TAG);
#ifdef PLENARY_PARANOID
    char now[VIEW_TAG];
    make_tag(now, room, entity);
    assert(memcmp(now, out, VIEW_TAG) == 0);
#endif
}

void view_seen(char out[VIEW_TAG], const struct room *room, struct entity *const *rows, size_t n)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        char tag[VIEW_TAG];
        view_tag(tag, room, rows[i]);
        sum += strtoull(tag, NULL, 16);
    }
    uint8_t bytes[TAG_BYTES];
    hash_be64(bytes, sum);
    hash_hex(out, bytes, TAG_BYTES);
}
