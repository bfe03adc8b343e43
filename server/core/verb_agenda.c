/* verb_agenda: what the room does now. Rules A1 to A6 of RULES.md. */
#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "core/rules.h"

/* A1: a conference link opens a page; anything but http and https could run on the reader's device. */
static enum code link_check(const char *link)
{
    if (link == NULL || link[0] == '\0')
        return CODE_OK;
    if (strpbrk(link, " \t\r\n\"<>\\") != NULL)
        return CODE_BAD_ARGUMENT;
    size_t scheme = strncmp(link, "https://", 8) == 0 ? 8 : strncmp(link, "http://", 7) == 0 ? 7 : 0;
    return scheme > 0 && link[scheme] != '\0' ? CODE_OK : CODE_BAD_ARGUMENT;
}

static enum code item_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)room, (void)actor;
    return link_check(cmd->u.entity.item.link);
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

/* A3: an item given another day goes to the end of that day. */
static void item_on_edit(struct room *room, const struct command *cmd, struct entity *entity)
{
    struct item *item = (struct item *)entity;
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

void agenda_end_running(struct room *room, int64_t at)
{
    struct item *item = room_item(room, room->workshop->item);
    if (item == NULL)
        return;
    assert(item->state == ITEM_RUNNING);
    room_touch(room, &item->e);
    room_touch(room, &room->workshop->e);
    item->state = ITEM_DONE;
    item->ended_at = at;
    room->workshop->item = 0;
}

/* A4: one item runs at a time. */
static void start(struct room *room, struct item *item, int64_t at)
{
    agenda_end_running(room, at);
    room_touch(room, &item->e);
    room_touch(room, &room->workshop->e);
    item->state = ITEM_RUNNING;
    item->started_at = at;
    item->ended_at = 0;
    room->workshop->item = item->e.id;
}

enum code item_start_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor;
    return room_item(room, cmd->id)->state == ITEM_RUNNING ? CODE_STATE : CODE_OK;
}

void item_start_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    start(room, room_item(room, cmd->id), actor->at);
}

enum code item_end_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor;
    return room_item(room, cmd->id)->state == ITEM_RUNNING ? CODE_OK : CODE_STATE;
}

void item_end_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    (void)cmd;
    agenda_end_running(room, actor->at);
}

/* The first planned item behind the running one, or of the whole agenda when none runs; NULL: the agenda is over. */
static struct item *next_planned(const struct room *room)
{
    size_t n;
    struct entity **items = room_sorted(room, KIND_ITEM, 0, &n);
    bool behind = room->workshop->item == 0;
    struct item *next = NULL;
    for (size_t i = 0; i < n && next == NULL; i++) {
        struct item *item = (struct item *)items[i];
        if (behind && item->state == ITEM_PLANNED)
            next = item;
        behind = behind || item->e.id == room->workshop->item;
    }
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
    struct item *next = next_planned(room);
    if (next != NULL)
        start(room, next, actor->at);
    else
        agenda_end_running(room, actor->at);
}
