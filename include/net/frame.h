/*
 * frame: a WebSocket message ready to be written as it is to any number of connections (RFC 6455 5.2; a server's frames
 * carry no mask, so they are the same for all).
 */
#ifndef PLENARY_NET_FRAME_H
#define PLENARY_NET_FRAME_H

#include <stdbool.h>
#include <stddef.h>

struct frame {
    unsigned char *wire;                    /* header and payload, with the headroom libwebsockets wants before it */
    size_t n;                               /* bytes of both */
};

/* Compresses; its memory is kept from frame to frame. */
struct deflater {
    struct z_stream_s *stream;              /* NULL until the first use */
};
void deflater_free(struct deflater *deflater);

/*
 * `n` bytes of text (at most LIMIT_FRAME) as one frame. With a `deflater` it is raw deflate in a binary frame (P8), unless that
 * would not be smaller. The caller frees it with frame_free. O(n).
 */
struct frame *frame_new(const char *text, size_t n, struct deflater *deflater);
void frame_free(struct frame *frame);

#endif
