#include "store/recorder.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "program/program_json.h"
#include "run/move.h"
#include "run/past.h"
#include "run/result.h"

struct recorder {
    struct store *store;
    struct session *session;
    struct keeper keeper;
    struct store_head head;
    struct str user;
    size_t alerts, firings; /* that are in the journal */
    bool failed;            /* something was told and could not be written */
    struct buffer body;
};

/* ---- writing ---- */
static struct str open_of(struct session *s) {
    const struct symbol *open = session_open_safeguard(s);
    return open ? open->path : (struct str){"", 0};
}

static bool add(struct recorder *r, struct session *s, struct store_entry *entries, size_t count) {
    for (size_t i = 0; i < count; i++)
        entries[i].user = r->user;
    r->failed |=
        !store_add(r->store, &r->head, entries, count, str_from(result_status(s)), open_of(s));
    return !r->failed;
}

/* What the session leaves to later ones, as it stands now. */
static struct store_entry outcome_entry(struct session *s, struct arena *a) {
    struct buffer body;
    struct json_writer w;
    buffer_init(&body);
    json_writer_init(&w, &body, 0);
    outcome_write(s, &w);
    struct store_entry e = {.kind = STR("outcome"), .body = buffer_keep(&body, a)};
    buffer_release(&body);
    return e;
}

static bool keep(void *payload, struct session *s, const struct move *move, struct str *why) {
    struct recorder *r = payload;
    buffer_clear(&r->body);
    move_write(move, &r->body);
    struct arena a;
    arena_init(&a);
    struct store_entry entries[2] = {{.kind = str_from(move_word(move->kind)),
                                      .name = move->name,
                                      .body = buffer_as_str(&r->body)}};
    bool leaves = move->kind == MOVE_LEAVE;
    if (leaves)
        entries[1] = outcome_entry(s, &a);
    bool kept = !r->failed && add(r, s, entries, leaves ? 2 : 1);
    arena_release(&a);
    if (kept)
        return true;
    buffer_clear(&r->body);
    buffer_printf(&r->body,
                  "This could not be written down (%.*s). The interview stops here; everything "
                  "before it is kept.",
                  (int)store_why(r->store).len, store_why(r->store).text);
    *why = buffer_as_str(&r->body);
    return false;
}

/* Alerts and safeguards that ran; what is put now, or how it ended. */
static size_t count_news(struct recorder *r, struct session *s, const struct event *event) {
    return session_alert_count(s) - r->alerts + session_firing_count(s) - r->firings +
           (event->kind == EVENT_ASK) +
           2 * (event->kind == EVENT_END || event->kind == EVENT_ERROR);
}

static struct str text_member(struct arena *a, const char *key, struct str text) {
    struct buffer b;
    struct json_writer w;
    buffer_init(&b);
    json_writer_init(&w, &b, 0);
    json_open(&w, '{');
    json_member_text(&w, key, text);
    json_close(&w, '}');
    struct str kept = arena_str(a, buffer_as_str(&b));
    buffer_release(&b);
    return kept;
}

static void told(void *payload, struct session *s, const struct event *event) {
    struct recorder *r = payload;
    size_t count = count_news(r, s, event), at = 0;
    struct arena a;
    if (!count || r->failed)
        return;
    arena_init(&a);
    struct store_entry *news = arena_array(&a, struct store_entry, count);
    for (; r->firings < session_firing_count(s); r->firings++) {
        struct kept_firing f = session_firing_at(s, r->firings);
        news[at++] = (struct store_entry){.kind = STR("safeguard"),
                                          .name = f.safeguard->path,
                                          .body = text_member(&a, "at", f.at)};
    }
    for (; r->alerts < session_alert_count(s); r->alerts++) {
        struct kept_alert alert = session_alert_at(s, r->alerts);
        news[at++] = (struct store_entry){.kind = STR("alert"),
                                          .name = name_str(alert.level),
                                          .body = text_member(&a, "text", alert.text)};
    }
    if (event->kind == EVENT_ASK)
        news[at++] = (struct store_entry){.kind = STR("asked"),
                                          .name = event->prompt.path,
                                          .body = text_member(&a, "text", event->prompt.text)};
    if (event->kind == EVENT_END || event->kind == EVENT_ERROR) {
        news[at++] = (struct store_entry){.kind = STR("end"),
                                          .name = str_from(result_status(s)),
                                          .body = text_member(&a, "text", event->text)};
        news[at++] = outcome_entry(s, &a);
    }
    add(r, s, news, at);
    arena_release(&a);
}

static struct recorder *recorder_new(struct store *store, struct session *s, struct str user) {
    struct recorder *r = memory_get(sizeof *r);
    *r = (struct recorder){.store = store, .session = s, .user = user};
    r->keeper = (struct keeper){keep, told, r};
    buffer_init(&r->body);
    return r;
}

void recorder_free(struct recorder *r) {
    if (!r)
        return;
    session_set_keeper(r->session, NULL);
    buffer_release(&r->body);
    free(r);
}

bool recorder_failed(const struct recorder *r) {
    return r->failed;
}

