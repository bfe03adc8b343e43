/* Copies of workshops: clones, the archive, own templates, rehearsals and what happens in them. */
#include <string.h>

#include "app/app.h"
#include "app/clone.h"
#include "base/mem.h"
#include "base/random.h"
#include "core/roll.h"
#include "support_app_http.h"

static bool says(const struct fixture *fixture, const char *text)
{
    if (strstr(fixture->world.answer.body, text) != NULL)
        return true;
    print_message("%s\nis not in\n%s\n", text, fixture->world.answer.body);
    return false;
}

struct look {
    char text[4000];
    size_t n[KIND_N];
    size_t ballots, answers, hands;
    uint64_t polls[40];
    enum workshop_state state;
    bool rehearsal;
};

static const char *words(const char *text)
{
    return text == NULL ? "-" : text;
}

static void look_at(void *context, enum hub_status status, const struct room *room)
{
    struct look *look = context;
    const struct workshop *w = room->workshop;
    size_t n;
    assert_int_equal(status, HUB_OK);
    for (int kind = 0; kind < KIND_N; kind++)
        look->n[kind] = room->live[kind].n;
    struct entity **polls = room_sorted(room, KIND_POLL, 0, &n);
    for (size_t i = 0; i < n && i < 40; i++)
        look->polls[i] = polls[i]->id;
    mem_free(polls);
    look->state = (enum workshop_state)w->state;
    look->rehearsal = w->rehearsal;
    int used = snprintf(look->text, sizeof look->text, "%s %s..%s %s;", words(w->title.text[LANG_EN]),
                        words(w->starts_on), words(w->ends_on), w->lobby ? "lobby" : "open");
    struct entity **items = room_sorted(room, KIND_ITEM, 0, &n);
    for (size_t i = 0; i < n; i++) {
        const struct item *item = (const struct item *)items[i];
        const struct group *group = room_group(room, item->group);
        used += snprintf(look->text + used, sizeof look->text - (size_t)used, "%s/%s/%s/%d;",
                         words(item->title.text[LANG_EN]), words(item->staff_notes.text[LANG_EN]),
                         group == NULL ? "-" : group->title.text[LANG_EN], item->state);
    }
    mem_free(items);
    for (size_t i = 0; i < room->live[KIND_GROUP].n; i++) {
        const struct person *chair = room_person(room, ((const struct group *)room->live[KIND_GROUP].v[i])->chair);
        used += snprintf(look->text + used, sizeof look->text - (size_t)used, "chair %s;",
                         chair == NULL ? "-" : chair->name);
    }
    assert_true((size_t)used < sizeof look->text);
}

static struct look *look(struct fixture *fixture, const char *id)
{
    struct look *found = mem_zero(1, sizeof *found);
    hub_read(fixture->world.app->hub, id, look_at, found);
    world_settle(&fixture->world);
    return found;
}

/* Something of everything, partly lived through. */
static void furnish(struct fixture *fixture)
{
    char args[300];
    uint64_t group = run(fixture, "group.create", "{\"title\":\"Group A\"}");
    snprintf(args, sizeof args,
             "{\"name\":\"Leila\",\"role\":\"delegate\",\"delegation\":%d,\"contact\":\"+216\",\"group\":%d}",
             (int)fixture->egypt_id, (int)group);
    uint64_t leila = run(fixture, "person.create", args);
    snprintf(args, sizeof args, "{\"name\":\"Omar\",\"role\":\"delegate\",\"delegation\":%d,\"device\":%d}",
             (int)fixture->egypt_id, (int)leila);
    run(fixture, "person.create", args);
    snprintf(args, sizeof args, "{\"id\":%d,\"chair\":%d}", (int)group, (int)leila);
    run(fixture, "group.edit", args);
    snprintf(args, sizeof args, "{\"day\":1,\"title\":\"Groups\",\"group\":%d,\"staff_notes\":{\"en\":\"Bring pens\"}}",
             (int)group);
    uint64_t item = run(fixture, "item.create", args);
    snprintf(args, sizeof args, "{\"question\":\"Before?\",\"type\":\"single\",\"item\":%d}", (int)item);
    uint64_t before = run(fixture, "poll.create", args);
    snprintf(args, sizeof args, "{\"question\":\"After?\",\"type\":\"single\",\"pair\":%d}", (int)before);
    run(fixture, "poll.create", args);
    for (int i = 0; i < 2; i++) {
        snprintf(args, sizeof args, "{\"poll\":%d,\"text\":\"Answer %d\"}", (int)before, i);
        run(fixture, "option.create", args);
    }
    uint64_t theme = run(fixture, "theme.create", "{\"title\":\"Theme\"}");
    uint64_t recommendation = run(fixture, "recommendation.create", "{\"text\":\"Do it\"}");
    snprintf(args, sizeof args, "{\"theme\":%d,\"title\":\"Action\",\"lead\":%d,\"recommendations\":[%d],\"poll\":%d}",
             (int)theme, (int)fixture->egypt_id, (int)recommendation, (int)before);
    run(fixture, "action.create", args);
    run(fixture, "workshop.live", "{}");
    snprintf(args, sizeof args, "{\"id\":%d}", (int)item);
    run(fixture, "item.start", args);
    snprintf(args, sizeof args, "{\"id\":%d}", (int)before);
    run(fixture, "poll.open", args);
}

