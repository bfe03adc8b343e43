/* common: see common.h. */
#include "common.h"

#include <ctype.h>
#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void fail(const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vfprintf(stderr, format, list);
    va_end(list);
    fputc('\n', stderr);
    exit(1);
}

const char *argument_text(struct arguments arguments, const char *name)
{
    for (int i = 1; i + 1 < arguments.n; i += 2)
        if (strcmp(arguments.v[i], name) == 0)
            return arguments.v[i + 1];
    return NULL;
}

const char *argument_needed(struct arguments arguments, const char *name)
{
    const char *value = argument_text(arguments, name);
    if (value == NULL)
        fail("%s needs %s VALUE", arguments.v[0], name);
    return value;
}

long argument_number(struct arguments arguments, const char *name, long otherwise)
{
    const char *value = argument_text(arguments, name);
    char *end;
    if (value == NULL)
        return otherwise;
    long number = strtol(value, &end, 10);
    if (end == value || *end != '\0' || number < 0)
        fail("%s: '%s' is not a number", name, value);
    return number;
}

void *memory(void *old, size_t n, size_t size)
{
    void *block = reallocarray(old, n, size);
    if (block == NULL)
        fail("out of memory");
    return block;
}

char *file_read(const char *path, size_t *n)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        fail("cannot read %s", path);
    char *text = NULL;
    size_t got;
    *n = 0;
    do {
        text = memory(text, *n + 65536 + 1, 1);
        got = fread(text + *n, 1, 65536, file);
        *n += got;
    } while (got > 0);
    fclose(file);
    text[*n] = '\0';
    return text;
}

const char **file_lines(const char *path, size_t *n)
{
    size_t bytes;
    char *rest = file_read(path, &bytes), *line;
    const char **lines = NULL;
    *n = 0;
    while ((line = strsep(&rest, "\n")) != NULL) {
        if (*line == '\0')
            continue;
        lines = memory(lines, *n + 1, sizeof *lines);
        lines[(*n)++] = line;
    }
    return lines;
}

int64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

void await(int64_t deadline_ns, const char *what)
{
    if (now_ns() > deadline_ns)
        fail("waited too long for %s", what);
}

int64_t process_cpu_ns(long pid)
{
    char path[384];
    int64_t sum = 0;
    snprintf(path, sizeof path, "/proc/%ld/task", pid);
    DIR *tasks = opendir(path);
    if (tasks == NULL)
        fail("process %ld is gone", pid);
    for (struct dirent *task; (task = readdir(tasks)) != NULL;) {
        long long ns = 0;
        if (!isdigit((unsigned char)task->d_name[0]))
            continue;
        snprintf(path, sizeof path, "/proc/%ld/task/%s/schedstat", pid, task->d_name);
        FILE *file = fopen(path, "r");
        if (file == NULL)
            continue;
        if (fscanf(file, "%lld", &ns) == 1)
            sum += ns;
        fclose(file);
    }
    closedir(tasks);
    return sum;
}

int64_t process_memory_bytes(long pid)
{
    char path[64], line[256];
    long long kilobytes = -1;
    snprintf(path, sizeof path, "/proc/%ld/status", pid);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        fail("process %ld is gone", pid);
    while (kilobytes < 0 && fgets(line, sizeof line, file) != NULL)
        if (sscanf(line, "RssAnon: %lld", &kilobytes) != 1)
            kilobytes = -1;
    fclose(file);
    if (kilobytes < 0)
        fail("the kernel does not tell RssAnon");
    return kilobytes * 1024;
}

void series_add(struct series *series, double value)
{
    if (series->n == series->cap) {
        series->cap = series->cap == 0 ? 256 : series->cap * 2;
        series->v = memory(series->v, series->cap, sizeof *series->v);
    }
    series->v[series->n++] = value;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double series_at(struct series *series, double share)
{
    if (series->n == 0)
        return 0;
    qsort(series->v, series->n, sizeof *series->v, by_value);
    size_t at = (size_t)(share * (double)series->n);
    return series->v[at < series->n ? at : series->n - 1];
}
