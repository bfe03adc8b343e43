/* support_export_run: a workshop of documents' tests goes on by commands as they come over the wire. */
#ifndef PLENARY_TESTS_SUPPORT_EXPORT_RUN_H
#define PLENARY_TESTS_SUPPORT_EXPORT_RUN_H

#include <stdarg.h>
#include <stdint.h>

struct room;

/* The command with its arguments in JSON, by a person (0: the system) at a time in ms. Its result; a refusal fails the test. */
uint64_t run_at(struct room *room, uint64_t person, int64_t at, const char *verb, const char *format, va_list rest)
    __attribute__((format(printf, 5, 0)));

#endif
