/* media: what a Content-Type says (RFC 9110 section 8.3.1). */
#ifndef PLENARY_BASE_MEDIA_H
#define PLENARY_BASE_MEDIA_H

#include <stdbool.h>

/* Whether it is application/json, in any case and with any parameters. */
bool media_is_json(const char *type);

/* Likewise text/csv. */
bool media_is_csv(const char *type);

/* The same for application/octet-stream: a file of any kind. */
bool media_is_file(const char *type);

#endif
