/*
 * app: the whole of the application behind gate.h: the platform it was given, the registry, the hub of rooms and the
 * HTTP endpoints. It only hands things on: sockets to the hub, requests to the endpoints.
 *
 * Internal to app.c and demo.c; everybody else knows gate.h.
 */
#ifndef PLENARY_APP_APP_H
#define PLENARY_APP_APP_H

#include "app/endpoint.h"
#include "app/gate.h"
#include "app/hub.h"
#include "app/registry.h"

struct app {
    const struct platform *platform;
    struct registry *registry;
    struct hub *hub;
    struct endpoints *endpoints;
    bool stopping;
};

#endif
