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
        .title = AT(workshop, title), .limit = 1, .standing = NONE, .doc = "The workshop itself." },
    [KIND_DELEGATION] = { ROWS(delegation, ROWS_DELEGATION), .pos = AT(delegation, pos),
        .parent = NONE, .owner = NONE, .title = AT(delegation, name), .limit = LIMIT_DELEGATIONS,
        .standing = NONE, .doc = "An administration or organisation that takes part." },
    [KIND_PERSON] = { ROWS(person, ROWS_PERSON), .pos = NONE, .parent = NONE,
        .owner = AT(person, e.id), .title = NONE, .limit = LIMIT_PEOPLE,
        .standing = NONE, .doc = "Somebody in the workshop." },
    [KIND_ITEM] = { ROWS(item, ROWS_ITEM), .pos = AT(item, pos), .parent = NONE, .owner = NONE,
        .title = AT(item, title), .limit = LIMIT_ITEMS, .standing = NONE, .doc = "An agenda item." },
    [KIND_POLL] = { ROWS(poll, ROWS_POLL), .pos = AT(poll, pos), .parent = NONE, .owner = NONE,
        .title = AT(poll, question), .limit = LIMIT_POLLS, .standing = NONE, .doc = "A question put to the room." },
    [KIND_OPTION] = { ROWS(option, ROWS_OPTION), .pos = AT(option, pos),
        .parent = AT(option, poll), .owner = NONE, .title = AT(option, text),
        .limit = LIMIT_OPTIONS, .standing = NONE, .doc = "A possible answer to a poll." },
    [KIND_BALLOT] = { ROWS(ballot, ROWS_BALLOT), .pos = NONE, .parent = NONE,
        .owner = AT(ballot, person), .title = NONE, .limit = (size_t)LIMIT_POLLS * LIMIT_PEOPLE,
        .standing = NONE, .doc = "What one person chose in a named poll." },
    [KIND_THEME] = { ROWS(theme, ROWS_THEME), .pos = AT(theme, pos), .parent = NONE, .owner = NONE,
        .title = AT(theme, title), .limit = LIMIT_THEMES, .standing = NONE, .doc = "A heading of the plan." },
    [KIND_ACTION] = { ROWS(action, ROWS_ACTION), .pos = AT(action, pos),
        .parent = AT(action, theme), .owner = NONE, .title = AT(action, title), .standing = AT(action, standing),
        .limit = LIMIT_ROWS, .doc = "A row of the action plan." },
    [KIND_RECOMMENDATION] = { ROWS(recommendation, ROWS_RECOMMENDATION),
        .pos = AT(recommendation, pos), .parent = NONE, .owner = NONE,
        .title = AT(recommendation, text), .standing = AT(recommendation, standing), .limit = LIMIT_ROWS, .doc = "A recommendation." },
    [KIND_MEETING] = { ROWS(meeting, ROWS_MEETING), .pos = AT(meeting, pos), .parent = NONE,
        .owner = NONE, .title = AT(meeting, title), .limit = LIMIT_MEETINGS,
        .standing = NONE, .doc = "An agreed meeting of the shared calendar." },
    [KIND_STAKEHOLDER] = { ROWS(stakeholder, ROWS_STAKEHOLDER), .pos = AT(stakeholder, pos),
        .parent = NONE, .owner = NONE, .title = AT(stakeholder, name), .limit = LIMIT_STAKEHOLDERS,
        .standing = NONE, .doc = "Somebody whose attitude matters to the plan." },
    [KIND_GROUP] = { ROWS(group, ROWS_GROUP), .pos = AT(group, pos), .parent = NONE, .owner = NONE,
        .title = AT(group, title), .standing = NONE, .limit = LIMIT_GROUPS,
        .doc = "A working group that drafts rows of its own." },
    [KIND_FRAMEWORK] = { ROWS(framework, ROWS_FRAMEWORK), .pos = AT(framework, pos), .parent = NONE,
        .owner = NONE, .title = AT(framework, title), .standing = AT(framework, standing),
        .limit = LIMIT_FRAMEWORKS, .doc = "A longer text drafted together, in paragraphs." },
    [KIND_PARAGRAPH] = { ROWS(paragraph, ROWS_PARAGRAPH), .pos = AT(paragraph, pos),
        .parent = AT(paragraph, framework), .owner = NONE, .title = AT(paragraph, text),
        .standing = AT(paragraph, standing), .limit = LIMIT_PARAGRAPHS,
        .doc = "A paragraph of a framework text." },
    [KIND_TEXT] = { ROWS(text, ROWS_TEXT), .pos = NONE, .parent = NONE, .owner = NONE,
        .title = NONE, .standing = NONE, .limit = LIMIT_TEXTS,
        .doc = "A field drafted together, in one language." },
    [KIND_REMARK] = { ROWS(remark, ROWS_REMARK), .pos = NONE, .parent = NONE, .owner = NONE,
        .title = NONE, .standing = NONE, .limit = LIMIT_REMARKS + LIMIT_ADOPTIONS,
        .doc = "A comment, reservation or objection." },
    [KIND_PROPOSAL] = { ROWS(proposal, ROWS_PROPOSAL), .pos = NONE, .parent = NONE, .owner = NONE,
        .title = NONE, .standing = NONE, .limit = LIMIT_PROPOSALS,
        .doc = "Words that could not be taken into a text, kept for a decision." },
    [KIND_ADOPTION] = { ROWS(adoption, ROWS_ADOPTION), .pos = NONE, .parent = NONE, .owner = NONE,
        .title = NONE, .standing = NONE, .limit = LIMIT_ADOPTIONS,
        .doc = "How a row, a text or the plan was put to the room, and what came of it." },
    [KIND_ROLL] = { ROWS(roll, ROWS_ROLL), .pos = NONE, .parent = NONE, .owner = NONE, .title = NONE,
        .standing = NONE, .limit = LIMIT_POLLS, .doc = "Who may vote in a poll, frozen when it opens." },
    [KIND_ANSWER] = { ROWS(answer, ROWS_ANSWER), .pos = NONE, .parent = NONE, .owner = NONE, .title = NONE,
        .standing = NONE, .limit = LIMIT_ANSWERS, .doc = "How often an answer was given in a poll." },
    [KIND_HAND] = { ROWS(hand, ROWS_HAND), .pos = AT(hand, pos), .parent = NONE, .owner = NONE, .title = NONE,
        .standing = NONE, .limit = LIMIT_HANDS, .doc = "A request for the floor, and the speech it became." },
    [KIND_QUESTION] = { ROWS(question, ROWS_QUESTION), .pos = NONE, .parent = NONE,
        .owner = AT(question, person), .title = AT(question, text), .standing = NONE, .limit = LIMIT_QUESTIONS,
        .doc = "A question to the speaker." },
    [KIND_MESSAGE] = { ROWS(message, ROWS_MESSAGE), .pos = NONE, .parent = NONE, .owner = NONE,
        .title = AT(message, text), .standing = NONE, .limit = LIMIT_MESSAGES, .doc = "What the facilitators tell the room." },
    [KIND_PARKED] = { ROWS(parked, ROWS_PARKED), .pos = AT(parked, pos), .parent = NONE, .owner = NONE,
        .title = AT(parked, text), .standing = NONE, .limit = LIMIT_PARKED, .doc = "A point to come back to." },
    [KIND_ATTENDANCE] = { ROWS(attendance, ROWS_ATTENDANCE), .pos = NONE, .parent = NONE, .owner = NONE,
        .title = NONE, .standing = NONE, .limit = LIMIT_ATTENDANCE, .doc = "Somebody was there for a time." },
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

bool kind_fits(enum kind kind, enum kind wanted)
{
    if (wanted == KIND_ROW)
        return kinds[kind].standing > 0;
    return wanted == KIND_ANY || kind == wanted;
}

struct standing *entity_standing(struct entity *entity)
{
    ptrdiff_t offset = kind_info((enum kind)entity->kind)->standing;
    return offset < 0 ? NULL : (struct standing *)(void *)((char *)entity + offset);
}

const struct standing *entity_standing_const(const struct entity *entity)
{
    ptrdiff_t offset = kind_info((enum kind)entity->kind)->standing;
    return offset < 0 ? NULL : (const struct standing *)(const void *)((const char *)entity + offset);
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
