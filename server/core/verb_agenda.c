/* verb_agenda: what the room does now. Rules A1 to A13 of RULES.md. */
#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "core/kind_rows.h"
#include "core/rules.h"
#include "core/schedule.h"

/* A13: a wrong "next" is noticed within the day, not on the next one. */
enum { UNDO_MS = 12 * 3600 * 1000 };

/* A1: a link opens a page; anything but http and https could run on the reader's device. The first n bytes of it. */
static enum code address_check(const char *link, size_t n)
{
    if (strcspn(link, " \t\r\n\"<>\\") < n)
        return CODE_BAD_ARGUMENT;
    size_t scheme = strncmp(link, "https://", 8) == 0 ? 8 : strncmp(link, "http://", 7) == 0 ? 7 : 0;
    return scheme > 0 && n > scheme ? CODE_OK : CODE_BAD_ARGUMENT;
}

enum code link_check(const char *link)
{
    return link == NULL || link[0] == '\0' ? CODE_OK : address_check(link, strlen(link));
}

/* A21: a document is an address, and behind a space what is there. */
static enum code documents_check(const struct texts *documents)
{
    for (uint32_t i = 0; i < documents->n; i++)
        if (address_check(documents->v[i], strcspn(documents->v[i], " ")) != CODE_OK)
            return CODE_BAD_ARGUMENT;
    return CODE_OK;
}

static enum code item_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)room, (void)actor;
    const struct item *item = &cmd->u.entity.item;
    enum code code = link_check(item->link);
    return code == CODE_OK ? documents_check(&item->documents) : code;
}

/* A2: the item on stage cannot be removed. */
static enum code item_check_remove(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor;
    return room_item(room, cmd->id)->state == ITEM_RUNNING ? CODE_STATE : CODE_OK;
}

static void item_on_create(struct room *room, const struct actor *actor, const struct command *cmd,
                           struct entity *entity)
{
    (void)room, (void)actor;
    if (!command_gives(cmd, "kind"))
        ((struct item *)entity)->item_kind = ITEM_DISCUSSION;
}

/* A3: an item given another day goes to the end of that day. A10: new planned minutes take the place of what was added. */
static void item_on_edit(struct room *room, const struct command *cmd, struct entity *entity)
{
    struct item *item = (struct item *)entity;
    if (command_gives(cmd, "minutes") && cmd->u.entity.item.minutes != item->minutes)
        item->extra = 0;
    int64_t day = cmd->u.entity.item.day;
    if (command_gives(cmd, "day") && day != item->day)
        item->pos = room_pos_last(room, KIND_ITEM, (uint64_t)day, entity);
}

const struct edit_rule item_edit_rule = {
    .check_create = item_check,
    .check_edit = item_check,
    .check_remove = item_check_remove,
    .on_create = item_on_create,
    .on_edit = item_on_edit,
};

/* The items that run side by side with one (A7), itself among them; the caller frees items->v. */
struct block {
    struct entity **v;
    size_t first, end;
};

static struct block block_of(const struct room *room, const struct item *item)
{
    struct block block;
    size_t n, at = 0;
    block.v = room_siblings(room, KIND_ITEM, entity_group(&item->e), &n);
    while (block.v[at] != &item->e)
        at++;
    schedule_block(block.v, n, at, &block.first, &block.end);
    return block;
}

static bool is_beside(const struct block *block, const struct item *item)
{
    for (size_t i = block->first; i < block->end; i++)
        if (block->v[i] == &item->e)
            return true;
    return false;
}

/* A8: when the room leaves a block, what ran beside the item on stage is done as well. `to` is what comes, or NULL. */
static void end_beside(struct room *room, const struct item *running, const struct item *to, int64_t at)
{
    struct block block = block_of(room, running);
    bool stays = to != NULL && is_beside(&block, to);
    for (size_t i = block.first; i < block.end && !stays; i++) {
        struct item *item = (struct item *)block.v[i];
        if (item->state != ITEM_PLANNED)
            continue;
        room_touch(room, &item->e);
        item->state = ITEM_DONE;
        item->started_at = running->started_at;
        item->ended_at = at;
    }
    mem_free(block.v);
}

