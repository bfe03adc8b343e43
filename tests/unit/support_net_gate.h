/*
 * support_net_gate: a stand-in for the app, to test the transport alone. It implements app/gate.h.
 *
 * Over the WebSocket: `echo TEXT`, `big N` and `small N` (N bytes, plain and compressed), `all TEXT` (to everybody),
 * `flood N` (N frames of 64 KiB as they are taken), `close N`, `pause`; anything else comes back as it is. Over HTTP:
 * GET /api/health, GET /api/large (3 MB), GET /api/knock, POST /api/echo, GET and POST /api/never (no reply), DELETE /api/thing,
 * POST /api/file (64 MiB, from the session "trusted").
 */
#ifndef PLENARY_TESTS_SUPPORT_NET_GATE_H
#define PLENARY_TESTS_SUPPORT_NET_GATE_H

#include "app/gate.h"
#include "net/server.h"

struct fake_counts {
    unsigned opened, closed, messages, drained, turns;
    _Atomic unsigned requests, gone; /* may be read while the server runs */
};

struct app *fake_open(const struct transport *transport);
void fake_free(struct app *app);
const struct fake_counts *fake_counts(const struct app *app);

#endif
