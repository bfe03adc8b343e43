/* Lists of people and agendas as files, over HTTP: what is taken, what is told, and that nothing is half done. */
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/sheet.h"
#include "base/mem.h"
#include "core/limits.h"
#include "support_app_http.h"

/* A file to `tail` of the workshop's calls, by whoever `token` is. */
static void send_as(struct fixture *fixture, const char *token, const char *tail, const char *file)
{
    char path[128];
    fixture->world.type = "text/csv; charset=utf-8";
    ask(fixture, "POST", path_of(fixture, path, tail), token, file);
    fixture->world.type = NULL;
}

static void send(struct fixture *fixture, const char *tail, const char *file)
{
    send_as(fixture, fixture->token, tail, file);
}

static bool says(const struct fixture *fixture, const char *text)
{
    if (strstr(fixture->world.answer.body, text) != NULL)
        return true;
    print_message("%s\nis not in\n%s\n", text, fixture->world.answer.body);
    return false;
}

struct look {
    uint64_t seq;
    size_t n[KIND_N];
    char people[2000], items[4000];
};

static void look_at(void *context, enum hub_status status, const struct room *room)
{
    struct look *look = context;
    assert_int_equal(status, HUB_OK);
    look->seq = room->seq;
    for (int kind = 0; kind < KIND_N; kind++)
        look->n[kind] = room->live[kind].n;
    size_t used = 0, n;
    for (size_t i = 0; i < room->live[KIND_PERSON].n; i++) {
        const struct person *p = (const struct person *)room->live[KIND_PERSON].v[i];
        const struct delegation *of = room_delegation(room, p->delegation);
        used += (size_t)snprintf(look->people + used, sizeof look->people - used, "%s/%s/%s/%s/%s/%d%d%d;", p->name,
                                 of == NULL ? "-" : ml_text(&of->name, LANG_EN), role_word((enum role)p->role),
                                 p->function == NULL ? "-" : p->function, p->contact == NULL ? "-" : p->contact,
                                 p->head, p->language, p->mode);
        assert_true(used < sizeof look->people);
    }
    used = 0;
    struct entity **items = room_sorted(room, KIND_ITEM, 0, &n);
    for (size_t i = 0; i < n; i++) {
        const struct item *item = (const struct item *)items[i];
        used += (size_t)snprintf(look->items + used, sizeof look->items - used, "%d %s %d %d %s/%s/%s %d %u;",
                                 (int)item->day, item->start == NULL ? "-" : item->start, (int)item->minutes,
                                 item->item_kind, item->title.text[LANG_AR] == NULL ? "" : item->title.text[LANG_AR],
                                 item->title.text[LANG_FR] == NULL ? "" : item->title.text[LANG_FR],
                                 item->title.text[LANG_EN] == NULL ? "" : item->title.text[LANG_EN], item->fixed,
                                 item->documents.n);
        assert_true(used < sizeof look->items);
    }
    mem_free(items);
}

static struct look *look(struct fixture *fixture)
{
    struct look *found = mem_zero(1, sizeof *found);
    hub_read(fixture->world.app->hub, fixture->id, look_at, found);
    world_settle(&fixture->world);
    return found;
}

static uint64_t seq_of(struct fixture *fixture)
{
    struct look *found = look(fixture);
    uint64_t seq = found->seq;
    mem_free(found);
    return seq;
}

