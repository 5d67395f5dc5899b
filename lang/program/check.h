/* From trees to a program: who is meant by a name, what type a value has, what may stand where.
   Each step is one call over all modules; each reports what it finds and leaves notes in the tree.
 */
#ifndef IPT_PROGRAM_CHECK_H
#define IPT_PROGRAM_CHECK_H

#include "program/program.h"

/* place.c: may this line stand here. */
void check_places(struct program *p);
/* declare.c: symbols, scopes, choices, questions, inventories, scores. */
void check_declarations(struct program *p);
/* resolve.c: names in expressions, types, arguments, codes; test blocks too. */
void check_expressions(struct program *p);
/* flow.c: what can be reached, asked, be missing; loops; rings; counts of what is left. */
void check_flow(struct program *p);
/* conditions.c: conditions that always or never hold, bands, unused names. `lost`: some lines could
   not be read, so that each condition is looked at by itself. */
void check_conditions(struct program *p, bool lost);

/* answers.c: the `answer` and `rest` lines of a test, or of an answers file: names resolved as seen
   from `scope`, values held against the form of their question, notes filled in. False when it
   reported. */
bool check_answers(struct program *p, struct module *module, struct node *lines,
                   struct scope *scope);

/* All of them, in order; later ones are left out when earlier ones found errors that would only
 * echo. */
void program_check(struct program *p);

/* The type of an expression, once resolved. */
struct type expression_type(const struct node *n);
/* Takes the notes of a name, field or call: the symbol that an expression stands for, or NULL. */
struct symbol *expression_symbol(const struct node *n);

#endif
