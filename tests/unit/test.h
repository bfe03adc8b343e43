/* What every unit test includes: cmocka, which needs the four headers before it. */
#ifndef PLENARY_TEST_H
#define PLENARY_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* A case named by a sentence: `test_case("V3 a vote beyond the quota is refused", function)`. */
#define test_case(sentence, function) { sentence, function, NULL, NULL, NULL }

/* Whether `run(with)` ends the process by abort(), as a failed assertion does. It runs in a child, silently. */
static inline int test_aborts(void (*run)(void *), void *with)
{
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        /* cmocka turns the signal into a failed case: here it must end the child. */
        signal(SIGABRT, SIG_DFL);
        setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
        if (freopen("/dev/null", "w", stderr) == NULL)
            _exit(1);
        run(with);
        _exit(0);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child)
        return 0;
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

#endif
