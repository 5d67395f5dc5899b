#include "author/live.h"

#include "program/builtins.h"
#include "program/flow.h"

#include <stdlib.h>
#include <string.h>

/* What a stretch of lines reads of what was there before it, and what it surely gives anew: three
   bytes for each symbol. */
struct reads {
    bool *values, *reached, *anew; /* malloc'ed, together */
};
struct known {
    const struct node *from; /* from this line to the end of its block */
    struct reads reads;
};
struct live {
    const struct program *p;
    struct known *known; /* open hash table */
    size_t known_count, known_capacity;
    struct reads *declarations; /* by symbol; values NULL: not looked at yet */
    bool *open;                 /* by symbol: a declaration that is just being looked at */
    struct reads always, ever, now;
    bool all;   /* whatever is read anywhere counts, given anew before or not */
    bool *many; /* inventories that may be asked more than once: each item counts by itself */
    struct liveness given;
};

static struct reads reads_new(const struct live *l) {
    size_t count = l->p->symbol_count;
    struct reads r = {.values = memory_get(3 * count + 1)};
    r.reached = r.values + count;
    r.anew = r.reached + count;
    return r;
}

static void join(const struct live *l, struct reads *into, const struct reads *from) {
    for (size_t i = 0; i < 2 * l->p->symbol_count; i++)
        into->values[i] |= from->values[i];
}

/* `first`, then `into`: what the first gives anew is not what was there before. */
static void put_before(const struct live *l, struct reads *into, const struct reads *first) {
    for (size_t i = 0; i < l->p->symbol_count; i++) {
        into->values[i] = first->values[i] || (into->values[i] && (l->all || !first->anew[i]));
        into->reached[i] |= first->reached[i];
        into->anew[i] |= first->anew[i];
    }
}

/* One of several ways: given anew is what each of them gives. */
static void or_else(const struct live *l, struct reads *into, const struct reads *other) {
    join(l, into, other);
    for (size_t i = 0; i < l->p->symbol_count; i++)
        into->anew[i] &= other->anew[i];
}

/* ---- expressions ---- */
struct reading {
    struct live *l;
    struct reads *reads;
};

static void read_expression(struct live *l, struct reads *r, const struct node *n);

static void read_items(struct live *l, struct reads *r, const struct inventory *inventory) {
    r->values[inventory->symbol->index] = true;
    for (uint32_t i = 0; l->many[inventory->symbol->index] && i < inventory->item_count; i++)
        r->values[inventory->items[i]->symbol->index] = true;
}

static void read_score(struct live *l, struct reads *r, const struct score *score) {
    if (r->values[score->symbol->index])
        return;
    r->values[score->symbol->index] = true;
    if (score->rule == SCORE_EXPRESSION) {
        read_expression(l, r, score->value);
        return;
    }
    if (score->item_count == score->inventory->item_count) {
        read_items(l, r, score->inventory);
        return;
    }
    for (uint32_t i = 0; i < score->item_count; i++)
        r->values[score->items[i]->symbol->index] = true;
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

static bool visit_read(void *payload, struct node *n) {
    struct reading *reading = payload;
    const struct symbol *s = NULL;
    if (n->kind == NODE_name)
        s = AST(name, n)->field ? AST(name, n)->field : expression_symbol(n);
    else if (n->kind == NODE_field)
        s = AST(field, n)->field ? AST(field, n)->field : expression_symbol(n);
    else if (n->kind == NODE_call)
        s = AST(call, n)->symbol;
    if (n->kind == NODE_reached && AST(reached, n)->symbol)
        reading->reads->reached[AST(reached, n)->symbol->index] = true;
    if (s)
        read_symbol(reading->l, reading->reads, s);
    return true;
}

static void read_expression(struct live *l, struct reads *r, const struct node *n) {
    if (n)
        ast_walk((struct node *)n, visit_read, &(struct reading){l, r});
}

/* ---- lines ---- */
static void read_lines(struct live *l, struct reads *r, const struct node *first);

static bool find_return(void *payload, struct node *n) {
    bool *found = payload;
    *found |= n->kind == NODE_return || n->kind == NODE_go_to;
    return !*found;
}

static bool comes_back_early(const struct node *first) {
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
    }
    free(so_far.values);
}

/* What a declaration reads and gives; one that is being looked at adds nothing more. */
static const struct reads *declaration_reads(struct live *l, const struct symbol *s) {
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
        put_before(l, r, body);
    struct reads arguments = reads_new(l);
    if (call && call->kind == NODE_call)
        for (const struct node *a = AST(call, call)->arguments; a; a = a->next)
            read_expression(l, &arguments, a);
    put_before(l, r, &arguments);
    free(arguments.values);
}

