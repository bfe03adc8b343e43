/* support_core_copy: see support_core_copy.h. */
#include "support_core_copy.h"

#include <inttypes.h>

#include "base/utf8.h"
#include "core/text.h"

void copy_clear(struct copy *copy)
{
    for (size_t i = 0; i < COPY_IDS; i++) {
        mem_free(copy->text[i]);
        copy->text[i] = NULL;
    }
    copy->seq = 0;
}

/* The end of the JSON array or object that starts at `p`. */
static const char *value_end(const char *p)
{
    int depth = 0;
    bool quoted = false;
    for (;; p++) {
        if (quoted && *p == '\\')
            p++;
        else if (*p == '"')
            quoted = !quoted;
        else if (!quoted && (*p == '{' || *p == '['))
            depth++;
        else if (!quoted && (*p == '}' || *p == ']') && --depth == 0)
            return p + 1;
        assert_int_not_equal(*p, '\0');
    }
}

/* What stands behind `key`, which no text can hold since its quotes would be escaped; NULL: it is not there. */
static const char *behind(const char *json, const char *key)
{
    const char *at = strstr(json, key);
    return at == NULL ? NULL : at + strlen(key);
}

static uint64_t number_behind(const char *json, const char *key)
{
    const char *at = behind(json, key);
    assert_non_null(at);
    return strtoull(at, NULL, 10);
}

/* The JSON string whose first character stands at `p`; the caller frees it. */
static char *unescape(const char *p)
{
    static const char escapes[] = "n\nt\tr\rb\bf\f";
    struct buf out;
    buf_init(&out, LIMIT_ENTITY);
    for (; *p != '"'; p++) {
        if (*p != '\\') {
            buf_char(&out, *p);
            continue;
        }
        const char *escape = strchr(escapes, *++p);
        if (*p == 'u') {
            char hex[5] = { p[1], p[2], p[3], p[4], 0 }, bytes[4];
            buf_add(&out, bytes, utf8_put(bytes, (uint32_t)strtoul(hex, NULL, 16)));
            p += 4;
        } else {
            buf_char(&out, escape == NULL ? *p : escape[1]);
        }
    }
    return buf_take(&out, NULL);
}

char *copy_words(const struct copy *copy, uint64_t text)
{
    return copy->text[text] == NULL ? NULL : unescape(behind(copy->text[text], ",\"text\":\""));
}

/* Apply those of `ops` that lead beyond revision `held`; the last one leads to `rev`. The words are freed. */
static char *apply_ops(char *words, uint64_t held, uint64_t rev, const char *ops)
{
    uint64_t n = 0;
    for (const char *p = ops; *p == '['; p = value_end(p) + (*value_end(p) == ','))
        n++;
    assert_true(n >= 1 && rev >= n && held >= rev - n && held <= rev);
    uint64_t at = rev - n;
    for (const char *p = ops; *p == '['; p = value_end(p) + (*value_end(p) == ',')) {
        const char *op_text = strchr(p, ',') + 1;
        struct ot_op op;
        assert_true(ot_read(&op, op_text, (size_t)(value_end(op_text) - op_text)));
        if (at++ >= held) {
            char *next = ot_apply(words, &op);
            assert_non_null(next);
            mem_free(words);
            words = next;
        }
        ot_clear(&op);
    }
    return words;
}

/* A text by operations, put whole again. */
static char *advance(const struct copy *copy, uint64_t id, const char *news)
{
    const char *held = copy->text[id];
    assert_non_null(held);
    uint64_t rev = number_behind(news, ",\"rev\":");
    char *words = apply_ops(copy_words(copy, id), number_behind(held, ",\"rev\":"), rev, behind(news, ",\"ops\":["));
    const char *of = strstr(held, ",\"of\":"), *end = strstr(held, ",\"rev\":");
    struct buf out;
    struct json json;
    buf_init(&out, LIMIT_ENTITY);
    buf_print(&out, "{\"k\":\"text\",\"id\":%" PRIu64 ",\"seq\":%" PRIu64, id, number_behind(news, ",\"seq\":"));
    buf_add(&out, of, (size_t)(end - of));
    buf_print(&out, ",\"rev\":%" PRIu64 ",\"text\":", rev);
    json_init(&json, &out);
    json_text(&json, words);
    buf_char(&out, '}');
    mem_free(words);
    return buf_take(&out, NULL);
}

