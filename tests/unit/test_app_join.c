/* endpoint: coming in, handing out and taking home, against the real hub and registry. PROTOCOL.md section 1. */
#include "app/endpoint.h"

#include <string.h>

#include "app/app.h"
#include "app/grid.h"
#include "support_app_http.h"

/* ---- coming in */

static void code_shows_what_it_opens(void **state)
{
    struct fixture *fixture = *state;
    char path[64];
    snprintf(path, sizeof path, "/api/code/%s", fixture->open);
    ask(fixture, "GET", path, "", NULL);
    expect(fixture, 200, NULL);
    const char *body = fixture->world.answer.body;
    assert_non_null(strstr(body, "\"title\":{"));
    assert_non_null(strstr(body, "\"languages\":[\"en\",\"fr\"],\"delegation\":null,\"delegations\":[{\"id\":"));
    assert_non_null(strstr(body, "\"country\":\"EG\""));
    snprintf(path, sizeof path, "/api/code/%s", fixture->egypt);
    ask(fixture, "GET", path, "", NULL);
    assert_non_null(strstr(fixture->world.answer.body, "\"delegation\":{\"id\":"));
}

static void open_code_makes_guests(void **state)
{
    struct fixture *fixture = *state;
    char guest[64] = "", delegate[64] = "", observer[64] = "", role[32];
    uint64_t person = join(fixture, fixture->open, "Guest", guest);
    world_text(&fixture->world, "role", role, sizeof role);
    assert_string_equal(role, "observer");
    assert_true(join(fixture, fixture->egypt, "Delegate", delegate) != person);
    world_text(&fixture->world, "role", role, sizeof role);
    assert_string_equal(role, "delegate");
    join(fixture, fixture->wco, "Observer", observer);
    world_text(&fixture->world, "role", role, sizeof role);
    assert_string_equal(role, "observer");
    /* A guest who finds the delegation's code is admitted, and stays who they are. */
    assert_int_equal(join(fixture, fixture->egypt, "Guest", guest), person);
    world_text(&fixture->world, "role", role, sizeof role);
    assert_string_equal(role, "delegate");
}

static void joining_again_is_the_same_person(void **state)
{
    struct fixture *fixture = *state;
    char token[64] = "";
    uint64_t person = join(fixture, fixture->open, "Guest", token);
    char before[64];
    memcpy(before, token, sizeof before);
    assert_int_equal(join(fixture, fixture->open, "Guest", token), person);
    assert_string_equal(token, before);
    char path[64];
    struct knock knock = { .query = "", .token = token, .peer = "", .host = "" };
    snprintf(path, sizeof path, "/ws/%s", fixture->id);
    knock.path = path;
    assert_int_equal(gate_admit(fixture->world.app, &knock), 0);
}

static void wrong_joining_is_refused(void **state)
{
    struct fixture *fixture = *state;
    char body[512];
    ask(fixture, "POST", "/api/join", "", "{\"code\":\"ABCD2345\",\"name\":\"x\"}");
    expect(fixture, 404, "code_unknown");
    snprintf(body, sizeof body, "{\"code\":\"%s\",\"name\":\"\"}", fixture->open);
    ask(fixture, "POST", "/api/join", "", body);
    expect(fixture, 400, "missing");
    snprintf(body, sizeof body, "{\"code\":\"%s\",\"name\":\"%080d\"}", fixture->open, 0);
    ask(fixture, "POST", "/api/join", "", body);
    expect(fixture, 400, "too_long");
    snprintf(body, sizeof body, "{\"code\":\"%s\",\"name\":\"a\\u0007b\"}", fixture->open);
    ask(fixture, "POST", "/api/join", "", body);
    expect(fixture, 400, "bad_argument");
    snprintf(body, sizeof body, "{\"code\":\"%s\",\"name\":\"a\",\"delegation\":9999}", fixture->open);
    ask(fixture, "POST", "/api/join", "", body);
    expect(fixture, 404, "not_found");
}

