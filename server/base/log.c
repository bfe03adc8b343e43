/* log: one line per event to standard error, in one write so that lines of several threads never mix. */
#include "base/log.h"

#include <assert.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include "base/utf8.h"

enum { LOG_LINE_BYTES = 1024 };

/* The one state of the process that everybody may reach: set once at start, read by all threads. */
static _Atomic int log_level_max = LOG_INFO;

void log_set_level(enum log_level level)
{
    assert(level <= LOG_DEBUG);
    atomic_store_explicit(&log_level_max, (int)level, memory_order_relaxed);
}

void log_line(enum log_level level, const char *format, ...)
{
    static const char *const words[] = { "ERROR", "WARN", "INFO", "DEBUG" };
    assert(level <= LOG_DEBUG);
    if ((int)level > atomic_load_explicit(&log_level_max, memory_order_relaxed))
        return;

    char text[LOG_LINE_BYTES], line[LOG_LINE_BYTES];
    size_t start = (size_t)snprintf(text, sizeof text, "%s ", words[level]);
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text + start, sizeof text - start, format, args);
    va_end(args);
    assert(n >= 0);

    /* A message may quote what came from outside: it forges no line and says nothing to a terminal. */
    size_t length = utf8_show(line, sizeof line - 1, text);
    line[length++] = '\n';
    /* There is nobody to tell when standard error is gone. */
    ssize_t written = write(STDERR_FILENO, line, length);
    (void)written;
}
