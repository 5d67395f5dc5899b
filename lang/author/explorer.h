/* A walk over all ways, as its parts see it. Internal to exploring. */
#ifndef IPT_AUTHOR_EXPLORER_H
#define IPT_AUTHOR_EXPLORER_H

#include "author/classes.h"
#include "author/count.h"
#include "author/explore.h"

enum { MOST_GUARANTEES = 64, MOST_OPEN = 8 };
#define NO_STATE UINT32_MAX

/* One line of a guarantee, on the way. */
struct promise {
    const struct node_guarantee *guarantee;
    const struct node *line; /* whenever, at end */
    uint32_t broken;         /* the state that the shortest way to break it ends in */
    bool proved;             /* it follows from how the lines stand */
};

/* Where ways meet. */
struct state {
    struct session *session; /* until it has been gone on from */
    uint32_t parent, depth;
    struct str question, answer; /* that led here from the parent */
    bool collecting;             /* … who belongs to a list */
    uint32_t *next;              /* malloc'ed: where its answers lead */
    size_t next_count, next_capacity;
    uint64_t pending, met; /* by promise: what has to follow; its condition held last */
    bool end;
    struct count ways; /* from here to an end */
    uint32_t longest;
    uint8_t counted; /* 0 not yet, 1 being counted, 2 done */
};

struct explorer {
    struct program *p;
    const struct explore_options *options;
    struct live *live;
    struct classes *classes;
    struct arena arena, scratch;
    struct state *states;
    size_t state_count, state_capacity;
    struct str *keys; /* by state, in the arena */
    size_t key_capacity;
    uint32_t *table; /* open hash table of states, +1 */
    size_t table_size;
    struct promise promises[MOST_GUARANTEES];
    size_t promise_count;
    bool *reached, *asked; /* by symbol */
    const struct symbol *open[MOST_OPEN];
    size_t open_count;
    bool full, bounded, loops;
    uint32_t an_end; /* where most ways end */
    uint32_t wrong;  /* a state in which the script stopped */
    struct str wrong_words;
};

/* explore_words.c: an answer as a test writes it, in the explorer's arena. */
struct str written(struct explorer *x, struct value v);
/* Was every way seen to its end, with every kind of answer? */
bool is_complete(const struct explorer *x);
/* What was found. True when a guarantee is broken; *all: they are all proved. */
bool say_findings(struct explorer *x, struct buffer *out, bool *all);

#endif
