/* plan_titles: rows of a plan found by what they are called. */
#include "app/plan_sheet.h"
#include "app/plan_titles.h"

#include "test.h"

enum { ROWS = 60, LETTERS = 5, TRIES = 2000, SEED = 20261123 };

struct plan {
    struct action rows[ROWS];
    char titles[ROWS][LETTERS * 3 + 1];
    struct plan_titles index;
    struct map taken;
};

static struct action *row(struct plan *plan, size_t place, const char *title)
{
    plan->rows[place].e.id = place + 1;
    plan_titles_add(&plan->index, LANG_EN, title, &plan->rows[place], place);
    return &plan->rows[place];
}

static uint64_t found(struct plan *plan, enum lang lang, const char *title)
{
    const struct action *action = plan_titles_find(&plan->index, lang, title, &plan->taken, NULL);
    return action == NULL ? 0 : action->e.id;
}

static void finds_the_first(void **state)
{
    (void)state;
    struct plan plan = { 0 };
    size_t place = 0;
    plan_titles_init(&plan.index, 4);
    row(&plan, 5, NULL);
    row(&plan, 4, "Train the staff");
    row(&plan, 2, "Train the staff\n ");
    row(&plan, 1, "train the staff");
    assert_int_equal(found(&plan, LANG_EN, "Train the staff "), 3);
    assert_int_equal(found(&plan, LANG_FR, "Train the staff"), 0);
    assert_int_equal(found(&plan, LANG_EN, "Train the  staff"), 0);
    assert_int_equal(found(&plan, LANG_EN, " "), 6);
    assert_int_equal(found(&plan, LANG_EN, NULL), 6);
    assert_ptr_equal(plan_titles_find(&plan.index, LANG_EN, "Train the staff", &plan.taken, &place), &plan.rows[2]);
    assert_int_equal(place, 2);
    plan_titles_free(&plan.index);
}

static void passes_over_what_is_taken(void **state)
{
    (void)state;
    struct plan plan = { 0 };
    plan_titles_init(&plan.index, ROWS);
    for (size_t i = 3; i-- > 0;)
        row(&plan, i, "Same");
    map_put(&plan.taken, 2, &plan);
    assert_int_equal(found(&plan, LANG_EN, "Same"), 1);
    map_put(&plan.taken, 1, &plan);
    assert_int_equal(found(&plan, LANG_EN, "Same"), 3);
    map_put(&plan.taken, 3, &plan);
    assert_int_equal(found(&plan, LANG_EN, "Same"), 0);
    assert_int_equal(found(&plan, LANG_EN, "Same"), 0);
    plan_titles_free(&plan.index);
    map_free(&plan.taken);
}

static uint64_t below(uint64_t *random, uint64_t n)
{
    *random = *random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (*random >> 33) % n;
}

/* Of few letters, most of them blank or kept out of documents: many titles are the same, few of them byte by byte. */
static void write_title(uint64_t *random, char *out, size_t size)
{
    static const char *const letters[] = {
        "a", "b", " ", "\n", "\r", "\t", "\xe2\x80\xa8", "\xe2\x80\xae", "\xd8\xb9"
    };
    size_t used = 0;
    out[0] = '\0';
    for (uint64_t n = below(random, LETTERS + 1); n > 0; n--)
        used +=
            (size_t)snprintf(out + used, size - used, "%s", letters[below(random, sizeof letters / sizeof letters[0])]);
}

static void finds_what_a_walk_finds(void **state)
{
    (void)state;
    struct plan plan = { 0 };
    uint64_t random = SEED;
    size_t n = 0;
    plan_titles_init(&plan.index, ROWS);
    for (size_t i = ROWS; i-- > 0;) {
        write_title(&random, plan.titles[i], sizeof plan.titles[i]);
        row(&plan, i, plan.titles[i]);
    }
    for (int i = 0; i < TRIES; i++) {
        char title[LETTERS * 3 + 1];
        size_t place = 0;
        write_title(&random, title, sizeof title);
        while (place < ROWS && (map_get(&plan.taken, place + 1) != NULL || !plan_sheet_same(plan.titles[place], title)))
            place++;
        const uint64_t id = place == ROWS ? 0 : place + 1;
        assert_int_equal(found(&plan, LANG_EN, title), id);
        n += id != 0;
        if (id != 0 && below(&random, 4) == 0)
            map_put(&plan.taken, id, &plan);
    }
    assert_true(n > TRIES / 20 && n < TRIES - TRIES / 20);
    plan_titles_free(&plan.index);
    map_free(&plan.taken);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_case("P51 the first row that is called so is found, in its language", finds_the_first),
        test_case("P51 of rows that are called alike each is found once", passes_over_what_is_taken),
        test_case("P51 what is found is what a walk through the plan finds", finds_what_a_walk_finds),
    };
    printf("# seed %d\n", SEED);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
