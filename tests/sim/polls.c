/*
 * polls: the oracle's own count of every poll, made from RULES.md (V10 to V13, N8) and the recorded bodies alone: the last vote of
 * each voter while the poll was open, less those that went with a removed person. Of a secret poll there are no such bodies: the
 * ballots are those that were sent with the receipts that were counted.
 */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "scan.h"
#include "world.h"

struct asked {
    uint64_t id;
    struct slice body;          /* of poll.create; polls are not edited here */
    uint64_t options;
    bool closed;
};

struct said {
    uint64_t poll, voter, person;
    int64_t weight;
    struct slice body;          /* of ballot.cast */
};

struct model {
    struct asked *asked;
    struct said *said;
    size_t n_asked, n_said;
    struct map delegations;     /* person -> delegation */
    struct map weights;         /* delegation -> weight */
};

static struct asked *asked_of(const struct model *model, uint64_t id)
{
    for (size_t i = 0; i < model->n_asked; i++)
        if (model->asked[i].id == id)
            return &model->asked[i];
    return NULL;
}

static bool is(const struct asked *asked, const char *member, const char *word)
{
    return scan_is(scan_member(asked->body, member), word);
}

static uint64_t in_map(const struct map *map, uint64_t key)
{
    return (uint64_t)(uintptr_t)map_get(map, key);
}

static void note(struct map *map, uint64_t key, struct slice body, const char *member)
{
    uint64_t value = scan_number(scan_member(body, member), 0);
    if (value != 0)
        map_put(map, key, (void *)(uintptr_t)value);
}

/* V10, V13: it replaces what the same voter said before. */
static void hear(struct model *model, const struct change *change, struct slice body)
{
    struct said said = { .poll = scan_number(scan_member(body, "id"), 0), .person = change->actor, .body = body };
    const struct asked *asked = asked_of(model, said.poll);
    uint64_t delegation = in_map(&model->delegations, said.person);
    uint64_t weight = in_map(&model->weights, delegation);
    said.voter = is(asked, "unit", "delegation") ? delegation : said.person;
    said.weight = is(asked, "weighted", "true") && weight != 0 ? (int64_t)weight : 1;
    size_t i = 0;
    while (i < model->n_said && (model->said[i].poll != said.poll || model->said[i].voter != said.voter))
        i++;
    model->said[i] = said;
    if (i == model->n_said)
        model->n_said++;
}

/* N8: only ballots of one's own, under a name, in open polls go. */
static void forget(struct model *model, uint64_t person)
{
    for (size_t i = model->n_said; i > 0; i--) {
        const struct said *said = &model->said[i - 1];
        const struct asked *asked = asked_of(model, said->poll);
        if (said->person == person && said->voter == person && !asked->closed && !is(asked, "secrecy", "unattributed"))
            model->said[i - 1] = model->said[--model->n_said];
    }
}

static void close_poll(struct model *model, uint64_t poll)
{
    struct asked *asked = asked_of(model, poll);
    if (asked != NULL)
        asked->closed = true;
}

/* S5: the ballots behind the receipts that were counted, as their senders know them. */
static void hear_secret(struct model *model, const struct world *world, unsigned r, struct slice body)
{
    const struct slice receipts = scan_member(body, "receipts");
    struct slice receipt;
    size_t at = 0;
    while (scan_element(receipts, &at, &receipt)) {
        const struct sent *sent = secrets_sent(world, r, receipt);
        if (sent == NULL)
            continue; /* secrets_check says so */
        model->said[model->n_said++] = (struct said){ .poll = sent->secret, .person = sent->person, .weight = 1,
                                                      .voter = sent->person,
                                                      .body = scan_member(slice_of(sent->frame), "args") };
    }
    close_poll(model, scan_number(scan_member(body, "id"), 0));
}

