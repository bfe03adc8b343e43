/*
 * scan: a second, independent reader of JSON for the oracle: it finds members and elements in text known to be JSON and
 * returns them as slices. Nothing of the product's codec is used, so that both cannot be wrong in the same way.
 */
#ifndef PLENARY_SIM_SCAN_H
#define PLENARY_SIM_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct slice {
    const char *text;       /* NULL: not there */
    size_t n;
};

struct slice slice_of(const char *text);
struct slice scan_member(struct slice object, const char *key);
/* The next element of an array; start with *at = 0. */
bool scan_element(struct slice array, size_t *at, struct slice *element);
uint64_t scan_number(struct slice value, uint64_t otherwise);
bool scan_is(struct slice value, const char *text);        /* a string without escapes, or a bare word */

#endif
