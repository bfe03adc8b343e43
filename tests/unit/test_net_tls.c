/* Certificates: a self-made one is kept, private, for the right names; given ones must belong together. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "net/tls.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct place {
    char directory[64], cert[96], key[96], message[TLS_MESSAGE_BYTES];
};

static int place_make(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    snprintf(place->directory, sizeof place->directory, "/tmp/plenary-tls-XXXXXX");
    assert_non_null(mkdtemp(place->directory));
    snprintf(place->cert, sizeof place->cert, "%s/tls-cert.pem", place->directory);
    snprintf(place->key, sizeof place->key, "%s/tls-key.pem", place->directory);
    *state = place;
    return 0;
}

static int place_remove(void **state)
{
    struct place *place = *state;
    unlink(place->cert);
    unlink(place->key);
    rmdir(place->directory);
    free(place);
    return 0;
}

static X509 *cert_of(const struct tls_pair *pair)
{
    BIO *bio = BIO_new_mem_buf(pair->cert_pem, -1);
    X509 *cert = PEM_read_bio_X509(bio, NULL, NULL, NULL);
    BIO_free(bio);
    assert_non_null(cert);
    return cert;
}

static void a_self_made_certificate_is_for_this_machine_and_the_names_given(void **state)
{
    struct place *place = *state;
    const char *names[] = { "room.example.org", "192.0.2.7" };
    struct tls_pair pair;
    assert_true(tls_self_made(&pair, place->directory, names, 2, place->message));
    X509 *cert = cert_of(&pair);
    assert_int_equal(X509_check_host(cert, "localhost", 0, 0, NULL), 1);
    assert_int_equal(X509_check_host(cert, "room.example.org", 0, 0, NULL), 1);
    assert_int_equal(X509_check_host(cert, "elsewhere.example.org", 0, 0, NULL), 0);
    assert_int_equal(X509_check_ip_asc(cert, "127.0.0.1", 0), 1);
    assert_int_equal(X509_check_ip_asc(cert, "::1", 0), 1);
    assert_int_equal(X509_check_ip_asc(cert, "192.0.2.7", 0), 1);
    assert_int_equal(EVP_PKEY_get_bits(X509_get0_pubkey(cert)), 256);
    assert_int_equal(X509_verify(cert, X509_get0_pubkey(cert)), 1);
    X509_free(cert);
    tls_free(&pair);
}

static void it_is_kept_private_and_used_again(void **state)
{
    struct place *place = *state;
    struct tls_pair first, second;
    struct stat status;
    assert_true(tls_self_made(&first, place->directory, NULL, 0, place->message));
    assert_int_equal(stat(place->key, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    assert_true(tls_self_made(&second, place->directory, NULL, 0, place->message));
    assert_string_equal(first.cert_pem, second.cert_pem);
    assert_string_equal(first.key_pem, second.key_pem);
    tls_free(&first);
    tls_free(&second);
}

static void it_is_made_anew_for_other_names_or_when_damaged(void **state)
{
    struct place *place = *state;
    const char *names[] = { "room.example.org" };
    struct tls_pair first, second, third;
    assert_true(tls_self_made(&first, place->directory, NULL, 0, place->message));
    assert_true(tls_self_made(&second, place->directory, names, 1, place->message));
    assert_string_not_equal(first.cert_pem, second.cert_pem);
    FILE *file = fopen(place->key, "w");
    assert_non_null(file);
    fputs("no key", file);
    fclose(file);
    assert_true(tls_self_made(&third, place->directory, names, 1, place->message));
    assert_string_not_equal(second.cert_pem, third.cert_pem);
    tls_free(&first);
    tls_free(&second);
    tls_free(&third);
}

static void a_name_that_would_be_more_than_a_name_is_refused(void **state)
{
    struct place *place = *state;
    const char *names[] = { "a.example,DNS:b.example" };
    struct tls_pair pair;
    assert_false(tls_self_made(&pair, place->directory, names, 1, place->message));
    assert_non_null(strstr(place->message, "not a host name"));
    assert_null(pair.key_pem);
}

static void given_files_must_be_there_and_belong_together(void **state)
{
    struct place *place = *state;
    struct tls_pair own, pair;
    assert_true(tls_self_made(&own, place->directory, NULL, 0, place->message));
    assert_true(tls_load(&pair, place->cert, place->key, place->message));
    assert_string_equal(pair.key_pem, own.key_pem);
    tls_free(&pair);
    assert_false(tls_load(&pair, place->cert, "/nonexistent/key.pem", place->message));
    assert_non_null(strstr(place->message, "/nonexistent/key.pem"));
    assert_false(tls_load(&pair, place->key, place->cert, place->message));
    assert_non_null(strstr(place->message, "do not belong together"));
    assert_null(pair.cert_pem);
    tls_free(&own);
}

static void an_unwritable_directory_is_said(void **state)
{
    struct place *place = *state;
    struct tls_pair pair;
    assert_false(tls_self_made(&pair, "/nonexistent", NULL, 0, place->message));
    assert_non_null(strstr(place->message, "/nonexistent"));
}

#define tls_test(name) cmocka_unit_test_setup_teardown(name, place_make, place_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        tls_test(a_self_made_certificate_is_for_this_machine_and_the_names_given),
        tls_test(it_is_kept_private_and_used_again),
        tls_test(it_is_made_anew_for_other_names_or_when_damaged),
        tls_test(a_name_that_would_be_more_than_a_name_is_refused),
        tls_test(given_files_must_be_there_and_belong_together),
        tls_test(an_unwritable_directory_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
