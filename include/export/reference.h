/*
 * reference: what PROTOCOL.md and the client's types say about commands, kinds and refusals, made from the tables
 * themselves. `plenary reference` prints it; test_export_reference fails when the committed files differ.
 */
#ifndef PLENARY_EXPORT_REFERENCE_H
#define PLENARY_EXPORT_REFERENCE_H

#include "base/buf.h"

enum { REFERENCE_BYTES_MAX = 1 << 20 };

/* The page with everything between "<!-- NAME -->" and "<!-- /NAME -->" made anew (NAME: commands, kinds, refusals). */
void reference_page(struct buf *out, const char *page);

/* client/src/sync/kinds.ts */
void reference_types(struct buf *out);

#endif
