/* registry: visible at once, durable before the answer, taken back when the disk refuses. */
#include "app/registry.h"

#include <string.h>

#include "base/mem.h"
#include "support_app_world.h"
#include "test.h"

static const int64_t day = 24ll * 3600 * 1000;

struct told {
    int ok, refused;
};

static void tell(void *context, bool ok)
{
    struct told *told = context;
    *(ok ? &told->ok : &told->refused) += 1;
}

/* The registry alone, without an app. */
struct fixture {
    struct world world;
    struct registry *registry;
};

static int set_up(void **state)
{
    struct fixture *fixture = mem_zero(1, sizeof *fixture);
    world_init(&fixture->world);
    fixture->registry = registry_open(&fixture->world.platform);
    assert_non_null(fixture->registry);
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    registry_free(fixture->registry);
    world_free(&fixture->world);
    mem_free(fixture);
    return 0;
}

static void flush(struct fixture *fixture)
{
    struct storage *storage = &fixture->world.platform.storage;
    for (int i = 0; i < 3; i++) {
        registry_turn(fixture->registry);
        storage->reap(storage->self);
    }
}

static struct registry *restart(struct fixture *fixture)
{
    flush(fixture);
    registry_free(fixture->registry);
    fixture->registry = registry_open(&fixture->world.platform);
    assert_non_null(fixture->registry);
    return fixture->registry;
}

static void session_lasts_thirty_days(void **state)
{
    struct fixture *fixture = *state;
    struct registry *registry = fixture->registry;
    char token[TOKEN_TEXT];
    uint64_t session = registry_session_open(registry, token);
    int64_t now = fixture->world.now;
    assert_int_equal(strlen(token), 43);
    assert_int_equal(registry_session(registry, token, now), session);
    assert_int_equal(registry_session(registry, token, now + 30 * day), session);
    assert_int_equal(registry_session(registry, token, now + 31 * day), 0);
    fixture->world.now += 29 * day;
    registry_session_touch(registry, session);
    assert_int_equal(registry_session(registry, token, now + 50 * day), session);
    token[3] = token[3] == 'A' ? 'B' : 'A';
    assert_int_equal(registry_session(registry, token, now), 0);
    assert_int_equal(registry_session(registry, "", now), 0);
}

static void touch_writes_once_a_day(void **state)
{
    struct fixture *fixture = *state;
    char token[TOKEN_TEXT];
    uint64_t session = registry_session_open(fixture->registry, token);
    flush(fixture);
    assert_int_equal(fixture->world.n_registry_jobs, 1);
    registry_session_touch(fixture->registry, session);
    flush(fixture);
    assert_int_equal(fixture->world.n_registry_jobs, 1);
    fixture->world.now += day;
    registry_session_touch(fixture->registry, session);
    registry_session_touch(fixture->registry, session);
    flush(fixture);
    assert_int_equal(fixture->world.n_registry_jobs, 2);
}

static void answers_after_the_commit(void **state)
{
    struct fixture *fixture = *state;
    struct told told = { 0 };
    char token[TOKEN_TEXT];
    uint64_t session = registry_session_open(fixture->registry, token);
    registry_write(fixture->registry, tell, &told);
    assert_int_equal(registry_session(fixture->registry, token, fixture->world.now), session);
    registry_turn(fixture->registry);
    assert_int_equal(told.ok, 0);
    assert_false(registry_idle(fixture->registry));
    flush(fixture);
    assert_int_equal(told.ok, 1);
    assert_true(registry_idle(fixture->registry));
}

static void one_turn_is_one_job(void **state)
{
    struct fixture *fixture = *state;
    struct told told = { 0 };
    char token[TOKEN_TEXT];
    for (int i = 0; i < 100; i++) {
        registry_session_open(fixture->registry, token);
        registry_write(fixture->registry, tell, &told);
    }
    flush(fixture);
    assert_int_equal(fixture->world.n_registry_jobs, 1);
    assert_int_equal(told.ok, 100);
}

