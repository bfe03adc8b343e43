/*
 * limits: every ceiling of the product, with unit and reason. Relations between them are asserted here.
 *
 * A test build may lower a limit by defining it on the command line, so that a test can reach it.
 */
#ifndef PLENARY_CORE_LIMITS_H
#define PLENARY_CORE_LIMITS_H

#ifndef LIMIT_PEOPLE
#define LIMIT_PEOPLE 2000               /* persons in a workshop: a large conference hall */
#endif
#ifndef LIMIT_DELEGATIONS
#define LIMIT_DELEGATIONS 300           /* more than there are states and large organisations */
#endif
#ifndef LIMIT_ITEMS
#define LIMIT_ITEMS 500                 /* agenda items: five days, parallel groups, with room to spare */
#endif
#ifndef LIMIT_POLLS
#define LIMIT_POLLS 300                 /* polls of a workshop */
#endif
#ifndef LIMIT_OPTIONS
#define LIMIT_OPTIONS 50                /* options of one poll: more cannot be read on a phone */
#endif
#ifndef LIMIT_ROWS
#define LIMIT_ROWS 2000                 /* actions, and recommendations, each: a plan that can still be adopted */
#endif
#ifndef LIMIT_THEMES
#define LIMIT_THEMES 200                /* themes of a plan */
#endif
#ifndef LIMIT_MEETINGS
#define LIMIT_MEETINGS 500              /* agreed meetings */
#endif
#ifndef LIMIT_STAKEHOLDERS
#define LIMIT_STAKEHOLDERS 500          /* mapped stakeholders */
#endif
#ifndef LIMIT_GROUPS
#define LIMIT_GROUPS 50                 /* working groups */
#endif
#ifndef LIMIT_FRAMEWORKS
#define LIMIT_FRAMEWORKS 20             /* framework texts */
#endif
#ifndef LIMIT_PARAGRAPHS
#define LIMIT_PARAGRAPHS 1000           /* paragraphs of all framework texts */
#endif
#ifndef LIMIT_REMARKS
#define LIMIT_REMARKS 5000              /* comments and reservations; objections have room beside them, one an adoption */
#endif
#ifndef LIMIT_PROPOSALS
#define LIMIT_PROPOSALS 2000            /* late proposals; decided ones give way to new ones */
#endif
#ifndef LIMIT_ANSWERS
#define LIMIT_ANSWERS 200000            /* cells of the results of all polls */
#endif
#ifndef LIMIT_HANDS
#define LIMIT_HANDS 5000                /* hands raised, speeches made included: five days of one every two minutes */
#endif
#ifndef LIMIT_QUESTIONS
#define LIMIT_QUESTIONS 2000            /* questions to speakers */
#endif
#ifndef LIMIT_MESSAGES
#define LIMIT_MESSAGES 2000             /* messages to the room */
#endif
#ifndef LIMIT_PARKED
#define LIMIT_PARKED 500                /* points to come back to */
#endif
#ifndef LIMIT_ATTENDANCE
#define LIMIT_ATTENDANCE 50000          /* intervals of attendance: two thousand people, five days, five a day */
#endif
#ifndef LIMIT_MERGE_MS
#define LIMIT_MERGE_MS (5 * 60 * 1000)  /* ms: whoever comes back within was not away (Y4) */
#endif
#ifndef LIMIT_ABSENT_MS
#define LIMIT_ABSENT_MS (35 * 1000)     /* ms: whoever was not heard of for so long is gone; ten more than a link has to be silent */
#endif
#ifndef LIMIT_ADOPTIONS
#define LIMIT_ADOPTIONS 3000            /* adoptions, failed ones included */
#endif

/* Texts drafted together: seven of an action, two of an item, one of the others, each in three languages. */
#define LIMIT_TEXTS (3 * (7 * LIMIT_ROWS + LIMIT_ROWS + 2 * LIMIT_ITEMS + LIMIT_PARAGRAPHS))

