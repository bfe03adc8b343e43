/*
 * command_table: everything anybody can do, one row each. See struct verb in include/core/command.h.
 *
 * Rules that a row states itself: who (roles), in which states of the workshop, with which arguments.
 */
#include <stddef.h>
#include <string.h>

#include "core/kind_rows.h"
#include "core/limits.h"
#include "core/rules.h"
#include "core/secret.h"
#include "core/view.h"

#define BIT(n) (1u << (n))

/* Who. The system may do everything, so no row names it but those that are the system's alone. */
#define SYSTEM BIT(ROLE_SYSTEM)
#define FACILITATOR BIT(ROLE_FACILITATOR)
#define STAFF (FACILITATOR | BIT(ROLE_COFACILITATOR))
#define PLANNERS (STAFF | BIT(ROLE_RAPPORTEUR))
#define DRAFTERS (PLANNERS | BIT(ROLE_DELEGATE) | BIT(ROLE_EXPERT))
#define OBJECTORS (DRAFTERS & ~STAFF)
#define VOTERS (BIT(ROLE_DELEGATE) | BIT(ROLE_RAPPORTEUR))
#define WRITERS (DRAFTERS | BIT(ROLE_INTERPRETER))
#define PERSONS (DRAFTERS | BIT(ROLE_INTERPRETER) | BIT(ROLE_OBSERVER))

/* What has fields that are drafted together. */
#define OWNERS (BIT(KIND_ITEM) | BIT(KIND_ACTION) | BIT(KIND_RECOMMENDATION) | BIT(KIND_PARAGRAPH))

/* When. */
#define NEVER_YET 0
#define PREPARING BIT(WORKSHOP_PREPARING)
#define LIVE BIT(WORKSHOP_LIVE)
#define CLOSED BIT(WORKSHOP_CLOSED)
#define OPEN (PREPARING | LIVE)

/* What is counted of a ballot. */
#define COUNTED (BIT(KIND_OPTION) | BIT(KIND_ANSWER))

/* What changes with rows of the plan: themselves, what goes with one, what closes with a poll. */
#define ROWS (BIT(KIND_ACTION) | BIT(KIND_RECOMMENDATION) | BIT(KIND_FRAMEWORK) | BIT(KIND_PARAGRAPH))
#define WITH_ROW (BIT(KIND_REMARK) | BIT(KIND_TEXT))
#define CLOSING (BIT(KIND_POLL) | BIT(KIND_BALLOT) | COUNTED | BIT(KIND_ROLL))

/* What changes when the agenda turns: hands of the item that ends go down, whoever turns it runs the room. */
#define TURNING (BIT(KIND_ITEM) | BIT(KIND_WORKSHOP) | BIT(KIND_HAND))

#define ARG(type, member) .name = #member, .offset = offsetof(struct type, member)

static const struct field poll_open_args[] = {
    { ARG(args_poll_open, seconds), .type = FIELD_INT, .min = 0, .max = LIMIT_DURATION_S,
      .flags = FIELD_OPTIONAL, .doc = "How long it stays open; 0 or absent: until somebody closes it." },
    { ARG(args_poll_open, seen), .type = FIELD_TEXT, .max = VIEW_TAG - 1, .flags = FIELD_OPTIONAL,
      .doc = "Tag of the poll the sender saw." },
};

/* V12 says which of these a poll needs. The person it is cast for is named `for` on the wire, a word that C keeps for itself. */
#define BALLOT_ANSWERS \
    { ARG(args_ballot, option), .type = FIELD_REF, .ref = KIND_OPTION, .flags = FIELD_OPTIONAL, \
      .doc = "single: what is chosen." }, \
    { ARG(args_ballot, options), .type = FIELD_REFS, .ref = KIND_OPTION, .flags = FIELD_OPTIONAL, \
      .doc = "What is chosen or answered to; ranking: best first." }, \
    { ARG(args_ballot, values), .type = FIELD_INTS, .min = -VALUE_MAX, .max = VALUE_MAX, .flags = FIELD_OPTIONAL, \
      .doc = "The value of each of `options`, or of the one answer." }, \
    { ARG(args_ballot, text), .type = FIELD_TEXT, .max = DETAIL_MAX, .flags = FIELD_OPTIONAL, \
      .doc = "Words, one a line; or a reason." }
#define BALLOT_FOR \
    .name = "for", .offset = offsetof(struct args_ballot, voter), .type = FIELD_REF, .ref = KIND_PERSON

static const struct field ballot_cast_args[] = {
    BALLOT_ANSWERS,
    { BALLOT_FOR, .flags = FIELD_OPTIONAL, .doc = "Somebody who votes on the sender's device; absent: the sender." },
    { ARG(args_ballot, receipt), .type = FIELD_TEXT, .max = RECEIPT_TEXT, .flags = FIELD_OPTIONAL,
      .doc = "Of a secret poll: what tells later that the ballot was counted." },
};