static void copy(struct fixture *fixture, const char *call, const char *body, char id[32])
{
    char path[128];
    ask(fixture, "POST", path_of(fixture, path, call), fixture->token, body);
    expect(fixture, 200, NULL);
    world_text(&fixture->world, "id", id, 32);
}

static void a_clone_has_what_was_prepared(void **state)
{
    struct fixture *fixture = *state;
    char id[32];
    furnish(fixture);
    copy(
        fixture, "clone",
        "{\"title\":\"Next year\",\"language\":\"en\",\"starts_on\":\"2027-02-27\",\"keep\":[\"people\",\"polls\",\"plan\"]}",
        id);
    assert_string_not_equal(id, fixture->id);
    struct look *found = look(fixture, id);
    assert_string_equal(found->text, "Next year 2027-02-27..2027-02-28 open;Groups/Bring pens/Group A/0;chair Leila;");
    assert_int_equal(found->state, WORKSHOP_PREPARING);
    assert_int_equal(found->n[KIND_PERSON], 3);
    assert_int_equal(found->n[KIND_POLL], 2);
    assert_int_equal(found->n[KIND_OPTION], 2);
    assert_int_equal(found->n[KIND_ACTION], 1);
    assert_int_equal(found->n[KIND_ROLL], 0);
    assert_int_equal(found->n[KIND_ATTENDANCE], 0);
    mem_free(found);
    copy(fixture, "clone", "{}", id);
    found = look(fixture, id);
    assert_string_equal(found->text, "A workshop 2026-11-16..2026-11-17 open;Groups/Bring pens/Group A/0;chair -;");
    assert_int_equal(found->n[KIND_PERSON], 1);
    assert_int_equal(found->n[KIND_DELEGATION], 2);
    assert_int_equal(found->n[KIND_POLL], 0);
    assert_int_equal(found->n[KIND_ACTION], 0);
    mem_free(found);
    /* No day comes after the last one that a date can name. */
    char last[32];
    copy(fixture, "clone", "{\"starts_on\":\"9999-12-31\"}", last);
    found = look(fixture, last);
    assert_non_null(strstr(found->text, " 9999-12-31..- "));
    mem_free(found);
    /* Its owner runs it. */
    snprintf(fixture->id, sizeof fixture->id, "%s", id);
    char path[128];
    ask(fixture, "GET", path_of(fixture, path, "codes"), fixture->token, NULL);
    expect(fixture, 200, NULL);
}

static void who_may_copy(void **state)
{
    struct fixture *fixture = *state;
    static const char *const calls[] = { "clone", "archive", "template", "rehearse" };
    char path[128], token[64] = "", args[80];
    uint64_t person = join(fixture, fixture->egypt, "Delegate", token);
    size_t before = registry_workshops(fixture->world.app->registry);
    for (size_t i = 0; i < 4; i++) {
        ask(fixture, "POST", path_of(fixture, path, calls[i]), token, "{\"name\":\"mine\",\"on\":true}");
        expect(fixture, 401, "no_account");
        ask(fixture, "POST", path_of(fixture, path, calls[i]), "", "{\"name\":\"mine\",\"on\":true}");
        expect(fixture, 401, "no_account");
    }
    snprintf(args, sizeof args, "{\"id\":%d,\"role\":\"facilitator\"}", (int)person);
    run(fixture, "person.edit", args);
    ask(fixture, "POST", path_of(fixture, path, "clone"), token, "{}");
    expect(fixture, 401, "no_account");
    ask(fixture, "POST", path_of(fixture, path, "simulate"), token, "{\"what\":\"join\"}");
    expect(fixture, 409, "state");
    ask(fixture, "POST", path_of(fixture, path, "clone"), fixture->token, "{\"keep\":[\"everything\"]}");
    expect(fixture, 400, "bad_argument");
    static const char *const days[] = { "2027-02-30", "0000-00-00", "9999-99-99" };
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        snprintf(args, sizeof args, "{\"starts_on\":\"%s\"}", days[i]);
        ask(fixture, "POST", path_of(fixture, path, "clone"), fixture->token, args);
        expect(fixture, 400, "bad_argument");
    }
    assert_int_equal(registry_workshops(fixture->world.app->registry), before);
}

