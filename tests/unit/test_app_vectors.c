/*
 * The checks and the brackets that the page counts as well: both sides read the same files of tests/vectors. The page's side
 * of it is client/test/rules.test.mjs. Rules K and B.
 */
#include <string.h>

#include "app/codec_field.h"
#include "app/codec_tree.h"
#include "base/mem.h"
#include "core/brackets.h"
#include "core/checks.h"
#include "core/kind_rows.h"
#include "core/limits.h"
#include "core/room_inside.h"
#include "test.h"

/* A file of vectors, which is a list, as the member "v" of an object. */
static struct node *read_vectors(const char *path)
{
    struct buf text;
    char piece[4096];
    size_t n;
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
    assert_true(node_count(node_get(root, "v")) > 0);
    buf_free(&text);
    return root;
}

static void brackets_are_counted_as_in_the_shared_vectors(void **state)
{
    (void)state;
    struct node *root = read_vectors(PLENARY_SOURCE_DIR "/tests/vectors/brackets.json");
    const struct node *vectors = node_get(root, "v");
    for (size_t i = 0; i < node_count(vectors); i++) {
        const struct node *vector = node_at(vectors, i);
        const char *text = node_text(node_get(vector, "text"));
        int64_t open;
        assert_true(node_int(node_get(vector, "open"), &open));
        if (brackets_open(text) != (size_t)open)
            fail_msg("%zu brackets, not %d: %s", brackets_open(text), (int)open, text);
    }
    tree_free(root);
    assert_int_equal(brackets_open(NULL), 0);
}

/* Texts as they stand in a replica: with what is outdated. */
static void set_ml(struct ml *ml, const struct node *texts)
{
    const struct node *old = node_get(texts, "old");
    ml->source = LANG_N;
    ml->source_rev = 2;
    for (int l = LANG_N - 1; l >= 0; l--) {
        const char *text = node_text(node_get(texts, lang_word((enum lang)l)));
        if (text == NULL || text[0] == '\0')
            continue;
        ml->text[l] = mem_copy_text(text);
        ml->rev[l] = 2;
        ml->source = (uint8_t)l;
        for (size_t i = 0; i < node_count(old); i++)
            if (strcmp(node_text(node_at(old, i)), lang_word((enum lang)l)) == 0)
                ml->rev[l] = 1;
    }
    if (ml->source == LANG_N)
        *ml = (struct ml){ 0 };
}

static void set_members(enum kind kind, void *object, const struct node *members)
{
    void *at = NULL;
    const char *key;
    const struct node *value;
    while (node_next(members, &at, &key, &value)) {
        if (strcmp(key, "k") == 0 || strcmp(key, "id") == 0 || node_type(value) == NODE_NULL)
            continue;
        const struct field *field = kind_field(kind, key, NULL);
        if (field == NULL)
            fail_msg("%s has no field %s", kind_info(kind)->name, key);
        if (field->type == FIELD_ML)
            set_ml((struct ml *)(void *)((char *)object + field->offset), value);
        else
            assert_int_equal(codec_field(field, object, value, LANG_EN), CODE_OK);
    }
}

/* A room as far as checks look at it. */
static struct room *room_of(const struct node *vector)
{
    struct room *room = room_new();
    struct entity *workshop = room_new_entity(KIND_WORKSHOP, 1000);
    const struct node *rows = node_get(vector, "rows");
    set_members(KIND_WORKSHOP, workshop, node_get(vector, "workshop"));
    map_put(&room->entities, workshop->id, workshop);
    room_list_live(room, workshop);
    for (size_t i = 0; i < node_count(rows); i++) {
        const struct node *row = node_at(rows, i);
        enum kind kind = kind_of(node_text(node_get(row, "k")));
        int64_t id;
        assert_true(node_int(node_get(row, "id"), &id));
        struct entity *entity = room_new_entity(kind, (uint64_t)id);
        set_members(kind, entity, row);
        map_put(&room->entities, entity->id, entity);
        room_list_live(room, entity);
    }
    return room;
}

static uint32_t expected(const struct node *vector, const char *id)
{
    const struct node *words = node_get(node_get(vector, "found"), id);
    uint32_t bits = 0;
    for (size_t i = 0; i < node_count(words); i++) {
        int check = 0;
        while (strcmp(check_words[check], node_text(node_at(words, i))) != 0)
            assert_non_null(check_words[++check]);
        bits |= 1u << check;
    }
    return bits;
}

static void rows_are_checked_as_in_the_shared_vectors(void **state)
{
    (void)state;
    struct node *root = read_vectors(PLENARY_SOURCE_DIR "/tests/vectors/checks.json");
    const struct node *vectors = node_get(root, "v");
    uint32_t met = 0;
    for (size_t i = 0; i < node_count(vectors); i++) {
        const struct node *vector = node_at(vectors, i), *rows = node_get(vector, "rows");
        struct room *room = room_of(vector);
        struct map found = { 0 };
        checks_run(&found, room, (1u << CHECK_N) - 1);
        for (size_t r = 0; r < node_count(rows); r++) {
            char id[24];
            int64_t number;
            assert_true(node_int(node_get(node_at(rows, r), "id"), &number));
            snprintf(id, sizeof id, "%d", (int)number);
            uint32_t bits = checks_found(&found, (uint64_t)number);
            if (bits != expected(vector, id))
                fail_msg("%s, row %s: %x, not %x", node_text(node_get(vector, "name")), id, bits, expected(vector, id));
            met |= bits;
        }
        map_free(&found);
        room_free(room);
    }
    assert_int_equal(met, (1u << CHECK_N) - 1);
    tree_free(root);
}

static void only_what_is_wanted_is_looked_for(void **state)
{
    (void)state;
    struct room *room = room_new();
    struct map found = { 0 };
    room_list_live(room, room_new_entity(KIND_WORKSHOP, 1));
    struct entity *action = room_new_entity(KIND_ACTION, 2);
    map_put(&room->entities, 1, room->workshop);
    map_put(&room->entities, 2, action);
    room_list_live(room, action);
    checks_run(&found, room, 1u << CHECK_NO_DATE);
    assert_int_equal(checks_found(&found, 2), 1u << CHECK_NO_DATE);
    map_free(&found);
    room_free(room);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("B1 B2 brackets are counted as in the shared vectors", brackets_are_counted_as_in_the_shared_vectors),
        test_case("K1 K2 K3 K4 K5 K6 K7 rows are checked as in the shared vectors",
                  rows_are_checked_as_in_the_shared_vectors),
        test_case("K1 only what is wanted is looked for", only_what_is_wanted_is_looked_for),
    };
    return cmocka_run_group_tests_name("vectors", cases, NULL, NULL);
}
