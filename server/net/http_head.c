/* http_head: status line and headers of a reply, the same protection on every one. */
#include "net/inside.h"

#include <assert.h>
#include <string.h>

/*
 * The page runs nothing and asks nobody but us. libwebsockets' few replies of its own carry these too. 'self' in connect-src
 * covers our WebSockets.
 */
const struct lws_protocol_vhost_options head_security[] = {
    {&head_security[1], NULL, "content-security-policy:",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
     "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"},
    {&head_security[2], NULL, "x-content-type-options:", "nosniff"},
    {&head_security[3], NULL, "referrer-policy:", "no-referrer"},
    {&head_security[4], NULL, "cross-origin-opener-policy:", "same-origin"},
    {&head_security[5], NULL, "cross-origin-resource-policy:", "same-origin"},
    {NULL, NULL, "permissions-policy:", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"}};

static const struct {
    int status;
    const char *reason;
} reasons[] = {
    {200, "OK"}, {201, "Created"}, {202, "Accepted"}, {204, "No Content"}, {304, "Not Modified"}, {400, "Bad Request"},
    {401, "Unauthorized"}, {403, "Forbidden"}, {404, "Not Found"}, {405, "Method Not Allowed"}, {409, "Conflict"},
    {411, "Length Required"}, {413, "Content Too Large"}, {414, "URI Too Long"}, {415, "Unsupported Media Type"},
    {422, "Unprocessable Content"}, {426, "Upgrade Required"}, {429, "Too Many Requests"}, {500, "Internal Server Error"},
    {501, "Not Implemented"}, {503, "Service Unavailable"}, {507, "Insufficient Storage"}};

static const char *reason_of(int status)
{
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
        if (reasons[i].status == status)
            return reasons[i].reason;
    return "Status";
}

/* A line break in a value would be another header: the rest is left out. */
void head_text(struct buf *head, const char *name, const char *value)
{
    assert(name[0] != '\0' && name[strlen(name) - 1] == ':');
    buf_text(head, name);
    buf_char(head, ' ');
    buf_add(head, value, strcspn(value, "\r\n"));
    buf_text(head, "\r\n");
}

bool reply_has(const struct reply *reply, const char *name)
{
    for (size_t i = 0; reply != NULL && i < reply->n_headers; i++)
        if (strcmp(reply->headers[i].name, name) == 0)
            return true;
    return false;
}

void head_begin(struct buf *head, const struct net *net, int status, const struct reply *reply)
{
    buf_print(head, "HTTP/1.1 %d %s\r\n", status, reason_of(status));
    for (const struct lws_protocol_vhost_options *row = head_security; row != NULL; row = row->next)
        if (!reply_has(reply, row->name))
            head_text(head, row->name, row->value);
    if (net->options.hsts)
        head_text(head, "strict-transport-security:", "max-age=31536000");
}

void head_end(struct buf *head, size_t body_n, bool close)
{
    buf_print(head, "content-length: %zu\r\n%s\r\n", body_n, close ? "connection: close\r\n" : "");
}
