/* Encryption at rest. A store that is locked by a passphrase keeps its texts sealed: what was asked
   and answered, which safeguards ran, remarks, alerts. What stays readable is that there is a
   session: its number, its client's code, script, times, status, how many answers it has.

   A random key seals (XChaCha20-Poly1305, each text with its own nonce); the key itself is sealed
   by one that is derived from the passphrase (Argon2id). So the passphrase can be changed without
   sealing anything anew, and without it nothing can be read by anybody. */
#ifndef IPT_STORE_SEAL_H
#define IPT_STORE_SEAL_H

#include "base/arena.h"

enum { SEAL_KEY = 32, SEAL_SALT = 16, SEAL_MORE = 40 /* a nonce and a tag */ };

/* How a store is locked, as it is kept in it. */
struct lock {
    unsigned char salt[SEAL_SALT];
    int64_t ops, memory; /* what deriving the key costs: passes, bytes */
    unsigned char sealed[SEAL_KEY + SEAL_MORE];
};
/* A new lock around `key`. False: there is not memory enough. */
bool lock_make(struct lock *lock, struct str passphrase, const unsigned char key[SEAL_KEY]);
/* False: it is another passphrase, or the lock has been altered. */
bool lock_open(const struct lock *lock, struct str passphrase, unsigned char key[SEAL_KEY]);

/* `where` is bound to the text: sealed for one place, it does not open at another. */
struct str seal_text(const unsigned char key[SEAL_KEY], struct str where, struct str text,
                     struct arena *a);
/* False: it has been altered, or belongs to another place or key. */
bool unseal_text(const unsigned char key[SEAL_KEY], struct str where, struct str sealed,
                 struct arena *a, struct str *text);
/* Random, from the system. */
void seal_random(unsigned char *bytes, size_t count);
/* Overwrites what is not needed any more. */
void seal_forget(void *bytes, size_t count);

#endif
