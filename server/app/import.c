/* import: a scenario file becomes a room, command by command. See include/app/import.h. */
#include "app/import.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "app/import_entry.h"
#include "app/import_fault.h"
#include "base/json.h"
#include "base/mem.h"
#include "core/limits.h"

/* A key comes from the file: only its beginning, in whole characters, and nothing that a terminal would obey. */
static void copy_key(char *out, size_t size, const char *key)
{
    size_t n = 0;
    for (; key[n] != '\0' && n + 1 < size; n++)
        out[n] = (unsigned char)key[n] < 0x20 || key[n] == 0x7f ? '?' : key[n];
    while (n > 0 && key[n] != '\0' && ((unsigned char)key[n] & 0xc0) == 0x80)
        n--;
    out[n] = '\0';
}

bool import_fail(struct importer *importer, const char *key, const char *format, ...)
{
    char *message = importer->import->message;
    const size_t size = sizeof importer->import->message;
    char name[60] = "";
    if (key != NULL)
        copy_key(name, sizeof name, key);
    const char *dot = name[0] != '\0' && importer->where[0] != '\0' ? "." : "";
    const char *colon = name[0] != '\0' || importer->where[0] != '\0' ? ": " : "";
    const int used = snprintf(message, size, "%s%s%s%s", importer->where, dot, name, colon);
    assert(used >= 0 && (size_t)used < size);
    va_list args;
    va_start(args, format);
    vsnprintf(message + used, size - (size_t)used, format, args);
    va_end(args);
    return false;
}

static struct change *next_change(struct import *import)
{
    if (import->n == import->cap) {
        import->cap = import->cap == 0 ? 64 : import->cap * 2;
        import->changes = mem_grow(import->changes, import->cap, sizeof *import->changes);
    }
    import->changes[import->n] = (struct change){ 0 };
    return &import->changes[import->n];
}

/* Takes the command over. */
static enum code run(struct import *import, struct command *cmd, const struct import_options *options, uint64_t *result)
{
    const struct actor actor = actor_system(options->at);
    uint8_t salt[SALT_BYTES];
    options->random(salt, sizeof salt);
    const struct outcome outcome = history_run(import->room, &actor, NULL, cmd, salt, next_change(import));
    if (outcome.code != CODE_OK)
        return outcome.code;
    import->n++;
    if (result != NULL)
        *result = outcome.result;
    return CODE_OK;
}

enum code import_try(struct import *import, const char *verb, const struct buf *args, enum lang plain,
                     const struct import_options *options, struct codec_fault *fault, uint64_t *result)
{
    struct command cmd;
    const enum code code = codec_command_explained(&cmd, verb, args->data, args->len, plain, fault);
    return code == CODE_OK ? run(import, &cmd, options, result) : code;
}

bool import_command(struct importer *importer, const struct section *section, const struct buf *args, uint64_t *result)
{
    struct codec_fault fault;
    char reason[200];
    const enum code code =
        import_try(importer->import, section->verb, args, importer->plain, importer->options, &fault, result);
    if (code == CODE_OK)
        return true;
    import_explain(reason, sizeof reason, code, &fault);
    return import_fail(importer, import_key(section, fault.field), "%s", reason);
}

enum code import_run(struct import *import, const char *verb, const char *args, const struct import_options *options,
                     uint64_t *result)
{
    assert(import->room != NULL);
    struct command cmd;
    const enum code code = codec_command(&cmd, verb, args, strlen(args), options->lang);
    return code == CODE_OK ? run(import, &cmd, options, result) : code;
}

static const struct alias no_aliases[] = { { NULL, NULL } };
static const struct alias poll_aliases[] = { { "options", NULL }, { "answers", NULL }, { "ballots", NULL }, { NULL, NULL } };
static const struct alias plan_aliases[] = {
    { "action", "title" }, { "number", NULL }, { "brought", NULL }, { NULL, NULL }
};
static const struct alias row_aliases[] = { { "brought", NULL }, { NULL, NULL } };
static const struct alias series_aliases[] = {
    { "name", "series_name" }, { "number", "series_number" }, { "of", "series_of" }, { NULL, NULL }
};
static const struct alias root_aliases[] = {
    { "format", NULL }, { "series", NULL }, { "delegations", NULL }, { "people", NULL }, { "agenda", NULL },
    { "polls", NULL }, { "themes", NULL }, { "plan", NULL }, { "recommendations", NULL }, { "meetings", NULL },
    { "stakeholders", NULL }, { "groups", NULL }, { "frameworks", NULL }, { "remarks", NULL }, { "adoptions", NULL },
    { "rehearsal", NULL }, { NULL, NULL }
};
static const struct alias group_aliases[] = { { "chair", NULL }, { NULL, NULL } };
static const struct alias framework_aliases[] = { { "paragraphs", NULL }, { "brought", NULL }, { NULL, NULL } };

