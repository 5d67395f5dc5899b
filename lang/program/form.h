/* An inventory as a flat form: its texts, questions and scores in the order of its lines, each with
   the conditions under which it is put. Forms of other standards have no blocks; here the blocks
   are taken apart. */
#ifndef IPT_PROGRAM_FORM_H
#define IPT_PROGRAM_FORM_H

#include "program/program.h"

/* What stands around a line, from the inside outwards. */
enum gate_kind {
    GATE_MET,     /* `condition` is met */
    GATE_NOT_MET, /* it is not: no, or missing */
    GATE_CASE,    /* `subject` is one of the codes of `arm` */
    GATE_NO_CASE, /* it is none of them */
    GATE_CHOSEN,  /* `choice` was taken at `question` */
};
struct gate {
    enum gate_kind kind;
    const struct node *condition; /* or the subject of a `match` */
    const struct node_case *arm;
    const struct question *question;
    const struct choice *choice;
    const struct gate *outer; /* NULL: nothing more stands around it */
};

enum form_kind {
    FORM_SAID, /* the stem, `say`, `section` */
    FORM_ASKED,
    FORM_SCORED,
    FORM_LEFT, /* a line that no form has: `repeat`, `alert`, … */
};
struct form_line {
    enum form_kind kind;
    const struct node *node;
    const struct node *text; /* said */
    const struct question *question;
    const struct score *score;
    /* One for each place at which it stands: it is put when one of them is open. NULL: always. */
    const struct gate **gates;
    size_t gate_count, gate_capacity;
};
struct form {
    const struct inventory *inventory;
    struct arena *arena; /* of the gates */
    struct form_line *lines;
    size_t count, capacity;
};
void form_init(struct form *form, const struct inventory *inventory, struct arena *a);
void form_release(struct form *form);
/* The line of a question or a score; NULL: it is not in this form. */
const struct form_line *form_line_of(const struct form *form, const struct symbol *symbol);

#endif
