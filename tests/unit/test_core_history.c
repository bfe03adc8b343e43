/* Exactly once, the chain, loading and the invariants: rules X and I. */
#include "core/room_inside.h"
#include "support_core.h"

static const uint8_t alice[CLIENT_ID_BYTES] = { 1 }, bob[CLIENT_ID_BYTES] = { 2 };
static const uint8_t salt[SALT_BYTES] = { 7 };

static struct origin origin_of(const uint8_t client[CLIENT_ID_BYTES], uint64_t number)
{
    struct origin origin = { .number = number };
    memcpy(origin.client, client, CLIENT_ID_BYTES);
    return origin;
}

/* A theme of that title, created by the facilitator under a number. */
static struct outcome send(struct kit *kit, const uint8_t client[CLIENT_ID_BYTES], uint64_t number, const char *title)
{
    struct origin origin = origin_of(client, number);
    struct actor actor = kit_actor(kit, ROLE_FACILITATOR);
    struct change change;
    struct command cmd;
    kit_build(&cmd, "theme.create", "title", title, END);
    struct outcome outcome = history_run(kit->room, &actor, &origin, &cmd, salt, &change);
    assert_null(cmd.verb);
    assert_int_equal(change.seq, outcome.repeat ? 0 : outcome.seq);
    change_clear(&change);
    return outcome;
}

static void a_command_sent_again_gets_its_first_result(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    struct outcome first = send(&kit, alice, 1, "A");
    uint64_t seq = kit.room->seq;
    struct outcome again = send(&kit, alice, 1, "A");
    assert_int_equal(again.code, CODE_OK);
    assert_true(again.repeat);
    assert_int_equal(again.seq, first.seq);
    assert_int_equal(again.result, first.result);
    assert_int_equal(kit.room->seq, seq);
    assert_int_equal(send(&kit, alice, 1, "B").code, CODE_REUSED);
    assert_int_equal(kit.room->live[KIND_THEME].n, 1);
    kit_close(&kit);
}

static void numbers_go_up_and_refused_ones_leave_no_trace(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    assert_int_equal(send(&kit, alice, 0, "A").code, CODE_BAD_ARGUMENT);
    assert_int_equal(send(&kit, alice, 1, "").code, CODE_BAD_ARGUMENT);
    assert_null(history_client(kit.room, alice));
    assert_int_equal(send(&kit, alice, 1, "A").code, CODE_OK);
    assert_int_equal(send(&kit, alice, 2, "").code, CODE_BAD_ARGUMENT);
    assert_int_equal(send(&kit, alice, 5, "B").code, CODE_OK);
    assert_int_equal(send(&kit, alice, 2, "").code, CODE_REFUSED_BEFORE);
    assert_int_equal(send(&kit, alice, 4, "C").code, CODE_REFUSED_BEFORE);
    assert_int_equal(history_last(kit.room, alice), 5);
    assert_int_equal(history_last(kit.room, bob), 0);
    kit_close(&kit);
}

static void a_client_belongs_to_one_person(void **state)
{
    (void)state;
    static const uint8_t nobody[CLIENT_ID_BYTES] = { 0 };
    struct kit kit;
    struct change change;
    struct command cmd;
    kit_open(&kit);
    assert_int_equal(send(&kit, alice, 1, "A").code, CODE_OK);
    struct origin origin = origin_of(alice, 2);
    struct actor actor = kit_actor(&kit, ROLE_COFACILITATOR);
    kit_build(&cmd, "theme.create", "title", "T", END);
    assert_int_equal(history_run(kit.room, &actor, &origin, &cmd, salt, &change).code, CODE_FORBIDDEN);
    assert_null(change.body);
    /* Not even the result of what the other one did. */
    origin = origin_of(alice, 1);
    kit_build(&cmd, "theme.create", "title", "A", END);
    assert_int_equal(history_run(kit.room, &actor, &origin, &cmd, salt, &change).code, CODE_FORBIDDEN);
    assert_int_equal(send(&kit, nobody, 1, "A").code, CODE_BAD_ARGUMENT);
    kit_close(&kit);
}

static void what_a_command_created_is_found_by_its_number(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    uint64_t a = send(&kit, alice, 3, "A").result, b = send(&kit, alice, 9, "B").result;
    assert_int_equal(history_created(kit.room, alice, 3), a);
    assert_int_equal(history_created(kit.room, alice, 9), b);
    assert_int_equal(history_created(kit.room, alice, 4), 0);
    assert_int_equal(history_created(kit.room, bob, 3), 0);
    kit_close(&kit);
}

