#include "store/cohort.h"

#include "base/json.h"
#include "program/rubric.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- times ---- */
/* "2026-03-14T09:26:53+0100" in seconds; negative: it is none. */
static double seconds_of(struct str at) {
    struct tm t = {0};
    int zone = 0;
    char copy[32];
    if (at.len < 19 || at.len >= sizeof copy)
        return -1;
    memcpy(copy, at.text, at.len);
    copy[at.len] = 0;
    if (sscanf(copy, "%d-%d-%dT%d:%d:%d%d", &t.tm_year, &t.tm_mon, &t.tm_mday, &t.tm_hour,
               &t.tm_min, &t.tm_sec, &zone) < 6)
        return -1;
    t.tm_year -= 1900;
    t.tm_mon -= 1;
    return (double)timegm(&t) - (zone / 100 * 60 + zone % 100) * 60;
}

/* ---- one session ---- */
struct reading {
    struct cohort *c;
    struct store *store;
    struct arena replay; /* of one session */
    struct program *was; /* the script of the session that is being read */
    struct session *session;
    struct matching **rooms; /* malloc'ed, by matcher of the program */
    uint32_t trainee;
    int64_t id;
    double asked; /* when the last question was put */
    size_t from;  /* the attempts of this session begin here */
    struct str why;
};

/* The rubric of this name in the program as it is now; NULL: it has none any more. */
static const struct rubric *rubric_called(const struct program *p, struct str path) {
    for (size_t i = 0; i < p->list_count; i++)
        if (p->lists[i]->rubric && str_same(p->lists[i]->path, path))
            return p->lists[i]->rubric;
    return NULL;
}

/* By what the question of this answer is judged, whatever its occurrence. */
static const struct rubric *rubric_of(struct reading *r, struct str path) {
    for (size_t i = 0; i < session_answer_count(r->session); i++) {
        struct kept_answer a = session_answer_at(r->session, i);
        const struct judging *j = a.question->symbol->judging;
        if (j && j->rubric && str_same(a.path, path))
            return rubric_called(r->c->p, j->rubric->symbol->path);
    }
    return NULL;
}

static struct matching *room_of(struct reading *r, uint32_t matcher) {
    if (!r->rooms[matcher - 1])
        r->rooms[matcher - 1] = matching_new(r->c->p->matchers[matcher - 1]);
    return r->rooms[matcher - 1];
}

static void add_attempt(struct reading *r, const struct rubric *rubric, struct str path,
                        struct str reply, double at) {
    struct cohort *c = r->c;
    struct verdict v = rubric_judge(c->p, rubric, room_of(r, rubric->matcher), c->arena, reply);
    struct attempt *now = array_push(c->attempts, c->attempt_count, c->attempt_capacity);
    *now = (struct attempt){.trainee = r->trainee,
                            .session = r->id,
                            .rubric = rubric,
                            .path = arena_str(c->arena, path),
                            .reply = arena_str(c->arena, reply),
                            .met = v.met,
                            .points = v.points,
                            .harmful = v.harmful,
                            .critical = v.critical,
                            .first = true,
                            .last = true,
                            .seconds = r->asked >= 0 && at >= r->asked ? at - r->asked : -1};
    for (size_t i = c->attempt_count - 1; i-- > r->from;)
        if (str_same(c->attempts[i].path, path)) {
            c->attempts[i].last = false;
            c->attempts[c->attempt_count - 1].first = false;
        }
}

static bool read_entry(void *payload, const struct store_entry *e) {
    struct reading *r = payload;
    struct str why;
    if (str_is(e->kind, "asked"))
        r->asked = seconds_of(e->at);
    if (!str_is(e->kind, "answer") && !str_is(e->kind, "change"))
        return true;
    const struct rubric *rubric = rubric_of(r, e->name);
    struct json_doc *doc = rubric ? json_parse(&r->replay, e->body, &why) : NULL;
    const struct json *value = doc ? json_get(json_root(doc), "value") : NULL;
    if (json_as_text(value).len)
        add_attempt(r, rubric, e->name, json_as_text(value), seconds_of(e->at));
    json_doc_free(doc);
    return true;
}

/* ---- ratings and cues ---- */
static double share_of(const struct reading *r, const struct rubric *rubric) {
    double points = 0, most = 0;
    for (size_t i = r->from; i < r->c->attempt_count; i++) {
        const struct attempt *a = &r->c->attempts[i];
        if (a->rubric != rubric || !a->last)
            continue;
        points += a->points > 0 ? a->points : 0;
        most += rubric->most;
    }
    return most > 0 ? points * 100 / most : -1;
}

