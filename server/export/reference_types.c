/* reference_types: the tables as TypeScript, for the browser client. See include/export/reference.h. */
#include <assert.h>
#include <string.h>

#include "core/command.h"
#include "export/reference.h"

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* "item", "kind" -> ItemKind; "per_option" -> PerOption */
static void put_pascal(struct buf *out, const char *name)
{
    bool begins = true;
    for (; *name != '\0'; name++) {
        if (*name != '_')
            buf_char(out, begins ? upper(*name) : *name);
        begins = *name == '_';
    }
}

enum { COLUMNS = 100 };

/* The words as a union, broken where a line would become too long. */
static void put_union(struct buf *out, const struct field *field)
{
    size_t line = out->len;
    buf_text(out, "\n   ");
    for (size_t i = 0; field->words[i] != NULL; i++) {
        if (out->len - line + strlen(field->words[i]) + 6 > COLUMNS) {
            line = out->len;
            buf_text(out, "\n   ");
        }
        buf_print(out, " | \"%s\"", field->words[i]);
    }
}

/* The words of a kind's field that is ever sent. */
static const char *const *words_sent(const struct field *field)
{
    return field->reads == READ_NONE ? NULL : field->words;
}

/* The enumeration of a kind's field that has these words: arguments share them. */
static void put_enum_name(struct buf *out, const struct field *field)
{
    for (int kind = KIND_NONE + 1; kind < KIND_N; kind++) {
        const struct kind_info *info = kind_info((enum kind)kind);
        for (size_t i = 0; i < info->n_fields; i++) {
            if (words_sent(&info->fields[i]) != field->words)
                continue;
            put_pascal(out, info->name);
            put_pascal(out, info->fields[i].name);
            return;
        }
    }
    put_union(out, field);
}

/* Whether an earlier field, in the order of kinds, has the same words and so named them. */
static bool is_named_before(enum kind kind, size_t index)
{
    const char *const *words = kind_info(kind)->fields[index].words;
    for (int k = KIND_NONE + 1; k <= (int)kind; k++) {
        const struct kind_info *info = kind_info((enum kind)k);
        const size_t n = k == (int)kind ? index : info->n_fields;
        for (size_t i = 0; i < n; i++)
            if (words_sent(&info->fields[i]) == words)
                return true;
    }
    return false;
}

static void put_enums(struct buf *out, enum kind kind)
{
    const struct kind_info *info = kind_info(kind);
    for (size_t i = 0; i < info->n_fields; i++) {
        if (words_sent(&info->fields[i]) == NULL || is_named_before(kind, i))
            continue;
        buf_text(out, "export type ");
        put_pascal(out, info->name);
        put_pascal(out, info->fields[i].name);
        buf_text(out, " =");
        put_union(out, &info->fields[i]);
        buf_text(out, ";\n");
    }
}

/* The type of a field as an entity has it; `ml` is what stands for texts in several languages. */
static void put_type(struct buf *out, const struct field *field, const char *ml)
{
    static const char *const types[] = {
        [FIELD_BOOL] = "boolean",  [FIELD_INT] = "number",     [FIELD_TIME] = "number",    [FIELD_REF] = "number",
        [FIELD_REFS] = "number[]", [FIELD_TEXT] = "string",    [FIELD_TEXTS] = "string[]", [FIELD_LANG] = "Lang",
        [FIELD_LANGS] = "Lang[]",  [FIELD_DATE] = "string",    [FIELD_CLOCK] = "string",   [FIELD_LOCAL] = "string",
        [FIELD_DUE] = "string",    [FIELD_COUNTRY] = "string", [FIELD_ZONE] = "string",    [FIELD_OP] = "Op",
        [FIELD_INTS] = "number[]"
    };
    if (field->type == FIELD_ML) {
        buf_text(out, ml);
    } else if (field->words != NULL) {
        put_enum_name(out, field);
        buf_text(out, field->type == FIELD_WORDS ? "[]" : "");
    } else {
        assert(types[field->type] != NULL);
        buf_text(out, types[field->type]);
    }
}

static bool has_tag(enum kind kind)
{
    return kind == KIND_POLL || kind_fits(kind, KIND_ROW);
}

static void put_interface(struct buf *out, enum kind kind)
{
    const struct kind_info *info = kind_info(kind);
    buf_print(out, "/* %s */\nexport interface ", info->doc);
    put_pascal(out, info->name);
    buf_print(out, " extends Base<\"%s\"> {\n", info->name);
    if (has_tag(kind))
        buf_text(out, "    tag?: string;    /* Of its content: what `seen` of opening and adopting wants. */\n");
    for (size_t i = 0; i < info->n_fields; i++) {
        const struct field *field = &info->fields[i];
        if (field->reads == READ_NONE)
            continue;
        buf_print(out, "    %s%s: ", field->name, field->type == FIELD_ENUM ? "" : "?");
        put_type(out, field, "ML");
        buf_print(out, ";    /* %s */\n", field->doc);
    }
    buf_text(out, "}\n\n");
}

