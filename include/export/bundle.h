/*
 * bundle: all documents of a workshop in one archive that proves where it comes from.
 *
 *     LANG/plan.docx ...      every document, in every language of the workshop
 *     plan.json               the workshop as data
 *     verify.html             a page that checks the bundle offline, with no help from anybody
 *     manifest.txt            "SHA-256  name" of each file above, one a line, as `sha256sum -c` reads it
 *     manifest.sig            its Ed25519 signature, 64 bytes
 *     public-key.pem          the key that it holds under; whose key it is has to be known another way
 *
 * Made twice it has equal bytes: the signature is deterministic too.
 */
#ifndef PLENARY_EXPORT_BUNDLE_H
#define PLENARY_EXPORT_BUNDLE_H

#include "app/platform.h"

enum { BUNDLE_MESSAGE = 400 };

/* False: a document cannot be made, or does not fit. request->signer is needed. */
bool export_bundle(struct buf *out, const struct room *room, const struct export_request *request);

/* What was found in a bundle. */
struct bundle_report {
    size_t files;
    uint8_t key[SIGN_KEY_BYTES];        /* under which the manifest holds */
    char message[BUNDLE_MESSAGE];       /* what is wrong: which file, and how */
};

/* Whether every byte of it is what was signed under the key that it brings. False: `message` says what is not. */
bool bundle_verify(const void *bytes, size_t n, struct bundle_report *report);

#endif
