/* The walk over the routes (flow.c), as its parts see it. */
#ifndef IPT_PROGRAM_WALK_H
#define IPT_PROGRAM_WALK_H

#include "program/flow.h"

enum stage {
    STAGE_EXITS,   /* what declarations leave behind is looked for, whatever they begin with */
    STAGE_ENTRIES, /* what they begin with; their ends are known */
};

struct walk {
    struct program *p;
    struct call_graph *g;
    const struct symbol *declaration;
    struct route at; /* the line that is looked at */
    const struct given *given;
    struct learned learned;
    struct passages passages;
    struct anew anew;
    uint32_t called; /* calls above this place in the declaration were on the way */
    size_t edge;     /* of its calls, the next to come */
    enum stage stage;
    bool *due;   /* malloc'ed, by symbol->index: a passage that its walk rests on has changed */
    bool quiet;  /* nothing is reported yet */
    bool strict; /* behind a call that never comes back there is no way */
};

/* uses.c; nothing while the walk is quiet. Names that no route can have asked where we are. */
void check_uses(struct walk *w, const struct node *n);
/* … and, where a person hears the text, holes that may be empty. */
void check_text(struct walk *w, const struct node *text, bool spoken);

#endif
