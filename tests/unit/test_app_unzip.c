/* unzip: archives as they may come: broken in every byte, too large, with names that lead elsewhere. */
#include "app/unzip.h"

#include <string.h>

#include "base/mem.h"
#include "test.h"

/* One file "a.txt" of "hello", stored. */
static const uint8_t stored[] = {
    'P', 'K', 3, 4, 20, 0, 0, 0, 0, 0, 0, 0, 33, 0, 0x86, 0xa6, 0x10, 0x36, 5, 0, 0, 0, 5, 0, 0, 0, 5, 0, 0, 0,
    'a', '.', 't', 'x', 't', 'h', 'e', 'l', 'l', 'o',
    'P', 'K', 1, 2, 20, 0, 20, 0, 0, 0, 0, 0, 0, 0, 33, 0, 0x86, 0xa6, 0x10, 0x36, 5, 0, 0, 0, 5, 0, 0, 0, 5, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 'a', '.', 't', 'x', 't',
    'P', 'K', 5, 6, 0, 0, 0, 0, 1, 0, 1, 0, 51, 0, 0, 0, 40, 0, 0, 0, 0, 0
};

static void a_file_is_read_as_it_was_packed(void **state)
{
    (void)state;
    struct unzip zip;
    char message[UNZIP_MESSAGE] = "";
    if (!unzip_open(&zip, stored, sizeof stored, 100, message))
        fail_msg("%s", message);
    assert_int_equal(zip.n, 1);
    char *text = unzip_read(unzip_find(&zip, "a.txt"));
    assert_string_equal(text, "hello");
    assert_null(unzip_find(&zip, "b.txt"));
    mem_free(text);
    unzip_close(&zip);
    assert_false(unzip_open(&zip, stored, sizeof stored, 4, message));
    assert_string_equal(message, "what is packed in it is too large");
    unzip_close(&zip);
    for (size_t n = 0; n < sizeof stored; n++) {
        assert_false(unzip_open(&zip, stored, n, 100, message));
        unzip_close(&zip);
    }
}

/* Whatever a byte becomes, what is read are the bytes that were packed, or nothing. */
static void a_changed_byte_does_no_harm(void **state)
{
    (void)state;
    uint8_t bytes[sizeof stored];
    for (size_t at = 0; at < sizeof stored; at++)
        for (unsigned value = 0; value < 256; value++) {
            struct unzip zip;
            char message[UNZIP_MESSAGE];
            memcpy(bytes, stored, sizeof stored);
            bytes[at] = (uint8_t)value;
            if (unzip_open(&zip, bytes, sizeof bytes, 100, message))
                for (size_t i = 0; i < zip.n; i++) {
                    char *text = unzip_read(&zip.v[i]);
                    if (text != NULL)
                        assert_memory_equal(text, "hello", 5);
                    mem_free(text);
                }
            unzip_close(&zip);
        }
}

static void names_that_lead_elsewhere_are_refused(void **state)
{
    (void)state;
    static const char *const names[] = { "../xx", "/etcx", "a\\..x", "a/../", "..", "./a..", "C:abc", "a//bc" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        uint8_t bytes[sizeof stored];
        struct unzip zip;
        char message[UNZIP_MESSAGE], name[6] = "";
        memcpy(bytes, stored, sizeof stored);
        snprintf(name, sizeof name, "%s", names[i]);
        memcpy(bytes + 86, name, 5);
        assert_false(unzip_open(&zip, bytes, sizeof bytes, 100, message));
        unzip_close(&zip);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_case("a file is read as it was packed, within the ceiling", a_file_is_read_as_it_was_packed),
        test_case("a changed byte does no harm", a_changed_byte_does_no_harm),
        test_case("names that lead elsewhere are refused", names_that_lead_elsewhere_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
