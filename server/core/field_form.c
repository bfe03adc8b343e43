/* field_form: the forms that texts of a type have. See field_text_ok in include/core/field.h. */
#include <assert.h>
#include <string.h>

#include "base/utf8.h"
#include "core/field_check.h"
#include "core/limits.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* `pattern` with 9 for any digit; the text may go on after it. */
static bool fits(const char *text, const char *pattern)
{
    for (; *pattern != '\0'; pattern++, text++)
        if (*pattern == '9' ? !is_digit(*text) : *text != *pattern)
            return false;
    return true;
}

/* The number that `n` digits make. */
static int digits(const char *text, int n)
{
    int value = 0;
    for (int i = 0; i < n; i++)
        value = value * 10 + (text[i] - '0');
    return value;
}

static int days_in(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

/* A date at the beginning of the text. */
static bool starts_with_date(const char *text)
{
    if (!fits(text, "9999-99-99"))
        return false;
    int year = digits(text, 4), month = digits(text + 5, 2), day = digits(text + 8, 2);
    return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= days_in(year, month);
}

static bool starts_with_clock(const char *text)
{
    return fits(text, "99:99") && digits(text, 2) < 24 && digits(text + 3, 2) < 60;
}

static bool is_date(const char *text)
{
    return strlen(text) == 10 && starts_with_date(text);
}

static bool is_clock(const char *text)
{
    return strlen(text) == 5 && starts_with_clock(text);
}

static bool is_local(const char *text)
{
    return strlen(text) == 16 && starts_with_date(text) && text[10] == 'T' && starts_with_clock(text + 11);
}

/* "T+6 months": so long after the workshop. */
static bool is_due_after(const char *text)
{
    static const char *const units[] = { "day", "week", "month", "year" };
    if (!fits(text, "T+9") || text[2] == '0')
        return false;
    size_t n = 1;
    while (is_digit(text[2 + n]))
        n++;
    if (n > 3 || text[2 + n] != ' ')
        return false;
    const char *unit = text + 3 + n;
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        size_t length = strlen(units[i]);
        if (strncmp(unit, units[i], length) == 0 && (unit[length] == '\0' || strcmp(unit + length, "s") == 0))
            return true;
    }
    return false;
}

static bool is_due(const char *text)
{
    return is_date(text) || strcmp(text, "ongoing") == 0 || is_due_after(text);
}

static bool is_country(const char *text)
{
    return strlen(text) == 2 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'A' && text[1] <= 'Z';
}

/* Names of the tz database: Africa/Bamako, America/Argentina/Ushuaia, Etc/GMT+3. */
static bool is_zone(const char *text)
{
    if (strcmp(text, "UTC") == 0)
        return true;
    size_t length = strlen(text), parts = 1;
    if (length > LIMIT_NAME || !is_letter(text[0]))
        return false;
    for (size_t i = 1; i < length; i++) {
        if (text[i] == '/') {
            parts++;
            if (!is_letter(text[i + 1]))
                return false;
        } else if (!is_letter(text[i]) && !is_digit(text[i]) && strchr("_+-", text[i]) == NULL) {
            return false;
        }
    }
    return parts == 2 || parts == 3;
}

/* Line ends and tabs have no place in what is shown on one line; U+2028 and U+2029 end a line as well. */
static bool is_one_line(const char *text)
{
    return strpbrk(text, "\n\r\t") == NULL && strstr(text, "\xe2\x80\xa8") == NULL &&
           strstr(text, "\xe2\x80\xa9") == NULL;
}

bool field_characters_ok(const struct field *field, const char *text)
{
    return !utf8_has_control(text) && (field->max > LIMIT_TITLE || is_one_line(text));
}

void field_one_line(char *text)
{
    char *to = text;
    for (const char *p = text; *p != '\0'; p++) {
        bool separator = strncmp(p, "\xe2\x80\xa8", 3) == 0 || strncmp(p, "\xe2\x80\xa9", 3) == 0;
        if (separator)
            p += 2;
        *to++ = separator || strchr("\n\r\t", *p) != NULL ? ' ' : *p;
    }
    *to = '\0';
}

static bool is_text(const struct field *field, const char *text)
{
    return utf8_length(text) <= (size_t)field->max && field_characters_ok(field, text);
}

bool field_text_ok(const struct field *field, const char *text)
{
    assert(text != NULL);
    switch (field->type) {
    case FIELD_DATE:
        return is_date(text);
    case FIELD_CLOCK:
        return is_clock(text);
    case FIELD_LOCAL:
        return is_local(text);
    case FIELD_DUE:
        return is_due(text);
    case FIELD_COUNTRY:
        return is_country(text);
    case FIELD_ZONE:
        return is_zone(text);
    default:
        return is_text(field, text);
    }
}
