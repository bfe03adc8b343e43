/* random: bytes from the system's generator. */
#include "base/random.h"

#include <limits.h>
#include <openssl/rand.h>
#include <stdlib.h>

#include "base/log.h"

void random_bytes(void *out, size_t n)
{
    unsigned char *at = out;
    while (n > 0) {
        int piece = n > INT_MAX ? INT_MAX : (int)n;
        if (RAND_bytes(at, piece) != 1) {
            log_line(LOG_ERROR, "the random number generator failed");
            abort();
        }
        at += piece;
        n -= (size_t)piece;
    }
}
