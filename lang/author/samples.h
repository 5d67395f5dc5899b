/* The samples of rubrics, as tests. */
#ifndef IPT_AUTHOR_SAMPLES_H
#define IPT_AUTHOR_SAMPLES_H

#include "author/test.h"

/* Runs those of one rubric whose titles are wanted. */
void samples_run(const struct program *p, const struct node_rubric *n,
                 bool (*wanted)(void *payload, struct str title),
                 void (*tell)(void *payload, const struct test_outcome *outcome), void *payload);

#endif
