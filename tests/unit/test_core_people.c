/* Persons and delegations: rules N. */
#include "support_core.h"

static const struct person *person_of(const struct kit *kit, enum role role)
{
    return room_person(kit->room, kit->person[role]);
}

static void everybody_may_name_themselves(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_make(&kit, ROLE_OBSERVER, "person.self", "name", "Amal", "language", "ar", "mode", "phone", END);
    assert_string_equal(person_of(&kit, ROLE_OBSERVER)->name, "Amal");
    assert_int_equal(person_of(&kit, ROLE_OBSERVER)->language, LANG_AR + 1);
    assert_int_equal(person_of(&kit, ROLE_OBSERVER)->mode, PERSON_PHONE);
    assert_int_equal(person_of(&kit, ROLE_OBSERVER)->role, ROLE_OBSERVER);
    assert_int_equal(kit_do(&kit, ROLE_OBSERVER, "person.self", END), CODE_BAD_ARGUMENT);
    assert_int_equal(kit_do(&kit, ROLE_OBSERVER, "person.self", "name", " ", END), CODE_BAD_ARGUMENT);
    assert_int_equal(kit_do(&kit, ROLE_SYSTEM, "person.self", "name", "X", END), CODE_FORBIDDEN);
    kit_close(&kit);
}

static void only_a_facilitator_makes_facilitators(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int other = (int)kit.person[ROLE_EXPERT];
    static const char *const roles[] = { "facilitator", "cofacilitator" };
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(kit_do(&kit, ROLE_COFACILITATOR, "person.create", "name", "X", "role", roles[i], END),
                         CODE_FORBIDDEN);
        assert_int_equal(kit_do(&kit, ROLE_COFACILITATOR, "person.edit", "id", other, "role", roles[i], END),
                         CODE_FORBIDDEN);
        int guest = kit_make(&kit, ROLE_SYSTEM, "person.join", "name", "G", "guest", 1, END);
        assert_int_equal(kit_do(&kit, ROLE_COFACILITATOR, "person.admit", "id", guest, "role", roles[i], END),
                         CODE_FORBIDDEN);
        kit_make(&kit, ROLE_FACILITATOR, "person.admit", "id", guest, "role", roles[i], END);
    }
    kit_make(&kit, ROLE_FACILITATOR, "person.edit", "id", other, "role", "facilitator", END);
    kit_close(&kit);
}

static void only_a_facilitator_takes_that_role_away(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int second = kit_make(&kit, ROLE_FACILITATOR, "person.create", "name", "F2", "role", "facilitator", END);
    assert_int_equal(kit_do(&kit, ROLE_COFACILITATOR, "person.edit", "id", second, "role", "observer", END),
                     CODE_FORBIDDEN);
    assert_int_equal(kit_do(&kit, ROLE_COFACILITATOR, "person.remove", "id", second, END), CODE_FORBIDDEN);
    kit_make(&kit, ROLE_COFACILITATOR, "person.edit", "id", second, "name", "Other", "role", "facilitator", END);
    kit_make(&kit, ROLE_FACILITATOR, "person.remove", "id", second, END);
    kit_close(&kit);
}

static void the_last_facilitator_stays(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int only = (int)kit.person[ROLE_FACILITATOR];
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "person.remove", "id", only, END), CODE_STATE);
    assert_int_equal(kit_do(&kit, ROLE_SYSTEM, "person.edit", "id", only, "role", "delegate", END), CODE_STATE);
    kit_make(&kit, ROLE_SYSTEM, "person.join", "name", "G", "guest", 1, "role", "facilitator", END);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "person.remove", "id", only, END), CODE_STATE);
    kit_make(&kit, ROLE_FACILITATOR, "person.create", "name", "F2", "role", "facilitator", END);
    kit_make(&kit, ROLE_FACILITATOR, "person.remove", "id", only, END);
    kit_close(&kit);
}

static void a_guest_is_admitted_to_a_delegation(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int delegation = kit_make(&kit, ROLE_FACILITATOR, "delegation.create", "name", "Egypt", END);
    int guest = kit_make(&kit, ROLE_SYSTEM, "person.join", "name", "G", "guest", 1, "delegation", delegation, END);
    assert_int_equal(actor_of(kit.room, (uint64_t)guest, 1).role, ROLE_OBSERVER);
    assert_int_equal(kit_do_as(&kit, (uint64_t)guest, "action.create", "title", "X", END), CODE_FORBIDDEN);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "person.admit", "id", guest, END), CODE_BAD_ARGUMENT);
    kit_make(&kit, ROLE_COFACILITATOR, "person.admit", "id", guest, "delegation", delegation, END);
    assert_int_equal(actor_of(kit.room, (uint64_t)guest, 1).role, ROLE_DELEGATE);
    assert_int_equal(room_person(kit.room, (uint64_t)guest)->view, 1);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "person.admit", "id", guest, "role", "expert", END), CODE_STATE);
    assert_int_equal(kit_do_as(&kit, (uint64_t)guest, "action.create", "title", "X", END), CODE_OK);
    kit_close(&kit);
}

