/* What may still be read from a line on: which values decide where the interview goes, and where it
   does not matter any more what somebody said. Text that is only shown decides nothing. */
#ifndef IPT_AUTHOR_LIVE_H
#define IPT_AUTHOR_LIVE_H

#include "run/session.h"

struct live;

struct live *live_new(const struct program *p);
void live_free(struct live *l);
/* An expression that is looked at from outside, always. */
void live_always(struct live *l, const struct node *expression);
/* What can be read from where this session stands. Good until the next call. */
const struct liveness *live_at(struct live *l, const struct session *s);
/* How closely anything looks at a number. */
const struct closeness *live_number(const struct live *l, const struct symbol *s);
/* Is the value of this symbol read by anything that decides something? */
bool live_ever(struct live *l, const struct symbol *s);

#endif
