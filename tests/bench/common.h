/*
 * common: what the benchmark programs share: arguments, the clock, what a process has used, figures.
 *
 * Every program is bounded: who waits for something gives a deadline, and passing it ends the program with a sentence.
 */
#ifndef BENCH_COMMON_H
#define BENCH_COMMON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdnoreturn.h>

noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* "--name value" pairs. A number that is missing is `otherwise`; a text that is missing is NULL. */
struct arguments {
    int n;
    char **v;
};
const char *argument_text(struct arguments arguments, const char *name);
const char *argument_needed(struct arguments arguments, const char *name);
long argument_number(struct arguments arguments, const char *name, long otherwise);

void *memory(void *old, size_t n, size_t size);         /* grows; never NULL */
char *file_read(const char *path, size_t *n);           /* NUL-terminated */
/* The lines of a file, without their ends. */
const char **file_lines(const char *path, size_t *n);

int64_t now_ns(void);                                   /* monotonic */
void await(int64_t deadline_ns, const char *what);      /* fails when it has passed */

/* What all threads of a process have used so far. */
int64_t process_cpu_ns(long pid);
/* Its own memory in the machine, files and shared pages aside. */
int64_t process_memory_bytes(long pid);

/* A growing list of measurements. */
struct series {
    double *v;
    size_t n, cap;
};
void series_add(struct series *series, double value);
double series_at(struct series *series, double share);  /* 0.5 is the median, 1 the largest; sorts */

#endif
