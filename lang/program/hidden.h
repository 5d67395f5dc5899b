/* What is private, and what follows from it. A question marked `private` is; so is every formula,
   variable and list that is formed of it, what is asked or set only because of it, and whom a loop
   over such a list names. Reports for the client leave all of it out. */
#ifndef IPT_PROGRAM_HIDDEN_H
#define IPT_PROGRAM_HIDDEN_H

#include "program/program.h"

/* Marks the symbols (symbol.is_private), and the blocks that run only because of private things. */
void check_hidden(struct program *p);
/* Does anything in this expression, text or line come from what is private? After check_hidden. */
bool is_hidden(const struct node *n);

#endif
