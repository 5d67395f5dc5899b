/* One walk over each declaration, in the order it runs, with two sets by slot: what may have been
   asked, and what surely has a value. An arm's additions are taken back and joined behind it, so
   the walk is linear. Reported on the way: lines that cannot be reached, names that no route can
   have asked, holes that may stay empty, loops that need not end. */
#include "program/flow.h"

#include <string.h>

struct walk {
    struct program *p;
    struct call_graph *g;
    const struct symbol *declaration;
    struct route at; /* the line that is looked at */
    const struct given *given;
    const struct symbol **learned; /* formulas and scores that a condition told of */
    size_t learned_count, learned_capacity;
    uint8_t *is_learned;          /* by slot */
    const struct symbol **called; /* on the way so far */
    size_t called_count, called_capacity;
};

static void learn(void *payload, const struct symbol *s) {
    struct walk *w = payload;
    route_put(&w->at, true, s->slot, 1);
    bool derived = (s->kind == SYMBOL_DEFINE || s->kind == SYMBOL_SCORE) && s->slot != NO_SLOT;
    if (!derived || w->is_learned[s->slot])
        return;
    w->is_learned[s->slot] = 1;
    *array_push(w->learned, w->learned_count, w->learned_capacity) = s;
}

/* A name has a new value, or none: what a condition told of the formulas over it is out of date. */
static void give(struct walk *w, uint32_t slot, bool value) {
    for (size_t i = 0; i < w->learned_count; i++)
        route_put(&w->at, true, w->learned[i]->slot, 0);
    route_put(&w->at, true, slot, value);
}

/* A call may ask anew, and give the variables around it other values. */
static void give_by_call(struct walk *w, const struct symbol *called) {
    give(w, NO_SLOT, false);
    for (size_t i = 0; i < w->given->outside_count; i++)
        if (calls_reach(w->g, called, w->given->outside[i].giver))
            route_put(&w->at, true, w->given->outside[i].variable->slot,
                      w->given->always.slots[w->given->outside[i].variable->slot]);
}

/* ---- uses of names ---- */
/* Calls looked back over: who nests deeper is believed. */
enum { MOST_LEVELS = 64 };

/* Was it asked by a question of `declaration` before its line at `place`? */
static bool asked_above(const struct symbol *s, const struct symbol *declaration, uint32_t place) {
    return s->owner == declaration && s->node->span.lo < place;
}

/* May a call from `declaration` before its line at `place` have come to the question? */
static bool called_above(struct walk *w, const struct symbol *s, const struct symbol *declaration,
                         uint32_t place) {
    const struct call_list *list = &w->g->lists[declaration->index];
    for (size_t k = 0; k < list->count; k++)
        if (list->edges[k].at->span.lo < place && calls_reach(w->g, list->edges[k].to, s->owner))
            return true;
    return false;
}

/* Looked for above the line; then above the one place that its declaration is called from; and so
   on, up to the interview. What runs more than once may follow its own end. */
static bool may_be_asked(struct walk *w, const struct symbol *s) {
    const struct symbol *at = w->declaration;
    const struct call_list *list = &w->g->lists[at->index];
    if (s->kind != SYMBOL_QUESTION || w->at.may[s->slot] || list->runs != 1)
        return true;
    for (size_t i = 0; i < w->called_count; i++)
        if (calls_reach(w->g, w->called[i], s->owner))
            return true;
    for (int level = 0; level < MOST_LEVELS && list->from_count == 1; level++) {
        uint32_t place = list->site->span.lo;
        at = list->from[0];
        list = &w->g->lists[at->index];
        if (list->runs != 1 || asked_above(s, at, place) || called_above(w, s, at, place))
            return true;
    }
    /* a branch that nobody calls may be for others to use: they know what was asked before */
    return at->kind != SYMBOL_INTERVIEW && s->owner != w->declaration;
}

static const struct symbol *asked_part(const struct node *n) {
    const struct symbol *s = expression_symbol(n);
    if (s && s->kind == SYMBOL_SCORE) /* a score stands and falls with its inventory's items */
        return s->score->item_count ? s->score->items[0]->symbol : NULL;
    return s;
}

