/* frame: building WebSocket frames, compressed ones included. */
#include "net/frame.h"

#include "base/mem.h"
#include "net/limits.h"

#include <assert.h>
#include <libwebsockets.h>
#include <string.h>
#define ZLIB_CONST
#include <zlib.h>

enum {
    FRAME_TEXT = 0x81,                      /* FIN and the opcode (RFC 6455 5.2) */
    FRAME_BINARY = 0x82,
    FRAME_HEADER_MAX = 10,
    DEFLATE_LEVEL = 6,
    DEFLATE_WINDOW = -15                    /* raw deflate, RFC 1951 */
};

/* The header for `n` bytes of payload, written so that it ends at `end`; returns its length. */
static size_t frame_header(unsigned char *end, unsigned char first, size_t n)
{
    size_t length = n < 126 ? 2 : n < 65536 ? 4 : 10;
    unsigned char *at = end - length;
    at[0] = first;
    at[1] = (unsigned char)(n < 126 ? n : n < 65536 ? 126 : 127);
    for (size_t i = length; i > 2; i--, n >>= 8)
        at[i - 1] = (unsigned char)(n & 0xff);
    return length;
}

static unsigned char *frame_payload(struct frame *frame)
{
    return (unsigned char *)(frame + 1) + LWS_PRE + FRAME_HEADER_MAX;
}

static struct frame *frame_space(size_t payload_max)
{
    return mem_grow(NULL, sizeof(struct frame) + LWS_PRE + FRAME_HEADER_MAX + payload_max, 1);
}

static struct frame *frame_finish(struct frame *frame, unsigned char first, size_t payload_n)
{
    unsigned char *payload = frame_payload(frame);
    size_t header = frame_header(payload, first, payload_n);
    frame->wire = payload - header;
    frame->n = header + payload_n;
    return frame;
}

static struct z_stream_s *deflater_ready(struct deflater *deflater)
{
    if (deflater->stream != NULL) {
        int reset = deflateReset(deflater->stream);
        assert(reset == Z_OK);
        return deflater->stream;
    }
    deflater->stream = mem_zero(1, sizeof *deflater->stream);
    int made = deflateInit2(deflater->stream, DEFLATE_LEVEL, Z_DEFLATED, DEFLATE_WINDOW, 8, Z_DEFAULT_STRATEGY);
    assert(made == Z_OK);
    return deflater->stream;
}

/* NULL when it would not be smaller than the text itself. */
static struct frame *frame_deflated(const char *text, size_t n, struct deflater *deflater)
{
    struct frame *frame = frame_space(n);
    struct z_stream_s *stream = deflater_ready(deflater);
    stream->next_in = (const unsigned char *)text;
    stream->avail_in = (unsigned)n;
    stream->next_out = frame_payload(frame);
    stream->avail_out = (unsigned)n;
    if (deflate(stream, Z_FINISH) != Z_STREAM_END) {
        mem_free(frame);
        return NULL;
    }
    return frame_finish(frame, FRAME_BINARY, n - stream->avail_out);
}

struct frame *frame_new(const char *text, size_t n, struct deflater *deflater)
{
    assert(text != NULL);
    assert(n <= LIMIT_FRAME);
    struct frame *frame = deflater != NULL ? frame_deflated(text, n, deflater) : NULL;
    if (frame != NULL)
        return frame;
    frame = frame_space(n);
    memcpy(frame_payload(frame), text, n);
    return frame_finish(frame, FRAME_TEXT, n);
}

void frame_free(struct frame *frame)
{
    mem_free(frame);
}

void deflater_free(struct deflater *deflater)
{
    if (deflater->stream == NULL)
        return;
    (void)deflateEnd(deflater->stream);
    mem_free(deflater->stream);
    deflater->stream = NULL;
}