static void an_archived_workshop_is_listed_apart(void **state)
{
    struct fixture *fixture = *state;
    char path[128];
    ask(fixture, "POST", path_of(fixture, path, "archive"), fixture->token, "{\"on\":true}");
    expect(fixture, 200, NULL);
    ask(fixture, "GET", "/api/workshops", fixture->token, NULL);
    assert_true(says(fixture, "\"archived\":true,\"rehearsal_of\":null"));
    ask(fixture, "POST", path_of(fixture, path, "archive"), fixture->token, "{\"on\":false}");
    assert_true(says(fixture, "\"archived\":false"));
    ask(fixture, "GET", "/api/workshops", fixture->token, NULL);
    assert_true(says(fixture, "\"archived\":false"));
}

static bool export_scenario(struct buf *out, const struct room *room, const struct export_request *request)
{
    assert_true(request->staff && request->format == EXPORT_JSON);
    assert_null(room->workshop->starts_on);
    assert_int_equal(room->live[KIND_PERSON].n, 0);
    buf_text(
        out,
        "{\"name\":\"t\",\"title\":\"Own template\",\"time_zone\":\"UTC\",\"agenda\":[{\"day\":3,\"title\":\"A\"}]}");
    return true;
}

static void a_template_of_ones_own(void **state)
{
    struct fixture *fixture = *state;
    char path[128], id[32];
    furnish(fixture);
    fixture->world.platform.export_room = export_scenario;
    ask(fixture, "GET", "/api/templates", "", NULL);
    assert_int_equal(count_of(fixture->world.answer.body, "\"own\":false"), 5);
    path_of(fixture, path, "template");
    ask(fixture, "POST", path, fixture->token, "{\"name\":\"series-2027\",\"keep\":[\"polls\"]}");
    expect(fixture, 200, NULL);
    ask(fixture, "GET", "/api/templates", "", NULL);
    assert_true(says(
        fixture,
        "{\"name\":\"series-2027\",\"title\":{\"en\":\"Own template\",\"src\":\"en\"},\"days\":3,\"items\":1,\"polls\":0,\"own\":true}"));
    ask(fixture, "POST", "/api/workshops", fixture->token, "{\"template\":\"series-2027\",\"title\":\"From mine\"}");
    expect(fixture, 200, NULL);
    world_text(&fixture->world, "id", id, sizeof id);
    struct look *found = look(fixture, id);
    assert_string_equal(found->text, "From mine -..- open;A/-/-/0;");
    mem_free(found);
    static const char *const bad[] = { "{}",
                                       "{\"name\":\"A\"}",
                                       "{\"name\":\"../../etc/passwd\"}",
                                       "{\"name\":\"x.json\"}",
                                       "{\"name\":\"a b\"}",
                                       "{\"name\":\"\"}" };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        ask(fixture, "POST", path, fixture->token, bad[i]);
        expect(fixture, 400, "bad_argument");
    }
    ask(fixture, "POST", path, fixture->token, "{\"name\":\"riyadh-2015\"}");
    expect(fixture, 409, "in_use");
    ask(fixture, "DELETE", "/api/templates/riyadh-2015", fixture->token, NULL);
    expect(fixture, 403, "forbidden");
    ask(fixture, "DELETE", "/api/templates/..", fixture->token, NULL);
    expect(fixture, 404, "not_found");
    ask(fixture, "DELETE", "/api/templates/series-2027", "", NULL);
    expect(fixture, 401, "no_account");
    ask(fixture, "DELETE", "/api/templates/series-2027", fixture->token, NULL);
    expect(fixture, 200, NULL);
    ask(fixture, "DELETE", "/api/templates/series-2027", fixture->token, NULL);
    expect(fixture, 404, "not_found");
    ask(fixture, "GET", "/api/templates", "", NULL);
    assert_null(strstr(fixture->world.answer.body, "\"own\":true"));
    ask(fixture, "POST", "/api/workshops", fixture->token, "{\"template\":\"series-2027\"}");
    expect(fixture, 404, "not_found");
}