static bool check_name(void *payload, struct node *n) {
    struct walk *w = payload;
    if (n->kind == NODE_state) /* whether a question was asked may always be asked */
        return false;
    if (n->kind != NODE_name && n->kind != NODE_field)
        return true;
    const struct symbol *s = asked_part(n);
    if (s && s->kind == SYMBOL_QUESTION && !may_be_asked(w, s)) {
        struct diag *d =
            diag_add(&w->p->diags, D_not_asked_yet, n->span, (int)s->path.len, s->path.text);
        diag_note(&w->p->diags, d, s->node->span, "it is asked here");
        diag_fix(&w->p->diags, d, SPAN_NONE, NULL,
                 "ask it before, or move this line behind the question");
    }
    return n->kind != NODE_field;
}

static void check_uses(struct walk *w, const struct node *n) {
    if (n && !w->at.dead)
        ast_walk((struct node *)n, check_name, w);
}

/* A text that a person hears has no empty holes. */
static void check_text(struct walk *w, const struct node *text, bool spoken) {
    if (!text || text->kind != NODE_text)
        return;
    for (const struct node *part = AST(text, text)->parts; part; part = part->next) {
        if (part->kind != NODE_hole)
            continue;
        const struct node_hole *hole = AST(hole, part);
        check_uses(w, hole->value);
        if (!spoken || hole->otherwise || hole->value->kind == NODE_broken ||
            expression_type(hole->value).kind == TYPE_UNKNOWN ||
            surely_has_value(hole->value, &w->at.sure))
            continue;
        struct str written = source_text(&w->p->sources, hole->value->span);
        struct diag *d = diag_add(&w->p->diags, D_hole_may_be_missing, hole->value->span);
        diag_fix(&w->p->diags, d, SPAN_NONE, NULL,
                 "write `{%.*s else \"…\"}`, or put the line below `if %.*s is answered`",
                 (int)written.len, written.text, (int)written.len, written.text);
    }
}

/* ---- lines ---- */
static void walk_list(struct walk *w, const struct node *first);

static void walk_question(struct walk *w, const struct question *q, const struct node *n) {
    struct fork f;
    const struct symbol *s = q->symbol;
    check_text(w, q->prompt, true);
    check_text(w, q->help, true);
    check_uses(w, q->from);
    check_uses(w, q->to);
    check_uses(w, q->initial);
    route_put(&w->at, false, s->slot, 1);
    give(w, s->slot, q->required);
    w->at.asked = true;
    for (const struct constraint *c = q->constraints; c; c = c->next) {
        check_uses(w, c->condition);
        check_text(w, c->text, false);
    }
    if (n->kind != NODE_ask)
        return;
    fork_begin(&w->at, &f);
    for (const struct node *o = q->body; o; o = o->next) {
        if (o->kind != NODE_option)
            continue;
        check_text(w, AST(option, o)->label, true);
        const struct node *when = body_find(AST(option, o)->body, NODE_when);
        check_uses(w, when ? AST(when, when)->condition : NULL);
        route_put(&w->at, true, s->slot, 1);
        walk_list(w, AST(option, o)->body);
        fork_arm_end(&w->at, &f);
    }
    fork_arm_end(&w->at, &f); /* declined, or a choice without lines */
    fork_end(&w->at, &f);
}

static void walk_if(struct walk *w, const struct node_if *n) {
    struct fork f;
    bool has_else = false;
    check_uses(w, n->condition);
    fork_begin(&w->at, &f);
    facts_of(n->condition, true, learn, w);
    walk_list(w, n->then);
    fork_arm_end(&w->at, &f);
    /* what the failed conditions tell holds in all later arms; it is part of each, not of what is
     * behind */
    for (const struct node *e = n->otherwise; e; e = e->next) {
        facts_of(n->condition, false, learn, w);
        for (const struct node *earlier = n->otherwise; earlier != e; earlier = earlier->next)
            facts_of(AST(else, earlier)->condition, false, learn, w);
        if (AST(else, e)->condition) {
            check_uses(w, AST(else, e)->condition);
            facts_of(AST(else, e)->condition, true, learn, w);
        } else {
            has_else = true;
        }
        walk_list(w, AST(else, e)->body);
        fork_arm_end(&w->at, &f);
    }
    if (!has_else) {
        facts_of(n->condition, false, learn, w);
        fork_arm_end(&w->at, &f);
    }
    fork_end(&w->at, &f);
}

static bool is_absence(const struct node *code) {
    return code->kind == NODE_absent;
}

