/* verb_question: questions to the speaker. Rules U1 to U8 of RULES.md. */
#include <string.h>

#include "base/mem.h"
#include "core/limits.h"
#include "core/rules.h"

static bool is_author(const struct actor *actor, const struct question *question)
{
    return actor->person != 0 && question->person == actor->person;
}

/* U2: nobody learns by trying that there is a question they do not see. */
static bool is_seen(const struct actor *actor, const struct question *question)
{
    return question->admitted_at != 0 || is_author(actor, question) || actor_is_staff(actor);
}

/* U3: one person fills no list; and what the author alone is told has to fit a frame. */
static enum code question_check_create(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)cmd;
    const struct kind_list *questions = &room->live[KIND_QUESTION];
    size_t unseen = 0, pending = 0;
    if (actor_is_staff(actor))
        return CODE_OK;
    for (size_t i = 0; i < questions->n; i++) {
        const struct question *question = (const struct question *)questions->v[i];
        if (question->person != actor->person)
            continue;
        unseen += question->admitted_at == 0;
        pending += question->state == QUESTION_WAITING || question->state == QUESTION_OPEN;
    }
    return unseen < LIMIT_QUESTIONS_UNSEEN && pending < LIMIT_QUESTIONS_PERSON ? CODE_OK : CODE_LIMIT;
}

static void question_on_create(struct room *room, const struct actor *actor, const struct command *cmd,
                               struct entity *entity)
{
    struct question *question = (struct question *)entity;
    bool waits = room->workshop->moderated && !actor_is_staff(actor);
    if (!command_gives(cmd, "item"))
        question->item = room->workshop->item;
    question->person = actor->person;
    question->at = actor->at;
    question->state = waits ? QUESTION_WAITING : QUESTION_OPEN;
    question->admitted_at = waits ? 0 : actor->at;
}

/* U7: a question is its author's and the staff's. */
static enum code question_check_remove(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct question *question = room_question(room, cmd->id);
    if (!is_seen(actor, question))
        return CODE_NOT_FOUND;
    return is_author(actor, question) || actor_is_staff(actor) ? CODE_OK : CODE_FORBIDDEN;
}

const struct edit_rule question_edit_rule = {
    .check_create = question_check_create,
    .check_remove = question_check_remove,
    .on_create = question_on_create,
};

/* U4: whoever asks wants an answer anyway. */
enum code question_back_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct question *question = room_question(room, cmd->id);
    if (!is_seen(actor, question))
        return CODE_NOT_FOUND;
    if (is_author(actor, question) || room_person(room, actor->person) == NULL)
        return CODE_FORBIDDEN;
    return question->state == QUESTION_OPEN ? CODE_OK : CODE_STATE;
}

static uint32_t place_of(const struct ids *ids, uint64_t id)
{
    uint32_t i = 0;
    while (i < ids->n && ids->v[i] != id)
        i++;
    return i;
}

void question_back_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    struct question *question = room_question(room, cmd->id);
    struct ids *backers = &question->backers;
    uint32_t at = place_of(backers, actor->person);
    room_touch(room, &question->e);
    if (cmd->u.on.on == (at < backers->n))
        return;
    if (cmd->u.on.on) {
        backers->v = mem_grow(backers->v, backers->n + 1, sizeof(*backers->v));
        backers->v[backers->n++] = actor->person;
        return;
    }
    backers->n--;
    memmove(&backers->v[at], &backers->v[at + 1], (backers->n - at) * sizeof(*backers->v));
    if (backers->n == 0) {
        mem_free(backers->v);
        backers->v = NULL;
    }
}

enum code question_admit_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor;
    return room_question(room, cmd->id)->state == QUESTION_WAITING ? CODE_OK : CODE_STATE;
}

/* From here on the room sees it. */
static void let_through(struct room *room, struct question *question, enum question_state state, int64_t at)
{
    room_touch(room, &question->e);
    question->state = (uint8_t)state;
    if (question->admitted_at == 0)
        question->admitted_at = at;
}

void question_admit_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    let_through(room, room_question(room, cmd->id), QUESTION_OPEN, actor->at);
}

/*
 * U5: an answer in writing may be put right, or follow one that was given aloud. What waits is let through by the staff alone, also
 * when an expert has asked it.
 */
enum code question_answer_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct question *question = room_question(room, cmd->id);
    if (!is_seen(actor, question))
        return CODE_NOT_FOUND;
    if (question->state == QUESTION_WAITING && !actor_is_staff(actor))
        return CODE_FORBIDDEN;
    bool again = question->state == QUESTION_ANSWERED && !command_gives(cmd, "reply");
    return again || question->state == QUESTION_DISMISSED ? CODE_STATE : CODE_OK;
}

void question_answer_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    struct question *question = room_question(room, cmd->id);
    let_through(room, question, QUESTION_ANSWERED, actor->at);
    question->answered_by = actor->person;
    question->answered_at = actor->at;
    if (command_gives(cmd, "reply"))
        ml_merge(&question->reply, &cmd->u.reply.reply);
}

/* U6: what is dismissed is seen by whoever saw it before. */
enum code question_dismiss_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    (void)actor;
    uint8_t state = room_question(room, cmd->id)->state;
    return state == QUESTION_WAITING || state == QUESTION_OPEN ? CODE_OK : CODE_STATE;
}

void question_dismiss_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    (void)actor;
    struct question *question = room_question(room, cmd->id);
    room_touch(room, &question->e);
    question->state = QUESTION_DISMISSED;
}
