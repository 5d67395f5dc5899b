/* See store.h. Statements are prepared where they are used: they run about once a second. */
#include "store/store.h"

#include <errno.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/source.h"

enum { PATIENCE_MS = 4000 }; /* for another process that is writing */

struct store {
    sqlite3 *db;
    char *path;
    char why[400];
};

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

static bool fail(struct store *store, const char *words) {
    snprintf(store->why, sizeof store->why, "%s: %s", store->path, words);
    return false;
}

static bool fail_db(struct store *store) {
    return fail(store, plain_words(sqlite3_errcode(store->db), sqlite3_errmsg(store->db)));
}

struct str store_why(const struct store *store) {
    return str_from(store->why);
}

const char *store_path(const struct store *store) {
    return store->path;
}

/* ---- statements ---- */
static bool run(struct store *store, const char *sql) {
    return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK || fail_db(store);
}

/* Binds what `types` says, in order: t a struct str, i an int64_t, b 32 bytes. NULL when it fails.
 */
static sqlite3_stmt *prepare(struct store *store, const char *sql, const char *types, ...) {
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
            sqlite3_bind_blob(stmt, i + 1, va_arg(args, const void *), 32, SQLITE_TRANSIENT);
        }
    }
    va_end(args);
    return stmt;
}

/* Runs a statement that gives no rows. */
static bool done(struct store *store, sqlite3_stmt *stmt) {
    bool good = stmt && sqlite3_step(stmt) == SQLITE_DONE;
    if (stmt && !good)
        fail_db(store);
    sqlite3_finalize(stmt);
    return good;
}

/* The next row; false at the end and on failure, which store_why tells apart. */
static bool row(struct store *store, sqlite3_stmt *stmt) {
    store->why[0] = 0;
    int code = stmt ? sqlite3_step(stmt) : SQLITE_ERROR;
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        fail_db(store);
    return code == SQLITE_ROW;
}

static struct str column(sqlite3_stmt *stmt, int i) {
    const char *text = (const char *)sqlite3_column_text(stmt, i);
    return (struct str){text ? text : "", (size_t)sqlite3_column_bytes(stmt, i)};
}

static struct str kept_column(sqlite3_stmt *stmt, int i, struct arena *a) {
    return arena_str(a, column(stmt, i));
}

/* ---- opening ---- */
static void stamp(char out[40]) {
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
    sqlite3_stmt *stmt = prepare(store, sql, "");
    bool good = row(store, stmt);
    if (good)
        *out = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return good;
}

static bool bring_up(struct store *store) {
    int64_t version = 0;
    if (!run(store, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                    "PRAGMA secure_delete=ON; PRAGMA trusted_schema=OFF;") ||
        !number_of(store, "PRAGMA user_version", &version))
        return false;
    if (version > STORE_VERSION)
        return fail(store, "it was made by a newer version of this program");
    if (version == STORE_VERSION)
        return true;
    bool good = run(store, "BEGIN IMMEDIATE") &&
                number_of(store, "PRAGMA user_version", &version); /* another may have been first */
    for (; good && version < STORE_VERSION; version++) {
        char sql[64];
        snprintf(sql, sizeof sql, "PRAGMA user_version=%d", (int)version + 1);
        good = run(store, versions[version]) && run(store, sql);
    }
    if (good)
        return run(store, "COMMIT");
    sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    return false;
}

struct store *store_open(const char *path, bool make, struct arena *a, struct str *why) {
    struct store *store = memory_get(sizeof *store);
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
    free(store->path);
    free(store);
}

/* ---- sessions ---- */
#define SESSION_COLUMNS \
    "id, client, script, title, version, file, entry, status, open, began, changed, answers"

static struct store_session read_session(sqlite3_stmt *stmt, struct arena *a) {
    struct store_session s = {.id = sqlite3_column_int64(stmt, 0),
                              .answers = sqlite3_column_int64(stmt, 11)};
    struct str *const texts[] = {&s.client, &s.script, &s.title, &s.version, &s.file,
                                 &s.entry,  &s.status, &s.open,  &s.began,   &s.changed};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        *texts[i] = kept_column(stmt, (int)i + 1, a);
    return s;
}

bool store_session(struct store *store, int64_t id, struct arena *a, struct store_session *out) {
    sqlite3_stmt *stmt =
        prepare(store, "SELECT " SESSION_COLUMNS " FROM session WHERE id=?", "i", id);
    bool found = row(store, stmt);
    if (found)
        *out = read_session(stmt, a);
    sqlite3_finalize(stmt);
    return found;
}

