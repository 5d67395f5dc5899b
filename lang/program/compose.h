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
/* course.c: the plans of all courses. */
void compose_courses(struct program *p);
#endif
