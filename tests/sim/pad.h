/*
 * pad: a text drafted together as a client keeps it (PROTOCOL.md P33 to P40): the words that the server confirmed, what is under way, and
 * what was typed since. Written from that page alone; the operations are those of script.h.
 */
#ifndef PLENARY_SIM_PAD_H
#define PLENARY_SIM_PAD_H

#include "script.h"

struct world;
struct guest;
struct sent;

enum { PAD_FIELDS = 10, PAD_LANGS = 3 };
extern const char *const pad_fields[PAD_FIELDS], *const pad_langs[PAD_LANGS];

struct pad {
    uint64_t of;                    /* whose field it is */
    unsigned field, lang;           /* places in pad_fields and pad_langs */
    uint64_t text;                  /* id of the text; 0: none known */
    bool here;                      /* the text is in the replica */
    int64_t rev;
    struct words words;             /* as the server confirmed them at rev */
    bool typing;                    /* the next two are there */
    struct script sent;             /* under way or (number 0) nothing; what the server makes of `words` with it */
    struct script more;             /* typed since, on the text after `sent` */
    uint64_t number;                /* of the command under way; 0: none */
    uint64_t acked;                 /* its seq, once it was acknowledged and until its delta comes */
    uint64_t result;                /* and its id */
    bool unsure;                    /* sent on a former connection and not answered yet: frames wait */
    bool lost;                      /* its history is not the server's any more: made anew with the first text that comes */
    char **held;                    /* frames that wait, each owned */
    size_t n_held;
    struct pad *next;
};

struct pad *pad_find(struct guest *guest, uint64_t of, unsigned field, unsigned lang, bool make);
struct pad *pad_of_text(struct guest *guest, uint64_t text);
void pads_free(struct guest *guest);

/* Type: insert letters at a place of what is shown, or delete some. */
void pad_shown(const struct pad *pad, struct words *out);
void pad_type(struct pad *pad, size_t place, const struct words *inserted, size_t n_deleted);

/* Send what can be sent. */
void pads_flush(struct world *world, struct guest *guest);

/* What a connection brings. */
void pads_welcome(struct world *world, struct guest *guest, bool reset, bool lost, uint64_t last);
void pads_cleared(struct guest *guest);                                         /* P9 */
void pads_put(struct world *world, struct guest *guest, struct slice entity);   /* of kind text or proposal */
void pads_gone(struct guest *guest, uint64_t id);
void pads_complete(struct world *world, struct guest *guest);                   /* the replica is complete at guest->seq */
void pads_answered(struct world *world, struct guest *guest, const struct sent *sent, bool before);

#endif
