/* Out: {"event": …}; in: {"answer": …} and the other requests. A line that cannot be understood
   gets an event that says why, and the question is put again: the other side is never left guessing
   what counts. */
#include "front/json_lines.h"

#include "base/json.h"
#include "base/text.h"
#include "front/report.h"

#include <errno.h>
#include <math.h>
#include <string.h>

struct lines {
    struct session *session;
    FILE *in, *out;
    struct buffer line;
    struct arena scratch;
    int code;
    bool over;
};

static void send(struct lines *l, struct buffer *b) {
    buffer_char(b, '\n');
    fwrite(b->text, 1, b->len, l->out);
    fflush(l->out);
    buffer_release(b);
}

static void begin(struct json_writer *w, struct buffer *b, const char *event) {
    buffer_init(b);
    json_writer_init(w, b, 0);
    json_open(w, '{');
    json_member_text(w, "event", str_from(event));
}

static void send_words(struct lines *l, const char *event, const char *key, struct str words) {
    struct json_writer w;
    struct buffer b;
    begin(&w, &b, event);
    json_member_text(&w, key, words);
    json_close(&w, '}');
    send(l, &b);
}

/* ---- out ---- */
static void write_options(const struct prompt *p, struct json_writer *w) {
    json_key(w, "options");
    json_open(w, '[');
    for (uint32_t i = 0; i < p->offer_count; i++) {
        const struct choice *o = p->offers[i].option;
        json_open(w, '{');
        json_member_text(w, "code", p->offers[i].code);
        json_member_text(w, "label", p->offers[i].label);
        if (!o) { /* a card: its path is the code */
            json_close(w, '}');
            continue;
        }
        if (o->valued)
            json_member_number(w, "value", o->value);
        if (o->alone)
            json_member_bool(w, "alone", true);
        if (o->other)
            json_member_bool(w, "other", true);
        json_close(w, '}');
    }
    json_close(w, ']');
}

static void write_bounds(const struct prompt *p, struct json_writer *w) {
    if (p->bounded) {
        json_member_number(w, "from", p->from);
        json_member_number(w, "to", p->to);
    }
    if (p->step > 0)
        json_member_number(w, "step", p->step);
    if (p->question->form == FORM_CHOOSE_SOME) {
        json_member_number(w, "least", p->question->least);
        json_member_number(w, "most", p->question->most);
    }
    if (p->unit.len)
        json_member_text(w, "unit", p->unit);
}

/* Labels of the list so far: an answer is one more, an empty text says that these are all. */
static void write_so_far(const struct prompt *p, struct json_writer *w) {
    json_key(w, "so_far");
    json_open(w, '[');
    for (uint32_t i = 0; i < p->so_far_count; i++)
        json_text(w, p->so_far[i]);
    json_close(w, ']');
}

static void send_ask(struct lines *l, const struct event *event) {
    struct json_writer w;
    struct buffer b;
    const struct prompt *p = &event->prompt;
    begin(&w, &b, "ask");
    json_member_text(&w, "name", p->path);
    if (session_open_safeguard(l->session))
        json_member_text(&w, "safeguard", session_open_safeguard(l->session)->path);
    json_member_text(&w, "prompt", p->text);
    json_member_text(&w, "form",
                     str_from(p->collecting ? "collect" : form_name(p->question->form)));
    if (p->collecting)
        write_so_far(p, &w);
    if (p->stem.len)
        json_member_text(&w, "stem", p->stem);
    if (p->help.len)
        json_member_text(&w, "help", p->help);
    if (p->offer_count)
        write_options(p, &w);
    write_bounds(p, &w);
    json_member_bool(&w, "required", p->question->required);
    if (!value_is_missing(p->initial)) {
        json_key(&w, "default");
        value_write(p->initial, &w);
    }
    if (p->was_answered) {
        json_key(&w, "earlier");
        value_write(p->earlier, &w);
        if (p->unfit)
            json_member_bool(&w, "earlier_fits", false);
    }
    json_key(&w, "position");
    json_open(&w, '[');
    json_number(&w, p->position);
    json_number(&w, p->least);
    if (p->most == UINT32_MAX)
        json_none(&w);
    else
        json_number(&w, p->most);
    json_close(&w, ']');
    struct place place = source_place(&session_program(l->session)->sources, event->span.lo);
    if (place.source) {
        json_key(&w, "why");
        json_open(&w, '{');
        json_member_text(&w, "file", str_from(place.source->path));
        json_member_number(&w, "line", place.line);
        json_close(&w, '}');
    }
    json_close(&w, '}');
    send(l, &b);
}

