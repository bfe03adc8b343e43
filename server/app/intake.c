/* intake: trying a list row by row. See include/app/intake.h. */
#include "app/intake.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "core/limits.h"

void intake_init(struct intake *intake, const struct room *room, const struct import_options *options)
{
    *intake = (struct intake){ .room = room, .options = *options, .plain = LANG_EN };
    intake->import.room = room_copy(room);
    buf_init(&intake->rows, LIMIT_IMPORT);
    buf_init(&intake->new_delegations, LIMIT_IMPORT);
    json_init(&intake->json, &intake->rows);
    const struct texts *languages = &room->workshop->languages;
    for (uint32_t i = languages->n; i-- > 0;)
        if (lang_of(languages->v[i]) != LANG_AR)
            intake->plain = lang_of(languages->v[i]);
}

void intake_finish(struct intake *intake)
{
    const struct import *import = &intake->import;
    const size_t n = intake->sheet.n_errors == 0 ? import->n : 0;
    assert(intake->commands == NULL);
    intake->commands = mem_zero(n + 1, sizeof *intake->commands);
    for (size_t i = 0; i < n; i++) {
        const struct change *change = &import->changes[i];
        const enum code code =
            codec_command(&intake->commands[i], change->verb, change->body, strlen(change->body), LANG_EN);
        assert(code == CODE_OK);
    }
    intake->n_commands = n;
    import_free(&intake->import);
    intake->room = NULL;
}

void intake_free(struct intake *intake)
{
    for (size_t i = 0; i < intake->n_commands; i++)
        command_clear(&intake->commands[i]);
    mem_free(intake->commands);
    import_free(&intake->import);
    sheet_close(&intake->sheet);
    buf_free(&intake->rows);
    buf_free(&intake->new_delegations);
}

void intake_put_text(const struct intake *intake, struct json *json, const char *text)
{
    json_open_object(json);
    json_key(json, lang_word(import_lang(text, intake->plain)));
    json_text(json, text);
    json_close_object(json);
}

static enum sheet_problem problem_of(enum code code, const struct codec_fault *fault)
{
    static const enum sheet_problem by_type[] = {
        [FIELD_INT] = SHEET_NUMBER,  [FIELD_DATE] = SHEET_DATE, [FIELD_CLOCK] = SHEET_TIME,
        [FIELD_BOOL] = SHEET_YES_NO, [FIELD_DUE] = SHEET_DUE,   [FIELD_REF] = SHEET_UNKNOWN
    };
    if (code == CODE_LIMIT)
        return SHEET_LIMIT;
    if (code == CODE_FORBIDDEN)
        return SHEET_FORBIDDEN;
    if (code == CODE_FROZEN)
        return SHEET_FROZEN;
    if (code == CODE_IN_USE || code == CODE_STATE || code == CODE_CLOSED)
        return SHEET_IN_USE;
    if (fault->field == NULL)
        return SHEET_NOT_POSSIBLE;
    if (fault->missing)
        return SHEET_MISSING;
    if (code == CODE_TOO_LONG)
        return SHEET_TOO_LONG;
    const size_t type = (size_t)fault->field->type;
    const bool known = type < sizeof by_type / sizeof by_type[0] && by_type[type] != SHEET_ENCODING;
    return known ? by_type[type] : SHEET_NOT_POSSIBLE;
}

/* The column of that name, and what stands in it. */
static const char *column_named(const struct sheet *sheet, const char *name, const char **cell)
{
    *cell = NULL;
    for (size_t i = 0; sheet->columns != NULL && sheet->columns[i].name != NULL; i++) {
        if (strcmp(sheet->columns[i].name, name) != 0)
            continue;
        *cell = sheet_cell(sheet, i);
        return sheet->columns[i].name;
    }
    return NULL;
}

bool intake_try(struct intake *intake, const char *verb, const struct buf *args, uint64_t *result)
{
    struct codec_fault fault = { 0 };
    const char *cell = NULL, *column = NULL;
    const enum code code =
        args->full ? CODE_TOO_LONG
                   : import_try(&intake->import, verb, args, intake->plain, &intake->options, &fault, result);
    if (code == CODE_OK)
        return true;
    if (fault.field != NULL)
        column = column_named(&intake->sheet, fault.field->name, &cell);
    sheet_fault(&intake->sheet, column, problem_of(code, &fault), cell);
    return false;
}

/* The oldest of the kind that is called so in any language. */
static uint64_t find_called(const struct room *room, enum kind kind, const char *name)
{
    const struct kind_list *list = &room->live[kind];
    uint64_t found = 0;
    for (size_t i = 0; i < list->n; i++) {
        const struct entity *entity = list->v[i];
        const struct ml *ml = (const struct ml *)(const void *)((const char *)entity + kind_info(kind)->title);
        for (int l = 0; l < LANG_N; l++)
            if (ml->text[l] != NULL && sheet_same(ml->text[l], name) && (found == 0 || entity->id < found))
                found = entity->id;
    }
    return found;
}

uint64_t intake_group(const struct room *room, const char *title)
{
    return find_called(room, KIND_GROUP, title);
}

uint64_t intake_delegation(const struct room *room, const char *name)
{
    const struct kind_list *list = &room->live[KIND_DELEGATION];
    uint64_t found = find_called(room, KIND_DELEGATION, name);
    for (size_t i = 0; found == 0 && i < list->n; i++) {
        const struct delegation *delegation = (const struct delegation *)list->v[i];
        if (delegation->country != NULL && sheet_same(delegation->country, name))
            found = delegation->e.id;
    }
    return found;
}
