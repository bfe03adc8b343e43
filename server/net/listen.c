/*
 * listen: the addresses we listen on, and who may come in.
 *
 * With IPv6 compiled in, libwebsockets 4.1.6 binds "127.0.0.1" to all addresses unless IPv6 is disabled on that vhost. So
 * IPv4 and IPv6 get a vhost each, and what is really listened on is read back from the sockets (net_bound).
 */
#include "net/inside.h"

#include "net/tls.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { FILES_AT_START = 1024, READ_BYTES = 1024, WRITE_BYTES = 131072, TRIES = 10, KEEPALIVE_S = 15, PROXIES_BYTES = 1000 };

/*
 * The first protocol is HTTP: whoever names no subprotocol lands there and is refused. A user_space, unused, makes
 * libwebsockets tell us of every end.
 */
static const struct lws_protocols protocols[] = {
    {"http", http_callback, sizeof(void *), READ_BYTES, 0, NULL, WRITE_BYTES},
    {"plenary.v1", ws_callback, sizeof(void *), READ_BYTES, 0, NULL, WRITE_BYTES},
    {NULL, NULL, 0, 0, 0, NULL, 0}};

/* All zero: our sweep and the heartbeat of the application do what these timers would. */
static const lws_retry_bo_t no_retry = {.secs_since_valid_ping = 0};

enum { FAMILY_4 = 1, FAMILY_6 = 2 };

/* libwebsockets does not tell its listening socket: it is the one new to us on that port. */
static int listener_find(const struct net *net, int port, int family)
{
    for (int fd = 0; fd < FILES_AT_START; fd++) {
        struct sockaddr_storage name;
        socklen_t n = sizeof name;
        int listening = 0;
        socklen_t listening_n = sizeof listening;
        if (getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &listening_n) != 0 || !listening)
            continue;
        if (getsockname(fd, (struct sockaddr *)&name, &n) != 0 || name.ss_family != family)
            continue;
        in_port_t found =
            family == AF_INET ? ((struct sockaddr_in *)&name)->sin_port : ((struct sockaddr_in6 *)&name)->sin6_port;
        bool known = false;
        for (unsigned i = 0; i < net->n_listeners; i++)
            known = known || net->listeners[i] == fd;
        if (ntohs(found) == port && !known)
            return fd;
    }
    return -1;
}

static void listen_tls(struct lws_context_creation_info *info, const struct net_options *options)
{
    info->options |= LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
    info->server_ssl_cert_mem = options->cert_pem;
    info->server_ssl_cert_mem_len = (unsigned)strlen(options->cert_pem) + 1;
    info->server_ssl_private_key_mem = options->key_pem;
    info->server_ssl_private_key_mem_len = (unsigned)strlen(options->key_pem) + 1;
    info->ssl_cipher_list = tls_suites_12;
    info->tls1_3_plus_cipher_list = tls_suites_13;
    info->ssl_options_set = SSL_OP_NO_TLSv1 | SSL_OP_NO_TLSv1_1 | SSL_OP_NO_RENEGOTIATION;
}

/* One vhost listening on one address; false when it could not. */
static bool listen_on(struct net *net, const char *address, int family, int port)
{
    struct lws_context_creation_info info = {
        .port = port,
        .iface = address,
        .protocols = protocols,
        .vhost_name = family == FAMILY_4 ? "ipv4" : "ipv6",
        .headers = head_security,
        .keepalive_timeout = KEEPALIVE_S,
        .retry_and_idle_policy = &no_retry,
        .alpn = "http/1.1",
        .options = LWS_SERVER_OPTION_FAIL_UPON_UNABLE_TO_BIND |
                   (family == FAMILY_4 ? LWS_SERVER_OPTION_DISABLE_IPV6
                                       : LWS_SERVER_OPTION_IPV6_V6ONLY_MODIFY | LWS_SERVER_OPTION_IPV6_V6ONLY_VALUE),
    };
    if (net->options.cert_pem != NULL)
        listen_tls(&info, &net->options);
    struct lws_vhost *vhost = lws_create_vhost(net->context, &info);
    if (vhost == NULL)
        return false;
    int fd = listener_find(net, lws_get_vhost_listen_port(vhost), family == FAMILY_4 ? AF_INET : AF_INET6);
    if (fd < 0) {
        lws_vhost_destroy(vhost);
        return false;
    }
    net->vhosts[net->n_listeners] = vhost;
    net->listeners[net->n_listeners++] = fd;
    return true;
}

static void listen_undo(struct net *net)
{
    while (net->n_listeners > 0)
        lws_vhost_destroy(net->vhosts[--net->n_listeners]);
}

/* Whether this machine has such an address: a host without IPv6 is served on IPv4 alone. */
static bool address_usable(int family, const char *address)
{
    int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return false;
    struct sockaddr_in four = { .sin_family = AF_INET };
    struct sockaddr_in6 six = { .sin6_family = AF_INET6 };
    bool v4 = family == AF_INET;
    (void)inet_pton(family, address, v4 ? (void *)&four.sin_addr : (void *)&six.sin6_addr);
    int failed =
        bind(fd, v4 ? (const struct sockaddr *)&four : (const struct sockaddr *)&six, v4 ? sizeof four : sizeof six);
    close(fd);
    return failed == 0;
}