static void end_for(struct room *room, const struct item *to, int64_t at)
{
    struct item *item = room_item(room, room->workshop->item);
    if (item == NULL)
        return;
    assert(item->state == ITEM_RUNNING);
    end_beside(room, item, to, at);
    floor_end(room, at);
    room_touch(room, &item->e);
    room_touch(room, &room->workshop->e);
    item->state = ITEM_DONE;
    item->ended_at = at;
    room->workshop->item = 0;
}

void agenda_end_running(struct room *room, int64_t at)
{
    end_for(room, NULL, at);
    if (room->workshop->undo_at == 0)
        return;
    room_touch(room, &room->workshop->e);
    room->workshop->undo_at = 0;
}

/* Y2: whoever turns the agenda runs the room. */
static void take_control(struct workshop *workshop, const struct actor *actor)
{
    if (actor->person != 0)
        workshop->control = actor->person;
}

/* A4: one item runs at a time, and `to` (NULL: none) is the next to. A13: what was before is kept. */
static void turn(struct room *room, struct item *to, const struct actor *actor)
{
    struct workshop *workshop = room->workshop;
    int64_t at = actor->at;
    room_touch(room, &workshop->e);
    take_control(workshop, actor);
    workshop->undo_at = at;
    workshop->undo_from = workshop->item;
    workshop->undo_to = to == NULL ? 0 : to->e.id;
    workshop->undo_state = to == NULL ? ITEM_PLANNED : to->state;
    workshop->undo_started_at = to == NULL ? 0 : to->started_at;
    workshop->undo_ended_at = to == NULL ? 0 : to->ended_at;
    end_for(room, to, at);
    if (to == NULL)
        return;
    room_touch(room, &to->e);
    to->state = ITEM_RUNNING;
    to->started_at = at;
    to->ended_at = 0;
    workshop->item = to->e.id;
}

enum code item_start_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor;
    return room_item(room, cmd->id)->state == ITEM_RUNNING ? CODE_STATE : CODE_OK;
}

void item_start_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    turn(room, room_item(room, cmd->id), actor);
}

enum code item_end_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor;
    return room_item(room, cmd->id)->state == ITEM_RUNNING ? CODE_OK : CODE_STATE;
}

void item_end_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    (void)cmd;
    turn(room, NULL, actor);
}

/*
 * A6: the first planned item behind the running one, or of the whole agenda when none runs; NULL: the agenda is over. What
 * runs beside the running one does not come next (A8).
 */
static struct item *next_planned(const struct room *room)
{
    size_t n;
    struct entity **items = room_sorted(room, KIND_ITEM, 0, &n);
    const struct item *running = room_item(room, room->workshop->item);
    struct block block = { 0 };
    bool behind = running == NULL;
    if (running != NULL)
        block = block_of(room, running);
    struct item *next = NULL;
    for (size_t i = 0; i < n && next == NULL; i++) {
        struct item *item = (struct item *)items[i];
        if (behind && item->state == ITEM_PLANNED && !is_beside(&block, item))
            next = item;
        behind = behind || item->e.id == room->workshop->item;
    }
    mem_free(block.v);
    mem_free(items);
    return next;
}

/* A5: whoever says "next" saw a certain item running, so that two at once advance once. A6: there is something to do. */
enum code agenda_next_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor;
    if (cmd->id != room->workshop->item)
        return CODE_CHANGED;
    if (room->workshop->item == 0 && next_planned(room) == NULL)
        return CODE_STATE;
    return CODE_OK;
}

void agenda_next_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    (void)cmd;
    turn(room, next_planned(room), actor);
}

