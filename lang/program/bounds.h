/* What can be said of a question's bounds and a score's bands by looking at them. Internal to
   program/. */
#ifndef IPT_PROGRAM_BOUNDS_H
#define IPT_PROGRAM_BOUNDS_H

#include "program/compose.h"

void check_bounds(struct program *p, const struct question *q);
/* Two choices that read the same. */
void check_labels(struct program *p, const struct choices *choices);
void check_bands(struct program *p, const struct score *score);
/* attainable.c, which it calls: bands that no answers come to. */
void check_attainable(struct program *p, const struct score *score);

#endif
