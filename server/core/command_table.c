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
#include "core/view.h"

#define BIT(n) (1u << (n))

/* Who. The system may do everything, so no row names it but those that are the system's alone. */
#define SYSTEM BIT(ROLE_SYSTEM)
#define FACILITATOR BIT(ROLE_FACILITATOR)
#define STAFF (FACILITATOR | BIT(ROLE_COFACILITATOR))
#define PLANNERS (STAFF | BIT(ROLE_RAPPORTEUR))
#define DRAFTERS (PLANNERS | BIT(ROLE_DELEGATE) | BIT(ROLE_EXPERT))
#define VOTERS (BIT(ROLE_DELEGATE) | BIT(ROLE_RAPPORTEUR))
#define PERSONS (DRAFTERS | BIT(ROLE_INTERPRETER) | BIT(ROLE_OBSERVER))

/* When. */
#define NEVER_YET 0
#define PREPARING BIT(WORKSHOP_PREPARING)
#define LIVE BIT(WORKSHOP_LIVE)
#define CLOSED BIT(WORKSHOP_CLOSED)
#define OPEN (PREPARING | LIVE)

#define ARG(type, member) .name = #member, .offset = offsetof(struct type, member)

static const struct field poll_open_args[] = {
    { ARG(args_poll_open, seconds), .type = FIELD_INT, .min = 0, .max = LIMIT_DURATION_S,
      .flags = FIELD_OPTIONAL, .doc = "How long it stays open; 0 or absent: until somebody closes it." },
    { ARG(args_poll_open, seen), .type = FIELD_TEXT, .max = VIEW_TAG - 1, .flags = FIELD_OPTIONAL,
      .doc = "Tag of the poll the sender saw." },
};

static const struct field ballot_args[] = {
    { ARG(args_ballot, option), .type = FIELD_REF, .ref = KIND_OPTION, .doc = "What is chosen." },
};