static void the_canonical_arguments_are_compact_and_in_order(void **state)
{
    (void)state;
    struct command cmd;
    struct buf out;
    buf_init(&out, 1000);
    kit_build(&cmd, "action.edit", "priority", "high", "title", "fr:\"Un\"", "partners", 7, "due", "", "lead", 0, "id",
              12, END);
    command_write(&out, &cmd);
    assert_string_equal(
        out.data,
        "{\"id\":12,\"title\":{\"fr\":\"\\\"Un\\\"\"},\"lead\":0,\"partners\":[7],\"due\":\"\",\"priority\":\"high\"}");
    command_clear(&cmd);
    buf_reset(&out);
    kit_build(&cmd, "action.move", "into", 3, "after", 0, "id", 12, END);
    command_write(&out, &cmd);
    assert_string_equal(out.data, "{\"id\":12,\"after\":0,\"into\":3}");
    command_clear(&cmd);
    buf_reset(&out);
    kit_build(&cmd, "agenda.next", END);
    command_write(&out, &cmd);
    assert_string_equal(out.data, "{}");
    buf_free(&out);
}

static void the_chain_depends_on_everything_and_survives_erasure(void **state)
{
    (void)state;
    struct change change = { .seq = 3, .at = 5, .actor = 7, .verb = "theme.create", .body = mem_copy_text("{}") },
                  other;
    const uint8_t previous[HASH_BYTES] = { 9 }, nothing[HASH_BYTES] = { 0 };
    uint8_t chain[HASH_BYTES];
    change_seal(&change, previous);
    memcpy(chain, change.chain, HASH_BYTES);
    static const size_t offsets[] = { offsetof(struct change, seq), offsetof(struct change, at),
                                      offsetof(struct change, actor), offsetof(struct change, salt) };
    for (size_t i = 0; i < 4; i++) {
        other = change;
        ((uint8_t *)&other)[offsets[i]] ^= 1;
        change_seal(&other, previous);
        assert_memory_not_equal(other.chain, chain, HASH_BYTES);
    }
    other = change;
    other.verb = "theme.edit";
    change_seal(&other, previous);
    assert_memory_not_equal(other.chain, chain, HASH_BYTES);
    change_seal(&other, nothing);
    assert_memory_not_equal(other.chain, chain, HASH_BYTES);
    mem_free(change.body);
    change.body = NULL;
    memset(change.salt, 0, SALT_BYTES);
    change_seal(&change, previous);
    assert_memory_equal(change.chain, chain, HASH_BYTES);
    change_clear(&change);
}

static struct entity *row_of(const struct entity *from)
{
    const struct kind_info *info = kind_info((enum kind)from->kind);
    struct entity *to = room_new_entity((enum kind)from->kind, from->id);
    to->seq = from->seq;
    to->removed = from->removed;
    for (size_t i = 0; i < info->n_fields; i++)
        field_copy(&info->fields[i], to, from);
    return to;
}

/* Commands with their rows of history, as a store keeps them. */
struct stored {
    struct kit kit;
    struct change changes[32];
    size_t n;
};

static void store(struct stored *stored, enum role role, struct command *cmd)
{
    struct origin origin = origin_of(alice, stored->n + 1);
    struct actor actor = kit_actor(&stored->kit, role);
    struct change *change = &stored->changes[stored->n++];
    struct outcome outcome =
        history_run(stored->kit.room, &actor, role == ROLE_SYSTEM ? NULL : &origin, cmd, salt, change);
    assert_int_equal(outcome.code, CODE_OK);
    stored->kit.result = outcome.result;
}

