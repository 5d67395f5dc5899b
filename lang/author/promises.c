#include "author/promises.h"

void promises_find(struct promises *promises, const struct program *p) {
    promises->count = 0;
    for (size_t i = 0; i < p->module_count; i++)
        for (struct node *n = p->modules[i]->lines; n; n = n->next)
            for (struct node *line = n->kind == NODE_guarantee ? AST(guarantee, n)->body : NULL;
                 line && promises->count < MOST_PROMISES; line = line->next)
                if (line->kind == NODE_whenever || (line->kind == NODE_at_end && i == 0))
                    promises->items[promises->count++] = (struct promise){AST(guarantee, n), line};
}

static const struct node_whenever *whenever(const struct promise *promise) {
    return promise->line->kind == NODE_whenever ? AST(whenever, promise->line) : NULL;
}

const struct node *promise_condition(const struct promise *promise) {
    const struct node_whenever *w = whenever(promise);
    return w ? w->condition : AST(at_end, promise->line)->condition;
}

static bool holds(struct session *s, const struct node *condition) {
    struct value v = session_evaluate(s, condition);
    return v.kind == VALUE_YES_NO && v.as.yes;
}

/* Each time the condition turns true, something has to follow. */
void promises_answered(const struct promises *promises, struct session *s, struct watch *watch) {
    for (size_t i = 0; i < promises->count; i++) {
        uint64_t bit = UINT64_C(1) << i;
        if (!whenever(&promises->items[i]))
            continue;
        bool now = holds(s, promise_condition(&promises->items[i]));
        if (now && !(watch->met & bit))
            watch->pending |= bit;
        watch->met = now ? watch->met | bit : watch->met & ~bit;
    }
}

static uint64_t look_at_stop(const struct promises *promises, const struct symbol *here,
                             struct watch *watch) {
    uint64_t broken = 0;
    for (size_t i = 0; i < promises->count; i++) {
        uint64_t bit = UINT64_C(1) << i;
        const struct node_whenever *w = whenever(&promises->items[i]);
        if (w && w->then_symbol == here)
            watch->pending &= ~bit;
        else if (w && w->before_symbol == here)
            broken |= watch->pending & bit;
    }
    return broken;
}

uint64_t promises_moved(const struct promises *promises, struct session *s, struct watch *watch,
                        size_t reached) {
    uint64_t broken = 0;
    size_t count = session_reached_count(s);
    for (size_t r = reached; r < count; r++)
        broken |= look_at_stop(promises, session_reached_at(s, r), watch);
    uint64_t before = watch->pending;
    promises_answered(promises, s, watch); /* a line of the script may have done it */
    uint64_t late = watch->pending & ~before;
    for (size_t i = 0; late && i < promises->count; i++)
        for (size_t r = reached; late & UINT64_C(1) << i && r < count; r++)
            if (session_reached_at(s, r) == whenever(&promises->items[i])->then_symbol)
                watch->pending &= ~(UINT64_C(1) << i);
    return broken;
}

uint64_t promises_ended(const struct promises *promises, struct session *s,
                        const struct watch *watch) {
    uint64_t broken = 0;
    for (size_t i = 0; i < promises->count; i++) {
        const struct promise *promise = &promises->items[i];
        uint64_t bit = UINT64_C(1) << i;
        const struct node_whenever *w = whenever(promise);
        if (w && !w->before_symbol)
            broken |= watch->pending & bit;
        else if (!w && !session_handed_over(s) && !holds(s, promise_condition(promise)))
            broken |= bit;
    }
    return broken;
}
