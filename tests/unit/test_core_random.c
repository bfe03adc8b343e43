/*
 * Random commands by random actors. After each, a copy fed by deltas equals the view computed from scratch, for a viewer
 * of every audience and for every person who owns something; the room's invariants hold (room_check, in a paranoid
 * build after each command); at the end a copy of the room is the room.
 *
 * PLENARY_SEED repeats a run, PLENARY_STEPS makes it longer.
 */
#include <time.h>

#include "base/utf8.h"
#include "core/canon.h"
#include "core/text.h"
#include "support_core_copy.h"

enum { VIEWERS = 6 };

struct world {
    struct kit kit;
    uint64_t random;
    struct copy replicas[VIEWERS];
    struct copy joiner;              /* has the shared pages of a first load, and closes it some steps later */
    struct room_copying *copying;
    size_t applied, refused;
};

static uint64_t next_random(struct world *w)
{
    w->random ^= w->random << 13;
    w->random ^= w->random >> 7;
    w->random ^= w->random << 17;
    return w->random;
}

static uint64_t below(struct world *w, uint64_t n)
{
    return next_random(w) % n;
}

/* An id of a live thing of the kind, mostly; sometimes of anything, or of nothing. */
static uint64_t some_id(struct world *w, enum kind kind)
{
    static const enum kind rows[] = { KIND_ACTION, KIND_RECOMMENDATION, KIND_FRAMEWORK, KIND_PARAGRAPH };
    if (kind == KIND_ANY || below(w, 20) == 0)
        return below(w, w->kit.room->last_id + 2);
    if (kind == KIND_ROW)
        kind = rows[below(w, 4)];
    const struct kind_list *list = &w->kit.room->live[kind];
    return list->n == 0 ? 0 : list->v[below(w, list->n)]->id;
}

static char *some_text(struct world *w)
{
    static const char *const texts[] = { "Opening", "ورشة عمل", "Clôture de l'atelier", "x", "", "\"quoted\\\"", " " };
    return mem_copy_text(texts[below(w, sizeof(texts) / sizeof(texts[0]))]);
}

static char *some_form(struct world *w, enum field_type type)
{
    static const char *const dates[] = { "2015-11-16", "2015-11-19", "2016-02-30", "" };
    static const char *const dues[] = { "T+6 months", "2016-12-31", "ongoing", "soon" };
    switch (type) {
    case FIELD_DATE:
        return mem_copy_text(dates[below(w, 4)]);
    case FIELD_DUE:
        return mem_copy_text(dues[below(w, 4)]);
    case FIELD_CLOCK:
        return mem_copy_text(below(w, 4) ? "09:30" : "25:00");
    case FIELD_LOCAL:
        return mem_copy_text("2021-12-07T10:00");
    case FIELD_COUNTRY:
        return mem_copy_text("JO");
    case FIELD_ZONE:
        return mem_copy_text("Asia/Amman");
    default:
        return some_text(w);
    }
}

static void some_ints(struct world *w, struct ints *ints)
{
    ints->n = (uint32_t)below(w, 4);
    ints->v = ints->n == 0 ? NULL : mem_zero(ints->n, sizeof(*ints->v));
    for (uint32_t i = 0; i < ints->n; i++)
        ints->v[i] = (int64_t)below(w, 7) - 1;
}

static void some_refs(struct world *w, struct ids *ids, enum kind kind)
{
    uint32_t n = (uint32_t)below(w, 4);
    if (n == 0)
        return;
    ids->v = mem_zero(n, sizeof(*ids->v));
    for (ids->n = 0; ids->n < n; ids->n++)
        ids->v[ids->n] = some_id(w, kind);
}

static uint8_t some_word(struct world *w, const struct field *field)
{
    uint64_t n = 0;
    while (field->words[n] != NULL)
        n++;
    return (uint8_t)below(w, n);
}

/* An operation on a text of about that length; now and then it reaches too far. */
static void some_op(struct world *w, struct ot_op *op, uint64_t length)
{
    uint64_t skip = below(w, length + 1);
    if (skip > 0)
        ot_push(op, OT_SKIP, (uint32_t)skip, NULL);
    if (below(w, 4) == 0)
        ot_push(op, OT_DELETE, (uint32_t)(1 + below(w, 4)), NULL);
    else
        ot_push(op, OT_INSERT, 0, below(w, 9) ? "à ورشة" : below(w, 2) ? "\n" : "\a");
    if (below(w, 3) == 0)
        ot_push(op, OT_DELETE, (uint32_t)(1 + below(w, 3)), NULL);
    ot_normalize(op);
}

