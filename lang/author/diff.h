/* `ipt diff`: what has changed between two versions of a script, by name: wording, codes, forms,
   scoring, what is gone and what is new. */
#ifndef IPT_AUTHOR_DIFF_H
#define IPT_AUTHOR_DIFF_H

#include "program/program.h"

enum change_kind {
    CHANGE_WORDING, /* a question, an item, a label is worded otherwise */
    CHANGE_CODES,   /* choices came, went, or count otherwise */
    CHANGE_TYPE,    /* another form of answer */
    CHANGE_SCORING,
    CHANGE_SAFETY, /* a safeguard, or what bears on safety */
    CHANGE_RENAMED,
    CHANGE_REMOVED,
    CHANGE_ADDED,
};
const char *change_word(enum change_kind kind);

struct change {
    enum change_kind kind;
    struct str name;             /* in the new version; of what is gone, in the old */
    struct str from, to;         /* what it was and is; may be empty */
    const struct symbol *symbol; /* that has the name */
    bool instrument;             /* of an inventory: what it measures may be another thing now */
};
/* Tells each change, in the order of the new version, then what is gone. The texts live in `a`. */
void programs_compare(const struct program *old, const struct program *new, struct arena *a,
                      void (*tell)(void *payload, const struct change *change), void *payload);

#endif
