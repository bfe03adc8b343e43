/* tls: reading certificates, and making one of our own. */
#include "net/tls.h"

#include "base/mem.h"
#include "net/meter.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Mozilla's intermediate recommendation: forward secrecy and authenticated encryption only. */
const char tls_suites_12[] = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
                             "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
const char tls_suites_13[] = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";

enum {
    PEM_BYTES_MAX = 256 * 1024,
    VALID_DAYS = 825,                       /* the longest that browsers take */
    RENEW_DAYS = 30,                        /* before the end */
    SERIAL_BITS = 127,
    NAMES_BYTES = 2048,
    PATH_BYTES_MAX = 4096,
    HOST_NAME_BYTES = 256
};

void tls_free(struct tls_pair *pair)
{
    if (pair->key_pem != NULL)
        OPENSSL_cleanse(pair->key_pem, strlen(pair->key_pem));
    mem_free(pair->key_pem);
    mem_free(pair->cert_pem);
    *pair = (struct tls_pair){ .cert_pem = NULL };
}

/* A whole small file as text; NULL and errno when it cannot be read. */
static char *file_read(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return NULL;
    char *text = mem_zero(PEM_BYTES_MAX + 1, 1);
    size_t n = 0;
    ssize_t got = 1;
    while (got > 0 && n < PEM_BYTES_MAX) {
        got = read(fd, text + n, PEM_BYTES_MAX - n);
        n += got > 0 ? (size_t)got : 0;
    }
    int error = got < 0 ? errno : 0;
    close(fd);
    char *copy = got < 0 ? NULL : mem_copy_text(text);
    OPENSSL_cleanse(text, n);
    mem_free(text);
    errno = error;
    return copy;
}

/* Written beside it and renamed, so that a half-written one is never found. */
static bool file_write(const char *path, const char *text)
{
    char beside[PATH_BYTES_MAX];
    if (snprintf(beside, sizeof beside, "%s.new", path) >= (int)sizeof beside)
        return false;
    int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return false;
    size_t n = strlen(text);
    bool done = fchmod(fd, 0600) == 0 && write(fd, text, n) == (ssize_t)n && fsync(fd) == 0;
    done = close(fd) == 0 && done;
    return done && rename(beside, path) == 0;
}

static X509 *cert_parse(const char *pem)
{
    BIO *bio = BIO_new_mem_buf(pem, -1);
    X509 *cert = PEM_read_bio_X509(bio, NULL, NULL, NULL);
    BIO_free(bio);
    return cert;
}

/* No passphrase is ever asked for. */
static int no_passphrase(char *out, int size, int writing, void *context)
{
    (void)out, (void)size, (void)writing, (void)context;
    return 0;
}

static EVP_PKEY *key_parse(const char *pem)
{
    BIO *bio = BIO_new_mem_buf(pem, -1);
    EVP_PKEY *key = PEM_read_bio_PrivateKey(bio, NULL, no_passphrase, NULL);
    BIO_free(bio);
    return key;
}

static bool pair_fits(const struct tls_pair *pair)
{
    X509 *cert = cert_parse(pair->cert_pem);
    EVP_PKEY *key = key_parse(pair->key_pem);
    bool fits = cert != NULL && key != NULL && X509_check_private_key(cert, key) == 1;
    X509_free(cert);
    EVP_PKEY_free(key);
    return fits;
}

bool tls_load(struct tls_pair *pair, const char *cert_path, const char *key_path, char message[TLS_MESSAGE_BYTES])
{
    pair->cert_pem = file_read(cert_path);
    int cert_error = errno;
    pair->key_pem = pair->cert_pem != NULL ? file_read(key_path) : NULL;
    if (pair->cert_pem == NULL || pair->key_pem == NULL) {
        bool cert = pair->cert_pem == NULL;
        (void)snprintf(message, TLS_MESSAGE_BYTES, "Cannot read %.120s: %s.", cert ? cert_path : key_path,
                       strerror(cert ? cert_error : errno));
        tls_free(pair);
        return false;
    }
    if (pair_fits(pair))
        return true;
    (void)snprintf(message, TLS_MESSAGE_BYTES,
                   "The certificate and the key do not belong together, or are not PEM without a passphrase.");
    tls_free(pair);
    return false;
}

/* "DNS:localhost,IP:127.0.0.1,...": false when a name is not plain, or they do not fit. */
static bool names_write(char out[NAMES_BYTES], const char *const *names, size_t n_names)
{
    char host[HOST_NAME_BYTES] = "";
    const char *all[TLS_NAMES_MAX + 4] = { "localhost", "127.0.0.1", "::1" };
    size_t n_all = 3, n = 0;
    assert(n_names <= TLS_NAMES_MAX);
    if (gethostname(host, sizeof host - 1) == 0 && host[0] != '\0')
        all[n_all++] = host;
    for (size_t i = 0; i < n_names; i++)
        all[n_all++] = names[i];
    out[0] = '\0';
    for (size_t i = 0; i < n_all; i++) {
        static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:_";
        if (all[i][0] == '\0' || all[i][strspn(all[i], plain)] != '\0')
            return false;
        n += (size_t)snprintf(out + n, NAMES_BYTES - n, "%s%s:%s", i > 0 ? "," : "",
                              address_parse(all[i]).family != 0 ? "IP" : "DNS", all[i]);
        if (n >= NAMES_BYTES)
            return false;
    }
    return true;
}