static void fill(struct stored *stored)
{
    struct command cmd;
    *stored = (struct stored){ .kit = { .room = room_new(), .at = 1000 } };
    kit_build(&cmd, "workshop.create", "name", "w", "title", "T", "time_zone", "UTC", END);
    store(stored, ROLE_SYSTEM, &cmd);
    kit_build(&cmd, "person.create", "name", "F", "role", "facilitator", END);
    store(stored, ROLE_SYSTEM, &cmd);
    stored->kit.person[ROLE_FACILITATOR] = stored->kit.result;
    kit_build(&cmd, "theme.create", "title", "One", END);
    store(stored, ROLE_FACILITATOR, &cmd);
    kit_build(&cmd, "theme.create", "title", "Two", END);
    store(stored, ROLE_FACILITATOR, &cmd);
    kit_build(&cmd, "theme.remove", "id", (int)stored->kit.result, END);
    store(stored, ROLE_FACILITATOR, &cmd);
    kit_build(&cmd, "action.create", "title", "A", "theme", (int)stored->kit.result - 1, END);
    store(stored, ROLE_FACILITATOR, &cmd);
}

static void stored_free(struct stored *stored)
{
    for (size_t i = 0; i < stored->n; i++)
        change_clear(&stored->changes[i]);
    kit_close(&stored->kit);
}

static struct room *load(const struct stored *stored)
{
    struct room *room = room_new();
    /* A store gives rows table by table, not in the order of changes. */
    for (uint64_t id = stored->kit.room->last_id; id > 0; id--)
        room_put(room, row_of(map_get(&stored->kit.room->entities, id)));
    for (size_t i = 0; i < stored->n; i++)
        room_put_result(room, &stored->changes[i]);
    return room;
}

static void a_loaded_room_goes_on_like_the_first(void **state)
{
    (void)state;
    struct stored stored;
    fill(&stored);
    struct room *loaded = load(&stored);
    assert_null(room_loaded(loaded));
    room_check(loaded);
    assert_int_equal(loaded->seq, stored.kit.room->seq);
    assert_int_equal(loaded->last_id, stored.kit.room->last_id);
    assert_memory_equal(loaded->chain, stored.kit.room->chain, HASH_BYTES);
    assert_int_equal(history_last(loaded, alice), stored.n);
    for (uint64_t s = 0; s <= loaded->seq; s++)
        assert_int_equal(room_tag(loaded, s), room_tag(stored.kit.room, s));
    for (const struct entity *a = loaded->oldest, *b = stored.kit.room->oldest; a != NULL; a = a->after, b = b->after)
        assert_true(a->id == b->id && a->seq == b->seq && a->removed == b->removed);
    struct kit kit = stored.kit;
    kit.room = loaded;
    assert_int_equal(send(&stored.kit, alice, 99, "Next").result, send(&kit, alice, 99, "Next").result);
    assert_memory_equal(loaded->chain, stored.kit.room->chain, HASH_BYTES);
    room_free(loaded);
    stored_free(&stored);
}

/* Each does one damage to a room that is being loaded. */
static void lose_the_workshop(struct room *room)
{
    ((struct entity *)map_get(&room->entities, 1))->removed = true;
}

/* Behind it stand only the texts of its fields. */
static struct action *last_action(struct room *room)
{
    uint64_t id = room->last_id;
    while (((struct entity *)map_get(&room->entities, id))->kind != KIND_ACTION)
        id--;
    return map_get(&room->entities, id);
}

static void point_nowhere(struct room *room)
{
    last_action(room)->theme = 4000;
}

static void give_a_future_seq(struct room *room)
{
    ((struct entity *)map_get(&room->entities, 2))->seq = room->seq + 1;
}

static void empty_a_title(struct room *room)
{
    struct workshop *workshop = map_get(&room->entities, 1);
    mem_free(workshop->title.text[LANG_EN]);
    workshop->title = (struct ml){ 0 };
}

static void break_utf8(struct room *room)
{
    last_action(room)->title.text[LANG_EN][0] = '\xff';
}

static void adopt_without_time(struct room *room)
{
    last_action(room)->standing.state = ROW_ADOPTED;
}

static void lose_a_place(struct room *room)
{
    last_action(room)->pos = 0;
}

static void run_no_item(struct room *room)
{
    ((struct workshop *)map_get(&room->entities, 1))->state = 9;
}

static void put_twice(struct room *room)
{
    room_put(room, row_of(map_get(&room->entities, 2)));
}

static void add_a_workshop(struct room *room)
{
    struct entity *second = row_of(map_get(&room->entities, 1));
    second->id = 50;
    room_put(room, second);
}

