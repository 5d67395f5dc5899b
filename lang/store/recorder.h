/* A session that is written down as it goes, move by move, and gone on with later. What is
   acknowledged to the person is on disk. Going on plays the moves again; where the script has
   changed meanwhile, the answers go over to the new one by their names. */
#ifndef IPT_STORE_RECORDER_H
#define IPT_STORE_RECORDER_H

#include "run/restore.h"
#include "store/store.h"

struct recorder;

struct recording {
    struct str client, user; /* may be empty */
    const char *file;        /* the script, as it was called */
    int64_t course, number;  /* of store_session */
};

/* Begins to write down a session that has not run yet. NULL with `why`. The recorder keeps the
   session for as long as both live. */
struct recorder *recorder_begin(struct store *store, struct session *s, const struct recording *how,
                                struct str *why);

/* Where a session stands that is gone on with. */
struct resumed {
    struct store_session was;
    bool changed;             /* the script has, since */
    struct restored restored; /* then: the answers that have no place in it */
};
/* The session as it was left, in program `p`, which is the script as it is now; its moves are
   written down from here on. NULL with `why`. Everything it gives lives in `a` or the recorder. */
struct recorder *recorder_resume(struct store *store, int64_t id, struct program *p,
                                 struct str user, struct arena *a, struct session **s,
                                 struct resumed *out, struct str *why);
/* The session with its script as they were, to look at: nothing is written. `*p` goes in as the
   script of another session, or NULL; it is kept where this one is of the same script, and freed
   and replaced where not. It stays the caller's, like the session; also when NULL is given, with
   `why`. */
struct session *recorder_replay(struct store *store, int64_t id, struct arena *a,
                                struct program **p, struct str *why);
/* The same, to be amended: what is changed is written down. NULL with `why`: it is not completed.
 */
struct recorder *recorder_amend(struct store *store, int64_t id, struct str user, struct arena *a,
                                struct session **s, struct program **p, struct str *why);
/* Told of a session while it is played again: each event, and each move before it is made. */
struct play_listener {
    void (*event)(void *payload, struct session *s, const struct event *event);
    void (*move)(void *payload, struct session *s, const struct store_entry *move);
    void *payload;
};
/* Plays a session again, with its script as it was. False with `why`. */
bool recorder_play(struct store *store, int64_t id, const struct play_listener *listener,
                   struct arena *a, struct str *why);
/* A script of the store, by its hash; NULL with `why`. The caller's. */
struct program *recorder_script(struct store *store, struct str hash, struct arena *a,
                                struct str *why);
/* The hash that names a program in the store. */
struct str recorder_hash(const struct program *p, struct arena *a);
int64_t recorder_session(const struct recorder *r);
/* Something could not be written down; the session was ended. */
bool recorder_failed(const struct recorder *r);
void recorder_free(struct recorder *r); /* NULL is fine; the session goes on unrecorded */

#endif
