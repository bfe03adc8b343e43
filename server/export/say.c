/* say: sentences with dates and numbers in them. See include/export/say.h. */
#include "export/say.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "core/words.h"

enum { KEY_BYTES = 80 };

static const char *whole_key(char out[KEY_BYTES], const char *head, const char *key)
{
    const int n = snprintf(out, KEY_BYTES, "%s%s", head, key);
    assert(n > 0 && n < KEY_BYTES);
    return out;
}

const char *say_word(enum lang lang, const char *head, const char *key)
{
    char name[KEY_BYTES];
    const char *text = words_text(lang, whole_key(name, head, key));
    return text == NULL ? "\xe2\x80\xa6" : text;
}

const char *say_of(enum lang lang, const char *head, const char *key, enum kind kind)
{
    char name[KEY_BYTES];
    const char *text = words_of(lang, whole_key(name, head, key), kind);
    return text == NULL ? "\xe2\x80\xa6" : text;
}

/* The part of `text` with that index, between bars; *n its bytes. The last one where there are fewer. */
static const char *part_of(const char *text, size_t index, size_t *n)
{
    for (; index > 0 && strchr(text, '|') != NULL; index--)
        text = strchr(text, '|') + 1;
    *n = strcspn(text, "|");
    return text;
}

static void fill(struct buf *out, const char *text, size_t n, const char *const *args)
{
    size_t n_args = 0;
    while (args[n_args] != NULL)
        n_args++;
    for (size_t i = 0; i < n; i++) {
        const bool hole = text[i] == '%' && i + 1 < n && text[i + 1] >= '1' && text[i + 1] <= '9';
        if (!hole) {
            buf_char(out, text[i]);
            continue;
        }
        const size_t index = (size_t)(text[++i] - '1');
        assert(index < n_args);
        buf_text(out, args[index]);
    }
}

void say_fill(struct buf *out, enum lang lang, const char *key, const char *const *args)
{
    const char *text = say_word(lang, "doc.", key);
    fill(out, text, strlen(text), args);
}

/* The forms of CLDR for whole numbers; 0 is "other" in English and "one" in French, and in Arabic it takes "other". */
static size_t plural_form(enum lang lang, int64_t n)
{
    if (lang == LANG_EN)
        return n == 1 ? 0 : 1;
    if (lang == LANG_FR)
        return n <= 1 ? 0 : 1;
    if (n == 1 || n == 2)
        return (size_t)n - 1;
    if (n % 100 >= 3 && n % 100 <= 10)
        return 2;
    return n % 100 >= 11 ? 3 : 4;
}

void say_count(struct buf *out, enum lang lang, const char *key, int64_t n)
{
    char number[24];
    size_t bytes;
    snprintf(number, sizeof number, "%" PRId64, n);
    const char *text = part_of(say_word(lang, "doc.", key), plural_form(lang, n), &bytes);
    fill(out, text, bytes, (const char *const[]){ number, NULL });
}

void say_page(struct buf *out, enum lang lang, size_t number, size_t of)
{
    char numbers[2][24];
    snprintf(numbers[0], sizeof numbers[0], "%zu", number);
    snprintf(numbers[1], sizeof numbers[1], "%zu", of);
    say_fill(out, lang, "page", (const char *const[]){ numbers[0], numbers[1], NULL });
}

static bool read_date(const char *date, struct tm *tm)
{
    *tm = (struct tm){ 0 };
    const char *end = date == NULL ? NULL : strptime(date, "%Y-%m-%d", tm);
    return end != NULL && (*end == '\0' || *end == 'T');
}

/* "1er mai", but "2 mai". */
static const char *ordinal(enum lang lang, int day)
{
    return lang == LANG_FR && day == 1 ? "er" : "";
}

void say_date(struct buf *out, enum lang lang, const char *date)
{
    char day[16], year[16], name[40];
    size_t n;
    struct tm tm;
    if (!read_date(date, &tm)) {
        buf_text(out, date == NULL ? "" : date);
        return;
    }
    const char *month = part_of(say_word(lang, "doc.", "months"), (size_t)tm.tm_mon, &n);
    snprintf(name, sizeof name, "%.*s", (int)n, month);
    snprintf(day, sizeof day, "%d%s", tm.tm_mday, ordinal(lang, tm.tm_mday));
    snprintf(year, sizeof year, "%d", tm.tm_year + 1900);
    say_fill(out, lang, "date", (const char *const[]){ day, name, year, NULL });
}

