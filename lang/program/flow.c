/* One walk over each declaration, in the order it runs, with two sets by slot: what may have been
   asked, and what surely has a value. An arm's additions are taken back and joined behind it, so
   the walk is linear. Reported on the way: lines that cannot be reached, names that no route can
   have asked, holes that may stay empty, loops that need not end. */
#include "program/safeguards.h"
#include "program/walk.h"

#include <string.h>

static void learn(void *payload, const struct symbol *s) {
    struct walk *w = payload;
    if (learned_add(&w->learned, s))
        route_put(&w->at, true, s->slot, 1);
}

/* A name has a new value, or none. */
static void give(struct walk *w, const struct symbol *s, bool value) {
    learned_forget(&w->learned, &w->at, s);
    route_put(&w->at, true, s->slot, value);
}

/* May it lose the value it has, by being given anew? */
static void give_again(struct walk *w, const struct symbol *s) {
    give(w, s, w->at.sure.slots[s->slot] && w->given->always.slots[s->slot]);
}

/* A call may ask anew, and give the variables around it other values. */
static void give_by_call(struct walk *w, const struct symbol *called) {
    anew_look(&w->anew, called);
    learned_forget_found(&w->learned, &w->at, &w->anew);
    for (size_t i = 0; i < w->anew.name_count; i++) {
        const struct symbol *s = w->anew.names[i];
        if (s->kind != SYMBOL_QUESTION)
            give_again(w, s);
        else if (w->g->lists[called->index].again)
            route_put(&w->at, true, s->slot, 0);
    }
}

/* ---- passages ---- */
static void leave(struct walk *w) {
    struct passage *passage = &w->passages.of[w->declaration->index];
    const struct call_list *list = &w->g->lists[w->declaration->index];
    if (w->at.dead || w->stage != STAGE_EXITS ||
        !passages_meet(&w->passages, &passage->exit, &w->at))
        return;
    for (size_t i = 0; i < list->from_count; i++)
        w->due[list->from[i].from->index] = true;
}

static void come(struct walk *w, const struct symbol *called) {
    struct passage *passage = &w->passages.of[called->index];
    if (w->stage == STAGE_ENTRIES)
        w->due[called->index] |= passages_meet(&w->passages, &passage->entry, &w->at);
}