static void send_end(struct lines *l, const struct event *event) {
    static const char *const words[] = {"running", "completed", "left", "stopped"};
    struct json_writer w;
    struct buffer b;
    begin(&w, &b, event->kind == EVENT_ERROR ? "error" : "end");
    json_member_text(&w, "status", str_from(words[event->status]));
    if (event->text.len)
        json_member_text(&w, event->kind == EVENT_ERROR ? "message" : "reason", event->text);
    if (session_open_safeguard(l->session))
        json_member_text(&w, "open", session_open_safeguard(l->session)->path);
    struct place place = source_place(&session_program(l->session)->sources, event->span.lo);
    if (event->kind == EVENT_ERROR && place.source) {
        json_member_text(&w, "file", str_from(place.source->path));
        json_member_number(&w, "line", place.line);
    }
    json_close(&w, '}');
    send(l, &b);
    l->code = event->status == SESSION_COMPLETED ? 0 : event->status == SESSION_STOPPED ? 1 : 3;
    l->over = true;
}

static void send_said(struct lines *l, const struct event *event) {
    struct json_writer w;
    struct buffer b;
    begin(&w, &b, "say");
    if (event->who.len)
        json_member_text(&w, "who", event->who);
    json_member_text(&w, "text", event->text);
    json_close(&w, '}');
    send(l, &b);
}

static void send_alert(struct lines *l, const struct event *event) {
    struct json_writer w;
    struct buffer b;
    begin(&w, &b, "alert");
    json_member_text(&w, "level", name_str(event->level));
    json_member_text(&w, "text", event->text);
    json_close(&w, '}');
    send(l, &b);
}

static void send_report(struct lines *l, const struct event *event) {
    struct json_writer w;
    struct buffer b;
    begin(&w, &b, "report");
    json_key(&w, "report");
    report_json(event->report, &w);
    json_close(&w, '}');
    send(l, &b);
}

/* ---- in ---- */
static bool typed_form(struct lines *l, const struct json *v, struct buffer *out);

/* Own words come last: they go on to the end of the line. */
static bool typed_list(struct lines *l, const struct json *v, struct buffer *out) {
    bool first = true;
    for (int own = 0; own < 2; own++) {
        for (size_t i = 0; i < json_size(v); i++) {
            const struct json *part = json_at(v, i);
            if (json_kind(part) == JSON_KIND_ARRAY)
                return false;
            if ((json_kind(part) == JSON_KIND_OBJECT) != own)
                continue;
            buffer_text(out, first ? "" : ", ");
            first = false;
            if (!typed_form(l, part, out))
                return false;
        }
    }
    if (first)
        buffer_text(out, "none");
    return true;
}

/* A value as it comes: a word or number as if it were typed, a list as its parts with commas. */
static bool typed_form(struct lines *l, const struct json *v, struct buffer *out) {
    (void)l;
    switch (json_kind(v)) {
    case JSON_KIND_TEXT:
        buffer_str(out, json_as_text(v));
        return true;
    case JSON_KIND_NUMBER:
        buffer_number(out, json_as_number(v));
        return isfinite(json_as_number(v));
    case JSON_KIND_BOOL:
        buffer_text(out, json_as_bool(v) ? "yes" : "no");
        return true;
    case JSON_KIND_ARRAY:
        return typed_list(l, v, out);
    case JSON_KIND_OBJECT:
        if (!json_get(v, "other") || json_kind(json_get(v, "other")) != JSON_KIND_TEXT)
            return false;
        buffer_text(out, "other: ");
        buffer_str(out, json_as_text(json_get(v, "other")));
        return true;
    case JSON_KIND_NULL:
        return false;
    }
    return false;
}

static bool read_reason(const struct json *v, struct value *out) {
    struct str word = json_as_text(v);
    if (str_is(word, "declined"))
        *out = value_missing(MISSING_DECLINED);
    else if (str_is(word, "unknown"))
        *out = value_missing(MISSING_UNKNOWN);
    else if (str_is(word, "not_applicable"))
        *out = value_missing(MISSING_NOT_APPLICABLE);
    else
        return false;
    return true;
}

