#include "store/responses.h"

#include <stdlib.h>
#include <string.h>

#include "program/form.h"
#include "run/result.h"
#include "store/client.h"
#include "store/held_back.h"
#include "store/response_values.h"

struct responding {
    struct store *store;
    const struct export_options *options;
    const char *base;
    struct arena arena;
    struct arena replay; /* of the session that is being read */
    struct program *p;   /* … and its script; most often that of the one before */
    struct json_writer w;
    bool begun;   /* the list of entries is open: a list there is never empty */
    bool filling; /* so is that of the items of a response */
    size_t sessions;
    struct str why;
};

/* One session, as it is gone through. */
struct kept_session {
    struct responding *x;
    const struct store_session *was;
    struct session *s;
    struct times times;
    int shift;
    unsigned responses;
};

/* One time that an inventory was put: its answers, by the line of the form. */
struct playing {
    const struct form *form;
    struct kept_answer *answers; /* question NULL: none */
    bool any, last;
};

/* ---- how it stands ---- */
/* Changed after its last item had been answered. */
static bool was_amended(const struct kept_session *k, const struct playing *playing) {
    int64_t filled = 0, changed = 0;
    for (size_t i = 0; i < playing->form->count; i++) {
        const struct kept_answer *a = &playing->answers[i];
        if (!a->question)
            continue;
        const struct time_of *time = times_of(&k->times, a->path);
        if (a->question->item && time->given > filled)
            filled = time->given;
        if (time->changed > changed)
            changed = time->changed;
    }
    return filled && changed > filled;
}

/* Did a safeguard that an answer of it called end the interview? */
static bool was_cut_off(const struct kept_session *k, const struct playing *playing) {
    size_t firings = session_firing_count(k->s);
    if (!session_handed_over(k->s) || !firings)
        return false;
    struct str at = session_firing_at(k->s, firings - 1).at;
    for (size_t i = 0; i < playing->form->count; i++)
        if (playing->answers[i].question && str_same(playing->answers[i].path, at))
            return true;
    return false;
}

/* What was put before is through; what was put last may have been left, or be going on. */
static struct str status_of(const struct kept_session *k, const struct playing *playing) {
    bool open = playing->last && (session_is_inside(k->s, playing->form->inventory->symbol) ||
                                  was_cut_off(k, playing));
    if (!open)
        return was_amended(k, playing) ? STR("amended") : STR("completed");
    return str_is(k->was->status, "running") ? STR("in-progress") : STR("stopped");
}

/* "…+0100" is "…+01:00" there. */
static struct str authored(const struct kept_session *k, const struct playing *playing) {
    struct str last = {"", 0};
    struct arena *a = &k->x->arena;
    for (size_t i = 0; i < playing->form->count; i++) {
        struct str at = playing->answers[i].question
                            ? times_of(&k->times, playing->answers[i].path)->last
                            : (struct str){"", 0};
        if (at.len >= 19 && (!last.len || memcmp(at.text, last.text, 19) > 0))
            last = at;
    }
    if (!last.len)
        last = k->was->began;
    if (k->shift)
        return day_shifted(a, last, k->shift);
    if (last.len != 24)
        return last;
    return arena_printf(a, "%.22s:%.2s", last.text, last.text + 22);
}

/* ---- items ---- */
static void begin_item(struct responding *x, struct str link_id, struct str text) {
    if (!x->filling) {
        json_key(&x->w, "item");
        json_open(&x->w, '[');
    }
    x->filling = true;
    json_open(&x->w, '{');
    json_member_text(&x->w, "linkId", link_id);
    json_member_text(&x->w, "text", text);
}

static void write_missing(struct json_writer *w, const char *reason) {
    json_key(w, "extension");
    json_open(w, '[');
    fhir_extension(w, FHIR_EXTENSION "data-absent-reason");
    json_member_text(w, "valueCode", str_from(reason));
    json_close(w, '}');
    json_close(w, ']');
}

