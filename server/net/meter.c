/* meter: token buckets, and the count of sockets per address. */
#include "net/meter.h"

#include "net/limits.h"

#include <arpa/inet.h>
#include <assert.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

enum { TOKEN = 1000, BUCKET = LIMIT_MESSAGES_BURST * TOKEN, IPV4_MAPPED = 12 };

void meter_init(struct meter *meter, int64_t now)
{
    *meter = (struct meter){ .thousandths = BUCKET, .at = now };
}

/* LIMIT_MESSAGES_S tokens a second are that many thousandths a millisecond. */
static void meter_refill(struct meter *meter, int64_t now)
{
    assert(now >= meter->at);
    int64_t filled = meter->thousandths + (now - meter->at) * LIMIT_MESSAGES_S;
    meter->thousandths = (int32_t)(filled > BUCKET ? BUCKET : filled);
    meter->at = now;
}

bool meter_take(struct meter *meter, int64_t now)
{
    meter_refill(meter, now);
    meter->thousandths -= TOKEN;
    return meter->thousandths >= TOKEN;
}

int meter_left(struct meter *meter, int64_t now)
{
    meter_refill(meter, now);
    return meter->thousandths / TOKEN;
}

static struct address address_of_4(const void *four)
{
    struct address address = { .family = AF_INET };
    memcpy(address.bytes + 4, four, 4);
    address.loopback = address.bytes[4] == 127;
    return address;
}

static struct address address_of_6(const struct in6_addr *six)
{
    if (IN6_IS_ADDR_V4MAPPED(six))
        return address_of_4(six->s6_addr + IPV4_MAPPED);
    struct address address = { .family = AF_INET6, .loopback = IN6_IS_ADDR_LOOPBACK(six) != 0 };
    memcpy(address.bytes, six->s6_addr, sizeof address.bytes);
    return address;
}

struct address address_of(const struct sockaddr_storage *name)
{
    if (name->ss_family == AF_INET)
        return address_of_4(&((const struct sockaddr_in *)name)->sin_addr);
    if (name->ss_family == AF_INET6)
        return address_of_6(&((const struct sockaddr_in6 *)name)->sin6_addr);
    return (struct address){ .family = 0 };
}

struct address address_parse(const char *text)
{
    struct in_addr four;
    struct in6_addr six;
    if (inet_pton(AF_INET, text, &four) == 1)
        return address_of_4(&four);
    if (inet_pton(AF_INET6, text, &six) == 1)
        return address_of_6(&six);
    return (struct address){ .family = 0 };
}

void address_print(const struct address *address, char out[ADDRESS_BYTES])
{
    char text[INET6_ADDRSTRLEN] = "";
    struct in6_addr six = { .s6_addr = { 0 } };
    memcpy(six.s6_addr, address->bytes, sizeof address->bytes);
    if (address->family == AF_INET)
        (void)inet_ntop(AF_INET, address->bytes + 4, text, sizeof text);
    else if (address->loopback)
        (void)snprintf(text, sizeof text, "::1");
    else if (address->family == AF_INET6)
        (void)inet_ntop(AF_INET6, &six, text, sizeof text);
    bool cut = address->family == AF_INET6 && !address->loopback;
    (void)snprintf(out, ADDRESS_BYTES, "%s%s", text, cut ? "/64" : "");
}

/* IPv4 has zeros where every IPv6 address in use has not, so the two never meet; 1 is added to keep clear of zero. */
static uint64_t address_key(const struct address *address)
{
    uint64_t key = 0;
    for (size_t i = 0; i < sizeof address->bytes; i++)
        key = key << 8 | address->bytes[i];
    return key + 1;
}

void addresses_free(struct addresses *addresses)
{
    map_free(&addresses->counts);
}

unsigned addresses_count(const struct addresses *addresses, const struct address *address)
{
    return (unsigned)(uintptr_t)map_get(&addresses->counts, address_key(address));
}

/* The value is the count itself: a pointer that is never followed. */
static void addresses_set(struct addresses *addresses, const struct address *address, unsigned count)
{
    if (count == 0)
        (void)map_remove(&addresses->counts, address_key(address));
    else
        map_put(&addresses->counts, address_key(address), (void *)(uintptr_t)count); // NOLINT
}

void addresses_take(struct addresses *addresses, const struct address *address)
{
    addresses_set(addresses, address, addresses_count(addresses, address) + 1);
}

void addresses_give(struct addresses *addresses, const struct address *address)
{
    unsigned count = addresses_count(addresses, address);
    assert(count > 0);
    addresses_set(addresses, address, count - 1);
}
