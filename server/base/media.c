/* media: what a Content-Type says. */
#include "base/media.h"

#include <string.h>
#include <strings.h>

bool media_is_json(const char *type)
{
    static const char json[] = "application/json";
    size_t n = sizeof json - 1;
    return strncasecmp(type, json, n) == 0 && strchr("; ", type[n]) != NULL;
}