int64_t recorder_session(const struct recorder *r) {
    return r->head.session;
}

/* ---- scripts ---- */
struct str recorder_hash(const struct program *p, struct arena *a) {
    return arena_printf(a, "%016llx", (unsigned long long)p->hash);
}

static struct str compiled(const struct program *p, struct arena *a) {
    struct buffer text;
    buffer_init(&text);
    program_to_json(p, &(struct compile_options){0}, &text);
    struct str kept = buffer_keep(&text, a);
    buffer_release(&text);
    return kept;
}

struct program *recorder_script(struct store *store, struct str hash, struct arena *a,
                                struct str *why) {
    struct str text;
    if (!store_script(store, hash, a, &text)) {
        *why = STR("the script it was made with is not in the store");
        return NULL;
    }
    struct program *p = program_from_text("script.json", text);
    if (p->diags.errors == 0)
        return p;
    *why = STR("the script it was made with cannot be read by this version of the program");
    program_free(p);
    return NULL;
}

/* ---- beginning ---- */
struct recorder *recorder_begin(struct store *store, struct session *s, const struct recording *how,
                                struct str *why) {
    struct arena a;
    struct json_writer w;
    const struct program *p = session_program(s);
    struct recorder *r = recorder_new(store, s, how->user);
    arena_init(&a);
    struct str hash = recorder_hash(p, &a);
    struct store_session row = {.client = how->client,
                                .script = hash,
                                .title = program_title(p),
                                .version = program_version(p),
                                .file = str_from(how->file),
                                .entry = session_given(s)->entry->path,
                                .course = how->course,
                                .number = how->number};
    json_writer_init(&w, &r->body, 0);
    json_open(&w, '{');
    result_write_head(s, &(struct result_stamp){.script = how->file}, &w);
    json_close(&w, '}');
    struct store_entry first = {
        .kind = STR("begin"), .name = hash, .body = buffer_as_str(&r->body)};
    first.user = how->user;
    bool good = store_begin(store, &row, compiled(p, &a), &first, &r->head);
    arena_release(&a);
    if (good) {
        session_set_keeper(s, &r->keeper);
        return r;
    }
    *why = store_why(store);
    recorder_free(r);
    return NULL;
}

/* ---- playing again ---- */
struct replay {
    struct store *store;
    struct arena *arena;
    struct program *now; /* a script that is there already; NULL: none */
    struct program *p;   /* what the session runs in; `now`, or its own */
    struct session *s;
    struct restored restored;
    size_t alerts, firings;
    const struct play_listener *listener; /* or NULL */
    struct str why;                       /* set: it went wrong */
};

static struct program *program_called(struct replay *r, struct str hash) {
    return r->now && str_same(recorder_hash(r->now, r->arena), hash)
               ? r->now
               : recorder_script(r->store, hash, r->arena, &r->why);
}

static void let_go(struct replay *r) {
    session_free(r->s);
    if (r->p != r->now)
        program_free(r->p);
    r->s = NULL;
    r->p = NULL;
}

static bool begin(struct replay *r, struct program *p, const struct json *head) {
    struct session_options options = {0};
    if (!result_options(head, p, &options, &r->why))
        return false;
    r->p = p;
    r->s = session_new(p, &options);
    return true;
}

/* The answers go over to another script, by their names. */
static bool go_over(struct replay *r, struct program *to) {
    struct buffer text;
    struct session *before = r->s;
    struct program *old = r->p;
    buffer_init(&text);
    result_write(before, &(struct result_stamp){.script = ""}, &text);
    struct json_doc *doc = json_parse(r->arena, buffer_as_str(&text), &r->why);
    bool good = doc && begin(r, to, json_root(doc));
    if (good)
        result_restore(r->s, json_root(doc), r->arena, old, &r->restored);
    json_doc_free(doc);
    buffer_release(&text);
    if (good) {
        session_free(before);
        if (old != r->now)
            program_free(old);
    }
    return good;
}

/* What was told up to the question that this move was made at (NULL: up to the end), and the move.
 */
static void tell_listener(struct replay *r, const struct store_entry *move) {
    const struct event *event;
    if (!r->listener)
        return;
    do {
        event = session_next(r->s);
        if (event->kind != EVENT_ASK || move)
            r->listener->event(r->listener->payload, r->s, event);
    } while (event->kind != EVENT_ASK && event->kind != EVENT_END && event->kind != EVENT_ERROR);
    if (move)
        r->listener->move(r->listener->payload, r->s, move);
}

static bool play_entry(struct replay *r, const struct store_entry *e) {
    bool first = str_is(e->kind, "begin"), other = str_is(e->kind, "script");
    r->alerts += str_is(e->kind, "alert");
    r->firings += str_is(e->kind, "safeguard");
    if (str_is(e->kind, "asked") || str_is(e->kind, "alert") || str_is(e->kind, "safeguard") ||
        str_is(e->kind, "end") || str_is(e->kind, "leave") || str_is(e->kind, "resume") ||
        str_is(e->kind, "outcome"))
        return true; /* what was told, not done */
    struct program *p = first || other ? program_called(r, e->name) : NULL;
    if ((first || other) && !p)
        return false;
    if (other)
        return go_over(r, p);
    if (!first && r->s)
        tell_listener(r, e);
    struct json_doc *doc = json_parse(r->arena, e->body, &r->why);
    bool good = doc && (first ? begin(r, p, json_root(doc))
                              : r->s && move_make(r->s, e->kind, e->name, json_root(doc), &r->why));
    json_doc_free(doc);
    return good;
}