static void follow(struct model *model, const struct world *world, unsigned r, const struct room *room,
                   const struct change *change)
{
    struct slice body = slice_of(change->body);
    uint64_t id = scan_number(scan_member(body, "id"), 0);
    if (strcmp(change->verb, "poll.create") == 0) {
        model->asked[model->n_asked++] = (struct asked){ .id = change->result, .body = body };
    } else if (strcmp(change->verb, "option.create") == 0) {
        asked_of(model, scan_number(scan_member(body, "poll"), 0))->options++;
    } else if (strcmp(change->verb, "person.create") == 0) {
        note(&model->delegations, change->result, body, "delegation");
    } else if (strcmp(change->verb, "delegation.create") == 0) {
        note(&model->weights, change->result, body, "weight");
    } else if (strcmp(change->verb, "ballot.cast") == 0) {
        hear(model, change, body);
    } else if (strcmp(change->verb, "poll.count") == 0) {
        hear_secret(model, world, r, body);
    } else if (strcmp(change->verb, "poll.close") == 0) {
        close_poll(model, id);
    } else if (strcmp(change->verb, "adoption.withdraw") == 0) {
        close_poll(model, ((const struct adoption *)map_get(&room->entities, id))->poll);
    } else if (strcmp(change->verb, "person.remove") == 0) {
        forget(model, id);
    }
}

/* One thing that was said, as this file reads it. */
struct thing {
    uint64_t option, value;
    struct slice words;         /* as they stand in the JSON, trimmed; text NULL: none */
};

