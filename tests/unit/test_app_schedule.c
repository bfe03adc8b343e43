/*
 * The schedule of the agenda, which the page computes as well: both sides read the same files of tests/vectors/schedule. The page's
 * side of it is client/test/schedule.test.mjs. Rules A7 and A14 to A20.
 */
#include <string.h>

#include "app/codec_field.h"
#include "app/codec_tree.h"
#include "base/mem.h"
#include "base/zone.h"
#include "core/limits.h"
#include "core/room_inside.h"
#include "core/schedule.h"
#include "test.h"

/* A file of vectors, which is a list, as the member "v" of an object. */
static struct node *read_vectors(const char *name)
{
    struct buf text;
    char piece[4096], path[256];
    size_t n;
    snprintf(path, sizeof path, PLENARY_SOURCE_DIR "/tests/vectors/schedule/%s.json", name);
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

static int number_at(const char *text, int digits)
{
    int value = 0;
    for (int i = 0; i < digits; i++)
        value = value * 10 + text[i] - '0';
    return value;
}

/* The moment of "2026-11-23T06:00:00Z", in ms. */
static int64_t moment(const char *text)
{
    static const int before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334 };
    int year = number_at(text, 4), month = number_at(text + 5, 2);
    int64_t days = 365 * (int64_t)(year - 1970) + (year - 1969) / 4 + before[month - 1] + number_at(text + 8, 2) - 1;
    if (month > 2 && year % 4 == 0)
        days++;
    int64_t seconds =
        ((days * 24 + number_at(text + 11, 2)) * 60 + number_at(text + 14, 2)) * 60 + number_at(text + 17, 2);
    return seconds * 1000;
}

static void set_members(enum kind kind, void *object, const struct node *members)
{
    void *at = NULL;
    const char *key;
    const struct node *value;
    while (node_next(members, &at, &key, &value)) {
        if (strcmp(key, "id") == 0)
            continue;
        const struct field *field = kind_field(kind, key, NULL);
        assert_non_null(field);
        if (field->type == FIELD_TIME)
            *(int64_t *)(void *)((char *)object + field->offset) = moment(node_text(value));
        else
            assert_int_equal(codec_field(field, object, value, LANG_EN), CODE_OK);
    }
}

static void put(struct room *room, struct entity *entity)
{
    map_put(&room->entities, entity->id, entity);
    room_list_live(room, entity);
}

/* A room as far as the schedule looks at it: the items stand in the order of the file. */
static struct room *room_of(const struct node *vector)
{
    struct room *room = room_new();
    struct entity *workshop = room_new_entity(KIND_WORKSHOP, 1000);
    const struct node *items = node_get(vector, "items");
    set_members(KIND_WORKSHOP, workshop, node_get(vector, "workshop"));
    put(room, workshop);
    for (size_t i = 0; i < node_count(items); i++) {
        struct entity *entity = room_new_entity(KIND_ITEM, i + 1);
        set_members(KIND_ITEM, entity, node_at(items, i));
        ((struct item *)entity)->pos = (int64_t)i + 1;
        put(room, entity);
    }
    return room;
}

static int64_t to_utc(const void *zone, int64_t local)
{
    return zone_to_utc(zone, local * 60) / 60;
}

static int64_t to_local(const void *zone, int64_t utc)
{
    return utc + zone_offset(zone, utc * 60) / 60;
}

static void add_clock(struct buf *out, const struct schedule_zone *zone, int64_t time)
{
    if (time == SCHEDULE_NONE)
        buf_text(out, "- ");
    else
        buf_print(out, "%02d:%02d ", schedule_clock(zone, time) / 60, schedule_clock(zone, time) % 60);
}

/* "09:00 10:00 09:06 10:06 !": by the plan from when to when, expected from when to when, endangered. */
static void assert_times(const struct node *vector, const struct schedule_zone *zone, const struct schedule_item *slot)
{
    struct buf out;
    char id[24];
    snprintf(id, sizeof id, "%d", (int)slot->item->e.id);
    const char *expected = node_text(node_get(node_get(vector, "times"), id));
    const char *utc = node_text(node_get(node_get(vector, "utc"), id));
    buf_init(&out, 100);
    add_clock(&out, zone, slot->planned_start);
    add_clock(&out, zone, slot->planned_end);
    add_clock(&out, zone, slot->expected_start);
    add_clock(&out, zone, slot->expected_end);
    buf_text(&out, slot->endangered ? "! " : "");
    assert_non_null(expected);
    if (out.len != strlen(expected) + 1 || memcmp(out.data, expected, out.len - 1) != 0)
        fail_msg("%s, item %s: %s not %s", node_text(node_get(vector, "name")), id, out.data, expected);
    if (utc != NULL && slot->expected_start * 60000 != moment(utc))
        fail_msg("%s, item %s: not at %s", node_text(node_get(vector, "name")), id, utc);
    buf_free(&out);
}

