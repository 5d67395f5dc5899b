#include "author/prove.h"

#include "author/reads.h"
#include "program/finite.h"
#include "program/flow.h"

#include <stdlib.h>

/* What is looked for: a question that is put, or a declaration that is entered. */
struct target {
    const struct program *p;
    const struct symbol *symbol;
    bool *open; /* malloc'ed, by symbol: declarations that are just being looked at */
};

/* Lines, with the target met before them or not. What is not possible counts as met. */
struct passing {
    bool falls;    /* it may go on behind them, … */
    bool met;      /* … then with the target met */
    bool returns;  /* it may come back from the declaration, … */
    bool returned; /* … then with the target met */
    bool lost;     /* the session may end without it */
};

static struct passing pass_list(struct target *t, const struct node *first, bool met);

static struct passing through(bool met) {
    return (struct passing){.falls = true, .met = met, .returned = true};
}

/* One or the other. */
static struct passing either(struct passing a, struct passing b) {
    return (struct passing){.falls = a.falls || b.falls,
                            .met = (!a.falls || a.met) && (!b.falls || b.met),
                            .returns = a.returns || b.returns,
                            .returned = a.returned && b.returned,
                            .lost = a.lost || b.lost};
}

static struct passing pass_call(struct target *t, const struct symbol *to, bool met) {
    met |= to == t->symbol;
    if (!to || t->open[to->index]) /* a ring: nothing is sure */
        return (struct passing){.falls = true, .returned = true, .lost = true};
    t->open[to->index] = true;
    struct passing body = pass_list(t, to->body, met);
    t->open[to->index] = false;
    bool back = body.falls || body.returns;
    return (struct passing){.falls = back,
                            .met = (!body.falls || body.met) && body.returned,
                            .returned = true,
                            .lost = body.lost};
}

static struct passing pass_fork(struct target *t, const struct node *n, bool met) {
    const struct node *arm = n->kind == NODE_if ? AST(if, n)->otherwise : AST(match, n)->arms;
    struct passing all = {.met = true, .returned = true};
    bool has_else = false;
    if (n->kind == NODE_if)
        all = pass_list(t, AST(if, n)->then, met);
    for (; arm; arm = arm->next) {
        all = either(
            all, pass_list(t, arm->kind == NODE_case ? AST(case, arm)->body : AST(else, arm)->body,
                           met));
        has_else |= arm->kind == NODE_else && !AST(else, arm)->condition;
    }
    return has_else ? all : either(all, through(met));
}

static struct passing pass_question(struct target *t, const struct question *q,
                                    const struct node *body, bool met) {
    met |= q && q->symbol == t->symbol && is_surely_put(q);
    struct passing all = through(met);
    for (const struct node *n = body; n; n = n->next)
        if (n->kind == NODE_option)
            all = either(all, pass_list(t, AST(option, n)->body, met));
    return all;
}

/* Any number of times; `once`: at least that. */
static struct passing pass_loop(struct target *t, const struct node *body, bool met, bool once) {
    struct passing turn = pass_list(t, body, met);
    return once ? turn : either(turn, through(met));
}

static struct passing pass_line(struct target *t, const struct node *n, bool met) {
    const struct symbol *record;
    switch ((enum node_kind)n->kind) {
    case NODE_ask:
        return pass_question(t, AST(ask, n)->question, AST(ask, n)->body, met);
    case NODE_item:
        return pass_question(t, AST(item, n)->question, NULL, met);
    case NODE_if:
    case NODE_match:
        return pass_fork(t, n, met);
    case NODE_repeat:
        return pass_loop(t, AST(repeat, n)->body, met, AST(repeat, n)->how == REPEAT_UNTIL);
    case NODE_each_session:
    case NODE_deal:
        return pass_list(t, node_body(n), met);
    case NODE_phase:
    case NODE_card:
        return pass_loop(t, node_body(n), met, false);
    case NODE_for_each:
        return pass_loop(t, AST(for_each, n)->body, met, false);
    case NODE_collect:
        record = line_calls(n);
        return pass_loop(t, record ? record->body : NULL, met, false);
    case NODE_do:
        return pass_call(t, AST(do, n)->symbol, met);
    case NODE_go_to: {
        struct passing there = pass_call(t, AST(go_to, n)->symbol, met);
        return (struct passing){.met = true,
                                .returns = there.falls,
                                .returned = !there.falls || there.met,
                                .lost = there.lost};
    }
    case NODE_return:
        return (struct passing){.met = true, .returns = true, .returned = met};
    case NODE_finish:
        return (struct passing){.met = true, .returned = true, .lost = !met};
    default:
        return through(met);
    }
}

