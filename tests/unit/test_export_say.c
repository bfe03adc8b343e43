/* Tests of export/say: what a document says is there, in every language, and stays where it is. */
#include <stdio.h>
#include <string.h>

#include "core/kind.h"
#include "core/words.h"
#include "export/say.h"
#include "test.h"

/* Words of a field that documents say, under that head. */
struct family {
    enum kind kind;
    const char *field, *head;
};

static const struct family families[] = {
    { KIND_ITEM, "kind", "ui.kind." },
    { KIND_PERSON, "mode", "ui.mode." },
    { KIND_PERSON, "role", "ui.role." },
    { KIND_ACTION, "status", "export." },
    { KIND_ACTION, "priority", "export." },
    { KIND_DELEGATION, "type", "doc.type_" },
    { KIND_POLL, "secrecy", "doc.secrecy_" },
    { KIND_POLL, "unit", "doc.unit_" },
    { KIND_ADOPTION, "way", "doc.way_" },
};

static void every_word_of_a_field_is_said_in_every_language(void **state)
{
    (void)state;
    char key[64];
    if (words_table_n == 0)
        skip(); /* a build without sentences */
    for (size_t i = 0; i < sizeof families / sizeof families[0]; i++) {
        const char *const *words = kind_field(families[i].kind, families[i].field, NULL)->words;
        for (size_t w = 0; words[w] != NULL; w++) {
            /* Documents say nothing of an action without a priority. */
            if (families[i].kind == KIND_ACTION && w == 0 && words[w][0] == 'n')
                continue;
            snprintf(key, sizeof key, "%s%s", families[i].head, words[w]);
            for (int lang = 0; lang < LANG_N; lang++)
                if (words_text((enum lang)lang, key) == NULL)
                    fail_msg("no word for %s in %s", key, lang_word((enum lang)lang));
        }
    }
}

/* The key may be gone when the word is read. */
static void a_word_that_is_missing_is_no_part_of_what_was_asked(void **state)
{
    (void)state;
    char key[] = "no_such_word";
    const char *said = say_word(LANG_EN, "doc.", key);
    assert_true(said < key || said >= key + sizeof key);
    memset(key, 'x', sizeof key - 1);
    assert_string_equal(said, "\xe2\x80\xa6");
}

int main(void)
{
    const struct CMUnitTest cases[] = {
        test_case("every word of a field is said in every language", every_word_of_a_field_is_said_in_every_language),
        test_case("a word that is missing is no part of what was asked",
                  a_word_that_is_missing_is_no_part_of_what_was_asked),
    };
    return cmocka_run_group_tests_name("say", cases, NULL, NULL);
}