/* Asked whatever was answered before; a question that offers nothing is not put. */
static bool is_surely_put(const struct question *q) {
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
            join(l, &through, &chosen); /* gives nothing for sure: another may be chosen */
        }
    through.anew[q->symbol->index] = is_surely_put(q);
    through.values[q->symbol->index] = false;
    read_expression(l, &through, q->from);
    read_expression(l, &through, q->to);
    read_expression(l, &through, q->from_list);
    for (const struct constraint *c = q->constraints; c; c = c->next)
        read_expression(l, &through, c->condition);
    for (uint32_t i = 0; q->choices && i < q->choices->count; i++)
        read_expression(l, &through, q->choices->items[i].when);
    through.values[q->symbol->index] = false; /* its checks look at the answer just given */
    put_before(l, r, &through);
    free(through.values);
    free(chosen.values);
}

/* A block that may be taken, joined into `ways`. */
static void read_arm(struct live *l, struct reads *ways, const struct node *first, bool *any) {
    struct reads arm = reads_new(l);
    read_lines(l, &arm, first);
    if (*any)
        or_else(l, ways, &arm);
    else
        memcpy(ways->values, arm.values, 3 * l->p->symbol_count);
    *any = true;
    free(arm.values);
}

static void read_fork(struct live *l, struct reads *r, const struct node *n) {
    struct reads ways = reads_new(l);
    bool any = false, all = false;
    const struct node *arm =
        n->kind == NODE_if ? AST(if, n)->otherwise : AST(match, n)->arms;
    if (n->kind == NODE_if)
        read_arm(l, &ways, AST(if, n)->then, &any);
    for (; arm; arm = arm->next) {
        read_arm(l, &ways, arm->kind == NODE_case ? AST(case, arm)->body : AST(else, arm)->body,
                 &any);
        all |= arm->kind == NODE_else && !AST(else, arm)->condition;
    }
    if (!all)
        memset(ways.anew, 0, l->p->symbol_count);
    put_before(l, r, &ways);
    memset(ways.values, 0, 3 * l->p->symbol_count);
    read_expression(l, &ways, n->kind == NODE_if ? AST(if, n)->condition : AST(match, n)->subject);
    for (arm = n->kind == NODE_if ? AST(if, n)->otherwise : NULL; arm; arm = arm->next)
        read_expression(l, &ways, AST(else, arm)->condition);
    put_before(l, r, &ways);
    free(ways.values);
}

/* A body that may run any number of times. */
static void read_loop(struct live *l, struct reads *r, const struct node *body) {
    struct reads once = reads_new(l);
    read_lines(l, &once, body);
    memset(once.anew, 0, l->p->symbol_count);
    put_before(l, r, &once);
    free(once.values);
}

static void read_some(struct live *l, struct reads *r, const struct node *a, const struct node *b) {
    struct reads before = reads_new(l);
    read_expression(l, &before, a);
    read_expression(l, &before, b);
    put_before(l, r, &before);
    free(before.values);
}

static void read_collect(struct live *l, struct reads *r, const struct node_collect *n) {
    const struct symbol *record =
        n->symbol && n->symbol->record ? n->symbol->record->symbol : NULL;
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
    default: /* shows something, or nothing at all */
        break;
    }
}

/* From the last line back to the first. */
static void read_lines(struct live *l, struct reads *r, const struct node *first) {
    size_t count = ast_count(first), i = 0;
    const struct node **all = memory_get(sizeof *all * (count + 1));
    for (; first; first = first->next)
        all[i++] = first;
    while (i-- > 0)
        read_line(l, r, all[i]);
    free(all);
}

/* ---- where we are ---- */
static size_t place_of(const struct live *l, const struct node *from) {
    size_t mask = l->known_capacity - 1, i = ((uintptr_t)from >> 4) * 0x9e3779b97f4a7c15u >> 20;
    for (i &= mask; l->known[i].from && l->known[i].from != from; i = (i + 1) & mask)
        continue;
    return i;
}

static const struct reads *known_reads(struct live *l, const struct node *from) {
    if ((l->known_count + 1) * 2 > l->known_capacity) {
        struct known *old = l->known;
        size_t old_capacity = l->known_capacity;
        l->known_capacity = old_capacity ? old_capacity * 2 : 64;
        l->known = memory_get(sizeof *l->known * l->known_capacity);
        for (size_t i = 0; i < old_capacity; i++)
            if (old[i].from)
                l->known[place_of(l, old[i].from)] = old[i];
        free(old);
    }
    struct known *k = &l->known[place_of(l, from)];
    if (!k->from) {
        k->from = from;
        k->reads = reads_new(l);
        l->known_count++;
        struct reads reads = k->reads; /* reading may make more of them known */
        read_lines(l, &reads, from);
        if (comes_back_early(from))
            memset(reads.anew, 0, l->p->symbol_count);
        return &l->known[place_of(l, from)].reads;
    }
    return &k->reads;
}

/* From the innermost block out: what it gives anew before the one around it goes on. */
struct blocks {
    struct live *l;
    bool *anew; /* malloc'ed, by symbol */
};