bool store_each_session(struct store *store, const char *client, struct arena *a,
                        bool (*visit)(void *payload, const struct store_session *session),
                        void *payload) {
    sqlite3_stmt *stmt =
        client ? prepare(store,
                         "SELECT " SESSION_COLUMNS " FROM session WHERE client=? ORDER BY id DESC",
                         "t", str_from(client))
               : prepare(store, "SELECT " SESSION_COLUMNS " FROM session ORDER BY id DESC", "");
    while (row(store, stmt)) {
        struct store_session s = read_session(stmt, a);
        if (!visit(payload, &s))
            break;
    }
    sqlite3_finalize(stmt);
    return store->why[0] == 0;
}

static bool leave_undone(struct store *store) {
    char words[sizeof store->why];
    memcpy(words, store->why, sizeof words);
    sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    memcpy(store->why, words, sizeof words);
    return false;
}

bool store_delete(struct store *store, int64_t id, struct str user) {
    char now[40];
    stamp(now);
    bool good =
        run(store, "BEGIN IMMEDIATE") &&
        done(store,
             prepare(store, "INSERT INTO deleted VALUES(?,?,?)", "itt", id, str_from(now), user)) &&
        done(store, prepare(store, "DELETE FROM session WHERE id=?", "i", id)) &&
        run(store,
            "DELETE FROM script WHERE hash NOT IN (SELECT script FROM session) AND hash NOT IN "
            "(SELECT name FROM entry WHERE kind='script')") &&
        run(store, "COMMIT");
    if (!good)
        return leave_undone(store);
    return run(store, "VACUUM; PRAGMA wal_checkpoint(TRUNCATE)"); /* nothing stays in the file */
}

bool store_secret(struct store *store, unsigned char key[32]) {
    sqlite3_stmt *stmt = prepare(store, "SELECT key FROM secret", "");
    bool found = row(store, stmt) && sqlite3_column_bytes(stmt, 0) == 32;
    if (found)
        memcpy(key, sqlite3_column_blob(stmt, 0), 32);
    sqlite3_finalize(stmt);
    return found;
}

/* ---- scripts ---- */
bool store_keep_script(struct store *store, struct str hash, struct str compiled) {
    return done(store,
                prepare(store, "INSERT OR IGNORE INTO script VALUES(?,?)", "tt", hash, compiled));
}

bool store_script(struct store *store, struct str hash, struct arena *a, struct str *compiled) {
    sqlite3_stmt *stmt = prepare(store, "SELECT compiled FROM script WHERE hash=?", "t", hash);
    bool found = row(store, stmt);
    if (found)
        *compiled = kept_column(stmt, 0, a);
    sqlite3_finalize(stmt);
    return found;
}

bool store_each_script(struct store *store, struct str title, struct str version,
                       bool (*visit)(void *payload, struct str hash), void *payload) {
    sqlite3_stmt *stmt =
        prepare(store, "SELECT DISTINCT script FROM session WHERE title=? AND version=?", "tt",
                title, version);
    while (row(store, stmt) && visit(payload, column(stmt, 0)))
        continue;
    sqlite3_finalize(stmt);
    return store->why[0] == 0;
}

/* ---- the journal ---- */
static void digest_text(crypto_generichash_state *state, struct str s) {
    uint64_t len = s.len; /* so that no two texts run into each other */
    crypto_generichash_update(state, (const unsigned char *)&len, sizeof len);
    crypto_generichash_update(state, (const unsigned char *)s.text, s.len);
}

/* Of an entry and the digest before it; takes its place. */
static void digest_entry(int64_t session, const struct store_entry *e, unsigned char digest[32]) {
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, 32);
    crypto_generichash_update(&state, digest, 32);
    crypto_generichash_update(&state, (const unsigned char *)&session, sizeof session);
    crypto_generichash_update(&state, (const unsigned char *)&e->number, sizeof e->number);
    digest_text(&state, e->at);
    digest_text(&state, e->user);
    digest_text(&state, e->kind);
    digest_text(&state, e->name);
    digest_text(&state, e->body);
    crypto_generichash_final(&state, digest, 32);
}

bool store_head(struct store *store, int64_t session, struct store_head *out) {
    sqlite3_stmt *stmt =
        prepare(store, "SELECT last, digest FROM session WHERE id=?", "i", session);
    bool found = row(store, stmt);
    if (found) {
        *out = (struct store_head){.session = session, .next = sqlite3_column_int64(stmt, 0) + 1};
        const void *digest = sqlite3_column_blob(stmt, 1);
        if (digest && sqlite3_column_bytes(stmt, 1) == sizeof out->digest)
            memcpy(out->digest, digest, sizeof out->digest);
    }
    sqlite3_finalize(stmt);
    return found;
}

static bool add_entry(struct store *store, const struct store_head *head,
                      const struct store_entry *e) {
    return done(store, prepare(store, "INSERT INTO entry VALUES(?,?,?,?,?,?,?,?)", "iitttttb",
                               head->session, e->number, e->at, e->user, e->kind, e->name, e->body,
                               (const void *)head->digest));
}

