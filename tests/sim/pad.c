/* pad: see the header. Rule ids are those of PROTOCOL.md. */
#include "pad.h"

#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "core/ot.h"
#include "world.h"

const char *const pad_fields[PAD_FIELDS] = {"title",     "objective", "deliverable", "milestones", "resources",
                                            "indicator", "risk",      "text",        "notes",      "staff_notes"};
const char *const pad_langs[PAD_LANGS] = {"ar", "fr", "en"};

static unsigned place_of(struct slice word, const char *const *words, unsigned n)
{
    unsigned i = 0;
    while (i < n && !scan_is(word, words[i]))
        i++;
    return i;
}

struct pad *pad_find(struct guest *guest, uint64_t of, unsigned field, unsigned lang, bool make)
{
    struct pad *pad = guest->pads;
    while (pad != NULL && (pad->of != of || pad->field != field || pad->lang != lang))
        pad = pad->next;
    if (pad != NULL || !make)
        return pad;
    pad = mem_zero(1, sizeof *pad);
    pad->of = of;
    pad->field = field;
    pad->lang = lang;
    pad->next = guest->pads;
    guest->pads = pad;
    return pad;
}

struct pad *pad_of_text(struct guest *guest, uint64_t text)
{
    struct pad *pad = guest->pads;
    while (pad != NULL && (!pad->here || pad->text != text))
        pad = pad->next;
    return pad;
}

static void drop_held(struct pad *pad)
{
    for (size_t i = 0; i < pad->n_held; i++)
        mem_free(pad->held[i]);
    mem_free(pad->held);
    pad->held = NULL;
    pad->n_held = 0;
}

/* Nothing of one's own is left. */
static void finish(struct pad *pad)
{
    script_clear(&pad->sent);
    script_clear(&pad->more);
    pad->typing = pad->lost = pad->unsure = false;
    pad->number = pad->acked = pad->result = 0;
}

static void pad_free(struct pad *pad)
{
    finish(pad);
    drop_held(pad);
    words_clear(&pad->words);
    mem_free(pad);
}

void pads_free(struct guest *guest)
{
    while (guest->pads != NULL) {
        struct pad *pad = guest->pads;
        guest->pads = pad->next;
        pad_free(pad);
    }
}

/* Those that hold nothing the client has to remember go. */
static void sweep(struct guest *guest)
{
    for (struct pad **at = &guest->pads; *at != NULL;) {
        struct pad *pad = *at;
        if (pad->here || pad->typing) {
            at = &pad->next;
            continue;
        }
        *at = pad->next;
        pad_free(pad);
    }
}

static void set_script(struct script *slot, struct script value)
{
    script_clear(slot);
    *slot = value;
}

/* The words become what `script` makes of them. */
static void set_words(struct pad *pad, const struct script *script)
{
    struct words words = {0};
    script_result(&words, script);
    words_clear(&pad->words);
    pad->words = words;
}

static void nothing_under_way(struct pad *pad)
{
    set_script(&pad->sent, script_of(&pad->words));
    pad->number = pad->acked = pad->result = 0;
}

void pad_shown(const struct pad *pad, struct words *out)
{
    if (pad->typing)
        script_result(out, &pad->more);
    else
        for (size_t i = 0; i < pad->words.n; i++)
            words_add(out, pad->words.v[i]);
}

void pad_type(struct pad *pad, size_t place, const struct words *inserted, size_t n_deleted)
{
    struct words shown = {0};
    struct script edit = {0};
    if (!pad->typing) {
        pad->typing = true;
        nothing_under_way(pad);
        set_script(&pad->more, script_of(&pad->words));
    }
    pad_shown(pad, &shown);
    for (size_t i = 0; i <= shown.n; i++) {
        for (size_t k = 0; i == place && k < inserted->n; k++)
            script_add(&edit, '+', inserted->v[k]);
        if (i < shown.n)
            script_add(&edit, i >= place && i < place + n_deleted ? '-' : '=', shown.v[i]);
    }
    set_script(&pad->more, script_compose(&pad->more, &edit));
    script_clear(&edit);
    words_clear(&shown);
}

