/* What lines read of what was there before them, from the last back to the first. */
#include "author/reads.h"

#include "program/flow.h"

#include <stdlib.h>
#include <string.h>

/* ---- sets ---- */
size_t reads_size(const struct live *l) {
    return 4 * l->p->symbol_count + l->atom_count;
}

struct reads reads_new(const struct live *l) {
    size_t count = l->p->symbol_count;
    struct reads r = {.values = memory_get(reads_size(l) + 1)};
    r.reached = r.values + count;
    r.given = r.reached + count;
    r.atoms = r.given + count;
    r.anew = r.atoms + l->atom_count;
    return r;
}

void reads_join(const struct live *l, struct reads *into, const struct reads *from) {
    size_t size = reads_size(l) - l->p->symbol_count; /* all but `anew` */
    for (size_t i = 0; i < size; i++)
        into->values[i] |= from->values[i];
}

bool is_overwritten(const struct atom *atom, const bool *anew) {
    for (size_t i = 0; i < atom->count; i++)
        if (!anew[atom->symbols[i]])
            return false;
    return atom->plain && atom->count > 0;
}

void reads_put_before(const struct live *l, struct reads *into, const struct reads *first) {
    for (size_t i = 0; i < l->p->symbol_count; i++) {
        into->values[i] = first->values[i] || (into->values[i] && (l->all || !first->anew[i]));
        into->reached[i] |= first->reached[i];
        into->given[i] |= first->given[i];
    }
    for (size_t i = 0; i < l->atom_count; i++)
        into->atoms[i] =
            first->atoms[i] || (into->atoms[i] && !is_overwritten(&l->atoms[i], first->anew));
    for (size_t i = 0; i < l->p->symbol_count; i++)
        into->anew[i] |= first->anew[i];
}

void reads_or_else(const struct live *l, struct reads *into, const struct reads *other) {
    reads_join(l, into, other);
    for (size_t i = 0; i < l->p->symbol_count; i++)
        into->anew[i] &= other->anew[i];
}

/* ---- expressions ---- */
const struct symbol *named(const struct node *n) {
    if (n->kind == NODE_name && AST(name, n)->field)
        return AST(name, n)->field;
    if (n->kind == NODE_field && AST(field, n)->field)
        return AST(field, n)->field;
    if (n->kind == NODE_of)
        return AST(of, n)->field;
    if (n->kind == NODE_name && AST(name, n)->code)
        return NULL;
    return n->kind == NODE_name || n->kind == NODE_field ? expression_symbol(n) : NULL;
}

static void read_items(struct live *l, struct reads *r, const struct inventory *inventory) {
    r->values[inventory->symbol->index] = true;
    for (uint32_t i = 0; l->many[inventory->symbol->index] && i < inventory->item_count; i++)
        r->values[inventory->items[i]->symbol->index] = true;
}

/* While its inventory is asked a score is what the items are so far: key.c knows. */
static void read_score(struct live *l, struct reads *r, const struct score *score) {
    if (r->values[score->symbol->index])
        return;
    r->values[score->symbol->index] = true;
    if (score->rule == SCORE_EXPRESSION)
        read_expression(l, r, score->value);
}

static void read_symbol(struct live *l, struct reads *r, const struct symbol *s) {
    switch (s->kind) {
    case SYMBOL_DEFINE:
    case SYMBOL_KEEP:
        if (!r->values[s->index] && s->body) {
            r->values[s->index] = true;
            read_expression(l, r, s->body);
        }
        break;
    case SYMBOL_SCORE:
        read_score(l, r, s->score);
        break;
    case SYMBOL_INVENTORY:
        read_items(l, r, s->inventory);
        break;
    default:
        r->values[s->index] = true;
    }
}

struct reading {
    struct live *l;
    struct reads *reads;
};

static bool visit_read(void *payload, struct node *n) {
    struct reading *reading = payload;
    const struct symbol *s = n->kind == NODE_call ? AST(call, n)->symbol : named(n);
    if (n->kind == NODE_reached && AST(reached, n)->symbol)
        reading->reads->reached[AST(reached, n)->symbol->index] = true;
    if (s)
        read_symbol(reading->l, reading->reads, s);
    return true;
}

