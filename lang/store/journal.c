/* The journal of each session, and the chain that holds it together. See store.h. */
#include "store/database.h"

#include <sodium.h>
#include <string.h>

/* ---- the chain ---- */
static void digest_text(crypto_generichash_state *state, struct str s) {
    uint64_t len = s.len; /* so that no two texts run into each other */
    crypto_generichash_update(state, (const unsigned char *)&len, sizeof len);
    crypto_generichash_update(state, (const unsigned char *)s.text, s.len);
}

/* Of an entry, as it is kept, and the digest before it; takes its place. */
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

static struct str digest_bytes(const unsigned char digest[32]) {
    return (struct str){(const char *)digest, 32};
}

bool store_head(struct store *store, int64_t session, struct store_head *out) {
    sqlite3_stmt *stmt =
        db_prepare(store, "SELECT last, digest FROM session WHERE id=?", "i", session);
    bool found = db_row(store, stmt);
    if (found) {
        *out = (struct store_head){.session = session, .next = sqlite3_column_int64(stmt, 0) + 1};
        const void *digest = sqlite3_column_blob(stmt, 1);
        if (digest && sqlite3_column_bytes(stmt, 1) == sizeof out->digest)
            memcpy(out->digest, digest, sizeof out->digest);
    }
    sqlite3_finalize(stmt);
    return found;
}

/* ---- sealing ---- */
/* Which script it is must be found without opening anything. */
static bool names_script(struct str kind) {
    return str_is(kind, "begin") || str_is(kind, "script");
}

static void seal_entry(const struct store *store, int64_t session, struct store_entry *e,
                       struct arena *a) {
    if (!names_script(e->kind))
        e->name = db_seal(store, session, e->number, "name", e->name, a);
    e->body = db_seal(store, session, e->number, "body", e->body, a);
}

static bool unseal_entry(struct store *store, int64_t session, struct store_entry *e,
                         struct arena *a) {
    struct str name = e->name, body = e->body;
    return (names_script(e->kind) ||
            db_unseal(store, session, e->number, "name", name, a, &e->name)) &&
           db_unseal(store, session, e->number, "body", body, a, &e->body);
}

/* ---- adding ---- */
/* `e` as it is kept. */
static bool add_entry(struct store *store, const struct store_head *head,
                      const struct store_entry *e) {
    const char *types = !store->locked          ? "iittttt"
                                                  "b"
                        : names_script(e->kind) ? "iittttbb"
                                                : "iitttbbb";
    return db_done(store, db_prepare(store, "INSERT INTO entry VALUES(?,?,?,?,?,?,?,?)", types,
                                     head->session, e->number, e->at, e->user, e->kind, e->name,
                                     e->body, digest_bytes(head->digest)));
}

/* Has nobody else added anything since? */
static bool goes_on(struct store *store, const struct store_head *head) {
    sqlite3_stmt *stmt =
        db_prepare(store, "SELECT last FROM session WHERE id=?", "i", head->session);
    bool found = db_row(store, stmt),
         same = found && sqlite3_column_int64(stmt, 0) == head->next - 1;
    sqlite3_finalize(stmt);
    if (same || store->why[0])
        return same;
    return db_fail(store, found ? "this session goes on in another window"
                                : "this session has been deleted");
}

static bool set_head(struct store *store, const struct store_head *head, struct str status,
                     struct str open, int64_t answers, int64_t outcome, struct arena *a) {
    char now[40];
    db_stamp(now);
    if (open.len)
        open = db_seal(store, head->session, 0, "open", open, a);
    return db_done(store, db_prepare(store,
                                     "UPDATE session SET last=?, digest=?, status=?, open=?, "
                                     "changed=?, answers=answers+?, "
                                     "outcome=CASE ?7 WHEN 0 THEN outcome ELSE ?7 END WHERE id=?8",
                                     store->locked && open.len ? "ibtbtiii" : "ibtttiii",
                                     head->next - 1, digest_bytes(head->digest), status, open,
                                     str_from(now), answers, outcome, head->session));
}

