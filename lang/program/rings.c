/* Rings that must not be: branches that call themselves, jumps that go round without asking,
   formulas that need each other. Of each the shortest is told, with its members in order. */
#include "program/flow.h"

#include <string.h>

/* Rings looked for in one mistaken file: nobody reads more. */
enum { MOST_SEARCHES = LIMIT_DIAGNOSTICS };

struct graph {
    const struct program *p; /* the nodes are its symbols, by index */
    const struct call_list *lists;
    /* Is the edge one to follow, and one that a ring may be told by? */
    bool (*follows)(const struct call_edge *edge);
    bool (*begins)(const struct call_edge *edge);
};

static bool every_edge(const struct call_edge *edge) {
    (void)edge;
    return true;
}

static bool is_call(const struct call_edge *edge) {
    return !edge->jump;
}

static bool is_silent(const struct call_edge *edge) {
    return edge->silent;
}

/* ---- is there any? ---- */
/* One depth-first pass. `depth`, when given: of each symbol, the most levels of formulas below it.
 */
static bool has_ring(const struct graph *g, uint32_t *depth) {
    struct visit {
        size_t at, index;
    } *stack = NULL;
    size_t count = 0, capacity = 0, symbols = g->p->symbol_count;
    uint8_t *state = memory_get(symbols + 1); /* 1: open, 2: done */
    bool found = false;
    for (size_t i = 0; i < symbols && !found; i++) {
        if (state[i])
            continue;
        state[i] = 1;
        *array_push(stack, count, capacity) = (struct visit){i, 0};
        while (count > 0 && !found) {
            struct visit *v = &stack[count - 1];
            const struct call_list *list = &g->lists[v->at];
            if (v->index == list->count) {
                state[v->at] = 2;
                count--;
                continue;
            }
            const struct call_edge *edge = &list->edges[v->index++];
            size_t to = edge->to->index;
            if (!g->follows(edge))
                continue;
            found = state[to] == 1;
            if (state[to] == 0) {
                v->index--; /* comes back to this edge when `to` is done */
                state[to] = 1;
                *array_push(stack, count, capacity) = (struct visit){to, 0};
            } else if (depth && !found) {
                uint32_t own = list->depth + depth[to];
                depth[v->at] = own > depth[v->at] ? own : depth[v->at];
            }
        }
    }
    free(stack);
    free(state);
    return found;
}

/* ---- the shortest ---- */
struct ring {
    const struct call_edge *edge; /* the first one */
    size_t *members;              /* malloc'ed; the first is the one whose edge it is */
    size_t length;
};

struct ways { /* of one breadth-first search */
    size_t *came, *queue;
};

static size_t way_back(const struct graph *g, struct ways *w, size_t from, size_t to) {
    size_t head = 0, tail = 0;
    memset(w->came, 0, g->p->symbol_count * sizeof *w->came);
    w->queue[tail++] = from;
    w->came[from] = from + 1;
    while (head < tail && !w->came[to]) {
        size_t at = w->queue[head++];
        for (size_t k = 0; k < g->lists[at].count; k++) {
            const struct call_edge *edge = &g->lists[at].edges[k];
            if (!g->follows(edge) || w->came[edge->to->index])
                continue;
            w->came[edge->to->index] = at + 1;
            w->queue[tail++] = edge->to->index;
        }
    }
    if (!w->came[to])
        return 0;
    size_t length = 1;
    for (size_t at = to; at != from; at = w->came[at] - 1)
        length++;
    return length;
}

/* The shortest ring that begins with an edge of symbol i; length 0: none. */
static struct ring shortest_ring(const struct graph *g, struct ways *w, size_t i) {
    struct ring best = {NULL, NULL, 0};
    for (size_t k = 0; k < g->lists[i].count; k++) {
        const struct call_edge *edge = &g->lists[i].edges[k];
        if (!g->follows(edge) || !g->begins(edge))
            continue;
        size_t length = way_back(g, w, edge->to->index, i);
        if (!length || (best.length && length >= best.length))
            continue;
        free(best.members);
        best = (struct ring){edge, memory_get(length * sizeof *best.members), length};
        size_t place = length;
        for (size_t at = i; place > 1; at = w->came[at] - 1)
            best.members[place-- % length] = at;
        best.members[place % length] = edge->to->index;
    }
    return best;
}

static int by_length(const void *a, const void *b) {
    const struct ring *x = a, *y = b;
    if (x->length != y->length)
        return x->length < y->length ? -1 : 1;
    return x->members[0] < y->members[0] ? -1 : x->members[0] > y->members[0];
}