void read_expression(struct live *l, struct reads *r, const struct node *n) {
    if (n)
        ast_walk((struct node *)n, visit_read, &(struct reading){l, r});
}

/* ---- lines ---- */
static bool find_return(void *payload, struct node *n) {
    bool *found = payload;
    *found |= n->kind == NODE_return || n->kind == NODE_go_to;
    return !*found;
}

bool comes_back_early(const struct node *first) {
    bool found = false;
    for (; first && !found; first = first->next)
        ast_walk((struct node *)first, find_return, &found);
    return found;
}

/* An inventory whose items are all put before anything looks at them gives them all anew. */
static void read_inventory(struct live *l, struct reads *r, const struct symbol *s) {
    const struct inventory *inventory = s->inventory;
    uint32_t items = 0;
    struct reads so_far = reads_new(l);
    for (const struct node *n = s->body; n && items < inventory->item_count; n = n->next) {
        if (n->kind == NODE_item)
            items++;
        else if (n->kind != NODE_score && n->kind != NODE_define)
            read_lines(l, &so_far, n);
    }
    if (items == inventory->item_count && !so_far.values[s->index]) {
        r->values[s->index] = false;
        r->anew[s->index] = true;
        for (uint32_t i = 0; i < inventory->score_count; i++) {
            const struct symbol *score = inventory->scores[i]->symbol;
            bool whole = inventory->scores[i]->rule != SCORE_EXPRESSION;
            r->anew[score->index] |= whole && !so_far.values[score->index];
            r->values[score->index] &= !r->anew[score->index];
        }
    }
    free(so_far.values);
}

/* What a declaration reads and gives; one that is being looked at adds nothing more. */
const struct reads *declaration_reads(struct live *l, const struct symbol *s) {
    struct reads *r = &l->declarations[s->index];
    if (r->values || l->open[s->index])
        return r->values ? r : NULL;
    l->open[s->index] = true;
    struct reads own = reads_new(l);
    read_lines(l, &own, s->body);
    if (comes_back_early(s->body))
        memset(own.anew, 0, l->p->symbol_count);
    else if (s->kind == SYMBOL_INVENTORY && s->inventory->item_count)
        read_inventory(l, &own, s);
    l->open[s->index] = false;
    l->declarations[s->index] = own;
    return &l->declarations[s->index];
}

static void read_call(struct live *l, struct reads *r, const struct node *call,
                      const struct symbol *to) {
    const struct reads *body = to && !l->all ? declaration_reads(l, to) : NULL;
    if (body)
        reads_put_before(l, r, body);
    struct reads arguments = reads_new(l);
    if (call && call->kind == NODE_call)
        for (const struct node *a = AST(call, call)->arguments; a; a = a->next)
            read_expression(l, &arguments, a);
    reads_put_before(l, r, &arguments);
    free(arguments.values);
}

bool is_surely_put(const struct question *q) {
    for (uint32_t i = 0; q->choices && i < q->choices->count; i++)
        if (q->choices->items[i].when)
            return false;
    return !q->from_list;
}

static void read_question(struct live *l, struct reads *r, const struct question *q,
                          const struct node *body) {
    if (!q)
        return;
    struct reads through = reads_new(l), chosen = reads_new(l);
    for (const struct node *n = body; n; n = n->next)
        if (n->kind == NODE_option) {
            read_lines(l, &chosen, AST(option, n)->body);
            reads_join(l, &through, &chosen); /* gives nothing for sure: another may be chosen */
        }
    through.anew[q->symbol->index] = is_surely_put(q);
    through.given[q->symbol->index] = true;
    if (q->item)
        through.given[q->inventory->symbol->index] = true;
    through.values[q->symbol->index] = false;
    read_expression(l, &through, q->from);
    read_expression(l, &through, q->to);
    read_expression(l, &through, q->from_list);
    for (const struct constraint *c = q->constraints; c; c = c->next)
        read_expression(l, &through, c->condition);
    for (uint32_t i = 0; q->choices && i < q->choices->count; i++)
        read_expression(l, &through, q->choices->items[i].when);
    through.values[q->symbol->index] = false; /* its checks look at the answer just given */
    reads_put_before(l, r, &through);
    free(through.values);
    free(chosen.values);
}

