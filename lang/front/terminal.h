/* An interview in a terminal, or its transcript from written answers. */
#ifndef IPT_FRONT_TERMINAL_H
#define IPT_FRONT_TERMINAL_H

#include "author/feeder.h"
#include "author/stress.h"

struct terminal_options {
    bool plain;
    struct feeder *feeder; /* written answers, or NULL */
    enum stress stress;
    const char *kept; /* where the answers go, in words; said on the first lines */
};

/* A question before it begins: yes (1), no (0), or nobody is there (-1). */
int terminal_asks(const char *question, bool plain);
/* Changes answers of a session that has completed, each with a reason, and puts what is asked
   because of it. `kept` says which session it is. Exit codes as below. */
int terminal_amend(struct session **session, const struct terminal_options *options);
/* Leads through the session, which it may replace. Exit code: 0 completed, 1 the script stopped, 2
   written answers did not fit, 3 the person left. */
int terminal_run(struct session **session, const struct terminal_options *options);

#endif
