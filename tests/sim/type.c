/* type: what simulated people write in the texts that are drafted together. Many write in few places, as people do. */
#include <string.h>

#include "base/mem.h"
#include "scan.h"
#include "world.h"

enum { PAD_TITLE = 0, PAD_OBJECTIVE = 1, PAD_RISK = 6, PAD_TEXT = 7, PAD_NOTES = 8, PAD_STAFF_NOTES = 9 };

static const struct {
    const char *kind;
    unsigned field;
} places[] = {{"action", PAD_TITLE},         {"action", PAD_TITLE},   {"action", PAD_OBJECTIVE},
              {"action", PAD_RISK},          {"paragraph", PAD_TEXT}, {"recommendation", PAD_TEXT},
              {"recommendation", PAD_TEXT},  {"item", PAD_NOTES},     {"item", PAD_STAFF_NOTES}};

/* One of that kind in the replica: mostly the oldest, where the others are. 0: none. */
static uint64_t row_of(struct world *world, const struct guest *guest, const char *kind)
{
    bool oldest = world_chance(world, 600);
    size_t at = 0, n = 0;
    uint64_t id, chosen = 0;
    void *value;
    while (map_next(&guest->replica, &at, &id, &value)) {
        const struct copy *copy = value;
        if (!scan_is(scan_member(slice_of(copy->text), "k"), kind))
            continue;
        bool better = oldest ? chosen == 0 || id < chosen : world_below(world, ++n) == 0;
        chosen = better ? id : chosen;
    }
    return chosen;
}

/* Letters nobody has typed before; the same range again where it is used up. */
static void new_letters(struct world *world, const struct guest *guest, unsigned field, struct words *out)
{
    bool notes = field == PAD_STAFF_NOTES && guest->room == 0;
    uint32_t *next = &world->letters[notes ? 2 : guest->room];
    for (uint64_t n = 1 + world_below(world, 8); n > 0; n--) {
        if (notes && *next >= LETTERS_STAFF_END)
            return;
        words_add(out, (*next)++);
    }
}

static void write_in(struct world *world, struct guest *guest, struct pad *pad)
{
    struct words shown = {0}, letters = {0};
    pad_shown(pad, &shown);
    size_t place = world_below(world, shown.n + 1);
    size_t deleted = world_chance(world, shown.n > 150 ? 800 : 250) ? 1 + world_below(world, shown.n > 150 ? 60 : 5) : 0;
    if (deleted == 0 || world_chance(world, 200))
        new_letters(world, guest, pad->field, &letters);
    pad_type(pad, place, &letters, deleted);
    guest_place(world, guest, world_chance(world, 150) ? 0 : pad->of, pad->field, pad->lang);
    words_clear(&letters);
    words_clear(&shown);
}

/* P12, P37: in a row that one's own last command may have made, known by that command's number alone. */
static void write_in_new(struct world *world, struct guest *guest)
{
    struct buf args;
    struct words letters = {0};
    uint64_t number = guest->next_number > 1 ? guest->next_number - 1 : 1;
    new_letters(world, guest, PAD_TITLE, &letters);
    buf_init(&args, 4096);
    buf_print(&args, "\"id\":-%llu,\"field\":\"title\",\"lang\":\"fr\",\"rev\":0,\"op\":[\"", (unsigned long long)number);
    words_write(&args, &letters);
    buf_text(&args, "\"]");
    struct sent *sent = guest_send(world, guest, "text.edit", &args);
    buf_free(&args);
    if (sent == NULL) {
        words_clear(&letters);
        return;
    }
    sent->is_text = true;
    sent->inserted = letters;
}

/* P40: nobody may send such a thing, and nothing happens when somebody does. */
static void write_nonsense(struct world *world, struct guest *guest)
{
    static const char *const ops[] = {"[]",       "[{\"d\":\"x\"}]", "[0,\"a\"]",     "[-1]",      "[1.5,\"a\"]", "[\"a\",\"b\"]",
                                      "[9999999]", "[[1]]",          "[\"\\u0007\"]", "{\"d\":1}", "[\"a\",5]",   "\"a\""};
    struct buf args;
    buf_init(&args, 4096);
    buf_print(&args, "\"id\":%llu,\"field\":\"title\",\"lang\":\"en\",\"rev\":%llu,\"op\":%s",
              (unsigned long long)row_of(world, guest, "action"), (unsigned long long)world_below(world, 3),
              ops[world_below(world, sizeof ops / sizeof ops[0])]);
    struct sent *sent = guest_send(world, guest, "text.edit", &args);
    if (sent != NULL)
        sent->nonsense = true;
    buf_free(&args);
}

void guest_type(struct world *world, struct guest *guest)
{
    size_t at = world_below(world, sizeof places / sizeof places[0]);
    if (guest->seat.person == 0 || !guest->loaded)
        return;
    if (world_chance(world, 20)) {
        write_nonsense(world, guest);
        return;
    }
    if (world_chance(world, 30)) {
        write_in_new(world, guest);
        return;
    }
    if (places[at].field == PAD_STAFF_NOTES && !guest->staff)
        return;
    uint64_t row = row_of(world, guest, places[at].kind);
    if (row == 0)
        return;
    write_in(world, guest, pad_find(guest, row, places[at].field, world_chance(world, 650) ? 2 : (unsigned)world_below(world, 2),
                                    true));
}