static void guessing_codes_waits(void **state)
{
    struct fixture *fixture = *state;
    char token[64] = "";
    for (int i = 0; i < 10; i++) {
        ask(fixture, "GET", "/api/code/AAAA-2222", "", NULL);
        expect(fixture, 404, "code_unknown");
        fixture->world.now += 300;
    }
    ask(fixture, "GET", "/api/code/AAAA-2222", "", NULL);
    expect(fixture, 429, "slow_down");
    char path[64];
    snprintf(path, sizeof path, "/api/code/%s", fixture->open);
    world_ask_from(&fixture->world, "192.0.2.9", "GET", path, "", NULL);
    expect(fixture, 200, NULL);
    fixture->world.now += 61000;
    join(fixture, fixture->open, "Guest", token);
    for (int i = 0; i < 40; i++) {
        ask(fixture, "GET", "/api/code/AAAA-2222", "", NULL);
        expect(fixture, 404, "code_unknown");
        fixture->world.now += 300;
    }
}

static void person_who_listens_stays_a_person(void **state)
{
    struct fixture *fixture = *state;
    char body[128], token[64] = "";
    join(fixture, fixture->egypt, "Delegate", token);
    snprintf(body, sizeof body, "{\"code\":\"%s\"}", fixture->open);
    ask(fixture, "POST", "/api/listen", token, body);
    expect(fixture, 200, NULL);
    ask(fixture, "GET", "/api/me", token, NULL);
    assert_non_null(strstr(fixture->world.answer.body, "\"role\":\"delegate\""));
}

static bool is_trusted(const struct fixture *fixture, const char *token, size_t n)
{
    struct knock knock = { .path = "/api/workshops/file", .query = "", .token = token, .peer = "127.0.0.1" };
    return gate_trusts(fixture->world.app, &knock, n);
}

static void large_bodies_are_for_those_who_have_a_place(void **state)
{
    struct fixture *fixture = *state;
    char delegate[64] = "";
    join(fixture, fixture->egypt, "Delegate", delegate);
    assert_true(is_trusted(fixture, fixture->token, GRID_FILE_MAX + 1));
    assert_true(is_trusted(fixture, delegate, GRID_FILE_MAX));
    assert_false(is_trusted(fixture, delegate, GRID_FILE_MAX + 1));
    assert_false(is_trusted(fixture, "", 1));
}

/* Who was there comes in to read, also with another code; anybody else may listen, and is told so. */
static void a_closed_workshop_is_read(void **state)
{
    struct fixture *fixture = *state;
    char guest[64] = "", body[128];
    const uint64_t person = join(fixture, fixture->open, "Guest", guest);
    run(fixture, "workshop.live", "{}");
    run(fixture, "workshop.close", "{}");
    snprintf(body, sizeof body, "{\"code\":\"%s\",\"name\":\"New\",\"language\":\"fr\"}", fixture->open);
    ask(fixture, "POST", "/api/join", "", body);
    expect(fixture, 409, "join_closed");
    assert_non_null(strstr(fixture->world.answer.body, "“Just listen”"));
    assert_int_equal(join(fixture, fixture->egypt, "Guest", guest), person);
    snprintf(body, sizeof body, "{\"code\":\"%s\"}", fixture->open);
    ask(fixture, "POST", "/api/listen", "", body);
    expect(fixture, 200, NULL);
}

static void full_disk_gives_no_seat(void **state)
{
    struct fixture *fixture = *state;
    char body[128];
    snprintf(body, sizeof body, "{\"code\":\"%s\"}", fixture->open);
    fixture->world.disk_says = STORE_IO;
    ask(fixture, "POST", "/api/listen", "", body);
    expect(fixture, 507, "storage");
    assert_string_equal(fixture->world.answer.cookie, "");
    fixture->world.disk_says = STORE_OK;
    ask(fixture, "POST", "/api/listen", "", body);
    expect(fixture, 200, NULL);
    char token[64];
    world_token(&fixture->world, token);
    ask(fixture, "GET", "/api/me", token, NULL);
    assert_non_null(strstr(fixture->world.answer.body, "\"role\":\"listener\""));
}

/* ---- what staff hand out */

