/* verb_text: writing in texts that are drafted together. Rules O1 to O12 of RULES.md. */
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

/* The live owner of what the command is about; NULL: it was removed. */
static struct entity *owner_of(const struct room *room, const struct command *cmd)
{
    return room_find(room, KIND_ANY, cmd->id);
}

static const struct ml *field_of(const struct entity *owner, const struct field *row)
{
    return (const struct ml *)(const void *)((const char *)owner + row->offset);
}

/* O6: a field is written by who may read it. */
static bool reads(const struct actor *actor, const struct field *row)
{
    return view_audience(actor->role) == AUDIENCE_STAFF || (row->reads & READ_ROOM) != 0;
}

/* O7: interpreters write translations, so there is a source, and it is in another language. */
static bool translates(const struct ml *ml, uint8_t lang)
{
    return !ml_is_empty(ml) && ml->source != lang;
}

enum code owner_writable(const struct room *room, const struct actor *actor, const struct entity *owner)
{
    enum code why;
    if (kind_fits((enum kind)owner->kind, KIND_ROW) && !row_writable(room, actor, owner, &why))
        return why;
    return CODE_OK;
}

/* O6 and O7, for both commands. *row is the co-edited field of the subject. */
static enum code check_field(const struct room *room, const struct actor *actor, const struct command *cmd,
                             uint8_t field, const struct field **row)
{
    const struct entity *entity = map_get(&room->entities, cmd->id);
    assert(entity != NULL);
    *row = text_row((enum kind)entity->kind, field);
    if (*row == NULL)
        return CODE_BAD_ARGUMENT;
    return reads(actor, *row) ? CODE_OK : CODE_FORBIDDEN;
}

/* O4: only characters that the field takes are put into it. */
static bool words_ok(const struct field *row, const struct ot_op *op)
{
    for (uint32_t i = 0; i < op->n; i++)
        if (op->v[i].type == OT_INSERT && !field_characters_ok(row, op->v[i].text))
            return false;
    return true;
}

/* Q2: the row that one that is gone was merged into; 0: none. */
static uint64_t merged_into(const struct room *room, uint64_t id)
{
    for (int kind = KIND_NONE + 1; kind < KIND_N; kind++) {
        const struct kind_list *rows = &room->live[kind];
        for (size_t i = 0; kind_fits((enum kind)kind, KIND_ROW) && i < rows->n; i++) {
            const struct ids *merged = &entity_standing_const(rows->v[i])->merged;
            for (uint32_t k = 0; k < merged->n; k++)
                if (merged->v[k] == id)
                    return rows->v[i]->id;
        }
    }
    return 0;
}

/* What a text.edit comes to. */
struct arrival {
    const struct field *row;
    const struct text *text;        /* NULL: none yet */
    struct entity *owner;           /* NULL: it is gone */
    struct ot_op op;                /* as it reads now; when the owner is gone, as it was sent. Owned. */
    bool is_late;
    struct late late;               /* where it goes when it is late */
};

static uint8_t why_not_writable(const struct entity *owner, enum code code)
{
    const struct standing *standing = entity_standing_const(owner);
    if (code == CODE_FROZEN)
        return standing != NULL && standing->state == ROW_PROPOSED ? PROPOSAL_PROPOSED : PROPOSAL_ADOPTED;
    return code == CODE_FORBIDDEN ? PROPOSAL_GROUP : PROPOSAL_LOCKED;
}

static size_t length_now(const struct arrival *arrival, uint8_t lang)
{
    const char *words = field_of(arrival->owner, arrival->row)->text[lang];
    return words == NULL ? 0 : utf8_length(words);
}

/* Q1: words that cannot be taken are not refused. Fills in why, and what they are kept with. */
static void judge(const struct room *room, const struct actor *actor, const struct command *cmd, struct arrival *arrival)
{
    const struct args_text_edit *args = &cmd->u.text_edit;
    struct late *late = &arrival->late;
    *late = (struct late){ .of = cmd->id,
                           .field = args->field,
                           .lang = args->lang,
                           .rev = args->rev,
                           .person = actor->person,
                           .at = actor->at,
                           .instead = (uint64_t)args->instead };
    if (arrival->owner == NULL) {
        uint64_t kept = merged_into(room, cmd->id);
        late->why = kept == 0 ? PROPOSAL_REMOVED : PROPOSAL_MERGED;
        late->of = kept == 0 ? cmd->id : kept;
        arrival->is_late = true;
        return;
    }
    enum code code = owner_writable(room, actor, arrival->owner);
    int64_t length = (int64_t)length_now(arrival, args->lang) + ot_growth(&arrival->op);
    arrival->is_late = code != CODE_OK || length > arrival->row->max;
    late->why = code != CODE_OK ? why_not_writable(arrival->owner, code) : PROPOSAL_TOO_LONG;
}