static void a_rehearsal_is_a_copy_with_people(void **state)
{
    struct fixture *fixture = *state;
    char first[32], second[32], original[32], noted[96];
    furnish(fixture);
    copy(fixture, "rehearse", "{}", first);
    struct look *found = look(fixture, first);
    assert_true(found->rehearsal);
    assert_int_equal(found->state, WORKSHOP_LIVE);
    assert_int_equal(found->n[KIND_PERSON],
                     1 + 2 + 1 + 1); /* Amina, Leila and Omar, the third of Egypt, one of the WCO */
    mem_free(found);
    /* Nobody but the system says so. */
    snprintf(original, sizeof original, "%s", fixture->id);
    enter(fixture, 1, fixture->token);
    say(fixture, 1, "{\"t\":\"cmd\",\"n\":1,\"do\":\"workshop.edit\",\"args\":{\"rehearsal\":true}}");
    assert_non_null(strstr(heard(fixture, 1), "\"code\":\"forbidden\""));
    /* From the rehearsal it begins again, from the original. */
    snprintf(fixture->id, sizeof fixture->id, "%s", first);
    copy(fixture, "rehearse", "{}", second);
    ask(fixture, "GET", "/api/workshops", fixture->token, NULL);
    snprintf(noted, sizeof noted, "\"archived\":false,\"rehearsal_of\":\"%s\"", original);
    assert_int_equal(count_of(fixture->world.answer.body, noted), 1);
    snprintf(noted, sizeof noted, "\"archived\":true,\"rehearsal_of\":\"%s\"", original);
    assert_int_equal(count_of(fixture->world.answer.body, noted), 1);
    found = look(fixture, original);
    assert_false(found->rehearsal);
    mem_free(found);
}

static uint64_t simulate(struct fixture *fixture, const char *what)
{
    char path[128], body[64];
    snprintf(body, sizeof body, "{\"what\":\"%s\"}", what);
    ask(fixture, "POST", path_of(fixture, path, "simulate"), fixture->token, body);
    expect(fixture, 200, NULL);
    return world_number(&fixture->world, "done");
}

/* One of each type, open. */
static size_t open_polls(struct fixture *fixture)
{
    static const char *const polls[] = {
        "\"type\":\"single\"",
        "\"type\":\"multiple\",\"min\":1,\"max\":2",
        "\"type\":\"yes_no_abstain\"",
        "\"type\":\"scale\",\"min\":1,\"max\":5",
        "\"type\":\"ranking\",\"max\":2",
        "\"type\":\"points\",\"points\":7,\"per_option_max\":3",
        "\"type\":\"open_text\"",
        "\"type\":\"words\",\"max\":3",
        "\"type\":\"number\",\"min\":0,\"max\":40",
        "\"type\":\"date\"",
        "\"type\":\"consent\"",
        "\"type\":\"fist_to_five\"",
        "\"type\":\"single\",\"unit\":\"delegation\"",
        "\"type\":\"number\"",
    };
    static const bool with_options[] = { true,  true,  false, true,  true,  true, false,
                                         false, false, true,  false, false, true, false };
    for (size_t i = 0; i < sizeof polls / sizeof polls[0]; i++) {
        char args[200];
        snprintf(args, sizeof args, "{\"question\":\"Poll %d\",%s}", (int)i, polls[i]);
        uint64_t poll = run(fixture, "poll.create", args);
        for (int k = 0; with_options[i] && k < 3; k++) {
            snprintf(args, sizeof args, "{\"poll\":%d,\"text\":\"Option %d\"}", (int)poll, k);
            run(fixture, "option.create", args);
        }
        snprintf(args, sizeof args, "{\"id\":%d}", (int)poll);
        run(fixture, "poll.open", args);
    }
    return sizeof polls / sizeof polls[0];
}

