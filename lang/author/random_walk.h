/* `ipt explore --random N`: interviews with answers by chance. They prove nothing; they show what
   is run how often, and find what goes wrong. */
#ifndef IPT_AUTHOR_RANDOM_WALK_H
#define IPT_AUTHOR_RANDOM_WALK_H

#include "author/explore.h"

/* Walks `count` times, the same way for the same seed. True when nothing went wrong: no guarantee
   broken, no script error; the first that does is told as a test. */
bool random_walks(struct program *p, const struct explore_options *options, uint64_t count,
                  uint64_t seed, struct buffer *out);

#endif