static void some_words(struct world *w, const struct field *field, struct texts *words)
{
    if (below(w, 2))
        return;
    words->v = mem_zero(1, sizeof(*words->v));
    words->v[0] = mem_copy_text(field->words[some_word(w, field)]);
    words->n = 1;
}

static void some_value(struct world *w, const struct field *field, void *object)
{
    void *member = (char *)object + field->offset;
    switch (field->type) {
    case FIELD_BOOL:
        *(bool *)member = below(w, 2);
        return;
    case FIELD_INT:
    case FIELD_TIME:
        *(int64_t *)member = (int64_t)below(w, 7);
        return;
    case FIELD_ENUM:
        *(uint8_t *)member = below(w, 3) ? some_word(w, field) : 0;
        return;
    case FIELD_LANG:
        *(uint8_t *)member = (uint8_t)below(w, LANG_N + 1);
        return;
    case FIELD_REF:
        *(uint64_t *)member = below(w, 6) ? some_id(w, (enum kind)field->ref) : 0;
        return;
    case FIELD_REFS:
        some_refs(w, member, (enum kind)field->ref);
        return;
    case FIELD_INTS:
        some_ints(w, member);
        return;
    case FIELD_ML:
        for (int l = 0; l < LANG_N; l++)
            if (below(w, 2))
                ((struct ml *)member)->text[l] = some_text(w);
        return;
    case FIELD_TEXTS:
    case FIELD_LANGS:
        return;
    case FIELD_WORDS:
        some_words(w, field, member);
        return;
    case FIELD_OP:
        some_op(w, member, below(w, 30));
        return;
    default:
        *(char **)member = some_form(w, field->type);
    }
}

static void some_command(struct world *w, struct command *cmd)
{
    size_t n;
    const struct verb *verbs = verb_table(&n);
    *cmd = (struct command){ .verb = &verbs[below(w, n)] };
    const struct verb *verb = cmd->verb;
    if (verb->takes & VERB_TAKES_ID)
        cmd->id = some_id(w, (enum kind)verb->kind);
    if (verb->takes & VERB_ID_OPTIONAL)
        cmd->id = w->kit.room->workshop->item;
    if ((verb->takes & VERB_TAKES_AFTER) && below(w, 2)) {
        cmd->has_after = true;
        cmd->after = below(w, 3) ? some_id(w, (enum kind)verb->kind) : 0;
    }
    if ((verb->takes & VERB_TAKES_INTO) && below(w, 2))
        cmd->into = some_id(w, KIND_THEME);
    for (size_t i = 0; i < verb->n_args; i++) {
        bool needed = (verb->args[i].flags & FIELD_REQUIRED) ||
                      !(verb->is_create || verb->is_edit || (verb->args[i].flags & FIELD_OPTIONAL));
        if (strcmp(verb->args[i].name, "seen") == 0 || (!needed && below(w, 3) != 0))
            continue;
        cmd->present |= UINT64_C(1) << i;
        some_value(w, &verb->args[i], &cmd->u);
    }
}

static struct actor some_actor(struct world *w)
{
    w->kit.at += (int64_t)below(w, 2000);
    uint64_t kind = below(w, 10);
    const struct kind_list *persons = &w->kit.room->live[KIND_PERSON];
    if (kind < 3)
        return actor_system(w->kit.at);
    if (kind < 6)
        return actor_of(w->kit.room, w->kit.person[ROLE_FACILITATOR], w->kit.at);
    return actor_of(w->kit.room, persons->v[below(w, persons->n)]->id, w->kit.at);
}

static const struct poll *open_poll(const struct world *w)
{
    const struct kind_list *polls = &w->kit.room->live[KIND_POLL];
    for (size_t i = 0; i < polls->n; i++)
        if (((const struct poll *)polls->v[i])->state == POLL_OPEN)
            return (const struct poll *)polls->v[i];
    return NULL;
}

/* Every type with numbers that it can be opened with, and how many options it has. */
static const struct {
    const char *type;
    int min, max, points, options;
} polls[] = { { "single", 0, 0, 0, 2 },   { "multiple", 0, 2, 0, 3 },   { "yes_no_abstain", 0, 0, 0, 0 },
              { "scale", -1, 2, 0, 0 },   { "scale", -1, 2, 0, 2 },     { "ranking", 0, 2, 0, 3 },
              { "points", 0, 0, 4, 2 },   { "open_text", 0, 0, 0, 0 },  { "words", 0, 3, 0, 0 },
              { "number", 0, 0, 0, 0 },   { "date", 0, 0, 0, 2 },       { "consent", 0, 0, 0, 0 },
              { "fist_to_five", 0, 0, 0, 0 } };