/* A block that may be taken, joined into `ways`. */
static void read_arm(struct live *l, struct reads *ways, const struct node *first, bool *any) {
    struct reads arm = reads_new(l);
    read_lines(l, &arm, first);
    if (*any)
        reads_or_else(l, ways, &arm);
    else
        memcpy(ways->values, arm.values, reads_size(l));
    *any = true;
    free(arm.values);
}

static void read_fork(struct live *l, struct reads *r, const struct node *n) {
    struct reads ways = reads_new(l);
    bool any = false, all = false;
    const struct node *arm = n->kind == NODE_if ? AST(if, n)->otherwise : AST(match, n)->arms;
    if (n->kind == NODE_if)
        read_arm(l, &ways, AST(if, n)->then, &any);
    for (; arm; arm = arm->next) {
        read_arm(l, &ways, arm->kind == NODE_case ? AST(case, arm)->body : AST(else, arm)->body,
                 &any);
        all |= arm->kind == NODE_else && !AST(else, arm)->condition;
    }
    if (!all)
        memset(ways.anew, 0, l->p->symbol_count);
    reads_put_before(l, r, &ways);
    memset(ways.values, 0, reads_size(l));
    if (n->kind == NODE_match)
        read_expression(l, &ways, AST(match, n)->subject);
    else
        read_condition(l, &ways, AST(if, n)->condition);
    for (arm = n->kind == NODE_if ? AST(if, n)->otherwise : NULL; arm; arm = arm->next)
        read_condition(l, &ways, AST(else, arm)->condition);
    reads_put_before(l, r, &ways);
    free(ways.values);
}

/* A body that may run any number of times. */
static void read_loop(struct live *l, struct reads *r, const struct node *body) {
    struct reads once = reads_new(l);
    read_lines(l, &once, body);
    memset(once.anew, 0, l->p->symbol_count);
    reads_put_before(l, r, &once);
    free(once.values);
}

static void read_some(struct live *l, struct reads *r, const struct node *a, const struct node *b) {
    struct reads before = reads_new(l);
    read_expression(l, &before, a);
    read_expression(l, &before, b);
    reads_put_before(l, r, &before);
    free(before.values);
}

static void read_collect(struct live *l, struct reads *r, const struct node_collect *n) {
    const struct symbol *record = n->symbol && n->symbol->record ? n->symbol->record->symbol : NULL;
    if (record)
        read_loop(l, r, record->body);
    for (const struct node *line = n->body; line; line = line->next)
        read_some(l, r,
                  line->kind == NODE_at_least  ? AST(at_least, line)->count
                  : line->kind == NODE_at_most ? AST(at_most, line)->count
                                               : NULL,
                  NULL);
    if (n->symbol)
        r->values[n->symbol->index] = true;
}

static void read_add(struct live *l, struct reads *r, const struct node_add *n) {
    for (const struct node *line = n->body; line; line = line->next)
        for (const struct node *v = line->kind == NODE_assign ? AST(assign, line)->values : NULL; v;
             v = v->next)
            read_some(l, r, v, NULL);
}

static void read_cards(struct live *l, struct reads *r, const struct drill *drill) {
    struct reads before = reads_new(l);
    for (uint32_t i = 0; i < drill->card_count; i++) {
        before.values[drill->cards[i].question->index] = true;
        before.values[drill->cards[i].grade->index] = true;
    }
    reads_put_before(l, r, &before);
    free(before.values);
}

static bool has_critical(const struct rubric *rubric) {
    for (uint32_t i = 0; rubric && i < rubric->rule_count; i++)
        if (rubric->rules[i].critical)
            return true;
    return false;
}

