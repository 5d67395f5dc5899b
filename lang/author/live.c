#include "author/live.h"

#include "program/builtins.h"
#include "program/flow.h"

#include <stdlib.h>
#include <string.h>

/* A piece of a condition that has no `and`, `or`, `not` in it. What nothing can change any more is
   as good as its truth. */
struct atom {
    const struct node *node;
    bool watched;      /* of a safeguard's condition: `answer` is the one just given */
    bool plain;        /* reads nothing but answers and scores */
    uint32_t *symbols; /* malloc'ed: the questions, and for scores the inventories */
    size_t count, capacity;
};

/* What a stretch of lines reads of what was there before it, what it may give and what it surely
   gives anew: bytes for each symbol, and for each atom. */
struct reads {
    bool *values, *reached, *given, *atoms, *anew; /* malloc'ed, together */
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
    struct atom *atoms; /* malloc'ed, in the order of their nodes */
    size_t atom_count, atom_capacity;
    const struct node **settled; /* malloc'ed */
    bool all;                    /* whatever is read anywhere counts, given anew before or not */
    bool *many; /* inventories that may be asked more than once: each item counts by itself */
    struct closeness *numbers; /* by symbol */
    struct liveness given;
};

static size_t reads_size(const struct live *l) {
    return 4 * l->p->symbol_count + l->atom_count;
}

static struct reads reads_new(const struct live *l) {
    size_t count = l->p->symbol_count;
    struct reads r = {.values = memory_get(reads_size(l) + 1)};
    r.reached = r.values + count;
    r.given = r.reached + count;
    r.atoms = r.given + count;
    r.anew = r.atoms + l->atom_count;
    return r;
}

static void join(const struct live *l, struct reads *into, const struct reads *from) {
    size_t size = reads_size(l) - l->p->symbol_count; /* all but `anew` */
    for (size_t i = 0; i < size; i++)
        into->values[i] |= from->values[i];
}

/* Is all that the atom reads given anew? */
static bool is_overwritten(const struct atom *atom, const bool *anew) {
    for (size_t i = 0; i < atom->count; i++)
        if (!anew[atom->symbols[i]])
            return false;
    return atom->plain && atom->count > 0;
}

