/* Answers that were written down: by a test, or in an answers file. A feeder answers a session's
   questions with them, each value once, and with the rest rule what is left over. */
#ifndef IPT_AUTHOR_FEEDER_H
#define IPT_AUTHOR_FEEDER_H

#include "run/session.h"

struct feeder;

/* From answer and rest nodes that check_answers has resolved; the nodes must outlive the feeder. */
struct feeder *feeder_new(const struct node *lines);
void feeder_free(struct feeder *f);
/* A rest rule for one that has none; NULL is fine. */
void feeder_rest(struct feeder *f, const struct node *rest);

enum feed {
    FEED_TAKEN,
    FEED_OPEN,    /* nothing is written for this question, and there is no rest rule */
    FEED_REFUSED, /* what is written cannot be answered now; `why` says it */
};
/* Answers the question that the session puts, and confirms what is doubted. `given` is what was
   answered; `at` the line it stands on. Of an answer that was taken, `why` is the doubt that was
   confirmed, or empty. Texts are good until the session moves. */
enum feed feeder_answer(struct feeder *f, struct session *s, struct value *given, struct span *at,
                        struct str *why);
/* The first value that nobody asked for; false: all were used. */
bool feeder_unused(const struct feeder *f, struct span *at, const struct symbol **symbol);
/* The seed of `rest random seed N`; false: there is none. */
bool feeder_seed(const struct feeder *f, uint64_t *seed);
/* Another seed in its place. */
void feeder_reseed(struct feeder *f, uint64_t seed);

#endif