static struct slice trim(const char *text, size_t n)
{
    while (n > 0 && *text == ' ')
        text++, n--;
    while (n > 0 && text[n - 1] == ' ')
        n--;
    return (struct slice){ n == 0 ? NULL : text, n };
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool same(struct slice a, struct slice b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (lower(a.text[i]) != lower(b.text[i]))
            return false;
    return true;
}

/* Words of a text in JSON, a line each, which ends with the two characters \ and n; none twice. */
static size_t split(struct thing *things, struct slice text)
{
    size_t n = 0, from = 1;
    for (size_t at = 1; at < text.n; at++) {
        bool is_end = at == text.n - 1;
        if (!is_end && text.text[at] != '\\')
            continue;
        struct thing thing = { .words = trim(text.text + from, at - from) };
        size_t i = 0;
        while (i < n && !same(things[i].words, thing.words))
            i++;
        if (i == n && thing.words.text != NULL)
            things[n++] = thing;
        at += !is_end;
        from = at + 1;
    }
    return n;
}

enum { THINGS_MAX = 64 };

static size_t things_of(struct thing things[THINGS_MAX], const struct asked *asked, const struct said *said)
{
    struct slice options = scan_member(said->body, "options"), values = scan_member(said->body, "values"), element;
    struct slice text = scan_member(said->body, "text");
    size_t n = 0, at = 0;
    if (is(asked, "type", "words"))
        return split(things, text);
    while (scan_element(options, &at, &element))
        things[n++] = (struct thing){ .option = scan_number(element, 0), .value = is(asked, "type", "ranking") ? n : 0 };
    at = 0;
    for (size_t i = 0; scan_element(values, &at, &element); i++) {
        if (i == n)
            things[n++] = (struct thing){ 0 };
        things[i].value = scan_number(element, 0);
    }
    if (text.text != NULL && n == 0)
        things[n++] = (struct thing){ 0 };
    if (text.text != NULL)
        things[0].words = trim(text.text + 1, text.n - 2);
    return n;
}

/* V13: what a thing adds to its option. */
static int64_t votes_of(const struct asked *asked, const struct thing *thing)
{
    if (is(asked, "type", "ranking"))
        return (int64_t)asked->options - (int64_t)thing->value;
    if (is(asked, "type", "points") || is(asked, "type", "scale"))
        return (int64_t)thing->value;
    return is(asked, "type", "date") ? thing->value == 0 : 1;
}

static int64_t votes_for(const struct model *model, const struct option *option)
{
    const struct asked *asked = asked_of(model, option->poll);
    int64_t votes = 0;
    for (size_t s = 0; s < model->n_said; s++) {
        const struct said *said = &model->said[s];
        struct thing things[THINGS_MAX];
        if (said->poll != option->poll)
            continue;
        if (scan_number(scan_member(said->body, "option"), 0) == option->e.id)
            votes += said->weight;
        size_t n = things_of(things, asked, said);
        for (size_t i = 0; i < n; i++)
            if (things[i].option == option->e.id)
                votes += said->weight * votes_of(asked, &things[i]);
    }
    return votes;
}

/* How much was said in a poll, and how much of it is that answer (NULL: all of it). */
static int64_t said_in(const struct model *model, const struct asked *asked, const struct answer *answer)
{
    int64_t count = 0;
    struct slice words = answer == NULL || answer->text == NULL ? (struct slice){ NULL, 0 } : slice_of(answer->text);
    for (size_t s = 0; s < model->n_said; s++) {
        struct thing things[THINGS_MAX];
        if (model->said[s].poll != asked->id)
            continue;
        size_t n = things_of(things, asked, &model->said[s]);
        for (size_t i = 0; i < n; i++)
            if (answer == NULL || (things[i].option == answer->option && (int64_t)things[i].value == answer->value &&
                                   same(things[i].words, words)))
                count += model->said[s].weight;
    }
    return count;
}

static void check_options(struct world *world, const struct model *model, const struct room *room)
{
    for (size_t i = 0; i < room->live[KIND_OPTION].n; i++) {
        const struct option *option = (const struct option *)room->live[KIND_OPTION].v[i];
        int64_t votes = votes_for(model, option);
        if (votes != option->votes)
            world_fail(world, "option %llu has %lld votes, should have %lld", (unsigned long long)option->e.id,
                       (long long)option->votes, (long long)votes);
    }
}

static void check_answers(struct world *world, const struct model *model, const struct room *room, const struct asked *asked)
{
    int64_t counted = 0;
    for (size_t i = 0; i < room->live[KIND_ANSWER].n; i++) {
        const struct answer *answer = (const struct answer *)room->live[KIND_ANSWER].v[i];
        if (answer->poll != asked->id)
            continue;
        int64_t count = said_in(model, asked, answer);
        counted += answer->count;
        if (count != answer->count)
            world_fail(world, "answer %llu (%lld %s) counts %lld, should count %lld", (unsigned long long)answer->e.id,
                       (long long)answer->value, answer->text == NULL ? "" : answer->text, (long long)answer->count,
                       (long long)count);
    }
    bool keeps = !is(asked, "type", "multiple") && scan_member(asked->body, "type").text != NULL && !is(asked, "type", "single");
    if (keeps && counted != said_in(model, asked, NULL))
        world_fail(world, "the answers of poll %llu count %lld, should count %lld", (unsigned long long)asked->id,
                   (long long)counted, (long long)said_in(model, asked, NULL));
}

static void check_voters(struct world *world, const struct model *model, const struct poll *poll)
{
    int64_t voters = 0, weight = 0;
    for (size_t s = 0; s < model->n_said; s++) {
        voters += model->said[s].poll == poll->e.id;
        weight += model->said[s].poll == poll->e.id ? model->said[s].weight : 0;
    }
    if (voters != poll->voters || weight != poll->weight)
        world_fail(world, "poll %llu has %lld voters of weight %lld, should have %lld of %lld", (unsigned long long)poll->e.id,
                   (long long)poll->voters, (long long)poll->weight, (long long)voters, (long long)weight);
}

void polls_check(struct world *world, unsigned r, const struct room *room, const struct change *changes, size_t n)
{
    struct model model = { .asked = mem_zero(n + 1, sizeof(struct asked)),
                           .said = mem_zero(n + world->n_sent + 1, sizeof(struct said)) };
    for (size_t i = 0; i < n; i++)
        follow(&model, world, r, room, &changes[i]);
    check_options(world, &model, room);
    for (size_t i = 0; i < model.n_asked; i++) {
        const struct poll *poll = room_poll(room, model.asked[i].id);
        if (poll == NULL)
            continue;
        check_voters(world, &model, poll);
        check_answers(world, &model, room, &model.asked[i]);
    }
    map_free(&model.delegations);
    map_free(&model.weights);
    mem_free(model.asked);
    mem_free(model.said);
}
