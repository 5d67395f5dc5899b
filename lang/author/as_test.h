/* A session as a test writes it: `run`, and the answers that were given, in their order. */
#ifndef IPT_AUTHOR_AS_TEST_H
#define IPT_AUTHOR_AS_TEST_H

#include "run/session.h"

/* The title line and the answers on the route, set in by `indent` blanks. A session that did not
   come to its end gets `rest declined`. What is expected of it is the caller's. */
void session_as_test(struct session *s, struct str title, size_t indent, struct buffer *out);
/* An expectation for each thing that came out: scores, safeguards that ran, alerts. */
void session_as_expectations(struct session *s, size_t indent, struct buffer *out);

#endif
