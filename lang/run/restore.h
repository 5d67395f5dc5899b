/* The answers of an earlier session, put into the pool of a new one under their names: running it
   takes those that are still asked for, and the rest stays off route. The script may have changed
   in between. */
#ifndef IPT_RUN_RESTORE_H
#define IPT_RUN_RESTORE_H

#include "run/session.h"

struct json;

struct restored {
    size_t taken;
    struct str
        *lost; /* names that the script has no question for, or not this answer; in the arena */
    size_t lost_count;
    struct str *reworded; /* answers whose question, or what was chosen, is worded otherwise now;
                             in the arena */
    size_t reworded_count;
};

/* What a result document says of the session itself: entry, seed, day, the
   settings of the practice (in the program's arena). False with `why`: it is no
   result of a version that can be read. */
bool result_options(const struct json *result, struct program *p, struct session_options *options,
                    struct str *why);
/* The value of an answer to `q` as value_member (result.h) wrote it; in the session's scratch. */
bool value_of_member(struct session *s, const struct question *q, const struct json *o,
                     struct value *out);
/* Fills the pool of a session that has not run yet. `arena` keeps the names of what was lost.
   `was`: the script that the answers were given in, for the words around a question; NULL: not
   known. */
void result_restore(struct session *s, const struct json *result, struct arena *arena,
                    const struct program *was, struct restored *restored);

#endif