static void only_staff_hand_out(void **state)
{
    struct fixture *fixture = *state;
    char path[128], token[64] = "";
    join(fixture, fixture->egypt, "Delegate", token);
    ask(fixture, "GET", path_of(fixture, path, "codes"), token, NULL);
    expect(fixture, 403, "forbidden");
    ask(fixture, "POST", path_of(fixture, path, "codes"), token, "{\"delegation\":0}");
    expect(fixture, 403, "forbidden");
    ask(fixture, "POST", path_of(fixture, path, "links"), token, "{\"screen\":true}");
    expect(fixture, 403, "forbidden");
    ask(fixture, "GET", path_of(fixture, path, "qr?path=/j/x"), token, NULL);
    expect(fixture, 403, "forbidden");
    ask(fixture, "GET", "/api/w/nowhere/codes", fixture->token, NULL);
    expect(fixture, 404, "not_found");
}

static void personal_link_admits(void **state)
{
    struct fixture *fixture = *state;
    char path[128], link[64], body[128], token[64] = "";
    uint64_t person = join(fixture, fixture->egypt, "Delegate", token);
    snprintf(body, sizeof body, "{\"person\":%d}", (int)person);
    ask(fixture, "POST", path_of(fixture, path, "links"), fixture->token, body);
    expect(fixture, 200, NULL);
    world_text(&fixture->world, "path", link, sizeof link);
    assert_int_equal(strncmp(link, "/j/", 3), 0);
    snprintf(body, sizeof body, "{\"token\":\"%s\"}", link + 3);
    ask(fixture, "POST", "/api/link", "", body);
    expect(fixture, 200, NULL);
    assert_int_equal(world_number(&fixture->world, "person"), person);
    ask(fixture, "POST", path_of(fixture, path, "links"), fixture->token, "{\"person\":9999}");
    expect(fixture, 404, "not_found");
    ask(fixture, "POST", path_of(fixture, path, "links"), fixture->token, "{\"screen\":true}");
    world_text(&fixture->world, "path", link, sizeof link);
    snprintf(body, sizeof body, "{\"token\":\"%s\"}", link + 3);
    ask(fixture, "POST", "/api/link", "", body);
    expect(fixture, 200, NULL);
    assert_int_equal(world_number(&fixture->world, "person"), 0);
    assert_non_null(strstr(fixture->world.answer.body, "\"role\":\"screen\""));
}

static void nobody_hands_out_more_than_they_have(void **state)
{
    struct fixture *fixture = *state;
    char path[128], link[64], body[128], token[64] = "";
    uint64_t person = join(fixture, fixture->egypt, "Delegate", token);
    uint64_t facilitator = fixture->facilitator;
    snprintf(body, sizeof body, "{\"id\":%d,\"role\":\"cofacilitator\"}", (int)person);
    run(fixture, "person.edit", body);
    snprintf(body, sizeof body, "{\"person\":%d}", (int)facilitator);
    ask(fixture, "POST", path_of(fixture, path, "links"), token, body);
    expect(fixture, 403, "forbidden");
    snprintf(body, sizeof body, "{\"person\":%d}", (int)person);
    ask(fixture, "POST", path_of(fixture, path, "links"), token, body);
    expect(fixture, 200, NULL);
    world_text(&fixture->world, "path", link, sizeof link);
    assert_int_equal(strlen(link), 46);
    snprintf(body, sizeof body, "{\"person\":%d}", (int)facilitator);
    ask(fixture, "POST", path_of(fixture, path, "links"), fixture->token, body);
    expect(fixture, 200, NULL);
}

static void new_code_kills_the_former(void **state)
{
    struct fixture *fixture = *state;
    char path[128], body[64], code[16];
    snprintf(body, sizeof body, "{\"delegation\":%d}", (int)fixture->egypt_id);
    ask(fixture, "POST", path_of(fixture, path, "codes"), fixture->token, body);
    expect(fixture, 200, NULL);
    world_text(&fixture->world, "code", code, sizeof code);
    assert_string_not_equal(code, fixture->egypt);
    snprintf(path, sizeof path, "/api/code/%s", fixture->egypt);
    ask(fixture, "GET", path, "", NULL);
    expect(fixture, 404, "code_unknown");
    snprintf(path, sizeof path, "/api/code/%s", code);
    ask(fixture, "GET", path, "", NULL);
    expect(fixture, 200, NULL);
}

