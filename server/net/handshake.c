/*
 * handshake: reading a request, and the checks that libwebsockets leaves to us.
 *
 * By default it takes a foreign Origin, any version and key, POST for an upgrade, a duplicate Host or none. All of that is
 * refused here, before the 101 and before the app is asked.
 */
#include "net/inside.h"

#include "base/utf8.h"

#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { HEADER_BYTES = 4096, KEY_LENGTH = 24, NUMBER_BYTES = 20, ORIGINS_BYTES = 2000 };

/* The value of a header; false when it is absent or does not fit. */
static bool header(struct lws *wsi, enum lws_token_indexes token, char *out, size_t size)
{
    out[0] = '\0';
    return lws_hdr_copy(wsi, out, (int)size, token) > 0;
}

static bool header_is(struct lws *wsi, enum lws_token_indexes token, const char *value)
{
    char text[64];
    return header(wsi, token, text, sizeof text) && strcasecmp(text, value) == 0;
}

static bool header_twice(struct lws *wsi, enum lws_token_indexes token)
{
    return lws_hdr_fragment_length(wsi, token, 1) > 0;
}

/* Host ends up in peers: only what a host name, an address and a port are made of. */
static bool host_plain(const char *host)
{
    return host[0] != '\0' &&
           host[strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:[]")] == '\0';
}

/* The query as it may have been written: libwebsockets hands its parts over decoded. */
static bool query_read(char *out, size_t size, struct lws *wsi)
{
    char part[QUERY_BYTES + 1];
    size_t n = 0;
    out[0] = '\0';
    for (int i = 0; lws_hdr_copy_fragment(wsi, part, sizeof part, WSI_TOKEN_HTTP_URI_ARGS, i) > 0; i++) {
        const char *join = i > 0 ? "&" : "";
        n += (size_t)snprintf(out + n, size - n, "%s", join);
        for (const char *p = part; *p != '\0' && n + 4 < size; p++) {
            bool plain = isalnum((unsigned char)*p) || strchr("-._~=/", *p) != NULL;
            n += (size_t)snprintf(out + n, size - n, plain ? "%c" : "%%%02X", (unsigned char)*p);
        }
        if (n + 5 > size)
            return false;
    }
    return true;
}

/* The value of the cookie `plenary`, if it looks like one of ours. */
static void token_read(char *out, size_t size, struct lws *wsi)
{
    char cookies[HEADER_BYTES];
    out[0] = '\0';
    if (!header(wsi, WSI_TOKEN_HTTP_COOKIE, cookies, sizeof cookies))
        return;
    char *rest = cookies;
    for (char *one; (one = strsep(&rest, ";")) != NULL;) {
        one += strspn(one, " ");
        if (strncmp(one, "plenary=", 8) != 0)
            continue;
        const char *value = one + 8;
        size_t n = strspn(value, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
        if (n > 0 && n < size && value[n] == '\0')
            (void)snprintf(out, size, "%s", value);
        return;
    }
}

/* Behind a trusted proxy the client is the last entry of X-Forwarded-For: the one that the proxy itself wrote. */
static void client_read(char out[PEER_BYTES], const struct peer *peer)
{
    struct address address = peer->address;
    char list[HEADER_BYTES];
    if (address_trusted(peer->net, &address) && header(peer->wsi, WSI_TOKEN_X_FORWARDED_FOR, list, sizeof list)) {
        const char *last = strrchr(list, ',');
        last = last != NULL ? last + 1 : list;
        struct address client = address_parse(last + strspn(last, " "));
        if (client.family != 0)
            address = client;
    }
    address_print(&address, out);
}

static int path_read(char *out, size_t size, struct lws *wsi)
{
    char *uri = NULL;
    int n = 0;
    if (lws_http_get_uri_and_method(wsi, &uri, &n) < 0 || uri == NULL || n <= 0)
        return HTTP_STATUS_BAD_REQUEST;
    if ((size_t)n >= size)
        return HTTP_STATUS_REQ_URI_TOO_LONG;
    memcpy(out, uri, (size_t)n);
    out[n] = '\0';
    bool plain = strlen(out) == (size_t)n && utf8_valid(out, (size_t)n) && !utf8_has_control(out);
    return plain && strstr(out, "/../") == NULL ? 0 : HTTP_STATUS_BAD_REQUEST;
}

int knock_read(struct knock_text *text, const struct peer *peer)
{
    struct lws *wsi = peer->wsi;
    int status = path_read(text->path, sizeof text->path, wsi);
    if (status != 0)
        return status;
    if (!query_read(text->query, sizeof text->query, wsi))
        return HTTP_STATUS_REQ_URI_TOO_LONG;
    bool host = header(wsi, WSI_TOKEN_HOST, text->host, sizeof text->host);
    if (!host || header_twice(wsi, WSI_TOKEN_HOST) || !host_plain(text->host))
        return HTTP_STATUS_BAD_REQUEST;
    token_read(text->token, sizeof text->token, wsi);
    client_read(text->peer, peer);
    return 0;
}

struct knock knock_of(const struct knock_text *text)
{
    return (struct knock){
        .path = text->path, .query = text->query, .token = text->token, .peer = text->peer, .host = text->host
    };
}

/* The length of an authority without the default port of its scheme. */
static size_t authority_length(const char *authority, const char *port)
{
    size_t n = strlen(authority), port_n = strlen(port);
    return n > port_n && strcmp(authority + n - port_n, port) == 0 ? n - port_n : n;
}

static bool origin_is_host(const struct peer *peer, const char *origin, const char *host)
{
    bool secure = strncasecmp(origin, "https://", 8) == 0;
    if (!secure && (strncasecmp(origin, "http://", 7) != 0 || peer->net->options.cert_pem != NULL))
        return false;
    const char *authority = origin + (secure ? 8 : 7);
    const char *port = secure ? ":443" : ":80";
    size_t n = authority_length(authority, port);
    return n == authority_length(host, port) && strncasecmp(authority, host, n) == 0;
}

/* Who sends none is no browser: a script, which may as well have left the cookie out. */
bool origin_allowed(const struct peer *peer, const char *host)
{
    char origin[HEADER_BYTES];
    if (lws_hdr_total_length(peer->wsi, WSI_TOKEN_ORIGIN) == 0)
        return true;
    if (!header(peer->wsi, WSI_TOKEN_ORIGIN, origin, sizeof origin) || header_twice(peer->wsi, WSI_TOKEN_ORIGIN))
        return false;
    if (origin_is_host(peer, origin, host))
        return true;
    char list[ORIGINS_BYTES];
    (void)snprintf(list, sizeof list, "%s", peer->net->options.origins != NULL ? peer->net->options.origins : "");
    char *rest = list;
    for (char *one; (one = strsep(&rest, " ,")) != NULL;)
        if (one[0] != '\0' && strcasecmp(one, origin) == 0)
            return true;
    return false;
}

int64_t content_length(struct lws *wsi)
{
    char text[NUMBER_BYTES];
    if (lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH) == 0)
        return -1;
    if (!header(wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH, text, sizeof text) ||
        header_twice(wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH))
        return -2;
    int64_t length = 0;
    for (const char *p = text; *p != '\0'; p++) {
        if (!isdigit((unsigned char)*p) || length > INT64_MAX / 100)
            return -2;
        length = length * 10 + (*p - '0');
    }
    return length;
}

/* 24 characters of base64: 16 random bytes (RFC 6455 4.1). */
static bool key_plain(struct lws *wsi)
{
    char key[KEY_LENGTH + 2];
    if (!header(wsi, WSI_TOKEN_KEY, key, sizeof key) || strlen(key) != KEY_LENGTH || header_twice(wsi, WSI_TOKEN_KEY))
        return false;
    size_t n = strspn(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
    return n == KEY_LENGTH - 2 && strcmp(key + n, "==") == 0;
}

/* "/ws/ID", and no more. */
static bool path_is_socket(const char *path)
{
    if (strncmp(path, "/ws/", 4) != 0)
        return false;
    size_t n = strspn(path + 4, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
    return n > 0 && path[4 + n] == '\0';
}

int upgrade_check(struct peer *peer)
{
    struct lws *wsi = peer->wsi;
    struct knock_text text;
    int status = knock_read(&text, peer);
    if (status != 0)
        return status;
    if (lws_hdr_total_length(wsi, WSI_TOKEN_GET_URI) == 0)
        return HTTP_STATUS_METHOD_NOT_ALLOWED;
    bool body = content_length(wsi) != -1 || lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_TRANSFER_ENCODING) > 0;
    if (body || !header_is(wsi, WSI_TOKEN_HTTP, "HTTP/1.1") || !key_plain(wsi))
        return HTTP_STATUS_BAD_REQUEST;
    if (!path_is_socket(text.path))
        return HTTP_STATUS_NOT_FOUND;
    if (!header_is(wsi, WSI_TOKEN_VERSION, "13"))
        return 426;
    if (!header_is(wsi, WSI_TOKEN_PROTOCOL, "plenary.v1"))
        return HTTP_STATUS_BAD_REQUEST;
    if (!origin_allowed(peer, text.host))
        return HTTP_STATUS_FORBIDDEN;
    if (peer->net->stopping || peer->net->n_ws >= LIMIT_CONNECTIONS)
        return HTTP_STATUS_SERVICE_UNAVAILABLE;
    struct knock knock = knock_of(&text);
    return gate_admit(peer->net->app, &knock);
}