static void a_list_of_people_is_taken(void **state)
{
    struct fixture *fixture = *state;
    static const char file[] = "\xef\xbb\xbf"
                               "Nom;Pays;Rôle;Fonction;Chef de délégation;Langue;Mode;Courriel\r\n"
                               "Leila Ben Youssef;eg;;Directrice des TI;oui;fr;en salle;leila@example.org\r\n"
                               "\"Amr \"\"le grand\"\"\";EGYPT;rapporteur;;non;العربية;phone;\r\n"
                               ";;;;;;;\r\n"
                               "Observer;WCO;;;;;;\r\n";
    send(fixture, "import/people?dry=1", file);
    expect(fixture, 200, NULL);
    assert_true(says(fixture, "\"created\":3"));
    assert_true(says(fixture, "\"errors\":[]"));
    uint64_t before = seq_of(fixture);
    send(fixture, "import/people", file);
    expect(fixture, 200, NULL);
    assert_true(says(
        fixture,
        "{\"line\":2,\"name\":\"Leila Ben Youssef\",\"delegation\":\"eg\",\"role\":\"delegate\",\"known\":false}"));
    assert_true(says(fixture, "\"delegations\":[]"));
    struct look *after = look(fixture);
    assert_int_equal(after->seq, before + 3);
    assert_non_null(strstr(after->people, "Leila Ben Youssef/Egypt/delegate/Directrice des TI/leila@example.org/121;"));
    assert_non_null(strstr(after->people, "Amr \"le grand\"/Egypt/rapporteur/-/-/012;"));
    assert_non_null(strstr(after->people, "Observer/WCO/observer/-/-/000;"));
    mem_free(after);
    /* Who is there already stays as they are. */
    send(fixture, "import/people", "name,delegation\nleila ben youssef,Egypt\nNew,Egypt\n");
    expect(fixture, 200, NULL);
    assert_true(says(fixture, "\"created\":1"));
    assert_true(
        says(fixture, "\"name\":\"leila ben youssef\",\"delegation\":\"Egypt\",\"role\":\"delegate\",\"known\":true"));
    assert_int_equal(seq_of(fixture), before + 4);
}

static void with_one_wrong_line_nothing_is_done(void **state)
{
    struct fixture *fixture = *state;
    static const char file[] = "name,delegation,role,head,language,mode,group\n"
                               "Good,Egypt,,,,,\n"
                               "Bad role,Egypt,king,,,,\n"
                               ",Egypt,,,,,\n"
                               "Bad head,Egypt,,perhaps,,,\n"
                               "Bad language,Egypt,,,de,,\n"
                               "Bad mode,Egypt,,,,by boat,\n"
                               "No group,Egypt,,,,,Group 9\n"
                               "Atlantis,Atlantis,,,,,\n"
                               "Atlantis too,Atlantis,,,,,\n"
                               "Country,ZZ,,,,,\n"
                               "good,EG,,,,,\n"
                               "Too,many,cells,,,,,here\n";
    uint64_t before = seq_of(fixture);
    send(fixture, "import/people", file);
    expect(fixture, 400, "bad_rows");
    assert_true(says(
        fixture, "{\"line\":3,\"column\":\"role\",\"problem\":\"not_possible\",\"value\":\"king\",\"say\":{\"ar\":"));
    assert_true(says(fixture, "{\"line\":4,\"column\":\"name\",\"problem\":\"missing\""));
    assert_true(says(fixture, "{\"line\":5,\"column\":\"head\",\"problem\":\"yes_no\",\"value\":\"perhaps\""));
    assert_true(says(fixture, "{\"line\":6,\"column\":\"language\",\"problem\":\"not_possible\""));
    assert_true(says(fixture, "{\"line\":7,\"column\":\"mode\",\"problem\":\"not_possible\""));
    assert_true(says(fixture, "{\"line\":8,\"column\":\"group\",\"problem\":\"unknown\",\"value\":\"Group 9\""));
    assert_true(says(fixture, "{\"line\":9,\"column\":\"delegation\",\"problem\":\"unknown\",\"value\":\"Atlantis\""));
    assert_false(strstr(fixture->world.answer.body, "\"line\":10,\"column\"") != NULL);
    assert_true(says(fixture, "{\"line\":11,\"column\":\"delegation\",\"problem\":\"unknown\",\"value\":\"ZZ\""));
    assert_true(says(fixture, "{\"line\":12,\"column\":\"name\",\"problem\":\"twice\""));
    assert_true(says(fixture, "{\"line\":13,\"problem\":\"fields\",\"value\":\"here\""));
    assert_true(says(fixture, "\"delegations\":[\"Atlantis\""));
    assert_true(says(fixture, "\"created\":0"));
    assert_int_equal(seq_of(fixture), before);
    send(fixture, "import/people?dry=1", file);
    expect(fixture, 200, NULL);
    assert_int_equal(seq_of(fixture), before);
}

