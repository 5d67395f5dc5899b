/* What is looked for in replies, for compare.c and judging.c. */
#ifndef IPT_PROGRAM_PATTERNS_H
#define IPT_PROGRAM_PATTERNS_H

#include "program/resolve.h"

#include "base/text.h"

/* All word sets of the program; before any pattern. */
void resolve_word_sets(struct program *p);
/* What stands behind `mentions`, `affirms`, `matches`, `starts with`: a text or ~set. */
void resolve_pattern(struct resolver *r, enum binary_op op, struct node *n);
/* The matcher for patterns in this module's language: its place, from 1. */
uint32_t program_matcher(struct program *p, const struct module *module);
/* After the last pattern. */
void close_matchers(struct program *p);

#endif