/* `first`, then `into`: what the first gives anew is not what was there before. */
static void put_before(const struct live *l, struct reads *into, const struct reads *first) {
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

/* One of several ways: given anew is what each of them gives. */
static void or_else(const struct live *l, struct reads *into, const struct reads *other) {
    join(l, into, other);
    for (size_t i = 0; i < l->p->symbol_count; i++)
        into->anew[i] &= other->anew[i];
}

/* ---- expressions ---- */
/* Who is meant by a name, bare fields of cards included; NULL. */
static const struct symbol *named(const struct node *n) {
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

static bool visit_read(void *payload, struct node *n) {
    struct reading *reading = payload;
    const struct symbol *s = n->kind == NODE_call ? AST(call, n)->symbol : named(n);
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

/* ---- atoms ---- */
static const struct node *define_of(const struct node *n) {
    const struct symbol *s =
        n->kind == NODE_name || n->kind == NODE_field ? expression_symbol(n) : NULL;
    bool plain = s && s->kind == SYMBOL_DEFINE && !s->parameter_count &&
                 !(s->owner && s->owner->kind == SYMBOL_RECORD);
    return plain ? s->body : NULL;
}

/* Calls for each atom of a condition; formulas are opened. */
static void each_atom(const struct node *n, void (*visit)(void *payload, const struct node *atom),
                      void *payload, unsigned depth) {
    const struct node_binary *b = n && n->kind == NODE_binary ? AST(binary, n) : NULL;
    if (!n)
        return;
    if (b && (b->op == OP_AND || b->op == OP_OR)) {
        each_atom(b->left, visit, payload, depth);
        each_atom(b->right, visit, payload, depth);
    } else if (n->kind == NODE_not) {
        each_atom(AST(not, n)->operand, visit, payload, depth);
    } else if (define_of(n) && depth < 30) {
        each_atom(define_of(n), visit, payload, depth + 1);
    } else {
        visit(payload, n);
    }
}

static int by_node(const void *a, const void *b) {
    const struct atom *one = a, *other = b;
    return one->node < other->node ? -1 : one->node > other->node;
}

static struct atom *find_atom(struct live *l, const struct node *n) {
    struct atom key = {.node = n};
    return l->atom_count ? bsearch(&key, l->atoms, l->atom_count, sizeof *l->atoms, by_node) : NULL;
}

static void read_atom(void *payload, const struct node *n) {
    struct reading *reading = payload;
    struct atom *atom = find_atom(reading->l, n);
    if (atom && !reading->l->all)
        reading->reads->atoms[atom - reading->l->atoms] = true;
    else
        read_expression(reading->l, reading->reads, n);
}

static void read_condition(struct live *l, struct reads *r, const struct node *n) {
    each_atom(n, read_atom, &(struct reading){l, r}, 0);
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
    put_before(l, r, &ways);
    memset(ways.values, 0, reads_size(l));
    if (n->kind == NODE_match)
        read_expression(l, &ways, AST(match, n)->subject);
    else
        read_condition(l, &ways, AST(if, n)->condition);
    for (arm = n->kind == NODE_if ? AST(if, n)->otherwise : NULL; arm; arm = arm->next)
        read_condition(l, &ways, AST(else, arm)->condition);
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

/* Nothing that is still to come gives any of it another value. */
static bool is_settled(const struct live *l, const struct atom *atom) {
    for (size_t i = 0; i < atom->count; i++)
        if (l->now.given[atom->symbols[i]])
            return false;
    return atom->plain;
}

static void look_at_atoms(struct live *l, const struct session *s) {
    bool alone = session_is_outside(s);
    l->given.settled = l->settled;
    l->given.settled_count = 0;
    for (size_t i = 0; i < l->atom_count; i++) {
        const struct atom *atom = &l->atoms[i];
        if (!l->now.atoms[i])
            continue;
        if (alone && is_settled(l, atom)) {
            l->settled[l->given.settled_count++] = atom->node;
            continue;
        }
        if (!atom->watched) {
            read_expression(l, &l->now, atom->node);
            continue;
        }
        struct reads own = reads_new(l);
        read_expression(l, &own, atom->node);
        for (size_t g = 0; g < l->p->safeguard_count; g++)
            own.values[l->p->safeguards[g]->answer->index] = false;
        join(l, &l->now, &own);
        free(own.values);
    }
}

static void visit_block(void *payload, const struct node *next, const struct node *loop) {
    struct blocks *blocks = payload;
    struct live *l = blocks->l;
    const struct node *from[] = {next, loop}; /* what is behind a loop is open as well */
    for (size_t k = 0; k < COUNT_OF(from); k++) {
        const struct reads *r = from[k] ? known_reads(l, from[k]) : NULL;
        for (size_t i = 0; r && i < l->p->symbol_count; i++) {
            l->now.values[i] |= r->values[i] && !blocks->anew[i];
            l->now.reached[i] |= r->reached[i];
            l->now.given[i] |= r->given[i];
        }
        for (size_t i = 0; r && i < l->atom_count; i++)
            l->now.atoms[i] |= r->atoms[i] && !is_overwritten(&l->atoms[i], blocks->anew);
    }
    if (next && !loop)
        for (size_t i = 0; i < l->p->symbol_count; i++)
            blocks->anew[i] |= known_reads(l, next)->anew[i];
}

const struct liveness *live_at(struct live *l, const struct session *s) {
    struct blocks blocks = {l, memory_get(l->p->symbol_count + 1)};
    memcpy(l->now.values, l->always.values, reads_size(l));
    session_each_block(s, visit_block, &blocks);
    free(blocks.anew);
    l->given = (struct liveness){
        .values = l->now.values, .reached = l->now.reached, .many = l->many, .numbers = l->numbers};
    look_at_atoms(l, s);
    return &l->given;
}

void live_always(struct live *l, const struct node *expression) {
    read_condition(l, &l->always, expression);
    read_expression(l, &l->ever, expression);
}

const struct closeness *live_number(const struct live *l, const struct symbol *s) {
    return &l->numbers[s->index];
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

/* ---- how closely numbers are looked at ---- */
static void add_cut(struct closeness *c, double number) {
    *array_push(c->cuts, c->count, c->capacity) = number;
}

static bool is_constant(const struct node *n, double *number) {
    if (n->kind == NODE_negate && AST(negate, n)->operand->kind == NODE_number) {
        *number = -AST(number, AST(negate, n)->operand)->value;
        return true;
    }
    *number = n->kind == NODE_number ? AST(number, n)->value : 0;
    return n->kind == NODE_number;
}

/* `x < 3`, `x in 1 to 3`: false when it is something else. */
static bool compare_with(struct live *l, const struct node *subject, const struct node *with) {
    const struct symbol *s = named(subject);
    double from, to;
    if (!s)
        return false;
    if (is_constant(with, &from)) {
        add_cut(&l->numbers[s->index], from);
        return true;
    }
    if (with->kind != NODE_range || !is_constant(AST(range, with)->from, &from) ||
        !is_constant(AST(range, with)->to, &to))
        return false;
    add_cut(&l->numbers[s->index], from);
    add_cut(&l->numbers[s->index], to);
    return true;
}

static bool visit_number(void *payload, struct node *n) {
    struct live *l = payload;
    if (n->kind == NODE_hole) /* is only shown */
        return false;
    if (n->kind == NODE_state) /* whether there is one: every class says that */
        return AST(state, n)->subject->kind != NODE_name &&
               AST(state, n)->subject->kind != NODE_field;
    if (n->kind == NODE_binary && AST(binary, n)->op >= OP_IS && AST(binary, n)->op <= OP_IN) {
        const struct node_binary *b = AST(binary, n);
        if (compare_with(l, b->left, b->right) || compare_with(l, b->right, b->left))
            return false;
    }
    const struct symbol *s = named(n);
    if (!s)
        return true;
    if (s->kind == SYMBOL_SCORE && n->kind == NODE_field && AST(field, n)->part == PART_BAND) {
        for (uint32_t i = 0; i < s->score->band_count; i++)
            add_cut(&l->numbers[s->index], s->score->bands[i].from);
        return false;
    }
    l->numbers[s->index].exact = true;
    return true;
}

static void find_numbers(struct live *l) {
    for (size_t i = 0; i < l->p->module_count; i++)
        for (struct node *n = l->p->modules[i]->lines; n; n = n->next)
            if (n->kind != NODE_test && n->kind != NODE_report)
                ast_walk(n, visit_number, l);
}

/* ---- which atoms there are ---- */
static void atom_reads(struct atom *atom, const struct symbol *s) {
    uint32_t index;
    if (s->kind == SYMBOL_QUESTION && !(s->owner && s->owner->kind == SYMBOL_RECORD))
        index = s->index;
    else if (s->kind == SYMBOL_SCORE)
        index = s->score->inventory->symbol->index;
    else if (s->kind == SYMBOL_INVENTORY)
        index = s->index;
    else {
        atom->plain &= s->kind == SYMBOL_MODULE;
        return;
    }
    *array_push(atom->symbols, atom->count, atom->capacity) = index;
}

static bool visit_atom(void *payload, struct node *n) {
    struct atom *atom = payload;
    const struct symbol *s = named(n);
    if (n->kind == NODE_call && AST(call, n)->symbol)
        atom->plain = false;
    atom->plain &= n->kind != NODE_reached && n->kind != NODE_before && n->kind != NODE_alerted;
    if (s)
        atom_reads(atom, s);
    return n->kind != NODE_field;
}

struct gathering {
    struct live *l;
    bool watched;
};

static void add_atom(void *payload, const struct node *n) {
    struct gathering *g = payload;
    struct atom *atom = array_push(g->l->atoms, g->l->atom_count, g->l->atom_capacity);
    *atom = (struct atom){.node = n, .plain = true, .watched = g->watched};
    ast_walk((struct node *)n, visit_atom, atom);
}

static bool visit_condition(void *payload, struct node *n) {
    struct gathering *g = payload;
    const struct node *condition = n->kind == NODE_if          ? AST(if, n)->condition
                                   : n->kind == NODE_else      ? AST(else, n)->condition
                                   : n->kind == NODE_safeguard ? AST(safeguard, n)->condition
                                   : n->kind == NODE_whenever  ? AST(whenever, n)->condition
                                   : n->kind == NODE_at_end    ? AST(at_end, n)->condition
                                                               : NULL;
    g->watched = n->kind == NODE_safeguard;
    each_atom(condition, add_atom, g, 0);
    return true;
}

/* A formula that several conditions use gives the same atoms each time. */
static void find_atoms(struct live *l) {
    struct gathering g = {l, false};
    size_t kept = 0;
    for (size_t i = 0; i < l->p->module_count; i++)
        for (struct node *n = l->p->modules[i]->lines; n; n = n->next)
            if (n->kind != NODE_test && n->kind != NODE_report)
                ast_walk(n, visit_condition, &g);
    if (l->atom_count)
        qsort(l->atoms, l->atom_count, sizeof *l->atoms, by_node);
    for (size_t i = 0; i < l->atom_count; i++) {
        if (kept && l->atoms[kept - 1].node == l->atoms[i].node) {
            l->atoms[kept - 1].watched &= l->atoms[i].watched;
            free(l->atoms[i].symbols);
        } else {
            l->atoms[kept++] = l->atoms[i];
        }
    }
    l->atom_count = kept;
}

struct live *live_new(const struct program *p) {
    struct live *l = memory_get(sizeof *l);
    l->p = p;
    l->declarations = memory_get(sizeof *l->declarations * (p->symbol_count + 1));
    l->open = memory_get(p->symbol_count + 1);
    l->many = memory_get(p->symbol_count + 1);
    find_atoms(l);
    l->always = reads_new(l);
    l->ever = reads_new(l);
    l->now = reads_new(l);
    l->numbers = memory_get(sizeof *l->numbers * (p->symbol_count + 1));
    find_many(l);
    find_numbers(l);
    for (size_t i = 0; i < p->safeguard_count; i++) { /* it may come at any time */
        const struct safeguard *g = p->safeguards[i];
        join(l, &l->always, declaration_reads(l, g->symbol));
        read_condition(l, &l->always, g->condition);
        read_expression(l, &l->ever, g->condition);
    }
    l->all = true;
    for (size_t i = 0; i < p->symbol_count; i++)
        if (symbol_runs(p->symbols[i]))
            read_lines(l, &l->ever, p->symbols[i]->body);
    l->all = false;
    join(l, &l->ever, &l->always);
    l->settled = memory_get(sizeof *l->settled * (l->atom_count + 1));
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
    for (size_t i = 0; i < l->p->symbol_count; i++)
        free(l->numbers[i].cuts);
    free(l->numbers);
    for (size_t i = 0; i < l->atom_count; i++)
        free(l->atoms[i].symbols);
    free(l->atoms);
    free(l->settled);
    free(l->many);
    free(l);
}
