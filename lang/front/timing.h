/* How long a reply takes, for the clock: the time for reading what was shown before it is left
   out. */
#ifndef IPT_FRONT_TIMING_H
#define IPT_FRONT_TIMING_H

#include <time.h>

#include "base/base.h"

struct timing {
    size_t words;        /* shown since the last answer */
    struct timespec put; /* when the question was */
};
void timing_read(struct timing *t, struct str text);
void timing_put(struct timing *t, struct str question);
double timing_taken(const struct timing *t); /* seconds */
void timing_answered(struct timing *t);

#endif