static const struct section workshop_section = { NULL, "workshop.create", NULL, root_aliases };
static const struct section series_section = { "series", "workshop.edit", NULL, series_aliases };
static const struct section chair_section = { "groups", "group.edit", NULL, no_aliases };
static const struct section pair_section = { "polls", "poll.edit", NULL, no_aliases };

/* What stands inside the entries of another section: those of `whole`, in the member `section.key`. */
struct part {
    const char *whole;
    const char *parent;             /* the field that leads to the entry it stands in */
    struct section section;
};

static const struct part parts[] = {
    { "polls", "poll", { "options", "option.create", "text", no_aliases } },
    { "frameworks", "framework", { "paragraphs", "paragraph.create", "text", row_aliases } },
};

/* In the order in which they refer to each other. */
static const struct section sections[] = {
    { "delegations", "delegation.create", "name", no_aliases },
    { "groups", "group.create", "title", group_aliases },
    { "people", "person.create", NULL, no_aliases },
    { "agenda", "item.create", NULL, no_aliases },
    { "polls", "poll.create", NULL, poll_aliases },
    { "themes", "theme.create", "title", no_aliases },
    { "recommendations", "recommendation.create", "text", row_aliases },
    { "plan", "action.create", NULL, plan_aliases },
    { "frameworks", "framework.create", "title", framework_aliases },
    { "meetings", "meeting.create", NULL, no_aliases },
    { "stakeholders", "stakeholder.create", "name", no_aliases },
};

/* Older files tell when. */
static bool was_brought(const struct node *entry)
{
    int64_t at = 0;
    bool brought = false;
    return (node_bool(node_get(entry, "brought"), &brought) && brought) ||
           (node_int(node_get(entry, "brought_at"), &at) && at != 0);
}

static bool run_on_row(struct importer *importer, const char *verb, uint64_t id, const char *more)
{
    char args[60];
    snprintf(args, sizeof args, "{\"id\":%" PRIu64 "%s}", id, more);
    return import_run(importer->import, verb, args, importer->options, NULL) == CODE_OK;
}

/* A row that its group had brought to the plenary is brought again, and one that was locked is locked. */
static bool settle(struct importer *importer, const struct node *entry, uint64_t id)
{
    bool locked = false;
    if (was_brought(entry) && node_get(entry, "group") != NULL && !run_on_row(importer, "row.bring", id, ""))
        return import_fail(importer, "brought", "is of a row that belongs to no group");
    if (!node_bool(node_get(entry, "locked"), &locked) || !locked)
        return true;
    return run_on_row(importer, "row.lock", id, ",\"on\":true") ||
           import_fail(importer, "locked", "is of what is no row");
}

static bool read_parts(struct importer *importer, const struct part *part, size_t index, const struct node *entry,
                       uint64_t parent)
{
    const struct node *list = node_get(entry, part->section.key);
    if (list == NULL)
        return true;
    if (node_type(list) != NODE_LIST)
        return import_fail(importer, part->section.key, "not a list");
    for (size_t i = 0; i < node_count(list); i++) {
        const struct node *one = node_at(list, i);
        uint64_t id;
        snprintf(importer->where, sizeof importer->where, "%s[%zu].%s[%zu]", part->whole, index, part->section.key, i);
        if (!import_entry(importer, &part->section, one, part->parent, parent, &id) || !settle(importer, one, id))
            return false;
    }
    return true;
}

/* A guest was never admitted: nobody the new workshop knows. */
static bool is_left_behind(const struct section *section, const struct node *entry)
{
    bool guest = false;
    return strcmp(section->key, "people") == 0 && node_bool(node_get(entry, "guest"), &guest) && guest;
}

/* What is told by its number has a list. */
static struct numbered *numbered_list(struct importer *importer, const struct section *section)
{
    return strcmp(section->key, "agenda") == 0            ? &importer->items
           : strcmp(section->key, "recommendations") == 0 ? &importer->recommendations
                                                          : NULL;
}