/* A poll of some type and kind, with its options; its id, 0: there is no room for it. *option: the first one. */
static int prepare(struct world *w, int *option)
{
    size_t i = below(w, 3) ? below(w, sizeof(polls) / sizeof(polls[0])) : 0;
    if (kit_do(&w->kit, ROLE_SYSTEM, "poll.create", "question", "Which?", "type", polls[i].type, "min", polls[i].min,
               "max", polls[i].max, "points", polls[i].points, "secrecy", below(w, 2) ? "unattributed" : "named",
               "unit", below(w, 2) ? "delegation" : "person", "results", below(w, 2) ? "after" : "live", "weighted",
               (int)below(w, 2), "advisory", (int)below(w, 2), "quorum", (int)below(w, 100), END) != CODE_OK)
        return 0;
    int poll = (int)w->kit.result;
    for (int n = 0; n < polls[i].options; n++) {
        const struct action *action = room_action(w->kit.room, some_id(w, KIND_ACTION));
        int made = kit_make(&w->kit, ROLE_SYSTEM, "option.create", "poll", poll, "text", "A", "action",
                            action == NULL ? 0 : (int)action->e.id, END);
        *option = n == 0 ? made : *option;
    }
    return poll;
}

/* Chance alone hardly ever puts a question and answers together and opens them. */
static void ask(struct world *w)
{
    int option = 0;
    if (w->kit.room->workshop->state != WORKSHOP_LIVE || open_poll(w) != NULL)
        return;
    int poll = prepare(w, &option);
    if (poll == 0)
        return;
    /* Where there is nothing to adopt, or this cannot, it is an ordinary poll. */
    int row = (int)some_id(w, KIND_ROW), seconds = (int)below(w, 90);
    enum code code = option != 0 ? kit_do(&w->kit, ROLE_SYSTEM, "adoption.open", "of", row, "way", "poll", "poll", poll,
                                          "option", option, "seconds", seconds, END)
                                 : kit_do(&w->kit, ROLE_SYSTEM, "adoption.open", "of", row, "way", "poll", "poll", poll,
                                          "seconds", seconds, END);
    if (code != CODE_OK)
        kit_make(&w->kit, ROLE_SYSTEM, "poll.open", "id", poll, "seconds", seconds, END);
}

static void add_option(struct args_ballot *args, uint64_t option)
{
    args->options.v = mem_grow(args->options.v, args->options.n + 1u, sizeof(*args->options.v));
    args->options.v[args->options.n++] = option;
}

static void add_value(struct args_ballot *args, int64_t value)
{
    args->values.v = mem_grow(args->values.v, args->values.n + 1u, sizeof(*args->values.v));
    args->values.v[args->values.n++] = value;
}

/* Something to say in the poll, mostly of the right form. */
static void some_vote(struct world *w, const struct poll *poll, struct args_ballot *args)
{
    static const char *const words[] = { "Trust", "trust\nData", " data \nثقة", "Time\ntime\nTIME" };
    size_t n;
    struct entity **options = room_sorted(w->kit.room, KIND_OPTION, poll->e.id, &n);
    size_t first = n == 0 ? 0 : below(w, n);
    bool all = poll->type == POLL_SCALE || below(w, 2);
    if (poll->type == POLL_SINGLE)
        args->option = options[first]->id;
    for (size_t i = 0; i < n && poll->type != POLL_SINGLE; i++)
        if (all || i == 0)
            add_option(args, options[(first + i) % n]->id);
    bool has_values = poll->type != POLL_MULTIPLE && poll->type != POLL_RANKING && poll->type != POLL_SINGLE &&
                      poll->type != POLL_WORDS && poll->type != POLL_OPEN_TEXT;
    for (size_t i = 0; has_values && (i == 0 || i < args->options.n); i++)
        add_value(args, (int64_t)below(w, 3) + (poll->type == POLL_SCALE ? poll->min : 0));
    if (poll->type == POLL_WORDS || poll->type == POLL_OPEN_TEXT || poll->type == POLL_CONSENT)
        args->text = mem_copy_text(words[below(w, 4)]);
    mem_free(options);
}

