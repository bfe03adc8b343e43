/*
 * code: what became of a command. Every refusal has a word that never changes (PROTOCOL.md lists them) and a sentence
 * for people in three languages (words.h, key "refusal.WORD"), and changes nothing.
 */
#ifndef PLENARY_CORE_CODE_H
#define PLENARY_CORE_CODE_H

#define CODE_TABLE(X) \
    X(OK, "ok")                             /* done */ \
    X(BAD_FRAME, "bad_frame")               /* not JSON, not an object, too deep, unknown frame type */ \
    X(BAD_COMMAND, "bad_command")           /* no such command */ \
    X(BAD_ARGUMENT, "bad_argument")         /* an argument is unknown, missing, of the wrong type or out of range */ \
    X(TOO_LONG, "too_long")                 /* a text or list is longer than its field allows */ \
    X(FORBIDDEN, "forbidden")               /* this role may not do that */ \
    X(NOT_FOUND, "not_found")               /* the thing is not there, or was removed */ \
    X(CLOSED, "closed")                     /* the poll or the workshop is not open for that */ \
    X(STATE, "state")                       /* not possible in the present state */ \
    X(FROZEN, "frozen")                     /* what is proposed or adopted does not change */ \
    X(LOCKED, "locked")                     /* the plan, the theme or the row is locked */ \
    X(UNMET, "unmet")                       /* a check that adoption requires is not met */ \
    X(CHANGED, "changed")                   /* it was changed since the sender saw it */ \
    X(LIMIT, "limit")                       /* a ceiling of the workshop is reached */ \
    X(IN_USE, "in_use")                     /* other things still refer to it */ \
    X(NOT_ELIGIBLE, "not_eligible")         /* the person is not on the roll of the poll */ \
    X(INCOMPLETE, "incomplete")             /* the poll lacks what its type needs: options, ends, points */ \
    X(UNSUPPORTED, "unsupported")           /* this server cannot do that yet */ \
    X(NO_SECRECY, "no_secrecy")             /* the server cannot keep ballots secret: no TLS, or no place for keys */ \
    X(SECRET_OPEN, "secret_open")           /* a secret poll is open, or its ballots are being counted */ \
    X(STORAGE, "storage")                   /* the disk did not take it; the command stays with its sender */ \
    X(REUSED, "reused")                     /* the number was used for another command */ \
    X(REFUSED_BEFORE, "refused_before")     /* a number at or below the last one applied, without a stored result */ \
    X(BUSY, "busy")                         /* too many commands of this client are waiting */

enum code {
#define X(name, word) CODE_##name,
    CODE_TABLE(X)
#undef X
    CODE_N
};

/* The word of a code, "ok" included. */
const char *code_word(enum code code);

#endif
