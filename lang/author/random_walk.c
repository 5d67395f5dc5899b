#include "author/random_walk.h"

#include "author/as_test.h"
#include "author/classes.h"
#include "author/coverage.h"
#include "author/promises.h"
#include "base/source.h"

enum { MOST_QUESTIONS = 10000 }; /* of one walk */

struct walker {
    const struct explore_options *options;
    struct program *p;
    struct live *live;
    struct classes *classes;
    struct promises promises;
    struct coverage *coverage;
    uint64_t seed, draws;
    uint64_t questions;
    bool wrong; /* one walk was told */
    struct buffer *out;
};

static uint64_t draw(struct walker *w) {
    uint64_t what[2] = {w->seed, w->draws++};
    return hash_bytes(0x9E3779B97F4A7C15u, what, sizeof what);
}

/* One of the answers that the script tells apart; the next one when it is not taken. */
static bool answer(struct walker *w, struct session *s, const struct prompt *prompt) {
    struct arena a;
    struct str why;
    bool taken = false;
    arena_init(&a);
    struct class_list list = classes_of(w->classes, s, prompt, &a);
    size_t start = list.count ? draw(w) % list.count : 0;
    for (size_t i = 0; i < list.count && !taken; i++) {
        struct answer one = {.value = list.items[(start + i) % list.count], .confirmed = true};
        taken = session_answer(s, &one, &why) == ANSWER_TAKEN;
    }
    arena_release(&a);
    return taken;
}

static void tell(struct walker *w, struct session *s, struct str title) {
    if (w->wrong)
        return;
    w->wrong = true;
    buffer_printf(w->out, "Gone wrong: %.*s\nAs a test:\n\n", (int)title.len, title.text);
    session_as_test(s, title, 4, w->out);
    buffer_char(w->out, '\n');
}

static void look_at_broken(struct walker *w, struct session *s, uint64_t broken) {
    for (size_t i = 0; broken && i < w->promises.count; i++)
        if (broken & UINT64_C(1) << i)
            tell(w, s, AST(text, w->promises.items[i].guarantee->title)->value);
}

static void walk(struct walker *w) {
    struct session_options given = {
        .entry = w->options->entry, .today = w->options->today, .seed = draw(w)};
    struct session *s = session_new(w->p, &given);
    struct watch watch = {0, 0};
    size_t reached = 0;
    coverage_watch(w->coverage, s);
    for (uint64_t questions = 0; questions < MOST_QUESTIONS;) {
        const struct event *e = session_next(s);
        if (e->kind == EVENT_ERROR)
            tell(w, s, e->text);
        if (e->kind != EVENT_ASK && e->kind != EVENT_END && e->kind != EVENT_ERROR)
            continue;
        look_at_broken(w, s, promises_moved(&w->promises, s, &watch, reached));
        reached = session_reached_count(s);
        coverage_look(w->coverage, s);
        if (e->kind != EVENT_ASK || !answer(w, s, &e->prompt)) {
            if (e->kind == EVENT_END)
                look_at_broken(w, s, promises_ended(&w->promises, s, &watch));
            break;
        }
        promises_answered(&w->promises, s, &watch);
        questions++;
        w->questions++;
    }
    coverage_add(w->coverage, s);
    session_free(s);
}

bool random_walks(struct program *p, const struct explore_options *options, uint64_t count,
                  uint64_t seed, struct buffer *out) {
    struct walker w = {.options = options, .p = p, .seed = seed, .out = out};
    w.live = live_new(p);
    w.classes = classes_new(p, w.live);
    w.coverage = coverage_new(p);
    promises_find(&w.promises, p);
    for (size_t i = 0; i < w.promises.count; i++)
        live_always(w.live, promise_condition(&w.promises.items[i]));
    for (uint64_t i = 0; i < count; i++)
        walk(&w);
    buffer_printf(out,
                  "%llu interviews by chance, with %llu questions; this proves nothing. How often "
                  "each line ran:\n\n",
                  (unsigned long long)count, (unsigned long long)w.questions);
    coverage_say_hits(w.coverage, out);
    buffer_char(out, '\n');
    coverage_say(w.coverage, "", out);
    coverage_free(w.coverage);
    classes_free(w.classes);
    live_free(w.live);
    return !w.wrong;
}