/* Within a transaction. */
static bool add_all(struct store *store, struct store_head *head, const struct store_entry *entries,
                    size_t count, struct str status, struct str open) {
    int64_t answers = 0, outcome = 0;
    char now[40];
    bool good = true;
    struct arena a;
    arena_init(&a);
    db_stamp(now);
    for (size_t i = 0; good && i < count; i++) {
        struct store_entry e = entries[i];
        e.number = head->next++;
        e.at = str_from(now);
        seal_entry(store, head->session, &e, &a);
        digest_entry(head->session, &e, head->digest);
        answers += str_is(e.kind, "answer") || str_is(e.kind, "change");
        outcome = str_is(e.kind, "outcome") ? e.number : outcome;
        good = add_entry(store, head, &e);
    }
    good = good && set_head(store, head, status, open, answers, outcome, &a);
    arena_release(&a);
    return good;
}

bool store_add(struct store *store, struct store_head *head, const struct store_entry *entries,
               size_t count, struct str status, struct str open) {
    struct store_head after = *head;
    if (!db_run(store, "BEGIN IMMEDIATE") || !goes_on(store, head) ||
        !add_all(store, &after, entries, count, status, open) || !db_run(store, "COMMIT"))
        return db_undo(store);
    *head = after;
    return true;
}

/* The row; s->id is its number. */
static bool add_session(struct store *store, struct store_session *s,
                        const struct store_head *head) {
    char now[40];
    db_stamp(now);
    bool good = db_done(
        store,
        db_prepare(store,
                   "INSERT INTO session(client, script, title, version, file, entry, "
                   "status, open, began, changed, answers, last, digest, course, number) "
                   "VALUES(?,?,?,?,?,?,?7,'',?8,?8,0,0,?9,?10,?11)",
                   "ttttttttbii", s->client, s->script, s->title, s->version, s->file, s->entry,
                   s->status, str_from(now), digest_bytes(head->digest), s->course, s->number));
    s->id = sqlite3_last_insert_rowid(store->db);
    if (!good || s->course != COURSE_BEGINS)
        return good;
    s->course = s->id;
    return db_done(store, db_prepare(store, "UPDATE session SET course=id WHERE id=?", "i", s->id));
}

bool store_begin(struct store *store, struct store_session *s, struct str compiled,
                 const struct store_entry *first, struct store_head *head) {
    *head = (struct store_head){.next = 1};
    if (!s->status.len)
        s->status = STR("running");
    bool good = db_run(store, "BEGIN IMMEDIATE") &&
                (!compiled.len || store_keep_script(store, s->script, compiled)) &&
                add_session(store, s, head);
    head->session = s->id;
    good = good && add_all(store, head, first, 1, s->status, (struct str){"", 0}) &&
           db_run(store, "COMMIT");
    return good || db_undo(store);
}

/* ---- reading ---- */
/* As it is kept; until the next row. */
static struct store_entry read_entry(sqlite3_stmt *stmt) {
    return (struct store_entry){.number = sqlite3_column_int64(stmt, 0),
                                .at = db_column(stmt, 1),
                                .user = db_column(stmt, 2),
                                .kind = db_column(stmt, 3),
                                .name = db_column(stmt, 4),
                                .body = db_column(stmt, 5)};
}

#define ENTRIES "SELECT number, at, user, kind, name, body, digest FROM entry WHERE session=?"

bool store_each_entry(struct store *store, int64_t session,
                      bool (*visit)(void *payload, const struct store_entry *entry),
                      void *payload) {
    struct arena a;
    sqlite3_stmt *stmt = db_prepare(store, ENTRIES " ORDER BY number", "i", session);
    arena_init(&a);
    while (db_row(store, stmt)) {
        struct store_entry e = read_entry(stmt);
        if (!unseal_entry(store, session, &e, &a) || !visit(payload, &e))
            break;
        arena_reset(&a);
    }
    arena_release(&a);
    sqlite3_finalize(stmt);
    return store->why[0] == 0;
}

