/* Practice: judging a reply (judge.c), what a persona reveals and how its meters move (persona.c),
   the attempts and the cards of a drill (drill.c). What came out stands in variables of its own, so
   that going back and changing a reply judges anew like everything else. Internal to run/. */
#ifndef IPT_RUN_PRACTICE_H
#define IPT_RUN_PRACTICE_H

#include "run/state.h"

void practice_restart(struct session *s);
/* A variable that the interpreter keeps has another value. */
void practice_give(struct session *s, const struct symbol *symbol, struct value v);
/* A text as a sentence behind `head`; nothing when it is empty. */
void practice_say(struct session *s, struct buffer *out, const char *head, const struct node *text);

/* ---- judge.c; true when there is an event ---- */
bool practice_judge(struct session *s, const struct node_judge *n);

/* ---- persona.c ---- */
void practice_cue(struct session *s, const struct node_give_cue *n);
/* Which of the open cues does the reply of this turn take up? */
void cues_look(struct session *s, struct value reply);
bool practice_reveal(struct session *s, const struct node_reveal *n);
void practice_raise(struct session *s, const struct symbol *symbol, const struct node *by,
                    int sign);
void practice_set_meter(struct session *s, const struct symbol *symbol, struct value v);
struct str persona_title(struct session *s, const struct symbol *persona);
struct value persona_facts(struct session *s,
                           const struct symbol *persona); /* that were revealed */
struct value persona_cues(struct session *s, const struct symbol *persona);
/* How a meter has moved, with the turns; both have room for moved_count + 1. */
uint32_t meter_series(struct session *s, const struct symbol *meter, struct value *values,
                      struct value *turns);

/* ---- drill.c ---- */
void practice_begin(struct session *s, const struct drill *d);
void practice_deal(struct session *s, const struct node_deal *n);
bool practice_attempt(struct session *s, const struct node_attempt *n);

#endif
