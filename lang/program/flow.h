/* The passes of check_flow. Internal to program/. */
#ifndef IPT_PROGRAM_FLOW_H
#define IPT_PROGRAM_FLOW_H

#include "program/compose.h"

/* calls.c: who calls whom. Declarations are symbols with a body that runs. */
struct call_edge {
    struct symbol *to;
    const struct node *at;
    bool jump;   /* go to */
    bool silent; /* a jump before which nothing was surely asked; set by flow.c */
};
struct call_list {
    struct call_edge *edges; /* malloc'ed */
    size_t count, capacity;
    uint32_t questions; /* asks and items in the body itself */
    bool reached;
    bool asks; /* itself or through what it calls */
};
struct call_graph {
    struct program *p;
    struct call_list *lists; /* by symbol->index */
};
void calls_init(struct call_graph *g, struct program *p);
void calls_release(struct call_graph *g);
bool symbol_runs(const struct symbol *s);
/* May running `from` run `to`, itself included? */
bool calls_reach(const struct call_graph *g, const struct symbol *from, const struct symbol *to);
/* Does a block ask anything, itself or through what it calls? */
bool block_asks(const struct call_graph *g, const struct node *first);
/* Rings of calls, of silent jumps, of defines. */
void check_rings(const struct call_graph *g);
/* left.c: fills the notes `left`. */
void count_left(struct program *p);
/* sure.c: has an expression surely a value? `sure` tells of names, by slot. */
bool surely_has_value(const struct node *n, const uint8_t *sure);
/* The names that have a value when a condition is met (or is not): calls `fact` with each. */
void facts_of(const struct node *condition, bool met,
              void (*fact)(void *payload, const struct symbol *s), void *payload);

#endif
