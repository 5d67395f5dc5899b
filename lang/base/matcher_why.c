/* Why one pattern is met or not: it is read again and put in a machine of its own, whose run is
   watched. What was reached is told by the depth of its state, the words of the pattern up to
   there. */
#include "base/matcher_run.h"
#include "base/text.h"

#include <string.h>

struct watcher {
    struct reached best; /* the deepest that was reached */
    uint32_t best_at;    /* its word */
    uint32_t depth;      /* 0: nothing was reached */
};

static void watch(struct matching *x) {
    struct watcher *w = x->payload;
    const struct state *states = x->m->states;
    for (size_t i = 0; i < x->reached_count; i++) {
        const struct reached *r = &x->reached[i];
        if (states[r->state].depth > w->depth) {
            w->depth = states[r->state].depth;
            w->best = *r;
            w->best_at = x->now;
        }
    }
}

/* ---- the pattern again ---- */
static const struct word_set *set_named(void *payload, struct str name) {
    const struct pattern *p = payload;
    for (const struct named_set *n = p->names; n; n = n->next)
        if (str_same(n->name, name))
            return n->set;
    return NULL;
}

static struct piece *pieces_of(const struct matcher *m, struct arena *a, struct pattern *p) {
    struct pattern_mistake mistake;
    if (p->set)
        return pattern_of_set(a, p->set);
    return pattern_read(&(struct reading){.arena = a,
                                          .language = m->language,
                                          .by = p->by,
                                          .pattern = p->text,
                                          .sets = set_named,
                                          .payload = p,
                                          .mistake = &mistake});
}

static struct matcher *machine_of(const struct matcher *m, struct arena *a, enum match_by by,
                                  struct piece *root) {
    struct matcher *alone = matcher_new(a, m->language);
    struct pattern_mistake mistake;
    uint32_t number;
    if (!root || !matcher_put(alone, by, root, &number, &mistake))
        bug("a pattern is refused the second time");
    matcher_close(alone);
    return alone;
}

/* ---- what was missing ---- */
static bool is_wanted(const struct piece *p) {
    return p->kind == PIECE_WORD || p->kind == PIECE_SET ||
           (p->kind == PIECE_EITHER && !p->optional);
}

/* The first piece of these that is required; NULL. */
static const struct piece *first_wanted(const struct piece *p) {
    while (p && !is_wanted(p))
        p = p->next;
    return p;
}

static const struct piece *wanted_after(const struct piece *p) {
    for (; p; p = p->above) {
        const struct piece *next = p->kind == PIECE_ROW ? NULL : first_wanted(p->next);
        if (next)
            return next;
    }
    return NULL;
}

static struct str written(const struct pattern *p, const struct piece *piece) {
    if (!piece || p->set)
        return (struct str){"", 0};
    return (struct str){p->text.text + piece->at, piece->len};
}

/* Before anything is met: the first piece, or all of several phrases. */
static struct str wanted_first(const struct pattern *p, const struct piece *root) {
    const struct piece *row = root->first;
    return written(p, row->next ? root : first_wanted(row->first));
}

/* ---- denied ---- */
/* The word that denies what begins with word `first`. */
static struct str denial(const struct matcher *m, struct arena *a, struct str text,
                         uint32_t first) {
    struct wording w = wording_of(a, text, m->language);
    for (uint32_t i = first; i-- > 0;)
        if (w.words[i].negates)
            return (struct str){text.text + w.words[i].at, w.words[i].len};
    return (struct str){"", 0};
}

/* Runs it without what denies or excludes: is it met then, and by which word is it not? */
static bool find_denied(const struct matcher *m, struct arena *a, struct pattern *p,
                        struct str text, struct match_reason *why) {
    enum match_by by = p->by == MATCH_AFFIRMS ? MATCH_MENTIONS : p->by;
    const struct matcher *alone = machine_of(m, a, by, pieces_of(m, a, p));
    struct matching *x = matching_new(alone);
    x->lenient = true;
    matching_run(x, text);
    bool found = x->found_count > 0;
    if (found) {
        const struct found *f = &x->found[0];
        why->words = matching_words(x, text, f->start, f->end);
        if (p->by == MATCH_AFFIRMS)
            why->denied = denial(m, a, text, f->start - x->begun);
        else if (f->excluded != NOWHERE)
            why->denied = matching_words(x, text, f->excluded, f->excluded);
    }
    matching_release(x);
    return found;
}

struct match_reason matcher_why(const struct matcher *m, struct arena *scratch, struct str text,
                                uint32_t number) {
    struct pattern *p = &m->patterns[number];
    struct piece *root = pieces_of(m, scratch, p);
    const struct matcher *alone = machine_of(m, scratch, p->by, root);
    struct match_reason why = {.words = {"", 0}, .wanted = {"", 0}, .denied = {"", 0}};
    struct watcher w = {0};
    struct matching *x = matching_new(alone);
    x->watch = watch;
    x->payload = &w;
    matching_run(x, text);
    why.met = x->found_count > 0;
    if (why.met) {
        why.words = matching_words(x, text, x->found[0].start, x->found[0].end);
    } else if (find_denied(m, scratch, p, text, &why)) {
        /* nothing was missing */
    } else if (w.depth) {
        const struct state *s = &alone->states[w.best.state];
        why.words = matching_words(x, text, w.best.way.start, w.best_at);
        why.wanted = s->rest.len ? text_trim(s->rest) : written(p, wanted_after(s->origin));
    } else {
        why.wanted = wanted_first(p, root);
    }
    matching_release(x);
    return why;
}
