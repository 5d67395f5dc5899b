/* Safeguards, for declare.c and the checks. */
#ifndef IPT_PROGRAM_SAFEGUARDS_H
#define IPT_PROGRAM_SAFEGUARDS_H

#include "program/program.h"

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
