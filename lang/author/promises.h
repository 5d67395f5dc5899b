/* Guarantees, watched on a way: what has to follow, and what holds at its end. A way is looked at
   after each answer, when the script has run on to the next question, and at its end. */
#ifndef IPT_AUTHOR_PROMISES_H
#define IPT_AUTHOR_PROMISES_H

#include "run/session.h"

enum { MOST_PROMISES = 64 };

struct promise {
    const struct node_guarantee *guarantee;
    const struct node *line; /* whenever, at end */
};
/* `whenever` of all modules, `at end` of the file itself; each line of a guarantee is one. */
struct promises {
    struct promise items[MOST_PROMISES];
    size_t count;
};
void promises_find(struct promises *promises, const struct program *p);
const struct node *promise_condition(const struct promise *promise);

/* By promise, a bit each. */
struct watch {
    uint64_t pending; /* something has to follow */
    uint64_t met;     /* its condition held last */
};
/* An answer was taken. */
void promises_answered(const struct promises *promises, struct session *s, struct watch *watch);
/* It ran on; `reached` is how much was reached before. Gives those that are broken by it. */
uint64_t promises_moved(const struct promises *promises, struct session *s, struct watch *watch,
                        size_t reached);
uint64_t promises_ended(const struct promises *promises, struct session *s,
                        const struct watch *watch);

#endif