static bool is_true(const struct json *request, const char *key) {
    const struct json *v = json_get(request, key);
    return v && json_kind(v) == JSON_KIND_BOOL && json_as_bool(v);
}

/* The answer in a request; false after an event that says what is wrong. */
static bool read_answer(struct lines *l, const struct json *request, struct str path,
                        struct answer *answer) {
    const struct json *missing = json_get(request, "missing"), *value = json_get(request, "answer");
    const struct json *remark = json_get(request, "remark");
    struct buffer typed;
    struct str why = STR("an answer is a text, a number, true or false, or a list of these");
    bool good;
    answer->confirmed = is_true(request, "confirm");
    answer->seconds = json_as_number(json_get(request, "seconds"));
    answer->remark = remark ? json_as_text(remark) : (struct str){"", 0};
    if (missing) {
        if (read_reason(missing, &answer->value))
            return true;
        send_words(l, "refused", "why", STR("missing is declined, unknown or not_applicable"));
        return false;
    }
    buffer_init(&typed);
    good = value && typed_form(l, value, &typed);
    if (good && path.len)
        good = session_read_for(l->session, path, buffer_as_str(&typed), &answer->value, &why);
    else if (good)
        good = session_read(l->session, buffer_as_str(&typed), &answer->value, &why);
    buffer_release(&typed);
    if (good && path.len) /* what was read for an earlier question lives in a trial that may go */
        answer->value = value_copy(&l->scratch, answer->value);
    if (!good)
        send_words(l, "refused", "why", why);
    return good;
}

static void take_result(struct lines *l, enum answer_result result, struct str why) {
    if (result == ANSWER_REFUSED)
        send_words(l, "refused", "why", why);
    else if (result == ANSWER_CONFIRM)
        send_words(l, "confirm", "why", why);
}

static void write_names(struct json_writer *w, const char *key, const struct str *names,
                        size_t count) {
    json_key(w, key);
    json_open(w, '[');
    for (size_t i = 0; i < count; i++)
        json_text(w, names[i]);
    json_close(w, ']');
}

static void send_effects(struct lines *l, struct str path, const struct change_effects *e) {
    struct json_writer w;
    struct buffer b;
    if (path.len > 2 && memcmp(path.text + path.len - 2, "#1", 2) == 0)
        path.len -= 2; /* results call the first asking by the bare name */
    begin(&w, &b, "effects");
    json_member_text(&w, "name", path);
    write_names(&w, "leaving", e->leaving, e->leaving_count);
    write_names(&w, "asked_again", e->unfit, e->unfit_count);
    write_names(&w, "returning", e->returning, e->returning_count);
    json_key(&w, "scores");
    json_open(&w, '[');
    for (size_t i = 0; i < e->score_count; i++) {
        json_open(&w, '{');
        json_member_text(&w, "name", e->scores[i].score->path);
        json_key(&w, "before");
        value_write(e->scores[i].before, &w);
        json_key(&w, "after");
        value_write(e->scores[i].after, &w);
        json_close(&w, '}');
    }
    json_close(&w, ']');
    json_close(&w, '}');
    send(l, &b);
}

/* {"change": NAME, "answer": …}; with "preview": true only the effects are told. */
static void change(struct lines *l, const struct json *request) {
    struct str path, why = {"", 0}, name = json_as_text(json_get(request, "change"));
    struct answer answer = {0};
    struct change_effects effects;
    if (!session_find_answer(l->session, name, &path, &why)) {
        send_words(l, "refused", "why", why);
        return;
    }
    path = arena_str(&l->scratch, path);
    if (!read_answer(l, request, path, &answer))
        return;
    enum answer_result result = session_preview(l->session, path, &answer, &effects, &why);
    if (result == ANSWER_TAKEN) {
        send_effects(l, path, &effects);
        if (!is_true(request, "preview"))
            result = session_change(l->session, path, &answer, &why);
    }
    take_result(l, result, why);
}

/* {"remove": NAME}, by label or path; with "preview": true only the effects are told. */
static void take_off(struct lines *l, const struct json *request) {
    struct str why = {"", 0}, name = json_as_text(json_get(request, "remove"));
    struct change_effects effects;
    struct value card;
    struct buffer path;
    if (!session_find_card(l->session, name, &card, &why) ||
        !session_preview_removal(l->session, card, &effects, &why)) {
        send_words(l, "refused", "why", why);
        return;
    }
    buffer_init(&path);
    card_path(card, &path);
    send_effects(l, buffer_as_str(&path), &effects);
    buffer_release(&path);
    if (!is_true(request, "preview") && !session_remove(l->session, card, &why))
        send_words(l, "refused", "why", why);
}

