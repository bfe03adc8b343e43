/* export_bundle: what is in a bundle, that it is the same twice, and that a changed byte is found and its file named. */
#include "test.h"

#include "app/import.h"
#include "app/unzip.h"
#include "base/mem.h"
#include "export/bundle.h"
#include "export/export.h"
#include "export/zip.h"
#include "scenario.h"

static struct signer signer;

static int make_signer(void **state)
{
    uint8_t seed[SIGN_KEY_BYTES];
    (void)state;
    memset(seed, 3, sizeof seed);
    signer_make(&signer, seed);
    return 0;
}

/* A workshop in one language with a row and a meeting. */
static char *bundle(size_t *n)
{
    static const char scenario[] = "{\"name\":\"x\",\"title\":\"X\",\"time_zone\":\"UTC\",\"languages\":[\"fr\"],"
                                   "\"plan\":[{\"action\":\"Publier\",\"due\":\"2026-05-31\"}]}";
    struct import import;
    struct buf out;
    const struct import_options options = { .at = 1700000000000, .random = scenario_salt };
    assert_true(import_scenario(&import, scenario, strlen(scenario), &options));
    buf_init(&out, EXPORT_BYTES_MAX);
    const struct export_request request = {
        .document = DOCUMENT_BUNDLE, .format = EXPORT_ZIP, .lang = LANG_EN, .lang2 = LANG_N, .signer = &signer
    };
    assert_true(export_room(&out, import.room, &request));
    import_free(&import);
    return buf_take(&out, n);
}

static void it_is_whole_and_the_same_twice(void **state)
{
    (void)state;
    size_t n, again_n;
    struct bundle_report report;
    char *bytes = bundle(&n), *again = bundle(&again_n);
    assert_int_equal(n, again_n);
    assert_memory_equal(bytes, again, n);
    if (!bundle_verify(bytes, n, &report))
        fail_msg("%s", report.message);
    assert_int_equal(report.files, 36);
    assert_memory_equal(report.key, signer.key, SIGN_KEY_BYTES);
    mem_free(bytes);
    mem_free(again);
}

/* A byte in the middle of each file, and bytes all over the archive. */
static void a_changed_byte_is_found_and_its_file_named(void **state)
{
    (void)state;
    size_t n;
    struct bundle_report report;
    struct unzip zip;
    char message[UNZIP_MESSAGE];
    char *bytes = bundle(&n);
    assert_true(unzip_open(&zip, bytes, n, 1 << 30, message));
    for (size_t i = 0; i < zip.n; i++) {
        char *byte = (char *)(uintptr_t)zip.v[i].packed + zip.v[i].packed_n / 2;
        *byte ^= 0x20;
        assert_false(bundle_verify(bytes, n, &report));
        if (strstr(report.message, zip.v[i].name) == NULL)
            fail_msg("%s was changed, and what is said is: %s", zip.v[i].name, report.message);
        *byte ^= 0x20;
    }
    unzip_close(&zip);
    for (size_t at = 0; at < n; at += n / 200 + 1) {
        bytes[at] ^= 1;
        assert_false(bundle_verify(bytes, n, &report));
        bytes[at] ^= 1;
    }
    for (size_t at = n - 600; at < n; at++) {
        bytes[at] ^= 1;
        assert_false(bundle_verify(bytes, n, &report));
        assert_true(report.message[0] != '\0');
        bytes[at] ^= 1;
    }
    assert_true(bundle_verify(bytes, n, &report));
    assert_false(bundle_verify(bytes, n - 1, &report));
    mem_free(bytes);
}

/* A bundle of the files "a" and "b", whose manifest may say anything. */
static bool holds_with(const char *manifest, struct bundle_report *report)
{
    uint8_t signature[SIGN_BYTES];
    char pem[SIGN_PEM_BYTES];
    struct zip zip;
    struct buf out;
    buf_init(&out, 10000);
    zip_begin(&zip, &out);
    zip_add(&zip, "a", "x", 1);
    zip_add(&zip, "b", "y", 1);
    sign_bytes(signature, &signer, manifest, strlen(manifest));
    sign_write_public(pem, signer.key);
    zip_add(&zip, "manifest.txt", manifest, strlen(manifest));
    zip_add(&zip, "manifest.sig", signature, sizeof signature);
    zip_add(&zip, "public-key.pem", pem, strlen(pem));
    zip_end(&zip);
    const bool holds = bundle_verify(out.data, out.len, report);
    buf_free(&out);
    return holds;
}

/* SHA-256 of "x" and of "y". */
#define LINE_A "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881  a\n"
#define LINE_B "a1fce4363854ff888cff4b8e7875d600c2682390412a8cf79b37d0b11148b0fa  b\n"

static void every_file_has_a_line_of_its_own(void **state)
{
    (void)state;
    struct bundle_report report;
    if (!holds_with(LINE_A LINE_B, &report) || !holds_with(LINE_B LINE_A, &report))
        fail_msg("%s", report.message);
    assert_false(holds_with(LINE_A, &report));
    assert_string_equal(report.message, "files were added that nobody signed");
    assert_false(holds_with(LINE_A LINE_A, &report));
    assert_string_equal(report.message, "a stands twice in manifest.txt");
    assert_false(holds_with(LINE_A "\n" LINE_B, &report));
    assert_string_equal(report.message, "manifest.txt is not one");
}

/* The same files and one more, in an archive that is as it should be. */
static void an_added_file_is_found(void **state)
{
    (void)state;
    size_t n;
    struct bundle_report report;
    struct unzip unzip;
    struct zip zip;
    struct buf out;
    char message[UNZIP_MESSAGE];
    char *bytes = bundle(&n);
    assert_true(unzip_open(&unzip, bytes, n, 1 << 30, message));
    for (int more = 0; more < 2; more++) {
        buf_init(&out, EXPORT_BYTES_MAX);
        zip_begin(&zip, &out);
        for (size_t i = 0; i < unzip.n; i++) {
            const struct unzip_file *file = &unzip.v[i];
            zip_add_packed(&zip, file->name, file->packed, file->packed_n, file->plain_n, file->crc);
        }
        if (more)
            zip_add(&zip, "en/annex.html", "<p>adopted as well", 18);
        zip_end(&zip);
        assert_int_equal(bundle_verify(out.data, out.len, &report), !more);
        buf_free(&out);
    }
    assert_string_equal(report.message, "files were added that nobody signed");
    unzip_close(&unzip);
    mem_free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_case("a bundle is whole, and the same twice", it_is_whole_and_the_same_twice),
        test_case("a changed byte is found, and its file named", a_changed_byte_is_found_and_its_file_named),
        test_case("a file that was added is found", an_added_file_is_found),
        test_case("every file has one line of the manifest, and every line a file", every_file_has_a_line_of_its_own),
    };
    return cmocka_run_group_tests(tests, make_signer, NULL);
}
