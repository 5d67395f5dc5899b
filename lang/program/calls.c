/* Who calls whom, what asks, what is reached, and what runs at most once. rings.c looks for the
   rings in it. */
#include "program/flow.h"

#include <string.h>

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
        ast_walk_lines(node_body(n), visit, search);
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

static void mark_reached(struct call_graph *g, const struct symbol *from, unsigned by) {
    size_t count = 0, capacity = 0;
    const struct symbol **stack = NULL;
    *array_push(stack, count, capacity) = from;
    g->lists[from->index].reached |= by;
    while (count > 0) {
        const struct call_list *list = &g->lists[stack[--count]->index];
        for (size_t k = 0; k < list->count; k++) {
            const struct symbol *to = list->edges[k].to;
            if ((g->lists[to->index].reached & by) == by)
                continue;
            g->lists[to->index].reached |= by;
            *array_push(stack, count, capacity) = to;
        }
    }
    free(stack);
}

static void mark_entries(struct call_graph *g) {
    struct program *p = g->p;
    if (p->interview)
        mark_reached(g, p->interview, BY_ANYTHING | BY_INTERVIEW);
    for (size_t i = 0; i < p->safeguard_count; i++)
        mark_reached(g, p->safeguards[i]->symbol, BY_ANYTHING | BY_SAFEGUARD);
    for (size_t i = 0; i < p->symbol_count; i++)
        if (symbol_runs(p->symbols[i]) && (!p->interview || p->symbols[i]->module->index != 0 ||
                                           p->symbols[i]->kind == SYMBOL_COURSE))
            mark_reached(g, p->symbols[i], BY_ANYTHING);
    for (struct node *n = p->modules[0]->lines; n; n = n->next)
        for (struct node *line = n->kind == NODE_test ? AST(test, n)->body : NULL; line;
             line = line->next)
            if (line->kind == NODE_run && AST(run, line)->symbol)
                mark_reached(g, AST(run, line)->symbol, BY_ANYTHING);
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
            const struct call_edge *edge = &g->lists[i].edges[k];
            struct call_list *to = &g->lists[edge->to->index];
            *array_push(to->from, to->from_count, to->from_capacity) =
                (struct call_site){p->symbols[i], edge->at};
        }
    for (size_t i = 0; i < p->symbol_count; i++)
        if (symbol_runs(p->symbols[i]) && !g->lists[i].from_count) {
            g->lists[i].runs = p->symbols[i]->kind == SYMBOL_SAFEGUARD ? 2 : 1;
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

/* From callers to callees, each not yet in a group begins one, with all that lead to it. */
static void find_groups(struct call_graph *g) {
    const struct symbol **stack = NULL;
    size_t count = 0, capacity = 0;
    g->group_count = 0;
    for (size_t i = 0; i < g->order_count; i++)
        g->lists[g->order[i]->index].group = UINT32_MAX;
    for (size_t i = g->order_count; i-- > 0;) {
        if (g->lists[g->order[i]->index].group != UINT32_MAX)
            continue;
        g->lists[g->order[i]->index].group = g->group_count;
        *array_push(stack, count, capacity) = g->order[i];
        while (count > 0) {
            const struct call_list *list = &g->lists[stack[--count]->index];
            for (size_t k = 0; k < list->from_count; k++) {
                struct call_list *from = &g->lists[list->from[k].from->index];
                if (from->group != UINT32_MAX)
                    continue;
                from->group = g->group_count;
                *array_push(stack, count, capacity) = list->from[k].from;
            }
        }
        g->group_count++;
    }
    free(stack);
}

void calls_init(struct call_graph *g, struct program *p) {
    *g = (struct call_graph){.p = p, .lists = memory_get(sizeof *g->lists * (p->symbol_count + 1))};
    for (size_t i = 0; i < p->symbol_count; i++) {
        if (!symbol_runs(p->symbols[i]))
            continue;
        struct edge_search search = {&g->lists[i], false};
        ast_walk_lines(p->symbols[i]->body, visit, &search);
        g->lists[i].asks = g->lists[i].questions > 0;
    }
    put_in_order(g);
    spread_asks(g);
    mark_entries(g);
    count_runs(g);
    find_groups(g);
}

void calls_release(struct call_graph *g) {
    for (size_t i = 0; i < g->p->symbol_count; i++) {
        free(g->lists[i].edges);
        free(g->lists[i].from);
    }
    free(g->lists);
    free(g->order);
}

/* Looks for all that may come to `to`: from it back over the calls. Kept for the last one asked
   about: the uses of one name stand together. */
static void look_back(struct call_graph *g, const struct symbol *to) {
    const struct symbol **stack = NULL;
    size_t count = 0, capacity = 0;
    g->looked_for = to;
    g->lists[to->index].looked = ++g->look;
    g->lists[to->index].leads_behind = UINT32_MAX;
    *array_push(stack, count, capacity) = to;
    while (count > 0) {
        const struct call_list *list = &g->lists[stack[--count]->index];
        for (size_t k = 0; k < list->from_count; k++) {
            const struct call_site *site = &list->from[k];
            struct call_list *from = &g->lists[site->from->index];
            if (from->looked != g->look) {
                from->looked = g->look;
                from->leads_behind = UINT32_MAX;
                *array_push(stack, count, capacity) = site->from;
            }
            if (site->at->kind != NODE_go_to && site->at->span.lo < from->leads_behind)
                from->leads_behind = site->at->span.lo;
        }
    }
    free(stack);
}

bool calls_reach_before(struct call_graph *g, const struct symbol *from, uint32_t place,
                        const struct symbol *to) {
    if (g->looked_for != to)
        look_back(g, to);
    const struct call_list *list = &g->lists[from->index];
    return list->looked == g->look && list->leads_behind < place;
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
    ast_walk_lines((struct node *)first, visit_asking, &a);
    return a.asks;
}
