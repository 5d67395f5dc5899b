/* Judging: a reply held against the rules of a rubric. It depends on the reply alone. */
#ifndef IPT_PROGRAM_RUBRIC_H
#define IPT_PROGRAM_RUBRIC_H

#include "base/matcher.h"
#include "program/program.h"

struct verdict {
    bool *met;     /* by rule; in the arena */
    double points; /* not above the cap when it is harmful */
    bool harmful, critical;
    uint32_t found; /* rules that are met */
};
/* `room` is of the rubric's matcher. The verdict lives in the arena. */
struct verdict rubric_judge(const struct program *p, const struct rubric *rubric,
                            struct matching *room, struct arena *a, struct str reply);
/* The points, and what else follows from the rules that are met. */
void rubric_reckon(const struct rubric *rubric, struct verdict *v);
/* What one condition of a rule looks for. */
struct sought rule_sought(const struct node *n);
/* The conditions of all rubrics: over `it` alone; are there samples for each rule, and are two of
   them the same? */
void check_rubrics(struct program *p);

#endif
