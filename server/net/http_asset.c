/* http_asset: the browser client, served from the program's own data. */
#include "net/inside.h"

#include "net/assets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LIST_BYTES = 512, ETAG_BYTES = ASSET_ETAG_LENGTH + 8 };

/* The addresses of the single page, which finds out itself what to show: exact ones, and beginnings that end in '/'. */
static const char *const pages[] = {"/", "/join", "/login", "/setup", "/j/", "/w/", "/c/", "/join/", "/setup/"};

static bool path_is_page(const char *path)
{
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
        size_t n = strlen(pages[i]);
        if (strcmp(path, pages[i]) == 0)
            return true;
        if (n > 1 && pages[i][n - 1] == '/' && strncmp(path, pages[i], n) == 0)
            return true;
    }
    return false;
}

static int asset_compare(const void *path, const void *asset)
{
    return strcmp(path, ((const struct asset *)asset)->path);
}

static const struct asset *asset_find(const char *path)
{
    const char *file = path_is_page(path) ? "/index.html" : path;
    return bsearch(file, asset_table, asset_table_n, sizeof asset_table[0], asset_compare);
}

/* Whether what follows a coding is the weight zero: "q=0", "q=0.000". */
static bool weight_zero(const char *after)
{
    const char *q = after + strspn(after, " \t;");
    if (strncasecmp(q, "q=0", 3) != 0)
        return false;
    const char *end = q + 3 + strspn(q + 3, ".0");
    return strchr(", \t", *end) != NULL;
}

/* Whether an Accept-Encoding takes `coding` (RFC 9110 12.5.3); a wildcard is not read as an invitation. */
static bool coding_accepted(const char *list, const char *coding)
{
    size_t n = strlen(coding);
    for (const char *at = list; at != NULL; at = strchr(at, ',')) {
        at += strspn(at, ", \t");
        if (strncasecmp(at, coding, n) == 0 && strchr(" \t;,", at[n]) != NULL)
            return !weight_zero(at + n);
    }
    return false;
}

/* The smallest form the client takes. */
static const struct asset_bytes *asset_form(const struct asset *asset, struct lws *wsi, const char **coding)
{
    char list[LIST_BYTES] = "";
    (void)lws_hdr_copy(wsi, list, sizeof list, WSI_TOKEN_HTTP_ACCEPT_ENCODING);
    if (asset->brotli.data != NULL && coding_accepted(list, "br")) {
        *coding = "br";
        return &asset->brotli;
    }
    if (asset->gzip.data != NULL && coding_accepted(list, "gzip")) {
        *coding = "gzip";
        return &asset->gzip;
    }
    *coding = NULL;
    return &asset->plain;
}

/* An address that a person may have mistyped: the page says so in their language. Files and calls are left alone. */
static const struct asset *asset_for_lost(const char *path)
{
    bool file = strchr(path, '.') != NULL;
    bool call = strncmp(path, "/api/", 5) == 0 || strncmp(path, "/ws/", 4) == 0;
    return file || call ? NULL : asset_find("/");
}

bool asset_serve(struct buf *head, struct served *served, struct lws *wsi, const char *path)
{
    const struct asset *asset = asset_find(path);
    bool lost = asset == NULL;
    if (lost)
        asset = asset_for_lost(path);
    if (asset == NULL)
        return false;
    const char *coding;
    const struct asset_bytes *form = asset_form(asset, wsi, &coding);
    char etag[ETAG_BYTES], known[LIST_BYTES] = "";
    (void)snprintf(etag, sizeof etag, "\"%s%s%s\"", asset->etag, coding != NULL ? "-" : "",
                   coding != NULL ? coding : "");
    (void)lws_hdr_copy(wsi, known, sizeof known, WSI_TOKEN_HTTP_IF_NONE_MATCH);
    bool unchanged = !lost && (strstr(known, etag) != NULL || strcmp(known, "*") == 0);
    struct peer *peer = peer_of(wsi);
    *served = (struct served){ .status = unchanged ? HTTP_STATUS_NOT_MODIFIED
                                         : lost    ? HTTP_STATUS_NOT_FOUND
                                                   : HTTP_STATUS_OK,
                               .data = unchanged ? NULL : form->data,
                               .n = unchanged ? 0 : form->n };
    head_begin(head, peer->net, served->status, NULL);
    head_text(head, "etag:", etag);
    head_text(head, "vary:", "accept-encoding");
    head_text(head, "cache-control:", asset->immutable ? "public, max-age=31536000, immutable" : "no-cache");
    if (!unchanged)
        head_text(head, "content-type:", asset->type);
    if (!unchanged && coding != NULL)
        head_text(head, "content-encoding:", coding);
    return true;
}
