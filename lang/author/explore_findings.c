/* What exploring came to: what was never reached, and how each guarantee stands. */
#include "author/explorer.h"

#include "author/as_test.h"
#include "base/source.h"

bool explorer_is_complete(const struct explorer *x) {
    return !x->full && !x->bounded && !x->earlier && !x->open_count && x->wrong == NO_STATE;
}

uint32_t explorer_shortest(const struct explorer *x) {
    for (size_t i = 0; i < x->state_count; i++)
        if (x->states[i].end)
            return x->states[i].depth;
    return 0;
}

/* ---- what was never reached ---- */
struct looking {
    const struct explorer *x;
    void (*visit)(void *payload, const struct unreached *u);
    void *payload;
};

static void tell(struct looking *l, const char *what, struct str name, struct span at) {
    l->visit(l->payload, &(struct unreached){what, name, at});
}

/* Of a part of a file, only what lies within it. */
static void look_at_block(struct looking *l, const struct symbol *s) {
    const struct explorer *x = l->x;
    if (x->options->part || s == x->options->entry || x->reached[s->index])
        return;
    tell(l,
         s->kind == SYMBOL_BRANCH      ? "branch"
         : s->kind == SYMBOL_SAFEGUARD ? "safeguard"
                                       : "inventory",
         s->path, s->node->span);
}

static void look_at_question(struct looking *l, const struct symbol *s) {
    const struct explorer *x = l->x;
    bool within = s->owner && (s->owner == x->options->entry || x->reached[s->owner->index]);
    if (within && !x->asked[s->index])
        tell(l, "question", s->path, s->node->span);
}

static void look_at_choices(struct looking *l, const struct question *q) {
    const struct explorer *x = l->x;
    for (uint32_t i = 0; x->asked[q->symbol->index] && i < q->choices->count; i++)
        if (!x->offered[q->index][i] && !q->choices->doubtful)
            tell(l, "option",
                 arena_printf(&l->x->p->arena, "%.*s: %s", (int)q->symbol->path.len,
                              q->symbol->path.text, q->choices->items[i].code->text),
                 q->node->span);
}

void explorer_each_unreached(const struct explorer *x,
                             void (*visit)(void *payload, const struct unreached *u),
                             void *payload) {
    struct looking l = {x, visit, payload};
    for (size_t i = 0; i < x->p->symbol_count; i++) {
        const struct symbol *s = x->p->symbols[i];
        if (s->module->index != 0)
            continue;
        if (s->kind == SYMBOL_BRANCH || s->kind == SYMBOL_INVENTORY || s->kind == SYMBOL_SAFEGUARD)
            look_at_block(&l, s);
        else if (s->kind == SYMBOL_QUESTION)
            look_at_question(&l, s);
    }
    for (size_t i = 0; i < x->p->question_count; i++)
        if (x->offered[i] && x->p->questions[i]->symbol->module->index == 0)
            look_at_choices(&l, x->p->questions[i]);
}

/* ---- guarantees ---- */
struct guarantee_verdict explorer_verdict(const struct explorer *x, size_t index) {
    const struct promise *promises = x->promises.items;
    struct guarantee_verdict v = {promises[index].guarantee, GUARANTEE_PROVED, 0, index};
    for (; v.next < x->promises.count && promises[v.next].guarantee == v.guarantee; v.next++) {
        const struct finding *found = &x->findings[v.next];
        if (found->broken != NO_STATE && v.verdict != GUARANTEE_BROKEN) {
            v.verdict = GUARANTEE_BROKEN;
            v.broken = v.next;
        } else if (v.verdict == GUARANTEE_PROVED && !found->proved && !explorer_is_complete(x)) {
            v.verdict = GUARANTEE_OPEN;
        }
    }
    return v;
}

void explorer_counterexample(struct explorer *x, size_t index, size_t indent, struct buffer *out) {
    const struct promise *promise = &x->promises.items[index];
    struct session *s = explorer_walk_to(x, x->findings[index].broken);
    session_as_test(s, AST(text, promise->guarantee->title)->value, indent, out);
    session_free(s);
    buffer_printf(out, "%*s", (int)indent + 2, "");
    if (promise->line->kind == NODE_whenever) {
        buffer_printf(out, "expect reached %s\n", AST(whenever, promise->line)->then->text);
        return;
    }
    struct str condition = source_text(&x->p->sources, promise_condition(promise)->span);
    buffer_printf(out, "expect %.*s\n", (int)condition.len, condition.text);
}

enum explore_result explore_result(const struct explorer *x) {
    bool all = true, broken = x->wrong != NO_STATE;
    for (size_t i = 0; i < x->promises.count;) {
        struct guarantee_verdict v = explorer_verdict(x, i);
        broken |= v.verdict == GUARANTEE_BROKEN;
        all &= v.verdict == GUARANTEE_PROVED;
        i = v.next;
    }
    bool good = explorer_is_complete(x) || (x->promises.count && all);
    return broken ? EXPLORE_REFUTED : good ? EXPLORE_GOOD : EXPLORE_OPEN;
}
