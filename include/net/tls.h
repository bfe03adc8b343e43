/*
 * tls: certificates. Given ones are read from PEM files; a self-made one (ECDSA P-256) is kept in the directory of keys and
 * used until it nears its end or its names change.
 */
#ifndef PLENARY_NET_TLS_H
#define PLENARY_NET_TLS_H

#include <stdbool.h>
#include <stddef.h>

struct tls_pair {
    char *cert_pem;                         /* chain; NUL-terminated */
    char *key_pem;
};

enum { TLS_MESSAGE_BYTES = 200, TLS_NAMES_MAX = 16 };

/*
 * The certificate for localhost, 127.0.0.1, ::1, this machine's name and `names` (host names or addresses), from
 * `directory`/tls-cert.pem and tls-key.pem (0600), made when missing. False: `message` says what to do.
 */
bool tls_self_made(struct tls_pair *pair, const char *directory, const char *const *names, size_t n_names,
                   char message[TLS_MESSAGE_BYTES]);

/* Given files. False when one cannot be read, or the key is not that of the certificate. */
bool tls_load(struct tls_pair *pair, const char *cert_path, const char *key_path, char message[TLS_MESSAGE_BYTES]);

/* Forgets the key thoroughly. */
void tls_free(struct tls_pair *pair);

/* What is offered: TLS 1.2 and 1.3 with the suites of Mozilla's intermediate list. */
extern const char tls_suites_12[];
extern const char tls_suites_13[];

#endif
