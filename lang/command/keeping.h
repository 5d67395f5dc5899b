/* Where `ipt run` writes a session down, and whether it goes on with an earlier one. */
#ifndef IPT_COMMAND_KEEPING_H
#define IPT_COMMAND_KEEPING_H

#include "command/command.h"
#include "store/client.h"

struct keeping {
    /* what the command line says */
    const char *store_file, *passphrase, *client, *user;
    bool none, resume, anew, extra, again;
    /* what comes of it */
    struct store *store;       /* NULL: nothing is kept */
    struct recorder *recorder; /* of the session; NULL with the store */
    struct past past;          /* what earlier sessions of the client left */
    struct course_state course;
    struct arena arena;
    struct buffer words; /* where the answers go, for the first lines */
};
#define OPTIONS_STORE(k)                                                                     \
    OPTION_TEXT("store", "FILE", &(k).store_file,                                            \
                "the file of the practice; otherwise IPT_STORE, or ipt/practice.db\nin the " \
                "folder for data"),                                                          \
        OPTION_TEXT("passphrase-file", "FILE", &(k).passphrase,                              \
                    "its first line opens a store that is locked; otherwise\n"               \
                    "IPT_PASSPHRASE_FILE names the file, or it is asked for")

/* The file of the practice: the one named, IPT_STORE, or the usual place. NULL: none (IPT_STORE is
   set and empty). In the arena. */
const char *store_place(const char *named, struct arena *a);
/* The store that is there, for looking at or adding to; NULL after a message. */
struct store *command_store(const char *named, const char *passphrase_file, struct arena *a);
/* Opens its lock, if it has one: by the file, or by asking. False after a message. */
bool command_unlock(struct store *store, const char *passphrase_file);
/* A new passphrase: of the file, or asked for twice. False after a message. */
bool command_new_passphrase(const char *file, struct arena *a, struct str *out);

/* Opens the store and finds an unfinished session of this client, script and entry. *session is
   that session, or NULL: a new one is to be begun, with what is put into given->past, and given to
   keeping_begin. False after a message, with the exit code. keeping_close follows in any case. */
bool keeping_open(struct keeping *k, struct program *p, struct session_options *given,
                  const char *file, bool may_ask, bool plain, struct session **session, int *code);
bool keeping_begin(struct keeping *k, struct session *s, const char *file);
/* Could everything be written down? Releases all. */
bool keeping_close(struct keeping *k);

#endif