static void delegations_come_along_when_asked(void **state)
{
    struct fixture *fixture = *state;
    static const char file[] = "الاسم\tالوفد\nأمينة\tتونس\nBob\tتونس\n";
    send(fixture, "import/people", file);
    expect(fixture, 400, "bad_rows");
    send(fixture, "import/people?delegations=1", file);
    expect(fixture, 200, NULL);
    assert_true(says(fixture, "\"delegations\":[\"تونس\"]"));
    struct look *found = look(fixture);
    assert_int_equal(found->n[KIND_DELEGATION], 3);
    assert_non_null(strstr(found->people, "أمينة/تونس/delegate"));
    mem_free(found);
}

static void what_is_no_list_is_told(void **state)
{
    struct fixture *fixture = *state;
    char path[128];
    uint64_t before = seq_of(fixture);
    send(fixture, "import/people", "");
    expect(fixture, 400, "bad_rows");
    assert_true(says(fixture, "\"problem\":\"empty\""));
    send(fixture, "import/people", "name\nd\xe9l\xe9gu\xe9\n");
    assert_true(says(fixture, "{\"line\":0,\"problem\":\"encoding\""));
    send(fixture, "import/people", "name,shoe size\nA,44\n");
    assert_true(says(fixture, "{\"line\":1,\"problem\":\"column_unknown\",\"value\":\"shoe size\""));
    send(fixture, "import/people", "name,nom\nA,B\n");
    assert_true(says(fixture, "{\"line\":1,\"column\":\"name\",\"problem\":\"column_twice\""));
    send(fixture, "import/people", "role\nexpert\n");
    assert_true(says(fixture, "\"column\":\"name\",\"problem\":\"column_missing\""));
    send(fixture, "import/people", "name\nA\n\"open\n");
    assert_true(says(fixture, "{\"line\":3,\"problem\":\"quotes\""));
    ask(fixture, "POST", path_of(fixture, path, "import/people"), fixture->token, "{\"name\":1}");
    expect(fixture, 415, "bad_frame");
    fixture->world.type = "text/plain";
    ask(fixture, "POST", path_of(fixture, path, "import/agenda"), fixture->token, "title\nA\n");
    expect(fixture, 415, "bad_frame");
    fixture->world.type = NULL;
    assert_int_equal(seq_of(fixture), before);
}

static void a_name_that_is_too_long_is_told(void **state)
{
    struct fixture *fixture = *state;
    char file[200] = "name\n";
    memset(file + 5, 'x', LIMIT_NAME + 1);
    send(fixture, "import/people", file);
    expect(fixture, 400, "bad_rows");
    assert_true(says(fixture, "{\"line\":2,\"column\":\"name\",\"problem\":\"too_long\""));
}

static void only_staff_bring_lists_and_only_facilitators_facilitators(void **state)
{
    struct fixture *fixture = *state;
    char token[64] = "", other[64] = "", args[80];
    uint64_t delegate = join(fixture, fixture->egypt, "Delegate", token);
    send_as(fixture, token, "import/people", "name\nA\n");
    expect(fixture, 403, "forbidden");
    send_as(fixture, "", "import/people", "name\nA\n");
    expect(fixture, 401, "no_account");
    snprintf(args, sizeof args, "{\"id\":%d,\"role\":\"cofacilitator\"}", (int)delegate);
    run(fixture, "person.edit", args);
    send_as(fixture, token, "import/people", "name,role\nA,expert\nB,facilitator\n");
    expect(fixture, 400, "bad_rows");
    assert_true(says(fixture, "{\"line\":3,\"column\":\"role\",\"problem\":\"forbidden\""));
    send_as(fixture, token, "import/people", "name,role\nA,expert\n");
    expect(fixture, 200, NULL);
    join(fixture, fixture->open, "Guest", other);
    send_as(fixture, other, "import/agenda", "title\nA\n");
    expect(fixture, 403, "forbidden");
}