static bool extension_add(X509 *cert, int nid, const char *value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, cert, cert, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    bool added = extension != NULL && X509_add_ext(cert, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return added;
}

static bool serial_set(X509 *cert)
{
    BIGNUM *number = BN_new();
    bool set = BN_rand(number, SERIAL_BITS, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) == 1 &&
               BN_to_ASN1_INTEGER(number, X509_get_serialNumber(cert)) != NULL;
    BN_free(number);
    return set;
}

static X509 *cert_make(EVP_PKEY *key, const char *names)
{
    X509 *cert = X509_new();
    X509_NAME *subject = X509_get_subject_name(cert);
    bool made =
        X509_set_version(cert, X509_VERSION_3) == 1 && serial_set(cert) &&
        X509_gmtime_adj(X509_getm_notBefore(cert), -3600L) != NULL &&
        X509_gmtime_adj(X509_getm_notAfter(cert), VALID_DAYS * 86400L) != NULL &&
        X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, (const unsigned char *)"Plenary", -1, -1, 0) == 1 &&
        X509_set_issuer_name(cert, subject) == 1 && X509_set_pubkey(cert, key) == 1 &&
        extension_add(cert, NID_basic_constraints, "critical,CA:FALSE") &&
        extension_add(cert, NID_key_usage, "critical,digitalSignature") &&
        extension_add(cert, NID_ext_key_usage, "serverAuth") && extension_add(cert, NID_subject_alt_name, names) &&
        X509_sign(cert, key, EVP_sha256()) > 0;
    if (made)
        return cert;
    X509_free(cert);
    return NULL;
}

static char *bio_text(BIO *bio)
{
    char *data;
    long n = BIO_get_mem_data(bio, &data);
    return mem_copy_bytes(data, (size_t)n);
}

static bool pair_make(struct tls_pair *pair, const char *names)
{
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *cert = key != NULL ? cert_make(key, names) : NULL;
    BIO *cert_bio = BIO_new(BIO_s_mem()), *key_bio = BIO_new(BIO_s_secmem());
    bool made = cert != NULL && PEM_write_bio_X509(cert_bio, cert) == 1 &&
                PEM_write_bio_PrivateKey(key_bio, key, NULL, NULL, 0, NULL, NULL) == 1;
    if (made)
        *pair = (struct tls_pair){ .cert_pem = bio_text(cert_bio), .key_pem = bio_text(key_bio) };
    BIO_free(cert_bio);
    BIO_free(key_bio);
    X509_free(cert);
    EVP_PKEY_free(key);
    return made;
}

/* The alternative names of a certificate are exactly those of `names`: compared by making the extension anew. */
static bool cert_names_are(X509 *cert, const char *names)
{
    X509_EXTENSION *wanted = X509V3_EXT_conf_nid(NULL, NULL, NID_subject_alt_name, names);
    int at = X509_get_ext_by_NID(cert, NID_subject_alt_name, -1);
    bool same =
        wanted != NULL && at >= 0 &&
        ASN1_OCTET_STRING_cmp(X509_EXTENSION_get_data(wanted), X509_EXTENSION_get_data(X509_get_ext(cert, at))) == 0;
    X509_EXTENSION_free(wanted);
    return same;
}

static bool pair_lasts(const struct tls_pair *pair, const char *names)
{
    if (!pair_fits(pair))
        return false;
    X509 *cert = cert_parse(pair->cert_pem);
    int days = 0, seconds = 0;
    bool lasts = ASN1_TIME_diff(&days, &seconds, NULL, X509_get0_notAfter(cert)) == 1 && days >= RENEW_DAYS &&
                 cert_names_are(cert, names);
    X509_free(cert);
    return lasts;
}

bool tls_self_made(struct tls_pair *pair, const char *directory, const char *const *names, size_t n_names,
                   char message[TLS_MESSAGE_BYTES])
{
    char list[NAMES_BYTES], cert_path[PATH_BYTES_MAX], key_path[PATH_BYTES_MAX];
    *pair = (struct tls_pair){ .cert_pem = NULL };
    bool fits = snprintf(cert_path, sizeof cert_path, "%s/tls-cert.pem", directory) < (int)sizeof cert_path &&
                snprintf(key_path, sizeof key_path, "%s/tls-key.pem", directory) < (int)sizeof key_path;
    if (!fits || !names_write(list, names, n_names)) {
        (void)snprintf(message, TLS_MESSAGE_BYTES, "A name for the certificate is not a host name or an address.");
        return false;
    }
    if (tls_load(pair, cert_path, key_path, message)) {
        if (pair_lasts(pair, list))
            return true;
        tls_free(pair);
    }
    /* The key first: a certificate without its key would be found unfit and made again. */
    if (pair_make(pair, list) && file_write(key_path, pair->key_pem) && file_write(cert_path, pair->cert_pem))
        return true;
    (void)snprintf(message, TLS_MESSAGE_BYTES, "Cannot write a certificate to %.120s: %s.", directory, strerror(errno));
    tls_free(pair);
    return false;
}
