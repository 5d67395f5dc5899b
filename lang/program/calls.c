/* Who calls whom, what asks, what is reached, and what runs at most once. rings.c looks for the
   rings in it. */
#include "program/flow.h"

#include <string.h>

bool symbol_runs(const struct symbol *s) {
    return s->kind == SYMBOL_BRANCH || s->kind == SYMBOL_INVENTORY || s->kind == SYMBOL_INTERVIEW ||
           s->kind == SYMBOL_RECORD;
}

const struct symbol *line_calls(const struct node *n) {
    if (n->kind == NODE_do)
        return AST(do, n)->symbol;
    if (n->kind == NODE_collect && AST(collect, n)->symbol && AST(collect, n)->symbol->record)
        return AST(collect, n)->symbol->record->symbol;
    return n->kind == NODE_go_to ? AST(go_to, n)->symbol : NULL;
}

/* ---- the graph ---- */
struct edge_search {
    struct call_list *list;
    bool in_loop;
};

static bool visit(void *payload, struct node *n) {
    struct edge_search *search = payload;
    struct call_list *list = search->list;
    bool loop = n->kind == NODE_repeat || n->kind == NODE_for_each;
    if (loop && !search->in_loop) {
        search->in_loop = true;
        for (struct node *line = node_body(n); line; line = line->next)
            ast_walk(line, visit, search);
        search->in_loop = false;
        return false;
    }
    struct symbol *to = (struct symbol *)line_calls(n);
    bool many = search->in_loop || n->kind == NODE_collect;
    if (to)
        *array_push(list->edges, list->count, list->capacity) =
            (struct call_edge){to, n, n->kind == NODE_go_to, false, many};
    list->questions += n->kind == NODE_ask || n->kind == NODE_item || n->kind == NODE_collect;
    return true;
}

