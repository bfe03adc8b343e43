/* media: what a Content-Type says. */
#include "base/media.h"

#include <string.h>
#include <strings.h>

static bool media_is(const char *type, const char *wanted)
{
    size_t n = strlen(wanted);
    return strncasecmp(type, wanted, n) == 0 && strchr("; ", type[n]) != NULL;
}

bool media_is_json(const char *type)
{
    return media_is(type, "application/json");
}

bool media_is_csv(const char *type)
{
    return media_is(type, "text/csv");
}

bool media_is_file(const char *type)
{
    return media_is(type, "application/octet-stream");
}