static void qr_is_drawn_for_our_paths_only(void **state)
{
    struct fixture *fixture = *state;
    char path[128];
    ask(fixture, "GET", path_of(fixture, path, "qr?path=%2Fjoin%2FABCD-2345"), fixture->token, NULL);
    expect(fixture, 200, NULL);
    assert_string_equal(fixture->world.answer.type, "image/svg+xml");
    assert_int_equal(strncmp(fixture->world.answer.body, "<svg ", 5), 0);
    static const char *const wrong[] = { "qr",
                                         "qr?path=abc",
                                         "qr?path=",
                                         "qr?path=/etc",
                                         "qr?path=/j/",
                                         "qr?path=/j/a%22b",
                                         "qr?path=/j/../x",
                                         "qr?path=%zz",
                                         "qr?path=/j/a%00b" };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        ask(fixture, "GET", path_of(fixture, path, wrong[i]), fixture->token, NULL);
        expect(fixture, 400, "bad_argument");
    }
}

/* ---- documents */

static void document_shows_what_its_reader_may_see(void **state)
{
    struct fixture *fixture = *state;
    char path[128], token[64] = "", args[128];
    uint64_t person = join(fixture, fixture->egypt, "Delegate", token);
    snprintf(args, sizeof args, "{\"id\":%d,\"contact\":\"secret@example.org\"}", (int)person);
    run(fixture, "person.edit", args);
    run(fixture, "item.create",
        "{\"day\":1,\"kind\":\"opening\",\"title\":{\"en\":\"Opening\"},\"staff_notes\":\"x\"}");
    ask(fixture, "GET", path_of(fixture, path, "export?format=csv&lang=fr"), fixture->token, NULL);
    expect(fixture, 200, NULL);
    assert_string_equal(fixture->world.answer.type, "text/csv; charset=utf-8");
    assert_string_equal(fixture->world.answer.body, "document 0 format 1 lang 1 lang2 3 clean 0 notes 1 contact 1");
    assert_string_equal(fixture->world.answer.disposition, "attachment; filename=\"Ta----x.csv\"; "
                                                           "filename*=UTF-8''Un%20atelier%20%C3%A9tendu.csv");
    run(fixture, "workshop.edit", "{\"title\":{\"fr\":\"../..\\\\a: \\u202eb?\"}}");
    ask(fixture, "GET", path_of(fixture, path, "export?format=csv&lang=fr"), fixture->token, NULL);
    assert_string_equal(fixture->world.answer.disposition, "attachment; filename=\"Ta----x.csv\"; "
                                                           "filename*=UTF-8''a-%20b-.csv");
    run(fixture, "workshop.edit", "{\"name\":\"-rf *\",\"title\":{\"fr\":\" -/. *\"}}");
    ask(fixture, "GET", path_of(fixture, path, "export/plan.pdf?lang=fr"), fixture->token, NULL);
    assert_int_equal(strncmp(fixture->world.answer.disposition,
                             "attachment; filename=\"rf---plan-fr.pdf\"; "
                             "filename*=UTF-8''plenary%20-%20",
                             72),
                     0);
    ask(fixture, "GET", path_of(fixture, path, "export"), token, NULL);
    expect(fixture, 200, NULL);
    assert_string_equal(fixture->world.answer.body, "document 0 format 0 lang 2 lang2 3 clean 0 notes 0 contact 0");
    ask(fixture, "GET", path_of(fixture, path, "export?format=exe"), token, NULL);
    expect(fixture, 400, "bad_argument");
    snprintf(args, sizeof args, "{\"id\":%d}", (int)person);
    run(fixture, "person.remove", args);
    ask(fixture, "GET", path_of(fixture, path, "export"), token, NULL);
    expect(fixture, 403, "forbidden");
}

