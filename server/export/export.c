/* export: choosing the writer. See include/export/export.h. */
#include "export/export.h"

#include <assert.h>
#include <string.h>

bool export_room(struct buf *out, const struct room *room, enum export_format format, enum lang lang)
{
    assert(format < EXPORT_FORMAT_N);
    if (format == EXPORT_JSON)
        export_json(out, room);
    else
        export_csv(out, room, lang);
    return !out->full;
}

enum export_format export_format_of(const char *word)
{
    static const char *const words[EXPORT_FORMAT_N] = { [EXPORT_JSON] = "json", [EXPORT_CSV] = "csv" };
    for (int i = 0; i < EXPORT_FORMAT_N; i++)
        if (strcmp(words[i], word) == 0)
            return (enum export_format)i;
    return EXPORT_FORMAT_N;
}
