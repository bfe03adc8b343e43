/* export_bundle: what is in a bundle, that it is the same twice, and that a changed byte is found and its file named. */
#include "test.h"

#include "app/import.h"
#include "app/unzip.h"
#include "base/hash.h"
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
    assert_int_equal(report.files, 37);
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

/* What stands in a list of a bundle for a file, by what it holds. */
static const char *line_of(char line[100], const char *name, const void *bytes, size_t n)
{
    uint8_t hash[HASH_BYTES];
    char hex[2 * HASH_BYTES + 1];
    hash_bytes(hash, bytes, n);
    hash_hex(hex, hash, sizeof hash);
    snprintf(line, 100, "%s  %s\n", hex, name);
    return line;
}

/* A bundle of the files "a" and "b", whose lists may say anything. */
static bool holds_with(const char *manifest, const char *packed, struct bundle_report *report)
{
    char line[100];
    uint8_t signature[SIGN_BYTES];
    char pem[SIGN_PEM_BYTES];
    struct zip zip;
    struct buf out, whole;
    buf_init(&out, 10000);
    buf_init(&whole, 10000);
    buf_text(&whole, manifest);
    buf_text(&whole, line_of(line, "packed.txt", packed, strlen(packed)));
    zip_begin(&zip, &out);
    zip_add(&zip, "a", "x", 1);
    zip_add(&zip, "b", "y", 1);
    sign_bytes(signature, &signer, whole.data, whole.len);
    sign_write_public(pem, signer.key);
    zip_add_stored(&zip, "packed.txt", packed, strlen(packed));
    zip_add_stored(&zip, "manifest.txt", whole.data, whole.len);
    zip_add_stored(&zip, "manifest.sig", signature, sizeof signature);
    zip_add_stored(&zip, "public-key.pem", pem, strlen(pem));
    zip_end(&zip);
    const bool holds = bundle_verify(out.data, out.len, report);
    buf_free(&out);
    buf_free(&whole);
    return holds;
}

/* SHA-256 of "x" and of "y", and of how they are packed. */
#define LINE_A "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881  a\n"
#define LINE_B "a1fce4363854ff888cff4b8e7875d600c2682390412a8cf79b37d0b11148b0fa  b\n"

static void every_file_has_a_line_of_its_own(void **state)
{
    (void)state;
    char a[100], b[100], both[200];
    struct bundle_report report;
    line_of(a, "a", "\xab\x00\x00", 3); /* a block of fixed codes: "x", the end, and bits that nobody reads */
    line_of(b, "b", "\xab\x04\x00", 3);
    snprintf(both, sizeof both, "%s%s", a, b);
    if (!holds_with(LINE_A LINE_B, both, &report) || !holds_with(LINE_B LINE_A, both, &report))
        fail_msg("%s", report.message);
    assert_false(holds_with(LINE_A, both, &report));
    assert_string_equal(report.message, "files were added that nobody signed");
    assert_false(holds_with(LINE_A LINE_A, both, &report));
    assert_string_equal(report.message, "a stands twice in manifest.txt");
    assert_false(holds_with(LINE_A "\n" LINE_B, both, &report));
    assert_string_equal(report.message, "manifest.txt is not one");
    assert_false(holds_with(LINE_A LINE_B, a, &report));
    assert_string_equal(report.message, "b has no line in packed.txt");
    assert_false(holds_with(LINE_A LINE_B, "", &report));
    assert_string_equal(report.message, "a has no line in packed.txt");
}

/* Every bit of a small one: also those that unpacking does not look at. */
static void no_bit_can_be_another(void **state)
{
    (void)state;
    static const char text[] = "a line a line a line a line a line, and a line";
    struct bundle_report report;
    struct bundle_making making;
    struct buf out;
    buf_init(&out, 10000);
    bundle_begin(&making, &out);
    bundle_add(&making, "fr/plan.md", text, strlen(text));
    bundle_add(&making, "x", "x", 1);
    bundle_add(&making, "empty", "", 0);
    bundle_end(&making, &signer);
    assert_true(bundle_verify(out.data, out.len, &report));
    assert_int_equal(report.files, 4);
    for (size_t bit = 0; bit < 8 * out.len; bit++) {
        out.data[bit / 8] ^= (char)(1 << bit % 8);
        if (bundle_verify(out.data, out.len, &report))
            fail_msg("bit %zu of byte %zu of %zu", bit % 8, bit / 8, out.len);
        out.data[bit / 8] ^= (char)(1 << bit % 8);
    }
    buf_free(&out);
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
            if (file->method == 0)
                zip_add_stored(&zip, file->name, file->packed, file->packed_n);
            else
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
        test_case("no bit of it can be another", no_bit_can_be_another),
        test_case("a file that was added is found", an_added_file_is_found),
        test_case("every file has one line of the manifest, and every line a file", every_file_has_a_line_of_its_own),
    };
    return cmocka_run_group_tests(tests, make_signer, NULL);
}
