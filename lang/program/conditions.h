/* Shared by conditions.c and arms.c: one walk over the lines of a declaration. Internal to
   program/. */
#ifndef IPT_PROGRAM_CONDITIONS_H
#define IPT_PROGRAM_CONDITIONS_H

#include "program/finite.h"

struct conditions {
    struct program *p;
    const struct symbol *declaration;
    bool lost; /* lines could not be read: what is around a condition is not known */
    const struct guard *guards; /* that hold around the line that is looked at */
    uint8_t *asked;             /* malloc'ed, by slot: surely asked by then */
    uint32_t *marks;            /* malloc'ed: the slots in the order they were marked */
    size_t mark_count, mark_capacity;
};

void look(struct conditions *c, const struct node *first);
/* Looks at the body of an arm below its guards. */
void look_guarded(struct conditions *c, const struct node *body, const struct guard *guards);
void look_match(struct conditions *c, const struct node_match *n);
enum verdict verdict_of(struct conditions *c, const struct guard *tested);
/* Of one arm of a fork: `tested` stands behind the arms that failed, `alone` only behind what is
   around the fork. The last arm may well take all that is left. */
enum verdict verdict_of_arm(struct conditions *c, const struct guard *tested,
                            const struct guard *alone);
/* Tells of a condition that is always or never met. */
void report_verdict(struct conditions *c, enum verdict verdict, struct span at);

#endif
