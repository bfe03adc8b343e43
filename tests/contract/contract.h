/*
 * contract: what every implementation of app/storage.h must do, as one suite.
 *
 * A subject is an implementation with the few handles a test needs: start, stop and start again, let work go
 * on, and make the next write fail.
 */
#ifndef PLENARY_TESTS_CONTRACT_H
#define PLENARY_TESTS_CONTRACT_H

#include "app/storage.h"

struct subject {
    const char *name;
    void (*open)(struct subject *subject);          /* with nothing in it */
    void (*reopen)(struct subject *subject);        /* the program ends and starts again */
    void (*turn)(struct subject *subject);          /* some work is done, if there is any */
    /* Until off, every write fails with STORE_FULL or STORE_IO. */
    void (*set_failing)(struct subject *subject, bool on);
    void (*close)(struct subject *subject);         /* and remove everything */
    struct storage storage;
    void *state;
    char path[64];
};

/* Runs the suite; returns the number of failed cases. */
int contract_run(struct subject *subject);

#endif