/* What `put` says, as an argument of a sentence. */
#define WITH_TEXT(text, put, use) \
    do { \
        struct buf text; \
        buf_init(&text, SAY_BYTES); \
        put; \
        buf_text(&text, ""); \
        use; \
        buf_free(&text); \
    } while (0)

void say_day(struct buf *out, enum lang lang, const char *date)
{
    char name[40];
    size_t n;
    struct tm tm;
    if (!read_date(date, &tm)) {
        say_date(out, lang, date);
        return;
    }
    (void)timegm(&tm);
    const char *weekday = part_of(say_word(lang, "doc.", "weekdays"), (size_t)tm.tm_wday, &n);
    snprintf(name, sizeof name, "%.*s", (int)n, weekday);
    WITH_TEXT(text, say_date(&text, lang, date),
              say_fill(out, lang, "weekday_date", (const char *const[]){ name, text.data, NULL }));
}

void say_span(struct buf *out, enum lang lang, const char *from, const char *to)
{
    struct tm first_day, last_day;
    if (from == NULL || to == NULL || strcmp(from, to) == 0) {
        say_date(out, lang, from == NULL ? to : from);
        return;
    }
    const bool one_month = read_date(from, &first_day) && read_date(to, &last_day) &&
                           first_day.tm_year == last_day.tm_year && first_day.tm_mon == last_day.tm_mon;
    WITH_TEXT(first, if (one_month) buf_print(&first, "%d%s", first_day.tm_mday, ordinal(lang, first_day.tm_mday));
              else say_date(&first, lang, from),
              WITH_TEXT(last, say_date(&last, lang, to),
                        say_fill(out, lang, "from_to", (const char *const[]){ first.data, last.data, NULL })));
}

void say_due(struct buf *out, enum lang lang, const char *due)
{
    static const char *const units[] = { "day", "week", "month", "year" };
    int count = 0, used = 0;
    char key[20];
    if (due == NULL)
        return;
    if (strcmp(due, "ongoing") == 0) {
        buf_text(out, say_word(lang, "doc.", "ongoing"));
        return;
    }
    if (sscanf(due, "T+%3d %n", &count, &used) != 1 || used == 0) {
        say_date(out, lang, due);
        return;
    }
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (strncmp(due + used, units[i], strlen(units[i])) != 0)
            continue;
        snprintf(key, sizeof key, "after_%s", units[i]);
        say_count(out, lang, key, count);
    }
}

static struct tm local_time(const struct zone *zone, int64_t at)
{
    int64_t seconds = at / 1000 - (at % 1000 < 0);
    struct tm tm = { 0 };
    seconds += zone == NULL ? 0 : zone_offset(zone, seconds);
    const time_t local = (time_t)seconds;
    (void)gmtime_r(&local, &tm);
    return tm;
}

void say_clock(struct buf *out, const struct zone *zone, int64_t at)
{
    const struct tm tm = local_time(zone, at);
    buf_print(out, "%02d:%02d", tm.tm_hour, tm.tm_min);
}

void say_local(struct buf *out, enum lang lang, const char *local)
{
    if (local == NULL || strlen(local) < 16) {
        say_date(out, lang, local);
        return;
    }
    WITH_TEXT(date, say_date(&date, lang, local),
              say_fill(out, lang, "at_time", (const char *const[]){ date.data, local + 11, NULL }));
}

void say_moment(struct buf *out, enum lang lang, const struct zone *zone, int64_t at)
{
    char local[40];
    const struct tm tm = local_time(zone, at);
    (void)strftime(local, sizeof local, "%Y-%m-%dT%H:%M", &tm);
    say_local(out, lang, local);
}

bool say_add_days(char out[11], const char *date, int64_t days)
{
    struct tm tm;
    if (!read_date(date, &tm) || days < -100000 || days > 100000)
        return false;
    const time_t seconds = timegm(&tm) + (time_t)days * 86400;
    return gmtime_r(&seconds, &tm) != NULL && strftime(out, 11, "%Y-%m-%d", &tm) == 10;
}
