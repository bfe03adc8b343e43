/* password: the published scrypt vector, stored texts, and foreign ones that must be refused cheaply. */
#include "test.h"

#include <string.h>

#include "base/password.h"

/* RFC 7914 section 12, third vector: N = 16384, r = 8, p = 1; the first 32 bytes of its 64. */
static const char rfc_vector[] =
    "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046_2o-7qQT44-qbVD9lRdofI";

static void vector(void **state)
{
    (void)state;
    assert_true(password_check(rfc_vector, "pleaseletmein"));
    assert_false(password_check(rfc_vector, "pleaseletmeim"));
    assert_false(password_check(rfc_vector, ""));
}

static void stored_and_checked(void **state)
{
    (void)state;
    char stored[PASSWORD_STORED_MAX];
    char other[PASSWORD_STORED_MAX];
    const uint8_t salt[PASSWORD_SALT_BYTES] = "0123456789abcde";
    const uint8_t salt2[PASSWORD_SALT_BYTES] = "0123456789abcdf";
    const char *password = "\xd9\x83\xd9\x84\xd9\x85\xd8\xa9 secr\xc3\xa8te";
    password_store(stored, password, salt);
    password_store(other, password, salt2);
    assert_int_equal(strncmp(stored, "$scrypt$ln=15,r=8,p=3$MDEyMzQ1Njc4OWFiY2RlAA$", 45), 0);
    assert_int_equal(strlen(stored), 45 + 43);
    assert_string_not_equal(stored, other);
    assert_true(password_check(stored, password));
    assert_false(password_check(stored, "\xd9\x83\xd9\x84\xd9\x85\xd8\xa9 secrete"));
}

static void foreign_texts(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "$scrypt$",
        "$argon2id$v=19$m=65536,t=3,p=4$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046_2o-7qQT44-qbVD9lRdofI",
        "$scrypt$ln=18,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9", /* beyond what a worker may spend */
        "$scrypt$ln=14,r=9,p=1$U29kaXVtQ2hsb3JpZGU$cCO9",
        "$scrypt$ln=14,r=8,p=5$U29kaXVtQ2hsb3JpZGU$cCO9",
        "$scrypt$ln=0,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9",
        "$scrypt$ln=14,r=0,p=1$U29kaXVtQ2hsb3JpZGU$cCO9",
        "$scrypt$ln=14,r=8,p=0$U29kaXVtQ2hsb3JpZGU$cCO9",
        "$scrypt$ln=-1,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9",
        "$scrypt$ln=16,r=1,p=1$U29kaXVtQ2hsb3JpZGU$cCO9", /* not allowed by RFC 7914 */
        "$scrypt$ln=4,r=8,p=1$U29$cCO9",                  /* salt too short, too long, no base64url */
        "$scrypt$ln=4,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZmc$cCO9",
        "$scrypt$ln=4,r=8,p=1$U29kaXVtQ2hsb3JpZG!$cCO9",
        "$scrypt$ln=4,r=8,p=1$U29kaXVtQ2hsb3JpZGU",
        "$scrypt$ln=4,r=8,p=1$U29kaXVtQ2hsb3JpZGU$",
        "$scrypt$ln=4,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9", /* hash cut off */
        " $scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046_2o-7qQT44-qbVD9lRdofI",
        "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046_2o-7qQT44-qbVD9lRdofIA",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(password_check(bad[i], "pleaseletmein"));
}

/* The texts are right but for the salt: of 8 bytes, and of 3. */
static void short_salts(void **state)
{
    (void)state;
    assert_true(password_check("$scrypt$ln=4,r=8,p=1$MTIzNDU2Nzg$_ZwlA6zoVx2HhEtEM8DApC3d5OxXuXH_JhFkRUeXv4U",
                               "pleaseletmein"));
    assert_false(
        password_check("$scrypt$ln=4,r=8,p=1$YWJj$fmxr4lxQv5NJfCX6hg-k3QT-uUaDAoVb3Zvj_W-u1Z0", "pleaseletmein"));
}

static void endless_password(void **state)
{
    (void)state;
    char password[4 * PASSWORD_MAX + 2];
    memset(password, 'a', sizeof password - 1);
    password[sizeof password - 1] = '\0';
    assert_false(password_check(rfc_vector, password));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test_case("password: scrypt gives the value of RFC 7914", vector),
        test_case("password: what was stored is recognized, and nothing else", stored_and_checked),
        test_case("password: foreign, costly and damaged texts are refused", foreign_texts),
        test_case("password: a salt of fewer than eight bytes is refused", short_salts),
        test_case("password: a password beyond the ceiling is refused", endless_password),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