static bool visit(void *payload, const struct store_entry *e) {
    struct replay *r = payload;
    if (play_entry(r, e))
        return true;
    r->why = arena_printf(r->arena, "its entry %lld (%.*s %.*s) cannot be played again: %.*s",
                          (long long)e->number, (int)e->kind.len, e->kind.text, (int)e->name.len,
                          e->name.text, (int)r->why.len, r->why.text);
    let_go(r);
    return false;
}

static bool play(struct replay *r, int64_t id) {
    int64_t bad;
    if (!store_verify(r->store, id, &bad)) {
        r->why = store_why(r->store);
        if (!r->why.len)
            r->why = arena_printf(r->arena, "there is no session %lld", (long long)id);
        return false;
    }
    if (bad) {
        r->why =
            arena_printf(r->arena, "its journal has been altered at entry %lld", (long long)bad);
        return false;
    }
    if (!store_each_entry(r->store, id, visit, r) && !r->why.len)
        r->why = store_why(r->store);
    if (r->s || r->why.len)
        return r->s != NULL;
    r->why = STR("it has no questions and answers: it is an appointment");
    return false;
}

bool recorder_play(struct store *store, int64_t id, const struct play_listener *listener,
                   struct arena *a, struct str *why) {
    struct replay r = {.store = store, .arena = a, .listener = listener};
    if (!play(&r, id)) {
        *why = r.why;
        return false;
    }
    tell_listener(&r, NULL);
    let_go(&r);
    return true;
}

struct session *recorder_replay(struct store *store, int64_t id, struct arena *a,
                                struct program **p, struct str *why) {
    struct replay r = {.store = store, .arena = a, .now = *p};
    if (!play(&r, id)) {
        *why = r.why;
        return NULL;
    }
    for (const struct event *e = session_next(r.s);
         e->kind != EVENT_ASK && e->kind != EVENT_END && e->kind != EVENT_ERROR;
         e = session_next(r.s))
        continue; /* what followed the last move */
    if (r.p != *p)
        program_free(*p);
    *p = r.p;
    return r.s;
}

/* ---- going on ---- */
static bool write_resumed(struct recorder *r, struct session *s, const struct program *p,
                          bool changed, struct arena *a) {
    struct store_entry entries[2] = {{.kind = STR("resume"), .body = STR("{}")}};
    if (!changed)
        return add(r, s, entries, 1);
    entries[1] =
        (struct store_entry){.kind = STR("script"), .name = recorder_hash(p, a), .body = STR("{}")};
    return store_keep_script(r->store, entries[1].name, compiled(p, a)) && add(r, s, entries, 2);
}

struct recorder *recorder_resume(struct store *store, int64_t id, struct program *p,
                                 struct str user, struct arena *a, struct session **s,
                                 struct resumed *out, struct str *why) {
    struct replay r = {.store = store, .arena = a, .now = p};
    bool good = store_session(store, id, a, &out->was) && play(&r, id);
    out->changed = good && r.p != p;
    if (out->changed)
        good = go_over(&r, p);
    if (!good) {
        *why = r.why.len ? r.why : store_why(store);
        return NULL;
    }
    out->restored = r.restored;
    *s = r.s;
    struct recorder *recorder = recorder_new(store, r.s, user);
    recorder->alerts = r.alerts;
    recorder->firings = r.firings;
    if (store_head(store, id, &recorder->head) &&
        write_resumed(recorder, r.s, p, out->changed, a)) {
        session_set_keeper(r.s, &recorder->keeper);
        return recorder;
    }
    *why = store_why(store);
    recorder_free(recorder);
    session_free(r.s);
    return NULL;
}

struct recorder *recorder_amend(struct store *store, int64_t id, struct str user, struct arena *a,
                                struct session **s, struct program **p, struct str *why) {
    static const struct store_entry entry = {.kind = STR_INIT("resume"), .body = STR_INIT("{}")};
    struct store_entry resumed = entry;
    *p = NULL;
    *s = recorder_replay(store, id, a, p, why);
    if (!*s)
        return NULL;
    struct recorder *r = recorder_new(store, *s, user);
    r->alerts = session_alert_count(*s);
    r->firings = session_firing_count(*s);
    bool over = session_status(*s) == SESSION_COMPLETED;
    *why = over ? (struct str){"", 0}
                : STR("it is not completed; `ipt run` goes on with it, and /change changes there");
    if (over && store_head(store, id, &r->head) && add(r, *s, &resumed, 1)) {
        session_set_keeper(*s, &r->keeper);
        return r;
    }
    if (over)
        *why = store_why(store);
    recorder_free(r);
    session_free(*s);
    program_free(*p);
    return NULL;
}
