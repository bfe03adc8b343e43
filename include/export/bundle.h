/*
 * bundle: all documents of a workshop in one archive that proves where it comes from.
 *
 *     LANG/plan.docx ...      every document, in every language of the workshop
 *     plan.json               the workshop as data
 *     verify.html             a page that checks the bundle offline, with no help from anybody
 *     packed.txt              "SHA-256  name" of each file above as it is packed in the archive, one a line
 *     manifest.txt            "SHA-256  name" of each file above, one a line, as `sha256sum -c` reads it
 *     manifest.sig            its Ed25519 signature, 64 bytes
 *     public-key.pem          the key that it holds under; whose key it is has to be known another way
 *
 * Made twice it has equal bytes: the signature is deterministic too. One content can be packed in many ways (RFC 1951), of which
 * packed.txt tells which it is, so that no byte of the archive can be another. The last four files are stored as they are.
 */
#ifndef PLENARY_EXPORT_BUNDLE_H
#define PLENARY_EXPORT_BUNDLE_H

#include "app/platform.h"
#include "export/zip.h"

enum { BUNDLE_MESSAGE = 400 };

/* False: a document cannot be made, or does not fit. request->signer is needed. */
bool export_bundle(struct buf *out, const struct room *room, const struct export_request *request);

/* A bundle of any files: its archive is begun in `out`, each file is added, and the end seals it. If it does not fit, out->full is set. */
struct bundle_making {
    struct zip zip;
    struct buf manifest, packed;
};
void bundle_begin(struct bundle_making *making, struct buf *out);
void bundle_add(struct bundle_making *making, const char *name, const void *bytes, size_t n);
void bundle_end(struct bundle_making *making, const struct signer *signer);

/* What was found in a bundle. */
struct bundle_report {
    size_t files;
    uint8_t key[SIGN_KEY_BYTES];        /* under which the manifest holds */
    char message[BUNDLE_MESSAGE];       /* what is wrong: which file, and how */
};

/* Whether every byte of it is what was signed under the key that it brings. False: `message` says what is not. */
bool bundle_verify(const void *bytes, size_t n, struct bundle_report *report);

#endif
