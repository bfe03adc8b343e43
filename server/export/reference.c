/* reference: the tables of PROTOCOL.md. See include/export/reference.h. */
#include "export/reference.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "core/command.h"
#include "core/limits.h"

/* Appends `text` after a separator, but for the first one in a list that began at `start`. */
static void put_next(struct buf *out, size_t start, const char *separator, const char *text)
{
    if (out->len > start)
        buf_text(out, separator);
    buf_text(out, text);
}

static const char *type_word(enum field_type type)
{
    static const char *const words[] = { [FIELD_BOOL] = "true or false",
                                         [FIELD_INT] = "number",
                                         [FIELD_TIME] = "time",
                                         [FIELD_ENUM] = "word",
                                         [FIELD_REF] = "ref",
                                         [FIELD_REFS] = "list of refs",
                                         [FIELD_TEXT] = "text",
                                         [FIELD_ML] = "ML",
                                         [FIELD_TEXTS] = "list of texts",
                                         [FIELD_LANG] = "language",
                                         [FIELD_LANGS] = "list of languages",
                                         [FIELD_DATE] = "date",
                                         [FIELD_CLOCK] = "clock",
                                         [FIELD_LOCAL] = "local",
                                         [FIELD_DUE] = "due",
                                         [FIELD_COUNTRY] = "country",
                                         [FIELD_ZONE] = "zone",
                                         [FIELD_WORDS] = "list of words",
                                         [FIELD_OP] = "operation",
                                         [FIELD_INTS] = "list of numbers" };
    assert((size_t)type < sizeof words / sizeof words[0]);
    return words[type];
}

static void put_words(struct buf *out, const struct field *field)
{
    const size_t start = out->len;
    for (size_t i = 0; field->words[i] != NULL; i++)
        put_next(out, start, ", ", field->words[i]);
}

/* "an action" */
static void put_one(struct buf *out, uint8_t kind)
{
    if (kind == KIND_ROW || kind == KIND_ANY) {
        buf_text(out, kind == KIND_ROW ? "an action, recommendation, framework or paragraph" : "anything");
        return;
    }
    const char *name = kind_info((enum kind)kind)->name;
    buf_print(out, "%s %s", strchr("aeiou", name[0]) == NULL ? "a" : "an", name);
}

/* I4: a record may name what is gone. */
static void put_past(struct buf *out, const struct field *field)
{
    if (field->flags & FIELD_PAST)
        buf_text(out, ", which may be gone");
}

static void put_limits(struct buf *out, const struct field *field)
{
    switch (field->type) {
    case FIELD_INT:
        if (field->max == INT64_MAX)
            buf_text(out, "from 0");
        else
            buf_print(out, "%" PRId64 " to %" PRId64, field->min, field->max);
        return;
    case FIELD_ENUM:
        put_words(out, field);
        return;
    case FIELD_OP:
        buf_print(out, "at most %d parts and %d inserted characters", LIMIT_OP_PARTS, LIMIT_OP_INSERT);
        return;
    case FIELD_WORDS:
        buf_text(out, "none twice, of ");
        put_words(out, field);
        return;
    case FIELD_REF:
        put_one(out, field->ref);
        put_past(out, field);
        return;
    case FIELD_REFS:
        buf_print(out, "at most %u, none twice, each ", (unsigned)field_list_max(field));
        put_one(out, field->ref);
        put_past(out, field);
        return;
    case FIELD_TEXT:
    case FIELD_ML:
        buf_print(out, "%" PRId64 " characters%s%s", field->max, field->max <= LIMIT_TITLE ? ", one line" : "",
                  (field->flags & FIELD_COEDITED) ? ", drafted together" : "");
        return;
    case FIELD_TEXTS:
        buf_print(out, "at most %u of %" PRId64 " characters", (unsigned)field_list_max(field), field->max);
        return;
    case FIELD_INTS:
        buf_print(out, "at most %u, each %" PRId64 " to %" PRId64, (unsigned)field_list_max(field), field->min,
                  field->max);
        return;
    default:
        return;
    }
}