/* P38: the server made of it what we made of it. */
static void take_own(struct world *world, struct pad *pad, const struct script *script)
{
    struct words theirs = {0}, ours = {0};
    script_result(&theirs, script);
    script_result(&ours, &pad->sent);
    if (!words_equal(&theirs, &ours))
        world_fail(world, "the server applied command %llu otherwise than its sender", (unsigned long long)pad->number);
    words_clear(&ours);
    words_clear(&pad->words);
    pad->words = theirs;
    nothing_under_way(pad);
}

/* P37: one's own waiting words stand first where both insert at one place. */
static void take_other(struct pad *pad, const struct script *script)
{
    if (pad->typing) {
        struct script sent = script_transform(&pad->sent, script, true);
        struct script after = script_transform(script, &pad->sent, false);
        set_script(&pad->more, script_transform(&pad->more, &after, true));
        set_script(&pad->sent, sent);
        script_clear(&after);
    }
    set_words(pad, script);
}

static void take_op(struct world *world, struct pad *pad, uint64_t seq, struct slice op)
{
    struct script script;
    if (!script_read(&script, &pad->words, op))
        world_fail(world, "an operation reaches past the end of text %llu: %.*s", (unsigned long long)pad->text, (int)op.n,
                   op.text);
    else if (pad->number != 0 && pad->acked == seq)
        take_own(world, pad, &script);
    else
        take_other(pad, &script);
    script_clear(&script);
    pad->rev++;
}

/* P34 */
static void take_ops(struct world *world, struct pad *pad, int64_t rev, struct slice ops)
{
    struct slice pair, op;
    size_t at = 0;
    int64_t n = 0;
    while (scan_element(ops, &at, &pair))
        n++;
    if (rev - n > pad->rev)
        world_fail(world, "operations from revision %lld for who holds %lld", (long long)(rev - n), (long long)pad->rev);
    at = 0;
    for (int64_t leads_to = rev - n + 1; scan_element(ops, &at, &pair) && world->failure[0] == '\0'; leads_to++) {
        size_t part = 0;
        struct slice seq = {NULL, 0};
        (void)scan_element(pair, &part, &seq);
        (void)scan_element(pair, &part, &op);
        if (leads_to > pad->rev)
            take_op(world, pad, scan_number(seq, 0), op);
    }
}

/* P35: what happened since the revision one's words were written on; GET /api/w/ID/text/N?from=R. */
static void fetch(struct world *world, struct guest *guest, struct pad *pad, int64_t rev)
{
    while (pad->rev < rev && world->failure[0] == '\0') {
        struct store_job job;
        world_ops(world, guest->room, pad->text, pad->rev, &job);
        if (job.n_found == 0)
            world_fail(world, "no operations of text %llu after %lld", (unsigned long long)pad->text, (long long)pad->rev);
        for (size_t i = 0; i < job.n_found && pad->rev < rev; i++) {
            struct buf out;
            struct json json;
            buf_init(&out, 1 << 20);
            json_init(&json, &out);
            ot_write(&json, &job.ops[i].op);
            take_op(world, pad, job.ops[i].seq, (struct slice){out.data, out.len});
            buf_free(&out);
        }
        store_job_clear(&job);
    }
}

/* An older backup was restored: what was typed is made anew as a change from what was confirmed, beside what happened here. */
static void remake(struct pad *pad, const struct words *text, int64_t rev)
{
    struct words before = {0}, shown = {0};
    pad_shown(pad, &shown);
    if (pad->acked != 0)
        script_result(&before, &pad->sent);
    else
        words_copy(&before, &pad->words);
    struct script mine = script_between(&before, &shown);
    struct script theirs = script_between(&before, text);
    set_script(&pad->more, script_transform(&mine, &theirs, true));
    words_copy(&pad->words, text);
    pad->rev = rev;
    nothing_under_way(pad);
    pad->lost = false;
    script_clear(&mine);
    script_clear(&theirs);
    words_clear(&before);
    words_clear(&shown);
}

