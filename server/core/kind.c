/* kind: the table of kinds, and names for kinds and roles. See include/core/kind.h. */
#include "core/kind.h"

#include <assert.h>
#include <string.h>

#include "core/kind_rows.h"
#include "core/limits.h"

#define NONE (-1)
#define ROWS(kind_name, COUNT) \
    .name = #kind_name, .size = sizeof(struct kind_name), .fields = kind_name##_rows, .n_fields = COUNT
#define AT(kind_name, member) (ptrdiff_t)offsetof(struct kind_name, member)

static const struct kind_info kinds[KIND_N] = {
    [KIND_WORKSHOP] = { ROWS(workshop, ROWS_WORKSHOP), .pos = NONE, .parent = NONE, .owner = NONE,
        .title = AT(workshop, title), .limit = 1, .doc = "The workshop itself." },
    [KIND_DELEGATION] = { ROWS(delegation, ROWS_DELEGATION), .pos = AT(delegation, pos),
        .parent = NONE, .owner = NONE, .title = AT(delegation, name), .limit = LIMIT_DELEGATIONS,
        .doc = "An administration or organisation that takes part." },
    [KIND_PERSON] = { ROWS(person, ROWS_PERSON), .pos = NONE, .parent = NONE,
        .owner = AT(person, e.id), .title = NONE, .limit = LIMIT_PEOPLE,
        .doc = "Somebody in the workshop." },
    [KIND_ITEM] = { ROWS(item, ROWS_ITEM), .pos = AT(item, pos), .parent = NONE, .owner = NONE,
        .title = AT(item, title), .limit = LIMIT_ITEMS, .doc = "An agenda item." },
    [KIND_POLL] = { ROWS(poll, ROWS_POLL), .pos = AT(poll, pos), .parent = NONE, .owner = NONE,
        .title = AT(poll, question), .limit = LIMIT_POLLS, .doc = "A question put to the room." },
    [KIND_OPTION] = { ROWS(option, ROWS_OPTION), .pos = AT(option, pos),
        .parent = AT(option, poll), .owner = NONE, .title = AT(option, text),
        .limit = LIMIT_OPTIONS, .doc = "A possible answer to a poll." },
    [KIND_BALLOT] = { ROWS(ballot, ROWS_BALLOT), .pos = NONE, .parent = NONE,
        .owner = AT(ballot, person), .title = NONE, .limit = (size_t)LIMIT_POLLS * LIMIT_PEOPLE,
        .doc = "What one person chose in a named poll." },
    [KIND_THEME] = { ROWS(theme, ROWS_THEME), .pos = AT(theme, pos), .parent = NONE, .owner = NONE,
        .title = AT(theme, title), .limit = LIMIT_THEMES, .doc = "A heading of the plan." },
    [KIND_ACTION] = { ROWS(action, ROWS_ACTION), .pos = AT(action, pos),
        .parent = AT(action, theme), .owner = NONE, .title = AT(action, title),
        .limit = LIMIT_ROWS, .doc = "A row of the action plan." },
    [KIND_RECOMMENDATION] = { ROWS(recommendation, ROWS_RECOMMENDATION),
        .pos = AT(recommendation, pos), .parent = NONE, .owner = NONE,
        .title = AT(recommendation, text), .limit = LIMIT_ROWS, .doc = "A recommendation." },
    [KIND_MEETING] = { ROWS(meeting, ROWS_MEETING), .pos = AT(meeting, pos), .parent = NONE,
        .owner = NONE, .title = AT(meeting, title), .limit = LIMIT_MEETINGS,
        .doc = "An agreed meeting of the shared calendar." },
    [KIND_STAKEHOLDER] = { ROWS(stakeholder, ROWS_STAKEHOLDER), .pos = AT(stakeholder, pos),
        .parent = NONE, .owner = NONE, .title = AT(stakeholder, name), .limit = LIMIT_STAKEHOLDERS,
        .doc = "Somebody whose attitude matters to the plan." },
};

static const char *const role_words[ROLE_N] = {
    [ROLE_FACILITATOR] = "facilitator", [ROLE_COFACILITATOR] = "cofacilitator",
    [ROLE_RAPPORTEUR] = "rapporteur",   [ROLE_DELEGATE] = "delegate",
    [ROLE_EXPERT] = "expert",           [ROLE_INTERPRETER] = "interpreter",
    [ROLE_OBSERVER] = "observer",       [ROLE_LISTENER] = "listener",
    [ROLE_SCREEN] = "screen",           [ROLE_SYSTEM] = "system",
};

const struct kind_info *kind_info(enum kind kind)
{
    assert(kind > KIND_NONE && kind < KIND_N);
    return &kinds[kind];
}

enum kind kind_of(const char *name)
{
    assert(name != NULL);
    for (int kind = KIND_NONE + 1; kind < KIND_N; kind++)
        if (strcmp(kinds[kind].name, name) == 0)
            return (enum kind)kind;
    return KIND_NONE;
}

const struct field *kind_field(enum kind kind, const char *name, size_t *index)
{
    const struct kind_info *info = kind_info(kind);
    for (size_t i = 0; i < info->n_fields; i++) {
        if (strcmp(info->fields[i].name, name) != 0)
            continue;
        if (index != NULL)
            *index = i;
        return &info->fields[i];
    }
    return NULL;
}

const char *role_word(enum role role)
{
    assert((unsigned)role < ROLE_N);
    return role_words[role];
}

enum role role_of(const char *word)
{
    assert(word != NULL);
    for (int role = 0; role < ROLE_N; role++)
        if (strcmp(role_words[role], word) == 0)
            return (enum role)role;
    return ROLE_N;
}
