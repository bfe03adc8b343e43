/*
 * shelf: the templates saved on this server: STATE/templates/NAME.json, in the shape of scenario files, so that an operator
 * may put one there as well. What is no such name, too large or not readable is passed over with a line in the log.
 *
 * A template is written beside and renamed, so there is always a whole one.
 */
#ifndef PLENARY_STORE_SHELF_H
#define PLENARY_STORE_SHELF_H

#include "app/storage.h"

/* See STORE_SHELF and its neighbours. `directory` is STATE/templates. */
enum store_result shelf_read(const char *directory, struct store_job *job);
enum store_result shelf_put(const char *directory, struct store_job *job);
enum store_result shelf_drop(const char *directory, struct store_job *job);

#endif