static void visit_block(void *payload, const struct node *next, const struct node *loop) {
    struct blocks *blocks = payload;
    struct live *l = blocks->l;
    const struct node *from[] = {next, loop}; /* what is behind a loop is open as well */
    for (size_t k = 0; k < COUNT_OF(from); k++) {
        const struct reads *r = from[k] ? known_reads(l, from[k]) : NULL;
        for (size_t i = 0; r && i < l->p->symbol_count; i++) {
            l->now.values[i] |= r->values[i] && !blocks->anew[i];
            l->now.reached[i] |= r->reached[i];
        }
    }
    if (next && !loop)
        for (size_t i = 0; i < l->p->symbol_count; i++)
            blocks->anew[i] |= known_reads(l, next)->anew[i];
}

const struct liveness *live_at(struct live *l, const struct session *s) {
    struct blocks blocks = {l, memory_get(l->p->symbol_count + 1)};
    memcpy(l->now.values, l->always.values, 2 * l->p->symbol_count);
    session_each_block(s, visit_block, &blocks);
    free(blocks.anew);
    l->given = (struct liveness){l->now.values, l->now.reached};
    return &l->given;
}

void live_always(struct live *l, const struct node *expression) {
    read_expression(l, &l->always, expression);
    join(l, &l->ever, &l->always);
}

bool live_ever(struct live *l, const struct symbol *s) {
    bool item = s->question && s->question->item && s->question->inventory;
    return l->ever.values[s->index] ||
           (item && l->ever.values[s->question->inventory->symbol->index]);
}

/* ---- what may be asked more than once ---- */
struct counting {
    uint32_t *calls; /* by symbol: 0, 1, 2 for more */
    bool loop;
};

static bool visit_calls(void *payload, struct node *n) {
    struct counting *c = payload;
    const struct symbol *to = line_calls(n);
    bool loop = n->kind == NODE_repeat || n->kind == NODE_for_each || n->kind == NODE_collect;
    if (to)
        c->calls[to->index] += c->loop || loop ? 2 : 1;
    if (loop && !c->loop) {
        c->loop = true;
        for (struct node *line = node_body(n); line; line = line->next)
            ast_walk(line, visit_calls, c);
        c->loop = false;
        return false;
    }
    return true;
}

/* More than one call, a call in a loop, or one in something that itself runs more than once: a
   safeguard, or what is called so. */
static void find_many(struct live *l) {
    const struct program *p = l->p;
    struct counting c = {.calls = memory_get(sizeof *c.calls * (p->symbol_count + 1))};
    for (size_t round = 0; round < 2 + p->symbol_count; round++) { /* until nothing changes */
        uint32_t *before = memory_get(sizeof *before * (p->symbol_count + 1));
        memcpy(before, c.calls, sizeof *before * p->symbol_count);
        memset(c.calls, 0, sizeof *c.calls * p->symbol_count);
        for (size_t i = 0; i < p->symbol_count; i++) {
            const struct symbol *s = p->symbols[i];
            if (!symbol_runs(s))
                continue;
            c.loop = s->kind == SYMBOL_SAFEGUARD || before[i] > 1;
            for (struct node *n = s->body; n; n = n->next)
                ast_walk(n, visit_calls, &c);
        }
        bool same = memcmp(before, c.calls, sizeof *before * p->symbol_count) == 0;
        free(before);
        if (same)
            break;
    }
    for (size_t i = 0; i < p->symbol_count; i++)
        l->many[i] = c.calls[i] > 1;
    free(c.calls);
}

struct live *live_new(const struct program *p) {
    struct live *l = memory_get(sizeof *l);
    l->p = p;
    l->declarations = memory_get(sizeof *l->declarations * (p->symbol_count + 1));
    l->open = memory_get(p->symbol_count + 1);
    l->many = memory_get(p->symbol_count + 1);
    l->always = reads_new(l);
    l->ever = reads_new(l);
    l->now = reads_new(l);
    find_many(l);
    for (size_t i = 0; i < p->safeguard_count; i++) { /* it may come at any time */
        const struct safeguard *g = p->safeguards[i];
        join(l, &l->always, declaration_reads(l, g->symbol));
        bool in_body = l->always.values[g->answer->index];
        read_expression(l, &l->always, g->condition);
        l->always.values[g->answer->index] = in_body; /* a condition looks at the one just given */
    }
    l->all = true;
    for (size_t i = 0; i < p->symbol_count; i++)
        if (symbol_runs(p->symbols[i]))
            read_lines(l, &l->ever, p->symbols[i]->body);
    l->all = false;
    join(l, &l->ever, &l->always);
    return l;
}

void live_free(struct live *l) {
    if (!l)
        return;
    for (size_t i = 0; i < l->known_capacity; i++)
        free(l->known[i].reads.values);
    for (size_t i = 0; i < l->p->symbol_count; i++)
        free(l->declarations[i].values);
    free(l->known);
    free(l->declarations);
    free(l->open);
    free(l->always.values);
    free(l->ever.values);
    free(l->now.values);
    free(l->many);
    free(l);
}
