/* Variables and parameters that have a value whenever they are there, and who gives them theirs. */
#include "program/flow.h"

/* Rounds over all assignments: who hands values on through more of them is believed. */
enum { MOST_ROUNDS = 20 };

struct assignment {
    const struct symbol *variable;
    const struct node *value;
};

struct search {
    struct given *given;
    const struct symbol *declaration;
    struct assignment *assignments;
    size_t count, capacity;
};

static bool visit_assignment(void *payload, struct node *n) {
    struct search *search = payload;
    struct given *given = search->given;
    struct assignment a = {NULL, NULL};
    if (n->kind == NODE_let)
        a = (struct assignment){AST(let, n)->symbol, AST(let, n)->value};
    else if (n->kind == NODE_set)
        a = (struct assignment){AST(set, n)->symbol, AST(set, n)->value};
    if (!a.variable || a.variable->slot == NO_SLOT)
        return true;
    *array_push(search->assignments, search->count, search->capacity) = a;
    if (a.variable->owner != search->declaration)
        *array_push(given->outside, given->outside_count, given->outside_capacity) =
            (struct outside){a.variable, search->declaration};
    return true;
}

static bool take_back(struct given *given, const struct assignment *a) {
    uint32_t slot = a->variable->slot;
    if (!given->always.slots[slot] || surely_has_value(a->value, &given->always))
        return false;
    sure_set(&given->always, slot, false);
    return true;
}

/* Starts from "all do" and takes back until nothing changes, up and down in turn. */
void given_init(struct given *given, struct program *p) {
    struct search search = {.given = given};
    bool changed = true;
    *given = (struct given){0};
    sure_init(&given->always, p);
    for (size_t i = 0; i < p->symbol_count; i++) {
        struct symbol *s = p->symbols[i];
        search.declaration = s;
        if (s->kind == SYMBOL_LET || s->kind == SYMBOL_PARAMETER)
            sure_set(&given->always, s->slot, true);
        if (symbol_runs(s))
            ast_walk_lines(s->body, visit_assignment, &search);
    }
    for (int round = 0; round < MOST_ROUNDS && changed; round++) {
        changed = false;
        for (size_t i = 0; i < search.count; i++)
            changed |= take_back(given, &search.assignments[round % 2 ? search.count - 1 - i : i]);
    }
    free(search.assignments);
}

void given_release(struct given *given) {
    sure_release(&given->always);
    free(given->outside);
}