/* S5: by the server alone, so that its limits are those of one transaction's parts. */
static const struct field poll_count_args[] = {
    { ARG(args_count, cells), .type = FIELD_INTS, .min = -VALUE_MAX, .max = VALUE_MAX, .flags = FIELD_OPTIONAL,
      .doc = "Option, value, how often, how often by observers: four numbers a cell." },
    { ARG(args_count, texts), .type = FIELD_TEXTS, .min = COUNT_TEXTS_MAX, .max = DETAIL_MAX, .flags = FIELD_OPTIONAL,
      .doc = "The words of the first cells." },
    { ARG(args_count, receipts), .type = FIELD_TEXTS, .min = LIMIT_PEOPLE, .max = RECEIPT_TEXT, .flags = FIELD_OPTIONAL,
      .doc = "Of the ballots that were counted, sorted." },
    { ARG(args_count, voted), .type = FIELD_REFS, .ref = KIND_ANY, .max = LIMIT_PEOPLE, .flags = FIELD_OPTIONAL,
      .doc = "Whose ballots were counted, in the order of their ids." },
    { ARG(args_count, advisers), .type = FIELD_INT, .min = 0, .max = LIMIT_PEOPLE, .flags = FIELD_OPTIONAL,
      .doc = "How many ballots of observers were counted." },
    { ARG(args_count, more), .type = FIELD_BOOL, .flags = FIELD_OPTIONAL, .doc = "Another one follows." },
    { ARG(args_count, lost), .type = FIELD_BOOL, .flags = FIELD_OPTIONAL,
      .doc = "The ballots cannot be opened any more: the poll is void." },
};

static const struct field ballot_enter_args[] = {
    BALLOT_ANSWERS,
    { BALLOT_FOR, .doc = "Who votes: somebody in the room or on the phone." },
};

static const struct field poll_admit_args[] = {
    { ARG(args_poll_admit, person), .type = FIELD_REF, .ref = KIND_PERSON, .doc = "Who came late." },
};

static const struct field on_args[] = {
    { ARG(args_on, on), .type = FIELD_BOOL, .doc = "True: so it shall be; false: not any more." },
};

static const struct field hand_args[] = {
    { ARG(args_hand, type), .type = FIELD_ENUM, .words = hand_type_words, .flags = FIELD_OPTIONAL,
      .doc = "What for; absent: a contribution." },
    { ARG(args_hand, at), .type = FIELD_TIME, .max = INT64_MAX, .flags = FIELD_OPTIONAL,
      .doc = "When it was raised, by the clock of the device; absent: now." },
    { .name = "for", .offset = offsetof(struct args_hand, person), .type = FIELD_REF, .ref = KIND_PERSON,
      .flags = FIELD_OPTIONAL,
      .doc = "Who raises it: somebody on the sender's device, or through the staff; absent: the sender." },
};

static const struct field give_args[] = {
    { ARG(args_give, seconds), .type = FIELD_INT, .min = 0, .max = LIMIT_DURATION_S, .flags = FIELD_OPTIONAL,
      .doc = "How long the speech may take; 0: as long as it takes; absent: as the hand says." },
};

static const struct field tour_args[] = {
    { ARG(args_tour, seconds), .type = FIELD_INT, .min = 0, .max = LIMIT_DURATION_S, .flags = FIELD_OPTIONAL,
      .doc = "How long each may speak; 0 or absent: as long as it takes." },
    { ARG(args_tour, lang), .type = FIELD_LANG, .flags = FIELD_OPTIONAL,
      .doc = "In the order of the names in that language; absent: the first of the workshop." },
};

static const struct field reply_args[] = {
    { ARG(args_reply, reply), .type = FIELD_ML, .max = DETAIL_MAX, .flags = FIELD_OPTIONAL,
      .doc = "The answer in writing; absent: it was given aloud." },
};

static const struct field leave_args[] = {
    { ARG(args_leave, at), .type = FIELD_TIME, .min = 1, .max = INT64_MAX, .doc = "When the person was last heard of." },
};

static const struct field extend_args[] = {
    { ARG(args_extend, minutes), .type = FIELD_INT, .min = -MINUTES_MAX, .max = MINUTES_MAX,
      .doc = "How many more; below 0: how many fewer." },
};

static const struct field skip_args[] = {
    { ARG(args_skip, back), .type = FIELD_BOOL, .flags = FIELD_OPTIONAL, .doc = "True: it is planned again after all." },
};

static const struct field carry_args[] = {
    { ARG(args_carry, day), .type = FIELD_INT, .min = 1, .max = LIMIT_DAYS, .doc = "The other day." },
};

static const struct field reason_args[] = {
    { ARG(args_reason, reason), .type = FIELD_TEXT, .max = LIMIT_TITLE, .doc = "Why." },
};

static const struct field merge_args[] = {
    { ARG(args_merge, other), .type = FIELD_REF, .ref = KIND_ROW, .doc = "What becomes part of it and goes." },
};

