/* "Question 5 of 12 to 18": for each question, how many can still follow in its declaration, at
   least and at most, over all routes still open. Lists are counted from their end; what follows the
   block is passed in. */
#include "program/flow.h"

#define UNBOUNDED UINT32_MAX

struct counter {
    const struct call_graph *g;
    struct route_left *totals; /* by symbol index */
    uint8_t *known;
};

static struct route_left plus(struct route_left a, struct route_left b) {
    uint64_t least = (uint64_t)a.least + b.least, most = (uint64_t)a.most + b.most;
    return (struct route_left){least >= UNBOUNDED ? UNBOUNDED - 1 : (uint32_t)least,
                               a.most == UNBOUNDED || b.most == UNBOUNDED || most >= UNBOUNDED
                                   ? UNBOUNDED
                                   : (uint32_t)most};
}

static struct route_left either(struct route_left a, struct route_left b) {
    return (struct route_left){a.least < b.least ? a.least : b.least,
                               a.most > b.most ? a.most : b.most};
}

static struct route_left times(struct route_left a, uint32_t least, uint32_t most) {
    uint64_t low = (uint64_t)a.least * least, high = (uint64_t)a.most * most;
    bool open = a.most > 0 && (a.most == UNBOUNDED || most == UNBOUNDED || high >= UNBOUNDED);
    return (struct route_left){low >= UNBOUNDED ? UNBOUNDED - 1 : (uint32_t)low,
                               open ? UNBOUNDED : (uint32_t)high};
}

static struct route_left count(struct counter *c, const struct node *first,
                               struct route_left behind, bool note);

/* What is not counted yet leads back to what is being counted: a ring, without a known end. */
static struct route_left total(const struct counter *c, const struct symbol *s) {
    if (!s || !s->body)
        return (struct route_left){0, 0};
    return c->known[s->index] ? c->totals[s->index] : (struct route_left){0, UNBOUNDED};
}

/* How often a loop turns, where that can be read off it. */
static void turns(const struct node_repeat *loop, uint32_t *least, uint32_t *most) {
    const struct node *n = loop->how == REPEAT_TIMES ? loop->value : loop->at_most;
    bool known =
        n && n->kind == NODE_number && AST(number, n)->value >= 0 && AST(number, n)->value < 1e9;
    uint32_t number = known ? (uint32_t)AST(number, n)->value : UNBOUNDED;
    *most = number;
    *least = loop->how == REPEAT_TIMES ? (known ? number : 0) : loop->how == REPEAT_UNTIL ? 1 : 0;
    if (*least > *most)
        *least = *most;
}

static struct route_left count_loop(struct counter *c, const struct node_repeat *loop,
                                    struct route_left behind, bool note) {
    uint32_t least, most;
    struct route_left once = count(c, loop->body, (struct route_left){0, 0}, false);
    turns(loop, &least, &most);
    if (note &&
        loop->body) { /* the turns still to come are added when running: they are known there */
        ((struct node_repeat *)loop)->once = once;
        count(c, loop->body, behind, true);
    }
    return plus(behind, times(once, least, most));
}

static struct route_left count_each(struct counter *c, struct node_for_each *n,
                                    struct route_left behind, bool note) {
    struct route_left once = count(c, n->body, (struct route_left){0, 0}, false);
    if (note) {
        n->once = once;
        count(c, n->body, behind, true);
    }
    return plus(behind, times(once, 0, UNBOUNDED));
}

/* The labels, that they are all, and each card; or that there is nobody. */
static struct route_left count_collect(struct counter *c, struct node_collect *n,
                                       struct route_left behind, bool note) {
    const struct node *least = body_find(n->body, NODE_at_least);
    const struct node *number = least ? AST(at_least, least)->count : NULL;
    bool needed = body_mark(n->body, MARK_REQUIRED) && number && number->kind == NODE_number &&
                  AST(number, number)->value >= 0 && AST(number, number)->value < 1e6;
    uint32_t cards = needed ? (uint32_t)AST(number, number)->value : 0;
    struct route_left card = n->symbol && n->symbol->record ? total(c, n->symbol->record->symbol)
                                                            : (struct route_left){0, 0};
    if (note) {
        n->once = card;
        n->left = behind;
    }
    struct route_left all = times(plus(card, (struct route_left){1, 1}), cards, UNBOUNDED);
    return plus(behind, plus(all, (struct route_left){1, 1}));
}