/* Formulas stay text; what only looks like a command of ours is a name. */
static void hostile_cells_are_only_text(void **state)
{
    struct fixture *fixture = *state;
    send(fixture, "import/people",
         "name,contact\n\"=cmd|' /C calc'!A0\",\"<script>alert(1)</script>\"\n\"\"\"},{\"\"do\"\":\"\"x\",\n");
    expect(fixture, 200, NULL);
    struct look *found = look(fixture);
    assert_non_null(strstr(found->people, "=cmd|' /C calc'!A0/-/observer/-/<script>alert(1)</script>/"));
    assert_non_null(strstr(found->people, "\"},{\"do\":\"x/-/observer"));
    mem_free(found);
    send(fixture, "import/people",
         "name\nA\x01"
         "B\n");
    expect(fixture, 400, "bad_rows");
}

static void more_people_than_a_workshop_holds_are_refused_together(void **state)
{
    struct fixture *fixture = *state;
    struct buf file;
    uint64_t before = seq_of(fixture);
    buf_init(&file, LIMIT_IMPORT);
    buf_text(&file, "name\n");
    for (int i = 0; i < LIMIT_PEOPLE; i++)
        buf_print(&file, "Person %d\n", i);
    send(fixture, "import/people", file.data);
    expect(fixture, 400, "bad_rows");
    assert_true(says(fixture, "\"problem\":\"limit\""));
    assert_int_equal(seq_of(fixture), before);
    buf_free(&file);
}

static void an_agenda_is_taken(void **state)
{
    struct fixture *fixture = *state;
    static const char file[] =
        "day,start,minutes,kind,title_en,title_fr,title_ar,fixed,link,documents,notes\n"
        "1,9:00,30,Opening,Opening,Ouverture,الافتتاح,yes,https://meet.example.org/1,https://example.org/a First paper|http://example.org/b,\n"
        ",09h30,45,tour de table,Round,,,,,,\"One\nTwo\"\n"
        "2026-11-17,14:00:00,,,Talk,,,x,,,\n";
    send(fixture, "import/agenda", file);
    expect(fixture, 200, NULL);
    assert_true(says(fixture, "\"created\":3"));
    struct look *found = look(fixture);
    assert_string_equal(found->items,
                        "1 09:00 30 0 الافتتاح/Ouverture/Opening 1 2;1 09:30 45 2 //Round 0 0;2 14:00 0 3 //Talk 1 0;");
    mem_free(found);
    /* Another plan in its place. */
    send(fixture, "import/agenda?replace=1", "title\nمرحبا\nBonjour\n");
    expect(fixture, 200, NULL);
    found = look(fixture);
    assert_string_equal(found->items, "1 - 0 3 مرحبا// 0 0;1 - 0 3 //Bonjour 0 0;");
    mem_free(found);
}

static void wrong_lines_of_an_agenda_are_told(void **state)
{
    struct fixture *fixture = *state;
    static const char file[] = "day,start,minutes,kind,title,fixed,link,documents,group\n"
                               "x,,,,A,,,,\n"
                               "1,25:00,,,A,,,,\n"
                               "1,,many,,A,,,,\n"
                               "1,,,party,A,,,,\n"
                               "1,,,,,,,,\n"
                               "1,,,,A,perhaps,,,\n"
                               "1,,,,A,,javascript:alert(1),,\n"
                               "1,,,,A,,,ftp://example.org/a,\n"
                               "1,,,,A,,,,Nobody\n"
                               "99,,,,A,,,,\n"
                               "2026-02-31,,,,A,,,,\n"
                               "1,,,,A,,https://a\"b,,\n"
                               "0000-00-00,,,,A,,,,\n"
                               "9999-99-99,,,,A,,,,\n";
    uint64_t before = seq_of(fixture);
    static const char *const wanted[] = {
        "{\"line\":2,\"column\":\"day\",\"problem\":\"number\"",
        "{\"line\":3,\"column\":\"start\",\"problem\":\"time\"",
        "{\"line\":4,\"column\":\"minutes\",\"problem\":\"number\"",
        "{\"line\":5,\"column\":\"kind\",\"problem\":\"not_possible\"",
        "{\"line\":6,\"column\":\"title\",\"problem\":\"missing\"",
        "{\"line\":7,\"column\":\"fixed\",\"problem\":\"yes_no\"",
        "{\"line\":8,\"column\":\"link\",\"problem\":\"link\"",
        "{\"line\":9,\"column\":\"documents\",\"problem\":\"link\"",
        "{\"line\":10,\"column\":\"group\",\"problem\":\"unknown\"",
        "{\"line\":11,\"column\":\"day\",\"problem\":\"number\"",
        "{\"line\":12,\"column\":\"day\",\"problem\":\"number\"",
        "{\"line\":13,\"column\":\"link\",\"problem\":\"link\"",
        "{\"line\":14,\"column\":\"day\",\"problem\":\"number\"",
        "{\"line\":15,\"column\":\"day\",\"problem\":\"number\"",
    };
    send(fixture, "import/agenda", file);
    expect(fixture, 400, "bad_rows");
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
        assert_true(says(fixture, wanted[i]));
    assert_int_equal(seq_of(fixture), before);
}