static void refused_is_taken_back(void **state)
{
    struct fixture *fixture = *state;
    struct registry *registry = fixture->registry;
    struct told first = { 0 }, second = { 0 };
    char kept[TOKEN_TEXT], rotated[TOKEN_TEXT], lost[TOKEN_TEXT];
    uint64_t session = registry_session_open(registry, kept);
    flush(fixture);
    fixture->world.disk_says = STORE_FULL;
    registry_session_login(registry, session, 7, rotated);
    registry_write(registry, tell, &first);
    registry_turn(registry);
    registry_session_open(registry, lost);
    registry_session_close(registry, session);
    registry_write(registry, tell, &second);
    flush(fixture);
    int64_t now = fixture->world.now;
    assert_int_equal(first.refused, 1);
    assert_int_equal(second.refused, 1);
    assert_int_equal(registry_session(registry, kept, now), session);
    assert_int_equal(registry_session(registry, rotated, now), 0);
    assert_int_equal(registry_session(registry, lost, now), 0);
    assert_int_equal(registry_session_account(registry, session), 0);
}

static void login_changes_the_token(void **state)
{
    struct fixture *fixture = *state;
    struct registry *registry = fixture->registry;
    char before[TOKEN_TEXT], after[TOKEN_TEXT];
    uint64_t session = registry_session_open(registry, before);
    struct seat seat = { .workshop = "w1", .person = 5, .role = ROLE_DELEGATE };
    registry_seat_put(registry, session, &seat);
    uint64_t account = registry_account_add(registry, "Amina", "$scrypt$");
    assert_int_equal(registry_session_login(registry, session, account, after), session);
    registry = restart(fixture);
    int64_t now = fixture->world.now;
    assert_int_equal(registry_session(registry, before, now), 0);
    assert_int_equal(registry_session(registry, after, now), session);
    assert_int_equal(registry_session_account(registry, session), account);
    assert_true(registry_seat(registry, session, "w1", &seat));
    assert_int_equal(seat.person, 5);
}

static void member_has_a_seat(void **state)
{
    struct fixture *fixture = *state;
    struct registry *registry = fixture->registry;
    char token[TOKEN_TEXT];
    struct seat seat, seats[4];
    uint64_t account = registry_account_add(registry, "Amina", "$scrypt$");
    uint64_t session = registry_session_login(registry, 0, account, token);
    registry_member_put(registry, "w1", account, 9);
    assert_true(registry_seat(registry, session, "w1", &seat));
    assert_int_equal(seat.person, 9);
    assert_int_equal(seat.role, ROLE_FACILITATOR);
    assert_false(registry_seat(registry, session, "w2", &seat));
    assert_false(registry_seat(registry, 0, "w1", &seat));
    seat.role = ROLE_RAPPORTEUR;
    registry_seat_put(registry, session, &seat);
    assert_int_equal(registry_seats(registry, session, seats, 4), 1);
    assert_int_equal(seats[0].role, ROLE_RAPPORTEUR);
    registry_session_close(registry, session);
    assert_false(registry_seat(registry, session, "w1", &seat));
}

static void new_link_replaces_the_former(void **state)
{
    struct fixture *fixture = *state;
    struct registry *registry = fixture->registry;
    char first[TOKEN_TEXT], second[TOKEN_TEXT], other[TOKEN_TEXT], screen[TOKEN_TEXT];
    struct seat seat;
    registry_link_put(registry, "w1", 3, first);
    registry_link_put(registry, "w2", 3, other);
    registry_link_put(registry, "w1", 3, second);
    registry = restart(fixture);
    assert_false(registry_link(registry, first, &seat));
    assert_true(registry_link(registry, other, &seat));
    assert_true(registry_link(registry, second, &seat));
    assert_string_equal(seat.workshop, "w1");
    assert_int_equal(seat.person, 3);
    registry_link_put(registry, "w1", 0, first);
    fixture->world.now++;
    for (int i = 1; i < REGISTRY_SCREENS_MAX; i++)
        registry_link_put(registry, "w1", 0, screen);
    assert_true(registry_link(registry, first, &seat));
    assert_int_equal(seat.role, ROLE_SCREEN);
    registry_link_put(registry, "w1", 0, screen);
    assert_false(registry_link(registry, first, &seat));
    assert_true(registry_link(registry, second, &seat));
}

static void code_is_taken_as_typed(void **state)
{
    struct fixture *fixture = *state;
    struct registry *registry = fixture->registry;
    struct registry_code code, found;
    registry_code_put(registry, "w1", 4, &code);
    assert_int_equal(strspn(code.text, "ABCDEFGHJKMNPQRSTUVWXYZ23456789"), 8);
    char typed[16];
    snprintf(typed, sizeof typed, " %.4s-%.4s ", code.text, code.text + 4);
    for (char *c = typed; *c != '\0'; c++)
        *c = *c >= 'A' && *c <= 'Z' ? (char)(*c + 32) : *c;
    assert_true(registry_code(registry, typed, &found));
    assert_string_equal(found.workshop, "w1");
    assert_int_equal(found.delegation, 4);
    typed[1] = '0';
    assert_false(registry_code(registry, typed, &found));
    assert_false(registry_code(registry, "", &found));
    assert_false(registry_code(registry, "ABCDEFGHJKMNPQRSTUVWXYZ23456789ABCDEFGHJKMNPQRSTUVWXYZ", &found));
}

