#include "author/live.h"

#include "author/reads.h"
#include "program/flow.h"

#include <stdlib.h>
#include <string.h>

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
        reads_join(l, &l->now, &own);
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

/* ---- all of it ---- */
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
        reads_join(l, &l->always, declaration_reads(l, g->symbol));
        read_condition(l, &l->always, g->condition);
        read_expression(l, &l->ever, g->condition);
    }
    l->all = true;
    for (size_t i = 0; i < p->symbol_count; i++)
        if (symbol_runs(p->symbols[i]))
            read_lines(l, &l->ever, p->symbols[i]->body);
    l->all = false;
    reads_join(l, &l->ever, &l->always);
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
