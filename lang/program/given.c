/* Variables and parameters that have a value whenever they are there, and who gives them theirs. */
#include "program/flow.h"

struct assignments {
    struct given *given;
    const struct symbol *declaration;
    bool changed, first_round;
};

static bool visit_assignment(void *payload, struct node *n) {
    struct assignments *a = payload;
    const struct symbol *s = n->kind == NODE_let   ? AST(let, n)->symbol
                             : n->kind == NODE_set ? AST(set, n)->symbol
                                                   : NULL;
    const struct node *value = n->kind == NODE_let   ? AST(let, n)->value
                               : n->kind == NODE_set ? AST(set, n)->value
                                                     : NULL;
    if (!s || s->slot == NO_SLOT)
        return true;
    if (a->first_round && s->owner != a->declaration)
        *array_push(a->given->outside, a->given->outside_count, a->given->outside_capacity) =
            (struct outside){s, a->declaration};
    if (a->given->always.slots[s->slot] && !surely_has_value(value, &a->given->always)) {
        sure_set(&a->given->always, s->slot, false);
        a->changed = true;
    }
    return true;
}

/* Starts from "all do" and takes back until nothing changes. */
void given_init(struct given *given, struct program *p) {
    struct assignments a = {given, NULL, true, true};
    *given = (struct given){0};
    sure_init(&given->always, p);
    for (size_t i = 0; i < p->symbol_count; i++)
        if (p->symbols[i]->kind == SYMBOL_LET || p->symbols[i]->kind == SYMBOL_PARAMETER)
            sure_set(&given->always, p->symbols[i]->slot, true);
    while (a.changed) {
        a.changed = false;
        for (size_t i = 0; i < p->symbol_count; i++) {
            a.declaration = p->symbols[i];
            if (symbol_runs(p->symbols[i]))
                for (struct node *n = p->symbols[i]->body; n; n = n->next)
                    ast_walk(n, visit_assignment, &a);
        }
        a.first_round = false;
    }
}

void given_release(struct given *given) {
    sure_release(&given->always);
    free(given->outside);
}