static void damage_is_told_and_not_loaded(void **state)
{
    (void)state;
    static void (*const damages[])(struct room * room) = {
        lose_the_workshop,  point_nowhere, give_a_future_seq, empty_a_title, break_utf8,
        adopt_without_time, lose_a_place,  run_no_item,       put_twice,     add_a_workshop,
    };
    struct stored stored;
    fill(&stored);
    for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
        struct room *room = load(&stored);
        damages[i](room);
        if (room_loaded(room) == NULL)
            fail_msg("damage %zu was not seen", i);
        room_free(room);
    }
    stored_free(&stored);
}

static void history_has_no_gaps_and_goes_on(void **state)
{
    (void)state;
    struct stored stored;
    fill(&stored);
    struct change damaged[3] = { stored.changes[4], stored.changes[4], stored.changes[4] };
    damaged[0].seq = 9;
    damaged[1].at = 1;
    damaged[2].number = 3;
    for (size_t i = 0; i < 3; i++) {
        struct stored other = stored;
        other.changes[4] = damaged[i];
        struct room *room = load(&other);
        assert_non_null(room_loaded(room));
        room_free(room);
    }
    /* One is missing, and nothing else tells. */
    struct stored shorter = stored;
    shorter.n--;
    memmove(&shorter.changes[3], &shorter.changes[4], (shorter.n - 3) * sizeof(shorter.changes[0]));
    struct room *room = load(&shorter);
    assert_non_null(room_loaded(room));
    room_free(room);
    stored_free(&stored);
}

static void check(void *room)
{
    room_check(room);
}

static void a_wrong_tally_stops_the_process(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_make(&kit, ROLE_FACILITATOR, "workshop.live", END);
    int poll = kit_make(&kit, ROLE_FACILITATOR, "poll.create", "question", "?", END);
    int a = kit_make(&kit, ROLE_FACILITATOR, "option.create", "poll", poll, "text", "A", END);
    kit_make(&kit, ROLE_FACILITATOR, "option.create", "poll", poll, "text", "B", END);
    kit_make(&kit, ROLE_FACILITATOR, "poll.open", "id", poll, END);
    kit_make(&kit, ROLE_DELEGATE, "ballot.cast", "id", poll, "option", a, END);
    assert_false(test_aborts(check, kit.room));
    room_option(kit.room, (uint64_t)a)->votes++;
    assert_true(test_aborts(check, kit.room));
    room_option(kit.room, (uint64_t)a)->votes--;
    room_poll(kit.room, (uint64_t)poll)->voters++;
    assert_true(test_aborts(check, kit.room));
    room_poll(kit.room, (uint64_t)poll)->voters--;
    kit_close(&kit);
}

static void what_is_dirty_is_what_changed_since_the_commit(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    room_clean(kit.room);
    assert_int_equal(kit.room->n_dirty, 0);
    int a = kit_make(&kit, ROLE_FACILITATOR, "theme.create", "title", "A", END);
    kit_make(&kit, ROLE_FACILITATOR, "theme.edit", "id", a, "title", "B", END);
    assert_int_equal(kit.room->n_dirty, 1);
    assert_int_equal(kit.room->dirty[0]->id, a);
    room_clean(kit.room);
    assert_int_equal(kit_do(&kit, ROLE_LISTENER, "theme.edit", "id", a, "title", "C", END), CODE_FORBIDDEN);
    assert_int_equal(kit.room->n_dirty, 0);
    kit_close(&kit);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("X2 a command sent again gets its first result", a_command_sent_again_gets_its_first_result),
        test_case("X1 X4 numbers go up, refused ones leave no trace", numbers_go_up_and_refused_ones_leave_no_trace),
        test_case("X3 a client belongs to one person", a_client_belongs_to_one_person),
        test_case("P12 what a command created is found by its number", what_a_command_created_is_found_by_its_number),
        test_case("P21 the canonical arguments", the_canonical_arguments_are_compact_and_in_order),
        test_case("P20 the chain depends on everything", the_chain_depends_on_everything_and_survives_erasure),
        test_case("X6 a loaded room goes on like the first", a_loaded_room_goes_on_like_the_first),
        test_case("I damage is told and not loaded", damage_is_told_and_not_loaded),
        test_case("X5 history has no gaps and goes on", history_has_no_gaps_and_goes_on),
        test_case("I9 a wrong tally stops the process", a_wrong_tally_stops_the_process),
        test_case("X6 what is dirty is what changed since the commit", what_is_dirty_is_what_changed_since_the_commit),
    };
    return cmocka_run_group_tests_name("history", cases, NULL, NULL);
}
