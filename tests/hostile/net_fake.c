/*
 * net_fake: the transport with a stand-in for the app behind it, for probes and measurements of the network side alone.
 * Prints "listening on ADDRESS" for each address and "READY ORIGIN", and serves until SIGTERM. Other words are ignored.
 *
 *   net_fake [--port N] [--bind ADDRESS] [--public] [--proxy ADDRESSES] [--tls] [--state DIRECTORY]
 */
#include "support_net_gate.h"

#include "base/random.h"
#include "net/tls.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int64_t clock_now(void *self)
{
    (void) self;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t) now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int main(int argc, char **argv)
{
    char message[NET_MESSAGE_BYTES], address[NET_ADDRESS_BYTES];
    struct tls_pair pair = {.cert_pem = NULL};
    const char *state = ".";
    bool tls = false;
    struct net_options options = {.now = clock_now, .random = random_bytes};
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : "";
        if (strcmp(argv[i], "--public") == 0)
            options.public_bind = true;
        else if (strcmp(argv[i], "--port") == 0)
            options.port = (int) strtol(value, NULL, 10);
        else if (strcmp(argv[i], "--bind") == 0)
            options.bind = value;
        else if (strcmp(argv[i], "--proxy") == 0)
            options.trusted_proxy = value;
        else if (strcmp(argv[i], "--state") == 0)
            state = value;
        else if (strcmp(argv[i], "--tls") == 0)
            tls = true;
    }
    if (tls && !tls_self_made(&pair, state, NULL, 0, message))
        return fprintf(stderr, "%s\n", message), 1;
    options.cert_pem = pair.cert_pem;
    options.key_pem = pair.key_pem;
    struct net *net = net_open(&options, message);
    if (net == NULL)
        return fprintf(stderr, "%s\n", message), 1;
    for (unsigned i = 0; net_bound(net, i, address); i++)
        printf("listening on %s\n", address);
    (void) net_bound(net, 0, address);
    printf("READY %s://%s\n", pair.cert_pem != NULL ? "https" : "http", address);
    fflush(stdout);
    struct transport transport;
    net_fill(net, &transport);
    struct app *app = fake_open(&transport);
    net_run(net, app);
    fake_free(app);
    net_close(net);
    tls_free(&pair);
    return 0;
}
