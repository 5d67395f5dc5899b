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
    bool in_loop;
};
struct call_site { /* a call, seen from what is called */
    const struct symbol *from;
    const struct node *at;
};
/* What may come to a declaration: anything at all that is run; the interview; a safeguard, which
   may be at any time. */
enum reached_by { BY_ANYTHING = 1, BY_INTERVIEW = 2, BY_SAFEGUARD = 4 };
struct call_list {
    struct call_edge *edges; /* malloc'ed */
    size_t count, capacity;
    uint32_t questions;     /* asks and items in the body itself */
    uint8_t reached;        /* by whom: enum reached_by */
    bool asks;              /* itself or through what it calls */
    struct call_site *from; /* malloc'ed: who calls it, once for each call */
    size_t from_count, from_capacity;
    uint32_t depth; /* of a formula: its own levels */
    uint32_t group; /* those that come to each other have the same, from 0 */
    bool again;     /* it, or what it calls, may have run before */
    uint8_t runs;   /* in one session at most: 1, or 2 for more; 0: in a ring nothing leads into */
    /* of the last look at what leads to some declaration */
    uint32_t looked;       /* the look it was found in */
    uint32_t leads_behind; /* the place of the first call in it that leads there and comes back */
};
struct call_graph {
    struct program *p;
    struct call_list *lists;     /* malloc'ed, by symbol->index */
    const struct symbol **order; /* malloc'ed: all declarations that run, callees first */
    size_t order_count;
    uint32_t group_count;
    const struct symbol *looked_for;
    uint32_t look;
    bool has_ring; /* some callee stands behind its caller */
};
void calls_init(struct call_graph *g, struct program *p);
void calls_release(struct call_graph *g);
/* What a line runs: by `do`, `go to`, or for each card by `collect`; NULL. */
const struct symbol *line_calls(const struct node *n);
/* May a call that stands in `from` before `place` have run `to`? */
bool calls_reach_before(struct call_graph *g, const struct symbol *from, uint32_t place,
                        const struct symbol *to);
/* Does a block ask anything, itself or through what it calls? */
bool block_asks(const struct call_graph *g, const struct node *first);
/* rings.c: rings of calls; false when there is one. */
bool check_recursion(const struct call_graph *g);
/* Rings of silent jumps, of formulas; formulas that lean on too many others. */
void check_rings(const struct call_graph *g);
/* left.c: fills the notes `left`. */
void count_left(const struct call_graph *g);
/* sure.c: what surely has a value, by slot; and of formulas, what was found out since the last
   change. */
struct sure {
    uint8_t *slots;   /* malloc'ed */
    uint32_t *looked; /* malloc'ed: twice the round, and the finding */
    uint32_t round;
};
void sure_init(struct sure *sure, const struct program *p);
void sure_release(struct sure *sure);
void sure_set(struct sure *sure, uint32_t slot, bool value);
/* Has an expression surely a value? */
bool surely_has_value(const struct node *n, struct sure *sure);
/* The names that have a value when a condition is met (or is not): calls `fact` with each. */
void facts_of(const struct node *condition, bool met,
              void (*fact)(void *payload, const struct symbol *s), void *payload);

/* route.c: what is known on the way to a line. */
struct route {
    uint8_t *may;     /* malloc'ed, by slot: it may have been asked */
    struct sure sure; /* it surely has a value */
    struct change *changes;
    size_t change_count, change_capacity;
    bool asked; /* something was surely asked since the beginning */
    bool dead;  /* no route comes here */
};
void route_init(struct route *r, const struct program *p);
void route_release(struct route *r);
/* In the set of what is sure, or in that of what may have been asked. */
void route_put(struct route *r, bool sure, uint32_t slot, uint8_t value);
/* The slot of its i-th change. */
uint32_t route_changed(const struct route *r, size_t i);
/* Takes back all changes but the first `mark`. */
void route_back(struct route *r, size_t mark);

/* The arms of a fork, one after the other; behind it stands what all that come out agree on. */
struct fork {
    struct outcome *outcomes;
    size_t count, capacity;
    uint32_t live; /* arms that come out at the end */
    bool asked;    /* in all live arms so far */
    bool asked_before;
    size_t start, mark; /* changes before it, and before its next arm */
};
void fork_begin(struct route *r, struct fork *f);
/* What was found out since the last arm holds in all later ones. */
void fork_keep(struct route *r, struct fork *f);
void fork_arm_end(struct route *r, struct fork *f);
void fork_end(struct route *r, struct fork *f);

/* given.c: variables and parameters that have a value whenever they are there. */
struct outside { /* a variable, given a value by another declaration than its own */
    const struct symbol *variable, *giver;
};
struct given {
    struct sure always;
    struct outside *outside; /* malloc'ed */
    size_t outside_count, outside_capacity;
};
/* The variables, and the list, that a line gives something: `let`, `set`, `raise`, `judge` …; how
   many. */
enum { LINE_GIVES = 6 };
size_t line_gives(const struct node *n, const struct symbol *gives[LINE_GIVES]);
void given_init(struct given *given, struct program *p);
void given_release(struct given *given);

/* passage.c: names that are read elsewhere than where they belong. */
struct passages;

/* anew.c: what running a declaration may give a new value. */
struct anew {
    const struct call_graph *g;
    struct anew_group *groups;   /* malloc'ed, by their number */
    uint32_t *given, round;      /* malloc'ed, by slot: the round it was found in */
    const struct symbol **names; /* malloc'ed: what was found in this round */
    size_t name_count, name_capacity;
};
void anew_init(struct anew *a, const struct call_graph *g, const struct given *given,
               const struct passages *passages);
void anew_release(struct anew *a);
/* Finds what a call may give a new value, itself or through what it calls: `names` has the
   questions read elsewhere and the variables set from elsewhere. */
void anew_look(struct anew *a, const struct symbol *called);
/* Is it, or what it belongs to, among what was found? */
bool anew_has(const struct anew *a, const struct symbol *s);

/* learned.c: what conditions told of formulas and scores. */
struct learned {
    struct leaning **items; /* malloc'ed, and each of them */
    size_t count, capacity;
    uint32_t *seen, round; /* malloc'ed, by symbol->index */
    uint8_t *known;        /* malloc'ed, by symbol->index */
};
void learned_init(struct learned *l, const struct program *p);
void learned_release(struct learned *l);
/* False: there are too many to keep in mind. */
bool learned_add(struct learned *l, const struct symbol *s);
/* A question is asked again, or a variable set: what leans on it is not sure any more. */
void learned_forget(struct learned *l, struct route *r, const struct symbol *changed);
/* The same for all that a call gave anew. */
void learned_forget_found(struct learned *l, struct route *r, const struct anew *found);

/* passage.c: what surely has a value at the beginning and behind the end of a declaration. */
struct sure_names {
    const struct symbol **items; /* malloc'ed */
    size_t count, capacity;
    bool met; /* some route comes here; until then everything is sure */
};
struct passage {
    struct sure_names entry, exit;
};
struct passages {
    struct passage *of; /* malloc'ed, by symbol->index */
    size_t count;
    const struct symbol **elsewhere; /* malloc'ed, by slot: names that another declaration reads */
    const struct symbol **names;     /* malloc'ed: the same, questions and variables only */
    size_t name_count, name_capacity;
    uint32_t *seen, round; /* malloc'ed, by slot */
};
void passages_init(struct passages *passages, const struct program *p);
void passages_release(struct passages *passages);
/* One more route comes to this place; true when that takes something away. */
bool passages_meet(struct passages *passages, struct sure_names *names, const struct route *r);

#endif
