/* verb_people: delegations and persons, joining and being admitted. Rules N1 to N12 of RULES.md. */
#include <assert.h>

#include "core/limits.h"
#include "core/rules.h"

bool role_is_staff(uint8_t role)
{
    return role == ROLE_FACILITATOR || role == ROLE_COFACILITATOR;
}

bool room_waits(const struct room *room, uint64_t person)
{
    const struct person *who = room_person(room, person);
    return who != NULL && who->guest && room->workshop->lobby;
}

bool actor_is_staff(const struct actor *actor)
{
    return role_is_staff((uint8_t)actor->role) || actor->role == ROLE_SYSTEM;
}

struct actor actor_of(const struct room *room, uint64_t person, int64_t at)
{
    const struct person *who = room_person(room, person);
    struct actor actor = { .person = person, .role = ROLE_N, .at = at };
    if (who != NULL)
        actor.role = who->guest ? ROLE_OBSERVER : (enum role)who->role;
    return actor;
}

struct actor actor_system(int64_t at)
{
    return (struct actor){ .person = 0, .role = ROLE_SYSTEM, .at = at };
}

/* N2: only a facilitator makes facilitators and co-facilitators. */
enum code role_given_check(const struct actor *actor, uint8_t role)
{
    bool may = actor->role == ROLE_FACILITATOR || actor->role == ROLE_SYSTEM;
    return role_is_staff(role) && !may ? CODE_FORBIDDEN : CODE_OK;
}

/* N3: taking the role of a facilitator away, by an edit or a removal, is the facilitators' own business too. */
static enum code role_taken_check(const struct actor *actor, const struct person *person)
{
    return role_given_check(actor, person->role);
}

/* N4: a workshop that has a facilitator keeps one. */
static bool is_last_facilitator(const struct room *room, const struct person *person)
{
    const struct kind_list *persons = &room->live[KIND_PERSON];
    if (person->role != ROLE_FACILITATOR || person->guest)
        return false;
    for (size_t i = 0; i < persons->n; i++) {
        const struct person *other = (const struct person *)persons->v[i];
        if (other != person && other->role == ROLE_FACILITATOR && !other->guest)
            return false;
    }
    return true;
}

/* Whether somebody votes on that person's device. */
static bool is_host(const struct room *room, uint64_t person)
{
    const struct kind_list *persons = &room->live[KIND_PERSON];
    for (size_t i = 0; i < persons->n; i++)
        if (((const struct person *)persons->v[i])->device == person)
            return true;
    return false;
}

/* N12: a device is its owner's, who votes on it too. `person` 0: somebody new, for whom nobody stands in line yet. */
static enum code device_check(const struct room *room, uint64_t person, uint64_t device)
{
    if (device == 0)
        return CODE_OK;
    bool fits = device != person && room_person(room, device)->device == 0 && (person == 0 || !is_host(room, person));
    return fits ? CODE_OK : CODE_BAD_ARGUMENT;
}

static enum code person_check_create(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    enum code code = role_given_check(actor, cmd->u.entity.person.role);
    return code == CODE_OK ? device_check(room, 0, cmd->u.entity.person.device) : code;
}

static enum code person_check_edit(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct person *person = room_person(room, cmd->id);
    uint8_t role = cmd->u.entity.person.role;
    enum code code = device_check(room, cmd->id, command_gives(cmd, "device") ? cmd->u.entity.person.device : 0);
    if (code != CODE_OK || !command_gives(cmd, "role") || role == person->role)
        return code;
    code = role_given_check(actor, role);
    if (code == CODE_OK)
        code = role_taken_check(actor, person);
    if (code == CODE_OK && is_last_facilitator(room, person))
        code = CODE_STATE;
    return code;
}

static enum code person_check_remove(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct person *person = room_person(room, cmd->id);
    enum code code = role_taken_check(actor, person);
    return code == CODE_OK && is_last_facilitator(room, person) ? CODE_STATE : code;
}

/* N6: what a person may see or do changed, so the replica is loaded anew. */
static void person_on_edit(struct room *room, const struct command *cmd, struct entity *entity)
{
    (void)room;
    struct person *person = (struct person *)entity;
    const struct person *given = &cmd->u.entity.person;
    bool role = command_gives(cmd, "role") && given->role != person->role;
    bool delegation = command_gives(cmd, "delegation") && given->delegation != person->delegation;
    if (role || delegation)
        person->view++;
}