static const struct field object_args[] = {
    { ARG(args_object, text), .type = FIELD_ML, .max = DETAIL_MAX, .doc = "The objection." },
};

static const struct field adoption_args[] = {
    { ARG(args_adoption, of), .type = FIELD_REF, .ref = KIND_ROW, .flags = FIELD_OPTIONAL,
      .doc = "What is adopted; absent: the plan." },
    { ARG(args_adoption, way), .type = FIELD_ENUM, .words = adoption_way_words, .doc = "How." },
    { ARG(args_adoption, seconds), .type = FIELD_INT, .min = 0, .max = LIMIT_DURATION_S, .flags = FIELD_OPTIONAL,
      .doc = "Consensus: the time for objections; 0 or absent: adopted at once. Poll: how long it stays open." },
    { ARG(args_adoption, until), .type = FIELD_TIME, .max = INT64_MAX, .flags = FIELD_OPTIONAL,
      .doc = "Silence: adopted then unless somebody objects." },
    { ARG(args_adoption, poll), .type = FIELD_REF, .ref = KIND_POLL, .flags = FIELD_OPTIONAL,
      .doc = "Poll: the prepared poll that decides; it is opened." },
    { ARG(args_adoption, option), .type = FIELD_REF, .ref = KIND_OPTION, .flags = FIELD_OPTIONAL,
      .doc = "Poll: its option that adopts." },
    { ARG(args_adoption, seen), .type = FIELD_TEXT, .max = VIEW_TAG - 1, .flags = FIELD_OPTIONAL,
      .doc = "Sum of the tags of what the sender saw." },
};

static const struct field admit_args[] = {
    { ARG(args_admit, delegation), .type = FIELD_REF, .ref = KIND_DELEGATION, .flags = FIELD_OPTIONAL,
      .doc = "The delegation the person speaks for; a delegate has one." },
    { ARG(args_admit, role), .type = FIELD_ENUM, .words = person_role_words, .flags = FIELD_OPTIONAL,
      .doc = "The role; absent: delegate." },
};

static const struct field self_args[] = {
    { ARG(person, name), .type = FIELD_TEXT, .max = LIMIT_NAME, .flags = FIELD_OPTIONAL | FIELD_REQUIRED,
      .doc = "As the person wants to be called." },
    { ARG(person, language), .type = FIELD_LANG, .flags = FIELD_OPTIONAL,
      .doc = "The language the person reads." },
    { ARG(person, mode), .type = FIELD_ENUM, .words = person_mode_words, .flags = FIELD_OPTIONAL,
      .doc = "How the person takes part." },
};

static const struct field join_args[] = {
    { ARG(person, name), .type = FIELD_TEXT, .max = LIMIT_NAME, .flags = FIELD_REQUIRED,
      .doc = "As the person wants to be called." },
    { ARG(person, role), .type = FIELD_ENUM, .words = person_role_words, .flags = FIELD_OPTIONAL,
      .doc = "The role; absent: delegate of the delegation, else observer." },
    { ARG(person, delegation), .type = FIELD_REF, .ref = KIND_DELEGATION, .flags = FIELD_OPTIONAL,
      .doc = "The delegation the person speaks for." },
    { ARG(person, head), .type = FIELD_BOOL, .flags = FIELD_OPTIONAL, .doc = "Head of that delegation." },
    { ARG(person, language), .type = FIELD_LANG, .flags = FIELD_OPTIONAL,
      .doc = "The language the person reads." },
    { ARG(person, mode), .type = FIELD_ENUM, .words = person_mode_words, .flags = FIELD_OPTIONAL,
      .doc = "How the person takes part." },
    { ARG(person, contact), .type = FIELD_TEXT, .max = LIMIT_TITLE, .flags = FIELD_OPTIONAL,
      .doc = "For the secretariat." },
    { ARG(person, guest), .type = FIELD_BOOL, .flags = FIELD_OPTIONAL, .doc = "Came by the open code." },
};

#define TEXT_PLACE(args) \
    { ARG(args, field), .type = FIELD_ENUM, .words = text_field_words, .doc = "Which field." }, \
    { ARG(args, lang), .type = FIELD_ENUM, .words = text_lang_words, .doc = "In which language." }

static const struct field text_edit_args[] = {
    TEXT_PLACE(args_text_edit),
    { ARG(args_text_edit, rev), .type = FIELD_INT, .min = 0, .max = REV_MAX,
      .doc = "The revision it was written on; 0: before the first word." },
    { ARG(args_text_edit, op), .type = FIELD_OP, .doc = "What changes." },
    { ARG(args_text_edit, instead), .type = FIELD_INT, .min = 0, .max = (int64_t)LIMIT_ID, .flags = FIELD_OPTIONAL,
      .doc = "If it is too late: the open late proposal of the sender's whose words it contains, and whose place it takes." },
};

static const struct field accept_args[] = {
    { ARG(args_accept, rev), .type = FIELD_INT, .min = 0, .max = REV_MAX, .flags = FIELD_OPTIONAL,
      .doc = "Revision of the text that the sender saw it beside; 0: it had no word yet." },
};

