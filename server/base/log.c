/* log: one line per event to standard error, in one write so that lines of several threads never mix. */
#include "base/log.h"

#include <assert.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LOG_LINE_BYTES = 1024 };

/* The one state of the process that everybody may reach: set once at start, read by all threads. */
static _Atomic int log_level_max = LOG_INFO;

void log_set_level(enum log_level level)
{
    assert(level <= LOG_DEBUG);
    atomic_store_explicit(&log_level_max, (int)level, memory_order_relaxed);
}

/* A message may quote what came from outside: no control character may forge a line or reach a terminal. */
static void log_replace_controls(char *text)
{
    for (unsigned char *p = (unsigned char *)text; *p != '\0'; p++)
        if (*p < 0x20 || *p == 0x7f)
            *p = '?';
}

void log_line(enum log_level level, const char *format, ...)
{
    static const char *const words[] = { "ERROR", "WARN", "INFO", "DEBUG" };
    assert(level <= LOG_DEBUG);
    if ((int)level > atomic_load_explicit(&log_level_max, memory_order_relaxed))
        return;

    char line[LOG_LINE_BYTES];
    size_t start = (size_t)snprintf(line, sizeof line, "%s ", words[level]);
    va_list args;
    va_start(args, format);
    int n = vsnprintf(line + start, sizeof line - 1 - start, format, args);
    va_end(args);
    assert(n >= 0);

    log_replace_controls(line);
    size_t length = strlen(line);
    line[length++] = '\n';
    /* There is nobody to tell when standard error is gone. */
    ssize_t written = write(STDERR_FILENO, line, length);
    (void)written;
}
