/*
 * collate: the order of names in a list, as people of the three languages look for them: letters before accents, Arabic names
 * without their article.
 *
 * Not the whole of Unicode's collation (UTS 10): letters are compared by what remains of them when case, accents, hamzas and vowel
 * signs are taken off, digits come before letters, Latin before Arabic; everything else separates words. Equal names keep the
 * order of their numbers.
 */
#ifndef PLENARY_CORE_COLLATE_H
#define PLENARY_CORE_COLLATE_H

#include <stdint.h>

/* What `text` (UTF-8; NULL: nothing) is compared by. The caller frees it with mem_free. */
char *collate_key(const char *text);

/* Below 0, 0 or above, as the first stands before the second; the numbers decide between equal keys. */
int collate_compare(const char *key, uint64_t id, const char *other_key, uint64_t other_id);

#endif