/* What a drill comes to hangs on its best try, and on the points of this one. */
static void read_attempt(struct live *l, struct reads *r, const struct drill *drill) {
    struct reads before = reads_new(l);
    const struct symbol *own[] = {drill->points, drill->tried, drill->passed, drill->through};
    for (size_t i = 0; i < COUNT_OF(own); i++)
        before.values[own[i]->index] = true;
    for (uint32_t i = 0; i < drill->judged_count; i++) {
        before.values[drill->judged[i]->points->index] = true;
        if (has_critical(drill->judged[i]->rubric))
            before.values[drill->judged[i]->found->index] = true;
    }
    reads_put_before(l, r, &before);
    free(before.values);
    read_cards(l, r, drill);
}

static void read_practice(struct live *l, struct reads *r, const struct node *n) {
    switch ((enum node_kind)n->kind) {
    case NODE_deal: /* which cards are dealt hangs on how each was answered */
        read_cards(l, r, AST(deal, n)->drill);
        read_loop(l, r, AST(deal, n)->body);
        break;
    case NODE_card:
        read_loop(l, r, AST(card, n)->body);
        break;
    case NODE_attempt:
        read_attempt(l, r, AST(attempt, n)->drill);
        break;
    case NODE_judge:
        read_some(l, r, AST(judge, n)->reply, NULL);
        break;
    case NODE_raise:
        read_some(l, r, AST(raise, n)->target, AST(raise, n)->by);
        break;
    case NODE_lower:
        read_some(l, r, AST(lower, n)->target, AST(lower, n)->by);
        break;
    case NODE_reveal:
        read_some(l, r, AST(reveal, n)->fact, AST(reveal, n)->condition);
        break;
    default: /* shows something, or nothing at all */
        break;
    }
}

/* One line before all that `r` holds. */
static void read_line(struct live *l, struct reads *r, const struct node *n) {
    switch ((enum node_kind)n->kind) {
    case NODE_ask:
        read_question(l, r, AST(ask, n)->question, AST(ask, n)->body);
        break;
    case NODE_item:
        read_question(l, r, AST(item, n)->question, NULL);
        break;
    case NODE_if:
    case NODE_match:
        read_fork(l, r, n);
        break;
    case NODE_repeat:
        read_loop(l, r, AST(repeat, n)->body);
        read_some(l, r, AST(repeat, n)->value, AST(repeat, n)->at_most);
        break;
    case NODE_each_session:
        read_lines(l, r, AST(each_session, n)->body);
        break;
    case NODE_phase: /* is run once or not at all, like a loop's body */
        read_loop(l, r, AST(phase, n)->body);
        break;
    case NODE_for_each:
        read_loop(l, r, AST(for_each, n)->body);
        read_some(l, r, AST(for_each, n)->list, NULL);
        break;
    case NODE_do:
        read_call(l, r, AST(do, n)->call, AST(do, n)->symbol);
        break;
    case NODE_go_to:
        read_call(l, r, AST(go_to, n)->call, AST(go_to, n)->symbol);
        break;
    case NODE_let:
        if (AST(let, n)->symbol && !l->all)
            r->values[AST(let, n)->symbol->index] = false;
        read_some(l, r, AST(let, n)->value, NULL);
        break;
    case NODE_set:
        read_some(l, r, AST(set, n)->value, AST(set, n)->target);
        break;
    case NODE_collect:
        read_collect(l, r, AST(collect, n));
        break;
    case NODE_add:
        read_add(l, r, AST(add, n));
        break;
    case NODE_remove:
        read_some(l, r, AST(remove, n)->card, NULL);
        break;
    default:
        read_practice(l, r, n);
        break;
    }
}

/* From the last line back to the first. */
void read_lines(struct live *l, struct reads *r, const struct node *first) {
    size_t count = ast_count(first), i = 0;
    const struct node **all = memory_get(sizeof *all * (count + 1));
    for (; first; first = first->next)
        all[i++] = first;
    while (i-- > 0)
        read_line(l, r, all[i]);
    free(all);
}