/* Has nobody else added anything since? */
static bool goes_on(struct store *store, const struct store_head *head) {
    sqlite3_stmt *stmt = prepare(store, "SELECT last FROM session WHERE id=?", "i", head->session);
    bool found = row(store, stmt), same = found && sqlite3_column_int64(stmt, 0) == head->next - 1;
    sqlite3_finalize(stmt);
    if (same || store->why[0])
        return same;
    return fail(store,
                found ? "this session goes on in another window" : "this session has been deleted");
}

/* Within a transaction. */
static bool add_all(struct store *store, struct store_head *head, const struct store_entry *entries,
                    size_t count, struct str status, struct str open) {
    int64_t answers = 0;
    char now[40];
    bool good = true;
    stamp(now);
    for (size_t i = 0; good && i < count; i++) {
        struct store_entry e = entries[i];
        e.number = head->next++;
        e.at = str_from(now);
        digest_entry(head->session, &e, head->digest);
        answers += str_is(e.kind, "answer") || str_is(e.kind, "change");
        good = add_entry(store, head, &e);
    }
    return good && done(store, prepare(store,
                                       "UPDATE session SET last=?, digest=?, status=?, open=?, "
                                       "changed=?, answers=answers+? WHERE id=?",
                                       "ibtttii", head->next - 1, (const void *)head->digest,
                                       status, open, str_from(now), answers, head->session));
}

bool store_add(struct store *store, struct store_head *head, const struct store_entry *entries,
               size_t count, struct str status, struct str open) {
    struct store_head after = *head;
    if (!run(store, "BEGIN IMMEDIATE") || !goes_on(store, head) ||
        !add_all(store, &after, entries, count, status, open) || !run(store, "COMMIT"))
        return leave_undone(store);
    *head = after;
    return true;
}

bool store_begin(struct store *store, struct store_session *s, struct str compiled,
                 const struct store_entry *first, struct store_head *head) {
    char now[40];
    stamp(now);
    *head = (struct store_head){.next = 1};
    bool good = run(store, "BEGIN IMMEDIATE") && store_keep_script(store, s->script, compiled) &&
                done(store, prepare(store,
                                    "INSERT INTO session(client, script, title, version, file, "
                                    "entry, status, open, began, changed, answers, last, digest) "
                                    "VALUES(?,?,?,?,?,?,'running','',?7,?7,0,0,?8)",
                                    "tttttttb", s->client, s->script, s->title, s->version, s->file,
                                    s->entry, str_from(now), (const void *)head->digest));
    s->id = head->session = sqlite3_last_insert_rowid(store->db);
    good = good && add_all(store, head, first, 1, STR("running"), (struct str){"", 0}) &&
           run(store, "COMMIT");
    return good || leave_undone(store);
}

static struct store_entry read_entry(sqlite3_stmt *stmt) {
    return (struct store_entry){.number = sqlite3_column_int64(stmt, 0),
                                .at = column(stmt, 1),
                                .user = column(stmt, 2),
                                .kind = column(stmt, 3),
                                .name = column(stmt, 4),
                                .body = column(stmt, 5)};
}

static sqlite3_stmt *entries_of(struct store *store, int64_t session) {
    return prepare(store,
                   "SELECT number, at, user, kind, name, body, digest FROM entry WHERE session=? "
                   "ORDER BY number",
                   "i", session);
}

bool store_each_entry(struct store *store, int64_t session,
                      bool (*visit)(void *payload, const struct store_entry *entry),
                      void *payload) {
    sqlite3_stmt *stmt = entries_of(store, session);
    while (row(store, stmt)) {
        struct store_entry e = read_entry(stmt);
        if (!visit(payload, &e))
            break;
    }
    sqlite3_finalize(stmt);
    return store->why[0] == 0;
}

bool store_verify(struct store *store, int64_t session, int64_t *bad) {
    struct store_head head;
    unsigned char digest[32] = {0};
    int64_t number = 0;
    *bad = 0;
    if (!store_head(store, session, &head))
        return false;
    sqlite3_stmt *stmt = entries_of(store, session);
    while (!*bad && row(store, stmt)) {
        struct store_entry e = read_entry(stmt);
        const void *kept = sqlite3_column_blob(stmt, 6);
        digest_entry(session, &e, digest);
        if (e.number != ++number || sqlite3_column_bytes(stmt, 6) != sizeof digest ||
            memcmp(kept, digest, sizeof digest) != 0)
            *bad = number;
    }
    sqlite3_finalize(stmt);
    if (!*bad && (number != head.next - 1 || memcmp(digest, head.digest, sizeof digest) != 0))
        *bad = number + 1; /* what came last is gone */
    return store->why[0] == 0;
}