static double share_of_drill(struct session *s, const struct drill *d) {
    struct value best = session_value(s, d->points);
    return best.kind == VALUE_NUMBER && d->most > 0
               ? (best.as.number > 0 ? best.as.number : 0) * 100 / d->most
               : -1;
}

static void read_ratings(struct reading *r) {
    struct cohort *c = r->c;
    for (size_t i = 0; i < session_route_count(r->session); i++) {
        struct kept_answer a = session_route_at(r->session, i);
        const struct symbol *of = a.question->rates;
        double from, to;
        if (!of || a.value.kind != VALUE_NUMBER)
            continue;
        struct value low = session_evaluate(r->session, a.question->from);
        struct value high = session_evaluate(r->session, a.question->to);
        if (!value_as_number(low, &from) || !value_as_number(high, &to) || to <= from)
            continue;
        const struct rubric *rubric = of->rubric ? rubric_called(c->p, of->path) : NULL;
        double points = rubric      ? share_of(r, rubric)
                        : of->drill ? share_of_drill(r->session, of->drill)
                                    : -1;
        if (points >= 0)
            *array_push(c->ratings, c->rating_count, c->rating_capacity) = (struct own_rating){
                r->trainee, (a.value.as.number - from) * 100 / (to - from), points};
    }
}

static void read_cues(struct reading *r) {
    const struct program *was = session_program(r->session);
    for (size_t i = 0; i < was->cue_count; i++) {
        const struct symbol *s = was->cues[i]->symbol;
        struct value v = session_value(r->session, s);
        if (v.kind == VALUE_MISSING && v.reason == MISSING_NOT_ASKED)
            continue;
        for (size_t k = 0; k < r->c->p->cue_count; k++)
            if (str_same(r->c->cues[k].cue->symbol->path, s->path)) {
                r->c->cues[k].given++;
                r->c->cues[k].met += v.kind == VALUE_TEXT;
            }
    }
}

/* ---- all sessions ---- */
static uint32_t trainee_called(struct cohort *c, struct str code) {
    for (size_t i = 0; i < c->trainee_count; i++)
        if (str_same(c->trainees[i], code))
            return (uint32_t)i;
    *array_push(c->trainees, c->trainee_count, c->trainee_capacity) = arena_str(c->arena, code);
    return (uint32_t)c->trainee_count - 1;
}

static bool read_session(struct reading *r, const struct store_session *was) {
    arena_reset(&r->replay);
    r->session = recorder_replay(r->store, was->id, &r->replay, &r->was, &r->why);
    if (!r->session)
        return false;
    r->trainee = trainee_called(r->c, was->client);
    r->id = was->id;
    r->asked = -1;
    r->from = r->c->attempt_count;
    r->c->session_count++;
    bool good = store_each_entry(r->store, was->id, read_entry, r);
    read_ratings(r);
    read_cues(r);
    session_free(r->session);
    return good;
}

struct of_script {
    struct str title;
    struct store_session *items; /* malloc'ed; the newest first */
    size_t count, capacity;
};

static bool note_session(void *payload, const struct store_session *s) {
    struct of_script *found = payload;
    bool appointment = str_is(s->status, "missed") || str_is(s->status, "course_ended");
    if (str_same(s->title, found->title) && !appointment)
        *array_push(found->items, found->count, found->capacity) = *s;
    return true;
}

bool cohort_read(struct cohort *c, struct store *store, struct program *p, struct arena *a,
                 struct str *why) {
    *c = (struct cohort){.p = p, .arena = a};
    struct reading r = {.c = c, .store = store};
    struct of_script found = {.title = program_title(p)};
    c->cues = arena_array(a, struct cue_count, p->cue_count + 1);
    for (size_t i = 0; i < p->cue_count; i++)
        c->cues[i].cue = p->cues[i];
    r.rooms = memory_get(sizeof *r.rooms * (p->matcher_count + 1));
    arena_init(&r.replay);
    bool good = store_each_session(store, NULL, a, note_session, &found);
    for (size_t i = found.count; good && i-- > 0;)
        good = read_session(&r, &found.items[i]);
    if (!good)
        *why = r.why.len ? arena_str(a, r.why) : store_why(store);
    else if (!c->session_count)
        *why = arena_printf(a, "no session of “%.*s” is kept here", (int)found.title.len,
                            found.title.text);
    for (size_t i = 0; i < p->matcher_count; i++)
        matching_release(r.rooms[i]);
    free(r.rooms);
    free(found.items);
    program_free(r.was);
    arena_release(&r.replay);
    return good && c->session_count;
}

void cohort_release(struct cohort *c) {
    free(c->trainees);
    free(c->attempts);
    free(c->ratings);
}
