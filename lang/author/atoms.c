/* The pieces of conditions between `and`, `or` and `not`, formulas opened. */
#include "author/reads.h"

#include "program/check.h"

#include <stdlib.h>

struct reading {
    struct live *l;
    struct reads *reads;
};

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

void read_condition(struct live *l, struct reads *r, const struct node *n) {
    each_atom(n, read_atom, &(struct reading){l, r}, 0);
}

/* ---- which there are ---- */
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
void find_atoms(struct live *l) {
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
