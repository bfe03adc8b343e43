/*
 * meter: how fast a connection sends, and how many sockets an address has.
 */
#ifndef PLENARY_NET_METER_H
#define PLENARY_NET_METER_H

#include "base/map.h"

#include <sys/socket.h>

/* A bucket of LIMIT_MESSAGES_BURST tokens, refilled with LIMIT_MESSAGES_S a second; one token a message. */
struct meter {
    int32_t thousandths;
    int64_t at;                             /* ms */
};
void meter_init(struct meter *meter, int64_t now);
/* Takes one token. False: that was the last, and no more should be read. */
bool meter_take(struct meter *meter, int64_t now);
/* Whole tokens there are now. */
int meter_left(struct meter *meter, int64_t now);

/* Whom we count: an IPv4 address, or the /64 of an IPv6 address, since a client has all of that. */
struct address {
    uint8_t bytes[8];                       /* IPv4: four zero bytes, then the address */
    uint8_t family;                         /* AF_INET, AF_INET6; 0: none of them */
    bool loopback;
};
struct address address_of(const struct sockaddr_storage *name);
/* From text, as in X-Forwarded-For; family 0 when it is none. */
struct address address_parse(const char *text);
/* "192.0.2.7", "2001:db8:0:1::/64". */
enum { ADDRESS_BYTES = 64 };
void address_print(const struct address *address, char out[ADDRESS_BYTES]);

struct addresses {
    struct map counts;                      /* key: the address; value: the count, as a pointer */
};
void addresses_free(struct addresses *addresses);
unsigned addresses_count(const struct addresses *addresses, const struct address *address);
void addresses_take(struct addresses *addresses, const struct address *address);
void addresses_give(struct addresses *addresses, const struct address *address);

#endif
