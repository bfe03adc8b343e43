/*
 * demo: the demonstration workshop of `plenary serve --demo`, which has no account: a link makes one its facilitator.
 *
 * It is made once; later starts find it by the setting "demo" and only make a new link.
 */
#include <assert.h>
#include <string.h>

#include "app/app.h"
#include "app/import.h"
#include "base/log.h"
#include "base/mem.h"

static const char demo_setting[] = "demo";
static const char demo_person[] = "{\"name\":\"Facilitator\",\"role\":\"facilitator\"}";

struct demo {
    struct app *app;
    void (*done)(void *context, bool ok, const char *workshop, const char *code, const char *link);
    void *context;
    char *scenario;
    size_t n;
    char id[WORKSHOP_ID_MAX + 1], code[CODE_TEXT + 1], link[TOKEN_TEXT];
    char *title;
    int64_t at;
    uint64_t person;
};

static void demo_end(struct demo *demo, bool ok)
{
    if (ok)
        demo->done(demo->context, true, demo->id, demo->code, demo->link);
    else
        demo->done(demo->context, false, NULL, NULL, NULL);
    mem_free(demo->scenario);
    mem_free(demo->title);
    mem_free(demo);
}

static void demo_committed(void *context, bool ok)
{
    demo_end(context, ok);
}

static void demo_hand_out(struct demo *demo)
{
    struct registry *registry = demo->app->registry;
    struct registry_code code;
    if (!registry_code_of(registry, demo->id, 0, &code))
        registry_code_put(registry, demo->id, 0, &code);
    memcpy(demo->code, code.text, 4);
    demo->code[4] = '-';
    memcpy(demo->code + 5, code.text + 4, CODE_TEXT - 4);
    registry_link_put(registry, demo->id, demo->person, demo->link);
    registry_write(registry, demo_committed, demo);
}

static void demo_created(void *context, enum hub_status status)
{
    struct demo *demo = context;
    if (status != HUB_OK) {
        demo_end(demo, false);
        return;
    }
    struct registry_workshop workshop = { .title = demo->title, .created = demo->at };
    memcpy(workshop.id, demo->id, sizeof workshop.id);
    registry_workshop_put(demo->app->registry, &workshop, 0);
    registry_setting_put(demo->app->registry, demo_setting, demo->id);
    demo_hand_out(demo);
}

static void demo_create(struct demo *demo)
{
    const struct platform *platform = demo->app->platform;
    struct import import;
    demo->at = platform->now(platform->self);
    const struct import_options options = { .at = demo->at, .random = platform->random, .lang = LANG_EN };
    if (!import_scenario(&import, demo->scenario, demo->n, &options)) {
        log_line(LOG_ERROR, "the demonstration cannot be read: %s", import.message);
        demo_end(demo, false);
        return;
    }
    if (import_run(&import, "person.create", demo_person, &options, &demo->person) != CODE_OK) {
        log_line(LOG_ERROR, "the demonstration's facilitator cannot be made: %s", import.message);
        import_free(&import);
        demo_end(demo, false);
        return;
    }
    demo->title = mem_copy_text(ml_text(&import.room->workshop->title, LANG_EN));
    registry_workshop_new_id(demo->app->registry, demo->id);
    hub_create(demo->app->hub, demo->id, import.room, import.changes, import.n, demo_created, demo);
}

static void demo_person_made(void *context, enum hub_status status, const struct outcome *outcome)
{
    struct demo *demo = context;
    if (status != HUB_OK || outcome->code != CODE_OK) {
        demo_end(demo, false);
        return;
    }
    demo->person = outcome->result;
    demo_hand_out(demo);
}

/* The facilitator with the lowest id: the one the demonstration was made with, unless somebody removed it. */
static uint64_t demo_facilitator(const struct room *room)
{
    uint64_t id = 0;
    const struct kind_list *persons = &room->live[KIND_PERSON];
    for (size_t i = 0; i < persons->n; i++) {
        const struct person *person = (const struct person *)persons->v[i];
        if (person->role == ROLE_FACILITATOR && !person->guest && (id == 0 || person->e.id < id))
            id = person->e.id;
    }
    return id;
}

static void demo_found(void *context, enum hub_status status, const struct room *room)
{
    struct demo *demo = context;
    if (status == HUB_MISSING) {
        demo_create(demo);
        return;
    }
    if (status != HUB_OK) {
        demo_end(demo, false);
        return;
    }
    demo->person = demo_facilitator(room);
    if (demo->person != 0)
        demo_hand_out(demo);
    else
        hub_run(demo->app->hub, demo->id, "person.create", demo_person, demo_person_made, demo);
}

void app_demo(struct app *app, const char *scenario, size_t n,
              void (*done)(void *context, bool ok, const char *workshop, const char *code, const char *link),
              void *context)
{
    struct demo *demo = mem_zero(1, sizeof *demo);
    const char *id = registry_setting(app->registry, demo_setting);
    demo->app = app;
    demo->done = done;
    demo->context = context;
    demo->scenario = mem_copy_bytes(scenario, n);
    demo->n = n;
    if (id == NULL || !registry_workshop(app->registry, id, NULL)) {
        demo_create(demo);
        return;
    }
    assert(strlen(id) < sizeof demo->id);
    memcpy(demo->id, id, strlen(id) + 1);
    hub_read(app->hub, demo->id, demo_found, demo);
}