/* What a call leaves behind when it comes back. */
static void come_back(struct walk *w, const struct symbol *called) {
    const struct sure_names *exit = &w->passages.of[called->index].exit;
    give_by_call(w, called);
    for (size_t i = 0; i < exit->count; i++)
        learn(w, exit->items[i]);
    w->at.asked |= w->g->lists[called->index].asks;
    w->at.dead = !exit->met && w->strict;
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
    give(w, s, q->required);
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
    facts_of(n->condition, false, learn, w); /* holds in all later arms */
    fork_keep(&w->at, &f);
    for (const struct node *e = n->otherwise; e; e = e->next) {
        const struct node *condition = AST(else, e)->condition;
        if (condition) {
            check_uses(w, condition);
            facts_of(condition, true, learn, w);
        }
        has_else |= !condition;
        walk_list(w, AST(else, e)->body);
        fork_arm_end(&w->at, &f);
        if (condition)
            facts_of(condition, false, learn, w);
        fork_keep(&w->at, &f);
    }
    if (!has_else)
        fork_arm_end(&w->at, &f);
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

/* A call was on the way; so were those above it. */
static void note_call(struct walk *w, const struct node *n) {
    if (n->span.lo >= w->called)
        w->called = n->span.lo + 1;
}

/* Before a loop's body everything it may ask counts as asked, from the turn before, and what it
   gives anew may have lost its value by then. */
static bool before_body(void *payload, struct node *n) {
    struct walk *w = payload;
    const struct symbol *gives[LINE_GIVES],
        *asked = n->kind == NODE_ask ? AST(ask, n)->symbol : NULL;
    for (size_t i = 0, count = line_gives(n, gives); i < count; i++)
        give_again(w, gives[i]);
    if (asked && asked->slot != NO_SLOT) {
        bool required = AST(ask, n)->question && AST(ask, n)->question->required;
        route_put(&w->at, false, asked->slot, 1);
        if (required)
            give(w, asked, w->at.sure.slots[asked->slot]);
        else
            give_again(w, asked);
    }
    if (n->kind == NODE_collect && AST(collect, n)->symbol)
        route_put(&w->at, false, AST(collect, n)->symbol->slot, 1);
    if (n->kind != NODE_go_to && line_calls(n)) {
        note_call(w, n);
        give_by_call(w, line_calls(n));
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
    if (n->how != REPEAT_TIMES && !n->at_most && !w->quiet && !block_asks(w->g, n->body)) {
        struct diag *d = diag_add(&w->p->diags, D_endless_loop, n->node.span);
        diag_fix(&w->p->diags, d, SPAN_NONE, NULL,
                 "ask something in it, or add `at most 10 times`");
    }
    ast_walk_lines(n->body, before_body, w);
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

static void walk_each(struct walk *w, const struct node_for_each *n) {
    struct fork f;
    check_uses(w, n->list);
    ast_walk_lines(n->body, before_body, w);
    fork_begin(&w->at, &f);
    walk_list(w, n->body);
    fork_arm_end(&w->at, &f);
    fork_arm_end(&w->at, &f); /* an empty list */
    fork_end(&w->at, &f);
}

/* One of several, or behind them nothing; a card of a drill, unless it was right already. */
static void walk_perhaps(struct walk *w, const struct node *body) {
    struct fork f;
    fork_begin(&w->at, &f);
    walk_list(w, body);
    fork_arm_end(&w->at, &f);
    fork_arm_end(&w->at, &f);
    fork_end(&w->at, &f);
}

static void walk_collect(struct walk *w, const struct node_collect *n) {
    check_text(w, n->prompt, true);
    for (const struct node *line = n->body; line; line = line->next) {
        if (line->kind == NODE_another)
            check_text(w, AST(another, line)->text, true);
        else if (line->kind == NODE_at_least)
            check_uses(w, AST(at_least, line)->count);
        else if (line->kind == NODE_at_most)
            check_uses(w, AST(at_most, line)->count);
    }
    if (!n->symbol)
        return;
    if (line_calls(&n->node)) { /* for each card: perhaps for none */
        come(w, line_calls(&n->node));
        note_call(w, &n->node);
        give_by_call(w, line_calls(&n->node));
    }
    bool sure = body_mark(n->body, MARK_REQUIRED) || w->at.sure.slots[n->symbol->slot];
    give(w, n->symbol, sure);
    w->at.asked = true;
}

static void walk_add(struct walk *w, const struct node_add *n) {
    for (const struct node *line = n->body; line; line = line->next) {
        const struct node *value = line->kind == NODE_assign ? AST(assign, line)->values : NULL;
        const struct symbol *field = value ? AST(assign, line)->field : NULL;
        check_uses(w, value);
        bool label =
            field && field->owner->record->label && field == field->owner->record->label->symbol;
        if (!label || surely_has_value(value, &w->at.sure) ||
            expression_type(value).kind == TYPE_UNKNOWN)
            continue;
        struct str written = source_text(&w->p->sources, value->span);
        struct diag *d =
            diag_add(&w->p->diags, D_argument_may_be_missing, value->span, field->name->text);
        diag_fix(&w->p->diags, d, SPAN_NONE, NULL, "put the line below `if %.*s is answered`",
                 (int)written.len, written.text);
    }
    if (n->symbol)
        give(w, n->symbol, true);
}

static void check_arguments(struct walk *w, const struct node *call_node, const struct symbol *to) {
    const struct node *a = call_node->kind == NODE_call ? AST(call, call_node)->arguments : NULL;
    for (; a; a = a->next) {
        check_uses(w, a);
        if (w->quiet || surely_has_value(a, &w->at.sure) || expression_type(a).kind == TYPE_UNKNOWN)
            continue;
        struct str written = source_text(&w->p->sources, a->span);
        struct diag *d = diag_add(&w->p->diags, D_argument_may_be_missing, a->span, to->name->text);
        diag_fix(&w->p->diags, d, SPAN_NONE, NULL, "put the line below `if %.*s is answered`",
                 (int)written.len, written.text);
    }
}

/* The jumps come in the order of the calls, but for some that no way leads to. */
static void mark_silent(struct walk *w, const struct node *at) {
    struct call_list *list = &w->g->lists[w->declaration->index];
    for (size_t k = 0; k < list->count; k++) {
        struct call_edge *edge = &list->edges[w->edge++ % list->count];
        if (edge->at != at)
            continue;
        edge->silent = !w->at.asked;
        return;
    }
}

static void walk_do(struct walk *w, const struct node_do *n) {
    check_arguments(w, n->call, n->symbol);
    come(w, n->symbol);
    note_call(w, &n->node);
    come_back(w, n->symbol);
}

/* The branch ends, in the end, where the one ends that takes its place. */
static void walk_go_to(struct walk *w, const struct node_go_to *n) {
    check_arguments(w, n->call, n->symbol);
    mark_silent(w, &n->node);
    come(w, n->symbol);
    if (w->stage != STAGE_EXITS)
        return;
    come_back(w, n->symbol);
    leave(w);
}

/* What a judgement comes to is known where the reply is; a drill always comes to something. */
static void walk_outcomes(struct walk *w, const struct node *n) {
    const struct symbol *gives[LINE_GIVES];
    const struct node *reply = n->kind == NODE_judge ? AST(judge, n)->reply : NULL;
    check_uses(w, reply);
    bool sure = !reply || surely_has_value(reply, &w->at.sure);
    for (size_t i = 0, count = line_gives(n, gives); i < count; i++)
        give(w, gives[i], sure || gives[i]->kind == SYMBOL_LIST);
}

/* What is shown: a `say` and a heading to the person, the others to the clinician alone. */
static void walk_words(struct walk *w, const struct node *n) {
    if (n->kind == NODE_section)
        check_text(w, AST(section, n)->text, true);
    else if (n->kind == NODE_note)
        check_text(w, AST(note, n)->text, false);
    else if (n->kind == NODE_alert)
        check_text(w, AST(alert, n)->text, false);
    if (n->kind != NODE_say)
        return;
    check_text(w, AST(say, n)->text, true);
    for (const struct node *v = AST(say, n)->one_of; v; v = v->next)
        if (v->kind == NODE_variant)
            check_text(w, AST(variant, v)->text, true);
}

/* The question of an `ask`, an `item` or a `label`; NULL when it is a mistake. */
static const struct question *question_of(const struct node *n) {
    return n->kind == NODE_ask    ? AST(ask, n)->question
           : n->kind == NODE_item ? AST(item, n)->question
                                  : AST(label, n)->question;
}

/* `let` and `set` give the name its value. */
static void walk_value(struct walk *w, const struct symbol *name, const struct node *value) {
    check_uses(w, value);
    if (name)
        give(w, name, surely_has_value(value, &w->at.sure));
}

/* The lines that no way goes on from. */
static void walk_end(struct walk *w, const struct node *n) {
    if (n->kind == NODE_return)
        leave(w);
    else if (n->kind == NODE_finish)
        check_text(w, AST(finish, n)->reason, false);
    else if (AST(go_to, n)->symbol)
        walk_go_to(w, AST(go_to, n));
    w->at.dead = true;
}

/* The lines with others below them. */
static void walk_block(struct walk *w, const struct node *n) {
    switch ((enum node_kind)n->kind) {
    case NODE_if:
        walk_if(w, AST(if, n));
        break;
    case NODE_match:
        walk_match(w, AST(match, n));
        break;
    case NODE_repeat:
        walk_repeat(w, AST(repeat, n));
        break;
    case NODE_for_each:
        walk_each(w, AST(for_each, n));
        break;
    case NODE_each_session:
    case NODE_deal:
        walk_list(w, node_body(n));
        break;
    case NODE_phase:
    case NODE_card:
        walk_perhaps(w, node_body(n));
        break;
    default: /* modifiers and declarations */
        break;
    }
}

static void walk_line(struct walk *w, const struct node *n) {
    switch ((enum node_kind)n->kind) {
    case NODE_say:
    case NODE_section:
    case NODE_note:
    case NODE_alert:
        walk_words(w, n);
        break;
    case NODE_ask:
    case NODE_item:
    case NODE_label:
        if (question_of(n))
            walk_question(w, question_of(n), n);
        break;
    case NODE_let:
        walk_value(w, AST(let, n)->symbol, AST(let, n)->value);
        break;
    case NODE_set:
        walk_value(w, AST(set, n)->symbol, AST(set, n)->value);
        break;
    case NODE_collect:
        walk_collect(w, AST(collect, n));
        break;
    case NODE_add:
        walk_add(w, AST(add, n));
        break;
    case NODE_do:
        if (AST(do, n)->symbol)
            walk_do(w, AST(do, n));
        break;
    case NODE_go_to:
    case NODE_return:
    case NODE_finish:
        walk_end(w, n);
        break;
    case NODE_raise:
        check_uses(w, AST(raise, n)->by);
        break;
    case NODE_lower:
        check_uses(w, AST(lower, n)->by);
        break;
    case NODE_reveal:
        check_uses(w, AST(reveal, n)->condition);
        break;
    case NODE_judge:
    case NODE_attempt:
        walk_outcomes(w, n);
        break;
    default:
        walk_block(w, n);
        break;
    }
}

static void walk_list(struct walk *w, const struct node *first) {
    for (const struct node *n = first; n; n = n->next) {
        if (w->at.dead && w->quiet)
            return;
        if (w->at.dead) {
            struct diag *d = diag_add(&w->p->diags, D_unreachable, n->span);
            diag_fix(&w->p->diags, d, SPAN_NONE, NULL,
                     "take it out, or move it before the line that ends the way here");
            return;
        }
        walk_line(w, n);
    }
}

/* ---- declarations ---- */
/* What is sure at the beginning. A branch that nobody calls may be for others to use, or stand
   behind a mistake: the variables around it are believed to have their values. */
static void begin(struct walk *w, const struct symbol *s) {
    const struct sure_names *entry = &w->passages.of[s->index].entry;
    for (size_t i = 0; i < entry->count; i++)
        learn(w, entry->items[i]);
    if (entry->met || s->kind == SYMBOL_INTERVIEW || s->kind == SYMBOL_COURSE)
        return;
    bool called = w->g->lists[s->index].from_count > 0;
    for (size_t i = 0; i < w->passages.name_count; i++) {
        const struct symbol *name = w->passages.names[i];
        if (called || (name->owner != s && w->given->always.slots[name->slot]))
            learn(w, name);
    }
}

static void walk_declaration(struct walk *w, const struct symbol *s) {
    w->declaration = s;
    w->at.change_count = 0;
    w->called = 0;
    w->edge = 0;
    w->at.asked = w->at.dead = false;
    if (w->stage != STAGE_EXITS)
        begin(w, s);
    if (s->kind == SYMBOL_RECORD && s->record->label) /* asked before the rest of the card */
        give(w, s->record->label->symbol, true);
    walk_list(w, s->body);
    leave(w);
    route_back(&w->at, 0);
}

/* Rounds for branches that jump to each other in a ring; what still changes then is believed. */
enum { MOST_ROUNDS = 10 };

/* A round over the declarations whose walk is due; false when none was. */
static bool walk_due(struct walk *w, bool callees_first) {
    const struct call_graph *g = w->g;
    bool any = false;
    for (size_t i = 0; i < g->order_count; i++) {
        const struct symbol *s = g->order[callees_first ? i : g->order_count - 1 - i];
        if (!w->due[s->index])
            continue;
        w->due[s->index] = false;
        any = true;
        walk_declaration(w, s);
    }
    return any;
}

static void walk_stage(struct walk *w, enum stage stage, int rounds) {
    w->stage = stage;
    memset(w->due, true, w->p->symbol_count);
    while (rounds-- > 0 && walk_due(w, stage == STAGE_EXITS))
        ;
}

/* Each declaration behind those it calls, for what they leave behind; then before them, for what
   they begin with; then what was found is reported. */
static void walk_all(struct walk *w) {
    int rounds = w->g->has_ring ? MOST_ROUNDS : 1;
    w->quiet = true;
    walk_stage(w, STAGE_EXITS, rounds);
    walk_stage(w, STAGE_ENTRIES, rounds - 1);
    w->quiet = false;
    walk_stage(w, STAGE_ENTRIES, 1);
}

static void check_reached(const struct call_graph *g) {
    for (size_t i = 0; i < g->p->symbol_count; i++) {
        const struct symbol *s = g->p->symbols[i];
        if (!symbol_runs(s) || g->lists[i].reached || s->module->index != 0 ||
            s->kind == SYMBOL_RECORD) /* its cards may all be added */
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
    struct walk w = {.p = p,
                     .g = &g,
                     .given = &given,
                     .due = memory_get(p->symbol_count + 1),
                     .strict = check_recursion(&g)};
    route_init(&w.at, p);
    learned_init(&w.learned, p);
    passages_init(&w.passages, p);
    anew_init(&w.anew, &g, &given, &w.passages);
    for (size_t i = 0; i < p->symbol_count; i++)
        if (p->symbols[i]->kind == SYMBOL_PARAMETER && p->symbols[i]->node->kind != NODE_safeguard)
            sure_set(&w.at.sure, p->symbols[i]->slot, true);
    for (size_t i = 0; i < p->symbol_count; i++) {
        const struct symbol *s = p->symbols[i];
        bool most = s->outcome && s->owner->drill && s == s->owner->drill->most_points;
        if (s->meter || most)
            sure_set(&w.at.sure, s->slot, true); /* they have a value from the beginning */
    }
    walk_all(&w);
    check_rings(&g);
    check_reached(&g);
    check_safety(&g);
    count_left(&g);
    anew_release(&w.anew);
    passages_release(&w.passages);
    learned_release(&w.learned);
    free(w.due);
    route_release(&w.at);
    given_release(&given);
    calls_release(&g);
}
