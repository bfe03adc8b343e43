/*
 * support_store_script: rooms for tests, made by running commands. The same calls give the same room, byte for byte.
 *
 * A script holds a room and the changes not yet handed to a store. script_commit_done says that they were.
 */
#ifndef PLENARY_TESTS_SUPPORT_STORE_SCRIPT_H
#define PLENARY_TESTS_SUPPORT_STORE_SCRIPT_H

#include "core/history.h"

struct script {
    struct room *room;
    struct change *changes;         /* since the last script_commit_done */
    size_t n, cap;
    struct origin origin;           /* the client that persons' commands come from, and its last number */
    int64_t at;
};

void script_init(struct script *script, uint8_t client);
void script_free(struct script *script);

/* Run a command as a person, under the client's next number, or as the system (0). Asserts that it is taken. */
uint64_t script_run(struct script *script, uint64_t person, struct command *cmd);

/*
 * The same with a command of its name and its arguments as JSON; every person has a client of their own.
 */
__attribute__((format(printf, 4, 5))) uint64_t script_say(struct script *script, uint64_t person, const char *verb,
                                                           const char *format, ...);

/* NOUN.create with everything given but references, which are empty. */
struct command script_full(const char *verb);

/* Forget what was committed. */
void script_commit_done(struct script *script);

/* The room's first command, with a title; then a person who may do everything. Returns the person. */
uint64_t script_begin(struct script *script);

/*
 * A workshop in which every kind exists and every field of every kind has been filled somewhere; one of each
 * was removed.
 */
void script_everything(struct script *script);

/* Who drafts the plan. */
struct script_people {
    uint64_t staff, rapporteur, delegates[2];
    uint64_t delegations[2];        /* of the delegates */
};

/* support_store_plan.c: the part of script_everything that is about the plan, in a live workshop. */
void script_plan(struct script *script, const struct script_people *people);

/* support_store_floor.c: the part that is about the floor, questions, messages and attendance, while an item runs. */
void script_floor(struct script *script, const struct script_people *people);

/* support_store_polls.c: the part that is about polls of more kinds than one, when there is a plan. */
void script_polls(struct script *script, const struct script_people *people);

/* One more theme. */
uint64_t script_theme(struct script *script, uint64_t person, const char *title);

/* One more recommendation of the greatest length in one language, taken away again. */
void script_long_text(struct script *script, uint64_t person);

uint64_t script_remove(struct script *script, uint64_t person, const char *verb, uint64_t id);

/*
 * The room as staff sees it: every live entity and tombstone in the order of change, seq and chain. The caller
 * frees it.
 */
char *script_dump(const struct room *room);

#endif
