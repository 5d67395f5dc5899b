/* Variables and parameters that have a value whenever they are there, and who gives them theirs. */
#include "program/flow.h"

/* Rounds over all assignments: who hands values on through more of them is believed. */
enum { MOST_ROUNDS = 20 };

struct assignment {
    const struct symbol *variable;
    const struct node *value;
};

size_t line_gives(const struct node *n, const struct symbol *gives[LINE_GIVES]) {
    const struct judging *j = n->kind == NODE_judge ? AST(judge, n)->judging : NULL;
    const struct drill *drill = n->kind == NODE_attempt ? AST(attempt, n)->drill : NULL;
    const struct symbol *all[LINE_GIVES] = {
        n->kind == NODE_let        ? AST(let, n)->symbol
        : n->kind == NODE_set      ? AST(set, n)->symbol
        : n->kind == NODE_raise    ? AST(raise, n)->symbol
        : n->kind == NODE_lower    ? AST(lower, n)->symbol
        : n->kind == NODE_reveal   ? AST(reveal, n)->symbol
        : n->kind == NODE_give_cue ? AST(give_cue, n)->symbol
        : j                        ? j->points
        : drill                    ? drill->points
                                   : NULL,
        j       ? j->found
        : drill ? drill->passed
                : NULL,
        j       ? j->missed
        : drill ? drill->tried
                : NULL,
        j       ? j->unplaced
        : drill ? drill->through
                : NULL,
        j && j->rubric ? j->rubric->symbol : NULL,
        j ? j->level : NULL,
    };
    size_t count = 0;
    for (size_t i = 0; i < LINE_GIVES; i++)
        if (all[i] && all[i]->slot != NO_SLOT)
            gives[count++] = all[i];
    return count;
}

struct search {
    struct given *given;
    const struct symbol *declaration;
    struct assignment *assignments;
    size_t count, capacity;
};

/* A meter always has a value; what came out of a judgement or a drill depends on the person. */
static bool visit_assignment(void *payload, struct node *n) {
    struct search *search = payload;
    struct given *given = search->given;
    const struct symbol *gives[LINE_GIVES];
    const struct node *value = n->kind == NODE_let   ? AST(let, n)->value
                               : n->kind == NODE_set ? AST(set, n)->value
                                                     : NULL;
    for (size_t i = 0, count = line_gives(n, gives); i < count; i++) {
        if (value && !gives[i]->meter)
            *array_push(search->assignments, search->count, search->capacity) =
                (struct assignment){gives[i], value};
        if (gives[i]->owner != search->declaration)
            *array_push(given->outside, given->outside_count, given->outside_capacity) =
                (struct outside){gives[i], search->declaration};
    }
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
        if ((s->kind == SYMBOL_LET && !s->outcome) || s->kind == SYMBOL_PARAMETER)
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
