/* Statements are prepared where they are used: they run about once a second. */
#include "store/database.h"

#include <errno.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum { PATIENCE_MS = 4000 }; /* for another process that is writing */

static const char *const versions[] = {
    /* 1 */
    "CREATE TABLE script(hash TEXT PRIMARY KEY, compiled BLOB NOT NULL);"
    "CREATE TABLE session(id INTEGER PRIMARY KEY AUTOINCREMENT, client TEXT NOT NULL,"
    " script TEXT NOT NULL REFERENCES script(hash), title TEXT NOT NULL, version TEXT NOT NULL,"
    " file TEXT NOT NULL, entry TEXT NOT NULL, status TEXT NOT NULL, open TEXT NOT NULL, began "
    "TEXT NOT NULL,"
    " changed TEXT NOT NULL, answers INTEGER NOT NULL, last INTEGER NOT NULL, digest BLOB NOT "
    "NULL);"
    "CREATE INDEX session_of_client ON session(client, id);"
    "CREATE TABLE entry(session INTEGER NOT NULL REFERENCES session(id) ON DELETE CASCADE,"
    " number INTEGER NOT NULL, at TEXT NOT NULL, user TEXT NOT NULL, kind TEXT NOT NULL,"
    " name TEXT NOT NULL, body TEXT NOT NULL, digest BLOB NOT NULL,"
    " PRIMARY KEY(session, number)) WITHOUT ROWID;"
    "CREATE TABLE secret(key BLOB NOT NULL); INSERT INTO secret VALUES(randomblob(32));"
    "CREATE TABLE deleted(session INTEGER PRIMARY KEY, at TEXT NOT NULL, user TEXT NOT NULL);",
    /* 2: courses, what sessions leave, the lock */
    "ALTER TABLE session ADD COLUMN course INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE session ADD COLUMN number INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE session ADD COLUMN outcome INTEGER NOT NULL DEFAULT 0;"
    "CREATE TABLE lock(salt BLOB NOT NULL, ops INTEGER NOT NULL, memory INTEGER NOT NULL,"
    " sealed BLOB NOT NULL);",
};

/* ---- what goes wrong ---- */
static const char *plain_words(int code, const char *otherwise) {
    switch (code & 0xff) {
    case SQLITE_FULL:
        return "the disk is full";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return "another program is writing to it";
    case SQLITE_NOTADB:
        return "it is no store of ipt";
    case SQLITE_CORRUPT:
        return "it is damaged";
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return "it may not be written";
    case SQLITE_CANTOPEN:
        return "it cannot be opened";
    case SQLITE_IOERR:
        return "reading or writing it failed";
    default:
        return otherwise;
    }
}

bool db_fail(struct store *store, const char *words) {
    snprintf(store->why, sizeof store->why, "%s: %s", store->path, words);
    return false;
}

static bool fail_db(struct store *store) {
    return db_fail(store, plain_words(sqlite3_errcode(store->db), sqlite3_errmsg(store->db)));
}

struct str store_why(const struct store *store) {
    return str_from(store->why);
}

const char *store_path(const struct store *store) {
    return store->path;
}

/* ---- statements ---- */
bool db_run(struct store *store, const char *sql) {
    return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK || fail_db(store);
}

sqlite3_stmt *db_prepare(struct store *store, const char *sql, const char *types, ...) {
    sqlite3_stmt *stmt;
    va_list args;
    if (sqlite3_prepare_v2(store->db, sql, -1, &stmt, NULL) != SQLITE_OK) {
        fail_db(store);
        return NULL;
    }
    va_start(args, types);
    for (int i = 0; types[i]; i++) {
        if (types[i] == 't') {
            struct str s = va_arg(args, struct str);
            sqlite3_bind_text64(stmt, i + 1, s.text ? s.text : "", s.len, SQLITE_TRANSIENT,
                                SQLITE_UTF8);
        } else if (types[i] == 'i') {
            sqlite3_bind_int64(stmt, i + 1, va_arg(args, int64_t));
        } else {
            struct str s = va_arg(args, struct str);
            sqlite3_bind_blob64(stmt, i + 1, s.text ? s.text : "", s.len, SQLITE_TRANSIENT);
        }
    }
    va_end(args);
    return stmt;
}

bool db_done(struct store *store, sqlite3_stmt *stmt) {
    bool good = stmt && sqlite3_step(stmt) == SQLITE_DONE;
    if (stmt && !good)
        fail_db(store);
    sqlite3_finalize(stmt);
    return good;
}

bool db_row(struct store *store, sqlite3_stmt *stmt) {
    store->why[0] = 0;
    int code = stmt ? sqlite3_step(stmt) : SQLITE_ERROR;
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        fail_db(store);
    return code == SQLITE_ROW;
}

struct str db_column(sqlite3_stmt *stmt, int i) {
    const char *text = (const char *)sqlite3_column_text(stmt, i);
    return (struct str){text ? text : "", (size_t)sqlite3_column_bytes(stmt, i)};
}

/* ---- versions ---- */
bool db_undo(struct store *store) {
    char words[sizeof store->why];
    memcpy(words, store->why, sizeof words);
    sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    memcpy(store->why, words, sizeof words);
    return false;
}

void db_stamp(char out[40]) {
    time_t now = time(NULL);
    struct tm local;
    localtime_r(&now, &local);
    strftime(out, 40, "%Y-%m-%dT%H:%M:%S%z", &local);
}

/* Each folder on the way, 0700. */
static void make_folders(const char *path) {
    char *folder = strdup(path);
    for (char *at = folder + 1; folder && (at = strchr(at, '/')); at++) {
        *at = 0;
        mkdir(folder, 0700);
        *at = '/';
    }
    free(folder);
}

