/* cmd_import: a scenario file, or a workshop's file from elsewhere, becomes a workshop of an account, while no server runs. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "app/import.h"
#include "app/registry.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/random.h"
#include "core/limits.h"
#include "main/commands.h"
#include "main/file.h"
#include "main/offline.h"
#include "main/options.h"
#include "main/state.h"
#include "main/terminal.h"

struct import_line {
    const char *state, *owner, *title, *lang;
};

#define AT(member) .offset = offsetof(struct import_line, member)

static const struct option_row rows[] = {
    { "--state", OPTION_TEXT, AT(state), .value = "DIR",
      .doc = "The state directory (default: $XDG_STATE_HOME/plenary, else ./state)." },
    { "--owner", OPTION_TEXT, AT(owner), .value = "NAME", .doc = "The account that facilitates it (default: the first)." },
    { "--title", OPTION_TEXT, AT(title), .value = "TEXT", .doc = "Another title than the file's." },
    { "--lang", OPTION_TEXT, AT(lang), .value = "LANG", .doc = "Language of that title: ar, fr or en (default: en)." },
};

static const struct usage usage = {
    .name = "import",
    .operands = "FILE",
    .doc = "Makes a workshop from a JSON file (one that `plenary export` wrote, or a scenario), or goes on with the file of a\n"
           "workshop from another server, and prints its id. Stop the server first, or import in the browser.",
    .rows = rows,
    .n_rows = sizeof rows / sizeof rows[0],
    .operands_min = 1,
    .operands_max = 1,
};

static bool complain(const char *message)
{
    terminal_line(stderr, "plenary import: %s", message);
    return false;
}

static bool add_facilitator(struct import *import, const struct import_options *options, const char *name, uint64_t *person)
{
    struct buf args;
    struct json json;
    buf_init(&args, LIMIT_BODY);
    json_init(&json, &args);
    json_open_object(&json);
    json_key(&json, "name");
    json_text(&json, name);
    json_key(&json, "role");
    json_text(&json, role_word(ROLE_FACILITATOR));
    json_close_object(&json);
    const enum code code = import_run(import, "person.create", args.data, options, person);
    buf_free(&args);
    return code == CODE_OK || complain("the workshop has no room for its facilitator");
}

static bool store_file(struct offline *offline, const struct import *import, const char *id)
{
    struct store_job job = {
        .type = STORE_CREATE, .room = import->room, .changes = import->changes, .n_changes = import->n
    };
    snprintf(job.workshop, sizeof job.workshop, "%s", id);
    if (offline_run(offline, &job) != STORE_OK)
        return complain(job.message);
    struct store_job close = { .type = STORE_CLOSE };
    snprintf(close.workshop, sizeof close.workshop, "%s", id);
    return offline_run(offline, &close) == STORE_OK || complain(close.message);
}

/* The account called `name`, or without a name the oldest. */
static uint64_t find_owner(const struct registry *registry, const char *name)
{
    if (name != NULL)
        return registry_account_find(registry, name);
    if (registry_accounts(registry) == 0)
        return 0;
    uint64_t id = 1;
    while (registry_account_name(registry, id) == NULL)
        id++;
    return id;
}

static bool enter(struct offline *offline, struct registry *registry, const struct import *import,
                  const struct import_options *options, const char *id, uint64_t owner, uint64_t person)
{
    struct registry_workshop workshop = { .created = options->at };
    workshop.title = ml_text(&import->room->workshop->title, options->lang);
    snprintf(workshop.id, sizeof workshop.id, "%s", id);
    registry_workshop_put(registry, &workshop, owner);
    registry_member_put(registry, id, owner, person);
    return offline_commit(offline, registry);
}

static bool make(struct offline *offline, struct import *import, const struct import_options *options, const char *name)
{
    char id[WORKSHOP_ID_MAX + 1];
    uint64_t person;
    struct registry *registry = registry_open(&offline->platform);
    if (registry == NULL)
        return false;
    const uint64_t owner = find_owner(registry, name);
    bool done = owner != 0 || complain("there is no such account; make one first: plenary user add NAME");
    done = done && add_facilitator(import, options, registry_account_name(registry, owner), &person);
    registry_workshop_new_id(registry, id);
    done = done && store_file(offline, import, id) && enter(offline, registry, import, options, id, owner, person);
    registry_free(registry);
    if (done)
        terminal_line(stdout, "%s", id);
    return done;
}