static void documents_by_name(void **state)
{
    struct fixture *fixture = *state;
    char path[128];
    static const char *const wrong[] = { "export/plan",
                                         "export/plan.exe",
                                         "export/plans.pdf",
                                         "export/report.csv",
                                         "export/agenda.json",
                                         "export/.pdf",
                                         "export/plan.docx?lang=de",
                                         "export/plan.docx?lang2=xx",
                                         "export/plan.docx?brackets=2",
                                         "export/plan.pdf.docx" };
    ask(fixture, "GET", path_of(fixture, path, "export/report.docx?lang=fr&lang2=ar&brackets=0"), fixture->token, NULL);
    expect(fixture, 200, NULL);
    assert_string_equal(fixture->world.answer.body, "document 6 format 2 lang 1 lang2 0 clean 1 notes 0 contact 0");
    assert_non_null(strstr(fixture->world.answer.disposition, "filename=\"Ta----x-report-fr.docx\"; "));
    ask(fixture, "GET", path_of(fixture, path, "export/plan.html"), fixture->token, NULL);
    expect(fixture, 200, NULL);
    assert_string_equal(fixture->world.answer.policy, "sandbox; default-src 'none'; style-src 'unsafe-inline'");
    assert_int_equal(strncmp(fixture->world.answer.disposition, "attachment;", 11), 0);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        ask(fixture, "GET", path_of(fixture, path, wrong[i]), fixture->token, NULL);
        expect(fixture, 400, "bad_argument");
    }
}

static void attendance_is_for_facilitators(void **state)
{
    struct fixture *fixture = *state;
    char path[128], token[64] = "";
    join(fixture, fixture->egypt, "Delegate", token);
    path_of(fixture, path, "export/attendance.xlsx");
    ask(fixture, "GET", path, token, NULL);
    expect(fixture, 403, "forbidden");
    ask(fixture, "GET", path, fixture->token, NULL);
    expect(fixture, 200, NULL);
}

static void two_documents_at_a_time(void **state)
{
    struct fixture *fixture = *state;
    char path[128];
    path_of(fixture, path, "export");
    fixture->world.hold_works = true;
    ask(fixture, "GET", path, fixture->token, NULL);
    ask(fixture, "GET", path, fixture->token, NULL);
    assert_int_equal(fixture->world.answer.status, 0);
    ask(fixture, "GET", path, fixture->token, NULL);
    expect(fixture, 503, "document_busy");
    unsigned before = fixture->world.n_replies;
    fixture->world.hold_works = false;
    world_settle(&fixture->world);
    assert_int_equal(fixture->world.n_replies, before + 2);
    ask(fixture, "GET", path, fixture->token, NULL);
    expect(fixture, 200, NULL);
}

/* Both places are hers; somebody else was turned away, and comes again when one of them is free. */
static void nobody_keeps_others_from_documents(void **state)
{
    struct fixture *fixture = *state;
    char path[128], token[64] = "";
    join(fixture, fixture->egypt, "Delegate", token);
    path_of(fixture, path, "export");
    fixture->world.hold_works = true;
    ask(fixture, "GET", path, fixture->token, NULL);
    ask(fixture, "GET", path, fixture->token, NULL);
    ask(fixture, "GET", path, token, NULL);
    expect(fixture, 503, "document_busy");
    fixture->world.hold_works = false;
    world_settle(&fixture->world);
    fixture->world.hold_works = true;
    ask(fixture, "GET", path, fixture->token, NULL);
    assert_int_equal(fixture->world.answer.status, 0);
    ask(fixture, "GET", path, fixture->token, NULL);
    expect(fixture, 503, "document_busy");
    ask(fixture, "GET", path, token, NULL);
    assert_int_equal(fixture->world.answer.status, 0);
    fixture->world.hold_works = false;
    world_settle(&fixture->world);
    expect(fixture, 200, NULL);
    fixture->world.now += ENDPOINT_TURN_MS;
    fixture->world.hold_works = true;
    ask(fixture, "GET", path, fixture->token, NULL);
    ask(fixture, "GET", path, fixture->token, NULL);
    assert_int_equal(fixture->world.answer.status, 0);
    fixture->world.hold_works = false;
    world_settle(&fixture->world);
}