static void assert_vector(const struct node *vector)
{
    char message[ZONE_MESSAGE_BYTES];
    struct schedule schedule;
    struct room *room = room_of(vector);
    struct zone *data = zone_open(ZONE_DIRECTORY, room->workshop->time_zone, message);
    struct schedule_zone zone = { data, to_utc, to_local };
    assert_non_null(data);
    schedule_make(&schedule, room, &zone, moment(node_text(node_get(vector, "now"))));
    assert_int_equal(schedule.n, node_count(node_get(vector, "items")));
    assert_int_equal(schedule.n_days, node_count(node_get(vector, "behind")));
    for (size_t i = 0; i < schedule.n; i++)
        assert_times(vector, &zone, &schedule.items[i]);
    for (size_t i = 0; i < schedule.n_days; i++) {
        char day[24];
        int64_t behind;
        snprintf(day, sizeof day, "%d", (int)schedule.days[i].day);
        assert_true(node_int(node_get(node_get(vector, "behind"), day), &behind));
        if (behind != schedule.days[i].behind)
            fail_msg("%s, day %s: %d", node_text(node_get(vector, "name")), day, (int)schedule.days[i].behind);
    }
    schedule_free(&schedule);
    zone_close(data);
    room_free(room);
}

static void assert_vectors(const char *name, size_t at_least)
{
    struct node *root = read_vectors(name);
    const struct node *vectors = node_get(root, "v");
    assert_true(node_count(vectors) >= at_least);
    for (size_t i = 0; i < node_count(vectors); i++)
        assert_vector(node_at(vectors, i));
    tree_free(root);
}

static void days_go_as_in_the_shared_vectors(void **state)
{
    (void)state;
    assert_vectors("days", 30);
}

static void clocks_change_as_in_the_shared_vectors(void **state)
{
    (void)state;
    assert_vectors("zones", 10);
}

static void a_large_agenda_goes_as_in_the_shared_vectors(void **state)
{
    (void)state;
    assert_vectors("large", 5);
}

/* What pages are told of the clocks in these files (P52) is what the system's zones say. */
static void clocks_told_in_the_shared_vectors_are_the_systems(void **state)
{
    (void)state;
    struct node *root = read_vectors("clocks");
    const struct node *vectors = node_get(root, "v");
    for (size_t i = 0; i < node_count(vectors); i++) {
        const struct node *vector = node_at(vectors, i), *set = node_get(vector, "set");
        char message[ZONE_MESSAGE_BYTES];
        struct zone *zone = zone_open(ZONE_DIRECTORY, node_text(node_get(vector, "zone")), message);
        assert_non_null(zone);
        int64_t from = 0, ahead, next = 0, until;
        int32_t offset = 0;
        assert_true(node_int(node_get(vector, "until"), &until));
        for (size_t k = 0; k < node_count(set); k++) {
            assert_true(node_int(node_at(node_at(set, k), 0), &from) && node_int(node_at(node_at(set, k), 1), &ahead));
            assert_true(k == 0 || next == from * 60);
            assert_int_equal(zone_offset(zone, from * 60), ahead * 60);
            if (!zone_next(zone, from * 60, &next, &offset))
                next = INT64_MAX;
        }
        assert_true(next >= until * 60);
        zone_close(zone);
    }
    tree_free(root);
}

static void an_empty_agenda_has_no_days(void **state)
{
    (void)state;
    struct schedule schedule;
    struct room *room = room_new();
    char message[ZONE_MESSAGE_BYTES];
    struct zone *data = zone_open(ZONE_DIRECTORY, "UTC", message);
    struct schedule_zone zone = { data, to_utc, to_local };
    put(room, room_new_entity(KIND_WORKSHOP, 1000));
    schedule_make(&schedule, room, &zone, 1);
    assert_int_equal(schedule.n + schedule.n_days, 0);
    schedule_free(&schedule);
    zone_close(data);
    room_free(room);
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("A7 A14 A15 A16 A17 A18 A19 days go as in the shared vectors", days_go_as_in_the_shared_vectors),
        test_case("A20 clocks change as in the shared vectors", clocks_change_as_in_the_shared_vectors),
        test_case("P52 the clocks in the shared vectors are those of the system",
                  clocks_told_in_the_shared_vectors_are_the_systems),
        test_case("A16 a large agenda goes as in the shared vectors", a_large_agenda_goes_as_in_the_shared_vectors),
        test_case("A14 an empty agenda has no days", an_empty_agenda_has_no_days),
    };
    return cmocka_run_group_tests_name("schedule", cases, NULL, NULL);
}