/* A vote in an open poll, mostly by one of the owners whose replicas are compared. */
static void vote(struct world *w, struct command *cmd, struct actor *actor)
{
    enum { SAYS = 0xf, FOR = 0x10 };
    const struct poll *poll = open_poll(w);
    if (poll == NULL)
        return;
    bool enters = below(w, 5) == 0;
    command_clear(cmd);
    *cmd =
        (struct command){ .verb = verb_of(enters ? "ballot.enter" : "ballot.cast"), .id = poll->e.id, .present = SAYS };
    some_vote(w, poll, &cmd->u.ballot);
    if (enters) {
        cmd->present |= FOR;
        cmd->u.ballot.voter = some_id(w, KIND_PERSON);
        *actor = actor_of(w->kit.room, w->kit.person[ROLE_FACILITATOR], w->kit.at);
    } else if (below(w, 3) != 0) {
        *actor = actor_of(w->kit.room, w->kit.person[below(w, 2) ? ROLE_DELEGATE : ROLE_RAPPORTEUR], w->kit.at);
    }
}

/* What else becomes of a poll. */
static void follow_up(struct world *w, struct command *cmd)
{
    static const char *const verbs[] = { "poll.again", "poll.prioritize", "poll.close", "poll.admit" };
    size_t i = below(w, 4);
    int poll = (int)some_id(w, KIND_POLL);
    command_clear(cmd);
    if (i == 3)
        kit_build(cmd, verbs[i], "id", poll, "person", (int)some_id(w, KIND_PERSON), END);
    else
        kit_build(cmd, verbs[i], "id", poll, END);
}

/* Typing in one of the texts there are, on a revision that may be some behind; in what is gone, now and then. */
static void type(struct world *w, struct command *cmd)
{
    const struct kind_list *texts = &w->kit.room->live[KIND_TEXT];
    if (texts->n == 0)
        return;
    const struct text *text = (const struct text *)texts->v[below(w, texts->n)];
    uint64_t behind = below(w, 4);
    command_clear(cmd);
    *cmd = (struct command){ .verb = verb_of("text.edit"), .id = text->of, .present = 15 };
    struct args_text_edit *args = &cmd->u.text_edit;
    *args = (struct args_text_edit){ .field = text->field, .lang = text->lang, .rev = text->rev - (int64_t)behind };
    if (args->rev < 0)
        args->rev = 0;
    some_op(w, &args->op, utf8_length(text_words(w->kit.room, text)));
    const struct entity *gone = map_get(&w->kit.room->entities, below(w, w->kit.room->last_id + 1));
    if (below(w, 10) == 0 && gone != NULL && gone->removed)
        cmd->id = gone->id;
}

/* What a plan goes through, and chance alone seldom meets: it is put to the room, merged, brought, opened again. */
static void plan(struct world *w, struct command *cmd, struct actor *actor)
{
    int row = (int)some_id(w, KIND_ROW), other = (int)some_id(w, KIND_ROW), seconds = (int)below(w, 30);
    command_clear(cmd);
    *actor = actor_system(w->kit.at);
    switch (below(w, 6)) {
    case 0:
        kit_build(cmd, "adoption.open", "of", below(w, 4) ? row : 0, "way", "consensus", "seconds", seconds, END);
        return;
    case 1:
        kit_build(cmd, "adoption.open", "of", row, "way", "silence", "until", 1, END);
        cmd->u.adoption.until = w->kit.at + 1 + seconds * 1000;
        return;
    case 2:
        kit_build(cmd, "row.merge", "id", row, "other", other, END);
        return;
    case 3:
        kit_build(cmd, "row.bring", "id", row, END);
        return;
    case 4:
        kit_build(cmd, "row.reopen", "id", row, "reason", "An error", END);
        return;
    default:
        kit_build(cmd, "adoption.object", "id", (int)some_id(w, KIND_ADOPTION), "text", "No", END);
        *actor = actor_of(w->kit.room, w->kit.person[ROLE_DELEGATE], w->kit.at);
    }
}

