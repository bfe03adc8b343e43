/*
 * log: one line per event to standard error, `LEVEL message`, no time (the service manager adds it).
 *
 * Never log a token, a cookie, a link, a code, a name of a person or a choice. What comes from outside is shown as base/utf8.h
 * says: it forges no line.
 */
#ifndef PLENARY_BASE_LOG_H
#define PLENARY_BASE_LOG_H

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

/* Lines above `level` are dropped. Default LOG_INFO. Set once, before threads start. */
void log_set_level(enum log_level level);
void log_line(enum log_level level, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
