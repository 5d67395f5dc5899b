#include "store/client.h"

#include "run/date.h"
#include "run/pieces.h"

#include <string.h>

/* ---- sessions ---- */
struct gathering {
    struct arena *arena;
    struct store_session *items; /* malloc'ed */
    size_t count, capacity;
};

static bool gather(void *payload, const struct store_session *s) {
    struct gathering *g = payload;
    *array_push(g->items, g->count, g->capacity) = *s;
    return true;
}

bool client_sessions(struct store *store, const char *client, struct arena *a,
                     struct client_sessions *out) {
    struct gathering g = {.arena = a};
    bool good = store_each_session(store, client, a, gather, &g);
    out->count = g.count;
    out->items = arena_array(a, struct store_session, g.count + 1);
    for (size_t i = 0; i < g.count; i++)
        out->items[i] = g.items[g.count - 1 - i];
    free(g.items);
    return good;
}

/* ---- outcomes ---- */
/* Of a session that was broken off: as far as it came. */
static struct json_doc *replayed_outcome(struct store *store, int64_t id, struct arena *a,
                                         struct str *why) {
    struct program *p = NULL;
    struct buffer text;
    struct json_writer w;
    struct session *s = recorder_replay(store, id, a, &p, why);
    if (!s)
        return NULL;
    buffer_init(&text);
    json_writer_init(&w, &text, 0);
    outcome_write(s, &w);
    struct json_doc *doc = json_parse(a, buffer_as_str(&text), why);
    buffer_release(&text);
    session_free(s);
    program_free(p);
    return doc;
}

bool is_appointment(const struct store_session *s) {
    return str_is(s->status, "missed") || str_is(s->status, "course_ended");
}

struct json_doc *client_outcome(struct store *store, const struct store_session *s, struct arena *a,
                                struct str *why) {
    struct store_entry e;
    *why = (struct str){"", 0};
    if (!s->outcome)
        return replayed_outcome(store, s->id, a, why);
    if (store_entry(store, s->id, s->outcome, a, &e))
        return json_parse(a, e.body, why);
    *why = store_why(store);
    return NULL;
}

static struct date day_of(const struct json *outcome) {
    struct date day = {0}, nowhere = {0};
    struct buffer why;
    buffer_init(&why);
    if (!date_read(json_as_text(json_get(outcome, "date")), nowhere, false, &day, &why))
        day = (struct date){0};
    buffer_release(&why);
    return day;
}

/* ---- what they left ---- */
static bool is_of(const struct store_session *s, const struct symbol *entry,
                  const struct program *p) {
    struct str title = program_title(p);
    bool same = title.len ? str_same(s->title, title)
                          : str_same(s->file, str_from(p->modules[0]->source->path));
    return same && str_same(s->entry, entry->path);
}

void course_note(struct course_state *state, const struct store_session *s,
                 const struct json *outcome) {
    struct date day = day_of(outcome);
    state->id = s->course;
    if (s->number > state->held)
        state->held = (uint32_t)s->number;
    state->missed += str_is(s->status, "missed");
    if (day.year)
        state->last = day;
    if (str_is(s->status, "course_ended")) {
        state->ended = true;
        state->why_ended = json_as_text(json_get(outcome, "reason"));
    }
}

bool client_past(struct store *store, const char *client, const struct symbol *entry, bool again,
                 struct past *past, struct course_state *state, struct arena *a, struct str *why) {
    struct client_sessions all;
    int64_t course = 0;
    *state = (struct course_state){0};
    if (!client_sessions(store, client, a, &all)) {
        *why = store_why(store);
        return false;
    }
    for (size_t i = 0; i < all.count; i++)
        if (all.items[i].course == all.items[i].id && is_of(&all.items[i], entry, past->program))
            course = all.items[i].id;
    for (size_t i = 0; i < all.count; i++) {
        const struct store_session *s = &all.items[i];
        struct json_doc *doc = client_outcome(store, s, a, why);
        bool counts = !again && is_of(s, entry, past->program) && (!course || s->course == course);
        if (!doc)
            return false;
        if (!is_appointment(s))
            past_add(past, json_root(doc), counts);
        if (counts && s->course) {
            course_note(state, s, json_root(doc));
            state->why_ended = arena_str(a, state->why_ended);
        }
        json_doc_free(doc);
    }
    return true;
}

bool course_next_date(const struct course *course, const struct course_state *state,
                      struct date *out) {
    return state->last.year && !state->ended && state->held < course->sessions &&
           date_add(state->last, course->months, course->days, out);
}

/* ---- appointments ---- */
static bool appointment(struct store *store, const struct store_session *of, const char *status,
                        struct date day, uint32_t number, struct str user, struct str reason,
                        struct str *why) {
    struct buffer body, date;
    struct json_writer w;
    struct store_head head;
    buffer_init(&body);
    buffer_init(&date);
    date_print(day, &date);
    json_writer_init(&w, &body, 0);
    json_open(&w, '{');
    json_member_text(&w, "date", buffer_as_str(&date));
    if (reason.len)
        json_member_text(&w, "reason", reason);
    json_close(&w, '}');
    struct store_session row = *of;
    row.number = number;
    row.status = str_from(status);
    struct store_entry only = {
        .kind = STR("outcome"), .name = row.status, .user = user, .body = buffer_as_str(&body)};
    bool good = store_begin(store, &row, (struct str){"", 0}, &only, &head);
    if (!good)
        *why = store_why(store);
    buffer_release(&body);
    buffer_release(&date);
    return good;
}

bool client_missed(struct store *store, const struct store_session *of, struct date day,
                   uint32_t number, struct str user, struct str reason, struct str *why) {
    return appointment(store, of, "missed", day, number, user, reason, why);
}

bool client_ends_course(struct store *store, const struct store_session *of, struct date day,
                        struct str user, struct str reason, struct str *why) {
    return appointment(store, of, "course_ended", day, 0, user, reason, why);
}