/* Each step back runs to its question again before the next: what lies before was shown already. */
static void go_back(struct lines *l, double steps) {
    bool moved = false;
    for (double i = 0; i < steps && session_back(l->session); i++) {
        moved = true;
        while (session_next(l->session)->kind != EVENT_ASK &&
               session_status(l->session) == SESSION_RUNNING)
            continue;
    }
    if (!moved)
        send_words(l, "refused", "why",
                   steps >= 1 && session_open_safeguard(l->session)
                       ? STR("these questions come first; there is no way back past them")
                   : steps >= 1 ? STR("this is the first question")
                                : STR("back is a number of steps"));
}

static bool known_request(const struct json *request, struct str *unknown) {
    static const char *const keys[] = {"answer",  "missing", "back",   "change",
                                       "remove",  "note",    "pause",  "quit",
                                       "confirm", "preview", "remark", "seconds"};
    void *iter = NULL;
    const struct json *value;
    while (json_next(request, &iter, unknown, &value)) {
        bool known = false;
        for (size_t i = 0; i < COUNT_OF(keys); i++)
            known |= str_is(*unknown, keys[i]);
        if (!known)
            return false;
    }
    return true;
}

static void act_on(struct lines *l, const struct json *request) {
    struct str unknown;
    if (json_kind(request) != JSON_KIND_OBJECT || !known_request(request, &unknown)) {
        send_words(
            l, "refused", "why",
            STR("a request is an object with answer, missing, back, change, remove, note, pause or "
                "quit"));
        return;
    }
    if (is_true(request, "quit") || is_true(request, "pause")) {
        session_leave(l->session);
    } else if (json_get(request, "back")) {
        go_back(l, json_as_number(json_get(request, "back")));
    } else if (json_get(request, "change")) {
        change(l, request);
    } else if (json_get(request, "remove")) {
        take_off(l, request);
    } else if (json_get(request, "note")) {
        session_remark(l->session, json_as_text(json_get(request, "note")));
    } else {
        struct answer answer = {0};
        struct str why = {"", 0};
        if (!read_answer(l, request, (struct str){"", 0}, &answer))
            return;
        take_result(l, session_answer(l->session, &answer, &why), why);
    }
}

static bool read_request(struct lines *l) {
    int c;
    buffer_clear(&l->line);
    while ((c = getc_unlocked(l->in)) != EOF && c != '\n')
        if (l->line.len <= LIMIT_ANSWER_BYTES)
            buffer_char(&l->line, (char)c);
    return c != EOF || l->line.len > 0;
}

static void put_question(struct lines *l, const struct event *event) {
    struct str why;
    send_ask(l, event);
    do {
        if (!read_request(l)) {
            session_leave(l->session);
            return;
        }
    } while (text_trim(buffer_as_str(&l->line)).len == 0);
    arena_reset(&l->scratch);
    struct json_doc *doc = json_parse(&l->scratch, buffer_as_str(&l->line), &why);
    if (doc)
        act_on(l, json_root(doc));
    else
        send_words(l, "refused", "why", why);
    json_doc_free(doc);
}

int json_lines_run(struct session *s, FILE *in, FILE *out) {
    struct lines l = {.session = s, .in = in, .out = out};
    buffer_init(&l.line);
    arena_init(&l.scratch);
    while (!l.over) {
        const struct event *event = session_next(s);
        switch (event->kind) {
        case EVENT_SAY:
            send_said(&l, event);
            break;
        case EVENT_FEEDBACK:
            send_words(&l, "feedback", "text", event->text);
            break;
        case EVENT_NOTE:
            send_words(&l, "note", "text", event->text);
            break;
        case EVENT_SECTION:
            send_words(&l, "section", "text", event->text);
            break;
        case EVENT_ALERT:
            send_alert(&l, event);
            break;
        case EVENT_REPORT:
            send_report(&l, event);
            break;
        case EVENT_ASK:
            put_question(&l, event);
            break;
        case EVENT_ERROR:
        case EVENT_END:
            send_end(&l, event);
            break;
        }
    }
    arena_release(&l.scratch);
    buffer_release(&l.line);
    return l.code;
}
