/* Who calls whom, and the rings that must not be: branches that call themselves, jumps that go
   round without asking, definitions that need each other. */
#include "program/flow.h"

#include <string.h>

bool symbol_runs(const struct symbol *s) {
    return s->kind == SYMBOL_BRANCH || s->kind == SYMBOL_INVENTORY || s->kind == SYMBOL_INTERVIEW;
}

/* ---- the graph ---- */
static bool visit(void *payload, struct node *n) {
    struct call_list *list = payload;
    struct symbol *to = n->kind == NODE_do      ? AST(do, n)->symbol
                        : n->kind == NODE_go_to ? AST(go_to, n)->symbol
                                                : NULL;
    if (to)
        *array_push(list->edges, list->count, list->capacity) =
            (struct call_edge){to, n, n->kind == NODE_go_to, false};
    list->questions += n->kind == NODE_ask || n->kind == NODE_item;
    return true;
}

static void spread_asks(struct call_graph *g) {
    bool more = true;
    while (more) { /* a few rounds: calls are not deep */
        more = false;
        for (size_t i = g->p->symbol_count; i-- > 0;) {
            struct call_list *list = &g->lists[i];
            for (size_t k = 0; !list->asks && k < list->count; k++)
                if (g->lists[list->edges[k].to->index].asks)
                    more = list->asks = true;
        }
    }
}

static void mark_reached(struct call_graph *g, const struct symbol *from) {
    size_t count = 0, capacity = 0;
    const struct symbol **stack = NULL;
    *array_push(stack, count, capacity) = from;
    g->lists[from->index].reached = true;
    while (count > 0) {
        const struct call_list *list = &g->lists[stack[--count]->index];
        for (size_t k = 0; k < list->count; k++) {
            const struct symbol *to = list->edges[k].to;
            if (g->lists[to->index].reached)
                continue;
            g->lists[to->index].reached = true;
            *array_push(stack, count, capacity) = to;
        }
    }
    free(stack);
}

static void mark_entries(struct call_graph *g) {
    struct program *p = g->p;
    if (p->interview)
        mark_reached(g, p->interview);
    for (size_t i = 0; i < p->symbol_count; i++)
        if (symbol_runs(p->symbols[i]) && (!p->interview || p->symbols[i]->module->index != 0))
            mark_reached(g, p->symbols[i]);
    for (struct node *n = p->modules[0]->lines; n; n = n->next)
        for (struct node *line = n->kind == NODE_test ? AST(test, n)->body : NULL; line;
             line = line->next)
            if (line->kind == NODE_run && AST(run, line)->symbol)
                mark_reached(g, AST(run, line)->symbol);
}

void calls_init(struct call_graph *g, struct program *p) {
    *g = (struct call_graph){p, memory_get(sizeof *g->lists * (p->symbol_count + 1))};
    for (size_t i = 0; i < p->symbol_count; i++) {
        if (!symbol_runs(p->symbols[i]))
            continue;
        for (struct node *n = p->symbols[i]->body; n; n = n->next)
            ast_walk(n, visit, &g->lists[i]);
        g->lists[i].asks = g->lists[i].questions > 0;
    }
    spread_asks(g);
    mark_entries(g);
}

void calls_release(struct call_graph *g) {
    for (size_t i = 0; i < g->p->symbol_count; i++)
        free(g->lists[i].edges);
    free(g->lists);
}

bool calls_reach(const struct call_graph *g, const struct symbol *from, const struct symbol *to) {
    uint8_t *seen = memory_get(g->p->symbol_count + 1);
    const struct symbol **stack = NULL;
    size_t count = 0, capacity = 0;
    bool found = false;
    *array_push(stack, count, capacity) = from;
    while (count > 0 && !found) {
        const struct symbol *s = stack[--count];
        found = s == to;
        if (seen[s->index])
            continue;
        seen[s->index] = 1;
        for (size_t k = 0; k < g->lists[s->index].count; k++)
            *array_push(stack, count, capacity) = g->lists[s->index].edges[k].to;
    }
    free(stack);
    free(seen);
    return found;
}

struct asking {
    const struct call_graph *g;
    bool asks;
};

static bool visit_asking(void *payload, struct node *n) {
    struct asking *a = payload;
    const struct symbol *to = n->kind == NODE_do      ? AST(do, n)->symbol
                              : n->kind == NODE_go_to ? AST(go_to, n)->symbol
                                                      : NULL;
    a->asks |= n->kind == NODE_ask || n->kind == NODE_item;
    a->asks |= to && a->g->lists[to->index].asks;
    return !a->asks;
}