static bool export_fails(struct buf *out, const struct room *room, const struct export_request *request)
{
    (void)out, (void)room, (void)request;
    return false;
}

static bool export_overflows(struct buf *out, const struct room *room, const struct export_request *request)
{
    (void)room, (void)request;
    while (!out->full)
        buf_text(out, "a document without end, a document without end, a document without end");
    return false;
}

/* `ms`: how long it takes. */
static void refused(struct fixture *fixture, const char *document, int64_t ms, int status, const char *code)
{
    char path[128];
    fixture->world.hold_works = true;
    ask(fixture, "GET", path_of(fixture, path, document), fixture->token, NULL);
    fixture->world.now += ms;
    fixture->world.hold_works = false;
    world_settle(&fixture->world);
    expect(fixture, status, code);
}

static void refused_document_says_why(void **state)
{
    struct fixture *fixture = *state;
    fixture->world.platform.export_room = export_fails;
    refused(fixture, "export/plan.pdf", 0, 500, "document_failed");
    refused(fixture, "export/plan.pdf", ENDPOINT_EXPORT_MS, 503, "document_slow");
    refused(fixture, "export/bundle.zip", ENDPOINT_EXPORT_MS, 503, "bundle_slow");
    fixture->world.platform.export_room = export_overflows;
    refused(fixture, "export/plan.docx", 0, 413, "document_large");
    assert_non_null(strstr(fixture->world.answer.body, "20 MiB"));
    refused(fixture, "export/bundle.zip", 0, 413, "bundle_large");
}

static void unwanted_document_is_given_up(void **state)
{
    struct fixture *fixture = *state;
    char path[128];
    path_of(fixture, path, "export");
    fixture->world.hold_works = true;
    ask(fixture, "GET", path, fixture->token, NULL);
    gate_request_gone(fixture->world.app, fixture->world.last_request - 1);
    gate_request_gone(fixture->world.app, fixture->world.last_request);
    fixture->world.hold_works = false;
    world_settle(&fixture->world);
    expect(fixture, 503, "document_busy");
    ask(fixture, "GET", path, fixture->token, NULL);
    expect(fixture, 200, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        room_case("a code shows what it opens", code_shows_what_it_opens),
        room_case("the open code makes guests, a delegation's code admits", open_code_makes_guests),
        room_case("joining again is the same person", joining_again_is_the_same_person),
        room_case("wrong joining is refused", wrong_joining_is_refused),
        room_case("P3 guessing codes waits, less so where somebody was let in", guessing_codes_waits),
        room_case("a person who listens stays a person", person_who_listens_stays_a_person),
        room_case("a large body is taken of accounts, a sheet of persons, nothing of others",
                  large_bodies_are_for_those_who_have_a_place),
        room_case("a closed workshop is joined by nobody, and told how it is read", a_closed_workshop_is_read),
        room_case("on a full disk nobody gets a seat", full_disk_gives_no_seat),
        room_case("only staff hand out codes, links and pictures of them", only_staff_hand_out),
        room_case("a personal link admits as that person, a screen's link as a screen", personal_link_admits),
        room_case("nobody hands out a link for rights above their own", nobody_hands_out_more_than_they_have),
        room_case("a new code kills the former one", new_code_kills_the_former),
        room_case("a QR code is drawn for our own paths only", qr_is_drawn_for_our_paths_only),
        room_case("a document shows what its reader may see, under a safe name",
                  document_shows_what_its_reader_may_see),
        room_case("documents are asked for by name and format, and a page of HTML comes sandboxed", documents_by_name),
        room_case("Y3 sheets of attendance are for facilitators", attendance_is_for_facilitators),
        room_case("two documents are made at a time", two_documents_at_a_time),
        room_case("whoever was turned away finds a place before another has both", nobody_keeps_others_from_documents),
        room_case("a document that is too large, too slow or impossible is refused in so many words",
                  refused_document_says_why),
        room_case("a document that nobody waits for is given up", unwanted_document_is_given_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