static void an_agenda_in_json_is_taken(void **state)
{
    struct fixture *fixture = *state;
    char path[128];
    path_of(fixture, path, "import/agenda");
    ask(fixture, "POST", path, fixture->token,
        "{\"agenda\":[{\"day\":1,\"title\":{\"fr\":\"Un\"}},{\"day\":2,\"kind\":\"break\",\"title\":\"Two\",\"minutes\":15}]}");
    expect(fixture, 200, NULL);
    struct look *found = look(fixture);
    assert_string_equal(found->items, "1 - 0 3 /Un/ 0 0;2 - 15 10 //Two 0 0;");
    uint64_t before = found->seq;
    mem_free(found);
    ask(fixture, "POST", path, fixture->token,
        "{\"agenda\":[{\"title\":\"Good\",\"day\":1},{\"title\":\"\",\"day\":1},{\"day\":1,\"title\":\"x\",\"kind\":\"party\"},5]}");
    expect(fixture, 400, "bad_rows");
    assert_true(says(fixture, "{\"line\":2,\"problem\":\"not_possible\""));
    assert_true(says(fixture, "{\"line\":3,\"problem\":\"not_possible\""));
    assert_true(says(fixture, "{\"line\":4,\"problem\":\"not_possible\""));
    ask(fixture, "POST", path, fixture->token, "{\"plan\":[]}");
    expect(fixture, 400, "missing");
    assert_int_equal(seq_of(fixture), before);
}

/* What is asked about the plan as JSON; the answer is in the fixture. */
static void send_plan(struct fixture *fixture, const char *tail, const char *plan)
{
    char path[128];
    ask(fixture, "POST", path_of(fixture, path, tail), fixture->token, plan);
}