static bool read_entry(struct importer *importer, const struct section *section, size_t index, const struct node *entry)
{
    struct numbered *numbered = numbered_list(importer, section);
    uint64_t id;
    if (is_left_behind(section, entry))
        return true;
    if (!import_entry(importer, section, entry, NULL, 0, &id) || !settle(importer, entry, id))
        return false;
    if (numbered != NULL)
        numbered->v[numbered->n++] = id;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (strcmp(section->key, parts[i].whole) == 0 && !read_parts(importer, &parts[i], index, entry, id))
            return false;
    return true;
}

static bool read_section(struct importer *importer, const struct section *section, const struct node *root)
{
    const struct node *list = node_get(root, section->key);
    struct numbered *numbered = numbered_list(importer, section);
    importer->where[0] = '\0';
    if (list == NULL)
        return true;
    if (node_type(list) != NODE_LIST)
        return import_fail(importer, section->key, "not a list");
    if (numbered != NULL)
        numbered->v = mem_zero(node_count(list), sizeof *numbered->v);
    for (size_t i = 0; i < node_count(list); i++) {
        snprintf(importer->where, sizeof importer->where, "%s[%zu]", section->key, i);
        if (!read_entry(importer, section, i, node_at(list, i)))
            return false;
    }
    return true;
}

/* The oldest person of that name; 0: nobody (a guest was left behind). */
static uint64_t find_person(const struct room *room, const char *name)
{
    const struct kind_list *persons = &room->live[KIND_PERSON];
    uint64_t found = 0;
    for (size_t i = 0; i < persons->n; i++) {
        const struct person *person = (const struct person *)persons->v[i];
        if (strcmp(person->name, name) == 0 && (found == 0 || person->e.id < found))
            found = person->e.id;
    }
    return found;
}

/* Persons name their group, and groups their chair: chairs come when both are there. */
static bool read_chair(struct importer *importer, const struct node *entry, uint64_t group)
{
    const char *name = node_text(node_get(entry, "chair"));
    const uint64_t person = name == NULL ? 0 : find_person(importer->import->room, name);
    struct buf args;
    if (person == 0)
        return true;
    buf_init(&args, LIMIT_BODY);
    buf_print(&args, "{\"id\":%" PRIu64 ",\"chair\":%" PRIu64 "}", group, person);
    const bool done = import_command(importer, &chair_section, &args, NULL);
    buf_free(&args);
    return done;
}

static bool read_chairs(struct importer *importer, const struct node *root)
{
    const struct node *list = node_get(root, "groups");
    size_t n;
    struct entity **groups = room_sorted(importer->import->room, KIND_GROUP, 0, &n);
    bool done = true;
    /* Groups of the file come first, in its order; those that only a row or a person named stand behind them. */
    for (size_t i = 0; done && i < node_count(list); i++) {
        snprintf(importer->where, sizeof importer->where, "groups[%zu]", i);
        assert(i < n);
        done = read_chair(importer, node_at(list, i), groups[i]->id);
    }
    mem_free(groups);
    return done;
}

/* The oldest poll that asks so in any language; 0: none. */
static uint64_t find_poll(const struct room *room, const char *question)
{
    const struct kind_list *polls = &room->live[KIND_POLL];
    uint64_t found = 0;
    for (size_t i = 0; i < polls->n; i++) {
        const struct poll *poll = (const struct poll *)polls->v[i];
        for (int l = 0; l < LANG_N; l++)
            if (poll->question.text[l] != NULL && strcmp(poll->question.text[l], question) == 0 &&
                (found == 0 || poll->e.id < found))
                found = poll->e.id;
    }
    return found;
}

static bool read_pair(struct importer *importer, const struct node *entry, uint64_t poll)
{
    const char *question = node_text(node_get(entry, "pair"));
    const uint64_t pair = question == NULL ? 0 : find_poll(importer->import->room, question);
    struct buf args;
    if (pair == 0)
        return true;
    buf_init(&args, LIMIT_BODY);
    buf_print(&args, "{\"id\":%" PRIu64 ",\"pair\":%" PRIu64 "}", poll, pair);
    const bool done = import_command(importer, &pair_section, &args, NULL);
    buf_free(&args);
    return done;
}

