/* When a card of a spaced drill comes again: algorithm SM-2 (Wozniak P. Optimization of learning.
   University of Technology in Poznan, 1990, chapter 3.2). A card has an easiness, 2.5 at first and
   never below 1.3; a repetition of grade q changes it by 0.1 - (5-q)*(0.08 + (5-q)*0.02). The first
   interval is 1 day, the second 6, each later one the last times the easiness; a grade below 3
   begins the intervals anew and leaves the easiness. */
#ifndef IPT_RUN_SPACING_H
#define IPT_RUN_SPACING_H

#include "run/session.h"

enum { CARD_WRONG = 1 }; /* a grade */
/* 5: right at once; 3: right in a later round; 1: not right. Rounds count from 0. */
double card_grade(bool right, uint32_t round);
/* Is it due on the day of the session? One that never came up is. */
bool card_is_due(struct session *s, const struct drill_card *card);

#endif
