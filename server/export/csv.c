/* csv: cells and lines of a table for spreadsheet programs. See include/export/csv.h. */
#include "export/csv.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "export/say.h"

void csv_begin(struct csv *csv, struct buf *out, enum lang lang)
{
    *csv = (struct csv){ .out = out, .lang = lang };
    buf_text(out, "\xef\xbb\xbf");
}

static bool is_formula(const char *text)
{
    return text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL;
}

void csv_cell(struct csv *csv, const char *text)
{
    struct buf *out = csv->out;
    if (csv->begun)
        buf_char(out, ',');
    csv->begun = true;
    if (text == NULL)
        return;
    const bool quoted = is_formula(text) || strpbrk(text, ",\"\r\n") != NULL;
    if (quoted)
        buf_char(out, '"');
    if (is_formula(text))
        buf_char(out, '\'');
    for (; *text != '\0'; text++) {
        if (*text == '"')
            buf_char(out, '"');
        buf_char(out, *text);
    }
    if (quoted)
        buf_char(out, '"');
}

void csv_count(struct csv *csv, int64_t n)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, n);
    csv_cell(csv, n == 0 ? NULL : text);
}

void csv_time(struct csv *csv, int64_t at)
{
    char text[40];
    struct tm parts;
    const time_t seconds = (time_t)(at / 1000);
    if (at == 0 || gmtime_r(&seconds, &parts) == NULL ||
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts) == 0) {
        csv_cell(csv, NULL);
        return;
    }
    csv_cell(csv, text);
}

void csv_end_line(struct csv *csv)
{
    buf_text(csv->out, "\r\n");
    csv->begun = false;
}

const char *csv_word(const struct csv *csv, const char *key)
{
    return say_word(csv->lang, "export.", key);
}