bool block_asks(const struct call_graph *g, const struct node *first) {
    struct asking a = {g, false};
    for (const struct node *n = first; n; n = n->next)
        ast_walk((struct node *)n, visit_asking, &a);
    return a.asks;
}

/* ---- rings ---- */
/* The shortest way from one symbol back to another over edges that `follow` lets pass; the symbols
   on it, in order, in `way`. 0: there is none. */
struct ring_search {
    size_t count;                                                 /* of symbols */
    size_t (*next)(const void *graph, size_t from, size_t index); /* SIZE_MAX: no more */
    const void *graph;
};

static size_t shortest_way(const struct ring_search *r, size_t from, size_t to, size_t *way) {
    size_t *came = memory_get(r->count * sizeof *came),
           *queue = memory_get(r->count * sizeof *queue);
    size_t head = 0, tail = 0, length = 0;
    queue[tail++] = from;
    came[from] = from + 1;
    bool found = from == to;
    while (head < tail && !found) {
        size_t at = queue[head++];
        for (size_t k = 0, next; !found && (next = r->next(r->graph, at, k)) != SIZE_MAX; k++) {
            if (came[next])
                continue;
            came[next] = at + 1;
            queue[tail++] = next;
            found = next == to;
        }
    }
    for (size_t at = to; found; at = came[at] - 1) {
        way[length++] = at;
        if (at == from)
            break;
    }
    for (size_t i = 0; i < length / 2; i++) {
        size_t kept = way[i];
        way[i] = way[length - 1 - i];
        way[length - 1 - i] = kept;
    }
    free(came);
    free(queue);
    return length;
}

/* Is there any ring at all? One depth-first pass, so that the search above is for mistaken files
 * only. */
static bool has_ring(const struct ring_search *r) {
    struct visit {
        size_t at, index;
    } *stack = NULL;
    size_t count = 0, capacity = 0;
    uint8_t *state = memory_get(r->count + 1); /* 1: open, 2: done */
    bool found = false;
    for (size_t i = 0; i < r->count && !found; i++) {
        if (state[i])
            continue;
        state[i] = 1;
        *array_push(stack, count, capacity) = (struct visit){i, 0};
        while (count > 0 && !found) {
            struct visit *v = &stack[count - 1];
            size_t next = r->next(r->graph, v->at, v->index++);
            if (next == SIZE_MAX) {
                state[v->at] = 2;
                count--;
            } else if (state[next] == 1) {
                found = true;
            } else if (state[next] == 0) {
                state[next] = 1;
                *array_push(stack, count, capacity) = (struct visit){next, 0};
            }
        }
    }
    free(stack);
    free(state);
    return found;
}

static void ring_words(const struct program *p, const size_t *way, size_t length,
                       struct buffer *out) {
    for (size_t i = 0; i < length; i++)
        buffer_printf(out, "`%s` → ", p->symbols[way[i]]->name->text);
    buffer_printf(out, "`%s`", p->symbols[way[0]]->name->text);
}

static bool already_told(const size_t *way, size_t length, uint8_t *told) {
    bool all = true;
    for (size_t i = 0; i < length; i++) {
        all &= told[way[i]];
        told[way[i]] = 1;
    }
    return all;
}

static size_t next_call(const void *graph, size_t from, size_t index) {
    const struct call_list *list = &((const struct call_graph *)graph)->lists[from];
    return index < list->count ? list->edges[index].to->index : SIZE_MAX;
}

/* Can the call come back to its caller? A plain search first, cheap when it cannot. */
static void check_recursion(const struct call_graph *g) {
    struct program *p = g->p;
    struct ring_search search = {p->symbol_count, next_call, g};
    if (!has_ring(&search))
        return;
    size_t *way = memory_get((p->symbol_count + 1) * sizeof *way);
    uint8_t *told = memory_get(p->symbol_count + 1);
    uint32_t *incoming = memory_get((p->symbol_count + 1) * sizeof *incoming);
    for (size_t i = 0; i < p->symbol_count; i++)
        for (size_t k = 0; k < g->lists[i].count; k++)
            incoming[g->lists[i].edges[k].to->index]++;
    for (size_t i = 0; i < p->symbol_count; i++) {
        for (size_t k = 0; incoming[i] && k < g->lists[i].count; k++) {
            const struct call_edge *edge = &g->lists[i].edges[k];
            if (edge->jump || told[i])
                continue;
            size_t length = shortest_way(&search, edge->to->index, i, way);
            if (!length || already_told(way, length, told))
                continue;
            struct buffer ring;
            buffer_init(&ring);
            /* begin with the caller, as the reader meets it */
            size_t last = way[length - 1];
            memmove(way + 1, way, (length - 1) * sizeof *way);
            way[0] = last;
            ring_words(p, way, length, &ring);
            struct diag *d = diag_add(&p->diags, D_recursion, edge->at->span, ring.text);
            diag_fix(&p->diags, d, SPAN_NONE, NULL,
                     "use `repeat` to do something again, or `go to` to move on");
            buffer_release(&ring);
        }
    }
    free(incoming);
    free(told);
    free(way);
}