/* What becomes of the operation now. Its form and revision were checked. The caller clears arrival->op. */
static struct arrival arrive(const struct room *room, const struct actor *actor, const struct command *cmd,
                             const struct field *row)
{
    const struct args_text_edit *args = &cmd->u.text_edit;
    struct arrival arrival = { .row = row, .owner = owner_of(room, cmd) };
    if (arrival.owner == NULL) {
        ot_copy(&arrival.op, &args->op);
    } else {
        arrival.text = text_find(room, cmd->id, args->field, args->lang);
        arrival.op = text_arrive(arrival.text, args->rev, &args->op);
    }
    judge(room, actor, cmd, &arrival);
    return arrival;
}

/* O8: the revision is one of the text's, and in memory from there on. */
static enum code check_rev(const struct room *room, const struct command *cmd)
{
    const struct args_text_edit *args = &cmd->u.text_edit;
    const struct text *text = text_find(room, cmd->id, args->field, args->lang);
    uint64_t lacking;
    int64_t from;
    if (args->rev > (text == NULL ? 0 : text->rev))
        return CODE_BAD_ARGUMENT;
    return room_lacks(room, cmd, &lacking, &from) ? CODE_BUSY : CODE_OK;
}

/* Q4: of what is gone only new words are kept. */
static bool says_something(const struct ot_op *op)
{
    char *words = ot_inserted(op);
    bool some = !field_text_blank(words);
    mem_free(words);
    return some;
}

static enum code check_arrival(const struct room *room, const struct arrival *arrival, uint8_t lang)
{
    if (arrival->owner == NULL && !says_something(&arrival->op))
        return CODE_NOT_FOUND;
    if (arrival->owner != NULL && ot_length_needed(&arrival->op) > length_now(arrival, lang))
        return CODE_BAD_ARGUMENT;
    return arrival->is_late ? proposal_room(room, &arrival->late) : CODE_OK;
}

enum code text_edit_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct args_text_edit *args = &cmd->u.text_edit;
    const struct entity *owner = owner_of(room, cmd);
    const struct field *row;
    enum code code = check_field(room, actor, cmd, args->field, &row);
    if (code != CODE_OK)
        return code;
    if (!words_ok(row, &args->op))
        return CODE_BAD_ARGUMENT;
    if (owner != NULL && actor->role == ROLE_INTERPRETER && !translates(field_of(owner, row), args->lang))
        return CODE_FORBIDDEN;
    code = owner == NULL ? CODE_OK : check_rev(room, cmd);
    if (code != CODE_OK)
        return code;
    struct arrival arrival = arrive(room, actor, cmd, row);
    code = check_arrival(room, &arrival, args->lang);
    ot_clear(&arrival.op);
    return code;
}

/* Q1: what the text would have become; Q4: of what is gone the new words alone. */
static char *late_words(const struct arrival *arrival, uint8_t lang)
{
    if (arrival->owner == NULL)
        return ot_inserted(&arrival->op);
    char *words = ot_apply(field_of(arrival->owner, arrival->row)->text[lang], &arrival->op);
    assert(words != NULL);
    return words;
}

void text_edit_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    const struct args_text_edit *args = &cmd->u.text_edit;
    const struct entity *entity = map_get(&room->entities, cmd->id);
    struct arrival arrival = arrive(room, actor, cmd, text_row((enum kind)entity->kind, args->field));
    if (arrival.is_late) {
        cmd->result = proposal_keep(room, &arrival.late, late_words(&arrival, args->lang))->e.id;
    } else {
        text_put(room, arrival.owner, arrival.row, (enum lang)args->lang, &arrival.op);
        cmd->result = text_find(room, cmd->id, args->field, args->lang)->e.id;
    }
    ot_clear(&arrival.op);
}

/* O10: a translation that is marked as outdated is right as it stands, seen beside that source. */
enum code text_confirm_check(const struct room *room, const struct actor *actor, const struct command *cmd)
{
    const struct args_text *args = &cmd->u.text;
    const struct entity *owner = command_subject(room, cmd);
    const struct field *row;
    enum code code = check_field(room, actor, cmd, args->field, &row);
    if (code == CODE_OK)
        code = owner_writable(room, actor, owner);
    if (code != CODE_OK)
        return code;
    const struct ml *ml = field_of(owner, row);
    if (ml->text[args->lang] == NULL || ml->rev[args->lang] == ml->source_rev)
        return CODE_STATE;
    const struct text *source = text_find(room, cmd->id, args->field, ml->source);
    assert(source != NULL);
    return command_gives(cmd, "rev") && args->rev != source->rev ? CODE_CHANGED : CODE_OK;
}

void text_confirm_apply(struct room *room, const struct actor *actor, struct command *cmd)
{
    (void)actor;
    const struct args_text *args = &cmd->u.text;
    struct entity *owner = command_subject(room, cmd);
    const struct field *row = text_row((enum kind)owner->kind, args->field);
    struct ml *ml = (struct ml *)(void *)((char *)owner + row->offset);
    ml->rev[args->lang] = ml->source_rev;
    room_touch(room, owner);
}