static void take_whole(struct world *world, struct guest *guest, struct pad *pad, int64_t rev, struct slice text)
{
    struct words words = {0};
    words_read(&words, text);
    if (pad->lost) {
        remake(pad, &words, rev);
    } else if (!pad->typing) {
        words_copy(&pad->words, &words);
        pad->rev = rev;
    } else if (rev >= pad->rev) {
        fetch(world, guest, pad, rev);
        if (!words_equal(&pad->words, &words))
            world_fail(world, "text %llu is another than its operations make", (unsigned long long)pad->text);
    }
    words_clear(&words);
}

static void take(struct world *world, struct guest *guest, struct pad *pad, struct slice entity)
{
    struct slice ops = scan_member(entity, "ops");
    int64_t rev = (int64_t)scan_number(scan_member(entity, "rev"), 0);
    if (ops.text != NULL)
        take_ops(world, pad, rev, ops);
    else
        take_whole(world, guest, pad, rev, scan_member(entity, "text"));
}

/* P39: what was under way is not in the text; with what was typed since it becomes another operation. */
static void take_out(struct pad *pad)
{
    if (script_does_nothing(&pad->more)) {
        finish(pad);
        return;
    }
    set_script(&pad->more, script_compose(&pad->sent, &pad->more));
    nothing_under_way(pad);
}

static void put_proposal(struct guest *guest, uint64_t id)
{
    for (struct pad *pad = guest->pads; pad != NULL; pad = pad->next)
        if (pad->acked != 0 && pad->result == id)
            take_out(pad);
}

void pads_put(struct world *world, struct guest *guest, struct slice entity)
{
    uint64_t id = scan_number(scan_member(entity, "id"), 0);
    struct pad *pad = pad_of_text(guest, id);
    if (!scan_is(scan_member(entity, "k"), "text")) {
        put_proposal(guest, id);
        return;
    }
    if (scan_member(entity, "ops").text == NULL) {
        unsigned field = place_of(scan_member(entity, "field"), pad_fields, PAD_FIELDS);
        unsigned lang = place_of(scan_member(entity, "lang"), pad_langs, PAD_LANGS);
        pad = pad_find(guest, scan_number(scan_member(entity, "of"), 0), field, lang, true);
        pad->text = id;
        pad->here = true;
    }
    if (pad == NULL) {
        world_fail(world, "operations of text %llu for who does not hold it", (unsigned long long)id);
    } else if (pad->unsure) {
        pad->held = mem_grow(pad->held, pad->n_held + 1, sizeof *pad->held);
        pad->held[pad->n_held++] = mem_copy_bytes(entity.text, entity.n);
    } else {
        take(world, guest, pad, entity);
    }
}

void pads_gone(struct guest *guest, uint64_t id)
{
    struct pad *pad = pad_of_text(guest, id);
    if (pad == NULL)
        return;
    pad->here = false;
    drop_held(pad);
    /* What was acknowledged went with the text, after it had been there, or stands in a proposal that is on its way. */
    if (pad->acked != 0 && pad->result == id) {
        set_words(pad, &pad->sent);
        nothing_under_way(pad);
    }
    sweep(guest);
}

void pads_cleared(struct guest *guest)
{
    for (struct pad *pad = guest->pads; pad != NULL; pad = pad->next) {
        pad->here = false;
        drop_held(pad);
    }
    sweep(guest);
}

void pads_complete(struct world *world, struct guest *guest)
{
    static const struct words nothing;
    for (struct pad *pad = guest->pads; pad != NULL; pad = pad->next) {
        if (pad->lost && !pad->unsure && !pad->here)
            remake(pad, &nothing, 0);
        if (pad->acked == 0 || pad->acked > guest->seq || pad->unsure)
            continue;
        if (pad->here && pad->result == pad->text)
            world_fail(world, "guest %u was never told its own operation of change %llu", guest->index,
                       (unsigned long long)pad->acked);
        finish(pad);
    }
    sweep(guest);
}

