#include "store/seal.h"

#include <sodium.h>

static bool derive(const struct lock *lock, struct str passphrase, unsigned char key[SEAL_KEY]) {
    return crypto_pwhash(key, SEAL_KEY, passphrase.text, passphrase.len, lock->salt,
                         (unsigned long long)lock->ops, (size_t)lock->memory,
                         crypto_pwhash_ALG_ARGON2ID13) == 0;
}

/* The nonce stands before the text. */
static void seal(const unsigned char key[SEAL_KEY], struct str where, struct str text,
                 unsigned char *out) {
    unsigned long long len;
    randombytes_buf(out, crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        out + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, &len, (const unsigned char *)text.text,
        text.len, (const unsigned char *)where.text, where.len, NULL, out, key);
}

static bool unseal(const unsigned char key[SEAL_KEY], struct str where, struct str sealed,
                   unsigned char *out) {
    const unsigned char *bytes = (const unsigned char *)sealed.text;
    const size_t nonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
    unsigned long long len;
    return sealed.len >= SEAL_MORE &&
           crypto_aead_xchacha20poly1305_ietf_decrypt(
               out, &len, NULL, bytes + nonce, sealed.len - nonce,
               (const unsigned char *)where.text, where.len, bytes, key) == 0;
}

bool lock_make(struct lock *lock, struct str passphrase, const unsigned char key[SEAL_KEY]) {
    unsigned char own[SEAL_KEY];
    randombytes_buf(lock->salt, sizeof lock->salt);
    lock->ops = crypto_pwhash_OPSLIMIT_INTERACTIVE;
    lock->memory = crypto_pwhash_MEMLIMIT_INTERACTIVE;
    if (!derive(lock, passphrase, own))
        return false;
    seal(own, STR("key"), (struct str){(const char *)key, SEAL_KEY}, lock->sealed);
    sodium_memzero(own, sizeof own);
    return true;
}

bool lock_open(const struct lock *lock, struct str passphrase, unsigned char key[SEAL_KEY]) {
    unsigned char own[SEAL_KEY];
    bool good =
        derive(lock, passphrase, own) &&
        unseal(own, STR("key"), (struct str){(const char *)lock->sealed, sizeof lock->sealed}, key);
    sodium_memzero(own, sizeof own);
    return good;
}

struct str seal_text(const unsigned char key[SEAL_KEY], struct str where, struct str text,
                     struct arena *a) {
    char *out = arena_get(a, text.len + SEAL_MORE);
    seal(key, where, text, (unsigned char *)out);
    return (struct str){out, text.len + SEAL_MORE};
}

bool unseal_text(const unsigned char key[SEAL_KEY], struct str where, struct str sealed,
                 struct arena *a, struct str *text) {
    if (sealed.len < SEAL_MORE)
        return false;
    char *out = arena_get(a, sealed.len - SEAL_MORE + 1);
    *text = (struct str){out, sealed.len - SEAL_MORE};
    return unseal(key, where, sealed, (unsigned char *)out);
}

void seal_random(unsigned char *bytes, size_t count) {
    randombytes_buf(bytes, count);
}

void seal_forget(void *bytes, size_t count) {
    sodium_memzero(bytes, count);
}