static void new_code_replaces_the_former(void **state)
{
    struct fixture *fixture = *state;
    struct registry *registry = fixture->registry;
    struct registry_code first, open, second, found;
    registry_code_put(registry, "w1", 4, &first);
    registry_code_put(registry, "w1", 0, &open);
    registry_code_put(registry, "w1", 4, &second);
    assert_false(registry_code(registry, first.text, &found));
    assert_true(registry_code(registry, open.text, &found));
    assert_true(registry_code_of(registry, "w1", 4, &found));
    assert_string_equal(found.text, second.text);
    assert_false(registry_code_of(registry, "w2", 4, &found));
}

static void seats_are_bounded(void **state)
{
    struct fixture *fixture = *state;
    struct registry *registry = fixture->registry;
    char token[TOKEN_TEXT];
    uint64_t session = registry_session_open(registry, token);
    struct seat seat = { .person = 1, .role = ROLE_DELEGATE }, seats[REGISTRY_SEATS_MAX + 10];
    for (int i = 0; i < REGISTRY_SEATS_MAX + 5; i++) {
        fixture->world.now++;
        snprintf(seat.workshop, sizeof seat.workshop, "w%d", i);
        registry_seat_put(registry, session, &seat);
    }
    assert_int_equal(registry_seats(registry, session, seats, REGISTRY_SEATS_MAX + 10), REGISTRY_SEATS_MAX);
    assert_false(registry_seat(registry, session, "w4", &seat));
    assert_true(registry_seat(registry, session, "w5", &seat));
}

static void workshops_are_listed_newest_first(void **state)
{
    struct fixture *fixture = *state;
    struct registry *registry = fixture->registry;
    static const int64_t created[] = { 30, 10, 50, 20, 40 };
    struct registry_workshop list[5];
    for (int i = 0; i < 5; i++) {
        struct registry_workshop workshop = { .title = "A title", .created = created[i] };
        snprintf(workshop.id, sizeof workshop.id, "w%d", i);
        registry_workshop_put(registry, &workshop, 1);
        registry_member_put(registry, workshop.id, i == 4 ? 2 : 1, 7);
    }
    assert_int_equal(registry_workshops_of(registry, 1, list, 5), 4);
    assert_string_equal(list[0].id, "w2");
    assert_string_equal(list[3].id, "w1");
    assert_int_equal(registry_workshops_of(registry, 1, list, 2), 2);
    assert_string_equal(list[0].id, "w2");
    assert_string_equal(list[1].id, "w0");
}

static void sessions_that_are_over_go(void **state)
{
    struct fixture *fixture = *state;
    char token[TOKEN_TEXT];
    struct seat seat = { .workshop = "w1", .person = 1, .role = ROLE_DELEGATE };
    uint64_t session = registry_session_open(fixture->registry, token);
    registry_seat_put(fixture->registry, session, &seat);
    flush(fixture);
    fixture->world.now += 40 * day;
    flush(fixture);
    assert_int_equal(records_count(&fixture->world.disk, REGISTRY_SESSION), 0);
    assert_int_equal(records_count(&fixture->world.disk, REGISTRY_SEAT), 0);
}

/* One random change of a small world, so that rows are replaced and removed often. */
static void change(struct registry *registry, unsigned *seed)
{
    char token[TOKEN_TEXT];
    struct registry_code code;
    struct seat seat = { .person = (uint64_t)rand_r(seed) % 5, .role = ROLE_DELEGATE };
    uint64_t session = 1 + (uint64_t)rand_r(seed) % 6;
    snprintf(seat.workshop, sizeof seat.workshop, "w%d", rand_r(seed) % 3);
    bool exists = registry_session_exists(registry, session);
    switch (rand_r(seed) % 7) {
    case 0:
        registry_session_open(registry, token);
        break;
    case 1:
        registry_session_login(registry, exists ? session : 0, 3, token);
        break;
    case 2:
        registry_session_close(registry, session);
        break;
    case 3:
        registry_link_put(registry, seat.workshop, seat.person, token);
        break;
    case 4:
        registry_code_put(registry, seat.workshop, seat.person, &code);
        break;
    case 5:
        registry_setting_put(registry, seat.workshop, "value");
        break;
    default:
        registry_seat_put(registry, session, &seat);
    }
}