/* P36: the tag that comes with a text is its owner's, who is held already or comes later with a tag of its own. */
static void put_tag(struct copy *copy, const char *text, const char *tag)
{
    uint64_t owner = number_behind(text, ",\"of\":");
    char *held = copy->text[owner];
    if (held == NULL)
        return;
    char *at = strstr(held, ",\"tag\":\"");
    assert_non_null(at);
    memcpy(at + 8, tag, VIEW_TAG - 1);
}

static void put_text(struct copy *copy, uint64_t id, char *news)
{
    char tag[VIEW_TAG];
    char *at = strstr(news, ",\"tag\":\"");
    if (at != NULL) {
        memcpy(tag, at + 8, sizeof(tag) - 1);
        memcpy(at, "}", 2);
    }
    if (strstr(news, ",\"ops\":[") != NULL) {
        char *whole = advance(copy, id, news);
        mem_free(news);
        news = whole;
        copy->by_ops++;
    } else {
        copy->whole++;
    }
    mem_free(copy->text[id]);
    copy->text[id] = news;
    if (at != NULL)
        put_tag(copy, news, tag);
}

/* Apply the entities of a frame; returns what stands behind them. */
static const char *apply_set(struct copy *copy, const char *p)
{
    while (*p == '{') {
        const char *end = value_end(p);
        uint64_t id = number_behind(p, "\"id\":");
        char *news = mem_copy_bytes(p, (size_t)(end - p));
        assert_true(id > 0 && id < COPY_IDS);
        if (strncmp(news, "{\"k\":\"text\",", 12) == 0) {
            put_text(copy, id, news);
        } else {
            mem_free(copy->text[id]);
            copy->text[id] = news;
        }
        p = *end == ',' ? end + 1 : end;
    }
    return p;
}

static void apply_frame(struct copy *copy, const char *frame)
{
    const char *set = strstr(frame, "\"set\":[");
    assert_non_null(set);
    const char *p = apply_set(copy, set + 7);
    assert_memory_equal(p, "],\"gone\":[", 10);
    for (p += 10; *p != ']'; p += *p == ',') {
        char *end;
        unsigned long id = strtoul(p, &end, 10);
        assert_true(id > 0 && id < COPY_IDS && end > p);
        mem_free(copy->text[id]);
        copy->text[id] = NULL;
        p = end;
    }
}

struct cursor copy_cursor(const struct copy *copy)
{
    return (struct cursor){ .seq = copy->seq, .id = copy->seq == 0 ? 0 : UINT64_MAX };
}

bool copy_page(struct copy *copy, const struct room *room, struct cursor *at, enum way way)
{
    struct buf out;
    struct page page;
    buf_init(&out, LIMIT_FRAME_OUT + LIMIT_ENTITY);
    if (way == SHARED)
        copy->own = (struct cursor){ 0 };
    if (way == AS_USUAL)
        page = feed_page(&out, room, *at, copy->viewer);
    else if (way == SHARED)
        page = feed_first(&out, room, *at, copy->viewer.audience);
    else
        page = feed_last(&out, room, *at, &copy->own, copy->viewer);
    assert_false(out.full);
    assert_true(out.len <= LIMIT_FRAME_OUT || page.n == 1);
    assert_int_equal(strstr(out.data, "\"more\":true") != NULL, page.more || way == SHARED);
    apply_frame(copy, out.data);
    buf_free(&out);
    *at = page.to;
    if (!page.more)
        copy->seq = room->seq;
    return page.more;
}

void copy_follow(struct copy *copy, const struct room *room, enum way way)
{
    struct cursor at = copy_cursor(copy);
    while (copy_page(copy, room, &at, way))
        continue;
}

void copy_review(struct copy *copy, const struct room *room)
{
    const struct person *person = room_person(room, copy->viewer.person);
    int64_t view = person == NULL ? -1 : person->view;
    if (copy->viewer.person == 0 || view == copy->view)
        return;
    copy_clear(copy);
    copy->view = view;
    copy->viewer = view_of(room, copy->viewer.person, ROLE_LISTENER);
}

void copy_compare(const struct copy *copy, const struct room *room)
{
    static const char *const nothing = "(nothing)";
    for (uint64_t id = 1; id <= room->last_id; id++) {
        const struct entity *entity = map_get(&room->entities, id);
        char *scratch = NULL;
        if (entity != NULL && !entity->removed && view_sees(room, entity, copy->viewer))
            scratch = kit_seen(room, entity, copy->viewer);
        const char *held = copy->text[id] == NULL ? nothing : copy->text[id];
        assert_string_equal(held, scratch == NULL ? nothing : scratch);
        mem_free(scratch);
    }
}
