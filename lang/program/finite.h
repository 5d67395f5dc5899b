/* Conditions over answers: tried out with every combination that can make a difference. Internal
   to program/. */
#ifndef IPT_PROGRAM_FINITE_H
#define IPT_PROGRAM_FINITE_H

#include "program/compose.h"

enum verdict {
    VERDICT_OPEN,    /* now so, now so; or nothing that can be tried out */
    VERDICT_ALWAYS,  /* met by all answers, given or not */
    VERDICT_NEVER,   /* met by none; some leave it undecided */
    VERDICT_REFUSED, /* plainly no for all of them */
    VERDICT_NOWHERE, /* the guards around it leave nothing */
};

/* A condition (or, with `codes`, an arm of a `match` on it) that holds or does not, where the ones
   around it do as they say. */
enum { MOST_GUARDS = 200 }; /* of one fork: more tell nothing that anybody could follow */
struct guard {
    const struct node *condition;
    const struct node *codes; /* the codes of an arm, or NULL */
    bool met;
    const struct guard *outer;
};

/* Is the condition always or never met where the guards around it hold? `surely_asked` tells which
   questions were surely put by then. VERDICT_OPEN when it reads anything but answers and scores, or
   too many of them. */
enum verdict finite_verdict(const struct guard *tested,
                            bool (*surely_asked)(void *payload, const struct symbol *s),
                            void *payload);

/* Is the condition met whenever `item` was put and its answer is not `low`: also declined, unknown
   or not applicable, and whatever else is known? False too when that cannot be tried out. */
bool finite_covers(const struct node *condition, const struct symbol *item,
                   const struct choice *low);

/* The values that a name (or the band of a score) can have where the guards hold: `o` is the
   choice, or NULL for a number and for yes (1) and no (0); without `only`, the number stands for
   others too. False when they are too many. */
bool finite_values(const struct node *subject, const struct guard *guards,
                   void (*visit)(void *payload, const struct choice *o, double number, bool only),
                   void *payload);

#endif