/* What was sent on revisions that never were is not sent again. */
static void give_up(struct world *world, struct guest *guest, struct pad *pad, uint64_t last)
{
    if (pad->number <= last)
        return;
    struct sent *sent = guest_sent(world, guest, pad->number);
    if (sent->fate == FATE_OPEN)
        sent->fate = FATE_DROPPED;
    pad->number = pad->acked = pad->result = 0;
}

static void history_lost(struct world *world, struct guest *guest, uint64_t last)
{
    for (struct pad *pad = guest->pads; pad != NULL; pad = pad->next) {
        pad->text = 0;
        pad->lost = pad->typing;
        if (pad->number != 0)
            give_up(world, guest, pad, last);
        pad->unsure = pad->number != 0 && pad->acked == 0;
    }
}

void pads_welcome(struct world *world, struct guest *guest, bool reset, bool lost, uint64_t last)
{
    if (reset)
        pads_cleared(guest);
    if (lost) {
        history_lost(world, guest, last);
        return;
    }
    /* A client that held nothing complete cannot know what its words were written on. */
    for (struct pad *pad = guest->pads; pad != NULL; pad = pad->next) {
        if (reset && guest->seq == 0) {
            if (pad->number != 0)
                give_up(world, guest, pad, last);
            finish(pad);
        }
        pad->unsure = pad->number != 0 && pad->acked == 0;
    }
    sweep(guest);
}

static bool is_proposal(const struct guest *guest, uint64_t id)
{
    const struct copy *copy = map_get(&guest->replica, id);
    return copy != NULL && scan_is(scan_member(slice_of(copy->text), "k"), "proposal");
}

static void acknowledged(const struct guest *guest, struct pad *pad, const struct sent *sent)
{
    pad->acked = sent->seq;
    pad->result = sent->id;
    if (!pad->lost && ((pad->here && pad->text != sent->id) || is_proposal(guest, sent->id)))
        take_out(pad);
}

void pads_answered(struct world *world, struct guest *guest, const struct sent *sent, bool before)
{
    struct pad *pad = guest->pads;
    while (pad != NULL && pad->number != sent->number)
        pad = pad->next;
    if (pad == NULL)
        return;
    pad->unsure = false;
    if (sent->fate == FATE_ACKED)
        acknowledged(guest, pad, sent);
    else if (before && pad->lost)
        pad->number = 0;
    else
        finish(pad);
    for (size_t i = 0; i < pad->n_held; i++)
        take(world, guest, pad, slice_of(pad->held[i]));
    drop_held(pad);
    sweep(guest);
}

static void flush(struct world *world, struct guest *guest, struct pad *pad)
{
    struct buf args;
    struct words shown = {0};
    buf_init(&args, 16384);
    buf_print(&args, "\"id\":%llu,\"field\":\"%s\",\"lang\":\"%s\",\"rev\":%lld,\"op\":", (unsigned long long)pad->of,
              pad_fields[pad->field], pad_langs[pad->lang], (long long)pad->rev);
    script_write(&args, &pad->more);
    struct sent *sent = guest_send(world, guest, "text.edit", &args);
    buf_free(&args);
    if (sent == NULL)
        return;
    sent->is_text = true;
    script_inserted(&sent->inserted, &pad->more);
    script_deleted(&sent->deleted, &pad->more);
    script_copy(&pad->sent, &pad->more);
    script_result(&shown, &pad->sent);
    set_script(&pad->more, script_of(&shown));
    words_clear(&shown);
    pad->number = sent->number;
}

void pads_flush(struct world *world, struct guest *guest)
{
    bool may = guest->welcome && guest->loaded && guest->pipe.open_client && guest->held_from == 0;
    for (struct pad *pad = guest->pads; may && pad != NULL; pad = pad->next) {
        if (!pad->typing || pad->number != 0 || pad->lost)
            continue;
        if (script_does_nothing(&pad->more))
            finish(pad);
        else
            flush(world, guest, pad);
    }
    sweep(guest);
}
