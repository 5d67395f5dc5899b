/* What conditions told of formulas and scores ("if phq9.total is answered"): that they have a
   value, until something that they lean on is asked or set again. */
#include "program/flow.h"

/* Names that one formula leans on; formulas kept in mind. */
enum { MOST_LEAVES = 64, MOST_LEARNED = 1000 };

struct leaning { /* of one formula or score */
    const struct symbol *name;
    const struct symbol *leaves[MOST_LEAVES]; /* questions, variables; an inventory for its items */
    uint32_t count;
    bool many; /* more than fit: it leans on everything */
};

void learned_init(struct learned *l, const struct program *p) {
    *l = (struct learned){.seen = memory_get(sizeof *l->seen * (p->symbol_count + 1)),
                          .known = memory_get(p->symbol_count + 1)};
}

void learned_release(struct learned *l) {
    for (size_t i = 0; i < l->count; i++)
        free(l->items[i]);
    free(l->items);
    free(l->seen);
    free(l->known);
}

/* ---- leaves ---- */
struct leaf_search {
    struct learned *l;
    struct leaning *leaning;
};

static bool visit_leaf(void *payload, struct node *n) {
    struct leaf_search *search = payload;
    struct leaning *leaning = search->leaning;
    const struct symbol *s = expression_symbol(n);
    if (s && s->kind == SYMBOL_SCORE)
        s = s->owner;
    if (!s || search->l->seen[s->index] == search->l->round)
        return n->kind != NODE_field;
    search->l->seen[s->index] = search->l->round;
    if (s->kind == SYMBOL_DEFINE)
        ast_walk(s->body, visit_leaf, search);
    else if (leaning->count < MOST_LEAVES)
        leaning->leaves[leaning->count++] = s;
    else
        leaning->many = true;
    return n->kind != NODE_field;
}

bool learned_add(struct learned *l, const struct symbol *s) {
    bool derived = s->kind == SYMBOL_DEFINE || s->kind == SYMBOL_SCORE;
    if (!derived || s->slot == NO_SLOT || l->known[s->index])
        return true;
    if (l->count == MOST_LEARNED)
        return false;
    struct leaning *leaning = memory_get(sizeof *leaning);
    leaning->name = s;
    l->known[s->index] = 1;
    l->round++;
    if (s->kind == SYMBOL_SCORE)
        leaning->leaves[leaning->count++] = s->owner;
    else
        ast_walk(s->body, visit_leaf, &(struct leaf_search){l, leaning});
    *array_push(l->items, l->count, l->capacity) = leaning;
    return true;
}

/* ---- forgetting ---- */
void learned_forget(struct learned *l, struct route *r, const struct symbol *changed) {
    for (size_t i = 0; i < l->count; i++) {
        const struct leaning *leaning = l->items[i];
        bool leans = leaning->many;
        if (!r->sure.slots[leaning->name->slot])
            continue;
        for (uint32_t k = 0; k < leaning->count && !leans; k++)
            leans = leaning->leaves[k] == changed || leaning->leaves[k] == changed->owner;
        if (leans)
            route_put(r, true, leaning->name->slot, 0);
    }
}

void learned_forget_found(struct learned *l, struct route *r, const struct anew *found) {
    for (size_t i = 0; i < l->count; i++) {
        const struct leaning *leaning = l->items[i];
        bool leans = leaning->many;
        if (!r->sure.slots[leaning->name->slot])
            continue;
        for (uint32_t k = 0; k < leaning->count && !leans; k++)
            leans = anew_has(found, leaning->leaves[k]);
        if (leans)
            route_put(r, true, leaning->name->slot, 0);
    }
}