static bool listen_both(struct net *net, const char *four, const char *six, int port)
{
    bool has_4 = four != NULL && address_usable(AF_INET, four);
    bool has_6 = six != NULL && address_usable(AF_INET6, six);
    if (!has_4 && !has_6)
        return false;
    if (has_4 && !listen_on(net, four, FAMILY_4, port))
        return false;
    if (has_6 && !listen_on(net, six, FAMILY_6, has_4 ? net_port(net) : port)) {
        listen_undo(net);
        return false;
    }
    return true;
}

bool listen_open(struct net *net, char message[NET_MESSAGE_BYTES])
{
    const struct net_options *options = &net->options;
    const char *four = "127.0.0.1", *six = "::1";
    if (options->public_bind) {
        four = "0.0.0.0";
        six = "::";
    }
    if (options->bind != NULL && strcmp(options->bind, "localhost") != 0) {
        int family = address_parse(options->bind).family;
        if (family == 0) {
            (void)snprintf(message, NET_MESSAGE_BYTES, "%s is not an IP address.", options->bind);
            return false;
        }
        four = family == AF_INET ? options->bind : NULL;
        six = family == AF_INET6 ? options->bind : NULL;
    }
    /* A port that is free on IPv4 may be taken on IPv6: with any port allowed, another try is another port. */
    for (int try = 0; try < (options->port == 0 ? TRIES : 1); try++)
        if (listen_both(net, four, six, options->port))
            return true;
    (void)snprintf(message, NET_MESSAGE_BYTES, "Cannot listen on port %d of %s: is it in use, or not yours to take?",
                   options->port,
                   options->bind != NULL  ? options->bind
                   : options->public_bind ? "any address"
                                          : "localhost");
    return false;
}

int net_port(const struct net *net)
{
    return net->n_listeners > 0 ? lws_get_vhost_listen_port(net->vhosts[0]) : 0;
}

bool net_bound(const struct net *net, unsigned n, char out[NET_ADDRESS_BYTES])
{
    if (n >= net->n_listeners)
        return false;
    struct sockaddr_storage name;
    socklen_t name_n = sizeof name;
    char text[INET6_ADDRSTRLEN] = "?";
    if (getsockname(net->listeners[n], (struct sockaddr *)&name, &name_n) != 0)
        return false;
    const struct sockaddr_in *four = (const struct sockaddr_in *)&name;
    const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)&name;
    bool v4 = name.ss_family == AF_INET;
    (void)inet_ntop(name.ss_family, v4 ? (const void *)&four->sin_addr : (const void *)&six->sin6_addr, text,
                    sizeof text);
    (void)snprintf(out, NET_ADDRESS_BYTES, v4 ? "%s:%u" : "[%s]:%u", text,
                   (unsigned)ntohs(v4 ? four->sin_port : six->sin6_port));
    return true;
}

bool address_trusted(const struct net *net, const struct address *address)
{
    char list[PROXIES_BYTES];
    (void)snprintf(list, sizeof list, "%s", net->options.trusted_proxy != NULL ? net->options.trusted_proxy : "");
    char *rest = list;
    for (char *one; (one = strsep(&rest, " ,")) != NULL;) {
        struct address proxy = address_parse(one);
        if (proxy.family != 0 && proxy.family == address->family &&
            memcmp(proxy.bytes, address->bytes, sizeof proxy.bytes) == 0)
            return true;
    }
    return false;
}

/* Sockets from this machine and from the proxy stand for many people: they are not counted by address. */
static bool address_exempt(const struct net *net, const struct address *address)
{
    return address->loopback || address->family == 0 || address_trusted(net, address);
}

static struct address address_of_socket(int fd)
{
    struct sockaddr_storage name;
    socklen_t n = sizeof name;
    if (getpeername(fd, (struct sockaddr *)&name, &n) != 0)
        return (struct address){ .family = 0 };
    return address_of(&name);
}

bool listen_admits(struct net *net, int fd)
{
    if (net->app == NULL || net->stopping)
        return false;
    if (net->n_sockets >= net->peers_max || net->n_unknown >= LIMIT_UNKNOWN)
        return false;
    struct address address = address_of_socket(fd);
    if (!address_exempt(net, &address) && addresses_count(&net->addresses, &address) >= LIMIT_PER_ADDRESS)
        return false;
    int bytes = LIMIT_SEND_BUFFER;
    return setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes) == 0;
}

void listen_accepted(struct net *net, struct lws *wsi)
{
    struct peer *peer = peer_take(net, wsi);
    if (peer == NULL)
        return;
    lws_set_opaque_user_data(wsi, peer);
    peer->address = address_of_socket(lws_get_socket_fd(wsi));
    peer->counted = !address_exempt(net, &peer->address);
    if (peer->counted)
        addresses_take(&net->addresses, &peer->address);
}

void listen_gone(struct lws *wsi)
{
    struct peer *peer = peer_of(wsi);
    if (peer == NULL)
        return;
    ws_gone(peer);
    exchange_free(peer);
    lws_set_opaque_user_data(wsi, NULL);
    peer_give(peer);
}
