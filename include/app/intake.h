/*
 * intake: a list of people, an agenda or a plan taken into a room that is there already.
 *
 * Every row becomes a command, which is tried on a copy of the room; so what is wrong is known of all rows before anything is
 * done, and a dry run is the same work. Only when nothing is wrong are the commands run in the room itself (hub_run_all).
 *
 * Internal to intake*.c and endpoint_import.c.
 */
#ifndef PLENARY_APP_INTAKE_H
#define PLENARY_APP_INTAKE_H

#include "app/codec.h"
#include "app/codec_tree.h"
#include "app/grid.h"
#include "app/import.h"
#include "app/sheet.h"

struct intake {
    const struct room *room;        /* as it is */
    struct import import;           /* the copy, and the commands so far */
    struct import_options options;
    struct sheet sheet;             /* also keeps the errors of what came as JSON */
    enum lang plain;                /* of texts that come without a language and are not Arabic (I10) */
    bool facilitator;               /* who asks may make facilitators (N2) */
    bool delegations;               /* those that are not there are made */
    bool of_people;                 /* new delegations are told */
    bool replace;                   /* planned items go first */
    struct buf rows;                /* "rows" of the answer, as JSON */
    struct json json;
    struct buf new_delegations;     /* names as JSON texts, parted by commas */
    size_t created;
    bool of_plan;                   /* edits are counted as well */
    size_t changed;
    size_t more;                    /* rows that say something else, beyond those in "rows" */
    struct command *commands;       /* once nothing is wrong: what is to be run, n_commands of them */
    size_t n_commands;
};

void intake_init(struct intake *intake, const struct room *room, const struct import_options *options);
void intake_free(struct intake *intake);

/* Try one command. False: it is refused, and the fault was noted for this row and the column of the field that is wrong.*/
bool intake_try(struct intake *intake, const char *verb, const struct buf *args, uint64_t *result);

/* The list is read: what was tried becomes intake->commands, when nothing is wrong; the copy is no longer needed. */
void intake_finish(struct intake *intake);

/* Read the whole text; what is wrong is in intake->sheet. */
void intake_people(struct intake *intake, const char *text, size_t n);
void intake_agenda(struct intake *intake, const char *text, size_t n);
/* An agenda in JSON: {"agenda":[...]}. False: it is no such object. */
bool intake_agenda_json(struct intake *intake, const char *text, size_t n);

/* A plan that comes back from a spreadsheet: its rows are compared with the room's. */
void intake_plan(struct intake *intake, const struct grid *grid);
/* The same of a file that could not be read as a sheet: the fault is noted. */
void intake_plan_unread(struct intake *intake, const struct grid *grid, enum grid_fault fault);
/* The same in JSON: {"plan":[...]}, as export_json writes it. False: it is no such object. */
bool intake_plan_json(struct intake *intake, const struct node *root);
/* Before the first fault is noted. */
void intake_plan_begin(struct intake *intake);

/* The oldest delegation, or working group, called so in any language or by its country; 0: none. */
uint64_t intake_delegation(const struct room *room, const char *name);
uint64_t intake_group(const struct room *room, const char *title);

/* {"en":TEXT}, in the language that the text has. */
void intake_put_text(const struct intake *intake, struct json *json, const char *text);

#endif
