/* A walk over all ways, as its parts see it. Internal to exploring. */
#ifndef IPT_AUTHOR_EXPLORER_H
#define IPT_AUTHOR_EXPLORER_H

#include "author/classes.h"
#include "author/count.h"
#include "author/explore.h"
#include "author/promises.h"

enum { MOST_OPEN = 8, MOST_REPEATED = 8 };
#define NO_STATE UINT32_MAX

/* What was found out about a promise. */
struct finding {
    uint32_t broken; /* the state that the shortest way to break it ends in */
    bool beyond;     /* … it was found beyond the limit, so that there may be shorter ones */
    bool proved;     /* it follows from how the lines stand */
};

/* Where ways meet. */
struct state {
    struct session *session; /* until it has been gone on from */
    uint32_t parent, depth;
    struct value answer;          /* that led here from the parent, in the arena */
    const struct question *asked; /* here; NULL: an end */
    uint32_t *next;               /* malloc'ed: where its answers lead */
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
    size_t place_count; /* the first so many are places of the walk; behind them ways beyond it */
    struct str *keys;   /* by state, in the arena */
    size_t key_capacity;
    uint32_t *table; /* open hash table of states, +1 */
    size_t table_size;
    struct promises promises;
    struct finding findings[MOST_PROMISES]; /* by promise */
    bool *reached, *asked;                  /* by symbol */
    bool **offered;                         /* by question, by choice; NULL: it has none */
    const struct symbol *open[MOST_OPEN];
    size_t open_count;
    const struct question *repeated[MOST_REPEATED]; /* without end, in some ring of ways */
    size_t repeated_count;
    bool full, bounded, loops;
    bool earlier;    /* what earlier sessions may have left was not tried */
    uint32_t an_end; /* where most ways end */
    uint32_t wrong;  /* a state in which the script stopped */
    struct str wrong_words;
};

/* The session in a state: its way walked again. The caller's. */
struct session *explorer_walk_to(struct explorer *x, uint32_t state);
/* Gives an answer and runs to the next question or the end; the new state, which keeps nothing of
   the session. NO_STATE: the question does not take it. */
uint32_t explorer_answer(struct explorer *x, uint32_t from, struct session *s, struct value v,
                         const struct event **e);
/* beyond.c: from where the walk stopped at its limit, some interviews are led to their end. That
   proves nothing, but what is easily broken is seen to be. */
void explorer_go_beyond(struct explorer *x);
/* Was every way seen to its end, with every kind of answer? */
bool explorer_is_complete(const struct explorer *x);
uint32_t explorer_shortest(const struct explorer *x);

/* What was never come to: a branch, an inventory, a safeguard, a question; or a choice that is
   never offered where its question is put. */
struct unreached {
    const char *what;
    struct str name;
    struct span at;
};
void explorer_each_unreached(const struct explorer *x,
                             void (*visit)(void *payload, const struct unreached *u),
                             void *payload);

/* A guarantee holds when each of its lines does. */
enum verdict_word { GUARANTEE_PROVED, GUARANTEE_BROKEN, GUARANTEE_OPEN };
struct guarantee_verdict {
    const struct node_guarantee *guarantee;
    enum verdict_word verdict;
    size_t broken; /* the promise that is */
    size_t next;   /* the first promise of the next one */
};
/* Of the guarantee that promise `index` begins. */
struct guarantee_verdict explorer_verdict(const struct explorer *x, size_t index);
/* The shortest way that breaks a promise, as a test that fails. */
void explorer_counterexample(struct explorer *x, size_t promise, size_t indent, struct buffer *out);

#endif