static struct passing pass_list(struct target *t, const struct node *first, bool met) {
    struct passing all = through(met);
    for (; first && all.falls; first = first->next) {
        struct passing line = pass_line(t, first, all.met);
        line.returns |= all.returns;
        line.returned &= all.returned;
        line.lost |= all.lost;
        all = line;
    }
    return all;
}

/* Is the target met whenever this comes to its end, by whatever way? */
static bool surely_meets(const struct program *p, const struct symbol *from,
                         const struct symbol *symbol) {
    struct target t = {p, symbol, memory_get(p->symbol_count + 1)};
    struct passing all = pass_call(&t, from, false);
    free(t.open);
    return !all.lost && (!all.falls || all.met);
}

/* ---- at end X is asked ---- */
static bool proves_end(const struct program *p, const struct symbol *entry,
                       const struct node *condition) {
    const struct node_state *state = condition->kind == NODE_state ? AST(state, condition) : NULL;
    if (!state || state->state != STATE_ASKED || state->negated)
        return false;
    const struct symbol *s = expression_symbol(state->subject);
    return s && s->kind == SYMBOL_QUESTION && surely_meets(p, entry, s);
}

/* ---- whenever … then X before end ---- */
struct asks {
    const struct node *condition;
    const struct program *p;
    bool *seen; /* malloc'ed, by symbol */
    bool found;
};

static bool find_name(void *payload, struct node *n) {
    struct asks *a = payload;
    const struct symbol *s =
        n->kind == NODE_name || n->kind == NODE_field ? expression_symbol(n) : NULL;
    a->found |= s && a->seen[s->index];
    return !a->found;
}

static bool mark_asked(void *payload, struct node *n) {
    struct asks *a = payload;
    const struct question *q = n->kind == NODE_ask    ? AST(ask, n)->question
                               : n->kind == NODE_item ? AST(item, n)->question
                                                      : NULL;
    if (q) {
        a->seen[q->symbol->index] = true;
        if (q->inventory)
            for (uint32_t i = 0; i < q->inventory->score_count; i++)
                a->seen[q->inventory->scores[i]->symbol->index] = true;
    }
    const struct symbol *to = line_calls(n);
    if (to && !a->seen[to->index]) {
        a->seen[to->index] = true;
        for (struct node *line = to->body; line; line = line->next)
            ast_walk(line, mark_asked, a);
    }
    a->found |= n->kind == NODE_set || n->kind == NODE_add || n->kind == NODE_remove;
    return true;
}

/* May running the body give the condition another truth? Then it could be met again in there, where
   nothing more is run. */
static bool may_change(const struct program *p, const struct symbol *safeguard,
                       const struct node *condition) {
    struct asks a = {condition, p, memory_get(p->symbol_count + 1), false};
    for (struct node *n = safeguard->body; n; n = n->next)
        ast_walk(n, mark_asked, &a);
    if (!a.found)
        ast_walk((struct node *)condition, find_name, &a);
    free(a.seen);
    return a.found;
}

static bool asked_never(void *payload, const struct symbol *s) {
    (void)payload, (void)s;
    return false;
}

/* Wherever `from` holds, the condition does. */
static bool follows(const struct node *condition, const struct node *from) {
    struct guard given = {.condition = from, .met = true};
    struct guard tested = {.condition = condition, .met = true, .outer = &given};
    return finite_verdict(&tested, asked_never, NULL) == VERDICT_ALWAYS;
}

/* No safeguard ends the session before the target, or gives the condition another truth: they may
   all run before this one, and inside it. */
static bool is_undisturbed(const struct program *p, const struct node *condition,
                           const struct symbol *symbol) {
    for (size_t i = 0; i < p->safeguard_count; i++) {
        struct target t = {p, symbol, memory_get(p->symbol_count + 1)};
        bool lost = pass_call(&t, p->safeguards[i]->symbol, false).lost;
        free(t.open);
        if (lost || may_change(p, p->safeguards[i]->symbol, condition))
            return false;
    }
    return true;
}

/* Some safeguard turns true together with the condition, and its body comes to the target. */
static bool proves_whenever(const struct program *p, const struct node_whenever *n) {
    if (!n->then_symbol || n->before_symbol || !is_undisturbed(p, n->condition, n->then_symbol))
        return false;
    for (size_t i = 0; i < p->safeguard_count; i++) {
        const struct safeguard *g = p->safeguards[i];
        if (follows(g->condition, n->condition) && follows(n->condition, g->condition) &&
            (n->then_symbol == g->symbol || surely_meets(p, g->symbol, n->then_symbol)))
            return true;
    }
    return false;
}

bool proves(const struct program *p, const struct symbol *entry, const struct node *line) {
    return line->kind == NODE_at_end ? proves_end(p, entry, AST(at_end, line)->condition)
                                     : proves_whenever(p, AST(whenever, line));
}
