/* Word sets and safeguards, for declare.c and the checks. */
#ifndef IPT_PROGRAM_SAFEGUARDS_H
#define IPT_PROGRAM_SAFEGUARDS_H

#include "program/program.h"

/* The phrases of `words`, after messages about those that say nothing. */
const struct word_set *word_set_of(struct program *p, const char *language, struct node_words *n);
/* What `mentions "…"` looks for; NULL after a message. */
const struct word_set *pattern_words(struct program *p, const char *language,
                                     const struct node_pattern *n);
/* Puts what `mentions` or `affirms` (op) looks for into the matcher of the language. */
struct sought seek(struct program *p, const char *language, const struct word_set *words,
                   unsigned op);
/* After the last of them. */
void close_matchers(struct program *p);
void compose_safeguard(struct program *p, struct symbol *symbol, const struct symbol *answer);
/* After the names are resolved: which questions each safeguard watches, and who comes first. */
void check_safeguards(struct program *p);
/* What the routes show: items that bear on safety and that no safeguard looks after, safeguards
   that nothing leads to, or that do nothing. */
struct call_graph;
void check_safety(const struct call_graph *g);
/* An item that bears on safety, that running `entry` comes to and no safeguard looks after; NULL.
 */
const struct question *unguarded_item(const struct program *p, const struct symbol *entry);

#endif
