/* See store.h: sessions and scripts. */
#include "store/database.h"

#include <string.h>

static struct str kept_column(sqlite3_stmt *stmt, int i, struct arena *a) {
    return arena_str(a, db_column(stmt, i));
}

/* ---- sessions ---- */
#define SESSION_COLUMNS                                                                        \
    "client, script, title, version, file, entry, status, began, changed, open, id, answers, " \
    "course, number, outcome"

static bool read_session(struct store *store, sqlite3_stmt *stmt, struct arena *a,
                         struct store_session *s) {
    *s = (struct store_session){.id = sqlite3_column_int64(stmt, 10),
                                .answers = sqlite3_column_int64(stmt, 11),
                                .course = sqlite3_column_int64(stmt, 12),
                                .number = sqlite3_column_int64(stmt, 13),
                                .outcome = sqlite3_column_int64(stmt, 14)};
    struct str *const texts[] = {&s->client, &s->script, &s->title, &s->version, &s->file,
                                 &s->entry,  &s->status, &s->began, &s->changed};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        *texts[i] = kept_column(stmt, (int)i, a);
    struct str open = db_column(stmt, COUNT_OF(texts));
    return !open.len || db_unseal(store, s->id, 0, "open", open, a, &s->open);
}

bool store_session(struct store *store, int64_t id, struct arena *a, struct store_session *out) {
    sqlite3_stmt *stmt =
        db_prepare(store, "SELECT " SESSION_COLUMNS " FROM session WHERE id=?", "i", id);
    bool found = db_row(store, stmt) && read_session(store, stmt, a, out);
    sqlite3_finalize(stmt);
    return found;
}

bool store_each_session(struct store *store, const char *client, struct arena *a,
                        bool (*visit)(void *payload, const struct store_session *session),
                        void *payload) {
    static const char all[] = "SELECT " SESSION_COLUMNS " FROM session ORDER BY id DESC";
    static const char some[] =
        "SELECT " SESSION_COLUMNS " FROM session WHERE client=? ORDER BY id DESC";
    struct store_session s;
    sqlite3_stmt *stmt =
        client ? db_prepare(store, some, "t", str_from(client)) : db_prepare(store, all, "");
    while (db_row(store, stmt))
        if (!read_session(store, stmt, a, &s) || !visit(payload, &s))
            break;
    sqlite3_finalize(stmt);
    return store->why[0] == 0;
}

bool store_delete(struct store *store, int64_t id, struct str user) {
    char now[40];
    db_stamp(now);
    bool good =
        db_run(store, "BEGIN IMMEDIATE") &&
        db_done(store, db_prepare(store, "INSERT INTO deleted VALUES(?,?,?)", "itt", id,
                                  str_from(now), user)) &&
        db_done(store, db_prepare(store, "DELETE FROM session WHERE id=?", "i", id)) &&
        db_run(store,
               "DELETE FROM script WHERE hash NOT IN (SELECT script FROM session) AND hash NOT IN "
               "(SELECT name FROM entry WHERE kind='script')") &&
        db_run(store, "COMMIT");
    if (!good)
        return db_undo(store);
    return db_run(store, "VACUUM; PRAGMA wal_checkpoint(TRUNCATE)"); /* nothing stays in the file */
}

bool store_secret(struct store *store, unsigned char key[32]) {
    sqlite3_stmt *stmt = db_prepare(store, "SELECT key FROM secret", "");
    bool found = db_row(store, stmt) && sqlite3_column_bytes(stmt, 0) == 32;
    if (found)
        memcpy(key, sqlite3_column_blob(stmt, 0), 32);
    sqlite3_finalize(stmt);
    return found;
}

/* ---- scripts ---- */
bool store_keep_script(struct store *store, struct str hash, struct str compiled) {
    return db_done(
        store, db_prepare(store, "INSERT OR IGNORE INTO script VALUES(?,?)", "tt", hash, compiled));
}

bool store_script(struct store *store, struct str hash, struct arena *a, struct str *compiled) {
    sqlite3_stmt *stmt = db_prepare(store, "SELECT compiled FROM script WHERE hash=?", "t", hash);
    bool found = db_row(store, stmt);
    if (found)
        *compiled = kept_column(stmt, 0, a);
    sqlite3_finalize(stmt);
    return found;
}

bool store_each_script(struct store *store, struct str title, struct str version,
                       bool (*visit)(void *payload, struct str hash), void *payload) {
    sqlite3_stmt *stmt =
        db_prepare(store, "SELECT DISTINCT script FROM session WHERE title=? AND version=?", "tt",
                   title, version);
    while (db_row(store, stmt) && visit(payload, db_column(stmt, 0)))
        continue;
    sqlite3_finalize(stmt);
    return store->why[0] == 0;
}
