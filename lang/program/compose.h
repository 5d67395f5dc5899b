/* Questions, choices, inventories and scores, put together from all their lines. Part of
   check_declarations; the pieces are described in program.h. */
#ifndef IPT_PROGRAM_COMPOSE_H
#define IPT_PROGRAM_COMPOSE_H

#include "program/check.h"
#include "program/choices.h"
#include "program/scope.h"

/* All questions, inventories and scores of a module whose names have been declared. */
void compose_module(struct program *p, struct module *module);
/* Then what its lists are lists of, and what `collect` asks. */
void compose_lists(struct program *p, struct module *module);
/* The symbol that a name or a.b.c stands for in this scope, without a word about it; NULL. */
struct symbol *path_symbol(const struct scope *scope, const struct node *path);
/* The bands of a score, from the lines below it. */
void compose_bands(struct program *p, struct score *score, struct node *body);
/* judging.c: what is judged by which rubric, and what drills come to. */
void compose_practice(struct program *p);
/* course.c: the plans of all courses. */
void compose_courses(struct program *p);
#endif