static const char *reason_of(struct value v) {
    switch ((enum missing_reason)v.reason) {
    case MISSING_DECLINED:
        return "asked-declined";
    case MISSING_UNKNOWN:
        return "asked-unknown";
    case MISSING_NOT_APPLICABLE:
        return "not-applicable";
    case MISSING_NOT_ASKED:
    case MISSING_OFF_ROUTE:
    case MISSING_INCOMPLETE:
        break;
    }
    return "unknown";
}

static void write_answered(struct kept_session *k, const struct kept_answer *a) {
    struct responding *x = k->x;
    struct response_value how = {k->s, a->question, x->base, k->shift, &x->arena};
    if (is_held_back(x->options, a))
        return;
    begin_item(x, a->question->symbol->path, fhir_text(a->question->prompt, &x->arena));
    if (value_is_missing(a->value))
        write_missing(&x->w, reason_of(a->value));
    else if (k->shift && response_is_masked(&how, a->value))
        write_missing(&x->w, "masked");
    else
        response_answers(&how, a->value, &x->w);
    json_close(&x->w, '}');
}

/* A score that has a value, and the words of its band. */
static void write_scored(struct kept_session *k, const struct score *score) {
    struct responding *x = k->x;
    struct value v = session_value(k->s, score->symbol);
    struct str title =
        score->title ? fhir_text(score->title, &x->arena) : name_str(score->symbol->name);
    if (v.kind != VALUE_NUMBER || (score->symbol->is_private && !x->options->with_private))
        return;
    const struct band *band = score_band(score, v.as.number);
    begin_item(x, score->symbol->path, title);
    response_number(&x->w, fhir_type_of_score(score), v.as.number);
    json_close(&x->w, '}');
    if (!band)
        return;
    begin_item(x, fhir_band_item(score, &x->arena), title);
    response_text(&x->w, band->label ? fhir_text(band->label, &x->arena) : name_str(band->name));
    json_close(&x->w, '}');
}

/* A score is known of the last time only: what was answered before, the form itself can score. */
static void write_items(struct kept_session *k, const struct playing *playing) {
    const struct form *form = playing->form;
    for (size_t i = 0; i < form->count; i++) {
        if (form->lines[i].kind == FORM_ASKED && playing->answers[i].question)
            write_answered(k, &playing->answers[i]);
        else if (form->lines[i].kind == FORM_SCORED && playing->last)
            write_scored(k, form->lines[i].score);
    }
    if (k->x->filling)
        json_close(&k->x->w, ']');
    k->x->filling = false;
}

/* ---- responses ---- */
static void write_named(struct responding *x, const char *key, const char *kind, struct str value) {
    json_key(&x->w, key);
    json_open(&x->w, '{');
    json_member_text(&x->w, "system", fhir_address(x->base, kind, (struct str){"", 0}, &x->arena));
    json_member_text(&x->w, "value", value);
    json_close(&x->w, '}');
}

static void write_head(struct kept_session *k, const struct playing *playing, struct str id) {
    struct responding *x = k->x;
    const struct inventory *inventory = playing->form->inventory;
    struct str url = fhir_questionnaire(x->base, inventory, &x->arena);
    struct str version = fhir_version(inventory);
    json_member_text(&x->w, "id", id);
    write_named(x, "identifier", "Session", arena_printf(&x->arena, "%lld", (long long)k->was->id));
    json_member_text(&x->w, "questionnaire",
                     arena_printf(&x->arena, "%.*s%s%.*s", (int)url.len, url.text,
                                  version.len ? "|" : "", (int)version.len, version.text));
    json_member_text(&x->w, "status", status_of(k, playing));
    if (k->was->client.len) {
        json_key(&x->w, "subject");
        json_open(&x->w, '{');
        write_named(x, "identifier", "Client", k->was->client);
        json_close(&x->w, '}');
    }
    json_member_text(&x->w, "authored", authored(k, playing));
}

