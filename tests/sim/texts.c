/*
 * texts: what must hold of what was typed, told from the stored operations letter by letter: each text is the fold of its operations; each
 * operation inserts exactly what its sender inserted and deletes nothing its sender did not; so a letter that was acknowledged is there,
 * was deleted by somebody, or stands in a late proposal.
 */
#include <assert.h>
#include <string.h>

#include "base/mem.h"
#include "core/limits.h"
#include "core/text.h"
#include "world.h"

/* What its sender knows of a change; NULL: nobody typed it. */
static const struct sent *sender_of(const struct world *world, const struct change *change)
{
    for (size_t i = 0; i < world->n_sent; i++) {
        const struct sent *sent = &world->sent[i];
        if (sent->is_text && sent->number == change->number && memcmp(sent->client, change->client, CLIENT_ID_BYTES) == 0)
            return sent;
    }
    return NULL;
}

static void check_op(struct world *world, const struct script *script, const struct change *change)
{
    const struct sent *sent = sender_of(world, change);
    struct words inserted = {0}, deleted = {0};
    if (strcmp(change->verb, "text.edit") != 0 || sent == NULL)
        return;
    script_inserted(&inserted, script);
    script_deleted(&deleted, script);
    if (!words_equal(&inserted, &sent->inserted))
        world_fail(world, "change %llu does not insert what was typed: %s", (unsigned long long)change->seq, sent->frame);
    for (size_t i = 0; i < deleted.n; i++)
        if (!words_have(&sent->deleted, deleted.v[i]))
            world_fail(world, "change %llu deletes U+%X, which nobody deleted: %s", (unsigned long long)change->seq,
                       (unsigned)deleted.v[i], sent->frame);
    words_clear(&inserted);
    words_clear(&deleted);
}

static struct slice written(struct buf *out, const struct ot_op *op)
{
    struct json json;
    buf_init(out, LIMIT_ENTITY);
    json_init(&json, out);
    ot_write(&json, op);
    return (struct slice){out->data, out->len};
}

static bool same_text(const struct words *words, const char *text)
{
    struct buf out;
    buf_init(&out, LIMIT_ENTITY);
    words_write(&out, words);
    bool same = strcmp(out.data == NULL ? "" : out.data, text) == 0;
    buf_free(&out);
    return same;
}

static void check_text(struct world *world, unsigned r, const struct room *room, const struct text *text,
                       const struct change *changes, size_t n)
{
    struct store_job job;
    struct words words = {0};
    world_ops(world, r, text->e.id, 0, &job);
    if (job.n_found != (size_t)text->rev)
        world_fail(world, "text %llu has %zu operations instead of %lld", (unsigned long long)text->e.id, job.n_found,
                   (long long)text->rev);
    for (size_t i = 0; i < job.n_found && world->failure[0] == '\0'; i++) {
        struct buf out;
        struct script script;
        assert(job.ops[i].seq >= 1 && job.ops[i].seq <= n);
        if (!script_read(&script, &words, written(&out, &job.ops[i].op)))
            world_fail(world, "operation %zu of text %llu reaches past its end", i, (unsigned long long)text->e.id);
        check_op(world, &script, &changes[job.ops[i].seq - 1]);
        words_clear(&words);
        script_result(&words, &script);
        script_clear(&script);
        buf_free(&out);
    }
    if (!same_text(&words, text_words(room, text)))
        world_fail(world, "text %llu is not the fold of its operations", (unsigned long long)text->e.id);
    words_clear(&words);
    store_job_clear(&job);
}

/* Whether a later change, acknowledged or not, put something in its place in the proposal. */
static bool is_replaced(const struct sent *sent, const struct change *changes, size_t n)
{
    for (size_t i = sent->seq; i < n; i++)
        if (changes[i].result == sent->id && strcmp(changes[i].verb, "text.edit") == 0)
            return true;
    return false;
}

static void check_proposal(struct world *world, const struct room *room, const struct sent *sent, const struct change *changes,
                           size_t n)
{
    const struct proposal *proposal = room_proposal(room, sent->id);
    struct words words = {0};
    struct buf quoted;
    if (proposal == NULL || is_replaced(sent, changes, n))
        return;
    buf_init(&quoted, LIMIT_ENTITY);
    buf_print(&quoted, "\"%s\"", proposal->text == NULL ? "" : proposal->text);
    words_read(&words, (struct slice){quoted.data, quoted.len});
    for (size_t i = 0; i < sent->inserted.n; i++)
        if (!words_have(&words, sent->inserted.v[i]))
            world_fail(world, "proposal %llu lacks what was typed: %s", (unsigned long long)sent->id, sent->frame);
    words_clear(&words);
    buf_free(&quoted);
}

void texts_check(struct world *world, unsigned r, const struct room *room, const struct change *changes, size_t n)
{
    const struct kind_list *texts = &room->live[KIND_TEXT];
    for (size_t i = 0; i < texts->n && world->failure[0] == '\0'; i++)
        check_text(world, r, room, (const struct text *)texts->v[i], changes, n);
    for (size_t i = 0; i < world->n_sent; i++) {
        const struct sent *sent = &world->sent[i];
        if (sent->room != r || !sent->is_text || sent->fate != FATE_ACKED)
            continue;
        world->typed++;
        world->late += room_proposal(room, sent->id) != NULL;
        check_proposal(world, room, sent, changes, n);
    }
}
