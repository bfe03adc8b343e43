/*
 * Results of polls, which the page computes as well: both sides read the same files of tests/vectors/tally, whose form and members
 * are told in the README there. Here the ballots are cast, so that counting is tested with the result. Rules V12 to V19.
 */
#include <stdlib.h>
#include <string.h>

#include "app/codec_field.h"
#include "app/codec_tree.h"
#include "base/mem.h"
#include "core/history.h"
#include "core/limits.h"
#include "core/tally.h"
#include "test.h"

/* A room made from one case; ids of the file lead to those of the room, and back. */
struct asked {
    struct room *room;
    int64_t at;
    struct map ids;
    const struct node *vector;
    struct poll *poll;
};

/* A file of vectors, which is a list, as the member "v" of an object. */
static struct node *read_vectors(const char *name)
{
    struct buf text;
    char piece[4096], path[256];
    size_t n;
    snprintf(path, sizeof path, PLENARY_SOURCE_DIR "/tests/vectors/tally/%s.json", name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    buf_init(&text, LIMIT_IMPORT);
    buf_text(&text, "{\"v\":");
    while ((n = fread(piece, 1, sizeof piece, file)) > 0)
        buf_add(&text, piece, n);
    buf_char(&text, '}');
    fclose(file);
    assert_false(text.full);
    struct node *root = tree_read(text.data, text.len, LIMIT_IMPORT_NODES, NULL);
    assert_non_null(root);
    buf_free(&text);
    return root;
}

static int64_t number(const struct node *object, const char *key)
{
    int64_t value = 0;
    const struct node *member = node_get(object, key);
    assert_true(member == NULL || node_int(member, &value));
    return value;
}

static bool truth(const struct node *object, const char *key)
{
    bool value = false;
    const struct node *member = node_get(object, key);
    assert_true(member == NULL || node_bool(member, &value));
    return value;
}

static uint64_t room_id(const struct asked *asked, int64_t id)
{
    uint64_t found = (uint64_t)(uintptr_t)map_get(&asked->ids, (uint64_t)id);
    assert_true(found != 0);
    return found;
}

/* Ids of the file become those of the room. */
static void translate(const struct asked *asked, const struct field *field, void *object)
{
    void *member = (char *)object + field->offset;
    struct ids *ids = member;
    if (field->type == FIELD_REF)
        *(uint64_t *)member = room_id(asked, (int64_t) * (uint64_t *)member);
    for (uint32_t i = 0; field->type == FIELD_REFS && i < ids->n; i++)
        ids->v[i] = room_id(asked, (int64_t)ids->v[i]);
}

/* Give a command those members of a case that it takes, and leave the others. */
static void give(struct asked *asked, struct command *cmd, const struct node *members)
{
    for (size_t i = 0; i < cmd->verb->n_args; i++) {
        const struct field *field = &cmd->verb->args[i];
        const struct node *value = node_get(members, field->name);
        if (value == NULL)
            continue;
        assert_int_equal(codec_field(field, &cmd->u, value, LANG_EN), CODE_OK);
        translate(asked, field, &cmd->u);
        cmd->present |= UINT64_C(1) << i;
    }
}

static uint64_t run(struct asked *asked, struct actor actor, struct command *cmd)
{
    static const uint8_t salt[SALT_BYTES];
    struct change change;
    struct outcome outcome = history_run(asked->room, &actor, NULL, cmd, salt, &change);
    assert_int_equal(outcome.code, CODE_OK);
    change_clear(&change);
    return outcome.result;
}

/* One thing of a case, with a text that every kind of them needs, by the system. */
static uint64_t make(struct asked *asked, const char *verb, const char *fixed, const struct node *members)
{
    struct command cmd = { .verb = verb_of(verb) };
    struct node *more = tree_read(fixed, strlen(fixed), 8, NULL);
    give(asked, &cmd, more);
    give(asked, &cmd, members);
    tree_free(more);
    asked->at++;
    uint64_t id = run(asked, actor_system(asked->at), &cmd);
    if (number(members, "id") != 0)
        map_put(&asked->ids, (uint64_t)number(members, "id"), (void *)(uintptr_t)id);
    return id;
}

static void make_all(struct asked *asked, const char *key, const char *verb, const char *fixed)
{
    const struct node *list = node_get(asked->vector, key);
    for (size_t i = 0; i < node_count(list); i++)
        make(asked, verb, fixed, node_at(list, i));
}

static void act(struct asked *asked, const char *verb, uint64_t id)
{
    struct command cmd = { .verb = verb_of(verb), .id = id };
    asked->at++;
    run(asked, actor_system(asked->at), &cmd);
}

static void cast_all(struct asked *asked)
{
    const struct node *ballots = node_get(asked->vector, "ballots");
    for (size_t i = 0; i < node_count(ballots); i++) {
        const struct node *ballot = node_at(ballots, i);
        struct command cmd = { .verb = verb_of("ballot.cast"), .id = asked->poll->e.id };
        give(asked, &cmd, ballot);
        asked->at++;
        run(asked, actor_of(asked->room, room_id(asked, number(ballot, "person")), asked->at), &cmd);
    }
}

static void open_case(struct asked *asked, const struct node *vector)
{
    *asked = (struct asked){ .room = room_new(), .at = 1700000000000, .vector = vector };
    make(asked, "workshop.create", "{\"name\":\"w\",\"title\":\"W\",\"time_zone\":\"UTC\"}", NULL);
    act(asked, "workshop.live", 0);
    make_all(asked, "delegations", "delegation.create", "{\"name\":\"D\"}");
    make_all(asked, "persons", "person.create", "{\"name\":\"P\",\"role\":\"delegate\"}");
    uint64_t poll = make(asked, "poll.create", "{\"question\":\"?\"}", node_get(vector, "poll"));
    map_put(&asked->ids, 1000, (void *)(uintptr_t)poll);
    make_all(asked, "options", "option.create", "{\"text\":\"O\",\"poll\":1000}");
    act(asked, "poll.open", poll);
    asked->poll = room_poll(asked->room, poll);
    cast_all(asked);
    room_check(asked->room);
}

static void close_case(struct asked *asked)
{
    map_free(&asked->ids);
    room_free(asked->room);
}

static bool same_text(const struct node *object, const char *text)
{
    const char *expected = node_text(node_get(object, "text"));
    return text == NULL || expected == NULL ? text == expected : strcmp(text, expected) == 0;
}

static uint64_t option_of(const struct asked *asked, const struct node *object)
{
    int64_t id = number(object, "option");
    return id == 0 ? 0 : room_id(asked, id);
}

/* V13: what is counted while ballots come in. */
static void assert_counted(const struct asked *asked)
{
    const struct node *poll = node_get(asked->vector, "poll"), *options = node_get(asked->vector, "options");
    const struct node *answers = node_get(asked->vector, "answers");
    assert_int_equal(asked->poll->voters, number(poll, "voters"));
    assert_int_equal(asked->poll->advisers, number(poll, "advisers"));
    assert_int_equal(asked->poll->eligible, number(poll, "eligible"));
    assert_int_equal(asked->poll->weight, number(poll, "weight"));
    for (size_t i = 0; i < node_count(options); i++) {
        const struct node *option = node_at(options, i);
        const struct option *counted = room_option(asked->room, room_id(asked, number(option, "id")));
        assert_int_equal(counted->votes, number(option, "votes"));
        assert_int_equal(counted->advice, number(option, "advice"));
    }
    const struct kind_list *found = &asked->room->live[KIND_ANSWER];
    assert_int_equal(found->n, node_count(answers));
    for (size_t i = 0; i < found->n; i++) {
        const struct answer *answer = (const struct answer *)found->v[i];
        const struct node *expected = node_at(answers, i);
        assert_int_equal(answer->option, option_of(asked, expected));
        assert_int_equal(answer->value, number(expected, "value"));
        assert_true(same_text(expected, answer->text));
        assert_int_equal(answer->count, number(expected, "count"));
        assert_int_equal(answer->advice, number(expected, "advice"));
    }
}

/* A number of a spread as it is kept, doubled; numbers with a half are written as decimals. */
static int64_t twice(const struct node *object, const char *key)
{
    struct buf text;
    const struct node *value = node_get(object, key);
    assert_true(node_type(value) == NODE_INT || node_type(value) == NODE_REAL);
    buf_init(&text, 64);
    node_write(&text, value);
    double number = strtod(text.data, NULL) * 2;
    buf_free(&text);
    return (int64_t)number;
}

static void assert_spread(const struct spread *spread, const struct node *expected)
{
    assert_int_equal(spread->known, expected != NULL);
    if (expected == NULL)
        return;
    assert_int_equal(spread->median, twice(expected, "median"));
    assert_int_equal(spread->low, twice(expected, "low"));
    assert_int_equal(spread->high, twice(expected, "high"));
}

static void assert_lines(const struct asked *asked, const struct tally *tally, const struct node *lines)
{
    assert_int_equal(tally->n_lines, node_count(lines));
    for (size_t i = 0; i < tally->n_lines; i++) {
        const struct tally_line *line = &tally->lines[i];
        const struct node *expected = node_at(lines, i);
        assert_int_equal(line->option, option_of(asked, expected));
        assert_int_equal(line->value, number(expected, "value"));
        assert_true(same_text(expected, line->text));
        assert_int_equal(line->votes, number(expected, "votes"));
        assert_int_equal(line->advice, number(expected, "advice"));
        assert_int_equal(line->leads, truth(expected, "leads"));
        assert_spread(&line->spread, node_get(expected, "spread"));
    }
}

static void assert_shares(const struct asked *asked, const struct tally *tally, const struct node *expected)
{
    size_t n;
    struct tally_share *shares = tally_shares(asked->room, asked->poll, tally, &n);
    if (expected != NULL)
        assert_int_equal(n, node_count(expected));
    for (size_t i = 0; expected != NULL && i < n; i++) {
        const struct node *share = node_at(expected, i), *votes = node_get(share, "votes");
        int64_t delegation = number(share, "delegation"), cast;
        assert_int_equal(shares[i].delegation, delegation == 0 ? 0 : room_id(asked, delegation));
        assert_int_equal(shares[i].voters, number(share, "voters"));
        assert_int_equal(tally->n_lines, node_count(votes));
        for (size_t j = 0; j < tally->n_lines; j++) {
            assert_true(node_int(node_at(votes, j), &cast));
            assert_int_equal(shares[i].votes[j], cast);
        }
    }
    tally_shares_free(shares, n);
}

static void assert_result(const struct asked *asked)
{
    const struct node *expected = node_get(asked->vector, "tally");
    struct tally tally = tally_of(asked->room, asked->poll);
    assert_int_equal(tally.voters, asked->poll->voters);
    assert_int_equal(tally.abstained, number(expected, "abstained"));
    assert_int_equal(tally.quorum, truth(expected, "quorum"));
    assert_int_equal(tally.majority, truth(expected, "majority"));
    assert_int_equal(tally.dissent, truth(expected, "dissent"));
    assert_spread(&tally.spread, node_get(expected, "spread"));
    assert_lines(asked, &tally, node_get(expected, "lines"));
    assert_shares(asked, &tally, node_get(expected, "shares"));
    tally_free(&tally);
}

static void assert_vectors(const char *name, size_t at_least)
{
    struct node *root = read_vectors(name);
    const struct node *vectors = node_get(root, "v");
    assert_true(node_count(vectors) >= at_least);
    for (size_t i = 0; i < node_count(vectors); i++) {
        struct asked asked;
        const struct node *vector = node_at(vectors, i);
        print_message("%s\n", node_text(node_get(vector, "name")));
        open_case(&asked, vector);
        assert_counted(&asked);
        assert_result(&asked);
        close_case(&asked);
    }
    tree_free(root);
}

static void one_answer(void **state)
{
    (void)state;
    assert_vectors("single", 12);
}

static void several_answers(void **state)
{
    (void)state;
    assert_vectors("several", 6);
}

static void values_and_numbers(void **state)
{
    (void)state;
    assert_vectors("values", 18);
}

static void options_in_an_order(void **state)
{
    (void)state;
    assert_vectors("options", 8);
}

static void words_and_texts(void **state)
{
    (void)state;
    assert_vectors("words", 6);
}

static void delegations_weights_and_advice(void **state)
{
    (void)state;
    assert_vectors("delegations", 10);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("V18 one answer: what leads, shares that are asked, quorums", one_answer),
        test_case("V13 several answers, dates", several_answers),
        test_case("V16 V17 values and numbers, their spread and dissent", values_and_numbers),
        test_case("V13 V15 rankings, points, rating grids", options_in_an_order),
        test_case("V13 V15 words and texts", words_and_texts),
        test_case("V19 delegations, weights, advice", delegations_weights_and_advice),
    };
    return cmocka_run_group_tests_name("tally", cases, NULL, NULL);
}
