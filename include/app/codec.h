/*
 * codec: the only reader of JSON. Bytes from clients, files and history become typed structs here, or a refusal.
 *
 * Depth, members and nodes are scanned before jansson sees the text (it takes up to 81 times the text in memory);
 * duplicates, NUL and anything that is not one object are refused. Decoding is driven by the field rows.
 */
#ifndef PLENARY_APP_CODEC_H
#define PLENARY_APP_CODEC_H

#include "core/history.h"

enum incoming_type { INCOMING_BAD, INCOMING_HELLO, INCOMING_COMMAND, INCOMING_BEAT, INCOMING_AT };

struct hello {
    uint8_t client[CLIENT_ID_BYTES];
    uint64_t seq, tag;
    int64_t view;
    bool deflate;
};

/* Where somebody writes: a language of a field of some row. of 0: nowhere. Nobody has looked whether there is such a row. */
struct place {
    uint64_t of;
    uint8_t field;                  /* enum text_field */
    uint8_t lang;                   /* enum lang */
};

struct incoming {
    enum incoming_type type;
    struct hello hello;
    struct place at;
    uint64_t number;                /* of a command; 0 when it could not be read */
    enum code code;                 /* INCOMING_COMMAND: CODE_OK, or why it cannot be run */
    struct command cmd;             /* owned; ids may still be negative numbers cast to uint64_t (codec_resolve) */
};

/* Read one frame. `lang` is the language of plain strings given for multi-language fields. Free with command_clear. */
void codec_read(struct incoming *in, const char *text, size_t n, enum lang lang);

/* Replace ids "what my command M created" by real ones. CODE_NOT_FOUND when one is unknown. */
enum code codec_resolve(struct command *cmd, const struct room *room, const uint8_t client[CLIENT_ID_BYTES]);

/* A command from its name and arguments (a JSON object), as history keeps them. Refused: *cmd is zeroed. */
enum code codec_command(struct command *cmd, const char *verb, const char *args, size_t n, enum lang lang);

/* The argument that was refused. */
struct codec_fault {
    const struct field *field;      /* NULL: id, after, into, or an unknown key */
    bool missing;                   /* required, and not given or empty */
};

/* The same, telling which argument it was. */
enum code codec_command_explained(struct command *cmd, const char *verb, const char *args, size_t n, enum lang lang,
                                  struct codec_fault *fault);

/*
 * A JSON object as a flat bag of members, for HTTP bodies. NULL: not acceptable. Texts are borrowed from the body until
 * body_free. Members of the wrong type read as absent.
 */
struct body;
struct node;
struct body *body_read(const char *text, size_t n, size_t bytes_max);
void body_free(struct body *body);
const struct node *body_tree(const struct body *body);      /* to walk (codec_tree.h); borrowed */
const char *body_text(const struct body *body, const char *key);                /* NULL: absent */
bool body_number(const struct body *body, const char *key, uint64_t *out);
bool body_flag(const struct body *body, const char *key);
/* Of a member that is a list: how many elements (0 when it is none), and a text among them or NULL. */
size_t body_count(const struct body *body, const char *key);
const char *body_text_at(const struct body *body, const char *key, size_t index);
/* The member as JSON text, to hand to import; the caller frees it with mem_free. NULL: absent or not an object. */
char *body_object(const struct body *body, const char *key, size_t *n);

#endif
