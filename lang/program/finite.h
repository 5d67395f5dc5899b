/* Conditions over questions with few possible answers: tried out with every combination. Internal
   to program/. */
#ifndef IPT_PROGRAM_FINITE_H
#define IPT_PROGRAM_FINITE_H

#include "program/compose.h"

enum verdict { VERDICT_OPEN, VERDICT_ALWAYS, VERDICT_NEVER };

/* A condition that holds (or does not) around the one that is looked at. */
struct guard {
    const struct node *condition;
    bool met;
    const struct guard *outer;
};

/* Is `condition` always or never met where the guards hold? `surely_asked` tells which questions
   were surely put by then; VERDICT_OPEN when the condition reads anything else than questions with
   few answers. */
enum verdict finite_verdict(const struct node *condition, const struct guard *guards,
                            bool (*surely_asked)(void *payload, const struct symbol *s),
                            void *payload);

#endif
