/* The cards of an `answer LIST` line: what is typed at each label, and what is answered below. Part
   of feeder.c. */
#ifndef IPT_AUTHOR_FEED_CARDS_H
#define IPT_AUTHOR_FEED_CARDS_H

#include "run/session.h"

struct feed_cards {
    const struct node_answer *answer;
    const struct node *next; /* the card to name next */
    bool over;               /* it was said that these are all */
    uint8_t *used;           /* malloc'ed: one for each value below the cards, in their order */
};

void feed_cards_init(struct feed_cards *c, const struct node_answer *answer);
void feed_cards_release(struct feed_cards *c);
/* The answer to "who?": the next label, or that these are all. False: the line was used up. */
bool feed_cards_label(struct feed_cards *c, struct value *out);
/* What is written for a question of the card that is asked about; NULL: nothing. */
const struct node *feed_cards_value(struct feed_cards *c, const struct prompt *p);
/* The first card or value that nobody asked for; NULL: all were used. */
const struct node *feed_cards_unused(const struct feed_cards *c);

#endif