static const struct field seen_args[] = {
    { ARG(args_seen, seen), .type = FIELD_TEXT, .max = VIEW_TAG - 1, .flags = FIELD_OPTIONAL,
      .doc = "Tag of the row the sender saw." },
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
      .args = workshop_rows, .n_args = SET_WORKSHOP, .is_edit = true, .touches = BIT(KIND_WORKSHOP),
      RULES(workshop_edit), .doc = "Change what is given, and only that." },
    { .name = "workshop.live", .roles = STAFF, .states = PREPARING, .kind = KIND_WORKSHOP,
      .touches = BIT(KIND_WORKSHOP), RULES(workshop_live), .doc = "Begin." },
    { .name = "workshop.close", .roles = FACILITATOR, .states = LIVE, .kind = KIND_WORKSHOP,
      .touches = BIT(KIND_WORKSHOP) | BIT(KIND_ITEM) | BIT(KIND_POLL) | BIT(KIND_BALLOT),
      RULES(workshop_close), .doc = "End: the running item and open polls are closed too." },
    { .name = "workshop.reopen", .roles = STAFF, .states = CLOSED, .kind = KIND_WORKSHOP,
      .touches = BIT(KIND_WORKSHOP), RULES(workshop_reopen), .doc = "Go on after all." },

    EDITABLE(delegation, DELEGATION, STAFF, BIT(KIND_ACTION)),

    CREATE_WITH(person, PERSON, STAFF, 0, 0),
    EDIT(person, PERSON, STAFF, 0),
    REMOVE(person, PERSON, STAFF, BIT(KIND_BALLOT) | BIT(KIND_OPTION) | BIT(KIND_POLL)),
    { .name = "person.self", .roles = PERSONS, .states = OPEN, .kind = KIND_PERSON, .takes = VERB_AS_PERSON,
      ARGS(self_args), .touches = BIT(KIND_PERSON), RULES(person_self), .doc = "Change one's own name, language or mode." },
    { .name = "person.join", .roles = SYSTEM, .states = OPEN, .kind = KIND_PERSON, ARGS(join_args),
      .touches = BIT(KIND_PERSON), RULES(person_join), .doc = "Somebody came by a code or a link." },
    { .name = "person.admit", .roles = STAFF, .states = OPEN, .kind = KIND_PERSON, .takes = VERB_TAKES_ID,
      ARGS(admit_args), .touches = BIT(KIND_PERSON), RULES(person_admit), .doc = "Admit a guest." },

    EDITABLE(item, ITEM, STAFF, 0),
    { .name = "item.start", .roles = STAFF, .states = LIVE, .kind = KIND_ITEM, .takes = VERB_TAKES_ID,
      .touches = BIT(KIND_ITEM) | BIT(KIND_WORKSHOP), RULES(item_start),
      .doc = "Bring it on stage; what runs now is done." },
    { .name = "item.end", .roles = STAFF, .states = LIVE, .kind = KIND_ITEM, .takes = VERB_TAKES_ID,
      .touches = BIT(KIND_ITEM) | BIT(KIND_WORKSHOP), RULES(item_end), .doc = "The running item is done." },
    { .name = "agenda.next", .roles = STAFF, .states = LIVE, .kind = KIND_ITEM,
      .takes = VERB_TAKES_ID | VERB_ID_OPTIONAL, .touches = BIT(KIND_ITEM) | BIT(KIND_WORKSHOP),
      RULES(agenda_next), .doc = "The next planned item. `id` is the one the sender saw running, 0: none." },

    CREATE(poll, POLL, STAFF),
    EDIT(poll, POLL, STAFF, 0),
    MOVE(poll, POLL, STAFF, 0),
    REMOVE(poll, POLL, STAFF, BIT(KIND_OPTION)),
    { .name = "poll.open", .roles = STAFF, .states = LIVE, .kind = KIND_POLL, .takes = VERB_TAKES_ID,
      ARGS(poll_open_args), .touches = BIT(KIND_POLL), RULES(poll_open), .doc = "Ask the room." },
    { .name = "poll.close", .roles = STAFF, .states = LIVE, .kind = KIND_POLL, .takes = VERB_TAKES_ID,
      .touches = BIT(KIND_POLL) | BIT(KIND_BALLOT), RULES(poll_close), .doc = "No more ballots." },

    EDITABLE_PART(option, OPTION, STAFF, BIT(KIND_POLL)),
    { .name = "ballot.cast", .roles = VOTERS, .states = OPEN, .kind = KIND_POLL,
      .takes = VERB_TAKES_ID | VERB_AS_PERSON, ARGS(ballot_args),
      .touches = BIT(KIND_BALLOT) | BIT(KIND_OPTION) | BIT(KIND_POLL),
      RULES(ballot_cast), .doc = "Cast or change one's ballot in the poll `id`." },

    EDITABLE(theme, THEME, PLANNERS, 0),

    CREATE(action, ACTION, DRAFTERS),
    EDIT(action, ACTION, DRAFTERS, 0),
    MOVE(action, ACTION, PLANNERS, VERB_TAKES_INTO),
    REMOVE(action, ACTION, PLANNERS, 0),
    { .name = "action.adopt", .roles = STAFF, .states = OPEN, .kind = KIND_ACTION, .takes = VERB_TAKES_ID,
      ARGS(seen_args), .touches = BIT(KIND_ACTION), RULES(adopt), .doc = "Adopt it as it stands." },
    { .name = "action.reopen", .roles = FACILITATOR, .states = OPEN, .kind = KIND_ACTION,
      .takes = VERB_TAKES_ID, .touches = BIT(KIND_ACTION), RULES(reopen), .doc = "Back to a draft." },

    CREATE(recommendation, RECOMMENDATION, DRAFTERS),
    EDIT(recommendation, RECOMMENDATION, DRAFTERS, 0),
    MOVE(recommendation, RECOMMENDATION, PLANNERS, 0),
    REMOVE(recommendation, RECOMMENDATION, PLANNERS, 0),
    { .name = "recommendation.adopt", .roles = STAFF, .states = OPEN, .kind = KIND_RECOMMENDATION,
      .takes = VERB_TAKES_ID, ARGS(seen_args), .touches = BIT(KIND_RECOMMENDATION), RULES(adopt),
      .doc = "Adopt it as it stands." },
    { .name = "recommendation.reopen", .roles = FACILITATOR, .states = OPEN, .kind = KIND_RECOMMENDATION,
      .takes = VERB_TAKES_ID, .touches = BIT(KIND_RECOMMENDATION), RULES(reopen), .doc = "Back to a draft." },
    { .name = "plan.adopt", .roles = STAFF, .states = OPEN, .kind = KIND_ACTION,
      .touches = BIT(KIND_ACTION) | BIT(KIND_RECOMMENDATION), RULES(plan_adopt),
      .doc = "Adopt every draft." },

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
