/* room_due: what the system has to do at a certain time. See room_due in include/core/room.h; rule T1 of RULES.md. */
#include "core/rules.h"

/* What is due first, and when. */
struct due {
    int64_t at;                     /* 0: nothing is ever due */
    uint64_t id;
    const char *verb;
};

/* T1: the earliest goes first, of two at one moment the older. */
static struct due first_due(const struct room *room)
{
    const struct poll *poll = poll_first_due(room);
    const struct adoption *adoption = adoption_first_due(room);
    struct due a = { 0 }, b = { 0 };
    if (poll != NULL)
        a = (struct due){ poll->closes_at, poll->e.id, "poll.close" };
    if (adoption != NULL)
        b = (struct due){ adoption->until, adoption->e.id, "adoption.close" };
    if (a.at == 0 || b.at == 0)
        return a.at == 0 ? b : a;
    return a.at < b.at || (a.at == b.at && a.id < b.id) ? a : b;
}

int64_t room_deadline(const struct room *room)
{
    return first_due(room).at;
}

bool room_due(const struct room *room, int64_t at, struct command *cmd)
{
    struct due due = first_due(room);
    if (due.at == 0 || due.at > at)
        return false;
    *cmd = (struct command){ .verb = verb_of(due.verb), .id = due.id };
    return true;
}