static void a_plan_in_json_is_taken(void **state)
{
    struct fixture *fixture = *state;
    send(fixture, "import/people?delegations=1", "name,delegation\nA,Egypt\nB,Jordan\n");
    expect(fixture, 200, NULL);
    send_plan(
        fixture, "import/plan",
        "{\"plan\":[{\"theme\":\"T\",\"action\":{\"en\":\"Same\"},\"lead\":\"Egypt\"},"
        "{\"theme\":\"T\",\"action\":{\"en\":\"Same\"},\"partners\":[\"Egypt\",\"Jordan\"],\"due\":\"T+6 months\","
        "\"priority\":\"high\",\"status\":\"under_way\",\"percent\":25,\"risk\":{\"fr\":\"Un\",\"en\":\"One\"}}]}");
    expect(fixture, 200, NULL);
    assert_true(says(fixture, "\"created\":2,\"changed\":0"));
    uint64_t before = seq_of(fixture);
    /* Rows that are called alike are told apart by their numbers, and what is not said stays. */
    send_plan(fixture, "import/plan?dry=1",
              "{\"plan\":[{\"number\":\"1.2\",\"action\":{\"en\":\"Same\"},\"partners\":[\"Egypt\",\"Jordan\"],"
              "\"due\":\"T+6 months\",\"priority\":\"high\",\"status\":\"under_way\",\"percent\":25,"
              "\"risk\":{\"fr\":\"Un\",\"en\":\"One\",\"src\":\"en\"},\"state\":\"adopted\",\"adopted_at\":5},"
              "{\"number\":\"1.1\",\"action\":{\"en\":\"Same\"}}]}");
    expect(fixture, 200, NULL);
    assert_true(says(fixture, "{\"rows\":[],\"errors\":[],\"passed\":[],\"created\":0,\"changed\":0,\"more\":0}"));
    send_plan(fixture, "import/plan?dry=1",
              "{\"plan\":[{\"number\":\"1.2\",\"action\":{\"en\":\"Other\"},\"risk\":{\"fr\":\"\"},\"due\":null,"
              "\"partners\":[\"Jordan\"]},{\"action\":\"Third\",\"theme\":\"New\"}]}");
    expect(fixture, 200, NULL);
    assert_true(says(fixture, "{\"field\":\"title\",\"lang\":\"en\",\"was\":\"Same\",\"now\":\"Other\"}"));
    assert_true(says(fixture, "{\"field\":\"partners\",\"was\":\"Egypt; Jordan\",\"now\":\"Jordan\"}"));
    assert_true(says(fixture, "{\"field\":\"due\",\"was\":\"T+6 months\",\"now\":\"\"}"));
    assert_true(says(fixture, "{\"field\":\"risk\",\"lang\":\"fr\",\"was\":\"Un\",\"now\":\"\"}"));
    assert_true(says(fixture, "\"created\":1,\"changed\":1"));
    assert_int_equal(seq_of(fixture), before);
    /* Without numbers too each finds its own. */
    send_plan(fixture, "import/plan?dry=1",
              "{\"plan\":[{\"action\":\"Same\",\"percent\":30},{\"action\":\"Same\",\"percent\":40}]}");
    expect(fixture, 200, NULL);
    assert_true(says(fixture, "\"number\":\"1.1\""));
    assert_true(says(fixture, "\"number\":\"1.2\""));
    assert_true(says(fixture, "\"created\":0,\"changed\":2"));
}

/* The preview is of a copy, made in pieces; nothing of it is in the room. */
static void a_sheet_of_a_large_room_is_previewed(void **state)
{
    struct fixture *fixture = *state;
    for (int i = 0; i < 2 * ROOM_PIECE; i++)
        run(fixture, "recommendation.create", "{\"text\":\"Do it\"}");
    const uint64_t before = seq_of(fixture);
    send(fixture, "import/plan?dry=1", "title,due\nPublish a guide,2026-05-31\nTrain,soon\n");
    expect(fixture, 200, NULL);
    assert_true(says(fixture, "\"now\":\"Publish a guide\""));
    assert_true(says(fixture, "{\"line\":3,\"column\":\"due\",\"problem\":\"due\",\"value\":\"soon\""));
    send(fixture, "import/plan?dry=1", "title,due\nPublish a guide,2026-05-31\n");
    expect(fixture, 200, NULL);
    assert_true(says(fixture, "\"created\":1,\"changed\":0"));
    assert_int_equal(seq_of(fixture), before);
    send(fixture, "import/plan", "title,due\nPublish a guide,2026-05-31\n");
    expect(fixture, 200, NULL);
    assert_true(seq_of(fixture) > before);
}

/* An import that a worker has tried once, when the room has moved on since; the next try waits for a worker. */
static void try_once_too_late(struct fixture *fixture)
{
    char path[128], args[40];
    const uint64_t train = run(fixture, "action.create", "{\"title\":\"Train\"}");
    fixture->world.hold_works = true;
    ask(fixture, "POST", path_of(fixture, path, "import/plan"), fixture->token,
        "{\"plan\":[{\"action\":\"Train\",\"percent\":50},{\"action\":\"Publish\"}]}");
    assert_int_equal(fixture->world.answer.status, 0);
    snprintf(args, sizeof args, "{\"id\":%u}", (unsigned)train);
    run(fixture, "action.remove", args);
    fixture->world.one_work = true;
}

