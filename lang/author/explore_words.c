/* What exploring found, in words; ways as tests. */
#include "author/explorer.h"

#include "author/as_test.h"
#include "base/source.h"

static void say_size(struct explorer *x, struct buffer *out) {
    struct str name = x->options->entry->path;
    uint32_t shortest = explorer_shortest(x);
    buffer_printf(out, "%.*s: ", (int)name.len, name.text);
    if (x->full) {
        buffer_printf(out, "more than %zu different places; the rest was not looked at\n",
                      x->place_count);
        return;
    }
    if (x->loops) {
        buffer_text(out, "ways without number, since some lines can be repeated");
    } else {
        count_print(&x->states[0].ways, out);
        buffer_text(out, " ways that the script can tell apart");
    }
    buffer_printf(out, ", in %zu places\n", x->place_count);
    for (size_t i = 0; i < x->repeated_count; i++)
        buffer_printf(out, "%s%.*s%s",
                      i ? ", " : "Asked again and again: ", (int)x->repeated[i]->symbol->path.len,
                      x->repeated[i]->symbol->path.text, i + 1 == x->repeated_count ? "\n" : "");
    buffer_printf(out, "The shortest asks %u question%s", shortest, shortest == 1 ? "" : "s");
    if (!x->loops)
        buffer_printf(out, ", the longest %u", x->states[0].longest);
    buffer_text(out, ".\n");
}

/* ---- what was never reached ---- */
struct telling {
    struct explorer *x;
    struct buffer *out;
    bool any;
};

static void say_unreached(void *payload, const struct unreached *u) {
    struct telling *t = payload;
    struct place place = source_place(&t->x->p->sources, u->at.lo);
    if (!t->any)
        buffer_text(t->out,
                    explorer_is_complete(t->x) ? "Never reached:\n" : "Not reached so far:\n");
    t->any = true;
    buffer_printf(t->out, "  %s:%u: the %s `%.*s`\n", place.source ? place.source->path : "",
                  place.line, u->what, (int)u->name.len, u->name.text);
}

static void say_what_is_open(struct explorer *x, struct buffer *out) {
    if (explorer_is_complete(x))
        return;
    buffer_text(out, "Not all was seen:\n");
    if (x->full)
        buffer_text(out, "  there are more ways than the limit; --states N looks further\n");
    if (x->bounded)
        buffer_text(out, "  lists were tried with up to two people in each\n");
    if (x->earlier)
        buffer_text(out,
                    "  it was tried as a first session: earlier ones may leave other values\n");
    for (size_t i = 0; i < x->open_count; i++)
        buffer_printf(out, "  %.*s was tried with some of its values only\n",
                      (int)x->open[i]->path.len, x->open[i]->path.text);
    if (x->wrong == NO_STATE)
        return;
    buffer_printf(out, "  the script stops: %.*s\n", (int)x->wrong_words.len, x->wrong_words.text);
    struct session *s = explorer_walk_to(x, x->wrong);
    session_as_test(s, STR("the script stops"), 4, out);
    session_free(s);
}

/* ---- guarantees ---- */
static void say_guarantees(struct explorer *x, struct buffer *out) {
    if (x->promises.count)
        buffer_text(out, "Guarantees:\n");
    for (size_t i = 0; i < x->promises.count;) {
        struct guarantee_verdict v = explorer_verdict(x, i);
        struct str title = AST(text, v.guarantee->title)->value;
        i = v.next;
        buffer_printf(out, "  %s: %.*s\n",
                      v.verdict == GUARANTEE_PROVED   ? "proved"
                      : v.verdict == GUARANTEE_BROKEN ? "broken"
                                                      : "not broken so far",
                      (int)title.len, title.text);
        if (v.verdict != GUARANTEE_BROKEN)
            continue;
        buffer_printf(out, "    %s way, as a test that fails:\n\n",
                      x->findings[v.broken].beyond ? "A" : "A shortest");
        explorer_counterexample(x, v.broken, 4, out);
        buffer_char(out, '\n');
    }
}

void explore_say(struct explorer *x, struct buffer *out) {
    struct telling t = {x, out, false};
    say_size(x, out);
    explorer_each_unreached(x, say_unreached, &t);
    say_what_is_open(x, out);
    say_guarantees(x, out);
}
