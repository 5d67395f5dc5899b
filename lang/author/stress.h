/* Ways to be hard on a session that must not show: its clone takes its place at every question, it
   is compacted, it runs again over its own answers, it is written down and taken up again.
   IPT_STRESS=clone, compact, replay or restore; the tests compare the transcripts. */
#ifndef IPT_AUTHOR_STRESS_H
#define IPT_AUTHOR_STRESS_H

#include "run/session.h"

enum stress { STRESS_NONE, STRESS_CLONE, STRESS_COMPACT, STRESS_REPLAY, STRESS_RESTORE };

/* By its word; an unknown or missing word is STRESS_NONE. */
enum stress stress_of(const char *word);
/* Called when the session has put a question; gives the session to go on with, which may be
 * another. */
struct session *stress_apply(enum stress stress, struct session *s);

#endif