/* The row that it would have edited is gone: so it is made anew, and nobody comes between the second try and what it led to. */
static void a_plan_is_run_as_it_was_tried(void **state)
{
    struct fixture *fixture = *state;
    uint64_t other = UINT64_MAX;
    try_once_too_late(fixture);
    const uint64_t before = seq_of(fixture);
    assert_int_equal(fixture->world.answer.status, 0);
    hub_run(fixture->world.app->hub, fixture->id, "action.create", "{\"title\":\"Train\"}", ran, &other);
    world_settle(&fixture->world);
    assert_int_equal(other, UINT64_MAX);
    assert_int_equal(seq_of(fixture), before);
    fixture->world.hold_works = false;
    world_settle(&fixture->world);
    expect(fixture, 200, NULL);
    assert_true(says(fixture, "\"created\":2,\"changed\":0"));
    assert_int_equal(seq_of(fixture), before + 3);
    struct look *found = look(fixture);
    assert_int_equal(found->n[KIND_ACTION], 3);
    mem_free(found);
    assert_true(other != UINT64_MAX);
}

/* A copy is made in pieces, and younger than the first of them. */
static void a_plan_is_tried_no_earlier_than_its_copy(void **state)
{
    struct fixture *fixture = *state;
    char path[128];
    uint64_t other = UINT64_MAX;
    for (int i = 0; i < 2 * ROOM_PIECE; i++)
        run(fixture, "recommendation.create", "{\"text\":\"Do it\"}");
    fixture->world.now_step = 1;
    hub_run(fixture->world.app->hub, fixture->id, "action.create", "{\"title\":\"Train\"}", ran, &other);
    ask(fixture, "POST", path_of(fixture, path, "import/plan?dry=1"), fixture->token,
        "{\"plan\":[{\"action\":\"Publish\"}]}");
    expect(fixture, 200, NULL);
    assert_true(other != UINT64_MAX);
    assert_true(says(fixture, "\"created\":1,\"changed\":0"));
    fixture->world.now_step = 0;
}

static void a_room_that_waited_for_no_import_goes_on(void **state)
{
    struct fixture *fixture = *state;
    try_once_too_late(fixture);
    fixture->world.queue_full = true;
    world_settle(&fixture->world);
    expect(fixture, 503, "busy");
    run(fixture, "action.create", "{\"title\":\"Train\"}");
    fixture->world.queue_full = fixture->world.hold_works = false;
}

/* Of what is more than an answer holds the first rows are told, and how many more there are. */
static void a_large_plan_is_taken_whole(void **state)
{
    enum { ROWS = 700, WORDS = 2000 };
    struct fixture *fixture = *state;
    struct buf plan;
    buf_init(&plan, 4 << 20);
    for (int i = 0; i < ROWS; i++)
        buf_print(&plan, "%s{\"action\":\"Row %d\",\"deliverable\":\"%0*d\"}", i == 0 ? "{\"plan\":[" : ",", i, WORDS,
                  i);
    buf_text(&plan, "]}");
    assert_false(plan.full);
    send_plan(fixture, "import/plan?dry=1", plan.data);
    expect(fixture, 200, NULL);
    size_t n = 0;
    for (const char *row = fixture->world.answer.body; (row = strstr(row, "{\"line\":")) != NULL; row++)
        n++;
    char rest[80];
    snprintf(rest, sizeof rest, "]}],\"errors\":[],\"passed\":[],\"created\":%d,\"changed\":0,\"more\":%zu}", ROWS,
             ROWS - n);
    assert_true(n > 100 && n < 140);
    assert_true(says(fixture, "{\"line\":1,"));
    assert_true(says(fixture, rest));
    send_plan(fixture, "import/plan", plan.data);
    expect(fixture, 200, NULL);
    struct look *found = look(fixture);
    assert_int_equal(found->n[KIND_ACTION], ROWS);
    mem_free(found);
    buf_free(&plan);
}