static void put_kind_names(struct buf *out)
{
    buf_text(out, "export interface Kinds {\n");
    for (int kind = KIND_NONE + 1; kind < KIND_N; kind++) {
        buf_print(out, "    %s: ", kind_info((enum kind)kind)->name);
        put_pascal(out, kind_info((enum kind)kind)->name);
        buf_text(out, ";\n");
    }
    buf_text(out, "}\nexport type Kind = keyof Kinds;\nexport type Entity = Kinds[Kind];\n\n");
}

/* The field that groups siblings. Agenda items are ordered within their day, which is no reference. */
static const char *parent_name(enum kind kind)
{
    const struct kind_info *info = kind_info(kind);
    if (kind == KIND_ITEM)
        return "day";
    for (size_t i = 0; i < info->n_fields; i++)
        if ((ptrdiff_t)info->fields[i].offset == info->parent)
            return info->fields[i].name;
    return NULL;
}

/* The names of fields that hold text per language, of those that have all of `flags`. */
static void put_ml_names(struct buf *out, const struct kind_info *info, const char *key, unsigned flags)
{
    buf_print(out, "%s: [", key);
    const size_t start = out->len;
    for (size_t i = 0; i < info->n_fields; i++) {
        const struct field *field = &info->fields[i];
        if (field->type == FIELD_ML && (field->flags & flags) == flags)
            buf_print(out, "%s\"%s\"", out->len == start ? "" : ", ", field->name);
    }
    buf_char(out, ']');
}

static void put_row(struct buf *out, enum kind kind)
{
    const struct kind_info *info = kind_info(kind);
    const char *parent = parent_name(kind), *separator = " ";
    buf_print(out, "    %s: { ", info->name);
    if (parent != NULL)
        buf_print(out, "parent: \"%s\", ", parent);
    put_ml_names(out, info, "ml", 0);
    put_ml_names(out, info, ", coedited", FIELD_COEDITED);
    buf_text(out, ", first: {");
    for (size_t i = 0; i < info->n_fields; i++) {
        if (info->fields[i].type != FIELD_ENUM || info->fields[i].reads == READ_NONE)
            continue;
        buf_print(out, "%s%s: \"%s\"", separator, info->fields[i].name, info->fields[i].words[0]);
        separator = ", ";
    }
    buf_text(out, separator[0] == ',' ? " } },\n" : "} },\n");
}

static void put_rows(struct buf *out)
{
    buf_text(out, "export interface KindRow {\n"
                  "    /* The field that groups siblings. */\n    parent?: string;\n"
                  "    /* Fields that hold text per language. */\n    ml: readonly string[];\n"
                  "    /* Those of them that are drafted together. */\n    coedited: readonly string[];\n"
                  "    /* Enumerations, and their word when nobody has set them. */\n"
                  "    first: Readonly<Record<string, string>>;\n}\n\n"
                  "export const KINDS: Readonly<Record<Kind, KindRow>> = {\n");
    for (int kind = KIND_NONE + 1; kind < KIND_N; kind++)
        put_row(out, (enum kind)kind);
    buf_text(out, "};\n\n");
}

static bool is_ref(const struct field *field)
{
    return field->reads != READ_NONE && (field->type == FIELD_REF || field->type == FIELD_REFS);
}

/* Whether an earlier row, in the order of kinds, has a reference of that name. */
static bool seen_before(enum kind kind, size_t index)
{
    const char *name = kind_info(kind)->fields[index].name;
    for (int k = KIND_NONE + 1; k <= (int)kind; k++) {
        const struct kind_info *info = kind_info((enum kind)k);
        const size_t n = k == (int)kind ? index : info->n_fields;
        for (size_t i = 0; i < n; i++)
            if (is_ref(&info->fields[i]) && strcmp(info->fields[i].name, name) == 0)
                return true;
    }
    return false;
}

static void put_refs(struct buf *out)
{
    buf_text(out, "/* Arguments and fields that hold ids: these, and no other numbers, may be temporary ones. */\n"
                  "export const REFS: ReadonlySet<string> = new Set([\n    \"id\", \"after\", \"into\"");
    for (int kind = KIND_NONE + 1; kind < KIND_N; kind++) {
        const struct kind_info *info = kind_info((enum kind)kind);
        for (size_t i = 0; i < info->n_fields; i++)
            if (is_ref(&info->fields[i]) && !seen_before((enum kind)kind, i))
                buf_print(out, ", \"%s\"", info->fields[i].name);
    }
    buf_text(out, ",\n]);\n\n");
}

static bool may_be_absent(const struct verb *verb, const struct field *field)
{
    if (verb->is_create)
        return (field->flags & FIELD_REQUIRED) == 0;
    return verb->is_edit || (field->flags & FIELD_OPTIONAL) != 0;
}