static void put_readers(struct buf *out, unsigned reads)
{
    if ((reads & READ_ALL) == READ_ALL) {
        buf_text(out, "all");
        return;
    }
    const size_t start = out->len;
    if (reads & READ_STAFF)
        put_next(out, start, ", ", "facilitators");
    if (reads & READ_ROOM)
        put_next(out, start, ", ", "persons");
    if (reads & READ_PUBLIC)
        put_next(out, start, ", ", "listeners, screens");
    if (reads & READ_OWNER)
        put_next(out, start, ", ", "the person");
}

static void put_kind(struct buf *out, enum kind kind)
{
    const struct kind_info *info = kind_info(kind);
    buf_print(out, "### %s\n\n%s At most %zu%s.\n\n", info->name, info->doc, info->limit,
              kind == KIND_OPTION ? " in a poll" : "");
    buf_text(out, "| field | type | limits | set | read by | meaning |\n|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < info->n_fields; i++) {
        const struct field *field = &info->fields[i];
        if (field->reads == READ_NONE)
            continue;
        buf_print(out, "| `%s` | %s | ", field->name, type_word(field->type));
        put_limits(out, field);
        buf_print(out, " | %s | ",
                  (field->flags & FIELD_SET) == 0        ? ""
                  : (field->flags & FIELD_REQUIRED) != 0 ? "required"
                                                         : "yes");
        put_readers(out, field->reads);
        buf_print(out, " | %s |\n", field->doc);
    }
    buf_char(out, '\n');
}

static void put_kinds(struct buf *out)
{
    buf_text(
        out,
        "\"Set\" says whether `KIND.create` and `KIND.edit` take the field; a required one must be given on create and is "
        "never emptied.\nThe others are set by the server. Lengths are Unicode code points.\n\n");
    for (int kind = KIND_NONE + 1; kind < KIND_N; kind++)
        put_kind(out, (enum kind)kind);
}

static void put_roles(struct buf *out, const struct verb *verb)
{
    const size_t start = out->len;
    for (int role = 0; role < ROLE_SYSTEM; role++)
        if (verb->roles & 1u << role)
            put_next(out, start, ", ", role_word((enum role)role));
    if (out->len == start)
        buf_text(out, "the server itself");
}

static void put_states(struct buf *out, const struct verb *verb)
{
    static const char *const words[] = { "preparing", "live", "closed" };
    const size_t start = out->len;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (verb->states & 1u << i)
            put_next(out, start, ", ", words[i]);
    if (out->len == start)
        buf_text(out, "before there is a workshop");
}

static void put_argument(struct buf *out, const struct field *field)
{
    buf_print(out, "`%s`%s (%s", field->name, (field->flags & FIELD_OPTIONAL) ? "?" : "", type_word(field->type));
    const size_t at = out->len;
    buf_text(out, ": ");
    put_limits(out, field);
    if (out->len == at + 2)
        buf_cut(out, at);
    buf_print(out, "): %s", field->doc);
}

static void put_arguments(struct buf *out, const struct verb *verb)
{
    const size_t start = out->len;
    if (verb->takes & VERB_TAKES_ID)
        put_next(out, start, ", ", verb->takes & VERB_ID_OPTIONAL ? "`id`?" : "`id`");
    if (verb->takes & VERB_TAKES_AFTER)
        put_next(out, start, ", ", "`after`?");
    if (verb->takes & VERB_TAKES_INTO)
        put_next(out, start, ", ", "`into`?");
    if (verb->is_create || verb->is_edit) {
        put_next(out, start, ", ", "fields of ");
        buf_print(out, "%s", kind_info((enum kind)verb->kind)->name);
        return;
    }
    for (size_t i = 0; i < verb->n_args; i++) {
        put_next(out, start, "; ", "");
        put_argument(out, &verb->args[i]);
    }
}