/* N8: a group is chaired by somebody who is there. */
static void leave_chairs(struct room *room, uint64_t person)
{
    const struct kind_list *groups = &room->live[KIND_GROUP];
    for (size_t i = 0; i < groups->n; i++) {
        struct group *group = (struct group *)groups->v[i];
        if (group->chair != person)
            continue;
        room_touch(room, &group->e);
        group->chair = 0;
    }
}

/* N12: who voted on the device of somebody that is gone votes on their own. */
static void leave_devices(struct room *room, uint64_t person)
{
    const struct kind_list *persons = &room->live[KIND_PERSON];
    for (size_t i = 0; i < persons->n; i++) {
        struct person *other = (struct person *)persons->v[i];
        if (other->device != person)
            continue;
        room_touch(room, &other->e);
        other->device = 0;
    }
}

/* N8: who goes leaves chairs, the floor, devices and the ballots of open polls. */
static void person_on_remove(struct room *room, const struct actor *actor, struct entity *entity)
{
    leave_chairs(room, entity->id);
    floor_leave(room, entity, actor->at);
    attendance_end(room, entity->id, actor->at);
    leave_devices(room, entity->id);
    ballots_leave(room, entity->id);
}

static void person_after_edit(struct room *room, const struct actor *actor, struct entity *entity)
{
    attendance_follow(room, (const struct person *)entity, actor->at);
}

const struct edit_rule person_edit_rule = {
    .check_create = person_check_create,
    .check_edit = person_check_edit,
    .check_remove = person_check_remove,
    .on_edit = person_on_edit,
    .after_edit = person_after_edit,
    .on_remove = person_on_remove,
    .keeps_refs = true,
};

static void delegation_on_remove(struct room *room, const struct actor *actor, struct entity *entity)
{
    floor_leave(room, entity, actor->at);
}

/* V13: nobody's vote becomes heavier while it is cast. */
static enum code delegation_check_edit(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor;
    const struct kind_list *polls = &room->live[KIND_POLL];
    for (size_t i = 0; command_gives(cmd, "weight") && i < polls->n; i++) {
        const struct poll *poll = (const struct poll *)polls->v[i];
        if (poll->weighted && poll->state == POLL_OPEN)
            return CODE_STATE;
    }
    return CODE_OK;
}

const struct edit_rule delegation_edit_rule = {
    .check_edit = delegation_check_edit,
    .on_remove = delegation_on_remove,
};

/* N1: everybody may say how they are called, what they read and how they take part. */
enum code person_self_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    if (room_person(room, actor->person) == NULL)
        return CODE_FORBIDDEN;
    return cmd->present == 0 ? CODE_BAD_ARGUMENT : CODE_OK;
}

void person_self_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    struct person *person = room_person(room, actor->person);
    room_touch(room, &person->e);
    command_merge(room, cmd, &person->e);
    attendance_follow(room, person, actor->at);
}

/* N5: whoever speaks for a delegation has one. */
static enum code delegate_check(uint8_t role, uint64_t delegation)
{
    return role == ROLE_DELEGATE && delegation == 0 ? CODE_BAD_ARGUMENT : CODE_OK;
}

enum code person_join_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor, (void)cmd;
    bool fits = room->live[KIND_PERSON].n < LIMIT_PEOPLE && room->last_id < LIMIT_ID;
    return fits ? CODE_OK : CODE_LIMIT;
}

/* N7: without a word about it, whoever joins for a delegation is a delegate, everybody else an observer. */
void person_join_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    (void)actor;
    struct person *person = (struct person *)room_create(room, KIND_PERSON);
    bool says_role = command_gives(cmd, "role");
    command_merge(room, cmd, &person->e);
    if (!says_role)
        person->role = person->delegation != 0 && !person->guest ? ROLE_DELEGATE : ROLE_OBSERVER;
}

static uint8_t role_admitted(const struct command *cmd)
{
    return command_gives(cmd, "role") ? cmd->u.admit.role : (uint8_t)ROLE_DELEGATE;
}

enum code person_admit_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    if (!room_person(room, cmd->id)->guest)
        return CODE_STATE;
    enum code code = role_given_check(actor, role_admitted(cmd));
    return code == CODE_OK ? delegate_check(role_admitted(cmd), cmd->u.admit.delegation) : code;
}

void person_admit_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    struct person *person = room_person(room, cmd->id);
    room_touch(room, &person->e);
    person->role = role_admitted(cmd);
    person->delegation = cmd->u.admit.delegation;
    person->guest = false;
    person->view++;
    attendance_follow(room, person, actor->at);
}
