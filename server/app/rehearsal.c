/* rehearsal: a copy to try things out in, with people to try them on. See include/app/rehearsal.h. */
#include "app/rehearsal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "core/limits.h"

enum { FILLED_MAX = 300 };              /* simulated people that are added: more than any such workshop has seats */

static size_t seated(const struct room *room, uint64_t delegation)
{
    const struct kind_list *persons = &room->live[KIND_PERSON];
    size_t n = 0;
    for (size_t i = 0; i < persons->n; i++)
        n += ((const struct person *)persons->v[i])->delegation == delegation;
    return n;
}

/* "Egypt 2": a name that needs no translation. */
static void seat_name(char *out, size_t size, const struct delegation *delegation, size_t number)
{
    const char *name = ml_text(&delegation->name, (enum lang)delegation->name.source);
    const char *end = utf8_skip(name, name + strlen(name), LIMIT_NAME - 5);
    int n = end == NULL ? (int)strlen(name) : (int)(end - name);
    snprintf(out, size, "%.*s %zu", n, name, number);
}

static bool seat(struct import *import, const struct delegation *delegation, size_t number,
                 const struct import_options *options)
{
    char name[LIMIT_NAME * 4 + 16];
    struct buf args;
    struct json json;
    buf_init(&args, LIMIT_BODY);
    json_init(&json, &args);
    seat_name(name, sizeof name, delegation, number);
    json_open_object(&json);
    json_key(&json, "name");
    json_text(&json, name);
    json_key(&json, "role");
    json_text(&json, role_word(delegation->observer ? ROLE_OBSERVER : ROLE_DELEGATE));
    json_key(&json, "delegation");
    json_uint(&json, delegation->e.id);
    json_key(&json, "head");
    json_bool(&json, number == 1);
    json_close_object(&json);
    bool done = import_run(import, "person.create", args.data, options, NULL) == CODE_OK;
    buf_free(&args);
    return done;
}

static bool fill(struct import *import, const struct delegation *delegation, size_t *left,
                 const struct import_options *options)
{
    size_t there = seated(import->room, delegation->e.id);
    size_t wanted = delegation->delegates > 0 ? (size_t)delegation->delegates : 1;
    for (size_t i = there; i<wanted && * left> 0; i++, (*left)--)
        if (!seat(import, delegation, i + 1, options))
            return false;
    return true;
}

bool rehearsal_fill(struct import *import, const struct import_options *options)
{
    size_t n, left = FILLED_MAX;
    struct entity **delegations = room_sorted(import->room, KIND_DELEGATION, 0, &n);
    bool done = true;
    for (size_t i = 0; done && i < n; i++)
        done = fill(import, (const struct delegation *)delegations[i], &left, options);
    mem_free(delegations);
    return done && import_run(import, "workshop.edit", "{\"rehearsal\":true}", options, NULL) == CODE_OK &&
           import_run(import, "workshop.live", "{}", options, NULL) == CODE_OK;
}

/* A number below `n`, which is small. */
static uint64_t draw(const struct simulation *simulation, uint64_t n)
{
    uint32_t value;
    simulation->random(&value, sizeof value);
    return n == 0 ? 0 : value % n;
}

/* The numbers 0 to n-1 in an order of chance; the caller frees them. */
static size_t *shuffled(const struct simulation *simulation, size_t n)
{
    size_t *order = mem_zero(n + 1, sizeof *order);
    for (size_t i = 0; i < n; i++) {
        size_t other = draw(simulation, i + 1);
        order[i] = order[other];
        order[other] = i;
    }
    return order;
}

struct answer_writer {
    const struct simulation *simulation;
    const struct poll *poll;
    struct entity **options;
    size_t n_options;
    struct json *json;
};

static void write_options(struct answer_writer *w, const size_t *order, size_t n)
{
    json_key(w->json, "options");
    json_open_array(w->json);
    for (size_t i = 0; i < n; i++)
        json_uint(w->json, w->options[order[i]]->id);
    json_close_array(w->json);
}