static void changed_rights_grow_the_view_number(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int id = (int)kit.person[ROLE_DELEGATE];
    const struct person *person = person_of(&kit, ROLE_DELEGATE);
    kit_make(&kit, ROLE_FACILITATOR, "person.edit", "id", id, "name", "N", "role", "delegate", END);
    assert_int_equal(person->view, 0);
    kit_make(&kit, ROLE_FACILITATOR, "person.edit", "id", id, "role", "expert", END);
    assert_int_equal(person->view, 1);
    kit_make(&kit, ROLE_FACILITATOR, "person.edit", "id", id, "delegation", 0, END);
    assert_int_equal(person->view, 2);
    kit_close(&kit);
}

static void whoever_joins_for_a_delegation_is_a_delegate(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int delegation = kit_make(&kit, ROLE_FACILITATOR, "delegation.create", "name", "Egypt", END);
    int a = kit_make(&kit, ROLE_SYSTEM, "person.join", "name", "A", "delegation", delegation, END);
    int b = kit_make(&kit, ROLE_SYSTEM, "person.join", "name", "B", END);
    int c = kit_make(&kit, ROLE_SYSTEM, "person.join", "name", "C", "role", "expert", "head", 1, END);
    assert_int_equal(room_person(kit.room, (uint64_t)a)->role, ROLE_DELEGATE);
    assert_int_equal(room_person(kit.room, (uint64_t)b)->role, ROLE_OBSERVER);
    assert_int_equal(room_person(kit.room, (uint64_t)c)->role, ROLE_EXPERT);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "delegation.remove", "id", delegation, END), CODE_IN_USE);
    kit_make(&kit, ROLE_FACILITATOR, "person.edit", "id", a, "delegation", 0, END);
    kit_make(&kit, ROLE_FACILITATOR, "delegation.remove", "id", delegation, END);
    kit_close(&kit);
}

/* A live workshop with an open poll in which the delegate and the rapporteur voted for its first option. */
static int vote_in_a_poll(struct kit *kit, bool close)
{
    int poll = kit_make(kit, ROLE_FACILITATOR, "poll.create", "question", "?", END);
    int a = kit_make(kit, ROLE_FACILITATOR, "option.create", "poll", poll, "text", "A", END);
    kit_make(kit, ROLE_FACILITATOR, "option.create", "poll", poll, "text", "B", END);
    kit_make(kit, ROLE_FACILITATOR, "poll.open", "id", poll, END);
    kit_make(kit, ROLE_DELEGATE, "ballot.cast", "id", poll, "option", a, END);
    kit_make(kit, ROLE_RAPPORTEUR, "ballot.cast", "id", poll, "option", a, END);
    if (close)
        kit_make(kit, ROLE_FACILITATOR, "poll.close", "id", poll, END);
    return a;
}

static void ballots_in_open_polls_go_with_their_person(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    kit_make(&kit, ROLE_FACILITATOR, "workshop.live", END);
    int closed = vote_in_a_poll(&kit, true), open = vote_in_a_poll(&kit, false);
    kit_make(&kit, ROLE_FACILITATOR, "person.remove", "id", (int)kit.person[ROLE_DELEGATE], END);
    assert_int_equal(room_option(kit.room, (uint64_t)closed)->votes, 2);
    assert_int_equal(room_option(kit.room, (uint64_t)open)->votes, 1);
    assert_int_equal(room_poll(kit.room, room_option(kit.room, (uint64_t)open)->poll)->voters, 1);
    assert_int_equal(actor_of(kit.room, kit.person[ROLE_DELEGATE], 1).role, ROLE_N);
    assert_int_equal(kit_do(&kit, ROLE_DELEGATE, "person.self", "name", "Ghost", END), CODE_FORBIDDEN);
    kit_close(&kit);
}

static void a_role_is_one_that_a_person_can_have(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "person.create", "name", "X", END), CODE_BAD_ARGUMENT);
    struct command cmd = { .verb = verb_of("person.create"), .present = 3 };
    cmd.u.entity.person.name = mem_copy_text("X");
    cmd.u.entity.person.role = ROLE_LISTENER;
    assert_int_equal(kit_run(&kit, kit_actor(&kit, ROLE_FACILITATOR), &cmd), CODE_BAD_ARGUMENT);
    kit_close(&kit);
}

