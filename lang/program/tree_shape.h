/* What may hang below each field of each node: the part of the tree's grammar that ast.def leaves
   open. The reader of compiled files holds every tree to it, and the schema is made of it. */
#ifndef IPT_PROGRAM_TREE_SHAPE_H
#define IPT_PROGRAM_TREE_SHAPE_H

#include "syntax/ast.h"

enum node_class {
    CLASS_VALUE = 1 << 0, /* an expression */
    CLASS_TEXT = 1 << 1,
    CLASS_HOLE = 1 << 2,
    CLASS_NAME = 1 << 3, /* a name node alone */
    CLASS_PATH = 1 << 4, /* a name or a.b */
    CLASS_CALL = 1 << 5,
    CLASS_NUMBER = 1 << 6, /* a number, perhaps with a minus */
    CLASS_YES_NO = 1 << 7,
    CLASS_RANGE = 1 << 8,
    CLASS_ABSENT = 1 << 9,
    CLASS_DURATION = 1 << 10,
    CLASS_FORM = 1 << 11,
    CLASS_LINE = 1 << 12,
    CLASS_ARM = 1 << 13, /* case, else */
    CLASS_ELSE = 1 << 14,
    CLASS_PATTERN = 1 << 15, /* what `mentions` and `affirms` look for */
};

/* The classes a node belongs to. */
unsigned node_classes(const struct node *n);
unsigned kind_classes(enum node_kind kind);
/* The classes allowed in a child or list field; *required: it may not be empty. */
unsigned field_classes(enum node_kind kind, const char *field, bool *required);
/* May this name field be left out? */
bool name_is_optional(enum node_kind kind, const char *field);

#endif