static void wrong_rows_of_a_plan_in_json_are_told(void **state)
{
    struct fixture *fixture = *state;
    uint64_t before = seq_of(fixture);
    static const char *const wanted[] = {
        "{\"line\":1,\"column\":\"lead\",\"problem\":\"unknown\",\"value\":\"Atlantis\"",
        "{\"line\":2,\"column\":\"percent\",\"problem\":\"number\",\"value\":\"many\"",
        "{\"line\":3,\"problem\":\"column_unknown\",\"value\":\"leed\"",
        "{\"line\":4,\"problem\":\"not_possible\"",
        "{\"line\":5,\"column\":\"title\",\"problem\":\"not_possible\"",
        "{\"line\":6,\"column\":\"title\",\"problem\":\"missing\"",
        "{\"line\":7,\"column\":\"status\",\"problem\":\"not_possible\",\"value\":\"perhaps\"",
        "{\"line\":8,\"column\":\"recommendations\",\"problem\":\"unknown\",\"value\":\"7\"",
    };
    send_plan(fixture, "import/plan",
              "{\"plan\":[{\"action\":\"a\",\"lead\":\"Atlantis\"},{\"action\":\"b\",\"percent\":\"many\"},"
              "{\"action\":\"c\",\"leed\":1},5,{\"action\":7},{\"due\":\"2026-01-01\"},"
              "{\"action\":\"d\",\"status\":\"perhaps\"},{\"action\":\"e\",\"recommendations\":[7]}]}");
    expect(fixture, 400, "bad_rows");
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
        assert_true(says(fixture, wanted[i]));
    send_plan(fixture, "import/plan", "{\"agenda\":[]}");
    expect(fixture, 400, "no_plan");
    send_plan(fixture, "import/plan", "{\"plan\":{}}");
    expect(fixture, 400, "no_plan");
    assert_int_equal(seq_of(fixture), before);
}

static void a_full_disk_takes_nothing(void **state)
{
    struct fixture *fixture = *state;
    uint64_t before = seq_of(fixture);
    fixture->world.free_bytes = 0;
    send(fixture, "import/people", "name\nA\nB\n");
    expect(fixture, 507, "storage");
    fixture->world.free_bytes = 1ull << 40;
    fixture->world.now += 5000;
    world_settle(&fixture->world);
    assert_int_equal(seq_of(fixture), before);
    send(fixture, "import/people", "name\nA\nB\n");
    expect(fixture, 200, NULL);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        room_case("P44 people come from a list, in the words of three languages; who is there stays",
                  a_list_of_people_is_taken),
        room_case("P43 with one wrong line nothing is done, and every wrong line is told",
                  with_one_wrong_line_nothing_is_done),
        room_case("P44 delegations that are not there come along when asked", delegations_come_along_when_asked),
        room_case("P43 what is no list is told", what_is_no_list_is_told),
        room_case("P43 a name that is too long is told by its column", a_name_that_is_too_long_is_told),
        room_case("N2 only staff bring lists, and only a facilitator brings facilitators",
                  only_staff_bring_lists_and_only_facilitators_facilitators),
        room_case("P43 formulas, markup and quotes in cells are only text", hostile_cells_are_only_text),
        room_case("E3 more people than a workshop holds are refused together",
                  more_people_than_a_workshop_holds_are_refused_together),
        room_case("P45 an agenda comes from a file, and can take the place of the planned one", an_agenda_is_taken),
        room_case("P45 wrong lines of an agenda are told by line and column", wrong_lines_of_an_agenda_are_told),
        room_case("P45 an agenda comes from the product's JSON as well", an_agenda_in_json_is_taken),
        room_case("P51 a plan in JSON comes back: rows are found by number and title, and what is not said stays",
                  a_plan_in_json_is_taken),
        room_case("P43 a sheet of the plan is previewed beside a large room, which stays as it is",
                  a_sheet_of_a_large_room_is_previewed),
        room_case(
            "P43 a plan is run as it was tried: where the room has moved on it is tried again, while the room waits",
            a_plan_is_run_as_it_was_tried),
        room_case("P43 a plan is tried no earlier than the copy of a room that moved while it was made",
                  a_plan_is_tried_no_earlier_than_its_copy),
        room_case("P43 a room that waited for an import which is refused goes on",
                  a_room_that_waited_for_no_import_goes_on),
        room_case("P51 of a plan that changes more than can be told all is taken in", a_large_plan_is_taken_whole),
        room_case("P51 what is wrong in a plan in JSON is told by row and member",
                  wrong_rows_of_a_plan_in_json_are_told),
        room_case("P43 a full disk takes nothing of a list", a_full_disk_takes_nothing),
    };
    return cmocka_run_group_tests(cases, NULL, NULL);
}