static void who_waits_in_the_lobby_says_who_they_are(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int guest = kit_make(&kit, ROLE_SYSTEM, "person.join", "name", "G", "guest", 1, END);
    struct actor actor = actor_of(kit.room, (uint64_t)guest, kit_actor(&kit, ROLE_FACILITATOR).at);
    const struct person *person = room_person(kit.room, (uint64_t)guest);
    int64_t view = person->view;
    assert_false(room_waits(kit.room, (uint64_t)guest));
    assert_int_equal(view_of(kit.room, (uint64_t)guest, ROLE_OBSERVER).audience, AUDIENCE_ROOM);
    kit_make(&kit, ROLE_FACILITATOR, "workshop.edit", "lobby", 1, END);
    assert_int_equal(person->view, view + 1);
    assert_true(room_waits(kit.room, (uint64_t)guest));
    assert_false(room_waits(kit.room, kit.person[ROLE_OBSERVER]));
    assert_int_equal(view_of(kit.room, (uint64_t)guest, ROLE_OBSERVER).audience, AUDIENCE_LOBBY);
    size_t n;
    const struct verb *verbs = verb_table(&n);
    for (size_t i = 0; i < n; i++) {
        struct command cmd = { .verb = &verbs[i] };
        if (strcmp(cmd.verb->name, "person.self") != 0)
            assert_int_equal(command_check(kit.room, &actor, &cmd), CODE_FORBIDDEN);
        else
            assert_int_equal(command_check(kit.room, &actor, &cmd), CODE_BAD_ARGUMENT);
    }
    kit_make(&kit, ROLE_FACILITATOR, "workshop.edit", "lobby", 1, "place", "Hall", END);
    assert_int_equal(person->view, view + 1);
    kit_make(&kit, ROLE_FACILITATOR, "person.admit", "id", guest, "role", "expert", END);
    assert_false(room_waits(kit.room, (uint64_t)guest));
    kit_close(&kit);
}

static void a_device_is_somebody_elses_and_its_owners_first(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    int a = (int)kit.person[ROLE_DELEGATE], b = (int)kit.person[ROLE_EXPERT], c = (int)kit.person[ROLE_OBSERVER];
    assert_int_equal(kit_do(&kit, ROLE_DELEGATE, "person.edit", "id", b, "device", a, END), CODE_FORBIDDEN);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "person.edit", "id", a, "device", a, END), CODE_BAD_ARGUMENT);
    kit_make(&kit, ROLE_FACILITATOR, "person.edit", "id", b, "device", a, END);
    /* Neither does a lend what is not theirs, nor is there a device behind a device. */
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "person.edit", "id", c, "device", b, END), CODE_BAD_ARGUMENT);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "person.edit", "id", a, "device", c, END), CODE_BAD_ARGUMENT);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "person.create", "name", "N", "role", "expert", "device", b, END),
                     CODE_BAD_ARGUMENT);
    int n = kit_make(&kit, ROLE_FACILITATOR, "person.create", "name", "N", "role", "expert", "device", a, END);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "person.edit", "id", b, "device", 99999, END), CODE_NOT_FOUND);
    kit_make(&kit, ROLE_FACILITATOR, "person.remove", "id", a, END);
    assert_int_equal(room_person(kit.room, (uint64_t)b)->device, 0);
    assert_int_equal(room_person(kit.room, (uint64_t)n)->device, 0);
    kit_close(&kit);
}

static void only_the_system_makes_a_rehearsal(void **state)
{
    (void)state;
    struct kit kit;
    kit_open(&kit);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "workshop.edit", "rehearsal", 1, END), CODE_FORBIDDEN);
    kit_make(&kit, ROLE_FACILITATOR, "workshop.edit", "rehearsal", 0, END);
    kit_make(&kit, ROLE_SYSTEM, "workshop.edit", "rehearsal", 1, END);
    assert_int_equal(kit_do(&kit, ROLE_FACILITATOR, "workshop.edit", "rehearsal", 0, END), CODE_FORBIDDEN);
    kit_close(&kit);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("N1 everybody may name themselves", everybody_may_name_themselves),
        test_case("N2 only a facilitator makes facilitators", only_a_facilitator_makes_facilitators),
        test_case("N3 only a facilitator takes that role away", only_a_facilitator_takes_that_role_away),
        test_case("N4 the last facilitator stays", the_last_facilitator_stays),
        test_case("N5 a guest is admitted to a delegation", a_guest_is_admitted_to_a_delegation),
        test_case("N6 changed rights grow the view number", changed_rights_grow_the_view_number),
        test_case("N7 whoever joins for a delegation is a delegate", whoever_joins_for_a_delegation_is_a_delegate),
        test_case("N8 ballots in open polls go with their person", ballots_in_open_polls_go_with_their_person),
        test_case("N9 a role is one that a person can have", a_role_is_one_that_a_person_can_have),
        test_case("N11, W7 who waits in the lobby says who they are, and no more",
                  who_waits_in_the_lobby_says_who_they_are),
        test_case("N12 a device is somebody else's, and its owner's first",
                  a_device_is_somebody_elses_and_its_owners_first),
        test_case("W8 only the system makes a rehearsal", only_the_system_makes_a_rehearsal),
    };
    return cmocka_run_group_tests_name("people", cases, NULL, NULL);
}
