/*
 * rules: the check and apply functions behind the command table, and what each kind adds to plain editing. Only the
 * table (command_table.c), edit.c and the verb files include this. Rules and their ids: server/core/RULES.md.
 */
#ifndef PLENARY_CORE_RULES_H
#define PLENARY_CORE_RULES_H

#include "core/room_inside.h"

#define RULE(name) \
    enum code name##_check(const struct room *room, const struct actor *actor, const struct command *cmd); \
    void name##_apply(struct room *room, const struct actor *actor, struct command *cmd)

/* edit.c: NOUN.create, NOUN.edit, NOUN.move, NOUN.remove (E rules) */
RULE(create);
RULE(edit);
RULE(move);
RULE(remove);

/* verb_workshop.c (W rules) */
RULE(workshop_create);
RULE(workshop_edit);
RULE(workshop_live);
RULE(workshop_close);
RULE(workshop_reopen);

/* verb_agenda.c (A rules) */
RULE(item_start);
RULE(item_end);
RULE(agenda_next);

/* verb_poll.c (V rules) */
RULE(poll_open);
RULE(poll_close);
RULE(ballot_cast);

/* verb_plan.c (R rules) */
RULE(adopt);
RULE(reopen);
RULE(plan_adopt);

/* verb_people.c (N rules) */
RULE(person_self);
RULE(person_join);
RULE(person_admit);

/*
 * What a kind adds to plain editing; every member may be NULL. The checks see the subject before the change (NULL on
 * create). on_create sees the new entity filled; on_edit sees the old entity and the command about to be merged into it;
 * on_remove sees the entity still live.
 */
struct edit_rule {
    enum code (*check_create)(const struct room *room, const struct actor *actor, const struct command *cmd);
    enum code (*check_edit)(const struct room *room, const struct actor *actor, const struct command *cmd);
    enum code (*check_move)(const struct room *room, const struct actor *actor, const struct command *cmd);
    enum code (*check_remove)(const struct room *room, const struct actor *actor, const struct command *cmd);
    void (*on_create)(struct room *room, const struct command *cmd, struct entity *entity);
    void (*on_edit)(struct room *room, const struct command *cmd, struct entity *entity);
    void (*on_remove)(struct room *room, struct entity *entity);
    bool part;                      /* of its parent, which changes with it (E9) */
    bool keeps_refs;                /* what refers to it goes with it or outlives it: no in_use */
};
extern const struct edit_rule item_edit_rule, poll_edit_rule, option_edit_rule, action_edit_rule,
    recommendation_edit_rule, person_edit_rule;

/* C4: whether every value given is one its row allows, whatever the room. */
enum code command_form(const struct command *cmd);

/* The subject of a command that takes an id; it is there, command_check has seen it. */
struct entity *command_subject(const struct room *room, const struct command *cmd);

/* Whether the verb's argument row `name` was given. */
bool command_gives(const struct command *cmd, const char *name);

/* Merge what an edit or create gives into the entity. */
void command_merge(struct command *cmd, struct entity *entity);

/* Whether the two are the facilitators' own: roles only a facilitator gives or takes (N2). */
bool role_is_staff(uint8_t role);

/* CODE_OK where `actor` may give `role` to a person (N2). */
enum code role_given_check(const struct actor *actor, uint8_t role);

/* Shared ends of things, used when the workshop closes (W5). */
void agenda_end_running(struct room *room, int64_t at);
void polls_close_open(struct room *room, int64_t at);

#endif