static bool run(const struct import_line *line, const char *path, const struct import_options *options)
{
    size_t n;
    char buffer[STATE_PATH_MAX];
    struct import import;
    struct offline offline;
    char *text = file_read(path, LIMIT_IMPORT, &n);
    if (text == NULL)
        return false;
    const bool read = import_scenario(&import, text, n, options);
    mem_free(text);
    if (!read)
        return complain(import.message);
    bool done = offline_open(&offline, state_path(line->state, buffer));
    if (done) {
        done = make(&offline, &import, options, line->owner);
        offline_close(&offline);
    }
    import_free(&import);
    return done;
}

/* The whole file, where it is one of SQLite's; NULL: it is not. */
static char *read_database(const char *path, size_t *n)
{
    char head[16] = "";
    FILE *file = fopen(path, "rb");
    const bool database = file != NULL && fread(head, 1, sizeof head, file) == sizeof head &&
                          memcmp(head, "SQLite format 3", sizeof head) == 0;
    if (file != NULL)
        fclose(file);
    return database ? file_read(path, STORE_COPY_MAX, n) : NULL;
}

/* The account's person there: the facilitator of its name, else the first one. 0: there is none. */
static uint64_t facilitator_of(const struct room *room, const char *name)
{
    uint64_t found = 0;
    for (size_t i = 0; i < room->live[KIND_PERSON].n; i++) {
        const struct person *person = (const struct person *)room->live[KIND_PERSON].v[i];
        if (person->role == ROLE_FACILITATOR && (found == 0 || strcmp(person->name, name) == 0))
            found = person->e.id;
    }
    return found;
}

/* A workshop's file from another server goes on here. */
static bool take_in(struct offline *offline, struct registry *registry, const char *name, const char *bytes, size_t n, int64_t at)
{
    struct store_job take = { .type = STORE_TAKE, .given = bytes, .n_given = n }, load = { .type = STORE_LOAD };
    const uint64_t owner = find_owner(registry, name);
    if (owner == 0)
        return complain("there is no such account; make one first: plenary user add NAME");
    registry_workshop_new_id(registry, take.workshop);
    memcpy(load.workshop, take.workshop, sizeof load.workshop);
    if (offline_run(offline, &take) != STORE_OK)
        return complain(take.message);
    if (offline_run(offline, &load) != STORE_OK)
        return complain(load.message);
    const uint64_t person = facilitator_of(load.loaded, registry_account_name(registry, owner));
    const char *title = ml_text(&load.loaded->workshop->title, LANG_EN);
    struct registry_workshop workshop = { .created = at, .state = load.loaded->workshop->state };
    memcpy(workshop.id, take.workshop, sizeof workshop.id);
    workshop.title = title == NULL ? workshop.id : title;
    registry_workshop_put(registry, &workshop, owner);
    if (person != 0)
        registry_member_put(registry, workshop.id, owner, person);
    room_free(load.loaded);
    if (person == 0)
        return complain("nobody in this workshop is a facilitator");
    terminal_line(stdout, "%s", workshop.id);
    return offline_commit(offline, registry);
}

static bool run_database(const struct import_line *line, const char *bytes, size_t n, int64_t at)
{
    char buffer[STATE_PATH_MAX];
    struct offline offline;
    if (!offline_open(&offline, state_path(line->state, buffer)))
        return false;
    struct registry *registry = registry_open(&offline.platform);
    const bool done = registry != NULL && take_in(&offline, registry, line->owner, bytes, n, at);
    registry_free(registry);
    offline_close(&offline);
    return done;
}

int cmd_import(int argc, char **argv)
{
    struct import_line line = { .lang = "en" };
    struct operands operands;
    struct wall_clock clock = { 0 };
    const int status = options_read(&usage, &line, &operands, argc, argv);
    if (status >= 0)
        return status;
    const enum lang lang = lang_of(line.lang);
    if (lang == LANG_N) {
        complain("--lang is ar, fr or en");
        return EXIT_USAGE;
    }
    const struct import_options options = {
        .at = wall_clock_now(&clock), .random = random_bytes, .title = line.title, .lang = lang
    };
    size_t n = 0;
    char *bytes = read_database(operands.v[0], &n);
    if (bytes != NULL) {
        const bool done = run_database(&line, bytes, n, options.at);
        mem_free(bytes);
        return done ? EXIT_DONE : EXIT_FAILED;
    }
    return run(&line, operands.v[0], &options) ? EXIT_DONE : EXIT_FAILED;
}
