/* The file itself: SQLite, its statements, its versions, its lock. Internal to store/. */
#ifndef IPT_STORE_DATABASE_H
#define IPT_STORE_DATABASE_H

#include <sqlite3.h>

#include "store/seal.h"
#include "store/store.h"

struct store {
    sqlite3 *db;
    char *path;
    char why[400];
    bool locked; /* a passphrase belongs to it */
    bool open;   /* … and was given: `key` is there */
    unsigned char key[SEAL_KEY];
};

/* What went wrong, in plain words; always false. */
bool db_fail(struct store *store, const char *words);
bool db_run(struct store *store, const char *sql);
/* Binds what `types` says, in order: t a struct str, i an int64_t, b bytes (a struct str). NULL
   when it fails. */
sqlite3_stmt *db_prepare(struct store *store, const char *sql, const char *types, ...);
/* Runs a statement that gives no rows. */
bool db_done(struct store *store, sqlite3_stmt *stmt);
/* The next row; false at the end and on failure, which store_why tells apart. */
bool db_row(struct store *store, sqlite3_stmt *stmt);
struct str db_column(sqlite3_stmt *stmt, int i); /* until the next row */
/* Takes back what was begun; keeps the reason. Always false. */
bool db_undo(struct store *store);
void db_stamp(char out[40]); /* now, with zone */

/* Locks the key of the store anew. Within a transaction. */
bool db_put_lock(struct store *store, struct str passphrase);
/* Sealed where the store is locked, else as it is; `what` of `number` in this session. */
struct str db_seal(const struct store *store, int64_t session, int64_t number, const char *what,
                   struct str text, struct arena *a);
bool db_unseal(struct store *store, int64_t session, int64_t number, const char *what,
               struct str sealed, struct arena *a, struct str *text);

#endif