static void spread_asks(struct call_graph *g) {
    bool more = true;
    while (more) { /* once, but for rings */
        more = false;
        for (size_t i = 0; i < g->order_count; i++) {
            struct call_list *list = &g->lists[g->order[i]->index];
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

/* How often a declaration can run in one session: what calls it, times how often that runs; a call
   from within a loop counts for many, and so does a ring. `many` is two. Each count grows at most
   twice, so the work list comes to its end. */
static void count_runs(struct call_graph *g) {
    const struct program *p = g->p;
    struct symbol **work = NULL;
    size_t count = 0, capacity = 0;
    for (size_t i = 0; i < p->symbol_count; i++)
        for (size_t k = 0; k < g->lists[i].count; k++) {
            struct call_list *to = &g->lists[g->lists[i].edges[k].to->index];
            *array_push(to->from, to->from_count, to->from_capacity) = p->symbols[i];
            to->site = g->lists[i].edges[k].at;
        }
    for (size_t i = 0; i < p->symbol_count; i++)
        if (symbol_runs(p->symbols[i]) && !g->lists[i].from_count) {
            g->lists[i].runs = 1;
            *array_push(work, count, capacity) = p->symbols[i];
        }
    while (count > 0) {
        const struct call_list *from = &g->lists[work[--count]->index];
        for (size_t k = 0; k < from->count; k++) {
            struct call_list *to = &g->lists[from->edges[k].to->index];
            bool many = from->runs > 1 || from->edges[k].in_loop || to->from_count > 1;
            if (to->runs >= (many ? 2 : 1))
                continue;
            to->runs = many ? 2 : 1;
            *array_push(work, count, capacity) = from->edges[k].to;
        }
    }
    free(work);
    for (size_t i = 0; i < g->order_count; i++) {
        struct call_list *list = &g->lists[g->order[i]->index];
        list->again = list->runs != 1;
        for (size_t k = 0; k < list->count; k++)
            list->again |= g->lists[list->edges[k].to->index].again || g->has_ring;
    }
}

/* Callees first: a stack of declarations, each with the calls that were looked at already. */
static void order_from(struct call_graph *g, const struct symbol *entry, uint8_t *state) {
    struct visit {
        const struct symbol *s;
        size_t edge;
    } *stack = NULL;
    size_t count = 0, capacity = 0;
    state[entry->index] = 1;
    *array_push(stack, count, capacity) = (struct visit){entry, 0};
    while (count > 0) {
        struct visit *v = &stack[count - 1];
        const struct call_list *list = &g->lists[v->s->index];
        if (v->edge < list->count) {
            const struct symbol *to = list->edges[v->edge++].to;
            g->has_ring |= state[to->index] == 1;
            if (state[to->index])
                continue;
            state[to->index] = 1;
            *array_push(stack, count, capacity) = (struct visit){to, 0};
            continue;
        }
        state[v->s->index] = 2;
        g->order[g->order_count++] = v->s;
        count--;
    }
    free(stack);
}

static void put_in_order(struct call_graph *g) {
    const struct program *p = g->p;
    uint8_t *state = memory_get(p->symbol_count + 1);
    g->order = memory_get(sizeof *g->order * (p->symbol_count + 1));
    for (size_t i = 0; i < p->symbol_count; i++)
        if (symbol_runs(p->symbols[i]) && !state[i])
            order_from(g, p->symbols[i], state);
    free(state);
}

void calls_init(struct call_graph *g, struct program *p) {
    *g = (struct call_graph){.p = p,
                             .lists = memory_get(sizeof *g->lists * (p->symbol_count + 1)),
                             .leads = memory_get(p->symbol_count + 1)};
    for (size_t i = 0; i < p->symbol_count; i++) {
        if (!symbol_runs(p->symbols[i]))
            continue;
        struct edge_search search = {&g->lists[i], false};
        for (struct node *n = p->symbols[i]->body; n; n = n->next)
            ast_walk(n, visit, &search);
        g->lists[i].asks = g->lists[i].questions > 0;
    }
    put_in_order(g);
    spread_asks(g);
    mark_entries(g);
    count_runs(g);
}

void calls_release(struct call_graph *g) {
    for (size_t i = 0; i < g->p->symbol_count; i++) {
        free(g->lists[i].edges);
        free(g->lists[i].from);
    }
    free(g->lists);
    free(g->leads);
    free(g->order);
}

/* Marks all that may come to `to`: from it back over the calls. Kept for the last one asked about:
   the uses of one name stand together. */
static void mark_leading(struct call_graph *g, const struct symbol *to) {
    const struct symbol **stack = NULL;
    size_t count = 0, capacity = 0;
    memset(g->leads, 0, g->p->symbol_count + 1);
    g->leads_to = to;
    g->leads[to->index] = 1;
    *array_push(stack, count, capacity) = to;
    while (count > 0) {
        const struct call_list *list = &g->lists[stack[--count]->index];
        for (size_t k = 0; k < list->from_count; k++) {
            const struct symbol *from = list->from[k];
            if (g->leads[from->index])
                continue;
            g->leads[from->index] = 1;
            *array_push(stack, count, capacity) = from;
        }
    }
    free(stack);
}

bool calls_reach(struct call_graph *g, const struct symbol *from, const struct symbol *to) {
    if (from == to)
        return true;
    if (g->leads_to != to)
        mark_leading(g, to);
    return g->leads[from->index];
}

struct asking {
    const struct call_graph *g;
    bool asks;
};

static bool visit_asking(void *payload, struct node *n) {
    struct asking *a = payload;
    const struct symbol *to = line_calls(n);
    a->asks |= n->kind == NODE_ask || n->kind == NODE_item || n->kind == NODE_collect;
    a->asks |= to && a->g->lists[to->index].asks;
    return !a->asks;
}

bool block_asks(const struct call_graph *g, const struct node *first) {
    struct asking a = {g, false};
    for (const struct node *n = first; n; n = n->next)
        ast_walk((struct node *)n, visit_asking, &a);
    return a.asks;
}
