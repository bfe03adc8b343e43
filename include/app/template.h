/*
 * template: the workshops that come with the product, each a scenario file (server/templates/NAME.json) embedded at build
 * time, sorted by name. The text is imported like any other file, by the same commands.
 */
#ifndef PLENARY_APP_TEMPLATE_H
#define PLENARY_APP_TEMPLATE_H

#include <stddef.h>

struct template {
    const char *name;       /* "riyadh-2015" */
    const char *json;       /* followed by a NUL byte that n does not count */
    size_t n;
};

extern const struct template template_table[];
extern const unsigned template_table_n;

#endif