/* The floor, questions and who is there: what belongs together, so that it seldom is refused. */
static void floor_turn(struct world *w, struct command *cmd, struct actor *actor)
{
    static const char *const hands[] = { "hand.give", "hand.end", "hand.lower", "hand.move" };
    static const char *const types[] = { "contribution", "reply", "point_of_order" };
    static const char *const questions[] = { "question.admit", "question.answer", "question.dismiss",
                                             "question.remove" };
    static const char *const others[] = { "tour.start", "tour.end", "attendance.here", "workshop.live" };
    size_t i = below(w, 4);
    int person = (int)some_id(w, KIND_PERSON);
    command_clear(cmd);
    *actor = actor_system(w->kit.at);
    switch (below(w, 8)) {
    case 0:
        kit_build(cmd, "hand.raise", "type", types[i % 3], "for", person, "at", 1, END);
        cmd->u.hand.at = w->kit.at - (int64_t)below(w, 20000);
        return;
    case 1:
        kit_build(cmd, hands[i], "id", (int)some_id(w, KIND_HAND), END);
        return;
    case 2:
        kit_build(cmd, "question.create", "text", "Why?", END);
        *actor = actor_of(w->kit.room, w->kit.person[below(w, 2) ? ROLE_DELEGATE : ROLE_RAPPORTEUR], w->kit.at);
        return;
    case 3:
        kit_build(cmd, questions[i], "id", (int)some_id(w, KIND_QUESTION), END);
        return;
    case 4:
        kit_build(cmd, "attendance.enter", "id", person, END);
        return;
    case 5:
        kit_build(cmd, "attendance.leave", "id", person, "at", 1, END);
        cmd->u.leave.at = w->kit.at - (int64_t)below(w, 40000);
        return;
    case 6:
        kit_build(cmd, "workshop.edit", "moderated", (int)(i % 2), END);
        return;
    default:
        kit_build(cmd, others[i], END);
    }
}

/* H1: what was sealed just now has the hash of its bytes as they are. */
static void check_seals(const struct room *room)
{
    const struct kind_list *adoptions = &room->live[KIND_ADOPTION];
    for (size_t i = 0; i < adoptions->n; i++) {
        const struct adoption *adoption = (const struct adoption *)adoptions->v[i];
        char hash[CANON_HASH];
        if (adoption->sealed_seq == 0 || (uint64_t)adoption->sealed_seq != room->seq)
            continue;
        canon_hash(hash, room, adoption);
        assert_string_equal(hash, adoption->hash);
    }
}

/* A closed workshop would refuse all the rest. */
static void reopen(struct world *w, struct command *cmd, struct actor *actor)
{
    command_clear(cmd);
    *cmd = (struct command){ .verb = verb_of("workshop.reopen") };
    *actor = actor_system(w->kit.at);
}

static void step(struct world *w)
{
    struct command cmd;
    struct actor actor = some_actor(w);
    if (room_due(w->kit.room, w->kit.at, &cmd)) {
        assert_int_equal(kit_run(&w->kit, actor_system(w->kit.at), &cmd), CODE_OK);
        return;
    }
    some_command(w, &cmd);
    if (below(w, 4) == 0)
        vote(w, &cmd, &actor);
    else if (below(w, 12) == 0)
        follow_up(w, &cmd);
    else if (below(w, 3) == 0)
        type(w, &cmd);
    else if (below(w, 4) == 0)
        plan(w, &cmd, &actor);
    else if (below(w, 3) == 0)
        floor_turn(w, &cmd, &actor);
    if (w->kit.room->workshop->state == WORKSHOP_CLOSED && below(w, 4) == 0)
        reopen(w, &cmd, &actor);
    uint64_t seq = w->kit.room->seq;
    enum code code = kit_run(&w->kit, actor, &cmd);
    assert_int_equal(w->kit.room->seq, seq + (code == CODE_OK));
    check_seals(w->kit.room);
    if (below(w, 5) == 0)
        room_clean(w->kit.room);
    if (code == CODE_OK)
        w->applied++;
    else
        w->refused++;
}

/* The owners are the persons whose copy differs; others of their audience share one copy. */
static void open_replicas(struct world *w)
{
    const struct kit *kit = &w->kit;
    w->replicas[0].viewer = (struct viewer){ AUDIENCE_STAFF, 0 };
    w->replicas[1].viewer = (struct viewer){ AUDIENCE_ROOM, 0 };
    w->replicas[2].viewer = (struct viewer){ AUDIENCE_PUBLIC, 0 };
    w->replicas[3].viewer = view_of(kit->room, kit->person[ROLE_DELEGATE], ROLE_N);
    w->replicas[4].viewer = view_of(kit->room, kit->person[ROLE_RAPPORTEUR], ROLE_N);
    w->replicas[5].viewer = view_of(kit->room, kit->person[ROLE_FACILITATOR], ROLE_N);
}

