/* The file of a practice: its clients, the scripts as they were, every session and its journal. An
   SQLite database in write-ahead mode with full sync, so that what was acknowledged survives a
   kill, a full disk, a power cut. One process writes at a time; others wait a little.

   A journal is only ever added to. Each entry carries a digest of itself and of the one before, and
   the session that of its last: nothing can be altered, left out or cut off unseen.

   What fails says so in plain words; they are good until the next call. */
#ifndef IPT_STORE_STORE_H
#define IPT_STORE_STORE_H

#include "base/arena.h"

struct store;

enum { STORE_VERSION = 2 };

/* Opens the file, and makes it (0600, in a folder 0700) when `make`. NULL with `why`. A file of a
   newer version is refused. */
struct store *store_open(const char *path, bool make, struct arena *a, struct str *why);
void store_close(struct store *store); /* NULL is fine */
const char *store_path(const struct store *store);
struct str store_why(const struct store *store); /* of the last call that failed */

/* ---- the passphrase ---- */
/* Must the passphrase be given before anything is read or added? */
bool store_is_locked(const struct store *store);
bool store_has_passphrase(const struct store *store);
/* False: it is another one. */
bool store_unlock(struct store *store, struct str passphrase);
/* From now on the store is locked by this passphrase: what it holds is sealed, and its journals
   are chained anew; or, when it has one already, it is this one instead. Nobody can open it
   without. False, and all is as it was: a journal has been altered, or the disk is full. */
bool store_lock(struct store *store, struct str passphrase);

/* ---- sessions ---- */
struct store_session {
    int64_t id;
    int64_t course;    /* the first session of the course it belongs to; 0: it is in none; to
                          store_begin, COURSE_BEGINS: it is the first itself */
    int64_t number;    /* … its number in it; 0: none (an appointment that does not count) */
    int64_t outcome;   /* the entry that says what it leaves; 0: none yet */
    struct str client; /* a code; empty: none was given */
    struct str script; /* the hash of the script it goes on with */
    struct str title, version, file, entry;
    struct str status; /* running, left, completed, amended, ended_by_safeguard, stopped; of a
                          course also missed, course_ended. To store_begin: empty for running */
    struct str open;   /* the safeguard that is not through; empty: none */
    struct str began, changed; /* with zone */
    int64_t answers;           /* moves that gave or changed one */
};
enum { COURSE_BEGINS = -1 };
bool store_session(struct store *store, int64_t id, struct arena *a, struct store_session *out);
/* The newest first; `client` NULL: all. The visitor gives false to stop. */
bool store_each_session(struct store *store, const char *client, struct arena *a,
                        bool (*visit)(void *payload, const struct store_session *session),
                        void *payload);
/* Takes a session away for good: a stone without content stays (id, when, by whom), and the file
   is overwritten where it was. */
bool store_delete(struct store *store, int64_t id, struct str user);

/* A random key of this store, that leaves it with no export. */
bool store_secret(struct store *store, unsigned char key[32]);

/* ---- scripts, as they were compiled ---- */
bool store_keep_script(struct store *store, struct str hash, struct str compiled);
/* False without a reason (store_why is empty): there is none. */
bool store_script(struct store *store, struct str hash, struct arena *a, struct str *compiled);

/* The hashes of the scripts of this title and version that a session was made with. */
bool store_each_script(struct store *store, struct str title, struct str version,
                       bool (*visit)(void *payload, struct str hash), void *payload);

/* ---- the journal ---- */
struct store_entry {
    int64_t number; /* from 1 */
    struct str at, user;
    struct str kind; /* begin, asked, answer, back, change, …, alert, safeguard, end, outcome */
    struct str name; /* of a question, a card, a safeguard; may be empty */
    struct str body; /* JSON */
};
/* Where the next entry goes, and what the session is like after it. */
struct store_head {
    int64_t session, next;
    unsigned char digest[32]; /* of the last entry */
};
/* A new session with its script and its first entry, all or nothing; its id and its head. An empty
   `compiled`: the script is there already. */
bool store_begin(struct store *store, struct store_session *session, struct str compiled,
                 const struct store_entry *first, struct store_head *head);
bool store_head(struct store *store, int64_t session, struct store_head *out);
/* Adds entries and sets status and open safeguard, all or nothing. Durable when it gives true.
   False too when another process has added to this session since `head` was read. */
bool store_add(struct store *store, struct store_head *head, const struct store_entry *entries,
               size_t count, struct str status, struct str open);
bool store_each_entry(struct store *store, int64_t session,
                      bool (*visit)(void *payload, const struct store_entry *entry), void *payload);
/* One entry; false without a reason: there is none. */
bool store_entry(struct store *store, int64_t session, int64_t number, struct arena *a,
                 struct store_entry *out);
/* Is every entry as it was written? *bad: the number of the first that is not, or 0. */
bool store_verify(struct store *store, int64_t session, int64_t *bad);

#endif
