/* Questions, choices, inventories and scores, put together from all their lines. Part of
   check_declarations; the pieces are described in program.h. */
#ifndef IPT_PROGRAM_COMPOSE_H
#define IPT_PROGRAM_COMPOSE_H

#include "program/check.h"
#include "program/scope.h"

struct symbol *symbol_new(struct program *p, enum symbol_kind kind, struct name *name,
                          struct node *node, struct module *module, struct symbol *owner);
/* "a question", "a branch": what a message calls a symbol. */
const char *symbol_kind_words(const struct symbol *s);

/* The choices of a scale, from its bullets. */
struct choices *compose_scale(struct program *p, struct node_scale *scale);
/* All questions, inventories and scores of a module whose names have been declared. */
void compose_module(struct program *p, struct module *module);
/* The option of this code (a name, number, negated number or yes/no node); NULL. */
const struct choice *choices_find(const struct choices *choices, const struct node *code);
const struct choice *choices_find_name(const struct choices *choices, const struct name *code);
/* "How often": how messages call a list of choices. */
const char *choices_words(struct program *p, const struct choices *choices);
/* Says that a code is none of the choices, and proposes the nearest. `whose` as it reads in a
 * sentence. */
void report_unknown_choice(struct program *p, struct span span, struct str code,
                           const struct choices *choices, const char *whose);

#endif