static bool number_of(struct store *store, const char *sql, int64_t *out) {
    sqlite3_stmt *stmt = db_prepare(store, sql, "");
    bool good = db_row(store, stmt);
    if (good)
        *out = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return good;
}

static bool bring_up(struct store *store) {
    int64_t version = 0;
    if (!db_run(store, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                       "PRAGMA secure_delete=ON; PRAGMA trusted_schema=OFF;") ||
        !number_of(store, "PRAGMA user_version", &version))
        return false;
    if (version > STORE_VERSION)
        return db_fail(store, "it was made by a newer version of this program");
    if (version == STORE_VERSION)
        return true;
    bool good = db_run(store, "BEGIN IMMEDIATE") &&
                number_of(store, "PRAGMA user_version", &version); /* another may have been first */
    for (; good && version < STORE_VERSION; version++) {
        char sql[64];
        snprintf(sql, sizeof sql, "PRAGMA user_version=%d", (int)version + 1);
        good = db_run(store, versions[version]) && db_run(store, sql);
    }
    if (good)
        return db_run(store, "COMMIT");
    sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    return false;
}

/* ---- the lock ---- */
/* False and a reason when it cannot be read. */
static bool read_lock(struct store *store, struct lock *lock) {
    sqlite3_stmt *stmt = db_prepare(store, "SELECT salt, ops, memory, sealed FROM lock", "");
    bool found = db_row(store, stmt);
    if (found && (sqlite3_column_bytes(stmt, 0) != sizeof lock->salt ||
                  sqlite3_column_bytes(stmt, 3) != sizeof lock->sealed)) {
        found = db_fail(store, "its lock is damaged");
    } else if (found) {
        memcpy(lock->salt, sqlite3_column_blob(stmt, 0), sizeof lock->salt);
        lock->ops = sqlite3_column_int64(stmt, 1);
        lock->memory = sqlite3_column_int64(stmt, 2);
        memcpy(lock->sealed, sqlite3_column_blob(stmt, 3), sizeof lock->sealed);
    }
    sqlite3_finalize(stmt);
    return found;
}

/* Was the newest entry sealed? Without a lock nothing more may be written beside it in plain words.
 */
static bool is_sealed(struct store *store) {
    sqlite3_stmt *stmt = db_prepare(
        store, "SELECT typeof(body)='blob' FROM entry ORDER BY session DESC, number DESC LIMIT 1",
        "");
    bool sealed = db_row(store, stmt) && sqlite3_column_int(stmt, 0);
    sqlite3_finalize(stmt);
    return sealed;
}

bool store_is_locked(const struct store *store) {
    return store->locked && !store->open;
}

bool store_has_passphrase(const struct store *store) {
    return store->locked;
}

bool store_unlock(struct store *store, struct str passphrase) {
    struct lock lock;
    if (!read_lock(store, &lock))
        return false;
    store->open = lock_open(&lock, passphrase, store->key);
    return store->open ||
           db_fail(store, "this is not its passphrase, or its lock has been altered");
}

bool db_put_lock(struct store *store, struct str passphrase) {
    struct lock lock;
    if (!lock_make(&lock, passphrase, store->key))
        return db_fail(store, "there is not memory enough to make a key");
    struct str salt = {(const char *)lock.salt, sizeof lock.salt};
    struct str sealed = {(const char *)lock.sealed, sizeof lock.sealed};
    return db_run(store, "DELETE FROM lock") &&
           db_done(store, db_prepare(store, "INSERT INTO lock VALUES(?,?,?,?)", "biib", salt,
                                     lock.ops, lock.memory, sealed));
}

static struct str place_of(int64_t session, int64_t number, const char *what, char out[80]) {
    int len = snprintf(out, 80, "%lld/%lld/%s", (long long)session, (long long)number, what);
    return (struct str){out, (size_t)len};
}

struct str db_seal(const struct store *store, int64_t session, int64_t number, const char *what,
                   struct str text, struct arena *a) {
    char place[80];
    return store->locked ? seal_text(store->key, place_of(session, number, what, place), text, a)
                         : text;
}

bool db_unseal(struct store *store, int64_t session, int64_t number, const char *what,
               struct str sealed, struct arena *a, struct str *text) {
    char place[80];
    *text = store->locked ? (struct str){"", 0} : arena_str(a, sealed);
    if (!store->locked)
        return true;
    if (!store->open)
        return db_fail(store, "it is locked by a passphrase");
    return unseal_text(store->key, place_of(session, number, what, place), sealed, a, text) ||
           db_fail(store, "an entry cannot be opened: it has been altered");
}

/* ---- opening ---- */
struct store *store_open(const char *path, bool make, struct arena *a, struct str *why) {
    struct store *store = memory_get(sizeof *store);
    struct lock lock;
    int flags = SQLITE_OPEN_READWRITE | (make ? SQLITE_OPEN_CREATE : 0);
    store->path = strdup(path);
    if (make)
        make_folders(path);
    mode_t mask = umask(077);
    bool good = sodium_init() >= 0 && sqlite3_open_v2(path, &store->db, flags, NULL) == SQLITE_OK;
    if (!good)
        fail_db(store);
    sqlite3_busy_timeout(store->db, PATIENCE_MS);
    good = good && bring_up(store);
    umask(mask);
    if (good) {
        store->locked = read_lock(store, &lock);
        if (!store->locked && !store->why[0] && is_sealed(store))
            db_fail(store, "its lock has been taken away; what it holds cannot be read without it");
        good = !store->why[0];
    }
    if (good)
        return store;
    *why = arena_str(a, store_why(store));
    store_close(store);
    return NULL;
}

void store_close(struct store *store) {
    if (!store)
        return;
    sqlite3_close(store->db);
    seal_forget(store->key, sizeof store->key);
    free(store->path);
    free(store);
}
