/* The questions of a module, for compose.c. */
#ifndef IPT_PROGRAM_QUESTION_H
#define IPT_PROGRAM_QUESTION_H

#include "program/choices.h"
#include "program/scope.h"

/* Where in the module we are. */
struct composer {
    struct program *p;
    struct module *module;
    struct scope *scope;
    struct inventory *inventory; /* the one we are in, or NULL */
    struct record *record;       /* … or NULL */
};

/* A new question of the program with what its lines say; its form is still to be given. */
struct question *question_new(struct composer *c, struct symbol *s, struct node *n);
void compose_ask(struct composer *c, struct node_ask *n);
void compose_item(struct composer *c, struct node_item *n);
void compose_label(struct composer *c, struct node_label *n);
void compose_field(struct composer *c, struct node_record_field *n);

/* The choices of a scale by its name; NULL after a message. */
const struct choices *find_scale(struct composer *c, struct name *name, struct span span);
/* Reports a line that says again what one before it has said. */
void repeated(struct program *p, const struct node *n, const char *what);

#endif
