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
RULE(agenda_undo);
RULE(item_extend);
RULE(item_skip);
RULE(item_carry);

/* verb_poll.c (V rules) */
RULE(poll_open);
RULE(poll_close);
RULE(poll_admit);
RULE(poll_again);
RULE(poll_prioritize);

/* verb_ballot.c (V rules) */
RULE(ballot_cast);
RULE(ballot_enter);

/*
 * V8, V11, V12, V22: whether the person may vote so in the poll now, whoever sends it: CODE_CLOSED, CODE_NOT_ELIGIBLE,
 * CODE_LOCKED, what vote_check says, CODE_LIMIT. Of a secret poll too.
 */
enum code ballot_check(const struct room *room, const struct actor *actor, const struct poll *poll,
                       const struct person *person, const struct args_ballot *args);

/* N8: somebody is removed; their ballots in open polls. */
void ballots_leave(struct room *room, uint64_t person);

/* verb_count.c (S rules) */
RULE(poll_count);

/* verb_row.c (L, R and G rules) */
RULE(row_lock);
RULE(theme_lock);
RULE(plan_lock);
RULE(row_reopen);
RULE(row_bring);
RULE(group_bring);

/* verb_merge.c (G rules) */
RULE(row_merge);

/* verb_remark.c (M rules) */
RULE(remark_resolve);

/* verb_adoption.c (D rules) */
RULE(adoption_open);
RULE(adoption_object);
RULE(adoption_withdraw);
RULE(adoption_close);

/* verb_text.c (O rules) */
RULE(text_edit);
RULE(text_confirm);

/* verb_proposal.c (Q rules) */
RULE(proposal_accept);
RULE(proposal_dismiss);

/* Where words belong that cannot be taken into a text: what they were written in, why they wait, who wrote them on what. */
struct late {
    uint64_t of;                    /* live, or a tombstone */
    uint8_t field, lang, why;       /* enum text_field, enum lang, enum proposal_why */
    int64_t rev;                    /* of the text they were written on; 0 where nobody wrote (a merge) */
    uint64_t person;
    int64_t at;
    uint64_t instead;               /* the proposal that they contain and whose place they take (Q3); 0: none */
};

/* Q6: how many more proposals can be kept; CODE_LIMIT when none can for these words, else CODE_OK. */
size_t proposals_room(const struct room *room);
enum code proposal_room(const struct room *room, const struct late *late);

/* Q1: keep the words, which are taken over ("" or NULL: a text to be emptied), as a proposal, and return it. */
struct proposal *proposal_keep(struct room *room, const struct late *late, char *words);

/* verb_text.c: row_writable (row.h) as a code; what is no row of the plan may be written in. */
enum code owner_writable(const struct room *room, const struct actor *actor, const struct entity *owner);

/* verb_people.c (N rules) */
RULE(person_self);
RULE(person_join);
RULE(person_admit);

/* verb_floor.c (J rules) */
RULE(hand_raise);
RULE(hand_lower);
RULE(hand_give);
RULE(hand_end);
RULE(tour_start);
RULE(tour_end);

/* J7: an item ends: nobody waits or speaks any more. J8: it did not end after all. */
void floor_end(struct room *room, int64_t at);
void floor_resume(struct room *room, int64_t ended_at);

/* J9: who or whose delegation is removed has no place in the queue any more. */
void floor_leave(struct room *room, const struct entity *gone, int64_t at);

/* verb_question.c (U rules) */
RULE(question_back);
RULE(question_admit);
RULE(question_answer);
RULE(question_dismiss);

/* verb_message.c (Z rules) */
RULE(message_end);
RULE(parked_done);

/* verb_attendance.c (Y rules) */
RULE(person_ready);
RULE(control_take);
RULE(attendance_enter);
RULE(attendance_leave);
RULE(attendance_here);

/* Y6: a person's rights or ways changed while there; Y7: is removed; Y8: the workshop closes. */
void attendance_follow(struct room *room, const struct person *person, int64_t at);
void attendance_end(struct room *room, uint64_t person, int64_t at);
void attendance_end_all(struct room *room, int64_t at);