static void write_value(struct answer_writer *w, int64_t from, int64_t to)
{
    json_key(w->json, "values");
    json_open_array(w->json);
    json_int(w->json, from + (int64_t)draw(w->simulation, (uint64_t)(to - from) + 1));
    json_close_array(w->json);
}

/* Every option in its order, each with a value. */
static void write_grid(struct answer_writer *w, int64_t from, int64_t to)
{
    json_key(w->json, "options");
    json_open_array(w->json);
    for (size_t i = 0; i < w->n_options; i++)
        json_uint(w->json, w->options[i]->id);
    json_close_array(w->json);
    json_key(w->json, "values");
    json_open_array(w->json);
    for (size_t i = 0; i < w->n_options; i++)
        json_int(w->json, from + (int64_t)draw(w->simulation, (uint64_t)(to - from) + 1));
    json_close_array(w->json);
}

static void write_single(struct answer_writer *w)
{
    json_key(w->json, "option");
    json_uint(w->json, w->n_options == 0 ? 0 : w->options[draw(w->simulation, w->n_options)]->id);
}

/* As many as are allowed, between the fewest and the most. */
static void write_some(struct answer_writer *w)
{
    size_t most = w->poll->max > 0 && (size_t)w->poll->max < w->n_options ? (size_t)w->poll->max : w->n_options;
    size_t fewest = w->poll->min > 1 ? (size_t)w->poll->min : 1;
    size_t n = fewest >= most ? most : fewest + draw(w->simulation, most - fewest + 1);
    size_t *order = shuffled(w->simulation, w->n_options);
    write_options(w, order, n);
    mem_free(order);
}

static void write_ranking(struct answer_writer *w)
{
    size_t n = w->poll->max > 0 && (size_t)w->poll->max < w->n_options ? (size_t)w->poll->max : w->n_options;
    size_t *order = shuffled(w->simulation, w->n_options);
    write_options(w, order, n);
    mem_free(order);
}

/* Points go to options by chance, a few at a time, until they are given or no option takes more. */
static void write_points(struct answer_writer *w)
{
    int64_t cap = w->poll->per_option_max > 0 ? w->poll->per_option_max : w->poll->points;
    int64_t left = w->poll->points;
    size_t *order = shuffled(w->simulation, w->n_options);
    int64_t *given = mem_zero(w->n_options + 1, sizeof *given);
    for (size_t i = 0; i < w->n_options && left > 0; i++) {
        int64_t most = left < cap ? left : cap;
        given[i] = i + 1 == w->n_options ? most : (int64_t)draw(w->simulation, (uint64_t)most + 1);
        left -= given[i];
    }
    write_options(w, order, w->n_options);
    json_key(w->json, "values");
    json_open_array(w->json);
    for (size_t i = 0; i < w->n_options; i++)
        json_int(w->json, given[i]);
    json_close_array(w->json);
    mem_free(order);
    mem_free(given);
}

static void write_scale(struct answer_writer *w)
{
    if (w->n_options > 0)
        write_grid(w, w->poll->min, w->poll->max);
    else
        write_value(w, w->poll->min, w->poll->max);
}

static void write_number(struct answer_writer *w)
{
    bool free = w->poll->min == 0 && w->poll->max == 0;
    int64_t from = free ? 1 : w->poll->min, to = free ? 20 : w->poll->max;
    json_key(w->json, "values");
    json_open_array(w->json);
    json_int(w->json, (from + (int64_t)draw(w->simulation, (uint64_t)(to - from) + 1)) * 1000);
    json_close_array(w->json);
}

/* What somebody says, by chance, in the language of the workshop. */
static void write_open_text(struct answer_writer *w)
{
    static const char *const texts[LANG_N][4] = {
        [LANG_AR] = { "نحتاج إلى مزيد من الوقت للنقاش.", "الأمثلة العملية كانت مفيدة جدًا.", "لنبدأ بمشروع تجريبي صغير.",
                      "التدريب أولًا." },
        [LANG_FR] = { "Il faut plus de temps pour la discussion.", "Les exemples concrets ont été très utiles.",
                      "Commençons par un petit projet pilote.", "D'abord la formation." },
        [LANG_EN] = { "More time for discussion is needed.", "The practical examples were very useful.",
                      "Let us begin with a small pilot.", "Training comes first." },
    };
    json_key(w->json, "text");
    json_text(w->json, texts[w->simulation->lang][draw(w->simulation, 4)]);
}