/* Every symbol on a ring is told once, on the shortest that it is on. */
static void tell(const struct graph *g, const struct ring *ring, uint8_t *told,
                 void (*report)(struct program *p, const struct ring *ring, const char *words)) {
    bool all = true;
    struct buffer words;
    buffer_init(&words);
    for (size_t i = 0; i < ring->length; i++) {
        all &= told[ring->members[i]];
        told[ring->members[i]] = 1;
        buffer_printf(&words, "`%s` → ", g->p->symbols[ring->members[i]]->name->text);
    }
    buffer_printf(&words, "`%s`", g->p->symbols[ring->members[0]]->name->text);
    if (!all)
        report((struct program *)g->p, ring, words.text);
    buffer_release(&words);
}

static bool check_graph(const struct graph *g, uint32_t *depth,
                        void (*report)(struct program *p, const struct ring *ring,
                                       const char *words)) {
    size_t symbols = g->p->symbol_count, count = 0, capacity = 0, searches = 0;
    if (!has_ring(g, depth))
        return false;
    struct ring *rings = NULL;
    uint8_t *told = memory_get(symbols + 1);
    struct ways w = {memory_get(symbols * sizeof *w.came), memory_get(symbols * sizeof *w.queue)};
    for (size_t i = 0; i < symbols && searches < MOST_SEARCHES; i++) {
        if (!g->lists[i].count)
            continue;
        struct ring ring = shortest_ring(g, &w, i);
        if (!ring.length)
            continue;
        *array_push(rings, count, capacity) = ring;
        searches++;
    }
    if (count)
        qsort(rings, count, sizeof *rings, by_length);
    for (size_t i = 0; i < count; i++) {
        tell(g, &rings[i], told, report);
        free(rings[i].members);
    }
    free(rings);
    free(told);
    free(w.came);
    free(w.queue);
    return true;
}

/* ---- calls ---- */
static void report_recursion(struct program *p, const struct ring *ring, const char *words) {
    struct diag *d = diag_add(&p->diags, D_recursion, ring->edge->at->span, words);
    diag_fix(&p->diags, d, SPAN_NONE, NULL,
             "use `repeat` to do something again, or `go to` to move on");
}

static void report_silent(struct program *p, const struct ring *ring, const char *words) {
    struct diag *d = diag_add(&p->diags, D_silent_ring, ring->edge->at->span, words);
    diag_fix(&p->diags, d, SPAN_NONE, NULL, "ask something before the `go to`, or leave it out");
}

/* ---- formulas ---- */
static bool visit_formulas(void *payload, struct node *n) {
    struct call_list *list = payload;
    struct symbol *s = expression_symbol(n);
    if (s && (s->kind == SYMBOL_DEFINE || s->kind == SYMBOL_SCORE))
        *array_push(list->edges, list->count, list->capacity) =
            (struct call_edge){.to = s, .at = n};
    return n->kind != NODE_field;
}

static void report_formulas(struct program *p, const struct ring *ring, const char *words) {
    struct diag *d =
        diag_add(&p->diags, D_define_ring, p->symbols[ring->members[0]]->node->span, words);
    diag_fix(&p->diags, d, SPAN_NONE, NULL, "let one of them be worked out without the others");
}

/* Working out a formula recurses over it and those it leans on. */
static void check_depth(struct program *p, const uint32_t *depth) {
    for (size_t i = 0; i < p->symbol_count; i++) {
        if (depth[i] <= LIMIT_FORMULA)
            continue;
        struct diag *d = diag_add(&p->diags, D_formula_too_deep, p->symbols[i]->node->span,
                                  p->symbols[i]->name->text, LIMIT_FORMULA);
        diag_fix(&p->diags, d, SPAN_NONE, NULL, "keep a result in a `let`, and go on from it");
        return;
    }
}

static void check_formulas(struct program *p) {
    struct call_list *lists = memory_get(sizeof *lists * (p->symbol_count + 1));
    uint32_t *depth = memory_get(sizeof *depth * (p->symbol_count + 1));
    for (size_t i = 0; i < p->symbol_count; i++) {
        const struct symbol *s = p->symbols[i];
        struct node *value = s->kind == SYMBOL_DEFINE  ? s->body
                             : s->kind == SYMBOL_SCORE ? s->score->value
                                                       : NULL;
        ast_walk(value, visit_formulas, &lists[i]);
        lists[i].depth = depth[i] = value ? value->depth + 1u : 0;
    }
    struct graph g = {p, lists, every_edge, every_edge};
    if (!check_graph(&g, depth, report_formulas))
        check_depth(p, depth);
    for (size_t i = 0; i < p->symbol_count; i++)
        free(lists[i].edges);
    free(lists);
    free(depth);
}

bool check_recursion(const struct call_graph *calls) {
    struct graph recursion = {calls->p, calls->lists, every_edge, is_call};
    size_t before = calls->p->diags.errors;
    check_graph(&recursion, NULL, report_recursion);
    return calls->p->diags.errors == before;
}

void check_rings(const struct call_graph *calls) {
    struct graph silent = {calls->p, calls->lists, is_silent, is_silent};
    check_graph(&silent, NULL, report_silent);
    check_formulas(calls->p);
}
