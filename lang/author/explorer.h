/* A walk over all ways, as its parts see it. Internal to exploring. */
#ifndef IPT_AUTHOR_EXPLORER_H
#define IPT_AUTHOR_EXPLORER_H

#include "author/classes.h"
#include "author/count.h"
#include "author/explore.h"
#include "author/promises.h"

enum { MOST_OPEN = 8 };
#define NO_STATE UINT32_MAX

/* What was found out about a promise. */
struct finding {
    uint32_t broken; /* the state that the shortest way to break it ends in */
    bool proved;     /* it follows from how the lines stand */
};

/* Where ways meet. */
struct state {
    struct session *session; /* until it has been gone on from */
    uint32_t parent, depth;
    struct value answer; /* that led here from the parent, in the arena */
    uint32_t *next;      /* malloc'ed: where its answers lead */
    size_t next_count, next_capacity;
    struct watch watch;
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
    struct promises promises;
    struct finding findings[MOST_PROMISES]; /* by promise */
    bool *reached, *asked;                  /* by symbol */
    const struct symbol *open[MOST_OPEN];
    size_t open_count;
    bool full, bounded, loops;
    uint32_t an_end; /* where most ways end */
    uint32_t wrong;  /* a state in which the script stopped */
    struct str wrong_words;
};

/* The session in a state: its way walked again. The caller's. */
struct session *explorer_walk_to(struct explorer *x, uint32_t state);
/* Was every way seen to its end, with every kind of answer? */
bool is_complete(const struct explorer *x);
/* What was found. True when a guarantee is broken; *all: they are all proved. */
bool say_findings(struct explorer *x, struct buffer *out, bool *all);

#endif
