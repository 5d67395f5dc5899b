/* How a test went, for people and for programs. */
#include "author/test.h"

#include "base/json.h"

static void tap_failure(const struct program *p, const struct test_failure *f, struct buffer *out) {
    struct place place = source_place(&p->sources, f->at.lo);
    if (place.source && place.source->text.len)
        buffer_printf(out, "#   %s:%u:%u: ", place.source->path, place.line, place.column);
    else
        buffer_text(out, "#   ");
    buffer_printf(out, "%.*s\n", (int)f->message.len, f->message.text);
    if (f->found.len)
        buffer_printf(out, "#     found: %.*s\n", (int)f->found.len, f->found.text);
    if (f->expected.len)
        buffer_printf(out, "#     %s: %.*s\n", f->relation, (int)f->expected.len, f->expected.text);
}

void test_tap(const struct program *p, const struct test_outcome *t, size_t number,
              struct buffer *out) {
    buffer_printf(out, "%sok %zu - %.*s\n", t->good ? "" : "not ", number, (int)t->title.len,
                  t->title.text);
    if (t->good)
        return;
    for (const struct test_failure *f = t->failures; f; f = f->next)
        tap_failure(p, f, out);
    if (t->seed)
        buffer_printf(out, "#   with seed %llu\n", (unsigned long long)t->seed);
    buffer_printf(out, "#   %.*s; the answers so far:\n", (int)t->stood.len, t->stood.text);
    for (size_t i = 0; i < t->answer_count; i++) {
        const struct test_answer *a = &t->answers[i];
        buffer_printf(out, "#     %.*s = %.*s%s\n", (int)a->name.len, a->name.text,
                      (int)a->value.len, a->value.text, a->on_route ? "" : "   (off route)");
    }
    if (t->answer_count == 0)
        buffer_text(out, "#     (nothing was answered)\n");
}

static void json_place(const struct program *p, struct span at, struct json_writer *w) {
    struct place place = source_place(&p->sources, at.lo);
    if (!place.source)
        return;
    json_member_text(w, "file", str_from(place.source->path));
    json_member_number(w, "line", place.line);
    json_member_number(w, "column", place.column);
}

static void json_failure(const struct program *p, const struct test_failure *f,
                         struct json_writer *w) {
    json_open(w, '{');
    json_place(p, f->at, w);
    json_member_text(w, "message", f->message);
    if (f->found.len)
        json_member_text(w, "found", f->found);
    if (f->expected.len)
        json_member_text(w, "expected", f->expected);
    json_close(w, '}');
}

void test_json(const struct program *p, const struct test_outcome *t, struct json_writer *w) {
    json_open(w, '{');
    json_member_text(w, "title", t->title);
    json_place(p, t->at, w);
    json_member_bool(w, "ok", t->good);
    if (!t->good) {
        if (t->seed)
            json_member_number(w, "seed", (double)t->seed);
        json_key(w, "failures");
        json_open(w, '[');
        for (const struct test_failure *f = t->failures; f; f = f->next)
            json_failure(p, f, w);
        json_close(w, ']');
        json_member_text(w, "stood", t->stood);
        json_key(w, "answers");
        json_open(w, '[');
        for (size_t i = 0; i < t->answer_count; i++) {
            json_open(w, '{');
            json_member_text(w, "name", t->answers[i].name);
            json_member_text(w, "value", t->answers[i].value);
            json_member_bool(w, "on_route", t->answers[i].on_route);
            json_close(w, '}');
        }
        json_close(w, ']');
    }
    json_close(w, '}');
}
