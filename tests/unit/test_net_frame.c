/* Frames are what RFC 6455 5.2 says, at every size of the length field; compressed ones inflate to their text. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/mem.h"
#include "core/limits.h"
#include "net/frame.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/* The payload of a server's frame, checked bit by bit. */
static const unsigned char *payload_of(const struct frame *frame, unsigned char first, size_t *n)
{
    const unsigned char *wire = frame->wire;
    assert_int_equal(wire[0], first);
    assert_int_equal(wire[1] & 0x80, 0);
    size_t head = 2;
    *n = wire[1];
    if (wire[1] == 126) {
        *n = (size_t)wire[2] << 8 | wire[3];
        assert_true(*n >= 126);
        head = 4;
    } else if (wire[1] == 127) {
        *n = 0;
        for (int i = 2; i < 10; i++)
            *n = *n << 8 | wire[i];
        assert_true(*n >= 65536);
        head = 10;
    }
    assert_int_equal(frame->n, head + *n);
    return wire + head;
}

static void lengths_are_written_in_their_shortest_form(void **state)
{
    (void)state;
    static const size_t sizes[] = { 0, 1, 125, 126, 65535, 65536, 1024 * 1024 };
    char *text = mem_zero(1024 * 1024, 1);
    memset(text, 'x', 1024 * 1024);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct frame *frame = frame_new(text, sizes[i], NULL);
        size_t n;
        const unsigned char *payload = payload_of(frame, 0x81, &n);
        assert_int_equal(n, sizes[i]);
        assert_memory_equal(payload, text, n);
        frame_free(frame);
    }
    mem_free(text);
}

static void inflate_equals(const unsigned char *bytes, size_t n, const char *text, size_t text_n)
{
    char *out = mem_zero(text_n + 1, 1);
    z_stream stream = { .next_in = (unsigned char *)bytes, .avail_in = (unsigned)n };
    stream.next_out = (unsigned char *)out;
    stream.avail_out = (unsigned)text_n + 1;
    assert_int_equal(inflateInit2(&stream, -15), Z_OK);
    assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
    assert_int_equal(stream.total_out, text_n);
    assert_memory_equal(out, text, text_n);
    inflateEnd(&stream);
    mem_free(out);
}

static void p8_compressed_frames_are_binary_and_inflate_to_the_text(void **state)
{
    (void)state;
    struct deflater deflater = { NULL };
    for (int round = 0; round < 3; round++) {
        char text[5000];
        for (size_t i = 0; i < sizeof text; i++)
            text[i] = (char)('a' + (i * (size_t)(round + 3)) % 20);
        struct frame *frame = frame_new(text, sizeof text, &deflater);
        size_t n;
        const unsigned char *payload = payload_of(frame, 0x82, &n);
        assert_true(n < sizeof text / 2);
        inflate_equals(payload, n, text, sizeof text);
        frame_free(frame);
    }
    deflater_free(&deflater);
}

static void p8_what_does_not_shrink_stays_text(void **state)
{
    (void)state;
    struct deflater deflater = { NULL };
    for (size_t n = 0; n < 12; n++) {
        struct frame *frame = frame_new("qwertyuiopas", n, &deflater);
        size_t payload_n;
        const unsigned char *payload = payload_of(frame, 0x81, &payload_n);
        assert_int_equal(payload_n, n);
        assert_memory_equal(payload, "qwertyuiopas", n);
        frame_free(frame);
    }
    deflater_free(&deflater);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lengths_are_written_in_their_shortest_form),
        cmocka_unit_test(p8_compressed_frames_are_binary_and_inflate_to_the_text),
        cmocka_unit_test(p8_what_does_not_shrink_stays_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