static void simulated_people_come_vote_and_ask(void **state)
{
    struct fixture *fixture = *state;
    char id[32], path[128];
    furnish(fixture);
    copy(fixture, "rehearse", "{}", id);
    snprintf(fixture->id, sizeof fixture->id, "%s", id);
    size_t polls = open_polls(fixture);
    assert_int_equal(simulate(fixture, "vote"), 0);
    assert_int_equal(simulate(fixture, "join"), 4);
    assert_int_equal(simulate(fixture, "join"), 0);
    enter(fixture, 1, fixture->token);
    assert_int_equal(simulate(fixture, "vote"), 3 * (polls - 1) + 1);
    assert_int_equal(simulate(fixture, "vote"), 0);
    struct look *found = look(fixture, id);
    assert_int_equal(found->n[KIND_BALLOT], 3 * (polls - 1) + 1);
    mem_free(found);
    assert_int_equal(simulate(fixture, "hands"), 3);
    assert_int_equal(simulate(fixture, "leave"), 4);
    assert_int_equal(simulate(fixture, "hands"), 0);
    ask(fixture, "POST", path_of(fixture, path, "simulate"), fixture->token, "{\"what\":\"dance\"}");
    expect(fixture, 400, "bad_argument");
    ask(fixture, "POST", path_of(fixture, path, "simulate"), fixture->token, "{}");
    expect(fixture, 400, "bad_argument");
}

static void presence_tells_of_simulated_people(void **state)
{
    struct fixture *fixture = *state;
    char id[32];
    copy(fixture, "rehearse", "{}", id);
    snprintf(fixture->id, sizeof fixture->id, "%s", id);
    enter(fixture, 1, fixture->token);
    uint64_t n = simulate(fixture, "join");
    assert_int_equal(n, 4);
    buf_reset(&fixture->world.heard[1]);
    fixture->world.now += 2000;
    world_settle(&fixture->world);
    const char *here = strstr(heard(fixture, 1), "\"here\":[");
    assert_non_null(here);
    size_t commas = 0;
    for (const char *p = here; *p != ']'; p++)
        commas += *p == ',';
    assert_int_equal(commas, 3);
    simulate(fixture, "leave");
    buf_reset(&fixture->world.heard[1]);
    fixture->world.now += 2000;
    world_settle(&fixture->world);
    assert_non_null(strstr(heard(fixture, 1), "\"gone\":["));
    assert_null(strstr(heard(fixture, 1), "\"gone\":[]"));
}

/* The request of a clone, and no turn of the loop yet. */
static void ask_for_a_clone(struct fixture *fixture)
{
    char path[128];
    const char body[] = "{\"keep\":[\"plan\"]}";
    const struct request request = {
        .id = ++fixture->world.last_request,
        .method = "POST",
        .knock = { .path = path_of(fixture, path, "clone"),
                   .query = "",
                   .token = fixture->token,
                   .peer = "192.0.2.1",
                   .host = "localhost:8080" },
        .type = "application/json",
        .body = body,
        .body_n = sizeof body - 1,
    };
    fixture->world.answer.status = 0;
    gate_request(fixture->world.app, &request);
}

static void a_large_room_is_copied_in_pieces(void **state)
{
    struct fixture *fixture = *state;
    char id[32];
    for (int i = 0; i < 2 * ROOM_PIECE; i++)
        run(fixture, "recommendation.create", "{\"text\":\"Do it\"}");
    ask_for_a_clone(fixture);
    assert_int_equal(fixture->world.answer.status, 0);
    run(fixture, "recommendation.create", "{\"text\":\"And this\"}");
    expect(fixture, 200, NULL);
    world_text(&fixture->world, "id", id, 32);
    struct look *found = look(fixture, id);
    assert_int_equal(found->n[KIND_RECOMMENDATION], 2 * ROOM_PIECE + 1);
    mem_free(found);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        room_case("a clone has what was prepared, and nothing that happened", a_clone_has_what_was_prepared),
        room_case("a large room is copied in pieces, with what is changed meanwhile", a_large_room_is_copied_in_pieces),
        room_case("copies are for staff with an account; what is asked has to be possible", who_may_copy),
        room_case("an archived workshop is listed apart, and can be taken back", an_archived_workshop_is_listed_apart),
        room_case("a workshop becomes a template, which others are made from, and can be deleted",
                  a_template_of_ones_own),
        room_case("W8 a rehearsal is a marked copy with people, and begins again from the original",
                  a_rehearsal_is_a_copy_with_people),
        room_case("V12 simulated people come, vote in polls of every type, raise hands and go",
                  simulated_people_come_vote_and_ask),
        room_case("P10 presence tells of simulated people", presence_tells_of_simulated_people),
    };
    return cmocka_run_group_tests(cases, NULL, NULL);
}
