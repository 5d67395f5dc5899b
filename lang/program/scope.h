/* Scopes: which names can be seen where. A scope maps names to symbols; one inside another. */
#ifndef IPT_PROGRAM_SCOPE_H
#define IPT_PROGRAM_SCOPE_H

#include "program/program.h"

struct scope {
    struct scope *outer; /* NULL at the top level of a module */
    struct symbol *owner;
    struct scope_entry *entries; /* open hash table in the program's arena */
    uint32_t count, capacity;
    bool incomplete; /* a module could not be loaded: a name may well be one of its */
};

struct symbol *symbol_new(struct program *p, enum symbol_kind kind, struct name *name,
                          struct node *node, struct module *module, struct symbol *owner);
/* "a question", "a branch": what a message calls a symbol. */
const char *symbol_kind_words(const struct symbol *s);

struct scope *scope_new(struct program *p, struct scope *outer, struct symbol *owner);
/* Enters a symbol under its name; false, with the earlier one in `*earlier`, when it is taken. */
bool scope_add(struct program *p, struct scope *s, struct name *name, struct symbol *symbol,
               struct symbol **earlier);
/* In this scope only. */
struct symbol *scope_own(const struct scope *s, const struct name *name);
/* In this scope or one around it. */
struct symbol *scope_find(const struct scope *s, const struct name *name);
/* Every symbol of this scope, in no particular order. */
void scope_each(const struct scope *s, void (*visit)(void *payload, struct symbol *symbol),
                void *payload);
/* The visible name nearest to a mistyped one, or NULL; `accept` narrows to what could stand there.
 */
struct symbol *scope_nearest(const struct scope *s, const struct name *typed,
                             bool (*accept)(void *payload, const struct symbol *symbol),
                             void *payload);

/* The symbol of a top-level line with lines of its own: a branch, an inventory, a record, the
   interview, a report, a safeguard; NULL for any other line. */
struct symbol *declaration_symbol(const struct node *n);

#endif
