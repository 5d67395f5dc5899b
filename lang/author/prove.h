/* Guarantees that follow from how the lines stand, whatever is answered and however long a list is:
   no way has to be walked for them. */
#ifndef IPT_AUTHOR_PROVE_H
#define IPT_AUTHOR_PROVE_H

#include "program/program.h"

/* Does a line of a guarantee (`whenever`, `at end`) surely hold for this entry? False says nothing.
 */
bool proves(const struct program *p, const struct symbol *entry, const struct node *line);

#endif