static size_t next_jump(const void *graph, size_t from, size_t index) {
    const struct call_list *list = &((const struct call_graph *)graph)->lists[from];
    for (size_t k = 0; k < list->count; k++)
        if (list->edges[k].silent && index-- == 0)
            return list->edges[k].to->index;
    return SIZE_MAX;
}

static void check_jumps(const struct call_graph *g) {
    struct program *p = g->p;
    struct ring_search search = {p->symbol_count, next_jump, g};
    if (!has_ring(&search))
        return;
    size_t *way = memory_get((p->symbol_count + 1) * sizeof *way);
    uint8_t *told = memory_get(p->symbol_count + 1);
    for (size_t i = 0; i < p->symbol_count; i++) {
        for (size_t k = 0; k < g->lists[i].count; k++) {
            const struct call_edge *edge = &g->lists[i].edges[k];
            size_t length =
                edge->silent && !told[i] ? shortest_way(&search, edge->to->index, i, way) : 0;
            if (!length || already_told(way, length, told))
                continue;
            struct buffer ring;
            buffer_init(&ring);
            ring_words(p, way, length, &ring);
            struct diag *d = diag_add(&p->diags, D_silent_ring, edge->at->span, ring.text);
            diag_fix(&p->diags, d, SPAN_NONE, NULL,
                     "ask something before the `go to`, or leave it out");
            buffer_release(&ring);
        }
    }
    free(told);
    free(way);
}

/* ---- definitions ---- */
struct define_graph {
    struct program *p;
    struct call_list *lists;
};

static bool visit_defines(void *payload, struct node *n) {
    struct call_list *list = payload;
    struct symbol *s = expression_symbol(n);
    if (s && (s->kind == SYMBOL_DEFINE || s->kind == SYMBOL_SCORE))
        *array_push(list->edges, list->count, list->capacity) =
            (struct call_edge){.to = s, .at = n};
    return n->kind != NODE_field;
}

static size_t next_define(const void *graph, size_t from, size_t index) {
    const struct call_list *list = &((const struct define_graph *)graph)->lists[from];
    return index < list->count ? list->edges[index].to->index : SIZE_MAX;
}

static void check_defines(struct program *p) {
    struct define_graph g = {p, memory_get(sizeof *g.lists * (p->symbol_count + 1))};
    size_t *way = memory_get((p->symbol_count + 1) * sizeof *way);
    uint8_t *told = memory_get(p->symbol_count + 1);
    struct ring_search search = {p->symbol_count, next_define, &g};
    for (size_t i = 0; i < p->symbol_count; i++) {
        const struct symbol *s = p->symbols[i];
        struct node *value = s->kind == SYMBOL_DEFINE  ? s->body
                             : s->kind == SYMBOL_SCORE ? s->score->value
                                                       : NULL;
        ast_walk(value, visit_defines, &g.lists[i]);
    }
    for (size_t i = 0, rings = has_ring(&search) ? p->symbol_count : 0; i < rings; i++) {
        for (size_t k = 0; k < g.lists[i].count && !told[i]; k++) {
            size_t length = shortest_way(&search, g.lists[i].edges[k].to->index, i, way);
            if (!length || already_told(way, length, told))
                continue;
            struct buffer ring;
            buffer_init(&ring);
            size_t last = way[length - 1];
            memmove(way + 1, way, (length - 1) * sizeof *way);
            way[0] = last;
            ring_words(p, way, length, &ring);
            struct diag *d =
                diag_add(&p->diags, D_define_ring, p->symbols[i]->node->span, ring.text);
            diag_fix(&p->diags, d, SPAN_NONE, NULL,
                     "let one of them be worked out without the others");
            buffer_release(&ring);
        }
    }
    for (size_t i = 0; i < p->symbol_count; i++)
        free(g.lists[i].edges);
    free(g.lists);
    free(told);
    free(way);
}

void check_rings(const struct call_graph *g) {
    check_recursion(g);
    check_jumps(g);
    check_defines(g->p);
}
