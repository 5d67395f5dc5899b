/* What exploring found, for programs. */
#include "author/explorer.h"

#include "author/as_test.h"
#include "base/json.h"
#include "base/source.h"

static void write_place(const struct explorer *x, struct span at, struct json_writer *w) {
    struct place place = source_place(&x->p->sources, at.lo);
    if (!place.source)
        return;
    json_member_text(w, "file", str_from(place.source->path));
    json_member_number(w, "line", place.line);
}

static void write_size(struct explorer *x, struct json_writer *w) {
    struct buffer ways;
    json_member_number(w, "places", (double)x->place_count);
    if (x->full)
        return;
    buffer_init(&ways);
    if (!x->loops) { /* more digits than a number in JSON can be trusted with */
        count_print_plain(&x->states[0].ways, &ways);
        json_member_text(w, "ways", buffer_as_str(&ways));
        json_member_number(w, "longest", x->states[0].longest);
    }
    json_member_number(w, "shortest", explorer_shortest(x));
    buffer_release(&ways);
    json_key(w, "repeated");
    json_open(w, '[');
    for (size_t i = 0; i < x->repeated_count; i++)
        json_text(w, x->repeated[i]->symbol->path);
    json_close(w, ']');
}

static void write_what_is_open(struct explorer *x, struct json_writer *w) {
    json_member_bool(w, "complete", explorer_is_complete(x));
    json_member_bool(w, "limit_reached", x->full);
    json_member_bool(w, "lists_bounded", x->bounded);
    json_member_bool(w, "first_session_only", x->earlier);
    json_key(w, "tried_in_part");
    json_open(w, '[');
    for (size_t i = 0; i < x->open_count; i++)
        json_text(w, x->open[i]->path);
    json_close(w, ']');
    if (x->wrong == NO_STATE)
        return;
    struct buffer test;
    struct session *s = explorer_walk_to(x, x->wrong);
    buffer_init(&test);
    session_as_test(s, STR("the script stops"), 0, &test);
    json_key(w, "error");
    json_open(w, '{');
    json_member_text(w, "message", x->wrong_words);
    json_member_text(w, "test", buffer_as_str(&test));
    json_close(w, '}');
    buffer_release(&test);
    session_free(s);
}

struct writing {
    const struct explorer *x;
    struct json_writer *w;
};

static void write_unreached(void *payload, const struct unreached *u) {
    struct writing *to = payload;
    json_open(to->w, '{');
    json_member_text(to->w, "kind", str_from(u->what));
    json_member_text(to->w, "name", u->name);
    write_place(to->x, u->at, to->w);
    json_close(to->w, '}');
}

static void write_guarantees(struct explorer *x, struct json_writer *w) {
    static const char *const words[] = {"proved", "broken", "open"};
    struct buffer test;
    buffer_init(&test);
    json_key(w, "guarantees");
    json_open(w, '[');
    for (size_t i = 0; i < x->promises.count;) {
        struct guarantee_verdict v = explorer_verdict(x, i);
        i = v.next;
        json_open(w, '{');
        json_member_text(w, "title", AST(text, v.guarantee->title)->value);
        write_place(x, v.guarantee->node.span, w);
        json_member_text(w, "verdict", str_from(words[v.verdict]));
        if (v.verdict == GUARANTEE_BROKEN) {
            buffer_clear(&test);
            explorer_counterexample(x, v.broken, 0, &test);
            json_member_text(w, "test", buffer_as_str(&test));
            json_member_bool(w, "shortest", !x->findings[v.broken].beyond);
        }
        json_close(w, '}');
    }
    json_close(w, ']');
    buffer_release(&test);
}

void explore_json(struct explorer *x, struct json_writer *w) {
    struct writing to = {x, w};
    json_open(w, '{');
    json_member_text(w, "entry", x->options->entry->path);
    write_size(x, w);
    write_what_is_open(x, w);
    json_key(w, "unreached");
    json_open(w, '[');
    explorer_each_unreached(x, write_unreached, &to);
    json_close(w, ']');
    write_guarantees(x, w);
    json_close(w, '}');
}