/* False: the command takes none of them. */
static bool put_places(struct buf *out, const struct verb *verb)
{
    const size_t start = out->len;
    if (verb->takes & VERB_TAKES_ID)
        buf_print(out, " id%s: number;", verb->takes & VERB_ID_OPTIONAL ? "?" : "");
    if (verb->takes & VERB_TAKES_AFTER)
        buf_text(out, " after?: number;");
    if (verb->takes & VERB_TAKES_INTO)
        buf_text(out, " into?: number;");
    if (out->len == start)
        return false;
    buf_cut(out, out->len - 1);
    return true;
}

static void put_argument(struct buf *out, const struct verb *verb, const struct field *field)
{
    const bool optional = may_be_absent(verb, field);
    buf_print(out, "        %s%s: ", field->name, optional ? "?" : "");
    put_type(out, field, "GivenText");
    buf_text(out, optional && (field->flags & FIELD_REQUIRED) == 0 ? " | null;\n" : ";\n");
}

/* The command that creates what this one edits, where clients may send it; else NULL. */
static const struct verb *creator_of(const struct verb *verb)
{
    size_t n;
    const struct verb *verbs = verb_table(&n);
    for (size_t i = 0; verb->is_edit && i < n; i++)
        if (verbs[i].is_create && verbs[i].kind == verb->kind && (verbs[i].roles & ~(1u << ROLE_SYSTEM)) != 0)
            return &verbs[i];
    return NULL;
}

static void put_command(struct buf *out, const struct verb *verb)
{
    const struct verb *creator = creator_of(verb);
    buf_print(out, "    /* %s */\n    \"%s\": {", verb->doc, verb->name);
    const bool has_places = put_places(out, verb);
    if (creator != NULL) {
        buf_print(out, " } & Partial<Omit<Commands[\"%s\"], \"after\">>;\n", creator->name);
        return;
    }
    if (verb->n_args == 0) {
        buf_text(out, has_places ? " };\n" : "};\n");
        return;
    }
    buf_text(out, has_places ? ";\n" : "\n");
    for (size_t i = 0; i < verb->n_args; i++)
        put_argument(out, verb, &verb->args[i]);
    buf_text(out, "    };\n");
}

static void put_commands(struct buf *out)
{
    size_t n;
    const struct verb *verbs = verb_table(&n);
    buf_text(
        out,
        "/* Text given to a command: of the languages named, or plain in the person's own. null removes a language. */\n"
        "export interface GivenTexts {\n    ar?: string | null;\n    fr?: string | null;\n    en?: string | null;\n"
        "    src?: Lang;\n}\nexport type GivenText = string | GivenTexts;\n\n"
        "/* What a client may send, with its arguments. null empties a field. */\nexport interface Commands {\n");
    for (size_t i = 0; i < n; i++)
        if ((verbs[i].roles & ~(1u << ROLE_SYSTEM)) != 0)
            put_command(out, &verbs[i]);
    buf_text(out, "}\nexport type CommandName = keyof Commands;\n\n");
}

static void put_codes(struct buf *out)
{
    buf_text(out, "export type Refusal =\n");
    for (int code = CODE_OK + 1; code < CODE_N; code++)
        buf_print(out, "    | \"%s\"%s\n", code_word((enum code)code), code == CODE_N - 1 ? ";" : "");
}

void reference_types(struct buf *out)
{
    buf_text(
        out,
        "/*\n * kinds: the things of a workshop and the commands, as they go over the wire (server/PROTOCOL.md).\n"
        " * Made by `plenary reference types` from the server's own tables; a test fails when it is out of date.\n *\n"
        " * Empty fields are left out of an entity, enumerations never.\n */\n\n"
        "export type Lang = \"ar\" | \"fr\" | \"en\";\n\n"
        "/* `src`: the language it was first written in; `old`: outdated translations. */\n"
        "export interface ML {\n    ar?: string;\n    fr?: string;\n    en?: string;\n    src?: Lang;\n    old?: Lang[];\n}\n\n"
        "/* An operation on a text: 5 skips, \"abc\" inserts, {d:3} deletes; counted in code points. */\n"
        "export type Op = (number | string | { d: number })[];\n\n"
        "interface Base<K extends string> {\n    k: K;\n"
        "    /* Negative: created by a command that is not confirmed yet. */\n    id: number;\n    seq: number;\n}\n\n");
    for (int kind = KIND_NONE + 1; kind < KIND_N; kind++)
        put_enums(out, (enum kind)kind);
    buf_text(out, "export type Role = PersonRole | \"listener\" | \"screen\";\n\n");
    for (int kind = KIND_NONE + 1; kind < KIND_N; kind++)
        put_interface(out, (enum kind)kind);
    put_kind_names(out);
    put_rows(out);
    put_refs(out);
    put_commands(out);
    put_codes(out);
}
