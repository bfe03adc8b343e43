/*
 * pdf_finish: what cairo leaves out of the catalogue of a file: the language (a reader of screens speaks it), that the title is shown
 * in place of the name of the file, and the side on which the next page lies. See include/export/pdf.h.
 *
 * The catalogue is the last object that cairo 1.16 writes, so that nothing but the place of the table behind it moves. A file that
 * ends in another way is left as it is.
 */
#include "export/pdf.h"

#include <string.h>

static const char CATALOG_END[] = ">>\nendobj\nxref\n", PLACE[] = "startxref\n";

/* The last time that it stands in the file. */
static const char *find_last(const struct buf *file, const char *piece)
{
    const size_t n = strlen(piece);
    for (size_t at = file->len < n ? 0 : file->len - n + 1; at-- > 0;)
        if (memcmp(file->data + at, piece, n) == 0)
            return file->data + at;
    return NULL;
}

void pdf_finish(struct buf *file, enum lang lang)
{
    const char *catalog = find_last(file, "<< /Type /Catalog"), *end = find_last(file, CATALOG_END);
    const char *place = find_last(file, PLACE);
    if (catalog == NULL || end == NULL || place == NULL || end < catalog || place < end ||
        memmem(catalog, (size_t)(end - catalog), "endobj", strlen("endobj")) != NULL)
        return;
    struct buf tail;
    buf_init(&tail, file->len);
    buf_add(&tail, end, (size_t)(place - end));
    buf_cut(file, (size_t)(end - file->data));
    buf_print(file, "   /Lang (%s)\n   /ViewerPreferences << /DisplayDocTitle true /Direction /%s >>\n",
              lang_word(lang), lang == LANG_AR ? "R2L" : "L2R");
    const size_t table = file->len + strlen(CATALOG_END) - strlen("xref\n");
    buf_add(file, tail.data, tail.len);
    buf_print(file, "%s%zu\n%%%%EOF\n", PLACE, table);
    buf_free(&tail);
}