static struct route_left count_question(struct counter *c, const struct node *n,
                                        struct route_left behind, bool note) {
    struct route_left left = behind;
    bool some = false;
    for (const struct node *o = n->kind == NODE_ask ? AST(ask, n)->body : NULL; o; o = o->next) {
        if (o->kind != NODE_option)
            continue;
        struct route_left through = count(c, AST(option, o)->body, behind, note);
        left = some ? either(left, through) : through;
        some = true;
    }
    left = either(left, behind); /* it may also be declined */
    if (note && n->kind == NODE_ask)
        AST(ask, n)->left = left;
    else if (note)
        AST(item, n)->left = left;
    bool offered = n->kind == NODE_ask && AST(ask, n)->question && AST(ask, n)->question->from_list;
    return plus(left, (struct route_left){offered ? 0 : 1, 1}); /* an empty list is not asked */
}

static struct route_left count_one(struct counter *c, const struct node *n,
                                   struct route_left behind, bool note) {
    struct route_left result;
    bool has_else = false;
    switch ((enum node_kind)n->kind) {
    case NODE_ask:
    case NODE_item:
        return count_question(c, n, behind, note);
    case NODE_if:
        result = count(c, AST(if, n)->then, behind, note);
        for (const struct node *e = AST(if, n)->otherwise; e; e = e->next) {
            result = either(result, count(c, AST(else, e)->body, behind, note));
            has_else |= !AST(else, e)->condition;
        }
        return has_else ? result : either(result, behind);
    case NODE_match:
        result = behind;
        for (const struct node *arm = AST(match, n)->arms; arm; arm = arm->next) {
            const struct node *body =
                arm->kind == NODE_case ? AST(case, arm)->body : AST(else, arm)->body;
            result = either(result, count(c, body, behind, note));
        }
        return result;
    case NODE_repeat:
        return count_loop(c, AST(repeat, n), behind, note);
    case NODE_each_session:
    case NODE_deal:
        return count(c, node_body(n), behind, note);
    case NODE_phase:
    case NODE_card:
        return either(count(c, node_body(n), behind, note), behind);
    case NODE_for_each:
        return count_each(c, (struct node_for_each *)n, behind, note);
    case NODE_collect:
        return count_collect(c, (struct node_collect *)n, behind, note);
    case NODE_do:
        if (note)
            AST(do, n)->left = behind;
        return plus(total(c, AST(do, n)->symbol), behind);
    case NODE_go_to:
        return total(c, AST(go_to, n)->symbol);
    case NODE_return:
    case NODE_finish:
        return (struct route_left){0, 0};
    default: /* asks nothing */
        return behind;
    }
}

static struct route_left count(struct counter *c, const struct node *first,
                               struct route_left behind, bool note) {
    size_t length = ast_count(first);
    const struct node *few[32],
        **all = length > COUNT_OF(few) ? memory_get(length * sizeof *all) : few;
    size_t i = 0;
    for (const struct node *n = first; n; n = n->next)
        all[i++] = n;
    while (i-- > 0)
        behind = count_one(c, all[i], behind, note);
    if (all != few)
        free(all);
    return behind;
}

void count_left(const struct call_graph *g) {
    size_t symbols = g->p->symbol_count + 1;
    struct counter c = {g, memory_get(sizeof *c.totals * symbols), memory_get(symbols)};
    for (size_t i = 0; i < g->order_count; i++) {
        const struct symbol *s = g->order[i];
        c.totals[s->index] = count(&c, s->body, (struct route_left){0, 0}, true);
        c.known[s->index] = 1;
    }
    free(c.totals);
    free(c.known);
}
