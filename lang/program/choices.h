/* Choices: putting a list of them together, and finding one. */
#ifndef IPT_PROGRAM_CHOICES_H
#define IPT_PROGRAM_CHOICES_H

#include "program/program.h"

/* The value behind a code: `- 3 …`, `- -5 …`; false for a word. */
bool number_of_code(const struct node *code, double *number);
/* From the option nodes of a body, and `other "…"`; NULL when there are none. */
struct choices *choices_new(struct program *p, const struct name *scale, struct node *body);
/* A scale and the free-text option that one question adds to it. */
struct choices *choices_join(struct program *p, const struct choices *scale,
                             const struct choices *own);
/* Is the code of `o` one of the first `count`? Reports it, and marks the choices as doubtful. */
bool choice_is_taken(struct program *p, struct choices *choices, uint32_t count,
                     const struct choice *o);
/* The choices of a scale, from its bullets. */
struct choices *compose_scale(struct program *p, struct node_scale *scale);
/* A line among the choices could not be read, or has no code: that is told, and enough. */
bool choices_are_lost(const struct node *body);
/* The option of this code (a name, number, negated number or yes/no node); NULL. */
const struct choice *choices_find(const struct choices *choices, const struct node *code);
/* The written answer `none`, where no choice has that code: nothing of a set, nobody in a list. */
bool choices_none(const struct choices *choices, const struct node *written);
const struct choice *choices_find_name(const struct choices *choices, const struct name *code);
/* "How often": how messages call a list of choices. */
const char *choices_words(struct program *p, const struct choices *choices);
/* Says that a code is none of the choices, and proposes the nearest. `whose` as it reads in a
 * sentence. */
void report_unknown_choice(struct program *p, struct span span, struct str code,
                           const struct choices *choices, const char *whose);

#endif
