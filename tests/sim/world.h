/*
 * world: the product's app layer between simulated clients, a simulated network and a simulated disk, with one seed for
 * everything. Time is a number; nothing here looks at a clock.
 *
 * A network connection is two queues with delays. It can be cut (what is under way is lost), and its reader can stop, so that the
 * server finds it lagging. The disk finishes jobs when the world says so, refuses them when told, and a crash drops what is unfinished. Now
 * and then a backup is taken, and an older one put back: what was acknowledged since is then lost, and rightly so. Keys of secret polls
 * outlive the process, but not the machine.
 *
 * Every letter that is typed is another one, from a private plane of Unicode, so that in the end each can be followed.
 */
#ifndef PLENARY_SIM_WORLD_H
#define PLENARY_SIM_WORLD_H

#include "app/hub.h"
#include "base/map.h"
#include "pad.h"
#include "support/memory_store.h"

enum { WORLD_CLIENTS = 9, WORLD_ROOMS = 2, WORLD_SENT_MAX = 8192, WORLD_QUEUE_MAX = 4096 };

struct letter {
    int64_t at;                     /* when it arrives */
    char *text;                     /* owned */
    size_t n;
};

struct queue {
    struct letter *v;              /* ring of WORLD_QUEUE_MAX */
    size_t head, n;
};

struct pipe {
    conn_id id;
    bool open_server, open_client;
    bool stopped;                   /* the reader does not read */
    bool lagging;                   /* the server was told so */
    int64_t close_at;               /* a close of the server reaches it; 0: none */
    int close_code;
    int64_t gone_at;                /* the server learns of its end; 0: not yet */
    struct queue up, down;
};

enum fate {
    FATE_OPEN,
    FATE_ACKED,
    FATE_REFUSED,
    FATE_DROPPED,                   /* its sender gave it up without an answer */
    FATE_LOST                       /* acknowledged, and then an older backup was restored; of a secret ballot: it may be in that */
};

/* A command as its sender remembers it. */
struct sent {
    unsigned room;
    uint8_t client[CLIENT_ID_BYTES];
    uint64_t number;
    char *frame;                    /* owned: resent as it was */
    enum fate fate;
    unsigned under_way;             /* sendings on this connection without an answer */
    uint64_t seq, id;               /* of the ack */
    bool nonsense;                  /* may not be taken */
    uint64_t secret, person;        /* a ballot for that secret poll, and whose; 0: none */
    int64_t acked_at;
    bool is_text;                   /* text.edit: what it inserts and deletes */
    struct words inserted, deleted;
};

struct copy {                       /* an entity in a replica, as text; of a text the last frame: its words are in a pad */
    char *text;
    char tag[20];                   /* with its quotes, as it was told last; "": none */
    uint64_t seq;
};

struct guest {                      /* a simulated client */
    unsigned index, room;
    struct seat seat;
    struct pipe pipe;
    int64_t connect_at;
    bool welcome, removed, loaded;
    uint8_t client[CLIENT_ID_BYTES];
    uint64_t next_number;
    size_t first_open;              /* nothing of its own before this index of world.sent is unanswered */
    uint64_t seq, tag;
    int64_t view;
    struct map replica;             /* id -> struct copy */
    struct pad *pads;
    struct map here;                /* person -> non-NULL */
    uint64_t place;                 /* where it has said that it writes: row << 16 | field << 8 | language + 1; 0: nowhere */
    struct map places;              /* person -> the same, as told by presence */
    uint64_t held_from;             /* lowest number refused for now; sent again at retry_at; 0: none */
    int64_t retry_at;
    int64_t beat_at;
    bool staff;
};

/* The key of an open secret poll; destroyed, its name alone is left. */
struct kept_key {
    char workshop[8];
    uint64_t poll;
    uint8_t key[SEAL_KEY_BYTES];
    bool destroyed;
};

