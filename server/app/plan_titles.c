/* plan_titles: rows by what they are called. See include/app/plan_titles.h. */
#include "app/plan_titles.h"

#include <assert.h>
#include <string.h>

#include "app/plan_sheet.h"
#include "base/hash.h"
#include "base/mem.h"

struct plan_title {
    const struct action *row;       /* borrowed */
    size_t place;
    struct plan_title *next;        /* called the same, further on in the plan */
};

enum { KEY_BYTES = HASH_BYTES };

void plan_titles_init(struct plan_titles *titles, size_t cap)
{
    *titles = (struct plan_titles){ .cap = cap };
    keymap_init(&titles->first, 0, 0);
    titles->entries = mem_zero(cap + 1, sizeof *titles->entries);
}

void plan_titles_free(struct plan_titles *titles)
{
    keymap_free(&titles->first);
    mem_free(titles->entries);
    *titles = (struct plan_titles){ 0 };
}

static void write_key(uint8_t key[KEY_BYTES], enum lang lang, const char *title)
{
    const char language = (char)lang;
    struct buf said;
    title = title == NULL ? "" : title;
    buf_init(&said, strlen(title) + 2);
    buf_char(&said, language);
    plan_sheet_gist(&said, title);
    assert(!said.full);
    hash_bytes(key, said.data, said.len);
    buf_free(&said);
}

void plan_titles_add(struct plan_titles *titles, enum lang lang, const char *title, const struct action *row, size_t place)
{
    uint8_t key[KEY_BYTES];
    assert(titles->n < titles->cap);
    struct plan_title *entry = &titles->entries[titles->n++];
    write_key(key, lang, title);
    *entry = (struct plan_title){ row, place, keymap_get(&titles->first, key, sizeof key) };
    assert(entry->next == NULL || entry->next->place > place);
    keymap_put(&titles->first, key, sizeof key, entry);
}

const struct action *plan_titles_find(struct plan_titles *titles, enum lang lang, const char *title,
                                      const struct map *taken, size_t *place)
{
    uint8_t key[KEY_BYTES];
    write_key(key, lang, title);
    struct plan_title *entry = keymap_get(&titles->first, key, sizeof key), *was = entry;
    while (entry != NULL && map_get(taken, entry->row->e.id) != NULL)
        entry = entry->next;
    if (entry == NULL && was != NULL)
        keymap_remove(&titles->first, key, sizeof key);
    else if (entry != was)
        keymap_put(&titles->first, key, sizeof key, entry);
    if (entry != NULL && place != NULL)
        *place = entry->place;
    return entry == NULL ? NULL : entry->row;
}