/* Every row as one line, sorted: equal texts are equal registries. */
static int compare_lines(const void *a, const void *b)
{
    return strcmp(a, b);
}

static size_t describe(const struct registry *registry, char (*lines)[160], size_t max)
{
    size_t n = 0;
    struct seat seats[REGISTRY_SEATS_MAX];
    for (uint64_t session = 1; session < 400 && n + REGISTRY_SEATS_MAX < max; session++) {
        size_t n_seats = registry_seats(registry, session, seats, REGISTRY_SEATS_MAX);
        snprintf(lines[n++], 160, "session %d %d account %d", (int)session, registry_session_exists(registry, session),
                 (int)registry_session_account(registry, session));
        for (size_t i = 0; i < n_seats; i++)
            snprintf(lines[n++], 160, "seat %d %s %d", (int)session, seats[i].workshop, (int)seats[i].person);
    }
    for (int w = 0; w < 3; w++) {
        char id[8];
        snprintf(id, sizeof id, "w%d", w);
        for (uint64_t d = 0; d < 5; d++) {
            struct registry_code code;
            if (registry_code_of(registry, id, d, &code))
                snprintf(lines[n++], 160, "code %s %d %s", id, (int)d, code.text);
        }
        const char *setting = registry_setting(registry, id);
        snprintf(lines[n++], 160, "setting %s %s", id, setting == NULL ? "-" : setting);
    }
    qsort(lines, n, sizeof lines[0], compare_lines);
    return n;
}

static void failed_commits_leave_what_the_disk_has(void **state)
{
    enum { LINES = 2000 };
    struct fixture *fixture = *state;
    unsigned seed = (unsigned)getpid();
    print_message("seed %u\n", seed);
    char(*memory)[160] = mem_zero(LINES, 160);
    char(*disk)[160] = mem_zero(LINES, 160);
    for (int round = 0; round < 60; round++) {
        fixture->world.disk_says = rand_r(&seed) % 2 ? STORE_OK : STORE_IO;
        for (int i = rand_r(&seed) % 12; i >= 0; i--) {
            change(fixture->registry, &seed);
            if (rand_r(&seed) % 4 == 0)
                registry_turn(fixture->registry);
        }
        flush(fixture);
        assert_true(registry_idle(fixture->registry));
        fixture->world.disk_says = STORE_OK;
        struct registry *again = registry_open(&fixture->world.platform);
        size_t n = describe(fixture->registry, memory, LINES);
        assert_int_equal(n, describe(again, disk, LINES));
        for (size_t i = 0; i < n; i++)
            assert_string_equal(memory[i], disk[i]);
        registry_free(again);
    }
    mem_free(memory);
    mem_free(disk);
}

#define registry_case(sentence, function) { sentence, function, set_up, tear_down, NULL }

int main(void)
{
    const struct CMUnitTest tests[] = {
        registry_case("a session lasts thirty days after its last use", session_lasts_thirty_days),
        registry_case("using a session is written once a day", touch_writes_once_a_day),
        registry_case("a change is seen at once and answered after its commit", answers_after_the_commit),
        registry_case("the changes of one turn share one commit", one_turn_is_one_job),
        registry_case("what the disk refuses is taken back, and what came after it", refused_is_taken_back),
        registry_case("logging in changes the token and keeps account and seats", login_changes_the_token),
        registry_case("an account's own person is a seat, and a seat taken goes before it", member_has_a_seat),
        registry_case("a new link of a person replaces the former one", new_link_replaces_the_former),
        registry_case("P3 a code is taken in any case, with or without hyphen", code_is_taken_as_typed),
        registry_case("P3 a new code for the same purpose replaces the former one", new_code_replaces_the_former),
        registry_case("the seats of a session are bounded, the oldest goes", seats_are_bounded),
        registry_case("workshops are listed newest first, and bounded", workshops_are_listed_newest_first),
        registry_case("sessions that are over leave the disk with their seats", sessions_that_are_over_go),
        registry_case("after failed commits memory holds what the disk holds", failed_commits_leave_what_the_disk_has),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