bool store_entry(struct store *store, int64_t session, int64_t number, struct arena *a,
                 struct store_entry *out) {
    sqlite3_stmt *stmt = db_prepare(store, ENTRIES " AND number=?", "ii", session, number);
    bool found = db_row(store, stmt);
    if (found) {
        struct store_entry e = read_entry(stmt);
        found = unseal_entry(store, session, &e, a);
        *out = (struct store_entry){e.number,
                                    arena_str(a, e.at),
                                    arena_str(a, e.user),
                                    arena_str(a, e.kind),
                                    arena_str(a, e.name),
                                    arena_str(a, e.body)};
    }
    sqlite3_finalize(stmt);
    return found;
}

bool store_verify(struct store *store, int64_t session, int64_t *bad) {
    struct store_head head;
    unsigned char digest[32] = {0};
    int64_t number = 0;
    *bad = 0;
    if (!store_head(store, session, &head))
        return false;
    sqlite3_stmt *stmt = db_prepare(store, ENTRIES " ORDER BY number", "i", session);
    while (!*bad && db_row(store, stmt)) {
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

/* ---- locking ---- */
/* One session: its entries sealed, its chain made anew. */
static bool seal_session(struct store *store, int64_t session, struct str open, struct arena *a) {
    struct store_head head = {.session = session, .next = 1};
    sqlite3_stmt *stmt = db_prepare(store, ENTRIES " ORDER BY number", "i", session);
    bool good = true;
    while (good && db_row(store, stmt)) {
        struct store_entry e = read_entry(stmt);
        bool plain = names_script(e.kind);
        seal_entry(store, session, &e, a);
        digest_entry(session, &e, head.digest);
        head.next++;
        good = db_done(store, db_prepare(store,
                                         "UPDATE entry SET name=?, body=?, digest=? "
                                         "WHERE session=? AND number=?",
                                         plain ? "tbbii" : "bbbii", e.name, e.body,
                                         digest_bytes(head.digest), session, e.number));
        store->why[0] = good ? 0 : store->why[0];
    }
    sqlite3_finalize(stmt);
    if (open.len)
        open = db_seal(store, session, 0, "open", open, a);
    return good && !store->why[0] &&
           db_done(store,
                   db_prepare(store, "UPDATE session SET digest=?, open=? WHERE id=?",
                              open.len ? "bbi" : "bti", digest_bytes(head.digest), open, session));
}

static bool seal_all(struct store *store) {
    struct arena a;
    bool good = true;
    sqlite3_stmt *stmt = db_prepare(store, "SELECT id, open FROM session", "");
    arena_init(&a);
    while (good && db_row(store, stmt)) {
        int64_t session = sqlite3_column_int64(stmt, 0), bad = 0;
        struct str open = arena_str(&a, db_column(stmt, 1));
        good = store_verify(store, session, &bad);
        if (good && bad) {
            char words[100];
            snprintf(words, sizeof words, "session %lld has been altered at entry %lld",
                     (long long)session, (long long)bad);
            good = db_fail(store, words);
        }
        good = good && seal_session(store, session, open, &a);
        arena_reset(&a);
    }
    sqlite3_finalize(stmt);
    arena_release(&a);
    return good && !store->why[0];
}

bool store_lock(struct store *store, struct str passphrase) {
    bool first = !store->locked;
    if (first)
        seal_random(store->key, sizeof store->key);
    if (!db_run(store, "BEGIN IMMEDIATE") || !db_put_lock(store, passphrase))
        return db_undo(store);
    store->locked = store->open = true;
    if ((first && !seal_all(store)) || !db_run(store, "COMMIT")) {
        store->locked = store->open = !first;
        return db_undo(store);
    }
    /* What was readable must not stay anywhere in the file. */
    return db_run(store, "VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
}