/* A1: CODE_OK where there is no link, or one that opens a page and nothing else. */
enum code link_check(const char *link);

/* Whether the actor runs the room: a facilitator, a co-facilitator, the system. */
bool actor_is_staff(const struct actor *actor);

/*
 * What a kind adds to plain editing; every member may be NULL. The checks see the subject before the change (NULL on
 * create). on_create sees the new entity filled; on_edit sees the old entity and the command about to be merged into it;
 * after_edit sees it changed; on_remove sees the entity still live.
 */
struct edit_rule {
    enum code (*check_create)(const struct room *room, const struct actor *actor, const struct command *cmd);
    enum code (*check_edit)(const struct room *room, const struct actor *actor, const struct command *cmd);
    enum code (*check_move)(const struct room *room, const struct actor *actor, const struct command *cmd);
    enum code (*check_remove)(const struct room *room, const struct actor *actor, const struct command *cmd);
    void (*on_create)(struct room *room, const struct actor *actor, const struct command *cmd, struct entity *entity);
    void (*on_edit)(struct room *room, const struct command *cmd, struct entity *entity);
    void (*after_edit)(struct room *room, const struct actor *actor, struct entity *entity);
    void (*on_remove)(struct room *room, const struct actor *actor, struct entity *entity);
    bool part;                      /* of its parent, which changes with it (E9) */
    bool keeps_refs;                /* what refers to it goes with it or outlives it: no in_use */
};
extern const struct edit_rule item_edit_rule, poll_edit_rule, option_edit_rule, action_edit_rule,
    recommendation_edit_rule, framework_edit_rule, paragraph_edit_rule, remark_edit_rule, person_edit_rule,
    delegation_edit_rule, hand_edit_rule, question_edit_rule, message_edit_rule, parked_edit_rule;

/* C4: whether every value given is one its row allows, whatever the room. */
enum code command_form(const struct command *cmd);

/* The subject of a command that takes an id; it is there, command_check has seen it. */
struct entity *command_subject(const struct room *room, const struct command *cmd);

/* Whether the verb's argument row `name` was given. */
bool command_gives(const struct command *cmd, const char *name);

/* Merge what an edit or create gives into the entity; words of co-edited fields become operations (O2). */
void command_merge(struct room *room, struct command *cmd, struct entity *entity);

/* Whether the two are the facilitators' own: roles only a facilitator gives or takes (N2). */
bool role_is_staff(uint8_t role);

/* CODE_OK where `actor` may give `role` to a person (N2). */
enum code role_given_check(const struct actor *actor, uint8_t role);

/* Shared ends of things, used when the workshop closes (W5). */
void agenda_end_running(struct room *room, int64_t at);
void polls_close_open(struct room *room, int64_t at);
void adoptions_withdraw_open(struct room *room, int64_t at);
void messages_end_all(struct room *room, int64_t at);

/* Whether anything live of `kind` refers to the entity (E7). */
bool is_referred_by(const struct room *room, enum kind kind, const struct entity *entity);

/* M7: what was remarked on a row goes with it. */
void remarks_remove(struct room *room, const struct actor *actor, struct entity *row);

/* V6: CODE_OK where the poll can be opened as the sender saw it (`seen` may be NULL). Opening and closing it. */
enum code poll_check_open(const struct room *room, const struct poll *poll, const char *seen);
void poll_start(struct room *room, struct poll *poll, int64_t seconds, int64_t at);
void poll_end(struct room *room, struct poll *poll, int64_t at);

/* D9: a poll was closed; what depends on it is decided. */
void adoptions_decide(struct room *room, const struct poll *poll, int64_t at);

/* The first end of a time: the open poll, and the open adoption, that is due first; NULL: none. */
const struct poll *poll_first_due(const struct room *room);
const struct adoption *adoption_first_due(const struct room *room);

#endif