static void write_response(struct kept_session *k, const struct playing *playing) {
    struct responding *x = k->x;
    struct str id =
        arena_printf(&x->arena, "session-%lld-%u", (long long)k->was->id, ++k->responses);
    if (!x->begun) {
        json_key(&x->w, "entry");
        json_open(&x->w, '[');
    }
    x->begun = true;
    json_open(&x->w, '{');
    json_member_text(&x->w, "fullUrl",
                     fhir_address(x->base, "QuestionnaireResponse", id, &x->arena));
    json_key(&x->w, "resource");
    fhir_resource(&x->w, "QuestionnaireResponse");
    write_head(k, playing, id);
    write_items(k, playing);
    json_close(&x->w, '}');
    json_close(&x->w, '}');
}

static size_t place_of(const struct form *form, const struct question *q) {
    const struct form_line *line = form_line_of(form, q->symbol);
    return line ? (size_t)(line - form->lines) : form->count;
}

/* A question that is put a second time begins the next time that its inventory is put. */
static void write_inventory(struct kept_session *k, const struct inventory *inventory) {
    struct form form;
    form_init(&form, inventory, &k->x->arena);
    struct playing playing = {.form = &form};
    playing.answers = arena_array(&k->x->arena, struct kept_answer, form.count + 1);
    for (size_t i = 0; i < session_route_count(k->s); i++) {
        struct kept_answer a = session_route_at(k->s, i);
        size_t place = place_of(&form, a.question);
        if (place == form.count)
            continue;
        if (playing.answers[place].question) {
            write_response(k, &playing);
            memset(playing.answers, 0, form.count * sizeof *playing.answers);
        }
        a.path = arena_str(&k->x->arena, a.path);
        playing.answers[place] = a;
        playing.any = true;
    }
    playing.last = true;
    if (playing.any)
        write_response(k, &playing);
    form_release(&form);
}

static bool visit(void *payload, const struct store_session *was) {
    struct responding *x = payload;
    if (x->options->session && was->id != x->options->session)
        return true;
    if (!x->options->session && is_appointment(was))
        return true;
    struct kept_session k = {.x = x, .was = was, .times = {.arena = &x->arena}};
    k.s = recorder_replay(x->store, was->id, &x->replay, &x->p, &x->why);
    if (!k.s) {
        x->why = arena_printf(&x->arena, "session %lld: %.*s", (long long)was->id, (int)x->why.len,
                              x->why.text);
        return false;
    }
    x->sessions++;
    k.shift = x->options->pseudonymise ? days_to_shift(x->store, was->client) : 0;
    store_each_entry(x->store, was->id, times_note, &k.times);
    for (size_t i = 0; i < x->p->inventory_count; i++)
        write_inventory(&k, x->p->inventories[i]);
    times_release(&k.times);
    session_free(k.s);
    arena_reset(&x->replay);
    return true;
}

bool export_fhir(struct store *store, const struct export_options *options, const char *base,
                 struct buffer *out, struct str *why) {
    struct responding x = {.store = store, .options = options, .base = base};
    arena_init(&x.arena);
    arena_init(&x.replay);
    json_writer_init(&x.w, out, 6);
    fhir_resource(&x.w, "Bundle");
    json_member_text(&x.w, "type", STR("collection"));
    bool good = store_each_session(store, options->client, &x.arena, visit, &x);
    if (x.begun)
        json_close(&x.w, ']');
    json_close(&x.w, '}');
    buffer_char(out, '\n');
    if (!good && !x.why.len)
        x.why = store_why(store);
    else if (good && !x.sessions)
        x.why = STR("there is no such session");
    *why = arena_str(options->words, x.why);
    program_free(x.p);
    arena_release(&x.replay);
    arena_release(&x.arena);
    return good && x.sessions > 0;
}
