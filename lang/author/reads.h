/* What lines read and give, for live.c. Internal to exploring. */
#ifndef IPT_AUTHOR_READS_H
#define IPT_AUTHOR_READS_H

#include "author/live.h"

/* A piece of a condition that has no `and`, `or`, `not` in it. What nothing can change any more is
   as good as its truth. */
struct atom {
    const struct node *node;
    bool watched;      /* of a safeguard's condition: `answer` is the one just given */
    bool plain;        /* reads nothing but answers and scores */
    uint32_t *symbols; /* malloc'ed: the questions, and for scores the inventories */
    size_t count, capacity;
};

/* What a stretch of lines reads of what was there before it, what it may give and what it surely
   gives anew: bytes for each symbol, and for each atom. */
struct reads {
    bool *values, *reached, *given, *atoms, *anew; /* malloc'ed, together */
};
struct known {
    const struct node *from; /* from this line to the end of its block */
    struct reads reads;
};
struct live {
    const struct program *p;
    struct known *known; /* open hash table */
    size_t known_count, known_capacity;
    struct reads *declarations; /* by symbol; values NULL: not looked at yet */
    bool *open;                 /* by symbol: a declaration that is just being looked at */
    struct reads always, ever, now;
    struct atom *atoms; /* malloc'ed, in the order of their nodes */
    size_t atom_count, atom_capacity;
    const struct node **settled; /* malloc'ed */
    bool all;                    /* whatever is read anywhere counts, given anew before or not */
    bool *many; /* inventories that may be asked more than once: each item counts by itself */
    struct closeness *numbers; /* by symbol */
    struct liveness given;
};

/* ---- sets ---- */
struct reads reads_new(const struct live *l);
size_t reads_size(const struct live *l);
void reads_join(const struct live *l, struct reads *into, const struct reads *from);
/* `first`, then `into`: what the first gives anew is not what was there before. */
void reads_put_before(const struct live *l, struct reads *into, const struct reads *first);
/* One of several ways: given anew is what each of them gives. */
void reads_or_else(const struct live *l, struct reads *into, const struct reads *other);
/* Is all that the atom reads given anew? */
bool is_overwritten(const struct atom *atom, const bool *anew);

/* ---- reads.c ---- */
/* Who is meant by a name, bare fields of cards included; NULL. */
const struct symbol *named(const struct node *n);
void read_expression(struct live *l, struct reads *r, const struct node *n);
/* These lines before all that `r` holds. */
void read_lines(struct live *l, struct reads *r, const struct node *first);
const struct reads *declaration_reads(struct live *l, const struct symbol *s);
/* Is there a `return` or a `go to` among these lines? */
bool comes_back_early(const struct node *first);
/* Is it put whatever was answered before? A question that has nothing to offer is not. */
bool is_surely_put(const struct question *q);

/* ---- atoms.c ---- */
void find_atoms(struct live *l);
void read_condition(struct live *l, struct reads *r, const struct node *n);

#endif