static void write_words(struct answer_writer *w)
{
    static const char *const texts[LANG_N][4] = {
        [LANG_AR] = { "الثقة\nالتعاون", "البيانات", "التدريب\nالوقت", "التعاون" },
        [LANG_FR] = { "confiance\ncoopération", "données", "formation\ntemps", "coopération" },
        [LANG_EN] = { "trust\ncooperation", "data", "training\ntime", "cooperation" },
    };
    const char *words = texts[w->simulation->lang][draw(w->simulation, 4)];
    json_key(w->json, "text");
    json_bytes(w->json, words, w->poll->max == 1 ? strcspn(words, "\n") : strlen(words));
}

static void write_yes_no(struct answer_writer *w)
{
    write_value(w, 0, 2);
}

static void write_dates(struct answer_writer *w)
{
    write_grid(w, 0, 2);
}

static void write_fist(struct answer_writer *w)
{
    write_value(w, 0, 5);
}

/* An objection has a reason. */
static void write_consent(struct answer_writer *w)
{
    static const char *const reasons[LANG_N][4] = {
        [LANG_AR] = { "الموارد غير كافية.", "الموعد قريب جدًا.", "نحتاج إلى أساس قانوني.", "من سيقود هذا العمل؟" },
        [LANG_FR] = { "Les moyens manquent.", "Le délai est trop court.", "Il faut une base légale.",
                      "Qui pilotera ce travail ?" },
        [LANG_EN] = { "The means are lacking.", "The date is too early.", "A legal basis is needed.",
                      "Who will lead this work?" },
    };
    uint64_t chance = draw(w->simulation, 10);
    int64_t value = chance < 7 ? 0 : chance < 9 ? 1 : 2;
    json_key(w->json, "values");
    json_open_array(w->json);
    json_int(w->json, value);
    json_close_array(w->json);
    if (value == 0)
        return;
    json_key(w->json, "text");
    json_text(w->json, reasons[w->simulation->lang][draw(w->simulation, 4)]);
}

static void write_receipt(struct answer_writer *w)
{
    static const char letters[] = "abcdefghijkmnpqrstuvwxyz23456789";
    char receipt[25] = "";
    for (size_t i = 0; i < sizeof receipt - 1; i++)
        receipt[i] = letters[draw(w->simulation, sizeof letters - 1)];
    json_key(w->json, "receipt");
    json_text(w->json, receipt);
}

void rehearsal_ballot(struct buf *args, const struct simulation *simulation, const struct room *room,
                      const struct poll *poll)
{
    static void (*const writers[])(struct answer_writer * w) = {
        [POLL_SINGLE] = write_single,       [POLL_MULTIPLE] = write_some,   [POLL_YES_NO_ABSTAIN] = write_yes_no,
        [POLL_SCALE] = write_scale,         [POLL_RANKING] = write_ranking, [POLL_POINTS] = write_points,
        [POLL_OPEN_TEXT] = write_open_text, [POLL_WORDS] = write_words,     [POLL_NUMBER] = write_number,
        [POLL_DATE] = write_dates,          [POLL_CONSENT] = write_consent, [POLL_FIST_TO_FIVE] = write_fist,
    };
    struct json json;
    struct answer_writer w = { .simulation = simulation, .poll = poll, .json = &json };
    w.options = room_sorted(room, KIND_OPTION, poll->e.id, &w.n_options);
    json_init(&json, args);
    json_open_object(&json);
    json_key(&json, "id");
    json_uint(&json, poll->e.id);
    writers[poll->type](&w);
    if (poll->secrecy == POLL_SECRET)
        write_receipt(&w);
    json_close_object(&json);
    mem_free(w.options);
}