static void walk_match(struct walk *w, const struct node_match *n) {
    struct fork f;
    bool has_else = false;
    const struct symbol *s = expression_symbol(n->subject);
    check_uses(w, n->subject);
    fork_begin(&w->at, &f);
    for (const struct node *arm = n->arms; arm; arm = arm->next) {
        if (arm->kind == NODE_case) {
            bool value = true;
            for (const struct node *code = AST(case, arm)->codes; code; code = code->next)
                value &= !is_absence(code);
            if (s && value)
                learn(w, s);
            walk_list(w, AST(case, arm)->body);
        } else {
            has_else = true;
            walk_list(w, AST(else, arm)->body);
        }
        fork_arm_end(&w->at, &f);
    }
    if (!has_else && !surely_has_value(n->subject, &w->at.sure))
        fork_arm_end(&w->at, &f); /* a missing value takes no arm */
    fork_end(&w->at, &f);
}

/* Before a loop's body everything it may ask counts as asked, from the turn before, and what it
   gives anew is not sure any more. */
static bool before_body(void *payload, struct node *n) {
    struct walk *w = payload;
    const struct symbol *s = NULL;
    if (n->kind == NODE_ask)
        s = AST(ask, n)->symbol;
    else if (n->kind == NODE_let)
        s = AST(let, n)->symbol;
    else if (n->kind == NODE_set)
        s = AST(set, n)->symbol;
    if (s && s->slot != NO_SLOT) {
        route_put(&w->at, false, s->slot, 1);
        give(w, s->slot, w->given->always.slots[s->slot]);
    }
    if (n->kind == NODE_do && AST(do, n)->symbol) {
        *array_push(w->called, w->called_count, w->called_capacity) = AST(do, n)->symbol;
        give_by_call(w, AST(do, n)->symbol);
    }
    return true;
}

static void walk_repeat(struct walk *w, const struct node_repeat *n) {
    struct fork f;
    bool at_least_once =
        n->how == REPEAT_UNTIL || (n->how == REPEAT_TIMES && n->value->kind == NODE_number);
    check_uses(w, n->at_most);
    if (n->how != REPEAT_UNTIL)
        check_uses(w, n->value);
    if (n->how != REPEAT_TIMES && !n->at_most && !block_asks(w->g, n->body)) {
        struct diag *d = diag_add(&w->p->diags, D_endless_loop, n->node.span);
        diag_fix(&w->p->diags, d, SPAN_NONE, NULL,
                 "ask something in it, or add `at most 10 times`");
    }
    for (struct node *line = n->body; line; line = line->next)
        ast_walk(line, before_body, w);
    fork_begin(&w->at, &f);
    if (n->how == REPEAT_WHILE)
        facts_of(n->value, true, learn, w);
    walk_list(w, n->body);
    if (n->how == REPEAT_UNTIL && !w->at.dead) {
        check_uses(w, n->value);
        if (!n->at_most)
            facts_of(n->value, true, learn, w);
    }
    bool left = w->at.dead;
    fork_arm_end(&w->at, &f);
    if (!at_least_once || left)
        fork_arm_end(&w->at, &f);
    fork_end(&w->at, &f);
}

static void check_arguments(struct walk *w, const struct node *call_node, const struct symbol *to) {
    const struct node *a = call_node->kind == NODE_call ? AST(call, call_node)->arguments : NULL;
    for (; a; a = a->next) {
        check_uses(w, a);
        if (surely_has_value(a, &w->at.sure) || expression_type(a).kind == TYPE_UNKNOWN)
            continue;
        struct str written = source_text(&w->p->sources, a->span);
        struct diag *d = diag_add(&w->p->diags, D_argument_may_be_missing, a->span, to->name->text);
        diag_fix(&w->p->diags, d, SPAN_NONE, NULL, "put the line below `if %.*s is answered`",
                 (int)written.len, written.text);
    }
}

static void mark_silent(struct walk *w, const struct node *at) {
    struct call_list *list = &w->g->lists[w->declaration->index];
    for (size_t k = 0; k < list->count; k++)
        if (list->edges[k].at == at)
            list->edges[k].silent = !w->at.asked;
}