/* A13: nothing was started or ended since, it was today, and what ran then can run again. */
enum code agenda_undo_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct workshop *workshop = room->workshop;
    if (cmd->id != workshop->item)
        return CODE_CHANGED;
    if (workshop->undo_at == 0 || actor->at - workshop->undo_at > UNDO_MS)
        return CODE_STATE;
    const struct item *from = room_item(room, workshop->undo_from);
    return workshop->undo_from == 0 || (from != NULL && from->state == ITEM_DONE) ? CODE_OK : CODE_STATE;
}

/* What was done only because the room left the block of `from` is planned again. */
static void reopen_beside(struct room *room, const struct item *from, int64_t ended_at)
{
    struct block block = block_of(room, from);
    for (size_t i = block.first; i < block.end; i++) {
        struct item *item = (struct item *)block.v[i];
        if (item == from || item->state != ITEM_DONE || item->ended_at != ended_at ||
            item->started_at != from->started_at)
            continue;
        room_touch(room, &item->e);
        item->state = ITEM_PLANNED;
        item->started_at = item->ended_at = 0;
    }
    mem_free(block.v);
}

void agenda_undo_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    (void)cmd;
    struct workshop *workshop = room->workshop;
    struct item *to = room_item(room, workshop->undo_to), *from = room_item(room, workshop->undo_from);
    room_touch(room, &workshop->e);
    take_control(workshop, actor);
    if (to != NULL) {
        room_touch(room, &to->e);
        to->state = workshop->undo_state;
        to->started_at = workshop->undo_started_at;
        to->ended_at = workshop->undo_ended_at;
    }
    if (from != NULL) {
        reopen_beside(room, from, workshop->undo_at);
        room_touch(room, &from->e);
        from->state = ITEM_RUNNING;
        from->ended_at = 0;
        floor_resume(room, workshop->undo_at);
    }
    workshop->item = workshop->undo_from;
    workshop->undo_at = 0;
}

/* A10: what is over takes no time any more, and no length is below 0. */
enum code item_extend_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor;
    const struct item *item = room_item(room, cmd->id);
    int64_t extra = item->extra + cmd->u.extend.minutes, whole = item->minutes + extra;
    if (item->state != ITEM_PLANNED && item->state != ITEM_RUNNING)
        return CODE_STATE;
    return whole >= 0 && whole <= MINUTES_MAX && extra <= MINUTES_MAX ? CODE_OK : CODE_BAD_ARGUMENT;
}

void item_extend_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    (void)actor;
    struct item *item = room_item(room, cmd->id);
    room_touch(room, &item->e);
    item->extra += cmd->u.extend.minutes;
}

/* A11: only what is still to come is left out, and only that comes back. */
enum code item_skip_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor;
    uint8_t from = cmd->u.skip.back ? ITEM_SKIPPED : ITEM_PLANNED;
    return room_item(room, cmd->id)->state == from ? CODE_OK : CODE_STATE;
}

void item_skip_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    (void)actor;
    struct item *item = room_item(room, cmd->id);
    room_touch(room, &item->e);
    item->state = cmd->u.skip.back ? ITEM_PLANNED : ITEM_SKIPPED;
}

/* A12: it comes to another day, behind one that stands there. */
enum code item_carry_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor;
    const struct item *item = room_item(room, cmd->id), *after = room_item(room, cmd->after);
    if (item->state != ITEM_PLANNED && item->state != ITEM_SKIPPED)
        return CODE_STATE;
    if (cmd->u.carry.day == item->day)
        return CODE_BAD_ARGUMENT;
    return cmd->after == 0 || (after != NULL && after->day == cmd->u.carry.day) ? CODE_OK : CODE_NOT_FOUND;
}

void item_carry_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    (void)actor;
    struct item *item = room_item(room, cmd->id);
    room_touch(room, &item->e);
    item->day = cmd->u.carry.day;
    item->state = ITEM_PLANNED;
    item->fixed = false;
    mem_free(item->start);
    item->start = NULL;
    if (cmd->has_after)
        room_place(room, &item->e, cmd->after);
    else
        item->pos = room_pos_last(room, KIND_ITEM, entity_group(&item->e), &item->e);
}