enum {
    LIMIT_NAME = 64,                    /* code points: a person's or place's name */
    LIMIT_TITLE = 300,                  /* code points: titles, options, questions */
    LIMIT_TEXT = 20000,                 /* code points: notes, recommendations */
    LIMIT_OP_PARTS = 200,               /* parts of one operation on a text: typing makes three, a burst offline a few dozen */
    LIMIT_OP_INSERT = 2000,             /* code points one operation inserts; larger pastes are split, so it fits a frame */
    LIMIT_PROPOSAL = LIMIT_TEXT + LIMIT_OP_INSERT, /* code points: a text that an operation made too long for its field */
    LIMIT_WINDOW_OPS = 512,             /* operations of one text kept for readers: some seconds of a field that forty write in */
    LIMIT_WINDOW_BYTES = 96 * 1024,     /* bytes of them; beyond that the whole text is the shorter answer */
    LIMIT_LIST = 50,                    /* entries of one list field */
    LIMIT_INTS = 20000,                 /* numbers of one list field: the cells of a result, three numbers each */
    LIMIT_FRAME_IN = 16 * 1024,         /* bytes a client may send in one frame; longer texts go as operations */
    LIMIT_FRAME_OUT = 256 * 1024,       /* bytes at which a delta is cut into the next page */
    LIMIT_ENTITY = 512 * 1024,          /* bytes of one entity written as JSON: 3 languages of the longest texts */
    LIMIT_DEPTH = 16,                   /* nesting of JSON taken in */
    LIMIT_KEYS = 64,                    /* members of one JSON object taken in */
    LIMIT_BODY = 64 * 1024,             /* bytes of an HTTP body */
    LIMIT_IMPORT = 1024 * 1024,         /* bytes of an imported JSON workshop */
    LIMIT_IMPORT_NODES = 100000,        /* values in an import: jansson takes up to 81 times the text in memory */
    LIMIT_CONNECTIONS_PERSON = 3,       /* a phone, a laptop, a reload that overlaps */
    LIMIT_IN_FLIGHT = 64,               /* commands of one client waiting for their commit */
    LIMIT_OPEN_WORKSHOPS = 200,         /* rooms in memory */
    LIMIT_RATE_CLIENT = 15,             /* messages a second a client may send; more than that is counted in net */
    LIMIT_DURATION_S = 24 * 3600,       /* seconds a timer may run */
    LIMIT_DAYS = 30,                    /* days of an agenda */
    LIMIT_REPLAY_MS = 10 * 1000,        /* ms in which the past is computed from history, or not shown */
    LIMIT_QUESTIONS_PERSON = 20,        /* questions of one person that are neither answered nor dismissed */
    LIMIT_QUESTIONS_UNSEEN = 5,         /* of one person that the room does not see: their author gets them in one frame */
    LIMIT_LEAD = 2000,                  /* rows of one lead that a workshop may allow: all of them */
    LEAD_MAX_USUAL = 5                  /* rows of one lead beyond which it is overloaded, unless the workshop says otherwise */
};

#define LIMIT_SILENCE_MS (90ll * 24 * 3600 * 1000)  /* a silence procedure ends within a quarter of a year */

#define LIMIT_TIME 253402300799999ll            /* ms: the end of year 9999; later moments have no name */
#define LIMIT_NOW (LIMIT_TIME - 366ll * 24 * 3600 * 1000)   /* ms: whatever ends later than now has a name too */
#define LIMIT_FREE_DISK (64ull << 20)           /* bytes; under it the server is read-only */
#define LIMIT_WINDOWS_BYTES (8u << 20)          /* bytes of operations kept in one room: some 90,000 keystrokes */
#define LIMIT_ID 0xffffffffull                  /* entity ids fit 32 bits, so a pair of them fits a map key */

_Static_assert(LIMIT_OP_INSERT * 6 < LIMIT_FRAME_IN, "an operation must fit a frame, even one of control characters only");
_Static_assert(LIMIT_WINDOW_BYTES * 2 <= LIMIT_FRAME_OUT, "what is kept of a text fits a frame, written as JSON");
_Static_assert(LIMIT_FRAME_IN <= LIMIT_BODY, "a frame must fit the HTTP way as well");

#endif