static void walk_line(struct walk *w, const struct node *n) {
    switch ((enum node_kind)n->kind) {
    case NODE_say:
        check_text(w, AST(say, n)->text, true);
        for (const struct node *v = AST(say, n)->one_of; v; v = v->next)
            if (v->kind == NODE_variant)
                check_text(w, AST(variant, v)->text, true);
        break;
    case NODE_section:
        check_text(w, AST(section, n)->text, true);
        break;
    case NODE_note:
        check_text(w, AST(note, n)->text, false);
        break;
    case NODE_alert:
        check_text(w, AST(alert, n)->text, false);
        break;
    case NODE_ask:
        if (AST(ask, n)->question)
            walk_question(w, AST(ask, n)->question, n);
        break;
    case NODE_item:
        if (AST(item, n)->question)
            walk_question(w, AST(item, n)->question, n);
        break;
    case NODE_if:
        walk_if(w, AST(if, n));
        break;
    case NODE_match:
        walk_match(w, AST(match, n));
        break;
    case NODE_repeat:
        walk_repeat(w, AST(repeat, n));
        break;
    case NODE_do:
        if (!AST(do, n)->symbol)
            break;
        check_arguments(w, AST(do, n)->call, AST(do, n)->symbol);
        *array_push(w->called, w->called_count, w->called_capacity) = AST(do, n)->symbol;
        give_by_call(w, AST(do, n)->symbol);
        w->at.asked |= w->g->lists[AST(do, n)->symbol->index].asks;
        break;
    case NODE_go_to:
        if (AST(go_to, n)->symbol) {
            check_arguments(w, AST(go_to, n)->call, AST(go_to, n)->symbol);
            mark_silent(w, n);
        }
        w->at.dead = true;
        break;
    case NODE_return:
        w->at.dead = true;
        break;
    case NODE_finish:
        check_text(w, AST(finish, n)->reason, false);
        w->at.dead = true;
        break;
    case NODE_let:
        check_uses(w, AST(let, n)->value);
        if (AST(let, n)->symbol)
            give(w, AST(let, n)->symbol->slot, surely_has_value(AST(let, n)->value, &w->at.sure));
        break;
    case NODE_set:
        check_uses(w, AST(set, n)->value);
        if (AST(set, n)->symbol)
            give(w, AST(set, n)->symbol->slot, surely_has_value(AST(set, n)->value, &w->at.sure));
        break;
    default: /* modifiers and declarations */
        break;
    }
}

static void walk_list(struct walk *w, const struct node *first) {
    for (const struct node *n = first; n; n = n->next) {
        if (w->at.dead) {
            struct diag *d = diag_add(&w->p->diags, D_unreachable, n->span);
            diag_fix(&w->p->diags, d, SPAN_NONE, NULL,
                     "take it out, or move it before the line that ends the way here");
            return;
        }
        walk_line(w, n);
    }
}

static void walk_declaration(struct walk *w, const struct symbol *s) {
    w->declaration = s;
    w->at.change_count = 0;
    w->called_count = 0;
    w->at.asked = w->at.dead = false;
    walk_list(w, s->body);
    route_back(&w->at, 0);
}

static void check_reached(const struct call_graph *g) {
    for (size_t i = 0; i < g->p->symbol_count; i++) {
        const struct symbol *s = g->p->symbols[i];
        if (!symbol_runs(s) || g->lists[i].reached || s->module->index != 0)
            continue;
        struct diag *d = diag_add(&g->p->diags, D_never_reached, s->node->span,
                                  symbol_kind_words(s), s->name->text);
        diag_fix(&g->p->diags, d, SPAN_NONE, NULL, "write `do %s` where it belongs, or take it out",
                 s->name->text);
    }
}

void check_flow(struct program *p) {
    struct call_graph g;
    struct given given;
    calls_init(&g, p);
    given_init(&given, p);
    struct walk w = {.p = p, .g = &g, .given = &given, .is_learned = memory_get(p->slot_count + 1)};
    route_init(&w.at, p);
    if (p->slot_count)
        memcpy(w.at.sure.slots, given.always.slots, p->slot_count);
    for (size_t i = 0; i < p->symbol_count; i++)
        if (symbol_runs(p->symbols[i]))
            walk_declaration(&w, p->symbols[i]);
    check_rings(&g);
    check_reached(&g);
    count_left(&g);
    route_release(&w.at);
    given_release(&given);
    free(w.is_learned);
    free(w.learned);
    free(w.called);
    calls_release(&g);
}
