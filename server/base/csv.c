/* csv: a table as text, read record by record. See include/base/csv.h. */
#include "base/csv.h"

#include <assert.h>
#include <string.h>

#include "base/utf8.h"

static const char separators[] = ",;\t";

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

static void skip_line_end(struct csv *csv)
{
    bool pair = csv->end - csv->at >= 2 && csv->at[0] == '\r' && csv->at[1] == '\n';
    csv->at += pair ? 2 : 1;
    csv->line++;
}

static void skip_empty_lines(struct csv *csv)
{
    while (csv->at < csv->end && is_line_end(*csv->at))
        skip_line_end(csv);
}

/* What the first record has most of; of equals the first, so that a table of one column is one of commas. */
static char guess_separator(const struct csv *csv)
{
    size_t count[sizeof separators - 1] = { 0 }, best = 0;
    bool quoted = false;
    for (const char *p = csv->at; p < csv->end && (quoted || !is_line_end(*p)); p++) {
        const char *found = strchr(separators, *p);
        if (*p == '"')
            quoted = !quoted;
        else if (!quoted && found != NULL)
            count[found - separators]++;
    }
    for (size_t i = 1; i < sizeof separators - 1; i++)
        if (count[i] > count[best])
            best = i;
    return separators[best];
}

/* A first line such as sep=; is no record. */
static bool take_hint(struct csv *csv)
{
    const char *p = csv->at;
    if (csv->end - p < 5 || strncmp(p, "sep=", 4) != 0 || strchr(separators, p[4]) == NULL)
        return false;
    if (p + 5 < csv->end && !is_line_end(p[5]))
        return false;
    csv->separator = p[4];
    csv->at = p + 5;
    return true;
}

bool csv_open(struct csv *csv, const char *text, size_t n)
{
    static const char mark[] = "\xef\xbb\xbf";
    *csv = (struct csv){ .at = text, .end = text + n, .line = 1 };
    buf_init(&csv->text, n + 2 * CSV_FIELDS_MAX + 2);
    if (!utf8_valid(text, n) || memchr(text, '\0', n) != NULL)
        return false;
    if (n >= sizeof mark - 1 && memcmp(text, mark, sizeof mark - 1) == 0)
        csv->at += sizeof mark - 1;
    skip_empty_lines(csv);
    if (!take_hint(csv))
        csv->separator = guess_separator(csv);
    return true;
}

void csv_close(struct csv *csv)
{
    buf_free(&csv->text);
}

/* Whether a field may end here. */
static bool is_field_end(const struct csv *csv)
{
    return csv->at == csv->end || *csv->at == csv->separator || is_line_end(*csv->at);
}

static void read_plain(struct csv *csv)
{
    const char *from = csv->at;
    while (!is_field_end(csv))
        csv->at++;
    buf_add(&csv->text, from, (size_t)(csv->at - from));
}

/* Behind the opening quote; a doubled one stands for itself. Line ends inside are LF, however they were written. */
static bool read_quoted(struct csv *csv)
{
    csv->at++;
    while (csv->at < csv->end) {
        if (is_line_end(*csv->at)) {
            skip_line_end(csv);
            buf_char(&csv->text, '\n');
            continue;
        }
        if (*csv->at != '"') {
            buf_char(&csv->text, *csv->at++);
            continue;
        }
        csv->at++;
        if (csv->at == csv->end || *csv->at != '"')
            return is_field_end(csv);
        buf_char(&csv->text, *csv->at++);
    }
    return false;
}

enum csv_result csv_next(struct csv *csv, struct csv_record *record)
{
    size_t starts[CSV_FIELDS_MAX];
    skip_empty_lines(csv);
    *record = (struct csv_record){ .line = csv->line };
    if (csv->at == csv->end)
        return CSV_END;
    buf_reset(&csv->text);
    for (;;) {
        if (record->n == CSV_FIELDS_MAX)
            return CSV_FIELDS;
        starts[record->n++] = csv->text.len;
        if (csv->at < csv->end && *csv->at == '"') {
            if (!read_quoted(csv))
                return CSV_QUOTES;
        } else {
            read_plain(csv);
        }
        buf_char(&csv->text, '\0');
        if (csv->at == csv->end || *csv->at != csv->separator)
            break;
        csv->at++;
    }
    if (csv->at < csv->end)
        skip_line_end(csv);
    assert(!csv->text.full);
    for (size_t i = 0; i < record->n; i++)
        record->field[i] = csv->text.data + starts[i];
    return CSV_RECORD;
}