static void put_commands(struct buf *out)
{
    size_t n;
    const struct verb *verbs = verb_table(&n);
    buf_text(
        out,
        "\"When\" is the state of the workshop. A `?` marks what may be left out. \"Fields\" are those of section 4 that can be set.\n\n"
        "| command | who | when | arguments | what it does |\n|---|---|---|---|---|\n");
    for (size_t i = 0; i < n; i++) {
        buf_print(out, "| `%s` | ", verbs[i].name);
        put_roles(out, &verbs[i]);
        buf_text(out, " | ");
        put_states(out, &verbs[i]);
        buf_text(out, " | ");
        put_arguments(out, &verbs[i]);
        buf_print(out, " | %s |\n", verbs[i].doc);
    }
    buf_char(out, '\n');
}

/* What the comments of CODE_TABLE say, for readers of the page. */
static const char *code_doc(enum code code)
{
    static const char *const docs[CODE_N] = {
        [CODE_OK] = "Done.",
        [CODE_BAD_FRAME] = "Not one JSON object, nested too deep, of an unknown type, or with an unknown member.",
        [CODE_BAD_COMMAND] = "No such command.",
        [CODE_BAD_ARGUMENT] = "An argument is unknown, missing, of the wrong type or out of range.",
        [CODE_TOO_LONG] = "A text or list is longer than its field allows.",
        [CODE_FORBIDDEN] = "This role may not do that.",
        [CODE_NOT_FOUND] = "The thing is not there, or was removed.",
        [CODE_CLOSED] = "The poll or the workshop is not open for that.",
        [CODE_STATE] = "Not possible in the present state.",
        [CODE_FROZEN] = "What is proposed for adoption or adopted does not change.",
        [CODE_LOCKED] = "The plan, the theme or the row is locked.",
        [CODE_UNMET] = "A check that adoption requires is not met.",
        [CODE_CHANGED] = "It was changed since the sender saw it.",
        [CODE_LIMIT] = "A ceiling of the workshop is reached.",
        [CODE_IN_USE] = "Other things still refer to it.",
        [CODE_NOT_ELIGIBLE] = "The person is not on the roll of the poll.",
        [CODE_INCOMPLETE] = "The poll lacks what its type needs: options, ends of a scale, points.",
        [CODE_NO_SECRECY] = "The server cannot keep ballots secret: it has no TLS, or no place for their keys.",
        [CODE_SECRET_OPEN] = "A secret poll is open, or its ballots are being counted: it is closed first.",
        [CODE_UNSUPPORTED] = "This server cannot do that yet.",
        [CODE_STORAGE] = "The disk did not take it. Keep the command and send it again later.",
        [CODE_REUSED] = "The number was used for another command.",
        [CODE_REFUSED_BEFORE] = "A number at or below the last one applied, without a stored result.",
        [CODE_BUSY] = "Too many commands of this client are waiting. Keep the command and send it again later.",
    };
    assert(docs[code] != NULL);
    return docs[code];
}

static void put_refusals(struct buf *out)
{
    buf_text(out, "## 7. Refusals of commands\n\n| word | meaning |\n|---|---|\n");
    for (int code = CODE_OK + 1; code < CODE_N; code++)
        buf_print(out, "| `%s` | %s |\n", code_word((enum code)code), code_doc((enum code)code));
    buf_char(out, '\n');
}

struct part {
    const char *begin, *end;
    void (*put)(struct buf *out);
};

static const struct part parts[] = {
    { "<!-- commands -->\n", "<!-- /commands -->", put_commands },
    { "<!-- kinds -->\n", "<!-- /kinds -->", put_kinds },
    { "<!-- refusals -->\n", "<!-- /refusals -->", put_refusals },
};

/* Copies up to and with the part's beginning, then the part; returns where the page goes on. */
static const char *put_part(struct buf *out, const char *page, const struct part *part)
{
    const char *begin = strstr(page, part->begin);
    const char *end = begin == NULL ? NULL : strstr(begin, part->end);
    if (end == NULL)
        return page;
    buf_add(out, page, (size_t)(begin - page) + strlen(part->begin));
    buf_char(out, '\n');
    part->put(out);
    return end;
}

void reference_page(struct buf *out, const char *page)
{
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        page = put_part(out, page, &parts[i]);
    buf_text(out, page);
}