static const struct field text_args[] = {
    TEXT_PLACE(args_text),
    { ARG(args_text, rev), .type = FIELD_INT, .min = 1, .max = REV_MAX, .flags = FIELD_OPTIONAL,
      .doc = "Revision of the source's text that the sender saw." },
};

#define ARGS(rows) .args = rows, .n_args = sizeof(rows) / sizeof(rows[0])
#define RULES(rule) .check = rule##_check, .apply = rule##_apply

/* The rows of NOUN.create and so on. `also` are kinds that change with it. */
#define CREATE(noun, KIND, ROLES) CREATE_WITH(noun, KIND, ROLES, VERB_TAKES_AFTER, 0)
#define CREATE_WITH(noun, KIND, ROLES, TAKES, also) \
    { .name = #noun ".create", .roles = ROLES, .states = OPEN, .kind = KIND_##KIND, \
      .takes = TAKES, .is_create = true, .args = noun##_rows, .n_args = SET_##KIND, \
      .touches = BIT(KIND_##KIND) | (also), RULES(create), .doc = "Add one (" #noun ")." }
#define EDIT(noun, KIND, ROLES, also) \
    { .name = #noun ".edit", .roles = ROLES, .states = OPEN, .kind = KIND_##KIND, \
      .takes = VERB_TAKES_ID, .is_edit = true, .args = noun##_rows, .n_args = SET_##KIND, \
      .touches = BIT(KIND_##KIND) | (also), RULES(edit), .doc = "Change what is given, and only that." }
#define MOVE(noun, KIND, ROLES, more_takes) MOVE_WITH(noun, KIND, ROLES, more_takes, 0)
#define MOVE_WITH(noun, KIND, ROLES, more_takes, also) \
    { .name = #noun ".move", .roles = ROLES, .states = OPEN, .kind = KIND_##KIND, \
      .takes = VERB_TAKES_ID | VERB_TAKES_AFTER | (more_takes), .touches = BIT(KIND_##KIND) | (also), RULES(move), \
      .doc = "Give it another place among its siblings." }
#define REMOVE(noun, KIND, ROLES, also) \
    { .name = #noun ".remove", .roles = ROLES, .states = OPEN, .kind = KIND_##KIND, \
      .takes = VERB_TAKES_ID, .touches = BIT(KIND_##KIND) | (also), RULES(remove), .doc = "Take it away." }

#define EDITABLE(noun, KIND, ROLES, touched_by_edit) \
    CREATE(noun, KIND, ROLES), EDIT(noun, KIND, ROLES, touched_by_edit), MOVE(noun, KIND, ROLES, 0), \
    REMOVE(noun, KIND, ROLES, 0)

/* E9: parts of something that is opened or adopted as seen; the whole changes with them. */
#define EDITABLE_PART(noun, KIND, ROLES, whole) \
    CREATE_WITH(noun, KIND, ROLES, VERB_TAKES_AFTER, whole), EDIT(noun, KIND, ROLES, whole), \
    MOVE_WITH(noun, KIND, ROLES, 0, whole), REMOVE(noun, KIND, ROLES, whole)

static const struct verb verbs[] = {
    { .name = "workshop.create", .roles = SYSTEM, .states = NEVER_YET, .kind = KIND_WORKSHOP,
      .args = workshop_rows, .n_args = SET_WORKSHOP, .is_create = true, .touches = BIT(KIND_WORKSHOP),
      RULES(workshop_create), .doc = "The first command of a workshop." },
    { .name = "workshop.edit", .roles = STAFF, .states = OPEN, .kind = KIND_WORKSHOP,
      .args = workshop_rows, .n_args = SET_WORKSHOP, .is_edit = true, .touches = BIT(KIND_WORKSHOP) | BIT(KIND_PERSON),
      RULES(workshop_edit), .doc = "Change what is given, and only that." },
    { .name = "workshop.live", .roles = STAFF, .states = PREPARING, .kind = KIND_WORKSHOP,
      .touches = BIT(KIND_WORKSHOP), RULES(workshop_live), .doc = "Begin." },
    { .name = "workshop.close", .roles = FACILITATOR, .states = LIVE, .kind = KIND_WORKSHOP,
      .touches = TURNING | BIT(KIND_ATTENDANCE) | BIT(KIND_MESSAGE) | CLOSING | BIT(KIND_ADOPTION) | ROWS,
      RULES(workshop_close), .doc = "End: the running item, open polls and open adoptions end too." },
    { .name = "workshop.reopen", .roles = STAFF, .states = CLOSED, .kind = KIND_WORKSHOP,
      .touches = BIT(KIND_WORKSHOP), RULES(workshop_reopen), .doc = "Go on after all." },

    CREATE(delegation, DELEGATION, STAFF),
    EDIT(delegation, DELEGATION, STAFF, BIT(KIND_ACTION)),
    MOVE(delegation, DELEGATION, STAFF, 0),
    REMOVE(delegation, DELEGATION, STAFF, BIT(KIND_HAND)),

    CREATE_WITH(person, PERSON, STAFF, 0, 0),
    EDIT(person, PERSON, STAFF, BIT(KIND_ATTENDANCE)),
    REMOVE(person, PERSON, STAFF,
           BIT(KIND_BALLOT) | COUNTED | BIT(KIND_POLL) | BIT(KIND_GROUP) | BIT(KIND_HAND) | BIT(KIND_ATTENDANCE)),
    { .name = "person.self", .roles = PERSONS, .states = OPEN, .kind = KIND_PERSON, .takes = VERB_AS_PERSON,
      ARGS(self_args), .touches = BIT(KIND_PERSON) | BIT(KIND_ATTENDANCE), RULES(person_self), .doc = "Change one's own name, language or mode." },
    { .name = "person.join", .roles = SYSTEM, .states = OPEN, .kind = KIND_PERSON, ARGS(join_args),
      .touches = BIT(KIND_PERSON), RULES(person_join), .doc = "Somebody came by a code or a link." },
    { .name = "person.admit", .roles = STAFF, .states = OPEN, .kind = KIND_PERSON, .takes = VERB_TAKES_ID,
      ARGS(admit_args), .touches = BIT(KIND_PERSON) | BIT(KIND_ATTENDANCE), RULES(person_admit), .doc = "Admit a guest." },

    CREATE_WITH(item, ITEM, STAFF, VERB_TAKES_AFTER, BIT(KIND_TEXT)),
    EDIT(item, ITEM, STAFF, BIT(KIND_TEXT)),
    MOVE(item, ITEM, STAFF, 0),
    REMOVE(item, ITEM, STAFF, BIT(KIND_TEXT)),
    { .name = "item.start", .roles = STAFF, .states = LIVE, .kind = KIND_ITEM, .takes = VERB_TAKES_ID,
      .touches = TURNING, RULES(item_start),
      .doc = "Bring it on stage; what runs now is done." },
    { .name = "item.end", .roles = STAFF, .states = LIVE, .kind = KIND_ITEM, .takes = VERB_TAKES_ID,
      .touches = TURNING, RULES(item_end), .doc = "The running item is done." },
    { .name = "agenda.next", .roles = STAFF, .states = LIVE, .kind = KIND_ITEM,
      .takes = VERB_TAKES_ID | VERB_ID_OPTIONAL, .touches = TURNING,
      RULES(agenda_next), .doc = "The next planned item. `id` is the one the sender saw running, 0: none." },
    { .name = "agenda.undo", .roles = STAFF, .states = LIVE, .kind = KIND_ITEM,
      .takes = VERB_TAKES_ID | VERB_ID_OPTIONAL, .touches = TURNING,
      RULES(agenda_undo), .doc = "Take back the last start or end. `id` is the item the sender saw running, 0: none." },
    { .name = "item.extend", .roles = STAFF, .states = LIVE, .kind = KIND_ITEM, .takes = VERB_TAKES_ID,
      ARGS(extend_args), .touches = BIT(KIND_ITEM), RULES(item_extend), .doc = "Give it more minutes, or fewer." },
    { .name = "item.skip", .roles = STAFF, .states = LIVE, .kind = KIND_ITEM, .takes = VERB_TAKES_ID,
      ARGS(skip_args), .touches = BIT(KIND_ITEM), RULES(item_skip), .doc = "Leave it out." },
    { .name = "item.carry", .roles = STAFF, .states = OPEN, .kind = KIND_ITEM,
      .takes = VERB_TAKES_ID | VERB_TAKES_AFTER, ARGS(carry_args), .touches = BIT(KIND_ITEM), RULES(item_carry),
      .doc = "Carry it over to another day." },

    CREATE(poll, POLL, STAFF),
    EDIT(poll, POLL, STAFF, 0),
    MOVE(poll, POLL, STAFF, 0),
    REMOVE(poll, POLL, STAFF, BIT(KIND_OPTION)),
    { .name = "poll.open", .roles = STAFF, .states = LIVE, .kind = KIND_POLL, .takes = VERB_TAKES_ID,
      ARGS(poll_open_args), .touches = BIT(KIND_POLL) | BIT(KIND_ROLL), RULES(poll_open), .doc = "Ask the room." },
    { .name = "poll.close", .roles = STAFF, .states = LIVE, .kind = KIND_POLL, .takes = VERB_TAKES_ID,
      .touches = CLOSING | BIT(KIND_ADOPTION) | ROWS, RULES(poll_close), .doc = "No more ballots." },
    { .name = "poll.admit", .roles = STAFF, .states = LIVE, .kind = KIND_POLL, .takes = VERB_TAKES_ID,
      ARGS(poll_admit_args), .touches = BIT(KIND_POLL) | BIT(KIND_ROLL), RULES(poll_admit),
      .doc = "Put a late arrival, or their delegation, on the roll." },
    { .name = "poll.again", .roles = STAFF, .states = OPEN, .kind = KIND_POLL, .takes = VERB_TAKES_ID,
      .touches = BIT(KIND_POLL) | BIT(KIND_OPTION), RULES(poll_again), .doc = "Prepare a new round of it." },
    { .name = "poll.prioritize", .roles = STAFF, .states = OPEN, .kind = KIND_POLL, .takes = VERB_TAKES_ID,
      .touches = BIT(KIND_ACTION), RULES(poll_prioritize), .doc = "Its result becomes the priority of the actions it is about." },

    EDITABLE_PART(option, OPTION, STAFF, BIT(KIND_POLL)),
    { .name = "ballot.cast", .roles = VOTERS | BIT(ROLE_OBSERVER), .states = OPEN, .kind = KIND_POLL,
      .takes = VERB_TAKES_ID | VERB_AS_PERSON, ARGS(ballot_cast_args),
      .touches = BIT(KIND_BALLOT) | COUNTED | BIT(KIND_POLL),
      RULES(ballot_cast), .doc = "Cast or change one's ballot in the poll `id`." },
    { .name = "ballot.enter", .roles = STAFF, .states = OPEN, .kind = KIND_POLL,
      .takes = VERB_TAKES_ID | VERB_AS_PERSON, ARGS(ballot_enter_args),
      .touches = BIT(KIND_BALLOT) | COUNTED | BIT(KIND_POLL),
      RULES(ballot_enter), .doc = "Write down the ballot of somebody in the room or on the phone." },

    { .name = "poll.count", .roles = SYSTEM, .states = OPEN | CLOSED, .kind = KIND_POLL, .takes = VERB_TAKES_ID,
      ARGS(poll_count_args),
      .touches = BIT(KIND_POLL) | BIT(KIND_OPTION) | BIT(KIND_ANSWER) | BIT(KIND_ROLL) | BIT(KIND_ADOPTION) | ROWS,
      RULES(poll_count), .doc = "What the ballots of a secret poll come to; it is closed." },

    EDITABLE(theme, THEME, PLANNERS, 0),
    { .name = "theme.lock", .roles = STAFF, .states = OPEN, .kind = KIND_THEME, .takes = VERB_TAKES_ID, ARGS(on_args),
      .touches = BIT(KIND_THEME), RULES(theme_lock), .doc = "Only planners write under it." },
    { .name = "plan.lock", .roles = STAFF, .states = OPEN, .kind = KIND_WORKSHOP, ARGS(on_args),
      .touches = BIT(KIND_WORKSHOP), RULES(plan_lock), .doc = "Only planners write in the plan." },

    EDITABLE(group, GROUP, STAFF, 0),
    { .name = "group.bring", .roles = DRAFTERS, .states = OPEN, .kind = KIND_GROUP, .takes = VERB_TAKES_ID,
      .touches = ROWS, RULES(group_bring), .doc = "Bring all its rows to the plenary: planners and its chair." },

    CREATE_WITH(action, ACTION, DRAFTERS, VERB_TAKES_AFTER, BIT(KIND_TEXT)),
    EDIT(action, ACTION, DRAFTERS, BIT(KIND_TEXT)),
    MOVE(action, ACTION, DRAFTERS, VERB_TAKES_INTO),
    REMOVE(action, ACTION, PLANNERS, WITH_ROW),

    CREATE_WITH(recommendation, RECOMMENDATION, DRAFTERS, VERB_TAKES_AFTER, BIT(KIND_TEXT)),
    EDIT(recommendation, RECOMMENDATION, DRAFTERS, BIT(KIND_TEXT)),
    MOVE(recommendation, RECOMMENDATION, DRAFTERS, 0),
    REMOVE(recommendation, RECOMMENDATION, PLANNERS, WITH_ROW),

    CREATE(framework, FRAMEWORK, PLANNERS),
    EDIT(framework, FRAMEWORK, PLANNERS, 0),
    MOVE(framework, FRAMEWORK, PLANNERS, 0),
    REMOVE(framework, FRAMEWORK, PLANNERS, WITH_ROW | BIT(KIND_PARAGRAPH)),

    CREATE_WITH(paragraph, PARAGRAPH, DRAFTERS, VERB_TAKES_AFTER, BIT(KIND_TEXT)),
    EDIT(paragraph, PARAGRAPH, DRAFTERS, BIT(KIND_TEXT)),
    MOVE(paragraph, PARAGRAPH, DRAFTERS, 0),
    REMOVE(paragraph, PARAGRAPH, PLANNERS, WITH_ROW),

    { .name = "row.lock", .roles = STAFF, .states = OPEN, .kind = KIND_ROW, .takes = VERB_TAKES_ID, ARGS(on_args),
      .touches = ROWS, RULES(row_lock), .doc = "Only planners write in it." },
    { .name = "row.reopen", .roles = FACILITATOR, .states = OPEN, .kind = KIND_ROW, .takes = VERB_TAKES_ID,
      ARGS(reason_args), .touches = ROWS, RULES(row_reopen), .doc = "A new version of what was adopted." },
    { .name = "row.bring", .roles = DRAFTERS, .states = OPEN, .kind = KIND_ROW, .takes = VERB_TAKES_ID,
      .touches = ROWS, RULES(row_bring), .doc = "From its group to the plenary: planners and the group's chair." },
    { .name = "row.merge", .roles = PLANNERS, .states = OPEN, .kind = KIND_ROW, .takes = VERB_TAKES_ID,
      ARGS(merge_args), .touches = ROWS | WITH_ROW | BIT(KIND_PROPOSAL), RULES(row_merge),
      .doc = "Make another row part of it." },

    CREATE_WITH(remark, REMARK, DRAFTERS, 0, 0),
    EDIT(remark, REMARK, DRAFTERS, 0),
    REMOVE(remark, REMARK, DRAFTERS, 0),
    { .name = "remark.resolve", .roles = DRAFTERS, .states = OPEN, .kind = KIND_REMARK, .takes = VERB_TAKES_ID,
      ARGS(on_args), .touches = BIT(KIND_REMARK), RULES(remark_resolve), .doc = "It is settled." },

    { .name = "adoption.open", .roles = STAFF, .states = OPEN, .kind = KIND_ADOPTION, ARGS(adoption_args),
      .touches = BIT(KIND_ADOPTION) | ROWS | BIT(KIND_POLL) | BIT(KIND_ROLL), RULES(adoption_open),
      .doc = "Put a row, a framework text or the plan to the room." },
    { .name = "adoption.object", .roles = OBJECTORS, .states = OPEN, .kind = KIND_ADOPTION,
      .takes = VERB_TAKES_ID | VERB_AS_PERSON, ARGS(object_args), .touches = BIT(KIND_ADOPTION) | ROWS | BIT(KIND_REMARK), RULES(adoption_object),
      .doc = "Object in the name of one's delegation." },
    { .name = "adoption.withdraw", .roles = STAFF, .states = OPEN, .kind = KIND_ADOPTION, .takes = VERB_TAKES_ID,
      .touches = BIT(KIND_ADOPTION) | ROWS | CLOSING, RULES(adoption_withdraw), .doc = "Not now." },
    { .name = "adoption.close", .roles = SYSTEM, .states = OPEN, .kind = KIND_ADOPTION, .takes = VERB_TAKES_ID,
      .touches = BIT(KIND_ADOPTION) | ROWS, RULES(adoption_close), .doc = "Its time is over and nobody objected." },

    { .name = "text.edit", .roles = WRITERS, .states = OPEN, .kind = KIND_ANY,
      .takes = VERB_TAKES_ID | VERB_ID_GONE, ARGS(text_edit_args),
      .touches = OWNERS | BIT(KIND_TEXT) | BIT(KIND_PROPOSAL), RULES(text_edit),
      .doc = "Write in a field of `id` that is drafted together. The result is the text, or the late proposal kept." },
    { .name = "text.confirm", .roles = WRITERS, .states = OPEN, .kind = KIND_ANY, .takes = VERB_TAKES_ID,
      ARGS(text_args), .touches = OWNERS, RULES(text_confirm),
      .doc = "The translation is right as it stands, though its source has changed." },
    { .name = "proposal.accept", .roles = PLANNERS, .states = OPEN, .kind = KIND_PROPOSAL, .takes = VERB_TAKES_ID, ARGS(accept_args),
      .touches = OWNERS | BIT(KIND_TEXT) | BIT(KIND_PROPOSAL), RULES(proposal_accept),
      .doc = "The field becomes what is proposed." },
    { .name = "proposal.dismiss", .roles = WRITERS, .states = OPEN, .kind = KIND_PROPOSAL, .takes = VERB_TAKES_ID,
      .touches = BIT(KIND_PROPOSAL), RULES(proposal_dismiss), .doc = "It is not taken." },

    { .name = "hand.raise", .roles = PERSONS, .states = LIVE, .kind = KIND_HAND, ARGS(hand_args),
      .touches = BIT(KIND_HAND), RULES(hand_raise), .doc = "Ask for the floor." },
    { .name = "hand.lower", .roles = PERSONS, .states = LIVE, .kind = KIND_HAND, .takes = VERB_TAKES_ID,
      .touches = BIT(KIND_HAND), RULES(hand_lower), .doc = "Not any more: one's own, or any by the staff." },
    { .name = "hand.give", .roles = STAFF, .states = LIVE, .kind = KIND_HAND, .takes = VERB_TAKES_ID, ARGS(give_args),
      .touches = BIT(KIND_HAND), RULES(hand_give), .doc = "Give the floor; whoever speaks now has spoken." },
    { .name = "hand.end", .roles = PERSONS, .states = LIVE, .kind = KIND_HAND, .takes = VERB_TAKES_ID,
      .touches = BIT(KIND_HAND), RULES(hand_end), .doc = "The speech is over: by who speaks, or the staff." },
    { .name = "hand.move", .roles = STAFF, .states = LIVE, .kind = KIND_HAND, .takes = VERB_TAKES_ID | VERB_TAKES_AFTER,
      .touches = BIT(KIND_HAND), RULES(move), .doc = "Give it another place in the queue." },
    { .name = "tour.start", .roles = STAFF, .states = LIVE, .kind = KIND_HAND, ARGS(tour_args), .touches = BIT(KIND_HAND),
      RULES(tour_start), .doc = "A tour de table: a hand for every delegation." },
    { .name = "tour.end", .roles = STAFF, .states = LIVE, .kind = KIND_HAND, .touches = BIT(KIND_HAND), RULES(tour_end),
      .doc = "The tour de table is over." },

    CREATE_WITH(question, QUESTION, PERSONS, 0, 0),
    REMOVE(question, QUESTION, PERSONS, 0),
    { .name = "question.back", .roles = PERSONS, .states = OPEN, .kind = KIND_QUESTION,
      .takes = VERB_TAKES_ID | VERB_AS_PERSON, ARGS(on_args), .touches = BIT(KIND_QUESTION), RULES(question_back),
      .doc = "One wants it answered too." },
    { .name = "question.admit", .roles = STAFF, .states = OPEN, .kind = KIND_QUESTION, .takes = VERB_TAKES_ID,
      .touches = BIT(KIND_QUESTION), RULES(question_admit), .doc = "Let it through to the room." },
    { .name = "question.answer", .roles = STAFF | BIT(ROLE_EXPERT), .states = OPEN, .kind = KIND_QUESTION,
      .takes = VERB_TAKES_ID, ARGS(reply_args), .touches = BIT(KIND_QUESTION), RULES(question_answer),
      .doc = "It was answered, aloud or in writing." },
    { .name = "question.dismiss", .roles = STAFF, .states = OPEN, .kind = KIND_QUESTION, .takes = VERB_TAKES_ID,
      .touches = BIT(KIND_QUESTION), RULES(question_dismiss), .doc = "It will not be answered." },

    CREATE_WITH(message, MESSAGE, STAFF, 0, 0),
    REMOVE(message, MESSAGE, STAFF, 0),
    { .name = "message.end", .roles = STAFF, .states = OPEN, .kind = KIND_MESSAGE, .takes = VERB_TAKES_ID,
      .touches = BIT(KIND_MESSAGE), RULES(message_end), .doc = "Off the screens; a call to order is over." },

    CREATE(parked, PARKED, DRAFTERS),
    EDIT(parked, PARKED, DRAFTERS, 0),
    MOVE(parked, PARKED, PLANNERS, 0),
    REMOVE(parked, PARKED, DRAFTERS, 0),
    { .name = "parked.done", .roles = PLANNERS, .states = OPEN, .kind = KIND_PARKED, .takes = VERB_TAKES_ID,
      ARGS(on_args), .touches = BIT(KIND_PARKED), RULES(parked_done), .doc = "It was come back to." },

    { .name = "person.ready", .roles = PERSONS, .states = LIVE, .kind = KIND_PERSON, .takes = VERB_AS_PERSON,
      ARGS(on_args), .touches = BIT(KIND_PERSON), RULES(person_ready), .doc = "One is done with the running item." },
    { .name = "control.take", .roles = STAFF, .states = OPEN, .kind = KIND_WORKSHOP, .takes = VERB_AS_PERSON,
      .touches = BIT(KIND_WORKSHOP), RULES(control_take), .doc = "One runs the room from now on." },
    { .name = "attendance.enter", .roles = SYSTEM, .states = LIVE, .kind = KIND_PERSON, .takes = VERB_TAKES_ID,
      .touches = BIT(KIND_ATTENDANCE), RULES(attendance_enter), .doc = "The person is there." },
    { .name = "attendance.leave", .roles = SYSTEM, .states = LIVE, .kind = KIND_PERSON, .takes = VERB_TAKES_ID,
      ARGS(leave_args), .touches = BIT(KIND_ATTENDANCE), RULES(attendance_leave), .doc = "The person is gone." },
    { .name = "attendance.here", .roles = SYSTEM, .states = LIVE, .kind = KIND_WORKSHOP, .touches = 0,
      RULES(attendance_here), .doc = "Somebody is still there, so that it is known after a crash." },

    EDITABLE(meeting, MEETING, PLANNERS, 0),
    EDITABLE(stakeholder, STAKEHOLDER, PLANNERS, 0),
};

const struct verb *verb_table(size_t *n)
{
    *n = sizeof(verbs) / sizeof(verbs[0]);
    return verbs;
}

const struct verb *verb_of(const char *name)
{
    for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
        if (strcmp(verbs[i].name, name) == 0)
            return &verbs[i];
    return NULL;
}
