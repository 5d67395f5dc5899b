/* What surely has a value where a declaration begins, whoever calls it, and behind it, whichever
   way it ends. Only names that are read elsewhere than where they belong are kept. */
#include "program/flow.h"

/* Names kept for one declaration: of more, the rest counts as unsure. */
enum { MOST_KEPT = 1000 };

/* ---- names read elsewhere ---- */
struct reading {
    struct passages *passages;
    const struct symbol *declaration; /* NULL: a formula */
};

static bool visit_reading(void *payload, struct node *n) {
    struct reading *reading = payload;
    const struct symbol *s =
        n->kind == NODE_name || n->kind == NODE_field ? expression_symbol(n) : NULL;
    struct passages *passages = reading->passages;
    bool own = s && reading->declaration && s->owner == reading->declaration;
    if (s && !own && s->slot != NO_SLOT && !passages->elsewhere[s->slot]) {
        passages->elsewhere[s->slot] = s;
        if (s->kind == SYMBOL_QUESTION || s->kind == SYMBOL_LET)
            *array_push(passages->names, passages->name_count, passages->name_capacity) = s;
    }
    return n->kind != NODE_field || !s;
}

void passages_init(struct passages *passages, const struct program *p) {
    *passages = (struct passages){.of = memory_get(sizeof *passages->of * (p->symbol_count + 1)),
                                  .count = p->symbol_count,
                                  .elsewhere =
                                      memory_get(sizeof *passages->elsewhere * (p->slot_count + 1)),
                                  .seen = memory_get(sizeof *passages->seen * (p->slot_count + 1))};
    for (size_t i = 0; i < p->symbol_count; i++) {
        const struct symbol *s = p->symbols[i];
        struct reading reading = {passages, symbol_runs(s) ? s : NULL};
        if (reading.declaration)
            for (struct node *n = s->body; n; n = n->next)
                ast_walk(n, visit_reading, &reading);
        else if (s->kind == SYMBOL_DEFINE)
            ast_walk(s->body, visit_reading, &reading);
    }
}

void passages_release(struct passages *passages) {
    for (size_t i = 0; i < passages->count; i++) {
        free(passages->of[i].entry.items);
        free(passages->of[i].exit.items);
    }
    free(passages->of);
    free(passages->elsewhere);
    free(passages->names);
    free(passages->seen);
}

/* ---- where routes meet ---- */
bool passages_meet(struct passages *passages, struct sure_names *names, const struct route *r) {
    size_t kept = 0;
    if (names->met) {
        for (size_t i = 0; i < names->count; i++)
            if (r->sure.slots[names->items[i]->slot])
                names->items[kept++] = names->items[i];
        bool less = kept < names->count;
        names->count = kept;
        return less;
    }
    names->met = true;
    passages->round++;
    for (size_t i = 0; i < r->change_count && names->count < MOST_KEPT; i++) {
        uint32_t slot = route_changed(r, i);
        if (!r->sure.slots[slot] || !passages->elsewhere[slot] ||
            passages->seen[slot] == passages->round)
            continue;
        passages->seen[slot] = passages->round;
        *array_push(names->items, names->count, names->capacity) = passages->elsewhere[slot];
    }
    return true;
}
