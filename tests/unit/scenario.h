/* The scenarios of tests/scenarios as texts and as rooms, for the tests of import and export. */
#ifndef PLENARY_SCENARIO_H
#define PLENARY_SCENARIO_H

#include <stdio.h>
#include <string.h>

#include "app/import.h"
#include "base/buf.h"
#include "base/mem.h"
#include "core/limits.h"

static const char *const scenario_names[] = { "riyadh-2015", "mena-2023", "bamako-2021" };
enum { SCENARIOS = 3 };

static inline void scenario_salt(void *out, size_t n)
{
    memset(out, 0x5a, n);
}

/* A whole file of the source tree; the caller frees it with mem_free. */
static inline char *scenario_file(const char *path, size_t *n)
{
    char full[500];
    snprintf(full, sizeof full, "%s/%s", PLENARY_SOURCE_DIR, path);
    FILE *file = fopen(full, "rb");
    if (file == NULL)
        fail_msg("%s cannot be read", full);
    char *text = mem_zero(LIMIT_IMPORT + 1, 1);
    *n = fread(text, 1, LIMIT_IMPORT, file);
    fclose(file);
    return text;
}

static inline char *scenario_text(const char *name, size_t *n)
{
    char path[100];
    snprintf(path, sizeof path, "tests/scenarios/%s.json", name);
    return scenario_file(path, n);
}

static inline struct import scenario_import_text(const char *text, size_t n, const char *title)
{
    struct import import;
    const struct import_options options = { .at = 1000, .random = scenario_salt, .title = title, .lang = LANG_EN };
    if (!import_scenario(&import, text, n, &options))
        fail_msg("%s", import.message);
    return import;
}

static inline struct import scenario_import(const char *name, const char *title)
{
    size_t n;
    char *text = scenario_text(name, &n);
    struct import import = scenario_import_text(text, n, title);
    mem_free(text);
    return import;
}

#endif