static void follow_all(struct world *w)
{
    for (size_t i = 0; i < VIEWERS; i++) {
        /* Slow readers skip: one merged delta must do as well as many. */
        if (i > 0 && below(w, 3) == 0)
            continue;
        copy_review(&w->replicas[i], w->kit.room);
        copy_follow(&w->replicas[i], w->kit.room, AS_USUAL);
        copy_compare(&w->replicas[i], w->kit.room);
    }
}

/* F9: a first load from pages made for the whole audience, closed ten steps later by what is one's own. */
static void join(struct world *w, uint64_t step)
{
    struct copy *joiner = &w->joiner;
    const struct person *person =
        room_person(w->kit.room, w->kit.person[step / 40 % 2 ? ROLE_DELEGATE : ROLE_RAPPORTEUR]);
    if (step % 40 == 0 && person != NULL) {
        joiner->viewer = view_of(w->kit.room, person->e.id, ROLE_N);
        joiner->view = person->view;
        copy_follow(joiner, w->kit.room, SHARED);
    }
    if (step % 40 != 10)
        return;
    if (joiner->seq > 0 && person != NULL && person->view == joiner->view) {
        copy_follow(joiner, w->kit.room, CLOSING);
        copy_compare(joiner, w->kit.room);
    }
    copy_clear(joiner);
}

/* Whether two rooms hold the same, tombstones included, in the same order. */
static void assert_same(const struct room *a, const struct room *b)
{
    const struct entity *x = a->oldest, *y = b->oldest;
    assert_true(a->seq == b->seq && a->last_id == b->last_id);
    for (; x != NULL && y != NULL; x = x->after, y = y->after) {
        const struct kind_info *info = kind_info((enum kind)x->kind);
        assert_true(x->id == y->id && x->seq == y->seq);
        assert_true(x->kind == y->kind && x->removed == y->removed);
        for (size_t i = 0; i < info->n_fields; i++)
            assert_true(field_equal(&info->fields[i], x, y));
    }
    assert_true(x == NULL && y == NULL);
}

/* A copy goes on by a piece between two commands; when it is whole it is the room as it is by then, and another begins. */
static void copy_on(struct world *w, size_t n)
{
    if (!room_copying_go(w->copying, w->kit.room, n))
        return;
    struct room *copy = room_copying_take(w->copying);
    room_check(copy);
    assert_same(w->kit.room, copy);
    room_free(copy);
    w->copying = room_copying_new();
}

static uint64_t number_from(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text == NULL ? otherwise : strtoull(text, NULL, 10);
}

static void every_copy_equals_the_view_from_scratch(void **state)
{
    (void)state;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    uint64_t seed = number_from("PLENARY_SEED", (uint64_t)now.tv_nsec * 2654435761u + (uint64_t)now.tv_sec);
    uint64_t steps = number_from("PLENARY_STEPS", 700);
    struct world *w = mem_zero(1, sizeof(*w));
    w->random = (seed * 2 + 1) * UINT64_C(0x9e3779b97f4a7c15);
    print_message("PLENARY_SEED=%llu\n", (unsigned long long)seed);
    kit_open(&w->kit);
    kit_make(&w->kit, ROLE_FACILITATOR, "workshop.live", END);
    open_replicas(w);
    w->copying = room_copying_new();
    for (uint64_t i = 0; i < steps && w->kit.room->last_id + 64 < COPY_IDS; i++) {
        if (below(w, 20) == 0)
            ask(w);
        step(w);
        copy_on(w, below(w, 12));
        follow_all(w);
        join(w, i);
    }
    print_message("%zu applied, %zu refused; %zu ballots, %zu answers, %zu polls\n", w->applied, w->refused,
                  w->kit.room->live[KIND_BALLOT].n, w->kit.room->live[KIND_ANSWER].n, w->kit.room->live[KIND_POLL].n);
    assert_true(w->applied > 0 && w->refused > 0);
    copy_on(w, SIZE_MAX);
    room_copying_free(w->copying);
    for (size_t i = 0; i < VIEWERS; i++)
        copy_clear(&w->replicas[i]);
    copy_clear(&w->joiner);
    kit_close(&w->kit);
    mem_free(w);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("F6 every copy equals the view from scratch", every_copy_equals_the_view_from_scratch),
    };
    return cmocka_run_group_tests_name("random", cases, NULL, NULL);
}