/* A question asked again names the one before, in whatever order they stand. */
static bool read_pairs(struct importer *importer, const struct node *root)
{
    const struct node *list = node_get(root, "polls");
    size_t n;
    struct entity **polls = room_sorted(importer->import->room, KIND_POLL, 0, &n);
    bool done = true;
    for (size_t i = 0; done && i < node_count(list); i++) {
        snprintf(importer->where, sizeof importer->where, "polls[%zu]", i);
        assert(i < n);
        done = read_pair(importer, node_at(list, i), polls[i]->id);
    }
    mem_free(polls);
    return done;
}

/* I10: what plain strings are written in, if not in Arabic. */
static enum lang plain_lang(const struct node *root)
{
    const struct node *languages = node_get(root, "languages");
    for (size_t i = 0; i < node_count(languages); i++) {
        const char *word = node_text(node_at(languages, i));
        const enum lang lang = word == NULL ? LANG_N : lang_of(word);
        if (lang != LANG_N && lang != LANG_AR)
            return lang;
    }
    return LANG_EN;
}

static bool read_format(struct importer *importer, const struct node *root)
{
    const struct node *format = node_get(root, "format");
    int64_t version = IMPORT_FORMAT;
    if (format != NULL && (!node_int(format, &version) || version != IMPORT_FORMAT))
        return import_fail(importer, "format", "this server reads format %d; the file was made by a newer one",
                           IMPORT_FORMAT);
    return true;
}

static bool read_series(struct importer *importer, const struct node *root)
{
    const struct node *series = node_get(root, "series");
    if (series == NULL || (node_type(series) == NODE_OBJECT && node_count(series) == 0))
        return true;
    snprintf(importer->where, sizeof importer->where, "series");
    return import_entry(importer, &series_section, series, NULL, 0, NULL);
}

/* The title given from outside replaces the file's in every language. */
static bool read_title(struct importer *importer)
{
    const struct import_options *options = importer->options;
    if (options->title == NULL)
        return true;
    struct buf args;
    struct json json;
    buf_init(&args, LIMIT_BODY);
    json_init(&json, &args);
    json_open_object(&json);
    json_key(&json, "title");
    json_open_object(&json);
    for (int l = 0; l < LANG_N; l++) {
        json_key(&json, lang_word((enum lang)l));
        json_text(&json, (enum lang)l == options->lang ? options->title : "");
    }
    json_close_object(&json);
    json_close_object(&json);
    importer->where[0] = '\0';
    const bool done = !args.full ? import_command(importer, &series_section, &args, NULL)
                                 : import_fail(importer, "title", "too long");
    buf_free(&args);
    return done;
}

static bool read_scenario(struct importer *importer, const struct node *root)
{
    importer->plain = plain_lang(root);
    if (!read_format(importer, root))
        return false;
    if (!import_entry(importer, &workshop_section, root, NULL, 0, NULL) || !read_series(importer, root))
        return false;
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++)
        if (!read_section(importer, &sections[i], root))
            return false;
    return read_chairs(importer, root) && read_pairs(importer, root) && read_title(importer);
}

/* Editors on some systems put a byte order mark first. */
static void skip_mark(const char **text, size_t *n)
{
    static const char mark[] = "\xef\xbb\xbf";
    if (*n >= 3 && memcmp(*text, mark, 3) == 0) {
        *text += 3;
        *n -= 3;
    }
}

static struct node *read_file(struct importer *importer, const char *json, size_t n)
{
    struct tree_error error = { 0 };
    if (n > LIMIT_IMPORT) {
        import_fail(importer, NULL, "larger than %d KiB", LIMIT_IMPORT / 1024);
        return NULL;
    }
    skip_mark(&json, &n);
    struct node *root = tree_read(json, n, LIMIT_IMPORT_NODES, &error);
    if (root == NULL)
        import_fail(importer, NULL, "line %d: %s", error.line, error.reason);
    return root;
}

bool import_scenario(struct import *import, const char *json, size_t n, const struct import_options *options)
{
    *import = (struct import){ 0 };
    struct importer importer = { .import = import, .options = options, .plain = LANG_EN };
    struct node *root = read_file(&importer, json, n);
    if (root == NULL)
        return false;
    import->room = room_new();
    const bool done = read_scenario(&importer, root);
    tree_free(root);
    mem_free(importer.items.v);
    mem_free(importer.recommendations.v);
    if (!done)
        import_free(import);
    return done;
}

void import_free(struct import *import)
{
    for (size_t i = 0; i < import->n; i++)
        change_clear(&import->changes[i]);
    mem_free(import->changes);
    room_free(import->room);
    import->changes = NULL;
    import->room = NULL;
    import->n = import->cap = 0;
}
