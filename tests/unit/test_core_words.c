/* Looking sentences up, in a table of the test's own instead of the made one. */
#include "core/words.h"
#include "test.h"

const struct words_row words_table[] = {
    { "http.busy", { "لاحقًا", "Plus tard", "Later" } },
    { "refusal.busy", { "مشغول", "Occupé", "Busy" } },
    { "refusal.closed", { "مغلق", "Fermé", "Closed" } },
    { "refusal.state", { "لا", "Non", "No" } },
};
const unsigned words_table_n = sizeof(words_table) / sizeof(words_table[0]);

static void every_key_is_found_in_every_language(void **state)
{
    (void)state;
    for (unsigned i = 0; i < words_table_n; i++)
        for (int l = 0; l < LANG_N; l++)
            assert_string_equal(words_text((enum lang)l, words_table[i].key), words_table[i].text[l]);
}

static void another_key_is_not_found(void **state)
{
    (void)state;
    assert_null(words_text(LANG_EN, "refusal.aaaa"));
    assert_null(words_text(LANG_EN, "refusal.closing"));
    assert_null(words_text(LANG_EN, "zzz"));
    assert_null(words_text(LANG_EN, ""));
}

static void calls_have_sentences_of_their_own(void **state)
{
    (void)state;
    assert_string_equal(words_http(LANG_FR, "busy"), "Plus tard");
    assert_string_equal(words_http(LANG_FR, "closed"), "Fermé");
    assert_string_equal(words_http(LANG_FR, "word_of_none"), "word_of_none");
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("every key is found in every language", every_key_is_found_in_every_language),
        test_case("another key is not found", another_key_is_not_found),
        test_case("a refused call reads its own sentence, where the usual one speaks of changes that wait",
                  calls_have_sentences_of_their_own),
    };
    return cmocka_run_group_tests_name("words", cases, NULL, NULL);
}
