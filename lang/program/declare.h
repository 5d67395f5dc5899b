/* Declaring, shared by declare.c (the lines of interviews) and practice.c (rubrics, personas,
   drills). */
#ifndef IPT_PROGRAM_DECLARE_H
#define IPT_PROGRAM_DECLARE_H

#include "program/scope.h"

struct declarer {
    struct program *p;
    struct module *module;
    struct scope *scope;
    struct symbol *owner; /* the declaration we are in; NULL at the top level */
    struct scope *loop;   /* with the elements of the `for each` around us; NULL: none is */
};

/* Enters a name where the declarer stands; what is taken is told. */
struct symbol *declare_name(struct declarer *d, enum symbol_kind kind, struct name *name,
                            struct node *n);
/* With a scope and lines of its own. */
struct symbol *declare_block(struct declarer *d, enum symbol_kind kind, struct name *name,
                             struct node *n, struct node *body);
struct symbol *declare_list_name(struct declarer *d, struct name *name, struct node *n);
/* A variable of this type that the interpreter keeps: the parts of a drill, of a judged reply. */
struct symbol *declare_outcome(struct declarer *d, const char *name, struct type type,
                               struct node *n);

/* practice.c */
void declare_persona(struct declarer *d, struct node_persona *n);
void declare_rubric(struct declarer *d, struct node_rubric *n);
/* drill.c */
void declare_drill(struct declarer *d, struct node_drill *n);
/* Of the file itself: when a trainee hears what was found. Before any drill. */
void read_protocol_feedback(struct program *p, const struct node_protocol *n);

#endif