struct world {
    uint64_t seed, rng;
    int64_t now;
    bool calm;                      /* no more faults */
    uint64_t random_state;          /* for salts */
    struct memory_store *store;
    struct platform platform;
    struct hub *hub;
    conn_id last_conn;
    char workshop[WORLD_ROOMS][8];
    struct guest guests[WORLD_CLIENTS];
    struct sent *sent;
    size_t n_sent;
    uint32_t letters[3];            /* the next one of room A, of room B, and of the notes of A's staff */
    struct memory_backup *backup;   /* of room A */
    uint64_t backup_seq;
    int64_t backup_at;
    struct kept_key *keys;          /* owned */
    size_t n_keys;
    struct work *works;             /* of the workers, oldest first */
    size_t secret_acks, counted, voids, downs;
    size_t restores, fetches, typed, late;
    int64_t disk_slow_until;        /* a disk in trouble takes a second for what it did at once */
    size_t crashes, failures, cuts, acks;
    char failure[512];              /* first broken invariant; empty: none */
};

uint64_t world_random(struct world *world);
uint64_t world_below(struct world *world, uint64_t n);          /* 0 .. n - 1 */
bool world_chance(struct world *world, unsigned per_mille);
void world_fail(struct world *world, const char *format, ...) __attribute__((format(printf, 2, 3)));

void world_init(struct world *world, uint64_t seed);
void world_free(struct world *world);
void world_step(struct world *world);                           /* one random thing happens */
void world_settle(struct world *world);                         /* all faults end; runs until everything is quiet */

/* The answer to GET /api/w/ID/text/N?from=R, read from the disk; the caller clears the job. */
void world_ops(struct world *world, unsigned room, uint64_t text, int64_t from, struct store_job *job);

/* wire.c: the simulated transport */
void wire_fill(struct world *world, struct transport *out);
void wire_open(struct world *world, struct guest *guest);
void wire_cut(struct world *world, struct guest *guest);
void wire_send(struct world *world, struct guest *guest, const char *text);
void wire_deliver(struct world *world);                         /* whatever is due */
void wire_free(struct pipe *pipe);

/* vault.c: keys in memory that the process does not take along, and workers that work when the world says so */
void vault_fill(struct world *world, struct platform *out);
void vault_lose(struct world *world);                           /* the machine goes down */
bool vault_has(const struct world *world, const char *workshop, uint64_t poll);
void vault_free(struct world *world);

/* guest.c: a client written from PROTOCOL.md */
void guest_receive(struct world *world, struct guest *guest, const char *text, size_t n);
void guest_closed(struct world *world, struct guest *guest, int code);
void guest_turn(struct world *world, struct guest *guest);
void guest_connected(struct world *world, struct guest *guest);
void guest_forget(struct world *world, struct guest *guest);    /* a reload: another client id, an empty replica */

struct sent *guest_sent(struct world *world, struct guest *guest, uint64_t number);

/* act.c */
void guest_act(struct world *world, struct guest *guest);       /* sends some command, or types */
/* The command under the next number, sent if there is a link; NULL: enough was sent. */
struct sent *guest_send(struct world *world, struct guest *guest, const char *verb, const struct buf *args);

/* P41: say where one writes. */
void guest_place(struct world *world, struct guest *guest, uint64_t of, unsigned field, unsigned lang);

/* type.c */
enum { LETTERS_A = 0xf0000, LETTERS_B = 0x100000, LETTERS_STAFF = 0xe000, LETTERS_STAFF_END = 0xf900 };
void guest_type(struct world *world, struct guest *guest);      /* in some text, with or without a link */

/* texts.c: what must hold of the texts in the end, told from their operations */
void polls_check(struct world *world, unsigned r, const struct room *room, const struct change *changes, size_t n);
void texts_check(struct world *world, unsigned r, const struct room *room, const struct change *changes, size_t n);

/* secrets.c: secret ballots, told from what was sent and acknowledged */
enum { SIM_RECEIPT = 24 };
const struct sent *secrets_sent(const struct world *world, unsigned r, struct slice receipt);   /* by the receipt, with its quotes */
void secrets_check(struct world *world, unsigned r, const struct room *room, const struct change *changes, size_t n);

/* attendance.c: who was there, told from the changes */
void attendance_check(struct world *world, unsigned r, const struct room *room, const struct change *changes, size_t n);

/* oracle.c: what must hold in the end */
void oracle_check(struct world *world);

#endif
