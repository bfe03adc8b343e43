/*
 * view: what a viewer may see, and how it looks on the wire.
 *
 * This and feed are the only places that decide it. Entities equal for a whole audience are encoded once for all; what
 * belongs to one person (one's own ballot, one's own contact) makes that person's copy differ, see view_owner.
 */
#ifndef PLENARY_CORE_VIEW_H
#define PLENARY_CORE_VIEW_H

#include "base/json.h"
#include "core/room.h"

enum audience { AUDIENCE_STAFF, AUDIENCE_ROOM, AUDIENCE_PUBLIC, AUDIENCE_LOBBY, AUDIENCE_N };

struct viewer {
    enum audience audience;
    uint64_t person;                /* 0: none */
};

/* Facilitators are staff; listeners and screens are the public; guests that wait (room_waits) the lobby; everyone else is the room. */
enum audience view_audience(enum role role);
struct viewer view_of(const struct room *room, uint64_t person, enum role role);

/* Whether the viewer may see that a live entity exists. */
bool view_sees(const struct room *room, const struct entity *entity, struct viewer viewer);

/* The person whose copy of this entity differs from that of the audience, or the delegation whose members' copies do; 0: nobody's. */
uint64_t view_owner(const struct room *room, const struct entity *entity);

/*
 * One live entity as a JSON object: {"k":KIND,"id":N,"seq":N, then the fields the viewer may read, "tag":...}. Empty
 * fields are left out, enumerations never are. FIELD_ML: {"en":TEXT,...,"src":"en","old":["fr"]}; "old" lists outdated
 * languages and is left out when there are none; of co-edited fields only "src" and "old", since their words are texts,
 * which are written whole: "text":TEXT behind their fields. "tag" is written for polls and rows of the plan (view_tag).
 */
void view_write(struct json *json, const struct room *room, const struct entity *entity, struct viewer viewer);

/*
 * A text for a reader who is complete at seq `base` (0: who has nothing): {"k":"text","id":N,"seq":N,"rev":R,
 * "ops":[[SEQ,OP],...]}, the operations since then, which lead to revision R; or whole, when it is new to the reader or
 * they are not all in the window. Behind it with `tagged` the tag of its owner as it is now, if the owner has one.
 */
void view_write_text(struct json *json, const struct room *room, const struct text *text, uint64_t base, bool tagged);

/*
 * What a sender must have seen to adopt a row or open a poll: 16 hexadecimal digits of SHA-256 over the content fields
 * (of a poll: and its options in order). Equal content gives equal tags, also after a restored backup.
 */
enum { VIEW_TAG = 17 };
void view_tag(char out[VIEW_TAG], const struct room *room, const struct entity *entity);

/* F4: the tags of several rows as one: their sum as 64-bit numbers, so that their order does not matter. */
void view_seen(char out[VIEW_TAG], const struct room *room, struct entity *const *rows, size_t n);

#endif
