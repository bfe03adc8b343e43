/* verb_proposal: words that came too late, or where they could not be taken. Rules Q1 to Q8 of RULES.md. */
#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "core/field_check.h"
#include "core/limits.h"
#include "core/row.h"
#include "core/rules.h"
#include "core/text.h"
#include "core/view.h"

/* Q3: the proposal that the words go on with, when it is one of the same person there and nobody has decided it yet. */
static struct proposal *continued(const struct room *room, const struct late *late)
{
    struct proposal *proposal = room_proposal(room, late->instead);
    bool same = proposal != NULL && proposal->of == late->of && proposal->field == late->field &&
                proposal->lang == late->lang && proposal->rev == late->rev && proposal->person == late->person &&
                proposal->state == PROPOSAL_OPEN &&
                (proposal->why == PROPOSAL_MERGED) == (late->why == PROPOSAL_MERGED);
    return same ? proposal : NULL;
}

size_t proposals_room(const struct room *room)
{
    const struct kind_list *proposals = &room->live[KIND_PROPOSAL];
    size_t open = 0;
    for (size_t i = 0; i < proposals->n; i++)
        open += ((const struct proposal *)proposals->v[i])->state == PROPOSAL_OPEN;
    return open < LIMIT_PROPOSALS ? LIMIT_PROPOSALS - open : 0;
}

enum code proposal_room(const struct room *room, const struct late *late)
{
    if (room->live[KIND_PROPOSAL].n < LIMIT_PROPOSALS || continued(room, late) != NULL)
        return CODE_OK;
    return proposals_room(room) > 0 ? CODE_OK : CODE_LIMIT;
}

/* Q6: where there are as many as there may be, the oldest decided one goes; the history still tells of it. */
static void make_place(struct room *room)
{
    const struct kind_list *proposals = &room->live[KIND_PROPOSAL];
    struct entity *oldest = NULL;
    if (proposals->n < LIMIT_PROPOSALS)
        return;
    for (size_t i = 0; i < proposals->n; i++) {
        struct proposal *proposal = (struct proposal *)proposals->v[i];
        if (proposal->state != PROPOSAL_OPEN && (oldest == NULL || proposal->e.id < oldest->id))
            oldest = &proposal->e;
    }
    assert(oldest != NULL);
    room_remove(room, oldest);
}

/* Q5: what a row is called, on one line. NULL: it has no name, or is gone. */
static char *title_of(const struct entity *owner)
{
    ptrdiff_t offset = owner == NULL ? -1 : kind_info((enum kind)owner->kind)->title;
    if (offset < 0)
        return NULL;
    const struct ml *title = (const struct ml *)(const void *)((const char *)owner + offset);
    const char *words = ml_text(title, (enum lang)title->source);
    if (words == NULL)
        return NULL;
    const char *end = utf8_skip(words, words + strlen(words), LIMIT_TITLE);
    char *line = mem_copy_bytes(words, end == NULL ? strlen(words) : (size_t)(end - words));
    field_one_line(line);
    return line;
}

struct proposal *proposal_keep(struct room *room, const struct late *late, char *words)
{
    struct proposal *proposal = continued(room, late);
    if (proposal == NULL) {
        make_place(room);
        proposal = (struct proposal *)room_create(room, KIND_PROPOSAL);
        proposal->of = late->of;
        proposal->field = late->field;
        proposal->lang = late->lang;
        proposal->rev = late->rev;
        proposal->person = late->person;
        proposal->was = title_of(room_find(room, KIND_ANY, late->of));
    }
    room_touch(room, &proposal->e);
    proposal->at = late->at;
    proposal->why = late->why;
    mem_free(proposal->text);
    proposal->text = words;
    if (words != NULL && words[0] == '\0') {
        mem_free(words);
        proposal->text = NULL;
    }
    return proposal;
}

static const struct proposal *subject(const struct room *room, const struct command *cmd)
{
    return (const struct proposal *)command_subject(room, cmd);
}

/* F3: nobody learns by trying that there is a proposal they do not see, nor decides it. */
static bool is_seen(const struct room *room, const struct actor *actor, const struct proposal *proposal)
{
    return view_sees(room, &proposal->e, (struct viewer){ view_audience(actor->role), actor->person });
}

/* Q7: accepted words have to be such that the field takes them now. */
static enum code check_words(const struct field *row, const char *words)
{
    if (words == NULL)
        return CODE_OK;
    if (utf8_length(words) > (size_t)row->max)
        return CODE_TOO_LONG;
    return field_text_ok(row, words) ? CODE_OK : CODE_BAD_ARGUMENT;
}

enum code proposal_accept_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct proposal *proposal = subject(room, cmd);
    const struct entity *owner = room_find(room, KIND_ANY, proposal->of);
    if (!is_seen(room, actor, proposal))
        return CODE_NOT_FOUND;
    if (proposal->state != PROPOSAL_OPEN)
        return CODE_STATE;
    if (owner == NULL)
        return CODE_NOT_FOUND;
    enum code code = owner_writable(room, actor, owner);
    if (code != CODE_OK)
        return code;
    const struct text *text = text_find(room, proposal->of, proposal->field, proposal->lang);
    if (command_gives(cmd, "rev") && cmd->u.accept.rev != (text == NULL ? 0 : text->rev))
        return CODE_CHANGED;
    return check_words(text_row((enum kind)owner->kind, proposal->field), proposal->text);
}

static void decide(struct room *room, const struct actor *actor, struct proposal *proposal, enum proposal_state state)
{
    room_touch(room, &proposal->e);
    proposal->state = (uint8_t)state;
    proposal->decided_by = actor->person;
    proposal->decided_at = actor->at;
}

void proposal_accept_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    struct proposal *proposal = (struct proposal *)command_subject(room, cmd);
    struct entity *owner = room_find(room, KIND_ANY, proposal->of);
    const struct field *row = text_row((enum kind)owner->kind, proposal->field);
    text_set(room, owner, row, (enum lang)proposal->lang, proposal->text);
    decide(room, actor, proposal, PROPOSAL_ACCEPTED);
}

/* Q8: planners dismiss, and everybody what they wrote themselves. */
enum code proposal_dismiss_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct proposal *proposal = subject(room, cmd);
    bool own = actor->person != 0 && proposal->person == actor->person;
    if (!is_seen(room, actor, proposal))
        return CODE_NOT_FOUND;
    if (!own && !role_is_planner(actor->role))
        return CODE_FORBIDDEN;
    return proposal->state == PROPOSAL_OPEN ? CODE_OK : CODE_STATE;
}

void proposal_dismiss_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    decide(room, actor, (struct proposal *)command_subject(room, cmd), PROPOSAL_DISMISSED);
}
